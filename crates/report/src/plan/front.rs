//! The front between two metrics: what more of one costs of the other, as a drawing and a table.

use super::amounts::{amount, title, unit_of_metric};
use super::answer::gap;
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use city::network_plan::{FrontRows, NetworkPlan};

/// So many ticks stand on an axis at most.
const MOST_TICKS: u8 = 12;
/// Left, right, top and bottom of the plotted part of a sheet of 640 by 320.
const PLOT: [f64; 4] = [92.0, 620.0, 34.0, 262.0];

/// The drawing with its table; nothing where there is no front.
pub fn section(html: &mut Html, plan: &NetworkPlan) {
    let Some(front) = plan.front.as_ref().filter(|f| !f.points.is_empty()) else { return };
    let words = |(metric, unit): &(String, String)| format!("{}, {}", title(metric), unit_of_metric(unit));
    html.raw("<section id=front><h2>What more of one costs of the other</h2><p>Each point is a plan of its own: the least of ");
    html.text(&format!("{} ({})", super::amounts::words(&front.minimised.0), unit_of_metric(&front.minimised.1)))
        .raw(", while the other is kept within ever tighter limits.</p><div class=two><figure class=plot>");
    let mut points = front.points.clone();
    points.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)));
    drawing(html, front, &points);
    html.raw("<figcaption class=help>Points are joined to guide the eye; between them nothing was computed.</figcaption></figure><div>");
    let [first, second] = [&front.against, &front.minimised].map(words);
    table(html, "Points of the front", &["Plan", &first, &second, "Gap of its search"]);
    for (at, (minimised, against, of)) in points.iter().enumerate() {
        html.raw("<tr><th scope=row>").index(at + 1).raw("</th><td class=n>").text(&amount(*against));
        html.raw("</td><td class=n>")
            .text(&amount(*minimised))
            .raw("</td><td class=n>")
            .text(&gap(*of))
            .raw("</td></tr>");
    }
    table_end(html);
    html.raw("</div></div></section>");
}

/// The next of 1, 2, 2.5 and 5 times a power of ten.
fn nice(number: f64) -> f64 {
    let ten = 10_f64.powf(number.max(1e-9).log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|n| n * ten).find(|n| *n >= number * 0.999_999).unwrap_or(10.0 * ten)
}

/// First tick, last tick and step of an axis around its points.
fn ends(values: impl Iterator<Item = f64>) -> (f64, f64, f64) {
    let around = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
    let (low, high) = values.filter(|v| v.is_finite()).fold((f64::INFINITY, f64::NEG_INFINITY), around);
    if !low.is_finite() || !high.is_finite() {
        return (0.0, 1.0, 0.5);
    }
    let low = if low >= 0.0 && low < 0.5 * high { 0.0 } else { low };
    let step = nice(((high - low) / 5.0).max(high.abs().max(low.abs()) * 1e-3));
    ((low / step).floor() * step, (high / step).ceil().max((low / step).floor() + 1.0) * step, step)
}

/// The ticks of an axis.
fn ticks((low, high, step): (f64, f64, f64)) -> impl Iterator<Item = f64> {
    (0..=MOST_TICKS).map(move |at| low + f64::from(at) * step).take_while(move |tick| *tick <= high + 0.001 * step)
}

fn drawing(html: &mut Html, front: &FrontRows, points: &[(f64, f64, f64)]) {
    let (across, up) = (ends(points.iter().map(|p| p.1)), ends(points.iter().map(|p| p.0)));
    let x = |value: f64| PLOT[0] + (PLOT[1] - PLOT[0]) * (value - across.0) / (across.1 - across.0);
    let y = |value: f64| PLOT[3] - (PLOT[3] - PLOT[2]) * (value - up.0) / (up.1 - up.0);
    html.raw("<svg role=img viewBox=\"0 0 640 320\" aria-label=\"Front between two metrics; the table beside it has the points\"><text class=axis x=4 y=16>");
    html.text(&format!("{}, {}", title(&front.minimised.0), unit_of_metric(&front.minimised.1)))
        .raw("</text><text class=axis text-anchor=end x=620 y=314>");
    html.text(&format!("{}, {}", title(&front.against.0), unit_of_metric(&front.against.1))).raw("</text>");
    for high in ticks(up) {
        html.raw("<path class=grid d=\"M92 ");
        tenth(html, y(high));
        html.raw("H620\"/><text class=tick text-anchor=end x=86 y=");
        tenth(html, y(high) + 4.5);
        html.raw(">").text(&amount(high)).raw("</text>");
    }
    for right in ticks(across) {
        html.raw("<path class=grid d=\"M");
        tenth(html, x(right));
        html.raw(" 262v5\"/><text class=tick text-anchor=middle y=284 x=");
        tenth(html, x(right));
        html.raw(">").text(&amount(right)).raw("</text>");
    }
    html.raw("<path class=line d=\"");
    for (sign, point) in std::iter::once("M").chain(std::iter::repeat("L")).zip(points) {
        html.raw(sign);
        tenth(html, x(point.1));
        html.raw(" ");
        tenth(html, y(point.0));
    }
    html.raw("\"/>");
    for (at, point) in points.iter().enumerate() {
        html.raw("<circle r=4 cx=");
        tenth(html, x(point.1));
        html.raw(" cy=");
        tenth(html, y(point.0));
        html.raw("><title>")
            .text(&format!("{}: {}, {}", at + 1, amount(point.1), amount(point.0)))
            .raw("</title></circle>");
    }
    html.raw("</svg>");
}

fn tenth(html: &mut Html, number: f64) {
    html.text(&format!("{:.1}", if number.is_finite() { number.clamp(-1e6, 1e6) } else { 0.0 }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_every_point() {
        let (low, high, step) = ends([4.4e6, 0.4e6].into_iter());
        assert_eq!(
            ticks((low, high, step)).map(amount).collect::<Vec<_>>(),
            ["0", "1 million", "2 million", "3 million", "4 million", "5 million"]
        );
        let (low, high, _) = ends([7.0].into_iter());
        assert!(low <= 7.0 && high >= 7.0 && high > low);
    }
}
