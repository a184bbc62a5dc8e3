use super::testing::{City, derived, profiled};
use super::*;
use crate::profile::testing::number;
use city::assessment::{
    Agreement, Agrees, AssessedPlace, ChainResult, Changes, DistrictPeople, Forms, GroupClasses, LeafUse, LeafValue,
    Outcome, PeopleCounts, PlaceAgreement, PlaceChange, PlaceScore, PrioritiesResult, Rank, ServiceColumn, ServiceRow,
    ServiceTable, SettlementPeople,
};
use city::chain::{Effect, ImpactChain, NodeKind};
use city::heading::Heading;
use city::indicator::IndicatorKind;
use city::source::Level;
use city::{Estimate, Gap, PlaceId, PlaceKind, Problem, Quality, Value};
use geo_types::{Geometry, Point};

const CHAIN: &str = r#"
id = "flood"
label = "Floods"
framing = "ar5"
summary = "Water comes."
citation = "a test"
places = ["settlement"]
edge = []
[[node]]
id = "people"
kind = "sensitivity"
label = "People"
[[leaf]]
node = "people"
indicator = "people_per_toilet"
low = 20
high = 100
effect = "raises"
reason = "a test"
source = "a test"
filled_by = "a profile"
[[leaf]]
node = "people"
indicator = "secure_tenure_share"
low = 0
high = 100
effect = "lowers"
reason = "a test"
source = "a test"
filled_by = "a survey"
"#;

fn exact(value: f64) -> Value {
    Value::Estimate(Estimate::exact(value).unwrap())
}

fn leaf(label: &str, low: f64, effect: Effect) -> LeafUse {
    LeafUse {
        component: NodeKind::Sensitivity,
        label: label.into(),
        unit: String::new(),
        low,
        high: 100.0,
        effect,
        weight: 0.5,
        reason: String::new(),
        present: 3,
        missing: 0,
        filled_by: String::new(),
    }
}

fn value(observation: Option<&Observation>) -> LeafValue {
    LeafValue {
        value: observation.map_or(Value::Gap(Gap::NotMeasuredHere), |o| o.value.clone()),
        score: observation.map(|_| 0.5),
        period: observation.map(|o| o.period.clone()),
        source: observation.map(|o| o.source.clone()),
        quality: Quality::High,
    }
}

fn score(place: &str, nominal: u32, leaves: [Option<&Observation>; 2]) -> PlaceScore {
    let rank = f64::from(nominal);
    PlaceScore {
        place: place.into(),
        hazard: Some(0.3),
        exposure: Some(0.4),
        sensitivity: Some(0.5),
        lack_of_capacity: Some(0.6),
        vulnerability: Some(0.55),
        score: Some(0.5),
        forms: Forms { geometric: Some(0.2), ..Forms::default() },
        class: Some(4),
        coverage: 1.0,
        rank: Some(Rank { nominal, low: rank, median: rank, high: rank }),
        leaves: leaves.map(value).into(),
        why: "many people to a toilet".into(),
        warning: String::new(),
    }
}

fn change(place: &str, ranks: (f64, f64)) -> PlaceChange {
    PlaceChange {
        place: place.into(),
        score_without: Some(1.0 / ranks.0),
        score_with: Some(1.0 / ranks.1),
        class_without: Some(2),
        class_with: Some(4),
        rank_without: Some(ranks.0),
        rank_with: Some(ranks.1),
    }
}

fn chain(scores: Vec<PlaceScore>) -> ChainResult {
    ChainResult {
        chain: ImpactChain::from_toml(CHAIN).unwrap(),
        kind: PlaceKind::Settlement,
        outcome: Outcome::Risk,
        outcome_note: String::new(),
        leaves: vec![
            leaf("People per toilet", 20.0, Effect::Raises),
            leaf("Adults with secure tenure", 0.0, Effect::Lowers),
        ],
        ranked: scores.len() as u64,
        scores,
        inputs: Vec::new(),
        asking: Vec::new(),
        changes: None,
        groups: Vec::new(),
        warnings: Vec::new(),
    }
}

