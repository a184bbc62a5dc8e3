//! Plans to start from, a nearer bound, and both at once, on a chain of places whose best plan the optimiser finds alone.

use std::ops::ControlFlow;

use super::{FREE, exact, near};
use crate::start::{between, fix_and_optimise, relax_and_fix, round_up, scale_slopes};
use crate::strengthen::strengthen;
use crate::{
    Kind, Limits, Live, Model, Progress, Quiet, Sense, Solution, SolveError, Status, Structure, solve, together,
};

/// Places on a line with a demand each; in each, plants of 60 at 50 and a small one of 10 at 12; between neighbours, both
/// ways, a pipe of 80 at 15 that loses a tenth. Two periods; the second needs half as much again.
struct Chain {
    model: Model,
    stages: Vec<u32>,
    of_place: Vec<Vec<usize>>,
    balances: Vec<usize>,
}

impl Chain {
    fn structure<'a>(&'a self, parts: &'a [Vec<usize>]) -> Structure<'a> {
        Structure { groups: &self.of_place, parts, seconds_a_group: 5.0 }
    }
}

fn chain(places: usize) -> Chain {
    let mut chain = Chain {
        model: Model::new(Sense::Minimise),
        stages: Vec::new(),
        of_place: vec![Vec::new(); places],
        balances: Vec::new(),
    };
    let mut before: Option<Vec<[usize; 3]>> = None;
    for period in 0..2_u32 {
        let flows: Vec<[usize; 2]> = (0..places).map(|_| [0, 1].map(|_| chain.flow(period))).collect();
        let mut stocks = Vec::new();
        for place in 0..places {
            let built =
                [(50.0, 3.0), (12.0, 4.0), (15.0, 1.0)].map(|(cost, most)| chain.built(place, period, cost, most));
            let made = [chain.flow(period), chain.flow(period)];
            chain.model.cost[made[0]] = 0.1;
            let stock = built.map(|_| chain.flow(period));
            for (kind, &stock) in stock.iter().enumerate() {
                let mut entries = vec![(stock, 1.0), (built[kind], -1.0)];
                entries.extend(before.as_ref().map(|before| (before[place][kind], -1.0)));
                chain.model.row(0.0, 0.0, &entries);
            }
            chain.model.row(-FREE, 0.0, &[(made[0], 1.0), (stock[0], -60.0)]);
            chain.model.row(-FREE, 0.0, &[(made[1], 1.0), (stock[1], -10.0)]);
            chain.model.row(-FREE, 0.0, &[(flows[place][0], 1.0), (flows[place][1], 1.0), (stock[2], -80.0)]);
            let mut entries = vec![(made[0], 1.0), (made[1], 1.0), (flows[place][0], -1.0), (flows[place][1], 0.9)];
            if let Some(left) = place.checked_sub(1) {
                entries.extend([(flows[left][0], 0.9), (flows[left][1], -1.0)]);
            }
            let demand = [13.0, 41.0, 8.0, 27.0, 66.0, 19.0][place % 6] * (1.0 + 0.5 * f64::from(period));
            chain.balances.push(chain.model.row(demand, FREE, &entries));
            stocks.push(stock);
        }
        // what leaves the last place to the right has nowhere to go
        chain.model.upper[flows[places - 1][0]] = 0.0;
        chain.model.upper[flows[places - 1][1]] = 0.0;
        before = Some(stocks);
    }
    chain
}

impl Chain {
    fn flow(&mut self, period: u32) -> usize {
        self.stages.push(period);
        self.model.column(0.0, 0.0, FREE, Kind::Continuous)
    }

    fn built(&mut self, place: usize, period: u32, cost: f64, most: f64) -> usize {
        self.stages.push(period);
        let column = self.model.column(cost / (1.0 + f64::from(period)), 0.0, most, Kind::Integer);
        self.of_place[place].push(column);
        column
    }

    fn check(&self, plan: &Solution, best: f64) {
        assert!(self.model.violation(&plan.values).unwrap() < 1e-6);
        near(self.model.objective(&plan.values) / plan.objective, 1.0);
        assert!(plan.objective > best - 1e-6, "{} is better than the best, {best}", plan.objective);
    }
}

