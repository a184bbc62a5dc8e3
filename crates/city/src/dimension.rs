//! Dimensions: the keys of groups, the codes each may hold, and what every code counts as.

use crate::CityError;
use std::collections::BTreeMap;

/// A code of a dimension, such as `bucket` of `toilet`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub struct Code {
    /// The dimension: a key of groups, or the name of a list of classes.
    pub dimension: String,
    /// The code.
    pub code: String,
    /// What a person reads, in English.
    pub label: String,
    /// What derived shares count it as, joined by spaces: `improved`, `shared`, `unknown`, `subtotal`.
    pub counts_as: String,
    /// What exactly it is.
    pub definition: String,
    /// Whose definition it is.
    pub citation: String,
}

impl Code {
    /// What the code counts as, one flag at a time.
    pub fn flags(&self) -> impl Iterator<Item = &str> {
        self.counts_as.split_whitespace()
    }

    /// Whether it counts as something.
    #[must_use]
    pub fn counts(&self, flag: &str) -> bool {
        self.flags().any(|f| f == flag)
    }

    /// Whether it stays out of every denominator: the answer is not known, or it repeats other codes.
    #[must_use]
    pub fn is_left_out(&self) -> bool {
        self.counts("unknown") || self.counts("subtotal")
    }
}

/// Every code of every dimension.
#[derive(Debug, Clone, Default)]
pub struct DimensionTable {
    codes: Vec<Code>,
    positions: BTreeMap<String, BTreeMap<String, usize>>,
}

/// The dimensions that come with makazi, as CSV.
pub const DIMENSIONS_CSV: &str = include_str!("../../../data/dimensions.csv");

impl DimensionTable {
    /// The dimensions that come with makazi.
    ///
    /// Whether a household's toilet counts as improved is then a matter of the table, not of code:
    ///
    /// ```
    /// let dimensions = city::dimension::DimensionTable::embedded()?;
    /// assert_eq!(dimensions.label("toilet", "bucket"), Some("Bucket toilet"));
    /// assert!(dimensions.counts_as("toilet", "flush_sewer").any(|flag| flag == "improved"));
    /// assert!(dimensions.get("toilet", "unspecified").is_some_and(|code| code.is_left_out()));
    /// # Ok::<(), city::CityError>(())
    /// ```
    ///
    /// # Errors
    /// [`CityError::FieldTable`] where the table in `data/dimensions.csv` has a row that cannot be read.
    pub fn embedded() -> Result<Self, CityError> {
        Self::from_csv(DIMENSIONS_CSV)
    }

    /// Reads dimensions from CSV with the columns of `data/dimensions.csv`.
    ///
    /// # Errors
    /// [`CityError::FieldTable`] with the line of the first row that cannot be read or repeats a code.
    pub fn from_csv(text: &str) -> Result<Self, CityError> {
        let mut table = Self::default();
        for record in csv::Reader::from_reader(text.as_bytes()).deserialize::<Code>() {
            let code = record.map_err(|e| CityError::FieldTable {
                line: e.position().map_or(0, csv::Position::line),
                reason: e.to_string(),
            })?;
            let position = table.codes.len();
            let codes = table.positions.entry(code.dimension.clone()).or_default();
            if codes.insert(code.code.clone(), position).is_some() {
                let reason = format!("`{}` stands twice in `{}`", code.code, code.dimension);
                return Err(CityError::FieldTable { line: position as u64 + 2, reason });
            }
            table.codes.push(code);
        }
        Ok(table)
    }

    /// A code of a dimension.
    #[must_use]
    pub fn get(&self, dimension: &str, code: &str) -> Option<&Code> {
        self.codes.get(*self.positions.get(dimension)?.get(code)?)
    }

    /// What a person reads for a code.
    #[must_use]
    pub fn label(&self, dimension: &str, code: &str) -> Option<&str> {
        self.get(dimension, code).map(|c| c.label.as_str())
    }

    /// What a code counts as; nothing for a code that is not in the table.
    pub fn counts_as(&self, dimension: &str, code: &str) -> impl Iterator<Item = &str> {
        self.get(dimension, code).into_iter().flat_map(Code::flags)
    }

    /// The codes of a dimension, in the order of the table.
    pub fn codes(&self, dimension: &str) -> impl Iterator<Item = &Code> {
        let positions = self.positions.get(dimension).map(|codes| codes.values().copied().collect::<Vec<_>>());
        let mut positions = positions.unwrap_or_default();
        positions.sort_unstable();
        positions.into_iter().filter_map(|at| self.codes.get(at))
    }

    /// The names of all dimensions, by alphabet.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.positions.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_says_what_it_is_and_can_stand_in_a_group() {
        let table = DimensionTable::embedded().unwrap();
        assert!(table.names().count() > 20);
        for code in table.names().flat_map(|name| table.codes(name)) {
            assert!(!code.label.is_empty() && !code.definition.is_empty() && !code.citation.is_empty(), "{code:?}");
            assert!(!code.code.contains(['=', ';', ' ']), "{code:?}");
        }
    }

    #[test]
    fn codes_keep_the_order_of_the_table() {
        let table = DimensionTable::embedded().unwrap();
        let first: Vec<&str> = table.codes("age").take(3).map(|c| c.code.as_str()).collect();
        assert_eq!(first, ["0_4", "5_9", "10_14"]);
    }

    #[test]
    fn no_toilet_counts_as_improved_and_none_at_once() {
        let table = DimensionTable::embedded().unwrap();
        for code in table.codes("toilet") {
            let kinds = ["improved", "unimproved", "shared", "none", "unknown", "subtotal"];
            assert_eq!(kinds.iter().filter(|kind| code.counts(kind)).count(), 1, "{code:?}");
        }
    }

    #[test]
    fn a_code_that_stands_twice_is_named() {
        let text = "dimension,code,label,counts_as,definition,citation\na,b,B,,x,y\na,b,B,,x,y\n";
        assert!(DimensionTable::from_csv(text).unwrap_err().to_string().contains("line 3"));
    }
}
