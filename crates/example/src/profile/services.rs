//! Sections F to J: water, sanitation, garbage, health and emergency, electricity.

use super::Visit;
use super::answers::Answers;
use crate::dice::Dice;

const SOURCES: &[&str] =
    &["individual_taps", "shared_taps", "community_taps", "boreholes", "wells", "springs", "rivers", "water_tankers"];
const TOILETS: &[&str] = &["individual", "shared", "communal", "public"];
const TOILET_KINDS: &[&str] = &["flush", "pour_flush", "ecosan", "chemical", "vip", "pit_latrine", "bucket"];
pub(crate) const TIMES: [&str; 6] =
    ["5_minutes", "10_minutes", "15_minutes", "30_minutes", "30_minutes_to_1_hour", "more_than_1_hour"];

/// The fields of sections F to J.
pub(crate) fn fill(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    water(answers, visit, dice);
    sanitation(answers, visit, dice);
    garbage(answers, visit, dice);
    health(answers, visit, dice);
    electricity(answers, visit, dice);
}

/// A time code: the better the services, the shorter.
fn time(visit: &Visit, dice: &mut Dice) -> &'static str {
    let slow = ((1.0 - visit.service) * 4.0 + dice.between(0.0, 2.0)).floor() as usize;
    TIMES[slow.min(5)]
}

/// How many there are and how many of them work.
fn working(count: i64, visit: &Visit, dice: &mut Dice) -> i64 {
    (count as f64 * dice.between(0.55 + 0.4 * visit.service, 1.0)).round() as i64
}

fn water(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    let people = visit.population() as f64;
    let per_thousand = [25.0 * visit.service, 9.0 * visit.service, 3.5 * visit.service, 0.4, 0.3];
    let counts: Vec<i64> =
        per_thousand.iter().map(|n| (people / 1000.0 * n * dice.between(0.6, 1.2)).round() as i64).collect();
    let chosen = SOURCES.iter().zip(&counts).filter(|(_, n)| **n > 0).map(|(code, _)| *code).collect();
    answers.many("section_F/F1_8_Water_Sources", SOURCES, chosen);
    let mut taps = [0, 0];
    for (k, count) in (1..).zip(&counts) {
        let works = working(*count, visit, dice);
        answers.yes_no(&format!("section_F/F{k}_Supply"), *count > 0);
        answers.put(&format!("section_F/F{k}_Count"), *count);
        if k < 5 {
            answers.put(&format!("section_F/F{k}_Working"), works);
        }
        let quality = if k < 4 { "safe" } else { dice.pick(["safe", "not_safe"]) };
        answers.put(&format!("section_F/F{k}_Quality"), if *count > 0 { quality } else { "n/a" });
        let manager = dice.pick(["community", "municipality", "private"]);
        answers.put(&format!("section_F/F{k}_Manager"), if *count > 0 { manager } else { "n/a" });
        if k <= 3 {
            taps = [taps[0] + count, taps[1] + works];
        }
    }
    answers.put("section_F/F8_Tanker_Visits", dice.whole(0, 6));
    answers.yes_no("section_F/F10_Water_Neighboring_Community", dice.chance(0.4));
    answers.put("section_F/F11_Water_MonthlyCost", dice.whole(30, 260));
    answers.put("section_F/F12_Water_CollectionTime", time(visit, dice));
    answers.put("section_F/F13_Water_Fetch", "women_and_children");
    answers.put("section_F/F14_Water_HoursPerDay", dice.whole(3, 24));
    answers.yes_no("section_F/F15_Main_Water_Line", visit.service > 0.45);
    answers.put("section_F/calculations_F/CF1_Tot_Comm_Taps", taps[0]);
    let ratio = if taps[1] > 0 { format!("{:.2}", people / taps[1] as f64) } else { "Infinity".to_owned() };
    answers.put("section_F/calculations_F/CF2_Working_Taps_Ratio", ratio);
}

