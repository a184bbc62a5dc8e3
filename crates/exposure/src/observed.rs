//! What was computed as observations, for the city file.

use crate::views::{Seen, Strike};
use crate::{RiskEvidence, people};
use assess::evidence::{Wet, WetArea};
use assess::profile::facts::Facts;
use city::risk::{Measure, RiskResult, ServiceStop, Suffered};
use city::source::SourceId;
use city::{Basis, Estimate, Gap, Group, Observation, Period, PlaceId, PlaceKind, Quality, Value};
use std::collections::BTreeSet;

/// Every result at the city, its districts and settlements: at each return period, and in a year.
pub fn observations(risk: &RiskEvidence, facts: &Facts, seen: &[Seen], results: &[RiskResult]) -> Vec<Observation> {
    let city = risk.evidence.places.iter().find(|p| p.kind == PlaceKind::City).map(|p| &p.id);
    let mut all = Vec::new();
    for result in results {
        let Some(view) = seen.get(result.view) else { continue };
        let writing = Writing { risk, facts, seen: view, result };
        if let Some(city) = city {
            all.extend(writing.of(city, &result.whole, &Group::all()));
            for (name, suffered) in &result.groups {
                all.extend(writing.of(city, suffered, &Group::all().with("exposed", name)));
            }
        }
        for (place, suffered) in &result.places {
            all.extend(writing.of(place, suffered, &Group::all()));
        }
    }
    all
}

/// Indicators of a measure: at an event, and in a year; of people events are there already.
fn indicators(measure: &Measure) -> (Option<&'static str>, &'static str) {
    match measure {
        Measure::People => (None, "people_affected_yearly"),
        Measure::Struck(_) => (Some("structures_struck"), "structures_struck_yearly"),
        Measure::LostThings(_) => (Some("structures_lost"), "structures_lost_yearly"),
        Measure::Metres => (Some("length_struck_m"), "length_struck_yearly_m"),
        Measure::Money { .. } => (Some("damage"), "damage_yearly"),
        Measure::RepairDays => (Some("repair_days"), "repair_days_yearly"),
        Measure::WorkDays => (Some("work_days_lost"), "work_days_lost_yearly"),
        Measure::Income { .. } => (Some("income_lost"), "income_lost_yearly"),
    }
}

/// Takes the numbers of figures that are too small to leave out of observations, and leaves the reason: so the city file, and every
/// export of it, holds back what the page does.
pub fn hold_back(
    risk: &RiskEvidence,
    facts: &Facts,
    seen: &[Seen],
    few: &[crate::withheld::Few],
    all: &mut [Observation],
) {
    let key = |one: &crate::withheld::Few| -> Option<(PlaceId, &str, Group)> {
        let view = seen.get(one.view)?;
        let result = RiskResult { exposure: one.exposure.clone(), ..RiskResult::default() };
        let writing = Writing { risk, facts, seen: view, result: &result };
        let (event, year) = indicators(&one.measure);
        let years = one.event.map(|at| view.view.return_periods.get(at).copied().flatten());
        let indicator = if years.is_some() { event? } else { year };
        Some((one.place.clone(), indicator, writing.group(&Group::all(), years.flatten())))
    };
    let gone: BTreeSet<(PlaceId, &str, Group)> = few.iter().filter_map(key).collect();
    for observation in all.iter_mut().filter(|_| !gone.is_empty()) {
        let key = (observation.place.clone(), observation.indicator.as_str(), observation.group.clone());
        if gone.contains(&key) {
            observation.value = Value::Gap(Gap::Confidential);
            "held back: so few that somebody could be recognised, or what would give so few away"
                .clone_into(&mut observation.note);
        }
    }
}

/// What stops of services, at the city.
pub fn of_services(
    risk: &RiskEvidence,
    facts: &Facts,
    seen: &[Seen],
    services: &[ServiceStop],
    likeness: &[RiskResult],
) -> Vec<Observation> {
    let city = risk.evidence.places.iter().find(|p| p.kind == PlaceKind::City).map(|p| &p.id);
    let mut all = Vec::new();
    for stop in services {
        let own = |r: &&RiskResult| r.exposure == stop.exposure && r.view == stop.view;
        let (Some(city), Some(view), Some(result)) = (city, seen.get(stop.view), likeness.iter().find(own)) else {
            continue;
        };
        let result = RiskResult { method: stop.method.clone(), ..result.clone() };
        let writing = Writing { risk, facts, seen: view, result: &result };
        let group = Group::all().with("service", &stop.id);
        all.extend(
            writing.of_named((Some("facilities_stopped"), "facilities_stopped_yearly"), (city, &stop.stopped, &group)),
        );
        if let Some(people) = &stop.people {
            let names = (Some("people_without_service"), "people_without_service_yearly");
            all.extend(writing.of_named(names, (city, people, &group)));
        }
    }
    all
}

