//! Variance-based sensitivity with known answers.
//!
//! Ishigami and Homma (1990), a = 7, b = 0.1: the indices follow in closed form, as in Saltelli and others, *Global
//! Sensitivity Analysis: The Primer* (2008), and Saltelli and others (2010) for the estimators. The linear case is exact:
//! the variance of x1 + 10 x2 is (1 + 100) / 12.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where its own ground gives way")]

use assess::sensitivity::{Draws, Indices, sobol_indices};
use std::f64::consts::{PI, TAU};

const ISHIGAMI_VARIANCE: f64 = 13.844_587_940_719_254;
const ISHIGAMI_FIRST: [f64; 3] = [0.313_905_191_147_811_46, 0.442_411_144_790_040_9, 0.0];
const ISHIGAMI_TOTAL: [f64; 3] = [0.557_588_855_209_959_2, 0.442_411_144_790_040_9, 0.243_683_664_062_147_7];
const LINEAR: [f64; 3] = [1.0 / 101.0, 100.0 / 101.0, 0.0];
const N: usize = 16_384;
const SEED: u64 = 2026;

fn names(count: usize) -> Vec<String> {
    (1..=count).map(|i| format!("x{i}")).collect()
}

fn ishigami(point: &[f64]) -> f64 {
    let x = |i: usize| point[i].mul_add(TAU, -PI);
    x(0).sin() + 7.0 * x(1).sin().powi(2) + 0.1 * x(2).powi(4) * x(0).sin()
}

fn linear(point: &[f64]) -> f64 {
    point[0] + 10.0 * point[1]
}

#[track_caller]
fn assert_close(found: &Indices, first: [f64; 3], total: [f64; 3], tolerance: f64) {
    for (index, (first, total)) in found.inputs.iter().zip(first.into_iter().zip(total)) {
        assert!((index.first_order - first).abs() < tolerance, "{index:?}");
        assert!((index.total - total).abs() < tolerance, "{index:?}");
    }
}

#[test]
fn ishigami_is_within_a_thousandth_at_16_384_scrambled_sobol_points() {
    let found = sobol_indices(&names(3), N, Draws::owen_sobol(SEED), ishigami).expect("indices");
    assert!((found.variance / ISHIGAMI_VARIANCE - 1.0).abs() < 1e-3, "{}", found.variance);
    assert_close(&found, ISHIGAMI_FIRST, ISHIGAMI_TOTAL, 1e-3);
}

#[test]
fn ishigami_by_plain_random_points_is_within_three_hundredths() {
    let found = sobol_indices(&names(3), N, Draws::random(SEED), ishigami).expect("indices");
    assert_close(&found, ISHIGAMI_FIRST, ISHIGAMI_TOTAL, 3e-2);
}

#[test]
fn linear_case_is_exact_to_a_thousandth_and_an_unused_input_is_zero() {
    let found = sobol_indices(&names(3), N, Draws::owen_sobol(SEED), linear).expect("indices");
    assert_close(&found, LINEAR, LINEAR, 1e-3);
    assert!(found.inputs[2].first_order.abs() < 1e-15 && found.inputs[2].total.abs() < 1e-15);
}

#[test]
fn the_same_seed_gives_the_same_indices_on_one_thread_or_many() {
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| sobol_indices(&names(3), 1000, Draws::random(7), ishigami)).expect("indices")
    };
    assert_eq!(run(1), run(4));
}
