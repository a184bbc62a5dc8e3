use super::*;
use crate::generated::a_form;
use crate::{Kind, SheetRow};
use city::{Cell, Severity};
use proptest::prelude::*;

/// Sheets as a reader of workbooks gives them, out of rows of texts.
fn sheet(name: &str, rows: &[&[&str]]) -> Sheet {
    let cell = |text: &&str| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).to_owned()) };
    let row =
        |(at, cells): (usize, &&[&str])| SheetRow { number: at as u64 + 1, cells: cells.iter().map(cell).collect() };
    Sheet { name: name.to_owned(), rows: rows.iter().enumerate().map(row).collect() }
}

/// What is said, as severity, code, sheet, row, column and value.
fn said(sheets: &[Sheet]) -> Vec<String> {
    let problems = read("f.xlsx", sheets).1;
    let text = |p: Problem| {
        let severity = match p.severity {
            Severity::Error => "E",
            Severity::Warning => "W",
            Severity::Note => "n",
        };
        let row = p.row.map(|row| row.to_string()).unwrap_or_default();
        format!("{severity} {} {}!{row} {}: {}", p.code, p.sheet, p.column, p.value)
    };
    problems.into_iter().map(text).filter(|text| !text.contains("form_id_missing")).collect()
}

#[test]
fn everything_that_is_not_kept_is_said_by_sheet_row_and_column() {
    let survey = sheet(
        "survey",
        &[
            &[
                "type",
                "name",
                "label",
                "media::image",
                "guidance_hint",
                "trigger",
                "remarks",
                "parameters",
                "calculation",
                "disabled",
                "choice_filter",
            ],
            &["text", "a", "A", "a.png", "", "${b}", "ask kindly", "rows=3", "", "", ""],
            &["xml-external", "b", "", "", "", "", "", "", "", "", ""],
            &["select_one_from_file x.csv", "c", "C", "", "", "", "", "", "", "", ""],
            &["begin_group", "g", "G", "", "", "", "", "", "1 + 1", "", ""],
            &["text", "d", "D", "", "", "", "", "", "", "yes", ""],
            &["integer", "e", "E", "", "", "", "", "", "", "", "x = 1"],
            &["end_group", "", "", "", "", "", "", "", "", "", ""],
            &["", "", "", "", "", "", "just a remark", "", "", "", ""],
        ],
    );
    let choices =
        sheet("choices", &[&["list_name", "name", "label", "image", "city code"], &["", "x", "X", "x.png", "7"]]);
    let settings = sheet("settings", &[&["form_id", "public_key"], &["f", "abc"], &["g", ""]]);
    let entities = sheet("entities", &[&["dataset"]]);
    let expected = [
        "W form_column_not_kept settings!2 public_key: 1 cells",
        "W form_row_not_kept settings!3 : ",
        "W form_column_not_kept survey!2 media::image: 1 cells",
        "W form_column_not_kept survey!2 trigger: 1 cells",
        "n form_column_not_kept survey!2 remarks: 2 cells",
        "W form_parameter_not_kept survey!2 parameters: rows=3",
        "E form_type_not_kept survey!3 type: xml-external",
        "E form_type_not_kept survey!4 type: select_one_from_file x.csv",
        "W form_cell_not_kept survey!5 calculation: begin_group",
        "n form_row_disabled survey!6 disabled: ",
        "W form_cell_not_kept survey!7 choice_filter: integer",
        "n form_row_not_kept survey!9 type: ",
        "W form_column_not_kept choices!2 image: 1 cells",
        "n form_column_not_kept choices!1 city code: ",
        "W form_row_not_kept choices!2 list_name: ",
        "W form_sheet_not_kept entities! : ",
    ];
    assert_eq!(said(&[survey, choices, settings, entities]), expected);
}

#[test]
fn a_workbook_without_a_survey_or_its_columns_is_no_form() {
    assert_eq!(said(&[sheet("Wards", &[&["ward"]])]), ["E form_sheet_missing ! : Wards"]);
    assert_eq!(said(&[sheet("survey", &[&["label", "type"]])]), ["E form_column_missing survey!1 name: "]);
    assert!(!is_one(&[sheet("survey", &[&["type", "label"]])]));
    assert!(is_one(&[sheet("Survey ", &[&["", ""], &["Type", "Name"]])]));
    let deep: Vec<&[&str]> = std::iter::once(["type", "name"].as_slice())
        .chain(std::iter::repeat_n(["begin_group", "g"].as_slice(), 60))
        .collect();
    let (form, problems) = read("f.xlsx", &[sheet("survey", &deep)]);
    assert!(form.is_none() && problems.iter().any(|p| p.code == "form_too_deep"));
}

#[test]
fn cells_that_excel_took_for_numbers_and_flags_are_read_as_they_were_meant() {
    let mut survey =
        sheet("survey", &[&["type", "name", "label", "required", "default"], &["integer", "a", "A", "", ""]]);
    survey.rows[1].cells[3] = Cell::Flag(true);
    survey.rows[1].cells[4] = Cell::Integer(5);
    let form = read("f.xlsx", &[survey]).0.unwrap();
    let Item::Question(a) = &form.items[0] else { panic!("a question") };
    assert_eq!((a.logic.required.as_str(), a.default.as_str(), &a.kind), ("true()", "5", &Kind::Integer));
}

/// The sheets of a workbook of ours, without calamine: the shared strings and the cells that point to them are not parsed here,
/// so that `collect::sheets` and `tests/forms.rs` test the bytes; this takes the lines that were written.
fn sheets_of(form: &Form) -> Vec<Sheet> {
    write::tables(form)
        .into_iter()
        .map(|(name, rows)| {
            let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
            let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
            sheet(name, &rows)
        })
        .collect()
}

fn without_rows(form: &mut Form) {
    fn clear(items: &mut [Item]) {
        for item in items {
            match item {
                Item::Question(question) => question.row = 0,
                Item::Group(group) => {
                    group.section.row = 0;
                    clear(&mut group.items);
                }
                Item::Repeat(repeat) => {
                    repeat.section.row = 0;
                    clear(&mut repeat.items);
                }
            }
        }
    }
    clear(&mut form.items);
    form.choices.values_mut().flat_map(|list| &mut list.choices).for_each(|choice| choice.row = 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_form_comes_back_from_its_sheets(form in a_form()) {
        let (again, problems) = read("generated.xlsx", &sheets_of(&form));
        prop_assert!(problems.iter().all(|p| !p.code.contains("not_kept")), "{problems:?}");
        let mut again = again.unwrap();
        without_rows(&mut again);
        prop_assert_eq!(again, form);
    }

    #[test]
    fn the_same_form_gives_the_same_bytes(form in a_form()) {
        prop_assert_eq!(super::write(&form).unwrap(), super::write(&form).unwrap());
    }

    #[test]
    fn no_sheet_makes_the_reader_panic(rows in prop::collection::vec(prop::collection::vec(
        "(type|name|label|label::a|list_name|begin_group|begin repeat|end_group|text|select_one a|\\$\\{a\\}|a|range|calculate|repeat_count|calculation|| )", 0..6), 0..12)) {
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let mut body: Vec<&[&str]> = vec![&["type", "name", "label", "calculation", "repeat_count", "relevant"]];
        body.extend(rows.iter().map(Vec::as_slice));
        for first in [0, 1] {
            let (form, _) = read("f", &[sheet("survey", &body[first.min(body.len())..]), sheet("choices", &body), sheet("settings", &body)]);
            if let Some(form) = form {
                let _ = crate::xform::write(&form);
                let _ = super::write(&form);
            }
        }
    }
}
