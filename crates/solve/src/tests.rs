//! The room as a whole: models built by hand with answers worked out on paper.

mod changes;
mod files;
mod search;

use std::ops::ControlFlow;

use super::conflict::{Item, Side, smallest};
use super::order::{Objective, front, lexicographic};
use super::{Kind, Limits, Model, Part, Progress, Quiet, Sense, SolveError, Status, solve};

const FREE: f64 = f64::INFINITY;

fn exact() -> Limits {
    Limits { gap: 0.0, ..Limits::default() }
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-6, "{found} is not {wanted}");
}

/// Two districts A and B that need 100 and 50 m3 of potable water a day. A well: 60 m3 a day, 10 to build, 0.1 per m3. A
/// pipe from A to B: 5 to build, 80 m3 a day at most, a tenth leaks.
struct Districts {
    model: Model,
    capital_cost: Vec<f64>,
    cost: Vec<f64>,
    served: Vec<f64>,
    demands: [usize; 2],
    wells_in_b: usize,
}

fn districts() -> Districts {
    let mut model = Model::new(Sense::Minimise);
    let [wells_a, wells_b] = [0, 1].map(|_| model.column(0.0, 0.0, 20.0, Kind::Integer));
    let [made_a, made_b] = [0, 1].map(|_| model.column(0.0, 0.0, FREE, Kind::Continuous));
    let pipe = model.column(0.0, 0.0, 1.0, Kind::Integer);
    let flow = model.column(0.0, 0.0, FREE, Kind::Continuous);
    let served_a = model.column(0.0, 0.0, 100.0, Kind::Continuous);
    let served_b = model.column(0.0, 0.0, 50.0, Kind::Continuous);
    model.row(0.0, 0.0, &[(made_a, 1.0), (flow, -1.0), (served_a, -1.0)]);
    model.row(0.0, 0.0, &[(made_b, 1.0), (flow, 0.9), (served_b, -1.0)]);
    model.row(-FREE, 0.0, &[(made_a, 1.0), (wells_a, -60.0)]);
    model.row(-FREE, 0.0, &[(made_b, 1.0), (wells_b, -60.0)]);
    model.row(-FREE, 0.0, &[(flow, 1.0), (pipe, -80.0)]);
    let demands = [model.row(100.0, FREE, &[(served_a, 1.0)]), model.row(50.0, FREE, &[(served_b, 1.0)])];
    let mut capital_cost = vec![0.0; 8];
    (capital_cost[wells_a], capital_cost[wells_b], capital_cost[pipe]) = (10.0, 10.0, 5.0);
    let mut cost = capital_cost.clone();
    (cost[made_a], cost[made_b]) = (0.1, 0.1);
    let mut served = vec![0.0; 8];
    (served[served_a], served[served_b]) = (1.0, 1.0);
    Districts { model, capital_cost, cost, served, demands, wells_in_b: wells_b }
}

impl Districts {
    fn cheapest(mut self, wells_in_b: bool) -> super::Solution {
        self.model.cost = self.cost;
        self.model.upper[self.wells_in_b] = if wells_in_b { 20.0 } else { 0.0 };
        solve(&self.model, &exact(), &mut Quiet).unwrap()
    }

    fn most_served(mut self, capital: f64, wells_in_b: bool) -> super::Solution {
        self.budget(capital);
        self.model.sense = Sense::Maximise;
        self.model.cost.clone_from(&self.served);
        self.model.upper[self.wells_in_b] = if wells_in_b { 20.0 } else { 0.0 };
        for row in self.demands {
            self.model.row_lower[row] = 0.0;
        }
        solve(&self.model, &exact(), &mut Quiet).unwrap()
    }

    fn budget(&mut self, capital: f64) -> usize {
        let entries: Vec<_> = self.capital_cost.iter().copied().enumerate().collect();
        self.model.row(-FREE, capital, &entries)
    }
}

// The two-district instance of the project's notes on water and sanitation planning, cases a to e.

#[test]
fn wells_only_in_a_cost_50_555556_with_three_wells_and_the_pipe() {
    let plan = districts().cheapest(false);
    near(plan.objective, 35.0 + 0.1 * (100.0 + 50.0 / 0.9));
    near(plan.objective, 50.555_555_555_6);
    assert_eq!((plan.status, plan.gap), (Status::Optimal, 0.0));
    for (column, value) in [(0, 3.0), (1, 0.0), (2, 155.555_555_555_6), (4, 1.0), (5, 55.555_555_555_6)] {
        near(plan.values[column], value);
    }
}

