//! Rows of a text table, with every fault told by its place.

use city::problem::Problem;

/// A table: headings and rows, as text.
pub struct Rows {
    file: String,
    sheet: String,
    headings: Vec<String>,
    lines: Vec<(u64, Vec<String>)>,
}

/// One row, and how a person counts it.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    table: &'a Rows,
    number: u64,
    cells: &'a [String],
}

impl Rows {
    /// The rows of a CSV text; rows that cannot be read are told.
    pub fn of_csv(text: &str, file: &str, problems: &mut Vec<Problem>) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let headings = reader.headers().map(|h| h.iter().map(heading).collect()).unwrap_or_default();
        let mut lines = Vec::new();
        for (at, record) in (2..).zip(reader.into_records()) {
            match record {
                Ok(record) => lines.push((at, record.iter().map(str::to_owned).collect())),
                Err(error) => problems.push(
                    Problem::error("row_not_read")
                        .in_file(file)
                        .at_row(at)
                        .found(error)
                        .expected("a row of CSV in UTF-8"),
                ),
            }
        }
        Self { file: file.to_owned(), sheet: String::new(), headings, lines }
    }

    /// Rows that are text already, the first of them headings.
    pub fn of_sheet(sheet_rows: &[Vec<String>], file: &str, sheet: &str) -> Self {
        let headings = sheet_rows.first().map(|row| row.iter().map(|h| heading(h)).collect()).unwrap_or_default();
        let trimmed = |row: &Vec<String>| row.iter().map(|cell| cell.trim().to_owned()).collect();
        let lines = (2..).zip(sheet_rows.iter().skip(1).map(trimmed)).collect();
        Self { file: file.to_owned(), sheet: sheet.to_owned(), headings, lines }
    }

    /// The column of any of these names.
    pub fn column(&self, names: &[&str]) -> Option<usize> {
        self.headings.iter().position(|heading| names.contains(&heading.as_str()))
    }

    /// The column of any of these names; told where there is none.
    pub fn required(&self, names: &[&str], problems: &mut Vec<Problem>) -> Option<usize> {
        let column = self.column(names);
        if column.is_none() {
            problems.push(
                self.problem(Problem::error("column_missing"))
                    .in_column(names.first().unwrap_or(&""))
                    .found(self.headings.join(", "))
                    .expected(format!("a column {}", names.join(" or ")))
                    .hint("nothing of the file can be used without it: add the column, or name it so"),
            );
        }
        column
    }

    /// The rows that are not empty.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        let filled = self.lines.iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
        filled.map(|(number, cells)| Row { table: self, number: *number, cells })
    }

    /// A problem of this table.
    pub fn problem(&self, problem: Problem) -> Problem {
        problem.in_file(&self.file).in_sheet(&self.sheet)
    }
}

impl<'a> Row<'a> {
    /// How a person counts it.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// What stands in a column; nothing where there is no such column.
    pub fn text(&self, column: Option<usize>) -> &'a str {
        column.and_then(|column| self.cells.get(column)).map_or("", String::as_str)
    }

    /// The number in a column; told where there is none.
    pub fn number_in(&self, column: Option<usize>, problems: &mut Vec<Problem>) -> Option<f64> {
        let text = self.text(column);
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            let hint = "the function would have a hole there, so it is left out: write a number with a point, no unit";
            problems
                .push(self.problem(Problem::error("not_a_number"), column).found(text).expected("a number").hint(hint));
        }
        number
    }

    /// A problem of this row.
    pub fn problem(&self, problem: Problem, column: Option<usize>) -> Problem {
        let name = column.and_then(|column| self.table.headings.get(column)).map_or("", String::as_str);
        self.table.problem(problem).at_row(self.number).in_column(name)
    }
}

fn heading(text: &str) -> String {
    text.trim().to_lowercase().replace(' ', "_")
}
