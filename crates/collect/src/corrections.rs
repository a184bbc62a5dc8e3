//! Corrections: a table of numbers that somebody put in place of others, each with its reason.

use crate::records::{Record, Records, Request};
use city::correction::COLUMNS;
use city::indicator::IndicatorKind;
use city::run::RunId;
use city::settings::SourceSettings;
use city::{Basis, Cell, Estimate, FieldTable, Group, Indicator, Observation, Period, PlaceId, Problem, Value};
use std::collections::{BTreeMap, BTreeSet};
use units::{NumberStyle, Unit};

/// Columns without which nothing can be corrected.
const NEEDED: [&str; 5] = ["place", "indicator", "period", "value", "reason"];
/// Most characters of a reason.
const MOST_REASON: usize = 2_000;

/// One row that could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// Row as a person counts it.
    pub row: u64,
    /// Where.
    pub place: PlaceId,
    /// Of what.
    pub indicator: String,
    /// For whom.
    pub group: Group,
    /// When.
    pub period: Period,
    /// What is right.
    pub value: Value,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub who: String,
    /// When they said it, RFC 3339.
    pub when: String,
    /// The source of what was wrong; empty where nothing was known.
    pub replaces: String,
    /// What was wrong, in words.
    pub was: String,
    /// The consent that covers it; empty where none does.
    pub consent: String,
}

/// What a file of corrections says.
#[derive(Debug, Default)]
pub struct Reading {
    /// Rows that could be read, in order.
    pub corrections: Vec<Correction>,
    /// What is wrong, by row.
    pub problems: Vec<Problem>,
    /// Whether it is a table with the columns that are needed.
    pub found: bool,
}

/// Reads corrections (of the places that may be named, where they are given), and everything that is wrong with them.
///
/// The table has the columns of [`COLUMNS`]; `place` is an id, `value` a number in `unit` (that of the field table where it is
/// empty) or codes joined by `;`. A row that cannot be read is left out and named: `place_unknown`, `indicator_unknown`,
/// `period_unreadable`, `group_unreadable`, `unit_not_convertible`, `not_a_number`, `value_outside_limits`,
/// `range_not_around_value`, `class_not_listed`, `correction_without_reason`.
#[must_use]
pub fn read(request: &Request, fields: &FieldTable, places: Option<&BTreeSet<&PlaceId>>) -> Reading {
    let mut records = crate::csv::read(request);
    let mut problems = std::mem::take(&mut records.problems);
    problems.retain(|p| p.severity != city::Severity::Note);
    let missing: Vec<&str> = NEEDED.into_iter().filter(|name| records.column(name).is_none()).collect();
    if !missing.is_empty() {
        if !problems.iter().any(|p| p.severity == city::Severity::Error) {
            let problem = Problem::error("column_missing").in_file(request.file).found(missing.join(", "));
            let hint = format!("the columns of corrections are {}", COLUMNS.join(", "));
            problems.push(problem.expected("a column of each of these names").hint(hint));
        }
        return Reading { problems, ..Reading::default() };
    }
    let mut reading = Reading { found: true, ..Reading::default() };
    for record in &records.rows {
        let mut row = Row { records: &records, record, file: request.file, problems: Vec::new() };
        let correction = row.read(fields, places);
        let wrong = !row.problems.is_empty();
        problems.append(&mut row.problems);
        reading.corrections.extend(correction.filter(|_| !wrong));
    }
    reading.problems = problems;
    reading
}

/// A row and what is wrong with it.
struct Row<'a> {
    records: &'a Records,
    record: &'a Record,
    file: &'a str,
    problems: Vec<Problem>,
}

