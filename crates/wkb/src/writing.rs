//! Well-known binary of a shape.

use crate::{DEEPEST_COLLECTION, ShapeFault, extent};
use geo_types::{Coord, Geometry, LineString};

/// Little-endian binary of a geometry, of the type that it has (a `Line` as a line, a `Rect` or `Triangle` as an area).
///
/// # Errors
/// [`ShapeFault::NotFinite`] for a coordinate that is infinite or no number, and [`ShapeFault::TooDeep`] for collections
/// nested deeper than [`read`](crate::read()) follows them.
///
/// ```
/// let point = geo_types::Geometry::from(geo_types::Point::new(36.8, -1.3));
/// let bytes = wkb::write(&point)?;
/// assert_eq!((bytes.len(), wkb::read(&bytes)?), (21, Some(point)));
/// # Ok::<(), wkb::ShapeFault>(())
/// ```
pub fn write(geometry: &Geometry<f64>) -> Result<Vec<u8>, ShapeFault> {
    let mut out = Vec::new();
    write_to(&mut out, geometry)?;
    Ok(out)
}

/// As [`write()`], behind what is in `out` already; nothing is added where it fails.
///
/// # Errors
/// As [`write()`].
pub fn write_to(out: &mut Vec<u8>, geometry: &Geometry<f64>) -> Result<(), ShapeFault> {
    if deeper_than(geometry, DEEPEST_COLLECTION) {
        return Err(ShapeFault::TooDeep);
    }
    let mut finite = true;
    extent::each_coordinate(geometry, &mut |c| finite &= c.x.is_finite() && c.y.is_finite());
    if !finite {
        return Err(ShapeFault::NotFinite);
    }
    shape(geometry, out);
    Ok(())
}

fn deeper_than(geometry: &Geometry<f64>, levels: u8) -> bool {
    let Geometry::GeometryCollection(collection) = geometry else { return false };
    let below = levels.checked_sub(1);
    collection.0.iter().any(|part| below.is_none_or(|below| deeper_than(part, below)))
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

fn shape(geometry: &Geometry<f64>, out: &mut Vec<u8>) {
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
        Geometry::Line(line) => shape(&LineString::from(*line).into(), out),
        Geometry::Rect(rect) => shape(&rect.to_polygon().into(), out),
        Geometry::Triangle(triangle) => shape(&triangle.to_polygon().into(), out),
    }
}

fn parts(out: &mut Vec<u8>, code: u32, parts: impl ExactSizeIterator<Item = Geometry<f64>>) {
    head(out, code);
    count(out, parts.len());
    parts.for_each(|part| shape(&part, out));
}
