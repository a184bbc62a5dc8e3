//! Values at cells and at points, read only where they are.

use geo_types::Point;
use rayon::prelude::*;

use crate::coverage::on_grid;
use crate::error::GridError;
use crate::lines::cut::cell_at;
use crate::window::{RasterInfo, RasterWindow, Window};
use crate::zonal::chunk_size;

/// Why a point has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoValue {
    /// Its cell is a gap.
    Gap,
    /// It lies beyond the raster.
    Outside,
    /// Its coordinates are no place.
    NotAPlace,
}

/// The value of the cell in which each point lies, one answer a point in the order of the points.
///
/// `points` are in the raster's reference system. On a border, a point lies in the cell after it (the greater row or column); on the last
/// border of the raster, in the last cell. Nothing is interpolated. The raster is read in small windows around points, block by
/// block, on as many threads as the current rayon pool has.
///
/// # Errors
/// What reading meets.
///
/// ```
/// use geo_types::Point;
/// use grid::{GeoTransform, MemoryRaster, NoValue, sample_points};
/// let depth_m = MemoryRaster::new((2, 1), GeoTransform::new((0.0, 1.0), (1.0, -1.0))?, Some(-9.0), vec![1.5, -9.0])?;
/// let houses = [Point::new(0.2, 0.3), Point::new(1.0, 0.3), Point::new(7.0, 0.0)];
/// assert_eq!(sample_points(&depth_m, &houses)?, [Ok(1.5), Err(NoValue::Gap), Err(NoValue::Outside)]);
/// # Ok::<(), grid::GridError>(())
/// ```
pub fn sample_points(raster: &dyn RasterWindow, points: &[Point<f64>]) -> Result<Vec<Result<f64, NoValue>>, GridError> {
    let info = raster.info();
    let cell = |point: &Point<f64>| {
        let place = on_grid(&info.transform, point.0).ok_or(NoValue::NotAPlace)?;
        cell_at(place, (info.width, info.height)).ok_or(NoValue::Outside)
    };
    let places: Vec<Result<(usize, usize), NoValue>> = points.par_iter().map(cell).collect();
    let cells: Vec<(usize, usize)> = places.iter().filter_map(|place| place.ok()).collect();
    let mut values = cell_values(raster, &cells)?.into_iter();
    let value = |place: Result<(usize, usize), NoValue>| {
        place?;
        values.next().filter(|value| !value.is_nan()).ok_or(NoValue::Gap)
    };
    Ok(places.into_iter().map(value).collect())
}

/// Cells across and down in a window that is read at once.
const SIDE: usize = 64;

/// The values of cells given as row and column within the raster, NaN for gaps, in their order.
pub(crate) fn cell_values(raster: &dyn RasterWindow, cells: &[(usize, usize)]) -> Result<Vec<f64>, GridError> {
    let tiles = Tiles::of(raster.info());
    let mut order: Vec<(Place, usize)> =
        cells.iter().enumerate().map(|(place, cell)| (tiles.of_cell(*cell), place)).collect();
    order.par_sort_unstable();
    let chunks: Vec<&[(Place, usize)]> = order.chunk_by(|a, b| a.0.chunk == b.0.chunk).collect();
    let found: Vec<Vec<f64>> = chunks.par_iter().map(|some| read(raster, cells, some)).collect::<Result<_, _>>()?;
    let mut values = vec![f64::NAN; cells.len()];
    for ((_, place), value) in order.iter().zip(found.into_iter().flatten()) {
        if let Some(to) = values.get_mut(*place) {
            *to = value;
        }
    }
    Ok(values)
}

/// The values of the cells of one chunk, in the order given, tile by tile.
fn read(raster: &dyn RasterWindow, cells: &[(usize, usize)], some: &[(Place, usize)]) -> Result<Vec<f64>, GridError> {
    let (mut found, mut buffer) = (Vec::with_capacity(some.len()), Vec::new());
    let cell = |(_, place): &(Place, usize)| cells.get(*place).copied();
    for tile in some.chunk_by(|a, b| a.0 == b.0) {
        let Some(window) = around(tile.iter().filter_map(cell)) else { continue };
        buffer.resize(window.cells(), f64::NAN);
        raster.read(window, &mut buffer)?;
        found.extend(tile.iter().map(|one| {
            let at = cell(one).map(|(row, column)| (row - window.row) * window.width + column - window.column);
            at.and_then(|at| buffer.get(at).copied()).unwrap_or(f64::NAN)
        }));
    }
    Ok(found)
}

fn around(cells: impl Iterator<Item = (usize, usize)>) -> Option<Window> {
    let bounds = cells.map(|(row, column)| (row, row, column, column));
    let (top, bottom, left, right) = bounds.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1), a.2.min(b.2), a.3.max(b.3)))?;
    Some(Window { row: top, column: left, width: right - left + 1, height: bottom - top + 1 })
}

/// Where a cell is read: the chunk by row and column of chunks, and the tile in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    chunk: (usize, usize),
    tile: (usize, usize),
}

struct Tiles {
    width: usize,
    height: usize,
}

impl Tiles {
    fn of(info: &RasterInfo) -> Self {
        let (width, height) = chunk_size(info);
        Self { width: width.max(1), height: height.max(1) }
    }

    fn of_cell(&self, (row, column): (usize, usize)) -> Place {
        Place {
            chunk: (row / self.height, column / self.width),
            tile: (row % self.height / SIDE, column % self.width / SIDE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::{GeoTransform, MemoryRaster};

    fn raster(cell_height: f64) -> MemoryRaster {
        let cells = (0..700 * 300).map(|n| if n % 11 == 0 { f64::NAN } else { f64::from(n) }).collect();
        let transform = GeoTransform::new((0.0, if cell_height < 0.0 { 300.0 } else { 0.0 }), (1.0, cell_height));
        MemoryRaster::new((700, 300), transform.unwrap(), None, cells).unwrap().with_block((256, 256))
    }

    #[test]
    fn cells_are_found_wherever_they_lie_in_blocks() {
        let raster = raster(1.0);
        let cells: Vec<(usize, usize)> = (0..5000).map(|n| (n * 7919 % 300, n * 104_729 % 700)).collect();
        let values = cell_values(&raster, &cells).unwrap();
        for ((row, column), value) in cells.iter().zip(values) {
            let place = row * 700 + column;
            let expected = if place % 11 == 0 { None } else { Some(place.to_string()) };
            assert_eq!((!value.is_nan()).then(|| value.to_string()), expected);
        }
    }

    #[test]
    fn a_point_on_a_border_lies_in_the_cell_after_it_and_on_the_last_in_the_last() {
        let points = [(1.0, 0.5), (700.0, 0.5), (1.5, 300.0), (1.5, 0.0)].map(Point::from);
        let found = |raster: &MemoryRaster| {
            let values = sample_points(raster, &points).unwrap();
            values.into_iter().map(|value| value.unwrap().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(found(&raster(1.0)), ["1", "699", "209301", "1"]);
        assert_eq!(found(&raster(-1.0)), ["209301", "209999", "1", "209301"]);
    }

    #[test]
    fn points_without_a_value_say_why() {
        let points = [(0.5, 0.5), (-0.1, 3.0), (f64::NAN, 1.0)].map(Point::from);
        let expected = [Err(NoValue::Gap), Err(NoValue::Outside), Err(NoValue::NotAPlace)];
        assert_eq!(sample_points(&raster(1.0), &points).unwrap(), expected);
    }
}
