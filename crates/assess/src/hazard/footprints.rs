//! What footprints cover over all places of a kind, and the words of care that go with it.

use super::modelled::{Modelled, beside};
use crate::evidence::PeopleByPlace;
use city::assessment::{Agrees, FootprintShare, PlaceAgreement};
use city::dimension::DimensionTable;
use city::{Place, PlaceKind};

const KINDS: [PlaceKind; 2] = [PlaceKind::Settlement, PlaceKind::District];

/// One row for each footprint and kind of place.
pub(super) fn shares(models: &[&Modelled], places: &[&Place], people: &PeopleByPlace) -> Vec<FootprintShare> {
    models.iter().flat_map(|m| KINDS.iter().filter_map(|kind| share(m, *kind, places, people))).collect()
}

fn share(model: &Modelled, kind: PlaceKind, places: &[&Place], people: &PeopleByPlace) -> Option<FootprintShare> {
    let (mut looked_at, mut touched) = (0, 0);
    let (mut by_area, mut by_grid): (Option<f64>, Option<f64>) = (None, None);
    let add = |sum: &mut Option<f64>, people: f64, percent: Option<f64>| {
        if let Some(percent) = percent {
            *sum = Some(sum.unwrap_or(0.0) + people * percent / 100.0);
        }
    };
    for place in places.iter().filter(|p| p.kind == kind) {
        let Some((inside, happens)) = model.by_place.get(&place.id).and_then(|i| Some((i, i.happens()?))) else {
            continue;
        };
        looked_at += 1;
        touched += u64::from(happens);
        if let Some(people) = people.get(&place.id) {
            add(&mut by_area, people.value, inside.area);
            add(&mut by_grid, people.value, inside.people);
        }
    }
    (looked_at > 0).then(|| FootprintShare {
        model: model.model.clone(),
        scenario: model.scenario.clone(),
        return_period: model.return_period,
        kind,
        places_touched: touched,
        places: looked_at,
        people: by_area,
        people_by_grid: by_grid,
    })
}

/// Words of care about a hazard, one each.
pub(super) fn notes(
    (models, all): (&[&Modelled], &[Modelled]),
    lead: Option<&Modelled>,
    (rows, shares): (&[PlaceAgreement], &[FootprintShare]),
    (places, dimensions): (&[&Place], &DimensionTable),
) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(averages_only(models, shares, places));
    if models.iter().any(|m| m.average) {
        notes.push(
            "Some areas of the footprints are wet in part only: a share of a place is then the wet share of each area, spread evenly over it."
                .to_owned(),
        );
    }
    if models.iter().any(|m| m.measured) && shares.iter().all(|s| s.people_by_grid.is_none()) {
        notes.push(
            "No grid of people was at hand: people inside a footprint are share of area x people of the place, as if they lived evenly spread."
                .to_owned(),
        );
    }
    if models.iter().any(|m| !m.measured) {
        notes.push(
            "Shares of area are those that collected rasters gave; distances to what is wet were not measured."
                .to_owned(),
        );
    }
    if let Some(lead) = lead {
        notes.extend(beside(all, lead).into_iter().filter_map(|other| differ(lead, other, places, dimensions)));
    }
    notes.extend(residents_only(rows));
    notes
}

/// Where averages of districts put people into footprints that no settlement touches.
fn averages_only(models: &[&Modelled], shares: &[FootprintShare], places: &[&Place]) -> Option<String> {
    let of = |kind| shares.iter().filter(move |s| s.kind == kind);
    let settlements = of(PlaceKind::Settlement).map(|s| s.places).max()?;
    if of(PlaceKind::Settlement).any(|s| s.places_touched > 0) {
        return None;
    }
    let counts: Vec<f64> = of(PlaceKind::District).filter_map(|s| s.people).filter(|n| *n > 0.0).collect();
    let (least, most) = (counts.iter().copied().reduce(f64::min)?, counts.iter().copied().reduce(f64::max)?);
    let to_settlements = |m: &&Modelled| {
        let at =
            places.iter().filter(|p| p.kind == PlaceKind::Settlement).filter_map(|p| m.by_place.get(&p.id)?.distance_m);
        at.reduce(f64::min)
    };
    let nearest = models.iter().filter_map(to_settlements).reduce(f64::min);
    let nearest =
        nearest.map(|m| format!(" The nearest settlement lies {m:.0} m from what is wet.")).unwrap_or_default();
    Some(format!(
        "None of {settlements} settlements touches any of the {} footprints, while averages of districts put {least:.0} to {most:.0} people inside: \
         a district's people are spread evenly over its area, and its share of wet area is counted as a share of people. \
         At the settlements the model shows no such flood: what can be said of them is vulnerability to it, not risk.{nearest}",
        models.len()
    ))
}

/// Where two models differ on which places are touched, and by how much.
fn differ(lead: &Modelled, other: &Modelled, places: &[&Place], dimensions: &DimensionTable) -> Option<String> {
    let (mut both, mut unlike, mut most) = (0_u64, 0_u64, 0.0_f64);
    for place in places {
        let (Some(a), Some(b)) = (lead.by_place.get(&place.id), other.by_place.get(&place.id)) else { continue };
        let (Some(a), Some(b)) = (a.area, b.area) else { continue };
        both += 1;
        unlike += u64::from((a > 0.0) != (b > 0.0));
        most = most.max((a - b).abs());
    }
    (both > 0).then(|| {
        format!(
            "{} and {} disagree at {unlike} of {both} places on whether any of the place is inside, and by up to {most:.1} percent of its area; the range of the score holds both.",
            lead.words(dimensions),
            other.words(dimensions)
        )
    })
}

fn residents_only(rows: &[PlaceAgreement]) -> Option<String> {
    let count = rows.iter().filter(|row| row.agrees == Agrees::ResidentsOnly).count();
    let places = if count == 1 { "place" } else { "places" };
    (count > 0).then(|| {
        format!("At {count} {places} only residents report it: their word counts in full and is marked low quality, because no second source bears it out yet.")
    })
}
