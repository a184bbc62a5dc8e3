//! What a unit of each column adds to each metric, in which period, and what that is worth.

/// What a unit of a column adds to a metric in a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Metric.
    pub metric: u32,
    /// Major period.
    pub period: u32,
    /// Amount in the period.
    pub amount: f64,
    /// Its worth in an objective: discounted, where the metric is.
    pub worth: f64,
    /// The row of costs that it is from; `u32::MAX` where it is from none.
    pub cost: u32,
}

/// What a unit of each column adds to each metric.
#[derive(Debug, Clone, Default)]
pub struct Priced {
    starts: Vec<usize>,
    entries: Vec<Entry>,
    constants: Vec<Entry>,
    committed: Vec<(usize, Entry)>,
}

impl Priced {
    /// Begins the next column.
    pub(crate) fn begin(&mut self) {
        self.starts.push(self.entries.len());
    }

    /// Adds to the column begun last.
    pub(crate) fn add(&mut self, entry: Entry) {
        if entry.amount != 0.0 {
            self.entries.push(entry);
        }
    }

    /// Adds what no choice changes.
    pub(crate) fn add_constant(&mut self, entry: Entry) {
        self.constants.push(entry);
    }

    /// Adds what a committed project costs, given by its position among what stands: no choice changes it.
    pub(crate) fn add_committed(&mut self, standing: usize, entry: Entry) {
        self.committed.push((standing, entry));
        self.add_constant(entry);
    }

    /// What committed projects cost: position among what stands, and what it adds. These are among the constants.
    #[must_use]
    pub fn committed(&self) -> &[(usize, Entry)] {
        &self.committed
    }

    /// What a unit of a column adds.
    #[must_use]
    pub fn of(&self, column: usize) -> &[Entry] {
        let end = self.starts.get(column + 1).copied().unwrap_or(self.entries.len());
        self.starts.get(column).and_then(|start| self.entries.get(*start..end)).unwrap_or(&[])
    }

    /// What no choice changes.
    #[must_use]
    pub fn constants(&self) -> &[Entry] {
        &self.constants
    }

    /// How many columns there are.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.starts.len()
    }

    /// The worth of a unit of each column, by weights of metrics and what each entry is multiplied by.
    pub(crate) fn weighted(&self, weights: &[f64], times: impl Fn(&Entry) -> f64) -> Vec<f64> {
        let worth = |entry: &Entry| weights[entry.metric as usize] * entry.worth * times(entry);
        (0..self.columns()).map(|column| self.of(column).iter().map(worth).sum()).collect()
    }

    /// The worth of what no choice changes.
    pub(crate) fn constant(&self, weights: &[f64], times: impl Fn(&Entry) -> f64) -> f64 {
        self.constants.iter().map(|entry| weights[entry.metric as usize] * entry.worth * times(entry)).sum()
    }
}
