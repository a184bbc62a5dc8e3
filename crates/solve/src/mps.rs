//! MPS, the oldest file format of optimisers, read and written, so that any other solver can check an answer.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::read;
pub use write::write;

use std::borrow::Cow;

use thiserror::Error;

use crate::error::SolveError;
use crate::model::Model;
use crate::names::Names;

/// A model with the names its file gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Named {
    /// The model.
    pub model: Model,
    /// Per column.
    pub column_names: Vec<String>,
    /// Per row.
    pub row_names: Vec<String>,
}

impl Names for Named {
    fn column(&self, column: usize) -> Cow<'_, str> {
        self.column_names
            .get(column)
            .map_or_else(|| Cow::Owned(format!("c{column}")), |name| Cow::Borrowed(name.as_str()))
    }

    fn row(&self, row: usize) -> Cow<'_, str> {
        self.row_names.get(row).map_or_else(|| Cow::Owned(format!("r{row}")), |name| Cow::Borrowed(name.as_str()))
    }
}

/// Why a text is not a model in MPS.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum MpsError {
    /// A section that is not known or not supported (quadratic parts, special ordered sets, indicators).
    #[error(
        "line {line}: the section '{name}' is not one this reader knows\nhint: only linear models with integers can be read"
    )]
    Section {
        /// Line, from 1.
        line: usize,
        /// What stands there.
        name: String,
    },
    /// A line with too few or too many words, or outside every section.
    #[error("line {line}: '{text}' does not fit the section {section}")]
    Line {
        /// Line, from 1.
        line: usize,
        /// The section it stands in.
        section: &'static str,
        /// The line's first characters.
        text: String,
    },
    /// A word that should be a number.
    #[error("line {line}: '{text}' is not a number")]
    NotANumber {
        /// Line, from 1.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// A row or column that was not declared.
    #[error("line {line}: there is no {what} named '{name}'")]
    Unknown {
        /// Line, from 1.
        line: usize,
        /// `row` or `column`.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Something given twice.
    #[error("line {line}: {what} '{name}' is given a second time")]
    Twice {
        /// Line, from 1.
        line: usize,
        /// `row`, `column`, `coefficient` …
        what: &'static str,
        /// The name.
        name: String,
    },
    /// The text ends before `ENDATA`.
    #[error("the text ends without ENDATA\nhint: the file may have been cut off")]
    CutOff,
    /// The numbers make no model.
    #[error(transparent)]
    Model(#[from] SolveError),
}
