//! Reads a network's folder, assembles it, and says how big it is, how long it took, and what its relaxation comes to.
//!
//! Usage: assemble FOLDER [times]

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::panic, reason = "a bench")]

use network::{Network, Tables, assemble};
use std::time::Instant;

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let times: u32 = std::env::args().nth(2).map_or(1, |times| times.parse().unwrap());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        files.push((name, std::fs::read_to_string(entry.path()).unwrap()));
    }
    let start = Instant::now();
    let (tables, problems) = Tables::read(&files);
    let read = start.elapsed();
    let (network, more) = Network::resolve(&tables);
    let resolved = start.elapsed();
    for problem in problems.iter().chain(&more).take(5) {
        println!("{problem:?}");
    }
    let start = Instant::now();
    for _ in 1..times {
        std::hint::black_box(assemble::assemble(&network));
    }
    let mut assembled = assemble::assemble(&network);
    let each = start.elapsed() / times;
    assembled.aim(&network, &network.objectives[0]);
    let model = &assembled.model;
    println!(
        "read {read:?}, resolved {resolved:?}, assembled {each:?}: {} columns, {} rows, {} coefficients",
        model.cost.len(),
        model.row_lower.len(),
        model.values.len()
    );
    if times == 1 {
        let start = Instant::now();
        let mut live = solve::Live::open(model, &solve::Limits::default()).unwrap();
        live.relax().unwrap();
        let solution = live.solve(&mut solve::Quiet).unwrap();
        println!("relaxation {:.2} in {:?}, {} iterations", solution.objective, start.elapsed(), solution.iterations);
    }
}
