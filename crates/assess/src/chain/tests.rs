//! Chains, tested on the worked example W1 of the method notes and on what workshops get wrong.

mod faults;

use super::shipped::TEXTS;
use super::{Bound, bind, bind_to_districts_of_settlements, check, read, shipped};
use crate::evidence::Evidence;
use crate::profile::facts::Facts;
use crate::profile::testing::{number, of_group, place};
use city::assess_settings::AssessSettings;
use city::chain::{Effect, ImpactChain};
use city::dimension::DimensionTable;
use city::settings::CityHead;
use city::{FieldTable, Observation, Place, PlaceKind, Problem, Value};

const W1: &str = include_str!("tests/w1.toml");

fn w1() -> ImpactChain {
    read("w1.toml", W1).unwrap()
}

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|p| p.code.as_str()).collect()
}

fn checked(chain: &ImpactChain) -> Vec<Problem> {
    check(chain, "w1.toml", &FieldTable::embedded().unwrap())
}

/// Checks W1 with a part of its text replaced.
fn checked_with(from: &str, to: &str) -> Vec<Problem> {
    assert!(W1.contains(from), "{from}");
    checked(&read("w1.toml", &W1.replacen(from, to, 1)).unwrap())
}

struct City {
    places: Vec<Place>,
    observations: Vec<Observation>,
    settings: AssessSettings,
}

impl City {
    fn bind(&self, chain: &ImpactChain, kind: PlaceKind) -> (Bound, Vec<Problem>) {
        self.with(|evidence, facts| bind(chain, kind, evidence, facts))
    }

    fn with<T>(&self, run: impl FnOnce(&Evidence, &Facts) -> T) -> T {
        let head: CityHead = toml::from_str("id = \"c\"\nname = \"C\"\ncountry = \"KE\"").unwrap();
        let evidence = Evidence {
            head: &head,
            places: &self.places,
            observations: &self.observations,
            sources: &[],
            consents: &[],
            fields: &FieldTable::embedded().unwrap(),
            dimensions: &DimensionTable::embedded().unwrap(),
            settings: &self.settings,
            chains: &[],
            footprints: &[],
            people_raster: None,
            run: &"assess-test".into(),
            seed: 1,
            today: "2024-01-01",
            version: "0",
        };
        run(&evidence, &Facts::new(&self.observations))
    }
}

fn settlements(names: &[&str], observations: Vec<Observation>) -> City {
    let places = names.iter().map(|n| place(n, PlaceKind::Settlement, Some("ward:1"))).collect();
    City { places, observations, settings: AssessSettings::default() }
}

fn classes(place: &str, indicator: &str, codes: &[&str], group: &str) -> Observation {
    let value = Value::Classes(codes.iter().map(|c| (*c).to_owned()).collect());
    Observation { value, ..of_group(place, indicator, 0.0, group) }
}

const FIVE: [&str; 5] = ["settlement:s1", "settlement:s2", "settlement:s3", "settlement:s4", "settlement:s5"];

fn five_settlements() -> City {
    let frequency = ["more_than_three", "once", "none", "twice", "more_than_three"];
    let rows: [(&str, &str, [f64; 5]); 5] = [
        ("population_density_per_ha", "", [1240.0, 369.0, 416.0, 893.0, 3521.0]),
        ("open_defecation_share", "", [55.0, 5.0, 6.0, 100.0, 0.0]),
        ("household_size", "", [5.0, 4.0, 4.5, 6.0, 7.0]),
        ("organisations", "organisation=savings_group", [14.0, 18.0, 1.0, 4.0, 0.0]),
        ("minutes_to_facility", "facility=clinic", [15.0, 30.0, 45.0, 75.0, 5.0]),
    ];
    let mut observations = Vec::new();
    for (i, name) in FIVE.iter().enumerate() {
        observations.push(classes(name, "disaster_frequency", &[frequency[i]], "hazard=flood"));
        observations.extend(rows.iter().map(|(indicator, group, values)| of_group(name, indicator, values[i], group)));
    }
    settlements(&FIVE, observations)
}

