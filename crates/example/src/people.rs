//! People: formal areas, and the districts' counts of 2018, which agree with everything else that is written.

use crate::dice::Dice;
use crate::districts::{DISTRICTS, district_at};
use crate::output::{ExampleError, Output};
use crate::position::{Spot, rounded_degrees};
use crate::settlements::Settlement;
use serde_json::json;

/// Year of the census.
pub(crate) const CENSUS: u16 = 2018;

/// Code, name, centre, half width and half height in kilometres, people in 2018.
type Row = (&'static str, &'static str, Spot, [f64; 2], i64);

/// Planned neighbourhoods.
pub(crate) const FORMAL: [Row; 8] = [
    ("F1", "Mpango Harbour Quarter", [8.2, 3.2], [0.6, 0.35], 8_900),
    ("F2", "Mpango Market Blocks", [7.5, 7.9], [0.5, 0.4], 11_200),
    ("F3", "Staff Houses (invented)", [18.2, 8.0], [0.6, 0.5], 4_300),
    ("F4", "Example Gardens", [2.2, 9.3], [0.7, 0.5], 6_100),
    ("F5", "Bairro Exemplar", [12.4, 2.85], [0.35, 0.3], 5_200),
    ("F6", "Cité Fictive", [18.2, 6.6], [0.5, 0.3], 3_900),
    ("F7", "Mpango North", [13.0, 12.3], [0.8, 0.5], 7_700),
    ("F8", "University Fields (invented)", [6.4, 13.3], [0.6, 0.4], 2_600),
];

/// Closed boundary of a planned neighbourhood.
pub(crate) fn rectangle([x, y]: Spot, [half_width, half_height]: [f64; 2]) -> Vec<Spot> {
    let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)];
    corners.iter().map(|(i, j)| [x + i * half_width, y + j * half_height]).collect()
}

/// What the census counted in one district.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    pub men: i64,
    pub women: i64,
    pub households: i64,
    /// Those of the people who live in informal settlements.
    pub informal: i64,
}

impl Count {
    pub fn people(self) -> i64 {
        self.men + self.women
    }

    pub fn informal_share(self) -> f64 {
        self.informal as f64 / self.people() as f64
    }
}

/// The census of the districts, in their order.
pub(crate) fn census(settlements: &[Settlement], seed: u64) -> Vec<Count> {
    (0..DISTRICTS.len())
        .map(|district| {
            let mut dice = Dice::new(seed, DISTRICTS[district].0);
            let here = |spot: Spot| district_at(spot) == Some(district);
            let informal = settlements.iter().filter(|s| here(s.centre)).map(|s| s.population(CENSUS)).sum();
            let planned: i64 = FORMAL.iter().filter(|f| here(f.2)).map(|f| f.4).sum();
            let people = informal + planned + dice.whole(7_000, 24_000);
            let men = (people as f64 * dice.between(0.475, 0.505)).round() as i64;
            let households = (people as f64 / dice.between(3.4, 4.9)).round() as i64;
            Count { men, women: people - men, households, informal }
        })
        .collect()
}

/// Writes the planned neighbourhoods as `GeoJSON` in degrees.
pub(crate) fn write(output: &mut Output) -> Result<(), ExampleError> {
    let features: Vec<_> = FORMAL
        .iter()
        .map(|(code, name, centre, half, people)| {
            let ring: Vec<_> = rectangle(*centre, *half).into_iter().map(rounded_degrees).collect();
            json!({ "type": "Feature",
                "properties": { "area_code": code, "area_name": name, "kind": "planned", "people_2018": people,
                    "dwellings": people / 4, "note": "INVENTED" },
                "geometry": { "type": "Polygon", "coordinates": [ring] } })
        })
        .collect();
    output.json("sources/planned_areas.geojson", &json!({ "type": "FeatureCollection", "features": features }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::position::inside;
    use crate::settlements::settlements;
    use crate::terrain::{CHANNEL_KM, from_river_km};

    #[test]
    fn districts_hold_more_people_than_their_settlements() {
        let settlements = settlements(2019);
        let counts = census(&settlements, 2019);
        assert_eq!(counts.len(), 12);
        assert!(counts.iter().all(|c| c.people() > c.informal && c.households * 3 < c.people()));
        let informal: i64 = settlements.iter().map(|s| s.population(CENSUS)).sum();
        assert_eq!(counts.iter().map(|c| c.informal).sum::<i64>(), informal);
    }

    #[test]
    fn planned_areas_lie_in_districts_and_beside_the_settlements() {
        for (_, name, centre, half, _) in FORMAL {
            let ring = rectangle(centre, half);
            assert!(ring.iter().all(|corner| district_at(*corner).is_some()), "{name}");
            assert!(ring.iter().all(|corner| from_river_km(*corner) > CHANNEL_KM), "{name}");
            for settlement in settlements(2019) {
                assert!(!settlement.boundary.iter().any(|c| inside(&ring, *c)), "{name} {}", settlement.name);
            }
        }
    }
}
