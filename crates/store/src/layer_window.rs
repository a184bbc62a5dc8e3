//! Reading a part of a layer: by place, by what stands in its columns, by number, page by page.

use crate::contents::quoted;
use crate::layer_columns::{self, Names};
use crate::layer_table::find;
use crate::{CityFile, StoreError, geopackage_binary};
use city::{Cell, Feature, Layer};
use rusqlite::OptionalExtension;
use rusqlite::types::Value as Sql;

/// Which features of a layer are wanted: all that every part of this allows. The default is all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Window {
    /// West, south, east, north: features whose boxes touch it. Where west is greater than east it goes over the date line.
    pub bbox: Option<[f64; 4]>,
    /// Features that share a point with this box themselves, not only by their boxes; it goes over the date line likewise.
    pub meets: Option<[f64; 4]>,
    /// Only features that are wider or higher than this, in degrees; features without a box are left out.
    pub larger_than: Option<f64>,
    /// Columns, by their place in the layer, and what must stand in them.
    pub equals: Vec<(usize, Cell)>,
    /// The number in the table.
    pub number: Option<i64>,
    /// Only those whose number in the table is greater.
    pub after: Option<i64>,
    /// At most so many.
    pub limit: Option<u64>,
    /// Without the first so many.
    pub offset: u64,
}

impl Window {
    /// The same for a layer without shapes: place chooses nothing there.
    fn without_place(&self) -> Self {
        Self { bbox: None, meets: None, larger_than: None, ..self.clone() }
    }
}

/// The end of a query, and what stands in its marks.
struct Asked {
    table: String,
    fid: String,
    condition: String,
    values: Vec<Sql>,
}

impl Asked {
    /// None where nothing can match.
    fn new(layer: &Layer, names: &Names, window: &Window) -> Option<Self> {
        let fid = quoted(&names.fid);
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        if let Some(number) = window.number {
            conditions.push(format!("{fid} = ?"));
            values.push(Sql::Integer(number));
        }
        if let Some(after) = window.after {
            conditions.push(format!("{fid} > ?"));
            values.push(Sql::Integer(after));
        }
        for (at, cell) in &window.equals {
            let (column, name) = (layer.columns.get(*at)?, names.columns.get(*at)?);
            match layer_columns::to_sql(cell, column.holds)? {
                Sql::Null => conditions.push(format!("{} IS NULL", quoted(name))),
                value => {
                    conditions.push(format!("{} = ?", quoted(name)));
                    values.push(value);
                }
            }
        }
        let (boxes, sides) = boxes(window);
        if !boxes.is_empty() {
            let index = quoted(&format!("rtree_{}_{}", layer.name, names.geometry.as_deref()?));
            conditions.push(format!("{fid} IN (SELECT id FROM {index} WHERE {boxes})"));
            values.extend(sides.into_iter().map(Sql::Real));
        }
        if let Some(sides) = window.meets {
            conditions.push(format!("makazi_meets({}, ?, ?, ?, ?)", quoted(names.geometry.as_deref()?)));
            values.extend(sides.into_iter().map(Sql::Real));
        }
        let condition =
            if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
        Some(Self { table: quoted(&layer.name), fid, condition, values })
    }
}

/// Conditions on the boxes of features, and the numbers in them.
fn boxes(window: &Window) -> (String, Vec<f64>) {
    let (mut conditions, mut sides) = (Vec::new(), Vec::new());
    for [west, south, east, north] in [window.bbox, window.meets].into_iter().flatten() {
        let across = if west > east { "(maxx >= ? OR minx <= ?)" } else { "maxx >= ? AND minx <= ?" };
        conditions.push(format!("{across} AND maxy >= ? AND miny <= ?"));
        sides.extend([west, east, south, north]);
    }
    if let Some(size) = window.larger_than {
        conditions.push("(maxx - minx > ? OR maxy - miny > ?)".to_owned());
        sides.extend([size, size]);
    }
    (conditions.join(" AND "), sides)
}

