//! Measures against hazards: what each averts, each by itself and all together, now and over the years.

mod asked;
mod result;
mod sure;

pub use asked::check;

use city::Problem;
use city::risk::MeasureResult;
use city::risk_settings::{MeasureSettings, PlanSettings};
use exposure::RiskEvidence;
use exposure::standing::{Standing, standing};
use result::Case;
use std::collections::BTreeMap;

/// Every measure against every exposure that it protects, and all of them together; and what was wrong.
///
/// A measure is computed for the views of its hazard by one model: the first scenario is now, the last is then. The same pieces of
/// things that are struck without it are struck with it. Together they are applied to the same things at once, so that nothing is
/// saved twice. Without a discount rate, or without the years of two scenarios, there is no present value: what is averted in a year
/// is given alone.
#[must_use]
pub fn measures(risk: &RiskEvidence, plan: &PlanSettings) -> (Vec<MeasureResult>, Vec<Problem>) {
    let footprints = risk.evidence.footprints.iter().map(|f| f.settings.hazard.as_str());
    let mut problems = asked::check(risk.settings, footprints, risk.functions, plan);
    let sound: Vec<&MeasureSettings> =
        plan.measures.iter().filter(|m| !problems.iter().any(|p| p.column == asked::column(m))).collect();
    let protects = |m: &MeasureSettings, exposure: &str, hazard: &str| {
        m.hazard == hazard && (m.exposures.is_empty() || m.exposures.iter().any(|e| e == exposure))
    };
    // growth under the hazard of another scenario is there to be compared, not to be planned for
    let borrowed = |scenario: &str| risk.settings.scenarios.iter().any(|s| s.id == scenario && !s.hazard_of.is_empty());
    let mut all = standing(risk, |exposure, view| {
        !borrowed(&view.scenario) && sound.iter().any(|m| protects(m, exposure, &view.hazard))
    });
    for one in &mut all {
        let targets = sound.iter().flat_map(|m| m.upgraded.values());
        targets.for_each(|id| one.know(risk.functions, id));
    }
    let mut results = Vec::new();
    for views in by_model(&all) {
        let Some(first) = views.first() else { continue };
        let of_these: Vec<&MeasureSettings> =
            sound.iter().copied().filter(|m| protects(m, &first.exposure, &first.seen.hazard)).collect();
        for measure in &of_these {
            problems.extend(asked::unknown_groups(measure, first));
            problems.extend(asked::floor_in_other_unit(measure, first));
        }
        let case = Case { risk, views: &views, plan, rule: risk.rule() };
        for measure in &of_these {
            match case.result(std::slice::from_ref(measure)) {
                Ok(result) => results.push(result),
                Err(error) => problems.push(asked::refused(measure, &error)),
            }
        }
        if of_these.len() > 1 {
            match case.result(&of_these) {
                Ok(result) => results.push(result),
                Err(error) => problems.push(Problem::error("measures_together").in_file("city.toml").found(error)),
            }
        }
    }
    (results, problems)
}

/// Standings of one exposure, hazard and model, in the order of their years; a set of events is no later time of return periods.
fn by_model(all: &[Standing]) -> Vec<Vec<&Standing>> {
    let mut by: BTreeMap<(&str, &str, &str, bool), Vec<&Standing>> = BTreeMap::new();
    for one in all {
        by.entry((&one.exposure, &one.seen.hazard, &one.seen.model, one.is_set)).or_default().push(one);
    }
    let mut lists: Vec<Vec<&Standing>> = by.into_values().collect();
    for list in &mut lists {
        list.sort_by_key(|one| (one.seen.year.unwrap_or(i32::MIN), one.view));
    }
    lists
}
