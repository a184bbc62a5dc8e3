//! Tables of exports, read by our own readers.

use crate::common::text;
use city::{Cell, Observation, Place, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A table of an export as our own readers give it, by the id of each row.
pub struct Table {
    pub columns: Vec<String>,
    pub rows: BTreeMap<String, Vec<Cell>>,
    pub shapes: BTreeMap<String, geo_types::Geometry<f64>>,
}

impl Table {
    pub fn read(path: &Path, layer: &str) -> Self {
        let text_settings = city::settings::TextSettings { delimiter: Some(','), ..Default::default() };
        let request = collect::Request { path, file: "table", layer, text: &text_settings };
        let read = match path.extension().and_then(|e| e.to_str()) {
            Some("csv") => collect::csv::read(&request),
            Some("xlsx") => collect::xlsx::read(&request),
            Some("parquet") => collect::parquet::read(&request),
            _ => collect::geojson::read(&request),
        };
        let wrong: Vec<_> = read.problems.iter().filter(|p| p.severity == city::Severity::Error).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", path.display());
        let columns: Vec<String> = read.columns.iter().map(|c| c.name.clone()).collect();
        let id = columns.iter().position(|c| c == "id").expect("a column of ids");
        let plain = |cell: Cell| match cell {
            Cell::Text(text) if path.extension().is_some_and(|e| e == "csv") => Cell::Text(report_plain(&text)),
            other => other,
        };
        let (mut rows, mut shapes) = (BTreeMap::new(), BTreeMap::new());
        for row in read.rows {
            let cells: Vec<Cell> = row.cells.into_iter().map(plain).collect();
            let id = cells[id].to_string();
            shapes.extend(row.geometry.map(|g| (id.clone(), g)));
            rows.insert(id, cells);
        }
        Self { columns, rows, shapes }
    }

    fn at(&self, id: &str, column: &str) -> &Cell {
        let column = self.columns.iter().position(|c| c == column).unwrap_or_else(|| panic!("no column {column}"));
        &self.rows[id][column]
    }

    pub fn number(&self, id: &str, column: &str) -> Option<f64> {
        match self.at(id, column) {
            Cell::Empty => None,
            #[expect(clippy::cast_precision_loss, reason = "numbers of the example are small")]
            Cell::Integer(number) => Some(*number as f64),
            Cell::Real(number) => Some(*number),
            Cell::Text(text) if text.is_empty() => None,
            other => Some(other.to_string().parse().unwrap_or_else(|_| panic!("{column} of {id}: {other:?}"))),
        }
    }
}

/// The rule of docs/exports.md: one apostrophe off, where what follows it would run.
fn report_plain(written: &str) -> String {
    let runs = |t: &str| t.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    written.strip_prefix('\'').filter(|rest| runs(rest)).unwrap_or(written).to_owned()
}

pub fn same_numbers(rows: &Table, expected: &[Observation], whence: &str) {
    assert_eq!(rows.rows.len(), expected.len(), "{whence}");
    for o in expected {
        let key = o.key();
        let estimate = o.value.estimate();
        for (column, number) in
            [("value", estimate.map(|e| e.value)), ("low", estimate.map(|e| e.low)), ("high", estimate.map(|e| e.high))]
        {
            assert_eq!(rows.number(&key, column), number, "{whence}: {column} of {key}");
        }
        let gap = if let Value::Gap(gap) = &o.value { gap.as_str() } else { "" };
        assert_eq!(rows.at(&key, "gap").to_string(), gap, "{whence}: {key}");
        // our reader of CSV takes spaces off the ends of a cell
        assert_eq!(rows.at(&key, "note").to_string().trim(), o.note.trim(), "{whence}: {key}");
    }
}

pub fn shapes(places: &[Place]) -> BTreeMap<String, geo_types::Geometry<f64>> {
    places.iter().filter_map(|p| Some((p.id.to_string(), p.geometry.clone()?))).collect()
}

/// Numbers of a shape, so that a multi-area of one and that area count as one.
pub fn digits(geometry: &geo_types::Geometry<f64>) -> Vec<[f64; 2]> {
    use geo_types::Geometry as G;
    let line = |l: &geo_types::LineString<f64>| l.0.iter().map(|c| [c.x, c.y]).collect::<Vec<_>>();
    let area = |p: &geo_types::Polygon<f64>| {
        std::iter::once(p.exterior()).chain(p.interiors()).flat_map(line).collect::<Vec<_>>()
    };
    match geometry {
        G::Point(p) => vec![[p.x(), p.y()]],
        G::LineString(l) => line(l),
        G::MultiLineString(m) => m.0.iter().flat_map(line).collect(),
        G::Polygon(p) => area(p),
        G::MultiPolygon(m) => m.0.iter().flat_map(area).collect(),
        other => panic!("{other:?} is not in the example"),
    }
}

/// What GDAL reads out of the well-known text of a CSV.
pub fn through_gdal(csv: &Path) -> PathBuf {
    let out = csv.with_extension("geojson");
    let done = Command::new("ogr2ogr")
        .args(["-f", "GeoJSON", text(&out), text(csv), "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO"])
        .args(["-lco", "COORDINATE_PRECISION=17", "-s_srs", "EPSG:4326", "-t_srs", "EPSG:4326"])
        .env("GDAL_PAM_ENABLED", "NO")
        .output()
        .expect("ogr2ogr is installed (see tests/setup.sh)");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    out
}
