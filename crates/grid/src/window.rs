use crate::error::GridError;

/// Where the cells of a raster lie on the map: the outer corner of the first cell and the size of a cell.
///
/// Map units are those of the raster's reference system. A north-up raster has a negative cell height.
/// Rotated and sheared grids cannot be said in it.
///
/// ```
/// let transform = grid::GeoTransform::new((200_000.0, 9_900_000.0), (10.0, -10.0))?;
/// assert_eq!(transform.to_cells(200_025.0, 9_899_990.0), (2.5, 1.0));
/// assert_eq!(transform.to_map(2.5, 1.0), (200_025.0, 9_899_990.0));
/// # Ok::<(), grid::GridError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeoTransform {
    origin: (f64, f64),
    cell: (f64, f64),
}

impl GeoTransform {
    /// A grid from the outer corner of its first cell and its cell size, both as (x, y) in map units.
    ///
    /// # Errors
    /// [`GridError::Transform`] if a number is not finite or a cell size is zero.
    pub fn new(origin: (f64, f64), cell: (f64, f64)) -> Result<Self, GridError> {
        let finite = [origin.0, origin.1, cell.0, cell.1].iter().all(|number| number.is_finite());
        if finite && cell.0.abs() > 0.0 && cell.1.abs() > 0.0 {
            Ok(Self { origin, cell })
        } else {
            Err(GridError::Transform { origin, cell })
        }
    }

    /// The same area in fewer cells: from a size (across, down) to a smaller one.
    ///
    /// # Errors
    /// [`GridError::Transform`] where one of the sizes is zero.
    pub(crate) fn coarser(self, from: (usize, usize), to: (usize, usize)) -> Result<Self, GridError> {
        let ratio = |from: usize, to: usize| as_float(from) / as_float(to);
        Self::new(self.origin, (self.cell.0 * ratio(from.0, to.0), self.cell.1 * ratio(from.1, to.1)))
    }

    /// The outer corner of the first cell, (x, y) in map units.
    #[must_use]
    pub fn origin(&self) -> (f64, f64) {
        self.origin
    }

    /// Width and height of a cell in map units, signed: the height of a north-up raster is negative.
    #[must_use]
    pub fn cell(&self) -> (f64, f64) {
        self.cell
    }

    /// Area of a cell in square map units, never negative.
    #[must_use]
    pub fn cell_area(&self) -> f64 {
        (self.cell.0 * self.cell.1).abs()
    }

    /// Columns and rows, with fractions, of a place on the map; (0, 0) is the outer corner of the first cell.
    #[must_use]
    pub fn to_cells(&self, x: f64, y: f64) -> (f64, f64) {
        ((x - self.origin.0) / self.cell.0, (y - self.origin.1) / self.cell.1)
    }

    /// The place on the map of a column and row with fractions.
    #[must_use]
    pub fn to_map(&self, column: f64, row: f64) -> (f64, f64) {
        (self.origin.0 + column * self.cell.0, self.origin.1 + row * self.cell.1)
    }
}

/// What a raster says about itself before a cell is read.
#[derive(Debug, Clone, PartialEq)]
pub struct RasterInfo {
    /// Cells across.
    pub width: usize,
    /// Cells down.
    pub height: usize,
    /// Where the cells lie.
    pub transform: GeoTransform,
    /// The value that stands for "no value", rounded to the type of the raster's own cells (a float32 raster with
    /// nodata -3.4e38 holds the float32 nearest to it). Readers give NaN in its place.
    pub nodata: Option<f64>,
    /// Reference system as the file names it (EPSG code, WKT or PROJ text), if it does.
    pub crs: Option<String>,
    /// Width and height in cells of what the raster reads at once (a tile or a strip): windows on these borders are cheapest.
    pub block: (usize, usize),
}

impl RasterInfo {
    /// Whether both rasters have the same cells: equal size, origin and cell size (to a millionth of a cell at every corner).
    #[must_use]
    pub fn same_grid(&self, other: &Self) -> bool {
        let corner = |info: &Self, column: usize, row: usize| {
            let (x, y) = info.transform.to_map(as_float(column), as_float(row));
            self.transform.to_cells(x, y)
        };
        let close = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6;
        self.width == other.width
            && self.height == other.height
            && close(corner(self, 0, 0), corner(other, 0, 0))
            && close(corner(self, self.width, self.height), corner(other, self.width, self.height))
    }

    /// Checks that a window lies in the raster and that a buffer has its number of cells: for those who implement [`RasterWindow`].
    ///
    /// # Errors
    /// [`GridError::WindowOutside`] and [`GridError::BufferLength`].
    pub fn check(&self, window: Window, buffer: usize) -> Result<(), GridError> {
        let ends_within =
            |start: usize, length: usize, end: usize| start.checked_add(length).is_some_and(|last| last <= end);
        if !ends_within(window.column, window.width, self.width) || !ends_within(window.row, window.height, self.height)
        {
            return Err(GridError::WindowOutside { window, width: self.width, height: self.height });
        }
        if window.cells() != buffer {
            return Err(GridError::BufferLength { expected: window.cells(), found: buffer });
        }
        Ok(())
    }
}

/// A rectangle of cells: first column and row, and cells across and down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// First row.
    pub row: usize,
    /// First column.
    pub column: usize,
    /// Cells across.
    pub width: usize,
    /// Cells down.
    pub height: usize,
}

impl Window {
    /// Cells in the window.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.width.saturating_mul(self.height)
    }
}

