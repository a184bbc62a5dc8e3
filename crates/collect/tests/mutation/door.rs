//! GeoPackages through `store`, as the flow reads them.

use city::Problem;
use collect::Record;
use collect::geopackage::{DoorLayer, GeoPackageDoor};
use std::path::Path;
use store::foreign::ForeignFile;

pub struct Door;

impl GeoPackageDoor for Door {
    fn layers(&self, path: &Path) -> Result<Vec<DoorLayer>, String> {
        let layers = ForeignFile::open(path).and_then(|file| file.layers()).map_err(|e| e.to_string())?;
        let door = |layer: store::foreign::ForeignLayer| DoorLayer {
            name: layer.name,
            reference_system: Some(layer.reference_system).filter(|text| !text.is_empty()),
            columns: layer.columns,
            count: layer.count,
        };
        Ok(layers.into_iter().map(door).collect())
    }

    fn features(&self, path: &Path, layer: &str) -> Result<(Vec<Record>, Vec<Problem>), String> {
        let features = ForeignFile::open(path).and_then(|file| file.features(layer)).map_err(|e| e.to_string())?;
        let record = |feature: store::foreign::ForeignFeature| Record {
            number: feature.fid.unsigned_abs(),
            geometry: feature.geometry.ok().flatten(),
            cells: feature.cells,
        };
        Ok((features.into_iter().map(record).collect(), Vec::new()))
    }
}
