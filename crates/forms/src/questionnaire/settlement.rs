//! The settlement profile: asked so that what comes back is read as the Know Your City profile.

use super::words::{WordTable, choices};
use super::{QuestionnaireError, Tables, Wanted, levels, version};
use crate::{Form, Group, Item, Kind, Logic, Question, Section, Words};
use city::FieldTable;
use city::source::Level;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A question of the plan.
#[derive(Debug, Deserialize)]
struct Planned {
    field: String,
    kind: String,
    list: String,
    words: String,
    relevant: String,
    constraint: String,
    message: String,
    calculation: String,
    hint: String,
    left_out: String,
}

/// A field of the profile.
#[derive(Debug, Clone, Deserialize)]
struct Field {
    section: String,
    #[serde(rename = "field")]
    name: String,
    #[serde(rename = "type")]
    kind: String,
    indicator: String,
    group: String,
    level: Level,
    pii: String,
    codes: String,
}

const CONSENT: &str = "consent";
const CONSENT_GIVEN: &str = "${consent_given} = 'yes'";

fn table<T: serde::de::DeserializeOwned>(name: &'static str, text: &str) -> Result<Vec<T>, QuestionnaireError> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize().collect::<Result<Vec<T>, _>>();
    rows.map_err(|e| QuestionnaireError::Table { table: name, reason: e.to_string() })
}

/// The settlement profile, made of its tables.
///
/// Groups, field names and codes are those of the Know Your City form (editions of 2014 and 2015), so that
/// `collect::profiles` reads what KoboToolbox or ODK gives back; the words are our own. Consent comes first, and nothing else is
/// asked without it. A number may only be what its indicator allows; a follow-up is asked only where the first answer says so.
/// Names and telephones are left out unless `wanted.contacts`; free words and sealed answers say so beside the question.
///
/// # Errors
/// [`QuestionnaireError`] where the tables do not fit each other.
pub fn settlement_profile(tables: &Tables, wanted: &Wanted) -> Result<Form, QuestionnaireError> {
    let tongues = wanted.tongues();
    let words = WordTable::read(tables.words, &tongues)?;
    let indicators = FieldTable::from_csv(tables.indicators)
        .map_err(|e| QuestionnaireError::Table { table: "indicators", reason: e.to_string() })?;
    let mut fields: BTreeMap<String, Field> = BTreeMap::new();
    for field in table::<Field>("fields", tables.fields)? {
        fields.entry(field.name.clone()).or_insert(field);
    }
    let mut making =
        Making { words, indicators, fields, section: String::new(), groups: Vec::new(), lists: Vec::new() };
    for planned in table::<Planned>("questions", tables.questions)?.iter().filter(|p| p.left_out.is_empty()) {
        making.take(planned, wanted)?;
    }
    let mut items = vec![recorded("start"), recorded("end")];
    items.extend(making.groups.into_iter().map(Item::Group));
    Ok(Form {
        id: "makazi_settlement_profile".to_owned(),
        version: version::of(tables, wanted),
        title: making.words.get("form.title")?,
        default_language: tongues.first().map(|t| t.name().to_owned()).unwrap_or_default(),
        languages: tongues.iter().map(|t| t.name().to_owned()).collect(),
        items,
        choices: choices(tables.choices, &making.lists, &tongues)?,
        instance_name: "concat(${B7_Settlement_Name_Community}, ' ', ${A1_Profile_Date})".to_owned(),
        ..Form::default()
    })
}

fn recorded(what: &str) -> Item {
    let kind = Kind::Recorded(what.to_owned());
    Item::Question(Question { name: what.to_owned(), kind, ..Question::default() })
}

/// The form while it is made.
struct Making<'a> {
    words: WordTable<'a>,
    indicators: FieldTable,
    fields: BTreeMap<String, Field>,
    section: String,
    groups: Vec<Group>,
    lists: Vec<String>,
}

