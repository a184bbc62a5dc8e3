//! Places: geometries that lie elsewhere, or whose boundary crosses itself.

use super::{Context, misplaced};
use crate::rows_as_places;
use city::{Place, Problem};
use geo::{Centroid, CoordsIter};
use grid::validity::{RingFault, geometry_faults};
use std::collections::BTreeSet;

/// What is doubtful about the geometries of places.
///
/// Reported are places outside the city or with longitude and latitude exchanged, boundaries that cross themselves or run
/// along themselves, and ids that stand twice. Every place stays as it is.
#[must_use]
pub fn check_places(places: &[Place], context: &Context) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for place in places {
        let about = |problem: Problem| {
            if let Some(row) = rows_as_places::row_of(&place.id) {
                return problem.at_row(row);
            }
            let column = if problem.column.is_empty() { place.id.as_str() } else { problem.column.as_str() }.to_owned();
            Problem { source: place.source.as_str().to_owned(), ..problem }.in_column(&column)
        };
        if !seen.insert(&place.id) {
            let problem = Problem::error("place_repeated").found(&place.id).expected("an id of its own");
            problems.push(about(problem.hint("give the source another prefix, or the rows codes of their own")));
        }
        let Some(geometry) = &place.geometry else { continue };
        problems.extend(ring_problem(geometry).map(about));
        let middle = geometry.centroid().map(geo_types::Coord::from).or_else(|| geometry.coords_iter().next());
        problems.extend(middle.and_then(|at| misplaced(at, context)).map(about));
    }
    problems
}

/// The first serious fault of the rings of a geometry, and how many there are.
pub(super) fn ring_problem(geometry: &geo_types::Geometry<f64>) -> Option<Problem> {
    let faults = geometry_faults(geometry);
    let mut serious = faults.iter().map(|(_, fault)| fault).filter(|fault| fault.is_serious());
    let first = serious.next()?;
    let more = serious.count();
    let at = match first {
        RingFault::Crossing { at, .. } | RingFault::Overlap { at, .. } | RingFault::Touch { at, .. } => {
            format!("near longitude {:.6}, latitude {:.6}", at.x, at.y)
        }
        other => format!("{other:?}"),
    };
    let code = match first {
        RingFault::Crossing { .. } => "ring_crosses_itself",
        RingFault::Overlap { .. } => "ring_runs_along_itself",
        _ => "ring_broken",
    };
    let found = if more == 0 { at } else { format!("{at}, and {more} more") };
    let problem = Problem::warning(code).found(found).expected("a boundary that does not meet itself");
    Some(problem.hint("it came in as it stands; draw the boundary again, its area is not to be trusted"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::{PlaceId, PlaceKind};
    use geo_types::{Geometry, polygon};

    fn place(geometry: Geometry<f64>) -> Place {
        let mut place = Place::new(PlaceId::from("settlement:a"), PlaceKind::Settlement, "A", &"profiles".into());
        place.geometry = Some(geometry);
        place
    }

    fn codes(places: &[Place]) -> Vec<String> {
        let context = Context { extent: Some([-0.6, 5.4, 0.8, 6.2]), today: None };
        check_places(places, &context).into_iter().map(|p| p.code).collect()
    }

    #[test]
    fn a_bow_tie_a_swap_and_a_stray_are_told_apart() {
        let tie = polygon![(x: 0.0, y: 5.6), (x: 0.1, y: 5.7), (x: 0.1, y: 5.6), (x: 0.0, y: 5.7)];
        assert_eq!(codes(&[place(tie.into())]), ["ring_crosses_itself"]);
        assert_eq!(codes(&[place(geo_types::Point::new(5.6, -0.2).into())]), ["coordinates_swapped"]);
        assert_eq!(codes(&[place(geo_types::Point::new(18.4, -33.9).into())]), ["outside_city"]);
        assert_eq!(codes(&[place(geo_types::Point::new(-0.2, 5.6).into())]), Vec::<String>::new());
    }

    #[test]
    fn an_id_that_stands_twice_is_reported() {
        let here: Geometry<f64> = geo_types::Point::new(-0.2, 5.6).into();
        assert_eq!(codes(&[place(here.clone()), place(here)]), ["place_repeated"]);
    }
}
