//! Queues at shared and public toilets, and seats that keep them short.

use crate::AnticipateError;

/// A queue at its busiest hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Queue {
    /// Arrivals an hour.
    pub arrivals_hour: f64,
    /// Seats that work.
    pub seats: u32,
    /// Minutes that a use takes, mean.
    pub minutes_a_visit: f64,
    /// Standard deviation of these minutes over their mean: 1 for exponential (M/M/c), 0 for always the same (M/D/c).
    pub variation: f64,
}

/// What people at a queue find.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wait {
    /// Share of the seats' time in use, 0 to 1.
    pub busy: f64,
    /// Chance to wait at all, 0 to 1.
    pub chance: f64,
    /// Minutes of waiting before a seat is free, mean over everybody.
    pub minutes: f64,
}

/// How long people wait at seats in parallel, in the steady state of the busiest hour.
///
/// - Inputs: arrivals an hour (at random, Poisson), seats, minutes a use takes, and how much these vary.
/// - Method: Erlang C for the chance to wait, `C(c, a)` with `a` the arrivals times the minutes of a use (Erlang 1917); the mean wait of
///   M/M/c is `C(c, a) s / (c - a)` with `s` the minutes of a use (Allen 1978, Probability, statistics, and queueing theory, p. 276); for other
///   variations it is multiplied by `(1 + variation²) / 2` (M/G/c after Allen and Cunneen, an approximation; exact for one seat,
///   Pollaczek and Khinchine).
/// - An hour is short: where seats are nearly always in use the steady state is not reached, and the true wait is shorter.
///
/// # Errors
/// [`AnticipateError::Overrun`] where more arrive than the seats can serve, [`AnticipateError::NotACount`] for what is no number of at
/// least 0.
///
/// ```
/// use anticipate::queue::{Queue, wait};
/// // 30 arrivals an hour at 3 seats of 4 minutes: a = 2, C = 4/9
/// let found = wait(&Queue { arrivals_hour: 30.0, seats: 3, minutes_a_visit: 4.0, variation: 1.0 })?;
/// assert!((found.chance - 4.0 / 9.0).abs() < 1e-12 && (found.minutes - 16.0 / 9.0).abs() < 1e-12);
/// # Ok::<(), anticipate::AnticipateError>(())
/// ```
pub fn wait(queue: &Queue) -> Result<Wait, AnticipateError> {
    let numbers = [
        ("arrivals an hour", queue.arrivals_hour),
        ("minutes a visit", queue.minutes_a_visit),
        ("the variation of minutes a visit", queue.variation),
    ];
    if let Some((what, value)) = numbers.iter().find(|(_, v)| !(v.is_finite() && *v >= 0.0)) {
        return Err(AnticipateError::NotACount { what: (*what).to_owned(), value: *value });
    }
    let offered = queue.arrivals_hour * queue.minutes_a_visit / 60.0;
    let seats = f64::from(queue.seats);
    if offered >= seats && queue.arrivals_hour > 0.0 {
        let (arrivals_hour, seats, minutes) = (queue.arrivals_hour, queue.seats, queue.minutes_a_visit);
        return Err(AnticipateError::Overrun { arrivals_hour, seats, minutes });
    }
    if offered <= 0.0 {
        return Ok(Wait { busy: 0.0, chance: 0.0, minutes: 0.0 });
    }
    let chance = erlang_c(queue.seats, offered);
    let spread = queue.variation.mul_add(queue.variation, 1.0) / 2.0;
    Ok(Wait { busy: offered / seats, chance, minutes: chance * queue.minutes_a_visit / (seats - offered) * spread })
}

/// The chance to wait, from Erlang B by its recursion, which does not overflow.
fn erlang_c(seats: u32, offered: f64) -> f64 {
    let blocked = (1..=seats).fold(1.0, |blocked, n| offered * blocked / (f64::from(n) + offered * blocked));
    let seats = f64::from(seats);
    seats * blocked / (seats - offered * (1.0 - blocked))
}

/// The fewest seats at which the mean wait is at most `minutes`; none where more than 10,000 would be needed or a number is none.
#[must_use]
pub fn seats_for(queue: &Queue, minutes: f64) -> Option<u32> {
    let enough = |seats: u32| wait(&Queue { seats, ..*queue }).is_ok_and(|w| w.minutes <= minutes);
    let (mut low, mut high) = (1_u32, 10_000_u32);
    if !enough(high) {
        return None;
    }
    while low < high {
        let middle = low.midpoint(high);
        if enough(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn queue(arrivals_hour: f64, seats: u32, minutes_a_visit: f64) -> Queue {
        Queue { arrivals_hour, seats, minutes_a_visit, variation: 1.0 }
    }

    /// One seat is M/M/1: the chance to wait is the share of time in use, the wait rho s / (1 - rho); two seats at a = 1: C = 1/3.
    #[test]
    fn one_and_two_seats_are_the_textbook_cases() {
        let one = wait(&queue(6.0, 1, 5.0)).unwrap();
        assert!((one.chance - 0.5).abs() < 1e-12 && (one.minutes - 5.0).abs() < 1e-12);
        let two = wait(&queue(12.0, 2, 5.0)).unwrap();
        assert!((two.chance - 1.0 / 3.0).abs() < 1e-12);
        let steady = wait(&Queue { variation: 0.0, ..queue(6.0, 1, 5.0) }).unwrap();
        assert!((steady.minutes - 2.5).abs() < 1e-12, "Pollaczek and Khinchine: half of exponential");
    }

    #[test]
    fn more_arrivals_than_seats_can_serve_are_said_to_overrun() {
        assert!(matches!(wait(&queue(60.0, 4, 4.0)), Err(AnticipateError::Overrun { .. })));
        assert!(wait(&queue(1.0, 0, 4.0)).is_err() && wait(&queue(f64::NAN, 2, 4.0)).is_err());
        assert_eq!(wait(&queue(0.0, 2, 4.0)).unwrap().minutes.to_bits(), 0.0_f64.to_bits());
    }

    proptest! {
        #[test]
        fn more_seats_never_wait_longer_and_the_fewest_are_found(arrivals in 1.0_f64..400.0, minutes in 1.0_f64..10.0) {
            let asked = queue(arrivals, 1, minutes);
            let seats = seats_for(&asked, 2.0).unwrap();
            let at = |seats: u32| wait(&Queue { seats, ..asked });
            let (enough, more) = (at(seats).unwrap(), at(seats + 1).unwrap());
            let fewer_wait = seats == 1 || at(seats - 1).map_or(true, |w| w.minutes > 2.0);
            prop_assert!(fewer_wait && enough.minutes <= 2.0);
            prop_assert!(more.minutes <= enough.minutes && (0.0..=1.0).contains(&more.chance));
        }
    }
}
