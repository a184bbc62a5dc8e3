//! Plausible: numbers of one profile that can hardly be true, or not together.

use super::profiles::Review;
use super::sums::sum;
use crate::profiles::{DOUBTFUL_DIFFERENCE, M2_PER_ACRE, households_times_size, relative_difference};
use city::Problem;
use geo::GeodesicArea;

/// Most people to the hectare that a settlement can hold: 1,000 to the acre, the analysts' cut-off.
const MOST_PER_HA: f64 = 2_471.0;
/// Square metres in a hectare.
const M2_PER_HA: f64 = 10_000.0;
/// Fewest and most people to a structure.
const PER_STRUCTURE: std::ops::RangeInclusive<f64> = 1.5..=40.0;
/// Smallest and largest mean household.
const HOUSEHOLD: std::ops::RangeInclusive<f64> = 1.0..=12.0;

pub(super) fn check(review: &mut Review) {
    let people = people(review);
    let structures = sum(
        review,
        &[
            "C1_Structures_Residential",
            "C2_Structures_Residential_Business",
            "C3_Structures_Business",
            "C4_Structures_Other",
        ],
    );
    let structures = structures.or_else(|| review.number("C5_Structures_Total")).filter(|n| *n > 0.0);
    estimated_and_agreed(review);
    if let Some(people) = people {
        density(review, people);
        if let Some(structures) = structures {
            people_and_structures(review, people, structures);
        }
    }
    household_size(review);
    working_and_all(review);
    electricity(review);
    not_negative(review);
}

fn people(review: &Review) -> Option<f64> {
    let agreed = review.number("C12_Total_Population").filter(|n| *n > 0.0);
    agreed.or_else(|| households_times_size(review.profile))
}

fn estimated_and_agreed(review: &mut Review) {
    let agreed = review.number("C12_Total_Population").filter(|n| *n > 0.0);
    let counted = households_times_size(review.profile).or_else(|| review.number("C11_Population_Estimate"));
    if let (Some(agreed), Some(counted)) = (agreed, counted.filter(|n| *n > 0.0))
        && relative_difference(agreed, counted) > DOUBTFUL_DIFFERENCE
    {
        let problem = Problem::warning("estimated_and_agreed_differ")
            .found(format!("{agreed} agreed, {counted:.0} from households"));
        let problem = problem.expected("two numbers within a quarter of the greater");
        review.add("section_C/C12_Total_Population", problem.hint("both are shown; ask the community which one holds"));
    }
}

/// Area in square metres: of the boundary, else as stated.
fn area_m2(review: &Review) -> Option<f64> {
    let measured = review.profile.boundary.as_ref().map(GeodesicArea::geodesic_area_unsigned);
    let stated = || review.number("B2a_Area_sqmt").filter(|n| *n > 0.0);
    let acres = || review.number("B2b_Area_acres").map(|acres| acres * M2_PER_ACRE);
    measured.or_else(stated).or_else(acres).filter(|area| *area > 0.0)
}

fn density(review: &mut Review, people: f64) {
    let Some(area) = area_m2(review) else { return };
    let density = people / (area / M2_PER_HA);
    if density > MOST_PER_HA {
        let problem = Problem::warning("density_too_high").found(format!("{density:.0} people to the hectare"));
        let problem = problem.expected("at most 2471 (1000 to the acre)");
        review.add("section_C/C14_density", problem.hint("the boundary may cover only a part of the people counted"));
    }
}

fn people_and_structures(review: &mut Review, people: f64, structures: f64) {
    let field = "section_C/C5_Structures_Total";
    let hint = "only a part of the structures or of the people may have been counted";
    if structures > people {
        let problem = Problem::warning("more_structures_than_people")
            .found(structures)
            .expected(format!("at most {people} structures"));
        review.add(field, problem.hint(hint));
    } else if !PER_STRUCTURE.contains(&(people / structures)) {
        let problem =
            Problem::warning("people_per_structure").found(format!("{:.1} people to a structure", people / structures));
        review.add(field, problem.expected("1.5 to 40").hint(hint));
    }
}

fn household_size(review: &mut Review) {
    if let Some(size) = review.number("C10_Household_Size").filter(|size| !HOUSEHOLD.contains(size)) {
        let problem = Problem::warning("household_size").found(size).expected("1 to 12 people");
        review.add(
            "section_C/C10_Household_Size",
            problem.hint("it should be the mean, not the sum, of the households asked"),
        );
    }
}

fn working_and_all(review: &mut Review) {
    let water = (1..=9).map(|k| ("section_F", format!("F{k}_Working"), format!("F{k}_Count")));
    let toilets = (7..=10).map(|k| ("section_G", format!("G{k}_Working"), format!("G{k}_Seats")));
    for (section, working, all) in water.chain(toilets) {
        if let (Some(works), Some(count)) = (review.number(&working), review.number(&all))
            && works > count
        {
            let problem =
                Problem::warning("more_working_than_all").found(works).expected(format!("at most {count} ({all})"));
            review.add(&format!("{section}/{working}"), problem.hint("the two numbers may have changed places"));
        }
    }
}

fn electricity(review: &mut Review) {
    if let (Some(with), Some(all)) = (review.number("J2_Electricity_Households"), review.number("C9_Households"))
        && with > all
        && all > 0.0
    {
        let problem = Problem::warning("more_electricity_than_households")
            .found(with)
            .expected(format!("at most {all} households"));
        review.add("section_J/J2_Electricity_Households", problem.hint("people may have been counted, not households"));
    }
}

/// Totals that no indicator guards.
fn not_negative(review: &mut Review) {
    for field in ["C5_Structures_Total", "C8_Structures_Total2", "C11_Population_Estimate", "C12_Total_Population"] {
        if let Some(number) = review.number(field).filter(|n| *n < 0.0) {
            let problem = Problem::error("value_out_of_range").found(number).expected("0 or more");
            review.add(&format!("section_C/{field}"), problem.hint("read as not known"));
        }
    }
}
