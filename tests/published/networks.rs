//! What published networks say, each in a small case: the equations of the resource-technology-network family as the notes on water
//! planning give them (minimum flow, cost of a link per direction, how many places import, negative demand, qualities, availability by
//! minor period, a tenth of capital, the epsilon constraint), and what planning studies add (life, working stock, projects under way).
//! The cases are ours, invented, and worked by hand above each test; no figure here is from a publication.

#![expect(clippy::unwrap_used, reason = "a test fails where a number is missing")]

use network::answer::{Answer, Asked, answer, answer_front};
use network::{Network, Tables};

const NETWORK: &str = "[[objective]]\nminimise = { cost = 1 }\n";

/// A network of these files, with one day, one metric and two resources unless they say otherwise.
fn network(files: &[(&str, &str)]) -> Network {
    let mut all = vec![
        ("network.toml", NETWORK),
        ("minor_periods.csv", "minor,span\nday,1\n"),
        ("metrics.csv", "metric,unit,discounted\ncost,USD,no\nghg,kg,no\n"),
        ("resources.csv", "resource,unit\nwater,m3\nelectricity,kWh\n"),
        ("places.csv", "place\nA\nB\n"),
    ];
    for (name, text) in files {
        all.retain(|file| file.0 != *name);
        all.push((name, text));
    }
    let files: Vec<_> = all.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    let (tables, problems) = Tables::read(&files);
    assert!(problems.is_empty(), "{problems:?}");
    let (network, problems) = Network::resolve(&tables);
    assert!(problems.is_empty(), "{problems:?}");
    network
}

fn exact() -> Asked {
    Asked { gap: Some(0.0), ..Asked::default() }
}

fn plan(files: &[(&str, &str)]) -> Answer {
    let plan = answer(&network(files), &exact(), &mut solve::Quiet).unwrap();
    assert!(plan.balances.iter().all(|balance| balance.open.abs() < 1e-7), "{:?}", plan.balances);
    plan
}

fn comes_to(files: &[(&str, &str)], expected: f64) {
    let found = plan(files).reached[0].value;
    assert!((found - expected).abs() < 1e-6, "{found} instead of {expected}");
}

const FROM_A_OR_B: (&str, &str) = ("imports.csv", "resource,place\nwater,A\nwater,B\n");
const DEAR_IN_B: &str =
    "metric,kind,id,per,amount,place\ncost,resource,water,import,1,A\ncost,resource,water,import,10,B\n";
const B_WANTS_30: (&str, &str) = ("demands.csv", "place,resource,amount\nB,water,30\n");
const MAY_BE_LET_GO: (&str, &str) = ("resources.csv", "resource,unit,surplus\nwater,m3,yes\n");
const ONE_WAY: (&str, &str) = ("links.csv", "from,to,transport,length_km\nA,B,road,2\n");

/// Trucks bring 50 or more, or none. 30 are wanted: without letting go, all is bought in B, 30 x 10; with it, 50 x 1 come from A.
#[test]
fn a_route_carries_at_least_its_least_or_nothing() {
    let road = ("transports.csv", "transport,resource,capacity,least\nroad,water,100,50\n");
    let files = [FROM_A_OR_B, ("costs.csv", DEAR_IN_B), B_WANTS_30, ONE_WAY, road];
    comes_to(&files, 300.0);
    comes_to(&[&files[..], &[MAY_BE_LET_GO]].concat(), 50.0);
}

/// A pipe that is built for 5 carries 50 at least: 50 + 5; where nothing may be let go it cannot be built: 300.
#[test]
fn a_built_link_carries_at_least_its_least_at_all_times() {
    let pipe = ("transports.csv", "transport,resource,build,capacity,least\nroad,water,yes,100,50\n");
    let costs = format!("{DEAR_IN_B}cost,transport,road,link,5,\n");
    let files = [FROM_A_OR_B, ("costs.csv", &costs), B_WANTS_30, ONE_WAY, pipe];
    comes_to(&files, 300.0);
    comes_to(&[&files[..], &[MAY_BE_LET_GO]].concat(), 55.0);
}

