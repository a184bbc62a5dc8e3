//! Whatever is measured against whatever: no measure makes an event do more, nor less than nothing, under return periods and in sets of
//! events alike. Of functions that rise with intensity; [`Hazard::CurveAxis`] may do anything and is left out.

use super::{Applied, Class, CutOff, Events, Hazard, Measure, Overlap, PartStruck, Scenario, Sorted, Warning};
use crate::frequency::{Beyond, Join, Rule};
use crate::function::DamageFunction;
use proptest::prelude::*;
use std::collections::BTreeMap;

const SET: Rule = Rule { join: Join::Sum, beyond: Beyond::Nothing };
const EVENTS: usize = 5;

fn function() -> impl Strategy<Value = DamageFunction> {
    let step = (0.01..2.0_f64, 0.0..0.4_f64);
    proptest::collection::vec(step, 1..4).prop_map(|steps| {
        let (mut xs, mut ys) = (vec![0.0], vec![0.0]);
        let (mut x, mut y) = (0.0, 0.0_f64);
        for (wide, high) in steps {
            (x, y) = (x + wide, f64::min(y + high, 1.0));
            xs.push(x);
            ys.push(y);
        }
        DamageFunction::new("f", xs, ys).unwrap()
    })
}

/// Class, event, intensity, value, and how often so much is reached there.
fn part() -> impl Strategy<Value = PartStruck> {
    (0..2_u32, 0..2_u32, 0..EVENTS, 0.0..5.0_f64, 0.0..1e6_f64, 0.001..1.0_f64).prop_map(
        |(group, function, event, intensity, value, often)| PartStruck {
            class: Class { group, function },
            event,
            intensity,
            value,
            reached: Some(often),
        },
    )
}

fn measure() -> impl Strategy<Value = Measure> {
    let hazard = (0.0..=1.0_f64, 0.0..1.0_f64).prop_map(|(factor, less)| Hazard::Intensity { factor, less });
    let cut_off = prop_oneof![
        Just(None),
        (0.5..500.0_f64).prop_map(|years| Some(CutOff::ByOwnPeriod { years })),
        (0.0..1.0_f64).prop_map(|frequency| Some(CutOff::ByRankOfLoss { frequency })),
    ];
    let reach = (proptest::option::of(Just(vec![1_u32])), 0.0..=1.0_f64);
    let warning = proptest::option::of((0.0..=1.0_f64).prop_map(|heeded| Warning { movable: 0.5, saved: 0.5, heeded }));
    (hazard, cut_off, reach, 0.0..1.0_f64, 0.0..=1.0_f64, warning).prop_map(
        |(hazard, cut_off, (groups, share), raised_floor, degree, warning)| Measure {
            hazard,
            cut_off,
            groups,
            share,
            raised_floor,
            degree: (degree, 0.0),
            warning,
            ..Measure::named("any")
        },
    )
}

/// By event, and in a year, without and with measures.
fn losses(scenario: &Scenario, functions: &[DamageFunction], measures: &[&Measure]) -> [(Vec<f64>, f64); 2] {
    let applied = |list: &[&Measure]| Applied::new(list, Overlap::Independent, functions, scenario.things()).unwrap();
    let without = scenario.without(&applied(&[]), 1.0).unwrap();
    let with = scenario.with(&applied(measures), 1.0, &without.at_event()).unwrap();
    [without, with].map(|losses| (losses.at_event(), losses.annual(scenario.events())))
}

proptest! {
    #[test]
    fn a_measure_never_raises_what_is_lost(
        functions in proptest::collection::vec(function(), 2),
        parts in proptest::collection::vec(part(), 1..40),
        frequency in proptest::collection::vec(0.001..1.0_f64, EVENTS),
        (first, second) in (measure(), measure()),
    ) {
        let mut value: BTreeMap<Class, f64> = BTreeMap::new();
        for part in &parts {
            *value.entry(part.class).or_default() += part.value;
        }
        let of_periods: Vec<PartStruck> = parts.iter().map(|part| PartStruck { reached: None, ..*part }).collect();
        for (parts, rule) in [(&parts, SET), (&of_periods, Rule::default()), (&of_periods, SET)] {
            let events = Events::new(frequency.clone(), rule);
            // two return periods that are the same are refused elsewhere
            let Ok(events) = events else { continue };
            let scenario = Scenario::new(Sorted::of_parts(EVENTS, &value, parts), events, 1.0).unwrap();
            for measures in [&[&first][..], &[&first, &second]] {
                let [(before, year), (after, less)] = losses(&scenario, &functions, measures);
                let slack = 1e-9 * before.iter().sum::<f64>().max(1.0);
                for (before, after) in before.iter().zip(&after) {
                    prop_assert!(*after <= before + slack && *after >= -slack, "{before} {after}");
                }
                prop_assert!(less <= year + slack, "{year} {less}");
            }
        }
    }
}
