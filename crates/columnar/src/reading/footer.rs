//! The footer of a Parquet file: its columns, where their pages stand, and the words kept with them.

use super::fault::Fault;
use super::input::Input;
use super::thrift::{self, Value};
use std::rc::Rc;

/// How a value stands in the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Physical {
    Flag,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    Bytes,
    Fixed(usize),
}

/// What a value means beyond how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    Plain,
    Text,
    /// Digits behind the point, and all digits.
    Decimal(u32, u32),
    Date,
    /// Parts of a second.
    Time(u64),
    /// Parts of a second, and whether it is in universal time.
    Timestamp(u64, bool),
    /// Whether whole numbers have a sign.
    Integer(bool),
    Uuid,
    Float16,
    /// Shapes as WKB, with the reference system where one is named.
    Shape(Option<String>),
    /// Bytes of another format (BSON, intervals, variants), by its name.
    Foreign(&'static str),
}

/// A column as it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaf {
    /// Its name, and those of the structures around it, from the outside.
    pub path: Vec<Rc<str>>,
    pub physical: Physical,
    pub meaning: Meaning,
    /// How many levels may be empty: the level of a value that is there.
    pub deepest: u8,
    /// In a list, or a list itself.
    pub repeated: bool,
}

/// Pages of one column in one group of rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chunk {
    pub start: usize,
    pub length: usize,
    pub codec: i64,
    /// Why it cannot be read, whatever its pages hold.
    pub barred: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub rows: usize,
    /// One for each column; none where its place is not said.
    pub chunks: Vec<Option<Chunk>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Footer {
    pub leaves: Vec<Leaf>,
    pub groups: Vec<Group>,
    pub metadata: Vec<(String, String)>,
}

const MAGIC: &[u8] = b"PAR1";

/// The footer of a whole file.
pub(super) fn read(bytes: &[u8]) -> Result<Footer, Fault> {
    let encrypted = || Fault::Unsupported("it is encrypted: get it without a password".to_owned());
    if bytes.starts_with(b"PARE") || bytes.ends_with(b"PARE") {
        return Err(encrypted());
    }
    let rest = bytes.strip_suffix(MAGIC).filter(|_| bytes.starts_with(MAGIC)).ok_or(Fault::Truncated)?;
    let (rest, length) = rest.split_last_chunk().ok_or(Fault::Truncated)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| Fault::Truncated)?;
    let start = rest.len().checked_sub(length).ok_or(Fault::Truncated)?;
    let written = rest.get(start..).ok_or(Fault::Truncated)?;
    let value = thrift::structure(&mut Input::new(written), thrift::MOST_VALUES)?;
    if value.field(8).is_some() {
        return Err(encrypted());
    }
    let leaves = leaves(value.list(2))?;
    let groups = value.list(4).iter().map(|group| self::group(group, &leaves)).collect();
    let pair = |pair: &Value| Some((pair.text(1)?, pair.text(2).unwrap_or_default()));
    Ok(Footer { leaves, groups, metadata: value.list(5).iter().filter_map(pair).collect() })
}

/// Columns out of the schema, which lists each structure before its members.
fn leaves(elements: &[Value]) -> Result<Vec<Leaf>, Fault> {
    let mut leaves = Vec::new();
    // The structures that are open: members left, name, levels, whether in a list.
    let mut open: Vec<(usize, Rc<str>, u8, bool)> = Vec::new();
    for (at, element) in elements.iter().enumerate() {
        let name: Rc<str> = element.text(4).unwrap_or_default().into();
        let members = element.size(5).unwrap_or(0);
        if at == 0 {
            open.push((members, name, 0, false));
            continue;
        }
        while open.last().is_some_and(|(left, ..)| *left == 0) {
            open.pop();
        }
        let (left, _, levels, repeated) = open.last_mut().ok_or(Fault::Wrong("columns outside its schema"))?;
        *left -= 1;
        let (deepest, repeated) = match element.integer(3) {
            Some(0) | None => (*levels, *repeated),
            Some(1) => (levels.saturating_add(1), *repeated),
            Some(_) => (levels.saturating_add(1), true),
        };
        if members > 0 {
            if open.len() > 32 {
                return Err(Fault::Wrong("columns nested beyond any use"));
            }
            open.push((members, name, deepest, repeated));
            continue;
        }
        let path = open.iter().skip(1).map(|(_, name, ..)| name.clone()).chain([name]).collect();
        leaves.push(Leaf { path, physical: physical(element)?, meaning: meaning(element), deepest, repeated });
    }
    if open.iter().any(|(left, ..)| *left > 0) {
        return Err(Fault::Wrong("a schema that ends before its columns"));
    }
    Ok(leaves)
}