/// By day only A imports, by night only B, and both want 10 at all times: both directions are needed. From A to B costs 5, back 9:
/// 14 as two links; 5 where one build serves both and counts once (the one named first); 14 where it counts each way.
#[test]
fn a_link_costs_by_direction_and_once_or_each_way() {
    let files = |both_ways: &'static str| {
        [
            ("minor_periods.csv", "minor,span\nday,1\nnight,1\n"),
            ("imports.csv", "resource,place,minor\nwater,A,day\nwater,B,night\n"),
            ("demands.csv", "place,resource,amount\nA,water,10\nB,water,10\n"),
            ("links.csv", "from,to,transport,length_km,both\nA,B,pipe,2,yes\n"),
            (
                "costs.csv",
                "metric,kind,id,per,amount,place\ncost,transport,pipe,link,5,A>B\ncost,transport,pipe,link,9,B>A\n",
            ),
            ("transports.csv", both_ways),
        ]
    };
    comes_to(&files("transport,resource,build,capacity,both_ways\npipe,water,yes,80,no\n"), 14.0);
    comes_to(&files("transport,resource,build,capacity,both_ways,count\npipe,water,yes,80,yes,once\n"), 5.0);
    comes_to(&files("transport,resource,build,capacity,both_ways,count\npipe,water,yes,80,yes,each_way\n"), 14.0);
}

/// The family's `C_T` is the sum of cost x link x length over both directions: 3 a km and 2 km, both directions, are 12.
#[test]
fn a_link_costs_twice_its_length_where_both_directions_count() {
    let files = [
        ("imports.csv", "resource,place\nwater,A\n"),
        B_WANTS_30,
        ("links.csv", "from,to,transport,length_km,both\nA,B,pipe,2,yes\n"),
        ("costs.csv", "metric,kind,id,per,amount\ncost,transport,pipe,km,3\n"),
        ("transports.csv", "transport,resource,build,capacity,both_ways,count\npipe,water,yes,80,yes,each_way\n"),
    ];
    comes_to(&files, 12.0);
}

/// Three places in a row want 10 each; a unit bought costs 1, moved over a link 2. Everywhere: 30. Two may import: one brings 10 to a
/// neighbour, 50. One: from the middle 20 are moved, 70.
#[test]
fn so_many_places_may_import() {
    let files = |most: &'static str| {
        [
            ("places.csv", "place\nA\nB\nC\n"),
            ("imports.csv", most),
            ("demands.csv", "place,resource,amount\nA,water,10\nB,water,10\nC,water,10\n"),
            ("transports.csv", "transport,resource\nroad,water\n"),
            ("links.csv", "from,to,transport,length_km,both\nA,B,road,1,yes\nB,C,road,1,yes\n"),
            ("costs.csv", "metric,kind,id,per,amount\ncost,resource,water,import,1\ncost,transport,road,moved,2\n"),
        ]
    };
    comes_to(&files("resource\nwater\n"), 30.0);
    comes_to(&files("resource,places_at_most\nwater,2\n"), 50.0);
    comes_to(&files("resource,places_at_most\nwater,1\n"), 70.0);
    let limit = ("limits.csv", "what,id,most\nimport_places,water,1\n");
    comes_to(&[&files("resource\nwater\n")[..], &[limit]].concat(), 70.0);
}

/// A place that imports at all imports 25 at least: 30 wanted in A and 10 in B, links for 2 a unit, bought for 1 each. B alone cannot
/// import 10, so A does all: 40 + 10 x 2 = 60 (25 in B would need 15 brought back: 15 + 25 + 30 = 70).
#[test]
fn an_importing_place_imports_at_least_so_much() {
    let files = [
        ("imports.csv", "resource,least,most\nwater,25,100\n"),
        ("demands.csv", "place,resource,amount\nA,water,30\nB,water,10\n"),
        ("transports.csv", "transport,resource\nroad,water\n"),
        ("links.csv", "from,to,transport,length_km,both\nA,B,road,1,yes\n"),
        ("costs.csv", "metric,kind,id,per,amount\ncost,resource,water,import,1\ncost,transport,road,moved,2\n"),
    ];
    comes_to(&files, 60.0);
}

/// 20 arise in A and must leave; a plant in B takes 30 for 7, the way there costs 0.5 each: 7 + 10.
#[test]
fn waste_is_a_negative_demand_that_must_leave() {
    let files = [
        ("resources.csv", "resource,unit\nwaste,m3\n"),
        ("technologies.csv", "technology,capacity,whole,places\nplant,30,yes,B\n"),
        ("coefficients.csv", "technology,resource,amount\nplant,waste,-1\n"),
        ("demands.csv", "place,resource,amount\nA,waste,-20\n"),
        ("transports.csv", "transport,resource\nroad,waste\n"),
        ONE_WAY,
        ("costs.csv", "metric,kind,id,per,amount\ncost,technology,plant,unit,7\ncost,transport,road,moved,0.5\n"),
    ];
    comes_to(&files, 17.0);
}

