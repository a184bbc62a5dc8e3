//! Areas: in which of many areas another shape lies, and by how much.

use geo::{Area, BooleanOps, BoundingRect, CoordsIter, InteriorPoint, Intersects, MultiPolygon, Point, Rect};
use geo_types::Geometry;
use rstar::{AABB, RTree, RTreeObject};

/// Coordinates beyond this are no degrees; overlays are not asked about them.
const LARGEST: f64 = 1e6;

/// Areas by their position in a list.
pub(crate) struct Areas(RTree<Shape>);

struct Shape {
    at: usize,
    area: MultiPolygon<f64>,
    around: Rect<f64>,
}

impl RTreeObject for Shape {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.around.min().into(), self.around.max().into())
    }
}

impl Areas {
    /// Indexes those of the shapes that have an area.
    pub fn of<'g>(shapes: impl Iterator<Item = (usize, &'g Geometry<f64>)>) -> Self {
        let shapes = shapes.filter_map(|(at, geometry)| {
            let area = area_of(geometry)?;
            let around = area.bounding_rect()?;
            Some(Shape { at, area, around })
        });
        Self(RTree::bulk_load(shapes.collect()))
    }

    /// The areas that a shape lies in and the percent of it in each, most first; a point or line counts by its middle.
    ///
    /// Shares are of the shape's own area, planar in degrees: it is small enough that its scale does not vary. None where
    /// the shape has a coordinate that is no number of degrees.
    pub fn shares(&self, shape: &Geometry<f64>) -> Vec<(usize, f64)> {
        let Some(around) = shape.bounding_rect().filter(|_| is_on_earth(shape)) else { return Vec::new() };
        let envelope = AABB::from_corners(around.min().into(), around.max().into());
        let mut near = self.0.locate_in_envelope_intersecting(envelope).collect::<Vec<_>>();
        near.sort_by_key(|shape| shape.at);
        let percent_in: Box<dyn Fn(&Shape) -> f64> = match (area_of(shape), middle(shape)) {
            (Some(area), _) => {
                let whole = area.unsigned_area();
                Box::new(move |s| 100.0 * area.intersection(&s.area).unsigned_area() / whole)
            }
            (None, Some(point)) => Box::new(move |s| if s.area.intersects(&point) { 100.0 } else { 0.0 }),
            (None, None) => return Vec::new(),
        };
        let mut shares =
            near.into_iter().map(|s| (s.at, percent_in(s))).filter(|(_, share)| *share > 0.0).collect::<Vec<_>>();
        shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        shares
    }
}

fn area_of(geometry: &Geometry<f64>) -> Option<MultiPolygon<f64>> {
    let polygons = match geometry {
        Geometry::Polygon(polygon) => MultiPolygon::new(vec![polygon.clone()]),
        Geometry::MultiPolygon(polygons) => polygons.clone(),
        Geometry::Rect(rect) => MultiPolygon::new(vec![rect.to_polygon()]),
        Geometry::GeometryCollection(parts) => MultiPolygon::new(parts.iter().filter_map(area_of).flatten().collect()),
        _ => return None,
    };
    (is_on_earth(geometry) && polygons.unsigned_area() > 0.0).then_some(polygons)
}

fn is_on_earth(geometry: &Geometry<f64>) -> bool {
    geometry.coords_iter().all(|c| c.x.abs() < LARGEST && c.y.abs() < LARGEST)
}

fn middle(geometry: &Geometry<f64>) -> Option<Point<f64>> {
    match geometry {
        Geometry::Point(point) => Some(*point),
        other => other.interior_point(),
    }
}
