use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};

use super::DecodeError;

/// The first image directory of a TIFF or BigTIFF: where each tag's values lie in the file.
#[derive(Debug)]
pub(crate) struct Directory {
    pub(crate) little: bool,
    pub(crate) big: bool,
    /// Where the directory lies in the file.
    pub(crate) at: u64,
    /// Where the next directory lies; 0 where there is none.
    pub(crate) next: u64,
    pub(crate) length: u64,
    entries: BTreeMap<u16, Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    kind: u16,
    count: u64,
    at: u64,
}

/// Most bytes read for one tag, other than the block tables.
const TAG_LIMIT: u64 = 1 << 20;
const MOST_ENTRIES: u64 = 4096;

impl Directory {
    pub(crate) fn read<R: Read + Seek>(reader: &mut R) -> Result<Self, DecodeError> {
        let length = reader.seek(SeekFrom::End(0))?;
        reader.seek(SeekFrom::Start(0))?;
        let mut start = Vec::new();
        reader.take(16).read_to_end(&mut start)?;
        let (little, big) = match start.get(..4) {
            Some(b"II*\0") => (true, false),
            Some(b"MM\0*") => (false, false),
            Some(b"II+\0") => (true, true),
            Some(b"MM\0+") => (false, true),
            _ => return Err(DecodeError::NotTiff { found: start.get(..4).unwrap_or(&start).to_vec() }),
        };
        let mut directory = Self { little, big, at: 0, next: 0, length, entries: BTreeMap::new() };
        let place = if big { start.get(8..16) } else { start.get(4..8) };
        let place = place.ok_or_else(|| directory.truncated("the header", 16))?;
        directory.at = directory.unsigned_of(place);
        directory.read_entries(reader)?;
        Ok(directory)
    }

    /// Another directory of the same file.
    pub(crate) fn another<R: Read + Seek>(&self, reader: &mut R, at: u64) -> Result<Self, DecodeError> {
        let (little, big, length) = (self.little, self.big, self.length);
        let mut another = Self { little, big, at, next: 0, length, entries: BTreeMap::new() };
        another.read_entries(reader)?;
        Ok(another)
    }

    fn read_entries<R: Read + Seek>(&mut self, reader: &mut R) -> Result<(), DecodeError> {
        let (count_bytes, entry_bytes) = if self.big { (8, 20) } else { (2, 12) };
        let count = self.bytes_at(reader, self.at, count_bytes, "the directory")?;
        let count = self.unsigned_of(&count);
        if count > MOST_ENTRIES {
            return Err(DecodeError::damaged(format!("{count} tags in one directory")));
        }
        let first = self.at + count_bytes;
        let table = self.bytes_at(reader, first, count * entry_bytes, "the directory")?;
        let behind = first + count * entry_bytes;
        let next = self.bytes_at(reader, behind, if self.big { 8 } else { 4 }, "the directory");
        self.next = next.map_or(0, |bytes| self.unsigned_of(&bytes));
        let value_at = entry_bytes - if self.big { 8 } else { 4 };
        for (place, raw) in (0_u64..).zip(table.chunks_exact(if self.big { 20 } else { 12 })) {
            let (Some(tag), Some(kind)) = (raw.get(..2), raw.get(2..4)) else { continue };
            let (tag, kind) = (self.unsigned_of(tag), self.unsigned_of(kind));
            let (Ok(tag), Ok(kind)) = (u16::try_from(tag), u16::try_from(kind)) else { continue };
            let (count, value) =
                if self.big { (raw.get(4..12), raw.get(12..20)) } else { (raw.get(4..8), raw.get(8..12)) };
            let (Some(count), Some(value)) = (count.map(|raw| self.unsigned_of(raw)), value) else { continue };
            let inline = size_of_kind(kind).checked_mul(count).is_some_and(|size| size <= entry_bytes - value_at);
            let at = if inline { first + place * entry_bytes + value_at } else { self.unsigned_of(value) };
            self.entries.insert(tag, Entry { kind, count, at });
        }
        Ok(())
    }

    pub(crate) fn truncated(&self, what: impl Into<String>, needed: u64) -> DecodeError {
        DecodeError::Truncated { what: what.into(), needed, length: self.length }
    }

    fn bytes_at<R: Read + Seek>(
        &self,
        reader: &mut R,
        at: u64,
        count: u64,
        what: &str,
    ) -> Result<Vec<u8>, DecodeError> {
        let end = at.saturating_add(count);
        if end > self.length {
            return Err(self.truncated(what, end));
        }
        reader.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::new();
        reader.take(count).read_to_end(&mut bytes)?;
        let read = bytes.len() as u64;
        if read == count { Ok(bytes) } else { Err(self.truncated(what, end)) }
    }

