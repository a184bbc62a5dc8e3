//! Observations that the two views of hazards make.

use super::agreement::Known;
use super::catalogue::{Catalogue, Hazard};
use super::modelled::{Inside, Modelled};
use crate::evidence::{Evidence, PeopleByPlace};
use crate::profile::facts::Facts;
use city::assessment::Agrees;
use city::source::SourceId;
use city::{Basis, Estimate, Group, Observation, Period, PlaceId, Quality, Value};

/// Shares, people and distances of every measured model, and in [`Inside::key`] which observation says the share.
pub(super) fn of_models(
    evidence: &Evidence,
    models: &mut [Modelled],
    (people, facts): (&PeopleByPlace, &Facts),
) -> Vec<Observation> {
    let mut made = Vec::new();
    for model in models.iter_mut().filter(|m| m.measured) {
        let head = Head {
            evidence,
            group: model.group(),
            source: model.source.clone(),
            period: model.period.clone(),
            quality: model.quality,
        };
        let (source, average) = (model.source.clone(), model.average);
        let above = match &model.struck_from {
            Some((from, unit)) if unit != "m" => format!("above {from} {unit}"),
            Some((from, _)) => format!("deeper than {from} m"),
            None => "deeper than 0 m".to_owned(),
        };
        let (scenario, return_period) = (model.scenario.clone(), model.return_period);
        for (place, inside) in &mut model.by_place {
            let Some(percent) = inside.area else { continue };
            if let Some(same) = collected(facts, place, (&source, &scenario, return_period), percent) {
                inside.key = Some(same.key());
            } else if let Some(share) = head.share(place, percent, (average, &above)) {
                inside.key = Some(share.key());
                made.push(share);
            }
            made.extend(people.get(place).and_then(|people| head.people(place, inside, *people)));
        }
    }
    made
}

/// The same number as collected: same source, scenario and return period, equal to a millionth of a percent.
fn collected<'a>(
    facts: &Facts<'a>,
    place: &PlaceId,
    (source, scenario, return_period): (&SourceId, &str, Option<f64>),
    percent: f64,
) -> Option<&'a Observation> {
    let equal = |o: &&&Observation| {
        let years = o.group.get("return_period").and_then(|years| years.parse().ok());
        o.source == *source
            && o.group.get("scenario").unwrap_or("present") == scenario
            && super::surface::same(years, return_period)
            && o.value.number().is_some_and(|n| (n - percent).abs() < 1e-6)
    };
    facts.all(place, "flooded_share").iter().find(equal).copied()
}

/// What the observations of one model have in common.
struct Head<'h, 'a> {
    evidence: &'h Evidence<'a>,
    group: Group,
    source: SourceId,
    period: Period,
    quality: Quality,
}

impl Head<'_, '_> {
    fn observation(&self, (place, indicator): (&PlaceId, &str), value: Estimate, method: String) -> Observation {
        Observation {
            place: place.clone(),
            indicator: indicator.to_owned(),
            period: self.period.clone(),
            group: self.group.clone(),
            value: Value::Estimate(value),
            quality: self.quality,
            source: self.source.clone(),
            run: self.evidence.run.clone(),
            basis: Basis::Derived { method, inputs: Vec::new() },
            note: String::new(),
        }
    }

    fn share(&self, place: &PlaceId, percent: f64, (average, above): (bool, &str)) -> Option<Observation> {
        let method = if average {
            "100 x sum over the footprint's areas (area of the overlap with the boundary x wet share of the area) / area of the boundary, on an equal-area plane; an average within each area"
                .to_owned()
        } else {
            format!(
                "100 x area of the boundary inside the footprint ({above}) / area of the boundary with a value, by exact coverage"
            )
        };
        Some(self.observation((place, "flooded_share"), Estimate::exact(percent).ok()?, method))
    }

    fn people(&self, place: &PlaceId, inside: &Inside, people: Estimate) -> Option<Observation> {
        let share = inside.share()? / 100.0;
        let by = if inside.people.is_some() {
            "share of the grid's people of the place that the footprint covers"
        } else {
            "share of area inside the footprint, as if people lived evenly spread"
        };
        let value = Estimate::range(people.low * share, people.value * share, people.high * share).ok()?;
        let mut made = self.observation((place, "population_flooded"), value, format!("people of the place x {by}"));
        if let Basis::Derived { inputs, .. } = &mut made.basis {
            inputs.extend(inside.key.clone());
        }
        made.quality = if inside.people.is_some() { self.quality.max(Quality::Medium) } else { Quality::Low };
        Some(made)
    }
}

