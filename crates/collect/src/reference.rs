//! Reference systems of what comes in: found or declared, brought to EPSG:4326, and never shifted silently.

use crate::findings::Findings;
use crate::records::Records;
use city::Problem;
use geo::{BoundingRect, Coord, Geometry};
use grid::crs::{Crs, CrsError, Datum, DatumChoice, Transform, datum_alternatives};

/// What a person declared of a file's reference system in `city.toml`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Declared<'a> {
    /// Reference system, where the file has none or a wrong one.
    pub reference_system: Option<&'a str>,
    /// How an unknown datum is to be taken: `ellipsoid`, `wgs84` or `shift dx dy dz` (metres).
    pub datum: Option<&'a str>,
}

/// Brings every geometry to EPSG:4326 and says in words what was done.
///
/// A geometry that cannot be brought there is taken off its row, which stays; each is reported. Where no reference system is
/// known, coordinates that could be degrees are taken as degrees with a warning, others are refused.
pub fn to_wgs84(records: &mut Records, file: &str, declared: Declared) -> String {
    if records.rows.iter().all(|row| row.geometry.is_none()) {
        return String::new();
    }
    let mut findings = Findings::of_file(file);
    findings.in_sheet(&records.sheet);
    let words = if let Some(crs) = system(records, declared, &mut findings) {
        bring(records, &crs, &mut findings)
    } else {
        records.rows.iter_mut().for_each(|row| row.geometry = None);
        "not known: the geometries were left out".to_owned()
    };
    records.problems.extend(findings.into_problems());
    words
}

/// The reference system in which to read, where one is known and complete.
fn system(records: &Records, declared: Declared, findings: &mut Findings) -> Option<Crs> {
    let text = declared.reference_system.or(records.reference_system.as_deref());
    let Some(text) = text else { return undeclared(records, findings) };
    match with_datum(text, declared.datum) {
        Ok(crs) if crs.needs_datum_choice() => {
            findings.add(datum_unknown(&crs, records));
            None
        }
        Ok(crs) => {
            if crs.choice().is_some() {
                findings.add(datum_taken(&crs, records));
            }
            Some(crs)
        }
        Err(error) => {
            findings.add(
                Problem::error("reference_system_unknown")
                    .found(text)
                    .expected(error.to_string())
                    .hint("declare `reference_system = \"EPSG:...\"` for this source in city.toml"),
            );
            None
        }
    }
}

/// A reference system by its text, with the datum that a person declared.
///
/// # Errors
/// The text's own [`CrsError`], or [`CrsError::Unrecognised`] for a datum that is none of the three forms.
pub fn with_datum(text: &str, datum: Option<&str>) -> Result<Crs, CrsError> {
    declared_datum(Crs::parse(text)?, datum)
}

/// A reference system with the datum that a person declared.
///
/// # Errors
/// [`CrsError::Unrecognised`] for a datum that is none of the three forms.
pub fn declared_datum(crs: Crs, datum: Option<&str>) -> Result<Crs, CrsError> {
    let Some(datum) = datum else { return Ok(crs) };
    let choice = match datum.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["ellipsoid"] => DatumChoice::NoShift,
        ["wgs84"] => DatumChoice::AsWgs84Ellipsoid,
        ["shift", x, y, z] => {
            let metres = |text: &str| text.parse::<f64>().ok().filter(|n| n.is_finite());
            match (metres(x), metres(y), metres(z)) {
                (Some(x), Some(y), Some(z)) => DatumChoice::shift_m("city.toml", [x, y, z]),
                _ => return Err(CrsError::Unrecognised { text: datum.to_owned() }),
            }
        }
        _ => return Err(CrsError::Unrecognised { text: datum.to_owned() }),
    };
    Ok(crs.with_datum(choice))
}

fn undeclared(records: &Records, findings: &mut Findings) -> Option<Crs> {
    let degrees = |c: Coord<f64>| c.x.abs() <= 180.0 && c.y.abs() <= 90.0;
    let corners = records.rows.iter().filter_map(|row| row.geometry.as_ref()?.bounding_rect());
    let hint = "declare `reference_system = \"EPSG:...\"` for this source in city.toml";
    if corners.into_iter().all(|r| degrees(r.min()) && degrees(r.max())) {
        findings.add(
            Problem::warning("reference_system_missing")
                .expected("a reference system; the coordinates could be degrees and were taken as EPSG:4326")
                .hint(hint),
        );
        return Some(Crs::wgs84());
    }
    findings.add(
        Problem::error("reference_system_missing")
            .expected("a reference system: the coordinates are no degrees, so the geometries were left out")
            .hint(hint),
    );
    None
}

