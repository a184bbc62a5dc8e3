//! Terrain: a coast, a river valley, two hills and two drains, and how deep a flood stands on them.

use crate::dice::mixed;
use crate::position::{SIZE_KM, Spot, distance_to_line_km};

/// Half the width of the river, in kilometres: permanent water.
pub(crate) const CHANNEL_KM: f64 = 0.05;

/// The drain west of the river, from its head to the river.
pub(crate) const WEST_DRAIN: [Spot; 6] = [[3.2, 9.0], [4.0, 7.8], [5.1, 6.4], [6.4, 5.3], [7.9, 4.4], [11.0, 3.7]];

/// The drain east of the river, from its head to the river.
pub(crate) const EAST_DRAIN: [Spot; 5] = [[15.4, 8.2], [14.2, 7.0], [13.6, 5.6], [12.6, 4.0], [11.3, 3.0]];

/// The railway.
pub(crate) const RAILWAY: [Spot; 5] = [[0.3, 7.4], [4.5, 7.1], [8.0, 6.7], [13.0, 6.6], [19.7, 4.6]];

/// Return periods in years, with how far the river then stands above its banks, in metres.
pub(crate) const STAGES: [(u16, f64); 3] = [(5, 0.5), (20, 1.1), (100, 2.0)];

/// North end of the sea at an easting, in kilometres.
pub(crate) fn coast_km(x: f64) -> f64 {
    1.6 + 0.5 * (0.45 * x).sin() + 0.2 * (1.3 * x + 1.0).sin()
}

/// Middle of the river at a northing, in kilometres.
pub(crate) fn river_km(y: f64) -> f64 {
    10.0 + 1.3 * (0.55 * y).sin() + 0.35 * (1.7 * y + 0.6).sin()
}

/// The ground.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terrain {
    seed: u64,
}

impl Terrain {
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// Metres above mean sea level; the sea floor is under 0.
    pub fn elevation_m(self, spot: Spot) -> f64 {
        let inland = spot[1] - coast_km(spot[0]);
        if inland < 0.0 {
            return 6.0 * inland;
        }
        let carved = if from_river_km(spot) < CHANNEL_KM { -2.0 } else { self.above_river_m(spot) };
        beach(inland) * (river_level_m(inland) + carved)
    }

    /// Depth of water over ground in metres, 0 where dry; none in the sea and in the river itself.
    pub fn flood_depth_m(self, spot: Spot, stage_m: f64) -> Option<f64> {
        let inland = spot[1] - coast_km(spot[0]);
        let river = from_river_km(spot);
        if inland < 0.0 || river < CHANNEL_KM {
            return None;
        }
        let from_river = stage_m * (-(river / 1.5).powi(2)).exp() - beach(inland) * self.above_river_m(spot);
        let drain = distance_to_line_km(spot, &WEST_DRAIN).min(distance_to_line_km(spot, &EAST_DRAIN));
        let from_drain = 0.5 * stage_m - 5.0 * drain;
        Some(from_river.max(from_drain).max(0.0))
    }

    /// Height over the nearest bank of the river.
    fn above_river_m(self, spot: Spot) -> f64 {
        let hill = |x: f64, y: f64, height: f64, wide: f64| {
            height * (-((spot[0] - x).powi(2) + (spot[1] - y).powi(2)) / wide).exp()
        };
        let river = from_river_km(spot);
        let valley = 16.0 * (1.0 - (-(river / 2.0).powi(2)).exp());
        let rough = 0.6 * self.noise(spot, 0.5) + 0.25 * self.noise(spot, 0.17);
        (valley + hill(16.5, 10.8, 62.0, 5.0) + hill(3.6, 12.3, 38.0, 6.0) + rough).max(0.0)
    }

    /// Smooth noise from -1 to 1 on a lattice of so many kilometres.
    fn noise(self, spot: Spot, lattice_km: f64) -> f64 {
        let [x, y] = spot.map(|s| s / lattice_km);
        let (left, below) = (x.floor(), y.floor());
        let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
        let (u, v) = (smooth(x - left), smooth(y - below));
        let at = |i: f64, j: f64| {
            let cell = mixed(self.seed ^ mixed(((left + i) as i64 as u64) << 32 ^ ((below + j) as i64 as u64)));
            (cell >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
        };
        let row = |j: f64| at(0.0, j) * (1.0 - u) + at(1.0, j) * u;
        row(0.0) * (1.0 - v) + row(1.0) * v
    }
}

/// Distance to the middle of the river in kilometres, at right angles to its course at that northing.
pub(crate) fn from_river_km(spot: Spot) -> f64 {
    let y = spot[1];
    let slope = 1.3 * 0.55 * (0.55 * y).cos() + 0.35 * 1.7 * (1.7 * y + 0.6).cos();
    (spot[0] - river_km(y)).abs() / slope.hypot(1.0)
}

/// The middle line of the river from the north border to the sea.
pub(crate) fn river_line() -> Vec<Spot> {
    (0..=60)
        .map(|i| SIZE_KM[1] - 0.2 - f64::from(i) * 0.22)
        .map(|y| [river_km(y), y])
        .take_while(|[x, y]| *y > coast_km(*x))
        .collect()
}

/// How far the land has risen out of the beach, 0 to 1.
fn beach(inland_km: f64) -> f64 {
    1.0 - (-inland_km / 0.25).exp()
}

fn river_level_m(inland_km: f64) -> f64 {
    1.2 + 0.9 * inland_km
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rarer_flood_is_never_shallower() {
        let terrain = Terrain::new(1);
        for i in 0..2000 {
            let spot = [f64::from(i % 50) * 0.4, f64::from(i / 50) * 0.37];
            let depths = STAGES.map(|(_, stage)| terrain.flood_depth_m(spot, stage));
            assert!(depths.is_sorted(), "{spot:?} {depths:?}");
        }
    }

    #[test]
    fn the_hill_is_dry_the_bank_is_not_and_the_river_is_no_land() {
        let terrain = Terrain::new(1);
        assert_eq!(terrain.flood_depth_m([16.5, 10.8], 2.0), Some(0.0));
        assert!(terrain.elevation_m([16.5, 10.8]) > 60.0);
        assert!(terrain.flood_depth_m([river_km(7.0) + 0.2, 7.0], 2.0) > Some(0.5));
        assert_eq!(terrain.flood_depth_m([river_km(7.0), 7.0], 2.0), None);
        assert!(terrain.elevation_m([5.0, 0.2]) < 0.0);
    }
}
