//! Progress and cancelling, handed in by whoever shows them.

/// Hears how far a piece of work is and says whether to go on.
pub trait Progress: Sync {
    /// A step named `label` has done `done` of `total` (0 where the total is not known).
    fn at(&self, label: &str, done: u64, total: u64);

    /// Whether the person asked to stop.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Shows nothing and never stops.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn at(&self, _label: &str, _done: u64, _total: u64) {}
}
