//! The JMP ladder of sanitation from what a census counts, and hygiene where anybody asked.

use super::Services;
use super::categories::{self, Categories};
use super::scene::{Made, Scene};
use super::table::{percent, percent_column, row, shown, worst_first};
use crate::ladder::sanitation::{Sanitation, SanitationRules, Toilet};
use crate::ladder::{Rung, bounds};
use city::assessment::ServiceTable;
use city::{Estimate, Group, PlaceId, Problem, Quality, Value};

/// A rung, its column, whether the column holds better rungs too, and what stands on it.
const RUNGS: [(Sanitation, &str, bool, &str); 5] = [
    (Sanitation::OpenDefecation, "Open defecation", false, "no toilet"),
    (
        Sanitation::Unimproved,
        "Unimproved",
        false,
        "pit without slab, hanging toilet, bucket, and what the rules count with them",
    ),
    (Sanitation::Limited, "Limited or better", true, "improved, whoever shares it"),
    (Sanitation::Basic, "Basic or better", true, "improved and used by one household"),
    (Sanitation::SafelyManaged, "Safely managed", true, "basic, and excreta disposed of safely, which nobody asked"),
];

const HYGIENE: [&str; 3] = ["basic_hygiene_share", "limited_hygiene_share", "no_hygiene_share"];

/// Adds the ladder of districts and the city, and hygiene.
pub(super) fn add(scene: &Scene, services: &mut Services) {
    hygiene(scene, services);
    let Some(rules) = rules(scene, services) else { return };
    let (mut city, mut rows) = (Vec::new(), Vec::new());
    for place in scene.city_and_districts(|id| categories::of(scene, id, "toilet").is_some()) {
        let Some(toilets) = categories::of(scene, &place.id, "toilet") else { continue };
        let shares = shares(&toilets, &rules);
        observe(scene, &place.id, &toilets, shares[3], &rules, services);
        let values = shares.iter().map(|share| Value::Estimate(percent(*share))).collect();
        let note = if toilets.of == "households" { String::new() } else { format!("Shares of {}.", toilets.of) };
        let row = row(place, values, note);
        if Some(&place.id) == scene.city.map(|c| &c.id) {
            city.push(row);
        } else {
            rows.push((Some(1.0 - shares[2].value), row));
        }
    }
    if city.is_empty() && rows.is_empty() {
        return;
    }
    city.extend(worst_first(rows));
    services.tables.push(ServiceTable {
        id: "sanitation_ladder".to_owned(),
        title: "Toilets: the JMP ladder".to_owned(),
        note: format!(
            "By the rules {} ({}), as `sanitation_rules` in city.toml says. The value is what is sure, the range what may be: a \
             census seldom asks who shares a toilet, where it leads, and of what kind a public toilet is (limited at best, unimproved \
             until somebody asks).",
            rules.version, rules.citation
        ),
        columns: RUNGS.iter().map(|(_, label, _, method)| percent_column(label, method)).collect(),
        rows: city,
    });
}

fn rules(scene: &Scene, services: &mut Services) -> Option<SanitationRules> {
    const KNOWN: &str = "jmp_2017";
    let chosen = &scene.evidence.settings.sanitation_rules;
    SanitationRules::version(chosen).ok().or_else(|| {
        let problem = Problem::error("rules_unknown").in_file("city.toml").in_column("assess.sanitation_rules");
        services.problems.push(problem.found(chosen).expected(KNOWN).hint("jmp_2017 is used until then"));
        SanitationRules::version(KNOWN).ok()
    })
}

/// The rung of every kind of toilet that a census counts. A public or shared toilet of unknown kind is unimproved or limited.
pub(super) fn rung(code: &str, rules: &SanitationRules) -> Rung<Sanitation> {
    match code {
        "public" | "shared" => Rung::Between(Sanitation::Unimproved, Sanitation::Limited),
        _ => rules.rung(&Toilet { kind: code, ..Toilet::default() }),
    }
}