fn physical(element: &Value) -> Result<Physical, Fault> {
    Ok(match element.integer(1) {
        Some(0) => Physical::Flag,
        Some(1) => Physical::Int32,
        Some(2) => Physical::Int64,
        Some(3) => Physical::Int96,
        Some(4) => Physical::Float,
        Some(5) => Physical::Double,
        // An empty structure has no type; it is never read.
        Some(6) | None => Physical::Bytes,
        Some(7) => Physical::Fixed(element.size(2).filter(|size| *size > 0).ok_or(Fault::Wrong("values of no width"))?),
        Some(_) => return Err(Fault::Wrong("a column of unknown type")),
    })
}

/// What a column means: by its logical type, and by the older converted type where there is none.
fn meaning(element: &Value) -> Meaning {
    let logical = element.field(10).and_then(|logical| match logical {
        Value::Struct(fields) => fields.first(),
        _ => None,
    });
    if let Some((kind, details)) = logical {
        return match kind {
            1 | 4 | 12 => Meaning::Text,
            5 => decimal(details.size(1), details.size(2)),
            6 => Meaning::Date,
            7 => parts_of_a_second(details).map_or(Meaning::Foreign("a time of unknown unit"), Meaning::Time),
            8 => parts_of_a_second(details).map_or(Meaning::Foreign("a timestamp of unknown unit"), |parts| {
                Meaning::Timestamp(parts, details.flag(1).unwrap_or(false))
            }),
            10 => Meaning::Integer(details.flag(2).unwrap_or(true)),
            13 => Meaning::Foreign("BSON"),
            14 => Meaning::Uuid,
            15 => Meaning::Float16,
            16 => Meaning::Foreign("a variant"),
            17 | 18 => Meaning::Shape(details.text(1)),
            _ => Meaning::Plain,
        };
    }
    match element.integer(6) {
        Some(0 | 4 | 19) => Meaning::Text,
        Some(5) => decimal(element.size(7), element.size(8)),
        Some(6) => Meaning::Date,
        Some(7) => Meaning::Time(1_000),
        Some(8) => Meaning::Time(1_000_000),
        Some(9) => Meaning::Timestamp(1_000, true),
        Some(10) => Meaning::Timestamp(1_000_000, true),
        Some(11..=14) => Meaning::Integer(false),
        Some(15..=18) => Meaning::Integer(true),
        Some(20) => Meaning::Foreign("BSON"),
        Some(21) => Meaning::Foreign("an interval"),
        _ => Meaning::Plain,
    }
}

fn decimal(scale: Option<usize>, precision: Option<usize>) -> Meaning {
    let digits = |digits: Option<usize>| u32::try_from(digits.unwrap_or(0)).ok().filter(|digits| *digits <= 1000);
    match (digits(scale), digits(precision)) {
        (Some(scale), Some(precision)) => Meaning::Decimal(scale, precision),
        _ => Meaning::Foreign("a decimal of more than a thousand digits"),
    }
}

fn parts_of_a_second(details: &Value) -> Option<u64> {
    let Some(Value::Struct(unit)) = details.field(2) else { return None };
    match unit.first()?.0 {
        1 => Some(1_000),
        2 => Some(1_000_000),
        3 => Some(1_000_000_000),
        _ => None,
    }
}

fn group(group: &Value, leaves: &[Leaf]) -> Group {
    let chunks = group.list(1).iter().take(leaves.len()).map(chunk).collect();
    Group { rows: group.size(3).unwrap_or(0), chunks }
}

fn chunk(chunk: &Value) -> Option<Chunk> {
    let barred = if chunk.field(8).is_some() || chunk.field(9).is_some() {
        Some("it is encrypted: get it without a password")
    } else if chunk.text(1).is_some_and(|path| !path.is_empty()) {
        Some("it stands in another file: get the table as one file")
    } else {
        None
    };
    let Some(described) = chunk.field(3) else {
        return barred.map(|_| Chunk { start: 0, length: 0, codec: 0, barred });
    };
    let data = described.size(9)?;
    let start = described.size(11).filter(|dictionary| *dictionary > 0 && *dictionary < data).unwrap_or(data);
    Some(Chunk { start, length: described.size(7)?, codec: described.integer(4)?, barred })
}
