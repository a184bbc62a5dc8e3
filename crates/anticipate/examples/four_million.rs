//! Four million persons made and their hourly demand summed: `cargo run --release -p anticipate --example four_million`.
//!
//! Prints wall and CPU seconds and the peak of memory; asked for are under 60 s and under 2 GB.

use anticipate::ages::Sex;
use anticipate::day::{Day, WaterClass};
use anticipate::demand::{Counts, Demand};
use anticipate::population::{Count, Margins, from_margins};
use rayon::prelude::*;
use std::time::Instant;

const PLACES: usize = 40;
const PEOPLE: f64 = 100_000.0;

fn margins(place: usize) -> Margins {
    let households = PEOPLE / 3.2;
    let count = |code: &str, share: f64| Count { code: code.to_owned(), count: share * households };
    let bands = (0..15_u8).map(|n| format!("{}_{}", n * 5, n * 5 + 4)).chain(["75_plus".to_owned()]);
    let ages = bands.enumerate().flat_map(|(at, band)| {
        let weight = 17.0 - f64::from(u8::try_from(at).unwrap_or(0));
        Sex::BOTH.map(|sex| (band.parse().unwrap_or(anticipate::ages::Band { from: 0, to: None }), sex, weight * 300.0))
    });
    let sizes = [0.30, 0.17, 0.15, 0.14, 0.10, 0.06, 0.04, 0.02, 0.01, 0.01];
    Margins {
        place: format!("district:{place}"),
        people: PEOPLE,
        households: Some(households),
        mean_household_size: None,
        sizes: (1..=10).zip(sizes).map(|(size, share)| (size, share * households)).collect(),
        sizes_open: true,
        ages: ages.collect(),
        water: vec![
            count("sachet", 0.6),
            count("piped_dwelling", 0.2),
            count("piped_compound", 0.1),
            count("tanker", 0.1),
        ],
        toilet: vec![count("household_improved", 0.6), count("public", 0.35), count("none", 0.05)],
        tenure: vec![count("rented", 0.6), count("owned", 0.4)],
        working_share: Some(0.65),
    }
}

#[expect(clippy::print_stdout, reason = "a bench prints what it measured")]
fn main() -> Result<(), anticipate::AnticipateError> {
    let day = Day::shipped()?;
    let begun = Instant::now();
    let places: Vec<Margins> = (0..PLACES).map(margins).collect();
    let made: Result<Vec<_>, _> = places.par_iter().map(|margins| from_margins(margins, 42)).collect();
    let made = made?;
    let persons: usize = made.iter().map(|m| m.population.persons.len()).sum();
    let bytes: usize = made.iter().map(|m| m.population.bytes()).sum();
    let synthesised = begun.elapsed();
    let demands: Vec<Demand> = made.par_iter().map(|m| Demand::of(&Counts::of(&m.population, &day), &day)).collect();
    let mut hours = [0.0; 24];
    for litres in demands.iter().filter_map(|d| d.litres.as_ref()) {
        for of in WaterClass::ALL.iter().filter_map(|class| litres.get(class)) {
            hours.iter_mut().zip(of).for_each(|(sum, hour)| *sum += hour[1] / 1000.0);
        }
    }
    let all = begun.elapsed();
    println!("persons {persons}; columns {bytes} bytes, {} a person", bytes / persons.max(1));
    println!("synthesis {:.2} s, with hourly demand {:.2} s", synthesised.as_secs_f64(), all.as_secs_f64());
    println!("m3 a day {:.0}; by hour {:.0?}", hours.iter().sum::<f64>(), hours);
    for line in std::fs::read_to_string("/proc/self/status").unwrap_or_default().lines() {
        if line.starts_with("VmHWM") {
            println!("peak memory {}", line.trim_start_matches("VmHWM:").trim());
        }
    }
    Ok(())
}
