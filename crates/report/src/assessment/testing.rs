//! A made-up assessment to test the page and the tables with; it looks like a city and is none.
#![allow(clippy::unwrap_used, reason = "only tests use it")]

use city::assessment::*;
use city::chain::ImpactChain;
use city::heading::Heading;
use city::indicator::IndicatorKind;
use city::profile::{Sentence, SettlementType, Tone};
use city::{Estimate, Gap, PlaceId, PlaceKind, Problem, Quality, Source, Value};
use geo_types::{Coord, Geometry, Rect};

const CHAIN: &str = r#"
id = "pluvial_flood"
label = "Floods from rain"
framing = "ar5"
summary = "Rain that cannot drain stands in lanes and homes."
citation = "GIZ Risk Supplement (2017)"
places = ["settlement", "district"]
node = [
  { id = "rain", kind = "hazard", label = "Heavy rain" },
  { id = "water", kind = "intermediate_impact", label = "Water stands in lanes and homes" },
  { id = "people", kind = "exposure", label = "People in the place" },
  { id = "toilets", kind = "sensitivity", label = "Too few toilets" },
  { id = "means", kind = "capacity", label = "Means to recover" },
  { id = "harm", kind = "risk", label = "Illness and loss after rain" },
]
edge = [
  { from = "rain", to = "water", claim = "Rain stands where land is low", source = "IPCC (2022)" },
  { from = "water", to = "harm", claim = "Water in homes makes ill", source = "Workshop" },
  { from = "people", to = "harm", claim = "Who lives there is hit", source = "GIZ (2017)" },
  { from = "toilets", to = "harm", claim = "Without toilets excreta float", source = "JMP" },
  { from = "means", to = "harm", claim = "Savings rebuild", source = "Workshop" },
]
leaf = [
  { node = "toilets", indicator = "persons_per_toilet", low = 20.0, high = 100.0, effect = "raises", reason = "20 people to a toilet is the Sphere standard", source = "Sphere (2018)", filled_by = "question C1 of the settlement profile" },
]
"#;

/// Names of the settlements; the second tries to be markup.
pub const NAMES: [&str; 6] =
    ["Jiwe", "<script>alert(1)</script>", "Maji & Sons", "Kisa Bend", "Pwani", "Nobody counted"];

/// An estimate.
pub fn about(low: f64, value: f64, high: f64) -> Estimate {
    Estimate::range(low, value, high).unwrap()
}

/// A settlement of the fixture by its number.
pub fn settlement(at: usize) -> PlaceId {
    PlaceId(format!("settlement:S{at}"))
}

fn square(west: f64, south: f64, side: f64) -> Geometry<f64> {
    Rect::new(Coord { x: west, y: south }, Coord { x: west + side, y: south + side }).to_polygon().into()
}

fn place(id: &str, kind: PlaceKind, name: &str, geometry: Option<Geometry<f64>>) -> AssessedPlace {
    AssessedPlace {
        id: id.into(),
        kind,
        name: name.into(),
        parent: None,
        settlement_type: None,
        geometry,
        geometry_note: String::new(),
        people: None,
    }
}

fn places() -> Vec<AssessedPlace> {
    let mut all = vec![AssessedPlace {
        people: Some(about(40_000.0, 40_000.0, 40_000.0)),
        ..place("city:mfano", PlaceKind::City, "Mfano", Some(square(36.0, -1.0, 0.2)))
    }];
    for (id, name, west) in [("district:N", "North", 36.0), ("district:S", "South", 36.1)] {
        let district = place(id, PlaceKind::District, name, Some(square(west, -1.0, 0.1)));
        all.push(AssessedPlace { parent: Some("city:mfano".into()), people: Some(about(2e4, 2e4, 2e4)), ..district });
    }
    for (at, name) in NAMES.iter().enumerate() {
        let step = f64::from(u32::try_from(at).unwrap());
        // The fifth may not be shown; the last was never counted.
        let geometry = (at != 4).then(|| square(36.02 + 0.03 * step, -0.95 + 0.02 * step, 0.004));
        let people = (at != 5).then(|| about(900.0 * (step + 1.0), 1_000.0 * (step + 1.0), 1_300.0 * (step + 1.0)));
        all.push(AssessedPlace {
            parent: Some(if at < 3 { "district:N" } else { "district:S" }.into()),
            settlement_type: Some(if at == 3 { SettlementType::Formal } else { SettlementType::Informal }),
            people,
            ..place(settlement(at).as_str(), PlaceKind::Settlement, name, geometry)
        });
    }
    all
}

