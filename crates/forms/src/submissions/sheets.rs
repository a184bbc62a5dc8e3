//! Submissions as sheets: CSV of KoboToolbox, Ona and ODK Central, and workbooks of KoboToolbox.

use super::meta::{Known, known, take};
use super::names::{Names, Parted};
use super::raw::{Raw, Row};
use crate::{Sheet, SheetRow};
use city::{Cell, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// How often repeats may stand in repeats.
const DEEPEST: usize = 16;

/// A sheet with its header read.
struct Draft<'s> {
    sheet: &'s Sheet,
    header: Vec<String>,
    rows: &'s [SheetRow],
    /// Positions of what links it, and the separator of its groups.
    parent_key: Option<usize>,
    parent_index: Option<usize>,
    parent_table: Option<usize>,
    key: Option<usize>,
    index: Option<usize>,
    parted: Parted,
    parent: usize,
    path: String,
}

impl<'s> Draft<'s> {
    fn of(sheet: &'s Sheet, header_row: u64) -> Option<Self> {
        let at = sheet
            .rows
            .iter()
            .position(|row| row.number >= header_row && row.cells.iter().any(|c| *c != Cell::Empty))?;
        let header: Vec<String> = sheet.rows.get(at)?.cells.iter().map(|c| written(c).trim().to_owned()).collect();
        let named = |name: &str| header.iter().position(|held| held == name);
        Some(Self {
            parent_key: named("PARENT_KEY"),
            parent_index: named("_parent_index"),
            parent_table: named("_parent_table_name"),
            key: named("KEY"),
            index: named("_index"),
            parted: Parted::of(header.iter().map(String::as_str)),
            rows: sheet.rows.get(at + 1..).unwrap_or_default(),
            sheet,
            parent: 0,
            path: String::new(),
            header,
        })
    }

    fn is_repeat(&self) -> bool {
        self.parent_key.is_some() || self.parent_index.is_some()
    }

    fn texts(&self, at: Option<usize>) -> impl Iterator<Item = String> {
        self.rows.iter().filter_map(move |row| row.cells.get(at?)).map(written).filter(|text| !text.is_empty())
    }
}

/// A cell as the text of a CSV would hold it.
fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

/// Adds the sheets of an export: the one that belongs to no other is the main table.
pub(super) fn read(sheets: &[Sheet], header_row: u64, names: &Names, missing: &[String], raw: &mut Raw) {
    let mut drafts: Vec<Draft> = sheets.iter().filter_map(|sheet| Draft::of(sheet, header_row)).collect();
    let main = drafts.iter().position(|draft| !draft.is_repeat()).unwrap_or(0);
    if main >= drafts.len() {
        let problem = Problem::error("header_missing").expected("column names in the first row");
        raw.problems.push(problem.hint("nothing stands there: is this an export of submissions?"));
        return;
    }
    drafts.swap(0, main);
    // Sheets that are neither the submissions nor a repeat of them say nothing here.
    let mut at = 0;
    drafts.retain(|draft| {
        at += 1;
        at == 1 || draft.is_repeat()
    });
    drafts.truncate(1_000);
    find_parents(&mut drafts);
    let parents: Vec<usize> = drafts.iter().map(|draft| draft.parent).collect();
    let mut drafts = parents_first(drafts, &parents);
    for at in 1..drafts.len() {
        let path = path(&drafts, at, names, DEEPEST);
        if let Some(draft) = drafts.get_mut(at) {
            draft.path = path;
        }
    }
    if labelled(&drafts, names, raw) {
        return;
    }
    let _main = raw.table("", None);
    let mut tables: Vec<Option<usize>> = Vec::new();
    for draft in &drafts {
        tables.push(if tables.is_empty() { Some(0) } else { raw.table(&draft.path, None) });
    }
    for (draft, table) in drafts.iter().zip(&tables) {
        let Some(table) = *table else { continue };
        let parent = tables.get(draft.parent).copied().flatten();
        if let Some(held) = raw.tables.get_mut(table).filter(|_| table != 0) {
            held.parent = parent.filter(|parent| *parent < table).or(Some(0));
        }
        rows(draft, table, names, missing, raw);
    }
}

/// Which sheet each repeat belongs to: the one that it names, or that has the key its rows name.
fn find_parents(drafts: &mut [Draft]) {
    let keys: Vec<BTreeSet<String>> = drafts.iter().map(|draft| draft.texts(draft.key).collect()).collect();
    for at in 1..drafts.len() {
        let Some(draft) = drafts.get(at) else { continue };
        let named = draft.texts(draft.parent_table).next();
        let by_name = named.and_then(|name| {
            let called = |other: &Draft| {
                other.sheet.name == name || (other.sheet.name.len() > 20 && name.starts_with(&other.sheet.name))
            };
            drafts.iter().position(called)
        });
        let by_key = || {
            let key = draft.texts(draft.parent_key).next()?;
            keys.iter().position(|held| held.contains(&key))
        };
        let parent = by_name.or_else(by_key).filter(|parent| *parent != at).unwrap_or(0);
        if let Some(draft) = drafts.get_mut(at) {
            draft.parent = parent;
        }
    }
}

