//! What is not known exactly: the ranges that hold for an exposure under a hazard, and what is wrong with them.

use crate::standing::Standing;
use city::Problem;
use city::risk::UncertainInput;
use city::risk_settings::{RiskSettings, Uncertain, UncertainSettings};
use risk::functions::FunctionLibrary;
use risk::uncertainty::{Ranges, Spread};

/// Fewest samples that give a band.
const FEWEST: usize = 16;
/// Most: the Sobol sequence in use has no more points.
const MOST: usize = 1 << 16;

/// What a figure is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Money lost.
    Money,
    /// Things as if wholly lost.
    LostThings,
    /// Money that a measure averts, beside what it costs.
    Measure,
}

/// Ranges of what goes into a figure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Basis {
    /// For the method.
    pub ranges: Ranges,
    /// For a reader, in the same order.
    pub inputs: Vec<UncertainInput>,
}

/// How many samples are drawn; none where the number asked for gives no band.
#[must_use]
pub fn samples(settings: &RiskSettings) -> Option<usize> {
    Some(settings.samples).filter(|samples| (FEWEST..=MOST).contains(samples))
}

impl Basis {
    /// What is known of the figure of an exposure in a view. The range that names its exposure or hazard leads over one for all; of
    /// equals, the first. Functions with a band are uncertain without being named.
    #[must_use]
    pub fn of(settings: &RiskSettings, standing: &Standing, figure: Figure) -> Self {
        let mut basis = Self::default();
        for what in Uncertain::ALL.iter().copied().filter(|what| concerns(*what, settings, standing, figure)) {
            let said = leading(&settings.uncertain, what, (&standing.exposure, &standing.seen.hazard));
            let range = said.and_then(|said| said.low.zip(said.high));
            let uniform = |(low, high)| Spread::Uniform { low, high };
            let (spread, source) = match (what, range, said) {
                (Uncertain::Function, _, said) => {
                    let own = || format!("their own band: {}", banded(standing).join(", "));
                    (Some(Spread::Uniform { low: -1.0, high: 1.0 }), said.map_or_else(own, |said| said.source.clone()))
                }
                (_, Some(range), Some(said)) => (Some(uniform(range)), said.source.clone()),
                _ => continue,
            };
            *place(&mut basis.ranges, what) = spread;
            basis.inputs.push(UncertainInput { what, factors: range, source, first_order: None, total: None });
        }
        // the method has its own order of inputs
        let order = basis.ranges.names();
        basis.inputs.sort_by_key(|input| order.iter().position(|name| *name == input.what.as_str()));
        basis
    }
}

fn place(ranges: &mut Ranges, what: Uncertain) -> &mut Option<Spread> {
    match what {
        Uncertain::Intensity => &mut ranges.intensity,
        Uncertain::Value => &mut ranges.value,
        Uncertain::Function => &mut ranges.function,
        Uncertain::Count => &mut ranges.count,
        Uncertain::Cost => &mut ranges.cost,
    }
}

/// Whether a figure hangs on it. Where a column says what a feature is worth, more things in it make it worth no more.
fn concerns(what: Uncertain, settings: &RiskSettings, standing: &Standing, figure: Figure) -> bool {
    let valued_each = || settings.exposures.iter().any(|e| e.id == standing.exposure && e.value_column.is_empty());
    match what {
        Uncertain::Intensity => true,
        Uncertain::Value => figure != Figure::LostThings,
        Uncertain::Function => standing.bands.iter().any(Option::is_some),
        Uncertain::Count => figure == Figure::LostThings || valued_each(),
        Uncertain::Cost => figure == Figure::Measure,
    }
}

fn banded(standing: &Standing) -> Vec<&str> {
    let each = standing.function_ids.iter().zip(&standing.bands);
    each.filter(|(_, band)| band.is_some()).map(|(id, _)| id.as_str()).collect()
}

