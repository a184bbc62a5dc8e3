//! Opening an export: a file, a zip or a folder, as texts and sheets.

use crate::archive::Archive;
use crate::opening::{self, MOST_BYTES, MOST_COLUMNS};
use crate::records::Request;
use crate::{encoding, xlsx};
use ::csv::ReaderBuilder;
use city::settings::TextSettings;
use city::{Cell, Problem};
use forms::{Sheet, SheetRow};
use std::path::{Path, PathBuf};

/// The most sheets of a workbook, files of a folder and folders in each other.
const MOST_SHEETS: usize = 200;
const MOST_FILES: usize = 100_000;
const DEEPEST: usize = 4;

/// What stands in an export.
#[derive(Debug)]
pub(crate) enum Decoded {
    Sheets(Vec<Sheet>),
    Json(String),
    Instances(Vec<(String, String)>),
}

/// An export, and what lies beside its answers.
#[derive(Debug)]
pub(crate) struct Opened {
    pub decoded: Decoded,
    /// Photos, recordings and other files.
    pub files_beside: usize,
    pub problems: Vec<Problem>,
}

/// Opens a file, a zip or a folder of instances.
///
/// # Errors
/// Why it cannot be opened, and `not_submissions` for a zip or folder without any.
pub(crate) fn open(path: &Path, text: &TextSettings) -> Result<Opened, Problem> {
    if path.is_dir() {
        return folder(path);
    }
    let bytes = opening::bytes(path)?;
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip(path, text);
    }
    let (decoded, problems) = encoding::text(&bytes, text.encoding.as_deref());
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let decoded = match decoded.trim_start().as_bytes().first() {
        Some(b'{' | b'[') => Decoded::Json(decoded.into_owned()),
        Some(b'<') => Decoded::Instances(vec![(String::new(), decoded.into_owned())]),
        _ => {
            let main = delimited(&stem, &decoded, text)?;
            let mut sheets = vec![main];
            if is_central(&sheets) {
                sheets.extend(beside(path, &stem, text));
            }
            Decoded::Sheets(sheets)
        }
    };
    Ok(Opened { decoded, files_beside: 0, problems })
}

fn is_central(sheets: &[Sheet]) -> bool {
    let header = sheets.first().and_then(|sheet| sheet.rows.first());
    header.is_some_and(|row| row.cells.iter().any(|cell| *cell == Cell::Text("KEY".to_owned())))
}

