//! Demand by parts of the day, where a city asks for it.

use city::forecast::{MinorShare, Part, WantedByHour};
use city::network_plan::AssumptionRow;
use network::tables::{Demand, MinorPeriod};
use std::collections::BTreeMap;

/// Days of a year, as a rate per day is summed.
const DAYS: f64 = 365.0;

/// The parts of the day as minor periods: days a year that each lasts.
pub(crate) fn periods(shares: &[MinorShare]) -> Vec<MinorPeriod> {
    let mut parts: Vec<&MinorShare> = Vec::new();
    for share in shares {
        if !parts.iter().any(|part| part.minor == share.minor) {
            parts.push(share);
        }
    }
    let period = |part: &&MinorShare| MinorPeriod { minor: part.minor.clone(), span: DAYS * day(part), row: 0 };
    parts.iter().map(period).collect()
}

/// The part of a day that a part of the day lasts.
#[expect(clippy::cast_precision_loss, reason = "24 hours")]
fn day(part: &MinorShare) -> f64 {
    part.hours.len() as f64 / 24.0
}

/// Each demand by the parts of the day in which it arises, at the rate of that part; whole where the hours are not known (a toilet is had by
/// day and by night). The sum over a day stays what it was.
pub(crate) fn by_parts(
    parts: &[MinorShare],
    demands: Vec<Demand>,
    years: &[(String, f64)],
    assumptions: &mut Vec<AssumptionRow>,
) -> Vec<Demand> {
    if parts.is_empty() {
        return demands;
    }
    let mut shares: BTreeMap<(&str, Part, bool), Vec<&MinorShare>> = BTreeMap::new();
    for share in parts {
        let waste = match share.of {
            WantedByHour::Water => false,
            WantedByHour::Wastewater => true,
            _ => continue,
        };
        shares.entry((share.place.as_str(), share.part, waste)).or_default().push(share);
    }
    assumptions.push(AssumptionRow {
        what: "water and wastewater by parts of the day".to_owned(),
        value: "nothing is stored: what is built is sized to the busiest part".to_owned(),
        range: String::new(),
        source: "makazi anticipate, activities of a day".to_owned(),
    });
    let parts_of = |demand: &Demand| -> Vec<Demand> {
        let waste = match demand.resource.as_str() {
            "household_water" => false,
            "wastewater" => true,
            _ => return vec![demand.clone()],
        };
        let part = match demand.group.as_deref() {
            Some("formal") => Part::Formal,
            Some("informal") => Part::Informal,
            _ => Part::All,
        };
        let start =
            years.iter().find(|(period, _)| Some(period) == demand.period.as_ref()).map_or(0.0, |found| found.1);
        let here = [part, Part::All].iter().find_map(|part| shares.get(&(demand.place.as_str(), *part, waste)));
        let distance = |share: &MinorShare| (f64::from(share.year) - start).abs();
        let Some(nearest) = here.and_then(|all| all.iter().map(|share| distance(share)).min_by(f64::total_cmp)) else {
            return vec![demand.clone()];
        };
        let of_year = here.into_iter().flatten().filter(|share| distance(share) <= nearest);
        let row = |share: &&MinorShare| Demand {
            amount: demand.amount * share.share / day(share),
            minor: Some(share.minor.clone()),
            ..demand.clone()
        };
        of_year.map(row).collect()
    };
    demands.iter().flat_map(parts_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_six_hours_with_half_the_water_runs_at_twice_the_mean_and_the_day_stays_what_it_was() {
        let part = |minor: &str, hours: std::ops::Range<u8>, share: f64| MinorShare {
            place: city::PlaceId::new("district", "D1"),
            part: Part::All,
            year: 2025,
            of: WantedByHour::Water,
            minor: minor.to_owned(),
            hours: hours.collect(),
            share,
        };
        let parts = [part("peak", 0..6, 0.5), part("rest", 6..24, 0.5)];
        let demand = super::super::demand::row("district:D1", "household_water", "", "2025", 120.0, 2000.0);
        let rows = by_parts(&parts, vec![demand], &[("2025".to_owned(), 2025.0)], &mut Vec::new());
        let rates: Vec<f64> = rows.iter().map(|row| row.amount).collect();
        assert!((rates[0] - 240.0).abs() < 1e-9 && (rates[1] - 80.0).abs() < 1e-9, "{rates:?}");
        let spans: Vec<f64> = periods(&parts).iter().map(|period| period.span).collect();
        let year: f64 = rates.iter().zip(&spans).map(|(rate, span)| rate * span).sum();
        assert!((year - 120.0 * 365.0).abs() < 1e-6);
    }
}
