//! GeoJSON: collections of features, single features, bare geometries, and features line by line.
//!
//! Read by RFC 7946, and by the older specification of 2008 where a file names its reference system in `crs`.

pub(crate) mod feature;
mod scan;
mod shapes;
pub(crate) mod table;

use crate::encoding;
use crate::findings::Findings;
use crate::opening;
use crate::records::{Records, Request};
use city::Problem;
use scan::{Found, Kind, Scan};
use table::Table;

/// All features of a GeoJSON file: geometry with heights dropped, properties as columns in the order in which they are
/// first met.
///
/// A column is `Integer`, `Real`, `Flag` or `Text` by what all features hold; mixed ones are `Text`, objects and lists are
/// `Text` in JSON, null and missing are `Empty`. The ids of features are a column `id` (or `feature_id`). The reference
/// system is what `crs` names, as written, and `OGC:CRS84` where there is no such member, as RFC 7946 says.
///
/// A broken geometry costs the geometry (`geometry_unreadable`), broken properties the row (`feature_unreadable`); of a
/// file that is cut short all whole features come in (`file_truncated`, with line and byte). Further problems:
/// `not_geojson`, `json_unreadable`, `key_repeated`, `ring_unclosed`, `number_not_finite`, `no_rows`,
/// `table_too_large`, and those of files and encodings.
#[must_use]
pub fn read(request: &Request) -> Records {
    let mut findings = Findings::of_file(request.file);
    let mut records = match opening::bytes(request.path) {
        Ok(bytes) => {
            let (text, problems) = encoding::text(&bytes, request.text.encoding.as_deref());
            findings.add_all(problems);
            collection(&text, &mut findings)
        }
        Err(problem) => {
            findings.add(problem);
            Records::default()
        }
    };
    records.problems = findings.into_problems();
    records
}

fn collection(text: &str, findings: &mut Findings) -> Records {
    let scan = scan::file(text);
    let mut table = Table::out_of(text.len());
    for (position, found) in scan.found.iter().enumerate() {
        let number = position as u64 + 1;
        if !row(text, found, number, &mut table, findings) {
            break;
        }
    }
    let nothing = scan.found.is_empty();
    let reference_system = reference_system(text, &scan);
    stopped(text, &scan, findings);
    if nothing && scan.stop.is_none() {
        findings.add(Problem::warning("no_rows").expected("features"));
    }
    let (columns, rows) = table.into_columns_and_rows();
    Records { columns, rows, reference_system, ..Records::default() }
}

/// Reads one feature into the table; false where the table is full.
fn row(text: &str, found: &Found, number: u64, table: &mut Table, findings: &mut Findings) -> bool {
    let part = text.get(found.span.clone()).unwrap_or_default();
    let mut reported = Vec::new();
    let read = match found.kind {
        Kind::Feature => feature::read(part, &mut reported),
        Kind::Geometry => Ok(feature::bare(part, &mut reported)),
    };
    findings.add_all(reported.into_iter().map(|problem: Problem| problem.at_row(number)));
    match read {
        Ok(feature) => match table.add(number, feature) {
            Ok(()) => true,
            Err(problem) => {
                findings.add(problem.at_row(number));
                false
            }
        },
        Err(problem) => {
            findings.add(problem.at_row(number));
            true
        }
    }
}

/// Why the scan ended before the end of the file.
fn stopped(text: &str, scan: &Scan, findings: &mut Findings) {
    let Some(stop) = &scan.stop else { return };
    let before = text.get(..stop.at).unwrap_or(text);
    let line = 1 + before.bytes().filter(|b| *b == b'\n').count();
    let place = format!("line {line}, byte {}", stop.at);
    let problem = Problem::error(stop.code).found(format!("{place}: {}", around(text, stop.at)));
    let kept = if scan.found.is_empty() {
        "nothing came in".to_owned()
    } else {
        format!("the {} features before came in", scan.found.len())
    };
    findings.add(problem.expected(stop.expected).hint(format!("{kept}: get the file again from its source")));
}

/// A few characters at a place.
fn around(text: &str, at: usize) -> String {
    let start = (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let part: String = text.get(start..).unwrap_or_default().chars().take(40).collect();
    if part.is_empty() { "the file ends".to_owned() } else { part }
}

fn reference_system(text: &str, scan: &Scan) -> Option<String> {
    let Some(written) = scan.crs.clone() else {
        return (!scan.found.is_empty()).then(|| "OGC:CRS84".to_owned());
    };
    let written = text.get(written).unwrap_or_default();
    let member: serde_json::Value = serde_json::from_str(written).unwrap_or_default();
    let name = member.pointer("/properties/name").and_then(|name| name.as_str());
    name.map(str::to_owned).or_else(|| (!member.is_null()).then(|| written.to_owned()))
}

#[cfg(test)]
mod tests;
