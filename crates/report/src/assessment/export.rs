//! The assessment for programs: a CSV row for each place and chain, and all of it as JSON, with every digit.

use super::reading::{Reading, class_word};
use crate::ReportError;
use crate::table::value_json;
use city::Estimate;
use city::assessment::{
    Agreement, Asking, AssessedPlace, Assessment, ChainResult, Changes, GoalResult, GroupClasses, LeafUse, LeafValue,
    PeopleCounts, PlaceScore, PrioritiesResult, Rank, ServiceTable,
};
use city::chain::ImpactChain;
use city::profile::Sentence;
use serde_json::{Value as Json, json};

/// Columns of the CSV; scores run from 0 to 1, ranks from 1, which is most at risk, coverage is the filled share of the weights.
pub const COLUMNS: [&str; 31] = [
    "place",
    "name",
    "kind",
    "parent",
    "parent_name",
    "settlement_type",
    "chain",
    "chain_label",
    "outcome",
    "score (0-1)",
    "class (1-5)",
    "class in words",
    "rank",
    "rank low (5 %)",
    "rank median",
    "rank high (95 %)",
    "ranked (places)",
    "coverage (0-1)",
    "hazard (0-1)",
    "exposure (0-1)",
    "sensitivity (0-1)",
    "lack of capacity (0-1)",
    "vulnerability (0-1)",
    "geometric (0-1)",
    "INFORM (0-10)",
    "multiplicative (0-1)",
    "people low (persons)",
    "people (persons)",
    "people high (persons)",
    "why",
    "warning",
];

/// One row for each place and chain, with every digit; what is not known is empty, never zero.
///
/// # Errors
/// [`ReportError::Csv`] where the writer refuses a row.
pub fn csv(assessment: &Assessment) -> Result<String, ReportError> {
    let reading = Reading::new(assessment);
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for result in &assessment.chains {
        for one in &result.scores {
            writer.write_record(record(&reading, result, one))?;
        }
    }
    let bytes = writer.into_inner().map_err(|e| ::csv::Error::from(e.into_error()))?;
    String::from_utf8(bytes).map_err(|_| ReportError::Text)
}

fn record(reading: &Reading<'_>, result: &ChainResult, one: &PlaceScore) -> [String; COLUMNS.len()] {
    let number = |n: Option<f64>| n.map_or_else(String::new, |n| n.to_string());
    let place = reading.place(&one.place);
    let people = place.and_then(|p| p.people);
    let class = if one.class.is_some() { class_word(one.class) } else { "" };
    [
        one.place.to_string(),
        place.map_or_else(String::new, |p| p.name.clone()),
        result.kind.to_string(),
        place.and_then(|p| p.parent.as_ref()).map_or_else(String::new, ToString::to_string),
        reading.parent(&one.place).to_owned(),
        place.and_then(|p| p.settlement_type).map_or_else(String::new, |t| t.to_string()),
        result.chain.id.clone(),
        result.chain.label.clone(),
        result.outcome.to_string(),
        number(one.score),
        one.class.map_or_else(String::new, |c| c.to_string()),
        class.to_owned(),
        one.rank.map_or_else(String::new, |r| r.nominal.to_string()),
        number(one.rank.map(|r| r.low)),
        number(one.rank.map(|r| r.median)),
        number(one.rank.map(|r| r.high)),
        result.ranked.to_string(),
        one.coverage.to_string(),
        number(one.hazard),
        number(one.exposure),
        number(one.sensitivity),
        number(one.lack_of_capacity),
        number(one.vulnerability),
        number(one.forms.geometric),
        number(one.forms.inform),
        number(one.forms.multiplicative),
        number(people.map(|p| p.low)),
        number(people.map(|p| p.value)),
        number(people.map(|p| p.high)),
        one.why.clone(),
        one.warning.clone(),
    ]
}

