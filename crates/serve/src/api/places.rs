//! Places, and one place with all that is known of it.

use super::{around, gap_words};
use crate::answer::{Found, Problem};
use crate::current::Shown;
use crate::routes::Asked;
use ::city::{Basis, Indicator, Observation, Place, PlaceKind, Value as Known};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Those with a name, of a kind, in a place; all of them where nothing is asked.
pub(crate) fn list(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&["q", "kind", "parent"])?;
    let kind = asked.parameter("kind").map(kind).transpose()?;
    let parent = asked.parameter("parent");
    let look = &asked.look;
    let found: Vec<&Place> =
        asked.parameter("q").map_or_else(|| look.places().iter().collect(), |words| look.named(words));
    let wanted = |place: &&Place| {
        kind.is_none_or(|kind| place.kind == kind)
            && parent.is_none_or(|parent| place.parent.as_ref().is_some_and(|id| id.as_str() == parent))
    };
    Ok(Found::json(&found.into_iter().filter(wanted).map(|place| short(place, look)).collect()))
}

fn kind(text: &str) -> Result<PlaceKind, Problem> {
    let known: Vec<&str> = PlaceKind::ALL.iter().map(|kind| kind.as_str()).collect();
    text.parse().map_err(|_| {
        Problem::bad(format!("there is no kind of place `{text}`"), format!("there are {}", known.join(", ")))
    })
}

fn short(place: &Place, look: &Shown) -> Value {
    let people = look.people(&place.id).map(|people| {
        let (count, year) = (people.count, people.period.last_year());
        json!({ "low": count.low, "value": count.value, "high": count.high, "year": year })
    });
    json!({
        "id": place.id, "name": place.name, "kind": place.kind, "parent": place.parent, "edition": place.edition,
        "population": people, "has_shape": place.geometry.is_some(),
    })
}

/// One by its id, with its rows in the order of the field table, the latest of each first.
pub(crate) fn one(asked: &Asked) -> Result<Found, Problem> {
    asked.only(&[])?;
    let look = &asked.look;
    let place = match look.place(asked.part(0)) {
        Some(place) => place,
        None => look.find(asked.part(0))?,
    };
    let fields = look.fields()?;
    let order: BTreeMap<&str, (usize, &Indicator)> =
        fields.iter().enumerate().map(|(at, field)| (field.id.as_str(), (at, field))).collect();
    let known = look.observations_at(&place.id);
    // a number that was corrected is told where it is asked why
    let replaced = ::city::correction::replaced(known);
    let mut rows: Vec<(usize, &Indicator, &Observation)> = known
        .iter()
        .enumerate()
        .filter(|(at, _)| !replaced.contains(at))
        .map(|(_, o)| o)
        .filter_map(|o| order.get(o.indicator.as_str()).map(|(at, field)| (*at, *field, o)))
        .collect();
    rows.sort_by(|a, b| (a.0, Reverse(&a.2.period), &a.2.group).cmp(&(b.0, Reverse(&b.2.period), &b.2.group)));
    let parent = place.parent.as_ref().map(
        |id| json!({ "id": id, "name": look.place(id.as_str()).map_or(id.as_str(), |parent| parent.name.as_str()) }),
    );
    let children = look.places().iter().filter(|other| other.parent.as_ref() == Some(&place.id));
    let bounds = place.geometry.iter().filter_map(bounds);
    Ok(Found::json(&json!({
        "id": place.id, "name": place.name, "kind": place.kind, "parent": parent,
        "aliases": place.aliases, "edition": place.edition,
        "children": children.map(|child| short(child, look)).collect::<Vec<_>>(),
        "bounds": around(bounds),
        "rows": rows.into_iter().map(|(_, field, o)| row(field, o, look)).collect::<Vec<_>>(),
    })))
}

fn bounds(shape: &geo_types::Geometry<f64>) -> Option<[f64; 4]> {
    let rect = grid::measure::bounding_box(shape).ok()??;
    Some([rect.min().x, rect.min().y, rect.max().x, rect.max().y])
}

fn row(field: &Indicator, o: &Observation, look: &Shown) -> Value {
    let mut row = json!({
        "indicator": o.indicator, "label": field.label, "unit": field.unit, "kind": field.kind, "topic": field.sector,
        "direction": field.direction, "period": o.period.as_str(), "group": o.group.to_string(),
        "group_label": look.group_words(&o.group), "quality": o.quality, "derived": matches!(o.basis, Basis::Derived { .. }),
        "source": { "id": o.source, "title": look.source(&o.source).map_or(o.source.as_str(), |s| s.title.as_str()) },
        "note": o.note,
    });
    let more = match &o.value {
        Known::Estimate(e) => json!({ "low": e.low, "value": e.value, "high": e.high }),
        Known::Classes(codes) => json!({ "classes": codes, "labels": look.class_words(&o.indicator, codes) }),
        Known::Gap(gap) => json!({ "gap": { "reason": gap, "words": gap_words(*gap) } }),
    };
    if let (Some(row), Value::Object(more)) = (row.as_object_mut(), more) {
        row.extend(more);
    }
    row
}
