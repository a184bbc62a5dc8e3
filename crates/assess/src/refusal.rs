//! Why a method gave no number: each variant is a situation that a person can act on.

use city::Problem;
use std::fmt::Display;

/// Why a method gave no number, or left a row out.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// A value that cannot be true, or a code that no rule knows.
    #[error("{place}, row {row}: {column} is {value}, expected {expected}")]
    Value {
        /// Place, household or method.
        place: String,
        /// Position in what was handed in, from 1.
        row: usize,
        /// Column.
        column: String,
        /// What stands there; `nothing` where it is missing.
        value: String,
        /// What was expected.
        expected: String,
    },
    /// A parameter of a method that makes no sense.
    #[error("{method}: {parameter} is {value}, expected {expected}")]
    Parameter {
        /// Method.
        method: String,
        /// Parameter.
        parameter: String,
        /// What was given.
        value: String,
        /// What was expected.
        expected: String,
    },
    /// Inputs that a method cannot do without.
    #[error("{method} needs {}, which nobody gave", inputs.join(", "))]
    Missing {
        /// Method.
        method: String,
        /// Every input that is missing.
        inputs: Vec<String>,
    },
    /// A formula that gives no meaningful number here.
    #[error("{method} means nothing here: {reason}")]
    Meaningless {
        /// Method.
        method: String,
        /// Why.
        reason: String,
    },
    /// A text of rules that cannot be read.
    #[error("the rules of {name} cannot be read: {message}")]
    Rules {
        /// Which rules.
        name: String,
        /// What is wrong and where.
        message: String,
    },
}

impl Refusal {
    /// A value refused at a place and a position (from 0).
    pub(crate) fn value(
        (place, at): (&str, usize),
        column: &str,
        value: impl Display,
        expected: impl Into<String>,
    ) -> Self {
        Self::Value {
            place: place.to_owned(),
            row: at + 1,
            column: column.to_owned(),
            value: value.to_string(),
            expected: expected.into(),
        }
    }

    /// A parameter refused.
    pub(crate) fn parameter(method: &str, parameter: &str, value: impl Display, expected: impl Into<String>) -> Self {
        Self::Parameter {
            method: method.to_owned(),
            parameter: parameter.to_owned(),
            value: value.to_string(),
            expected: expected.into(),
        }
    }

    /// The same as a problem of the city, for the list of all problems.
    ///
    /// ```
    /// let refused = assess::deprivation::bounds::any(&[Some(20.0)]).unwrap_err();
    /// assert_eq!(refused.problem().value, "20");
    /// ```
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Value { place, row, column, value, expected } => Problem::error("value_refused")
                .at_row(u64::try_from(*row).unwrap_or(u64::MAX))
                .in_column(column)
                .found(value)
                .expected(expected)
                .hint(format!("correct {column} of {place}; it is left out until then")),
            Self::Parameter { parameter, value, expected, .. } => Problem::error("parameter_refused")
                .in_column(parameter)
                .found(value)
                .expected(expected)
                .hint(self.to_string()),
            Self::Missing { inputs, .. } => Problem::error("input_missing")
                .in_column(&inputs.join(", "))
                .expected("a value of each")
                .hint(self.to_string()),
            Self::Meaningless { .. } => Problem::warning("no_meaningful_number").hint(self.to_string()),
            Self::Rules { .. } => Problem::error("rules_not_read").hint(self.to_string()),
        }
    }
}
