//! Boundaries that somebody draws: checked, written into `boundaries.geojson`, and read by a source of their own. The old boundary is
//! kept by the source that gave it.

use crate::city_toml::{Held, add_source, has_source, table};
use crate::correct::{By, one_line};
use crate::error::FlowError;
use crate::withdraw;
use crate::workspace::Workspace;
use city::correction::{BOUNDARIES, DRAWN};
use city::settings::Reader;
use city::source::{Consent, Level};
use city::{Place, PlaceKind, Problem};
use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use serde_json::{Value, json};
use store::CityFile;
use toml_edit::{DocumentMut, Item, Table};

/// Most points of a boundary.
const MOST_POINTS: usize = 100_000;
/// Most characters of a reason.
const MOST_REASON: usize = 2_000;
/// How far beyond the places that are known a boundary may lie where `[city]` says no extent, degrees.
const BEYOND: f64 = 0.5;

/// A boundary that somebody drew.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundaryAsked {
    /// Id of the place.
    pub place: String,
    /// Polygon or multipolygon in GeoJSON, degrees east first.
    pub geometry: Value,
    /// Why it is drawn.
    #[serde(default)]
    pub reason: String,
}

/// A boundary that was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnBoundary {
    /// Id of the place.
    pub place: String,
    /// What people call it.
    pub name: String,
    /// Why it was drawn.
    pub reason: String,
    /// By whom.
    pub who: String,
    /// When, RFC 3339.
    pub when: String,
    /// Its area, m2.
    pub area_m2: f64,
    /// Whether it is the last of its place.
    pub current: bool,
    /// The consent that covers it; empty where none does.
    pub consent: String,
}

