//! How sure losses are: quantiles over all that is not known exactly, and which of it makes them wide.

mod basis;
#[cfg(test)]
mod tests;

pub use basis::{Basis, Figure, check, samples};

use crate::RiskEvidence;
use crate::standing::{self, Standing};
use crate::things::Things;
use crate::views::Seen;
use assess::hazard::plane::Plane;
use assess::sensitivity::Draws;
use city::Estimate;
use city::risk::{Band, Measure, RiskResult, Rule, Sure, UncertainInput};
use city::risk_settings::RiskSettings;
use risk::RiskError;
use risk::frequency::{Beyond, EventLoss, ExceedanceCurve, FrequencyPoint, Join, Reading, expected_annual};
use risk::measure::{Events, Overlap, Scenario};
use risk::uncertainty::{self, Case, bands, indices};
use risk::valuation::{Appraisal, Costing, Discount, FirstYear, Rate};

/// Points of the unit cube for a seed: the same for the same seed, on one thread or many.
pub fn points(seed: u64) -> impl Fn(usize, &mut [f64]) + Sync {
    let draws = Draws::owen_sobol(seed);
    move |draw, point: &mut [f64]| draws.point(draw, point)
}

/// Bands of a result, until its place in the report is known.
pub(crate) struct Made {
    exposure: String,
    measure: Measure,
    view: usize,
    sure: Sure,
}

/// Gives the whole of each result the range of its band, so that a figure has one range wherever it stands; groups and places keep
/// that of the damage functions alone.
pub(crate) fn take_over(results: &mut [RiskResult], made: &[Made]) {
    for Made { exposure, measure, view, sure } in made.iter().filter(|m| !m.sure.inputs.is_empty()) {
        let of = |r: &&mut RiskResult| (&r.exposure, &r.measure, r.view) == (exposure, measure, *view);
        let Some(result) = results.iter_mut().find(of) else { continue };
        for (event, band) in result.whole.events.iter_mut().zip(&sure.events) {
            *event = within(*event, *band);
        }
        result.whole.annual = within(result.whole.annual, sure.annual);
        result.method += "; the range of everything together goes from the 5 % to the 95 % quantile of all that is not known exactly, \
                          those of groups and places from one end of the damage functions to the other";
    }
}

/// A figure with the range of its band, drawn out to the figure itself where it lies beyond.
fn within(estimate: Option<Estimate>, band: Option<Band>) -> Option<Estimate> {
    let (Some(e), Some(band)) = (estimate, band) else { return estimate };
    Estimate::range(band.p5.min(e.value), e.value, band.p95.max(e.value)).ok().or(estimate)
}

/// Bands with their place in the report; those of results that were held back are left out.
pub(crate) fn shown(made: Vec<Made>, results: &[RiskResult]) -> Vec<Sure> {
    let place =
        |m: &Made| results.iter().position(|r| r.exposure == m.exposure && r.measure == m.measure && r.view == m.view);
    made.into_iter().filter_map(|m| Some(Sure { result: place(&m)?, ..m.sure })).collect()
}

/// Bands of what one exposure loses in one view, in money and in things; the reason where there are none.
pub(crate) fn of_results(
    risk: &RiskEvidence,
    things: &Things,
    (at, seen): (usize, &Seen),
    plane: Option<&Plane>,
    results: &[RiskResult],
) -> Vec<Made> {
    let mut struck = None;
    let mut all = Vec::new();
    for result in results {
        let figure = match result.measure {
            Measure::Money { .. } => Figure::Money,
            Measure::LostThings(_) => Figure::LostThings,
            _ => continue,
        };
        let sure = if may_have_basis(risk, things) {
            match struck.get_or_insert_with(|| standing::of_view(risk, things, (at, seen), plane, &mut Vec::new())) {
                Some(standing) => sure(risk.settings, risk.evidence.seed, (standing, figure))
                    .unwrap_or_else(|error| none(&error.to_string())),
                None => none("one of the damage functions is not known"),
            }
        } else {
            none(NO_RANGE)
        };
        let (exposure, measure) = (result.exposure.clone(), result.measure.clone());
        all.push(Made { exposure, measure, view: result.view, sure });
    }
    all
}

const NO_RANGE: &str = "nobody gave a range of what goes in, and the damage functions have none";

/// Whether anything at all is said of how far off what goes in may be: without it nothing is laid upon each other again.
fn may_have_basis(risk: &RiskEvidence, things: &Things) -> bool {
    let banded = |id: &String| risk.functions.get(id).is_ok_and(|known| known.band().is_some());
    !risk.settings.uncertain.is_empty() || things.functions.iter().any(banded)
}

fn none(why: &str) -> Sure {
    Sure { result: 0, inputs: Vec::new(), annual: None, events: Vec::new(), method: format!("no band: {why}") }
}

