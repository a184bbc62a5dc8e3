use super::*;
use crate::archive::tests::zip_of;
use ColumnType::{Flag, Integer, Real, Text};
use city::ColumnType;
use city::settings::TextSettings;
use geo::{Area, BoundingRect};
use geo_types::Geometry;
use std::path::Path;

/// A record of a polygon with these rings.
fn polygon(rings: &[&[(f64, f64)]]) -> Vec<u8> {
    let points: usize = rings.iter().map(|r| r.len()).sum();
    let mut content = 5_i32.to_le_bytes().to_vec();
    content.extend([0; 32]);
    content.extend(i32::try_from(rings.len()).unwrap().to_le_bytes());
    content.extend(i32::try_from(points).unwrap().to_le_bytes());
    let mut start = 0_i32;
    for ring in rings {
        content.extend(start.to_le_bytes());
        start += i32::try_from(ring.len()).unwrap();
    }
    for (x, y) in rings.concat() {
        content.extend(x.to_le_bytes());
        content.extend(y.to_le_bytes());
    }
    content
}

fn point(x: f64, y: f64) -> Vec<u8> {
    [1_i32.to_le_bytes().to_vec(), x.to_le_bytes().to_vec(), y.to_le_bytes().to_vec()].concat()
}

fn shp(records: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = vec![0; 100];
    bytes[..4].copy_from_slice(&9994_i32.to_be_bytes());
    for (position, record) in (1_i32..).zip(records) {
        bytes.extend(position.to_be_bytes());
        bytes.extend(i32::try_from(record.len() / 2).unwrap().to_be_bytes());
        bytes.extend(record);
    }
    let words = i32::try_from(bytes.len() / 2).unwrap();
    bytes[24..28].copy_from_slice(&words.to_be_bytes());
    bytes
}

/// A table of fields (name, kind, length, decimals) and rows of their texts.
fn dbf(fields: &[(&str, u8, u8, u8)], rows: &[&[&[u8]]]) -> Vec<u8> {
    let width = 1 + fields.iter().map(|f| u16::from(f.2)).sum::<u16>();
    let header = 33 + 32 * u16::try_from(fields.len()).unwrap();
    let mut bytes = vec![0; 32];
    bytes[0] = 3;
    bytes[4..8].copy_from_slice(&u32::try_from(rows.len()).unwrap().to_le_bytes());
    bytes[8..10].copy_from_slice(&header.to_le_bytes());
    bytes[10..12].copy_from_slice(&width.to_le_bytes());
    for (name, kind, length, decimals) in fields {
        let mut field = [0; 32];
        field[..name.len()].copy_from_slice(name.as_bytes());
        (field[11], field[16], field[17]) = (*kind, *length, *decimals);
        bytes.extend(field);
    }
    bytes.push(0x0D);
    for row in rows {
        bytes.push(b' ');
        for (cell, field) in row.iter().zip(fields) {
            let mut text = cell.to_vec();
            text.resize(usize::from(field.2), b' ');
            bytes.extend(text);
        }
    }
    bytes.push(0x1A);
    bytes
}

fn read_files(files: &[(&str, &[u8])]) -> Records {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    read_path(&folder.path().join(files[0].0), "")
}

fn read_path(path: &Path, layer: &str) -> Records {
    read(&Request { path, file: "a.shp", layer, text: &TextSettings::default() })
}

fn codes(records: &Records) -> Vec<&str> {
    records.problems.iter().map(|p| p.code.as_str()).collect()
}

const FIELDS: [(&str, u8, u8, u8); 5] =
    [("WARD", b'C', 8, 0), ("PEOPLE", b'N', 6, 0), ("SHARE", b'N', 8, 3), ("DAY", b'D', 8, 0), ("SLUM", b'L', 1, 0)];

