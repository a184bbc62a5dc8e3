//! Why a file by columns, or one of its columns, is not read.

/// What is wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum Fault {
    #[error("it ends before it is complete")]
    Truncated,
    #[error("{0}")]
    Wrong(&'static str),
    /// Whole, but in a way that is not read; with what to do about it.
    #[error("{0}")]
    Unsupported(String),
}
