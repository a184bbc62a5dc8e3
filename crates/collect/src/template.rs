//! Excel templates that makazi wrote and somebody filled in at a desk.

use crate::Request;
use city::run::RunId;
use city::settings::SourceSettings;
use city::{Basis, FieldTable, Observation, PlaceId, Problem};
use forms::template::{Reading, TemplateAnswer};
use std::collections::BTreeSet;

/// What a filled template says (of the places that may be named, where they are given), and everything that is wrong with it.
///
/// All sheets are read; columns are found by the names that stand in them (see [`forms::template::read`]).
#[must_use]
pub fn read(request: &Request, fields: &FieldTable, places: Option<&BTreeSet<&PlaceId>>) -> Reading {
    let (sheets, mut problems) = crate::sheets::read(request.path, request.file, request.text);
    if sheets.is_empty() {
        return Reading { problems, ..Reading::default() };
    }
    let mut reading = forms::template::read(request.file, &sheets, fields, places);
    // Merged headers of the template itself are nobody's fault.
    problems.retain(|problem| problem.severity != city::Severity::Note);
    problems.append(&mut reading.problems);
    Reading { problems, ..reading }
}

/// Whether a workbook is a template of makazi, by the name of its last sheet and what stands in it.
#[must_use]
pub fn is_one(request: &Request) -> bool {
    let names = crate::xlsx::sheets(request.path).unwrap_or_default();
    let looks_so = names.last().is_some_and(|name| forms::template::is_sheet_of_names(name));
    looks_so && {
        let (sheets, _) = crate::sheets::read(request.path, request.file, request.text);
        forms::template::is_one(&sheets)
    }
}

/// Observations of the answers of a template, each with its sheet, row and column, and a problem for those that say the same
/// thing twice in different sheets.
#[must_use]
pub fn observations(
    answers: &[TemplateAnswer],
    source: &SourceSettings,
    run: &RunId,
) -> (Vec<Observation>, Vec<Problem>) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let (mut observations, mut problems) = (Vec::with_capacity(answers.len()), Vec::new());
    for answer in answers {
        let locator = format!("sheet {}, row {}, column {}", answer.sheet, answer.row, answer.column);
        let said = answer.source.trim();
        let observation = Observation {
            place: answer.place.clone(),
            indicator: answer.indicator.clone(),
            period: answer.period.clone(),
            group: answer.group.clone(),
            value: answer.value.clone(),
            quality: source.quality,
            source: source.id.clone(),
            run: run.clone(),
            basis: Basis::Reported { locator },
            note: if said.is_empty() { String::new() } else { format!("source as written in the template: {said}") },
        };
        if seen.insert(observation.key()) {
            observations.push(observation);
        } else {
            let problem = Problem::error("answer_repeated").in_sheet(&answer.sheet).at_row(answer.row);
            let problem = problem.in_column(&answer.column).found(format!("{} of {}", answer.indicator, answer.place));
            let problem = problem.expected("one answer of a place, indicator and date in all sheets");
            problems.push(problem.hint("the first is kept: take the other one out"));
        }
    }
    (observations, problems)
}
