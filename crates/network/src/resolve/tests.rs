//! What a person types wrongly, and what is said of it: every message in one snapshot.

use crate::answer::{Asked, answer};
use crate::check::check;
use crate::{Network, Tables};
use city::Problem;
use std::fmt::Write;

const GOOD: &[(&str, &str)] = &[
    ("network.toml", "time_unit = 'd'\ndiscount_rate = 0.08\n[[objective]]\nminimise = { capital = 1, running = 1 }\n"),
    ("periods.csv", "period,start_year,years\nT1,2025,5\nT2,2030,5\n"),
    ("minor_periods.csv", "minor,span\ndry,180\nwet,185\n"),
    ("metrics.csv", "metric,unit\ncapital,USD\nrunning,USD\n"),
    ("resources.csv", "resource,unit,mass_kg\npotable,m3,1000\nraw,m3,1000\nsludge,kg,1\n"),
    ("places.csv", "place\nA\nB\n"),
    ("technologies.csv", "technology,capacity,whole\nworks,60,yes\n"),
    ("coefficients.csv", "technology,resource,amount\nworks,raw,-1\nworks,potable,1\n"),
    ("transports.csv", "transport,resource,build,capacity,loss_per_link\npipe,potable,yes,80,0.1\n"),
    ("links.csv", "from,to,transport,length_km\nA,B,pipe,1\n"),
    ("demands.csv", "place,resource,amount,group,served\nA,potable,100,formal,must\nB,potable,50,informal,may\n"),
    ("imports.csv", "resource,place,most\nraw,A,1000\n"),
    (
        "costs.csv",
        "metric,kind,id,per,amount\ncapital,technology,works,unit,10\nrunning,technology,works,activity,0.1\n",
    ),
];

fn problems(changes: &[(&str, &str)]) -> Vec<Problem> {
    let mut files = GOOD.to_vec();
    for (name, text) in changes {
        files.retain(|file| file.0 != *name);
        files.push((name, text));
    }
    let files: Vec<_> = files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    let (tables, mut problems) = Tables::read(&files);
    let (network, more) = Network::resolve(&tables);
    problems.extend(more);
    problems.extend(check(&network));
    problems
}