/// The table W1 of the method notes (leaves; H, E and the leaves behind S and LC), to its six decimals.
#[test]
fn the_leaves_of_w1_score_as_in_the_table() {
    let (bound, problems) = five_settlements().bind(&w1(), PlaceKind::Settlement);
    assert_eq!(problems, []);
    let expected = [
        [1.0, 0.333_333, 0.0, 0.666_667, 1.0],
        [0.393_103, 0.092_759, 0.108_966, 0.273_448, 1.0],
        [0.55, 0.05, 0.06, 1.0, 0.0],
        [0.4, 0.2, 0.3, 0.6, 0.8],
        [0.3, 0.1, 0.95, 0.8, 1.0],
        [0.142_857, 0.357_143, 0.571_429, 1.0, 0.0],
    ];
    assert_eq!(bound.leaves.len(), expected.len());
    for (leaf, row) in bound.leaves.iter().zip(expected) {
        for (value, score) in leaf.values.iter().zip(row) {
            assert!((value.score.unwrap() - score).abs() < 5e-7, "{} {value:?} {score}", leaf.shown.label);
        }
        assert_eq!((leaf.shown.present, leaf.shown.missing), (5, 0));
    }
    let weights: Vec<f64> = bound.leaves.iter().map(|l| l.shown.weight).collect();
    assert_eq!(weights, [1.0, 1.0, 2.0 / 3.0, 1.0 / 3.0, 0.5, 0.5]);
    let components: Vec<&str> = bound.leaves.iter().map(|l| l.component.as_str()).collect();
    let expected = ["hazard", "exposure", "sensitivity", "sensitivity", "capacity", "capacity"];
    assert_eq!(components, expected);
    assert_eq!(bound.leaves[1].numbers[4], Some([3521.0; 3]), "the number behind a clipped score is kept");
    assert_eq!(bound.leaves[0].shown.label, "How often: Flood");
}

#[test]
fn every_shipped_chain_is_read_and_has_no_error_and_no_warning() {
    assert_eq!(shipped().len(), TEXTS.len());
    let fields = FieldTable::embedded().unwrap();
    for (chain, (file, _)) in shipped().iter().zip(TEXTS) {
        assert_eq!(check(chain, file, &fields), [], "{file}");
        assert_eq!(file, format!("{}.toml", chain.id));
    }
}

#[test]
fn every_group_and_code_of_a_shipped_chain_is_known() {
    let dimensions = DimensionTable::embedded().unwrap();
    for chain in shipped() {
        for leaf in chain.leaves.iter().filter(|l| l.indicator != "hazard_evidence" && !l.group.is_empty()) {
            let group: city::Group = leaf.group.parse().unwrap();
            assert!(group.iter().all(|(key, code)| dimensions.get(key, code).is_some()), "{}: {group}", chain.id);
        }
    }
}

#[test]
fn nothing_that_can_be_turned_against_residents_is_in_a_shipped_chain() {
    for leaf in shipped().iter().flat_map(|c| &c.leaves) {
        let id = leaf.indicator.as_str();
        assert!(!id.contains("eviction") && id != "settlement_status" && id != "land_ownership_share", "{id}");
    }
}

#[test]
fn the_page_for_workshops_has_an_example_without_faults_and_every_key_and_code() {
    let page = include_str!("../../../../docs/impact-chains.md");
    let example = page.split("```toml\n").nth(1).and_then(|t| t.split("```").next()).unwrap();
    assert_eq!(checked(&read("example.toml", example).unwrap()), []);
    let nouns = include_str!("../../../city/src/chain.rs");
    let keys = nouns.lines().filter_map(|l| l.trim().strip_prefix("pub ")?.strip_suffix(',')?.split_once(": "));
    let renamed = ["nodes", "edges", "leaves", "judgements", "budgets"];
    for (key, _) in keys.filter(|(key, _)| !renamed.contains(key)) {
        assert!(page.contains(&format!("`{key}`")), "{key} is not described");
    }
    let sources = [
        include_str!("reading.rs"),
        include_str!("check.rs"),
        include_str!("leaf.rs"),
        include_str!("districts.rs"),
        include_str!("binding.rs"),
        include_str!("binding/answer.rs"),
        include_str!("weights.rs"),
        include_str!("weights/judged.rs"),
        include_str!("weights/shared_out.rs"),
    ];
    let given: std::collections::BTreeSet<&str> = sources
        .iter()
        .flat_map(|s| s.split("Problem::").skip(1))
        .filter_map(|s| s.split_once("(\"")?.1.split('"').next())
        .collect();
    let rows = page.lines().filter_map(|l| l.strip_prefix("| `")?.split('`').next());
    let described: std::collections::BTreeSet<&str> = rows.collect();
    let missing: Vec<_> = given.difference(&described).collect();
    assert!(given.len() > 20 && missing.is_empty(), "{missing:?}");
}

