//! One line laid on the cells of a raster.

use geo::{Distance, Euclidean, Geodesic};
use geo_types::{Coord, Line, LineString, Point};

use super::LengthBy;
use crate::coverage::{cell_index, on_grid};
use crate::error::GridError;
use crate::measure;
use crate::window::{RasterInfo, as_float};

/// A part of a line in one cell, or one beyond the raster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stretch {
    /// Row and column; none beyond the raster.
    pub(super) cell: Option<(usize, usize)>,
    pub(super) length: f64,
}

/// A part of an edge, from one share of the way to another.
struct Part {
    cell: Option<(usize, usize)>,
    from: f64,
    to: f64,
}

/// A part shorter than this many cells is rounding at a corner of cells, and counts with its neighbour.
const TOUCHED: f64 = 1e-9;

/// The stretches of a line in their order; a vertex within a cell parts nothing.
pub(super) fn cut(info: &RasterInfo, line: &LineString<f64>, by: LengthBy) -> Result<Vec<Stretch>, GridError> {
    if by == LengthBy::Ellipsoid {
        measure::check(&line.clone().into())?;
    }
    let place = |point: &Coord<f64>| {
        on_grid(&info.transform, *point).ok_or(GridError::LineNotFinite { x: point.x, y: point.y })
    };
    let places = line.coords().map(place).collect::<Result<Vec<_>, _>>()?;
    let (mut stretches, mut parts) = (Vec::new(), Vec::new());
    for (edge, ends) in line.lines().zip(places.windows(2)) {
        let length = between(edge.start, edge.end, by);
        if !length.is_finite() {
            return Err(GridError::LineNotFinite { x: edge.end.x, y: edge.end.y });
        }
        if length > 0.0 {
            part(&mut parts, (ends[0], ends[1]), (info.width, info.height));
            measured(&mut stretches, &parts, edge, (by, length));
        }
    }
    Ok(stretches)
}

fn between(from: Coord<f64>, to: Coord<f64>, by: LengthBy) -> f64 {
    match by {
        LengthBy::Plane => Euclidean.distance(from, to),
        LengthBy::Ellipsoid => Geodesic.distance(Point::from(from), Point::from(to)),
    }
}

/// Parts an edge, whose ends are in cells, at the borders of cells.
fn part(parts: &mut Vec<Part>, (start, end): (Coord<f64>, Coord<f64>), size: (usize, usize)) {
    parts.clear();
    let way = end - start;
    let tiny = TOUCHED / way.x.hypot(way.y).max(TOUCHED);
    let mut columns = Borders::new(start.x, end.x, size.0);
    let mut rows = Borders::new(start.y, end.y, size.1);
    let (mut column, mut row) = (columns.next(), rows.next());
    let mut from = 0.0;
    loop {
        let (next_column, next_row) = (column.unwrap_or(1.0), row.unwrap_or(1.0));
        let to = next_column.min(next_row);
        let last = column.is_none() && row.is_none();
        if to - from >= tiny || (last && parts.is_empty()) {
            let middle = start + way * f64::midpoint(from, to);
            parts.push(Part { cell: cell_at(middle, size), from, to });
            from = to;
        } else if last && let Some(before) = parts.last_mut() {
            before.to = to;
        }
        if last {
            return;
        }
        if next_column <= next_row && column.is_some() {
            column = columns.next();
        } else {
            row = rows.next();
        }
    }
}

/// Row and column of a place given in cells. On a border, those of the cell after it; on the last border, of the last cell.
pub(crate) fn cell_at(place: Coord<f64>, (width, height): (usize, usize)) -> Option<(usize, usize)> {
    let index = |position: f64, size: usize| {
        (0.0..=as_float(size)).contains(&position).then(|| cell_index(position.floor()).min(size.saturating_sub(1)))
    };
    if width == 0 || height == 0 {
        return None;
    }
    Some((index(place.y, height)?, index(place.x, width)?))
}

/// The borders of columns, or of rows, that an edge crosses within the raster, as shares of its way, rising.
struct Borders {
    start: f64,
    way: f64,
    border: f64,
    last: f64,
}

impl Borders {
    fn new(start: f64, end: f64, size: usize) -> Self {
        let size = as_float(size);
        let way = end - start;
        let (border, last) = if way > 0.0 {
            ((start.floor() + 1.0).max(0.0), (end.ceil() - 1.0).min(size))
        } else {
            ((start.ceil() - 1.0).min(size), (end.floor() + 1.0).max(0.0))
        };
        Self { start, way, border, last }
    }
}

impl Iterator for Borders {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        let left = if self.way > 0.0 { self.border <= self.last } else { self.way < 0.0 && self.border >= self.last };
        left.then(|| {
            let share = (self.border - self.start) / self.way;
            self.border += self.way.signum();
            share.clamp(0.0, 1.0)
        })
    }
}

