//! What is wrong with a network before anything is solved: mass out of nothing, resources that nobody makes, places alone, income
//! without end.

use crate::network::{Loss, Network, Use};
use crate::tables::Per;
use city::Problem;

/// How much more mass may come out than goes in before it is said: the third part of a per mille of rounding.
const CLOSE: f64 = 3e-4;

/// Everything that is suspicious about a network, as warnings (and errors, where no plan can come of it).
///
/// Mass is checked for technologies whose resources all have a mass: outputs above inputs are warned of, not refused, since a list may
/// leave out air or rain. A resource that is wanted and that nobody makes, brings or moves is an error. Of a network with rows left out
/// only costs are checked: the rest may be their doing.
#[must_use]
pub fn check(network: &Network) -> Vec<Problem> {
    let mut problems = Vec::new();
    costs(network, &mut problems);
    if network.incomplete {
        // what seems to be missing may stand in what was left out
        return problems;
    }
    if network.demands.is_empty() {
        let problem = Problem::warning("nothing_is_needed").in_file("demands.csv").expected("a demand");
        problems.push(problem.hint("without any, the cheapest plan is to do nothing; is the file missing?"));
    }
    technologies(network, &mut problems);
    resources(network, &mut problems);
    places(network, &mut problems);
    problems
}

fn technologies(network: &Network, problems: &mut Vec<Problem>) {
    for technology in &network.technologies {
        let at = |code: &str| {
            Problem::warning(code).in_file("technologies.csv").at_row(technology.row).found(&technology.id)
        };
        if technology.flows.is_empty() {
            problems.push(at("makes_nothing").expected("a line in coefficients.csv"));
            continue;
        }
        let makes = technology.flows.iter().any(|flow| flow.amount > 0.0);
        let uses = technology.flows.iter().any(|flow| flow.amount < 0.0);
        let masses: Option<Vec<f64>> =
            technology.flows.iter().map(|flow| Some(flow.amount * network.resources[flow.resource].mass_kg?)).collect();
        let Some(masses) = masses else {
            if makes && !uses && !technology.from_outside {
                let from = at("from_nothing").expected("something that it uses, or `from_outside` yes");
                problems.push(
                    from.hint("right for rain, wind, sun or people; wrong for a plant whose input was forgotten"),
                );
            }
            continue;
        };
        let goes_in: f64 = -masses.iter().filter(|mass| **mass < 0.0).sum::<f64>();
        let comes_out: f64 = masses.iter().filter(|mass| **mass > 0.0).sum();
        if comes_out > goes_in * (1.0 + CLOSE) && comes_out > 0.0 {
            let found = format!("{comes_out} kg out of {goes_in} kg");
            let problem = Problem::warning("mass_from_nothing").in_file("coefficients.csv").in_column("amount");
            let row = technology.flows.first().map_or(0, |flow| flow.row);
            let share = if goes_in > 0.0 { (comes_out / goes_in - 1.0) * 100.0 } else { 100.0 };
            let hint =
                format!("`{}` makes {share:.2} % more than it uses; is an input missing, such as air?", technology.id);
            problems.push(problem.at_row(row).found(found).expected("no more mass out than in").hint(hint));
        }
    }
}

fn resources(network: &Network, problems: &mut Vec<Problem>) {
    for (resource, noun) in network.resources.iter().enumerate() {
        let waste = |d: &&crate::network::Demand| d.amount.iter().any(|a| *a < 0.0);
        let of = || network.demands.iter().filter(|demand| demand.resource == resource);
        let must = |d: &&crate::network::Demand| d.must;
        let made =
            network.technologies.iter().any(|t| t.flows.iter().any(|f| f.resource == resource && f.amount > 0.0));
        let imported = network.trades.iter().any(|t| t.import && t.resource == resource);
        let moved = network
            .transports
            .iter()
            .any(|t| t.to.iter().any(|to| to.resource == resource && to.any(|amount| amount > 0.0)));
        let wanted = of().find(|demand| !waste(demand) && demand.amount.iter().any(|a| *a > 0.0));
        let used =
            network.technologies.iter().find(|t| t.flows.iter().any(|f| f.resource == resource && f.amount < 0.0));
        let arises = of().any(|demand| waste(&demand));
        if made || imported || moved || arises {
            leaving(network, resource, problems);
            continue;
        }
        if let Some(demand) = wanted {
            let code =
                if must(&demand) { Problem::error("made_by_no_one") } else { Problem::warning("made_by_no_one") };
            let problem = code.in_file("demands.csv").at_row(demand.row).in_column("resource").found(&noun.id);
            problems.push(problem.expected("a technology that makes it, or a line in imports.csv"));
        } else if let Some(technology) = used.filter(|_| !noun.optional) {
            let problem =
                Problem::warning("made_by_no_one").in_file("technologies.csv").at_row(technology.row).found(&noun.id);
            let hint =
                format!("`{}` uses it and cannot run; right where it may be in no use: `optional` yes", technology.id);
            problems.push(problem.expected("a technology that makes it, or a line in imports.csv").hint(hint));
        }
    }
}

