//! Hot days out of a daily series: how many a year, by themselves or in a row.
//!
//! Only days that were measured count. Nothing is said of how hot it gets once in so many years: a series of some years does not
//! know it.

use crate::error::RiskError;

/// What was measured on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Daily {
    /// The calendar year of the day.
    pub year: i32,
    /// Number of the day, counted on from any day: tomorrow's is one more.
    pub day: i32,
    /// Its number, such as the highest temperature.
    pub value: f64,
}

/// A calendar year of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HotYear {
    /// The year.
    pub year: i32,
    /// Days with a value.
    pub measured: u32,
    /// Days above the threshold that count.
    pub hot: u32,
}

/// Hot days of an average year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HotDays {
    /// Mean over the years that are complete enough.
    pub mean: f64,
    /// The year with the fewest.
    pub least: u32,
    /// The year with the most.
    pub most: u32,
    /// How many years are complete enough.
    pub years: u32,
    /// How many are not, and were left out.
    pub left_out: u32,
}

/// Days above a threshold by calendar year. With `run` above 1 only those count that stand in a row of at least so many days; a day
/// without a value ends a row, the turn of the year does not, and each day counts in its own year.
///
/// ```
/// use risk::heat::{Daily, hot_days};
/// let series: Vec<Daily> =
///     [31.0, 36.0, 37.0, 36.5, 30.0, 38.0].iter().zip(0..).map(|(&value, day)| Daily { year: 2019, day, value }).collect();
/// assert_eq!(hot_days(&series, 35.0, 1)?[0].hot, 4);
/// assert_eq!(hot_days(&series, 35.0, 3)?[0].hot, 3);
/// # Ok::<(), risk::RiskError>(())
/// ```
///
/// # Errors
/// [`RiskError::Parameter`] for a value or threshold that is no number, for a run of 0 days, and for a day that comes twice.
pub fn hot_days(series: &[Daily], above: f64, run: u32) -> Result<Vec<HotYear>, RiskError> {
    let wrong = |name, found, expected| Err(RiskError::Parameter { name, found, expected });
    if !above.is_finite() {
        return wrong("threshold of hot days", above, "a number");
    }
    if run == 0 {
        return wrong("days in a row", 0.0, "1 or more");
    }
    if let Some(day) = series.iter().find(|day| !day.value.is_finite()) {
        return wrong("a daily value", day.value, "a number");
    }
    let mut sorted = series.to_vec();
    sorted.sort_by_key(|day| day.day);
    if let Some(pair) = sorted.windows(2).find(|pair| pair[0].day == pair[1].day) {
        return wrong("number of a day", f64::from(pair[0].day), "each day once");
    }
    let mut years: Vec<HotYear> = Vec::new();
    for row in sorted.chunk_by(|one, next| next.day == one.day + 1 && (one.value > above) == (next.value > above)) {
        let counts = row.first().is_some_and(|day| day.value > above) && row.len() >= run as usize;
        for day in row {
            if years.last().is_none_or(|last| last.year != day.year) {
                years.push(HotYear { year: day.year, measured: 0, hot: 0 });
            }
            if let Some(year) = years.last_mut() {
                year.measured += 1;
                year.hot += u32::from(counts);
            }
        }
    }
    Ok(years)
}

