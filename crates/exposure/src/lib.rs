#![doc = include_str!("../README.md")]

mod answers;
mod banded;
mod calibrated;
mod changes;
mod checks;
pub mod counted;
mod days;
pub mod equity;
mod events;
mod heat;
mod lived;
mod located;
mod mosaic;
mod observed;
mod overlay;
mod people;
mod results;
mod services;
mod shown;
mod small;
pub mod standing;
mod strike;
mod summary;
mod supply;
pub mod sure;
#[cfg(test)]
mod testing;
mod things;
mod together;
mod views;
mod withheld;
mod yearly;

use assess::evidence::Evidence;
use assess::hazard::plane::Plane;
use assess::profile::facts::Facts;
use assess::travel::LayerRead;
use city::assessment::AssessedPlace;
use city::risk::{RiskReport, RiskResult, Rule, ServiceStop};
use city::risk_settings::{ExposureSettings, RiskSettings};
use city::{Feature, Layer, Observation, Place, PlaceKind, Problem, Progress};
use located::Grounds;
use risk::functions::{FunctionLibrary, StructureClasses};
use std::collections::BTreeMap;
use views::Seen;

pub use checks::check;
pub use things::as_number;

/// What risk starts from.
pub struct RiskEvidence<'a> {
    /// Places, observations, sources, consents, and footprints of hazards.
    pub evidence: &'a Evidence<'a>,
    /// What was asked for.
    pub settings: &'a RiskSettings,
    /// The layers that exposures name.
    pub layers: &'a [LayerRead],
    /// Damage functions by id.
    pub functions: &'a FunctionLibrary,
}

/// The risk of a city, and the numbers and layers that were made.
#[derive(Debug)]
pub struct Risked {
    /// For a reader: what may not leave is left out.
    pub report: RiskReport,
    /// For the city file: everything that was computed, with its method and inputs.
    pub observations: Vec<Observation>,
    /// For the city file: things with what they suffer.
    pub layers: Vec<(Layer, Vec<Feature>)>,
}

impl RiskEvidence<'_> {
    /// The rule that leads.
    #[must_use]
    pub fn rule(&self) -> Rule {
        Rule { join: self.settings.join, beyond: self.settings.beyond }
    }

    /// The exposure of a result: by its id, or by that of those who work at its things.
    #[must_use]
    pub fn exposure(&self, id: &str) -> Option<&ExposureSettings> {
        let work = self.settings.works.iter().find(|w| w.id == id).map(|w| w.exposure.as_str());
        let of = |id: &str| self.settings.exposures.iter().find(|e| e.id == id);
        of(id).or_else(|| of(work?))
    }
}

/// Computes the risk of people and of every exposure in every view. What is wrong with one of them is a problem, and the others are
/// still computed.
#[must_use]
pub fn risk(risk: &RiskEvidence, progress: &dyn Progress) -> Risked {
    let mut problems = Vec::new();
    let facts = risk.evidence.facts(&[]);
    let seen = views::views(risk, &mut problems);
    let grounds = Grounds::new(risk, &facts);
    let things = things::things(risk, &grounds, &mut problems);
    unknown_functions(risk, &things, &mut problems);
    problems.extend(checks::before(risk, &seen, &things));
    let plane = plane(&things);
    let steps = (things.len() + 1) as u64;
    progress.at("people", 1, steps);
    let of_people = |(at, seen)| people::result(&facts, (at, seen), &grounds, risk.rule());
    let mut results: Vec<_> = seen.iter().enumerate().filter_map(of_people).collect();
    let of_heat = |(at, seen): (usize, &Seen)| seen.hot.as_ref()?.result(&facts, at, &grounds);
    results.extend(seen.iter().enumerate().filter_map(of_heat));
    problems.extend(check(risk.settings, risk.functions));
    let (mut layers, mut bands) = (Vec::new(), Vec::new());
    let classes = StructureClasses::shipped();
    let supply = supply::supply(risk.settings, &things, &mut problems);
    let mut kept = services::Hits::new();
    works_without(risk, &mut problems);
    for (done, exposure) in (2_u64..).zip(&things) {
        progress.at(&exposure.settings.title, done, steps);
        let mut struck: Vec<(usize, Vec<Vec<strike::Hit>>)> = Vec::new();
        for (at, view) in seen.iter().enumerate() {
            if !view.events.is_empty() && (view.only.is_empty() || view.only == exposure.settings.id) {
                let hits = strike::hits(exposure, view, (plane.as_ref(), risk.functions), &mut problems);
                struck.extend(checks::kept(exposure, view, hits, &mut problems).map(|h| (at, h)));
            }
        }
        let asked = days::asked(risk, exposure, &classes, &mut problems);
        for (at, hits) in &struck {
            let mut made = results::results(exposure, (*at, &seen[*at]), hits, &asked, (&grounds, risk.rule()));
            let of_made = sure::of_results(risk, exposure, (*at, &seen[*at]), plane.as_ref(), &made);
            sure::take_over(&mut made, &of_made);
            bands.extend(of_made);
            results.extend(made);
        }
        let mut views: Vec<(&Seen, Vec<shown::Row>)> = struck
            .iter()
            .map(|(at, hits)| (&seen[*at], shown::rows(exposure, (&seen[*at], hits), risk.rule())))
            .collect();
        for (at, view) in seen.iter().enumerate() {
            if let Some(set) = view.set.as_deref() {
                let (mut made, rows) =
                    events::results((risk, exposure), (at, view, set), (&grounds, plane.as_ref()), &mut problems);
                let of_made = sure::of_results(risk, exposure, (at, view), plane.as_ref(), &made);
                sure::take_over(&mut made, &of_made);
                bands.extend(of_made);
                results.extend(made);
                views.extend((!rows.is_empty()).then_some((view, rows)));
            }
        }
        layers.extend(shown::layer(exposure, &views));
        if risk.settings.services.iter().any(|s| s.exposure == exposure.settings.id) {
            kept.extend(struck.into_iter().map(|(at, hits)| ((exposure.settings.id.clone(), at), hits)));
        }
    }
    let services = supply.map(|supply| services::stops(risk.settings, &seen, &supply, &kept)).unwrap_or_default();
    let mut observations = observed::observations(risk, &facts, &seen, &results);
    observations.extend(observed::of_services(risk, &facts, &seen, &services, &results));
    problems.extend(checks::of_losses(&results, &seen));
    problems.sort();
    problems.dedup();
    let made = Made { results, bands, services, problems };
    let (report, few) = report(risk, (&facts, &grounds), &seen, (made, &observations));
    observed::hold_back(risk, &facts, &seen, &few, &mut observations);
    Risked { report, observations, layers }
}

