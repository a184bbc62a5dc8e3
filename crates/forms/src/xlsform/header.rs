//! Headers: what a column of a sheet means, with the spellings that the form tools take.

use crate::Sheet;
use std::collections::BTreeMap;

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// A column that is read, by its own name, and its language.
    Kept(&'static str, String),
    /// One that form tools know and that is not read here.
    NotKept,
    /// One that no form tool knows: notes of the author; in `choices`, what a filter looks at.
    Other,
}

/// A column of a sheet.
#[derive(Debug, Clone)]
pub(super) struct Column {
    /// As it stands in the sheet.
    pub header: String,
    pub meaning: Meaning,
}

/// Columns of a sheet by their place, and the row of the header.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub row: u64,
    pub columns: Vec<Column>,
}

/// Columns that are read, by what they are called and what else they are called.
pub(super) type Known = &'static [(&'static str, &'static [&'static str])];

pub(super) const SURVEY: Known = &[
    ("type", &["command"]),
    ("name", &["tag", "value"]),
    ("label", &["caption"]),
    ("hint", &[]),
    ("relevant", &["relevance"]),
    ("constraint", &[]),
    ("constraint_message", &["constraining_message", "jr:constraintmsg"]),
    ("required", &[]),
    ("required_message", &["requiredmsg", "jr:requiredmsg"]),
    ("read_only", &["readonly"]),
    ("calculation", &["calculate"]),
    ("default", &[]),
    ("appearance", &[]),
    ("choice_filter", &[]),
    ("repeat_count", &["count", "jr:count"]),
    ("parameters", &[]),
    ("disabled", &[]),
];

pub(super) const CHOICES: Known = &[("list_name", &["list name"]), ("name", &["value"]), ("label", &["caption"])];

pub(super) const SETTINGS: Known = &[
    ("form_title", &["title", "set_form_title"]),
    ("form_id", &["id_string", "set_form_id"]),
    ("version", &[]),
    ("default_language", &[]),
    ("instance_name", &[]),
    ("style", &[]),
    ("allow_choice_duplicates", &[]),
];

/// Columns with a language.
const IN_LANGUAGES: [&str; 4] = ["label", "hint", "constraint_message", "required_message"];

/// Columns that form tools act on and that are not read here.
const NOT_KEPT: [&str; 31] = [
    "media",
    "image",
    "big-image",
    "audio",
    "video",
    "guidance_hint",
    "trigger",
    "autoplay",
    "rows",
    "save_to",
    "intent",
    "noapperrorstring",
    "no_app_error_string",
    "compact_tag",
    "sms_field",
    "sms_option",
    "bind",
    "control",
    "body",
    "instance",
    "query",
    "sms_keyword",
    "public_key",
    "submission_url",
    "auto_send",
    "auto_delete",
    "client_editable",
    "namespaces",
    "attribute",
    "prefix",
    "omit_instanceid",
];

impl Columns {
    /// The columns of a sheet; none where it has no row.
    pub fn of(sheet: &Sheet, known: Known) -> Self {
        let Some(first) = sheet.rows.iter().find(|row| row.cells.iter().any(|c| *c != city::Cell::Empty)) else {
            return Self::default();
        };
        let headers: Vec<String> = first.cells.iter().map(|cell| cell.to_string().trim().to_owned()).collect();
        let double = headers.iter().any(|header| header.contains("::"));
        let columns = headers.into_iter().map(|header| Column { meaning: meaning(&header, double, known), header });
        Self { row: first.number, columns: columns.collect() }
    }

