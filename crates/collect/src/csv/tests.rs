use super::*;

fn read_with(bytes: &[u8], text: &TextSettings) -> Records {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, bytes).unwrap();
    read(&Request { path: &path, file: "a.csv", layer: "", text })
}

fn read_text(text: &str) -> Records {
    read_with(text.as_bytes(), &TextSettings::default())
}

/// What was found, apart from the note on the delimiter, with rows.
fn found(records: &Records) -> Vec<(&str, u64)> {
    let others = records.problems.iter().filter(|p| p.code != "delimiter_found");
    others.map(|p| (p.code.as_str(), p.row.unwrap_or(0))).collect()
}

fn words(record: &Record) -> Vec<String> {
    record.cells.iter().map(ToString::to_string).collect()
}

#[test]
fn cells_are_texts_as_written_and_rows_have_the_lines_on_which_they_start() {
    let records = read_text("ward, people\r\n19100001,007\r\n\r\n\"Old\r\nTown\",\"1,5 \"\"m\"\"\"\r\n 3 ,\r\n");
    assert_eq!(records.columns[1].name, "people");
    let rows: Vec<_> = records.rows.iter().map(|r| (r.number, words(r))).collect();
    let expected = [(2, ["19100001", "007"]), (4, ["Old\r\nTown", "1,5 \"m\""]), (6, ["3", ""])];
    assert_eq!(rows, expected.map(|(n, words)| (n, words.map(str::to_owned).to_vec())));
    assert_eq!(records.rows[2].cells[1], Cell::Empty);
    assert_eq!(found(&records), []);
    assert_eq!(
        records.problems[0].to_string(),
        "note[delimiter_found] a.csv: found `comma`\n  hint: settled by the header; declare `delimiter` in \
         [source.text] if this is the wrong one"
    );
}

#[test]
fn the_header_decides_about_the_delimiter_unless_it_is_declared() {
    for (text, name) in [
        ("a;b;c,d\n1;2;3,5\n", "semicolon"),
        ("a\tb\tc\n1\t2\t3\n", "tab"),
        ("a|b|c\n1|2|3\n", "bar"),
        ("\"a;x;y;z\",b,c\n1,2,3\n", "comma"),
        ("sep=;\na;b;c\n1;2;3\n", "semicolon"),
    ] {
        let records = read_text(text);
        assert_eq!((records.columns.len(), records.problems[0].value.as_str()), (3, name), "{text}");
        assert_eq!(records.rows.len(), 1, "{text}");
    }
    let settings = TextSettings { delimiter: Some(';'), ..TextSettings::default() };
    let records = read_with(b"a,b;c\n1,2;3\n", &settings);
    assert_eq!((records.columns.len(), records.problems), (2, vec![]));
    let settings = TextSettings { delimiter: Some('§'), ..TextSettings::default() };
    assert_eq!(found(&read_with(b"a,b\n1,2\n", &settings)), [("delimiter_unsupported", 0)]);
}

#[test]
fn ragged_rows_are_kept_and_reported() {
    let records = read_text("a,b,b,\n1\n1,2,3,4\n1,2,3,,\n,,,\n");
    assert_eq!(found(&records), [("column_repeated", 1), ("row_short", 2), ("row_long", 3), ("rows_empty", 0)]);
    assert_eq!(records.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["a", "b", "b_2"]);
    assert_eq!((records.rows.len(), records.rows[0].cells.len()), (3, 3));
}