/// River water brings 3 of salt a unit for 1, lake water 1 for 2; 10 of water with 20 of salt are wanted: 5 of each, 5 + 10.
#[test]
fn imports_bring_their_qualities() {
    let files = [
        ("places.csv", "place\nA\n"),
        ("resources.csv", "resource,unit\nriver,m3\nlake,m3\nwater,m3\nsalt,kg\n"),
        ("technologies.csv", "technology,capacity\nfrom_river,1000\nfrom_lake,1000\n"),
        (
            "coefficients.csv",
            "technology,resource,amount\nfrom_river,river,-1\nfrom_river,water,1\nfrom_lake,lake,-1\nfrom_lake,water,1\n",
        ),
        ("imports.csv", "resource\nriver\nlake\n"),
        ("contents.csv", "resource,quality,amount\nriver,salt,3\nlake,salt,1\n"),
        ("demands.csv", "place,resource,amount\nA,water,10\nA,salt,20\n"),
        ("costs.csv", "metric,kind,id,per,amount\ncost,resource,river,import,1\ncost,resource,lake,import,2\n"),
    ];
    comes_to(&files, 15.0);
}

/// Two wells of 60 for 10 each give 100 for 0.1 each; a tenth of capital counts: 2 + 10.
#[test]
fn capital_counts_by_a_tenth() {
    let files = [
        ("network.toml", "[[objective]]\nminimise = { capital = 0.1, running = 1 }\n"),
        ("metrics.csv", "metric,unit\ncapital,USD\nrunning,USD\n"),
        ("places.csv", "place\nA\n"),
        ("technologies.csv", "technology,capacity,whole\nwell,60,yes\n"),
        ("coefficients.csv", "technology,resource,amount\nwell,water,1\n"),
        ("demands.csv", "place,resource,amount\nA,water,100\n"),
        (
            "costs.csv",
            "metric,kind,id,per,amount\ncapital,technology,well,unit,10\nrunning,technology,well,activity,0.1\n",
        ),
    ];
    let plan = plan(&files);
    assert!((plan.reached[0].value - 12.0).abs() < 1e-6);
    assert!(plan.reached[0].objective.contains("0.1 capital"), "{}", plan.reached[0].objective);
}

/// 100 wanted by day and by night. The sun gives half of 100 by day for 10 a panel, oil 0.3 a unit at any time. By day two panels (20)
/// beat one with 50 of oil (25) and none (30); by night oil, 30: together 50.
#[test]
fn a_capacity_is_there_by_minor_period() {
    let files = [
        ("minor_periods.csv", "minor,span\nday,1\nnight,1\n"),
        ("places.csv", "place\nA\n"),
        ("technologies.csv", "technology,capacity,whole\npanel,100,yes\noil,1000,no\n"),
        ("coefficients.csv", "technology,resource,amount\npanel,electricity,1\noil,electricity,1\n"),
        ("availability.csv", "technology,factor,minor\npanel,0.5,day\npanel,0,night\n"),
        ("demands.csv", "place,resource,amount\nA,electricity,100\n"),
        ("costs.csv", "metric,kind,id,per,amount\ncost,technology,panel,unit,10\ncost,technology,oil,activity,0.3\n"),
    ];
    comes_to(&files, 50.0);
}

const CLEAN_OR_CHEAP: [(&str, &str); 5] = [
    ("places.csv", "place\nA\n"),
    ("technologies.csv", "technology,capacity\nclean,1000\ncheap,1000\n"),
    ("coefficients.csv", "technology,resource,amount\nclean,water,1\ncheap,water,1\n"),
    ("demands.csv", "place,resource,amount\nA,water,10\n"),
    (
        "costs.csv",
        "metric,kind,id,per,amount\ncost,technology,clean,activity,2\ncost,technology,cheap,activity,1\n\
         ghg,technology,cheap,activity,1\n",
    ),
];

