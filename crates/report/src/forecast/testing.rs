//! A made-up forecast to test the page and the tables with; it looks like a city and is none.
#![allow(clippy::unwrap_used, reason = "only tests use it")]

use crate::assessment::testing::about;
use city::assessment::{AssessedPlace, HeldBack};
use city::forecast::*;
use city::heading::Heading;
use city::indicator::IndicatorKind;
use city::profile::{Sentence, SettlementType, Tone};
use city::{Estimate, Gap, PlaceId, PlaceKind, Problem, Quality, Source, Value};

fn place(id: &str, kind: PlaceKind, name: &str, people: Option<f64>) -> AssessedPlace {
    AssessedPlace {
        id: id.into(),
        kind,
        name: name.into(),
        parent: None,
        settlement_type: (kind == PlaceKind::Settlement).then_some(SettlementType::Informal),
        geometry: None,
        geometry_note: String::new(),
        people: people.and_then(|n| Estimate::exact(n).ok()),
    }
}

fn spread(e: Estimate, times: f64) -> Estimate {
    about(0.8 * e.low * times, e.value * times, 1.2 * e.high * times)
}

/// A row whose people grow from a first year; water is 20 % less for informal settlements, and nothing is known in `bare`.
fn row(place: &str, part: Part, scenario: &str, (year, start, growth): (i32, f64, f64), minor: &str) -> ForecastRow {
    let years = f64::from(year - 2021);
    let grown = |rate: f64| start * (rate * years).exp();
    let people = if year == 2021 {
        Estimate::exact(start).unwrap()
    } else {
        about(grown(0.6 * growth), grown(growth), grown(1.3 * growth))
    };
    let share = if minor.is_empty() { 1.0 } else { 0.3 };
    let litres = if part == Part::Informal { 40.0 } else { 50.0 } * share / 1000.0;
    let bare = place.ends_with("bare");
    let some = |times: f64| (!bare).then(|| spread(people, times));
    ForecastRow {
        place: place.into(),
        part,
        scenario: scenario.into(),
        year,
        minor: minor.into(),
        people,
        households: Some(about(people.low / 4.0, people.value / 3.6, people.high / 3.2)),
        water_m3_day: some(litres),
        water_by_source: if bare {
            Vec::new()
        } else {
            vec![
                ("piped_on_premises".into(), spread(people, 0.7 * litres)),
                ("public_tap".into(), spread(people, 0.2 * litres)),
                ("packaged".into(), spread(people, 0.1 * litres)),
            ]
        },
        household_toilet_visits: some(3.0 * share),
        public_toilet_visits: some(1.2 * share),
        wastewater_m3_day: some(0.7 * litres),
        faecal_sludge_m3_day: some(0.0004).filter(|_| minor.is_empty()),
        change: minor.is_empty().then(|| PeopleChange {
            births: (scenario == "trend").then_some(0.03 * people.value),
            deaths: (scenario == "trend").then_some(0.008 * people.value),
            migration: (scenario == "trend").then_some(0.0),
            growth: Some(if scenario == "trend" { 0.0 } else { 0.02 * people.value }),
        }),
        method: "people grow at the rate of the scenario".into(),
        note: if part == Part::Informal {
            "water as in ward:1, since none are known of these people themselves: services may be worse here".into()
        } else {
            String::new()
        },
    }
}

fn rows() -> Vec<ForecastRow> {
    let units: [(&str, Part, f64); 8] = [
        ("ward:1", Part::All, 64_213.0),
        ("ward:1", Part::Formal, 40_113.0),
        ("ward:1", Part::Informal, 24_100.0),
        ("ward:2", Part::All, 31_007.0),
        ("ward:2", Part::Formal, 31_007.0),
        ("settlement:juu", Part::Informal, 9_870.0),
        ("settlement:bare", Part::Informal, 1_250.0),
        ("settlement:mji", Part::Formal, 4_400.0),
    ];
    let mut all = Vec::new();
    for (scenario, growth) in [("trend", 0.028), ("fast", 0.045)] {
        for (place, part, start) in units {
            for year in [2021, 2025, 2030, 2040] {
                for minor in ["", "morning", "evening"] {
                    all.push(row(place, part, scenario, (year, start, growth), minor));
                }
            }
        }
    }
    all
}

