//! Measures as `city.toml` names them: what is wrong with them, and what they change.

use city::Problem;
use city::risk_settings::{MeasureSettings, PlanSettings, RiskSettings};
use exposure::standing::Standing;
use risk::RiskError;
use risk::functions::{FunctionLibrary, IntensityUnit};
use risk::measure::{CutOff, Hazard, Measure, Warning};
use risk::valuation::{AtTheEnd, Cost};
use std::collections::BTreeSet;

/// Everything that is wrong with measures.
///
/// `footprints` are the hazards of footprints, and `functions` those that measures may name.
#[must_use]
pub fn check<'a>(
    risk: &'a RiskSettings,
    footprints: impl Iterator<Item = &'a str>,
    functions: &FunctionLibrary,
    plan: &PlanSettings,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    let exposures: Vec<&str> = risk.exposures.iter().map(|e| e.id.as_str()).collect();
    let known = risk.exposures.iter().flat_map(|e| e.known.iter().map(|k| k.hazard.as_str()));
    let sets = risk.event_sets.iter().map(|e| e.hazard.as_str());
    let mut hazards: Vec<&str> = footprints.chain(known).chain(sets).collect();
    hazards.sort_unstable();
    hazards.dedup();
    let dated: Vec<i32> = risk.scenarios.iter().filter_map(|s| s.year).collect();
    let years = dated.iter().min().copied().zip(dated.iter().max().copied());
    if let Some(rate) = plan.discount_rate.filter(|rate| !(-0.2..=0.3).contains(rate)) {
        let hint = "a rate is a share: 0.05 is five percent; present values follow the number as it stands";
        problems.push(
            Problem::warning("discount_rate_doubtful")
                .in_file("city.toml")
                .in_column("plan.discount_rate")
                .found(rate)
                .expected("a rate from -0.2 to 0.3")
                .hint(hint),
        );
    }
    for measure in &plan.measures {
        let problem = |code: &str| Problem::error(code).in_file("city.toml").in_column(&column(measure));
        if !ids.insert(&measure.id) {
            problems.push(problem("measure_twice").found(&measure.id).expected("an id of its own"));
        }
        for id in measure.exposures.iter().filter(|id| !exposures.contains(&id.as_str())) {
            problems.push(problem("exposure_unknown").found(id).expected(format!("one of {}", exposures.join(", "))));
        }
        if !hazards.contains(&measure.hazard.as_str()) {
            let hint = if risk.heat.iter().any(|h| h.hazard == measure.hazard) {
                "the measure was left out: heat is counted in days above a threshold, and what shade or a cool roof changes of them is \
                 known from no series; see docs/risk.md"
            } else {
                "the measure was left out: it is against nothing that is known here"
            };
            problems.push(
                problem("hazard_unknown")
                    .found(&measure.hazard)
                    .expected(format!("one of {}", hazards.join(", ")))
                    .hint(hint),
            );
        }
        if let Some((from, to)) = years.filter(|(from, to)| measure.cost_year.is_some_and(|y| y < *from || y > *to)) {
            let hint = "the measure was left out: its cost would be nothing";
            let found = measure.cost_year.unwrap_or_default();
            problems.push(
                problem("cost_outside_years").found(found).expected(format!("a year from {from} to {to}")).hint(hint),
            );
        }
        for (id, new) in &measure.upgraded {
            if functions.get(new).is_err() || functions.get(id).is_err() {
                problems.push(
                    problem("damage_function_unknown")
                        .found(format!("{id} = {new}"))
                        .expected("ids of damage functions"),
                );
            }
        }
        if measure.cost < 0.0 || measure.running_cost < 0.0 {
            let hint = "the measure was left out: with it every ratio would be a gain; give revenue as an effect, not as a cost";
            problems.push(
                problem("cost_below_nothing")
                    .found(measure.cost.min(measure.running_cost))
                    .expected("a cost from 0")
                    .hint(hint),
            );
        } else if let Err(error) = changes(measure, &[], &[]).check() {
            problems.push(
                problem("measure_refused").found(error).hint("the measure was left out; the others are still computed"),
            );
        }
    }
    problems
}

/// Groups that a measure names and nothing of an exposure belongs to: it reaches nobody there.
pub(super) fn unknown_groups(measure: &MeasureSettings, standing: &Standing) -> Option<Problem> {
    let unknown: Vec<&str> =
        measure.groups.iter().filter(|g| !standing.groups.contains(g)).map(String::as_str).collect();
    let hint = "it reaches nobody of them, so it looks as if it did nothing";
    (!unknown.is_empty()).then(|| {
        Problem::warning("group_unknown")
            .in_file("city.toml")
            .in_column(&column(measure))
            .found(unknown.join(", "))
            .expected(format!("groups of {}: {}", standing.exposure, standing.groups.join(", ")))
            .hint(hint)
    })
}

/// Greatest rise of a floor that is believed, m.
const HIGHEST_FLOOR_M: f64 = 5.0;

/// A floor that is raised so far that it is probably given in another unit than the depth.
pub(super) fn floor_in_other_unit(measure: &MeasureSettings, standing: &Standing) -> Option<Problem> {
    let unit = IntensityUnit::parse(&standing.seen.unit).ok()?;
    let metres = unit.convert(measure.raised_floor, &IntensityUnit::parse("m").ok()?).ok()?;
    (metres > HIGHEST_FLOOR_M).then(|| {
        Problem::warning("floor_in_other_unit")
            .in_file("city.toml")
            .in_column(&format!("{}.raised_floor", column(measure)))
            .found(format!("{} {unit}", measure.raised_floor))
            .expected(format!("at most {HIGHEST_FLOOR_M} m"))
            .hint(format!("it is taken in the unit of the hazard, {unit}: as it stands it averts nearly every loss"))
    })
}

