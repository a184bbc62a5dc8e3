use super::*;
use crate::archive::tests::zip_of;
use city::Cell;
use city::ColumnType::{Flag, Integer, Real, Text};
use city::settings::TextSettings;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A cell at a place with a value: `text`, or `number` after `=`, or a date after `@`, or an error after `!`.
fn cell(place: &str, value: &str) -> String {
    match value.split_at(1) {
        ("=", number) => format!(r#"<c r="{place}"><v>{number}</v></c>"#),
        ("@", days) => format!(r#"<c r="{place}" s="1"><v>{days}</v></c>"#),
        ("!", error) => format!(r#"<c r="{place}" t="e"><f>1/0</f><v>{error}</v></c>"#),
        ("?", flag) => format!(r#"<c r="{place}" t="b"><v>{flag}</v></c>"#),
        _ => format!(r#"<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>"#),
    }
}

/// A workbook whose first sheet has these rows of (place, value), and a second one that is empty.
fn workbook(rows: &[&[(&str, &str)]], merged: &str) -> Vec<u8> {
    let row = |cells: &&[(&str, &str)]| {
        let number = cells[0].0.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let cells: String = cells.iter().map(|(place, value)| cell(place, value)).collect();
        format!(r#"<row r="{number}">{cells}</row>"#)
    };
    let rows: String = rows.iter().map(row).collect();
    let spans = if merged.is_empty() {
        String::new()
    } else {
        format!(r#"<mergeCells><mergeCell ref="{merged}"/></mergeCells>"#)
    };
    let sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{spans}</worksheet>"#);
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets><sheet name="Wards" sheetId="1" r:id="r1"/><sheet name="Notes" sheetId="2" r:id="r2"/></sheets></workbook>"#
    );
    let link =
        |n: u8| format!(r#"<Relationship Id="r{n}" Type="{DOCUMENT}/worksheet" Target="worksheets/sheet{n}.xml"/>"#);
    let links = format!(r#"<Relationships xmlns="{PACKAGE}">{}{}</Relationships>"#, link(1), link(2));
    let styles = format!(
        r#"<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
    );
    let root = format!(
        r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    zip_of(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        (
            "xl/worksheets/sheet2.xml",
            format!(r#"<worksheet xmlns="{MAIN}"><sheetData></sheetData></worksheet>"#).as_bytes(),
        ),
    ])
}

fn read_bytes(bytes: &[u8], layer: &str, text: &TextSettings) -> Records {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    std::fs::write(&path, bytes).unwrap();
    read(&Request { path: &path, file: "a.xlsx", layer, text })
}

fn codes(records: &Records) -> Vec<&str> {
    records.problems.iter().map(|p| p.code.as_str()).collect()
}

const WARDS: [&[(&str, &str)]; 3] = [
    &[("A1", "ward"), ("B1", "people"), ("C1", "share"), ("D1", "day"), ("E1", "slum"), ("F1", "mixed")],
    &[("A2", "Nima "), ("B2", "=120"), ("C2", "=0.5"), ("D2", "@40825"), ("E2", "?1"), ("F2", "=1.5")],
    &[("A4", "n/a"), ("B4", "!#DIV/0!"), ("C4", "=3"), ("D4", "@40825.75"), ("F4", "few"), ("H4", "=9")],
];

#[test]
fn cells_keep_their_kinds_and_dates_become_iso_texts() {
    let settings = TextSettings { missing: vec!["n/a".to_owned()], ..TextSettings::default() };
    let records = read_bytes(&workbook(&WARDS, ""), "Wards", &settings);
    let columns: Vec<_> = records.columns.iter().map(|c| (c.name.as_str(), c.holds)).collect();
    let expected = [
        ("ward", Text),
        ("people", Integer),
        ("share", Real),
        ("day", Text),
        ("slum", Flag),
        ("mixed", Text),
        ("column_8", Integer),
    ];
    assert_eq!(columns, expected);
    let text = |t: &str| Cell::Text(t.to_owned());
    let first = vec![
        text("Nima"),
        Cell::Integer(120),
        Cell::Real(0.5),
        text("2011-10-09"),
        Cell::Flag(true),
        Cell::Real(1.5),
        Cell::Empty,
    ];
    let second = vec![
        Cell::Empty,
        Cell::Empty,
        Cell::Integer(3),
        text("2011-10-09T18:00:00"),
        Cell::Empty,
        text("few"),
        Cell::Integer(9),
    ];
    let rows: Vec<_> = records.rows.iter().map(|r| (r.number, r.cells.clone())).collect();
    assert_eq!(rows, [(2, first), (4, second)]);
    assert_eq!(codes(&records), ["column_unnamed", "cell_error"]);
    let error = &records.problems[1];
    assert_eq!(
        (error.row, error.column.as_str(), error.value.as_str(), error.sheet.as_str()),
        (Some(4), "people", "#DIV/0!", "Wards")
    );
}

#[test]
fn the_first_sheet_is_read_and_the_others_named_unless_one_is_asked_for() {
    let book = workbook(&WARDS, "");
    let text = TextSettings::default();
    let first = read_bytes(&book, "", &text);
    assert_eq!((first.sheet.as_str(), first.problems[0].expected.as_str()), ("Wards", "one of Wards, Notes"));
    assert_eq!(codes(&read_bytes(&book, "Notes", &text)), ["header_missing"]);
    assert_eq!(codes(&read_bytes(&book, "Maps", &text)), ["sheet_missing"]);
}

#[test]
fn a_merged_header_names_each_of_its_columns() {
    let rows: [&[(&str, &str)]; 3] = [
        &[("A1", "ward"), ("B1", "people")],
        &[("B2", "men"), ("C2", "women")],
        &[("A3", "Nima"), ("B3", "=1"), ("C3", "=2")],
    ];
    let names = |merged, header_row| {
        let settings = TextSettings { header_row: Some(header_row), ..TextSettings::default() };
        let records = read_bytes(&workbook(&rows, merged), "Wards", &settings);
        records.columns.into_iter().map(|c| c.name).collect::<Vec<_>>()
    };
    assert_eq!(names("B1:C1", 1), ["ward", "people", "people_2"]);
    assert_eq!(names("A1:A2", 2), ["ward", "men", "women"]);
}

#[test]
fn a_cell_at_the_far_corner_does_not_make_a_table_of_billions() {
    let rows: [&[(&str, &str)]; 2] = [&[("A1", "ward")], &[("XFD1048576", "=1")]];
    let records = read_bytes(&workbook(&rows, ""), "Wards", &TextSettings::default());
    assert_eq!((records.columns.len(), records.rows.len(), records.rows[0].number), (2, 1, 1_048_576));
}

#[test]
fn what_is_no_workbook_is_named() {
    let code = |bytes: &[u8]| read_bytes(bytes, "", &TextSettings::default()).problems[0].code.clone();
    assert_eq!(code(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"), "workbook_old");
    assert_eq!(code(b"ward,people\n"), "not_a_zip");
    assert_eq!(code(&zip_of(&[("a.txt", b"x")])), "workbook_unreadable");
    assert_eq!(code(b""), "file_empty");
}

#[test]
fn a_workbook_cut_short_anywhere_is_an_error_and_no_panic() {
    let book = workbook(&WARDS, "A1:B1");
    for length in 0..book.len() {
        let records = read_bytes(&book[..length], "", &TextSettings::default());
        assert!(records.problems.iter().any(|p| p.severity == city::Severity::Error), "{length}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(128))]
    #[test]
    fn whatever_stands_in_the_sheet_there_is_no_panic(
        place in "[A-Z]{0,4}[0-9]{0,12}",
        value in "[=@!?]{0,1}[-0-9.eE#N/A<&]{1,20}",
        merged in "[A-Z]{1,3}[0-9]{1,8}:[A-Z]{1,3}[0-9]{1,8}",
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200),
    ) {
        let header: &[(&str, &str)] = &[("A1", "ward")];
        let row: &[(&str, &str)] = &[(&place, &value)];
        read_bytes(&workbook(&[header, row], &merged), "", &TextSettings::default());
        read_bytes(&[b"PK\x03\x04".as_slice(), &bytes].concat(), "", &TextSettings::default());
    }
}
