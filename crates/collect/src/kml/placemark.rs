//! One placemark: its fields and its geometry.

use super::document::{Broken, Xml, element_text, named, pass_over};
use super::fields::Field;
use super::shapes::{self, Shapes};
use crate::findings::Findings;
use crate::opening::table_too_large;
use city::Problem;
use geo_types::Geometry;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// The most points of all geometries of a file.
pub(super) const MOST_POINTS: usize = 50_000_000;

/// A placemark as it stands in the file.
#[derive(Debug)]
pub(super) struct Placemark {
    pub number: u64,
    pub folder: Option<usize>,
    pub fields: Vec<(Field, String)>,
    pub geometry: Option<Geometry<f64>>,
}

pub(super) fn too_many(found: usize, most: usize) -> Problem {
    table_too_large(format!("more than {found} placemarks"), most)
}

/// Reads a placemark to its end; `left` is how many points may still come.
pub(super) fn read(
    reader: &mut Xml,
    number: u64,
    left: &mut usize,
    not_read: &mut BTreeMap<&'static str, u64>,
    findings: &mut Findings,
) -> Result<Placemark, Broken> {
    let mut mark = Placemark { number, folder: None, fields: Vec::new(), geometry: None };
    let mut shapes = Shapes::new(left);
    loop {
        match reader.read_event()? {
            Event::Start(start) => match start.local_name().as_ref() {
                b"name" => mark.put(Field::NAME, element_text(reader, &start)?),
                b"description" => mark.put(Field::DESCRIPTION, element_text(reader, &start)?),
                b"address" => mark.put(Field::ADDRESS, element_text(reader, &start)?),
                b"Snippet" | b"snippet" => mark.put(Field::SNIPPET, element_text(reader, &start)?),
                b"TimeStamp" | b"TimeSpan" => mark.times(reader)?,
                b"ExtendedData" => mark.extended(reader)?,
                name if shapes::is_geometry(name) => shapes.read(reader, &start, 0)?,
                _ => pass_over(reader, &start, not_read)?,
            },
            Event::End(_) => break,
            Event::Eof => return Err(Broken::Text("the end of the file inside <Placemark>".to_owned())),
            _ => {}
        }
    }
    for (field, time) in [(Field::BEGIN, shapes.first_time.take()), (Field::END, shapes.last_time.take())] {
        if let Some(time) = time.filter(|_| !mark.fields.iter().any(|(known, _)| *known == field)) {
            mark.put(field, time);
        }
    }
    let (geometry, problems) = shapes.into_geometry();
    mark.geometry = geometry;
    findings.add_all(problems.into_iter().map(|problem| problem.at_row(number)));
    Ok(mark)
}

impl Placemark {
    fn put(&mut self, field: Field, text: String) {
        if !text.trim().is_empty() {
            self.fields.push((field, text));
        }
    }

    fn times(&mut self, reader: &mut Xml) -> Result<(), Broken> {
        children(reader, |reader, start| {
            let text = element_text(reader, start)?;
            match start.local_name().as_ref() {
                b"when" => self.put(Field::WHEN, text),
                b"begin" => self.put(Field::BEGIN, text),
                b"end" => self.put(Field::END, text),
                _ => {}
            }
            Ok(())
        })
    }

    fn extended(&mut self, reader: &mut Xml) -> Result<(), Broken> {
        children(reader, |reader, start| match start.local_name().as_ref() {
            b"Data" => {
                let name = named(start, "name");
                children(reader, |reader, part| {
                    let text = element_text(reader, part)?;
                    if part.local_name().as_ref() == b"value" {
                        self.put(Field::Data(name.clone()), text);
                    }
                    Ok(())
                })
            }
            b"SchemaData" => {
                let schema = named(start, "schemaUrl");
                let schema = schema.rsplit('#').next().unwrap_or_default().to_owned();
                children(reader, |reader, part| {
                    let text = element_text(reader, part)?;
                    if part.local_name().as_ref() == b"SimpleData" {
                        let name = named(part, "name");
                        self.put(Field::Simple { schema: schema.clone(), name }, text);
                    }
                    Ok(())
                })
            }
            _ => {
                let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
                let text = element_text(reader, start)?;
                self.put(Field::Data(name), text);
                Ok(())
            }
        })
    }
}

/// Hands each child to `take`, which reads it to its end.
pub(super) fn children<'a>(
    reader: &mut Xml<'a>,
    mut take: impl FnMut(&mut Xml<'a>, &BytesStart<'a>) -> Result<(), Broken>,
) -> Result<(), Broken> {
    loop {
        match reader.read_event()? {
            Event::Start(start) => take(reader, &start)?,
            Event::End(_) => return Ok(()),
            Event::Eof => return Err(Broken::Text("the end of the file".to_owned())),
            _ => {}
        }
    }
}
