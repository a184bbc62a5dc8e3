//! Where in a place its people are taken to be.

use crate::evidence::Cells;
use crate::travel::plane::Plane;
use city::Place;
use city::travel::Spread;
use geo::{Contains, Intersects};
use geo_types::{Coord, Geometry, MultiPolygon, Point, Rect};
use grid::crs::{Crs, Transform};
use grid::{Outline, Window};

/// Points that a place without cells of people is spread over, about.
const POINTS: f64 = 64.0;
/// Parts of a cell, each way, that are looked at where the boundary cuts it.
const PARTS: u32 = 4;
/// A place of which less than this share is covered by cells is spread over points instead.
const LEAST_COVERED: f64 = 0.5;

/// The people of a place: where, and how much each point weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Origins {
    /// How they were spread.
    pub spread: Spread,
    /// Points in longitude and latitude, with weights above zero.
    pub points: Vec<(Coord<f64>, f64)>,
    /// Sum of the cells, where there are any.
    pub persons: Option<f64>,
}

/// The people of a place, or nothing where it has no geometry.
///
/// On cells of people where at least half of the place is covered by them and anybody lives there: one point a cell, at its middle, or
/// at the middle of what the boundary leaves of it, weighing its people times the share of it inside. Else about 64 points evenly
/// over the area, on a grid whose start is drawn from the seed and the place's id; else one point, where it is a point.
#[must_use]
pub fn of(place: &Place, cells: Option<&Cells>, seed: u64) -> Option<Origins> {
    let geometry = place.geometry.as_ref()?;
    let surface = match geometry {
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon.clone()]),
        Geometry::MultiPolygon(polygons) => polygons.clone(),
        other => return one(other),
    };
    if let Some(origins) = cells.and_then(|cells| on_cells(&surface, cells)) {
        return Some(origins);
    }
    let points = evenly(&surface, start(seed, place.id.as_str()));
    if points.is_empty() {
        return one(geometry);
    }
    Some(Origins { spread: Spread::Points, points: points.into_iter().map(|c| (c, 1.0)).collect(), persons: None })
}

fn one(geometry: &Geometry<f64>) -> Option<Origins> {
    let point = grid::measure::interior_point(geometry).ok().flatten()?;
    Some(Origins { spread: Spread::Point, points: vec![(point.0, 1.0)], persons: None })
}

/// Two numbers from 0 to 1 of a seed and words (`SplitMix64` by Steele, Lea and Flood 2014, over the bytes).
fn start(seed: u64, words: &str) -> [f64; 2] {
    let mut state = seed;
    let mut next = |more: u64| {
        state = state.wrapping_add(more).wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    };
    for byte in words.bytes() {
        let drawn = next(u64::from(byte));
        next(drawn);
    }
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let unit = |bits: u64| (bits >> 11) as f64 / (1_u64 << 53) as f64;
    [unit(next(1)), unit(next(2))]
}

/// About 64 points of a square grid inside a surface.
fn evenly(surface: &MultiPolygon<f64>, start: [f64; 2]) -> Vec<Coord<f64>> {
    let geometry = Geometry::MultiPolygon(surface.clone());
    let (Ok(Some(bounds)), Ok(area_m2)) = (grid::measure::bounding_box(&geometry), grid::measure::area_m2(&geometry))
    else {
        return Vec::new();
    };
    let plane = Plane::around(bounds.center().y);
    let ([west, south], [east, north]) = (plane.at(bounds.min()), plane.at(bounds.max()));
    let step = (area_m2 / POINTS).sqrt();
    let reach = (east - west).max(north - south);
    // A thin area in a wide box: the box holds no more than so many points.
    if !(step > 0.0 && reach.is_finite() && reach / step < 4_000.0) {
        return Vec::new();
    }
    let mut points = Vec::new();
    let mut y = south + start[1] * step;
    while y < north {
        let mut x = west + start[0] * step;
        while x < east {
            let c = plane.back([x, y]);
            if surface.contains(&Point(c)) {
                points.push(c);
            }
            x += step;
        }
        y += step;
    }
    points
}

fn on_cells(surface: &MultiPolygon<f64>, cells: &Cells) -> Option<Origins> {
    let there = Transform::new(&Crs::wgs84(), &cells.crs).ok()?;
    let back = Transform::new(&cells.crs, &Crs::wgs84()).ok()?;
    let zone: MultiPolygon<f64> = there.transform(surface).ok()?;
    let info = cells.window.info();
    let outline = Outline::new(&zone, &info.transform).ok()?;
    let window = outline.window((info.width, info.height))?;
    let mut values = vec![f64::NAN; window.width];
    let (mut points, mut covered, mut failed) = (Vec::new(), 0.0, false);
    let whole = outline.each_row(window, |row, spans| {
        failed |= cells.window.read(Window { row, height: 1, ..window }, &mut values).is_err();
        for span in spans {
            for column in span.columns.clone() {
                let value = column.checked_sub(window.column).and_then(|at| values.get(at)).copied();
                let Some(value) = value.filter(|v| v.is_finite()) else { continue };
                covered += span.coverage;
                if value <= 0.0 || span.coverage <= 0.0 {
                    continue;
                }
                let at = middle((column, row), span.coverage, &zone, &info.transform);
                if let Ok(place) = back.transform_point(at) {
                    points.push((place, value * span.coverage));
                }
            }
        }
    });
    let persons: f64 = points.iter().map(|(_, weight)| weight).sum();
    let usable = whole.is_ok() && !failed && covered >= LEAST_COVERED * outline.area_cells() && persons > 0.0;
    usable.then_some(Origins { spread: Spread::Cells, points, persons: Some(persons) })
}

