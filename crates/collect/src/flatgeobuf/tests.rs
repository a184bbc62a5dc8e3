use super::*;
use city::settings::TextSettings;
use city::{Cell, ColumnType};
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use flatgeobuf::{ColumnArgs, ColumnType as Kind, Crs, CrsArgs, FeatureArgs, GeometryArgs, GeometryType, HeaderArgs};
use geo_types::{Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

type Shape<'a> = WIPOffset<flatgeobuf::Geometry<'a>>;

/// A table of coordinates, the ends of its parts, and its parts.
fn table<'a>(
    builder: &mut FlatBufferBuilder<'a>,
    kind: GeometryType,
    (numbers, ends): (&[f64], &[u32]),
    parts: &[Shape<'a>],
) -> Shape<'a> {
    let args = GeometryArgs {
        type_: kind,
        xy: (!numbers.is_empty()).then(|| builder.create_vector(numbers)),
        ends: (!ends.is_empty()).then(|| builder.create_vector(ends)),
        parts: (!parts.is_empty()).then(|| builder.create_vector(parts)),
        ..GeometryArgs::default()
    };
    flatgeobuf::Geometry::create(builder, &args)
}

fn feature(
    properties: &[u8],
    shape: impl FnOnce(&mut FlatBufferBuilder<'static>) -> Option<Shape<'static>>,
) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let geometry = shape(&mut builder);
    let properties = Some(builder.create_vector(properties));
    let feature = Feature::create(&mut builder, &FeatureArgs { geometry, properties, columns: None });
    flatgeobuf::finish_size_prefixed_feature_buffer(&mut builder, feature);
    builder.finished_data().to_vec()
}

fn header(kind: GeometryType, features_count: u64, index_node_size: u16, columns: &[(&str, Kind)]) -> Vec<u8> {
    let mut builder = FlatBufferBuilder::new();
    let columns: Vec<_> = columns
        .iter()
        .map(|(name, kind)| {
            let (name, title) = (Some(builder.create_string(name)), Some(builder.create_string("what it is")));
            flatgeobuf::Column::create(&mut builder, &ColumnArgs { name, title, type_: *kind, ..ColumnArgs::default() })
        })
        .collect();
    let columns = Some(builder.create_vector(&columns));
    let crs = Some(Crs::create(&mut builder, &CrsArgs { code: 32_748, ..CrsArgs::default() }));
    let args =
        HeaderArgs { geometry_type: kind, features_count, index_node_size, columns, crs, ..HeaderArgs::default() };
    let header = Header::create(&mut builder, &args);
    flatgeobuf::finish_size_prefixed_header_buffer(&mut builder, header);
    [b"fgb\x03fgb\0".as_slice(), builder.finished_data()].concat()
}

fn read_bytes(bytes: &[u8]) -> Records {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    read(&Request { path: file.path(), file: "a.fgb", layer: "", text: &TextSettings::default() })
}

fn codes(records: &Records) -> Vec<&str> {
    records.problems.iter().map(|problem| problem.code.as_str()).collect()
}

/// A point of a layer of points.
fn point(x: f64, properties: &[u8]) -> Vec<u8> {
    feature(properties, |builder| Some(table(builder, GeometryType::Unknown, (&[x, 2.0], &[]), &[])))
}