impl Row<'_> {
    fn text(&self, column: &str) -> String {
        let cell = self.records.column(column).and_then(|at| self.record.cells.get(at));
        match cell {
            None | Some(Cell::Empty) => String::new(),
            Some(cell) => cell.to_string().trim().to_owned(),
        }
    }

    fn wrong(&mut self, code: &str, column: &str, expected: impl Into<String>, hint: impl Into<String>) {
        let found = self.text(column);
        let problem = Problem::error(code).in_file(self.file).at_row(self.record.number).in_column(column).found(found);
        self.problems.push(problem.expected(expected).hint(hint));
    }

    fn read(&mut self, fields: &FieldTable, places: Option<&BTreeSet<&PlaceId>>) -> Option<Correction> {
        let place = PlaceId(self.text("place"));
        if places.is_some_and(|known| !known.contains(&place)) || place.as_str().is_empty() {
            self.wrong(
                "place_unknown",
                "place",
                "the id of a place of the city",
                "such as `ward:19100024`; ids never change",
            );
        }
        let indicator = fields.get(&self.text("indicator"));
        if indicator.is_none() {
            let near = crate::mapping::nearest(&self.text("indicator"), fields.iter().map(|i| i.id.as_str()));
            let hint = near.map_or_else(|| "see `data/indicators.csv`".to_owned(), |near| format!("is it `{near}`?"));
            self.wrong("indicator_unknown", "indicator", "an id of the field table", hint);
        }
        let group = self.text("group").parse::<Group>();
        if group.is_err() {
            self.wrong(
                "group_unreadable",
                "group",
                "nothing, or such as `sex=female;age=0_4`",
                "write it as the place's page does",
            );
        }
        let period = self.text("period").parse::<Period>();
        if period.is_err() {
            self.wrong(
                "period_unreadable",
                "period",
                "a year, a month, a day or two with `/`",
                "such as `2011`, `2014-05`, `2007/2012`",
            );
        }
        let reason = self.text("reason");
        if reason.is_empty() || reason.chars().count() > MOST_REASON {
            let expected = format!("why it is corrected, in at most {MOST_REASON} characters");
            self.wrong(
                "correction_without_reason",
                "reason",
                expected,
                "say how you know: who counted, from which paper",
            );
        }
        let value = indicator.and_then(|indicator| self.value(indicator));
        Some(Correction {
            row: self.record.number,
            place,
            indicator: indicator?.id.clone(),
            group: group.ok()?,
            period: period.ok()?,
            value: value?,
            reason,
            who: self.text("who"),
            when: self.text("when"),
            replaces: self.text("replaces"),
            was: self.text("was"),
            consent: self.text("consent"),
        })
    }

    fn value(&mut self, indicator: &Indicator) -> Option<Value> {
        if indicator.kind == IndicatorKind::Class {
            let text = self.text("value");
            let codes: Vec<String> =
                text.split(';').map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect();
            let plain = |code: &String| code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
            if codes.is_empty() || !codes.iter().all(plain) {
                self.wrong(
                    "class_not_listed",
                    "value",
                    "codes, joined by `;`",
                    "write them as data/dimensions.csv does",
                );
                return None;
            }
            return Some(Value::Classes(codes));
        }
        let best = self.number("value", indicator);
        let (low, high) = (self.end("low", indicator), self.end("high", indicator));
        let (best, low, high) = (best?, low?, high?);
        if let Ok(estimate) = Estimate::range(low.unwrap_or(best), best, high.unwrap_or(best)) {
            return Some(Value::Estimate(estimate));
        }
        self.wrong(
            "range_not_around_value",
            "value",
            "low, value and high in this order",
            "leave `low` and `high` empty where they are not known",
        );
        None
    }

    /// None where it cannot be read, which is reported; none inside where nothing stands there.
    #[expect(clippy::option_option, reason = "nothing stands there, and it cannot be read, are two things")]
    fn end(&mut self, column: &str, indicator: &Indicator) -> Option<Option<f64>> {
        if self.text(column).is_empty() { Some(None) } else { self.number(column, indicator).map(Some) }
    }

    fn number(&mut self, column: &str, indicator: &Indicator) -> Option<f64> {
        let text = self.text(column);
        let flag = match (indicator.kind, text.to_lowercase().as_str()) {
            (IndicatorKind::Flag, "yes" | "true") => Some(1.0),
            (IndicatorKind::Flag, "no" | "false") => Some(0.0),
            _ => None,
        };
        let Some(number) = flag.or_else(|| units::parse_number(&text, &NumberStyle::default()).ok()) else {
            self.wrong(
                "not_a_number",
                column,
                "a number, such as 1200 or 0.5",
                "write it without marks between thousands",
            );
            return None;
        };
        let number = self.converted(number, indicator)?;
        let share = indicator.kind == IndicatorKind::Share;
        let (least, most) = (indicator.least.or(share.then_some(0.0)), indicator.most.or(share.then_some(100.0)));
        if !number.is_finite() || least.is_some_and(|l| number < l) || most.is_some_and(|m| number > m) {
            let end = |word: &str, end: Option<f64>| end.map(|end| format!("{word} {end}"));
            let ends: Vec<String> = [end("at least", least), end("at most", most)].into_iter().flatten().collect();
            let expected = if ends.is_empty() {
                "a finite number".to_owned()
            } else {
                format!("{} {}", ends.join(" and "), indicator.unit)
            };
            self.wrong("value_outside_limits", column, expected, "mend it, or name its `unit`");
            return None;
        }
        Some(number)
    }

    fn converted(&mut self, number: f64, indicator: &Indicator) -> Option<f64> {
        let unit = self.text("unit");
        if unit.is_empty() || unit == indicator.unit {
            return Some(number);
        }
        let units = Unit::parse(&unit).and_then(|from| Ok((from, Unit::parse(&indicator.unit)?)));
        let converted = units.and_then(|(from, to)| units::convert(number, &from, &to));
        if converted.is_err() {
            self.wrong(
                "unit_not_convertible",
                "unit",
                format!("a unit that converts to {}", indicator.unit),
                "leave it empty for the unit of the field table",
            );
        }
        converted.ok()
    }
}

