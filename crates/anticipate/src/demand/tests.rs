use super::*;
use crate::ages::Sex;
use crate::day::{Day, ToiletClass, WaterClass};
use crate::population::{Count, Margins, from_margins};
use city::Estimate;

const ALL: [u8; 24] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];

fn counted(water: &[(&str, f64)], toilet: &[(&str, f64)], by_age: bool) -> Counts {
    let list = |of: &[(&str, f64)]| of.iter().map(|(c, n)| Count { code: (*c).to_owned(), count: *n }).collect();
    let ages = [("0_14", 0.4), ("15_plus", 0.6)];
    let margins = Margins {
        place: "ward:1".to_owned(),
        people: 400.0,
        households: Some(100.0),
        sizes: vec![(4, 100.0)],
        ages: ages
            .iter()
            .filter(|_| by_age)
            .flat_map(|(b, s)| Sex::BOTH.map(|sex| (b.parse().unwrap(), sex, 200.0 * s)))
            .collect(),
        water: list(water),
        toilet: list(toilet),
        ..Margins::default()
    };
    Counts::of(&from_margins(&margins, 1).unwrap().population, &Day::shipped().unwrap())
}

fn litres(demand: &Demand, class: WaterClass) -> f64 {
    demand.litres_in(&ALL).unwrap().get(&class).map_or(0.0, |e| e[1])
}

/// 400 people, 20 litres each at a shared tap: 8,000 litres, 6,400 of them wastewater; 1.2 visits each to public toilets.
#[test]
fn litres_visits_and_wastewater_are_those_of_the_tables() {
    let day = Day::shipped().unwrap();
    let demand = Demand::of(&counted(&[("public_tap", 100.0)], &[("public", 100.0)], true), &day);
    assert!((litres(&demand, WaterClass::SharedTap) - 8_000.0).abs() < 1e-6);
    let [low, waste, high] = demand.wastewater_in(&ALL).unwrap();
    assert!((waste - 6_400.0).abs() < 1e-6 && low < waste && waste < high);
    let visits = demand.visits_in(&ALL).unwrap()[&ToiletClass::Public];
    assert!((visits[1] - 480.0).abs() < 1e-6);
    assert!((demand.sludge_l.unwrap()[1] - 400.0 * 0.753).abs() < 1e-6);
    // three hours hold 45 % of the visits
    let (hour, peak) = demand.peak_public_visits().unwrap();
    assert!((5..8).contains(&hour) && (peak[1] - 480.0 * 0.15).abs() < 1e-6);
}

/// Sachets are for drinking (2.75 litres); the rest, 17.25 of 20 litres, comes from the taps of the others.
#[test]
fn who_drinks_sachets_takes_the_rest_from_the_sources_of_the_others() {
    let day = Day::shipped().unwrap();
    let demand = Demand::of(&counted(&[("sachet", 75.0), ("public_tap", 25.0)], &[], true), &day);
    assert!((litres(&demand, WaterClass::Packaged) - 300.0 * 2.75).abs() < 1e-6);
    assert!((litres(&demand, WaterClass::SharedTap) - (100.0 * 20.0 + 300.0 * 17.25)).abs() < 1e-6);
    assert!(demand.visits.is_none() && (demand.toilet_not_told - 1.0).abs() < 1e-12);
    let alone = Demand::of(&counted(&[("sachet", 100.0)], &[], true), &day);
    assert!((alone.other_source_not_told - 1.0).abs() < 1e-9);
}

#[test]
fn parts_of_the_day_sum_to_the_day_and_flushing_changes_no_total() {
    let day = Day::shipped().unwrap();
    let dry = Demand::of(&counted(&[("piped_dwelling", 100.0)], &[("vip", 100.0)], true), &day);
    let flushed = Demand::of(&counted(&[("piped_dwelling", 100.0)], &[("flush_septic", 100.0)], true), &day);
    assert!((litres(&dry, WaterClass::PipedDwelling) - litres(&flushed, WaterClass::PipedDwelling)).abs() < 1e-6);
    let parts: f64 =
        day.minor.iter().map(|m| flushed.litres_in(&m.hours).unwrap()[&WaterClass::PipedDwelling][1]).sum();
    assert!((parts - litres(&flushed, WaterClass::PipedDwelling)).abs() < 1e-6);
}

#[test]
fn a_source_that_is_not_told_is_taken_as_the_others_and_said() {
    let day = Day::shipped().unwrap();
    let demand = Demand::of(&counted(&[("public_tap", 80.0), ("unspecified", 20.0)], &[], false), &day);
    assert!(
        (demand.source_not_told - 0.2).abs() < 1e-9 && (litres(&demand, WaterClass::SharedTap) - 8_000.0).abs() < 1e-6
    );
    let nothing = Demand::of(&counted(&[("unspecified", 100.0)], &[], false), &day);
    assert!(nothing.litres.is_none() && nothing.wastewater.is_none());
}

#[test]
fn who_takes_up_a_service_comes_from_the_others_and_nobody_is_lost() {
    let counts = counted(&[("sachet", 75.0), ("public_tap", 25.0)], &[("public", 90.0), ("vip", 10.0)], true);
    let later = counts.taken_up("toilet", "vip", 0.5);
    let vip: f64 = later.cells.iter().filter(|(c, _)| c.toilet == "vip").map(|(_, n)| n).sum();
    assert!((later.people() - 400.0).abs() < 1e-9 && (vip - 200.0).abs() < 1e-9);
    assert_eq!(later.taken_up("toilet", "vip", 0.3), later);
    let new: f64 = counts
        .taken_up("water", "piped_dwelling", 0.25)
        .cells
        .iter()
        .filter(|(c, _)| c.water == "piped_dwelling")
        .map(|(_, n)| n)
        .sum();
    assert!((new - 100.0).abs() < 1e-9);
}

#[test]
fn later_people_are_as_many_as_said_and_their_days_follow_their_ages() {
    let counts = counted(&[("public_tap", 100.0)], &[], true);
    let grown = counts.later(800.0, None);
    assert!((grown.people() - 800.0).abs() < 1e-9);
    let old = crate::ages::Ages::from_bands(&[("60_64".parse().unwrap(), Sex::Male, 10.0)]);
    assert!((counts.later(10.0, Some(&old)).people() - 10.0).abs() < 1e-9);
}

/// A school of 500 pupils at 10 litres: 5,000 litres between 7 and 15 o'clock.
#[test]
fn a_school_wants_water_in_its_hours() {
    let day = Day::shipped().unwrap();
    let school = day.other_users.iter().find(|u| u.user == "school").unwrap();
    let (litres, waste) = other_demand(school, Estimate::exact(500.0).unwrap());
    let sum: f64 = litres.iter().map(|h| h[1]).sum();
    assert!((sum - 5_000.0).abs() < 1e-9 && litres[6][1].abs() < 1e-9 && (litres[7][1] - 625.0).abs() < 1e-9);
    assert!((waste.iter().map(|h| h[1]).sum::<f64>() - 4_000.0).abs() < 1e-9);
}
