//! UTOPIA, the reference energy system of `OSeMOSYS`: the path from a file to the optimiser.
//!
//! `OSeMOSYS_GNU_MathProg`, `tests/test_gnu_mathprog.py`, commit 9520268 (Apache-2.0): objective 29446.86269 million USD. The
//! MPS that glpsol makes of it leaves out the objective's constant, 1242.72525; the optimum of the file as it stands is
//! 28204.13744016106.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

use std::io::Read as _;
use std::path::PathBuf;

use solve::{Limits, Live, Names as _, Quiet, Status, lp, mps};

fn utopia() -> mps::Named {
    let beside =
        || PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../../shared/reference");
    let folder = std::env::var_os("MAKAZI_REFERENCE").map_or_else(beside, PathBuf::from);
    let path = folder.join("osemosys/utopia.mps.gz");
    let file = std::fs::File::open(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; set MAKAZI_REFERENCE to the folder that holds osemosys/utopia.mps.gz", path.display())
    });
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("a text in gzip");
    mps::read(&text).expect("a model in MPS")
}

fn near(found: f64, wanted: f64) {
    assert!((found / wanted - 1.0).abs() < 1e-6, "{found} is not {wanted}");
}

#[test]
fn the_optimum_of_utopia_is_28204_13744_and_with_its_constant_29446_86269_million_usd() {
    let mut named = utopia();
    let plan = solve::solve(&named.model, &Limits::default(), &mut Quiet).expect("an answer");
    assert_eq!(plan.status, Status::Optimal);
    near(plan.objective, 28_204.137_440_161_06);
    named.model.offset = 1_242.725_25;
    let mut live = Live::open(&named.model, &Limits::default()).expect("an answer");
    near(live.solve(&mut Quiet).expect("an answer").objective, 29_446.862_69);
}

#[test]
fn utopia_written_as_mps_and_read_again_is_the_same_model() {
    let named = utopia();
    let again = mps::read(&mps::write(&named.model, &named)).expect("an answer");
    near(
        solve::solve(&again.model, &Limits::default(), &mut Quiet).expect("an answer").objective,
        28_204.137_440_161_06,
    );
    assert_eq!((again.column_names, again.model.values), (named.column_names.clone(), named.model.values.clone()));
    assert!(lp::write(&named.model, &named).contains("Subject To"));
    assert!(!named.row(0).is_empty());
}
