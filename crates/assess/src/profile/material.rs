//! What a profile is made of, and under which theme each indicator stands.

use city::dimension::DimensionTable;
use city::settings::CityHead;
use city::source::{Consent, Level, SourceId};
use city::{FieldTable, Indicator, Observation, Place, Problem, Source};

/// Themes in the order of the page, with the sectors of the field table that each holds.
pub(crate) const SECTIONS: [(&str, &str, &[&str]); 15] = [
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

/// Whether the consent that covers a source does not let anybody see it: its level is not public, or it has
/// ended or been withdrawn.
pub(crate) fn is_withheld(source: &SourceId, material: &Material) -> bool {
    let source = material.sources.iter().find(|s| s.id == *source);
    let Some(consent) = source.and_then(|s| s.consent.as_ref()) else { return false };
    let given = material.consents.iter().find(|c| c.id == *consent);
    !given.is_some_and(|c| c.level == Level::Public && c.holds_on(material.today).unwrap_or(false))
}
