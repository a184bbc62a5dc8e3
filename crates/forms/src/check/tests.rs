use super::*;
use crate::{Choice, ChoiceList, Kind, Logic, Question, Words};

fn question(name: &str, kind: Kind, logic: Logic) -> Item {
    let label = if kind.is_shown() { Words::from([(String::new(), "A".to_owned())]) } else { Words::new() };
    Item::Question(Question { name: name.into(), kind, label, logic, ..Question::default() })
}

fn relevant(text: &str) -> Logic {
    Logic { relevant: text.into(), ..Logic::default() }
}

fn calculation(text: &str) -> Logic {
    Logic { calculation: text.into(), ..Logic::default() }
}

fn said(items: Vec<Item>) -> Vec<String> {
    let form = Form { items, ..Form::default() };
    check(&form).into_iter().map(|p| format!("{} {}: {}", p.code, p.column, p.value)).collect()
}

#[test]
fn what_leads_in_a_circle_is_said_and_what_only_looks_like_one_is_not() {
    let circle = vec![
        question("a", Kind::Integer, relevant("${b} > 1")),
        question("b", Kind::Calculate, calculation("${c} + 1")),
        question("c", Kind::Integer, relevant("${a} > 1")),
    ];
    assert_eq!(said(circle), ["form_circle relevant: a, b, c"]);
    let section = Section { name: "g".into(), relevant: "${a} > 1".into(), ..Section::default() };
    let group = Item::Group(Group { section, items: vec![question("a", Kind::Integer, Logic::default())] });
    assert_eq!(said(vec![group]), ["form_circle relevant: g, a"]);
    let itself = vec![question("a", Kind::Calculate, calculation("coalesce(${a}, 0) + 1"))];
    assert_eq!(said(itself), ["form_circle relevant: a"]);
    let constraint = Logic { constraint: ". > ${b}".into(), ..Logic::default() };
    let none = vec![question("a", Kind::Integer, constraint), question("b", Kind::Integer, relevant("${a} > 1"))];
    assert_eq!(said(none), [] as [&str; 0]);
}

#[test]
fn expressions_are_read_and_what_they_ask_for_must_be_there() {
    let items = vec![
        question("a", Kind::Text, relevant("nonsense(${zz}) > if(1)")),
        question("b", Kind::Text, relevant("${a} >")),
        question("c", Kind::Calculate, calculation("jr:choice-name(${a}, '${yy}')")),
        question("d", Kind::SelectOne { list: "l".into(), or_other: true }, relevant("${last-saved#a} = 1")),
        question("e", Kind::Text, relevant("${d_other} = 'x'")),
    ];
    assert_eq!(
        said(items),
        [
            "form_list_missing type: l",
            "form_reference_unknown relevant: ${zz}",
            "form_function_unknown relevant: nonsense()",
            "form_function_arguments relevant: if()",
            "form_expression_invalid relevant: ${a} >",
            "form_reference_unknown calculation: ${yy}",
            "form_expression_invalid relevant: ${last-saved#a} = 1",
            "form_reference_unknown relevant: ${d_other}",
        ]
    );
}

#[test]
fn filters_look_at_columns_that_their_choices_have() {
    let logic = Logic { choice_filter: "city = ${a} and town = 'x' and name != 'y'".into(), ..Logic::default() };
    let choice = Choice { name: "y".into(), more: vec![("city".into(), "x".into())], ..Choice::default() };
    let items = vec![
        question("a", Kind::Text, Logic::default()),
        question("b", Kind::SelectOne { list: "l".into(), or_other: false }, logic),
    ];
    let form = Form {
        items,
        choices: BTreeMap::from([("l".to_owned(), ChoiceList { choices: vec![choice] })]),
        ..Form::default()
    };
    let codes: Vec<String> = check(&form).into_iter().map(|p| format!("{} {}", p.code, p.value)).collect();
    assert_eq!(codes, ["form_label_missing y", "form_filter_column_missing town"]);
}

#[test]
fn words_missing_in_a_language_and_an_unknown_default_language_are_said() {
    let mut one = Question { name: "a".into(), row: 7, ..Question::default() };
    one.label.insert("English (en)".into(), "A".into());
    let form = Form {
        items: vec![Item::Question(one)],
        languages: vec!["English (en)".into(), "Français (fr)".into()],
        default_language: "English".into(),
        ..Form::default()
    };
    let problems = check(&form);
    assert_eq!((problems[0].code.as_str(), problems[0].sheet.as_str()), ("form_default_language_unknown", "settings"));
    assert_eq!(
        (problems[1].code.as_str(), problems[1].row, problems[1].expected.as_str()),
        ("form_translation_missing", Some(7), "Français (fr)")
    );
}

#[test]
fn a_repeat_on_a_screen_with_others_is_said() {
    let repeat = Repeat {
        section: Section { name: "r".into(), ..Section::default() },
        items: vec![question("a", Kind::Text, Logic::default())],
        ..Repeat::default()
    };
    let section = Section { name: "g".into(), appearance: "w1 field-list".into(), ..Section::default() };
    let found = said(vec![Item::Group(Group { section, items: vec![Item::Repeat(repeat)] })]);
    assert_eq!(found, ["form_repeat_in_field_list type: r", "form_label_missing label: r"]);
}

#[test]
fn a_default_is_an_expression_where_it_computes_something() {
    for (default, kind, computed) in [
        ("5", Kind::Integer, false),
        ("a-b", Kind::Text, false),
        ("today()", Kind::Date, true),
        ("2026-07-01", Kind::Date, false),
        ("${a}", Kind::Text, true),
        ("1 + 1", Kind::Integer, true),
        ("-5", Kind::Integer, false),
        ("5.6037 -0.187 0 0", Kind::Geopoint, false),
    ] {
        assert_eq!(is_computed(default, &kind), computed, "{default}");
    }
}
