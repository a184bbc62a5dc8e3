//! Districts after their settlements were counted again, and how many people the city's own figures miss.

use super::boundaries::Boundaries;
use super::combine::Settled;
use super::districts::Districts;
use crate::profile::facts::Facts;
use crate::profile::totals::settlement_type;
use city::assess_settings::DistrictTotal;
use city::assessment::DistrictPeople;
use city::{Estimate, PlaceId, Problem};
use std::collections::BTreeMap;

/// What becomes of districts' totals, in words.
pub(super) fn rule(way: DistrictTotal) -> &'static str {
    match way {
        DistrictTotal::Keep => {
            "A district keeps its official total: people whom settlements count beyond the city's figure are moved from outside the settlements to inside. Settlements that nobody counted are in neither figure of the inside."
        }
        DistrictTotal::Raise => {
            "A district's official total is raised by what its settlements together count beyond the city's own counts inside them; where they count fewer, it stays, and a district's average is no such count. Settlements that nobody counted are in neither figure of the inside."
        }
    }
}

/// The same as a formula, for the city file.
pub(super) fn formula(way: DistrictTotal) -> &'static str {
    match way {
        DistrictTotal::Keep => "official total, kept",
        DistrictTotal::Raise => {
            "official total + sum over its settlements of (share in the district x (own count - the city's count inside)), never below the official total"
        }
    }
}

/// Rows of the districts that hold settlements, and the total of every district whose official total is known.
#[derive(Debug)]
pub(super) struct Totals {
    /// For a reader.
    pub(super) rows: Vec<DistrictPeople>,
    /// Totals afterwards.
    pub(super) after: BTreeMap<PlaceId, Estimate>,
    /// By how much all of them together were raised.
    pub(super) raised: Estimate,
}

/// The inside of a district.
struct Sums {
    before: Option<f64>,
    after: f64,
    gain: f64,
    gain_high: f64,
    counted: u64,
}

/// Sums the settlements of each district by their shares. The figure before is none where one of the settlements counted
/// has none; both are none where none is counted.
pub(super) fn of_districts(
    settled: &[Settled],
    boundaries: &Boundaries,
    districts: &Districts,
    way: DistrictTotal,
    problems: &mut Vec<Problem>,
) -> Totals {
    let sums = sums(settled, boundaries);
    let mut totals = Totals { rows: Vec::new(), after: BTreeMap::new(), raised: NOBODY };
    for district in &districts.places {
        let official = districts.official.get(&district.id).and_then(|o| o.value.estimate());
        let inside = sums.get(&district.id);
        let after = official.map(|official| after(official, inside, way));
        if let (Some(after), Some(official)) = (after, official) {
            totals.after.insert(district.id.clone(), after);
            totals.raised.value += after.value - official.value;
            totals.raised.high += after.high - official.high;
        }
        let Some(inside) = inside else { continue };
        let counted = inside.counted > 0;
        let row = DistrictPeople {
            place: district.id.clone(),
            official: official.map(|o| o.value),
            inside_before: inside.before.filter(|_| counted),
            inside_after: counted.then_some(inside.after),
            total_after: after.map(|a| a.value),
        };
        problems.extend(too_many(&row, &district.name, way));
        totals.rows.push(row);
    }
    totals
}

const NOBODY: Estimate = Estimate { low: 0.0, value: 0.0, high: 0.0 };

fn sums(settled: &[Settled], boundaries: &Boundaries) -> BTreeMap<PlaceId, Sums> {
    let mut sums: BTreeMap<PlaceId, Sums> = BTreeMap::new();
    for settlement in settled {
        for part in boundaries.parts(&settlement.place.id).iter().filter(|p| p.weight > 0.0) {
            let start = Sums { before: Some(0.0), after: 0.0, gain: 0.0, gain_high: 0.0, counted: 0 };
            let at = sums.entry(part.district.clone()).or_insert(start);
            let Some(combined) = settlement.row.combined else { continue };
            at.counted += 1;
            at.after += part.weight * combined.value;
            at.before = at.before.zip(settlement.before()).map(|(sum, before)| sum + part.weight * before);
            if let Some(gain) = settlement.gain() {
                at.gain += part.weight * gain.value;
                at.gain_high += part.weight * gain.high;
            }
        }
    }
    sums
}

fn after(official: Estimate, inside: Option<&Sums>, way: DistrictTotal) -> Estimate {
    match (way, inside) {
        (DistrictTotal::Raise, Some(inside)) => Estimate {
            low: official.low,
            value: official.value + inside.gain.max(0.0),
            high: official.high + inside.gain_high.max(inside.gain).max(0.0),
        },
        _ => official,
    }
}

fn too_many(row: &DistrictPeople, name: &str, way: DistrictTotal) -> Option<Problem> {
    let (inside, total) = (row.inside_after?, row.total_after?);
    let hint = match way {
        DistrictTotal::Keep => {
            "set `district_total = \"raise\"` under `[assess]` where the census missed people; else check the counts and boundaries of its settlements"
        }
        DistrictTotal::Raise => {
            "check the counts and boundaries of its settlements, and the year of the district's total"
        }
    };
    (inside > total + 0.5).then(|| {
        Problem::warning("more_inside_than_in_district")
            .in_column("population")
            .found(format!("{name}: {inside:.0} in its settlements"))
            .expected(format!("at most the {total:.0} of the whole district"))
            .hint(hint)
    })
}

/// How many people the city's own figures miss, net, over settlements with two independent counts, and in words how many of
/// them count more and how many fewer.
pub(super) fn missed(settled: &[Settled], facts: &Facts) -> (Option<Estimate>, u64, String) {
    let twice: Vec<(&Settled, Estimate)> = settled.iter().filter_map(|s| Some((s, s.gain()?))).collect();
    let gains: Vec<Estimate> = twice.iter().map(|(_, gain)| *gain).collect();
    if gains.is_empty() {
        let mut words = "How many people the city's own figures miss is not known: no settlement has two counts that are independent of each other.".to_owned();
        if settled.iter().any(|s| s.own.is_some() && s.inside.as_ref().is_some_and(|i| !i.is_local)) {
            words.push_str(" A district's total spread evenly over its area says where an average puts people, not how many are missed; people by cell from another source than the settlements would say it.");
        }
        return (None, 0, words);
    }
    let net = gains.iter().fold(NOBODY, |sum, gain| Estimate {
        low: sum.low + gain.low,
        value: sum.value + gain.value,
        high: sum.high + gain.high,
    });
    let mut words = format!(
        "Net of both: {} People whom the city misses inside a settlement may be counted elsewhere in its district.",
        above_and_below(&gains)
    );
    let is_informal = |s: &Settled| settlement_type(&s.place.id, facts).as_deref() == Some("informal");
    let informal: Vec<Estimate> = twice.iter().filter(|(s, _)| is_informal(s)).map(|(_, gain)| *gain).collect();
    if !informal.is_empty() && informal.len() < gains.len() {
        words = format!("{words} Informal ones alone: {}", above_and_below(&informal));
    }
    (Some(net), gains.len() as u64, words)
}

fn above_and_below(gains: &[Estimate]) -> String {
    let side = |sign: f64| {
        let list = gains.iter().map(|gain| sign * gain.value).filter(|gain| *gain > 0.0);
        list.fold((0_u32, 0.0), |(count, sum), gain| (count + 1, sum + gain))
    };
    let ((above, more), (below, fewer)) = (side(1.0), side(-1.0));
    format!(
        "{above} of {} settlements count more people than the city does there ({more:.0} together), {below} count fewer ({fewer:.0} together).",
        gains.len()
    )
}
