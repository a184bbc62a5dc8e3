//! Combine: readings of one place, indicator, period and group made into one observation, and repetitions reported.

use super::Table;
use super::cells::Amount;
use super::readings::{Meaning, Reading, Readings};
use super::rows::Rows;
use super::total_categories::{CategoryTotals, Fate, fate};
use crate::join::{Found, Known};
use city::indicator::AddsUp;
use city::run::RunId;
use city::{Basis, Estimate, Gap, Group, Observation, Period, PlaceId, Problem, Value};
use std::collections::BTreeMap;

/// A table's rows, readings and totals, settled.
pub(super) struct Parts<'p, 'a> {
    pub table: &'p Table<'a>,
    pub known: &'p Known,
    pub rows: &'p Rows<'a>,
    pub readings: &'p Readings<'a>,
    pub totals: &'p CategoryTotals,
}

/// What an observation is about.
type Key = (PlaceId, String, Period, Group);

/// Makes the observations in the order in which the file first speaks of each.
pub(super) fn combine(parts: &Parts<'_, '_>, run: &RunId, problems: &mut Vec<Problem>) -> Vec<Observation> {
    let mut about: Vec<(Key, Vec<&Reading<'_>>)> = Vec::new();
    let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
    for reading in &parts.readings.readings {
        let Some(key) = parts.key(reading) else { continue };
        let at = *seen.entry(key.clone()).or_insert_with(|| {
            about.push((key, Vec::new()));
            about.len() - 1
        });
        if let Some((_, readings)) = about.get_mut(at) {
            readings.push(reading);
        }
    }
    let mut repeated = Repeated::default();
    let observation = |(key, readings): (Key, Vec<&Reading<'_>>)| {
        let distinct = parts.distinct(readings, &mut repeated, problems);
        parts.observation(key, &distinct, run, problems)
    };
    let observations = about.into_iter().filter_map(observation).collect();
    problems.extend(repeated.report(parts.table));
    observations
}

/// The city's own numbers by the prefix of the places they are beside.
pub(super) type CityNumbers = BTreeMap<(String, String, Period, Group), f64>;

/// The value column and categories that a number stands under.
type Under<'r> = (usize, &'r [usize]);

