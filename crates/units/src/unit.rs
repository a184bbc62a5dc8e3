//! Units: spelled names, what they measure, and conversion between those of one kind.

use crate::table::{Row, TABLE};
use std::collections::BTreeMap;
use std::fmt;

/// A unit: a name of the table, money of a year, or several with `/` ("per") between.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    text: String,
    bases: BTreeMap<String, i8>,
    factor: f64,
    offset: f64,
}

/// Why a unit was not read or a value not converted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// A name that is not in the table.
    #[error("`{name}` in `{unit}` is no unit that is known: money is written `USD_2025`; the names are {known}")]
    Unknown {
        /// The whole unit.
        unit: String,
        /// The part that is not known.
        name: String,
        /// Every name of the table.
        known: String,
    },
    /// Degrees as a part of another unit: only differences of temperature can be, and they are kelvin.
    #[error("`{0}` has degrees in a compound: write `K`")]
    Degrees(String),
    /// Two units that measure different things.
    #[error("`{from}` measures {from_kind} and `{to}` measures {to_kind}: they cannot be converted")]
    Unlike {
        /// The unit given.
        from: String,
        /// What it measures.
        from_kind: String,
        /// The unit wanted.
        to: String,
        /// What that measures.
        to_kind: String,
    },
    /// Money of another currency or year.
    #[error("`{from}` becomes `{to}` only by a rate that somebody states")]
    RateNeeded {
        /// The unit given.
        from: String,
        /// The unit wanted.
        to: String,
    },
}

impl Unit {
    /// The unit that a text spells: `km2`, `litres/person/day`, `ZAR_2011/household/month`, `cases_per_100000_year`.
    ///
    /// # Errors
    /// [`UnitError::Unknown`] for a name that is not in the table, [`UnitError::Degrees`] for `degC` in a compound.
    ///
    /// ```
    /// assert_eq!(units::Unit::parse("persons/km2")?.kind(), "person per metre^2");
    /// # Ok::<(), units::UnitError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let text = text.trim();
        let mut unit = Self { text: text.to_owned(), bases: BTreeMap::new(), factor: 1.0, offset: 0.0 };
        for (name, sign) in names(text) {
            if is_money(name) {
                unit.add(name, sign).ok_or_else(|| unknown(text, name))?;
            } else if let Some(number) = whole_number(name) {
                unit.factor *= number.powi(i32::from(sign));
            } else {
                unit.take_in(find(name).ok_or_else(|| unknown(text, name))?, sign)?;
            }
        }
        unit.bases.retain(|_, power| *power != 0);
        if unit.offset > 0.0 && names(text).len() > 1 {
            return Err(UnitError::Degrees(unit.text));
        }
        Ok(unit)
    }

    fn add(&mut self, base: &str, power: i8) -> Option<()> {
        let held = self.bases.entry(base.to_owned()).or_default();
        *held = held.checked_add(power)?;
        Some(())
    }

    fn take_in(&mut self, row: &Row, sign: i8) -> Result<(), UnitError> {
        for (base, power) in row.bases {
            self.add(base, power * sign).ok_or_else(|| unknown(&self.text, row.name))?;
        }
        self.factor *= row.factor.powi(i32::from(sign));
        self.offset += row.offset;
        Ok(())
    }

    /// The unit as it was spelled.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What it measures, in words: `metre^2`, `person per metre^2`, `a plain number`.
    #[must_use]
    pub fn kind(&self) -> String {
        let part = |above: bool| {
            let power = |p: i8| if p.abs() == 1 { String::new() } else { format!("^{}", p.abs()) };
            let parts = self.bases.iter().filter(|(_, p)| (**p > 0) == above);
            parts.map(|(base, p)| format!("{base}{}", power(*p))).collect::<Vec<_>>()
        };
        match (part(true).join(" "), part(false).join(" per ")) {
            (above, below) if above.is_empty() && below.is_empty() => "a plain number".to_owned(),
            (above, below) if below.is_empty() => above,
            (above, below) if above.is_empty() => format!("1 per {below}"),
            (above, below) => format!("{above} per {below}"),
        }
    }

    /// Whether money is part of it.
    #[must_use]
    pub fn has_money(&self) -> bool {
        self.bases.keys().any(|base| is_money(base))
    }

    /// Every name of the table, with money left out.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TABLE.iter().map(|row| row.name)
    }

    fn without_money(&self) -> Vec<(String, i8)> {
        let money = |base: &str| if is_money(base) { "money".to_owned() } else { base.to_owned() };
        let mut bases = self.bases.iter().map(|(b, p)| (money(b), *p)).collect::<Vec<_>>();
        bases.sort();
        bases
    }

    fn unlike(&self, to: &Self) -> UnitError {
        let (from, from_kind, to_kind) = (self.text.clone(), self.kind(), to.kind());
        UnitError::Unlike { from, from_kind, to: to.text.clone(), to_kind }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

/// The names that a text is made of, with 1 for what stands above the line and -1 for what stands below.
fn names(text: &str) -> Vec<(&str, i8)> {
    let mut names = Vec::new();
    for (position, part) in text.split('/').map(str::trim).enumerate() {
        let (above, below) = part.split_once("_per_").map_or((part, None), |(above, below)| (above, Some(below)));
        let sign = if position == 0 { 1 } else { -1 };
        names.push((above, sign));
        let mut below = below;
        while let Some(rest) = below {
            let name = longest_known(rest);
            names.push((name, -1));
            below = rest.get(name.len()..).and_then(|after| after.strip_prefix('_'));
        }
    }
    names
}

/// The longest known name at the front of names joined by `_`; the whole text where there is none.
fn longest_known(text: &str) -> &str {
    let ends = text.match_indices('_').map(|(at, _)| at).chain([text.len()]);
    let known = |name: &&str| is_money(name) || whole_number(name).is_some() || find(name).is_some();
    ends.filter_map(|end| text.get(..end)).rfind(known).unwrap_or(text)
}

fn whole_number(name: &str) -> Option<f64> {
    name.parse::<u32>().ok().filter(|number| *number > 0).map(f64::from)
}

fn is_money(name: &str) -> bool {
    name.split_once('_').is_some_and(|(currency, year)| {
        currency.len() == 3
            && currency.bytes().all(|b| b.is_ascii_uppercase())
            && year.len() == 4
            && year.bytes().all(|b| b.is_ascii_digit())
    })
}

fn find(name: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.name == name || row.also.contains(&name))
}

