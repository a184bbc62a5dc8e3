//! GeoPackage: layers through a door, because only the store knows SQL.

use crate::findings::Findings;
use crate::opening;
use crate::records::{Record, Records, Request};
use city::{Column, Problem};
use std::path::Path;

/// A layer of a GeoPackage, or a table without geometries.
#[derive(Debug, Clone, PartialEq)]
pub struct DoorLayer {
    /// Its table.
    pub name: String,
    /// Its reference system as the file says it; none for a table without geometries, or one that is not defined.
    pub reference_system: Option<String>,
    /// Its columns, without those of the feature id and the geometry.
    pub columns: Vec<Column>,
    /// How many features it says it has.
    pub count: u64,
}

/// What opens a GeoPackage: the store, handed in by the flow.
pub trait GeoPackageDoor {
    /// The layers of a file, features before tables.
    ///
    /// # Errors
    /// Why the file cannot be read as a GeoPackage, in words for a person.
    fn layers(&self, path: &Path) -> Result<Vec<DoorLayer>, String>;

    /// The features of a layer: `number` is the feature id, cells are in the order of the layer's columns.
    ///
    /// A feature whose geometry cannot be read is given without one, and with a problem.
    ///
    /// # Errors
    /// Why the layer cannot be read, in words for a person.
    fn features(&self, path: &Path, layer: &str) -> Result<(Vec<Record>, Vec<Problem>), String>;
}

/// All features of one layer: the one that `request.layer` names, or the only one.
///
/// Of several layers none is taken silently: a problem `layer_not_chosen` lists them, and nothing is read. Other problems:
/// `geopackage_unreadable`, `layer_missing`, `no_rows`, `reference_system_missing`, `row_uneven`, those of files, and what
/// the door reports.
pub fn read(request: &Request, door: &dyn GeoPackageDoor) -> Records {
    let mut findings = Findings::of_file(request.file);
    let mut records = match layer(request, door) {
        Ok(layer) => {
            findings.in_sheet(&layer.name);
            features(request, door, layer, &mut findings)
        }
        Err(problem) => {
            findings.add(problem);
            Records::default()
        }
    };
    records.problems = findings.into_problems();
    records
}

fn layer(request: &Request, door: &dyn GeoPackageDoor) -> Result<DoorLayer, Problem> {
    opening::open(request.path)?;
    let mut layers = door.layers(request.path).map_err(|reason| {
        let problem = Problem::error("geopackage_unreadable").found(reason).expected("a whole GeoPackage");
        problem.hint("open it in QGIS and save its layers anew, or get it again from its source")
    })?;
    let names = layers.iter().map(|layer| layer.name.as_str()).collect::<Vec<_>>().join(", ");
    let wanted = request.layer;
    let position = match (layers.len(), wanted) {
        (0, _) => return Err(Problem::error("layer_missing").expected("a layer in the GeoPackage")),
        (1, "") => Some(0),
        (_, "") => {
            let problem = Problem::error("layer_not_chosen").expected(format!("one of {names}"));
            return Err(problem.hint("set `layer` of this source; nothing was read"));
        }
        _ => layers
            .iter()
            .position(|layer| layer.name == wanted)
            .or_else(|| layers.iter().position(|layer| layer.name.eq_ignore_ascii_case(wanted))),
    };
    position.map(|position| layers.swap_remove(position)).ok_or_else(|| {
        let problem = Problem::error("layer_missing").found(wanted).expected(format!("one of {names}"));
        problem.hint("change `layer` of this source")
    })
}

fn features(request: &Request, door: &dyn GeoPackageDoor, layer: DoorLayer, findings: &mut Findings) -> Records {
    let (mut rows, problems) = match door.features(request.path, &layer.name) {
        Ok(read) => read,
        Err(reason) => {
            findings.add(Problem::error("geopackage_unreadable").found(reason).expected("a whole layer"));
            return Records { sheet: layer.name, ..Records::default() };
        }
    };
    findings.add_all(problems);
    if rows.is_empty() {
        findings.add(Problem::warning("no_rows").expected("features"));
    }
    if layer.reference_system.is_none() && rows.iter().any(|row| row.geometry.is_some()) {
        let problem = Problem::warning("reference_system_missing").expected("a reference system in the layer");
        findings.add(problem.hint("declare `reference_system` of this source in city.toml"));
    }
    let width = layer.columns.len();
    for row in rows.iter_mut().filter(|row| row.cells.len() != width) {
        let problem = Problem::error("row_uneven").at_row(row.number).found(format!("{} cells", row.cells.len()));
        findings.add(problem.expected(format!("{width} cells")));
        row.cells.resize(width, city::Cell::Empty);
    }
    Records {
        sheet: layer.name,
        columns: layer.columns,
        rows,
        reference_system: layer.reference_system,
        problems: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::settings::TextSettings;
    use city::{Cell, ColumnType};

    /// A GeoPackage of these layers, each with one row.
    struct Fixed(Vec<&'static str>);

    impl GeoPackageDoor for Fixed {
        fn layers(&self, _: &Path) -> Result<Vec<DoorLayer>, String> {
            let layer = |name: &&str| DoorLayer {
                name: (*name).to_owned(),
                reference_system: None,
                columns: vec![Column::new("name", ColumnType::Text)],
                count: 1,
            };
            if self.0 == ["broken"] {
                Err("file is not a database".to_owned())
            } else {
                Ok(self.0.iter().map(layer).collect())
            }
        }

        fn features(&self, _: &Path, layer: &str) -> Result<(Vec<Record>, Vec<Problem>), String> {
            let geometry = Some(geo_types::Point::new(1.0, 2.0).into());
            Ok((vec![Record { number: 7, geometry, cells: vec![Cell::Text(layer.to_owned())] }], Vec::new()))
        }
    }

    fn read_layers(layers: &[&'static str], layer: &str) -> Records {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "SQLite format 3").unwrap();
        let request = Request { path: file.path(), file: "a.gpkg", layer, text: &TextSettings::default() };
        read(&request, &Fixed(layers.to_vec()))
    }

    #[test]
    fn the_only_layer_or_the_one_that_is_named_is_read_and_no_other() {
        let code = |layers: &[&'static str], layer: &str| read_layers(layers, layer).problems[0].code.clone();
        assert_eq!(read_layers(&["roads"], "").rows[0].cells, [Cell::Text("roads".to_owned())]);
        assert_eq!(read_layers(&["roads", "wards"], "WARDS").rows[0].cells, [Cell::Text("wards".to_owned())]);
        assert_eq!(code(&["roads", "wards"], ""), "layer_not_chosen");
        assert_eq!(code(&["roads"], "wards"), "layer_missing");
        assert_eq!(code(&[], ""), "layer_missing");
        assert_eq!(code(&["broken"], ""), "geopackage_unreadable");
    }

    #[test]
    fn shapes_without_a_reference_system_are_reported() {
        assert_eq!(read_layers(&["roads"], "").problems[0].code, "reference_system_missing");
    }
}
