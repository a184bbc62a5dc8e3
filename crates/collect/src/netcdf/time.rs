//! Moments as the CF conventions write them: a number of units since a day.

/// A count of units from a first moment, in a calendar.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TimeUnits {
    seconds: f64,
    /// The first moment, in seconds from the calendar's own day 0.
    from: f64,
    calendar: Calendar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Calendar {
    /// The Julian calendar before 15 October 1582, the Gregorian from then on.
    Standard,
    Gregorian,
    Julian,
    /// Years that all have so many days in each month.
    Fixed([i64; 12]),
}

const NO_LEAP: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const ALL_LEAP: [i64; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAY_S: f64 = 86_400.0;
/// Julian day of 15 October 1582.
const REFORM: i64 = 2_299_161;

impl TimeUnits {
    /// Reads `units` (`days since 1850-01-01 00:00:00`) and `calendar`; none for months, years and what is not understood.
    pub(super) fn parse(units: &str, calendar: &str) -> Option<Self> {
        let (unit, from) = units.split_once(" since ")?;
        let seconds = match unit.trim().to_ascii_lowercase().as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
            "min" | "mins" | "minute" | "minutes" => 60.0,
            "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
            "d" | "day" | "days" => DAY_S,
            "week" | "weeks" => 7.0 * DAY_S,
            _ => return None,
        };
        let calendar = match calendar.to_ascii_lowercase().as_str() {
            "" | "standard" | "gregorian" => Calendar::Standard,
            "proleptic_gregorian" => Calendar::Gregorian,
            "julian" => Calendar::Julian,
            "noleap" | "365_day" => Calendar::Fixed(NO_LEAP),
            "all_leap" | "366_day" => Calendar::Fixed(ALL_LEAP),
            "360_day" => Calendar::Fixed([30; 12]),
            _ => return None,
        };
        let words = from.trim().replace(['T', 'Z'], " ").replace(" UTC", " ");
        let mut words = words.split_whitespace();
        let (year, month, day) = date(words.next()?)?;
        let day_s = words.next().map_or(Some(0.0), seconds_of)?;
        // A zone other than Universal Time is not brought to it here.
        if words.next().is_some_and(|zone| !matches!(zone, "0:00" | "00:00" | "+00:00" | "0" | "+0000" | "GMT")) {
            return None;
        }
        Some(Self { seconds, from: as_float(calendar.day(year, month, day)?) * DAY_S + day_s, calendar })
    }

    /// The moment so many units after the first one: `2019-03-16`, with hours and minutes where it is not midnight.
    pub(super) fn moment(&self, count: f64) -> Option<String> {
        let total = (self.from + count * self.seconds).round();
        if !total.is_finite() || total.abs() > 1e14 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked in the line before")]
        let total = total as i64;
        let (year, month, day) = self.calendar.date(total.div_euclid(86_400))?;
        let minutes = total.rem_euclid(86_400) / 60;
        let clock = if minutes == 0 { String::new() } else { format!("T{:02}:{:02}", minutes / 60, minutes % 60) };
        Some(format!("{year:04}-{month:02}-{day:02}{clock}"))
    }
}

fn date(text: &str) -> Option<(i64, i64, i64)> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut parts = text.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next().unwrap_or(Some(1))?, parts.next().unwrap_or(Some(1))?);
    let known = year <= 1_000_000 && (1..=12).contains(&month) && (1..=31).contains(&day) && parts.next().is_none();
    known.then_some((sign * year, month, day))
}

fn seconds_of(text: &str) -> Option<f64> {
    let mut parts = text.trim_start_matches('+').split(':').map(|part| part.parse::<f64>().ok());
    let (hours, minutes) = (parts.next()??, parts.next().unwrap_or(Some(0.0))?);
    let seconds = hours * 3600.0 + minutes * 60.0 + parts.next().unwrap_or(Some(0.0))?;
    (0.0..=DAY_S).contains(&seconds).then_some(seconds)
}

