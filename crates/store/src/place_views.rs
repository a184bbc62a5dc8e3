//! The layers that a person sees in QGIS: one view for each kind of place that the city has.

use crate::{StoreError, contents, style};
use city::layer::Shape;
use city::{PlaceKind, Style};
use rusqlite::Connection;

struct View {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    colour: &'static str,
    /// See [`style::Styled::fill`].
    fill: u8,
}

const fn view(kind: PlaceKind) -> View {
    let (name, title, description, colour, fill) = match kind {
        PlaceKind::City => ("cities", "City", "The whole city or city region", "#4d4d4d", 0),
        PlaceKind::District => (
            "districts",
            "Districts",
            "Parts that the city is divided into, of every edition of boundaries",
            "#5b8db8",
            60,
        ),
        PlaceKind::Settlement => (
            "settlements",
            "Settlements",
            "Settlements, formal and informal, that counted themselves or were counted",
            "#d95f0e",
            150,
        ),
        PlaceKind::Cell => ("cells", "Grid cells", "Cells of a grid by which a source reports", "#9e9ac8", 80),
        PlaceKind::Building => ("buildings", "Buildings", "Single buildings", "#8c6d31", 180),
        PlaceKind::Facility => ("facilities", "Facilities", "Clinics, schools, toilet blocks, taps", "#238b45", 180),
    };
    View { name, title, description, colour, fill }
}

/// Lists the kinds of places that are there, with extent, shape and style, and no others.
pub(crate) fn refresh(db: &Connection, now: &str) -> Result<(), StoreError> {
    for kind in PlaceKind::ALL {
        let View { name, title, description, colour, fill } = view(*kind);
        let (count, shape, extent) = what_is_there(db, *kind)?;
        if count == 0 {
            contents::unlist(db, name)?;
            continue;
        }
        let geometry = (shape != Shape::None).then_some(("geometry", shape));
        contents::list(db, &contents::Entry { table: name, title, description, geometry, extent, now })?;
        let styled = style::Styled { table: name, title, geometry: "geometry", shape, fill, now };
        style::put(db, &styled, &Style::Single(colour.to_owned()))?;
    }
    Ok(())
}

fn what_is_there(db: &Connection, kind: PlaceKind) -> Result<(i64, Shape, Option<[f64; 4]>), StoreError> {
    let sql = "SELECT count(*), group_concat(DISTINCT makazi_shape(geometry)), min(ST_MinX(geometry)),
               min(ST_MinY(geometry)), max(ST_MaxX(geometry)), max(ST_MaxY(geometry)) FROM place WHERE kind = ?1";
    Ok(db.query_row(sql, [kind.as_str()], |row| {
        let shapes: Option<String> = row.get(1)?;
        let shape = shapes.map_or(Shape::None, |shapes| shapes.parse().unwrap_or(Shape::Mixed));
        let side = |i: usize| row.get::<_, Option<f64>>(i);
        let extent = match (side(2)?, side(3)?, side(4)?, side(5)?) {
            (Some(west), Some(south), Some(east), Some(north)) => Some([west, south, east, north]),
            _ => None,
        };
        Ok((row.get(0)?, shape, extent))
    })?)
}

/// Whether a name is that of one of the views.
pub(crate) fn is_name(name: &str) -> bool {
    PlaceKind::ALL.iter().any(|kind| view(*kind).name.eq_ignore_ascii_case(name))
}
