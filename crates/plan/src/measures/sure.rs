//! How sure benefits and costs of measures are.

use super::asked;
use super::result::Case;
use city::risk_settings::MeasureSettings;
use exposure::sure::{Basis, Figure, points, samples};
use risk::RiskError;
use risk::measure::{Measure, Overlap};
use risk::uncertainty::{self, Band, bands};
use risk::valuation::{Cost, Worth};

/// From the 5 % to the 95 % quantile of what measures cost and bring; none of what does not vary.
pub(super) struct Ranged {
    pub cost: Option<(f64, f64)>,
    pub benefit: Option<(f64, f64)>,
    pub ratio: Option<(f64, f64)>,
    /// How, in words.
    pub method: String,
}

/// Ranges around `worth`; none where nothing that goes in has a range, or the views are not in one unit.
pub(super) fn ranged(case: &Case, measures: &[&MeasureSettings], worth: Worth) -> Result<Option<Ranged>, RiskError> {
    let settings = case.risk.settings;
    let (Some(appraisal), Some((first, last)), Some(samples)) = (case.appraisal()?, case.ends(), samples(settings))
    else {
        return Ok(None);
    };
    let basis = Basis::of(settings, first, Figure::Measure);
    let (Some(from), Some(to)) = (first.seen.year, last.seen.year) else { return Ok(None) };
    if basis.inputs.is_empty() || first.seen.unit != last.seen.unit {
        return Ok(None);
    }
    let years = vec![(from, case.scenario(first, measures)?), (to, case.scenario(last, measures)?)];
    let changes: Vec<Measure> =
        measures.iter().map(|m| asked::changes(m, &first.groups, &first.function_ids)).collect();
    // what it costs is known, but for the factor of the draw
    let portfolio = (changes.iter().collect(), Cost::once(from, 0.0));
    let curves = first.curves();
    let model = uncertainty::Case::new(years, &curves, &[portfolio], Overlap::Independent, appraisal, basis.ranges)?;
    let run = |point: &[f64], to: &mut [f64]| {
        let sample = model.ranges().at(point);
        let benefit = model.worth(0, sample, &model.without(sample)?)?.benefit;
        let drawn = Worth::new(benefit, worth.cost * sample.cost)?;
        to.copy_from_slice(&[drawn.cost, drawn.benefit, drawn.benefit_cost().unwrap_or(f64::NAN)]);
        Ok(())
    };
    let found = bands((samples, basis.inputs.len(), 3), points(case.risk.evidence.seed), run)?;
    let range = |at: usize| found.get(at).copied().flatten().map(|band: Band| (band.p5, band.p95));
    let inputs: Vec<&str> = basis.inputs.iter().map(|input| input.what.as_str()).collect();
    let method = format!(
        "ranges from the 5 % to the 95 % quantile of {samples} samples (drawn out to the figure itself where it lies beyond); not \
         known exactly: {}",
        inputs.join(", ")
    );
    Ok(Some(Ranged { cost: range(0), benefit: range(1), ratio: range(2), method }))
}
