//! The rows of a delimited text, one after the other, in memory that does not grow with the number of their cells.

use crate::opening::MOST_COLUMNS;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// The most cells of a row that are kept: what is beyond them is counted.
const MOST_KEPT: usize = MOST_COLUMNS + 1;
/// The most bytes of a row: one that is longer has a quotation mark that is never closed.
const MOST_BYTES: usize = 256 << 20;

/// The cells of one row.
#[derive(Debug, Default)]
pub(super) struct Row {
    text: String,
    ends: Vec<usize>,
    /// How many cells it has, those that are not kept too.
    cells: usize,
}

impl Row {
    /// How many cells it has.
    pub(super) fn len(&self) -> usize {
        self.cells
    }

    /// The cells that are kept.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.text.get(start..*end).unwrap_or_default())
    }
}

/// Rows one after the other, with the line on which each starts.
pub(super) struct Rows<'a> {
    text: &'a str,
    reader: Reader,
    at: usize,
    line: u64,
    counted: usize,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    delimiter: u8,
    too_long: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(text: &'a str, delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        let (bytes, ends) = (vec![0; 1 << 10], vec![0; 64]);
        Self { text, reader, at: 0, line: 1, counted: 0, bytes, ends, delimiter, too_long: false }
    }

    /// The next row into `row`: the line on which it starts, none at the end. An error where its last quotation mark is
    /// missing, which a row of more than 256 MiB shows too.
    pub(super) fn next(&mut self, row: &mut Row) -> Result<Option<u64>, u64> {
        let start = self.at;
        let more = self.take(row);
        let written = self.text.get(start..self.at).unwrap_or_default();
        let blank = written.len() - written.trim_start_matches(['\r', '\n']).len();
        self.count_to(start + blank);
        if !more {
            return Ok(None);
        }
        if self.too_long || self.is_unclosed(written.trim()) { Err(self.line) } else { Ok(Some(self.line)) }
    }

    /// Whether an odd quotation mark runs on over lines, or opens the last cell of the text.
    fn is_unclosed(&self, written: &str) -> bool {
        if written.bytes().filter(|b| *b == b'"').count() % 2 == 0 {
            return false;
        }
        let opens = written.rfind('"').is_some_and(|mark| {
            mark == 0 || written.as_bytes().get(mark - 1).is_some_and(|before| *before == self.delimiter)
        });
        written.contains('\n') || (opens && self.at == self.text.len())
    }

    /// Reads one row; false at the end of the text.
    fn take(&mut self, row: &mut Row) -> bool {
        let (mut filled, mut ended, mut beyond) = (0, 0, 0);
        let more = loop {
            let input = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let output = self.bytes.get_mut(filled..).unwrap_or_default();
            let ends = self.ends.get_mut(ended..).unwrap_or_default();
            let (result, read, wrote, found) = self.reader.read_record(input, output, ends);
            self.at += read;
            filled += wrote;
            ended += found;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.bytes.len() >= MOST_BYTES => {
                    self.too_long = true;
                    break true;
                }
                ReadRecordResult::OutputFull => self.bytes.resize(self.bytes.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() < 2 * MOST_KEPT => {
                    self.ends.resize((self.ends.len() * 2).min(2 * MOST_KEPT), 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    // What lies behind the cells that are kept is counted, and its place used again.
                    beyond += ended - MOST_KEPT;
                    ended = MOST_KEPT;
                    filled = self.ends.get(MOST_KEPT - 1).copied().unwrap_or(filled);
                }
                ReadRecordResult::Record => break true,
                ReadRecordResult::End => break false,
            }
        };
        row.cells = ended + beyond;
        row.ends.clear();
        row.ends.extend(self.ends.iter().take(ended.min(MOST_KEPT)));
        row.text.clear();
        // The text is UTF-8 and is only cut beside ASCII.
        row.text.push_str(std::str::from_utf8(self.bytes.get(..filled).unwrap_or_default()).unwrap_or_default());
        more
    }

    fn count_to(&mut self, at: usize) {
        let between = self.text.get(self.counted..at).unwrap_or_default();
        let feeds = between.matches('\n').count();
        let ends = if feeds == 0 { between.matches('\r').count() } else { feeds };
        self.line += ends as u64;
        self.counted = at;
    }
}
