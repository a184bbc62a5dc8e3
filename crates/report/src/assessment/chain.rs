//! Why: the impact chain drawn, its indicators with their thresholds, and the parts of each score.

use super::reading::{Reading, kind_word, score, table, table_end};
use crate::markup::Html;
use crate::number::{self, figure};
use city::assessment::{ChainResult, LeafUse, Outcome, PlaceScore};
use city::chain::{ChainNode, Effect, ImpactChain, NodeKind};
use city::indicator::IndicatorKind;
use std::collections::BTreeMap;

/// Width and height of a box of the drawing, and the room between boxes.
const BOX: (i64, i64) = (168, 46);
const GAP: (i64, i64) = (56, 12);
/// So many letters stand on one line of a box.
const LINE: usize = 26;
/// So many places show the parts of their score.
const SHOWN: usize = 20;

/// The chain, its leaves, and the parts of the scores of the first places.
pub fn why(html: &mut Html, reading: &Reading<'_>, result: &ChainResult) {
    html.raw("<p>").text(&result.chain.summary).raw(" <small>").text(&result.chain.citation).raw(" · framing: ");
    html.text(&result.chain.framing.as_str().to_uppercase()).raw("</small></p>");
    drawing(html, &result.chain);
    for warning in &result.warnings {
        html.raw("<p class=caution>").text(warning).raw("</p>");
    }
    parts(html, reading, result);
    leaves(html, result);
}

/// How far from the beginning of the chain each node stands.
fn columns(chain: &ImpactChain) -> BTreeMap<&str, usize> {
    let mut at: BTreeMap<&str, usize> = chain.nodes.iter().map(|n| (n.id.as_str(), 0)).collect();
    for _ in 0..chain.nodes.len() {
        for edge in &chain.edges {
            let from = at.get(edge.from.as_str()).copied().unwrap_or(0);
            if let Some(to) = at.get_mut(edge.to.as_str()) {
                *to = (*to).max((from + 1).min(chain.nodes.len()));
            }
        }
    }
    at
}

fn drawing(html: &mut Html, chain: &ImpactChain) {
    let columns = columns(chain);
    let mut nodes: Vec<&ChainNode> = chain.nodes.iter().collect();
    nodes.sort_by_key(|n| (columns.get(n.id.as_str()), n.kind));
    let mut rows: BTreeMap<usize, i64> = BTreeMap::new();
    let mut boxes: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for node in &nodes {
        let column = columns.get(node.id.as_str()).copied().unwrap_or(0);
        let row = rows.entry(column).or_insert(0);
        let x = i64::try_from(column).unwrap_or(0) * (BOX.0 + GAP.0);
        boxes.insert(&node.id, (x, *row * (BOX.1 + GAP.1)));
        *row += 1;
    }
    let most = rows.values().copied().max().unwrap_or(1);
    for (id, column) in &columns {
        let here = rows.get(column).copied().unwrap_or(1);
        if let Some(place) = boxes.get_mut(id) {
            place.1 += (most - here) * (BOX.1 + GAP.1) / 2;
        }
    }
    let width = boxes.values().map(|b| b.0).max().unwrap_or(0) + BOX.0 + 2;
    html.raw("<figure class=chain><div class=wide><svg viewBox=\"-1 -1 ")
        .number(width + 2)
        .raw(" ")
        .number(most * (BOX.1 + GAP.1));
    html.raw("\" width=").number(width).raw(" role=img aria-label=\"Impact chain: ").text(&words(chain)).raw("\">");
    html.raw("<defs><marker id=tip-").text(&chain.id).raw(" viewBox=\"0 0 8 8\" refX=8 refY=4 markerWidth=7 markerHeight=7 orient=auto><path d=\"M0 0L8 4L0 8z\"/></marker></defs>");
    for edge in &chain.edges {
        let Some((from, to)) = boxes.get(edge.from.as_str()).zip(boxes.get(edge.to.as_str())) else { continue };
        let (x, y, a, b) = (from.0 + BOX.0, from.1 + BOX.1 / 2, to.0, to.1 + BOX.1 / 2);
        html.raw("<path class=edge marker-end=\"url(#tip-")
            .text(&chain.id)
            .raw(")\" d=\"M")
            .number(x)
            .raw(" ")
            .number(y);
        html.raw("C")
            .number(x + GAP.0 / 2)
            .raw(" ")
            .number(y)
            .raw(" ")
            .number(a - GAP.0 / 2)
            .raw(" ")
            .number(b)
            .raw(" ");
        html.number(a - 2)
            .raw(" ")
            .number(b)
            .raw("\"><title>")
            .text(&format!("{} ({})", edge.claim, edge.source))
            .raw("</title></path>");
    }
    for node in nodes {
        let Some((x, y)) = boxes.get(node.id.as_str()) else { continue };
        node_box(html, node, (*x, *y));
    }
    html.raw("</svg></div><figcaption class=help>From left to right: what sets it off, what happens on the way, what is exposed, how easily it is harmed, how far people can cope, and the risk. Point at an arrow for who claims it.</figcaption></figure>");
}

