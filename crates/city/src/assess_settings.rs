//! `[assess]` of `city.toml`: the choices of a vulnerability assessment.

use serde::Deserialize;
use std::collections::BTreeMap;

names! {
    /// What becomes of a district's total where a settlement counts more people than the census has there.
    DistrictTotal ("way with the total of a district") {
        /// It is kept: people are moved from outside the settlements to inside.
        Keep = "keep",
        /// It is raised by what the census missed.
        Raise = "raise",
    }
}

names! {
    /// How much each settlement's list of priorities weighs.
    Vote ("weighing of votes") {
        /// One settlement, one vote.
        Settlement = "settlement",
        /// By its people.
        People = "people",
    }
}

/// `[assess]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AssessSettings {
    /// Chains to compute, by id; all that come with makazi, and those in the folder `chains`, where it is empty.
    pub chains: Vec<String>,
    /// The chain that leads the page; where it is empty, the one whose leaves are best filled.
    pub headline: String,
    /// What becomes of a district's total.
    pub district_total: DistrictTotal,
    /// Sources whose counts of people in settlements come from others: `settlements = "census"` says that they are one count.
    pub same_count: BTreeMap<String, String>,
    /// The source of the city's own count of people: observations of districts, or a raster of people by cell.
    pub people_raster: String,
    /// Set (prefix of ids) of the districts that settlements are compared with; the parents where it is empty.
    pub districts: String,
    /// Rules of improved water, by version, see `data/jmp_rules.toml`.
    pub water_rules: String,
    /// Rules of improved sanitation, by version.
    pub sanitation_rules: String,
    /// Rules of a slum household, by version, see `data/slum_rules.toml`.
    pub slum_rules: String,
    /// Samples of the uncertainty analysis.
    pub samples: usize,
    /// How far weights are varied: 0.25 is from three quarters of a weight to five quarters.
    pub weight_noise: f64,
    /// Least share of the weights that must be filled for a score to be shown.
    pub least_coverage: f64,
    /// Cells of fewer persons or households than this are not shown.
    pub least_count: u32,
    /// How votes are weighed.
    pub vote: Vote,
    /// Flags of an event, such as `flooded_lived`, whose list is complete: a place of the same set that is not on it says no.
    pub lived_list_complete: Vec<String>,
    /// Footprints of hazards as models see them.
    #[serde(rename = "footprint")]
    pub footprints: Vec<FootprintSettings>,
}

impl Default for AssessSettings {
    fn default() -> Self {
        Self {
            chains: Vec::new(),
            headline: String::new(),
            district_total: DistrictTotal::Keep,
            same_count: BTreeMap::new(),
            people_raster: String::new(),
            districts: String::new(),
            water_rules: "jmp_2017".to_owned(),
            sanitation_rules: "jmp_2017".to_owned(),
            slum_rules: "un_habitat".to_owned(),
            samples: 1000,
            weight_noise: 0.25,
            least_coverage: 0.5,
            least_count: 5,
            vote: Vote::Settlement,
            lived_list_complete: Vec::new(),
            footprints: Vec::new(),
        }
    }
}

/// One `[[assess.footprint]]`: a layer of areas, or a raster of depths, of one hazard as one model sees it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FootprintSettings {
    /// The hazard, by its id in `data/hazards.toml`, such as `coastal_flood`.
    pub hazard: String,
    /// Name of a layer of areas in the city file. Where neither layer nor raster is named, shares of area that were collected
    /// already are meant: those of the scenario and return period.
    #[serde(default)]
    pub layer: String,
    /// Name of a raster in the city file.
    #[serde(default)]
    pub raster: String,
    /// Rasters of the city file with the return period of each, years: one footprint each, in one go.
    #[serde(default)]
    pub rasters: BTreeMap<String, f64>,
    /// Column of depth or another intensity, in `unit`; every feature is wet where it is empty.
    #[serde(default)]
    pub depth_column: String,
    /// Columns of depth with the return period of each, years, for tables that are wide.
    #[serde(default)]
    pub depth_columns: BTreeMap<String, f64>,
    /// Column with the share of each feature that is wet, 0 to 1; all of it where it is empty.
    #[serde(default)]
    pub share_column: String,
    /// Column with the return period of each feature, years; `return_period` where all have one.
    #[serde(default)]
    pub return_period_column: String,
    /// Return period of the whole footprint, years.
    pub return_period: Option<f64>,
    /// Return periods that are not floods, such as 0 for permanent water.
    #[serde(default)]
    pub leave_out: Vec<f64>,
    /// Depth from which a place counts as wet, m.
    #[serde(default)]
    pub wet_from_m: f64,
    /// Unit of the numbers, such as `cm`, `m/s`, `degC` or `g`; what the raster's `measures` ends in, else m, where it is empty.
    #[serde(default)]
    pub unit: String,
    /// Intensity from which a place counts as struck, in `unit`; `wet_from_m` where it is not said.
    #[serde(default)]
    pub struck_from: Option<f64>,
    /// Scenario, such as `present`, `2050_sea_risen` or `design_drainage`.
    #[serde(default = "present")]
    pub scenario: String,
    /// Model, such as `NASADEM`.
    #[serde(default)]
    pub model: String,
    /// Whether the score of the hazard is taken from this footprint; the first of a hazard where none is marked.
    #[serde(default)]
    pub leads: bool,
}

impl FootprintSettings {
    /// Above which a place counts as struck, in the unit of the footprint: whoever settles a unit of length other than metres
    /// has brought `wet_from_m` to it.
    #[must_use]
    pub fn struck_above(&self) -> f64 {
        self.struck_from.unwrap_or(self.wet_from_m)
    }
}

fn present() -> String {
    "present".to_owned()
}
