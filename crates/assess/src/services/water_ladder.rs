//! The JMP ladder of drinking water from what a census counts, and improved water by every published rule.

use super::Services;
use super::categories::{self, Categories};
use super::scene::{Made, Scene};
use super::table::{estimate, exact, percent, percent_column, row, worst_first};
use crate::ladder::water::{Drinking, Water, WaterRules};
use crate::ladder::{Rung, bounds};
use crate::refusal::Refusal;
use city::assessment::{ServiceRow, ServiceTable};
use city::{Estimate, Gap, Group, Place, Problem, Quality, Value};

/// The published rules of improved water, by how packaged and delivered water count: version, column, the indicator of the
/// profile that must agree.
const VERSIONS: [(&str, &str, &str); 3] = [
    ("jmp_2017", "Improved, packaged water and tankers counted", "improved_water_share"),
    ("ghana_census_2021", "Improved, packaged water counted", "improved_water_without_delivered_share"),
    ("mdg", "Improved, neither counted", "improved_water_without_packaged_share"),
];

/// Shares of one place, parts of one.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ladder {
    surface: Estimate,
    unimproved: Estimate,
    /// None where nobody asked how long fetching takes.
    limited: Option<Estimate>,
    basic: Estimate,
    /// The most that can be safely managed.
    best: f64,
}

/// Adds the ladder of districts and the city, and the rungs of which something is surely known.
pub(super) fn add(scene: &Scene, services: &mut Services) {
    let rules = rules(scene, services);
    let versions: Vec<WaterRules> = VERSIONS.iter().filter_map(|(v, ..)| WaterRules::version(v).ok()).collect();
    let Some(rules) = rules else { return };
    let (mut city, mut rows) = (Vec::new(), Vec::new());
    for place in scene.city_and_districts(|id| categories::of(scene, id, "water").is_some()) {
        let Some(sources) = categories::of(scene, &place.id, "water") else { continue };
        match ladder(scene, place, &sources, &rules) {
            Ok(ladder) => {
                observe(scene, place, &sources, &ladder, &rules, services);
                let row = row_of(scene, place, &sources, &ladder, &versions, services);
                if Some(&place.id) == scene.city.map(|c| &c.id) {
                    city.push(row);
                } else {
                    rows.push((Some(ladder.surface.value + ladder.unimproved.value), row));
                }
            }
            Err(refused) => Scene::refuse(&refused, place, services),
        }
    }
    if city.is_empty() && rows.is_empty() {
        return;
    }
    city.extend(worst_first(rows));
    services.tables.push(table(&rules, city));
}

/// The rules that the person chose; where there are none of that name, a problem and those of JMP.
fn rules(scene: &Scene, services: &mut Services) -> Option<WaterRules> {
    let chosen = &scene.evidence.settings.water_rules;
    WaterRules::version(chosen).ok().or_else(|| {
        let known = VERSIONS.map(|(version, ..)| version).join(", ");
        let problem =
            Problem::error("rules_unknown").in_file("city.toml").in_column("assess.water_rules").found(chosen);
        services.problems.push(problem.expected(known).hint("jmp_2017 is used until then"));
        WaterRules::version("jmp_2017").ok()
    })
}

/// The ladder of a place.
///
/// A household's rung is that of [`WaterRules::rung`] for its source. Where times are counted apart from sources, the two
/// marginals bound how many improved sources are far (Fréchet); where the census counts basic and limited service itself, that
/// count holds for the rule by which it counted and bounds the chosen one.
fn ladder(scene: &Scene, place: &Place, sources: &Categories, rules: &WaterRules) -> Result<Ladder, Refusal> {
    let improved = rules.improved_share(&sources.parts)?.share;
    let rungs: Vec<(Rung<Water>, f64)> = sources.parts.iter().map(|(code, n)| (rung(scene, code, rules), *n)).collect();
    let (shares, _) = bounds(&rungs);
    let none = Estimate { low: 0.0, value: 0.0, high: 0.0 };
    let of = |rung: Water| shares.get(&rung).copied().unwrap_or(none);
    let mut limited = of(Water::Limited);
    let mut best = of(Water::SafelyManaged).high;
    let times = categories::of(scene, &place.id, "time_to_water");
    let counted = counted_limited(scene, place, sources, rules);
    let asked = times.is_some() || counted.is_some();
    if let Some(times) = times {
        let far = times.share(|code| scene.flagged("time_to_water", code, "over_30"));
        limited.low = limited.low.max(improved.low + far - 1.0);
        limited.high = limited.high.min(far);
        best = best.min(times.share(|code| scene.flagged("time_to_water", code, "on_premises")));
    }
    if let Some((low, counted, high)) = counted {
        limited.low = limited.low.max(low.min(limited.high));
        limited.high = limited.high.min(high.max(limited.low));
        limited.value = counted;
    } else {
        limited.value = limited.high;
    }
    limited.value = limited.value.clamp(limited.low, limited.high);
    let basic = Estimate {
        low: (improved.low - limited.high).max(0.0),
        value: (improved.value - limited.value).max(0.0),
        high: improved.high - limited.low,
    };
    let limited = asked.then_some(limited);
    let best = best.min(basic.high);
    Ok(Ladder { surface: of(Water::Surface), unimproved: of(Water::Unimproved), limited, basic, best })
}