fn node_box(html: &mut Html, node: &ChainNode, (x, y): (i64, i64)) {
    html.raw("<g class=\"node ").text(node.kind.as_str()).raw("\"><rect rx=4 x=").number(x).raw(" y=").number(y);
    html.raw(" width=")
        .number(BOX.0)
        .raw(" height=")
        .number(BOX.1)
        .raw(" /><text class=kind x=")
        .number(x + 8)
        .raw(" y=");
    html.number(y + 13).raw(">").text(component_word(node.kind)).raw("</text>");
    for (line, text) in wrapped(&node.label).iter().take(2).enumerate() {
        let below = i64::try_from(line).unwrap_or(0) * 13;
        html.raw("<text x=").number(x + 8).raw(" y=").number(y + 27 + below).raw(">").text(text).raw("</text>");
    }
    html.raw("<title>").text(&node.label).raw("</title></g>");
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last().map_or(0, |l| l.chars().count());
        if line > 0 && line + 1 + word.chars().count() > LINE {
            lines.push(String::new());
        }
        if let Some(last) = lines.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    if lines.len() > 2
        && let Some(second) = lines.get_mut(1)
    {
        second.push('…');
    }
    lines
}

fn words(chain: &ImpactChain) -> String {
    let label = |id: &str| chain.node(id).map_or(id.to_owned(), |n| n.label.clone());
    chain.edges.iter().map(|e| format!("{} leads to {}", label(&e.from), label(&e.to))).collect::<Vec<_>>().join("; ")
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
    let headings = [
        "Place",
        "Hazard",
        "Exposure",
        "Sensitivity",
        "Lack of capacity",
        "Vulnerability",
        "Score (mean)",
        "Geometric",
        "INFORM, 0–10",
        "Multiplied",
    ];
    table(html, "Parts of the score", &headings);
    for one in scored {
        html.raw("<tr><th scope=row>").text(reading.name(&one.place)).raw("</th>");
        for part in [
            one.hazard,
            one.exposure,
            one.sensitivity,
            one.lack_of_capacity,
            one.vulnerability,
            one.score,
            one.forms.geometric,
        ] {
            bar(html, part);
        }
        let inform = one.forms.inform.map_or("–".to_owned(), |i| format!("{i:.1}"));
        html.raw("<td class=n>").text(&inform).raw("</td>");
        bar(html, one.forms.multiplicative);
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

fn bar(html: &mut Html, part: Option<f64>) {
    html.raw("<td class=\"n part\">");
    if let Some(part) = part {
        #[expect(clippy::cast_possible_truncation, reason = "from 0 to 100")]
        let width = (100.0 * part.clamp(0.0, 1.0)).round() as i64;
        html.raw("<svg viewBox=\"0 0 100 8\" preserveAspectRatio=none aria-hidden=true><path class=track d=\"M0 4h100\"/><path class=reach d=\"M0 4h");
        html.number(width).raw("\"/></svg>");
    }
    html.text(&score(part)).raw("</td>");
}

fn leaves(html: &mut Html, result: &ChainResult) {
    html.raw("<details class=set open><summary><h4>Indicators, thresholds and gaps</h4></summary>");
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
        html.raw("<td class=n>").text(&format!("{} {unit}", figure(end, IndicatorKind::Amount))).raw("</td>");
    }
    html.raw("<td class=n>").text(&format!("{:.0} %", 100.0 * leaf.weight)).raw("</td><td class=n>");
    html.text(&number::count(leaf.present))
        .raw("</td><td class=n>")
        .text(&number::count(leaf.missing))
        .raw("</td><td><small>");
    html.text(&leaf.reason).raw("</small></td><td><small>").text(&leaf.filled_by).raw("</small></td></tr>");
}
