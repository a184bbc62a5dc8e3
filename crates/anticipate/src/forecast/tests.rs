#![expect(clippy::float_cmp, reason = "counts that are handed through must come out as they went in")]

use super::*;
use crate::scenario::{read, shipped};
use assess::evidence::Evidence;
use city::assess_settings::AssessSettings;
use city::dimension::DimensionTable;
use city::forecast::Part;
use city::run::RunId;
use city::settings::CityHead;
use city::source::{Consent, Level};
use city::{Basis, FieldTable, PlaceId, Quality, Source, Value};

/// A city of one district with two settlements and one place without a count.
struct City {
    head: CityHead,
    places: Vec<Place>,
    observations: Vec<Observation>,
    sources: Vec<Source>,
    consents: Vec<Consent>,
    fields: FieldTable,
    dimensions: DimensionTable,
    settings: AssessSettings,
    run: RunId,
}

fn observed(place: &str, indicator: &str, (value, group): (Value, &str)) -> Observation {
    Observation {
        place: place.into(),
        indicator: indicator.to_owned(),
        period: "2018".parse().unwrap(),
        group: group.parse().unwrap(),
        value,
        quality: Quality::High,
        source: if place.starts_with("settlement") { "profiles" } else { "census" }.into(),
        run: "r".into(),
        basis: Basis::Reported { locator: "row 1".to_owned() },
        note: String::new(),
    }
}

fn number(place: &str, indicator: &str, value: f64, group: &str) -> Observation {
    observed(place, indicator, (Value::Estimate(Estimate::exact(value).unwrap()), group))
}

fn source(id: &str, consent: Option<&str>) -> Source {
    Source {
        id: id.into(),
        title: id.to_owned(),
        publisher: String::new(),
        licence: "CC0".to_owned(),
        address: String::new(),
        date: "2018".to_owned(),
        quality: Quality::High,
        raw: true,
        files: Vec::new(),
        checksum: String::new(),
        fingerprint: String::new(),
        bytes: 0,
        reference_system: String::new(),
        consent: consent.map(Into::into),
    }
}

impl City {
    fn new() -> Self {
        let place = |id: &str, kind, parent: Option<&str>| {
            let mut place = Place::new(id.into(), kind, id, &"census".into());
            place.parent = parent.map(PlaceId::from);
            place
        };
        let places = vec![
            place("city:mfano", PlaceKind::City, None),
            place("district:D1", PlaceKind::District, Some("city:mfano")),
            place("district:D2", PlaceKind::District, Some("city:mfano")),
            place("settlement:S1", PlaceKind::Settlement, Some("district:D1")),
            place("settlement:S2", PlaceKind::Settlement, Some("district:D1")),
        ];
        let d = "district:D1";
        let mut observations = vec![
            number(d, "population", 4_000.0, ""),
            number(d, "population", 900.0, "settlement_type=informal"),
            number(d, "households", 1_000.0, ""),
            number(d, "household_size", 4.0, ""),
            number(d, "income_median_month", 2_000.0, ""),
            number("settlement:S1", "population", 900.0, ""),
            number("settlement:S1", "toilet_seats_working", 8.0, "toilet_access=public"),
            number("settlement:S1", "toilet_fee", 1.0, ""),
            number("settlement:S2", "population", 600.0, ""),
            observed("settlement:S1", "settlement_type", (Value::Classes(vec!["informal".to_owned()]), "")),
            observed("settlement:S2", "settlement_type", (Value::Classes(vec!["formal".to_owned()]), "")),
        ];
        for (code, count) in
            [("piped_dwelling", 300.0), ("sachet", 500.0), ("public_tap", 200.0), ("improved_sources", 1_000.0)]
        {
            observations.push(number(d, "households", count, &format!("water={code}")));
        }
        for (code, rural, urban) in [("flush_septic", 100.0, 300.0), ("public", 200.0, 400.0)] {
            observations.push(number(d, "households", rural, &format!("locality=rural;toilet={code}")));
            observations.push(number(d, "households", urban, &format!("locality=urban;toilet={code}")));
        }
        for (age, people) in [("0_14", 700.0), ("15_64", 1_200.0)] {
            for sex in ["female", "male"] {
                observations.push(number(d, "population", people, &format!("age={age};sex={sex}")));
            }
        }
        for sex in ["female", "male"] {
            observations.push(number(d, "population", 2_000.0, &format!("sex={sex}")));
        }
        Self {
            head: CityHead {
                id: "mfano".to_owned(),
                name: "Mfano".to_owned(),
                country: "XX".to_owned(),
                extent: None,
                currency: String::new(),
                invented: true,
                notice: String::new(),
            },
            places,
            observations,
            sources: vec![source("census", None), source("profiles", None)],
            consents: Vec::new(),
            fields: FieldTable::embedded().unwrap(),
            dimensions: DimensionTable::embedded().unwrap(),
            settings: AssessSettings::default(),
            run: "anticipate-test".into(),
        }
    }

