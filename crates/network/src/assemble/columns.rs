//! Columns: what can be chosen, between which bounds, and what it adds to each metric.

use super::costs::{Asked, Costs};
use super::layout::Layout;
use super::priced::{Entry, Priced};
use super::stand::standing_units;
use crate::network::{Demand, Network, Reach};
use crate::tables::{Counted, LimitKind, Per};
use solve::{Kind, Model};
use std::collections::BTreeMap;

struct Writer<'a> {
    network: &'a Network,
    costs: Costs<'a>,
    model: &'a mut Model,
    layout: Layout,
    priced: Priced,
}

/// All columns of a network.
pub(crate) fn columns(network: &Network, model: &mut Model) -> (Layout, Priced) {
    let (layout, priced) = (Layout::of(network), Priced::default());
    let mut writer = Writer { network, costs: Costs::of(network), model, layout, priced };
    writer.technologies();
    writer.links();
    writer.trades();
    writer.surplus();
    writer.demands();
    writer.committed();
    (writer.layout, writer.priced)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a model has fewer than 4,294,967,295 columns, metrics and periods"
)]
impl Writer<'_> {
    fn column(&mut self, lower: f64, upper: f64, kind: Kind) -> u32 {
        self.priced.begin();
        self.model.column(0.0, lower, upper, kind) as u32
    }

    fn entry(&self, metric: usize, period: usize, amount: f64, once: bool) -> Entry {
        let times = &self.network.periods[period];
        let factor = if once { times.factor_once } else { times.factor_yearly };
        let factor = if self.network.metrics[metric].discounted { factor } else { 1.0 };
        Entry { metric: metric as u32, period: period as u32, amount, worth: amount * factor, cost: u32::MAX }
    }

    /// What a thing costs, counted so many times.
    fn entries(&self, per: Per, id: usize, asked: Asked, times: f64) -> impl Iterator<Item = Entry> {
        let once = matches!(per, Per::Unit | Per::Link | Per::Km);
        self.costs.each(per, id, asked).map(move |(at, cost)| Entry {
            cost: at as u32,
            ..self.entry(cost.metric, asked.period, cost.amount * times, once)
        })
    }

    /// Adds what a thing costs, counted so many times, to the column begun last.
    fn price(&mut self, per: Per, id: usize, asked: Asked, times: f64) {
        let found: Vec<Entry> = self.entries(per, id, asked, times).collect();
        for entry in found {
            self.priced.add(entry);
        }
    }

    fn technologies(&mut self) {
        let standing = standing_units(self.network);
        for technology in 0..self.network.technologies.len() {
            for place in 0..self.network.places.len() {
                self.technology(technology, place, &standing);
            }
        }
    }

    fn technology(&mut self, technology: usize, place: usize, standing: &BTreeMap<(usize, usize), Vec<f64>>) {
        let noun = &self.network.technologies[technology];
        let may = noun.build && noun.places.get(place).copied().unwrap_or(false) && noun.most > 0.0;
        let stands = standing.get(&(technology, place));
        if !may && stands.is_none() {
            return;
        }
        for period in 0..self.network.periods.len() {
            let asked = Asked { place, period, ..Asked::default() };
            let most = stands.map_or(noun.most, |units| noun.most.max(units[period]));
            let column = self.column(0.0, most, Kind::Continuous);
            self.price(Per::UnitYear, technology, asked, self.network.periods[period].years);
            let at = self.layout.unit(technology, place, period);
            self.layout.stock[at] = column;
            if may && noun.from_year <= self.network.periods[period].start_year {
                let kind = if noun.whole { Kind::Integer } else { Kind::Continuous };
                self.layout.new[at] = self.column(0.0, noun.most, kind);
                self.price(Per::Unit, technology, asked, 1.0);
            }
            for minor in 0..self.network.minors.len() {
                let column = self.column(0.0, f64::INFINITY, Kind::Continuous);
                let asked = Asked { minor: Some(minor), ..asked };
                self.price(Per::Activity, technology, asked, self.network.duration(period, minor));
                let at = self.layout.at(technology, place, period, minor);
                self.layout.activity[at] = column;
            }
        }
    }

    fn links(&mut self) {
        for link in 0..self.network.links.len() {
            let build = self.network.transports[self.network.links[link].transport].build;
            for period in 0..self.network.periods.len() {
                if build && self.network.links[link].built_with == link {
                    self.built(link, period);
                }
                for minor in 0..self.network.minors.len() {
                    self.flow(link, period, minor);
                }
            }
        }
    }

    fn built(&mut self, link: usize, period: usize) {
        let noun = &self.network.links[link];
        let transport = &self.network.transports[noun.transport];
        let most = (transport.most - noun.existing).max(0.0).min(transport.most_new);
        let column = self.column(0.0, most, Kind::Integer);
        let at = self.layout.link(link, period);
        self.layout.built[at] = column;
        let mut ways = vec![link];
        if transport.count == Counted::EachWay {
            ways.extend(
                (0..self.network.links.len()).filter(|l| *l != link && self.network.links[*l].built_with == link),
            );
        }
        for way in ways {
            let (id, asked) = self.asked(way, period, None);
            self.price(Per::Link, id, asked, 1.0);
            self.price(Per::Km, id, asked, noun.length_km);
            for later in period..self.network.periods.len() {
                let (years, asked) = (self.network.periods[later].years, Asked { period: later, ..asked });
                self.price(Per::LinkYear, id, asked, years);
                self.price(Per::KmYear, id, asked, years * noun.length_km);
            }
        }
    }

    fn asked(&self, link: usize, period: usize, minor: Option<usize>) -> (usize, Asked) {
        let noun = &self.network.links[link];
        (noun.transport, Asked { place: noun.from, to: noun.to, period, minor })
    }

    fn flow(&mut self, link: usize, period: usize, minor: usize) {
        let noun = &self.network.links[link];
        let transport = &self.network.transports[noun.transport];
        let most = if transport.build { f64::INFINITY } else { noun.capacity.unwrap_or(f64::INFINITY) };
        let column = self.column(0.0, most, Kind::Continuous);
        let (id, asked) = self.asked(link, period, Some(minor));
        let amount = self.network.duration(period, minor);
        self.price(Per::Moved, id, asked, amount);
        self.price(Per::MovedKm, id, asked, amount * noun.length_km);
        let at = self.layout.slice(link, period, minor);
        self.layout.flow[at] = column;
        if !transport.build && transport.least > 0.0 {
            self.layout.used[at] = self.column(0.0, 1.0, Kind::Integer);
        }
    }

    fn trades(&mut self) {
        for (trade, noun) in self.network.trades.iter().enumerate() {
            let per = if noun.import { Per::Import } else { Per::Export };
            for period in 0..self.network.periods.len() {
                for minor in 0..self.network.minors.len() {
                    let most = noun.most[self.network.slice(period, minor)];
                    if most <= 0.0 {
                        continue;
                    }
                    let column = self.column(0.0, most, Kind::Continuous);
                    let asked = Asked { place: noun.place, period, minor: Some(minor), ..Asked::default() };
                    self.price(per, noun.resource, asked, self.network.duration(period, minor));
                    let at = self.layout.slice(trade, period, minor);
                    self.layout.trade[at] = column;
                }
            }
            let what = if noun.import { LimitKind::ImportPlaces } else { LimitKind::ExportPlaces };
            let counted =
                self.network.limits.iter().any(|limit| limit.what == what && limit.ids.contains(&noun.resource));
            if counted || noun.least.iter().any(|least| *least > 0.0) {
                self.layout.trading[trade] = self.column(0.0, 1.0, Kind::Integer);
            }
        }
    }

    fn surplus(&mut self) {
        for resource in (0..self.network.resources.len()).filter(|r| self.network.resources[*r].surplus) {
            for place in 0..self.network.places.len() {
                for period in 0..self.network.periods.len() {
                    for minor in 0..self.network.minors.len() {
                        let column = self.column(0.0, f64::INFINITY, Kind::Continuous);
                        let asked = Asked { place, period, minor: Some(minor), ..Asked::default() };
                        self.price(Per::Surplus, resource, asked, self.network.duration(period, minor));
                        let at = self.layout.at(resource, place, period, minor);
                        self.layout.surplus[at] = column;
                    }
                }
            }
        }
    }

    fn demands(&mut self) {
        for (demand, noun) in self.network.demands.iter().enumerate() {
            let metrics = self.metrics_of(noun);
            for period in 0..self.network.periods.len() {
                let whole = whole_amount(self.network, noun, period);
                for minor in 0..self.network.minors.len() {
                    self.unserved(demand, period, minor, &metrics, whole);
                }
                let years = self.network.periods[period].years;
                for (metric, reach) in &metrics {
                    let amount = match reach {
                        Reach::Served => whole * years,
                        Reach::People if whole > 0.0 => noun.people[period] * years,
                        Reach::People | Reach::Unserved => 0.0,
                    };
                    let entry = self.entry(*metric, period, amount, false);
                    self.priced.add_constant(entry);
                }
            }
        }
    }

    fn unserved(&mut self, demand: usize, period: usize, minor: usize, metrics: &[(usize, Reach)], whole: f64) {
        let noun = &self.network.demands[demand];
        let amount = noun.amount[self.network.slice(period, minor)].abs();
        if noun.must || amount <= 0.0 {
            return;
        }
        let column = self.column(0.0, amount, Kind::Continuous);
        let duration = self.network.duration(period, minor);
        for (metric, reach) in metrics {
            let each = match reach {
                Reach::Served => -duration,
                Reach::Unserved => duration,
                Reach::People => -noun.people[period] * duration / whole,
            };
            let entry = self.entry(*metric, period, each, false);
            self.priced.add(entry);
        }
        let asked = Asked { place: noun.place, period, minor: Some(minor), ..Asked::default() };
        self.price(Per::Unserved, noun.resource, asked, duration);
        let at = self.layout.slice(demand, period, minor);
        self.layout.unserved[at] = column;
    }

    /// The metrics that a demand counts in, of those that every network has.
    fn metrics_of(&self, demand: &Demand) -> Vec<(usize, Reach)> {
        let counts = |metric: &crate::network::Metric| {
            let built_in = metric.built_in.filter(|b| b.resource == demand.resource)?;
            (built_in.group.is_none() || built_in.group == demand.group).then_some(built_in.what)
        };
        self.network.metrics.iter().enumerate().filter_map(|(at, metric)| Some((at, counts(metric)?))).collect()
    }

    /// What committed projects and links that stand cost, whatever is chosen.
    fn committed(&mut self) {
        for (at, standing) in self.network.standing.iter().enumerate() {
            let begun = |year: &f64| self.network.periods.first().is_some_and(|first| *year < first.start_year);
            // what began before the first period is paid
            let Some(year) = standing.from_year.filter(|year| !begun(year)) else { continue };
            let Some(period) = self.network.periods.iter().position(|p| p.start_year + p.years > year) else {
                continue;
            };
            if let Some((metric, amount)) = standing.capital {
                let entry = self.entry(metric, period, amount, true);
                self.priced.add_committed(at, entry);
                continue;
            }
            let asked = Asked { place: standing.place, period, ..Asked::default() };
            let found: Vec<Entry> = self.entries(Per::Unit, standing.technology, asked, standing.units).collect();
            for entry in found {
                self.priced.add_committed(at, entry);
            }
        }
        for link in (0..self.network.links.len()).filter(|l| self.network.links[*l].existing > 0.0) {
            self.standing_link(link);
        }
    }

    fn standing_link(&mut self, link: usize) {
        let noun = &self.network.links[link];
        let transport = &self.network.transports[noun.transport];
        if noun.built_with != link && transport.count == Counted::Once {
            return;
        }
        for period in 0..self.network.periods.len() {
            let (id, asked) = self.asked(link, period, None);
            let years = self.network.periods[period].years * noun.existing;
            for (per, times) in [(Per::LinkYear, years), (Per::KmYear, years * noun.length_km)] {
                let found: Vec<Entry> = self.entries(per, id, asked, times).collect();
                for entry in found {
                    self.priced.add_constant(entry);
                }
            }
        }
    }
}

/// What a demand comes to in a year of a period, whatever its sign.
pub(crate) fn whole_amount(network: &Network, demand: &Demand, period: usize) -> f64 {
    let amount = |minor: usize| demand.amount[network.slice(period, minor)].abs() * network.minors[minor].span;
    (0..network.minors.len()).map(amount).sum()
}
