//! People over years as a small line plot: everybody with the range, formal and informal as dashed lines.

use super::amounts::part_word;
use crate::markup::Html;
use crate::number::figure;
use city::Estimate;
use city::forecast::Part;
use city::indicator::IndicatorKind;

/// Left, right, top and bottom of the plotted part.
const PLOT: [f64; 4] = [52.0, 270.0, 30.0, 180.0];
/// Height of a label.
const LEAD: f64 = 15.0;
/// So many steps stand on the axis of people at most.
const MOST_STEPS: u32 = 8;

/// A line: which people, and how many in each year.
pub struct Line {
    /// Which people.
    pub part: Part,
    /// Year and people, by year.
    pub points: Vec<(i32, Estimate)>,
}

/// The years and the most people of all plots, so that they can be compared.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    from: i32,
    to: i32,
    most: f64,
    step: f64,
}

impl Scale {
    /// Around all lines; none where there are no two years or no people.
    pub fn around<'l>(lines: impl Iterator<Item = &'l Line>) -> Option<Self> {
        let (mut from, mut to, mut most) = (i32::MAX, i32::MIN, 0.0_f64);
        for (year, e) in lines.flat_map(|l| &l.points) {
            (from, to, most) = (from.min(*year), to.max(*year), most.max(e.high));
        }
        if from >= to || most <= 0.0 || !most.is_finite() {
            return None;
        }
        let step = nice(most / 3.0);
        Some(Self { from, to, most: step * (most / step).ceil(), step })
    }

    fn x(&self, year: i32) -> f64 {
        PLOT[0] + (PLOT[1] - PLOT[0]) * f64::from(year - self.from) / f64::from(self.to - self.from)
    }

    fn y(&self, people: f64) -> f64 {
        PLOT[3] - (PLOT[3] - PLOT[2]) * (people / self.most).clamp(0.0, 1.0)
    }
}

/// The next of 1, 2, 2.5 and 5 times a power of ten.
fn nice(number: f64) -> f64 {
    let ten = 10_f64.powf(number.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|n| n * ten).find(|n| *n >= number * 0.999_999).unwrap_or(10.0 * ten)
}

/// A coordinate with a tenth of a unit.
fn at(html: &mut Html, number: f64) {
    html.text(&format!("{:.1}", if number.is_finite() { number } else { 0.0 }));
}

fn point(html: &mut Html, open: &'static str, (x, y): (f64, f64)) {
    html.raw(open);
    at(html, x);
    html.raw(" ");
    at(html, y);
}

/// The drawing of a scenario; its table stands beside it.
pub fn plot(html: &mut Html, scale: &Scale, title: &str, lines: &[Line]) {
    html.raw("<svg role=img viewBox=\"0 0 350 205\" aria-label=\"");
    html.text(&format!("People by year, {title}; the table below has the same numbers")).raw("\">");
    axes(html, scale, lines);
    if let Some(all) = lines.iter().find(|l| l.part == Part::All) {
        band(html, scale, all);
    }
    for line in lines {
        draw(html, scale, line);
    }
    labels(html, scale, lines);
    html.raw("</svg>");
}

fn axes(html: &mut Html, scale: &Scale, lines: &[Line]) {
    let (size, word) = match scale.most {
        most if most >= 2e6 => (1e6, "million people"),
        most if most >= 1e4 => (1e3, "thousand people"),
        _ => (1.0, "people"),
    };
    html.raw("<text x=2 y=14 class=axis>").raw(word).raw("</text>");
    for number in 0..=MOST_STEPS {
        let people = f64::from(number) * scale.step;
        if people > scale.most * 1.000_001 {
            break;
        }
        let y = scale.y(people);
        point(html, "<path class=grid d=\"M", (PLOT[0], y));
        html.raw("H");
        at(html, PLOT[1]);
        html.raw("\"/><text class=tick text-anchor=end x=46 y=");
        at(html, y + 4.5);
        html.raw(">").text(&figure(people / size, IndicatorKind::Amount)).raw("</text>");
    }
    let mut years: Vec<i32> = lines.iter().flat_map(|l| l.points.iter().map(|(y, _)| *y)).collect();
    years.sort_unstable();
    years.dedup();
    let mut last = f64::NEG_INFINITY;
    for year in years {
        let x = scale.x(year);
        if x - last < 38.0 {
            continue;
        }
        last = x;
        html.raw("<text class=tick text-anchor=middle y=199 x=");
        at(html, x);
        html.raw(">").text(&year.to_string()).raw("</text>");
    }
}

