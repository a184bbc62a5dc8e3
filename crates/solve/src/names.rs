//! Names of rows and columns for files that others read.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;

/// Names of columns and rows. Blanks and signs that a format cannot hold are replaced by the writer.
pub trait Names {
    /// The name of a column.
    fn column(&self, column: usize) -> Cow<'_, str>;
    /// The name of a row.
    fn row(&self, row: usize) -> Cow<'_, str>;
    /// The name of the objective.
    fn objective(&self) -> Cow<'_, str> {
        Cow::Borrowed("objective")
    }
}

/// `c0`, `c1`, … and `r0`, `r1`, …
#[derive(Debug, Clone, Copy, Default)]
pub struct Numbered;

impl Names for Numbered {
    fn column(&self, column: usize) -> Cow<'_, str> {
        Cow::Owned(format!("c{column}"))
    }

    fn row(&self, row: usize) -> Cow<'_, str> {
        Cow::Owned(format!("r{row}"))
    }
}

/// Names that differ: an empty one gets `prefix` and its number, a repeated one its number behind it.
pub(crate) fn distinct(count: usize, prefix: &str, name: impl Fn(usize) -> String) -> Vec<String> {
    let mut taken = HashSet::with_capacity(count);
    (0..count)
        .map(|number| {
            let given = name(number);
            let mut word = if given.is_empty() { format!("{prefix}{number}") } else { given };
            while !taken.insert(word.clone()) {
                let _ = write!(word, "_{number}");
            }
            word
        })
        .collect()
}
