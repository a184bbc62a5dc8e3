//! The answer first: the few sentences that a reader should leave with.

use super::facts::Facts;
use super::material::Material;
use super::totals::settlement_type;
use city::indicator::IndicatorKind;
use city::profile::{Said, Sentence, Tone};
use city::{Basis, Group, Observation, Place, PlaceKind, Severity, Value};

/// The sentences of a city's page, most important first; what is not known gives no sentence, or one that says so.
pub(crate) fn sentences(places: &[&Place], facts: &Facts, material: &Material) -> Vec<Sentence> {
    let Some(city) = places.iter().find(|p| p.kind == PlaceKind::City) else { return Vec::new() };
    let count = |kind: PlaceKind| places.iter().filter(|p| p.kind == kind).count();
    let mut list = Vec::new();
    if let Some(people) = facts.number(&city.id, "population") {
        let lives = fact(people, IndicatorKind::Count, "persons", format!("live in {}", city.name));
        list.push(lives.saying(Said::new("lives").text("city", &city.name)));
    } else {
        let none = words(Tone::Missing, format!("No source says how many people live in {}.", city.name));
        list.push(none.saying(Said::new("no-people").text("city", &city.name)));
    }
    let informal = Group::all().with("settlement_type", "informal");
    if let Some(people) = facts.best(&city.id, "population", &informal) {
        let settlements = places
            .iter()
            .filter(|p| p.kind == PlaceKind::Settlement)
            .filter(|p| settlement_type(&p.id, facts).as_deref() == Some("informal"))
            .count();
        let text = format!("were counted in informal settlements ({settlements} settlements)");
        let said = Said::new("informal").count("settlements", settlements);
        list.push(fact(people, IndicatorKind::Count, "persons", text).saying(said));
    } else if count(PlaceKind::Settlement) == 0 {
        let text =
            "No settlement profiles are in the file: the people of informal settlements cannot be told apart here.";
        list.push(words(Tone::Missing, text.to_owned()).saying(Said::new("no-settlements")));
    }
    list.extend(toilets(places, facts));
    for (indicator, text, said) in [
        ("no_toilet_share", "have no toilet", Said::new("no-toilet")),
        (
            "improved_water_without_packaged_share",
            "have an improved water source when packaged and delivered water do not count",
            Said::new("improved-water"),
        ),
        ("electricity_share", "light with electricity", Said::new("electricity")),
    ] {
        let share = |o| {
            let (whom, begin) = of_whom(o);
            let share = fact(o, IndicatorKind::Share, "percent", format!("{begin}{text}"));
            share.saying(said.text("whom", whom))
        };
        list.extend(facts.number(&city.id, indicator).map(share));
    }
    list.extend(unknown_people(places, facts));
    list.extend(left_out(material));
    list.retain(|s| !s.source.as_ref().is_some_and(|source| material.consents().closed(source)));
    list
}

/// Of whom a share is one, by what went into it, and how its sentence begins.
fn of_whom(share: &Observation) -> (&'static str, &'static str) {
    match &share.basis {
        Basis::Derived { inputs, .. } if inputs.iter().all(|i| i.starts_with("households@")) => {
            ("households", "of households ")
        }
        Basis::Derived { inputs, .. } if inputs.iter().all(|i| i.starts_with("population@")) => {
            ("people", "of people ")
        }
        _ => ("", ""),
    }
}

/// How many people share a toilet in the worst-served settlement that counted both.
fn toilets(places: &[&Place], facts: &Facts) -> Option<Sentence> {
    ["people_per_toilet", "people_per_working_toilet_seat"].iter().find_map(|indicator| {
        let of = |p: &&&Place| Some((facts.number(&p.id, indicator)?, p.name.clone()));
        let served = places.iter().filter(|p| p.kind == PlaceKind::Settlement).filter_map(|p| of(&p));
        let (worst, name) = served.max_by(|a, b| {
            let value = |o: &Observation| o.value.number().unwrap_or(0.0);
            value(a.0).total_cmp(&value(b.0)).then_with(|| b.1.cmp(&a.1))
        })?;
        let text = format!("for each toilet counted in {name}, the most anywhere");
        Some(fact(worst, IndicatorKind::Rate, "persons/toilet", text).saying(Said::new("toilets").text("place", name)))
    })
}

fn unknown_people(places: &[&Place], facts: &Facts) -> Option<Sentence> {
    let settlements: Vec<_> = places.iter().filter(|p| p.kind == PlaceKind::Settlement).collect();
    let unknown = settlements.iter().filter(|p| facts.number(&p.id, "population").is_none()).count();
    (unknown > 0).then(|| {
        let all = settlements.len();
        let text = format!("{unknown} of {all} settlements have no count of people; they are unknown, not empty.");
        words(Tone::Missing, text).saying(Said::new("unknown").count("unknown", unknown).count("all", all))
    })
}

fn left_out(material: &Material) -> Option<Sentence> {
    let count = |severity: Severity| material.problems.iter().filter(|p| p.severity == severity).count();
    let things = |n: usize| if n == 1 { "1 thing".to_owned() } else { format!("{n} things") };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let (text, said) = match (errors, warnings) {
        (0, 0) => return None,
        (0, n) => (
            format!("{} in the files should be looked at; they are listed below.", things(n)),
            Said::new("look").count("look", n),
        ),
        (n, 0) => (
            format!("{} in the files could not be used; they are listed below.", things(n)),
            Said::new("unused").count("unused", n),
        ),
        (e, w) => (
            format!(
                "{} in the files could not be used, and {} should be looked at; they are listed below.",
                things(e),
                things(w)
            ),
            Said::new("unused-and-look").count("unused", e).count("look", w),
        ),
    };
    Some(words(Tone::Caution, text).saying(said))
}

fn fact(observation: &Observation, kind: IndicatorKind, unit: &str, text: String) -> Sentence {
    Sentence {
        tone: Tone::Fact,
        value: Some(observation.value.clone()).filter(|v| !matches!(v, Value::Gap(_))),
        kind,
        unit: unit.to_owned(),
        text,
        said: None,
        period: Some(observation.period.clone()),
        source: Some(observation.source.clone()),
    }
}

fn words(tone: Tone, text: String) -> Sentence {
    Sentence {
        tone,
        value: None,
        kind: IndicatorKind::Count,
        unit: String::new(),
        text,
        said: None,
        period: None,
        source: None,
    }
}
