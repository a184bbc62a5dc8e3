use super::*;
use crate::archive::tests::zip_of;
use city::settings::TextSettings;
use city::{Cell, ColumnType};
use geo_types::Geometry;

fn read_bytes(bytes: &[u8], layer: &str) -> Records {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.kml");
    std::fs::write(&path, bytes).unwrap();
    read(&Request { path: &path, file: "a.kml", layer, text: &TextSettings::default() })
}

fn document(inside: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>{inside}</Document></kml>"#
    )
}

fn read_kml(inside: &str) -> Records {
    read_bytes(document(inside).as_bytes(), "")
}

fn codes(records: &Records) -> Vec<&str> {
    records.problems.iter().map(|p| p.code.as_str()).collect()
}

fn names(records: &Records) -> Vec<&str> {
    records.columns.iter().map(|c| c.name.as_str()).collect()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn geometry(inside: &str) -> (Option<Geometry<f64>>, Vec<String>) {
    let records = read_kml(&format!("<Placemark>{inside}</Placemark>"));
    let codes = records.problems.iter().map(|p| p.code.clone()).collect();
    (records.rows[0].geometry.clone(), codes)
}

#[test]
fn names_descriptions_times_and_data_become_columns_and_styles_do_not() {
    let records = read_kml(
        r##"<name>Wards</name><Style id="s"><LineStyle><color>ff</color></LineStyle></Style>
        <Schema name="w" id="ward"><SimpleField type="int" name="people"/><SimpleField type="double" name="share"/><SimpleField type="bool" name="slum"><displayName>Slum?</displayName></SimpleField></Schema>
        <Folder><name>East &amp; west</name>
        <Placemark><name>Nima</name><styleUrl>#s</styleUrl><phoneNumber>1</phoneNumber><description><![CDATA[<b>old</b> town]]></description><TimeSpan><begin>2011</begin><end>2016</end></TimeSpan>
        <ExtendedData><Data name="name"><displayName>N</displayName><value>Nima 1</value></Data><SchemaData schemaUrl="#ward"><SimpleData name="people">120</SimpleData><SimpleData name="share">0.5</SimpleData><SimpleData name="slum">1</SimpleData></SchemaData></ExtendedData>
        <Point><coordinates> -0.2,5.6,12 </coordinates></Point></Placemark>
        <Placemark><name>Fadama</name><ExtendedData><SchemaData schemaUrl="#ward"><SimpleData name="people">few</SimpleData></SchemaData></ExtendedData></Placemark></Folder>"##,
    );
    assert_eq!(names(&records), ["name", "description", "begin", "end", "folder", "name_2", "people", "share", "slum"]);
    let cells = [
        text("Nima"),
        text("<b>old</b> town"),
        text("2011"),
        text("2016"),
        text("East & west"),
        text("Nima 1"),
        Cell::Integer(120),
        Cell::Real(0.5),
        Cell::Flag(true),
    ];
    assert_eq!(records.rows[0].cells, cells);
    assert_eq!(records.columns[6].holds, ColumnType::Integer);
    assert_eq!(records.rows[0].geometry, Some(geo_types::Point::new(-0.2, 5.6).into()));
    assert_eq!(codes(&records), ["kml_not_read", "column_repeated", "number_unreadable"]);
    assert_eq!((records.problems[2].row, records.problems[2].column.as_str()), (Some(2), "people"));
    assert_eq!(records.reference_system.as_deref(), Some("EPSG:4326"));
}

#[test]
fn a_layer_is_a_folder_with_the_folders_inside_it() {
    let inside = "<name>City</name><Placemark><name>a</name></Placemark><Folder><name>Wards</name><Placemark><name>b</name></Placemark><Folder><name>Old</name><Placemark><name>c</name></Placemark></Folder></Folder>";
    let kml = document(inside);
    let rows = |layer| {
        let records = read_bytes(kml.as_bytes(), layer);
        records.rows.iter().map(|row| (row.number, row.cells[0].to_string())).collect::<Vec<_>>()
    };
    let row = |number, name: &str| (number, name.to_owned());
    assert_eq!(rows(""), [row(1, "a"), row(2, "b"), row(3, "c")]);
    assert_eq!(rows("wards"), [row(2, "b"), row(3, "c")]);
    assert_eq!(rows("Old"), [row(3, "c")]);
    assert_eq!(codes(&read_bytes(kml.as_bytes(), "New")), ["layer_missing"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.kml");
    std::fs::write(&path, &kml).unwrap();
    assert_eq!(folders(&path).unwrap(), ["City", "Wards", "Old"]);
}

#[test]
fn coordinates_are_read_with_and_without_heights_and_however_they_are_spaced() {
    let path = |text: &str| shapes::coordinates(text).map(|path| path.iter().map(|c| (c.x, c.y)).collect::<Vec<_>>());
    let two = Ok(vec![(1.0, 2.0), (3.0, 4.0)]);
    for text in [
        "1,2 3,4",
        "\n1,2,0\r\n\t3,4,9.5 ",
        "1, 2, 0 3, 4, 0",
        "1 , 2 , 0 3 , 4 , 0",
        "1,2, 3,4,",
        "1, 2 3, 4",
        "1,2, 3 , 4",
    ] {
        assert_eq!(path(text), two, "{text}");
    }
    assert_eq!(path(" "), Ok(vec![]));
    for text in ["1 2", "1,2,3,4", "1,,2", "NaN,1", "1,x", ",1"] {
        assert!(path(text).is_err(), "{text}");
    }
}

#[test]
fn polygons_have_their_holes_and_parts_of_one_kind_are_one_geometry() {
    let ring = |at: f64, size: f64| {
        let end = at + size;
        format!(
            "<LinearRing><coordinates>{at},{at} {end},{at} {end},{end} {at},{end} {at},{at}</coordinates></LinearRing>"
        )
    };
    let polygon = format!(
        "<Polygon><outerBoundaryIs>{}</outerBoundaryIs><innerBoundaryIs>{}</innerBoundaryIs><innerBoundaryIs>{}</innerBoundaryIs></Polygon>",
        ring(0.0, 10.0),
        ring(1.0, 1.0),
        ring(4.0, 2.0)
    );
    let Some(Geometry::Polygon(made)) = geometry(&polygon).0 else { panic!("a polygon") };
    assert_eq!((made.exterior().0.len(), made.interiors().len()), (5, 2));
    let many = format!("<MultiGeometry><MultiGeometry>{polygon}</MultiGeometry>{polygon}</MultiGeometry>");
    assert!(matches!(geometry(&many).0, Some(Geometry::MultiPolygon(made)) if made.0.len() == 2));
    let mixed = format!("<MultiGeometry>{polygon}<Point><coordinates>1,2</coordinates></Point></MultiGeometry>");
    assert!(matches!(geometry(&mixed).0, Some(Geometry::GeometryCollection(made)) if made.0.len() == 2));
    assert!(matches!(geometry(&ring(0.0, 1.0)).0, Some(Geometry::LineString(made)) if made.0.len() == 5));
    let open = "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1</coordinates></LinearRing></outerBoundaryIs></Polygon>";
    assert_eq!(geometry(open).1, ["ring_unclosed"]);
    for broken in [
        "<LineString><coordinates>1,2</coordinates></LineString>",
        "<Point><coordinates>1,2 3,4</coordinates></Point>",
        "<Polygon><innerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></innerBoundaryIs></Polygon>",
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0</coordinates></LinearRing></outerBoundaryIs></Polygon>",
    ] {
        let (geometry, codes) = geometry(broken);
        assert!(geometry.is_none() && codes.contains(&"geometry_unreadable".to_owned()), "{broken}");
    }
}

#[test]
fn a_track_is_a_line_with_its_first_and_last_time() {
    let records = read_kml(
        "<Placemark><gx:Track><when>2011-10-09T08:00:00Z</when><when>2011-10-09T09:00:00Z</when><gx:coord>1 2 0</gx:coord><gx:coord>3 4 0</gx:coord></gx:Track></Placemark>",
    );
    assert_eq!(names(&records), ["begin", "end"]);
    assert_eq!(records.rows[0].cells, [text("2011-10-09T08:00:00Z"), text("2011-10-09T09:00:00Z")]);
    assert!(matches!(&records.rows[0].geometry, Some(Geometry::LineString(line)) if line.0.len() == 2));
}

#[test]
fn links_and_overlays_are_named_and_never_fetched() {
    let link = "<NetworkLink><Link><href>http://example.org/a.kml</href></Link></NetworkLink>";
    let records = read_kml(&format!("{link}<GroundOverlay><Icon/></GroundOverlay>{link}<Placemark/>"));
    assert_eq!(codes(&records), ["kml_not_read"]);
    assert_eq!(records.problems[0].value, "1 ground overlays, 2 network links");
    assert_eq!(records.rows.len(), 1);
}

#[test]
fn a_file_that_breaks_off_gives_the_placemarks_before() {
    let whole = document("<Placemark><name>a</name></Placemark>\n<Placemark><name>b</name></Placemark>");
    let records = read_bytes(&whole.as_bytes()[..whole.find("<name>b").unwrap()], "");
    assert_eq!((records.rows.len(), codes(&records)), (1, vec!["kml_cut_short"]));
    assert!(records.problems[0].value.starts_with("line 2, after 1 placemarks"), "{}", records.problems[0].value);
    for length in 1..whole.len() {
        let records = read_bytes(&whole.as_bytes()[..length], "");
        assert!(records.problems.iter().any(|p| p.severity == city::Severity::Error), "{length}");
    }
}

#[test]
fn entities_are_never_put_in_and_nesting_is_bounded() {
    let mut bomb = String::from("<!DOCTYPE kml [<!ENTITY a0 \"x\">");
    for n in 1..10 {
        let ten = format!("&a{};", n - 1).repeat(10);
        bomb.push_str(&["<!ENTITY a", &n.to_string(), " \"", &ten, "\">"].concat());
    }
    bomb += "]><kml><Placemark><name>&a9; &#233; &lt;</name></Placemark></kml>";
    assert_eq!(read_bytes(bomb.as_bytes(), "").rows[0].cells[0], text("&a9; é <"));
    let deep = format!("<kml><Placemark/>{}", "<Folder>".repeat(100_000));
    let records = read_bytes(deep.as_bytes(), "");
    assert_eq!((records.rows.len(), codes(&records)), (1, vec!["kml_too_deep"]));
    let deep = format!("<kml><Placemark/><Placemark>{}", "<MultiGeometry>".repeat(100_000));
    assert_eq!(codes(&read_bytes(deep.as_bytes(), "")), ["kml_too_deep"]);
    let deep = format!("<kml><Placemark/><Placemark><description>{}", "<b>".repeat(100_000));
    assert_eq!(codes(&read_bytes(deep.as_bytes(), "")), ["kml_cut_short"]);
}

#[test]
fn names_of_data_that_differ_everywhere_cannot_fill_the_memory() {
    let mark = |n: usize| {
        format!("<Placemark><ExtendedData><Data name='{n}'><value>1</value></Data></ExtendedData></Placemark>")
    };
    let records = read_kml(&(0..40_000).map(mark).collect::<String>());
    assert!(records.rows.len() * records.columns.len() <= 10_000_000);
    let codes = codes(&records);
    assert!(codes.contains(&"table_too_wide") && codes.contains(&"table_too_large"), "{codes:?}");
}

#[test]
fn a_kmz_gives_its_document_and_other_things_are_named() {
    let kml = document("<Placemark/>");
    let two = document("<Placemark/><Placemark/>");
    let rows = |files: &[(&str, &[u8])]| read_bytes(&zip_of(files), "").rows.len();
    assert_eq!(rows(&[("files/a.png", b"x"), ("b/other.kml", two.as_bytes()), ("doc.kml", kml.as_bytes())]), 1);
    assert_eq!(rows(&[("b/other.KML", two.as_bytes())]), 2);
    let link = |to: &str| format!("<NetworkLink><Link><href>{to}</href></Link></NetworkLink>");
    let links = document(&(link("layers/a.kml") + &link("doc.kml") + &link("http://example.org/b.kml")));
    let linked = document(&format!("{}<Placemark/>", link("layers/a.kml")));
    let records = read_bytes(&zip_of(&[("layers/a.kml", linked.as_bytes()), ("doc.kml", links.as_bytes())]), "");
    assert_eq!((records.rows.len(), records.problems[0].value.as_str()), (1, "3 network links"));
    let code = |bytes: &[u8]| read_bytes(bytes, "").problems[0].code.clone();
    assert_eq!(code(&zip_of(&[("a.txt", b"x")])), "not_kml");
    assert_eq!(code(b"<html><body/></html>"), "not_kml");
    assert_eq!(code(b"no markup"), "not_kml");
}

#[test]
fn the_encoding_that_the_document_declares_is_used() {
    let kml = b"<?xml version='1.0' encoding='ISO-8859-1'?><kml><Placemark><name>Qu\xE9bec</name></Placemark></kml>";
    let records = read_bytes(kml, "");
    assert_eq!((records.rows[0].cells[0].clone(), codes(&records)), (text("Québec"), vec![]));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]
    #[test]
    fn whatever_stands_in_the_file_there_is_no_panic(
        inside in "(<(/)?(kml|Folder|Placemark|Point|coordinates|name|Data name=\"a\"|MultiGeometry|gx:Track)(/)?>|[ ,&;0-9.\\-x]{0,6}){0,20}",
        numbers in "[-0-9., \ne+]{0,40}",
    ) {
        for text in [inside.clone(), format!("<kml>{inside}"), document(&inside)] {
            let records = read_bytes(text.as_bytes(), "");
            proptest::prop_assert!(records.rows.iter().all(|row| row.cells.len() == records.columns.len()));
        }
        let _ = shapes::coordinates(&numbers);
    }
}
