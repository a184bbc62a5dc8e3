//! Sections A to E: who profiled, where the settlement lies, how many live there, what troubles it.

use super::answers::Answers;
use super::{Visit, geoshape};
use crate::dice::Dice;
use crate::districts::{DISTRICTS, district_at};
use crate::position::rounded_degrees;
use crate::settlements::Site;

const PROBLEMS: &[&str] = &[
    "canal",
    "flood_prone_area",
    "garbage_dump",
    "industrial_hazards",
    "mine_dump",
    "open_drains",
    "railway_track",
    "road_side",
    "sinking_soil",
    "slope",
    "under_power_lines",
    "water_body",
];
const DISASTERS: &[&str] = &["fires", "floods", "strong_winds", "landslides"];
const OWNERS: [&str; 12] = [
    "railway",
    "airport_authority",
    "port_trust",
    "defense",
    "other_government_percentage",
    "municipality",
    "private_owner",
    "crown_land",
    "church_land",
    "customary_land",
    "other_percentage",
    "Unknown",
];

/// The fields of verification and of sections A to E. Names and telephones are made up, and an importer has to drop them.
pub(crate) fn fill(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    let settlement = visit.settlement;
    answers.put("verification/DataVerified", "yes");
    answers.put("verification/Settlement_ID", settlement.code);
    answers.put("verification/A0_Boundary", geoshape(&settlement.boundary));
    answers.put("verification/A0b_Area_Calculate", format!("{:.2}", settlement.area_m2()));
    answers.put("section_A/A1_Profile_DateTime", visit.date(dice));
    answers.put("section_A/A2a_Profiled_By", "Mtu Mfano (invented)");
    answers.put("section_A/A2b_Profiler_Contact", "000 000 001");
    answers.put("section_A/A4_Contact1_Name", "Jina");
    answers.put("section_A/A4_Contact1_Surname", "Bunifu (invented)");
    answers.put("section_A/A4_Contact1_Gender", dice.pick(["female", "male"]));
    answers.put("section_A/A4_Contact1_Telephone", "000 000 002");
    land(answers, visit, dice);
    people(answers, visit, dice);
    troubles(answers, visit, dice);
}

fn land(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    let settlement = visit.settlement;
    let [longitude, latitude] = rounded_degrees(settlement.centre);
    answers.put("section_B/B1_GPS", format!("{latitude} {longitude} 0 5"));
    answers.put("section_B/B2a_Area_sqmt", format!("{:.0}", settlement.area_m2()));
    answers.put("section_B/B2b_Area_acres", format!("{:.0}", (settlement.area_m2() / 4046.856).floor().max(1.0)));
    answers.put("section_B/B3_Country", "invented");
    answers.put("section_B/B4_Province", "99_mfano_province");
    answers.put("section_B/B5_City", "99001_mfano");
    let district = district_at(settlement.centre).and_then(|d| DISTRICTS.get(d)).map_or("n/a", |d| d.1);
    answers.put("section_B/B6_Municipality", district);
    answers.put("section_B/B7_Settlement_Name_Community", settlement.name);
    answers.put("section_B/B8_Settlement_Name_Municipality", format!("{} informal area", settlement.name));
    answers.yes_no("section_B/B10a_Year_Known", true);
    answers.put("section_B/B10b_Year_Established", format!("{}-01-01", settlement.established));
    answers.put("section_B/B12_History", "Invented for the example of Makazi; nothing of this happened.");
    let railway = if settlement.site == Site::Railway { 10 * dice.whole(4, 8) } else { 0 };
    let private = 10 * dice.whole(0, 2);
    for owner in OWNERS {
        let percent = match owner {
            "railway" => railway,
            "private_owner" => private,
            "municipality" => 100 - railway - private,
            _ => 0,
        };
        answers.put(&format!("section_B/B13_Ownership_{owner}"), percent);
    }
    answers.put("section_B/B13_Ownership_Calculation", 100);
    answers.put("section_B/B13_Ownership_s_Total_Verify", "OK");
    let status = ["declared_legal_protected", "undeclared_illegal_unprotected", "undeclared_illegal_unprotected"];
    answers.put("section_B/B14_Status", dice.pick(status));
    answers.put("section_B/B15_Currency", "other");
    answers.put("section_B/B15_Currency_other", "XTS");
}

