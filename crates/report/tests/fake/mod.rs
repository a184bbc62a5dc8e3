//! A made-up profile to test pages with; it looks like a city and is none.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::too_many_lines,
    clippy::single_match_else,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::wildcard_imports,
    dead_code,
    reason = "only tests use it, each of them a part"
)]

use city::indicator::{Direction, IndicatorKind};
use city::profile::*;
use city::{Estimate, Gap, Group, PlaceId, PlaceKind, Problem, Quality, Severity, Source, Value};
use geo_types::{Coord, Geometry, LineString, Point, Polygon};

/// Numbers that look random and are the same every time.
pub struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 40).unwrap()) / f64::from(1 << 24)
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.roll()
    }
}

pub fn source(id: &str, title: &str, publisher: &str, licence: &str, quality: Quality) -> Source {
    Source {
        id: id.into(),
        title: title.into(),
        publisher: publisher.into(),
        licence: licence.into(),
        address: format!("https://data.example/{id}"),
        date: "2021-06-27".into(),
        quality,
        raw: id != "dem",
        files: vec![format!("{id}.csv")],
        checksum: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        bytes: 12_345,
        fingerprint: String::new(),
        reference_system: "EPSG:4326 as declared".into(),
        consent: None,
    }
}

const SECTIONS: [(&str, &str); 15] = [
    ("people", "People"),
    ("work", "Work"),
    ("water", "Water"),
    ("sanitation", "Sanitation"),
    ("tenure", "Tenure"),
    ("housing", "Housing"),
    ("energy", "Energy"),
    ("waste", "Waste"),
    ("terrain", "Terrain"),
    ("hazards", "Hazards"),
    ("health", "Health"),
    ("education", "Education"),
    ("transport", "Transport"),
    ("organisation", "Organisation"),
    ("priorities", "Priorities"),
];

fn entry(section: &str, indicator: &str, label: &str, unit: &str, kind: IndicatorKind, value: Value) -> Entry {
    Entry {
        section: section.into(),
        indicator: indicator.into(),
        label: label.into(),
        unit: unit.into(),
        kind,
        group: Group::all(),
        group_label: String::new(),
        period: "2021".parse().unwrap(),
        value,
        class_labels: Vec::new(),
        share_of_total: None,
        quality: Quality::High,
        default: false,
        source: "census".into(),
        note: String::new(),
        how: "sheet Wards, row 4, column F".into(),
        inputs: Vec::new(),
        history: Vec::new(),
    }
}

fn exact(value: f64) -> Value {
    Value::Estimate(Estimate::exact(value).unwrap())
}

fn about(value: f64) -> Value {
    Value::Estimate(Estimate::range((value * 0.9).floor(), value, (value * 1.2).ceil()).unwrap())
}

fn groups(of: &Entry, key: &str, parts: &[(&str, &str, f64)], total: f64) -> Vec<Entry> {
    let make = |(code, label, share): &(&str, &str, f64)| Entry {
        group: Group::all().with(key, code),
        group_label: (*label).into(),
        value: exact((total * share).round()),
        share_of_total: Some(share * 100.0),
        ..of.clone()
    };
    parts.iter().map(make).collect()
}

