//! One metadata entry for each source, so that QGIS and GDAL show where a layer came from.

use crate::StoreError;
use rusqlite::Connection;

/// Writes the entries anew: each names the layers of its source, or else the whole file.
pub(crate) fn refresh(db: &Connection, now: &str) -> Result<(), StoreError> {
    db.execute("DELETE FROM gpkg_metadata_reference", [])?;
    db.execute("DELETE FROM gpkg_metadata", [])?;
    let mut statement = db.prepare_cached("SELECT id FROM source ORDER BY fid")?;
    let ids = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    for id in ids {
        let text = text(db, &id)?;
        db.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata)
             VALUES ('dataset', 'https://www.dublincore.org/specifications/dublin-core/dcmi-terms/', 'text/plain', ?1)",
            [text],
        )?;
        let entry = db.last_insert_rowid();
        let layers = db.execute(
            "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, timestamp, md_file_id)
             SELECT 'table', name, ?2, ?3 FROM makazi_layer WHERE source = ?1 ORDER BY name",
            (&id, now, entry),
        )?;
        if layers == 0 {
            db.execute(
                "INSERT INTO gpkg_metadata_reference (reference_scope, timestamp, md_file_id) VALUES ('geopackage', ?1, ?2)",
                (now, entry),
            )?;
        }
    }
    Ok(())
}

fn text(db: &Connection, id: &str) -> Result<String, StoreError> {
    let sql = "SELECT title, publisher, licence, address, date, quality, raw, checksum, reference_system
               FROM source WHERE id = ?1";
    Ok(db.query_row(sql, [id], |row| {
        let mut lines = vec![format!("identifier: {id}")];
        for (i, name) in ["title", "publisher", "licence", "address", "date", "quality"].into_iter().enumerate() {
            let value: String = row.get(i)?;
            if !value.is_empty() {
                lines.push(format!("{name}: {value}"));
            }
        }
        lines.push(format!("raw: {}", if row.get(6)? { "yes" } else { "no, somebody processed it on the way" }));
        lines.push(format!("sha256: {}", row.get::<_, String>(7)?));
        lines.push(format!("reference system: {}", row.get::<_, String>(8)?));
        Ok(lines.join("\n"))
    })?)
}
