//! Runs: who computed what, from which inputs, with which version.

use crate::source::{SourceId, text_id};
use std::fmt;

text_id! {
    /// The id of a run: its stage and a hash of what went in, so that the same work has the same id everywhere.
    RunId
}

names! {
    /// A stage of the work.
    Stage ("stage") {
        /// Sources come in.
        Collect = "collect",
        /// Places are described.
        Profile = "profile",
        /// Who is at risk and badly served is computed.
        Assess = "assess",
        /// How far people are from what they need is computed.
        Travel = "travel",
        /// What hazards do to people and things, and how often, is computed.
        Risk = "risk",
        /// People and what they need are computed for years to come.
        Anticipate = "anticipate",
        /// What to build where and when is computed.
        Plan = "plan",
        /// Another copy of the city is joined in.
        Merge = "merge",
    }
}

/// One run of a stage.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// The stage that ran.
    pub stage: Stage,
    /// When it began, RFC 3339; the only field that differs between two runs of the same work, beside `finished`.
    pub started: String,
    /// When it ended, RFC 3339.
    pub finished: String,
    /// Version of makazi.
    pub version: String,
    /// Seed of its random numbers.
    pub seed: u64,
    /// What was asked for, as JSON.
    pub parameters: String,
    /// What went in, with checksums.
    pub inputs: Vec<(SourceId, String)>,
}
