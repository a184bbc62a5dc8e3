//! What is wrong with a geometry that someone drew or exported, with the place of each fault.

use geo::line_intersection::{LineIntersection, line_intersection};
use geo_types::{Coord, Geometry, Line, Polygon, Rect};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// A ring of a geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Ring {
    /// Polygon in the geometry, counted from 0.
    pub part: usize,
    /// 0 for the shell, holes from 1.
    pub ring: usize,
}

/// A fault of a ring.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum RingFault {
    /// A coordinate that is not a number or infinite.
    NotFinite {
        /// Vertex, counted from 0.
        vertex: usize,
    },
    /// Fewer than three different vertices.
    TooFewPoints {
        /// Different vertices in sequence.
        points: usize,
    },
    /// The last vertex is not the first.
    Unclosed {
        /// First vertex.
        first: Coord<f64>,
        /// Last vertex.
        last: Coord<f64>,
    },
    /// A vertex that stands twice in sequence.
    Duplicate {
        /// The second of the two, counted from 0.
        vertex: usize,
        /// Its place.
        at: Coord<f64>,
    },
    /// Two edges cross.
    Crossing {
        /// Where.
        at: Coord<f64>,
        /// First vertices of the two edges, counted from 0.
        edges: (usize, usize),
    },
    /// Two edges run along one another: a spike, or a stretch drawn twice.
    Overlap {
        /// Where it begins.
        at: Coord<f64>,
        /// First vertices of the two edges.
        edges: (usize, usize),
    },
    /// The ring meets itself in a vertex. Software disagrees whether that is a fault; areas come out right.
    Touch {
        /// Where.
        at: Coord<f64>,
        /// First vertices of the two edges.
        edges: (usize, usize),
    },
}

impl RingFault {
    /// Whether an overlay or an area may come out wrong for it.
    #[must_use]
    pub fn is_serious(&self) -> bool {
        !matches!(self, Self::Duplicate { .. } | Self::Touch { .. })
    }
}

/// A fault of the place of a coordinate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceFault {
    /// Not a number, infinite, or no longitude and latitude.
    OutOfRange,
    /// Outside where it is expected, but inside with longitude and latitude exchanged.
    Swapped,
    /// Outside where it is expected.
    Outside,
}

/// Most crossings, overlaps and touches told of one ring.
pub const MOST_FAULTS: usize = 100;

/// Judges the place of a longitude and latitude against the box of its country or city.
///
/// ```
/// use geo_types::{Coord, Rect};
/// use grid::validity::{PlaceFault, place_fault};
/// let accra = Rect::new((-0.6, 5.4), (0.8, 6.2));
/// assert_eq!(place_fault(Coord { x: 5.6, y: -0.2 }, &accra), Some(PlaceFault::Swapped));
/// assert_eq!(place_fault(Coord { x: -0.2, y: 5.6 }, &accra), None);
/// ```
#[must_use]
pub fn place_fault(at: Coord<f64>, expected: &Rect<f64>) -> Option<PlaceFault> {
    let within = |x: f64, y: f64| {
        (expected.min().x..=expected.max().x).contains(&x) && (expected.min().y..=expected.max().y).contains(&y)
    };
    if within(at.x, at.y) {
        None
    } else if within(at.y, at.x) {
        Some(PlaceFault::Swapped)
    } else if at.x.abs() <= 180.0 && at.y.abs() <= 90.0 {
        Some(PlaceFault::Outside)
    } else {
        Some(PlaceFault::OutOfRange)
    }
}

/// The faults of all rings of the surfaces of a geometry, in their order. Rings of `geo_types` are closed by
/// construction: to see an unclosed one, hand the vertices as they were read to [`ring_faults`].
#[must_use]
pub fn geometry_faults(geometry: &Geometry<f64>) -> Vec<(Ring, RingFault)> {
    let polygons: Vec<&Polygon<f64>> = match geometry {
        Geometry::Polygon(polygon) => vec![polygon],
        Geometry::MultiPolygon(polygons) => polygons.iter().collect(),
        Geometry::GeometryCollection(parts) => return parts.iter().flat_map(geometry_faults).collect(),
        _ => Vec::new(),
    };
    let mut faults = Vec::new();
    for (part, polygon) in polygons.into_iter().enumerate() {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        for (ring, line) in rings.enumerate() {
            faults.extend(ring_faults(&line.0).into_iter().map(|fault| (Ring { part, ring }, fault)));
        }
    }
    faults
}

