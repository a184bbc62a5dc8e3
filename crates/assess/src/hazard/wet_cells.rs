//! Wet cells of a raster of depths: as outlines on the plane, and as exact shares of places.

use super::plane::{Laid, Plane};
use crate::evidence::Cells;
use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use grid::crs::{Crs, Transform};
use grid::{GridError, Window, ZonalRequest, ZoneStatistics, zonal_statistics};
use std::collections::BTreeMap;

/// Cells read at once.
const CELLS_AT_ONCE: usize = 1 << 20;

/// Rectangles of wet cells: runs of a row, joined with equal runs of the rows below.
pub(super) fn runs(cells: &Cells, wet_from_m: f64, plane: &Plane) -> Result<Vec<Laid>, GridError> {
    let info = cells.window.info();
    let to_plane = plane.from(&cells.crs)?;
    let rows_at_once = (CELLS_AT_ONCE / info.width.max(1)).max(1);
    let mut open: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut done: Vec<[usize; 4]> = Vec::new();
    for first in (0..info.height).step_by(rows_at_once) {
        let height = rows_at_once.min(info.height - first);
        let mut depths = vec![f64::NAN; height * info.width];
        cells.window.read(Window { row: first, column: 0, width: info.width, height }, &mut depths)?;
        for (row, depths) in (first..).zip(depths.chunks_exact(info.width.max(1))) {
            let begun: BTreeMap<_, _> =
                wet_runs(depths, wet_from_m).into_iter().map(|run| (run, *open.get(&run).unwrap_or(&row))).collect();
            done.extend(
                open.iter().filter(|(run, _)| !begun.contains_key(run)).map(|(run, top)| [run.0, run.1, *top, row]),
            );
            open = begun;
        }
    }
    done.extend(open.into_iter().map(|(run, top)| [run.0, run.1, top, info.height]));
    done.iter().map(|run| outline(cells, *run, &to_plane)).filter_map(Result::transpose).collect()
}

/// First and last but one column of every run of wet cells.
fn wet_runs(depths: &[f64], wet_from_m: f64) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut from = None;
    for (column, depth) in depths.iter().chain(std::iter::once(&f64::NAN)).enumerate() {
        let wet = *depth > wet_from_m;
        match from {
            None if wet => from = Some(column),
            Some(start) if !wet => {
                runs.push((start, column));
                from = None;
            }
            _ => {}
        }
    }
    runs
}

#[expect(clippy::cast_precision_loss, reason = "no raster has 2^53 cells across")]
fn outline(
    cells: &Cells,
    [left, right, top, bottom]: [usize; 4],
    to_plane: &Transform,
) -> Result<Option<Laid>, GridError> {
    let corner = |column: usize, row: usize| {
        let (x, y) = cells.window.info().transform.to_map(column as f64, row as f64);
        Coord { x, y }
    };
    let ring = vec![corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)];
    let rectangle = Geometry::Polygon(Polygon::new(LineString::new(ring), Vec::new()));
    Ok(Laid::of(&to_plane.transform(&rectangle)?))
}

/// Percent of each place that is wet, of its cells with a value, by exact coverage; none where no cell of it has one.
pub(super) fn wet_percent(
    cells: &Cells,
    wet_from_m: f64,
    places: &[MultiPolygon<f64>],
) -> Result<Vec<Option<f64>>, GridError> {
    let to_raster = Transform::new(&Crs::wgs84(), &cells.crs)?;
    let request = ZonalRequest { class_breaks: vec![wet_from_m.next_up()], ..ZonalRequest::default() };
    let zones = places.iter().map(|place| to_raster.transform(place)).collect::<Result<Vec<_>, _>>()?;
    let found = zonal_statistics(cells.window, None, &zones, &request)?;
    let percent = |zone: Result<ZoneStatistics, GridError>| Some(100.0 * zone.ok()?.class_shares.get(1)?);
    Ok(found.into_iter().map(percent).collect())
}

/// The sum of a raster of people under each zone, zones on any reference system; none where it cannot be said.
pub(super) fn people(
    cells: &Cells,
    way: &Transform,
    zones: &[MultiPolygon<f64>],
) -> Result<Vec<Option<f64>>, GridError> {
    let zones = zones.iter().map(|zone| way.transform(zone)).collect::<Result<Vec<_>, _>>()?;
    let found = zonal_statistics(cells.window, None, &zones, &ZonalRequest::default())?;
    let sum = |zone: Result<ZoneStatistics, GridError>| match zone {
        Ok(zone) => zone.sum.filter(|sum| *sum >= 0.0),
        Err(GridError::ZoneWithoutArea) => Some(0.0),
        Err(_) => None,
    };
    Ok(found.into_iter().map(sum).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_begin_and_end_where_the_depth_does() {
        let depths = [0.2, 0.0, 0.3, 0.4, f64::NAN, 0.1, 0.5];
        assert_eq!(wet_runs(&depths, 0.1), [(0, 1), (2, 4), (6, 7)]);
        assert!(wet_runs(&depths, 0.5).is_empty());
    }
}
