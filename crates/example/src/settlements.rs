//! Settlements: the twenty-four that profiled themselves, where they lie and how many live there.

use crate::dice::Dice;
use crate::position::{Spot, area_km2};
use crate::terrain::{CHANNEL_KM, river_km};
use std::f64::consts::TAU;

/// What troubles the place of a settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Site {
    Riverbank,
    Drain,
    Hillside,
    Dump,
    Railway,
    Coast,
    Pylons,
}

/// Code, name, site, position, people in 2019, growth in percent a year, year of first settling, years of profiles.
/// For a riverbank the position is the side (-1 west, 1 east) and the northing.
type Row = (&'static str, &'static str, Site, [f64; 2], f64, f64, u16, &'static [u16]);

const ROWS: [Row; 24] = [
    ("MF001", "Hadithi Bank", Site::Riverbank, [-1.0, 3.0], 6_200.0, 3.1, 1974, &[2012, 2015, 2019]),
    ("MF002", "Ukingo Mfano", Site::Riverbank, [1.0, 4.4], 9_800.0, 2.2, 1968, &[2012, 2019]),
    ("MF003", "Hekaya Ford", Site::Riverbank, [-1.0, 6.0], 3_100.0, 4.0, 1985, &[2012, 2015, 2019]),
    ("MF004", "Fable Landing", Site::Riverbank, [1.0, 7.7], 1_450.0, 1.5, 1991, &[2019]),
    ("MF005", "Daraja Bunifu", Site::Riverbank, [-1.0, 9.2], 15_000.0, 2.8, 1959, &[2015, 2019]),
    ("MF006", "Simulizi Reach", Site::Riverbank, [1.0, 11.0], 2_300.0, 3.6, 1988, &[2012, 2019]),
    ("MF007", "Kisa Bend", Site::Riverbank, [-1.0, 12.8], 640.0, 5.0, 2006, &[2019]),
    ("MF008", "Mtaro Mfano", Site::Drain, [4.2, 7.8], 4_400.0, 2.5, 1979, &[2019]),
    ("MF009", "Sample Culvert", Site::Drain, [5.9, 5.9], 1_900.0, 2.0, 1994, &[2015, 2019]),
    ("MF010", "Kubuni Outfall", Site::Drain, [13.1, 4.4], 3_700.0, 3.3, 1982, &[2019]),
    ("MF011", "Maji Bunifu", Site::Drain, [14.1, 6.3], 2_650.0, 1.9, 1990, &[2019]),
    ("MF012", "Mteremko Mfano", Site::Hillside, [15.3, 10.2], 7_300.0, 2.7, 1971, &[2012, 2019]),
    ("MF013", "Simulizi Steps", Site::Hillside, [17.4, 11.7], 3_900.0, 4.4, 1998, &[2019]),
    ("MF014", "Invented Heights", Site::Hillside, [16.2, 12.6], 1_150.0, 4.8, 2003, &[2019]),
    ("MF015", "Jiwe Bunifu", Site::Hillside, [4.6, 11.4], 2_050.0, 3.0, 1995, &[2019]),
    ("MF016", "Jaa la Mfano", Site::Dump, [2.4, 5.9], 5_100.0, 3.8, 1983, &[2015, 2019]),
    ("MF017", "Ash Fable", Site::Dump, [2.0, 6.5], 880.0, 4.1, 2001, &[2019]),
    ("MF018", "Sample Sidings", Site::Railway, [6.6, 7.05], 4_800.0, 1.6, 1965, &[2015, 2019]),
    ("MF019", "Reli Bunifu", Site::Railway, [12.3, 6.85], 2_900.0, 2.1, 1977, &[2019]),
    ("MF020", "Kituo Kubuni", Site::Railway, [16.6, 5.4], 1_750.0, 2.9, 1989, &[2019]),
    ("MF021", "Signal Fable", Site::Railway, [18.4, 4.75], 960.0, 3.4, 1999, &[2019]),
    ("MF022", "Pwani Bunifu", Site::Coast, [4.6, 2.75], 3_400.0, 2.4, 1972, &[2019]),
    ("MF023", "Example Sands", Site::Coast, [15.6, 2.3], 1_300.0, 3.7, 1993, &[2012, 2019]),
    ("MF024", "Nguzo Mfano", Site::Pylons, [8.0, 12.3], 300.0, 4.5, 2009, &[2019]),
];

/// A settlement.
#[derive(Debug, Clone)]
pub(crate) struct Settlement {
    pub code: &'static str,
    pub name: &'static str,
    pub site: Site,
    pub established: u16,
    pub years: &'static [u16],
    /// Closed, counter-clockwise.
    pub boundary: Vec<Spot>,
    pub centre: Spot,
    population_2019: f64,
    growth: f64,
}

impl Settlement {
    /// People in the middle of a year.
    pub fn population(&self, year: u16) -> i64 {
        let years = i32::from(year) - 2019;
        (self.population_2019 * (1.0 + self.growth / 100.0).powi(years)).round() as i64
    }

    pub fn area_m2(&self) -> f64 {
        area_km2(&self.boundary) * 1e6
    }
}

/// All of them.
pub(crate) fn settlements(seed: u64) -> Vec<Settlement> {
    ROWS.iter().map(|row| settlement(row, seed)).collect()
}

fn settlement(&(code, name, site, at, population_2019, growth, established, years): &Row, seed: u64) -> Settlement {
    let mut dice = Dice::new(seed, code);
    let per_ha = match site {
        Site::Riverbank | Site::Drain => dice.between(650.0, 950.0),
        Site::Railway | Site::Dump => dice.between(500.0, 800.0),
        _ => dice.between(350.0, 600.0),
    };
    let radius = (population_2019 / per_ha / 100.0 / 2.7).sqrt();
    let stretch = if matches!(site, Site::Riverbank | Site::Drain | Site::Railway) { 1.35 } else { 1.1 };
    let (long, short) = (radius * stretch, radius / stretch);
    let (centre, angle) = match site {
        Site::Riverbank => bank(at, short),
        Site::Drain => (at, if at[0] > 10.0 { 1.2 } else { -0.75 }),
        Site::Railway => (at, -0.1),
        _ => (at, dice.between(0.0, 3.0)),
    };
    let corners = 9 + (dice.bits() % 5) as u32;
    let mut boundary: Vec<Spot> = (0..corners)
        .map(|i| (f64::from(i), dice.between(-0.2, 0.2), dice.between(0.86, 1.0)))
        .map(|(i, askew, reach)| (TAU * (i + askew) / f64::from(corners), reach))
        .map(|(turn, reach)| [long * reach * turn.cos(), short * reach * turn.sin()])
        .map(|[u, v]| [centre[0] + u * angle.cos() - v * angle.sin(), centre[1] + u * angle.sin() + v * angle.cos()])
        .collect();
    boundary.extend(boundary.first().copied());
    Settlement { code, name, site, established, years, boundary, centre, population_2019, growth }
}

/// Centre and direction of a settlement that begins 70 m from the water on one side of the river.
fn bank([side, y]: [f64; 2], short_km: f64) -> (Spot, f64) {
    let along = [river_km(y + 0.1) - river_km(y - 0.1), 0.2];
    let length = along[0].hypot(along[1]);
    let away = CHANNEL_KM + 0.07 + short_km;
    let square = [along[1] / length, -along[0] / length].map(|part| part * side * away);
    ([river_km(y) + square[0], y + square[1]], along[1].atan2(along[0]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::districts::district_at;
    use crate::position::distance_km;
    use crate::terrain::{STAGES, Terrain};

    #[test]
    fn each_lies_on_dry_land_in_one_district_and_over_no_other() {
        let all = settlements(2019);
        for (i, one) in all.iter().enumerate() {
            assert!(district_at(one.centre).is_some(), "{}", one.name);
            for corner in &one.boundary {
                let dry = Terrain::new(2019).flood_depth_m(*corner, 0.0);
                assert!(dry.is_some(), "{} stands in the water at {corner:?}", one.name);
            }
            for other in &all[i + 1..] {
                let reach = |s: &Settlement| s.boundary.iter().map(|c| distance_km(*c, s.centre)).fold(0.0, f64::max);
                let apart = distance_km(one.centre, other.centre);
                assert!(apart > reach(one) + reach(other), "{} and {}", one.name, other.name);
            }
        }
    }

    #[test]
    fn floods_reach_every_riverbank_and_no_hillside() {
        for settlement in settlements(2019) {
            let deepest = |stage| {
                let depth = |c: &Spot| Terrain::new(2019).flood_depth_m(*c, stage).unwrap_or(0.0);
                settlement.boundary.iter().map(depth).fold(0.0, f64::max)
            };
            match settlement.site {
                Site::Riverbank => assert!(deepest(STAGES[2].1) > 0.5, "{}", settlement.name),
                Site::Hillside => assert!(deepest(STAGES[2].1) <= 0.0, "{}", settlement.name),
                _ => {}
            }
        }
    }

    #[test]
    fn densities_are_those_of_crowded_but_possible_places() {
        for settlement in settlements(2019) {
            let per_ha = settlement.population(2019) as f64 / settlement.area_m2() * 1e4;
            assert!((300.0..1400.0).contains(&per_ha), "{} {per_ha}", settlement.name);
            assert!(settlement.population(2012) < settlement.population(2019));
        }
    }
}
