//! Where a thing and a hazard lie upon each other, exactly: pieces of the thing, each with an intensity.

use crate::mosaic::Mosaic;
use crate::things::as_number;
use crate::views::Strike;
use assess::evidence::{Cells, WetArea};
use assess::hazard::plane::Plane;
use city::{Cell, Problem};
use geo::Length;
use geo_types::{Geometry, LineString, MultiPolygon, Point};
use grid::crs::{Crs, Transform};
use grid::{GridError, LengthBy, Outline};

/// A part of a thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// Share of the thing, 0 to 1.
    pub share: f64,
    /// Share of the piece that is struck, 0 to 1.
    pub struck: f64,
    /// Intensity there; none where only the footprint is known.
    pub intensity: Option<f64>,
}

/// The parts of a thing that a hazard strikes, and the share of the thing that the model does not cover.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Met {
    /// The parts that are struck.
    pub pieces: Vec<Piece>,
    /// Share of the thing without a value in the model, 0 to 1.
    pub not_covered: f64,
}

/// A strike made ready to be asked of many things.
pub enum Ready<'a> {
    /// Cells.
    Cells {
        /// The cells.
        cells: &'a Cells<'a>,
        /// From longitude and latitude to the cells.
        to_cells: Box<Transform>,
        /// Struck above this.
        from: f64,
    },
    /// Areas.
    Areas {
        /// The areas.
        areas: Vec<&'a WetArea>,
        /// Their outlines.
        mosaic: Mosaic<'a>,
    },
    /// A column of the thing's own.
    Column(usize),
}

impl<'a> Ready<'a> {
    /// Makes a strike ready.
    ///
    /// # Errors
    /// A problem where a reference system cannot be brought to the other, or a column is not there.
    pub fn new(strike: &Strike<'a>, plane: Option<&'a Plane>, columns: &[city::Column]) -> Result<Self, Problem> {
        match strike {
            Strike::Cells(cells, from) => {
                let to_cells = Transform::new(&Crs::wgs84(), &cells.crs)
                    .map_err(|e| Problem::error("hazard_not_overlaid").found(&cells.title).expected(e.to_string()))?;
                Ok(Self::Cells { cells, to_cells: Box::new(to_cells), from: *from })
            }
            Strike::Areas(areas, from) => {
                let plane =
                    plane.ok_or_else(|| Problem::error("hazard_not_overlaid").expected("things with a place"))?;
                let deep = |a: &&&WetArea| a.depth_m.is_none_or(|d| d > *from) && a.share > 0.0 && a.share <= 1.0;
                let mut areas: Vec<&WetArea> = areas.iter().filter(deep).copied().collect();
                // where areas lie upon each other, the deepest counts, then the one that is struck most surely
                let order = |a: &WetArea, b: &WetArea| {
                    let depth = b.depth_m.partial_cmp(&a.depth_m).unwrap_or(std::cmp::Ordering::Equal);
                    depth.then(b.share.total_cmp(&a.share))
                };
                areas.sort_by(|a, b| order(a, b));
                let mosaic = Mosaic::new(areas.iter().map(|a| &a.surface), plane);
                Ok(Self::Areas { areas, mosaic })
            }
            Strike::Column(name) => columns
                .iter()
                .position(|c| c.name == *name)
                .map(Self::Column)
                .ok_or_else(|| Problem::error("hazard_not_overlaid").found(*name).expected("a column of the layer")),
        }
    }

    /// Where a thing and the hazard lie upon each other.
    ///
    /// # Errors
    /// What the grid refuses: a shape that crosses itself, a place that the reference system does not know.
    pub fn meet(&self, geometry: Option<&Geometry<f64>>, own: &[Cell]) -> Result<Met, GridError> {
        match (self, geometry) {
            (Self::Column(at), _) => Ok(of_number(own.get(*at).and_then(as_number))),
            (_, None) => Ok(Met { pieces: Vec::new(), not_covered: 1.0 }),
            (Self::Cells { cells, to_cells, from }, Some(geometry)) => on_cells(cells, to_cells, *from, geometry),
            (Self::Areas { areas, mosaic }, Some(geometry)) => Ok(on_areas(areas, mosaic, geometry)),
        }
    }
}

fn on_areas(areas: &[&WetArea], mosaic: &Mosaic, geometry: &Geometry<f64>) -> Met {
    let Some(shares) = mosaic.shares(geometry) else { return Met { pieces: Vec::new(), not_covered: 1.0 } };
    let piece = |(at, share): (usize, f64)| {
        let area = areas.get(at)?;
        Some(Piece { share, struck: area.share, intensity: area.depth_m })
    };
    Met { pieces: at_most_once(shares.into_iter().filter_map(piece).collect()), not_covered: 0.0 }
}