/// Bands of the losses of things in one view, and shares of the variance of the yearly figure.
fn sure(settings: &RiskSettings, seed: u64, (standing, figure): (&Standing, Figure)) -> Result<Sure, RiskError> {
    let basis = Basis::of(settings, standing, figure);
    if basis.inputs.is_empty() {
        return Ok(none(NO_RANGE));
    }
    let Some(samples) = samples(settings) else {
        return Ok(none("the number of samples is not one that gives a band"));
    };
    let rule = Rule { join: settings.join, beyond: settings.beyond };
    let losses = Losses::new(standing, figure, &basis, rule)?;
    let points = points(seed);
    let events = standing.seen.return_periods.len(); // of a set of events, those that are read off its curve
    let inputs = basis.inputs.len();
    let found = bands((samples, inputs, 1 + events), &points, |point, to| losses.run(point, to))?;
    // shares are of the year alone, which a set has without its events
    let of_year = if standing.is_set { &Losses::new(&standing.in_a_year(), figure, &basis, rule)? } else { &losses };
    let shares = indices((samples, inputs, 1), &points, |point, to| of_year.run(point, to))?;
    let mut found = found.into_iter().map(|band| band.map(quantiles));
    Ok(Sure {
        result: 0,
        annual: found.next().flatten(),
        events: found.collect(),
        inputs: shared(basis.inputs, shares.into_iter().flatten().next()),
        method: method(samples, seed),
    })
}

/// Quantiles for a reader.
#[must_use]
pub fn quantiles(band: uncertainty::Band) -> Band {
    Band { p5: band.p5, p50: band.median, p95: band.p95 }
}

fn shared(inputs: Vec<UncertainInput>, shares: Option<uncertainty::Indices>) -> Vec<UncertainInput> {
    let Some(shares) = shares else { return inputs };
    let each = inputs.into_iter().zip(shares.first_order.into_iter().zip(shares.total));
    each.map(|(input, (first, total))| UncertainInput { first_order: Some(first), total: Some(total), ..input })
        .collect()
}

fn method(samples: usize, seed: u64) -> String {
    format!(
        "quantiles of {samples} samples (Sobol points with Owen scrambling, seed {seed}); a factor lies anywhere between low and \
         high, all alike, and is the same for all things; damage functions move together within their band; shares of the variance \
         of the yearly figure, by itself (Saltelli and others 2010) and with others (Jansen 1999), from {samples} x (inputs + 2) runs"
    )
}

/// What things lose at a draw.
struct Losses {
    case: Case,
    /// Times a year by event; none where an event has no return period, or is the only one of them.
    frequency: Option<Vec<f64>>,
    /// Return periods that losses are read off at, years; none where each event has its own.
    read_at: Option<Vec<f64>>,
    rule: Rule,
}

impl Losses {
    fn new(standing: &Standing, figure: Figure, basis: &Basis, rule: Rule) -> Result<Self, RiskError> {
        let in_number = figure == Figure::LostThings;
        let frequency: Option<Vec<f64>> = standing.often.iter().copied().collect();
        let frequency = frequency.filter(|all| standing.is_set || all.len() > 1);
        let read_at = standing.is_set.then(|| standing.seen.return_periods.iter().flatten().copied().collect());
        // the year is made below, so that it is the rule's also where a rarer event takes less
        let each_once = vec![1.0; standing.often.len()];
        let sum = Rule { join: Join::Sum, beyond: Beyond::Nothing };
        let growth = if in_number { 1.0 } else { standing.growth };
        let scenario = Scenario::new(standing.sorted(in_number), Events::new(each_once, sum)?, growth)?;
        let discount = Discount::new(Rate::Constant(0.0), FirstYear::Full)?;
        let appraisal = Appraisal { discount, costing: Costing::Discounted, exponent: 1.0 };
        let case =
            Case::new(vec![(0, scenario)], &standing.curves(), &[], Overlap::Independent, appraisal, basis.ranges)?;
        Ok(Self { case, frequency, read_at, rule })
    }

    /// The yearly figure, and then losses at events or return periods, as many as there is room for.
    fn run(&self, point: &[f64], to: &mut [f64]) -> Result<(), RiskError> {
        let losses = self.case.without(self.case.ranges().at(point))?;
        let at_event = losses.first().map(risk::measure::Losses::at_event).unwrap_or_default();
        // running sums leave traces below nothing
        let at_event: Vec<f64> = at_event.into_iter().map(|loss| loss.max(0.0)).collect();
        let Some((year, events)) = to.split_first_mut() else { return Ok(()) };
        let Some(frequency) = &self.frequency else {
            *year = f64::NAN;
            events.iter_mut().zip(at_event).for_each(|(to, loss)| *to = loss);
            return Ok(());
        };
        let each = frequency.iter().zip(&at_event).map(|(frequency, loss)| (*frequency, *loss));
        let Some(read_at) = &self.read_at else {
            let points = each.map(|(frequency, loss)| FrequencyPoint { frequency, loss });
            *year = expected_annual(&points.collect::<Vec<_>>(), self.rule)?;
            events.iter_mut().zip(at_event).for_each(|(to, loss)| *to = loss);
            return Ok(());
        };
        *year = each.clone().map(|(frequency, loss)| frequency * loss).sum();
        if !events.is_empty() {
            let all: Vec<EventLoss> = each.map(|(frequency, loss)| EventLoss { frequency, loss }).collect();
            let curve = ExceedanceCurve::from_events(&all)?;
            events.iter_mut().zip(read_at).for_each(|(to, years)| *to = curve.loss_at(*years, Reading::LogFrequency));
        }
        Ok(())
    }
}