    fn evidence(&self) -> Evidence<'_> {
        Evidence {
            head: &self.head,
            places: &self.places,
            observations: &self.observations,
            sources: &self.sources,
            consents: &self.consents,
            fields: &self.fields,
            dimensions: &self.dimensions,
            settings: &self.settings,
            chains: &[],
            footprints: &[],
            people_raster: None,
            run: &self.run,
            seed: 42,
            today: "2026-01-01",
            version: "0",
        }
    }

    fn forecast(&self) -> Anticipated {
        anticipate_shipped(&self.evidence()).unwrap()
    }
}

fn asked<'a>(scenarios: &'a [Scenario], day: &'a Day) -> Asked<'a> {
    Asked { scenarios, day, given: &[], others: &[], surveys: &[], longest_wait_minutes: 5.0 }
}

fn row<'r>(
    report: &'r ForecastReport,
    (place, part): (&str, Part),
    (year, minor): (i32, &str),
) -> &'r city::forecast::ForecastRow {
    let fits = |r: &&city::forecast::ForecastRow| {
        r.place.as_str() == place && r.part == part && r.year == year && r.minor == minor
    };
    report.rows.iter().find(fits).unwrap_or_else(|| panic!("{place} {part} {year} `{minor}`"))
}

/// 4,000 people: 300 households of 1,000 at a tap of their own (97 litres), 200 at a public tap (20 litres), 500 with sachets, whose other
/// water comes from both in proportion. Per person: 0.5 x 2.75 of sachets, the rest by hand below.
#[test]
fn a_district_wants_what_its_sources_make() {
    let report = City::new().forecast().report;
    let first = row(&report, ("district:D1", Part::All), (2018, ""));
    let (own, tap) = (97.0, 20.0);
    let per_person = 0.3 * own + 0.2 * tap + 0.5 * (2.75 + 0.6 * (own - 2.75) + 0.4 * (tap - 2.75));
    let water = first.water_m3_day.unwrap();
    assert!((water.value - 4.0 * per_person).abs() < 1e-6, "{water:?} against {}", 4.0 * per_person);
    assert!((first.wastewater_m3_day.unwrap().value - 0.8 * water.value).abs() < 1e-6);
    assert!((first.public_toilet_visits.unwrap().value - 0.6 * 4_000.0 * 1.2).abs() < 1e-6);
    assert!(water.low < water.value && water.value < water.high);
    let parts: f64 = report
        .minor
        .iter()
        .map(|(m, _)| row(&report, ("district:D1", Part::All), (2018, m)).water_m3_day.unwrap().value)
        .sum();
    assert!((parts - water.value).abs() < 1e-6);
    let fit = &report.fits[0];
    assert!(
        (fit.place.as_str(), fit.households, fit.persons) == ("district:D1", 1_000, 4_000) && fit.worst < 1e-9,
        "{fit:?}"
    );
}

#[test]
fn formal_and_informal_stand_apart_and_say_whose_services_they_were_given() {
    let report = City::new().forecast().report;
    let informal = row(&report, ("district:D1", Part::Informal), (2030, ""));
    assert!(informal.note.contains("services may be worse"), "{}", informal.note);
    assert_eq!(row(&report, ("settlement:S1", Part::Informal), (2018, "")).people.value, 900.0);
    assert_eq!(row(&report, ("settlement:S2", Part::Formal), (2018, "")).people.value, 600.0);
    let fit = report.fits.iter().find(|f| f.place.as_str() == "settlement:S1").unwrap();
    assert_eq!(fit.borrowed.as_ref().unwrap().0.as_str(), "district:D1");
}

