//! Markup: what stands in XML, without obeying what the document declares: no entity of its own is ever put in.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart};

/// An attribute by its name, with its prefix.
pub(crate) fn attribute(start: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let found = attributes.with_checks(false).flatten().find(|one| one.key.as_ref() == name.as_bytes())?;
    value(&found)
}

/// The text of an attribute; none where it is broken.
pub(crate) fn value(attribute: &quick_xml::events::attributes::Attribute) -> Option<String> {
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// What an entity of XML itself stands for; others as they are written.
pub(crate) fn resolved(entity: &BytesRef) -> String {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character.to_string();
    }
    let name = String::from_utf8_lossy(entity);
    quick_xml::escape::resolve_xml_entity(&name).map_or_else(|| format!("&{name};"), str::to_owned)
}
