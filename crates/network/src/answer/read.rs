//! Columns read back as what they mean.

use super::{Answer, Balance, Carried, Distance, Part, ServedOf, Traded, Units, parts};
use crate::assemble::{Assembled, Layout, there, whole_amount};
use crate::network::{Network, Where};
use crate::resolve::one_or_all;
use std::collections::BTreeMap;

struct Reader<'a> {
    network: &'a Network,
    assembled: &'a Assembled,
    layout: &'a Layout,
    values: &'a [f64],
}

/// Fills an answer from the values of all columns.
pub(crate) fn read(network: &Network, assembled: &Assembled, values: Vec<f64>) -> Answer {
    let reader = Reader { network, assembled, layout: &assembled.layout, values: &values };
    let served = reader.served();
    let (units, carried, traded) = (reader.units(), reader.carried(), reader.traded());
    let balances = reader.balances(&served);
    let distances = reader.distances(&served);
    let (metrics, worth) = metrics(network, assembled, &values);
    let size = (assembled.model.row_lower.len(), assembled.model.cost.len());
    let (parts, committed) = (parts::parts(network, assembled, &values), parts::committed(network, assembled));
    Answer {
        metrics,
        worth,
        parts,
        committed,
        units,
        carried,
        traded,
        served,
        distances,
        balances,
        values,
        size,
        ..Answer::default()
    }
}

/// Metrics by period as they are, and all together as they count.
fn metrics(network: &Network, assembled: &Assembled, values: &[f64]) -> (Vec<Vec<f64>>, Vec<f64>) {
    let mut amounts = vec![vec![0.0; network.periods.len()]; network.metrics.len()];
    let mut worth = vec![0.0; network.metrics.len()];
    let of_columns =
        values.iter().enumerate().flat_map(|(c, value)| assembled.priced.of(c).iter().map(move |e| (e, *value)));
    let constants = assembled.priced.constants().iter().map(|entry| (entry, 1.0));
    for (entry, value) in constants.chain(of_columns) {
        amounts[entry.metric as usize][entry.period as usize] += entry.amount * value;
        worth[entry.metric as usize] += entry.worth * value;
    }
    (amounts, worth)
}

