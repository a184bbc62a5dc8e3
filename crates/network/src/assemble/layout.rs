//! Where everything of a network is among rows and columns.

use crate::network::Network;

/// No row or column.
pub const NONE: u32 = u32::MAX;

/// Something of a network that may be in conflict with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clause {
    /// What is needed of a resource (second) in a place (first).
    Demand(usize, usize),
    /// A target.
    Target(usize),
    /// A budget.
    Budget(usize),
    /// A limit.
    Limit(usize),
    /// Most that may come in or go out.
    Trade(usize),
    /// Units of a technology that a place may have.
    Technology(usize),
}

/// Where everything of a network is among rows and columns; [`NONE`] where it is not.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    places: usize,
    periods: usize,
    minors: usize,
    /// Units that work, by technology, place, period.
    pub stock: Vec<u32>,
    /// New units.
    pub new: Vec<u32>,
    /// Activity, by technology, place, period, minor period.
    pub activity: Vec<u32>,
    /// Links built, by link and period, at the link that is built.
    pub built: Vec<u32>,
    /// Flows, by link, period, minor period.
    pub flow: Vec<u32>,
    /// Whether a link that needs no building is used.
    pub used: Vec<u32>,
    /// Imports and exports, by trade, period, minor period.
    pub trade: Vec<u32>,
    /// Whether a place trades, by trade.
    pub trading: Vec<u32>,
    /// What is let go, by resource, place, period, minor period.
    pub surplus: Vec<u32>,
    /// What is not served, by demand, period, minor period.
    pub unserved: Vec<u32>,
    /// Rows of balances, by resource, place, period, minor period.
    pub balance: Vec<u32>,
    /// Rows of stock, by technology, place, period.
    pub stock_row: Vec<u32>,
    /// Rows whose bounds are shares of a demand: row, resource, period.
    pub shares_of_demand: Vec<(usize, usize, usize)>,
    /// Rows of capacity, by technology, place, period, minor period.
    pub capacity_row: Vec<u32>,
}

impl Layout {
    /// A layout of a network with nothing in it yet.
    #[must_use]
    pub fn of(network: &Network) -> Self {
        let (places, periods, minors) = (network.places.len(), network.periods.len(), network.minors.len());
        let slices = periods * minors;
        let none = |count: usize| vec![NONE; count];
        let (technologies, links) = (network.technologies.len() * places, network.links.len());
        let balances = network.resources.len() * places * slices;
        Self {
            places,
            periods,
            minors,
            stock: none(technologies * periods),
            new: none(technologies * periods),
            activity: none(technologies * slices),
            built: none(links * periods),
            flow: none(links * slices),
            used: none(links * slices),
            trade: none(network.trades.len() * slices),
            trading: none(network.trades.len()),
            surplus: none(balances),
            unserved: none(network.demands.len() * slices),
            balance: none(balances),
            stock_row: none(technologies * periods),
            shares_of_demand: Vec::new(),
            capacity_row: none(technologies * slices),
        }
    }

    /// Position by technology, place and period.
    #[must_use]
    pub const fn unit(&self, technology: usize, place: usize, period: usize) -> usize {
        (technology * self.places + place) * self.periods + period
    }

    /// Position by technology (or resource), place, period and minor period.
    #[must_use]
    pub const fn at(&self, thing: usize, place: usize, period: usize, minor: usize) -> usize {
        ((thing * self.places + place) * self.periods + period) * self.minors + minor
    }

    /// Position by link and period.
    #[must_use]
    pub const fn link(&self, link: usize, period: usize) -> usize {
        link * self.periods + period
    }

    /// Position by link, trade or demand, and period and minor period.
    #[must_use]
    pub const fn slice(&self, thing: usize, period: usize, minor: usize) -> usize {
        (thing * self.periods + period) * self.minors + minor
    }
}

/// The position of a column or row, if there is one.
#[must_use]
pub const fn there(position: u32) -> Option<usize> {
    if position == NONE { None } else { Some(position as usize) }
}
