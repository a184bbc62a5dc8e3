//! Words of a template: captions, reasons, sectors and units in each language.

use crate::questionnaire::{QuestionnaireError, Tongue, texts};
use std::collections::BTreeMap;

const WORDS_CSV: &str = include_str!("../../../../data/forms/template_words.csv");

/// Words by key, in every language.
pub(super) struct TemplateWords {
    rows: BTreeMap<String, BTreeMap<Tongue, String>>,
}

impl TemplateWords {
    pub(super) fn embedded() -> Result<Self, QuestionnaireError> {
        let rows = texts("words", WORDS_CSV, 1)?.into_iter().map(|(key, row)| (key.concat(), row)).collect();
        Ok(Self { rows })
    }

    /// The words of a key; the last part of the key where there are none.
    pub(super) fn say<'a>(&'a self, key: &'a str, tongue: Tongue) -> &'a str {
        let found = self.rows.get(key).and_then(|row| row.get(&tongue)).map(String::as_str);
        found.unwrap_or_else(|| key.rsplit('.').next().unwrap_or(key))
    }

    /// The keys under a heading with what they are called in any language.
    pub(super) fn under<'a>(&'a self, heading: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.rows
            .iter()
            .filter_map(move |(key, row)| Some((key.strip_prefix(heading)?.strip_prefix('.')?, row)))
            .flat_map(|(key, row)| row.values().map(move |text| (key, text.as_str())))
    }

    /// Whether a text is what a key is called in any language.
    pub(super) fn is(&self, key: &str, text: &str) -> bool {
        self.rows.get(key).is_some_and(|row| row.values().any(|word| same(word, text)))
    }

    /// The key under a heading that a text means: its own name, or what it is called in any language.
    pub(super) fn meant<'a>(&'a self, heading: &'a str, text: &str) -> Option<&'a str> {
        let own = self.under(heading).find(|(key, _)| same(key, text));
        own.or_else(|| self.under(heading).find(|(_, word)| same(word, text))).map(|(key, _)| key)
    }
}

/// Whether two texts differ in case and spaces alone.
pub(super) fn same(a: &str, b: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(a) == words(b)
}