fn score(at: usize, score: Option<f64>, rank: Option<Rank>) -> PlaceScore {
    let part = |by: f64| score.map(|s| (s * by).min(1.0));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 5")]
    let class = score.map(|s| (s * 5.0).ceil().max(1.0) as u8);
    PlaceScore {
        place: settlement(at),
        hazard: part(1.1),
        exposure: part(0.9),
        sensitivity: part(1.0),
        lack_of_capacity: part(1.05),
        vulnerability: part(1.02),
        score,
        forms: Forms { geometric: part(0.98), inform: score.map(|s| 9.8 * s), multiplicative: part(0.9) },
        class,
        coverage: if score.is_some() { 0.875 } else { 0.2 },
        rank,
        leaves: vec![LeafValue {
            value: score.map_or(Value::Gap(Gap::NotMeasuredHere), |s| Value::Estimate(about(s, s, s))),
            score,
            period: None,
            source: None,
            quality: Quality::Medium,
        }],
        why: if score.is_some() { "105 people per toilet".into() } else { String::new() },
        warning: if at == 3 { "only residents report the hazard".into() } else { String::new() },
    }
}

fn scores() -> Vec<PlaceScore> {
    let numbers = [0.913_456, 0.7, 0.55, 0.31, 0.15];
    let mut all: Vec<PlaceScore> = numbers
        .iter()
        .enumerate()
        .map(|(at, number)| {
            let nominal = u32::try_from(at).unwrap() + 1;
            let middle = f64::from(nominal);
            let rank = Rank { nominal, low: (middle - 1.0).max(1.0), median: middle, high: (middle + 2.0).min(5.0) };
            score(at, Some(*number), Some(rank))
        })
        .collect();
    all.push(score(5, None, None));
    all
}

fn leaf(label: &str, component: city::chain::NodeKind, present: u64) -> LeafUse {
    LeafUse {
        component,
        label: label.into(),
        unit: "persons_per_toilet".into(),
        low: 20.0,
        high: 100.0,
        effect: city::chain::Effect::Raises,
        weight: 0.5,
        reason: "20 people to a toilet is the Sphere standard".into(),
        present,
        missing: 6 - present,
        filled_by: "question C1 of the settlement profile".into(),
    }
}

/// The leading result of the fixture.
pub fn result(kind: PlaceKind, outcome: Outcome) -> ChainResult {
    use city::chain::NodeKind::{Capacity, Sensitivity};
    let change = |at: usize, without: f64, with: f64| PlaceChange {
        place: settlement(at),
        score_without: Some(0.4),
        score_with: Some(0.7),
        class_without: Some(2),
        class_with: Some(4),
        rank_without: Some(without),
        rank_with: Some(with),
    };
    ChainResult {
        chain: ImpactChain::from_toml(CHAIN).unwrap(),
        kind,
        outcome,
        outcome_note: "The flood was observed at these places.".into(),
        leaves: vec![leaf("People per toilet", Sensitivity, 5), leaf("Households with savings", Capacity, 0)],
        scores: scores(),
        inputs: vec![
            InputShare { label: "People per toilet".into(), first_order: 0.62, total: 0.71 },
            InputShare { label: "Weights".into(), first_order: 0.11, total: 0.2 },
        ],
        asking: vec![Asking {
            label: "Households with savings".into(),
            filled_by: "question I4 of the settlement profile".into(),
            places: 6,
            width_now: 2.6,
            width_known: 1.4,
        }],
        changes: Some(Changes {
            without: "every settlement has the average of its district".into(),
            places: vec![change(0, 4.0, 1.0), change(1, 2.0, 2.0), change(3, 1.0, 4.0)],
            mean_move: 2.0,
            agreement: Some(-0.33),
            newly_high: 2,
            newly_high_people: Some(3_000.0),
        }),
        groups: vec![GroupClasses {
            dimension: "Sex".into(),
            label: "women".into(),
            people: [None, Some(700.0), Some(1_400.0), Some(2_100.0), Some(510.0)],
            without_class: Some(0.0),
            places_unknown: 1,
        }],
        ranked: 5,
        warnings: vec!["The mean stays above zero where one part is zero.".into()],
    }
}

