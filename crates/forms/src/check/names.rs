//! Names of the form, its questions and its choices.

use super::{at, row, section, simple};
use crate::expression::lexer::is_name;
use crate::{Form, Item};
use city::Problem;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(form: &Form, problems: &mut Vec<Problem>) {
    if !form.id.is_empty() && !form.id.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)) {
        let problem = Problem::error("form_id_invalid").in_sheet("settings").in_column("form_id").found(&form.id);
        problems.push(problem.expected("letters, digits, _ - and .").hint("servers know the form by it"));
    }
    let mut repeats = BTreeMap::new();
    within(&form.items, &mut repeats, true, problems);
}

/// Names must differ among those that stand in the same group; names of repeats in the whole form.
fn within<'a>(items: &'a [Item], repeats: &mut BTreeMap<&'a str, u64>, top: bool, problems: &mut Vec<Problem>) {
    let mut here: BTreeSet<String> = BTreeSet::new();
    let mut folded: BTreeSet<String> = BTreeSet::new();
    for item in items {
        let (name, row) = (item.name(), row(item));
        let said = |problem: Problem| at(problem, row, "name").found(name);
        if name.is_empty() {
            problems.push(said(Problem::error("form_name_missing")).hint("answers are kept under the name"));
        } else if !is_name(name) {
            let problem =
                said(Problem::error("form_name_invalid")).expected("a letter or _, then letters, digits, _ - .");
            problems.push(problem.hint("no blanks, and no digit first"));
        } else if name == "meta" {
            problems.push(said(Problem::error("form_name_invalid")).expected("another name").hint("meta is taken"));
        }
        let mut taken = vec![name.to_owned()];
        match item {
            Item::Question(question) if question.kind.or_other() => taken.push(format!("{name}_other")),
            Item::Repeat(repeat) if !repeat.count.is_empty() && simple(&repeat.count).is_none() => {
                taken.push(format!("{name}_count"));
            }
            _ => {}
        }
        for name in taken.into_iter().filter(|name| !name.is_empty()) {
            if !here.insert(name.clone()) {
                let problem = at(Problem::error("form_name_repeated"), row, "name").found(&name);
                problems.push(
                    problem.hint("another row of the same group has it, or it stands for an answer that is added"),
                );
            } else if !folded.insert(name.to_lowercase()) {
                let problem = at(Problem::warning("form_name_repeated"), row, "name").found(&name);
                problems.push(problem.hint("another row differs in capital letters only: tables may mix them up"));
            }
        }
        if let Item::Repeat(_) = item
            && !name.is_empty()
            && let Some(before) = repeats.insert(name, row)
        {
            let problem = said(Problem::error("form_name_repeated")).expected("a name that no other repeat has");
            problems.push(problem.hint(format!("the repeat of row {before} has it")));
        }
        match item {
            Item::Group(group) => within(&group.items, repeats, false, problems),
            Item::Repeat(repeat) => within(&repeat.items, repeats, false, problems),
            Item::Question(_) => {}
        }
        let empty = matches!(item, Item::Group(g) if g.items.is_empty())
            || matches!(item, Item::Repeat(r) if r.items.is_empty());
        if empty {
            problems.push(said(Problem::warning("form_group_empty")).hint("nothing is asked in it"));
        }
        on_one_screen(item, problems);
    }
    if top && items.is_empty() {
        problems.push(at(Problem::error("form_empty"), 0, "type").expected("a question"));
    }
}

fn on_one_screen(item: &Item, problems: &mut Vec<Problem>) {
    let Some(outer) = section(item).filter(|s| s.appearance.split_whitespace().any(|a| a == "field-list")) else {
        return;
    };
    let items = match item {
        Item::Group(group) => &group.items,
        Item::Repeat(repeat) => &repeat.items,
        Item::Question(_) => return,
    };
    let mut left: Vec<&Item> = items.iter().collect();
    while let Some(inner) = left.pop() {
        match inner {
            Item::Repeat(repeat) => {
                let problem = at(Problem::warning("form_repeat_in_field_list"), repeat.section.row, "type");
                let problem = problem.found(&repeat.section.name);
                problems
                    .push(problem.hint(format!("{} is shown on one screen, which cannot hold a repeat", outer.name)));
            }
            Item::Group(group) => left.extend(&group.items),
            Item::Question(_) => {}
        }
    }
}
