//! The five lacks of a district or city from what a census counts.

use super::Deprived;
use super::crowding::crowded;
use crate::deprivation::rules::{Durable, SlumRules};
use crate::ladder::Rung;
use crate::ladder::sanitation::{Sanitation, SanitationRules};
use crate::ladder::water::WaterRules;
use crate::services::categories::{self, Categories};
use crate::services::sanitation_ladder::rung;
use crate::services::scene::Scene;
use city::{Observation, PlaceId};

type Range = Option<(f64, f64)>;

/// Whether a census counted anything of the five.
pub(super) fn any(scene: &Scene, place: &PlaceId) -> bool {
    ["water", "toilet", "wall", "roof", "dwelling"].iter().any(|d| categories::of(scene, place, d).is_some())
}

/// What a census tells of each lack, with ranges.
pub(super) fn deprived<'a>(scene: &Scene<'a>, place: &PlaceId, rules: &SlumRules) -> Deprived<'a> {
    let mut inputs: Vec<&'a Observation> = Vec::new();
    let mut of = |dimension: &str| {
        let found = categories::of(scene, place, dimension)?;
        inputs.extend(&found.inputs);
        Some(found)
    };
    let water = of("water").and_then(|sources| water(scene, &sources, of("time_to_water").as_ref(), rules));
    let sanitation = of("toilet").and_then(|toilets| sanitation(scene, &toilets));
    let space = match (categories::of(scene, place, "rooms"), categories::of(scene, place, "household_size")) {
        (Some(_), Some(_)) => of("rooms").zip(of("household_size")),
        _ => None,
    };
    let space = space
        .zip(rules.persons_per_room_most)
        .map(|((rooms, sizes), most)| crowded(&rooms, &sizes, most, rules.persons_per_room_limit_is_crowded));
    let durability = durability(scene, &mut of, rules);
    // a census that does not ask about squatting knows nothing of tenure that is not secure
    let tenure = of("tenure").filter(|t| t.parts.iter().any(|(code, _)| scene.flagged("tenure", code, "squatter")));
    let tenure = tenure.map(|tenure| {
        let without = tenure.share(|code| scene.flagged("tenure", code, "squatter"));
        (without, without)
    });
    let mut shares = [water, sanitation, space, durability, tenure];
    if rules.persons_per_room_most.is_none() {
        shares[2] = Some((0.0, 0.0));
    }
    Deprived { shares, held_back: [false; 5], inputs, note: String::new() }
}

/// Unimproved, or more than an hour away; codes that the rules do not know may be either.
fn water(scene: &Scene, sources: &Categories, times: Option<&Categories>, rules: &SlumRules) -> Range {
    let version =
        WaterRules::version(&scene.evidence.settings.water_rules).or_else(|_| WaterRules::version("jmp_2017"));
    let improved = version.ok()?.improved_share(&sources.parts).ok()?.share;
    let (least, most) = (1.0 - improved.high, 1.0 - improved.low);
    let hour = rules.water_minutes_per_day_below.is_some();
    let far = times.filter(|_| hour).map_or(0.0, |times| times.share(|code| code == "over_60"));
    Some((least.max(far), (most + far).min(1.0)))
}

/// Unimproved or none; up to everybody with a toilet that may be either.
fn sanitation(scene: &Scene, toilets: &Categories) -> Range {
    let chosen = SanitationRules::version(&scene.evidence.settings.sanitation_rules);
    let rules = chosen.or_else(|_| SanitationRules::version("jmp_2017")).ok()?;
    let within = |code: &str, worst: bool| match rung(code, &rules) {
        Rung::At(at) => at <= Sanitation::Unimproved,
        Rung::Between(low, high) => {
            if worst {
                low <= Sanitation::Unimproved
            } else {
                high <= Sanitation::Unimproved
            }
        }
        Rung::Unclassified(..) => worst,
    };
    Some((toilets.share(|code| within(code, false)), toilets.share(|code| within(code, true))))
}

/// Walls, roof or floor that do not last, each by its own count; informal dwellings where none of them is counted.
fn durability<'a>(scene: &Scene<'a>, of: &mut impl FnMut(&str) -> Option<Categories<'a>>, rules: &SlumRules) -> Range {
    let parts = [(Durable::Walls, "wall"), (Durable::Roof, "roof"), (Durable::Floor, "floor")];
    let mut bounds: Range = None;
    for (_, dimension) in parts.into_iter().filter(|(part, _)| rules.durable.contains(part)) {
        let Some(found) = of(dimension) else { continue };
        let poor = 1.0 - found.share(|code| scene.flagged(dimension, code, "permanent"));
        let (low, high) = bounds.unwrap_or((0.0, 0.0));
        bounds = Some((low.max(poor), (high + poor).min(1.0)));
    }
    if bounds.is_some() || rules.durable.is_empty() {
        return bounds.or(Some((0.0, 0.0)));
    }
    let dwellings = of("dwelling")?;
    let informal = ["informal", "informal_backyard"];
    let share = dwellings.share(|code| informal.contains(&code) || scene.flagged("dwelling", code, "informal"));
    Some((share, share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::testing::{Town, of_group};

    fn look(groups: &[(&str, &str, f64)]) -> [Range; 5] {
        let list = groups.iter().map(|(base, group, n)| of_group("city:x", base, *n, group)).collect();
        let rules = SlumRules::version("un_habitat").unwrap();
        Town::new(list).look(|scene, places| deprived(scene, &places[0].id, &rules).shares)
    }

    fn near(range: Range, low: f64, high: f64) {
        let (least, most) = range.unwrap();
        assert!((least - low).abs() < 1e-9 && (most - high).abs() < 1e-9, "{range:?}");
    }

    #[test]
    fn a_public_toilet_may_be_improved_or_not() {
        let shares = look(&[
            ("households", "toilet=none", 10.0),
            ("households", "toilet=public", 30.0),
            ("households", "toilet=vip", 60.0),
        ]);
        near(shares[1], 0.1, 0.4);
    }

    #[test]
    fn walls_and_roofs_counted_apart_are_bounded() {
        let shares = look(&[
            ("structures", "wall=cement", 80.0),
            ("structures", "wall=mud", 20.0),
            ("structures", "roof=metal", 95.0),
            ("structures", "roof=thatch", 5.0),
        ]);
        near(shares[3], 0.2, 0.25);
        assert_eq!(shares[2], None);
    }

    #[test]
    fn rooms_without_household_sizes_tell_nothing_of_crowding() {
        assert_eq!(look(&[("households", "rooms=1", 10.0), ("households", "water=river", 1.0)])[2], None);
    }

    #[test]
    fn over_an_hour_to_water_is_a_lack_however_good_the_source() {
        let shares = look(&[
            ("households", "water=public_tap", 90.0),
            ("households", "water=river", 10.0),
            ("households", "time_to_water=over_60", 20.0),
            ("households", "time_to_water=within_30", 80.0),
        ]);
        near(shares[0], 0.2, 0.3);
    }
}
