//! Several models of one hazard and scenario together: what they disagree on is part of what is not known.

use city::Estimate;
use city::risk::{RiskResult, Suffered, View};
use std::collections::BTreeMap;

/// Adds a view and its results for every hazard and scenario that several models see.
pub fn add(views: &mut Vec<View>, results: &mut Vec<RiskResult>) {
    let mut by: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, view) in views.iter().enumerate() {
        by.entry((view.hazard.clone(), view.scenario.clone())).or_default().push(at);
    }
    let mut lists: Vec<Vec<usize>> = by.into_values().filter(|list| list.len() > 1).collect();
    lists.sort();
    for list in lists {
        let made = of_views(views, results, &list);
        if !made.is_empty() {
            let Some(first) = list.first().and_then(|at| views.get(*at)) else { continue };
            let model = format!("{} models together", list.len());
            views.push(View { model, together: true, ..first.clone() });
            results.extend(made);
        }
    }
}

/// Results of the first of some views, each with the range over all of them.
fn of_views(views: &[View], results: &[RiskResult], list: &[usize]) -> Vec<RiskResult> {
    let of_list: Vec<&RiskResult> = results.iter().filter(|r| list.contains(&r.view)).collect();
    let first = |r: &&&RiskResult| Some(&r.view) == list.first();
    let one = |leading: &&RiskResult| {
        let same = |r: &&&RiskResult| r.exposure == leading.exposure && r.measure == leading.measure;
        let all: Vec<&RiskResult> = of_list.iter().filter(same).copied().collect();
        let periods = |r: &RiskResult| views.get(r.view).map(|v| v.return_periods.clone()).unwrap_or_default();
        let over = |pick: &dyn Fn(&RiskResult) -> Option<Suffered>, own: &Suffered| {
            let others: Vec<(Vec<Option<f64>>, Suffered)> =
                all.iter().filter_map(|r| Some((periods(r), pick(r)?))).collect();
            joined(own, &periods(leading), &others)
        };
        RiskResult {
            view: views.len(),
            method: format!("{}; least and most of {} models, the first of them between", leading.method, all.len()),
            whole: over(&|r| Some(r.whole.clone()), &leading.whole),
            groups: leading
                .groups
                .iter()
                .map(|(name, own)| {
                    let of = |r: &RiskResult| r.groups.iter().find(|(n, _)| n == name).map(|(_, s)| s.clone());
                    (name.clone(), over(&of, own))
                })
                .collect(),
            places: leading
                .places
                .iter()
                .map(|(id, own)| {
                    let at = |r: &RiskResult| r.places.iter().find(|(p, _)| p == id).map(|(_, s)| s.clone());
                    (id.clone(), over(&at, own))
                })
                .collect(),
            ..(*leading).clone()
        }
    };
    of_list.iter().filter(first).map(one).collect()
}

fn joined(own: &Suffered, periods: &[Option<f64>], all: &[(Vec<Option<f64>>, Suffered)]) -> Suffered {
    let wider = |own: Option<Estimate>, other: Option<Estimate>| match (own, other) {
        (Some(a), Some(b)) => Estimate::range(a.low.min(b.low), a.value, a.high.max(b.high)).ok(),
        (own, _) => own,
    };
    let mut joined = own.clone();
    for (their, suffered) in all {
        for (event, years) in joined.events.iter_mut().zip(periods) {
            let at = their.iter().position(|other| other == years);
            *event = wider(*event, at.and_then(|at| suffered.events.get(at).copied().flatten()));
        }
        joined.annual = wider(joined.annual, suffered.annual);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(x: f64) -> Option<Estimate> {
        Estimate::exact(x).ok()
    }

    #[test]
    fn what_two_models_disagree_on_is_the_range() {
        let one =
            Suffered { exposed: 100.0, events: vec![exact(5.0), exact(9.0)], annual: exact(1.0), by_rule: Vec::new() };
        let two = Suffered { events: vec![exact(4.0)], annual: exact(1.5), ..one.clone() };
        let (both, only) = (vec![Some(10.0), Some(100.0)], vec![Some(10.0)]);
        let made = joined(&one, &both, &[(both.clone(), one.clone()), (only, two)]);
        assert_eq!(made.events[0], Estimate::range(4.0, 5.0, 5.0).ok());
        assert_eq!(made.events[1], exact(9.0));
        assert_eq!(made.annual, Estimate::range(1.0, 1.0, 1.5).ok());
    }
}
