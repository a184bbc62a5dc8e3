//! Works an index out, once or under many draws of its choices, for the measurement in `benches/peers/composite.py`.
//!
//! Usage: `composite_bench index TABLE PLACES REPEATS RESULT`, or `composite_bench draws TABLE PLACES DRAWS RESULT POINTS`.
//! All files hold 64-bit floats, little endian: the table one column after the other, NaN for gaps; the result of `index` the
//! scores (NaN for none), then the coverages; that of `draws` the low end, median and high end of the ranks, by place; the
//! points the coordinates of each draw.

use assess::composite::{Aggregation, Direction, Normalisation, Recipe, Table, index};
use assess::sensitivity::{Choices, Draws};
use std::error::Error;
use std::fs;
use std::hint::black_box;

type Outcome = Result<(), Box<dyn Error>>;

const MIN_MAX: Normalisation = Normalisation::MinMax { low: 1.0, high: 100.0 };
const LEAST_COVERAGE: f64 = 0.66;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["index", table, places, repeats, result] => repeat(&read(table, places.parse()?)?, repeats.parse()?, result),
        ["draws", table, places, draws, result, points] => {
            draw(&read(table, places.parse()?)?, draws.parse()?, [result, points])
        }
        _ => {
            Err("usage: composite_bench index TABLE PLACES REPEATS RESULT | draws TABLE PLACES DRAWS RESULT POINTS"
                .into())
        }
    }
}

fn repeat(table: &Table, repeats: usize, result: &str) -> Outcome {
    let (recipes, weights) = (recipes(table, MIN_MAX), weights(table));
    let mut scores = Vec::new();
    for _ in 0..repeats {
        scores = index(black_box(table), &recipes, &weights, Aggregation::Arithmetic, LEAST_COVERAGE)?.scores;
    }
    let values = scores.iter().map(|score| score.value.unwrap_or(f64::NAN));
    write(result, values.chain(scores.iter().map(|score| score.coverage)))
}

fn draw(table: &Table, draws: usize, [result, points]: [&str; 2]) -> Outcome {
    let choices = Choices {
        table,
        ranges: None,
        normalisations: vec![recipes(table, MIN_MAX), recipes(table, Normalisation::PercentileRank)],
        aggregations: vec![Aggregation::Arithmetic],
        weights: weights(table),
        weight_noise: 0.25,
        least_coverage: LEAST_COVERAGE,
    };
    let prepared = choices.prepare()?;
    let sequence = Draws::owen_sobol(1);
    let ranks = prepared.rank_intervals((draws, sequence))?;
    let of = |end: fn(&assess::sensitivity::RankInterval) -> f64| {
        ranks.iter().map(move |interval| interval.as_ref().map_or(f64::NAN, end))
    };
    write(result, of(|r| r.low).chain(of(|r| r.median)).chain(of(|r| r.high)))?;
    let mut point = vec![0.0; prepared.inputs().len()];
    let mut coordinates = Vec::new();
    for draw in 0..draws {
        sequence.point(draw, &mut point);
        coordinates.extend_from_slice(&point);
    }
    write(points, coordinates.into_iter())
}

fn recipes(table: &Table, normalisation: Normalisation) -> Vec<Recipe> {
    let direction = |j: usize| if j.is_multiple_of(3) { Direction::Lowers } else { Direction::Raises };
    (0..table.indicators().len()).map(|j| Recipe { normalisation, direction: direction(j) }).collect()
}

fn weights(table: &Table) -> Vec<f64> {
    [1.0, 2.0, 3.0, 4.0].into_iter().cycle().take(table.indicators().len()).collect()
}

fn read(path: &str, places: usize) -> Result<Table, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let (values, _) = bytes.as_chunks::<8>();
    let there = |v: f64| (!v.is_nan()).then_some(v);
    let column = |values: &[[u8; 8]]| values.iter().map(|v| there(f64::from_le_bytes(*v))).collect();
    let columns = values.chunks(places.max(1)).enumerate().map(|(j, values)| (format!("x{j}"), column(values)));
    Ok(Table::new((0..places).map(|i| i.to_string()).collect(), columns.collect())?)
}

fn write(path: &str, values: impl Iterator<Item = f64>) -> Outcome {
    Ok(fs::write(path, values.flat_map(f64::to_le_bytes).collect::<Vec<u8>>())?)
}
