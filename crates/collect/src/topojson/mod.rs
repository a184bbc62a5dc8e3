//! `TopoJSON`: shapes that share their borders as arcs, by the specification 1.0.0 (<https://github.com/topojson/topojson-specification>).

mod arcs;

use crate::encoding;
use crate::findings::Findings;
use crate::geojson::feature::Feature;
use crate::geojson::table::Table;
use crate::opening;
use crate::records::{Records, Request};
use arcs::Arcs;
use city::Problem;
use geo_types::{Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use serde_json::Value;
use std::path::Path;

/// The largest file: all of it is held, and takes several times its size.
const MOST_BYTES: usize = 200 << 20;

/// The names of the objects, which are layers.
///
/// # Errors
/// The problem of a file that cannot be opened or is no `TopoJSON`.
pub fn objects(path: &Path) -> Result<Vec<String>, Problem> {
    let topology = topology(&opening::bytes(path)?, None, &mut Findings::default())?;
    Ok(members(&topology).map(|(name, _)| name.clone()).collect())
}

/// The geometries of one object, `layer` or the only one, as rows: properties as columns, ids as a column `id`; deltas and transform
/// undone, arcs put together. A geometry that cannot be put together costs its geometry, not its row.
#[must_use]
pub fn read(request: &Request) -> Records {
    let mut findings = Findings::of_file(request.file);
    let encoding = request.text.encoding.as_deref();
    let bytes = opening::bytes(request.path);
    let topology = bytes.and_then(|bytes| topology(&bytes, encoding, &mut findings));
    let mut records = match topology.and_then(|topology| layer(&topology, request.layer, &mut findings)) {
        Ok(records) => records,
        Err(problem) => {
            findings.add(problem);
            Records::default()
        }
    };
    records.problems = findings.into_problems();
    records
}

fn topology(bytes: &[u8], encoding: Option<&str>, findings: &mut Findings) -> Result<Value, Problem> {
    if bytes.len() > MOST_BYTES {
        let problem = Problem::error("file_too_large").found(format!("{} bytes", bytes.len()));
        return Err(problem.expected(format!("at most {MOST_BYTES} bytes")).hint("write it as GeoJSON or FlatGeobuf"));
    }
    let (text, problems) = encoding::text(bytes, encoding);
    findings.add_all(problems);
    let hint = "get the file again from its source";
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{FEFF}'))
        .map_err(|e| Problem::error("json_unreadable").found(e.to_string()).expected("whole JSON").hint(hint))?;
    if value.get("type").and_then(Value::as_str) == Some("Topology")
        && value.get("objects").is_some_and(Value::is_object)
    {
        Ok(value)
    } else {
        Err(Problem::error("not_topojson").expected("a Topology with `objects` and `arcs`").hint(hint))
    }
}

fn members(topology: &Value) -> impl Iterator<Item = (&String, &Value)> {
    topology.get("objects").and_then(Value::as_object).into_iter().flatten()
}

fn layer(topology: &Value, wanted: &str, findings: &mut Findings) -> Result<Records, Problem> {
    let names = members(topology).map(|(name, _)| name.as_str()).collect::<Vec<_>>();
    let chosen = members(topology).find(|(name, _)| wanted.is_empty() || *name == wanted);
    let Some((name, object)) = chosen else {
        let expected = format!("one of the objects: {}", names.join(", "));
        return Err(Problem::error("layer_missing")
            .found(wanted)
            .expected(expected)
            .hint("set `layer` of this source"));
    };
    if wanted.is_empty() && names.len() > 1 {
        let expected = format!("one of {}", names.join(", "));
        return Err(Problem::error("layer_not_chosen").expected(expected).hint("set `layer` of this source"));
    }
    findings.in_sheet(name);
    let mut arcs = Arcs::of(topology)?;
    let rows = match object.get("geometries").and_then(Value::as_array) {
        Some(geometries) if object.get("type").and_then(Value::as_str) == Some("GeometryCollection") => {
            geometries.as_slice()
        }
        _ => std::slice::from_ref(object),
    };
    let mut table = Table::out_of(rows.len().saturating_mul(64));
    for (number, row) in (1..).zip(rows) {
        let shape = geometry(row, &mut arcs, 0).unwrap_or_else(|reason| {
            let problem = Problem::error("geometry_unreadable").at_row(number).found(reason);
            let problem = problem.expected("a TopoJSON geometry");
            findings.add(problem.hint("the row came in without a geometry: get the file again from its source"));
            None
        });
        let properties = row.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        let id = row.get("id").filter(|id| !id.is_null()).cloned();
        if let Err(problem) =
            table.add(number, Feature { geometry: shape, id, properties: properties.into_iter().collect() })
        {
            findings.add(problem.at_row(number));
            break;
        }
    }
    if rows.is_empty() {
        findings.add(Problem::warning("no_rows").expected("geometries"));
    }
    let (columns, rows) = table.into_columns_and_rows();
    let reference_system = Some("OGC:CRS84".to_owned());
    Ok(Records { sheet: name.clone(), columns, rows, reference_system, ..Records::default() })
}

/// A geometry; none where it is null or empty. A reason where it cannot be put together.
fn geometry(value: &Value, arcs: &mut Arcs, depth: usize) -> Result<Option<Geometry<f64>>, String> {
    let kind = value.get("type").and_then(Value::as_str).unwrap_or_default();
    let own = |key: &str| value.get(key).unwrap_or(&Value::Null);
    Ok(match kind {
        "" => None,
        "Point" => Some(Point(arcs.position(own("coordinates"))?).into()),
        "MultiPoint" => {
            let points =
                list(own("coordinates"))?.iter().map(|p| arcs.position(p).map(Point)).collect::<Result<Vec<_>, _>>()?;
            (!points.is_empty()).then(|| MultiPoint(points).into())
        }
        "LineString" => Some(arcs.line(own("arcs"))?.into()),
        "MultiLineString" => {
            let lines = list(own("arcs"))?.iter().map(|l| arcs.line(l)).collect::<Result<Vec<LineString<f64>>, _>>()?;
            (!lines.is_empty()).then(|| MultiLineString(lines).into())
        }
        "Polygon" => area(own("arcs"), arcs)?.map(Geometry::from),
        "MultiPolygon" => {
            let areas =
                list(own("arcs"))?.iter().filter_map(|a| area(a, arcs).transpose()).collect::<Result<Vec<_>, _>>()?;
            (!areas.is_empty()).then(|| MultiPolygon(areas).into())
        }
        "GeometryCollection" if depth < 8 => {
            let parts = list(own("geometries"))?.iter().filter_map(|g| geometry(g, arcs, depth + 1).transpose());
            let parts = parts.collect::<Result<Vec<_>, _>>()?;
            (!parts.is_empty()).then_some(Geometry::GeometryCollection(GeometryCollection(parts)))
        }
        other => return Err(format!("a geometry of type {other}")),
    })
}

fn area(rings: &Value, arcs: &mut Arcs) -> Result<Option<Polygon<f64>>, String> {
    let rings = list(rings)?.iter().map(|r| arcs.ring(r)).collect::<Result<Vec<_>, _>>()?;
    let mut rings = rings.into_iter();
    Ok(rings.next().map(|outer| Polygon::new(outer, rings.collect())))
}

fn list(value: &Value) -> Result<&[Value], String> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| "no list where one belongs".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::{Cell, settings::TextSettings};

    /// The example of the specification, with a transform: a point, a line and an area that share an arc.
    const EXAMPLE: &str = r#"{"type":"Topology","transform":{"scale":[0.5,0.25],"translate":[100,0]},"objects":{
        "example":{"type":"GeometryCollection","geometries":[
            {"type":"Point","properties":{"name":"post"},"coordinates":[4,2]},
            {"type":"LineString","id":7,"properties":{"name":"path"},"arcs":[0]},
            {"type":"Polygon","properties":{"name":"field"},"arcs":[[-2]]},
            {"type":null,"properties":{"name":"nothing"}},
            {"type":"Polygon","properties":{"name":"broken"},"arcs":[[9]]}]},
        "other":{"type":"Point","coordinates":[0,0]}},
        "arcs":[[[4,0],[4,4],[2,-4]],[[0,0],[0,4],[4,0],[0,-4],[-4,0]]]}"#;

    fn reading(text: &str, layer: &str) -> Records {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        std::fs::write(&path, text).unwrap();
        read(&Request { path: &path, file: "a.json", layer, text: &TextSettings::default() })
    }

    #[test]
    fn arcs_are_put_together_and_deltas_and_transform_undone() {
        let records = reading(EXAMPLE, "example");
        assert_eq!(records.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["name", "id"]);
        let shapes: Vec<_> = records.rows.iter().map(|row| row.geometry.clone()).collect();
        assert_eq!(shapes[0], Some(Point::new(102.0, 0.5).into()));
        assert_eq!(shapes[1], Some(LineString::from(vec![(102.0, 0.0), (104.0, 1.0), (105.0, 0.0)]).into()));
        let ring = LineString::from(vec![(100.0, 0.0), (102.0, 0.0), (102.0, 1.0), (100.0, 1.0), (100.0, 0.0)]);
        assert_eq!(shapes[2], Some(Polygon::new(ring, Vec::new()).into()));
        assert_eq!((&shapes[3], &shapes[4]), (&None, &None));
        assert_eq!(records.rows[1].cells[1], Cell::Integer(7));
        let codes: Vec<&str> = records.problems.iter().map(|p| p.code.as_str()).collect();
        assert_eq!(codes, ["geometry_unreadable"]);
    }

    #[test]
    fn objects_are_layers() {
        assert_eq!(reading(EXAMPLE, "other").rows.len(), 1);
        assert_eq!(reading(EXAMPLE, "").problems[0].code, "layer_not_chosen");
        assert_eq!(reading(EXAMPLE, "third").problems[0].expected, "one of the objects: example, other");
        assert_eq!(reading("{\"type\":\"Topology\"}", "").problems[0].code, "not_topojson");
        assert_eq!(reading(&EXAMPLE[..300], "").problems[0].code, "json_unreadable");
    }
}
