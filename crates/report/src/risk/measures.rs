//! Measures: what each changes, what it averts now and then, what it costs, and for whom.

use super::amounts::{amount, percent, share};
use super::events::{amount_cell, group_name};
use super::naming;
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use crate::number;
use city::Estimate;
use city::indicator::IndicatorKind;
use city::risk::{Measure, MeasureResult, RiskReport};

/// Costs are money, whatever is counted.
static MONEY: Measure = Measure::Money { currency: String::new(), price_year: None };

/// The section; nothing where no measure was asked for.
pub fn section(html: &mut Html, report: &RiskReport) {
    if report.measures.is_empty() {
        return;
    }
    html.raw("<section id=measures><h2>What measures would avert</h2><p>The same risk computed again with each measure by itself; what two avert together is less than both figures added. A figure in money counts the dear house more than the plain one: read it beside who is protected.</p>");
    let heat = naming::of_heat(report);
    if !heat.is_empty() {
        html.raw("<p class=help>").text(&heat.join("; "));
        html.raw(": no measures. Heat is counted in days above a threshold, with no function from a degree to a loss, and no series says how many degrees shade or a cool roof would take off.</p>");
    }
    money(html, report);
    without_value(html, report);
    for measure in &report.measures {
        one(html, report, measure);
    }
    html.raw("</section>");
}

fn money(html: &mut Html, report: &RiskReport) {
    if report.measures.iter().all(|m| m.cost.is_none() && m.benefit.is_none()) {
        return;
    }
    table(
        html,
        "Costs and what they avert",
        &["Measure", "Averted for each 1 spent", "Cost", "Averted over the years", "Averted in a year, now"],
    );
    for measure in &report.measures {
        let protects = report.results.iter().find(|r| r.exposure == measure.exposure).map(|r| &r.title);
        html.raw("<tr><th scope=row>").text(&measure.title).raw("<small>for: ");
        html.text(protects.unwrap_or(&measure.exposure)).raw("</small></th>");
        let averted = measure.without.first().zip(measure.with.first()).map(|(a, b)| a - b);
        ratio(html, measure.ratio);
        amount_cell(html, measure.cost, &MONEY);
        amount_cell(html, measure.benefit, &measure.measure);
        html.raw("<td class=n>").text(&averted.map_or_else(|| "–".to_owned(), |a| signed(a, measure))).raw("</td>");

        html.raw("</tr>");
    }
    table_end(html);
    html.raw("<p class=help>Cost and what is averted over the years are present values: a sum of later years counts less by the discount that the method names.");
    let money = report.measures.iter().find_map(|m| match &m.measure {
        Measure::Money { currency, price_year } => Some(naming::money_of(currency, *price_year)),
        _ => None,
    });
    if let Some(money) = money {
        html.raw(" Money: ").text(&money).raw(".");
    }
    html.raw("</p>");
}

/// Why costs and what is averted have no present value, each reason once.
fn without_value(html: &mut Html, report: &RiskReport) {
    let mut whys: Vec<&str> =
        report.measures.iter().map(|m| m.without_value.as_str()).filter(|why| !why.is_empty()).collect();
    whys.sort_unstable();
    whys.dedup();
    for why in whys {
        let of = report.measures.iter().filter(|m| m.without_value == why);
        let mut titles: Vec<&str> = of.map(|m| m.title.as_str()).collect();
        titles.dedup();
        html.raw("<p class=gap>Costs and what is averted over the years have no present value, so there is no ratio (");
        html.text(&titles.join(", ")).raw("): ").text(why).raw(".</p>");
    }
}

fn ratio(html: &mut Html, ratio: Option<Estimate>) {
    let Some(e) = ratio else {
        html.raw("<td class=n>–</td>");
        return;
    };
    let figure = |n: f64| number::figure(n, IndicatorKind::Rate);
    html.raw("<td class=n><b>").text(&figure(e.value)).raw("</b>");
    let range = number::range(e, IndicatorKind::Rate);
    if !range.is_empty() {
        html.raw("<small>").text(&range).raw("</small>");
    }
    html.raw(match (e.low, e.high) {
        (low, _) if low >= 1.0 => "<small>more than it costs</small></td>",
        (_, high) if high < 1.0 => "<small>less than it costs</small></td>",
        _ => "<small>may be more or less than it costs</small></td>",
    });
}

fn signed(averted: f64, measure: &MeasureResult) -> String {
    let size = amount(averted.abs(), &measure.measure);
    if averted < 0.0 { format!("{size} more, not less") } else { size }
}

fn one(html: &mut Html, report: &RiskReport, measure: &MeasureResult) {
    html.raw("<div class=measure><h3>").text(&measure.title).raw("</h3><p>").text(&measure.changes);
    html.raw("</p>");
    let caption = format!("{}: without and with it", measure.title);
    let (_, lost) = naming::columns(&measure.measure);
    let when = format!("{lost} in a year{}", naming::in_money(&measure.measure));
    table(html, &caption, &[&when, "Without it", "With it", "Averted", "Share averted"]);
    for (at, (without, with)) in measure.without.iter().zip(&measure.with).enumerate() {
        let view = measure.views.get(at).and_then(|v| report.views.get(*v));
        html.raw("<tr><th scope=row>").text(&view.map_or_else(|| "–".to_owned(), naming::view)).raw("</th>");
        for number in [*without, *with] {
            html.raw("<td class=n>").text(&amount(number, &measure.measure)).raw("</td>");
        }
        let part = share(without - with, *without).filter(|s| *s >= 0.0).map_or_else(|| "–".to_owned(), percent);
        html.raw("<td class=n>")
            .text(&signed(without - with, measure))
            .raw("</td><td class=n>")
            .text(&part)
            .raw("</td></tr>");
    }
    table_end(html);
    let all: f64 = measure.groups.iter().map(|(_, averted)| averted).sum();
    if !measure.groups.is_empty() {
        html.raw("<p>Whom it protects, of what it averts in a year now: ");
        for (at, (name, averted)) in measure.groups.iter().enumerate() {
            html.raw(if at > 0 { "; <b>" } else { "<b>" })
                .text(&group_name(name))
                .raw("</b> ")
                .text(&signed(*averted, measure));
            if let Some(part) = share(*averted, all).filter(|s| (0.0..=1.0).contains(s)) {
                html.raw(" (").text(&percent(part)).raw(")");
            }
        }
        html.raw(".</p>");
    }
    html.raw("<p class=help>").text(&measure.method).raw("</p></div>");
}
