//! Layers: one table each, with its spatial index, style and notes on columns.

use crate::spatial_functions::shape;
use crate::{
    CityFile, Stage, StoreError, Window, contents, geopackage_binary, layer_columns, place_views, spatial_index, style,
};
use city::layer::Shape;
use city::source::SourceId;
use city::{Cell, Feature, Layer, Problem};
use contents::quoted;
use layer_columns::Names;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, Statement};

const LAYER: &str = "name, title, description, shape, columns, style, source, fid_column, geometry_column";
const OURS: [&str; 11] = [
    "consent",
    "source",
    "run",
    "problem",
    "place",
    "place_given",
    "observation",
    "concordance",
    "raster",
    "layer_styles",
    "data_licenses",
];

impl Stage<'_> {
    /// Puts a layer in place of what was there under its name. Features are written as they come, so that memory does not
    /// grow with them; lines and areas become multi-lines and multi-areas.
    ///
    /// Returns a problem for each thing that came in otherwise than given: `geometry_not_finite` (the feature is kept
    /// without geometry) and `not_a_number` (the cell is kept empty).
    ///
    /// # Errors
    /// [`StoreError::LayerName`], [`StoreError::LayerOfAnother`], [`StoreError::Unknown`] for a source not put before,
    /// [`StoreError::Colour`], and [`StoreError::Feature`] for a feature that does not fit the columns.
    pub fn put_layer(
        &mut self,
        layer: &Layer,
        features: impl IntoIterator<Item = Feature>,
    ) -> Result<Vec<Problem>, StoreError> {
        check_name(&layer.name)?;
        self.require("source", layer.source.as_str(), || format!("the layer `{}`", layer.name))?;
        if let Some((old, _)) = find(self.db(), &layer.name)? {
            if old.source != layer.source {
                let (layer, source_id, other) = (layer.name.clone(), layer.source.0.clone(), old.source.0);
                return Err(StoreError::LayerOfAnother { layer, source_id, other });
            }
            self.drop_layer(&old.name)?;
        }
        let names = Names::of(layer);
        create(self.db(), layer, &names)?;
        let filled = fill(self.db(), layer, &names, features)?;
        let found = filled.shape.unwrap_or(layer.shape);
        let geometry = names.geometry.as_deref().map(|column| (column, found));
        if let Some((column, _)) = geometry {
            contents::keep_index(self.db(), &layer.name, &names.fid, column)?;
        }
        contents::list(
            self.db(),
            &contents::Entry {
                table: &layer.name,
                title: &layer.title,
                description: &layer.description,
                geometry,
                extent: filled.extent,
                now: &self.now,
            },
        )?;
        if let Some((geometry, shape)) = geometry {
            let (table, title, now) = (&layer.name, &layer.title, &self.now);
            let styled = style::Styled { table, title, geometry, shape, fill: 180, now };
            style::put(self.db(), &styled, &names.renamed(&layer.style, layer))?;
        }
        Ok(filled.problems)
    }

    /// Removes a layer and all that is said of it.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn drop_layer(&mut self, name: &str) -> Result<(), StoreError> {
        let Some((layer, names)) = find(self.db(), name)? else { return Ok(()) };
        let db = self.db();
        if let Some(geometry) = names.geometry {
            db.execute_batch(&format!("DROP TABLE {}", quoted(&format!("rtree_{}_{geometry}", layer.name))))?;
        }
        db.execute_batch(&format!("DROP TABLE {}", quoted(&layer.name)))?;
        contents::unlist(db, &layer.name)?;
        for table in ["gpkg_extensions", "gpkg_data_columns"] {
            db.execute(&format!("DELETE FROM {table} WHERE table_name = ?1"), [&layer.name])?;
        }
        db.execute("DELETE FROM makazi_layer WHERE name = ?1", [&layer.name])?;
        Ok(())
    }
}

