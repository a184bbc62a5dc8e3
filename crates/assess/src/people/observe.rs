//! The people of places as observations, for the city file.

use super::combine::Settled;
use super::districts::Districts;
use super::totals::Totals;
use crate::evidence::Evidence;
use city::{Basis, Estimate, Gap, Group, Observation, Period, Place, Quality, Value};

const INDICATOR: &str = "population_assessed";

/// The people of a settlement: the combined count with what went in, or a gap with its reason. Source and period are those
/// of the count that leads; none where not even the day is a date.
pub(super) fn of_settlement(settled: &Settled, evidence: &Evidence) -> Option<Observation> {
    let own = settled.own.as_ref().map_or(&[][..], |o| o.inputs.as_slice());
    let city = settled.inside.as_ref().filter(|i| settled.row.independent || (own.is_empty() && i.is_local));
    let of_city = city.map_or(&[][..], |i| i.inputs.as_slice());
    let gap = evidence.observations.iter().find(|o| {
        o.place == settled.place.id
            && o.indicator == "population"
            && o.group.is_all()
            && matches!(o.value, Value::Gap(_))
    });
    let first = own.iter().chain(of_city).copied().next().or(gap.filter(|_| settled.row.combined.is_none()));
    let raster = city.and_then(|i| i.sources.first().copied());
    let source = first.map(|o| &o.source).or(raster).unwrap_or(&settled.place.source).clone();
    let period = first.map(|o| o.period.clone()).or_else(|| day(&source, evidence))?;
    let (value, quality) = match (settled.row.combined, first.map(|o| &o.value)) {
        (Some(combined), _) => (Value::Estimate(combined), quality(settled)),
        (None, Some(Value::Gap(gap))) => (Value::Gap(*gap), Quality::Low),
        (None, _) => (Value::Gap(Gap::NotEstimated), Quality::Low),
    };
    let inputs = own.iter().chain(of_city).copied().chain(first.filter(|_| own.is_empty() && of_city.is_empty()));
    Some(Observation {
        place: settled.place.id.clone(),
        indicator: INDICATOR.to_owned(),
        period,
        group: Group::all(),
        value,
        quality,
        source,
        run: evidence.run.clone(),
        basis: Basis::Derived { method: method(settled), inputs: inputs.map(Observation::key).collect() },
        note: settled.row.note.clone(),
    })
}

fn method(settled: &Settled) -> String {
    let row = &settled.row;
    match (row.combined, row.profile, row.independent) {
        (None, ..) => "not known: neither counted by the settlement nor by cells of people".to_owned(),
        (_, Some(_), true) => format!(
            "the settlement's own count leads ({}); range from the smaller to the larger of it and the city's figure ({})",
            row.profile_method, row.city_method
        ),
        (_, Some(_), false) => format!("the settlement's own count ({})", row.profile_method),
        (_, None, _) => format!("the city's figure ({})", row.city_method),
    }
}

fn quality(settled: &Settled) -> Quality {
    let leads = settled.own.as_ref().map(|o| o.quality).or(settled.inside.as_ref().map(|i| i.quality));
    leads.unwrap_or(Quality::Low)
}

/// When a source without observations was made; else today.
fn day(source: &city::source::SourceId, evidence: &Evidence) -> Option<Period> {
    let dated = evidence.sources.iter().find(|s| s.id == *source).and_then(|s| s.date.parse().ok());
    dated.or_else(|| evidence.today.parse().ok())
}

/// The totals of the districts afterwards. `settlements` are the observations of settlements that totals were raised by.
pub(super) fn of_districts(
    districts: &Districts,
    totals: &Totals,
    rule: &str,
    settlements: impl Fn(&Place) -> Vec<String>,
    evidence: &Evidence,
) -> Vec<Observation> {
    let one = |district: &&Place| -> Option<Observation> {
        let after: Estimate = *totals.after.get(&district.id)?;
        let official = districts.official.get(&district.id)?;
        let raised = official.value.estimate().is_some_and(|o| after.value > o.value);
        let mut inputs = vec![official.key()];
        if raised {
            inputs.extend(settlements(district));
        }
        Some(Observation {
            place: district.id.clone(),
            indicator: INDICATOR.to_owned(),
            value: Value::Estimate(after),
            quality: if raised { official.quality.max(Quality::Medium) } else { official.quality },
            run: evidence.run.clone(),
            basis: Basis::Derived { method: rule.to_owned(), inputs },
            ..(*official).clone()
        })
    };
    districts.places.iter().filter_map(one).collect()
}
