//! What leaves a small city for each role.

use super::*;
use crate::disclosure::consent::testing::{consent, source};
use crate::profile::testing::{number, of_group, place};
use city::layer::Shape;
use city::source::Level;
use city::{Basis, Column, ColumnType, PlaceKind, Style};
use geo_types::{Geometry, Point};

struct City {
    places: Vec<Place>,
    observations: Vec<Observation>,
    sources: Vec<Source>,
    consents: Vec<Consent>,
    layers: Vec<Layer>,
    isochrones: Vec<Layer>,
    of_forms: BTreeSet<SourceId>,
    fields: FieldTable,
}

impl City {
    /// Three settlements of one district, given by `profiles` with a consent of a level; `test` has none.
    fn new(level: Level) -> Self {
        let mut places =
            vec![place("city:t", PlaceKind::City, None), place("district:1", PlaceKind::District, Some("city:t"))];
        for id in ["settlement:a", "settlement:b", "settlement:c"] {
            let mut settlement = place(id, PlaceKind::Settlement, Some("district:1"));
            settlement.source = "profiles".into();
            settlement.geometry = Some(Geometry::Point(Point::new(-0.123_456, 5.554_321)));
            places.push(settlement);
        }
        Self {
            places,
            observations: Vec::new(),
            sources: vec![source("test", None), source("profiles", Some("federation"))],
            consents: vec![consent("federation", level)],
            layers: Vec::new(),
            isochrones: Vec::new(),
            of_forms: BTreeSet::new(),
            fields: FieldTable::embedded().unwrap(),
        }
    }

    fn with(mut self, observations: impl IntoIterator<Item = Observation>) -> Self {
        self.observations.extend(observations);
        self
    }

    fn leaving(&self, level: Level, sealed: bool) -> Leaving {
        self.asked(Role::new(level, sealed).unwrap(), None)
    }

    fn asked(&self, role: Role, wanted: Option<&BTreeSet<PlaceId>>) -> Leaving {
        self.asked_by(None, role, wanted)
    }

    /// What leaves for a community that speaks for these owners.
    fn leaving_for(&self, owners: &[&str]) -> Leaving {
        let owners: BTreeSet<String> = owners.iter().map(|owner| (*owner).to_owned()).collect();
        self.asked_by(Some(&owners), Role::new(Level::Community, false).unwrap(), None)
    }

    fn asked_by(&self, owners: Option<&BTreeSet<String>>, role: Role, wanted: Option<&BTreeSet<PlaceId>>) -> Leaving {
        leaving(&Asked {
            owners,
            role,
            wanted,
            today: "2026-06-01",
            least_count: 5,
            places: &self.places,
            given: &self.places,
            observations: &self.observations,
            sources: &self.sources,
            consents: &self.consents,
            fields: &self.fields,
            layers: &self.layers,
            isochrones: &self.isochrones,
            rasters: &[],
            problems: &[],
            of_forms: &self.of_forms,
            borrowed: &BTreeMap::new(),
        })
    }
}

fn profiled(place: &str, indicator: &str, value: f64) -> Observation {
    Observation { source: "profiles".into(), ..number(place, indicator, value, "2021") }
}

fn grouped(place: &str, value: f64, group: &str) -> Observation {
    Observation { source: "profiles".into(), ..of_group(place, "households", value, group) }
}

fn derived(place: &str, indicator: &str, inputs: &[&Observation]) -> Observation {
    let basis = Basis::Derived { method: "test".into(), inputs: inputs.iter().map(|o| o.key()).collect() };
    Observation { source: inputs[0].source.clone(), basis, ..number(place, indicator, 9.0, "2021") }
}

fn names(leaving: &Leaving) -> Vec<String> {
    leaving.observations.iter().map(|o| format!("{}@{}", o.indicator, o.place.code())).collect()
}

fn count(leaving: &Leaving, thing: Thing, reason: Reason) -> u64 {
    leaving.held.iter().filter(|h| (h.thing, h.reason) == (thing, reason)).map(|h| h.count).sum()
}

#[test]
fn each_level_leaves_for_those_that_it_reaches_and_what_is_sealed_only_where_the_community_asks() {
    let threats = ["population", "settlement_status", "eviction_threats", "eviction_threat_current"];
    let city = City::new(Level::Public).with(threats.map(|i| profiled("settlement:a", i, 70.0)));
    let count = |level, sealed| city.leaving(level, sealed).observations.len();
    assert_eq!([Level::Public, Level::Partner, Level::City, Level::Community].map(|l| count(l, false)), [1, 1, 1, 3]);
    assert_eq!(count(Level::Community, true), 4);
    let held = city.leaving(Level::City, false).held;
    assert!(
        held.iter().any(|h| h.reason == Reason::StandingInLaw)
            && held.iter().any(|h| h.reason == Reason::SealedIndicator)
    );
}

