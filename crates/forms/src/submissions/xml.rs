//! Instances as XML: elements with their texts, and nothing that a document type could say.

use super::meta::{Known, take};
use super::names::Names;
use super::raw::{Raw, Row};
use city::Problem;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::collections::BTreeSet;

/// The deepest that elements may stand in each other.
const DEEPEST: usize = 64;
/// The most elements of a text.
const MOST_ELEMENTS: usize = 5_000_000;

/// An element.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    inside: Vec<Element>,
}

/// The answers of every instance in a text, by path: `group/question` and its text, repeats without their number. The form's
/// id comes as `_xform_id_string`, and when it was sent, where the text says so, as `_submission_time`.
///
/// # Errors
/// `xml_unreadable` where it is no well-formed XML, stands deeper than 64 elements or names a document type.
pub fn instance_answers(text: &str) -> Result<Vec<Vec<(String, String)>>, Problem> {
    let flat = |instance: &Element| {
        let mut answers = Vec::new();
        for (name, told) in [("id", "_xform_id_string"), ("submissionDate", "_submission_time")] {
            if let Some((_, text)) = instance.attributes.iter().find(|(held, _)| held == name) {
                answers.push((told.to_owned(), text.clone()));
            }
        }
        flatten(instance, "", &mut answers);
        answers
    };
    Ok(instances(text)?.iter().map(flat).collect())
}

/// What an instance says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heading {
    /// The id of its form.
    pub form: String,
    /// The version of the form; empty where it is not said.
    pub version: String,
    /// What its program calls it, the same each time that it is sent; empty where it is not said.
    pub instance: String,
}

/// What the one instance in a text says of itself.
///
/// # Errors
/// As [`instance_answers`].
pub fn instance_heading(text: &str) -> Result<Heading, Problem> {
    let root = parsed(text)?;
    let attribute = |name: &str| {
        let found = root.attributes.iter().find(|(held, _)| held == name);
        found.map(|(_, text)| text.trim().to_owned()).unwrap_or_default()
    };
    let mut answers = Vec::new();
    flatten(&root, "", &mut answers);
    let said = answers.into_iter().find(|(path, text)| path == "meta/instanceID" && !text.is_empty());
    let instance = said.map_or_else(|| attribute("instanceID"), |(_, text)| text);
    Ok(Heading { form: attribute("id"), version: attribute("version"), instance: super::meta::instance_id(&instance) })
}

fn flatten(element: &Element, above: &str, into: &mut Vec<(String, String)>) {
    for inner in &element.inside {
        let path = joined(above, &inner.name);
        if inner.inside.is_empty() {
            into.push((path, inner.text.trim().to_owned()));
        } else {
            flatten(inner, &path, into);
        }
    }
}

fn joined(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") }
}

/// Adds the instances of texts, each with the name under which problems know it.
pub(super) fn read(texts: &[(String, String)], names: &Names, raw: &mut Raw) {
    let mut all: Vec<(String, Vec<Element>)> = Vec::new();
    for (name, text) in texts {
        match instances(text) {
            Ok(found) => all.push((name.clone(), found)),
            Err(problem) => raw.problems.push(problem.in_sheet(name)),
        }
    }
    let mut repeats = names.repeats().clone();
    for instance in all.iter().flat_map(|(_, found)| found) {
        find_repeats(instance, "", &mut repeats);
    }
    let _main = raw.table("", None);
    let mut number = 0;
    for (name, found) in &all {
        for instance in found {
            number += 1;
            let mut row = Row { number, sheet: name.clone(), ..Row::default() };
            for (attribute, text) in &instance.attributes {
                let known = match attribute.as_str() {
                    "version" => Known::Version,
                    "submissionDate" => Known::Submitted,
                    "instanceID" => Known::Id,
                    _ => continue,
                };
                take(raw, &mut row, (known, attribute), text);
            }
            let at = raw.tables.first().map_or(0, |t| t.rows.len());
            element(instance, "", (0, at), &mut row, raw, &repeats);
            if let Some(table) = raw.tables.first_mut() {
                table.rows.push(row);
            }
        }
    }
}

/// Paths at which elements with something in them stand more than once beside each other.
fn find_repeats(element: &Element, above: &str, repeats: &mut BTreeSet<String>) {
    let mut seen = BTreeSet::new();
    for inner in element.inside.iter().filter(|inner| !inner.inside.is_empty()) {
        let path = joined(above, &inner.name);
        if !seen.insert(&inner.name) {
            repeats.insert(path.clone());
        }
        find_repeats(inner, &path, repeats);
    }
}

