use super::*;
use geo_types::{Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use proptest::prelude::*;

fn square() -> Polygon<f64> {
    let ring = |a: f64, b: f64| LineString::from(vec![(a, a), (b, a), (b, b), (a, b), (a, a)]);
    Polygon::new(ring(0.0, 4.0), vec![ring(1.0, 2.0)])
}

fn geometry() -> impl Strategy<Value = Geometry<f64>> {
    let point = (-180.0..180.0, -90.0..90.0).prop_map(|(x, y)| Point::new(x, y));
    let line = prop::collection::vec((-180.0..180.0, -90.0..90.0), 2..9).prop_map(LineString::from);
    let area = prop::collection::vec((-180.0..180.0, -90.0..90.0), 3..9)
        .prop_map(|shell| Polygon::new(LineString::from(shell), Vec::new()));
    let leaf = prop_oneof![
        point.clone().prop_map(Geometry::from),
        prop::collection::vec(point, 1..5).prop_map(|points| MultiPoint(points).into()),
        prop::collection::vec(line, 1..5).prop_map(|lines| MultiLineString(lines).into()),
        prop::collection::vec(area, 1..5).prop_map(|areas| MultiPolygon(areas).into()),
    ];
    leaf.prop_recursive(3, 12, 4, |part| {
        prop::collection::vec(part, 1..4).prop_map(|parts| Geometry::GeometryCollection(GeometryCollection(parts)))
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(geometry in geometry()) {
        prop_assert_eq!(read(&write(&geometry).unwrap()), Ok(Some(geometry)));
    }

    #[test]
    fn a_geometry_cut_anywhere_is_an_error(geometry in geometry(), cut in 0.0..1.0_f64) {
        let bytes = write(&geometry).unwrap();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "test")]
        let end = (cut * bytes.len() as f64) as usize;
        prop_assert!(read(&bytes[..end]).is_err());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
        let _ = read(&[&[1], bytes.as_slice()].concat());
    }
}

#[test]
fn an_area_keeps_its_hole_and_its_type() {
    assert_eq!(read(&write(&square().into()).unwrap()), Ok(Some(square().into())));
}

#[test]
fn a_count_of_four_billion_is_only_a_cut_geometry() {
    for code in [2_u8, 3, 4, 5, 6, 7] {
        assert_eq!(read(&[1, code, 0, 0, 0, 255, 255, 255, 255]), Err(ShapeFault::Truncated), "{code}");
    }
}

#[test]
fn collections_without_end_are_neither_read_nor_written() {
    let one = [1, 7, 0, 0, 0, 1, 0, 0, 0];
    assert_eq!(read(&one.repeat(100_000)), Err(ShapeFault::TooDeep));
    let nested = |depth: u32| {
        let point = Geometry::from(Point::new(1.0, 2.0));
        (0..depth).fold(point, |inner, _| Geometry::GeometryCollection(GeometryCollection(vec![inner])))
    };
    assert_eq!(read(&write(&nested(16)).unwrap()), Ok(Some(nested(16))));
    assert_eq!(write(&nested(17)), Err(ShapeFault::TooDeep));
}

#[test]
fn a_curve_is_refused_by_its_name() {
    assert_eq!(read(b"\x01\x0a\0\0\0\0\0\0\0"), Err(ShapeFault::Curved("CurvePolygon")));
    let in_a_multi_area = b"\x01\x06\0\0\0\x01\0\0\0\x01\x0a\0\0\0\0\0\0\0";
    assert_eq!(read(in_a_multi_area), Err(ShapeFault::Curved("CurvePolygon")));
    let line_in_a_multi_area = b"\x01\x06\0\0\0\x01\0\0\0\x01\x02\0\0\0\0\0\0\0";
    assert_eq!(read(line_in_a_multi_area), Err(ShapeFault::WrongPart));
}

#[test]
fn heights_measures_and_the_reference_system_of_ewkb_are_left_out() {
    let numbers: Vec<u8> = [3.0_f64, 4.0, 5.0, 6.0].iter().flat_map(|n| n.to_le_bytes()).collect();
    for head in [b"\x01\xb9\x0b\0\0".as_slice(), b"\x01\x01\0\0\xe0\xe6\x10\0\0"] {
        assert_eq!(read(&[head, &numbers].concat()), Ok(Some(Point::new(3.0, 4.0).into())));
    }
}

#[test]
fn big_endian_reads_too() {
    let mut bytes = b"\0\0\0\0\x01".to_vec();
    bytes.extend([3.0_f64, 4.0].iter().flat_map(|n| n.to_be_bytes()));
    assert_eq!(read(&bytes), Ok(Some(Point::new(3.0, 4.0).into())));
}

#[test]
fn an_empty_geometry_is_none() {
    assert_eq!(read(&write(&MultiPolygon::<f64>(Vec::new()).into()).unwrap()), Ok(None));
    let point: Vec<u8> =
        [1, 1, 0, 0, 0].into_iter().chain([f64::NAN; 2].iter().flat_map(|n| n.to_le_bytes())).collect();
    assert_eq!(read(&point), Ok(None));
}

#[test]
fn a_coordinate_that_is_no_number_is_refused() {
    assert_eq!(write(&Point::new(f64::NAN, 1.0).into()), Err(ShapeFault::NotFinite));
}
