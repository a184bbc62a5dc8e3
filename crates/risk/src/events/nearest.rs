//! To which cell a thing belongs: the one whose centre is nearest.

use crate::error::RiskError;
use crate::events::same_length;
use rayon::prelude::*;

/// Centres that one looks at one by one.
const FEW: usize = 8;
/// Mean radius of the earth (IUGG).
const METRES_IN_DEGREE: f64 = 6_371_008.8 * std::f64::consts::PI / 180.0;

/// How far apart a thing and the centre of a cell are. Neither goes across the date line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// The root of the squared differences in degrees, as CLIMADA does: a degree of longitude counts as one of latitude.
    Degrees,
    /// Metres on a sphere, longitude scaled by the cosine of the latitude of the thing: good to a part in a thousand over some
    /// tens of kilometres.
    Metres,
}

/// Centres of cells, regular or not, in an order that finds the nearest fast: a k-d tree, halved by latitude and longitude in
/// turn.
///
/// ```
/// use risk::{Apart, Nearest};
/// let nearest = Nearest::new(&[-1.30, -1.30, -1.29], &[36.80, 36.81, 36.80])?;
/// assert_eq!(nearest.cells(&[-1.301, 5.0], &[36.808, 36.8], Apart::Degrees, 0.1)?, [Some(1), None]);
/// # Ok::<(), risk::RiskError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    centres: Vec<Centre>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Centre {
    /// Latitude and longitude, in degrees.
    at: [f64; 2],
    cell: u32,
}

struct Search {
    at: [f64; 2],
    scale: [f64; 2],
    squared: f64,
    cell: Option<u32>,
}

impl Nearest {
    /// The centres of the cells, in degrees.
    ///
    /// # Errors
    /// [`RiskError::Lengths`], [`RiskError::Centre`] for a coordinate that is none.
    pub fn new(latitude: &[f64], longitude: &[f64]) -> Result<Self, RiskError> {
        same_length("longitudes of cells", longitude.len(), latitude.len())?;
        let mut centres = Vec::with_capacity(latitude.len());
        for (at, cell) in latitude.iter().zip(longitude).map(|(&lat, &lon)| [lat, lon]).zip(0..u32::MAX) {
            if let Some(&found) = at.iter().find(|number| !number.is_finite()) {
                return Err(RiskError::Centre { cell, found });
            }
            centres.push(Centre { at, cell });
        }
        same_length("cells that can be told apart", centres.len(), latitude.len())?;
        halve(&mut centres, 0);
        Ok(Self { centres })
    }

    /// The nearest cell to each thing, given in degrees, none where none is as near as `limit`, in degrees or metres. Of several
    /// equally near, the first in the order of the cells.
    ///
    /// # Errors
    /// [`RiskError::Lengths`], [`RiskError::Thing`] for a coordinate that is none, [`RiskError::Limit`] for a limit that is not
    /// above 0.
    pub fn cells(
        &self,
        latitude: &[f64],
        longitude: &[f64],
        apart: Apart,
        limit: f64,
    ) -> Result<Vec<Option<u32>>, RiskError> {
        same_length("longitudes of things", longitude.len(), latitude.len())?;
        if limit.is_nan() || limit <= 0.0 {
            return Err(RiskError::Limit { found: limit });
        }
        let wrong = latitude.iter().zip(longitude).position(|(lat, lon)| !(lat.is_finite() && lon.is_finite()));
        if let Some(thing) = wrong {
            let found = if latitude[thing].is_finite() { longitude[thing] } else { latitude[thing] };
            return Err(RiskError::Thing { thing: thing + 1, found, expected: "a coordinate" });
        }
        let nearest = |(&lat, &lon): (&f64, &f64)| {
            let scale = match apart {
                Apart::Degrees => [1.0, 1.0],
                Apart::Metres => [METRES_IN_DEGREE, METRES_IN_DEGREE * lat.to_radians().cos()],
            };
            let mut search = Search { at: [lat, lon], scale, squared: limit * limit, cell: None };
            search.within(&self.centres, 0);
            search.cell
        };
        Ok(latitude.par_iter().zip(longitude).with_min_len(4096).map(nearest).collect())
    }
}

/// The middle of each part halves it: what is before lies at or below it in this direction, what is after at or above.
fn halve(centres: &mut [Centre], direction: usize) {
    if centres.len() > FEW {
        let middle = centres.len() / 2;
        let (below, _, above) =
            centres.select_nth_unstable_by(middle, |one, other| one.at[direction].total_cmp(&other.at[direction]));
        rayon::join(|| halve(below, 1 - direction), || halve(above, 1 - direction));
    }
}