#[test]
fn wells_anywhere_cost_45_and_need_no_pipe() {
    let plan = districts().cheapest(true);
    near(plan.objective, 45.0);
    near(plan.values[4], 0.0);
}

#[test]
fn a_capital_of_20_serves_110_of_150() {
    near(districts().most_served(20.0, true).objective, 110.0);
}

#[test]
fn a_capital_of_25_with_wells_only_in_a_serves_118() {
    let plan = districts().most_served(25.0, false);
    near(plan.objective, 118.0);
    near(plan.values[7], 18.0);
}

#[test]
fn a_capital_of_35_with_wells_only_in_a_serves_all_150() {
    near(districts().most_served(35.0, false).objective, 150.0);
}

#[test]
fn serving_most_and_then_cheapest_keeps_the_first_while_it_improves_the_second() {
    let mut case = districts();
    case.budget(25.0);
    for row in case.demands {
        case.model.row_lower[row] = 0.0;
    }
    let most = Objective { sense: Sense::Maximise, cost: case.served.clone(), offset: 0.0, keep: 0.0 };
    let cheapest = Objective { sense: Sense::Minimise, cost: case.cost.clone(), offset: 7.0, keep: 0.0 };
    let steps = lexicographic(&case.model, &[most.clone(), cheapest.clone()], &exact(), &mut Quiet).unwrap();
    // 118 served with wells only in A; with wells in B allowed, two wells and the pipe serve 118 and no plan more
    near(steps[0].objective, 118.0);
    near(most.value(&steps[1].values), 118.0);
    near(steps[1].objective, 7.0 + 25.0 + 0.1 * 120.0);
    let loose = Objective { keep: 0.5, ..most };
    let steps = lexicographic(&case.model, &[loose, cheapest], &exact(), &mut Quiet).unwrap();
    // half of 118 is 59: one well, 59 m3
    near(steps[1].objective, 7.0 + 10.0 + 5.9);
}

#[test]
fn the_front_runs_from_the_best_of_one_objective_to_the_best_of_the_other_and_none_beats_another() {
    let mut case = districts();
    for row in case.demands {
        case.model.row_lower[row] = 0.0;
    }
    let cheapest = Objective { sense: Sense::Minimise, cost: case.cost.clone(), offset: 0.0, keep: 0.0 };
    let most = Objective { sense: Sense::Maximise, cost: case.served.clone(), offset: 0.0, keep: 0.0 };
    let points = front(&case.model, [&cheapest, &most], 4, &exact(), &mut Quiet).unwrap();
    let found: Vec<(f64, f64)> = points.iter().map(|point| (point.first, point.second)).collect();
    assert_eq!(found.len(), 4);
    // none; 50 by one well; 100 by a well in each district; all 150 as in case b
    for (point, wanted) in found.iter().zip([(0.0, 0.0), (15.0, 50.0), (30.0, 100.0), (45.0, 150.0)]) {
        near(point.0, wanted.0);
        near(point.1, wanted.1);
    }
}

#[test]
fn the_conflict_found_is_feasible_without_any_one_of_its_groups() {
    let mut case = districts();
    let budget = case.budget(30.0);
    let mut groups: Vec<Vec<Item>> = case.demands.iter().map(|&row| vec![Item::Row(row, Side::Lower)]).collect();
    groups.push(vec![Item::Row(budget, Side::Upper)]);
    case.model.upper[case.wells_in_b] = 0.0;
    groups.push(vec![Item::Column(case.wells_in_b, Side::Upper)]);
    groups.push(vec![Item::Column(0, Side::Upper)]);
    let found = smallest(&case.model, &groups, &exact(), &mut Quiet).unwrap();
    // 30 of capital and no well in B cannot serve both; wells in B would (two in A, one in B)
    assert_eq!(found, [0, 1, 2, 3]);
    for left_out in &found {
        let mut less = case.model.clone();
        for item in &groups[*left_out] {
            match *item {
                Item::Row(row, Side::Lower) => less.row_lower[row] = -FREE,
                Item::Row(row, _) => less.row_upper[row] = FREE,
                Item::Column(column, _) => less.upper[column] = FREE,
            }
        }
        assert!(solve(&less, &exact(), &mut Quiet).unwrap().is_feasible(), "without group {left_out}");
    }
}

