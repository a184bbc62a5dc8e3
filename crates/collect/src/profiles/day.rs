//! Days, in the four ways that profiles write them.

use city::Period;

/// A day as `2014-05-17`, out of `2014-05-17`, `17-05-2014`, `17.05.2014` or any of them with a time after it.
///
/// Day stands before month where the year stands last: that is how the form's countries write. None for what is no day of
/// the calendar.
///
/// ```
/// use collect::profiles::day;
/// assert_eq!(day("17.05.2014").as_deref(), Some("2014-05-17"));
/// assert_eq!(day("2014-05-17T09:31:00.000+02").as_deref(), Some("2014-05-17"));
/// assert_eq!(day("05-17-2014"), None);
/// ```
#[must_use]
pub fn day(text: &str) -> Option<String> {
    let date = text.trim().split(['T', ' ']).next()?;
    let mark = if date.contains('.') { '.' } else { '-' };
    let parts: Vec<&str> = date.split(mark).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = if first.len() == 4 { (*first, *last) } else { (*last, *first) };
    let number = |part: &str, most: usize| {
        let digits = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<u16>().ok()).flatten()
    };
    if year.len() != 4 {
        return None;
    }
    let written = format!("{:04}-{:02}-{:02}", number(year, 4)?, number(month, 2)?, number(day, 2)?);
    written.parse::<Period>().ok()?;
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_forms_give_the_same_day() {
        for text in ["2014-05-07", "07-05-2014", "07.05.2014", "2014-05-07T23:59:59Z", " 7.5.2014 "] {
            assert_eq!(day(text).as_deref(), Some("2014-05-07"), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_of_the_calendar_is_none() {
        for text in
            ["", "2014", "2014-02-30", "31-04-2015", "a-b-c", "12-05-14", "2014-5-7-1", "+014-05-07", "T", "é.é.é"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
