//! Cells: what one column says about one row, as an estimate, codes or a gap.

use super::Table;
use super::table::written;
use crate::records::Record;
use city::indicator::IndicatorKind;
use city::settings::{ValueSettings, Zero};
use city::{Cell, Estimate, Gap, Indicator, Problem, Value};
use units::{NumberError, NumberStyle, Unit};

/// What a cell says, and words for the reader.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amount {
    pub value: Value,
    pub note: String,
}

impl Amount {
    fn gap(gap: Gap, note: &str) -> Self {
        Self { value: Value::Gap(gap), note: note.to_owned() }
    }
}

/// A column that is an indicator, made ready for reading.
pub(super) struct ValueColumn<'a> {
    pub settings: &'a ValueSettings,
    pub indicator: &'a Indicator,
    units: Option<(Unit, Unit)>,
    style: NumberStyle,
    percent: bool,
    column: Option<usize>,
    low: Option<usize>,
    high: Option<usize>,
    zero_unknown: Vec<(Option<usize>, &'a [String])>,
}

impl<'a> ValueColumn<'a> {
    /// None where the unit cannot be converted, which [`super::check`] reports.
    pub fn new(table: &Table<'_>, settings: &'a ValueSettings, indicator: &'a Indicator) -> Option<Self> {
        let units = match &settings.unit {
            Some(unit) if *unit != indicator.unit => {
                let (from, to) = (Unit::parse(unit).ok()?, Unit::parse(&indicator.unit).ok()?);
                units::convert(1.0, &from, &to).ok()?;
                Some((from, to))
            }
            _ => None,
        };
        let text = &table.source.text;
        let find = |name: &Option<String>| name.as_ref().and_then(|n| table.records.column(n));
        Some(Self {
            settings,
            indicator,
            units,
            style: NumberStyle { decimal: text.decimal.unwrap_or('.'), thousands: text.thousands },
            percent: settings.unit.as_deref().unwrap_or(&indicator.unit) == "percent",
            column: table.records.column(&settings.column),
            zero_unknown: settings
                .zero_unknown_where
                .iter()
                .map(|(column, values)| (table.records.column(column), values.as_slice()))
                .collect(),
            low: find(&settings.low),
            high: find(&settings.high),
        })
    }

    /// What the row says; problems name the row and column, and what was left out.
    pub fn read(&self, table: &Table<'_>, record: &Record, problems: &mut Vec<Problem>) -> Amount {
        let cell = self.column.and_then(|p| record.cells.get(p)).unwrap_or(&Cell::Empty);
        let Some(text) = table.text(record, self.column) else {
            return Amount::gap(Gap::NotMeasuredHere, "");
        };
        let mut wrong = |problem: Problem| {
            problems.push(problem.at_row(record.number).in_column(&self.settings.column).found(&text));
        };
        if self.indicator.kind == IndicatorKind::Class {
            return match self.classes(&text) {
                Ok(codes) => Amount { value: Value::Classes(codes), note: String::new() },
                Err(unlisted) => {
                    wrong(self.unlisted(table, &unlisted));
                    Amount::gap(Gap::NotEstimated, &format!("`{text}` stands in the file and has no code"))
                }
            };
        }
        if self.settings.codes.get(&text).is_some_and(|code| code == "-") {
            return Amount::gap(Gap::NotEstimated, &format!("`{text}` stands in the file and means not known"));
        }
        let number = match self.number(cell, &text) {
            Ok(number) => number,
            Err(error) => {
                wrong(not_a_number(table, &error));
                return Amount::gap(Gap::NotEstimated, &format!("`{text}` stands in the file and is no number"));
            }
        };
        if number.abs() <= 0.0 && self.zero_is_unknown(record) {
            return Amount::gap(Gap::NotEstimated, "0 stands in the file and means not known");
        }
        let number = self.converted(number);
        if let Some(expected) = self.impossible(number) {
            let code = if self.indicator.kind == IndicatorKind::Share {
                "share_outside_0_100"
            } else {
                "value_outside_limits"
            };
            let hint =
                "the value was left out, the rest of the row stays; correct the file, or declare the column's `unit`";
            wrong(table.error(code).expected(expected).hint(hint));
            return Amount::gap(Gap::NotEstimated, &format!("`{text}` stands in the file and cannot be true"));
        }
        self.with_range(table, record, number, problems)
    }

    fn zero_is_unknown(&self, record: &Record) -> bool {
        let here = |(column, values): &(Option<usize>, &[String])| {
            column.and_then(|p| record.cells.get(p)).is_some_and(|cell| values.contains(&written(cell)))
        };
        let listed = !self.zero_unknown.is_empty() && self.zero_unknown.iter().all(here);
        self.settings.zero == Zero::Unknown || listed
    }

