//! Archive: files inside a zip, without trusting what the zip says about itself.

use city::Problem;
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

/// The most entries that a zip may have.
const MOST_ENTRIES: usize = 10_000;
/// The most bytes that all entries may unpack to.
const MOST_UNPACKED: u64 = 1 << 30;
/// How many times larger than the zip all entries may be together, once they are larger than `SMALL`.
const MOST_RATIO: u64 = 200;
/// What is never taken for a zip bomb, in bytes.
const SMALL: u64 = 64 << 20;

/// A zip whose names and sizes were looked through.
#[derive(Debug)]
pub struct Archive<R> {
    zip: ZipArchive<R>,
    entries: Vec<Entry>,
    left: u64,
}

/// A file in a zip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name with its folders, joined by `/`.
    pub name: String,
    position: usize,
}

impl Entry {
    /// The name without its folders.
    #[must_use]
    pub fn base(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }
}

impl Archive<BufReader<File>> {
    /// Opens a zip on disk.
    ///
    /// # Errors
    /// The problems of [`Archive::new`], or why the file cannot be opened.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let (file, size) = crate::opening::open(path)?;
        Self::new(BufReader::new(file), size)
    }
}

impl<R: Read + Seek> Archive<R> {
    /// Looks through a zip of `size` bytes.
    ///
    /// # Errors
    /// `not_a_zip` (cut short, damaged or something else), `zip_too_large` (too many entries, too many bytes, or too
    /// many for its size) and `zip_climbs_out` (a name that leads out of the folder it is unpacked in).
    pub fn new(reader: R, size: u64) -> Result<Self, Problem> {
        let mut zip = ZipArchive::new(reader).map_err(|e| damaged(&e))?;
        let left = MOST_UNPACKED.min(SMALL.max(size.saturating_mul(MOST_RATIO)));
        if zip.len() > MOST_ENTRIES {
            return Err(too_large(format!("{} files", zip.len()), format!("at most {MOST_ENTRIES} files")));
        }
        let mut entries = Vec::new();
        let mut claimed = 0_u64;
        for position in 0..zip.len() {
            let entry = zip.by_index_raw(position).map_err(|e| damaged(&e))?;
            let name = entry.name().replace('\\', "/");
            if entry.enclosed_name().is_none() || name.split('/').any(|part| part == "..") {
                return Err(Problem::error("zip_climbs_out").found(name).expected("names inside the zip's own folder"));
            }
            claimed = claimed.saturating_add(entry.size());
            if entry.is_file() && !name.starts_with("__MACOSX/") {
                entries.push(Entry { name, position });
            }
        }
        if claimed > left {
            return Err(too_large(format!("{claimed} bytes"), format!("at most {left} bytes once unpacked")));
        }
        Ok(Self { zip, entries, left })
    }

    /// The files in it, in its own order; folders and what macOS adds are left out.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Unpacks one file. What all files together may unpack to is counted as it happens, whatever the zip claims.
    ///
    /// # Errors
    /// `zip_entry_unreadable` (encrypted, damaged, or packed by a method other than deflate) and `zip_too_large`.
    pub fn unpack(&mut self, entry: &Entry) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        self.stream(entry, |part| bytes.extend_from_slice(part))?;
        Ok(bytes)
    }

    /// Reads one file as it is unpacked, for what need not be held; what all files together may unpack to is counted.
    ///
    /// # Errors
    /// `zip_entry_unreadable`; what goes wrong later is an error of the reader, [`std::io::ErrorKind::FileTooLarge`] where
    /// it unpacks to more than it may.
    pub fn reader(&mut self, entry: &Entry) -> Result<impl Read, Problem> {
        let packed = self.zip.by_index(entry.position).map_err(|e| {
            let hint = "unpack it by hand, or get the file again from its source";
            Problem::error("zip_entry_unreadable").found(format!("{}: {e}", entry.name)).hint(hint)
        })?;
        Ok(Counted { packed, left: &mut self.left })
    }

    /// Unpacks every file without keeping it, to know that all of them can be.
    ///
    /// # Errors
    /// Those of [`Archive::unpack`].
    pub fn check(&mut self) -> Result<(), Problem> {
        for entry in self.entries.clone() {
            self.stream(&entry, |_| ())?;
        }
        Ok(())
    }

    fn stream(&mut self, entry: &Entry, mut take: impl FnMut(&[u8])) -> Result<(), Problem> {
        let unreadable = |e: &dyn std::fmt::Display| {
            let hint = "unpack it by hand, or get the file again from its source";
            Problem::error("zip_entry_unreadable").found(format!("{}: {e}", entry.name)).hint(hint)
        };
        let mut packed = self.zip.by_index(entry.position).map_err(|e| unreadable(&e))?;
        let mut part = vec![0; 64 << 10];
        loop {
            let read = packed.read(&mut part).map_err(|e| unreadable(&e))?;
            if read == 0 {
                return Ok(());
            }
            self.left = self
                .left
                .checked_sub(read as u64)
                .ok_or_else(|| too_large(entry.name.clone(), "fewer bytes once unpacked than it claims".to_owned()))?;
            take(part.get(..read).unwrap_or_default());
        }
    }
}