fn sentence(tone: Tone, value: Option<Estimate>, unit: &str, text: &str) -> Sentence {
    Sentence {
        tone,
        value: value.map(Value::Estimate),
        kind: IndicatorKind::Count,
        unit: unit.into(),
        text: text.into(),
        said: None,
        period: None,
        source: None,
    }
}

fn people() -> PeopleCounts {
    let one = |at: usize, own: Option<Estimate>, city: Option<Estimate>, note: &str| SettlementPeople {
        place: settlement(at),
        profile: own,
        profile_method: "agreed in the community".into(),
        city,
        city_method: "census grid inside the boundary".into(),
        independent: own.is_some() && city.is_some(),
        combined: own.or(city),
        note: note.into(),
    };
    PeopleCounts {
        rule: "The two counts are weighed by how sure each is.".into(),
        district_rule: "The district total is kept.".into(),
        independence: "The two counts are independent.".into(),
        settlements: vec![
            one(0, Some(about(900.0, 1_000.0, 1_300.0)), Some(about(300.0, 400.0, 500.0)), ""),
            one(5, None, None, "Nobody counted here."),
        ],
        districts: vec![DistrictPeople {
            place: "district:N".into(),
            official: Some(20_000.0),
            inside_before: Some(2_400.0),
            inside_after: Some(6_000.0),
            total_after: Some(20_000.0),
        }],
        missed: Some(about(400.0, 600.0, 1_000.0)),
        missed_note: "One settlement was counted twice.".into(),
        counted_twice: 1,
        not_counted: 1,
        splits: vec!["Jiwe lies in two districts and was split by area.".into()],
    }
}

fn agreement() -> Agreement {
    let one = |at: usize, agrees: Agrees| PlaceAgreement {
        place: settlement(at),
        agrees,
        area_share: Some(12.5),
        people_share: None,
        distance_m: Some(140.0),
        lived: "flooded every year".into(),
        lived_score: Some(0.8),
        score: Some(about(0.3, 0.5, 0.8)),
        people: Some(1_000.0),
    };
    Agreement {
        hazard: "pluvial_flood".into(),
        label: "Floods from rain".into(),
        model: "100-year rain, wet from 15 cm".into(),
        lived: "question F1".into(),
        rule: "Whoever reports it is heard: residents only counts half.".into(),
        places: vec![
            one(0, Agrees::Both),
            one(1, Agrees::ResidentsOnly),
            one(2, Agrees::ResidentsOnly),
            one(3, Agrees::ModelOnly),
            one(4, Agrees::Neither),
            PlaceAgreement {
                area_share: None,
                lived: String::new(),
                lived_score: None,
                score: None,
                people: None,
                ..one(5, Agrees::NotCompared)
            },
        ],
        footprints: vec![FootprintShare {
            model: "A".into(),
            scenario: "2030".into(),
            return_period: Some(100.0),
            kind: PlaceKind::Settlement,
            places_touched: 2,
            places: 6,
            people: Some(5_000.0),
            people_by_grid: None,
        }],
        notes: vec!["Cells of 30 m are wider than lanes.".into()],
    }
}

fn service() -> ServiceTable {
    let column = |label: &str, unit: &str, kind| ServiceColumn {
        label: label.into(),
        unit: unit.into(),
        kind,
        method: "people divided by working seats".into(),
    };
    ServiceTable {
        id: "sanitation".into(),
        title: "Toilets".into(),
        note: "Shared toilets count by their seats.".into(),
        columns: vec![
            column("People per toilet", "persons_per_toilet", IndicatorKind::Rate),
            column("Toilets", "count", IndicatorKind::Count),
        ],
        rows: vec![
            ServiceRow {
                place: Some(settlement(0)),
                label: NAMES[0].into(),
                values: vec![Value::Estimate(about(90.0, 105.0, 130.0)), Value::Estimate(about(2.0, 2.0, 2.0))],
                note: String::new(),
            },
            ServiceRow {
                place: Some(settlement(5)),
                label: NAMES[5].into(),
                values: vec![Value::Gap(Gap::NotMeasuredHere), Value::Gap(Gap::WithheldByCommunity)],
                note: String::new(),
            },
        ],
    }
}