#[test]
fn a_place_without_a_count_is_a_gap_and_not_empty() {
    let report = City::new().forecast().report;
    let gap = report.gaps.iter().find(|g| g.place.as_ref().is_some_and(|p| p.as_str() == "district:D2")).unwrap();
    assert_eq!((gap.what.as_str(), gap.reason), ("people and demand", Gap::NotMeasuredHere));
    assert!(!report.rows.iter().any(|r| r.place.as_str() == "district:D2"));
    assert!(report.summary.iter().any(|s| s.text.contains("no count of people")));
}

#[test]
fn services_are_taken_up_by_their_year_and_people_grow_at_the_rate() {
    let city = City::new();
    let report = city.forecast().report;
    let (first, last) =
        (row(&report, ("district:D1", Part::All), (2018, "")), row(&report, ("district:D1", Part::All), (2030, "")));
    let grown = 4_000.0 * (0.03_f64 * 12.0).exp();
    assert!((last.people.value - grown).abs() < 1e-6 * grown);
    // 60 % on flush toilets in 2030: of the others, 40 %, all were on public ones
    let visits = last.public_toilet_visits.unwrap();
    assert!((visits.value - 0.4 * grown * 1.2).abs() < 1e-3 * visits.value, "{visits:?}");
    assert!(first.households.unwrap().value < last.households.unwrap().value);
}

#[test]
fn the_same_seed_gives_the_same_digits_on_one_thread_or_many() {
    let city = City::new();
    let on =
        |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| city.forecast());
    assert_eq!(on(1), on(4));
}

#[test]
fn a_queue_and_a_burden_are_given_where_seats_prices_and_incomes_are_known() {
    let report = City::new().forecast().report;
    let queue = report.queues.iter().find(|q| q.place.as_str() == "settlement:S1" && q.year == 2018).unwrap();
    assert_eq!(queue.seats, 8);
    // 540 people on public toilets at 1.2 visits, 15 % of them in an hour of the morning: 97 visits an hour, 6.5 seats at 4 minutes
    assert!((queue.visits.value - 0.15 * 540.0 * 1.2).abs() < 1.0, "{queue:?}");
    assert!(queue.wait_minutes.is_none() && queue.method.contains("more come") && queue.seats_needed.unwrap()[1] >= 7);
    let burden = report.burdens.iter().find(|b| b.year == 2018).unwrap();
    assert!((burden.of_income_percent.value - 100.0 * 1.2 * 4.0 * 365.25 / 12.0 / 2_000.0).abs() < 1e-9);
}

#[test]
fn demand_given_directly_stands_in_the_place_of_what_is_computed() {
    let city = City::new();
    let (day, scenarios) = (Day::shipped().unwrap(), shipped("mfano").unwrap());
    let (given, problems) = crate::demand::given(
        "demand.csv",
        "place,scenario,year,minor,water_m3_day,low,high,source\ndistrict:D1,,2030,,777,,,Utility 2024\nmoon:1,,2030,,1,,,X\n",
    );
    assert!(problems.is_empty());
    let others = [OtherCount {
        place: "district:D1".into(),
        user: "school".into(),
        units: Estimate::exact(500.0).unwrap(),
        source: "EMIS".into(),
        at: None,
    }];
    let asked = Asked {
        scenarios: &scenarios,
        day: &day,
        given: &given,
        others: &others,
        surveys: &[],
        longest_wait_minutes: 5.0,
    };
    let report = anticipate(&city.evidence(), &asked).report;
    let there = row(&report, ("district:D1", Part::All), (2030, ""));
    assert_eq!(there.water_m3_day.unwrap().value, 777.0);
    assert!(there.method.contains("Utility 2024"));
    let first = row(&report, ("district:D1", Part::All), (2018, ""));
    let school = first.water_by_source.iter().find(|(class, _)| class == "other_users").unwrap();
    assert!((school.1.value - 5.0).abs() < 1e-9);
    let found = check(&city.evidence(), &asked);
    assert_eq!(found.iter().map(|p| (p.code.as_str(), p.row)).collect::<Vec<_>>(), [("unknown_place", Some(3))]);
}

