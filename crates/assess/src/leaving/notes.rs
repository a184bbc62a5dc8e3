//! Words beside numbers: notes, places in files, problems.

use super::held::{Ledger, Reason, Thing};
use super::standing::Standing;
use city::{Basis, Observation, Problem, Severity, Source};
use std::collections::BTreeMap;

/// Observations without the free words that sources with people behind them brought along, and without the names of their files.
pub(super) fn without(
    observations: Vec<(Observation, bool)>,
    standing: &Standing,
    ledger: &mut Ledger,
) -> Vec<Observation> {
    let mut notes = 0;
    let mut bare = |(mut observation, of_people): (Observation, bool)| {
        if of_people && !observation.note.is_empty() {
            observation.note.clear();
            notes += 1;
        }
        if let (true, Basis::Reported { locator }) = (standing.has_consent(&observation.source), &mut observation.basis)
        {
            *locator = locator.split_once(", ").map_or_else(|| "its file".to_owned(), |(_, rest)| rest.to_owned());
        }
        observation
    };
    let observations = observations.into_iter().map(&mut bare).collect();
    ledger.add(Thing::Notes, Reason::Words, notes);
    observations
}

/// How often each kind of problem was found in sources that leave: what was found stands in no export.
pub(super) fn problems(all: &[Problem], sources: &[Source], ledger: &mut Ledger) -> Vec<Problem> {
    let mut counts: BTreeMap<(Severity, &str, &str), u64> = BTreeMap::new();
    for problem in all.iter().filter(|p| sources.iter().any(|s| s.id.as_str() == p.source)) {
        *counts.entry((problem.severity, &problem.source, &problem.code)).or_default() += 1;
    }
    ledger.add(Thing::Problems, Reason::Words, all.len());
    let counted = |((severity, source, code), count): ((Severity, &str, &str), u64)| Problem {
        severity,
        source: source.to_owned(),
        ..Problem::note(code).found(format!("{count} of them; what was found is not part of an export"))
    };
    counts.into_iter().map(counted).collect()
}
