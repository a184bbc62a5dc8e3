//! Places measured against surfaces: percent of area, percent of people, distance.

use super::plane::{Laid, Plane};
use super::surface::{Outlines, Surface, gaps_m, nearest_m};
use super::wet_cells;
use crate::evidence::{Cells, Evidence};
use city::{Place, PlaceId, PlaceKind, Problem};
use geo_types::{Geometry, MultiPolygon};
use grid::GridError;
use grid::crs::{Crs, Transform};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A settlement or district that lies on the plane.
pub(super) struct Ground<'a> {
    pub(super) id: &'a PlaceId,
    /// Its surface in longitude and latitude; empty where only a point is known.
    earth: MultiPolygon<f64>,
    laid: Laid,
}

/// What of a place is inside a surface.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measured {
    /// Percent of the area.
    pub(super) area: Option<f64>,
    /// Percent of the people, by a grid of people.
    pub(super) people: Option<f64>,
    /// Metres.
    pub(super) distance_m: Option<f64>,
}

/// Settlements and districts that have a geometry on the earth, and the plane around them.
pub(super) fn grounds<'a>(places: &'a [Place], problems: &mut Vec<Problem>) -> Option<(Plane, Vec<Ground<'a>>)> {
    let mut boxed = Vec::new();
    for place in places.iter().filter(|p| matches!(p.kind, PlaceKind::Settlement | PlaceKind::District)) {
        let Some(geometry) = &place.geometry else { continue };
        match grid::measure::bounding_box(geometry) {
            Ok(bounds) => boxed.extend(bounds.map(|bounds| (place, geometry, bounds))),
            Err(reason) => problems.push(nowhere(place, &reason.to_string())),
        }
    }
    let plane = match Plane::around(boxed.iter().map(|(.., bounds)| *bounds)) {
        Ok(plane) => plane?,
        Err(reason) => {
            problems.push(
                Problem::error("no_plane")
                    .found(reason)
                    .hint("no footprint was measured; check the boundaries of places"),
            );
            return None;
        }
    };
    let mut grounds = Vec::new();
    for (place, geometry, _) in boxed {
        match plane.lay(geometry) {
            Ok(Some(laid)) => grounds.push(Ground { id: &place.id, earth: surface(geometry), laid }),
            Ok(None) => {}
            Err(reason) => problems.push(nowhere(place, &reason.to_string())),
        }
    }
    Some((plane, grounds))
}

fn nowhere(place: &Place, reason: &str) -> Problem {
    Problem::error("place_not_measured")
        .found(format!("{}: {reason}", place.id))
        .hint("its boundary was not laid on the footprints of hazards; correct it and collect again")
}

fn surface(geometry: &Geometry<f64>) -> MultiPolygon<f64> {
    match geometry {
        Geometry::Polygon(polygon) => MultiPolygon::new(vec![polygon.clone()]),
        Geometry::MultiPolygon(surface) => surface.clone(),
        Geometry::GeometryCollection(parts) => parts.iter().flat_map(surface).collect(),
        _ => MultiPolygon::new(Vec::new()),
    }
}

/// Every place against every surface: rows by place, columns by surface.
pub(super) fn all(
    evidence: &Evidence,
    (plane, grounds): (&Plane, &[Ground]),
    (surfaces, outlines): (&[Surface], &Outlines),
    problems: &mut Vec<Problem>,
) -> Vec<Vec<Measured>> {
    let found: Vec<(Vec<Measured>, Overlaps)> =
        grounds.par_iter().map(|ground| by_outlines(ground, surfaces, outlines)).collect();
    let (mut rows, overlaps): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    for (column, surface) in surfaces.iter().enumerate() {
        let Some(cells) = surface.cells else { continue };
        if let Err(reason) = by_cells((cells, surface.footprint.settings.struck_above()), grounds, column, &mut rows) {
            problems.push(unread(cells, &reason));
        }
    }
    if let Some(people) = evidence.people_raster
        && let Err(reason) = by_people(people, (plane, grounds), (surfaces, &overlaps), &mut rows)
    {
        problems.push(unread(people, &reason));
    }
    rows
}

