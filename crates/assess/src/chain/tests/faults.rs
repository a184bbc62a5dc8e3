//! What workshops get wrong in a chain.

use super::{W1, checked, checked_with, codes, five_settlements, w1};
use crate::chain::{is_refused, read};
use city::{PlaceKind, Severity};

#[test]
fn a_file_that_cannot_be_read_is_named_with_line_and_column() {
    let problems = read("w1.toml", &W1.replacen("effect = \"lowers\"", "effect = \"sinks\"", 1)).unwrap_err();
    let line = W1.lines().position(|l| l == "effect = \"lowers\"").unwrap() as u64 + 1;
    assert_eq!((codes(&problems), problems[0].row), (vec!["chain_not_read"], Some(line)));
    assert_eq!(problems[0].column, "10");
    assert!(problems[0].expected.contains("raises"), "{}", problems[0]);
    let unknown = read("w1.toml", "ident = 3").unwrap_err();
    assert!(unknown[0].value.contains("ident") && unknown[0].file == "w1.toml", "{}", unknown[0]);
}

#[test]
fn a_circle_is_named_node_by_node_and_the_chain_left_out() {
    let mut chain = w1();
    let arrow =
        |from: &str, to: &str| city::chain::ChainEdge { from: from.into(), to: to.into(), ..w1().edges[0].clone() };
    chain.edges.extend([arrow("harm", "people"), arrow("people", "homes")]);
    let problems = checked(&chain);
    assert_eq!(codes(&problems), ["chain_cycle"]);
    assert_eq!(problems[0].value, "harm -> people -> homes -> harm");
    assert!(is_refused(&chain));
    let (bound, problems) = five_settlements().bind(&chain, PlaceKind::Settlement);
    assert_eq!((bound.leaves.len(), bound.places.len(), codes(&problems)), (0, 5, vec!["chain_left_out"]));
}

#[test]
fn two_circles_and_an_arrow_to_itself_are_each_named() {
    let mut chain = w1();
    let arrow =
        |from: &str, to: &str| city::chain::ChainEdge { from: from.into(), to: to.into(), ..w1().edges[0].clone() };
    chain.edges.extend([
        arrow("help", "help"),
        arrow("people", "homes"),
        arrow("homes", "flood"),
        arrow("flood", "people"),
    ]);
    let found: Vec<String> = checked(&chain).into_iter().filter(|p| p.code == "chain_cycle").map(|p| p.value).collect();
    assert_eq!(found, ["flood -> people -> homes -> flood", "help -> help"]);
}

#[test]
fn a_chain_of_ten_thousand_nodes_in_a_circle_is_named_and_does_not_fall_over() {
    let mut chain = w1();
    for i in 0..10_000_usize {
        chain.nodes.push(city::chain::ChainNode { id: format!("n{i}"), ..chain.nodes[0].clone() });
        let to = format!("n{}", (i + 1) % 10_000);
        chain.edges.push(city::chain::ChainEdge { from: format!("n{i}"), to, ..chain.edges[0].clone() });
    }
    assert!(crate::chain::graph::Arrows::of(&chain).circles()[0].len() == 10_000);
}

#[test]
fn thresholds_the_wrong_way_round_are_named_and_their_leaf_left_out() {
    for thresholds in ["low = 3000\nhigh = 100", "low = 100\nhigh = 100", "low = nan\nhigh = 1", "low = 0\nhigh = inf"]
    {
        let text = W1.replacen("low = 100\nhigh = 3000", thresholds, 1);
        let chain = read("w1.toml", &text).unwrap();
        let problems = checked(&chain);
        assert_eq!(codes(&problems), ["chain_thresholds_reversed"]);
        assert!(problems[0].column.contains("population_density_per_ha of node people"), "{}", problems[0]);
        let (bound, problems) = five_settlements().bind(&chain, PlaceKind::Settlement);
        assert_eq!((bound.leaves.len(), codes(&problems)), (5, vec!["chain_leaf_left_out"]));
    }
}

#[test]
fn a_negative_weight_is_named_and_the_others_make_up_the_whole() {
    for weight in ["weight = -2", "weight = nan", "weight = inf"] {
        let chain = read("w1.toml", &W1.replacen("weight = 2", weight, 1)).unwrap();
        assert_eq!(codes(&checked(&chain)), ["chain_negative_weight"]);
        let (bound, _) = five_settlements().bind(&chain, PlaceKind::Settlement);
        let size = bound.leaves.iter().find(|l| l.leaf.indicator == "household_size");
        assert_eq!(size.map(|l| l.shown.weight), Some(1.0));
    }
    let of_node = checked_with("id = \"homes\"", "id = \"homes\"\nweight = -1");
    assert_eq!((codes(&of_node), of_node[0].column.as_str()), (vec!["chain_negative_weight"], "node homes"));
}

#[test]
fn an_indicator_that_nobody_knows_is_named_with_the_nearest() {
    let problems = checked_with("household_size", "houshold_size");
    assert_eq!(codes(&problems), ["chain_unknown_indicator"]);
    assert!(problems[0].hint.contains("`household_size`"), "{}", problems[0]);
}

