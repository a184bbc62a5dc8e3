//! Whole numbers in runs and packed bits: levels of values, numbers in a dictionary, flags.

use super::fault::Fault;
use super::input::Input;

/// `count` numbers of `width` bits each, in runs and packed groups of eight.
pub(super) fn runs(bytes: &[u8], width: u8, count: usize, mut each: impl FnMut(u32)) -> Result<(), Fault> {
    if width > 32 {
        return Err(Fault::Wrong("numbers wider than 32 bits"));
    }
    let mut input = Input::new(bytes);
    let mut left = count;
    while left > 0 {
        let head = input.number()?;
        let length = usize::try_from(head >> 1).map_err(|_| Fault::Truncated)?;
        if head & 1 == 0 {
            let mut value = [0; 4];
            let written = input.take(usize::from(width.div_ceil(8)))?;
            value.iter_mut().zip(written).for_each(|(to, from)| *to = *from);
            let run = length.min(left);
            (0..run).for_each(|_| each(u32::from_le_bytes(value)));
            left -= run;
        } else {
            let bytes = length.checked_mul(usize::from(width)).ok_or(Fault::Truncated)?.min(input.bytes.len());
            let mut bits = Bits::new(input.take(bytes)?);
            for _ in 0..length.saturating_mul(8).min(left) {
                each(u32::try_from(bits.number(width)?).unwrap_or(u32::MAX));
                left -= 1;
            }
        }
    }
    Ok(())
}

/// Numbers packed from the lowest bit.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bits<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next number of at most 64 bits.
    pub fn number(&mut self, width: u8) -> Result<u64, Fault> {
        let (first, shift) = (self.at / 8, self.at % 8);
        self.at += usize::from(width);
        let last = self.at.div_ceil(8);
        let held = self.bytes.get(first..last).ok_or(Fault::Truncated)?;
        let mut window = [0; 16];
        window.iter_mut().zip(held).for_each(|(to, from)| *to = *from);
        let mask = (1_u128 << width) - 1;
        Ok(u64::try_from((u128::from_le_bytes(window) >> shift) & mask).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], width: u8, count: usize) -> Result<Vec<u32>, Fault> {
        let mut numbers = Vec::new();
        runs(bytes, width, count, |number| numbers.push(number)).map(|()| numbers)
    }

    /// The example of the Parquet format: 0 to 7 in three bits each.
    #[test]
    fn packed_bits_and_runs_follow_one_another() {
        let bytes = [0x03, 0b1000_1000, 0b1100_0110, 0b1111_1010, 0x06, 5];
        assert_eq!(read(&bytes, 3, 11), Ok(vec![0, 1, 2, 3, 4, 5, 6, 7, 5, 5, 5]));
    }

    #[test]
    fn a_run_gives_no_more_than_is_asked_and_what_is_missing_is_an_error() {
        assert_eq!(read(&[0xFE, 0xFF, 0xFF, 0xFF, 0x0F, 1], 1, 3), Ok(vec![1, 1, 1]));
        assert_eq!(read(&[0x02, 1], 1, 3), Err(Fault::Truncated));
        assert_eq!(read(&[0x03, 1], 8, 3), Err(Fault::Truncated));
        assert!(read(&[0x00; 64], 0, 1).is_err());
    }
}
