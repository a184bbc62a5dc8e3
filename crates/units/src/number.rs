//! Numbers as people write them: read by the declared marks, never by guess.

/// Which marks the writer of a number uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberStyle {
    /// Mark before the fraction, `.` or `,`.
    pub decimal: char,
    /// Mark between thousands: `,` `.` `'` or a space (a no-break or thin space counts as a space); none where not used.
    pub thousands: Option<char>,
}

impl Default for NumberStyle {
    /// A decimal point and nothing between thousands.
    fn default() -> Self {
        Self { decimal: '.', thousands: None }
    }
}

/// Why a text was not taken as a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing stands there.
    #[error("nothing stands there")]
    Empty,
    /// A word for "not known", such as `n/a` or `-`.
    #[error("`{0}` says that nothing is known: declare it under `missing`")]
    Missing(String),
    /// `NaN`, `Infinity`, or a number too large to hold.
    #[error("`{0}` is not a finite number")]
    NotFinite(String),
    /// A percent sign where none was asked for.
    #[error("`{0}` has a percent sign: declare the column's unit as `percent`")]
    Percent(String),
    /// A mark that may stand for a decimal or between thousands, and was not declared.
    #[error("`{text}` has a `{mark}` that is not declared: it may be {readings}; declare `decimal` or `thousands`")]
    UndeclaredMark {
        /// The text.
        text: String,
        /// The mark.
        mark: char,
        /// What it may mean, such as `1705 or 1.705`.
        readings: String,
    },
    /// A mark between thousands that does not part groups of three.
    #[error("`{text}` does not have three digits after each `{mark}`")]
    Grouping {
        /// The text.
        text: String,
        /// The declared mark.
        mark: char,
    },
    /// The same mark declared for both uses.
    #[error("`{0}` is declared both as decimal mark and between thousands")]
    Style(char),
    /// Words, or digits with something else between.
    #[error("`{0}` is no number")]
    NotANumber(String),
}

const MISSING: [&str; 13] = ["n/a", "na", "n.a.", "nd", "n.d.", "null", "none", "nil", "unknown", "-", "--", "..", "?"];

/// The number that a text holds, by its declared style.
///
/// Signs may be `+`, `-` or the Unicode minus; an exponent such as `5.89675e+06` is read.
///
/// # Errors
/// [`NumberError`]; a mark that was not declared gives every reading it may have.
///
/// ```
/// use units::{NumberError, NumberStyle, parse_number};
/// let plain = NumberStyle::default();
/// assert_eq!(parse_number("\u{2212}12.5", &plain), Ok(-12.5));
/// let error = parse_number("1,705", &plain).unwrap_err();
/// assert!(error.to_string().contains("1705 or 1.705"));
/// ```
pub fn parse_number(text: &str, style: &NumberStyle) -> Result<f64, NumberError> {
    let clean = clean(text);
    if clean.ends_with('%') {
        return Err(NumberError::Percent(clean));
    }
    read(&clean, *style)
}

/// The percentage that a text holds, with or without a percent sign: `12,5 %` is 12.5.
///
/// # Errors
/// As [`parse_number`], but a percent sign at the end is allowed.
pub fn parse_percent(text: &str, style: &NumberStyle) -> Result<f64, NumberError> {
    let clean = clean(text);
    read(clean.strip_suffix('%').map_or(clean.as_str(), str::trim_end), *style)
}

fn clean(text: &str) -> String {
    let mapped = text.chars().map(|c| match c {
        '\u{2212}' | '\u{2013}' => '-',
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => ' ',
        '\u{2019}' => '\'',
        _ => c,
    });
    mapped.filter(|c| *c != '\u{feff}').collect::<String>().trim().to_owned()
}

fn read(text: &str, style: NumberStyle) -> Result<f64, NumberError> {
    if style.thousands == Some(style.decimal) {
        return Err(NumberError::Style(style.decimal));
    }
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    let lower = text.to_lowercase();
    if MISSING.contains(&lower.as_str()) {
        return Err(NumberError::Missing(text.to_owned()));
    }
    let (sign, body) = match lower.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", lower.strip_prefix('+').unwrap_or(&lower)),
    };
    if ["nan", "inf", "infinity", "#num!", "#div/0!"].contains(&body) {
        return Err(NumberError::NotFinite(text.to_owned()));
    }
    let (mantissa, exponent) = body.split_once('e').map_or((body, None), |(m, e)| (m, Some(e)));
    check_marks(text, mantissa, style)?;
    let (whole, fraction) = mantissa.split_once(style.decimal).unwrap_or((mantissa, ""));
    let whole = ungroup(text, whole, style.thousands)?;
    let not_a_number = || NumberError::NotANumber(text.to_owned());
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let exponent_reads = exponent.is_none_or(|e| {
        let e = e.strip_prefix(['+', '-']).unwrap_or(e);
        !e.is_empty() && digits(e)
    });
    if !digits(&whole) || !digits(fraction) || whole.len() + fraction.len() == 0 || !exponent_reads {
        return Err(not_a_number());
    }
    let plain = format!("{sign}{whole}.{fraction}e{}", exponent.unwrap_or("0"));
    let number: f64 = plain.parse().map_err(|_| not_a_number())?;
    if number.is_finite() { Ok(number) } else { Err(NumberError::NotFinite(text.to_owned())) }
}

