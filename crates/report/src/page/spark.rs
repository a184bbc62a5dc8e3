//! A number over the years, as a line the size of a word; the years and numbers themselves stand in the list under the section.

use crate::markup::Html;
use crate::number::{figure, period};
use crate::words::fill;
use city::profile::Entry;

const WIDE: f64 = 480.0;
const HIGH: f64 = 140.0;

/// Writes a line through the earlier values and today's, and the earliest in words; nothing where there is no earlier one.
pub fn spark(html: &mut Html, entry: &Entry) {
    let earlier = entry.history.iter().filter_map(|(when, value)| Some((when, value.number()?)));
    let earlier: Vec<_> = earlier.collect();
    let (Some(now), Some((when, before))) = (entry.value.number(), earlier.first()) else { return };
    let numbers: Vec<f64> = earlier.iter().map(|(_, n)| *n).chain([now]).collect();
    html.raw(" <svg class=spark viewBox=\"-30 -30 540 200\" aria-hidden=true><polyline points=\"");
    for (x, y) in points(&numbers) {
        html.number(x).raw(" ").number(y).raw(" ");
    }
    html.raw("\"/></svg> <span>");
    let words = [("when", period(when)), ("value", figure(*before, entry.kind))];
    html.text(&fill("was", &words.each_ref().map(|(id, words)| (*id, words.as_str())))).raw("</span>");
}

/// Corners of the line: even steps to the right, the least at the bottom and the most at the top.
fn points(numbers: &[f64]) -> Vec<(i64, i64)> {
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let span = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max) - least;
    let up = |n: f64| if span > 0.0 { HIGH * (1.0 - (n - least) / span) } else { HIGH / 2.0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "at most WIDE and HIGH")]
    let corner = |(i, n): (usize, &f64)| {
        ((WIDE * i as f64 / numbers.len().saturating_sub(1).max(1) as f64) as i64, up(*n) as i64)
    };
    numbers.iter().enumerate().map(corner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_is_at_the_top_and_the_last_at_the_right() {
        assert_eq!(points(&[10.0, 30.0, 20.0]), [(0, 140), (240, 0), (480, 70)]);
        assert_eq!(points(&[5.0, 5.0]), [(0, 70), (480, 70)]);
    }
}