/// What was made of exposures and services.
struct Made {
    results: Vec<RiskResult>,
    bands: Vec<sure::Made>,
    services: Vec<ServiceStop>,
    problems: Vec<Problem>,
}

/// The report, without what may not leave; and which figures of things are too small to leave for anybody.
fn report(
    risk: &RiskEvidence,
    (facts, grounds): (&Facts, &Grounds),
    seen: &[Seen],
    (made, observations): (Made, &[Observation]),
) -> (RiskReport, Vec<withheld::Few>) {
    let titles: BTreeMap<_, _> = risk.evidence.sources.iter().map(|s| (&s.id, s.title.as_str())).collect();
    let Made { mut results, bands, services, problems } = made;
    let mut views: Vec<_> = seen
        .iter()
        .map(|s| {
            let source: Vec<&str> = s.sources.iter().filter_map(|id| titles.get(id).copied()).collect();
            city::risk::View { source: source.join("; "), ..s.view.clone() }
        })
        .collect();
    together::add(&mut views, &mut results);
    let mut report = RiskReport {
        heading: risk.evidence.heading(),
        summary: Vec::new(),
        rule: risk.rule(),
        places: assessed(risk, facts, grounds),
        sure: Vec::new(),
        equity: Vec::new(),
        changes: Vec::new(),
        lived: lived::lived(risk, facts, seen, &grounds.places),
        views,
        results,
        services,
        calibrated: Vec::new(),
        measures: Vec::new(),
        held_back: Vec::new(),
        problems,
        sources: shown::sources(risk, seen),
    };
    let few = withheld::few(&report, risk, observations);
    withheld::withhold(&mut report, risk, &grounds.places, observations);
    report.sure = sure::shown(bands, &report.results);
    report.changes = changes::changes(&report.results, &report.views);
    lived::beside_lost(&mut report);
    report.calibrated = calibrated::calibrated(&report, risk.settings);
    report.summary = summary::of(&report, lived::settlements(facts, seen, &grounds.places));
    (report, few)
}

/// A plane around everything that is exposed; none where nothing has a place.
fn plane(things: &[things::Things]) -> Option<Plane> {
    let geometries = things.iter().flat_map(|t| &t.list).filter_map(|thing| thing.geometry);
    let boxes = geometries.filter_map(|g| grid::measure::bounding_box(g).ok().flatten());
    Plane::around(boxes).ok().flatten()
}

/// Works whose exposure is not there.
fn works_without(risk: &RiskEvidence, problems: &mut Vec<Problem>) {
    let known: Vec<&str> = risk.settings.exposures.iter().map(|e| e.id.as_str()).collect();
    for work in &risk.settings.works {
        let twice = known.contains(&work.id.as_str());
        if twice || !known.contains(&work.exposure.as_str()) {
            let found = if twice { &work.id } else { &work.exposure };
            let expected =
                if twice { "an id that no exposure has".to_owned() } else { format!("one of {}", known.join(", ")) };
            problems.push(
                Problem::error("work_not_computed")
                    .in_file("city.toml")
                    .in_column(&format!("risk.work.{}", work.id))
                    .found(found)
                    .expected(expected),
            );
        }
    }
}

fn unknown_functions(risk: &RiskEvidence, things: &[things::Things], problems: &mut Vec<Problem>) {
    for exposure in things {
        for error in exposure.functions.iter().filter_map(|id| risk.functions.get(id).err()) {
            let column = format!("risk.exposure.{}.functions", exposure.settings.id);
            let hint = "no damage was computed for what uses it; name a function of docs/risk.md or of a file in `risk.functions`";
            problems.push(
                Problem::error("damage_function_unknown")
                    .in_file("city.toml")
                    .in_column(&column)
                    .found(error)
                    .expected("the id of a damage function")
                    .hint(hint),
            );
        }
    }
}

/// The city and its places, for a reader.
fn assessed(risk: &RiskEvidence, facts: &Facts, grounds: &Grounds) -> Vec<AssessedPlace> {
    let city = risk.evidence.places.iter().filter(|p| p.kind == PlaceKind::City);
    let shown = |place: &Place| AssessedPlace {
        id: place.id.clone(),
        kind: place.kind,
        name: place.name.clone(),
        parent: place.parent.clone(),
        settlement_type: people::settlement_type(facts, &place.id),
        geometry: place.geometry.clone(),
        geometry_note: String::new(),
        people: facts.number(&place.id, "population_assessed").and_then(|o| o.value.estimate()),
    };
    city.map(shown).chain(grounds.places.iter().map(|p| shown(p))).collect()
}
