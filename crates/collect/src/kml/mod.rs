//! KML and KMZ: features as Google Earth keeps them.

mod document;
mod fields;
mod folders;
mod placemark;
mod shapes;
mod table;

use crate::archive::{Archive, Entry};
use crate::encoding;
use crate::findings::Findings;
use crate::opening;
use crate::records::{Records, Request};
use city::Problem;
use document::Document;
use std::collections::BTreeMap;
use std::path::Path;

/// The placemarks of a KML, or of the KML in a KMZ (`doc.kml`, else its first, and those it links inside): all of them, or those in the folder, or
/// document, that `request.layer` names, and in the folders inside it.
///
/// Columns, where any placemark has them: `name`, `description` (HTML as it stands), `address`, `snippet`, `when` or
/// `begin` and `end` (of a `TimeStamp`, a `TimeSpan` or a track), `folder` (where there are folders with names), then the
/// `Data` and `SchemaData` in order. Cells are texts, but what a `Schema` calls a number or a bool is `Integer`, `Real` or
/// `Flag`; a text there that is none is `Empty` and reported (`number_unreadable`, `flag_unreadable`). Tracks are lines,
/// parts of one kind are one geometry; heights are dropped, rings closed (`ring_unclosed`). A placemark whose geometry is
/// broken comes in without (`geometry_unreadable`). A row's number is that of the placemark, from 1.
///
/// Styles and views are passed over. Network links (never fetched), overlays, models and telephone numbers are not read
/// and are named in a note `kml_not_read`. Entities other than those of XML itself stay as they are written. Further
/// problems: `not_kml`, `kml_cut_short` and `kml_too_deep` (the placemarks before come in), `layer_missing`, `no_rows`,
/// `table_too_large`, `table_too_wide`, and those of files, archives and encodings.
#[must_use]
pub fn read(request: &Request) -> Records {
    let mut findings = Findings::of_file(request.file);
    let mut records = match document(request, &mut findings) {
        Ok(document) => table::of(document, request.layer, &mut findings),
        Err(problem) => {
            findings.add(problem);
            Records::default()
        }
    };
    records.problems = findings.into_problems();
    records
}

/// The names of the folders that hold placemarks, in the order of the file; none where some placemarks lie in none, or
/// where there are too many to choose from.
pub(crate) fn folders(path: &Path) -> Result<Vec<String>, Problem> {
    const MOST: usize = 50;
    let request = Request { path, file: "", layer: "", text: &city::settings::TextSettings::default() };
    let mut findings = Findings::default();
    let document = document(&request, &mut findings)?;
    let mut names: Vec<String> = Vec::new();
    for mark in &document.placemarks {
        let Some(name) = document.folders.name(mark.folder).filter(|name| !name.is_empty()) else {
            return Ok(Vec::new());
        };
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        if names.len() > MOST {
            return Ok(Vec::new());
        }
    }
    Ok(names)
}

fn document(request: &Request, findings: &mut Findings) -> Result<Document, Problem> {
    let bytes = opening::bytes(request.path)?;
    let mut document = Document::default();
    if bytes.starts_with(b"PK") {
        zipped(&bytes, request, &mut document, findings)?;
    } else {
        add(&bytes, request, &mut document, findings);
    }
    if !document.links.is_empty() {
        document.not_read.insert("network links", document.links.len() as u64);
    }
    document.say_not_read(findings);
    Ok(document)
}

fn add(bytes: &[u8], request: &Request, document: &mut Document, findings: &mut Findings) {
    let by_file = declared(bytes);
    let (text, problems) = encoding::text(bytes, request.text.encoding.as_deref().or(by_file.as_deref()));
    findings.add_all(problems);
    document::read(&text, document, findings);
}

/// The KML of a KMZ, and those inside it that its links lead to.
fn zipped(bytes: &[u8], request: &Request, document: &mut Document, findings: &mut Findings) -> Result<(), Problem> {
    let mut archive = Archive::new(std::io::Cursor::new(bytes), bytes.len() as u64)?;
    let mut entries = archive.entries().to_vec();
    let is_kml = |name: &str| name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("kml"));
    entries.retain(|entry| is_kml(&entry.name));
    let root = entries.iter().position(|entry| entry.name.eq_ignore_ascii_case("doc.kml")).unwrap_or(0);
    if entries.is_empty() {
        return Err(Problem::error("not_kml").found("a zip without a .kml").expected("a KMZ"));
    }
    add(&archive.unpack(&entries.remove(root))?, request, document, findings);
    let mut others: BTreeMap<String, Entry> = entries.into_iter().map(|entry| (entry.name.clone(), entry)).collect();
    let mut links = std::mem::take(&mut document.links);
    links.reverse();
    let mut outside = Vec::new();
    while let Some(link) = links.pop() {
        let Some(entry) = others.remove(link.trim_start_matches("./")) else {
            outside.push(link);
            continue;
        };
        match archive.unpack(&entry) {
            Ok(bytes) => add(&bytes, request, document, findings),
            Err(problem) => findings.add(problem),
        }
        links.append(&mut document.links);
    }
    document.links = outside;
    Ok(())
}

/// The encoding that the first line of the XML declares.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200))?).into_owned();
    let line = head.trim_start_matches('\u{FEFF}').strip_prefix("<?xml")?.split("?>").next()?.to_owned();
    let (_, after) = line.split_once("encoding")?;
    let label = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = label.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    label.get(1..)?.split(quote).next().map(str::to_owned)
}

#[cfg(test)]
mod tests;
