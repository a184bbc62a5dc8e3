//! Structures: roofs drawn from an image, one in five, as a Shapefile that lost its table.

use crate::dice::Dice;
use crate::districts::shapes;
use crate::output::{ExampleError, Output};
use crate::people::FORMAL;
use crate::position::{PRJ, Spot, inside};
use crate::settlements::Settlement;

/// Closed outlines of roofs: crowded in settlements, in rows in the planned areas.
pub(crate) fn roofs(settlements: &[Settlement], seed: u64) -> Vec<Vec<Spot>> {
    let mut dice = Dice::new(seed, "roofs");
    let mut roofs = Vec::new();
    for settlement in settlements {
        let wanted = settlement.population(2019) / 25;
        let far =
            settlement.boundary.iter().map(|c| crate::position::distance_km(*c, settlement.centre)).fold(0.0, f64::max);
        let mut drawn = 0;
        for _ in 0..wanted * 8 {
            let spot = settlement.centre.map(|at| at + dice.between(-far, far));
            if drawn < wanted && inside(&settlement.boundary, spot) {
                let size = [dice.between(0.003, 0.006), dice.between(0.004, 0.009)];
                roofs.push(roof(spot, size, dice.between(0.0, 3.0)));
                drawn += 1;
            }
        }
    }
    for (.., [x, y], [half_width, half_height], _) in FORMAL {
        for i in 0..56 {
            let (column, row) = (f64::from(i % 8) / 4.0 - 0.875, f64::from(i / 8) / 3.5 - 0.857);
            roofs.push(roof([x + column * half_width, y + row * half_height], [0.011, 0.014], 0.0));
        }
    }
    roofs
}

fn roof([x, y]: Spot, [width, length]: [f64; 2], angle: f64) -> Vec<Spot> {
    let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)];
    let turned = |(i, j): (f64, f64)| {
        let (u, v) = (i * width, j * length);
        [x + u * angle.cos() - v * angle.sin(), y + u * angle.sin() + v * angle.cos()]
    };
    corners.into_iter().map(turned).collect()
}

/// Writes `.shp`, `.shx` and `.prj`, and no `.dbf`.
pub(crate) fn write(output: &mut Output, settlements: &[Settlement], seed: u64) -> Result<(), ExampleError> {
    let roofs = roofs(settlements, seed);
    let (shp, shx) = shapes(&roofs)?;
    output.file("sources/structures/structures_2019.shp", &shp)?;
    output.file("sources/structures/structures_2019.shx", &shx)?;
    output.file("sources/structures/structures_2019.prj", PRJ.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settlements::settlements;
    use crate::terrain::{STAGES, Terrain};

    #[test]
    fn some_thousand_roofs_stand_and_the_floods_reach_hundreds() {
        let roofs = roofs(&settlements(2019), 2019);
        assert!((3_000..6_000).contains(&roofs.len()), "{}", roofs.len());
        let wet = STAGES.map(|(_, stage)| {
            let depth = |roof: &&Vec<Spot>| Terrain::new(2019).flood_depth_m(roof[0], stage) > Some(0.1);
            roofs.iter().filter(depth).count()
        });
        assert!(wet.is_sorted() && wet[0] > 50 && wet[2] > 500 && wet[2] < roofs.len() / 2, "{wet:?}");
    }
}
