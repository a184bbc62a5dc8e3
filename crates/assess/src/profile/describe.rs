//! Describing: places and observations become the profile that pages and tables are made of.

use super::facts::Facts;
use super::material::{Material, SECTIONS, section_of};
use super::{board, groups, key, summary, totals};
use crate::disclosure::guard::Guard;
use city::dimension::DimensionTable;
use city::profile::{CityProfile, Entry, GapNote, PlaceProfile, ProblemCount, SectionDef, SettlementType};
use city::source::Level;
use city::{Basis, Gap, Group, Indicator, Observation, Place, PlaceKind, Problem, Source, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The profile of a city and its places, as anybody may see it: indicators above the public level and boundaries that no
/// consent covers are held back, and a note says so.
#[must_use]
pub fn describe(material: &Material) -> CityProfile {
    let facts = Facts::new(material.observations);
    let guard = Guard::over(material.consents(), material.fields, material.places, material.observations.iter());
    let places = ordered(material.places);
    let shown: Vec<PlaceProfile> = places.iter().map(|p| place_profile(p, &facts, (material, &guard))).collect();
    let board = board::rows(&places, &facts, material);
    CityProfile {
        city: material.head.name.clone(),
        country: material.head.country.clone(),
        invented: material.head.invented,
        notice: material.head.notice.clone(),
        generated: material.today.to_owned(),
        version: material.version.to_owned(),
        summary: summary::sentences(&places, &facts, material),
        key: key::indicators(&shown, material),
        sections: sections(&shown, &board),
        sources: sources(&shown, material.sources),
        gaps: gaps(&board),
        problems: problems(material.problems),
        places: shown,
        board,
    }
}

/// The city, then districts, then settlements, each by name as a person sorts them.
fn ordered(places: &[Place]) -> Vec<&Place> {
    let mut list: Vec<&Place> = places
        .iter()
        .filter(|p| matches!(p.kind, PlaceKind::City | PlaceKind::District | PlaceKind::Settlement))
        .collect();
    list.sort_by_key(|p| (p.kind, p.id.prefix().to_owned(), natural(&p.name), p.id.clone()));
    list
}

/// A key that puts `Ward 2` before `Ward 10`.
fn natural(name: &str) -> Vec<(u64, String)> {
    let mut parts = Vec::new();
    let (mut digits, mut words) = (String::new(), String::new());
    for c in name.to_lowercase().chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            if !digits.is_empty() {
                parts.push((digits.parse().unwrap_or(u64::MAX), std::mem::take(&mut words)));
                digits.clear();
            }
            words.push(c);
        }
    }
    parts.push((digits.parse().unwrap_or(0), words));
    parts
}

fn place_profile(place: &Place, facts: &Facts, (material, guard): (&Material, &Guard)) -> PlaceProfile {
    let (geometry, geometry_note) = material.consents().geometry(place);
    let mut held_back = 0;
    let mut entries = Vec::new();
    for indicator in material.fields.iter() {
        let list = facts.all(&place.id, &indicator.id);
        if indicator.level > Level::Public {
            held_back += u64::from(!list.is_empty());
            continue;
        }
        let groups = groups::shown(list, material.dimensions);
        entries.extend(groups.into_iter().filter_map(|g| entry(list, g, indicator, (material, guard))));
    }
    let order = |section: &str| SECTIONS.iter().position(|(id, ..)| *id == section);
    entries.sort_by_key(|e| order(&e.section));
    let withheld = match held_back {
        0 => String::new(),
        1 => " 1 indicator is held back for the community (tenure, eviction, safety).".to_owned(),
        n => format!(" {n} indicators are held back for the community (tenure, eviction, safety)."),
    };
    PlaceProfile {
        id: place.id.clone(),
        kind: place.kind,
        name: place.name.clone(),
        parent: place.parent.clone(),
        settlement_type: totals::settlement_type(&place.id, facts).and_then(|t| match t.as_str() {
            "formal" => Some(SettlementType::Formal),
            "informal" => Some(SettlementType::Informal),
            _ => None,
        }),
        edition: place.edition.clone(),
        geometry,
        geometry_note: format!("{geometry_note}{withheld}").trim().to_owned(),
        entries,
    }
}