/// Writes a boundary down. That of a settlement goes no farther than the place's own consent lets it; where it has none, it is for
/// the city's staff, or for the community that drew it, until `city.toml` says otherwise.
///
/// # Errors
/// [`FlowError::Refused`] with everything that is wrong, [`FlowError::NotYours`], [`FlowError::NotCollected`], and what the disk can
/// meet.
pub fn draw(workspace: &Workspace, asked: &BoundaryAsked, by: &By) -> Result<DrawnBoundary, FlowError> {
    let held = Held::take(workspace)?;
    let (places, consents, sources) = known(workspace)?;
    let settings = workspace.settings()?;
    let place = places.iter().find(|place| place.id.as_str() == asked.place);
    let mut problems = Vec::new();
    let reason = one_line(&asked.reason);
    if reason.is_empty() || reason.chars().count() > MOST_REASON {
        let expected = format!("why it is drawn, in at most {MOST_REASON} characters");
        problems.push(Problem::error("boundary_without_reason").in_column("reason").expected(expected));
    }
    if place.is_none() {
        let expected = "the id of a place of the city";
        problems.push(Problem::error("place_unknown").in_column("place").found(&asked.place).expected(expected));
    }
    let shape = shape(&asked.geometry).map_err(|problem| problems.push(problem)).ok();
    let within = settings.city.extent.or_else(|| around(&places));
    problems.extend(shape.iter().flat_map(|shape| wrong(shape, within, place)));
    let (Some(place), Some(shape), true) = (place, shape, problems.is_empty()) else {
        return Err(FlowError::Refused(problems));
    };
    let of_place = sources.iter().find(|s| s.id == place.source).and_then(|s| s.consent.as_ref());
    let of_place = of_place.and_then(|id| consents.iter().find(|c| c.id == *id));
    if !by.sees(of_place) {
        return Err(FlowError::NotYours);
    }
    let new = (of_place.is_none() && place.kind == PlaceKind::Settlement).then(|| new_consent(by));
    let consent = of_place.map(|c| c.id.0.clone()).or_else(|| new.as_ref().map(|c| c.id.0.clone())).unwrap_or_default();
    let mut list = features(&held.text(BOUNDARIES)?)?;
    list.push(json!({
        "type": "Feature",
        "properties": {
            "place": place.id, "reason": reason, "who": one_line(by.who), "when": workspace.now, "consent": consent,
        },
        "geometry": asked.geometry,
    }));
    let lines: Vec<String> = list.iter().map(Value::to_string).collect();
    held.put(BOUNDARIES, &format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n")))?;
    held.edit(|document| {
        if let Some(consent) = &new {
            put_consent(document, consent);
        }
        source(document, Some(consent.as_str()).filter(|id| !id.is_empty()))
    })?;
    Ok(DrawnBoundary {
        place: place.id.0.clone(),
        name: place.name.clone(),
        reason,
        who: one_line(by.who),
        when: workspace.now.clone(),
        area_m2: grid::measure::area_m2(&shape).unwrap_or(0.0),
        current: true,
        consent,
    })
}

/// The boundaries that were drawn and that they may see, in order.
///
/// # Errors
/// [`FlowError::NotCollected`], and what the disk can meet.
pub fn boundaries(workspace: &Workspace, by: &By) -> Result<Vec<DrawnBoundary>, FlowError> {
    let path = workspace.dir.join(BOUNDARIES);
    let Ok(text) = std::fs::read_to_string(path) else { return Ok(Vec::new()) };
    let (places, consents, _) = known(workspace)?;
    let list = features(&text)?;
    let word = |feature: &Value, key: &str| feature["properties"][key].as_str().unwrap_or_default().to_owned();
    let mut all: Vec<DrawnBoundary> = Vec::new();
    for feature in &list {
        let (place, consent) = (word(feature, "place"), word(feature, "consent"));
        let known = consents.iter().find(|c| c.id.as_str() == consent);
        if !consent.is_empty() && by.sees.is_some() && (known.is_none() || !by.sees(known)) {
            continue;
        }
        for older in all.iter_mut().filter(|older| older.place == place) {
            older.current = false;
        }
        let area_m2 =
            shape(&feature["geometry"]).ok().and_then(|shape| grid::measure::area_m2(&shape).ok()).unwrap_or(0.0);
        let name = places.iter().find(|p| p.id.as_str() == place).map(|p| p.name.clone()).unwrap_or_default();
        let (reason, who, when) = (word(feature, "reason"), word(feature, "who"), word(feature, "when"));
        all.push(DrawnBoundary { place, name, reason, who, when, area_m2, current: true, consent });
    }
    Ok(all)
}

type Known = (Vec<Place>, Vec<Consent>, Vec<city::Source>);

fn known(workspace: &Workspace) -> Result<Known, FlowError> {
    let path = workspace.city_file();
    if !path.is_file() {
        return Err(FlowError::NotCollected(path));
    }
    let file = CityFile::open_read_only(&path)?;
    let consents = withdraw::consents(&workspace.settings()?, file.consents()?);
    Ok((file.places()?, consents, file.sources()?))
}

fn features(text: &str) -> Result<Vec<Value>, FlowError> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let read: Option<Value> = serde_json::from_str(text).ok();
    read.and_then(|mut read| read.get_mut("features").and_then(Value::as_array_mut).map(std::mem::take)).ok_or_else(
        || {
            let problem = Problem::error("json_unreadable").in_file(BOUNDARIES).expected("a GeoJSON FeatureCollection");
            FlowError::Refused(vec![problem.hint("mend the file, or take it away")])
        },
    )
}

fn no_area(found: &str, expected: &str) -> Problem {
    Problem::error("boundary_no_area").in_column("geometry").found(found).expected(expected).hint("draw it again")
}

/// A polygon or multipolygon whose rings are closed and lie on the earth.
fn shape(geometry: &Value) -> Result<Geometry<f64>, Problem> {
    let kind = geometry["type"].as_str().unwrap_or_default();
    let coordinates = &geometry["coordinates"];
    let empty = Vec::new();
    let mut left = MOST_POINTS;
    let polygons: Vec<Polygon<f64>> = match kind {
        "Polygon" => vec![polygon(coordinates, &mut left)?],
        "MultiPolygon" => {
            let all = coordinates.as_array().unwrap_or(&empty);
            all.iter().map(|one| polygon(one, &mut left)).collect::<Result<_, _>>()?
        }
        other => return Err(no_area(other, "a Polygon or a MultiPolygon of GeoJSON")),
    };
    if polygons.is_empty() {
        return Err(no_area("no polygon", "one polygon at least"));
    }
    Ok(Geometry::MultiPolygon(MultiPolygon(polygons)))
}

