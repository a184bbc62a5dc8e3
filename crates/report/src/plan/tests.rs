//! Chains, closing flows, columns and advice.

use super::flows::{Chain, Graph, Kind, balances, chains};
use super::futures::{Advice, advice};
use super::layout::Layout;
use city::network_plan::{BalancePart, BalanceRow, InvestmentRow, NetworkPlan, PeriodRow};

fn row(resource: &str, unit: &str, parts: &[(bool, &str, &str, f64)]) -> BalanceRow {
    let part = |(comes_in, part, what, amount): &(bool, &str, &str, f64)| BalancePart {
        comes_in: *comes_in,
        part: (*part).into(),
        what: (*what).into(),
        amount: *amount,
    };
    BalanceRow {
        resource: resource.into(),
        unit: unit.into(),
        period: 0,
        parts: parts.iter().map(part).collect(),
        open: 0.0,
    }
}

fn plan() -> NetworkPlan {
    NetworkPlan {
        periods: vec![PeriodRow { period: "1".into(), start_year: 1.0, years: 1.0 }],
        balances: vec![
            row("raw", "m3", &[(true, "import", "", 110.0), (false, "used", "works", 110.0)]),
            row("power", "kWh", &[(true, "import", "", 50.0), (false, "used", "works", 50.0)]),
            row("reused", "m3", &[(true, "made", "plant", 20.0), (false, "used", "works", 20.0)]),
            row(
                "clean",
                "m3",
                &[
                    (true, "made", "works", 120.0),
                    (false, "lost_or_used_on_the_way", "pipe", 10.0),
                    (false, "served", "", 110.0),
                ],
            ),
            row(
                "sewage",
                "m3",
                &[(true, "arising", "", 80.0), (false, "used", "plant", 60.0), (false, "left", "", 20.0)],
            ),
        ],
        ..NetworkPlan::default()
    }
}

#[test]
fn a_chain_joins_what_technologies_join_and_keeps_units_apart() {
    let plan = plan();
    let found: Vec<Vec<&str>> = chains(&plan).into_iter().map(|c| c.resources).collect();
    assert_eq!(found, [vec!["raw", "reused", "clean", "sewage"], vec!["power"]]);
}

fn graph(plan: &NetworkPlan) -> Graph {
    let chain: Vec<Chain<'_>> = chains(plan);
    Graph::new(&balances(plan, &chain[0], 0))
}

#[test]
fn every_node_with_two_sides_lets_out_what_comes_in() {
    let plan = plan();
    let graph = graph(&plan);
    for (at, node) in graph.nodes.iter().enumerate() {
        let (comes, goes) = graph.sides(at);
        assert!(comes <= 0.0 || goes <= 0.0 || (comes - goes).abs() < 1e-9, "{node:?}: {comes} {goes}");
    }
    let of = |label: &str| graph.nodes.iter().position(|n| n.label == label).map(|at| graph.sides(at));
    assert_eq!(of("Works: not passed on"), Some((10.0, 0.0)));
    assert_eq!(of("Plant: not passed on"), Some((40.0, 0.0)));
    assert_eq!(of("Pipe: lost or used on the way"), Some((10.0, 0.0)));
}

#[test]
fn a_circle_of_flows_is_drawn_and_ends() {
    let mut plan = plan();
    plan.balances.push(row("loop", "m3", &[(true, "made", "works", 5.0), (false, "used", "works", 5.0)]));
    let graph = graph(&plan);
    let layout = Layout::new(&graph);
    assert_eq!(layout.nodes.len(), graph.nodes.len());
    assert!(layout.width <= 1_400 && layout.nodes.iter().all(|n| n.y.is_finite() && n.y >= 0.0));
}

#[test]
fn no_bar_of_a_column_lies_on_another() {
    let plan = plan();
    let graph = graph(&plan);
    let layout = Layout::new(&graph);
    for (at, a) in layout.nodes.iter().enumerate() {
        for b in layout.nodes.iter().skip(at + 1).filter(|b| (b.x - a.x).abs() < 1.0) {
            assert!(a.y + a.high <= b.y || b.y + b.high <= a.y, "{a:?} {b:?}");
        }
    }
    assert!(graph.nodes.iter().any(|n| n.kind == Kind::Left));
}

#[test]
fn what_is_nearly_sure_but_later_is_not_built_now() {
    let of = |word: &str| {
        advice(&InvestmentRow {
            what: String::new(),
            place: String::new(),
            period: 0,
            share: 0.97,
            units: (1.0, 1.0, 1.0),
            in_plan: true,
            advice: word.to_owned(),
            signpost: String::new(),
        })
    };
    let words = ["build_now", "later", "depends", "not_now"];
    assert_eq!(words.map(of), [Advice::Now, Advice::Later, Advice::Wait, Advice::Not]);
}
