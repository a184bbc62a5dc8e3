//! Our own forms and templates: written by the command, taken by the field's converter, read back by collect.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use city::{Basis, Cell, FieldTable, Group, Observation, PlaceKind};
use common::{makazi, makazi_ok};
use forms::questionnaire::{Questionnaire, Tongue, Wanted};
use forms::template::{Asked, Template, TemplateAnswer};
use forms::{Form, Item, Kind, Placed};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// The Python that has pyxform, where `tests/setup.sh test` put it.
fn python() -> PathBuf {
    let test = std::env::current_exe().expect("this test");
    let target = test.ancestors().find(|folder| folder.join("forms-venv").exists());
    target
        .unwrap_or_else(|| panic!("pyxform is missing: run `bash tests/setup.sh test` first"))
        .join("forms-venv/bin/python")
}

#[test]
fn both_forms_are_written_alike_each_time_and_pyxform_takes_them() {
    let folder = tempfile::tempdir().expect("a folder");
    for (which, name) in [("settlement", "makazi_settlement_profile"), ("household", "makazi_household_survey")] {
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        for out in [&one, &two] {
            makazi_ok(&["form", which, "--out", text(out)]);
        }
        for ending in ["xlsx", "xml"] {
            let file = format!("{name}.{ending}");
            let bytes = |folder: &Path| std::fs::read(folder.join(&file)).expect("written");
            assert_eq!(bytes(&one), bytes(&two), "{file}");
        }
        let theirs = folder.path().join("theirs.xml");
        let done = Command::new(python())
            .args(["-m", "pyxform.xls2xform", "--skip_validate"])
            .args([&one.join(format!("{name}.xlsx")), &theirs])
            .output()
            .expect("python runs");
        let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success() && !said.to_lowercase().contains("warning"), "{which}: {said}");
        let paths = |file: &Path| paths(&std::fs::read_to_string(file).expect("XML"));
        assert_eq!(paths(&theirs), paths(&one.join(format!("{name}.xml"))), "{which}");
    }
    let french = folder.path().join("fr");
    makazi_ok(&["form", "household", "--languages", "fr", "--out", text(&french)]);
    let xml = std::fs::read_to_string(french.join("makazi_household_survey.xml")).expect("XML");
    assert!(xml.contains("Français (fr)") && !xml.contains("English (en)"));
    let wrong = makazi(&["form", "household", "--languages", "xx", "--out", text(&french)]);
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("en, fr, pt, es"));
}

/// What the binds of an XForm name, in order, and their types.
fn paths(xml: &str) -> Vec<String> {
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split_once(&format!("{name}=\"")).map(|(_, rest)| rest);
        rest.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    let binds = xml.split("<bind ").skip(1).filter_map(|rest| rest.split('>').next());
    let mut all: Vec<String> =
        binds.map(|tag| format!("{} {}", attribute(tag, "nodeset"), attribute(tag, "type"))).collect();
    for path in &mut all {
        *path = path.split('/').skip(2).collect::<Vec<_>>().join("/");
    }
    all.sort();
    all
}

/// An answer that a question may have.
fn answer(placed: &Placed, form: &Form) -> Option<String> {
    let Item::Question(question) = placed.item else { return None };
    let first = |list: &String| form.choices.get(list).and_then(|l| l.choices.first()).map(|c| c.name.clone());
    match &question.kind {
        Kind::Text if question.name == "B15_Currency" => Some("KES".to_owned()),
        Kind::Text => Some("Mji".to_owned()),
        Kind::Integer | Kind::Decimal | Kind::Calculate if question.name == "B10b_Year_Established" => {
            Some("1985".to_owned())
        }
        Kind::Integer | Kind::Decimal | Kind::Calculate => Some("2".to_owned()),
        Kind::SelectOne { list, .. } | Kind::SelectMultiple { list, .. } => first(list),
        Kind::Geopoint => Some("-1.31 36.78 1600 5".to_owned()),
        Kind::Geoshape => Some("-1.31 36.78 0 0;-1.31 36.79 0 0;-1.32 36.79 0 0;-1.31 36.78 0 0".to_owned()),
        Kind::Date => Some("2024-05-17".to_owned()),
        Kind::Recorded(_) => Some("2024-05-17T10:00:00Z".to_owned()),
        _ => None,
    }
}

