//! What flows, as a Sankey drawing for each chain and period: widths are amounts, and every node lets out what comes in.

use super::amounts::{amount, exact, percent, period_at, place, title, unit};
use super::chosen::first_period;
use super::flows::{Chain, Flow, Graph, Kind, balances, chains, words_of};
use super::layout::{BAR, Layout};
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use city::network_plan::{BalanceRow, NetworkPlan, TradeRow};

/// A balance closes where less than this share is open.
const CLOSED: f64 = 1e-6;

/// A drawing and a table for each chain and period; the script shows one of them.
pub fn section(html: &mut Html, plan: &NetworkPlan) {
    let chains = chains(plan);
    if chains.is_empty() {
        return;
    }
    html.raw("<section id=flows><h2>What flows from where to where</h2><p>The wider a band, the more flows along it in the whole period. What comes into a resource goes out of it again; what a technology takes from or gives to another chain is drawn as a band of its own.</p>");
    html.raw("<div class=controls data-js hidden><p><label for=flow>Chain</label><select id=flow>");
    for (at, chain) in chains.iter().enumerate() {
        html.raw("<option value=").index(at).raw(">").text(&chain.title(plan)).raw(", ");
        html.text(&unit(chain.unit, &plan.time_unit)).raw("</option>");
    }
    html.raw("</select></p></div>");
    for (at, chain) in chains.iter().enumerate() {
        for when in 0..plan.periods.len() {
            let on = at == 0 && when == first_period(plan);
            html.raw(if on { "<div class=\"part-of on\" data-flow=" } else { "<div class=part-of data-flow=" })
                .index(at);
            html.raw(" data-period=").index(when).raw(">");
            one(html, plan, (at, chain), when);
            html.raw("</div>");
        }
    }
    trade(html, plan);
    html.raw("</section>");
}

