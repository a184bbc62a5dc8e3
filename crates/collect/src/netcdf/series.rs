//! Variables without a map: along time, along stations, or both, as a table.

use super::axis::{self, Meaning};
use super::file::{NetCdf, is_numeric, lengths, text, unreadable};
use super::packed::Packing;
use super::time::TimeUnits;
use crate::opening::{most_cells, table_too_large};
use crate::records::{Record, Records};
use city::{Cell, Column, ColumnType, Problem};
use netcdf_reader::{NcType, NcVariable};

/// A column, and along which of the table's dimensions its values lie.
struct Found {
    column: Column,
    along: Vec<usize>,
    cells: Vec<Cell>,
}

/// The table of the variable `layer`, or of the first that has numbers: every variable of the same dimensions is a column, and
/// every variable of one of them too.
pub(super) fn table(file: &NetCdf, layer: &str) -> Result<Records, Problem> {
    let variables = file.variables();
    let wanted = |(path, v): &&(String, NcVariable)| {
        if layer.is_empty() { is_numeric(v) && (1..=2).contains(&v.ndim()) && !is_coordinate(v) } else { path == layer }
    };
    let lead = variables.iter().find(wanted).or_else(|| variables.iter().find(|(_, v)| v.ndim() == 1));
    let Some((path, lead)) = lead.filter(|(path, _)| layer.is_empty() || path == layer) else {
        let names = variables.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>().join(", ");
        let problem = Problem::error("layer_missing").found(layer).expected(format!("one of the variables: {names}"));
        return Err(problem.hint("set `layer` of this source"));
    };
    let sizes = lengths(lead);
    if !(1..=2).contains(&sizes.len()) {
        return Err(Problem::error("not_a_table")
            .in_column(path)
            .found(format!("{} dimensions", sizes.len()))
            .expected("a variable along one dimension, or along time and stations")
            .hint("map it with [source.raster]"));
    }
    let rows = sizes.iter().try_fold(1_usize, |all, size| all.checked_mul(*size)).unwrap_or(usize::MAX);
    let most = most_cells(u64::MAX);
    if rows.saturating_mul(variables.len()) > most {
        return Err(table_too_large(rows, most));
    }
    let dimensions: Vec<&str> = lead.dimensions().iter().map(|d| d.name.as_str()).collect();
    let mut records = Records { sheet: layer.to_owned(), ..Records::default() };
    let mut columns = Vec::new();
    for (path, variable) in variables {
        let Some(along) = along(variable, &dimensions) else { continue };
        match cells(file, path, variable) {
            Ok(cells) => columns.push(Found { column: column(variable, path), along, cells }),
            Err(reason) => records.problems.push(unreadable(&reason).in_column(path)),
        }
    }
    // Coordinates stand first, in the order of the dimensions.
    columns.sort_by_key(|c| (c.along.len(), !dimensions.contains(&c.column.name.as_str()), c.along.clone()));
    records.columns = columns.iter().map(|c| c.column.clone()).collect();
    let inner = sizes.get(1).copied().unwrap_or(1).max(1);
    for row in 0..rows {
        let at = |found: &Found| match found.along.as_slice() {
            [_, _] => row,
            [1] => row % inner,
            _ => row / inner,
        };
        let cells = columns.iter().map(|c| c.cells.get(at(c)).cloned().unwrap_or_default()).collect();
        records.rows.push(Record { number: row as u64 + 1, geometry: None, cells });
    }
    Ok(records)
}

fn is_coordinate(variable: &NcVariable) -> bool {
    variable.is_coordinate_variable() || axis::meaning(variable) != Meaning::Other
}

/// Which of the table's dimensions a variable lies along, in their order; none where it has others.
fn along(variable: &NcVariable, dimensions: &[&str]) -> Option<Vec<usize>> {
    let mut own: Vec<&str> = variable.dimensions().iter().map(|d| d.name.as_str()).collect();
    if *variable.dtype() == NcType::Char {
        // The last dimension of a text is its length.
        own.pop();
    } else if !is_numeric(variable) && *variable.dtype() != NcType::String {
        return None;
    }
    let places: Option<Vec<usize>> = own.iter().map(|name| dimensions.iter().position(|d| d == name)).collect();
    places.filter(|places| !places.is_empty() && places.is_sorted())
}

fn cells(file: &NetCdf, path: &str, variable: &NcVariable) -> Result<Vec<Cell>, String> {
    if !is_numeric(variable) {
        let texts = file.texts(path)?;
        let cell = |text: String| if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text.trim().to_owned()) };
        return Ok(texts.into_iter().map(cell).collect());
    }
    let spans: Vec<(usize, usize)> = lengths(variable).into_iter().map(|length| (0, length)).collect();
    let packing = Packing::of(variable);
    let time = TimeUnits::parse(&text(variable, "units"), &text(variable, "calendar"));
    let cell = |stored: f64| match (packing.meant(stored), &time) {
        (value, _) if value.is_nan() => Cell::Empty,
        (value, Some(time)) => time.moment(value).map_or(Cell::Empty, Cell::Text),
        (value, None) => Cell::Real(value),
    };
    Ok(file.numbers(path, &spans)?.into_iter().map(cell).collect())
}

fn column(variable: &NcVariable, path: &str) -> Column {
    let time = TimeUnits::parse(&text(variable, "units"), &text(variable, "calendar")).is_some();
    let kind = if time || !is_numeric(variable) { ColumnType::Text } else { ColumnType::Real };
    let words = [text(variable, "long_name"), if time { String::new() } else { text(variable, "units") }];
    let description = words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(", ");
    Column { description, ..Column::new(path, kind) }
}
