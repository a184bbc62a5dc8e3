//! Model and residents on small cities of squares.

use super::{Hazards, twice};
use crate::evidence::{Cells, Evidence, Footprint, PeopleByPlace, Wet, WetArea};
use crate::profile::testing::{number, of_group, place};
use city::assess_settings::{AssessSettings, FootprintSettings};
use city::assessment::{Agreement, Agrees, PlaceAgreement};
use city::dimension::DimensionTable;
use city::settings::CityHead;
use city::{FieldTable, Observation, Place, PlaceKind, Quality, Value};
use geo_types::{Geometry, MultiPolygon, Rect};
use grid::crs::Crs;
use grid::{GeoTransform, MemoryRaster};

/// Degrees of about a metre at the equator.
const METRE: f64 = 1.0 / 111_320.0;

fn square(x_m: f64, y_m: f64, side_m: f64) -> Geometry<f64> {
    let (x, y) = (x_m * METRE, y_m * METRE);
    let rect = Rect::new((x, y), (x + side_m * METRE, y + side_m * METRE));
    Geometry::MultiPolygon(MultiPolygon::new(vec![rect.to_polygon()]))
}

fn at(id: &str, kind: PlaceKind, geometry: Geometry<f64>) -> Place {
    let mut place = place(id, kind, Some("ward:1"));
    place.geometry = Some(geometry);
    place
}

fn wet(geometry: Geometry<f64>, share: f64, years: f64) -> WetArea {
    let Geometry::MultiPolygon(surface) = geometry else { unreachable!() };
    WetArea { surface, depth_m: Some(0.5), share, return_period: Some(years) }
}

fn settings(hazard: &str, model: &str) -> FootprintSettings {
    let text = format!(
        "hazard = \"{hazard}\"\nlayer = \"cells\"\nscenario = \"2018\"\nmodel = \"{model}\"\nleave_out = [0.0]"
    );
    toml::from_str(&text).unwrap()
}

fn areas(hazard: &str, model: &str, areas: Vec<WetArea>) -> Footprint<'static> {
    Footprint { settings: settings(hazard, model), source: "cells".into(), wet: Wet::Areas(areas) }
}

fn codes(place: &str, indicator: &str, codes: &[&str], group: &str, period: &str) -> Observation {
    Observation {
        value: Value::Classes(codes.iter().map(|c| (*c).to_owned()).collect()),
        group: group.parse().unwrap(),
        ..number(place, indicator, 0.0, period)
    }
}

fn hazards(
    places: &[Place],
    observations: &[Observation],
    footprints: &[Footprint],
    people: Option<&Cells>,
) -> Hazards {
    with_settings(places, observations, (footprints, people), &AssessSettings::default())
}

fn with_settings(
    places: &[Place],
    observations: &[Observation],
    (footprints, people): (&[Footprint], Option<&Cells>),
    settings: &AssessSettings,
) -> Hazards {
    let head: CityHead = toml::from_str("id = \"mji\"\nname = \"Mji\"\ncountry = \"XX\"").unwrap();
    let (fields, dimensions) = (FieldTable::embedded().unwrap(), DimensionTable::embedded().unwrap());
    let counted: PeopleByPlace =
        places.iter().map(|p| (p.id.clone(), city::Estimate::range(800.0, 1000.0, 1500.0).unwrap())).collect();
    let evidence = Evidence {
        head: &head,
        places,
        observations,
        sources: &[],
        consents: &[],
        fields: &fields,
        dimensions: &dimensions,
        settings,
        chains: &[],
        footprints,
        people_raster: people,
        run: &"assess-test".into(),
        seed: 1,
        today: "2024-05-01",
        version: "0",
    };
    twice(&evidence, &counted)
}

fn agreement<'h>(hazards: &'h Hazards, id: &str) -> &'h Agreement {
    hazards.agreements.iter().find(|a| a.hazard == id).unwrap()
}

fn row<'h>(hazards: &'h Hazards, id: &str, place: &str) -> &'h PlaceAgreement {
    agreement(hazards, id).places.iter().find(|p| p.place.as_str() == place).unwrap()
}

