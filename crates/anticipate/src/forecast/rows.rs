//! Rows of the forecast: a unit in a year of a scenario, the whole day and its parts.

use super::{Asked, UnitRef};
use crate::day::ToiletClass;
use crate::demand::{Counts, Demand, Ends, Given, other_demand};
use crate::project::{AtYear, method, project};
use crate::scenario::{Scenario, Uptake};
use city::Estimate;
use city::forecast::{ForecastReport, ForecastRow, Part};

/// Every hour of a day.
const DAY: [u8; 24] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];

/// Rows of a unit for a scenario.
pub(super) fn add(report: &mut ForecastReport, unit: UnitRef, (scenario, asked): (&Scenario, &Asked)) {
    let years = project(&unit.base, scenario);
    let left_out: Vec<String> = scenario.years.iter().filter(|y| **y < unit.base.year).map(i32::to_string).collect();
    if !left_out.is_empty() && unit.part == Part::All {
        let words = format!("its people were counted in {}: nothing is projected backwards", unit.base.year);
        report.gaps.push(super::gap(
            Some(unit.place),
            &format!("{} in {}", scenario.title, left_out.join(", ")),
            &words,
        ));
    }
    for at in &years {
        let demands = demands(unit, scenario, (at, asked));
        report.rows.extend(rows(unit, scenario, (at, asked, &demands)));
    }
}

/// Demand at the low, best and high ends of what is taken up.
pub(super) fn demands(unit: UnitRef, scenario: &Scenario, (at, asked): (&AtYear, &Asked)) -> [Demand; 3] {
    let ages = at.ages.as_ref().filter(|_| scenario.is_by_age());
    let later = unit.counts.later(at.people.value, ages);
    let taken = |end: fn(&Estimate) -> f64| {
        let mut counts = later.clone();
        for uptake in &scenario.uptakes {
            counts = reached(&counts, uptake, (scenario, at.year), end(&uptake.percent.estimate));
        }
        Demand::of(&counts, asked.day)
    };
    [taken(|e| e.low), taken(|e| e.value), taken(|e| e.high)]
}

/// What is taken up by a year, in a straight line from the scenario's first year to the year when it is reached.
fn reached(counts: &Counts, uptake: &Uptake, (scenario, year): (&Scenario, i32), percent: f64) -> Counts {
    let Some(first) = scenario.years.first().filter(|first| year > **first) else { return counts.clone() };
    let way = (f64::from(year - first) / f64::from((uptake.by - first).max(1))).min(1.0);
    let code = |cell: &crate::demand::Cell| {
        if uptake.dimension == "water" { cell.water == uptake.to } else { cell.toilet == uptake.to }
    };
    let people = counts.people();
    let now: f64 = counts.cells.iter().filter(|(cell, _)| code(cell)).map(|(_, n)| n).sum();
    if people <= 0.0 {
        return counts.clone();
    }
    let share = now / people + (percent / 100.0 - now / people) * way;
    counts.taken_up(&uptake.dimension, &uptake.to, share)
}

/// The range over what is taken up and over people.
fn range(people: Estimate, of: [Option<Ends>; 3]) -> Option<Estimate> {
    let [low, value, high] = of;
    let (low, value, high) = (low?, value?, high?);
    let all = [low, value, high];
    let (fewer, more) =
        if people.value > 0.0 { (people.low / people.value, people.high / people.value) } else { (1.0, 1.0) };
    let least = all.iter().map(|e| e[0]).fold(f64::INFINITY, f64::min) * fewer;
    let most = all.iter().map(|e| e[2]).fold(0.0, f64::max) * more;
    Some(Estimate { low: least.min(value[1]), value: value[1], high: most.max(value[1]) })
}

fn m3(litres: Estimate) -> Estimate {
    Estimate { low: litres.low / 1000.0, value: litres.value / 1000.0, high: litres.high / 1000.0 }
}

fn rows(unit: UnitRef, scenario: &Scenario, (at, asked, demands): (&AtYear, &Asked, &[Demand; 3])) -> Vec<ForecastRow> {
    let parts = std::iter::once(("", &DAY[..])).chain(asked.day.minor.iter().map(|m| (m.name.as_str(), &m.hours[..])));
    parts.map(|(minor, hours)| row(unit, scenario, (at, asked, demands), (minor, hours))).collect()
}

