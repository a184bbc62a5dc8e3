//! Weights that a workshop judged or shared out, on three nodes of sensitivity.

use super::weighted;
use crate::chain::read;
use city::chain::ImpactChain;
use city::{Problem, Severity};

const PAGE: &str = include_str!("../../../../../docs/impact-chains.md");

const HEAD: &str = "id = \"c\"\nlabel = \"C\"\nframing = \"ar5\"\nsummary = \"\"\ncitation = \"\"\n\
                    places = [\"settlement\"]\nedge = []\n";

/// A chain of toilets, homes and drains that weigh 1, 2 and 3, of hail and help, and what is added to its file.
fn chain(added: &str) -> ImpactChain {
    let nodes = [
        ("hail", "hazard", 7),
        ("toilets", "sensitivity", 1),
        ("homes", "sensitivity", 2),
        ("drains", "intermediate_impact", 3),
        ("help", "capacity", 5),
        ("words", "sensitivity", 1),
        ("harm", "risk", 1),
    ];
    let node = |(id, kind, weight): (&str, &str, u8)| {
        format!("[[node]]\nid = \"{id}\"\nkind = \"{kind}\"\nlabel = \"{id}\"\nweight = {weight}\n")
    };
    let leaf = |(id, ..): &(&str, &str, u8)| {
        format!(
            "[[leaf]]\nnode = \"{id}\"\nindicator = \"household_size\"\nlow = 3\nhigh = 8\neffect = \"raises\"\n\
             reason = \"\"\nsource = \"\"\nfilled_by = \"\"\n"
        )
    };
    let text: String = nodes.into_iter().map(node).chain(nodes[..5].iter().map(leaf)).collect();
    read("c.toml", &format!("{HEAD}{text}{added}")).unwrap()
}

fn judged(who: &str, times: [f64; 3]) -> String {
    let pairs = [("toilets", "homes"), ("toilets", "drains"), ("homes", "drains")];
    let judgement = |((one, other), times): ((&str, &str), f64)| {
        format!("[[judgement]]\nwho = \"{who}\"\none = \"{one}\"\nother = \"{other}\"\ntimes = {times:?}\n")
    };
    pairs.into_iter().zip(times).map(judgement).collect()
}

fn shared(who: &str, points: &str) -> String {
    format!("[[budget]]\nwho = \"{who}\"\npoints = {{ {points} }}\n")
}

/// Weights of toilets, homes and drains.
fn weights(added: &str) -> [f64; 3] {
    let made = weighted(&chain(added)).chain;
    for (id, weight) in [("hail", 7.0), ("help", 5.0), ("words", 1.0)] {
        let kept = made.node(id).unwrap().weight;
        assert!((kept - weight).abs() < 1e-12, "the others stay as they are written");
    }
    ["toilets", "homes", "drains"].map(|id| made.node(id).unwrap().weight)
}

fn problems(added: &str) -> Vec<Problem> {
    weighted(&chain(added)).problems
}

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|p| p.code.as_str()).collect()
}

fn near(found: [f64; 3], expected: [f64; 3]) {
    for (a, b) in found.iter().zip(expected) {
        assert!((a - b).abs() < 5e-7, "{found:?} {expected:?}");
    }
}

const AS_WRITTEN: [f64; 3] = [1.0, 2.0, 3.0];

#[test]
fn a_chain_without_judgements_or_points_is_as_it_was() {
    let made = weighted(&chain(""));
    assert_eq!((made.chain, made.said, made.problems), (chain(""), Vec::new(), Vec::new()));
}

/// Saaty's eigenvector method. Of three, the eigenvector is the geometric mean of each row and the eigenvalue 1 + t + 1/t with
/// t = (a12 a23 / a13)^(1/3): the expected numbers were computed so, apart from this code.
#[test]
fn three_judgements_make_the_principal_eigenvector_and_its_consistency_ratio() {
    let added = judged("", [3.0, 5.0, 2.0]);
    near(weights(&added), [0.648_329, 0.229_651, 0.122_020]);
    let found = problems(&added);
    assert_eq!((codes(&found), found[0].severity), (vec!["chain_weights_judged"], Severity::Note));
    assert_eq!(found[0].value, "toilets 0.65, homes 0.23, drains 0.12; consistency ratio 0.00");
    let said = weighted(&chain(&added)).said;
    assert_eq!(said, ["Weights of sensitivity: judged in pairs by 1 group, consistency ratio 0.00."]);
}

