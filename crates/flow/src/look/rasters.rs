//! Rasters of a copy: where they lie, and their cells at positions that a picture asks for.

use super::Look;
use crate::error::{FlowError, disk};
use city::Source;
use city::layer::RasterLayer;
use geo_types::Coord;
use grid::crs::{Crs, Transform};
use grid::{GridError, RasterInfo, RasterWindow};
use store::{CityFile, StoredRaster};

/// Cells that are looked at to choose classes.
const SAMPLED: usize = 4096;
/// Cells that a picture may read at once; where it would be more, the next overview is read.
const MOST_CELLS: usize = 4 << 20;
/// Bytes of blocks that are kept while a picture is made.
const BLOCKS: usize = 4 << 20;
/// Overviews that are tried.
const LEVELS: usize = 32;

/// A raster that can be looked at: one that an export for the role would hold, and whose reference system is understood.
#[derive(Debug, Clone, PartialEq)]
pub struct LookRaster {
    /// Name, title, what its cells measure.
    pub raster: RasterLayer,
    /// West, south, east, north.
    pub bounds: [f64; 4],
    /// Width of a cell in degrees, roughly.
    pub cell_degrees: f64,
    /// Numbers of its cells, taken evenly over it, from the smallest to the greatest.
    pub sample: Vec<f64>,
    /// Title of the source.
    pub source: String,
    /// Under which licence.
    pub licence: String,
}

/// Every raster that can be drawn, by name.
pub(super) fn all(file: &CityFile, sources: &[Source]) -> Result<Vec<LookRaster>, FlowError> {
    let known = file.rasters()?;
    Ok(known.into_iter().filter_map(|raster| opened(file, raster, sources)).collect())
}

fn opened(file: &CityFile, raster: RasterLayer, sources: &[Source]) -> Option<LookRaster> {
    let info = file.open_raster(&raster.name).ok()?.info().clone();
    let bounds = bounds(&info, &to_degrees(&raster)?)?;
    let [west, _, east, _] = bounds;
    let source = sources.iter().find(|source| source.id == raster.source);
    Some(LookRaster {
        sample: sample(file, &raster.name)?,
        cell_degrees: (east - west) / count(info.width),
        bounds,
        source: source.map(|s| s.title.clone()).unwrap_or_default(),
        licence: source.map(|s| s.licence.clone()).unwrap_or_default(),
        raster,
    })
}

#[expect(clippy::cast_precision_loss, reason = "no raster has 2^53 cells across")]
fn count(cells: usize) -> f64 {
    cells as f64
}

fn to_degrees(raster: &RasterLayer) -> Option<Transform> {
    Transform::new(&Crs::parse(&raster.reference_system).ok()?, &Crs::wgs84()).ok()
}

/// The box around its edge, walked in steps since an edge need not be straight in degrees.
fn bounds(info: &RasterInfo, to_degrees: &Transform) -> Option<[f64; 4]> {
    let steps = |cells: usize| (0..=16_u32).map(move |step| count(cells) * f64::from(step) / 16.0);
    let (width, height) = (count(info.width), count(info.height));
    let across = steps(info.width).flat_map(|column| [(column, 0.0), (column, height)]);
    let down = steps(info.height).flat_map(|row| [(0.0, row), (width, row)]);
    let placed = across.chain(down).filter_map(|(column, row)| {
        let (x, y) = info.transform.to_map(column, row);
        to_degrees.transform_point(Coord { x, y }).ok()
    });
    placed
        .map(|at| [at.x, at.y, at.x, at.y])
        .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}

/// Numbers of the first overview that is small, evenly taken, in order.
fn sample(file: &CityFile, name: &str) -> Option<Vec<f64>> {
    let mut last = file.open_raster(name).ok()?;
    for level in 1..LEVELS {
        if last.info().width.saturating_mul(last.info().height) <= MOST_CELLS / 16 {
            break;
        }
        match file.open_overview(name, level) {
            Ok(Some(next)) => last = next,
            _ => break,
        }
    }
    let info = last.info().clone();
    let rows = info.height.min(256);
    let mut numbers = Vec::new();
    let mut row = vec![0.0; info.width];
    for at in 0..rows {
        let window = grid::Window { row: at * info.height / rows, column: 0, width: info.width, height: 1 };
        last.read(window, &mut row).ok()?;
        numbers.extend(row.iter().copied().filter(|cell| cell.is_finite()));
    }
    numbers.sort_by(f64::total_cmp);
    let step = numbers.len().div_ceil(SAMPLED).max(1);
    // the greatest stays
    let greatest = numbers.last().copied();
    let mut sample: Vec<f64> = numbers.into_iter().step_by(step).collect();
    sample.extend(greatest);
    Some(sample)
}