#[test]
fn every_way_to_a_first_plan_gives_a_feasible_one_and_none_beats_the_optimum() {
    let case = chain(5);
    let best = solve(&case.model, &exact(), &mut Quiet).unwrap().objective;
    let rounded = round_up(&case.model, &exact(), &mut Quiet).unwrap().unwrap();
    case.check(&rounded, best);
    let staged = relax_and_fix(&case.model, &case.stages, &exact(), &mut Quiet).unwrap().unwrap();
    case.check(&staged, best);
    assert!(staged.objective < 1.2 * best);
    let sloped = scale_slopes(&case.model, 10, &exact(), &mut Quiet).unwrap();
    assert!(sloped.len() > 1 && sloped.is_sorted_by(|one, other| one.objective <= other.objective));
    assert!(sloped[0].objective <= rounded.objective);
    for plan in &sloped {
        case.check(plan, best);
    }
    let crossed = between(&case.model, &sloped, &exact(), &mut Quiet).unwrap().unwrap();
    case.check(&crossed, best);
    assert!(crossed.objective <= sloped[0].objective + 1e-9);
}

#[test]
fn improving_a_place_at_a_time_never_makes_a_plan_worse_and_all_places_at_once_give_the_best() {
    let case = chain(5);
    let best = solve(&case.model, &exact(), &mut Quiet).unwrap().objective;
    let first = round_up(&case.model, &exact(), &mut Quiet).unwrap().unwrap();
    let improve = |groups: &[Vec<usize>]| {
        fix_and_optimise(&case.model, &first.values, groups, 60.0, &exact(), &mut Quiet).unwrap().unwrap()
    };
    let improved = improve(&case.of_place);
    case.check(&improved, best);
    assert!(improved.objective < first.objective - 1.0, "{} {}", improved.objective, first.objective);
    near(improve(&[case.of_place.concat()]).objective, best);
    near(improve(&[]).objective, first.objective);
    let none = vec![0.0; case.model.column_count()];
    assert_eq!(fix_and_optimise(&case.model, &none, &case.of_place, 1.0, &exact(), &mut Quiet), Ok(None));
    let missing = fix_and_optimise(&case.model, &first.values, &[vec![99_999]], 1.0, &exact(), &mut Quiet);
    assert!(matches!(missing, Err(SolveError::OutOfRange { index: 99_999, .. })));
}

#[test]
fn a_plan_put_in_by_the_watch_is_taken_up_and_plans_found_are_told() {
    struct Brings(Option<Vec<f64>>, usize);
    impl crate::Watch for Brings {
        fn progress(&mut self, _progress: &Progress) -> ControlFlow<()> {
            ControlFlow::Continue(())
        }
        fn better_plan(&mut self) -> Option<Vec<f64>> {
            self.0.take()
        }
        fn found(&mut self, values: &[f64]) {
            assert_eq!(values.len(), 300);
            self.1 += 1;
        }
    }
    let case = super::hard(300, 60);
    let good = solve(&case, &Limits { gap: 0.03, ..exact() }, &mut Quiet).unwrap();
    let mut brings = Brings(Some(good.values.clone()), 0);
    let limits = Limits { gap: 0.05, ..exact() };
    let found = Live::open(&case, &limits).unwrap().solve(&mut brings).unwrap();
    assert!(brings.0.is_none() && found.objective >= good.objective - 1e-6);
    let mut hears = Brings(None, 0);
    Live::open(&case, &limits).unwrap().solve(&mut hears).unwrap();
    assert!(hears.1 > 0);
}

