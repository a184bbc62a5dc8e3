//! What tables state of a place beside its households: other users, and water that is given directly.

use super::{Asked, rows};
use crate::demand::{Ends, Given, other_demand};
use city::Estimate;
use city::forecast::ForecastRow;

/// What schools, clinics, firms and hotels are called among the sources.
const OTHER_USERS: &str = "other_users";

/// Adds other users to the rows of a place in a year, the whole day first, and puts water that a table gives in the place of what is
/// computed. `counted` are the people of the place when they were counted: other users grow as they do. Gives in words what was stated.
pub(super) fn state(of_day: &mut [ForecastRow], counted: f64, asked: &Asked) -> Vec<String> {
    let mut said = Vec::new();
    for row in of_day.iter_mut() {
        let grown = if counted > 0.0 { row.people.value / counted } else { 1.0 };
        if let Some(more) = others(row, grown, asked) {
            add(row, more);
            said.push("users other than households that are counted for all of it".to_owned());
        }
    }
    said.dedup();
    let given: Vec<Option<&Given>> = of_day.iter().map(|row| given(row, asked)).collect();
    let parts = given.get(1..).unwrap_or_default();
    let all: Option<Vec<&Given>> = parts.iter().copied().collect();
    let whole = match (given.first().copied().flatten(), all.as_deref()) {
        (Some(whole), _) => Some((whole.water_m3_day, whole.source.clone())),
        (None, Some(parts @ [first, ..])) => Some((total(parts), first.source.clone())),
        (None, _) => None,
    };
    let computed = of_day.first().and_then(|row| row.water_m3_day);
    for (row, given) in of_day.iter_mut().zip(&given) {
        let stated = match (row.minor.is_empty(), given, &whole) {
            (false, Some(part), _) => Some((part.water_m3_day, part.source.clone())),
            (false, None, Some((whole, source))) => part_of(row, (*whole, computed)).map(|part| (part, source.clone())),
            (true, _, whole) => whole.clone(),
            (false, None, None) => None,
        };
        if let Some((water, source)) = stated {
            replace(row, water, &source);
            said.push(format!("water that a table gives for all of it ({source})"));
        }
    }
    said.dedup();
    said
}

/// Water of a part of the day where only that of the whole day is given: by the hours of the computed day.
fn part_of(row: &ForecastRow, (whole, computed): (Estimate, Option<Estimate>)) -> Option<Estimate> {
    let share = row.water_m3_day?.value / computed.filter(|c| c.value > 0.0)?.value;
    Some(Estimate { low: whole.low * share, value: whole.value * share, high: whole.high * share })
}

fn total(parts: &[&Given]) -> Estimate {
    let sum = |of: fn(&Estimate) -> f64| parts.iter().map(|g| of(&g.water_m3_day)).sum();
    Estimate { low: sum(|e| e.low), value: sum(|e| e.value), high: sum(|e| e.high) }
}

/// Water in the place of what is computed; wastewater follows it.
fn replace(row: &mut ForecastRow, water: Estimate, source: &str) {
    let returned = row.water_m3_day.filter(|w| w.low > 0.0).zip(row.wastewater_m3_day);
    row.wastewater_m3_day = returned.map_or(row.wastewater_m3_day, |(own, waste)| {
        let back = waste.value / own.value * water.value;
        let (low, high) = (waste.low / own.low * water.low, waste.high / own.high * water.high);
        Some(Estimate { low: low.min(back), value: back, high: high.max(back) })
    });
    row.water_m3_day = Some(water);
    row.water_by_source.clear();
    row.method = format!("{}; water given directly: {source}", row.method);
}

/// The row of a demand table for a place, a scenario, a year and a part of the day.
fn given<'g>(row: &ForecastRow, asked: &Asked<'g>) -> Option<&'g Given> {
    asked.given.iter().find(|g| {
        g.place == row.place.as_str()
            && g.year == row.year
            && g.minor == row.minor
            && (g.scenario.is_empty() || g.scenario == row.scenario)
    })
}

/// Litres and wastewater of users that are no households in the hours of a row, `grown` as the people are.
fn others(row: &ForecastRow, grown: f64, asked: &Asked) -> Option<(Estimate, Estimate)> {
    let minor = asked.day.minor.iter().find(|m| m.name == row.minor);
    let hours = minor.map_or(&rows::DAY[..], |m| &m.hours);
    let (mut water, mut waste, mut any) = ([0.0; 3], [0.0; 3], false);
    for count in asked.others.iter().filter(|o| o.place == row.place.as_str()) {
        let Some(user) = asked.day.other_users.iter().find(|u| u.user == count.user) else { continue };
        let (litres, back) = other_demand(user, count.units);
        for hour in hours.iter().map(|h| usize::from(*h)).filter(|h| *h < 24) {
            for end in 0..3 {
                water[end] += litres[hour][end] * grown;
                waste[end] += back[hour][end] * grown;
            }
        }
        any = true;
    }
    let estimate = |e: Ends| Estimate { low: e[0], value: e[1], high: e[2] };
    any.then(|| (estimate(water), estimate(waste)))
}

fn add(row: &mut ForecastRow, (litres, waste): (Estimate, Estimate)) {
    let add = |sum: Estimate, more: Estimate| Estimate {
        low: sum.low + more.low,
        value: sum.value + more.value,
        high: sum.high + more.high,
    };
    let (litres, waste) = (rows::m3(litres), rows::m3(waste));
    row.water_m3_day = row.water_m3_day.map(|w| add(w, litres));
    row.wastewater_m3_day = row.wastewater_m3_day.map(|w| add(w, waste));
    match row.water_by_source.iter_mut().find(|(name, _)| name == OTHER_USERS) {
        Some((_, known)) => *known = add(*known, litres),
        None => row.water_by_source.push((OTHER_USERS.to_owned(), litres)),
    }
}
