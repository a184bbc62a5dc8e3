//! Forms for property tests: whatever can be said in an XLSForm and in an XForm alike.

use crate::{Choice, ChoiceList, Form, Group, Item, Kind, Limits, Logic, Question, Repeat, Section, Words};
use proptest::prelude::*;
use std::collections::BTreeMap;

const LISTS: [&str; 2] = ["water", "yes_no"];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-zéñ<>&]{0,8}( [a-z\"'?]{1,6}){0,3}[.!]?",
        Just("How many, in all?".to_owned()),
        Just("مياه & 水".to_owned()),
    ]
}

fn words(languages: Vec<String>) -> impl Strategy<Value = Words> {
    let each = languages.into_iter().map(|language| (Just(language), text())).collect::<Vec<_>>();
    each.prop_map(|pairs| pairs.into_iter().collect())
}

fn maybe_words(languages: Vec<String>) -> impl Strategy<Value = Words> {
    prop_oneof![Just(Words::new()), words(languages)]
}

fn kind() -> impl Strategy<Value = Kind> {
    let list = || prop::sample::select(LISTS.map(str::to_owned).to_vec());
    prop_oneof![
        Just(Kind::Text),
        Just(Kind::Integer),
        Just(Kind::Decimal),
        Just(Kind::Note),
        Just(Kind::Geopoint),
        Just(Kind::Geotrace),
        Just(Kind::Geoshape),
        Just(Kind::Date),
        Just(Kind::Time),
        Just(Kind::DateTime),
        Just(Kind::Image),
        Just(Kind::Audio),
        Just(Kind::Video),
        Just(Kind::File),
        Just(Kind::Barcode),
        Just(Kind::Acknowledge),
        Just(Kind::Calculate),
        Just(Kind::Hidden),
        Just(Kind::Recorded("today".to_owned())),
        Just(Kind::Recorded("start-geopoint".to_owned())),
        (list(), any::<bool>()).prop_map(|(list, or_other)| Kind::SelectOne { list, or_other }),
        (list(), any::<bool>()).prop_map(|(list, or_other)| Kind::SelectMultiple { list, or_other }),
        list().prop_map(|list| Kind::Rank { list }),
        (0..5_i32, 1..9_i32).prop_map(|(start, width)| Kind::Range(Limits {
            start: f64::from(start),
            end: f64::from(start + width),
            step: 0.5
        })),
    ]
}

/// An expression with at most one name in it, which `name_them` fills.
fn expression() -> impl Strategy<Value = String> {
    let expressions =
        ["", ". > 3", "${?} > 0", "not(selected(${?}, 'a b')) and . != \"x\"", "count(${?}) - 1 < 2", "${?}"];
    prop::sample::select(expressions.map(str::to_owned).to_vec())
}

fn question(languages: &[String]) -> impl Strategy<Value = Item> + use<> {
    let words = || maybe_words(languages.to_vec());
    let logic = (expression(), expression(), words(), expression(), words(), any::<bool>());
    let appearance = prop::sample::select(["", "minimal", "w1 multiline"].map(str::to_owned).to_vec());
    let default = prop::sample::select(["", "5", "yes", "concat('a', ${?})", "today()"].map(str::to_owned).to_vec());
    (kind(), words(), words(), logic, appearance, default).prop_map(
        |(kind, label, hint, logic, appearance, default)| {
            let (relevant, constraint, constraint_message, required, required_message, filtered) = logic;
            let shown = kind.is_shown();
            let filtered = filtered && kind.list().is_some() && !kind.or_other();
            let calculation = if kind == Kind::Calculate { "1 + ${?}".to_owned() } else { String::new() };
            let logic = Logic {
                relevant,
                constraint,
                constraint_message,
                required: if required == ". > 3" { "true()".to_owned() } else { required },
                required_message,
                read_only: String::new(),
                calculation,
                choice_filter: if filtered { "part = ${?} or part = 'x'".to_owned() } else { String::new() },
            };
            let nothing = |words: Words| if shown { words } else { Words::new() };
            let recorded = matches!(kind, Kind::Recorded(_));
            Item::Question(Question {
                name: String::new(),
                label: nothing(label),
                hint: nothing(hint),
                logic: if recorded { Logic::default() } else { logic },
                appearance: if shown { appearance } else { String::new() },
                default: if recorded { String::new() } else { default },
                row: 0,
                kind,
            })
        },
    )
}

