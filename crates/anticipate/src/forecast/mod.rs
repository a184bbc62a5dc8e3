//! The forecast: the room's one call. People, demand and what they leave behind, by place, scenario, year and part of the day.

mod beside;
mod margins;
mod minor;
mod observations;
mod rows;
mod stated;
mod summary;
mod sums;
mod units;
mod whole;
mod withheld;

pub use minor::minor_shares;
pub use observations::INDICATORS;

use crate::AnticipateError;
use crate::day::Day;
use crate::demand::Given;
use crate::scenario::Scenario;
use crate::survey::Survey;
use assess::evidence::Evidence;
use assess::profile::facts::Facts;
use city::assessment::AssessedPlace;
use city::forecast::{CitedNumber, ForecastGap, ForecastReport, ForecastScenario, Part};
use city::{Estimate, Gap, Observation, Place, PlaceKind, Problem};
use std::collections::BTreeSet;
use units::{Scene, Unit};

/// Units of a user that is no household, at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherCount {
    /// Id of the place.
    pub place: String,
    /// The user, a row of `other_users.csv`.
    pub user: String,
    /// Pupils, beds, workers, guests.
    pub units: Estimate,
    /// Where the count comes from.
    pub source: String,
    /// File and row that it stands in; none where it was counted in a layer.
    pub at: Option<(String, u64)>,
}

/// What a forecast is asked.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Futures of the people.
    pub scenarios: &'a [Scenario],
    /// A day of theirs.
    pub day: &'a Day,
    /// Demand given directly, in the place of what is computed.
    pub given: &'a [Given],
    /// Users that are no households.
    pub others: &'a [OtherCount],
    /// What surveys say of prices and use; shown beside, and not mixed into the demand.
    pub surveys: &'a [Survey],
    /// The longest mean wait at a public toilet that is short enough, minutes.
    pub longest_wait_minutes: f64,
}

/// A forecast for a reader, and for the city file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Anticipated {
    /// For a reader; holds nothing that may not leave.
    pub report: ForecastReport,
    /// For the city file.
    pub observations: Vec<Observation>,
}

/// People, households, water by source, toilet visits, wastewater and faecal sludge of every place with a count of people, for each
/// scenario, year and part of the day, each with low end, value and high end.
///
/// - People: as the assessment counts them, else as last counted; a place without a count is a gap. Formal and informal apart where
///   settlements say what they are, and in districts where their people are counted.
/// - A synthetic population meets the margins of each place ([`crate::population::from_margins`]); a settlement without margins of its own
///   takes those of its district, and that is said. It is moved by [`crate::project::project`], its services by the scenario's uptake,
///   and used by [`crate::demand::Demand`]. Demand depends only on source, toilet and kind of day, so that sums over these are the
///   sums over persons.
/// - A city is the sum of its districts where all of a set have a count and hold what the city counts; the formal and informal part of a
///   place is the sum of its settlements. Where a place's own count differs, that is told; a year in which a part has no number is a gap.
/// - Ranges: low ends of people and of litres together, high ends together; wider than if they were independent.
/// - `seed` is the evidence's; the same input gives the same digits on any number of threads.
///
/// # Errors
/// None for bad data: what is wrong with a place or table is a problem or a gap of the report, and the rest is answered.
#[must_use]
pub fn anticipate(evidence: &Evidence, asked: &Asked) -> Anticipated {
    let facts = evidence.facts(&[]);
    let scene = Scene::of(evidence, &facts, asked.day);
    let mut report = ForecastReport {
        heading: evidence.heading(),
        places: places(evidence, &facts),
        scenarios: asked.scenarios.iter().map(told).collect(),
        minor: asked.day.minor.iter().map(|m| (m.name.clone(), hours(&m.hours))).collect(),
        minor_hours: asked.day.minor.iter().map(|m| m.hours.clone()).collect(),
        numbers: asked.day.told.iter().map(number).collect(),
        assumptions: assumptions(),
        sources: evidence.sources.to_vec(),
        ..ForecastReport::default()
    };
    if asked.scenarios.is_empty() {
        report.gaps.push(gap(
            None,
            "every future",
            "no scenario was asked for; hint: name one, or write one for the city",
        ));
    }
    let (units, wholes) = scene.units(evidence.seed, &mut report);
    for scenario in asked.scenarios {
        for unit in &units {
            rows::add(&mut report, unit, (scenario, asked));
        }
    }
    sums::add(&mut report, &wholes, asked);
    for whole in wholes.iter().filter(|w| w.part == Part::All) {
        let uncounted = |p: &&mut AssessedPlace| p.id == whole.place.id && p.people.is_none();
        report.places.iter_mut().filter(uncounted).for_each(|p| p.people = Estimate::exact(whole.people).ok());
    }
    report.numbers.extend(counted_users(asked, &report.places));
    beside::add(&mut report, &units, (&scene, asked));
    report.gaps.extend(missing(asked));
    let observations = observations::observations(&report, (&units, &wholes), evidence);
    report.summary = summary::summary(&report);
    withheld::withhold(&mut report, (evidence, &wholes, asked.surveys), &observations);
    Anticipated { report, observations }
}

