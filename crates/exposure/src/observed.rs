//! What was computed as observations, for the city file.

use assess::profile::facts::Facts;
use crate::views::Seen;
use crate::{RiskEvidence, people};
use city::risk::{Measure, RiskResult, Suffered};
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
    }
}

struct Writing<'w, 'a> {
    risk: &'w RiskEvidence<'a>,
    facts: &'w Facts<'a>,
    seen: &'w Seen<'a>,
    result: &'w RiskResult,
}

impl Writing<'_, '_> {
    fn of(&self, place: &PlaceId, suffered: &Suffered, group: &Group) -> Vec<Observation> {
        let (event, year) = indicators(&self.result.measure);
        let mut all = Vec::new();
        if let Some(event) = event {
            for (years, value) in self.seen.view.return_periods.iter().zip(&suffered.events) {
                all.extend(
                    value.and_then(|v| self.one(place, event, self.group(group, *years), v, &self.result.method)),
                );
            }
        }
        if let Some(annual) = suffered.annual {
            let rule = self.risk.rule();
            let method = format!(
                "area under loss over exceedance frequency of {} return periods, joined {}, {} beyond the rarest, nothing more often than the most frequent; {}",
                suffered.events.len(),
                rule.join,
                rule.beyond,
                self.result.method
            );
            all.extend(self.one(place, year, self.group(group, None), annual, &method));
        }
        all
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
        let exposure = self.risk.settings.exposures.iter().find(|e| e.id == self.result.exposure);
        let layer = exposure.and_then(|e| self.risk.layers.iter().find(|l| l.layer.name == e.layer));
        let source = self.seen.sources.first().or_else(|| layer.map(|l| &l.layer.source))?;
        let inputs = people::inputs(self.facts, self.seen, place);
        let dated = evidence.sources.iter().find(|s| s.id == *source).and_then(|s| s.date.parse::<Period>().ok());
        let names =
            layer.map(|l| format!("; things: `{}` of source {}", l.layer.name, l.layer.source)).unwrap_or_default();
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
                method: format!("{method}{names}"),
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