fn rung(scene: &Scene, code: &str, rules: &WaterRules) -> Rung<Water> {
    let at_home = scene.flagged("water", code, "on_premises").then_some(true);
    rules.rung(&Drinking { source: code, on_premises: at_home, ..Drinking::default() })
}

/// Limited service as the census counts it, least, counted and most, where its rule of improved water is one that is published.
fn counted_limited(scene: &Scene, place: &Place, sources: &Categories, rules: &WaterRules) -> Option<(f64, f64, f64)> {
    let service = categories::of(scene, &place.id, "improved_water").filter(|s| s.of == sources.of)?;
    let counted = service.number("basic") + service.number("limited");
    let is = |rules: &WaterRules, code: &str| rules.counts_as(code) == crate::ladder::CountsAs::Improved;
    let sum = |counts: &dyn Fn(&str) -> bool| -> f64 {
        sources.parts.iter().filter(|(code, _)| counts(code)).map(|(_, n)| n).sum()
    };
    let same = |v: &WaterRules| (sum(&|code| is(v, code)) - counted).abs() < 0.5;
    let census = VERSIONS.iter().filter_map(|(v, ..)| WaterRules::version(v).ok()).find(same)?;
    let more = sum(&|code| is(rules, code) && !is(&census, code)) / sources.total;
    let fewer = sum(&|code| !is(rules, code) && is(&census, code)) / sources.total;
    let limited = service.number("limited") / sources.total;
    Some(((limited - fewer).max(0.0), limited, limited + more))
}

fn observe(
    scene: &Scene,
    place: &Place,
    sources: &Categories,
    ladder: &Ladder,
    rules: &WaterRules,
    services: &mut Services,
) {
    let rungs = [("basic_water_share", Some(ladder.basic)), ("limited_water_share", ladder.limited)];
    for (indicator, share) in rungs {
        let Some(share) = share else { continue };
        if share.low <= 0.0 && share.high > 0.0 || scene.facts.number(&place.id, indicator).is_some() {
            continue;
        }
        let method = format!(
            "100 x {} on this rung / all, by the rules {} ({}); households at the lowest rung that they may stand on",
            sources.of, rules.version, rules.citation
        );
        let made = Made {
            place: &place.id,
            indicator,
            group: Group::all(),
            value: percent(share),
            method,
            inputs: &sources.inputs,
            note: "Times to fetch water are not known source by source, so that this is a range.".to_owned(),
            most_trust: Quality::Medium,
        };
        scene.emit(made, services);
    }
}

fn row_of(
    scene: &Scene,
    place: &Place,
    sources: &Categories,
    ladder: &Ladder,
    versions: &[WaterRules],
    services: &mut Services,
) -> ServiceRow {
    let limited = ladder.limited.map_or(Value::Gap(Gap::NotMeasuredHere), |share| Value::Estimate(percent(share)));
    let [surface, unimproved, basic] =
        [ladder.surface, ladder.unimproved, ladder.basic].map(|share| Value::Estimate(percent(share)));
    let mut values = vec![surface, unimproved, limited, basic, exact(Some(100.0 * ladder.best))];
    for (version, (_, label, indicator)) in versions.iter().zip(VERSIONS) {
        let share = version.improved_share(&sources.parts).ok().map(|made| percent(made.share));
        if let (Some(share), Some(profile)) = (share, scene.estimate(&place.id, indicator))
            && (share.value - profile.value).abs() > 0.01
        {
            let problem = Problem::warning("shares_differ").in_column(indicator).found(profile.value);
            let hint = format!(
                "{label}: the rules say {} % at {}; rules and dimension table must agree",
                share.value, place.name
            );
            services.problems.push(problem.expected(share.value.to_string()).hint(hint));
        }
        values.push(estimate(share));
    }
    let note = if sources.of == "households" { String::new() } else { format!("Shares of {}.", sources.of) };
    row(place, values, note)
}