fn unknown(unit: &str, name: &str) -> UnitError {
    let known = Unit::names().collect::<Vec<_>>().join(", ");
    UnitError::Unknown { unit: unit.to_owned(), name: name.to_owned(), known }
}

/// The value in another unit of the same kind.
///
/// # Errors
/// [`UnitError::Unlike`] naming both kinds, [`UnitError::RateNeeded`] between currencies or price years.
///
/// ```
/// use units::{Unit, convert};
/// let litres = convert(1.0, &Unit::parse("imperial_gallons")?, &Unit::parse("litres")?)?;
/// assert!((litres - 4.54609).abs() < 1e-12);
/// # Ok::<(), units::UnitError>(())
/// ```
pub fn convert(value: f64, from: &Unit, to: &Unit) -> Result<f64, UnitError> {
    if from.text == to.text {
        return Ok(value);
    }
    if from.bases == to.bases {
        return Ok((value * from.factor + from.offset - to.offset) / to.factor);
    }
    if from.has_money() && from.without_money() == to.without_money() {
        return Err(UnitError::RateNeeded { from: from.text.clone(), to: to.text.clone() });
    }
    Err(from.unlike(to))
}

/// The value in money of another currency or year, by a rate: so many of the wanted money for one of the given.
///
/// # Errors
/// [`UnitError::Unlike`] where the two differ by more than their money, or neither has any.
///
/// ```
/// use units::{Unit, convert_with_rate};
/// let (rand, dollars) = (Unit::parse("ZAR_2011/day")?, Unit::parse("USD_2011/hour")?);
/// let hourly = convert_with_rate(24.0, &rand, &dollars, 0.14)?; // the rate is invented
/// assert!((hourly - 0.14).abs() < 1e-12);
/// # Ok::<(), units::UnitError>(())
/// ```
pub fn convert_with_rate(value: f64, from: &Unit, to: &Unit, rate: f64) -> Result<f64, UnitError> {
    let power = |unit: &Unit| unit.bases.iter().find(|(b, _)| is_money(b)).map(|(_, p)| *p);
    match power(from) {
        Some(power) if from.without_money() == to.without_money() => {
            Ok(value * rate.powi(i32::from(power)) * from.factor / to.factor)
        }
        _ => Err(from.unlike(to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(value: f64, from: &str, to: &str) -> Result<f64, UnitError> {
        convert(value, &Unit::parse(from)?, &Unit::parse(to)?)
    }

    #[test]
    fn sizes_are_those_of_the_standards() {
        let expected = [
            (1.0, "acres", "m2", 4_046.856_422_4),
            (1.0, "imperial_gallon", "litres", 4.546_09),
            (1.0, "us_gallons", "l", 3.785_411_784),
            (2.5, "km2", "ha", 250.0),
            (1.0, "kWh", "MJ", 3.6),
            (25.0, "litres/person/day", "m3/person/year", 25.0 * 365.25 / 1000.0),
            (12.0, "kWh/household/month", "kWh/household/year", 144.0),
            (1.0, "kW", "kWh/hour", 1.0),
            (3.0, "litres_per_person_day", "litres/person/day", 3.0),
            (2.0, "cases_per_100000_year", "cases/1000/year", 0.02),
            (5.0, "USD_2025_per_us_gallons", "USD_2025/m3", 5.0 / 0.003_785_411_784),
            (0.4, "fraction", "percent", 40.0),
            (50.0, "persons/ha", "people/km2", 5000.0),
            (25.0, "degC", "K", 298.15),
            (212.0, "degF", "degC", 100.0),
        ];
        for (value, from, to, result) in expected {
            let found = converted(value, from, to).unwrap();
            assert!((found - result).abs() <= 1e-9 * result.abs(), "{value} {from} in {to}: {found}, not {result}");
        }
    }

    #[test]
    fn every_unit_converts_to_itself_and_back() {
        for a in TABLE {
            for b in TABLE.iter().filter(|b| b.bases == a.bases) {
                let there = converted(7.5, a.name, b.name).unwrap();
                let back = converted(there, b.name, a.name).unwrap();
                assert!((back - 7.5).abs() < 1e-9, "{} {}", a.name, b.name);
            }
        }
    }

    #[test]
    fn a_spelling_stands_once() {
        let mut spellings: Vec<_> = TABLE.iter().flat_map(|r| r.also.iter().chain([&r.name])).collect();
        let count = spellings.len();
        spellings.sort();
        spellings.dedup();
        assert_eq!(spellings.len(), count);
    }

    #[test]
    fn unlike_kinds_are_refused_and_both_named() {
        let error = converted(1.0, "persons", "households").unwrap_err().to_string();
        assert!(error.contains("measures person ") && error.contains("measures household"), "{error}");
        assert!(converted(1.0, "m", "m2").is_err());
        assert!(converted(1.0, "litres/day", "litres/person/day").is_err());
    }

    #[test]
    fn money_waits_for_a_rate() {
        let error = converted(1.0, "ZAR_2011", "ZAR_2025").unwrap_err();
        assert!(matches!(error, UnitError::RateNeeded { .. }));
        assert!(matches!(converted(1.0, "ZAR_2011", "m2").unwrap_err(), UnitError::Unlike { .. }));
        assert!(matches!(converted(1.0, "ZAR_2011/day", "USD_2011").unwrap_err(), UnitError::Unlike { .. }));
        assert!(converted(12.0, "USD_2025/month", "USD_2025/year").unwrap() > 143.9);
    }

    #[test]
    fn names_that_are_not_known_are_said() {
        for text in ["", "gallons", "m4", "USD", "usd_2025", "m/", "litres per day", "m_per_", "m_per_day_moon"] {
            assert!(matches!(Unit::parse(text), Err(UnitError::Unknown { .. })), "{text}");
        }
        assert!(Unit::parse(&["USD_2025"; 300].join("/")).is_err());
        assert_eq!(Unit::parse("degC/day"), Err(UnitError::Degrees("degC/day".to_owned())));
    }
}
