//! What may not leave: boundaries that no consent covers, numbers of closed sources, small counts.

use crate::RiskEvidence;
use assess::disclosure::guard::Guard;
use city::assessment::HeldBack;
use city::risk::{Measure, RiskReport, RiskResult, Suffered};
use city::{Gap, Observation, Place, PlaceId};
use std::collections::{BTreeMap, BTreeSet};

/// What people are counted by.
const PEOPLE: [&str; 2] = ["population_assessed", "population_flooded"];

/// Takes out of a report what not everybody may see, and says so.
pub fn withhold(report: &mut RiskReport, risk: &RiskEvidence, places: &[&Place], made: &[Observation]) {
    let evidence = risk.evidence;
    let guard = Guard::new(evidence, made);
    let of_exposure = |id: &str| {
        let layer = risk.exposure(id).map(|e| e.layer.as_str());
        risk.layers.iter().find(|l| Some(l.layer.name.as_str()) == layer).map(|l| &l.layer.source)
    };
    let by_id: BTreeMap<&PlaceId, &&Place> = places.iter().map(|p| (&p.id, p)).collect();
    let counts = |o: &Observation| o.indicator == "population" || PEOPLE.contains(&o.indicator.as_str());
    let people: BTreeSet<PlaceId> =
        places.iter().filter(|p| guard.holds(&p.id, counts)).map(|p| p.id.clone()).collect();
    let hidden: BTreeSet<&PlaceId> =
        places.iter().filter(|p| guard.consents.closed(&p.source)).map(|p| &p.id).collect();
    let (mut closed, mut rows, mut boundaries, mut small) = (0, 0, 0, 0);
    for shown in &mut report.places {
        if let Some(place) = by_id.get(&shown.id).filter(|p| !guard.consents.shows_boundary(&p.source)) {
            let (geometry, note) = guard.consents.geometry(place);
            shown.geometry = geometry;
            note.clone_into(&mut shown.geometry_note);
            boundaries += 1;
        }
        if people.contains(&shown.id) || hidden.contains(&shown.id) {
            shown.people = None;
        }
    }
    let least = f64::from(evidence.settings.least_count);
    for result in &mut report.results {
        let is_people = result.measure == Measure::People;
        let before = result.places.len();
        result.places.retain(|(id, _)| !(hidden.contains(id) || is_people && people.contains(id)));
        let held = before - result.places.len();
        rows += held;
        if of_exposure(&result.exposure).is_some_and(|source| guard.consents.closed(source)) {
            closed += 1;
            result.places.clear();
            result.groups.clear();
            result.whole = Suffered::default();
        } else if held == 1 {
            // one alone could be had from the whole by subtraction
            result.groups.clear();
        }
    }
    let own = consented(risk, &guard, &report.results);
    small += crate::small::hide(report, least, |result, place| own.contains(&(result.exposure.clone(), place.clone())));
    hide_days(report, risk);
    report.results.retain(|r| r.whole != Suffered::default());
    let asked = ["disasters", "disaster_frequency", "structures_destroyed"];
    let said = |o: &Observation| asked.contains(&o.indicator.as_str());
    let silent: BTreeSet<&PlaceId> = places.iter().map(|p| &p.id).filter(|id| guard.holds(id, said)).collect();
    for lived in &mut report.lived {
        let before = lived.told.len();
        lived.told.retain(|told| !(hidden.contains(&told.place) || silent.contains(&told.place)));
        lived.rates.retain(|rate| !(hidden.contains(&rate.place) || silent.contains(&rate.place)));
        rows += before - lived.told.len();
    }
    let services = &risk.settings.services;
    if services.iter().any(|s| of_exposure(&s.exposure).is_some_and(|source| guard.consents.closed(source))) {
        // what stops of one tells of what it needs
        closed += report.services.len();
        report.services.clear();
    }
    for stop in &mut report.services {
        small += stop.people.as_mut().map_or(0, |people| hide_small(people, least));
    }
    let consent: Vec<String> = guard.closed().map(|s| guard.consents.why_closed(s)).collect();
    let consent = format!("Not everybody may see it. {}.", consent.join("; "));
    let list = [
        ("Results of a layer", consent.clone(), closed, Gap::WithheldByCommunity),
        ("Numbers of places", consent, rows, Gap::WithheldByCommunity),
        (
            "Boundaries of places",
            "Their consent does not cover the boundary: each is a point rounded to about 1 km.".to_owned(),
            boundaries,
            Gap::WithheldByCommunity,
        ),
        (
            "Small counts of persons or dwellings at an event",
            format!("Fewer than {} could be recognised.", evidence.settings.least_count),
            small,
            Gap::Confidential,
        ),
    ];
    let named = list.into_iter().filter(|(_, _, count, _)| *count > 0);
    report.held_back = named
        .map(|(what, why, count, reason)| HeldBack { what: what.to_owned(), why, count: count as u64, reason })
        .collect();
}