/// Everything as JSON. Scores run from 0 to 1, ranks from 1 (most at risk); a gap is `{"gap": reason}`, what is not known `null`.
///
/// # Errors
/// [`ReportError::Json`] where the writer refuses a value.
pub fn json(assessment: &Assessment) -> Result<String, ReportError> {
    let held = assessment
        .held_back
        .iter()
        .map(|h| json!({ "what": h.what, "why": h.why, "count": h.count, "reason": h.reason }));
    let heading = &assessment.heading;
    Ok(serde_json::to_string(&json!({
        "city": heading.city, "country": heading.country, "invented": heading.invented, "notice": heading.notice,
        "generated": heading.generated, "version": heading.version, "run": heading.run, "seed": heading.seed,
        "samples": assessment.samples,
        "summary": all(&assessment.summary, sentence),
        "places": all(&assessment.places, place),
        "people": people(&assessment.people),
        "chains": all(&assessment.chains, chain_result),
        "services": all(&assessment.services, service),
        "agreements": all(&assessment.agreements, agreement),
        "goals": all(&assessment.goals, goal),
        "priorities": assessment.priorities.as_ref().map(priorities),
        "held_back": held.collect::<Vec<_>>(),
        "problems": assessment.problems,
        "sources": assessment.sources,
    }))?)
}

fn all<T>(list: &[T], one: impl Fn(&T) -> Json) -> Vec<Json> {
    list.iter().map(one).collect()
}

fn estimate(estimate: Option<Estimate>) -> Json {
    estimate.map_or(Json::Null, |e| json!({ "low": e.low, "value": e.value, "high": e.high }))
}

fn sentence(sentence: &Sentence) -> Json {
    json!({ "tone": sentence.tone, "text": sentence.text, "value": sentence.value.as_ref().map(value_json), "unit": sentence.unit,
            "period": sentence.period.as_ref().map(ToString::to_string), "source": sentence.source })
}

fn place(place: &AssessedPlace) -> Json {
    json!({ "id": place.id, "kind": place.kind, "name": place.name, "parent": place.parent,
            "settlement_type": place.settlement_type, "people": estimate(place.people), "geometry_note": place.geometry_note })
}

fn people(people: &PeopleCounts) -> Json {
    let settlements = people.settlements.iter().map(|s| {
        json!({ "place": s.place, "own_count": estimate(s.profile), "own_method": s.profile_method, "city_count": estimate(s.city),
                "city_method": s.city_method, "independent": s.independent, "combined": estimate(s.combined), "note": s.note })
    });
    let districts = people.districts.iter().map(|d| {
        json!({ "place": d.place, "official": d.official, "inside_before": d.inside_before, "inside_after": d.inside_after,
                "total_after": d.total_after })
    });
    json!({ "rule": people.rule, "district_rule": people.district_rule, "independence": people.independence,
            "settlements": settlements.collect::<Vec<_>>(), "districts": districts.collect::<Vec<_>>(),
            "missed": estimate(people.missed), "missed_note": people.missed_note, "counted_twice": people.counted_twice, "not_counted": people.not_counted,
            "splits": people.splits })
}

fn chain_result(result: &ChainResult) -> Json {
    json!({ "chain": chain(&result.chain), "kind": result.kind, "outcome": result.outcome, "outcome_note": result.outcome_note,
            "ranked": result.ranked, "warnings": result.warnings,
            "leaves": all(&result.leaves, leaf), "scores": all(&result.scores, score),
            "inputs": result.inputs.iter().map(|i| json!({ "label": i.label, "first_order": i.first_order, "total": i.total })).collect::<Vec<_>>(),
            "asking": all(&result.asking, asking), "changes": result.changes.as_ref().map(changes),
            "groups": all(&result.groups, group) })
}

fn chain(chain: &ImpactChain) -> Json {
    let nodes = chain.nodes.iter().map(
        |n| json!({ "id": n.id, "kind": n.kind, "label": n.label, "weight": n.weight, "qualitative": n.qualitative }),
    );
    let edges = chain.edges.iter().map(|e| json!({ "from": e.from, "to": e.to, "claim": e.claim, "source": e.source }));
    json!({ "id": chain.id, "label": chain.label, "framing": chain.framing, "summary": chain.summary, "citation": chain.citation,
            "nodes": nodes.collect::<Vec<_>>(), "edges": edges.collect::<Vec<_>>() })
}

fn leaf(leaf: &LeafUse) -> Json {
    json!({ "component": leaf.component, "label": leaf.label, "unit": leaf.unit, "low": leaf.low, "high": leaf.high,
            "effect": leaf.effect, "weight": leaf.weight, "reason": leaf.reason, "present": leaf.present,
            "missing": leaf.missing, "filled_by": leaf.filled_by })
}

fn score(score: &PlaceScore) -> Json {
    json!({ "place": score.place, "score": score.score, "class": score.class, "rank": score.rank.map(rank),
            "hazard": score.hazard, "exposure": score.exposure, "sensitivity": score.sensitivity,
            "lack_of_capacity": score.lack_of_capacity, "vulnerability": score.vulnerability,
            "geometric": score.forms.geometric, "inform": score.forms.inform, "multiplicative": score.forms.multiplicative,
            "coverage": score.coverage, "leaves": all(&score.leaves, leaf_value), "why": score.why, "warning": score.warning })
}

