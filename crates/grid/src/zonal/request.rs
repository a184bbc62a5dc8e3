use crate::error::GridError;

/// Which statistics are wanted beyond count, sum, mean, minimum, maximum and variance, which are always given.
#[derive(Debug, Clone, PartialEq)]
pub struct ZonalRequest {
    /// Probabilities from 0 to 1; the answer holds one quantile for each.
    pub quantiles: Vec<f64>,
    /// Rising borders of classes, for the share of each zone in each: values below the first border, from each border up to
    /// but not including the next, and from the last border on. One class more than borders.
    pub class_breaks: Vec<f64>,
    /// A threshold: how many cells lie above it and their mean and maximum, by both rules of [`super::Extraction`].
    pub above: Option<f64>,
    /// Majority, minority and variety.
    pub majority: bool,
    /// The share of every distinct value: for rasters of classes, as the answer holds them all.
    pub value_shares: bool,
    /// Most distinct values kept at one time for quantiles, `majority` and `value_shares`, over all zones begun
    /// and not yet done: 16 to 32 bytes each, beside those of the windows being read.
    pub distinct_values_limit: usize,
}

impl Default for ZonalRequest {
    /// Nothing more; a limit of 8 million.
    fn default() -> Self {
        Self {
            quantiles: Vec::new(),
            class_breaks: Vec::new(),
            above: None,
            majority: false,
            value_shares: false,
            distinct_values_limit: 8_000_000,
        }
    }
}

impl ZonalRequest {
    pub(super) fn holds_values(&self) -> bool {
        self.majority || self.value_shares || !self.quantiles.is_empty()
    }

    pub(super) fn check(&self) -> Result<(), GridError> {
        if let Some(&value) = self.quantiles.iter().find(|probability| !(0.0..=1.0).contains(*probability)) {
            return Err(GridError::Request { what: "a quantile goes with a probability from 0 to 1", value });
        }
        let what = "class breaks are numbers, each above the one before";
        if let Some(&value) = self.class_breaks.iter().find(|border| border.is_nan()) {
            return Err(GridError::Request { what, value });
        }
        if let Some(value) = self.above.filter(|threshold| threshold.is_nan()) {
            return Err(GridError::Request { what: "a threshold to be above is a number", value });
        }
        match self.class_breaks.windows(2).find(|pair| pair[0] >= pair[1]) {
            Some(pair) => Err(GridError::Request { what, value: pair[1] }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_that_do_not_rise_are_refused() {
        let request = ZonalRequest { class_breaks: vec![1.0, 1.0], ..ZonalRequest::default() };
        assert!(matches!(request.check(), Err(GridError::Request { .. })));
        let rising = ZonalRequest { class_breaks: vec![1.0, 2.0], ..ZonalRequest::default() };
        assert!(rising.check().is_ok());
    }

    #[test]
    fn a_quantile_above_one_is_refused() {
        let request = ZonalRequest { quantiles: vec![0.5, 50.0], ..ZonalRequest::default() };
        assert!(request.check().is_err());
    }
}