impl Search {
    fn within(&mut self, centres: &[Centre], direction: usize) {
        if centres.len() <= FEW {
            for centre in centres {
                self.look_at(centre);
            }
            return;
        }
        let middle = centres.len() / 2;
        let centre = &centres[middle];
        let beyond = (self.at[direction] - centre.at[direction]) * self.scale[direction];
        let (below, above) = (&centres[..middle], &centres[middle + 1..]);
        let (near, far) = if beyond < 0.0 { (below, above) } else { (above, below) };
        self.within(near, 1 - direction);
        if beyond * beyond <= self.squared {
            self.look_at(centre);
            self.within(far, 1 - direction);
        }
    }

    fn look_at(&mut self, centre: &Centre) {
        let [y, x] = [0, 1].map(|axis| (self.at[axis] - centre.at[axis]) * self.scale[axis]);
        let squared = y * y + x * x;
        if squared < self.squared || (squared <= self.squared && self.cell.is_none_or(|cell| centre.cell < cell)) {
            self.squared = squared;
            self.cell = Some(centre.cell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places without order, 0 to 1.
    fn scattered(count: u32, seed: u32) -> Vec<f64> {
        let number = |i: u32| (i + seed).wrapping_mul(2_654_435_761) >> 8;
        (0..count).map(|i| f64::from(number(i) % 9973) / 9973.0).collect()
    }

    #[test]
    fn it_is_the_same_as_looking_at_every_cell() {
        let (lat, lon) = (scattered(700, 1), scattered(700, 90_000));
        let (of_lat, of_lon) = (scattered(500, 7), scattered(500, 70_000));
        let nearest = Nearest::new(&lat, &lon).unwrap();
        for (limit, apart, scale) in [
            (0.02, Apart::Degrees, 1.0),
            (f64::INFINITY, Apart::Degrees, 1.0),
            (2000.0, Apart::Metres, METRES_IN_DEGREE),
        ] {
            let expected: Vec<Option<u32>> = of_lat
                .iter()
                .zip(&of_lon)
                .map(|(&y, &x)| {
                    let narrow = if apart == Apart::Metres { y.to_radians().cos() } else { 1.0 };
                    let squared =
                        |cell: usize| ((y - lat[cell]) * scale).powi(2) + ((x - lon[cell]) * (scale * narrow)).powi(2);
                    let best = (0..lat.len()).min_by(|&a, &b| squared(a).total_cmp(&squared(b)))?;
                    (squared(best) <= limit * limit).then_some(u32::try_from(best).unwrap())
                })
                .collect();
            let found = nearest.cells(&of_lat, &of_lon, apart, limit).unwrap();
            assert_eq!(found, expected);
            assert!(limit.is_infinite() || found.contains(&None));
        }
    }

    #[test]
    fn of_cells_equally_near_it_is_the_first() {
        let (lat, lon): (Vec<f64>, Vec<f64>) = (0..100).map(|i| (f64::from(9 - i / 10), f64::from(i % 10))).unzip();
        let nearest = Nearest::new(&lat, &lon).unwrap();
        let found = nearest.cells(&[4.5, 4.0], &[4.5, 4.5], Apart::Degrees, 10.0).unwrap();
        assert_eq!(found, [Some(44), Some(54)]);
        let all_at_one = Nearest::new(&[1.0; 50], &[2.0; 50]).unwrap();
        assert_eq!(all_at_one.cells(&[3.0], &[3.0], Apart::Degrees, 10.0).unwrap(), [Some(0)]);
    }

    #[test]
    fn longitude_counts_less_far_from_the_equator_in_metres_only() {
        let nearest = Nearest::new(&[60.0, 60.3], &[10.5, 10.0]).unwrap();
        assert_eq!(nearest.cells(&[60.0], &[10.0], Apart::Degrees, 1.0).unwrap(), [Some(1)]);
        assert_eq!(nearest.cells(&[60.0], &[10.0], Apart::Metres, 1e5).unwrap(), [Some(0)]);
        assert_eq!(nearest.cells(&[60.0], &[10.0], Apart::Metres, 27_700.0).unwrap(), [None]);
    }

    #[test]
    fn coordinates_that_are_none_and_limits_of_nothing_are_refused() {
        assert!(matches!(Nearest::new(&[0.0, f64::NAN], &[0.0; 2]), Err(RiskError::Centre { cell: 1, .. })));
        let nearest = Nearest::new(&[0.0], &[0.0]).unwrap();
        let cells = |lat: f64, limit| nearest.cells(&[lat], &[0.0], Apart::Degrees, limit);
        assert!(matches!(cells(f64::NAN, 1.0), Err(RiskError::Thing { thing: 1, .. })));
        assert!(matches!(cells(0.0, 0.0), Err(RiskError::Limit { .. })));
        assert_eq!(Nearest::new(&[], &[]).unwrap().cells(&[0.0], &[0.0], Apart::Degrees, 1.0).unwrap(), [None]);
    }
}
