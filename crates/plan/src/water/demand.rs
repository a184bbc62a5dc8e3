//! What is needed: water at home, a toilet, and wastewater that must leave, by place, group and period.

use super::library::litres;
use super::places::{At, people_at};
use super::{PeopleRow, WaterEvidence};
use city::network_plan::AssumptionRow;
use network::tables::{Demand, Served};
use std::collections::BTreeSet;

/// Litres a person a day, of water and of wastewater.
pub(crate) struct Need {
    water: f64,
    wastewater: Option<f64>,
}

impl Need {
    /// What a person needs of a resource a day, in its unit.
    pub(crate) fn of(&self, resource: &str) -> Option<f64> {
        match resource {
            "household_water" => Some(self.water / 1000.0),
            "toilet_use" => Some(1.0),
            _ => None,
        }
    }
}

/// Demands of all places; amounts are rates in the resource's unit a day.
pub(crate) fn demands(
    given: &WaterEvidence<'_>,
    places: &[At],
    years: &[(String, f64)],
    need: &Need,
    assumptions: &mut Vec<AssumptionRow>,
) -> Vec<Demand> {
    let stated: BTreeSet<(&str, &str)> =
        given.own.demands.iter().map(|row| (row.place.as_str(), row.resource.as_str())).collect();
    let asked = asked(&given.own);
    let groups: BTreeSet<&str> = given.people.iter().map(|row| row.group.as_str()).collect();
    let mut demands = Vec::new();
    for place in places.iter().map(|place| place.row.place.as_str()) {
        for group in &groups {
            for (period, year) in years {
                let Some(persons) = people_at(given.people, place, group, *year) else { continue };
                let mut add = |resource: &str, amount: f64| {
                    let wanted = asked.is_empty() || asked.contains(resource);
                    if wanted && !stated.contains(&(place, resource)) && amount != 0.0 {
                        demands.push(row(place, resource, group, period, amount, persons));
                    }
                };
                add("household_water", persons * need.water / 1000.0);
                add("toilet_use", persons);
                if let Some(wastewater) = need.wastewater {
                    add("wastewater", -persons * wastewater / 1000.0);
                }
            }
        }
    }
    assumptions.push(people(given.people));
    super::hours::by_parts(given.day(), demands, years, assumptions)
}

/// The resources that the city's tables ask for: in objectives, fronts, targets, and shares of demand. What nobody asks for is not
/// planned for, so that it is not shown as left out.
pub(crate) fn asked(own: &network::Tables) -> BTreeSet<String> {
    let metrics = own.settings.objective.iter().flat_map(|o| o.minimise.keys().chain(o.maximise.keys()));
    let front = own.settings.front.iter().flat_map(|front| [&front.minimise, &front.against]);
    let of_metrics = metrics.chain(front).filter_map(|metric| metric.split(':').nth(1)).map(str::to_owned);
    let targets = own.targets.iter().map(|target| target.resource.clone());
    let shares = own.limits.iter().filter_map(|limit| limit.share_of.clone());
    of_metrics.chain(targets).chain(shares).collect()
}

pub(crate) fn row(place: &str, resource: &str, group: &str, period: &str, amount: f64, persons: f64) -> Demand {
    Demand {
        place: place.to_owned(),
        resource: resource.to_owned(),
        amount,
        unit: None,
        period: Some(period.to_owned()),
        minor: None,
        group: (!group.is_empty()).then(|| group.to_owned()),
        people: Some(persons),
        served: Some(Served::May),
        row: 0,
    }
}

pub(crate) fn need(given: &WaterEvidence<'_>, assumptions: &mut Vec<AssumptionRow>) -> Option<Need> {
    let settings = given.settings;
    let mut assume = |what: &str, litres: f64, range: String, source: String| {
        let value = format!("{litres} litres a person a day");
        assumptions.push(AssumptionRow { what: what.to_owned(), value, range, source });
        litres
    };
    let stated = "city.toml, [plan.water]".to_owned();
    let water = if let Some(litres) = settings.litres_per_person_day {
        assume("water used at home", litres, String::new(), stated.clone())
    } else {
        let cited = litres("house_connection")?;
        assume("water used at home", cited.amount, cited.range, cited.source)
    };
    let wastewater = match (settings.wastewater_litres_per_person_day, settings.return_share) {
        (Some(litres), _) => Some(assume("wastewater", litres, String::new(), stated)),
        (None, Some(share)) => {
            Some(assume("wastewater, by the share of water that returns", water * share, String::new(), stated))
        }
        (None, None) => None,
    };
    Some(Need { water, wastewater })
}

fn people(people: &[PeopleRow]) -> AssumptionRow {
    let groups: BTreeSet<&str> = people.iter().map(|row| row.group.as_str()).collect();
    let apart = groups.contains("informal");
    let value = if apart { "formal and informal apart" } else { "formal and informal cannot be told apart here" };
    AssumptionRow {
        what: "people by place and period".to_owned(),
        value: value.to_owned(),
        range: String::new(),
        source: "makazi anticipate, from the counts of the city file".to_owned(),
    }
}
