//! Whole files of invented settlements, read and made into nouns.

use super::*;
use crate::quality::{Context, check_profiles};
use city::settings::{ProfileSettings, SourceSettings, TextSettings};
use city::{Estimate, FieldTable, Gap, Observation, Quality, Value};
use geo_types::Geometry;
use std::fmt::Write;
use std::path::Path;

const JSON: &str = r#"{"count": 3, "results": [
  {"_id": 11, "_uuid": "u1", "_xform_id_string": "sdi_settlement_profile_Aug2015",
   "section_A/A1_Profile_DateTime": "2014-05-17T09:00:00.000+02", "section_A/A2a_Profiled_By": "Somebody",
   "section_A/A4_Contact1_Telephone": "000 000", "verification/Settlement_ID": "990010001",
   "section_B/B7_Settlement_Name_Community": "Mwangaza", "section_B/B8_Settlement_Name_Municipality": "Ward 4 North",
   "section_B/B5_City": "99001_invented", "section_B/B15_Currency": "INV",
   "verification/A0_Boundary": "5.60 -0.20 0 0;5.60 -0.19 0 0;5.61 -0.19 0 0;5.61 -0.20 0 0",
   "section_B/B10b_Year_Established": "1905-01-01", "section_B/B14_Status": "undeclared_illegal_unprotected",
   "section_B/B13_Ownership_municipality": "60", "section_B/B13_Ownership_private_owner": "45",
   "section_C/C1_Structures_Residential": "1,200", "section_C/C3_Structures_Business": 50,
   "section_C/C5_Structures_Total": "1250", "section_C/C9_Households": "1,705", "section_C/C10_Household_Size": "4",
   "section_C/C11_Population_Estimate": "1", "section_C/C12_Total_Population": "1705",
   "section_D/D1_Location_Problems": "flood_prone_area slope", "section_D/D4b_Distaster_Frequency": "more_than_three",
   "section_E/E2A_Current_Eviction_Threat": "yes", "section_E/E1B_Evition_Threat_Count": "n/a",
   "section_F/F3_Count": "10", "section_F/F3_Working": "14", "section_F/F11_Water_MonthlyCost": "12.5",
   "section_F/calculations_F/CF2_Working_Taps_Ratio": "Infinity",
   "section_G/G5_OpenDefecation_Percentage": "105", "section_I/I7_Ambulance_ResponseTime": "more_than_1_hour",
   "section_I/I6_CommonDisease_1": "malaria", "section_I/I6_CommonDisease_2": "cholera",
   "section_L/L2_WalLTime_Railway": "30_minutes", "section_R/R1_OtherComments": "ask Somebody", "_geolocation": [5.605, -0.195]},
  {"_id": 12, "section_A/A1_Profile_DateTime": "03.02.2016", "verification/Settlement_ID": "990010001",
   "section_B/B7_Settlement_Name_Community": "Mwangaza Mpya", "section_C/C12_Total_Population": "n/a",
   "section_C/C9_Households": "many"},
  {"_id": 13, "section_A/A1_Profile_DateTime": "03-02-2016", "section_B/B7_Settlement_Name_Community": "Bondeni",
   "section_B/B1_GPS": "5.62 -0.18 3 5", "section_C/C9_Households": null, "section_B/B14_Status": "resettled"}
]}"#;

fn reading(name: &str, text: &str, form: Form) -> ProfileReading {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    read_at(&path, name, form)
}

fn read_at(path: &Path, file: &str, form: Form) -> ProfileReading {
    let text = TextSettings::default();
    read(&Request { path, file, layer: "", text: &text }, form)
}

fn settings() -> (ProfileSettings, SourceSettings) {
    let source = "id = 'kyc'\ntitle = 'Profiles'\nlicence = 'invented'\nquality = 'medium'\nfile = 'a.json'\n[profiles]\nprefix = 'settlement'\n";
    let source: SourceSettings = toml::from_str(source).unwrap();
    (source.profiles.clone().unwrap(), source)
}

fn nouns(profiles: &[SettlementProfile]) -> ProfileNouns {
    let (settings, source) = settings();
    into_nouns(profiles, &settings, &source, &"collect-1".into(), &FieldTable::embedded().unwrap())
}

fn find<'a>(nouns: &'a ProfileNouns, indicator: &str, group: &str) -> &'a Observation {
    let group = group.parse().unwrap();
    nouns.observations.iter().find(|o| o.indicator == indicator && o.group == group).unwrap()
}

fn codes(problems: &[city::Problem]) -> Vec<&str> {
    problems.iter().map(|p| p.code.as_str()).collect()
}

