//! A made-up plan of a made-up city: three periods, two groups, two services, links, a front and futures. It is evidence of nothing.

use city::heading::Heading;
use city::indicator::IndicatorKind;
use city::network_plan::*;
use city::profile::{Sentence, Tone};
use city::{Estimate, Problem, Value};
use geo_types::{Coord, MultiPolygon, Rect};

const YEARS: f64 = 5.0;
const DAYS: f64 = 365.0 * YEARS;

#[expect(clippy::unnecessary_wraps, reason = "it fills a cell that may be empty")]
fn square(west: f64, south: f64, wide: f64, high: f64) -> Option<MultiPolygon> {
    let rect = Rect::new(Coord { x: west, y: south }, Coord { x: west + wide, y: south + high });
    Some(MultiPolygon(vec![rect.to_polygon()]))
}

fn places() -> Vec<PlaceRow> {
    let place = |id: &str, name: &str, kind: &str, (x, y, wide, high): (f64, f64, f64, f64)| PlaceRow {
        id: id.into(),
        name: name.into(),
        kind: kind.into(),
        position: Some((x + wide / 2.0, y + high / 2.0)),
        shape: square(x, y, wide, high),
    };
    let mut all = vec![
        place("district:D1", "North bank", "district", (36.00, -0.90, 0.10, 0.08)),
        place("district:D2", "South bank", "district", (36.00, -0.98, 0.10, 0.08)),
        place("district:D3", "Reservoir hill", "district", (36.10, -0.98, 0.08, 0.16)),
        place("area:F1", "Garden rows", "area", (36.01, -0.89, 0.03, 0.03)),
        place("settlement:S1", "Daraja", "settlement", (36.06, -0.875, 0.012, 0.008)),
        place("settlement:S2", "Kisa Bend", "settlement", (36.02, -0.955, 0.014, 0.01)),
        place("settlement:S3", "Culvert & <i>Weir</i>", "settlement", (36.07, -0.945, 0.01, 0.012)),
        place("settlement:S4", "Pwani", "settlement", (36.12, -0.86, 0.01, 0.01)),
    ];
    all[7].shape = None;
    all.push(PlaceRow {
        position: None,
        shape: None,
        ..place("settlement:S5", "Unmapped Reach", "settlement", (0.0, 0.0, 0.0, 0.0))
    });
    all
}

/// Place, group, people, and share served of water and of toilets, by period.
#[expect(clippy::type_complexity, reason = "a table")]
const DEMAND: [(usize, &str, f64, [f64; 3], [f64; 3]); 6] = [
    (3, "formal", 42_000.0, [0.97, 1.0, 1.0], [0.98, 1.0, 1.0]),
    (4, "informal", 18_500.0, [0.22, 0.71, 0.95], [0.31, 0.62, 1.0]),
    (5, "informal", 26_300.0, [0.35, 0.74, 1.0], [0.18, 0.65, 0.92]),
    (6, "informal", 9_400.0, [0.08, 0.70, 0.90], [0.12, 0.60, 0.88]),
    (7, "informal", 5_200.0, [0.45, 0.80, 1.0], [0.50, 0.85, 1.0]),
    (8, "informal", 3_100.0, [0.0, 0.70, 0.90], [0.0, 0.60, 0.90]),
];

fn served() -> Vec<ServedRow> {
    let mut rows = Vec::new();
    for (resource, unit, each) in [("household_water", "m3", 0.05), ("toilet_use", "persons", 1.0)] {
        for (place, group, people, water, toilets) in DEMAND {
            for period in 0..3 {
                let people = people * 1.15_f64.powi(i32::try_from(period).unwrap());
                let share = if resource == "household_water" { water[period] } else { toilets[period] };
                let demanded = people * each * DAYS;
                rows.push(ServedRow {
                    resource: resource.into(),
                    place,
                    group: group.into(),
                    period,
                    demanded,
                    served: share * demanded,
                    unit: unit.into(),
                    waste: false,
                    people,
                    people_served: share * people,
                });
            }
        }
    }
    for period in 0..3 {
        let (demanded, taken) = (3.2e6 * [1.0, 1.15, 1.32][period], [0.31, 0.62, 0.85][period]);
        rows.push(ServedRow {
            resource: "wastewater".into(),
            place: 0,
            group: String::new(),
            period,
            demanded,
            served: taken * demanded,
            unit: "m3".into(),
            waste: true,
            people: 0.0,
            people_served: 0.0,
        });
    }
    rows
}

fn part(comes_in: bool, part: &str, what: &str, amount: f64) -> BalancePart {
    BalancePart { comes_in, part: part.into(), what: what.into(), amount }
}

