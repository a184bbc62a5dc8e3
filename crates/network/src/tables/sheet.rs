//! A CSV text as lines with named columns, and everything that is wrong with it.

use super::cell::Cell;
use super::lost::Lost;
use city::Problem;
use std::collections::BTreeMap;

/// More lines than a table of a network may have.
const MOST_LINES: u64 = 20_000_000;

/// Columns that may stand in any table and are not read.
const FREE: [&str; 5] = ["source", "note", "label", "method", "quality_of_source"];

/// What a table is made of.
pub trait Row: Sized {
    /// Its file.
    const FILE: &'static str;
    /// Its columns, and whether each must be there.
    const COLUMNS: &'static [(&'static str, bool)];

    /// The row of a line; none where a cell of it is wrong, which is then among the problems.
    fn read(line: &mut Line<'_>) -> Option<Self>;

    /// The cells, in the order of the columns.
    fn write(&self) -> Vec<String>;
}

/// One line of a table while it is read.
pub struct Line<'a> {
    file: &'a str,
    /// Line as a person counts; the header is 1.
    pub row: u64,
    record: &'a csv::StringRecord,
    columns: &'a BTreeMap<String, usize>,
    problems: &'a mut Vec<Problem>,
}

impl Line<'_> {
    /// The cell of a column, read as what it should hold.
    pub fn cell<T: Cell>(&mut self, column: &str) -> Option<T> {
        let text = self.columns.get(column).and_then(|at| self.record.get(*at)).unwrap_or("").trim();
        if text.is_empty() && T::NEEDED {
            let missing = Problem::error("cell_missing").in_file(self.file).at_row(self.row).in_column(column);
            self.problems.push(missing.expected("a value").hint("fill the cell, or take the line out"));
            return None;
        }
        T::read(text)
            .map_err(|expected| {
                let wrong = Problem::error("cell_wrong").in_file(self.file).at_row(self.row).in_column(column);
                self.problems.push(wrong.found(text).expected(expected));
            })
            .ok()
    }
}

/// The rows of a table's text; what is wrong is added to the problems, and the other lines still come in.
pub fn read<R: Row>(text: &str, problems: &mut Vec<Problem>, lost: &mut Lost) -> Vec<R> {
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        let names =
            R::COLUMNS.iter().map(|(name, needed)| if *needed { format!("{name}*") } else { (*name).to_owned() });
        let empty = Problem::error("table_empty").in_file(R::FILE);
        let empty =
            empty.expected(format!("a first row that names its columns: {}", names.collect::<Vec<_>>().join(", ")));
        problems.push(empty.hint("fill it, or take the file away; those with * must be there"));
        lost.file(R::FILE);
        return Vec::new();
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Lines are counted by `\n`.
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    let mut reader = csv::ReaderBuilder::new().flexible(true).comment(Some(b'#')).from_reader(text.as_bytes());
    let Some(columns) = header::<R>(&mut reader, problems) else {
        lost.file(R::FILE);
        return Vec::new();
    };
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                problems.push(Problem::error("table_unreadable").in_file(R::FILE).found(error));
                lost.file(R::FILE);
                break;
            }
        }
        // Counted from the end, since a record is said to begin before the empty lines and remarks above it.
        let breaks: usize = record.iter().map(|cell| cell.bytes().filter(|byte| *byte == b'\n').count()).sum();
        let row = reader.position().line().saturating_sub(1 + breaks as u64);
        if row > MOST_LINES {
            problems.push(Problem::error("table_too_long").in_file(R::FILE).expected(format!("{MOST_LINES} lines")));
            lost.file(R::FILE);
            break;
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() > columns.len() && record.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
            let long = Problem::warning("line_too_long").in_file(R::FILE).at_row(row);
            problems.push(long.expected(format!("{} cells", columns.len())).hint("a comma too many? quote the text"));
        }
        let mut line = Line { file: R::FILE, row, record: &record, columns: &columns, problems };
        let Some(read) = R::read(&mut line) else {
            let first = R::COLUMNS.first().and_then(|(name, _)| record.get(*columns.get(*name)?));
            lost.line(R::FILE, first.unwrap_or("").trim());
            continue;
        };
        rows.push(read);
    }
    rows
}

fn header<R: Row>(reader: &mut csv::Reader<&[u8]>, problems: &mut Vec<Problem>) -> Option<BTreeMap<String, usize>> {
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            problems.push(Problem::error("table_unreadable").in_file(R::FILE).found(error));
            return None;
        }
    };
    let mut columns = BTreeMap::new();
    for (at, name) in header.iter().map(str::trim).enumerate() {
        if columns.insert(name.to_owned(), at).is_some() {
            problems.push(Problem::error("column_twice").in_file(R::FILE).at_row(1).in_column(name));
        }
        if !name.is_empty() && !FREE.contains(&name) && !R::COLUMNS.iter().any(|(known, _)| *known == name) {
            problems.push(unknown_column::<R>(name));
        }
    }
    let mut whole = true;
    for (name, _) in R::COLUMNS.iter().filter(|(name, needed)| *needed && !columns.contains_key(*name)) {
        problems.push(Problem::error("column_missing").in_file(R::FILE).at_row(1).in_column(name));
        whole = false;
    }
    whole.then_some(columns)
}

fn unknown_column<R: Row>(name: &str) -> Problem {
    let known: Vec<&str> = R::COLUMNS.iter().map(|(known, _)| *known).collect();
    let near = known.iter().find(|known| strsim::jaro_winkler(known, name) > 0.85);
    let hint =
        near.map_or_else(|| "it is not read".to_owned(), |near| format!("it is not read; do you mean `{near}`?"));
    let problem = Problem::warning("column_unknown").in_file(R::FILE).at_row(1).in_column(name);
    problem.expected(known.join(", ")).hint(hint)
}

/// The text of a table, with the columns that some row fills.
#[must_use]
pub fn write<R: Row>(rows: &[R]) -> String {
    let cells: Vec<Vec<String>> = rows.iter().map(Row::write).collect();
    let filled = |at: usize| R::COLUMNS[at].1 || cells.iter().any(|row| !row[at].is_empty());
    let kept: Vec<usize> = (0..R::COLUMNS.len()).filter(|at| filled(*at)).collect();
    let mut text = kept.iter().map(|at| R::COLUMNS[*at].0).collect::<Vec<_>>().join(",");
    text.push('\n');
    for row in &cells {
        text.push_str(&kept.iter().map(|at| quoted(&row[*at])).collect::<Vec<_>>().join(","));
        text.push('\n');
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r', '#']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
