//! What is published of technologies: the tables of `data/water`, as they come with makazi.

use city::Problem;
use city::network_plan::GapRow;
use network::Tables;

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => { [$(($name, include_str!(concat!("../../../../data/water/", $name)))),+] };
}

const FILES: [(&str, &str); 7] = shipped!(
    "resources.csv",
    "metrics.csv",
    "technologies.csv",
    "coefficients.csv",
    "transports.csv",
    "transport_uses.csv",
    "costs.csv",
);

const GAPS: &str = include_str!("../../../../data/water/gaps.csv");
const USE: &str = include_str!("../../../../data/water/use.csv");

/// The tables that come with makazi, and what is wrong with them (nothing, as a test sees to).
#[must_use]
pub fn library() -> (Tables, Vec<Problem>) {
    let files: Vec<(String, String)> =
        FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Tables::read(&files)
}

/// What could not be cited, from a table with the columns `of`, `missing`, `where_to_look`, `blocks` (or like them, in that order).
#[must_use]
pub fn gaps(text: Option<&str>) -> Vec<GapRow> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.unwrap_or(GAPS).as_bytes());
    let cell = |record: &csv::StringRecord, at: usize| record.get(at).unwrap_or("").trim().to_owned();
    let row = |record: csv::StringRecord| GapRow {
        what: [cell(&record, 0), cell(&record, 1)].join(": "),
        where_to_look: cell(&record, 2),
        blocks: cell(&record, 3),
    };
    reader.records().filter_map(Result::ok).map(row).collect()
}

/// Litres a person a day of an access class, with its range and source.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Litres {
    /// Litres a person a day.
    pub amount: f64,
    /// Lower and upper end, as written.
    pub range: String,
    /// Whose word it is.
    pub source: String,
}

/// What is cited for an access class.
pub(crate) fn litres(class: &str) -> Option<Litres> {
    let mut reader = csv::Reader::from_reader(USE.as_bytes());
    let columns = reader.headers().ok()?.clone();
    let at = |name: &str| columns.iter().position(|column| column == name);
    let (of, amount, low, high, source) =
        (at("access_class")?, at("litres_per_person_day")?, at("low")?, at("high")?, at("source")?);
    let record = reader.records().filter_map(Result::ok).find(|record| record.get(of) == Some(class))?;
    let amount = record.get(amount)?.parse().ok()?;
    let range = [record.get(low)?, record.get(high)?].iter().filter(|end| !end.is_empty()).copied().collect::<Vec<_>>();
    Some(Litres { amount, range: range.join(" to "), source: record.get(source)?.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_tables_have_no_problem_but_columns_that_are_for_people() {
        let (tables, problems) = library();
        assert!(problems.is_empty(), "{problems:?}");
        assert!(tables.technologies.len() > 20 && tables.costs.len() > 30);
    }

    #[test]
    fn every_shipped_cost_is_the_published_one_by_its_exchange_rate_and_deflator() {
        let published = include_str!("../../../../data/water/costs_published.csv");
        let rows = |text: &str| csv::Reader::from_reader(text.as_bytes()).records().filter_map(Result::ok).count();
        assert_eq!(rows(published), rows(FILES[6].1));
    }

    #[test]
    fn litres_of_a_house_connection_are_sixty_and_cited() {
        let found = litres("house_connection").unwrap();
        assert!((found.amount - 60.0).abs() < 1e-9 && found.source.contains("Nyarko"));
    }
}
