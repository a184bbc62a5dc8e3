//! Ways of moving, and the links between places.

use super::work::{At, Work};
use crate::network::{Link, Loss, Network, Transport, Use};
use crate::tables::{Counted, End};
use std::collections::BTreeMap;

/// Ways of moving, with what moving makes and uses.
pub(crate) fn transports(work: &mut Work<'_>) -> Vec<Transport> {
    let mut transports = Vec::new();
    for row in &work.tables.transports {
        let at = At { file: "transports.csv", row: row.row };
        let Some(resource) = work.find(|n| &n.resources, at, "resource", &row.resource) else {
            transports.push(unusable(row.transport.clone(), row.row));
            continue;
        };
        let build = row.build.unwrap_or(false);
        if build && row.capacity.is_none() {
            work.wrong(at, "capacity", String::new(), "what one link carries, since it must be built");
        }
        for (column, amount) in [("capacity", row.capacity), ("least", row.least), ("most", row.most)] {
            work.expect(amount.unwrap_or(0.0) >= 0.0, at, (column, amount.unwrap_or(0.0)), "0 or more");
        }
        for (column, share) in [("loss_per_link", row.loss_per_link), ("loss_per_km", row.loss_per_km)] {
            work.expect(
                (0.0..1.0).contains(&share.unwrap_or(0.0)),
                at,
                (column, share.unwrap_or(0.0)),
                "a share of 0 to 1",
            );
        }
        let least = row.least.unwrap_or(0.0);
        if least > 0.0 && row.capacity.is_none_or(|most| most < least) {
            work.wrong(at, "least", least.to_string(), "at most the capacity, which must be there");
        }
        transports.push(Transport {
            id: row.transport.clone(),
            resource,
            build,
            capacity: row.capacity,
            least,
            from: Vec::new(),
            to: Vec::new(),
            loss: Loss::Shares { per_link: row.loss_per_link.unwrap_or(0.0), per_km: row.loss_per_km.unwrap_or(0.0) },
            both_ways: row.both_ways.unwrap_or(false),
            count: row.count.unwrap_or(Counted::Once),
            most: row.most.unwrap_or(1.0),
            most_new: row.most_new.unwrap_or(f64::INFINITY),
            row: row.row,
        });
    }
    uses(work, &mut transports);
    transports
}

fn unusable(id: String, row: u64) -> Transport {
    let loss = Loss::Shares { per_link: 0.0, per_km: 0.0 };
    let (from, to, count) = (Vec::new(), Vec::new(), Counted::Once);
    let (resource, build, capacity, least, both_ways, most) = (0, false, Some(0.0), 0.0, false, 0.0);
    Transport { id, resource, build, capacity, least, from, to, loss, both_ways, count, most, most_new: 0.0, row }
}

fn uses(work: &mut Work<'_>, transports: &mut [Transport]) {
    for row in &work.tables.transport_uses {
        let at = At { file: "transport_uses.csv", row: row.row };
        let transport = work.find(|n| &n.transports, at, "transport", &row.transport);
        let resource = work.find(|n| &n.resources, at, "resource", &row.resource);
        let (Some(transport), Some(resource)) = (transport, resource) else { continue };
        let Some(transport) = transports.get_mut(transport) else { continue };
        let amounts = [row.per_unit, row.per_unit_km, row.per_unit_m];
        if amounts.iter().all(Option::is_none) {
            work.wrong(at, "per_unit", String::new(), "`per_unit`, `per_unit_km` or `per_unit_m`");
        }
        let [each, km, climbed] = amounts.map(|amount| amount.unwrap_or(0.0));
        let range = work.range(at, 1.0, row.low, row.high);
        let made = Use { resource, per_unit: each, per_unit_km: km, per_unit_m: climbed, range };
        if resource == transport.resource {
            transport.loss = Loss::Stated;
        }
        match row.end {
            End::From => transport.from.push(made),
            End::To => transport.to.push(made),
        }
    }
}

/// Links, each in one direction, with which other direction each is built.
pub(crate) fn links(work: &mut Work<'_>, network: &Network) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut at_hand: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
    for row in &work.tables.links {
        let at = At { file: "links.csv", row: row.row };
        work.expect(row.length_km >= 0.0, at, ("length_km", row.length_km), "0 km or more");
        for (column, amount) in [("capacity", row.capacity), ("existing", row.existing)] {
            work.expect(amount.unwrap_or(0.0) >= 0.0, at, (column, amount.unwrap_or(0.0)), "0 or more");
        }
        let from = work.find(|n| &n.places, at, "from", &row.from);
        let to = work.find(|n| &n.places, at, "to", &row.to);
        let transport = work.maybe(|n| &n.transports, at, "transport", Some(&row.transport));
        let (Some(from), Some(to), Some(transport)) = (from, to, transport) else { continue };
        if from == to {
            work.wrong(at, "to", row.to.clone(), "another place than `from`");
            continue;
        }
        let first = from;
        let ends: &[(usize, usize)] = if row.both == Some(true) { &[(from, to), (to, from)] } else { &[(from, to)] };
        for transport in super::technology::one_or_all(transport, network.transports.len()) {
            losing(work, at, row.length_km, network, transport);
            for (from, to) in ends {
                let link = links.len();
                if at_hand.insert((*from, *to, transport), link).is_some() {
                    let ends = format!("{} to {}", row.from, row.to);
                    work.wrong(at, "from", ends, "a link that stands once for a transport");
                    continue;
                }
                let (from, to, existing) = (*from, *to, row.existing.unwrap_or(0.0));
                let capacity = row.capacity.or(network.transports[transport].capacity);
                let (length_km, built_with) = (row.length_km, link);
                let lift_m = lift_m(network, row.lift_m.map(|lift| (lift, first)), from, to);
                let row = row.row;
                links.push(Link { from, to, transport, length_km, lift_m, capacity, existing, built_with, row });
            }
        }
    }
    for (link, noun) in links.iter_mut().enumerate() {
        let back = at_hand.get(&(noun.to, noun.from, noun.transport)).filter(|other| **other < link);
        if let Some(other) = back.filter(|_| network.transports[noun.transport].both_ways) {
            noun.built_with = *other;
        }
    }
    links
}

/// Metres climbed from one place to another: as stated (from the place named first), else by the elevations of both.
fn lift_m(network: &Network, stated: Option<(f64, usize)>, from: usize, to: usize) -> f64 {
    if let Some((lift, first)) = stated {
        return if first == from { lift } else { -lift };
    }
    let elevation = |place: usize| network.places.get(place).and_then(|place| place.elevation_m);
    elevation(to).zip(elevation(from)).map_or(0.0, |(to, from)| to - from)
}

fn losing(work: &mut Work<'_>, at: At, length_km: f64, network: &Network, transport: usize) {
    let transport = &network.transports[transport];
    if let Loss::Shares { per_link, per_km } = transport.loss {
        let lost = per_link + per_km * length_km;
        let expected = format!("a length at which `{}` loses less than all", transport.id);
        work.expect(lost < 1.0, at, ("length_km", length_km), &expected);
    }
}