/// Pieces that lie upon each other count once, the deepest first.
fn at_most_once(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let all: f64 = pieces.iter().map(|p| p.share).sum();
    if all <= 1.0 + 1e-9 {
        return pieces;
    }
    pieces.sort_by(|a, b| b.intensity.partial_cmp(&a.intensity).unwrap_or(std::cmp::Ordering::Equal));
    let mut left: f64 = 1.0;
    pieces.retain_mut(|piece| {
        piece.share = piece.share.min(left);
        left -= piece.share;
        piece.share > 0.0
    });
    pieces
}

fn of_number(number: Option<f64>) -> Met {
    match number {
        Some(x) if x > 0.0 && x.is_finite() => {
            Met { pieces: vec![Piece { share: 1.0, struck: 1.0, intensity: Some(x) }], not_covered: 0.0 }
        }
        // a depth below nothing is a mark for none, or a mistake
        Some(0.0) => Met::default(),
        _ => Met { pieces: Vec::new(), not_covered: 1.0 },
    }
}

fn on_cells(cells: &Cells, to_cells: &Transform, from: f64, geometry: &Geometry<f64>) -> Result<Met, GridError> {
    let there = to_cells.transform(geometry)?;
    match &there {
        Geometry::Point(point) => at_point(cells, from, *point),
        Geometry::Polygon(polygon) => over_area(cells, from, &MultiPolygon(vec![polygon.clone()])),
        Geometry::MultiPolygon(surface) => over_area(cells, from, surface),
        Geometry::LineString(line) => along(cells, from, std::slice::from_ref(line)),
        Geometry::MultiLineString(lines) => along(cells, from, &lines.0),
        _ => Ok(Met { pieces: Vec::new(), not_covered: 1.0 }),
    }
}

fn at_point(cells: &Cells, from: f64, point: Point<f64>) -> Result<Met, GridError> {
    let info = cells.window.info();
    let (column, row) = info.transform.to_cells(point.x(), point.y());
    let (Some(column), Some(row)) = (index(column, info.width), index(row, info.height)) else {
        return Ok(Met { pieces: Vec::new(), not_covered: 1.0 });
    };
    let mut value = [f64::NAN];
    cells.window.read(grid::Window { row, column, width: 1, height: 1 }, &mut value)?;
    let mut met = Met::default();
    count(&mut met, 1.0, value[0], from);
    Ok(met)
}

fn index(at: f64, cells: usize) -> Option<usize> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie within the raster")]
    let whole = (at >= 0.0).then(|| at.floor() as usize)?;
    (whole < cells).then_some(whole)
}

/// Adds a piece with the value of a cell.
fn count(met: &mut Met, share: f64, value: f64, from: f64) {
    if !value.is_finite() {
        met.not_covered += share;
    } else if value > from {
        met.pieces.push(Piece { share, struck: 1.0, intensity: Some(value) });
    }
}

fn over_area(cells: &Cells, from: f64, surface: &MultiPolygon<f64>) -> Result<Met, GridError> {
    let info = cells.window.info();
    let outline = Outline::new(surface, &info.transform)?;
    let whole = outline.area_cells();
    let Some(window) = outline.window((info.width, info.height)) else {
        return Ok(Met { pieces: Vec::new(), not_covered: 1.0 });
    };
    let mut values = vec![f64::NAN; window.cells()];
    cells.window.read(window, &mut values)?;
    let (mut met, mut inside) = (Met::default(), 0.0);
    outline.each_row(window, |row, spans| {
        for span in spans {
            for column in span.columns.clone() {
                let share = span.coverage / whole;
                inside += share;
                let value = values.get((row - window.row) * window.width + column - window.column);
                count(&mut met, share, value.copied().unwrap_or(f64::NAN), from);
            }
        }
    })?;
    met.not_covered += (1.0 - inside).max(0.0);
    Ok(met)
}