#[test]
fn a_source_leaves_for_those_that_its_consent_reaches_and_a_place_keeps_its_name_and_a_coarse_point() {
    let city = City::new(Level::City)
        .with([profiled("settlement:a", "population", 70.0), number("settlement:a", "elevation_mean_m", 3.0, "2021")]);
    let public = city.leaving(Level::Public, false);
    assert_eq!(names(&public), ["elevation_mean_m@a"]);
    assert_eq!(count(&public, Thing::Numbers, Reason::SourceLevel), 1);
    assert_eq!(public.places[2].geometry, Some(Geometry::Point(Point::new(-0.12, 5.55))));
    assert_eq!(count(&public, Thing::Boundaries, Reason::Boundary), 3);
    assert_eq!(names(&city.leaving(Level::City, false)).len(), 2);
}

#[test]
fn a_boundary_leaves_only_where_the_consent_covers_it() {
    let mut city = City::new(Level::Public);
    assert_eq!(city.leaving(Level::Community, false).coarse.len(), 3);
    city.consents[0].boundary = true;
    let open = city.leaving(Level::Public, false);
    assert!(open.coarse.is_empty());
    assert_eq!(open.places[2].geometry, city.places[2].geometry);
}

#[test]
fn what_was_withdrawn_has_ended_or_lost_its_consent_leaves_for_nobody_with_its_places_and_all_that_relied_on_it() {
    let [a, b] = ["settlement:a", "settlement:b"].map(|p| profiled(p, "population", 70.0));
    let total = derived("district:1", "population", &[&a, &b]);
    let city = City::new(Level::Public).with([a, b, total, number("settlement:a", "elevation_mean_m", 3.0, "2021")]);
    let gone = |change: fn(&mut City)| {
        let mut city = City { observations: city.observations.clone(), ..City::new(Level::Public) };
        change(&mut city);
        let leaving = city.leaving(Level::Community, true);
        assert!(leaving.observations.is_empty(), "{:?}", names(&leaving));
        assert_eq!(leaving.places.len(), 2);
        assert!(leaving.sources.iter().all(|s| s.id.as_str() == "test") && leaving.consents.is_empty());
        leaving.held.iter().any(|h| h.thing == Thing::Places)
    };
    assert!(gone(|c| c.consents[0].withdrawn = Some("2026-05-01".into())));
    assert!(gone(|c| c.consents[0].until = Some("2026-05-01".into())));
    assert!(gone(|c| c.consents.clear()));
}

#[test]
fn a_total_of_two_held_places_leaves_without_naming_them_and_one_of_a_single_place_does_not() {
    let [a, b] = ["settlement:a", "settlement:b"].map(|p| profiled(p, "population", 70.0));
    let c = number("settlement:c", "population", 70.0, "2021");
    let two = derived("district:1", "households", &[&c, &a, &b]);
    let one = derived("district:1", "population", &[&c, &a]);
    let density = derived("settlement:a", "area_m2", &[&number("settlement:a", "elevation_mean_m", 1.0, "2021"), &a]);
    let city = City::new(Level::Partner).with([a, b, c, two, one, density]);
    let leaving = city.leaving(Level::Public, false);
    assert_eq!(names(&leaving), ["population@c", "households@1"]);
    let Basis::Derived { method, inputs } = &leaving.observations[1].basis else { panic!("derived") };
    assert_eq!((inputs.len(), method.as_str()), (1, "test (2 of 3 inputs are held back)"));
    assert_eq!(count(&leaving, Thing::Numbers, Reason::Relied), 2);
}

#[test]
fn small_counts_stay_with_what_would_give_them_away_and_public_counts_and_facilities_leave() {
    let parts = [
        grouped("settlement:a", 3.0, "toilet=bucket"),
        grouped("settlement:a", 40.0, "toilet=pit"),
        grouped("settlement:a", 60.0, "toilet=flush"),
    ];
    let all = grouped("settlement:a", 103.0, "");
    let share = derived("settlement:a", "household_size", &[&parts[0], &all]);
    let public = of_group("settlement:b", "households", 2.0, "toilet=pit");
    let toilets = profiled("settlement:a", "water_points", 2.0);
    assert!(FieldTable::embedded().unwrap().get("water_points").is_some());
    let city = City::new(Level::Public).with(parts.into_iter().chain([all, share, public, toilets]));
    for (level, sealed) in [(Level::Public, false), (Level::Community, true)] {
        let leaving = city.leaving(level, sealed);
        let values: Vec<f64> = leaving.observations.iter().filter_map(|o| o.value.number()).collect();
        assert_eq!(values, [60.0, 103.0, 2.0, 2.0]);
        assert_eq!(count(&leaving, Thing::Numbers, Reason::SmallCount), 2);
        assert_eq!(count(&leaving, Thing::Numbers, Reason::Relied), 1);
    }
}