fn assessment(city: &City) -> Assessment {
    let shown = |place: &city::Place| AssessedPlace {
        id: place.id.clone(),
        kind: place.kind,
        name: place.name.clone(),
        parent: place.parent.clone(),
        settlement_type: None,
        geometry: place.geometry.clone(),
        geometry_note: String::new(),
        people: Some(Estimate::exact(70.0).unwrap()),
    };
    Assessment {
        heading: Heading {
            city: "Test".into(),
            country: "XX".into(),
            invented: true,
            notice: String::new(),
            generated: "2026-01-01".into(),
            version: "0".into(),
            run: "assess-test".into(),
            seed: 1,
        },
        samples: 0,
        summary: Vec::new(),
        places: city.places.iter().map(shown).collect(),
        people: PeopleCounts::default(),
        chains: Vec::new(),
        services: Vec::new(),
        agreements: Vec::new(),
        goals: Vec::new(),
        priorities: None,
        held_back: Vec::new(),
        problems: Vec::new(),
        sources: city.sources.clone(),
    }
}

/// Two settlements of the profiles and one of a public source, each with people to a toilet.
fn city(level: Level) -> City {
    let mut city = City::with_level(level);
    city.observations = vec![
        profiled("settlement:a", "people_per_toilet", 90.0),
        profiled("settlement:b", "people_per_toilet", 80.0),
        number("settlement:c", "people_per_toilet", 70.0, "2019"),
    ];
    city
}

fn whys(assessment: &Assessment) -> Vec<&str> {
    assessment.held_back.iter().map(|h| h.what.as_str()).collect()
}

#[test]
fn a_public_consent_and_no_consent_hold_nothing_back() {
    let city = city(Level::Public);
    let mut before = assessment(&city);
    let [a, b, c] = &city.observations[..] else { panic!("three") };
    before.chains = vec![chain(vec![
        score("settlement:a", 1, [Some(a), None]),
        score("settlement:b", 2, [Some(b), None]),
        score("settlement:c", 3, [Some(c), None]),
    ])];
    assert_eq!(withhold(before.clone(), &city.evidence(), &[]), before);
}

#[test]
fn scores_made_of_what_partners_alone_may_see_go_and_ranks_close_up() {
    let city = city(Level::Partner);
    let mut before = assessment(&city);
    let [a, b, c] = &city.observations[..] else { panic!("three") };
    let mut result = chain(vec![
        score("settlement:a", 1, [Some(a), None]),
        score("settlement:c", 2, [Some(c), None]),
        score("settlement:b", 3, [Some(b), None]),
    ]);
    result.changes = Some(Changes {
        without: String::new(),
        places: vec![
            change("settlement:a", (1.0, 1.0)),
            change("settlement:b", (2.0, 3.0)),
            change("settlement:c", (3.0, 2.0)),
        ],
        mean_move: 2.0 / 3.0,
        agreement: Some(0.3),
        newly_high: 3,
        newly_high_people: Some(210.0),
    });
    before.chains = vec![result];
    let after = withhold(before, &city.evidence(), &[]);
    let result = &after.chains[0];
    let order: Vec<&str> = result.scores.iter().map(|s| s.place.as_str()).collect();
    assert_eq!(order, ["settlement:c", "settlement:a", "settlement:b"]);
    assert_eq!(result.scores[0].rank.unwrap().nominal, 1);
    assert_eq!((result.scores[0].score, result.ranked), (Some(0.5), 1));
    let held = &result.scores[1];
    assert_eq!(held.leaves[0].value, Value::Gap(Gap::WithheldByCommunity));
    assert_eq!(
        (held.score, held.class, held.rank, held.sensitivity, held.vulnerability),
        (None, None, None, None, None)
    );
    assert_eq!((held.forms, held.why.as_str()), (Forms::default(), ""));
    assert_eq!((held.hazard, held.lack_of_capacity), (Some(0.3), Some(0.6)));
    let changes = result.changes.as_ref().unwrap();
    assert_eq!(changes.places.len(), 1);
    assert_eq!((changes.places[0].rank_without, changes.places[0].rank_with), (Some(1.0), Some(1.0)));
    assert_eq!((changes.newly_high, changes.newly_high_people), (1, Some(70.0)));
    assert_eq!(whys(&after)[..2], ["Scores, classes and ranks of places", "Values that scores are made of"]);
    assert!(after.held_back[0].why.contains("level `partner`"), "{:?}", after.held_back);
}