fn polygon(rings: &Value, left: &mut usize) -> Result<Polygon<f64>, Problem> {
    let rings = rings.as_array().ok_or_else(|| no_area("", "rings of positions"))?;
    let mut read = rings.iter().map(|ring| self::ring(ring, left)).collect::<Result<Vec<_>, _>>()?.into_iter();
    let outer = read.next().ok_or_else(|| no_area("no ring", "one ring at least"))?;
    Ok(Polygon::new(outer, read.collect()))
}

fn ring(ring: &Value, left: &mut usize) -> Result<LineString<f64>, Problem> {
    let points = ring.as_array().ok_or_else(|| no_area("", "positions"))?;
    *left = left.checked_sub(points.len()).ok_or_else(|| no_area("", &format!("at most {MOST_POINTS} points")))?;
    let point = |at: &Value| {
        let number = |i: usize| at.get(i).and_then(Value::as_f64);
        let (x, y) = number(0).zip(number(1)).ok_or_else(|| no_area(&at.to_string(), "longitude and latitude"))?;
        let on_earth = (-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y);
        if on_earth { Ok(Coord { x, y }) } else { Err(no_area(&at.to_string(), "degrees east, then degrees north")) }
    };
    let points = points.iter().map(point).collect::<Result<Vec<_>, _>>()?;
    if points.len() < 4 || points.first() != points.last() {
        return Err(no_area(
            &format!("{} points", points.len()),
            "a ring of four points or more that ends where it begins",
        ));
    }
    Ok(LineString::new(points))
}

/// What is wrong with a shape that can be read.
fn wrong(shape: &Geometry<f64>, within: Option<[f64; 4]>, place: Option<&Place>) -> Vec<Problem> {
    let mut problems = Vec::new();
    match grid::measure::area_m2(shape) {
        Ok(area) if area > 0.0 => {}
        _ => problems.push(no_area("an area of nothing", "an area above 0 m2")),
    }
    let bounds = grid::measure::bounding_box(shape).ok().flatten();
    if let (Some([west, south, east, north]), Some(bounds)) = (within, bounds) {
        let inside =
            bounds.min().x >= west && bounds.max().x <= east && bounds.min().y >= south && bounds.max().y <= north;
        if !inside {
            let expected = format!("within the city: {west} to {east} east, {south} to {north} north");
            let problem = Problem::error("boundary_outside_city").in_column("geometry").expected(expected);
            problems.push(problem.hint("draw it where the place is, or widen `extent` in city.toml"));
        }
    }
    if let Some(place) = place {
        let drawn = Place { geometry: Some(shape.clone()), ..place.clone() };
        let found = collect::quality::check_places(std::slice::from_ref(&drawn), &collect::quality::Context::default());
        let of_ring = found.into_iter().filter(|p| p.code.starts_with("ring_") && p.severity != city::Severity::Note);
        problems.extend(of_ring.map(|p| Problem { severity: city::Severity::Error, ..p.in_column("geometry") }));
    }
    problems
}

/// West, south, east, north of all places, with room around.
fn around(places: &[Place]) -> Option<[f64; 4]> {
    let boxes = places.iter().filter_map(|p| grid::measure::bounding_box(p.geometry.as_ref()?).ok().flatten());
    let all = boxes.map(|b| [b.min().x, b.min().y, b.max().x, b.max().y]);
    let all = all.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
    Some([all[0] - BEYOND, all[1] - BEYOND, all[2] + BEYOND, all[3] + BEYOND])
}