    fn with_range(&self, table: &Table<'_>, record: &Record, number: f64, problems: &mut Vec<Problem>) -> Amount {
        let mut end = |position: Option<usize>| -> f64 {
            let Some(text) = table.text(record, position) else { return number };
            let cell = position.and_then(|p| record.cells.get(p)).unwrap_or(&Cell::Empty);
            match self.number(cell, &text).map(|n| self.converted(n)) {
                Ok(end) if self.impossible(end).is_none() => end,
                _ => {
                    let column = position.and_then(|p| table.records.columns.get(p)).map_or("", |c| c.name.as_str());
                    let problem = table.error("range_end_unreadable").expected("a number that can be true");
                    problems.push(
                        problem
                            .at_row(record.number)
                            .in_column(column)
                            .found(text)
                            .hint("the value came in without this end of its range"),
                    );
                    number
                }
            }
        };
        let (low, high) = (end(self.low), end(self.high));
        let estimate = Estimate::range(low, number, high).or_else(|_| {
            let problem = table.error("range_not_around_value").found(format!("{low}..{high}"));
            let problem = problem.expected(format!("ends with {number} between them"));
            let problem = problem.hint("the value came in without its range");
            problems.push(problem.at_row(record.number).in_column(&self.settings.column));
            Estimate::exact(number)
        });
        match estimate {
            Ok(estimate) => Amount { value: Value::Estimate(estimate), note: String::new() },
            Err(_) => Amount::gap(Gap::NotEstimated, "the number in the file is not finite"),
        }
    }

    fn number(&self, cell: &Cell, text: &str) -> Result<f64, NumberError> {
        if let Some(code) = self.settings.codes.get(text) {
            return match code.as_str() {
                "yes" => Ok(1.0),
                "no" => Ok(0.0),
                code => units::parse_number(code, &NumberStyle::default()),
            };
        }
        match cell {
            Cell::Flag(flag) => Ok(f64::from(u8::from(*flag))),
            Cell::Integer(_) => units::parse_number(text, &NumberStyle::default()),
            Cell::Real(number) if number.is_finite() => Ok(*number),
            Cell::Real(_) => Err(NumberError::NotFinite(text.to_owned())),
            _ if self.percent => units::parse_percent(text, &self.style),
            _ => units::parse_number(text, &self.style),
        }
    }

    fn converted(&self, number: f64) -> f64 {
        match &self.units {
            Some((from, to)) => units::convert(number, from, to).unwrap_or(f64::NAN),
            None => number,
        }
    }

    /// What was expected instead, for a number that cannot be true.
    fn impossible(&self, number: f64) -> Option<String> {
        let share = self.indicator.kind == IndicatorKind::Share;
        let least = self.indicator.least.or(share.then_some(0.0));
        let most = self.indicator.most.or(share.then_some(100.0));
        if number.is_finite() && least.is_none_or(|l| number >= l) && most.is_none_or(|m| number <= m) {
            return None;
        }
        let unit = &self.indicator.unit;
        Some(match (least, most) {
            (Some(least), Some(most)) => format!("{least} to {most} {unit}"),
            (Some(least), None) => format!("at least {least} {unit}"),
            (None, Some(most)) => format!("at most {most} {unit}"),
            (None, None) => "a finite number".to_owned(),
        })
    }

    fn classes(&self, text: &str) -> Result<Vec<String>, String> {
        if let Some(code) = self.settings.codes.get(text) {
            return Ok(vec![code.clone()]);
        }
        let parts = text.split([';', ',', '|']).map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| self.settings.codes.get(part).cloned().ok_or_else(|| part.to_owned())).collect()
    }

    fn unlisted(&self, table: &Table<'_>, text: &str) -> Problem {
        let listed = self.settings.codes.keys().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
        let hint = format!("give `{text}` a code in the `codes` of this column in city.toml");
        table.error("class_not_listed").expected(format!("one of {listed}")).hint(hint)
    }
}

