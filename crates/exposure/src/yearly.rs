//! From losses by return period to an expected figure of a year, by the rule that leads and by every other.

use city::Estimate;
use city::risk::{Rule, Suffered};
use city::risk_settings::{Beyond, Join};
use risk::frequency::{FrequencyPoint, expected_annual};

/// Every rule that an expected figure may be made by.
pub fn rules() -> Vec<Rule> {
    let joined = Join::ALL.iter().filter(|j| **j != Join::Sum);
    let both = joined.flat_map(|join| [Beyond::Nothing, Beyond::Flat].map(|beyond| Rule { join: *join, beyond }));
    both.chain([Rule { join: Join::Sum, beyond: Beyond::Nothing }]).collect()
}

/// What some things suffer: `events` are low, best and high at each of `periods`. No annual figure where an event has no return
/// period or there is one event only: a curve of one point is a guess.
pub fn suffered(exposed: f64, periods: &[Option<f64>], events: &[[f64; 3]], leads: Rule) -> Suffered {
    let estimate = |[low, value, high]: [f64; 3]| Estimate::range(low.min(value), value, high.max(value)).ok();
    let years: Option<Vec<f64>> = periods.iter().copied().collect();
    let of = |which: usize, rule: Rule| -> Option<f64> {
        let years = years.as_ref().filter(|years| years.len() > 1)?;
        let points = years.iter().zip(events);
        let points: Vec<FrequencyPoint> =
            points.map(|(years, event)| FrequencyPoint::of_period(*years, event[which])).collect();
        expected_annual(&points, rule).ok()
    };
    let annual = (|| estimate([of(0, leads)?, of(1, leads)?, of(2, leads)?]))();
    let by_rule = rules().into_iter().filter_map(|rule| Some((rule, of(1, rule)?))).collect();
    Suffered { exposed, events: events.iter().map(|e| estimate(*e)).collect(), annual, by_rule }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_six_published_rules_give_their_published_figures() {
        // San Salvador, damage by return period of 2015; see tests/published/frequency.rs for all of them
        let losses = [
            514_701.966_225_738_1,
            3_153_032.854_199_497,
            7_332_608.845_749_789,
            18_689_194.580_847_636,
            35_134_605.681_445_986,
            49_127_511.231_617_73,
        ];
        let periods = [2.0, 5.0, 10.0, 25.0, 50.0, 100.0].map(Some);
        let events = losses.map(|x| [x, x, x]);
        let made = suffered(1.0, &periods, &events, Rule { join: Join::Linear, beyond: Beyond::Flat });
        assert!((made.annual.unwrap().value / 3_305_920.11 - 1.0).abs() < 1e-6);
        let sum = made.by_rule.iter().find(|(rule, _)| rule.join == Join::Sum).unwrap().1;
        assert!((sum / 3_562_753.447_706_75 - 1.0).abs() < 1e-9);
        assert_eq!(made.by_rule.len(), 9);
    }

    #[test]
    fn an_event_without_a_return_period_gives_no_year() {
        let rule = Rule { join: Join::Linear, beyond: Beyond::Flat };
        assert!(suffered(1.0, &[None], &[[1.0; 3]], rule).annual.is_none());
        assert!(suffered(1.0, &[Some(100.0)], &[[1.0; 3]], rule).annual.is_none());
    }
}