#[test]
fn two_years_of_one_settlement_are_one_place_and_a_series() {
    let nouns = nouns(&reading("a.json", JSON, Form::Json).profiles);
    assert_eq!(nouns.places.len(), 2);
    let place = &nouns.places[0];
    assert_eq!((place.id.as_str(), place.name.as_str()), ("settlement:990010001", "Mwangaza Mpya"));
    assert_eq!(place.aliases, ["Mwangaza", "Ward 4 North"]);
    assert!(matches!(&place.geometry, Some(Geometry::Polygon(p)) if p.exterior().0[0] == (-0.2, 5.6).into()));
    assert_eq!(nouns.places[1].id.as_str(), "settlement:bondeni");
    assert!(matches!(nouns.places[1].geometry, Some(Geometry::Point(_))));
    let people: Vec<_> = nouns.observations.iter().filter(|o| o.indicator == "population").collect();
    let days: Vec<&str> = people.iter().map(|o| o.period.as_str()).collect();
    assert_eq!(days, ["2014-05-17", "2016-02-03", "2016-02-03"]);
    assert_eq!(people[0].value, Value::Estimate(Estimate::range(1705.0, 1705.0, 6820.0).unwrap()));
    assert_eq!(people[0].quality, Quality::Low);
    assert_eq!(people[1].value, Value::Gap(Gap::NotEstimated));
}

#[test]
fn what_a_settlement_says_becomes_numbers_codes_and_gaps() {
    let nouns = nouns(&reading("a.json", JSON, Form::Json).profiles);
    let number = |indicator: &str, group: &str| find(&nouns, indicator, group).value.number();
    assert_eq!(number("structures", ""), Some(1250.0));
    assert_eq!(number("structures", "use=residential"), Some(1200.0));
    assert_eq!(number("population_estimate", ""), Some(6820.0));
    assert_eq!(number("eviction_threat_current", ""), Some(1.0));
    assert_eq!(number("water_points_working", "water_point=communal_tap"), Some(14.0));
    assert_eq!(find(&nouns, "water_cost_month", "").note, "in INV");
    let wait = find(&nouns, "ambulance_minutes", "").value.estimate().unwrap();
    assert_eq!((wait.low, wait.value), (60.0, 75.0));
    let classes = |indicator: &str| find(&nouns, indicator, "").value.clone();
    assert_eq!(classes("location_problems"), Value::Classes(vec!["flood_prone_area".into(), "slope".into()]));
    assert_eq!(classes("common_diseases"), Value::Classes(vec!["malaria".into(), "cholera".into()]));
    assert_eq!(classes("settlement_type"), Value::Classes(vec!["informal".into()]));
    for gap in ["open_defecation_share", "eviction_threats", "year_established"] {
        assert_eq!(classes(gap), Value::Gap(Gap::NotEstimated), "{gap}");
        assert!(!find(&nouns, gap, "").note.is_empty());
    }
    assert_eq!(codes(&nouns.problems), ["share_over_100"]);
    let resettled = nouns.observations.iter().find(|o| o.place.code() == "bondeni" && o.indicator == "settlement_type");
    assert_eq!(resettled.unwrap().value, Value::Classes(vec!["formal".into()]));
}

#[test]
fn no_name_telephone_or_comment_comes_through() {
    let reading = reading("a.json", JSON, Form::Json);
    assert_eq!(
        reading.not_read,
        ["section_A/A2a_Profiled_By", "section_A/A4_Contact1_Telephone", "section_R/R1_OtherComments"]
    );
    let everything = format!("{:?}{:?}", reading.profiles, nouns(&reading.profiles));
    assert!(!everything.contains("Somebody") && !everything.contains("000 000"));
    let unreadable: Vec<_> = reading.problems.iter().filter(|p| p.code == "answer_unreadable").collect();
    assert_eq!((unreadable.len(), unreadable[0].row, unreadable[0].value.as_str()), (1, Some(2), "many"));
}

#[test]
fn a_csv_export_says_the_same_as_the_json() {
    let csv = "_id,section_A.A1_Profile_DateTime,verification.Settlement_ID,section_C.C9_Households,\
        section_D.D1_Location_Problems.slope,section_D.D1_Location_Problems.canal,section_D.D1_Location_Problems.water_body,section_X.New\n\
        7,2015-01-31,9,\"1,705\",TRUE,False,1,x\n8,01.03.2015,9,n/a,n/a,n/a,n/a,y\n";
    let reading = reading("a.csv", csv, Form::Csv);
    let [first, second] = reading.profiles.as_slice() else { unreachable!() };
    assert_eq!((first.row, first.number("C9_Households")), (2, Some(1705.0)));
    assert_eq!(first.codes("D1_Location_Problems"), ["slope", "water_body"]);
    assert_eq!(second.answers["D1_Location_Problems"], Answer::Missing(Missing::NotStated));
    assert_eq!(second.date.as_ref().unwrap().as_str(), "2015-03-01");
    assert_eq!(codes(&reading.problems), ["unknown_column"]);
}

