//! Indicators: the field table, from which docs, checks, templates, tooltips and column notes are made.

use crate::CityError;
use std::collections::BTreeMap;

names! {
    /// What kind of number an indicator is.
    IndicatorKind ("kind of indicator") {
        /// How many.
        Count = "count",
        /// Part of a whole, 0 to 100 percent.
        Share = "share",
        /// So much of one thing for each of another.
        Rate = "rate",
        /// A measured quantity or money.
        Amount = "amount",
        /// One or more codes.
        Class = "class",
        /// Yes or no, 1 or 0.
        Flag = "flag",
    }
}

names! {
    /// Whether more of it is good news.
    Direction ("direction") {
        /// More is worse.
        MoreIsWorse = "more_is_worse",
        /// More is better.
        MoreIsBetter = "more_is_better",
        /// Neither.
        Neither = "neither",
    }
}

names! {
    /// How the values of parts make the value of the whole.
    AddsUp ("way of adding up") {
        /// By their sum.
        Sum = "sum",
        /// By their mean, weighted by people.
        PopulationWeightedMean = "population_weighted_mean",
        /// Not at all.
        No = "no",
    }
}

names! {
    /// The five dimensions of the Future Cities Africa framework.
    Dimension ("dimension") {
        /// Governance and planning.
        Governance = "governance",
        /// Economy.
        Economy = "economy",
        /// Services and infrastructure.
        Service = "service",
        /// Citizens and community.
        Citizenship = "citizenship",
        /// Environment.
        Environment = "environment",
    }
}

/// A row of the field table.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Indicator {
    /// Its id, `snake_case`.
    pub id: String,
    /// What a person reads, in English; its translation key is `indicator-` and the id.
    pub label: String,
    /// Unit as the `units` room spells it; money has currency and price year in its source.
    pub unit: String,
    /// What kind of number it is.
    pub kind: IndicatorKind,
    /// Whether more is good news.
    pub direction: Direction,
    /// How parts make the whole.
    pub adds_up: AddsUp,
    /// Smallest value that can be true.
    pub least: Option<f64>,
    /// Largest value that can be true.
    pub most: Option<f64>,
    /// Sector, such as `water`.
    pub sector: String,
    /// Target of the Sustainable Development Goals, such as `6.1.1`; empty where none.
    pub sdg: String,
    /// Which of the five dimensions.
    pub dimension: Dimension,
    /// Who may see it by default.
    pub level: crate::source::Level,
    /// What exactly it is.
    pub definition: String,
    /// Whose definition it is.
    pub citation: String,
}

/// The field table: every indicator by its id.
#[derive(Debug, Clone, Default)]
pub struct FieldTable {
    rows: BTreeMap<String, Indicator>,
    order: Vec<String>,
}

/// The field table that comes with makazi, as CSV.
pub const FIELD_TABLE_CSV: &str = include_str!("../../../data/indicators.csv");

impl FieldTable {
    /// The field table that comes with makazi.
    ///
    /// # Errors
    /// [`CityError::FieldTable`] where the table in `data/indicators.csv` has a row that cannot be read.
    pub fn embedded() -> Result<Self, CityError> {
        Self::from_csv(FIELD_TABLE_CSV)
    }

    /// Reads a field table from CSV with the columns of `data/indicators.csv`.
    ///
    /// # Errors
    /// [`CityError::FieldTable`] with the line of the first row that cannot be read or repeats an id.
    pub fn from_csv(text: &str) -> Result<Self, CityError> {
        let mut table = Self::default();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for record in reader.deserialize::<Row>() {
            let record = record.map_err(|e| CityError::FieldTable {
                line: e.position().map_or(0, csv::Position::line),
                reason: e.to_string(),
            })?;
            let line = table.order.len() as u64 + 2;
            let indicator = record.into_indicator(line)?;
            table.order.push(indicator.id.clone());
            if let Some(twice) = table.rows.insert(indicator.id.clone(), indicator) {
                return Err(CityError::FieldTable { line, reason: format!("`{}` stands twice", twice.id) });
            }
        }
        Ok(table)
    }

    /// The indicator of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Indicator> {
        self.rows.get(id)
    }

    /// Every indicator in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Indicator> {
        self.order.iter().filter_map(|id| self.rows.get(id))
    }
}

#[derive(serde::Deserialize)]
struct Row {
    id: String,
    label: String,
    unit: String,
    kind: String,
    direction: String,
    adds_up: String,
    least: Option<f64>,
    most: Option<f64>,
    sector: String,
    sdg: String,
    dimension: String,
    level: String,
    definition: String,
    citation: String,
}

impl Row {
    fn into_indicator(self, line: u64) -> Result<Indicator, CityError> {
        let error = |e: CityError| CityError::FieldTable { line, reason: e.to_string() };
        Ok(Indicator {
            kind: self.kind.parse().map_err(error)?,
            direction: self.direction.parse().map_err(error)?,
            adds_up: self.adds_up.parse().map_err(error)?,
            dimension: self.dimension.parse().map_err(error)?,
            level: self.level.parse().map_err(error)?,
            id: self.id,
            label: self.label,
            unit: self.unit,
            least: self.least,
            most: self.most,
            sector: self.sector,
            sdg: self.sdg,
            definition: self.definition,
            citation: self.citation,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_reads_and_every_row_says_what_it_is() {
        let table = FieldTable::embedded().unwrap();
        assert!(table.iter().count() > 50);
        for row in table.iter() {
            assert!(!row.definition.is_empty() && !row.citation.is_empty(), "{}", row.id);
            assert!(row.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{}", row.id);
        }
    }

    #[test]
    fn a_row_that_stands_twice_is_named() {
        let mut lines = FIELD_TABLE_CSV.lines();
        let (header, row) = (lines.next().unwrap(), lines.next().unwrap());
        let error = FieldTable::from_csv(&format!("{header}\n{row}\n{row}\n")).unwrap_err();
        assert!(error.to_string().contains("line 3"), "{error}");
    }
}
