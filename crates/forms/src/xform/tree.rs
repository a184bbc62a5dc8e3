//! XML as a small tree: elements with their attributes, without prefixes.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// How deep elements may stand in one another.
const DEEPEST: usize = 120;
/// The most elements of a form.
const MOST_ELEMENTS: usize = 1_000_000;

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Element {
    /// Its name without prefix.
    pub name: String,
    /// Attributes, names without prefix.
    pub attributes: Vec<(String, String)>,
    pub inside: Vec<Inside>,
    /// Line on which it begins, the first is 1.
    pub line: u64,
}

/// What stands in an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inside {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.inside.iter().filter_map(|inside| if let Inside::Element(element) = inside { Some(element) } else { None })
    }

    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// Its own text, blanks at the ends taken off.
    pub fn text(&self) -> String {
        let texts = self
            .inside
            .iter()
            .filter_map(|inside| if let Inside::Text(text) = inside { Some(text.as_str()) } else { None });
        texts.collect::<String>().trim().to_owned()
    }
}

/// The outermost element, or what is wrong: the line and the reason.
pub(super) fn parse(text: &str) -> Result<Element, (u64, String)> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut outermost = None;
    let (mut count, mut lines, mut counted) = (0, 1_u64, 0);
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).min(text.len());
        lines += text.get(counted..at).unwrap_or_default().matches('\n').count() as u64;
        counted = at.max(counted);
        let event = reader.read_event().map_err(|error| (lines, error.to_string()))?;
        match event {
            Event::Start(ref start) | Event::Empty(ref start) => {
                count += 1;
                if open.len() >= DEEPEST || count > MOST_ELEMENTS {
                    return Err((
                        lines,
                        format!("more than {DEEPEST} elements in one another, or {MOST_ELEMENTS} in all"),
                    ));
                }
                let element = element(start, lines)?;
                open.push(element);
                if matches!(event, Event::Empty(_)) {
                    close(&mut open, &mut outermost);
                }
            }
            Event::End(_) => close(&mut open, &mut outermost),
            Event::Text(words) => {
                let words = words.xml10_content().map_err(|error| (lines, error.to_string()))?;
                put_text(&mut open, &words);
            }
            Event::CData(words) => {
                let words = words.xml10_content().map_err(|error| (lines, error.to_string()))?;
                put_text(&mut open, &words);
            }
            Event::GeneralRef(reference) => {
                let resolved = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => letter.to_string(),
                    _ => match reference.xml10_content().as_deref() {
                        Ok("lt") => "<".to_owned(),
                        Ok("gt") => ">".to_owned(),
                        Ok("amp") => "&".to_owned(),
                        Ok("quot") => "\"".to_owned(),
                        Ok("apos") => "'".to_owned(),
                        _ => return Err((lines, "an entity that XML does not know by itself".to_owned())),
                    },
                };
                put_text(&mut open, &resolved);
            }
            Event::DocType(_) => return Err((lines, "a document type, which is never read".to_owned())),
            Event::Eof => break,
            _ => {}
        }
    }
    if open.is_empty() {
        outermost.ok_or((lines, "no element".to_owned()))
    } else {
        Err((lines, "it ends too soon".to_owned()))
    }
}

fn element(start: &BytesStart, line: u64) -> Result<Element, (u64, String)> {
    let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| (line, error.to_string()))?;
        let key = attribute.key;
        if key.as_namespace_binding().is_some() {
            continue;
        }
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| (line, error.to_string()))?;
        attributes.push((String::from_utf8_lossy(key.local_name().as_ref()).into_owned(), value.into_owned()));
    }
    Ok(Element { name, attributes, inside: Vec::new(), line })
}

fn close(open: &mut Vec<Element>, outermost: &mut Option<Element>) {
    let Some(element) = open.pop() else { return };
    match open.last_mut() {
        Some(above) => above.inside.push(Inside::Element(element)),
        None => *outermost = Some(element),
    }
}

fn put_text(open: &mut [Element], words: &str) {
    let Some(element) = open.last_mut() else { return };
    if let Some(Inside::Text(text)) = element.inside.last_mut() {
        text.push_str(words);
    } else if !words.is_empty() {
        element.inside.push(Inside::Text(words.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_texts_and_entities_come_out() {
        let tree = parse("<?xml version='1.0'?>\n<a x:b='1 &lt; 2&#10;3'>\n t &amp; <c/>u<![CDATA[<v>]]></a>").unwrap();
        assert_eq!((tree.name.as_str(), tree.attribute("b"), tree.line), ("a", Some("1 < 2\n3"), 2));
        assert_eq!(tree.inside.len(), 3);
        assert_eq!(tree.text(), "t & u<v>");
    }

    #[test]
    fn what_is_no_xml_is_said_with_its_line() {
        for text in ["", "<a>", "<a></b>", "<a>\n&x;</a>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "<a b></a>", "x"] {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse(&"<a>".repeat(200_000)).unwrap_err().1.contains("120"));
    }
}
