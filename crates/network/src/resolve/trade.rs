//! Imports, exports, and the qualities that go with them.

use super::technology::one_or_all;
use super::work::{At, Work, once};
use crate::network::{Network, Trade};
use crate::tables;
use std::collections::BTreeMap;

/// Qualities by resource.
pub(crate) fn contents(work: &mut Work<'_>, network: &Network) -> Vec<Vec<(usize, f64)>> {
    let mut contents = vec![Vec::new(); network.resources.len()];
    for row in &work.tables.contents {
        let at = At { file: "contents.csv", row: row.row };
        let resource = work.find(|n| &n.resources, at, "resource", &row.resource);
        let quality = work.find(|n| &n.resources, at, "quality", &row.quality);
        if let (Some(resource), Some(quality)) = (resource, quality) {
            contents[resource].push((quality, row.amount));
        }
    }
    contents
}

/// Imports and exports; a line that names more wins over one that names less.
pub(crate) fn trades(work: &mut Work<'_>, network: &Network) -> Vec<Trade> {
    let mut trades = one_way(work, network, &work.tables.imports);
    trades.extend(one_way(work, network, &work.tables.exports));
    trades
}

struct Line {
    resource: usize,
    place: Option<usize>,
    period: Option<usize>,
    minor: Option<usize>,
    least: f64,
    most: f64,
    row: u64,
}

fn one_way<const IN: bool>(work: &mut Work<'_>, network: &Network, rows: &[tables::Trade<IN>]) -> Vec<Trade> {
    let mut lines = Vec::new();
    let mut seen = BTreeMap::new();
    for row in rows {
        let at = At { file: <tables::Trade<IN> as tables::Row>::FILE, row: row.row };
        let (least, most) = (row.least.unwrap_or(0.0), row.most.unwrap_or(f64::INFINITY));
        work.expect(least >= 0.0, at, ("least", least), "0 or more");
        work.expect(most >= least, at, ("most", most), "0 or more, and not less than `least`");
        if least > 0.0 && most.is_infinite() {
            work.wrong(at, "most", String::new(), "a rate, since `least` needs both");
        }
        let resource = work.find(|n| &n.resources, at, "resource", &row.resource);
        let place = work.maybe(|n| &n.places, at, "place", row.place.as_deref());
        let period = work.maybe(|n| &n.periods, at, "period", row.period.as_deref());
        let minor = work.maybe(|n| &n.minors, at, "minor", row.minor.as_deref());
        if let (Some(resource), Some(place), Some(period), Some(minor)) = (resource, place, period, minor) {
            once(work, &mut seen, at, (resource, place, period, minor));
            lines.push(Line { resource, place, period, minor, least, most, row: row.row });
        }
    }
    let named = |line: &Line| {
        usize::from(line.place.is_some()) + usize::from(line.period.is_some()) + usize::from(line.minor.is_some())
    };
    lines.sort_by_key(named);
    let mut trades: BTreeMap<(usize, usize), Trade> = BTreeMap::new();
    for line in lines {
        for place in one_or_all(line.place, network.places.len()) {
            let trade = trades.entry((line.resource, place)).or_insert_with(|| Trade {
                import: IN,
                resource: line.resource,
                place,
                least: vec![0.0; network.slices()],
                most: vec![0.0; network.slices()],
                row: line.row,
            });
            for period in one_or_all(line.period, network.periods.len()) {
                for minor in one_or_all(line.minor, network.minors.len()) {
                    trade.least[network.slice(period, minor)] = line.least;
                    trade.most[network.slice(period, minor)] = line.most;
                }
            }
        }
    }
    trades.into_values().collect()
}
