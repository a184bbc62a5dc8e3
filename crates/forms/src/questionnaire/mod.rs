//! Questionnaires of our own: the settlement profile and a household survey, made of tables.
//!
//! Questions stand in one table, words in another (a column for each language), choices in a third. What comes out is a [`Form`],
//! always the same for the same tables.

mod household;
mod levels;
mod settlement;
mod version;
mod words;

pub use household::{Fed, Feeds, feeds, household_survey};
pub use settlement::settlement_profile;
pub use words::Tongue;
pub(crate) use words::texts;

use crate::Form;
use thiserror::Error;

/// The tables that a questionnaire is made of, as CSV with a header.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// Questions in the order of asking: `data/forms/settlement_profile.csv` or `household_survey.csv`.
    pub questions: &'a str,
    /// Words: `key`, then a column for each language.
    pub words: &'a str,
    /// Choices: `list`, `code`, then a column for each language.
    pub choices: &'a str,
    /// Fields of the settlement profile, `data/settlement_profile.csv`; not asked for by the household survey.
    pub fields: &'a str,
    /// The field table, `data/indicators.csv`: limits of what can be true.
    pub indicators: &'a str,
}

impl Tables<'static> {
    /// The tables of the settlement profile that come with makazi.
    #[must_use]
    pub const fn of_the_settlement_profile() -> Self {
        Self {
            questions: include_str!("../../../../data/forms/settlement_profile.csv"),
            words: include_str!("../../../../data/forms/settlement_profile_words.csv"),
            choices: include_str!("../../../../data/forms/choices.csv"),
            fields: include_str!("../../../../data/settlement_profile.csv"),
            indicators: city::indicator::FIELD_TABLE_CSV,
        }
    }

    /// The tables of the household survey that come with makazi.
    #[must_use]
    pub const fn of_the_household_survey() -> Self {
        Self {
            questions: include_str!("../../../../data/forms/household_survey.csv"),
            words: include_str!("../../../../data/forms/household_survey_words.csv"),
            choices: include_str!("../../../../data/forms/choices.csv"),
            fields: "",
            indicators: city::indicator::FIELD_TABLE_CSV,
        }
    }
}

/// What is wanted of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Languages, the first shown first; all where empty.
    pub languages: Vec<Tongue>,
    /// Whether names and telephones of contacts are asked; they are never read back.
    pub contacts: bool,
}

impl Wanted {
    /// The languages that are meant, each once.
    pub(crate) fn tongues(&self) -> Vec<Tongue> {
        let asked = if self.languages.is_empty() { Tongue::ALL.to_vec() } else { self.languages.clone() };
        let first = |at: usize, tongue: &Tongue| !asked.iter().take(at).any(|before| before == tongue);
        asked.iter().enumerate().filter(|(at, tongue)| first(*at, tongue)).map(|(_, tongue)| *tongue).collect()
    }
}

impl Default for Wanted {
    fn default() -> Self {
        Self { languages: Tongue::ALL.to_vec(), contacts: false }
    }
}

/// Which questionnaire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Questionnaire {
    /// What a settlement says of itself.
    Settlement,
    /// What a household says of itself.
    Household,
}

impl Questionnaire {
    /// The form, of the tables that come with makazi.
    ///
    /// ```
    /// use forms::questionnaire::{Questionnaire, Wanted};
    /// let form = Questionnaire::Settlement.form(&Wanted::default())?;
    /// assert_eq!(form.languages.len(), 4);
    /// # Ok::<(), forms::questionnaire::QuestionnaireError>(())
    /// ```
    ///
    /// # Errors
    /// As [`settlement_profile`].
    pub fn form(self, wanted: &Wanted) -> Result<Form, QuestionnaireError> {
        match self {
            Self::Settlement => settlement_profile(&Tables::of_the_settlement_profile(), wanted),
            Self::Household => household_survey(&Tables::of_the_household_survey(), wanted),
        }
    }
}

/// Why a questionnaire cannot be made of its tables.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum QuestionnaireError {
    /// A table is no CSV of the wanted columns.
    #[error("the table of {table} cannot be read: {reason}")]
    Table {
        /// Which.
        table: &'static str,
        /// Why.
        reason: String,
    },
    /// Words are asked for that the table does not have.
    #[error("`{0}` has no words in the table of words")]
    Words(String),
    /// A list is asked for that the table of choices does not have.
    #[error("`{0}` has no choices in the table of choices")]
    Choices(String),
    /// A question of the plan is not a field of the settlement profile, or of a type without a question.
    #[error("`{0}` is no field of the settlement profile that can be asked")]
    Field(String),
    /// Groups or repeats do not close as they open.
    #[error("`{0}` does not close what was opened last")]
    Nesting(String),
    /// A language that no words are in.
    #[error("no words in `{0}`; there are en, fr, pt and es")]
    Language(String),
}

#[cfg(test)]
mod tests;