impl CityFile {
    /// The features of a layer in a window, one at a time with their numbers in the table, in the order of these.
    ///
    /// # Errors
    /// [`StoreError::NoLayer`], and [`StoreError::Feature`] for one that another program changed beyond reading.
    pub fn visit_window(
        &self,
        layer: &str,
        window: &Window,
        mut visit: impl FnMut(i64, Feature),
    ) -> Result<(), StoreError> {
        let (layer, names) = find(&self.db, layer)?.ok_or_else(|| StoreError::NoLayer(layer.to_owned()))?;
        let without = window.without_place();
        let window = if names.geometry.is_some() { window } else { &without };
        let Some(Asked { table, fid, condition, mut values }) = Asked::new(&layer, &names, window) else {
            return Ok(());
        };
        let mut listed = vec![fid.clone(), names.geometry.as_deref().map_or("NULL".to_owned(), quoted)];
        listed.extend(names.columns.iter().map(|name| quoted(name)));
        let most = |count: u64| Sql::Integer(i64::try_from(count).unwrap_or(i64::MAX));
        values.extend([window.limit.map_or(Sql::Integer(-1), most), most(window.offset)]);
        let sql = format!("SELECT {} FROM {table} {condition} ORDER BY {fid} LIMIT ? OFFSET ?", listed.join(", "));
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let number: i64 = row.get(0)?;
            let wrong = |reason: String| StoreError::Feature {
                layer: layer.name.clone(),
                feature: number.unsigned_abs(),
                reason,
            };
            let blob = row.get_ref(1)?.as_blob_or_null().map_err(|e| wrong(e.to_string()))?;
            let geometry = blob.map(geopackage_binary::decode).transpose().map_err(|e| wrong(e.to_string()))?.flatten();
            let mut cells = Vec::with_capacity(layer.columns.len());
            for (i, column) in (2..).zip(&layer.columns) {
                cells.push(layer_columns::from_sql(row.get_ref(i)?, column.holds));
            }
            visit(number, Feature { geometry, cells });
        }
        Ok(())
    }

    /// How many features a window holds, whatever its limit and offset.
    ///
    /// # Errors
    /// [`StoreError::NoLayer`].
    pub fn count_window(&self, layer: &str, window: &Window) -> Result<u64, StoreError> {
        let (layer, names) = find(&self.db, layer)?.ok_or_else(|| StoreError::NoLayer(layer.to_owned()))?;
        let without = window.without_place();
        let window = if names.geometry.is_some() { window } else { &without };
        let Some(Asked { table, condition, values, .. }) = Asked::new(&layer, &names, window) else { return Ok(0) };
        let sql = format!("SELECT count(*) FROM {table} {condition}");
        let count: i64 =
            self.db.prepare_cached(&sql)?.query_row(rusqlite::params_from_iter(values), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// West, south, east, north of a layer; none where it has no shapes.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn layer_extent(&self, layer: &str) -> Result<Option<[f64; 4]>, StoreError> {
        let sql = "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?1";
        let sides = self.db.query_row(sql, [layer], |row| {
            let side = |i: usize| row.get::<_, Option<f64>>(i);
            Ok([side(0)?, side(1)?, side(2)?, side(3)?])
        });
        Ok(match sides.optional()? {
            Some([Some(west), Some(south), Some(east), Some(north)]) => Some([west, south, east, north]),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::layer::Shape;
    use city::{Column, ColumnType, Style};

    fn asked(window: &Window) -> Option<String> {
        let layer = Layer {
            name: "roads".to_owned(),
            title: String::new(),
            description: String::new(),
            shape: Shape::Line,
            columns: vec![Column::new("a\"b", ColumnType::Text), Column::new("lanes", ColumnType::Integer)],
            style: Style::Single("#000000".to_owned()),
            source: "osm".into(),
        };
        Asked::new(&layer, &Names::of(&layer), window).map(|asked| asked.condition)
    }

    #[test]
    fn what_is_asked_for_stands_in_marks_and_names_in_quotes() {
        let window = Window {
            bbox: Some([170.0, -1.0, -170.0, 1.0]),
            equals: vec![(0, Cell::Text("x' OR 1".to_owned())), (1, Cell::Empty)],
            ..Window::default()
        };
        let boxes = "(maxx >= ? OR minx <= ?) AND maxy >= ? AND miny <= ?";
        let expected = format!(
            "WHERE \"a\"\"b\" = ? AND \"lanes\" IS NULL AND \"fid\" IN (SELECT id FROM \"rtree_roads_geometry\" WHERE {boxes})"
        );
        assert_eq!(asked(&window), Some(expected));
    }

    #[test]
    fn a_box_is_asked_of_the_index_first_and_then_of_the_shape() {
        let boxes = "maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?";
        let expected = format!(
            "WHERE \"fid\" IN (SELECT id FROM \"rtree_roads_geometry\" WHERE {boxes}) AND makazi_meets(\"geometry\", ?, ?, ?, ?)"
        );
        assert_eq!(asked(&Window { meets: Some([0.0, 0.0, 1.0, 1.0]), ..Window::default() }), Some(expected));
    }

    #[test]
    fn a_cell_that_does_not_fit_its_column_and_a_column_that_is_not_there_match_nothing() {
        for wrong in [(1, Cell::Text("two".to_owned())), (2, Cell::Integer(1))] {
            assert_eq!(asked(&Window { equals: vec![wrong], ..Window::default() }), None);
        }
        assert_eq!(asked(&Window::default()), Some(String::new()));
    }
}
