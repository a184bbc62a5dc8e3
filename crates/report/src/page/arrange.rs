//! How the entries of a section are laid out: single numbers as rows, parts of a whole as bars, several indicators of the same
//! groups as one table, age and sex as a pyramid.

use crate::reading::Reading;
use city::Group;
use city::profile::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Ages from which a table of women and men is drawn as a pyramid.
const PYRAMID_AGES: usize = 4;

/// Groups that may stand as columns.
const FEW_GROUPS: usize = 4;

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

impl<'a> Block<'a> {
    /// Its entries in order.
    pub fn entries(&self) -> Vec<&'a Entry> {
        match self {
            Self::Row(entry) => vec![entry],
            Self::Bars(entries) => entries.clone(),
            Self::Table(table) | Self::Pyramid(table) => table.entries().collect(),
        }
    }
}

/// Groups by columns.
#[derive(Debug, Default, PartialEq)]
pub struct Table<'a> {
    /// What it is about, where its columns do not say it.
    pub title: String,
    /// Whether its rows are indicators and its columns groups, and not the other way.
    pub turned: bool,
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

/// Lays entries out, each in exactly one block: single numbers first, each kind of block in the order of its entries.
pub fn arrange<'a>(reading: &Reading<'_>, entries: &[&'a Entry]) -> Vec<Block<'a>> {
    let (once, again) = firsts(entries);
    let mut left = parts(&once);
    let mut blocks = Vec::new();
    for entry in once {
        if entry.group.is_all() {
            blocks.push(Block::Row(entry));
        } else if let Some(part) = left.iter().find(|p| p.name == name(entry)) {
            let dimensions = part.dimensions.clone();
            blocks.push(block(reading, &mut left, &dimensions));
        }
    }
    blocks.extend(again.into_iter().map(Block::Row));
    let (mut rows, others): (Vec<_>, Vec<_>) = blocks.into_iter().partition(|b| matches!(b, Block::Row(_)));
    rows.extend(others);
    rows
}

/// The first entry of each indicator and group, and those that say the same again.
fn firsts<'a>(entries: &[&'a Entry]) -> (Vec<&'a Entry>, Vec<&'a Entry>) {
    let mut seen = BTreeSet::new();
    entries.iter().copied().partition(|e| seen.insert((&e.indicator, &e.label, &e.group)))
}

/// All that is left of a way to divide, in one block.
fn block<'a>(reading: &Reading<'_>, left: &mut Vec<Part<'a>>, dimensions: &[String]) -> Block<'a> {
    if let Some(table) = by_sex(reading, left, dimensions) {
        let of_sex = |e: Option<&&Entry>| e.is_some_and(|e| e.group.get("sex").is_some());
        let two = table.rows.iter().any(|(_, cells)| of_sex(cells.get(1).and_then(Option::as_ref)));
        let pyramid = two && table.rows.len() >= PYRAMID_AGES && dimensions.iter().any(|d| d == "age");
        return if pyramid { Block::Pyramid(table) } else { Block::Table(table) };
    }
    let same = take(left, |p| p.dimensions == dimensions);
    match same.as_slice() {
        [Part { entries, .. }] => match entries.as_slice() {
            [entry] => Block::Row(entry),
            many => Block::Bars(many.to_vec()),
        },
        many => Block::Table(side_by_side(many)),
    }
}

/// The entries of one label that are divided in one way.
struct Part<'a> {
    name: (String, String, Vec<String>),
    dimensions: Vec<String>,
    entries: Vec<&'a Entry>,
}