fn check_name(name: &str) -> Result<(), StoreError> {
    let wrong = |reason| Err(StoreError::LayerName { name: name.to_owned(), reason });
    let lower = name.to_ascii_lowercase();
    if name.is_empty() || name.len() > 60 || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return wrong("expected 1 to 60 letters, digits and `_`");
    }
    if ["gpkg_", "rtree_", "sqlite_", "makazi_", "ogr_"].iter().any(|prefix| lower.starts_with(prefix)) {
        return wrong("names that begin with `gpkg_`, `rtree_`, `sqlite_`, `ogr_` and `makazi_` are taken");
    }
    if OURS.contains(&lower.as_str()) || place_views::is_name(name) {
        return wrong("a table of the city has that name");
    }
    Ok(())
}

fn create(db: &Connection, layer: &Layer, names: &Names) -> Result<(), StoreError> {
    let mut columns = vec![format!("{} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", quoted(&names.fid))];
    columns.extend(names.geometry.as_deref().map(|geometry| format!("{} GEOMETRY", quoted(geometry))));
    let typed = names.columns.iter().zip(&layer.columns);
    columns.extend(typed.map(|(name, column)| format!("{} {}", quoted(name), layer_columns::sql_type(column.holds))));
    db.execute_batch(&format!("CREATE TABLE {} ({})", quoted(&layer.name), columns.join(", ")))?;
    if let Some(geometry) = &names.geometry {
        contents::create_index(db, &layer.name, geometry)?;
    }
    let json = |value: serde_json::Result<String>| value.map_err(|e| StoreError::row("makazi_layer", &layer.name, e));
    db.execute(
        "INSERT INTO makazi_layer (name, title, description, shape, columns, style, fid_column, geometry_column, source)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            &layer.name,
            &layer.title,
            &layer.description,
            layer.shape.as_str(),
            json(serde_json::to_string(&layer.columns))?,
            json(serde_json::to_string(&layer.style))?,
            &names.fid,
            &names.geometry,
            layer.source.as_str(),
        ),
    )?;
    for (name, column) in names.columns.iter().zip(&layer.columns) {
        if !column.description.is_empty() || *name != column.name {
            db.execute(
                "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) VALUES (?1, ?2, ?2, ?3, ?4)",
                (&layer.name, name, &column.name, &column.description),
            )?;
        }
    }
    Ok(())
}

#[derive(Default)]
struct Filled {
    problems: Vec<Problem>,
    extent: Option<[f64; 4]>,
    /// The shape of all features, `Mixed` where they differ.
    shape: Option<Shape>,
}

fn fill(
    db: &Connection,
    layer: &Layer,
    names: &Names,
    features: impl IntoIterator<Item = Feature>,
) -> Result<Filled, StoreError> {
    let table = quoted(&layer.name);
    let listed = names.geometry.iter().chain(&names.columns).map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    let marks = vec!["?"; names.columns.len() + usize::from(names.geometry.is_some())].join(", ");
    let mut put = match listed.as_str() {
        "" => db.prepare(&format!("INSERT INTO {table} DEFAULT VALUES"))?,
        _ => db.prepare(&format!("INSERT INTO {table} ({listed}) VALUES ({marks})"))?,
    };
    let mut boxes = Vec::new();
    let mut filled = Filled::default();
    for (number, feature) in (1_u64..).zip(features) {
        put_feature(layer, number, &feature, &mut put, &mut filled)?;
        if let Some(geometry) = &feature.geometry
            && let Some([west, south, east, north]) =
                geopackage_binary::extent(geometry).filter(|s| s.iter().all(|side| side.is_finite()))
        {
            boxes.push(spatial_index::Entry::of(db.last_insert_rowid(), [west, south, east, north]));
            let [w, s, e, n] = filled.extent.unwrap_or([west, south, east, north]);
            filled.extent = Some([w.min(west), s.min(south), e.max(east), n.max(north)]);
            let one = shape(geometry);
            filled.shape = Some(filled.shape.map_or(one, |all| if all == one { all } else { Shape::Mixed }));
        }
    }
    if let Some(geometry) = &names.geometry {
        spatial_index::fill(db, &layer.name, geometry, boxes)?;
    }
    Ok(filled)
}