impl Look {
    /// Every raster that can be drawn, by name.
    #[must_use]
    pub fn rasters(&self) -> &[LookRaster] {
        &self.rasters
    }

    /// A raster by its name.
    #[must_use]
    pub fn raster(&self, name: &str) -> Option<&LookRaster> {
        self.rasters.iter().find(|one| one.raster.name == name)
    }

    /// The cells in which positions (longitude, latitude) lie; not a number where a position is beyond the raster or its cell has
    /// no number. `apart_degrees` says how far apart neighbouring positions are: where that is more than a cell, the overview is
    /// read whose cells are as large.
    ///
    /// # Errors
    /// [`FlowError::Store`], [`FlowError::Disk`] for a raster that another program changed beyond reading.
    pub fn cells_at(
        &self,
        raster: &LookRaster,
        positions: &[Coord<f64>],
        apart_degrees: f64,
    ) -> Result<Vec<f64>, FlowError> {
        let mut found = vec![f64::NAN; positions.len()];
        let Some(way) = to_own(raster) else { return Ok(found) };
        let placed: Vec<Option<Coord<f64>>> = positions.iter().map(|at| way.transform_point(*at).ok()).collect();
        let finest = level(apart_degrees / raster.cell_degrees);
        let name = &raster.raster.name;
        self.with_file(|file| {
            for level in (0..=finest).rev() {
                let Some(open) = file.open_overview(name, level)? else { continue };
                let read = read(&open.with_cache_bytes(BLOCKS), &placed, &mut found);
                read.map_err(std::io::Error::other).map_err(disk(&file.rasters_folder()))?;
                break;
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// From degrees to the raster's own reference system.
fn to_own(raster: &LookRaster) -> Option<Transform> {
    Transform::new(&Crs::wgs84(), &Crs::parse(&raster.raster.reference_system).ok()?).ok()
}

/// The overview whose cells are at most so many times as wide as those of the raster: each is twice the one before.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 31")]
fn level(times: f64) -> usize {
    if times.is_finite() && times > 1.0 { times.log2().floor().min(31.0) as usize } else { 0 }
}

/// Reads the one window that holds all positions, and takes the cells out of it.
fn read(raster: &StoredRaster, placed: &[Option<Coord<f64>>], found: &mut [f64]) -> Result<(), GridError> {
    let info = raster.info();
    let cell = |at: &Coord<f64>| {
        let (column, row) = info.transform.to_cells(at.x, at.y);
        Some((inside(column, info.width)?, inside(row, info.height)?))
    };
    let cells: Vec<Option<(usize, usize)>> = placed.iter().map(|at| at.as_ref().and_then(cell)).collect();
    let all = || cells.iter().flatten();
    let (Some(west), Some(east)) = (all().map(|c| c.0).min(), all().map(|c| c.0).max()) else { return Ok(()) };
    let (Some(north), Some(south)) = (all().map(|c| c.1).min(), all().map(|c| c.1).max()) else { return Ok(()) };
    let width = east - west + 1;
    // in bands of rows, so that a raster without overviews takes no more memory
    let rows = (MOST_CELLS / width).max(1);
    for first in (north..=south).step_by(rows) {
        let window = grid::Window { row: first, column: west, width, height: rows.min(south - first + 1) };
        let mut band = vec![f64::NAN; window.cells()];
        raster.read(window, &mut band)?;
        for (found, cell) in found.iter_mut().zip(&cells) {
            let Some((column, row)) = cell.filter(|(_, row)| (first..first + window.height).contains(row)) else {
                continue;
            };
            *found = band.get((row - first) * width + (column - west)).copied().unwrap_or(f64::NAN);
        }
    }
    Ok(())
}

/// The cell of so many in which a place counted in cells lies; none beyond them.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the cells of a raster")]
fn inside(at: f64, cells: usize) -> Option<usize> {
    (at >= 0.0 && at < count(cells)).then_some(at as usize)
}
