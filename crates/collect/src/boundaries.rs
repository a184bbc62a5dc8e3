//! Boundaries that somebody drew: areas in GeoJSON, each with the place that it is of and why it was drawn.

use crate::records::Request;
use crate::reference::{Declared, is_area, to_wgs84};
use city::settings::SourceSettings;
use city::{Cell, Place, PlaceId, Problem};
use geo_types::Geometry;
use std::collections::BTreeMap;

/// One boundary that could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// The feature, from 1.
    pub row: u64,
    /// The place as it was known.
    pub place: Place,
    /// Its boundary from now on.
    pub geometry: Geometry<f64>,
    /// Why it was drawn.
    pub reason: String,
    /// By whom.
    pub who: String,
    /// When, RFC 3339.
    pub when: String,
    /// The consent that covers it; empty where none does.
    pub consent: String,
}

/// What a file of boundaries says.
#[derive(Debug, Default)]
pub struct Reading {
    /// What could be read, in order.
    pub drawn: Vec<Drawn>,
    /// What is wrong, by feature.
    pub problems: Vec<Problem>,
    /// Whether it is GeoJSON at all.
    pub found: bool,
}

/// Reads boundaries of places that are known, and everything that is wrong with them (`place_unknown`, `boundary_no_area`,
/// and what the reader of GeoJSON says).
#[must_use]
pub fn read(request: &Request, known: &[Place]) -> Reading {
    let mut records = crate::geojson::read(request);
    to_wgs84(&mut records, request.file, Declared::default());
    let mut reading = Reading {
        found: !records.columns.is_empty() || !records.rows.is_empty(),
        problems: std::mem::take(&mut records.problems),
        drawn: Vec::new(),
    };
    let places: BTreeMap<&PlaceId, &Place> = known.iter().map(|place| (&place.id, place)).collect();
    for record in &records.rows {
        let text = |name: &str| match records.column(name).and_then(|at| record.cells.get(at)) {
            None | Some(Cell::Empty) => String::new(),
            Some(cell) => cell.to_string(),
        };
        let id = PlaceId(text("place"));
        let wrong = |code: &str, expected: &str| {
            let problem = Problem::error(code).in_file(request.file).at_row(record.number).in_column("place");
            problem.found(&id).expected(expected).hint("the feature was left out: mend the file, or draw it again")
        };
        match (places.get(&id), record.geometry.as_ref().filter(|g| is_area(g))) {
            (None, _) => reading.problems.push(wrong("place_unknown", "the id of a place of the city")),
            (_, None) => reading.problems.push(wrong("boundary_no_area", "a polygon, or several")),
            (Some(place), Some(geometry)) => reading.drawn.push(Drawn {
                row: record.number,
                place: (*place).clone(),
                geometry: geometry.clone(),
                reason: text("reason"),
                who: text("who"),
                when: text("when"),
                consent: text("consent"),
            }),
        }
    }
    reading
}

/// The places that boundaries under the consent of a source make: of each place the last that was drawn counts, under whatever
/// consent, so that one that goes farther never brings an older one back.
#[must_use]
pub fn places(drawn: &[Drawn], source: &SourceSettings) -> Vec<Place> {
    let last: BTreeMap<&PlaceId, &Drawn> = drawn.iter().map(|one| (&one.place.id, one)).collect();
    let ours = source.consent.as_deref().unwrap_or_default();
    let place = |one: &Drawn| Place {
        geometry: Some(one.geometry.clone()),
        source: source.id.clone(),
        aliases: Vec::new(),
        parent: None,
        ..one.place.clone()
    };
    last.into_values().filter(|one| one.consent == ours).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::PlaceKind;
    use city::settings::TextSettings;

    #[test]
    fn of_each_place_the_last_boundary_counts_and_what_is_no_area_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("boundaries.geojson");
        let area =
            |x: f64| format!("{{\"type\":\"Polygon\",\"coordinates\":[[[{x},0],[{},0],[{x},1],[{x},0]]]}}", x + 1.0);
        let feature = |place: &str, shape: &str| {
            format!(
                "{{\"type\":\"Feature\",\"properties\":{{\"place\":\"{place}\",\"reason\":\"walked\"}},\"geometry\":{shape}}}"
            )
        };
        let features = [
            feature("ward:1", &area(0.0)),
            feature("ward:1", &area(5.0)),
            feature("ward:9", &area(0.0)),
            feature("ward:1", "{\"type\":\"Point\",\"coordinates\":[0,0]}"),
        ];
        let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","));
        std::fs::write(&path, text).unwrap();
        let settings = TextSettings::default();
        let request = Request { path: &path, file: "boundaries.geojson", layer: "", text: &settings };
        let known = [Place::new("ward:1".into(), PlaceKind::District, "One", &"wards".into())];
        let reading = read(&request, &known);
        let codes: Vec<&str> = reading.problems.iter().map(|p| p.code.as_str()).collect();
        assert_eq!(codes, ["place_unknown", "boundary_no_area"]);
        let source: SourceSettings = crate::mapping::made_up_source();
        let made = places(&reading.drawn, &source);
        assert_eq!(made.len(), 1);
        assert_eq!(made[0].geometry, Some(reading.drawn[1].geometry.clone()));
        assert_eq!((made[0].name.as_str(), made[0].source.as_str()), ("One", "made_up"));
    }
}