#[test]
fn what_nobody_measured_stays_with_a_note_and_a_place_that_was_not_asked_is_missing() {
    let list = vec![number("settlement:s1", "household_size", 8.0, "2011")];
    let (bound, problems) = settlements(&FIVE[..2], list).bind(&w1(), PlaceKind::Settlement);
    assert_eq!(codes(&problems), ["leaf_not_measured"; 5]);
    assert_eq!(bound.leaves.len(), 6);
    let size = &bound.leaves[3];
    assert_eq!((size.values[0].score, size.values[1].score), (Some(1.0), None));
    assert_eq!(size.values[1].value, Value::Gap(city::Gap::NotMeasuredHere));
    assert_eq!((size.shown.present, size.shown.missing), (1, 1));
}

#[test]
fn a_share_over_100_is_named_with_its_place_and_counts_as_missing() {
    let list = vec![
        number("settlement:s1", "open_defecation_share", 105.0, "2011"),
        number("settlement:s2", "open_defecation_share", 40.0, "2011"),
    ];
    let (bound, problems) = settlements(&FIVE[..2], list).bind(&w1(), PlaceKind::Settlement);
    let over: Vec<_> = problems.iter().filter(|p| p.code == "share_over_100").collect();
    assert!(over.len() == 1 && over[0].value.contains("105 at settlement:s1"), "{over:?}");
    assert_eq!((bound.leaves[2].values[0].score, bound.leaves[2].numbers[0]), (None, None));
    assert_eq!(bound.leaves[2].values[1].score, Some(0.4));
}

#[test]
fn codes_that_are_summed_and_codes_without_a_number_count_as_the_chain_says() {
    let mut chain = w1();
    let list = vec![
        classes("settlement:s1", "disaster_frequency", &["once", "twice"], "hazard=flood"),
        classes("settlement:s2", "disaster_frequency", &["never heard of"], "hazard=flood"),
    ];
    let city = settlements(&FIVE[..2], list);
    assert_eq!(city.bind(&chain, PlaceKind::Settlement).0.leaves[0].numbers, [Some([2.0; 3]), Some([0.0; 3])]);
    chain.leaves[0].together = city::chain::CodesTogether::Sum;
    assert_eq!(city.bind(&chain, PlaceKind::Settlement).0.leaves[0].numbers, [Some([3.0; 3]), Some([0.0; 3])]);
}

#[test]
fn people_without_any_toilet_are_at_the_worst_end_and_no_people_are_not() {
    let mut chain = w1();
    let leaf = &mut chain.leaves[3];
    (leaf.indicator, leaf.low, leaf.high) = ("people_per_toilet".into(), 20.0, 200.0);
    leaf.none_of = "toilets_total".into();
    let list = vec![
        number("settlement:s1", "population", 500.0, "2011"),
        number("settlement:s1", "toilets_total", 0.0, "2011"),
        number("settlement:s2", "population", 0.0, "2011"),
        number("settlement:s2", "toilets_total", 0.0, "2011"),
        number("settlement:s3", "population", 500.0, "2011"),
        number("settlement:s4", "people_per_toilet", 110.0, "2011"),
        number("settlement:s5", "population", 500.0, "2011"),
        of_group("settlement:s5", "toilets_total", 0.0, "toilet_type=full_flush"),
        of_group("settlement:s5", "toilets_total", 0.0, "toilet_type=pit_latrine"),
    ];
    let (bound, _) = settlements(&FIVE, list).bind(&chain, PlaceKind::Settlement);
    let scores: Vec<_> = bound.leaves[3].values.iter().map(|v| v.score).collect();
    assert_eq!(scores, [Some(1.0), None, None, Some(0.5), Some(1.0)]);
    assert_eq!(bound.leaves[3].values[0].value, Value::Classes(vec!["none".to_owned()]));
    assert_eq!(bound.leaves[3].numbers[0], Some([200.0; 3]));
}

#[test]
fn of_a_leaf_and_its_stand_in_the_one_that_more_places_have_counts() {
    let mut chain = w1();
    chain.leaves[3].stands_in_for = "open_defecation_share".to_owned();
    assert_eq!(checked(&chain), []);
    let bound = |list: Vec<Observation>| {
        let (bound, _) = settlements(&FIVE[..2], list).bind(&chain, PlaceKind::Settlement);
        let of_node = bound.leaves.into_iter().filter(|l| l.leaf.node == "homes");
        of_node.map(|l| (l.leaf.indicator, l.shown.weight)).collect::<Vec<_>>()
    };
    let size = |place| number(place, "household_size", 5.0, "2011");
    let share = |place| number(place, "open_defecation_share", 5.0, "2011");
    let first = [("open_defecation_share".to_owned(), 1.0)];
    assert_eq!(bound(Vec::new()), first);
    assert_eq!(bound(vec![size("settlement:s1"), share("settlement:s2")]), first);
    let more = vec![size("settlement:s1"), size("settlement:s2"), share("settlement:s1")];
    assert_eq!(bound(more), [("household_size".to_owned(), 1.0)]);
    chain.leaves[3].stands_in_for = "organisations".to_owned();
    assert_eq!(codes(&checked(&chain)), ["chain_stand_in_unknown"], "it is of another node");
}

