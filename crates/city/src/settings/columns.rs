//! Columns that become observations: indicators, and categories.

use super::OneOrMany;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[[source.values]]`: a column that is an indicator.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueSettings {
    /// The column.
    pub column: String,
    /// The indicator in the field table.
    pub indicator: String,
    /// Period of all rows, such as `2011`.
    pub period: Option<String>,
    /// Column that holds the period.
    pub period_column: Option<String>,
    /// Group of all rows, such as `sex=female`.
    #[serde(default)]
    pub group: String,
    /// Unit of the column where it is not the indicator's; converted, or refused.
    pub unit: Option<String>,
    /// What 0 means: a number (default) or that it is not known.
    #[serde(default)]
    pub zero: Zero,
    /// Rows in which 0 is not known although `zero` says otherwise: column, and its values (a formal settlement with no
    /// communal toilets has toilets inside its houses).
    #[serde(default)]
    pub zero_unknown_where: BTreeMap<String, OneOrMany>,
    /// Column of the lower end of the range.
    pub low: Option<String>,
    /// Column of the upper end of the range.
    pub high: Option<String>,
    /// For class indicators: the code of each text.
    #[serde(default)]
    pub codes: BTreeMap<String, String>,
}

/// What 0 means in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zero {
    /// None of the thing.
    #[default]
    None,
    /// Not known.
    Unknown,
}

/// `[[source.categories]]`: a column whose texts are categories.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategorySettings {
    /// The column.
    pub column: String,
    /// The group key that the categories become, such as `toilet`.
    pub dimension: String,
    /// Code of each text; `-` leaves a row out, `*` is the total of all categories, `indicator:ID` makes the category an
    /// indicator of its own instead of a group. A text that is not listed is reported.
    pub codes: BTreeMap<String, String>,
    /// Indicator that each row counts one of, such as `households` in a survey with a row for each; the column then needs no
    /// `[[source.values]]`.
    pub counts: Option<String>,
    /// Period of what is counted; the source's `date` where it is not said.
    pub period: Option<String>,
    /// Column that says how many each row stands for: a survey's weights. Without it the rows are counted, and a note says
    /// that these were surveyed, not all.
    pub weight_column: Option<String>,
    /// Whether the sum of the categories also becomes the number for everybody, where no row gives that.
    #[serde(default)]
    pub make_total: bool,
    /// Whether sums beside their parts are looked for (within rounding) and left out of adding up.
    #[serde(default = "yes")]
    pub find_totals: bool,
}

fn yes() -> bool {
    true
}
