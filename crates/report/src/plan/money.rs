//! Money, greenhouse gases, jobs, energy: each metric in its own unit by period, with a small bar, and what the objective counts.

use super::amounts::{amount, period, share, title, unit_of_metric};
use crate::assessment::reading::{table, table_end, threshold};
use crate::markup::Html;
use city::network_plan::{MetricRow, NetworkPlan};

/// Said where a metric is no sum.
const LEVELS: &str = " What holds year by year, such as jobs, is shown as it is in a year of the period, and is not added up over periods.";

/// Metrics of the network; those that every network has are folded below.
pub fn section(html: &mut Html, plan: &NetworkPlan) {
    if plan.metrics.is_empty() {
        return;
    }
    html.raw("<section id=money><h2>What it costs and what it does</h2>");
    super::spent::section(html, plan);
    html.raw("<h3>Every metric by period</h3><p>");
    html.text(&format!(
        "Amounts by period are not discounted. {}{} A bar compares the periods of its own row only.",
        worth_words(plan),
        if plan.metrics.iter().any(|m| m.each_year) { LEVELS } else { "" }
    ));
    html.raw("</p>");
    let (every, own): (Vec<&MetricRow>, Vec<&MetricRow>) = plan.metrics.iter().partition(|m| m.built_in);
    if !own.is_empty() {
        metrics(html, plan, "Metrics by period", &own);
    }
    if !every.is_empty() {
        html.raw("<details class=set><summary><h4>Metrics that every network has</h4></summary>");
        metrics(html, plan, "Metrics that every network has", &every);
        html.raw("</details>");
    }
    html.raw("</section>");
}

/// What the column of all periods together means.
pub fn worth_words(plan: &NetworkPlan) -> String {
    match plan.discount_rate {
        _ if plan.weighted => "All periods together are as the objective counts them: money weighs by the factors in the table of periods.".to_owned(),
        Some(rate) if rate > 0.0 => format!(
            "All periods together are as the objective counts them: money is discounted at {} % a year, so that what is paid later weighs less; what is no money is added up.",
            threshold(100.0 * rate)
        ),
        _ => "All periods together are as the objective counts them: nothing is discounted.".to_owned(),
    }
}

/// The amounts of a metric by period as they are shown: a year's, where it holds year by year.
pub fn shown(plan: &NetworkPlan, row: &MetricRow) -> Vec<f64> {
    let years = |at: usize| plan.periods.get(at).map_or(1.0, |period| period.years);
    let a_year = |(at, amount): (usize, &f64)| if row.each_year { amount / years(at) } else { *amount };
    row.amounts.iter().enumerate().map(a_year).collect()
}

/// The unit of a metric as it is shown: persons at work are full-time jobs.
pub fn unit(row: &MetricRow) -> String {
    match (row.each_year, row.unit.as_str()) {
        (true, "persons") => "full-time jobs at a time (FTE)".to_owned(),
        (true, unit) => format!("{}, in a year of the period", unit_of_metric(unit)),
        _ => unit_of_metric(&row.unit),
    }
}

fn metrics(html: &mut Html, plan: &NetworkPlan, caption: &str, rows: &[&MetricRow]) {
    let periods: Vec<String> = plan.periods.iter().map(period).collect();
    let mut headings = vec!["Metric", "~Unit"];
    headings.extend(periods.iter().map(String::as_str));
    headings.push("All periods, as the objective counts them");
    table(html, caption, &headings);
    for row in rows {
        html.raw("<tr><th scope=row>").text(&title(&row.metric)).raw("</th><td>").text(&unit(row)).raw("</td>");
        let shown = shown(plan, row);
        let most = shown.iter().map(|a| a.abs()).fold(0.0_f64, f64::max);
        for at in 0..plan.periods.len() {
            match shown.get(at) {
                Some(value) => {
                    html.raw("<td class=n>").text(&amount(*value));
                    super::served::bar(html, share(*value, most).filter(|s| *s >= 0.0), None);
                    html.raw("</td>");
                }
                None => {
                    html.raw("<td class=n>–</td>");
                }
            }
        }
        if row.each_year {
            html.raw("<td class=n>–<span class=vh> not added up</span></td></tr>");
        } else {
            html.raw("<td class=\"n leads\">").text(&amount(row.worth)).raw("</td></tr>");
        }
    }
    table_end(html);
}
