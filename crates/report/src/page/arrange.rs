//! How the entries of a section are laid out: single numbers as rows, parts of a whole as bars, several indicators of the same
//! groups as one table, age and sex as a pyramid.

use crate::reading::Reading;
use city::Group;
use city::profile::Entry;
use std::collections::BTreeMap;

/// Ages from which a table of women and men is drawn as a pyramid.
const PYRAMID_AGES: usize = 4;

/// A part of a section.
#[derive(Debug, PartialEq)]
pub enum Block<'a> {
    /// One number with its label.
    Row(&'a Entry),
    /// Parts of one thing.
    Bars(Vec<&'a Entry>),
    /// The same groups in several columns.
    Table(Table<'a>),
    /// Women and men by age.
    Pyramid(Table<'a>),
}

/// Groups by columns.
#[derive(Debug, Default, PartialEq)]
pub struct Table<'a> {
    /// Column heads.
    pub columns: Vec<String>,
    /// Words for each group, and its entries by column.
    pub rows: Vec<(String, Vec<Option<&'a Entry>>)>,
}

impl<'a> Table<'a> {
    /// Its entries, row by row.
    pub fn entries(&self) -> impl Iterator<Item = &'a Entry> {
        self.rows.iter().flat_map(|(_, cells)| cells.iter().copied().flatten())
    }
}

/// Lays entries out, each in exactly one block, in their order.
pub fn arrange<'a>(reading: &Reading<'_>, entries: &[&'a Entry]) -> Vec<Block<'a>> {
    let mut left = parts(entries);
    let mut blocks = Vec::new();
    for entry in entries {
        if entry.group.is_all() {
            blocks.push(Block::Row(entry));
            continue;
        }
        let Some(at) = left.iter().position(|p| p.name == name(entry)) else { continue };
        let dimensions = left[at..].first().map(|p| p.dimensions.clone()).unwrap_or_default();
        if let Some(table) = by_sex(reading, &mut left, &dimensions) {
            let pyramid = table.rows.len() >= PYRAMID_AGES && dimensions.iter().any(|d| d == "age");
            blocks.push(if pyramid { Block::Pyramid(table) } else { Block::Table(table) });
            continue;
        }
        let same: Vec<Part<'a>> = take(&mut left, |p| p.dimensions == dimensions);
        match same.as_slice() {
            [part] => match part.entries.as_slice() {
                [entry] => blocks.push(Block::Row(entry)),
                many => blocks.push(Block::Bars(many.to_vec())),
            },
            many => blocks.push(Block::Table(side_by_side(many))),
        }
    }
    blocks
}

/// The entries of one label that are divided in one way.
struct Part<'a> {
    name: (String, String, Vec<String>),
    dimensions: Vec<String>,
    entries: Vec<&'a Entry>,
}

fn dimensions(group: &Group) -> Vec<String> {
    group.iter().map(|(dimension, _)| dimension.to_owned()).collect()
}

fn name(entry: &Entry) -> (String, String, Vec<String>) {
    (entry.indicator.clone(), entry.label.clone(), dimensions(&entry.group))
}

fn parts<'a>(entries: &[&'a Entry]) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> = Vec::new();
    let mut at: BTreeMap<(String, String, Vec<String>), usize> = BTreeMap::new();
    for entry in entries.iter().filter(|e| !e.group.is_all()) {
        let name = name(entry);
        let place = *at.entry(name.clone()).or_insert(parts.len());
        match parts.get_mut(place) {
            Some(part) => part.entries.push(entry),
            None => parts.push(Part { dimensions: name.2.clone(), name, entries: vec![entry] }),
        }
    }
    parts
}

fn take<'a>(parts: &mut Vec<Part<'a>>, wanted: impl Fn(&Part<'a>) -> bool) -> Vec<Part<'a>> {
    let (taken, left) = std::mem::take(parts).into_iter().partition(wanted);
    *parts = left;
    taken
}

/// One column for each indicator.
fn side_by_side<'a>(parts: &[Part<'a>]) -> Table<'a> {
    let mut groups: Vec<(&Group, &str)> = Vec::new();
    for entry in parts.iter().flat_map(|p| &p.entries) {
        if !groups.iter().any(|(g, _)| *g == &entry.group) {
            groups.push((&entry.group, &entry.group_label));
        }
    }
    let cell = |part: &Part<'a>, group: &Group| part.entries.iter().copied().find(|e| e.group == *group);
    Table {
        columns: parts.iter().map(|p| p.name.1.clone()).collect(),
        rows: groups
            .into_iter()
            .map(|(group, label)| (label.to_owned(), parts.iter().map(|p| cell(p, group)).collect()))
            .collect(),
    }
}

/// Women, men and everybody side by side, where entries are divided by sex and one thing more; numbers of the same groups
/// that are not divided by sex become further columns.
fn by_sex<'a>(reading: &Reading<'_>, left: &mut Vec<Part<'a>>, dimensions: &[String]) -> Option<Table<'a>> {
    let other: Vec<String> = dimensions.iter().filter(|d| *d != "sex").cloned().collect();
    let with_sex = |p: &Part<'a>| p.dimensions.len() == other.len() + 1 && p.dimensions.iter().any(|d| d == "sex");
    let divided = |p: &Part<'a>| with_sex(p) && other.iter().all(|d| p.dimensions.contains(d));
    let first = left.iter().find(|p| divided(p)).filter(|_| other.len() == 1)?;
    let (indicator, label) = (first.name.0.clone(), first.name.1.clone());
    let mut parts = take(left, |p| divided(p) && p.name.0 == indicator && p.name.1 == label);
    parts.extend(take(left, |p| p.dimensions == other));
    let sexes = ["female", "male", "rather_not_say"];
    let of_sex = |sex: &str| parts.iter().flat_map(|p| &p.entries).copied().filter(move |e| e.group.get("sex") == Some(sex));
    let mut table = Table::default();
    let mut columns: Vec<Vec<&'a Entry>> = Vec::new();
    for sex in sexes.into_iter().filter(|sex| of_sex(sex).next().is_some()) {
        table.columns.push(reading.code_label("sex", sex));
        columns.push(of_sex(sex).collect());
    }
    for part in parts.iter().filter(|p| p.dimensions == other) {
        let all = part.name.0 == indicator && part.name.1 == label;
        table.columns.push(if all { crate::words::say("everybody").to_owned() } else { part.name.1.clone() });
        columns.push(part.entries.clone());
    }
    let mut groups: Vec<Group> = Vec::new();
    for entry in columns.iter().flatten() {
        let group = entry.group.clone().without("sex");
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    for group in groups {
        let words: Vec<String> = group.iter().map(|(d, code)| reading.code_label(d, code)).collect();
        let cell = |column: &Vec<&'a Entry>| column.iter().copied().find(|e| e.group.clone().without("sex") == group);
        table.rows.push((words.join(", "), columns.iter().map(cell).collect()));
    }
    (table.entries().count() == parts.iter().map(|p| p.entries.len()).sum::<usize>()).then_some(table)
}
