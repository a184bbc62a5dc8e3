//! Layers: rows kept as they came, with a geometry of their own or of another source.

use super::table::written;
use super::{Table, numbers_in_text};
use crate::records::Records;
use city::layer::Shape;
use city::settings::{GeometryFrom, LayerSettings};
use city::{Cell, Column, ColumnType, Feature, Layer, Problem, Style};
use geo_types::Geometry;
use std::collections::{BTreeMap, BTreeSet};

/// The most columns of a layer: SQLite has 2,000 in a table.
const MOST_COLUMNS: usize = 1_900;

/// The layer of a table's rows, by what `[source.keep_layer]` says; none where it says nothing.
///
/// With `geometry_from` each row takes the geometry of the row `there` (in EPSG:4326) that has the same text in the columns
/// named; a row without one keeps its cells and no geometry, and is reported. What has no row here is counted: absence may
/// be a finding (in a flood table, dry) or a gap, as the source's maker says. A cell of another kind than its column is empty
/// in the layer, and reported.
#[must_use]
pub fn layer_of(table: &Table<'_>, there: Option<&Records>) -> Option<(Layer, Vec<Feature>, Vec<Problem>)> {
    let settings = table.source.keep_layer.as_ref()?;
    let mut problems = Vec::new();
    let features = match (&settings.geometry_from, there) {
        (Some(from), Some(there)) => with_geometry(table, from, there, &mut problems),
        _ => table.records.rows.iter().map(|row| (row.geometry.clone(), row)).collect(),
    };
    if table.records.columns.len() > MOST_COLUMNS {
        let found = format!("{} columns", table.records.columns.len());
        let problem = table.error("layer_too_wide").found(found).expected(format!("at most {MOST_COLUMNS} in a layer"));
        problems.push(problem.hint("the layer has the first of them; leave columns out of the file to keep others"));
    }
    let mut misfits = Vec::new();
    let mut features: Vec<Feature> = features
        .into_iter()
        .map(|(geometry, row)| Feature { geometry, cells: fitting(table, row, &mut misfits) })
        .collect();
    problems.extend(table.listed(misfits));
    let shape = shape(&features);
    let mut columns: Vec<Column> =
        table.records.columns.iter().take(MOST_COLUMNS).map(|c| described(c, settings)).collect();
    numbers_in_text::typed(table.source, &mut columns, &mut features);
    let layer = Layer {
        name: settings.name.clone(),
        title: if settings.title.is_empty() { table.source.title.clone() } else { settings.title.clone() },
        description: settings.description.clone(),
        shape,
        columns,
        style: settings.style.clone().unwrap_or_else(|| plain(shape)),
        source: table.source.id.clone(),
    };
    Some((layer, features, problems))
}

type Placed<'r> = (Option<Geometry<f64>>, &'r crate::records::Record);

fn with_geometry<'r>(
    table: &Table<'r>,
    from: &GeometryFrom,
    there: &Records,
    problems: &mut Vec<Problem>,
) -> Vec<Placed<'r>> {
    let position = there.column(&from.there);
    if position.is_none() {
        let problem = table.error("column_missing").in_column(&from.there);
        let names = there.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ");
        problems.push(problem.expected(format!("a column of that name in `{}`, which has {names}", from.source)));
    }
    let mut shapes: BTreeMap<String, &Geometry<f64>> = BTreeMap::new();
    for row in &there.rows {
        let text = position.and_then(|p| row.cells.get(p)).map(written).filter(|t| !t.is_empty());
        if let (Some(text), Some(geometry)) = (text, &row.geometry) {
            shapes.entry(text).or_insert(geometry);
        }
    }
    let here = table.records.column(&from.here);
    let mut matched: BTreeSet<String> = BTreeSet::new();
    let mut unmatched: BTreeMap<String, u64> = BTreeMap::new();
    let mut placed = Vec::with_capacity(table.records.rows.len());
    for row in &table.records.rows {
        let text = here.and_then(|p| row.cells.get(p)).map(written).unwrap_or_default();
        let geometry = shapes.get(&text).map(|g| (*g).clone());
        if geometry.is_some() {
            matched.insert(text);
        } else {
            unmatched.entry(text).or_insert(row.number);
        }
        placed.push((geometry, row));
    }
    problems.extend(matches(table, from, (matched.len(), shapes.len()), &unmatched));
    placed
}

