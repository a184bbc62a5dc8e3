//! Cells out of values, by what a column means.

use super::fault::Fault;
use super::footer::{Leaf, Meaning, Physical};
use super::values::Raw;
use city::{Cell, ColumnType};

/// What the values of a column become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Flag,
    Integer,
    /// Whole numbers of 32 or 64 bits without a sign.
    Unsigned(u8),
    Real,
    Half,
    Text,
    Uuid,
    Date,
    Time(u64),
    Timestamp(u64, bool),
    /// Days and nanoseconds as Impala and older Spark write timestamps.
    JulianTimestamp,
    /// Digits behind the point, and all digits.
    Decimal(u32, u32),
    Shape,
}

/// Why a cell is empty, or not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trouble {
    NotFinite,
    NotText,
    OutOfRange,
}

impl Kind {
    /// What a column becomes, or why it is not read.
    pub fn of(leaf: &Leaf) -> Result<Self, Fault> {
        let not_read = |what: &str| Err(Fault::Unsupported(format!("{what}: write it as text or numbers")));
        if leaf.repeated || leaf.path.len() != 1 {
            return not_read("a list or a structure");
        }
        Ok(match (&leaf.meaning, leaf.physical) {
            (Meaning::Foreign(name), _) => return not_read(name),
            (Meaning::Shape(_), Physical::Bytes) => Self::Shape,
            (
                Meaning::Decimal(scale, digits),
                Physical::Int32 | Physical::Int64 | Physical::Bytes | Physical::Fixed(_),
            ) => Self::Decimal(*scale, *digits),
            (Meaning::Date, Physical::Int32) => Self::Date,
            (Meaning::Time(parts), Physical::Int32 | Physical::Int64) => Self::Time(*parts),
            (Meaning::Timestamp(parts, universal), Physical::Int64) => Self::Timestamp(*parts, *universal),
            (Meaning::Integer(false), Physical::Int32) => Self::Unsigned(32),
            (Meaning::Integer(false), Physical::Int64) => Self::Unsigned(64),
            (Meaning::Uuid, Physical::Fixed(16)) => Self::Uuid,
            (Meaning::Float16, Physical::Fixed(2)) => Self::Half,
            (_, Physical::Flag) => Self::Flag,
            (_, Physical::Int32 | Physical::Int64) => Self::Integer,
            (_, Physical::Float | Physical::Double) => Self::Real,
            (_, Physical::Int96) => Self::JulianTimestamp,
            (Meaning::Text | Meaning::Plain, Physical::Bytes) | (Meaning::Text, Physical::Fixed(_)) => Self::Text,
            _ => return not_read("bytes of unknown meaning"),
        })
    }

    pub fn holds(self) -> ColumnType {
        match self {
            Self::Flag => ColumnType::Flag,
            Self::Integer | Self::Unsigned(_) | Self::Decimal(0, ..=18) => ColumnType::Integer,
            Self::Real | Self::Half | Self::Decimal(_, ..=15) => ColumnType::Real,
            _ => ColumnType::Text,
        }
    }