#[test]
fn what_the_settlement_form_sends_back_is_read_as_a_profile_with_every_code_known() {
    let form = Questionnaire::Settlement.form(&Wanted::default()).expect("our tables fit");
    let mut submission = serde_json::Map::new();
    for placed in form.placed() {
        if let Some(answer) = answer(&placed, &form) {
            submission.insert(placed.path.clone(), answer.into());
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("profiles.json");
    let mut refused = serde_json::Map::new();
    refused.insert("consent/consent_given".to_owned(), "no".into());
    refused.insert("section_C/C9_Households".to_owned(), "12".into());
    let both = serde_json::Value::Array(vec![submission.clone().into(), refused.into()]);
    std::fs::write(&file, both.to_string()).expect("written");
    let output = makazi(&["check", "--json", text(&file)]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let problems = report[0]["problems"].as_array().expect("problems");
    let codes: Vec<&str> = problems.iter().filter_map(|problem| problem["code"].as_str()).collect();
    for code in ["unknown_column", "code_not_listed", "answer_unreadable", "boundary_too_short", "profile_without_date"]
    {
        assert!(!codes.contains(&code), "{code}: {problems:#?}");
    }
    assert!(codes.contains(&"consent_not_given"), "{codes:?}");
    assert!(report[0]["holds"][0].as_str().is_some_and(|held| held.starts_with("1 ")), "{report:#}");
    let table = collect::profiles::ProfileForm::embedded().expect("the table");
    let asked =
        form.placed().iter().filter(|p| table.get(p.item.name()).is_some_and(|f| !f.indicator.is_empty())).count();
    assert!(asked > 230, "only {asked} questions become indicators");
}

#[test]
fn follow_ups_are_asked_only_where_the_first_says_so_and_numbers_keep_their_limits() {
    let form = Questionnaire::Settlement.form(&Wanted::default()).expect("our tables fit");
    let breaches = |given: &[(&str, &str)]| {
        let place: BTreeMap<String, String> =
            form.placed().iter().map(|p| (p.item.name().to_owned(), p.path.clone())).collect();
        let values = given.iter().map(|(name, value)| (place[*name].clone(), (*value).to_owned())).collect();
        let answers = forms::Answers { values, ..forms::Answers::default() };
        let world = forms::World { today: "2026-11-22".to_owned(), now: "2026-11-22T10:00:00Z".to_owned() };
        let found = forms::evaluate(&form, &answers, &world);
        let not_required = found.into_iter().filter(|b| b.against != forms::Against::Required);
        not_required.map(|b| b.path.rsplit('/').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let yes = ("consent_given", "yes");
    assert_eq!(breaches(&[yes, ("C9_Households", "40"), ("C10_Household_Size", "4.5")]), Vec::<String>::new());
    assert_eq!(breaches(&[("consent_given", "no"), ("C9_Households", "40")]), ["C9_Households"]);
    assert_eq!(breaches(&[yes, ("G5_OpenDefecation_Percentage", "105")]), ["G5_OpenDefecation_Percentage"]);
    assert_eq!(breaches(&[yes, ("A1_Profile_Date", "2027-01-01")]), ["A1_Profile_Date"]);
    assert_eq!(
        breaches(&[yes, ("B10a_Year_Known", "yes"), ("B10b_Year_Established", "2027")]),
        ["B10b_Year_Established"]
    );
    assert_eq!(breaches(&[yes, ("F4_Count", "3")]), ["F4_Count"]);
    assert_eq!(breaches(&[yes, ("F1_8_Water_Sources", "boreholes wells"), ("F4_Count", "3")]), Vec::<String>::new());
    assert_eq!(
        breaches(&[yes, ("F1_8_Water_Sources", "boreholes"), ("F4_Count", "3"), ("F4_Working", "4")]),
        ["F4_Working"]
    );
    assert_eq!(
        breaches(&[yes, ("C1_Structures_Residential", "10"), ("C5_Structures_Total", "12")]),
        ["C5_Structures_Total"]
    );
    assert_eq!(breaches(&[yes, ("D4_Natural_Disasters", "none fires")]), ["D4_Natural_Disasters"]);
    assert_eq!(breaches(&[yes, ("Q1_Priority1", "roads"), ("Q2_Priority2", "roads")]), ["Q2_Priority2"]);
}

/// What the example city's settlements say, one answer of each place, indicator and day.
fn known(city: &Path) -> Vec<Observation> {
    let file = store::CityFile::open_read_only(&city.join("city.gpkg")).expect("a city file");
    let profiles: Vec<String> = file
        .sources()
        .expect("sources")
        .iter()
        .filter(|source| source.id.as_str().contains("profile"))
        .map(|source| source.id.to_string())
        .collect();
    assert!(!profiles.is_empty());
    let mut all: Vec<Observation> = Vec::new();
    for id in profiles {
        all.extend(file.observations_from(&id.as_str().into()).expect("observations"));
    }
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|o| seen.insert((o.place.clone(), o.indicator.clone(), o.group.to_string(), o.period.to_string())));
    all
}

#[test]
fn a_template_of_the_example_city_is_filled_collected_and_gives_the_same_observations() {
    let folder = tempfile::tempdir().expect("a folder");
    let city = folder.path().join("mji");
    makazi_ok(&["demo", text(&city)]);
    let empty = folder.path().join("empty.xlsx");
    let said = makazi_ok(&[
        "template",
        text(&city),
        "--indicators",
        "water,population",
        "--language",
        "fr",
        "--out",
        text(&empty),
    ]);
    assert!(said.contains("places") && empty.is_file());
    let fields = FieldTable::embedded().expect("the field table");
    let before: Vec<Observation> = known(&city).into_iter().filter(|o| o.group.is_all()).take(1500).collect();
    assert!(before.len() > 1000, "{}", before.len());
    let filled: Vec<TemplateAnswer> = before
        .iter()
        .map(|o| TemplateAnswer {
            place: o.place.clone(),
            indicator: o.indicator.clone(),
            group: o.group.clone(),
            period: o.period.clone(),
            value: o.value.clone(),
            source: "copied".to_owned(),
            sheet: String::new(),
            row: 0,
            column: String::new(),
        })
        .collect();
    let places = store::CityFile::open_read_only(&city.join("city.gpkg")).and_then(|f| f.places()).expect("places");
    let settlements: Vec<_> = places.into_iter().filter(|place| place.kind == PlaceKind::Settlement).collect();
    let asked: Vec<Asked> = fields.iter().map(|i| Asked { indicator: i.id.clone(), group: Group::all() }).collect();
    let template =
        Template { city: "Mji", tongue: Tongue::Portuguese, places: &settlements, asked: &asked, filled: &filled };
    std::fs::write(city.join("filled.xlsx"), forms::template::write(&template, &fields).expect("written"))
        .expect("written");
    let settings = city.join("city.toml");
    let more = "\n[[source]]\nid = \"desk\"\ntitle = \"Filled at the desk\"\nlicence = \"the city's own\"\nquality = \"high\"\nfile = \"filled.xlsx\"\nreader = \"template\"\n";
    let old = std::fs::read_to_string(&settings).expect("city.toml");
    std::fs::write(&settings, old + more).expect("city.toml");
    let output = makazi(&["collect", text(&city), "desk"]);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    let file = store::CityFile::open_read_only(&city.join("city.gpkg")).expect("a city file");
    let after = file.observations_from(&"desk".into()).expect("observations");
    assert_eq!(after.len(), before.len(), "{words}");
    let key = |o: &Observation| (o.place.clone(), o.indicator.clone(), o.group.to_string(), o.period.to_string());
    let after: BTreeMap<_, Observation> = after.into_iter().map(|o| (key(&o), o)).collect();
    for observation in &before {
        let again = &after[&key(observation)];
        assert_eq!(again.value, observation.value, "{}", observation.key());
        let Basis::Reported { locator } = &again.basis else { panic!("{locator:?}", locator = again.basis) };
        assert!(locator.contains("sheet ") && locator.contains(", row ") && locator.contains(", column "), "{locator}");
        assert!(again.note.contains("copied"));
    }
}

#[test]
fn faults_of_a_filled_template_are_named_by_sheet_row_and_column() {
    let fields = FieldTable::embedded().expect("the field table");
    let place = city::Place::new(city::PlaceId::new("settlement", "a"), PlaceKind::Settlement, "A", &"s".into());
    let (asked, places) = (["population".parse().expect("a name")], [place]);
    let template = Template { city: "Mji", tongue: Tongue::English, places: &places, asked: &asked, filled: &[] };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("t.xlsx");
    std::fs::write(&file, forms::template::write(&template, &fields).expect("written")).expect("written");
    let (mut sheets, problems) = collect::sheets::read(&file, "t.xlsx", &city::settings::TextSettings::default());
    assert!(problems.iter().all(|p| p.severity == city::Severity::Note), "{problems:?}");
    let empty = forms::template::read("t.xlsx", &sheets, &fields, None);
    assert_eq!((empty.problems, empty.answers.len(), empty.found), (Vec::new(), 0, true));
    let sheet = sheets.iter_mut().find(|sheet| sheet.name.starts_with("People")).expect("a sheet of people");
    let row = sheet.rows.iter_mut().find(|row| row.number == 10).expect("the first place");
    row.cells.resize(7, Cell::Empty);
    row.cells[2] = Cell::Text("1.200,5".into());
    let read = forms::template::read("t.xlsx", &sheets, &fields, None);
    let said: Vec<(String, Option<u64>, String)> =
        read.problems.iter().map(|p| (p.code.clone(), p.row, p.column.clone())).collect();
    assert_eq!(said, [("period_missing".to_owned(), Some(10), String::new())]);
    let sheet = sheets.iter_mut().find(|sheet| sheet.name.starts_with("People")).expect("a sheet of people");
    let date = sheet.rows.iter_mut().find(|row| row.number == 3).expect("the date");
    date.cells.resize(2, Cell::Empty);
    date.cells[1] = Cell::Integer(2024);
    let read = forms::template::read("t.xlsx", &sheets, &fields, None);
    let said: Vec<(&str, Option<u64>, &str)> =
        read.problems.iter().map(|p| (p.code.as_str(), p.row, p.column.as_str())).collect();
    assert_eq!(said, [("decimal_comma", Some(10), "C")]);
}
