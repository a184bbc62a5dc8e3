//! What a raster says along lines.

use geo_types::LineString;
use rayon::prelude::*;

use super::{LINES_AT_ONCE, LengthBy, LineLengths, LinePiece, SplitLines, some_lines};
use crate::error::GridError;
use crate::sampling::cell_values;
use crate::window::RasterWindow;

/// Pieces held at one time: about 150 MB with their values.
const MOST_PIECES: usize = 2_000_000;
/// Groups of lines that are cut before the pieces held are counted.
const GROUPS_AT_ONCE: usize = 16;

/// What is asked of lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LineRequest {
    /// In what lines are measured.
    pub by: LengthBy,
    /// Intensities; the answer holds the length in cells with a value above each.
    pub above: Vec<f64>,
}

/// What a raster says along one line; lengths in map units or metres, as asked for.
///
/// Where no cell along the line has a value, `mean`, `min` and `max` are `None` and `above` is empty, never zero.
#[derive(Debug, Clone, PartialEq)]
pub struct LineValues {
    /// All of the line, with what lies beyond the raster.
    pub lengths: LineLengths,
    /// Length in cells with a value.
    pub known: f64,
    /// Length in cells without one.
    pub missing: f64,
    /// Mean of the values by length.
    pub mean: Option<f64>,
    /// Least value of any cell along the line.
    pub min: Option<f64>,
    /// Greatest value of any cell along the line.
    pub max: Option<f64>,
    /// Length in cells with a value above each intensity asked for.
    pub above: Vec<f64>,
}

impl LineValues {
    /// Share of the whole line for which nothing is known: in gaps and beyond the raster. `None` for a line without length.
    #[must_use]
    pub fn unknown_share(&self) -> Option<f64> {
        (self.lengths.length > 0.0).then(|| (self.missing + self.lengths.outside) / self.lengths.length)
    }
}

/// Every piece of every line with the value of its cell, `None` for a gap; in the order of the lines and along each.
///
/// Pieces as by [`super::each_piece`]. The raster is read only around pieces; at most two million pieces (and those of a few
/// thousand lines more) are held at one time, and blocks are read again for the next two million. One thread or many visit the
/// same.
///
/// # Errors
/// For one line as [`super::each_piece`]; for the whole what reading meets.
pub fn each_piece_value(
    raster: &dyn RasterWindow,
    lines: &[LineString<f64>],
    by: LengthBy,
    mut visit: impl FnMut(&LinePiece, Option<f64>),
) -> Result<Vec<Result<LineLengths, GridError>>, GridError> {
    let mut answers = Vec::with_capacity(lines.len());
    let mut held: Vec<LinePiece> = Vec::new();
    for (place, some) in lines.chunks(LINES_AT_ONCE * GROUPS_AT_ONCE).enumerate() {
        let first = place * LINES_AT_ONCE * GROUPS_AT_ONCE;
        let group = |(group, lines): (usize, &[LineString<f64>])| {
            some_lines(raster.info(), (first + group * LINES_AT_ONCE, lines), by)
        };
        let parts: Vec<SplitLines> = some.par_chunks(LINES_AT_ONCE).enumerate().map(group).collect();
        for part in parts {
            answers.extend(part.lines);
            held.extend(part.pieces);
            if held.len() >= MOST_PIECES {
                read(raster, &mut held, &mut visit)?;
            }
        }
    }
    read(raster, &mut held, &mut visit)?;
    Ok(answers)
}

fn read(
    raster: &dyn RasterWindow,
    held: &mut Vec<LinePiece>,
    visit: &mut impl FnMut(&LinePiece, Option<f64>),
) -> Result<(), GridError> {
    let cells: Vec<(usize, usize)> = held.iter().map(|piece| (piece.row, piece.column)).collect();
    let values = cell_values(raster, &cells)?;
    for (piece, value) in held.iter().zip(values) {
        visit(piece, (!value.is_nan()).then_some(value));
    }
    held.clear();
    Ok(())
}

/// What a raster says along each line, one answer a line in the order of the lines.
///
/// `lines` are in the raster's reference system. Each piece of a line counts with the value of its cell by its length; see
/// [`super::each_piece`] for pieces and [`each_piece_value`] for how the raster is read.
///
/// # Errors
/// As [`each_piece_value`].
///
/// ```
/// use geo_types::wkt;
/// use grid::{GeoTransform, LineRequest, MemoryRaster, line_values};
/// let transform = GeoTransform::new((0.0, 10.0), (10.0, -10.0))?;
/// let depth_m = MemoryRaster::new((3, 1), transform, Some(-9.0), vec![0.5, 2.0, -9.0])?;
/// let road = wkt!(LINESTRING(0.0 5.0, 25.0 5.0));
/// let request = LineRequest { above: vec![1.0], ..LineRequest::default() };
/// let answers = line_values(&depth_m, &[road], &request)?;
/// let road = answers[0].as_ref().expect("a sound line");
/// assert_eq!((road.above[0].round(), road.missing.round()), (10.0, 5.0));
/// assert!((road.mean.unwrap_or(0.0) - 1.25).abs() < 1e-12); // (10 x 0.5 + 10 x 2) / 20
/// # Ok::<(), grid::GridError>(())
/// ```
pub fn line_values(
    raster: &dyn RasterWindow,
    lines: &[LineString<f64>],
    request: &LineRequest,
) -> Result<Vec<Result<LineValues, GridError>>, GridError> {
    if let Some(&value) = request.above.iter().find(|value| value.is_nan()) {
        return Err(GridError::Request { what: "an intensity to be above is a number", value });
    }
    let mut along: Vec<Along> = vec![Along::NONE; lines.len()];
    let mut above = vec![0.0; lines.len() * request.above.len()];
    let lengths = each_piece_value(raster, lines, request.by, |piece, value| {
        let Some(along) = along.get_mut(piece.line) else { return };
        along.add(piece.length, value);
        let first = piece.line * request.above.len();
        for (length, over) in above.iter_mut().skip(first).zip(&request.above) {
            *length += if value.is_some_and(|value| value > *over) { piece.length } else { 0.0 };
        }
    })?;
    let mut above = above.chunks(request.above.len().max(1));
    let of = |(lengths, along): (Result<LineLengths, GridError>, Along)| {
        let above = above.next().unwrap_or_default();
        lengths.map(|lengths| along.values(lengths, above))
    };
    Ok(lengths.into_iter().zip(along).map(of).collect())
}

/// What is known along a line so far.
#[derive(Debug, Clone, Copy)]
struct Along {
    known: f64,
    missing: f64,
    sum: f64,
    min: f64,
    max: f64,
}

impl Along {
    const NONE: Self = Self { known: 0.0, missing: 0.0, sum: 0.0, min: f64::INFINITY, max: f64::NEG_INFINITY };

    fn add(&mut self, length: f64, value: Option<f64>) {
        let Some(value) = value else {
            self.missing += length;
            return;
        };
        self.known += length;
        self.sum += length * value;
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    fn values(self, lengths: LineLengths, above: &[f64]) -> LineValues {
        let known = self.known > 0.0;
        LineValues {
            lengths,
            known: self.known,
            missing: self.missing,
            mean: known.then(|| self.sum / self.known),
            min: known.then_some(self.min),
            max: known.then_some(self.max),
            above: if known { above.to_vec() } else { Vec::new() },
        }
    }
}