fn items(languages: Vec<String>) -> impl Strategy<Value = Vec<Item>> {
    let leaf = question(&languages);
    let item = leaf.prop_recursive(3, 24, 4, move |inner| {
        let section = || {
            let appearance = prop::sample::select(["", "field-list"].map(str::to_owned).to_vec());
            (maybe_words(languages.clone()), expression(), appearance).prop_map(|(label, relevant, appearance)| {
                Section { name: String::new(), label, relevant, appearance, row: 0 }
            })
        };
        let counts = prop::sample::select(["", "${?}", "${?} + 1", "3"].map(str::to_owned).to_vec());
        prop_oneof![
            (section(), prop::collection::vec(inner.clone(), 1..4))
                .prop_map(|(section, items)| Item::Group(Group { section, items })),
            (section(), counts, prop::collection::vec(inner, 1..4))
                .prop_map(|(section, count, items)| Item::Repeat(Repeat { section, count, items })),
        ]
    });
    prop::collection::vec(item, 1..6)
}

/// Gives every item a name of its own, and expressions the names of others.
fn name_them(items: &mut [Item], number: &mut usize, names: &[String]) {
    for item in items {
        let name = format!("q{number}");
        *number += 1;
        let other = names[(*number * 7) % names.len()].clone();
        let fill = |text: &mut String| *text = text.replace("${?}", &format!("${{{other}}}"));
        match item {
            Item::Question(question) => {
                question.name = name;
                let logic = &mut question.logic;
                for text in [
                    &mut logic.relevant,
                    &mut logic.constraint,
                    &mut logic.required,
                    &mut logic.calculation,
                    &mut logic.choice_filter,
                ] {
                    fill(text);
                }
                fill(&mut question.default);
                for text in question.label.values_mut().filter(|_| number.is_multiple_of(3)) {
                    text.extend([" ${", &other, "} & so on"]);
                }
            }
            Item::Group(group) => {
                group.section.name = name;
                fill(&mut group.section.relevant);
                name_them(&mut group.items, number, names);
            }
            Item::Repeat(repeat) => {
                repeat.section.name = name;
                fill(&mut repeat.section.relevant);
                fill(&mut repeat.count);
                name_them(&mut repeat.items, number, names);
            }
        }
    }
}

fn count(items: &[Item]) -> usize {
    let inside = |item: &Item| match item {
        Item::Question(_) => 1,
        Item::Group(group) => 1 + count(&group.items),
        Item::Repeat(repeat) => 1 + count(&repeat.items),
    };
    items.iter().map(inside).sum()
}

fn choices(languages: Vec<String>) -> impl Strategy<Value = ChoiceList> {
    prop::collection::vec((words(languages), "[a-z]{0,3}"), 1..4).prop_map(|each| ChoiceList {
        choices: each
            .into_iter()
            .enumerate()
            .map(|(at, (label, part))| Choice {
                name: format!("c{at}"),
                label,
                more: if part.is_empty() { Vec::new() } else { vec![("part".to_owned(), part)] },
                row: 0,
            })
            .collect(),
    })
}

/// Forms in one language without a name, or in two that have one.
pub(crate) fn a_form() -> impl Strategy<Value = Form> {
    let languages =
        prop_oneof![Just(vec![String::new()]), Just(vec!["English (en)".to_owned(), "Français (fr)".to_owned()]),];
    languages.prop_flat_map(|languages| {
        let lists = (choices(languages.clone()), choices(languages.clone()));
        let in_languages = !languages[0].is_empty();
        (items(languages.clone()), lists, text(), "[0-9]{0,10}", any::<bool>()).prop_map(
            move |(mut asked, lists, title, version, more)| {
                let names: Vec<String> = (0..count(&asked)).map(|n| format!("q{n}")).collect();
                name_them(&mut asked, &mut 0, &names);
                Form {
                    id: "generated".to_owned(),
                    version,
                    title: Words::from([(String::new(), title)]),
                    default_language: if in_languages && more { languages[0].clone() } else { String::new() },
                    languages: languages.clone(),
                    items: asked,
                    choices: BTreeMap::from([
                        (LISTS[0].to_owned(), lists.0.clone()),
                        (LISTS[1].to_owned(), lists.1.clone()),
                    ]),
                    instance_name: if more { "concat(${q0}, ' ')".to_owned() } else { String::new() },
                    style: if more { "pages".to_owned() } else { String::new() },
                    repeated_choices: false,
                }
            },
        )
    })
}