fn table(rules: &WaterRules, rows: Vec<ServiceRow>) -> ServiceTable {
    let rung = |label: &str, method: &str| percent_column(label, method);
    let mut columns = vec![
        rung("Surface water", "river, dam, pond, canal"),
        rung("Unimproved", "unprotected well or spring, and what the rules count with them"),
        rung(
            "Limited",
            "improved, more than 30 minutes there and back with waiting; the value takes households at the lowest rung they may stand on",
        ),
        rung("At least basic", "improved, within 30 minutes; without times only what is at home is sure"),
        rung(
            "Safely managed, at most",
            "improved and at home; whether there when needed and free of contamination was not asked",
        ),
    ];
    columns.extend(VERSIONS.iter().map(|(version, label, _)| {
        let citation = WaterRules::version(version).map(|r| r.citation).unwrap_or_default();
        percent_column(label, &format!("rules {version}: {citation}"))
    }));
    ServiceTable {
        id: "drinking_water".to_owned(),
        title: "Drinking water: the JMP ladder, and what packaged water counts as".to_owned(),
        note: format!(
            "The ladder is by the rules {} ({}), as `water_rules` in city.toml says. The last columns show improved water by every \
             published rule beside each other: what packaged water and tankers count as decides more than any other choice. Sources \
             and times are counted apart, so that rungs are ranges; availability and contamination were not asked.",
            rules.version, rules.citation
        ),
        columns,
        rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::testing::{Town, cell, of_group};
    use city::Observation;

    /// Ghana Statistical Service, 2021 Population and Housing Census, Greater Accra, all locality types: households by main source
    /// of drinking water, by service, and by time.
    const ACCRA: [(&str, f64); 23] = [
        ("water=public_tap", 64_779.0),
        ("water=borehole", 17_051.0),
        ("water=protected_spring", 110.0),
        ("water=piped_dwelling", 136_052.0),
        ("water=rain", 1_482.0),
        ("water=protected_well", 5_158.0),
        ("water=bottled", 63_978.0),
        ("water=sachet", 1_200_750.0),
        ("water=piped_neighbour", 95_787.0),
        ("water=piped_compound", 84_955.0),
        ("water=river", 3_785.0),
        ("water=unprotected_well", 649.0),
        ("water=unprotected_spring", 82.0),
        ("water=tanker_vendor", 22_272.0),
        ("water=other", 342.0),
        ("water=surface", 1_139.0),
        ("improved_water=basic", 1_657_917.0),
        ("improved_water=limited", 12_185.0),
        ("improved_water=unimproved", 28_269.0),
        ("time_to_water=on_premises", 1_510_261.0),
        ("time_to_water=within_30", 174_901.0),
        ("time_to_water=31_60", 8_455.0),
        ("time_to_water=over_60", 4_754.0),
    ];

    fn accra() -> Vec<Observation> {
        ACCRA.iter().map(|(group, n)| of_group("city:x", "households", *n, group)).collect()
    }

    fn share(made: &Services, column: &str) -> Estimate {
        cell(made.table("drinking_water"), "city:x", column).estimate().unwrap()
    }

    #[test]
    fn improved_water_of_accra_with_packaged_water_without_and_with_tankers() {
        let made = Town::new(accra()).now();
        let near = |column: &str, expected: f64| {
            assert!((share(&made, column).value - expected).abs() < 5e-5, "{column}: {:?}", share(&made, column));
        };
        near("Improved, packaged water counted", 98.3355);
        near("Improved, neither counted", 23.8684);
        near("Improved, packaged water and tankers counted", 99.6469);
        assert!(made.problems.is_empty(), "{:?}", made.problems);
    }

    #[test]
    fn by_the_rule_of_the_census_basic_and_limited_are_what_the_census_counts() {
        let mut town = Town::new(accra());
        town.settings.water_rules = "ghana_census_2021".into();
        let made = town.now();
        let basic = share(&made, "At least basic");
        let expected = 100.0 * 1_657_917.0 / 1_698_371.0;
        assert!((basic.low - expected).abs() < 1e-9 && (basic.high - expected).abs() < 1e-9, "{basic:?}");
    }

    #[test]
    fn tankers_counted_as_improved_leave_limited_a_range_that_the_times_bound() {
        let made = Town::new(accra()).now();
        let limited = share(&made, "Limited");
        assert!((limited.low - 100.0 * 12_185.0 / 1_698_371.0).abs() < 1e-9, "{limited:?}");
        assert!((limited.high - 100.0 * 13_209.0 / 1_698_371.0).abs() < 1e-9, "{limited:?}");
    }

    #[test]
    fn without_times_nothing_surely_basic_is_put_into_the_city_file() {
        let made = Town::new(vec![
            of_group("district:1", "households", 60.0, "water=public_tap"),
            of_group("district:1", "households", 40.0, "water=river"),
        ])
        .now();
        assert!(made.number("district:1", "basic_water_share").is_none());
        let basic = cell(made.table("drinking_water"), "district:1", "At least basic").estimate().unwrap();
        assert!(basic.low.abs() < 1e-12 && (basic.high - 60.0).abs() < 1e-9, "{basic:?}");
        assert_eq!(cell(made.table("drinking_water"), "district:1", "Limited"), Value::Gap(Gap::NotMeasuredHere));
    }

    #[test]
    fn rules_that_nobody_knows_are_named_and_jmp_is_used() {
        let mut town = Town::new(accra());
        town.settings.water_rules = "who_knows".into();
        let made = town.now();
        assert!(made.problems.iter().any(|p| p.code == "rules_unknown" && p.value == "who_knows"));
        assert!(!made.table("drinking_water").rows.is_empty());
    }
}