/// Something that arises or is made, and can go nowhere.
fn leaving(network: &Network, resource: usize, problems: &mut Vec<Problem>) {
    let noun = &network.resources[resource];
    let used = network.technologies.iter().any(|t| t.flows.iter().any(|f| f.resource == resource && f.amount < 0.0));
    let exported = network.trades.iter().any(|t| !t.import && t.resource == resource);
    let wanted = network.demands.iter().any(|d| d.resource == resource && d.amount.iter().any(|a| *a > 0.0));
    let taken = |uses: &[Use]| uses.iter().any(|u| u.resource == resource && u.any(|amount| amount < 0.0));
    let moving = network.transports.iter().any(|t| taken(&t.from) || taken(&t.to));
    let quality = network.contents.iter().flatten().any(|content| content.0 == resource);
    if used || exported || wanted || moving || quality || noun.surplus || (noun.optional && !arises(network, resource))
    {
        return;
    }
    let waste = network.demands.iter().find(|d| d.resource == resource && d.must);
    if let Some(demand) = waste {
        let problem = Problem::error("leaves_nowhere").in_file("demands.csv").at_row(demand.row).found(&noun.id);
        problems.push(problem.expected("a technology that takes it, or a line in exports.csv"));
    } else {
        let problem = Problem::warning("leaves_nowhere").in_file("resources.csv").at_row(noun.row).found(&noun.id);
        let hint = "what makes it cannot run: let it go (`surplus` yes), export it, or use it; right where it may be in no use: `optional` yes";
        problems.push(problem.expected("something that uses it").hint(hint));
    }
}

/// Whether there is a demand below nothing.
fn arises(network: &Network, resource: usize) -> bool {
    network.demands.iter().any(|d| d.resource == resource && d.amount.iter().any(|amount| *amount < 0.0))
}

fn places(network: &Network, problems: &mut Vec<Problem>) {
    if network.places.len() < 2 || network.transports.is_empty() {
        return;
    }
    for (place, noun) in network.places.iter().enumerate() {
        if !network.links.iter().any(|link| link.from == place || link.to == place) {
            let problem = Problem::warning("without_neighbours").in_file("places.csv").at_row(noun.row).found(&noun.id);
            problems.push(problem.expected("a line in links.csv").hint("nothing can be brought here or taken away"));
        }
    }
    for transport in &network.transports {
        if let Loss::Shares { per_link, per_km } = transport.loss
            && per_link + per_km > 0.5
        {
            let problem = Problem::warning("much_is_lost").in_file("transports.csv").at_row(transport.row);
            problems.push(problem.found(per_link + per_km).expected("a share of 0 to 1, not a percentage"));
        }
    }
}

fn costs(network: &Network, problems: &mut Vec<Problem>) {
    for cost in network.costs.iter().filter(|cost| cost.amount < 0.0) {
        let problem = Problem::warning("cost_negative").in_file("costs.csv").at_row(cost.row).in_column("amount");
        let hint = match cost.per {
            Per::Unit | Per::UnitYear | Per::Link | Per::Km | Per::LinkYear | Per::KmYear => {
                "building pays by itself: is the sign right?"
            }
            _ => "an income: limit it, or the objective has no end",
        };
        problems.push(problem.found(cost.amount).expected("0 or more, unless it is an income").hint(hint));
    }
}
