//! Expressions: whether they can be read, and whether what they ask for is there.

use super::{Named, at, named};
use crate::expression::{Expression, Start, To, function, parse};
use crate::{Form, Item, Words};
use city::Problem;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(form: &Form, problems: &mut Vec<Problem>) {
    let names = named(form);
    let mut looking = Looking { form, names: &names, problems };
    for placed in form.placed() {
        match placed.item {
            Item::Question(question) => {
                let logic = &question.logic;
                for (column, text) in [
                    ("relevant", &logic.relevant),
                    ("constraint", &logic.constraint),
                    ("required", &logic.required),
                    ("read_only", &logic.read_only),
                    ("calculation", &logic.calculation),
                ] {
                    looking.expression(text, question.row, column, None);
                }
                looking.expression(&logic.choice_filter, question.row, "choice_filter", question.kind.list());
                if is_computed(&question.default, &question.kind) {
                    looking.expression(&question.default, question.row, "default", None);
                }
                if question.kind == crate::Kind::Calculate && logic.calculation.is_empty() {
                    let problem = at(Problem::error("form_calculation_missing"), question.row, "calculation");
                    looking.problems.push(problem.found(&question.name).hint("a calculate has something to compute"));
                }
                for (column, words) in [
                    ("label", &question.label),
                    ("hint", &question.hint),
                    ("constraint_message", &logic.constraint_message),
                    ("required_message", &logic.required_message),
                ] {
                    looking.words(words, question.row, column);
                }
            }
            Item::Group(group) => looking.section(&group.section, ""),
            Item::Repeat(repeat) => looking.section(&repeat.section, &repeat.count),
        }
    }
    looking.expression(&form.instance_name, 0, "instance_name", None);
    for choice in form.choices.values().flat_map(|list| &list.choices) {
        looking.words(&choice.label, choice.row, "label of choices");
    }
}

/// Whether a default is an expression and not an answer: it holds a function, an operator or a `${}`.
pub(crate) fn is_computed(default: &str, kind: &crate::Kind) -> bool {
    use crate::Kind::{Date, DateTime, Geopoint, Geoshape, Geotrace};
    use crate::expression::lexer::{Word, tokens};
    if default.contains("${") {
        return true;
    }
    let Ok(tokens) = tokens(default) else { return false };
    let with_hyphens = matches!(kind, Date | DateTime | Geopoint | Geotrace | Geoshape);
    let mut before: Option<&Word> = None;
    for token in &tokens {
        match &token.word {
            Word::Sign("-") if with_hyphens => return false,
            Word::Sign("(") if matches!(before, Some(Word::Name(_))) => return true,
            Word::Sign("+" | "-" | "*" | "|") if before.is_some() => return true,
            Word::Name(name) if matches!(name.as_str(), "div" | "mod") && before.is_some() && tokens.len() > 2 => {
                return true;
            }
            _ => {}
        }
        before = Some(&token.word);
    }
    false
}

struct Looking<'a> {
    form: &'a Form,
    names: &'a BTreeMap<String, Named>,
    problems: &'a mut Vec<Problem>,
}

impl Looking<'_> {
    fn section(&mut self, section: &crate::Section, count: &str) {
        self.expression(&section.relevant, section.row, "relevant", None);
        self.expression(count, section.row, "repeat_count", None);
        self.words(&section.label, section.row, "label");
    }

    fn expression(&mut self, text: &str, row: u64, column: &str, list: Option<&str>) {
        if text.is_empty() {
            return;
        }
        let place = |problem: Problem| {
            let problem = at(problem, row, column);
            if column == "instance_name" { problem.in_sheet("settings") } else { problem }
        };
        let expression = match parse(text) {
            Ok(expression) => expression,
            Err(reason) => {
                let problem = place(Problem::error("form_expression_invalid")).found(text);
                self.problems.push(problem.expected("an expression").hint(reason));
                return;
            }
        };
        for name in expression.references() {
            if let Some(problem) = self.reference(name) {
                self.problems.push(place(problem).found(format!("${{{name}}}")));
            }
        }
        let mut unknown = BTreeSet::new();
        let mut few = BTreeSet::new();
        let mut quoted = Words::new();
        expression.walk(&mut |one| {
            if let Expression::Text(text) = one
                && text.contains("${")
            {
                quoted.insert(text.clone(), text.clone());
            }
            if let Expression::Call(name, arguments) = one {
                match function(name) {
                    None => _ = unknown.insert(name.clone()),
                    Some(f) if !(f.fewest..=f.most).contains(&arguments.len()) => _ = few.insert(name.clone()),
                    Some(_) => {}
                }
            }
        });
        for name in unknown {
            let problem = place(Problem::error("form_function_unknown")).found(format!("{name}()"));
            self.problems.push(problem.hint("form tools would refuse the form"));
        }
        for name in few {
            let problem = place(Problem::error("form_function_arguments")).found(format!("{name}()"));
            self.problems.push(problem.hint("too few or too many arguments"));
        }
        self.words(&quoted, row, column);
        if let Some(list) = list {
            self.filter(&expression, row, list);
        }
    }

    /// Columns that a filter looks at must be those of its choices.
    fn filter(&mut self, expression: &Expression, row: u64, list: &str) {
        let Some(choices) = self.form.choices.get(list) else { return };
        let mut asked = BTreeSet::new();
        expression.walk(&mut |one| {
            if let Expression::Path(path) = one
                && path.start == Start::Here
                && let [only] = path.steps.as_slice()
                && let To::Child(name) = &only.to
            {
                asked.insert(name.clone());
            }
        });
        let more = || choices.choices.iter().flat_map(|choice| &choice.more);
        let has = |name: &str| ["name", "label"].contains(&name) || more().any(|(column, _)| column == name);
        let unknown: Vec<String> = asked.into_iter().filter(|name| !has(name)).collect();
        if unknown.is_empty() {
            return;
        }
        let mut known: BTreeSet<&str> = BTreeSet::from(["name", "label"]);
        known.extend(more().map(|(name, _)| name.as_str()));
        for name in unknown {
            let problem = at(Problem::warning("form_filter_column_missing"), row, "choice_filter").found(name);
            let known = known.iter().copied().collect::<Vec<_>>().join(", ");
            self.problems.push(problem.expected(known).hint("no choice of the list has such a column"));
        }
    }

    fn reference(&self, name: &str) -> Option<Problem> {
        match self.names.get(name) {
            None => {
                Some(Problem::error("form_reference_unknown").expected("a name of this form").hint("mend the name"))
            }
            Some(Named { rows: 1, added: false }) => None,
            Some(Named { rows: 0, added: true }) => {
                let problem = Problem::warning("form_reference_unknown").expected("a name of the sheet survey");
                Some(
                    problem
                        .hint("form tools add this name, and other tools refuse it here: ask a question of your own"),
                )
            }
            Some(_) => {
                let problem =
                    Problem::error("form_reference_ambiguous").expected("a name that stands once in the form");
                Some(problem.hint("several questions have it: give them names of their own"))
            }
        }
    }

    /// `${}` inside of words.
    fn words(&mut self, words: &Words, row: u64, column: &str) {
        for text in words.values() {
            let mut rest = text.as_str();
            while let Some((_, after)) = rest.split_once("${") {
                let (name, left) = after.split_once('}').unwrap_or((after, ""));
                rest = left;
                let problem = self.reference(name).map(|problem| match column.strip_suffix(" of choices") {
                    Some(column) => at(problem, row, column).in_sheet("choices"),
                    None => at(problem, row, column),
                });
                self.problems.extend(problem.map(|problem| problem.found(format!("${{{name}}}"))));
            }
        }
    }
}
