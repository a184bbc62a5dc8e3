//! Ladders of service: JMP water, sanitation and hygiene by rules in versions, and electricity by the Multi-Tier Framework.

pub mod electricity;
pub mod hygiene;
mod rung;
pub mod sanitation;
pub mod water;

pub use rung::{Rung, bounds};

use crate::refusal::Refusal;

/// The JMP rules that come with makazi, as TOML.
pub const JMP_RULES_TOML: &str = include_str!("../../../../data/jmp_rules.toml");

/// What a kind of source or toilet counts as where the rules differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountsAs {
    /// Improved.
    Improved,
    /// Unimproved.
    Unimproved,
    /// Neither: the household stays without a rung, and is counted as such.
    Unclassified,
}

/// Every set of rules in a text of `[[water]]` and `[[sanitation]]`.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JmpRules {
    /// Water.
    #[serde(default)]
    pub water: Vec<water::WaterRules>,
    /// Sanitation.
    #[serde(default)]
    pub sanitation: Vec<sanitation::SanitationRules>,
}

impl JmpRules {
    /// Reads a text of rules; a code that stands in two lists of one set, or a round trip below zero, is refused.
    ///
    /// # Errors
    /// [`Refusal::Rules`] with the line or the code.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let unread = |message: String| Refusal::Rules { name: "the JMP ladders".to_owned(), message };
        let rules: Self = toml::from_str(text).map_err(|e| unread(e.to_string()))?;
        if let Some(set) =
            rules.water.iter().find(|r| !(r.round_trip_minutes >= 0.0 && r.round_trip_minutes.is_finite()))
        {
            let (version, minutes) = (&set.version, set.round_trip_minutes);
            return Err(unread(format!("in {version}, round_trip_minutes is {minutes}, expected zero or more")));
        }
        let sets = rules.water.iter().map(|r| (&r.version, r.lists()));
        for (version, lists) in sets.chain(rules.sanitation.iter().map(|r| (&r.version, r.lists()))) {
            let mut seen = std::collections::BTreeSet::new();
            if let Some(twice) = lists.into_iter().flatten().find(|code| !seen.insert(code.as_str())) {
                return Err(unread(format!("in {version}, {twice} stands in two lists")));
            }
        }
        Ok(rules)
    }

    /// The rules that come with makazi.
    ///
    /// # Errors
    /// As [`JmpRules::read`].
    pub fn shipped() -> Result<Self, Refusal> {
        Self::read(JMP_RULES_TOML)
    }
}

pub(crate) fn version_of<T: Clone>(all: &[T], version: &str, name: impl Fn(&T) -> &str) -> Result<T, Refusal> {
    all.iter().find(|rules| name(rules) == version).cloned().ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(&name).collect();
        Refusal::parameter("the JMP ladders", "version", version, format!("one of {}", known.join(", ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_in_two_lists_is_refused_by_name() {
        let text = JMP_RULES_TOML.replace("\"unprotected_well\",", "\"unprotected_well\", \"rain\",");
        assert!(JmpRules::read(&text).unwrap_err().to_string().contains("rain stands in two lists"));
    }

    #[test]
    fn a_misspelt_rule_is_refused() {
        let backwards = JMP_RULES_TOML.replace("= 30.0", "= -30.0");
        assert!(JmpRules::read(&backwards).unwrap_err().to_string().contains("is -30"));
        assert!(JmpRules::read("[[water]]\nversion = \"x\"\nimprooved = []").is_err());
    }

    #[test]
    fn every_code_of_the_rules_is_in_the_dimension_table() {
        let known = |dimension: &str, code: &str| {
            city::dimension::DIMENSIONS_CSV.lines().any(|line| line.starts_with(&format!("{dimension},{code},")))
        };
        let rules = JmpRules::shipped().unwrap();
        for code in rules.water.iter().flat_map(water::WaterRules::lists).flatten() {
            assert!(known("water", code), "{code}");
        }
        for code in rules.sanitation.iter().flat_map(sanitation::SanitationRules::lists).flatten() {
            assert!(code == "flush" || known("toilet", code), "{code}");
        }
    }
}