fn entry(
    list: &[&Observation],
    group: &Group,
    indicator: &Indicator,
    (material, guard): (&Material, &Guard),
) -> Option<Entry> {
    let of_group: Vec<&&Observation> = list.iter().filter(|o| o.group == *group).collect();
    let chosen = of_group.first()?;
    let everybody = || list.iter().filter(|o| o.group.is_all() && o.period == chosen.period);
    let whole = everybody().find(|o| o.source == chosen.source).or_else(|| everybody().next());
    let share = match (chosen.value.number(), whole.and_then(|o| o.value.number())) {
        (Some(part), Some(all))
            if !group.is_all() && all > 0.0 && indicator.kind == city::indicator::IndicatorKind::Count =>
        {
            Some(100.0 * part / all).filter(|s| *s <= 100.0)
        }
        _ => None,
    };
    let mut history: Vec<_> = of_group
        .iter()
        .skip(1)
        .filter(|o| o.period < chosen.period && o.value.number().is_some())
        .map(|o| (o.period.clone(), o.value.clone()))
        .collect();
    history.reverse();
    history.dedup_by(|a, b| a.0 == b.0);
    let resting = guard.standing(&chosen.place, |o| std::ptr::eq(o, **chosen));
    let withheld = resting.unwrap_or_else(|| material.consents().closed(&chosen.source));
    let (how, inputs) = match &chosen.basis {
        _ if withheld => (String::new(), Vec::new()),
        Basis::Reported { locator } => (locator.clone(), Vec::new()),
        Basis::Derived { method, inputs } => (method.clone(), inputs.iter().take(12).cloned().collect()),
    };
    Some(Entry {
        section: groups::section(group).unwrap_or_else(|| section_of(indicator)).to_owned(),
        indicator: indicator.id.clone(),
        label: groups::label(&indicator.label, group),
        unit: indicator.unit.clone(),
        kind: indicator.kind,
        group: group.clone(),
        group_label: groups::words(group, material.dimensions),
        period: chosen.period.clone(),
        class_labels: if withheld {
            Vec::new()
        } else {
            class_labels(&chosen.value, &indicator.id, material.dimensions)
        },
        value: if withheld { Value::Gap(Gap::WithheldByCommunity) } else { chosen.value.clone() },
        share_of_total: share.filter(|_| !withheld),
        quality: chosen.quality,
        default: false,
        source: chosen.source.clone(),
        note: if withheld { String::new() } else { chosen.note.clone() },
        how,
        inputs,
        history: if withheld { Vec::new() } else { history },
    })
}

fn class_labels(value: &Value, indicator: &str, dimensions: &DimensionTable) -> Vec<String> {
    match value {
        Value::Classes(codes) => class_words(codes, indicator, dimensions),
        _ => Vec::new(),
    }
}

/// The words of the codes of a class indicator, one each.
#[must_use]
pub fn class_words(codes: &[String], indicator: &str, dimensions: &DimensionTable) -> Vec<String> {
    let words = |code: &String| class_label(indicator, code, dimensions).map_or_else(|| plain(code), str::to_owned);
    codes.iter().map(words).collect()
}

/// The words of a class's code: its list is called as the indicator, or as its first or last words (`jobs_men` takes `jobs`,
/// `community_meetings` takes `meetings`).
fn class_label<'a>(indicator: &str, code: &str, dimensions: &'a DimensionTable) -> Option<&'a str> {
    let first = indicator.rsplit_once('_').map(|(first, _)| first);
    let last = indicator.split_once('_').map(|(_, last)| last);
    let lists = [Some(indicator), first, last].into_iter().flatten();
    lists.into_iter().find_map(|list| dimensions.label(list, code))
}

fn plain(code: &str) -> String {
    code.replace('_', " ")
}

fn sections(places: &[PlaceProfile], board: &[city::profile::BoardRow]) -> Vec<SectionDef> {
    let of_board = board.iter().map(|row| row.section.as_str());
    let of_places = places.iter().flat_map(|p| p.entries.iter().map(|e| e.section.as_str()));
    let used: BTreeSet<&str> = of_places.chain(of_board).collect();
    let defs = SECTIONS.iter().filter(|(id, ..)| used.contains(id));
    defs.map(|(id, label, _)| SectionDef { id: (*id).to_owned(), label: (*label).to_owned() }).collect()
}

fn sources(places: &[PlaceProfile], all: &[Source]) -> Vec<Source> {
    let used: BTreeSet<&str> = places.iter().flat_map(|p| p.entries.iter().map(|e| e.source.as_str())).collect();
    all.iter().filter(|s| used.contains(s.id.as_str())).cloned().collect()
}

fn gaps(board: &[city::profile::BoardRow]) -> Vec<GapNote> {
    board
        .iter()
        .filter(|row| row.missing > 0 && !row.blocks.is_empty())
        .map(|row| GapNote {
            label: row.label.clone(),
            reason: city::Gap::NotMeasuredHere,
            places: row.missing,
            blocks: row.blocks.join("; "),
        })
        .collect()
}

fn problems(all: &[Problem]) -> Vec<ProblemCount> {
    let mut counts: BTreeMap<(city::Severity, &str, &str), (u64, &Problem)> = BTreeMap::new();
    for problem in all {
        counts.entry((problem.severity, &problem.source, &problem.code)).or_insert((0, problem)).0 += 1;
    }
    counts
        .into_iter()
        .map(|((severity, source, code), (count, example))| ProblemCount {
            severity,
            code: code.to_owned(),
            source: source.to_owned(),
            count,
            example: example.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ward_2_stands_before_ward_10() {
        assert!(natural("Ward 2") < natural("Ward 10"));
        assert!(natural("Ga East") < natural("Ga West"));
    }
}
