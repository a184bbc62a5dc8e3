//! FlatGeobuf: features one behind the other, each with its own length, and an index in front that is not needed here.
//!
//! The layout is read here over the tables of the `flatgeobuf` crate, because the crate sets aside memory by the sizes that a
//! file claims. Every table is verified before it is looked at.

mod cells;
mod shapes;

use crate::findings::Findings;
use crate::headings;
use crate::opening::{self, guarded, most_cells, table_too_large};
use crate::records::{Record, Records, Request};
use cells::Properties;
use city::{Column, Problem};
use flatbuffers::VerifierOptions;
use flatgeobuf::{Feature, Header};

/// All features of a FlatGeobuf file, in its order (that of its index where it has one), with heights and measures dropped.
///
/// Whole numbers, numbers and flags are what they are; text, JSON and dates are text as written; columns of bytes are left
/// out. The reference system is the code of the header, else its text. Read with and without an index, and where the header
/// does not say how many features there are.
///
/// A broken geometry costs the geometry (`geometry_unreadable`), broken properties the cells behind them
/// (`cell_unreadable`), a feature that is broken as a whole its row (`feature_unreadable`); of a file that is cut short all
/// whole features come in (`file_truncated`). Further problems: `flatgeobuf_unreadable`, `column_not_read`,
/// `number_not_finite`, `no_rows`, `reference_system_missing`, `table_too_large`, and those of files and headings.
#[must_use]
pub fn read(request: &Request) -> Records {
    let mut findings = Findings::of_file(request.file);
    let mut records = Records::default();
    match opening::bytes(request.path) {
        Ok(bytes) => match guarded(|| features(&bytes)) {
            Ok(Ok((read, problems))) => {
                records = read;
                findings.add_all(problems.into_problems());
            }
            Ok(Err(problem)) => findings.add(problem),
            Err(reason) => findings.add(unreadable(reason)),
        },
        Err(problem) => findings.add(problem),
    }
    records.problems = findings.into_problems();
    records
}

fn unreadable(found: impl std::fmt::Display) -> Problem {
    let problem = Problem::error("flatgeobuf_unreadable").found(found).expected("a whole FlatGeobuf file, version 3");
    problem.hint("get the file again from its source, or write it anew with QGIS or ogr2ogr")
}

/// Bytes behind their length of four bytes, together with it; none where they are not all there.
fn prefixed(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = u32::from_le_bytes(*bytes.first_chunk()?);
    bytes.split_at_checked(usize::try_from(length).ok()?.checked_add(4)?)
}

/// No table may stand for more bytes than it has: one that is pointed at a thousand times counts a thousand times.
fn bounds(bytes: &[u8]) -> VerifierOptions {
    let max_apparent_size = bytes.len().saturating_mul(4).saturating_add(1024);
    VerifierOptions {
        max_depth: 24,
        max_apparent_size,
        ignore_missing_null_terminator: true,
        ..VerifierOptions::default()
    }
}

fn features(bytes: &[u8]) -> Result<(Records, Findings), Problem> {
    let Some(([b'f', b'g', b'b', 3, b'f', b'g', b'b', _], body)) = bytes.split_at_checked(8) else {
        return Err(unreadable("another beginning"));
    };
    let cut =
        || Problem::error("file_truncated").expected("a header and features").hint("get it again from its source");
    let (header, rest) = prefixed(body).ok_or_else(cut)?;
    let header = flatgeobuf::size_prefixed_root_as_header_with_opts(&bounds(header), header).map_err(unreadable)?;
    let mut findings = Findings::default();
    let properties = Properties::of(&header, &mut findings);
    let mut records = Records {
        columns: named(&properties, &mut findings),
        reference_system: reference_system(&header),
        ..Records::default()
    };
    let features = index_bytes(&header).and_then(|index| rest.get(index..)).ok_or_else(cut)?;
    rows(features, &header, &properties, &mut records, &mut findings, most_cells(bytes.len() as u64));
    if records.rows.is_empty() && header.features_count() == 0 {
        findings.add(Problem::warning("no_rows").expected("features"));
    }
    if records.reference_system.is_none() && records.rows.iter().any(|row| row.geometry.is_some()) {
        let problem = Problem::warning("reference_system_missing").expected("a reference system in the header");
        findings.add(problem.hint("declare `reference_system` of this source in city.toml"));
    }
    Ok((records, findings))
}