#[allow(clippy::too_many_lines, reason = "a list")]
fn entries(dice: &mut Dice, people: f64, settlement: bool) -> Vec<Entry> {
    use IndicatorKind::{Amount, Class, Count, Flag, Rate, Share};
    let own = |mut e: Entry| {
        if settlement {
            e.source = "profiles".into();
            e.quality = Quality::Medium;
            e.period = "2020-11".parse().unwrap();
            e.how = "field section_B/B6_population of the settlement's profile".into();
        }
        e
    };
    let mut all = Vec::new();
    let mut head = own(entry(
        "people",
        "population",
        "People",
        "persons",
        Count,
        if settlement { about(people) } else { exact(people) },
    ));
    head.history = vec![
        ("2001".parse().unwrap(), exact((people * 0.6).round())),
        ("2011".parse().unwrap(), exact((people * 0.8).round())),
    ];
    let women = dice.between(0.49, 0.54);
    all.push(head.clone());
    head.history.clear();
    all.extend(groups(&head, "sex", &[("female", "women", women), ("male", "men", 1.0 - women)], people));
    all.extend(groups(
        &head,
        "age",
        &[
            ("0_14", "0 to 14", 0.31),
            ("15_24", "15 to 24", 0.21),
            ("25_64", "25 to 64", 0.44),
            ("65_", "65 and over", 0.04),
        ],
        people,
    ));
    all.push(own(entry("people", "households", "Households", "count", Count, exact((people / 3.4).round()))));
    all.push(Entry {
        quality: Quality::Medium,
        how: "people divided by area measured on the ellipsoid".into(),
        inputs: vec!["People, 2021, census".into(), "Area, boundaries of 2021".into()],
        ..entry("people", "density", "Density", "persons_per_ha", Rate, exact(dice.between(12.0, 480.0)))
    });
    all.push(own(entry(
        "work",
        "informal_workers",
        "Informal workers",
        "persons",
        Count,
        about((people * 0.21).round()),
    )));
    all.extend(groups(
        &own(entry("work", "informal_workers", "Informal workers", "persons", Count, exact(0.0))),
        "trade",
        &[
            ("street", "street vendors", 0.4),
            ("waste", "waste pickers", 0.08),
            ("home", "home-based workers", 0.35),
            ("domestic", "domestic workers", 0.17),
        ],
        (people * 0.21).round(),
    ));
    all.push(own(entry(
        "water",
        "water_piped",
        "Households with piped water at home",
        "percent",
        Share,
        exact(dice.between(8.0, 96.0)),
    )));
    all.push(own(entry("water", "water_taps", "Shared taps", "count", Count, exact(dice.between(2.0, 90.0).floor()))));
    all.push(own(entry(
        "water",
        "water_price",
        "Price of a 20 litre bucket",
        "USD_2021_per_20_l",
        Amount,
        exact(0.0421),
    )));
    if settlement {
        all.push(own(entry(
            "sanitation",
            "toilets",
            "Working toilets",
            "count",
            Count,
            if dice.roll() > 0.3 { exact(dice.between(3.0, 200.0).floor()) } else { Value::Gap(Gap::NotEstimated) },
        )));
    } else {
        all.push(entry("sanitation", "toilets", "Working toilets", "count", Count, Value::Gap(Gap::NotMeasuredHere)));
    }
    all.push(own(entry(
        "sanitation",
        "open_defecation",
        "People without any toilet",
        "percent",
        Share,
        exact(dice.between(0.02, 9.0)),
    )));
    if settlement {
        all.push(Entry {
            class_labels: vec!["municipal land".into(), "private land".into()],
            ..own(entry(
                "tenure",
                "land_owner",
                "Who owns the land",
                "class",
                Class,
                Value::Classes(vec!["municipal".into(), "private".into()]),
            ))
        });
        all.push(own(entry(
            "tenure",
            "eviction_threats",
            "Threats of eviction",
            "class",
            Class,
            Value::Gap(Gap::WithheldByCommunity),
        )));
    }
    all.push(own(entry("housing", "structures", "Structures", "count", Count, about((people / 4.2).round()))));
    all.push(Entry {
        note: "Counted on imagery; roofs that touch count once.".into(),
        ..own(entry(
            "housing",
            "permanent_walls",
            "Structures with permanent walls",
            "percent",
            Share,
            exact(dice.between(10.0, 90.0)),
        ))
    });
    all.push(Entry {
        default: true,
        quality: Quality::Low,
        source: "defaults".into(),
        how: "median of cities of this size in the region".into(),
        ..entry(
            "energy",
            "electricity",
            "Households with electricity",
            "percent",
            Share,
            Value::Estimate(Estimate::range(52.0, 71.0, 88.0).unwrap()),
        )
    });
    all.push(entry(
        "waste",
        "waste_collected",
        "Households whose waste is collected",
        "percent",
        Share,
        Value::Gap(Gap::NotEstimated),
    ));
    all.push(Entry {
        source: "dem".into(),
        how: "mean of the elevation model over the boundary, by exact coverage of each cell".into(),
        ..entry("terrain", "elevation_m", "Mean elevation", "m", Amount, exact(dice.between(2.0, 140.0)))
    });
    all.push(Entry {
        source: "flood".into(),
        quality: Quality::Medium,
        ..entry(
            "hazards",
            "flooded_share",
            "Area under water in a 100-year flood",
            "percent",
            Share,
            Value::Estimate({
                let v = dice.between(0.0, 40.0);
                Estimate::range(v * 0.7, v, (v * 1.4).min(100.0)).unwrap()
            }),
        )
    });
    all.push(own(entry(
        "health",
        "clinic_km",
        "Way to the nearest clinic",
        "km",
        Amount,
        exact(dice.between(0.3, 6.0)),
    )));
    all.push(own(entry(
        "education",
        "primary_school",
        "Primary school within reach",
        "flag",
        Flag,
        exact(dice.roll().round()),
    )));
    if settlement {
        all.push(Entry {
            class_labels: vec!["drainage".into(), "toilets".into(), "street lights".into()],
            ..own(entry(
                "priorities",
                "priorities",
                "What people want first",
                "class",
                Class,
                Value::Classes(vec!["drain".into(), "san".into(), "light".into()]),
            ))
        });
    }
    all
}