#[test]
fn the_examples_of_the_page_for_workshops_give_what_it_says() {
    let examples: Vec<&str> = PAGE.split("```toml\n").skip(1).filter_map(|t| t.split("```").next()).collect();
    near(weights(examples[1]), [0.648_329, 0.229_651, 0.122_020]);
    near(weights(examples[2]), [0.55, 0.275, 0.175]);
}

#[test]
fn groups_are_put_together_by_the_geometric_mean_of_each_pair() {
    let added = judged("women", [3.0, 5.0, 2.0]) + &judged("youth", [1.0, 3.0, 4.0]);
    near(weights(&added), [0.536_728, 0.335_130, 0.128_141]);
    let said = weighted(&chain(&added)).said;
    assert_eq!(said, ["Weights of sensitivity: judged in pairs by 2 groups, consistency ratio 0.01."]);
}

#[test]
fn a_pair_is_judged_in_either_direction() {
    let turned = judged("", [3.0, 5.0, 0.5])
        .replace("one = \"homes\"\nother = \"drains\"", "one = \"drains\"\nother = \"homes\"");
    near(weights(&turned), [0.648_329, 0.229_651, 0.122_020]);
}

#[test]
fn judgements_that_contradict_each_other_are_used_with_a_warning_that_names_group_and_pair() {
    let added = judged("women", [3.0, 1.0, 3.0]);
    near(weights(&added), [0.459_958, 0.318_917, 0.221_125]);
    let found = problems(&added);
    assert_eq!(codes(&found), ["chain_judgements_inconsistent", "chain_weights_judged"]);
    assert_eq!((found[0].severity, found[0].value.as_str()), (Severity::Warning, "consistency ratio 0.54"));
    assert!(found[0].column.ends_with("by women") && found[0].hint.contains("weights are used"), "{}", found[0]);
    assert!(weighted(&chain(&added)).said[0].ends_with("ratio 0.54: the judgements contradict each other."));
    let both = problems(&(added + &judged("youth", [3.0, 5.0, 2.0])));
    let warned: Vec<_> = both.iter().filter(|p| p.severity == Severity::Warning).map(|p| p.column.as_str()).collect();
    assert_eq!(warned, ["judgements of sensitivity by women"]);
}

/// Weights of 8, 4, 2 and 1 were meant, and one judgement of six says the reverse.
#[test]
fn of_four_nodes_the_judgement_that_is_furthest_off_is_named() {
    let mut four = chain(&judged("", [2.0, 4.0, 2.0]));
    four.leaves.push(city::chain::ChainLeaf { node: "words".into(), ..four.leaves[1].clone() });
    for (one, times) in [("toilets", 8.0), ("homes", 0.25), ("drains", 2.0)] {
        let (one, other) = (one.to_owned(), "words".to_owned());
        four.judgements.push(city::chain::ChainJudgement { one, other, times, ..four.judgements[0].clone() });
    }
    let found = weighted(&four).problems;
    assert_eq!(found[0].code, "chain_judgements_inconsistent");
    assert!(found[0].hint.contains("first of homes against words: 0.25 was said"), "{}", found[0]);
}

#[test]
fn points_of_groups_are_made_shares_and_averaged() {
    let added = shared("women", "toilets = 60, homes = 30, drains = 10")
        + &shared("youth", "toilets = 1, homes = 0, drains = 1");
    near(weights(&added), [0.55, 0.15, 0.30]);
    let made = weighted(&chain(&added));
    assert_eq!(made.said, ["Weights of sensitivity: points shared out by 2 groups."]);
    assert_eq!(codes(&made.problems), ["chain_weights_shared_out"]);
}

#[test]
fn kinds_are_weighed_apart() {
    let added = judged("", [3.0, 5.0, 2.0]) + &shared("", "help = 3") + &shared("elders", "hail = 1");
    let made = weighted(&chain(&added));
    assert_eq!(made.said.len(), 3);
    assert!((made.chain.node("help").unwrap().weight - 1.0).abs() < 1e-12);
}