/// The share on each of the [`RUNGS`], 0 to 1, those on it or better where the rung says so.
fn shares(toilets: &Categories, rules: &SanitationRules) -> [Estimate; 5] {
    let rungs: Vec<(Rung<Sanitation>, f64)> = toilets.parts.iter().map(|(code, n)| (rung(code, rules), *n)).collect();
    let (on, _) = bounds(&rungs);
    RUNGS.map(|(level, _, or_better, _)| {
        if !or_better {
            return on.get(&level).copied().unwrap_or(Estimate { low: 0.0, value: 0.0, high: 0.0 });
        }
        let share = |counts: &dyn Fn(&Rung<Sanitation>) -> bool| {
            let counted = rungs.iter().filter(|(rung, _)| counts(rung));
            counted.map(|(_, n)| n).fold(0.0, |sum, n| sum + n) / toilets.total
        };
        let sure = share(&|rung| rung.at_least().is_some_and(|least| least >= level));
        let may = share(&|rung| match rung {
            Rung::At(best) | Rung::Between(_, best) => *best >= level,
            Rung::Unclassified(..) => true,
        });
        Estimate { low: sure, value: sure, high: may }
    })
}

fn observe(
    scene: &Scene,
    place: &PlaceId,
    toilets: &Categories,
    basic: Estimate,
    rules: &SanitationRules,
    services: &mut Services,
) {
    const INDICATOR: &str = "basic_sanitation_share";
    if basic.low <= 0.0 || scene.facts.number(place, INDICATOR).is_some() {
        return;
    }
    let made = Made {
        place,
        indicator: INDICATOR,
        group: Group::all(),
        value: percent(basic),
        method: format!(
            "100 x {} on this rung or better / all, by the rules {} ({})",
            toilets.of, rules.version, rules.citation
        ),
        inputs: &toilets.inputs,
        note: String::new(),
        most_trust: Quality::Medium,
    };
    scene.emit(made, services);
}

fn hygiene(scene: &Scene, services: &mut Services) {
    let asked = |id: &PlaceId| HYGIENE.iter().any(|indicator| scene.facts.number(id, indicator).is_some());
    let places =
        scene.city_and_districts(asked).into_iter().chain(scene.settlements.iter().copied().filter(|p| asked(&p.id)));
    let rows: Vec<_> = places
        .map(|place| {
            let values = HYGIENE.iter().map(|indicator| scene.value(&place.id, indicator)).collect();
            (scene.estimate(&place.id, "no_hygiene_share").map(|e| e.value), row(place, values, String::new()))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    services.tables.push(ServiceTable {
        id: "hygiene".to_owned(),
        title: "Washing hands: the JMP ladder".to_owned(),
        note: "As asked in a census or a survey.".to_owned(),
        columns: HYGIENE.iter().map(|indicator| shown(scene, indicator)).collect(),
        rows: worst_first(rows),
    });
}

#[cfg(test)]
mod tests {
    use crate::services::testing::{Town, cell, number, of_group};

    /// Ghana Statistical Service, 2021 Population and Housing Census, Greater Accra: households by toilet.
    const ACCRA: [(&str, f64); 4] = [
        ("toilet=household_improved", 1_165_093.0),
        ("toilet=household_unimproved", 11_403.0),
        ("toilet=none", 105_717.0),
        ("toilet=public", 416_158.0),
    ];

    #[test]
    fn a_public_toilet_of_unknown_kind_is_limited_at_best_and_who_shares_a_household_toilet_is_not_known() {
        let made =
            Town::new(ACCRA.iter().map(|(group, n)| of_group("city:x", "households", *n, group)).collect()).now();
        let share = |column: &str| cell(made.table("sanitation_ladder"), "city:x", column).estimate().unwrap();
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-4, "{a} {b}");
        near(share("Open defecation").value, 6.2246);
        near(share("Unimproved").low, 0.6714);
        near(share("Unimproved").high, 25.1748);
        near(share("Limited or better").low, 68.6006);
        near(share("Limited or better").high, 93.1040);
        near(share("Basic or better").low, 0.0);
        near(share("Basic or better").high, 68.6006);
        assert!(made.number("city:x", "basic_sanitation_share").is_none());
    }

    #[test]
    fn hygiene_is_shown_only_where_somebody_asked() {
        assert!(Town::new(Vec::new()).now().tables.is_empty());
        let made = Town::new(vec![number("district:1", "no_hygiene_share", 12.0)]).now();
        assert_eq!(cell(made.table("hygiene"), "district:1", "No place to wash hands").number(), Some(12.0));
    }
}
