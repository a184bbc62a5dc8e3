//! The completeness board: of each indicator that the city has anywhere, at how many places it is known, and why not elsewhere.

use super::TOLD;
use crate::answer::{Found, Problem};
use crate::routes::Asked;
use ::city::{Gap, Indicator, PlaceKind, Value as Known};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Places of one kind at which something is said of an indicator.
#[derive(Default)]
struct Places<'a> {
    known: BTreeSet<&'a str>,
    gaps: BTreeMap<&'a str, Gap>,
}

pub(crate) fn answer(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&[])?;
    let look = &asked.look;
    let kinds: BTreeMap<&str, PlaceKind> = look.places().iter().map(|place| (place.id.as_str(), place.kind)).collect();
    let mut said: BTreeMap<(&str, PlaceKind), Places> = BTreeMap::new();
    for o in look.observations() {
        let Some(kind) = kinds.get(o.place.as_str()) else { continue };
        let places = said.entry((o.indicator.as_str(), *kind)).or_default();
        match o.value {
            Known::Gap(gap) => drop(places.gaps.entry(o.place.as_str()).or_insert(gap)),
            Known::Estimate(_) | Known::Classes(_) => drop(places.known.insert(o.place.as_str())),
        }
    }
    let mut rows = Vec::new();
    for field in look.fields()?.iter() {
        let anywhere = PlaceKind::ALL.iter().any(|kind| said.contains_key(&(field.id.as_str(), *kind)));
        let told = |kind: &&PlaceKind| {
            said.contains_key(&(field.id.as_str(), **kind))
                || anywhere && look.board().iter().any(|row| row.indicator == field.id && row.kind == **kind)
        };
        for kind in PlaceKind::ALL.iter().filter(told) {
            let all = kinds.values().filter(|one| *one == kind).count();
            let nothing = Places::default();
            rows.push(row(asked, field, (*kind, all), said.get(&(field.id.as_str(), *kind)).unwrap_or(&nothing)));
        }
    }
    Ok(Found::json(&Value::Array(rows)))
}

fn row(asked: &Asked, field: &Indicator, (kind, all): (PlaceKind, usize), places: &Places) -> Value {
    let mut gaps: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, gap) in places.gaps.iter().filter(|(place, _)| !places.known.contains(*place)) {
        *gaps.entry(gap.as_str()).or_default() += 1;
    }
    let known = places.known.len();
    let absent = all.saturating_sub(known + gaps.values().sum::<usize>());
    let on_board = asked.look.board().iter().find(|row| row.indicator == field.id && row.kind == kind);
    json!({
        "indicator": field.id, "label": field.label, "topic": field.sector, "unit": field.unit, "direction": field.direction,
        "kind": kind, "known": known, "gaps": gaps, "absent": absent,
        "blocks": on_board.filter(|_| TOLD.contains(&kind)).map_or(&[][..], |row| &row.blocks),
    })
}
