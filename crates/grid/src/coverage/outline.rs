use std::ops::Range;

use geo_types::{Coord, LineString, MultiPolygon};

use super::crossing::{first_crossing, stray_hole};
use super::row::{RowScan, Span};
use crate::error::GridError;
use crate::window::{GeoTransform, Window};

/// A zone laid on a grid: its edges in columns and rows, ready to be asked which cells it covers and how much of each.
///
/// Coverage is exact: the area of the zone within a cell over the area of the cell, good to about 1e-12. Every edge adds the
/// signed area to its right in the cells it passes (the accumulation of font rasterisers, here in double precision and a row at a
/// time), so work grows with the outline, not with the area, and memory with the edges of one row.
/// Rings may run either way round: shells count for, holes against. Coordinates that double precision cannot tell from a cell border
/// lie on it, and a cell covered by less than 1e-12 of itself is only touched, not covered.
///
/// ```
/// use geo_types::wkt;
/// use grid::{GeoTransform, Outline, Window};
/// let grid = GeoTransform::new((0.0, 2.0), (1.0, -1.0))?;
/// let triangle = wkt!(MULTIPOLYGON(((0.0 0.0, 2.0 0.0, 0.0 2.0, 0.0 0.0))));
/// let outline = Outline::new(&triangle, &grid)?;
/// assert_eq!(outline.area_cells(), 2.0);
/// let mut shares = Vec::new();
/// outline.each_row(Window { row: 0, column: 0, width: 2, height: 2 }, |row, spans| {
///     shares.extend(spans.iter().map(|span| (row, span.columns.clone(), span.coverage)));
/// })?;
/// assert_eq!(shares, [(0, 0..1, 0.5), (1, 0..1, 1.0), (1, 1..2, 0.5)]);
/// # Ok::<(), grid::GridError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Outline {
    edges: Vec<Edge>,
    area_cells: f64,
    low: Coord<f64>,
    high: Coord<f64>,
    transform: GeoTransform,
}

/// An edge that goes down the rows: `sign` is +1 where the inside lies to its right, -1 where it lies to its left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) top: Coord<f64>,
    pub(super) bottom: Coord<f64>,
    pub(super) sign: f64,
}

impl Outline {
    /// Lays a zone, whose coordinates are in the grid's reference system, on the grid.
    ///
    /// # Errors
    /// [`GridError::ZoneNotFinite`], [`GridError::ZoneWithoutArea`], [`GridError::ZoneCrossesItself`], and
    /// [`GridError::ZoneOverlapsItself`] for a hole outside its shell. Nothing is mended.
    pub fn new(zone: &MultiPolygon<f64>, transform: &GeoTransform) -> Result<Self, GridError> {
        let mut outline = Self {
            edges: Vec::new(),
            area_cells: 0.0,
            low: Coord { x: f64::INFINITY, y: f64::INFINITY },
            high: Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
            transform: *transform,
        };
        for polygon in zone {
            outline.add_ring(polygon.exterior(), 1.0)?;
            for hole in polygon.interiors() {
                outline.add_ring(hole, -1.0)?;
            }
        }
        if let Some(Coord { x, y }) = first_crossing(zone) {
            return Err(GridError::ZoneCrossesItself { x, y });
        }
        if let Some(Coord { x, y }) = stray_hole(zone) {
            return Err(GridError::ZoneOverlapsItself { x, y });
        }
        if outline.area_cells <= 0.0 {
            return Err(GridError::ZoneWithoutArea);
        }
        outline.edges.sort_by(|a, b| a.top.y.total_cmp(&b.top.y));
        Ok(outline)
    }

    /// Area of the whole zone in cells, also of what lies beyond the raster.
    #[must_use]
    pub fn area_cells(&self) -> f64 {
        self.area_cells
    }

    /// The smallest window of a raster of (width, height) cells that holds all cells the zone covers; `None` if it lies beyond the raster.
    #[must_use]
    pub fn window(&self, (width, height): (usize, usize)) -> Option<Window> {
        let columns = cells_between(self.low.x, self.high.x, width);
        let rows = cells_between(self.low.y, self.high.y, height);
        let window = Window { row: rows.start, column: columns.start, width: columns.len(), height: rows.len() };
        (window.cells() > 0).then_some(window)
    }

    /// Gives, for every row of the window in which the zone covers something, the row and its covered cells from left to right.
    ///
    /// Columns and rows are those of the raster, not of the window.
    ///
    /// # Errors
    /// [`GridError::ZoneOverlapsItself`] where parts of the zone lie on one another, if a cell is covered more than wholly.
    pub fn each_row(&self, window: Window, mut visit: impl FnMut(usize, &[Span])) -> Result<(), GridError> {
        let mut scan = RowScan::new(&self.edges, window);
        while let Some(row) = scan.next_row() {
            match scan.spans() {
                Ok([]) => {}
                Ok(spans) => visit(row, spans),
                Err(column) => {
                    let (x, y) = self
                        .transform
                        .to_map(crate::window::as_float(column) + 0.5, crate::window::as_float(row) + 0.5);
                    return Err(GridError::ZoneOverlapsItself { x, y });
                }
            }
        }
        Ok(())
    }

