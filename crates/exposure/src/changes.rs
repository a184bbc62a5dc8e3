//! The same things in two scenarios of one hazard and model.

use city::risk::{Change, RiskResult, Suffered, View};

/// Every result beside that of the first scenario of its hazard and model.
pub fn changes(results: &[RiskResult], views: &[View]) -> Vec<Change> {
    let mut found = Vec::new();
    for (to, result) in results.iter().enumerate() {
        let same = |other: &RiskResult| {
            let (Some(a), Some(b)) = (views.get(other.view), views.get(result.view)) else { return false };
            let one_model = if a.together { b.together } else { !b.together && a.model == b.model };
            (&other.exposure, &other.measure, &a.hazard) == (&result.exposure, &result.measure, &b.hazard)
                && one_model
                && a.scenario != b.scenario
        };
        let Some(from) = results.iter().take(to).position(same) else { continue };
        let (Some(before), Some(after)) = (leading(&results[from].whole), leading(&result.whole)) else { continue };
        let share = (before > 0.0).then(|| (after - before) / before);
        found.push(Change { from, to, change: after - before, share });
    }
    found
}

/// What is expected in a year; at the only event where there is no year.
pub fn leading(suffered: &Suffered) -> Option<f64> {
    let only = || suffered.events.first().copied().flatten().filter(|_| suffered.events.len() == 1);
    suffered.annual.or_else(only).map(|e| e.value)
}