/// What is typed wrongly, and the files that say it.
const WRONG: &[(&str, &[(&str, &str)])] = &[
    (
        "something from nothing: activated sludge of the notes, 1.06383 kg in, 1.066582 kg out",
        &[
            (
                "resources.csv",
                "resource,unit,surplus,mass_kg\npotable,m3,,\nraw,m3,,\nww,kg,,1\nwater,kg,yes,1\nsludge,kg,yes,1\nco2,kg,yes,1\nMJ,MJ,,0\n",
            ),
            ("technologies.csv", "technology,capacity\nactivated_sludge,60\nworks,60\n"),
            (
                "coefficients.csv",
                "technology,resource,amount\nworks,raw,-1\nworks,potable,1\nactivated_sludge,ww,-1.06383\n\
                 activated_sludge,MJ,-0.003255\nactivated_sludge,water,1\nactivated_sludge,sludge,0.06596\n\
                 activated_sludge,co2,0.000622\n",
            ),
            ("imports.csv", "resource\nraw\nww\nMJ\n"),
        ],
    ),
    (
        "a technology whose input was forgotten",
        &[
            ("coefficients.csv", "technology,resource,amount\nworks,potable,1\n"),
            ("resources.csv", "resource,unit\npotable,m3\nraw,m3\n"),
        ],
    ),
    ("a technology without a line of coefficients", &[("technologies.csv", "technology,capacity\nworks,60\npond,5\n")]),
    ("a resource no one makes", &[("coefficients.csv", "technology,resource,amount\nworks,raw,-1\nworks,sludge,1\n")]),
    (
        "a resource no one makes, wanted by those who may be served",
        &[("demands.csv", "place,resource,amount,served\nA,sludge,3,may\n")],
    ),
    ("a resource used and made by no one", &[("imports.csv", "resource,most\nsludge,5\n")]),
    ("waste that can go nowhere", &[("demands.csv", "place,resource,amount\nA,sludge,-3\n")]),
    ("a district without neighbours", &[("places.csv", "place\nA\nB\nC\n")]),
    ("a unit that does not convert", &[("demands.csv", "place,resource,amount,unit\nA,potable,100,kWh\n")]),
    (
        "a unit of cost that does not convert",
        &[("costs.csv", "metric,kind,id,per,amount,unit\ncapital,technology,works,unit,10,EUR\n")],
    ),
    ("a target of 120 %", &[("targets.csv", "resource,share\npotable,1.2\n")]),
    ("a target of 80", &[("targets.csv", "resource,share,place\npotable,80,each\n")]),
    (
        "a negative cost",
        &[(
            "costs.csv",
            "metric,kind,id,per,amount\ncapital,technology,works,unit,-10\nrunning,resource,raw,import,-1\n",
        )],
    ),
    ("a column misspelled that may be left out", &[("technologies.csv", "technology,capacity,whoel\nworks,60,yes\n")]),
    ("a column misspelled that must be there", &[("technologies.csv", "technology,capacty\nworks,60\n")]),
    ("a column twice", &[("places.csv", "place,kind,kind\nA,x,y\nB,x,y\n")]),
    ("a file misspelled", &[("demand.csv", "place,resource,amount\nA,potable,1\n")]),
    ("a name twice", &[("places.csv", "place\nA\nB\nA\n")]),
    ("a period twice", &[("periods.csv", "period,start_year,years\nT1,2025,5\nT1,2030,5\n")]),
    ("a name that is not there", &[("links.csv", "from,to,transport,length_km\nA,Bb,pipe,1\nAccra,B,pip,1\n")]),
    ("a place that is not there", &[("technologies.csv", "technology,capacity,places\nworks,60,A; C\n")]),
    (
        "ranges that do not hold the amount",
        &[("costs.csv", "metric,kind,id,per,amount,low,high\ncapital,technology,works,unit,10,12,8\n")],
    ),
    ("half a range", &[("costs.csv", "metric,kind,id,per,amount,low\ncapital,technology,works,unit,10,8\n")]),
    ("periods that overlap", &[("periods.csv", "period,start_year,years\nT1,2025,6\nT2,2030,5\n")]),
    ("periods in the wrong order", &[("periods.csv", "period,start_year,years\nT2,2030,5\nT1,2025,5\n")]),
    ("a period without years", &[("periods.csv", "period,start_year,years\nT1,2025,0\n")]),
    ("a year of 700 days", &[("minor_periods.csv", "minor,span\ndry,350\nwet,350\n")]),
    ("a minor period of no length", &[("minor_periods.csv", "minor,span\ndry,-1\nwet,185\n")]),
    ("most less than least", &[("imports.csv", "resource,place,least,most\nraw,A,10,5\n")]),
    ("least without most", &[("imports.csv", "resource,place,least\nraw,A,10\n")]),
    ("most less than least of a limit", &[("limits.csv", "what,id,least,most\nstock,works,5,2\n")]),
    ("a limit that limits nothing", &[("limits.csv", "what,id\nstock,works\n")]),
    (
        "a limit of something else",
        &[("limits.csv", "what,id,most\nstock,pipe,2\nmoved,works; pipe,2\nstocks,works,1\n")],
    ),
    ("a transport to itself", &[("links.csv", "from,to,transport,length_km\nA,A,pipe,1\n")]),
    ("a link twice", &[("links.csv", "from,to,transport,length_km,both\nA,B,pipe,1,yes\nB,A,pipe,1,\n")]),
    ("a link of negative length", &[("links.csv", "from,to,transport,length_km\nA,B,pipe,-1\n")]),
    (
        "a pipe without a capacity, and a loss in per cent",
        &[("transports.csv", "transport,resource,build,loss_per_link\npipe,potable,yes,10\n")],
    ),
    (
        "a pipe that loses more than all on its way",
        &[
            ("transports.csv", "transport,resource,loss_per_km\npipe,potable,0.2\n"),
            ("links.csv", "from,to,transport,length_km\nA,B,pipe,7\n"),
        ],
    ),
    ("a use of moving that says nothing", &[("transport_uses.csv", "transport,resource,end\npipe,raw,from\n")]),
    (
        "numbers that are none",
        &[("demands.csv", "place,resource,amount\nA,potable,NaN\nA,potable,inf\nB,potable,\"1,000\"\nB,raw,1e999\n")],
    ),
    ("a number the optimiser cannot hold", &[("demands.csv", "place,resource,amount\nA,potable,1e30\n")]),
    (
        "a number too small to mean anything",
        &[("coefficients.csv", "technology,resource,amount\nworks,raw,-1e-300\nworks,potable,1\n")],
    ),
    ("empty cells that must be filled", &[("demands.csv", "place,resource,amount\nA,,100\n,potable,\n")]),
    ("yes and no otherwise", &[("technologies.csv", "technology,capacity,whole\nworks,60,ja\n")]),
    ("an empty file", &[("demands.csv", "")]),
    ("a header only", &[("places.csv", "place\n")]),
    ("a comma too many", &[("places.csv", "place,kind\nA,town,more,\nB,town\n")]),
    ("the same demand twice", &[("demands.csv", "place,resource,amount\nA,potable,100\nA,potable,90\n")]),
    (
        "served by must and may",
        &[("demands.csv", "place,resource,amount,period,served\nA,potable,100,T1,must\nA,potable,90,T2,may\n")],
    ),
    (
        "a coefficient twice",
        &[("coefficients.csv", "technology,resource,amount\nworks,raw,-1\nworks,potable,1\nworks,raw,-2\n")],
    ),
    (
        "the same cost twice",
        &[(
            "costs.csv",
            "metric,kind,id,per,amount\ncapital,technology,works,unit,10\ncapital,technology,works,unit,12\n",
        )],
    ),
    ("a cost per the wrong thing", &[("costs.csv", "metric,kind,id,per,amount\ncapital,technology,works,km,10\n")]),
    (
        "a cost of a link that is not there",
        &[(
            "costs.csv",
            "metric,kind,id,per,amount,place\ncapital,transport,pipe,km,10,A\ncapital,transport,pipe,km,10,A>C\n",
        )],
    ),
    ("a metric that is not there", &[("network.toml", "[[objective]]\nminimise = { captial = 1 }\n")]),
    ("no objective", &[("network.toml", "name = 'x'\n")]),
    ("TOML that is none", &[("network.toml", "name = 'x'\n[[objective]\nminimise = { capital = 1 }\n")]),
    ("a setting misspelled", &[("network.toml", "discount_rat = 0.08\n[[objective]]\nminimise = { capital = 1 }\n")]),
    (
        "a discount rate in per cent",
        &[("network.toml", "discount_rate = 8\n[[objective]]\nminimise = { capital = 1 }\n")],
    ),
    ("a time unit that is none", &[("network.toml", "time_unit = 'm3'\n[[objective]]\nminimise = { capital = 1 }\n")]),
    (
        "futures that cannot be",
        &[(
            "network.toml",
            "[[objective]]\nminimise = { capital = 1 }\n[futures]\ncount = 1\ndemand = { potabel = [1.3, 0.8] }\n\
             demand_by_place = 20\nimports = { sludge = [0.7, 1.0] }\nslip_years = 200\n",
        )],
    ),
    ("a stock of more that works than stands", &[("stock.csv", "technology,place,working,installed\nworks,A,5,2\n")]),
    ("the same import twice", &[("imports.csv", "resource,place,most\nraw,A,10\nraw,A,20\n")]),
    ("a year that is none", &[("periods.csv", "period,start_year,years\nT1,2025000,5\n")]),
    (
        "a project with a cost of nothing",
        &[("projects.csv", "project,technology,place,units,start_year,capital\nKpong,works,A,1,2026,100\n")],
    ),
    ("an availability in per cent", &[("availability.csv", "technology,factor,minor\nworks,80,dry\n")]),
    ("a group that nobody is of", &[("targets.csv", "resource,share,group\npotable,0.5,slum\n")]),
    ("fewer people than none", &[("demands.csv", "place,resource,amount,people\nA,potable,100,-5\n")]),
    ("a budget of a metric that is not there", &[("budgets.csv", "metric,most\nmoney,100\n")]),
    ("a budget of a metric misspelled", &[("budgets.csv", "metric,most\ncaptial,100\n")]),
    ("a table without a name that others name", &[("places.csv", "place\n")]),
    ("an empty file", &[("places.csv", "\u{feff}\n")]),
    ("a wrong cell, and nothing of what follows from it", &[("technologies.csv", "technology,capacity\nworks,6o\n")]),
    ("a name misspelled where it is defined", &[("technologies.csv", "technology,capacity\nwork,60\n")]),
];

