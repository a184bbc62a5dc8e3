//! Costs, targets, budgets, limits and objectives.

use super::names::Names;
use super::work::{At, Work, once};
use crate::network::{Budget, BuiltIn, Cost, Limit, Metric, Network, Reach, Target, Where};
use crate::tables::{CostKind, LimitKind, Tables, line_of, nearest};
use city::{Problem, Severity};
use std::collections::BTreeMap;

/// Adds the metrics that every network has: of each resource that is in demand, and of each group.
pub(crate) fn built_in_metrics(network: &mut Network) {
    let mut metrics = Vec::new();
    for (resource, noun) in network.resources.iter().enumerate() {
        if !network.demands.iter().any(|demand| demand.resource == resource) {
            continue;
        }
        let groups = (0..network.groups.len()).map(Some);
        for group in std::iter::once(None).chain(groups) {
            let suffix = group.map_or_else(String::new, |group| format!(":{}", network.groups[group]));
            for (what, word) in
                [(Reach::Served, "served"), (Reach::Unserved, "unserved"), (Reach::People, "people_served")]
            {
                let unit = if what == Reach::People { "person-years".to_owned() } else { noun.unit.clone() };
                let id = format!("{word}:{}{suffix}", noun.id);
                let built_in = Some(BuiltIn { what, resource, group });
                metrics.push(Metric { id, unit, discounted: false, each_year: false, built_in });
            }
        }
    }
    network.metrics.extend(metrics);
}

/// Costs; an amount in another unit is converted.
pub(crate) fn costs(work: &mut Work<'_>, network: &Network) -> Vec<Cost> {
    let (mut costs, mut seen) = (Vec::new(), BTreeMap::new());
    for row in &work.tables.costs {
        let at = At { file: "costs.csv", row: row.row };
        if row.per.kind() != row.kind {
            work.wrong(at, "per", row.per.to_string(), &format!("what a {} is counted by", row.kind));
            continue;
        }
        let metric = work.find(|n| &n.metrics, at, "metric", &row.metric);
        let id = work.find(|names| of_kind(names, row.kind), at, "id", &row.id);
        let ends = ends(work, at, row.kind, row.place.as_deref());
        let period = work.maybe(|n| &n.periods, at, "period", row.period.as_deref());
        let minor = work.maybe(|n| &n.minors, at, "minor", row.minor.as_deref());
        let range = work.range(at, row.amount, row.low, row.high);
        let (Some(metric), Some(id), Some((place, to)), Some(period), Some(minor)) = (metric, id, ends, period, minor)
        else {
            continue;
        };
        once(work, &mut seen, at, (metric, row.per, id, place, to, period, minor));
        let Some(scale) = scale(work, at, row.unit.as_deref(), &network.metrics[metric].unit) else { continue };
        let (amount, range) = (row.amount * scale, range.map(|(low, high)| (low * scale, high * scale)));
        let (per, row) = (row.per, row.row);
        costs.push(Cost { metric, per, id, amount, range, place, to, period, minor, row });
    }
    costs
}

const fn of_kind(names: &Names, kind: CostKind) -> &super::names::List {
    match kind {
        CostKind::Technology => &names.technologies,
        CostKind::Transport => &names.transports,
        CostKind::Resource => &names.resources,
    }
}

/// The place of a cost; of a transport both ends, written `A>B`.
fn ends(work: &mut Work<'_>, at: At, kind: CostKind, place: Option<&str>) -> Option<(Option<usize>, Option<usize>)> {
    let Some(place) = place.filter(|place| *place != "all") else { return Some((None, None)) };
    if kind != CostKind::Transport {
        return work.find(|n| &n.places, at, "place", place).map(|place| (Some(place), None));
    }
    let Some((from, to)) = place.split_once('>') else {
        work.wrong(at, "place", place.to_owned(), "two places with `>` between, such as `A>B`");
        return None;
    };
    let from = work.find(|n| &n.places, at, "place", from.trim())?;
    Some((Some(from), Some(work.find(|n| &n.places, at, "place", to.trim())?)))
}