#[test]
fn a_conflict_that_only_whole_numbers_cause_is_found() {
    let mut model = Model::new(Sense::Minimise);
    let x = model.column(1.0, 0.0, 9.0, Kind::Integer);
    let spare = model.column(1.0, 0.0, 9.0, Kind::Continuous);
    let rows =
        [model.row(2.2, FREE, &[(x, 1.0)]), model.row(-FREE, 2.8, &[(x, 1.0)]), model.row(1.0, FREE, &[(spare, 1.0)])];
    let groups = rows.map(|row| vec![Item::Row(row, Side::Both)]);
    assert_eq!(smallest(&model, &groups, &exact(), &mut Quiet).unwrap(), [0, 1]);
}

#[test]
fn a_feasible_model_has_no_conflict_and_a_contradictory_hard_part_is_said() {
    let mut model = Model::new(Sense::Minimise);
    let x = model.column(1.0, 0.0, 9.0, Kind::Continuous);
    let demand = model.row(3.0, FREE, &[(x, 1.0)]);
    let groups = [vec![Item::Row(demand, Side::Lower)]];
    assert_eq!(smallest(&model, &groups, &exact(), &mut Quiet).unwrap(), [0; 0]);
    model.row(12.0, FREE, &[(x, 1.0)]);
    assert_eq!(smallest(&model, &groups, &exact(), &mut Quiet), Err(SolveError::HardPart));
    let nowhere = [vec![Item::Row(7, Side::Lower)]];
    let missing = SolveError::OutOfRange { part: Part::Row, index: 7, count: 2 };
    assert_eq!(smallest(&model, &nowhere, &exact(), &mut Quiet), Err(missing));
}

#[test]
fn infeasible_and_unbounded_are_said_and_have_no_values() {
    let mut model = Model::new(Sense::Maximise);
    let x = model.column(1.0, 0.0, FREE, Kind::Continuous);
    let unbounded = solve(&model, &exact(), &mut Quiet).unwrap();
    assert!(matches!(unbounded.status, Status::Unbounded | Status::InfeasibleOrUnbounded), "{unbounded:?}");
    model.row(-FREE, -1.0, &[(x, 1.0)]);
    let infeasible = solve(&model, &exact(), &mut Quiet).unwrap();
    assert_eq!(infeasible.status, Status::Infeasible);
    for solution in [unbounded, infeasible] {
        assert!(solution.values.is_empty() && solution.rows.is_empty() && solution.objective.is_nan());
        assert!(!solution.is_feasible() && solution.row_duals.is_none());
    }
}

#[test]
fn a_model_without_columns_is_its_constant() {
    let mut model = Model::new(Sense::Minimise);
    model.offset = 4.5;
    let solution = solve(&model, &exact(), &mut Quiet).unwrap();
    assert_eq!(solution.status, Status::Optimal);
    near(solution.objective, 4.5);
}

/// Many knapsacks that no solver ends at once.
fn hard(columns: usize, rows: usize) -> Model {
    let mut model = Model::new(Sense::Maximise);
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(state >> 40).unwrap() % 900 + 100)
    };
    for _ in 0..columns {
        let worth = next();
        model.column(worth, 0.0, 1.0, Kind::Integer);
    }
    for _ in 0..rows {
        let entries: Vec<(usize, f64)> = (0..columns).map(|column| (column, next())).collect();
        let half: f64 = entries.iter().map(|entry| entry.1).sum::<f64>() / 2.0;
        model.row(-FREE, half, &entries);
    }
    model
}