#[test]
fn a_settlement_that_keeps_its_numbers_to_itself_is_not_in_the_report_nor_to_be_had_by_subtraction() {
    let mut city = City::new();
    city.sources[1] = source("profiles", Some("kept"));
    city.consents.push(Consent {
        id: "kept".into(),
        owner: "The community".to_owned(),
        purpose: "planning".to_owned(),
        level: Level::Community,
        boundary: false,
        until: None,
        withdrawn: None,
    });
    let made = city.forecast();
    assert!(!made.report.rows.iter().any(|r| r.place.as_str().starts_with("settlement") || r.part != Part::All));
    assert!(made.report.queues.is_empty() && !made.report.held_back.is_empty());
    assert!(made.report.rows.iter().any(|r| r.place.as_str() == "district:D1"));
}

#[test]
fn what_the_city_file_keeps_has_a_method_and_an_input() {
    let made = City::new().forecast();
    assert!(!made.observations.is_empty());
    for observation in &made.observations {
        let Basis::Derived { method, inputs } = &observation.basis else { panic!("{observation:?}") };
        assert!(!method.is_empty() && !inputs.is_empty() && observation.group.get("scenario").is_some());
    }
}

#[test]
fn a_scenario_of_another_city_is_said_and_years_before_the_count_are_left_out() {
    let city = City::new();
    let day = Day::shipped().unwrap();
    let text = "id='x'\ntitle='X'\ncity='elsewhere'\nyears=[2010, 2020]\n[source.s]\ncitation='Somebody 2010, A table'\n\
                [growth_percent_year]\nvalue=1\nsource='s'\n";
    let scenarios = [read("x.toml", text).unwrap()];
    let asked =
        Asked { scenarios: &scenarios, day: &day, given: &[], others: &[], surveys: &[], longest_wait_minutes: 5.0 };
    assert_eq!(check(&city.evidence(), &asked)[0].code, "scenario_of_another_city");
    let report = anticipate(&city.evidence(), &asked).report;
    assert!(report.rows.iter().all(|r| r.year == 2020));
    assert!(report.gaps.iter().any(|g| g.words.contains("nothing is projected backwards")));
    let nothing = anticipate(&city.evidence(), &Asked { scenarios: &[], ..asked });
    assert!(nothing.report.rows.is_empty() && nothing.report.gaps.iter().any(|g| g.what == "every future"));
}

/// D2 with 1,000 people counted, and a count of the whole city.
fn whole_city(own: f64) -> City {
    let mut city = City::new();
    for (indicator, count) in [("population", 1_000.0), ("households", 250.0)] {
        city.observations.push(number("district:D2", indicator, count, ""));
    }
    for (code, count) in [("piped_dwelling", 50.0), ("public_tap", 200.0)] {
        city.observations.push(number("district:D2", "households", count, &format!("water={code}")));
    }
    city.observations.push(number("city:mfano", "population", own, ""));
    city.observations.push(number("city:mfano", "households", own / 4.0, ""));
    city
}

#[test]
fn a_city_is_the_sum_of_its_districts_and_what_its_own_count_differs_by_is_named() {
    let made = whole_city(5_030.0).forecast();
    let report = &made.report;
    for minor in ["", "morning_peak", "night"] {
        let at = |place: &str| row(report, (place, Part::All), (2030, minor));
        let (city, d1, d2) = (at("city:mfano"), at("district:D1"), at("district:D2"));
        assert!((city.people.value - d1.people.value - d2.people.value).abs() < 1e-9);
        let water = |r: &city::forecast::ForecastRow| r.water_m3_day.unwrap();
        assert!((water(city).value - water(d1).value - water(d2).value).abs() < 1e-9);
        assert!((water(city).high - water(d1).high - water(d2).high).abs() < 1e-9);
        assert!(city.method.ends_with("sum of 2 districts"), "{}", city.method);
    }
    let difference = report.differences.iter().find(|d| d.part == Part::All).unwrap();
    assert_eq!((difference.own, difference.sum, difference.sum_leads), (5_030.0, 5_000.0, true));
    // the headline is the city's row
    let last = row(report, ("city:mfano", Part::All), (2035, ""));
    let said = report.summary[0].value.as_ref().unwrap().number().unwrap();
    assert_eq!(said, last.people.value);
    let observed = made
        .observations
        .iter()
        .find(|o| o.place.as_str() == "city:mfano" && o.indicator == "water_demand_m3_day")
        .unwrap();
    let Basis::Derived { inputs, .. } = &observed.basis else { panic!("derived") };
    assert_eq!(inputs.len(), 2);
    assert!(inputs[0].starts_with("water_demand_m3_day@district:D1["), "{inputs:?}");
    assert!(!report.fits.iter().any(|f| f.place.as_str() == "city:mfano"), "no household is made for a sum");
}

