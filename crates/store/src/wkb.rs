//! Geometry as GeoPackage binary: read from any file, however damaged, and written for ours.
//!
//! Written by hand because the libraries at hand set aside memory by the counts that a file claims, and follow nested
//! collections without end: a damaged file would end the program.

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};

const DEEPEST_COLLECTION: u8 = 16;
const EMPTY: u8 = 0b1_0000;
const EXTENDED: u8 = 0b10_0000;
const WITH_ENVELOPE: u8 = 0b11;

/// Why a geometry could not be read or kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GeometryFault {
    /// It ends before it is complete.
    #[error("the geometry ends before it is complete")]
    Truncated,
    /// It does not begin as GeoPackage geometry does.
    #[error("this is not GeoPackage geometry")]
    NotGeoPackage,
    /// It is curved; ask for straight segments when exporting (`ogr2ogr -nlt CONVERT_TO_LINEAR`).
    #[error("{0} is curved or a surface, and only points, lines and areas of straight edges are read")]
    Curved(&'static str),
    /// Its type is none that the standard knows.
    #[error("type {0} is no geometry type of the standard")]
    UnknownType(u32),
    /// A part has another type than its whole allows.
    #[error("a part of the geometry has another type than the whole")]
    WrongPart,
    /// A coordinate is infinite or no number.
    #[error("a coordinate is infinite or no number")]
    NotFinite,
    /// Collections stand in collections beyond any use.
    #[error("collections are nested more than {DEEPEST_COLLECTION} deep")]
    TooDeep,
}

/// West, south, east, north of a geometry; none where it has no coordinates.
pub(crate) fn extent(geometry: &Geometry<f64>) -> Option<[f64; 4]> {
    let mut found: Option<[f64; 4]> = None;
    each_coordinate(geometry, &mut |Coord { x, y }| {
        let [west, south, east, north] = found.unwrap_or([x, y, x, y]);
        found = Some([west.min(x), south.min(y), east.max(x), north.max(y)]);
    });
    found
}

fn each_coordinate(geometry: &Geometry<f64>, visit: &mut dyn FnMut(Coord<f64>)) {
    fn area(polygon: &Polygon<f64>, visit: &mut dyn FnMut(Coord<f64>)) {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            ring.0.iter().copied().for_each(&mut *visit);
        }
    }
    match geometry {
        Geometry::Point(point) => visit(point.0),
        Geometry::MultiPoint(points) => points.iter().for_each(|p| visit(p.0)),
        Geometry::Line(line) => [line.start, line.end].into_iter().for_each(visit),
        Geometry::LineString(line) => line.0.iter().copied().for_each(visit),
        Geometry::MultiLineString(lines) => lines.iter().flat_map(|l| l.0.iter().copied()).for_each(visit),
        Geometry::Polygon(polygon) => area(polygon, visit),
        Geometry::MultiPolygon(polygons) => polygons.iter().for_each(|p| area(p, visit)),
        Geometry::Rect(rect) => area(&rect.to_polygon(), visit),
        Geometry::Triangle(triangle) => area(&triangle.to_polygon(), visit),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| each_coordinate(part, visit)),
    }
}

/// GeoPackage binary of a geometry in EPSG:4326, lines and areas as multi-lines and multi-areas so that a layer has one type.
pub(crate) fn encode(geometry: &Geometry<f64>) -> Result<Vec<u8>, GeometryFault> {
    let mut finite = true;
    each_coordinate(geometry, &mut |c| finite &= c.x.is_finite() && c.y.is_finite());
    if !finite {
        return Err(GeometryFault::NotFinite);
    }
    let extent = extent(geometry);
    let flags = if extent.is_some() { WITH_ENVELOPE } else { EMPTY | 1 };
    let mut out = vec![b'G', b'P', 0, flags];
    out.extend(4326_i32.to_le_bytes());
    if let Some([west, south, east, north]) = extent {
        out.extend([west, east, south, north].iter().flat_map(|side| side.to_le_bytes()));
    }
    match geometry {
        Geometry::Line(line) => write(&MultiLineString(vec![LineString::from(*line)]).into(), &mut out),
        Geometry::LineString(line) => write(&MultiLineString(vec![line.clone()]).into(), &mut out),
        Geometry::Polygon(polygon) => write(&MultiPolygon(vec![polygon.clone()]).into(), &mut out),
        Geometry::Rect(rect) => write(&MultiPolygon(vec![rect.to_polygon()]).into(), &mut out),
        Geometry::Triangle(triangle) => write(&MultiPolygon(vec![triangle.to_polygon()]).into(), &mut out),
        other => write(other, &mut out),
    }
    Ok(out)
}