fn matches(
    table: &Table<'_>,
    from: &GeometryFrom,
    (matched, shapes): (usize, usize),
    unmatched: &BTreeMap<String, u64>,
) -> Vec<Problem> {
    let note = table.note("geometry_joined").in_column(&from.here).found(format!("{matched} distinct"));
    let absent = shapes - matched;
    let note = note.expected(format!("those of the {shapes} shapes of `{}`; {absent} have no row here", from.source));
    let mut problems = vec![note.hint("what has no row is absent here, not unknown: in a flood table it is dry")];
    if let Some(first) = unmatched.values().min() {
        let few = unmatched.keys().take(5).map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
        let problem = table.error("geometry_not_found").at_row(*first).in_column(&from.here).found(few);
        let expected = format!(
            "a value of `{}` in `{}`; {} distinct values have no shape",
            from.there,
            from.source,
            unmatched.len()
        );
        problems.push(problem.expected(expected).hint("their rows are in the layer without a geometry"));
    }
    problems
}

/// The cells of a row as the kinds of their columns allow: words in a column of numbers, which SQLite and workbooks allow,
/// are left out of the layer and reported.
fn fitting(table: &Table<'_>, row: &crate::records::Record, misfits: &mut Vec<Problem>) -> Vec<Cell> {
    let columns = table.records.columns.iter().take(MOST_COLUMNS);
    let cell = |(column, cell): (&Column, &Cell)| {
        fitted(cell, column.holds).unwrap_or_else(|| {
            let problem = table.error("cell_of_another_kind").at_row(row.number).in_column(&column.name).found(cell);
            let kind = match column.holds {
                ColumnType::Text => "text",
                ColumnType::Integer => "a whole number",
                ColumnType::Real => "a number",
                ColumnType::Flag => "yes or no",
            };
            let problem = problem.expected(format!("{kind}, as its column says"));
            misfits.push(problem.hint("the cell is empty in the layer: mend it in the source"));
            Cell::Empty
        })
    };
    columns.zip(&row.cells).map(cell).collect()
}

/// A cell as its column keeps it; none where it cannot.
fn fitted(cell: &Cell, holds: ColumnType) -> Option<Cell> {
    match (cell, holds) {
        (Cell::Empty, _)
        | (Cell::Text(_), ColumnType::Text)
        | (Cell::Integer(_), ColumnType::Integer)
        | (Cell::Flag(_), ColumnType::Flag) => Some(cell.clone()),
        (other, ColumnType::Text) => Some(Cell::Text(other.to_string())),
        (Cell::Real(number), ColumnType::Real) => number.is_finite().then(|| cell.clone()),
        #[expect(clippy::cast_precision_loss, reason = "whole numbers up to 2^53 are exact, others do not fit")]
        (Cell::Integer(number), ColumnType::Real) => {
            (number.unsigned_abs() <= 1 << 53).then_some(Cell::Real(*number as f64))
        }
        _ => None,
    }
}

fn described(column: &Column, settings: &LayerSettings) -> Column {
    let description = settings.columns.get(&column.name).unwrap_or(&column.description).clone();
    Column { description, ..column.clone() }
}

fn shape(features: &[Feature]) -> Shape {
    let mut shapes = features.iter().filter_map(|f| f.geometry.as_ref()).map(shape_of);
    let Some(first) = shapes.next() else { return Shape::None };
    if shapes.all(|shape| shape == first) { first } else { Shape::Mixed }
}

fn shape_of(geometry: &Geometry<f64>) -> Shape {
    match geometry {
        Geometry::Point(_) | Geometry::MultiPoint(_) => Shape::Point,
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => Shape::Line,
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => Shape::Area,
        Geometry::GeometryCollection(_) => Shape::Mixed,
    }
}