#[test]
fn of_two_profiles_of_one_day_the_first_is_kept() {
    let row = |households: u32| {
        format!(
            r#"{{"section_A/A1_Profile_DateTime":"2015-01-31","verification/Settlement_ID":"9","section_C/C9_Households":"{households}"}}"#
        )
    };
    let text = format!("[{},{},{}]", row(10), row(12), row(10));
    let nouns = nouns(&reading("a.json", &text, Form::Json).profiles);
    assert_eq!(find(&nouns, "households", "").value.number(), Some(10.0));
    assert_eq!(codes(&nouns.problems), ["profiles_of_one_day", "profile_repeated"]);
    assert_eq!(nouns.problems[0].row, Some(2));
}

#[test]
fn every_doubt_about_a_profile_is_said_at_once() {
    let reading = reading("a.json", JSON, Form::Json);
    let context = Context { extent: Some([18.3, -34.4, 19.0, -33.4]), today: Some("2015-06-01".parse().unwrap()) };
    let problems = check_profiles(&reading.profiles, &context, &FieldTable::embedded().unwrap());
    let found = codes(&problems);
    for code in [
        "ownership_not_100",
        "estimated_and_agreed_differ",
        "people_per_structure",
        "more_working_than_all",
        "computed_differs",
        "ring_unclosed",
        "outside_city",
        "year_not_known",
        "date_to_come",
        "share_over_100",
    ] {
        assert!(found.contains(&code), "{code} is not in {found:?}");
    }
    assert!(
        problems
            .iter()
            .all(|p| p.file == "a.json" && p.row.is_some() && !p.column.is_empty() && !p.expected.is_empty())
    );
}

