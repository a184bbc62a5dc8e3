//! Which layers, sheets or shapefiles a file holds, for whoever has to choose one.

use crate::geopackage::GeoPackageDoor;
use crate::{gtfs, kml, ods, shapefile, xlsx};
use city::Problem;
use city::settings::Reader;
use std::path::Path;

/// The names that `layer` of a source may have for this file, in the order of the file (those of a zip by the alphabet);
/// empty for a format that holds one table only, and for a shapefile outside a zip.
///
/// # Errors
/// The problem of a file that cannot be opened.
pub fn layers(path: &Path, reader: Reader, door: &dyn GeoPackageDoor) -> Result<Vec<String>, Problem> {
    match reader {
        Reader::GeoPackage => door
            .layers(path)
            .map(|layers| layers.into_iter().map(|layer| layer.name).collect())
            .map_err(|reason| Problem::error("geopackage_unreadable").found(reason).expected("a whole GeoPackage")),
        Reader::Xlsx => xlsx::sheets(path),
        Reader::Ods => ods::sheets(path),
        Reader::Kml => kml::folders(path),
        Reader::Gtfs => Ok(gtfs::LAYERS.map(str::to_owned).to_vec()),
        Reader::Shapefile => shapefile::in_zip(path),
        Reader::Submissions => crate::submissions::repeats(path),
        Reader::TopoJson => crate::topojson::objects(path),
        _ => Ok(Vec::new()),
    }
}
