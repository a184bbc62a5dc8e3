//! Amounts and shares as people read them: millions in words, three digits of money, and shares that are never rounded to nothing.

use crate::assessment::reading::threshold;
use crate::travel::rows::metres;
use city::Estimate;
use city::risk::Measure;

/// An amount of what is counted.
pub fn amount(value: f64, measure: &Measure) -> String {
    match measure {
        Measure::Metres if value > 0.0 && value < 1.0 => "under 1 m".to_owned(),
        Measure::Metres => metres(value),
        Measure::Money { .. } | Measure::Income { .. } | Measure::RepairDays | Measure::WorkDays => {
            scaled(three_digits(value))
        }
        Measure::People => whole(three_digits(value)),
        _ => whole(value),
    }
}

/// Both ends of an estimate; empty where they look like its value.
pub fn range(estimate: Estimate, measure: &Measure) -> String {
    let [low, value, high] = [estimate.low, estimate.value, estimate.high].map(|n| amount(n, measure));
    if low == value && high == value {
        return String::new();
    }
    for scale in [" billion", " million", " km", " m"] {
        if let Some(start) = low.strip_suffix(scale).filter(|_| high.ends_with(scale)) {
            return format!("{start} – {high}");
        }
    }
    format!("{low} – {high}")
}

/// An amount with its range in brackets.
pub fn with_range(estimate: Estimate, measure: &Measure) -> String {
    match (amount(estimate.value, measure), range(estimate, measure)) {
        (main, range) if range.is_empty() => main,
        (main, range) => format!("{main} ({range})"),
    }
}

/// A share, 0 to 1, in percent; what is not nothing is never shown as nothing, what is not all never as all.
pub fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    match percent {
        p if p <= 0.0 => "0 %".to_owned(),
        p if p < 0.01 => "under 0.01 %".to_owned(),
        p if p < 1.0 => format!("{p:.2} %"),
        p if p < 10.0 => format!("{p:.1} %"),
        p if (99.5..100.0).contains(&p) => "over 99 %".to_owned(),
        p => format!("{p:.0} %"),
    }
}

/// A share of a whole; none where there is no whole.
pub fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// The first three digits of a number; a range shows how few of the others can be known.
pub fn three_digits(value: f64) -> f64 {
    if value.abs() < 1_000.0 {
        return value;
    }
    let step = 10_f64.powf(value.abs().log10().floor() - 2.0);
    (value / step).round() * step
}

/// People and things are whole from ten on.
pub fn whole(value: f64) -> String {
    scaled(if value.abs() >= 10.0 && value.abs() < 1e6 { value.round() } else { value })
}

fn scaled(value: f64) -> String {
    let of = |size: f64, word: &str| format!("{} {word}", threshold(value / size));
    match value.abs() {
        size if size >= 1e9 => of(1e9, "billion"),
        size if size >= 1e6 => of(1e6, "million"),
        _ => threshold(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::risk_settings::ExposureKind;

    fn money() -> Measure {
        Measure::Money { currency: "USD".into(), price_year: Some(2015) }
    }

    #[test]
    fn money_is_shown_with_three_digits_and_things_are_counted() {
        assert_eq!(amount(3_562_753.45, &money()), "3.56 million");
        assert_eq!(amount(35_149.0, &money()), "35,100");
        assert_eq!(amount(12_472.4, &Measure::Struck(ExposureKind::Dwellings)), "12,472");
        assert_eq!([12_472.4, 87.4, 8.74].map(|n| amount(n, &Measure::People)), ["12,500", "87", "8.74"]);
        assert_eq!(amount(0.4, &Measure::Metres), "under 1 m");
    }

    #[test]
    fn a_range_says_its_scale_once_where_both_ends_share_it() {
        let about = |low, value, high| Estimate::range(low, value, high).unwrap();
        assert_eq!(range(about(2.1e6, 3.5e6, 5.0e6), &money()), "2.1 – 5 million");
        assert_eq!(range(about(9e5, 3.5e6, 5.0e6), &money()), "900,000 – 5 million");
        assert_eq!(range(about(3.0, 3.0, 3.0), &money()), "");
    }

    #[test]
    fn only_nothing_is_shown_as_nothing_and_only_all_as_all() {
        assert_eq!(
            [0.0, 1e-6, 0.0194, 0.34, 0.999, 1.0].map(percent),
            ["0 %", "under 0.01 %", "1.9 %", "34 %", "over 99 %", "100 %"]
        );
    }
}
