use super::*;
use crate::archive::tests::zip_of;
use city::Cell;
use city::settings::TextSettings;

const MANIFEST: &str = r#"<manifest:manifest><manifest:file-entry manifest:full-path="/"/></manifest:manifest>"#;

/// The text of a document with one sheet of these rows and a second one.
fn document(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><office:document-content><office:body><office:spreadsheet><table:tracked-changes><table:table table:name="Old"/></table:tracked-changes><table:table table:name="Wards"><table:table-column table:number-columns-repeated="16384"/>{rows}</table:table><table:table table:name="Notes &amp; more"><table:table-row/></table:table></office:spreadsheet></office:body></office:document-content>"#
    )
}

fn workbook(content: &str) -> Vec<u8> {
    zip_of(&[
        ("mimetype", MIMETYPE.as_bytes()),
        ("META-INF/manifest.xml", MANIFEST.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

fn read_bytes(bytes: &[u8], layer: &str, text: &TextSettings) -> Records {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ods");
    std::fs::write(&path, bytes).unwrap();
    read(&Request { path: &path, file: "a.ods", layer, text })
}

fn read_rows(rows: &str) -> Records {
    read_bytes(&workbook(&document(rows)), "Wards", &TextSettings::default())
}

fn codes(records: &Records) -> Vec<&str> {
    records.problems.iter().map(|p| p.code.as_str()).collect()
}

fn word(text: &str) -> String {
    format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
}

fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

fn words(texts: &[&str]) -> String {
    row(&texts.iter().map(|text| word(text)).collect::<String>())
}

fn number(text: &str) -> String {
    format!(
        r#"<table:table-cell office:value-type="float" office:value="{text}"><text:p>shown</text:p></table:table-cell>"#
    )
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

#[test]
fn cells_keep_their_kinds_and_comments_are_not_read() {
    let header = words(&["ward", "people", "share", "day", "at", "slum", "wrong"]);
    let cells = [
        r#"<table:table-cell office:value-type="string"><office:annotation><text:p>ask Efua</text:p></office:annotation><text:p>Nima<text:s text:c="2"/>&lt;<text:span>east</text:span>&gt;</text:p><text:p>two &#233;</text:p></table:table-cell>"#.to_owned(),
        number("120"),
        r#"<table:table-cell office:value-type="percentage" office:value="0.5"/>"#.to_owned(),
        r#"<table:table-cell office:value-type="date" office:date-value="2011-10-09T00:00:00"/>"#.to_owned(),
        r#"<table:table-cell office:value-type="time" office:time-value="PT14H30M05S"/>"#.to_owned(),
        r#"<table:table-cell office:value-type="boolean" office:boolean-value="true"/>"#.to_owned(),
        r#"<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>"#.to_owned(),
    ];
    let records = read_rows(&(header + &row(&cells.concat())));
    assert_eq!(
        records.columns.iter().map(|c| c.holds.as_str()).collect::<Vec<_>>(),
        ["text", "integer", "real", "text", "text", "flag", "text"]
    );
    let expected = [
        text("Nima  <east>\ntwo é"),
        Cell::Integer(120),
        Cell::Real(0.5),
        text("2011-10-09"),
        text("14:30:05"),
        Cell::Flag(true),
        Cell::Empty,
    ];
    assert_eq!((records.rows[0].number, records.rows[0].cells.as_slice()), (2, expected.as_slice()));
    assert_eq!(codes(&records), ["cell_error"]);
    assert_eq!((records.problems[0].column.as_str(), records.problems[0].value.as_str()), ("wrong", "#DIV/0!"));
}

#[test]
fn rows_and_cells_that_are_repeated_stand_where_they_stood() {
    let twice = r#"<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="7"/>"#;
    let rows = words(&["a", "b", "c"])
        + r#"<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#
        + &format!(r#"<table:table-row table:number-rows-repeated="2"><table:table-cell/>{twice}</table:table-row>"#);
    let records = read_rows(&rows);
    let rows: Vec<_> = records.rows.iter().map(|row| (row.number, row.cells.clone())).collect();
    let cells = vec![Cell::Empty, Cell::Integer(7), Cell::Integer(7)];
    assert_eq!(rows, [(5, cells.clone()), (6, cells)]);
}

#[test]
fn a_million_empty_rows_cost_nothing_and_a_million_full_ones_are_refused() {
    let rest = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let records = read_rows(&(words(&["a"]) + &words(&["x"]) + rest));
    assert_eq!((records.rows.len(), codes(&records)), (1, vec![]));
    let full = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>"#;
    let records = read_rows(&(words(&["a"]) + &full.repeat(100)));
    assert!(codes(&records).contains(&"table_too_large"));
    let long = "x".repeat(1 << 20);
    let cell = format!(
        r#"<table:table-cell table:number-columns-repeated="4294967295" office:value-type="string"><text:p>{long}</text:p></table:table-cell>"#
    );
    assert!(codes(&read_rows(&(words(&["a"]) + &row(&cell)))).contains(&"table_too_large"));
}

#[test]
fn a_merged_header_names_each_of_its_columns() {
    let people = r#"<table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>people</text:p></table:table-cell><table:covered-table-cell/>"#;
    let records = read_rows(&(row(&(word("ward") + people)) + &row(&(word("Nima") + &number("1") + &number("2")))));
    let names: Vec<_> = records.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["ward", "people", "people_2"]);
}

#[test]
fn the_first_sheet_is_read_and_the_others_named_and_tracked_changes_are_none() {
    let book = workbook(&document(&(words(&["a"]) + &words(&["x"]))));
    let records = read_bytes(&book, "", &TextSettings::default());
    assert_eq!((records.sheet.as_str(), codes(&records)), ("Wards", vec!["sheet_chosen"]));
    assert_eq!(records.problems[0].expected, "one of Wards, Notes & more");
    assert_eq!(codes(&read_bytes(&book, "Maps", &TextSettings::default())), ["sheet_missing"]);
    let flat = document(&(words(&["a"]) + &words(&["x"])))
        .replace("<office:document-content>", &format!(r#"<office:document office:mimetype="{MIMETYPE}">"#));
    let flat = flat.replace("</office:document-content>", "</office:document>");
    assert_eq!(read_bytes(flat.as_bytes(), "Wards", &TextSettings::default()).rows.len(), 1);
}

#[test]
fn what_is_no_spreadsheet_or_has_a_password_is_named() {
    let code = |bytes: &[u8]| read_bytes(bytes, "", &TextSettings::default()).problems[0].code.clone();
    let locked =
        r#"<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>"#;
    let book = |kind: &str, manifest: &str| {
        zip_of(&[
            ("mimetype", kind.as_bytes()),
            ("META-INF/manifest.xml", manifest.as_bytes()),
            ("content.xml", b"\x01"),
        ])
    };
    assert_eq!(code(&book(MIMETYPE, locked)), "workbook_locked");
    assert_eq!(code(&book("application/vnd.oasis.opendocument.text", MANIFEST)), "workbook_unreadable");
    assert_eq!(code(&zip_of(&[("a.txt", b"x")])), "workbook_unreadable");
    assert_eq!(code(b"<office:document office:mimetype=\"text/plain\"/>"), "workbook_unreadable");
    assert_eq!(code(b"a,b\n"), "workbook_unreadable");
}

#[test]
fn a_document_that_breaks_off_gives_the_rows_before() {
    let whole = document(&(words(&["a"]) + &words(&["x"]) + &words(&["y"])));
    let end = whole.find("<text:p>y").unwrap();
    let records = read_bytes(&workbook(&whole[..end]), "Wards", &TextSettings::default());
    assert_eq!((records.rows.len(), codes(&records)), (1, vec!["workbook_cut_short"]));
    assert_eq!(records.problems[0].row, Some(3));
    for length in 0..whole.len() {
        read_bytes(&workbook(&whole[..length]), "", &TextSettings::default());
    }
}
