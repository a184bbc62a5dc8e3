//! What holds of every network, tried on random small ones; and hostile bytes.

use crate::answer::{Answer, Asked, answer};
use crate::assemble::assemble;
use crate::check::check;
use crate::{Network, Tables};
use proptest::prelude::*;

/// A random network of up to four places: works out of raw water, whole wells, treatment, lossy pipes both ways or one, demands and
/// waste that may go unserved at a price.
#[derive(Debug, Clone)]
struct Drawn {
    demands: Vec<f64>,
    waste: Vec<f64>,
    links: Vec<(usize, usize, f64)>,
    both_ways: bool,
    loss: f64,
    raw: f64,
    minors: usize,
    periods: usize,
    life: Option<f64>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    (1_usize..5).prop_flat_map(|places| {
        let demands = prop::collection::vec(0.0..200.0, places);
        let waste = prop::collection::vec(0.0..50.0, places);
        let links = prop::collection::vec((0..places, 0..places, 0.5..20.0), 0..6);
        let numbers = (any::<bool>(), 0.0..0.4, 20.0..400.0, 1_usize..3, 1_usize..4, prop::option::of(5.0..20.0));
        (demands, waste, links, numbers).prop_map(|(demands, waste, links, numbers)| {
            let (both_ways, loss, raw, minors, periods, life) = numbers;
            Drawn { demands, waste, links, both_ways, loss, raw, minors, periods, life }
        })
    })
}

fn tables(drawn: &Drawn, settings: &str, budget: Option<f64>) -> Tables {
    let rows = |header: &str, rows: Vec<String>| format!("{header}\n{}\n", rows.join("\n"));
    let count = drawn.demands.len();
    let mut seen = std::collections::BTreeSet::new();
    let links = drawn.links.iter().filter(|(a, b, _)| a != b && seen.insert((*a.min(b), *a.max(b))));
    let links = links.map(|(a, b, km)| format!("p{a},p{b},pipe,{km},yes")).collect();
    let demands =
        drawn.demands.iter().enumerate().map(|(p, amount)| format!("p{p},water,{amount},g{},{}", p % 2, p * 100));
    let waste = drawn.waste.iter().enumerate().map(|(p, amount)| format!("p{p},waste,{},,", -amount));
    let demands = demands.chain(waste).map(|row| format!("{row},may")).collect();
    let (life, both) =
        (drawn.life.map_or(String::new(), |l| l.to_string()), if drawn.both_ways { "yes" } else { "no" });
    let mut files = vec![
        ("network.toml", settings.to_owned()),
        ("periods.csv", rows("period,start_year,years", (0..drawn.periods).map(|k| format!("T{k},{},5", 2025 + 5 * k)).collect())),
        ("minor_periods.csv", rows("minor,span", (0..drawn.minors).map(|m| format!("m{m},{}", 100 + m)).collect())),
        ("metrics.csv", "metric,unit\ncapital,USD\nrunning,USD\n".to_owned()),
        ("resources.csv", "resource,unit,surplus\nwater,m3,no\nraw,m3,yes\nwaste,m3,no\nsludge,kg,yes\n".to_owned()),
        ("places.csv", rows("place", (0..count).map(|p| format!("p{p}")).collect())),
        (
            "technologies.csv",
            format!("technology,capacity,whole,most,life_years\nworks,70,no,5,{life}\nwell,30,yes,3,\ntreat,25,yes,4,{life}\n"),
        ),
        (
            "coefficients.csv",
            "technology,resource,amount\nworks,raw,-1.1\nworks,water,1\nwell,water,1\ntreat,waste,-1\ntreat,sludge,0.3\n".to_owned(),
        ),
        (
            "transports.csv",
            format!("transport,resource,build,capacity,loss_per_link,both_ways,most\npipe,water,yes,60,{},{both},2\n", drawn.loss),
        ),
        ("links.csv", rows("from,to,transport,length_km,both", links)),
        ("demands.csv", rows("place,resource,amount,group,people,served", demands)),
        ("imports.csv", format!("resource,place,most\nraw,p0,{}\n", drawn.raw)),
        ("stock.csv", "technology,place,working\nworks,p0,1\n".to_owned()),
        ("targets.csv", "resource,share,place\nwater,0,each\n".to_owned()),
        (
            "costs.csv",
            "metric,kind,id,per,amount\ncapital,technology,works,unit,4000\ncapital,technology,well,unit,3000\n\
             capital,technology,treat,unit,900\ncapital,transport,pipe,km,150\nrunning,technology,works,activity,0.2\n\
             running,technology,well,activity,0.05\nrunning,resource,water,unserved,0.4\nrunning,resource,waste,unserved,0.3\n"
                .to_owned(),
        ),
    ];
    files.extend(budget.map(|most| ("budgets.csv", format!("metric,most\ncapital,{most}\n"))));
    let files: Vec<_> = files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    let (tables, problems) = Tables::read(&files);
    assert!(problems.is_empty(), "{problems:?}");
    tables
}