fn people(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    let population = visit.population();
    let structures = (population as f64 / dice.between(3.6, 6.5)).round() as i64;
    let mixed = structures / dice.whole(8, 14);
    let (business, other) = (structures / dice.whole(15, 30), structures / 90 + 1);
    answers.put("section_C/C1_Structures_Residential", structures - mixed - business - other);
    answers.put("section_C/C2_Structures_Residential_Business", mixed);
    answers.put("section_C/C3_Structures_Business", business);
    answers.put("section_C/C4_Structures_Other", other);
    answers.put("section_C/C5_Structures_Total", structures);
    answers.put("section_C/C5_Structures_Total_Verify", "OK");
    let permanent = (structures as f64 * (0.12 + 0.5 * visit.service)).round() as i64;
    answers.put("section_C/C6_Structures_Permanent", permanent);
    answers.put("section_C/C7_Structures_Temporary", structures - permanent);
    answers.put("section_C/C8_Structures_Total2", structures);
    answers.put("section_C/C8_Structures_Total2_Verify", "OK");
    let size = (dice.between(3.2, 5.2) * 10.0).round() / 10.0;
    let households = (population as f64 / size).round();
    answers.put("section_C/C9_Households", households as i64);
    answers.put("section_C/C10_Household_Size", size.to_string());
    answers.put("section_C/C11_Population_Estimate", (households * size).round() as i64);
    answers.put("section_C/C11_Population_Estimate_Verify", "OK");
    answers.put("section_C/C12_Total_Population", population);
    answers.put("section_C/C12_Total_Population_Differences", "n/a");
    let renting = ["few_rent", "less_rent", "half_rent", "most_rent"];
    answers.put("section_C/C13_Renting", dice.pick(renting));
    let acres = (visit.settlement.area_m2() / 4046.856).floor().max(1.0);
    answers.put("section_C/C14_density", format!("{:.1}", population as f64 / acres));
}

fn troubles(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    let site = visit.settlement.site;
    let mut problems = match site {
        Site::Riverbank => vec!["flood_prone_area", "water_body"],
        Site::Drain => vec!["canal", "flood_prone_area", "open_drains"],
        Site::Hillside => vec!["slope"],
        Site::Dump => vec!["garbage_dump"],
        Site::Railway => vec!["railway_track"],
        Site::Coast => vec!["sinking_soil", "water_body"],
        Site::Pylons => vec!["road_side", "under_power_lines"],
    };
    if dice.chance(0.4) && !problems.contains(&"open_drains") {
        problems.push("open_drains");
    }
    // A drain that backs up in every rainy season is in no flood model, and residents know it.
    let backs_up = problems.contains(&"open_drains") && matches!(site, Site::Railway | Site::Dump);
    let wet = problems.contains(&"flood_prone_area") || backs_up;
    answers.many("section_D/D1_Location_Problems", PROBLEMS, problems);
    answers.yes_no("section_D/D2_Location_Dangerous", true);
    answers.put("section_D/D3_Why_Dangerous", "invented answer");
    let mut disasters = vec!["fires"];
    for (code, happened) in
        [("floods", wet), ("strong_winds", site == Site::Coast), ("landslides", site == Site::Hillside)]
    {
        disasters.extend(happened.then_some(code));
    }
    for (letter, code) in [("a", "fires"), ("b", "floods"), ("c", "strong_winds"), ("d", "landslides")] {
        let (often, destroyed) = if disasters.contains(&code) {
            let often = dice.pick(["once", "twice", "more_than_three"]);
            let often = if backs_up && code == "floods" { "more_than_three" } else { often };
            (often, dice.pick(["1_5", "6_10", "more_than_10"]))
        } else {
            ("n/a", "n/a")
        };
        answers.put(&format!("section_D/D4{letter}_Distaster_Frequency"), often);
        answers.put(&format!("section_D/D4{letter}_Structures_Destroyed"), destroyed);
    }
    answers.many("section_D/D4_Natural_Disasters", DISASTERS, disasters);
    let threatened = dice.chance(0.55);
    answers.yes_no("section_E/E1A_Eviction_Threats", threatened);
    answers.put("section_E/E1B_Evition_Threat_Count", if threatened { dice.whole(1, 5) } else { 0 });
    let now = threatened && dice.chance(0.4);
    answers.yes_no("section_E/E2A_Current_Eviction_Threat", now);
    let serious = if now { dice.pick(["high", "medium", "low"]) } else { "none" };
    answers.put("section_E/E2B_Current_Eviction_Seriousness", serious);
}
