//! How much is lost over how rarely: the chosen view as a bold line with its range, the others of its hazard as dashed ones.

use super::amounts::amount;
use super::naming;
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use city::Estimate;
use city::risk::{Measure, RiskReport, RiskResult, View};

/// Width of the drawing, and its height.
const SHEET: (f64, f64) = (440.0, 320.0);
/// Left, right, top and bottom of the plotted part.
const PLOT: [f64; 4] = [64.0, 298.0, 34.0, 270.0];
/// Letters of a line of a label.
const LETTERS: usize = 16;
/// So many lines bear words; more bear letters.
const DIRECT: usize = 4;
/// Height of a line of a label.
const LEAD: f64 = 15.0;
/// So many lines beside the chosen one.
const OTHERS: usize = 6;
/// So many steps stand on the axis of losses at most.
const MOST_STEPS: u32 = 8;
/// Return periods that may be written below the axis.
const TICKS: [f64; 13] = [1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0, 5_000.0, 10_000.0];

/// A line: its points by return period, none where one is held back.
struct Line<'a> {
    view: &'a View,
    chosen: bool,
    points: Vec<(f64, Option<Estimate>)>,
}

struct Scale {
    from: f64,
    to: f64,
    most: f64,
}

impl Scale {
    fn x(&self, years: f64) -> f64 {
        let wide = (self.to.ln() - self.from.ln()).max(1e-9);
        PLOT[0] + (PLOT[1] - PLOT[0]) * (years.ln() - self.from.ln()) / wide
    }

    fn y(&self, value: f64) -> f64 {
        PLOT[3] - (PLOT[3] - PLOT[2]) * (value / self.most).clamp(0.0, 1.0)
    }
}

/// The plot, and the numbers of all its lines folded below; nothing where there are no two points to join.
pub fn plot(html: &mut Html, report: &RiskReport, result: &RiskResult) {
    let lines = lines(report, result);
    let known = || lines.iter().flat_map(|l| l.points.iter().filter_map(|(years, e)| Some((*years, (*e)?))));
    let (from, to) = known().fold((f64::INFINITY, 0.0_f64), |(a, b), (years, _)| (a.min(years), b.max(years)));
    let chosen = lines.iter().filter(|l| l.chosen).flat_map(|l| &l.points).filter(|(_, e)| e.is_some()).count();
    if chosen < 2 || to <= from {
        return;
    }
    let highs = lines
        .iter()
        .flat_map(|l| l.points.iter().filter_map(|(_, e)| e.map(|e| if l.chosen { e.high } else { e.value })));
    let most = highs.fold(0.0_f64, f64::max);
    if most <= 0.0 {
        html.raw("<p class=nothing>Nothing is struck at any return period, so there is no curve to draw.</p>");
        return;
    }
    let step = nice(most / 4.0);
    let scale = Scale { from, to, most: step * (most / step).ceil() };
    html.raw("<figure class=curve><svg role=img viewBox=\"0 0 440 320\" aria-label=\"");
    html.text(&format!("{} over return period; the tables beside and below have the numbers", naming::what(result)))
        .raw("\">");
    axes(html, &scale, step, &result.measure);
    lines.iter().filter(|l| l.chosen).for_each(|l| band(html, &scale, l));
    let others = lines.iter().filter(|l| !l.chosen);
    for (dashes, line) in others.chain(lines.iter().filter(|l| l.chosen)).enumerate() {
        draw(html, &scale, line, dashes);
    }
    let (names, keyed) = names(&lines);
    labels(html, &scale, &lines, &names);
    html.raw("</svg><figcaption class=help>The rarer the event, the farther right. The bold line is what is chosen; the shaded part is its range.</figcaption>");
    if keyed {
        keys(html, &lines, &names);
    }
    html.raw("</figure>");
    numbers(html, &lines, result);
}

/// The chosen result, and the same exposure and measure in the other views of its hazard.
fn lines<'a>(report: &'a RiskReport, result: &RiskResult) -> Vec<Line<'a>> {
    let hazard = |r: &RiskResult| report.views.get(r.view).map(|v| v.hazard.as_str());
    let same = |r: &&'a RiskResult| {
        r.exposure == result.exposure && r.measure == result.measure && hazard(r) == hazard(result)
    };
    let mut others = 0;
    let line = |r: &'a RiskResult| {
        let view = report.views.get(r.view)?;
        let chosen = r.view == result.view;
        others += usize::from(!chosen);
        let mut points: Vec<(f64, Option<Estimate>)> = view
            .return_periods
            .iter()
            .zip(&r.whole.events)
            .filter_map(|(years, e)| Some(((*years).filter(|y| *y > 0.0)?, *e)))
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        (!points.is_empty() && (chosen || others <= OTHERS)).then_some(Line { view, chosen, points })
    };
    report.results.iter().filter(same).filter_map(line).collect()
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