/// The middle of a cell, or of what a boundary leaves of it.
#[expect(clippy::cast_precision_loss, reason = "a raster has far fewer columns and rows")]
fn middle(
    (column, row): (usize, usize),
    coverage: f64,
    zone: &MultiPolygon<f64>,
    transform: &grid::GeoTransform,
) -> Coord<f64> {
    let map = |x: f64, y: f64| {
        let (x, y) = transform.to_map(column as f64 + x, row as f64 + y);
        Coord { x, y }
    };
    let centre = map(0.5, 0.5);
    if coverage >= 1.0 - 1e-9 {
        return centre;
    }
    let (a, b) = (map(0.0, 0.0), map(1.0, 1.0));
    let cell = Rect::new(a, b);
    if !zone.iter().any(|polygon| polygon.intersects(&cell)) {
        return centre;
    }
    let parts = (0..PARTS).flat_map(|i| (0..PARTS).map(move |j| (i, j)));
    let at = |i: u32| (f64::from(i) + 0.5) / f64::from(PARTS);
    let inside: Vec<Coord<f64>> = parts.map(|(i, j)| map(at(i), at(j))).filter(|c| zone.contains(&Point(*c))).collect();
    if inside.is_empty() {
        return centre;
    }
    let count = inside.len() as f64;
    let sum = inside.iter().fold(Coord { x: 0.0, y: 0.0 }, |sum, c| Coord { x: sum.x + c.x, y: sum.y + c.y });
    Coord { x: sum.x / count, y: sum.y / count }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::PlaceKind;
    use geo_types::polygon;
    use grid::{GeoTransform, MemoryRaster};

    fn place(side: f64) -> Place {
        let mut place = Place::new("settlement:a".into(), PlaceKind::Settlement, "A", &"works".into());
        let square = polygon![(x: 0.0, y: 0.0), (x: side, y: 0.0), (x: side, y: side), (x: 0.0, y: side)];
        place.geometry = Some(square.into());
        place
    }

    #[test]
    fn without_cells_people_are_spread_evenly_and_the_same_each_time() {
        let made = of(&place(0.01), None, 1).unwrap();
        assert_eq!((made.spread, made.persons), (Spread::Points, None));
        assert!((50..=81).contains(&made.points.len()), "{}", made.points.len());
        assert_eq!(made, of(&place(0.01), None, 1).unwrap());
        assert_ne!(made.points, of(&place(0.01), None, 2).unwrap().points);
        let mean: f64 =
            made.points.iter().map(|(c, _)| c.x).sum::<f64>() / f64::from(u32::try_from(made.points.len()).unwrap());
        assert!((mean - 0.005).abs() < 0.001);
    }

    #[test]
    fn a_point_is_where_it_is_and_a_place_without_geometry_is_nowhere() {
        let mut place = place(0.01);
        place.geometry = Some(Point::new(3.0, 4.0).into());
        assert_eq!(of(&place, None, 1).unwrap().points, [(Coord { x: 3.0, y: 4.0 }, 1.0)]);
        place.geometry = None;
        assert!(of(&place, None, 1).is_none());
    }

    #[test]
    fn cells_weigh_by_their_people_and_by_the_share_inside() {
        let transform = GeoTransform::new((0.0, 0.02), (0.01, -0.01)).unwrap();
        let raster = MemoryRaster::new((2, 2), transform, None, vec![1.0, 0.0, 30.0, 20.0]).unwrap();
        let cells = Cells { window: &raster, crs: Crs::wgs84(), source: "census".into(), title: "People".into() };
        let made = of(&place(0.015), Some(&cells), 1).unwrap();
        assert_eq!(made.spread, Spread::Cells);
        let weights: Vec<f64> = made.points.iter().map(|(_, w)| (w * 1e6).round() / 1e6).collect();
        assert_eq!(weights, [0.5, 30.0, 10.0]);
        assert!((made.persons.unwrap() - 40.5).abs() < 1e-6);
        assert!(made.points.iter().all(|(c, _)| c.x < 0.015 && c.y < 0.015), "{:?}", made.points);
    }

    #[test]
    fn a_place_where_nobody_lives_by_the_cells_is_spread_over_points() {
        let transform = GeoTransform::new((0.0, 0.02), (0.01, -0.01)).unwrap();
        let raster = MemoryRaster::new((2, 2), transform, None, vec![0.0; 4]).unwrap();
        let cells = Cells { window: &raster, crs: Crs::wgs84(), source: "census".into(), title: "People".into() };
        assert_eq!(of(&place(0.015), Some(&cells), 1).unwrap().spread, Spread::Points);
    }
}
