//! The attributes of a shapefile: a dBase table.

use crate::encoding;
use crate::findings::Findings;
use crate::headings;
use city::{Cell, Column, ColumnType, Problem};
use encoding_rs::{Encoding, UTF_8};

/// A dBase table.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub columns: Vec<Column>,
    /// The cells of each row; none where it is marked as deleted.
    pub rows: Vec<Option<Vec<Cell>>>,
}

struct Field {
    name: Vec<u8>,
    kind: u8,
    start: usize,
    length: usize,
    decimals: u8,
}

/// What decides how a table's texts are read.
pub(super) struct Declared<'a> {
    /// By the person, in `[source.text]`.
    pub encoding: Option<&'a str>,
    /// By the `.cpg` beside the table.
    pub cpg: Option<&'a [u8]>,
}

/// Reads the table of so many shapes; none where it is no dBase table.
pub(super) fn read(dbf: &[u8], shapes: usize, declared: &Declared, findings: &mut Findings) -> Option<Table> {
    let Some((fields, header, width)) = layout(dbf) else {
        let problem = Problem::error("dbf_unreadable").expected("a dBase table");
        findings.add(problem.hint("the shapes came in without their attributes: get the .dbf again from the source"));
        return None;
    };
    let body = dbf.get(header..).unwrap_or_default();
    let claimed = unsigned(dbf, 4, 4).unwrap_or(0);
    let there = body.len() / width;
    let count = if claimed < shapes && shapes <= there { shapes } else { claimed };
    let whole: Vec<&[u8]> = body.chunks_exact(width).take(count).collect();
    if count > claimed {
        let problem = Problem::warning("record_count_mismatch").found(format!("a .dbf that says {claimed} rows"));
        findings.add(problem.expected(format!("{shapes} rows")).hint("as many rows as shapes are there, and came in"));
    }
    if whole.len() < claimed {
        let problem = Problem::error("file_truncated").found(format!(".dbf with {} whole rows", whole.len()));
        findings.add(problem.expected(format!("{claimed} rows")).hint("get the file again from its source"));
    }
    let encoding = encoding_of(dbf, &fields, &whole, declared, findings);
    let names = fields.iter().map(|f| encoding.decode_without_bom_handling(&f.name).0.into_owned());
    let names: Vec<_> = names.enumerate().collect();
    let names = headings::distinct(&names, None, findings);
    let mut table = Table { columns: Vec::new(), rows: whole.iter().map(|row| kept(row, fields.len())).collect() };
    for (name, field) in names.iter().zip(&fields) {
        let holds = column(field, name, &whole, encoding, &mut table.rows, findings);
        table.columns.push(Column::new(name, holds));
    }
    Some(table)
}

fn kept(row: &[u8], width: usize) -> Option<Vec<Cell>> {
    (row.first() != Some(&b'*')).then(|| Vec::with_capacity(width))
}

/// The fields, the bytes of the header and the bytes of a row.
fn layout(dbf: &[u8]) -> Option<(Vec<Field>, usize, usize)> {
    let (header, width) = (unsigned(dbf, 8, 2)?, unsigned(dbf, 10, 2)?);
    let descriptions = dbf.get(32..header.min(dbf.len()))?;
    let mut fields = Vec::new();
    let mut start = 1;
    for description in descriptions.chunks_exact(32).take_while(|d| d.first() != Some(&0x0D)) {
        let name = description.get(..11)?;
        let name = name.split(|b| *b == 0).next().unwrap_or_default().to_vec();
        let (kind, decimals) = (*description.get(11)?, *description.get(17)?);
        // Long texts keep the high byte of their length where numbers keep their decimals.
        let long = if kind == b'C' { usize::from(decimals) << 8 } else { 0 };
        let length = usize::from(*description.get(16)?) + long;
        fields.push(Field { name, kind, start, length, decimals });
        start += length;
    }
    let version = dbf.first()? & 0x07;
    ((3..=5).contains(&version) && header >= 33 && !fields.is_empty() && width >= start)
        .then_some((fields, header, width))
}