fn check_marks(text: &str, mantissa: &str, style: NumberStyle) -> Result<(), NumberError> {
    let declared = |c: char| c == style.decimal || style.thousands.map(space) == Some(c);
    let Some(mark) = mantissa.chars().find(|c| [',', '.', '\'', ' '].contains(c) && !declared(*c)) else {
        return Ok(());
    };
    let readings = readings(mantissa, mark);
    if readings.is_empty() {
        return Err(NumberError::NotANumber(text.to_owned()));
    }
    Err(NumberError::UndeclaredMark { text: text.to_owned(), mark, readings: readings.join(" or ") })
}

fn space(mark: char) -> char {
    if mark.is_whitespace() { ' ' } else { mark }
}

fn readings(mantissa: &str, mark: char) -> Vec<String> {
    let plain = |text: String| -> Option<String> {
        let one_point = text.matches('.').count() <= 1;
        (one_point && text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
            .then_some(text)
    };
    let other = if mark == '.' { ',' } else { '.' };
    let grouped = mantissa.split(other).next().unwrap_or_default();
    let as_thousands = is_grouped(grouped, mark).then(|| mantissa.replace(mark, "").replace(other, "."));
    let as_decimal = (mantissa.matches(mark).count() == 1 && mark != ' ' && mark != '\'')
        .then(|| mantissa.replace([other, ' ', '\''], "").replace(mark, "."));
    [as_thousands, as_decimal].into_iter().flatten().filter_map(plain).collect()
}

fn is_grouped(whole: &str, mark: char) -> bool {
    let mut groups = whole.split(mark);
    let first = groups.next().map_or(0, str::len);
    (1..=3).contains(&first) && groups.all(|group| group.len() == 3)
}

fn ungroup(text: &str, whole: &str, thousands: Option<char>) -> Result<String, NumberError> {
    match thousands.map(space) {
        Some(mark) if whole.contains(mark) => {
            if !is_grouped(whole, mark) {
                return Err(NumberError::Grouping { text: text.to_owned(), mark });
            }
            Ok(whole.replace(mark, ""))
        }
        _ => Ok(whole.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: NumberStyle = NumberStyle { decimal: '.', thousands: None };
    const ENGLISH: NumberStyle = NumberStyle { decimal: '.', thousands: Some(',') };
    const FRENCH: NumberStyle = NumberStyle { decimal: ',', thousands: Some('\u{a0}') };

    #[test]
    fn a_mark_that_was_not_declared_gives_both_readings() {
        let error = parse_number("1,705", &POINT).unwrap_err();
        assert!(
            matches!(&error, NumberError::UndeclaredMark { readings, .. } if readings == "1705 or 1.705"),
            "{error}"
        );
        let error = parse_number("12,5", &POINT).unwrap_err();
        assert!(matches!(&error, NumberError::UndeclaredMark { readings, .. } if readings == "12.5"), "{error}");
        let error = parse_number("1.234.567", &FRENCH).unwrap_err();
        assert!(matches!(&error, NumberError::UndeclaredMark { readings, .. } if readings == "1234567"), "{error}");
        let error = parse_number("1 705", &POINT).unwrap_err();
        assert!(matches!(&error, NumberError::UndeclaredMark { mark: ' ', .. }), "{error}");
    }

    #[test]
    fn declared_marks_are_read_whatever_space_is_used() {
        assert_eq!(parse_number("1 705,5", &FRENCH), Ok(1705.5));
        assert_eq!(parse_number("1\u{202f}234\u{a0}567", &FRENCH), Ok(1_234_567.0));
        assert_eq!(parse_number("1,705", &ENGLISH), Ok(1705.0));
        assert_eq!(parse_number("1705", &ENGLISH), Ok(1705.0));
        assert_eq!(parse_number(" 5.89675e+06 ", &POINT), Ok(5_896_750.0));
        assert_eq!(parse_number("1\u{2019}000", &NumberStyle { decimal: '.', thousands: Some('\'') }), Ok(1000.0));
        assert_eq!(parse_number("\u{2212}.5", &POINT), Ok(-0.5));
    }

    #[test]
    fn groups_have_three_digits() {
        for text in ["1,70", "1,7050", ",705", "1705,000", "1,00,000"] {
            assert!(matches!(parse_number(text, &ENGLISH), Err(NumberError::Grouping { .. })), "{text}");
        }
        assert!(parse_number("1.000,5", &ENGLISH).is_err());
    }

    #[test]
    fn what_is_no_number_says_which_kind_of_none() {
        assert_eq!(parse_number("  ", &POINT), Err(NumberError::Empty));
        for text in ["NaN", "Infinity", "-inf", "1e999"] {
            assert!(matches!(parse_number(text, &POINT), Err(NumberError::NotFinite(_))), "{text}");
        }
        for text in ["n/a", "N/A", "-", "\u{2013}", "null"] {
            assert!(matches!(parse_number(text, &POINT), Err(NumberError::Missing(_))), "{text}");
        }
        for text in ["many", "1e", "--5", ".", "12 people", "0x10", "1.2.3", "e5", "é"] {
            assert!(parse_number(text, &POINT).is_err(), "{text}");
        }
        assert_eq!(
            parse_number("1", &NumberStyle { decimal: '.', thousands: Some('.') }),
            Err(NumberError::Style('.'))
        );
    }

    #[test]
    fn a_percent_sign_is_read_only_where_asked_for() {
        assert!(matches!(parse_number("12,5 %", &FRENCH), Err(NumberError::Percent(_))));
        assert_eq!(parse_percent("12,5\u{a0}%", &FRENCH), Ok(12.5));
        assert_eq!(parse_percent("12.5", &POINT), Ok(12.5));
        assert!(parse_percent("%", &POINT).is_err());
    }
}
