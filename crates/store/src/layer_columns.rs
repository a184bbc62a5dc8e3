//! Columns of a layer: their names and types in SQL, and what stands in them.

use city::layer::Shape;
use city::{Cell, Column, ColumnType, Layer, Style};
use rusqlite::types::{Value as Sql, ValueRef};
use std::collections::BTreeSet;

/// The names that a layer's columns have in its table.
///
/// They are the columns' own wherever SQL allows: it does not tell capitals from small letters, and two names are ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Names {
    pub fid: String,
    pub geometry: Option<String>,
    pub columns: Vec<String>,
}

impl Names {
    pub(crate) fn of(layer: &Layer) -> Self {
        let mut taken: BTreeSet<String> = ["fid", "geometry", "ogc_fid", "rowid"].map(str::to_owned).into();
        let mut columns = Vec::with_capacity(layer.columns.len());
        for column in &layer.columns {
            let mut wanted: String = column.name.chars().filter(|c| !c.is_control()).collect();
            if wanted.is_empty() {
                "column".clone_into(&mut wanted);
            }
            let mut name = wanted.clone();
            let mut number = 2;
            while !taken.insert(name.to_lowercase()) {
                name = format!("{wanted}_{number}");
                number += 1;
            }
            columns.push(name);
        }
        let geometry = (layer.shape != Shape::None).then(|| "geometry".to_owned());
        Self { fid: "fid".to_owned(), geometry, columns }
    }

    /// A style with the column that decides by its name in the table.
    pub(crate) fn renamed(&self, style: &Style, layer: &Layer) -> Style {
        let mut style = style.clone();
        if let Style::Graduated { column, .. } | Style::Categorised { column, .. } = &mut style
            && let Some(at) = layer.columns.iter().position(|c| c.name == *column)
            && let Some(name) = self.columns.get(at)
        {
            column.clone_from(name);
        }
        style
    }
}

/// The type by which GDAL and QGIS know what a column holds.
pub(crate) fn sql_type(holds: ColumnType) -> &'static str {
    match holds {
        ColumnType::Text => "TEXT",
        ColumnType::Integer => "INTEGER",
        ColumnType::Real => "DOUBLE",
        ColumnType::Flag => "BOOLEAN",
    }
}

/// A column type by the name that a GeoPackage gives it.
pub(crate) fn column_type(sql: &str) -> ColumnType {
    let upper = sql.to_ascii_uppercase();
    match upper.split('(').next().unwrap_or_default().trim() {
        "BOOLEAN" => ColumnType::Flag,
        "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "INTEGER" | "BIGINT" => ColumnType::Integer,
        "FLOAT" | "DOUBLE" | "REAL" | "NUMERIC" | "DECIMAL" => ColumnType::Real,
        _ => ColumnType::Text,
    }
}

/// A cell as SQL keeps it: null for a number that is not finite, nothing for a cell of another kind than its column.
pub(crate) fn to_sql(cell: &Cell, holds: ColumnType) -> Option<Sql> {
    match (cell, holds) {
        (Cell::Empty, _) => Some(Sql::Null),
        (Cell::Text(text), ColumnType::Text) => Some(Sql::Text(text.clone())),
        (Cell::Integer(number), ColumnType::Integer) => Some(Sql::Integer(*number)),
        #[expect(clippy::cast_precision_loss, reason = "whole numbers up to 2^53 are exact, others are refused")]
        (Cell::Integer(number), ColumnType::Real) => {
            (number.unsigned_abs() <= 1 << 53).then_some(Sql::Real(*number as f64))
        }
        (Cell::Real(number), ColumnType::Real) => Some(if number.is_finite() { Sql::Real(*number) } else { Sql::Null }),
        (Cell::Flag(flag), ColumnType::Flag) => Some(Sql::Integer(i64::from(*flag))),
        _ => None,
    }
}

/// A cell as it is kept, by what stands there where that is not what the column says.
pub(crate) fn from_sql(value: ValueRef<'_>, holds: ColumnType) -> Cell {
    match (value, holds) {
        (ValueRef::Null, _) => Cell::Empty,
        (ValueRef::Integer(number), ColumnType::Flag) if number == 0 || number == 1 => Cell::Flag(number == 1),
        #[expect(clippy::cast_precision_loss, reason = "written so by a program that keeps whole reals as integers")]
        (ValueRef::Integer(number), ColumnType::Real) => Cell::Real(number as f64),
        (ValueRef::Integer(number), _) => Cell::Integer(number),
        (ValueRef::Real(number), _) => Cell::Real(number),
        (ValueRef::Text(text), _) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        (ValueRef::Blob(bytes), _) => Cell::Text(format!("({} bytes)", bytes.len())),
    }
}

/// A column of another program's table.
pub(crate) fn column(name: String, sql: &str, description: Option<String>) -> Column {
    Column { holds: column_type(sql), name, description: description.unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(names: &[&str]) -> Layer {
        Layer {
            name: "roads".to_owned(),
            title: String::new(),
            description: String::new(),
            shape: Shape::Line,
            columns: names.iter().map(|name| Column::new(name, ColumnType::Text)).collect(),
            style: Style::Single("#000000".to_owned()),
            source: "osm".into(),
        }
    }

    #[test]
    fn names_that_sql_takes_for_one_are_told_apart() {
        let names = Names::of(&layer(&["name", "Name", "fid", "GEOMETRY", "", "name_2"]));
        assert_eq!(names.columns, ["name", "Name_2", "fid_2", "GEOMETRY_2", "column", "name_2_2"]);
    }

    #[test]
    fn a_style_follows_its_column_to_its_new_name() {
        let layer = layer(&["fid"]);
        let style = Style::Categorised { column: "fid".to_owned(), classes: Vec::new() };
        let expected = Style::Categorised { column: "fid_2".to_owned(), classes: Vec::new() };
        assert_eq!(Names::of(&layer).renamed(&style, &layer), expected);
    }

    #[test]
    fn a_whole_number_too_large_to_be_real_is_refused() {
        assert_eq!(to_sql(&Cell::Integer(1 << 53), ColumnType::Real), Some(Sql::Real(9_007_199_254_740_992.0)));
        assert_eq!(to_sql(&Cell::Integer((1 << 53) + 1), ColumnType::Real), None);
    }
}
