//! Whom the water points and toilet seats of a settlement can serve.

use super::scene::Scene;
use crate::refusal::Refusal;
use crate::served::{Capacity, Point, SERVICE_CAPACITIES_CSV, capacities, served};
use city::{Estimate, Group, Observation, Place, PlaceId};

/// How people served are computed, in words.
pub(super) const METHOD: &str = "each working point serves at most so many people (Sphere Handbook: 250 to a tap, 500 to a hand \
    pump, 20 to a toilet seat; one of a household serves that household), points of single households first, nobody twice, no \
    more than live there";

/// People that points can serve at one settlement.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reach<'a> {
    /// People served.
    pub people: Estimate,
    /// Share served, 0 to 1.
    pub share: Estimate,
    /// Points that work.
    pub working: Option<f64>,
    /// Kinds whose number or capacity nobody stated: with them up to all may be served.
    pub left_out: Vec<String>,
    /// What it was computed from, without the people.
    pub inputs: Vec<&'a Observation>,
}

/// Points of one dimension and whom one of each serves.
struct Points<'a> {
    list: Vec<Point>,
    /// Points of these count as working in the total.
    working: Option<f64>,
    inputs: Vec<&'a Observation>,
}

/// Water: taps and boreholes that work. Rivers serve nobody; wells, springs, tankers and others that are there widen the range to
/// all, since nobody stated how many people one serves or whether its water is safe. None where no point was counted.
pub(super) fn water<'a>(scene: &Scene<'a>, place: &Place) -> Option<Result<Reach<'a>, Refusal>> {
    let working = scene.counted(&place.id, "water_points_working", "water_point");
    let there = scene.counted(&place.id, "water_points", "water_point");
    let latest = working.iter().chain(&there).map(|(_, o)| &o.period).max()?.clone();
    let number = |list: &[(&str, &'a Observation)], code: &str| {
        list.iter().find(|(c, o)| *c == code && o.period == latest).and_then(|(_, o)| Some((o.value.number()?, *o)))
    };
    let codes: std::collections::BTreeSet<&str> = working.iter().chain(&there).map(|(code, _)| *code).collect();
    let mut points = Points { list: Vec::new(), working: None, inputs: Vec::new() };
    for code in codes {
        if scene.flagged("water_point", code, "surface") {
            continue;
        }
        let none_there = number(&there, code).filter(|(n, _)| *n <= 0.0);
        let counted = number(&working, code).or(none_there);
        let capacity = match code {
            "individual_tap" => Capacity::OneHousehold,
            "borehole" => stated("handpump"),
            _ if scene.flagged("water_point", code, "tap") => stated("tap"),
            _ => Capacity::NotStated,
        };
        let tap = scene.flagged("water_point", code, "tap");
        points.push(code, counted, capacity, tap);
    }
    Some(reach(scene, place, points))
}

/// Which toilets count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// All that work.
    Any,
    /// Those that are surely of an improved kind.
    Improved,
    /// Those that may be of an improved kind.
    MaybeImproved,
}

/// Sanitation: working seats by who uses them, else toilets counted, beside which formal homes may have their own. None where
/// nobody counted.
pub(super) fn seats<'a>(scene: &Scene<'a>, place: &Place, kind: Kind) -> Option<Result<Reach<'a>, Refusal>> {
    let seats = scene.counted(&place.id, "toilet_seats_working", "toilet_access");
    let mut points = Points { list: Vec::new(), working: None, inputs: Vec::new() };
    if seats.is_empty() {
        let total = scene.facts.number(&place.id, "toilets_total")?;
        points.push(
            "toilet",
            Some((toilets(scene, &place.id, total.value.number()?, kind), total)),
            stated("toilet_seat"),
            true,
        );
        if own_toilets(scene, &place.id) {
            points.push("own_toilets", None, Capacity::NotStated, false);
        }
        return Some(reach(scene, place, points));
    }
    for (code, o) in seats {
        if kind == Kind::Any || improved(scene, &place.id, code, kind) {
            let capacity = if code == "individual" { Capacity::OneHousehold } else { stated("toilet_seat") };
            points.push(code, o.value.number().map(|n| (n, o)), capacity, true);
        } else {
            points.push(code, Some((0.0, o)), Capacity::People(1.0), true);
        }
    }
    Some(reach(scene, place, points))
}

