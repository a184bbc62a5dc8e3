//! Sums that must agree, and numbers that the form computed.

use super::profiles::Review;
use crate::profiles::{Answer, households_times_size};
use city::Problem;

const OWNERS: [&str; 12] = [
    "B13_Ownership_railway",
    "B13_Ownership_airport_authority",
    "B13_Ownership_port_trust",
    "B13_Ownership_defense",
    "B13_Ownership_other_government_percentage",
    "B13_Ownership_municipality",
    "B13_Ownership_private_owner",
    "B13_Ownership_crown_land",
    "B13_Ownership_church_land",
    "B13_Ownership_customary_land",
    "B13_Ownership_other_percentage",
    "B13_Ownership_Unknown",
];
const USES: [&str; 4] = [
    "C1_Structures_Residential",
    "C2_Structures_Residential_Business",
    "C3_Structures_Business",
    "C4_Structures_Other",
];
const PERMANENCE: [&str; 2] = ["C6_Structures_Permanent", "C7_Structures_Temporary"];

pub(super) fn check(review: &mut Review) {
    ownership(review);
    let uses = sum(review, &USES);
    let permanence = sum(review, &PERMANENCE);
    total(review, uses, "C5_Structures_Total", "C1 to C4");
    total(review, permanence, "C8_Structures_Total2", "C6 and C7");
    let by_use = uses.or(review.number("C5_Structures_Total"));
    let by_permanence = permanence.or(review.number("C8_Structures_Total2"));
    if let (Some(by_use), Some(by_permanence)) = (by_use, by_permanence)
        && differ(by_use, by_permanence)
    {
        let problem = Problem::warning("structure_totals_differ")
            .found(format!("{by_use} by use, {by_permanence} by permanence"));
        review.add(
            "section_C/C8_Structures_Total2",
            problem.expected("the same number").hint("count the structures again"),
        );
    }
    computed(review);
}

fn ownership(review: &mut Review) {
    let owned = sum(review, &OWNERS).filter(|sum| *sum > 0.0);
    let verified =
        review.profile.text("B13_Ownership_s_Total_Verify").is_some_and(|text| text.eq_ignore_ascii_case("ok"));
    match owned {
        Some(sum) if (sum - 100.0).abs() > 0.5 => {
            let problem =
                Problem::warning("ownership_not_100").found(sum).expected("shares of all owners that make 100");
            review.add(
                "section_B/B13_Ownership",
                problem.hint("ask again who owns which part; the shares came in as they stand"),
            );
        }
        None if verified => {
            let problem = Problem::note("verified_but_empty").found("OK").expected("shares of owners");
            review.add(
                "section_B/B13_Ownership",
                problem.hint("the form says that the sum is right, but nothing is filled in"),
            );
        }
        _ => {}
    }
}

fn total(review: &mut Review, parts: Option<f64>, field: &str, of: &str) {
    if let (Some(parts), Some(total)) = (parts, review.number(field))
        && differ(parts, total)
    {
        let problem =
            Problem::warning("parts_and_total_differ").found(total).expected(format!("{parts}, the sum of {of}"));
        review.add(&format!("section_C/{field}"), problem.hint("the parts are used, not the total"));
    }
}

/// Numbers of the form beside the same, computed anew.
fn computed(review: &mut Review) {
    let people = review.number("C12_Total_Population").filter(|n| *n > 0.0);
    let per = |points: Option<f64>| Some(people? / points.filter(|n| *n > 0.0)?);
    let taps = sum(review, &["F1_Working", "F2_Working", "F3_Working"]);
    let seats = sum(review, &["G7_Seats", "G8_Seats", "G9_Seats", "G10_Seats"]);
    let working = sum(review, &["G7_Working", "G8_Working", "G9_Working", "G10_Working"]);
    let shared_taps = sum(review, &["F2_Count", "F3_Count"]);
    let anew = [
        ("section_C", "C11_Population_Estimate", vec![households_times_size(review.profile)]),
        ("section_B", "B13_Ownership_Calculation", vec![sum(review, &OWNERS)]),
        (
            "section_F",
            "CF1_Tot_Comm_Taps",
            vec![shared_taps, sum(review, &["F3_Count"]), sum(review, &["F1_Count", "F2_Count", "F3_Count"])],
        ),
        (
            "section_F",
            "CF2_Working_Taps_Ratio",
            vec![per(taps), per(sum(review, &["F2_Working", "F3_Working"])), per(sum(review, &["F3_Working"]))],
        ),
        ("section_G", "CG1_Toilet_Seat_Ratio", vec![per(seats), per(working)]),
        ("section_G", "CG2_Tot_ToiletSeats", vec![seats]),
    ];
    for (section, field, readings) in anew {
        let Some(stated) = review.number(field) else { continue };
        let readings: Vec<f64> = readings.into_iter().flatten().collect();
        if let Some(first) = readings.first()
            && readings.iter().all(|reading| differ(*reading, stated))
        {
            let problem =
                Problem::note("computed_differs").found(stated).expected(format!("{first:.2}, computed anew"));
            review.add(&format!("{section}/{field}"), problem.hint("what the form computed is not used"));
        }
    }
}

/// The sum of the fields that hold a number; none where no field does.
pub(super) fn sum(review: &Review, fields: &[&str]) -> Option<f64> {
    let given = fields.iter().filter_map(|field| match review.profile.answers.get(*field) {
        Some(Answer::Number(number)) => Some(*number),
        _ => None,
    });
    given.fold(None, |sum: Option<f64>, number| Some(sum.unwrap_or(0.0) + number))
}

/// Whether two numbers differ beyond rounding.
fn differ(a: f64, b: f64) -> bool {
    (a - b).abs() > 1.0_f64.max(0.005 * a.abs().max(b.abs()))
}
