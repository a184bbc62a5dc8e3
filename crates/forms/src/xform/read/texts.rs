//! Words of a form, in its languages.

use super::Reading;
use crate::Words;
use crate::xform::places::Place;
use crate::xform::text::DEFAULT;
use crate::xform::tree::{Element, Inside};

impl<'a> Reading<'a> {
    pub(super) fn find_itext(&mut self, model: &'a Element) {
        let Some(itext) = model.child("itext") else { return };
        for translation in itext.elements().filter(|e| e.name == "translation") {
            let language = translation.attribute("lang").unwrap_or(DEFAULT);
            let language = if language == DEFAULT { String::new() } else { language.to_owned() };
            if translation.attribute("default").is_some() {
                self.form.default_language.clone_from(&language);
            }
            self.form.languages.push(language.clone());
            for text in translation.elements().filter(|e| e.name == "text") {
                let id = text.attribute("id").unwrap_or_default().to_owned();
                for value in text.elements().filter(|e| e.name == "value") {
                    match value.attribute("form") {
                        None | Some("long") => {
                            self.itext.entry(id.clone()).or_default().push((language.clone(), value));
                        }
                        Some(other) => self.leave(&format!("{other} in itext"), value.line),
                    }
                }
            }
        }
    }

    /// Words of a label, hint or message.
    pub(super) fn words(&mut self, element: &'a Element, from: &Place) -> Words {
        if let Some(id) = element.attribute("ref").and_then(itext_id) {
            return self.texts(id, Some(from));
        }
        let text = self.with_names(element, Some(from));
        if text.is_empty() { Words::new() } else { Words::from([(String::new(), text)]) }
    }

    pub(super) fn texts(&mut self, id: &str, from: Option<&Place>) -> Words {
        let found = self.itext.get(id).cloned().unwrap_or_default();
        let texts = found.into_iter().map(|(language, value)| (language, self.with_names(value, from)));
        texts.collect::<Vec<_>>().into_iter().filter(|(_, text)| !text.is_empty() && text != "-").collect()
    }

    /// The text of an element, every `output` as `${name}`.
    fn with_names(&mut self, element: &Element, from: Option<&Place>) -> String {
        let mut text = String::new();
        for inside in &element.inside {
            match inside {
                Inside::Text(words) => text += words,
                Inside::Element(output) if output.name == "output" => {
                    let path = output.attribute("value").or_else(|| output.attribute("ref")).unwrap_or_default();
                    let steps = from.map(|place| place.steps.as_slice()).unwrap_or_default();
                    let named = self.places.with_names(path.trim(), steps);
                    if crate::check::simple(&named).is_some() {
                        text += &named;
                    } else {
                        self.leave("an output that is computed", output.line);
                        text += "…";
                    }
                }
                Inside::Element(other) => self.leave(&format!("<{}> in a text", other.name), other.line),
            }
        }
        text.trim().to_owned()
    }

    pub(super) fn message(&mut self, path: &str, name: &str, place: &Place) -> Words {
        let Some(text) = self.bind(path, name) else { return Words::new() };
        match itext_id(text) {
            Some(id) => self.texts(id, Some(place)),
            None => Words::from([(String::new(), text.to_owned())]),
        }
    }
}

fn itext_id(reference: &str) -> Option<&str> {
    let inside = reference.trim().strip_prefix("jr:itext(")?.strip_suffix(')')?.trim();
    Some(inside.trim_matches(['\'', '"']))
}
