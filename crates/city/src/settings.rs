//! What a city is: its sources and choices, as a person writes them in `city.toml`.

use crate::layer::Style;
use crate::source::{Level, SourceId};
use crate::{PlaceKind, Quality};
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
    /// Ways to what people need, on foot and by road.
    #[serde(default)]
    pub travel: Vec<crate::travel_settings::TravelSettings>,
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

/// `[source.places]`: rows that are places.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacesSettings {
    /// What kind they are.
    pub kind: PlaceKind,
    /// Prefix of their ids, such as `ward`.
    pub prefix: String,
    /// Column of the code that makes the id; several are joined by `/`.
    pub code: OneOrMany,
    /// Column of the name, or words with columns in braces: `Ward {WARD_NAME}`.
    pub name: String,
    /// Columns of other names and codes.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// How the parent is found.
    pub parent: Option<ParentSettings>,
    /// Edition of boundaries.
    #[serde(default)]
    pub edition: String,
    /// First year for which the boundaries held.
    pub from: Option<i32>,
    /// Last year for which they held.
    pub to: Option<i32>,
    /// Column that says whether a settlement is formal or informal, by value.
    pub settlement_type: Option<MappedColumn>,
}

/// A column whose texts are given codes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedColumn {
    /// The column.
    pub column: String,
    /// Code of each text.
    pub codes: BTreeMap<String, String>,
}

/// How the parent of a place is found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParentSettings {
    /// Prefix of the parents' ids.
    pub prefix: String,
    /// Column that holds the parent's code or name; where it is not said, the place in which most of the area lies.
    pub column: Option<String>,
}

/// `[source.join]`: rows that are about places which are there.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JoinSettings {
    /// Prefix of the places' ids.
    pub prefix: String,
    /// Column that names the place; several are joined by `/`; where it is not said, all rows are about the city.
    pub column: Option<OneOrMany>,
    /// Whether the column holds codes or names.
    #[serde(default)]
    pub by: JoinBy,
    /// Matches that a person accepted: what the row says, and the code of the place; `city` for the city itself and
    /// `-` for rows to be left out (such as the country's).
    #[serde(default)]
    pub accept: BTreeMap<String, String>,
    /// Editions side by side in one table: the column, and what each of its values means.
    pub editions: Option<EditionSettings>,
    /// Whether a place that is not there is made, without a geometry.
    #[serde(default)]
    pub create: bool,
}

/// What a row's place is named by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinBy {
    /// The code after the id's prefix, or an alias.
    #[default]
    Code,
    /// The name: exactly, then normalised.
    Name,
    /// Where the row's own geometry lies: the place that holds most of it.
    Location,
}

/// Editions side by side in one table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionSettings {
    /// The column that says the edition.
    pub column: String,
    /// For each value: the prefix of its places, whether they are made where not there, and a note.
    pub is: BTreeMap<String, Edition>,
}

/// What one edition means.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Prefix of its places' ids.
    pub prefix: String,
    /// Whether places that are not there are made, without a geometry.
    #[serde(default)]
    pub create: bool,
    /// What is taken off the front of a code, such as `19100` of `19100024` (leading zeros go too).
    #[serde(default)]
    pub strip: String,
    /// Indicator to use for this edition instead of the one of the values, where the unit differs.
    pub indicator: Option<String>,
    /// Said beside every number that is joined so.
    #[serde(default)]
    pub note: String,
}

/// `[[source.values]]`: a column that is an indicator.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueSettings {
    /// The column.
    pub column: String,
    /// The indicator in the field table.
    pub indicator: String,
    /// Period of all rows, such as `2011`.
    pub period: Option<String>,
    /// Column that holds the period.
    pub period_column: Option<String>,
    /// Group of all rows, such as `sex=female`.
    #[serde(default)]
    pub group: String,
    /// Unit of the column where it is not the indicator's; converted, or refused.
    pub unit: Option<String>,
    /// What 0 means: a number (default) or that it is not known.
    #[serde(default)]
    pub zero: Zero,
    /// Rows in which 0 is not known although `zero` says otherwise: column, and its values (a formal settlement with no
    /// communal toilets has toilets inside its houses).
    #[serde(default)]
    pub zero_unknown_where: BTreeMap<String, OneOrMany>,
    /// Column of the lower end of the range.
    pub low: Option<String>,
    /// Column of the upper end of the range.
    pub high: Option<String>,
    /// For class indicators: the code of each text.
    #[serde(default)]
    pub codes: BTreeMap<String, String>,
}

/// What 0 means in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zero {
    /// None of the thing.
    #[default]
    None,
    /// Not known.
    Unknown,
}

/// `[[source.categories]]`: a column whose texts are categories.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategorySettings {
    /// The column.
    pub column: String,
    /// The group key that the categories become, such as `toilet`.
    pub dimension: String,
    /// Code of each text; `-` leaves a row out, `*` is the total of all categories, `indicator:ID` makes the category an
    /// indicator of its own instead of a group. A text that is not listed is reported.
    pub codes: BTreeMap<String, String>,
    /// Indicator that each row counts one of, such as `households` in a survey with a row for each; the column then needs no
    /// `[[source.values]]`.
    pub counts: Option<String>,
    /// Period of what is counted; the source's `date` where it is not said.
    pub period: Option<String>,
    /// Column that says how many each row stands for: a survey's weights. Without it the rows are counted, and a note says
    /// that these were surveyed, not all.
    pub weight_column: Option<String>,
    /// Whether the sum of the categories also becomes the number for everybody, where no row gives that.
    #[serde(default)]
    pub make_total: bool,
    /// Whether sums beside their parts are looked for (within rounding) and left out of adding up.
    #[serde(default = "yes")]
    pub find_totals: bool,
}

fn yes() -> bool {
    true
}

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
