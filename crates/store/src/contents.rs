//! What the GeoPackage says it holds: the rows of `gpkg_contents` and its companions, and spatial indexes.

use crate::StoreError;
use city::layer::Shape;
use jiff::Timestamp;
use rusqlite::Connection;

/// A time as GeoPackage writes it: UTC, with milliseconds.
pub(crate) fn timestamp(now: &str) -> Result<String, StoreError> {
    let time: Timestamp = now.parse().map_err(|_| StoreError::Time(now.to_owned()))?;
    Ok(time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())
}

/// A name as SQL takes it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A table or view as `gpkg_contents` lists it.
pub(crate) struct Entry<'a> {
    pub table: &'a str,
    pub title: &'a str,
    pub description: &'a str,
    /// Name of the geometry column, and what shapes stand in it.
    pub geometry: Option<(&'a str, Shape)>,
    /// West, south, east, north.
    pub extent: Option<[f64; 4]>,
    pub now: &'a str,
}

/// Lists a table, in place of what was said of it before.
pub(crate) fn list(db: &Connection, entry: &Entry<'_>) -> Result<(), StoreError> {
    unlist(db, entry.table)?;
    let data_type = if entry.geometry.is_some() { "features" } else { "attributes" };
    let side = |i: usize| entry.extent.map(|sides| sides[i]);
    let taken: bool =
        db.query_row("SELECT EXISTS (SELECT 1 FROM gpkg_contents WHERE identifier = ?1)", [entry.title], |row| {
            row.get(0)
        })?;
    let identifier = match entry.title {
        "" => entry.table.to_owned(),
        title if taken => format!("{title} ({})", entry.table),
        title => title.to_owned(),
    };
    db.execute(
        "INSERT INTO gpkg_contents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (
            entry.table,
            data_type,
            identifier,
            entry.description,
            entry.now,
            side(0),
            side(1),
            side(2),
            side(3),
            entry.geometry.map(|_| 4326),
        ),
    )?;
    if let Some((column, shape)) = entry.geometry {
        let geometry_type = match shape {
            Shape::Point => "POINT",
            Shape::Line => "MULTILINESTRING",
            Shape::Area => "MULTIPOLYGON",
            Shape::Mixed | Shape::None => "GEOMETRY",
        };
        db.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?1, ?2, ?3, 4326, 0, 0)",
            (entry.table, column, geometry_type),
        )?;
    }
    Ok(())
}

/// Takes a table out of the lists, and the styles that makazi gave it; styles that people saved in QGIS stay.
pub(crate) fn unlist(db: &Connection, table: &str) -> Result<(), StoreError> {
    db.execute("DELETE FROM gpkg_geometry_columns WHERE table_name = ?1", [table])?;
    db.execute("DELETE FROM gpkg_metadata_reference WHERE table_name = ?1", [table])?;
    db.execute("DELETE FROM gpkg_contents WHERE table_name = ?1", [table])?;
    db.execute("DELETE FROM layer_styles WHERE f_table_name = ?1 AND owner = 'makazi'", [table])?;
    Ok(())
}

/// Says when the rows of a table last changed.
pub(crate) fn touch(db: &Connection, table: &str, now: &str) -> Result<(), StoreError> {
    db.prepare_cached("UPDATE gpkg_contents SET last_change = ?2 WHERE table_name = ?1")?.execute((table, now))?;
    Ok(())
}

/// An empty spatial index over a geometry column; [`keep_index`] lets it follow the table.
pub(crate) fn create_index(db: &Connection, table: &str, geometry: &str) -> Result<(), StoreError> {
    let index = quoted(&format!("rtree_{table}_{geometry}"));
    db.execute_batch(&format!("CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy);"))?;
    db.execute(
        "INSERT INTO gpkg_extensions VALUES (?1, ?2, 'gpkg_rtree_index', 'http://www.geopackage.org/spec130/#extension_rtree', 'write-only')",
        [table, geometry],
    )?;
    Ok(())
}

/// The triggers of the GeoPackage R-tree extension.
pub(crate) fn keep_index(db: &Connection, table: &str, fid: &str, geometry: &str) -> Result<(), StoreError> {
    let (t, f, g) = (quoted(table), quoted(fid), quoted(geometry));
    let index = quoted(&format!("rtree_{table}_{geometry}"));
    let trigger = |name: &str| quoted(&format!("rtree_{table}_{geometry}_{name}"));
    let put = format!(
        "INSERT OR REPLACE INTO {index} VALUES (NEW.{f}, ST_MinX(NEW.{g}), ST_MaxX(NEW.{g}), ST_MinY(NEW.{g}), ST_MaxY(NEW.{g}));"
    );
    let is_there = format!("(NEW.{g} NOTNULL AND NOT ST_IsEmpty(NEW.{g}))");
    let is_gone = format!("(NEW.{g} ISNULL OR ST_IsEmpty(NEW.{g}))");
    let drop_old = format!("DELETE FROM {index} WHERE id = OLD.{f};");
    let drop_both = format!("DELETE FROM {index} WHERE id IN (OLD.{f}, NEW.{f});");
    for (name, event, when, action) in [
        ("insert", "INSERT".to_owned(), is_there.clone(), put.clone()),
        ("update1", format!("UPDATE OF {g}"), format!("OLD.{f} = NEW.{f} AND {is_there}"), put.clone()),
        ("update2", format!("UPDATE OF {g}"), format!("OLD.{f} = NEW.{f} AND {is_gone}"), drop_old.clone()),
        ("update3", "UPDATE".to_owned(), format!("OLD.{f} != NEW.{f} AND {is_there}"), format!("{drop_old} {put}")),
        ("update4", "UPDATE".to_owned(), format!("OLD.{f} != NEW.{f} AND {is_gone}"), drop_both),
        ("delete", "DELETE".to_owned(), format!("OLD.{g} NOT NULL"), drop_old.clone()),
    ] {
        db.execute_batch(&format!(
            "CREATE TRIGGER {} AFTER {event} ON {t} WHEN {when} BEGIN {action} END;",
            trigger(name)
        ))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_utc_with_milliseconds() {
        assert_eq!(timestamp("2026-01-31T14:00:00+02:00").unwrap(), "2026-01-31T12:00:00.000Z");
        assert!(timestamp("yesterday").is_err());
    }

    #[test]
    fn a_quote_in_a_name_cannot_end_it() {
        assert_eq!(quoted("a\"; DROP TABLE b"), "\"a\"\"; DROP TABLE b\"");
    }
}
