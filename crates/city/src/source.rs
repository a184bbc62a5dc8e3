//! Sources: where every number came from, and the consent of those it is about.

use crate::{CityError, Quality};
use std::fmt;

macro_rules! text_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The text of the id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}
pub(crate) use text_id;

text_id! {
    /// The id of a source in `city.toml`.
    SourceId
}
text_id! {
    /// The id of a consent.
    ConsentId
}

/// One file, or set of files, that a number can come from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Source {
    /// Its id in `city.toml`.
    pub id: SourceId,
    /// What it is called.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Under which licence.
    pub licence: String,
    /// Where it can be found: an address, or words.
    pub address: String,
    /// Date of publication or of the survey, ISO 8601; empty where not known.
    pub date: String,
    /// How far to trust it.
    pub quality: Quality,
    /// Whether it is as its maker left it (`true`) or somebody processed it on the way.
    pub raw: bool,
    /// Files read, relative to the data folder.
    pub files: Vec<String>,
    /// SHA-256 over the files' names and contents, in hexadecimal.
    pub checksum: String,
    /// SHA-256 over the checksum, what `city.toml` says of it and the sources it leans on: what has not changed is skipped.
    pub fingerprint: String,
    /// Bytes read.
    pub bytes: u64,
    /// The reference system it came in and what was done about it, in words.
    pub reference_system: String,
    /// The consent that covers it, where people are behind it.
    pub consent: Option<ConsentId>,
}

names! {
    /// Who may see a thing, from everybody to nobody.
    Level ("level of detail") {
        /// Everybody.
        Public = "public",
        /// Partners of the programme.
        Partner = "partner",
        /// The city's own staff.
        City = "city",
        /// The community that the thing is about.
        Community = "community",
        /// Nobody without the community's word, each time.
        Sealed = "sealed",
    }
}

/// What a community allowed, for what, and until when.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// Who owns the data.
    pub owner: String,
    /// What the data may be used for.
    pub purpose: String,
    /// How much of it others may see.
    pub level: Level,
    /// Whether the true boundary may be shown.
    pub boundary: bool,
    /// Last day, ISO 8601; none where it does not end.
    pub until: Option<String>,
    /// Day of withdrawal, ISO 8601.
    pub withdrawn: Option<String>,
}

impl Consent {
    /// Whether the consent holds on a day (ISO 8601): not withdrawn before it and not ended.
    ///
    /// # Errors
    /// [`CityError::Period`] where the day is no date.
    pub fn holds_on(&self, day: &str) -> Result<bool, CityError> {
        let day: crate::Period = day.parse()?;
        let ended = |limit: &Option<String>| -> Result<bool, CityError> {
            limit.as_ref().map_or(Ok(false), |l| Ok(l.parse::<crate::Period>()?.last_day() < day.first_day()))
        };
        Ok(!ended(&self.until)? && !ended(&self.withdrawn)?)
    }

    /// Whether the consent is withdrawn on a day (ISO 8601): from the first day that `withdrawn` may mean on. A day of
    /// withdrawal that is no date counts as passed: nobody is shown more for a slip of the pen.
    ///
    /// ```
    /// # let consent = city::Consent { id: "a".into(), owner: String::new(), purpose: String::new(), boundary: false,
    /// #     level: city::source::Level::Public, until: None, withdrawn: Some("2026-05-01".to_owned()) };
    /// assert!(!consent.is_withdrawn_on("2026-04-30") && consent.is_withdrawn_on("2026-05-01"));
    /// ```
    #[must_use]
    pub fn is_withdrawn_on(&self, day: &str) -> bool {
        let Some(withdrawn) = &self.withdrawn else { return false };
        match (withdrawn.parse::<crate::Period>(), day.parse::<crate::Period>()) {
            (Ok(withdrawn), Ok(day)) => withdrawn.first_day() <= day.last_day(),
            _ => true,
        }
    }
}