fn axes(html: &mut Html, scale: &Scale, step: f64, measure: &Measure) {
    let (size, word) = match (measure, scale.most) {
        (Measure::Metres, most) if most >= 2_000.0 => (1e3, "km"),
        (Measure::Metres, _) => (1.0, "m"),
        (_, most) if most >= 2e9 => (1e9, "billion"),
        (_, most) if most >= 2e6 => (1e6, "million"),
        (_, most) if most >= 1e5 => (1e3, "thousand"),
        _ => (1.0, ""),
    };
    let counted = match measure {
        Measure::People => "people struck".to_owned(),
        Measure::Struck(_) | Measure::Metres => "struck".to_owned(),
        Measure::LostThings(_) => "as if wholly lost".to_owned(),
        Measure::RepairDays | Measure::WorkDays => "days".to_owned(),
        Measure::Money { currency, price_year } | Measure::Income { currency, price_year } => {
            naming::money_of(currency, *price_year)
        }
    };
    html.raw("<text x=4 y=16 class=axis>").text(format!("{word} {counted}").trim()).raw("</text>");
    for number in 0..=MOST_STEPS {
        let value = f64::from(number) * step;
        if value > scale.most * 1.000_001 {
            break;
        }
        let y = scale.y(value);
        html.raw("<path class=grid d=\"M");
        at(html, PLOT[0]);
        html.raw(" ");
        at(html, y);
        html.raw("H");
        at(html, PLOT[1]);
        html.raw("\"/><text class=tick text-anchor=end x=58 y=");
        at(html, y + 4.5);
        html.raw(">").text(&naming::years_of(value / size)).raw("</text>");
    }
    let mut last = f64::NEG_INFINITY;
    for years in TICKS.into_iter().filter(|t| *t >= scale.from * 0.999 && *t <= scale.to * 1.001) {
        let x = scale.x(years);
        html.raw("<path class=grid d=\"M");
        at(html, x);
        html.raw(" 270v5\"/>");
        if x - last >= 30.0 {
            html.raw("<text class=tick text-anchor=middle y=290 x=");
            at(html, x);
            html.raw(">").text(&naming::years_of(years)).raw("</text>");
            last = x;
        }
    }
    html.raw("<text class=axis x=64 y=312>once in so many years</text>");
}

/// The path of a line, broken where a point is held back.
fn path(html: &mut Html, scale: &Scale, points: impl Iterator<Item = (f64, Option<f64>)>) {
    let mut open = false;
    for (years, value) in points {
        if let Some(value) = value {
            html.raw(if open { "L" } else { "M" });
            at(html, scale.x(years));
            html.raw(" ");
            at(html, scale.y(value));
        }
        open = value.is_some();
    }
}

fn band(html: &mut Html, scale: &Scale, line: &Line<'_>) {
    let known: Vec<(f64, Estimate)> = line.points.iter().filter_map(|(years, e)| Some((*years, (*e)?))).collect();
    if known.len() < line.points.len() || !known.iter().any(|(_, e)| e.has_range()) {
        return;
    }
    html.raw("<path class=band d=\"");
    path(html, scale, known.iter().map(|(years, e)| (*years, Some(e.high))));
    for (years, e) in known.iter().rev() {
        html.raw("L");
        at(html, scale.x(*years));
        html.raw(" ");
        at(html, scale.y(e.low));
    }
    html.raw("z\"/>");
}

fn draw(html: &mut Html, scale: &Scale, line: &Line<'_>, number: usize) {
    html.raw(if line.chosen {
        "<path class=\"line chosen\" d=\""
    } else {
        [
            "<path class=\"line d0\" d=\"",
            "<path class=\"line d1\" d=\"",
            "<path class=\"line d2\" d=\"",
            "<path class=\"line d3\" d=\"",
        ][number % 4]
    });
    path(html, scale, line.points.iter().map(|(years, e)| (*years, e.map(|e| e.value))));
    html.raw("\"/>");
    for (years, e) in line.points.iter().filter_map(|(years, e)| Some((*years, (*e)?))) {
        html.raw(if line.chosen { "<circle class=chosen r=3.6 cx=" } else { "<circle r=2.2 cx=" });
        at(html, scale.x(years));
        html.raw(" cy=");
        at(html, scale.y(e.value));
        html.raw(" />");
    }
}

