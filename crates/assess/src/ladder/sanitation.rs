//! The JMP ladder of sanitation.

use super::{CountsAs, JmpRules, Rung, version_of};
use crate::refusal::Refusal;

/// Rungs, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sanitation {
    /// No toilet.
    OpenDefecation,
    /// Pit without slab, bucket, hanging toilet, or what the rules count with them.
    Unimproved,
    /// Improved, shared with other households.
    Limited,
    /// Improved, the household's own.
    Basic,
    /// The same, with excreta safely disposed of in place or treated elsewhere.
    SafelyManaged,
}

/// One version of what counts as improved, by code of the toilet.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SanitationRules {
    /// Name of the version.
    pub version: String,
    /// Whose rule it is.
    pub citation: String,
    /// Improved kinds, wherever they lead.
    pub improved: Vec<String>,
    /// Kinds that are improved where they lead to one of `contained`.
    pub improved_if_contained: Vec<String>,
    /// Unimproved kinds.
    pub unimproved: Vec<String>,
    /// No toilet.
    pub open_defecation: Vec<String>,
    /// Where excreta are contained: sewer, tank, pit.
    pub contained: Vec<String>,
    /// Where they are not: open drain, pond.
    pub open_discharge: Vec<String>,
    /// What a toilet to one of these counts as.
    pub open_discharge_counts_as: CountsAs,
    /// Access of one household alone.
    pub private: Vec<String>,
    /// Access of several.
    pub shared: Vec<String>,
}

/// What is known of a household's toilet; none where it was not observed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Toilet<'a> {
    /// Code of the kind.
    pub kind: &'a str,
    /// Code of where it leads.
    pub leads_to: Option<&'a str>,
    /// Code of who uses it.
    pub access: Option<&'a str>,
    /// Excreta safely disposed of in place, or treated elsewhere.
    pub safely_disposed: Option<bool>,
}

const LEADS_TO: &str = "where the toilet leads to";

impl SanitationRules {
    /// A version that comes with makazi: `jmp_2017`.
    ///
    /// # Errors
    /// [`Refusal::Parameter`] for a version that is not there, with those that are.
    pub fn version(version: &str) -> Result<Self, Refusal> {
        version_of(&JmpRules::shipped()?.sanitation, version, |r| &r.version)
    }

    pub(super) fn lists(&self) -> Vec<&Vec<String>> {
        vec![&self.improved, &self.improved_if_contained, &self.unimproved, &self.open_defecation]
    }

    /// The rung of a household.
    ///
    /// A toilet that leads to an open drain or pond counts as the rules say, whatever it is and whoever shares it. A flush that
    /// leads nobody knows where is unimproved to safely managed; one of unknown access limited to safely managed.
    ///
    /// ```
    /// use assess::ladder::{sanitation::{Sanitation, SanitationRules, Toilet}, Rung};
    /// let rules = SanitationRules::version("jmp_2017")?;
    /// let drain = Toilet { kind: "flush", leads_to: Some("open_drain"), access: Some("individual"), ..Toilet::default() };
    /// assert_eq!(rules.rung(&drain), Rung::At(Sanitation::Unimproved));
    /// # Ok::<(), assess::refusal::Refusal>(())
    /// ```
    #[must_use]
    pub fn rung(&self, toilet: &Toilet) -> Rung<Sanitation> {
        let within = |list: &[String], code: &str| list.iter().any(|known| known == code);
        if within(&self.open_defecation, toilet.kind) {
            return Rung::At(Sanitation::OpenDefecation);
        }
        if within(&self.unimproved, toilet.kind) {
            return Rung::At(Sanitation::Unimproved);
        }
        let conditional = within(&self.improved_if_contained, toilet.kind);
        if !conditional && !within(&self.improved, toilet.kind) {
            return Rung::Unclassified("kind of toilet", toilet.kind.to_owned());
        }
        match toilet.leads_to {
            Some(code) if within(&self.open_discharge, code) => match self.open_discharge_counts_as {
                CountsAs::Improved => self.improved_rung(toilet),
                CountsAs::Unimproved => Rung::At(Sanitation::Unimproved),
                CountsAs::Unclassified => Rung::Unclassified(LEADS_TO, code.to_owned()),
            },
            Some(code) if !within(&self.contained, code) => Rung::Unclassified(LEADS_TO, code.to_owned()),
            None if conditional => match self.improved_rung(toilet) {
                Rung::At(best) | Rung::Between(_, best) => Rung::Between(Sanitation::Unimproved, best),
                unclassified @ Rung::Unclassified(..) => unclassified,
            },
            _ => self.improved_rung(toilet),
        }
    }

    fn improved_rung(&self, toilet: &Toilet) -> Rung<Sanitation> {
        let best = match toilet.safely_disposed {
            Some(false) => Sanitation::Basic,
            _ => Sanitation::SafelyManaged,
        };
        let Some(access) = toilet.access else {
            return Rung::Between(Sanitation::Limited, best);
        };
        if self.shared.iter().any(|code| code == access) {
            return Rung::At(Sanitation::Limited);
        }
        if !self.private.iter().any(|code| code == access) {
            return Rung::Unclassified("who uses the toilet", access.to_owned());
        }
        match toilet.safely_disposed {
            Some(_) => Rung::At(best),
            None => Rung::Between(Sanitation::Basic, best),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rung(toilet: &Toilet) -> Rung<Sanitation> {
        SanitationRules::version("jmp_2017").unwrap().rung(toilet)
    }

    #[test]
    fn a_shared_toilet_is_limited_however_good() {
        let toilet =
            Toilet { kind: "flush_sewer", access: Some("communal"), safely_disposed: Some(true), ..Toilet::default() };
        assert_eq!(rung(&toilet), Rung::At(Sanitation::Limited));
    }

    #[test]
    fn a_flush_to_nobody_knows_where_may_be_unimproved() {
        let toilet = Toilet { kind: "flush", access: Some("individual"), ..Toilet::default() };
        assert_eq!(rung(&toilet), Rung::Between(Sanitation::Unimproved, Sanitation::SafelyManaged));
    }

    #[test]
    fn unknown_access_is_a_range() {
        let toilet = Toilet { kind: "vip", safely_disposed: Some(false), ..Toilet::default() };
        assert_eq!(rung(&toilet), Rung::Between(Sanitation::Limited, Sanitation::Basic));
    }

    #[test]
    fn unknown_codes_are_named() {
        let kind = Toilet { kind: "moon", ..Toilet::default() };
        assert_eq!(rung(&kind), Rung::Unclassified("kind of toilet", "moon".into()));
        let leads = Toilet { kind: "flush", leads_to: Some("sky"), ..Toilet::default() };
        assert_eq!(rung(&leads), Rung::Unclassified(LEADS_TO, "sky".into()));
    }
}