/// What an amount is multiplied by to be in the metric's unit.
fn scale(work: &mut Work<'_>, at: At, unit: Option<&str>, wanted: &str) -> Option<f64> {
    let Some(unit) = unit.filter(|unit| *unit != wanted) else { return Some(1.0) };
    let factor = units::Unit::parse(unit).and_then(|from| units::convert(1.0, &from, &units::Unit::parse(wanted)?));
    factor
        .map_err(|error| work.wrong(at, "unit", unit.to_owned(), &format!("a unit that converts to {wanted}: {error}")))
        .ok()
}

/// Which places a rule is for.
fn places(work: &mut Work<'_>, at: At, place: Option<&str>) -> Option<Where> {
    match place {
        None | Some("all") => Some(Where::Together),
        Some("each") => Some(Where::Each),
        Some(id) => work.find(|n| &n.places, at, "place", id).map(Where::One),
    }
}

/// Shares of demand to be served.
pub(crate) fn targets(work: &mut Work<'_>, network: &Network) -> Vec<Target> {
    let mut targets = Vec::new();
    for row in &work.tables.targets {
        let at = At { file: "targets.csv", row: row.row };
        let right =
            work.expect((0.0..=1.0).contains(&row.share), at, ("share", row.share), "a share of 0 to 1: 0.8 is 80 %");
        let resource = work.find(|n| &n.resources, at, "resource", &row.resource);
        let place = places(work, at, row.place.as_deref());
        let period = work.maybe(|n| &n.periods, at, "period", row.period.as_deref());
        let group = match row.group.as_ref().map(|group| network.groups.binary_search(group)) {
            None => Some(None),
            Some(Ok(group)) => Some(Some(group)),
            Some(Err(_)) => {
                let groups = network.groups.join(", ");
                work.wrong(
                    at,
                    "group",
                    row.group.clone().unwrap_or_default(),
                    &format!("a group of demands.csv: {groups}"),
                );
                None
            }
        };
        if let (true, Some(resource), Some(place), Some(group), Some(period)) = (right, resource, place, group, period)
        {
            targets.push(Target { resource, share: row.share, place, group, period, row: row.row });
        }
    }
    targets
}

/// Limits on metrics.
pub(crate) fn budgets(work: &mut Work<'_>, network: &Network) -> Vec<Budget> {
    let mut budgets = Vec::new();
    for row in &work.tables.budgets {
        let at = At { file: "budgets.csv", row: row.row };
        let period = work.maybe(|n| &n.periods, at, "period", row.period.as_deref());
        let Some(metric) = network.metric(&row.metric) else {
            if !work.names.metrics.was_left_out(&row.metric, &work.tables.lost) {
                let unknown = unknown_metric(network, &row.metric);
                work.problems.push(unknown.in_file(at.file).at_row(at.row).in_column("metric"));
            }
            continue;
        };
        budgets.extend(period.map(|period| Budget { metric, most: row.most, period, row: row.row }));
    }
    budgets
}