/// Answers of a profile, and the codes of the problems they give.
type Case<'a> = (&'a [(&'a str, f64)], &'a [&'a str]);

#[test]
fn each_check_finds_its_own_fault_and_nothing_else() {
    let cases: [Case; 10] = [
        (&[("C9_Households", 10.0), ("C10_Household_Size", 4.0), ("C12_Total_Population", 40.0)], &[]),
        (&[("C1_Structures_Residential", 10.0), ("C5_Structures_Total", 30.0)], &["parts_and_total_differ"]),
        (&[("C6_Structures_Permanent", 10.0), ("C5_Structures_Total", 30.0)], &["structure_totals_differ"]),
        (&[("C5_Structures_Total", 30.0), ("C12_Total_Population", 20.0)], &["more_structures_than_people"]),
        (&[("C10_Household_Size", 13.0)], &["household_size"]),
        (&[("C9_Households", 5.0), ("J2_Electricity_Households", 6.0)], &["more_electricity_than_households"]),
        (&[("G9_Seats", 5.0), ("G9_Working", 6.0)], &["more_working_than_all"]),
        (&[("B2b_Area_acres", 1.0), ("C12_Total_Population", 1_001.0)], &["density_too_high"]),
        (&[("B10b_Year_Established", 2020.0)], &["year_after_profile"]),
        (&[("C12_Total_Population", -5.0)], &["value_out_of_range"]),
    ];
    for (answers, expected) in cases {
        let answers = answers.iter().map(|(field, number)| ((*field).to_owned(), Answer::Number(*number))).collect();
        let profile =
            SettlementProfile { date: Some("2015".parse().unwrap()), answers, ..SettlementProfile::default() };
        let problems = check_profiles(&[profile], &Context::default(), &FieldTable::embedded().unwrap());
        assert_eq!(codes(&problems), expected);
    }
}

#[test]
fn bad_files_say_what_is_wrong_and_nothing_panics() {
    let code = |text: &str, form: Form| codes(&reading("a", text, form).problems).join(" ");
    assert_eq!(code("", Form::Json), "file_empty");
    assert_eq!(code("[{\"section_C/C9_Ho", Form::Json), "json_unreadable");
    assert_eq!(code("7", Form::Json), "not_a_settlement_profile");
    assert_eq!(code("[7, {\"a\": 1}]", Form::Json), "row_unreadable not_a_settlement_profile");
    assert_eq!(code("a,b\n1,2\n", Form::Csv), "not_a_settlement_profile");
    assert!(code("section_C.C9_Households,_id\n1\n", Form::Csv).starts_with("ragged_row"));
    assert_eq!(code("[{\"section_C/C9_Households\": 4}]", Form::Json), "profile_without_date");
    assert_eq!(codes(&read_at(Path::new("/nowhere.json"), "nowhere.json", Form::Json).problems), ["file_missing"]);
}

#[test]
fn ten_thousand_profiles_are_read_in_a_moment() {
    let mut text =
        String::from("_id,section_A/A1_Profile_DateTime,verification/Settlement_ID,section_C/C9_Households\n");
    for row in 0..10_000 {
        writeln!(text, "{row},2015-01-31,{row},{row}").unwrap();
    }
    let nouns = nouns(&reading("a.csv", &text, Form::Csv).profiles);
    assert_eq!(nouns.places.len(), 10_000);
}

/// Profiles as KoboToolbox and ODK write them, out of the same answers: JSON, CSV, workbook, instances.
fn four_ways(folder: &Path) {
    let city = tempfile::tempdir().unwrap();
    example::write(city.path(), 2019).unwrap();
    let text = std::fs::read_to_string(city.path().join("sources/profiles_ona.json")).unwrap();
    let mut rows: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(&text).unwrap();
    rows.truncate(12);
    let of_the_tool = |key: &str| key.starts_with('_') && !["_submission_time", "_xform_id_string"].contains(&key);
    let mut keys: Vec<String> = Vec::new();
    for key in rows.iter().flat_map(|row| row.keys()).filter(|key| !of_the_tool(key)) {
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    let said = |row: &serde_json::Map<String, serde_json::Value>, key: &str| match row.get(key) {
        Some(serde_json::Value::String(text)) => text.clone(),
        None | Some(serde_json::Value::Null) => String::new(),
        Some(other) => other.to_string(),
    };
    let whole = |row| keys.iter().map(|key| (key.clone(), said(row, key).into())).collect::<serde_json::Map<_, _>>();
    let all: Vec<_> = rows.iter().map(whole).collect();
    std::fs::write(folder.join("a.json"), serde_json::to_vec(&all).unwrap()).unwrap();
    let mut csv = csv::Writer::from_path(folder.join("a.csv")).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    csv.write_record(&keys).unwrap();
    for (column, key) in (0..).zip(&keys) {
        sheet.write_string(0, column, key).unwrap();
        for (line, row) in (1..).zip(&rows) {
            sheet.write_string(line, column, said(row, key)).unwrap();
        }
    }
    book.save(folder.join("a.xlsx")).unwrap();
    for (number, row) in rows.iter().enumerate() {
        csv.write_record(keys.iter().map(|key| said(row, key))).unwrap();
        let mut groups: std::collections::BTreeMap<&str, String> = std::collections::BTreeMap::new();
        let mut xml = format!(
            "<?xml version='1.0'?><p id='{}' submissionDate='{}'>",
            said(row, "_xform_id_string"),
            said(row, "_submission_time")
        );
        for key in keys.iter().filter(|key| !key.starts_with('_')) {
            let (group, leaf) = key.split_once('/').unwrap_or(("", key));
            let leaves: Vec<&str> = leaf.split('/').collect();
            let text = said(row, key).replace('&', "&amp;").replace('<', "&lt;");
            let into = groups.entry(group).or_default();
            for leaf in &leaves {
                into.push_str(&["<", leaf, ">"].concat());
            }
            into.push_str(&text);
            for leaf in leaves.iter().rev() {
                into.push_str(&["</", leaf, ">"].concat());
            }
        }
        for (group, inside) in groups {
            let whole = if group.is_empty() { inside } else { ["<", group, ">", &inside, "</", group, ">"].concat() };
            xml.push_str(&whole);
        }
        xml.push_str(&["<meta><instanceID>uuid:", &number.to_string(), "</instanceID></meta></p>"].concat());
        let instance = folder.join(format!("instances/uuid{number:02}"));
        std::fs::create_dir_all(&instance).unwrap();
        std::fs::write(instance.join("submission.xml"), xml).unwrap();
    }
    csv.flush().unwrap();
}

#[test]
fn json_csv_workbook_and_instances_give_equal_profiles() {
    let folder = tempfile::tempdir().unwrap();
    four_ways(folder.path());
    let read = |name: &str, form: Form| {
        let mut reading = read_at(&folder.path().join(name), name, form);
        for profile in &mut reading.profiles {
            (profile.file, profile.row) = (String::new(), 0);
        }
        reading
    };
    let json = read("a.json", Form::Json);
    assert_eq!(json.profiles.len(), 12);
    let answers: Vec<usize> = json.profiles.iter().map(|p| p.answers.len()).collect();
    assert!(answers.iter().all(|count| *count > 20), "{answers:?}");
    for (name, form) in [("a.csv", Form::Csv), ("a.xlsx", Form::Xlsx), ("instances", Form::Xml)] {
        let other = read(name, form);
        assert_eq!(other.not_read, json.not_read, "{name}");
        assert_eq!(other.profiles, json.profiles, "{name}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        reading("a", &text, Form::Json);
        reading("a", &text, Form::Csv);
        let csv = format!("section_C.C9_Households,verification/A0_Boundary,section_B/B10b_Year_Established\n\"{text}\",\"{text}\",\"{text}\"\n");
        nouns(&reading("a", &csv, Form::Csv).profiles);
    }
}