fn ring(dice: &mut Dice, centre: (f64, f64), radius: f64) -> Geometry<f64> {
    let corner = |i: i32, r: f64| {
        let angle = f64::from(i) * std::f64::consts::TAU / 9.0;
        Coord { x: centre.0 + r * angle.cos(), y: centre.1 + r * angle.sin() }
    };
    Polygon::new(LineString((0..9).map(|i| corner(i, radius * dice.between(0.6, 1.2))).collect()), vec![]).into()
}

/// Corners of a bent grid, so that districts share their borders.
fn corner(column: usize, row: usize) -> Coord<f64> {
    let mut dice = Dice(column as u64 * 7_919 + row as u64 * 104_729 + 5);
    dice.roll();
    let (x, y) = (column as f64 + dice.between(-0.28, 0.28), row as f64 + dice.between(-0.28, 0.28));
    Coord { x: 36.6 + x * 0.045, y: -1.4 + y * 0.045 + x * 0.006 }
}

fn district(column: usize, row: usize) -> Geometry<f64> {
    let mut line = Vec::new();
    for (from, to) in [((0, 0), (1, 0)), ((1, 0), (1, 1)), ((1, 1), (0, 1)), ((0, 1), (0, 0))] {
        let (a, b) = (corner(column + from.0, row + from.1), corner(column + to.0, row + to.1));
        let bend = |t: f64| {
            let side =
                ((a.x + b.x) * 900.0 + (a.y + b.y) * 700.0 + t * (if a.x + a.y < b.x + b.y { 1.0 } else { -1.0 }))
                    .sin()
                    * 0.0;
            Coord { x: a.x + (b.x - a.x) * t + side, y: a.y + (b.y - a.y) * t }
        };
        line.extend((0..6).map(|i| bend(f64::from(i) / 6.0)));
    }
    Polygon::new(LineString(line), vec![]).into()
}

const DISTRICTS: [&str; 12] = [
    "Kade",
    "Old Harbour",
    "Mbali",
    "Riverside North",
    "Tindi",
    "Central",
    "Salt Flats",
    "Upper Kano",
    "Lower Kano",
    "Quarry Hill",
    "New Town",
    "Airport",
];

fn place(id: &str, kind: PlaceKind, name: &str) -> PlaceProfile {
    PlaceProfile {
        id: PlaceId(id.into()),
        kind,
        name: name.into(),
        parent: None,
        settlement_type: None,
        edition: String::new(),
        geometry: None,
        geometry_note: String::new(),
        entries: Vec::new(),
    }
}