/// Writes each label beside the end of its line, moved where it would lie on another.
fn labels(html: &mut Html, scale: &Scale, lines: &[Line<'_>], names: &[Vec<String>]) {
    let mut ends: Vec<(f64, f64, f64, &Line<'_>, &Vec<String>)> = lines
        .iter()
        .zip(names)
        .filter_map(|(line, name)| {
            let (years, e) = line.points.iter().rev().find_map(|(years, e)| Some((*years, (*e)?)))?;
            let (x, y) = (scale.x(years), scale.y(e.value));
            Some((y, x, y, line, name))
        })
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let high = |words: &[String]| LEAD * f64::from(u32::try_from(words.len()).unwrap_or(1)) + 3.0;
    let mut free = 12.0;
    for end in &mut ends {
        end.0 = (end.0 - high(end.4) / 2.0).max(free);
        free = end.0 + high(end.4);
    }
    let mut limit = SHEET.1 - 24.0;
    for end in ends.iter_mut().rev() {
        end.0 = end.0.min(limit - high(end.4));
        limit = end.0;
    }
    for (top, x, y, line, words) in &ends {
        let middle = top + high(words) / 2.0;
        html.raw("<path class=lead d=\"M");
        at(html, x + 4.0);
        html.raw(" ");
        at(html, *y);
        html.raw("L");
        at(html, PLOT[1] + 12.0);
        html.raw(" ");
        at(html, middle);
        html.raw("\"/>");
        let mut below = top + LEAD - 3.0;
        for word in *words {
            html.raw(if line.chosen { "<text class=\"name chosen\" x=314 y=" } else { "<text class=name x=314 y=" });
            at(html, below);
            html.raw(">").text(word).raw("</text>");
            below += LEAD;
        }
    }
}

/// What tells a view from the others of the plot, in two lines at most.
fn label(line: &Line<'_>, lines: &[Line<'_>]) -> Vec<String> {
    let differ = |of: fn(&View) -> &str| lines.iter().any(|l| of(l.view) != of(line.view));
    let mut words = Vec::new();
    if differ(|v| &v.scenario_title) || !differ(|v| &v.model) {
        words.push(line.view.scenario_title.as_str());
    }
    if differ(|v| &v.model) {
        words.push(line.view.model.as_str());
    }
    match words.as_slice() {
        [one] => wrapped(one),
        _ => words.into_iter().filter(|w| !w.is_empty()).map(str::to_owned).collect(),
    }
}

/// What stands beside each line, and whether that is a letter: words where they are few and short.
fn names(lines: &[Line<'_>]) -> (Vec<Vec<String>>, bool) {
    let words: Vec<Vec<String>> = lines.iter().map(|line| label(line, lines)).collect();
    if lines.len() <= DIRECT && words.iter().flatten().all(|w| w.chars().count() <= LETTERS) {
        return (words, false);
    }
    (('A'..='Z').map(|letter| vec![letter.to_string()]).take(lines.len()).collect(), true)
}

/// What each letter stands for.
fn keys(html: &mut Html, lines: &[Line<'_>], names: &[Vec<String>]) {
    html.raw("<ul class=keys>");
    for (line, name) in lines.iter().zip(names) {
        html.raw(if line.chosen { "<li class=chosen><b>" } else { "<li><b>" }).text(&name.concat()).raw("</b> ");
        html.text(&naming::view(line.view)).raw("</li>");
    }
    html.raw("</ul>");
}

/// Words in two lines.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let full =
            lines.last().is_some_and(|l| !l.is_empty() && l.chars().count() + 1 + word.chars().count() > LETTERS);
        if full && lines.len() < 2 {
            lines.push(String::new());
        }
        if let Some(last) = lines.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

/// Every line of the plot in numbers.
fn numbers(html: &mut Html, lines: &[Line<'_>], result: &RiskResult) {
    if lines.len() < 2 {
        return;
    }
    html.raw("<details class=set><summary><h4>Every line in numbers</h4></summary>");
    let mut periods: Vec<f64> = lines.iter().flat_map(|l| l.points.iter().map(|(years, _)| *years)).collect();
    periods.sort_by(f64::total_cmp);
    periods.dedup();
    let names: Vec<String> = lines.iter().map(|l| naming::view(l.view)).collect();
    let headings: Vec<&str> = ["Once in so many years"].into_iter().chain(names.iter().map(String::as_str)).collect();
    table(html, "Every line of the plot in numbers", &headings);
    for years in periods {
        html.raw("<tr><th scope=row>").text(&naming::years_of(years)).raw("</th>");
        for line in lines {
            let known = line.points.iter().find(|(y, _)| y.total_cmp(&years).is_eq()).and_then(|(_, e)| *e);
            html.raw("<td class=n>")
                .text(&known.map_or_else(|| "–".to_owned(), |e| amount(e.value, &result.measure)))
                .raw("</td>");
        }
        html.raw("</tr>");
    }
    table_end(html);
    html.raw("</details>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_the_axis_are_round() {
        let words = [0.9, 1.2, 2.2, 3.0, 7.0, 1_300.0].map(|n| nice(n).to_string());
        assert_eq!(words, ["1", "2", "2.5", "5", "10", "2000"]);
    }

    #[test]
    fn equal_distances_are_equal_factors() {
        let scale = Scale { from: 1.0, to: 100.0, most: 10.0 };
        assert!((scale.x(10.0) - f64::midpoint(PLOT[0], PLOT[1])).abs() < 1e-9);
        assert!((scale.y(10.0) - PLOT[2]).abs() < 1e-9 && (scale.y(0.0) - PLOT[3]).abs() < 1e-9);
    }
}
