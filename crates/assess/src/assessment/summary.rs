//! The answer first: who is most at risk, why, how sure that is, what the profiles changed, what would narrow it most.

use city::assessment::{Assessment, ChainResult, Outcome, PlaceScore};
use city::indicator::IndicatorKind;
use city::profile::{Sentence, Tone};
use city::{Estimate, PlaceId, PlaceKind, Value};

/// The sentences of an assessment, most important first.
pub(super) fn of(assessment: &Assessment) -> Vec<Sentence> {
    let mut said = Vec::new();
    if let Some(headline) = assessment.chains.first().filter(|c| c.ranked > 0) {
        said.extend(high(assessment, headline));
        said.extend(worst(assessment, headline));
        said.extend(firm(headline));
        said.extend(changed(headline));
        said.extend(asking(headline));
    } else {
        said.extend(unranked(assessment));
    }
    said.extend(missed(assessment));
    said.extend(disagreement(assessment));
    said.extend(uncounted(assessment));
    said.extend(held(assessment));
    said
}

fn sentence(tone: Tone, number: Option<(Value, IndicatorKind, &str)>, text: String) -> Sentence {
    let (value, kind, unit) = match number {
        Some((value, kind, unit)) => (Some(value), kind, unit),
        None => (None, IndicatorKind::Count, ""),
    };
    Sentence { tone, value, kind, unit: unit.to_owned(), text, said: None, period: None, source: None }
}

fn number(value: f64) -> Option<Value> {
    Estimate::exact(value).ok().map(Value::Estimate)
}

pub(super) fn places_word(kind: PlaceKind, count: u64) -> &'static str {
    match (kind, count) {
        (PlaceKind::Settlement, 1) => "settlement",
        (PlaceKind::Settlement, _) => "settlements",
        (PlaceKind::District, 1) => "district",
        (PlaceKind::District, _) => "districts",
        (_, 1) => "place",
        _ => "places",
    }
}

fn outcome_word(result: &ChainResult) -> &'static str {
    match result.outcome {
        Outcome::Risk => "risk",
        Outcome::Vulnerability => "vulnerability",
    }
}

fn name<'a>(assessment: &'a Assessment, place: &PlaceId) -> &'a str {
    assessment.places.iter().find(|p| p.id == *place).map_or("a place", |p| p.name.as_str())
}

fn people_of(assessment: &Assessment, scores: &[&PlaceScore]) -> Option<Estimate> {
    let mut sum: Option<Estimate> = None;
    for score in scores {
        let place = assessment.places.iter().find(|p| p.id == score.place);
        if let Some(people) = place.and_then(|p| p.people) {
            let so_far = sum.map_or([0.0; 3], |s| [s.low, s.value, s.high]);
            let ends = [so_far[0] + people.low, so_far[1] + people.value, so_far[2] + people.high];
            sum = Estimate::range(ends[0], ends[1], ends[2]).ok();
        }
    }
    sum
}

/// How many people live where the class is high or very high; where no place comes so far, in the highest class that one reaches.
fn high(assessment: &Assessment, result: &ChainResult) -> Option<Sentence> {
    let highest = result.scores.iter().filter_map(|s| s.class).max()?;
    let least = highest.min(4);
    let scores: Vec<&PlaceScore> = result.scores.iter().filter(|s| s.class.is_some_and(|c| c >= least)).collect();
    let class = match highest {
        5 | 4 => "high or very high",
        3 => "intermediate, the highest class reached here",
        2 => "low, the highest class reached here",
        _ => "very low everywhere",
    };
    let (count, ranked) = (scores.len() as u64, result.ranked);
    let (word, places, label) = (outcome_word(result), places_word(result.kind, count), &result.chain.label);
    if let Some(people) = people_of(assessment, &scores) {
        let text = format!("people live where {word} is {class}: {count} of {ranked} {places} ({label})");
        return Some(sentence(Tone::Fact, Some((Value::Estimate(people), IndicatorKind::Count, "persons")), text));
    }
    let text = format!("of {ranked} {places}: {word} is {class} there ({label})");
    #[expect(clippy::cast_precision_loss, reason = "a count of places")]
    Some(sentence(Tone::Fact, Some((number(count as f64)?, IndicatorKind::Count, "")), text))
}

/// Why no place is ranked, and what would change that.
fn unranked(assessment: &Assessment) -> Option<Sentence> {
    let nearest = assessment.chains.iter().max_by_key(|c| {
        let filled: u64 = c.leaves.iter().map(|leaf| leaf.present).sum();
        (filled, std::cmp::Reverse(c.scores.len()))
    })?;
    let missing: Vec<&str> =
        nearest.leaves.iter().filter(|leaf| leaf.present == 0).map(|leaf| leaf.label.as_str()).take(3).collect();
    let first =
        if missing.is_empty() { String::new() } else { format!(" First of what is missing: {}.", missing.join(", ")) };
    let text = format!(
        "No place is ranked: too little may be shown or is known of any of the {} {} ({}).{first}",
        nearest.scores.len(),
        places_word(nearest.kind, nearest.scores.len() as u64),
        nearest.chain.label,
    );
    Some(sentence(Tone::Missing, None, text))
}