fn goals() -> Vec<GoalResult> {
    let goal = |id: &str, label: &str, value: Value, missing: &[&str]| GoalResult {
        id: id.into(),
        label: label.into(),
        method: "UN-Habitat 2021".into(),
        value,
        unit: "percent".into(),
        covers: "6 settlements".into(),
        period: None,
        missing: missing.iter().map(|m| (*m).to_owned()).collect(),
        parts: vec![("No improved water".into(), Value::Estimate(about(10.0, 20.0, 30.0)))],
        note: String::new(),
    };
    vec![
        goal("11.1.1", "People in slums", Value::Estimate(about(41.0, 52.0, 63.0)), &[]),
        goal("11.2.1", "Near public transport", Value::Gap(Gap::NotEstimated), &["stops of public transport"]),
    ]
}

fn priorities() -> PrioritiesResult {
    let option = |label: &str, borda: f64, copeland: f64, first: u64| PriorityOption {
        label: label.into(),
        borda,
        copeland,
        profile_score: borda / 2.0,
        first,
    };
    PrioritiesResult {
        weighing: "one settlement, one vote".into(),
        settlements: 5,
        options: vec![
            option("Drainage", 21.0, 2.0, 3),
            option("Toilets", 18.0, 0.0, 1),
            option("Clinic", 9.0, -2.0, 1),
        ],
        condorcet: Some("Drainage".into()),
        pairwise: vec![
            vec![None, Some(60.0), Some(80.0)],
            vec![Some(40.0), None, Some(80.0)],
            vec![Some(20.0), Some(20.0), None],
        ],
        unheard: vec![(settlement(4), Some(5_000.0), "street lights".into())],
        other_weighing: "By people, Toilets come first.".into(),
        notes: vec!["Lists are of five.".into()],
    }
}

/// A city of two districts and six settlements: one may not be drawn, one was never counted and has no score.
pub fn assessment() -> Assessment {
    Assessment {
        heading: Heading {
            city: "Mfano".into(),
            country: "Nowhere".into(),
            invented: true,
            notice: "Mfano is invented.".into(),
            generated: "2026-11-22".into(),
            version: "0.1.0".into(),
            run: "assess-1".into(),
            seed: 7,
        },
        samples: 1_000,
        summary: vec![
            sentence(Tone::Fact, Some(about(2_700.0, 3_000.0, 3_900.0)), "persons", "people live where risk is high"),
            sentence(Tone::Fact, None, "", "Jiwe comes first (rank 1 to 3 of 5): 105 people per toilet."),
            sentence(Tone::Missing, Some(about(1.0, 1.0, 1.0)), "", "settlement has no count of its people"),
            sentence(Tone::Caution, None, "", "Some numbers are held back."),
        ],
        places: places(),
        people: people(),
        chains: vec![
            result(PlaceKind::Settlement, Outcome::Risk),
            ChainResult {
                outcome_note: "No footprint covers a district.".into(),
                scores: vec![
                    PlaceScore { place: "district:N".into(), ..score(0, Some(0.5), None) },
                    PlaceScore { place: "district:S".into(), ..score(1, Some(0.4), None) },
                ],
                ranked: 2,
                changes: None,
                ..result(PlaceKind::District, Outcome::Vulnerability)
            },
        ],
        services: vec![service()],
        agreements: vec![agreement()],
        goals: goals(),
        priorities: Some(priorities()),
        held_back: vec![HeldBack {
            what: "Boundaries of settlements".into(),
            why: "their people hold no title".into(),
            count: 1,
            reason: Gap::WithheldByCommunity,
        }],
        problems: vec![Problem::warning("overlap").found("Jiwe").hint("look at both boundaries")],
        sources: vec![Source {
            id: "census".into(),
            title: "Census".into(),
            publisher: "Statistics office".into(),
            licence: "CC-BY-4.0".into(),
            address: "https://data.example/census".into(),
            date: "2021".into(),
            quality: Quality::High,
            raw: true,
            files: vec!["census.csv".into()],
            checksum: String::new(),
            bytes: 0,
            fingerprint: String::new(),
            reference_system: String::new(),
            consent: None,
        }],
    }
}