/// A file as it is unpacked, counted.
struct Counted<'a, R> {
    packed: R,
    left: &'a mut u64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, part: &mut [u8]) -> std::io::Result<usize> {
        let read = self.packed.read(part)?;
        *self.left = self.left.checked_sub(read as u64).ok_or(std::io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

fn damaged(error: &ZipError) -> Problem {
    Problem::error("not_a_zip")
        .found(error)
        .expected("a whole zip")
        .hint("the file is cut short, damaged, or no zip: get it again from its source")
}

fn too_large(found: String, expected: String) -> Problem {
    Problem::error("zip_too_large").found(found).expected(expected).hint("unpack it by hand if its source is trusted")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// A zip of these files.
    pub(crate) fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn archive(bytes: &[u8]) -> Result<Archive<Cursor<Vec<u8>>>, Problem> {
        Archive::new(Cursor::new(bytes.to_vec()), bytes.len() as u64)
    }

    #[test]
    fn files_come_out_as_they_went_in() {
        let mut archive =
            archive(&zip_of(&[("a/b.txt", b"one"), ("c.txt", b"two"), ("__MACOSX/c.txt", b"x")])).unwrap();
        let entries = archive.entries().to_vec();
        assert_eq!(entries.iter().map(Entry::base).collect::<Vec<_>>(), ["b.txt", "c.txt"]);
        assert_eq!(archive.unpack(&entries[0]).unwrap(), b"one");
    }

    #[test]
    fn a_name_that_climbs_out_is_refused() {
        for name in ["../../etc/passwd", "a/../../b", "..\\b"] {
            assert_eq!(archive(&zip_of(&[(name, b"x")])).unwrap_err().code, "zip_climbs_out", "{name}");
        }
    }

    #[test]
    fn a_bomb_is_refused_by_what_it_claims_and_by_what_it_does() {
        let zeros = vec![0; usize::try_from(SMALL).unwrap() + 1];
        let mut bomb = zip_of(&[("zeros", &zeros)]);
        assert_eq!(archive(&bomb).unwrap_err().code, "zip_too_large");
        let claim = u32::try_from(zeros.len()).unwrap().to_le_bytes();
        for at in 0..bomb.len() - 4 {
            if bomb[at..at + 4] == claim {
                bomb[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
            }
        }
        let code = archive(&bomb).and_then(|mut a| a.check()).unwrap_err().code;
        assert!(["zip_too_large", "zip_entry_unreadable"].contains(&code.as_str()), "{code}");
    }

    #[test]
    fn a_zip_cut_short_anywhere_is_a_problem_and_no_panic() {
        let whole = zip_of(&[("a.txt", b"one"), ("b.txt", b"two")]);
        for length in 0..whole.len() {
            assert!(archive(&whole[..length]).and_then(|mut a| a.check()).is_err(), "{length}");
        }
    }
}
