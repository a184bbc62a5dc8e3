//! Where the bars and bands of a Sankey drawing stand: columns by the way from a source, rows so that few bands cross.

use super::flows::{Graph, Kind};

/// Width of a bar.
pub const BAR: f64 = 12.0;
/// From one column to the next, at least and at most.
const PITCH: (f64, f64) = (112.0, 176.0);
/// Width of a drawing whose columns need no more.
const WIDE: f64 = 1_200.0;
/// Width of a letter.
const LETTER: f64 = 7.0;
/// Room below the names of a bar.
const ROOM: f64 = 8.0;
/// Height that the bars of the fullest column share.
const HIGH: f64 = 300.0;
/// Sweeps that put bars near what they are joined to.
const SWEEPS: usize = 6;

/// Where a bar stands.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bar {
    /// Left side.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Height.
    pub high: f64,
    /// Height with its name.
    room: f64,
}

impl Bar {
    /// The height of its middle.
    pub fn middle(&self) -> f64 {
        self.y + self.high / 2.0
    }
}

/// Where a band starts and ends (its top), and how high it is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Band {
    /// Right side of the bar it leaves.
    pub from: (f64, f64),
    /// Left side of the bar it comes to.
    pub to: (f64, f64),
    /// Height.
    pub high: f64,
}

/// A drawing's measures.
#[derive(Debug, PartialEq)]
pub struct Layout {
    /// Bars, as the nodes of the graph.
    pub nodes: Vec<Bar>,
    /// Bands, as its flows.
    pub flows: Vec<Band>,
    /// Width.
    pub width: i64,
    /// Height.
    pub height: i64,
    /// Letters of a line of a name.
    pub letters: usize,
}

