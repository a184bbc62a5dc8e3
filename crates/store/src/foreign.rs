//! GeoPackages of other programs: their layers and features, for whoever may not know SQL.

use crate::contents::quoted;
use crate::{GeometryFault, StoreError, connection, geopackage_binary, layer_columns};
use city::{Cell, Column};
use geo_types::Geometry;
use rusqlite::{Connection, OptionalExtension};
use std::path::{Path, PathBuf};

/// A GeoPackage of another program, opened for reading only.
///
/// Nothing is ever written, neither to the file nor to its folder.
#[derive(Debug)]
pub struct ForeignFile {
    db: Connection,
    path: PathBuf,
}

/// A table of features or attributes as a GeoPackage lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignLayer {
    /// Its table.
    pub name: String,
    /// What a person reads.
    pub title: String,
    /// Its geometry column; none for a table without geometry.
    pub geometry_column: Option<String>,
    /// `EPSG:` and a code, or well-known text; empty where the file does not say.
    pub reference_system: String,
    /// Its columns, without geometry and row number; none where the table it names is not there.
    pub columns: Vec<Column>,
    /// How many rows it has.
    pub count: u64,
}

/// A row of another program's layer.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignFeature {
    /// Its number in the file; counted from 1 where the table has none.
    pub fid: i64,
    /// Its geometry in the layer's reference system, or why it cannot be read.
    pub geometry: Result<Option<Geometry<f64>>, GeometryFault>,
    /// One for each column.
    pub cells: Vec<Cell>,
}

