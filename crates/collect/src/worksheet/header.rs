//! The header of a sheet: names of columns, merged ones too.

use super::{Found, Sheet};
use std::collections::BTreeMap;

/// The most columns that merged cells of a header may name, over and over.
const MOST_STEPS: usize = 1 << 20;

/// The names in a row by their columns, from 0. A name in merged cells names every column that they span, and one that
/// is merged downwards into this row counts as standing in it.
pub(super) fn names(sheet: &Sheet, row: u32) -> BTreeMap<usize, String> {
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    for found in in_row(sheet, row).iter().filter(|found| found.holds_something()) {
        names.insert(found.column as usize, found.cell.to_string());
    }
    let mut steps = MOST_STEPS;
    for region in sheet.merged.iter().filter(|region| (region.first.0..=region.last.0).contains(&row)) {
        let corner = in_row(sheet, region.first.0).iter().find(|found| found.column == region.first.1);
        let Some(name) = corner.map(|found| found.cell.to_string()).filter(|name| !name.is_empty()) else { continue };
        // No sheet has more columns than XFD; merged cells that lie on each other a thousand times are nobody's header.
        for column in (region.first.1..=region.last.1.min(16_383)).take(steps) {
            steps -= 1;
            names.entry(column as usize).or_insert_with(|| name.clone());
        }
    }
    names
}

fn in_row(sheet: &Sheet, row: u32) -> &[Found] {
    let start = sheet.cells.partition_point(|found| found.row < row);
    let end = sheet.cells.partition_point(|found| found.row <= row);
    sheet.cells.get(start..end).unwrap_or_default()
}
