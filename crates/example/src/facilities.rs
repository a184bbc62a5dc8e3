//! Facilities: clinics, schools, toilet blocks and taps, as points in a table.

use crate::dice::Dice;
use crate::output::{ExampleError, Output};
use crate::people::FORMAL;
use crate::position::{Spot, rounded_degrees};
use crate::settlements::Settlement;

const FILE: &str = "sources/facilities_2019.csv";

/// Columns of the table.
const HEADER: [&str; 8] = ["id", "kind", "name", "longitude", "latitude", "seats_or_taps", "working", "people_served"];

/// Writes the table, one row with its coordinates the wrong way round and one far from the city.
pub(crate) fn write(output: &mut Output, settlements: &[Settlement], seed: u64) -> Result<(), ExampleError> {
    let mut dice = Dice::new(seed, "facilities");
    let mut rows = Vec::new();
    for settlement in settlements {
        let people = settlement.population(2019);
        let mut add = |kind: &str, count: i64, units: i64, served: i64| {
            for number in 1..=count {
                let corner = settlement.boundary.get(dice.whole(0, 8) as usize).copied().unwrap_or(settlement.centre);
                let (out, [x, y]) = (dice.between(0.05, 0.85), settlement.centre);
                let spot = [x + out * (corner[0] - x), y + out * (corner[1] - y)];
                let working = units - dice.whole(0, (units / 3).min(units - 1));
                rows.push(row(
                    rows.len(),
                    kind,
                    &format!("{} {kind} {number} (invented)", settlement.name),
                    spot,
                    [units, working, served],
                ));
            }
        };
        add("toilet_block", people / 1_500 + 1, 6, 300);
        add("tap", people / 900 + 1, 2, 500);
        add("clinic", people / 8_000, 1, 8_000);
        add("primary_school", people / 5_000, 1, 900);
    }
    for (_, name, spot, _, people) in FORMAL {
        for (kind, shift, served) in [("clinic", -0.1, people), ("primary_school", 0.1, people / 5)] {
            rows.push(row(rows.len(), kind, &format!("{name} {kind}"), spot.map(|at| at + shift), [1, 1, served]));
        }
    }
    if let Some(cells) = rows.get_mut(10) {
        cells.swap(3, 4);
        output.fault(FILE, 12, "longitude", "longitude and latitude stand in each other's column");
    }
    if let Some(longitude) = rows.get_mut(40).and_then(|cells| cells.get_mut(3)) {
        "0".clone_into(longitude);
        output.fault(FILE, 42, "longitude", "0 degrees: far from the city");
    }
    output.table(FILE, &HEADER, &rows)
}

fn row(place: usize, kind: &str, name: &str, spot: Spot, [units, working, served]: [i64; 3]) -> Vec<String> {
    let [longitude, latitude] = rounded_degrees(spot);
    let numbers = [units, working, served].map(|n| n.to_string());
    let words = [format!("FAC{:03}", place + 1), kind.to_owned(), name.to_owned()];
    words.into_iter().chain([longitude.to_string(), latitude.to_string()]).chain(numbers).collect()
}