fn two_editions() -> City {
    let mut places = vec![
        place("settlement:s1", PlaceKind::Settlement, Some("ward:1")),
        place("settlement:s2", PlaceKind::Settlement, None),
    ];
    for (id, edition) in [("ward:1", "2021"), ("ward_2011:1", "2011"), ("ward_2011:2", "2011")] {
        places.push(Place { edition: edition.to_owned(), ..place(id, PlaceKind::District, None) });
    }
    let observations = vec![
        number("ward:1", "household_size", 4.0, "2011"),
        number("ward_2011:1", "household_size", 5.0, "2011"),
        number("ward_2011:2", "household_size", 6.0, "2011"),
    ];
    City { places, observations, settings: AssessSettings::default() }
}

#[test]
fn districts_of_one_edition_are_bound_the_latest_or_the_one_that_was_named() {
    let (chain, mut city) = (w1(), two_editions());
    let (bound, problems) = city.bind(&chain, PlaceKind::District);
    assert_eq!(bound.places, ["ward:1".into()]);
    assert!(problems.iter().any(|p| p.code == "district_set_chosen" && p.value == "ward"), "{problems:?}");
    city.settings.districts = "ward_2011".to_owned();
    let (bound, problems) = city.bind(&chain, PlaceKind::District);
    assert_eq!((bound.places.len(), bound.leaves[3].numbers[1]), (2, Some([6.0; 3])));
    assert!(!codes(&problems).contains(&"district_set_chosen"));
    city.settings.districts = "parish".to_owned();
    assert!(codes(&city.bind(&chain, PlaceKind::District).1).contains(&"district_set_unknown"));
    city.settings.districts.clear();
    for place in &mut city.places {
        place.edition.clear();
    }
    assert_eq!(
        city.bind(&chain, PlaceKind::District).0.places.len(),
        2,
        "of one edition, the set with most observations"
    );
}

#[test]
fn a_settlement_reads_what_its_district_would_have_said_of_it() {
    let bound = two_editions().with(|evidence, facts| bind_to_districts_of_settlements(&w1(), evidence, facts));
    assert_eq!(bound.places, ["settlement:s1".into(), "settlement:s2".into()]);
    assert_eq!(bound.leaves[3].numbers, [Some([4.0; 3]), None]);
    assert_eq!(bound.leaves[3].values[0].score, Some(0.2));
}

#[test]
fn a_leaf_is_asked_only_at_the_places_it_names() {
    let mut chain = w1();
    chain.leaves[2].places = vec![PlaceKind::District];
    let (bound, _) = five_settlements().bind(&chain, PlaceKind::Settlement);
    assert!(bound.leaves.iter().all(|l| l.leaf.indicator != "open_defecation_share"));
    assert_eq!(bound.leaves.get(2).map(|l| l.shown.weight), Some(1.0));
    assert_eq!(bound.leaves[3].leaf.effect, Effect::Lowers);
}

#[test]
fn what_a_workshop_judged_weighs_in_the_bound_chain_and_is_said() {
    let judgement = "[[judgement]]\none = \"homes\"\nother = \"crowding\"\ntimes = 3\n";
    let node = "[[node]]\nid = \"crowding\"\nkind = \"sensitivity\"\nlabel = \"Crowding\"\nweight = 9\n";
    let mut chain = read("w1.toml", &format!("{W1}\n{node}\n{judgement}")).unwrap();
    chain.leaves[3].node = "crowding".to_owned();
    let arrow = chain.edges[2].clone();
    chain.edges.push(city::chain::ChainEdge { from: "crowding".to_owned(), ..arrow });
    let found = checked(&chain);
    assert_eq!((codes(&found), found[0].file.as_str()), (vec!["chain_weights_judged"], "w1.toml"));
    let (bound, problems) = five_settlements().bind(&chain, PlaceKind::Settlement);
    assert_eq!(problems, [], "what the check says is not said again");
    let weights: Vec<f64> = bound.leaves.iter().map(|l| l.shown.weight).collect();
    assert!((weights[2] - 0.75).abs() < 1e-12 && (weights[3] - 0.25).abs() < 1e-12, "{weights:?}");
    assert_eq!(bound.weights_said, ["Weights of sensitivity: judged in pairs by 1 group, consistency ratio 0.00."]);
}
