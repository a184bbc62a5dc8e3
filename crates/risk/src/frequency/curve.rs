//! Exceedance curves out of events with frequencies of their own.

use crate::error::RiskError;

/// One event of a set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventLoss {
    /// How often this very event comes, times a year.
    pub frequency: f64,
    /// What it does: money, people, dwellings.
    pub loss: f64,
}

city::names! {
    /// How an exceedance curve is read between its events and beyond them.
    Reading ("reading") {
        /// Straight against the return period, constant beyond both ends, as CLIMADA has it: more often than the most frequent event
        /// it still gives the smallest loss.
        Period = "period",
        /// Straight against the logarithm of the frequency; more often than the most frequent event nothing is known to happen, beyond
        /// the rarest it stays at the largest loss.
        LogFrequency = "log_frequency",
    }
}

/// How often each loss is reached or exceeded: events sorted by loss, largest first, and their frequencies added up.
#[derive(Debug, Clone, PartialEq)]
pub struct ExceedanceCurve {
    /// Falling.
    loss: Vec<f64>,
    /// Rising: times a year that the loss is reached.
    frequency: Vec<f64>,
}

impl ExceedanceCurve {
    /// The curve of these events, in any order; those of equal loss stay in the order given.
    ///
    /// # Errors
    /// [`RiskError::NoPoints`]; [`RiskError::FrequencyPoint`] for a frequency not above 0, or a loss below 0 or none.
    pub fn from_events(events: &[EventLoss]) -> Result<Self, RiskError> {
        if events.is_empty() {
            return Err(RiskError::NoPoints { what: "an exceedance curve" });
        }
        for (at, event) in events.iter().enumerate() {
            let wrong = |found, expected| Err(RiskError::FrequencyPoint { point: at + 1, found, expected });
            if !(event.frequency.is_finite() && event.frequency > 0.0) {
                return wrong(event.frequency, "a frequency above 0 a year");
            }
            if !(event.loss.is_finite() && event.loss >= 0.0) {
                return wrong(event.loss, "a loss from 0");
            }
        }
        let mut sorted = events.to_vec();
        sorted.sort_by(|a, b| b.loss.total_cmp(&a.loss));
        let mut total = 0.0;
        let frequency = sorted.iter().map(|event| {
            total += event.frequency;
            total
        });
        Ok(Self { frequency: frequency.collect(), loss: sorted.iter().map(|event| event.loss).collect() })
    }

    /// Losses, largest first.
    #[must_use]
    pub fn loss(&self) -> &[f64] {
        &self.loss
    }

    /// How often each loss is reached or exceeded, times a year.
    #[must_use]
    pub fn frequency(&self) -> &[f64] {
        &self.frequency
    }

    /// The longest return period, in years, that the events know of: what is said beyond it is a loss of at least so much.
    #[must_use]
    pub fn longest_period(&self) -> f64 {
        self.frequency.first().map_or(f64::NAN, |rarest| 1.0 / rarest)
    }

    /// The loss that is reached or exceeded once in so many years. NaN for a period that is not above 0.
    #[must_use]
    pub fn loss_at(&self, return_period_years: f64, reading: Reading) -> f64 {
        let (Some(&rarest), Some(&oftenest)) = (self.frequency.first(), self.frequency.last()) else { return f64::NAN };
        let (Some(&largest), Some(&smallest)) = (self.loss.first(), self.loss.last()) else { return f64::NAN };
        if return_period_years.is_nan() || return_period_years <= 0.0 {
            return f64::NAN;
        }
        let wanted = 1.0 / return_period_years;
        if wanted <= rarest {
            return largest;
        }
        if return_period_years < 1.0 / oftenest {
            return if reading == Reading::Period { smallest } else { 0.0 };
        }
        let after = self.frequency.partition_point(|f| *f < wanted).min(self.frequency.len() - 1);
        let ((f0, y0), (f1, y1)) = (self.at(after.saturating_sub(1)), self.at(after));
        let part = match reading {
            Reading::Period => (1.0 / f0 - return_period_years) / (1.0 / f0 - 1.0 / f1),
            Reading::LogFrequency => (wanted / f0).ln() / (f1 / f0).ln(),
        };
        if part.is_finite() { y0 + (y1 - y0) * part.clamp(0.0, 1.0) } else { y1 }
    }