/// A name in at most three lines of so many letters.
pub fn lines(label: &str, letters: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in label.split_whitespace() {
        let full =
            lines.last().is_some_and(|l| !l.is_empty() && l.chars().count() + 1 + word.chars().count() > letters);
        if full && lines.len() < 3 {
            lines.push(String::new());
        }
        if let Some(last) = lines.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    for line in &mut lines {
        if line.chars().count() > letters + 4 {
            *line = line.chars().take(letters + 3).chain(['…']).collect();
        }
    }
    lines
}

/// The column of each node: one more than the farthest node before it; ways that lead back count as none.
fn columns(graph: &Graph) -> Vec<usize> {
    let count = graph.nodes.len();
    let forward = forward(graph);
    let mut column = vec![0_usize; count];
    for _ in 0..count {
        let mut moved = false;
        for flow in &forward {
            let wanted = column[flow.0] + 1;
            if column[flow.1] < wanted {
                column[flow.1] = wanted;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    // a source stands beside what it feeds
    for at in 0..count {
        if !forward.iter().any(|f| f.1 == at) {
            let next = forward.iter().filter(|f| f.0 == at).map(|f| column[f.1]).min();
            column[at] = next.map_or(0, |n| n.saturating_sub(1));
        }
    }
    column
}

/// Flows without those that close a circle, found by walking from every node in order.
fn forward(graph: &Graph) -> Vec<(usize, usize)> {
    let count = graph.nodes.len();
    let mut kept: Vec<(usize, usize)> = Vec::new();
    let starts = |n: usize| graph.flows.iter().all(|f| f.to != n);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|n| !starts(*n));
    // 0 not seen, 1 on the way, 2 done
    let mut state = vec![0_u8; count];
    for start in order {
        let mut stack = vec![(start, 0_usize)];
        if state[start] != 0 {
            continue;
        }
        state[start] = 1;
        while let Some((node, next)) = stack.pop() {
            let Some(flow) = graph.flows.iter().filter(|f| f.from == node).nth(next) else {
                state[node] = 2;
                continue;
            };
            stack.push((node, next + 1));
            if state[flow.to] != 1 {
                kept.push((node, flow.to));
            }
            if state[flow.to] == 0 {
                state[flow.to] = 1;
                stack.push((flow.to, 0));
            }
        }
    }
    kept
}

impl Layout {
    /// Places the nodes and flows of a graph.
    pub fn new(graph: &Graph) -> Self {
        let column = columns(graph);
        let last = column.iter().copied().max().unwrap_or(0);
        let count = f64::from(u16::try_from(last + 1).unwrap_or(u16::MAX));
        let pitch = (WIDE / count).clamp(PITCH.0, PITCH.1);
        let letters = letters(pitch);
        let mut sets: Vec<Vec<usize>> = vec![Vec::new(); last + 1];
        for (node, at) in column.iter().enumerate() {
            sets[*at].push(node);
        }
        let through: Vec<f64> = (0..graph.nodes.len()).map(|n| graph.sides(n)).map(|(a, b)| a.max(b)).collect();
        let fullest = sets.iter().map(|s| s.iter().map(|n| through[*n]).sum::<f64>()).fold(0.0_f64, f64::max);
        let scale = if fullest > 0.0 { HIGH / fullest } else { 0.0 };
        let mut nodes: Vec<Bar> = graph
            .nodes
            .iter()
            .zip(&column)
            .zip(&through)
            .map(|((node, at), amount)| {
                let names = 13.0 * f64::from(u8::try_from(lines(&node.label, letters).len() + 1).unwrap_or(4));
                let high = amount * scale;
                Bar {
                    x: 2.0 + pitch * f64::from(u16::try_from(*at).unwrap_or(u16::MAX)),
                    y: 0.0,
                    high,
                    room: high.max(names) + ROOM,
                }
            })
            .collect();
        let tall = sets.iter().map(|s| s.iter().map(|n| nodes[*n].room).sum::<f64>()).fold(0.0_f64, f64::max);
        for set in &mut sets {
            set.sort_by_key(|n| (rank(graph.nodes[*n].kind), *n));
            stack(&mut nodes, set, tall);
        }
        for sweep in 0..SWEEPS {
            settle(graph, &mut nodes, &mut sets, tall, sweep % 2 == 0);
        }
        let flows = bands(graph, &nodes, scale);
        Self { nodes, flows, width: whole(pitch * count + 8.0), height: whole(tall + 6.0), letters }
    }
}

/// Letters that stand between two columns.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 12 and 22")]
fn letters(pitch: f64) -> usize {
    ((pitch - BAR - 8.0) / LETTER).clamp(8.0, 40.0) as usize
}

#[expect(clippy::cast_possible_truncation, reason = "at most a few hundred columns and rows")]
fn whole(number: f64) -> i64 {
    number.ceil().clamp(0.0, 1e9) as i64
}

/// Losses stand below what goes on.
fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Source => 0,
        Kind::Served => 1,
        Kind::Resource | Kind::Work => 2,
        Kind::Left => 3,
        Kind::End => 4,
    }
}

/// Stacks a column in its order, in the middle of the height.
fn stack(nodes: &mut [Bar], set: &[usize], tall: f64) {
    let all: f64 = set.iter().map(|n| nodes[*n].room).sum();
    let mut top = 3.0 + (tall - all) / 2.0;
    for node in set {
        let bar = &mut nodes[*node];
        bar.y = top + (bar.room - bar.high - ROOM) / 2.0;
        top += bar.room;
    }
}

/// Orders every column by the middle of what its bars are joined to, before them or behind them.
fn settle(graph: &Graph, nodes: &mut [Bar], sets: &mut [Vec<usize>], tall: f64, before: bool) {
    let order: Vec<usize> = if before { (0..sets.len()).collect() } else { (0..sets.len()).rev().collect() };
    for at in order {
        let middle = |node: usize| {
            let (mut weight, mut sum) = (0.0, 0.0);
            for flow in &graph.flows {
                let (own, other) = if before { (flow.to, flow.from) } else { (flow.from, flow.to) };
                if own == node {
                    weight += flow.amount;
                    sum += flow.amount * nodes[other].middle();
                }
            }
            if weight > 0.0 { sum / weight } else { nodes[node].middle() }
        };
        let mut wanted: Vec<(f64, usize)> = sets[at].iter().map(|n| (middle(*n), *n)).collect();
        wanted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        sets[at] = wanted.into_iter().map(|(_, n)| n).collect();
        stack(nodes, &sets[at], tall);
    }
}

/// Lays the bands of every bar beside each other, in the order of where they come from and go to.
fn bands(graph: &Graph, nodes: &[Bar], scale: f64) -> Vec<Band> {
    let mut bands: Vec<Band> =
        graph.flows.iter().map(|f| Band { high: (f.amount * scale).max(0.6), ..Band::default() }).collect();
    for (at, bar) in nodes.iter().enumerate() {
        for out in [true, false] {
            let mut own: Vec<usize> = (0..bands.len())
                .filter(|b| (if out { graph.flows[*b].from } else { graph.flows[*b].to }) == at)
                .collect();
            let other = |b: usize| nodes[if out { graph.flows[b].to } else { graph.flows[b].from }].middle();
            own.sort_by(|a, b| other(*a).total_cmp(&other(*b)).then(a.cmp(b)));
            let mut top = bar.y;
            for band in own {
                if out {
                    bands[band].from = (bar.x + BAR, top);
                } else {
                    bands[band].to = (bar.x, top);
                }
                top += graph.flows[band].amount * scale;
            }
        }
    }
    bands
}
