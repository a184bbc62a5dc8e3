//! The door through which `collect` reads GeoPackages: only `store` knows SQL.

use city::Problem;
use collect::geopackage::{DoorLayer, GeoPackageDoor};
use collect::records::Record;
use std::path::Path;
use store::foreign::ForeignFile;

/// Reads GeoPackages with `store`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StoreDoor;

impl GeoPackageDoor for StoreDoor {
    fn layers(&self, path: &Path) -> Result<Vec<DoorLayer>, String> {
        let layers = ForeignFile::open(path).and_then(|file| file.layers()).map_err(|e| e.to_string())?;
        let door = |layer: store::foreign::ForeignLayer| DoorLayer {
            name: layer.name,
            reference_system: Some(layer.reference_system).filter(|text| !text.is_empty()),
            columns: layer.columns,
            count: layer.count,
        };
        let (with, without): (Vec<_>, Vec<_>) = layers.into_iter().partition(|l| l.geometry_column.is_some());
        Ok(with.into_iter().chain(without).map(door).collect())
    }

    fn features(&self, path: &Path, layer: &str) -> Result<(Vec<Record>, Vec<Problem>), String> {
        let features = ForeignFile::open(path).and_then(|file| file.features(layer)).map_err(|e| e.to_string())?;
        let mut problems = Vec::new();
        let records = features.into_iter().map(|feature| {
            let number = feature.fid.unsigned_abs();
            let geometry = feature.geometry.unwrap_or_else(|fault| {
                problems.push(Problem::error("geometry_unreadable").at_row(number).found(fault.to_string()));
                None
            });
            Record { number, geometry, cells: feature.cells }
        });
        Ok((records.collect(), problems))
    }
}
