//! Places: which leave, and how exactly they may be shown.

use super::Asked;
use super::held::{Ledger, Reason, Thing};
use super::standing::Standing;
use crate::disclosure::consent::coarse_point;
use city::{Place, PlaceId, PlaceKind};
use std::collections::{BTreeMap, BTreeSet};

/// What may leave of places.
pub(super) struct Places {
    /// As each source gives them.
    pub given: Vec<Place>,
    /// With a coarse point instead of their boundary.
    pub coarse: BTreeSet<PlaceId>,
    /// Those about which numbers may leave.
    pub with_numbers: BTreeSet<PlaceId>,
    /// Those that were asked for.
    pub asked: BTreeSet<PlaceId>,
    /// Those that leave.
    pub leave: BTreeSet<PlaceId>,
}

impl Places {
    /// Whether a place was asked for and does not leave.
    pub fn holds_back(&self, place: &PlaceId) -> bool {
        self.asked.contains(place) && !self.leave.contains(place)
    }
}

pub(super) fn leaving(asked: &Asked, standing: &Standing, ledger: &mut Ledger) -> Places {
    let (wanted, with_numbers) = wanted(asked);
    let joined: BTreeMap<&PlaceId, &Place> = asked.places.iter().map(|p| (&p.id, p)).collect();
    let rank: BTreeMap<&str, usize> = asked.sources.iter().enumerate().map(|(at, s)| (s.id.as_str(), at)).collect();
    let mut by_place: BTreeMap<&PlaceId, Vec<&Place>> = BTreeMap::new();
    let given: BTreeSet<&PlaceId> = asked.given.iter().map(|p| &p.id).collect();
    // a place that is reported about although no source gives it any more stands with what is left of it
    for place in asked.given.iter().chain(asked.places.iter().filter(|p| !given.contains(&p.id))) {
        by_place.entry(&place.id).or_default().push(place);
    }
    let mut found =
        Places { given: Vec::new(), coarse: BTreeSet::new(), with_numbers, asked: wanted, leave: BTreeSet::new() };
    for (id, mut given) in by_place {
        if !found.asked.contains(id) {
            continue;
        }
        given.sort_by_key(|p| rank.get(p.source.as_str()));
        match rows(&given, standing) {
            Ok(mut rows) => {
                let parent = joined.get(id).and_then(|p| p.parent.clone());
                if let Some(first) = rows.first_mut() {
                    first.place.parent = first.place.parent.take().or(parent);
                }
                if rows.iter().any(|row| row.coarse) {
                    found.coarse.insert(id.clone());
                }
                found.given.extend(rows.into_iter().map(|row| row.place));
            }
            Err(reason) => ledger.add(Thing::Places, reason, 1),
        }
    }
    found.leave = found.given.iter().map(|p| p.id.clone()).collect();
    for place in &mut found.given {
        place.parent = place.parent.take().filter(|parent| found.leave.contains(parent));
    }
    found.with_numbers.retain(|id| found.leave.contains(id));
    ledger.add(Thing::Boundaries, Reason::Boundary, found.coarse.len());
    found
}

/// The places that are asked for with those that they lie in, and those whose numbers are asked for.
fn wanted(asked: &Asked) -> (BTreeSet<PlaceId>, BTreeSet<PlaceId>) {
    let parents: BTreeMap<&PlaceId, &PlaceId> =
        asked.places.iter().filter_map(|p| Some((&p.id, p.parent.as_ref()?))).collect();
    let all = asked.places.iter().chain(asked.given).map(|p| p.id.clone());
    let Some(named) = asked.wanted else {
        let all: BTreeSet<PlaceId> = all.collect();
        return (all.clone(), all);
    };
    let upwards = |from: &PlaceId| {
        let mut seen: Vec<PlaceId> = vec![from.clone()];
        while let Some(parent) = seen.last().and_then(|id| parents.get(id)).filter(|p| !seen.contains(p)) {
            seen.push((*parent).clone());
        }
        seen
    };
    let inside: BTreeSet<PlaceId> = all.filter(|id| upwards(id).iter().any(|up| named.contains(up))).collect();
    let around = inside.iter().flat_map(upwards).collect();
    (around, inside)
}

struct Row {
    place: Place,
    coarse: bool,
}

/// What each source may say of a place; or why none may.
fn rows(given: &[&Place], standing: &Standing) -> Result<Vec<Row>, Reason> {
    let closed = |p: &Place| standing.closed(&p.source);
    let home = |p: &Place| p.kind == PlaceKind::Building && standing.has_consent(&p.source);
    let open: Vec<Row> = given
        .iter()
        .filter(|p| closed(p).is_none() && (!home(p) || standing.shows_boundary(&p.source)))
        .map(|p| row(p, standing))
        .collect();
    if !open.is_empty() {
        return Ok(open);
    }
    if given.iter().any(|p| home(p)) {
        return Err(Reason::Rows);
    }
    let by_level = given.iter().find(|p| closed(p) == Some(Reason::SourceLevel));
    match by_level {
        Some(place) => {
            let bare = Place { aliases: Vec::new(), ..(*place).clone() };
            Ok(vec![row(&bare, standing)])
        }
        None => Err(given.iter().find_map(|p| closed(p)).unwrap_or(Reason::PlaceHeld)),
    }
}

fn row(place: &Place, standing: &Standing) -> Row {
    let mut place = place.clone();
    let coarse = !standing.shows_boundary(&place.source) && place.geometry.is_some();
    if coarse {
        place.geometry = coarse_point(&place);
    }
    Row { place, coarse }
}