/// The faults of one ring, given as its vertices with the first repeated at the end: work grows as n log n with the
/// vertices and with the pairs of edges whose boxes overlap.
///
/// ```
/// use geo_types::coord;
/// use grid::validity::{RingFault, ring_faults};
/// let bow_tie = [(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)].map(|(x, y)| coord! { x: x, y: y });
/// assert_eq!(ring_faults(&bow_tie), [RingFault::Crossing { at: coord! { x: 1.0, y: 1.0 }, edges: (0, 2) }]);
/// ```
#[must_use]
pub fn ring_faults(vertices: &[Coord<f64>]) -> Vec<RingFault> {
    if let Some(vertex) = vertices.iter().position(|at| !(at.x.is_finite() && at.y.is_finite())) {
        return vec![RingFault::NotFinite { vertex }];
    }
    let mut faults = Vec::new();
    if let (Some(first), Some(last)) = (vertices.first(), vertices.last())
        && first != last
    {
        faults.push(RingFault::Unclosed { first: *first, last: *last });
    }
    let edges = edges(vertices, &mut faults);
    let points = edges.len() + usize::from(vertices.first() != vertices.last() && !vertices.is_empty());
    if points < 3 {
        faults.push(RingFault::TooFewPoints { points });
        return faults;
    }
    meetings(&edges, &mut faults);
    faults
}

/// The edges of some length with the number of their first vertex.
fn edges(vertices: &[Coord<f64>], faults: &mut Vec<RingFault>) -> Vec<(usize, Line<f64>)> {
    let mut edges = Vec::with_capacity(vertices.len());
    for (vertex, (start, end)) in vertices.iter().zip(vertices.iter().skip(1)).enumerate() {
        if start == end {
            faults.push(RingFault::Duplicate { vertex: vertex + 1, at: *end });
        } else {
            edges.push((vertex, Line::new(*start, *end)));
        }
    }
    edges
}

fn meetings(edges: &[(usize, Line<f64>)], faults: &mut Vec<RingFault>) {
    let boxed = |(place, (_, edge)): (usize, &(usize, Line<f64>))| {
        GeomWithData::new(Rectangle::from_corners([edge.start.x, edge.start.y], [edge.end.x, edge.end.y]), place)
    };
    let tree = RTree::bulk_load(edges.iter().enumerate().map(boxed).collect());
    let mut found = Vec::new();
    for (place, (vertex, edge)) in edges.iter().enumerate() {
        let reach = AABB::from_corners([edge.start.x, edge.start.y], [edge.end.x, edge.end.y]);
        for other in tree.locate_in_envelope_intersecting(reach).map(|other| other.data).filter(|other| *other > place)
        {
            let Some((other_vertex, other_edge)) = edges.get(other) else { continue };
            let neighbours = other == place + 1 || (place == 0 && other + 1 == edges.len());
            if let Some(fault) = meeting(*edge, *other_edge, neighbours, (*vertex, *other_vertex)) {
                found.push(((place, other), fault));
            }
        }
        if found.len() >= MOST_FAULTS {
            break;
        }
    }
    found.sort_by_key(|(pair, _)| *pair);
    found.truncate(MOST_FAULTS);
    faults.extend(found.into_iter().map(|(_, fault)| fault));
}

fn meeting(a: Line<f64>, b: Line<f64>, neighbours: bool, edges: (usize, usize)) -> Option<RingFault> {
    match line_intersection(a, b)? {
        LineIntersection::Collinear { intersection } if intersection.start != intersection.end => {
            Some(RingFault::Overlap { at: intersection.start, edges })
        }
        _ if neighbours => None,
        LineIntersection::SinglePoint { intersection, is_proper: true } => {
            Some(RingFault::Crossing { at: intersection, edges })
        }
        LineIntersection::SinglePoint { intersection: at, .. } => touch(a, b, at, edges),
        LineIntersection::Collinear { intersection } => touch(a, b, intersection.start, edges),
    }
}

/// A vertex of the ring on another edge or vertex; told once, for the edge that begins there.
fn touch(a: Line<f64>, b: Line<f64>, at: Coord<f64>, edges: (usize, usize)) -> Option<RingFault> {
    let told = (at == a.start && at != b.end) || (at == b.start && at != a.end);
    told.then_some(RingFault::Touch { at, edges })
}

