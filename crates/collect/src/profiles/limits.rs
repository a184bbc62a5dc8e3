//! Limits: whether a number can be true by the field table.

use city::{Indicator, Problem};

/// The problem of a number outside what its indicator allows; none where it is inside.
#[must_use]
pub fn out_of_range(indicator: &Indicator, low: f64, value: f64, high: f64) -> Option<Problem> {
    let outside = indicator.least.is_some_and(|least| low < least) || indicator.most.is_some_and(|most| high > most);
    let code = if indicator.unit == "percent" && high > 100.0 { "share_over_100" } else { "value_out_of_range" };
    let expected = match (indicator.least, indicator.most) {
        (Some(least), Some(most)) => format!("{least} to {most} {}", indicator.unit),
        (Some(least), None) => format!("{least} {} or more", indicator.unit),
        (None, Some(most)) => format!("{most} {} or less", indicator.unit),
        (None, None) => String::new(),
    };
    outside.then(|| {
        Problem::error(code).found(value).expected(expected).hint("correct it where it was written; it is left out")
    })
}