/// Adds the parts of an edge to the stretches of its line. On the ellipsoid each part is measured by itself, and all are scaled
/// so that they make up the edge.
fn measured(stretches: &mut Vec<Stretch>, parts: &[Part], edge: Line<f64>, (by, length): (LengthBy, f64)) {
    let at = |share: f64| if share < 1.0 { edge.start + edge.delta() * share } else { edge.end };
    let geodesic = |part: &Part| between(at(part.from), at(part.to), by);
    let alone = by == LengthBy::Plane || parts.len() == 1;
    let sum: f64 = if alone { 1.0 } else { parts.iter().map(geodesic).sum() };
    for part in parts {
        let share = if alone || sum <= 0.0 { part.to - part.from } else { geodesic(part) / sum };
        let length = length * share;
        match stretches.last_mut() {
            Some(last) if last.cell == part.cell => last.length += length,
            _ => stretches.push(Stretch { cell: part.cell, length }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::GeoTransform;
    use geo_types::wkt;

    fn info(cell: (f64, f64)) -> RasterInfo {
        let transform = GeoTransform::new((0.0, if cell.1 < 0.0 { 3.0 } else { 0.0 }), cell).unwrap();
        RasterInfo { width: 4, height: 3, transform, nodata: None, crs: None, block: (4, 3) }
    }

    type Cells = Vec<(Option<(usize, usize)>, f64)>;

    fn cells(line: &LineString<f64>, cell: (f64, f64)) -> Cells {
        let stretches = cut(&info(cell), line, LengthBy::Plane).unwrap();
        stretches.iter().map(|stretch| (stretch.cell, (stretch.length * 1e9).round() / 1e9)).collect()
    }

    #[test]
    fn a_line_is_parted_at_borders_and_not_at_its_vertices() {
        let road = wkt!(LINESTRING(0.5 0.5, 0.75 0.5, 1.5 0.5, 1.5 1.25));
        let expected = [(Some((0, 0)), 0.5), (Some((0, 1)), 1.0), (Some((1, 1)), 0.25)];
        assert_eq!(cells(&road, (1.0, 1.0)), expected);
        let north_up = [(Some((2, 0)), 0.5), (Some((2, 1)), 1.0), (Some((1, 1)), 0.25)];
        assert_eq!(cells(&road, (1.0, -1.0)), north_up);
    }

    #[test]
    fn a_line_that_comes_back_to_a_cell_has_a_piece_more_there() {
        let road = wkt!(LINESTRING(0.5 0.5, 1.5 0.5, 0.5 0.5));
        let expected = [(Some((0, 0)), 0.5), (Some((0, 1)), 1.0), (Some((0, 0)), 0.5)];
        assert_eq!(cells(&road, (1.0, 1.0)), expected);
    }

    #[test]
    fn along_a_border_a_line_belongs_to_the_cell_after_and_on_the_last_border_to_the_last_cell() {
        assert_eq!(cells(&wkt!(LINESTRING(1.0 0.25, 1.0 0.75)), (1.0, 1.0)), [(Some((0, 1)), 0.5)]);
        assert_eq!(cells(&wkt!(LINESTRING(0.25 1.0, 0.75 1.0)), (1.0, 1.0)), [(Some((1, 0)), 0.5)]);
        assert_eq!(cells(&wkt!(LINESTRING(4.0 0.25, 4.0 0.75)), (1.0, 1.0)), [(Some((0, 3)), 0.5)]);
        assert_eq!(cells(&wkt!(LINESTRING(0.25 3.0, 0.75 3.0)), (1.0, 1.0)), [(Some((2, 0)), 0.5)]);
        assert_eq!(cells(&wkt!(LINESTRING(0.25 3.0, 0.75 3.0)), (1.0, -1.0)), [(Some((0, 0)), 0.5)]);
    }

    #[test]
    fn a_line_through_corners_of_cells_is_in_no_cell_that_it_only_touches() {
        let diagonal = cells(&wkt!(LINESTRING(0.0 0.0, 3.0 3.0)), (1.0, 1.0));
        assert_eq!(
            diagonal.iter().map(|(cell, _)| *cell).collect::<Vec<_>>(),
            [Some((0, 0)), Some((1, 1)), Some((2, 2))]
        );
        let down = cells(&wkt!(LINESTRING(3.0 0.0, 0.0 3.0)), (1.0, 1.0));
        assert_eq!(down.iter().map(|(cell, _)| *cell).collect::<Vec<_>>(), [Some((0, 2)), Some((1, 1)), Some((2, 0))]);
    }

    #[test]
    fn what_lies_beyond_the_raster_is_one_stretch_apart() {
        let through = wkt!(LINESTRING(-5.0 0.5, 0.5 0.5, 0.5 -8.0));
        assert_eq!(cells(&through, (1.0, 1.0)), [(None, 5.0), (Some((0, 0)), 1.0), (None, 8.0)]);
        assert_eq!(cells(&wkt!(LINESTRING(-1.0 5.0, 9.0 5.0)), (1.0, 1.0)), [(None, 10.0)]);
    }

    #[test]
    fn a_line_without_length_has_no_stretch() {
        assert_eq!(cells(&wkt!(LINESTRING(1.0 1.0, 1.0 1.0)), (1.0, 1.0)), []);
        assert_eq!(cells(&LineString::new(vec![]), (1.0, 1.0)), []);
    }

    #[test]
    fn a_vertex_that_is_no_place_is_refused() {
        for (x, y) in [(f64::NAN, 0.5), (0.5, f64::INFINITY), (1e300, 0.5)] {
            let line = LineString::from(vec![(0.5, 0.5), (x, y)]);
            assert!(matches!(cut(&info((1.0, 1.0)), &line, LengthBy::Plane), Err(GridError::LineNotFinite { .. })));
        }
        let metres = LineString::from(vec![(0.5, 0.5), (5000.0, 0.5)]);
        assert!(matches!(cut(&info((1.0, 1.0)), &metres, LengthBy::Ellipsoid), Err(GridError::Crs(_))));
    }

    #[test]
    fn an_edge_of_a_hundred_million_cells_takes_no_longer_than_the_raster_is_wide() {
        let line = LineString::from(vec![(-1e14, 0.5), (1e14, 0.5)]);
        assert!(cut(&info((1.0, 1.0)), &line, LengthBy::Plane).unwrap().len() <= 6);
    }
}