/// The files that are read with one: those of a folder of instances, and the repeats beside a CSV of ODK Central.
#[must_use]
pub fn files_read_with(path: &Path) -> Vec<PathBuf> {
    if path.is_dir() {
        let mut files = Vec::new();
        walk(path, DEEPEST, &mut files);
        files.sort();
        return files;
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut files = vec![path.to_owned()];
    if ending(&path.to_string_lossy()) == "csv" {
        files.extend(repeats_beside(path, &stem));
    }
    files
}

/// `form-repeat.csv` beside `form.csv`.
fn repeats_beside(path: &Path, stem: &str) -> Vec<PathBuf> {
    let Some(folder) = path.parent() else { return Vec::new() };
    let is_repeat = |path: &PathBuf| {
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.strip_prefix(stem).is_some_and(|rest| rest.starts_with('-'))
            && path.extension().is_some_and(|e| e == "csv")
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().take(MOST_FILES).filter_map(Result::ok);
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_repeat).collect();
    files.sort();
    files.truncate(MOST_SHEETS);
    files
}

/// The repeats of an unpacked zip of ODK Central.
fn beside(path: &Path, stem: &str, text: &TextSettings) -> Vec<Sheet> {
    let sheet = |path: &PathBuf| {
        let bytes = opening::bytes(path).ok()?;
        let name = path.file_stem()?.to_string_lossy().into_owned();
        let sheet = delimited(&name, &encoding::text(&bytes, text.encoding.as_deref()).0, text).ok()?;
        let header = sheet.rows.first()?;
        header.cells.iter().any(|cell| *cell == Cell::Text("PARENT_KEY".to_owned())).then_some(sheet)
    };
    repeats_beside(path, stem).iter().filter_map(sheet).collect()
}

fn zip(path: &Path, text: &TextSettings) -> Result<Opened, Problem> {
    let mut archive = Archive::open(path)?;
    if archive.entries().iter().any(|entry| entry.name.starts_with("xl/workbook.")) {
        return Ok(Opened { decoded: Decoded::Sheets(sheets(path)?), files_beside: 0, problems: Vec::new() });
    }
    let (mut tables, mut instances, mut beside, mut problems) = (Vec::new(), Vec::new(), 0, Vec::new());
    for entry in archive.entries().to_vec() {
        let base = entry.base().to_owned();
        match ending(&base).as_str() {
            "csv" if !entry.name.contains("media/") && tables.len() < MOST_SHEETS => {
                let bytes = archive.unpack(&entry)?;
                let (decoded, said) = encoding::text(&bytes, text.encoding.as_deref());
                problems.extend(said);
                let name = base.rsplit_once('.').map_or(base.as_str(), |(name, _)| name);
                tables.push(delimited(name, &decoded, text)?);
            }
            "xml" => {
                let bytes = archive.unpack(&entry)?;
                let decoded = encoding::text(&bytes, None).0.into_owned();
                instances.extend(is_instance(&decoded).then_some((entry.name, decoded)));
            }
            _ => beside += 1,
        }
    }
    let decoded = if !tables.is_empty() {
        Decoded::Sheets(tables)
    } else if !instances.is_empty() {
        instances.sort();
        Decoded::Instances(instances)
    } else {
        return Err(nothing("a zip with CSV files or instances as XML"));
    };
    Ok(Opened { decoded, files_beside: beside, problems })
}

fn folder(path: &Path) -> Result<Opened, Problem> {
    let mut files = Vec::new();
    walk(path, DEEPEST, &mut files);
    files.sort();
    let (mut instances, mut beside, mut left) = (Vec::new(), 0, MOST_BYTES);
    for file in files {
        if ending(&file.to_string_lossy()) != "xml" {
            beside += 1;
            continue;
        }
        let bytes = opening::bytes(&file)?;
        left = left.saturating_sub(bytes.len() as u64);
        if left == 0 {
            break;
        }
        let decoded = encoding::text(&bytes, None).0.into_owned();
        let name = file.strip_prefix(path).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        instances.extend(is_instance(&decoded).then_some((name, decoded)));
    }
    if instances.is_empty() {
        return Err(nothing("a folder of instances, such as `uuid.../submission.xml`"));
    }
    Ok(Opened { decoded: Decoded::Instances(instances), files_beside: beside, problems: Vec::new() })
}

fn nothing(expected: &str) -> Problem {
    let problem = Problem::error("not_submissions").expected(expected);
    problem.hint("name what the survey tool exported")
}

/// Files in a folder and those in it; links are not followed.
fn walk(folder: &Path, deepest: usize, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let Ok(kind) = entry.file_type() else { continue };
        if files.len() >= MOST_FILES {
            return;
        }
        if kind.is_dir() && deepest > 1 {
            walk(&entry.path(), deepest - 1, files);
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
}

/// Whether XML is an instance and no form.
fn is_instance(text: &str) -> bool {
    let start: String = text.chars().take(2_000).collect();
    start.contains('<') && !start.contains("<h:html") && !start.contains("<html")
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase())
}

/// Every sheet of a workbook, its column names as the first row.
pub(super) fn sheets(path: &Path) -> Result<Vec<Sheet>, Problem> {
    let text = TextSettings::default();
    let mut sheets = Vec::new();
    for name in xlsx::sheets(path)?.into_iter().take(MOST_SHEETS) {
        let records = xlsx::read(&Request { path, file: "", layer: &name, text: &text });
        let header = records.columns.iter().map(|column| Cell::Text(column.name.clone())).collect();
        let mut rows = vec![SheetRow { number: 1, cells: header }];
        rows.extend(records.rows.into_iter().map(|row| SheetRow { number: row.number, cells: row.cells }));
        sheets.push(Sheet { name, rows });
    }
    Ok(sheets)
}

/// Delimited text as a sheet: the declared delimiter, else the one most frequent in the header.
fn delimited(name: &str, text: &str, settings: &TextSettings) -> Result<Sheet, Problem> {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let frequent =
        [b',', b';', b'\t'].into_iter().rev().max_by_key(|mark| header.bytes().filter(|b| b == mark).count());
    let declared = settings.delimiter.and_then(|mark| u8::try_from(mark).ok()).filter(u8::is_ascii);
    let delimiter = declared.or(frequent).unwrap_or(b',');
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut sheet = Sheet { name: name.to_owned(), rows: Vec::new() };
    let mut cells_left = opening::most_cells(text.len() as u64);
    for record in reader.records() {
        let Ok(record) = record else { continue };
        if record.len() > MOST_COLUMNS {
            let problem = Problem::error("table_too_wide").found(format!("{} columns", record.len()));
            return Err(problem
                .expected(format!("at most {MOST_COLUMNS}"))
                .hint("declare `delimiter` in [source.text]"));
        }
        let Some(left) = cells_left.checked_sub(record.len()) else {
            return Err(opening::table_too_large(
                format!("{} rows", sheet.rows.len()),
                opening::most_cells(text.len() as u64),
            ));
        };
        cells_left = left;
        let number = record.position().map_or(0, ::csv::Position::line);
        let cell = |text: &str| if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text.trim().to_owned()) };
        sheet.rows.push(SheetRow { number, cells: record.iter().map(cell).collect() });
    }
    Ok(sheet)
}
