use super::*;
use crate::{Item, Kind, Question, Words};
use std::collections::{BTreeMap, BTreeSet};

fn questions(items: &[Item]) -> Vec<&Question> {
    let mut all = Vec::new();
    for item in items {
        match item {
            Item::Question(question) => all.push(question),
            Item::Group(group) => all.extend(questions(&group.items)),
            Item::Repeat(repeat) => all.extend(questions(&repeat.items)),
        }
    }
    all
}

fn forms() -> [Form; 2] {
    [Questionnaire::Settlement, Questionnaire::Household].map(|q| q.form(&Wanted::default()).unwrap())
}

#[test]
fn our_forms_have_nothing_wrong() {
    for form in forms() {
        assert_eq!(crate::check(&form), [], "{}", form.id);
    }
}

#[test]
fn every_label_hint_and_message_is_there_in_all_four_languages() {
    for form in forms() {
        assert_eq!(form.languages.len(), 4);
        let full = |words: &Words| words.is_empty() || form.languages.iter().all(|l| words.contains_key(l));
        for question in questions(&form.items) {
            let shown = !matches!(question.kind, Kind::Calculate | Kind::Recorded(_));
            assert_eq!(shown, !question.label.is_empty(), "{}", question.name);
            assert!(full(&question.label) && full(&question.hint), "{}", question.name);
            assert_eq!(question.logic.constraint.is_empty(), question.logic.constraint_message.is_empty());
            let texts = question.label.values().chain(question.hint.values());
            for text in texts.chain(question.logic.constraint_message.values()) {
                assert!(!text.contains("{}"), "{} says {text}", question.name);
            }
        }
    }
}

#[test]
fn consent_comes_first_and_nothing_is_asked_without_it() {
    for form in forms() {
        let groups: Vec<_> =
            form.items.iter().filter_map(|i| if let Item::Group(g) = i { Some(g) } else { None }).collect();
        assert_eq!(groups[0].section.name, "consent");
        for group in &groups[1..] {
            assert_eq!(group.section.relevant, "${consent_given} = 'yes'", "{}", group.section.name);
        }
    }
}

#[test]
fn names_and_telephones_are_asked_only_where_they_are_wanted() {
    let personal = ["Name", "Surname", "Telephone", "Contact", "Profiled_By", "Entered_By"];
    let asks = |contacts| {
        let form = Questionnaire::Settlement.form(&Wanted { contacts, ..Wanted::default() }).unwrap();
        let names: Vec<String> = questions(&form.items).iter().map(|q| q.name.clone()).collect();
        let settlement_names = |n: &&String| !n.starts_with('B') && personal.iter().any(|p| n.contains(p));
        names.iter().filter(settlement_names).count()
    };
    assert_eq!((asks(false), asks(true) > 15), (0, true));
    let household = Questionnaire::Household.form(&Wanted::default()).unwrap();
    for question in questions(&household.items) {
        assert!(!matches!(question.kind, Kind::Image | Kind::Audio | Kind::Geopoint | Kind::Geoshape));
        assert!(!matches!(&question.kind, Kind::Recorded(what) if what != "start" && what != "end"));
    }
}

#[test]
fn free_words_and_sealed_answers_say_so_beside_the_question() {
    let form = Questionnaire::Settlement.form(&Wanted::default()).unwrap();
    let all = questions(&form.items);
    for (name, said) in [
        ("E2A_Current_Eviction_Threat", "Sealed"),
        ("R1_OtherComments", "no names"),
        ("B13_Ownership_railway", "community"),
    ] {
        let question = all.iter().find(|q| q.name == name).unwrap();
        assert!(question.hint["English (en)"].contains(said), "{name}: {:?}", question.hint);
    }
}

#[test]
fn numbers_may_only_be_what_the_field_table_allows() {
    let form = Questionnaire::Settlement.form(&Wanted::default()).unwrap();
    let all = questions(&form.items);
    let constraint = |name: &str| all.iter().find(|q| q.name == name).unwrap().logic.constraint.clone();
    assert_eq!(constraint("G5_OpenDefecation_Percentage"), ". >= 0 and . <= 100");
    assert_eq!(constraint("C10_Household_Size"), ". >= 1 and . <= 30");
    assert_eq!(constraint("F14_Water_HoursPerDay"), ". >= 0 and . <= 24");
    assert!(constraint("B10b_Year_Established").contains("today()"));
    for question in all.iter().filter(|q| matches!(q.kind, Kind::Integer | Kind::Decimal)) {
        assert!(!question.logic.constraint.is_empty(), "{} takes any number", question.name);
    }
}

#[test]
fn every_field_of_the_profile_is_asked_or_left_out_for_a_reason() {
    let tables = Tables::of_the_settlement_profile();
    let rows = |text: &str| -> Vec<BTreeMap<String, String>> {
        csv::Reader::from_reader(text.as_bytes()).into_deserialize().map(Result::unwrap).collect()
    };
    let planned: BTreeSet<String> = rows(tables.questions).into_iter().map(|row| row["field"].clone()).collect();
    for field in rows(tables.fields) {
        let shown = !matches!(field["type"].as_str(), "label" | "system");
        assert!(!shown || planned.contains(&field["field"]), "{} is neither asked nor left out", field["field"]);
    }
    for row in rows(tables.questions).iter().filter(|row| !row["left_out"].is_empty()) {
        assert!(row["relevant"].is_empty() && row["constraint"].is_empty(), "{row:?}");
    }
}

