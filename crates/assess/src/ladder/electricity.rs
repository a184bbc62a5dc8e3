//! The Multi-Tier Framework of electricity: a tier, as an upper bound, with the attributes that nobody observed.

use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// How a value passes a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passes {
    /// At the threshold or above.
    AtLeast,
    /// At the threshold or below.
    AtMost,
    /// Below the threshold.
    Below,
}

/// An attribute of the framework: a row of `data/mtf_electricity.csv`.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct Attribute {
    /// Name, such as `hours`.
    pub attribute: String,
    /// Unit; `yes_no` is 1 or 0.
    pub unit: String,
    /// How a value passes.
    pub test: Passes,
    /// Least value that can be true.
    pub least: f64,
    /// Greatest value that can be true.
    pub most: Option<f64>,
    t1: Option<f64>,
    t2: Option<f64>,
    t3: Option<f64>,
    t4: Option<f64>,
    t5: Option<f64>,
    /// `published`, `to_check` where the threshold is from general knowledge, `design` where it is ours.
    pub certainty: String,
    /// Where the thresholds are from.
    pub citation: String,
}

/// The attributes that come with makazi, as CSV.
pub const MTF_ELECTRICITY_CSV: &str = include_str!("../../../../data/mtf_electricity.csv");

/// Where a household stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// 0 to 5, the least over the attributes observed; the true tier is this or lower.
    pub at_most: u8,
    /// Attributes that hold it there.
    pub held_by: Vec<String>,
    /// Attributes that nobody observed, each of which may lower it.
    pub not_observed: Vec<String>,
}

impl Tier {
    /// Whether nothing unobserved could lower it.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.at_most == 0 || self.not_observed.is_empty()
    }
}

impl Attribute {
    /// The thresholds of tiers 1 to 5; none where the attribute does not bind.
    #[must_use]
    pub fn thresholds(&self) -> [Option<f64>; 5] {
        [self.t1, self.t2, self.t3, self.t4, self.t5]
    }

    /// The highest tier whose threshold, and every one below it, the value passes.
    fn tier(&self, value: f64) -> u8 {
        let passes = |threshold: &Option<f64>| match (self.test, threshold) {
            (_, None) => true,
            (Passes::AtLeast, Some(t)) => value >= *t,
            (Passes::AtMost, Some(t)) => value <= *t,
            (Passes::Below, Some(t)) => value < *t,
        };
        (1..=5).zip(&self.thresholds()).take_while(|(_, t)| passes(t)).last().map_or(0, |(tier, _)| tier)
    }
}

/// Reads attributes from CSV with the columns of `data/mtf_electricity.csv`.
///
/// # Errors
/// [`Refusal::Rules`] with the line; [`Refusal::Parameter`] for an attribute whose thresholds get easier as the tier rises.
pub fn read(text: &str) -> Result<Vec<Attribute>, Refusal> {
    let unread = |e: csv::Error| Refusal::Rules { name: "the Multi-Tier Framework".to_owned(), message: e.to_string() };
    let read: Vec<Attribute> =
        csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().map_err(unread)?;
    for attribute in &read {
        let bound: Vec<f64> = attribute.thresholds().into_iter().flatten().collect();
        let harder = |pair: &[f64]| match (attribute.test, pair) {
            (Passes::AtLeast, [easier, harder]) => harder >= easier,
            (Passes::AtMost | Passes::Below, [easier, harder]) => harder <= easier,
            _ => true,
        };
        if bound.is_empty() || !bound.windows(2).all(harder) {
            return Err(Refusal::parameter(
                "the Multi-Tier Framework",
                &format!("thresholds of {}", attribute.attribute),
                format!("{bound:?}"),
                "one or more, no easier as the tier rises",
            ));
        }
    }
    Ok(read)
}

