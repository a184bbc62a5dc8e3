//! A demand table given directly, in the place of one that is computed.

use city::{Estimate, Problem};

/// A row of a demand table.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Id of the place.
    pub place: String,
    /// Id of the scenario; empty for all.
    pub scenario: String,
    /// The year.
    pub year: i32,
    /// Part of the day; empty for the whole day.
    pub minor: String,
    /// Water wanted, m3 in that part of each day.
    pub water_m3_day: Estimate,
    /// Where it comes from.
    pub source: String,
    /// File and row that it stands in.
    pub at: (String, u64),
}

/// Reads a demand table: CSV with the columns `place`, `scenario`, `year`, `minor`, `water_m3_day`, `low`, `high`, `source`.
///
/// Rows that are sound come in; everything that is wrong is a problem with its row and column. A row without a source is refused.
///
/// ```
/// let (rows, problems) = anticipate::demand::given(
///     "demand.csv",
///     "place,scenario,year,minor,water_m3_day,low,high,source\nward:1,,2030,,1200,,,Utility 2024\nward:2,,2030,,many,,,Utility 2024\n",
/// );
/// assert_eq!((rows.len(), rows[0].water_m3_day.value), (1, 1200.0));
/// assert_eq!((problems[0].row, problems[0].column.as_str()), (Some(3), "water_m3_day"));
/// ```
#[must_use]
pub fn given(file: &str, text: &str) -> (Vec<Given>, Vec<Problem>) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> =
        reader.headers().map(|h| h.iter().map(|c| c.trim().to_owned()).collect()).unwrap_or_default();
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for column in ["place", "year", "water_m3_day", "source"] {
        if !header.iter().any(|h| h == column) {
            let problem = Problem::error("missing_column").in_file(file).in_column(column).expected(header.join(", "));
            problems.push(problem.hint("place, scenario, year, minor, water_m3_day, low, high, source"));
        }
    }
    if !problems.is_empty() {
        return (rows, problems);
    }
    for (at, record) in reader.records().enumerate() {
        let line = at as u64 + 2;
        let Ok(record) = record else {
            problems.push(Problem::error("not_csv").in_file(file).at_row(line).hint("quote cells that hold commas"));
            continue;
        };
        let cell = |name: &str| header.iter().position(|h| h == name).and_then(|c| record.get(c)).unwrap_or("").trim();
        let mut wrong = |code: &str, column: &str, expected: &str| {
            let problem = Problem::error(code).in_file(file).at_row(line).in_column(column).found(cell(column));
            problems.push(problem.expected(expected).hint("correct the cell; the row is left out"));
        };
        let number = |column: &str| cell(column).parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
        let year = cell("year").parse::<i32>().ok().filter(|y| (1900..=2200).contains(y));
        let water = number("water_m3_day");
        let range =
            water.and_then(|w| Estimate::range(number("low").unwrap_or(w), w, number("high").unwrap_or(w)).ok());
        match (year, range, cell("source"), cell("place")) {
            (None, ..) => wrong("no_year", "year", "a year between 1900 and 2200"),
            (_, None, ..) => wrong("not_a_number", "water_m3_day", "m3 a day of at least 0, with low <= value <= high"),
            (_, _, "", _) => wrong("row_without_source", "source", "who says so"),
            (_, _, _, "") => wrong("no_place", "place", "the id of a place"),
            (Some(year), Some(water_m3_day), source, place) => rows.push(Given {
                place: place.to_owned(),
                scenario: cell("scenario").to_owned(),
                year,
                minor: cell("minor").to_owned(),
                water_m3_day,
                source: source.to_owned(),
                at: (file.to_owned(), line),
            }),
        }
    }
    (rows, problems)
}