fn element(
    element: &Element,
    above: &str,
    (table, at): (usize, usize),
    row: &mut Row,
    raw: &mut Raw,
    repeats: &BTreeSet<String>,
) {
    for inner in &element.inside {
        let path = joined(above, &inner.name);
        if repeats.contains(&path) && !(inner.inside.is_empty() && inner.text.trim().is_empty()) {
            let Some(child) = raw.table(&path, Some(table)) else { continue };
            let number = raw.tables.get(child).map_or(0, |t| t.rows.len());
            let mut instance = Row { number: row.number, sheet: row.sheet.clone(), parent: Some(at), ..Row::default() };
            self::element(inner, &path, (child, number), &mut instance, raw, repeats);
            if let Some(table) = raw.tables.get_mut(child) {
                table.rows.push(instance);
            }
        } else if !inner.inside.is_empty() {
            self::element(inner, &path, (table, at), row, raw, repeats);
        } else if let Some(known) = super::meta::known(&path, false) {
            take(raw, row, (known, &path), &inner.text);
        } else if !inner.text.trim().is_empty()
            && let Some(column) = raw.column(table, &path)
        {
            raw.put(row, column, &inner.text);
        }
    }
}

/// The instances of a text: its root, or what stands in `results` of an answer of KoboToolbox.
fn instances(text: &str) -> Result<Vec<Element>, Problem> {
    let mut root = parsed(text)?;
    if let Some(results) = root.inside.iter_mut().find(|e| e.name == "results" && !e.inside.is_empty())
        && root.attributes.is_empty()
    {
        return Ok(std::mem::take(&mut results.inside));
    }
    Ok(vec![root])
}

fn parsed(text: &str) -> Result<Element, Problem> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = vec![Element::default()];
    let mut count = 0_usize;
    loop {
        let event = reader.read_event().map_err(|e| unreadable(text, reader.error_position(), &e.to_string()))?;
        match event {
            Event::Start(start) => {
                count += 1;
                if open.len() > DEEPEST || count > MOST_ELEMENTS {
                    let reason = format!("more than {DEEPEST} elements deep, or {MOST_ELEMENTS} in all");
                    return Err(unreadable(text, reader.buffer_position(), &reason));
                }
                open.push(named(&start));
            }
            Event::Empty(start) => {
                count += 1;
                if count > MOST_ELEMENTS {
                    return Err(unreadable(text, reader.buffer_position(), "too many elements"));
                }
                if let Some(above) = open.last_mut() {
                    above.inside.push(named(&start));
                }
            }
            Event::End(_) => {
                if let Some(done) = open.pop()
                    && let Some(above) = open.last_mut()
                {
                    above.inside.push(done);
                }
            }
            Event::Text(words) => add(&mut open, &words.decode().unwrap_or_default()),
            Event::CData(words) => add(&mut open, &words.decode().unwrap_or_default()),
            Event::GeneralRef(reference) => add(&mut open, &meant(&reference)),
            Event::DocType(_) => {
                return Err(unreadable(text, reader.buffer_position(), "a document type, which no instance has"));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    let whole = open.len() == 1;
    let root = open.pop().and_then(|mut outer| outer.inside.pop()).filter(|_| whole);
    root.ok_or_else(|| unreadable(text, text.len() as u64, "it ends before its last element does"))
}

/// What a reference means; an entity of a document type is left as it is written.
fn meant(reference: &BytesRef) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = reference.decode().unwrap_or_default();
    quick_xml::escape::resolve_xml_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}

fn add(open: &mut [Element], words: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(words);
    }
}

fn named(start: &BytesStart) -> Element {
    let local = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
    let attribute = |a: quick_xml::events::attributes::Attribute| {
        Some((local(a.key.local_name().as_ref()), String::from_utf8(a.value.into_owned()).ok()?))
    };
    let attributes = start.attributes().filter_map(Result::ok).filter_map(attribute);
    let attributes = attributes.filter(|(name, _)| !name.starts_with("xmlns")).collect();
    Element { name: local(start.local_name().as_ref()), attributes, ..Element::default() }
}

fn unreadable(text: &str, position: u64, reason: &str) -> Problem {
    let before = text.get(..usize::try_from(position).unwrap_or(usize::MAX).min(text.len())).unwrap_or_default();
    let line = 1 + before.matches('\n').count() as u64;
    let problem = Problem::error("xml_unreadable").at_row(line).found(reason).expected("the XML of a submission");
    problem.hint("get the file again; it may be cut off")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_entity_is_expanded_and_no_depth_without_end() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"xxxxxxxxxx\">]><a><q>&b;</q></a>";
        assert_eq!(instance_answers(bomb).unwrap_err().code, "xml_unreadable");
        let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert_eq!(instance_answers(&deep).unwrap_err().code, "xml_unreadable");
        let answers = instance_answers("<a id='f'><g><q>x &amp; &#233; &unknown;</q></g><m/></a>").unwrap();
        let pair = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        assert_eq!(answers, [vec![pair("_xform_id_string", "f"), pair("g/q", "x & é &unknown;"), pair("m", "")]]);
    }

    #[test]
    fn a_text_cut_anywhere_is_a_problem_and_no_panic() {
        let whole = "<?xml version='1.0'?><a id='f'><g><q>1</q></g></a>";
        for end in 0..whole.len() {
            assert!(instance_answers(&whole[..end]).is_err(), "{end}");
        }
    }
}
