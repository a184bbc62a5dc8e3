//! One column in one group of rows.

use super::fault::Fault;
use super::footer::{Chunk, Leaf};
use super::input::Input;
use super::levels;
use super::page::{Levels, Page, Pages};
use super::values::{self, Dictionary, Raw};

/// What a reader of columns may still use of the machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// Bytes that packed pages may still unpack to.
    pub unpacked_bytes: u64,
    /// Bytes that texts and shapes may still have.
    pub text_bytes: u64,
}

/// Reads at most `rows` values; each is given to `take`, none where it is empty. What comes before a fault was given.
pub(super) fn read(
    file: &[u8],
    (leaf, chunk): (&Leaf, &Chunk),
    rows: usize,
    budget: &mut Budget,
    take: &mut dyn FnMut(Option<Raw<'_>>),
) -> Result<(), Fault> {
    let Budget { unpacked_bytes, text_bytes } = budget;
    let mut pages = Pages::of(file, chunk, unpacked_bytes)?;
    let mut dictionary: Option<Dictionary> = None;
    let mut left = rows;
    while left > 0 {
        match pages.next()? {
            None => return Err(Fault::Truncated),
            Some(Page::Dictionary { bytes, count }) => {
                if dictionary.is_some() {
                    return Err(Fault::Wrong("two dictionaries"));
                }
                dictionary = Some(Dictionary::new(bytes.into_owned(), count, leaf.physical)?);
            }
            Some(Page::Data { bytes, count, encoding, levels }) => {
                left = left.checked_sub(count).ok_or(Fault::Wrong("more values than rows"))?;
                let (there, rest) = there(&bytes, count, levels, leaf.deepest)?;
                let values = there.iter().filter(|there| **there).count();
                let mut gaps = there.into_iter();
                let mut give = |raw: Raw<'_>| {
                    if let Raw::Bytes(bytes) = raw {
                        let spent = text_bytes.checked_sub(bytes.len() as u64);
                        *text_bytes = spent.ok_or(Fault::Wrong("its texts are together larger than is read"))?;
                    }
                    gaps.by_ref().take_while(|there| !there).for_each(|_| take(None));
                    take(Some(raw));
                    Ok(())
                };
                values::each((encoding, rest), leaf.physical, dictionary.as_ref(), values, &mut give)?;
                gaps.for_each(|_| take(None));
            }
        }
    }
    Ok(())
}

/// Which values of a page are there, and the bytes behind the levels.
fn there(bytes: &[u8], count: usize, levels: Levels, deepest: u8) -> Result<(Vec<bool>, &[u8]), Fault> {
    let mut input = Input::new(bytes);
    let written = match levels {
        Levels::Apart { lists, there } => {
            input.take(lists)?;
            input.take(there)?
        }
        _ if deepest == 0 => &[],
        Levels::InFront => input.prefixed()?,
        Levels::Old => {
            let message = "its empty values stand in the packing of before 2013: write it anew";
            return Err(Fault::Unsupported(message.to_owned()));
        }
    };
    let mut there = Vec::new();
    if deepest == 0 {
        there.resize(count, true);
    } else {
        let width = u8::try_from(u8::BITS - deepest.leading_zeros()).unwrap_or(8);
        levels::runs(written, width, count, |level| there.push(level == u32::from(deepest)))?;
    }
    Ok((there, input.bytes))
}