/// Limits on anything else, with those that imports and exports name.
pub(crate) fn limits(work: &mut Work<'_>) -> Vec<Limit> {
    let mut limits = Vec::new();
    for row in &work.tables.limits {
        let at = At { file: "limits.csv", row: row.row };
        let ids: Option<Vec<usize>> =
            row.id.split(';').map(|id| work.find(|n| limited(n, row.what), at, "id", id.trim())).collect();
        let place = places(work, at, row.place.as_deref());
        let period = work.maybe(|n| &n.periods, at, "period", row.period.as_deref());
        let minor = work.maybe(|n| &n.minors, at, "minor", row.minor.as_deref());
        let share_of = work.maybe(|n| &n.resources, at, "share_of", row.share_of.as_deref());
        if row.least.is_none() && row.most.is_none() {
            work.wrong(at, "most", String::new(), "`least` or `most`");
        }
        for (column, amount) in [("least", row.least), ("most", row.most)] {
            work.expect(amount.unwrap_or(0.0) >= 0.0, at, (column, amount.unwrap_or(0.0)), "0 or more");
        }
        if let (Some(least), Some(most)) = (row.least, row.most) {
            work.expect(least <= most, at, ("most", most), "not less than `least`");
        }
        if let (Some(ids), Some(place), Some(period), Some(minor), Some(share_of)) =
            (ids, place, period, minor, share_of)
        {
            let (what, least, most, row) = (row.what, row.least, row.most, row.row);
            limits.push(Limit { what, ids, place, period, minor, least, most, share_of, row });
        }
    }
    let imports = work.tables.imports.iter().filter_map(|row| Some((&row.resource, row.places_at_most?, row.row)));
    let exports = work.tables.exports.iter().filter_map(|row| Some((&row.resource, row.places_at_most?, row.row)));
    let both = [(LimitKind::ImportPlaces, imports.collect::<Vec<_>>()), (LimitKind::ExportPlaces, exports.collect())];
    for (what, rows) in both {
        for (resource, most, row) in rows {
            let Some(id) = work.names.resources.find(resource) else { continue };
            let (place, period, minor, least, most, share_of) = (Where::Together, None, None, None, Some(most), None);
            let ids = vec![id];
            limits.push(Limit { what, ids, place, period, minor, least, most, share_of, row });
        }
    }
    limits
}

const fn limited(names: &Names, what: LimitKind) -> &super::names::List {
    match what {
        LimitKind::New | LimitKind::Stock | LimitKind::Activity => &names.technologies,
        LimitKind::Moved | LimitKind::Links => &names.transports,
        LimitKind::Import | LimitKind::Export | LimitKind::ImportPlaces | LimitKind::ExportPlaces => &names.resources,
    }
}

/// A metric that is not known: what is like it, or all there are.
fn unknown_metric(network: &Network, id: &str) -> Problem {
    let known = || network.metrics.iter().map(|metric| metric.id.as_str());
    let (every, own): (Vec<&Metric>, Vec<&Metric>) = network.metrics.iter().partition(|m| m.built_in.is_some());
    let own = own.iter().map(|metric| metric.id.as_str()).collect::<Vec<_>>().join(", ");
    let such =
        every.first().map_or_else(String::new, |m| format!("; or one that every network has, such as `{}`", m.id));
    let expected = format!("a metric of metrics.csv: {own}{such}");
    let unknown = Problem::error("name_unknown").found(id).expected(expected);
    match nearest(id, known()) {
        Some(near) => unknown.hint(format!("do you mean `{near}`?")),
        None => unknown.hint("add it to metrics.csv"),
    }
}

/// Objectives name metrics that there are.
pub(crate) fn objectives(network: &Network, tables: &Tables, problems: &mut Vec<Problem>) {
    if tables.lost.may_hold("network.toml", "") {
        return;
    }
    let front = network.front.iter().flat_map(|front| [&front.minimise, &front.against]);
    let named = network.objectives.iter().flat_map(|o| o.minimise.keys().chain(o.maximise.keys())).chain(front);
    // metrics of what is served follow from demands, which may be among what was left out
    let incomplete = tables.lost.is_anything() || problems.iter().any(|p| p.severity == Severity::Error);
    let lost = |metric: &str| tables.lost.may_hold("metrics.csv", metric) || (incomplete && metric.contains(':'));
    for metric in named.filter(|metric| network.metric(metric).is_none() && !lost(metric)) {
        let row = line_of(&tables.settings.text, metric);
        let unknown = unknown_metric(network, metric);
        problems.push(unknown.in_file("network.toml").at_row(row).in_column("objective"));
    }
    if network.objectives.is_empty() && network.front.is_none() {
        let wrong = Problem::error("objective_missing").in_file("network.toml").in_column("objective");
        problems.push(wrong.expected("one [[objective]] with minimise or maximise").hint("see docs/networks.md"));
    }
}