/// A raster that gives its cells a window at a time.
///
/// Implemented by whoever holds the raster (a file reader, memory, a database); called from several threads at once.
/// An implementation keeps no more than a few blocks in memory. Every cell comes as `f64`, whatever its type in the file:
/// callers ask for windows of about a block, so the wider number costs little.
pub trait RasterWindow: Send + Sync {
    /// Size, place, nodata and reference system.
    fn info(&self) -> &RasterInfo;

    /// Fills `out`, row by row from the window's first row, with the cells of `window`. Cells that are nodata, masked or
    /// not a number are given as NaN; nothing else is.
    ///
    /// # Errors
    /// [`GridError::WindowOutside`] and [`GridError::BufferLength`] (see [`RasterInfo::check`]), and what reading the source can meet.
    fn read(&self, window: Window, out: &mut [f64]) -> Result<(), GridError>;
}

/// A raster whose cells are all in memory, for small grids and tests.
///
/// ```
/// use grid::{GeoTransform, MemoryRaster, RasterWindow, Window};
/// let transform = GeoTransform::new((0.0, 2.0), (1.0, -1.0))?;
/// let raster = MemoryRaster::new((2, 2), transform, Some(-9.0), vec![1.0, 2.0, -9.0, 4.0])?;
/// let mut row = [0.0; 2];
/// raster.read(Window { row: 1, column: 0, width: 2, height: 1 }, &mut row)?;
/// assert!(row[0].is_nan());
/// assert_eq!(row[1], 4.0);
/// # Ok::<(), grid::GridError>(())
/// ```
#[derive(Debug, Clone)]
pub struct MemoryRaster {
    info: RasterInfo,
    cells: Vec<f64>,
}

impl MemoryRaster {
    /// A raster of (width, height) cells given row by row from the origin; cells equal to `nodata` become gaps.
    ///
    /// # Errors
    /// [`GridError::BufferLength`] if there are not width x height cells.
    pub fn new(
        (width, height): (usize, usize),
        transform: GeoTransform,
        nodata: Option<f64>,
        mut cells: Vec<f64>,
    ) -> Result<Self, GridError> {
        let expected = width.saturating_mul(height);
        if cells.len() != expected {
            return Err(GridError::BufferLength { expected, found: cells.len() });
        }
        if let Some(nodata) = nodata {
            #[expect(clippy::float_cmp, reason = "nodata is a mark, equal to the last bit or not at all")]
            for cell in cells.iter_mut().filter(|cell| **cell == nodata) {
                *cell = f64::NAN;
            }
        }
        Ok(Self { info: RasterInfo { width, height, transform, nodata, crs: None, block: (width, 64) }, cells })
    }

    /// The same raster with its reference system named.
    #[must_use]
    pub fn with_crs(mut self, crs: impl Into<String>) -> Self {
        self.info.crs = Some(crs.into());
        self
    }

    /// The same raster, saying that it is best read in blocks of this width and height.
    #[must_use]
    pub fn with_block(mut self, block: (usize, usize)) -> Self {
        self.info.block = block;
        self
    }
}

impl RasterWindow for MemoryRaster {
    fn info(&self) -> &RasterInfo {
        &self.info
    }

    fn read(&self, window: Window, out: &mut [f64]) -> Result<(), GridError> {
        self.info.check(window, out.len())?;
        if window.cells() == 0 {
            return Ok(());
        }
        let rows = self.cells.chunks_exact(self.info.width).skip(window.row);
        for (from, to) in rows.zip(out.chunks_exact_mut(window.width)) {
            to.copy_from_slice(&from[window.column..window.column + window.width]);
        }
        Ok(())
    }
}

/// A count of cells as a float, exact below 2^53.
#[expect(clippy::cast_precision_loss, reason = "no raster has 2^53 cells across")]
pub(crate) fn as_float(cells: usize) -> f64 {
    cells as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn four() -> MemoryRaster {
        let transform = GeoTransform::new((10.0, 20.0), (2.0, -2.0)).unwrap();
        MemoryRaster::new((2, 2), transform, None, vec![1.0, 2.0, 3.0, 4.0]).unwrap()
    }

    #[test]
    fn a_cell_without_width_is_refused() {
        assert!(matches!(GeoTransform::new((0.0, 0.0), (0.0, 1.0)), Err(GridError::Transform { .. })));
        assert!(GeoTransform::new((f64::NAN, 0.0), (1.0, 1.0)).is_err());
    }

    #[test]
    fn a_window_gives_its_own_cells_only() {
        let mut out = [0.0; 2];
        four().read(Window { row: 0, column: 1, width: 1, height: 2 }, &mut out).unwrap();
        assert_eq!(out.map(f64::to_bits), [2.0, 4.0].map(f64::to_bits));
    }

    #[test]
    fn a_window_beyond_the_raster_is_refused() {
        let beyond = Window { row: 0, column: 1, width: 2, height: 1 };
        assert!(matches!(four().read(beyond, &mut [0.0; 2]), Err(GridError::WindowOutside { .. })));
        let endless = Window { row: usize::MAX, column: 0, width: 1, height: 2 };
        assert!(four().read(endless, &mut [0.0; 2]).is_err());
    }

    #[test]
    fn a_buffer_of_the_wrong_length_is_refused() {
        let window = Window { row: 0, column: 0, width: 2, height: 2 };
        assert!(matches!(four().read(window, &mut [0.0; 3]), Err(GridError::BufferLength { expected: 4, found: 3 })));
    }

    #[test]
    fn a_shifted_grid_is_another_grid() {
        let (a, mut b) = (four().info().clone(), four().info().clone());
        assert!(a.same_grid(&b));
        b.transform = GeoTransform::new((10.1, 20.0), (2.0, -2.0)).unwrap();
        assert!(!a.same_grid(&b));
    }
}