    /// How often a loss is reached or exceeded, times a year: straight in its logarithm between events, 0 above the largest loss,
    /// and never below 0.
    #[must_use]
    pub fn frequency_of(&self, loss: f64) -> f64 {
        let after = self.loss.partition_point(|known| *known > loss);
        if loss.is_nan() || self.loss.is_empty() {
            return f64::NAN;
        }
        let last = self.loss.len() - 1;
        if after > last {
            return self.frequency[last];
        }
        // of events with this very loss, all count
        let equal = self.loss.partition_point(|known| *known >= loss);
        if equal > after {
            return self.frequency[equal - 1];
        }
        if after == 0 {
            return 0.0;
        }
        let ((f0, y0), (f1, y1)) = (self.at(after - 1), self.at(after));
        f0 * ((f1 / f0).ln() * (y0 - loss) / (y0 - y1)).exp()
    }

    /// Expected loss a year: frequency times loss of every event, summed.
    #[must_use]
    pub fn expected_annual(&self) -> f64 {
        let before = std::iter::once(0.0).chain(self.frequency.iter().copied());
        self.frequency.iter().zip(before).zip(&self.loss).map(|((f, before), loss)| (f - before) * loss).sum()
    }

    fn at(&self, place: usize) -> (f64, f64) {
        (self.frequency[place], self.loss[place])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(pairs: &[(f64, f64)]) -> ExceedanceCurve {
        let events: Vec<EventLoss> = pairs.iter().map(|&(frequency, loss)| EventLoss { frequency, loss }).collect();
        ExceedanceCurve::from_events(&events).unwrap()
    }

    #[test]
    fn frequencies_add_up_from_the_largest_loss() {
        let curve = curve(&[(0.1, 10.0), (0.01, 100.0), (0.04, 50.0)]);
        assert_eq!(curve.loss(), [100.0, 50.0, 10.0]);
        for (found, expected) in curve.frequency().iter().zip([0.01, 0.05, 0.15]) {
            assert!((found - expected).abs() < 1e-15);
        }
        assert!((curve.expected_annual() - (1.0 + 2.0 + 1.0)).abs() < 1e-12);
        assert!((curve.longest_period() - 100.0).abs() < 1e-12);
    }

    #[test]
    fn between_events_it_is_straight_in_the_period_or_in_the_logarithm_of_the_frequency() {
        let curve = curve(&[(0.01, 100.0), (0.09, 20.0)]); // periods 100 and 10 years
        assert!((curve.loss_at(55.0, Reading::Period) - 60.0).abs() < 1e-9);
        assert!((curve.loss_at(1000_f64.sqrt(), Reading::LogFrequency) - 60.0).abs() < 1e-9);
        for reading in Reading::ALL {
            assert!((curve.loss_at(100.0, *reading) - 100.0).abs() < 1e-9);
            assert!((curve.loss_at(10.0, *reading) - 20.0).abs() < 1e-9, "{reading}");
            assert!((curve.loss_at(1e9, *reading) - 100.0).abs() < 1e-9);
            assert!(curve.loss_at(0.0, *reading).is_nan() && curve.loss_at(f64::NAN, *reading).is_nan());
        }
        assert!((curve.loss_at(2.0, Reading::Period) - 20.0).abs() < 1e-12);
        assert!(curve.loss_at(2.0, Reading::LogFrequency).abs() < 1e-12);
    }

    #[test]
    fn a_loss_is_never_exceeded_less_than_never() {
        let curve = curve(&[(0.01, 100.0), (0.09, 20.0), (0.4, 20.0), (0.1, 0.0)]);
        assert!(curve.frequency_of(1e9).abs() < 1e-300);
        assert!((curve.frequency_of(100.0) - 0.01).abs() < 1e-15);
        assert!((curve.frequency_of(20.0) - 0.5).abs() < 1e-15, "both events of one loss");
        assert!((curve.frequency_of(60.0) - (0.01_f64 * 0.1).sqrt()).abs() < 1e-12);
        assert!((curve.frequency_of(0.0) - 0.6).abs() < 1e-15);
        let mut before = f64::INFINITY;
        for step in 0..2000 {
            let frequency = curve.frequency_of(f64::from(step) * 0.06);
            assert!(frequency <= before && frequency >= 0.0);
            before = frequency;
        }
    }

    #[test]
    fn a_rarer_year_never_costs_less() {
        let curve = curve(&[(0.3, 5.0), (0.01, 100.0), (0.09, 20.0), (0.2, 20.0), (0.001, 100.0)]);
        for reading in Reading::ALL {
            let losses: Vec<f64> = (1..3000).map(|i| curve.loss_at(f64::from(i) * 0.5, *reading)).collect();
            assert!(losses.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12), "{reading}");
        }
    }

    #[test]
    fn events_that_cannot_be_are_named() {
        assert!(ExceedanceCurve::from_events(&[]).is_err());
        let events = [EventLoss { frequency: 0.1, loss: 1.0 }, EventLoss { frequency: 0.0, loss: 1.0 }];
        assert!(ExceedanceCurve::from_events(&events).unwrap_err().to_string().contains("point 2"));
    }
}