impl Calendar {
    /// The number of a day in this calendar.
    fn day(self, year: i64, month: i64, day: i64) -> Option<i64> {
        Some(match self {
            Self::Standard if (year, month, day) < (1582, 10, 15) => julian_day(year, month, day, true),
            Self::Standard | Self::Gregorian => julian_day(year, month, day, false),
            Self::Julian => julian_day(year, month, day, true),
            Self::Fixed(months) => {
                let before = usize::try_from(month - 1).ok()?;
                year * months.iter().sum::<i64>() + months.get(..before)?.iter().sum::<i64>() + day - 1
            }
        })
    }

    fn date(self, day: i64) -> Option<(i64, i64, i64)> {
        Some(match self {
            Self::Standard => date_of(day, day < REFORM),
            Self::Gregorian => date_of(day, false),
            Self::Julian => date_of(day, true),
            Self::Fixed(months) => {
                let length = months.iter().sum::<i64>();
                let mut left = day.rem_euclid(length);
                let month = months.iter().position(|days| {
                    let here = left < *days;
                    left -= if here { 0 } else { *days };
                    here
                })?;
                (day.div_euclid(length), i64::try_from(month).ok()? + 1, left + 1)
            }
        })
    }
}

/// The Julian day of a date at noon (H. F. Fliegel, T. C. Van Flandern, Communications of the ACM 11 (1968) 657, with floors).
fn julian_day(year: i64, month: i64, day: i64, julian: bool) -> i64 {
    let before_march = (14 - month) / 12;
    let (y, m) = (year + 4800 - before_march, month + 12 * before_march - 3);
    let days = day + (153 * m + 2) / 5 + 365 * y + y.div_euclid(4);
    if julian { days - 32_083 } else { days - y.div_euclid(100) + y.div_euclid(400) - 32_045 }
}

fn date_of(julian_day: i64, julian: bool) -> (i64, i64, i64) {
    let (century, c) = if julian {
        (0, julian_day + 32_082)
    } else {
        let a = julian_day + 32_044;
        let b = (4 * a + 3).div_euclid(146_097);
        (b, a - (146_097 * b).div_euclid(4))
    };
    let d = (4 * c + 3).div_euclid(1461);
    let e = c - (1461 * d).div_euclid(4);
    let m = (5 * e + 2) / 153;
    (100 * century + d - 4800 + m / 10, m + 3 - 12 * (m / 10), e - (153 * m + 2) / 5 + 1)
}

#[expect(clippy::cast_precision_loss, reason = "days within a million years")]
fn as_float(days: i64) -> f64 {
    days as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(count: f64, units: &str, calendar: &str) -> String {
        TimeUnits::parse(units, calendar).and_then(|t| t.moment(count)).unwrap_or_else(|| "none".to_owned())
    }

    /// As `netCDF4.num2date` (cftime) gives them.
    #[test]
    fn moments_are_those_of_cftime() {
        for (count, units, calendar, expected) in [
            (0.0, "days since 1850-01-01", "standard", "1850-01-01"),
            (61_740.5, "days since 1850-01-01 00:00:00", "proleptic_gregorian", "2019-01-15T12:00"),
            (1_043_136.0, "hours since 1900-01-01 00:00:00.0", "gregorian", "2019-01-01"),
            (737_059.0, "days since 1-1-1 00:00:0.0", "standard", "2018-12-30"),
            (737_059.0, "days since 0001-01-01", "proleptic_gregorian", "2019-01-01"),
            (60_225.0, "days since 1850-01-01", "noleap", "2015-01-01"),
            (60_225.0, "days since 1850-01-01", "360_day", "2017-04-16"),
            (-1.0, "days since 1582-10-15", "standard", "1582-10-04"),
            (1_546_300_800.0, "seconds since 1970-01-01T00:00:00Z", "", "2019-01-01"),
            (3.0, "months since 1970-01-01", "", "none"),
            (f64::NAN, "days since 1970-01-01", "", "none"),
        ] {
            assert_eq!(moment(count, units, calendar), expected, "{count} {units} {calendar}");
        }
    }
}
