//! Lines cut by the cells of a raster: roads, pipes and wires, cell by cell.

pub(crate) mod cut;
mod values;

use geo_types::LineString;
use rayon::prelude::*;

pub use values::{LineRequest, LineValues, each_piece_value, line_values};

use crate::error::GridError;
use crate::window::RasterInfo;
use cut::{Stretch, cut};

/// In what lines are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LengthBy {
    /// Map units of the reference system, straight on the plane.
    #[default]
    Plane,
    /// Metres on the ellipsoid of WGS 84, for longitude and latitude: geodesics, see [`crate::measure`].
    Ellipsoid,
}

/// A stretch of a line within one cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinePiece {
    /// Place of the line among those given.
    pub line: usize,
    /// Row of the raster.
    pub row: usize,
    /// Column of the raster.
    pub column: usize,
    /// Map units or metres, as asked for.
    pub length: f64,
    /// Of the length of its line, 0 to 1.
    pub share: f64,
}

/// How long a line is, in map units or metres as asked for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LineLengths {
    /// All of it.
    pub length: f64,
    /// Within the raster.
    pub inside: f64,
    /// Beyond the raster.
    pub outside: f64,
    /// Pieces within the raster.
    pub pieces: usize,
}

/// Lines in pieces.
#[derive(Debug, Default)]
pub struct SplitLines {
    /// In the order of the lines, and along each.
    pub pieces: Vec<LinePiece>,
    /// One answer a line in the order of the lines.
    pub lines: Vec<Result<LineLengths, GridError>>,
}

/// Lines that are cut before their pieces are put together.
const LINES_AT_ONCE: usize = 256;

/// Every piece of every line, in the order of the lines and along each; nothing is kept.
///
/// `lines` are in the raster's reference system. A piece is a stretch between two borders of cells: vertices within a cell part
/// nothing, and a line that comes back to a cell has another piece there. Lengths of pieces and `outside` sum to the length of the
/// line. A stretch along a border belongs to the cell after it (the greater row or column); along the last border of the raster, to the
/// last cell. Coordinates that double precision cannot tell from a border lie on it. A line without length has no pieces. A line
/// across the 180th meridian has to be cut there.
///
/// Work grows with the borders crossed within the raster, however far off the ends of a line are.
///
/// # Errors
/// For one line: [`GridError::LineNotFinite`], and by [`LengthBy::Ellipsoid`] what is no longitude and latitude; nothing of it is
/// visited, and the others are answered all the same.
///
/// ```
/// use geo_types::wkt;
/// use grid::{GeoTransform, LengthBy, MemoryRaster, RasterWindow, each_piece};
/// let raster = MemoryRaster::new((3, 1), GeoTransform::new((0.0, 10.0), (10.0, -10.0))?, None, vec![0.0; 3])?;
/// let road = wkt!(LINESTRING(5.0 5.0, 15.0 5.0, 15.0 8.0, 40.0 8.0));
/// let mut lengths_m = Vec::new();
/// let roads = each_piece(raster.info(), &[road], LengthBy::Plane, |piece| lengths_m.push((piece.column, piece.length)));
/// assert_eq!(lengths_m, [(0, 5.0), (1, 5.0 + 3.0 + 5.0), (2, 10.0)]);
/// assert_eq!(roads[0].as_ref().map(|road| road.outside).ok(), Some(10.0));
/// # Ok::<(), grid::GridError>(())
/// ```
pub fn each_piece(
    info: &RasterInfo,
    lines: &[LineString<f64>],
    by: LengthBy,
    mut visit: impl FnMut(&LinePiece),
) -> Vec<Result<LineLengths, GridError>> {
    let mut one = |(line, geometry)| {
        let stretches = cut(info, geometry, by)?;
        let lengths = lengths(&stretches);
        pieces(line, &stretches, lengths.length).for_each(|piece| visit(&piece));
        Ok(lengths)
    };
    lines.iter().enumerate().map(&mut one).collect()
}

/// Every piece of every line, kept: 40 bytes each. As [`each_piece`], on as many threads as the current rayon pool has, with the same
/// answer on one.
#[must_use]
pub fn split_lines(info: &RasterInfo, lines: &[LineString<f64>], by: LengthBy) -> SplitLines {
    let some = |(place, lines): (usize, &[LineString<f64>])| some_lines(info, (place * LINES_AT_ONCE, lines), by);
    let parts: Vec<SplitLines> = lines.par_chunks(LINES_AT_ONCE).enumerate().map(some).collect();
    let mut all = SplitLines::default();
    for part in parts {
        all.pieces.extend(part.pieces);
        all.lines.extend(part.lines);
    }
    all
}

/// A few lines in pieces, the first of them at this place.
fn some_lines(info: &RasterInfo, (first, lines): (usize, &[LineString<f64>]), by: LengthBy) -> SplitLines {
    let mut pieces = Vec::new();
    let lines = each_piece(info, lines, by, |piece| pieces.push(LinePiece { line: first + piece.line, ..*piece }));
    SplitLines { pieces, lines }
}

fn lengths(stretches: &[Stretch]) -> LineLengths {
    let mut found = LineLengths::default();
    for stretch in stretches {
        found.length += stretch.length;
        if stretch.cell.is_some() {
            found.inside += stretch.length;
            found.pieces += 1;
        } else {
            found.outside += stretch.length;
        }
    }
    found
}

fn pieces(line: usize, stretches: &[Stretch], whole: f64) -> impl Iterator<Item = LinePiece> {
    stretches.iter().filter_map(move |stretch| {
        let (row, column) = stretch.cell?;
        Some(LinePiece { line, row, column, length: stretch.length, share: stretch.length / whole })
    })
}
