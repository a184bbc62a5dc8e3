use super::*;
use crate::{Choice, ChoiceList, Group, Limits, Logic, Repeat};

fn question(name: &str, kind: Kind, logic: Logic) -> Item {
    Item::Question(Question { name: name.into(), kind, logic, ..Question::default() })
}

fn section(name: &str, relevant: &str) -> Section {
    Section { name: name.into(), relevant: relevant.into(), ..Section::default() }
}

fn constraint(text: &str) -> Logic {
    Logic { constraint: text.into(), ..Logic::default() }
}

fn relevant(text: &str) -> Logic {
    Logic { relevant: text.into(), ..Logic::default() }
}

fn answers(values: &[(&str, &str)]) -> Answers {
    let values = values.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    Answers { values, repeats: BTreeMap::new() }
}

fn world() -> World {
    World { today: "2026-07-01".into(), now: "2026-07-01T09:30:00.000+02:00".into() }
}

/// Breaches as (how, path, instances).
fn found(form: &Form, answers: &Answers) -> Vec<(Against, String, Vec<usize>)> {
    evaluate(form, answers, &world()).into_iter().map(|b| (b.against, b.path, b.instances)).collect()
}

/// The value of an expression that stands at `here`, in a form with households and their members.
fn value(expression: &str) -> Result<String, String> {
    let member = Repeat {
        section: section("member", ""),
        count: String::new(),
        items: vec![question("age", Kind::Integer, Logic::default()), question("toy", Kind::Text, Logic::default())],
    };
    let household = Repeat {
        section: section("household", ""),
        count: String::new(),
        items: vec![question("rent", Kind::Decimal, Logic::default()), Item::Repeat(member)],
    };
    let water =
        Choice { name: "tap".into(), label: Words::from([(String::new(), "A tap".into())]), ..Choice::default() };
    let form = Form {
        items: vec![
            question("here", Kind::Text, Logic::default()),
            question("many", Kind::SelectMultiple { list: "water".into(), or_other: false }, Logic::default()),
            question("one", Kind::SelectOne { list: "water".into(), or_other: false }, Logic::default()),
            question("n", Kind::Range(Limits { start: 0.0, end: 9.0, step: 1.0 }), Logic::default()),
            question("empty", Kind::Integer, Logic::default()),
            question("day", Kind::Date, Logic::default()),
            Item::Group(Group {
                section: section("g", ""),
                items: vec![question("inner", Kind::Text, Logic::default())],
            }),
            Item::Repeat(household),
        ],
        choices: BTreeMap::from([("water".to_owned(), ChoiceList { choices: vec![water] })]),
        ..Form::default()
    };
    let mut all = answers(&[
        ("here", "abc"),
        ("many", "tap well"),
        ("one", "tap"),
        ("n", "7"),
        ("day", "2026-06-29"),
        ("g/inner", "in"),
    ]);
    let members = |ages: &[&str]| ages.iter().map(|age| answers(&[("age", age), ("toy", "ball")])).collect::<Vec<_>>();
    let household = |rent: &str, ages: &[&str]| {
        let mut one = answers(&[("rent", rent)]);
        one.repeats.insert("member".into(), members(ages));
        one
    };
    all.repeats
        .insert("household".into(), vec![household("10.5", &["30", "4"]), household("", &["50"]), household("2", &[])]);
    let world = world();
    let asking = Asking::new(&form, &all, &world);
    let inner = expression.strip_prefix("in member 2: ");
    let top = Scene::new(&all);
    let scene = if inner.is_some() {
        let household = top.step("household").instance(0).unwrap();
        household.step("member").instance(1).unwrap().step("toy")
    } else {
        top.step("here")
    };
    let parsed = parse(inner.unwrap_or(expression))?;
    compute(&parsed, &asking.at(&scene)).map(|value| value.text())
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn expressions_give_what_xpath_1_0_and_odk_say() {
    for (expression, gives) in [
        ("1 + 2 * 3 - 4 div 8", "6.5"),
        ("5 mod 2", "1"),
        ("5 mod -2", "1"),
        ("-5 mod 2", "-1"),
        ("1 div 0", "Infinity"),
        ("-1 div 0", "-Infinity"),
        ("0 div 0", "NaN"),
        ("'a' + 1", "NaN"),
        ("'' = 0", "false"),
        ("'1.0' = 1", "true"),
        ("'1.0' = '1'", "false"),
        ("true() = 'no'", "true"),
        ("true() = 1", "true"),
        ("NaN = NaN", "false"),
        ("number('x') != number('x')", "true"),
        ("'b' > 'a'", "false"),
        ("2 > '1'", "true"),
        ("not('')", "true"),
        ("boolean('false')", "true"),
        ("boolean-from-string('false')", "false"),
        ("1 < 2 and 2 < 3 or false()", "true"),
        ("true() or unknown()", "true"),
        ("${n} > 3", "true"),
        ("${n} = '7'", "true"),
        ("${empty} > 3", "false"),
        ("${empty} < 3", "false"),
        ("${empty} = ''", "true"),
        ("${empty} + 1", "NaN"),
        ("coalesce(${empty}, ${n}, 1)", "7"),
        ("coalesce(${empty}, '')", ""),
        ("if(${n} = 7, 'yes', 'no')", "yes"),
        ("if(${empty}, 'yes', 'no')", "no"),
        ("once(${n})", "7"),
        (". = 'abc'", "true"),
        ("../g/inner", "in"),
        ("/data/g/inner", "in"),
        ("current()/../n", "7"),
        ("selected(${many}, 'well')", "true"),
        ("selected(${many}, 'wel')", "false"),
        ("selected-at(${many}, 1)", "well"),
        ("selected-at(${many}, 2)", ""),
        ("count-selected(${many})", "2"),
        ("count-selected(${empty})", "0"),
        ("jr:choice-name(${one}, '${one}')", "A tap"),
        ("jr:choice-name('none', '${one}')", ""),
        ("count(${household})", "3"),
        ("count(${member})", "3"),
        ("count(${rent})", "3"),
        ("count-non-empty(${rent})", "2"),
        ("sum(${rent})", "12.5"),
        ("sum(${age})", "84"),
        ("min(${age})", "4"),
        ("max(${age}, 60)", "60"),
        ("max(${empty})", "NaN"),
        ("${age} = 50", "true"),
        ("${age} != 50", "true"),
        ("join(', ', ${age})", "30, 4, 50"),
        ("concat('a', ${age})", "a30450"),
        ("indexed-repeat(${rent}, ${household}, 3)", "2"),
        ("indexed-repeat(${age}, ${household}, 1, ${member}, 2)", "4"),
        ("indexed-repeat(${rent}, ${household}, 9)", ""),
        ("in member 2: ${age}", "4"),
        ("in member 2: ../age * 2", "8"),
        ("in member 2: ${rent}", "10.5"),
        ("in member 2: count(${member})", "2"),
        ("in member 2: count(${household})", "3"),
        ("in member 2: sum(${age})", "4"),
        ("in member 2: position(..)", "2"),
        ("in member 2: position(../..)", "1"),
        ("in member 2: indexed-repeat(${age}, ${member}, position(..) - 1)", "30"),
        ("regex(., '^[a-c]+$')", "true"),
        ("regex('abcd', '[a-c]+')", "false"),
        ("regex('+233 20', '\\+\\d{3} \\d{2}')", "true"),
        ("string-length('é́a')", "3"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', -3)", "llo"),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring-before('1999/04/01', '/')", "1999"),
        ("substring-after('1999/04/01', '/')", "04/01"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("normalize-space('  a  b ')", "a b"),
        ("contains('abc', '') and starts-with('abc', 'ab') and ends-with('abc', 'c')", "true"),
        ("int(-2.7)", "-2"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("round(1.005, 2)", "1.01"),
        ("round(1234, -2)", "1200"),
        ("floor(-1.5)", "-2"),
        ("ceiling(1.2)", "2"),
        ("pow(2, 10)", "1024"),
        ("abs(-3)", "3"),
        ("sqrt(-1)", "NaN"),
        ("string(1.50)", "1.5"),
        ("number('1e3')", "NaN"),
        ("today() - ${day}", "2"),
        ("${day} < today()", "true"),
        ("${day} >= '2026-06-29'", "true"),
        ("'2026-06-30' > ${day}", "true"),
        ("date('2026-07-01') = '2026-07-01'", "true"),
        ("date(0)", "1970-01-01"),
        ("format-date(${day}, '%d/%m/%Y')", "29/06/2026"),
        ("format-date-time(now(), '%H:%M')", "09:30"),
        ("decimal-date-time('1970-01-02T12:00:00.000+00:00')", "1.5"),
        ("decimal-time('06:00:00')", "0.25"),
        ("checklist(1, 2, true(), false(), ${n})", "true"),
        ("weighted-checklist(-1, 3, true(), 2, ${n}, 2)", "false"),
    ] {
        let expression = expression.replace("NaN = NaN", "number('x') = number('x')");
        assert_eq!(value(&expression), Ok(gives.to_owned()), "{expression}");
    }
}

#[test]
fn what_is_not_computed_says_why() {
    for (expression, why) in [
        ("random()", "random() is not computed"),
        ("area(${here})", "area() is not computed"),
        ("${none}", "not in the form"),
        ("count(1)", "counts what is on a path"),
        ("instance('water')/root/item[name = 'tap']/label", "looking into a list"),
        ("count(${household}[rent > 3])", "conditions in brackets"),
        ("selected(${many})", "1 arguments"),
        ("nonsense(1)", "not known"),
        ("regex('a', '(?=a)a')", "not one that is computed"),
        ("../../..", "out of the form"),
    ] {
        let error = value(expression).unwrap_err();
        assert!(error.contains(why), "{expression}: {error}");
    }
}

#[test]
fn constraints_relevance_and_required_answers_are_judged() {
    let needed = Logic {
        required: "true()".into(),
        required_message: Words::from([(String::new(), "ask".into())]),
        ..Logic::default()
    };
    let form = Form {
        items: vec![
            question("n", Kind::Integer, constraint(". >= 0 and . <= 10")),
            question("why", Kind::Text, relevant("${n} > 5")),
            question("name", Kind::Text, needed),
            Item::Group(Group {
                section: section("g", "${n} > 5"),
                items: vec![question("deep", Kind::Text, Logic { required: "true()".into(), ..Logic::default() })],
            }),
        ],
        ..Form::default()
    };
    assert_eq!(found(&form, &answers(&[("n", "3"), ("name", "x")])), []);
    let all = found(&form, &answers(&[("n", "-1"), ("why", "so"), ("g/deep", "x")]));
    let said = |against, path: &str| (against, path.to_owned(), Vec::new());
    assert_eq!(
        all,
        [
            said(Against::Constraint, "n"),
            said(Against::NotRelevant, "why"),
            said(Against::Required, "name"),
            said(Against::NotRelevant, "g/deep"),
        ]
    );
    assert_eq!(found(&form, &answers(&[("n", "7"), ("name", "x")])), [said(Against::Required, "g/deep")]);
    assert_eq!(found(&form, &answers(&[("name", "x")])), [], "an empty answer breaks no constraint");
}

#[test]
fn answers_in_repeats_are_judged_by_their_own_instance() {
    let member = Repeat {
        section: section("member", ""),
        count: String::new(),
        items: vec![
            question("age", Kind::Integer, constraint(". < 120")),
            question("school", Kind::Text, relevant("${age} < 18")),
        ],
    };
    let form = Form { items: vec![Item::Repeat(member)], ..Form::default() };
    let mut all = Answers::default();
    let one = |age: &str, school: &str| answers(&[("age", age), ("school", school)]);
    all.repeats.insert("member".into(), vec![one("40", "yes"), one("7", "yes"), one("130", "")]);
    assert_eq!(
        found(&form, &all),
        [
            (Against::NotRelevant, "member/school".to_owned(), vec![1]),
            (Against::Constraint, "member/age".to_owned(), vec![3]),
        ]
    );
}

#[test]
fn an_expression_that_cannot_be_computed_is_said_once_and_nothing_held_against_its_answers() {
    let repeat = Repeat {
        section: section("r", ""),
        count: String::new(),
        items: vec![question("a", Kind::Text, constraint("random() > 2"))],
    };
    let form = Form { items: vec![Item::Repeat(repeat)], ..Form::default() };
    let mut all = Answers::default();
    all.repeats.insert("r".into(), vec![answers(&[("a", "x")]); 5]);
    assert_eq!(found(&form, &all), [(Against::NotEvaluated, "r/a".to_owned(), vec![1])]);
}
