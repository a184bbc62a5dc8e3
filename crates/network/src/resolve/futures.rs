//! `[futures]` names resources that there are, and imports that have a limit to vary.

use super::work::Work;
use crate::network::Network;
use crate::tables::line_of;
use city::Problem;

/// Says what `[futures]` names and is not there, or has nothing to vary.
pub(crate) fn check(work: &mut Work<'_>, network: &Network) {
    let Some(settings) = &network.futures else { return };
    let text = &work.tables.settings.text;
    let mut found = |key: &str, has: &dyn Fn(usize) -> bool, expected: &str| {
        let at = |problem: Problem| problem.in_file("network.toml").at_row(line_of(text, key)).in_column("futures");
        for id in key.split(';').map(str::trim) {
            match work.names.resources.find(id) {
                None => work.problems.push(at(work.names.resources.missing(id))),
                Some(resource) if !has(resource) => {
                    work.problems.push(at(Problem::error("nothing_to_vary").found(id).expected(expected)));
                }
                Some(_) => {}
            }
        }
    };
    for key in settings.demand.keys() {
        let wanted = |resource: usize| network.demands.iter().any(|demand| demand.resource == resource);
        found(key, &wanted, "a resource of demands.csv");
    }
    for key in settings.imports.keys() {
        let limited = |resource: usize| {
            network.trades.iter().any(|t| t.import && t.resource == resource && t.most.iter().any(|m| m.is_finite()))
        };
        found(key, &limited, "a resource of imports.csv with `most`");
    }
}
