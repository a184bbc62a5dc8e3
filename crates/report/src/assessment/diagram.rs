//! The impact chain as a drawing: what sets it off and who is there on the left, impacts in the middle, the risk on the right.

use crate::markup::Html;
use city::assessment::ChainResult;
use city::chain::{ChainEdge, ChainNode, ImpactChain, NodeKind};
use std::collections::BTreeMap;

/// Width and height of a box, and the room between boxes.
const BOX: (i64, i64) = (200, 50);
const GAP: (i64, i64) = (80, 10);
/// A drawing is at least so wide; what its boxes leave goes between them.
const WIDTH: i64 = 1060;
/// So many letters stand on one line of a box.
const LINE: usize = 28;
/// Height of a line of a label.
const LEAD: i64 = 14;

/// Where boxes stand: column and row, in half rows from the top.
type Places<'a> = BTreeMap<&'a str, (i64, i64)>;

/// Room between columns, so that few columns still fill the page.
fn room(columns: i64) -> i64 {
    ((WIDTH - (columns + 1) * BOX.0) / columns.max(1)).clamp(GAP.0, 2 * GAP.0)
}

/// Draws the chain of a result. Boxes none of whose indicators is known at any place are hatched.
pub fn diagram(html: &mut Html, result: &ChainResult) {
    let chain = &result.chain;
    let places = places(chain);
    let [columns, halves] =
        [0, 1].map(|side| places.values().map(|place| if side == 0 { place.0 } else { place.1 }).max().unwrap_or(0));
    let room = room(columns);
    let (width, height) = (columns * (BOX.0 + room) + BOX.0 + 4, (halves + 2) * (BOX.1 + GAP.1) / 2);
    let id = format!("{}-{}", chain.id, result.kind.as_str());
    html.raw("<figure class=chain><div class=wide tabindex=0 role=region aria-label=\"Drawing of the impact chain\"><svg viewBox=\"-2 -2 ");
    html.number(width).raw(" ").number(height).raw("\" width=").number(width).raw(" role=img aria-label=\"");
    html.text(&words(chain)).raw("\"><defs><marker id=\"arrow-").text(&id);
    html.raw("\" viewBox=\"0 0 8 8\" refX=7 refY=4 markerWidth=7 markerHeight=7 orient=auto><path d=\"M0 0L8 4L0 8z\"/></marker><pattern id=\"gap-");
    html.text(&id).raw("\" patternUnits=userSpaceOnUse width=7 height=7 patternTransform=rotate(45)><path class=hatch d=\"M0 0v7\"/></pattern></defs>");
    for edge in &chain.edges {
        arrow(html, (&places, room), edge, &id);
    }
    for node in &chain.nodes {
        if let Some(place) = places.get(node.id.as_str()) {
            let unknown = unknown(result, node);
            node_box(html, node, corner(*place, room), unknown.then_some(id.as_str()));
        }
    }
    html.raw("</svg></div><figcaption class=help>A hatched box is known at no place. Point at an arrow to read what it claims and who says so; the list below holds the same.</figcaption>");
    claims(html, chain);
    html.raw("</figure>");
}

/// Whether a node has indicators and none of them is known anywhere.
fn unknown(result: &ChainResult, node: &ChainNode) -> bool {
    let leaves = result.chain.leaves.iter().zip(&result.leaves);
    let mut own = leaves.filter(|(leaf, _)| leaf.node == node.id).map(|(_, used)| used.present).peekable();
    result.chain.leaves.len() == result.leaves.len() && own.peek().is_some() && own.all(|present| present == 0)
}

