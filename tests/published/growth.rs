//! Growth of Greater Accra between its censuses, and the scenario that goes on from it.

use anticipate::project::{Base, growth_percent_year, project};
use anticipate::scenario::{SHIPPED, read};
use city::Estimate;

/// Ghana Statistical Service, censuses of 2000, 2010 and 2021, people of Greater Accra: 2,905,726, 4,010,054, 5,455,692. Growth
/// ln(P2 / P1) / years: 3.221 and 2.799 % a year (`water_and_sanitation.md`, growth check).
#[test]
fn growth_between_the_censuses_of_greater_accra_is_as_published() {
    let first = growth_percent_year(2_905_726.0, 4_010_054.0, 10.0).unwrap();
    let second = growth_percent_year(4_010_054.0, 5_455_692.0, 11.0).unwrap();
    assert!((first - 3.221).abs() < 0.0005 && (second - 2.799).abs() < 0.0005, "{first} {second}");
    assert_eq!(growth_percent_year(0.0, 5.0, 1.0), None);
}

/// OCHA and UNFPA 2022, COD-PS Ghana (`gha_admpop_2022.xlsx`, sheet "Growth rates since last census"): 2.80 % for Greater Accra.
#[test]
fn growth_agrees_with_the_rate_that_the_data_publish() {
    let published: f64 = 2.80;
    let ours = growth_percent_year(4_010_054.0, 5_455_692.0, 11.0).unwrap();
    assert!((ours - published).abs() < 0.005, "{ours}");
}

/// The same censuses: the scenario takes the growth of 2010-2021 and the ends of its range from 2000-2010 and the country.
#[test]
fn the_scenario_carries_the_growth_of_the_censuses() {
    let (name, text) = SHIPPED.iter().find(|(name, _)| *name == "accra_census_trend.toml").unwrap();
    let scenario = read(name, text).unwrap();
    let growth = scenario.growth_percent_year.clone().unwrap().estimate;
    assert!((growth.value - 2.799).abs() < 0.0005 && (growth.high - 3.221).abs() < 0.0005);
    let people = Estimate::exact(5_455_692.0).unwrap();
    let base = Base { year: 2021, people, ages: None, household_size: None, share_of_city: 1.0 };
    let at = project(&base, &scenario);
    let wanted = 5_455_692.0 * (growth.value / 100.0 * 9.0).exp();
    assert_eq!(at[2].year, 2030);
    assert!((at[2].people.value - wanted).abs() < 1e-6 * wanted);
}

/// Ghana Statistical Service 2024, population projections 2021 to 2050, as reported at its launch: about 2,143 people per km2 of
/// Greater Accra by 2030; the region measures 3,245 km2 (census). Its 6.95 million lie within 2 % of the growth between censuses.
#[test]
fn the_growth_of_the_censuses_meets_the_official_projection_of_2030() {
    let official: f64 = 2_143.0 * 3_245.0;
    let ours = 5_455_692.0 * (0.02799_f64 * 9.0).exp();
    assert!((ours / official - 1.0).abs() < 0.02, "{ours} against {official}");
}
