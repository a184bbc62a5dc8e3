use super::testing::{Scene, square};
use super::*;
use crate::profile::testing::number;
use city::assess_settings::DistrictTotal;
use city::{Gap, Value};

fn from(source: &str, place: &str, value: f64, day: &str) -> Observation {
    Observation { source: source.into(), ..number(place, "population", value, day) }
}

/// The same with 100 people in each cell.
fn city() -> Scene {
    let mut scene = without_cells();
    scene.cells(8, &[100.0; 64]);
    scene
}

/// Two wards of 16 squares and 1600 people each; settlement a lies over both, b wholly in the second.
fn without_cells() -> Scene {
    let mut scene = Scene::default();
    scene.city().district("ward:1", square(0.0, 0.0, 4.0)).district("ward:2", square(4.0, 0.0, 4.0));
    scene.settlement("settlement:a", square(3.0, 0.0, 2.0)).settlement("settlement:b", square(6.0, 2.0, 1.0));
    for (place, people) in [("ward:1", 1600.0), ("ward:2", 1600.0), ("city:t", 3200.0)] {
        scene.observations.push(from("census", place, people, "2018"));
    }
    scene.observations.push(from("profiles", "settlement:a", 900.0, "2019-05-01"));
    scene.observations.push(from("profiles", "settlement:b", 60.0, "2019-05-02"));
    scene
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-3 * b.abs().max(1.0), "{a} is not {b}");
}

fn sum(list: impl Iterator<Item = Option<f64>>) -> f64 {
    list.flatten().sum()
}

#[test]
fn the_own_count_leads_and_the_range_holds_the_city_s_figure() {
    let counted = count(&city().evidence());
    let a = &counted.counts.settlements[0];
    assert!(a.independent);
    near(a.city.unwrap().value, 400.0);
    let combined = a.combined.unwrap();
    near(combined.value, 900.0);
    near(combined.low, 400.0);
    near(combined.high, 900.0);
    assert_eq!(counted.problems, []);
}

#[test]
fn more_and_fewer_do_not_cancel_in_silence() {
    let counted = count(&city().evidence());
    let missed = counted.counts.missed.unwrap();
    near(missed.value, 460.0);
    near(missed.low, -40.0);
    near(missed.high, 500.0);
    let note = &counted.counts.missed_note;
    assert!(note.contains("1 of 2 settlements count more") && note.contains("1 count fewer (40 together)"), "{note}");
}

#[test]
fn a_kept_total_stays_and_people_move_inside() {
    let counted = count(&city().evidence());
    let rows = &counted.counts.districts;
    near(sum(rows.iter().map(|r| r.total_after)), 3200.0);
    near(sum(rows.iter().map(|r| r.inside_before)), 500.0);
    near(sum(rows.iter().map(|r| r.inside_after)), 960.0);
    near(rows[0].inside_after.unwrap(), 450.0);
    near(counted.by_place[&"city:t".into()].value, 3200.0);
}

#[test]
fn a_raised_total_grows_by_what_the_settlements_count_more_and_the_city_with_it() {
    let mut scene = city();
    scene.settings.district_total = DistrictTotal::Raise;
    let counted = count(&scene.evidence());
    let rows = &counted.counts.districts;
    near(rows[0].total_after.unwrap(), 1850.0);
    near(rows[1].total_after.unwrap(), 1600.0 + 250.0 - 40.0);
    near(counted.by_place[&"city:t".into()].value, 3660.0);
    let raised = counted.observations.iter().find(|o| o.place == "ward:2".into()).unwrap();
    let city::Basis::Derived { inputs, .. } = &raised.basis else { panic!("not derived") };
    assert_eq!(inputs.len(), 3);
}

#[test]
fn a_district_is_never_raised_by_settlements_that_count_fewer() {
    let mut scene = city();
    scene.settings.district_total = DistrictTotal::Raise;
    scene.observations.push(from("profiles", "settlement:a", 10.0, "2020-05-01"));
    let counted = count(&scene.evidence());
    near(sum(counted.counts.districts.iter().map(|r| r.total_after)), 3200.0);
}

