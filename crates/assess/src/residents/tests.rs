use super::*;
use crate::profile::testing::{number, place};
use city::assess_settings::AssessSettings;
use city::dimension::DimensionTable;
use city::settings::CityHead;
use city::{Estimate, FieldTable, Observation, PlaceKind, Value};

fn head() -> CityHead {
    CityHead {
        id: "t".into(),
        name: "Test".into(),
        country: "XX".into(),
        extent: None,
        currency: String::new(),
        invented: true,
        notice: String::new(),
    }
}

fn wants(place: &str, period: &str, codes: &[&str]) -> Vec<Observation> {
    let one = |(rank, code): (usize, &&str)| {
        let indicator = format!("priority_{}", rank + 1);
        Observation { value: Value::Classes(vec![(*code).to_owned()]), ..number(place, &indicator, 0.0, period) }
    };
    codes.iter().enumerate().map(one).collect()
}

fn term(place: &str, period: &str, rank: &str, code: &str) -> Observation {
    let group = format!("rank={rank}").parse().unwrap();
    let value = Value::Classes(vec![code.to_owned()]);
    Observation { value, group, ..number(place, "priority_term", 0.0, period) }
}

fn people(counts: &[(&str, f64)]) -> PeopleByPlace {
    counts.iter().map(|(place, n)| ((*place).into(), Estimate::exact(*n).unwrap())).collect()
}

fn asked(observations: &[Observation], people: &PeopleByPlace, vote: Vote) -> (Option<PrioritiesResult>, Vec<Problem>) {
    let settings = AssessSettings { vote, ..AssessSettings::default() };
    let (fields, dimensions) = (FieldTable::embedded().unwrap(), DimensionTable::embedded().unwrap());
    let places = ["settlement:a", "settlement:b", "settlement:c"].map(|id| place(id, PlaceKind::Settlement, None));
    let evidence = Evidence {
        head: &head(),
        places: &places,
        observations,
        sources: &[],
        consents: &[],
        fields: &fields,
        dimensions: &dimensions,
        settings: &settings,
        chains: &[],
        footprints: &[],
        people_raster: None,
        run: &"assess-test".into(),
        seed: 1,
        today: "2026-01-01",
        version: "0",
    };
    priorities(&evidence, &evidence.facts(&[]), people)
}

#[test]
fn profiles_of_two_dates_are_not_mixed() {
    let mut all = wants("settlement:a", "2012-03-01", &["housing", "roads", "health", "garbage", "education"]);
    all.extend(wants("settlement:a", "2019-03-01", &["water_drainage", "housing"]));
    let (result, problems) = asked(&all, &people(&[]), Vote::Settlement);
    let result = result.unwrap();
    let labels: Vec<&str> = result.options.iter().map(|o| o.label.as_str()).collect();
    assert_eq!(labels, ["Water and drainage", "Housing"]);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(result.condorcet.as_deref(), Some("Water and drainage"));
    assert!(result.notes.iter().any(|n| n == "1 of 1 lists name fewer than five."), "{:?}", result.notes);
}

#[test]
fn the_term_is_taken_from_the_same_profile() {
    let mut all = wants("settlement:a", "2019-03-01", &["water_drainage", "housing"]);
    all.push(term("settlement:a", "2012-03-01", "1", "long"));
    all.push(term("settlement:a", "2019-03-01", "1", "short"));
    all.push(term("settlement:a", "2019-03-01", "2", "medium"));
    let result = asked(&all, &people(&[]), Vote::Settlement).0.unwrap();
    let scores: Vec<f64> = result.options.iter().map(|o| o.profile_score).collect();
    assert_eq!(scores, [100.0, 40.0]);
}

fn three() -> Vec<Observation> {
    let mut all = wants("settlement:a", "2019", &["water_drainage", "roads", "health"]);
    all.extend(wants("settlement:b", "2019", &["water_drainage", "roads", "health"]));
    all.extend(wants("settlement:c", "2019", &["housing", "electricity"]));
    all
}

#[test]
fn who_is_not_heard_is_named_with_its_people_and_its_want() {
    let counted = people(&[("settlement:a", 100.0), ("settlement:b", 100.0), ("settlement:c", 900.0)]);
    let result = asked(&three(), &counted, Vote::Settlement).0.unwrap();
    let first: Vec<&str> = result.options.iter().take(3).map(|o| o.label.as_str()).collect();
    assert_eq!(first, ["Water and drainage", "Roads", "Health"]);
    assert_eq!(result.unheard, [("settlement:c".into(), Some(900.0), "Housing".to_owned())]);
    assert_eq!(result.pairwise[0][1], Some(100.0 * 2.0 / 3.0));
    assert_eq!(result.pairwise[0][0], None);
    assert!(result.other_weighing.contains("Housing, Electricity, Water and drainage"), "{}", result.other_weighing);
}

#[test]
fn a_vote_by_people_says_how_many_votes_it_loses() {
    let counted = people(&[("settlement:a", 100.0), ("settlement:b", 50.0)]);
    let (result, problems) = asked(&three(), &counted, Vote::People);
    let result = result.unwrap();
    assert_eq!(result.settlements, 2);
    assert!(result.weighing.contains("1 of 3 lists are lost"), "{}", result.weighing);
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].code.as_str(), problems[0].value.as_str()), ("vote_without_people", "settlement:c"));
    assert!(asked(&three(), &people(&[]), Vote::People).0.is_none());
}

#[test]
fn a_list_that_names_one_thing_twice_is_left_out_and_named() {
    let mut all = three();
    all.retain(|o| o.place.as_str() != "settlement:b");
    all.extend(wants("settlement:b", "2019", &["housing", "housing"]));
    let (result, problems) = asked(&all, &people(&[]), Vote::Settlement);
    assert_eq!(result.unwrap().settlements, 2);
    assert!(problems.iter().any(|p| p.code == "value_refused" && p.hint.contains("settlement:b")), "{problems:?}");
}

#[test]
fn two_answers_for_one_rank_leave_out_that_rank_only() {
    let mut all = wants("settlement:a", "2019", &["water_drainage", "roads"]);
    all[0].value = Value::Classes(vec!["housing".into(), "roads".into()]);
    let (result, problems) = asked(&all, &people(&[]), Vote::Settlement);
    assert_eq!(result.unwrap().options[0].label, "Roads");
    assert_eq!(problems[0].code, "priority_not_one");
}

#[test]
fn a_city_without_lists_has_no_priorities() {
    assert_eq!(asked(&[], &people(&[("settlement:a", 5.0)]), Vote::Settlement), (None, Vec::new()));
}
