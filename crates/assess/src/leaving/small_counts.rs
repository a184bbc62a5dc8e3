//! Small counts of persons and households, with those that would give them away.

use super::Asked;
use crate::disclosure::{Cell, Totals, suppress};
use city::indicator::IndicatorKind;
use city::source::SourceId;
use city::{Group, Observation, Period, PlaceId};
use std::collections::{BTreeMap, BTreeSet};

/// Units that people are counted in; facilities have others and are never left out.
const UNITS: [&str; 2] = ["persons", "households"];

/// Counts of one kind: those that add up to each other.
type Kind<'a> = (&'a str, &'a Period, &'a SourceId);
/// Counts of one kind by place and group, with their position.
type Counts<'a> = BTreeMap<(&'a PlaceId, Group), usize>;

/// Positions of observations to hold back beside those that are `held` already. Only counts that rest on sources with people
/// behind them are: what public sources publish keeps their own rule.
pub(super) fn small(asked: &Asked, of_people: &[bool], held: &[bool]) -> Vec<usize> {
    let counts = |o: &Observation| {
        let row = asked.fields.get(&o.indicator);
        row.is_some_and(|row| row.kind == IndicatorKind::Count && UNITS.contains(&row.unit.as_str()))
    };
    let mut kinds: BTreeMap<Kind, Counts> = BTreeMap::new();
    for (at, observation) in asked.observations.iter().enumerate().filter(|(_, o)| counts(o)) {
        let kind = (observation.indicator.as_str(), &observation.period, &observation.source);
        kinds.entry(kind).or_default().insert((&observation.place, observation.group.clone()), at);
    }
    let parents: BTreeMap<&PlaceId, &PlaceId> =
        asked.places.iter().filter_map(|p| Some((&p.id, p.parent.as_ref()?))).collect();
    let is_one = |list: &[bool], at: &usize| list.get(*at) == Some(&true);
    let mut all = Vec::new();
    for counts in kinds.into_values().filter(|c| c.values().any(|at| is_one(of_people, at))) {
        let mut work = Work { asked, of_people, held, counts: &counts, parents: &parents, hidden: BTreeSet::new() };
        work.run();
        all.extend(work.hidden);
    }
    all
}

struct Work<'a> {
    asked: &'a Asked<'a>,
    of_people: &'a [bool],
    held: &'a [bool],
    counts: &'a Counts<'a>,
    parents: &'a BTreeMap<&'a PlaceId, &'a PlaceId>,
    hidden: BTreeSet<usize>,
}

impl Work<'_> {
    fn run(&mut self) {
        let tables = self.tables();
        loop {
            let before = self.hidden.len();
            for table in &tables {
                self.suppress(table);
            }
            if self.hidden.len() == before {
                return;
            }
        }
    }

    fn value(&self, at: usize) -> Option<f64> {
        self.asked.observations.get(at)?.value.number()
    }

    /// Tables whose lines add up: rows are places with the one that they lie in, columns are the codes of one dimension with
    /// all of them together.
    fn tables(&self) -> Vec<Table> {
        let families: BTreeSet<&PlaceId> =
            self.counts.keys().map(|(place, _)| self.parents.get(*place).copied().unwrap_or(*place)).collect();
        let mut splits: BTreeMap<(Group, String), BTreeSet<Group>> = BTreeMap::new();
        for (_, group) in self.counts.keys() {
            splits.entry((group.clone(), String::new())).or_default();
            for (key, _) in group.iter() {
                splits.entry((group.clone().without(key), key.to_owned())).or_default().insert(group.clone());
            }
        }
        let mut tables = Vec::new();
        for family in families {
            let children = self.counts.keys().map(|(place, _)| *place);
            let mut rows: BTreeSet<&PlaceId> =
                children.filter(|place| self.parents.get(*place).copied() == Some(family)).collect();
            rows.insert(family);
            for ((rest, _), codes) in &splits {
                let columns: Vec<&Group> = codes.iter().chain([rest]).collect();
                let cells: Vec<Vec<Option<usize>>> = rows
                    .iter()
                    .map(|row| columns.iter().map(|c| self.counts.get(&(*row, (*c).clone())).copied()).collect())
                    .collect();
                let summed = columns.len() > 1 && cells.iter().any(|row| row.last().is_some_and(Option::is_some));
                let family_row = rows.iter().position(|row| *row == family).and_then(|at| cells.get(at));
                let below = rows.len() > 1 && family_row.is_some_and(|row| row.iter().any(Option::is_some));
                let totals = Totals { rows: summed, columns: below };
                if cells.iter().flatten().any(Option::is_some) {
                    tables.push(Table { cells, totals });
                }
            }
        }
        tables
    }

    fn suppress(&mut self, table: &Table) {
        let least = f64::from(self.asked.least_count);
        let is = |list: &[bool], at: usize| list.get(at) == Some(&true);
        let cell = |at: &Option<usize>| {
            let Some((at, value)) = at.and_then(|at| Some((at, self.value(at)?))) else { return Cell::Nothing };
            match () {
                // what is not shown anyhow counts as left out, and as too little to hide others
                () if is(self.held, at) || self.hidden.contains(&at) => Cell::Own(least / 2.0),
                () if is(self.of_people, at) => Cell::Own(value),
                () => Cell::Public(value),
            }
        };
        let cells: Vec<Vec<Cell>> = table.cells.iter().map(|row| row.iter().map(cell).collect()).collect();
        let small = |c: &Cell| matches!(c, Cell::Own(n) if *n > 0.0 && *n < least);
        if !cells.iter().flatten().any(small) {
            return;
        }
        let mask = suppress(&cells, table.totals, least);
        let left_out = table.cells.iter().flatten().zip(mask.iter().flatten()).filter(|(_, hide)| **hide);
        let new: Vec<usize> = left_out.filter_map(|(at, _)| *at).filter(|at| !is(self.held, *at)).collect();
        self.hidden.extend(new);
    }
}

struct Table {
    cells: Vec<Vec<Option<usize>>>,
    totals: Totals,
}
