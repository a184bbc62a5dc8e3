//! Tables as Parquet, with shapes as `GeoParquet`.

use super::Export;
use super::table::{Table, TableColumn};
use crate::ReportError;
use city::Column;
use std::io::Write;

/// Writes a table as Parquet; one with shapes as `GeoParquet` 1.1. Units stand in the descriptions of the columns.
///
/// # Errors
/// [`ReportError::Columnar`].
pub fn parquet(table: &Table, export: &Export, out: impl Write + Send) -> Result<(), ReportError> {
    let columns: Vec<Column> = table.columns.iter().map(column).collect();
    let licence = licence(table, export);
    let metadata = [
        ("title", table.title.as_str()),
        ("description", table.description.as_str()),
        ("city", export.head.name.as_str()),
        ("for", export.role),
        ("licence", licence.as_str()),
        ("written_by", "makazi"),
        ("version", export.version),
    ];
    let what =
        columnar::ToWrite { columns: &columns, features: &table.rows, with_geometry: table.drawn, metadata: &metadata };
    Ok(columnar::write(out, &what)?)
}

fn column(column: &TableColumn) -> Column {
    let unit = if column.unit.is_empty() { String::new() } else { format!(" ({})", column.unit) };
    Column { name: column.name.clone(), holds: column.holds, description: format!("{}{unit}", column.description) }
}

/// The licence of a layer's source; of the others, where it stands.
fn licence(table: &Table, export: &Export) -> String {
    let source = export.sources.iter().find(|s| s.id.as_str() == table.source);
    source.map_or_else(|| "of each row's source: see sources".to_owned(), |s| s.licence.clone())
}
