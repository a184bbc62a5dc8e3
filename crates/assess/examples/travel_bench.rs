//! Ways along a network from a text file, for `benches/peers/travel.py`: seconds and metres of every node to the nearest destination.
//!
//! usage: `travel_bench ROADS DESTINATIONS`. A row of ROADS is `direction,kmh,x y x y ...` with direction `both`, `forward` or `backward`;
//! a row of DESTINATIONS is `x y`, and is taken to be the node at that place. Writes `x y seconds metres` of each node to stdout,
//! and the seconds of each step to stderr as JSON.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program")]

use assess::travel::network::Network;
use assess::travel::road::{Direction, Road};
use assess::travel::search::{Seed, nearest};
use assess::travel::snapping::key;
use geo_types::Coord;
use std::fmt::Write;
use std::time::Instant;

fn coords(text: &str) -> Vec<Coord<f64>> {
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|t| t.parse().ok()).collect();
    numbers.chunks_exact(2).filter_map(|xy| Some(Coord { x: *xy.first()?, y: *xy.last()? })).collect()
}

fn road(row: &str) -> Option<Road> {
    let mut parts = row.splitn(3, ',');
    let direction = match parts.next()? {
        "forward" => Direction::Forward,
        "backward" => Direction::Backward,
        _ => Direction::Both,
    };
    let kmh: f64 = parts.next()?.parse().ok()?;
    let line = coords(parts.next()?);
    Some(Road { line, direction, speeds_kmh: [kmh; 3], class: String::new() })
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [roads, destinations] = words.as_slice() else { return Err("usage: travel_bench ROADS DESTINATIONS".into()) };
    let start = Instant::now();
    let roads: Vec<Road> = std::fs::read_to_string(roads)?.lines().filter_map(road).collect();
    let destinations: Vec<_> = std::fs::read_to_string(destinations)?.lines().flat_map(coords).map(key).collect();
    let read = start.elapsed();
    let network = Network::of(&roads, 0.0);
    let built = start.elapsed();
    let nodes = (0_u32..).zip(&network.nodes);
    let seeds: Vec<Seed> = nodes
        .filter_map(|(node, c)| {
            let destination = destinations.iter().position(|d| *d == key(*c))?;
            Some(Seed { node, seconds: 0.0, length_m: 0.0, destination: u32::try_from(destination).ok()? })
        })
        .collect();
    let before = Instant::now();
    let labels = nearest(&network, &seeds, 1, f64::INFINITY);
    let searched = before.elapsed();
    let mut out = String::new();
    for (c, label) in network.nodes.iter().zip(&labels) {
        let (x, y) = key(*c);
        writeln!(out, "{x} {y} {} {}", label.seconds, label.length_m)?;
    }
    print!("{out}");
    eprintln!(
        "{{\"nodes\": {}, \"edges\": {}, \"parts\": {}, \"read_s\": {}, \"network_s\": {}, \"search_s\": {}}}",
        network.nodes.len(),
        network.edges.len(),
        network.components_m.len(),
        read.as_secs_f64(),
        built.saturating_sub(read).as_secs_f64(),
        searched.as_secs_f64()
    );
    Ok(())
}