fn one(html: &mut Html, plan: &NetworkPlan, (at, chain): (usize, &Chain<'_>), when: usize) {
    let unit = unit(chain.unit, &plan.time_unit);
    html.raw("<p class=view><b>").text(&chain.title(plan)).raw("</b>, ").text(&unit).raw(", ");
    html.text(&period_at(plan, when)).raw("</p>");
    let rows = balances(plan, chain, when);
    let graph = Graph::new(&rows);
    if graph.flows.is_empty() {
        html.raw("<p class=nothing>Nothing flows in this chain in this period.</p>");
        return;
    }
    html.raw("<figure class=sankey>");
    let label =
        format!("{}, {}: what flows; the table below has the same numbers", chain.title(plan), period_at(plan, when));
    drawing(html, &graph, &label, &format!("stripes-{at}-{when}"));
    let open = rows.iter().map(|b| b.open.abs()).fold(0.0_f64, f64::max);
    html.raw("<figcaption class=help>");
    html.raw("Grey bars are resources, dark bars technologies. Striped bands are lost, left or not passed on. Largest share of a resource that does not close: <b>");
    html.text(&closes(open)).raw("</b>.</figcaption></figure>");
    numbers(html, &rows, &unit);
}

/// How far a balance does not close.
fn closes(open: f64) -> String {
    if open.abs() < CLOSED { "none (under one in a million)".to_owned() } else { percent(open.abs()) }
}

fn drawing(html: &mut Html, graph: &Graph, label: &str, fill: &str) {
    let layout = Layout::new(graph);
    html.raw("<div class=wide tabindex=0 role=region aria-label=\"").text(label).raw("\"><svg role=img viewBox=\"0 0 ");
    html.number(layout.width)
        .raw(" ")
        .number(layout.height)
        .raw("\" width=")
        .number(layout.width)
        .raw(" aria-label=\"");
    html.text(label).raw("\"><defs><pattern id=\"").text(fill).raw("\" patternUnits=userSpaceOnUse width=7 height=7 patternTransform=rotate(45)><rect class=stripe-ground width=7 height=7 /><path class=stripe d=\"M0 0v7\"/></pattern></defs>");
    for (at, flow) in graph.flows.iter().enumerate() {
        band(html, graph, &layout, (at, flow), fill);
    }
    for (at, node) in graph.nodes.iter().enumerate() {
        let Some(there) = layout.nodes.get(at) else { continue };
        html.raw(match node.kind {
            Kind::Resource => "<g class=resource data-node=",
            Kind::Work => "<g class=work data-node=",
            Kind::Served => "<g class=served data-node=",
            Kind::Left => "<g class=left data-node=",
            Kind::Source | Kind::End => "<g class=end data-node=",
        });
        html.index(at).raw("><rect x=");
        tenth(html, there.x);
        html.raw(" y=");
        tenth(html, there.y);
        html.raw(" width=");
        tenth(html, BAR);
        html.raw(" height=");
        tenth(html, there.high.max(1.0));
        html.raw(" />");
        let (comes, goes) = graph.sides(at);
        name(html, (there.x + BAR + 5.0, there.middle()), (&node.label, layout.letters), comes.max(goes));
        html.raw("</g>");
    }
    html.raw("</svg></div>");
}

fn tenth(html: &mut Html, number: f64) {
    html.text(&format!("{:.1}", if number.is_finite() { number } else { 0.0 }));
}

/// A name, on two lines where it is long, and the amount below it.
fn name(html: &mut Html, (x, middle): (f64, f64), (label, letters): (&str, usize), value: f64) {
    let lines = super::layout::lines(label, letters);
    let mut y = middle - 6.5 * f64::from(u8::try_from(lines.len()).unwrap_or(2)) + 4.0;
    for line in lines {
        html.raw("<text x=");
        tenth(html, x);
        html.raw(" y=");
        tenth(html, y);
        html.raw(">").text(&line).raw("</text>");
        y += 13.0;
    }
    html.raw("<text class=amount x=");
    tenth(html, x);
    html.raw(" y=");
    tenth(html, y);
    html.raw(">").text(&amount(value)).raw("</text>");
}

fn band(html: &mut Html, graph: &Graph, layout: &Layout, (at, flow): (usize, &Flow), fill: &str) {
    let Some(there) = layout.flows.get(at) else { return };
    let [from, to] = [flow.from, flow.to].map(|n| graph.nodes.get(n));
    let (Some(from), Some(to)) = (from, to) else { return };
    html.raw(match to.kind {
        Kind::Served => "<path class=\"band served\"",
        Kind::Left => "<path class=\"band lost left\"",
        Kind::End => "<path class=\"band lost\"",
        _ => "<path class=band",
    });
    if matches!(to.kind, Kind::Left | Kind::End) {
        html.raw(" fill=\"url(#").text(fill).raw(")\"");
    }
    html.raw(" data-from=").index(flow.from).raw(" data-to=").index(flow.to).raw(" data-v=\"");
    html.text(&flow.amount.to_string()).raw("\" d=\"");
    let (x, y, a, b, high) = (there.from.0, there.from.1, there.to.0, there.to.1, there.high);
    let bend = if a > x { (a - x) / 2.0 } else { 60.0 };
    let points = [
        ("M", x, y),
        ("C", x + bend, y),
        (" ", a - bend, b),
        (" ", a, b),
        ("L", a, b + high),
        ("C", a - bend, b + high),
        (" ", x + bend, y + high),
        (" ", x, y + high),
    ];
    for (sign, x, y) in points {
        html.raw(sign);
        tenth(html, x);
        html.raw(" ");
        tenth(html, y);
    }
    html.raw("z\"><title>")
        .text(&format!("{} → {}: {}", from.label, to.label, exact(flow.amount)))
        .raw("</title></path>");
}

/// Every part of every balance, so that it can be added up by hand.
fn numbers(html: &mut Html, rows: &[&BalanceRow], unit: &str) {
    html.raw("<details class=set open><summary><h4>The same in numbers</h4></summary>");
    let (comes, goes) = (format!("Comes in, {unit}"), format!("Goes out, {unit}"));
    table(html, "What flows, in numbers", &["Resource", "~Part", &comes, &goes]);
    for row in rows {
        for part in &row.parts {
            let (_, label) = words_of(&part.part, &part.what);
            let how = match part.part.as_str() {
                "made" => "made by: ",
                "used" => "used by: ",
                "made_by_moving" => "made on the way by: ",
                "lost_or_used_on_the_way" => "lost or used on the way by: ",
                _ => "",
            };
            html.raw("<tr><th scope=row>").text(&title(&row.resource)).raw("</th><td>").raw(how);
            html.text(&label.to_lowercase()).raw("</td>");
            let cell = exact(part.amount);
            html.raw("<td class=n>").text(if part.comes_in { &cell } else { "" });
            html.raw("</td><td class=n>").text(if part.comes_in { "" } else { &cell }).raw("</td></tr>");
        }
        let sum =
            |comes_in: bool| -> f64 { row.parts.iter().filter(|p| p.comes_in == comes_in).map(|p| p.amount).sum() };
        html.raw("<tr class=whole><th scope=row>").text(&title(&row.resource)).raw("</th><td>together, ");
        html.text(&if row.open.abs() < CLOSED { "closes".to_owned() } else { format!("open by {}", closes(row.open)) })
            .raw("</td><td class=n>")
            .text(&exact(sum(true)))
            .raw("</td><td class=n>");
        html.text(&exact(sum(false))).raw("</td></tr>");
    }
    table_end(html);
    html.raw("</details>");
}

fn trade(html: &mut Html, plan: &NetworkPlan) {
    let mut rows: Vec<&TradeRow> = plan.trade.iter().filter(|t| t.amount > 0.0).collect();
    if rows.is_empty() {
        return;
    }
    rows.sort_by(|a, b| {
        (!a.import, a.period, &a.resource).cmp(&(!b.import, b.period, &b.resource)).then(b.amount.total_cmp(&a.amount))
    });
    html.raw("<details class=set><summary><h4>Where it is brought in and sent out</h4></summary><div class=sorted>");
    table(html, "Brought in and sent out", &["Resource", "~Way", "~Where", "~When", "Amount", "~Unit"]);
    for row in rows {
        html.raw("<tr><th scope=row>").text(&title(&row.resource)).raw("</th><td>");
        html.raw(if row.import { "brought in" } else { "sent out" }).raw("</td><td>").text(&place(plan, row.place));
        html.raw("</td><td>").text(&period_at(plan, row.period)).raw("</td><td class=n data-v=\"");
        html.text(&row.amount.to_string()).raw("\">").text(&amount(row.amount)).raw("</td><td>");
        html.text(&unit(&row.unit, &plan.time_unit)).raw("</td></tr>");
    }
    table_end(html);
    html.raw("</div></details>");
}