impl<'a> Parts<'_, 'a> {
    /// The numbers of the city's own rows, each edition's by itself.
    pub fn city_numbers(&self) -> CityNumbers {
        let mut numbers: BTreeMap<(String, String, Period, Group), BTreeMap<Under<'_>, f64>> = BTreeMap::new();
        for reading in &self.readings.readings {
            let named = self.rows.names.get(reading.name).filter(|named| named.found == Found::City);
            let Some((named, number)) = named.zip(reading.amount.value.number()) else { continue };
            let Some((_, indicator, period, group)) = self.key(reading) else { continue };
            let parts = numbers.entry((named.prefix.to_owned(), indicator, period, group)).or_default();
            parts.entry((reading.value, &reading.texts)).or_insert(number);
        }
        numbers.into_iter().map(|(key, parts)| (key, parts.values().sum())).collect()
    }

    /// What a reading is about; none where it is left out, which was reported.
    fn key(&self, reading: &Reading<'a>) -> Option<Key> {
        let place = self.rows.names.get(reading.name)?.place(self.known)?.clone();
        let settings = self.table.source.values.get(reading.value)?;
        let mut group: Group = settings.group.parse().ok()?;
        let columns = self.readings.categories.iter().zip(self.totals).zip(&reading.texts);
        for ((category, totals), text) in columns {
            if totals.get(text).is_some_and(|total| fate(category, total) == Fate::Dropped) {
                return None;
            }
            match category.meaning(*text) {
                Meaning::Code(code) => group = group.with(&category.settings.dimension, code),
                Meaning::All | Meaning::Indicator(_) => {}
                Meaning::LeftOut | Meaning::Unlisted => return None,
            }
        }
        Some((place, reading.indicator.id.clone(), reading.period.clone()?, group))
    }

    /// The readings of one key without repetitions: those of other categories that were given the same code stay.
    fn distinct<'r>(
        &self,
        readings: Vec<&'r Reading<'a>>,
        repeated: &mut Repeated,
        problems: &mut Vec<Problem>,
    ) -> Vec<&'r Reading<'a>> {
        let mut distinct: Vec<&Reading<'a>> = Vec::new();
        for reading in readings {
            let same = |held: &&&Reading<'a>| held.value == reading.value && held.texts == reading.texts;
            match distinct.iter().find(same) {
                Some(held) if held.amount == reading.amount => repeated.take(reading.row, held.row),
                Some(held) if self.edition(held) != self.edition(reading) => repeated.take_edition(reading, held),
                Some(held) => problems.push(self.differs(reading, held, "row_repeated")),
                None => match distinct.first() {
                    Some(held) if held.value != reading.value || held.indicator.adds_up != AddsUp::Sum => {
                        problems.push(self.differs(reading, held, "value_repeated"));
                    }
                    _ => distinct.push(reading),
                },
            }
        }
        distinct
    }

    fn edition(&self, reading: &Reading<'_>) -> &str {
        self.rows.names.get(reading.name).map_or("", |named| named.edition_name.as_str())
    }

    fn differs(&self, reading: &Reading<'_>, held: &Reading<'_>, code: &str) -> Problem {
        let column = self.table.source.values.get(reading.value).map_or("", |v| v.column.as_str());
        let problem = self.table.error(code).at_row(reading.row).in_column(column).found(written(&reading.amount));
        let problem = problem.expected(format!(
            "one value of a place, indicator, period and group; row {} has {}",
            held.row,
            written(&held.amount)
        ));
        problem.hint(
            "the earlier row stays and this one was left out; a `keep`, a category or a period may tell them apart",
        )
    }

    fn observation(
        &self,
        (place, indicator, period, group): Key,
        readings: &[&Reading<'a>],
        run: &RunId,
        problems: &mut Vec<Problem>,
    ) -> Option<Observation> {
        let first = readings.first()?;
        let mut amount = first.amount.clone();
        if readings.len() > 1 {
            amount = self.sum(readings, problems);
        }
        let named = self.rows.names.get(first.name)?;
        let edition = named.edition.map_or("", |e| e.note.as_str());
        let note = [edition, &amount.note].into_iter().filter(|n| !n.is_empty()).collect::<Vec<_>>().join("; ");
        let numbers = readings.iter().map(|r| r.row).collect::<Vec<_>>();
        let column = self.table.source.values.get(first.value).map_or("", |v| v.column.as_str());
        Some(Observation {
            place,
            indicator,
            period,
            group,
            value: amount.value,
            quality: self.table.source.quality,
            source: self.table.source.id.clone(),
            run: run.clone(),
            basis: Basis::Reported { locator: self.table.locator(&numbers, column) },
            note,
        })
    }

    /// The sum of categories that were given one code; a gap where one of them is.
    fn sum(&self, readings: &[&Reading<'a>], problems: &mut Vec<Problem>) -> Amount {
        let estimates = readings.iter().map(|r| r.amount.value.estimate()).collect::<Option<Vec<_>>>();
        let texts = readings.iter().map(|r| {
            let texts = self.readings.categories.iter().zip(&r.texts).map(|(c, t)| c.text(*t));
            texts.collect::<Vec<_>>().join(", ")
        });
        let texts = texts.map(|t| format!("`{t}`")).collect::<Vec<_>>().join(" + ");
        let total = |end: fn(&Estimate) -> f64| estimates.iter().flatten().map(end).sum::<f64>();
        let sum = Estimate::range(total(|e| e.low), total(|e| e.value), total(|e| e.high));
        if let (Some(_), Ok(sum)) = (&estimates, sum) {
            return Amount { value: Value::Estimate(sum), note: format!("sum of {texts}") };
        }
        let gap = readings.iter().find_map(|r| if let Value::Gap(g) = r.amount.value { Some(g) } else { None });
        if let Some(first) = readings.first() {
            let problem = self.table.warning("sum_with_gap").at_row(first.row).found(&texts);
            let problem = problem.expected("a number for each category that is given the same code");
            problems.push(problem.hint("the sum was left out"));
        }
        let note = format!("one of {texts} is not known");
        Amount { value: Value::Gap(gap.unwrap_or(Gap::NotEstimated)), note }
    }
}

/// Rows that say again what another row said, or say it of another edition.
#[derive(Default)]
struct Repeated {
    alike: usize,
    first_alike: Option<(u64, u64)>,
    editions: usize,
    farthest: Option<Difference>,
}

/// The numbers of one thing in two editions.
struct Difference {
    row: u64,
    other_row: u64,
    here: String,
    there: String,
    off: f64,
}

impl Repeated {
    fn take(&mut self, row: u64, of: u64) {
        self.alike += 1;
        self.first_alike.get_or_insert((row, of));
    }

    fn take_edition(&mut self, reading: &Reading<'_>, held: &Reading<'_>) {
        self.editions += 1;
        let number = |r: &Reading<'_>| r.amount.value.number().unwrap_or_default();
        let off = (number(reading) - number(held)).abs();
        if self.farthest.as_ref().is_none_or(|farthest| off > farthest.off) {
            let (here, there) = (written(&reading.amount), written(&held.amount));
            self.farthest = Some(Difference { row: reading.row, other_row: held.row, here, there, off });
        }
    }

    fn report(&self, table: &Table<'_>) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Some((row, of)) = self.first_alike {
            let expected =
                format!("a value once; {} values stand again, here as in row {of}, and count once", self.alike);
            problems.push(table.note("row_repeated_alike").at_row(row).expected(expected));
        }
        if let Some(far) = &self.farthest {
            let expected = format!(
                "{} as in row {}; numbers that differ between editions: {}, this one most",
                far.there, far.other_row, self.editions
            );
            let problem = table.note("edition_differs").at_row(far.row).found(&far.here).expected(expected);
            problems.push(
                problem.hint("the edition that stands first in the file counts, for both are about one place and time"),
            );
        }
        problems
    }
}