fn row(
    unit: UnitRef,
    scenario: &Scenario,
    (at, asked, demands): (&AtYear, &Asked, &[Demand; 3]),
    (minor, hours): (&str, &[u8]),
) -> ForecastRow {
    let each =
        |of: &dyn Fn(&Demand) -> Option<Ends>| range(at.people, [of(&demands[0]), of(&demands[1]), of(&demands[2])]);
    let mut by_source: Vec<(String, Estimate)> = Vec::new();
    for class in crate::day::WaterClass::ALL {
        let used = demands.iter().any(|d| d.litres.as_ref().is_some_and(|l| l.contains_key(class)));
        let of = |d: &Demand| d.litres_in(hours).map(|l| l.get(class).copied().unwrap_or([0.0; 3]));
        if let Some(litres) = each(&of).filter(|_| used) {
            by_source.push((class.as_str().to_owned(), m3(litres)));
        }
    }
    let mut water = each(&|d| {
        let of = d.litres_in(hours)?;
        Some(of.values().fold([0.0; 3], |sum, e| [sum[0] + e[0], sum[1] + e[1], sum[2] + e[2]]))
    })
    .map(m3);
    let visits = |class: ToiletClass| each(&|d| d.visits_in(hours).map(|v| v.get(&class).copied().unwrap_or([0.0; 3])));
    let mut wastewater = each(&|d| d.wastewater_in(hours)).map(m3);
    let mut notes: Vec<String> = std::iter::once(unit.note.clone()).filter(|n| !n.is_empty()).collect();
    notes.extend(said(&demands[1]));
    if let Some((litres, waste)) = others(unit, (at, asked), hours) {
        let add = |sum: Estimate, more: Estimate| Estimate {
            low: sum.low + more.low,
            value: sum.value + more.value,
            high: sum.high + more.high,
        };
        water = water.map(|w| add(w, m3(litres)));
        wastewater = wastewater.map(|w| add(w, m3(waste)));
        by_source.push(("other_users".to_owned(), m3(litres)));
    }
    let mut way = method(scenario, unit.base.ages.is_some()).to_owned();
    if let Some(given) = given(unit, scenario, (at.year, minor, asked)) {
        water = Some(given.water_m3_day);
        by_source.clear();
        way = format!("{way}; water given directly: {}", given.source);
    }
    let whole = minor.is_empty();
    let change = at.change;
    ForecastRow {
        place: unit.place.id.clone(),
        part: unit.part,
        scenario: scenario.id.clone(),
        year: at.year,
        minor: minor.to_owned(),
        people: at.people,
        households: at.households,
        water_m3_day: water,
        water_by_source: by_source,
        household_toilet_visits: visits(ToiletClass::Household),
        public_toilet_visits: visits(ToiletClass::Public),
        wastewater_m3_day: wastewater,
        faecal_sludge_m3_day: each(&|d| d.sludge_l).map(m3).filter(|_| whole),
        change: whole.then_some([change.births, change.deaths, change.migration, change.growth]),
        method: way,
        note: notes.join("; "),
    }
}

/// What a reader has to know of a demand.
fn said(demand: &Demand) -> Vec<String> {
    let list = [
        (demand.source_not_told, "of the people drink from a source that is not told, taken as the others"),
        (demand.toilet_not_told, "use a toilet that is not told, taken as the others"),
        (demand.sludge_not_told, "use a toilet whose sludge no source gives: not in the sludge"),
        (
            demand.other_source_not_told,
            "drink packaged water and have no other source that is known: only what they drink",
        ),
    ];
    let told = list.into_iter().filter(|(share, _)| *share > 0.005);
    told.map(|(share, words)| format!("{:.0} % {words}", 100.0 * share)).collect()
}

/// Litres and wastewater of users that are no households, grown as the people.
fn others(unit: UnitRef, (at, asked): (&AtYear, &Asked), hours: &[u8]) -> Option<(Estimate, Estimate)> {
    let grown = if unit.base.people.value > 0.0 { at.people.value / unit.base.people.value } else { 1.0 };
    let (mut water, mut waste, mut any) = ([0.0; 3], [0.0; 3], false);
    for count in asked.others.iter().filter(|o| o.place == unit.place.id.as_str() && unit.part == Part::All) {
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

fn given<'g>(unit: UnitRef, scenario: &Scenario, (year, minor, asked): (i32, &str, &Asked<'g>)) -> Option<&'g Given> {
    let whole = unit.part == Part::All || unit.place.kind == city::PlaceKind::Settlement;
    asked.given.iter().filter(|_| whole).find(|g| {
        g.place == unit.place.id.as_str()
            && g.year == year
            && g.minor == minor
            && (g.scenario.is_empty() || g.scenario == scenario.id)
    })
}