/// Exposures with the places where what is counted of them rests on a source with a consent. Of people and of things that are counted
/// at places, what the numbers of that place rest on; of the features of a layer, its source.
fn consented(risk: &RiskEvidence, guard: &Guard, results: &[RiskResult]) -> BTreeSet<(String, PlaceId)> {
    let mut own = BTreeSet::new();
    for result in results.iter().filter(|r| matches!(r.measure, Measure::People | Measure::Struck(_))) {
        let exposure = risk.exposure(&result.exposure);
        let counted = exposure.map(|e| crate::counted::split(&e.indicator).0).filter(|indicator| !indicator.is_empty());
        let layer =
            exposure.and_then(|e| risk.layers.iter().find(|l| l.layer.name == e.layer)).map(|l| &l.layer.source);
        let of_layer = counted.is_none() && layer.is_some_and(|source| guard.consents.named(source).is_some());
        let asked = |o: &Observation| match (exposure, counted) {
            (None, _) => PEOPLE.contains(&o.indicator.as_str()),
            (_, Some(counted)) => o.indicator == counted,
            _ => false,
        };
        if of_layer || guard.consented(asked) {
            let here = |place: &PlaceId| of_layer || guard.consented(|o| o.place == *place && asked(o));
            let places = result.places.iter().map(|(place, _)| place).filter(|place| here(place));
            own.extend(places.map(|place| (result.exposure.clone(), place.clone())));
        }
    }
    own
}

/// A figure of things at a place that is too small to leave, or that would give such a one away.
#[derive(Debug, Clone, PartialEq)]
pub struct Few {
    /// The exposure.
    pub exposure: String,
    /// What is counted.
    pub measure: Measure,
    /// The view.
    pub view: usize,
    /// The place.
    pub place: PlaceId,
    /// The event; none for the year.
    pub event: Option<usize>,
}

/// Figures of things that leave for nobody as they are few, by the rule that the page has; those of people have a rule of their own
/// wherever they leave. `report` is whole: nothing is taken out of it yet.
pub fn few(report: &RiskReport, risk: &RiskEvidence, made: &[Observation]) -> Vec<Few> {
    let own = consented(risk, &Guard::new(risk.evidence, made), &report.results);
    if own.is_empty() {
        return Vec::new();
    }
    let (places, views, results) = (report.places.clone(), report.views.clone(), report.results.clone());
    let mut hidden = RiskReport { places, views, results, ..RiskReport::default() };
    let least = f64::from(risk.evidence.settings.least_count);
    crate::small::hide(&mut hidden, least, |result, place| own.contains(&(result.exposure.clone(), place.clone())));
    hide_days(&mut hidden, risk);
    let mut few = Vec::new();
    for (before, after) in report.results.iter().zip(&hidden.results).filter(|(r, _)| r.measure != Measure::People) {
        for ((place, was), (_, is)) in before.places.iter().zip(&after.places) {
            let (exposure, measure) = (&before.exposure, &before.measure);
            let one = |event| Few {
                exposure: exposure.clone(),
                measure: measure.clone(),
                view: before.view,
                place: place.clone(),
                event,
            };
            let events = was.events.iter().zip(&is.events).enumerate();
            few.extend(events.filter(|(_, (was, is))| was.is_some() && is.is_none()).map(|(at, _)| one(Some(at))));
            few.extend((was.annual.is_some() && is.annual.is_none()).then(|| one(None)));
        }
    }
    few
}

/// Days of repair and work at a place tell of how few dwellings were struck: hidden at events where that is, and then in the year.
fn hide_days(report: &mut RiskReport, risk: &RiskEvidence) {
    let mut gone: BTreeSet<(String, usize, PlaceId, usize)> = BTreeSet::new();
    for result in report.results.iter().filter(|r| matches!(r.measure, Measure::Struck(_))) {
        for (place, suffered) in &result.places {
            let held = suffered.events.iter().enumerate().filter(|(_, event)| event.is_none());
            gone.extend(held.map(|(at, _)| (result.exposure.clone(), result.view, place.clone(), at)));
        }
    }
    for result in &mut report.results {
        if !matches!(result.measure, Measure::RepairDays | Measure::WorkDays | Measure::Income { .. }) {
            continue;
        }
        let Some(exposure) = risk.exposure(&result.exposure).map(|e| e.id.clone()) else { continue };
        for (place, suffered) in &mut result.places {
            let mut held = false;
            for (at, event) in suffered.events.iter_mut().enumerate() {
                if gone.contains(&(exposure.clone(), result.view, place.clone(), at)) {
                    *event = None;
                    held = true;
                }
            }
            if held {
                suffered.annual = None;
                suffered.by_rule.clear();
            }
        }
    }
}

