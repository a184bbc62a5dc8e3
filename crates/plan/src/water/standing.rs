//! What stands, from counts of households: stock of the network, and what the first period must go on serving.

use super::demand::Need;
use super::places::{At, people_at};
use super::{PeopleRow, WaterEvidence};
use city::network_plan::AssumptionRow;
use city::plan_settings::StandingSettings;
use city::{Observation, Problem, Value};
use network::Tables;
use network::tables::{Stock, Target};
use std::collections::{BTreeMap, BTreeSet};

/// Stock and targets that counts of households give.
///
/// Units = share of households x people of the year of the count x need of a person / what a unit serves. A technology that comes in whole
/// units is rounded down. The first period must serve the people whom that stock served in the year of the count; people who came since are
/// not assumed to be served. Where the city's own tables state stock or a target of the first period, theirs holds.
pub(crate) fn standing(
    given: &WaterEvidence<'_>,
    (tables, places): (&Tables, &[At]),
    need: &Need,
    assumptions: &mut Vec<AssumptionRow>,
    problems: &mut Vec<Problem>,
) -> (Vec<Stock>, Vec<Target>) {
    let mut stock = Vec::new();
    let mut kept: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    let stated: BTreeSet<(&str, &str)> =
        given.own.stock.iter().map(|row| (row.technology.as_str(), row.place.as_str())).collect();
    for setting in &given.settings.standing {
        let Some(unit) = unit_serves(tables, setting, need) else {
            problems.push(unknown(setting));
            continue;
        };
        let whole = tables.technologies.iter().any(|t| t.technology == setting.technology && t.whole == Some(true));
        let mut found = false;
        for place in places.iter().map(|place| place.row.place.as_str()) {
            let Some((share, year)) = share(given.evidence.observations, place, &setting.households) else { continue };
            found |= share > 0.0;
            if stated.contains(&(setting.technology.as_str(), place)) {
                continue;
            }
            let units = share * everybody(given.people, place, year) / unit;
            let units = if whole { units.floor() } else { units };
            if units > 0.0 {
                stock.push(Stock {
                    technology: setting.technology.clone(),
                    place: place.to_owned(),
                    working: units,
                    installed: None,
                    until_year: None,
                    row: 0,
                });
                *kept.entry((setting.of.as_str(), place)).or_insert(0.0) += units * unit;
            }
        }
        if !found {
            let problem =
                Problem::warning("standing_not_counted").in_file("city.toml").in_column("plan.water.standing");
            let problem = problem.found(setting.households.join(", ")).expected("households counted so in some place");
            problems.push(
                problem.hint("see the column `group` of `households` in the observations; nothing stands for it"),
            );
        }
        assumptions.push(assumed(setting, unit));
    }
    let targets = targets(given, tables, &kept);
    (stock, targets)
}

/// Persons whom a unit of a technology serves.
fn unit_serves(tables: &Tables, setting: &StandingSettings, need: &Need) -> Option<f64> {
    let technology = tables.technologies.iter().find(|row| row.technology == setting.technology)?;
    let each = need.of(&setting.of)?;
    let persons = technology.capacity * technology.capacity_factor.unwrap_or(1.0) / each;
    (persons > 0.0 && persons.is_finite()).then_some(persons)
}

fn unknown(setting: &StandingSettings) -> Problem {
    let problem = Problem::error("standing_unknown").in_file("city.toml").in_column("plan.water.standing");
    let problem = problem.found(format!("{} of {}", setting.technology, setting.of));
    problem.expected("a technology of data/water or of the city's own, and household_water or toilet_use")
}

/// The share of households of a place that were counted in these groups, and the year of the count, the latest there is.
fn share(observations: &[Observation], place: &str, groups: &[String]) -> Option<(f64, f64)> {
    let (key, _) = groups.first()?.split_once('=')?;
    let wanted: BTreeSet<&str> = groups.iter().filter_map(|group| Some(group.split_once('=')?.1)).collect();
    let mut counts: BTreeMap<i32, (f64, f64)> = BTreeMap::new();
    for seen in observations.iter().filter(|o| o.place.as_str() == place && o.indicator == "households") {
        let (Some(value), 1) = (seen.group.get(key), seen.group.iter().count()) else { continue };
        let (Value::Estimate(count), year) = (&seen.value, seen.period.last_year()) else { continue };
        let sum = counts.entry(year).or_insert((0.0, 0.0));
        sum.1 += count.value;
        if wanted.contains(value) {
            sum.0 += count.value;
        }
    }
    let (year, (part, all)) = counts.into_iter().next_back()?;
    (all > 0.0).then(|| (part / all, f64::from(year)))
}