fn along(cells: &Cells, from: f64, lines: &[LineString<f64>]) -> Result<Met, GridError> {
    let mut met = Met::default();
    let whole: f64 = lines.iter().map(|l| geo::Euclidean.length(l)).sum();
    if whole <= 0.0 {
        return Ok(Met { pieces: Vec::new(), not_covered: 1.0 });
    }
    let mut inside = 0.0;
    let each = grid::each_piece_value(cells.window, lines, LengthBy::Plane, |piece, value| {
        let share = piece.length / whole;
        inside += share;
        count(&mut met, share, value.unwrap_or(f64::NAN), from);
    })?;
    for line in each {
        line?;
    }
    met.not_covered += (1.0 - inside).max(0.0);
    Ok(met)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Rect, line_string};
    use grid::{GeoTransform, MemoryRaster};

    /// A row of cells of one degree from the origin eastwards.
    fn met(values: &[f64], geometry: &Geometry<f64>) -> Met {
        let transform = GeoTransform::new((0.0, 1.0), (1.0, -1.0)).unwrap();
        let raster = MemoryRaster::new((values.len(), 1), transform, None, values.to_vec()).unwrap();
        let cells = Cells { window: &raster, crs: Crs::wgs84(), source: "cells".into(), title: String::new() };
        Ready::new(&Strike::Cells(&cells, 0.0), None, &[]).unwrap().meet(Some(geometry), &[]).unwrap()
    }

    #[track_caller]
    fn is(met: &Met, pieces: &[(f64, f64)], not_covered: f64) {
        assert_eq!(met.pieces.len(), pieces.len(), "{met:?}");
        for (found, (share, intensity)) in met.pieces.iter().zip(pieces) {
            let same = (found.share - share).abs() < 1e-9 && (found.intensity.unwrap() - intensity).abs() < 1e-12;
            assert!(same, "{met:?}");
        }
        assert!((met.not_covered - not_covered).abs() < 1e-9, "{met:?}");
    }

    fn square(from: f64, to: f64) -> Geometry<f64> {
        Geometry::Polygon(Rect::new((from, 0.25), (to, 0.75)).to_polygon())
    }

    #[test]
    fn what_lies_beyond_the_raster_or_where_it_has_no_value_is_not_covered() {
        is(&met(&[1.0, 2.0], &square(-0.5, 1.5)), &[(0.5, 1.0), (0.25, 2.0)], 0.25);
        is(&met(&[1.0, f64::NAN], &square(0.5, 1.5)), &[(0.5, 1.0)], 0.5);
        is(&met(&[1.0, f64::INFINITY], &square(0.5, 1.5)), &[(0.5, 1.0)], 0.5);
        is(&met(&[1.0, 0.0], &square(0.5, 1.5)), &[(0.5, 1.0)], 0.0);
        is(&met(&[1.0], &square(5.0, 6.0)), &[], 1.0);
        let line = line_string![(x: -0.5, y: 0.5), (x: 1.5, y: 0.5)];
        let met_line = met(&[1.0, 0.0], &line.into());
        assert!((met_line.pieces.iter().map(|p| p.share).sum::<f64>() - 0.5).abs() < 1e-6, "{met_line:?}");
        assert!((met_line.not_covered - 0.25).abs() < 1e-6, "{met_line:?}");
    }

    #[test]
    fn a_point_takes_the_cell_that_it_lies_in() {
        is(&met(&[1.0, 2.0], &Point::new(1.25, 0.5).into()), &[(1.0, 2.0)], 0.0);
        is(&met(&[1.0, 2.0], &Point::new(-0.25, 0.5).into()), &[], 1.0);
        is(&met(&[1.0, 2.0], &Point::new(0.5, 1.25).into()), &[], 1.0);
    }

    #[test]
    fn where_areas_lie_upon_each_other_the_deepest_counts() {
        let area = |from: f64, to: f64, depth: f64| WetArea {
            surface: MultiPolygon(vec![Rect::new((from, 0.0), (to, 0.01)).to_polygon()]),
            depth_m: Some(depth),
            share: 1.0,
            return_period: None,
        };
        let areas = [area(0.0, 0.02, 1.0), area(0.01, 0.03, 3.0)];
        let plane = Plane::around(std::iter::once(Rect::new((0.0, 0.0), (0.03, 0.01)))).unwrap().unwrap();
        let strike = Strike::Areas(areas.iter().collect(), 0.0);
        let ready = Ready::new(&strike, Some(&plane), &[]).unwrap();
        let of = |geometry: Geometry<f64>| ready.meet(Some(&geometry), &[]).unwrap();
        is(&of(Point::new(0.015, 0.005).into()), &[(1.0, 3.0)], 0.0);
        let wide = of(Rect::new((0.0, 0.0), (0.03, 0.01)).to_polygon().into());
        let at = |depth: f64| wide.pieces.iter().filter(|p| p.intensity == Some(depth)).map(|p| p.share).sum::<f64>();
        assert!((at(3.0) - 2.0 / 3.0).abs() < 1e-3 && (at(1.0) - 1.0 / 3.0).abs() < 1e-3, "{wide:?}");
    }
}
