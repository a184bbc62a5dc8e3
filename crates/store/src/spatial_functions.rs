//! The SQL functions that the triggers of the GeoPackage R-tree extension call.

use crate::geopackage_binary;
use city::layer::Shape;
use geo_types::Geometry;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

/// Registers `ST_MinX`, `ST_MaxX`, `ST_MinY`, `ST_MaxY`, `ST_IsEmpty` and our own `makazi_shape` and `makazi_meets`.
pub(crate) fn register(db: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    for (name, side) in [("ST_MinX", 0), ("ST_MaxX", 2), ("ST_MinY", 1), ("ST_MaxY", 3)] {
        db.create_scalar_function(name, 1, flags, move |context| {
            Ok(extent(context.get_raw(0)).and_then(|sides| sides.get(side).copied()))
        })?;
    }
    db.create_scalar_function("ST_IsEmpty", 1, flags, |context| {
        let value = context.get_raw(0);
        Ok((value != ValueRef::Null).then(|| extent(value).is_none()))
    })?;
    db.create_scalar_function("makazi_shape", 1, flags, |context| {
        Ok(geometry(context.get_raw(0)).map(|g| shape(&g).as_str()))
    })?;
    db.create_scalar_function("makazi_meets", 5, flags, |context| {
        let sides = [context.get(1)?, context.get(2)?, context.get(3)?, context.get(4)?];
        Ok(meets(context.get_raw(0), sides))
    })
}

/// Whether a geometry shares a point with a box (west, south, east, north): see [`grid::measure::meets`].
fn meets(value: ValueRef<'_>, sides: [f64; 4]) -> bool {
    let [west, south, east, north] = sides;
    let inside = |[w, s, e, n]: [f64; 4]| west <= w && e <= east && south <= s && n <= north;
    extent(value).is_some_and(inside) || geometry(value).is_some_and(|shape| grid::measure::meets(&shape, sides))
}

fn geometry(value: ValueRef<'_>) -> Option<Geometry<f64>> {
    value.as_blob().ok().and_then(|blob| geopackage_binary::decode(blob).ok().flatten())
}

/// West, south, east, north: from the header where it says them, else from the coordinates.
fn extent(value: ValueRef<'_>) -> Option<[f64; 4]> {
    let blob = value.as_blob().ok()?;
    geopackage_binary::envelope(blob)
        .or_else(|| geopackage_binary::extent(&geopackage_binary::decode(blob).ok().flatten()?))
}

/// What shape a geometry has.
pub(crate) fn shape(geometry: &Geometry<f64>) -> Shape {
    match geometry {
        Geometry::Point(_) => Shape::Point,
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => Shape::Line,
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => Shape::Area,
        Geometry::MultiPoint(_) | Geometry::GeometryCollection(_) => Shape::Mixed,
    }
}