/// The range that leads of those that hold.
fn leading<'u>(
    all: &'u [UncertainSettings],
    what: Uncertain,
    (exposure, hazard): (&str, &str),
) -> Option<&'u UncertainSettings> {
    let holds = |said: &&UncertainSettings| {
        said.what == what
            && (said.exposure.is_empty() || said.exposure == exposure)
            && (said.hazard.is_empty() || said.hazard == hazard)
            && fault(said).is_none()
    };
    let names =
        |said: &UncertainSettings| usize::from(!said.exposure.is_empty()) + usize::from(!said.hazard.is_empty());
    // the first of equals, where `max_by_key` would take the last
    all.iter().filter(holds).rev().max_by_key(|said| names(said))
}

/// Everything that is wrong with ranges and samples.
#[must_use]
pub fn check(settings: &RiskSettings, functions: &FunctionLibrary) -> Vec<Problem> {
    let mut problems = Vec::new();
    if samples(settings).is_none() {
        problems.push(
            Problem::error("samples_out_of_range")
                .in_file("city.toml")
                .in_column("risk.samples")
                .found(settings.samples)
                .expected(format!("{FEWEST} to {MOST}"))
                .hint("no band was computed; 1024 is enough for most"),
        );
    }
    let exposures: Vec<&str> = settings.exposures.iter().map(|e| e.id.as_str()).collect();
    for (at, said) in settings.uncertain.iter().enumerate() {
        let problem = |code: &str| {
            let column = format!("risk.uncertain.{}", said.what);
            Problem::error(code).in_file("city.toml").in_column(&column).hint("this range was not used")
        };
        if let Some((code, found, expected)) = fault(said) {
            problems.push(problem(code).found(found).expected(expected));
        } else if !said.exposure.is_empty() && !exposures.contains(&said.exposure.as_str()) {
            let known = format!("one of {}", exposures.join(", "));
            problems.push(problem("exposure_unknown").found(&said.exposure).expected(known));
        }
        let same = |other: &&UncertainSettings| {
            (other.what, &other.exposure, &other.hazard) == (said.what, &said.exposure, &said.hazard)
        };
        if settings.uncertain.iter().take(at).any(|other| same(&other)) {
            problems.push(problem("uncertain_twice").found(said.what).expected("each range once"));
        }
        if said.what == Uncertain::Function && !has_band(settings, functions, said) {
            let hint = "there is no band of them: give `damage_low` and `damage_high` in a file of functions";
            problems.push(
                problem("function_without_band")
                    .found("functions without a band")
                    .expected("functions with a least and a most")
                    .hint(hint),
            );
        }
    }
    problems
}

/// What is wrong with a range: code, what was found, what is expected.
fn fault(said: &UncertainSettings) -> Option<(&'static str, String, &'static str)> {
    if said.source.trim().is_empty() {
        return Some((
            "uncertain_without_source",
            said.what.to_string(),
            "who says how far it may be off, in `source`",
        ));
    }
    let numbers = [said.low, said.high].map(|x| x.map_or_else(|| "nothing".to_owned(), |x| x.to_string())).join(" to ");
    let wrong = |expected| Some(("uncertain_range_wrong", numbers.clone(), expected));
    match (said.what, said.low, said.high) {
        (Uncertain::Function, None, None) => None,
        (Uncertain::Function, ..) => wrong("no numbers: the band of the functions themselves is taken"),
        (what, Some(low), Some(high)) => {
            let above = if what == Uncertain::Intensity { low > 0.0 } else { low >= 0.0 };
            let around = low <= 1.0 && high >= 1.0 && low < high && high.is_finite();
            if above && around {
                None
            } else {
                wrong("factors above 0, the low one at most 1 and the high one at least 1")
            }
        }
        _ => wrong("`low` and `high`, factors on what is taken"),
    }
}

/// Whether a function of the exposures that it holds for has a band.
fn has_band(settings: &RiskSettings, functions: &FunctionLibrary, said: &UncertainSettings) -> bool {
    let holds = settings.exposures.iter().filter(|e| said.exposure.is_empty() || said.exposure == e.id);
    let mut used = holds.flat_map(|e| e.functions.values().chain([&e.function]));
    used.any(|id| functions.get(id).is_ok_and(|known| known.band().is_some()))
}