fn not_a_number(table: &Table<'_>, error: &NumberError) -> Problem {
    let (code, hint) = match error {
        NumberError::Missing(_) => ("missing_word_not_declared", "add it to `text.missing` of the source"),
        NumberError::UndeclaredMark { .. } | NumberError::Grouping { .. } | NumberError::Style(_) => {
            ("number_style_not_declared", "declare `text.decimal` and `text.thousands` of the source")
        }
        NumberError::Percent(_) => ("percent_sign", "declare the column's `unit` as `percent`"),
        _ => ("not_a_number", "the value was left out, the rest of the row stays"),
    };
    table.error(code).expected(format!("a number: {error}")).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up::{observe, said, wrong};

    fn value(indicator: &str, more: &str) -> String {
        format!("[[source.values]]\ncolumn='v'\nindicator='{indicator}'\nperiod='2011'\n{more}\n")
    }

    const JOIN: &str = "[source.join]\nprefix='ward'\ncolumn='ward'\n";

    #[test]
    fn a_percentage_of_105_is_a_gap_and_the_rest_of_its_row_stays() {
        let settings = format!("{JOIN}{}{}", value("slum_share", ""), value("households", "").replace("'v'", "'h'"));
        let observed = observe(&settings, "ward,v,h\n1,105,20\n2,55.5,30\n");
        assert_eq!(
            said(&observed.observations),
            [
                "ward:1 slum_share [] not_estimated",
                "ward:1 households [] 20",
                "ward:2 slum_share [] 55.5",
                "ward:2 households [] 30"
            ]
        );
        let words = observed.problems[0].to_string();
        assert_eq!(wrong(&observed), [("share_outside_0_100", Some(2))]);
        assert!(words.contains("a.csv, row 2, column v: found `105`; expected 0 to 100 percent"), "{words}");
        assert_eq!(observed.observations[0].note, "`105` stands in the file and cannot be true");
    }

    #[test]
    fn units_are_converted_before_limits_are_looked_at() {
        let observed = observe(&format!("{JOIN}{}", value("slum_share", "unit='fraction'")), "ward,v\n1,0.25\n2,1.5\n");
        assert_eq!(said(&observed.observations), ["ward:1 slum_share [] 25", "ward:2 slum_share [] not_estimated"]);
        let observed = observe(&format!("{JOIN}{}", value("area", "unit='ha'")), "ward,v\n1,250\n");
        assert_eq!(said(&observed.observations), ["ward:1 area [] 2.5"]);
    }

    #[test]
    fn nothing_zero_and_declared_words_are_gaps() {
        let settings = format!("text={{missing=['n/a']}}\n{JOIN}{}", value("population", "zero='unknown'"));
        let observed = observe(&settings, "ward,v\n1,0\n2,\n3,n/a\n4,-\n");
        let gaps: Vec<_> =
            said(&observed.observations).iter().map(|s| s.rsplit(' ').next().unwrap().to_owned()).collect();
        assert_eq!(gaps, ["not_estimated", "not_measured_here", "not_measured_here", "not_estimated"]);
        assert_eq!(wrong(&observed), [("missing_word_not_declared", Some(5))]);
    }

    #[test]
    fn zero_is_unknown_only_where_it_is_said() {
        let settings = format!("{JOIN}{}", value("population", "zero_unknown_where={kind=['Formal','Flats']}"));
        let observed = observe(&settings, "ward,v,kind\n1,0,Formal\n2,0,Informal\n3,7,Flats\n");
        assert_eq!(
            said(&observed.observations),
            ["ward:1 population [] not_estimated", "ward:2 population [] 0", "ward:3 population [] 7"]
        );
    }

    #[test]
    fn ranges_stand_around_their_value_or_are_reported() {
        let settings = format!("{JOIN}{}", value("population", "low='l'\nhigh='h'"));
        let observed = observe(&settings, "ward,v,l,h\n1,10,8,15\n2,10,,15\n3,10,11,15\n4,10,x,15\n");
        assert_eq!(
            said(&observed.observations),
            [
                "ward:1 population [] 10 (8 to 15)",
                "ward:2 population [] 10 (10 to 15)",
                "ward:3 population [] 10",
                "ward:4 population [] 10 (10 to 15)"
            ]
        );
        assert_eq!(wrong(&observed), [("range_not_around_value", Some(4)), ("range_end_unreadable", Some(5))]);
    }

    #[test]
    fn classes_and_flags_take_the_codes_that_are_listed() {
        let classes = value("settlement_type", "codes={Shacks='informal',RDP='formal'}");
        let observed = observe(&format!("{JOIN}{classes}"), "ward,v\n1,Shacks\n2,RDP; Shacks\n3,Tents\n");
        assert_eq!(
            said(&observed.observations),
            [
                "ward:1 settlement_type [] informal",
                "ward:2 settlement_type [] formal,informal",
                "ward:3 settlement_type [] not_estimated"
            ]
        );
        assert_eq!(wrong(&observed), [("class_not_listed", Some(4))]);
        let flags = value("flood_prone", "codes={YES='yes',NO='no',x='-'}");
        let observed = observe(&format!("{JOIN}{flags}"), "ward,v\n1,YES\n2,NO\n3,x\n");
        assert_eq!(
            said(&observed.observations),
            ["ward:1 flood_prone [] 1", "ward:2 flood_prone [] 0", "ward:3 flood_prone [] not_estimated"]
        );
        assert!(observed.problems.is_empty());
    }
}
