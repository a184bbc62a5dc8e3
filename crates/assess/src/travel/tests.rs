//! Whole journeys on small cities, and laws that hold for any network.

use crate::evidence::{Cells, Evidence};
use crate::profile::testing::number;
use crate::travel::network::Network;
use crate::travel::reach::Reach;
use crate::travel::road::{Direction, Road};
use crate::travel::speeds::{Speeds, TRAVEL_SPEEDS_CSV};
use crate::travel::testing::{coords, layer, line, one_way, road, settings};
use crate::travel::{LayerRead, TravelEvidence, Travelled, travel};
use city::assess_settings::AssessSettings;
use city::dimension::DimensionTable;
use city::settings::CityHead;
use city::source::{Consent, Level};
use city::travel::{Answer, Farness, Spread};
use city::travel_settings::{Mode, TravelSettings};
use city::{Basis, Feature, FieldTable, Observation, Place, PlaceKind, Quality, Silent, Source, Value};
use geo_types::{Coord, Geometry, Point, Polygon, Rect};
use grid::crs::Crs;
use grid::{GeoTransform, MemoryRaster};
use std::collections::BTreeMap;

fn speeds(mode: Mode) -> Speeds {
    Speeds::read(TRAVEL_SPEEDS_CSV, mode).unwrap()
}

fn source(id: &str, consent: Option<&str>) -> Source {
    Source {
        id: id.into(),
        title: format!("Source {id}"),
        publisher: String::new(),
        licence: "CC0-1.0".into(),
        address: String::new(),
        date: "2019".into(),
        quality: Quality::High,
        raw: true,
        files: Vec::new(),
        checksum: String::new(),
        fingerprint: String::new(),
        bytes: 0,
        reference_system: String::new(),
        consent: consent.map(Into::into),
    }
}

/// A place with a square boundary; its south-west corner and side in degrees.
fn place(id: &str, kind: PlaceKind, (x, y): (f64, f64), side: f64) -> Place {
    let mut place = Place::new(id.into(), kind, id, &"census".into());
    let square = Rect::new(Coord { x, y }, Coord { x: x + side, y: y + side });
    place.geometry = Some(Geometry::Polygon(Polygon::from(square)));
    place
}

struct Town {
    places: Vec<Place>,
    observations: Vec<Observation>,
    sources: Vec<Source>,
    consents: Vec<Consent>,
    layers: Vec<LayerRead>,
    settings: AssessSettings,
}

fn clinic(x: f64, y: f64) -> Feature {
    Feature { geometry: Some(Point::new(x, y).into()), cells: Vec::new() }
}

impl Town {
    /// One street from a clinic at its western end eastwards, with these classes and texts.
    fn new(columns: &[&str], streets: Vec<Feature>) -> Self {
        Self {
            places: vec![Place::new("city:t".into(), PlaceKind::City, "Town", &"census".into())],
            observations: Vec::new(),
            sources: vec![source("works", None), source("census", None)],
            consents: Vec::new(),
            layers: vec![
                LayerRead { layer: layer("roads", columns), features: streets },
                LayerRead { layer: layer("clinics", &[]), features: vec![clinic(0.0, 0.0)] },
            ],
            settings: AssessSettings::default(),
        }
    }

    fn street() -> Self {
        Self::new(&["highway"], vec![line(&[(0.0, 0.0), (0.03, 0.0)], &["residential"])])
    }

    fn settlement(mut self, id: &str, at: (f64, f64), side: f64, people: f64, kind: &str) -> Self {
        self.places.push(place(id, PlaceKind::Settlement, at, side));
        self.observations.push(number(id, "population", people, "2019"));
        let classes = Value::Classes(vec![kind.to_owned()]);
        self.observations.push(Observation { value: classes, ..number(id, "settlement_type", 0.0, "2019") });
        self
    }

