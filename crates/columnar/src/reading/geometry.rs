//! Shapes: which columns hold them, in which reference system, and their reading.

use super::column::{self, Budget};
use super::fault::Fault;
use super::footer::{Footer, Group, Leaf, Meaning, Physical};
use super::said::Said;
use super::values::Raw;
use crate::GEO_KEY;
use city::Problem;
use geo_types::{Geometry, Point};
use serde_json::Value;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Where the shapes stand.
#[derive(Debug, Clone, Copy)]
enum Place {
    Binary(usize),
    /// Columns of eastings and northings.
    Points(usize, usize),
}

/// The column of shapes on its way.
#[derive(Debug)]
pub(super) struct Shapes {
    pub name: Rc<str>,
    pub said: Said,
    place: Place,
}

/// What a file says of its shapes.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub shapes: Option<Shapes>,
    pub reference_system: Option<String>,
    /// Columns that are no columns of the table: shapes, and their extents.
    pub spoken_for: BTreeSet<String>,
}

/// Finds the shapes: by what GeoParquet says, else by Parquet's own types.
pub(super) fn found(footer: &Footer, problems: &mut Vec<Problem>) -> Found {
    let written = footer.metadata.iter().find(|(key, _)| key == GEO_KEY).map(|(_, text)| text.as_str());
    let Some(text) = written else { return own_type(footer) };
    match serde_json::from_str::<Value>(text) {
        Ok(geo) => by_metadata(footer, &geo, problems),
        Err(error) => {
            let problem = Problem::error("geometry_not_read").found(format!("`geo` is no JSON: {error}"));
            problems.push(problem.expected("GeoParquet").hint("write the file anew"));
            own_type(footer)
        }
    }
}

fn by_metadata(footer: &Footer, geo: &Value, problems: &mut Vec<Problem>) -> Found {
    let primary = geo.get("primary_column").and_then(Value::as_str).unwrap_or("geometry");
    let described = geo.get("columns").and_then(|columns| columns.get(primary)).unwrap_or(&Value::Null);
    let encoding = described.get("encoding").and_then(Value::as_str).unwrap_or("WKB");
    let mut found = Found { spoken_for: BTreeSet::from([primary.to_owned()]), ..Found::default() };
    let covering = described.pointer("/covering/bbox/xmin/0").and_then(Value::as_str);
    found.spoken_for.extend(covering.map(str::to_owned));
    let at = |path: &[&str], physical: Physical| {
        let same = |leaf: &Leaf| leaf.path.iter().map(|name| &**name).eq(path.iter().copied());
        footer.leaves.iter().position(|leaf| same(leaf) && leaf.physical == physical && !leaf.repeated)
    };
    let place = match encoding {
        "point" => at(&[primary, "x"], Physical::Double)
            .zip(at(&[primary, "y"], Physical::Double))
            .map(|(x, y)| Place::Points(x, y)),
        _ if encoding.eq_ignore_ascii_case("wkb") => at(&[primary], Physical::Bytes).map(Place::Binary),
        _ => None,
    };
    if let Some(place) = place {
        found.shapes = Some(Shapes { name: primary.into(), said: Said::default(), place });
        found.reference_system = match described.get("crs") {
            None => Some("OGC:CRS84".to_owned()),
            Some(crs) => named(crs),
        };
    } else {
        let problem = Problem::error("geometry_not_read").in_column(primary).found(format!("shapes as `{encoding}`"));
        let problem = problem.expected("a column of WKB, or of points as x and y");
        problems.push(problem.hint("write it as WKB; the rows came in without their shapes"));
    }
    found
}

/// The first column of Parquet's own type of shapes.
fn own_type(footer: &Footer) -> Found {
    let shapes = |(at, leaf): (usize, &Leaf)| match (&leaf.meaning, leaf.path.as_slice()) {
        (Meaning::Shape(crs), [name]) if !leaf.repeated && leaf.physical == Physical::Bytes => {
            Some((at, Rc::clone(name), crs.clone()))
        }
        _ => None,
    };
    let Some((at, name, crs)) = footer.leaves.iter().enumerate().find_map(shapes) else { return Found::default() };
    let text = |key: &str| footer.metadata.iter().find(|(k, _)| k == key).map(|(_, text)| text.clone());
    let crs = crs.map(|crs| crs.strip_prefix("projjson:").and_then(text).unwrap_or(crs));
    Found {
        reference_system: match crs {
            None => Some("OGC:CRS84".to_owned()),
            Some(crs) => match (crs.strip_prefix("srid:"), serde_json::from_str(&crs)) {
                (Some("0"), _) => None,
                (Some(code), _) => Some(format!("EPSG:{code}")),
                (None, Ok(json)) => named(&json),
                (None, Err(_)) => Some(crs),
            },
        },
        spoken_for: BTreeSet::from([name.to_string()]),
        shapes: Some(Shapes { name, said: Said::default(), place: Place::Binary(at) }),
    }
}