struct Writing<'w, 'a> {
    risk: &'w RiskEvidence<'a>,
    facts: &'w Facts<'a>,
    seen: &'w Seen<'a>,
    result: &'w RiskResult,
}

impl Writing<'_, '_> {
    fn of(&self, place: &PlaceId, suffered: &Suffered, group: &Group) -> Vec<Observation> {
        self.of_named(indicators(&self.result.measure), (place, suffered, group))
    }

    fn of_named(
        &self,
        (event, year): (Option<&str>, &str),
        (place, suffered, group): (&PlaceId, &Suffered, &Group),
    ) -> Vec<Observation> {
        let mut all = Vec::new();
        if let Some(event) = event {
            for (at, (years, value)) in self.seen.view.return_periods.iter().zip(&suffered.events).enumerate() {
                let (group, made) = (self.group(group, *years), (self.result.method.as_str(), self.hazards(Some(at))));
                all.extend(value.and_then(|v| self.one((place, event), group, v, made)));
            }
        }
        if let Some(annual) = suffered.annual {
            let method =
                if self.seen.events.is_empty() { self.result.method.clone() } else { self.area(suffered.events.len()) };
            let made = (method.as_str(), self.hazards(None));
            all.extend(self.one((place, year), self.group(group, None), annual, made));
        }
        all
    }

    /// How a year is made of return periods, in words.
    fn area(&self, periods: usize) -> String {
        let rule = self.risk.rule();
        format!(
            "area under loss over exceedance frequency of {periods} return periods, joined {}, {} beyond the rarest, nothing more often than the most frequent; {}",
            rule.join, rule.beyond, self.result.method
        )
    }

    fn group(&self, group: &Group, years: Option<f64>) -> Group {
        let mut of = people::group(self.seen, years);
        if self.result.exposure != "people" {
            of = of.with("exposure", &self.result.exposure);
        }
        for (key, code) in group.iter() {
            of = of.with(key, code);
        }
        of
    }

    /// Sources of the hazard: of an event that of its own raster or areas; of a year all.
    fn hazards(&self, event: Option<usize>) -> Vec<&SourceId> {
        let own = match event.and_then(|at| self.seen.events.get(at)) {
            Some(Strike::Cells(cells, _)) => Some(&cells.source),
            Some(Strike::Areas(areas, _)) => areas.first().and_then(|area| self.source_of(area)),
            _ => None,
        };
        own.map_or_else(|| self.seen.sources.iter().collect(), |own| vec![own])
    }

    /// The source of the footprint that an area stands in.
    fn source_of(&self, area: &WetArea) -> Option<&SourceId> {
        let holds =
            |wet: &Wet| matches!(wet, Wet::Areas(all) if all.as_ptr_range().contains(&std::ptr::from_ref(area)));
        self.risk.evidence.footprints.iter().find(|footprint| holds(&footprint.wet)).map(|footprint| &footprint.source)
    }

    fn one(
        &self,
        (place, indicator): (&PlaceId, &str),
        group: Group,
        value: Estimate,
        (method, hazards): (&str, Vec<&SourceId>),
    ) -> Option<Observation> {
        let evidence = self.risk.evidence;
        let exposure = self.risk.exposure(&self.result.exposure);
        let layer = exposure.and_then(|e| self.risk.layers.iter().find(|l| l.layer.name == e.layer));
        // things that a consent covers go no farther than it does
        let has_consent = |id: &&SourceId| evidence.sources.iter().any(|s| s.id == **id && s.consent.is_some());
        let of_layer = layer.map(|l| &l.layer.source);
        let source = of_layer.filter(has_consent).or(hazards.first().copied()).or(of_layer)?;
        let inputs = people::inputs(self.facts, self.seen, place);
        let dated = evidence.sources.iter().find(|s| s.id == *source).and_then(|s| s.date.parse::<Period>().ok());
        let names =
            layer.map(|l| format!("; things: `{}` of source {}", l.layer.name, l.layer.source)).unwrap_or_default();
        let rasters: Vec<&str> = hazards.iter().map(|id| id.as_str()).collect();
        let hazards = match rasters.as_slice() {
            [] => String::new(),
            [one] if *one == source.as_str() => String::new(),
            [one] => format!("; hazard of source {one}"),
            all => format!("; hazard of sources {}", all.join(", ")),
        };
        Some(Observation {
            place: place.clone(),
            indicator: indicator.to_owned(),
            period: dated.or_else(|| evidence.today.parse().ok())?,
            group,
            value: Value::Estimate(value),
            quality: Quality::Low,
            source: source.clone(),
            run: evidence.run.clone(),
            basis: Basis::Derived {
                method: format!("{method}{names}{hazards}"),
                inputs: if self.result.measure == Measure::People {
                    inputs.iter().map(|o| o.key()).collect()
                } else {
                    Vec::new()
                },
            },
            note: String::new(),
        })
    }
}