/// Faults of judgements, each with its code, and where it stands.
#[test]
fn a_fault_in_judgements_is_named_and_the_weights_stay_as_written() {
    let sound = judged("", [3.0, 5.0, 2.0]);
    let with = |from: &str, to: &str| sound.replacen(from, to, 1);
    let cases = [
        (with("times = 3.0", "times = 0"), "chain_judgement_wrong", "judgement 1"),
        (with("times = 5.0", "times = -5"), "chain_judgement_wrong", "judgement 2"),
        (with("times = 5.0", "times = nan"), "chain_judgement_wrong", "judgement 2"),
        (with("times = 5.0", "times = 10"), "chain_judgement_wrong", "judgement 2"),
        (with("other = \"homes\"", "other = \"toilets\""), "chain_judgement_wrong", "judgement 1"),
        (with("other = \"homes\"", "other = \"hoems\""), "chain_unknown_node", "judgement 1"),
        (with("other = \"homes\"", "other = \"words\""), "chain_weight_without_leaf", "judgement 1"),
        (with("other = \"homes\"", "other = \"harm\""), "chain_weight_without_leaf", "judgement 1"),
        (with("other = \"homes\"", "other = \"help\""), "chain_judged_across_kinds", "judgement 1"),
        (sound.clone() + &judged("", [3.0, 5.0, 2.0]), "chain_judged_twice", "judgement 4"),
        (
            sound.clone() + &shared("", "toilets = 1, homes = 1, drains = 1"),
            "chain_weights_twice",
            "weights of sensitivity",
        ),
        (
            judged("women", [3.0, 5.0, 2.0]) + "[[judgement]]\none = \"toilets\"\nother = \"homes\"\ntimes = 3\n",
            "chain_judgement_missing",
            "judgements of sensitivity",
        ),
    ];
    for (added, code, column) in cases {
        let found = problems(&added);
        assert_eq!((found[0].code.as_str(), found[0].column.as_str()), (code, column), "{added}");
        assert!(found.iter().all(|p| p.severity == Severity::Error && p.hint.contains("stay as they are written")
            || p.code == "chain_unknown_node"));
        near(as_left(&added), AS_WRITTEN);
    }
}

/// Weights of toilets, homes and drains that nothing is said of.
fn as_left(added: &str) -> [f64; 3] {
    let made = weighted(&chain(added));
    assert!(made.said.is_empty(), "{:?}", made.said);
    ["toilets", "homes", "drains"].map(|id| made.chain.node(id).unwrap().weight)
}

#[test]
fn pairs_that_a_group_did_not_judge_are_named() {
    let found = problems("[[judgement]]\nwho = \"youth\"\none = \"toilets\"\nother = \"homes\"\ntimes = 3\n");
    assert_eq!(codes(&found), ["chain_judgement_missing"]);
    assert_eq!(found[0].value, "no judgement of toilets against drains, homes against drains");
}

#[test]
fn a_fault_in_points_is_named_and_the_weights_stay_as_written() {
    let sound = shared("", "toilets = 1, homes = 1, drains = 2");
    let cases = [
        (shared("", "toilets = -1, homes = 1, drains = 1"), "chain_budget_wrong", "budget 1"),
        (shared("", "toilets = inf, homes = 1, drains = 1"), "chain_budget_wrong", "budget 1"),
        (shared("", "toilets = 0, homes = 0, drains = 0"), "chain_budget_wrong", "budget of sensitivity"),
        (shared("", ""), "chain_budget_wrong", "budget 1"),
        (
            sound.clone() + &shared("youth", "toilets = 1, homes = 1"),
            "chain_budget_missing",
            "budget of sensitivity by youth",
        ),
        (sound.clone() + &sound, "chain_budget_twice", "budget 2"),
        (shared("", "toilets = 1, homes = 1, drain = 2"), "chain_unknown_node", "budget 1"),
        (
            shared("youth", "toilets = 1, homes = 1, drains = 1, words = 2"),
            "chain_weight_without_leaf",
            "budget 1 by youth",
        ),
    ];
    for (added, code, column) in cases {
        let found = problems(&added);
        assert_eq!((found[0].code.as_str(), found[0].column.as_str()), (code, column), "{added}");
        near(as_left(&added), AS_WRITTEN);
    }
}

#[test]
fn more_nodes_than_saaty_gives_a_random_index_for_are_refused() {
    let mut many = chain(&judged("", [3.0, 5.0, 2.0]));
    for i in 0..20 {
        let id = format!("n{i}");
        many.nodes.push(city::chain::ChainNode { id: id.clone(), ..many.nodes[1].clone() });
        many.leaves.push(city::chain::ChainLeaf { node: id, ..many.leaves[1].clone() });
    }
    let made = weighted(&many);
    assert_eq!(codes(&made.problems), ["chain_judgements_unusable"]);
    assert_eq!(made.chain, many);
}
