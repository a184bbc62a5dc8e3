//! Words: labels, hints and choices by key, in every language that is wanted.

use super::QuestionnaireError;
use crate::{Choice, ChoiceList, Words};
use std::collections::BTreeMap;
use std::str::FromStr;

/// A language of our questionnaires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tongue {
    /// English.
    English,
    /// French.
    French,
    /// Portuguese.
    Portuguese,
    /// Spanish.
    Spanish,
}

impl Tongue {
    /// All, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::English, Self::French, Self::Portuguese, Self::Spanish];

    /// Its name and code, as form tools want it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English (en)",
            Self::French => "Français (fr)",
            Self::Portuguese => "Português (pt)",
            Self::Spanish => "Español (es)",
        }
    }

    /// Its code: `en`, `fr`, `pt` or `es`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
            Self::Portuguese => "pt",
            Self::Spanish => "es",
        }
    }
}

impl FromStr for Tongue {
    type Err = QuestionnaireError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let code = code.trim().to_lowercase();
        let found = Self::ALL.into_iter().find(|tongue| tongue.code() == code);
        found.ok_or(QuestionnaireError::Language(code))
    }
}

/// One text in all languages.
pub(crate) type Row = BTreeMap<Tongue, String>;

/// Words by key.
pub(crate) struct WordTable<'a> {
    rows: BTreeMap<String, Row>,
    wanted: &'a [Tongue],
}

/// Rows of a table of words: the first `keys` columns, and the texts.
pub(crate) fn texts(
    table: &'static str,
    text: &str,
    keys: usize,
) -> Result<Vec<(Vec<String>, Row)>, QuestionnaireError> {
    let broken = |reason: String| QuestionnaireError::Table { table, reason };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| broken(e.to_string()))?.clone();
    let columns: Vec<(usize, Tongue)> =
        Tongue::ALL.iter().filter_map(|t| Some((header.iter().position(|h| h == t.code())?, *t))).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| broken(e.to_string()))?;
        let key = record.iter().take(keys).map(str::to_owned).collect();
        let texts = columns.iter().filter_map(|(at, tongue)| Some((*tongue, record.get(*at)?.to_owned()))).collect();
        rows.push((key, texts));
    }
    Ok(rows)
}

impl<'a> WordTable<'a> {
    pub(crate) fn read(text: &str, wanted: &'a [Tongue]) -> Result<Self, QuestionnaireError> {
        let rows = texts("words", text, 1)?.into_iter().map(|(key, row)| (key.concat(), row)).collect();
        Ok(Self { rows, wanted })
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.rows.contains_key(key)
    }

    /// The words of a key.
    pub(crate) fn get(&self, key: &str) -> Result<Words, QuestionnaireError> {
        self.made(key, |_, text| Ok(text.to_owned()))
    }

    /// The words of a pattern, `{}` being the words of a thing or, where there are none, the thing itself.
    pub(crate) fn filled(&self, pattern: &str, thing: &str) -> Result<Words, QuestionnaireError> {
        self.made(&format!("pattern.{pattern}"), |tongue, text| {
            let thing = if thing.contains('.') { self.text(&format!("thing.{thing}"), tongue)? } else { thing };
            Ok(text.replace("{}", thing))
        })
    }

    /// A message such as `message.between:1:20`: its words with each `{}` filled in turn.
    pub(crate) fn message(&self, message: &str) -> Result<Words, QuestionnaireError> {
        let mut parts = message.split(':');
        let key = parts.next().unwrap_or_default();
        let numbers: Vec<&str> = parts.collect();
        self.made(key, |_, text| Ok(numbers.iter().fold(text.to_owned(), |text, n| text.replacen("{}", n, 1))))
    }

    /// Several words one after the other.
    pub(crate) fn joined(&self, keys: &[&str]) -> Result<Words, QuestionnaireError> {
        let mut all = Words::new();
        for key in keys.iter().filter(|key| !key.is_empty()) {
            for (language, text) in self.get(key)? {
                let joined: &mut String = all.entry(language).or_default();
                if !joined.is_empty() {
                    joined.push(' ');
                }
                joined.push_str(&text);
            }
        }
        Ok(all)
    }

    fn text(&self, key: &str, tongue: Tongue) -> Result<&str, QuestionnaireError> {
        let found = self.rows.get(key).and_then(|row| row.get(&tongue)).filter(|text| !text.is_empty());
        found.map(String::as_str).ok_or_else(|| QuestionnaireError::Words(key.to_owned()))
    }

    fn made(
        &self,
        key: &str,
        make: impl Fn(Tongue, &str) -> Result<String, QuestionnaireError>,
    ) -> Result<Words, QuestionnaireError> {
        let word = |tongue: &Tongue| Ok((tongue.name().to_owned(), make(*tongue, self.text(key, *tongue)?)?));
        self.wanted.iter().map(word).collect()
    }
}

/// The lists of choices that are named, in the order of the table.
pub(crate) fn choices(
    text: &str,
    names: &[String],
    wanted: &[Tongue],
) -> Result<BTreeMap<String, ChoiceList>, QuestionnaireError> {
    let mut lists: BTreeMap<String, ChoiceList> = BTreeMap::new();
    for (key, row) in texts("choices", text, 2)? {
        let [list, code] = key.as_slice() else { continue };
        if !names.contains(list) {
            continue;
        }
        let label = wanted.iter().filter_map(|t| Some((t.name().to_owned(), row.get(t)?.clone()))).collect();
        let choice = Choice { name: code.clone(), label, ..Choice::default() };
        lists.entry(list.clone()).or_default().choices.push(choice);
    }
    match names.iter().find(|name| !lists.contains_key(*name)) {
        Some(missing) => Err(QuestionnaireError::Choices(missing.clone())),
        None => Ok(lists),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_messages_are_filled_in_each_language() {
        let text = "key,en,fr\npattern.count,{}: how many?,{} : combien ?\nthing.tap.own,Taps,Robinets\nm,From {} to {}.,De {} à {}.\n";
        let table = WordTable::read(text, &[Tongue::English, Tongue::French]).unwrap();
        assert_eq!(table.filled("count", "tap.own").unwrap()["Français (fr)"], "Robinets : combien ?");
        assert_eq!(table.message("m:1:20").unwrap()["English (en)"], "From 1 to 20.");
        assert_eq!(table.get("nothing"), Err(QuestionnaireError::Words("nothing".into())));
        let spanish = [Tongue::Spanish];
        assert!(WordTable::read(text, &spanish).unwrap().get("m").is_err());
    }
}
