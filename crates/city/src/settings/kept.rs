//! What a source leaves in the city beside observations: layers, rasters and what is measured on them.

use crate::layer::Style;
use crate::source::SourceId;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[source.keep_layer]`: rows kept as a layer.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerSettings {
    /// Table name: letters, digits and `_`.
    pub name: String,
    /// Title; the source's where it is not said.
    #[serde(default)]
    pub title: String,
    /// One sentence more.
    #[serde(default)]
    pub description: String,
    /// Descriptions of columns, with units.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// How it is drawn.
    pub style: Option<Style>,
    /// Takes the geometry of each row from another layer: its name, its column, our column.
    pub geometry_from: Option<GeometryFrom>,
}

/// Where the geometry of a table's rows comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeometryFrom {
    /// Id of the source that holds the geometries; it is read anew.
    pub source: SourceId,
    /// Column there.
    pub there: String,
    /// Column here.
    pub here: String,
}

/// `[source.raster]`: a raster kept beside the city file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RasterSettings {
    /// Name, and file name without `.tif`.
    pub name: String,
    /// What a cell's number means with its unit, such as `depth_m` or `elevation_m`; `unknown` where the source does not
    /// say, and then nothing is measured on it.
    pub measures: String,
    /// Declared value of cells without data, where the file does not say.
    pub nodata: Option<f64>,
    /// Band, from 1.
    #[serde(default = "one")]
    pub band: u16,
    /// Keeps all of it; else the part in which the city lies, where `[city]` says its extent.
    #[serde(default)]
    pub whole: bool,
    /// Statistics of places that become observations.
    #[serde(default)]
    pub zonal: Vec<ZonalSettings>,
}

fn one() -> u16 {
    1
}

/// The statistics of places that a raster can give; all by exact coverage fractions.
pub const ZONAL_STATISTICS: [&str; 9] =
    ["mean", "min", "max", "sum", "stdev", "median", "majority", "share_above", "weighted_mean"];

/// One statistic of places on a raster.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZonalSettings {
    /// Prefixes of the places' ids.
    pub prefixes: Vec<String>,
    /// One of [`ZONAL_STATISTICS`]: `share_above` is the percent of the valid area over `threshold`, `weighted_mean` the
    /// mean weighted by the raster named in `weight` (such as people), `majority` the value that covers most.
    pub statistic: String,
    /// Name of the raster that weighs `weighted_mean`; it stands before this one and has the same reference system.
    pub weight: Option<String>,
    /// Threshold of `share_above`.
    #[serde(default)]
    pub threshold: f64,
    /// The indicator it becomes.
    pub indicator: String,
    /// Period of the observation.
    pub period: String,
    /// Group, such as `scenario=design`.
    #[serde(default)]
    pub group: String,
}

/// `[[source.osm]]`: a layer out of an extract.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OsmLayerSettings {
    /// Layer name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Shapes wanted: `point`, `line`, `area`.
    pub shape: String,
    /// Tag rules, any of which takes a feature in: `highway`, `highway=primary|secondary`.
    pub tags: Vec<String>,
    /// Tags kept as columns.
    #[serde(default)]
    pub columns: Vec<String>,
}
