//! Areas that are asked what share of a thing lies in each of them.

use assess::hazard::plane::{Laid, Plane};
use geo::{BooleanOps, Intersects, Length};
use geo_types::{Geometry, LineString, MultiLineString, MultiPolygon, Rect};
use rayon::prelude::*;
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

/// Areas in EPSG:4326, and on a plane where they can be measured.
pub struct Mosaic<'a> {
    areas: Vec<(&'a MultiPolygon<f64>, Option<Laid>)>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    plane: &'a Plane,
}

impl<'a> Mosaic<'a> {
    /// Areas laid on a plane, in their order; where areas lie upon each other, what they share is the first one's alone.
    pub fn new(areas: impl Iterator<Item = &'a MultiPolygon<f64>>, plane: &'a Plane) -> Self {
        let laid = |area: &MultiPolygon<f64>| plane.lay(&Geometry::MultiPolygon(area.clone())).ok().flatten();
        let areas: Vec<_> = areas.map(|area| (area, laid(area))).collect();
        let boxed = |(at, (area, _)): (usize, &(&MultiPolygon<f64>, Option<Laid>))| {
            let b = bounds(&Geometry::MultiPolygon((*area).clone()))?;
            Some(GeomWithData::new(Rectangle::from_corners([b.min().x, b.min().y], [b.max().x, b.max().y]), at))
        };
        let tree = RTree::bulk_load(areas.iter().enumerate().filter_map(boxed).collect());
        Self { areas: apart(&areas, &tree), tree, plane }
    }

    /// The areas that a thing lies in, in their order, each with the share of the thing, above 0 and to 1; none where the thing has
    /// no extent.
    pub fn shares(&self, geometry: &Geometry<f64>) -> Option<Vec<(usize, f64)>> {
        let bounds = bounds(geometry)?;
        let envelope = AABB::from_corners([bounds.min().x, bounds.min().y], [bounds.max().x, bounds.max().y]);
        let mut near: Vec<usize> = self.tree.locate_in_envelope_intersecting(envelope).map(|one| one.data).collect();
        near.sort_unstable();
        let share: Box<dyn Fn(usize) -> f64> = match geometry {
            Geometry::Point(point) => Box::new(move |at| f64::from(u8::from(self.areas[at].0.intersects(point)))),
            Geometry::LineString(_) | Geometry::MultiLineString(_) | Geometry::Line(_) => {
                match self.lines_on(geometry) {
                    None => return Some(Vec::new()),
                    Some((lines, whole)) => Box::new(move |at| {
                        let laid = self.areas[at].1.as_ref();
                        laid.map_or(0.0, |laid| geo::Euclidean.length(&laid.surface.clip(&lines, false)) / whole)
                    }),
                }
            }
            _ => match self.plane.lay(geometry) {
                Ok(Some(thing)) => Box::new(move |at| {
                    let common = self.areas[at].1.as_ref().and_then(|laid| thing.overlap(laid));
                    common.map_or(0.0, |(_, area_m2)| area_m2 / thing.area_m2.max(f64::MIN_POSITIVE))
                }),
                _ => return Some(Vec::new()),
            },
        };
        let shares = near.into_iter().map(|at| (at, share(at).min(1.0)));
        Some(shares.filter(|(_, share)| *share > 0.0).collect())
    }

    fn lines_on(&self, geometry: &Geometry<f64>) -> Option<(MultiLineString<f64>, f64)> {
        let lines = match self.plane.transformed(geometry)? {
            Geometry::LineString(line) => MultiLineString(vec![line]),
            Geometry::MultiLineString(lines) => lines,
            Geometry::Line(line) => MultiLineString(vec![LineString::from(line)]),
            _ => return None,
        };
        let whole = geo::Euclidean.length(&lines);
        (whole > 0.0).then_some((lines, whole))
    }
}

type Tree = RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>;

/// Takes from every area what an earlier one covers. Overlaps of less than a millionth of an area are shared borders.
fn apart<'a>(
    areas: &[(&'a MultiPolygon<f64>, Option<Laid>)],
    tree: &Tree,
) -> Vec<(&'a MultiPolygon<f64>, Option<Laid>)> {
    let one = |(at, (surface, laid)): (usize, &(&'a MultiPolygon<f64>, Option<Laid>))| {
        let Some(own) = laid else { return (*surface, None) };
        let Some(b) = bounds(&Geometry::MultiPolygon((*surface).clone())) else { return (*surface, None) };
        let envelope = AABB::from_corners([b.min().x, b.min().y], [b.max().x, b.max().y]);
        let mut earlier: Vec<usize> = tree
            .locate_in_envelope_intersecting(envelope)
            .map(|found| found.data)
            .filter(|other| *other < at)
            .collect();
        earlier.sort_unstable();
        let over: Vec<&Laid> = earlier
            .into_iter()
            .filter_map(|other| areas.get(other)?.1.as_ref())
            .filter(|other| own.overlap(other).is_some_and(|(_, area_m2)| area_m2 > 1e-6 * own.area_m2))
            .collect();
        (*surface, if over.is_empty() { Some(own.clone()) } else { own.less(&over) })
    };
    areas.par_iter().enumerate().map(one).collect()
}

/// The box around a thing.
pub fn bounds(geometry: &Geometry<f64>) -> Option<Rect<f64>> {
    grid::measure::bounding_box(geometry).ok().flatten()
}
