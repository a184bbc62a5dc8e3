//! Where the money goes, as a table that a reader can add up.

use super::account::{Account, Kind, account};
use super::amounts::{period, title, unit_of_metric, words};
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use crate::number;
use city::indicator::IndicatorKind;
use city::network_plan::NetworkPlan;
use std::fmt::Write;

/// A number to its last step, thousands apart.
pub fn to_the_step(value: f64, step: f64) -> String {
    if value.abs() < step / 2.0 {
        return "0".to_owned();
    }
    if step < 1.0 { format!("{value:.2}") } else { number::figure(value, IndicatorKind::Count) }
}

/// A part in words.
pub fn part_words(part: &str) -> &'static str {
    match part {
        "new_units" => "New units",
        "new_links" => "New links",
        "committed" => "Committed projects",
        "running_units" => "Running units, new and old",
        "running_links" => "Running links, and what they move",
        "imports" => "What is brought in",
        "exports" => "What is taken out (below nothing: an income)",
        "not_served" => "What is not served",
        "let_go" => "What is let go",
        _ => "Other",
    }
}

/// The table, with the objective below it.
pub fn section(html: &mut Html, plan: &NetworkPlan) {
    let Some(account) = account(plan) else { return };
    let money = unit_of_metric(&plan.money_unit);
    html.raw("<h3 id=account>Where the money goes</h3><p>");
    html.text(&format!(
        "{money}, each amount to the last {}. Every column and every row closes.",
        if account.step < 1.0 { "hundredth" } else { "unit" }
    ));
    html.text(&committed_words(plan)).raw("</p><div class=\"uncut account\">");
    let periods: Vec<String> = plan.periods.iter().map(period).collect();
    let mut headings = vec!["Spent on"];
    headings.extend(periods.iter().map(String::as_str));
    let discounted = plan.discount_rate.is_some_and(|rate| rate > 0.0);
    let worth = if discounted { "All periods, discounted" } else { "All periods, as the objective counts them" };
    headings.extend(["All periods, not discounted", worth]);
    table(html, "Where the money goes", &headings);
    for line in &account.lines {
        let (class, words) = match line.kind {
            Kind::Part => ("<tr><th scope=row>", part_words(&line.part).to_owned()),
            Kind::Metric => ("<tr class=sum><th scope=row>", title(&line.metric)),
            Kind::All => ("<tr class=whole><th scope=row>", "All of it".to_owned()),
        };
        html.raw(class).text(&words).raw("</th>");
        for value in line.amounts.iter().chain([&line.all, &line.worth]) {
            cell(html, *value, account.step);
        }
        html.raw("</tr>");
    }
    objective(html, plan, &account);
    table_end(html);
    html.raw("</div>");
}

fn cell(html: &mut Html, value: f64, step: f64) {
    html.raw("<td class=n data-v=\"").text(&value.to_string()).raw("\">").text(&to_the_step(value, step)).raw("</td>");
}

fn objective(html: &mut Html, plan: &NetworkPlan, account: &Account) {
    let Some((words, value)) = &account.objective else { return };
    let mut row = |class: &'static str, words: &str, value: f64| {
        html.raw(class).raw("<th scope=row colspan=").index(plan.periods.len() + 2).raw(">").text(words).raw("</th>");
        cell(html, value, account.step);
        html.raw("</tr>");
    };
    for (words, amount) in &account.besides {
        row("<tr class=besides>", words, *amount);
    }
    row("<tr class=\"whole objective\">", &format!("The objective: {}", super::amounts::words(words)), *value);
    let found = plan.objectives.iter().find(|o| o.objective == *words).map_or(*value, |o| o.value);
    if (found - value).abs() >= account.step.max(1e-9 * value.abs()) {
        row(
            "<tr class=found>",
            "The same when it was solved; a later objective gave up the rest, within its tolerance",
            found,
        );
    }
}

/// What is to be known of committed projects beside their line.
fn committed_words(plan: &NetworkPlan) -> String {
    let within = || plan.projects.iter().filter(|project| project.period.is_some());
    let first = plan.periods.first().map_or(f64::NEG_INFINITY, |period| period.start_year);
    let paid = plan.projects.iter().filter(|project| project.start_year < first).count();
    let unknown: Vec<String> = within().filter(|p| p.capital.is_none()).map(|p| words(&p.project)).collect();
    let mut said = String::new();
    if paid > 0 {
        let (noun, are) = if paid == 1 { ("project", "is") } else { ("projects", "are") };
        let _ =
            write!(said, " {paid} committed {noun} that began before {first:.0} {are} paid already, and not in it.");
    }
    if !unknown.is_empty() {
        let unknown = unknown.join(", ");
        let _ = write!(said, " No cost is named for these committed projects, which are not in it: {unknown}.");
    }
    said
}
