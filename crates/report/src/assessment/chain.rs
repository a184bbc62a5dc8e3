//! Why: the impact chain drawn, its indicators with their thresholds, and the parts of each score.

use super::diagram::diagram;
use super::reading::{Reading, kind_word, score, table, table_end, threshold};
use crate::markup::Html;
use crate::number;
use city::assessment::{ChainResult, LeafUse, Outcome, PlaceScore};
use city::chain::{Effect, NodeKind};

/// So many places show the parts of their score.
const SHOWN: usize = 20;

/// A column of the parts of scores.
struct Column {
    heading: &'static str,
    part: fn(&PlaceScore) -> Option<f64>,
    /// Upper end of its scale.
    top: f64,
}

const COLUMNS: [Column; 9] = [
    Column { heading: "Hazard", part: |s| s.hazard, top: 1.0 },
    Column { heading: "Exposure", part: |s| s.exposure, top: 1.0 },
    Column { heading: "Sensitivity", part: |s| s.sensitivity, top: 1.0 },
    Column { heading: "Lack of capacity", part: |s| s.lack_of_capacity, top: 1.0 },
    Column { heading: "Vulnerability", part: |s| s.vulnerability, top: 1.0 },
    Column { heading: "Score (mean)", part: |s| s.score, top: 1.0 },
    Column { heading: "Geometric", part: |s| s.forms.geometric, top: 1.0 },
    Column { heading: "Multiplied", part: |s| s.forms.multiplicative, top: 1.0 },
    Column { heading: "INFORM (of 10)", part: |s| s.forms.inform, top: 10.0 },
];

/// The chain, its leaves, and the parts of the scores of the first places.
pub fn why(html: &mut Html, reading: &Reading<'_>, result: &ChainResult) {
    html.raw("<p>").text(&result.chain.summary).raw(" <small>").text(&result.chain.citation).raw(" · framing: ");
    html.text(&result.chain.framing.as_str().to_uppercase()).raw("</small></p>");
    diagram(html, result);
    for warning in &result.warnings {
        html.raw("<p class=caution>").text(warning).raw("</p>");
    }
    parts(html, reading, result);
    leaves(html, result);
}

/// The word for a component.
pub fn component_word(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Hazard => "hazard",
        NodeKind::IntermediateImpact => "impact on the way",
        NodeKind::Exposure => "exposure",
        NodeKind::Sensitivity => "sensitivity",
        NodeKind::Capacity => "lack of capacity",
        NodeKind::Risk => "risk",
        NodeKind::Vulnerability => "vulnerability",
    }
}

fn parts(html: &mut Html, reading: &Reading<'_>, result: &ChainResult) {
    let scored: Vec<&PlaceScore> = result.scores.iter().filter(|s| s.score.is_some()).take(SHOWN).collect();
    if scored.is_empty() {
        return;
    }
    html.raw("<h4>Parts of the score, and what other rules would say</h4>");
    let columns: Vec<&Column> = COLUMNS.iter().filter(|c| scored.iter().any(|s| (c.part)(s).is_some())).collect();
    let headings: Vec<&str> = std::iter::once("Place").chain(columns.iter().map(|c| c.heading)).collect();
    table(html, "Parts of the score", &headings);
    for one in scored {
        html.raw("<tr><th scope=row>").text(reading.name(&one.place)).raw("</th>");
        for column in &columns {
            bar(html, (column.part)(one), column.top);
        }
        html.raw("</tr>");
    }
    table_end(html);
    html.raw("<p class=help>The score is the weighted mean of its parts");
    html.raw(match result.outcome {
        Outcome::Risk => " (hazard, exposure, vulnerability)",
        Outcome::Vulnerability => " (sensitivity, lack of capacity)",
    });
    html.raw(". The geometric mean lets a zero in one part make the whole zero; INFORM pulls towards the worse part; multiplied takes sensitivity times lack of capacity.</p>");
}

/// A part of a score with its bar; `top` is the upper end of its scale.
fn bar(html: &mut Html, part: Option<f64>, top: f64) {
    let Some(part) = part else {
        html.raw("<td class=\"n part none\">–</td>");
        return;
    };
    #[expect(clippy::cast_possible_truncation, reason = "from 0 to 100")]
    let width = (100.0 * (part / top).clamp(0.0, 1.0)).round() as i64;
    html.raw("<td class=\"n part\">").text(&if top > 1.0 { format!("{part:.1}") } else { score(Some(part)) });
    html.raw("<svg viewBox=\"0 0 100 8\" preserveAspectRatio=none aria-hidden=true><path class=track d=\"M0 4h100\"/><path class=reach d=\"M0 4h");
    html.number(width).raw("\"/></svg></td>");
}

fn leaves(html: &mut Html, result: &ChainResult) {
    html.raw("<details class=set><summary><h4>Indicators, thresholds and gaps</h4></summary>");
    table(
        html,
        "Indicators of the chain",
        &[
            "Indicator",
            "~Part",
            "From 0 at",
            "To 1 at",
            "Share of its part",
            "Known at",
            "Missing at",
            "~Why these thresholds",
            "~Would be filled by",
        ],
    );
    for leaf in &result.leaves {
        leaf_row(html, leaf);
    }
    table_end(html);
    html.raw("<p class=help>Where an indicator is missing at a ").text(kind_word(result.kind, 1));
    html.raw(", the others of its part count for more; \"filled\" says how much of the chain is known.</p></details>");
}

fn leaf_row(html: &mut Html, leaf: &LeafUse) {
    let unit = number::unit(&leaf.unit);
    let (least, most) = match leaf.effect {
        Effect::Raises => (leaf.low, leaf.high),
        Effect::Lowers => (leaf.high, leaf.low),
    };
    html.raw(if leaf.present == 0 { "<tr class=gap>" } else { "<tr>" });
    html.raw("<th scope=row>").text(&leaf.label).raw("</th><td>").text(component_word(leaf.component)).raw("</td>");
    for end in [least, most] {
        html.raw("<td class=n>").text(&format!("{} {unit}", threshold(end))).raw("</td>");
    }
    html.raw("<td class=n>").text(&format!("{:.0} %", 100.0 * leaf.weight)).raw("</td><td class=n>");
    html.text(&number::count(leaf.present))
        .raw("</td><td class=n>")
        .text(&number::count(leaf.missing))
        .raw("</td><td><small>");
    html.text(&leaf.reason).raw("</small></td><td><small>").text(&leaf.filled_by).raw("</small></td></tr>");
}
