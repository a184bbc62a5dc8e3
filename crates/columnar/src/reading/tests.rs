use super::*;
use crate::{ColumnarError, ToWrite, write};
use city::ColumnType;
use geo_types::{Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use proptest::prelude::*;

const MANY: usize = 10_000_000;

fn written(what: &ToWrite) -> Vec<u8> {
    let mut file = Vec::new();
    write(&mut file, what).unwrap();
    file
}

fn plain<'a>(columns: &'a [Column], features: &'a [Feature]) -> ToWrite<'a> {
    ToWrite { columns, features, with_geometry: false, metadata: &[] }
}

fn codes(table: &Table) -> Vec<&str> {
    table.problems.iter().map(|problem| problem.code.as_str()).collect()
}

fn shape() -> impl Strategy<Value = Geometry<f64>> {
    let pair = || (-180.0..180.0, -90.0..90.0);
    let point = pair().prop_map(|(x, y)| Point::new(x, y));
    let line = prop::collection::vec(pair(), 2..6).prop_map(LineString::from);
    let area = (prop::collection::vec(pair(), 3..6), prop::collection::vec(prop::collection::vec(pair(), 3..5), 0..2))
        .prop_map(|(shell, holes)| Polygon::new(shell.into(), holes.into_iter().map(LineString::from).collect()));
    let leaf = prop_oneof![
        point.clone().prop_map(Geometry::from),
        line.clone().prop_map(Geometry::from),
        area.clone().prop_map(Geometry::from),
        prop::collection::vec(point, 1..4).prop_map(|points| MultiPoint(points).into()),
        prop::collection::vec(line, 1..4).prop_map(|lines| MultiLineString(lines).into()),
        prop::collection::vec(area, 1..4).prop_map(|areas| MultiPolygon(areas).into()),
    ];
    leaf.prop_recursive(2, 6, 3, |part| {
        prop::collection::vec(part, 1..3).prop_map(|parts| Geometry::GeometryCollection(GeometryCollection(parts)))
    })
}

fn cell(holds: ColumnType) -> BoxedStrategy<Cell> {
    let full = match holds {
        ColumnType::Text => prop_oneof![any::<String>(), "[ab]{1,2}"].prop_map(Cell::Text).boxed(),
        ColumnType::Integer => prop_oneof![any::<i64>(), 0..5_i64].prop_map(Cell::Integer).boxed(),
        ColumnType::Real => prop::num::f64::NORMAL.prop_map(Cell::Real).boxed(),
        ColumnType::Flag => any::<bool>().prop_map(Cell::Flag).boxed(),
    };
    prop_oneof![1 => Just(Cell::Empty), 3 => full].boxed()
}

fn table() -> impl Strategy<Value = (Vec<Column>, Vec<Feature>, bool)> {
    let kinds = [ColumnType::Text, ColumnType::Integer, ColumnType::Real, ColumnType::Flag];
    let names = prop::collection::btree_set("\\PC{1,8}", 1..6);
    let columns = names.prop_flat_map(move |names| {
        let column = |name: String| {
            (prop::sample::select(kinds.to_vec()), "\\PC{0,9}").prop_map(move |(holds, description)| Column {
                name: name.clone(),
                holds,
                description,
            })
        };
        names.into_iter().map(column).collect::<Vec<_>>()
    });
    (columns, any::<bool>()).prop_flat_map(|(columns, with_geometry)| {
        let cells: Vec<_> = columns.iter().map(|column| cell(column.holds)).collect();
        let shape = if with_geometry { prop::option::of(shape()).boxed() } else { Just(None).boxed() };
        let feature = (shape, cells).prop_map(|(geometry, cells)| Feature { geometry, cells });
        (Just(columns), prop::collection::vec(feature, 0..40), Just(with_geometry))
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same((columns, features, with_geometry) in table()) {
        let metadata = [("source", "Ministère des Travaux"), ("licence", "CC0-1.0")];
        let what = ToWrite { columns: &columns, features: &features, with_geometry, metadata: &metadata };
        let file = written(&what);
        prop_assert_eq!(&file, &written(&what));
        let table = read(&file, MANY);
        prop_assert_eq!(&table.problems, &[]);
        prop_assert_eq!(&table.columns, &columns);
        prop_assert_eq!(&table.features, &features);
        prop_assert_eq!(table.with_geometry, with_geometry);
        prop_assert_eq!(table.reference_system.as_deref(), with_geometry.then_some("OGC:CRS84"));
        for (key, text) in metadata {
            prop_assert!(table.metadata.contains(&(key.to_owned(), text.to_owned())));
        }
    }

    #[test]
    fn a_broken_file_gives_no_more_rows_and_every_row_its_cells(
        (columns, features, with_geometry) in table(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let what = ToWrite { columns: &columns, features: &features, with_geometry, metadata: &[] };
        let mut file = written(&what);
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let table = read(&file, 1_000_000);
        prop_assert!(table.features.iter().all(|feature| feature.cells.len() == table.columns.len()));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let length = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let _ = read(&[b"PAR1", bytes.as_slice(), &length, b"PAR1"].concat(), 1_000);
    }
}

/// 200,000 rows of every kind of cell, so that there are several groups, pages and dictionaries.
fn large() -> (Vec<Column>, Vec<Feature>) {
    let columns = [("name", ColumnType::Text), ("id", ColumnType::Integer), ("share", ColumnType::Real)];
    let columns = columns.map(|(name, holds)| Column::new(name, holds)).to_vec();
    let feature = |row: i32| Feature {
        geometry: (row % 7 != 0).then(|| Point::new(f64::from(row) / 2000.0, 5.5).into()),
        cells: vec![
            if row % 3 == 0 { Cell::Empty } else { Cell::Text(format!("place {}", row % 90_000)) },
            Cell::Integer(i64::from(row)),
            Cell::Real(f64::from(row % 10)),
        ],
    };
    (columns, (0..200_000).map(feature).collect())
}

#[test]
fn several_groups_of_rows_follow_one_another() {
    let (columns, features) = large();
    let what = ToWrite { with_geometry: true, ..plain(&columns, &features) };
    let table = read(&written(&what), MANY);
    assert_eq!(table.problems, []);
    assert!(table.features == features);
}

#[test]
fn a_table_larger_than_is_read_gives_its_first_groups() {
    let (columns, features) = large();
    let file = written(&plain(&columns, &features));
    let table = read(&file, 3 * 140_000);
    assert_eq!((table.features.len(), codes(&table)), (131_072, vec!["table_too_large"]));
}

#[test]
fn a_table_without_rows_keeps_its_columns() {
    let columns = [Column { description: "m".to_owned(), ..Column::new("depth_m", ColumnType::Real) }];
    let table = read(&written(&ToWrite { with_geometry: true, ..plain(&columns, &[]) }), MANY);
    assert_eq!((table.columns.as_slice(), table.features.len(), table.problems.len()), (columns.as_slice(), 0, 0));
    assert!(table.with_geometry);
}

#[test]
fn a_file_cut_short_a_file_of_other_bytes_and_an_encrypted_one_are_told_apart() {
    let columns = [Column::new("people", ColumnType::Integer)];
    let features = vec![Feature { geometry: None, cells: vec![Cell::Integer(1)] }; 100];
    let file = written(&plain(&columns, &features));
    let code = |bytes: &[u8]| read(bytes, MANY).problems[0].code.clone();
    assert_eq!(code(&file[..file.len() - 9]), "file_truncated");
    assert_eq!(code(b"PAR1"), "file_truncated");
    assert_eq!(code(b"name,people"), "parquet_unreadable");
    assert_eq!(code(&[b"PARE", &file[4..]].concat()), "parquet_unsupported");
}

/// A footer of one column of whole numbers and one group of rows, whose chunk lies at 4.
fn footer(rows: &[u8], codec: u8, length: u8) -> Vec<u8> {
    let schema = [0x19, 0x2C, 0x48, 1, b'r', 0x15, 2, 0, 0x15, 4, 0x25, 0, 0x18, 1, b'n', 0];
    let chunk = [0x19, 0x1C, 0x3C, 0x15, 4, 0x35, codec << 1, 0x36, length << 1, 0x26, 8, 0, 0];
    let group = [&[0x19, 0x1C], chunk.as_slice(), &[0x26], rows, &[0]].concat();
    [&[0x15, 2], schema.as_slice(), &[0x16], rows, &group, &[0]].concat()
}

fn file(pages: &[u8], footer: &[u8]) -> Vec<u8> {
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [b"PAR1", pages, footer, &length, b"PAR1"].concat()
}

/// One page of two numbers, each of eight bytes.
fn page() -> Vec<u8> {
    let head = [0x15, 0, 0x15, 32, 0x15, 32, 0x2C, 0x15, 4, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0];
    [head.as_slice(), &7_u64.to_le_bytes(), &9_u64.to_le_bytes()].concat()
}

#[test]
fn a_file_put_together_by_hand_reads() {
    let (page, length) = (page(), u8::try_from(page().len()).unwrap());
    let table = read(&file(&page, &footer(&[4], 0, length)), MANY);
    let cells: Vec<_> = table.features.iter().map(|feature| feature.cells[0].clone()).collect();
    assert_eq!((cells, codes(&table)), (vec![Cell::Integer(7), Cell::Integer(9)], vec![]));
}

#[test]
fn a_footer_that_claims_a_billion_rows_is_refused_before_any_is_read() {
    let table = read(&file(&page(), &footer(&[0x80, 0xA8, 0xD6, 0xB9, 0x07], 0, 33)), MANY);
    assert_eq!((table.features.len(), codes(&table)), (0, vec!["table_too_large"]));
    assert!(table.problems[0].value.contains("1000000000"), "{}", table.problems[0]);
}

#[test]
fn rows_that_the_pages_do_not_hold_are_missing_and_said() {
    let table = read(&file(&page(), &footer(&[0x80, 0x89, 0x7A], 0, 33)), MANY);
    assert_eq!((table.features.len(), codes(&table)), (2, vec!["column_unreadable"]));
    assert_eq!(table.problems[0].row, Some(3));
}

#[test]
fn a_codec_that_is_not_read_is_named_once() {
    let table = read(&file(&page(), &footer(&[4], 4, 33)), MANY);
    assert_eq!((table.features.len(), codes(&table)), (0, vec!["parquet_unsupported"]));
    assert!(table.problems[0].value.contains("Brotli"), "{}", table.problems[0]);
}

#[test]
fn what_cannot_be_written_is_named_by_row_and_column() {
    let columns = [Column::new("people", ColumnType::Integer)];
    let with = |cells: Vec<Cell>| {
        let features = [Feature { geometry: None, cells: vec![Cell::Empty] }, Feature { geometry: None, cells }];
        write(Vec::new(), &plain(&columns, &features)).unwrap_err()
    };
    assert!(matches!(with(vec![]), ColumnarError::Uneven { row: 2, found: 0, expected: 1 }));
    assert!(matches!(with(vec![Cell::Real(1.5)]), ColumnarError::WrongCell { row: 2, .. }));
    let shape = [Feature { geometry: Some(Point::new(f64::NAN, 0.0).into()), cells: vec![Cell::Empty] }];
    let shapes = ToWrite { with_geometry: true, ..plain(&columns, &shape) };
    let fault = write(Vec::new(), &shapes).unwrap_err();
    assert!(matches!(fault, ColumnarError::Shape { row: 1, fault: wkb::ShapeFault::NotFinite }));
    let twice = [Column::new("geometry", ColumnType::Text)];
    let fault = write(Vec::new(), &ToWrite { with_geometry: true, ..plain(&twice, &[]) }).unwrap_err();
    assert!(matches!(fault, ColumnarError::NameTaken(name) if name == "geometry"));
    let fault = write(Vec::new(), &ToWrite { metadata: &[("geo", "")], ..plain(&columns, &[]) }).unwrap_err();
    assert!(matches!(fault, ColumnarError::NameTaken(_)));
}

#[test]
fn a_disk_that_is_full_is_said_as_such() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
    }
    let columns = [Column::new("people", ColumnType::Integer)];
    let fault = write(Full, &plain(&columns, &[])).unwrap_err();
    assert!(
        matches!(&fault, ColumnarError::Write(error) if error.kind() == std::io::ErrorKind::StorageFull),
        "{fault}"
    );
}
