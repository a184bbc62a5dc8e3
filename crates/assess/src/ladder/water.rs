//! The JMP ladder of drinking water.

use super::{CountsAs, JmpRules, Rung, version_of};
use crate::refusal::Refusal;
use city::Estimate;

/// Rungs, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Water {
    /// River, pond, dam, canal.
    Surface,
    /// Unprotected well or spring, or what the rules count with them.
    Unimproved,
    /// Improved, but the round trip takes longer than the limit.
    Limited,
    /// Improved, within the limit.
    Basic,
    /// Improved, on the premises, available when needed, free of contamination.
    SafelyManaged,
}

/// One version of what counts as improved, by code of the source.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaterRules {
    /// Name of the version.
    pub version: String,
    /// Whose rule it is.
    pub citation: String,
    /// Improved sources.
    pub improved: Vec<String>,
    /// Packaged water: bottles, bags.
    pub packaged: Vec<String>,
    /// Delivered water: tankers, carts.
    pub delivered: Vec<String>,
    /// Unimproved sources.
    pub unimproved: Vec<String>,
    /// Surface water.
    pub surface: Vec<String>,
    /// What packaged water counts as.
    pub packaged_counts_as: CountsAs,
    /// What delivered water counts as.
    pub delivered_counts_as: CountsAs,
    /// The longest round trip of a basic service, queue included.
    pub round_trip_minutes: f64,
}

/// What is known of a household's water; none where it was not observed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Drinking<'a> {
    /// Code of the main source.
    pub source: &'a str,
    /// Round trip with queue in minutes, 0 on the premises.
    pub round_trip_minutes: Option<f64>,
    /// On the premises.
    pub on_premises: Option<bool>,
    /// Available when needed.
    pub available: Option<bool>,
    /// Free of faecal and priority chemical contamination.
    pub free_of_contamination: Option<bool>,
}

/// Households or people by what their source counts as.
#[derive(Debug, Clone, PartialEq)]
pub struct Improved {
    /// Share with an improved source, 0 to 1; the upper end counts those with an unknown code as improved.
    pub share: Estimate,
    /// What the share is of: everybody with a code, known or not.
    pub total: f64,
    /// Codes that the rules do not know, with how many.
    pub unknown: Vec<(String, f64)>,
    /// Rows that were left out, with the reason.
    pub left_out: Vec<Refusal>,
}

impl WaterRules {
    /// A version that comes with makazi: `jmp_2017`, `mdg`, `ghana_census_2021`.
    ///
    /// # Errors
    /// [`Refusal::Parameter`] for a version that is not there, with those that are.
    pub fn version(version: &str) -> Result<Self, Refusal> {
        version_of(&JmpRules::shipped()?.water, version, |r| &r.version)
    }

    pub(super) fn lists(&self) -> Vec<&Vec<String>> {
        vec![&self.improved, &self.packaged, &self.delivered, &self.unimproved, &self.surface]
    }

    /// What a source counts as; [`CountsAs::Unclassified`] for a code that no list holds.
    #[must_use]
    pub fn counts_as(&self, source: &str) -> CountsAs {
        let within = |list: &[String]| list.iter().any(|code| code == source);
        if within(&self.improved) {
            CountsAs::Improved
        } else if within(&self.packaged) {
            self.packaged_counts_as
        } else if within(&self.delivered) {
            self.delivered_counts_as
        } else if within(&self.unimproved) || within(&self.surface) {
            CountsAs::Unimproved
        } else {
            CountsAs::Unclassified
        }
    }

    /// The rung of a household.
    ///
    /// Without a round trip an improved source is limited to safely managed; a basic one is "at least basic" until something about
    /// premises, availability or contamination denies more. A round trip that is negative or no number gives no rung and is named.
    ///
    /// ```
    /// use assess::ladder::{water::{Drinking, Water, WaterRules}, Rung};
    /// let rules = WaterRules::version("jmp_2017")?;
    /// let far = Drinking { source: "public_tap", round_trip_minutes: Some(45.0), ..Drinking::default() };
    /// assert_eq!(rules.rung(&far), Rung::At(Water::Limited));
    /// # Ok::<(), assess::refusal::Refusal>(())
    /// ```
    #[must_use]
    pub fn rung(&self, household: &Drinking) -> Rung<Water> {
        if self.surface.iter().any(|code| code == household.source) {
            return Rung::At(Water::Surface);
        }
        match self.counts_as(household.source) {
            CountsAs::Unimproved => Rung::At(Water::Unimproved),
            CountsAs::Unclassified => Rung::Unclassified("source of water", household.source.to_owned()),
            CountsAs::Improved => self.improved_rung(household),
        }
    }

