//! Excel workbooks (`.xlsx`, `.xlsm`): one sheet as a table.

mod cells;

use crate::archive::Archive;
use crate::findings::Findings;
use crate::opening::{self, guarded};
use crate::records::{Records, Request};
use crate::worksheet::{self, Sheet};
use calamine::{Reader as _, SheetType, Xlsx};
use city::Problem;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// All rows below the header of one sheet: the one that `request.layer` names, or the first worksheet (the others are
/// then named in a note `sheet_chosen`).
///
/// Numbers are `Integer` where they are whole, else `Real`; dates are texts `2011-10-09` or `2011-10-09T14:30:00`;
/// formulas give the result that Excel saved. Errors such as `#N/A` are `Empty` and reported (`cell_error`), the declared
/// `missing` texts are `Empty`. A column is `Integer`, `Real`, `Flag` or `Text` by what it holds; one that mixes texts and
/// numbers is `Text`, and its cells stay what they are, so that no number is read twice. Merged headers name each of
/// their columns.
///
/// Problems: `sheet_missing`, `header_missing`, `no_rows`, `workbook_old` (`.xls` or with a password),
/// `workbook_unreadable`, `column_repeated`, `column_unnamed`, `rows_empty`, `table_too_large`, and those of files and
/// archives.
#[must_use]
pub fn read(request: &Request) -> Records {
    let mut findings = Findings::of_file(request.file);
    let sheet = sheet(request, &mut findings);
    worksheet::records(sheet, request, findings)
}

/// The names of the worksheets, in their order.
pub(crate) fn sheets(path: &Path) -> Result<Vec<String>, Problem> {
    in_workbook(path, |book| Ok(worksheets(book).map(str::to_owned).collect()))
}

/// Every worksheet, in their order.
pub(crate) fn every_sheet(path: &Path) -> Result<Vec<Sheet>, Problem> {
    in_workbook(path, |book| {
        let names: Vec<String> = worksheets(book).map(str::to_owned).collect();
        worksheet::every(names, |name| cells::read(book, name))
    })
}

fn sheet(request: &Request, findings: &mut Findings) -> Result<Sheet, Problem> {
    in_workbook(request.path, |book| {
        let names: Vec<&str> = worksheets(book).collect();
        let name = worksheet::chosen(&names, request.layer, findings)?;
        cells::read(book, name)
    })
}

/// Opens a workbook that was unpacked once to see that it can be, and works on it under guard.
fn in_workbook<T>(
    path: &Path,
    work: impl FnOnce(&mut Xlsx<BufReader<File>>) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let (mut file, _) = opening::open(path)?;
    let mut magic = [0; 4];
    if file.read_exact(&mut magic).is_ok() && magic == [0xD0, 0xCF, 0x11, 0xE0] {
        let problem = Problem::error("workbook_old").found("an .xls workbook, or one with a password");
        return Err(problem
            .expected("an .xlsx workbook")
            .hint("open it in Excel or LibreOffice and save it as .xlsx without a password"));
    }
    Archive::open(path)?.check()?;
    let (file, _) = opening::open(path)?;
    let done = guarded(|| work(&mut Xlsx::new(BufReader::new(file)).map_err(unreadable)?));
    done.unwrap_or_else(|panic| Err(unreadable(panic)))
}

fn unreadable(reason: impl std::fmt::Display) -> Problem {
    let problem = Problem::error("workbook_unreadable").found(reason).expected("an .xlsx workbook");
    problem.hint("open it in Excel or LibreOffice and save it anew")
}

fn worksheets(book: &Xlsx<BufReader<File>>) -> impl Iterator<Item = &str> {
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    sheets.map(|sheet| sheet.name.as_str())
}

#[cfg(test)]
mod tests;