#[test]
fn a_small_settlement_cannot_be_worked_out_from_its_district() {
    let [a, b, c] = [("settlement:a", 3.0), ("settlement:b", 70.0), ("settlement:c", 80.0)]
        .map(|(p, n)| profiled(p, "population", n));
    let total = profiled("district:1", "population", 153.0);
    let city = City::new(Level::Public).with([a, b, c, total]);
    assert_eq!(names(&city.leaving(Level::Public, false)), ["population@c", "population@1"]);
}

#[test]
fn ranks_leave_only_where_nobody_of_the_order_is_held_back() {
    let threat = profiled("settlement:a", "eviction_threats", 2.0);
    let open = profiled("settlement:b", "population", 70.0);
    let rank = |place, of: &Observation| derived(place, "risk_rank", &[of]);
    let ranks = [rank("settlement:a", &threat), rank("settlement:b", &open)];
    let city = City::new(Level::Public).with(ranks.into_iter().chain([threat, open]));
    let leaving = city.leaving(Level::Public, false);
    assert_eq!(names(&leaving), ["population@b"]);
    assert_eq!(count(&leaving, Thing::Numbers, Reason::Rank), 1);
    assert_eq!(names(&city.leaving(Level::Community, false)).len(), 4);
}

#[test]
fn a_score_above_the_settlement_stays_where_only_the_level_of_an_indicator_is_the_reason() {
    let threat = number("district:1", "squatter_share", 12.0, "2021");
    let score = derived("district:1", "risk_score", &[&threat]);
    let city = City::new(Level::Public).with([threat, score]);
    assert_eq!(names(&city.leaving(Level::Public, false)), ["risk_score@1"]);
}

#[test]
fn notes_and_names_of_files_of_those_who_are_counted_stay() {
    let mut said = profiled("settlement:a", "population", 70.0);
    said.note = "as Amina said".into();
    said.basis = Basis::Reported { locator: "forms/amina.csv, row 2, C1".into() };
    let mut open = number("settlement:a", "elevation_mean_m", 3.0, "2021");
    open.note = "The raster covers 97 % of the place.".into();
    let mut city = City::new(Level::Public).with([said, open.clone()]);
    city.sources[1].files = vec!["forms/amina.csv".into()];
    let leaving = city.leaving(Level::Community, true);
    assert!(!format!("{leaving:?}").to_lowercase().contains("amina"));
    assert_eq!(leaving.observations[0].basis, Basis::Reported { locator: "row 2, C1".into() });
    assert_eq!(leaving.observations[1], open);
}

fn layer(name: &str, source: &str, columns: &[&str]) -> Layer {
    Layer {
        name: name.into(),
        title: String::new(),
        description: String::new(),
        shape: Shape::Point,
        columns: columns.iter().map(|c| Column::new(c, ColumnType::Text)).collect(),
        style: Style::Single("#000000".into()),
        source: source.into(),
    }
}

#[test]
fn layers_of_households_answers_and_persons_stay_and_public_ones_lose_their_telephones() {
    let mut city = City::new(Level::Public);
    city.consents[0].boundary = true;
    city.sources.push(source("answers", None));
    city.of_forms.insert("answers".into());
    city.layers = vec![
        layer("clinics", "test", &["name", "telephone"]),
        layer("homes", "test", &["household_id", "roof"]),
        layer("answers", "answers", &["roof"]),
        layer("taps", "profiles", &["working"]),
        layer("leaders", "profiles", &["leader_name"]),
    ];
    let leaving = city.leaving(Level::Community, true);
    let leave: Vec<(&str, Vec<bool>)> = leaving.layers.iter().map(|l| (l.name.as_str(), l.columns.clone())).collect();
    assert_eq!(leave, [("clinics", vec![true, false]), ("taps", vec![true])]);
    assert_eq!(count(&leaving, Thing::Layers, Reason::Rows), 2);
    city.consents[0].boundary = false;
    assert_eq!(count(&city.leaving(Level::Community, true), Thing::Layers, Reason::Boundary), 1);
}