/// Which place is first, and why.
fn worst(assessment: &Assessment, result: &ChainResult) -> Option<Sentence> {
    let first = result.scores.iter().find(|s| s.score.is_some())?;
    let interval = first.rank.map_or(String::new(), |rank| {
        let (low, high) = (rank.low.round(), rank.high.round());
        format!(" by the chosen method (other inputs, weights and methods put it between rank {low} and {high} of {} in nine of ten draws)", result.ranked)
    });
    let why = if first.why.is_empty() { String::new() } else { format!(": {}", first.why.trim_end_matches('.')) };
    Some(sentence(Tone::Fact, None, format!("{} comes first{interval}{why}.", name(assessment, &first.place))))
}

/// How many of the first twenty stay there.
fn firm(result: &ChainResult) -> Option<Sentence> {
    let top = 20.min(result.ranked / 2).max(1);
    let ranked: Vec<_> = result.scores.iter().filter_map(|s| s.rank).collect();
    if ranked.len() < 3 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a rank")]
    let firm = ranked.iter().filter(|r| u64::from(r.nominal) <= top && r.high <= top as f64).count() as u64;
    let text = format!(
        "of the first {top} {} stay among the first {top} in nineteen of twenty draws of inputs, weights and methods; the others could change places with those after them",
        places_word(result.kind, top)
    );
    #[expect(clippy::cast_precision_loss, reason = "a count of places")]
    Some(sentence(Tone::Fact, Some((number(firm as f64)?, IndicatorKind::Count, "")), text))
}

/// What the profiles changed.
fn changed(result: &ChainResult) -> Option<Sentence> {
    let changes = result.changes.as_ref().filter(|c| !c.places.is_empty())?;
    let text = match changes.newly_high {
        0 => format!(
            "What is known of the settlements themselves moves them by {:.0} ranks on average against the averages of their districts.",
            changes.mean_move
        ),
        count => format!(
            "{count} {} into the two upper classes only with what is known of {}; district averages hide {}.",
            if count == 1 { "settlement comes" } else { "settlements come" },
            if count == 1 { "itself" } else { "themselves" },
            if count == 1 { "it" } else { "them" },
        ),
    };
    Some(sentence(Tone::Fact, None, text))
}

/// The answer that would narrow the ranks most.
fn asking(result: &ChainResult) -> Option<Sentence> {
    let ask = result.asking.first().filter(|a| a.width_now - a.width_known > 0.05)?;
    let text = format!(
        "Asking for \"{}\" at {} {} would narrow the ranks most: from {:.1} to {:.1} places wide on average ({}).",
        ask.label,
        ask.places,
        places_word(result.kind, ask.places),
        ask.width_now,
        ask.width_known,
        ask.filled_by.trim_end_matches('.')
    );
    Some(sentence(Tone::Missing, None, text))
}

/// People whom the city's own figures miss.
fn missed(assessment: &Assessment) -> Option<Sentence> {
    let missed = assessment.people.missed?;
    let text = if missed.value >= 0.0 {
        format!(
            "people are missed by the city's own figures in the {} settlements with two counts",
            assessment.people.counted_twice
        )
    } else {
        format!(
            "people more are in the city's own figures than in the {} settlements' own counts",
            assessment.people.counted_twice
        )
    };
    let shown =
        if missed.value >= 0.0 { missed } else { Estimate::range(-missed.high, -missed.value, -missed.low).ok()? };
    Some(sentence(Tone::Fact, Some((Value::Estimate(shown), IndicatorKind::Count, "persons")), text))
}

/// Places where only residents, or only the model, know of a hazard.
fn disagreement(assessment: &Assessment) -> Option<Sentence> {
    use city::assessment::Agrees;
    let counts = |agreement: &city::assessment::Agreement| {
        let of = |wanted| agreement.places.iter().filter(|p| p.agrees == wanted).count();
        (of(Agrees::ResidentsOnly), of(Agrees::Both), of(Agrees::ModelOnly))
    };
    let most = assessment.agreements.iter().max_by_key(|a| counts(a).0)?;
    let (residents, both, model) = counts(most);
    if residents + model == 0 {
        return None;
    }
    let text = format!(
        "{}: residents report it at {residents} places where the model shows nothing, the model shows it at {model} places where residents do not report it, and both agree that it happens at {both}.",
        most.label
    );
    Some(sentence(Tone::Fact, None, text))
}

/// Settlements whose people nobody counted.
fn uncounted(assessment: &Assessment) -> Option<Sentence> {
    let unknown = assessment.people.not_counted;
    if unknown == 0 {
        return None;
    }
    let (has, their) = if unknown == 1 { ("settlement has", "its") } else { ("settlements have", "their") };
    let text = format!(
        "{has} no count of {their} people: they are missing from every number of people above, and are not empty"
    );
    #[expect(clippy::cast_precision_loss, reason = "a count of places")]
    Some(sentence(Tone::Missing, Some((number(unknown as f64)?, IndicatorKind::Count, "")), text))
}

/// What was held back.
fn held(assessment: &Assessment) -> Option<Sentence> {
    let kinds = assessment.held_back.len();
    if kinds == 0 {
        return None;
    }
    let text = "Some numbers are held back to protect people; what and why stands at the end of the page.".to_owned();
    Some(sentence(Tone::Caution, None, text))
}
