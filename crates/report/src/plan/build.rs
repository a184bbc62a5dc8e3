//! What to build, where and when: units of technologies with their cost and use, and links.

use super::account::{self, Account};
use super::amounts::{amount, money, percent, period, period_at, place, title, words};
use super::spent::to_the_step;
use super::{answer, cut, size};
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use city::network_plan::{LinkRow, NetworkPlan, ProjectRow, UnitRow};

/// Less is nothing.
const NOTHING: f64 = 1e-6;

/// What to build by technology and period, what is in use, what is committed, then all by place, links, and what stands.
pub fn section(html: &mut Html, plan: &NetworkPlan) {
    if plan.units.is_empty() && plan.links.is_empty() {
        return;
    }
    html.raw("<section id=build><h2>What to build, where and when</h2>");
    let built: Vec<&UnitRow> = plan.units.iter().filter(|u| is_new(plan, u)).collect();
    let links: Vec<&LinkRow> = plan.links.iter().filter(|l| l.built > NOTHING).collect();
    let account = account::account(plan);
    if !plan.building {
        html.raw("<p>").raw(answer::STANDS).raw("</p>");
    } else if built.is_empty() && links.is_empty() {
        html.raw("<p class=nothing>The plan builds nothing new.</p>");
    } else {
        html.raw("<p>Cost is that of the new units in the year they are built, not discounted. A dash: the network names no cost for it. Sums stand again in <a href=#account>where the money goes</a>.</p>");
    }
    if !built.is_empty() {
        by_technology(html, plan, account.as_ref());
    }
    used(html, plan);
    projects(html, plan);
    if !built.is_empty() {
        by_place(html, plan, built);
    }
    if !links.is_empty() {
        link_table(html, plan, &links, account.as_ref());
    }
    standing(html, plan);
    html.raw("</section>");
}

/// Whether a row has new units of something that is built.
fn is_new(plan: &NetworkPlan, row: &UnitRow) -> bool {
    row.new > NOTHING && size::is_built(plan, &row.technology)
}

/// New units by period, with their cost where it is known.
type Sums = Vec<(f64, Option<f64>)>;

