//! Sections K to R: jobs, transport, schools, facilities, shops, organisation, priorities.

use super::Visit;
use super::answers::Answers;
use super::services::TIMES;
use crate::dice::Dice;

const JOBS: &[&str] = &[
    "construction",
    "hawking",
    "petty_trading",
    "food_vendor",
    "domestic_work",
    "garderning",
    "securtiy",
    "restuarant",
    "fishing",
    "waste_picking",
    "driving",
];
const MODES: &[&str] = &["train", "bus", "private_automobile", "taxi", "motorcycles"];
const ROADS: &[&str] = &["dirt_paths", "gravel", "tarred"];
const PRIORITIES: [&str; 8] = [
    "water_drainage",
    "sanitation_sewage",
    "tenure_security",
    "land_tenure",
    "housing",
    "electricity",
    "health",
    "roads",
];

/// The fields of sections K to R.
pub(crate) fn fill(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    let mut jobs = |field: &str, usual: &[&'static str]| {
        let chosen = usual.iter().filter(|_| dice.chance(0.75)).copied().collect();
        answers.many(&format!("section_K/{field}"), JOBS, chosen);
    };
    jobs("K1_Jobs_Men", &["construction", "securtiy", "driving", "waste_picking", "fishing"]);
    jobs("K2_Jobs_Women", &["hawking", "petty_trading", "food_vendor", "domestic_work", "restuarant"]);
    jobs("K3_Jobs_Children", &["hawking", "waste_picking"]);
    transport(answers, dice);
    near(answers, visit, dice);
    organisation(answers, dice);
    priorities(answers, visit, dice);
}

fn transport(answers: &mut Answers, dice: &mut Dice) {
    let modes = MODES.iter().filter(|mode| **mode == "bus" || dice.chance(0.4)).copied().collect();
    answers.many("section_L/L1_Transport_Modes", MODES, modes);
    answers.put("section_L/L1_Cost_bus", dice.whole(3, 12));
    answers.put("section_L/L1_Cost_taxi", dice.whole(10, 30));
    for (field, far) in [("L2_WalLTime_Railway", 6), ("L3_WalLTime_Bus", 3), ("L4_WalLTime_Taxi", 4)] {
        let code = TIMES.get(dice.whole(0, far - 1) as usize).copied();
        answers.put(&format!("section_L/{field}"), code.unwrap_or("n/a"));
    }
    let roads = ROADS.iter().filter(|road| **road == "dirt_paths" || dice.chance(0.25)).copied().collect();
    answers.many("section_L/L5_Road_Type", ROADS, roads);
    answers.yes_no("section_L/L6_Roads_Planned", dice.chance(0.3));
}

/// Schools, facilities and shops: whether there, whether inside, how far.
fn near(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    answers.yes_no("section_M/M1_Children_School", true);
    for field in ["M2_PreSchool", "M3_PrimarySchool", "M4_SecondarySchool"] {
        answers.yes_no(&format!("section_M/{field}"), true);
        answers.yes_no(&format!("section_M/{field}_Inside"), dice.chance(0.4));
        answers.put(&format!("section_M/{field}_min"), dice.pick(TIMES));
    }
    let facilities = [
        "N1_Playground",
        "N2_Banks",
        "N3_InformalMarkets",
        "N4_FireStations",
        "N5_Mosques",
        "N6_Temples",
        "N7_Churches",
        "N8_PoliceStations",
    ];
    for field in facilities {
        let there = dice.chance(0.6);
        answers.yes_no(&format!("section_N/{field}"), there);
        answers.yes_no(&format!("section_N/{field}_inside"), there && dice.chance(0.4));
        answers.put(&format!("section_N/{field}_min"), if there { dice.pick(TIMES) } else { "n/a" });
    }
    let shops = [
        "O1_GeneralShops",
        "O2_FoodShops",
        "O3_ClothingShops",
        "O4_Communications",
        "O5_CarRepair",
        "O6_FurnitureShops",
    ];
    for field in shops {
        let count = visit.population() / dice.whole(150, 900);
        answers.yes_no(&format!("section_O/{field}"), count > 0);
        answers.put(&format!("section_O/{field}_Count"), count);
        answers.put(&format!("section_O/{field}_min"), dice.pick(["5_minutes", "10_minutes", "15_minutes"]));
    }
}

fn organisation(answers: &mut Answers, dice: &mut Dice) {
    answers.yes_no("section_P/P1_CommunityLeadership", true);
    answers.put("section_P/P2_CommunityLeaders_Names", "Jina Bunifu (invented)");
    answers.put("section_P/P3_CommunityLeaders_Roles_Pther", "n/a");
    answers.put("section_P/P4_CommunityMeetings_Frequency", dice.pick(["week", "month"]));
    answers.put("section_P/P5_CityMeetings_Frequency", dice.pick(["month", "year"]));
    answers.put("section_P/P7_City_Relationship", dice.pick(["good", "bad", "none"]));
    answers.yes_no("section_P/P9_SDI_Federation_Present", dice.chance(0.7));
    let groups = [
        ("P10_Savings_Groups", 12),
        ("P11_Womens_Groups", 4),
        ("P12_YouthClubs", 4),
        ("P13_Religious_Groups", 6),
        ("P14_CBO_NGO", 5),
        ("P15_LocalCommittees", 3),
        ("P16_PoliticalParty_Offices", 2),
    ];
    for (field, most) in groups {
        let count = dice.whole(0, most);
        answers.yes_no(&format!("section_P/{field}"), count > 0);
        answers.put(&format!("section_P/{field}_Count"), count);
    }
}

fn priorities(answers: &mut Answers, visit: &Visit, dice: &mut Dice) {
    let mut order: Vec<(f64, &str)> = PRIORITIES.iter().map(|priority| (dice.share(), *priority)).collect();
    if let Some((first, _)) = order.first_mut().filter(|_| visit.service < 0.5) {
        *first = -1.0;
    }
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (k, (_, priority)) in (1..=5).zip(order) {
        answers.put(&format!("section_Q/Q{k}_Priority{k}"), priority);
        answers.put(&format!("section_Q/Q{k}a_Priority_Term"), dice.pick(["short", "short", "medium", "long", "n/a"]));
    }
    answers.put("section_R/R1_OtherComments", "INVENTED for the example of Makazi.");
}
