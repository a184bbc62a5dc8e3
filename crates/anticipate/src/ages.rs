//! Ages: bands as sources give them, and people by single year and sex.

use std::fmt;
use std::str::FromStr;

/// Single years that are kept; the last holds everybody of that age and older.
pub const YEARS: usize = 101;

/// Years over which people of an open band are spread evenly, as nothing says how old they are.
pub const OPEN_BAND_YEARS: u8 = 15;

/// A band of ages, such as `15_19`, `0` or `75_plus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Band {
    /// First age, whole years.
    pub from: u8,
    /// Last age; none where it is open.
    pub to: Option<u8>,
}

impl Band {
    /// The single years of the band; those of an open one end after [`OPEN_BAND_YEARS`].
    #[must_use]
    pub fn years(&self) -> std::ops::RangeInclusive<u8> {
        let last = self.to.unwrap_or(self.from.saturating_add(OPEN_BAND_YEARS - 1));
        self.from..=last.min(100)
    }

    /// Whether an age lies in it.
    #[must_use]
    pub fn holds(&self, age: u8) -> bool {
        age >= self.from && self.to.is_none_or(|to| age <= to)
    }
}

impl FromStr for Band {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || format!("`{text}` is no band of ages: expected `15_19`, `0` or `75_plus`");
        let age = |t: &str| t.parse::<u8>().ok().filter(|a| *a <= 100).ok_or_else(error);
        let band = match text.split_once('_') {
            None => Self { from: age(text)?, to: Some(age(text)?) },
            Some((from, "plus")) => Self { from: age(from)?, to: None },
            Some((from, to)) => Self { from: age(from)?, to: Some(age(to)?) },
        };
        if band.to.is_some_and(|to| to < band.from) { Err(error()) } else { Ok(band) }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) if to == self.from => write!(f, "{}", self.from),
            Some(to) => write!(f, "{}_{to}", self.from),
            None => write!(f, "{}_plus", self.from),
        }
    }
}

/// Female or male, as censuses count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Women and girls.
    Female,
    /// Men and boys.
    Male,
}

impl Sex {
    /// Both, in order.
    pub const BOTH: [Self; 2] = [Self::Female, Self::Male];

    /// The word that groups use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }

    pub(crate) fn at(self) -> usize {
        usize::from(self == Self::Male)
    }
}

/// People, or rates, by sex and single year of age.
#[derive(Debug, Clone, PartialEq)]
pub struct Ages {
    by_sex: [Vec<f64>; 2],
}

impl Default for Ages {
    fn default() -> Self {
        Self { by_sex: [vec![0.0; YEARS], vec![0.0; YEARS]] }
    }
}

impl Ages {
    /// People by single year out of people by band, spread evenly over the years of each.
    ///
    /// ```
    /// use anticipate::ages::{Ages, Sex};
    /// let ages = Ages::from_bands(&[("0_4".parse()?, Sex::Female, 500.0)]);
    /// assert_eq!(ages.of(Sex::Female)[4], 100.0);
    /// # Ok::<(), String>(())
    /// ```
    #[must_use]
    pub fn from_bands(bands: &[(Band, Sex, f64)]) -> Self {
        let mut ages = Self::default();
        for (band, sex, people) in bands {
            let years = band.years();
            let each = people / f64::from(u8::try_from(years.clone().count()).unwrap_or(1).max(1));
            for year in years {
                ages.by_sex[sex.at()][usize::from(year)] += each;
            }
        }
        ages
    }

    /// The same value for every single year of each band: rates.
    #[must_use]
    pub fn of_rates(bands: &[(Band, Sex, f64)]) -> Self {
        let mut ages = Self::default();
        for (band, sex, rate) in bands {
            for age in (0..YEARS).filter(|a| band.holds(u8::try_from(*a).unwrap_or(u8::MAX))) {
                ages.by_sex[sex.at()][age] = *rate;
            }
        }
        ages
    }

    /// By single year, of one sex.
    #[must_use]
    pub fn of(&self, sex: Sex) -> &[f64] {
        &self.by_sex[sex.at()]
    }

    pub(crate) fn of_mut(&mut self, sex: Sex) -> &mut [f64] {
        &mut self.by_sex[sex.at()]
    }

    /// Everybody.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.by_sex.iter().flatten().sum()
    }

    /// Those of a sex in a band.
    #[must_use]
    pub fn within(&self, sex: Sex, band: Band) -> f64 {
        let held = |(age, people): (usize, &f64)| band.holds(u8::try_from(age).unwrap_or(u8::MAX)).then_some(*people);
        self.of(sex).iter().enumerate().filter_map(held).sum()
    }

    /// All multiplied by a factor.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let mut scaled = self.clone();
        scaled.by_sex.iter_mut().flatten().for_each(|p| *p *= factor);
        scaled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_read_as_they_are_written() {
        for text in ["0", "15_19", "75_plus", "0_4"] {
            assert_eq!(text.parse::<Band>().unwrap().to_string(), text);
        }
        for text in ["", "19_15", "plus", "15-19", "101", "1_200"] {
            assert!(text.parse::<Band>().is_err(), "{text}");
        }
    }

    #[test]
    fn nobody_is_lost_in_bands() {
        let bands = [("0_4", 10.0), ("5_74", 70.0), ("75_plus", 3.0), ("95_plus", 1.0)];
        let bands: Vec<_> = bands.iter().map(|(b, n)| (b.parse().unwrap(), Sex::Male, *n)).collect();
        let ages = Ages::from_bands(&bands);
        assert!((ages.total() - 84.0).abs() < 1e-9);
        assert!((ages.within(Sex::Male, "5_74".parse().unwrap()) - 70.0).abs() < 1e-9);
        assert_eq!(ages.within(Sex::Female, "0_plus".parse().unwrap()).to_bits(), 0.0_f64.to_bits());
    }
}
