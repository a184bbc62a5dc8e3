//! Parquet and GeoParquet: tables and features by columns.

use crate::findings::Findings;
use crate::headings;
use crate::opening::{self, guarded, most_cells};
use crate::records::{Record, Records, Request};
use city::Problem;

/// All rows of a Parquet file, and their shapes where it is GeoParquet or has Parquet's own type of geometry.
///
/// Which types, encodings and codecs are read, and as what, says [`columnar::read()`]. The reference system is the code or
/// name of the file's PROJJSON, `OGC:CRS84` where GeoParquet says nothing; none where it says that it is not known.
///
/// Problems are those of [`columnar::read()`], of files, and `column_unnamed`, `column_repeated`, `no_rows`,
/// `reference_system_missing`.
#[must_use]
pub fn read(request: &Request) -> Records {
    let mut findings = Findings::of_file(request.file);
    let mut records = Records::default();
    match opening::bytes(request.path) {
        // The libraries that unpack are the only ones that could panic.
        Ok(bytes) => match guarded(|| columnar::read(&bytes, most_cells(bytes.len() as u64))) {
            Ok(table) => records = rows(table, &mut findings),
            Err(reason) => {
                let problem = Problem::error("parquet_unreadable").found(reason).expected("a whole Parquet file");
                findings.add(problem.hint("write it anew, or get it again from its source"));
            }
        },
        Err(problem) => findings.add(problem),
    }
    records.problems = findings.into_problems();
    records
}

fn rows(table: columnar::Table, findings: &mut Findings) -> Records {
    let broken = table.problems.iter().any(|problem| problem.severity == city::Severity::Error);
    findings.add_all(table.problems);
    let names: Vec<_> = table.columns.iter().map(|column| column.name.clone()).enumerate().collect();
    let mut columns = table.columns;
    for (column, name) in columns.iter_mut().zip(headings::distinct(&names, None, findings)) {
        column.name = name;
    }
    let numbered = (1..).zip(table.features);
    let rows: Vec<Record> =
        numbered.map(|(number, row)| Record { number, geometry: row.geometry, cells: row.cells }).collect();
    if rows.is_empty() && !broken {
        findings.add(Problem::warning("no_rows").expected("rows"));
    }
    if table.reference_system.is_none() && rows.iter().any(|row| row.geometry.is_some()) {
        let problem = Problem::warning("reference_system_missing").expected("a reference system in the file");
        findings.add(problem.hint("declare `reference_system` of this source in city.toml"));
    }
    Records { columns, rows, reference_system: table.reference_system, ..Records::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::settings::TextSettings;
    use city::{Cell, Column, ColumnType, Feature};

    fn read_bytes(bytes: &[u8]) -> Records {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        read(&Request { path: file.path(), file: "a.parquet", layer: "", text: &TextSettings::default() })
    }

    fn written(features: &[Feature]) -> Vec<u8> {
        let description = "people who live there".to_owned();
        let columns = [Column { description, ..Column::new("people", ColumnType::Integer) }];
        let what = columnar::ToWrite { columns: &columns, features, with_geometry: true, metadata: &[] };
        let mut bytes = Vec::new();
        columnar::write(&mut bytes, &what).unwrap();
        bytes
    }

    #[test]
    fn what_we_write_comes_in_with_its_shapes_and_descriptions() {
        let point = geo_types::Geometry::from(geo_types::Point::new(-0.2, 5.6));
        let read = read_bytes(&written(&[
            Feature { geometry: Some(point.clone()), cells: vec![Cell::Integer(120)] },
            Feature { geometry: None, cells: vec![Cell::Empty] },
        ]));
        assert_eq!(read.problems, []);
        assert_eq!(read.columns[0].description, "people who live there");
        assert_eq!(read.reference_system.as_deref(), Some("OGC:CRS84"));
        let first = Record { number: 1, geometry: Some(point), cells: vec![Cell::Integer(120)] };
        assert_eq!(read.rows, [first, Record { number: 2, geometry: None, cells: vec![Cell::Empty] }]);
    }

    #[test]
    fn a_file_without_rows_and_a_file_cut_short_are_told_apart() {
        let bytes = written(&[]);
        let code = |bytes: &[u8]| read_bytes(bytes).problems.into_iter().map(|p| (p.code, p.file)).collect::<Vec<_>>();
        assert_eq!(code(&bytes), [("no_rows".to_owned(), "a.parquet".to_owned())]);
        assert_eq!(code(&bytes[..bytes.len() - 20]), [("file_truncated".to_owned(), "a.parquet".to_owned())]);
    }
}