/// What is wrong with what is asked, before anything is computed: a demand table or a count of other users that names no place of the
/// city, no scenario or no part of the day.
#[must_use]
pub fn check(evidence: &Evidence, asked: &Asked) -> Vec<Problem> {
    let place = |id: &str| evidence.places.iter().any(|p| p.id.as_str() == id);
    let mut problems = Vec::new();
    let mut wrong = |at: Option<&(String, u64)>, (code, column): (&str, &str), found: &str, expected: &str| {
        let problem = Problem::error(code).in_column(column).found(found).expected(expected);
        let problem = at.map_or(problem.clone(), |(file, row)| problem.in_file(file).at_row(*row));
        problems.push(problem.hint("correct the row, or leave it out; it is not used"));
    };
    let mut seen = BTreeSet::new();
    for row in asked.given {
        let at = Some(&row.at);
        if !place(&row.place) {
            wrong(at, ("unknown_place", "place"), &row.place, "the id of a place of the city");
        }
        if !row.scenario.is_empty() && !asked.scenarios.iter().any(|s| s.id == row.scenario) {
            let expected = "the id of a scenario that is asked for, or nothing";
            wrong(at, ("unknown_scenario", "scenario"), &row.scenario, expected);
        }
        if !row.minor.is_empty() && !asked.day.minor.iter().any(|m| m.name == row.minor) {
            let expected = "a part of the day, or nothing for all of it";
            wrong(at, ("unknown_period", "minor"), &row.minor, expected);
        }
        if !asked.scenarios.iter().any(|s| s.years.contains(&row.year)) {
            wrong(at, ("no_year", "year"), &row.year.to_string(), "a year of a scenario that is asked for");
        }
        if !seen.insert((&row.place, &row.scenario, row.year, &row.minor)) {
            let expected = "one row for each place, scenario, year and part of the day; the first is used";
            wrong(at, ("given_twice", "place"), &row.place, expected);
        }
    }
    for other in asked.others {
        let at = other.at.as_ref();
        if !place(&other.place) {
            wrong(at, ("unknown_place", "place"), &other.place, "the id of a place of the city");
        }
        if !asked.day.other_users.iter().any(|u| u.user == other.user) {
            wrong(at, ("unknown_user", "user"), &other.user, "a row of other_users.csv");
        }
    }
    for scenario in asked.scenarios.iter().filter(|s| s.city != evidence.head.id) {
        wrong(None, ("scenario_of_another_city", "city"), &scenario.city, &evidence.head.id);
    }
    problems
}

fn gap(place: Option<&Place>, what: &str, words: &str) -> ForecastGap {
    let (what, words) = (what.to_owned(), words.to_owned());
    let place = place.map(|p| p.id.clone());
    ForecastGap { place, part: Part::All, years: Vec::new(), what, reason: Gap::NotEstimated, words }
}

fn places(evidence: &Evidence, facts: &Facts) -> Vec<AssessedPlace> {
    let mut list: Vec<&Place> =
        evidence.places.iter().filter(|p| units::is_counted(p.kind) && p.valid_to.is_none()).collect();
    list.sort_by_key(|p| (order(p.kind), &p.id));
    let shown = |place: &&Place| AssessedPlace {
        id: place.id.clone(),
        kind: place.kind,
        name: place.name.clone(),
        parent: place.parent.clone(),
        settlement_type: assess::travel::settlement_type(facts, &place.id),
        geometry: place.geometry.clone(),
        geometry_note: String::new(),
        people: units::counted(facts, &place.id).and_then(|o| o.value.estimate()),
    };
    list.iter().map(shown).collect()
}

fn order(kind: PlaceKind) -> u8 {
    match kind {
        PlaceKind::City => 0,
        PlaceKind::District => 1,
        _ => 2,
    }
}

fn told(scenario: &Scenario) -> ForecastScenario {
    let numbers = scenario.numbers().into_iter().map(|(what, cited)| {
        let source = scenario.sources.get(&cited.source).map(|c| c.citation.clone()).unwrap_or_default();
        CitedNumber { what, estimate: Some(cited.estimate), unit: String::new(), source, assumed: false }
    });
    ForecastScenario {
        id: scenario.id.clone(),
        title: scenario.title.clone(),
        note: scenario.note.clone(),
        years: scenario.years.clone(),
        numbers: numbers.collect(),
    }
}