#[test]
fn sums_of_balances_rounded_to_whole_units_raise_the_bound_and_leave_the_best_plan() {
    let case = chain(5);
    let best = solve(&case.model, &exact(), &mut Quiet).unwrap();
    let mut sums: Vec<Vec<(usize, f64)>> = Vec::new();
    for period in case.balances.chunks(5) {
        for from in 0..5 {
            sums.extend((from..5).map(|to| period[from..=to].iter().map(|&row| (row, 1.0)).collect()));
        }
    }
    let stronger = strengthen(&case.model, &sums, 20, &exact(), &mut Quiet).unwrap();
    assert_eq!(stronger.model.row_count(), case.model.row_count() + stronger.added);
    // at least a third of the way from the bound without integers to the best plan
    assert!(stronger.after - stronger.before > (best.objective - stronger.before) / 3.0, "{stronger:?}");
    assert!(stronger.model.violation(&best.values).unwrap() < 1e-6);
    near(solve(&stronger.model, &exact(), &mut Quiet).unwrap().objective, best.objective);
}

#[test]
fn two_threads_together_find_the_optimum_and_say_how_they_ended() {
    let case = chain(6);
    let best = solve(&case.model, &exact(), &mut Quiet).unwrap().objective;
    let limits = |gap| Limits { gap, threads: 2, ..Limits::default() };
    let exactly = together(&case.model, &case.structure(&[]), &limits(0.0), &mut Quiet).unwrap();
    assert_eq!(exactly.status, Status::Optimal);
    near(exactly.objective, best);
    let nearly = together(&case.model, &case.structure(&[]), &limits(0.1), &mut Quiet).unwrap();
    assert!(matches!(nearly.status, Status::WithinGap | Status::Optimal) && nearly.gap <= 0.1);
    case.check(&nearly, best);
    assert!(nearly.bound <= best + 1e-4, "{} {best}", nearly.bound);
    let parts = [case.of_place[..3].concat(), case.of_place[3..].concat()];
    let apart = together(&case.model, &case.structure(&parts), &limits(0.0), &mut Quiet).unwrap();
    assert_eq!(apart.status, Status::Optimal);
    near(apart.objective, best);
    let mut cancel = |_: &Progress| ControlFlow::Break(());
    assert_eq!(
        together(&case.model, &case.structure(&[]), &limits(0.0), &mut cancel).unwrap().status,
        Status::Cancelled
    );
    let mut without = case.model.clone();
    without.row_lower[case.balances[0]] = 1e9;
    let none = together(&without, &case.structure(&[]), &limits(0.0), &mut Quiet).unwrap();
    assert_eq!((none.status, none.values.len()), (Status::Infeasible, 0));
}

#[test]
fn flows_that_are_zero_or_within_bounds_are_relaxed_rounded_and_improved_as_such() {
    let mut case = chain(5);
    let [cheap, dear] = [(0.2, 30.0, 60.0), (0.9, 0.0, 500.0)].map(|(cost, lower, upper)| {
        let kind = if lower > 0.0 { Kind::SemiContinuous } else { Kind::Continuous };
        case.model.column(cost, lower, upper, kind)
    });
    let demand = case.model.row(12.0, 40.0, &[(cheap, 1.0), (dear, 1.0)]);
    case.of_place.push(vec![cheap]);
    let best = solve(&case.model, &exact(), &mut Quiet).unwrap();
    let first = round_up(&case.model, &exact(), &mut Quiet).unwrap().unwrap();
    case.check(&first, best.objective);
    let better =
        fix_and_optimise(&case.model, &first.values, &case.of_place, 60.0, &exact(), &mut Quiet).unwrap().unwrap();
    case.check(&better, best.objective);
    let mut live = Live::open(&case.model, &exact()).unwrap();
    live.relax().unwrap();
    live.set_column_bounds(&[(cheap, 20.0, 60.0)]).unwrap();
    // relaxed, 12 may come by the cheap flow alone; whole again, at least 20 must
    near(live.solve(&mut Quiet).unwrap().rows[demand], 12.0);
    live.restore_kinds().unwrap();
    let whole = live.solve(&mut Quiet).unwrap();
    assert!(whole.values[cheap] < 1e-6 || whole.values[cheap] > 20.0 - 1e-5, "{}", whole.values[cheap]);
    let outside: Vec<f64> = first.values.iter().map(|value| value + 99.0).collect();
    assert_eq!(fix_and_optimise(&case.model, &outside, &case.of_place, 1.0, &exact(), &mut Quiet), Ok(None));
}