fn everybody(people: &[PeopleRow], place: &str, year: f64) -> f64 {
    let groups: BTreeSet<&str> = people.iter().map(|row| row.group.as_str()).collect();
    groups.into_iter().filter_map(|group| people_at(people, place, group, year)).sum()
}

/// Of the first period, for resources of which the city's own tables say nothing then.
fn targets(given: &WaterEvidence<'_>, tables: &Tables, kept: &BTreeMap<(&str, &str), f64>) -> Vec<Target> {
    let Some(first) = tables.periods.first() else { return Vec::new() };
    let asked = super::demand::asked(&given.own);
    let says = |resource: &str| {
        given.own.targets.iter().any(|t| t.resource == resource && t.period.as_ref().is_none_or(|p| *p == first.period))
    };
    let target = |((resource, place), persons): (&(&str, &str), &f64)| {
        let all = everybody(given.people, place, first.start_year);
        let wanted = (asked.is_empty() || asked.contains(*resource)) && !says(resource) && all > 0.0;
        wanted.then(|| Target {
            resource: (*resource).to_owned(),
            share: (persons / all).min(1.0) * (1.0 - 1e-9),
            place: Some((*place).to_owned()),
            group: None,
            period: Some(first.period.clone()),
            row: 0,
        })
    };
    kept.iter().filter_map(target).collect()
}

fn assumed(setting: &StandingSettings, unit: f64) -> AssumptionRow {
    AssumptionRow {
        what: format!("{} that stand", setting.technology.replace('_', " ")),
        value: format!(
            "households counted with {}, {unit} persons a unit; they go on being served",
            setting.households.join(" or ")
        ),
        range: String::new(),
        source: if setting.note.is_empty() { "counts of the city file".to_owned() } else { setting.note.clone() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::observation::Basis;
    use city::{Estimate, Group, Period, PlaceId, Quality};

    fn households(group: &[(&str, &str)], year: i32, count: f64) -> Observation {
        Observation {
            place: PlaceId::new("district", "D01"),
            indicator: "households".to_owned(),
            period: Period::year(year).unwrap(),
            group: group.iter().fold(Group::all(), |all, (key, value)| all.with(key, value)),
            value: Value::Estimate(Estimate::exact(count).unwrap()),
            quality: Quality::High,
            source: "census".into(),
            run: city::run::RunId("collect-1".to_owned()),
            basis: Basis::Reported { locator: String::new() },
            note: String::new(),
        }
    }

    #[test]
    fn the_share_is_of_all_who_were_counted_by_that_question_in_the_latest_year() {
        let seen = [
            households(&[("toilet", "public")], 2010, 90.0),
            households(&[("toilet", "none")], 2010, 10.0),
            households(&[("toilet", "public")], 2021, 40.0),
            households(&[("toilet", "household_improved")], 2021, 59.0),
            households(&[("toilet", "none")], 2021, 1.0),
            households(&[("toilet", "public"), ("locality", "urban")], 2021, 40.0),
            households(&[("water", "sachet")], 2021, 70.0),
            households(&[], 2021, 100.0),
        ];
        let asked = |groups: &[&str]| {
            let groups: Vec<String> = groups.iter().map(|group| (*group).to_owned()).collect();
            share(&seen, "district:D01", &groups)
        };
        let (public, year) = asked(&["toilet=public"]).unwrap();
        assert!((public - 0.40).abs() < 1e-12 && (year - 2021.0).abs() < 1e-12);
        assert!((asked(&["toilet=public", "toilet=none"]).unwrap().0 - 0.41).abs() < 1e-12);
        assert!(asked(&["toilet=bucket"]).unwrap().0.abs() < 1e-12);
        assert_eq!(asked(&["cooking=charcoal"]), None);
        assert_eq!(asked(&["no pair"]), None);
    }
}