fn number(told: &crate::day::Told) -> CitedNumber {
    CitedNumber {
        what: told.what.clone(),
        estimate: told.estimate,
        unit: told.unit.to_owned(),
        source: told.source.clone(),
        assumed: told.assumed,
    }
}

fn hours(list: &[u8]) -> String {
    match (list.first(), list.last()) {
        (Some(first), Some(end)) => format!("{first}:00 to {}:00", (end + 1) % 24),
        _ => String::new(),
    }
}

fn assumptions() -> Vec<String> {
    let more = [
        "Litres of a class of source do not change with the year, the price or the income: no source for that is in the tables",
        "Litres do not differ by age or sex, as no source tells; when water is used follows work",
        "Who drinks packaged water takes the rest of the water as the others at the place do",
        "Where a count does not tell the source or the toilet, these people are taken as the others are",
        "Schools, clinics and firms grow as the people do",
    ];
    crate::population::ASSUMPTIONS.iter().chain(&more).map(|a| (*a).to_owned()).collect()
}

/// How many of each other user were counted in all, by source: in districts, else in settlements, else in the city.
fn counted_users(asked: &Asked, places: &[AssessedPlace]) -> Vec<CitedNumber> {
    let kind = |id: &str| places.iter().find(|p| p.id.as_str() == id).map(|p| order(p.kind));
    let mut known: Vec<(&str, &str)> = asked.others.iter().map(|o| (o.user.as_str(), o.source.as_str())).collect();
    known.sort_unstable();
    known.dedup();
    let number = |(user, source): (&str, &str)| {
        let of = || asked.others.iter().filter(|o| (o.user.as_str(), o.source.as_str()) == (user, source));
        let counts =
            [1, 2, 0].into_iter().map(|wanted| of().filter(|o| kind(&o.place) == Some(wanted)).collect::<Vec<_>>());
        let counts = counts.into_iter().find(|list| !list.is_empty())?;
        let sum = |end: fn(&Estimate) -> f64| counts.iter().map(|o| end(&o.units)).sum();
        let unit = &asked.day.other_users.iter().find(|u| u.user == user)?.unit;
        Some(CitedNumber {
            what: format!("{unit} counted as users of water ({user})"),
            estimate: Estimate::range(sum(|e| e.low), sum(|e| e.value), sum(|e| e.high)).ok(),
            unit: unit.clone(),
            source: source.to_owned(),
            assumed: source.to_lowercase().contains("assumption"),
        })
    };
    known.into_iter().filter_map(number).collect()
}

fn missing(asked: &Asked) -> Vec<ForecastGap> {
    let mut list = Vec::new();
    let counted = |user: &str| asked.others.iter().any(|o| o.user == user);
    let users = || asked.day.other_users.iter().filter(|u| !counted(&u.user));
    if users().next().is_some() {
        let what = users().map(|u| format!("{} ({})", u.user, u.unit)).collect::<Vec<_>>().join(", ");
        list.push(gap(
            None,
            &format!("water of other users: {what}"),
            "nobody counted them by place; hint: give a table of them, or a layer, in [anticipate]",
        ));
    }
    for scenario in asked.scenarios.iter().filter(|s| !s.is_by_age()) {
        list.push(gap(
            None,
            &format!("births, deaths and migration, {}", scenario.title),
            "growth rate only: the scenario gives a rate and does not tell them apart; hint: give births and deaths by age, with their source",
        ));
    }
    for scenario in asked.scenarios.iter().filter(|s| s.income_percent_year.is_none()) {
        list.push(gap(
            None,
            &format!("growth of incomes, {}", scenario.title),
            "the scenario cites none; incomes stay",
        ));
    }
    list
}

pub(crate) type UnitRef<'a, 'u> = &'u Unit<'a>;

/// [`anticipate`] with the day that comes with makazi and its scenarios of the city.
///
/// # Errors
/// [`AnticipateError::Table`] where a table that comes with makazi cannot be read.
pub fn anticipate_shipped(evidence: &Evidence) -> Result<Anticipated, AnticipateError> {
    let day = Day::shipped()?;
    let scenarios = crate::scenario::shipped(&evidence.head.id).map_err(|p| AnticipateError::Table {
        table: "data/scenarios".to_owned(),
        reason: p.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    })?;
    let asked =
        Asked { scenarios: &scenarios, day: &day, given: &[], others: &[], surveys: &[], longest_wait_minutes: 5.0 };
    Ok(anticipate(evidence, &asked))
}

#[cfg(test)]
mod tests;
