//! Sheets: every sheet of a workbook, or a delimited text, decoded for `forms`.

use crate::findings::Findings;
use crate::opening::{self, most_cells, table_too_large};
use crate::records::Request;
use crate::{csv, ods, worksheet, xlsx};
use city::settings::{Reader, TextSettings};
use city::{Cell, Problem};
use forms::{Sheet, SheetRow};
use std::io::Read;
use std::path::Path;

/// Every sheet of a workbook (`.xlsx`, `.ods`), or a delimited text as one sheet of the file's name, and what is wrong with
/// it; `file` is how problems name it.
///
/// Rows are as they stand, headers among them, with the number that a person counts; empty rows are left out. A delimited
/// text begins with its header, on line `header_row`. Cells are as the readers of [`crate::xlsx`], [`crate::ods`] and
/// [`crate::csv`] give them; errors of formulas are empty and reported (`cell_error`).
///
/// Problems: those of these readers.
#[must_use]
pub fn read(path: &Path, file: &str, text: &TextSettings) -> (Vec<Sheet>, Vec<Problem>) {
    let mut findings = Findings::of_file(file);
    let sheets = match kind(path) {
        Ok(Reader::Xlsx) => xlsx::every_sheet(path),
        Ok(Reader::Ods) => ods::every_sheet(path, &mut findings),
        Ok(_) => return delimited(path, file, text),
        Err(problem) => Err(problem),
    };
    let sheets = sheets.unwrap_or_else(|problem| {
        findings.add(problem);
        Vec::new()
    });
    let sheets = sheets.into_iter().map(|sheet| decoded(sheet, &mut findings)).collect();
    (sheets, findings.into_problems())
}

/// A workbook by its content (an old one is left to the reader of `.xlsx`, which says so), anything else a text.
fn kind(path: &Path) -> Result<Reader, Problem> {
    let (file, _) = opening::open(path)?;
    let mut head = Vec::new();
    file.take(256).read_to_end(&mut head).map_err(|error| opening::why_not(&error))?;
    let ods = |part: &[u8]| part.windows(11).any(|window| window == b"opendocument");
    let named_ods = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("ods") || e.eq_ignore_ascii_case("fods"));
    Ok(if ods(&head) || named_ods {
        Reader::Ods
    } else if head.starts_with(b"PK") || head.starts_with(b"\xD0\xCF\x11\xE0") {
        Reader::Xlsx
    } else {
        Reader::Csv
    })
}

fn decoded(sheet: worksheet::Sheet, findings: &mut Findings) -> Sheet {
    findings.in_sheet(&sheet.name);
    let most = most_cells(sheet.cells.len() as u64 * 10);
    let mut rows: Vec<SheetRow> = Vec::new();
    let mut made = 0;
    for found in &sheet.cells {
        let number = u64::from(found.row) + 1;
        if let Some(error) = found.error {
            let problem = Problem::warning("cell_error").at_row(number).found(error).expected("a value");
            findings.add(problem.hint("the formula gave no value: the cell is empty here"));
        }
        if rows.last().is_none_or(|row| row.number != number) {
            rows.push(SheetRow { number, cells: Vec::new() });
        }
        let Some(row) = rows.last_mut() else { continue };
        let width = found.column as usize + 1;
        made += width.saturating_sub(row.cells.len());
        if made > most {
            rows.pop();
            findings.add(table_too_large(format!("more than {most} cells, the empty ones too"), most).at_row(number));
            break;
        }
        row.cells.resize(width.max(row.cells.len()), Cell::Empty);
        if let Some(cell) = row.cells.get_mut(width - 1) {
            *cell = found.cell.clone();
        }
    }
    Sheet { name: sheet.name, rows }
}

fn delimited(path: &Path, file: &str, text: &TextSettings) -> (Vec<Sheet>, Vec<Problem>) {
    let records = csv::read(&Request { path, file, layer: "", text });
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let header = records.columns.iter().map(|column| Cell::Text(column.name.clone())).collect();
    let mut rows = vec![SheetRow { number: text.header_row.unwrap_or(1).max(1), cells: header }];
    rows.extend(records.rows.into_iter().map(|record| SheetRow { number: record.number, cells: record.cells }));
    (vec![Sheet { name, rows }], records.problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, bytes: &[u8]) -> (Vec<Sheet>, Vec<Problem>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read(&path, name, &TextSettings::default())
    }

    #[test]
    fn every_sheet_of_a_workbook_comes_with_its_rows_as_they_stand() {
        let form = forms::Form { id: "household".into(), version: "3".into(), ..forms::Form::default() };
        let (sheets, problems) = written("a.xlsx", &forms::xlsform::write(&form).unwrap());
        assert_eq!(problems, []);
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        assert_eq!(names, ["survey", "choices", "settings"]);
        let settings = &sheets[2].rows;
        assert_eq!((settings[0].number, &settings[0].cells[1]), (1, &Cell::Text("form_id".into())));
        assert_eq!((settings[1].number, &settings[1].cells[2]), (2, &Cell::Text("3".into())));
    }

    #[test]
    fn a_delimited_text_is_one_sheet_and_what_is_no_workbook_is_said() {
        let (sheets, problems) = written("household.csv", b"type;name\n\ntext;a\n");
        assert!(problems.iter().all(|p| p.severity == city::Severity::Note), "{problems:?}");
        assert_eq!((sheets[0].name.as_str(), sheets[0].rows.len()), ("household", 2));
        assert_eq!(sheets[0].rows[1].number, 3);
        assert_eq!(written("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1").1[0].code, "workbook_old");
        assert_eq!(written("a.xlsx", b"PK\x03\x04").1[0].code, "not_a_zip");
    }
}
