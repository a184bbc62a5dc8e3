//! One feature of a GeoJSON file.

use super::scan::Cursor;
use super::shapes;
use city::Problem;
use geo_types::Geometry;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// A feature, its properties in the order in which they are written.
#[derive(Debug, Default)]
pub(crate) struct Feature {
    pub geometry: Option<Geometry<f64>>,
    pub id: Option<Value>,
    pub properties: Vec<(String, Value)>,
}

/// A geometry that stands by itself.
pub(super) fn bare(text: &str, reported: &mut Vec<Problem>) -> Feature {
    Feature { geometry: geometry(text, reported), ..Feature::default() }
}

/// Reads a feature; what it does wrong and survives is reported.
pub(super) fn read(text: &str, reported: &mut Vec<Problem>) -> Result<Feature, Problem> {
    let (mut kind, mut shape, mut properties, mut id) = ("", None, None, None);
    let mut repeated = Vec::new();
    let mut cursor = Cursor::new(text);
    let walked = cursor.members(|cursor, key| {
        let span = cursor.value()?;
        let value = text.get(span).unwrap_or_default();
        let before = match key {
            "type" => !std::mem::replace(&mut kind, value).is_empty(),
            "geometry" => shape.replace(value).is_some(),
            "properties" => properties.replace(value).is_some(),
            "id" => id.replace(value).is_some(),
            _ => false,
        };
        if before {
            repeated.push(key.to_owned());
        }
        Ok(())
    });
    if let Err(stop) = walked {
        return Err(unreadable(text, stop.expected));
    }
    if kind != "\"Feature\"" {
        return Err(unreadable(kind, "`type` Feature"));
    }
    let Members(properties) = match properties {
        None | Some("null") => Members(Vec::new()),
        Some(text) => parse(text, reported).map_err(|reason| unreadable(&reason, "properties as a JSON object"))?,
    };
    let mut feature = Feature { properties, ..Feature::default() };
    feature.id = id.and_then(|id| serde_json::from_str(id).ok()).filter(|id: &Value| !id.is_null());
    last_of_each(&mut feature.properties, &mut repeated);
    reported.extend(repeated.iter().map(|key| key_repeated(key)));
    feature.geometry = shape.filter(|text| *text != "null").and_then(|text| geometry(text, reported));
    Ok(feature)
}

fn geometry(text: &str, reported: &mut Vec<Problem>) -> Option<Geometry<f64>> {
    let read = serde_json::from_str::<geojson::Geometry>(text).map_err(|e| e.to_string());
    match read.and_then(|geometry| shapes::geometry(&geometry.value, reported)) {
        Ok(geometry) => geometry,
        Err(reason) => {
            let problem = Problem::error("geometry_unreadable").found(reason).expected("a GeoJSON geometry");
            reported.push(problem.hint("the row came in without a geometry: mend or draw it anew in QGIS"));
            None
        }
    }
}

/// Of a key that comes again the last value counts, as in most programs, and it is reported.
fn last_of_each(properties: &mut Vec<(String, Value)>, repeated: &mut Vec<String>) {
    let mut seen = std::collections::HashSet::new();
    let mut kept: Vec<_> = std::mem::take(properties).into_iter().rev().collect();
    kept.retain(|(key, _)| {
        let first = seen.insert(key.clone());
        if !first {
            repeated.push(key.clone());
        }
        first
    });
    kept.reverse();
    *properties = kept;
}

fn key_repeated(key: &str) -> Problem {
    Problem::warning("key_repeated").found(key).expected("each key once").hint("the last value was taken")
}

fn unreadable(found: &str, expected: &str) -> Problem {
    Problem::error("feature_unreadable").found(found).expected(expected).hint("this feature was left out")
}

/// The members of an object in their order, repeated ones too.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Order;
        impl<'de> Visitor<'de> for Order {
            type Value = Members;

            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Order)
    }
}

/// Reads properties; `NaN` and `Infinity`, which some programs write, are taken for null and reported.
fn parse(text: &str, reported: &mut Vec<Problem>) -> Result<Members, String> {
    let error = match serde_json::from_str(text) {
        Ok(members) => return Ok(members),
        Err(error) => error,
    };
    let members = without_not_a_number(text).and_then(|text| serde_json::from_str(&text).ok());
    if members.is_some() {
        let problem = Problem::warning("number_not_finite").found("NaN or Infinity").expected("a number or null");
        reported.push(problem.hint("the cell is empty here"));
    }
    members.ok_or_else(|| error.to_string())
}

fn without_not_a_number(text: &str) -> Option<String> {
    let mut made = String::with_capacity(text.len());
    let mut changed = false;
    for (position, part) in text.split('"').enumerate() {
        if position > 0 {
            made.push('"');
        }
        // Between quotation marks every second part is a text; an escaped mark ends this attempt.
        if position % 2 == 1 || part.ends_with('\\') {
            if part.ends_with('\\') {
                return None;
            }
            made.push_str(part);
            continue;
        }
        let plain = part.replace("-Infinity", "null").replace("Infinity", "null").replace("NaN", "null");
        changed |= plain != part;
        made.push_str(&plain);
    }
    changed.then_some(made)
}