pub fn sentence(tone: Tone, value: Option<Value>, unit: &str, text: &str, source: Option<&str>) -> Sentence {
    let kind = if unit == "percent" { IndicatorKind::Share } else { IndicatorKind::Count };
    Sentence {
        tone,
        value,
        kind,
        unit: unit.into(),
        text: text.into(),
        said: None,
        period: source.map(|_| "2021".parse().unwrap()),
        source: source.map(Into::into),
    }
}

fn key(indicator: &str, label: &str, unit: &str, kind: IndicatorKind, direction: Direction) -> KeyIndicator {
    KeyIndicator {
        indicator: indicator.into(),
        group: Group::all(),
        label: label.into(),
        unit: unit.into(),
        kind,
        direction,
    }
}

/// A city of 12 districts and `settlements` settlements.
pub fn city(settlements: usize) -> CityProfile {
    use IndicatorKind::{Count, Flag, Share};
    let mut dice = Dice(42);
    let mut places = vec![PlaceProfile {
        entries: entries(&mut dice, 1_284_300.0, false),
        ..place("city:tamba", PlaceKind::City, "Tamba")
    }];
    for (i, name) in DISTRICTS.iter().enumerate() {
        let people = dice.between(31_000.0, 240_000.0).round();
        places.push(PlaceProfile {
            geometry: Some(district(i % 4, i / 4)),
            parent: Some(PlaceId("city:tamba".into())),
            entries: entries(&mut dice, people, false),
            ..place(&format!("district:{:02}", i + 1), PlaceKind::District, name)
        });
    }
    for i in 0..settlements {
        let (at, people) =
            ((36.61 + dice.roll() * 0.17, -1.39 + dice.roll() * 0.13), dice.between(180.0, 21_000.0).round());
        let withheld = i % 11 == 7;
        let geometry = match i % 6 {
            5 => Geometry::Point(Point::new(at.0, at.1)),
            _ => {
                let radius = dice.between(0.0008, 0.006);
                ring(&mut dice, at, radius)
            }
        };
        places.push(PlaceProfile {
            geometry: (!withheld).then_some(geometry),
            geometry_note: if withheld { "The community keeps its boundary to itself.".into() } else { String::new() },
            parent: Some(PlaceId(format!("district:{:02}", i % 12 + 1))),
            settlement_type: [
                Some(SettlementType::Informal),
                Some(SettlementType::Informal),
                Some(SettlementType::Formal),
                None,
            ]
            .get(if i == 20 { 3 } else { i % 3 })
            .copied()
            .flatten(),
            entries: entries(&mut dice, people, true),
            ..place(
                &format!("settlement:S{i:03}"),
                PlaceKind::Settlement,
                &format!("{} {}", ["Mto", "Jua Kali", "Bondeni", "Kilima", "Soko"][i % 5], i + 1),
            )
        });
    }
    let missing = |label: &str, reason, places, blocks: &str| GapNote {
        label: label.into(),
        reason,
        places,
        blocks: blocks.into(),
    };
    let row = |section: &str, label: &str, kind, have, default, missing, blocks: &[&str]| BoardRow {
        section: section.into(),
        indicator: label.to_lowercase().replace(' ', "_"),
        label: label.into(),
        kind,
        have,
        default,
        missing,
        missing_places: DISTRICTS
            .iter()
            .take(usize::try_from(missing).unwrap().min(5))
            .map(|n| (*n).to_owned())
            .collect(),
        blocks: blocks.iter().map(|b| (*b).to_owned()).collect(),
    };
    let all = settlements as u64;
    CityProfile {
        city: "Tamba".into(),
        country: "Nowhere".into(),
        invented: true,
        notice: String::new(),
        generated: "21 November 2026".into(),
        version: "0.1.0".into(),
        summary: vec![
            sentence(
                Tone::Fact,
                Some(exact(1_284_300.0)),
                "persons",
                "live in the city; 51.4% of them are women",
                Some("census"),
            ),
            sentence(
                Tone::Fact,
                Some(Value::Estimate(Estimate::range(171_900.0, 190_960.0, 229_200.0).unwrap())),
                "persons",
                "live in 15 informal settlements that counted themselves",
                Some("profiles"),
            ),
            sentence(
                Tone::Fact,
                Some(Value::Estimate(Estimate::range(61.0, 84.0, 92.0).unwrap())),
                "persons",
                "share one working toilet in informal settlements, in the middle case",
                Some("profiles"),
            ),
            sentence(
                Tone::Fact,
                Some(exact(38.6)),
                "percent",
                "of households have piped water at home",
                Some("census"),
            ),
            sentence(
                Tone::Missing,
                None,
                "",
                "No source says where waste is collected: nobody can plan collection rounds yet.",
                None,
            ),
            sentence(Tone::Missing, None, "", "5 settlements did not count their toilets.", None),
            sentence(
                Tone::Missing,
                None,
                "",
                "2 communities keep their boundary to themselves; their flood risk is not known here.",
                None,
            ),
            sentence(
                Tone::Caution,
                None,
                "",
                "Electricity is a default value for the region, not a measurement.",
                Some("defaults"),
            ),
            sentence(
                Tone::Caution,
                None,
                "",
                "The census is older than most profiles: shares of people in informal settlements mix two years.",
                None,
            ),
        ],
        key: vec![
            key("population", "People", "persons", Count, Direction::Neither),
            key("water_piped", "Piped water at home", "percent", Share, Direction::MoreIsBetter),
            key("toilets", "Working toilets", "count", Count, Direction::MoreIsBetter),
            key("flooded_share", "Under water in a 100-year flood", "percent", Share, Direction::MoreIsWorse),
            key("primary_school", "Primary school", "flag", Flag, Direction::MoreIsBetter),
        ],
        sections: SECTIONS.map(|(id, label)| SectionDef { id: id.into(), label: label.into() }).to_vec(),
        places,
        sources: vec![
            source("census", "Population and housing census 2021", "Bureau of Statistics", "CC BY 4.0", Quality::High),
            source(
                "profiles",
                "Settlement profiles",
                "Federation of the Urban Poor",
                "By agreement with the communities",
                Quality::Medium,
            ),
            source("dem", "Elevation model, 30 m", "Space Agency", "CC BY 4.0", Quality::Medium),
            source("flood", "River and coast flood depth, 100 years", "Water Authority", "", Quality::Medium),
            source("defaults", "Default values for cities of the region", "makazi", "CC BY 4.0", Quality::Low),
        ],
        gaps: vec![
            missing("Working toilets", Gap::NotMeasuredHere, 13, "People per toilet by district"),
            missing("Waste collection", Gap::NotEstimated, 13 + all, "Collection rounds, emissions of waste"),
            missing("Threats of eviction", Gap::WithheldByCommunity, all, ""),
        ],
        problems: vec![
            ProblemCount {
                severity: Severity::Error,
                code: "share_over_100".into(),
                source: "profiles".into(),
                count: 3,
                example: Problem::error("share_over_100").in_file("profiles.csv").at_row(14).found("105").to_string(),
            },
            ProblemCount {
                severity: Severity::Warning,
                code: "coordinates_swapped".into(),
                source: "profiles".into(),
                count: 1,
                example: "row 7: latitude 36.7 lies outside the city".into(),
            },
            ProblemCount {
                severity: Severity::Note,
                code: "totals_row".into(),
                source: "census".into(),
                count: 12,
                example: "row 2: sum of the rows below it, not added up".into(),
            },
        ],
        board: vec![
            row("people", "People", PlaceKind::District, 12, 0, 0, &[]),
            row("people", "People", PlaceKind::Settlement, all, 0, 0, &[]),
            row(
                "sanitation",
                "Working toilets",
                PlaceKind::District,
                0,
                0,
                12,
                &["people per toilet by district", "where to build toilets"],
            ),
            row(
                "sanitation",
                "Working toilets",
                PlaceKind::Settlement,
                all - all / 4,
                0,
                all / 4,
                &["people per toilet"],
            ),
            row("energy", "Households with electricity", PlaceKind::District, 0, 12, 0, &[]),
            row("waste", "Waste collection", PlaceKind::District, 0, 0, 12, &["collection rounds"]),
        ],
    }
}
