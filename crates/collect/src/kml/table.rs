//! The placemarks of a document as rows.

use super::document::Document;
use super::fields::{Field, cell};
use super::placemark::Placemark;
use crate::findings::Findings;
use crate::headings;
use crate::opening::{MOST_COLUMNS, most_cells, table_too_large};
use crate::records::{Record, Records};
use city::{Cell, Column, ColumnType, Problem};
use std::collections::BTreeMap;

pub(super) fn of(mut document: Document, layer: &str, findings: &mut Findings) -> Records {
    let mut marks = std::mem::take(&mut document.placemarks);
    if !layer.is_empty() {
        findings.in_sheet(layer);
        let names = document.folders.names();
        if !names.iter().any(|name| name.eq_ignore_ascii_case(layer.trim())) {
            let problem = Problem::error("layer_missing").found(layer).expected(format!("one of {}", names.join(", ")));
            findings.add(problem.hint("change `layer` of this source to the name of a folder"));
            return Records::default();
        }
        marks.retain(|mark| document.folders.lies_in(mark.folder, layer));
    }
    name_folders(&mut marks, &document);
    if marks.is_empty() {
        findings.add(Problem::warning("no_rows").expected("placemarks"));
    }
    let fields = fields(&marks, findings);
    let names: Vec<(usize, String)> = fields.iter().map(|field| field.called().to_owned()).enumerate().collect();
    let holds: Vec<ColumnType> = fields.iter().map(|field| document.schemas.holds(field)).collect();
    let columns = headings::distinct(&names, None, findings).into_iter().zip(&holds);
    let columns: Vec<Column> = columns.map(|(name, holds)| Column::new(&name, *holds)).collect();
    let places: BTreeMap<Field, usize> = fields.into_iter().enumerate().map(|(at, field)| (field, at)).collect();
    let most = most_cells(document.bytes);
    if marks.len().saturating_mul(columns.len().max(1)) > most {
        let found = format!("{} placemarks of {} columns", marks.len(), columns.len());
        marks.truncate(most / columns.len().max(1));
        findings.add(table_too_large(found, most).at_row(marks.last().map_or(0, |mark| mark.number)));
    }
    let rows = marks.into_iter().map(|mark| row(mark, &places, &columns, findings)).collect();
    Records { sheet: layer.to_owned(), columns, rows, reference_system: Some("EPSG:4326".to_owned()), problems: vec![] }
}

/// Gives every placemark the name of its folder, where any lies in one with a name.
fn name_folders(marks: &mut [Placemark], document: &Document) {
    for mark in marks {
        if let Some(name) = document.folders.name(mark.folder) {
            mark.fields.push((Field::FOLDER, name.to_owned()));
        }
    }
}

/// Own fields first, then the others by where they come first.
fn fields(marks: &[Placemark], findings: &mut Findings) -> Vec<Field> {
    let mut known: BTreeMap<&Field, usize> = BTreeMap::new();
    for (field, _) in marks.iter().flat_map(|mark| &mark.fields) {
        let next = known.len();
        known.entry(field).or_insert(next);
    }
    let mut ordered: Vec<(&Field, usize)> = known.into_iter().collect();
    ordered.sort_by_key(|(field, first)| match field {
        Field::Own(at, _) => (0, usize::from(*at)),
        _ => (1, *first),
    });
    if ordered.len() > MOST_COLUMNS {
        let problem = Problem::error("table_too_wide").found(format!("{} names of data", ordered.len()));
        findings.add(problem.expected(format!("at most {MOST_COLUMNS}")).hint("the others were left out"));
        ordered.truncate(MOST_COLUMNS);
    }
    ordered.into_iter().map(|(field, _)| field.clone()).collect()
}

fn row(mark: Placemark, places: &BTreeMap<Field, usize>, columns: &[Column], findings: &mut Findings) -> Record {
    let mut cells = vec![Cell::Empty; columns.len()];
    for (field, text) in mark.fields {
        let Some(at) = places.get(&field).copied() else { continue };
        let (Some(column), Some(place)) = (columns.get(at), cells.get_mut(at)) else { continue };
        match cell(&text, column.holds) {
            // A field given twice keeps its first text, as a property of a feature keeps one.
            Some(_) if *place != Cell::Empty => {
                let problem = Problem::warning("key_repeated").at_row(mark.number).in_column(&column.name).found(text);
                findings.add(problem.expected("one of each name in a placemark").hint("the first counts"));
            }
            Some(cell) => *place = cell,
            None => {
                let (code, expected) = match column.holds {
                    ColumnType::Flag => ("flag_unreadable", "0, 1, true or false"),
                    _ => ("number_unreadable", "a number, as the Schema says"),
                };
                let problem = Problem::error(code).at_row(mark.number).in_column(&column.name).found(text);
                findings.add(problem.expected(expected).hint("the cell is empty here"));
            }
        }
    }
    Record { number: mark.number, geometry: mark.geometry, cells }
}