    fn improved_rung(&self, household: &Drinking) -> Rung<Water> {
        if let Some(minutes) = household.round_trip_minutes.filter(|m| !(*m >= 0.0 && m.is_finite())) {
            return Rung::Unclassified("round trip in minutes", minutes.to_string());
        }
        let minutes = household.round_trip_minutes.or_else(|| household.on_premises.filter(|on| *on).map(|_| 0.0));
        if minutes.is_some_and(|m| m > self.round_trip_minutes) {
            return Rung::At(Water::Limited);
        }
        let asked = [household.on_premises, household.available, household.free_of_contamination];
        let best = if asked.contains(&Some(false)) { Water::Basic } else { Water::SafelyManaged };
        let least = match minutes {
            None => Water::Limited,
            Some(_) if asked.contains(&None) => Water::Basic,
            Some(_) => best,
        };
        if least == best { Rung::At(best) } else { Rung::Between(least, best) }
    }

    /// Share with an improved source, from counts by code (households or people).
    ///
    /// Hand in the single sources, without their subtotals and without those not asked. A negative count is left out and named.
    ///
    /// # Errors
    /// [`Refusal::Missing`] where nothing is counted.
    pub fn improved_share(&self, counts: &[(&str, f64)]) -> Result<Improved, Refusal> {
        let (mut improved, mut total) = (0.0, 0.0);
        let (mut unknown, mut left_out) = (Vec::new(), Vec::new());
        for (at, (source, count)) in counts.iter().enumerate() {
            if !(*count >= 0.0 && count.is_finite()) {
                left_out.push(Refusal::value((source, at), "count", count, "a number, zero or more"));
                continue;
            }
            total += count;
            match self.counts_as(source) {
                CountsAs::Improved => improved += count,
                CountsAs::Unimproved => {}
                CountsAs::Unclassified => unknown.push(((*source).to_owned(), *count)),
            }
        }
        if total <= 0.0 {
            let inputs = vec!["households or people by source of water".to_owned()];
            return Err(Refusal::Missing { method: "improved water".to_owned(), inputs });
        }
        let open: f64 = unknown.iter().map(|(_, count)| count).sum();
        let low = improved / total;
        let share = Estimate { low, value: low, high: (improved + open) / total };
        Ok(Improved { share, total, unknown, left_out })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rung(household: &Drinking) -> Rung<Water> {
        WaterRules::version("jmp_2017").unwrap().rung(household)
    }

    #[test]
    fn an_unknown_round_trip_is_a_range() {
        let tap = Drinking { source: "public_tap", on_premises: Some(false), ..Drinking::default() };
        assert_eq!(rung(&tap), Rung::Between(Water::Limited, Water::Basic));
    }

    #[test]
    fn safely_managed_takes_all_three() {
        let mut tap = Drinking { source: "piped_dwelling", on_premises: Some(true), ..Drinking::default() };
        assert_eq!(rung(&tap), Rung::Between(Water::Basic, Water::SafelyManaged));
        tap.available = Some(true);
        tap.free_of_contamination = Some(true);
        assert_eq!(rung(&tap), Rung::At(Water::SafelyManaged));
        tap.free_of_contamination = Some(false);
        assert_eq!(rung(&tap), Rung::At(Water::Basic));
    }

    #[test]
    fn thirty_minutes_are_basic_and_more_are_limited() {
        let at = |m| Drinking { source: "borehole", round_trip_minutes: Some(m), ..Drinking::default() };
        assert_eq!(rung(&at(30.0)).at_least(), Some(Water::Basic));
        assert_eq!(rung(&at(30.1)), Rung::At(Water::Limited));
    }

    #[test]
    fn a_negative_round_trip_gives_no_rung_and_is_named() {
        let tap = Drinking { source: "public_tap", round_trip_minutes: Some(-5.0), ..Drinking::default() };
        assert_eq!(rung(&tap), Rung::Unclassified("round trip in minutes", "-5".into()));
    }

    #[test]
    fn an_unknown_source_is_named_and_widens_the_share() {
        let rules = WaterRules::version("jmp_2017").unwrap();
        assert_eq!(
            rules.rung(&Drinking { source: "moon", ..Drinking::default() }),
            Rung::Unclassified("source of water", "moon".into())
        );
        let made = rules.improved_share(&[("rain", 1.0), ("river", 2.0), ("moon", 1.0), ("borehole", -1.0)]).unwrap();
        assert_eq!(made.share, Estimate { low: 0.25, value: 0.25, high: 0.5 });
        assert!(made.left_out[0].to_string().contains("borehole, row 4: count is -1"));
    }
}