    /// The cell of a value, and what is wrong with it.
    pub fn cell(self, raw: Raw<'_>) -> (Cell, Option<Trouble>) {
        let real = |real: f64| {
            if real.is_finite() { (Cell::Real(real), None) } else { (Cell::Empty, Some(Trouble::NotFinite)) }
        };
        let text = |text: Option<String>| match text {
            Some(text) => (Cell::Text(text), None),
            None => (Cell::Empty, Some(Trouble::OutOfRange)),
        };
        match (self, raw) {
            (Self::Flag, Raw::Flag(flag)) => (Cell::Flag(flag), None),
            (Self::Integer, Raw::Integer(integer)) => (Cell::Integer(integer), None),
            (Self::Unsigned(32), Raw::Integer(integer)) => (Cell::Integer(integer & 0xFFFF_FFFF), None),
            (Self::Unsigned(_), Raw::Integer(integer)) if integer >= 0 => (Cell::Integer(integer), None),
            (Self::Real, Raw::Real(number)) => real(number),
            (Self::Half, Raw::Bytes(&[low, high])) => real(half(u16::from_le_bytes([low, high]))),
            (Self::Text, Raw::Bytes(bytes)) => match std::str::from_utf8(bytes) {
                Ok(text) => (Cell::Text(text.to_owned()), None),
                Err(_) => (Cell::Text(String::from_utf8_lossy(bytes).into_owned()), Some(Trouble::NotText)),
            },
            (Self::Uuid, Raw::Bytes(bytes)) => text(Some(uuid(bytes))),
            (Self::Date, Raw::Integer(days)) => text(date(days)),
            (Self::Time(parts), Raw::Integer(time)) => text(time_of_day(time, parts)),
            (Self::Timestamp(parts, universal), Raw::Integer(time)) => text(timestamp(time, parts, universal)),
            (Self::JulianTimestamp, Raw::Bytes(bytes)) => text(julian(bytes)),
            (Self::Decimal(scale, _), raw) => match (unscaled(raw), self.holds()) {
                (Some(digits), ColumnType::Integer) => match i64::try_from(digits) {
                    Ok(integer) => (Cell::Integer(integer), None),
                    Err(_) => (Cell::Empty, Some(Trouble::OutOfRange)),
                },
                (Some(digits), ColumnType::Real) => real(decimal(digits, scale).parse().unwrap_or(f64::NAN)),
                (digits, _) => text(digits.map(|digits| decimal(digits, scale))),
            },
            _ => (Cell::Empty, Some(Trouble::OutOfRange)),
        }
    }
}

/// A number of 16 bits as IEEE 754 has it.
fn half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, digits) = (i32::from((bits >> 10) & 0x1F), bits & 0x3FF);
    let fraction = f64::from(digits) / 1024.0;
    sign * match exponent {
        0 => fraction * 2.0_f64.powi(-14),
        31 if digits == 0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction) * 2.0_f64.powi(exponent - 15),
    }
}

fn uuid(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(36);
    for (at, byte) in bytes.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for nibble in [byte >> 4, byte & 0x0F] {
            text.extend(char::from_digit(u32::from(nibble), 16));
        }
    }
    text
}

