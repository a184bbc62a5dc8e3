//! Layers: rows kept as they came, with a geometry of their own or of another source.

use super::Table;
use super::table::written;
use crate::records::Records;
use city::layer::Shape;
use city::settings::{GeometryFrom, LayerSettings};
use city::{Column, Feature, Layer, Problem, Style};
use geo_types::Geometry;
use std::collections::{BTreeMap, BTreeSet};

/// The layer of a table's rows, by what `[source.keep_layer]` says; none where it says nothing.
///
/// With `geometry_from` each row takes the geometry of the row `there` (in EPSG:4326) that has the same text in the columns
/// named; a row without one keeps its cells and no geometry, and is reported. What has no row here is counted: absence may
/// be a finding (in a flood table, dry) or a gap, as the source's maker says.
#[must_use]
pub fn layer_of(table: &Table<'_>, there: Option<&Records>) -> Option<(Layer, Vec<Feature>, Vec<Problem>)> {
    let settings = table.source.keep_layer.as_ref()?;
    let mut problems = Vec::new();
    let features = match (&settings.geometry_from, there) {
        (Some(from), Some(there)) => with_geometry(table, from, there, &mut problems),
        _ => table.records.rows.iter().map(|row| (row.geometry.clone(), row)).collect(),
    };
    let features: Vec<Feature> =
        features.into_iter().map(|(geometry, row)| Feature { geometry, cells: row.cells.clone() }).collect();
    let shape = shape(&features);
    let layer = Layer {
        name: settings.name.clone(),
        title: if settings.title.is_empty() { table.source.title.clone() } else { settings.title.clone() },
        description: settings.description.clone(),
        shape,
        columns: table.records.columns.iter().map(|c| described(c, settings)).collect(),
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
    fn a_source_that_keeps_no_layer_gives_none() {
        let (source, records) = (made_up::source(""), made_up::records("ID\n1\n"));
        assert!(layer_of(&Table { source: &source, file: "a.csv", records: &records }, None).is_none());
    }
}
