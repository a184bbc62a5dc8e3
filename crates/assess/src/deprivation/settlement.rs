//! The five deprivations of a settlement from its profile, where there are no household rows.

use super::bounds::{Bounds, at_least_of_ranges};
use super::household::FIVE;
use crate::refusal::Refusal;

/// Places that are dangerous to live in, by the codes of the profile's location problems (field D1).
pub const DANGEROUS_PLACES: [&str; 10] = [
    "flood_prone_area",
    "slope",
    "water_body",
    "canal",
    "railway_track",
    "under_power_lines",
    "industrial_hazards",
    "mine_dump",
    "garbage_dump",
    "sinking_soil",
];

/// What a profile says of its settlement; none where it says nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProfiledSettlement {
    /// Settlement.
    pub place: String,
    /// Share served with water, 0 to 1 (see [`crate::served`]).
    pub water_served: Option<f64>,
    /// Share served by improved toilet seats, 0 to 1.
    pub improved_seats_served: Option<f64>,
    /// Open defecation, 0 to 1.
    pub open_defecation: Option<f64>,
    /// Bucket system, 0 to 1.
    pub bucket_system: Option<f64>,
    /// Permanent structures.
    pub permanent_structures: Option<f64>,
    /// Temporary structures.
    pub temporary_structures: Option<f64>,
    /// Codes of the location problems; none where the question was not answered.
    pub location_problems: Option<Vec<String>>,
    /// Declared and legally protected, undeclared (false), or not said.
    pub declared: Option<bool>,
    /// An eviction threat now.
    pub eviction_threat: Option<bool>,
    /// Share in crowded rooms, 0 to 1, which takes a count of rooms: profiles have none.
    pub crowded: Option<f64>,
}

/// A share deprived in each of the [`FIVE`], with what is known besides.
#[derive(Debug, Clone, PartialEq)]
pub struct Marginals {
    /// For each of the [`FIVE`], the least and the greatest share deprived, 0 to 1; none where the profile does not tell.
    pub shares: [Option<(f64, f64)>; 5],
    /// Which dangerous places the settlement is in. The profile does not say how many live there: up to all.
    pub dangerous_places: Vec<String>,
}

/// The share deprived in each of the five, as far as a profile tells.
///
/// Water: 1 - share served. Sanitation: the greater of open defecation + bucket system and 1 - share served by improved seats, and
/// from what is known up to 1 where one of the three is not. Durability: temporary / all structures, and up to 1 where the place
/// is dangerous. Tenure: everybody where the settlement is
/// undeclared or under a threat of eviction, nobody where it is declared and under none. Method: ours, after UN-Habitat 11.1.1.
///
/// # Errors
/// [`Refusal::Value`] for a share outside 0 to 1 or a negative number of structures, with the place.
///
/// ```
/// use assess::deprivation::settlement::{marginals, ProfiledSettlement};
/// let profile = ProfiledSettlement { water_served: Some(0.7), declared: Some(false), ..ProfiledSettlement::default() };
/// let made = marginals(&profile)?;
/// assert_eq!(made.shares[4], Some((1.0, 1.0)));
/// assert_eq!(made.bounds(1)?.not_observed, [1, 2, 3]);
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn marginals(profile: &ProfiledSettlement) -> Result<Marginals, Refusal> {
    let named = [
        ("water_served", profile.water_served, 1.0),
        ("improved_seats_served", profile.improved_seats_served, 1.0),
        ("open_defecation", profile.open_defecation, 1.0),
        ("bucket_system", profile.bucket_system, 1.0),
        ("crowded", profile.crowded, 1.0),
        ("permanent_structures", profile.permanent_structures, f64::MAX),
        ("temporary_structures", profile.temporary_structures, f64::MAX),
    ];
    for (column, value, most) in named {
        if let Some(value) = value.filter(|value| !(0.0..=most).contains(value)) {
            let expected = if most > 1.0 { "a number, zero or more" } else { "0 to 1" };
            return Err(Refusal::value((&profile.place, 0), column, value, expected));
        }
    }
    let dangerous = |code: &&String| DANGEROUS_PLACES.contains(&code.as_str());
    let dangerous_places: Vec<String> = profile.location_problems.iter().flatten().filter(dangerous).cloned().collect();
    Ok(Marginals {
        shares: [
            profile.water_served.map(|served| (1.0 - served, 1.0 - served)),
            sanitation(profile)?,
            profile.crowded.map(|crowded| (crowded, crowded)),
            durability(profile, !dangerous_places.is_empty()),
            tenure(profile),
        ],
        dangerous_places,
    })
}