/// 10 wanted; clean costs 2, cheap costs 1 and emits 1: (10, 10), half and half (15, 5), all clean (20, 0).
#[test]
fn a_front_holds_one_metric_to_ever_less() {
    let settings = ("network.toml", "[front]\nminimise = 'cost'\nagainst = 'ghg'\npoints = 3\n");
    let network = network(&[&CLEAN_OR_CHEAP[..], &[settings]].concat());
    let front = answer_front(&network, &exact(), &mut solve::Quiet).unwrap();
    let (cost, ghg) = (network.metric("cost").unwrap(), network.metric("ghg").unwrap());
    for (point, (dear, emits)) in front.iter().zip([(10.0, 10.0), (15.0, 5.0), (20.0, 0.0)]) {
        assert!((point.worth[cost] - dear).abs() < 1e-5 && (point.worth[ghg] - emits).abs() < 1e-5);
    }
    assert_eq!(front.len(), 3);
}

/// The least cost is 10; half of it more may be given up for emissions: 15 buys 5 of clean, 5 are left.
#[test]
fn the_second_objective_chooses_within_the_tolerance_of_the_first() {
    let settings = (
        "network.toml",
        "[[objective]]\nminimise = { cost = 1 }\ntolerance = 0.5\n[[objective]]\nminimise = { ghg = 1 }\n",
    );
    let plan = plan(&[&CLEAN_OR_CHEAP[..], &[settings]].concat());
    assert!((plan.reached[0].value - 10.0).abs() < 1e-6 && (plan.reached[1].value - 5.0).abs() < 1e-4);
}

const WELLS: [(&str, &str); 4] = [
    ("places.csv", "place\nA\n"),
    ("coefficients.csv", "technology,resource,amount\nwell,water,1\n"),
    ("demands.csv", "place,resource,amount\nA,water,60\n"),
    ("costs.csv", "metric,kind,id,per,amount\ncost,technology,well,unit,10\n"),
];
const THREE_PERIODS: (&str, &str) = ("periods.csv", "period,start_year,years\nT1,2025,5\nT2,2030,5\nT3,2035,5\n");

/// A well that lasts 10 years is built in 2025 and again in 2035: 20; one that stays, once: 10.
#[test]
fn a_unit_is_gone_when_its_life_is_over() {
    let lasting = ("technologies.csv", "technology,capacity,whole,life_years\nwell,60,yes,10\n");
    let staying = ("technologies.csv", "technology,capacity,whole\nwell,60,yes\n");
    comes_to(&[&WELLS[..], &[THREE_PERIODS, lasting]].concat(), 20.0);
    comes_to(&[&WELLS[..], &[THREE_PERIODS, staying]].concat(), 10.0);
}

/// What stands until 2029 must be replaced in 2030: 10.
#[test]
fn stock_retires_after_its_last_year() {
    let well = ("technologies.csv", "technology,capacity,whole\nwell,60,yes\n");
    let stock = ("stock.csv", "technology,place,working,until_year\nwell,A,1,2029\n");
    comes_to(&[&WELLS[..], &[THREE_PERIODS, well, stock]].concat(), 10.0);
}

/// One of five wells works. 180 are wanted: two more, repaired for 2 each where at most the four broken ones can be, instead of 10.
#[test]
fn broken_stock_does_not_serve_and_can_be_repaired() {
    let files = [
        ("places.csv", "place\nA\n"),
        ("technologies.csv", "technology,capacity,whole,most\nwell,60,yes,\nrepaired,60,yes,4\n"),
        ("coefficients.csv", "technology,resource,amount\nwell,water,1\nrepaired,water,1\n"),
        ("stock.csv", "technology,place,working,installed\nwell,A,1,5\n"),
        ("demands.csv", "place,resource,amount\nA,water,180\n"),
        ("costs.csv", "metric,kind,id,per,amount\ncost,technology,well,unit,10\ncost,technology,repaired,unit,2\n"),
    ];
    comes_to(&files, 4.0);
}

/// A project that works in 2027 counts from the period that begins in 2030: 0 served before, 60 x 5 years after.
#[test]
fn a_project_that_starts_within_a_period_serves_from_the_next() {
    let files = [
        ("network.toml", "[[objective]]\nmaximise = { 'served:water' = 1 }\n"),
        ("periods.csv", "period,start_year,years\nT1,2025,5\nT2,2030,5\n"),
        ("technologies.csv", "technology,capacity,whole,build\nwell,60,yes,no\n"),
        ("projects.csv", "project,technology,place,units,start_year\nKpong,well,A,1,2027\n"),
        ("demands.csv", "place,resource,amount,served\nA,water,60,may\n"),
    ];
    let plan = plan(&[&WELLS[..2], &files].concat());
    assert!((plan.reached[0].value - 300.0).abs() < 1e-6);
    assert!(plan.served[0].served.abs() < 1e-9 && (plan.served[1].served - 300.0).abs() < 1e-6);
}

