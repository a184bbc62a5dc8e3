//! Water and sanitation as a network: places, links, people and demands out of the city file, technologies out of what is published,
//! and whatever the city says of its own works, projects and targets.
//!
//! `library` holds what is published; `places` says where people are; `links` joins neighbours, along roads where they lead;
//! `demand` says what is needed; the network is then plain files that anybody can look at, change and solve again.

mod demand;
mod hours;
mod library;
mod links;
mod names;
mod people;
mod places;
mod standing;

pub use library::{gaps, library};
pub use links::Roads;
pub use names::name_places;
pub use people::people_rows;

use assess::evidence::Evidence;
use city::forecast::MinorShare;
use city::network_plan::AssumptionRow;
use city::plan_settings::WaterSettings;
use city::{PlaceId, Problem};
use network::Tables;

/// People of a place in a year, as a forecast has them.
#[derive(Debug, Clone, PartialEq)]
pub struct PeopleRow {
    /// Place.
    pub place: PlaceId,
    /// `formal`, `informal`, or empty where both cannot be told apart.
    pub group: String,
    /// Year.
    pub year: f64,
    /// Persons.
    pub persons: f64,
}

/// What a plan of water starts from.
pub struct WaterEvidence<'a> {
    /// Places and what is known of them.
    pub evidence: &'a Evidence<'a>,
    /// What was asked for.
    pub settings: &'a WaterSettings,
    /// People by place, group and year.
    pub people: &'a [PeopleRow],
    /// How a day's demand falls into its parts.
    pub parts: &'a [MinorShare],
    /// Roads, if a layer of them is named.
    pub roads: Option<&'a Roads>,
    /// The city's own tables, with those of the case laid over them.
    pub own: Tables,
}

impl WaterEvidence<'_> {
    /// The parts of the day that are planned by; none where they are not asked for, or the city's own tables have minor periods.
    fn day(&self) -> &[MinorShare] {
        if self.settings.parts_of_day && self.own.minor_periods.is_empty() { self.parts } else { &[] }
    }
}

/// A network of water and sanitation, with what was assumed and what is wrong.
pub struct WaterNetwork {
    /// The network.
    pub tables: Tables,
    /// What was assumed.
    pub assumptions: Vec<AssumptionRow>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// The network of a city's water and sanitation.
///
/// Every place of the kinds asked for that has people or is named in the city's own tables is a place of the network. Neighbours (pairs of
/// places with no third one in the circle between them, Gabriel and Sokal 1969, Systematic Zoology 18:259) are joined by every transport.
/// Demands are people x litres a person a day, and may be left unserved unless a target says otherwise, so that what is not reached is
/// shown and not hidden. A place without a count of people is named, and planned for nobody.
#[must_use]
pub fn water(given: &WaterEvidence<'_>) -> WaterNetwork {
    let mut problems = Vec::new();
    let mut assumptions = Vec::new();
    let (mut shipped, found) = library();
    problems.extend(found);
    leave_out(&mut shipped, &given.settings.without, &mut problems);
    let mut tables = shipped.and(given.own.clone());
    let years: Vec<(String, f64)> = tables.periods.iter().map(|p| (p.period.clone(), p.start_year)).collect();
    let places = places::places(given, &tables, &mut problems);
    tables.places.extend(places.iter().map(|place| place.row.clone()));
    tables.links.extend(links::links(given, &places, &mut assumptions));
    let Some(need) = demand::need(given, &mut assumptions) else {
        let missing =
            Problem::error("litres_unknown").in_file("city.toml").in_column("plan.water.litres_per_person_day");
        problems.push(missing.expected("litres a person a day"));
        return WaterNetwork { tables, assumptions, problems };
    };
    tables.minor_periods.extend(hours::periods(given.day()));
    tables.demands.extend(demand::demands(given, &places, &years, &need, &mut assumptions));
    let (stock, targets) = standing::standing(given, (&tables, &places), &need, &mut assumptions, &mut problems);
    tables.stock.extend(stock);
    tables.targets.extend(targets);
    WaterNetwork { tables, assumptions, problems }
}

/// Takes technologies and transports out of the shipped tables, with all that is said of them.
fn leave_out(shipped: &mut Tables, without: &[String], problems: &mut Vec<Problem>) {
    for id in without {
        let known = shipped.technologies.iter().any(|t| t.technology == *id)
            || shipped.transports.iter().any(|t| t.transport == *id);
        if !known {
            let problem =
                Problem::warning("not_shipped").in_file("city.toml").in_column("plan.water.without").found(id);
            problems
                .push(problem.expected("a technology or transport of data/water").hint("nothing was left out for it"));
        }
        shipped.technologies.retain(|row| row.technology != *id);
        shipped.coefficients.retain(|row| row.technology != *id);
        shipped.transports.retain(|row| row.transport != *id);
        shipped.transport_uses.retain(|row| row.transport != *id);
        shipped.costs.retain(|row| row.id != *id);
    }
}
