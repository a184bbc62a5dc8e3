//! Streets, drains and the railway, as lines.

use crate::dice::Dice;
use crate::output::{ExampleError, Output};
use crate::people::FORMAL;
use crate::position::{EPSG, SIZE_KM, Spot, rounded_degrees, utm};
use crate::settlements::Settlement;
use crate::terrain::{EAST_DRAIN, RAILWAY, WEST_DRAIN, coast_km, river_km, river_line};
use serde_json::{Value, json};

/// A street.
#[derive(Debug, Clone)]
pub(crate) struct Street {
    name: String,
    class: &'static str,
    surface: &'static str,
    width_m: Option<f64>,
    pub line: Vec<Spot>,
}

/// Every street: main roads, streets of the planned areas, paths of the settlements.
pub(crate) fn streets(settlements: &[Settlement], seed: u64) -> Vec<Street> {
    let mut dice = Dice::new(seed, "streets");
    let mut streets = main_roads();
    for (_, name, [x, y], [half_width, half_height], _) in FORMAL {
        for i in 0..5 {
            let across = f64::from(i) / 2.0 - 1.0;
            let (dx, dy) = (across * half_width, across * half_height);
            let lines = [
                [[x + dx, y - half_height], [x + dx, y + half_height]],
                [[x - half_width, y + dy], [x + half_width, y + dy]],
            ];
            streets.extend(lines.into_iter().zip(["Street", "Avenue"]).map(|(line, word)| Street {
                name: format!("{name}, {word} {}", i + 1),
                class: "residential",
                surface: dice.pick(["asphalt", "asphalt", "gravel"]),
                width_m: Some(6.0),
                line: line.to_vec(),
            }));
        }
    }
    for settlement in settlements {
        let corners = settlement.boundary.len() - 1;
        for (i, from) in settlement.boundary.iter().take(corners / 2).enumerate().step_by(2) {
            let bend = |dice: &mut Dice, at: f64| at + dice.between(-0.02, 0.02);
            let middle = settlement.centre.map(|at| bend(&mut dice, at));
            let across = settlement.boundary.get(i + corners / 2).copied().unwrap_or(*from);
            streets.push(Street {
                name: String::new(),
                class: "path",
                surface: dice.pick(["earth", "earth", "gravel"]),
                width_m: dice.chance(0.5).then(|| (dice.between(1.0, 3.5) * 10.0).round() / 10.0),
                line: vec![*from, middle, across],
            });
        }
    }
    meet(&mut streets);
    streets
}

/// Gives two streets that cross a corner in common there, so that one can turn from one into the other.
fn meet(streets: &mut [Street]) {
    let lines: Vec<Vec<Spot>> = streets.iter().map(|street| street.line.clone()).collect();
    let mut corners: Vec<Vec<(usize, f64, Spot)>> = vec![Vec::new(); lines.len()];
    for (a, one) in lines.iter().enumerate() {
        for (b, other) in lines.iter().enumerate().skip(a + 1) {
            for (i, from) in one.windows(2).enumerate() {
                for (j, to) in other.windows(2).enumerate() {
                    let (&[p, q], &[r, s]) = (from, to) else { continue };
                    if let Some((along, beside, spot)) = crossing([p, q], [r, s]) {
                        corners[a].push((i, along, spot));
                        corners[b].push((j, beside, spot));
                    }
                }
            }
        }
    }
    for (street, mut corners) in streets.iter_mut().zip(corners) {
        corners.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)));
        for (at, _, spot) in corners {
            street.line.insert(at + 1, spot);
        }
        street.line.dedup();
    }
}

/// Where two straight stretches cross, with the part of the way along each.
fn crossing([p, q]: [Spot; 2], [r, s]: [Spot; 2]) -> Option<(f64, f64, Spot)> {
    let ([ax, ay], [bx, by]) = ([q[0] - p[0], q[1] - p[1]], [s[0] - r[0], s[1] - r[1]]);
    let turn = ax * by - ay * bx;
    let (dx, dy) = (r[0] - p[0], r[1] - p[1]);
    let (along, beside) = ((dx * by - dy * bx) / turn, (dx * ay - dy * ax) / turn);
    let on = |part: f64| (-1e-9..=1.0 + 1e-9).contains(&part);
    (on(along) && on(beside)).then(|| (along, beside, [p[0] + along * ax, p[1] + along * ay]))
}

