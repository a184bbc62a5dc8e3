//! People of a forecast as a plan needs them: nobody twice.

use super::PeopleRow;
use city::forecast::{ForecastReport, ForecastRow, Part};
use city::{Place, PlaceId};
use std::collections::{BTreeMap, BTreeSet};

/// People by place, group and year of one scenario (the first where none is named).
///
/// Where a place tells formal from informal, each is a group. People of a settlement are counted there; what is left of its district stays
/// with the district, and is not told apart.
#[must_use]
pub fn people_rows(forecast: &ForecastReport, scenario: &str, kinds: &[String], places: &[Place]) -> Vec<PeopleRow> {
    let first = forecast.scenarios.first().map_or("", |s| s.id.as_str());
    let scenario = if scenario.is_empty() { first } else { scenario };
    let kind: BTreeMap<&PlaceId, &Place> = places.iter().map(|place| (&place.id, place)).collect();
    let asked = |row: &&ForecastRow| {
        let of_kind = kind.get(&row.place).is_some_and(|p| kinds.iter().any(|k| k == p.kind.as_str()));
        row.scenario == scenario && of_kind
    };
    let mut counted = Counted::new();
    for row in forecast.rows.iter().filter(asked) {
        counted.entry((row.place.clone(), row.year, row.part)).or_insert(row.people.value);
    }
    let within = inside(&counted, &kind);
    let mut rows = Vec::new();
    for ((place, year, part), persons) in &counted {
        let has = |part: Part| counted.contains_key(&(place.clone(), *year, part));
        let (group, persons) = match (part, within.get(&(place.clone(), *year))) {
            // what lives at settlements is counted there; what is left is not told apart
            (Part::All, Some(settlements)) => ("", (persons - settlements).max(0.0)),
            (_, Some(_)) => continue,
            (Part::All, None) if has(Part::Formal) || has(Part::Informal) => {
                ("", (persons - apart(&counted, place, *year)).max(0.0))
            }
            (Part::All, None) => ("", *persons),
            (Part::Formal, None) => ("formal", *persons),
            (Part::Informal, None) => ("informal", *persons),
        };
        if persons >= 1.0 {
            let (place, group, year) = (place.clone(), group.to_owned(), f64::from(*year));
            rows.push(PeopleRow { place, group, year, persons });
        }
    }
    if rows.iter().any(|row| !row.group.is_empty()) {
        rows.iter_mut().filter(|row| row.group.is_empty()).for_each(|row| NOT_TOLD_APART.clone_into(&mut row.group));
    }
    rows
}

/// Whose formality nobody counted, where that of others is known.
const NOT_TOLD_APART: &str = "not told apart";

type Counted = BTreeMap<(PlaceId, i32, Part), f64>;

/// People of a place who are told apart.
fn apart(counted: &Counted, place: &PlaceId, year: i32) -> f64 {
    let of = |part: Part| counted.get(&(place.clone(), year, part)).copied().unwrap_or(0.0);
    of(Part::Formal) + of(Part::Informal)
}

/// People of settlements, by the place of the plan that they lie in and year.
fn inside(counted: &Counted, places: &BTreeMap<&PlaceId, &Place>) -> BTreeMap<(PlaceId, i32), f64> {
    let present: BTreeSet<&PlaceId> = counted.keys().map(|key| &key.0).collect();
    let mut inside = BTreeMap::new();
    for ((place, year, part), persons) in counted {
        // where all are counted the parts are in it
        if *part != Part::All && counted.contains_key(&(place.clone(), *year, Part::All)) {
            continue;
        }
        let parent =
            places.get(place).and_then(|place| place.parent.as_ref()).filter(|parent| present.contains(parent));
        if let Some(parent) = parent {
            *inside.entry((parent.clone(), *year)).or_insert(0.0) += persons;
        }
    }
    inside
}
