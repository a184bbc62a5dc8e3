//! The files of a timetable, each read a row at a time.

use super::FILES;
use crate::archive::{Archive, Entry};
use crate::findings::Findings;
use crate::opening;
use crate::records::Request;
use city::Problem;
use std::borrow::Cow;
use std::cell::Cell;
use std::io::Read;
use std::path::PathBuf;
use std::rc::Rc;

/// The most bytes of one row.
const MOST_ROW: u64 = 1 << 20;

/// Where the files are.
pub(super) struct Feed<'a> {
    request: &'a Request<'a>,
    found: Vec<(&'static str, Place)>,
    others: Vec<String>,
}

enum Place {
    Zipped(Entry),
    Beside(PathBuf),
}

impl<'a> Feed<'a> {
    /// Looks which files there are: in the zip, the first of each name; else beside the file that is named.
    pub fn open(request: &'a Request<'a>) -> Result<Self, Problem> {
        let mut magic = [0; 2];
        let (mut file, _) = opening::open(request.path)?;
        let zipped = file.read_exact(&mut magic).is_ok() && magic == *b"PK";
        let (mut found, mut others) = (Vec::new(), Vec::new());
        if zipped {
            let archive = Archive::open(request.path)?;
            for entry in archive.entries() {
                match FILES.into_iter().find(|name| *name == entry.base()) {
                    Some(name) if !found.iter().any(|(known, _)| *known == name) => {
                        found.push((name, Place::Zipped(entry.clone())));
                    }
                    _ => others.push(entry.name.clone()),
                }
            }
        } else {
            let folder = request.path.parent().map(PathBuf::from).unwrap_or_default();
            let beside = FILES.into_iter().map(|name| (name, folder.join(name))).filter(|(_, path)| path.is_file());
            found = beside.map(|(name, path)| (name, Place::Beside(path))).collect();
        }
        Ok(Self { request, found, others })
    }

    pub fn has(&self, name: &str) -> bool {
        self.found.iter().any(|(known, _)| *known == name)
    }

    /// Names the files in the zip that were not read.
    pub fn not_read(&self, findings: &mut Findings) {
        if !self.others.is_empty() {
            let problem = Problem::note("timetable_not_read").found(self.others.join(", "));
            findings.add(problem.hint("fares, transfers and the like are not read"));
        }
    }

    /// A problem in one of the files.
    pub fn problem(&self, problem: Problem, name: &str) -> Problem {
        if self.found.iter().any(|(known, place)| *known == name && matches!(place, Place::Beside(_))) {
            let folder = self.request.file.rsplit_once('/').map_or("", |(folder, _)| folder);
            let file = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            return problem.in_file(&file);
        }
        problem.in_sheet(name)
    }

    /// Hands on every row of a file until `take` gives false. The first `needed` of the columns have to be there. Whether
    /// the file could be read; what blocks it is reported, with what it is `for_what`.
    pub fn each(&self, asked: Asked, findings: &mut Findings, take: impl FnMut(&Row, &mut Report) -> bool) -> bool {
        let Some((_, place)) = self.found.iter().find(|(name, _)| *name == asked.name) else {
            let problem = Problem { severity: asked.severity, ..Problem::error("timetable_file_missing") };
            findings
                .add(problem.found(asked.name).expected(asked.for_what).hint("ask the maker of the timetable for it"));
            return false;
        };
        let done = match place {
            Place::Zipped(entry) => Archive::open(self.request.path)
                .and_then(|mut archive| self.rows(archive.reader(entry)?, asked, findings, take)),
            Place::Beside(path) => opening::open(path).and_then(|(file, _)| self.rows(file, asked, findings, take)),
        };
        done.map_err(|problem| findings.add(self.problem(problem, asked.name))).is_ok()
    }

    fn rows(
        &self,
        file: impl Read,
        asked: Asked,
        findings: &mut Findings,
        mut take: impl FnMut(&Row, &mut Report) -> bool,
    ) -> Result<(), Problem> {
        let since_row = Rc::new(Cell::new(0));
        let file = Measured { file, since_row: Rc::clone(&since_row) };
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file);
        let mut cells = ::csv::ByteRecord::new();
        let mut places = Vec::new();
        let mut width = 0;
        loop {
            let before = reader.position().line();
            since_row.set(0);
            match reader.read_byte_record(&mut cells) {
                Ok(true) => {}
                Ok(false) if width == 0 => return Err(Problem::error("header_missing").expected("column names")),
                Ok(false) => return Ok(()),
                Err(error) => return Err(broken(&error, before)),
            }
            let number = cells.position().map_or(before, ::csv::Position::line);
            if width == 0 {
                width = cells.len();
                places = header(&cells, asked).map_err(|problem| problem.at_row(number))?;
                continue;
            }
            let row = Row { cells: &cells, places: &places, columns: asked.columns, number };
            if row.is_empty() {
                continue;
            }
            let mut report = Report { feed: self, name: asked.name, findings };
            uneven(&row, width, &mut report);
            if !take(&row, &mut report) {
                return Ok(());
            }
        }
    }
}

