//! What is not known and what was assumed, each with whose word it is.

use super::cut;
use crate::assessment::reading::{table, table_end};
use crate::markup::Html;
use city::network_plan::NetworkPlan;

/// Gaps first, then assumptions.
pub fn section(html: &mut Html, plan: &NetworkPlan) {
    html.raw("<section id=known><h2>What is not known, and what was assumed</h2>");
    if plan.gaps.is_empty() {
        html.raw("<p>No gap was handed over with this network.</p>");
    } else {
        html.raw("<p>A gap is no number: nothing was put in its place.</p>");
        cut::open(html, "");
        table(html, "What is not known", &["What is missing", "~Where one would look", "~What it blocks"]);
        for gap in &plan.gaps {
            html.raw("<tr class=gap><th scope=row>").text(&gap.what).raw("</th><td>").text(&gap.where_to_look);
            html.raw("</td><td>").text(&gap.blocks).raw("</td></tr>");
        }
        table_end(html);
        cut::close(html, plan.gaps.len(), "the CSV of this plan");
    }
    if !plan.assumptions.is_empty() {
        html.raw("<h3 id=assumed>What was assumed</h3>");
        cut::open(html, "");
        table(html, "What was assumed", &["What", "~Value", "~Range", "~Whose word it is"]);
        for one in &plan.assumptions {
            html.raw("<tr><th scope=row>").text(&one.what).raw("</th><td>").text(&one.value).raw("</td><td>");
            html.text(if one.range.is_empty() { "not known" } else { &one.range }).raw("</td><td>").text(&one.source);
            html.raw("</td></tr>");
        }
        table_end(html);
        cut::close(html, plan.assumptions.len(), "the CSV of this plan");
    }
    html.raw("</section>");
}
