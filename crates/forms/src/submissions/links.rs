//! Links: which instance of a repeat belongs to which submission, and submissions that came twice.

use super::moment::instant;
use super::raw::{Raw, Row, Table};
use city::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// Gives every row of a repeat the row that it belongs to; rows that belong to none are reported and stay.
pub(super) fn link(raw: &mut Raw) {
    for at in 1..raw.tables.len() {
        let Some(parent) = raw.tables.get(at).and_then(|t| t.parent) else { continue };
        let Some(above) = raw.tables.get(parent) else { continue };
        let by_key = first_of(above, |row| if row.meta.key.is_empty() { &row.meta.id } else { &row.meta.key });
        let by_index = first_of(above, |row| &row.meta.index);
        let Some(table) = raw.tables.get_mut(at) else { continue };
        let (mut lost, mut first) = (0_usize, None);
        for row in table.rows.iter_mut().filter(|row| row.parent.is_none()) {
            row.parent = by_index.get(&row.meta.parent_index).or_else(|| by_key.get(&row.meta.parent_key)).copied();
            if row.parent.is_none() {
                lost += 1;
                first = first.or(Some((row.number, row.sheet.clone())));
            }
        }
        if let Some((number, sheet)) = first {
            let problem = Problem::error("parent_missing").in_sheet(&sheet).at_row(number);
            let problem = problem.found(format!("{lost} rows of `{}`", table.path));
            raw.problems
                .push(problem.expected("the submission that a row belongs to").hint("export the whole form again"));
        }
    }
}

fn first_of(table: &Table, key: impl Fn(&Row) -> &String) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (at, row) in table.rows.iter().enumerate() {
        if !key(row).is_empty() {
            found.entry(key(row).clone()).or_insert(at);
        }
    }
    found
}

/// Settles ids, and leaves one of the submissions that have the same: equal ones once, of different ones the later.
pub(super) fn settle(raw: &mut Raw) {
    let Some(main) = raw.tables.first_mut() else { return };
    let end = main.position("end");
    for row in &mut main.rows {
        if !row.meta.key.is_empty() {
            row.meta.id.clone_from(&row.meta.key);
        } else if row.meta.id.is_empty() {
            row.meta.id = format!("row:{}", row.number);
        }
    }
    let mut gone: BTreeMap<usize, usize> = BTreeMap::new();
    let mut problems = Vec::new();
    let mut held: BTreeMap<String, usize> = BTreeMap::new();
    let children = children(raw);
    let Some(main) = raw.tables.first() else { return };
    for (at, row) in main.rows.iter().enumerate() {
        let Some(other) = held.get(&row.meta.id).copied() else {
            held.insert(row.meta.id.clone(), at);
            continue;
        };
        let Some(before) = main.rows.get(other) else { continue };
        let of = |at: usize| children.get(&at).map(Vec::as_slice).unwrap_or_default();
        let equal = row.cells == before.cells && same_children(raw, of(other), of(at));
        if equal {
            gone.insert(at, other);
            problems.push(said(Problem::note("submission_repeated"), row, before, "the same answers; it came in once"));
            continue;
        }
        let later = time(row, end) >= time(before, end);
        let (kept, left) = if later { (at, other) } else { (other, at) };
        gone.insert(left, kept);
        held.insert(row.meta.id.clone(), kept);
        let which = if later { "row" } else { "earlier row" };
        let words = format!("one submission of an id; the later by its end or sending, this {which}, was kept");
        problems.push(said(Problem::warning("submissions_of_one_id"), row, before, &words));
    }
    for (at, row) in main.rows.iter().enumerate() {
        let Some(before) = held.get(&row.meta.replaced).copied().filter(|before| *before != at) else { continue };
        let Some(replaced) = main.rows.get(before) else { continue };
        if !gone.contains_key(&at) && gone.insert(before, at).is_none() {
            problems.push(said(
                Problem::warning("submission_edited"),
                row,
                replaced,
                "one of the two; the edited one was kept",
            ));
        }
    }
    remove(raw, &gone);
    raw.problems.extend(problems);
}

fn said(problem: Problem, row: &Row, before: &Row, expected: &str) -> Problem {
    let place = if before.sheet == row.sheet { String::new() } else { format!(" of {}", before.sheet) };
    let problem = problem.in_sheet(&row.sheet).at_row(row.number).found(&row.meta.id);
    problem.expected(format!("{expected} (see row {}{place})", before.number))
}

fn time(row: &Row, end: Option<usize>) -> (Option<i64>, Option<i64>) {
    (end.and_then(|at| instant(row.text(at))), instant(&row.meta.submitted))
}

/// The rows of all repeats by the submission that they directly belong to: table and row.
fn children(raw: &Raw) -> BTreeMap<usize, Vec<(usize, usize)>> {
    let mut children: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (table, held) in raw.tables.iter().enumerate().filter(|(_, t)| t.parent == Some(0)) {
        for (at, row) in held.rows.iter().enumerate() {
            if let Some(parent) = row.parent {
                children.entry(parent).or_default().push((table, at));
            }
        }
    }
    children
}

/// Whether two submissions have the same instances; where the tool links by keys, the second has none of its own.
fn same_children(raw: &Raw, first: &[(usize, usize)], second: &[(usize, usize)]) -> bool {
    let cells = |(table, at): &(usize, usize)| {
        raw.tables.get(*table).and_then(|t| t.rows.get(*at)).map(|row| (*table, &row.cells))
    };
    second.is_empty() || first.iter().map(cells).eq(second.iter().map(cells))
}

/// Takes submissions out with all that belongs to them; what was linked by a key they share stays with the one kept.
fn remove(raw: &mut Raw, gone: &BTreeMap<usize, usize>) {
    if gone.is_empty() {
        return;
    }
    let own: BTreeSet<usize> = children(raw).into_keys().collect();
    let mut moved: Vec<BTreeMap<usize, usize>> = Vec::new();
    for at in 0..raw.tables.len() {
        let parents = raw.tables.get(at).and_then(|t| t.parent).and_then(|parent| moved.get(parent)).cloned();
        let Some(table) = raw.tables.get_mut(at) else { continue };
        let (mut place, mut rows) = (BTreeMap::new(), Vec::new());
        for (old, mut row) in std::mem::take(&mut table.rows).into_iter().enumerate() {
            let keep = if at == 0 {
                !gone.contains_key(&old)
            } else {
                let heir =
                    row.parent.and_then(|p| gone.get(&p)).filter(|heir| table.parent == Some(0) && !own.contains(heir));
                let linked = !row.meta.parent_key.is_empty() || !row.meta.parent_index.is_empty();
                let parent = heir.copied().filter(|_| linked).or(row.parent);
                let new = parents.as_ref().and_then(|parents| parents.get(&parent?)).copied();
                let orphan = row.parent.is_none();
                row.parent = new;
                orphan || new.is_some()
            };
            if keep {
                place.insert(old, rows.len());
                rows.push(row);
            }
        }
        table.rows = rows;
        moved.push(place);
    }
}