#[test]
fn a_city_with_people_outside_its_districts_keeps_its_own_count_and_the_difference_is_named() {
    let report = whole_city(6_000.0).forecast().report;
    assert_eq!(row(&report, ("city:mfano", Part::All), (2018, "")).people.value, 6_000.0);
    let difference = report.differences.iter().find(|d| d.part == Part::All).unwrap();
    assert_eq!((difference.own, difference.sum, difference.sum_leads), (6_000.0, 5_000.0, false));
    assert!(difference.words.contains("people live outside"), "{}", difference.words);
    let mut bare = whole_city(6_000.0);
    bare.observations.retain(|o| !(o.place.as_str() == "city:mfano" && o.indicator == "households"));
    let report = bare.forecast().report;
    assert_eq!(row(&report, ("city:mfano", Part::All), (2018, "")).people.value, 5_000.0);
    assert!(report.differences[0].sum_leads && report.differences[0].words.contains("no households are known"));
}

#[test]
fn formal_and_informal_people_of_a_place_are_those_of_its_settlements_in_every_year_in_which_all_were_counted() {
    let mut city = whole_city(5_000.0);
    let mut later = Place::new("settlement:S3".into(), PlaceKind::Settlement, "S3", &"census".into());
    later.parent = Some("district:D2".into());
    city.places.push(later);
    let counted = |indicator: &str, value: Value| Observation {
        period: "2022".parse().unwrap(),
        ..observed("settlement:S3", indicator, (value, ""))
    };
    city.observations.push(counted("population", Value::Estimate(Estimate::exact(300.0).unwrap())));
    city.observations.push(counted("settlement_type", Value::Classes(vec!["informal".to_owned()])));
    let report = city.forecast().report;
    let people = |place: &str, year| row(&report, (place, Part::Informal), (year, "")).people.value;
    let apart = people("settlement:S1", 2030) + people("settlement:S3", 2030);
    assert!(
        (people("city:mfano", 2030) - apart).abs() < 1e-9
            && (apart - 900.0 * (0.36_f64).exp() - 300.0 * (0.24_f64).exp()).abs() < 1e-6
    );
    // S3 was counted in 2022: of 2018 and 2020 there is no sum, and it is said why
    assert!(!report.rows.iter().any(|r| r.place.as_str() == "city:mfano" && r.part == Part::Informal && r.year < 2022));
    let gap = report.why_not(&"city:mfano".into(), Part::Informal, 2018).unwrap();
    assert_eq!(gap.years, [2018, 2020]);
    assert!(gap.words.contains("nothing is projected backwards"), "{}", gap.words);
    assert_eq!(people("district:D1", 2018), 900.0);
    assert!(report.differences.is_empty(), "{:?}", report.differences);
}

#[test]
fn a_scenario_of_a_rate_alone_tells_no_births_and_that_is_a_gap_and_no_zero() {
    let report = whole_city(5_000.0).forecast().report;
    for place in ["city:mfano", "district:D1", "settlement:S1"] {
        let rows = report.rows.iter().filter(|r| r.place.as_str() == place && r.minor.is_empty() && r.year == 2025);
        for change in rows.map(|r| r.change.unwrap()) {
            assert_eq!((change.births, change.deaths, change.migration), (None, None, None));
            assert!(change.growth.unwrap() > 0.0);
        }
    }
    assert!(report.gaps.iter().any(|g| g.words.starts_with("growth rate only")));
}

