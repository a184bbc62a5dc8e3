//! Values of a page by its encoding.

use super::delta;
use super::fault::Fault;
use super::footer::Physical;
use super::input::Input;
use super::levels::{self, Bits};

/// A value as it stands in the bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Raw<'a> {
    Flag(bool),
    Integer(i64),
    Real(f64),
    Bytes(&'a [u8]),
}

/// Values that pages name by their number.
#[derive(Debug)]
pub(super) struct Dictionary {
    bytes: Vec<u8>,
    physical: Physical,
    /// Where texts start and end; empty where all values have one width.
    places: Vec<(usize, usize)>,
}

impl Dictionary {
    pub fn new(bytes: Vec<u8>, count: usize, physical: Physical) -> Result<Self, Fault> {
        let mut places = Vec::new();
        if physical == Physical::Bytes {
            let mut input = Input::new(&bytes);
            for _ in 0..count {
                let text = input.prefixed()?;
                let end = bytes.len() - input.bytes.len();
                places.push((end - text.len(), end));
            }
        }
        Ok(Self { bytes, physical, places })
    }

    fn value(&self, number: u32) -> Result<Raw<'_>, Fault> {
        let number = usize::try_from(number).map_err(|_| Fault::Truncated)?;
        let (start, end) = match width(self.physical) {
            Some(width) => {
                let start = number.checked_mul(width).ok_or(Fault::Truncated)?;
                (start, start.checked_add(width).ok_or(Fault::Truncated)?)
            }
            None => *self.places.get(number).ok_or(NOT_IN_DICTIONARY)?,
        };
        raw(self.physical, self.bytes.get(start..end).ok_or(NOT_IN_DICTIONARY)?)
    }
}

const NOT_IN_DICTIONARY: Fault = Fault::Wrong("a value that its dictionary does not hold");

/// The bytes of one value; none for flags and texts.
fn width(physical: Physical) -> Option<usize> {
    match physical {
        Physical::Int32 | Physical::Float => Some(4),
        Physical::Int64 | Physical::Double => Some(8),
        Physical::Int96 => Some(12),
        Physical::Fixed(width) => Some(width),
        Physical::Flag | Physical::Bytes => None,
    }
}

fn raw(physical: Physical, bytes: &[u8]) -> Result<Raw<'_>, Fault> {
    let four = || bytes.try_into().map_err(|_| Fault::Truncated);
    let eight = || bytes.try_into().map_err(|_| Fault::Truncated);
    Ok(match physical {
        Physical::Int32 => Raw::Integer(i64::from(i32::from_le_bytes(four()?))),
        Physical::Float => Raw::Real(f64::from(f32::from_le_bytes(four()?))),
        Physical::Int64 => Raw::Integer(i64::from_le_bytes(eight()?)),
        Physical::Double => Raw::Real(f64::from_le_bytes(eight()?)),
        Physical::Flag => return Err(Fault::Wrong("flags in a dictionary")),
        Physical::Int96 | Physical::Bytes | Physical::Fixed(_) => Raw::Bytes(bytes),
    })
}

/// `count` values of a page, each handed to `each` in order.
pub(super) fn each(
    (encoding, bytes): (i64, &[u8]),
    physical: Physical,
    dictionary: Option<&Dictionary>,
    count: usize,
    each: &mut dyn FnMut(Raw<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    match (encoding, physical) {
        (0, _) => plain(bytes, physical, count, each),
        (2 | 8, _) => {
            let dictionary = dictionary.ok_or(Fault::Wrong("values of a dictionary that is not there"))?;
            numbered(bytes, dictionary, count, each)
        }
        (3, Physical::Flag) => {
            let mut flags = Vec::new();
            levels::runs(Input::new(bytes).prefixed()?, 1, count, |flag| flags.push(flag == 1))?;
            flags.into_iter().try_for_each(|flag| each(Raw::Flag(flag)))
        }
        (5, Physical::Int32 | Physical::Int64) => {
            let mut numbers = delta::numbers(&mut Input::new(bytes), count)?.into_iter();
            #[expect(clippy::cast_possible_truncation, reason = "differences of 32 bits run over at 32 bits")]
            let whole = |number: i64| if physical == Physical::Int32 { i64::from(number as i32) } else { number };
            numbers.try_for_each(|number| each(Raw::Integer(whole(number))))
        }
        (6, Physical::Bytes) => {
            let mut input = Input::new(bytes);
            delta::sizes(&mut input, count)?.into_iter().try_for_each(|size| each(Raw::Bytes(input.take(size)?)))
        }
        (7, Physical::Bytes | Physical::Fixed(_)) => fronted(bytes, count, each),
        (9, _) => scattered(bytes, physical, count, each),
        _ => Err(Fault::Unsupported("its values stand in an encoding that is not read: write it anew".to_owned())),
    }
}

fn plain(
    bytes: &[u8],
    physical: Physical,
    count: usize,
    each: &mut dyn FnMut(Raw<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut input = Input::new(bytes);
    match (physical, width(physical)) {
        (Physical::Flag, _) => {
            let mut bits = Bits::new(bytes);
            (0..count).try_for_each(|_| each(Raw::Flag(bits.number(1)? == 1)))
        }
        (_, Some(width)) => (0..count).try_for_each(|_| each(raw(physical, input.take(width)?)?)),
        (_, None) => (0..count).try_for_each(|_| each(Raw::Bytes(input.prefixed()?))),
    }
}

/// Values by their numbers in the dictionary.
fn numbered(
    bytes: &[u8],
    dictionary: &Dictionary,
    count: usize,
    each: &mut dyn FnMut(Raw<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if count == 0 {
        return Ok(());
    }
    let (width, rest) = bytes.split_first().ok_or(Fault::Truncated)?;
    let mut result = Ok(());
    levels::runs(rest, *width, count, |number| {
        if result.is_ok() {
            result = dictionary.value(number).and_then(&mut *each);
        }
    })?;
    result
}

/// Texts of which each begins as the one before (`DELTA_BYTE_ARRAY`).
fn fronted(bytes: &[u8], count: usize, each: &mut dyn FnMut(Raw<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
    let mut input = Input::new(bytes);
    let kept = delta::sizes(&mut input, count)?;
    let added = delta::sizes(&mut input, count)?;
    let mut text: Vec<u8> = Vec::new();
    for (kept, added) in kept.into_iter().zip(added) {
        if kept > text.len() {
            return Err(Fault::Truncated);
        }
        text.truncate(kept);
        text.extend(input.take(added)?);
        each(Raw::Bytes(&text))?;
    }
    Ok(())
}

/// Numbers whose first bytes stand together, then their second ones, and so on (`BYTE_STREAM_SPLIT`).
fn scattered(
    bytes: &[u8],
    physical: Physical,
    count: usize,
    each: &mut dyn FnMut(Raw<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let width = width(physical).ok_or(Fault::Wrong("texts in scattered bytes"))?;
    if count.checked_mul(width) != Some(bytes.len()) {
        return Err(Fault::Truncated);
    }
    let mut value = Vec::new();
    for at in 0..count {
        value.clear();
        value.extend(bytes.iter().skip(at).step_by(count));
        each(raw(physical, &value)?)?;
    }
    Ok(())
}
