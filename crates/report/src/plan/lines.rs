//! Links: lines on the map as wide as their flow, dashed where the plan builds them, and tables of the same.

use super::amounts::{amount, exact, period_at, place, title, unit};
use super::chosen::{first_period, part};
use super::cut;
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use city::network_plan::{LinkRow, NetworkPlan};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Widths of lines, pixels.
const WIDTHS: (f64, f64) = (1.5, 9.0);
/// How far a line bends from the straight one, as a share of its length: two ways between two places lie apart.
const BEND: f64 = 0.12;

/// Resources that links carry, in the order of the plan.
pub fn carried(plan: &NetworkPlan) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for link in plan.links.iter().filter(|l| shown(l)) {
        if !all.contains(&link.resource.as_str()) {
            all.push(&link.resource);
        }
    }
    all
}

/// Whether a link is used or built in its period.
fn shown(link: &LinkRow) -> bool {
    link.starts > 0.0 || link.built > 0.0
}

/// The first period in which the plan builds a transport between two places, either way.
#[derive(Default)]
struct Built<'a>(BTreeMap<(&'a str, usize, usize), usize>);

impl<'a> Built<'a> {
    fn of(plan: &'a NetworkPlan) -> Self {
        let mut first = BTreeMap::new();
        for link in plan.links.iter().filter(|l| l.built > 0.0) {
            let period: &mut usize = first.entry(ends_of(link)).or_insert(link.period);
            *period = link.period.min(*period);
        }
        Self(first)
    }

    /// Whether the plan built a link in its period or before.
    fn has(&self, link: &LinkRow) -> bool {
        self.0.get(&ends_of(link)).is_some_and(|first| *first <= link.period)
    }
}

fn ends_of(link: &LinkRow) -> (&str, usize, usize) {
    (&link.transport, link.from.min(link.to), link.from.max(link.to))
}

/// Draws the links of every period; the script shows those of the chosen one.
pub fn draw(html: &mut Html, plan: &NetworkPlan, centres: &[Option<(i64, i64)>]) {
    let built = Built::of(plan);
    for (resource_at, resource) in carried(plan).into_iter().enumerate() {
        let most = plan.links.iter().filter(|l| l.resource == resource).map(|l| l.starts).fold(0.0_f64, f64::max);
        for when in 0..plan.periods.len() {
            let on = resource_at == 0 && when == first_period(plan);
            html.raw(if on { "<g class=\"links on\" data-period=" } else { "<g class=links data-period=" }).index(when);
            html.raw(" data-carried=").index(resource_at).raw(">");
            for (at, link) in plan.links.iter().enumerate() {
                if link.resource == resource && link.period == when && shown(link) {
                    line(html, (plan, &built), (at, link), centres, most);
                }
            }
            html.raw("</g>");
        }
    }
}

