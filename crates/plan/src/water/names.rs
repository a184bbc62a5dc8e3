//! Names instead of ids.

use city::Place;
use city::network_plan::NetworkPlan;
use geo_types::{Geometry, MultiPolygon};

/// Gives places their names and shapes.
pub fn name_places(plan: &mut NetworkPlan, places: &[Place], may_show: impl Fn(&Place) -> bool) {
    for row in &mut plan.places {
        let Some(place) = places.iter().find(|place| place.id.as_str() == row.id) else { continue };
        row.name.clone_from(&place.name);
        if !may_show(place) {
            continue;
        }
        row.shape = match &place.geometry {
            Some(Geometry::Polygon(polygon)) => Some(MultiPolygon(vec![polygon.clone()])),
            Some(Geometry::MultiPolygon(polygons)) => Some(polygons.clone()),
            _ => None,
        };
    }
}
