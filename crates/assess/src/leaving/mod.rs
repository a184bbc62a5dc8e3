//! What may leave: the part of a city that may be handed to the public, a partner, the city or the community itself.
//!
//! The rules are those of the pages ([`crate::disclosure`]), asked for a role instead of for everybody, and for single numbers,
//! places and layers instead of results. `docs/exports.md` has them in words. Sources without a consent record are as public as
//! their makers made them, and keep their makers' rule.

pub mod assessed;
mod held;
mod layers;
mod notes;
mod numbers;
mod places;
mod role;
mod small_counts;
mod standing;
#[cfg(test)]
mod tests;
mod ways;
pub mod wide;

pub use held::{Held, Reason, Thing};
pub use layers::LeavingLayer;
pub use role::{Role, RoleError};

use city::layer::RasterLayer;
use city::source::{Consent, SourceId};
use city::{FieldTable, Layer, Observation, Place, PlaceId, Problem, Source};
use held::Ledger;
use standing::Standing;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that the question is asked of.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// For whom.
    pub role: Role,
    /// The owners for whom a community asks, as consents name them: what others own and keep to the community stays. None where
    /// all of them ask.
    pub owners: Option<&'a BTreeSet<String>>,
    /// Only these places and what lies in them; everything where none is named.
    pub wanted: Option<&'a BTreeSet<PlaceId>>,
    /// The day on which consents have to hold, ISO 8601.
    pub today: &'a str,
    /// Counts of fewer persons or households than this are held back.
    pub least_count: u32,
    /// Places as the city file joins them.
    pub places: &'a [Place],
    /// Places as each source gives them.
    pub given: &'a [Place],
    /// Everything collected and computed.
    pub observations: &'a [Observation],
    /// All sources, the first before the others.
    pub sources: &'a [Source],
    /// All consents as they hold now.
    pub consents: &'a [Consent],
    /// The field table.
    pub fields: &'a FieldTable,
    /// Layers that sources gave; not those that makazi made.
    pub layers: &'a [Layer],
    /// Isochrones that makazi made.
    pub isochrones: &'a [Layer],
    /// Rasters.
    pub rasters: &'a [RasterLayer],
    /// What is wrong with the sources.
    pub problems: &'a [Problem],
    /// Sources each of whose rows is one answer to a form.
    pub of_forms: &'a BTreeSet<SourceId>,
    /// Layers that have their geometry from another source.
    pub borrowed: &'a BTreeMap<String, SourceId>,
}

/// What may leave, and the account of what may not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Leaving {
    /// Places as each source gives them, with coarse points for boundaries that may not be shown.
    pub places: Vec<Place>,
    /// Those of them with a coarse point.
    pub coarse: BTreeSet<PlaceId>,
    /// Observations, in the order given.
    pub observations: Vec<Observation>,
    /// Sources of what leaves, in the order given.
    pub sources: Vec<Source>,
    /// Their consents.
    pub consents: Vec<Consent>,
    /// Layers, with which of their columns leave.
    pub layers: Vec<LeavingLayer>,
    /// Names of rasters.
    pub rasters: Vec<String>,
    /// How often each kind of problem was found in the sources that leave; never a value.
    pub problems: Vec<Problem>,
    /// What is held back: thing, reason, count; never a value.
    pub held: Vec<Held>,
}

/// What may leave of a city for a role.
///
/// What relied on something held back is held back too, where it would give it away: anything computed at the same place, and
/// totals of districts and of the city that one held place could be worked out from. What relied on a consent that was withdrawn
/// or has ended is held back in any case.
#[must_use]
pub fn leaving(asked: &Asked) -> Leaving {
    let mut ledger = Ledger::default();
    let standing = Standing::new(asked);
    let places = places::leaving(asked, &standing, &mut ledger);
    let ways = ways::Ways::new(asked);
    let numbers = numbers::leaving(asked, &standing, (&places, &ways), &mut ledger);
    let mut layers = layers::vectors(asked, &standing, &numbers.spoilt, &mut ledger);
    layers.extend(ways.isochrones(&standing, &mut ledger));
    let rasters = layers::rasters(asked, &standing, &mut ledger);
    let observations = notes::without(numbers.observations, &standing, &mut ledger);
    let mut used: BTreeSet<&SourceId> = places.given.iter().map(|p| &p.source).collect();
    used.extend(observations.iter().map(|o| &o.source));
    used.extend(ways.used(&observations));
    let of_layers = asked.layers.iter().filter(|l| layers.iter().any(|leaves| leaves.name == l.name));
    used.extend(of_layers.map(|l| &l.source));
    used.extend(asked.rasters.iter().filter(|r| rasters.contains(&r.name)).map(|r| &r.source));
    let sources: Vec<Source> = asked.sources.iter().filter(|s| used.contains(&s.id)).map(standing::described).collect();
    let problems = notes::problems(asked.problems, &sources, &mut ledger);
    let covers = |c: &&Consent| sources.iter().any(|s| s.consent.as_ref() == Some(&c.id));
    let consents = asked.consents.iter().filter(covers).cloned().collect();
    Leaving {
        places: places.given,
        coarse: places.coarse,
        observations,
        sources,
        consents,
        layers,
        rasters,
        problems,
        held: ledger.into_list(asked.least_count),
    }
}
