//! Shares: part of a place's households or people in some categories, computed the same way everywhere.

use super::derive::{derived, ratio, sum};
use super::facts::Facts;
use city::dimension::DimensionTable;
use city::run::RunId;
use city::{Estimate, Group, Observation, Place, PlaceId};
use std::collections::BTreeSet;

/// How one share is made: the categories of a dimension that count, over those that are the whole.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct ShareRule {
    /// The indicator it gives, in percent.
    pub indicator: String,
    /// The dimension, such as `toilet`.
    pub dimension: String,
    /// Codes or flags of the dimension table that count, with `|` between them.
    pub counts: String,
    /// What they are a part of: `known` (all categories but those flagged `unknown`), `all` (the number for everybody, where
    /// several answers were possible), or codes and flags with `|` between them.
    pub of: String,
}

/// The rules that come with makazi, as CSV.
pub const SHARE_RULES_CSV: &str = include_str!("../../../../data/shares.csv");

/// The rules that come with makazi; rows that do not read are a mistake that the tests of this crate catch.
#[must_use]
pub fn rules() -> Vec<ShareRule> {
    csv::Reader::from_reader(SHARE_RULES_CSV.as_bytes()).deserialize().filter_map(Result::ok).collect()
}

/// What can be shared out, in order of preference.
const BASES: [&str; 3] = ["households", "population", "structures"];

/// Every share that the categories known at a place allow.
///
/// Households are taken where they are known, else people, else structures; the method says which. Categories of one source
/// and one period go together and are never mixed.
#[must_use]
pub fn of_places(places: &[Place], facts: &Facts, dimensions: &DimensionTable, run: &RunId) -> Vec<Observation> {
    let rules = rules();
    let mut shares = Vec::new();
    for place in places {
        for basis in BASES {
            let known = facts.all(&place.id, basis);
            if known.iter().all(|o| o.group.is_all()) {
                continue;
            }
            for rule in &rules {
                if !shares_have(&shares, &place.id, &rule.indicator) {
                    shares.extend(share(place, basis, known, rule, dimensions, run));
                }
            }
        }
    }
    shares
}

fn shares_have(shares: &[Observation], place: &PlaceId, indicator: &str) -> bool {
    shares.iter().rev().take_while(|o| o.place == *place).any(|o| o.indicator == indicator && o.group.is_all())
}

fn share(
    place: &Place,
    basis: &str,
    known: &[&Observation],
    rule: &ShareRule,
    dimensions: &DimensionTable,
    run: &RunId,
) -> Vec<Observation> {
    let numbers = |o: &&&Observation| o.value.number().is_some() && o.group.get(&rule.dimension).is_some();
    let rests: BTreeSet<Group> =
        known.iter().filter(numbers).map(|o| o.group.clone().without(&rule.dimension)).collect();
    let mut shares = Vec::new();
    for rest in rests {
        let of_rest: Vec<&Observation> = known
            .iter()
            .filter(numbers)
            .filter(|o| o.group.clone().without(&rule.dimension) == rest)
            .copied()
            .collect();
        let Some(newest) = of_rest.first() else { continue };
        let (period, source) = (newest.period.clone(), newest.source.clone());
        let together: Vec<&Observation> =
            of_rest.into_iter().filter(|o| o.period == period && o.source == source).collect();
        let everybody = known.iter().find(|o| o.group == rest && o.value.number().is_some()).copied();
        let Some((parts, whole)) = parts_and_whole(&together, everybody, rule, dimensions) else { continue };
        let Some(value) = percent(&parts, &whole) else { continue };
        let method = format!(
            "100 x {basis} with {} = {} / {basis} with {}",
            rule.dimension,
            rule.counts.replace('|', " or "),
            match rule.of.as_str() {
                "known" => "any known category".to_owned(),
                "all" => "any or several answers".to_owned(),
                of => of.replace('|', " or "),
            }
        );
        let mut inputs = parts;
        inputs.extend(
            whole.iter().filter(|o| !inputs.iter().any(|i| std::ptr::eq(*i, **o))).copied().collect::<Vec<_>>(),
        );
        shares.extend(derived((&place.id, &rule.indicator, rest), value, method, &inputs, run));
    }
    shares
}

type Inputs<'a> = Vec<&'a Observation>;

fn parts_and_whole<'a>(
    given: &[&'a Observation],
    everybody: Option<&'a Observation>,
    rule: &ShareRule,
    dimensions: &DimensionTable,
) -> Option<(Inputs<'a>, Inputs<'a>)> {
    let in_list = |o: &Observation, list: &str| {
        let code = o.group.get(&rule.dimension).unwrap_or_default();
        list.split('|').any(|word| word == code || dimensions.counts_as(&rule.dimension, code).any(|flag| flag == word))
    };
    let left_out = |o: &Observation| {
        let code = o.group.get(&rule.dimension).unwrap_or_default();
        dimensions.get(&rule.dimension, code).is_some_and(city::dimension::Code::is_left_out)
    };
    let is = |o: &Observation, flag: &str| {
        dimensions.counts_as(&rule.dimension, o.group.get(&rule.dimension).unwrap_or_default()).any(|f| f == flag)
    };
    // Sums that stand beside their parts are left out, unless the source gives nothing else.
    let has_parts = given.iter().any(|o| !left_out(o));
    let together: Vec<&Observation> = given.iter().copied().filter(|o| !(has_parts && is(o, "subtotal"))).collect();
    let left_out = |o: &Observation| if has_parts { left_out(o) } else { is(o, "unknown") };
    let whole: Vec<&Observation> = match rule.of.as_str() {
        "all" => vec![everybody?],
        "known" => together.iter().copied().filter(|o| !left_out(o)).collect(),
        of => together.iter().copied().filter(|o| in_list(o, of)).collect(),
    };
    let parts: Vec<&Observation> = together.iter().copied().filter(|o| in_list(o, &rule.counts)).collect();
    (!parts.is_empty() && !whole.is_empty()).then_some((parts, whole))
}

