//! Findings: the problems of one file as they are found, with the many of one kind cut short and counted.

use city::Problem;
use std::collections::BTreeMap;

/// How many problems of one kind a file may give before the rest are only counted.
const MOST_OF_A_KIND: u64 = 200;

/// Problems of one file.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    file: String,
    sheet: String,
    problems: Vec<Problem>,
    counts: BTreeMap<String, u64>,
}

impl Findings {
    pub(crate) fn of_file(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// Names the sheet in what is found from now on.
    pub(crate) fn in_sheet(&mut self, sheet: &str) {
        sheet.clone_into(&mut self.sheet);
    }

    pub(crate) fn add(&mut self, mut problem: Problem) {
        let count = self.counts.entry(problem.code.clone()).or_default();
        *count += 1;
        if *count > MOST_OF_A_KIND {
            return;
        }
        if problem.file.is_empty() {
            problem.file.clone_from(&self.file);
        }
        if problem.sheet.is_empty() {
            problem.sheet.clone_from(&self.sheet);
        }
        self.problems.push(problem);
    }

    pub(crate) fn add_all(&mut self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            self.add(problem);
        }
    }

    /// All that was found, in order; a kind that was cut short ends in one problem that counts the rest.
    pub(crate) fn into_problems(mut self) -> Vec<Problem> {
        for (code, count) in &self.counts {
            let Some(first) = self.problems.iter().find(|p| &p.code == code).filter(|_| *count > MOST_OF_A_KIND) else {
                continue;
            };
            let mut rest = Problem { severity: first.severity, ..Problem::error(code) };
            rest = rest.in_file(&self.file).in_sheet(&self.sheet).expected(first.expected.clone());
            rest = rest.hint(format!("{} more of this kind are not listed", count - MOST_OF_A_KIND));
            self.problems.push(rest);
        }
        self.problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_of_a_kind_are_counted_and_not_listed() {
        let mut findings = Findings::of_file("a.csv");
        for row in 0..1_000 {
            findings.add(Problem::warning("ragged_row").at_row(row));
        }
        findings.add(Problem::note("delimiter_found"));
        let problems = findings.into_problems();
        assert_eq!(problems.len(), 202);
        assert!(problems[201].hint.starts_with("800 more"));
        assert_eq!(problems[201].severity, city::Severity::Warning);
        assert!(problems.iter().all(|p| p.file == "a.csv"));
    }
}