fn written(amount: &Amount) -> String {
    match &amount.value {
        Value::Estimate(estimate) => estimate.value.to_string(),
        Value::Classes(codes) => codes.join(", "),
        Value::Gap(gap) => gap.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up::{observe, said, wrong};

    const HEAD: &str = "[source.join]\nprefix='ward'\ncolumn='ward'\n[[source.values]]\ncolumn='n'\nindicator='households'\nperiod='2021'\n";
    const KINDS: &str = "[[source.categories]]\ncolumn='k'\ndimension='toilet'\n[source.categories.codes]\nSewer='flush'\nSeptic='flush'\nNone='none'\n";

    #[test]
    fn rows_that_repeat_count_once_and_those_that_differ_are_reported() {
        let observed = observe(HEAD, "ward,n\n1,5\n1,5\n2,6\n2,7\n");
        assert_eq!(said(&observed.observations), ["ward:1 households [] 5", "ward:2 households [] 6"]);
        assert_eq!(wrong(&observed), [("row_repeated", Some(5)), ("row_repeated_alike", Some(3))]);
        assert!(observed.problems[0].expected.contains("row 4 has 6"));
    }

    #[test]
    fn categories_of_one_code_are_summed_and_say_so() {
        let observed =
            observe(&format!("{HEAD}{KINDS}"), "ward,k,n\n1,Sewer,5\n1,None,2\n1,Septic,3\n2,Sewer,\n2,Septic,4\n");
        assert_eq!(
            said(&observed.observations),
            [
                "ward:1 households [toilet=flush] 8",
                "ward:1 households [toilet=none] 2",
                "ward:2 households [toilet=flush] not_measured_here"
            ]
        );
        assert_eq!(observed.observations[0].note, "sum of `Sewer` + `Septic`");
        let city::Basis::Reported { locator } = &observed.observations[0].basis else { panic!("not reported") };
        assert_eq!(locator, "rows 2, 4, column n");
        assert_eq!(wrong(&observed), [("sum_with_gap", Some(5))]);
    }

    #[test]
    fn the_city_of_a_second_edition_is_noted_and_does_not_replace_the_first() {
        let join = "[source.join]\nprefix='ward'\ncolumn='c'\naccept={CPT='city'}\n[source.join.editions]\ncolumn='y'\n[source.join.editions.is.2011]\nprefix='ward11'\ncreate=true\n[source.join.editions.is.2016]\nprefix='ward'\n";
        let value = "[[source.values]]\ncolumn='n'\nindicator='households'\nperiod='2011'\n";
        let observed = observe(&format!("{join}{value}"), "c,y,n\nCPT,2011,3740026\nCPT,2016,3740031\n");
        assert_eq!(said(&observed.observations), ["city:town households [] 3740026"]);
        assert_eq!(observed.problems.len(), 1);
        let words = observed.problems[0].to_string();
        assert!(
            words.starts_with("note[edition_differs]") && words.contains("3740031") && words.contains("3740026"),
            "{words}"
        );
    }

    #[test]
    fn shares_of_one_code_are_not_summed() {
        let settings = format!("{HEAD}{KINDS}").replace("'households'", "'slum_share'");
        let observed = observe(&settings, "ward,k,n\n1,Sewer,5\n1,Septic,3\n");
        assert_eq!(said(&observed.observations), ["ward:1 slum_share [toilet=flush] 5"]);
        assert_eq!(wrong(&observed), [("value_repeated", Some(3))]);
    }
}