/// `2011-10-09` of days since 1970, by the civil calendar; none outside the years 0 to 9999.
///
/// Hinnant (2013), "chrono-compatible low-level date algorithms", `civil_from_days`.
fn date(days: i64) -> Option<String> {
    let days = days.checked_add(719_468)?;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era.checked_mul(400)? + year + i64::from(month <= 2);
    (0..=9999).contains(&year).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// `14:30:00`, with what is left of a second where something is left.
fn time_of_day(time: i64, parts: u64) -> Option<String> {
    let (time, zeros) = (u64::try_from(time).ok()?, usize::try_from(parts.ilog10()).ok()?);
    let (second, part) = (time / parts, time % parts);
    let clock = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    let part = format!("{part:0zeros$}");
    let part = part.trim_end_matches('0');
    let clock = if part.is_empty() { clock } else { format!("{clock}.{part}") };
    (second < 86_400).then_some(clock)
}

fn timestamp(time: i64, parts: u64, universal: bool) -> Option<String> {
    let day = i64::try_from(parts).ok()?.checked_mul(86_400)?;
    let clock = time_of_day(time.rem_euclid(day), parts)?;
    Some(format!("{}T{clock}{}", date(time.div_euclid(day))?, if universal { "Z" } else { "" }))
}

fn julian(bytes: &[u8]) -> Option<String> {
    const DAY_OF_1970: i64 = 2_440_588;
    let (nanoseconds, day) = bytes.split_at_checked(8)?;
    let nanoseconds = i64::from_le_bytes(nanoseconds.try_into().ok()?);
    let day = i64::from(i32::from_le_bytes(day.try_into().ok()?));
    Some(format!("{}T{}", date(day - DAY_OF_1970)?, time_of_day(nanoseconds, 1_000_000_000)?))
}

/// The digits of a decimal as a whole number; none beyond 38 of them.
fn unscaled(raw: Raw<'_>) -> Option<i128> {
    let bytes = match raw {
        Raw::Integer(integer) => return Some(i128::from(integer)),
        Raw::Bytes(bytes) => bytes,
        _ => return None,
    };
    let sign = if bytes.first()? & 0x80 == 0 { 0 } else { 0xFF };
    let (front, back) = bytes.split_at(bytes.len().saturating_sub(16));
    if back.first()? & 0x80 != sign & 0x80 || front.iter().any(|byte| *byte != sign) {
        return None;
    }
    let mut whole = [sign; 16];
    whole.iter_mut().rev().zip(back.iter().rev()).for_each(|(to, from)| *to = *from);
    Some(i128::from_be_bytes(whole))
}

fn decimal(digits: i128, scale: u32) -> String {
    let scale = usize::try_from(scale).unwrap_or(0);
    let width = scale + 1;
    let mut text = format!("{:0width$}", digits.unsigned_abs());
    if scale > 0 {
        text.insert(text.len() - scale, '.');
    }
    if digits < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_read_as_a_person_writes_them() {
        assert_eq!(date(0).as_deref(), Some("1970-01-01"));
        assert_eq!(date(11_016).as_deref(), Some("2000-02-29"));
        assert_eq!(date(-719_528).as_deref(), Some("0000-01-01"));
        assert_eq!(date(i64::MAX), None);
        assert_eq!(timestamp(-1, 1_000, true).as_deref(), Some("1969-12-31T23:59:59.999Z"));
        assert_eq!(timestamp(1_318_170_600_000_000, 1_000_000, false).as_deref(), Some("2011-10-09T14:30:00"));
        assert_eq!(time_of_day(86_400_000, 1_000), None);
        let noon = [43_200_000_000_000_i64.to_le_bytes().as_slice(), &2_440_589_i32.to_le_bytes()].concat();
        assert_eq!(julian(&noon).as_deref(), Some("1970-01-02T12:00:00"));
    }

    #[test]
    fn a_decimal_keeps_its_digits() {
        let text = |bytes: &[u8], scale| unscaled(Raw::Bytes(bytes)).map(|digits| decimal(digits, scale));
        assert_eq!(text(&[0xFF, 0x85], 2).as_deref(), Some("-1.23"));
        assert_eq!(text(&[5], 3).as_deref(), Some("0.005"));
        assert_eq!(text(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7], 0).as_deref(), Some("7"));
        assert_eq!(text(&[1; 17], 0), None);
        let exact = Kind::Decimal(2, 30).cell(Raw::Bytes(&[0x01, 0x00]));
        assert_eq!(exact, (Cell::Text("2.56".to_owned()), None));
        assert_eq!(Kind::Decimal(2, 9).cell(Raw::Integer(256)), (Cell::Real(2.56), None));
    }

    #[test]
    fn numbers_without_a_sign_and_of_sixteen_bits_keep_their_value() {
        assert_eq!(Kind::Unsigned(32).cell(Raw::Integer(-1)), (Cell::Integer(4_294_967_295), None));
        assert_eq!(Kind::Unsigned(64).cell(Raw::Integer(-1)), (Cell::Empty, Some(Trouble::OutOfRange)));
        assert_eq!(Kind::Half.cell(Raw::Bytes(&[0x55, 0x35])), (Cell::Real(0.333_251_953_125), None));
        assert_eq!(Kind::Half.cell(Raw::Bytes(&[0x01, 0x00])), (Cell::Real(2.0_f64.powi(-24)), None));
        assert_eq!(Kind::Half.cell(Raw::Bytes(&[0x00, 0x7E])), (Cell::Empty, Some(Trouble::NotFinite)));
    }
}