fn rank(rank: Rank) -> Json {
    json!({ "nominal": rank.nominal, "low": rank.low, "median": rank.median, "high": rank.high })
}

fn leaf_value(leaf: &LeafValue) -> Json {
    json!({ "value": value_json(&leaf.value), "score": leaf.score, "period": leaf.period.as_ref().map(ToString::to_string),
            "source": leaf.source, "quality": leaf.quality })
}

fn asking(ask: &Asking) -> Json {
    json!({ "label": ask.label, "filled_by": ask.filled_by, "places": ask.places, "width_now": ask.width_now,
            "width_known": ask.width_known })
}

fn changes(changes: &Changes) -> Json {
    let places = changes.places.iter().map(|p| {
        json!({ "place": p.place, "score_without": p.score_without, "score_with": p.score_with, "class_without": p.class_without,
                "class_with": p.class_with, "rank_without": p.rank_without, "rank_with": p.rank_with })
    });
    json!({ "without": changes.without, "places": places.collect::<Vec<_>>(), "mean_move": changes.mean_move,
            "agreement": changes.agreement, "newly_high": changes.newly_high, "newly_high_people": changes.newly_high_people })
}

fn group(group: &GroupClasses) -> Json {
    json!({ "dimension": group.dimension, "label": group.label, "people_by_class": group.people,
            "without_class": group.without_class, "places_unknown": group.places_unknown })
}

fn service(table: &ServiceTable) -> Json {
    let columns =
        table.columns.iter().map(|c| json!({ "label": c.label, "unit": c.unit, "kind": c.kind, "method": c.method }));
    let rows = table
        .rows
        .iter()
        .map(|r| json!({ "place": r.place, "label": r.label, "values": all(&r.values, value_json), "note": r.note }));
    json!({ "id": table.id, "title": table.title, "note": table.note, "columns": columns.collect::<Vec<_>>(),
            "rows": rows.collect::<Vec<_>>() })
}

fn agreement(agreement: &Agreement) -> Json {
    let places = agreement.places.iter().map(|p| {
        json!({ "place": p.place, "agrees": p.agrees, "area_share_percent": p.area_share, "people_share_percent": p.people_share,
                "distance_m": p.distance_m, "lived": p.lived, "lived_score": p.lived_score, "score": estimate(p.score),
                "people": p.people })
    });
    let footprints = agreement.footprints.iter().map(|f| {
        json!({ "model": f.model, "scenario": f.scenario, "return_period_years": f.return_period, "kind": f.kind,
                "places_touched": f.places_touched, "places": f.places, "people": f.people, "people_by_grid": f.people_by_grid })
    });
    json!({ "hazard": agreement.hazard, "label": agreement.label, "model": agreement.model, "lived": agreement.lived,
            "rule": agreement.rule, "places": places.collect::<Vec<_>>(), "footprints": footprints.collect::<Vec<_>>(),
            "notes": agreement.notes })
}

fn goal(goal: &GoalResult) -> Json {
    let parts = goal.parts.iter().map(|(label, value)| json!({ "label": label, "value": value_json(value) }));
    json!({ "id": goal.id, "label": goal.label, "method": goal.method, "value": value_json(&goal.value), "unit": goal.unit,
            "covers": goal.covers, "period": goal.period.as_ref().map(ToString::to_string), "missing": goal.missing,
            "parts": parts.collect::<Vec<_>>(), "note": goal.note })
}

fn priorities(priorities: &PrioritiesResult) -> Json {
    let options = priorities.options.iter().map(|o| {
        json!({ "label": o.label, "borda": o.borda, "copeland": o.copeland, "profile_score": o.profile_score, "first": o.first })
    });
    let unheard = priorities
        .unheard
        .iter()
        .map(|(place, people, wants)| json!({ "place": place, "people": people, "wants": wants }));
    json!({ "weighing": priorities.weighing, "settlements": priorities.settlements, "options": options.collect::<Vec<_>>(),
            "condorcet": priorities.condorcet, "pairwise_percent": priorities.pairwise, "unheard": unheard.collect::<Vec<_>>(),
            "other_weighing": priorities.other_weighing, "notes": priorities.notes })
}
