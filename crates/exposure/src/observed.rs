//! What was computed as observations, for the city file.

use crate::views::Seen;
use crate::{RiskEvidence, people};
use assess::profile::facts::Facts;
use city::risk::{Measure, RiskResult, ServiceStop, Suffered};
use city::source::SourceId;
use city::{Basis, Estimate, Group, Observation, Period, PlaceId, PlaceKind, Quality, Value};

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
            for (years, value) in self.seen.view.return_periods.iter().zip(&suffered.events) {
                all.extend(
                    value.and_then(|v| self.one(place, event, self.group(group, *years), v, &self.result.method)),
                );
            }
        }
        if let Some(annual) = suffered.annual {
            let method =
                if self.seen.events.is_empty() { self.result.method.clone() } else { self.area(suffered.events.len()) };
            all.extend(self.one(place, year, self.group(group, None), annual, &method));
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

    fn one(
        &self,
        place: &PlaceId,
        indicator: &str,
        group: Group,
        value: Estimate,
        method: &str,
    ) -> Option<Observation> {
        let evidence = self.risk.evidence;
        let exposure = self.risk.exposure(&self.result.exposure);
        let layer = exposure.and_then(|e| self.risk.layers.iter().find(|l| l.layer.name == e.layer));
        // things that a consent covers go no farther than it does
        let has_consent = |id: &&SourceId| evidence.sources.iter().any(|s| s.id == **id && s.consent.is_some());
        let of_layer = layer.map(|l| &l.layer.source);
        let source = of_layer.filter(has_consent).or(self.seen.sources.first()).or(of_layer)?;
        let inputs = people::inputs(self.facts, self.seen, place);
        let dated = evidence.sources.iter().find(|s| s.id == *source).and_then(|s| s.date.parse::<Period>().ok());
        let names =
            layer.map(|l| format!("; things: `{}` of source {}", l.layer.name, l.layer.source)).unwrap_or_default();
        let hazards: Vec<&str> = self.seen.sources.iter().map(SourceId::as_str).collect();
        let hazards =
            if hazards.len() > 1 { format!("; hazard of sources {}", hazards.join(", ")) } else { String::new() };
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
