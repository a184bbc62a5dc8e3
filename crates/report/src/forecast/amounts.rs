//! Numbers of a forecast as people read them: three digits where there is a range, all that was counted where there is none.

use crate::assessment::reading::capital;
use crate::markup::Html;
use crate::number::{count, figure};
use city::Estimate;
use city::forecast::Part;
use city::indicator::IndicatorKind;

/// A number and its range; the range is empty where it says nothing more.
pub fn shown(e: Estimate, kind: IndicatorKind) -> (String, String) {
    let digits = |n: f64| figure(if e.has_range() { three_digits(n) } else { n }, kind);
    let [low, value, high] = [e.low, e.value, e.high].map(digits);
    let range = if low == value && high == value { String::new() } else { format!("{low} – {high}") };
    (value, range)
}

/// A number with its range in brackets.
pub fn with_range(e: Estimate, kind: IndicatorKind) -> String {
    match shown(e, kind) {
        (main, range) if range.is_empty() => main,
        (main, range) => format!("{main} ({range})"),
    }
}

/// The first three digits of a number.
pub fn three_digits(value: f64) -> f64 {
    if value.abs() < 1_000.0 || !value.is_finite() {
        return value;
    }
    let step = 10_f64.powf(value.abs().log10().floor() - 2.0);
    (value / step).round() * step
}

/// A cell with a number and its range below; `beside` are words that belong to it.
pub fn cell(html: &mut Html, e: Option<Estimate>, kind: IndicatorKind, beside: &str) {
    let Some(e) = e else {
        html.raw("<td class=n>–<span class=vh> no number</span></td>");
        return;
    };
    let (main, range) = shown(e, kind);
    html.raw("<td class=n data-v=\"").text(&e.value.to_string()).raw("\">").text(&main);
    for words in [range.as_str(), beside] {
        if !words.is_empty() {
            html.raw("<small>").text(words).raw("</small>");
        }
    }
    html.raw("</td>");
}

/// A whole number of things in a cell.
pub fn count_cell(html: &mut Html, number: u64) {
    html.raw("<td class=n data-v=").text(&number.to_string()).raw(">").text(&count(number)).raw("</td>");
}

/// A share, 0 to 1, in percent; what is not nothing is never shown as nothing.
pub fn percent(share: f64) -> String {
    match 100.0 * share {
        p if p <= 0.0 => "0 %".to_owned(),
        p if p < 0.01 => "under 0.01 %".to_owned(),
        p if p < 1.0 => format!("{p:.2} %"),
        p if p < 10.0 => format!("{p:.1} %"),
        p => format!("{p:.0} %"),
    }
}

/// Which of a place's people, in words; empty for everybody.
pub fn part_word(part: Part) -> &'static str {
    match part {
        Part::All => "",
        Part::Formal => "formal settlements",
        Part::Informal => "informal settlements",
    }
}

/// What a class of source of water is called.
pub fn source_word(class: &str) -> String {
    match class {
        "other_users" => "Schools, trade and others".to_owned(),
        other => capital(&other.replace('_', " ")),
    }
}

/// An hour of the day as a clock shows it, such as `07:00 – 08:00`.
pub fn hour_word(hour: u8) -> String {
    format!("{hour:02}:00 – {:02}:00", hour.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_keeps_its_digits_and_what_is_anticipated_has_three() {
        let exact = Estimate::exact(64_213.0).unwrap();
        let range = Estimate::range(60_123.0, 70_456.0, 81_999.0).unwrap();
        assert_eq!(with_range(exact, IndicatorKind::Count), "64,213");
        assert_eq!(with_range(range, IndicatorKind::Count), "70,500 (60,100 – 82,000)");
    }

    #[test]
    fn a_small_difference_is_not_shown_as_none() {
        assert_eq!([0.0, 1e-6, 0.0042, 0.034, 0.5].map(percent), ["0 %", "under 0.01 %", "0.42 %", "3.4 %", "50 %"]);
    }
}
