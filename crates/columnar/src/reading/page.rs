//! Pages of a column: their heads, and their bytes unpacked within bounds.

use super::fault::Fault;
use super::footer::Chunk;
use super::input::Input;
use super::thrift::{self, Value};
use std::borrow::Cow;
use std::io::Read;

/// The most bytes of one page once it is unpacked; writers make them of about a megabyte.
const MOST_PAGE_BYTES: usize = 512 << 20;

/// What a page holds, unpacked.
#[derive(Debug)]
pub(super) enum Page<'a> {
    /// Values that others name by their number.
    Dictionary {
        bytes: Cow<'a, [u8]>,
        count: usize,
    },
    Data {
        bytes: Cow<'a, [u8]>,
        count: usize,
        encoding: i64,
        levels: Levels,
    },
}

/// Where a page says which of its values are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Levels {
    /// In front of the values, behind their own length.
    InFront,
    /// So many bytes at the start, none of them packed; before them those of lists.
    Apart { lists: usize, there: usize },
    /// In the packing of before 2013.
    Old,
}

/// The pages of a column in one group of rows; `left` is how many bytes the whole file may still unpack to.
pub(super) struct Pages<'a, 'b> {
    input: Input<'a>,
    codec: i64,
    left: &'b mut u64,
}

impl<'a, 'b> Pages<'a, 'b> {
    /// The pages at a place in the file; those that the file does not hold end with a fault once they are reached.
    pub fn of(file: &'a [u8], chunk: &Chunk, left: &'b mut u64) -> Result<Self, Fault> {
        if let Some(why) = chunk.barred {
            return Err(Fault::Unsupported(why.to_owned()));
        }
        let rest = file.get(chunk.start..).ok_or(Fault::Truncated)?;
        let held = rest.get(..chunk.length).unwrap_or(rest);
        Ok(Self { input: Input::new(held), codec: chunk.codec, left })
    }

    /// The next page; none behind the last.
    pub fn next(&mut self) -> Result<Option<Page<'a>>, Fault> {
        loop {
            if self.input.bytes.is_empty() {
                return Ok(None);
            }
            let head = thrift::structure(&mut self.input, 10_000)?;
            let packed = self.input.take(head.size(3).ok_or(Fault::Truncated)?)?;
            let size =
                head.size(2).filter(|size| *size <= MOST_PAGE_BYTES).ok_or(Fault::Wrong("a page beyond any size"))?;
            match head.integer(1) {
                Some(0) => return self.data(head.field(5), packed, size).map(Some),
                Some(2) => {
                    let count = head.field(7).and_then(|head| head.size(1)).ok_or(HEADLESS)?;
                    return Ok(Some(Page::Dictionary { bytes: self.unpacked(packed, size)?, count }));
                }
                Some(3) => return self.data_apart(head.field(8), packed, size).map(Some),
                _ => {}
            }
        }
    }

    fn data(&mut self, head: Option<&Value>, packed: &'a [u8], size: usize) -> Result<Page<'a>, Fault> {
        let head = head.ok_or(HEADLESS)?;
        let levels = if head.integer(3) == Some(4) { Levels::Old } else { Levels::InFront };
        let (count, encoding) = (head.size(1).ok_or(HEADLESS)?, head.integer(2).ok_or(HEADLESS)?);
        Ok(Page::Data { bytes: self.unpacked(packed, size)?, count, encoding, levels })
    }

    /// A page of the second version: its levels stand apart, not packed.
    fn data_apart(&mut self, head: Option<&Value>, packed: &'a [u8], size: usize) -> Result<Page<'a>, Fault> {
        let head = head.ok_or(HEADLESS)?;
        let (count, encoding) = (head.size(1).ok_or(HEADLESS)?, head.integer(4).ok_or(HEADLESS)?);
        let (there, lists) = (head.size(5).ok_or(HEADLESS)?, head.size(6).ok_or(HEADLESS)?);
        let levels = Levels::Apart { lists, there };
        let apart = lists.checked_add(there).ok_or(Fault::Truncated)?;
        if !head.flag(7).unwrap_or(true) {
            return Ok(Page::Data { bytes: Cow::Borrowed(packed), count, encoding, levels });
        }
        let (front, values) = packed.split_at_checked(apart).ok_or(Fault::Truncated)?;
        let values = self.unpacked(values, size.checked_sub(apart).ok_or(Fault::Truncated)?)?;
        Ok(Page::Data { bytes: Cow::Owned([front, &values].concat()), count, encoding, levels })
    }

    fn unpacked(&mut self, packed: &'a [u8], size: usize) -> Result<Cow<'a, [u8]>, Fault> {
        if self.codec == 0 {
            return Ok(Cow::Borrowed(packed));
        }
        *self.left = self.left.checked_sub(size as u64).ok_or(Fault::Wrong("it unpacks to more than is read"))?;
        if size == 0 {
            return Ok(Cow::Owned(Vec::new()));
        }
        let bytes = unpacked(self.codec, packed, size)?;
        if bytes.len() == size { Ok(Cow::Owned(bytes)) } else { Err(DAMAGED) }
    }
}

const HEADLESS: Fault = Fault::Wrong("a page without its head");
const DAMAGED: Fault = Fault::Wrong("a page is damaged: it does not unpack to what its head says");

/// Bytes unpacked to at most `size` and one; memory is taken only for what the packed bytes can hold.
fn unpacked(codec: i64, packed: &[u8], size: usize) -> Result<Vec<u8>, Fault> {
    let no_more = |most_times: usize| packed.len().saturating_mul(most_times).saturating_add(64) >= size;
    match codec {
        1 => {
            // Three bytes of Snappy give at most 64.
            if snap::raw::decompress_len(packed).ok() != Some(size) || !no_more(32) {
                return Err(DAMAGED);
            }
            snap::raw::Decoder::new().decompress_vec(packed).map_err(|_| DAMAGED)
        }
        2 => all_of(flate2::bufread::MultiGzDecoder::new(packed), size),
        6 => {
            let decoder = ruzstd::decoding::StreamingDecoder::new(packed).map_err(|_| DAMAGED)?;
            all_of(decoder, size)
        }
        7 if no_more(256) => lz4_flex::block::decompress(packed, size).map_err(|_| DAMAGED),
        7 => Err(DAMAGED),
        other => {
            let name = match other {
                3 => "LZO",
                4 => "Brotli",
                5 => "LZ4 in the framing of Hadoop",
                _ => "an unknown codec",
            };
            Err(Fault::Unsupported(format!("it is packed with {name}: write it with Zstandard or Snappy")))
        }
    }
}

fn all_of(packed: impl Read, size: usize) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    packed.take(size as u64 + 1).read_to_end(&mut bytes).map_err(|_| DAMAGED)?;
    Ok(bytes)
}
