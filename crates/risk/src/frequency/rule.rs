//! The two assumptions of an expected annual figure, by name.

names! {
    /// How the loss goes between two frequencies.
    Join ("join") {
        /// The smaller of both losses: at least so much.
        StepBelow = "step_below",
        /// The larger of both losses: at most so much, where losses rise.
        StepAbove = "step_above",
        /// In a straight line against frequency (the trapezoid rule).
        Linear = "linear",
        /// In a straight line against the logarithm of frequency, as Delft-FIAT has it.
        LogLinear = "log_linear",
        /// Frequency times loss, summed: right for events with frequencies of their own; over exceedance frequencies it counts what
        /// overlaps more than once, and some published studies did so.
        Sum = "sum",
    }
}

names! {
    /// What lies beyond the rarest frequency.
    Beyond ("beyond") {
        /// No loss at all: the figure stops at the rarest event that was looked at.
        Nothing = "nothing",
        /// The loss of the rarest, however rare: its frequency times its loss is added.
        Flat = "flat",
    }
}

/// How points become an expected annual figure.
///
/// More often than the most frequent point, no loss is taken (give a point with loss 0 where the first loss is known).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Rule {
    /// How the loss goes between two frequencies.
    pub join: Join,
    /// What lies beyond the rarest; of no effect with [`Join::Sum`].
    pub beyond: Beyond,
}

impl Default for Rule {
    /// Our own: log-linear with a flat tail. Losses rise about evenly with the logarithm of the return period, and a flood rarer
    /// than the rarest map does at least as much as that map shows.
    fn default() -> Self {
        Self { join: Join::LogLinear, beyond: Beyond::Flat }
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.join == Join::Sum {
            write!(f, "{}", self.join)
        } else {
            write!(f, "{}, {} beyond", self.join, self.beyond)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_written_by_name_and_read_back() {
        for join in Join::ALL {
            assert_eq!(join.as_str().parse::<Join>().unwrap(), *join);
        }
        assert_eq!("flat".parse::<Beyond>().unwrap(), Beyond::Flat);
        let wrong = "trapezoid".parse::<Join>().unwrap_err().to_string();
        assert!(wrong.contains("trapezoid") && wrong.contains("log_linear"), "{wrong}");
        assert_eq!(Rule::default().to_string(), "log_linear, flat beyond");
    }
}
