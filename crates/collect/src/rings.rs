//! Rings put together to areas: which are outer, and which are holes in which. For shapefiles, and for relations of
//! OpenStreetMap turned to the same directions.

use city::Problem;
use geo::coordinate_position::CoordPos;
use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};

struct Ring {
    line: LineString<f64>,
    /// Twice the signed area: negative for the clockwise rings that are outer ones in a shapefile.
    area: f64,
    low: Coord<f64>,
    high: Coord<f64>,
}

/// The area of one feature: clockwise rings are outer, the others are holes of the smallest outer ring around them.
///
/// A ring that does not end where it starts is closed, one without an area is dropped; where a hole lies in no outer
/// ring, the directions of this feature mean nothing, and rings inside an odd number of others are its holes. All three
/// are reported.
pub(crate) fn areas(paths: Vec<Vec<Coord<f64>>>, reported: &mut Vec<Problem>) -> Option<Geometry<f64>> {
    let rings: Vec<Ring> = paths.into_iter().filter_map(|path| ring(path, reported)).collect();
    let mut polygons = by_direction(&rings).unwrap_or_else(|| {
        let problem = Problem::note("ring_orientation").expected("clockwise outer rings");
        reported.push(problem.hint("which rings are holes was settled by which lie inside others"));
        by_nesting(&rings)
    });
    match polygons.len() {
        0 => None,
        1 => polygons.pop().map(Geometry::from),
        _ => Some(MultiPolygon(polygons).into()),
    }
}

fn ring(mut path: Vec<Coord<f64>>, reported: &mut Vec<Problem>) -> Option<Ring> {
    let first = *path.first()?;
    if path.last() != Some(&first) && path.len() > 2 {
        path.push(first);
        let found = format!("a ring that starts at {} {}", first.x, first.y);
        reported.push(
            Problem::warning("ring_unclosed").found(found).expected("its first point as its last").hint("closed"),
        );
    }
    // Around the first point: far from the origin the products would lose the small areas.
    let cross = |pair: &[Coord<f64>]| match pair {
        [a, b] => (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y),
        _ => 0.0,
    };
    let area: f64 = path.windows(2).map(cross).sum();
    if path.len() < 4 || area.abs() <= 0.0 || !area.is_finite() {
        let found = format!("a ring of {} points at {} {}", path.len(), first.x, first.y);
        let problem = Problem::warning("ring_dropped").found(found).expected("a ring with an area");
        reported.push(problem.hint("this ring was left out"));
        return None;
    }
    let low = path.iter().fold(first, |low, c| Coord { x: low.x.min(c.x), y: low.y.min(c.y) });
    let high = path.iter().fold(first, |high, c| Coord { x: high.x.max(c.x), y: high.y.max(c.y) });
    Some(Ring { line: LineString(path), area, low, high })
}

/// Polygons by the direction of rings; none where a hole lies in no outer ring.
fn by_direction(rings: &[Ring]) -> Option<Vec<Polygon<f64>>> {
    let (outer, holes): (Vec<&Ring>, Vec<&Ring>) = rings.iter().partition(|ring| ring.area < 0.0);
    put_together(&outer, &holes)
}

/// Polygons by how many rings lie around each.
fn by_nesting(rings: &[Ring]) -> Vec<Polygon<f64>> {
    let is_hole = |ring: &&Ring| rings.iter().filter(|other| inside(ring, other)).count() % 2 == 1;
    let (holes, outer): (Vec<&Ring>, Vec<&Ring>) = rings.iter().partition(is_hole);
    put_together(&outer, &holes).unwrap_or_default()
}

fn put_together(outer: &[&Ring], holes: &[&Ring]) -> Option<Vec<Polygon<f64>>> {
    let mut inner: Vec<Vec<LineString<f64>>> = vec![Vec::new(); outer.len()];
    for hole in holes {
        let around = outer.iter().enumerate().filter(|(_, ring)| inside(hole, ring));
        let (position, _) = around.min_by(|(_, a), (_, b)| a.area.abs().total_cmp(&b.area.abs()))?;
        inner.get_mut(position)?.push(hole.line.clone());
    }
    Some(outer.iter().zip(inner).map(|(ring, inner)| Polygon::new(ring.line.clone(), inner)).collect())
}

/// Whether a ring lies in another, larger one: by its first point that is not on the other's line, or else by the
/// middle of its first side.
fn inside(ring: &Ring, other: &Ring) -> bool {
    let boxed = ring.low.x >= other.low.x
        && ring.low.y >= other.low.y
        && ring.high.x <= other.high.x
        && ring.high.y <= other.high.y;
    if !boxed || ring.area.abs() >= other.area.abs() {
        return false;
    }
    let middles = ring.line.lines().map(|side| (side.start + side.end) / 2.0);
    let mut positions = ring.line.coords().copied().chain(middles).map(|c| position(c, &other.line));
    positions.find(|p| *p != CoordPos::OnBoundary).is_none_or(|p| p == CoordPos::Inside)
}

fn position(coord: Coord<f64>, ring: &LineString<f64>) -> CoordPos {
    geo::coordinate_position::coord_pos_relative_to_ring(coord, ring)
}