    fn with<T>(&self, asked: &[TravelSettings], cells: Option<Cells<'_>>, see: impl Fn(Travelled) -> T) -> T {
        let head = CityHead {
            id: "t".into(),
            name: "Town".into(),
            country: "XX".into(),
            extent: None,
            currency: String::new(),
            invented: true,
            notice: String::new(),
        };
        let (fields, dimensions) = (FieldTable::embedded().unwrap(), DimensionTable::embedded().unwrap());
        let run = "travel-test".into();
        let evidence = Evidence {
            head: &head,
            places: &self.places,
            observations: &self.observations,
            sources: &self.sources,
            consents: &self.consents,
            fields: &fields,
            dimensions: &dimensions,
            settings: &self.settings,
            chains: &[],
            footprints: &[],
            people_raster: None,
            run: &run,
            seed: 1,
            today: "2026-01-01",
            version: "0.1.0",
        };
        let rasters: BTreeMap<String, Cells<'_>> = cells.into_iter().map(|c| ("people".to_owned(), c)).collect();
        see(travel(&TravelEvidence { evidence: &evidence, asked, layers: &self.layers, rasters: &rasters }, &Silent))
    }

    fn answer(&self, asked: &[TravelSettings]) -> Travelled {
        self.with(asked, None, |made| made)
    }
}

#[test]
fn people_along_a_street_are_as_far_as_the_street_is_long() {
    // A thin settlement on the street, 0.018 to 0.020 degrees of the equator from the clinic.
    let town = Town::street().settlement("settlement:a", (0.018, -0.0005), 0.002, 100.0, "informal");
    let made = town.answer(&[settings()]);
    let row = &made.report.journeys[0].rows[0];
    assert_eq!((row.answer, row.spread), (Answer::Way, Spread::Points));
    let metres = row.distance_m.median.unwrap().value;
    // 0.019 degrees of the equator are 2,115 m; the square reaches from 55 m south to 167 m north of the street
    assert!((metres - 2_115.0 - 60.0).abs() < 45.0, "{metres}");
    let minutes = row.minutes.median.unwrap();
    // 2,115 m at 4.5 km/h and about 60 m at 2.7 km/h
    assert!((minutes.value - 2_115.0 / 75.0 - 60.0 / 45.0).abs() < 1.0, "{minutes:?}");
    assert!(minutes.low < minutes.value && minutes.value < minutes.high);
    assert!(row.straight_m.unwrap() < metres);
    let within = &row.within[2];
    assert_eq!(within.minutes, 30);
    assert!(within.share.unwrap().low < within.share.unwrap().high);
    assert!((within.people.unwrap().value - within.share.unwrap().value).abs() < 1e-9); // of 100 people
}

#[test]
fn a_place_without_roads_gets_the_straight_line_and_never_a_walk() {
    let town = Town::street().settlement("settlement:far", (0.01, 0.05), 0.002, 100.0, "informal");
    let made = town.answer(&[settings()]);
    let row = &made.report.journeys[0].rows[0];
    assert_eq!(
        (row.answer, row.minutes, row.distance_m),
        (Answer::StraightLine, Farness::default(), Farness::default())
    );
    assert!((row.straight_m.unwrap() - 5_770.0).abs() < 150.0);
    assert!(row.note.contains("less than any way"));
    let gap = made.observations.iter().find(|o| o.indicator == "travel_minutes_median").unwrap();
    assert!(matches!(gap.value, Value::Gap(_)));
    let straight = made.observations.iter().find(|o| o.indicator == "straight_distance_median_m").unwrap();
    assert_eq!(straight.value.number(), row.straight_m);
}

#[test]
fn a_network_of_main_roads_is_driven_and_not_walked() {
    let streets = vec![line(&[(0.0, 0.0), (0.03, 0.0)], &["primary"])];
    let town = Town::new(&["highway"], streets).settlement("settlement:a", (0.018, -0.0005), 0.002, 100.0, "informal");
    let driving = TravelSettings { id: "by_car".into(), mode: Mode::Driving, ..settings() };
    let made = town.answer(&[settings(), driving]);
    let [on_foot, by_car] = &made.report.journeys[..] else { panic!("two") };
    assert!(on_foot.refused.as_ref().unwrap().contains("no footways"));
    assert!(on_foot.bands.is_empty() && on_foot.rows[0].minutes.median.is_none());
    assert_eq!(on_foot.rows[0].straight_m, by_car.rows[0].straight_m);
    assert!(by_car.refused.is_none() && by_car.rows[0].minutes.median.is_some());
    assert_eq!(made.layers.len(), 1);
    assert_eq!(made.layers[0].0.name, "travel_by_car");
    assert!(made.report.problems.iter().any(|p| p.code == "travel_refused"));
    let lower_bound = &made.report.summary[0];
    assert!(lower_bound.text.contains("lower bound"), "{}", lower_bound.text);
}