fn found(hazards: &Hazards, place: &str, indicator: &str, group: &str) -> Option<Observation> {
    let group = group.parse().unwrap();
    hazards
        .observations
        .iter()
        .find(|o| o.place.as_str() == place && o.indicator == indicator && o.group == group)
        .cloned()
}

#[test]
fn a_quarter_of_a_place_in_a_half_wet_cell_is_an_eighth_wet() {
    let places = [at("settlement:a", PlaceKind::Settlement, square(0.0, 0.0, 100.0))];
    let cells = vec![wet(square(50.0, 50.0, 500.0), 0.5, 100.0)];
    let found_here = hazards(&places, &[], &[areas("coastal_flood", "NASADEM", cells)], None);
    let row = row(&found_here, "coastal_flood", "settlement:a");
    assert!((row.area_share.unwrap() - 12.5).abs() < 1e-6, "{row:?}");
    assert_eq!((row.people_share, row.distance_m, row.agrees), (None, Some(0.0), Agrees::NotCompared));
    let share = row.score.unwrap();
    assert!((share.value - 0.25).abs() < 1e-8, "{share:?}");
    let group = "hazard=coastal_flood;model=nasadem;return_period=100;scenario=2018";
    let people = found(&found_here, "settlement:a", "population_flooded", group).unwrap().value.estimate().unwrap();
    assert!((people.low - 100.0).abs() < 1e-4 && (people.high - 187.5).abs() < 1e-4, "{people:?}");
    assert_eq!(agreement(&found_here, "coastal_flood").footprints[0].places_touched, 1);
}

#[test]
fn wet_areas_that_overlap_are_not_counted_twice() {
    let places = [at("settlement:a", PlaceKind::Settlement, square(0.0, 0.0, 100.0))];
    let twice_wet = vec![
        wet(square(0.0, 0.0, 60.0), 1.0, 100.0),
        wet(square(0.0, 0.0, 100.0), 0.5, 100.0),
        wet(square(0.0, 0.0, 60.0), 1.0, 100.0),
    ];
    let share = |areas_here| {
        row(&hazards(&places, &[], &[areas("coastal_flood", "", areas_here)], None), "coastal_flood", "settlement:a")
            .area_share
            .unwrap()
    };
    // 36 % wet in full, the other 64 % by half.
    let found = share(twice_wet);
    assert!((found - 68.0).abs() < 1e-3, "{found}");
}

#[test]
fn permanent_water_and_shallow_water_are_left_out() {
    let places = [at("settlement:a", PlaceKind::Settlement, square(0.0, 0.0, 100.0))];
    let water = vec![wet(square(0.0, 0.0, 100.0), 1.0, 0.0), wet(square(300.0, 0.0, 100.0), 1.0, 100.0)];
    let found = hazards(&places, &[], &[areas("coastal_flood", "", water.clone())], None);
    let dry = row(&found, "coastal_flood", "settlement:a");
    assert_eq!(dry.area_share, Some(0.0));
    assert!((dry.distance_m.unwrap() / 200.0 - 1.0).abs() < 0.01, "{dry:?}");
    assert!(found.observations.iter().all(|o| o.group.get("return_period") != Some("0")));
    let mut unnamed = areas("coastal_flood", "", water.clone());
    unnamed.settings.leave_out.clear();
    assert_eq!(row(&hazards(&places, &[], &[unnamed], None), "coastal_flood", "settlement:a").area_share, Some(0.0));
    let mut deeper = areas("coastal_flood", "", water);
    deeper.settings.wet_from_m = 0.5;
    let found = hazards(&places, &[], &[deeper], None);
    assert_eq!(row(&found, "coastal_flood", "settlement:a").distance_m, None);
}