fn uneven(row: &Row, width: usize, report: &mut Report) {
    let about = |problem: Problem| {
        problem.at_row(row.number).found(format!("{} cells", row.cells.len())).expected(format!("{width} cells"))
    };
    if row.cells.len() < width {
        report.add(about(Problem::warning("row_short")).hint("the cells that are missing are empty here"));
    } else if row.cells.iter().skip(width).any(|cell| !cell.trim_ascii().is_empty()) {
        let hint = "the cells beyond were left out: is a text with a comma not quoted?";
        report.add(about(Problem::error("row_long")).hint(hint));
    }
    if row.cells.iter().any(|cell| std::str::from_utf8(cell).is_err()) {
        let problem = Problem::error("encoding_mismatch").at_row(row.number).expected("UTF-8");
        report.add(problem.hint("what cannot be read stands as U+FFFD"));
    }
}

/// Takes what is wrong with one of the files.
pub(super) struct Report<'f> {
    feed: &'f Feed<'f>,
    name: &'static str,
    findings: &'f mut Findings,
}

impl Report<'_> {
    pub fn add(&mut self, problem: Problem) {
        self.findings.add(self.feed.problem(problem, self.name));
    }
}

/// What is asked of a file.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    /// So many of the columns, the first, have to be there.
    pub needed: usize,
    /// What it is for, where it is missing; and how bad that is.
    pub for_what: &'static str,
    pub severity: city::Severity,
}

fn header(cells: &::csv::ByteRecord, asked: Asked) -> Result<Vec<Option<usize>>, Problem> {
    let names: Vec<String> = cells
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim_start_matches('\u{FEFF}').trim().to_ascii_lowercase())
        .collect();
    let places: Vec<Option<usize>> =
        asked.columns.iter().map(|wanted| names.iter().position(|name| name == wanted)).collect();
    let missing = asked.columns.iter().zip(&places).take(asked.needed).find(|(_, place)| place.is_none());
    match missing {
        None => Ok(places),
        Some((name, _)) => {
            let problem = Problem::error("timetable_column_missing").found(name).in_column(name);
            Err(problem.expected(format!("this column, for {}", asked.for_what)))
        }
    }
}

fn broken(error: &::csv::Error, line: u64) -> Problem {
    let kind = match error.kind() {
        ::csv::ErrorKind::Io(error) => Some(error.kind()),
        _ => None,
    };
    match kind {
        Some(std::io::ErrorKind::InvalidData) => {
            let problem =
                Problem::error("quote_unclosed").at_row(line).found(format!("a row of over {MOST_ROW} bytes"));
            problem.expected("a closing quotation mark").hint("the rows from here on were left out: mend this row")
        }
        Some(std::io::ErrorKind::FileTooLarge) => {
            let problem = Problem::error("zip_too_large").at_row(line).expected("fewer bytes once unpacked");
            problem.hint("unpack it by hand if its source is trusted")
        }
        _ => {
            let problem = Problem::error("file_unreadable").at_row(line).found(error);
            problem.hint("the rows from here on were left out: get the file again from its source")
        }
    }
}

/// A file of which no row may be longer than `MOST_ROW`.
struct Measured<R> {
    file: R,
    since_row: Rc<Cell<u64>>,
}

impl<R: Read> Read for Measured<R> {
    fn read(&mut self, part: &mut [u8]) -> std::io::Result<usize> {
        if self.since_row.get() > MOST_ROW {
            return Err(std::io::ErrorKind::InvalidData.into());
        }
        let read = self.file.read(part)?;
        self.since_row.set(self.since_row.get() + read as u64);
        Ok(read)
    }
}

/// One row of a file; cells are named by the position of their column in what was asked.
pub(super) struct Row<'r> {
    cells: &'r ::csv::ByteRecord,
    places: &'r [Option<usize>],
    columns: &'static [&'static str],
    pub number: u64,
}

impl<'r> Row<'r> {
    fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim_ascii().is_empty())
    }

    pub fn text(&self, column: usize) -> Cow<'r, str> {
        let place = self.places.get(column).copied().flatten();
        let cell = place.and_then(|place| self.cells.get(place)).unwrap_or_default();
        String::from_utf8_lossy(cell.trim_ascii())
    }

    /// A cell as `read` reads it; an empty one is none, one that cannot be read is none and reported.
    pub fn value<T>(
        &self,
        column: usize,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
        report: &mut Report,
    ) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let value = read(&text);
        if value.is_none() {
            let name = self.columns.get(column).copied().unwrap_or_default();
            let problem = Problem::error("timetable_value_unreadable").at_row(self.number).in_column(name);
            report.add(problem.found(&text).expected(expected).hint("taken as empty"));
        }
        value
    }
}
