//! Quality: what is doubtful about data that could be read. Nothing is changed; everything is said at once.
//!
//! The rules are those that federations and researchers use on settlement profiles: sums that must agree, numbers that
//! cannot both be true, densities beyond any settlement, coordinates in the wrong place, dates to come.

mod observations;
mod places;
mod plausible;
mod profiles;
mod sums;

pub use observations::check_observations;
pub use places::check_places;
pub use profiles::check_profiles;

use city::{Period, Problem};

/// What the checks must know beside the data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Context {
    /// West, south, east, north of the city in degrees; none where not known, and then places are not judged.
    pub extent: Option<[f64; 4]>,
    /// The day of today, handed in; none where not known, and then dates are not judged.
    pub today: Option<Period>,
}

impl Context {
    /// The extent of the city with a margin, as a box: half its width more on each side, at least a tenth of a degree.
    fn surroundings(&self) -> Option<geo_types::Rect<f64>> {
        let [west, south, east, north] = self.extent.filter(|e| e.iter().all(|n| n.is_finite()))?;
        let (x, y) = (((east - west) / 2.0).abs().max(0.1), ((north - south) / 2.0).abs().max(0.1));
        Some(geo_types::Rect::new((west - x, south - y), (east + x, north + y)))
    }

    fn is_to_come(&self, period: &Period) -> bool {
        self.today.as_ref().is_some_and(|today| period.first_day() > today.last_day())
    }
}

/// What is wrong with the place of a coordinate; none where it lies in the city or nothing is known of the city.
fn misplaced(at: geo_types::Coord<f64>, context: &Context) -> Option<Problem> {
    use grid::validity::PlaceFault;
    let extent = context.surroundings()?;
    let expected = || {
        let (least, most) = (extent.min(), extent.max());
        format!("longitude {:.2} to {:.2}, latitude {:.2} to {:.2}", least.x, most.x, least.y, most.y)
    };
    let problem = match grid::validity::place_fault(at, &extent)? {
        PlaceFault::Swapped => Problem::error("coordinates_swapped")
            .hint("longitude and latitude have changed places in the file: correct them there"),
        PlaceFault::Outside => {
            Problem::warning("outside_city").hint("look at it on a map; correct the place, or `extent` in [city]")
        }
        PlaceFault::OutOfRange => {
            Problem::error("coordinates_out_of_range").hint("declare the reference system of the source")
        }
    };
    Some(problem.found(format!("longitude {}, latitude {}", at.x, at.y)).expected(expected()))
}
