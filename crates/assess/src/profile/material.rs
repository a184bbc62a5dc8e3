//! What a profile is made of, and under which theme each indicator stands.

use crate::disclosure::consent::Consents;
use city::dimension::DimensionTable;
use city::settings::CityHead;
use city::source::Consent;
use city::{FieldTable, Indicator, Observation, Place, Problem, Source};

/// Themes in the order of the page, with the sectors of the field table that each holds.
pub(crate) const SECTIONS: [(&str, &str, &[&str]); 16] = [
    ("people", "Who lives here", &["people", "land"]),
    ("work", "Work and poverty", &["work", "poverty", "economy"]),
    ("water", "Water", &["water"]),
    ("sanitation", "Sanitation and hygiene", &["sanitation", "hygiene"]),
    ("tenure", "Tenure and safety", &["tenure", "safety"]),
    ("housing", "Housing", &["housing"]),
    ("energy", "Energy", &["energy", "communication"]),
    ("waste", "Waste", &["waste"]),
    ("terrain", "Terrain and climate", &["terrain", "climate", "environment"]),
    ("hazards", "Hazards, as lived and as modelled", &["hazard_lived", "hazard_modelled"]),
    ("health", "Health and emergency", &["health", "emergency"]),
    ("education", "Education", &["education"]),
    ("transport", "Transport", &["transport"]),
    ("organisation", "Organisation and priorities", &["citizenship"]),
    ("governance", "Governance", &["governance"]),
    ("assessment", "Assessment", &["assessment"]),
];

/// The theme of an indicator.
pub(crate) fn section_of(indicator: &Indicator) -> &'static str {
    let holds = |sectors: &&[&str]| sectors.contains(&indicator.sector.as_str());
    SECTIONS.iter().find(|(_, _, sectors)| holds(sectors)).map_or("governance", |(id, ..)| id)
}

/// Everything that a profile is made of.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// What a person wrote of the city.
    pub head: &'a CityHead,
    /// All places.
    pub places: &'a [Place],
    /// Everything collected and computed.
    pub observations: &'a [Observation],
    /// All sources.
    pub sources: &'a [Source],
    /// All consents.
    pub consents: &'a [Consent],
    /// What collecting found wrong.
    pub problems: &'a [Problem],
    /// The field table.
    pub fields: &'a FieldTable,
    /// The dimensions of groups.
    pub dimensions: &'a DimensionTable,
    /// When, as it shall be shown (a date).
    pub today: &'a str,
    /// Version of makazi.
    pub version: &'a str,
}

impl<'a> Material<'a> {
    /// What the consents of the sources allow.
    pub(crate) fn consents(&self) -> Consents<'a> {
        Consents { sources: self.sources, given: self.consents, today: self.today }
    }
}