#[test]
fn an_indicator_above_the_public_level_never_appears_nor_does_a_settlements_score_of_it() {
    let mut city = city(Level::Public);
    city.observations.push(number("settlement:c", "secure_tenure_share", 30.0, "2019"));
    let tenure = city.observations.last().unwrap();
    let mut before = assessment(&city);
    before.chains = vec![chain(vec![score("settlement:c", 1, [Some(&city.observations[2]), Some(tenure)])])];
    let mut of_district = chain(vec![score("district:1", 1, [None, Some(tenure)])]);
    of_district.kind = PlaceKind::District;
    before.chains.push(of_district);
    let after = withhold(before, &city.evidence(), &[]);
    let settlement = &after.chains[0].scores[0];
    assert_eq!(settlement.leaves[1].value, Value::Gap(Gap::WithheldByCommunity));
    assert_eq!((settlement.leaves[0].score, settlement.score), (Some(0.5), None));
    let district = &after.chains[1].scores[0];
    assert_eq!((district.leaves[1].score, district.score), (None, Some(0.5)));
}

fn column(label: &str, unit: &str, kind: IndicatorKind) -> ServiceColumn {
    ServiceColumn { label: label.into(), unit: unit.into(), kind, method: "counted".into() }
}

fn row(place: &str, values: &[f64]) -> ServiceRow {
    let values = values.iter().map(|n| exact(*n)).collect();
    ServiceRow { place: Some(place.into()), label: place.into(), values, note: String::new() }
}

fn table(columns: Vec<ServiceColumn>, rows: Vec<ServiceRow>) -> ServiceTable {
    ServiceTable { id: "sanitation".into(), title: String::new(), note: String::new(), columns, rows }
}

#[test]
fn a_settlement_with_two_toilets_shows_two_and_one_with_two_households_does_not() {
    let city = city(Level::Public);
    let mut before = assessment(&city);
    before.services = vec![table(
        vec![
            column("Toilets", "toilets", IndicatorKind::Count),
            column("Households without", "households", IndicatorKind::Count),
        ],
        vec![row("settlement:a", &[2.0, 2.0]), row("settlement:b", &[3.0, 60.0]), row("settlement:c", &[2.0, 3.0])],
    )];
    let after = withhold(before, &city.evidence(), &[]);
    let cells: Vec<Vec<Option<f64>>> =
        after.services[0].rows.iter().map(|row| row.values.iter().map(Value::number).collect()).collect();
    // The second settlement's 60 goes along; the third has no source with a consent, and keeps its own rule.
    assert_eq!(cells, [[Some(2.0), None], [Some(3.0), None], [Some(2.0), Some(3.0)]]);
    assert_eq!(after.services[0].rows[0].values[1], Value::Gap(Gap::Confidential));
    assert_eq!((after.held_back.len(), after.held_back[0].count), (1, 2));
}

#[test]
fn standing_in_law_never_stands_beside_a_hazard() {
    let city = city(Level::Public);
    let mut before = assessment(&city);
    before.services = vec![
        table(
            vec![
                column("Standing in law", "code", IndicatorKind::Class),
                column("Toilets", "toilets", IndicatorKind::Count),
            ],
            vec![row("settlement:c", &[1.0, 2.0])],
        ),
        table(vec![column("Standing in law", "code", IndicatorKind::Class)], vec![row("settlement:c", &[1.0])]),
    ];
    let after = withhold(before, &city.evidence(), &[]);
    assert_eq!(after.services.len(), 1);
    assert_eq!(after.services[0].columns[0].label, "Toilets");
    assert_eq!(after.services[0].rows[0].values, [exact(2.0)]);
    assert_eq!(after.held_back[0].count, 2);
}

#[test]
fn rows_of_services_of_held_places_are_empty_and_stand_last() {
    let city = city(Level::Sealed);
    let mut before = assessment(&city);
    let columns = vec![column("Toilets", "toilets", IndicatorKind::Count)];
    before.services = vec![table(columns, vec![row("settlement:a", &[2.0]), row("settlement:c", &[2.0])])];
    let after = withhold(before, &city.evidence(), &[]);
    assert_eq!(after.services[0].rows[0].place, Some("settlement:c".into()));
    assert_eq!(after.services[0].rows[1].values, [Value::Gap(Gap::WithheldByCommunity)]);
}