fn sanitation(profile: &ProfiledSettlement) -> Result<Option<(f64, f64)>, Refusal> {
    let without = profile.open_defecation.zip(profile.bucket_system).map(|(open, bucket)| open + bucket);
    if let Some(both) = without.filter(|both| *both > 1.0 + 1e-9) {
        return Err(Refusal::value((&profile.place, 0), "open_defecation and bucket_system", both, "0 to 1 together"));
    }
    let unserved = profile.improved_seats_served.map(|served| 1.0 - served);
    if let (Some(without), Some(unserved)) = (without, unserved) {
        let share = without.max(unserved).min(1.0);
        return Ok(Some((share, share)));
    }
    let parts = [without, unserved, profile.open_defecation, profile.bucket_system];
    Ok(parts.into_iter().flatten().reduce(f64::max).map(|known| (known.min(1.0), 1.0)))
}

fn durability(profile: &ProfiledSettlement, dangerous_place: bool) -> Option<(f64, f64)> {
    let (permanent, temporary) = (profile.permanent_structures?, profile.temporary_structures?);
    let all = permanent + temporary;
    let share = (all > 0.0).then(|| temporary / all)?;
    Some((share, if dangerous_place { 1.0 } else { share }))
}

fn tenure(profile: &ProfiledSettlement) -> Option<(f64, f64)> {
    match (profile.declared, profile.eviction_threat) {
        (Some(false), _) | (_, Some(true)) => Some((1.0, 1.0)),
        (Some(true), Some(false)) => Some((0.0, 0.0)),
        _ => None,
    }
}

impl Marginals {
    /// Bounds of the share deprived in so many of the five or more, with those not observed by position in [`FIVE`].
    ///
    /// # Errors
    /// As [`at_least_of_ranges`].
    pub fn bounds(&self, ways: usize) -> Result<Bounds, Refusal> {
        at_least_of_ranges(ways, &self.shares)
    }

    /// Names of those that the profile does not tell.
    #[must_use]
    pub fn not_observed(&self) -> Vec<&'static str> {
        FIVE.into_iter().zip(&self.shares).filter(|(_, share)| share.is_none()).map(|(name, _)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> ProfiledSettlement {
        ProfiledSettlement {
            place: "Kibera".into(),
            water_served: Some(0.6),
            improved_seats_served: Some(0.9),
            open_defecation: Some(0.3),
            bucket_system: Some(0.1),
            permanent_structures: Some(30.0),
            temporary_structures: Some(70.0),
            location_problems: Some(vec!["flood_prone_area".into(), "open_drains".into()]),
            declared: Some(true),
            eviction_threat: Some(false),
            crowded: None,
        }
    }

    #[test]
    fn each_share_is_what_the_profile_says_and_space_is_named_as_unknown() {
        let made = marginals(&profile()).unwrap();
        let near = |at: usize, low: f64, high: f64| {
            let (least, greatest) = made.shares[at].unwrap();
            (least - low).abs() < 1e-12 && (greatest - high).abs() < 1e-12
        };
        assert!(near(0, 0.4, 0.4) && near(1, 0.4, 0.4) && near(3, 0.7, 1.0) && near(4, 0.0, 0.0), "{made:?}");
        assert_eq!(made.not_observed(), ["space"]);
        assert_eq!(made.dangerous_places, ["flood_prone_area"]);
        let any = made.bounds(1).unwrap();
        assert!((any.low - 0.7).abs() < 1e-12 && (any.high - 1.0).abs() < 1e-12);
    }

    #[test]
    fn an_unknown_bucket_system_leaves_sanitation_a_range() {
        let unknown = ProfiledSettlement { bucket_system: None, ..profile() };
        assert_eq!(marginals(&unknown).unwrap().shares[1], Some((0.3, 1.0)));
    }

    #[test]
    fn a_threat_of_eviction_takes_the_security_of_a_declared_settlement() {
        let threatened = ProfiledSettlement { eviction_threat: Some(true), ..profile() };
        assert_eq!(marginals(&threatened).unwrap().shares[4], Some((1.0, 1.0)));
        let nobody_asked = ProfiledSettlement { eviction_threat: None, ..profile() };
        assert_eq!(marginals(&nobody_asked).unwrap().shares[4], None);
    }

    #[test]
    fn percentages_handed_in_as_shares_are_refused_with_the_place() {
        let refused = marginals(&ProfiledSettlement { open_defecation: Some(30.0), ..profile() }).unwrap_err();
        assert_eq!(refused.to_string(), "Kibera, row 1: open_defecation is 30, expected 0 to 1");
        assert!(marginals(&ProfiledSettlement { open_defecation: Some(0.95), ..profile() }).is_err());
    }

    #[test]
    fn no_structures_at_all_tell_nothing_of_durability() {
        let none = ProfiledSettlement { permanent_structures: Some(0.0), temporary_structures: Some(0.0), ..profile() };
        assert_eq!(marginals(&none).unwrap().shares[3], None);
    }
}