const CHEAPEST: &str = "discount_rate = 0.05\n[[objective]]\nminimise = { capital = 1, running = 1 }\n";
const MOST_SERVED: &str = "[[objective]]\nmaximise = { 'served:water' = 1 }\n";

fn network(tables: &Tables) -> Network {
    let (network, problems) = Network::resolve(tables);
    assert!(problems.iter().all(|problem| problem.severity != city::Severity::Error), "{problems:?}");
    network
}

fn plan(network: &Network) -> Answer {
    answer(network, &Asked { gap: Some(1e-7), ..Asked::default() }, &mut solve::Quiet).unwrap()
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_balance_closes_and_every_row_is_kept(drawn in drawn()) {
        let network = network(&tables(&drawn, CHEAPEST, None));
        let plan = plan(&network);
        for balance in &plan.balances {
            prop_assert!(balance.open.abs() < 1e-6, "{:?}", balance);
        }
        let model = assemble(&network).model;
        prop_assert!(model.violation(&plan.values).unwrap() < 1e-4);
        for served in &plan.served {
            prop_assert!(served.served <= served.demanded * (1.0 + 1e-9) + 1e-6 && served.served >= -1e-6);
        }
        for metric in 0..2 {
            let parts = || plan.parts.iter().filter(|part| part.metric == metric);
            prop_assert!(same(parts().map(|part| part.worth).sum(), plan.worth[metric]));
            for (period, amount) in plan.metrics[metric].iter().enumerate() {
                prop_assert!(same(parts().map(|part| part.amounts[period]).sum(), *amount));
            }
        }
        let of = |source| plan.parts.iter().filter(|p| p.source == source).flat_map(|p| &p.amounts).sum::<f64>();
        let units: f64 = plan.units.iter().filter_map(|units| units.capital).sum();
        prop_assert!(same(units, of(crate::answer::Source::NewUnits)));
        let links: f64 = plan.carried.iter().filter_map(|carried| carried.capital).sum();
        prop_assert!(same(links, of(crate::answer::Source::NewLinks)));
        let worth: f64 = plan.worth[0] + plan.worth[1];
        prop_assert!(same(worth, plan.reached[0].value), "{} {}", worth, plan.reached[0].value);
    }

    #[test]
    fn the_written_files_give_the_same_answer(drawn in drawn()) {
        let first = tables(&drawn, CHEAPEST, Some(9000.0));
        let (again, problems) = Tables::read(&first.write());
        prop_assert!(problems.is_empty(), "{:?}", problems);
        let (first, again) = (plan(&network(&first)), plan(&network(&again)));
        prop_assert!(same(first.reached[0].value, again.reached[0].value));
    }

    #[test]
    fn more_budget_never_serves_fewer(drawn in drawn(), budget in 0.0..20_000.0) {
        let served = |most: f64| plan(&network(&tables(&drawn, MOST_SERVED, Some(most)))).reached[0].value;
        let (less, more) = (served(budget), served(budget * 1.3 + 100.0));
        prop_assert!(more >= less * (1.0 - 1e-6) - 1e-6, "{} {}", less, more);
    }

    #[test]
    fn the_model_written_as_mps_comes_to_the_same(drawn in drawn()) {
        let network = network(&tables(&drawn, CHEAPEST, None));
        let read = solve::mps::read(&crate::written::mps(&network)).unwrap();
        let limits = solve::Limits { gap: 1e-7, ..solve::Limits::default() };
        let found = solve::solve(&read.model, &limits, &mut solve::Quiet).unwrap();
        let value = plan(&network).reached[0].value;
        prop_assert!(same(found.objective, value), "{} {}", found.objective, value);
    }

    #[test]
    fn one_thread_and_two_give_the_same_plan(drawn in drawn()) {
        let network = network(&tables(&drawn, CHEAPEST, None));
        let with = |threads| answer(&network, &Asked { threads, ..Asked::default() }, &mut solve::Quiet).unwrap();
        prop_assert_eq!(format!("{:?}", with(1)), format!("{:?}", with(2)));
    }

    #[test]
    fn a_future_that_changes_nothing_comes_to_the_relaxation(drawn in drawn()) {
        let settings = format!("{CHEAPEST}[futures]\ncount = 4\ndemand = {{ 'water;waste' = [1.0, 1.0] }}\nhold = 'at_least'\n");
        let network = network(&tables(&drawn, &settings, None));
        let plan = plan(&network);
        let found = crate::futures::futures(&network, &plan, 1, &city::Silent).unwrap();
        for run in &found.runs {
            prop_assert!(same(run.free.unwrap(), found.forecast.free.unwrap()));
            prop_assert!(run.free.unwrap() <= plan.reached[0].value * (1.0 + 1e-6) + 1e-6);
            prop_assert!(run.held.unwrap() >= run.free.unwrap() - 1e-6);
        }
    }
}

