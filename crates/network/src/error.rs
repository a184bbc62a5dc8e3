//! Why a network has no answer.

use crate::assemble::Clause;

/// Why a network has no answer.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// No plan keeps all that is asked: these alone already conflict, and each could give way.
    #[error("no plan keeps all of this together: {}", words.join("; "))]
    Conflict {
        /// What conflicts.
        clauses: Vec<Clause>,
        /// The same in words, with files and lines.
        words: Vec<String>,
    },
    /// No plan is possible even if every demand, target, budget and limit gave way.
    #[error("no plan is possible even without any demand, target, budget or limit: {0}")]
    Impossible(String),
    /// The objective can be made better without end.
    #[error("the objective has no end: {} can grow without limit; give it a limit, or a cost", words.join("; "))]
    Endless {
        /// What can grow, in words.
        words: Vec<String>,
    },
    /// Nothing was found in the time given.
    #[error("no plan was found in {seconds} s: give it more time (`seconds` in network.toml)")]
    NoTime {
        /// Seconds given.
        seconds: f64,
    },
    /// Somebody stopped it.
    #[error("stopped before a plan was found")]
    Stopped,
    /// No objective is stated.
    #[error("the network has no objective: give it one in network.toml")]
    NoObjective,
    /// Futures were asked for, and nothing is uncertain.
    #[error("nothing is uncertain: say in [futures] of network.toml what may turn out otherwise")]
    NothingUncertain,
    /// The optimiser refused the model.
    #[error(transparent)]
    Solve(#[from] solve::SolveError),
}