fn scenario(id: &str, title: &str, growth: f64) -> ForecastScenario {
    let number = |what: &str, value: f64, assumed: bool| CitedNumber {
        what: what.into(),
        estimate: Some(about(0.6 * value, value, 1.3 * value)),
        unit: "percent a year".into(),
        source: "Made up for a test, 2024, p. 7".into(),
        assumed,
    };
    ForecastScenario {
        id: id.into(),
        title: title.into(),
        note: "As made up; nobody moves away.".into(),
        years: vec![2021, 2025, 2030, 2040],
        numbers: vec![number("growth of all people", growth, false), number("smaller households", 0.4, true)],
    }
}

fn fit(place: &str, part: Part, worst: f64, borrowed: Option<&str>) -> PlaceFit {
    PlaceFit {
        place: place.into(),
        part,
        households: 11_200,
        persons: 40_113,
        worst,
        mean: worst / 8.0,
        margins: vec![("households".into(), 11_200.0, 11_200.0), ("water piped_on_premises".into(), 8_000.0, 8_038.0)],
        borrowed: borrowed.map(|from| (PlaceId::from(from), "water, toilet".into())),
    }
}

fn queue(place: &str, (scenario, year): (&str, i32), wait: Option<Estimate>) -> QueueRow {
    QueueRow {
        place: place.into(),
        scenario: scenario.into(),
        year,
        hour: 6,
        visits: about(300.0, 412.0, 610.0),
        seats: 40,
        wait_minutes: wait,
        seats_needed: wait.map(|_| [38, 46, 71]),
        method: "M/M/c with Erlang C".into(),
    }
}

fn burden(place: &str, (scenario, year): (&str, i32)) -> BurdenRow {
    BurdenRow {
        place: place.into(),
        scenario: scenario.into(),
        year,
        of: "public toilet".into(),
        cost_month: about(60.0, 75.5, 190.0),
        of_income_percent: about(5.1, 8.4, 19.7),
        method: "price of a visit x visits, over the median income".into(),
    }
}

fn beside() -> (Vec<QueueRow>, Vec<BurdenRow>) {
    let when = ["trend", "fast"].into_iter().flat_map(|s| [2021, 2040].map(|year| (s, year)));
    when.map(|when| {
        let wait = (when.0 == "trend").then(|| about(0.2, 2.4, 31.0));
        (queue("settlement:juu", when, wait), burden("settlement:juu", when))
    })
    .unzip()
}

fn numbers() -> Vec<CitedNumber> {
    let number = |what: &str, estimate: Option<Estimate>, unit: &str, assumed: bool| CitedNumber {
        what: what.into(),
        estimate,
        unit: unit.into(),
        source: "A survey of a made-up city (2019), table 3".into(),
        assumed,
    };
    vec![
        number("litres piped_on_premises", Some(about(40.0, 60.0, 95.0)), "litres a person and day", false),
        number("litres <packaged>", Some(about(1.0, 1.5, 3.0)), "litres a person and day", true),
        number("visits at night", None, "", true),
    ]
}

fn gaps() -> Vec<ForecastGap> {
    let gap = |place: Option<&str>, what: &str, words: &str| ForecastGap {
        place: place.map(PlaceId::from),
        part: Part::All,
        years: Vec::new(),
        what: what.into(),
        reason: Gap::NotMeasuredHere,
        words: words.into(),
    };
    vec![
        gap(Some("settlement:nobody"), "people and demand", "nobody counted its people; hint: bring a count in"),
        gap(None, "users other than households", "no count of them came in; hint: bring one in"),
    ]
}

