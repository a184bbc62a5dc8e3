//! `OpenDocument` spreadsheets (`.ods`, flat `.fods`): one sheet as a table.

mod content;
mod value;

use crate::archive::Archive;
use crate::findings::Findings;
use crate::opening::{self, guarded};
use crate::records::{Records, Request};
use crate::worksheet;
use city::Problem;
use std::path::Path;

/// What a spreadsheet says that it is, in its file `mimetype` or in `office:mimetype`; templates add `-template`.
const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// All rows below the header of one sheet: the one that `request.layer` names, or the first (the others are then named in
/// a note `sheet_chosen`).
///
/// Cells are as in [`crate::xlsx::read`]: numbers (percentages and amounts of money too) are `Integer` where they are
/// whole, else `Real`; dates are texts `2011-10-09` or `2011-10-09T14:30:00`, times `14:30:00`; formulas give the result
/// that was saved, errors are `Empty` and reported (`cell_error`); merged headers name each of their columns. What stands
/// in comments, and in cells that a merged one covers, is not read. Rows and columns that the file repeats are counted and
/// not made where they are empty; where they hold something they are made up to a limit (`table_too_large`).
///
/// Problems: those of [`crate::xlsx::read`], `workbook_locked` (a password), and `workbook_cut_short` where the text of the
/// sheet breaks off: the rows before come in.
#[must_use]
pub fn read(request: &Request) -> Records {
    let mut findings = Findings::of_file(request.file);
    let sheet = xml(request.path).and_then(|xml| {
        let read = guarded(|| {
            let names = content::sheets(&xml);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let name = worksheet::chosen(&names, request.layer, &mut findings)?;
            content::read(&xml, &name, &mut findings)
        });
        read.unwrap_or_else(|panic| Err(unreadable(panic)))
    });
    worksheet::records(sheet, request, findings)
}

/// The names of the sheets, in their order.
pub(crate) fn sheets(path: &Path) -> Result<Vec<String>, Problem> {
    let xml = xml(path)?;
    guarded(|| content::sheets(&xml)).map_err(unreadable)
}

/// Every sheet, in their order, and what was found in them.
pub(crate) fn every_sheet(path: &Path, findings: &mut Findings) -> Result<Vec<worksheet::Sheet>, Problem> {
    let xml = xml(path)?;
    let read = guarded(|| worksheet::every(content::sheets(&xml), |name| content::read(&xml, &name, findings)));
    read.unwrap_or_else(|panic| Err(unreadable(panic)))
}

/// The text of the document that holds the sheets, out of the zip or as the file itself.
fn xml(path: &Path) -> Result<Vec<u8>, Problem> {
    let bytes = opening::bytes(path)?;
    if bytes.starts_with(b"PK") {
        return zipped(&bytes);
    }
    let flat = content::flat_mimetype(&bytes).ok_or_else(|| unreadable("no zip and no flat document"))?;
    is_spreadsheet(&flat)?;
    Ok(bytes)
}

fn zipped(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut archive = Archive::new(std::io::Cursor::new(bytes), bytes.len() as u64)?;
    let entries = archive.entries().to_vec();
    let mut unpacked = |name: &str| {
        let entry = entries.iter().find(|entry| entry.name == name);
        entry.map(|entry| archive.unpack(entry)).transpose()
    };
    if let Some(kind) = unpacked("mimetype")? {
        is_spreadsheet(String::from_utf8_lossy(&kind).trim())?;
    }
    let manifest = unpacked("META-INF/manifest.xml")?.unwrap_or_default();
    let locked = entries.iter().any(|entry| entry.name == "encrypted-package")
        || manifest.windows(15).any(|part| part == b"encryption-data");
    if locked {
        let problem = Problem::error("workbook_locked").found("a workbook with a password");
        return Err(problem.expected("one without").hint("open it in LibreOffice and save it without a password"));
    }
    unpacked("content.xml")?.ok_or_else(|| unreadable("no content.xml in it"))
}

fn is_spreadsheet(kind: &str) -> Result<(), Problem> {
    match kind.strip_prefix(MIMETYPE) {
        Some("" | "-template") => Ok(()),
        _ => Err(unreadable(format!("a document of the kind {kind}"))),
    }
}

fn unreadable(reason: impl std::fmt::Display) -> Problem {
    let problem = Problem::error("workbook_unreadable").found(reason).expected("an OpenDocument spreadsheet");
    problem.hint("open it in LibreOffice and save it anew")
}

#[cfg(test)]
mod tests;