fn line(
    html: &mut Html,
    (plan, built): (&NetworkPlan, &Built<'_>),
    (at, link): (usize, &LinkRow),
    centres: &[Option<(i64, i64)>],
    most: f64,
) {
    let centre = |at: usize| centres.get(at).copied().flatten();
    let (Some(from), Some(to)) = (centre(link.from), centre(link.to)) else { return };
    let width = WIDTHS.0 + (WIDTHS.1 - WIDTHS.0) * if most > 0.0 { link.starts / most } else { 0.0 };
    html.raw("<g class=p data-i=l").index(at).raw("><title>").text(&told(plan, built, link)).raw("</title>");
    let new = built.has(link);
    for (open, extra) in [
        ("<path class=case d=\"", 3.0),
        (if new { "<path class=\"link new\" d=\"" } else { "<path class=link d=\"" }, 0.0),
    ] {
        html.raw(open);
        curve(html, from, to);
        html.raw("\" stroke-width=").text(&format!("{:.1}", width + extra)).raw(" />");
    }
    arrow(html, from, to, width);
    html.raw("</g>");
}

/// The point beside the middle of a line towards which it bends.
fn bend((a, b): (i64, i64), (x, y): (i64, i64)) -> (i64, i64) {
    let aside = |span: i64| whole(to_f64(span) * BEND);
    (i64::midpoint(a, x) - aside(y - b), i64::midpoint(b, y) + aside(x - a))
}

fn curve(html: &mut Html, from: (i64, i64), to: (i64, i64)) {
    let over = bend(from, to);
    html.raw("M").number(from.0).raw(" ").number(from.1).raw("Q").number(over.0).raw(" ").number(over.1).raw(" ");
    html.number(to.0).raw(" ").number(to.1);
}

/// Which way it flows: a wedge in the middle of the line.
fn arrow(html: &mut Html, from: (i64, i64), to: (i64, i64), width: f64) {
    let over = bend(from, to);
    let middle = |a: i64, b: i64, c: i64| (a + 2 * b + c) / 4;
    let at = (middle(from.0, over.0, to.0), middle(from.1, over.1, to.1));
    let (right, down) = (to_f64(to.0 - from.0), to_f64(to.1 - from.1));
    let long = right.hypot(down).max(1.0);
    let half = 55.0 + 11.0 * width;
    let ahead = |size: f64, aside: f64| {
        (at.0 + whole((right * size - down * aside) / long), at.1 + whole((down * size + right * aside) / long))
    };
    html.raw("<path class=arrow d=\"");
    for (sign, (x, y)) in
        ["M", "L", "L"].into_iter().zip([ahead(1.3 * half, 0.0), ahead(-0.8 * half, half), ahead(-0.8 * half, -half)])
    {
        html.raw(sign).number(x).raw(" ").number(y);
    }
    html.raw("z\"/>");
}

#[expect(clippy::cast_precision_loss, reason = "at most the side of the sheet")]
fn to_f64(number: i64) -> f64 {
    number as f64
}

#[expect(clippy::cast_possible_truncation, reason = "a point of the sheet")]
fn whole(number: f64) -> i64 {
    number.round().clamp(-1e9, 1e9) as i64
}

fn ends(plan: &NetworkPlan, link: &LinkRow) -> String {
    format!("{} → {}", place(plan, link.from), place(plan, link.to))
}

fn told(plan: &NetworkPlan, built: &Built<'_>, link: &LinkRow) -> String {
    let unit = unit(&link.unit, &plan.time_unit);
    let state = match (link.built > 0.0, built.has(link)) {
        (true, _) => "built in this period",
        (_, true) => "built by the plan earlier",
        _ => "stands already",
    };
    format!(
        "{}, {}: {} {unit} start, {} arrive; {} km, {state}",
        title(&link.transport),
        ends(plan, link),
        amount(link.starts),
        amount(link.arrives),
        amount(link.length_km)
    )
}

/// Tables of what flows on links, by period; on a page with links only.
pub fn tables(html: &mut Html, plan: &NetworkPlan) {
    let resources = carried(plan);
    if resources.is_empty() {
        return;
    }
    html.raw("<h3>What flows between places</h3><div class=controls data-js hidden><p><label for=carried>Lines on the map</label><select id=carried>");
    for (at, resource) in resources.iter().enumerate() {
        html.raw("<option value=").index(at).raw(">").text(&title(resource)).raw("</option>");
    }
    html.raw("<option value=none>none</option></select></p></div>");
    for when in 0..plan.periods.len() {
        part(html, plan, None, when);
        html.raw("<p class=view>").text(&period_at(plan, when)).raw(", over the whole period</p>");
        one(html, plan, when);
        html.raw("</div>");
    }
}

fn one(html: &mut Html, plan: &NetworkPlan, when: usize) {
    let built = Built::of(plan);
    let mut links: Vec<(usize, &LinkRow)> =
        plan.links.iter().enumerate().filter(|(_, l)| l.period == when && shown(l)).collect();
    if links.is_empty() {
        html.raw("<p class=nothing>Nothing flows between places in this period.</p>");
        return;
    }
    links.sort_by(|a, b| a.1.resource.cmp(&b.1.resource).then(b.1.starts.total_cmp(&a.1.starts)));
    cut::open_few(html);
    let count = links.len();
    table(
        html,
        "What flows between places",
        &["From and to", "~Carries", "~By", "Length, km", "Starts", "Arrives", "Built in this period"],
    );
    for (at, link) in links {
        let unit = unit(&link.unit, &plan.time_unit);
        html.raw("<tr data-i=l").index(at).raw("><th scope=row>").text(&ends(plan, link)).raw("</th><td>");
        html.text(&title(&link.resource)).raw("</td><td>").text(&title(&link.transport)).raw("</td><td class=n>");
        html.text(&amount(link.length_km)).raw("</td>");
        for value in [link.starts, link.arrives] {
            html.raw("<td class=n>").text(&exact(value)).raw("<small>").text(&unit).raw("</small></td>");
        }
        html.raw("<td class=n>");
        if link.built > 0.0 {
            html.text(&amount(link.built));
        } else {
            html.raw(if built.has(link) { "earlier" } else { "stands already" });
        }
        html.raw("</td></tr>");
    }
    table_end(html);
    cut::close_few(html, count, "answer_links.csv");
}

/// Name and words of each line, for the tooltip.
pub fn data(plan: &NetworkPlan) -> Value {
    let built = Built::of(plan);
    plan.links.iter().map(|link| json!([ends(plan, link), told(plan, &built, link)])).collect()
}
