//! The answer first: who is far from what, and what cannot be said.

use city::indicator::IndicatorKind;
use city::profile::{Sentence, SettlementType, Tone};
use city::travel::{Answer, Journey, TravelGroup, TravelReport};
use city::travel_settings::Mode;
use city::{Estimate, PlaceKind, Value};

/// The sentences of a report, in the order of what was asked for.
pub fn of(report: &TravelReport) -> Vec<Sentence> {
    let mut said = Vec::new();
    for journey in &report.journeys {
        if let Some(reason) = &journey.refused {
            said.push(refused(journey, reason));
        } else {
            said.extend(types(journey));
            said.extend(farthest(report, journey));
        }
        said.extend(without(journey));
    }
    if report.journeys.is_empty() {
        let text = "No way could be computed: what was wrong is listed below.".to_owned();
        said.push(sentence(Tone::Missing, None, text));
    }
    said
}

fn sentence(tone: Tone, number: Option<(Value, IndicatorKind, &str)>, text: String) -> Sentence {
    let (value, kind, unit) = match number {
        Some((value, kind, unit)) => (Some(value), kind, unit),
        None => (None, IndicatorKind::Count, ""),
    };
    Sentence { tone, value, kind, unit: unit.to_owned(), text, said: None, period: None, source: None }
}

fn refused(journey: &Journey, reason: &str) -> Sentence {
    let mode = match journey.mode {
        Mode::Walking => "walked",
        Mode::Driving => "driven",
    };
    let text = format!(
        "{}: {} cannot be {mode} along, for {reason}. Only straight lines are given: a lower bound, since no way on the ground is shorter.",
        journey.title, journey.network
    );
    sentence(Tone::Missing, None, text)
}

/// People of informal settlements within the middle band beside those of formal ones; all settlements where types are not known.
fn types(journey: &Journey) -> Option<Sentence> {
    let middle = journey.minutes.get(journey.minutes.len() / 2)?;
    let share = |group: &TravelGroup| -> Option<Estimate> { group.within.iter().find(|w| w.minutes == *middle)?.share };
    let of = |t: SettlementType| journey.groups.iter().find(|g| g.settlement_type == t);
    let informal = of(SettlementType::Informal)?;
    let near = share(informal)?;
    let beside = of(SettlementType::Formal).and_then(share).map(|formal| {
        format!("; in formal settlements {:.0} % ({:.0} to {:.0})", formal.value, formal.low, formal.high)
    });
    let text = format!(
        "% of the people of informal settlements within {middle} minutes{}. {}",
        beside.unwrap_or_default(),
        journey.title
    );
    Some(sentence(Tone::Fact, Some((Value::Estimate(near), IndicatorKind::Share, "")), text))
}

/// The place whose people are farthest: settlements before districts.
fn farthest(report: &TravelReport, journey: &Journey) -> Option<Sentence> {
    let of_kind = |kind: PlaceKind| {
        let rows = journey.rows.iter().filter_map(move |row| {
            let place = report.places.iter().find(|p| p.id == row.place && p.kind == kind)?;
            Some((place, row.minutes.median?))
        });
        rows.max_by(|a, b| a.1.value.total_cmp(&b.1.value).then_with(|| b.0.id.cmp(&a.0.id)))
    };
    let (place, minutes) = of_kind(PlaceKind::Settlement).or_else(|| of_kind(PlaceKind::District))?;
    let text =
        format!("minutes for the middle person of {}, the farthest along mapped ways. {}", place.name, journey.title);
    Some(sentence(Tone::Fact, Some((Value::Estimate(minutes), IndicatorKind::Amount, "minutes")), text))
}

/// Places for which only the straight line is known.
fn without(journey: &Journey) -> Option<Sentence> {
    if journey.refused.is_some() {
        return None;
    }
    let without = journey.rows.iter().filter(|r| r.answer == Answer::StraightLine).count();
    let partly = journey.rows.iter().filter(|r| r.answer == Answer::Partly).count();
    if without + partly == 0 {
        return None;
    }
    let mut parts = Vec::new();
    if without > 0 {
        parts.push(format!(
            "{without} have no mapped way within {} m of their people: the straight line is given as a lower bound",
            journey.access_m
        ));
    }
    if partly > 0 {
        parts.push(format!("{partly} have one for some of their people only"));
    }
    let text = format!("{}: of {} places {}.", journey.title, journey.rows.len(), parts.join("; "));
    Some(sentence(Tone::Missing, None, text))
}