#[test]
fn formal_and_informal_are_apart_and_weigh_their_people() {
    let town = Town::street()
        .settlement("settlement:near", (0.001, -0.0005), 0.001, 900.0, "informal")
        .settlement("settlement:far", (0.027, -0.0005), 0.001, 100.0, "informal")
        .settlement("settlement:formal", (0.010, -0.0005), 0.001, 500.0, "formal");
    let made = town.answer(&[settings()]);
    let groups = &made.report.journeys[0].groups;
    assert_eq!(groups.len(), 2);
    let informal = groups.iter().find(|g| g.settlement_type.as_str() == "informal").unwrap();
    assert_eq!((informal.settlements, informal.counted, informal.people.unwrap().value), (2, 2, 1_000.0));
    let within_5 = informal.within[0];
    assert!((within_5.share.unwrap().value - 90.0).abs() < 1e-9);
    assert!((within_5.people.unwrap().value - 900.0).abs() < 1e-9);
    let at_city = made.observations.iter().find(|o| {
        o.place.as_str() == "city:t"
            && o.indicator == "travel_within_people"
            && o.group.to_string() == "minutes=5;settlement_type=informal;travel=clinics"
    });
    let Basis::Derived { inputs, .. } = &at_city.unwrap().basis else { panic!("derived") };
    let people = inputs.iter().filter(|key| !key.starts_with("travel_")).count();
    assert_eq!((people, inputs.len()), (2, 4), "people and ways of both settlements");
}

#[test]
fn numbers_of_people_name_the_count_they_rest_on() {
    let town = Town::street().settlement("settlement:a", (0.001, -0.0005), 0.001, 900.0, "informal");
    let made = town.answer(&[settings()]);
    let of = made.observations.iter().find(|o| o.indicator == "travel_within_people").unwrap();
    let Basis::Derived { inputs, method } = &of.basis else { panic!("derived") };
    assert!(inputs[0].starts_with("population@settlement:a[]2019#"), "{inputs:?}");
    assert!(method.contains("`roads` (source works)") && method.contains("Dijkstra"));
    assert_eq!(of.period.as_str(), "2019");
}

#[test]
fn cells_of_people_say_where_in_a_place_they_live() {
    // A district of three cells along the street: all its people in the eastern one.
    let mut town = Town::street();
    town.places.push(place("ward:1", PlaceKind::District, (0.0, -0.005), 0.01));
    let transform = GeoTransform::new((0.0, 0.005), (0.005, -0.005)).unwrap();
    let raster = MemoryRaster::new((2, 2), transform, None, vec![0.0, 0.0, 0.0, 40.0]).unwrap();
    let cells = || Cells { window: &raster, crs: Crs::wgs84(), source: "census".into(), title: "People".into() };
    let asked = TravelSettings { people_raster: "people".into(), access_m: 400.0, ..settings() };
    let made = town.with(std::slice::from_ref(&asked), Some(cells()), |made| made);
    let row = &made.report.journeys[0].rows[0];
    assert_eq!((row.spread, row.points), (Spread::Cells, 1));
    // the middle of that cell is 0.0075 degrees east of the clinic and 0.0025 south of the street
    let metres = row.distance_m.median.unwrap().value;
    assert!((metres - 0.0075 * 111_319.49 - 0.0025 * 110_574.3).abs() < 1.0, "{metres}");
    assert!((row.within[1].people.unwrap().high - 40.0).abs() < 1e-9, "nobody counted them, so the cells do");
}

