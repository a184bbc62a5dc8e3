//! Geometry as GeoPackage binary: the header of the GeoPackage standard around well-known binary.

use geo_types::{Geometry, LineString, MultiLineString, MultiPolygon};
use wkb::ShapeFault;

pub(crate) use wkb::extent;

const EMPTY: u8 = 0b1_0000;
const EXTENDED: u8 = 0b10_0000;
const WITH_ENVELOPE: u8 = 0b11;

/// Why a geometry could not be read or kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GeometryFault {
    /// It does not begin as GeoPackage geometry does.
    #[error("this is not GeoPackage geometry")]
    NotGeoPackage,
    /// What stands behind the header is no shape.
    #[error(transparent)]
    Shape(#[from] ShapeFault),
}

/// GeoPackage binary of a geometry in EPSG:4326, lines and areas as multi-lines and multi-areas so that a layer has one type.
pub(crate) fn encode(geometry: &Geometry<f64>) -> Result<Vec<u8>, GeometryFault> {
    let extent = extent(geometry);
    let flags = if extent.is_some() { WITH_ENVELOPE } else { EMPTY | 1 };
    let mut out = vec![b'G', b'P', 0, flags];
    out.extend(4326_i32.to_le_bytes());
    if let Some([west, south, east, north]) = extent {
        out.extend([west, east, south, north].iter().flat_map(|side| side.to_le_bytes()));
    }
    match geometry {
        Geometry::Line(line) => wkb::write_to(&mut out, &MultiLineString(vec![LineString::from(*line)]).into()),
        Geometry::LineString(line) => wkb::write_to(&mut out, &MultiLineString(vec![line.clone()]).into()),
        Geometry::Polygon(polygon) => wkb::write_to(&mut out, &MultiPolygon(vec![polygon.clone()]).into()),
        Geometry::Rect(rect) => wkb::write_to(&mut out, &MultiPolygon(vec![rect.to_polygon()]).into()),
        Geometry::Triangle(triangle) => wkb::write_to(&mut out, &MultiPolygon(vec![triangle.to_polygon()]).into()),
        other => wkb::write_to(&mut out, other),
    }?;
    Ok(out)
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
    Ok(wkb::read(rest.get(envelope_bytes..).ok_or(ShapeFault::Truncated)?)?)
}

/// West, south, east, north as the header of little-endian binary says them; none where it does not.
pub(crate) fn envelope(bytes: &[u8]) -> Option<[f64; 4]> {
    if !matches!(bytes.get(3)?, 0b0_0011 | 0b0_0101 | 0b0_0111 | 0b0_1001) {
        return None;
    }
    let side = |at: usize| {
        let side = f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?);
        side.is_finite().then_some(side)
    };
    let (west, east, south, north) = (side(8)?, side(16)?, side(24)?, side(32)?);
    Some([west, south, east, north])
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Point, Polygon};

    fn square() -> Polygon<f64> {
        let ring = |a: f64, b: f64| LineString::from(vec![(a, a), (b, a), (b, b), (a, b), (a, a)]);
        Polygon::new(ring(0.0, 4.0), vec![ring(1.0, 2.0)])
    }

    #[test]
    fn one_area_is_written_as_a_multi_area_with_its_hole_and_its_envelope() {
        let bytes = encode(&square().into()).unwrap();
        assert_eq!(decode(&bytes), Ok(Some(MultiPolygon(vec![square()]).into())));
        assert_eq!(envelope(&bytes), Some([0.0, 0.0, 4.0, 4.0]));
    }

    #[test]
    fn a_geometry_cut_anywhere_is_an_error() {
        let bytes = encode(&square().into()).unwrap();
        assert!((0..bytes.len()).all(|end| decode(&bytes[..end]).is_err()));
    }

    #[test]
    fn an_envelope_with_heights_is_stepped_over() {
        let mut blob = b"GP\0\x05\xe6\x10\0\0".to_vec();
        blob.extend([3.0_f64, 3.0, 4.0, 4.0, 0.0, 9.0].iter().flat_map(|n| n.to_le_bytes()));
        blob.extend(wkb::write(&Point::new(3.0, 4.0).into()).unwrap());
        assert_eq!(decode(&blob), Ok(Some(Point::new(3.0, 4.0).into())));
        assert_eq!(envelope(&blob), Some([3.0, 4.0, 3.0, 4.0]));
    }

    #[test]
    fn an_empty_geometry_is_none_and_what_has_another_head_is_refused() {
        let blob = encode(&MultiPolygon::<f64>(Vec::new()).into()).unwrap();
        assert_eq!((decode(&blob), envelope(&blob)), (Ok(None), None));
        assert_eq!(decode(&blob[8..]), Err(GeometryFault::NotGeoPackage));
        assert_eq!(decode(b"GP\0\x2f\xe6\x10\0\0"), Err(GeometryFault::NotGeoPackage));
    }

    #[test]
    fn a_coordinate_that_is_no_number_is_refused() {
        assert_eq!(encode(&Point::new(f64::NAN, 1.0).into()), Err(ShapeFault::NotFinite.into()));
    }
}
