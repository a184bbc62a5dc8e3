//! Bytes changed at random, the same way for the same seed.

/// A small generator of numbers (`SplitMix64`), the same on every machine.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number under `end`; 0 where `end` is 0.
    pub fn under(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }
}

/// What programs and people write where a number belongs.
const WORDS: [&str; 24] = [
    "NaN",
    "inf",
    "-1",
    "0",
    "1e999",
    "-1e308",
    "1e-320",
    "99999999999999999999",
    "-9223372036854775808",
    "105",
    "1,5",
    "1.234,5",
    "null",
    "\"\"",
    "true",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\n",
    "\0",
    "\u{FEFF}",
    "é",
];

/// Numbers at the edges of their types.
const NUMBERS: [u64; 12] = [
    0,
    1,
    0x7F,
    0xFF,
    0x7FFF_FFFF,
    0xFFFF_FFFF,
    0x8000_0000,
    1_000_000_000,
    u64::MAX,
    0x7FF8_0000_0000_0000,
    0x7FF0_0000_0000_0000,
    0x7FEF_FFFF_FFFF_FFFF,
];

/// `whole`, changed in one to six places.
pub fn mutated(whole: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    for _ in 0..=dice.under(6) {
        change(&mut bytes, whole, dice);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, whole: &[u8], dice: &mut Dice) {
    // Headers and tails decide most: half of the changes are there.
    let at = match dice.under(4) {
        0 => dice.under(bytes.len().min(160)),
        1 => bytes.len().saturating_sub(dice.under(200)),
        _ => dice.under(bytes.len()),
    };
    let at = at.min(bytes.len());
    match dice.under(9) {
        0 | 1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << dice.under(8);
            }
        }
        2 => bytes.truncate(at),
        3 => {
            let end = (at + dice.under(64)).min(bytes.len());
            bytes.drain(at..end);
        }
        4 => {
            let from = dice.under(whole.len());
            let part = whole[from..(from + dice.under(300)).min(whole.len())].to_vec();
            let end = if dice.under(2) == 0 { at } else { (at + part.len()).min(bytes.len()) };
            bytes.splice(at..end, part);
        }
        5 | 6 => {
            let number = NUMBERS[dice.under(NUMBERS.len())];
            let width = [1, 2, 4, 8][dice.under(4)];
            let part: Vec<u8> = if dice.under(2) == 0 {
                number.to_le_bytes()[..width].to_vec()
            } else {
                number.to_be_bytes()[8 - width..].to_vec()
            };
            let end = (at + width).min(bytes.len());
            bytes.splice(at..end, part);
        }
        _ => {
            let digits = |byte: &u8| byte.is_ascii_digit() || b".-+e".contains(byte);
            let start = bytes[at..].iter().position(digits).map_or(at, |skip| at + skip);
            let end = bytes[start..].iter().position(|byte| !digits(byte)).map_or(bytes.len(), |length| start + length);
            let end = end.min(start + 40);
            bytes.splice(start..end, WORDS[dice.under(WORDS.len())].bytes());
        }
    }
}