/// The observations of those corrections that one source has: those under its consent, or under none. The last row of a place,
/// indicator, period and group counts; what it says more is in the note.
///
/// Rows under a consent that no source of corrections names are reported once each consent, by the source without a consent
/// (`correction_without_consent`): they do not come in.
#[must_use]
pub fn observations(
    corrections: &[Correction],
    source: &SourceSettings,
    (run, consents): (&RunId, &BTreeSet<&str>),
) -> (Vec<Observation>, Vec<Problem>) {
    let ours = source.consent.as_deref().unwrap_or_default();
    let mut last: BTreeMap<String, (&Correction, usize)> = BTreeMap::new();
    let (mut problems, mut told) = (Vec::new(), BTreeSet::new());
    for one in corrections {
        if one.consent == ours {
            let key = format!("{}@{}[{}]{}", one.indicator, one.place, one.group, one.period);
            let times = last.get(&key).map_or(0, |(_, times)| *times) + 1;
            last.insert(key, (one, times));
        } else if ours.is_empty() && !consents.contains(one.consent.as_str()) && told.insert(&one.consent) {
            let problem =
                Problem::error("correction_without_consent").at_row(one.row).in_column("consent").found(&one.consent);
            let problem = problem.expected("a [[source]] of corrections with this consent");
            problems.push(problem.hint("its rows stay out: add the source to city.toml, or take the rows out"));
        }
    }
    let observation = |(one, times): (&Correction, usize)| Observation {
        place: one.place.clone(),
        indicator: one.indicator.clone(),
        period: one.period.clone(),
        group: one.group.clone(),
        value: one.value.clone(),
        quality: source.quality,
        source: source.id.clone(),
        run: run.clone(),
        basis: Basis::Reported { locator: format!("row {}", one.row) },
        note: note(one, times),
    };
    (last.into_values().map(observation).collect(), problems)
}

fn note(one: &Correction, times: usize) -> String {
    let day = one.when.get(..10).unwrap_or(&one.when);
    let who = if one.who.is_empty() { String::new() } else { format!(" by {}", one.who) };
    let when = if day.is_empty() { String::new() } else { format!(" on {day}") };
    // the old number itself is not said: who may see this one may not see that
    let of = if one.replaces.is_empty() { String::new() } else { format!("; in place of what {} says", one.replaces) };
    let times = if times > 1 { format!("; corrected {times} times") } else { String::new() };
    format!("Corrected{who}{when}: {}{of}{times}.", one.reason.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::made_up_fields;
    use city::settings::TextSettings;

    fn read_text(text: &str) -> Reading {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("corrections.csv");
        std::fs::write(&path, text).unwrap();
        let (known, settings) = (PlaceId("ward:1".into()), TextSettings::default());
        let request = Request { path: &path, file: "corrections.csv", layer: "", text: &settings };
        read(&request, &made_up_fields(), Some(&BTreeSet::from([&known])))
    }

    const HEAD: &str = "place,indicator,group,period,value,low,high,unit,reason,who,when,replaces,was,consent\n";

    #[test]
    fn a_number_is_brought_to_the_unit_of_the_field_table_with_its_range_and_its_reason() {
        let reading = read_text(&format!(
            "{HEAD}ward:1,area,,2011,250,200,300,ha,\"Measured, on foot\",Ama,2026-11-22T10:00:00Z,census,9 km2,\n"
        ));
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let one = &reading.corrections[0];
        assert_eq!(one.value, Value::Estimate(Estimate::range(2.0, 2.5, 3.0).unwrap()));
        assert_eq!(note(one, 1), "Corrected by Ama on 2026-11-22: Measured, on foot; in place of what census says.");
    }

    #[test]
    fn every_row_that_is_wrong_is_named_at_once_and_the_others_come_in() {
        let rows = "ward:9,population,,2011,5,,,,why,,,,,\n\
                    ward:1,populaton,,2011,5,,,,why,,,,,\n\
                    ward:1,population,,11,x,,,,,,,,,\n\
                    ward:1,slum_share,,2011,105,,,,why,,,,,\n\
                    ward:1,population,,2011,5,6,7,,why,,,,,\n\
                    ward:1,area,,2011,5,,,persons,why,,,,,\n\
                    ward:1,settlement_type,,2011,informal;formal,,,,why,,,,,\n\
                    ward:1,flood_prone,,2011,yes,,,,why,,,,,\n";
        let reading = read_text(&format!("{HEAD}{rows}"));
        let said: Vec<(u64, &str)> = reading.problems.iter().map(|p| (p.row.unwrap(), p.code.as_str())).collect();
        assert_eq!(
            said,
            [
                (2, "place_unknown"),
                (3, "indicator_unknown"),
                (4, "period_unreadable"),
                (4, "correction_without_reason"),
                (4, "not_a_number"),
                (5, "value_outside_limits"),
                (6, "range_not_around_value"),
                (7, "unit_not_convertible")
            ]
        );
        assert_eq!(reading.corrections.iter().map(|c| c.row).collect::<Vec<_>>(), [8, 9]);
    }

    #[test]
    fn a_file_that_is_no_table_of_corrections_says_which_columns_it_needs() {
        let reading = read_text("place,value\nward:1,5\n");
        assert!(!reading.found);
        assert_eq!(
            (reading.problems[0].code.as_str(), reading.problems[0].value.as_str()),
            ("column_missing", "indicator, period, reason")
        );
    }
}
