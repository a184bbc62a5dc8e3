//! Numbers as people read them: thousands apart, no more digits than the kind of number bears, units in words.

use crate::words::say;
use city::indicator::IndicatorKind;
use city::{Estimate, Gap, Value};

/// Larger areas are shown in hectares.
const M2_PER_HECTARE: f64 = 1e4;
/// Still larger ones in square kilometres.
const M2_PER_KM2: f64 = 1e6;

/// A value in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// The number, the words of the codes, or why there is none.
    pub main: String,
    /// Its range, such as `4,500 – 6,000`; empty where it says nothing more.
    pub range: String,
    /// Its unit; empty where it needs none.
    pub unit: String,
    /// Whether it is a gap.
    pub gap: bool,
}

impl Shown {
    /// A value of a kind and unit; `labels` are words for its codes, where there are any.
    ///
    /// ```
    /// use city::indicator::IndicatorKind::Count;
    /// let people = city::Value::Estimate(city::Estimate::range(4_500.0, 5_000.0, 6_000.0)?);
    /// let shown = report::number::Shown::new(&people, Count, "persons", &[]);
    /// assert_eq!(shown.to_string(), "5,000 (4,500 – 6,000) people");
    /// # Ok::<(), city::CityError>(())
    /// ```
    #[must_use]
    pub fn new(value: &Value, kind: IndicatorKind, unit_id: &str, labels: &[String]) -> Self {
        match value {
            Value::Estimate(e) if unit_id == "year" => {
                Self { main: format!("{:.0}", e.value), range: years(*e), ..Self::default() }
            }
            Value::Estimate(e) if unit_id == "m2" && e.value >= M2_PER_HECTARE => {
                let (unit_id, size) = if e.value < M2_PER_KM2 { ("ha", M2_PER_HECTARE) } else { ("km2", M2_PER_KM2) };
                let [main, low, high] = [e.value, e.low, e.high].map(|n| figure(n / size, kind));
                let range = if low == main && high == main { String::new() } else { format!("{low} – {high}") };
                Self { main, range, unit: unit(unit_id), gap: false }
            }
            Value::Estimate(e) => Self {
                main: figure(e.value, kind),
                range: range(*e, kind),
                unit: if kind == IndicatorKind::Flag { String::new() } else { unit(unit_id) },
                gap: false,
            },
            Value::Classes(codes) if codes.is_empty() => {
                Self { main: gap(Gap::NotEstimated).into(), gap: true, ..Self::default() }
            }
            Value::Classes(codes) => Self { main: classes(codes, labels), ..Self::default() },
            Value::Gap(reason) => Self { main: gap(*reason).into(), gap: true, ..Self::default() },
        }
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = self.unit.starts_with('%');
        let mut text = self.main.clone();
        if percent {
            text += &self.unit;
        }
        if !self.range.is_empty() {
            text = format!("{text} ({})", self.range);
        }
        if !percent && !self.unit.is_empty() {
            text = format!("{text} {}", self.unit);
        }
        f.pad(&text)
    }
}

/// A number with the digits that its kind bears: counts whole, shares with one decimal, others with about three digits.
/// A number that is not zero is never shown as zero.
///
/// ```
/// use city::indicator::IndicatorKind::{Count, Share};
/// assert_eq!(report::number::figure(581_854.0, Count), "581,854");
/// assert_eq!(report::number::figure(0.02, Share), "under 0.1");
/// ```
#[must_use]
pub fn figure(value: f64, kind: IndicatorKind) -> String {
    let size = value.abs();
    let decimals = match kind {
        IndicatorKind::Flag if value > 0.5 => return say("yes").into(),
        IndicatorKind::Flag => return say("no").into(),
        IndicatorKind::Count | IndicatorKind::Class => 0,
        IndicatorKind::Share => 1,
        _ if size >= 100.0 => 0,
        _ if size >= 10.0 => 1,
        _ if size >= 1.0 => 2,
        _ => 3,
    };
    if kind == IndicatorKind::Share && (99.95..100.0).contains(&value) {
        return say("over-99.9").into();
    }
    let text = format!("{size:.decimals$}");
    if size > 0.0 && text.bytes().all(|b| b == b'0' || b == b'.') {
        return match (value < 0.0, decimals) {
            (true, _) => say("below-zero").into(),
            (_, 0) => say("under-1").into(),
            (_, 1) => say("under-0.1").into(),
            _ => say("under-0.001").into(),
        };
    }
    let text = if decimals > 1 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{}{}", if value < 0.0 { "\u{2212}" } else { "" }, thousands(text))
}

fn thousands(text: &str) -> String {
    let (whole, rest) = text.split_once('.').map_or((text, None), |(w, r)| (w, Some(r)));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push_str(say("thousands"));
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push_str(say("decimal"));
        out.push_str(rest);
    }
    out
}

/// A whole number of things, thousands apart.
#[must_use]
pub fn count(number: u64) -> String {
    thousands(&number.to_string())
}

