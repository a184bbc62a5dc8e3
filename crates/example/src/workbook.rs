//! Workbook: what the works department keeps in Excel, with titles above the header and a total beneath.

use crate::dice::Dice;
use crate::districts::DISTRICTS;
use crate::output::{ExampleError, Output};
use crate::people::Count;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

const FILE: &str = "sources/works_department_2019.xlsx";

/// Row of the header as a person counts it, beneath the titles.
const HEADER_ROW: u32 = 4;

/// Writes the workbook: a sheet of services by district and a sheet of notes.
pub(crate) fn write(output: &mut Output, counts: &[Count], seed: u64) -> Result<(), ExampleError> {
    let mut dice = Dice::new(seed, "workbook");
    let mut workbook = Workbook::new();
    let written = ExcelDateTime::from_ymd(2019, 12, 2)?;
    workbook.set_properties(&DocProperties::new().set_title("INVENTED").set_creation_datetime(&written));
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet().set_name("Services")?;
    sheet.write_with_format(0, 0, "Works Department of Mfano (INVENTED)", &bold)?;
    sheet.write(1, 0, "Services by district, 2019")?;
    let header = ["District", "Street lights", "Refuse points", "Households with weekly collection (%)"];
    for (column, title) in (0_u16..).zip(header) {
        sheet.write_with_format(HEADER_ROW - 1, column, title, &bold)?;
    }
    let mut totals = [0.0, 0.0];
    for (row, (count, (_, name))) in (HEADER_ROW..).zip(counts.iter().zip(DISTRICTS)) {
        let crowded = count.informal_share();
        let lights = (count.people() as f64 / 60.0 * (1.1 - crowded) * dice.between(0.8, 1.2)).round();
        let points = (count.people() as f64 / 900.0 * dice.between(0.7, 1.3)).round();
        let collected =
            if name == "Rasi Kubuni" { 105.0 } else { (84.0 - 55.0 * crowded + dice.between(-6.0, 6.0)).round() };
        sheet.write(row, 0, name)?;
        for ((column, number), total) in [(1, lights), (2, points)].into_iter().zip(&mut totals) {
            sheet.write(row, column, number)?;
            *total += number;
        }
        sheet.write(row, 3, collected)?;
    }
    let last = HEADER_ROW + DISTRICTS.len() as u32;
    sheet.write_with_format(last, 0, "Total", &bold)?;
    for (column, total) in (1..).zip(totals) {
        sheet.write_with_format(last, column, total, &bold)?;
    }
    let notes = workbook.add_worksheet().set_name("Notes")?;
    notes.write(0, 0, "Everything in this workbook is INVENTED. Licence: CC0-1.0.")?;
    output.file(FILE, &workbook.save_to_buffer()?)?;
    output.fault(FILE, u64::from(HEADER_ROW) + 4, header[3], "105 percent");
    Ok(())
}
