//! Words and times of a timetable.

/// Seconds since the day began, also past 24:00.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let mut parts = text.trim().split(':');
    let mut part = || {
        let text = parts.next()?;
        if text.is_empty() || text.len() > 3 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        text.parse::<i64>().ok()
    };
    let (hours, minutes, seconds) = (part()?, part()?, part()?);
    (parts.next().is_none() && minutes < 60 && seconds < 60).then_some(hours * 3600 + minutes * 60 + seconds)
}

/// `25:10:00`.
pub(super) fn clock(seconds: i64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// What runs on a route, by the types of GTFS and the extended ones of Google.
pub(super) fn route_type(code: u16) -> Option<&'static str> {
    Some(match code {
        0 | 900..=906 => "tram",
        1 | 400..=404 => "metro",
        2 | 100..=117 => "rail",
        3 | 700..=716 => "bus",
        4 | 1000 | 1200 => "ferry",
        5 => "cable tram",
        6 | 1300..=1307 => "aerial lift",
        7 | 1400 => "funicular",
        11 | 800 => "trolleybus",
        12 | 405 => "monorail",
        200..=209 => "coach",
        717 => "share taxi",
        1100 => "air",
        1500..=1507 => "taxi",
        1700 | 1702 => "other",
        _ => return None,
    })
}

pub(super) fn location_type(code: &str) -> Option<&'static str> {
    Some(match code {
        "" | "0" => "stop",
        "1" => "station",
        "2" => "entrance",
        "3" => "node",
        "4" => "boarding area",
        _ => return None,
    })
}

/// The day of the week of `YYYYMMDD`, Monday 0, with the days since 1970-01-01.
pub(super) fn day(text: &str) -> Option<(i64, u8)> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days since 0000-03-01 (Howard Hinnant, days_from_civil).
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    u8::try_from((days + 3).rem_euclid(7)).ok().map(|weekday| (days, weekday))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_past_midnight_and_what_is_none_is_none() {
        assert_eq!(seconds("5:00:30"), Some(18_030));
        assert_eq!(seconds(" 25:10:00"), Some(90_600));
        assert_eq!(clock(90_600), "25:10:00");
        for text in ["", "5:00", "05:60:00", "-1:00:00", "5:0:0:0", "9999:00:00", "a:00:00"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn days_of_the_week_are_right() {
        assert_eq!(day("19700101"), Some((0, 3)));
        assert_eq!(day("20190304"), Some((17_959, 0)));
        assert_eq!(day("20000229").map(|(_, weekday)| weekday), Some(1));
        assert_eq!((day("20191301"), day("2019-03-04")), (None, None));
    }
}