#[test]
fn a_place_of_a_closed_source_keeps_its_name_only() {
    let mut town = Town::street().settlement("settlement:open", (0.001, -0.0005), 0.001, 900.0, "informal").settlement(
        "settlement:closed",
        (0.003, -0.0005),
        0.001,
        100.0,
        "informal",
    );
    town.sources.push(source("profiles", Some("federation")));
    town.consents.push(Consent {
        id: "federation".into(),
        owner: "A federation".into(),
        purpose: "planning".into(),
        level: Level::City,
        boundary: false,
        until: None,
        withdrawn: None,
    });
    town.places[2].source = "profiles".into();
    let made = town.answer(&[settings()]);
    let row = |id: &str| made.report.journeys[0].rows.iter().find(|r| r.place.as_str() == id).unwrap();
    assert!(row("settlement:open").minutes.median.is_some());
    let closed = row("settlement:closed");
    assert_eq!((closed.minutes.median, closed.straight_m, closed.within.len()), (None, None, 0));
    assert!(made.observations.iter().any(|o| o.place.as_str() == "settlement:closed" && o.value.number().is_some()));
    let shown = made.report.places.iter().find(|p| p.id.as_str() == "settlement:closed").unwrap();
    assert!(matches!(shown.geometry, Some(Geometry::Point(_))));
    assert!(made.report.held_back.len() >= 2);
}

#[test]
fn faults_of_one_journey_leave_the_others() {
    let town = Town::street().settlement("settlement:a", (0.001, -0.0005), 0.001, 900.0, "informal");
    let bad = TravelSettings { id: "bad".into(), to: "schools".into(), ..settings() };
    let nothing = TravelSettings {
        id: "nothing".into(),
        to: "roads".into(),
        keep: [("highway".into(), city::settings::OneOrMany::One("canal".into()))].into(),
        ..settings()
    };
    let made = town.answer(&[bad, nothing, settings()]);
    assert_eq!(made.report.journeys.len(), 1);
    let codes: Vec<&str> = made.report.problems.iter().map(|p| p.code.as_str()).collect();
    assert!(codes.contains(&"travel_settings") && codes.contains(&"travel_no_destination"), "{codes:?}");
}

/// Numbers that look random, from a seed.
fn dice(seed: u64) -> impl FnMut(u32) -> u32 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(below)).unwrap()
    }
}

/// A town of a hundred stretches between thirty places, a third of them one-way.
fn tangle(seed: u64) -> Vec<Road> {
    let mut roll = dice(seed);
    let spots: Vec<(f64, f64)> =
        (0..30).map(|_| (f64::from(roll(1000)) * 2e-5, f64::from(roll(1000)) * 2e-5)).collect();
    (0..100)
        .filter_map(|_| {
            let (a, b) = (spots[roll(30) as usize], spots[roll(30) as usize]);
            let mut road = one_way(&[a, b], [Direction::Both, Direction::Both, Direction::Forward][roll(3) as usize]);
            let kmh = f64::from(roll(4) + 1);
            road.speeds_kmh = [kmh * 0.8, kmh, kmh * 1.2];
            (a != b).then_some(road)
        })
        .collect()
}

#[test]
fn more_destinations_are_never_farther_and_one_pass_is_the_least_of_many() {
    for seed in 0..12 {
        let network = Network::of(&tangle(seed), 0.0);
        let mut roll = dice(seed + 100);
        let spot = |roll: &mut dyn FnMut(u32) -> u32| Coord {
            x: f64::from(roll(1000)) * 2e-5,
            y: f64::from(roll(1000)) * 2e-5,
        };
        let destinations: Vec<Coord<f64>> = (0..5).map(|_| spot(&mut roll)).collect();
        let origins: Vec<Coord<f64>> = (0..40).map(|_| spot(&mut roll)).collect();
        let speeds = speeds(Mode::Walking);
        let all = Reach::new(&network, &destinations, &speeds, 300.0);
        let each: Vec<_> = destinations.chunks(1).map(|one| Reach::new(&network, one, &speeds, 300.0)).collect();
        for origin in &origins {
            let together = all.from(*origin);
            let alone: Vec<_> = each.iter().map(|r| r.from(*origin)).collect();
            for case in 0..3 {
                let seconds = |r: &crate::travel::reach::Reached| r.ways.map_or(f64::INFINITY, |w| w[case].seconds);
                let least = alone.iter().map(seconds).fold(f64::INFINITY, f64::min);
                let found = seconds(&together);
                assert!(
                    found.is_infinite() && least.is_infinite() || (found - least).abs() < 1e-9,
                    "{seed}: {found} {least}"
                );
            }
            if let Some(ways) = together.ways {
                assert!(ways[0].seconds >= ways[1].seconds && ways[1].seconds >= ways[2].seconds);
                assert!(ways[1].length_m >= together.straight_m - 1e-6, "{seed}: shorter than straight");
            }
        }
    }
}

