use std::io::{BufRead, Read};

use crate::window::as_float;
use crate::{DecodeError, GeoTransform, MemoryRaster, RasterInfo};

/// An ESRI ASCII grid, read a row at a time from the north.
///
/// The header names `ncols`, `nrows`, `xllcorner` or `xllcenter`, `yllcorner` or `yllcenter`, `cellsize` (or `dx` and
/// `dy`) and, if it likes, `NODATA_value`, in any case of letters. A row of cells stands on one line, or on several
/// that end together with it. Memory: one row.
///
/// ```
/// use grid::{AsciiGrid, RasterWindow};
/// let text = "ncols 2\nnrows 2\nxllcorner 106\nyllcorner -7\ncellsize 0.5\nNODATA_value -9999\n0 1\n-9999 3\n";
/// let raster = AsciiGrid::open(text.as_bytes())?.read_all()?;
/// assert_eq!(raster.info().transform.origin(), (106.0, -6.0));
/// assert_eq!(raster.info().nodata, Some(-9999.0));
/// # Ok::<(), grid::GridError>(())
/// ```
#[derive(Debug)]
pub struct AsciiGrid<R> {
    reader: R,
    info: RasterInfo,
    /// The first line of cells, met while looking for the end of the header.
    pending: Option<String>,
    one_line_a_row: bool,
    rows_read: usize,
}

const MOST_CELLS_ACROSS: usize = 1 << 28;
const HEADER_LINES: usize = 16;

#[derive(Default)]
struct Header {
    columns: Option<usize>,
    rows: Option<usize>,
    west: Option<(f64, bool)>,
    south: Option<(f64, bool)>,
    width: Option<f64>,
    height: Option<f64>,
    nodata: Option<f64>,
}