/// The dimensions of a group.
pub fn dimensions(group: &Group) -> Vec<String> {
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

/// One column for each indicator; one row where there are more indicators than groups.
fn side_by_side<'a>(parts: &[Part<'a>]) -> Table<'a> {
    let mut groups: Vec<(&Group, &str)> = Vec::new();
    for entry in parts.iter().flat_map(|p| &p.entries) {
        if !groups.iter().any(|(g, _)| *g == &entry.group) {
            groups.push((&entry.group, &entry.group_label));
        }
    }
    let cell = |part: &Part<'a>, group: &Group| part.entries.iter().copied().find(|e| e.group == *group);
    if groups.len() <= FEW_GROUPS && parts.len() > groups.len() {
        let row = |p: &Part<'a>| (p.name.1.clone(), groups.iter().map(|(group, _)| cell(p, group)).collect());
        return Table {
            title: String::new(),
            turned: true,
            columns: groups.iter().map(|(_, label)| (*label).to_owned()).collect(),
            rows: parts.iter().map(row).collect(),
        };
    }
    Table {
        title: String::new(),
        turned: false,
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
    let divided = |p: &Part<'a>| p.dimensions.len() == 2 && other.len() == 1 && is_by_sex_and(p, &other);
    let (indicator, label) = left.iter().find(|p| divided(p)).map(|p| (p.name.0.clone(), p.name.1.clone()))?;
    let of_first = |p: &Part<'a>| p.name.0 == indicator && p.name.1 == label;
    let mut columns: Vec<(String, Vec<&'a Entry>)> = Vec::new();
    for part in take(left, |p| divided(p) && of_first(p)) {
        for entry in part.entries {
            let sex = reading.code_label("sex", entry.group.get("sex").unwrap_or_default());
            match columns.iter_mut().find(|(head, _)| *head == sex) {
                Some((_, column)) => column.push(entry),
                None => columns.push((sex, vec![entry])),
            }
        }
    }
    for part in take(left, |p| p.dimensions == other) {
        let head = if of_first(&part) { crate::words::say("everybody").to_owned() } else { part.name.1 };
        columns.push((head, part.entries));
    }
    let without = |entry: &Entry| entry.group.clone().without("sex");
    let mut groups: Vec<Group> = Vec::new();
    for group in columns.iter().flat_map(|(_, column)| column).map(|e| without(e)) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    let row = |group: &Group| {
        let words: Vec<String> = group.iter().map(|(d, code)| reading.code_label(d, code)).collect();
        let cell = |(_, column): &(String, Vec<&'a Entry>)| column.iter().copied().find(|e| without(e) == *group);
        (words.join(", "), columns.iter().map(cell).collect())
    };
    let rows = groups.iter().map(row).collect();
    let with_sex: Vec<String> = other.iter().cloned().chain(["sex".to_owned()]).collect();
    let title = titled(&label, &with_sex);
    Some(Table { title, turned: false, columns: columns.into_iter().map(|(head, _)| head).collect(), rows })
}

/// `People by age and sex`, unless the label says it already.
pub fn titled(label: &str, dimensions: &[String]) -> String {
    let id = format!("by-{}", dimensions.join("-"));
    match crate::words::say(&id) {
        unknown if unknown == id || label.contains(" by ") => label.to_owned(),
        words => format!("{label} {words}"),
    }
}

fn is_by_sex_and(part: &Part<'_>, other: &[String]) -> bool {
    part.dimensions.iter().all(|d| d == "sex" || other.contains(d)) && part.dimensions.iter().any(|d| d == "sex")
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::indicator::IndicatorKind;
    use city::profile::CityProfile;
    use city::{Estimate, Quality, Value};

    fn entry(label: &str, group: &str) -> Entry {
        let group: Group = group.parse().unwrap();
        Entry {
            section: "people".into(),
            indicator: label.to_lowercase(),
            label: label.into(),
            unit: "persons".into(),
            kind: IndicatorKind::Count,
            group_label: group.to_string(),
            group,
            period: "2021".parse().unwrap(),
            value: Value::Estimate(Estimate::exact(7.0).unwrap()),
            class_labels: Vec::new(),
            share_of_total: None,
            quality: Quality::High,
            default: false,
            source: "census".into(),
            note: String::new(),
            how: String::new(),
            inputs: Vec::new(),
            history: Vec::new(),
        }
    }

    fn nothing() -> CityProfile {
        CityProfile {
            city: String::new(),
            country: String::new(),
            invented: true,
            notice: String::new(),
            generated: String::new(),
            version: String::new(),
            summary: Vec::new(),
            key: Vec::new(),
            sections: Vec::new(),
            places: Vec::new(),
            sources: Vec::new(),
            gaps: Vec::new(),
            problems: Vec::new(),
            board: Vec::new(),
        }
    }

    fn arranged(entries: &[Entry], look: impl Fn(&[Block<'_>])) {
        let profile = nothing();
        let list: Vec<&Entry> = entries.iter().collect();
        let blocks = arrange(&Reading::new(&profile), &list);
        let shown: usize = blocks.iter().map(|b| b.entries().len()).sum();
        assert_eq!(shown, entries.len(), "each entry in exactly one block");
        look(&blocks);
    }

    #[test]
    fn parts_of_one_thing_are_bars_and_a_part_alone_is_a_row() {
        let list = ["", "toilet=bucket", "toilet=none", "tenure=rented"].map(|g| entry("People", g));
        arranged(&list, |blocks| {
            assert!(matches!(blocks, [Block::Row(_), Block::Row(_), Block::Bars(bars)] if bars.len() == 2));
        });
    }

    #[test]
    fn indicators_of_the_same_groups_stand_side_by_side() {
        let list = [("Seats", "a=1"), ("Seats", "a=2"), ("Working seats", "a=2")].map(|(l, g)| entry(l, g));
        arranged(&list, |blocks| {
            let [Block::Table(table)] = blocks else { panic!("{blocks:?}") };
            assert_eq!(table.columns, ["Seats", "Working seats"]);
            assert!(table.rows[0].1[1].is_none() && table.rows[1].1[1].is_some());
        });
    }

    #[test]
    fn five_ages_of_women_and_men_are_a_pyramid() {
        let ages = (0..5).flat_map(|a| ["", ";sex=female", ";sex=male"].map(|sex| format!("age={a}{sex}")));
        let list: Vec<Entry> = ages.map(|group| entry("People", &group)).collect();
        arranged(&list, |blocks| {
            let [Block::Pyramid(table)] = blocks else { panic!("{blocks:?}") };
            assert_eq!((table.columns.len(), table.rows.len()), (3, 5));
        });
    }

    #[test]
    fn the_same_number_twice_is_shown_twice() {
        let list = ["toilet=bucket", "toilet=bucket", "toilet=none", ""].map(|g| entry("People", g));
        arranged(&list, |blocks| assert_eq!(blocks.len(), 3));
    }
}