#[test]
fn a_table_that_holds_a_held_number_stays() {
    let mut city = City::new(Level::Public).with([profiled("settlement:a", "eviction_threats", 2.0)]);
    city.consents[0].boundary = true;
    city.layers = vec![layer("settlement_table", "profiles", &["evictions"])];
    assert_eq!(count(&city.leaving(Level::Public, false), Thing::Layers, Reason::HoldsNumbers), 1);
    assert_eq!(city.leaving(Level::Community, false).layers.len(), 1);
}

#[test]
fn some_places_leave_with_what_lies_in_them_and_those_around_them_without_numbers() {
    let mut city = City::new(Level::Public)
        .with(["city:t", "district:1", "settlement:a", "settlement:b"].map(|p| number(p, "area_m2", 9.0, "2021")));
    city.layers = vec![layer("roads", "test", &["name"])];
    let asked =
        |place: &str| city.asked(Role::new(Level::Public, false).unwrap(), Some(&BTreeSet::from([place.into()])));
    let one = asked("settlement:a");
    assert_eq!(names(&one), ["area_m2@a"]);
    assert_eq!(one.places.len(), 3);
    assert_eq!(count(&one, Thing::Layers, Reason::NotAsked), 1);
    assert_eq!(names(&asked("district:1")).len(), 3);
}

#[test]
fn persons_computed_without_naming_persons_rest_on_the_people_of_their_place() {
    let count = profiled("settlement:a", "population", 70.0);
    let assessed = derived("settlement:a", "population_assessed", &[&count]);
    let share = number("settlement:a", "flooded_share", 50.0, "2021");
    let flooded = derived("settlement:a", "population_flooded", &[&share]);
    let city = City::new(Level::Partner).with([count, assessed, share, flooded]);
    assert_eq!(names(&city.leaving(Level::Public, false)), ["flooded_share@a"]);
    assert_eq!(names(&city.leaving(Level::Partner, false)).len(), 4);
}

#[test]
fn a_layer_of_those_who_gave_a_consent_stays_where_its_name_says_that_it_is_about_households() {
    let mut city = City::new(Level::Community);
    city.consents[0].boundary = true;
    city.layers = vec![layer("taps", "profiles", &["working"]), layer("water_households", "profiles", &["gender"])];
    city.layers.push(layer("census_households", "test", &["ward", "count"]));
    let leave =
        |city: &City, level| city.leaving(level, false).layers.iter().map(|l| l.name.clone()).collect::<Vec<String>>();
    for level in [Level::Public, Level::Partner, Level::City] {
        assert_eq!(leave(&city, level), ["census_households"]);
        assert_eq!(count(&city.leaving(level, false), Thing::Layers, Reason::SourceLevel), 2);
    }
    assert_eq!(leave(&city, Level::Community), ["taps", "census_households"]);
    assert_eq!(count(&city.leaving(Level::Community, true), Thing::Layers, Reason::Rows), 1);
    city.sources[1].files = vec!["survey/menages.csv".into()];
    assert_eq!(leave(&city, Level::Community), ["census_households"]);
}

/// A way from `settlement:a` along `streets` of `roads` to `clinics` of `test`, with its isochrones.
fn travelled(level: Level) -> City {
    let mut city = City::new(Level::Public);
    city.consents[0].boundary = true;
    city.sources.push(source("roads", Some("mappers")));
    city.consents.push(Consent { boundary: true, ..consent("mappers", level) });
    city.layers = vec![layer("streets", "roads", &["class"]), layer("clinics", "test", &["name"])];
    city.isochrones = vec![layer("travel_clinic", "city.toml", &["minutes"])];
    let way = |indicator: &str, group: &str| {
        let method = "along `streets` (source roads) to the nearest of `clinics` (source test)".to_owned();
        let basis = Basis::Derived { method, inputs: Vec::new() };
        Observation { group: group.parse().unwrap(), basis, ..number("settlement:a", indicator, 9.0, "2021") }
    };
    city.with([
        way("travel_minutes_median", "travel=clinic"),
        way("travel_within_share", "travel=clinic;minutes=5"),
        way("travel_within_people", "travel=clinic;minutes=5"),
    ])
}

#[test]
fn ways_and_isochrones_leave_where_all_that_they_went_by_does_and_bring_its_sources() {
    let city = travelled(Level::City);
    let all = city.leaving(Level::City, false);
    assert_eq!(all.observations.len(), 3);
    assert!(all.layers.iter().any(|l| l.name == "travel_clinic"));
    assert!(all.sources.iter().any(|s| s.id.as_str() == "roads"));
    let public = city.leaving(Level::Public, false);
    assert!(public.observations.is_empty());
    assert_eq!(public.layers.iter().map(|l| l.name.as_str()).collect::<Vec<_>>(), ["clinics"]);
    assert_eq!(count(&public, Thing::Numbers, Reason::SourceLevel), 3);
    assert_eq!(count(&public, Thing::Layers, Reason::SourceLevel), 2);
}