fn sanitation(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    let people = visit.population() as f64;
    let sewer = visit.service > 0.6;
    answers.yes_no("section_G/G1_Sewer_Line", sewer);
    answers.yes_no("section_G/G2_Sewer_Connected", sewer && dice.chance(0.6));
    let pay = dice.chance(0.7);
    answers.yes_no("section_G/G3_Toilets_Pay", pay);
    answers.put("section_G/G4_Toilets_Pay_Amount", if pay { dice.whole(1, 6) } else { 0 });
    answers.put("section_G/G5_OpenDefecation_Percentage", ((1.0 - visit.service) * 45.0 * dice.share()).round() as i64);
    answers.put("section_G/G6_BucketSystem_Percentage", ((1.0 - visit.service) * 20.0 * dice.share()).round() as i64);
    let per_thousand = [30.0 * visit.service, 8.0, 4.0, 2.0];
    let seats: Vec<i64> =
        per_thousand.iter().map(|n| (people / 1000.0 * n * dice.between(0.3, 1.2)).round() as i64).collect();
    let chosen = TOILETS.iter().zip(&seats).filter(|(_, n)| **n > 0).map(|(code, _)| *code).collect();
    answers.many("section_G/G7_10_Toilet_Types", TOILETS, chosen);
    for (k, seats) in (7..).zip(&seats) {
        if k > 7 {
            answers.put(&format!("section_G/G{k}_Blocks"), (seats + 5) / 6);
        }
        answers.put(&format!("section_G/G{k}_Seats"), *seats);
        answers.put(&format!("section_G/G{k}_Working"), working(*seats, visit, dice));
        answers.put(&format!("section_G/G{k}_Manager"), dice.pick(["community", "municipality", "private"]));
        let kinds = if k > 8 { vec!["pour_flush"] } else { vec!["vip", "pit_latrine"] };
        answers.many(&format!("section_G/G{k}_Toilet_Type"), TOILET_KINDS, if *seats > 0 { kinds } else { vec![] });
    }
    let all: i64 = seats.iter().sum();
    answers.put("section_G/G11_Toilet_AverageWait", time(visit, dice));
    answers.put("section_G/G12_Wastewater", dice.pick(["open_drain", "street", "sewer"]));
    answers.put("section_G/CG2_Tot_ToiletSeats", all);
    let ratio = if all > 0 { format!("{:.2}", people / all as f64) } else { "NaN".to_owned() };
    answers.put("section_G/CG1_Toilet_Seat_Ratio", ratio);
}

fn garbage(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    let collected = dice.chance(0.25 + 0.6 * visit.service);
    let places = ["common_area_inside_settlement", "common_area_outside_settlement", "individual_bins"];
    answers.put("section_H/H1_Garbage_Location", if collected { dice.pick(places) } else { "disorganized_deposit" });
    answers.put("section_H/H2_Garbage_Points", if collected { dice.whole(1, 6) } else { 0 });
    let collector = dice.pick(["municipality", "private", "community"]);
    answers.put("section_H/H3_Garbage_Collector", if collected { collector } else { "not_collected" });
    answers.yes_no("section_H/H4_Garbage_PayedFor", collected && dice.chance(0.5));
    answers.put("section_H/H6_Garbage_WeeklyCollections", if collected { dice.whole(1, 3) } else { 0 });
}

fn health(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    for (field, near) in [("I1_HealthClinic", 0.7), ("I2_AidsClinic", 0.4), ("I3_Hospital", 0.15)] {
        let there = dice.chance(near + 0.3);
        answers.yes_no(&format!("section_I/{field}"), there);
        answers.yes_no(&format!("section_I/{field}_Inside"), there && dice.chance(near * visit.service));
        answers.put(&format!("section_I/{field}_Distance_min"), if there { time(visit, dice) } else { "n/a" });
    }
    answers.yes_no("section_I/I4_Healthcare_Paid", dice.chance(0.6));
    for (k, disease) in (1..).zip(["malaria", "diarrhoea", "respiratory", "typhoid"]) {
        answers.put(&format!("section_I/I6_CommonDisease_{k}"), disease);
    }
    answers.put("section_I/I7_Ambulance_ResponseTime", time(visit, dice));
    answers.yes_no("section_I/I8_Ambulance_EnterSettlement", dice.chance(0.3 + 0.5 * visit.service));
    answers.put("section_I/I9_FireEngine_ResponseTime", time(visit, dice));
    answers.yes_no("section_I/I10_FireEngine_EnterSettlement", dice.chance(0.2 + 0.5 * visit.service));
    answers.put("section_I/I12_HealthSerivces_GeneralComments", "invented answer");
}

fn electricity(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    let there = dice.chance(0.35 + 0.7 * visit.service);
    let households = visit.population() as f64 / 4.6;
    let connected = if there { (households * dice.between(0.3, 0.85)).round() as i64 } else { 0 };
    answers.yes_no("section_J/J1_Electricity_Available", there);
    answers.put("section_J/J2_Electricity_Households", connected);
    let lights = if there { dice.whole(0, 40) } else { 0 };
    answers.yes_no("section_J/J3_StreetLights", lights > 0);
    answers.put("section_J/J4_StreetLIghts_Count", lights);
    answers.put("section_J/J5_Electricity_HoursPerDay", if there { dice.whole(6, 24) } else { 0 });
    answers.put("section_J/J6_Electricity_MonthlyCost", if there { dice.whole(60, 420) } else { 0 });
}