/// The consent of a settlement's boundary for which there is none: of the community that drew it, or of the city's staff.
fn new_consent(by: &By) -> Consent {
    let community = by.sees.is_some_and(|level| level >= Level::Community);
    let (level, owner) = if community { (Level::Community, by.who) } else { (Level::City, "Those who keep this city") };
    let slug: String =
        by.who.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let id = if community { format!("drawn_by_{slug}") } else { "drawn_here".to_owned() };
    Consent {
        id: city::source::ConsentId(id),
        owner: owner.to_owned(),
        purpose: "Drawn on a page; its settlement has not been asked how far it may go".to_owned(),
        level,
        boundary: true,
        until: None,
        withdrawn: None,
    }
}

fn put_consent(document: &mut DocumentMut, consent: &Consent) {
    let all = document.entry("consent").or_insert_with(|| {
        let mut all = Table::new();
        all.set_implicit(true);
        Item::Table(all)
    });
    let Some(all) = all.as_table_mut() else { return };
    if all.contains_key(consent.id.as_str()) {
        return;
    }
    let mut new = table(&[("owner", &consent.owner), ("purpose", &consent.purpose), ("level", consent.level.as_str())]);
    new.insert("boundary", toml_edit::value(consent.boundary));
    all.insert(consent.id.as_str(), Item::Table(new));
}

/// Adds the sources that read boundaries: that of no consent, and that of this one.
fn source(document: &mut DocumentMut, consent: Option<&str>) -> Result<(), FlowError> {
    let id = consent.map_or_else(|| DRAWN.to_owned(), |consent| format!("{DRAWN}_{consent}"));
    if has_source(document, &id) {
        return Ok(());
    }
    let title = consent.map_or_else(
        || "Boundaries drawn here".to_owned(),
        |consent| format!("Boundaries drawn here, under the consent of {consent}"),
    );
    let mut source = table(&[
        ("id", &id),
        ("title", &title),
        ("publisher", "Those who keep this city"),
        ("licence", "as the places' own"),
        ("quality", "medium"),
        ("file", BOUNDARIES),
        ("reader", Reader::Boundaries.as_str()),
    ]);
    if let Some(consent) = consent {
        source.insert("consent", toml_edit::value(consent));
    }
    source
        .decor_mut()
        .set_prefix("\n# Boundaries drawn on a page: each feature of the file says why, by whom and when.\n");
    add_source(document, source)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rings: &Value) -> Value {
        json!({ "type": "Polygon", "coordinates": rings })
    }

    #[test]
    fn only_closed_rings_on_the_earth_are_boundaries() {
        let square = json!([[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]]);
        assert!(shape(&of(&square)).is_ok());
        let open = json!([[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]]);
        let metres = json!([[[500_000.0, 0.0], [1.0, 0.0], [1.0, 1.0], [500_000.0, 0.0]]]);
        for wrong in [open, metres, json!([]), json!([[[0, 0], [0, 1], [0, 0]]]), json!("x"), json!([[["a", 1]]])] {
            assert_eq!(shape(&of(&wrong)).unwrap_err().code, "boundary_no_area", "{wrong}");
        }
        assert!(shape(&json!({ "type": "Point", "coordinates": [0, 0] })).is_err());
    }

    #[test]
    fn a_boundary_that_crosses_itself_or_lies_elsewhere_is_refused() {
        let place = Place::new("settlement:a".into(), PlaceKind::Settlement, "A", &"s".into());
        let codes = |rings: &Value| {
            let shape = shape(&of(rings)).unwrap();
            wrong(&shape, Some([0.0, 0.0, 2.0, 2.0]), Some(&place)).into_iter().map(|p| p.code).collect::<Vec<_>>()
        };
        assert!(codes(&json!([[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]])).is_empty());
        let bow = codes(&json!([[[0.0, 0.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.5], [0.0, 0.0]]]));
        assert!(bow.contains(&"ring_crosses_itself".to_owned()), "{bow:?}");
        let far = codes(&json!([[[50.0, 0.0], [51.0, 0.0], [51.0, 1.0], [50.0, 0.0]]]));
        assert_eq!(far, ["boundary_outside_city"]);
    }
}
