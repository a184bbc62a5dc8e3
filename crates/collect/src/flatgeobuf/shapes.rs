//! Geometries out of FlatGeobuf: coordinates in one list, with the ends of its parts beside them.

use flatgeobuf::{Geometry as Table, GeometryType};
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};

/// How deep collections may stand in collections.
const DEEPEST: u8 = 16;

/// The shape of a feature in a layer of a type, `Unknown` where each has its own; none where it has no coordinates.
pub(super) fn shape(table: &Table, layer: GeometryType) -> Result<Option<Geometry<f64>>, String> {
    let kind = if layer == GeometryType::Unknown { table.type_() } else { layer };
    of_kind(table, kind, 0)
}

fn of_kind(table: &Table, kind: GeometryType, depth: u8) -> Result<Option<Geometry<f64>>, String> {
    let some = |shape: Geometry<f64>, empty: bool| Ok((!empty).then_some(shape));
    match kind {
        GeometryType::Point => match coordinates(table)?.first() {
            Some(point) => Ok(Some(Point(*point).into())),
            None => Ok(None),
        },
        GeometryType::MultiPoint => {
            let points = MultiPoint(coordinates(table)?.into_iter().map(Point).collect());
            some(points.clone().into(), points.0.is_empty())
        }
        GeometryType::LineString => {
            let line = LineString(coordinates(table)?);
            let empty = line.0.is_empty();
            some(line.into(), empty)
        }
        GeometryType::MultiLineString => {
            let lines = MultiLineString(lines(table)?);
            let empty = lines.0.is_empty();
            some(lines.into(), empty)
        }
        GeometryType::Polygon | GeometryType::Triangle => Ok(area(table)?.map(Geometry::Polygon)),
        GeometryType::MultiPolygon => {
            let parts = match table.parts() {
                Some(parts) => parts.iter().filter_map(|part| area(&part).transpose()).collect::<Result<_, _>>()?,
                None => Vec::from_iter(area(table)?),
            };
            let empty = parts.is_empty();
            some(MultiPolygon(parts).into(), empty)
        }
        GeometryType::GeometryCollection => {
            if depth >= DEEPEST {
                return Err(format!("collections are nested more than {DEEPEST} deep"));
            }
            let parts = table.parts().into_iter().flatten();
            let parts: Vec<_> = parts
                .filter_map(|part| of_kind(&part, part.type_(), depth + 1).transpose())
                .collect::<Result<_, _>>()?;
            let empty = parts.is_empty();
            some(Geometry::GeometryCollection(GeometryCollection(parts)), empty)
        }
        GeometryType::Unknown => Err("a geometry of no type".to_owned()),
        other => match other.variant_name() {
            Some(name) => Err(format!("{name} is curved or a surface: write it with `ogr2ogr -nlt CONVERT_TO_LINEAR`")),
            None => Err(format!("type {} is no geometry type", other.0)),
        },
    }
}

/// All coordinates; a point written as empty has none.
fn coordinates(table: &Table) -> Result<Vec<Coord<f64>>, String> {
    let Some(numbers) = table.xy() else { return Ok(Vec::new()) };
    if numbers.len() % 2 != 0 {
        return Err("a coordinate without its other".to_owned());
    }
    let mut coordinates = Vec::with_capacity(numbers.len() / 2);
    let mut numbers = numbers.iter();
    while let (Some(x), Some(y)) = (numbers.next(), numbers.next()) {
        coordinates.push(Coord { x, y });
    }
    match coordinates.as_slice() {
        [only] if only.x.is_nan() && only.y.is_nan() => Ok(Vec::new()),
        all if all.iter().all(|c| c.x.is_finite() && c.y.is_finite()) => Ok(coordinates),
        _ => Err("a coordinate is infinite or no number".to_owned()),
    }
}

/// The lines or rings of a shape: all in one where it says no ends.
fn lines(table: &Table) -> Result<Vec<LineString<f64>>, String> {
    let coordinates = coordinates(table)?;
    let Some(ends) = table.ends().filter(|ends| !ends.is_empty()) else {
        return Ok(if coordinates.is_empty() { Vec::new() } else { vec![LineString(coordinates)] });
    };
    let mut start = 0;
    let mut lines = Vec::with_capacity(ends.len());
    for end in ends {
        let end = usize::try_from(end).unwrap_or(usize::MAX);
        let line = coordinates.get(start..end).ok_or("a part ends where no coordinate is")?;
        lines.push(LineString(line.to_vec()));
        start = end;
    }
    Ok(lines)
}

fn area(table: &Table) -> Result<Option<Polygon<f64>>, String> {
    let mut rings = lines(table)?.into_iter();
    let shell = rings.next().filter(|shell| !shell.0.is_empty());
    Ok(shell.map(|shell| Polygon::new(shell, rings.collect())))
}