fn places(chain: &ImpactChain) -> Places<'_> {
    let depth = depths(chain);
    let last = depth.values().copied().max().unwrap_or(0) + 1;
    let column = |node: &ChainNode| match node.kind {
        kind if on_the_way(kind) => depth.get(node.id.as_str()).copied().unwrap_or(1),
        NodeKind::Risk => last,
        _ => 0,
    };
    let to_impact = |node: &ChainNode| {
        chain.edges.iter().any(|e| e.from == node.id && chain.node(&e.to).is_some_and(|to| on_the_way(to.kind)))
    };
    // What feeds an impact stands above what only feeds the risk, so that arrows to the risk pass below the impacts.
    let mut nodes: Vec<&ChainNode> = chain.nodes.iter().collect();
    nodes.sort_by_key(|n| (column(n), n.kind != NodeKind::Hazard, !to_impact(n), n.kind));
    let mut rows: BTreeMap<i64, i64> = BTreeMap::new();
    let mut places = Places::new();
    for node in nodes.iter().filter(|n| n.kind != NodeKind::Risk) {
        let row = rows.entry(column(node)).or_insert(0);
        places.insert(&node.id, (column(node), *row * 2));
        *row += 1;
    }
    let most = rows.values().copied().max().unwrap_or(1);
    let risks: Vec<&&ChainNode> = nodes.iter().filter(|n| n.kind == NodeKind::Risk).collect();
    let top = most - i64::try_from(risks.len()).unwrap_or(0);
    for (row, node) in (0_i64..).zip(risks) {
        places.insert(&node.id, (last, top.max(0) + row * 2));
    }
    places
}

/// Whether a kind of node stands between causes and the risk.
fn on_the_way(kind: NodeKind) -> bool {
    matches!(kind, NodeKind::IntermediateImpact | NodeKind::Vulnerability)
}

/// How many impacts lead to each impact, itself among them.
fn depths(chain: &ImpactChain) -> BTreeMap<&str, i64> {
    let impacts = chain.nodes.iter().filter(|n| on_the_way(n.kind));
    let mut depth: BTreeMap<&str, i64> = impacts.map(|n| (n.id.as_str(), 1)).collect();
    let most = i64::try_from(depth.len()).unwrap_or(1);
    for _ in 0..most {
        for edge in &chain.edges {
            let Some(from) = depth.get(edge.from.as_str()).copied() else { continue };
            if let Some(to) = depth.get_mut(edge.to.as_str()) {
                *to = (*to).max((from + 1).min(most));
            }
        }
    }
    depth
}

fn corner((column, half): (i64, i64), room: i64) -> (i64, i64) {
    (column * (BOX.0 + room), half * (BOX.1 + GAP.1) / 2)
}

fn arrow(html: &mut Html, (places, room): (&Places<'_>, i64), edge: &ChainEdge, id: &str) {
    let Some((from, to)) = places.get(edge.from.as_str()).zip(places.get(edge.to.as_str())) else { return };
    let ((x, y), (a, b)) = (corner(*from, room), corner(*to, room));
    let (y, b) = (y + BOX.1 / 2, b + BOX.1 / 2);
    html.raw("<path class=edge marker-end=\"url(#arrow-").text(id).raw(")\" d=\"M");
    let points = if a > x {
        // Long arrows stay level until the last gap, which keeps them apart from the boxes between.
        let (start, end) = (x + BOX.0, a - 2);
        let bend = if a - x > BOX.0 + room { end - room } else { start };
        [(start, y), (bend, y), (bend + room / 2, y), (end - room / 2, b), (end, b)]
    } else {
        let side = x + BOX.0;
        [(side, y), (side, y), (side + GAP.0 / 3, y), (side + GAP.0 / 3, b), (side + 2, b)]
    };
    for (sign, (x, y)) in ["", "L", "C", " ", " "].into_iter().zip(points) {
        html.raw(sign).number(x).raw(" ").number(y);
    }
    html.raw("\"><title>").text(&format!("{} ({})", edge.claim, edge.source)).raw("</title></path>");
}

fn node_box(html: &mut Html, node: &ChainNode, (x, y): (i64, i64), hatch: Option<&str>) {
    html.raw("<g class=\"node ").raw(node.kind.as_str()).raw("\"><rect");
    frame(html, (x, y));
    html.raw("/>");
    if let Some(id) = hatch {
        html.raw("<rect class=unknown fill=\"url(#gap-").text(id).raw(")\"");
        frame(html, (x, y));
        html.raw("/>");
    }
    html.raw("<text class=kind x=").number(x + 10).raw(" y=").number(y + 14).raw(">").raw(kind_word(node.kind));
    html.raw("</text>");
    for (line, text) in (0_i64..).zip(wrapped(&node.label).iter().take(2)) {
        html.raw("<text x=").number(x + 10).raw(" y=").number(y + 28 + line * LEAD).raw(">").text(text).raw("</text>");
    }
    html.raw("<title>").text(&node.label).raw("</title></g>");
}

fn frame(html: &mut Html, (x, y): (i64, i64)) {
    html.raw(" rx=4 x=")
        .number(x)
        .raw(" y=")
        .number(y)
        .raw(" width=")
        .number(BOX.0)
        .raw(" height=")
        .number(BOX.1)
        .raw(" ");
}

/// What a node is, in words.
fn kind_word(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Hazard => "hazard",
        NodeKind::IntermediateImpact => "impact on the way",
        NodeKind::Exposure => "exposure",
        NodeKind::Sensitivity => "sensitivity",
        NodeKind::Capacity => "capacity",
        NodeKind::Vulnerability => "vulnerability",
        NodeKind::Risk => "risk",
    }
}

