//! Hazards as data: which answers mean them, and how answers and footprints become scores.

use city::Problem;
use serde::Deserialize;

/// The hazards that come with makazi, as TOML.
pub const HAZARDS_TOML: &str = include_str!("../../../../data/hazards.toml");

/// What `data/hazards.toml` says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// How answers of residents become a score.
    pub lived: LivedRule,
    /// How a footprint becomes a score.
    pub modelled: ModelledRule,
    /// The hazards.
    #[serde(rename = "hazard")]
    pub hazards: Vec<Hazard>,
}

/// How answers of residents become a score.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LivedRule {
    /// Times that count as 1.
    pub frequency_full: f64,
    /// Times that a hazard counts as which is named without saying how often.
    pub named_counts_as: f64,
    /// Times that a place counts as which is known to be struck again and again.
    pub again_and_again_counts_as: f64,
    /// Times that a trouble of the place counts as.
    pub trouble_counts_as: f64,
    /// The same where residents hold the place to be dangerous.
    pub trouble_held_dangerous_counts_as: f64,
    /// Structures destroyed that count as 1.
    pub destroyed_full: f64,
    /// Part of what is missing to 1 that they close.
    pub destroyed_weight: f64,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub source: String,
}

/// How a footprint becomes a score.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelledRule {
    /// Percent inside the footprint that counts as 1.
    pub share_full_percent: f64,
    /// The return period that leads, years.
    pub return_period_years: f64,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub source: String,
}

/// A hazard and the answers that mean it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hazard {
    /// Its id.
    pub id: String,
    /// What a person reads.
    pub label: String,
    /// Codes of `disasters`.
    #[serde(default)]
    pub disasters: Vec<String>,
    /// Whether every edition of the form offers those codes, so that not naming them is an answer.
    #[serde(default)]
    pub always_asked: bool,
    /// Its code in groups of `disaster_frequency` and `structures_destroyed`; empty where the form does not ask.
    #[serde(default)]
    pub group: String,
    /// Codes of `location_problems`.
    #[serde(default)]
    pub troubles: Vec<String>,
    /// Flags of an event, such as `flooded_lived`.
    #[serde(default)]
    pub events: Vec<String>,
    /// Flags of places that are struck again and again, such as `flood_prone`.
    #[serde(default)]
    pub again_and_again: Vec<String>,
    /// Indicator of shares of area that a collected raster gives; empty where there is none.
    #[serde(default)]
    pub observed_shares: String,
    /// Whether such shares are of this hazard where nobody says of which.
    #[serde(default)]
    pub observed_by_default: bool,
    /// Hazards whose models are asked where this one has none.
    #[serde(default)]
    pub also_seen_by: Vec<String>,
    /// Metres from its footprint within which answers are taken to be about it; everywhere where it is none.
    pub lived_within_m: Option<f64>,
}

impl Catalogue {
    /// The hazards that come with makazi.
    ///
    /// # Errors
    /// As [`Catalogue::read`].
    pub fn shipped() -> Result<Self, Problem> {
        Self::read(HAZARDS_TOML)
    }

    /// Reads a text like `data/hazards.toml`.
    ///
    /// # Errors
    /// A problem that says what does not read, or which number is out of its range.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let problem = || Problem::error("hazards_unread").in_file("data/hazards.toml");
        let unread = |e: toml::de::Error| {
            problem().found(e).hint("correct the line that is named; no hazard is assessed until then")
        };
        let catalogue: Self = toml::from_str(text).map_err(unread)?;
        let (lived, modelled) = (&catalogue.lived, &catalogue.modelled);
        let above_zero = [
            ("frequency_full", lived.frequency_full),
            ("destroyed_full", lived.destroyed_full),
            ("share_full_percent", modelled.share_full_percent),
            ("return_period_years", modelled.return_period_years),
        ];
        let zero_or_more = [
            ("named_counts_as", lived.named_counts_as),
            ("again_and_again_counts_as", lived.again_and_again_counts_as),
            ("trouble_counts_as", lived.trouble_counts_as),
            ("trouble_held_dangerous_counts_as", lived.trouble_held_dangerous_counts_as),
        ];
        let wrong = above_zero.iter().find(|(_, v)| !(v.is_finite() && *v > 0.0));
        let wrong = wrong.or_else(|| zero_or_more.iter().find(|(_, v)| !(v.is_finite() && *v >= 0.0)));
        let weight = ("destroyed_weight", lived.destroyed_weight);
        let wrong = wrong.copied().or_else(|| (!(0.0..=1.0).contains(&weight.1)).then_some(weight));
        match wrong {
            Some((name, value)) => Err(problem()
                .in_column(name)
                .found(value)
                .expected("a number above 0; weights from 0 to 1")
                .hint("no hazard is assessed until it is corrected")),
            None => Ok(catalogue),
        }
    }

    /// A hazard by its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Hazard> {
        self.hazards.iter().find(|h| h.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::dimension::DimensionTable;

    #[test]
    fn every_code_that_means_a_hazard_is_a_code_of_the_dimensions() {
        let (catalogue, dimensions) = (Catalogue::shipped().unwrap(), DimensionTable::embedded().unwrap());
        for hazard in &catalogue.hazards {
            assert!(dimensions.label("hazard", &hazard.id).is_some(), "{}", hazard.id);
            let codes = hazard.disasters.iter().map(|c| ("disasters", c));
            let codes = codes.chain(hazard.troubles.iter().map(|c| ("location_problems", c)));
            let group = Some(("hazard", &hazard.group)).filter(|(_, code)| !code.is_empty());
            for (dimension, code) in codes.chain(group) {
                assert!(dimensions.get(dimension, code).is_some(), "{dimension} {code}");
            }
            assert!(hazard.also_seen_by.iter().all(|id| catalogue.get(id).is_some()), "{}", hazard.id);
        }
    }

    #[test]
    fn a_share_of_zero_that_counts_as_one_is_refused_by_name() {
        let refused = Catalogue::read(&HAZARDS_TOML.replace("share_full_percent = 50.0", "share_full_percent = 0.0"));
        assert_eq!(refused.unwrap_err().column, "share_full_percent");
        assert!(Catalogue::read(&HAZARDS_TOML.replace("always_asked", "allways_asked")).is_err());
    }
}