/// 100 are wanted: cheap for 1 and next for 2, together at most 40 of activity; the rest is dear, for 5: 40 + 300.
#[test]
fn a_limit_holds_several_technologies_together() {
    let files = [
        ("places.csv", "place\nA\n"),
        ("technologies.csv", "technology,capacity\ncheap,1000\nnext,1000\ndear,1000\n"),
        ("coefficients.csv", "technology,resource,amount\ncheap,water,1\nnext,water,1\ndear,water,1\n"),
        ("demands.csv", "place,resource,amount\nA,water,100\n"),
        ("limits.csv", "what,id,most\nactivity,cheap; next,40\n"),
        (
            "costs.csv",
            "metric,kind,id,per,amount\ncost,technology,cheap,activity,1\ncost,technology,next,activity,2\n\
             cost,technology,dear,activity,5\n",
        ),
    ];
    comes_to(&files, 340.0);
}

/// Half of the 100 wanted may be bought for 1, the rest is made for 3: 50 + 150.
#[test]
fn a_limit_can_be_a_share_of_demand() {
    let files = [
        ("places.csv", "place\nA\n"),
        ("technologies.csv", "technology,capacity\nplant,1000\n"),
        ("coefficients.csv", "technology,resource,amount\nplant,water,1\n"),
        ("demands.csv", "place,resource,amount\nA,water,100\n"),
        ("imports.csv", "resource\nwater\n"),
        ("limits.csv", "what,id,most,share_of\nimport,water,0.5,water\n"),
        ("costs.csv", "metric,kind,id,per,amount\ncost,technology,plant,activity,3\ncost,resource,water,import,1\n"),
    ];
    comes_to(&files, 200.0);
}

/// 100 go from A (0 m) to B (50 m, 3 km): 0.004 kWh a metre climbed and 0.01 a km: 20 + 3 = 23 kWh. Down again only the km: 3. A lift
/// stated on the link counts instead of the elevations: 10 m are 4 + 3.
#[test]
fn pumping_takes_energy_by_the_metre_climbed_and_none_downhill() {
    let files = |demand: &'static str, links: &'static str, source: &'static str| {
        [
            ("places.csv", "place,elevation_m\nA,0\nB,50\n"),
            ("imports.csv", source),
            ("demands.csv", demand),
            ("transports.csv", "transport,resource\npipe,water\n"),
            (
                "transport_uses.csv",
                "transport,resource,end,per_unit,per_unit_km,per_unit_m\npipe,electricity,from,,-0.01,-0.004\n",
            ),
            ("links.csv", links),
            ("costs.csv", "metric,kind,id,per,amount\ncost,resource,electricity,import,1\n"),
        ]
    };
    let link = "from,to,transport,length_km,both\nA,B,pipe,3,yes\n";
    let (in_a, in_b) = ("resource,place\nwater,A\nelectricity,A\n", "resource,place\nwater,B\nelectricity,B\n");
    comes_to(&files("place,resource,amount\nB,water,100\n", link, in_a), 23.0);
    comes_to(&files("place,resource,amount\nA,water,100\n", link, in_b), 3.0);
    let stated = "from,to,transport,length_km,lift_m,both\nA,B,pipe,3,10,yes\n";
    comes_to(&files("place,resource,amount\nB,water,100\n", stated, in_a), 7.0);
}

/// The family's transport: -1 where a unit starts, 1 - 0.02 a km where it arrives, 0.1 kWh a km at the start. 96 wanted 2 km away: 100
/// start, 20 kWh.
#[test]
fn what_moving_makes_can_be_stated_for_both_ends() {
    let files = [
        ("imports.csv", "resource,place\nwater,A\nelectricity,A\n"),
        ("demands.csv", "place,resource,amount\nB,water,96\n"),
        ("transports.csv", "transport,resource\nroad,water\n"),
        (
            "transport_uses.csv",
            "transport,resource,end,per_unit,per_unit_km,low,high\nroad,water,from,-1,,,\nroad,water,to,1,-0.02,,\n\
             road,electricity,from,,-0.1,0.8,1.5\n",
        ),
        ONE_WAY,
        ("costs.csv", "metric,kind,id,per,amount\ncost,resource,electricity,import,1\ncost,resource,water,import,1\n"),
    ];
    comes_to(&files, 120.0);
}
