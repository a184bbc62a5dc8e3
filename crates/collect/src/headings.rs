//! Headings: names of columns made so that each can be told from the others.

use crate::findings::Findings;
use city::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// Column names in order, trimmed; one without a name is called by its position, and one that comes again gets a number.
///
/// Each name comes with its position from 0. `row` is the row that holds them, as a person counts; none where the format
/// has no such row.
pub(crate) fn distinct(names: &[(usize, String)], row: Option<u64>, findings: &mut Findings) -> Vec<String> {
    let written: BTreeSet<&str> = names.iter().map(|(_, name)| name.trim()).collect();
    let mut taken = BTreeSet::new();
    let mut numbers = BTreeMap::new();
    let mut made = Vec::with_capacity(names.len());
    for (position, name) in names.iter().map(|(position, name)| (position, name.trim())) {
        let column = if name.is_empty() {
            unused(&format!("column_{}", position + 1), &written, &taken, &mut numbers)
        } else if taken.contains(name) {
            unused(name, &written, &taken, &mut numbers)
        } else {
            name.to_owned()
        };
        if column != name {
            let code = if name.is_empty() { "column_unnamed" } else { "column_repeated" };
            let problem = Problem::warning(code).found(name).in_column(&column).expected("a name of its own");
            let problem = Problem { row, ..problem };
            findings.add(problem.hint(format!("column {} is called `{column}` here", position + 1)));
        }
        taken.insert(column.clone());
        made.push(column);
    }
    made
}

/// The name itself, or with the next number that makes it free; `numbers` holds the last number tried of each name.
fn unused(
    name: &str,
    written: &BTreeSet<&str>,
    taken: &BTreeSet<String>,
    numbers: &mut BTreeMap<String, u64>,
) -> String {
    let last = numbers.entry(name.to_owned()).or_insert(1);
    let mut candidate = name.to_owned();
    while written.contains(candidate.as_str()) || taken.contains(&candidate) {
        *last += 1;
        candidate = format!("{name}_{last}");
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_and_empty_names_become_distinct_and_are_reported() {
        let mut findings = Findings::default();
        let names = ["Total", " Total ", "", "Total_2", "Total"];
        let names: Vec<_> = names.iter().map(|&name| name.to_owned()).enumerate().collect();
        let made = distinct(&names, Some(1), &mut findings);
        assert_eq!(made, ["Total", "Total_3", "column_3", "Total_2", "Total_4"]);
        assert_eq!(findings.into_problems().len(), 3);
    }
}
