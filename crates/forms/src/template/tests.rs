use super::*;
use crate::questionnaire::Tongue;
use crate::{Sheet, SheetRow};
use city::{Cell, FieldTable, Gap, Place, PlaceKind, Problem};

fn cell(text: &str) -> Cell {
    match (text, text.parse::<i64>(), text.parse::<f64>()) {
        ("", ..) => Cell::Empty,
        (_, Ok(number), _) => Cell::Integer(number),
        (_, _, Ok(number)) => Cell::Real(number),
        _ => Cell::Text(text.trim_start_matches('\'').to_owned()),
    }
}

/// A sheet of rows of cells parted by `|`; `'12` is a text.
fn sheet(rows: &[&str]) -> Sheet {
    let row = |(number, row): (u64, &&str)| SheetRow { number, cells: row.split('|').map(cell).collect() };
    Sheet { name: "Water".into(), rows: (1..).zip(rows).map(row).collect() }
}

fn places() -> Vec<Place> {
    let place = |code: &str| Place::new(PlaceId::new("settlement", code), PlaceKind::Settlement, code, &"s".into());
    vec![place("a"), place("b")]
}

const HEAD: [&str; 4] = [
    "Source of this sheet|water office",
    "Year or day|2024",
    "Unit||percent|percent|percent||yes or no||points|",
    "place|name|improved_water_share:low|improved_water_share:value|improved_water_share:high|improved_water_share:gap|main_water_line:value|main_water_line:gap|water_points[water_point=borehole]:value|row:date",
];

fn reading(rows: &[&str]) -> Reading {
    let sheets = [sheet(&[&HEAD, rows].concat())];
    read("t.xlsx", &sheets, &FieldTable::embedded().unwrap(), Some(&places().iter().map(|place| &place.id).collect()))
}

fn codes(reading: &Reading) -> Vec<&str> {
    reading.problems.iter().map(|problem| problem.code.as_str()).collect()
}

#[test]
fn a_row_gives_values_ranges_reasons_and_its_own_date() {
    let read = reading(&["settlement:a|A|40|45|50||yes||3|", "settlement:b|B||||not measured here|no|||2022"]);
    assert_eq!(codes(&read), Vec::<&str>::new());
    let told: Vec<String> = read
        .answers
        .iter()
        .map(|a| format!("{} {}[{}] {} {:?} {}{}", a.place, a.indicator, a.group, a.period, a.value, a.column, a.row))
        .collect();
    assert_eq!(
        told,
        [
            "settlement:a improved_water_share[] 2024 Estimate(Estimate { low: 40.0, value: 45.0, high: 50.0 }) D5",
            "settlement:a main_water_line[] 2024 Estimate(Estimate { low: 1.0, value: 1.0, high: 1.0 }) G5",
            "settlement:a water_points[water_point=borehole] 2024 Estimate(Estimate { low: 3.0, value: 3.0, high: 3.0 }) I5",
            "settlement:b improved_water_share[] 2022 Gap(NotMeasuredHere) F6",
            "settlement:b main_water_line[] 2022 Estimate(Estimate { low: 0.0, value: 0.0, high: 0.0 }) G6",
        ]
    );
    assert!(read.answers.iter().all(|a| a.source == "water office" && a.sheet == "Water"));
}

#[test]
fn everything_wrong_is_said_at_once_by_sheet_row_and_column() {
    let read = reading(&[
        "settlement:a|A||12,5|||||many|",
        "settlement:c|C||10||||||",
        "|||10||||||",
        "settlement:b|B|60|40|50|confidential|perhaps||-3|",
        "settlement:b|B||50||||||",
        "settlement:a|A||150||because||||2021",
        "settlement:a|A|10||||||| 2020",
        "settlement:a|A||45%|||||'7|2019",
        "settlement:a|A||5||||||soon",
    ]);
    let at = |p: &Problem| format!("{} {}{} {}", p.code, p.column, p.row.unwrap(), p.value);
    assert_eq!(
        read.problems.iter().map(at).collect::<Vec<_>>(),
        [
            "decimal_comma D5 12,5",
            "not_a_number I5 many",
            "place_not_known A6 settlement:c",
            "place_empty A7 ",
            "value_and_gap F8 confidential",
            "range_reversed D8 60 to 50, value 40",
            "flag_unreadable G8 perhaps",
            "value_out_of_range I8 -3",
            "row_repeated A9 settlement:b",
            "gap_not_listed F10 because",
            "share_over_100 D10 150",
            "range_without_value C11 10",
            "percent_sign D12 45%",
            "number_as_text I12 7",
            "period_unreadable J13 soon",
        ]
    );
    assert!(read.problems.iter().all(|p| p.file == "t.xlsx" && p.sheet == "Water" && !p.expected.is_empty()));
    assert!(read.problems.iter().all(|p| !p.hint.is_empty()));
    assert_eq!(read.answers.len(), 1, "only the number that stands as text is clear: {:?}", read.answers);
}

