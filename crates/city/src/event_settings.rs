//! Hazards of `[risk]` that are no footprints by return period: sets of events with their own frequency, and days of heat.

use serde::Deserialize;

/// One `[[risk.events]]`: events, each with its own frequency and the cells that it reaches.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventsSettings {
    /// The hazard, by its id in `data/hazards.toml`.
    pub hazard: String,
    /// Model.
    #[serde(default)]
    pub model: String,
    /// Scenario.
    #[serde(default = "present")]
    pub scenario: String,
    /// Layer of the city file with a row for each event and cell.
    pub layer: String,
    /// Column with the event.
    #[serde(default = "event")]
    pub event_column: String,
    /// Column with the intensity.
    #[serde(default = "intensity")]
    pub intensity_column: String,
    /// Column with the times a year that the event comes.
    #[serde(default = "frequency")]
    pub frequency_column: String,
    /// Layer with a row for each event where frequencies stand, with the two columns above; in the rows themselves where it is empty.
    #[serde(default)]
    pub frequencies: String,
    /// Layer of points or areas with the cells; rows have geometries of their own where it is empty.
    #[serde(default)]
    pub cells: String,
    /// Column with the id of a cell, in both.
    #[serde(default = "cell")]
    pub cell_column: String,
    /// How far from its centre a cell reaches where cells are points, m.
    pub nearest_m: Option<f64>,
    /// Unit of the intensities.
    #[serde(default = "metres")]
    pub unit: String,
    /// Intensity above which a thing counts as struck.
    #[serde(default)]
    pub struck_from: f64,
}

/// One `[[risk.heat]]`: days on which it is hotter than somebody said is too hot, from a daily series.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeatSettings {
    /// The hazard, by its id in `data/hazards.toml`.
    #[serde(default = "heat")]
    pub hazard: String,
    /// Model, or where the series is from.
    #[serde(default)]
    pub model: String,
    /// Scenario.
    #[serde(default = "present")]
    pub scenario: String,
    /// Layer of the city file with a row for each day (and station).
    pub layer: String,
    /// Column with the day, `2019-07-31`.
    #[serde(default = "date")]
    pub date_column: String,
    /// Column with the temperature.
    #[serde(default = "value")]
    pub value_column: String,
    /// Column with the station; one station where it is empty. Where rows are points, each place takes the nearest station.
    #[serde(default)]
    pub station_column: String,
    /// Unit of the temperatures.
    #[serde(default = "celsius")]
    pub unit: String,
    /// A day counts that is hotter than this.
    pub above: f64,
    /// Days in a row that it takes: 1 counts every such day, 3 those of heat waves of three days and longer.
    #[serde(default = "one")]
    pub run_days: u32,
    /// Share of the days of a year that must have a value for the year to count.
    #[serde(default = "most")]
    pub complete_share: f64,
}

fn present() -> String {
    "present".to_owned()
}

fn event() -> String {
    "event".to_owned()
}

fn intensity() -> String {
    "intensity".to_owned()
}

fn frequency() -> String {
    "frequency".to_owned()
}

fn cell() -> String {
    "cell".to_owned()
}

fn metres() -> String {
    "m".to_owned()
}

fn heat() -> String {
    "heat".to_owned()
}

fn date() -> String {
    "date".to_owned()
}

fn value() -> String {
    "value".to_owned()
}

fn celsius() -> String {
    "degC".to_owned()
}

fn one() -> u32 {
    1
}

fn most() -> f64 {
    0.9
}
