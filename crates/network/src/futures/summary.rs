//! What many futures say together: ranges, how often each investment is made, what to do about it.

use super::run::Choice;
use super::{Advice, Futures, Investment, Range, Run};

/// In at least this share of futures: as good as certain; in at most the rest of it: as good as never.
const MOST: f64 = 0.9;

/// All but things, words and signposts.
pub(super) fn of(choices: &[Choice], planned: &[f64], forecast: Run, runs: Vec<Run>, now: usize) -> Futures {
    let with_plan = runs.iter().filter(|run| run.free.is_some()).count();
    let mut units: Vec<Vec<f64>> = vec![Vec::new(); choices.len()];
    for (at, value) in runs.iter().flat_map(|run| &run.units) {
        units[*at as usize].push(*value);
    }
    let mut investments = Vec::new();
    for (at, (built, period, _)) in choices.iter().enumerate() {
        let seen = std::mem::take(&mut units[at]);
        let futures = seen.len();
        if futures == 0 && planned[at] <= 1e-6 {
            continue;
        }
        let zeros = std::iter::repeat_n(0.0, with_plan.saturating_sub(futures));
        let range = range(seen.into_iter().chain(zeros).collect());
        let Some(range) = range else { continue };
        #[expect(clippy::cast_precision_loss, reason = "at most 65,536 futures")]
        let share = futures as f64 / with_plan.max(1) as f64;
        let advice = advice(share, *period < now, planned[at] > 1e-6);
        let (built, period, planned) = (*built, *period, planned[at]);
        investments.push(Investment { built, period, futures, share, units: range, planned, advice });
    }
    Futures {
        objective: String::new(),
        unit: String::new(),
        things: Vec::new(),
        forecast,
        without_plan: runs.len() - with_plan,
        plan_fails: runs.iter().filter(|run| run.free.is_some() && run.held.is_none()).count(),
        free: range(runs.iter().filter_map(|run| run.free).collect()),
        held: range(runs.iter().filter_map(|run| run.held).collect()),
        regret: range(runs.iter().filter_map(|run| run.regret).collect()),
        investments,
        signposts: Vec::new(),
        runs,
    }
}

fn advice(share: f64, now: bool, planned: bool) -> Advice {
    match (share >= MOST, share <= 1.0 - MOST) {
        (true, _) if !now => Advice::Later,
        (true, _) if planned => Advice::BuildNow,
        (true, _) => Advice::Missing,
        (_, true) if now && planned => Advice::NotNow,
        (_, true) => Advice::Seldom,
        _ => Advice::Depends,
    }
}

/// 5, 50 and 95 % of values, straight between neighbours (Hyndman and Fan 1996, type 7).
pub(super) fn range(mut values: Vec<f64>) -> Option<Range> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most 65,536 values"
    )]
    let at = |share: f64| {
        let place = share * last as f64;
        let (below, above) = (place.floor() as usize, (place.ceil() as usize).min(last));
        values[below] + (values[above] - values[below]) * (place - place.floor())
    };
    Some(Range { low: at(0.05), median: at(0.5), high: at(0.95) })
}
