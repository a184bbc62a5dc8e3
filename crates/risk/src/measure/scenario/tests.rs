use super::super::{Hazard, Measure, Overlap, Transfer, Warning};
use super::*;
use crate::dense::AtAssets;
use crate::frequency::Beyond;
use crate::function::DamageFunction;

const SUM: Rule = Rule { join: Join::Sum, beyond: Beyond::Nothing };

/// Two houses of 100 in group 0 and 1; 1 m in both every 5 years, 2 m in the first every 50 years.
fn two() -> (Scenario, Vec<DamageFunction>) {
    let function = DamageFunction::new("line", vec![0.0, 2.0], vec![0.0, 1.0]).unwrap();
    let depths = [vec![1.0, 1.0], vec![2.0, 0.0]];
    let things = Sorted::of(&AtAssets::new(vec![100.0; 2], vec![0; 2], vec![0, 1], &depths).unwrap());
    (Scenario::new(things, Events::new(vec![0.2, 0.02], SUM).unwrap(), 1.0).unwrap(), vec![function])
}

fn bare() -> Losses {
    let (scenario, functions) = two();
    let none = Applied::new(&[], Overlap::Nested, &functions, scenario.things()).unwrap();
    scenario.without(&none, 1.0).unwrap()
}

fn with(measures: &[&Measure]) -> Losses {
    let (scenario, functions) = two();
    let standing = Applied::new(measures, Overlap::Independent, &functions, scenario.things()).unwrap();
    scenario.with(&standing, 1.0, &bare().at_event()).unwrap()
}

#[track_caller]
fn near(found: &[f64], expected: &[f64]) {
    let same = found.iter().zip(expected).all(|(f, e)| (f - e).abs() < 1e-12);
    assert!(found.len() == expected.len() && same, "{found:?} {expected:?}");
}

#[test]
fn losses_add_up_over_groups_and_events() {
    let losses = bare();
    near(&losses.at_event(), &[100.0, 100.0]);
    near(&losses.at_event_of(1), &[50.0, 0.0]);
    let (scenario, _) = two();
    near(&[losses.annual(scenario.events()), losses.annual_of(0, scenario.events())], &[22.0, 12.0]);
    let by_group: Vec<f64> = losses.annual_by_group(scenario.events()).into_values().collect();
    near(&by_group, &[12.0, 10.0]);
}

#[test]
fn a_drain_built_for_five_years_keeps_the_five_year_flood_out_of_what_it_reaches() {
    let drain = Measure {
        cut_off: Some(CutOff::ByOwnPeriod { years: 5.0 }),
        groups: Some(vec![1]),
        share: 0.5,
        ..Measure::named("d")
    };
    near(&with(&[&drain]).at_event(), &[75.0, 100.0]);
}

#[test]
fn a_cut_off_by_rank_of_loss_depends_on_the_losses() {
    let cut = |frequency| Measure { cut_off: Some(CutOff::ByRankOfLoss { frequency }), ..Measure::named("c") };
    let (scenario, functions) = two();
    let at = |frequency, before: &[f64]| {
        let standing = Applied::new(&[&cut(frequency)], Overlap::Nested, &functions, scenario.things()).unwrap();
        scenario.with(&standing, 1.0, before).unwrap().at_event()
    };
    near(&at(0.1, &[1.0, 2.0]), &[0.0, 100.0]);
    near(&at(0.1, &[2.0, 1.0]), &[0.0, 0.0]);
    let standing = Applied::new(&[&cut(0.1)], Overlap::Nested, &functions, scenario.things()).unwrap();
    assert!(matches!(scenario.with(&standing, 1.0, &[]), Err(RiskError::Lengths { .. })));
}

#[test]
fn raised_floors_and_warnings_save_what_they_say() {
    let floor = Measure { raised_floor: 0.5, groups: Some(vec![0]), ..Measure::named("floor") };
    near(&with(&[&floor]).at_event(), &[75.0, 75.0]);
    let warning = Some(Warning { movable: 0.5, saved: 0.4, heeded: 0.5 });
    near(&with(&[&Measure { warning, ..Measure::named("warning") }]).at_event(), &[90.0, 90.0]);
}