/// Declared by the person, by the `.cpg`, by the table's language byte, or found out from all of its texts.
fn encoding_of(
    dbf: &[u8],
    fields: &[Field],
    rows: &[&[u8]],
    declared: &Declared,
    findings: &mut Findings,
) -> &'static Encoding {
    let mut sample = Vec::new();
    for row in rows {
        for field in fields.iter().filter(|f| f.kind == b'C') {
            let text = row.get(field.start..field.start + field.length).unwrap_or_default();
            if !text.is_ascii() {
                sample.extend_from_slice(whole_characters(text));
                sample.push(b'\n');
            }
        }
    }
    let by_cpg = declared.cpg.and_then(|text| encoding::of_code_page(&String::from_utf8_lossy(text)));
    let by_file = by_cpg.or_else(|| dbf.get(29).and_then(|byte| of_language(*byte)));
    let choice = encoding::choose(&sample, declared.encoding, by_file);
    findings.add_all(choice.problem);
    let (text, unknown) = choice.encoding.decode_without_bom_handling(&sample);
    if unknown {
        let word = text.lines().find(|line| line.contains('\u{FFFD}')).unwrap_or_default();
        let problem = Problem::error("encoding_mismatch").found(word.trim()).expected(choice.encoding.name());
        findings.add(problem.hint("declare `encoding` in [source.text]; what cannot be read stands as U+FFFD"));
    }
    choice.encoding
}

/// A text without the UTF-8 character that its fixed width cut in half.
fn whole_characters(text: &[u8]) -> &[u8] {
    match std::str::from_utf8(text) {
        Err(e) if e.error_len().is_none() => text.get(..e.valid_up_to()).unwrap_or(text),
        _ => text,
    }
}

/// The encodings of dBase language bytes that are sure; those of DOS (437, 850) are not known to the web's encodings.
fn of_language(byte: u8) -> Option<&'static Encoding> {
    let page = match byte {
        0x03 | 0x57..=0x59 => "1252",
        0x26 | 0x65 => "866",
        0x13 | 0x7B => "932",
        0x4D | 0x7A => "936",
        0x4E | 0x79 => "949",
        0x4F | 0x78 => "950",
        0x50 | 0x7C => "874",
        0xC8 => "1250",
        0xC9 => "1251",
        0xCA => "1254",
        0xCB => "1253",
        0xCC => "1257",
        0x7D => "1255",
        0x7E => "1256",
        _ => return None,
    };
    encoding::of_code_page(page)
}

/// Reads one column into every row, and gives what it holds.
fn column(
    field: &Field,
    name: &str,
    bytes: &[&[u8]],
    encoding: &'static Encoding,
    rows: &mut [Option<Vec<Cell>>],
    findings: &mut Findings,
) -> ColumnType {
    let mut overflow: Option<(u64, String, u64)> = None;
    let mut integers = matches!(field.kind, b'I' | b'+') || (matches!(field.kind, b'N' | b'F') && field.decimals == 0);
    for (position, (row, cells)) in bytes.iter().zip(rows.iter_mut()).enumerate() {
        let Some(cells) = cells else { continue };
        let raw = row.get(field.start..field.start + field.length).unwrap_or_default();
        let number = position as u64 + 1;
        if encoding == UTF_8 && whole_characters(raw).len() < raw.len() {
            let problem = Problem::warning("text_cut").at_row(number).in_column(name);
            let problem = problem.found(String::from_utf8_lossy(whole_characters(raw)));
            findings.add(problem.hint("the field is too short for this text; its last letter was cut in half"));
        }
        let cell = cell(field.kind, raw, encoding).unwrap_or_else(|found| match found {
            NoCell::Overflow(text) => {
                overflow.get_or_insert((number, text, 0)).2 += 1;
                Cell::Empty
            }
            NoCell::Bad(problem) => {
                let text =
                    if problem.code == "date_unreadable" { Cell::Text(problem.value.clone()) } else { Cell::Empty };
                findings.add(problem.at_row(number).in_column(name));
                text
            }
        });
        integers &= !matches!(cell, Cell::Real(_));
        cells.push(cell);
    }
    if let Some((row, text, count)) = overflow {
        let problem = Problem::warning("number_overflow").at_row(row).in_column(name).found(text);
        let problem = problem.expected("a number that fits the field");
        findings.add(problem.hint(format!("{count} rows hold no number here and are empty; this is the first")));
    }
    match field.kind {
        b'L' => ColumnType::Flag,
        _ if integers => ColumnType::Integer,
        b'N' | b'F' | b'O' | b'B' | b'Y' => {
            as_reals(rows);
            ColumnType::Real
        }
        _ => ColumnType::Text,
    }
}

