//! The header of a sheet: names of columns, merged ones too.

use super::cells::Sheet;
use std::collections::BTreeMap;

/// The names in a row by their columns, from 0. A name in merged cells names every column that they span, and one that
/// is merged downwards into this row counts as standing in it.
pub(super) fn names(sheet: &Sheet, row: u32) -> BTreeMap<usize, String> {
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    for found in in_row(sheet, row).iter().filter(|found| found.holds_something()) {
        names.insert(found.column as usize, found.cell.to_string());
    }
    for region in sheet.merged.iter().filter(|region| (region.start.0..=region.end.0).contains(&row)) {
        let corner = in_row(sheet, region.start.0).iter().find(|found| found.column == region.start.1);
        let Some(name) = corner.map(|found| found.cell.to_string()).filter(|name| !name.is_empty()) else { continue };
        // No sheet has more columns than XFD.
        for column in region.start.1..=region.end.1.min(16_383) {
            names.entry(column as usize).or_insert_with(|| name.clone());
        }
    }
    names
}

fn in_row(sheet: &Sheet, row: u32) -> &[super::cells::Found] {
    let start = sheet.cells.partition_point(|found| found.row < row);
    let end = sheet.cells.partition_point(|found| found.row <= row);
    sheet.cells.get(start..end).unwrap_or_default()
}