fn main_roads() -> Vec<Street> {
    let road = |name: &str, class, line: Vec<Spot>| Street {
        name: name.to_owned(),
        class,
        surface: "asphalt",
        width_m: Some(if class == "primary" { 14.0 } else { 9.0 }),
        line,
    };
    let steps = |from: f64, to: f64| (0..=40).map(move |i| from + (to - from) * f64::from(i) / 40.0);
    let coast = steps(0.4, SIZE_KM[0] - 0.4).map(|x| [x, coast_km(x) + 0.25]).collect();
    let valley = |side: f64| {
        let line = steps(2.6, 14.4).map(|y| [river_km(y) + side * 0.9, y]);
        line.collect()
    };
    let mut roads = vec![
        road("Coast Road (invented)", "primary", coast),
        road("Valley Road West (invented)", "primary", valley(-1.0)),
        road("Valley Road East (invented)", "primary", valley(1.0)),
    ];
    for (number, y) in (1..).zip([3.9, 5.3, 6.9, 8.5, 10.1, 11.9, 13.6]) {
        let line = steps(0.5, 19.5).map(|x| [x, y + 0.2 * (0.6 * x + y).sin()]).collect();
        roads.push(road(&format!("Bridge Road {number} (invented)"), "secondary", line));
    }
    for (number, x) in (1..).zip([2.0, 4.9, 14.6, 17.3]) {
        let line = steps(2.6, 14.4).map(|y| [x + 0.2 * (0.7 * y + x).sin(), y]).collect();
        roads.push(road(&format!("Line Road {number} (invented)"), "secondary", line));
    }
    roads
}

/// Writes streets in degrees, and drains with river and railway in metres with the old-style `crs` member.
pub(crate) fn write(output: &mut Output, settlements: &[Settlement], seed: u64) -> Result<(), ExampleError> {
    let features: Vec<Value> = (1..)
        .zip(streets(settlements, seed))
        .map(|(id, street)| {
            let points: Vec<_> = street.line.iter().copied().map(rounded_degrees).collect();
            json!({ "type": "Feature",
                "properties": { "id": id, "name": street.name, "class": street.class, "surface": street.surface,
                    "width_m": street.width_m },
                "geometry": { "type": "LineString", "coordinates": points } })
        })
        .collect();
    output.json("sources/streets.geojson", &json!({ "type": "FeatureCollection", "features": features }))?;
    let lines = [
        ("river", "Mto Mfano (invented)", river_line()),
        ("drain", "West Drain (invented)", WEST_DRAIN.to_vec()),
        ("drain", "East Drain (invented)", EAST_DRAIN.to_vec()),
        ("railway", "Reli ya Mfano (invented)", RAILWAY.to_vec()),
    ];
    let features: Vec<Value> = lines
        .iter()
        .map(|(kind, name, line)| {
            let points: Vec<_> = line.iter().map(|spot| utm(*spot).map(|m| (m * 10.0).round() / 10.0)).collect();
            json!({ "type": "Feature", "properties": { "kind": kind, "name": name },
                "geometry": { "type": "LineString", "coordinates": points } })
        })
        .collect();
    let crs = json!({ "type": "name", "properties": { "name": format!("EPSG:{EPSG}") } });
    output.json(
        "sources/water_and_railway.geojson",
        &json!({ "type": "FeatureCollection", "crs": crs, "features": features }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settlements::settlements;
    use crate::terrain::{STAGES, Terrain};

    #[test]
    fn streets_that_cross_have_a_corner_in_common() {
        let cross = crossing([[0.0, 0.0], [2.0, 0.0]], [[1.0, -1.0], [1.0, 3.0]]);
        assert_eq!(cross, Some((0.5, 0.25, [1.0, 0.0])));
        assert!(crossing([[0.0, 0.0], [2.0, 0.0]], [[3.0, -1.0], [3.0, 3.0]]).is_none());
        assert!(crossing([[0.0, 0.0], [2.0, 0.0]], [[0.0, 1.0], [2.0, 1.0]]).is_none());
        let streets = streets(&settlements(2019), 2019);
        let avenue = streets.iter().find(|s| s.name.ends_with("Avenue 3")).unwrap();
        assert!(avenue.line.len() >= 5, "{}", avenue.line.len());
    }

    #[test]
    fn the_rare_flood_stands_on_streets_and_the_frequent_one_on_fewer() {
        let streets = streets(&settlements(2019), 2019);
        let wet = |stage| {
            let under = |spot: &Spot| Terrain::new(2019).flood_depth_m(*spot, stage).is_some_and(|depth| depth > 0.1);
            streets.iter().filter(|street| street.line.iter().any(under)).count()
        };
        let [frequent, _, rare] = STAGES.map(|(_, stage)| wet(stage));
        assert!(0 < frequent && frequent < rare && rare < streets.len(), "{frequent} {rare} of {}", streets.len());
    }
}