fn band(html: &mut Html, scale: &Scale, line: &Line) {
    let ends = |e: fn(&Estimate) -> f64| move |(year, of): &(i32, Estimate)| (scale.x(*year), scale.y(e(of)));
    let there = line.points.iter().map(ends(|e| e.high));
    let back = line.points.iter().rev().map(ends(|e| e.low));
    html.raw("<path class=band d=\"");
    for (number, place) in there.chain(back).enumerate() {
        point(html, if number == 0 { "M" } else { "L" }, place);
    }
    html.raw("z\"/>");
}

fn draw(html: &mut Html, scale: &Scale, line: &Line) {
    html.raw(match line.part {
        Part::All => "<path class=\"line all\" d=\"",
        Part::Formal => "<path class=\"line formal\" d=\"",
        Part::Informal => "<path class=\"line informal\" d=\"",
    });
    for (number, (year, e)) in line.points.iter().enumerate() {
        point(html, if number == 0 { "M" } else { "L" }, (scale.x(*year), scale.y(e.value)));
    }
    html.raw("\"/>");
    for (year, e) in &line.points {
        html.raw(if line.part == Part::All { "<circle class=all r=3.2 cx=" } else { "<circle r=2.4 cx=" });
        at(html, scale.x(*year));
        html.raw(" cy=");
        at(html, scale.y(e.value));
        html.raw(" />");
    }
}

/// Writes who they are beside the end of each line, moved where one would lie on another.
fn labels(html: &mut Html, scale: &Scale, lines: &[Line]) {
    let mut ends: Vec<(f64, Part)> =
        lines.iter().filter_map(|l| Some((scale.y(l.points.last()?.1.value) + 4.5, l.part))).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = 0.0_f64;
    for end in &mut ends {
        end.0 = end.0.max(free);
        free = end.0 + LEAD;
    }
    let mut limit = PLOT[3] + 5.0;
    for end in ends.iter_mut().rev() {
        end.0 = end.0.min(limit);
        limit = end.0 - LEAD;
    }
    for (y, part) in ends {
        html.raw(if part == Part::All { "<text class=\"name all\" x=280 y=" } else { "<text class=name x=280 y=" });
        at(html, y);
        html.raw(">").text(part_word(part).split(' ').next().filter(|w| !w.is_empty()).unwrap_or("all")).raw("</text>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(i32, f64)]) -> Line {
        let points = points.iter().map(|(year, n)| (*year, Estimate::range(0.9 * n, *n, 1.2 * n).unwrap())).collect();
        Line { part: Part::All, points }
    }

    #[test]
    fn equal_distances_are_equal_years_and_the_axis_begins_with_nobody() {
        let scale = Scale::around([line(&[(2020, 1_000.0), (2040, 2_000.0)])].iter()).unwrap();
        assert!((scale.x(2030) - f64::midpoint(PLOT[0], PLOT[1])).abs() < 1e-9);
        assert!((scale.y(0.0) - PLOT[3]).abs() < 1e-9);
        assert!(scale.most >= 2_400.0 && scale.y(2_400.0) >= PLOT[2]);
    }

    #[test]
    fn one_year_is_no_line() {
        assert!(Scale::around([line(&[(2020, 1_000.0)])].iter()).is_none());
        assert!(Scale::around([line(&[(2020, 0.0), (2030, 0.0)])].iter()).is_none());
    }
}