/// Metres from every place to what is wet: of each model and scenario at the return period that leads; for the one that leads
/// the hazard under the hazard alone too.
pub(super) fn distances(evidence: &Evidence, model: &Modelled, leads: bool) -> Vec<Observation> {
    let whole = model.group().without("return_period");
    let short = leads.then(|| Group::all().with("hazard", &model.hazard));
    let period = model.return_period.map(|years| format!(" of once in {years} years")).unwrap_or_default();
    let mut made = Vec::new();
    for group in std::iter::once(whole).chain(short) {
        let (source, period_of, quality) = (model.source.clone(), model.period.clone(), model.quality);
        let head = Head { evidence, group, source, period: period_of, quality };
        for (place, inside) in &model.by_place {
            let Some(value) = inside.distance_m.and_then(|m| Estimate::exact(m).ok()) else { continue };
            let method = format!("metres from the boundary to the nearest wet area{period}, 0 where it touches");
            made.push(head.observation((place, "footprint_distance_m"), value, method));
        }
    }
    made
}

/// Evidence of a hazard at a place and whether model and residents agree.
pub(super) fn evidence_of(
    evidence: &Evidence,
    (catalogue, hazard): (&Catalogue, &Hazard),
    lead: Option<&Modelled>,
    known: &Known,
) -> Vec<Observation> {
    let Some(score) = known.score(catalogue) else { return Vec::new() };
    let modelled = known.modelled_score(catalogue).and(lead);
    let answers = known.lived.map_or(&[][..], |lived| &lived.inputs);
    let first = answers.first();
    let Some(source) = modelled.map(|m| &m.source).or(first.map(|o| &o.source)) else { return Vec::new() };
    let Some(period) = modelled.map(|m| &m.period).into_iter().chain(answers.iter().map(|o| &o.period)).max() else {
        return Vec::new();
    };
    let agrees = known.agrees();
    let worst = modelled.map(|m| m.quality).into_iter().chain(answers.iter().map(|o| o.quality)).max();
    let quality = if agrees == Agrees::ResidentsOnly { Quality::Low } else { worst.unwrap_or(Quality::Low) };
    let key = known.lead.and_then(|inside| inside.key.clone());
    let inputs: Vec<String> = key.into_iter().chain(answers.iter().map(|o| o.key())).collect();
    let base = Observation {
        place: known.place.clone(),
        indicator: "hazard_evidence".to_owned(),
        period: period.clone(),
        group: Group::all().with("hazard", &hazard.id),
        value: Value::Estimate(score),
        quality,
        source: source.clone(),
        run: evidence.run.clone(),
        basis: Basis::Derived { method: formula(known, catalogue, lead, evidence), inputs },
        note: note(agrees, known),
    };
    let agreement = Observation {
        indicator: "hazard_agreement".to_owned(),
        value: Value::Classes(vec![agrees.as_str().to_owned()]),
        ..base.clone()
    };
    let compared = agrees != Agrees::NotCompared;
    std::iter::once(base).chain(compared.then_some(agreement)).collect()
}

fn formula(known: &Known, catalogue: &Catalogue, lead: Option<&Modelled>, evidence: &Evidence) -> String {
    let inside = known.lead.and_then(|inside| {
        let of = if inside.people.is_some() { "people" } else { "area" };
        let words = lead.map(|m| m.words(evidence.dimensions)).unwrap_or_default();
        Some(
            format!(
                "percent of {of} inside the footprint ({words}) / {}, at most 1",
                catalogue.modelled.share_full_percent
            )
            .replace("()", ""),
        )
        .filter(|_| inside.share().is_some())
    });
    let lived =
        known.lived.map(|_| format!("score of residents' answers (times / {})", catalogue.lived.frequency_full));
    match (inside, lived) {
        (Some(inside), Some(lived)) => format!("larger of {inside} and {lived}"),
        (one, other) => one.or(other).unwrap_or_default(),
    }
}

fn note(agrees: Agrees, known: &Known) -> String {
    match agrees {
        Agrees::ResidentsOnly => "Only residents report it; the model shows nothing here.".to_owned(),
        Agrees::ModelOnly => "Only the model shows it; residents say it did not happen.".to_owned(),
        Agrees::NotCompared if known.lived.is_none() => "Nobody asked residents about it.".to_owned(),
        Agrees::NotCompared => "Residents' word alone: no model covers it here.".to_owned(),
        Agrees::Both | Agrees::Neither => String::new(),
    }
}
