//! A model in the optimiser, changed and solved again.

use super::{FREE, districts, exact, hard, near};
use crate::{Kind, Limits, Live, Model, Part, Quiet, Sense, SolveError, Status, solve};

#[test]
fn a_live_model_changed_and_solved_again_gives_what_a_new_one_gives() {
    let mut model = hard(80, 40);
    model.kind.fill(Kind::Continuous);
    let mut live = Live::open(&model, &exact()).unwrap();
    let cold = live.solve(&mut Quiet).unwrap();
    for (row, upper) in [(0, 9000.0), (7, 12_000.0)] {
        model.row_upper[row] = upper;
    }
    (model.lower[3], model.upper[3], model.cost[5]) = (0.25, 0.5, 4000.0);
    live.set_row_bounds(&[(7, -FREE, 1.0), (0, -FREE, 9000.0), (7, -FREE, 12_000.0)]).unwrap();
    live.set_column_bounds(&[(3, 0.25, 0.5)]).unwrap();
    live.set_costs(&[(5, 4000.0)]).unwrap();
    let warm = live.solve(&mut Quiet).unwrap();
    let again = solve(&model, &exact(), &mut Quiet).unwrap();
    near(warm.objective / again.objective, 1.0);
    assert!((warm.objective - cold.objective).abs() > 1.0);
    let basis = live.basis().unwrap();
    let mut other = Live::open(&model, &exact()).unwrap();
    other.set_basis(&basis).unwrap();
    assert_eq!(other.solve(&mut Quiet).unwrap().iterations, 0);
}

#[test]
fn relaxing_bounds_the_whole_number_optimum_and_can_be_taken_back() {
    let mut case = districts();
    case.model.cost = case.cost.clone();
    let mut live = Live::open(&case.model, &exact()).unwrap();
    live.relax().unwrap();
    let relaxed = live.solve(&mut Quiet).unwrap();
    assert!(relaxed.objective < 44.9 && relaxed.row_duals.is_some());
    live.restore_kinds().unwrap();
    near(live.solve(&mut Quiet).unwrap().objective, 45.0);
    live.set_kinds(&[(0, Kind::Continuous), (1, Kind::Continuous), (4, Kind::Continuous)]).unwrap();
    near(live.solve(&mut Quiet).unwrap().objective, relaxed.objective);
    live.set_coefficient(2, 0, -120.0).unwrap();
    assert!(live.solve(&mut Quiet).unwrap().objective < relaxed.objective - 1.0);
    live.set_sense(Sense::Maximise).unwrap();
    assert!(live.solve(&mut Quiet).unwrap().objective > 100.0);
}

#[test]
fn a_start_is_taken_as_the_first_plan() {
    let model = hard(300, 60);
    let mut live = Live::open(&model, &Limits { gap: 0.05, ..exact() }).unwrap();
    let good = live.solve(&mut Quiet).unwrap();
    let mut other = Live::open(&model, &Limits { seconds: Some(0.0), ..exact() }).unwrap();
    other.start_from(&good.values).unwrap();
    let started = other.solve(&mut Quiet).unwrap();
    assert_eq!(started.status, Status::TimeLimit);
    near(started.objective, good.objective);
}

#[test]
fn a_column_may_be_zero_or_within_bounds() {
    let mut model = Model::new(Sense::Minimise);
    let flow = model.column(1.0, 20.0, 80.0, Kind::SemiContinuous);
    let other = model.column(3.0, 0.0, FREE, Kind::Continuous);
    let demand = model.row(5.0, FREE, &[(flow, 1.0), (other, 1.0)]);
    // within the optimiser's tolerance for whole numbers
    near(solve(&model, &exact(), &mut Quiet).unwrap().objective / 15.0, 1.0);
    let mut live = Live::open(&model, &exact()).unwrap();
    live.set_row_bounds(&[(demand, 9.0, FREE)]).unwrap();
    near(live.solve(&mut Quiet).unwrap().objective, 20.0);
    model.upper[flow] = FREE;
    assert_eq!(solve(&model, &exact(), &mut Quiet), Err(SolveError::SemiContinuous { column: flow }));
}

#[test]
fn faults_of_a_change_are_named_and_change_nothing() {
    let mut case = districts();
    case.model.cost = case.cost.clone();
    let mut live = Live::open(&case.model, &exact()).unwrap();
    let missing = |part, count| Err(SolveError::OutOfRange { part, index: 50, count });
    assert_eq!(live.set_costs(&[(0, 99.0), (50, 1.0)]), missing(Part::Column, 8));
    assert_eq!(live.set_row_bounds(&[(50, 0.0, 1.0)]), missing(Part::Row, 7));
    assert_eq!(live.set_coefficient(50, 0, 1.0), missing(Part::Row, 7));
    assert_eq!(live.add_row(0.0, 1.0, &[(50, 1.0)]), missing(Part::Column, 8).map(|()| 0));
    assert!(matches!(live.set_column_bounds(&[(0, 2.0, 1.0)]), Err(SolveError::Crossing { index: 0, .. })));
    assert!(matches!(live.set_costs(&[(1, f64::NAN)]), Err(SolveError::NotANumber { index: 1, .. })));
    assert!(matches!(live.start_from(&[0.0]), Err(SolveError::Length { expected: 8, found: 1, .. })));
    near(live.solve(&mut Quiet).unwrap().objective, 45.0);
}
