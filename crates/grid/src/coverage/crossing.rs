use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};
use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo_types::{Coord, Line, LineString, MultiPolygon};

/// The place where two edges of the rings cross each other, if any do. Edges that only touch, or lie on each other, do not cross.
///
/// Edges are sorted along the longer side of the zone and each is compared with those that begin before it ends;
/// orientations are exact (Shewchuk's predicates), so that a crossing is neither missed nor invented by rounding.
pub(super) fn first_crossing(zone: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    let mut edges: Vec<Line<f64>> =
        rings(zone).flat_map(LineString::lines).filter(|edge| edge.start != edge.end).collect();
    let (wide, tall) = extent(&edges);
    let along = move |point: Coord<f64>| if wide > tall { point.x } else { point.y };
    let begin = |edge: &Line<f64>| along(edge.start).min(along(edge.end));
    let end = |edge: &Line<f64>| along(edge.start).max(along(edge.end));
    edges.sort_by(|a, b| begin(a).total_cmp(&begin(b)));
    edges.iter().enumerate().find_map(|(index, edge)| {
        let last = end(edge);
        let later = edges.iter().skip(index + 1);
        later
            .take_while(|other| begin(other) <= last)
            .find(|other| cross(edge, other))
            .map(|other| crossing_point(edge, other))
    })
}

/// A corner of a hole that lies outside its shell, in a zone whose edges do not cross.
pub(super) fn stray_hole(zone: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    zone.iter().find_map(|polygon| {
        let shell = polygon.exterior();
        let place = |corner: &Coord<f64>| coord_pos_relative_to_ring(*corner, shell);
        let first_off =
            |hole: &LineString<f64>| hole.coords().find(|corner| place(corner) != CoordPos::OnBoundary).copied();
        polygon.interiors().iter().filter_map(first_off).find(|corner| place(corner) == CoordPos::Outside)
    })
}

fn rings(zone: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    zone.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
}

fn extent(edges: &[Line<f64>]) -> (f64, f64) {
    let side = |of: fn(&Line<f64>) -> f64| {
        let (low, high) =
            edges.iter().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        high - low
    };
    (side(|edge| edge.start.x), side(|edge| edge.start.y))
}

fn cross(a: &Line<f64>, b: &Line<f64>) -> bool {
    boxes_meet(a, b) && parts(a, b.start, b.end) && parts(b, a.start, a.end)
}

fn boxes_meet(a: &Line<f64>, b: &Line<f64>) -> bool {
    let meet = |a0: f64, a1: f64, b0: f64, b1: f64| a0.min(a1) <= b0.max(b1) && b0.min(b1) <= a0.max(a1);
    meet(a.start.x, a.end.x, b.start.x, b.end.x) && meet(a.start.y, a.end.y, b.start.y, b.end.y)
}

/// Whether the two points lie strictly on either side of the line.
fn parts(line: &Line<f64>, one: Coord<f64>, other: Coord<f64>) -> bool {
    let side = |point| RobustKernel::orient2d(line.start, line.end, point);
    matches!(
        (side(one), side(other)),
        (Orientation::Clockwise, Orientation::CounterClockwise)
            | (Orientation::CounterClockwise, Orientation::Clockwise)
    )
}

fn crossing_point(a: &Line<f64>, b: &Line<f64>) -> Coord<f64> {
    let (along, other) = (a.delta(), b.delta());
    let between = b.start - a.start;
    let share = (between.x * other.y - between.y * other.x) / (along.x * other.y - along.y * other.x);
    a.start + along * share
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{polygon, wkt};

    #[test]
    fn a_bow_tie_crosses_in_its_middle() {
        let bow_tie = wkt!(MULTIPOLYGON(((0.0 0.0, 2.0 2.0, 2.0 0.0, 0.0 2.0, 0.0 0.0))));
        assert_eq!(first_crossing(&bow_tie), Some(Coord { x: 1.0, y: 1.0 }));
    }

    #[test]
    fn parts_that_overlap_cross() {
        let overlap = wkt!(MULTIPOLYGON(((0.0 0.0, 4.0 0.0, 4.0 4.0, 0.0 4.0, 0.0 0.0)), ((3.0 1.0, 5.0 1.0, 5.0 3.0, 3.0 3.0, 3.0 1.0))));
        assert!(first_crossing(&overlap).is_some());
    }

    #[test]
    fn parts_that_share_an_edge_and_holes_that_touch_do_not_cross() {
        let neighbours = wkt!(MULTIPOLYGON(((0.0 0.0, 1.0 0.0, 1.0 1.0, 0.0 1.0, 0.0 0.0)), ((1.0 0.0, 2.0 0.0, 2.0 1.0, 1.0 1.0, 1.0 0.0))));
        assert_eq!(first_crossing(&neighbours), None);
        let holed = polygon!(exterior: [(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0)],
            interiors: [[(x: 0.0, y: 2.0), (x: 2.0, y: 1.0), (x: 2.0, y: 3.0)]]);
        assert_eq!(first_crossing(&holed.into()), None);
    }
}
