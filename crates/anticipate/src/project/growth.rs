//! Growth at a rate, compounded continuously.

/// Growth between two counts, percent a year: 100 ln(to / from) / years. None unless both counts and the years are above 0.
///
/// ```
/// let rate = anticipate::project::growth_percent_year(2_905_726.0, 4_010_054.0, 10.0).unwrap();
/// assert!((rate - 3.221).abs() < 0.0005);
/// ```
#[must_use]
pub fn growth_percent_year(from: f64, to: f64, years: f64) -> Option<f64> {
    let rate = 100.0 * (to / from).ln() / years;
    (from > 0.0 && to > 0.0 && years > 0.0 && rate.is_finite()).then_some(rate)
}

/// What a count becomes: `count exp(percent / 100 years)`.
#[must_use]
pub fn grown(count: f64, percent_year: f64, years: f64) -> f64 {
    count * (percent_year / 100.0 * years).exp()
}