#[test]
fn isochrones_stay_where_shapes_of_what_they_were_drawn_from_do_or_where_nobody_knows_what_that_was() {
    let mut city = travelled(Level::Public);
    city.consents[1].boundary = false;
    let leaving = city.leaving(Level::Community, false);
    assert_eq!(leaving.observations.len(), 3);
    assert_eq!(count(&leaving, Thing::Layers, Reason::Boundary), 2);
    city.layers.remove(0);
    let leaving = city.leaving(Level::Community, false);
    assert!(leaving.observations.is_empty());
    assert_eq!(count(&leaving, Thing::Layers, Reason::Relied), 1);
}

#[test]
fn times_and_distances_stay_where_the_boundary_does_and_where_few_persons_are_outside() {
    let mut city = travelled(Level::Public);
    city.consents[0].boundary = false;
    assert_eq!(count(&city.leaving(Level::Community, true), Thing::Numbers, Reason::Distance), 3);
    city.consents[0].boundary = true;
    city.observations.push(profiled("settlement:a", "population_assessed", 12.0));
    let leaving = city.leaving(Level::Community, true);
    assert_eq!(names(&leaving), ["travel_minutes_median@a", "population_assessed@a"]);
    assert_eq!(count(&leaving, Thing::Numbers, Reason::SmallCount), 2);
}

#[test]
fn a_page_shows_the_boundaries_that_an_export_for_everybody_does() {
    for level in Level::ALL {
        for boundary in [false, true] {
            let mut city = City::new(*level);
            city.consents[0].boundary = boundary;
            let page = crate::disclosure::consent::Consents {
                sources: &city.sources,
                given: &city.consents,
                today: "2026-06-01",
            };
            let exact = Geometry::Point(Point::new(-0.123_456, 5.554_321));
            let leaving = city.leaving(Level::Public, false);
            let public = leaving.places.iter().any(|p| p.geometry.as_ref() == Some(&exact));
            assert_eq!(page.shows_boundary(&"profiles".into()), public, "{level}, boundary {boundary}");
            assert_eq!(public, boundary && *level == Level::Public);
        }
    }
}

#[test]
fn a_community_gets_what_others_keep_to_themselves_no_more_than_the_city_does_and_its_own_all_the_same() {
    let mut city = City::new(Level::Community);
    city.sources.push(source("theirs", Some("neighbours")));
    city.consents.push(Consent { owner: "Neighbours".to_owned(), ..consent("neighbours", Level::Community) });
    city.consents[0].owner = "Federation".to_owned();
    let neighbours = |o: Observation| Observation { source: "theirs".into(), ..o };
    let population = neighbours(profiled("settlement:b", "population", 90.0));
    let computed = derived("settlement:b", "population_density", &[&population]);
    let city = city.with([
        profiled("settlement:a", "population", 70.0),
        profiled("settlement:a", "settlement_status", 70.0),
        neighbours(profiled("settlement:b", "settlement_status", 70.0)),
        Observation { source: "test".into(), ..profiled("settlement:c", "settlement_status", 70.0) },
        Observation { source: "test".into(), ..computed },
        population,
    ]);
    assert_eq!(
        names(&city.leaving_for(&["Federation"])),
        ["population@a", "settlement_status@a"],
        "nor what nobody owns and the field table keeps to communities"
    );
    assert_eq!(
        names(&city.leaving_for(&["Neighbours"])),
        ["settlement_status@b", "population_density@b", "population@b"]
    );
    assert_eq!(names(&city.leaving_for(&[])), Vec::<String>::new());
    assert_eq!(names(&city.leaving_for(&["Federation", "Neighbours"])).len(), 5);
    assert_eq!(names(&city.leaving(Level::Community, false)).len(), 6, "whoever sits at the computer has all files");
    let held = city.leaving_for(&["Federation"]);
    assert_eq!(count(&held, Thing::Numbers, Reason::SourceLevel), 2);
    assert_eq!(count(&held, Thing::Numbers, Reason::IndicatorLevel), 1);
}

#[test]
fn a_boundary_that_its_owners_keep_to_the_community_is_a_coarse_point_for_other_communities() {
    let mut city = City::new(Level::Community);
    city.consents[0].owner = "Federation".to_owned();
    city.consents[0].boundary = true;
    assert!(city.leaving_for(&["Federation"]).coarse.is_empty());
    assert_eq!(city.leaving_for(&["Neighbours"]).coarse.len(), 3);
}