/// Somewhere in the middle of the data.
fn somewhere(records: &Records) -> Option<Coord<f64>> {
    let rectangle = records.rows.iter().find_map(|row| row.geometry.as_ref()?.bounding_rect())?;
    Some(rectangle.center())
}

/// What other choices of datum would move, in words.
fn alternatives(crs: &Crs, records: &Records) -> String {
    let others = somewhere(records).and_then(|point| datum_alternatives(crs, point).ok()).unwrap_or_default();
    let words = others.iter().map(|o| {
        format!("{} would move it {:.0} m ({:.0} m east, {:.0} m north)", o.choice, o.moved_m, o.east_m, o.north_m)
    });
    words.collect::<Vec<_>>().join("; ")
}

fn datum_unknown(crs: &Crs, records: &Records) -> Problem {
    let datum = match crs.datum() {
        Datum::Known(name) | Datum::Untied(name) => name.clone(),
        Datum::Unknown => "unknown".to_owned(),
    };
    Problem::error("datum_unknown")
        .found(datum)
        .expected(format!("a declared datum; the geometries were left out. {}", alternatives(crs, records)))
        .hint("declare `datum = \"ellipsoid\"`, `\"wgs84\"` or `\"shift dx dy dz\"` for this source in city.toml")
}

fn datum_taken(crs: &Crs, records: &Records) -> Problem {
    let choice = crs.choice().map(ToString::to_string).unwrap_or_default();
    Problem::note("datum_declared").found(choice).expected(alternatives(crs, records))
}

fn bring(records: &mut Records, crs: &Crs, findings: &mut Findings) -> String {
    let transform = match Transform::new(crs, &Crs::wgs84()) {
        Ok(transform) => transform,
        Err(error) => {
            findings.add(Problem::error("reference_system_refused").found(crs.name()).expected(error.to_string()));
            records.rows.iter_mut().for_each(|row| row.geometry = None);
            return format!("{}: refused", crs.name());
        }
    };
    for row in &mut records.rows {
        let Some(geometry) = &row.geometry else { continue };
        match transform.transform_geometry(geometry) {
            Ok(moved) => {
                findings.add_all(crate::meridian::problem(&moved).map(|problem| problem.at_row(row.number)));
                row.geometry = Some(moved);
            }
            Err(error) => {
                findings.add(
                    Problem::error("coordinate_outside")
                        .at_row(row.number)
                        .expected(format!("coordinates of {}: {error}", crs.name()))
                        .hint("the geometry was left out, the row came in; check the reference system"),
                );
                row.geometry = None;
            }
        }
    }
    let choice = crs.choice().map(|c| format!(", {c}")).unwrap_or_default();
    let moved = if transform.is_identity() { "" } else { ", brought to EPSG:4326" };
    format!("{}{choice}{moved}", crs.name())
}

/// Whether a geometry is an area.
#[must_use]
pub fn is_area(geometry: &Geometry<f64>) -> bool {
    matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Record;

    fn point(x: f64, y: f64, system: Option<&str>) -> Records {
        Records {
            rows: vec![Record { number: 1, geometry: Some(Geometry::Point((x, y).into())), cells: Vec::new() }],
            reference_system: system.map(str::to_owned),
            ..Records::default()
        }
    }

    #[test]
    fn metres_without_a_reference_system_are_refused_and_the_row_stays() {
        let mut records = point(500_000.0, 9_000_000.0, None);
        to_wgs84(&mut records, "a.shp", Declared::default());
        assert!(records.rows[0].geometry.is_none());
        assert_eq!(records.problems[0].code, "reference_system_missing");
        assert_eq!(records.problems[0].severity, city::Severity::Error);
    }

    #[test]
    fn degrees_without_a_reference_system_come_in_with_a_warning() {
        let mut records = point(18.4, -33.9, None);
        to_wgs84(&mut records, "a.shp", Declared::default());
        assert!(records.rows[0].geometry.is_some());
        assert_eq!(records.problems[0].severity, city::Severity::Warning);
    }

    #[test]
    fn an_unknown_datum_is_asked_for_and_never_shifted_silently() {
        let lo19 = "+proj=tmerc +lat_0=0 +lon_0=19 +k=1 +a=6378249.145 +rf=293.4663077";
        let mut records = point(-53_000.0, -3_756_000.0, Some(lo19));
        to_wgs84(&mut records, "grid.shp", Declared::default());
        assert!(records.rows[0].geometry.is_none());
        assert!(records.problems[0].expected.contains("would move it 60 m"), "{}", records.problems[0]);
        let mut declared = point(-53_000.0, -3_756_000.0, Some(lo19));
        let words = to_wgs84(&mut declared, "grid.shp", Declared { reference_system: None, datum: Some("ellipsoid") });
        assert!(declared.rows[0].geometry.is_some());
        assert!(words.contains("no shift"), "{words}");
    }
}
