//! Days and moments: the ISO 8601 that collecting tools write.

/// A day, with a time of day and what it stands apart from UTC where these are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    year: i64,
    month: i64,
    day: i64,
    /// Of the day.
    seconds: f64,
    offset_minutes: Option<i64>,
}

impl Moment {
    /// Reads `2026-07-01`, `2026-07-01T09:30`, `2026-07-01T09:30:00.000+02:00`.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, time) = text.split_once(['T', ' ']).map_or((text, None), |(date, time)| (date, Some(time)));
        let mut parts = date.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        let (year, month, day) = (whole(year)?, whole(month)?, whole(day)?);
        if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
            return None;
        }
        let (seconds, offset_minutes) = time.map_or(Some((0.0, None)), time_of_day)?;
        Some(Self { year, month, day, seconds, offset_minutes })
    }

    /// The midnight that begins so many days after 1970-01-01, with the rest as time of day.
    pub fn of_days(days: f64) -> Option<Self> {
        if !days.is_finite() || days.abs() > 3_000_000.0 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "within three million")]
        let whole = days.floor() as i64;
        // Civil date of a day number: Howard Hinnant, "chrono-compatible low-level date algorithms".
        let shifted = whole + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Some(Self { year, month, day, seconds: (days - days.floor()) * 86_400.0, offset_minutes: None })
    }

    /// Days since 1970-01-01 as written on the clock there.
    pub fn days(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "years of four digits")]
        let whole = self.day_number() as f64;
        whole + self.seconds / 86_400.0
    }

    /// Days since 1970-01-01 in UTC; as written where it does not say what it stands apart from UTC.
    pub fn days_in_utc(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a day at most")]
        let offset = self.offset_minutes.unwrap_or(0) as f64;
        self.days() - offset / 1_440.0
    }

    fn day_number(&self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let shifted_month = (self.month + 9) % 12;
        let of_year = (153 * shifted_month + 2) / 5 + self.day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// `2026-07-01`.
    pub fn date(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Written by a pattern of `format-date`: `%Y %y %m %n %b %d %e %H %h %M %S %3 %a %W %%`.
    pub fn formatted(&self, pattern: &str) -> Option<String> {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within a day")]
        let millis = (self.seconds * 1_000.0).round() as u64;
        let (hour, minute, second) = (millis / 3_600_000, millis / 60_000 % 60, millis / 1_000 % 60);
        let mut text = String::new();
        let mut letters = pattern.chars();
        while let Some(letter) = letters.next() {
            if letter != '%' {
                text.push(letter);
                continue;
            }
            let part = match letters.next()? {
                'Y' => format!("{:04}", self.year),
                'y' => format!("{:02}", self.year % 100),
                'm' => format!("{:02}", self.month),
                'n' => self.month.to_string(),
                'b' => (*MONTHS.get(usize::try_from(self.month - 1).ok()?)?).to_owned(),
                'd' => format!("{:02}", self.day),
                'e' => self.day.to_string(),
                'H' => format!("{hour:02}"),
                'h' => hour.to_string(),
                'M' => format!("{minute:02}"),
                'S' => format!("{second:02}"),
                '3' => format!("{:03}", millis % 1_000),
                'a' => (*DAYS.get(usize::try_from(self.day_number().rem_euclid(7)).ok()?)?).to_owned(),
                '%' => "%".to_owned(),
                _ => return None,
            };
            text.push_str(&part);
        }
        Some(text)
    }
}

fn whole(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        None
    } else {
        text.parse().ok()
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Seconds of the day and minutes apart from UTC, of `09:30:00.000+02:00` or `09:30Z`.
pub(super) fn time_of_day(text: &str) -> Option<(f64, Option<i64>)> {
    let at = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at_checked(at)?;
    let mut parts = clock.split(':');
    let (hour, minute) = (whole(parts.next()?)?, whole(parts.next()?)?);
    let second: f64 = match parts.next() {
        Some(second) if second.bytes().all(|b| b.is_ascii_digit() || b == b'.') => second.parse().ok()?,
        Some(_) => return None,
        None => 0.0,
    };
    if parts.next().is_some() || hour > 24 || minute > 59 || second >= 61.0 {
        return None;
    }
    let offset = match zone.split_at_checked(1) {
        None => None,
        Some(("Z", "")) => Some(0),
        Some((sign, apart)) => {
            let (hours, minutes) = apart.split_once(':').unwrap_or((apart, "0"));
            let apart = whole(hours)? * 60 + whole(minutes)?;
            Some(if sign == "-" { -apart } else { apart })
        }
    };
    #[expect(clippy::cast_precision_loss, reason = "within a day")]
    let seconds = (hour * 3_600 + minute * 60) as f64 + second;
    Some((seconds, offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970_and_back() {
        for (text, days) in
            [("1970-01-01", 0.0), ("2000-02-29", 11_016.0), ("1969-12-31", -1.0), ("2026-07-01", 20_635.0)]
        {
            let moment = Moment::read(text).unwrap();
            assert!((moment.days() - days).abs() < 1e-9, "{text}");
            assert_eq!(Moment::of_days(days).unwrap().date(), text);
        }
        let noon = Moment::read("1970-01-02T12:00:00.000+02:00").unwrap();
        assert!((noon.days() - 1.5).abs() < 1e-9);
        assert!((noon.days_in_utc() - (1.5 - 2.0 / 24.0)).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in
            ["", "2026", "2026-02-30", "2026-13-01", "26-01-01", "2026-01-01T", "2026-01-01T25:00", "2026-01-01Tx"]
        {
            assert_eq!(Moment::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_is_written_by_its_pattern() {
        let moment = Moment::read("2026-07-01T09:05:03.250+02:00").unwrap();
        assert_eq!(
            moment.formatted("%a %e %b %Y (%y-%m-%d, %n) %H:%M:%S.%3 %h%%").unwrap(),
            "Wed 1 Jul 2026 (26-07-01, 7) 09:05:03.250 9%"
        );
        assert_eq!(moment.formatted("%Q"), None);
    }
}