impl Making<'_> {
    fn take(&mut self, planned: &Planned, wanted: &Wanted) -> Result<(), QuestionnaireError> {
        let field = self.field(planned)?;
        if field.pii == "never" && !wanted.contacts {
            return Ok(());
        }
        let (kind, required) = planned.kind.split_once(':').map_or((planned.kind.as_str(), false), |(k, _)| (k, true));
        let kind = self.kind(if kind.is_empty() { &field.kind } else { kind }, &field, planned)?;
        let (constraint, message) = self.constraint(&kind, &field, planned)?;
        let silent = kind == Kind::Calculate;
        let logic = Logic {
            relevant: planned.relevant.clone(),
            constraint,
            constraint_message: message,
            required: if required { "true()".to_owned() } else { String::new() },
            required_message: if required { self.words.get("message.required")? } else { Words::new() },
            calculation: planned.calculation.clone(),
            ..Logic::default()
        };
        let question = Question {
            name: field.name.clone(),
            label: if silent { Words::new() } else { self.label(&field, planned)? },
            hint: if silent || kind == Kind::Note { Words::new() } else { self.hint(&field, planned)? },
            kind,
            logic,
            ..Question::default()
        };
        self.group(&field.section)?.items.push(Item::Question(question));
        Ok(())
    }

    /// The field of a question; a note of ours, which the reader passes over, stands in the section of the question before it.
    fn field(&mut self, planned: &Planned) -> Result<Field, QuestionnaireError> {
        if let Some(field) = self.fields.get(&planned.field) {
            if self.section != field.section {
                self.section.clone_from(&field.section);
            }
            return Ok(field.clone());
        }
        if planned.kind != "note" || !planned.field.contains("_Label") {
            return Err(QuestionnaireError::Field(planned.field.clone()));
        }
        let section = planned.field.strip_suffix("_Label").filter(|name| name.starts_with("section_"));
        if let Some(section) = section {
            section.clone_into(&mut self.section);
        } else if self.section.is_empty() {
            CONSENT.clone_into(&mut self.section);
        }
        Ok(Field {
            section: self.section.clone(),
            name: planned.field.clone(),
            kind: "note".to_owned(),
            indicator: String::new(),
            group: String::new(),
            level: Level::Public,
            pii: String::new(),
            codes: String::new(),
        })
    }

    fn group(&mut self, name: &str) -> Result<&mut Group, QuestionnaireError> {
        let at = self.groups.iter().position(|group| group.section.name == name);
        let at = if let Some(at) = at {
            at
        } else {
            let relevant = if name == CONSENT { "" } else { CONSENT_GIVEN }.to_owned();
            let section =
                Section { name: name.to_owned(), label: self.words.get(name)?, relevant, ..Section::default() };
            self.groups.push(Group { section, items: Vec::new() });
            self.groups.len() - 1
        };
        self.groups.get_mut(at).ok_or_else(|| QuestionnaireError::Nesting(name.to_owned()))
    }

    fn kind(&mut self, kind: &str, field: &Field, planned: &Planned) -> Result<Kind, QuestionnaireError> {
        let list = match kind {
            "yesno" => "yes_no",
            "timecode" => "time_code",
            _ if planned.list.is_empty() => &field.codes,
            _ => &planned.list,
        };
        let kind = match kind {
            "int" | "year" => Kind::Integer,
            "dec" => Kind::Decimal,
            "calculated" => Kind::Calculate,
            "note" => Kind::Note,
            "date" => Kind::Date,
            "geopoint" => Kind::Geopoint,
            "geoshape" => Kind::Geoshape,
            "text" | "place_code" | "currency" => Kind::Text,
            "sel1" | "yesno" | "timecode" => Kind::SelectOne { list: list.to_owned(), or_other: false },
            "selM" => Kind::SelectMultiple { list: list.to_owned(), or_other: false },
            _ if !planned.kind.is_empty() || field.kind == "label" => Kind::Note,
            _ => return Err(QuestionnaireError::Field(field.name.clone())),
        };
        if matches!(kind, Kind::SelectOne { .. } | Kind::SelectMultiple { .. }) && !self.lists.iter().any(|l| l == list)
        {
            self.lists.push(list.to_owned());
        }
        Ok(kind)
    }

    /// What the plan says, else what the indicator allows, else zero or more.
    fn constraint(&self, kind: &Kind, field: &Field, planned: &Planned) -> Result<(String, Words), QuestionnaireError> {
        if !planned.constraint.is_empty() {
            return Ok((planned.constraint.clone(), self.words.message(&planned.message)?));
        }
        if !matches!(kind, Kind::Integer | Kind::Decimal) {
            return Ok((String::new(), Words::new()));
        }
        let indicator = self.indicators.get(&field.indicator);
        let least = indicator.map_or(Some(0.0), |i| i.least);
        let (constraint, message) = match (least, indicator.and_then(|i| i.most)) {
            (Some(least), Some(most)) => {
                (format!(". >= {least} and . <= {most}"), format!("message.between:{least}:{most}"))
            }
            (Some(least), None) => (format!(". >= {least}"), format!("message.least:{least}")),
            _ => return Ok((String::new(), Words::new())),
        };
        Ok((constraint, self.words.message(&message)?))
    }

    fn label(&self, field: &Field, planned: &Planned) -> Result<Words, QuestionnaireError> {
        if let Some((pattern, thing)) = planned.words.split_once(':') {
            return self.words.filled(pattern, thing);
        }
        if self.words.has(&field.name) || field.group.is_empty() {
            return self.words.get(&field.name);
        }
        self.words.filled(&field.indicator, &field.group.replace('=', "."))
    }

    fn hint(&self, field: &Field, planned: &Planned) -> Result<Words, QuestionnaireError> {
        levels::hint(&self.words, &planned.hint, field.level, field.pii == "free_text")
    }
}
