//! `[plan.water]`: what a plan of water and sanitation is made of.

use serde::Deserialize;

/// `[plan.water]`: where the city's own tables are, and what is taken from the city file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WaterSettings {
    /// Folder of the city's own tables of a network, beside `city.toml`; its cases are folders in its folder `cases`.
    pub folder: String,
    /// Litres a person a day that are planned for, all uses; none: what `data/water/use.csv` cites for a house connection.
    pub litres_per_person_day: Option<f64>,
    /// Litres a person a day that leave as wastewater; none: what is planned for, times `return_share`.
    pub wastewater_litres_per_person_day: Option<f64>,
    /// Share of the water used that leaves as wastewater; none: wastewater is planned for only where litres are given.
    pub return_share: Option<f64>,
    /// A layer of lines that lengths between places are taken along; none: straight lines, which are shorter than any pipe.
    pub roads: String,
    /// Straight lines longer than this join no places, km; none: no limit.
    pub longest_link_km: Option<f64>,
    /// Kinds of places that are planned for.
    pub kinds: Vec<String>,
    /// Technologies and transports of the shipped tables that are not offered, by their ids.
    pub without: Vec<String>,
    /// Scenario of people, by its id; none: the first.
    pub scenario: String,
    /// Whether demand is planned by parts of the day (morning peak, day, evening peak, night): what is built is then sized to the busiest
    /// part, as if nothing were stored.
    pub parts_of_day: bool,
    /// What stands, taken from counts of households.
    pub standing: Vec<StandingSettings>,
}

/// `[[plan.water.standing]]`: units of a technology that stand in a place, by the share of its households that were counted with them. What
/// they serve when the plan begins goes on being served in its first period.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingSettings {
    /// Technology, by its id.
    pub technology: String,
    /// What it serves: a resource in demand.
    pub of: String,
    /// Groups of households that were counted with it: `toilet=public`.
    pub households: Vec<String>,
    /// What a reader should know of the count.
    #[serde(default)]
    pub note: String,
}

impl Default for WaterSettings {
    fn default() -> Self {
        Self {
            folder: "water".to_owned(),
            litres_per_person_day: None,
            wastewater_litres_per_person_day: None,
            return_share: None,
            roads: String::new(),
            longest_link_km: None,
            kinds: vec!["district".to_owned(), "settlement".to_owned()],
            without: Vec::new(),
            scenario: String::new(),
            parts_of_day: false,
            standing: Vec::new(),
        }
    }
}
