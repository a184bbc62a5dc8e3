//! Who is served and who is not, by period and group, and how near each target is.

use super::amounts::{amount, group, people, percent, period, period_at, place, title, unit};
use super::chosen::{Total, groups, services};
use super::cut;
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use crate::number;
use city::network_plan::{NetworkPlan, TargetRow};

/// A target is reached where no more than this share is missing.
const NEAR: f64 = 1e-6;

/// A table of periods for each service and group, and the targets.
pub fn section(html: &mut Html, plan: &NetworkPlan) {
    if plan.served.is_empty() && plan.targets.is_empty() {
        return;
    }
    html.raw("<section id=served><h2>Who is served and who is not</h2>");
    if !plan.served.is_empty() {
        html.raw("<p>People by the share of their demand that is served; below it what is demanded over the whole period, and what is served of it. One person may stand behind several services, so services are never added up.</p>");
        html.raw("<div class=uncut>");
        by_group(html, plan);
        html.raw("</div>");
    }
    targets(html, plan);
    html.raw("</section>");
}

fn by_group(html: &mut Html, plan: &NetworkPlan) {
    let periods: Vec<String> = plan.periods.iter().map(period).collect();
    let mut headings = vec!["Service and group"];
    headings.extend(periods.iter().map(String::as_str));
    table(html, "People served by service, group and period", &headings);
    for service in services(plan) {
        let groups = groups(plan, service);
        let waste = plan.served.iter().any(|r| r.resource == service && r.waste);
        for id in &groups {
            html.raw("<tr><th scope=row>").text(&title(service)).raw("<small>").text(&group(id));
            html.raw(if waste { ", waste that must leave</small></th>" } else { "</small></th>" });
            cells(html, plan, service, Some(id));
        }
        if groups.len() > 1 {
            html.raw("<tr class=whole><th scope=row>").text(&title(service)).raw("<small>all together</small></th>");
            cells(html, plan, service, None);
        }
    }
    table_end(html);
}

fn cells(html: &mut Html, plan: &NetworkPlan, service: &str, group: Option<&str>) {
    for at in 0..plan.periods.len() {
        let mut rows = plan
            .served
            .iter()
            .filter(|r| r.resource == service && r.period == at && group.is_none_or(|g| g == r.group));
        let unit = rows.clone().next().map_or_else(String::new, |r| unit(&r.unit, &plan.time_unit));
        cell(html, Total::of(&mut rows), &unit);
    }
    html.raw("</tr>");
}

/// Share served, people served and not, and amounts.
fn cell(html: &mut Html, total: Option<Total>, unit: &str) {
    let Some(total) = total else {
        html.raw("<td class=n>–<span class=vh> nothing demanded</span></td>");
        return;
    };
    html.raw("<td class=n><b>").text(&total.share().map_or_else(|| "–".to_owned(), percent)).raw("</b>");
    bar(html, total.share(), None);
    if total.people > 0.0 {
        let not = (total.people - total.people_served).max(0.0);
        html.raw("<small>").text(&people(total.people_served)).raw(" people served</small><small>");
        html.text(&people(not)).raw(" not served</small>");
    }
    html.raw("<small>")
        .text(&format!("{} of {} {unit}", amount(total.served), amount(total.demanded)))
        .raw("</small></td>");
}

/// A small bar of a share, with a mark where one is wanted; the numbers stand beside it.
pub fn bar(html: &mut Html, share: Option<f64>, mark: Option<f64>) {
    if let Some(share) = share.filter(|s| s.is_finite()) {
        let along = |share: f64| format!("{:.1}", 100.0 * share.clamp(0.0, 1.0));
        let wide = along(share);
        html.raw("<svg class=bars viewBox=\"0 0 100 10\" preserveAspectRatio=none aria-hidden=true><path class=track d=\"M0 5h100\"/><rect class=solid y=2 height=6 width=");
        html.text(&wide).raw(" />");
        if let Some(mark) = mark {
            html.raw("<path class=mark d=\"M").text(&along(mark)).raw(" 0v10\"/>");
        }
        html.raw("</svg>");
    }
}

/// What is missing to a target, a share of the demand.
pub fn missing(row: &TargetRow) -> f64 {
    (row.wanted - row.reached).max(0.0)
}

/// Whether a target is reached.
pub fn is_reached(row: &TargetRow) -> bool {
    missing(row) <= NEAR
}

/// Whose a target is.
pub fn whose(plan: &NetworkPlan, row: &TargetRow) -> String {
    let place = row.place.map_or_else(|| "all places together".to_owned(), |at| place(plan, at));
    if row.group.is_empty() { place } else { format!("{place}, {}", group(&row.group)) }
}

fn targets(html: &mut Html, plan: &NetworkPlan) {
    html.raw("<h3 id=targets>Distance to each target</h3>");
    if plan.targets.is_empty() {
        html.raw("<p>The network names no target.</p>");
        return;
    }
    let (reached, mut short): (Vec<&TargetRow>, Vec<&TargetRow>) = plan.targets.iter().partition(|t| is_reached(t));
    short.sort_by(|a, b| a.period.cmp(&b.period).then(missing(b).total_cmp(&missing(a))));
    html.raw("<p><b>").text(&number::count(reached.len() as u64)).raw(" of ");
    html.text(&number::count(plan.targets.len() as u64)).raw(" targets are reached.</b> A target is a share of what is demanded; one that is set for each place counts once for each. A mark on a bar is what is wanted.</p>");
    if !short.is_empty() {
        target_table(html, plan, "Targets that are missed", &short);
    }
    if !reached.is_empty() {
        html.raw("<details class=set><summary><h4>Targets that are reached</h4></summary>");
        target_table(html, plan, "Targets that are reached", &reached);
        html.raw("</details>");
    }
}

fn target_table(html: &mut Html, plan: &NetworkPlan, caption: &str, rows: &[&TargetRow]) {
    cut::open(html, "");
    table(html, caption, &["Service", "~Where and whose", "~Period", "Wanted", "Reached", "Distance"]);
    for row in rows {
        html.raw("<tr><th scope=row>").text(&title(&row.resource)).raw("</th><td>").text(&whose(plan, row));
        html.raw("</td><td>").text(&period_at(plan, row.period)).raw("</td><td class=n>").text(&percent(row.wanted));
        html.raw("</td><td class=n>").text(&percent(row.reached));
        bar(html, Some(row.reached), Some(row.wanted));
        html.raw("</td><td class=n>");
        if is_reached(row) {
            html.raw("reached");
        } else {
            html.text(&points(missing(row))).raw(" short");
        }
        html.raw("</td></tr>");
    }
    table_end(html);
    cut::close(html, rows.len(), "answer_targets.csv");
}

/// A difference of shares in percentage points.
pub fn points(share: f64) -> String {
    format!("{} points", crate::assessment::reading::threshold((1_000.0 * share).round() / 10.0).as_str())
}