impl Reader<'_> {
    fn value(&self, position: u32) -> f64 {
        there(position).and_then(|at| self.values.get(at)).map_or(0.0, |value| value + 0.0)
    }

    /// What the minor periods of a thing come to over a period.
    fn over(&self, positions: &[u32], thing: usize, period: usize) -> f64 {
        let amount = |minor: usize| {
            self.value(positions[self.layout.slice(thing, period, minor)]) * self.network.duration(period, minor)
        };
        (0..self.network.minors.len()).map(amount).sum()
    }

    fn units(&self) -> Vec<Units> {
        let mut units = Vec::new();
        for (technology, noun) in self.network.technologies.iter().enumerate() {
            for place in 0..self.network.places.len() {
                for period in 0..self.network.periods.len() {
                    let at = self.layout.unit(technology, place, period);
                    let (new, stock) = (self.value(self.layout.new[at]), self.value(self.layout.stock[at]));
                    if new <= 1e-9 && stock <= 1e-9 {
                        continue;
                    }
                    let (mut activity, mut used) = (0.0, 0.0_f64);
                    for minor in 0..self.network.minors.len() {
                        let rate = self.value(self.layout.activity[self.layout.at(technology, place, period, minor)]);
                        activity += rate * self.network.duration(period, minor);
                        let factor = self.network.availability.get(&(technology, place, period, minor)).unwrap_or(&1.0);
                        let most = noun.capacity * factor * stock;
                        used = if most > 0.0 { used.max(rate / most) } else { used };
                    }
                    let capital = parts::capital(self.network, self.assembled, there(self.layout.new[at]), new);
                    units.push(Units { technology, place, period, new, stock, activity, used, capital });
                }
            }
        }
        units
    }

    fn carried(&self) -> Vec<Carried> {
        let mut carried = Vec::new();
        for (link, noun) in self.network.links.iter().enumerate() {
            let transport = &self.network.transports[noun.transport];
            let made = noun.makes(transport);
            let part = |place: usize| {
                made.iter().filter(|m| m.0 == place && m.1 == transport.resource).map(|m| m.2).sum::<f64>()
            };
            for period in 0..self.network.periods.len() {
                let moved = self.over(&self.layout.flow, link, period);
                let at = self.layout.built[self.layout.link(link, period)];
                let built = self.value(at);
                if moved <= 1e-9 && built <= 1e-9 {
                    continue;
                }
                let rate = |minor: usize| self.value(self.layout.flow[self.layout.slice(link, period, minor)]);
                let peak = (0..self.network.minors.len()).map(rate).fold(0.0, f64::max);
                let (starts, arrives) = (-part(noun.from) * moved, part(noun.to) * moved);
                let cost = || parts::capital(self.network, self.assembled, there(at), built);
                let capital = if built > 0.0 { cost() } else { None };
                carried.push(Carried { link, period, built, capital, starts, arrives, peak });
            }
        }
        carried
    }

    fn traded(&self) -> Vec<Traded> {
        let mut traded = Vec::new();
        for trade in 0..self.network.trades.len() {
            for period in 0..self.network.periods.len() {
                let amount = self.over(&self.layout.trade, trade, period);
                if amount > 1e-9 {
                    traded.push(Traded { trade, period, amount });
                }
            }
        }
        traded
    }

    fn served(&self) -> Vec<ServedOf> {
        let mut served = Vec::new();
        for (demand, noun) in self.network.demands.iter().enumerate() {
            for period in 0..self.network.periods.len() {
                let demanded = whole_amount(self.network, noun, period) * self.network.periods[period].years;
                let amount = demanded - self.over(&self.layout.unserved, demand, period);
                // the difference of two large equal amounts is nothing, not its last digit
                let amount = if amount.abs() <= 1e-9 * demanded { 0.0 } else { amount };
                let share = if demanded > 0.0 { amount / demanded } else { 0.0 };
                let people = noun.people[period];
                let people_served = people * share;
                served.push(ServedOf { demand, period, demanded, served: amount, people, people_served });
            }
        }
        served
    }

    fn distances(&self, served: &[ServedOf]) -> Vec<Distance> {
        let mut distances = Vec::new();
        for (at, target) in self.network.targets.iter().enumerate() {
            let places: Vec<Option<usize>> = match target.place {
                Where::Together => vec![None],
                Where::Each => (0..self.network.places.len()).map(Some).collect(),
                Where::One(place) => vec![Some(place)],
            };
            for place in places {
                for period in one_or_all(target.period, self.network.periods.len()) {
                    let counts = |row: &&ServedOf| {
                        let demand = &self.network.demands[row.demand];
                        row.period == period
                            && demand.resource == target.resource
                            && place.is_none_or(|place| place == demand.place)
                            && (target.group.is_none() || target.group == demand.group)
                    };
                    let (mut demanded, mut amount) = (0.0, 0.0);
                    for row in served.iter().filter(counts) {
                        demanded += row.demanded;
                        amount += row.served;
                    }
                    if demanded > 0.0 {
                        let (wanted, reached) = (target.share, amount / demanded);
                        distances.push(Distance { target: at, place, period, wanted, reached });
                    }
                }
            }
        }
        distances
    }

    fn balances(&self, served: &[ServedOf]) -> Vec<Balance> {
        let mut balances = Vec::new();
        for resource in 0..self.network.resources.len() {
            for period in 0..self.network.periods.len() {
                let mut parts: BTreeMap<Part, f64> = BTreeMap::new();
                self.technology_parts(resource, period, &mut parts);
                self.link_parts(resource, period, &mut parts);
                self.other_parts(resource, period, served, &mut parts);
                let parts: Vec<(Part, f64)> = parts.into_iter().filter(|part| part.1.abs() > 1e-9).collect();
                if parts.is_empty() {
                    continue;
                }
                let comes_in: f64 = parts.iter().filter(|p| p.0.comes_in()).map(|p| p.1).sum();
                let goes_out: f64 = parts.iter().filter(|p| !p.0.comes_in()).map(|p| p.1).sum();
                let open = (comes_in - goes_out) / comes_in.abs().max(goes_out.abs()).max(1e-9);
                balances.push(Balance { resource, period, parts, open });
            }
        }
        balances
    }

    fn technology_parts(&self, resource: usize, period: usize, parts: &mut BTreeMap<Part, f64>) {
        for (technology, noun) in self.network.technologies.iter().enumerate() {
            let amount: f64 = noun.flows.iter().filter(|flow| flow.resource == resource).map(|flow| flow.amount).sum();
            if amount == 0.0 {
                continue;
            }
            for place in 0..self.network.places.len() {
                for minor in 0..self.network.minors.len() {
                    let rate = self.value(self.layout.activity[self.layout.at(technology, place, period, minor)]);
                    let part = if amount > 0.0 { Part::Made(technology) } else { Part::Used(technology) };
                    *parts.entry(part).or_default() += amount.abs() * rate * self.network.duration(period, minor);
                }
            }
        }
    }

    fn link_parts(&self, resource: usize, period: usize, parts: &mut BTreeMap<Part, f64>) {
        for (link, noun) in self.network.links.iter().enumerate() {
            let made = noun.makes(&self.network.transports[noun.transport]);
            let net: f64 = made.iter().filter(|m| m.1 == resource).map(|m| m.2).sum();
            if net == 0.0 {
                continue;
            }
            let moved = self.over(&self.layout.flow, link, period);
            let part = if net > 0.0 { Part::MovingMakes(noun.transport) } else { Part::Lost(noun.transport) };
            *parts.entry(part).or_default() += net.abs() * moved;
        }
    }

    fn other_parts(&self, resource: usize, period: usize, served: &[ServedOf], parts: &mut BTreeMap<Part, f64>) {
        for (trade, noun) in self.network.trades.iter().enumerate() {
            let own = if noun.resource == resource { 1.0 } else { 0.0 };
            let content = self.network.contents[noun.resource].iter().filter(|c| c.0 == resource).map(|c| c.1);
            let each = own + content.sum::<f64>();
            if each != 0.0 {
                let part = if noun.import { Part::Import } else { Part::Export };
                *parts.entry(part).or_default() += each * self.over(&self.layout.trade, trade, period);
            }
        }
        for place in 0..self.network.places.len() {
            for minor in 0..self.network.minors.len() {
                let rate = self.value(self.layout.surplus[self.layout.at(resource, place, period, minor)]);
                *parts.entry(Part::Surplus).or_default() += rate * self.network.duration(period, minor);
            }
        }
        for row in served.iter().filter(|row| row.period == period) {
            let demand = &self.network.demands[row.demand];
            if demand.resource != resource {
                continue;
            }
            let waste = demand.amount.iter().any(|amount| *amount < 0.0);
            if waste {
                *parts.entry(Part::Arising).or_default() += row.demanded;
                *parts.entry(Part::Left).or_default() += row.demanded - row.served;
            } else {
                *parts.entry(Part::Served).or_default() += row.served;
            }
        }
    }
}
