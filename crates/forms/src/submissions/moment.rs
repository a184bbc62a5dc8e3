//! Moments as forms and tools write them.

/// Seconds since 1970 of `2024-03-01T10:00:00.000+02:00`, `2024-03-01 10:00:00` or `2024-03-01`; UTC where no zone is said.
pub(super) fn instant(text: &str) -> Option<i64> {
    let (day, rest) = text.trim().split_once(['T', ' ']).unwrap_or((text.trim(), ""));
    let mut parts = day.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(0..=9_999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let zone_at = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(zone_at);
    let mut seconds = 0;
    for (part, weight) in clock.split(':').zip([3_600, 60, 1]).filter(|(part, _)| !part.is_empty()) {
        let whole: i64 = part.split('.').next()?.parse().ok()?;
        seconds += whole.clamp(0, 60) * weight;
    }
    Some(days_since_1970(year, month, day) * 86_400 + seconds - offset(zone))
}

fn offset(zone: &str) -> i64 {
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = digits.split_at(digits.len().min(2));
    let number = |text: &str| text.parse::<i64>().unwrap_or(0);
    sign * (number(hours).min(24) * 3_600 + number(minutes).min(59) * 60)
}

/// Days since 1970-01-01 in the Gregorian calendar (Hinnant's `days_from_civil`).
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_compared_across_zones() {
        assert_eq!(instant("1970-01-01"), Some(0));
        assert_eq!(instant("2000-03-01T00:00:00Z"), Some(951_868_800));
        assert_eq!(instant("2024-03-01T12:00:00.123+02:00"), instant("2024-03-01 10:00:00"));
        assert_eq!(instant("2024-03-01T10:00:00-0330"), instant("2024-03-01T13:30:00Z"));
        assert_eq!((instant("soon"), instant("2024-13-01"), instant("")), (None, None, None));
    }
}
