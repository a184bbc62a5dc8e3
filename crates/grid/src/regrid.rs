use std::ops::Range;

use crate::error::GridError;
use crate::window::{RasterInfo, RasterWindow, Window, as_float};

/// What the cells of a raster say, and so what becomes of them on smaller or larger cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellValue {
    /// An amount in the cell (people, buildings): shared out by area, so that totals are kept.
    Amount,
    /// A level that holds all over the cell (depth, people per hectare): averaged by area.
    Level,
}

/// A raster seen on the cells of another grid in the same reference system, by exact area of overlap; for instance to weigh
/// a hazard by people counted on other cells.
///
/// A cell of the new grid of which a part is a gap or lies beyond the raster has the amount, or the mean level, of the other part; it is a
/// gap only where nothing is known. Nothing is kept in memory: each window reads what it needs.
///
/// ```
/// use grid::{CellValue, GeoTransform, MemoryRaster, OnGrid, RasterWindow, Window};
/// let people = MemoryRaster::new((2, 1), GeoTransform::new((0.0, 1.0), (1.0, -1.0))?, None, vec![8.0, 4.0])?;
/// let fine = MemoryRaster::new((4, 2), GeoTransform::new((0.0, 1.0), (0.5, -0.5))?, None, vec![0.0; 8])?;
/// let mut row = [0.0; 4];
/// OnGrid::new(&people, fine.info(), CellValue::Amount).read(Window { row: 0, column: 0, width: 4, height: 1 }, &mut row)?;
/// assert_eq!(row, [2.0, 2.0, 1.0, 1.0]);
/// # Ok::<(), grid::GridError>(())
/// ```
pub struct OnGrid<'a> {
    source: &'a dyn RasterWindow,
    info: RasterInfo,
    value: CellValue,
}

/// Cells of the source that are read at once, unless a single row needs more.
const CELLS: usize = 1 << 20;

/// The stretch of source cells under one new cell along one axis, in source cells with fractions.
type Stretch = (f64, f64);

impl<'a> OnGrid<'a> {
    /// Sees `source` on the cells of `grid`.
    #[must_use]
    pub fn new(source: &'a dyn RasterWindow, grid: &RasterInfo, value: CellValue) -> Self {
        Self { source, info: RasterInfo { nodata: None, ..grid.clone() }, value }
    }

    fn column(&self, column: usize) -> Stretch {
        let at =
            |column| self.source.info().transform.to_cells(self.info.transform.to_map(as_float(column), 0.0).0, 0.0).0;
        within(at(column), at(column + 1), self.source.info().width)
    }

    fn row(&self, row: usize) -> Stretch {
        let at = |row| self.source.info().transform.to_cells(0.0, self.info.transform.to_map(0.0, as_float(row)).1).1;
        within(at(row), at(row + 1), self.source.info().height)
    }

    fn fill(&self, rows: &[Stretch], columns: &[Stretch], out: &mut [f64]) -> Result<(), GridError> {
        let (down, across) = (cells_under(rows), cells_under(columns));
        let window = Window { row: down.start, column: across.start, width: across.len(), height: down.len() };
        if window.cells() == 0 {
            out.fill(f64::NAN);
            return Ok(());
        }
        let mut cells = vec![0.0; window.cells()];
        self.source.read(window, &mut cells)?;
        for (&row, out) in rows.iter().zip(out.chunks_exact_mut(columns.len())) {
            for (&column, out) in columns.iter().zip(out) {
                *out = self.cell(row, column, window, &cells);
            }
        }
        Ok(())
    }

    fn cell(&self, row: Stretch, column: Stretch, window: Window, cells: &[f64]) -> f64 {
        let (mut sum, mut area) = (0.0, 0.0);
        for (down, tall) in parts(row) {
            let line = cells.chunks_exact(window.width).nth(down - window.row).unwrap_or_default();
            for (across, wide) in parts(column) {
                if let Some(value) = line.get(across - window.column).filter(|value| !value.is_nan()) {
                    sum += value * tall * wide;
                    area += tall * wide;
                }
            }
        }
        match self.value {
            _ if area <= 0.0 => f64::NAN,
            CellValue::Amount => sum,
            CellValue::Level => sum / area,
        }
    }
}

