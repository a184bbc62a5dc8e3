//! Geometries out of GeoJSON coordinates.

use city::Problem;
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};
use geojson::{GeometryValue, Position};

/// A geometry with heights dropped; none where it is empty. A reason where it cannot be one.
pub(super) fn geometry(value: &GeometryValue, reported: &mut Vec<Problem>) -> Result<Option<Geometry<f64>>, String> {
    Ok(match value {
        GeometryValue::Point { coordinates } => Some(Point(coordinate(coordinates)?).into()),
        GeometryValue::MultiPoint { coordinates } => {
            filled(path(coordinates)?).map(|points| MultiPoint(points.into_iter().map(Point).collect()).into())
        }
        GeometryValue::LineString { coordinates } => filled(line(coordinates)?.0).map(|line| LineString(line).into()),
        GeometryValue::MultiLineString { coordinates } => {
            let lines = coordinates.iter().map(|c| line(c)).collect::<Result<_, _>>()?;
            filled(lines).map(|lines| MultiLineString(lines).into())
        }
        GeometryValue::Polygon { coordinates } => area(coordinates, reported)?.map(Geometry::from),
        GeometryValue::MultiPolygon { coordinates } => {
            let areas = coordinates.iter().filter_map(|rings| area(rings, reported).transpose());
            filled(areas.collect::<Result<_, _>>()?).map(|areas| MultiPolygon(areas).into())
        }
        GeometryValue::GeometryCollection { geometries } => {
            let parts = geometries.iter().filter_map(|part| geometry(&part.value, reported).transpose());
            let parts = filled(parts.collect::<Result<_, _>>()?);
            parts.map(|parts| Geometry::GeometryCollection(GeometryCollection(parts)))
        }
    })
}

fn filled<T>(parts: Vec<T>) -> Option<Vec<T>> {
    Some(parts).filter(|parts| !parts.is_empty())
}

fn area(rings: &[Vec<Position>], reported: &mut Vec<Problem>) -> Result<Option<Polygon<f64>>, String> {
    let rings = rings.iter().map(|r| ring(r, reported)).collect::<Result<Vec<_>, _>>()?;
    let mut rings = rings.into_iter();
    Ok(rings.next().map(|outer| Polygon::new(outer, rings.collect())))
}

fn ring(positions: &[Position], reported: &mut Vec<Problem>) -> Result<LineString<f64>, String> {
    let mut path = path(positions)?;
    if let (Some(first), Some(last)) = (path.first().copied(), path.last().copied())
        && first != last
    {
        path.push(first);
        let found = format!("a ring that starts at {} {}", first.x, first.y);
        let problem = Problem::warning("ring_unclosed").found(found).expected("its first point as its last");
        reported.push(problem.hint("closed"));
    }
    if path.len() < 4 { Err(format!("a ring of {} points", path.len())) } else { Ok(LineString(path)) }
}

fn line(positions: &[Position]) -> Result<LineString<f64>, String> {
    if positions.len() == 1 { Err("a line of one point".to_owned()) } else { path(positions).map(LineString) }
}

fn path(positions: &[Position]) -> Result<Vec<Coord<f64>>, String> {
    positions.iter().map(coordinate).collect()
}

fn coordinate(position: &Position) -> Result<Coord<f64>, String> {
    match position.as_slice() {
        [x, y, ..] if x.is_finite() && y.is_finite() => Ok(Coord { x: *x, y: *y }),
        [_, _, ..] => Err("a coordinate that is not finite".to_owned()),
        short => Err(format!("a position of {} numbers", short.len())),
    }
}
