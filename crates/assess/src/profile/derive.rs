//! Deriving: every computed number names its method and what went in.

use city::run::RunId;
use city::{Basis, Estimate, Group, Observation, PlaceId, Quality, Value};

/// A number computed from observations: its source, period and quality are those of its inputs (the latest period, the
/// lowest quality, the first input's source).
#[must_use]
pub(crate) fn derived(
    (place, indicator, group): (&PlaceId, &str, Group),
    value: Estimate,
    method: String,
    inputs: &[&Observation],
    run: &RunId,
) -> Option<Observation> {
    let first = inputs.first()?;
    let period = inputs.iter().map(|o| &o.period).max()?.clone();
    let quality = inputs.iter().map(|o| o.quality).max().unwrap_or(Quality::Low);
    let notes: std::collections::BTreeSet<&str> =
        inputs.iter().map(|o| o.note.as_str()).filter(|n| !n.is_empty()).collect();
    let note = if notes.len() <= 3 { notes.into_iter().collect::<Vec<_>>().join(" ") } else { String::new() };
    Some(Observation {
        place: place.clone(),
        indicator: indicator.to_owned(),
        period,
        group,
        value: Value::Estimate(value),
        quality,
        source: first.source.clone(),
        run: run.clone(),
        basis: Basis::Derived { method, inputs: inputs.iter().map(|o| o.key()).collect() },
        note,
    })
}

/// The sum of estimates, with the sums of their ends.
#[must_use]
pub(crate) fn sum<'a>(estimates: impl IntoIterator<Item = &'a Estimate>) -> Option<Estimate> {
    let (mut low, mut value, mut high) = (0.0, 0.0, 0.0);
    for e in estimates {
        low += e.low;
        value += e.value;
        high += e.high;
    }
    Estimate::range(low, value, high).ok()
}

/// A ratio of two estimates times a factor, widest range; none where the divisor may be 0.
#[must_use]
pub(crate) fn ratio(numerator: Estimate, divisor: Estimate, factor: f64) -> Option<Estimate> {
    if divisor.low <= 0.0 || numerator.low < 0.0 {
        return None;
    }
    Estimate::range(
        factor * numerator.low / divisor.high,
        factor * numerator.value / divisor.value,
        factor * numerator.high / divisor.low,
    )
    .ok()
}