/// A column with one real number holds real numbers.
fn as_reals(rows: &mut [Option<Vec<Cell>>]) {
    for cell in rows.iter_mut().flatten().filter_map(|cells| cells.last_mut()) {
        if let Cell::Integer(number) = cell {
            #[expect(
                clippy::cast_precision_loss,
                reason = "dBase numbers have at most 20 digits, as reals in any reader"
            )]
            let real = *number as f64;
            *cell = Cell::Real(real);
        }
    }
}

/// Why a field gives no cell of its type.
enum NoCell {
    /// The program that wrote it had no room or no number: `****`, `nan`, `inf`.
    Overflow(String),
    Bad(Problem),
}

fn cell(kind: u8, raw: &[u8], encoding: &'static Encoding) -> Result<Cell, NoCell> {
    let fixed = |bytes: &[u8]| <[u8; 8]>::try_from(bytes).ok();
    match kind {
        b'I' | b'+' => {
            Ok(<[u8; 4]>::try_from(raw).map_or(Cell::Empty, |b| Cell::Integer(i64::from(i32::from_le_bytes(b)))))
        }
        b'O' | b'B' if raw.len() == 8 => {
            Ok(fixed(raw).map(f64::from_le_bytes).filter(|n| n.is_finite()).map_or(Cell::Empty, Cell::Real))
        }
        #[expect(clippy::cast_precision_loss, reason = "currency of FoxPro, in ten-thousandths")]
        b'Y' if raw.len() == 8 => {
            Ok(fixed(raw).map_or(Cell::Empty, |b| Cell::Real(i64::from_le_bytes(b) as f64 / 1e4)))
        }
        _ => {
            let whole = if encoding == UTF_8 { whole_characters(raw) } else { raw };
            let text = encoding.decode_without_bom_handling(whole).0;
            let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
            match kind {
                _ if text.is_empty() => Ok(Cell::Empty),
                b'N' | b'F' | b'O' | b'B' | b'Y' => number(text),
                b'D' => date(text),
                b'L' => flag(text),
                _ => Ok(Cell::Text(text.to_owned())),
            }
        }
    }
}

fn number(text: &str) -> Result<Cell, NoCell> {
    let filled = text.bytes().all(|b| b == b'*');
    if let Ok(whole) = text.parse::<i64>() {
        return Ok(Cell::Integer(whole));
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Cell::Real(number)),
        Ok(_) => Err(NoCell::Overflow(text.to_owned())),
        Err(_) if filled || text.contains('#') => Err(NoCell::Overflow(text.to_owned())),
        Err(_) => Err(NoCell::Bad(not_a_number(text))),
    }
}

fn not_a_number(text: &str) -> Problem {
    let comma = text.replacen(',', ".", 1).parse::<f64>().is_ok();
    let problem = Problem::error(if comma { "decimal_comma" } else { "number_unreadable" }).found(text);
    problem.expected("a number with a decimal point").hint("the cell is empty here: mend it in the source")
}

fn date(text: &str) -> Result<Cell, NoCell> {
    let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let part = |from, to| text.get(from..to).filter(|_| digits).and_then(|t| t.parse::<u16>().ok());
    match (part(0, 4), part(4, 6), part(6, 8)) {
        (Some(0), Some(0), Some(0)) => Ok(Cell::Empty),
        (Some(year), Some(month @ 1..=12), Some(day @ 1..=31)) => {
            Ok(Cell::Text(format!("{year:04}-{month:02}-{day:02}")))
        }
        _ => Err(NoCell::Bad(
            Problem::warning("date_unreadable")
                .found(text)
                .expected("a date as YYYYMMDD")
                .hint("kept as it is written"),
        )),
    }
}

fn flag(text: &str) -> Result<Cell, NoCell> {
    match text {
        "T" | "t" | "Y" | "y" => Ok(Cell::Flag(true)),
        "F" | "f" | "N" | "n" => Ok(Cell::Flag(false)),
        "?" => Ok(Cell::Empty),
        _ => Err(NoCell::Bad(Problem::error("flag_unreadable").found(text).expected("T or F"))),
    }
}

fn unsigned(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + length)?;
    Some(bytes.iter().rev().fold(0, |sum, b| sum << 8 | usize::from(*b)))
}
