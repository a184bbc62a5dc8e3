//! Parents by location: the place in which most of another lies.

use crate::join::Areas;
use city::{Place, PlaceId, Problem};

/// A share of a child's area outside its parent from which on it is reported, in percent.
const NOTABLE_SHARE: f64 = 5.0;

/// Gives each child without a parent the place in which most of its area lies; a point or line the one around its middle.
///
/// Shares are of the child's area, planar in degrees. A child of which 5 % or more lie elsewhere is reported with its shares; a child outside all parents stays without one and is reported. A
/// child without a geometry stays as it is. Of equal shares the first parent counts.
#[must_use]
pub fn assign_parents_by_location(children: &mut [Place], parents: &[Place]) -> Vec<Problem> {
    let areas = Areas::of(parents.iter().enumerate().filter_map(|(at, p)| Some((at, p.geometry.as_ref()?))));
    let mut problems = Vec::new();
    for child in children.iter_mut().filter(|c| c.parent.is_none()) {
        let Some(geometry) = &child.geometry else { continue };
        let mut shares = areas.shares(geometry);
        shares.retain(|(at, _)| parents.get(*at).is_some_and(|parent| parent.id != child.id));
        let id = |at: usize| parents.get(at).map(|p: &Place| p.id.clone());
        child.parent = shares.first().and_then(|(at, _)| id(*at));
        problems.extend(report(child, &shares, id));
    }
    problems
}

fn report(child: &Place, shares: &[(usize, f64)], id: impl Fn(usize) -> Option<PlaceId>) -> Option<Problem> {
    let about = |mut problem: Problem| {
        child.source.as_str().clone_into(&mut problem.source);
        problem.found(format!("{} {}", child.id, child.name))
    };
    let Some((_, most)) = shares.first() else {
        let expected = "a place that lies in one of its parents; it lies in none and has no parent";
        return Some(about(Problem::warning("outside_all_parents")).expected(expected));
    };
    if 100.0 - most < NOTABLE_SHARE {
        return None;
    }
    let named = shares.iter().filter(|(_, share)| *share >= 0.5);
    let words =
        named.filter_map(|(at, share)| Some(format!("{share:.0} % in {}", id(*at)?))).collect::<Vec<_>>().join(", ");
    let problem =
        if *most < 50.0 { Problem::warning("over_several_parents") } else { Problem::note("over_several_parents") };
    Some(
        about(problem)
            .expected(format!("a place within one parent; {words}"))
            .hint("the parent with most of it was taken"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::PlaceKind;
    use geo_types::{Geometry, Point, Rect, polygon};

    fn place(id: &str, geometry: Option<Geometry<f64>>) -> Place {
        Place { geometry, ..Place::new(PlaceId(id.to_owned()), PlaceKind::District, id, &"made_up".into()) }
    }

    fn square(west: f64, south: f64, side: f64) -> Geometry<f64> {
        let rect = Rect::new((west, south), (west + side, south + side));
        Geometry::Polygon(rect.to_polygon())
    }

    #[test]
    fn the_parent_is_where_most_of_the_area_lies_and_the_rest_is_said() {
        let parents = [place("ward:1", Some(square(0.0, 0.0, 1.0))), place("ward:2", Some(square(1.0, 0.0, 1.0)))];
        let mut children = [
            place("s:inside", Some(square(0.1, 0.1, 0.2))),
            place("s:over", Some(square(0.93, 0.4, 0.1))),
            place("s:outside", Some(square(5.0, 5.0, 0.1))),
            place("s:point", Some(Geometry::Point(Point::new(1.5, 0.5)))),
            place("s:nowhere", None),
        ];
        let problems = assign_parents_by_location(&mut children, &parents);
        let found: Vec<_> = children.iter().map(|c| c.parent.as_ref().map_or("", PlaceId::as_str)).collect();
        assert_eq!(found, ["ward:1", "ward:1", "", "ward:2", ""]);
        let words: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(words.len(), 2, "{words:?}");
        assert!(words[0].contains("70 % in ward:1, 30 % in ward:2"), "{}", words[0]);
        assert!(words[1].contains("outside_all_parents"));
    }

    #[test]
    fn broken_rings_and_odd_numbers_do_not_stop_it() {
        let bow = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 1.0), (x: 1.0, y: 0.0), (x: 0.0, y: 1.0), (x: 0.0, y: 0.0)];
        let empty = geo_types::Polygon::new(geo_types::LineString::new(vec![]), vec![]);
        let parents = [
            place("w:bow", Some(bow.into())),
            place("w:empty", Some(empty.clone().into())),
            place("w:2", Some(square(0.0, 0.0, 1.0))),
        ];
        let mut children = [
            place("s:nan", Some(Geometry::Point(Point::new(f64::NAN, 0.0)))),
            place("s:far", Some(square(1e300, 1e300, 1e299))),
            place("s:empty", Some(empty.into())),
            place("s:flat", Some(polygon![(x: 0.2, y: 0.2), (x: 0.4, y: 0.4), (x: 0.2, y: 0.2)].into())),
            place("s:square", Some(square(0.2, 0.2, 0.5))),
        ];
        let _ = assign_parents_by_location(&mut children, &parents);
        assert_eq!(children[4].parent, Some(PlaceId("w:2".to_owned())));
        assert_eq!(children[0].parent, None);
    }

    #[test]
    fn a_parent_that_is_there_stays() {
        let mut children = [Place { parent: Some(PlaceId("w:9".into())), ..place("s:1", Some(square(0.1, 0.1, 0.1))) }];
        let problems = assign_parents_by_location(&mut children, &[place("w:1", Some(square(0.0, 0.0, 1.0)))]);
        assert_eq!((children[0].parent.as_ref().unwrap().as_str(), problems.len()), ("w:9", 0));
    }
}
