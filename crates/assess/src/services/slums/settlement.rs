//! The five lacks of a settlement from its profile.

use super::Deprived;
use crate::deprivation::rules::{Durable, SlumRules};
use crate::deprivation::settlement::{ProfiledSettlement, marginals};
use crate::services::Services;
use crate::services::points::{self, Kind, Reach};
use crate::services::scene::Scene;
use city::{Estimate, Observation, Place};

/// Fields of tenure: they are for the city's staff or the community, and are not read here.
const TENURE: [&str; 3] = ["settlement_status", "eviction_threat_current", "eviction_seriousness"];

/// What a profile tells of each lack, with ranges; none where it tells nothing. Tenure is left out, and it is said where it is
/// known.
pub(super) fn deprived<'a>(
    scene: &Scene<'a>,
    place: &Place,
    rules: &SlumRules,
    services: &mut Services,
) -> Option<Deprived<'a>> {
    let mut inputs = Vec::new();
    let mut profile = profile(scene, place, &mut inputs);
    let water = points::water(scene, place).and_then(Result::ok);
    let toilets = improved(scene, place);
    if water.is_none() && toilets.is_none() && inputs.is_empty() {
        return None;
    }
    profile.water_served = water.as_ref().map(|reach| reach.share.value);
    profile.improved_seats_served = toilets.as_ref().map(|(share, _)| share.value);
    let made = marginals(&profile).or_else(|refused| {
        Scene::refuse(&refused, place, services);
        marginals(&ProfiledSettlement { open_defecation: None, bucket_system: None, ..profile.clone() })
    });
    let mut shares = made.as_ref().map(|m| m.shares).unwrap_or_default();
    if let Some(reach) = &water {
        shares[0] = Some((1.0 - reach.share.high, 1.0 - reach.share.low));
    }
    if let (Some((share, _)), Some((low, high))) = (&toilets, shares[1]) {
        shares[1] = Some(widened((low, high), 1.0 - share.value, (1.0 - share.high, 1.0 - share.low), &profile));
    }
    if !rules.durable.contains(&Durable::SafeLocation) {
        shares[3] = shares[3].map(|(low, _)| (low, low));
    }
    shares[4] = None;
    inputs.extend(water.into_iter().flat_map(|r| r.inputs));
    inputs.extend(toilets.into_iter().flat_map(|(_, inputs)| inputs));
    inputs.dedup_by(|a, b| std::ptr::eq(*a, *b));
    if inputs.is_empty() {
        return None;
    }
    let known = TENURE.iter().any(|field| !scene.facts.all(&place.id, field).is_empty());
    let note = note(scene, &made.map(|m| m.dangerous_places).unwrap_or_default(), known);
    Some(Deprived { shares, held_back: [false, false, false, false, known], inputs, note })
}

fn profile<'a>(scene: &Scene<'a>, place: &Place, inputs: &mut Vec<&'a Observation>) -> ProfiledSettlement {
    let mut share = |indicator: &str| {
        let o = scene.facts.number(&place.id, indicator)?;
        inputs.push(o);
        Some(o.value.number()? / 100.0)
    };
    let open_defecation = share("open_defecation_share");
    let bucket_system = share("bucket_toilet_share");
    let structures = scene.counted(&place.id, "structures", "permanence");
    let mut lasting = |code: &str| {
        let (_, o) = structures.iter().find(|(c, _)| *c == code)?;
        inputs.push(o);
        o.value.number()
    };
    ProfiledSettlement {
        place: place.name.clone(),
        open_defecation,
        bucket_system,
        permanent_structures: lasting("permanent"),
        temporary_structures: lasting("temporary"),
        location_problems: scene.classes(&place.id, "location_problems").map(<[String]>::to_vec),
        ..ProfiledSettlement::default()
    }
}

/// Share that improved seats can serve: from those surely improved to those that may be.
fn improved<'a>(scene: &Scene<'a>, place: &Place) -> Option<(Estimate, Vec<&'a Observation>)> {
    let of = |kind: Kind| points::seats(scene, place, kind).and_then(Result::ok);
    let may: Reach<'a> = of(Kind::MaybeImproved)?;
    let low = of(Kind::Improved).map_or(0.0, |surely| surely.share.low.min(may.share.high));
    let value = of(Kind::Improved).map_or(may.share.value, |surely| surely.share.value).clamp(low, may.share.high);
    Some((Estimate { low, value, high: may.share.high }, may.inputs))
}

/// The range of sanitation when the share unserved has one of its own: the greater of it and of open defecation with buckets.
fn widened(made: (f64, f64), unserved: f64, (least, most): (f64, f64), profile: &ProfiledSettlement) -> (f64, f64) {
    let known = profile.open_defecation.zip(profile.bucket_system).map(|(open, bucket)| open + bucket);
    let without = known.unwrap_or_else(|| profile.open_defecation.or(profile.bucket_system).unwrap_or(0.0));
    let low = without.max(least).min(made.0.max(unserved));
    let high = if known.is_some() { without.max(most).min(1.0) } else { made.1 };
    (low, high.max(low))
}

fn note(scene: &Scene, dangerous: &[String], tenure_known: bool) -> String {
    let mut words = Vec::new();
    if !dangerous.is_empty() {
        let places = scene.words("location_problems", dangerous).to_lowercase();
        words.push(format!("In a dangerous place ({places}): up to all homes are counted as not safe."));
    }
    if tenure_known {
        words.push("Tenure is known, held back for the community, and not used here.".to_owned());
    }
    words.join(" ")
}
