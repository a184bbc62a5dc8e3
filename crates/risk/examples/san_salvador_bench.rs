//! San Salvador, the whole way: `san_salvador_bench FOLDER published | own | indices DRAWS | bands DRAWS`.
//!
//! `published` is the cost-benefit of the study with its assumptions, `own` with ours; `indices` are Sobol indices of it from
//! 5 x DRAWS runs of three inputs, `bands` quantiles from DRAWS runs. Prints JSON.

#[path = "san_salvador/study.rs"]
mod study;

use risk::frequency::{Beyond, Join, Rule};
use risk::measure::{CutOff, Hazard, Measure, Overlap};
use risk::uncertainty::{Case, Curves, Ranges, Spread, bands, indices};
use risk::valuation::{Appraisal, Cost, Costing, Discount, FirstYear, Rate};
use std::error::Error;
use std::io::Write;
use std::path::Path;
use study::{GROWTH, Now, Study};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Some(folder), Some(what)) = (arguments.first(), arguments.get(1)) else {
        return Err("usage: san_salvador_bench FOLDER published | own | indices DRAWS | bands DRAWS".into());
    };
    let study = Study::read(Path::new(folder))?;
    let draws = arguments.get(2).map_or(Ok(64), |draws| draws.parse())?;
    let case = case(&study, what == "own")?;
    let run = |point: &[f64], to: &mut [f64]| case.run(point, to);
    let size = (draws, case.ranges().count(), case.outputs());
    let json = match what.as_str() {
        "published" | "own" => {
            let mut figures = vec![0.0; case.outputs()];
            case.run(&[], &mut figures)?;
            serde_json::json!({"names": names(&study), "figures": figures})
        }
        "indices" => {
            let found = indices(size, sobol, run)?;
            let of = |index: &Option<risk::uncertainty::Indices>| {
                index.as_ref().map(|index| serde_json::json!({"first": index.first_order, "total": index.total}))
            };
            let shares: Vec<_> = found.iter().map(of).collect();
            serde_json::json!({"names": names(&study), "inputs": case.ranges().names(), "indices": shares})
        }
        _ => {
            let found = bands(size, sobol, run)?;
            let quantiles: Vec<_> =
                found.iter().map(|band| band.map(|band| [band.p5, band.median, band.p95])).collect();
            serde_json::json!({"names": names(&study), "bands": quantiles})
        }
    };
    writeln!(std::io::stdout(), "{json}")?;
    Ok(())
}

fn case(study: &Study, own: bool) -> Result<Case, Box<dyn Error>> {
    let rule = if own { Rule::default() } else { Rule { join: Join::Sum, beyond: Beyond::Nothing } };
    let costing = if own { Costing::Discounted } else { Costing::Undiscounted };
    let measures: Vec<(Measure, f64)> = study
        .measures
        .iter()
        .map(|(measure, cost)| (if own { ours(measure) } else { measure.clone() }, *cost))
        .collect();
    let mut portfolios: Vec<(Vec<&Measure>, Cost)> =
        measures.iter().map(|(measure, cost)| (vec![measure], Cost::once(2015, *cost))).collect();
    if own {
        let costs = measures.iter().map(|(_, cost)| cost).sum();
        portfolios.push((measures.iter().map(|(measure, _)| measure).collect(), Cost::once(2015, costs)));
    }
    let appraisal = Appraisal {
        discount: Discount::new(Rate::ByYear(study.rates.clone()), FirstYear::Full)?,
        costing,
        exponent: 1.0,
    };
    let ranges = Ranges {
        intensity: Some(Spread::Uniform { low: 0.8, high: 1.2 }),
        value: Some(Spread::Uniform { low: 0.8, high: 1.2 }),
        cost: Some(Spread::Uniform { low: 0.7, high: 1.5 }),
        ..Ranges::default()
    };
    let ranges = if own { Ranges::default() } else { ranges };
    let years = vec![(2015, study.scenario(Now::Y2015, 1.0, rule)?), (2040, study.scenario(Now::Y2040, GROWTH, rule)?)];
    let curves = Curves { best: study.functions.clone(), lower: None, upper: None };
    Ok(Case::new(years, &curves, &portfolios, Overlap::Nested, appraisal, ranges)?)
}

/// The same measure as we take it: the water becomes less, and a drain holds what it is built for.
fn ours(measure: &Measure) -> Measure {
    let hazard = match measure.hazard {
        Hazard::CurveAxis { factor, shift } => Hazard::Intensity { factor, less: -shift },
        other => other,
    };
    let cut_off = match measure.cut_off {
        Some(CutOff::ByRankOfLoss { frequency }) => Some(CutOff::ByOwnPeriod { years: 1.0 / frequency }),
        other => other,
    };
    Measure { hazard, cut_off, ..measure.clone() }
}

fn names(study: &Study) -> Vec<String> {
    let time =
        |year: u32| (0..=6).map(move |at| if at == 0 { format!("{year}") } else { format!("{year} event {at}") });
    let of = |name: &str| ["benefit", "cost", "net", "benefit_cost"].map(|what| format!("{what} {name}"));
    let measures = study.measures.iter().flat_map(|(measure, _)| of(&measure.name));
    time(2015).chain(time(2040)).chain(["worth".to_owned()]).chain(measures).chain(of("all together")).collect()
}

/// Owen-scrambled Sobol points.
#[expect(clippy::cast_possible_truncation, reason = "draws and inputs are few")]
fn sobol(draw: usize, point: &mut [f64]) {
    for (dimension, x) in point.iter_mut().enumerate() {
        *x = f64::from(sobol_burley::sample(draw as u32, dimension as u32, 2026));
    }
}