#[test]
fn a_district_average_counts_people_inside_that_its_settlement_is_far_from() {
    let places = [
        at("ward:1", PlaceKind::District, square(0.0, 0.0, 1000.0)),
        at("settlement:a", PlaceKind::Settlement, square(800.0, 800.0, 100.0)),
        at("quarter:1", PlaceKind::District, square(0.0, 0.0, 1000.0)),
    ];
    let cells = vec![wet(square(-500.0, 0.0, 600.0), 1.0, 100.0)];
    let found = hazards(&places, &[], &[areas("coastal_flood", "NASADEM", cells)], None);
    let shares = &agreement(&found, "coastal_flood").footprints;
    assert_eq!((shares[0].kind, shares[0].places_touched, shares[0].people), (PlaceKind::Settlement, 0, Some(0.0)));
    // The ward alone: the other set of districts covers the same people.
    assert_eq!((shares[1].places, shares[1].places_touched), (1, 1));
    assert!((shares[1].people.unwrap() - 60.0).abs() < 1e-3, "{shares:?}");
    assert!(agreement(&found, "coastal_flood").notes[0].starts_with("None of 1 settlements touches"), "{shares:?}");
}

#[test]
fn what_only_residents_report_stays_with_low_quality() {
    let places = [at("settlement:a", PlaceKind::Settlement, square(0.0, 0.0, 100.0))];
    let said = [
        codes("settlement:a", "disasters", &["fires", "floods"], "", "2019"),
        codes("settlement:a", "disaster_frequency", &["twice"], "hazard=flood", "2019"),
        codes("settlement:a", "structures_destroyed", &["more_than_10"], "hazard=flood", "2019"),
    ];
    let cells = || vec![wet(square(5000.0, 0.0, 100.0), 1.0, 100.0)];
    let found_here = hazards(&places, &said, &[areas("pluvial_flood", "", cells())], None);
    let flooded = row(&found_here, "pluvial_flood", "settlement:a");
    assert_eq!(flooded.agrees, Agrees::ResidentsOnly);
    // 2/3 and a quarter of the third that is missing.
    assert!((flooded.score.unwrap().value - 0.75).abs() < 1e-12 && flooded.score.unwrap().low.abs() < 1e-12);
    let evidence = found(&found_here, "settlement:a", "hazard_evidence", "hazard=pluvial_flood").unwrap();
    assert_eq!(evidence.quality, Quality::Low);
    assert!(!evidence.note.is_empty());
    // Fires have no model: residents' word is kept and nothing is compared.
    let fire = row(&found_here, "fire", "settlement:a");
    assert_eq!((fire.agrees, fire.lived_score), (Agrees::NotCompared, Some(1.0 / 3.0)));
    assert_eq!(found(&found_here, "settlement:a", "hazard_agreement", "hazard=fire"), None);
    assert!(found(&found_here, "settlement:a", "hazard_evidence", "hazard=fire").is_some());
    // A dry river model far away leaves the flood to rain, and says that no flood is known there.
    let found = hazards(&places, &said, &[areas("river_flood", "", cells())], None);
    assert_eq!(row(&found, "river_flood", "settlement:a").lived_score, None);
    assert_eq!(row(&found, "pluvial_flood", "settlement:a").agrees, Agrees::ResidentsOnly);
}

#[test]
fn not_asked_is_not_no_and_an_earlier_flood_is_not_undone() {
    let places = [
        at("settlement:a", PlaceKind::Settlement, square(0.0, 0.0, 100.0)),
        at("settlement:b", PlaceKind::Settlement, square(200.0, 0.0, 100.0)),
        at("settlement:c", PlaceKind::Settlement, square(400.0, 0.0, 100.0)),
    ];
    let said = [
        codes("settlement:a", "disasters", &["floods"], "", "2012"),
        codes("settlement:a", "disasters", &["fires"], "", "2019"),
        codes("settlement:b", "disasters", &["fires"], "", "2019"),
    ];
    let cells = vec![wet(square(5000.0, 0.0, 100.0), 1.0, 100.0)];
    let found = hazards(&places, &said, &[areas("pluvial_flood", "", cells)], None);
    let agrees = |id| row(&found, "pluvial_flood", id).agrees;
    assert_eq!(
        [agrees("settlement:a"), agrees("settlement:b"), agrees("settlement:c")],
        [Agrees::ResidentsOnly, Agrees::Neither, Agrees::NotCompared]
    );
    assert!(row(&found, "pluvial_flood", "settlement:a").lived.contains("not named in 2019"));
    assert!(row(&found, "pluvial_flood", "settlement:c").lived.is_empty());
    // The form does not always offer landslides.
    assert!(found.agreements.iter().all(|a| a.hazard != "landslide"));
}