    fn add_ring(&mut self, ring: &LineString<f64>, counts: f64) -> Result<(), GridError> {
        let place = |point: &Coord<f64>| {
            on_grid(&self.transform, *point).ok_or(GridError::ZoneNotFinite { x: point.x, y: point.y })
        };
        let points = ring.coords().map(place).collect::<Result<Vec<_>, _>>()?;
        let twice = twice_area(&points);
        self.area_cells += counts * twice.abs() / 2.0;
        for point in &points {
            self.low = Coord { x: self.low.x.min(point.x), y: self.low.y.min(point.y) };
            self.high = Coord { x: self.high.x.max(point.x), y: self.high.y.max(point.y) };
        }
        let turn = if twice < 0.0 { counts } else { -counts };
        let ends = points.iter().skip(1).chain(points.first());
        self.edges.extend(points.iter().zip(ends).filter_map(|(&start, &end)| downward(start, end, turn)));
        Ok(())
    }
}

fn downward(start: Coord<f64>, end: Coord<f64>, turn: f64) -> Option<Edge> {
    if start.y < end.y {
        Some(Edge { top: start, bottom: end, sign: turn })
    } else if start.y > end.y {
        Some(Edge { top: end, bottom: start, sign: -turn })
    } else {
        None
    }
}

/// From here on, double precision does not know parts of a cell.
const FARTHEST: f64 = 1e15;

/// A place in columns and rows; on a cell border where the precision of its coordinates cannot tell it from one. None for what is no
/// number or too far off.
pub(crate) fn on_grid(transform: &GeoTransform, point: Coord<f64>) -> Option<Coord<f64>> {
    let (column, row) = transform.to_cells(point.x, point.y);
    if !(column.abs() < FARTHEST && row.abs() < FARTHEST) {
        return None;
    }
    let (origin, cell) = (transform.origin(), transform.cell());
    Some(Coord { x: on_border(column, point.x, origin.0, cell.0), y: on_border(row, point.y, origin.1, cell.1) })
}

fn on_border(position: f64, coordinate: f64, origin: f64, cell: f64) -> f64 {
    let precision = 4.0 * f64::EPSILON * coordinate.abs().max(origin.abs()) / cell.abs();
    let border = position.round();
    if (position - border).abs() <= precision.min(1e-6) { border } else { position }
}

/// Twice the signed area of a ring, measured from its first point so that far-off coordinates cost no digits.
fn twice_area(points: &[Coord<f64>]) -> f64 {
    let Some(&first) = points.first() else { return 0.0 };
    points
        .windows(2)
        .map(|pair| {
            let (a, b) = (pair[0] - first, pair[1] - first);
            a.x * b.y - a.y * b.x
        })
        .sum()
}

fn cells_between(low: f64, high: f64, length: usize) -> Range<usize> {
    let end = crate::window::as_float(length);
    cell_index(low.clamp(0.0, end).floor())..cell_index(high.clamp(0.0, end).ceil())
}

