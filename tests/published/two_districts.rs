//! The two-district instance of the notes on water planning, as plain files: wells of 60 m3/d (10 each, 0.1 per m3), a pipe from A to B
//! (5, 80 m3/d, 10 % lost), 100 and 50 m3/d wanted. Worked by hand there: 50.555556, 45, 110, 118 and 150.

#![expect(clippy::unwrap_used, clippy::cast_possible_truncation, reason = "a test fails where a number is missing")]

use network::answer::{Answer, Asked, answer};
use network::{Network, NetworkError, Tables};

fn files(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut files = vec![
        (
            "network.toml",
            "name = 'Two districts'\ntime_unit = 'd'\n[[objective]]\nminimise = { capital = 1, running = 1 }\n",
        ),
        ("minor_periods.csv", "minor,span\nday,1\n"),
        ("metrics.csv", "metric,unit\ncapital,USD\nrunning,USD\n"),
        ("resources.csv", "resource,unit\npotable,m3\n"),
        ("places.csv", "place\nA\nB\n"),
        ("technologies.csv", "technology,capacity,whole,places\nwell,60,yes,A\n"),
        ("coefficients.csv", "technology,resource,amount\nwell,potable,1\n"),
        ("transports.csv", "transport,resource,build,capacity,loss_per_link\npipe,potable,yes,80,0.1\n"),
        ("links.csv", "from,to,transport,length_km\nA,B,pipe,1\n"),
        ("demands.csv", "place,resource,amount,people\nA,potable,100,2000\nB,potable,50,1000\n"),
        (
            "costs.csv",
            "metric,kind,id,per,amount\ncapital,technology,well,unit,10\nrunning,technology,well,activity,0.1\n\
             capital,transport,pipe,link,5\n",
        ),
    ];
    for (name, text) in changes {
        files.retain(|file| file.0 != *name);
        files.push((name, text));
    }
    files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

fn network(changes: &[(&str, &str)]) -> Network {
    let (tables, problems) = Tables::read(&files(changes));
    assert!(problems.is_empty(), "{problems:?}");
    let (network, problems) = Network::resolve(&tables);
    assert!(problems.is_empty(), "{problems:?}");
    network
}

fn exact() -> Asked {
    Asked { gap: Some(0.0), ..Asked::default() }
}

fn plan(changes: &[(&str, &str)]) -> Answer {
    answer(&network(changes), &exact(), &mut solve::Quiet).unwrap()
}

const ANYWHERE: (&str, &str) = ("technologies.csv", "technology,capacity,whole\nwell,60,yes\n");
const SERVE_MOST: (&str, &str) = (
    "network.toml",
    "[[objective]]\nmaximise = { 'served:potable' = 1 }\n[[objective]]\nminimise = { running = 1, capital = 1 }\n",
);
const MAY: (&str, &str) =
    ("demands.csv", "place,resource,amount,people,served\nA,potable,100,2000,may\nB,potable,50,1000,may\n");

#[test]
fn wells_only_in_a_meet_all_demand_by_three_wells_and_a_pipe() {
    let plan = plan(&[]);
    assert!((plan.reached[0].value - 50.555_555_555_6).abs() < 1e-6, "{:?}", plan.reached);
    let wells = &plan.units[0];
    assert!((wells.new - 3.0).abs() < 1e-9 && (wells.activity - 155.555_555_6).abs() < 1e-6);
    let pipe = &plan.carried[0];
    assert!(
        (pipe.starts - 55.555_555_6).abs() < 1e-6
            && (pipe.arrives - 50.0).abs() < 1e-6
            && (pipe.built - 1.0).abs() < 1e-9
    );
    assert!(plan.balances.iter().all(|balance| balance.open.abs() < 1e-9), "{:?}", plan.balances);
}

#[test]
fn wells_anywhere_need_no_pipe() {
    let plan = plan(&[ANYWHERE]);
    assert!((plan.reached[0].value - 45.0).abs() < 1e-6);
    assert!(plan.carried.is_empty());
    assert_eq!(plan.units.iter().map(|u| u.new.round() as i64).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_capital_of_20_serves_110_of_150() {
    let plan = plan(&[ANYWHERE, SERVE_MOST, MAY, ("budgets.csv", "metric,most\ncapital,20\n")]);
    assert!((plan.reached[0].value - 110.0).abs() < 1e-5);
    assert!((plan.reached[0].value / 150.0 - 0.733_333).abs() < 1e-5);
    assert!(plan.units.iter().all(|units| (units.new - 1.0).abs() < 1e-9));
}

#[test]
fn wells_only_in_a_and_a_capital_of_25_serve_118() {
    let plan = plan(&[SERVE_MOST, MAY, ("budgets.csv", "metric,most\ncapital,25\n")]);
    assert!((plan.reached[0].value - 118.0).abs() < 1e-5, "{:?}", plan.reached);
    assert!((plan.carried[0].starts - 20.0).abs() < 1e-4 && (plan.carried[0].arrives - 18.0).abs() < 1e-4);
}

#[test]
fn wells_only_in_a_and_a_capital_of_35_serve_all() {
    let plan = plan(&[SERVE_MOST, MAY, ("budgets.csv", "metric,most\ncapital,35\n")]);
    assert!((plan.reached[0].value - 150.0).abs() < 1e-5);
}

#[test]
fn a_pipe_counted_each_way_costs_twice_where_it_serves_both_ways() {
    let both = ("links.csv", "from,to,transport,length_km,both\nA,B,pipe,1,yes\n");
    let head = "transport,resource,build,capacity,loss_per_link,both_ways,count\n";
    let once = plan(&[both, ("transports.csv", &format!("{head}pipe,potable,yes,80,0.1,yes,once\n"))]);
    let twice = plan(&[both, ("transports.csv", &format!("{head}pipe,potable,yes,80,0.1,yes,each_way\n"))]);
    assert!((once.reached[0].value - 50.555_555_6).abs() < 1e-6);
    assert!((twice.reached[0].value - 55.555_555_6).abs() < 1e-6);
}

#[test]
fn a_budget_that_cannot_meet_the_demand_is_named_with_the_demand_and_nothing_else() {
    let network = network(&[("budgets.csv", "metric,most\nrunning,1000\ncapital,20\n")]);
    let Err(NetworkError::Conflict { clauses, words }) = answer(&network, &exact(), &mut solve::Quiet) else {
        panic!("a conflict was expected");
    };
    assert!(clauses.contains(&network::assemble::Clause::Budget(1)), "{words:?}");
    assert!(!clauses.contains(&network::assemble::Clause::Budget(0)), "{words:?}");
    assert!(words.iter().any(|word| word.contains("budgets.csv, line 3")), "{words:?}");
    assert!(words.iter().any(|word| word.contains("demand for potable")), "{words:?}");
}

#[test]
fn what_stands_works_without_building_and_the_gap_is_said() {
    let stock = ("stock.csv", "technology,place,working,installed\nwell,A,1,5\n");
    let asked = Asked { build: false, ..exact() };
    let plan = answer(&network(&[SERVE_MOST, MAY, stock]), &asked, &mut solve::Quiet).unwrap();
    assert!((plan.reached[0].value - 60.0).abs() < 1e-6, "one of five wells works: 60 and not 300");
}

#[test]
fn the_files_that_are_written_are_read_as_the_same_tables() {
    let (tables, _) = Tables::read(&files(&[SERVE_MOST, MAY]));
    let (again, problems) = Tables::read(&tables.write());
    assert!(problems.is_empty(), "{problems:?}");
    let (first, _) = Network::resolve(&tables);
    let (second, _) = Network::resolve(&again);
    assert_eq!(first.demands.len(), second.demands.len());
    let value = |network: &Network| answer(network, &exact(), &mut solve::Quiet).unwrap().reached[0].value;
    assert!((value(&first) - value(&second)).abs() < 1e-9);
}
