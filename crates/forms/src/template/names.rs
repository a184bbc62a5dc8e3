//! Names: what each column is, for machines.

use city::indicator::IndicatorKind;
use city::{Group, Indicator};
use std::fmt;
use std::str::FromStr;

/// An indicator and a group that a template asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// An id of the field table.
    pub indicator: String,
    /// For whom; everybody where empty.
    pub group: Group,
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.group.is_all() { f.write_str(&self.indicator) } else { write!(f, "{}[{}]", self.indicator, self.group) }
    }
}

impl FromStr for Asked {
    type Err = String;

    /// `households` or `households[toilet=bucket]`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (indicator, group) = match text.split_once('[') {
            None => (text, ""),
            Some((indicator, rest)) => {
                (indicator, rest.strip_suffix(']').ok_or_else(|| format!("`{text}` does not end with `]`"))?)
            }
        };
        let group = group.parse::<Group>().map_err(|e| e.to_string())?;
        if indicator.is_empty() || !indicator.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Err(format!("`{indicator}` is no name of an indicator"));
        }
        Ok(Self { indicator: indicator.to_owned(), group })
    }
}

/// What a column of an indicator holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Value,
    Low,
    High,
    Gap,
}

impl Part {
    const ALL: [Self; 4] = [Self::Value, Self::Low, Self::High, Self::Gap];

    /// The parts of an indicator: numbers have a range, codes and flags do not.
    pub(super) fn of(indicator: &Indicator) -> &'static [Self] {
        match indicator.kind {
            IndicatorKind::Class | IndicatorKind::Flag => &[Self::Value, Self::Gap],
            _ => &Self::ALL,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Low => "low",
            Self::High => "high",
            Self::Gap => "gap",
        }
    }
}

/// What a column is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ColumnName {
    Place,
    Name,
    Date,
    Source,
    Of(Asked, Part),
}

impl fmt::Display for ColumnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place => f.write_str("place"),
            Self::Name => f.write_str("name"),
            Self::Date => f.write_str("row:date"),
            Self::Source => f.write_str("row:source"),
            Self::Of(asked, part) => write!(f, "{asked}:{}", part.name()),
        }
    }
}

impl FromStr for ColumnName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        match text {
            "place" => return Ok(Self::Place),
            "name" => return Ok(Self::Name),
            "row:date" => return Ok(Self::Date),
            "row:source" => return Ok(Self::Source),
            _ => {}
        }
        let (asked, part) = text.rsplit_once(':').ok_or_else(|| format!("`{text}` has no `:`"))?;
        let part = Part::ALL.into_iter().find(|p| p.name() == part).ok_or_else(|| format!("`{part}` is no part"))?;
        Ok(Self::Of(asked.parse()?, part))
    }
}

/// The letters of a column, 0 being `A`.
pub(super) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0));
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    String::from_utf8(letters).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_a_column_is_and_reads_back() {
        for text in ["place", "row:source", "population:value", "households[toilet=bucket]:gap"] {
            assert_eq!(text.parse::<ColumnName>().unwrap().to_string(), text);
        }
        for text in ["", "population", "population:most", "households[toilet=bucket:low", "a b:value", ":value"] {
            assert!(text.parse::<ColumnName>().is_err(), "{text}");
        }
    }

    #[test]
    fn columns_have_the_letters_that_a_spreadsheet_shows() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
