//! 100,000 things struck by 200 events that each reach 10 % of 40,000 cells, and the nearest of 40,000 cells to 100,000 things.

use risk::{Apart, DamageFunction, EventSet, Exposed, Groups, ImpactSum, Nearest, RiskError, impact};

const SIDE: u32 = 200;
const CELLS: u32 = SIDE * SIDE;
const THINGS: u32 = 100_000;
const EVENTS: u32 = 200;

fn main() {
    divan::main();
}

fn scattered(i: u32) -> u32 {
    i.wrapping_mul(2_654_435_761) >> 8
}

fn functions() -> Result<Vec<DamageFunction>, RiskError> {
    let points: Vec<f64> = (0..30).map(|i| f64::from(i) / 5.0).collect();
    let ratios = |k: u32| points.iter().map(|x| (x / f64::from(3 + k)).min(1.0)).collect();
    (0..10).map(|k| DamageFunction::new(&k.to_string(), points.clone(), ratios(k))).collect()
}

fn things() -> Exposed {
    Exposed {
        value: (0..THINGS).map(|i| f64::from(scattered(i) % 10_007)).collect(),
        function: (0..THINGS).map(|i| scattered(i + 77) % 10).collect(),
        cell: (0..THINGS).map(|i| Some(scattered(i + 7777) % CELLS)).collect(),
    }
}

fn events() -> Result<EventSet, RiskError> {
    let reached = CELLS / 10;
    let cell = (0..EVENTS).flat_map(|event| (0..reached).map(move |i| (event * 131) % (CELLS - reached) + i));
    EventSet::new(
        CELLS as usize,
        vec![0.01; EVENTS as usize],
        (0..=EVENTS).map(|event| (event * reached) as usize).collect(),
        cell.collect(),
        (0..EVENTS * reached).map(|i| f64::from(scattered(i) % 6000) / 1000.0).collect(),
    )
}

#[divan::bench]
fn by_event_and_by_thing(bencher: divan::Bencher) {
    let (things, functions, events) = (things(), functions(), events());
    bencher.bench(|| {
        let functions = functions.as_ref().map_err(Clone::clone)?;
        impact(&things, functions, events.as_ref().map_err(Clone::clone)?).map(|found| found.expected)
    });
}

#[divan::bench]
fn by_event_and_group_as_well(bencher: divan::Bencher) {
    let (things, functions, events) = (things(), functions(), events());
    let of: Vec<Option<u32>> = things.cell.iter().map(|cell| cell.map(|cell| cell / 400)).collect();
    bencher.bench(|| {
        let functions = functions.as_ref().map_err(Clone::clone)?;
        let groups = Groups { of: &of, count: CELLS / 400 };
        let mut sum = ImpactSum::new(&things, functions, CELLS as usize, Some(groups))?;
        sum.add(events.as_ref().map_err(Clone::clone)?)?;
        Ok::<_, RiskError>(sum.finish().expected)
    });
}

#[divan::bench]
fn nearest_cells(bencher: divan::Bencher) {
    let (lat, lon): (Vec<f64>, Vec<f64>) = (0..CELLS).map(|i| (f64::from(i / SIDE), f64::from(i % SIDE))).unzip();
    let place = |i: u32| f64::from(scattered(i) % 100_003) / 100_003.0 * f64::from(SIDE);
    let (of_lat, of_lon): (Vec<f64>, Vec<f64>) = (0..THINGS).map(|i| (place(i), place(i + 555_555))).unzip();
    bencher.bench(|| Nearest::new(&lat, &lon)?.cells(&of_lat, &of_lon, Apart::Degrees, 2.0).map(|found| found.len()));
}