/// The mean over years of which at least this share of the days was measured; none where no year was.
///
/// ```
/// use risk::heat::{HotYear, average_year};
/// let years = [HotYear { year: 2018, measured: 365, hot: 10 }, HotYear { year: 2019, measured: 31, hot: 20 }];
/// let found = average_year(&years, 0.9).unwrap();
/// assert_eq!((found.mean, found.years, found.left_out), (10.0, 1, 1));
/// ```
#[must_use]
pub fn average_year(years: &[HotYear], complete_share: f64) -> Option<HotDays> {
    let length = |year: i32| if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) { 366.0 } else { 365.0 };
    let complete = |year: &&HotYear| f64::from(year.measured) >= complete_share * length(year.year);
    let kept: Vec<&HotYear> = years.iter().filter(complete).collect();
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let total: f64 = kept.iter().map(|year| f64::from(year.hot)).sum();
    Some(HotDays {
        mean: total / f64::from(count(kept.len())),
        least: kept.iter().map(|year| year.hot).min()?,
        most: kept.iter().map(|year| year.hot).max()?,
        years: count(kept.len()),
        left_out: count(years.len() - kept.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A generated series, no measurement: a year of 365 days that is hottest in its middle, from 20 to 40 degrees.
    fn generated(first_year: i32, years: i32) -> Vec<Daily> {
        let of_year = |year: i32| {
            (0..365).map(move |day| {
                let turn = f64::from(day) / 365.0 * std::f64::consts::TAU;
                Daily { year, day: (year - first_year) * 365 + day, value: 30.0 - 10.0 * turn.cos() }
            })
        };
        (first_year..first_year + years).flat_map(of_year).collect()
    }

    #[test]
    fn a_generated_year_has_the_hot_days_that_its_formula_gives() {
        // 30 - 10 cos(t) > 35 between a third and two thirds of the year: days 122 to 243
        let years = hot_days(&generated(2001, 3), 35.0, 1).unwrap();
        assert_eq!(
            years.iter().map(|y| (y.year, y.hot, y.measured)).collect::<Vec<_>>(),
            [(2001, 122, 365), (2002, 122, 365), (2003, 122, 365)]
        );
        assert!(years[0].hot.abs_diff(365 / 3) <= 1);
        assert_eq!(hot_days(&generated(2001, 1), 40.0, 1).unwrap()[0].hot, 0);
    }

    #[test]
    fn rows_of_days_go_over_the_turn_of_the_year_and_end_at_a_gap() {
        let day = |day: i32, value: f64| Daily { year: if day < 3 { 2001 } else { 2002 }, day, value };
        let over = [day(1, 36.0), day(2, 36.0), day(3, 36.0), day(4, 20.0)];
        let hot = |series: &[Daily]| hot_days(series, 35.0, 3).unwrap().iter().map(|y| y.hot).collect::<Vec<_>>();
        assert_eq!(hot(&over), [2, 1]);
        assert_eq!(hot(&[day(0, 36.0), day(1, 36.0), day(3, 36.0), day(4, 36.0)]), [0, 0]);
        let back: Vec<Daily> = over.iter().rev().copied().collect();
        assert_eq!(hot(&back), [2, 1]);
    }

    #[test]
    fn a_threshold_is_exceeded_not_met() {
        let met = [Daily { year: 2001, day: 0, value: 35.0 }];
        assert_eq!(hot_days(&met, 35.0, 1).unwrap()[0].hot, 0);
    }

    #[test]
    fn an_average_year_leaves_out_years_that_nobody_measured() {
        let mut series = generated(2001, 2);
        series.extend(generated(2001, 3).into_iter().filter(|d| d.year == 2003).take(100));
        let found = average_year(&hot_days(&series, 35.0, 1).unwrap(), 0.9).unwrap();
        assert_eq!((found.years, found.left_out, found.least, found.most), (2, 1, 122, 122));
        assert!(average_year(&[], 0.9).is_none());
    }

    #[test]
    fn what_cannot_be_is_named() {
        let day = |day: i32, value: f64| Daily { year: 2001, day, value };
        assert!(hot_days(&[day(0, 1.0), day(0, 2.0)], 1.0, 1).unwrap_err().to_string().contains("once"));
        assert!(hot_days(&[day(0, f64::NAN)], 1.0, 1).is_err());
        assert!(hot_days(&[], 1.0, 0).is_err() && hot_days(&[], f64::NAN, 1).is_err());
        assert!(hot_days(&[], 1.0, 1).unwrap().is_empty());
    }
}