/// A network that fills every table, as the fuzzer's seed has it.
fn every_table() -> Vec<(String, String)> {
    let parts = include_str!("every_table.txt").split("== ").filter_map(|part| part.split_once('\n'));
    parts.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

fn problems(files: &[(String, String)]) -> Vec<city::Problem> {
    let (tables, mut problems) = Tables::read(files);
    let (network, more) = Network::resolve(&tables);
    problems.extend(more);
    problems.extend(check(&network));
    problems
}

/// Bytes as files: what the fuzz target does, here for three seconds with bytes turned at random by a fixed seed.
#[test]
fn hostile_files_give_problems_and_never_a_panic() {
    let good = every_table();
    assert_eq!(problems(&good), []);
    let start = std::time::Instant::now();
    let mut state = 88_172_645_463_325_252_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    let mut assembled = 0;
    let words = [
        "-1", "0", "1e14", "1e-9", "NaN", "", "all", "each", "p0", "T1", "m0", "water", "pipe", "yes", "-5", ",", "\n",
        "\"", "\r", "#",
    ];
    while start.elapsed().as_secs_f64() < 3.0 {
        let mut files = good.clone();
        for _ in 0..=next(4) {
            let file = next(files.len());
            let text = &mut files[file].1;
            let cells: Vec<&str> = text.split_inclusive([',', '\n']).collect();
            let at = next(cells.len());
            let word = words[next(words.len())];
            let turned: String = cells
                .iter()
                .enumerate()
                .map(|(k, cell)| {
                    let end =
                        cell.chars().last().filter(|c| [',', '\n'].contains(c)).map_or(String::new(), String::from);
                    if k == at { format!("{word}{end}") } else { (*cell).to_owned() }
                })
                .collect();
            *text = turned;
        }
        assembled += usize::from(hold(&files));
    }
    assert!(assembled > 20, "{assembled}");
}

/// Reads, resolves and checks files, and assembles what has no error: nothing may panic, and a model that comes of it is one.
fn hold(files: &[(String, String)]) -> bool {
    if problems(files).iter().any(|problem| problem.severity == city::Severity::Error) {
        return false;
    }
    let (network, _) = Network::resolve(&Tables::read(files).0);
    let mut assembled = assemble(&network);
    if let Some(objective) = network.objectives.first() {
        assembled.aim(&network, objective);
    }
    assert_eq!(assembled.model.check(), Ok(()), "{files:?}");
    true
}
