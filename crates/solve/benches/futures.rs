//! One future of a supply chain of 60 places and 5 periods: opened and solved cold, and changed and solved live; and what
//! building and handing over the model alone takes.

use std::sync::Mutex;

use solve::{Kind, Limits, Live, Model, Quiet, Sense, SolveError};

const PLACES: usize = 60;
const PERIODS: usize = 5;
const FREE: f64 = f64::INFINITY;

fn main() {
    divan::main();
}

fn scattered(i: usize) -> f64 {
    f64::from(u32::try_from(i % 100_000).unwrap_or(0).wrapping_mul(2_654_435_761) >> 12) / f64::from(1_u32 << 20)
}

/// The model and its demand rows: plants and links that are built once and stay, flows to the three next places.
fn chain() -> (Model, Vec<(usize, f64)>) {
    let mut model = Model::new(Sense::Minimise);
    let mut demands = Vec::new();
    let mut stocks: Vec<usize> = Vec::new();
    for period in 0..PERIODS {
        let share = 0.7_f64.powi(i32::try_from(period).unwrap_or(0));
        let mut balances: Vec<Vec<(usize, f64)>> = vec![Vec::new(); PLACES];
        let mut now = Vec::new();
        for place in 0..PLACES {
            for (kind, cost) in [900.0, 300.0, 250.0, 270.0].into_iter().enumerate() {
                let built =
                    model.column(share * cost * (1.0 + scattered(place * 7 + kind)), 0.0, 50.0, Kind::Continuous);
                let stock = model.column(0.0, 0.0, FREE, Kind::Continuous);
                let flow = model.column(share * (1.0 + scattered(place * 11 + kind)), 0.0, FREE, Kind::Continuous);
                let mut entries = vec![(stock, 1.0), (built, -1.0)];
                entries.extend(stocks.get(now.len()).map(|&before| (before, -1.0)));
                model.row(0.0, 0.0, &entries);
                model.row(-FREE, 0.0, &[(flow, 1.0), (stock, -80.0)]);
                balances[place].push((flow, if kind == 0 { 1.0 } else { -1.0 }));
                if kind > 0 {
                    balances[(place + kind * kind) % PLACES].push((flow, 0.9));
                }
                now.push(stock);
            }
        }
        for (place, entries) in balances.iter().enumerate() {
            let demand = 100.0 * (1.0 + scattered(place + 3)) * 1.2_f64.powi(i32::try_from(period).unwrap_or(0));
            demands.push((model.row(demand, FREE, entries), demand));
        }
        stocks = now;
    }
    (model, demands)
}

/// The demands of one future: up to a fifth more or less.
fn future(demands: &[(usize, f64)], number: usize) -> Vec<(usize, f64, f64)> {
    let factor = |place: usize| 0.8 + 0.4 * scattered(number * 977 + place);
    demands.iter().enumerate().map(|(place, &(row, demand))| (row, demand * factor(place), FREE)).collect()
}

#[divan::bench]
fn built_and_handed_over(bencher: divan::Bencher) {
    bencher.bench(|| Live::open(&chain().0, &Limits::default()).map(|live| live.column_count()));
}

#[divan::bench]
fn a_future_cold(bencher: divan::Bencher) {
    let number = Mutex::new(0);
    bencher.bench(|| -> Result<f64, SolveError> {
        let (mut model, demands) = chain();
        for (row, lower, _) in future(&demands, next(&number)) {
            model.row_lower[row] = lower;
        }
        solve::solve(&model, &Limits::default(), &mut Quiet).map(|plan| plan.objective)
    });
}

#[divan::bench]
fn a_future_live(bencher: divan::Bencher) {
    let number = Mutex::new(0);
    let (model, demands) = chain();
    let live = Mutex::new(Live::open(&model, &Limits::default()));
    bencher.bench(|| -> Result<f64, SolveError> {
        let mut live = live.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let live = live.as_mut().map_err(|error| error.clone())?;
        live.set_row_bounds(&future(&demands, next(&number)))?;
        live.solve(&mut Quiet).map(|plan| plan.objective)
    });
}

fn next(number: &Mutex<usize>) -> usize {
    let mut number = number.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    *number += 1;
    *number
}