/// The ends of an estimate; empty where they look like its value.
#[must_use]
pub fn range(estimate: Estimate, kind: IndicatorKind) -> String {
    let [low, value, high] = [estimate.low, estimate.value, estimate.high].map(|n| figure(n, kind));
    if low == value && high == value { String::new() } else { format!("{low} – {high}") }
}

fn years(estimate: Estimate) -> String {
    let [low, value, high] = [estimate.low, estimate.value, estimate.high].map(|n| format!("{n:.0}"));
    if low == value && high == value { String::new() } else { format!("{low} – {high}") }
}

/// Words for a unit; a unit without words stands as it is.
#[must_use]
pub fn unit(id: &str) -> String {
    let key = format!("unit-{id}");
    match say(&key) {
        words if words == key => id.replace("_per_", "/").replace('_', " "),
        words => words.to_owned(),
    }
}

/// Why there is no number.
#[must_use]
pub fn gap(reason: Gap) -> &'static str {
    match reason {
        Gap::NotEstimated => say("gap-not_estimated"),
        Gap::NotOccurring => say("gap-not_occurring"),
        Gap::IncludedElsewhere => say("gap-included_elsewhere"),
        Gap::Confidential => say("gap-confidential"),
        Gap::WithheldByCommunity => say("gap-withheld_by_community"),
        Gap::NotMeasuredHere => say("gap-not_measured_here"),
    }
}

/// A period as people write it: `2021`, `Nov 2020`, `5 Nov 2020`, or two of them.
///
/// ```
/// assert_eq!(report::number::period(&"2014-05-17".parse()?), "17 May 2014");
/// # Ok::<(), city::CityError>(())
/// ```
#[must_use]
pub fn period(period: &city::Period) -> String {
    let month_of = |m: &str| {
        let id = format!("month-{m}");
        format!("{} ", say(&id))
    };
    let part = |text: &str| {
        let mut parts = text.split('-');
        let year = parts.next().unwrap_or_default();
        let month = parts.next().map(month_of).unwrap_or_default();
        let day = parts.next().map(|d| d.trim_start_matches('0').to_owned() + " ").unwrap_or_default();
        format!("{day}{month}{year}")
    };
    period.as_str().split('/').map(part).collect::<Vec<_>>().join(" – ")
}

/// The unit to write beside a number under a label; empty where the label says it already.
#[must_use]
pub fn unit_beside(label: &str, id: &str) -> String {
    let unit = unit(id);
    if unit.to_lowercase() == label.to_lowercase() { String::new() } else { unit }
}

fn classes(codes: &[String], labels: &[String]) -> String {
    if labels.len() == codes.len() { labels.join(", ") } else { codes.join(", ").replace('_', " ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use IndicatorKind::{Amount, Count, Flag, Rate, Share};

    #[test]
    fn a_number_bears_no_more_digits_than_its_kind() {
        let table = [
            (1_234_567.4, Count, "1,234,567"),
            (999.5, Count, "1,000"),
            (42.25, Share, "42.2"),
            (99.99, Share, "over 99.9"),
            (100.0, Share, "100.0"),
            (1234.567, Amount, "1,235"),
            (12.345, Rate, "12.3"),
            (1.5, Rate, "1.5"),
            (-3.456, Amount, "\u{2212}3.46"),
            (1.0, Flag, "yes"),
        ];
        for (value, kind, text) in table {
            assert_eq!(figure(value, kind), text);
        }
    }

    #[test]
    fn a_large_area_is_shown_in_a_unit_that_people_know() {
        let area = |m2: f64| Shown::new(&Value::Estimate(Estimate::exact(m2).unwrap()), Amount, "m2", &[]).to_string();
        assert_eq!([area(8_638.0), area(86_380.0), area(3_699_325_301.0)], ["8,638 m²", "8.64 ha", "3,699 km²"]);
    }

    #[test]
    fn a_year_is_no_count_of_years() {
        let year = Value::Estimate(Estimate::exact(2006.0).unwrap());
        assert_eq!(Shown::new(&year, Amount, "year", &[]).to_string(), "2006");
    }

    #[test]
    fn only_zero_looks_like_zero() {
        for kind in [Count, Share, Amount, Rate] {
            assert!(figure(0.0, kind).starts_with('0'));
            assert!(!figure(1e-9, kind).starts_with('0') && figure(1e-9, kind).starts_with("under"), "{kind}");
            assert!(!figure(-1e-9, kind).contains("0 "), "{kind}");
        }
    }

    #[test]
    fn a_gap_is_words_and_holds_no_digit() {
        for reason in Gap::ALL {
            let shown = Shown::new(&Value::Gap(*reason), Count, "persons", &[]);
            assert!(shown.gap && shown.unit.is_empty());
            assert!(
                !shown.main.contains(|c: char| c.is_ascii_digit()) && !shown.main.starts_with("gap-"),
                "{}",
                shown.main
            );
        }
    }
}