#[test]
fn what_is_typed_wrongly_is_named_with_its_place_and_what_to_do() {
    let (mut table, mut silent) = (String::new(), Vec::new());
    for (what, changes) in WRONG {
        let found = problems(changes);
        if found.is_empty() {
            silent.push(*what);
        }
        writeln!(table, "## {what}").unwrap();
        for problem in found {
            writeln!(table, "{problem}").unwrap();
        }
    }
    insta::assert_snapshot!(table);
    assert!(silent.is_empty(), "nothing is said of {silent:?}");
}

/// What comes out of nothing or stays in no use is right where the files say so.
#[test]
fn what_is_declared_to_come_from_outside_or_to_be_optional_is_not_warned_of() {
    let changes = |outside: &str, optional: &str| {
        problems(&[
            ("technologies.csv", &format!("technology,capacity,from_outside\nworks,60,{outside}\nsewer,5,\n")),
            ("coefficients.csv", "technology,resource,amount\nworks,potable,1\nworks,sludge,1\nsewer,raw,-1\n"),
            (
                "resources.csv",
                &format!("resource,unit,optional\npotable,m3,\nraw,m3,{optional}\nsludge,kg,{optional}\n"),
            ),
            ("imports.csv", "resource\n"),
        ])
    };
    let codes = |found: Vec<Problem>| found.into_iter().map(|problem| problem.code).collect::<Vec<_>>();
    assert_eq!(codes(changes("", "")), ["from_nothing", "made_by_no_one", "leaves_nowhere"]);
    assert_eq!(changes("yes", "yes"), []);
}

