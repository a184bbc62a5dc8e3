//! How far the people of a place are, out of what each of its points reaches.

use crate::travel::reach::Reached;
use crate::travel::speeds::{USUAL, metres_a_second};
use city::Estimate;
use city::travel::{Answer, Farness, Within};

/// From this share of people with a way on, a place has a way; below the other it has the straight line only.
const MOST: f64 = 0.9;
const HARDLY_ANY: f64 = 0.01;

/// A point of people with its weight, and what it reaches.
pub type Sample = (f64, Reached);

/// What is known of the points of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Summed {
    /// What the numbers are.
    pub answer: Answer,
    /// Share of the people who have a way, 0 to 1.
    pub routed_share: f64,
    /// Minutes.
    pub minutes: Farness,
    /// Metres along the way.
    pub distance_m: Farness,
    /// Median over people of the straight line, m.
    pub straight_m: Option<f64>,
    /// By band; people are not yet in it.
    pub within: Vec<Within>,
}

/// Numbers of a place from its points.
///
/// Minutes run from those at fast speed to those at slow speed. Somebody without a way counts as farther than everybody else, except at
/// the lower end of a range, where the straight line at the highest speed of the table stands for them; so there is no median where
/// half of the people have no way, and no ninth tenth where a tenth has none. The mean is over those who have a way. The `q`
/// quantile is the least value that so much of the weight does not exceed.
///
/// `fastest_kmh` is the highest speed of the way of going. Weights are above zero.
#[must_use]
pub fn sum(samples: &[Sample], bands: &[u32], fastest_kmh: f64) -> Summed {
    let total: f64 = samples.iter().map(|(w, _)| w).sum();
    let routed: f64 = samples.iter().filter(|(_, r)| r.ways.is_some()).map(|(w, _)| w).sum();
    // a sum of nothing is minus zero
    let routed_share = if total > 0.0 { routed.abs() / total } else { 0.0 };
    let straight_minutes = |r: &Reached| r.straight_m / metres_a_second(fastest_kmh) / 60.0;
    let minutes = |r: &Reached| -> [f64; 3] {
        r.ways.map_or([straight_minutes(r), f64::INFINITY, f64::INFINITY], |[slow, usual, fast]| {
            [fast, usual, slow].map(|l| l.seconds / 60.0)
        })
    };
    let metres = |r: &Reached| -> [f64; 3] {
        r.ways.map_or([r.straight_m, f64::INFINITY, f64::INFINITY], |ways| {
            let lengths = ways.map(|l| l.length_m);
            [
                lengths.iter().copied().fold(f64::INFINITY, f64::min),
                lengths[USUAL],
                lengths.iter().copied().fold(0.0, f64::max),
            ]
        })
    };
    let within = bands
        .iter()
        .map(|band| {
            let limit = f64::from(*band);
            let share = |end: usize| share_within(samples, total, |r| minutes(r).get(end).is_some_and(|m| *m <= limit));
            Within {
                minutes: *band,
                share: Estimate::range(share(2), share(1), share(0)).ok().filter(|_| routed_share >= HARDLY_ANY),
                people: None,
                at_most: share_within(samples, total, |r| straight_minutes(r) <= limit),
            }
        })
        .collect();
    Summed {
        answer: answer(routed_share),
        routed_share,
        minutes: farness(samples, routed_share, minutes),
        distance_m: farness(samples, routed_share, metres),
        straight_m: quantile(&weighed(samples, |r| r.straight_m), 0.5),
        within,
    }
}

/// What the numbers of a place are, by the share of its people who have a way.
#[must_use]
pub fn answer(routed_share: f64) -> Answer {
    if routed_share >= MOST {
        Answer::Way
    } else if routed_share >= HARDLY_ANY {
        Answer::Partly
    } else {
        Answer::StraightLine
    }
}

fn share_within(samples: &[Sample], total: f64, near: impl Fn(&Reached) -> bool) -> f64 {
    let inside: f64 = samples.iter().filter(|(_, r)| near(r)).map(|(w, _)| w).sum();
    if total > 0.0 { (100.0 * inside.abs() / total).min(100.0) } else { 0.0 }
}

