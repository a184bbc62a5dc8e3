//! Cells out of the properties of a feature: the number of a column, its value, and so on.

use crate::findings::Findings;
use city::{Cell, Column, ColumnType, Problem};
use flatgeobuf::{ColumnType as Kind, Feature, Header};

/// The columns of a file, and where the cells of each of its properties go.
#[derive(Debug, Default)]
pub(super) struct Properties {
    pub columns: Vec<Column>,
    /// The type of each property, and its position among the columns; none where it is left out.
    kinds: Vec<(Kind, Option<usize>)>,
}

impl Properties {
    pub fn of(header: &Header, findings: &mut Findings) -> Self {
        let mut properties = Self::default();
        for column in header.columns().into_iter().flatten() {
            let holds = match column.type_() {
                Kind::Bool => Some(ColumnType::Flag),
                Kind::Byte
                | Kind::UByte
                | Kind::Short
                | Kind::UShort
                | Kind::Int
                | Kind::UInt
                | Kind::Long
                | Kind::ULong => Some(ColumnType::Integer),
                Kind::Float | Kind::Double => Some(ColumnType::Real),
                Kind::String | Kind::Json | Kind::DateTime => Some(ColumnType::Text),
                _ => None,
            };
            properties.kinds.push((column.type_(), holds.map(|_| properties.columns.len())));
            if let Some(holds) = holds {
                let words = column.description().or(column.title()).unwrap_or_default();
                properties.columns.push(Column { description: words.to_owned(), ..Column::new(column.name(), holds) });
            } else {
                let problem = Problem::warning("column_not_read").in_column(column.name()).found("bytes");
                findings.add(problem.expected("a column of text or numbers").hint("the column was left out"));
            }
        }
        properties
    }

    /// The cells of a feature; those behind a broken one are empty.
    pub fn cells(&self, feature: &Feature, number: u64, findings: &mut Findings) -> Vec<Cell> {
        let mut cells = vec![Cell::Empty; self.columns.len()];
        let wrong = |code: &str| Problem::error(code).at_row(number);
        if feature.columns().is_some_and(|own| !own.is_empty()) {
            let problem = wrong("cell_unreadable").found("columns of this feature alone");
            findings.add(problem.expected("the columns of the header").hint("its cells are empty here"));
            return cells;
        }
        let mut bytes = feature.properties().map_or(&[][..], |properties| properties.bytes());
        while !bytes.is_empty() {
            let Some((position, value, rest)) = self.next(bytes) else {
                let problem = wrong("cell_unreadable").found("properties that do not fit the columns");
                findings
                    .add(problem.expected("the columns of the header").hint("the cells from there on are empty here"));
                break;
            };
            bytes = rest;
            let Some((cell, column)) = position.and_then(|at| Some((cells.get_mut(at)?, self.columns.get(at)?))) else {
                continue;
            };
            match value {
                Ok(value) => *cell = value,
                Err(code) => {
                    let severe =
                        if code == "number_not_finite" { Problem::warning(code) } else { Problem::error(code) };
                    let problem = severe.at_row(number).in_column(&column.name).expected("a value of its column");
                    findings.add(problem.hint("the cell is empty here"));
                }
            }
        }
        cells
    }

    /// The next property: where its cell goes, its value, and the bytes behind.
    fn next<'a>(&self, bytes: &'a [u8]) -> Option<(Option<usize>, Read, &'a [u8])> {
        let (number, bytes) = bytes.split_first_chunk()?;
        let (kind, position) = self.kinds.get(usize::from(u16::from_le_bytes(*number)))?;
        let (cell, rest) = value(*kind, bytes)?;
        Some((*position, cell, rest))
    }
}

/// A cell, or the code of what is wrong with it.
type Read = Result<Cell, &'static str>;
/// A value and the bytes behind it; none where the bytes end within it.
type Value<'a> = Option<(Read, &'a [u8])>;

/// A value at the start of these bytes, and the bytes behind it.
fn value(kind: Kind, bytes: &[u8]) -> Value<'_> {
    match kind {
        Kind::Bool => fixed(bytes, |[flag]| Ok(Cell::Flag(flag != 0))),
        Kind::Byte => fixed(bytes, |bytes| integer(i8::from_le_bytes(bytes))),
        Kind::UByte => fixed(bytes, |bytes| integer(u8::from_le_bytes(bytes))),
        Kind::Short => fixed(bytes, |bytes| integer(i16::from_le_bytes(bytes))),
        Kind::UShort => fixed(bytes, |bytes| integer(u16::from_le_bytes(bytes))),
        Kind::Int => fixed(bytes, |bytes| integer(i32::from_le_bytes(bytes))),
        Kind::UInt => fixed(bytes, |bytes| integer(u32::from_le_bytes(bytes))),
        Kind::Long => fixed(bytes, |bytes| integer(i64::from_le_bytes(bytes))),
        Kind::ULong => fixed(bytes, |bytes| integer(u64::from_le_bytes(bytes))),
        Kind::Float => fixed(bytes, |bytes| real(f64::from(f32::from_le_bytes(bytes)))),
        Kind::Double => fixed(bytes, |bytes| real(f64::from_le_bytes(bytes))),
        Kind::String | Kind::Json | Kind::DateTime | Kind::Binary => {
            let (length, rest) = bytes.split_first_chunk()?;
            let (text, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
            let cell = match std::str::from_utf8(text) {
                _ if kind == Kind::Binary => Ok(Cell::Empty),
                Ok(text) => Ok(Cell::Text(text.to_owned())),
                Err(_) => Err("encoding_mismatch"),
            };
            Some((cell, rest))
        }
        _ => None,
    }
}

fn fixed<const N: usize>(bytes: &[u8], cell: impl Fn([u8; N]) -> Read) -> Value<'_> {
    let (value, rest) = bytes.split_first_chunk()?;
    Some((cell(*value), rest))
}

fn integer(number: impl TryInto<i64>) -> Read {
    number.try_into().map(Cell::Integer).map_err(|_| "cell_unreadable")
}

fn real(number: f64) -> Read {
    if number.is_finite() { Ok(Cell::Real(number)) } else { Err("number_not_finite") }
}