/// The tier of a household from the attributes that were observed (by name; yes is 1, no is 0).
///
/// The tier is the least over attributes; one without a threshold at a tier does not bind there. A missing attribute stays missing and
/// is never tier 0: it is named, and the tier is an upper bound. Use the hours of the worst month where they are known. Source:
/// ESMAP, Beyond Connections, 2015.
///
/// # Errors
/// [`Refusal::Missing`] where nothing was observed; [`Refusal::Value`] for a value that cannot be true or an attribute that the
/// framework does not know.
///
/// ```
/// use assess::ladder::electricity::{read, tier, MTF_ELECTRICITY_CSV};
/// let framework = read(MTF_ELECTRICITY_CSV)?;
/// let household = tier(&framework, "Kwesi's", &[("hours".to_owned(), 10.0), ("bill_paid".to_owned(), 1.0)].into())?;
/// assert_eq!(household.at_most, 3);
/// assert!(household.not_observed.contains(&"capacity".to_owned()));
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn tier(framework: &[Attribute], place: &str, observed: &BTreeMap<String, f64>) -> Result<Tier, Refusal> {
    for (at, (name, value)) in observed.iter().enumerate() {
        let Some(known) = framework.iter().find(|a| a.attribute == *name) else {
            let names: Vec<&str> = framework.iter().map(|a| a.attribute.as_str()).collect();
            return Err(Refusal::value((place, at), name, value, format!("one of {}", names.join(", "))));
        };
        let most = known.most.unwrap_or(f64::MAX);
        if !(known.least..=most).contains(value) {
            let expected = known.most.map_or(format!("{} or more", known.least), |m| format!("{} to {m}", known.least));
            return Err(Refusal::value((place, at), name, value, expected));
        }
    }
    let tiers: Vec<(&str, u8)> = framework
        .iter()
        .filter_map(|a| observed.get(&a.attribute).map(|value| (a.attribute.as_str(), a.tier(*value))))
        .collect();
    let Some(at_most) = tiers.iter().map(|(_, tier)| *tier).min() else {
        let inputs = framework.iter().map(|a| a.attribute.clone()).collect();
        return Err(Refusal::Missing { method: format!("the tier of electricity of {place}"), inputs });
    };
    let holds = tiers.iter().filter(|(_, tier)| *tier == at_most && at_most < 5);
    Ok(Tier {
        at_most,
        held_by: holds.map(|(name, _)| (*name).to_owned()).collect(),
        not_observed: framework
            .iter()
            .map(|a| &a.attribute)
            .filter(|name| !observed.contains_key(*name))
            .cloned()
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(observed: &[(&str, f64)]) -> Result<Tier, Refusal> {
        let framework = read(MTF_ELECTRICITY_CSV)?;
        tier(&framework, "house 1", &observed.iter().map(|(n, v)| ((*n).to_owned(), *v)).collect())
    }

    #[test]
    fn the_worst_attribute_decides_and_is_named() {
        let made = of(&[("capacity", 8200.0), ("hours", 23.0), ("bill_paid", 0.0)]).unwrap();
        assert_eq!((made.at_most, made.held_by), (3, vec!["bill_paid".to_owned()]));
    }

    #[test]
    fn nothing_observed_is_no_tier_rather_than_tier_0() {
        assert!(of(&[]).unwrap_err().to_string().contains("hours"));
    }

    #[test]
    fn no_connection_is_tier_0_for_certain() {
        assert!(of(&[("available", 0.0)]).unwrap().is_certain());
        assert!(!of(&[("available", 1.0)]).unwrap().is_certain());
    }

    #[test]
    fn twenty_five_hours_a_day_are_refused_with_place_and_value() {
        let refused = of(&[("hours", 25.0)]).unwrap_err().to_string();
        assert_eq!(refused, "house 1, row 1: hours is 25, expected 0 to 24");
        assert!(of(&[("hours", f64::NAN)]).is_err());
        assert!(of(&[("sparks", 1.0)]).is_err());
    }

    #[test]
    fn thresholds_the_wrong_way_round_are_refused_by_name() {
        let turned = MTF_ELECTRICITY_CSV.replace("0,,12,200,", "0,,200,12,");
        assert!(read(&turned).unwrap_err().to_string().contains("thresholds of capacity"));
    }

    #[test]
    fn more_hours_never_lower_the_tier() {
        let tiers: Vec<u8> = (0..=24).map(|h| of(&[("hours", f64::from(h))]).unwrap().at_most).collect();
        assert!(tiers.is_sorted(), "{tiers:?}");
    }
}