#[test]
fn more_people_inside_than_the_district_has_is_a_problem() {
    let mut scene = city();
    scene.observations.push(from("profiles", "settlement:b", 5000.0, "2020-05-01"));
    let counted = count(&scene.evidence());
    let problem = counted.problems.iter().find(|p| p.code == "more_inside_than_in_district").unwrap();
    assert!(problem.value.starts_with("ward:2: 5450"), "{problem}");
}

#[test]
fn a_count_taken_from_the_census_is_one_count_and_nothing_is_missed() {
    let mut scene = without_cells();
    scene.settings.same_count.insert("profiles".to_owned(), "census".to_owned());
    let counted = count(&scene.evidence());
    let a = &counted.counts.settlements[0];
    assert!(!a.independent);
    assert_eq!(a.combined, Estimate::exact(900.0).ok());
    assert!(a.city.is_some());
    assert!(a.note.starts_with("One count, not two: the numbers of \"profiles\" come from \"census\"."), "{}", a.note);
    assert_eq!((counted.counts.missed, counted.counts.counted_twice), (None, 0));
    assert!(counted.counts.independence.starts_with("In 2 of 2 settlements nothing is compared. One count"));
    let rows = &counted.counts.districts;
    near(sum(rows.iter().map(|r| r.inside_before)), 960.0);
    assert!(counted.problems.iter().all(|p| p.code == "same_count_unknown"));
}

#[test]
fn a_settlement_that_nobody_counted_is_a_gap_and_never_zero() {
    let mut scene = without_cells();
    scene.observations.retain(|o| o.place != "settlement:b".into());
    let mut gap = from("profiles", "settlement:b", 0.0, "2019");
    gap.value = Value::Gap(Gap::WithheldByCommunity);
    scene.observations.push(gap);
    let counted = count(&scene.evidence());
    let b = &counted.counts.settlements[1];
    assert_eq!((b.combined, counted.counts.not_counted), (None, 1));
    near(b.city.unwrap().value, 100.0);
    assert!(!counted.by_place.contains_key(&"settlement:b".into()));
    let observed = counted.observations.iter().find(|o| o.place == "settlement:b".into()).unwrap();
    assert_eq!(observed.value, Value::Gap(Gap::WithheldByCommunity));
    near(counted.counts.districts[1].inside_before.unwrap(), 200.0);
}

#[test]
fn an_average_of_a_district_is_shown_but_is_no_second_count() {
    let mut scene = without_cells();
    scene.settings.district_total = DistrictTotal::Raise;
    let counted = count(&scene.evidence());
    let a = &counted.counts.settlements[0];
    near(a.city.unwrap().value, 400.0);
    assert_eq!((a.independent, a.combined), (false, Estimate::exact(900.0).ok()));
    assert_eq!((counted.counts.missed, counted.counts.counted_twice), (None, 0));
    assert!(counted.counts.missed_note.contains("spread evenly"), "{}", counted.counts.missed_note);
    near(sum(counted.counts.districts.iter().map(|r| r.total_after)), 3200.0);
    near(sum(counted.counts.districts.iter().map(|r| r.inside_before)), 500.0);
}

#[test]
fn cells_of_people_count_a_settlement_that_did_not_count_itself() {
    let mut scene = city();
    scene.observations.retain(|o| o.place != "settlement:b".into());
    scene.cells(8, &[50.0; 64]);
    let counted = count(&scene.evidence());
    let b = &counted.counts.settlements[1];
    near(b.combined.unwrap().value, 50.0);
    assert!(!b.independent);
    let observed = counted.observations.iter().find(|o| o.place == "settlement:b".into()).unwrap();
    assert_eq!((observed.source.as_str(), observed.quality), ("cells", city::Quality::Low));
    near(counted.counts.missed.unwrap().value, 700.0);
}

