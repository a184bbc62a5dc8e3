//! Technologies, what they make and use, what stands of them, and what is committed.

use super::work::{At, Work, once};
use crate::network::{Flow, Network, Standing, Technology};
use std::collections::BTreeMap;

/// Technologies with what each makes and uses.
pub(crate) fn technologies(work: &mut Work<'_>, network: &Network) -> Vec<Technology> {
    let mut technologies = Vec::new();
    for row in &work.tables.technologies {
        let at = At { file: "technologies.csv", row: row.row };
        work.expect(row.capacity >= 0.0, at, ("capacity", row.capacity), "0 or more");
        let factor = row.capacity_factor.unwrap_or(1.0);
        work.expect((0.0..=1.0).contains(&factor), at, ("capacity_factor", factor), "a share of 0 to 1");
        let most = row.most.unwrap_or(f64::INFINITY);
        work.expect(most >= 0.0, at, ("most", most), "0 or more");
        let life = row.life_years.unwrap_or(1.0);
        work.expect(life > 0.0, at, ("life_years", life), "more than 0 years; empty where it stays");
        technologies.push(Technology {
            id: row.technology.clone(),
            capacity: row.capacity * factor,
            whole: row.whole.unwrap_or(false),
            life_years: row.life_years,
            most,
            places: allowed(work, at, row.places.as_deref(), network.places.len()),
            from_year: row.from_year.unwrap_or(f64::NEG_INFINITY),
            build: row.build.unwrap_or(true),
            from_outside: row.from_outside.unwrap_or(false),
            flows: Vec::new(),
            row: row.row,
        });
    }
    coefficients(work, &mut technologies);
    technologies
}

fn allowed(work: &mut Work<'_>, at: At, places: Option<&str>, count: usize) -> Vec<bool> {
    let Some(places) = places else { return vec![true; count] };
    let mut allowed = vec![false; count];
    for id in places.split(';').map(str::trim).filter(|id| !id.is_empty()) {
        if let Some(place) = work.find(|n| &n.places, at, "places", id)
            && let Some(allowed) = allowed.get_mut(place)
        {
            *allowed = true;
        }
    }
    allowed
}

fn coefficients(work: &mut Work<'_>, technologies: &mut [Technology]) {
    for row in &work.tables.coefficients {
        let at = At { file: "coefficients.csv", row: row.row };
        let technology = work.find(|n| &n.technologies, at, "technology", &row.technology);
        let resource = work.find(|n| &n.resources, at, "resource", &row.resource);
        let range = work.range(at, row.amount, row.low, row.high);
        let (Some(technology), Some(resource)) = (technology, resource) else { continue };
        let Some(technology) = technologies.get_mut(technology) else { continue };
        if technology.flows.iter().any(|flow| flow.resource == resource) {
            work.wrong(at, "resource", row.resource.clone(), "one line for a technology and a resource");
            continue;
        }
        let seen = row.amount == 0.0 || row.amount.abs() >= 1e-9;
        if !work.expect(seen, at, ("amount", row.amount), "1e-9 or more, below which the optimiser sees nothing") {
            continue;
        }
        technology.flows.push(Flow { resource, amount: row.amount, range, row: row.row });
    }
}

/// Shares of capacity; a line that names more wins over one that names less.
pub(crate) fn availability(work: &mut Work<'_>, network: &Network) -> BTreeMap<(usize, usize, usize, usize), f64> {
    let mut lines = Vec::new();
    let mut seen = BTreeMap::new();
    for row in &work.tables.availability {
        let at = At { file: "availability.csv", row: row.row };
        work.expect((0.0..=1.0).contains(&row.factor), at, ("factor", row.factor), "a share of 0 to 1");
        let technology = work.find(|n| &n.technologies, at, "technology", &row.technology);
        let place = work.maybe(|n| &n.places, at, "place", row.place.as_deref());
        let period = work.maybe(|n| &n.periods, at, "period", row.period.as_deref());
        let minor = work.maybe(|n| &n.minors, at, "minor", row.minor.as_deref());
        if let (Some(technology), Some(place), Some(period), Some(minor)) = (technology, place, period, minor) {
            once(work, &mut seen, at, (technology, place, period, minor));
            lines.push((technology, place, period, minor, row.factor));
        }
    }
    let named = |line: &(usize, Option<usize>, Option<usize>, Option<usize>, f64)| {
        usize::from(line.1.is_some()) + usize::from(line.2.is_some()) + usize::from(line.3.is_some())
    };
    lines.sort_by_key(named);
    let mut factors = BTreeMap::new();
    for (technology, place, period, minor, factor) in lines {
        for place in one_or_all(place, network.places.len()) {
            for period in one_or_all(period, network.periods.len()) {
                for minor in one_or_all(minor, network.minors.len()) {
                    factors.insert((technology, place, period, minor), factor);
                }
            }
        }
    }
    factors
}

/// One position, or all of them.
pub(crate) fn one_or_all(one: Option<usize>, count: usize) -> std::ops::Range<usize> {
    one.map_or(0..count, |one| one..one + 1)
}

/// What stands, and what is committed.
pub(crate) fn standing(work: &mut Work<'_>, network: &Network) -> Vec<Standing> {
    let mut standing = Vec::new();
    for row in &work.tables.stock {
        let at = At { file: "stock.csv", row: row.row };
        work.expect(row.working >= 0.0, at, ("working", row.working), "0 or more units");
        let installed = row.installed.unwrap_or(row.working);
        let enough = installed >= row.working;
        work.expect(enough, at, ("installed", installed), "at least as many units as work");
        let place = work.find(|n| &n.places, at, "place", &row.place);
        let technology = work.find(|n| &n.technologies, at, "technology", &row.technology);
        let (Some(technology), Some(place)) = (technology, place) else { continue };
        let until_year = row.until_year.map(|year| year + 1.0);
        let (project, units, from_year, capital) = (String::new(), row.working, None, None);
        standing.push(Standing {
            project,
            technology,
            place,
            units,
            installed,
            from_year,
            until_year,
            capital,
            row: row.row,
        });
    }
    for row in &work.tables.projects {
        let at = At { file: "projects.csv", row: row.row };
        work.expect(row.units >= 0.0, at, ("units", row.units), "0 or more units");
        let cost = row.capital.unwrap_or(0.0);
        work.expect(cost >= 0.0, at, ("capital", cost), "0 or more");
        let place = work.find(|n| &n.places, at, "place", &row.place);
        let technology = work.find(|n| &n.technologies, at, "technology", &row.technology);
        let metric = row.capital_metric.as_deref().and_then(|id| work.find(|n| &n.metrics, at, "capital_metric", id));
        if row.capital.is_some() && row.capital_metric.is_none() {
            work.wrong(at, "capital_metric", String::new(), "the metric that `capital` is added to");
        }
        let (Some(technology), Some(place)) = (technology, place) else { continue };
        let life = network.technologies.get(technology).and_then(|t| t.life_years);
        standing.push(Standing {
            project: row.project.clone(),
            technology,
            place,
            units: row.units,
            installed: row.units,
            from_year: Some(row.start_year),
            until_year: life.map(|life| row.start_year + life),
            capital: metric.zip(row.capital),
            row: row.row,
        });
    }
    standing
}
