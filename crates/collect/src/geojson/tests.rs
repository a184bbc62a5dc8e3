use super::*;
use ColumnType::{Flag, Integer, Real, Text};
use city::settings::TextSettings;
use city::{Cell, ColumnType, Severity};

fn read_text(text: &str) -> Records {
    read_bytes(text.as_bytes())
}

fn read_bytes(bytes: &[u8]) -> Records {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    std::fs::write(&path, bytes).unwrap();
    read(&Request { path: &path, file: "a.geojson", layer: "", text: &TextSettings::default() })
}

fn codes(records: &Records) -> Vec<&str> {
    records.problems.iter().map(|p| p.code.as_str()).collect()
}

const CITY: &str = r#"{"type": "FeatureCollection", "name": "wards",
"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
"features": [
{"type": "Feature", "id": 7, "properties": {"people": 12, "share": 1, "slum": true, "mixed": 1, "tags": {"a": [1]}},
 "geometry": {"type": "Polygon", "coordinates": [[[0,0,5],[1,0,5],[1,1,5],[0,0,5]]]}},
{"type": "Feature", "properties": {"share": 0.5, "mixed": "one \"{", "late": null}, "geometry": null}
]}"#;

#[test]
fn types_of_columns_hold_for_all_features() {
    let records = read_text(CITY);
    let columns: Vec<_> = records.columns.iter().map(|c| (c.name.as_str(), c.holds)).collect();
    let expected = [
        ("people", Integer),
        ("share", Real),
        ("slum", Flag),
        ("mixed", Text),
        ("tags", Text),
        ("late", Text),
        ("id", Integer),
    ];
    assert_eq!(columns, expected);
    let text = |t: &str| Cell::Text(t.to_owned());
    assert_eq!(
        records.rows[0].cells,
        [
            Cell::Integer(12),
            Cell::Real(1.0),
            Cell::Flag(true),
            text("1"),
            text(r#"{"a":[1]}"#),
            Cell::Empty,
            Cell::Integer(7)
        ]
    );
    assert_eq!(records.rows[1].cells[1..4], [Cell::Real(0.5), Cell::Empty, text("one \"{")]);
    assert_eq!((records.rows[1].number, &records.rows[1].geometry), (2, &None));
    assert_eq!(records.reference_system.as_deref(), Some("urn:ogc:def:crs:OGC:1.3:CRS84"));
    assert_eq!(codes(&records), [""; 0]);
}

#[test]
fn features_geometries_and_features_line_by_line_are_read() {
    let point = r#"{"type": "Point", "coordinates": [-0.2, 5.6]}"#;
    let feature = format!(r#"{{"type": "Feature", "properties": {{"a": 1}}, "geometry": {point}}}"#);
    for (text, rows) in [
        (point.to_owned(), 1),
        (feature.clone(), 1),
        (format!("\u{FEFF}{feature}\r\n{feature}\n"), 2),
        (format!("\u{1E}{feature}\n\u{1E}{feature}\n"), 2),
    ] {
        let records = read_text(&text);
        assert_eq!((records.rows.len(), codes(&records)), (rows, vec![]), "{text}");
        assert_eq!(records.rows[0].geometry, Some(geo_types::Point::new(-0.2, 5.6).into()));
        assert_eq!(records.reference_system.as_deref(), Some("OGC:CRS84"));
    }
}

#[test]
fn a_file_cut_short_anywhere_keeps_the_features_before_the_cut() {
    let second = CITY.find("{\"type\": \"Feature\", \"properties\": {\"share\"").unwrap();
    for length in 1..CITY.len() {
        let records = read_text(&CITY[..length]);
        assert!(records.problems.iter().any(|p| p.severity == Severity::Error), "{length}");
        if length > second {
            assert!(!records.rows.is_empty(), "{length}");
        }
    }
    let cut = read_text(&CITY[..second + 10]);
    assert_eq!((cut.rows.len(), codes(&cut)), (1, vec!["file_truncated"]));
    assert!(cut.problems[0].value.starts_with(&format!("line 6, byte {}", second + 10)), "{}", cut.problems[0]);
}

#[test]
fn what_is_broken_in_one_feature_stays_with_it() {
    let ring = r#"{"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1]]]}"#;
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    let features = [
        format!(r#"{{"type":"Feature","properties":{{"a":1,"a":2}},"geometry":{ring}}}"#),
        r#"{"type":"Feature","properties":{"a":NaN},"geometry":{"type":"Point","coordinates":[1]}}"#.to_owned(),
        r#"{"type":"Feature","properties":[1],"geometry":null}"#.to_owned(),
        format!(r#"{{"type":"Feature","properties":{{"a":3}},"geometry":{{"type":"Polygon","coordinates":{deep}}}}}"#),
        format!(r#"{{"type":"Feature","properties":{{"a":{deep}}},"geometry":null}}"#),
        r#"{"type":"Feature","properties":{"a":4},"geometry":{"type":"Circle","coordinates":[1,2]}}"#.to_owned(),
    ];
    let records = read_text(&format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",")));
    let found: Vec<_> = records.problems.iter().map(|p| (p.code.as_str(), p.row.unwrap())).collect();
    let expected = [
        ("key_repeated", 1),
        ("ring_unclosed", 1),
        ("number_not_finite", 2),
        ("geometry_unreadable", 2),
        ("feature_unreadable", 3),
        ("geometry_unreadable", 4),
        ("feature_unreadable", 5),
        ("geometry_unreadable", 6),
    ];
    assert_eq!(found, expected);
    let numbers: Vec<_> = records.rows.iter().map(|r| (r.number, r.cells[0].clone())).collect();
    assert_eq!(numbers, [(1, Cell::Integer(2)), (2, Cell::Empty), (4, Cell::Integer(3)), (6, Cell::Integer(4))]);
}

#[test]
fn other_json_is_named_as_what_it_is() {
    for text in
        ["[1, 2]", "{}", r#"{"type":"Topology","objects":{}}"#, "   ", "ward,name", r#"{"type":"FeatureCollection"}"#]
    {
        assert_eq!(codes(&read_text(text)), ["not_geojson"], "{text}");
    }
    assert_eq!(codes(&read_text(r#"{"type":"FeatureCollection","features":[]}"#)), ["no_rows"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]
    #[test]
    fn whatever_the_text_there_is_no_panic(
        text in r#"[\[\]{}",:\\a0.\-]{0,60}"#,
        at in 0..CITY.len(),
        bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60),
    ) {
        read_text(&text);
        read_bytes(&bytes);
        let mut city = CITY.as_bytes().to_vec();
        city.splice(at..at, text.bytes());
        read_bytes(&city);
    }
}