/// The only shape of a file in which every feature has its own type.
fn only_shape(
    shape: impl FnOnce(&mut FlatBufferBuilder<'static>) -> Shape<'static>,
) -> Result<Option<Geometry<f64>>, String> {
    let feature = feature(&[], |builder| Some(shape(builder)));
    let records = read_bytes(&[header(GeometryType::Unknown, 0, 0, &[]), feature].concat());
    match records.problems.first() {
        Some(problem) => Err(problem.value.clone()),
        None => Ok(records.rows[0].geometry.clone()),
    }
}

const RINGS: ([f64; 16], [u32; 2]) =
    ([0.0, 0.0, 9.0, 0.0, 9.0, 9.0, 0.0, 0.0, 4.0, 1.0, 5.0, 1.0, 5.0, 2.0, 4.0, 1.0], [4, 8]);

fn area() -> Polygon<f64> {
    let hole: LineString<f64> = vec![(4.0, 1.0), (5.0, 1.0), (5.0, 2.0), (4.0, 1.0)].into();
    Polygon::new(vec![(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 0.0)].into(), vec![hole])
}

#[test]
fn every_type_of_geometry_is_read() {
    let line: LineString<f64> = vec![(0.0, 1.0), (2.0, 3.0)].into();
    let four = [0.0, 1.0, 2.0, 3.0];
    let flat =
        |kind, numbers: &'static [f64], ends: &'static [u32]| only_shape(move |b| table(b, kind, (numbers, ends), &[]));
    assert_eq!(flat(GeometryType::Point, &[1.0, 2.0], &[]), Ok(Some(Point::new(1.0, 2.0).into())));
    assert_eq!(flat(GeometryType::LineString, &[0.0, 1.0, 2.0, 3.0], &[]), Ok(Some(line.clone().into())));
    let points = MultiPoint(vec![Point::new(0.0, 1.0), Point::new(2.0, 3.0)]);
    assert_eq!(flat(GeometryType::MultiPoint, &[0.0, 1.0, 2.0, 3.0], &[]), Ok(Some(points.into())));
    let lines = MultiLineString(vec![line.clone(), line.clone()]);
    let twice = flat(GeometryType::MultiLineString, &[0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 2.0, 3.0], &[2, 4]);
    assert_eq!(twice, Ok(Some(lines.into())));
    assert_eq!(only_shape(|b| table(b, GeometryType::Polygon, (&RINGS.0, &RINGS.1), &[])), Ok(Some(area().into())));
    let areas = only_shape(|b| {
        let part = table(b, GeometryType::Unknown, (&RINGS.0, &RINGS.1), &[]);
        let other = table(b, GeometryType::Polygon, (&RINGS.0, &RINGS.1), &[]);
        table(b, GeometryType::MultiPolygon, (&[], &[]), &[part, other])
    });
    assert_eq!(areas, Ok(Some(MultiPolygon(vec![area(), area()]).into())));
    let collection = only_shape(|b| {
        let parts = [
            table(b, GeometryType::LineString, (&four, &[]), &[]),
            table(b, GeometryType::Point, (&[1.0, 2.0], &[]), &[]),
        ];
        table(b, GeometryType::GeometryCollection, (&[], &[]), &parts)
    });
    let parts = GeometryCollection(vec![line.into(), Point::new(1.0, 2.0).into()]);
    assert_eq!(collection, Ok(Some(Geometry::GeometryCollection(parts))));
}

#[test]
fn an_empty_shape_is_none_and_a_broken_one_says_why() {
    let flat =
        |kind, numbers: &'static [f64], ends: &'static [u32]| only_shape(move |b| table(b, kind, (numbers, ends), &[]));
    assert_eq!(flat(GeometryType::Point, &[f64::NAN, f64::NAN], &[]), Ok(None));
    assert_eq!(flat(GeometryType::MultiPolygon, &[], &[]), Ok(None));
    assert!(flat(GeometryType::Point, &[1.0, f64::INFINITY], &[]).unwrap_err().contains("infinite"));
    assert!(flat(GeometryType::LineString, &[1.0, 2.0, 3.0], &[]).unwrap_err().contains("without its other"));
    assert!(flat(GeometryType::Polygon, &[1.0, 2.0], &[u32::MAX]).unwrap_err().contains("no coordinate"));
    assert!(flat(GeometryType::Polygon, &[1.0, 2.0, 3.0, 4.0], &[2, 1]).unwrap_err().contains("no coordinate"));
    assert!(flat(GeometryType::CurvePolygon, &[1.0, 2.0], &[]).unwrap_err().contains("CurvePolygon"));
}

#[test]
fn collections_without_end_and_a_part_that_stands_for_a_million_are_refused() {
    let nested = only_shape(|b| {
        let inner = table(b, GeometryType::Point, (&[1.0, 2.0], &[]), &[]);
        (0..20).fold(inner, |inner, _| table(b, GeometryType::GeometryCollection, (&[], &[]), &[inner]))
    });
    assert!(nested.is_err());
    let shared = only_shape(|b| {
        let inner = table(b, GeometryType::LineString, (&[1.0; 2000], &[]), &[]);
        let eight = |b: &mut FlatBufferBuilder<'static>, inner| {
            table(b, GeometryType::GeometryCollection, (&[], &[]), &[inner; 8])
        };
        (0..8).fold(inner, |inner, _| eight(b, inner))
    });
    assert!(shared.is_err());
}

