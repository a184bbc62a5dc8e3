//! `[anticipate]` of `city.toml`: what is known of demand beside the counts of people.

use crate::settings::OneOrMany;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[anticipate]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AnticipateSettings {
    /// Demand tables given directly: CSV files, relative to the folder of `city.toml`.
    pub demand: Vec<String>,
    /// Counts of users that are no households: CSV files, relative to the folder of `city.toml`.
    pub other_users: Vec<String>,
    /// Folder of the city's own tables of a day, beside `city.toml`; each takes the place of the table of that name in `data/day`.
    pub day: String,
    /// The longest mean wait at a public toilet that is short enough, minutes.
    pub longest_wait_minutes: f64,
    /// Users that are no households, counted as features of layers.
    #[serde(rename = "count")]
    pub counts: Vec<UserCountSettings>,
    /// Surveys of households and what they pay for water.
    #[serde(rename = "survey")]
    pub surveys: Vec<SurveySettings>,
}

impl Default for AnticipateSettings {
    fn default() -> Self {
        Self {
            demand: Vec::new(),
            other_users: Vec::new(),
            day: String::new(),
            longest_wait_minutes: 5.0,
            counts: Vec::new(),
            surveys: Vec::new(),
        }
    }
}

/// One `[[anticipate.count]]`: features of a layer as users of water, each with its pupils, beds, workers or guests.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserCountSettings {
    /// The user, by its name in `other_users.csv`, such as `school`.
    pub user: String,
    /// Name of a layer in the city file.
    pub layer: String,
    /// Which features are meant: column, and the values kept.
    #[serde(default)]
    pub keep: BTreeMap<String, OneOrMany>,
    /// Column with the units of each feature, such as beds.
    #[serde(default)]
    pub units_column: String,
    /// Units of a feature whose column says nothing; without it such features are a gap.
    pub units_each: Option<CitedSettings>,
}

/// A number with its range and who says so.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CitedSettings {
    /// The number.
    pub value: f64,
    /// Its lower end; the number where it is not said.
    pub low: Option<f64>,
    /// Its upper end; the number where it is not said.
    pub high: Option<f64>,
    /// Author, year, title, or `assumption`.
    pub source: String,
}

/// One `[[anticipate.survey]]`: a survey of households, and of the points where they fetch water. Nothing of a household leaves: medians and
/// quartiles of at least `assess.least_count` answers, and never fewer than 5.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SurveySettings {
    /// What a person reads.
    pub title: String,
    /// Name of a layer of households in the city file, or of a CSV file relative to the folder of `city.toml`.
    pub households: String,
    /// The same of water points; empty where none were asked.
    pub points: String,
    /// Column of households and points: the community.
    pub community_column: String,
    /// Column of households: main source of water.
    pub source_column: String,
    /// Column of households: main source of drinking water.
    pub drinking_column: String,
    /// Column of households: what a person pays for water a day.
    pub cost_person_day_column: String,
    /// Column of households: what the household pays for water a day.
    pub cost_household_day_column: String,
    /// Column of households: its income a month.
    pub income_month_column: String,
    /// Column of points: price of a litre.
    pub price_litre_column: String,
    /// Money of all of it, with its year, such as `GHS_2023`.
    pub money: String,
    /// Income of a household a month that costs are held against where the survey did not ask for it.
    pub income_month: Option<CitedSettings>,
    /// Why medians and quartiles may be shown though the consent of the rows keeps these from others; empty: they are held back with them.
    pub summaries_may_leave: String,
}