/// Whether most homes are of a formal type and may have toilets of their own beside those that the city counts.
fn own_toilets(scene: &Scene, place: &PlaceId) -> bool {
    let codes = scene.classes(place, "dwelling_type").unwrap_or_default();
    codes.iter().any(|code| scene.flagged("dwelling_type", code, "formal"))
}

/// Toilets of all kinds, those known to be improved, or all but those known not to be.
fn toilets(scene: &Scene, place: &PlaceId, total: f64, kind: Kind) -> f64 {
    let types = scene.counted(place, "toilets_total", "toilet_type");
    let sum = |flag: &str| -> f64 {
        let of_flag = types.iter().filter(|(code, _)| scene.flagged("toilet_type", code, flag));
        of_flag.filter_map(|(_, o)| o.value.number()).sum()
    };
    match kind {
        Kind::Any => total,
        Kind::Improved => sum("improved").min(total),
        Kind::MaybeImproved => (total - sum("unimproved")).max(0.0),
    }
}

/// Whether the seats of one access are of an improved kind: all of the kinds named, or some of them, or nobody said.
fn improved(scene: &Scene, place: &PlaceId, access: &str, kind: Kind) -> bool {
    let group = Group::all().with("toilet_access", access);
    let Some(codes) = scene.classes_of(place, "toilet_kinds", &group).filter(|codes| !codes.is_empty()) else {
        return kind == Kind::MaybeImproved;
    };
    let flag = |code: &String, flag: &str| scene.flagged("toilet_kinds", code, flag);
    match kind {
        Kind::Any => true,
        Kind::Improved => codes.iter().all(|code| flag(code, "improved")),
        Kind::MaybeImproved => !codes.iter().all(|code| flag(code, "unimproved")),
    }
}

