//! The part of a raster in which the city lies: nothing else of it is read.

use crate::raster::OpenRaster;
use city::Problem;
use geo_types::Coord;
use grid::crs::{Crs, Transform};
use grid::{GeoTransform, GridError, RasterInfo, RasterWindow, Window};

/// Cells kept beyond the city's extent on each side.
pub const MARGIN_CELLS: usize = 8;
/// Places along each side of the extent that are brought to the raster's reference system.
const ALONG: u32 = 32;

/// The raster within an extent (west, south, east, north in degrees) and [`MARGIN_CELLS`] more, in whole cells of its own grid;
/// whole where it is no larger, or where the extent cannot be brought to its reference system.
///
/// # Errors
/// `raster_elsewhere` where no cell of it lies in the extent.
pub fn to_extent(open: OpenRaster, extent: [f64; 4]) -> Result<OpenRaster, Problem> {
    let info = open.raster.info();
    let Some((columns, rows)) = covered(info, &open.crs, extent) else { return Ok(open) };
    let (Some(across), Some(down)) = (part(columns, info.width), part(rows, info.height)) else {
        let (west, north) = info.transform.origin();
        return Err(Problem::error("raster_elsewhere")
            .found(format!("{} x {} cells from {west}, {north}, {}", info.width, info.height, open.crs.name()))
            .expected(format!("cells within the city's extent, {extent:?}"))
            .hint("check the extent of [city] and the reference system, or set `whole = true` in [source.raster]"));
    };
    let window = Window { column: across.0, row: down.0, width: across.1, height: down.1 };
    if window.cells() == info.width.saturating_mul(info.height) {
        return Ok(open);
    }
    let note = Problem::note("raster_cropped")
        .found(format!("{} x {} cells", info.width, info.height))
        .expected(format!(
            "{} x {} of them kept, from column {} and row {}: the city's extent and {MARGIN_CELLS} cells more",
            window.width,
            window.height,
            window.column + 1,
            window.row + 1
        ))
        .hint("set `whole = true` in [source.raster] to keep all of it");
    let (x, y) = info.transform.to_map(as_float(window.column), as_float(window.row));
    let Ok(transform) = GeoTransform::new((x, y), info.transform.cell()) else { return Ok(open) };
    let info = RasterInfo { width: window.width, height: window.height, transform, ..info.clone() };
    let OpenRaster { raster, crs, mut notes } = open;
    notes.push(note);
    Ok(OpenRaster { raster: Box::new(Cropped { raster, window, info }), crs, notes })
}

/// First and last column and row, with fractions, that the extent covers.
fn covered(info: &RasterInfo, crs: &Crs, [west, south, east, north]: [f64; 4]) -> Option<([f64; 2], [f64; 2])> {
    let transform = Transform::new(&Crs::wgs84(), crs).ok()?;
    let steps = (0..=ALONG).map(|step| f64::from(step) / f64::from(ALONG));
    let mut edge: Vec<Coord<f64>> = steps
        .flat_map(|t| {
            let (x, y) = (west + t * (east - west), south + t * (north - south));
            [(x, south), (x, north), (west, y), (east, y)]
        })
        .map(Coord::from)
        .collect();
    transform.transform_coordinates(&mut edge).ok()?;
    let (mut columns, mut rows) = ([f64::INFINITY, f64::NEG_INFINITY], [f64::INFINITY, f64::NEG_INFINITY]);
    for place in edge {
        let (column, row) = info.transform.to_cells(place.x, place.y);
        if !(column.is_finite() && row.is_finite()) {
            return None;
        }
        columns = [columns[0].min(column), columns[1].max(column)];
        rows = [rows[0].min(row), rows[1].max(row)];
    }
    Some((columns, rows))
}

/// The first cell and how many, with the margin; none where no cell is covered.
fn part([first, last]: [f64; 2], length: usize) -> Option<(usize, usize)> {
    let end = as_float(length);
    if last <= 0.0 || first >= end {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the number of cells")]
    let whole = |place: f64| place.clamp(0.0, end) as usize;
    let from = whole(first.floor()).saturating_sub(MARGIN_CELLS);
    let to = whole(last.ceil()).saturating_add(MARGIN_CELLS).min(length);
    Some((from, to - from))
}

#[expect(clippy::cast_precision_loss, reason = "no raster has 2^53 cells across")]
fn as_float(cells: usize) -> f64 {
    cells as f64
}

/// A part of a raster.
struct Cropped {
    raster: Box<dyn RasterWindow>,
    window: Window,
    info: RasterInfo,
}

impl RasterWindow for Cropped {
    fn info(&self) -> &RasterInfo {
        &self.info
    }

    fn read(&self, window: Window, out: &mut [f64]) -> Result<(), GridError> {
        self.info.check(window, out.len())?;
        let (row, column) = (window.row + self.window.row, window.column + self.window.column);
        self.raster.read(Window { row, column, ..window }, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use grid::MemoryRaster;

    /// 100 x 100 cells of 0.01 degrees from 10 E, 5 N; a cell holds 100 x its row + its column.
    fn open() -> OpenRaster {
        let transform = GeoTransform::new((10.0, 5.0), (0.01, -0.01)).unwrap();
        let cells = (0..10_000).map(f64::from).collect();
        let raster = MemoryRaster::new((100, 100), transform, None, cells).unwrap();
        OpenRaster { raster: Box::new(raster), crs: Crs::wgs84(), notes: Vec::new() }
    }

    #[test]
    fn a_raster_is_cut_to_whole_cells_with_a_margin() {
        let cut = to_extent(open(), [10.205, 4.405, 10.295, 4.695]).unwrap();
        let info = cut.raster.info();
        assert_eq!((info.width, info.height), (26, 46));
        let (west, north) = info.transform.origin();
        assert!((west - 10.12).abs() < 1e-9 && (north - 4.78).abs() < 1e-9, "{west} {north}");
        let mut corner = [0.0; 2];
        cut.raster.read(Window { row: 45, column: 24, width: 2, height: 1 }, &mut corner).unwrap();
        assert_eq!(corner.map(f64::to_bits), [6736.0, 6737.0].map(f64::to_bits));
        assert!(cut.raster.read(Window { row: 46, column: 0, width: 1, height: 1 }, &mut [0.0]).is_err());
        assert!(cut.notes[0].expected.starts_with("26 x 46 of them kept, from column 13 and row 23"));
    }

    #[test]
    fn a_raster_within_the_extent_is_left_whole_and_one_elsewhere_refused() {
        let whole = to_extent(open(), [9.0, 3.0, 12.0, 6.0]).unwrap();
        assert!(whole.notes.is_empty() && whole.raster.info().width == 100);
        assert_eq!(to_extent(open(), [30.0, 3.0, 31.0, 6.0]).err().unwrap().code, "raster_elsewhere");
    }

    #[test]
    fn a_projected_raster_is_cut_by_where_its_corners_lie_in_degrees() {
        let transform = GeoTransform::new((200_000.0, 9_900_000.0), (1000.0, -1000.0)).unwrap();
        let raster = MemoryRaster::new((400, 400), transform, None, vec![0.0; 160_000]).unwrap();
        let crs = Crs::from_epsg(32737).unwrap();
        let open = OpenRaster { raster: Box::new(raster), crs, notes: Vec::new() };
        let cut = to_extent(open, [37.0, -2.0, 37.5, -1.5]).unwrap();
        // Half a degree at 37 E, 2 S: 55.6 km across, 55.3 km down, and 8 cells on each side.
        let info = cut.raster.info();
        assert!((72..=74).contains(&info.width) && (71..=73).contains(&info.height), "{info:?}");
    }
}