#[test]
fn a_list_of_one_event_says_no_only_where_it_is_complete() {
    let places = ["rw:1", "rw:2"].map(|id| at(id, PlaceKind::District, square(0.0, 0.0, 100.0)));
    let told = [
        number("rw:1", "flooded_lived", 1.0, "2007"),
        of_group("rw:1", "flooded_share", 20.0, "scenario=current_drainage"),
        of_group("rw:2", "flooded_share", 10.0, "scenario=current_drainage"),
        of_group("rw:2", "flooded_share", 0.0, "scenario=design_drainage"),
    ];
    let open = hazards(&places, &told, &[], None);
    assert_eq!(row(&open, "pluvial_flood", "rw:1").agrees, Agrees::Both);
    assert_eq!(row(&open, "pluvial_flood", "rw:2").agrees, Agrees::NotCompared);
    assert!(open.problems.iter().any(|p| p.code == "hazard_assumed"));
    let complete =
        AssessSettings { lived_list_complete: vec!["flooded_lived".to_owned()], ..AssessSettings::default() };
    let closed = with_settings(&places, &told, (&[], None), &complete);
    assert_eq!(row(&closed, "pluvial_flood", "rw:2").agrees, Agrees::ModelOnly);
    let named = AssessSettings {
        footprints: vec![toml::from_str("hazard = \"river_flood\"\nscenario = \"design_drainage\"").unwrap()],
        ..complete
    };
    let found = with_settings(&places, &told, (&[], None), &named);
    assert_eq!(row(&found, "river_flood", "rw:2").area_share, Some(0.0));
}

fn depths(cells: Vec<f64>) -> MemoryRaster {
    let transform = GeoTransform::new((0.0, 100.0 * METRE), (25.0 * METRE, -25.0 * METRE)).unwrap();
    MemoryRaster::new((4, 4), transform, Some(-9.0), cells).unwrap()
}

fn cells(raster: &MemoryRaster) -> Cells<'_> {
    Cells { window: raster, crs: Crs::wgs84(), source: "depths".into(), title: "depths".to_owned() }
}

#[test]
fn a_raster_gives_shares_of_area_and_of_people_and_a_deeper_one_never_less() {
    let places = [
        at("settlement:a", PlaceKind::Settlement, square(0.0, 0.0, 100.0)),
        at("settlement:b", PlaceKind::Settlement, square(125.0, 0.0, 50.0)),
    ];
    let people = depths([40.0, 10.0, 10.0, 10.0].repeat(4));
    let people = cells(&people);
    let at_depth = |added: f64| {
        let raster = depths((0..16).map(|i| if i % 4 == 0 { 0.2 + added } else { added }).collect());
        let footprint = Footprint {
            settings: FootprintSettings { wet_from_m: 0.1, return_period: Some(20.0), ..settings("river_flood", "") },
            source: "depths".into(),
            wet: Wet::Depths(Box::new(cells(&raster))),
        };
        hazards(&places, &[], &[footprint], Some(&people))
    };
    let found = at_depth(0.0);
    let here = row(&found, "river_flood", "settlement:a");
    assert!(
        (here.area_share.unwrap() - 25.0).abs() < 1e-6 && (here.people_share.unwrap() - 400.0 / 7.0).abs() < 1e-3,
        "{here:?}"
    );
    let there = row(&found, "river_flood", "settlement:b");
    assert_eq!(there.area_share, None);
    assert!((there.distance_m.unwrap() / 100.0 - 1.0).abs() < 0.01, "{there:?}");
    let deeper = at_depth(0.15);
    assert!(row(&deeper, "river_flood", "settlement:a").score.unwrap().value >= here.score.unwrap().value);
    assert!((row(&deeper, "river_flood", "settlement:a").area_share.unwrap() - 100.0).abs() < 1e-9);
}