#[test]
fn two_outlines_of_one_settlement_count_its_people_once() {
    let mut scene = city();
    scene.settlement("settlement:a2", square(3.0, 0.0, 2.0));
    scene.observations.push(from("profiles", "settlement:a2", 900.0, "2019-05-01"));
    let counted = count(&scene.evidence());
    near(sum(counted.counts.districts.iter().map(|r| r.inside_after)), 960.0);
    near(counted.counts.missed.unwrap().value, 460.0);
    assert_eq!(counted.counts.settlements[0].combined.map(|c| c.high), Some(900.0));
    assert!(counted.counts.splits.iter().any(|s| s.contains("overlap")), "{:?}", counted.counts.splits);
}

#[test]
fn a_settlement_keeps_its_whole_count_where_one_that_nobody_counted_overlaps_it() {
    let mut scene = without_cells();
    scene.settlement("settlement:c", square(3.0, 0.0, 2.0));
    let counted = count(&scene.evidence());
    assert_eq!(counted.counts.settlements[0].combined, Estimate::exact(900.0).ok());
    near(counted.counts.settlements[0].city.unwrap().value, 200.0);
    let split = &counted.counts.splits[0];
    assert!(split.ends_with("settlement:c has no count, so settlement:a keeps the whole of its own."), "{split}");
}

#[test]
fn a_city_of_profiles_only_has_their_counts_and_says_that_nothing_was_compared() {
    let mut scene = Scene::default();
    scene.settlement("settlement:a", square(0.0, 0.0, 1.0));
    scene.observations.push(from("profiles", "settlement:a", 900.0, "2019"));
    let counted = count(&scene.evidence());
    assert_eq!(counted.by_place.get(&"settlement:a".into()).map(|p| p.value), Some(900.0));
    assert_eq!(counted.counts.missed, None);
    assert!(counted.counts.missed_note.contains("not known"));
    assert_eq!(counted.counts.independence, "No settlement has two counts, so nothing is compared.");
    assert!(counted.counts.districts.is_empty() && counted.problems.is_empty(), "{:?}", counted.problems);
}

#[test]
fn a_city_of_districts_only_has_their_official_people() {
    let mut scene = Scene::default();
    scene.city().district("ward:1", square(0.0, 0.0, 4.0)).district_without_boundary("ward:2");
    scene.observations.push(from("census", "ward:1", 1600.0, "2018"));
    let counted = count(&scene.evidence());
    assert_eq!(counted.by_place.keys().map(PlaceId::as_str).collect::<Vec<_>>(), ["ward:1"]);
    assert!(counted.counts.settlements.is_empty() && counted.counts.districts.is_empty());
}

#[test]
fn every_observation_has_its_own_key_and_names_its_inputs() {
    let counted = count(&city().evidence());
    let keys: BTreeSet<String> = counted.observations.iter().map(Observation::key).collect();
    assert_eq!((keys.len(), counted.observations.len()), (4, 4));
    for observation in &counted.observations {
        let city::Basis::Derived { inputs, method } = &observation.basis else { panic!("not derived") };
        assert!(!inputs.is_empty() && !method.is_empty());
    }
}

#[test]
fn shares_of_districts_sum_to_what_lies_inside_them_wherever_a_settlement_stands() {
    for step in 0..40 {
        let mut scene = city();
        let x = -2.0 + 0.27 * f64::from(step);
        scene.settlement("settlement:c", square(x, 1.1, 2.0));
        let evidence = scene.evidence();
        let mut problems = Vec::new();
        let districts = Districts::of(&evidence, &evidence.facts(&[]), &mut problems);
        let laid = Boundaries::of(&evidence, &districts, &mut problems);
        let covered = ((x + 2.0).min(8.0) - x.max(0.0)).max(0.0) / 2.0;
        let shares: f64 = laid.parts(&"settlement:c".into()).iter().map(|p| p.weight).sum();
        near(shares, covered);
        let counted = count(&evidence);
        near(sum(counted.counts.districts.iter().map(|r| r.total_after)), 3200.0);
    }
}
