//! `[[travel]]` of `city.toml`: from where to what, by which network, on foot or by road.

use crate::settings::OneOrMany;
use serde::Deserialize;
use std::collections::BTreeMap;

names! {
    /// How people go.
    Mode ("mode of travel") {
        /// On foot; one-way rules do not hold.
        Walking = "walking",
        /// By motor vehicle.
        Driving = "driving",
    }
}

/// One `[[travel]]`: a way of going, a network, and a kind of destination.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TravelSettings {
    /// Id: letters, digits and `_`; observations carry it as `travel=ID`, and its isochrones are the layer `travel_ID`.
    pub id: String,
    /// What it is called, such as `To a clinic on foot`.
    pub title: String,
    /// How people go.
    pub mode: Mode,
    /// Name of the layer of lines in the city file that people go along.
    pub network: String,
    /// Name of the layer in the city file that people go to: points, areas or lines.
    pub to: String,
    /// Which features of `to` are meant: column, and the values kept.
    #[serde(default)]
    pub keep: BTreeMap<String, OneOrMany>,
    /// Column with the class of each line; empty where nobody said a class.
    #[serde(default = "highway")]
    pub class_column: String,
    /// Class of OpenStreetMap for each word of the class column that is none of its own: `{ "Local Street" = "residential" }`.
    #[serde(default)]
    pub classes: BTreeMap<String, String>,
    /// Column that says whether a line is one-way.
    #[serde(default = "oneway")]
    pub oneway_column: String,
    /// Column with the surface.
    #[serde(default = "surface")]
    pub surface_column: String,
    /// Column with the speed limit, km/h unless it says mph.
    #[serde(default = "maxspeed")]
    pub maxspeed_column: String,
    /// Bands of minutes, rising.
    #[serde(default = "bands")]
    pub minutes: Vec<u32>,
    /// Loose ends within this distance of another line are joined to it, m; 0 joins none.
    #[serde(default = "one")]
    pub snap_m: f64,
    /// How far people and destinations may be from the nearest line, on foot and straight, m.
    #[serde(default = "half_a_kilometre")]
    pub access_m: f64,
    /// A network with more of its length than this on main roads is not walked on, 0 to 1.
    #[serde(default = "half")]
    pub most_main_share: f64,
    /// Name of a raster of people by cell that says where in a place people live; that of `[assess]` where it is not said.
    #[serde(default)]
    pub people_raster: String,
}

impl TravelSettings {
    /// The name of its layer of isochrones.
    #[must_use]
    pub fn layer(&self) -> String {
        format!("travel_{}", self.id)
    }
}

fn highway() -> String {
    "highway".to_owned()
}

fn oneway() -> String {
    "oneway".to_owned()
}

fn surface() -> String {
    "surface".to_owned()
}

fn maxspeed() -> String {
    "maxspeed".to_owned()
}

fn bands() -> Vec<u32> {
    vec![5, 15, 30]
}

fn one() -> f64 {
    1.0
}

fn half() -> f64 {
    0.5
}

fn half_a_kilometre() -> f64 {
    500.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_is_as_openstreetmap_has_it() {
        let text =
            "id = \"a\"\ntitle = \"To a clinic on foot\"\nmode = \"walking\"\nnetwork = \"roads\"\nto = \"health\"";
        let settings: TravelSettings = toml::from_str(text).unwrap();
        assert_eq!((settings.class_column.as_str(), settings.minutes.as_slice()), ("highway", &[5, 15, 30][..]));
        assert_eq!(settings.layer(), "travel_a");
        assert!(toml::from_str::<TravelSettings>(&text.replace("walking", "flying")).is_err());
    }
}
