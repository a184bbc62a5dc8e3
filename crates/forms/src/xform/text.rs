//! Words of a form in its languages: `itext`, and text inside of XML.

use super::places::{Place, Places};
use crate::expression::lexer::is_name;
use crate::{Form, Item, Kind, Question, Section, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The name of the language of words that name none.
pub(super) const DEFAULT: &str = "default";

/// A choice as it stands in the instance of its list.
#[derive(Debug)]
pub(super) struct Listed {
    pub name: String,
    pub itext_id: Option<String>,
    pub label: Option<String>,
    pub more: Vec<(String, String)>,
}

/// Texts by their ids, and the lists of choices that point to them.
#[derive(Debug, Default)]
pub(super) struct Itext {
    languages: Vec<String>,
    default_language: String,
    /// Id, and the XML inside of `value` by language.
    texts: Vec<(String, BTreeMap<String, String>)>,
    pub lists: Vec<(String, Vec<Listed>)>,
    /// Lists whose labels stand among the texts.
    pub lists_of_texts: BTreeSet<String>,
}

/// Whether words go into `itext`: those that name a language.
pub(super) fn needs_itext(words: &Words) -> bool {
    words.keys().any(|language| !language.is_empty())
}

impl Itext {
    pub fn of(form: &Form, places: &Places) -> Self {
        let mut of_form = Self {
            languages: form.languages.iter().filter(|language| !language.is_empty()).cloned().collect(),
            default_language: form.default_language.clone(),
            ..Self::default()
        };
        let asked = form.placed();
        let kinds = asked.iter().filter_map(|p| if let Item::Question(q) = p.item { Some(&q.kind) } else { None });
        let with_other: BTreeSet<&str> = kinds.filter(|kind| kind.or_other()).filter_map(Kind::list).collect();
        for (name, list) in &form.choices {
            of_form.list(name, list, with_other.contains(name.as_str()), places);
        }
        of_form.items(&form.items, &Place::default(), places);
        of_form
    }

    fn list(&mut self, name: &str, list: &crate::ChoiceList, with_other: bool, places: &Places) {
        let mut choices = list.choices.clone();
        if with_other && !choices.iter().any(|choice| choice.name == "other") {
            let mut languages: Vec<String> = choices.iter().flat_map(|c| c.label.keys().cloned()).collect();
            languages.sort();
            languages.dedup();
            let label = languages.into_iter().map(|language| (language, "Other".to_owned())).collect();
            choices.push(crate::Choice { name: "other".to_owned(), label, ..crate::Choice::default() });
        }
        let in_itext =
            choices.iter().any(|c| needs_itext(&c.label) || c.label.values().any(|text| text.contains("${")));
        if in_itext {
            self.lists_of_texts.insert(name.to_owned());
        }
        let mut listed = Vec::new();
        for (at, choice) in choices.into_iter().enumerate() {
            let id = format!("{name}-{at}");
            if in_itext && !choice.label.is_empty() {
                self.add(&id, &choice.label, places, None);
            }
            listed.push(Listed {
                itext_id: in_itext.then_some(id),
                label: if in_itext { None } else { choice.label.get("").cloned() },
                name: choice.name,
                more: choice.more,
            });
        }
        self.lists.push((name.to_owned(), listed));
    }

    fn items(&mut self, items: &[Item], above: &Place, places: &Places) {
        for item in items {
            let place = above.below(item.name(), matches!(item, Item::Repeat(_)));
            let path = places.path_of(&place);
            match item {
                Item::Question(question) => self.question(question, &path, &place, places),
                Item::Group(group) => {
                    self.section(&group.section, &path, &place, places);
                    self.items(&group.items, &place, places);
                }
                Item::Repeat(repeat) => {
                    self.section(&repeat.section, &path, &place, places);
                    self.items(&repeat.items, &place, places);
                }
            }
        }
    }

    fn question(&mut self, question: &Question, path: &str, place: &Place, places: &Places) {
        let logic = &question.logic;
        for (words, what) in
            [(&logic.constraint_message, "jr:constraintMsg"), (&logic.required_message, "jr:requiredMsg")]
        {
            if needs_itext(words) || words.values().any(|text| text.contains("${")) {
                self.add(&format!("{path}:{what}"), words, places, Some(place));
            }
        }
        if matches!(&question.kind, Kind::Recorded(what) if what == "audit") {
            return;
        }
        for (words, what) in [(&question.label, "label"), (&question.hint, "hint")] {
            if needs_itext(words) {
                self.add(&format!("{path}:{what}"), words, places, Some(place));
            }
        }
    }

    fn section(&mut self, section: &Section, path: &str, place: &Place, places: &Places) {
        if needs_itext(&section.label) {
            self.add(&format!("{path}:label"), &section.label, places, Some(place));
        }
    }

    fn add(&mut self, id: &str, words: &Words, places: &Places, from: Option<&Place>) {
        let mut texts = BTreeMap::new();
        for (language, text) in words {
            let language = if language.is_empty() { DEFAULT } else { language };
            if !self.languages.iter().any(|known| known == language) {
                self.languages.push(language.to_owned());
            }
            texts.insert(language.to_owned(), with_outputs(text, places, from));
        }
        self.texts.push((id.to_owned(), texts));
    }

    /// The attribute of a message: its text, or where its texts are.
    pub fn message(words: &Words, path: &str, what: &str) -> String {
        if needs_itext(words) || words.values().any(|text| text.contains("${")) {
            format!("jr:itext('{path}:jr:{what}')")
        } else {
            words.get("").cloned().unwrap_or_default()
        }
    }

    /// Every text in every language; `-` where it is not said.
    pub fn xml(&self) -> String {
        if self.languages.is_empty() {
            return String::new();
        }
        let mut out = "<itext>\n".to_owned();
        for language in &self.languages {
            let is_default =
                *language == self.default_language || (self.default_language.is_empty() && language == DEFAULT);
            let default = if is_default { " default=\"true()\"" } else { "" };
            _ = writeln!(out, "<translation{}{default}>", attribute("lang", language));
            for (id, texts) in &self.texts {
                let text = texts.get(language).map_or("-", String::as_str);
                _ = writeln!(out, "<text{}><value>{text}</value></text>", attribute("id", id));
            }
            out += "</translation>\n";
        }
        out + "</itext>\n"
    }
}

/// Words with every `${name}` as an `output`.
pub(super) fn with_outputs(text: &str, places: &Places, from: Option<&Place>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, left)) =
            after.split_once('}').filter(|(name, _)| is_name(name) && places.place(name).is_some())
        else {
            out += &escaped(before);
            out += "${";
            rest = after;
            continue;
        };
        out += &escaped(before);
        let path = places.with_paths(&format!("${{{name}}}"), from, false);
        _ = write!(out, "<output{}/>", attribute("value", &path));
        rest = left;
    }
    out + &escaped(rest)
}

/// Text as it stands between tags.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '\r' => out += "&#13;",
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// An attribute with the blank before it.
pub(super) fn attribute(name: &str, value: &str) -> String {
    let value = escaped(value).replace('"', "&quot;").replace('\n', "&#10;").replace('\t', "&#9;");
    format!(" {name}=\"{value}\"")
}
