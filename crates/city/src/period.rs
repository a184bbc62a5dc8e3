//! Periods: the time that a number is about.

use crate::CityError;
use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

/// A year, month, day or span between two of them, as written: `2011`, `2014-05`, `2014-05-17`, `2007/2012`.
/// Ordered by last day, then first, so that the greatest is the latest.
///
/// ```
/// let census: city::Period = "2011".parse()?;
/// let profile: city::Period = "2014-05-17".parse()?;
/// assert!(profile > census);
/// assert_eq!(census.first_day().to_string(), "2011-01-01");
/// # Ok::<(), city::CityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Period {
    first: Date,
    last: Date,
    text: String,
}

impl Period {
    /// The period of one calendar year.
    ///
    /// # Errors
    /// [`CityError::Period`] outside the years 1 to 9999.
    pub fn year(year: i32) -> Result<Self, CityError> {
        format!("{year:04}").parse()
    }

    /// First day of the period.
    #[must_use]
    pub fn first_day(&self) -> Date {
        self.first
    }

    /// Last day of the period.
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.last
    }

    /// The calendar year of the last day.
    #[must_use]
    pub fn last_year(&self) -> i32 {
        i32::from(self.last.year())
    }

    /// The period as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

fn bounds(text: &str) -> Option<(Date, Date)> {
    let digits = |part: &str, len: usize| -> Option<i16> {
        (part.len() == len && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
    };
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4).filter(|y| *y >= 1)?;
    let month = match parts.next() {
        None => return Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        Some(month) => i8::try_from(digits(month, 2)?).ok()?,
    };
    let first = Date::new(year, month, 1).ok()?;
    let (first, last) = match parts.next() {
        None => (first, first.last_of_month()),
        Some(day) => {
            let day = Date::new(year, month, i8::try_from(digits(day, 2)?).ok()?).ok()?;
            (day, day)
        }
    };
    parts.next().is_none().then_some((first, last))
}

impl FromStr for Period {
    type Err = CityError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || CityError::Period(text.to_owned());
        let (first, last) = match text.split_once('/') {
            None => bounds(text).ok_or_else(error)?,
            Some((from, to)) => (bounds(from).ok_or_else(error)?.0, bounds(to).ok_or_else(error)?.1),
        };
        if last < first {
            return Err(error());
        }
        Ok(Self { first, last, text: text.to_owned() })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.last, self.first, &self.text).cmp(&(other.last, other.first, &other.text))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_ends_after_it_begins() {
        assert!("2012/2007".parse::<Period>().is_err());
        let span: Period = "2007/2012-02".parse().unwrap();
        assert_eq!(span.last_day().to_string(), "2012-02-29");
    }

    #[test]
    fn texts_that_are_no_dates_are_refused() {
        for text in ["", "11", "2011-13", "2011-02-30", "2011-1", "0000", "2011-01-01-01", "n/a"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