impl ForeignFile {
    /// Opens a GeoPackage.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotAGeoPackage`], [`StoreError::Damaged`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let db = connection::for_reading(path)?;
        if !has_table(&db, "gpkg_contents")? {
            let reason = "it is SQLite, but does not say what it holds (no table gpkg_contents)".to_owned();
            return Err(StoreError::NotAGeoPackage { path: path.to_owned(), reason });
        }
        Ok(Self { db, path: path.to_owned() })
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its tables of features and attributes, in the order of the file.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Refused`].
    pub fn layers(&self) -> Result<Vec<ForeignLayer>, StoreError> {
        let sql = "SELECT table_name, identifier FROM gpkg_contents WHERE data_type IN ('features', 'attributes')";
        let mut statement = self.db.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut layers = Vec::new();
        while let Some(row) = rows.next()? {
            layers.push(self.layer(row.get(0)?, row.get::<_, Option<String>>(1)?)?);
        }
        Ok(layers)
    }

    fn layer(&self, name: String, title: Option<String>) -> Result<ForeignLayer, StoreError> {
        let (geometry_column, reference_system) = self.geometry_column(&name)?.unzip();
        let Some(table) = self.table(&name, geometry_column.as_deref())? else {
            let (title, reference_system) = (title.unwrap_or_default(), reference_system.unwrap_or_default());
            return Ok(ForeignLayer { name, title, geometry_column, reference_system, columns: Vec::new(), count: 0 });
        };
        let count: i64 = self.db.query_row(&format!("SELECT count(*) FROM {}", quoted(&name)), [], |row| row.get(0))?;
        Ok(ForeignLayer {
            title: title.unwrap_or_default(),
            geometry_column,
            reference_system: reference_system.unwrap_or_default(),
            columns: table.columns,
            count: count.unsigned_abs(),
            name,
        })
    }

    fn geometry_column(&self, table: &str) -> Result<Option<(String, String)>, StoreError> {
        if !has_table(&self.db, "gpkg_geometry_columns")? {
            return Ok(None);
        }
        let sql = "SELECT g.column_name, s.organization, s.organization_coordsys_id, s.definition
                   FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
                   WHERE lower(g.table_name) = lower(?1)";
        let read = |row: &rusqlite::Row<'_>| {
            let organization: Option<String> = row.get(1)?;
            let definition: Option<String> = row.get(3)?;
            let text = match (organization, row.get::<_, Option<i64>>(2)?) {
                (Some(organization), Some(code)) if organization.eq_ignore_ascii_case("EPSG") => format!("EPSG:{code}"),
                _ => definition.filter(|text| text != "undefined").unwrap_or_default(),
            };
            Ok((row.get(0)?, text))
        };
        Ok(self.db.query_row(sql, [table], read).optional()?)
    }

    fn table(&self, name: &str, geometry: Option<&str>) -> Result<Option<Table>, StoreError> {
        let note = "SELECT description FROM gpkg_data_columns
                    WHERE lower(table_name) = lower(?1) AND lower(column_name) = lower(?2)";
        let described = has_table(&self.db, "gpkg_data_columns")?;
        let mut notes = described.then(|| self.db.prepare(note)).transpose()?;
        let mut statement = self.db.prepare("SELECT name, type, pk FROM pragma_table_info(?1)")?;
        let mut rows = statement.query([name])?;
        let mut table = Table { fid: None, geometry: None, columns: Vec::new() };
        while let Some(row) = rows.next()? {
            let (column, sql_type, key): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let is_number =
                sql_type.eq_ignore_ascii_case("INTEGER") && key == 1 || column.eq_ignore_ascii_case("OGC_FID");
            if is_number && table.fid.is_none() {
                table.fid = Some(column);
            } else if geometry.is_some_and(|geometry| geometry.eq_ignore_ascii_case(&column)) {
                table.geometry = Some(column);
            } else {
                let note = match notes.as_mut() {
                    Some(notes) => notes.query_row([name, &column], |row| row.get(0)).optional()?.flatten(),
                    None => None,
                };
                table.columns.push(layer_columns::column(column, &sql_type, note));
            }
        }
        let is_there = table.fid.is_some() || table.geometry.is_some() || !table.columns.is_empty();
        Ok(is_there.then_some(table))
    }

    /// The rows of a layer, in the order of the file, one at a time.
    ///
    /// # Errors
    /// [`StoreError::NoLayer`]; [`StoreError::Damaged`] from the row on where the file is damaged. A geometry that cannot
    /// be read is no error here: its row says so.
    pub fn visit(&self, layer: &str, mut visit: impl FnMut(ForeignFeature)) -> Result<(), StoreError> {
        let geometry = self.geometry_column(layer)?.map(|(column, _)| column);
        let table = self.table(layer, geometry.as_deref())?.ok_or_else(|| StoreError::NoLayer(layer.to_owned()))?;
        let or_null = |column: Option<&str>| column.map_or("NULL".to_owned(), quoted);
        let mut listed = vec![or_null(table.fid.as_deref()), or_null(table.geometry.as_deref())];
        listed.extend(table.columns.iter().map(|column| quoted(&column.name)));
        let order = table.fid.as_deref().map_or(String::new(), |fid| format!(" ORDER BY {}", quoted(fid)));
        let sql = format!("SELECT {} FROM {}{order}", listed.join(", "), quoted(layer));
        let mut statement = self.db.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut number = 0;
        while let Some(row) = rows.next()? {
            number += 1;
            let geometry = match row.get_ref(1)?.as_blob_or_null() {
                Ok(blob) => blob.map_or(Ok(None), geopackage_binary::decode),
                Err(_) => Err(GeometryFault::NotGeoPackage),
            };
            let mut cells = Vec::with_capacity(table.columns.len());
            for (i, column) in (2..).zip(&table.columns) {
                cells.push(layer_columns::from_sql(row.get_ref(i)?, column.holds));
            }
            visit(ForeignFeature { fid: row.get_ref(0)?.as_i64().unwrap_or(number), geometry, cells });
        }
        Ok(())
    }

    /// All rows of a layer: see [`Self::visit`].
    ///
    /// # Errors
    /// As [`Self::visit`].
    pub fn features(&self, layer: &str) -> Result<Vec<ForeignFeature>, StoreError> {
        let mut features = Vec::new();
        self.visit(layer, |feature| features.push(feature))?;
        Ok(features)
    }
}

struct Table {
    fid: Option<String>,
    geometry: Option<String>,
    columns: Vec<Column>,
}

fn has_table(db: &Connection, name: &str) -> Result<bool, StoreError> {
    Ok(db.prepare_cached("SELECT 1 FROM sqlite_master WHERE name = ?1")?.exists([name])?)
}