#[test]
fn a_network_that_nobody_could_solve_is_refused_before_it_is_made() {
    let lines = |count: u32, line: &dyn Fn(u32) -> String| (0..count).map(line).collect::<Vec<_>>().join("\n");
    let periods = lines(900, &|k| format!("T{k},{},1", 2025 + k));
    let minors = lines(2000, &|k| format!("m{k},0.1"));
    let places = lines(50, &|k| format!("p{k}"));
    let found = problems(&[
        ("periods.csv", &format!("period,start_year,years\n{periods}")),
        ("minor_periods.csv", &format!("minor,span\n{minors}")),
        ("places.csv", &format!("place\n{places}")),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].to_string().starts_with("error[too_large] network.toml: found `about 4.6e8 columns"),
        "{}",
        found[0]
    );
}

#[test]
fn the_network_that_is_typed_rightly_has_no_problem() {
    assert_eq!(problems(&[]), []);
}

#[test]
fn windows_line_ends_a_mark_at_the_start_and_line_breaks_in_quotes_are_read() {
    let changes = [
        ("places.csv", "\u{feff}place,note\r\nA,\"two\r\nlines\"\r\nB,\r\n"),
        ("demands.csv", "place,resource,amount\r\nA,potable,100\r\n\r\n# a remark\r\nB,potable,x\r\n"),
    ];
    let found: Vec<String> = problems(&changes).iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        ["error[cell_wrong] demands.csv, row 5, column amount: found `x`; expected a plain number such as 1250.5"]
    );
}

#[test]
fn a_network_without_any_file_says_what_is_missing_and_does_not_panic() {
    let (tables, _) = Tables::read(&[]);
    let (network, problems) = Network::resolve(&tables);
    assert!(problems.iter().any(|problem| problem.code == "objective_missing"));
    assert!(check(&network).is_empty());
    assert!(answer(&network, &Asked::default(), &mut solve::Quiet).is_err());
}

/// An income from outside without a limit: what is endless is named with its file and line.
#[test]
fn an_objective_without_end_names_what_is_endless() {
    let files = [
        ("imports.csv", "resource\nraw\n"),
        ("exports.csv", "resource,place\npotable,A\n"),
        (
            "costs.csv",
            "metric,kind,id,per,amount\ncapital,technology,works,unit,10\nrunning,resource,potable,export,-50\n",
        ),
    ];
    let mut all = GOOD.to_vec();
    for (name, text) in files {
        all.retain(|file| file.0 != name);
        all.push((name, text));
    }
    let all: Vec<_> = all.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    let (network, _) = Network::resolve(&Tables::read(&all).0);
    assert!(check(&network).iter().any(|problem| problem.code == "cost_negative"));
    let error = answer(&network, &Asked::default(), &mut solve::Quiet).unwrap_err().to_string();
    let earns = "export of potable in A (exports.csv, line 2), which makes the objective better by costs.csv, line 3 (-50 USD per export)";
    assert!(error.contains(earns), "{error}");
    assert!(!error.contains("works"), "what only follows is not named: {error}");
}