#[test]
fn cells_of_every_type_are_read_and_those_that_are_not_there_are_empty() {
    let kinds = [
        ("byte", Kind::Byte),
        ("whole", Kind::UShort),
        ("long", Kind::ULong),
        ("share", Kind::Float),
        ("flag", Kind::Bool),
        ("name", Kind::String),
        ("at", Kind::DateTime),
        ("blob", Kind::Binary),
        ("last", Kind::Int),
    ];
    let text = |at: u8, text: &str| {
        [&[at, 0], u32::try_from(text.len()).unwrap().to_le_bytes().as_slice(), text.as_bytes()].concat()
    };
    let properties = [
        vec![0, 0, 0xFF, 1, 0, 0x39, 0x30],
        [&[2, 0], u64::MAX.to_le_bytes().as_slice()].concat(),
        [&[3, 0], 0.5_f32.to_le_bytes().as_slice()].concat(),
        vec![4, 0, 1],
        text(5, "Gãbi"),
        text(6, "2011-10-09T14:30:00Z"),
        text(7, "x"),
    ]
    .concat();
    let records = read_bytes(&[header(GeometryType::Point, 1, 0, &kinds), point(1.0, &properties)].concat());
    let expected = [
        Cell::Integer(-1),
        Cell::Integer(12_345),
        Cell::Empty,
        Cell::Real(0.5),
        Cell::Flag(true),
        Cell::Text("Gãbi".to_owned()),
        Cell::Text("2011-10-09T14:30:00Z".to_owned()),
        Cell::Empty,
    ];
    assert_eq!(records.rows[0].cells, expected);
    assert_eq!(codes(&records), ["column_not_read", "cell_unreadable"]);
    assert_eq!((records.columns[3].holds, records.columns[3].description.as_str()), (ColumnType::Real, "what it is"));
    assert_eq!(records.reference_system.as_deref(), Some("EPSG:32748"));
}

#[test]
fn properties_that_do_not_fit_leave_the_rest_of_the_row_empty() {
    let kinds = [("people", Kind::Int), ("name", Kind::String)];
    let cut = [0, 0, 7, 0, 0, 0, 1, 0, 255, 255, 255, 255, b'a'];
    let records =
        read_bytes(&[header(GeometryType::Point, 1, 0, &kinds), point(1.0, &cut), point(2.0, &[9, 0, 1])].concat());
    assert_eq!(records.rows[0].cells, [Cell::Integer(7), Cell::Empty]);
    assert_eq!((records.rows.len(), codes(&records)), (2, vec!["cell_unreadable", "cell_unreadable"]));
}

#[test]
fn an_index_is_stepped_over_and_a_count_that_is_not_said_is_no_matter() {
    let points: Vec<u8> = (0..40_u8).flat_map(|x| point(f64::from(x), &[])).collect();
    // 40 features in nodes of 16: three nodes above them, and one above those.
    let indexed = [header(GeometryType::Point, 40, 16, &[]), vec![0; 44 * 40], points.clone()].concat();
    let uncounted = [header(GeometryType::Point, 0, 16, &[]), points].concat();
    for bytes in [indexed, uncounted] {
        let records = read_bytes(&bytes);
        assert_eq!((records.rows.len(), codes(&records)), (40, vec![]));
        assert_eq!(records.rows[39].geometry, Some(Point::new(39.0, 2.0).into()));
        assert_eq!(records.rows[39].number, 40);
    }
}

#[test]
fn a_file_cut_short_gives_the_features_before_the_cut() {
    let whole = [header(GeometryType::Point, 3, 0, &[]), point(1.0, &[]), point(2.0, &[]), point(3.0, &[])].concat();
    let records = read_bytes(&whole[..whole.len() - 5]);
    assert_eq!((records.rows.len(), codes(&records)), (2, vec!["file_truncated"]));
    let short = point(3.0, &[]).len();
    let records = read_bytes(&whole[..whole.len() - short]);
    assert_eq!((records.rows.len(), records.problems[0].value.as_str()), (2, "2 of 3 features"));
    assert_eq!(codes(&read_bytes(&whole[..20])), ["file_truncated"]);
}

#[test]
fn sizes_and_counts_beyond_the_file_are_only_a_cut_file() {
    let claimed = [header(GeometryType::Point, u64::MAX, 2, &[]), point(1.0, &[])].concat();
    assert_eq!(codes(&read_bytes(&claimed)), ["file_truncated"]);
    let large = [header(GeometryType::Point, 0, 0, &[]), point(1.0, &[]), vec![255, 255, 255, 255, 1]].concat();
    let records = read_bytes(&large);
    assert_eq!((records.rows.len(), codes(&records)), (1, vec!["file_truncated"]));
    assert_eq!(
        codes(&read_bytes(b"fgb\x03fgb\0\x08\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")),
        ["flatgeobuf_unreadable"]
    );
    assert_eq!(codes(&read_bytes(b"fgb\x02fgb\0")), ["flatgeobuf_unreadable"]);
}

#[test]
fn a_feature_broken_as_a_whole_costs_its_row_only() {
    let broken = [&[12, 0, 0, 0][..], &[0xFF; 12]].concat();
    let records = read_bytes(&[header(GeometryType::Point, 2, 0, &[]), broken, point(2.0, &[])].concat());
    assert_eq!((records.rows.len(), records.rows[0].number, codes(&records)), (1, 2, vec!["feature_unreadable"]));
}