    fn unsigned_of(&self, bytes: &[u8]) -> u64 {
        let join = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        if self.little { bytes.iter().rev().fold(0, join) } else { bytes.iter().fold(0, join) }
    }

    /// Where the values of a tag lie, and how many there are.
    pub(crate) fn place(&self, tag: u16) -> Option<(u64, u64)> {
        self.entries.get(&tag).map(|entry| (entry.at, entry.count))
    }

    fn raw<R: Read + Seek>(&self, reader: &mut R, tag: u16) -> Result<Option<(u16, Vec<u8>)>, DecodeError> {
        let Some(entry) = self.entries.get(&tag) else { return Ok(None) };
        let size = size_of_kind(entry.kind).saturating_mul(entry.count);
        if size > TAG_LIMIT {
            return Err(DecodeError::damaged(format!("tag {tag} holds {size} bytes")));
        }
        let bytes = self.bytes_at(reader, entry.at, size, &format!("tag {tag}"))?;
        Ok(Some((entry.kind, bytes)))
    }

    /// The whole numbers of a tag.
    pub(crate) fn unsigned<R: Read + Seek>(&self, reader: &mut R, tag: u16) -> Result<Option<Vec<u64>>, DecodeError> {
        let Some((kind, bytes)) = self.raw(reader, tag)? else { return Ok(None) };
        let size = match kind {
            1 | 7 => 1,
            3 => 2,
            4 | 13 => 4,
            16 | 18 => 8,
            _ => return Err(DecodeError::damaged(format!("tag {tag} is not a whole number"))),
        };
        Ok(Some(bytes.chunks_exact(size).map(|raw| self.unsigned_of(raw)).collect()))
    }

    /// The first whole number of a tag.
    pub(crate) fn number<R: Read + Seek>(&self, reader: &mut R, tag: u16) -> Result<Option<u64>, DecodeError> {
        Ok(self.unsigned(reader, tag)?.and_then(|numbers| numbers.first().copied()))
    }

    /// The double precision numbers of a tag.
    pub(crate) fn doubles<R: Read + Seek>(&self, reader: &mut R, tag: u16) -> Result<Option<Vec<f64>>, DecodeError> {
        match self.raw(reader, tag)? {
            None => Ok(None),
            Some((12, bytes)) => {
                Ok(Some(bytes.chunks_exact(8).map(|raw| f64::from_bits(self.unsigned_of(raw))).collect()))
            }
            Some(_) => Err(DecodeError::damaged(format!("tag {tag} is not a list of double precision numbers"))),
        }
    }

    /// The text of a tag, without the zero bytes at its end.
    pub(crate) fn text<R: Read + Seek>(&self, reader: &mut R, tag: u16) -> Result<Option<String>, DecodeError> {
        let raw = self.raw(reader, tag)?;
        Ok(raw.map(|(_, bytes)| String::from_utf8_lossy(&bytes).trim_end_matches('\0').to_owned()))
    }

    /// Runs over the whole numbers of a tag of any length without keeping them.
    pub(crate) fn each<R: Read + Seek>(
        &self,
        reader: &mut R,
        tag: u16,
        mut see: impl FnMut(u64),
    ) -> Result<u64, DecodeError> {
        let Some(entry) = self.entries.get(&tag).copied() else { return Ok(0) };
        let size = size_of_kind(entry.kind);
        if !matches!(entry.kind, 3 | 4 | 16) {
            return Err(DecodeError::damaged(format!("tag {tag} is not a whole number")));
        }
        let end = size.checked_mul(entry.count).and_then(|bytes| bytes.checked_add(entry.at)).unwrap_or(u64::MAX);
        if end > self.length {
            return Err(self.truncated(format!("tag {tag}"), end));
        }
        let mut left = entry.count;
        let mut at = entry.at;
        while left > 0 {
            let part = left.min(8192);
            let bytes = self.bytes_at(reader, at, part * size, "the table of blocks")?;
            let width = usize::try_from(size).unwrap_or(8);
            bytes.chunks_exact(width).for_each(|raw| see(self.unsigned_of(raw)));
            left -= part;
            at += part * size;
        }
        Ok(entry.count)
    }
}

fn size_of_kind(kind: u16) -> u64 {
    match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => u64::MAX,
    }
}
