//! The plan under many futures: what varied, what it costs then, what to build now, what to wait for and what not to build.

use super::amounts::{amount, named, percent, period_at, title, unit_of_metric};
use super::cut;
use crate::assessment::reading::{capital, table, table_end};
use crate::markup::Html;
use crate::number;
use city::network_plan::{FuturesRows, InvestmentRow, NetworkPlan};
use std::fmt::Write;

/// What is to be done with an investment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// Build it.
    Now,
    /// Look at it again: nearly every future builds it now, and the plan does not.
    Missing,
    /// Build it when its signpost is passed.
    Wait,
    /// Nearly sure, in a later period.
    Later,
    /// Do not build it yet, though the plan has it.
    Not,
    /// Hardly any future builds it.
    Seldom,
}

/// What the futures say of an investment.
pub fn advice(row: &InvestmentRow) -> Advice {
    match row.advice.as_str() {
        "build_now" => Advice::Now,
        "missing" => Advice::Missing,
        "later" => Advice::Later,
        "not_now" => Advice::Not,
        "seldom" => Advice::Seldom,
        _ => Advice::Wait,
    }
}

/// Groups of investments: heading, and what the heading means.
const GROUPS: [(Advice, &str, &str); 5] = [
    (Advice::Now, "<h3>Build now</h3>", "In the plan's first step, and made in at least nine of ten futures."),
    (
        Advice::Missing,
        "<h3>Look at these again</h3>",
        "Made first in at least nine of ten futures, and not in this plan: a plan as good may hold them.",
    ),
    (
        Advice::Wait,
        "<h3>Wait for the signpost</h3>",
        "Made in some futures and not in others; the signpost says in which.",
    ),
    (Advice::Not, "<h3>Do not build yet</h3>", "In the plan's first step, and made in at most one of ten futures."),
    (Advice::Later, "<h3>Nearly sure, later</h3>", "Made in at least nine of ten futures, after the first step."),
];

/// How many futures, their costs, and the investments; nothing where none were tried.
pub fn section(html: &mut Html, plan: &NetworkPlan) {
    let Some(futures) = plan.futures.as_ref().filter(|f| f.count > 0) else { return };
    html.raw("<section id=futures><h2>Under many futures</h2><p>");
    html.text(&tried(plan, futures)).raw("</p>");
    costs(html, futures);
    varied(html, plan, futures);
    for group in GROUPS {
        investments(html, plan, futures, group);
    }
    let seldom = futures.investments.iter().filter(|i| advice(i) == Advice::Seldom).count();
    if seldom > 0 {
        html.raw("<p>").text(&number::count(seldom as u64));
        html.raw(" more are made in at most one of ten futures; they are in futures_investments.csv.</p>");
    }
    html.raw("</section>");
}

/// How many futures were tried, and in how many the plan's first investments leave no way out.
pub fn tried(plan: &NetworkPlan, futures: &FuturesRows) -> String {
    let count = |n: usize| number::count(n as u64);
    let tried = format!("The plan was tried under {} futures.", count(futures.count));
    let mut said = match futures.failed {
        0 => format!("{tried} After what it builds first, every one of them has a way on."),
        failed => format!(
            "{tried} In {} of them ({}), what it builds first leaves no plan that meets what is asked for.",
            count(failed),
            share(failed, futures.count)
        ),
    };
    if futures.without_plan > 0 {
        let _ = write!(said, " In {} of them nothing meets it, whatever is built first.", count(futures.without_plan));
    }
    if !futures.fails_where.is_empty() {
        let _ = write!(said, " The sign of failing: {}.", named(plan, futures.fails_where.trim_end_matches('.')));
    }
    said
}

#[expect(clippy::cast_precision_loss, reason = "counts of futures")]
fn share(part: usize, whole: usize) -> String {
    percent(super::amounts::share(part as f64, whole as f64).unwrap_or(0.0))
}

fn costs(html: &mut Html, futures: &FuturesRows) {
    let unit = unit_of_metric(&futures.unit);
    table(html, "The objective under the futures", &["The objective", "Low (5 %)", "Middle", "High (95 %)"]);
    for (words, (low, middle, high)) in [
        ("With what the plan builds first", futures.with_plan),
        ("Had that future been known", futures.free),
        ("Regret: the difference of both", futures.regret),
    ] {
        html.raw("<tr><th scope=row>").text(words).raw("</th>");
        for value in [low, middle, high] {
            html.raw("<td class=n>")
                .text(&super::answer::finite(value))
                .raw("<small>")
                .text(&unit)
                .raw("</small></td>");
        }
        html.raw("</tr>");
    }
    table_end(html);
}

fn varied(html: &mut Html, plan: &NetworkPlan, futures: &FuturesRows) {
    if futures.varied.is_empty() {
        return;
    }
    html.raw("<h3>What varied</h3>");
    cut::open_few(html);
    table(html, "What varied between the futures", &["What", "From", "To"]);
    for (what, low, high) in &futures.varied {
        html.raw("<tr><th scope=row>")
            .text(&capital(&named(plan, &what.replace('_', " "))))
            .raw("</th><td class=n>")
            .text(&amount(*low));
        html.raw("</td><td class=n>").text(&amount(*high)).raw("</td></tr>");
    }
    table_end(html);
    cut::close_few(html, futures.varied.len(), "futures_runs.csv");
}

fn investments(
    html: &mut Html,
    plan: &NetworkPlan,
    futures: &FuturesRows,
    (wanted, heading, words): (Advice, &'static str, &'static str),
) {
    let mut rows: Vec<&InvestmentRow> = futures.investments.iter().filter(|i| advice(i) == wanted).collect();
    if rows.is_empty() {
        return;
    }
    rows.sort_by(|a, b| {
        let first = a.signpost.is_empty().cmp(&b.signpost.is_empty()).then(a.period.cmp(&b.period));
        first.then(b.share.total_cmp(&a.share)).then_with(|| a.what.cmp(&b.what))
    });
    html.raw(heading).raw("<p>").raw(words).raw("</p>");
    let wait = wanted == Advice::Wait;
    let mut headings = vec!["What", "~Where", "~When", "Share of futures", "Units there", "~In this plan"];
    if wait {
        headings.push("~Signpost");
    }
    cut::open_few(html);
    table(html, words, &headings);
    for row in &rows {
        html.raw("<tr><th scope=row>")
            .text(&title(&row.what))
            .raw("</th><td>")
            .text(&named(plan, &row.place))
            .raw("</td><td>");
        html.text(&period_at(plan, row.period)).raw("</td><td class=n>").text(&percent(row.share));
        super::served::bar(html, Some(row.share), None);
        html.raw("</td><td class=n>").text(&amount(row.units.1));
        if amount(row.units.0) != amount(row.units.2) {
            html.raw("<small>").text(&format!("{} – {}", amount(row.units.0), amount(row.units.2))).raw("</small>");
        }
        html.raw("</td><td>").raw(if row.in_plan { "yes" } else { "no" }).raw("</td>");
        if wait {
            html.raw("<td class=signpost>")
                .text(&if row.signpost.is_empty() { "none was found".to_owned() } else { named(plan, &row.signpost) })
                .raw("</td>");
        }
        html.raw("</tr>");
    }
    table_end(html);
    cut::close_few(html, rows.len(), "futures_investments.csv");
}