#[test]
fn shares_of_the_parts_of_a_day_sum_to_one_and_the_morning_is_a_peak() {
    let report = whole_city(5_000.0).forecast().report;
    let shares = minor_shares(&report, "");
    assert!(minor_shares(&report, "mfano_growth") == shares && minor_shares(&report, "moon").is_empty());
    for of in city::forecast::WantedByHour::ALL {
        let day: Vec<_> = shares
            .iter()
            .filter(|s| s.place.as_str() == "district:D1" && s.part == Part::All && s.year == 2030 && s.of == *of)
            .collect();
        assert_eq!(day.iter().map(|s| s.hours.len()).sum::<usize>(), 24, "{of}");
        assert!((day.iter().map(|s| s.share).sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(day[0].minor == "morning_peak" && day[0].share > 4.0 / 24.0 && day[3].share < 8.0 / 24.0, "{day:?}");
    }
    // 45 % of the visits of each hour from 5 to 8, 25 % from 8 to 18: 3 of 3 hours and 1 of 10 in the morning peak from 5 to 9
    let visits = shares
        .iter()
        .find(|s| s.of == city::forecast::WantedByHour::ToiletVisits && s.minor == "morning_peak")
        .unwrap();
    assert!((visits.share - 0.475).abs() < 1e-9, "{visits:?}");
}

#[test]
fn water_given_for_a_day_falls_into_its_parts_and_a_city_that_is_given_water_is_no_sum_of_its_districts() {
    let city = whole_city(5_000.0);
    let (day, scenarios) = (Day::shipped().unwrap(), shipped("mfano").unwrap());
    let table = "place,scenario,year,minor,water_m3_day,low,high,source\ndistrict:D1,,2030,,800,600,900,Utility\ncity:mfano,,2035,,2000,,,Utility\n";
    let (given, problems) = crate::demand::given("demand.csv", table);
    assert!(problems.is_empty());
    let asked = Asked { given: &given, ..asked(&scenarios, &day) };
    let report = anticipate(&city.evidence(), &asked).report;
    let water =
        |place: &str, (year, minor): (i32, &str)| row(&report, (place, Part::All), (year, minor)).water_m3_day.unwrap();
    let parts: f64 = report.minor.iter().map(|(m, _)| water("district:D1", (2030, m)).value).sum();
    assert!((parts - 800.0).abs() < 1e-9);
    let sum = 800.0 + water("district:D2", (2030, "")).value;
    assert!((water("city:mfano", (2030, "")).value - sum).abs() < 1e-9, "what is given for a district is in the city");
    let waste = row(&report, ("district:D1", Part::All), (2030, "")).wastewater_m3_day.unwrap();
    assert!((waste.value - 0.8 * 800.0).abs() < 1e-6, "wastewater follows the water given");
    assert_eq!(water("city:mfano", (2035, "")).value, 2_000.0);
    let told: Vec<_> = report.differences.iter().map(|d| (d.own, d.sum_leads)).collect();
    assert_eq!(told, [(2_000.0, false)], "{:?}", report.differences);
}

#[test]
fn the_sum_that_would_give_away_the_one_place_of_few_people_is_held_back_with_it() {
    let mut city = whole_city(5_000.0);
    for observation in
        city.observations.iter_mut().filter(|o| o.place.as_str() == "settlement:S2" && o.indicator == "population")
    {
        observation.value = Value::Estimate(Estimate::exact(3.0).unwrap());
    }
    let mut beside = Place::new("settlement:S3".into(), PlaceKind::Settlement, "S3", &"census".into());
    beside.parent = Some("district:D1".into());
    city.places.push(beside);
    city.observations.push(number("settlement:S3", "population", 500.0, ""));
    city.observations.push(observed(
        "settlement:S3",
        "settlement_type",
        (Value::Classes(vec!["formal".to_owned()]), ""),
    ));
    let report = city.forecast().report;
    assert!(!report.rows.iter().any(|r| r.place.as_str() == "settlement:S2" && r.people.value < 5.0));
    assert!(!report.rows.iter().any(|r| r.part == Part::Formal && !r.place.as_str().starts_with("settlement")));
    assert!(report.rows.iter().any(|r| r.place.as_str() == "city:mfano" && r.part == Part::Informal));
    assert!(report.held_back.iter().any(|h| h.what == "Sums of places"), "{:?}", report.held_back);
}