impl RasterWindow for OnGrid<'_> {
    fn info(&self) -> &RasterInfo {
        &self.info
    }

    fn read(&self, window: Window, out: &mut [f64]) -> Result<(), GridError> {
        self.info.check(window, out.len())?;
        if window.cells() == 0 {
            return Ok(());
        }
        let columns: Vec<_> = (window.column..window.column + window.width).map(|column| self.column(column)).collect();
        let rows: Vec<_> = (window.row..window.row + window.height).map(|row| self.row(row)).collect();
        let width = cells_under(&columns).len();
        let (mut rows, mut out) = (rows.as_slice(), out);
        while !rows.is_empty() {
            let (now, later) = rows.split_at(rows_at_once(rows, width));
            let (filled, rest) = out.split_at_mut(now.len() * columns.len());
            self.fill(now, &columns, filled)?;
            (rows, out) = (later, rest);
        }
        Ok(())
    }
}

/// How many of the rows can be made from one reading of the source.
fn rows_at_once(rows: &[Stretch], width: usize) -> usize {
    let fits = |count: &usize| cells_under(&rows[..*count]).len().saturating_mul(width) <= CELLS;
    (2..=rows.len()).take_while(fits).last().unwrap_or(1)
}

/// A stretch cut to the raster and turned to rise, with ends that rounding put off a border back on it.
fn within(from: f64, to: f64, length: usize) -> Stretch {
    let tidy = |at: f64| if (at - at.round()).abs() < 1e-9 { at.round() } else { at };
    let cut = |at: f64| tidy(at).clamp(0.0, as_float(length));
    (cut(from.min(to)), cut(from.max(to)))
}

fn cells_of((from, to): Stretch) -> Range<usize> {
    whole(from.floor())..if to > from { whole(to.ceil()) } else { whole(from.floor()) }
}

fn cells_under(stretches: &[Stretch]) -> Range<usize> {
    let covered = stretches.iter().map(|stretch| cells_of(*stretch)).filter(|cells| !cells.is_empty());
    covered.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or(0..0)
}

/// Each source cell of a stretch and the share of it that lies in the stretch.
fn parts(stretch: Stretch) -> impl Iterator<Item = (usize, f64)> {
    let (from, to) = stretch;
    cells_of(stretch).map(move |cell| (cell, to.min(as_float(cell + 1)) - from.max(as_float(cell))))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut to the raster before")]
fn whole(at: f64) -> usize {
    at as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::{GeoTransform, MemoryRaster};

    fn raster(size: (usize, usize), origin: (f64, f64), cell: (f64, f64), cells: Vec<f64>) -> MemoryRaster {
        MemoryRaster::new(size, GeoTransform::new(origin, cell).unwrap(), Some(-1.0), cells).unwrap()
    }

    fn seen(source: &MemoryRaster, grid: &MemoryRaster, value: CellValue) -> Vec<f64> {
        let (width, height) = (grid.info().width, grid.info().height);
        let mut out = vec![0.0; width * height];
        OnGrid::new(source, grid.info(), value).read(Window { row: 0, column: 0, width, height }, &mut out).unwrap();
        out
    }

    #[test]
    fn amounts_keep_their_total_on_cells_that_do_not_fit() {
        let source = raster((7, 5), (0.0, 5.0), (1.0, -1.0), (0..35).map(f64::from).collect());
        let grid = raster((30, 40), (-0.35, -0.2), (0.3, 0.17), vec![0.0; 1200]);
        let total: f64 = seen(&source, &grid, CellValue::Amount).iter().filter(|cell| !cell.is_nan()).sum();
        assert!((total - 595.0).abs() < 1e-9);
    }

    #[test]
    fn levels_are_averaged_by_area() {
        let source = raster((3, 1), (0.0, 1.0), (1.0, -1.0), vec![2.0, 5.0, -1.0]);
        let grid = raster((2, 1), (0.0, 1.0), (1.5, -1.0), vec![0.0; 2]);
        assert_eq!(seen(&source, &grid, CellValue::Level), [3.0, 5.0]);
    }

    #[test]
    fn nothing_known_is_a_gap() {
        let source = raster((2, 1), (0.0, 1.0), (1.0, -1.0), vec![-1.0, 4.0]);
        let grid = raster((4, 1), (0.0, 1.0), (1.0, -1.0), vec![0.0; 4]);
        let found = seen(&source, &grid, CellValue::Amount);
        assert_eq!(found.iter().map(|cell| cell.is_nan()).collect::<Vec<_>>(), [true, false, true, true]);
    }

    #[test]
    fn rows_upside_down_are_turned() {
        let source = raster((1, 2), (0.0, 0.0), (1.0, 1.0), vec![1.0, 2.0]);
        let grid = raster((1, 2), (0.0, 2.0), (1.0, -1.0), vec![0.0; 2]);
        assert_eq!(seen(&source, &grid, CellValue::Level), [2.0, 1.0]);
    }
}
