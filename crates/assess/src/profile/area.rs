//! Areas of places from their boundaries.

use city::run::RunId;
use city::{Basis, Estimate, Group, Observation, Period, Place, PlaceKind, Quality, Value};
use geo_types::Geometry;

/// Geodesic area in m2 on WGS 84 of every city, district and settlement that has a boundary and no area of its own.
///
/// The period is the first year of the boundary, or the year of the latest observation of the place where that is not known;
/// a place about which nothing else is known gets no area.
#[must_use]
pub fn of_places(places: &[Place], collected: &[Observation], run: &RunId) -> Vec<Observation> {
    let mut latest: std::collections::BTreeMap<&city::PlaceId, &Period> = std::collections::BTreeMap::new();
    for observation in collected {
        let period = latest.entry(&observation.place).or_insert(&observation.period);
        *period = (*period).max(&observation.period);
    }
    places
        .iter()
        .filter(|p| matches!(p.kind, PlaceKind::City | PlaceKind::District | PlaceKind::Settlement))
        .filter_map(|place| {
            let boundary = place.geometry.as_ref().filter(|g| has_area(g))?;
            let period = place.valid_from.and_then(|y| Period::year(y).ok());
            let period = period.or_else(|| latest.get(&place.id).map(|p| (*p).clone()))?;
            let area_m2 = grid::measure::area_m2(boundary).ok()?;
            Some(observation(place, period, Estimate::exact(area_m2).ok()?, run))
        })
        .collect()
}

fn has_area(geometry: &Geometry<f64>) -> bool {
    matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_))
}

fn observation(place: &Place, period: Period, area: Estimate, run: &RunId) -> Observation {
    Observation {
        place: place.id.clone(),
        indicator: "area_m2".to_owned(),
        period,
        group: Group::all(),
        value: Value::Estimate(area),
        quality: Quality::High,
        source: place.source.clone(),
        run: run.clone(),
        basis: Basis::Derived { method: "geodesic area of the boundary on WGS 84".to_owned(), inputs: Vec::new() },
        note: String::new(),
    }
}
