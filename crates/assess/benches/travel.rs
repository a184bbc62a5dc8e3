//! A city of 150 by 150 streets: its network, one search from 100 destinations, and 10,000 places on it.

use assess::travel::network::Network;
use assess::travel::reach::Reach;
use assess::travel::road::{Direction, Road};
use assess::travel::search::{Seed, nearest};
use assess::travel::speeds::{Speeds, TRAVEL_SPEEDS_CSV};
use city::travel_settings::Mode;
use geo_types::Coord;

const STREETS: u32 = 150;

fn main() {
    divan::main();
}

fn at(i: u32, j: u32) -> Coord<f64> {
    Coord { x: f64::from(i) * 1e-3, y: f64::from(j) * 1e-3 }
}

fn roads() -> Vec<Road> {
    let road = |line: Vec<Coord<f64>>| Road {
        line,
        direction: Direction::Both,
        speeds_kmh: [3.5, 4.5, 5.4],
        class: "residential".to_owned(),
    };
    (0..STREETS)
        .flat_map(|i| [(0..STREETS).map(|j| at(i, j)).collect(), (0..STREETS).map(|j| at(j, i)).collect()].map(road))
        .collect()
}

fn destinations() -> Vec<Coord<f64>> {
    (0..100).map(|k| at(k * 37 % STREETS, k * 61 % STREETS)).collect()
}

#[divan::bench]
fn network_of_22_500_crossings(bencher: divan::Bencher) {
    let roads = roads();
    bencher.bench_local(|| Network::of(&roads, 1.0));
}

#[divan::bench]
fn one_search_from_100_destinations(bencher: divan::Bencher) {
    let network = Network::of(&roads(), 0.0);
    let seeds: Vec<Seed> =
        (0..100).map(|k| Seed { node: k * 211, seconds: 0.0, length_m: 0.0, destination: k }).collect();
    bencher.bench_local(|| nearest(&network, &seeds, 1, f64::INFINITY));
}

#[divan::bench]
fn ten_thousand_places(bencher: divan::Bencher) {
    let network = Network::of(&roads(), 0.0);
    let destinations = destinations();
    let Ok(speeds) = Speeds::read(TRAVEL_SPEEDS_CSV, Mode::Walking) else { return };
    let reach = Reach::new(&network, &destinations, &speeds, 300.0);
    bencher.bench_local(|| {
        (0..10_000_u32)
            .map(|k| Coord { x: f64::from(k % 100) * 1.4e-3 + 3e-4, y: f64::from(k / 100) * 1.4e-3 + 2e-4 })
            .filter(|c| reach.from(*c).ways.is_some())
            .count()
    });
}