/// How problems name a measure.
pub(super) fn column(measure: &MeasureSettings) -> String {
    format!("plan.measure.{}", measure.id)
}

/// What could not be computed.
pub(super) fn refused(measure: &MeasureSettings, error: &RiskError) -> Problem {
    let hint = "the measure was left out; the others are still computed";
    Problem::error("measure_refused").in_file("city.toml").in_column(&column(measure)).found(error).hint(hint)
}

/// What a measure changes; `groups` and `functions` are those of the things.
pub(super) fn changes(measure: &MeasureSettings, groups: &[String], functions: &[String]) -> Measure {
    let place =
        |list: &[String], name: &str| list.iter().position(|known| known == name).and_then(|at| u32::try_from(at).ok());
    let hazard = match measure.curve_axis {
        Some([factor, shift]) => Hazard::CurveAxis { factor, shift },
        None if (measure.intensity_factor - 1.0).abs() > 0.0 || measure.intensity_less.abs() > 0.0 => {
            Hazard::Intensity { factor: measure.intensity_factor, less: measure.intensity_less }
        }
        None => Hazard::Unchanged,
    };
    let by_rank = measure.keeps_out_by_rank.map(|frequency| CutOff::ByRankOfLoss { frequency });
    let reached: Vec<u32> = measure.groups.iter().filter_map(|name| place(groups, name)).collect();
    Measure {
        groups: (!measure.groups.is_empty()).then_some(reached),
        share: measure.share,
        hazard,
        cut_off: measure.keeps_out_years.map(|years| CutOff::ByOwnPeriod { years }).or(by_rank),
        raised_floor: measure.raised_floor,
        upgraded: measure
            .upgraded
            .iter()
            .filter_map(|(from, to)| Some((place(functions, from)?, place(functions, to)?)))
            .collect(),
        degree: (measure.damage_factor, 0.0),
        warning: measure.warning.map(|[movable, saved, heeded]| Warning { movable, saved, heeded }),
        ..Measure::named(&measure.title)
    }
}

/// What it costs; `first` is the first year that is looked at.
pub(super) fn cost(measure: &MeasureSettings, first: i32) -> Cost {
    Cost {
        capital: vec![(measure.cost_year.unwrap_or(first), measure.cost)],
        running: measure.running_cost,
        life_years: measure.life_years,
        renewal: 1.0,
        at_the_end: AtTheEnd::Nothing,
    }
}

/// What a measure changes, in words.
pub(super) fn words(measure: &MeasureSettings, standing: &Standing) -> String {
    let unit = &standing.seen.unit;
    let mut parts = Vec::new();
    if let Some([factor, shift]) = measure.curve_axis {
        parts.push(format!("damage begins at {factor} x intensity {:+} {unit}", -shift));
    }
    if (measure.intensity_factor - 1.0).abs() > 0.0 || measure.intensity_less.abs() > 0.0 {
        parts.push(format!("intensity x {} less {} {unit}", measure.intensity_factor, measure.intensity_less));
    }
    if let Some(years) = measure.keeps_out_years {
        let of_set = if standing.is_set { ", at each place, over all events together" } else { "" };
        parts.push(format!("keeps out what comes once in {years} years or more often{of_set}"));
    }
    if let Some(frequency) = measure.keeps_out_by_rank {
        parts.push(format!("keeps out events whose frequency, cumulated by rank of loss, is above {frequency} a year"));
    }
    if measure.raised_floor > 0.0 {
        parts.push(format!("floors {} {unit} higher", measure.raised_floor));
    }
    parts.extend(measure.upgraded.iter().map(|(from, to)| format!("{from} upgraded in place to {to}")));
    if (measure.damage_factor - 1.0).abs() > 0.0 {
        parts.push(format!("damage x {}", measure.damage_factor));
    }
    if let Some([movable, saved, heeded]) = measure.warning {
        parts.push(format!("a warning saves {:.1} % of each loss", 100.0 * movable * saved * heeded));
    }
    let whom =
        if measure.groups.is_empty() { String::new() } else { format!(", for those {}", measure.groups.join(" and ")) };
    let share =
        if measure.share < 1.0 { format!(", reaching {:.0} % of them", 100.0 * measure.share) } else { String::new() };
    format!("{}{whom}{share}{}", parts.join("; "), costs(measure, standing))
}

/// What it costs to make and to keep, in words; nothing where it costs nothing.
fn costs(measure: &MeasureSettings, standing: &Standing) -> String {
    let named = standing.money.as_ref().filter(|(currency, _)| !currency.is_empty());
    let currency = named.map(|(currency, _)| format!(" {currency}")).unwrap_or_default();
    let mut parts = Vec::new();
    if measure.cost > 0.0 {
        let year = measure.cost_year.map(|year| format!(" in {year}")).unwrap_or_default();
        parts.push(format!("{}{currency} to make{year}", grouped(measure.cost)));
    }
    if measure.running_cost > 0.0 {
        parts.push(format!("{}{currency} a year to keep", grouped(measure.running_cost)));
    }
    if parts.is_empty() { String::new() } else { format!("; costs {}", parts.join(" and ")) }
}

/// A sum without cents, its digits in threes.
fn grouped(sum: f64) -> String {
    let digits = format!("{sum:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_grouped_in_threes() {
        assert_eq!([7.0, 950.4, 1000.0, 40_123_456.0].map(grouped), ["7", "950", "1,000", "40,123,456"]);
    }
}
