//! What a city is: its sources and choices, as a person writes them in `city.toml`.

mod columns;
mod kept;
mod places;

pub use columns::{CategorySettings, ValueSettings, Zero};
pub use kept::{GeometryFrom, LayerSettings, OsmLayerSettings, RasterSettings, ZONAL_STATISTICS, ZonalSettings};
pub use places::{Edition, EditionSettings, JoinBy, JoinSettings, MappedColumn, ParentSettings, PlacesSettings};

use crate::Quality;
use crate::source::{Level, SourceId};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The whole of `city.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CitySettings {
    /// The city itself.
    pub city: CityHead,
    /// Its sources, in the order in which they come in: places first.
    #[serde(default, rename = "source")]
    pub sources: Vec<SourceSettings>,
    /// Consents that cover sources, by id.
    #[serde(default, rename = "consent")]
    pub consents: BTreeMap<String, ConsentSettings>,
    /// Boundary editions to be joined by a concordance.
    #[serde(default, rename = "concordance")]
    pub concordances: Vec<ConcordanceSettings>,
    /// Choices of the assessment.
    #[serde(default)]
    pub assess: crate::assess_settings::AssessSettings,
    /// What is known of demand beside the counts of people.
    #[serde(default)]
    pub anticipate: crate::anticipate_settings::AnticipateSettings,
    /// Ways to what people need, on foot and by road.
    #[serde(default)]
    pub travel: Vec<crate::travel_settings::TravelSettings>,
    /// Choices of climate risk.
    #[serde(default)]
    pub risk: crate::risk_settings::RiskSettings,
    /// What could be done.
    #[serde(default)]
    pub plan: crate::risk_settings::PlanSettings,
}

impl CitySettings {
    /// Reads `city.toml`.
    ///
    /// # Errors
    /// The parser's message, with line and column, for a key that is not known, missing or of the wrong type.
    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}

/// The `[city]` table.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CityHead {
    /// Id: letters, digits and `_`; the city's place is `city:` and this id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the country.
    pub country: String,
    /// West, south, east, north in degrees: what lies outside is reported. None where not yet known.
    pub extent: Option<[f64; 4]>,
    /// ISO 4217 code of the currency.
    #[serde(default)]
    pub currency: String,
    /// Whether the city is invented; every page then says so.
    #[serde(default)]
    pub invented: bool,
    /// What a reader must know first; printed at the head of every page.
    #[serde(default)]
    pub notice: String,
}

/// One `[[source]]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceSettings {
    /// Id: letters, digits and `_`.
    pub id: SourceId,
    /// What it is called.
    pub title: String,
    /// Who published it.
    #[serde(default)]
    pub publisher: String,
    /// Under which licence.
    pub licence: String,
    /// Where it can be found.
    #[serde(default)]
    pub address: String,
    /// Date of publication or survey, ISO 8601.
    #[serde(default)]
    pub date: String,
    /// How far to trust it.
    pub quality: Quality,
    /// Whether it is as its maker left it.
    #[serde(default)]
    pub raw: bool,
    /// The file, relative to the data folder (`--data`), with `/`; or several that are read as one.
    #[serde(rename = "file")]
    pub files: OneOrMany,
    /// The reader; by default what the file's ending says, checked against its content.
    pub reader: Option<Reader>,
    /// Sheet of a workbook, layer of a GeoPackage, shapefile in a zip, folder of a KML, table of a timetable (`stops`,
    /// `lines`), variable of a NetCDF file, or repeat group of submissions.
    #[serde(default)]
    pub layer: String,
    /// Declared reference system, where the file has none or a wrong one.
    pub reference_system: Option<String>,
    /// Declared datum, where the file's is not known: `ellipsoid` (as it stands, no shift), `wgs84` (projected anew on
    /// WGS 84) or `shift dx dy dz` in metres.
    pub datum: Option<String>,
    /// Columns of longitude and latitude in degrees, for tables without geometry.
    pub longitude_latitude: Option<[String; 2]>,
    /// How the text of a table is written.
    #[serde(default)]
    pub text: TextSettings,
    /// Which rows are wanted: column, and the values kept.
    #[serde(default)]
    pub keep: BTreeMap<String, OneOrMany>,
    /// The consent that covers it.
    pub consent: Option<String>,
    /// `XLSForm` or `XForm` of the submissions, relative to the data folder: says what each column is.
    pub form: Option<String>,
    /// Columns of submissions that are about persons (names, contacts, photos, free words) and are to be read all the same.
    #[serde(default)]
    pub also_read: Vec<String>,
    /// Makes places of its rows.
    pub places: Option<PlacesSettings>,
    /// Joins its rows to places that are there.
    pub join: Option<JoinSettings>,
    /// Makes observations of its columns.
    #[serde(default)]
    pub values: Vec<ValueSettings>,
    /// Turns category columns into groups or indicators.
    #[serde(default)]
    pub categories: Vec<CategorySettings>,
    /// Keeps it as a layer.
    pub keep_layer: Option<LayerSettings>,
    /// Keeps it as a raster, and measures places on it.
    pub raster: Option<RasterSettings>,
    /// Reads it as settlement profiles.
    pub profiles: Option<ProfileSettings>,
    /// Takes layers out of an OpenStreetMap extract.
    #[serde(default)]
    pub osm: Vec<OsmLayerSettings>,
}

