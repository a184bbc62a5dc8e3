//! What is wrong with hazards and with what they give, said with what it does to a result.

mod asked;
mod cells;
mod columns;

pub use asked::check;
use cells::of_cells;

use crate::RiskEvidence;
use crate::mosaic::bounds;
use crate::strike::Hit;
use crate::things::Things;
use crate::views::{Seen, Strike};
use city::Problem;
use city::risk::{RiskResult, Suffered};
use geo_types::{Geometry, Rect};
use risk::frequency::{FrequencyPoint, falls_at};
use risk::functions::{FunctionLibrary, IntensityUnit, looks_like_other_unit};
use std::collections::BTreeSet;

/// What can be said before anything is overlaid.
pub fn before(risk: &RiskEvidence, seen: &[Seen], things: &[Things]) -> Vec<Problem> {
    let mut problems = of_cells(risk.evidence.footprints);
    problems.extend(of_periods(seen));
    problems.extend(of_functions(things, risk.functions));
    problems
}

/// Hits that say something of the things, with what is odd in them; none where the hazard lies elsewhere.
pub fn kept(
    things: &Things,
    seen: &Seen,
    hits: Option<Vec<Vec<Hit>>>,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Vec<Hit>>> {
    let hits = hits?;
    let largest = hits.iter().flatten().filter_map(|hit| hit.intensity).reduce(f64::max);
    problems.extend(of_unit(seen, largest));
    problems.extend(columns::of_columns(things, seen));
    let (elsewhere, problem) = elsewhere(things, seen, &hits);
    problems.extend(problem);
    (!elsewhere).then_some(hits)
}

/// A view in words that `city.toml` has.
pub fn name(seen: &Seen) -> String {
    let parts = [&seen.view.hazard, &seen.view.model, &seen.view.scenario];
    parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Scenarios of one hazard and model whose return periods are not the same.
fn of_periods(seen: &[Seen]) -> Vec<Problem> {
    let years = |seen: &Seen| -> BTreeSet<u64> {
        seen.view.return_periods.iter().flatten().map(|years| years.to_bits()).collect()
    };
    let mut problems = Vec::new();
    for (at, one) in seen.iter().enumerate().filter(|(_, one)| !one.events.is_empty()) {
        let same = |other: &&Seen| {
            (&other.view.hazard, &other.view.model, other.only) == (&one.view.hazard, &one.view.model, one.only)
                && !other.events.is_empty()
        };
        let Some(first) = seen.iter().take(at).find(same) else { continue };
        let list = |bits: BTreeSet<u64>| {
            bits.into_iter().map(|bits| f64::from_bits(bits).to_string()).collect::<Vec<_>>().join(", ")
        };
        let (mine, theirs) = (years(one), years(first));
        let lacks = |a: &BTreeSet<u64>, b: &BTreeSet<u64>, who: &Seen| {
            let lacking = list(b - a);
            (!lacking.is_empty()).then(|| format!("{} lacks the periods of {lacking} years", name(who)))
        };
        let said: Vec<String> =
            [lacks(&mine, &theirs, one), lacks(&theirs, &mine, first)].into_iter().flatten().collect();
        if !said.is_empty() {
            let hint = "average years are joined from other points in each, so a part of their difference is no change of \
                        the hazard: compare events of the same period, or name what is missing";
            problems.push(
                Problem::warning("return_periods_differ")
                    .in_file("city.toml")
                    .found(said.join("; "))
                    .expected("the same return periods in every scenario of a hazard and model")
                    .hint(hint),
            );
        }
    }
    problems
}

/// Damage functions in use that fall somewhere.
fn of_functions(things: &[Things], library: &FunctionLibrary) -> Vec<Problem> {
    let used: BTreeSet<&String> = things.iter().flat_map(|t| &t.functions).collect();
    let fall = |id: &String| {
        let function = &library.get(id).ok()?.function;
        let at = *function.intensity().get(function.falls_at()? - 1)?;
        let hint =
            "it is used as it stands: where it falls, a stronger event costs less, and an average year is too low";
        Some(
            Problem::warning("damage_function_falls")
                .in_file("city.toml")
                .found(format!("{id} at {at}"))
                .expected("a part lost that never falls as the hazard grows")
                .hint(hint),
        )
    };
    used.into_iter().filter_map(fall).collect()
}

/// A greatest intensity that its unit can hardly have.
pub fn of_unit(seen: &Seen, largest: Option<f64>) -> Option<Problem> {
    let unit = IntensityUnit::parse(&seen.view.unit).ok()?;
    let problem = looks_like_other_unit(largest?, &unit)?;
    let found = format!("{} in {}", problem.value, name(seen));
    Some(problem.in_file("city.toml").found(found))
}

/// Whether a raster says nothing of any of the things, at no event; and what tells a reader where nothing of a hazard lies near.
fn elsewhere(things: &Things, seen: &Seen, hits: &[Vec<Hit>]) -> (bool, Option<Problem>) {
    let cells = seen.events.iter().all(|strike| matches!(strike, Strike::Cells(..)));
    let problem = |problem: Problem, hint: &str| {
        let found = format!("{} and {}", name(seen), things.settings.id);
        problem.in_file("city.toml").found(found).expected("a hazard that lies where the things are").hint(hint)
    };
    if cells && hits.iter().flatten().all(|hit| hit.not_covered >= 1.0 - 1e-9) {
        let hint = "nothing was computed of them together: no cell with a value lies on any of the things; check the reference \
                    systems of both";
        return (true, Some(problem(Problem::error("hazard_elsewhere"), hint)));
    }
    let areas: Vec<Rect<f64>> = seen
        .events
        .iter()
        .flat_map(|strike| match strike {
            Strike::Areas(areas, _) => areas.as_slice(),
            _ => &[],
        })
        .filter_map(|area| bounds(&Geometry::MultiPolygon(area.surface.clone())))
        .collect();
    let list = things.list.iter().filter_map(|thing| bounds(thing.geometry?));
    let apart = match (around(areas.into_iter()), around(list)) {
        (Some(a), Some(b)) => {
            a.max().x < b.min().x || b.max().x < a.min().x || a.max().y < b.min().y || b.max().y < a.min().y
        }
        _ => false,
    };
    let hint = "no area of the hazard lies near any of the things, so they count as not struck: check the reference systems of \
                both, and whether the model covers this part of the city";
    (false, apart.then(|| problem(Problem::warning("hazard_elsewhere"), hint)))
}

fn around(boxes: impl Iterator<Item = Rect<f64>>) -> Option<Rect<f64>> {
    boxes.reduce(|a, b| {
        Rect::new(
            (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
            (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
        )
    })
}

/// Losses that fall as events get rarer.
pub fn of_losses(results: &[RiskResult], seen: &[Seen]) -> Vec<Problem> {
    let falls = |result: &RiskResult| {
        let seen = seen.get(result.view).filter(|seen| !seen.events.is_empty())?;
        let at = falling(&result.whole, &seen.view.return_periods)?;
        let hint = "kept as it is, and the average year is made of it: a model whose rarer events do less is worth a look \
                    (depths that mean something else, a function that falls, a cell without a value)";
        Some(
            Problem::warning("loss_falls_with_period")
                .in_file("city.toml")
                .found(format!("{}, {}: at {at} years", result.exposure, name(seen)))
                .expected("losses that grow with the return period")
                .hint(hint),
        )
    };
    let mut problems: Vec<Problem> = results.iter().filter_map(falls).collect();
    problems.sort();
    problems.dedup();
    problems
}

/// Return periods at which less is lost than at the one before, by more than rounding.
fn falling(whole: &Suffered, periods: &[Option<f64>]) -> Option<String> {
    let points = periods.iter().zip(&whole.events);
    let most = whole.events.iter().flatten().map(|e| e.value).fold(0.0, f64::max);
    let points: Option<Vec<FrequencyPoint>> = points
        .map(|(years, event)| {
            // rounded to a millionth of the greatest, so that the order of a sum is no fall
            let loss = (event.as_ref()?.value / most.max(f64::MIN_POSITIVE) * 1e6).round();
            Some(FrequencyPoint::of_period((*years)?, loss))
        })
        .collect();
    let at = falls_at(&points.filter(|p| p.len() > 1)?).ok()?;
    let years: Vec<String> = at.iter().map(|years| format!("{years:.0}")).collect();
    (!years.is_empty()).then(|| years.join(", "))
}

#[cfg(test)]
mod tests;