#[cfg(test)]
mod tests {
    use geo_types::wkt;

    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
        points.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect()
    }

    #[test]
    fn a_sound_ring_has_no_faults() {
        let shoe = ring(&[(0., 0.), (3., 0.), (3., 3.), (2., 3.), (2., 1.), (1., 1.), (1., 3.), (0., 3.), (0., 0.)]);
        assert_eq!(ring_faults(&shoe), []);
    }

    #[test]
    fn every_crossing_is_shown_where_it_is() {
        let star = ring(&[(0., 0.), (4., 0.), (4., 4.), (3., -1.), (0., 4.), (0., 0.)]);
        let faults = ring_faults(&star);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(
            faults
                .iter()
                .all(|fault| matches!(fault, RingFault::Crossing { edges: (0, 2 | 3), at } if at.y.abs() < 1e-12))
        );
    }

    #[test]
    fn an_unclosed_ring_and_one_of_two_points_are_shown() {
        let faults = ring_faults(&ring(&[(0., 0.), (1., 0.), (1., 1.)]));
        assert_eq!(faults, [RingFault::Unclosed { first: Coord { x: 0., y: 0. }, last: Coord { x: 1., y: 1. } }]);
        assert_eq!(ring_faults(&ring(&[(0., 0.), (1., 0.), (0., 0.)])), [RingFault::TooFewPoints { points: 2 }]);
        assert_eq!(ring_faults(&[]), [RingFault::TooFewPoints { points: 0 }]);
        assert_eq!(ring_faults(&ring(&[(0., 0.), (f64::NAN, 0.)])), [RingFault::NotFinite { vertex: 1 }]);
    }

    #[test]
    fn a_doubled_vertex_is_told_and_hides_nothing() {
        let faults = ring_faults(&ring(&[(0., 0.), (2., 2.), (2., 2.), (2., 0.), (0., 2.), (0., 0.)]));
        assert_eq!(faults.len(), 2);
        assert!(!faults[0].is_serious() && faults[1].is_serious(), "{faults:?}");
    }

    #[test]
    fn a_spike_is_an_overlap() {
        let faults = ring_faults(&ring(&[(0., 0.), (2., 0.), (2., 2.), (2., 5.), (2., 2.), (0., 2.), (0., 0.)]));
        assert!(faults.iter().any(|fault| matches!(fault, RingFault::Overlap { edges: (2, 3), .. })), "{faults:?}");
    }

    #[test]
    fn a_ring_that_meets_itself_in_a_vertex_touches() {
        let faults = ring_faults(&ring(&[(0., 0.), (2., 0.), (1., 1.), (2., 2.), (0., 2.), (1., 1.), (0., 0.)]));
        assert!(
            !faults.is_empty() && faults.iter().all(|fault| matches!(fault, RingFault::Touch { .. })),
            "{faults:?}"
        );
    }

    #[test]
    fn the_part_and_the_hole_are_named() {
        let geometry = Geometry::from(
            wkt!(MULTIPOLYGON(((0. 0., 1. 0., 1. 1., 0. 0.)),((5. 5., 9. 5., 9. 9., 5. 9., 5. 5.),(6. 6., 8. 8., 8. 6., 6. 8., 6. 6.)))),
        );
        let faults = geometry_faults(&geometry);
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].0, Ring { part: 1, ring: 1 });
    }

    #[test]
    fn a_ring_of_many_crossings_is_told_up_to_a_limit() {
        let comb: Vec<_> = (0..2000).map(|step| (f64::from(step % 2) * 10.0, f64::from(step * 7919 % 2000))).collect();
        let mut comb = ring(&comb);
        comb.push(comb[0]);
        assert_eq!(ring_faults(&comb).len(), MOST_FAULTS);
    }

    #[test]
    fn coordinates_are_placed_against_their_city() {
        let jakarta = Rect::new((106.5, -6.5), (107.1, -5.9));
        assert_eq!(place_fault(Coord { x: -6.2, y: 106.8 }, &jakarta), Some(PlaceFault::Swapped));
        assert_eq!(place_fault(Coord { x: 0.0, y: 0.0 }, &jakarta), Some(PlaceFault::Outside));
        assert_eq!(place_fault(Coord { x: 702_183.0, y: 0.0 }, &jakarta), Some(PlaceFault::OutOfRange));
        assert_eq!(place_fault(Coord { x: f64::NAN, y: 0.0 }, &jakarta), Some(PlaceFault::OutOfRange));
    }
}