#[test]
fn a_header_further_down_and_declared_missing_texts_are_respected() {
    let settings = TextSettings {
        header_row: Some(4),
        missing: vec!["n/a".to_owned(), "-999".to_owned()],
        ..TextSettings::default()
    };
    let records = read_with(b"NASA; POWER\n\n\"a long\nnote\"\nyear,rain\n2011,-999\nn/a,3\n", &settings);
    let rows: Vec<_> = records.rows.iter().map(|r| (r.number, r.cells.clone())).collect();
    let text = |t: &str| Cell::Text(t.to_owned());
    assert_eq!(rows, [(6, vec![text("2011"), Cell::Empty]), (7, vec![Cell::Empty, text("3")])]);
    let settings = TextSettings { header_row: Some(9), ..TextSettings::default() };
    assert_eq!(found(&read_with(b"a\n1\n", &settings)), [("header_missing", 0)]);
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_swallow_rows_in_silence() {
    let records = read_text("a,b\n1,x\n2,\"y\n3,z\n4,z\n");
    assert_eq!((records.rows.len(), found(&records)), (1, vec![("quote_unclosed", 3)]));
    assert_eq!(read_text("a,b\n1,5\" pipe\n2,z\n").rows.len(), 2);
}

#[test]
fn files_without_rows_say_so() {
    assert_eq!(found(&read_text("")), [("file_empty", 0)]);
    assert_eq!(found(&read_text("a,b\n")), [("no_rows", 0)]);
    assert_eq!(found(&read_text("\n\n")), [("header_missing", 0)]);
}

#[test]
fn old_and_wide_encodings_are_read() {
    let utf_16: Vec<u8> =
        [0xFE, 0xFF].into_iter().chain("a;b\né;2\n".encode_utf16().flat_map(u16::to_be_bytes)).collect();
    for (bytes, codes) in [(utf_16, vec![]), (b"a;b\n\xE9;2\n".to_vec(), vec![("encoding_unsure", 0)])] {
        let records = read_with(&bytes, &TextSettings::default());
        assert_eq!((words(&records.rows[0]), found(&records)), (vec!["é".to_owned(), "2".to_owned()], codes));
    }
}

#[test]
fn old_mac_line_ends_count_as_lines() {
    let records = read_text("a,b\r1,2\r3,4\r");
    assert_eq!(records.rows.iter().map(|r| r.number).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn a_wide_header_over_many_rows_cannot_take_all_memory() {
    let text = "1\n".repeat(50);
    let mut findings = Findings::default();
    let rows = body(&mut Rows::new(&text, b','), 10, 100, &TextSettings::default(), &mut findings);
    let problems = findings.into_problems();
    let full = problems.iter().find(|p| p.code == "table_too_large").unwrap();
    assert_eq!((rows.len(), full.row), (10, Some(11)));
}

#[test]
fn a_header_of_millions_of_columns_is_refused_before_it_takes_the_memory() {
    let records = read_text(&format!("{}\n1\n", "a,".repeat(40_000) + "a"));
    let code = &records.problems.last().unwrap().code;
    assert_eq!((code.as_str(), records.columns.len(), records.rows.len()), ("table_too_wide", 0, 0));
}

#[test]
fn short_rows_under_a_wide_header_cannot_fill_the_memory() {
    let header = (0..20_000).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
    let records = read_text(&format!("{header}\n{}", "1\n".repeat(2_000)));
    assert_eq!(records.rows.len(), 500);
    assert!(records.problems.iter().any(|p| p.code == "table_too_large" && p.row == Some(502)));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]
    #[test]
    fn whatever_the_bytes_there_is_no_panic_and_every_row_is_as_wide_as_the_header(
        text in "[a1,;\"\t|\r\n é=]{0,80}",
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80),
        header_row in proptest::option::of(0_u64..5),
    ) {
        let settings = TextSettings { header_row, ..TextSettings::default() };
        for bytes in [text.as_bytes(), &bytes] {
            let records = read_with(bytes, &settings);
            let width = records.columns.len();
            proptest::prop_assert!(records.rows.iter().all(|r| r.cells.len() == width));
            proptest::prop_assert!(records.rows.windows(2).all(|pair| pair[0].number < pair[1].number));
        }
    }
}

#[test]
fn a_row_of_a_million_cells_is_counted_and_not_kept() {
    let wide = ",".repeat(1_000_000);
    let records = read_text(&wide);
    assert_eq!(found(&records), [("table_too_wide", 1)]);
    let records = read_text(&format!("a,b\n1,2\n3,4{wide}x\n5,6\n"));
    assert_eq!(records.rows.iter().map(words).collect::<Vec<_>>(), [["1", "2"], ["3", "4"], ["5", "6"]]);
    let records = read_text(&format!("a,b\n1,{}\n", "x".repeat(1_000_000)));
    assert_eq!(records.rows[0].cells[1].to_string().len(), 1_000_000);
}

#[test]
fn a_quotation_mark_that_the_last_cell_never_closes_is_named() {
    assert_eq!(found(&read_text("a,b\n1,2\n3,\"four")), [("quote_unclosed", 3)]);
    assert_eq!(found(&read_text("a,b\n1,2\n3,5\" pipe")), []);
}