    /// Whether a column is there.
    pub fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| matches!(&column.meaning, Meaning::Kept(kept, _) if *kept == name))
    }

    /// Headers that mean what a column before them means.
    pub fn repeated(&self) -> Vec<(&str, &str)> {
        let mut seen: BTreeMap<&Meaning, &str> = BTreeMap::new();
        let mut repeated = Vec::new();
        for column in self.columns.iter().filter(|c| matches!(c.meaning, Meaning::Kept(..))) {
            match seen.get(&column.meaning) {
                Some(before) => repeated.push((column.header.as_str(), *before)),
                None => _ = seen.insert(&column.meaning, &column.header),
            }
        }
        repeated
    }

    /// Languages in the order of their columns; a column without one that has brothers with one is in the default language.
    pub fn languages(&self, default_language: &str) -> Vec<String> {
        let mut languages: Vec<String> = Vec::new();
        for column in &self.columns {
            let Meaning::Kept(kept, language) = &column.meaning else { continue };
            let has_brothers =
                || self.columns.iter().any(|c| matches!(&c.meaning, Meaning::Kept(k, l) if k == kept && !l.is_empty()));
            let language = if language.is_empty() && has_brothers() { default_language } else { language };
            if !language.is_empty() && !languages.iter().any(|known| known == language) {
                languages.push(language.to_owned());
            }
        }
        languages
    }
}

fn meaning(header: &str, double: bool, known: Known) -> Meaning {
    if header.is_empty() {
        return Meaning::Other;
    }
    let parts: Vec<&str> = if double { header.split("::").collect() } else { single(header) };
    let parts: Vec<&str> = parts.into_iter().map(str::trim).collect();
    let (Some(first), rest) = (parts.first(), parts.get(1..).unwrap_or_default()) else { return Meaning::Other };
    let first = snake(first);
    let (name, rest, of_tools) = match (first.as_str(), rest) {
        ("bind" | "control" | "body", [inner, rest @ ..]) => (snake(inner), rest, true),
        _ => (first, rest, !rest.is_empty()),
    };
    let found =
        known.iter().find(|(kept, others)| *kept == name || others.contains(&name.as_str())).map(|(kept, _)| *kept);
    match (found, rest) {
        (Some(kept), []) => Meaning::Kept(kept, String::new()),
        (Some(kept), [language]) if IN_LANGUAGES.contains(&kept) => Meaning::Kept(kept, (*language).to_owned()),
        (Some(_), _) => Meaning::NotKept,
        (None, _) if of_tools || NOT_KEPT.contains(&name.as_str()) => Meaning::NotKept,
        (None, _) => Meaning::Other,
    }
}

/// Parts between single colons, `jr:count` and its like left whole.
fn single(header: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = header;
    while let Some(at) = rest.find(':') {
        let (part, after) = rest.split_at(at);
        let after = after.get(1..).unwrap_or_default();
        if part.trim() == "jr" {
            let end = after.find(':').map_or(rest.len(), |end| at + 1 + end);
            parts.push(rest.get(..end).unwrap_or_default());
            match rest.get(end + 1..) {
                Some(more) => rest = more,
                None => return parts,
            }
        } else {
            parts.push(part);
            rest = after;
        }
    }
    parts.push(rest);
    parts
}

fn snake(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_in_every_spelling_that_form_tools_take() {
        let kept = |header, double| meaning(header, double, SURVEY);
        for (header, name, language) in [
            ("label::English (en)", "label", "English (en)"),
            ("Label :: Français (fr)", "label", "Français (fr)"),
            ("bind::jr:constraintMsg::Português", "constraint_message", "Português"),
            ("bind::relevant", "relevant", ""),
            ("Constraint Message", "constraint_message", ""),
            ("control::jr:count", "repeat_count", ""),
            ("readonly", "read_only", ""),
        ] {
            assert_eq!(kept(header, true), Meaning::Kept(name, language.into()), "{header}");
        }
        assert_eq!(kept("label:English", false), Meaning::Kept("label", "English".into()));
        assert_eq!(kept("control:jr:count", false), Meaning::Kept("repeat_count", String::new()));
        assert_eq!(kept("jr:count", false), Meaning::Kept("repeat_count", String::new()));
        assert_eq!(kept("media::image::English", true), Meaning::NotKept);
        assert_eq!(kept("bind::saveIncomplete", true), Meaning::NotKept);
        assert_eq!(kept("remarks", true), Meaning::Other);
        assert_eq!(meaning("list name", false, CHOICES), meaning("list_name", false, CHOICES));
    }
}