/// Rows of a table of words: the key and the four texts.
fn words(text: &str, keys: usize) -> Vec<(String, [String; 4])> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().skip(keys).map(str::to_owned).collect();
    assert_eq!(header, ["en", "fr", "pt", "es"]);
    let row = |record: csv::StringRecord| {
        let key = record.iter().take(keys).collect::<Vec<_>>().join(".");
        (key, [0, 1, 2, 3].map(|at| record[keys + at].to_owned()))
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn all_words() -> Vec<(String, [String; 4])> {
    let (settlement, household) = (Tables::of_the_settlement_profile(), Tables::of_the_household_survey());
    [words(settlement.words, 1), words(household.words, 1), words(settlement.choices, 2)].concat()
}

#[test]
fn no_word_is_missing_or_said_twice_under_one_key() {
    for table in [
        words(Tables::of_the_settlement_profile().words, 1),
        words(Tables::of_the_household_survey().words, 1),
        words(Tables::of_the_household_survey().choices, 2),
    ] {
        let keys: BTreeSet<&String> = table.iter().map(|(key, _)| key).collect();
        assert_eq!(keys.len(), table.len());
        for (key, texts) in &table {
            assert!(texts.iter().all(|text| !text.trim().is_empty() && text.trim() == text), "{key}");
            let holes: Vec<usize> =
                texts.iter().map(|text| text.matches("{}").count() + 10 * text.matches("${").count()).collect();
            assert!(holes.iter().all(|n| *n == holes[0]), "{key}: {holes:?}");
            let asks: Vec<bool> = texts.iter().map(|text| text.ends_with('?')).collect();
            assert!(asks.iter().all(|each| *each == asks[0]), "{key}: a question in some languages only");
        }
    }
}

#[test]
fn no_english_is_left_in_the_other_languages() {
    // Words that are spelt alike in both languages.
    let alike = ["Gas", "Hospital", "Malaria", "No", "Taxi", "Temple", "Train", "Tuberculosis"];
    let english: BTreeSet<&str> = [
        "the",
        "is",
        "are",
        "how",
        "many",
        "which",
        "what",
        "who",
        "where",
        "and",
        "with",
        "of",
        "there",
        "people",
        "water",
        "other",
        "than",
        "more",
        "less",
        "each",
        "not",
        "never",
        "by",
        "this",
        "these",
        "does",
        "household",
        "number",
    ]
    .into();
    let mut left = Vec::new();
    for (key, [en, others @ ..]) in all_words() {
        for other in others {
            let lower = other.to_lowercase();
            let mut tokens = lower.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty());
            let same = other == en && !alike.contains(&en.as_str());
            if same || tokens.any(|token| english.contains(token)) {
                left.push(format!("{key}: {other}"));
            }
        }
    }
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn french_parts_its_marks_and_spanish_opens_its_questions() {
    for (key, [_, fr, _, es]) in all_words() {
        for mark in [" ?", " :", " ;", " !"] {
            assert!(!fr.contains(mark), "{key}: a space that may break before `{mark}`");
        }
        assert!(!fr.ends_with('?') || fr.ends_with("\u{a0}?"), "{key}: {fr}");
        assert_eq!(es.contains('?'), es.contains('¿'), "{key}: {es}");
    }
}

#[test]
fn every_choice_of_a_listed_dimension_is_one_of_its_codes() {
    let dimensions = city::dimension::DimensionTable::embedded().unwrap();
    let known: BTreeSet<&str> = dimensions.names().collect();
    let mut checked = 0;
    for form in forms() {
        for (list, choices) in form.choices.iter().filter(|(list, _)| known.contains(list.as_str())) {
            for choice in &choices.choices {
                checked += 1;
                assert!(dimensions.get(list, &choice.name).is_some(), "{list} has no {}", choice.name);
            }
        }
    }
    assert!(checked > 200);
}

#[test]
fn every_answer_of_the_household_survey_feeds_something_that_exists() {
    let fields = city::FieldTable::embedded().unwrap();
    let dimensions = city::dimension::DimensionTable::embedded().unwrap();
    let known: BTreeSet<&str> = dimensions.names().collect();
    let feeds = feeds(Tables::of_the_household_survey().questions).unwrap();
    let mut fed_dimensions = BTreeSet::new();
    for question in &feeds {
        for fed in &question.fed {
            match fed {
                Fed::Indicator(id) => assert!(fields.get(id).is_some(), "{}: no indicator {id}", question.name),
                Fed::Dimension(name) => {
                    assert!(known.contains(name.as_str()), "{}: no dimension {name}", question.name);
                    assert!(question.list.is_empty() || question.list == *name, "{}", question.name);
                    fed_dimensions.insert(name.clone());
                }
                Fed::Group(group) => {
                    let group: city::Group = group.parse().unwrap();
                    assert!(group.iter().all(|(d, code)| dimensions.get(d, code).is_some()), "{}", question.name);
                }
                Fed::Method(method, _) => {
                    assert!(["slum", "jmp_water", "jmp_sanitation", "hygiene", "mtf"].contains(&method.as_str()));
                }
            }
        }
    }
    assert!(fed_dimensions.len() >= 15, "{fed_dimensions:?}");
}

#[test]
fn a_language_alone_is_a_form_alone_and_equal_input_gives_equal_bytes() {
    let french = Wanted { languages: vec![Tongue::French], ..Wanted::default() };
    let form = Questionnaire::Household.form(&french).unwrap();
    assert_eq!((form.languages.len(), form.default_language.as_str()), (1, "Français (fr)"));
    assert_eq!(form, Questionnaire::Household.form(&french).unwrap());
    assert_ne!(form.version, Questionnaire::Household.form(&Wanted::default()).unwrap().version);
    let none = Wanted { languages: Vec::new(), ..Wanted::default() };
    assert_eq!(Questionnaire::Household.form(&none).unwrap().languages.len(), 4);
}