#[test]
fn columns_that_moved_are_found_by_their_names() {
    let moved = sheet(&[
        "Année ou date|2023-05-17",
        "Unité|pour cent|",
        "improved_water_share:gap|improved_water_share:value|place",
        "|33|settlement:a",
        "non estimé||settlement:b",
    ]);
    let read = read(
        "t.xlsx",
        &[moved],
        &FieldTable::embedded().unwrap(),
        Some(&places().iter().map(|place| &place.id).collect()),
    );
    assert_eq!(codes(&read), Vec::<&str>::new());
    assert_eq!(read.answers[0].value.number(), Some(33.0));
    assert_eq!((read.answers[0].column.as_str(), read.answers[0].period.to_string()), ("B", "2023-05-17".into()));
    assert_eq!(read.answers[1].value, Value::Gap(Gap::NotEstimated));
}

#[test]
fn columns_that_are_renamed_doubled_or_in_another_unit_are_not_read_and_named() {
    let changed = sheet(&[
        "Year or day|2023",
        "Unit||litres|percent|percent|points|",
        "place|name|improved_water_share:value|piped_water_share:value|piped_water_share:value|water_poits:value||my own:most",
        "settlement:a|A|1|2|3|4|5|6",
    ]);
    let read = read("t.xlsx", &[changed], &FieldTable::embedded().unwrap(), None);
    let codes = codes(&read);
    assert_eq!(
        codes,
        ["unit_changed", "column_repeated", "indicator_unknown", "column_without_name", "column_name_unreadable"]
    );
    assert_eq!(read.answers.len(), 1);
    assert_eq!((read.answers[0].indicator.as_str(), read.answers[0].value.number()), ("piped_water_share", Some(2.0)));
}

#[test]
fn a_sheet_without_a_date_gives_nothing_and_says_so() {
    let undated = sheet(&["Unit||percent", "place|name|improved_water_share:value", "settlement:a|A|1"]);
    let read = read("t.xlsx", &[undated], &FieldTable::embedded().unwrap(), None);
    assert_eq!((codes(&read), read.answers.len()), (vec!["period_missing"], 0));
}

#[test]
fn shares_that_look_like_fractions_are_doubted() {
    let rows = ["settlement:a|A||0.4|||||", "settlement:b|B||0.5|||||", "settlement:a|A||0.9||||||2020"];
    let read = reading(&rows);
    assert_eq!((codes(&read), read.answers.len()), (vec!["shares_as_fractions"], 3));
}

#[test]
fn a_workbook_of_something_else_is_no_template() {
    let other = sheet(&["ward|people", "1|20"]);
    let read = read("t.xlsx", &[other], &FieldTable::embedded().unwrap(), None);
    assert_eq!((codes(&read), read.found), (vec!["not_a_template"], false));
}

#[test]
fn codes_are_taken_by_what_they_are_called_and_several_are_parted_by_semicolons() {
    let rows = |written: &str| {
        sheet(&[
            "Year or day|2023",
            "Unit||code",
            "place|name|location_problems:value",
            &format!("settlement:a|A|{written}"),
        ])
    };
    let of = |written: &str| read("t.xlsx", &[rows(written)], &FieldTable::embedded().unwrap(), None);
    let classes = |codes: &[&str]| Value::Classes(codes.iter().map(|c| (*c).to_owned()).collect());
    assert_eq!(of("Steep slope; canal;slope").answers[0].value, classes(&["slope", "canal"]));
    assert_eq!(of("Zone inondable").answers[0].value, classes(&["flood_prone_area"]));
    assert_eq!(codes(&of("Steep slope; volcano")), ["class_not_listed"]);
}

#[test]
fn a_list_of_our_form_alone_takes_codes_of_other_forms_but_no_other_words() {
    let of = |written: &str| {
        let row = format!("settlement:a|A|{written}");
        let filled = sheet(&["Year or day|2023", "Unit||code", "place|name|water_fetched_by:value", &row]);
        read("t.xlsx", &[filled], &FieldTable::embedded().unwrap(), None)
    };
    assert_eq!(of("women_and_children").answers[0].value, Value::Classes(vec!["women_and_children".into()]));
    assert_eq!(codes(&of("The whole family")), ["class_not_listed"]);
}

#[test]
fn a_template_has_the_same_bytes_each_time() {
    let (fields, places) = (FieldTable::embedded().unwrap(), places());
    let asked: Vec<Asked> = ["population", "households[toilet=bucket]", "water_sources", "main_water_line"]
        .map(|text| text.parse().unwrap())
        .to_vec();
    let template = Template { city: "Mji", tongue: Tongue::French, places: &places, asked: &asked, filled: &[] };
    let bytes = write(&template, &fields).unwrap();
    assert!(bytes.len() > 4000 && bytes.starts_with(b"PK"));
    assert_eq!(bytes, write(&template, &fields).unwrap());
}