#[test]
fn a_district_keeps_the_numbers_of_its_own_census_and_loses_those_of_one_held_settlement() {
    let mut city = city(Level::Partner);
    city.observations.push(number("district:1", "households", 500.0, "2019"));
    let made = derived("district:1", "population", &[&city.observations[0]]);
    let total = made.value.number().unwrap();
    let mut before = assessment(&city);
    let columns = vec![
        column("Households", "households", IndicatorKind::Count),
        column("People in settlements", "persons", IndicatorKind::Count),
    ];
    before.services = vec![table(columns, vec![row("district:1", &[500.0, total])])];
    let after = withhold(before, &city.evidence(), &[made]);
    assert_eq!(after.services[0].rows[0].values, [exact(500.0), Value::Gap(Gap::WithheldByCommunity)]);
}

fn classes(label: &str, people: [f64; 5]) -> GroupClasses {
    GroupClasses {
        dimension: "Sex".into(),
        label: label.into(),
        people: people.map(Some),
        without_class: Some(50.0),
        places_unknown: 0,
    }
}

fn with_groups(city: &City) -> Assessment {
    let mut before = assessment(city);
    let mut result = chain(vec![score("settlement:a", 1, [None, None])]);
    result.groups = vec![classes("women", [3.0, 40.0, 50.0, 60.0, 0.0]), classes("men", [90.0, 80.0, 70.0, 60.0, 0.0])];
    before.chains = vec![result];
    before
}

#[test]
fn small_groups_are_left_out_with_those_that_give_them_away_where_they_come_from_a_community() {
    let mut city = city(Level::Public);
    city.observations
        .push(Observation { group: "sex=female".parse().unwrap(), ..profiled("settlement:a", "population", 153.0) });
    let after = withhold(with_groups(&city), &city.evidence(), &[]);
    let people: Vec<_> = after.chains[0].groups.iter().map(|g| g.people).collect();
    assert_eq!(people[0], [None, None, Some(50.0), Some(60.0), Some(0.0)]);
    assert_eq!(people[1], [None, None, Some(70.0), Some(60.0), Some(0.0)]);
    assert_eq!(after.held_back[0].reason, Gap::Confidential);
}

#[test]
fn small_groups_of_a_public_source_keep_its_rule() {
    let mut city = city(Level::Public);
    city.observations.push(Observation {
        group: "sex=female".parse().unwrap(),
        ..number("settlement:a", "population", 153.0, "2019")
    });
    let after = withhold(with_groups(&city), &city.evidence(), &[]);
    assert_eq!(after.chains[0].groups[0].people[0], Some(3.0));
    assert!(after.held_back.is_empty());
}

#[test]
fn a_boundary_that_no_consent_covers_is_a_coarse_point_and_distances_from_it_are_rounded() {
    let mut city = city(Level::Public);
    city.places[1].source = "profiles".into();
    for place in &mut city.places {
        place.geometry = Some(Geometry::Point(Point::new(-0.217_592, 5.543_21)));
    }
    let mut before = assessment(&city);
    before.agreements = vec![agreement(&["settlement:a", "settlement:c"])];
    let after = withhold(before, &city.evidence(), &[]);
    assert_eq!(after.places[1].geometry, Some(Geometry::Point(Point::new(-0.22, 5.54))));
    assert!(after.places[1].geometry_note.contains("1 km"));
    assert_eq!(after.places[3].geometry, city.places[3].geometry);
    let distances: Vec<_> = after.agreements[0].places.iter().map(|p| p.distance_m).collect();
    assert_eq!(distances, [Some(1_000.0), Some(1_234.0)]);
    assert_eq!((after.held_back.len(), after.held_back[0].count), (1, 1));
}

fn agreement(places: &[&str]) -> Agreement {
    let row = |place: &&str| PlaceAgreement {
        place: (*place).into(),
        agrees: Agrees::ResidentsOnly,
        area_share: Some(0.0),
        people_share: Some(0.0),
        distance_m: Some(1_234.0),
        lived: "every year".into(),
        lived_score: Some(0.8),
        score: Some(Estimate::exact(0.6).unwrap()),
        people: Some(70.0),
    };
    Agreement {
        hazard: "river_flood".into(),
        label: "River flood".into(),
        model: String::new(),
        lived: String::new(),
        rule: String::new(),
        places: places.iter().map(row).collect(),
        footprints: Vec::new(),
        notes: Vec::new(),
    }
}

