use super::*;
use crate::ages::{Band, Sex};
use proptest::prelude::*;

fn count(code: &str, count: f64) -> Count {
    Count { code: code.to_owned(), count }
}

fn margins(people: f64, households: f64) -> Margins {
    let band = |b: &str| b.parse::<Band>().unwrap();
    let ages = [("0_14", 0.35), ("15_64", 0.6), ("65_plus", 0.05)];
    let of = |sex: Sex, share: f64| ages.iter().map(move |(b, s)| (band(b), sex, people * s * share));
    let sizes = [(1, 0.2), (2, 0.2), (3, 0.2), (4, 0.2), (5, 0.2)];
    Margins {
        place: "ward:7".to_owned(),
        people,
        households: Some(households),
        mean_household_size: None,
        sizes: sizes.iter().map(|(s, n)| (*s, n * households)).collect(),
        sizes_open: true,
        ages: of(Sex::Female, 0.51).chain(of(Sex::Male, 0.49)).collect(),
        water: vec![count("piped_dwelling", 0.3 * households), count("sachet", 0.7 * households)],
        toilet: vec![count("flush_septic", 0.5 * households), count("public", 0.5 * households)],
        tenure: vec![count("rented", households)],
        working_share: Some(0.6),
    }
}

proptest! {
    #[test]
    fn whole_households_meet_every_margin_but_for_rounding(households in 50_u32..400, per in 3.1_f64..5.0, seed in any::<u64>()) {
        let asked = margins((f64::from(households) * per).round(), f64::from(households));
        let made = from_margins(&asked, seed).unwrap();
        prop_assert_eq!(made.population.households.len(), households as usize);
        let held: usize = made.population.households.iter().map(|h| usize::from(h.size)).sum();
        prop_assert_eq!(made.population.persons.len(), held);
        for margin in &made.fit {
            prop_assert!(margin.by_rounding, "{margin:?}");
        }
        // as persons are drawn adults first, every household has one
        prop_assert!(made.population.households.iter().all(|h| made.population.persons_of(h)[0].age >= 15));
    }
}

#[test]
fn the_same_seed_gives_the_same_people_on_one_thread_or_many() {
    let places: Vec<Margins> =
        (0..40).map(|n| Margins { place: format!("ward:{n}"), ..margins(400.0, 100.0) }).collect();
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let one = pool(1).install(|| synthesise_all(&places, 9));
    let many = pool(4).install(|| synthesise_all(&places, 9));
    assert_eq!(one, many);
    assert_ne!(one, synthesise_all(&places, 10));
    // a place does not depend on which others there are
    assert_eq!(synthesise_all(&places[7..8], 9)[0], one[7]);
}

#[test]
fn a_margin_that_nobody_counted_stays_unknown() {
    let asked = Margins { water: Vec::new(), ages: Vec::new(), working_share: None, ..margins(300.0, 100.0) };
    let made = from_margins(&asked, 1).unwrap();
    assert!(made.population.persons.is_empty() && made.population.households.iter().all(|h| h.water == NONE));
    assert_eq!(made.gaps, ["ages and sexes", "households by source of water", "who works"]);
    let nothing = Margins { place: "x".to_owned(), people: 300.0, ..Margins::default() };
    assert_eq!(from_margins(&nothing, 1), Err(crate::AnticipateError::NoHouseholds));
}

#[test]
fn margins_that_contradict_each_other_show_in_the_fit() {
    // 100 households of at most 4 hold 250 people, and 600 are counted
    let asked =
        Margins { sizes: vec![(1, 25.0), (2, 25.0), (3, 25.0), (4, 25.0)], sizes_open: false, ..margins(600.0, 100.0) };
    let made = from_margins(&asked, 1).unwrap();
    assert!((made.people_per_person - 2.4).abs() < 1e-12);
    let people = made.fit.iter().find(|f| f.name == "people").unwrap();
    assert!((people.difference - 350.0 / 600.0).abs() < 1e-12 && FitSummary::of(&made.fit).worst > 0.5);
}

#[test]
fn what_is_no_count_is_refused() {
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(from_margins(&Margins { people: bad, ..margins(300.0, 100.0) }, 1).is_err());
        assert!(from_margins(&Margins { water: vec![count("x", bad)], ..margins(300.0, 100.0) }, 1).is_err());
    }
    assert!(from_margins(&margins(1e12, 1e11), 1).is_err());
}

#[test]
fn a_sample_is_replicated_to_the_margins_and_keeps_families_together() {
    let person = |age, sex| Person::new(age, sex, None);
    let sample = vec![
        SampleHousehold {
            water: "sachet".into(),
            persons: vec![person(30, Sex::Female), person(5, Sex::Male)],
            ..SampleHousehold::default()
        },
        SampleHousehold { water: "piped".into(), persons: vec![person(70, Sex::Male)], ..SampleHousehold::default() },
    ];
    let asked = Margins {
        place: "ward:1".into(),
        people: 50.0,
        households: Some(30.0),
        water: vec![count("sachet", 20.0), count("piped", 10.0), count("tanker", 5.0)],
        ages: vec![("0_14".parse().unwrap(), Sex::Male, 20.0)],
        ..Margins::default()
    };
    let (made, fit) = from_sample(&sample, &asked, 3).unwrap();
    assert_eq!((made.population.households.len(), made.population.persons.len()), (30, 50));
    assert!(fit.each.iter().any(|c| c.name == "households water=tanker" && c.unmet.is_some()));
    let families = made.population.households.iter().filter(|h| h.size == 2);
    assert!(families.clone().all(|h| made.population.persons_of(h)[1].age == 5) && families.count() == 20);
}

#[test]
fn a_person_takes_two_bytes_and_a_household_eight() {
    assert_eq!((size_of::<Person>(), size_of::<Household>()), (2, 8));
    let made = from_margins(&margins(4_000.0, 1_000.0), 5).unwrap();
    assert!(made.population.bytes() <= 5 * made.population.persons.len());
}
