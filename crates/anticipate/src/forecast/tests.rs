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
    }];
    let asked = Asked {
        scenarios: &scenarios,
        day: &day,
        given: &given,
        others: &others,
        survey: None,
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
    assert_eq!(found.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["unknown_place"]);
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
        Asked { scenarios: &scenarios, day: &day, given: &[], others: &[], survey: None, longest_wait_minutes: 5.0 };
    assert_eq!(check(&city.evidence(), &asked)[0].code, "scenario_of_another_city");
    let report = anticipate(&city.evidence(), &asked).report;
    assert!(report.rows.iter().all(|r| r.year == 2020));
    assert!(report.gaps.iter().any(|g| g.words.contains("nothing is projected backwards")));
    let nothing = anticipate(&city.evidence(), &Asked { scenarios: &[], ..asked });
    assert!(nothing.report.rows.is_empty() && nothing.report.gaps.iter().any(|g| g.what == "every future"));
}