/// Sheets with those before them to which they belong; one that belongs to itself by a circle belongs to the main table.
fn parents_first<'s>(drafts: Vec<Draft<'s>>, parents: &[usize]) -> Vec<Draft<'s>> {
    let depth = |at: usize| {
        let chain = std::iter::successors(Some(at), |at| parents.get(*at).copied().filter(|_| *at != 0));
        chain.take(DEEPEST).position(|at| at == 0)
    };
    let mut order: Vec<(usize, usize)> = (0..drafts.len()).map(|at| (depth(at).unwrap_or(1), at)).collect();
    order.sort_unstable();
    let place: BTreeMap<usize, usize> = order.iter().enumerate().map(|(new, (_, old))| (*old, new)).collect();
    let mut sorted: Vec<(usize, Draft)> = Vec::new();
    for (at, mut draft) in drafts.into_iter().enumerate() {
        let parent = depth(at).map_or(0, |_| draft.parent);
        draft.parent = place.get(&parent).copied().unwrap_or(0);
        sorted.push((place.get(&at).copied().unwrap_or(at), draft));
    }
    sorted.sort_by_key(|(at, _)| *at);
    sorted.into_iter().map(|(_, draft)| draft).collect()
}

/// The path of the repeat that a sheet holds.
fn path(drafts: &[Draft], at: usize, names: &Names, deepest: usize) -> String {
    let Some(draft) = drafts.get(at).filter(|_| at > 0 && deepest > 0) else { return String::new() };
    let above = path(drafts, draft.parent, names, deepest - 1);
    if draft.parent_index.is_some() {
        // A workbook's sheet is called as the repeat; its columns may have the whole path.
        let leaf = draft.sheet.name.as_str();
        let whole = draft.header.iter().filter_map(|name| {
            let end = name
                .match_indices('/')
                .map(|(at, _)| at)
                .find(|at| name.get(..*at).is_some_and(|head| head.rsplit('/').next() == Some(leaf)))?;
            name.get(..end).map(str::to_owned)
        });
        return whole.into_iter().next().unwrap_or_else(|| names.repeat(&above, leaf));
    }
    let pairs = draft.texts(draft.key).zip(draft.texts(draft.parent_key));
    let inside = pairs.into_iter().next().and_then(|(key, parent)| {
        let rest = key.strip_prefix(parent.as_str())?.trim_start_matches('/').to_owned();
        let parts = rest.split('/').map(|part| part.split('[').next().unwrap_or(part));
        Some(parts.collect::<Vec<_>>().join("/")).filter(|path| !path.is_empty())
    });
    let main = drafts.first().map_or("", |main| main.sheet.name.as_str());
    let by_name =
        || draft.sheet.name.strip_prefix(main).unwrap_or(&draft.sheet.name).trim_start_matches('-').to_owned();
    names.repeat(&above, &inside.unwrap_or_else(by_name))
}

/// Whether the columns are headed by labels that no form explains; then nothing is read.
fn labelled(drafts: &[Draft], names: &Names, raw: &mut Raw) -> bool {
    if names.form().is_some() {
        return false;
    }
    let Some(main) = drafts.first() else { return false };
    let questions = main.header.iter().filter(|name| !name.is_empty() && !name.starts_with('_'));
    let (labels, all) = questions.fold((Vec::new(), 0_usize), |(mut labels, all), name| {
        if name.contains(char::is_whitespace) || name.contains('?') {
            labels.push(name.as_str());
        }
        (labels, all + 1)
    });
    if labels.len() * 3 <= all {
        return false;
    }
    let problem = Problem::error("labels_as_headers").in_sheet(&main.sheet.name).found(labels.first().unwrap_or(&""));
    let problem = problem.expected("the names of the questions, such as `water_source`");
    raw.problems.push(
        problem.hint(
            "nothing was read: name the form in `form` of this source, or export again with XML values and headers",
        ),
    );
    true
}

/// What a column of a sheet becomes.
enum Becomes {
    Told(Known, String),
    Answer(usize),
    Nothing,
}

fn rows(draft: &Draft, table: usize, names: &Names, missing: &[String], raw: &mut Raw) {
    let central = draft.key.is_some();
    let mut columns: Vec<Becomes> = Vec::new();
    for name in &draft.header {
        let slashed = draft.parted.slashed(name);
        let told = known(name, central).or_else(|| known(&slashed, central).filter(|_| slashed.starts_with("meta/")));
        columns.push(match told {
            Some(known) => Becomes::Told(known, name.clone()),
            None if name.is_empty() => Becomes::Nothing,
            None => {
                let path = names.column(&draft.path, name, draft.parted);
                raw.column(table, &path).map_or(Becomes::Nothing, Becomes::Answer)
            }
        });
    }
    let mut place: BTreeMap<String, usize> = BTreeMap::new();
    for (from, row) in draft.rows.iter().enumerate() {
        let mut read = Row { number: row.number, sheet: draft.sheet.name.clone(), ..Row::default() };
        for (cell, becomes) in row.cells.iter().zip(&columns) {
            let text = written(cell);
            match becomes {
                _ if text.is_empty() || text == "n/a" || missing.contains(&text) => {}
                Becomes::Told(known, name) => take(raw, &mut read, (*known, name), &text),
                Becomes::Answer(at) => raw.put(&mut read, *at, &text),
                Becomes::Nothing => {}
            }
        }
        if row.cells.iter().all(|cell| *cell == Cell::Empty) {
            continue;
        }
        place.insert(read.meta.index.clone(), from);
        if let Some(held) = raw.tables.get_mut(table) {
            held.rows.push(read);
        }
    }
    let repeated = draft.index.is_some() && place.len() < draft.rows.len();
    if repeated && draft.rows.len() == raw.tables.get(table).map_or(0, |t| t.rows.len()) {
        let problem = Problem::warning("index_repeated").in_sheet(&draft.sheet.name).in_column("_index");
        raw.problems.push(
            problem
                .expected("an index of its own in each row")
                .hint("repeats were given to the first row of an index: export the form again"),
        );
    }
}