/// A label in lines; what does not fit on two ends with dots.
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

fn label(chain: &ImpactChain, id: &str) -> String {
    chain.node(id).map_or_else(|| id.to_owned(), |n| n.label.clone())
}

fn words(chain: &ImpactChain) -> String {
    let arrows = chain.edges.iter().map(|e| format!("{} → {}", label(chain, &e.from), label(chain, &e.to)));
    format!("Impact chain: {}", arrows.collect::<Vec<_>>().join("; "))
}

fn claims(html: &mut Html, chain: &ImpactChain) {
    html.raw("<details class=set><summary>What each arrow claims, and who says so</summary><ul class=claims>");
    for edge in &chain.edges {
        html.raw("<li><b>").text(&label(chain, &edge.from)).raw(" → ").text(&label(chain, &edge.to)).raw("</b> ");
        html.text(&edge.claim).raw(" <small>").text(&edge.source).raw("</small></li>");
    }
    html.raw("</ul></details>");
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;
    use city::PlaceKind;
    use city::assessment::Outcome;

    #[test]
    fn causes_stand_left_of_impacts_and_the_risk_last() {
        let result = testing::result(PlaceKind::Settlement, Outcome::Risk);
        let places = places(&result.chain);
        assert_eq!(places["rain"], (0, 0), "the hazard is first");
        assert_eq!((places["water"].0, places["harm"].0, places["means"].0), (1, 2, 0));
        let mut found: Vec<_> = places.values().collect();
        found.sort();
        found.dedup();
        assert_eq!(found.len(), result.chain.nodes.len(), "no box lies on another");
    }

    #[test]
    fn a_chain_with_a_cycle_still_ends() {
        let mut result = testing::result(PlaceKind::Settlement, Outcome::Risk);
        let mut back = result.chain.edges[1].clone();
        (back.from, back.to) = ("harm".into(), "water".into());
        result.chain.edges.push(back.clone());
        (back.from, back.to) = ("water".into(), "water".into());
        result.chain.edges.push(back);
        let mut html = Html::default();
        diagram(&mut html, &result);
        assert_eq!(html.as_str().matches("<path class=edge").count(), result.chain.edges.len());
    }

    #[test]
    fn a_box_without_any_number_is_hatched() {
        let mut result = testing::result(PlaceKind::Settlement, Outcome::Risk);
        result.leaves.truncate(1);
        let mut html = Html::default();
        diagram(&mut html, &result);
        assert!(!html.as_str().contains("class=unknown"));
        result.leaves[0].present = 0;
        let mut html = Html::default();
        diagram(&mut html, &result);
        assert_eq!(html.as_str().matches("class=unknown").count(), 1);
    }
}
