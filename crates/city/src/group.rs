//! Groups: the part of a place's people or things that a number is about.

use crate::CityError;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A part of the whole, such as `sex=female;age=15_24` or `toilet=flush_sewer`; empty is everybody.
///
/// ```
/// let group: city::Group = "toilet=bucket;sex=female".parse()?;
/// assert_eq!(group.to_string(), "sex=female;toilet=bucket");
/// assert_eq!(group.get("sex"), Some("female"));
/// # Ok::<(), city::CityError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group(BTreeMap<String, String>);

impl Group {
    /// Everybody.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// This group narrowed by one more key.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.0.insert(key.to_owned(), value.to_owned());
        self
    }

    /// This group without a key.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.0.remove(key);
        self
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Whether it is everybody.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.0.is_empty()
    }

    /// Keys and values in order of key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join(";");
        f.pad(&text)
    }
}

impl FromStr for Group {
    type Err = CityError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split(';')
            .filter(|part| !part.is_empty())
            .map(|part| match part.split_once('=') {
                Some((k, v)) if !k.is_empty() && !v.is_empty() => Ok((k.to_owned(), v.to_owned())),
                _ => Err(CityError::Group(text.to_owned())),
            })
            .collect::<Result<BTreeMap<_, _>, _>>()
            .map(Self)
    }
}