/// The column or row of a whole number that is not negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the raster before")]
pub(crate) fn cell_index(whole: f64) -> usize {
    whole as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::wkt;

    const GRID: Window = Window { row: 0, column: 0, width: 4, height: 3 };

    /// Coverage of 4 x 3 cells of size 1, whose first corner is at (0, 0) and whose rows go up the map.
    fn shares(zone: &MultiPolygon<f64>) -> Result<[[f64; 4]; 3], GridError> {
        let mut shares = [[0.0; 4]; 3];
        Outline::new(zone, &GeoTransform::new((0.0, 0.0), (1.0, 1.0))?)?.each_row(GRID, |row, spans| {
            for span in spans {
                shares[row][span.columns.clone()].fill(span.coverage);
            }
        })?;
        Ok(shares)
    }

    #[test]
    fn half_cells_count_half() {
        let zone = wkt!(MULTIPOLYGON(((0.5 0.5, 3.0 0.5, 3.0 2.0, 0.5 2.0, 0.5 0.5))));
        assert_eq!(shares(&zone).unwrap(), [[0.25, 0.5, 0.5, 0.0], [0.5, 1.0, 1.0, 0.0], [0.0; 4]]);
    }

    #[test]
    fn a_zone_inside_one_cell_covers_its_own_area() {
        let zone = wkt!(MULTIPOLYGON(((1.25 1.25, 1.75 1.25, 1.5 1.75, 1.25 1.25))));
        assert_eq!(shares(&zone).unwrap(), [[0.0; 4], [0.0, 0.125, 0.0, 0.0], [0.0; 4]]);
    }

    #[test]
    fn holes_are_not_covered_whichever_way_rings_run() {
        let hole = wkt!(MULTIPOLYGON(((0.0 0.0, 3.0 0.0, 3.0 3.0, 0.0 3.0, 0.0 0.0), (1.0 1.0, 2.5 1.0, 2.5 2.0, 1.0 2.0, 1.0 1.0))));
        let expected = [[1.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.5, 0.0], [1.0, 1.0, 1.0, 0.0]];
        assert_eq!(shares(&hole).unwrap(), expected);
        let turned = wkt!(MULTIPOLYGON(((0.0 0.0, 0.0 3.0, 3.0 3.0, 3.0 0.0, 0.0 0.0), (1.0 1.0, 2.5 1.0, 2.5 2.0, 1.0 2.0, 1.0 1.0))));
        assert_eq!(shares(&turned).unwrap(), expected);
    }

    #[test]
    fn a_zone_larger_than_the_raster_covers_all_of_it() {
        let zone = wkt!(MULTIPOLYGON(((-9.0 -5.0, 40.0 -6.0, 30.0 50.0, -7.0 60.0, -9.0 -5.0))));
        assert_eq!(shares(&zone).unwrap(), [[1.0; 4]; 3]);
    }

    #[test]
    fn cells_that_are_only_touched_are_not_covered() {
        let zone = wkt!(MULTIPOLYGON(((1.0 0.0, 2.0 0.0, 2.0 1.0, 1.0 1.0, 1.0 0.0))));
        assert_eq!(shares(&zone).unwrap(), [[0.0, 1.0, 0.0, 0.0], [0.0; 4], [0.0; 4]]);
    }

    #[test]
    fn neighbours_in_one_zone_leave_no_seam() {
        let zone = wkt!(MULTIPOLYGON(((0.0 0.0, 1.3 0.0, 1.3 2.0, 0.0 2.0, 0.0 0.0)), ((1.3 0.0, 3.0 0.0, 3.0 2.0, 1.3 2.0, 1.3 0.0))));
        assert_eq!(shares(&zone).unwrap(), [[1.0, 1.0, 1.0, 0.0], [1.0, 1.0, 1.0, 0.0], [0.0; 4]]);
    }

    #[test]
    fn borders_off_by_rounding_are_borders() {
        let grid = GeoTransform::new((36.7, -1.2), (0.1, -0.1)).unwrap();
        let zone = wkt!(MULTIPOLYGON(
            ((
                36.800_000_000_000_004 - 1.3,
                36.9 - 1.3,
                36.9 - 1.400_000_000_000_000_1,
                36.8 - 1.4,
                36.800_000_000_000_004 - 1.3
            ))
        ));
        let mut found = Vec::new();
        Outline::new(&zone, &grid)
            .unwrap()
            .each_row(GRID, |row, spans| found.extend(spans.iter().map(|span| (row, span.clone()))))
            .unwrap();
        assert_eq!(found, [(1, Span { columns: 1..2, coverage: 1.0 })]);
    }

    #[test]
    fn zones_that_cannot_be_measured_are_refused() {
        let bow_tie = wkt!(MULTIPOLYGON(((0.0 0.0, 2.0 2.0, 2.0 0.0, 0.0 2.0, 0.0 0.0))));
        assert!(matches!(shares(&bow_tie), Err(GridError::ZoneCrossesItself { .. })));
        let twice = wkt!(MULTIPOLYGON(((0.0 0.0, 3.0 0.0, 3.0 3.0, 0.0 3.0, 0.0 0.0)), ((1.0 1.0, 2.0 1.0, 2.0 2.0, 1.0 2.0, 1.0 1.0))));
        assert!(matches!(shares(&twice), Err(GridError::ZoneOverlapsItself { .. })));
        let astray = wkt!(MULTIPOLYGON(((0.0 0.0, 2.0 0.0, 2.0 2.0, 0.0 0.0), (3.0 0.0, 4.0 0.0, 4.0 1.0, 3.0 0.0))));
        assert!(matches!(shares(&astray), Err(GridError::ZoneOverlapsItself { .. })));
        let line = wkt!(MULTIPOLYGON(((0.0 0.0, 2.0 2.0, 1.0 1.0, 0.0 0.0))));
        assert!(matches!(shares(&line), Err(GridError::ZoneWithoutArea)));
        assert!(matches!(shares(&MultiPolygon(Vec::new())), Err(GridError::ZoneWithoutArea)));
        let unprojected = wkt!(MULTIPOLYGON(((0.0 0.0, 2.0 2.0, 1.0 3.0, 0.0 0.0)))).0;
        let infinite = unprojected
            .into_iter()
            .map(|polygon| geo::MapCoords::map_coords(&polygon, |at| Coord { x: at.x / at.y, y: at.y }));
        assert!(matches!(shares(&infinite.collect()), Err(GridError::ZoneNotFinite { .. })));
    }
}
