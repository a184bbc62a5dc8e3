//! The profile as text, CSV and JSON, the board and explanations.
#![allow(clippy::unwrap_used, reason = "tests")]

mod fake;

use city::indicator::IndicatorKind;
use city::profile::Explanation;
use city::{Basis, Estimate, Gap, Group, Observation, PlaceKind, Quality, Run, Stage, Value};

#[test]
fn the_text_table_reads_well() {
    insta::assert_snapshot!(report::table::text(&fake::city(3)));
}

#[test]
fn the_text_of_a_place_reads_well() {
    let profile = fake::city(3);
    insta::assert_snapshot!(report::table::place_text(&profile, &profile.places[13]));
}

#[test]
fn the_board_reads_well() {
    insta::assert_snapshot!(report::board::text(&fake::city(24)));
}

#[test]
fn csv_gives_back_every_number_gap_and_code_to_the_last_digit() {
    let mut profile = fake::city(24);
    profile.places[3].name = "Quote \" comma, line\nbreak".into();
    let text = report::table::csv(&profile).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap(), report::table::COLUMNS.as_slice());
    let mut rows = reader.records();
    for place in &profile.places {
        for e in &place.entries {
            let row = rows.next().unwrap().unwrap();
            assert_eq!((&row[0], &row[1], &row[3]), (place.id.as_str(), place.name.as_str(), e.indicator.as_str()));
            assert_eq!(row[2].parse::<PlaceKind>().unwrap(), place.kind);
            assert_eq!(row[5].parse::<Group>().unwrap(), e.group);
            assert_eq!(&row[6], e.period.as_str());
            let value = match (&row[8], &row[10], &row[11]) {
                ("", "", gap) => Value::Gap(gap.parse().unwrap()),
                ("", codes, "") => Value::Classes(codes.split(';').map(str::to_owned).collect()),
                (value, "", "") => Value::Estimate(
                    Estimate::range(row[7].parse().unwrap(), value.parse().unwrap(), row[9].parse().unwrap()).unwrap(),
                ),
                other => panic!("{other:?}"),
            };
            assert_eq!(value, e.value);
            assert_eq!((&row[13], &row[15]), (e.source.as_str(), e.how.as_str()));
        }
    }
    assert!(rows.next().is_none());
}

#[test]
fn json_holds_every_entry_with_every_digit() {
    let profile = fake::city(24);
    let text = report::table::json(&profile).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut rest = &text[text.find("\"places\"").unwrap()..];
    assert_eq!(json["invented"], true);
    for (i, place) in profile.places.iter().enumerate() {
        for (j, e) in place.entries.iter().enumerate() {
            let value = &json["places"][i]["entries"][j]["value"];
            match &e.value {
                Value::Estimate(e) => {
                    assert!((value["value"].as_f64().unwrap() - e.value).abs() <= e.value.abs() * 1e-15);
                    let digits = format!("\"value\": {},", serde_json::json!(e.value));
                    rest = rest.split_once(&digits).unwrap_or_else(|| panic!("{digits} is not in the text")).1;
                }
                Value::Classes(codes) => assert_eq!(value["classes"].as_array().unwrap().len(), codes.len()),
                Value::Gap(gap) => assert_eq!(value["gap"], gap.as_str()),
            }
        }
    }
}

fn explained(value: Value, basis: Basis, inputs: Vec<Explanation>) -> Explanation {
    let observation = Observation {
        place: city::PlaceId("district:04".into()),
        indicator: "population".into(),
        period: "2021".parse().unwrap(),
        group: Group::all(),
        value,
        quality: Quality::Medium,
        source: "census".into(),
        run: "collect-1f2e".into(),
        basis,
        note: String::new(),
    };
    Explanation {
        label: "People".into(),
        unit: "persons".into(),
        kind: IndicatorKind::Count,
        definition: "Usual residents, all ages".into(),
        citation: "UN DESA".into(),
        place_name: "Riverside North".into(),
        group_label: String::new(),
        others: Vec::new(),
        source: fake::source(
            "census",
            "Population and housing census 2021",
            "Bureau of Statistics",
            "CC BY 4.0",
            Quality::High,
        ),
        run: Some(Run {
            id: "collect-1f2e".into(),
            stage: Stage::Collect,
            started: "2026-11-22T03:00:00Z".into(),
            finished: "2026-11-22T03:00:09Z".into(),
            version: "0.1.0".into(),
            seed: 7,
            parameters: "{}".into(),
            inputs: Vec::new(),
        }),
        inputs,
        observation,
    }
}

#[test]
fn an_explanation_goes_down_to_the_files_and_names_what_is_not_at_hand() {
    let reported = |row: u32, value| {
        let mut e =
            explained(value, Basis::Reported { locator: format!("sheet Wards, row {row}, column F") }, Vec::new());
        e.observation.period = format!("20{row}").parse().unwrap();
        e
    };
    let parts = vec![
        reported(11, Value::Estimate(Estimate::exact(100_000.0).unwrap())),
        reported(12, Value::Gap(Gap::Confidential)),
    ];
    let mut keys: Vec<String> = parts.iter().map(|p| p.observation.key()).collect();
    keys.push("population@district:99[]2013#census".into());
    let value = Value::Estimate(Estimate::range(90_000.0, 105_561.4, 120_000.0).unwrap());
    let mut whole = explained(value, Basis::Derived { method: "sum of the parts".into(), inputs: keys }, parts);
    whole.others = vec![reported(16, Value::Estimate(Estimate::exact(99_000.0).unwrap())).observation];
    insta::assert_snapshot!(report::explain::text(&whole));
    assert_eq!(report::explain::json(&whole)["value"]["value"], 105_561.4);
}