#[test]
fn the_way_by_another_place_is_never_shorter() {
    for seed in 0..12 {
        let network = Network::of(&tangle(seed), 0.0);
        let from = |to: u32| {
            let at = [crate::travel::search::Seed { node: to, seconds: 0.0, length_m: 0.0, destination: 0 }];
            crate::travel::search::nearest(&network, &at, 1, f64::INFINITY)
        };
        let count = u32::try_from(network.nodes.len()).unwrap();
        let to: Vec<_> = (0..count).map(from).collect();
        let way = |a: u32, b: u32| to[b as usize][a as usize].seconds;
        let mut roll = dice(seed);
        for _ in 0..300 {
            let (a, b, c) = (roll(count), roll(count), roll(count));
            assert!(way(a, c) <= way(a, b) + way(b, c) + 1e-9);
        }
    }
}

#[test]
fn one_thread_and_many_give_the_same() {
    let mut town = Town::new(&["highway"], Vec::new());
    town.layers[0].features = tangle(3)
        .iter()
        .map(|r| line(&r.line.iter().map(|c| (c.x, c.y)).collect::<Vec<_>>(), &["residential"]))
        .collect();
    for i in 0..6 {
        let id = format!("settlement:{i}");
        town = town.settlement(&id, (f64::from(i) * 0.003, f64::from(i) * 0.002), 0.003, 100.0, "informal");
    }
    let many = town.answer(&[settings()]);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let one = pool.install(|| town.answer(&[settings()]));
    assert_eq!(many.report, one.report);
    assert_eq!(many.observations, one.observations);
    assert_eq!(many.layers, one.layers);
}

#[test]
fn a_destination_on_the_same_stretch_is_reached_without_going_to_its_ends() {
    let network = Network::of(&[road(&[(0.0, 0.0), (0.03, 0.0)])], 0.0);
    let clinics = coords(&[(0.01, 0.0)]);
    let reach = Reach::new(&network, &clinics, &speeds(Mode::Walking), 50.0);
    let from = reach.from(Coord { x: 0.012, y: 0.0 });
    assert!((from.ways.unwrap()[1].length_m - 222.639).abs() < 0.01);
    let one = one_way(&[(0.0, 0.0), (0.03, 0.0)], Direction::Forward);
    let network = Network::of(&[one], 0.0);
    let reach = Reach::new(&network, &clinics, &speeds(Mode::Driving), 50.0);
    assert!(reach.from(Coord { x: 0.012, y: 0.0 }).ways.is_none(), "it has been passed");
    assert!(reach.from(Coord { x: 0.008, y: 0.0 }).ways.is_some());
}

#[test]
fn people_by_a_stretch_that_touches_nothing_go_to_the_main_part_if_that_is_near_enough() {
    let roads = [road(&[(0.0, 0.0), (0.03, 0.0)]), road(&[(0.01, 0.001), (0.02, 0.001)])];
    let network = Network::of(&roads, 0.0);
    let clinics = coords(&[(0.0, 0.0)]);
    let near = Reach::new(&network, &clinics, &speeds(Mode::Walking), 150.0).from(Coord { x: 0.015, y: 0.001 });
    assert!(near.apart && near.ways.is_some());
    let far = Reach::new(&network, &clinics, &speeds(Mode::Walking), 60.0).from(Coord { x: 0.015, y: 0.001 });
    assert!(far.apart && far.ways.is_none() && far.near_line);
}

#[test]
fn the_nearest_in_a_straight_line_is_found_far_from_the_equator_too() {
    // At 60 degrees a degree of longitude is half as long: the eastern clinic is nearer, though farther in degrees.
    let nothing = Network::of(&[], 0.0);
    let clinics = coords(&[(0.015, 60.0), (0.0, 60.01), (0.0, 0.0)]);
    let found = Reach::new(&nothing, &clinics, &speeds(Mode::Walking), 0.0).from(Coord { x: 0.0, y: 60.0 });
    // 0.015 degrees of the parallel of 60 degrees: 0.015 x 55,800 m
    assert!((found.straight_m - 837.0).abs() < 1.0, "{}", found.straight_m);
}