#[test]
fn a_transfer_is_of_the_total_and_taken_off_all_alike() {
    let transfer = Some(Transfer { attachment: 60.0, cover: 30.0 });
    let losses = with(&[&Measure { transfer, ..Measure::named("insurance") }]);
    near(&losses.at_event(), &[70.0, 70.0]);
    near(&losses.at_event_of(1), &[35.0, 0.0]);
    near(losses.borne_by_others(), &[30.0, 30.0]);
}

#[test]
fn measures_together_avert_no_more_than_there_is_where_adding_counts_twice() {
    let half = Measure { hazard: Hazard::Intensity { factor: 0.5, less: 0.0 }, ..Measure::named("half") };
    let third = Measure { hazard: Hazard::Intensity { factor: 0.25, less: 0.0 }, ..Measure::named("quarter") };
    near(&bare().added(&[with(&[&half]), with(&[&third])]).unwrap(), &[0.0, 0.0]);
    near(&with(&[&half, &third]).at_event(), &[12.5, 12.5]);
}

#[test]
fn weights_of_a_rule_are_the_rule_where_rarer_events_take_more() {
    let frequency = [0.5, 0.2, 0.1, 0.04, 0.02, 0.01];
    let losses = [1.0, 3.0, 8.0, 20.0, 35.0, 50.0];
    let points: Vec<FrequencyPoint> =
        frequency.iter().zip(losses).map(|(f, loss)| FrequencyPoint { frequency: *f, loss }).collect();
    for join in [Join::StepBelow, Join::StepAbove, Join::Linear, Join::LogLinear, Join::Sum] {
        for beyond in [Beyond::Nothing, Beyond::Flat] {
            let rule = Rule { join, beyond };
            let events = Events::new(frequency.to_vec(), rule).unwrap();
            near(&[yearly(&losses, &events)], &[expected_annual(&points, rule).unwrap()]);
        }
    }
}

#[test]
fn measures_made_for_other_things_and_frequencies_of_none_are_refused() {
    let (scenario, functions) = two();
    let others = Sorted::of(&AtAssets::new(vec![1.0], vec![0], vec![7], &[vec![1.0], vec![1.0]]).unwrap());
    let standing = Applied::new(&[], Overlap::Nested, &functions, &others).unwrap();
    assert!(scenario.without(&standing, 1.0).is_err());
    assert!(Events::new(vec![0.0], SUM).is_err());
    assert!(Scenario::new(others, Events::new(vec![0.1], SUM).unwrap(), 1.0).is_err());
}

#[test]
fn a_standard_between_two_events_takes_the_curve_up_to_it_and_a_higher_one_never_saves_less() {
    let losses = [10.0, 40.0, 90.0];
    let events = |rule| Events::new(vec![0.2, 0.05, 0.01], rule).unwrap();
    for join in Join::ALL.iter().filter(|j| **j != Join::Sum) {
        let rule = Rule { join: *join, beyond: Beyond::Flat };
        let events = events(rule);
        let annual = |years: f64| -> f64 {
            let left = events.left_by_standard(years);
            events.weight().iter().zip(left).zip(losses).map(|((w, left), loss)| w * left * loss).sum()
        };
        let steps: Vec<f64> = [1.0, 6.0, 8.0, 10.0, 15.0, 19.0, 25.0, 60.0, 99.0, 150.0, 1000.0].map(annual).to_vec();
        assert!(steps.windows(2).all(|pair| pair[1] <= pair[0] + 1e-12), "{join}: {steps:?}");
        assert!((annual(1000.0) - 0.001 * 90.0).abs() < 1e-12, "{join}");
    }
    let rule = Rule { join: Join::LogLinear, beyond: Beyond::Flat };
    let at_ten = 40.0 + (10.0 - 40.0) * (0.1_f64 / 0.05).ln() / (0.2_f64 / 0.05).ln();
    let points =
        [(0.1, at_ten), (0.05, 40.0), (0.01, 90.0)].map(|(frequency, loss)| FrequencyPoint { frequency, loss });
    let left = events(rule).left_by_standard(10.0);
    let found: f64 = events(rule).weight().iter().zip(left).zip(losses).map(|((w, left), loss)| w * left * loss).sum();
    assert!((found - expected_annual(&points, rule).unwrap()).abs() < 1e-12);
}