/// Low, value and high of each point made those of the place.
fn farness(samples: &[Sample], routed_share: f64, of: impl Fn(&Reached) -> [f64; 3]) -> Farness {
    if routed_share < HARDLY_ANY {
        return Farness::default();
    }
    let end = |end: usize| weighed(samples, |r| of(r).get(end).copied().unwrap_or(f64::INFINITY));
    let [low, value, high] = [end(0), end(1), end(2)];
    let at = |q: f64| {
        let [low, value, high] = [quantile(&low, q)?, quantile(&value, q)?, quantile(&high, q)?];
        Estimate::range(low.min(value), value, high.max(value)).ok()
    };
    let routed: Vec<Sample> = samples.iter().filter(|(_, r)| r.ways.is_some()).copied().collect();
    let weight: f64 = routed.iter().map(|(w, _)| w).sum();
    let mean =
        |end: usize| routed.iter().map(|(w, r)| w * of(r).get(end).copied().unwrap_or(0.0)).sum::<f64>() / weight;
    let mean = Estimate::range(mean(0).min(mean(1)), mean(1), mean(2).max(mean(1))).ok();
    Farness { median: at(0.5), mean, p90: at(0.9) }
}

fn weighed(samples: &[Sample], of: impl Fn(&Reached) -> f64) -> Vec<(f64, f64)> {
    let mut list: Vec<(f64, f64)> = samples.iter().map(|(w, r)| (of(r), *w)).collect();
    list.sort_by(|a, b| a.0.total_cmp(&b.0));
    list
}

/// The least value that a part of the weight does not exceed; none where it is infinite, or nothing weighs anything.
fn quantile(sorted: &[(f64, f64)], part: f64) -> Option<f64> {
    let total: f64 = sorted.iter().map(|(_, w)| w).sum();
    let mut so_far = 0.0;
    for (value, weight) in sorted {
        so_far += weight;
        if so_far >= part * total * (1.0 - 1e-12) {
            return Some(*value).filter(|v| v.is_finite());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::travel::search::Label;

    fn way(minutes: f64) -> Reached {
        let label = |factor: f64| Label { seconds: minutes * 60.0 * factor, length_m: minutes * 75.0, destination: 0 };
        Reached {
            ways: Some([label(2.0), label(1.0), label(0.5)]),
            straight_m: minutes * 50.0,
            near_line: true,
            apart: false,
        }
    }

    fn none(straight_m: f64) -> Reached {
        Reached { ways: None, straight_m, near_line: false, apart: false }
    }

    fn near(found: Option<Estimate>, expected: [f64; 3]) {
        let e = found.expect("an estimate");
        let close = [e.low, e.value, e.high].iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-9);
        assert!(close, "{e:?} is not {expected:?}");
    }

    #[test]
    fn quantiles_are_weighed_by_people_and_ranges_run_over_the_speeds() {
        let samples = [(70.0, way(4.0)), (25.0, way(10.0)), (5.0, way(40.0))];
        let made = sum(&samples, &[5, 15], 6.0);
        assert_eq!(made.answer, Answer::Way);
        near(made.minutes.median, [2.0, 4.0, 8.0]);
        near(made.minutes.p90, [5.0, 10.0, 20.0]);
        near(made.minutes.mean, [3.65, 7.3, 14.6]); // 0.7 x 4 + 0.25 x 10 + 0.05 x 40
        near(made.distance_m.median, [300.0; 3]);
        near(made.within[0].share, [0.0, 70.0, 95.0]);
        near(made.within[1].share, [70.0, 95.0, 95.0]);
        assert_eq!(made.straight_m, Some(200.0));
    }

    #[test]
    fn people_without_a_way_are_never_given_one() {
        let made = sum(&[(40.0, way(4.0)), (60.0, none(100.0))], &[5], 6.0);
        assert_eq!((made.answer, made.minutes.median, made.minutes.p90), (Answer::Partly, None, None));
        near(made.minutes.mean, [2.0, 4.0, 8.0]);
        // 100 m straight at 6 km/h is a minute: they may be within five, and nobody says that they are
        near(made.within[0].share, [0.0, 40.0, 100.0]);
        let far = sum(&[(40.0, way(4.0)), (60.0, none(1_000.0))], &[5], 6.0);
        near(far.within[0].share, [0.0, 40.0, 40.0]);
    }

    #[test]
    fn a_place_without_any_way_has_the_straight_line_only() {
        let made = sum(&[(1.0, none(700.0)), (1.0, none(900.0)), (1.0, none(800.0))], &[5, 15], 6.0);
        assert_eq!(
            (made.answer, made.minutes, made.straight_m),
            (Answer::StraightLine, Farness::default(), Some(800.0))
        );
        assert!(made.within[0].share.is_none());
        assert_eq!((made.within[0].at_most, made.within[1].at_most), (0.0, 100.0));
    }

    #[test]
    fn no_points_and_no_destination_are_gaps() {
        let made = sum(&[], &[5], 6.0);
        assert_eq!((made.straight_m, made.routed_share, made.minutes), (None, 0.0, Farness::default()));
        assert!(sum(&[(1.0, none(f64::INFINITY))], &[5], 6.0).straight_m.is_none());
    }
}
