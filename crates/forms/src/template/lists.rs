//! Lists: the codes of each class, with what they are called.

use super::words::same;
use crate::questionnaire::{QuestionnaireError, Tables, Tongue, texts};
use city::dimension::DimensionTable;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// One code of a list: what it is called in each language.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) code: String,
    names: BTreeMap<Tongue, String>,
}

impl Listed {
    pub(super) fn name(&self, tongue: Tongue) -> &str {
        self.names.get(&tongue).map_or(&self.code, String::as_str)
    }
}

/// The lists of classes.
pub(super) struct ClassLists {
    by_indicator: BTreeMap<String, String>,
    lists: BTreeMap<String, Vec<Listed>>,
    open: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Field {
    #[serde(rename = "field")]
    name: String,
    indicator: String,
    codes: String,
}

#[derive(Deserialize)]
struct Planned {
    field: String,
    list: String,
}

fn rows<T: serde::de::DeserializeOwned>(table: &'static str, text: &str) -> Result<Vec<T>, QuestionnaireError> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize().collect::<Result<Vec<T>, _>>();
    rows.map_err(|e| QuestionnaireError::Table { table, reason: e.to_string() })
}

impl ClassLists {
    /// The lists of the settlement profile, of our questionnaires, and of the dimensions; a dimension that has the name of an
    /// indicator lists its codes.
    pub(super) fn embedded() -> Result<Self, QuestionnaireError> {
        let tables = Tables::of_the_settlement_profile();
        let broken = |e: city::CityError| QuestionnaireError::Table { table: "dimensions", reason: e.to_string() };
        let dimensions = DimensionTable::embedded().map_err(broken)?;
        let mut lists: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
        for (key, names) in texts("choices", tables.choices, 2)? {
            if let [list, code] = key.as_slice() {
                lists.entry(list.clone()).or_default().push(Listed { code: code.clone(), names });
            }
        }
        for name in dimensions.names() {
            let list = lists.entry(name.to_owned()).or_default();
            for code in dimensions.codes(name) {
                if !list.iter().any(|listed| listed.code == code.code) {
                    let names = Tongue::ALL.into_iter().map(|tongue| (tongue, code.label.clone())).collect();
                    list.push(Listed { code: code.code.clone(), names });
                }
            }
        }
        let planned: BTreeMap<String, String> =
            rows::<Planned>("questions", tables.questions)?.into_iter().map(|p| (p.field, p.list)).collect();
        let mut by_indicator: BTreeMap<String, String> = BTreeMap::new();
        let mut open: BTreeSet<String> = BTreeSet::new();
        for field in rows::<Field>("fields", tables.fields)? {
            let list =
                if field.codes.is_empty() { planned.get(&field.name).cloned() } else { Some(field.codes.clone()) };
            if let Some(list) = list.filter(|list| !list.is_empty()) {
                if field.codes.is_empty() {
                    open.insert(field.indicator.clone());
                }
                by_indicator.entry(field.indicator).or_insert(list);
            }
        }
        Ok(Self { by_indicator, lists, open })
    }

    /// Name and codes of the list of an indicator; none where any code is taken.
    pub(super) fn of(&self, indicator: &str) -> Option<(&str, &[Listed])> {
        let name = self.by_indicator.get(indicator).map_or(indicator, String::as_str);
        self.lists.get_key_value(name).map(|(name, list)| (name.as_str(), list.as_slice()))
    }

    /// Whether an indicator takes codes that its list does not hold: forms of other countries have more than ours.
    pub(super) fn is_open(&self, indicator: &str) -> bool {
        self.open.contains(indicator)
    }

    /// The code that a text means in a list: the code itself, or what it is called, in the language of the template first.
    pub(super) fn code<'a>(list: &'a [Listed], text: &str, tongue: Tongue) -> Option<&'a str> {
        let called = |t: Tongue| list.iter().find(move |listed| same(listed.name(t), text));
        let own = list.iter().find(|listed| listed.code == text.trim());
        let found = own.or_else(|| called(tongue)).or_else(|| Tongue::ALL.into_iter().find_map(called));
        found.map(|listed| listed.code.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::FieldTable;
    use city::indicator::IndicatorKind;

    #[test]
    fn classes_have_lists_but_for_those_that_take_any_code() {
        let (lists, fields) = (ClassLists::embedded().unwrap(), FieldTable::embedded().unwrap());
        let classes = fields.iter().filter(|indicator| indicator.kind == IndicatorKind::Class);
        let open: Vec<&str> = classes.map(|i| i.id.as_str()).filter(|id| lists.of(id).is_none()).collect();
        assert_eq!(open, ["predominant_age", "flood_class", "audit_opinion"]);
    }

    #[test]
    fn a_name_in_any_language_means_its_code_and_the_language_of_the_template_goes_first() {
        let lists = ClassLists::embedded().unwrap();
        let (name, list) = lists.of("jobs_women").unwrap();
        assert_eq!(name, "jobs");
        assert_eq!(ClassLists::code(list, "Pêche", Tongue::English), Some("fishing"));
        assert_eq!(ClassLists::code(list, " waste  PICKING ", Tongue::French), Some("waste_picking"));
        assert_eq!(ClassLists::code(list, "banking", Tongue::French), None);
    }
}
