//! The household survey: asked so that answers go into the methods of the assessment without being recoded.

use super::words::{WordTable, choices};
use super::{QuestionnaireError, Tables, Wanted, version};
use crate::{Form, Group, Item, Kind, Logic, Question, Repeat, Section, Words};
use serde::Deserialize;

/// A row of the table of questions.
#[derive(Debug, Deserialize)]
struct Row {
    #[serde(rename = "type")]
    kind: String,
    name: String,
    list: String,
    feeds: String,
    words: String,
    relevant: String,
    constraint: String,
    message: String,
    required: String,
    calculation: String,
    hint: String,
}

/// What an answer goes into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fed {
    /// An indicator of the field table.
    Indicator(String),
    /// A dimension whose codes are the choices.
    Dimension(String),
    /// A group, such as `hazard=flood`.
    Group(String),
    /// An input of a method: its name (`slum`, `jmp_water`, `jmp_sanitation`, `hygiene`, `mtf`) and the input's.
    Method(String, String),
}

/// A question and what its answer goes into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feeds {
    /// Name of the question.
    pub name: String,
    /// Its list of choices; empty where it has none.
    pub list: String,
    /// What it feeds.
    pub fed: Vec<Fed>,
}

fn table(text: &str) -> Result<Vec<Row>, QuestionnaireError> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize().collect::<Result<Vec<Row>, _>>();
    rows.map_err(|e| QuestionnaireError::Table { table: "questions", reason: e.to_string() })
}

/// What every question of a household survey feeds, in the order of asking.
///
/// # Errors
/// [`QuestionnaireError::Table`].
pub fn feeds(questions: &str) -> Result<Vec<Feeds>, QuestionnaireError> {
    let fed = |word: &str| {
        let (to, what) = word.split_once(':').unwrap_or(("", word));
        match to {
            "indicator" => Fed::Indicator(what.to_owned()),
            "dimension" => Fed::Dimension(what.to_owned()),
            "group" => Fed::Group(what.to_owned()),
            method => Fed::Method(method.to_owned(), what.to_owned()),
        }
    };
    let asked = table(questions)?.into_iter().filter(|row| !row.kind.contains('_') || row.kind.starts_with("select"));
    Ok(asked
        .map(|row| Feeds { fed: row.feeds.split_whitespace().map(fed).collect(), name: row.name, list: row.list })
        .collect())
}

/// The household survey, made of its tables.
///
/// The roster asks sex, age and the short set of questions of the Washington Group on Disability Statistics; water, toilets and
/// hygiene follow the core questions of WHO and UNICEF, electricity the attributes of the Multi-Tier Framework, tenure the
/// indicators 11.1.1 and 1.4.2 of the Sustainable Development Goals. No names, telephones or points are asked. Codes are those of
/// `data/dimensions.csv`.
///
/// # Errors
/// [`QuestionnaireError`] where the tables do not fit each other.
pub fn household_survey(tables: &Tables, wanted: &Wanted) -> Result<Form, QuestionnaireError> {
    let tongues = wanted.tongues();
    let words = WordTable::read(tables.words, &tongues)?;
    let mut lists: Vec<String> = Vec::new();
    let recorded = |what: &str| {
        Item::Question(Question { name: what.to_owned(), kind: Kind::Recorded(what.to_owned()), ..Question::default() })
    };
    let mut open: Vec<(Item, Vec<Item>)> = Vec::new();
    let mut items = vec![recorded("start"), recorded("end")];
    for row in table(tables.questions)? {
        match row.kind.as_str() {
            "begin_group" | "begin_repeat" => {
                open.push((section(&row, &words)?, std::mem::take(&mut items)));
            }
            "end_group" | "end_repeat" => {
                let (section, before) = open.pop().ok_or_else(|| QuestionnaireError::Nesting(row.name.clone()))?;
                let inside = std::mem::replace(&mut items, before);
                items.push(closed(section, inside, &row)?);
            }
            _ => {
                if !row.list.is_empty() && !lists.contains(&row.list) {
                    lists.push(row.list.clone());
                }
                items.push(Item::Question(question(&row, &words)?));
            }
        }
    }
    if let Some((Item::Group(Group { section, .. }) | Item::Repeat(Repeat { section, .. }), _)) = open.pop() {
        return Err(QuestionnaireError::Nesting(section.name));
    }
    Ok(Form {
        id: "makazi_household_survey".to_owned(),
        version: version::of(tables, wanted),
        title: words.get("form.title")?,
        default_language: tongues.first().map(|t| t.name().to_owned()).unwrap_or_default(),
        languages: tongues.iter().map(|t| t.name().to_owned()).collect(),
        items,
        choices: choices(tables.choices, &lists, &tongues)?,
        instance_name: "concat(${settlement_code}, ' ', ${survey_date})".to_owned(),
        ..Form::default()
    })
}

fn section(row: &Row, words: &WordTable) -> Result<Item, QuestionnaireError> {
    let section = Section {
        name: row.name.clone(),
        label: words.get(&row.name)?,
        relevant: row.relevant.clone(),
        ..Section::default()
    };
    Ok(if row.kind == "begin_group" {
        Item::Group(Group { section, items: Vec::new() })
    } else {
        Item::Repeat(Repeat { section, count: row.calculation.clone(), items: Vec::new() })
    })
}

fn closed(section: Item, items: Vec<Item>, row: &Row) -> Result<Item, QuestionnaireError> {
    match (section, row.kind.as_str()) {
        (Item::Group(group), "end_group") if group.section.name == row.name => {
            Ok(Item::Group(Group { items, ..group }))
        }
        (Item::Repeat(repeat), "end_repeat") if repeat.section.name == row.name => {
            Ok(Item::Repeat(Repeat { items, ..repeat }))
        }
        _ => Err(QuestionnaireError::Nesting(row.name.clone())),
    }
}

fn question(row: &Row, words: &WordTable) -> Result<Question, QuestionnaireError> {
    let kind = match row.kind.as_str() {
        "note" => Kind::Note,
        "date" => Kind::Date,
        "text" => Kind::Text,
        "integer" => Kind::Integer,
        "decimal" => Kind::Decimal,
        "calculate" => Kind::Calculate,
        "select_one" => Kind::SelectOne { list: row.list.clone(), or_other: false },
        "select_multiple" => Kind::SelectMultiple { list: row.list.clone(), or_other: false },
        _ => return Err(QuestionnaireError::Field(row.name.clone())),
    };
    let required = !row.required.is_empty();
    let label = match row.words.split_once(':') {
        Some((pattern, thing)) => words.filled(pattern, thing)?,
        None if kind == Kind::Calculate => Words::new(),
        None => words.get(&row.name)?,
    };
    let logic = Logic {
        relevant: row.relevant.clone(),
        constraint: row.constraint.clone(),
        constraint_message: if row.message.is_empty() { Words::new() } else { words.message(&row.message)? },
        required: if required { "true()".to_owned() } else { String::new() },
        required_message: if required { words.get("message.required")? } else { Words::new() },
        calculation: row.calculation.clone(),
        ..Logic::default()
    };
    let hint = words.joined(&[row.hint.as_str()])?;
    Ok(Question { name: row.name.clone(), kind, label, hint, logic, ..Question::default() })
}
