//! Small observations and places for this crate's own tests.

use city::{Basis, Estimate, Group, Observation, Place, PlaceId, PlaceKind, Quality, Value};

/// A reported number for everybody.
pub(crate) fn number(place: &str, indicator: &str, value: f64, period: &str) -> Observation {
    Observation {
        place: place.into(),
        indicator: indicator.to_owned(),
        period: period.parse().unwrap(),
        group: Group::all(),
        value: Value::Estimate(Estimate::exact(value).unwrap()),
        quality: Quality::High,
        source: "test".into(),
        run: "collect-test".into(),
        basis: Basis::Reported { locator: "row 1".to_owned() },
        note: String::new(),
    }
}

/// A reported number for a group.
pub(crate) fn of_group(place: &str, indicator: &str, value: f64, group: &str) -> Observation {
    Observation { group: group.parse().unwrap(), ..number(place, indicator, value, "2021") }
}

/// A place without a geometry.
pub(crate) fn place(id: &str, kind: PlaceKind, parent: Option<&str>) -> Place {
    let mut place = Place::new(PlaceId(id.to_owned()), kind, id, &"test".into());
    place.parent = parent.map(PlaceId::from);
    place
}