#[test]
fn a_number_that_was_collected_already_is_not_made_again() {
    let places = [at("settlement:a", PlaceKind::Settlement, square(0.0, 0.0, 100.0))];
    let raster = depths((0..16).map(|i| if i % 4 == 0 { 0.2 } else { 0.0 }).collect());
    let footprint = || Footprint {
        settings: FootprintSettings { return_period: Some(20.0), ..settings("river_flood", "") },
        source: "depths".into(),
        wet: Wet::Depths(Box::new(cells(&raster))),
    };
    let collected = Observation {
        source: "depths".into(),
        ..of_group("settlement:a", "flooded_share", 25.0, "return_period=20;scenario=2018")
    };
    let group = "hazard=river_flood;return_period=20;scenario=2018";
    let again = hazards(&places, std::slice::from_ref(&collected), &[footprint()], None);
    assert!(found(&again, "settlement:a", "flooded_share", group).is_none());
    let evidence = found(&again, "settlement:a", "hazard_evidence", "hazard=river_flood").unwrap();
    let city::Basis::Derived { inputs, .. } = evidence.basis else { unreachable!() };
    assert_eq!(inputs, [collected.key()]);
    assert!(
        again.agreements.iter().all(|a| a.hazard != "pluvial_flood"),
        "the same raster is not taken for another hazard"
    );
    assert!(found(&hazards(&places, &[], &[footprint()], None), "settlement:a", "flooded_share", group).is_some());
}

#[test]
fn bad_footprints_and_boundaries_are_named_and_the_rest_is_compared() {
    let mut nowhere = at("settlement:b", PlaceKind::Settlement, square(0.0, 0.0, 100.0));
    nowhere.geometry = Some(Geometry::Point(geo_types::Point::new(f64::NAN, 3.0e6)));
    let places = [at("settlement:a", PlaceKind::Settlement, square(0.0, 0.0, 100.0)), nowhere];
    let mixed = vec![wet(square(0.0, 0.0, 50.0), 1.0, 100.0), wet(square(0.0, 0.0, 100.0), 7.0, 100.0)];
    let list = [areas("coastal_flood", "", mixed), areas("flood_of_frogs", "", Vec::new())];
    let found = hazards(&places, &[], &list, None);
    let codes: Vec<&str> = found.problems.iter().map(|p| p.code.as_str()).collect();
    assert_eq!(codes, ["hazard_unknown", "place_not_measured", "wet_area_refused"]);
    assert!((row(&found, "coastal_flood", "settlement:a").area_share.unwrap() - 25.0).abs() < 1e-6);
    assert!(row(&found, "coastal_flood", "settlement:b").score.is_none());
}

#[test]
fn a_settlement_known_as_a_point_has_a_distance_and_no_share() {
    let point = Geometry::Point(geo_types::Point::new(0.0, 0.0));
    let places = [at("settlement:a", PlaceKind::Settlement, point)];
    let found =
        hazards(&places, &[], &[areas("coastal_flood", "", vec![wet(square(30.0, 40.0, 100.0), 1.0, 100.0)])], None);
    let here = row(&found, "coastal_flood", "settlement:a");
    assert_eq!((here.area_share, here.score), (None, None));
    assert!((here.distance_m.unwrap() / 50.0 - 1.0).abs() < 0.01);
}

#[test]
fn one_thread_and_many_give_the_same_bits() {
    let spread = |n: i32| square(f64::from(n % 7) * 130.0, f64::from(n / 7) * 170.0, 100.0);
    let places: Vec<Place> =
        (0..40).map(|n| at(&format!("settlement:{n}"), PlaceKind::Settlement, spread(n))).collect();
    let cells: Vec<WetArea> =
        (0..60).map(|n| wet(square(f64::from(n) * 16.0, f64::from(n % 9) * 60.0, 45.0), 0.3, 100.0)).collect();
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| hazards(&places, &[], &[areas("coastal_flood", "NASADEM", cells.clone())], None).observations)
    };
    assert_eq!(run(1), run(4));
}
