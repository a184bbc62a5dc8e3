//! A form: what XLSForm and XForm both say.

use std::collections::BTreeMap;

/// A language of a form: `""` where the form names none, else its name and code, such as `English (en)`.
pub type Language = String;

/// Words in each language that has them; Markdown as the form tools take it.
pub type Words = BTreeMap<Language, String>;

/// A whole form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Form {
    /// `form_id` of the settings; letters, digits, `_`, `-` and `.`.
    pub id: String,
    /// `version`: new with every change that is handed out.
    pub version: String,
    /// Title, by language where it has several.
    pub title: Words,
    /// The language that a tool shows first; one of `languages`.
    pub default_language: Language,
    /// Languages of labels, in the order of the sheet.
    pub languages: Vec<Language>,
    /// Questions, groups and repeats in the order of asking.
    pub items: Vec<Item>,
    /// Lists of choices by name.
    pub choices: BTreeMap<String, ChoiceList>,
    /// `instance_name`: an expression that names a submission.
    pub instance_name: String,
    /// `style` of the settings, such as `pages`.
    pub style: String,
    /// `allow_choice_duplicates`: whether a list may hold a choice several times (where a filter tells them apart).
    pub repeated_choices: bool,
}

/// One row (or pair of rows) of the survey.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Something that is asked, shown, computed or recorded.
    Question(Question),
    /// Items that stand together.
    Group(Group),
    /// Items that are asked again for each of several things: households, members, points.
    Repeat(Repeat),
}

/// A group of items.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Group {
    /// Its name, label and logic.
    pub section: Section,
    /// What stands in it.
    pub items: Vec<Item>,
}

/// Items asked again and again.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Repeat {
    /// Its name, label and logic.
    pub section: Section,
    /// `repeat_count`: an expression, or empty where the enumerator adds as many as there are.
    pub count: String,
    /// What stands in it.
    pub items: Vec<Item>,
}

/// What groups and repeats have in common.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: Words,
    /// Expression that says when it is asked; empty for always.
    pub relevant: String,
    /// Appearance, such as `field-list`.
    pub appearance: String,
    /// Row of the survey sheet; 0 where the form did not come from one.
    pub row: u64,
}

/// Something that is asked, shown, computed or recorded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Question {
    /// Its name, and the column of its answers.
    pub name: String,
    /// What it takes.
    pub kind: Kind,
    /// What is asked.
    pub label: Words,
    /// What helps to answer.
    pub hint: Words,
    /// When it is asked and what it takes.
    pub logic: Logic,
    /// Appearance, such as `minimal`.
    pub appearance: String,
    /// Answer that stands there before anybody answers; empty for none.
    pub default: String,
    /// Row of the survey sheet; 0 where the form did not come from one.
    pub row: u64,
}

/// Expressions of a question, as XLSForm writes them (`${name}`, `.`); empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Logic {
    /// When it is asked.
    pub relevant: String,
    /// What an answer has to fulfil.
    pub constraint: String,
    /// What is said where it does not.
    pub constraint_message: Words,
    /// Whether it must be answered: an expression, `true()` for always (`yes` in the sheet).
    pub required: String,
    /// What is said where it is not.
    pub required_message: Words,
    /// Whether it is only shown: an expression.
    pub read_only: String,
    /// What it is computed from.
    pub calculation: String,
    /// Which choices of its list are offered.
    pub choice_filter: String,
}

/// What a question takes.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Kind {
    /// Words.
    #[default]
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A number between two ends, in steps.
    Range(Limits),
    /// One choice of a list; `or_other` where another answer may be written.
    SelectOne {
        /// Name of the list.
        list: String,
        /// Whether another answer may be written.
        or_other: bool,
    },
    /// Several choices of a list.
    SelectMultiple {
        /// Name of the list.
        list: String,
        /// Whether another answer may be written.
        or_other: bool,
    },
    /// Choices of a list put in order, the most wanted first.
    Rank {
        /// Name of the list.
        list: String,
    },
    /// Shown, not answered.
    Note,
    /// A point: latitude, longitude, altitude, accuracy.
    Geopoint,
    /// A line.
    Geotrace,
    /// An area: a closed ring.
    Geoshape,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A moment.
    DateTime,
    /// A photo.
    Image,
    /// A recording.
    Audio,
    /// A film.
    Video,
    /// Any file.
    File,
    /// A bar code.
    Barcode,
    /// Computed, never shown.
    Calculate,
    /// A box to be ticked: `OK`.
    Acknowledge,
    /// Kept without being asked.
    Hidden,
    /// Recorded by the tool: `start`, `end`, `today`, `deviceid`, `username`, `phonenumber`, `email`, `audit`,
    /// `start-geopoint`.
    Recorded(String),
}

/// The ends and the step of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Least.
    pub start: f64,
    /// Most.
    pub end: f64,
    /// Step.
    pub step: f64,
}

/// A list of choices.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChoiceList {
    /// Its choices, in the order of the sheet.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choice {
    /// What is recorded.
    pub name: String,
    /// What is shown.
    pub label: Words,
    /// More columns of the sheet, for `choice_filter`: name and text.
    pub more: Vec<(String, String)>,
    /// Row of the choices sheet; 0 where the form did not come from one.
    pub row: u64,
}

impl Kind {
    /// The list that its choices come from.
    #[must_use]
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::SelectOne { list, .. } | Self::SelectMultiple { list, .. } | Self::Rank { list } => Some(list),
            _ => None,
        }
    }

    /// Whether another answer may be written beside the choices, in a question called `..._other`.
    #[must_use]
    pub fn or_other(&self) -> bool {
        matches!(self, Self::SelectOne { or_other: true, .. } | Self::SelectMultiple { or_other: true, .. })
    }

    /// Whether anybody sees it: not so what is computed, hidden or recorded by the tool.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        !matches!(self, Self::Calculate | Self::Hidden | Self::Recorded(_))
    }
}