fn percent(parts: &[&Observation], whole: &[&Observation]) -> Option<Estimate> {
    let estimates = |list: &[&Observation]| list.iter().filter_map(|o| o.value.estimate()).collect::<Vec<_>>();
    let (part, all) = (sum(&estimates(parts))?, sum(&estimates(whole))?);
    let share = ratio(part, all, 100.0).filter(|share| share.value <= 100.000_1)?;
    Estimate::range(share.low.min(100.0), share.value.min(100.0), share.high.min(100.0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::{of_group, place};
    use city::PlaceKind;

    /// Ghana Statistical Service, 2021 Population and Housing Census, Greater Accra, all locality types: main source of
    /// drinking water of 1,698,371 households.
    const WATER: [(&str, f64); 16] = [
        ("public_tap", 64_779.0),
        ("borehole", 17_051.0),
        ("protected_spring", 110.0),
        ("piped_dwelling", 136_052.0),
        ("rain", 1_482.0),
        ("protected_well", 5_158.0),
        ("bottled", 63_978.0),
        ("sachet", 1_200_750.0),
        ("piped_neighbour", 95_787.0),
        ("piped_compound", 84_955.0),
        ("river", 3_785.0),
        ("unprotected_well", 649.0),
        ("unprotected_spring", 82.0),
        ("tanker_vendor", 22_272.0),
        ("other", 342.0),
        ("surface", 1_139.0),
    ];

    fn accra(extra: &[(&str, f64)]) -> Vec<Observation> {
        let rows = WATER.iter().chain(extra);
        let list: Vec<_> =
            rows.map(|(code, count)| of_group("city:accra", "households", *count, &format!("water={code}"))).collect();
        let places = [place("city:accra", PlaceKind::City, None)];
        of_places(&places, &Facts::new(&list), &DimensionTable::embedded().unwrap(), &"r".into())
    }

    fn share(made: &[Observation], indicator: &str) -> f64 {
        made.iter().find(|o| o.indicator == indicator).and_then(|o| o.value.number()).unwrap()
    }

    #[test]
    fn every_rule_reads_and_names_an_indicator_and_codes_that_exist() {
        let fields = city::FieldTable::embedded().unwrap();
        let dimensions = DimensionTable::embedded().unwrap();
        assert_eq!(rules().len(), SHARE_RULES_CSV.lines().count() - 1);
        for rule in rules() {
            assert!(fields.get(&rule.indicator).is_some(), "{}", rule.indicator);
            for word in rule.counts.split('|').chain(rule.of.split('|').filter(|w| !["known", "all"].contains(w))) {
                let known = dimensions.codes(&rule.dimension).any(|c| c.code == word || c.counts(word));
                assert!(known, "{}: {word}", rule.indicator);
            }
        }
    }

    #[test]
    fn what_packaged_and_delivered_water_count_as_decides_accras_improved_water() {
        let made = accra(&[]);
        assert!((share(&made, "improved_water_share") - 99.646_9).abs() < 5e-5);
        assert!((share(&made, "improved_water_without_delivered_share") - 98.335_5).abs() < 5e-5);
        assert!((share(&made, "improved_water_without_packaged_share") - 23.868_4).abs() < 5e-5);
    }

    #[test]
    fn a_sum_beside_its_parts_is_not_counted_again() {
        let list: Vec<_> =
            [("electric", 70.0), ("mains", 60.0), ("solar_panel", 10.0), ("non_electric", 30.0), ("candle", 30.0)]
                .iter()
                .map(|(code, count)| of_group("city:x", "households", *count, &format!("lighting={code}")))
                .collect();
        let places = [place("city:x", PlaceKind::City, None)];
        let made = of_places(&places, &Facts::new(&list), &DimensionTable::embedded().unwrap(), &"r".into());
        assert_eq!(share(&made, "electricity_share").to_bits(), 70_f64.to_bits());
        let sums: Vec<_> = list.into_iter().filter(|o| o.group.to_string().ends_with("electric")).collect();
        let made = of_places(&places, &Facts::new(&sums), &DimensionTable::embedded().unwrap(), &"r".into());
        assert_eq!(share(&made, "electricity_share").to_bits(), 70_f64.to_bits());
    }

    #[test]
    fn households_whose_source_is_not_known_are_in_no_share() {
        let (without, with) = (accra(&[]), accra(&[("unspecified", 500_000.0)]));
        assert_eq!(share(&without, "packaged_water_share").to_bits(), share(&with, "packaged_water_share").to_bits());
    }
}