#[test]
fn an_arrow_or_leaf_of_an_unknown_node_is_named_with_the_nearest() {
    let arrow = checked_with("to = \"harm\"\nclaim = \"Help", "to = \"harn\"\nclaim = \"Help");
    assert_eq!(codes(&arrow), ["chain_unknown_node", "chain_node_idle"]);
    assert!(arrow[0].hint.contains("`harm`"), "{}", arrow[0]);
    let leaf = checked_with(
        "node = \"help\"\nindicator = \"organisations\"",
        "node = \"halp\"\nindicator = \"organisations\"",
    );
    assert_eq!(codes(&leaf), ["chain_unknown_node"]);
}

#[test]
fn a_risk_without_hazard_exposure_or_vulnerability_says_which() {
    let problems = checked_with("kind = \"hazard\"", "kind = \"exposure\"");
    assert_eq!(
        (codes(&problems), problems[0].value.as_str()),
        (vec!["chain_risk_not_reached"], "no arrows from a hazard")
    );
    let mut chain = w1();
    chain.nodes.retain(|n| n.id != "homes" && n.id != "help");
    chain.edges.retain(|e| e.from != "homes" && e.from != "help");
    chain.leaves.retain(|l| l.node != "homes" && l.node != "help");
    let problems = checked(&chain);
    assert_eq!(problems[0].value, "no arrows from a sensitivity or a capacity");
    let none = checked_with("kind = \"risk\"", "kind = \"intermediate_impact\"");
    assert!(codes(&none).contains(&"chain_without_risk"), "{none:?}");
}

#[test]
fn a_first_node_needs_an_indicator_unless_it_is_kept_in_words() {
    let mut chain = w1();
    chain.leaves.retain(|l| l.node != "people");
    assert_eq!(codes(&checked(&chain)), ["chain_leaf_without_indicator"]);
    chain.nodes[1].qualitative = true;
    assert_eq!(checked(&chain), []);
}

#[test]
fn an_indicator_counts_once_unless_the_chain_says_why_or_asks_at_other_places() {
    let mut chain = w1();
    let mut again = chain.leaves[3].clone();
    again.node = "help".to_owned();
    chain.leaves.push(again);
    let problems = checked(&chain);
    assert_eq!(codes(&problems), ["chain_indicator_twice"]);
    assert!(problems[0].value.contains("node homes"), "{}", problems[0]);
    chain.leaves[3].places = vec![PlaceKind::Settlement];
    chain.leaves[6].places = vec![PlaceKind::District];
    assert_eq!(checked(&chain), []);
    chain.leaves[6].places.clear();
    chain.used_twice.insert("household_size".to_owned(), "crowding harms and hinders help".to_owned());
    assert_eq!(checked(&chain), []);
}

#[test]
fn the_words_of_ar4_and_ar5_are_not_mixed() {
    let as_ar4 = W1.replacen("framing = \"ar5\"", "framing = \"ar4\"", 1);
    let mixed = checked(&read("w1.toml", &as_ar4).unwrap());
    let found: Vec<_> = mixed.iter().filter(|p| p.code == "chain_framing_mixed").map(|p| p.column.as_str()).collect();
    assert_eq!(found, ["node flood", "node harm"]);
    let sound = as_ar4
        .replace("kind = \"hazard\"", "kind = \"exposure\"")
        .replace("kind = \"risk\"", "kind = \"vulnerability\"");
    assert_eq!(checked(&read("w1.toml", &sound).unwrap()), []);
    assert!(codes(&checked_with("kind = \"risk\"", "kind = \"vulnerability\"")).contains(&"chain_framing_mixed"));
}

#[test]
fn what_the_field_table_contradicts_is_a_warning_or_an_error() {
    let contrary = checked_with("effect = \"lowers\"", "effect = \"raises\"");
    assert_eq!((codes(&contrary), contrary[0].severity), (vec!["chain_effect_contrary"], Severity::Warning));
    let without = checked_with("codes = { once = 1, twice = 2, more_than_three = 3 }\n", "");
    assert_eq!(codes(&without), ["chain_codes"]);
    let sealed = checked_with("\"open_defecation_share\"", "\"eviction_threat_current\"");
    assert_eq!((codes(&sealed), sealed[0].severity), (vec!["chain_indicator_held_back"], Severity::Error));
    assert_eq!(codes(&checked_with("facility=clinic", "clinic")), ["chain_group_unknown"]);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let text = W1
        .replacen("weight = 2", "weight = -2", 1)
        .replacen("low = 100\nhigh = 3000", "low = 3000\nhigh = 100", 1)
        .replacen("household_size", "houshold_size", 1);
    let problems = checked(&read("w1.toml", &text).unwrap());
    let expected = ["chain_thresholds_reversed", "chain_negative_weight", "chain_unknown_indicator"];
    assert_eq!(codes(&problems), expected);
    assert!(problems.iter().all(|p| p.file == "w1.toml" && !p.hint.is_empty() && !p.expected.is_empty()));
}
