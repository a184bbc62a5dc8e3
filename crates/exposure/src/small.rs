//! Small counts of persons and dwellings by place: left out with as many others as it takes that nobody can work them out.

use assess::disclosure::{Cell, Totals, suppress};
use city::risk::{Measure, RiskReport, RiskResult};
use city::risk_settings::ExposureKind;
use city::{PlaceId, PlaceKind};
use std::collections::{BTreeMap, BTreeSet};

/// A result, a place and an event.
type At = (usize, PlaceId, usize);

/// Leaves out events at places that strike fewer than the least, where what is counted rests on a source with a consent (`own` of a
/// result and a place); what public sources publish keeps their own rule. Gives how many were left out.
///
/// Districts sum to the whole, and so do settlements to theirs: in every event of either kind two are left out or none. What is left
/// out for one model is left out of all models together, and what is lost of dwellings goes where their number goes.
pub fn hide(report: &mut RiskReport, least: f64, own: impl Fn(&RiskResult, &PlaceId) -> bool) -> usize {
    let kinds: BTreeMap<&PlaceId, PlaceKind> = report.places.iter().map(|p| (&p.id, p.kind)).collect();
    let mut gone: BTreeSet<At> = BTreeSet::new();
    for (at, result) in report.results.iter().enumerate().filter(|(_, r)| heads(&r.measure)) {
        for kind in [PlaceKind::Settlement, PlaceKind::District] {
            let of = |place: &PlaceId| kinds.get(place) == Some(&kind);
            gone.extend(of_kind((at, result), of, &own, least));
        }
    }
    let more: Vec<At> = gone.iter().flat_map(|one| follows(report, one)).collect();
    gone.extend(more);
    for (result, place, event) in &gone {
        let Some((_, suffered)) = report.results[*result].places.iter_mut().find(|(id, _)| id == place) else {
            continue;
        };
        if let Some(event) = suffered.events.get_mut(*event) {
            *event = None;
        }
        suffered.annual = None;
        suffered.by_rule.clear();
    }
    gone.len()
}

/// Whether a measure counts persons or dwellings.
fn heads(measure: &Measure) -> bool {
    matches!(measure, Measure::People | Measure::Struck(ExposureKind::Dwellings))
}

fn of_kind(
    (at, result): (usize, &RiskResult),
    of: impl Fn(&PlaceId) -> bool,
    own: impl Fn(&RiskResult, &PlaceId) -> bool,
    least: f64,
) -> Vec<At> {
    let rows: Vec<_> = result.places.iter().filter(|(place, _)| of(place)).collect();
    let cell = |own: bool, struck: f64| if own { Cell::Own(struck) } else { Cell::Public(struck) };
    let table: Vec<Vec<Cell>> = rows
        .iter()
        .map(|(place, s)| (own(result, place), s))
        .map(|(own, s)| s.events.iter().map(|e| e.map_or(Cell::Nothing, |e| cell(own, e.value))).collect())
        .collect();
    let hidden = suppress(&table, Totals { rows: false, columns: true }, least);
    let place = |row: usize| rows[row].0.clone();
    hidden
        .iter()
        .enumerate()
        .flat_map(|(row, events)| {
            events.iter().enumerate().filter(|(_, gone)| **gone).map(move |(event, _)| (row, event))
        })
        .map(|(row, event)| (at, place(row), event))
        .collect()
}

/// Where else a number has to go that is left out here: all models together, and what dwellings lose.
fn follows(report: &RiskReport, (result, place, event): &At) -> Vec<At> {
    let own = &report.results[*result];
    let Some(view) = report.views.get(own.view) else { return Vec::new() };
    let years = view.return_periods.get(*event);
    let goes = |(at, other): (usize, &RiskResult)| -> Option<At> {
        let seen = report.views.get(other.view)?;
        let same = seen.hazard == view.hazard && seen.scenario == view.scenario && other.exposure == own.exposure;
        let one = other.view == own.view || seen.together;
        let tells = other.measure == own.measure
            || heads(&own.measure) && matches!(other.measure, Measure::LostThings(_) | Measure::Money { .. });
        let event = seen.return_periods.iter().position(|other| Some(other) == years)?;
        (at != *result && same && one && tells).then(|| (at, place.clone(), event))
    };
    report.results.iter().enumerate().filter_map(goes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::Estimate;
    use city::assessment::AssessedPlace;
    use city::risk::{Suffered, View};

    fn struck(exposed: f64, people: f64) -> Suffered {
        let exact = |n: f64| Estimate::exact(n).ok();
        Suffered { exposed, events: vec![exact(people)], annual: exact(people / 10.0), by_rule: Vec::new() }
    }

    /// People of three settlements of one model, and of all models together.
    fn report(people: [(f64, f64); 3]) -> RiskReport {
        let place = |at: usize| PlaceId::from(["settlement:a", "settlement:b", "settlement:c"][at]);
        let shown = |at: usize| AssessedPlace {
            id: place(at),
            kind: PlaceKind::Settlement,
            name: String::new(),
            parent: None,
            settlement_type: None,
            geometry: None,
            geometry_note: String::new(),
            people: None,
        };
        let view = |together: bool| View {
            hazard: "flood".into(),
            together,
            return_periods: vec![Some(10.0)],
            ..View::default()
        };
        let result = |view: usize, measure: Measure| RiskResult {
            exposure: "people".into(),
            measure,
            view,
            places: people.iter().enumerate().map(|(at, (all, n))| (place(at), struck(*all, *n))).collect(),
            ..RiskResult::default()
        };
        RiskReport {
            places: (0..3).map(shown).collect(),
            views: vec![view(false), view(true)],
            results: vec![result(0, Measure::People), result(1, Measure::People)],
            ..RiskReport::default()
        }
    }

    /// Whether each place's event is shown, in each result.
    fn shown(report: &RiskReport) -> Vec<Vec<bool>> {
        let of = |r: &RiskResult| r.places.iter().map(|(_, s)| s.events[0].is_some()).collect();
        report.results.iter().map(of).collect()
    }

    #[test]
    fn a_place_where_nearly_everybody_is_struck_is_shown() {
        let mut report = report([(100.0, 98.0), (100.0, 100.0), (100.0, 40.0)]);
        assert_eq!(hide(&mut report, 5.0, |_, _| true), 0);
        assert_eq!(shown(&report), vec![vec![true; 3]; 2]);
    }

    #[test]
    fn a_few_whom_a_community_counted_are_left_out_with_another_and_have_no_year() {
        let mut report = report([(100.0, 3.0), (100.0, 60.0), (100.0, 40.0)]);
        assert_eq!(hide(&mut report, 5.0, |_, _| true), 4);
        assert_eq!(shown(&report), vec![vec![false, true, false]; 2]);
        let (_, few) = &report.results[0].places[0];
        assert!(few.annual.is_none());
        assert!(report.results[0].places[1].1.annual.is_some());
    }

    #[test]
    fn a_few_whom_a_census_published_stay() {
        let mut report = report([(100.0, 3.0), (100.0, 60.0), (100.0, 40.0)]);
        assert_eq!(hide(&mut report, 5.0, |_, _| false), 0);
        assert_eq!(shown(&report), vec![vec![true; 3]; 2]);
        // nor do they hide what a community counted: only its own can be left out beside it
        assert_eq!(hide(&mut report, 5.0, |_, place| place.as_str() != "settlement:c"), 4);
        assert_eq!(shown(&report), vec![vec![false, false, true]; 2]);
    }
}
