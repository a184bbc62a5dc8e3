//! Personal: what is about a person, and is not read unless somebody names it.

use super::names::Names;
use super::shapes::Shape;
use crate::Kind;
use city::personal::{About, says};
use std::collections::{BTreeMap, BTreeSet};

/// Why a column is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Withheld {
    /// It holds free words, in which people may be named.
    FreeWords,
    /// It names a photo, a recording, a signature or another file.
    Media,
    /// It names a person or says how to reach one.
    Person,
    /// It says whose device or account it was.
    Device,
    /// It says where a household lives.
    Household,
    /// What stands in it looks like a telephone number, an e-mail address or names.
    Looks,
}

impl Withheld {
    /// The reason in words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::FreeWords => "free words",
            Self::Media => "photos, recordings and files",
            Self::Person => "names, contacts and identities",
            Self::Device => "devices and accounts",
            Self::Household => "where a household lives",
            Self::Looks => "looks like names, telephones or addresses",
        }
    }
}

/// A column and what stands in it.
pub(super) struct Column<'a> {
    pub path: &'a str,
    /// Its question's kind, labels and calculation.
    pub asked: Option<&'a crate::Question>,
    pub texts: &'a [&'a str],
    /// What shape its answers have.
    pub shape: Option<Shape>,
    /// Whether its rows are households.
    pub household: bool,
    /// Whether it came in columns of one choice each.
    pub coded: bool,
}

/// Why a column is not read; none where it is.
pub(super) fn withheld(column: &Column, names: &Names) -> Option<Withheld> {
    let Some(question) = column.asked else { return without_form(column) };
    let labels = || question.label.values().map(String::as_str);
    let about = |wanted: &[About]| {
        std::iter::once(column.path).chain(labels()).any(|text| says(text).iter().any(|about| wanted.contains(about)))
    };
    match &question.kind {
        Kind::Text => Some(Withheld::FreeWords),
        Kind::Barcode => Some(Withheld::Person),
        Kind::Image | Kind::Audio | Kind::Video | Kind::File => Some(Withheld::Media),
        Kind::Recorded(what) if ["start", "end", "today"].contains(&what.as_str()) => None,
        Kind::Recorded(_) => Some(Withheld::Device),
        Kind::Geopoint | Kind::Geotrace | Kind::Geoshape => column.household.then_some(Withheld::Household),
        Kind::Integer | Kind::Decimal | Kind::Range(_) => {
            let long = column.texts.iter().any(|text| digits(text) >= 7);
            (long && about(&[About::Name, About::Contact, About::Identity])).then_some(Withheld::Person)
        }
        Kind::Date | Kind::DateTime => about(&[About::Birth]).then_some(Withheld::Person),
        Kind::Calculate | Kind::Hidden => {
            let own = std::iter::once(column.path).chain(labels()).any(is_personal);
            let of_another = refers_to_withheld(&question.logic.calculation, names, 8);
            if own || of_another { Some(Withheld::Person) } else { by_content(column) }
        }
        Kind::SelectOne { .. }
        | Kind::SelectMultiple { .. }
        | Kind::Rank { .. }
        | Kind::Note
        | Kind::Time
        | Kind::Acknowledge => None,
    }
}

/// By name and content alone: numbers, days, places and yes or no are no one's name.
fn without_form(column: &Column) -> Option<Withheld> {
    if column.shape.is_some() {
        return column.household.then_some(Withheld::Household);
    }
    if column.coded {
        return None;
    }
    let said = says(last(column.path));
    if said.contains(&About::Device) {
        return Some(Withheld::Device);
    }
    if said.contains(&About::Birth) {
        return Some(Withheld::Person);
    }
    let harmless = |text: &&str| {
        text.parse::<f64>().is_ok() && digits(text) < 7
            || is_moment(text)
            || ["yes", "no", "true", "false"].contains(text)
    };
    if column.texts.iter().all(harmless) {
        return None;
    }
    let reason = said.iter().find_map(|about| match about {
        About::Name | About::Contact | About::Identity => Some(Withheld::Person),
        About::Picture => Some(Withheld::Media),
        About::Words => Some(Withheld::FreeWords),
        _ => None,
    });
    reason.or_else(|| by_content(column))
}

/// By what stands in a column: addresses, telephones, files, names, words that are no codes.
fn by_content(column: &Column) -> Option<Withheld> {
    if column.texts.iter().any(|text| is_address(text) || is_telephone(text)) {
        return Some(Withheld::Looks);
    }
    if column.texts.iter().any(|text| is_file(text)) {
        return Some(Withheld::Media);
    }
    let texts: Vec<&str> =
        column.texts.iter().copied().filter(|text| !is_moment(text) && text.parse::<f64>().is_err()).collect();
    if !are_codes(&texts) {
        return Some(Withheld::FreeWords);
    }
    are_names(&texts).then_some(Withheld::Looks)
}