#[test]
fn a_watch_is_told_and_can_cancel() {
    let mut told = 0;
    let mut watch = |progress: &Progress| {
        told += 1;
        assert!(progress.seconds >= 0.0);
        if told == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let model = hard(300, 60);
    let solution = solve(&model, &exact(), &mut watch).unwrap();
    assert_eq!((solution.status, told), (Status::Cancelled, 3));
    if solution.is_feasible() {
        assert!(solution.gap > 0.0 && model.violation(&solution.values).unwrap() < 1e-6);
    }
}

#[test]
fn a_model_without_integers_can_be_cancelled_too() {
    let mut model = hard(300, 200);
    model.kind.fill(Kind::Continuous);
    let mut watch = |_: &Progress| ControlFlow::Break(());
    let solution = solve(&model, &exact(), &mut watch).unwrap();
    assert_eq!(solution.status, Status::Cancelled);
}

#[test]
fn a_watch_that_solves_from_inside_is_refused_and_a_watch_that_panics_is_heard() {
    let model = hard(300, 60);
    let mut inner = None;
    let mut watch = |_: &Progress| {
        inner = Some(solve(&hard(3, 1), &exact(), &mut Quiet));
        ControlFlow::Break(())
    };
    solve(&model, &exact(), &mut watch).unwrap();
    assert!(matches!(inner, Some(Err(SolveError::Refused { .. }))));
    let mut panics = |_: &Progress| -> ControlFlow<()> { panic!("of the watch") };
    let heard = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| solve(&model, &exact(), &mut panics)));
    assert_eq!(heard.unwrap_err().downcast_ref::<&str>(), Some(&"of the watch"));
    near(districts().cheapest(true).objective, 45.0);
}

#[test]
fn the_end_by_time_and_the_end_by_gap_are_told_apart_and_the_bound_is_on_the_other_side() {
    let model = hard(300, 60);
    let by_time = solve(&model, &Limits { seconds: Some(0.3), ..exact() }, &mut Quiet).unwrap();
    assert_eq!(by_time.status, Status::TimeLimit);
    let by_gap = solve(&model, &Limits { gap: 0.2, ..exact() }, &mut Quiet).unwrap();
    assert_eq!(by_gap.status, Status::WithinGap);
    assert!(by_gap.gap > 0.0 && by_gap.gap <= 0.2 && by_gap.bound > by_gap.objective);
    near(by_gap.gap, (by_gap.bound - by_gap.objective) / by_gap.objective);
}

#[test]
fn the_same_model_threads_and_seed_give_the_same_answer_to_the_last_digit() {
    let mut model = hard(60, 8);
    model.row(-FREE, FREE, &[(0, 1.0)]);
    for threads in [1, 2] {
        let limits = Limits { threads, seed: 7, gap: 0.02, ..Limits::default() };
        let [one, two] = [0, 1].map(|_| solve(&model, &limits, &mut Quiet).unwrap());
        assert_eq!(one, two);
    }
}

#[test]
fn duals_say_what_one_more_of_a_bound_is_worth_whichever_way_the_objective_goes() {
    for (sense, sign) in [(Sense::Maximise, 1.0), (Sense::Minimise, -1.0)] {
        let mut model = Model::new(sense);
        let x = model.column(3.0 * sign, 0.0, 2.0, Kind::Continuous);
        let y = model.column(2.0 * sign, 0.0, FREE, Kind::Continuous);
        model.row(-FREE, 10.0, &[(x, 1.0), (y, 1.0)]);
        let solution = solve(&model, &exact(), &mut Quiet).unwrap();
        near(solution.objective, 22.0 * sign);
        near(solution.row_duals.unwrap()[0], 2.0 * sign);
        near(solution.reduced_costs.unwrap()[x], 1.0 * sign);
    }
}

#[test]
fn faults_of_a_model_are_named_with_their_row_or_column() {
    let fault = |change: fn(&mut Model)| {
        let mut model = districts().model;
        change(&mut model);
        solve(&model, &exact(), &mut Quiet).unwrap_err().to_string()
    };
    assert!(fault(|model| model.cost[2] = f64::NAN).starts_with("column 2: cost is NaN"));
    assert_eq!(fault(|model| model.upper[3] = -1.0), "column 3: the lower bound 0 is above the upper bound -1");
    assert!(fault(|model| model.row_lower[1] = FREE).starts_with("row 1: lower bound is inf"));
    assert!(fault(|model| model.values[0] = FREE).starts_with("row 0: the coefficient of column 2 is inf"));
    assert_eq!(fault(|model| model.columns[0] = 99), "row 0 names column 99, but the model has 8 columns");
    assert_eq!(fault(|model| model.kind.truncate(7)), "kinds of columns: 7 given, 8 expected");
    assert_eq!(fault(|model| model.starts[1] = 7), "row 1: its coefficients start at 7, which is out of order");
    let limits = Limits { gap: f64::NAN, ..Limits::default() };
    assert!(matches!(solve(&districts().model, &limits, &mut Quiet), Err(SolveError::Limit { name: "gap", .. })));
}
