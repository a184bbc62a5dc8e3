//! Jobs: work that somebody asked for on a page, and how far it is.

use crate::Problem;

names! {
    /// What a job does.
    JobStage ("stage of a job") {
        /// Sources come in.
        Collect = "collect",
        /// Places are described.
        Profile = "profile",
        /// Who is at risk and badly served.
        Assess = "assess",
        /// What hazards do.
        Risk = "risk",
        /// How far people are from what they need.
        Travel = "travel",
        /// People and what they need in years to come.
        Anticipate = "anticipate",
        /// What water and toilets to build.
        PlanWater = "plan water",
    }
}

names! {
    /// How a job stands.
    JobState ("state of a job") {
        /// It waits for its turn.
        Waiting = "waiting",
        /// It is at work.
        Running = "running",
        /// It is done.
        Done = "done",
        /// It could not be done; its words say why.
        Failed = "failed",
        /// Somebody stopped it; the city is as it was before.
        Cancelled = "cancelled",
        /// The program ended while it was at work; the city is as it was before.
        Broken = "broken",
    }
}

impl JobState {
    /// Whether nothing more will happen to the job.
    #[must_use]
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Waiting | Self::Running)
    }
}

/// A piece of work.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Job {
    /// Its number, from 1.
    pub id: u64,
    /// What it does.
    pub stage: JobStage,
    /// The case of a plan.
    pub case: Option<String>,
    /// The trial that it works on; none for the city itself.
    pub trial: Option<String>,
    /// How it stands.
    pub state: JobState,
    /// The step that it is at.
    pub label: String,
    /// How much of the step is done.
    pub done: u64,
    /// Of how much; 0 where that is not known.
    pub total: u64,
    /// When it was asked for, RFC 3339.
    pub asked: String,
    /// When it began.
    pub began: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// Who asked for it; empty where there are no accounts.
    pub who: String,
    /// What came of it, in words.
    pub words: String,
    /// What was found wrong.
    pub problems: Vec<Problem>,
}