#[test]
fn attributes_get_the_types_of_their_fields_and_no_number_is_empty() {
    let rows: [&[&[u8]]; 3] = [
        &[b"Nima", b"120", b"0.5", b"20111009", b"T"],
        &[b"Osu", b"******", b"nan", b"00000000", b"?"],
        &[b"", b"12,5", b"7", b"2011", b"N"],
    ];
    let shapes = shp(&[point(-0.2, 5.6), 0_i32.to_le_bytes().to_vec(), point(-0.1, 5.5)]);
    let records = read_files(&[
        ("a.shp", &shapes),
        ("a.DBF", &dbf(&FIELDS, &rows)),
        ("a.Prj", b" GEOGCS[] "),
        ("a.CPG", b"UTF-8"),
    ]);
    let holds: Vec<_> = records.columns.iter().map(|c| c.holds).collect();
    assert_eq!(holds, [Text, Integer, Real, Text, Flag]);
    let cell = Cell::Text;
    assert_eq!(
        records.rows[0].cells,
        [cell("Nima".into()), Cell::Integer(120), Cell::Real(0.5), cell("2011-10-09".into()), Cell::Flag(true)]
    );
    assert_eq!(records.rows[1].cells[1..], [Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
    assert_eq!(
        records.rows[2].cells,
        [Cell::Empty, Cell::Empty, Cell::Real(7.0), cell("2011".into()), Cell::Flag(false)]
    );
    assert_eq!(records.rows[1].geometry, None);
    assert_eq!(records.reference_system.as_deref(), Some("GEOGCS[]"));
    assert_eq!(codes(&records), ["decimal_comma", "number_overflow", "number_overflow", "date_unreadable"]);
    assert_eq!((records.problems[0].row, records.problems[0].column.as_str()), (Some(3), "PEOPLE"));
}

#[test]
fn shapes_without_table_and_reference_system_come_in_and_both_are_missed() {
    let records = read_files(&[("a.shp", &shp(&[point(1.0, 2.0)]))]);
    assert_eq!(codes(&records), ["prj_missing", "dbf_missing"]);
    assert_eq!(records.rows[0].geometry, Some(geo_types::Point::new(1.0, 2.0).into()));
}

const OUTER: &[(f64, f64)] = &[(0.0, 0.0), (0.0, 9.0), (9.0, 9.0), (9.0, 0.0), (0.0, 0.0)];
const HOLE: &[(f64, f64)] = &[(1.0, 1.0), (8.0, 1.0), (8.0, 8.0), (1.0, 8.0), (1.0, 1.0)];
const ISLAND: &[(f64, f64)] = &[(3.0, 3.0), (3.0, 5.0), (5.0, 5.0), (5.0, 3.0), (3.0, 3.0)];
const POND: &[(f64, f64)] = &[(3.0, 3.0), (4.0, 3.0), (4.0, 4.0), (3.0, 4.0), (3.0, 3.0)];

#[test]
fn a_hole_belongs_to_the_smallest_ring_around_it_in_whatever_order_they_come() {
    let records = read_files(&[("a.shp", &shp(&[polygon(&[POND, HOLE, ISLAND, OUTER])])), ("a.prj", b"x")]);
    let Some(Geometry::MultiPolygon(areas)) = &records.rows[0].geometry else { panic!("{:?}", records.rows) };
    assert!((areas.unsigned_area() - (81.0 - 49.0 + 4.0 - 1.0)).abs() < 1e-12);
    assert!(areas.0.iter().all(|p| p.interiors().len() == 1));
    assert_eq!(codes(&records), ["dbf_missing"]);
}

#[test]
fn rings_in_the_wrong_direction_are_nested_by_where_they_lie() {
    let turned = |ring: &[(f64, f64)]| ring.iter().rev().copied().collect::<Vec<_>>();
    let records =
        read_files(&[("a.shp", &shp(&[polygon(&[&turned(OUTER), &turned(HOLE)]), polygon(&[&turned(ISLAND)])]))]);
    let areas: Vec<f64> = records.rows.iter().map(|r| r.geometry.as_ref().unwrap().unsigned_area()).collect();
    assert_eq!(areas, [32.0, 4.0]);
    assert_eq!(codes(&records)[..2], ["ring_orientation", "ring_orientation"]);
}

#[test]
fn an_open_ring_is_closed_and_a_flat_one_dropped_and_both_are_said() {
    let flat = &[(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (0.0, 0.0)];
    let records = read_files(&[("a.shp", &shp(&[polygon(&[&OUTER[..4]]), polygon(&[flat])]))]);
    assert_eq!(codes(&records)[..2], ["ring_unclosed", "ring_dropped"]);
    let box_of_first = records.rows[0].geometry.as_ref().unwrap().bounding_rect().unwrap();
    assert_eq!((box_of_first.width(), records.rows[1].geometry.is_none()), (9.0, true));
}

#[test]
fn a_broken_shape_costs_its_geometry_and_not_its_row() {
    let mut lying = polygon(&[OUTER]);
    lying[40..44].copy_from_slice(&i32::MAX.to_le_bytes());
    let multipatch = [31_i32.to_le_bytes().to_vec(), vec![0; 48]].concat();
    let rows: [&[&[u8]]; 4] = [&[b"1"], &[b"2"], &[b"3"], &[b"4"]];
    let table = dbf(&[("ID", b'N', 3, 0)], &rows);
    let shapes = shp(&[lying, multipatch, point(f64::NAN, 1.0), point(1.0, 1.0)]);
    let records = read_files(&[("a.shp", &shapes), ("a.dbf", &table), ("a.prj", b"x")]);
    assert_eq!(codes(&records), ["shape_unreadable", "shape_unsupported", "shape_unreadable"]);
    assert_eq!(records.rows.iter().filter(|r| r.geometry.is_some()).count(), 1);
    assert_eq!(records.rows[3].cells, [Cell::Integer(4)]);
}

#[test]
fn shapes_and_rows_that_are_not_as_many_are_an_error() {
    let table = dbf(&[("ID", b'N', 3, 0)], &[&[b"1"], &[b"2"], &[b"3"]]);
    let records = read_files(&[("a.shp", &shp(&[point(1.0, 1.0)])), ("a.dbf", &table), ("a.prj", b"x")]);
    assert_eq!((codes(&records), records.rows.len()), (vec!["record_count_mismatch"], 3));
}

#[test]
fn texts_that_are_not_utf_8_are_asked_about_unless_declared() {
    let table = dbf(&[("NAME", b'C', 6, 0)], &[&[b"Qu\xE9bec"]]);
    let shapes = shp(&[point(1.0, 1.0)]);
    let unsure = read_files(&[("a.shp", &shapes), ("a.dbf", &table), ("a.prj", b"x")]);
    assert_eq!((codes(&unsure), &unsure.rows[0].cells[0]), (vec!["encoding_unsure"], &Cell::Text("Québec".into())));
    let sure = read_files(&[("a.shp", &shapes), ("a.dbf", &table), ("a.prj", b"x"), ("a.cpg", b"ISO-8859-1")]);
    assert_eq!((codes(&sure), &sure.rows[0].cells), (vec![], &unsure.rows[0].cells));
    let wrong = read_files(&[("a.shp", &shapes), ("a.dbf", &table), ("a.prj", b"x"), ("a.cpg", b"UTF-8")]);
    assert_eq!(codes(&wrong), ["encoding_mismatch"]);
}

#[test]
fn a_zip_of_several_shapefiles_asks_which_one() {
    let one = shp(&[point(1.0, 1.0)]);
    let two = shp(&[point(1.0, 1.0), point(2.0, 2.0)]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("admin.zip");
    std::fs::write(&path, zip_of(&[("x/adm1.shp", &one), ("x/ADM2.SHP", &two), ("x/adm2.prj", b"WKT")])).unwrap();
    let records = read_path(&path, "");
    assert_eq!(
        (codes(&records), records.problems[0].expected.as_str()),
        (vec!["layer_not_chosen"], "one of ADM2, adm1")
    );
    assert_eq!(codes(&read_path(&path, "adm3")), ["layer_missing"]);
    let records = read_path(&path, "adm2");
    assert_eq!((records.rows.len(), records.sheet.as_str()), (2, "ADM2"));
    assert_eq!(records.reference_system.as_deref(), Some("WKT"));
}

#[test]
fn a_shapefile_cut_short_anywhere_keeps_what_is_whole() {
    let shapes = shp(&[polygon(&[OUTER, HOLE]), point(1.0, 1.0)]);
    let table = dbf(&FIELDS, &[&[b"Nima", b"1", b"2", b"20111009", b"T"], &[b"Osu", b"1", b"2", b"20111009", b"T"]]);
    for length in 0..shapes.len() {
        let records = read_files(&[("a.shp", &shapes[..length]), ("a.dbf", &table), ("a.prj", b"x")]);
        assert!(records.problems.iter().any(|p| p.severity == city::Severity::Error), "{length}");
    }
    let records = read_files(&[("a.shp", &shapes[..shapes.len() - 1]), ("a.prj", b"x")]);
    assert_eq!((records.rows.len(), codes(&records)), (1, vec!["file_truncated", "dbf_missing"]));
    for length in 0..table.len() - 1 {
        let records = read_files(&[("a.shp", &shapes), ("a.dbf", &table[..length]), ("a.prj", b"x")]);
        assert_eq!(records.rows.len(), 2, "{length}");
        assert!(records.problems.iter().any(|p| p.severity == city::Severity::Error), "{length}");
    }
}

#[test]
fn past_damage_the_index_finds_the_shapes_again() {
    let mut shapes = shp(&[point(1.0, 1.0), point(2.0, 2.0), point(3.0, 3.0)]);
    let mut index = vec![0; 100];
    for at in [100, 128, 156] {
        index.extend((at / 2_i32).to_be_bytes());
        index.extend(10_i32.to_be_bytes());
    }
    shapes[132..136].copy_from_slice(&i32::MAX.to_be_bytes());
    let records = read_files(&[("a.shp", &shapes), ("a.shx", &index), ("a.prj", b"x")]);
    assert_eq!(records.rows.iter().filter(|r| r.geometry.is_some()).count(), 3);
    assert_eq!(codes(&records), ["file_truncated", "dbf_missing"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_the_bytes_there_is_no_panic(
        body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
        table in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300),
        kind in 0_u8..32,
    ) {
        let mut shapes = shp(&[point(1.0, 1.0)]);
        shapes.extend([0, 0, 0, 2, 0, 0, 0, u8::try_from(body.len() / 2).unwrap(), kind, 0, 0, 0]);
        shapes.extend(&body);
        let mut attributes = dbf(&FIELDS, &[]);
        attributes.pop();
        attributes[4] = 9;
        attributes.extend(&table);
        let records = read_files(&[("a.shp", &shapes), ("a.dbf", &attributes)]);
        proptest::prop_assert!(records.rows.len() < 20);
        read_files(&[("a.shp", &body), ("a.dbf", &table)]);
    }
}