fn sum(served: &[ServedRow], resource: &str, period: usize) -> (f64, f64) {
    let rows = served.iter().filter(|r| r.resource == resource && r.period == period);
    rows.fold((0.0, 0.0), |(all, got), r| (all + r.demanded, got + r.served))
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn balances(served: &[ServedRow]) -> Vec<BalanceRow> {
    let mut rows = Vec::new();
    for period in 0..3 {
        let mut row = |resource: &str, unit: &str, parts: Vec<BalancePart>| {
            let side = |comes_in: bool| parts.iter().filter(|p| p.comes_in == comes_in).map(|p| p.amount).sum::<f64>();
            let (comes, goes) = (side(true), side(false));
            rows.push(BalanceRow {
                resource: resource.into(),
                unit: unit.into(),
                period,
                parts,
                open: (comes - goes) / comes.max(goes),
            });
        };
        let (_, water) = sum(served, "household_water", period);
        let (taps, posts, tankers) = (0.62 * water, 0.3 * water, 0.08 * water);
        let (connection, losses) = (taps / 0.8, 0.02 * water);
        let treated = connection + posts + losses;
        row(
            "raw_surface_water",
            "m3",
            vec![part(true, "import", "", 1.05 * treated), part(false, "used", "surface_treatment", 1.05 * treated)],
        );
        row(
            "groundwater",
            "m3",
            vec![part(true, "import", "", tankers), part(false, "used", "tanker_filling", tankers)],
        );
        row(
            "treated_water",
            "m3",
            vec![
                part(true, "made", "surface_treatment", treated),
                part(false, "used", "household_connection", connection),
                part(false, "used", "standpipe", posts),
                part(false, "lost_or_used_on_the_way", "main_600", losses),
            ],
        );
        row(
            "lost_water",
            "m3",
            vec![
                part(true, "made", "household_connection", connection - taps),
                part(false, "surplus", "", connection - taps),
            ],
        );
        row(
            "tap_water",
            "m3",
            vec![part(true, "made", "household_connection", taps), part(false, "used", "use_tap", taps)],
        );
        row(
            "standpipe_water",
            "m3",
            vec![part(true, "made", "standpipe", posts), part(false, "used", "use_standpipe", posts)],
        );
        row(
            "tanker_water",
            "m3",
            vec![part(true, "made", "tanker_filling", tankers), part(false, "used", "use_tanker", tankers)],
        );
        row(
            "household_water",
            "m3",
            vec![
                part(true, "made", "use_tap", taps),
                part(true, "made", "use_standpipe", posts),
                part(true, "made", "use_tanker", tankers),
                part(false, "served", "", water),
            ],
        );
        row(
            "electricity",
            "kWh",
            vec![
                part(true, "import", "", 0.4 * treated + 0.1 * losses),
                part(false, "used", "surface_treatment", 0.4 * treated),
                part(false, "lost_or_used_on_the_way", "main_600", 0.1 * losses),
            ],
        );
        let (_, toilets) = sum(served, "toilet_use", period);
        row(
            "toilet_use",
            "persons",
            vec![
                part(true, "made", "public_toilet_block", 0.7 * toilets),
                part(true, "made", "flush_septic_toilet", 0.3 * toilets),
                part(false, "served", "", toilets),
            ],
        );
        let (arises, taken) = sum(served, "wastewater", period);
        row(
            "wastewater",
            "m3",
            vec![
                part(true, "arising", "", arises),
                part(false, "used", "sewer_connection", taken),
                part(false, "left", "", arises - taken),
            ],
        );
        row(
            "sewage",
            "m3",
            vec![
                part(true, "made", "sewer_connection", taken),
                part(false, "used", "waste_stabilisation_ponds", taken),
            ],
        );
        row(
            "treated_effluent",
            "m3",
            vec![
                part(true, "made", "waste_stabilisation_ponds", 0.93 * taken),
                part(false, "surplus", "", 0.93 * taken),
            ],
        );
    }
    rows
}

fn units() -> Vec<UnitRow> {
    let rows = [
        ("surface_treatment", 2, [4_100.0, 2_600.0, 900.0], Some(1_150.0), 5_000.0, 0.93),
        ("household_connection", 3, [310.0, 120.0, 60.0], Some(420.0), 9_400.0, 0.99),
        ("standpipe", 4, [6_100.0, 1_900.0, 700.0], Some(110.0), 4_000.0, 1.0),
        ("standpipe", 5, [7_300.0, 2_100.0, 0.0], Some(110.0), 3_000.0, 0.97),
        ("standpipe", 6, [3_900.0, 800.0, 300.0], Some(110.0), 0.0, 0.94),
        ("public_toilet_block", 4, [14.0, 22.0, 9.0], Some(27_750.0), 6.0, 0.88),
        ("public_toilet_block", 5, [21.0, 34.0, 11.0], Some(27_750.0), 2.0, 0.91),
        ("waste_stabilisation_ponds", 1, [1_500.0, 900.0, 400.0], Some(310.0), 900.0, 0.8),
        ("use_tap", 3, [1.0, 0.0, 0.0], None, 0.0, 0.4),
    ];
    let mut all = Vec::new();
    for (technology, place, new, cost, standing, used) in rows {
        let mut working = standing;
        for (period, new) in new.into_iter().enumerate() {
            working += new;
            all.push(UnitRow {
                technology: technology.into(),
                place,
                period,
                new,
                working,
                standing,
                activity: used * working * DAYS,
                used,
                capital: cost.map(|c| c * new),
            });
        }
    }
    all
}

fn links() -> Vec<LinkRow> {
    let link = |transport: &str,
                (resource, loss): (&str, f64),
                from: usize,
                to: usize,
                period: usize,
                (built, starts): (f64, f64)| LinkRow {
        transport: transport.into(),
        resource: resource.into(),
        from,
        to,
        length_km: 7.4,
        period,
        built,
        capital: (built > 0.0).then_some(built * 7.4 * 900_000.0),
        starts,
        arrives: starts * (1.0 - loss),
        unit: "m3".into(),
    };
    let (water, sludge) = (("treated_water", 0.03), ("faecal_sludge", 0.0));
    let mut all = Vec::new();
    for period in 0..3 {
        let grow = [1.0, 1.5, 1.8][period];
        all.push(link("main_600", water, 2, 0, period, (0.0, 3.1e6 * grow)));
        all.push(link("main_600", water, 2, 1, period, (if period == 0 { 1.0 } else { 0.0 }, 2.2e6 * grow)));
        all.push(link(
            "main_300",
            water,
            0,
            4,
            period,
            (if period == 1 { 1.0 } else { 0.0 }, if period == 0 { 0.0 } else { 0.8e6 * grow }),
        ));
        all.push(link("main_300", water, 1, 5, period, (0.0, 0.9e6 * grow)));
        all.push(link("main_300", water, 1, 0, period, (0.0, 0.2e6 * grow)));
        all.push(link("vacuum_truck", sludge, 5, 1, period, (0.0, 41_000.0 * grow)));
        all.push(link("vacuum_truck", sludge, 8, 1, period, (0.0, 4_000.0 * grow)));
    }
    all
}

fn technologies() -> Vec<TechnologyRow> {
    let row = |technology: &str, resource: &str, capacity: f64, unit: &str, built: bool| TechnologyRow {
        technology: technology.into(),
        resource: resource.into(),
        capacity,
        each: 1.0,
        unit: unit.into(),
        whole: technology == "public_toilet_block",
        built,
    };
    vec![
        row("surface_treatment", "treated_water", 1.0, "m3", true),
        row("household_connection", "tap_water", 0.192, "m3", true),
        row("standpipe", "standpipe_water", 0.02, "m3", true),
        row("public_toilet_block", "toilet_use", 185.185, "persons", true),
        row("waste_stabilisation_ponds", "treated_sludge", 1.0, "m3", true),
        row("use_tap", "household_water", 1.0, "m3", false),
    ]
}

fn projects() -> Vec<ProjectRow> {
    let row = |project: &str, start_year: f64, period: Option<usize>, capital: Option<f64>| ProjectRow {
        project: project.into(),
        technology: "surface_treatment".into(),
        place: 2,
        units: 2_000.0,
        start_year,
        period,
        capital,
    };
    vec![
        row("old_works", 2015.0, None, None),
        row("new_works", 2031.0, Some(1), Some(2_300_000.0)),
        row("hill_works", 2026.0, Some(0), None),
    ]
}

fn metrics(units: &[UnitRow], links: &[LinkRow], served: &[ServedRow]) -> Vec<MetricRow> {
    let by_period = |of: &dyn Fn(usize) -> f64| (0..3).map(of).collect::<Vec<f64>>();
    let new_units = by_period(&|p| units.iter().filter(|u| u.period == p).filter_map(|u| u.capital).sum());
    let new_links = by_period(&|p| links.iter().filter(|l| l.period == p).filter_map(|l| l.capital).sum());
    let part = |part: &str, amounts: Vec<f64>| {
        let worth = amounts[0] * 0.97 + amounts[1] * 0.73 + amounts[2] * 0.54;
        MetricPart { part: part.into(), amounts, worth }
    };
    let spent = |metric: &str, parts: Vec<MetricPart>| MetricRow {
        metric: metric.into(),
        unit: "USD_2023".into(),
        amounts: (0..3).map(|at| parts.iter().map(|part| part.amounts[at]).sum()).collect(),
        worth: parts.iter().map(|part| part.worth).sum(),
        built_in: false,
        discounted: true,
        each_year: false,
        parts,
    };
    let metric = |metric: &str, unit: &str, amounts: Vec<f64>, worth: f64, built_in: bool| MetricRow {
        metric: metric.into(),
        unit: unit.into(),
        amounts,
        worth,
        built_in,
        discounted: false,
        each_year: metric == "jobs",
        parts: Vec::new(),
    };
    let people: Vec<f64> = (0..3)
        .map(|p| {
            served.iter().filter(|r| r.period == p && r.resource == "household_water").map(|r| r.people_served).sum()
        })
        .collect();
    vec![
        spent(
            "capital",
            vec![part("new_units", new_units), part("new_links", new_links), part("committed", vec![0.0, 2.3e6, 0.0])],
        ),
        spent(
            "running",
            vec![part("running_units", vec![2.4e6 + 0.4, 3.1e6, 4.2e6]), part("imports", vec![1e6, 2e6 + 0.4, 2e6])],
        ),
        metric("ghg", "kgCO2e", vec![1.9e6, 1.2e6, -0.4e6], 2.7e6, false),
        metric("energy", "kWh", vec![2.1e6, 3.3e6, 3.9e6], 9.3e6, false),
        metric("jobs", "persons", vec![112.0, 164.0, 171.5], 447.5, false),
        metric("people_served:household_water", "persons", people.clone(), people.iter().sum(), true),
    ]
}

fn targets(served: &[ServedRow]) -> Vec<TargetRow> {
    let mut rows = Vec::new();
    for (resource, period, wanted) in [("household_water", 1, 0.9), ("household_water", 2, 1.0), ("toilet_use", 2, 1.0)]
    {
        let (all, got) = sum(served, resource, period);
        rows.push(TargetRow {
            resource: resource.into(),
            place: None,
            group: String::new(),
            period,
            wanted,
            reached: got / all,
        });
    }
    for (resource, period, wanted) in [("household_water", 1, 0.7), ("household_water", 2, 0.9), ("toilet_use", 1, 0.6)]
    {
        for row in served.iter().filter(|r| r.resource == resource && r.period == period && r.group == "informal") {
            rows.push(TargetRow {
                resource: resource.into(),
                place: Some(row.place),
                group: "informal".into(),
                period,
                wanted,
                reached: row.served / row.demanded,
            });
        }
    }
    rows
}

fn futures() -> FuturesRows {
    let investment =
        |what: &str, place: &str, period: usize, share: f64, in_plan: bool, signpost: &str| InvestmentRow {
            what: what.into(),
            place: place.into(),
            period,
            share,
            units: (0.8 * 20.0, 20.0, 1.3 * 20.0),
            in_plan,
            advice: match share {
                s if s >= 0.9 => "build_now",
                s if s <= 0.1 => "not_now",
                _ => "depends",
            }
            .into(),
            signpost: signpost.into(),
        };
    FuturesRows {
        count: 1_000,
        varied: vec![
            ("demand".into(), 0.85, 1.3),
            ("capital cost".into(), 0.8, 1.5),
            ("water in the reservoir".into(), 0.6, 1.0),
        ],
        failed: 12,
        fails_where: "the plan fails when demand is above 1.2 of the forecast: right in 91 % of futures".into(),
        without_plan: 3,
        with_plan: (1.6e7, 2.1e7, 3.4e7),
        free: (1.5e7, 1.98e7, 3.1e7),
        regret: (2e5, 1.1e6, 3.6e6),
        unit: "USD_2023".into(),
        investments: vec![
            investment("standpipe", "Daraja", 0, 1.0, true, ""),
            investment("public_toilet_block", "Kisa Bend", 0, 0.97, true, ""),
            investment(
                "surface_treatment",
                "Reservoir hill",
                1,
                0.46,
                true,
                "Build it when demand in the city passes 8,900 m³ a day (it did in 46 % of the futures).",
            ),
            investment("main_300", "North bank – Daraja", 1, 0.62, false, ""),
            investment("desalination_plant", "South bank", 2, 0.03, false, ""),
        ],
    }
}

fn sentence(tone: Tone, value: Option<f64>, unit: &str, text: &str) -> Sentence {
    Sentence {
        tone,
        value: value.map(|v| Value::Estimate(Estimate::exact(v).unwrap())),
        kind: IndicatorKind::Amount,
        unit: unit.into(),
        text: text.into(),
        said: None,
        period: None,
        source: None,
    }
}

fn summary() -> Vec<Sentence> {
    vec![
        sentence(
            Tone::Fact,
            Some(136_000.0),
            "people",
            "have water at home or near it from 2035 to 2039 under this plan.",
        ),
        sentence(
            Tone::Fact,
            Some(3_480.0),
            "people",
            "in informal settlements are still without, most of them in Daraja.",
        ),
        sentence(Tone::Fact, Some(12_800_000.0), "USD_2023", "to build over 15 years, discounted at 6 % a year."),
        sentence(Tone::Fact, None, "", "No settlement is below nine in ten from 2035 on."),
        sentence(Tone::Caution, None, "", "The search ended by its time: a plan up to 1.7 % cheaper may exist."),
        sentence(Tone::Missing, None, "", "What a kilometre of hauling sludge costs is not known."),
    ]
}

/// The made-up plan.
pub fn plan() -> NetworkPlan {
    let served = served();
    let (units, links) = (units(), links());
    let period = |year: f64| PeriodRow { period: format!("{year:.0}"), start_year: year, years: YEARS };
    let term = |metric: &str| TermRow { metric: metric.into(), weight: 1.0 };
    let objective = |objective: &str, unit: &str, value: f64, bound: f64, gap: f64, ended_by: &str| ObjectiveRow {
        objective: objective.into(),
        unit: unit.into(),
        value,
        bound,
        gap,
        ended_by: ended_by.into(),
        terms: if unit == "USD_2023" { ["capital", "running"].map(term).to_vec() } else { Vec::new() },
    };
    NetworkPlan {
        heading: Heading {
            city: "Mfano".into(),
            country: "XX".into(),
            invented: true,
            notice: "Mfano is invented to show what Makazi does.".into(),
            generated: "2026-11-22".into(),
            version: "0.1.0".into(),
            run: "plan-1".into(),
            seed: 7,
        },
        name: "Mfano: water and toilets, no settlement left behind".into(),
        summary: summary(),
        time_unit: "d".into(),
        year: 365.0,
        money_unit: "USD_2023".into(),
        technologies: technologies(),
        projects: projects(),
        discount_rate: Some(0.06),
        building: true,
        objectives: vec![
            objective(
                "maximise people_served:household_water:informal",
                "persons",
                61_230.0,
                61_900.0,
                0.0109,
                "the gap asked for is reached",
            ),
            objective("minimise capital + running", "USD_2023", 22.7e6, 22.3e6, 0.0176, "the time given is over"),
        ],
        periods: [2025.0, 2030.0, 2035.0].map(period).to_vec(),
        places: places(),
        metrics: metrics(&units, &links, &served),
        links,
        trade: (0..3)
            .map(|period| TradeRow {
                import: true,
                resource: "raw_surface_water".into(),
                place: 2,
                period,
                amount: 5.5e6,
                unit: "m3".into(),
            })
            .collect(),
        targets: targets(&served),
        balances: balances(&served),
        front: Some(FrontRows {
            minimised: ("capital".into(), "USD_2023".into()),
            against: ("unserved:household_water".into(), "m3".into()),
            points: [(2.1e6, 4.4e6), (4.0e6, 3.1e6), (6.9e6, 2.0e6), (10.3e6, 1.1e6), (14.8e6, 0.4e6), (22.9e6, 0.0)]
                .map(|(a, b)| (a, b, 0.012))
                .to_vec(),
        }),
        futures: Some(futures()),
        gaps: vec![GapRow {
            what: "Cost of a kilometre of hauling sludge".into(),
            where_to_look: "The books of a company that empties pits".into(),
            blocks: "Whether ponds nearer to Daraja pay".into(),
        }],
        assumptions: vec![
            AssumptionRow {
                what: "Litres a person and day".into(),
                value: "50 l".into(),
                range: "20 – 80 l".into(),
                source: "invented".into(),
            },
            AssumptionRow {
                what: "Life of ponds".into(),
                value: "8 years".into(),
                range: String::new(),
                source: "invented".into(),
            },
        ],
        problems: vec![
            Problem::warning("mass_not_closed").in_file("coefficients.csv").at_row(12).hint("say where the rest goes"),
        ],
        served,
        units,
        ..NetworkPlan::default()
    }
}