/// Events that strike fewer than the least, and those that leave as few unstruck; gives how many were left out.
fn hide_small(suffered: &mut Suffered, least: f64) -> usize {
    let is_small = |n: f64| n >= 0.5 && n < least;
    let exposed = suffered.exposed;
    let mut count = 0;
    for event in &mut suffered.events {
        if event.is_some_and(|e| is_small(e.value) || is_small(exposed - e.value)) {
            *event = None;
            count += 1;
        }
    }
    if count > 0 {
        suffered.annual = None;
        suffered.by_rule.clear();
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{layer, source, with_risk};
    use city::risk_settings::{ExposureKind, RiskSettings};
    use city::{Basis, Estimate, Group, Quality, Value};

    fn number(place: &str, indicator: &str, source: &str) -> Observation {
        Observation {
            place: place.into(),
            indicator: indicator.into(),
            period: "2019".parse().unwrap(),
            group: Group::all(),
            value: Value::Estimate(Estimate::exact(9.0).unwrap()),
            quality: Quality::Low,
            source: source.into(),
            run: "r".into(),
            basis: Basis::Reported { locator: String::new() },
            note: String::new(),
        }
    }

    /// Exposures and places of which small counts are a community's own, where houses come from this source.
    fn own(houses: &str) -> Vec<(String, String)> {
        let (mut read, settings) = layer(vec![], "");
        read.layer.source = houses.into();
        let settings = RiskSettings { exposures: vec![settings], ..RiskSettings::default() };
        let sources = [source("census", None), source("profiles", Some("federation"))];
        let numbers = [
            number("ward:1", "population_flooded", "census"),
            number("settlement:a", "population_flooded", "profiles"),
            number("settlement:b", "toilets", "profiles"),
        ];
        let result = |exposure: &str, measure: Measure| RiskResult {
            exposure: exposure.into(),
            measure,
            places: ["ward:1", "settlement:a", "settlement:b"].map(|p| (p.into(), Suffered::default())).to_vec(),
            ..RiskResult::default()
        };
        let results = [result("people", Measure::People), result("houses", Measure::Struck(ExposureKind::Dwellings))];
        with_risk((&sources, &numbers), (&settings, &[read]), |risk| {
            let own = consented(risk, &Guard::new(risk.evidence, &[]), &results);
            own.into_iter().map(|(exposure, place)| (exposure, place.to_string())).collect()
        })
    }

    #[test]
    fn people_are_a_communitys_own_where_its_profile_counts_them_and_houses_where_their_layer_has_a_consent() {
        let people = ("people".to_owned(), "settlement:a".to_owned());
        assert_eq!(own("census"), std::slice::from_ref(&people));
        let all = own("profiles");
        assert_eq!((all.len(), all.iter().filter(|(e, _)| e == "houses").count()), (4, 3));
        assert!(all.contains(&people));
    }

    #[test]
    fn the_city_file_has_the_reason_where_the_page_leaves_few_dwellings_out() {
        let exact = |n: f64| Estimate::exact(n).ok();
        let struck =
            |n: f64| Suffered { exposed: 100.0, events: vec![exact(n)], annual: exact(n), by_rule: Vec::new() };
        let places = [("settlement:a", 3.0), ("settlement:b", 60.0), ("settlement:c", 40.0)];
        let shown = |id: &str| city::assessment::AssessedPlace {
            id: id.into(),
            kind: city::PlaceKind::Settlement,
            name: String::new(),
            parent: None,
            settlement_type: None,
            geometry: None,
            geometry_note: String::new(),
            people: None,
        };
        let result = |measure: Measure| RiskResult {
            exposure: "houses".into(),
            measure,
            places: places.map(|(id, n)| (id.into(), struck(n))).to_vec(),
            ..RiskResult::default()
        };
        let dwellings = ExposureKind::Dwellings;
        let results = vec![result(Measure::Struck(dwellings)), result(Measure::LostThings(dwellings))];
        let held = |consent: Option<&str>| -> Vec<(String, bool)> {
            let (mut read, settings) = layer(vec![], "");
            read.layer.source = "mapped".into();
            let settings = RiskSettings { exposures: vec![settings], ..RiskSettings::default() };
            let view = crate::testing::seen("present", &[10.0], &[]);
            let report = RiskReport {
                places: places.map(|(id, _)| shown(id)).to_vec(),
                views: vec![view.view.clone()],
                results: results.clone(),
                ..RiskReport::default()
            };
            with_risk((&[crate::testing::source("mapped", consent)], &[]), (&settings, &[read]), |risk| {
                let (seen, facts) = ([view], risk.evidence.facts(&[]));
                let mut all = crate::observed::observations(risk, &facts, &seen, &results);
                let few = few(&report, risk, &all);
                crate::observed::hold_back(risk, &facts, &seen, &few, &mut all);
                let told = |o: &Observation| {
                    (format!("{} {}", o.indicator, o.place), o.value == Value::Gap(Gap::Confidential))
                };
                all.iter().map(told).collect()
            })
        };
        // 3 of settlement a, and 40 of c beside it, so that the sum does not tell: at the event and in the year, struck and lost
        let of_place = |told: &(String, bool)| (told.0.ends_with(":b"), told.1);
        let open = held(Some("federation"));
        assert_eq!(open.len(), 12);
        assert!(open.iter().map(of_place).all(|(of_b, gone)| of_b != gone), "{open:?}");
        // what nobody stands behind is as public as its maker made it
        assert!(held(None).iter().all(|(_, gone)| !gone));
    }
}