/// One text or a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// As a slice of texts.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

names! {
    /// What reads a file.
    Reader ("reader") {
        /// GeoJSON.
        GeoJson = "geojson",
        /// TopoJSON.
        TopoJson = "topojson",
        /// GeoPackage.
        GeoPackage = "geopackage",
        /// ESRI Shapefile, zipped too.
        Shapefile = "shapefile",
        /// Delimited text.
        Csv = "csv",
        /// Excel workbook.
        Xlsx = "xlsx",
        /// GeoTIFF.
        GeoTiff = "geotiff",
        /// ESRI ASCII grid.
        AsciiGrid = "ascii_grid",
        /// OpenStreetMap PBF.
        OsmPbf = "osm_pbf",
        /// Settlement profiles, Ona or Kobo JSON.
        ProfileJson = "profile_json",
        /// Settlement profiles, Ona or Kobo CSV.
        ProfileCsv = "profile_csv",
        /// FlatGeobuf.
        FlatGeobuf = "flatgeobuf",
        /// Parquet and GeoParquet.
        Parquet = "parquet",
        /// KML and KMZ.
        Kml = "kml",
        /// OpenDocument spreadsheet.
        Ods = "ods",
        /// GTFS: a timetable of public transport, zipped or as a folder's text files.
        Gtfs = "gtfs",
        /// NetCDF, classic and 4.
        NetCdf = "netcdf",
        /// Submissions of a form, as KoboToolbox and ODK export them.
        Submissions = "submissions",
        /// Excel template that `makazi template` wrote.
        Template = "template",
        /// Numbers that somebody put in place of others: see [`crate::correction`].
        Corrections = "corrections",
        /// Boundaries that somebody drew: GeoJSON of areas, each with the id of its `place`.
        Boundaries = "boundaries",
    }
}

/// How the text of a table is written: declared, never guessed silently.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextSettings {
    /// `,` `;` or a tab; where it is not said, the header decides and the choice is reported.
    pub delimiter: Option<char>,
    /// Encoding by its WHATWG label, such as `utf-8` or `windows-1252`; UTF-8 where it is not said and valid.
    pub encoding: Option<String>,
    /// Decimal mark, `.` or `,`; `.` where it is not said, and a column that reads otherwise is an error.
    pub decimal: Option<char>,
    /// Mark between thousands: `,` `.` `'` or a space.
    pub thousands: Option<char>,
    /// Row that holds the column names, 1 is the first; 1 where it is not said.
    pub header_row: Option<u64>,
    /// Texts that mean that nothing is known, beside the empty text.
    #[serde(default)]
    pub missing: Vec<String>,
}

/// `[source.profiles]`: settlement profiles.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileSettings {
    /// Prefix of the settlements' ids.
    pub prefix: String,
    /// Form field of the code that makes the id; by default `verification/Settlement_ID`, then the slug of the name.
    pub code: Option<String>,
    /// Prefix of the parents' ids; the district in which the boundary lies.
    pub parent: Option<String>,
    /// `formal` or `informal`, where the form does not ask.
    #[serde(default)]
    pub settlement_type: Option<String>,
}

/// `[consent.ID]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentSettings {
    /// Who owns the data.
    pub owner: String,
    /// What they may be used for.
    pub purpose: String,
    /// How much of them others may see.
    pub level: Level,
    /// Whether the true boundary may be shown.
    #[serde(default)]
    pub boundary: bool,
    /// Last day.
    pub until: Option<String>,
    /// Day of withdrawal.
    pub withdrawn: Option<String>,
}

/// `[[concordance]]`: numbers of one edition of boundaries carried to another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConcordanceSettings {
    /// Prefix of the places that have the numbers.
    pub from: String,
    /// Prefix of the places that want them.
    pub to: String,
    /// Indicators to carry; they must add up by sum.
    pub indicators: Vec<String>,
    /// Name of a raster of people that weighs the overlaps; area where it is not said.
    pub weight: Option<String>,
}
