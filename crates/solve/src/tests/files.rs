//! Models written for other readers and read back.

use super::{FREE, districts, exact, hard, near};
use crate::{Kind, Live, Model, Numbered, Quiet, Sense, lp, mps, solve};

/// The model with a two-sided row, a free row, a constant, and columns of every kind of bounds.
fn varied() -> Model {
    let mut model = districts().model;
    model.cost = districts().cost;
    model.offset = 1_242.725_25;
    let free = model.column(1.0, -FREE, FREE, Kind::Continuous);
    let below = model.column(-0.5, -FREE, -2.0, Kind::Continuous);
    let fixed = model.column(2.0, 3.0, 3.0, Kind::Continuous);
    let zero_or = model.column(0.25, 1.0, 5.0, Kind::SemiContinuous);
    let unused = model.column(0.0, 0.0, FREE, Kind::Integer);
    model.row(-4.0, 6.5, &[(free, 1.0), (zero_or, -1.0)]);
    model.row(-FREE, FREE, &[(below, 1.0)]);
    model.row(0.1, 0.1, &[(free, 1.0), (fixed, -1e-3), (below, 1.0)]);
    assert_eq!(unused, 12);
    model
}

#[test]
fn a_model_written_as_mps_is_read_back_the_same() {
    let model = varied();
    let named = mps::read(&mps::write(&model, &Numbered)).unwrap();
    assert_eq!(named.model, model);
    assert_eq!((named.column_names[12].as_str(), named.row_names[9].as_str()), ("c12", "r9"));
    let again = mps::write(&named.model, &named);
    assert_eq!(mps::read(&again).unwrap(), named);
}

#[test]
fn the_optimisers_own_reader_finds_the_same_optimum_in_both_formats() {
    let folder = tempfile::tempdir().unwrap();
    for model in [varied(), Model { sense: Sense::Maximise, ..hard(30, 6) }, Model { offset: -3.5, ..hard(12, 3) }] {
        let ours = solve(&model, &exact(), &mut Quiet).unwrap().objective;
        for (name, text) in [("model.lp", lp::write(&model, &Numbered)), ("model.mps", mps::write(&model, &Numbered))] {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            let theirs = Live::read(&path, &exact()).unwrap().solve(&mut Quiet).unwrap().objective;
            assert!((ours - theirs).abs() < 1e-6, "{name}: {ours} {theirs}");
        }
    }
}

#[test]
fn names_that_a_format_cannot_hold_become_others_that_stay_apart() {
    struct Awkward;
    impl crate::Names for Awkward {
        fn column(&self, column: usize) -> std::borrow::Cow<'_, str> {
            ["well in A", "well in A", "", "end", "e5", "3 pipes", "Kpong+", "Ã"][column % 8].into()
        }
        fn row(&self, _row: usize) -> std::borrow::Cow<'_, str> {
            "the balance: [m3/d]".into()
        }
    }
    let mut case = districts();
    case.model.cost = case.cost.clone();
    let named = mps::read(&mps::write(&case.model, &Awkward)).unwrap();
    assert_eq!(named.model, case.model);
    assert_eq!(named.column_names[..3], ["well_in_A", "well_in_A_1", "c2"]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.lp");
    std::fs::write(&path, lp::write(&case.model, &Awkward)).unwrap();
    near(Live::read(&path, &exact()).unwrap().solve(&mut Quiet).unwrap().objective, 45.0);
}
