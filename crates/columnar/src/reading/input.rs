//! Bytes from the first to the last, never beyond.

use super::fault::Fault;

/// What is left of some bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'a> {
    pub bytes: &'a [u8],
}

impl<'a> Input<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(Fault::Truncated)?;
        self.bytes = rest;
        Ok(taken)
    }

    pub fn byte(&mut self) -> Result<u8, Fault> {
        let (byte, rest) = self.bytes.split_first().ok_or(Fault::Truncated)?;
        self.bytes = rest;
        Ok(*byte)
    }

    /// A whole number of seven bits a byte (ULEB128).
    pub fn number(&mut self) -> Result<u64, Fault> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Fault::Wrong("a number of more than 64 bits"))
    }

    /// A whole number with its sign in the lowest bit.
    pub fn zigzag(&mut self) -> Result<i64, Fault> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }

    pub fn size(&mut self) -> Result<usize, Fault> {
        usize::try_from(self.number()?).map_err(|_| Fault::Truncated)
    }

    /// Bytes behind a length of four bytes, low byte first.
    pub fn prefixed(&mut self) -> Result<&'a [u8], Fault> {
        let length = self.take(4)?.try_into().map(u32::from_le_bytes).map_err(|_| Fault::Truncated)?;
        self.take(usize::try_from(length).map_err(|_| Fault::Truncated)?)
    }
}