impl<R: BufRead> AsciiGrid<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`DecodeError::Header`] with the line that is missing or cannot be read; a decimal comma is refused.
    pub fn open(mut reader: R) -> Result<Self, DecodeError> {
        let mut header = Header::default();
        let mut pending = None;
        let mut line = 0;
        while let Some(text) = read_line(&mut reader, 1 << 20)? {
            line += 1;
            let first = text.split_whitespace().next().unwrap_or_default();
            if first.is_empty() {
                continue;
            }
            if first.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
                pending = Some(text);
                break;
            }
            if line > HEADER_LINES {
                return Err(unexpected(line, "the first row of cells", &text));
            }
            header.take(line, &text)?;
        }
        let info = header.info(line)?;
        let one_line_a_row = pending.as_ref().is_some_and(|text| text.split_whitespace().count() >= info.width);
        let long = info.width.saturating_mul(64).saturating_add(1024);
        if pending.as_ref().is_some_and(|text| text.len() > long.max(1 << 20)) {
            return Err(DecodeError::RowLength { row: 1, expected: info.width, found: usize::MAX });
        }
        Ok(Self { reader, info, pending, one_line_a_row, rows_read: 0 })
    }

    /// Size, place and nodata; the reference system stands in another file.
    #[must_use]
    pub fn info(&self) -> &RasterInfo {
        &self.info
    }

    /// Fills `row` with the next row of cells, nodata as NaN; false after the last.
    ///
    /// # Errors
    /// [`DecodeError::Number`], [`DecodeError::RowLength`] and [`DecodeError::RowCount`] with the row that is at fault.
    pub fn next_row(&mut self, row: &mut Vec<f64>) -> Result<bool, DecodeError> {
        row.clear();
        if self.rows_read == self.info.height {
            return match self.next_line()? {
                Some(_) => Err(DecodeError::RowCount { expected: self.info.height, found: self.info.height + 1 }),
                None => Ok(false),
            };
        }
        while row.len() < self.info.width {
            let Some(text) = self.next_line()? else { break };
            self.add_values(&text, row)?;
            if self.one_line_a_row {
                break;
            }
        }
        if row.is_empty() {
            return Err(DecodeError::RowCount { expected: self.info.height, found: self.rows_read });
        }
        self.rows_read += 1;
        if row.len() == self.info.width {
            return Ok(true);
        }
        Err(DecodeError::RowLength { row: self.rows_read, expected: self.info.width, found: row.len() })
    }

    /// The whole grid in memory.
    ///
    /// # Errors
    /// As [`Self::next_row`].
    pub fn read_all(mut self) -> Result<MemoryRaster, crate::GridError> {
        let mut cells = Vec::new();
        let mut row = Vec::new();
        while self.next_row(&mut row)? {
            cells.extend_from_slice(&row);
        }
        MemoryRaster::new((self.info.width, self.info.height), self.info.transform, self.info.nodata, cells)
    }

    fn next_line(&mut self) -> Result<Option<String>, DecodeError> {
        if let Some(text) = self.pending.take() {
            return Ok(Some(text));
        }
        let limit = (self.info.width.saturating_mul(64) as u64).max(1 << 20);
        while let Some(text) = read_line(&mut self.reader, limit)? {
            if !text.trim().is_empty() {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    fn add_values(&self, text: &str, row: &mut Vec<f64>) -> Result<(), DecodeError> {
        for word in text.split_whitespace() {
            let value: f64 =
                word.parse().ok().filter(|value: &f64| !value.is_infinite()).ok_or_else(|| DecodeError::Number {
                    row: self.rows_read + 1,
                    value: row.len() + 1,
                    found: word.chars().take(40).collect(),
                })?;
            row.push(if Some(value) == self.info.nodata { f64::NAN } else { value });
        }
        Ok(())
    }
}

impl Header {
    fn take(&mut self, line: usize, text: &str) -> Result<(), DecodeError> {
        let mut words = text.split_whitespace();
        let keyword = words.next().unwrap_or_default().to_ascii_lowercase();
        let value = words.next().unwrap_or_default();
        if value.contains(',') {
            return Err(unexpected(line, "a number with a decimal point, not a comma", text));
        }
        let number = |expected| {
            value.parse::<f64>().ok().filter(|n| !n.is_infinite()).ok_or_else(|| unexpected(line, expected, text))
        };
        let count = |expected| {
            let count = value.parse::<usize>().ok().filter(|count| (1..=MOST_CELLS_ACROSS).contains(count));
            count.ok_or_else(|| unexpected(line, expected, text))
        };
        match keyword.as_str() {
            "ncols" => self.columns = Some(count("a count of columns")?),
            "nrows" => self.rows = Some(count("a count of rows")?),
            "xllcorner" => self.west = Some((number("the western edge")?, false)),
            "xllcenter" | "xllcentre" => self.west = Some((number("the western centre")?, true)),
            "yllcorner" => self.south = Some((number("the southern edge")?, false)),
            "yllcenter" | "yllcentre" => self.south = Some((number("the southern centre")?, true)),
            "cellsize" => {
                self.width = Some(number("the size of a cell")?);
                self.height = self.width;
            }
            "dx" => self.width = Some(number("the width of a cell")?),
            "dy" => self.height = Some(number("the height of a cell")?),
            "nodata_value" | "nodata" => self.nodata = Some(number("the nodata mark")?).filter(|mark| !mark.is_nan()),
            _ => return Err(unexpected(line, "a keyword of an ESRI ASCII grid or a row of cells", text)),
        }
        Ok(())
    }

    fn info(&self, line: usize) -> Result<RasterInfo, DecodeError> {
        let missing = |expected| unexpected(line, expected, "");
        let columns = self.columns.ok_or_else(|| missing("ncols"))?;
        let rows = self.rows.ok_or_else(|| missing("nrows"))?;
        let (west, west_is_centre) = self.west.ok_or_else(|| missing("xllcorner or xllcenter"))?;
        let (south, south_is_centre) = self.south.ok_or_else(|| missing("yllcorner or yllcenter"))?;
        let positive =
            |size: Option<f64>| size.filter(|size| *size > 0.0).ok_or_else(|| missing("a cellsize above zero"));
        let (width, height) = (positive(self.width)?, positive(self.height)?);
        let west = if west_is_centre { west - width / 2.0 } else { west };
        let south = if south_is_centre { south - height / 2.0 } else { south };
        let transform = GeoTransform::new((west, as_float(rows).mul_add(height, south)), (width, -height));
        let transform = transform.map_err(|_| missing("a place and cell size that are numbers"))?;
        Ok(RasterInfo { width: columns, height: rows, transform, nodata: self.nodata, crs: None, block: (columns, 1) })
    }
}

fn unexpected(line: usize, expected: &'static str, found: &str) -> DecodeError {
    DecodeError::Header { line, expected, found: found.trim().chars().take(60).collect() }
}

/// The next line, at most `limit` bytes of it; nothing at the end.
fn read_line<R: BufRead>(reader: &mut R, limit: u64) -> Result<Option<String>, DecodeError> {
    let mut bytes = Vec::new();
    reader.take(limit).read_until(b'\n', &mut bytes)?;
    Ok((!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{GridError, RasterWindow, Window};

    const HEADER: &str = "NCOLS 3\r\nNROWS 2\r\nXLLCENTER 10.5\r\nYLLCENTER 20.5\r\nCELLSIZE 1\r\n";

    fn read(text: &str) -> Result<Vec<f64>, GridError> {
        let raster = AsciiGrid::open(text.as_bytes())?.read_all()?;
        let (width, height) = (raster.info().width, raster.info().height);
        let mut cells = vec![0.0; width * height];
        raster.read(Window { row: 0, column: 0, width, height }, &mut cells)?;
        Ok(cells)
    }

    fn refused(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn centres_and_capitals_and_windows_line_ends_are_read() {
        let text = format!("{HEADER}1 2 3\r\n4 5 6\r\n");
        let grid = AsciiGrid::open(text.as_bytes()).unwrap();
        assert_eq!(grid.info().transform.origin(), (10.0, 22.0));
        assert_eq!(grid.info().nodata, None);
        assert_eq!(read(&text).unwrap(), vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    }

    #[test]
    fn rows_broken_over_lines_are_read() {
        assert_eq!(read(&format!("{HEADER}1 2\n3\n4 5\n6\n")).unwrap(), vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    }

    #[test]
    fn nodata_is_a_gap() {
        let cells = read(&format!("{HEADER}nodata_VALUE -9\n1 -9 3\n4 -9.0 6\n")).unwrap();
        assert!(cells[1].is_nan() && cells[4].is_nan() && !cells[0].is_nan());
    }

    #[test]
    fn a_row_of_the_wrong_length_is_shown() {
        assert_eq!(
            refused(&format!("{HEADER}1 2 3\n4 5\n")),
            "row 2 of the ASCII grid holds 2 values, 3 were expected"
        );
        assert_eq!(
            refused(&format!("{HEADER}1 2 3 4\n4 5 6\n")),
            "row 1 of the ASCII grid holds 4 values, 3 were expected"
        );
    }

    #[test]
    fn missing_and_surplus_rows_are_shown() {
        assert_eq!(refused(&format!("{HEADER}1 2 3\n")), "the ASCII grid holds 1 rows of cells, its header promises 2");
        assert_eq!(
            refused(&format!("{HEADER}1 2 3\n4 5 6\n7 8 9\n")),
            "the ASCII grid holds 3 rows of cells, its header promises 2"
        );
        assert_eq!(refused(HEADER), "the ASCII grid holds 0 rows of cells, its header promises 2");
    }

    #[test]
    fn a_decimal_comma_is_refused() {
        assert!(refused("ncols 1\nnrows 1\nxllcorner 106,5\n").contains("not a comma"));
        let text = refused(&format!("{HEADER}1 2 3\n4 5,5 6\n"));
        assert_eq!(text, "row 2, value 2 of the ASCII grid is not a number with a decimal point: \"5,5\"");
    }

    #[test]
    fn a_number_that_no_computer_holds_is_refused() {
        assert!(refused(&format!("{HEADER}1 2 3\n4 1e999 6\n")).contains("row 2, value 2"));
    }

    #[test]
    fn a_header_without_a_part_names_it() {
        assert!(refused("").contains("ncols was expected"));
        assert!(refused("ncols 2\nnrows 1\nxllcorner 0\nyllcorner 0\n1 2\n").contains("cellsize above zero"));
        assert!(refused("<html>\n").contains("keyword"));
        assert!(refused("ncols 99999999999999\n").contains("a count of columns"));
    }
}