fn plain(shape: Shape) -> Style {
    let colour = match shape {
        Shape::Point => "#aa3377",
        Shape::Line => "#555555",
        _ => "#4477aa",
    };
    Style::Single(colour.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up;
    use super::*;
    use geo_types::Point;

    const FLOOD: &str = "[source.keep_layer]\nname='flood'\ncolumns={depth='Depth, m'}\n[source.keep_layer.geometry_from]\nsource='grid'\nthere='ID'\nhere='ID'\n";

    #[test]
    fn rows_take_the_geometry_of_their_cell_and_what_has_none_is_named() {
        let (source, records) = (made_up::source(FLOOD), made_up::records("ID,depth\n1,0.5\n1,0.7\n3,1.0\n9,2.0\n"));
        let mut grid = made_up::records("ID\n1\n2\n3\n4\n");
        for row in &mut grid.rows {
            row.geometry = Some(Geometry::Point(Point::new(1.0, 2.0)));
        }
        let table = Table { source: &source, file: "a.csv", records: &records };
        let (layer, features, problems) = layer_of(&table, Some(&grid)).unwrap();
        assert_eq!(
            (layer.title.as_str(), layer.shape, layer.columns[1].description.as_str()),
            ("Made up", Shape::Point, "Depth, m")
        );
        let latitudes: Vec<_> = features.iter().map(|f| f.geometry.as_ref().map(shape_of)).collect();
        assert_eq!(latitudes, [Some(Shape::Point), Some(Shape::Point), Some(Shape::Point), None]);
        assert_eq!(problems[0].value, "2 distinct");
        assert!(problems[0].expected.contains("4 shapes of `grid`; 2 have no row"));
        assert_eq!(
            (problems[1].code.as_str(), problems[1].row, problems[1].value.as_str()),
            ("geometry_not_found", Some(5), "`9`")
        );
    }

    #[test]
    fn a_word_in_a_column_of_numbers_is_named_and_does_not_stop_the_layer() {
        let mut source = made_up::source("[source.keep_layer]\nname='wards'\n");
        source.files = city::settings::OneOrMany::One("a.gpkg".to_owned());
        let mut records = made_up::records("ward,people\n1,a\n2,b\n3,c\n4,d\n");
        records.columns[1].holds = ColumnType::Real;
        let cells = [Cell::Text("few".to_owned()), Cell::Integer(7), Cell::Real(f64::INFINITY), Cell::Real(0.5)];
        for (row, cell) in records.rows.iter_mut().zip(cells) {
            row.cells = vec![Cell::Integer(1), cell];
        }
        let (_, features, problems) =
            layer_of(&Table { source: &source, file: "a.gpkg", records: &records }, None).unwrap();
        let kept: Vec<_> = features.iter().map(|f| f.cells[1].clone()).collect();
        assert_eq!(kept, [Cell::Empty, Cell::Real(7.0), Cell::Empty, Cell::Real(0.5)]);
        assert_eq!(features[0].cells[0], Cell::Text("1".to_owned()));
        let found: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.row, p.value.as_str())).collect();
        assert_eq!(found, [("cell_of_another_kind", Some(2), "few"), ("cell_of_another_kind", Some(4), "inf")]);
    }

    #[test]
    fn a_table_of_more_columns_than_a_layer_can_have_keeps_the_first_of_them() {
        let source = made_up::source("[source.keep_layer]\nname='wide'\n");
        let names: Vec<String> = (0..2_500).map(|n| format!("c{n}")).collect();
        let records = made_up::records(&format!("{}\n{}\n", names.join(","), vec!["1"; 2_500].join(",")));
        let (layer, features, problems) =
            layer_of(&Table { source: &source, file: "a.csv", records: &records }, None).unwrap();
        assert_eq!((layer.columns.len(), features[0].cells.len()), (MOST_COLUMNS, MOST_COLUMNS));
        assert_eq!(problems[0].code, "layer_too_wide");
    }

    #[test]
    fn a_source_that_keeps_no_layer_gives_none() {
        let (source, records) = (made_up::source(""), made_up::records("ID\n1\n"));
        assert!(layer_of(&Table { source: &source, file: "a.csv", records: &records }, None).is_none());
    }
}
