//! The plan of a network in people's hands: one page that needs nothing else, a table, JSON, and words for a terminal.

mod account;
mod amounts;
mod answer;
mod beside;
mod build;
mod chosen;
mod cut;
mod export;
mod flows;
mod front;
mod futures;
mod known;
mod layout;
mod lines;
mod map;
mod money;
mod sankey;
mod served;
mod size;
mod spent;
mod terminal;
#[cfg(test)]
mod tests;

pub use export::{COLUMNS, csv, json};
pub use terminal::text;

use crate::assessment::{self, notes};
use crate::heading;
use crate::markup::{Html, json_for_script};
use crate::page;
use city::network_plan::NetworkPlan;

const STYLE: &str = include_str!("../../../../web/plan/page.css");
const SCRIPT: &str = include_str!("../../../../web/plan/page.js");

/// Sections of the page: anchor, how the section opens, and heading; those that a page lacks are left out.
const CONTENTS: [(&str, &str, &str); 10] = [
    ("<li><a href=#served>", "<section id=served>", "Who is served"),
    ("<li><a href=#build>", "<section id=build>", "What to build"),
    ("<li><a href=#who>", "<section id=who>", "Map and table"),
    ("<li><a href=#flows>", "<section id=flows>", "What flows"),
    ("<li><a href=#money>", "<section id=money>", "Money and more"),
    ("<li><a href=#front>", "<section id=front>", "Front"),
    ("<li><a href=#futures>", "<section id=futures>", "Futures"),
    ("<li><a href=#beside>", "<section id=beside>", "Other plans"),
    ("<li><a href=#known>", "<section id=known>", "Not known, assumed"),
    ("<li><a href=#wrong>", "<section id=wrong>", "Problems"),
];

/// The plan of a network as one HTML file: the answer with its objective, bound and gap first; then who is served, what to build,
/// and for the service and period that are chosen the map and what flows; then metrics, the front, futures, what is not known and
/// what was assumed.
///
/// Numbers are shown as they were handed in, rounded to about three digits; sums over the rows of a table are the only ones that
/// are made here. What is not known is hatched or a dash, never zero. All texts are escaped, and the page forbids itself scripts
/// other than its own and any request.
///
/// ```
/// use city::network_plan::{NetworkPlan, ObjectiveRow};
/// let reached = ObjectiveRow {
///     objective: "least capital".into(), unit: "USD_2023".into(), value: 1_234_567.0, bound: 1_200_000.0, gap: 0.028,
///     ended_by: "the time given is over".into(), terms: Vec::new(),
/// };
/// let page = report::plan::html(&NetworkPlan { objectives: vec![reached], ..NetworkPlan::default() });
/// assert!(page.contains("1.23 million<small>USD of 2023</small>") && page.contains("2.8 %"));
/// ```
#[must_use]
pub fn html(plan: &NetworkPlan) -> String {
    let mut sections = Html::default();
    served::section(&mut sections, plan);
    build::section(&mut sections, plan);
    if !plan.periods.is_empty() {
        sections.raw("<div class=chosen>");
        chosen::chooser(&mut sections, plan);
        map::section(&mut sections, plan);
        sankey::section(&mut sections, plan);
        sections.raw("</div>");
    }
    money::section(&mut sections, plan);
    front::section(&mut sections, plan);
    futures::section(&mut sections, plan);
    beside::section(&mut sections, plan);
    known::section(&mut sections, plan);
    notes::wrong(&mut sections, &plan.problems);
    made(&mut sections, plan);
    let mut body = Html::default();
    head(&mut body, plan, sections.as_str());
    body.join(&sections).raw("</main>");
    let mut title = Html::default();
    title.text(&name(plan));
    let class = if plan.heading.invented { "invented plan" } else { "plan" };
    let style = format!("{}\n{}\n{STYLE}", page::STYLE, assessment::STYLE);
    let scripts = [page::MAP_SCRIPT, page::SORT_SCRIPT, assessment::VIEWS_SCRIPT, SCRIPT].concat();
    page::whole((title.as_str(), class), &style, (&body, &json_for_script(&map::data(plan))), &scripts)
}

/// Whose plan it is: the city, the network, or both.
fn name(plan: &NetworkPlan) -> String {
    match (plan.heading.city.as_str(), plan.name.as_str()) {
        ("", "") => "Plan of a network".to_owned(),
        ("", name) => name.to_owned(),
        (city, "") => format!("{city}: plan"),
        (city, name) if name.starts_with(city) => name.to_owned(),
        (city, name) => format!("{city}: {name}"),
    }
}

fn head(html: &mut Html, plan: &NetworkPlan, sections: &str) {
    let mut heading = plan.heading.clone();
    heading.city = name(plan);
    heading::open(html, "Plan", &heading);
    html.raw("<nav aria-label=Contents><ul>");
    for (open, id, words) in CONTENTS {
        if sections.contains(id) {
            html.raw(open).text(words).raw("</a></li>");
        }
    }
    html.raw("</ul></nav></header><main>");
    answer::section(html, plan);
}

fn made(html: &mut Html, plan: &NetworkPlan) {
    html.raw("<section id=made><h2>How this was made</h2><p>The plan brings services to people where they live; a place that is dear to serve is a reason to look for another way of serving it, and never a reason to move anybody.</p><ul class=reading><li><b>Every number</b> is out of one solved model; tables show about three digits, the CSV and JSON hold all.</li><li><b>Amounts</b> are over the whole period that stands beside them.</li><li><b>Money</b>: ");
    html.text(&money::worth_words(plan)).raw("</li></ul>");
    heading::again(html, &plan.heading, "docs/networks.md");
    html.raw("</section>");
}
