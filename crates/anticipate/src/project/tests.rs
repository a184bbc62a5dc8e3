use super::*;
use crate::ages::{Band, Sex};
use crate::scenario;
use proptest::prelude::*;

fn bands() -> Vec<Band> {
    ["0_4", "5_14", "15_49", "50_74", "75_plus"].iter().map(|b| b.parse().unwrap()).collect()
}

fn ages(numbers: &[f64]) -> Ages {
    let list: Vec<_> = Sex::BOTH.iter().flat_map(|s| bands().into_iter().map(move |b| (b, *s))).collect();
    Ages::from_bands(&list.into_iter().zip(numbers).map(|((b, s), n)| (b, s, *n)).collect::<Vec<_>>())
}

fn accra(file: &str) -> crate::scenario::Scenario {
    let (name, text) = scenario::SHIPPED.iter().find(|(name, _)| *name == file).unwrap();
    scenario::read(name, text).unwrap()
}

fn base(people: f64, by_age: bool) -> Base {
    let ages = by_age.then(|| ages(&[12.0, 22.0, 55.0, 10.0, 1.0, 12.0, 22.0, 54.0, 9.0, 1.0]));
    Base { year: 2021, people: Estimate::exact(people).unwrap(), ages, household_size: Some(3.2), share_of_city: 1.0 }
}

proptest! {
    #[test]
    fn people_in_are_people_out(
        people in prop::collection::vec(0.0_f64..50_000.0, 10), rates in prop::collection::vec(0.0_f64..0.2, 10),
        bearing in 0.0_f64..0.3, moving in prop::collection::vec(-900.0_f64..900.0, 10),
        growth in prop::option::of(-5.0_f64..8.0),
    ) {
        let start = ages(&people);
        let of = |numbers: &[f64]| {
            let list = Sex::BOTH.iter().flat_map(|s| bands().into_iter().map(move |b| (b, *s))).zip(numbers);
            list.map(|((b, s), n)| (b, s, *n)).collect::<Vec<_>>()
        };
        let rates = Rates {
            deaths: Ages::of_rates(&of(&rates)),
            births: Ages::of_rates(&[("15_49".parse().unwrap(), Sex::Female, bearing)]),
            girls: 0.487,
            migration: Ages::from_bands(&of(&moving)),
        };
        let year = step(&start, &rates, growth);
        let closes = start.total() + year.births - year.deaths + year.migration - year.ages.total();
        prop_assert!(closes.abs() < 1e-9 * (1.0 + start.total()), "{closes}");
        prop_assert!(Sex::BOTH.iter().all(|s| year.ages.of(*s).iter().all(|p| *p >= 0.0)));
    }

    #[test]
    fn a_range_holds_its_value_and_periods_close(people in 1_000.0_f64..6e6, by_age in any::<bool>()) {
        for file in ["accra_census_trend.toml", "accra_births_and_deaths.toml", "mfano_growth.toml"] {
            let at = project(&base(people, by_age), &accra(file));
            let mut before = people;
            for year in &at {
                let p = year.people;
                prop_assert!(p.low <= p.value && p.value <= p.high);
                let c = year.change;
                let closes = before + c.births - c.deaths + c.migration + c.growth - p.value;
                prop_assert!(closes.abs() < 1e-9 * people, "{file} {closes}");
                before = p.value;
            }
        }
    }
}

#[test]
fn nobody_dies_or_is_born_and_all_become_older() {
    let start = Ages::from_bands(&[("0".parse().unwrap(), Sex::Male, 7.0), ("100".parse().unwrap(), Sex::Male, 2.0)]);
    let none = Rates { deaths: Ages::default(), births: Ages::default(), girls: 0.5, migration: Ages::default() };
    let year = step(&start, &none, None);
    assert_eq!((year.ages.of(Sex::Male)[1], year.ages.of(Sex::Male)[100]), (7.0, 2.0));
}

#[test]
fn without_ages_a_place_grows_at_the_rate_and_that_is_said() {
    let scenario = accra("accra_births_and_deaths.toml");
    let at = project(&base(1_000.0, false), &scenario);
    assert!(at.iter().all(|y| (y.people.value - 1_000.0).abs() < 1e-9));
    assert!(method(&scenario, false).contains("ages are not known"));
    let grown = project(&base(1_000.0, false), &accra("accra_census_trend.toml"));
    assert!((grown[2].people.value - 1_000.0 * (0.02799_f64 * 9.0).exp()).abs() < 1e-9);
}

#[test]
fn a_count_later_than_a_year_leaves_that_year_out() {
    let later = Base { year: 2026, ..base(100.0, true) };
    let years: Vec<i32> = project(&later, &accra("accra_census_trend.toml")).iter().map(|y| y.year).collect();
    assert_eq!(years, [2030, 2035, 2040]);
}

/// Births at 2.9 children a woman with the ages of Accra: between 15 and 30 for 1,000 people and year, deaths between 4 and 9.
#[test]
fn births_and_deaths_of_accra_are_of_the_size_that_its_ages_make() {
    let at = project(&base(1_000_000.0, true), &accra("accra_births_and_deaths.toml"));
    let (births, deaths) = (at[1].change.births / 4_000.0, at[1].change.deaths / 4_000.0);
    assert!((15.0..30.0).contains(&births) && (4.0..9.0).contains(&deaths), "{births} {deaths}");
}