#[test]
fn what_residents_said_of_a_hazard_goes_and_the_model_stays() {
    let mut city = city(Level::Community);
    let said = profiled("settlement:a", "flood_frequency", 1.0);
    let mut made =
        derived("settlement:a", "hazard_evidence", &[&number("settlement:a", "area_m2", 1.0, "2019"), &said]);
    made.group = "hazard=river_flood".parse().unwrap();
    city.observations.push(said);
    let mut before = assessment(&city);
    before.agreements = vec![agreement(&["settlement:a", "settlement:c"])];
    let after = withhold(before, &city.evidence(), &[made]);
    let [held, open] = &after.agreements[0].places[..] else { panic!("two") };
    assert_eq!((held.agrees, held.lived.as_str(), held.lived_score, held.score), (Agrees::NotCompared, "", None, None));
    assert_eq!((held.area_share, held.people), (Some(0.0), None));
    assert_eq!((open.agrees, open.people), (Agrees::ResidentsOnly, Some(70.0)));
}

#[test]
fn people_of_held_places_go_with_the_totals_that_would_give_one_away() {
    let mut city = city(Level::Partner);
    city.observations.remove(1);
    let estimate = |n: f64| Some(Estimate::exact(n).unwrap());
    let counts = |place: &str| SettlementPeople {
        place: place.into(),
        profile: estimate(90.0),
        profile_method: "agreed: 90".into(),
        city: estimate(50.0),
        city_method: "census".into(),
        independent: true,
        combined: estimate(70.0),
        note: String::new(),
    };
    let mut before = assessment(&city);
    before.people = PeopleCounts {
        settlements: vec![counts("settlement:a"), counts("settlement:c")],
        districts: vec![DistrictPeople {
            place: "district:1".into(),
            official: Some(900.0),
            inside_before: Some(100.0),
            inside_after: Some(140.0),
            total_after: Some(940.0),
        }],
        missed: estimate(40.0),
        ..PeopleCounts::default()
    };
    let after = withhold(before, &city.evidence(), &[]);
    let [held, open] = &after.people.settlements[..] else { panic!("two") };
    assert_eq!((held.profile, held.combined, held.profile_method.as_str()), (None, None, ""));
    assert_eq!((held.city, open.profile), (estimate(50.0), estimate(90.0)));
    assert_eq!(after.people.missed, None);
    let district = &after.people.districts[0];
    assert_eq!((district.official, district.inside_after, district.total_after), (Some(900.0), None, None));
    assert_eq!(after.places[1].people, None);
}

fn priorities() -> PrioritiesResult {
    let lost = |place: &str| (PlaceId::from(place), Some(70.0), "Housing".to_owned());
    PrioritiesResult {
        weighing: String::new(),
        settlements: 3,
        options: Vec::new(),
        condorcet: None,
        pairwise: Vec::new(),
        unheard: vec![lost("settlement:a"), lost("settlement:c")],
        other_weighing: String::new(),
        notes: Vec::new(),
    }
}

#[test]
fn the_list_of_a_held_settlement_is_not_told_nor_the_count_that_one_could_be_worked_out_from() {
    let mut city = city(Level::City);
    city.observations.push(profiled("settlement:a", "priority_1", 1.0));
    let mut before = assessment(&city);
    before.priorities = Some(priorities());
    assert_eq!(withhold(before.clone(), &city.evidence(), &[]).priorities, None);
    city.observations.push(profiled("settlement:b", "priority_1", 1.0));
    let after = withhold(before, &city.evidence(), &[]).priorities.unwrap();
    assert_eq!(after.unheard.len(), 1);
    assert_eq!(after.unheard[0].0, "settlement:c".into());
}

#[test]
fn problems_do_not_tell_what_is_held() {
    let city = city(Level::City);
    let mut before = assessment(&city);
    before.problems = vec![
        Problem { source: "profiles".into(), ..Problem::warning("odd").found("90 people") },
        Problem::warning("odd").found("settlement:b has 80").expected("fewer than 80"),
        Problem::warning("odd").found("settlement:c has 70"),
    ];
    let after = withhold(before, &city.evidence(), &[]);
    let values: Vec<&str> = after.problems.iter().map(|p| p.value.as_str()).collect();
    assert_eq!(values, ["", "", "settlement:c has 70"]);
    assert_eq!(after.problems[1].expected, "");
}
