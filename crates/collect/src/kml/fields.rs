//! Fields of placemarks: which there are, and what a `Schema` says that they hold.

use super::document::{Broken, Xml, named};
use city::{Cell, ColumnType};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// What a field is known by: where it stood, and its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// An element of the placemark itself; the number orders them.
    Own(u8, &'static str),
    /// `Data`, or an element of another language.
    Data(String),
    /// `SimpleData` of a schema.
    Simple { schema: String, name: String },
}

impl Field {
    pub const NAME: Self = Self::Own(0, "name");
    pub const DESCRIPTION: Self = Self::Own(1, "description");
    pub const ADDRESS: Self = Self::Own(2, "address");
    pub const SNIPPET: Self = Self::Own(3, "snippet");
    pub const WHEN: Self = Self::Own(4, "when");
    pub const BEGIN: Self = Self::Own(5, "begin");
    pub const END: Self = Self::Own(6, "end");
    pub const FOLDER: Self = Self::Own(7, "folder");

    pub fn called(&self) -> &str {
        match self {
            Self::Own(_, name) => name,
            Self::Data(name) | Self::Simple { name, .. } => name,
        }
    }
}

/// What the fields of schemas hold, by the schema's id and the field's name.
#[derive(Debug, Default)]
pub(super) struct Schemas(BTreeMap<(String, String), ColumnType>);

impl Schemas {
    /// Reads a `Schema` to its end.
    pub fn read(&mut self, reader: &mut Xml, start: &BytesStart) -> Result<(), Broken> {
        let (id, name) = (named(start, "id"), named(start, "name"));
        let schema = if id.is_empty() { name } else { id };
        loop {
            match reader.read_event()? {
                Event::Start(field) => {
                    let holds = match named(&field, "type").trim_start_matches("xsd:") {
                        "int" | "uint" | "short" | "ushort" => ColumnType::Integer,
                        "float" | "double" => ColumnType::Real,
                        "bool" => ColumnType::Flag,
                        _ => ColumnType::Text,
                    };
                    if field.local_name().as_ref() == b"SimpleField" {
                        self.0.insert((schema.clone(), named(&field, "name")), holds);
                    }
                    reader.read_to_end(field.name())?;
                }
                Event::End(_) => return Ok(()),
                Event::Eof => return Err(Broken::Text("the end of the file inside <Schema>".to_owned())),
                _ => {}
            }
        }
    }

    pub fn holds(&self, field: &Field) -> ColumnType {
        let Field::Simple { schema, name } = field else { return ColumnType::Text };
        self.0.get(&(schema.clone(), name.clone())).copied().unwrap_or(ColumnType::Text)
    }
}

/// A text as its column holds it; none where it cannot be that.
pub(super) fn cell(text: &str, holds: ColumnType) -> Option<Cell> {
    let text = text.trim();
    match holds {
        _ if text.is_empty() => Some(Cell::Empty),
        ColumnType::Text => Some(Cell::Text(text.to_owned())),
        ColumnType::Integer => text.parse().ok().map(Cell::Integer),
        ColumnType::Real => text.parse().ok().filter(|n: &f64| n.is_finite()).map(Cell::Real),
        ColumnType::Flag => match text.to_ascii_lowercase().as_str() {
            "1" | "true" => Some(Cell::Flag(true)),
            "0" | "false" => Some(Cell::Flag(false)),
            _ => None,
        },
    }
}
