//! Told: what an export says of its submissions as a whole, and what its form adds.

use super::kinds::Kinds;
use super::names::Names;
use super::personal::Withheld;
use super::raw::Raw;
use crate::Kind;
use city::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// Adds the repeats of a form that nobody filled, so that the same form always gives the same tables in the same order.
pub(super) fn tables_of_form(raw: &mut Raw, names: &Names) {
    for path in names.repeats() {
        let above = names
            .repeats()
            .iter()
            .filter(|other| path.strip_prefix(other.as_str()).is_some_and(|r| r.starts_with('/')));
        let above = above.max_by_key(|other| other.len()).cloned().unwrap_or_default();
        let parent = raw.table(&above, None);
        raw.table(path, parent);
    }
    sort(raw);
}

/// Puts tables in the order of their paths, which is after the one that they belong to.
fn sort(raw: &mut Raw) {
    let mut order: Vec<usize> = (0..raw.tables.len()).collect();
    order.sort_by(|a, b| {
        let path = |at: &usize| raw.tables.get(*at).map(|table| table.path.as_str());
        path(a).cmp(&path(b))
    });
    let place: BTreeMap<usize, usize> = order.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    let mut tables: Vec<(usize, super::raw::Table)> = Vec::new();
    for (old, mut table) in std::mem::take(&mut raw.tables).into_iter().enumerate() {
        let new = place.get(&old).copied().unwrap_or(old);
        let parent = table.parent.and_then(|parent| place.get(&parent)).copied().filter(|parent| *parent < new);
        table.parent = if new == 0 { None } else { parent.or(Some(0)) };
        tables.push((new, table));
    }
    tables.sort_by_key(|(at, _)| *at);
    raw.tables = tables.into_iter().map(|(_, table)| table).collect();
}

/// Gives choices that came as labels their names.
pub(super) fn choices_by_name(raw: &mut Raw, names: &Names) {
    for table in &mut raw.tables {
        for at in 0..table.columns.len() {
            let kind =
                table.columns.get(at).and_then(|column| names.question(column)).map(|asked| &asked.question.kind);
            let Some(Kind::SelectOne { list, .. } | Kind::SelectMultiple { list, .. }) = kind else { continue };
            for text in table.rows.iter_mut().filter_map(|row| row.cells.get_mut(&at)) {
                let name = names.choice(list, text);
                if name != *text {
                    *text = name;
                }
            }
        }
    }
}

/// What the tool says about submissions: versions of the form, reviews and edits.
pub(super) fn notes(raw: &Raw) -> Vec<Problem> {
    let Some(main) = raw.tables.first() else { return Vec::new() };
    let mut problems = Vec::new();
    if main.rows.is_empty() {
        problems.push(Problem::warning("no_rows").expected("submissions"));
    }
    problems.extend(versions(raw));
    let mut reviews: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for row in main.rows.iter().filter(|row| !["", "approved"].contains(&row.meta.review.as_str())) {
        reviews.entry(&row.meta.review).or_default().push(row.number);
    }
    for (review, rows) in reviews {
        let listed = rows.iter().take(20).map(u64::to_string).collect::<Vec<_>>().join(", ");
        let more = if rows.len() > 20 { " and more" } else { "" };
        let problem =
            Problem::warning("submission_not_approved").found(format!("{review}: {} submissions", rows.len()));
        let problem = problem.in_column("_review").expected(format!("approved, or not reviewed; rows {listed}{more}"));
        problems.push(problem.hint("they came in all the same; leave them out with `keep` on `_review`"));
    }
    let edited = main.rows.iter().filter(|row| !["", "0"].contains(&row.meta.edits.as_str())).count();
    if edited > 0 {
        let problem = Problem::note("submissions_edited").found(format!("{edited} submissions"));
        problems.push(problem.hint("edited after they were sent; the last edition came in"));
    }
    problems
}

/// Names of `also_read` that neither the export nor the form has, or that name what is never read.
pub(super) fn not_there(raw: &Raw, names: &Names, also_read: &[String]) -> Vec<Problem> {
    let columns = |table: &super::raw::Table| {
        let of_form = names.in_order(&table.path).map(str::to_owned);
        table.columns.iter().cloned().chain(of_form).collect::<Vec<_>>()
    };
    let known: BTreeSet<String> = raw.tables.iter().flat_map(columns).collect();
    let missing = also_read.iter().filter(|named| !known.iter().any(|path| super::is_named(path, named)));
    let told = |named: &String| {
        let device = raw.withheld.iter().any(|path| super::is_named(path, named));
        let problem = Problem::warning("also_read_missing").in_column(named).found(named);
        if device {
            let problem = problem.expected("a column other than those of devices and accounts, which are never read");
            return problem.hint("take it out of `also_read`");
        }
        let problem = problem.expected("a column of the submissions or a question of the form; nothing more was read");
        problem.hint("write it as the note `not_read` lists it, or take it out of `also_read`")
    };
    missing.map(told).collect()
}

fn versions(raw: &Raw) -> Option<Problem> {
    let main = raw.tables.first()?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut answered: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); main.columns.len()];
    for row in &main.rows {
        *counts.entry(&row.meta.version).or_default() += 1;
        for at in row.cells.keys() {
            if let Some(versions) = answered.get_mut(*at) {
                versions.insert(&row.meta.version);
            }
        }
    }
    if counts.len() < 2 {
        return None;
    }
    let said =
        |(version, count): (&&str, &usize)| format!("{} ({count})", if version.is_empty() { "none" } else { version });
    let found = counts.iter().map(said).collect::<Vec<_>>().join(", ");
    let some = main.columns.iter().zip(&answered).filter(|(_, versions)| versions.len() < counts.len());
    let some: Vec<&str> = some.map(|(column, _)| column.as_str()).take(20).collect();
    let expected = if some.is_empty() {
        "one version of the form; the same questions are answered in all".to_owned()
    } else {
        format!("one version of the form; answered in some of them only: {}", some.join(", "))
    };
    Some(Problem::note("form_versions").in_column("_form_version").found(found).expected(expected))
}

/// The files that answers name.
pub(super) fn files(raw: &Raw, kinds: &Kinds) -> usize {
    let media = |column: &String| kinds.withheld.get(column) == Some(&Withheld::Media);
    let of_table = |table: &super::raw::Table| {
        let columns = table.columns.iter().enumerate().filter(|(_, column)| media(column)).map(|(at, _)| at);
        columns.map(|at| table.rows.iter().filter(|row| !row.text(at).is_empty()).count()).sum::<usize>()
    };
    raw.tables.iter().map(of_table).sum()
}