fn summary() -> Vec<Sentence> {
    let fact = |value: Estimate, text: &str| Sentence {
        tone: Tone::Fact,
        value: Some(Value::Estimate(value)),
        kind: IndicatorKind::Amount,
        unit: String::new(),
        text: text.into(),
        said: None,
        period: None,
        source: None,
    };
    let words = |tone: Tone, text: &str| Sentence { tone, value: None, ..fact(about(0.0, 0.0, 0.0), text) };
    vec![
        fact(about(131_000.4, 162_118.7, 190_011.1), "people in 2040, 70 % more than in 2021 (As it was)."),
        fact(about(5_121.0, 8_106.0, 11_402.0), "cubic metres of water wanted each day in 2040 (As it was)."),
        words(Tone::Caution, "2 of 3 numbers of the day rest on an assumption."),
        words(Tone::Missing, "1 place has no count of people: nothing is anticipated there."),
    ]
}

/// Two wards with formal and informal people, three settlements, and one that nobody counted.
pub fn report() -> ForecastReport {
    let (queues, burdens) = beside();
    ForecastReport {
        heading: Heading {
            city: "Mji <b>".into(),
            country: "KE".into(),
            invented: true,
            generated: "2026-01-01".into(),
            version: "0.1.0".into(),
            run: "anticipate-1".into(),
            seed: 7,
            ..Heading::default()
        },
        summary: summary(),
        places: vec![
            place("city:c", PlaceKind::City, "Mji <b>", None),
            place("ward:1", PlaceKind::District, "Mashariki", Some(64_213.0)),
            place("ward:2", PlaceKind::District, "Magharibi", Some(31_007.0)),
            place("settlement:juu", PlaceKind::Settlement, "Juu & Sons", Some(9_870.0)),
            place("settlement:bare", PlaceKind::Settlement, "<script>alert(1)</script>", Some(1_250.0)),
            place("settlement:mji", PlaceKind::Settlement, "Mji Mpya", Some(4_400.0)),
            place("settlement:nobody", PlaceKind::Settlement, "Nobody counted", None),
        ],
        scenarios: vec![scenario("trend", "As it was", 2.8), scenario("fast", "Faster", 4.5)],
        minor_hours: vec![(5..10).collect(), (16..21).collect()],
        differences: vec![ForecastDifference {
            place: "ward:1".into(),
            part: Part::Informal,
            what: "people counted".into(),
            own: 24_100.0,
            of: "2 settlements".into(),
            sum: 11_120.0,
            sum_leads: false,
            words: "its own count is of a <census> (2021), theirs of profiles (2019)".into(),
        }],
        minor: vec![("morning".into(), "5:00 to 10:00".into()), ("evening".into(), "16:00 to 21:00".into())],
        rows: rows(),
        fits: vec![
            fit("ward:1", Part::All, 0.0048, None),
            fit("ward:1", Part::Informal, 0.031, Some("ward:1")),
            fit("settlement:juu", Part::Informal, 0.0, Some("ward:1")),
        ],
        queues,
        burdens,
        survey_burdens: vec![SurveyBurdenRow {
            survey: "Water asked".into(),
            of: "juu_kati".into(),
            cost_month: about(60.0, 120.0, 180.0),
            of_income_percent: about(0.5, 3.4, 12.0),
            money: "KES_2024".into(),
            answers: 51,
            method: "quartiles of what they pay".into(),
        }],
        survey: vec![SurveyRow {
            survey: "Water asked".into(),
            of: "sachet_water".into(),
            measure: "price of a litre, money".into(),
            quartiles: [0.4, 0.5, 0.667],
            answers: 1_028,
        }],
        numbers: numbers(),
        assumptions: vec!["Litres do not change with the year".into()],
        gaps: gaps(),
        held_back: vec![HeldBack {
            what: "people of 2 settlements".into(),
            why: "the community keeps them to itself".into(),
            count: 2,
            reason: Gap::WithheldByCommunity,
        }],
        problems: vec![Problem::warning("no_population").in_column("households").found("settlement:nobody")],
        sources: vec![Source { id: "census".into(), title: "A census".into(), quality: Quality::Low, ..source() }],
    }
}

fn source() -> Source {
    crate::assessment::testing::assessment().sources.remove(0)
}