fn put_feature(
    layer: &Layer,
    number: u64,
    feature: &Feature,
    put: &mut Statement<'_>,
    filled: &mut Filled,
) -> Result<(), StoreError> {
    let wrong = |reason| StoreError::Feature { layer: layer.name.clone(), feature: number, reason };
    let warning = |code| {
        Problem { source: layer.source.0.clone(), ..Problem::warning(code) }.in_sheet(&layer.name).at_row(number)
    };
    if feature.cells.len() != layer.columns.len() {
        return Err(wrong(format!("{} cells were expected, {} are there", layer.columns.len(), feature.cells.len())));
    }
    let mut place = 1;
    if layer.shape == Shape::None {
        if feature.geometry.is_some() {
            return Err(wrong("a table without shapes cannot hold a geometry".to_owned()));
        }
    } else {
        let blob = match feature.geometry.as_ref().map(geopackage_binary::encode).transpose() {
            Ok(blob) => blob,
            Err(fault) => {
                filled.problems.push(warning("geometry_not_finite").expected(fault.to_string()));
                None
            }
        };
        put.raw_bind_parameter(place, blob)?;
        place += 1;
    }
    for (cell, column) in feature.cells.iter().zip(&layer.columns) {
        let value = layer_columns::to_sql(cell, column.holds)
            .ok_or_else(|| wrong(format!("`{cell}` does not fit the column `{}` ({})", column.name, column.holds)))?;
        if value == Sql::Null && *cell != Cell::Empty {
            filled
                .problems
                .push(warning("not_a_number").in_column(&column.name).found(cell).expected("a finite number"));
        }
        put.raw_bind_parameter(place, value)?;
        place += 1;
    }
    put.raw_execute()?;
    Ok(())
}

pub(crate) fn find(db: &Connection, name: &str) -> Result<Option<(Layer, Names)>, StoreError> {
    let sql = format!("SELECT {LAYER} FROM makazi_layer WHERE name = ?1 COLLATE NOCASE");
    db.prepare_cached(&sql)?.query_row([name], |row| Ok(layer(row))).optional()?.transpose()
}

fn layer(row: &Row<'_>) -> Result<(Layer, Names), StoreError> {
    let name: String = row.get(0)?;
    let wrong = |reason: &dyn std::fmt::Display| StoreError::row("makazi_layer", &name, reason);
    let layer = Layer {
        title: row.get(1)?,
        description: row.get(2)?,
        shape: row.get::<_, String>(3)?.parse().map_err(|e: city::CityError| wrong(&e))?,
        columns: serde_json::from_str(&row.get::<_, String>(4)?).map_err(|e| wrong(&e))?,
        style: serde_json::from_str(&row.get::<_, String>(5)?).map_err(|e| wrong(&e))?,
        source: SourceId(row.get(6)?),
        name,
    };
    let names = Names { fid: row.get(7)?, geometry: row.get(8)?, columns: Names::of(&layer).columns };
    Ok((layer, names))
}

impl CityFile {
    /// Every layer, by name, without its features.
    ///
    /// # Errors
    /// [`StoreError::Row`] for a row that another program changed beyond reading.
    pub fn layers(&self) -> Result<Vec<Layer>, StoreError> {
        self.rows(&format!("SELECT {LAYER} FROM makazi_layer ORDER BY name"), [], |row| Ok(layer(row)?.0))
    }

    /// The features of a layer whose boxes touch west, south, east, north; all of them where no box is given. In the order
    /// in which they were put.
    ///
    /// # Errors
    /// [`StoreError::NoLayer`], and [`StoreError::Feature`] for one that another program changed beyond reading.
    pub fn features_in(&self, layer: &str, bbox: Option<[f64; 4]>) -> Result<Vec<Feature>, StoreError> {
        let mut features = Vec::new();
        let window = Window { bbox, ..Window::default() };
        self.visit_window(layer, &window, |_, feature| features.push(feature))?;
        Ok(features)
    }
}