fn named(properties: &Properties, findings: &mut Findings) -> Vec<Column> {
    let mut columns = properties.columns.clone();
    let names: Vec<_> = columns.iter().map(|column| column.name.clone()).enumerate().collect();
    for (column, name) in columns.iter_mut().zip(headings::distinct(&names, None, findings)) {
        column.name = name;
    }
    columns
}

/// The bytes of the index: 40 for each feature, and for each node above them.
fn index_bytes(header: &Header) -> Option<usize> {
    let node_size = u64::from(header.index_node_size());
    let mut nodes = header.features_count();
    if node_size == 0 || nodes == 0 {
        return Some(0);
    }
    let mut all = nodes;
    loop {
        nodes = nodes.div_ceil(node_size.max(2));
        all = all.checked_add(nodes)?;
        if nodes == 1 {
            return usize::try_from(all.checked_mul(40)?).ok();
        }
    }
}

fn reference_system(header: &Header) -> Option<String> {
    let crs = header.crs()?;
    let org = crs.org().filter(|org| !org.is_empty()).unwrap_or("EPSG");
    let text = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
    if crs.code() > 0 {
        return Some(format!("{org}:{}", crs.code()));
    }
    let code = text(crs.code_string()).map(|code| format!("{org}:{code}"));
    code.or_else(|| text(crs.wkt())).or_else(|| text(crs.name()))
}

fn rows(
    mut features: &[u8],
    header: &Header,
    properties: &Properties,
    records: &mut Records,
    findings: &mut Findings,
    most_cells: usize,
) {
    let mut number = 0_u64;
    while !features.is_empty() {
        let Some((feature, rest)) = prefixed(features) else {
            let found = format!("it ends within feature {}", number + 1);
            let problem = Problem::error("file_truncated").found(found).expected("whole features");
            findings.add(problem.hint(format!("the {number} features before came in: get it again from its source")));
            return;
        };
        (features, number) = (rest, number + 1);
        if (records.rows.len() + 1).saturating_mul(records.columns.len() + 1) > most_cells {
            findings
                .add(table_too_large(format!("more than {} features", records.rows.len()), most_cells).at_row(number));
            return;
        }
        match flatgeobuf::size_prefixed_root_as_feature_with_opts(&bounds(feature), feature) {
            Ok(feature) => records.rows.push(row(&feature, number, header, properties, findings)),
            Err(reason) => {
                let reason = reason.to_string().lines().next().unwrap_or_default().to_owned();
                let problem = Problem::error("feature_unreadable").at_row(number).found(reason);
                findings.add(problem.expected("a whole feature").hint("this feature was left out"));
            }
        }
    }
    if number < header.features_count() {
        let found = format!("{number} of {} features", header.features_count());
        let problem = Problem::error("file_truncated").found(found).expected("as many as its header says");
        findings.add(problem.hint("they came in: get it again from its source"));
    }
}

fn row(feature: &Feature, number: u64, header: &Header, properties: &Properties, findings: &mut Findings) -> Record {
    let shape = feature.geometry().map(|shape| shapes::shape(&shape, header.geometry_type()));
    let geometry = shape.transpose().unwrap_or_else(|reason| {
        let problem = Problem::error("geometry_unreadable").at_row(number).found(reason);
        findings.add(problem.expected("a whole geometry of straight edges"));
        None
    });
    let cells = properties.cells(feature, number, findings);
    Record { number, geometry: geometry.flatten(), cells }
}

#[cfg(test)]
mod tests;
