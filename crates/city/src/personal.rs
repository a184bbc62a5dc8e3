//! Personal: what the words of a name say of persons and households, by `data/personal_words.csv`.

use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that say that a column is about a person, in English, French, Portuguese and Spanish.
pub const PERSONAL_WORDS_CSV: &str = include_str!("../../../data/personal_words.csv");

/// What a word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// How somebody is called.
    Name,
    /// How somebody is reached.
    Contact,
    /// A number that a state gave somebody.
    Identity,
    /// When somebody was born.
    Birth,
    /// A photo, recording or signature.
    Picture,
    /// Whose device or account it was.
    Device,
    /// Free words.
    Words,
    /// Somebody: a name beside it is a person's.
    Person,
    /// Rows are households, where a form, a file or a layer is called so.
    Household,
    /// Rows are households or persons, where a column is called so.
    HouseholdRow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Use {
    /// Said of things too: clinics have names and addresses.
    Things,
    /// Only where nothing else is in the name.
    Alone,
}

#[derive(Debug, serde::Deserialize)]
struct Row {
    word: String,
    about: About,
    r#use: Option<Use>,
}

#[derive(Debug)]
struct Word {
    parts: Vec<String>,
    about: About,
    used: Option<Use>,
}

static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| {
    let rows = csv::Reader::from_reader(PERSONAL_WORDS_CSV.as_bytes()).into_deserialize::<Row>();
    rows.filter_map(Result::ok).map(|row| Word { parts: parts(&row.word), about: row.about, used: row.r#use }).collect()
});

/// What the words of a name or label say.
///
/// ```
/// use city::personal::{About, says};
/// assert_eq!(says("B7_NomDuChef2"), [About::Name, About::Person]);
/// ```
#[must_use]
pub fn says(text: &str) -> Vec<About> {
    found(&parts(text)).map(|word| word.about).collect()
}

/// Whether a column of a table of places or things is about persons, by its name. Things have names and addresses too, and
/// what a respondent would do is an answer: `respondent` is somebody, `respondent_would_buy` is not.
///
/// ```
/// use city::personal::is_of_persons;
/// assert!(is_of_persons("CONTACT_PHONE") && is_of_persons("head.firstName") && !is_of_persons("ROAD_NAME"));
/// ```
#[must_use]
pub fn is_of_persons(name: &str) -> bool {
    let parts = parts(name);
    let words: Vec<&Word> = found(&parts).collect();
    let says = |about: About| words.iter().any(|word| word.about == about);
    let of_somebody = |word: &&&Word| {
        use About::{Birth, Contact, Device, Identity, Name, Picture};
        word.used.is_none() && matches!(word.about, Name | Contact | Identity | Birth | Picture | Device)
    };
    let leads = |word: &&Word| parts.len() <= 2 || word.parts.len() > 1 || parts.ends_with(&word.parts);
    words.iter().filter(of_somebody).any(leads) || says(About::Name) && says(About::Person)
}

/// Whether a column says that each row is a household or a person, by its whole name.
///
/// ```
/// use city::personal::is_of_households;
/// assert!(is_of_households("HH_ID") && !is_of_households("households"));
/// ```
#[must_use]
pub fn is_of_households(name: &str) -> bool {
    let parts = parts(name);
    WORDS.iter().any(|word| word.about == About::HouseholdRow && word.parts == parts)
}

/// Whether a form, a file or a layer is about households, by its name.
#[must_use]
pub fn speaks_of_households(text: &str) -> bool {
    says(text).contains(&About::Household)
}

fn found(parts: &[String]) -> impl Iterator<Item = &'static Word> {
    let there = move |word: &&Word| match word.used {
        Some(Use::Alone) => word.parts == parts,
        _ => parts.windows(word.parts.len().max(1)).any(|window| window == word.parts),
    };
    WORDS.iter().filter(there)
}

/// The words of a name in lower case, without accents: `B7_NomDuChef2` is `b nom du chef`.
fn parts(text: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before = ' ';
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        let begins = c.is_uppercase() && before.is_lowercase();
        if !c.is_alphabetic() || begins {
            words.push(String::new());
        }
        if c.is_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_table_is_read_and_found() {
        let rows = PERSONAL_WORDS_CSV.trim().lines().count() - 1;
        assert_eq!((WORDS.len(), rows > 150), (rows, true));
        assert!(WORDS.iter().all(|word| !word.parts.is_empty()));
        assert!(WORDS.iter().all(|word| found(&word.parts).any(|other| std::ptr::eq(other, word))));
    }

    #[test]
    fn columns_about_persons_are_known_however_and_in_whatever_language_they_are_written() {
        for name in [
            "Telephone",
            "respondent_name",
            "head.firstName",
            "CONTACT_PHONE",
            "e_mail",
            "nationalIdCard",
            "Photo",
            "nom_du_chef",
            "teléfono",
            "nome_do_proprietario",
            "IMEI",
            "data_de_nascimento",
            "entrevistado",
            "Owner name",
            "leader_telephone_number",
        ] {
            assert!(is_of_persons(name), "{name}");
        }
        for name in [
            "name",
            "ROAD_NAME",
            "osm_id",
            "respondent_would_use_to_prepare_rice",
            "capacity",
            "Owner",
            "tells",
            "nom",
            "Address",
            "comments",
            "head_count",
            "road_surface_audit",
            "NAME_EN",
            "validOn",
        ] {
            assert!(!is_of_persons(name), "{name}");
        }
    }

    #[test]
    fn columns_that_number_households_are_known() {
        let of_households = ["HH_ID", "household_id", "hhid", "HouseholdId", "hh", "id_menage"];
        assert!(of_households.iter().all(|name| is_of_households(name)));
        assert!(["households", "household_size", "id", "hh_count"].iter().all(|name| !is_of_households(name)));
    }
}