/// Whether every answer is one code, or several of which most come again: `piped_dwelling`, `radio phone`.
fn are_codes(texts: &[&str]) -> bool {
    let code = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.:/+".contains(c));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        if !text.split(' ').all(code) || text.chars().count() > 200 {
            return false;
        }
        for token in text.split(' ') {
            *counts.entry(token).or_default() += 1;
        }
    }
    if !texts.iter().any(|text| text.contains(' ')) {
        return true;
    }
    let all: usize = counts.values().sum();
    let again: usize = counts.values().filter(|count| **count > 1).sum();
    again * 5 >= all * 4
}

/// Whether most answers are words with a capital that come once.
fn are_names(texts: &[&str]) -> bool {
    let name = |text: &&&str| {
        let mut letters = text.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.clone().count() > 1 && letters.all(char::is_lowercase)
    };
    let names: Vec<&&str> = texts.iter().filter(name).collect();
    let distinct: BTreeSet<&&str> = names.iter().copied().collect();
    names.len() >= 2 && names.len() * 2 > texts.len() && distinct.len() * 2 > names.len()
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

fn is_telephone(text: &str) -> bool {
    let other = text.chars().any(|c| !c.is_ascii_digit() && !"+-() .".contains(c));
    let count = digits(text);
    !other
        && !is_moment(text)
        && (text.starts_with('+') && count >= 8
            || text.starts_with('0') && (9..=11).contains(&count) && !text.starts_with("0.")
            || (10..=13).contains(&count) && !text.contains('.') && !text.starts_with('-'))
}

fn is_file(text: &str) -> bool {
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    ["jpg", "jpeg", "png", "m4a", "mp3", "mp4", "amr", "3gpp", "wav", "pdf", "csv"].contains(&ending.as_str())
}

fn is_moment(text: &str) -> bool {
    let time =
        |text: &str| text.len() >= 5 && text.get(2..3) == Some(":") && text.bytes().take(2).all(|b| b.is_ascii_digit());
    super::moment::instant(text).is_some() || time(text)
}

fn is_personal(text: &str) -> bool {
    says(text).iter().any(|about| !matches!(about, About::Person | About::Household | About::HouseholdRow))
}

/// Whether a question is asked of single households only.
pub(super) fn asks_a_household(path: &str) -> bool {
    says(last(path)).contains(&About::HouseholdRow)
}

/// Whether a calculation takes an answer that is not read, or the result of such a calculation.
fn refers_to_withheld(calculation: &str, names: &Names, deepest: usize) -> bool {
    if deepest == 0 {
        return true;
    }
    let mentioned = calculation.split("${").skip(1).filter_map(|rest| rest.split('}').next());
    let slashed =
        calculation.split(|c: char| !(c.is_alphanumeric() || "_-./".contains(c))).filter(|word| word.contains('/'));
    mentioned.chain(slashed.filter_map(|path| path.rsplit('/').next())).any(|name| {
        names.called(name).any(|question| match &question.kind {
            Kind::Text | Kind::Barcode => true,
            Kind::Recorded(what) => !["start", "end", "today"].contains(&what.as_str()),
            Kind::Calculate | Kind::Hidden => {
                is_personal(&question.name) || refers_to_withheld(&question.logic.calculation, names, deepest - 1)
            }
            _ => false,
        })
    })
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, texts: &[&str]) -> Option<Withheld> {
        withheld(&Column { path, asked: None, texts, shape: None, household: false, coded: false }, &Names::of(None))
    }

    #[test]
    fn names_telephones_and_free_words_are_withheld_without_a_form_too() {
        for (path, texts, why) in [
            ("g/nom_du_chef", &["Awa"][..], Withheld::Person),
            ("teléfono", &["no_tiene", "5551234"], Withheld::Person),
            ("q7", &["+233 24 000 0000"], Withheld::Looks),
            ("q7", &["0240000000", "12"], Withheld::Looks),
            ("q8", &["someone@example.org"], Withheld::Looks),
            ("q9", &["The pump broke, nobody came."], Withheld::FreeWords),
            ("q9", &["goes to the river", "buys from a neighbour"], Withheld::FreeWords),
            ("q10", &["Amina", "Joseph", "Esi"], Withheld::Looks),
            ("q11", &["1712345678901.jpg"], Withheld::Media),
            ("deviceid", &["collect:abc"], Withheld::Device),
            ("contactPhoto", &["x"], Withheld::Person),
            ("date_of_birth", &["1980-01-02"], Withheld::Person),
        ] {
            assert_eq!(found(path, texts), Some(why), "{path} {texts:?}");
        }
    }

    #[test]
    fn codes_numbers_and_days_are_read_whatever_they_are_called() {
        for (path, texts) in [
            ("water", &["piped_dwelling", "tanker", "tanker"][..]),
            ("has_phone", &["yes", "no"]),
            ("contacts", &["3", "12"]),
            ("assets", &["radio phone", "phone", "radio"]),
            ("interview_day", &["2024-03-01"]),
            ("start", &["2024-03-01T09:00:00.000+02:00"]),
            ("income", &["1250.50", "-3"]),
            ("renamed", &["a"]),
        ] {
            assert_eq!(found(path, texts), None, "{path} {texts:?}");
        }
    }
}
