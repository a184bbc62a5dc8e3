//! Reading the answers of a survey out of tables, by the columns that the settings name.

use super::{HouseholdAnswer, PointAnswer, Survey, survey};
use assess::travel::LayerRead;
use city::Problem;
use city::anticipate_settings::SurveySettings;

/// A table of answers: texts, as they stand.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What it is called: a layer or a file.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its rows, a text for each column.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table out of CSV. What is no CSV is left out.
    ///
    /// ```
    /// let table = anticipate::survey::Table::csv("asked.csv", "community,cost\nkg,4\n");
    /// assert_eq!((table.columns.len(), table.rows[0][1].as_str()), (2, "4"));
    /// ```
    #[must_use]
    pub fn csv(name: &str, text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let texts = |record: &csv::StringRecord| record.iter().map(|c| c.trim().to_owned()).collect::<Vec<_>>();
        let columns = reader.headers().map(texts).unwrap_or_default();
        let rows = reader.records().filter_map(Result::ok).map(|r| texts(&r)).collect();
        Self { name: name.to_owned(), columns, rows }
    }

    /// A table out of a layer of the city file.
    #[must_use]
    pub fn layer(read: &LayerRead) -> Self {
        let columns = read.layer.columns.iter().map(|c| c.name.clone()).collect();
        let texts = |cells: &[city::Cell]| cells.iter().map(|c| c.to_string().trim().to_owned()).collect();
        let rows = read.features.iter().map(|f| texts(&f.cells)).collect();
        Self { name: read.layer.name.clone(), columns, rows }
    }
}

/// Reads the answers, and gives what they say together.
///
/// - Columns are those that the settings name; a name that the table lacks is a problem, and what it would tell is left out.
/// - Empty and `NA` are gaps. A text where a number should stand, or a number below 0, is a problem with its row and without what stands
///   there: an answer leaves in no message either.
/// - `least` is the fewest answers of a median; never fewer than [`super::LEAST_ANSWERS`].
#[must_use]
pub fn read(households: &Table, points: Option<&Table>, (settings, least): (&SurveySettings, usize)) -> Survey {
    let mut problems = Vec::new();
    let text = |row: &[String], at: Option<usize>| at.and_then(|at| row.get(at)).cloned().unwrap_or_default();
    let mut asked = Columns { table: households, problems: &mut problems };
    let community = asked.column("community_column", &settings.community_column);
    let source = asked.column("source_column", &settings.source_column);
    let drinking = asked.column("drinking_column", &settings.drinking_column);
    let person = asked.numbers("cost_person_day_column", &settings.cost_person_day_column);
    let household = asked.numbers("cost_household_day_column", &settings.cost_household_day_column);
    let income = asked.numbers("income_month_column", &settings.income_month_column);
    let answers: Vec<HouseholdAnswer> = households
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| HouseholdAnswer {
            community: text(row, community),
            source: text(row, source),
            drinking_source: text(row, drinking),
            cost_person_day: person.get(at).copied().flatten(),
            cost_household_day: household.get(at).copied().flatten(),
            income_month: income.get(at).copied().flatten(),
        })
        .collect();
    let mut prices = Vec::new();
    if let Some(points) = points {
        let mut asked = Columns { table: points, problems: &mut problems };
        let community = asked.column("community_column", &settings.community_column);
        let price = asked.numbers("price_litre_column", &settings.price_litre_column);
        let point = |(at, row): (usize, &Vec<String>)| PointAnswer {
            community: text(row, community),
            price_litre: price.get(at).copied().flatten(),
        };
        prices = points.rows.iter().enumerate().map(point).collect();
    }
    let mut made = survey(&answers, &prices, (settings, least));
    problems.append(&mut made.problems);
    made.problems = problems;
    made
}

/// Columns of a table by the settings that name them.
struct Columns<'a> {
    table: &'a Table,
    problems: &'a mut Vec<Problem>,
}

impl Columns<'_> {
    fn column(&mut self, setting: &str, name: &str) -> Option<usize> {
        let found = self.table.columns.iter().position(|c| c == name);
        if found.is_none() && !name.is_empty() {
            let problem = Problem::error("no_such_column").in_file("city.toml").found(name);
            let problem = problem.in_column(&format!("anticipate.survey.{setting}"));
            self.problems.push(
                problem.expected(format!("a column of {}", self.table.name)).hint("what it would tell is left out"),
            );
        }
        found
    }

    fn numbers(&mut self, setting: &str, name: &str) -> Vec<Option<f64>> {
        let Some(column) = self.column(setting, name) else { return Vec::new() };
        let mut list = Vec::with_capacity(self.table.rows.len());
        for (at, row) in self.table.rows.iter().enumerate() {
            let text = row.get(column).map_or("", |c| c.trim());
            let is_gap = text.is_empty() || text.eq_ignore_ascii_case("na");
            let number = text.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
            if number.is_none() && !is_gap {
                let problem = Problem::warning("not_a_number").in_file(&self.table.name).at_row(at as u64 + 2);
                let problem = problem.in_column(name).expected("a number of at least 0, or NA");
                self.problems.push(problem.hint("the answer is left out"));
            }
            list.push(number);
        }
        list
    }
}
