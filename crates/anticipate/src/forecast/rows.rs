//! Rows of the forecast: a unit in a year of a scenario, the whole day and its parts.

use super::{Asked, UnitRef, stated};
use crate::day::ToiletClass;
use crate::demand::{Counts, Demand, Ends};
use crate::project::{AtYear, method, project};
use crate::scenario::{Scenario, Uptake};
use city::forecast::{ForecastGap, ForecastReport, ForecastRow, Part, PeopleChange};
use city::{Estimate, PlaceKind};

/// Every hour of a day.
pub(super) const DAY: [u8; 24] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];

/// Rows of a unit for a scenario.
pub(super) fn add(report: &mut ForecastReport, unit: UnitRef, (scenario, asked): (&Scenario, &Asked)) {
    let years = project(&unit.base, scenario);
    let left_out: Vec<i32> = scenario.years.iter().copied().filter(|y| *y < unit.base.year).collect();
    if !left_out.is_empty() {
        let words = format!("its people were counted in {}: nothing is projected backwards", unit.base.year);
        let listed = left_out.iter().map(i32::to_string).collect::<Vec<_>>().join(", ");
        let made = super::gap(Some(unit.place), &format!("{} in {listed}", scenario.title), &words);
        report.gaps.push(ForecastGap { part: unit.part, years: left_out, ..made });
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

pub(super) fn m3(litres: Estimate) -> Estimate {
    Estimate { low: litres.low / 1000.0, value: litres.value / 1000.0, high: litres.high / 1000.0 }
}

fn rows(unit: UnitRef, scenario: &Scenario, (at, asked, demands): (&AtYear, &Asked, &[Demand; 3])) -> Vec<ForecastRow> {
    let parts = std::iter::once(("", &DAY[..])).chain(asked.day.minor.iter().map(|m| (m.name.as_str(), &m.hours[..])));
    let mut made: Vec<ForecastRow> =
        parts.map(|(minor, hours)| row(unit, scenario, (at, demands), (minor, hours))).collect();
    if unit.part == Part::All || unit.place.kind == PlaceKind::Settlement {
        stated::state(&mut made, unit.base.people.value, asked);
    }
    made
}

fn row(
    unit: UnitRef,
    scenario: &Scenario,
    (at, demands): (&AtYear, &[Demand; 3]),
    (minor, hours): (&str, &[u8]),
) -> ForecastRow {
    let each =
        |of: &dyn Fn(&Demand) -> Option<Ends>| range(at.people, [of(&demands[0]), of(&demands[1]), of(&demands[2])]);
    let mut by_source = Vec::new();
    for class in crate::day::WaterClass::ALL {
        let used = demands.iter().any(|d| d.litres.as_ref().is_some_and(|l| l.contains_key(class)));
        let of = |d: &Demand| d.litres_in(hours).map(|l| l.get(class).copied().unwrap_or([0.0; 3]));
        if let Some(litres) = each(&of).filter(|_| used) {
            by_source.push((class.as_str().to_owned(), m3(litres)));
        }
    }
    let water = each(&|d| {
        let of = d.litres_in(hours)?;
        Some(of.values().fold([0.0; 3], |sum, e| [sum[0] + e[0], sum[1] + e[1], sum[2] + e[2]]))
    })
    .map(m3);
    let visits = |class: ToiletClass| each(&|d| d.visits_in(hours).map(|v| v.get(&class).copied().unwrap_or([0.0; 3])));
    let wastewater = each(&|d| d.wastewater_in(hours)).map(m3);
    let mut notes: Vec<String> = std::iter::once(unit.note.clone()).filter(|n| !n.is_empty()).collect();
    notes.extend(said(&demands[1]));
    let whole = minor.is_empty();
    let by_age = unit.base.ages.as_ref().is_some_and(|a| a.total() > 0.0) && scenario.is_by_age();
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
        change: whole.then(|| change(at, scenario, by_age)),
        method: method(scenario, unit.base.ages.is_some()).to_owned(),
        note: notes.join("; "),
    }
}

/// Who came and went; none for what a scenario of a rate alone, or a place without ages, does not tell.
fn change(at: &AtYear, scenario: &Scenario, by_age: bool) -> PeopleChange {
    let change = at.change;
    let told = |number: f64| by_age.then_some(number);
    PeopleChange {
        births: told(change.births),
        deaths: told(change.deaths),
        migration: told(change.migration),
        growth: (by_age || scenario.growth_percent_year.is_some()).then_some(change.growth),
    }
}

/// The order of classes of sources; what is no class comes last.
pub(super) fn source_order(name: &str) -> usize {
    let classes = crate::day::WaterClass::ALL;
    classes.iter().position(|c| c.as_str() == name).unwrap_or(classes.len())
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
