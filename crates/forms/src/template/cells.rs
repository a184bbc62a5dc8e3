//! Cells: what somebody wrote under an indicator, as a value or as what is wrong with it.

use super::columns::{Group, text};
use super::lists::ClassLists;
use super::names::{Part, letters};
use super::words::TemplateWords;
use crate::SheetRow;
use crate::questionnaire::Tongue;
use city::indicator::IndicatorKind;
use city::{Cell, Estimate, Gap, Indicator, Problem, Value};

/// What cells are read with.
pub(super) struct Reader<'a> {
    pub(super) words: &'a TemplateWords,
    pub(super) lists: &'a ClassLists,
    pub(super) tongue: Tongue,
}

/// A problem of a cell, without sheet and row.
fn wrong(code: &str, column: usize, found: impl std::fmt::Display) -> Problem {
    Problem::error(code).in_column(&letters(column)).found(found)
}

impl Reader<'_> {
    /// What a row says of an indicator and the column that says it; none where it says nothing or nothing that can be read.
    pub(super) fn value(&self, row: &SheetRow, group: &Group, problems: &mut Vec<Problem>) -> Option<(Value, usize)> {
        let before = problems.len();
        let said = |part| group.parts.get(&part).copied().filter(|at| !text(row, *at).is_empty());
        let gap = said(Part::Gap).and_then(|at| self.gap(row, at, problems).map(|gap| (gap, at)));
        let value = said(Part::Value);
        let ends = [said(Part::Low), said(Part::High)];
        let Some(at) = value else {
            if let Some(end) = ends.into_iter().flatten().next() {
                let alone = wrong("range_without_value", end, text(row, end)).expected("a value beside the range");
                problems.push(alone.hint("write the most likely value too"));
            }
            return gap.filter(|_| problems.len() == before).map(|(gap, at)| (Value::Gap(gap), at));
        };
        if let Some((_, gap_at)) = gap {
            let both = wrong("value_and_gap", gap_at, text(row, gap_at)).expected("a value, or why it is missing");
            problems.push(both.hint(format!("{} holds {}: empty one of the two", letters(at), text(row, at))));
        }
        let value = match group.indicator.kind {
            IndicatorKind::Class => self.classes(row, at, group.indicator, problems),
            IndicatorKind::Flag => self.flag(row, at, problems),
            _ => number(row, at, group.indicator, problems)
                .and_then(|value| range(row, (value, at), ends, group.indicator, problems)),
        };
        value
            .filter(|_| problems.iter().skip(before).all(|p| p.severity != city::Severity::Error))
            .map(|value| (value, at))
    }

    fn gap(&self, row: &SheetRow, at: usize, problems: &mut Vec<Problem>) -> Option<Gap> {
        let written = text(row, at);
        let gap = self.words.meant("gap", &written).and_then(|key| key.parse::<Gap>().ok());
        if gap.is_none() {
            let all: Vec<&str> = Gap::ALL.iter().map(|gap| self.words.say(gap_key(*gap), self.tongue)).collect();
            let unknown = wrong("gap_not_listed", at, &written).expected(all.join(", "));
            problems.push(unknown.hint("choose a reason of the list"));
        }
        gap
    }

    fn flag(&self, row: &SheetRow, at: usize, problems: &mut Vec<Problem>) -> Option<Value> {
        let written = text(row, at);
        let flag = match written.to_lowercase().as_str() {
            "1" | "true" => Some("yes"),
            "0" | "false" => Some("no"),
            _ => self.words.meant("flag", &written),
        };
        let Some(flag) = flag else {
            let expected =
                [self.words.say("flag.yes", self.tongue), self.words.say("flag.no", self.tongue)].join(" or ");
            problems.push(wrong("flag_unreadable", at, &written).expected(expected).hint("choose one of the list"));
            return None;
        };
        Estimate::exact(if flag == "yes" { 1.0 } else { 0.0 }).ok().map(Value::Estimate)
    }

    /// Codes parted by semicolons, each once.
    fn classes(&self, row: &SheetRow, at: usize, indicator: &Indicator, problems: &mut Vec<Problem>) -> Option<Value> {
        let written = text(row, at);
        let list = self.lists.of(&indicator.id);
        let mut codes: Vec<String> = Vec::new();
        for part in written.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let plain = || part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            let code = match list {
                Some((_, list)) => ClassLists::code(list, part, self.tongue)
                    .map(str::to_owned)
                    .or_else(|| (self.lists.is_open(&indicator.id) && plain()).then(|| part.to_owned())),
                None => Some(part.to_lowercase().split_whitespace().collect::<Vec<_>>().join("_")),
            };
            match (code, list) {
                (Some(code), _) => {
                    if !codes.contains(&code) {
                        codes.push(code);
                    }
                }
                (None, list) => {
                    let (name, list) = list.unwrap_or_default();
                    let all: Vec<&str> = list.iter().take(12).map(|listed| listed.name(self.tongue)).collect();
                    let more = if list.len() > 12 { ", …" } else { "" };
                    let unknown = wrong("class_not_listed", at, part).expected(format!("{}{more}", all.join(", ")));
                    problems.push(unknown.hint(format!("choose from the list `{name}`; several are parted by `;`")));
                }
            }
        }
        (!codes.is_empty()).then_some(Value::Classes(codes))
    }
}