/// The code of a reference system in PROJJSON (of its horizontal part, or of what it is bound to), else its name; a text
/// as it stands.
fn named(crs: &Value) -> Option<String> {
    if let Some(text) = crs.as_str() {
        return Some(text.to_owned()).filter(|text| !text.is_empty());
    }
    let parts = [Some(crs), crs.pointer("/components/0"), crs.get("source_crs")];
    parts.into_iter().flatten().find_map(code).or_else(|| crs.get("name").and_then(Value::as_str).map(str::to_owned))
}

fn code(crs: &Value) -> Option<String> {
    let id = crs.get("id")?;
    let authority = id.get("authority").and_then(Value::as_str)?;
    let code = id.get("code")?;
    let code = code.as_str().map(str::to_owned).or_else(|| code.as_i64().map(|code| code.to_string()))?;
    Some(format!("{authority}:{code}"))
}

impl Shapes {
    /// The shapes of one group of rows, the first of which has this number.
    pub fn read(
        &mut self,
        file: &[u8],
        (leaves, group): (&[Leaf], &Group),
        budget: &mut Budget,
        first: u64,
    ) -> Vec<Option<Geometry<f64>>> {
        let mut read = |at: usize, take: &mut dyn FnMut(Option<Raw<'_>>)| {
            let chunk = group.chunks.get(at).and_then(Option::as_ref);
            let (leaf, chunk) = leaves.get(at).zip(chunk).ok_or(Fault::Wrong("its pages are nowhere"))?;
            column::read(file, (leaf, chunk), group.rows, budget, take)
        };
        let mut shapes = Vec::new();
        let result = match self.place {
            Place::Binary(at) => read(at, &mut |raw| {
                let shape = match raw {
                    Some(Raw::Bytes(bytes)) => wkb::read(bytes).unwrap_or_else(|fault| {
                        self.said.shape(first + shapes.len() as u64, &fault);
                        None
                    }),
                    _ => None,
                };
                shapes.push(shape);
            }),
            Place::Points(x, y) => {
                let (mut eastings, mut northings) = (Vec::new(), Vec::new());
                let result = read(x, &mut |raw| eastings.push(real(raw)));
                let result = result.and(read(y, &mut |raw| northings.push(real(raw))));
                let points = eastings.into_iter().zip(northings);
                shapes.extend(points.map(|(x, y)| Some(Geometry::from(Point::new(x?, y?)))));
                result
            }
        };
        if let Err(fault) = result {
            self.said.stop(fault, first + shapes.len() as u64, group.rows.saturating_sub(shapes.len()));
        }
        shapes
    }
}

/// A coordinate; none where it is empty or, as in an empty point, no number.
fn real(raw: Option<Raw<'_>>) -> Option<f64> {
    match raw {
        Some(Raw::Real(real)) if real.is_finite() => Some(real),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_reference_system_is_named_by_its_code_where_it_has_one() {
        let utm = json!({ "name": "WGS 84 / UTM zone 30N", "id": { "authority": "EPSG", "code": 32630 } });
        assert_eq!(named(&utm).as_deref(), Some("EPSG:32630"));
        assert_eq!(named(&json!({ "name": "compound", "components": [utm] })).as_deref(), Some("EPSG:32630"));
        assert_eq!(named(&json!({ "type": "BoundCRS", "source_crs": utm })).as_deref(), Some("EPSG:32630"));
        assert_eq!(
            named(&json!({ "name": "Accra / Ghana National Grid" })).as_deref(),
            Some("Accra / Ghana National Grid")
        );
        assert_eq!(named(&json!("EPSG:4326")).as_deref(), Some("EPSG:4326"));
        assert_eq!(named(&Value::Null), None);
    }
}
