//! Lists of choices, and the questions that ask for them.

use super::at;
use crate::{Form, Item, Kind};
use city::Problem;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(form: &Form, problems: &mut Vec<Problem>) {
    let mut used: BTreeMap<&str, bool> = BTreeMap::new();
    for placed in form.placed() {
        let Item::Question(question) = placed.item else { continue };
        let Some(list) = question.kind.list() else { continue };
        let several = matches!(question.kind, Kind::SelectMultiple { .. });
        *used.entry(list).or_default() |= several;
        if !form.choices.contains_key(list) {
            let problem = at(Problem::error("form_list_missing"), question.row, "type").found(list);
            problems.push(problem.expected("a list of the sheet choices").hint("add its choices, or mend the name"));
        }
        if question.kind.or_other() && !question.logic.choice_filter.is_empty() {
            let problem =
                at(Problem::error("form_filter_with_other"), question.row, "choice_filter").found(&question.name);
            problems.push(problem.hint("or_other and choice_filter do not go together: add a choice other"));
        }
    }
    for (name, list) in &form.choices {
        let problem = |problem: Problem, row: u64, column: &str| {
            let problem = problem.in_sheet("choices").in_column(column);
            if row == 0 { problem } else { problem.at_row(row) }
        };
        let first = list.choices.first().map_or(0, |choice| choice.row);
        let several = used.get(name.as_str());
        if several.is_none() {
            let said = problem(Problem::note("form_list_unused"), first, "list_name").found(name);
            problems.push(said.hint("no question asks for it"));
        }
        let mut seen = BTreeSet::new();
        for choice in &list.choices {
            let said = |found: Problem| problem(found, choice.row, "name").found(&choice.name);
            if choice.name.is_empty() {
                problems.push(
                    said(Problem::error("form_choice_name_missing"))
                        .found(name)
                        .hint("the answer is kept under the name"),
                );
            } else if !seen.insert(&choice.name) && !form.repeated_choices {
                problems
                    .push(said(Problem::error("form_choice_repeated")).hint(format!("the list {name} has it already")));
            }
            if several == Some(&true) && choice.name.contains(char::is_whitespace) {
                problems.push(
                    said(Problem::error("form_choice_name_spaced"))
                        .expected("a name without blanks")
                        .hint("several answers are kept with blanks between them, so that this one would fall apart"),
                );
            }
            if choice.label.is_empty() {
                let said = problem(Problem::warning("form_label_missing"), choice.row, "label").found(&choice.name);
                problems.push(said.hint("nothing is shown for this choice"));
            }
        }
    }
}