fn head(out: &mut Vec<u8>, code: u32) {
    out.push(1);
    out.extend(code.to_le_bytes());
}

fn count(out: &mut Vec<u8>, length: usize) {
    out.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
}

fn coordinates(out: &mut Vec<u8>, coordinates: &[Coord<f64>]) {
    count(out, coordinates.len());
    for c in coordinates {
        out.extend(c.x.to_le_bytes());
        out.extend(c.y.to_le_bytes());
    }
}

fn write(geometry: &Geometry<f64>, out: &mut Vec<u8>) {
    match geometry {
        Geometry::Point(point) => {
            head(out, 1);
            out.extend(point.x().to_le_bytes());
            out.extend(point.y().to_le_bytes());
        }
        Geometry::LineString(line) => {
            head(out, 2);
            coordinates(out, &line.0);
        }
        Geometry::Polygon(polygon) => {
            head(out, 3);
            let has_shell = !polygon.exterior().0.is_empty();
            count(out, if has_shell { 1 + polygon.interiors().len() } else { 0 });
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()).filter(|_| has_shell) {
                coordinates(out, &ring.0);
            }
        }
        Geometry::MultiPoint(points) => parts(out, 4, points.0.iter().map(|p| Geometry::Point(*p))),
        Geometry::MultiLineString(lines) => parts(out, 5, lines.0.iter().cloned().map(Geometry::LineString)),
        Geometry::MultiPolygon(polygons) => parts(out, 6, polygons.0.iter().cloned().map(Geometry::Polygon)),
        Geometry::GeometryCollection(collection) => parts(out, 7, collection.0.iter().cloned()),
        Geometry::Line(line) => write(&LineString::from(*line).into(), out),
        Geometry::Rect(rect) => write(&rect.to_polygon().into(), out),
        Geometry::Triangle(triangle) => write(&triangle.to_polygon().into(), out),
    }
}

fn parts(out: &mut Vec<u8>, code: u32, parts: impl ExactSizeIterator<Item = Geometry<f64>>) {
    head(out, code);
    count(out, parts.len());
    parts.for_each(|part| write(&part, out));
}

/// The geometry of GeoPackage binary, without its heights and measures; none where it is empty.
pub(crate) fn decode(bytes: &[u8]) -> Result<Option<Geometry<f64>>, GeometryFault> {
    let [b'G', b'P', _, flags, _, _, _, _, rest @ ..] = bytes else {
        return Err(GeometryFault::NotGeoPackage);
    };
    let envelope_bytes = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(GeometryFault::NotGeoPackage),
    };
    if flags & EXTENDED != 0 {
        return Err(GeometryFault::NotGeoPackage);
    }
    let mut input = Input { bytes: rest };
    input.take(envelope_bytes)?;
    let geometry = input.geometry(0)?;
    Ok(geometry.filter(|g| extent(g).is_some()))
}

/// West, south, east, north as the header of little-endian binary says them; none where it does not.
pub(crate) fn envelope(bytes: &[u8]) -> Option<[f64; 4]> {
    if !matches!(bytes.get(3)?, 0b0_0011 | 0b0_0101 | 0b0_0111 | 0b0_1001) {
        return None;
    }
    let mut input = Input { bytes: bytes.get(8..)? };
    let mut side = || input.array().ok().map(f64::from_le_bytes).filter(|side| side.is_finite());
    let (west, east, south, north) = (side()?, side()?, side()?, side()?);
    Some([west, south, east, north])
}

struct Input<'a> {
    bytes: &'a [u8],
}