impl<'a> Points<'a> {
    fn push(&mut self, code: &str, counted: Option<(f64, &'a Observation)>, capacity: Capacity, in_total: bool) {
        self.inputs.extend(counted.map(|(_, o)| o));
        let working = counted.map(|(number, _)| number);
        if in_total && let Some(number) = working {
            self.working = Some(self.working.unwrap_or(0.0) + number);
        }
        let none = working.is_some_and(|n| n.abs() <= 0.0);
        let serves = if none { Capacity::People(1.0) } else { capacity };
        self.list.push(Point { kind: code.to_owned(), working, serves });
    }
}

fn stated(kind: &str) -> Capacity {
    let all = capacities(SERVICE_CAPACITIES_CSV).unwrap_or_default();
    all.iter().find(|c| c.point == kind).map_or(Capacity::NotStated, |c| Capacity::People(c.persons))
}

fn reach<'a>(scene: &Scene<'a>, place: &Place, points: Points<'a>) -> Result<Reach<'a>, Refusal> {
    let missing = |what: &str| Refusal::Missing {
        method: format!("people served at {}", place.name),
        inputs: vec![what.to_owned()],
    };
    let people = scene.people(&place.id).ok_or_else(|| missing("people"))?;
    let size = scene.facts.number(&place.id, "household_size");
    let household_size = size.and_then(|o| o.value.number());
    let Points { mut list, working, mut inputs } = points;
    if household_size.is_none() {
        list.iter_mut().filter(|p| p.serves == Capacity::OneHousehold).for_each(|p| p.serves = Capacity::NotStated);
    } else if list.iter().any(|p| p.serves == Capacity::OneHousehold) {
        inputs.extend(size);
    }
    // Without a household size no point of a household is left, so that the number handed in is not used.
    let made = served(&place.name, people, household_size.unwrap_or(1.0), &list)?;
    let open = !made.left_out.is_empty();
    let up_to = |e: Estimate, most: f64| if open { Estimate { high: most, ..e } } else { e };
    Ok(Reach {
        people: up_to(made.people, people.high),
        share: up_to(made.share, 1.0),
        working,
        left_out: made.left_out,
        inputs,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::testing::{Town, classes, number, of_group};

    fn near(share: Estimate, low: f64, value: f64, high: f64) {
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(close(share.low, low) && close(share.value, value) && close(share.high, high), "{share:?}");
    }

    #[test]
    fn shared_taps_serve_in_full_beside_those_of_single_households() {
        let town = Town::new(vec![
            number("settlement:a", "population", 1000.0),
            number("settlement:a", "household_size", 4.0),
            of_group("settlement:a", "water_points_working", 50.0, "water_point=individual_tap"),
            of_group("settlement:a", "water_points_working", 2.0, "water_point=shared_tap"),
            of_group("settlement:a", "water_points", 0.0, "water_point=well"),
            of_group("settlement:a", "water_points", 3.0, "water_point=river"),
        ]);
        town.look(|scene, places| {
            let made = water(scene, &places[1]).unwrap().unwrap();
            near(made.share, 0.7, 0.7, 0.7); // 50 x 4 + 2 x 250 of 1,000
            assert_eq!(made.working, Some(52.0));
            assert!(made.left_out.is_empty());
        });
    }

    #[test]
    fn a_well_that_nobody_can_say_whom_it_serves_leaves_the_upper_end_open() {
        let town = Town::new(vec![
            number("settlement:a", "population", 1000.0),
            of_group("settlement:a", "water_points_working", 1.0, "water_point=communal_tap"),
            of_group("settlement:a", "water_points", 2.0, "water_point=well"),
        ]);
        town.look(|scene, places| {
            let made = water(scene, &places[1]).unwrap().unwrap();
            near(made.share, 0.25, 0.25, 1.0);
            assert_eq!(made.left_out, ["well"]);
        });
    }

    #[test]
    fn individual_taps_without_a_household_size_are_named_and_not_taken_as_none() {
        let town = Town::new(vec![
            number("settlement:a", "population", 1000.0),
            of_group("settlement:a", "water_points_working", 9.0, "water_point=individual_tap"),
        ]);
        town.look(|scene, places| assert!(water(scene, &places[1]).unwrap().is_err()));
    }

    #[test]
    fn twelve_toilets_serve_240_of_5000_and_only_improved_ones_count_as_improved() {
        let town = Town::new(vec![
            number("settlement:a", "population", 5000.0),
            number("settlement:a", "toilets_total", 12.0),
            of_group("settlement:a", "toilets_total", 8.0, "toilet_type=full_flush"),
            of_group("settlement:a", "toilets_total", 4.0, "toilet_type=chemical"),
        ]);
        town.look(|scene, places| {
            let all = seats(scene, &places[1], Kind::Any).unwrap().unwrap();
            near(all.share, 0.048, 0.048, 0.048);
            let improved = seats(scene, &places[1], Kind::Improved).unwrap().unwrap();
            near(improved.share, 0.032, 0.032, 0.032);
        });
    }

    #[test]
    fn formal_homes_may_have_toilets_that_the_city_did_not_count() {
        let town = Town::new(vec![
            number("settlement:a", "population", 1000.0),
            number("settlement:a", "toilets_total", 5.0),
            classes("settlement:a", "dwelling_type", &["semi_detached"], ""),
        ]);
        town.look(|scene, places| near(seats(scene, &places[1], Kind::Any).unwrap().unwrap().share, 0.1, 0.1, 1.0));
    }

    #[test]
    fn seats_of_mixed_kinds_are_improved_perhaps() {
        let town = Town::new(vec![
            number("settlement:a", "population", 1000.0),
            of_group("settlement:a", "toilet_seats_working", 10.0, "toilet_access=shared"),
            of_group("settlement:a", "toilet_seats_working", 5.0, "toilet_access=public"),
            classes("settlement:a", "toilet_kinds", &["vip", "pit_latrine"], "toilet_access=shared"),
            classes("settlement:a", "toilet_kinds", &["pour_flush"], "toilet_access=public"),
        ]);
        town.look(|scene, places| {
            near(seats(scene, &places[1], Kind::Improved).unwrap().unwrap().share, 0.1, 0.1, 0.1);
            near(seats(scene, &places[1], Kind::MaybeImproved).unwrap().unwrap().share, 0.3, 0.3, 0.3);
        });
    }

    #[test]
    fn a_settlement_whose_toilets_nobody_counted_has_no_share() {
        let town = Town::new(vec![number("settlement:a", "population", 5000.0)]);
        town.look(|scene, places| assert!(seats(scene, &places[1], Kind::Any).is_none()));
    }
}
