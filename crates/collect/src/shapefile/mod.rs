//! ESRI Shapefile: `.shp` with what lies beside it, loose or in a zip.
//!
//! Read by the ESRI technical description of July 1998 and the layout of dBase III to 7 tables. Shapes and attributes
//! are paired by their order; a broken shape costs its geometry and not its row, a missing `.dbf` the attributes and
//! not the shapes.

mod parts;
mod shapes;
mod table;

use crate::findings::Findings;
use crate::records::{Record, Records, Request};
use city::{Cell, Problem};
use parts::Parts;
pub(crate) use parts::beside;
use shapes::Shapes;
use table::{Declared, Table};

/// All features of a shapefile: geometry in its own reference system (heights and measures dropped), attributes by
/// their dBase types.
///
/// Numbers without decimals are `Integer`, dates are texts `2011-10-09`; empty numbers, NaN and `****` are `Empty`. A
/// null shape has no geometry. The reference system is the text of the `.prj`.
///
/// In a zip of several shapefiles `request.layer` names the one that is wanted (`gha_adm2`, with or without folder and
/// `.shp`); without it nothing is read and a problem `layer_not_chosen` lists them. Other problems: `dbf_missing`,
/// `prj_missing`, `encoding_unsure`, `file_truncated`, `record_count_mismatch`, `shx_mismatch`, `shape_unreadable`,
/// `shape_unsupported`, `ring_unclosed`, `ring_dropped`, `ring_orientation`, `number_overflow`, `number_unreadable`,
/// `date_unreadable`, and those of archives and files.
#[must_use]
pub fn read(request: &Request) -> Records {
    let mut findings = Findings::of_file(request.file);
    let mut records = match parts::find(request.path, request.layer, &mut findings) {
        Ok(parts) => {
            findings.in_sheet(&parts.sheet);
            assemble(parts, request, &mut findings)
        }
        Err(problem) => {
            findings.add(problem);
            Records::default()
        }
    };
    records.problems = findings.into_problems();
    records
}

/// The names of the shapefiles in a zip; none for a loose one.
pub(crate) fn in_zip(path: &std::path::Path) -> Result<Vec<String>, Problem> {
    parts::in_the_zip(path)
}

fn assemble(parts: Parts, request: &Request, findings: &mut Findings) -> Records {
    let Some(shapes) = shapes::read(&parts.shp, parts.shx.as_deref(), findings) else {
        return Records { sheet: parts.sheet, ..Records::default() };
    };
    let reference_system = parts.prj.as_deref().map(|text| String::from_utf8_lossy(text));
    let reference_system = reference_system.map(|text| text.trim_matches(['\u{FEFF}', '\0']).trim().to_owned());
    let reference_system = reference_system.filter(|text| !text.is_empty());
    if reference_system.is_none() {
        let problem = Problem::warning("prj_missing").expected("a .prj beside the .shp");
        findings.add(problem.hint("declare `reference_system` of this source in city.toml"));
    }
    let table = parts.dbf.as_deref().and_then(|dbf| {
        let declared = Declared { encoding: request.text.encoding.as_deref(), cpg: parts.cpg.as_deref() };
        table::read(dbf, shapes.len(), &declared, findings)
    });
    if parts.dbf.is_none() {
        let problem = Problem::warning("dbf_missing").expected("a .dbf beside the .shp");
        findings.add(problem.hint("the shapes came in without their attributes: get the .dbf from the source"));
    }
    let rows = pair(shapes, table.as_ref(), findings);
    let columns = table.map(|t| t.columns).unwrap_or_default();
    Records { sheet: parts.sheet, columns, rows, reference_system, problems: Vec::new() }
}

/// Shapes and attributes, by their order.
fn pair(shapes: Shapes, table: Option<&Table>, findings: &mut Findings) -> Vec<Record> {
    let attributes = table.map_or(0, |t| t.rows.len());
    if table.is_some() && attributes != shapes.len() {
        let found = format!("{} shapes and {attributes} rows of attributes", shapes.len());
        let problem = Problem::error("record_count_mismatch").found(found).expected("one row for each shape");
        findings.add(problem.hint("what has no partner came in alone: get .shp and .dbf again, from the same source"));
    }
    let count = shapes.len().max(attributes);
    let mut shapes = shapes.into_iter();
    let mut rows = Vec::with_capacity(count);
    let mut deleted = 0_u64;
    for position in 0..count {
        let geometry = shapes.next().flatten();
        let cells = match table {
            None => Vec::new(),
            Some(table) => match table.rows.get(position) {
                None => vec![Cell::Empty; table.columns.len()],
                Some(Some(cells)) => cells.clone(),
                Some(None) => {
                    deleted += 1;
                    continue;
                }
            },
        };
        rows.push(Record { number: position as u64 + 1, geometry, cells });
    }
    if deleted > 0 {
        let problem = Problem::note("row_deleted").found(deleted);
        findings.add(problem.hint("rows that the .dbf marks as deleted were left out with their shapes"));
    }
    rows
}

#[cfg(test)]
mod tests;