/// New units and their cost, summed over places.
pub fn sums(plan: &NetworkPlan) -> Vec<(&str, Sums)> {
    let mut all: Vec<(&str, Sums)> = Vec::new();
    for row in plan.units.iter().filter(|u| is_new(plan, u)) {
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

/// Technologies that run and are nothing to build, each with its rows by period.
pub fn in_use(plan: &NetworkPlan) -> Vec<(&str, Vec<Vec<&UnitRow>>)> {
    let runs = |row: &&city::network_plan::TechnologyRow| !row.built;
    let rows = |id: &str, at: usize| -> Vec<&UnitRow> {
        plan.units.iter().filter(|u| u.technology == id && u.period == at && u.activity > NOTHING).collect()
    };
    let all = plan.technologies.iter().filter(runs).map(|row| {
        let by_period = (0..plan.periods.len()).map(|at| rows(&row.technology, at)).collect();
        (row.technology.as_str(), by_period)
    });
    all.filter(|(_, by_period): &(&str, Vec<Vec<&UnitRow>>)| by_period.iter().any(|rows| !rows.is_empty())).collect()
}

/// The name of a technology with the size of a unit below it.
fn named(html: &mut Html, plan: &NetworkPlan, technology: &str) {
    html.raw("<tr><th scope=row>").text(&title(technology));
    let size = size::of_unit(plan, technology);
    if !size.is_empty() {
        html.raw("<small>").text(&size).raw("</small>");
    }
    html.raw("</th>");
}

fn by_technology(html: &mut Html, plan: &NetworkPlan, account: Option<&Account>) {
    html.raw("<h3>New units by technology</h3><p>How many units, what they can do together, and what they cost.</p><div class=uncut>");
    let periods: Vec<String> = plan.periods.iter().map(period).collect();
    let mut headings = vec!["Technology"];
    headings.extend(periods.iter().map(String::as_str));
    table(html, "New units by technology and period", &headings);
    let money = money(plan);
    let sums = sums(plan);
    let costs: Vec<Vec<Option<f64>>> = (0..plan.periods.len()).map(|at| closing(&sums, at, account)).collect();
    let step = account.map_or(1.0, |account| account.step);
    for (row, (technology, cells)) in sums.iter().enumerate() {
        named(html, plan, technology);
        for (at, (units, _)) in cells.iter().enumerate() {
            if *units <= NOTHING {
                html.raw("<td class=n>–<span class=vh> none</span></td>");
                continue;
            }
            html.raw("<td class=n>").text(&amount(*units)).raw(" units");
            if let Some(together) = size::of_units(plan, technology, *units) {
                html.raw("<small>").text(&together).raw("</small>");
            }
            if let Some(cost) = costs[at][row] {
                html.raw("<small>").text(&format!("{} {money}", to_the_step(cost, step))).raw("</small>");
            }
            html.raw("</td>");
        }
        html.raw("</tr>");
    }
    html.raw("<tr class=whole><th scope=row>Cost of these</th>");
    for costs in &costs {
        let cost: f64 = costs.iter().flatten().sum();
        html.raw("<td class=n data-v=\"").text(&cost.to_string()).raw("\">").text(&to_the_step(cost, step));
        html.raw("<small>").text(&money).raw("</small></td>");
    }
    html.raw("</tr>");
    table_end(html);
    html.raw("</div>");
}

/// What the new units of each technology cost in a period, in whole steps that close with the account.
fn closing(sums: &[(&str, Sums)], at: usize, account: Option<&Account>) -> Vec<Option<f64>> {
    let costs: Vec<Option<f64>> = sums.iter().map(|(_, cells)| cells.get(at).and_then(|cell| cell.1)).collect();
    let exact: Vec<f64> = costs.iter().map(|cost| cost.unwrap_or(0.0)).collect();
    let step = account.map_or(1.0, |account| account.step);
    let whole = account.and_then(|account| account::shown(account, "new_units")?.get(at).copied());
    let whole = whole.unwrap_or_else(|| (exact.iter().sum::<f64>() / step).round() * step);
    let closed = account::closing(&exact, whole, step);
    costs.iter().zip(closed).map(|(cost, closed)| cost.map(|_| closed)).collect()
}

fn used(html: &mut Html, plan: &NetworkPlan) {
    let rows = in_use(plan);
    if rows.is_empty() {
        return;
    }
    html.raw("<h3>In use, with nothing to build</h3><p>What is hired, bought or run, and costs only while it runs: on average over the period.</p><div class=uncut>");
    let periods: Vec<String> = plan.periods.iter().map(period).collect();
    let mut headings = vec!["Technology"];
    headings.extend(periods.iter().map(String::as_str));
    table(html, "In use, with nothing to build", &headings);
    for (technology, by_period) in rows {
        html.raw("<tr><th scope=row>").text(&title(technology));
        if let Some(row) = size::technology(plan, technology) {
            html.raw("<small>").text(&words(&row.resource)).raw("</small>");
        }
        html.raw("</th>");
        for rows in by_period {
            let done = size::done(plan, &rows);
            html.raw("<td class=n>").text(&done.unwrap_or_else(|| "–".to_owned())).raw("</td>");
        }
        html.raw("</tr>");
    }
    table_end(html);
    html.raw("</div>");
}

fn projects(html: &mut Html, plan: &NetworkPlan) {
    if plan.projects.is_empty() {
        return;
    }
    html.raw("<h3>Committed projects</h3><p>They come whatever the plan does.</p>");
    cut::open(html, "");
    let cost = format!("Cost, {}", money(plan));
    table(
        html,
        "Committed projects",
        &["Project", "~Technology", "~Where", "Units", "They can do", "From", cost.as_str()],
    );
    let first = plan.periods.first().map_or(f64::NEG_INFINITY, |period| period.start_year);
    for row in &plan.projects {
        html.raw("<tr><th scope=row>").text(&title(&row.project)).raw("</th><td>").text(&title(&row.technology));
        html.raw("</td><td>").text(&place(plan, row.place)).raw("</td>");
        number(html, Some(row.units), amount);
        let together = size::of_units(plan, &row.technology, row.units);
        html.raw("<td class=n>").text(&together.unwrap_or_else(|| "–".to_owned())).raw("</td><td class=n>");
        html.text(&format!("{:.0}", row.start_year))
            .raw("</td><td class=n>")
            .text(&project_cost(row, first))
            .raw("</td></tr>");
    }
    table_end(html);
    cut::close(html, plan.projects.len(), "network/projects.csv");
}

fn project_cost(row: &ProjectRow, first: f64) -> String {
    match row.capital {
        Some(cost) => amount(cost),
        None if row.start_year < first => "paid already".to_owned(),
        None if row.period.is_none() => "after the last period".to_owned(),
        None => "no cost is named".to_owned(),
    }
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
    html.raw("<h3>New units by place</h3>");
    cut::open(html, "sorted");
    units(html, plan, "New units by place", &built, true);
    cut::close(html, built.len(), "answer_units.csv");
}

fn units(html: &mut Html, plan: &NetworkPlan, caption: &str, rows: &[&UnitRow], new: bool) {
    let cost = format!("Cost, {}", money(plan));
    let mut headings = vec!["Technology", "~Where", "~When", "Units at work"];
    if new {
        headings.splice(3..3, ["New units", "They can do", cost.as_str()]);
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
            let capacity = size::technology(plan, &row.technology).map_or(0.0, |t| t.capacity) * row.new;
            let together = size::of_units(plan, &row.technology, row.new);
            html.raw("<td class=n data-v=\"").text(&capacity.to_string()).raw("\">");
            html.text(&together.unwrap_or_else(|| "–".to_owned())).raw("</td>");
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

fn link_table(html: &mut Html, plan: &NetworkPlan, links: &[&LinkRow], account: Option<&Account>) {
    html.raw("<h3>Links to build</h3><p>A link that serves both directions stands once.</p>");
    cut::open(html, "sorted");
    let (money, step) = (money(plan), account.map_or(1.0, |account| account.step));
    let cost = format!("Cost, {money}");
    table(html, "Links to build", &["From and to", "~By", "~Carries", "~When", "How many", "Length, km", &cost]);
    let costs: Vec<f64> = links.iter().map(|link| link.capital.unwrap_or(0.0)).collect();
    let whole = account.and_then(|account| Some(account::shown(account, "new_links")?.iter().sum::<f64>()));
    let whole = whole.unwrap_or_else(|| (costs.iter().sum::<f64>() / step).round() * step);
    for (link, cost) in links.iter().zip(account::closing(&costs, whole, step)) {
        html.raw("<tr><th scope=row>").text(&format!("{} → {}", place(plan, link.from), place(plan, link.to)));
        html.raw("</th><td>")
            .text(&title(&link.transport))
            .raw("</td><td>")
            .text(&title(&link.resource))
            .raw("</td><td>");
        html.text(&period_at(plan, link.period)).raw("</td>");
        number(html, Some(link.built), amount);
        number(html, Some(link.length_km), amount);
        let words = if link.capital.is_some() { to_the_step(cost, step) } else { "–".to_owned() };
        html.raw("<td class=n data-v=\"").text(&cost.to_string()).raw("\">").text(&words).raw("</td></tr>");
    }
    html.raw("</tbody><tfoot><tr class=whole><th scope=row colspan=6>Cost of these</th><td class=n>");
    html.text(&to_the_step(whole, step)).raw("</td></tr></tfoot></table></div>");
    cut::close(html, links.len(), "answer_links.csv");
}

fn standing(html: &mut Html, plan: &NetworkPlan) {
    let rows: Vec<&UnitRow> = plan.units.iter().filter(|u| !is_new(plan, u) && u.working > NOTHING).collect();
    if rows.is_empty() {
        return;
    }
    html.raw("<details class=set><summary><h4>What works without new units: what stood, was committed, was built earlier, or only runs</h4></summary>");
    cut::open(html, "sorted");
    units(html, plan, "What works without new units", &rows, false);
    cut::close(html, rows.len(), "answer_units.csv");
    html.raw("</details>");
}
