//! Normalising and aggregating 100,000 places x 60 indicators, and 10,000 draws of 1,000 places x 60 indicators.

use assess::composite::{
    Aggregation, CompositeError, Direction, Normalisation, Recipe, Table, Zeros, aggregate, index, normalise,
};
use assess::sensitivity::{Choices, Draws};

const INDICATORS: u32 = 60;
const MIN_MAX: Normalisation = Normalisation::MinMax { low: 1.0, high: 100.0 };

fn main() {
    divan::main();
}

/// One cell in 50 is a gap.
fn table(places: u32) -> Result<Table, CompositeError> {
    let value = |place: u32, indicator: u32| {
        let number = place.wrapping_mul(2_654_435_761).wrapping_add(indicator.wrapping_mul(40_503)) >> 8;
        (!number.is_multiple_of(50)).then(|| f64::from(number % 100_003) / 7.0)
    };
    let columns = (0..INDICATORS).map(|j| (format!("x{j}"), (0..places).map(|i| value(i, j)).collect()));
    Table::new((0..places).map(|i| i.to_string()).collect(), columns.collect())
}

fn recipes(normalisation: Normalisation) -> Vec<Recipe> {
    let direction = |j: u32| if j.is_multiple_of(3) { Direction::Lowers } else { Direction::Raises };
    (0..INDICATORS).map(|j| Recipe { normalisation, direction: direction(j) }).collect()
}

fn weights() -> Vec<f64> {
    (0..INDICATORS).map(|j| f64::from(1 + j % 4)).collect()
}

fn in_one_go(bencher: divan::Bencher, normalisation: Normalisation, aggregation: Aggregation) {
    let (table, recipes, weights) = (table(100_000), recipes(normalisation), weights());
    bencher.bench(|| {
        let table = table.as_ref().map_err(Clone::clone)?;
        index(table, &recipes, &weights, aggregation, 0.66).map(|index| index.scores.len())
    });
}

#[divan::bench]
fn min_max_and_arithmetic_mean(bencher: divan::Bencher) {
    in_one_go(bencher, MIN_MAX, Aggregation::Arithmetic);
}

#[divan::bench]
fn min_max_and_geometric_mean(bencher: divan::Bencher) {
    in_one_go(bencher, MIN_MAX, Aggregation::Geometric { zeros: Zeros::GiveZero });
}

#[divan::bench]
fn standard_scores_and_arithmetic_mean(bencher: divan::Bencher) {
    in_one_go(bencher, Normalisation::ZScore { mean: 0.0, deviation: 1.0 }, Aggregation::Arithmetic);
}

#[divan::bench]
fn percentile_ranks_and_arithmetic_mean(bencher: divan::Bencher) {
    in_one_go(bencher, Normalisation::PercentileRank, Aggregation::Arithmetic);
}

#[divan::bench]
fn step_by_step(bencher: divan::Bencher) {
    let (table, recipes, weights) = (table(100_000), recipes(MIN_MAX), weights());
    bencher.bench(|| {
        let normalised = normalise(table.as_ref().map_err(Clone::clone)?, &recipes)?;
        aggregate(&normalised.table, &weights, Aggregation::Arithmetic, 0.66).map(|scores| scores.len())
    });
}

#[divan::bench(sample_count = 5)]
fn ten_thousand_draws_of_choices(bencher: divan::Bencher) {
    let table = table(1000);
    bencher.bench(|| {
        let choices = Choices {
            table: table.as_ref().map_err(Clone::clone)?,
            ranges: None,
            normalisations: vec![recipes(MIN_MAX), recipes(Normalisation::PercentileRank)],
            aggregations: vec![Aggregation::Arithmetic],
            weights: weights(),
            weight_noise: 0.25,
            least_coverage: 0.66,
        };
        choices.prepare()?.rank_intervals((10_000, Draws::owen_sobol(1))).map(|ranks| ranks.len())
    });
}
