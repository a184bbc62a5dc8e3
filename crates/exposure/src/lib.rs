#![doc = include_str!("../README.md")]

mod banded;
mod changes;
pub mod counted;
mod lived;
mod located;
mod observed;
mod overlay;
mod people;
mod results;
mod shown;
pub mod standing;
mod strike;
mod summary;
mod things;
mod together;
mod views;
mod withheld;
mod yearly;

use assess::evidence::Evidence;
use assess::hazard::plane::Plane;
use assess::profile::facts::Facts;
use assess::travel::LayerRead;
use risk::functions::FunctionLibrary;
use city::assessment::AssessedPlace;
use city::risk::{RiskReport, Rule};
use city::risk_settings::RiskSettings;
use city::{Feature, Layer, Observation, Place, PlaceKind, Problem, Progress};
use located::Grounds;
use std::collections::BTreeMap;
use views::Seen;

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
    let plane = plane(&things);
    let steps = (things.len() + 1) as u64;
    progress.at("people", 1, steps);
    let of_people = |(at, seen)| people::result(&facts, (at, seen), &grounds, risk.rule());
    let mut results: Vec<_> = seen.iter().enumerate().filter_map(of_people).collect();
    let mut layers = Vec::new();
    for (done, exposure) in (2_u64..).zip(&things) {
        progress.at(&exposure.settings.title, done, steps);
        let mut struck: Vec<(usize, Vec<Vec<strike::Hit>>)> = Vec::new();
        for (at, view) in seen.iter().enumerate() {
            if view.only.is_empty() || view.only == exposure.settings.id {
                struck.extend(
                    strike::hits(exposure, view, (plane.as_ref(), risk.functions), &mut problems).map(|h| (at, h)),
                );
            }
        }
        for (at, hits) in &struck {
            results.extend(results::results(exposure, (*at, &seen[*at]), hits, (&grounds, risk.rule())));
        }
        let views: Vec<(&Seen, &[Vec<strike::Hit>])> =
            struck.iter().map(|(at, hits)| (&seen[*at], hits.as_slice())).collect();
        layers.extend(shown::layer(exposure, &views, risk.rule()));
    }
    let observations = observed::observations(risk, &facts, &seen, &results);
    problems.sort();
    problems.dedup();
    let report = report(risk, (&facts, &grounds), &seen, (results, problems, &observations));
    Risked { report, observations, layers }
}

fn report(
    risk: &RiskEvidence,
    (facts, grounds): (&Facts, &Grounds),
    seen: &[Seen],
    (results, problems, observations): (Vec<city::risk::RiskResult>, Vec<Problem>, &[Observation]),
) -> RiskReport {
    let titles: BTreeMap<_, _> = risk.evidence.sources.iter().map(|s| (&s.id, s.title.as_str())).collect();
    let mut results = results;
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
        changes: Vec::new(),
        lived: lived::lived(risk, facts, seen, &grounds.places),
        views,
        results,
        measures: Vec::new(),
        held_back: Vec::new(),
        problems,
        sources: shown::sources(risk, seen),
    };
    withheld::withhold(&mut report, risk, &grounds.places, observations);
    report.changes = changes::changes(&report.results, &report.views);
    report.summary = summary::of(&report, lived::settlements(facts, seen, &grounds.places));
    report
}

/// A plane around everything that is exposed; none where nothing has a place.
fn plane(things: &[things::Things]) -> Option<Plane> {
    let geometries = things.iter().flat_map(|t| &t.list).filter_map(|thing| thing.geometry);
    let boxes = geometries.filter_map(|g| grid::measure::bounding_box(g).ok().flatten());
    Plane::around(boxes).ok().flatten()
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
