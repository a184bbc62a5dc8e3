//! What stands at the head of every report: whose it is, and how it was made.

/// The head of a report as a reader gets it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heading {
    /// Name of the city.
    pub city: String,
    /// Country.
    pub country: String,
    /// Whether the city was made up to try the program.
    pub invented: bool,
    /// What every reader has to be told; empty where there is nothing.
    pub notice: String,
    /// When it was made, as it shall be shown.
    pub generated: String,
    /// Version of makazi.
    pub version: String,
    /// Id of the run, so that every number can be reproduced.
    pub run: String,
    /// Seed of its random numbers.
    pub seed: u64,
}