/// What stands before each part.
#[derive(Clone, Copy)]
struct Head {
    little_endian: bool,
    code: u32,
    dimensions: usize,
}

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], GeometryFault> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(GeometryFault::Truncated)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], GeometryFault> {
        self.take(N)?.try_into().map_err(|_| GeometryFault::Truncated)
    }

    fn integer(&mut self, little_endian: bool) -> Result<u32, GeometryFault> {
        let bytes = self.array()?;
        Ok(if little_endian { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    /// A count that the bytes left can hold.
    fn count(&mut self, head: Head, least_bytes: usize) -> Result<usize, GeometryFault> {
        let count = usize::try_from(self.integer(head.little_endian)?).map_err(|_| GeometryFault::Truncated)?;
        if count.checked_mul(least_bytes).is_some_and(|bytes| bytes <= self.bytes.len()) {
            Ok(count)
        } else {
            Err(GeometryFault::Truncated)
        }
    }

    fn head(&mut self) -> Result<Head, GeometryFault> {
        let [order] = self.array()?;
        let little_endian = order != 0;
        let written = self.integer(little_endian)?;
        let (code, dimensions) = if written & 0xE000_0000 == 0 {
            let dimensions = match written / 1000 {
                0 => 2,
                1 | 2 => 3,
                3 => 4,
                _ => return Err(GeometryFault::UnknownType(written)),
            };
            (written % 1000, dimensions)
        } else {
            if written & 0x2000_0000 != 0 {
                self.take(4)?;
            }
            let flag = |bit: u32| usize::from(written & bit != 0);
            (written & 0xFF, 2 + flag(0x8000_0000) + flag(0x4000_0000))
        };
        Ok(Head { little_endian, code, dimensions })
    }

    fn coordinate(&mut self, head: Head) -> Result<Coord<f64>, GeometryFault> {
        let mut number = || -> Result<f64, GeometryFault> {
            let bytes = self.array()?;
            Ok(if head.little_endian { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
        };
        let coordinate = Coord { x: number()?, y: number()? };
        for _ in 2..head.dimensions {
            number()?;
        }
        Ok(coordinate)
    }

    fn line(&mut self, head: Head) -> Result<LineString<f64>, GeometryFault> {
        let count = self.count(head, 8 * head.dimensions)?;
        let coordinates = (0..count).map(|_| self.coordinate(head)).collect::<Result<Vec<_>, _>>()?;
        if coordinates.iter().all(|c| c.x.is_finite() && c.y.is_finite()) {
            Ok(LineString(coordinates))
        } else {
            Err(GeometryFault::NotFinite)
        }
    }

    fn polygon(&mut self, head: Head) -> Result<Polygon<f64>, GeometryFault> {
        let count = self.count(head, 4)?;
        let mut rings = (0..count).map(|_| self.line(head)).collect::<Result<Vec<_>, _>>()?.into_iter();
        let shell = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Ok(Polygon::new(shell, rings.collect()))
    }

    /// A point; none where it is written as empty.
    fn point(&mut self, head: Head) -> Result<Option<Point<f64>>, GeometryFault> {
        let Coord { x, y } = self.coordinate(head)?;
        if x.is_nan() && y.is_nan() {
            Ok(None)
        } else if x.is_finite() && y.is_finite() {
            Ok(Some(Point::new(x, y)))
        } else {
            Err(GeometryFault::NotFinite)
        }
    }

    /// The parts of a whole, each of which must have the code given.
    fn parts<T>(
        &mut self,
        head: Head,
        code: u32,
        read: impl Fn(&mut Self, Head) -> Result<T, GeometryFault>,
    ) -> Result<Vec<T>, GeometryFault> {
        let count = self.count(head, 5)?;
        let mut parts = Vec::with_capacity(count);
        for _ in 0..count {
            let part = self.head()?;
            if part.code != code {
                return Err(curve(part.code).map_or(GeometryFault::WrongPart, GeometryFault::Curved));
            }
            parts.push(read(self, part)?);
        }
        Ok(parts)
    }

    fn geometry(&mut self, depth: u8) -> Result<Option<Geometry<f64>>, GeometryFault> {
        if depth > DEEPEST_COLLECTION {
            return Err(GeometryFault::TooDeep);
        }
        let head = self.head()?;
        Ok(Some(match head.code {
            1 => return Ok(self.point(head)?.map(Geometry::Point)),
            2 => self.line(head)?.into(),
            3 => self.polygon(head)?.into(),
            4 => MultiPoint(self.parts(head, 1, Self::point)?.into_iter().flatten().collect()).into(),
            5 => MultiLineString(self.parts(head, 2, Self::line)?).into(),
            6 => MultiPolygon(self.parts(head, 3, Self::polygon)?).into(),
            7 => {
                let count = self.count(head, 5)?;
                let parts = (0..count).map(|_| self.geometry(depth + 1)).collect::<Result<Vec<_>, _>>()?;
                Geometry::GeometryCollection(GeometryCollection(parts.into_iter().flatten().collect()))
            }
            code => return Err(curve(code).map_or(GeometryFault::UnknownType(code), GeometryFault::Curved)),
        }))
    }
}

fn curve(code: u32) -> Option<&'static str> {
    Some(match code {
        8 => "CircularString",
        9 => "CompoundCurve",
        10 => "CurvePolygon",
        11 => "MultiCurve",
        12 => "MultiSurface",
        13 => "Curve",
        14 => "Surface",
        15 => "PolyhedralSurface",
        16 => "TIN",
        17 => "Triangle",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
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
            prop_assert_eq!(decode(&encode(&geometry).unwrap()), Ok(Some(geometry)));
        }

        #[test]
        fn a_geometry_cut_anywhere_is_an_error(geometry in geometry(), cut in 0.0..1.0_f64) {
            let bytes = encode(&geometry).unwrap();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "test")]
            let end = (cut * bytes.len() as f64) as usize;
            prop_assert!(decode(&bytes[..end]).is_err());
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut blob = b"GP\0\x01\xe6\x10\0\0\x01".to_vec();
            let _ = decode(&bytes);
            blob.extend(bytes);
            let _ = decode(&blob);
        }
    }

    #[test]
    fn one_area_is_written_as_a_multi_area_with_its_hole() {
        let read = decode(&encode(&square().into()).unwrap()).unwrap();
        assert_eq!(read, Some(MultiPolygon(vec![square()]).into()));
    }

    #[test]
    fn a_count_of_four_billion_is_only_a_cut_geometry() {
        for code in [2_u8, 3, 4, 5, 6, 7] {
            let blob = [b"GP\0\x01\xe6\x10\0\0\x01".as_slice(), &[code, 0, 0, 0, 255, 255, 255, 255]].concat();
            assert_eq!(decode(&blob), Err(GeometryFault::Truncated), "{code}");
        }
    }

    #[test]
    fn collections_without_end_are_refused() {
        let one = [1, 7, 0, 0, 0, 1, 0, 0, 0];
        let blob = [b"GP\0\x01\xe6\x10\0\0".as_slice(), &one.repeat(100_000)].concat();
        assert_eq!(decode(&blob), Err(GeometryFault::TooDeep));
    }

    #[test]
    fn a_curve_is_refused_by_its_name() {
        let blob = b"GP\0\x01\xe6\x10\0\0\x01\x0a\0\0\0\0\0\0\0";
        assert_eq!(decode(blob), Err(GeometryFault::Curved("CurvePolygon")));
        let within_a_collection = b"GP\0\x01\xe6\x10\0\0\x01\x06\0\0\0\x01\0\0\0\x01\x0a\0\0\0\0\0\0\0";
        assert_eq!(decode(within_a_collection), Err(GeometryFault::Curved("CurvePolygon")));
    }

    #[test]
    fn heights_and_measures_are_left_out() {
        let mut blob = b"GP\0\x01\xe6\x10\0\0\x01\xb9\x0b\0\0".to_vec();
        blob.extend([3.0_f64, 4.0, 5.0, 6.0].iter().flat_map(|n| n.to_le_bytes()));
        assert_eq!(decode(&blob), Ok(Some(Point::new(3.0, 4.0).into())));
    }

    #[test]
    fn big_endian_reads_too() {
        let mut blob = b"GP\0\x00\0\0\x10\xe6\x00\0\0\0\x01".to_vec();
        blob.extend([3.0_f64, 4.0].iter().flat_map(|n| n.to_be_bytes()));
        assert_eq!(decode(&blob), Ok(Some(Point::new(3.0, 4.0).into())));
    }

    #[test]
    fn an_empty_geometry_is_none() {
        let blob = encode(&MultiPolygon::<f64>(Vec::new()).into()).unwrap();
        assert_eq!(decode(&blob), Ok(None));
    }

    #[test]
    fn a_coordinate_that_is_no_number_is_refused() {
        assert_eq!(encode(&Point::new(f64::NAN, 1.0).into()), Err(GeometryFault::NotFinite));
    }
}
