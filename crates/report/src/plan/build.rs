//! What to build, where and when: units of technologies with their cost and use, and links.

use super::amounts::{amount, money, percent, period, period_at, place, title};
use super::answer;
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use city::network_plan::{LinkRow, NetworkPlan, UnitRow};

/// Less is nothing.
const NOTHING: f64 = 1e-6;

/// What to build by technology and period, then by place, then links, then what stands.
pub fn section(html: &mut Html, plan: &NetworkPlan) {
    if plan.units.is_empty() && plan.links.is_empty() {
        return;
    }
    html.raw("<section id=build><h2>What to build, where and when</h2>");
    let built: Vec<&UnitRow> = plan.units.iter().filter(|u| u.new > NOTHING).collect();
    let links: Vec<&LinkRow> = plan.links.iter().filter(|l| l.built > NOTHING).collect();
    if !plan.building {
        html.raw("<p>").raw(answer::STANDS).raw("</p>");
    } else if built.is_empty() && links.is_empty() {
        html.raw("<p class=nothing>The plan builds nothing new.</p>");
    } else {
        html.raw("<p>Cost is that of the new units in the year they are built, not discounted. A dash: the network names no cost for it.</p>");
    }
    if !built.is_empty() {
        by_technology(html, plan, &built);
        by_place(html, plan, built);
    }
    if !links.is_empty() {
        link_table(html, plan, &links);
    }
    standing(html, plan);
    html.raw("</section>");
}

/// New units by period, with their cost where it is known.
type Sums = Vec<(f64, Option<f64>)>;

/// New units and their cost, summed over places.
pub fn sums(plan: &NetworkPlan) -> Vec<(&str, Sums)> {
    let mut all: Vec<(&str, Sums)> = Vec::new();
    for row in plan.units.iter().filter(|u| u.new > NOTHING) {
        let at = all.iter().position(|(technology, _)| *technology == row.technology).unwrap_or_else(|| {
            all.push((&row.technology, vec![(0.0, None); plan.periods.len()]));
            all.len() - 1
        });
        if let Some((units, cost)) = all.get_mut(at).and_then(|(_, cells)| cells.get_mut(row.period)) {
            *units += row.new;
            *cost = row.capital.map(|c| c + cost.unwrap_or(0.0)).or(*cost);
        }
    }
    let cost = |cells: &[(f64, Option<f64>)]| cells.iter().filter_map(|(_, c)| *c).sum::<f64>();
    all.sort_by(|a, b| cost(&b.1).total_cmp(&cost(&a.1)).then_with(|| a.0.cmp(b.0)));
    all
}

fn by_technology(html: &mut Html, plan: &NetworkPlan, built: &[&UnitRow]) {
    html.raw("<h3>New units by technology</h3>");
    let periods: Vec<String> = plan.periods.iter().map(period).collect();
    let mut headings = vec!["Technology"];
    headings.extend(periods.iter().map(String::as_str));
    table(html, "New units by technology and period", &headings);
    let money = money(plan);
    for (technology, cells) in sums(plan) {
        html.raw("<tr><th scope=row>").text(&title(technology)).raw("</th>");
        for (units, cost) in cells {
            if units <= NOTHING {
                html.raw("<td class=n>–<span class=vh> none</span></td>");
                continue;
            }
            html.raw("<td class=n>").text(&amount(units)).raw(" <span class=vh>units</span>");
            if let Some(cost) = cost {
                html.raw("<small>").text(&format!("{} {money}", amount(cost))).raw("</small>");
            }
            html.raw("</td>");
        }
        html.raw("</tr>");
    }
    html.raw("<tr class=whole><th scope=row>Cost of these</th>");
    for at in 0..plan.periods.len() {
        let cost: f64 = built.iter().filter(|u| u.period == at).filter_map(|u| u.capital).sum();
        html.raw("<td class=n>").text(&amount(cost)).raw("<small>").text(&money).raw("</small></td>");
    }
    html.raw("</tr>");
    table_end(html);
}

fn by_place(html: &mut Html, plan: &NetworkPlan, mut built: Vec<&UnitRow>) {
    built.sort_by(|a, b| {
        let cost = |u: &UnitRow| u.capital.unwrap_or(-1.0);
        a.period
            .cmp(&b.period)
            .then(cost(b).total_cmp(&cost(a)))
            .then_with(|| a.technology.cmp(&b.technology))
            .then(a.place.cmp(&b.place))
    });
    html.raw("<h3>New units by place</h3><div class=sorted>");
    units(html, plan, "New units by place", &built, true);
    html.raw("</div>");
}

fn units(html: &mut Html, plan: &NetworkPlan, caption: &str, rows: &[&UnitRow], new: bool) {
    let cost = format!("Cost, {}", money(plan));
    let mut headings = vec!["Technology", "~Where", "~When", "Units at work"];
    if new {
        headings.splice(3..3, ["New units", cost.as_str()]);
    } else {
        headings.push("Stood or committed");
    }
    headings.push("Used at most");
    table(html, caption, &headings);
    for row in rows {
        html.raw("<tr><th scope=row>").text(&title(&row.technology)).raw("</th><td>").text(&place(plan, row.place));
        html.raw("</td><td>").text(&period_at(plan, row.period)).raw("</td>");
        if new {
            number(html, Some(row.new), amount);
            number(html, row.capital, amount);
        }
        number(html, Some(row.working), amount);
        if !new {
            number(html, Some(row.standing), amount);
        }
        number(html, Some(row.used), percent);
        html.raw("</tr>");
    }
    table_end(html);
}

fn number(html: &mut Html, value: Option<f64>, words: fn(f64) -> String) {
    match value {
        Some(value) => {
            html.raw("<td class=n data-v=\"").text(&value.to_string()).raw("\">").text(&words(value)).raw("</td>");
        }
        None => {
            html.raw("<td class=n>–<span class=vh> no cost is named</span></td>");
        }
    }
}

fn link_table(html: &mut Html, plan: &NetworkPlan, links: &[&LinkRow]) {
    html.raw("<h3>Links to build</h3><div class=sorted>");
    table(html, "Links to build", &["From and to", "~By", "~Carries", "~When", "How many", "Length, km"]);
    for link in links {
        html.raw("<tr><th scope=row>").text(&format!("{} → {}", place(plan, link.from), place(plan, link.to)));
        html.raw("</th><td>")
            .text(&title(&link.transport))
            .raw("</td><td>")
            .text(&title(&link.resource))
            .raw("</td><td>");
        html.text(&period_at(plan, link.period)).raw("</td>");
        number(html, Some(link.built), amount);
        number(html, Some(link.length_km), amount);
        html.raw("</tr>");
    }
    table_end(html);
    html.raw("</div>");
}

fn standing(html: &mut Html, plan: &NetworkPlan) {
    let rows: Vec<&UnitRow> = plan.units.iter().filter(|u| u.new <= NOTHING && u.working > NOTHING).collect();
    if rows.is_empty() {
        return;
    }
    html.raw("<details class=set><summary><h4>What works without new units: what stood, was committed, or was built earlier</h4></summary><div class=sorted>");
    units(html, plan, "What works without new units", &rows, false);
    html.raw("</div></details>");
}
