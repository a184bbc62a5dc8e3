//! Labels, hints and messages, in every language of the form.

use super::at;
use crate::{Form, Item, Words};
use city::Problem;

pub(super) fn check(form: &Form, problems: &mut Vec<Problem>) {
    let named: Vec<&String> = form.languages.iter().filter(|language| !language.is_empty()).collect();
    if !form.default_language.is_empty() && !named.is_empty() && !named.contains(&&form.default_language) {
        let problem =
            Problem::warning("form_default_language_unknown").in_sheet("settings").in_column("default_language");
        let known = named.iter().map(|l| l.as_str()).collect::<Vec<_>>().join(", ");
        problems.push(problem.found(&form.default_language).expected(known).hint("write it as in the headers"));
    }
    let mut found = Vec::new();
    for placed in form.placed() {
        match placed.item {
            Item::Question(question) if question.kind.is_shown() => {
                let computed = !question.logic.calculation.is_empty();
                if question.label.is_empty() && question.hint.is_empty() && !computed {
                    let problem = at(Problem::error("form_label_missing"), question.row, "label").found(&question.name);
                    problems.push(problem.hint("a question has a label or a hint"));
                }
                let logic = &question.logic;
                let columns = [
                    ("label", &question.label),
                    ("hint", &question.hint),
                    ("constraint_message", &logic.constraint_message),
                    ("required_message", &logic.required_message),
                ];
                found.extend(columns.map(|(column, words)| (question.row, column, question.name.as_str(), words)));
            }
            Item::Question(_) => {}
            Item::Group(group) => found.push((group.section.row, "label", &group.section.name, &group.section.label)),
            Item::Repeat(repeat) => {
                let section = &repeat.section;
                if section.label.is_empty() {
                    let problem = at(Problem::warning("form_label_missing"), section.row, "label").found(&section.name);
                    problems.push(problem.hint("the enumerator is asked whether to add one more of it"));
                }
                found.push((section.row, "label", &section.name, &section.label));
            }
        }
    }
    for (row, column, name, words) in found {
        if let Some(problem) = missing(form, words) {
            problems.push(at(problem, row, column).found(name));
        }
    }
    for choice in form.choices.values().flat_map(|list| &list.choices) {
        if let Some(problem) = missing(form, &choice.label) {
            let problem = problem.in_sheet("choices").in_column("label").found(&choice.name);
            problems.push(if choice.row == 0 { problem } else { problem.at_row(choice.row) });
        }
    }
}

/// What is said in some languages of the form and not in others.
fn missing(form: &Form, words: &Words) -> Option<Problem> {
    if words.is_empty() || words.keys().all(String::is_empty) {
        return None;
    }
    let missing = |language: &&String| !language.is_empty() && words.get(*language).is_none_or(String::is_empty);
    let languages: Vec<&str> = form.languages.iter().filter(missing).map(String::as_str).collect();
    let problem = Problem::warning("form_translation_missing").expected(languages.join(", "));
    (!languages.is_empty()).then(|| problem.hint("it is shown as - in these languages"))
}