fn unread(cells: &Cells, reason: &GridError) -> Problem {
    Problem::error("raster_unread")
        .found(format!("{}: {reason}", cells.title))
        .hint("shares that need it were left out; collect the raster again")
}

/// The common surface of a place and each outline that it meets.
type Overlaps = BTreeMap<usize, (MultiPolygon<f64>, f64)>;

fn by_outlines(ground: &Ground, surfaces: &[Surface], outlines: &Outlines) -> (Vec<Measured>, Overlaps) {
    let place = &ground.laid;
    let gaps_m = gaps_m(place, outlines);
    let meets = |(outline, gap): (usize, &f64)| -> Option<(usize, (MultiPolygon<f64>, f64))> {
        (*gap <= 0.0).then_some(())?;
        Some((outline, place.overlap(outlines.laid.get(outline)?)?))
    };
    let overlaps: Overlaps = gaps_m.iter().enumerate().filter_map(meets).collect();
    let measure = |surface: &Surface| {
        let inside =
            |(outline, share): &(usize, f64)| overlaps.get(outline).map_or(0.0, |(_, area_m2)| area_m2 * share);
        let wet_m2 = surface.pieces.iter().map(inside).fold(0.0, |sum, m2| sum + m2);
        let percent = || (100.0 * wet_m2 / place.area_m2).min(100.0);
        let area = (place.area_m2 > 0.0 && surface.cells.is_none()).then(percent);
        let distance_m = if wet_m2 > 0.0 { Some(0.0) } else { nearest_m(place, &surface.pieces, outlines, &gaps_m) };
        Measured { area, people: None, distance_m }
    };
    (surfaces.iter().map(measure).collect(), overlaps)
}

/// Shares of a raster: of its cells with a value, as collected shares are.
fn by_cells(
    (cells, wet_from_m): (&Cells, f64),
    grounds: &[Ground],
    column: usize,
    rows: &mut [Vec<Measured>],
) -> Result<(), GridError> {
    let zones: Vec<MultiPolygon<f64>> = grounds.iter().map(|g| g.earth.clone()).collect();
    let percent = wet_cells::wet_percent(cells, wet_from_m, &zones)?;
    for (row, percent) in rows.iter_mut().zip(percent) {
        if let Some(measured) = row.get_mut(column) {
            measured.area = percent;
        }
    }
    Ok(())
}

/// Percent of the people inside: the grid's people in the wet part of a place over its people in the place.
fn by_people(
    people: &Cells,
    (plane, grounds): (&Plane, &[Ground]),
    (surfaces, overlaps): (&[Surface], &[Overlaps]),
    rows: &mut [Vec<Measured>],
) -> Result<(), GridError> {
    let earth: Vec<MultiPolygon<f64>> = grounds.iter().map(|g| g.earth.clone()).collect();
    let totals = wet_cells::people(people, &Transform::new(&Crs::wgs84(), &people.crs)?, &earth)?;
    let way = plane.to(&people.crs)?;
    for ((overlaps, total), row) in overlaps.iter().zip(totals).zip(rows) {
        let Some(total) = total.filter(|total| *total > 0.0) else { continue };
        let zones: Vec<MultiPolygon<f64>> = overlaps.values().map(|(piece, _)| piece.clone()).collect();
        let sums = wet_cells::people(people, &way, &zones)?;
        let inside: BTreeMap<usize, Option<f64>> = overlaps.keys().copied().zip(sums).collect();
        for (surface, measured) in surfaces.iter().zip(row).filter(|(_, measured)| measured.area.is_some()) {
            let mut pieces =
                surface.pieces.iter().filter_map(|(outline, share)| Some(inside.get(outline)?.map(|n| n * share)));
            let sum = pieces.try_fold(0.0, |sum, n| Some(sum + n?));
            measured.people = sum.map(|sum| (100.0 * sum / total).min(100.0));
        }
    }
    Ok(())
}
