//! Rows that are places, and rows that are about places which are there.

use super::OneOrMany;
use crate::PlaceKind;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[source.places]`: rows that are places.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacesSettings {
    /// What kind they are.
    pub kind: PlaceKind,
    /// Prefix of their ids, such as `ward`.
    pub prefix: String,
    /// Column of the code that makes the id; several are joined by `/`.
    pub code: OneOrMany,
    /// Column of the name, or words with columns in braces: `Ward {WARD_NAME}`.
    pub name: String,
    /// Columns of other names and codes.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// How the parent is found.
    pub parent: Option<ParentSettings>,
    /// Edition of boundaries.
    #[serde(default)]
    pub edition: String,
    /// First year for which the boundaries held.
    pub from: Option<i32>,
    /// Last year for which they held.
    pub to: Option<i32>,
    /// Column that says whether a settlement is formal or informal, by value.
    pub settlement_type: Option<MappedColumn>,
}

/// A column whose texts are given codes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedColumn {
    /// The column.
    pub column: String,
    /// Code of each text.
    pub codes: BTreeMap<String, String>,
}

/// How the parent of a place is found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParentSettings {
    /// Prefix of the parents' ids.
    pub prefix: String,
    /// Column that holds the parent's code or name; where it is not said, the place in which most of the area lies.
    pub column: Option<String>,
}

/// `[source.join]`: rows that are about places which are there.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JoinSettings {
    /// Prefix of the places' ids.
    pub prefix: String,
    /// Column that names the place; several are joined by `/`; where it is not said, all rows are about the city.
    pub column: Option<OneOrMany>,
    /// Whether the column holds codes or names.
    #[serde(default)]
    pub by: JoinBy,
    /// Matches that a person accepted: what the row says, and the code of the place; `city` for the city itself and
    /// `-` for rows to be left out (such as the country's).
    #[serde(default)]
    pub accept: BTreeMap<String, String>,
    /// Editions side by side in one table: the column, and what each of its values means.
    pub editions: Option<EditionSettings>,
    /// Whether a place that is not there is made, without a geometry.
    #[serde(default)]
    pub create: bool,
}

/// What a row's place is named by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinBy {
    /// The code after the id's prefix, or an alias.
    #[default]
    Code,
    /// The name: exactly, then normalised.
    Name,
    /// Where the row's own geometry lies: the place that holds most of it.
    Location,
}

/// Editions side by side in one table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionSettings {
    /// The column that says the edition.
    pub column: String,
    /// For each value: the prefix of its places, whether they are made where not there, and a note.
    pub is: BTreeMap<String, Edition>,
}

/// What one edition means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Prefix of its places' ids.
    pub prefix: String,
    /// Whether places that are not there are made, without a geometry.
    #[serde(default)]
    pub create: bool,
    /// What is taken off the front of a code, such as `19100` of `19100024` (leading zeros go too).
    #[serde(default)]
    pub strip: String,
    /// Indicator to use for this edition instead of the one of the values, where the unit differs.
    pub indicator: Option<String>,
    /// Said beside every number that is joined so.
    #[serde(default)]
    pub note: String,
}
