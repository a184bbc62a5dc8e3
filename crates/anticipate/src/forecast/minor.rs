//! How a day's demand falls into its parts, for whoever plans by them.

use city::forecast::{ForecastReport, ForecastRow, MinorShare, WantedByHour};
use city::{Estimate, PlaceId};
use std::collections::BTreeMap;

/// The share of the daily demand that falls into each part of the day, by place, part of its people, year and what is wanted.
///
/// - Input: a forecast, and the id of one of its scenarios; the first where it is empty.
/// - Method: the demand of the part over the sum of all parts, best values. Parts and their hours are those of the day that the forecast
///   was made with (`data/day/minor_periods.csv`: morning peak, day, evening peak, night); litres and visits fall into hours by
///   `data/day/activities.csv` and, for schools and others, `data/day/other_users.csv`.
/// - Missing: a place that does not want it, or of which it is not known, has no shares. Faecal sludge has no hours.
///
/// The shares of a day sum to 1. A rate of a part is `daily demand x share / hours x 24`: at 0.30 in 4 hours it is 1.8 times the mean.
#[must_use]
pub fn minor_shares(report: &ForecastReport, scenario: &str) -> Vec<MinorShare> {
    let first = report.scenarios.first().map_or("", |s| s.id.as_str());
    let scenario = if scenario.is_empty() { first } else { scenario };
    let mut days: BTreeMap<(&PlaceId, _, i32), Vec<&ForecastRow>> = BTreeMap::new();
    for row in report.rows.iter().filter(|r| r.scenario == scenario && !r.minor.is_empty()) {
        days.entry((&row.place, row.part, row.year)).or_default().push(row);
    }
    let mut list = Vec::new();
    for ((place, part, year), rows) in days {
        for of in WantedByHour::ALL {
            let each: Option<Vec<f64>> = rows.iter().map(|row| wanted(row, *of)).collect();
            let Some(each) = each.filter(|_| rows.len() == report.minor.len()) else { continue };
            let day: f64 = each.iter().sum();
            if day <= 0.0 {
                continue;
            }
            for (row, amount) in rows.iter().zip(each) {
                let at = report.minor.iter().position(|(name, _)| *name == row.minor);
                let hours = at.and_then(|at| report.minor_hours.get(at)).cloned().unwrap_or_default();
                let minor = row.minor.clone();
                list.push(MinorShare { place: place.clone(), part, year, of: *of, minor, hours, share: amount / day });
            }
        }
    }
    list
}

fn wanted(row: &ForecastRow, of: WantedByHour) -> Option<f64> {
    let value = |e: Option<Estimate>| e.map(|e| e.value);
    match of {
        WantedByHour::Water => value(row.water_m3_day),
        WantedByHour::ToiletVisits => Some(value(row.household_toilet_visits)? + value(row.public_toilet_visits)?),
        WantedByHour::PublicToiletVisits => value(row.public_toilet_visits),
        WantedByHour::Wastewater => value(row.wastewater_m3_day),
    }
}