pub(super) fn gap_key(gap: Gap) -> &'static str {
    match gap {
        Gap::NotEstimated => "gap.not_estimated",
        Gap::NotOccurring => "gap.not_occurring",
        Gap::IncludedElsewhere => "gap.included_elsewhere",
        Gap::Confidential => "gap.confidential",
        Gap::WithheldByCommunity => "gap.withheld_by_community",
        Gap::NotMeasuredHere => "gap.not_measured_here",
    }
}

/// A number inside what the indicator allows.
fn number(row: &SheetRow, at: usize, indicator: &Indicator, problems: &mut Vec<Problem>) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "whole numbers of a workbook are floating-point numbers already")]
    let number = match row.cells.get(at)? {
        Cell::Integer(number) => *number as f64,
        Cell::Real(number) => *number,
        Cell::Flag(flag) => {
            problems.push(wrong("not_a_number", at, flag).expected(expected(indicator)).hint("write a number"));
            return None;
        }
        Cell::Text(written) => written_number(written.trim(), at, indicator, problems)?,
        Cell::Empty => return None,
    };
    let outside =
        indicator.least.is_some_and(|least| number < least) || indicator.most.is_some_and(|most| number > most);
    if outside || !number.is_finite() {
        let code = if indicator.unit == "percent" && number > 100.0 { "share_over_100" } else { "value_out_of_range" };
        problems.push(wrong(code, at, number).expected(expected(indicator)).hint("correct it; it is left out"));
        return None;
    }
    Some(number)
}

/// A number that stands as text: taken where it can mean one number only.
fn written_number(written: &str, at: usize, indicator: &Indicator, problems: &mut Vec<Problem>) -> Option<f64> {
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    if let Some(number) = written.parse::<f64>().ok().filter(|_| plain(written)) {
        let as_text = Problem::warning("number_as_text").in_column(&letters(at)).found(written);
        problems
            .push(as_text.expected("a number").hint("taken as it stands: change the format of the cell to a number"));
        return Some(number);
    }
    let comma = written.matches(',').count() == 1 && plain(&written.replace(',', "."));
    let (code, hint) = if comma {
        (
            "decimal_comma",
            "write it so that the spreadsheet takes it as a number: as text it may be a decimal mark or thousands",
        )
    } else if written.ends_with('%') {
        ("percent_sign", "write the number alone; the unit stands in the header")
    } else {
        ("not_a_number", "write a number alone; where there is none, say why in the column beside it")
    };
    problems.push(wrong(code, at, written).expected(expected(indicator)).hint(hint));
    None
}

/// An estimate of a value and the ends that are given.
fn range(
    row: &SheetRow,
    (value, at): (f64, usize),
    ends: [Option<usize>; 2],
    indicator: &Indicator,
    problems: &mut Vec<Problem>,
) -> Option<Value> {
    let [low, high] = ends.map(|end| end.map(|end| number(row, end, indicator, problems).ok_or(())));
    let low = low.unwrap_or(Ok(value)).ok()?;
    let high = high.unwrap_or(Ok(value)).ok()?;
    if let Ok(estimate) = Estimate::range(low, value, high) {
        return Some(Value::Estimate(estimate));
    }
    let reversed = wrong("range_reversed", at, format!("{low} to {high}, value {value}"));
    problems.push(reversed.expected("from, value, to: each not less than the one before").hint("put them in order"));
    None
}

fn expected(indicator: &Indicator) -> String {
    match (indicator.least, indicator.most) {
        (Some(least), Some(most)) => format!("{least} to {most} {}", indicator.unit),
        (Some(least), None) => format!("{least} {} or more", indicator.unit),
        (None, Some(most)) => format!("{most} {} or less", indicator.unit),
        (None, None) => format!("a number of {}", indicator.unit),
    }
}
