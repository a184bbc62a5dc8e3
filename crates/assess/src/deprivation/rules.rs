//! When a household is deprived: limits and questions as data, in versions.

use crate::refusal::Refusal;

/// One version of the five deprivations. A limit that is none is not asked.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlumRules {
    /// Name of the version.
    pub version: String,
    /// Whose rule it is.
    pub citation: String,
    /// Least litres of water for a person and day.
    pub water_litres_per_person_day_least: Option<f64>,
    /// Water costs less than this share of income, in percent.
    pub water_cost_percent_of_income_below: Option<f64>,
    /// Water takes less than this many minutes a day.
    pub water_minutes_per_day_below: Option<f64>,
    /// Most households to a standpipe.
    pub standpipe_shared_by_households_most: Option<u32>,
    /// Most households to a toilet.
    pub toilet_shared_by_households_most: Option<u32>,
    /// Most persons to a habitable room.
    pub persons_per_room_most: Option<f64>,
    /// Whether a household exactly at that limit is crowded.
    pub persons_per_room_limit_is_crowded: bool,
    /// What a durable dwelling has, all of them; empty where durability is not asked.
    pub durable: Vec<Durable>,
    /// What security of tenure takes, all of them; empty where tenure is not asked.
    pub tenure: Vec<Tenure>,
}

/// A question about the dwelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Durable {
    /// Permanent walls.
    Walls,
    /// A permanent roof.
    Roof,
    /// A permanent floor.
    Floor,
    /// Not dilapidated, in line with the code.
    Sound,
    /// No flood plain, steep slope, toxic waste or right of way: where profiles meet the climate.
    SafeLocation,
}

/// A question about tenure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tenure {
    /// Papers that can be shown.
    Documents,
    /// Protected from eviction, in fact or as residents see it.
    Protected,
}

/// The versions that come with makazi, as TOML.
pub const SLUM_RULES_TOML: &str = include_str!("../../../../data/slum_rules.toml");

impl SlumRules {
    /// The versions in a text of `[[rules]]`.
    ///
    /// # Errors
    /// [`Refusal::Rules`] where it does not read, with the line; [`Refusal::Parameter`] for a limit that is negative or no number.
    pub fn read(text: &str) -> Result<Vec<Self>, Refusal> {
        #[derive(serde::Deserialize)]
        struct File {
            rules: Vec<SlumRules>,
        }
        let unread = |e: toml::de::Error| Refusal::Rules { name: "slum households".to_owned(), message: e.to_string() };
        let rules = toml::from_str::<File>(text).map_err(unread)?.rules;
        for set in &rules {
            let limits = [
                ("water_litres_per_person_day_least", set.water_litres_per_person_day_least),
                ("water_cost_percent_of_income_below", set.water_cost_percent_of_income_below),
                ("water_minutes_per_day_below", set.water_minutes_per_day_below),
                ("persons_per_room_most", set.persons_per_room_most),
            ];
            for (name, limit) in limits {
                if let Some(limit) = limit.filter(|l| !(0.0..f64::INFINITY).contains(l)) {
                    return Err(Refusal::parameter(&set.version, name, limit, "a number, zero or more"));
                }
            }
        }
        Ok(rules)
    }

    /// A version that comes with makazi, such as `un_habitat`.
    ///
    /// # Errors
    /// [`Refusal::Parameter`] for a version that is not there, with those that are.
    pub fn version(version: &str) -> Result<Self, Refusal> {
        let all = Self::read(SLUM_RULES_TOML)?;
        let known: Vec<String> = all.iter().map(|r| r.version.clone()).collect();
        all.into_iter().find(|r| r.version == version).ok_or_else(|| {
            Refusal::parameter("slum households", "version", version, format!("one of {}", known.join(", ")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_negative_limit_is_refused_with_its_version() {
        let text = SLUM_RULES_TOML.replace("persons_per_room_most = 3.0", "persons_per_room_most = -3.0");
        let refused = SlumRules::read(&text).unwrap_err().to_string();
        assert_eq!(refused, "un_habitat: persons_per_room_most is -3, expected a number, zero or more");
    }

    #[test]
    fn a_misspelt_limit_is_refused() {
        let text = SLUM_RULES_TOML.replace("standpipe_shared", "stand_pipe_shared");
        assert!(SlumRules::read(&text).unwrap_err().to_string().contains("stand_pipe_shared"));
    }
}
