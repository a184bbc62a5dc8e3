//! Sets of events with frequencies of their own, out of tables of the city file.

mod losses;
mod pieces;
mod read;
mod result;

pub use losses::{Struck, Table, struck};
pub use pieces::pieces;
pub use read::read;
pub use result::results;

use geo_types::MultiPolygon;
use risk::EventSet;

/// Return periods that are read off the curve of a set, years: as far as the set knows.
const PERIODS: [f64; 9] = [2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1000.0];

/// Events and the cells that they reach.
pub struct Events {
    /// Which cells, how hard, how often.
    pub set: EventSet,
    /// Where the cells are.
    pub shapes: Shapes,
}

/// Where cells are.
pub enum Shapes {
    /// Centres, degrees, and how far a cell reaches from its own, m.
    Centres {
        /// Latitudes.
        latitude: Vec<f64>,
        /// Longitudes.
        longitude: Vec<f64>,
        /// Reach, m.
        nearest_m: f64,
    },
    /// Areas in EPSG:4326.
    Areas(Vec<MultiPolygon<f64>>),
}

impl Events {
    /// Return periods that the set can say something of: none rarer than its rarest event, none more frequent than any event is.
    pub fn periods(&self) -> Vec<f64> {
        let rarest = self.set.frequency().iter().copied().fold(f64::INFINITY, f64::min);
        let any: f64 = self.set.frequency().iter().sum();
        let known = |years: &f64| *years >= 1.0 / any && *years <= (1.0 / rarest) * (1.0 + 1e-9);
        PERIODS.into_iter().filter(known).collect()
    }
}

#[cfg(test)]
mod tests;
