//! Households, people or structures of a place by the codes of one dimension: a whole divided into its parts.

use super::scene::Scene;
use city::dimension::Code;
use city::{Group, Observation, PlaceId};
use std::collections::BTreeMap;

/// A whole divided by the codes of a dimension, without those that are not known or repeat others.
#[derive(Debug, Clone)]
pub(super) struct Categories<'a> {
    /// What is counted: households, population or structures.
    pub of: &'static str,
    /// Number by code, above zero, in the order of codes.
    pub parts: Vec<(&'a str, f64)>,
    /// The sum of the parts.
    pub total: f64,
    /// What it was read from.
    pub inputs: Vec<&'a Observation>,
}

/// What can be divided, in order of preference.
const BASES: [&str; 3] = ["households", "population", "structures"];

/// The parts of a place by a dimension: households where they are known, else people, else structures; of one source and one
/// period. Where a source gives only urban and rural parts, their sum. None where nothing is counted.
pub(super) fn of<'a>(scene: &Scene<'a>, place: &PlaceId, dimension: &str) -> Option<Categories<'a>> {
    BASES.into_iter().find_map(|base| {
        let list = scene.facts.all(place, base);
        divided(scene, list, base, dimension, &[]).or_else(|| divided(scene, list, base, dimension, &["locality"]))
    })
}

fn divided<'a>(
    scene: &Scene<'a>,
    list: &[&'a Observation],
    of: &'static str,
    dimension: &str,
    besides: &[&str],
) -> Option<Categories<'a>> {
    let fits = |group: &Group| {
        let divides = group.get(dimension).is_some() && besides.iter().all(|key| group.get(key).is_some());
        divides && group.iter().count() == 1 + besides.len()
    };
    let given = |o: &&&'a Observation| fits(&o.group) && o.value.number().is_some();
    let first = list.iter().find(given)?;
    let together: Vec<&'a Observation> =
        list.iter().filter(given).filter(|o| o.period == first.period && o.source == first.source).copied().collect();
    let code = |o: &&'a Observation| o.group.get(dimension).unwrap_or_default();
    let entry = |o: &&'a Observation| scene.evidence.dimensions.get(dimension, code(o));
    let alone = together.iter().all(|o| entry(o).is_some_and(Code::is_left_out));
    let counts = |o: &&&'a Observation| match entry(o) {
        Some(entry) if alone => !entry.counts("unknown"),
        Some(entry) => !entry.is_left_out(),
        None => true,
    };
    let inputs: Vec<&'a Observation> = together.iter().filter(counts).copied().collect();
    let mut parts: BTreeMap<&'a str, f64> = BTreeMap::new();
    for o in &inputs {
        *parts.entry(code_of(o, dimension)).or_default() += o.value.number().unwrap_or_default();
    }
    let parts: Vec<(&str, f64)> = parts.into_iter().filter(|(_, number)| *number > 0.0).collect();
    let total: f64 = parts.iter().map(|(_, number)| number).sum();
    (total > 0.0).then_some(Categories { of, parts, total, inputs })
}

fn code_of<'a>(o: &'a Observation, dimension: &str) -> &'a str {
    o.group.get(dimension).unwrap_or_default()
}

impl Categories<'_> {
    /// Part of the whole whose code passes a test, 0 to 1.
    pub fn share(&self, counts: impl Fn(&str) -> bool) -> f64 {
        let counted = self.parts.iter().filter(|(code, _)| counts(code));
        counted.map(|(_, number)| number).fold(0.0, |sum, number| sum + number) / self.total
    }

    /// Number of a code.
    pub fn number(&self, code: &str) -> f64 {
        self.parts.iter().find(|(c, _)| *c == code).map_or(0.0, |(_, number)| *number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::testing::{Town, of_group};

    #[test]
    fn sums_beside_their_parts_and_answers_not_known_are_left_out() {
        let town = Town::new(vec![
            of_group("district:1", "households", 30.0, "water=improved_sources"),
            of_group("district:1", "households", 30.0, "water=public_tap"),
            of_group("district:1", "households", 10.0, "water=river"),
            of_group("district:1", "households", 99.0, "water=unspecified"),
        ]);
        town.look(|scene, places| {
            let made = of(scene, &places[3].id, "water").unwrap();
            assert_eq!(made.parts, [("public_tap", 30.0), ("river", 10.0)]);
            assert!((made.share(|code| code == "river") - 0.25).abs() < 1e-12);
        });
    }

    #[test]
    fn urban_and_rural_parts_make_the_whole_where_there_is_no_other() {
        let town = Town::new(vec![
            of_group("district:1", "households", 3.0, "household_size=1;locality=urban"),
            of_group("district:1", "households", 4.0, "household_size=1;locality=rural"),
        ]);
        town.look(|scene, places| {
            let made = of(scene, &places[3].id, "household_size").unwrap();
            assert!((made.number("1") - 7.0).abs() < 1e-12);
        });
    }
}
