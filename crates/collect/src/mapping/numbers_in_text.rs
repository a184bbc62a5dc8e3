//! Numbers of delimited text, which has no types: a layer keeps a column as numbers where every cell is written as one.

use city::layer::ColumnType;
use city::settings::{Reader, SourceSettings};
use city::{Cell, Column, Feature};

/// Makes numbers of the columns of a layer of delimited text in which every cell that is not empty is written plainly as a
/// number (`-12`, `0.5`, `1e-3`): no leading zeros, which codes have, and no marks between thousands. Other columns stay text.
pub(super) fn typed(source: &SourceSettings, columns: &mut [Column], features: &mut [Feature]) {
    if !is_delimited(source) {
        return;
    }
    for (at, column) in columns.iter_mut().enumerate().filter(|(_, c)| c.holds == ColumnType::Text) {
        let texts = || features.iter().filter_map(|f| f.cells.get(at)).filter(|cell| **cell != Cell::Empty);
        let kinds: Option<Vec<ColumnType>> = texts().map(kind).collect();
        let Some(kinds) = kinds.filter(|kinds| !kinds.is_empty()) else { continue };
        let whole = kinds.iter().all(|kind| *kind == ColumnType::Integer);
        column.holds = if whole { ColumnType::Integer } else { ColumnType::Real };
        for cell in features.iter_mut().filter_map(|f| f.cells.get_mut(at)) {
            *cell = number(cell, whole);
        }
    }
}

fn is_delimited(source: &SourceSettings) -> bool {
    let text = |file: &String| {
        let ending = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        ["csv", "tsv", "txt"].contains(&ending.as_str())
    };
    source.reader.map_or_else(|| source.files.as_slice().iter().all(text), |reader| reader == Reader::Csv)
}

/// Whole number or number, where a text is plainly written as one.
fn kind(cell: &Cell) -> Option<ColumnType> {
    let Cell::Text(text) = cell else { return None };
    let (digits, power) = text.split_once(['e', 'E']).map_or((text.as_str(), None), |(d, p)| (d, Some(p)));
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    let (whole, part) = unsigned.split_once('.').map_or((unsigned, None), |(w, p)| (w, Some(p)));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let plain = all_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && part.is_none_or(all_digits)
        && power.is_none_or(|p| all_digits(p.strip_prefix(['+', '-']).unwrap_or(p)));
    let finite = || text.parse::<f64>().is_ok_and(f64::is_finite);
    match (plain, part.is_none() && power.is_none() && text.parse::<i64>().is_ok()) {
        (true, true) => Some(ColumnType::Integer),
        (true, false) if finite() => Some(ColumnType::Real),
        _ => None,
    }
}

fn number(cell: &Cell, whole: bool) -> Cell {
    match cell {
        Cell::Text(text) if whole => text.parse().map_or(Cell::Empty, Cell::Integer),
        Cell::Text(text) => text.parse().map_or(Cell::Empty, Cell::Real),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(texts: &[&str]) -> Vec<Option<ColumnType>> {
        texts.iter().map(|t| kind(&Cell::Text((*t).to_owned()))).collect()
    }

    #[test]
    fn numbers_are_numbers_and_codes_stay_codes() {
        assert_eq!(kinds(&["12", "-3", "0"]), [Some(ColumnType::Integer); 3]);
        assert_eq!(kinds(&["0.5", "-1.25", "4e-05", "99999999999999999999"]), [Some(ColumnType::Real); 4]);
        assert_eq!(kinds(&["007", "1,200", "", "NaN", "1e999", ".5", "5.", "+1", "0x1", "12 "]), [None; 10]);
    }
}
