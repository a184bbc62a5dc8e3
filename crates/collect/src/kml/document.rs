//! A document read event by event: folders, schemas and placemarks, whatever else stands between them.

use super::fields::Schemas;
use super::folders::Folders;
use super::placemark::{self, Placemark, children};
use crate::findings::Findings;
use crate::markup::{attribute, resolved};
use crate::opening::most_cells;
use city::Problem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// How deep folders may lie in each other.
const MOST_DEEP: usize = 250;

/// What a document holds.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub folders: Folders,
    pub schemas: Schemas,
    pub placemarks: Vec<Placemark>,
    /// Where network links lead.
    pub links: Vec<String>,
    /// Bytes of text that were read.
    pub bytes: u64,
    /// What was passed over, and how often.
    pub not_read: BTreeMap<&'static str, u64>,
}

/// Why a document ended before its end.
pub(super) enum Broken {
    /// The text breaks off, or is no XML from here on.
    Text(String),
    /// More than can be held.
    Many(Problem),
    TooDeep,
}

impl From<quick_xml::Error> for Broken {
    fn from(error: quick_xml::Error) -> Self {
        Self::Text(error.to_string())
    }
}

pub(super) type Xml<'a> = Reader<&'a [u8]>;

/// Reads a document, after what was read of others.
pub(super) fn read(text: &str, document: &mut Document, findings: &mut Findings) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().allow_dangling_amp = true;
    document.bytes += text.len() as u64;
    let most_rows = most_cells(document.bytes);
    let ended = walk(&mut reader, document, most_rows, findings);
    let line = || {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(text.len());
        1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count()
    };
    let after = format!("after {} placemarks", document.placemarks.len());
    match ended {
        Ok(()) => {}
        Err(Broken::Text(reason)) => findings.add(
            Problem::error("kml_cut_short")
                .found(format!("line {}, {after}: {reason}", line()))
                .expected("whole XML")
                .hint("the placemarks before came in: get the file again from its source"),
        ),
        Err(Broken::TooDeep) => findings.add(
            Problem::error("kml_too_deep")
                .found(format!("line {}, {after}", line()))
                .expected(format!("folders at most {MOST_DEEP} deep"))
                .hint("the placemarks before came in: export the file anew"),
        ),
        Err(Broken::Many(problem)) => findings.add(problem),
    }
}

impl Document {
    /// Names what was passed over.
    pub fn say_not_read(&self, findings: &mut Findings) {
        if !self.not_read.is_empty() {
            let found: Vec<String> = self.not_read.iter().map(|(what, count)| format!("{count} {what}")).collect();
            let problem = Problem::note("kml_not_read").found(found.join(", "));
            findings.add(problem.hint("nothing is fetched, and no pictures or models are read; placemarks are"));
        }
    }
}

fn walk(reader: &mut Xml, into: &mut Document, most_rows: usize, findings: &mut Findings) -> Result<(), Broken> {
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut rooted = false;
    let mut left = placemark::MOST_POINTS;
    loop {
        match reader.read_event()? {
            Event::Start(start) => {
                let name = start.local_name();
                if !std::mem::replace(&mut rooted, true) && name.as_ref() != b"kml" && !is_folder(name.as_ref()) {
                    return Err(Broken::Many(no_kml(&String::from_utf8_lossy(name.as_ref()))));
                }
                let inside = open.last().copied().flatten();
                match name.as_ref() {
                    b"kml" => open.push(inside),
                    name if is_folder(name) => open.push(Some(into.folders.begin(inside))),
                    b"name" => {
                        let name = element_text(reader, &start)?;
                        if let Some(folder) = inside {
                            into.folders.call(folder, &name);
                        }
                    }
                    b"Schema" => into.schemas.read(reader, &start)?,
                    b"Placemark" => {
                        if into.placemarks.len() >= most_rows {
                            return Err(Broken::Many(placemark::too_many(into.placemarks.len(), most_rows)));
                        }
                        let number = into.placemarks.len() as u64 + 1;
                        let mut mark = placemark::read(reader, number, &mut left, &mut into.not_read, findings)?;
                        mark.folder = inside;
                        into.placemarks.push(mark);
                    }
                    b"NetworkLink" => {
                        let link = network_link(reader)?;
                        into.links.push(link);
                    }
                    _ => pass_over(reader, &start, &mut into.not_read)?,
                }
                if open.len() > MOST_DEEP {
                    return Err(Broken::TooDeep);
                }
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Eof if rooted && open.is_empty() => return Ok(()),
            Event::Eof if rooted => return Err(Broken::Text("the end of the file".to_owned())),
            Event::Eof => return Err(Broken::Many(no_kml("no element"))),
            _ => {}
        }
    }
}

fn no_kml(found: &str) -> Problem {
    Problem::error("not_kml").found(found).expected("<kml>").hint("get the file again, or export it as KML")
}

fn is_folder(name: &[u8]) -> bool {
    matches!(name, b"Folder" | b"Document")
}

/// Passes over an element; what holds something that a person may miss is counted.
pub(super) fn pass_over(
    reader: &mut Xml,
    start: &BytesStart,
    not_read: &mut BTreeMap<&'static str, u64>,
) -> Result<(), Broken> {
    let what = match start.local_name().as_ref() {
        b"GroundOverlay" => Some("ground overlays"),
        b"ScreenOverlay" | b"PhotoOverlay" => Some("other overlays"),
        b"Model" => Some("models"),
        b"Tour" => Some("tours"),
        b"phoneNumber" => Some("telephone numbers"),
        _ => None,
    };
    if let Some(what) = what {
        *not_read.entry(what).or_default() += 1;
    }
    reader.read_to_end(start.name())?;
    Ok(())
}

/// Where a network link leads; empty where it does not say.
fn network_link(reader: &mut Xml) -> Result<String, Broken> {
    let mut leads = String::new();
    children(reader, |reader, part| match part.local_name().as_ref() {
        b"Link" | b"Url" => children(reader, |reader, inner| {
            let text = element_text(reader, inner)?;
            if inner.local_name().as_ref() == b"href" {
                text.trim().clone_into(&mut leads);
            }
            Ok(())
        }),
        _ => {
            reader.read_to_end(part.name())?;
            Ok(())
        }
    })?;
    Ok(leads)
}

/// The text of an element up to its end; elements inside it as they are written.
pub(super) fn element_text(reader: &mut Xml, start: &BytesStart) -> Result<String, Broken> {
    let mut text = String::new();
    let mut depth = 0_usize;
    loop {
        match reader.read_event()? {
            Event::Text(part) => text.push_str(&String::from_utf8_lossy(&part)),
            Event::CData(part) => text.push_str(&String::from_utf8_lossy(&part)),
            Event::GeneralRef(entity) => text.push_str(&resolved(&entity)),
            Event::Start(inner) => {
                depth += 1;
                text.extend(["<", &String::from_utf8_lossy(&inner), ">"]);
            }
            Event::End(end) if depth > 0 => {
                depth -= 1;
                text.extend(["</", &String::from_utf8_lossy(end.name().as_ref()), ">"]);
            }
            Event::End(_) => return Ok(text),
            Event::Eof => {
                let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
                return Err(Broken::Text(format!("the end of the file inside <{name}>")));
            }
            _ => {}
        }
    }
}

/// An attribute that has no prefix, or any.
pub(super) fn named(start: &BytesStart, name: &str) -> String {
    attribute(start, name).unwrap_or_default().trim().to_owned()
}
