//! Answers: what one submission of the form says, field by field, in the order of the form.

use serde_json::{Map, Value, json};

/// What stands in one field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// Text or code, as the form stores it.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Of several codes, those that were chosen.
    Many { of: &'static [&'static str], chosen: Vec<&'static str> },
}

impl From<&str> for Answer {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Answer {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// One submission; keys are those of the JSON export.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answers(pub Vec<(String, Answer)>);

impl Answers {
    pub fn put(&mut self, key: &str, answer: impl Into<Answer>) {
        self.0.push((key.to_owned(), answer.into()));
    }

    pub fn yes_no(&mut self, key: &str, answer: bool) {
        self.put(key, if answer { "yes" } else { "no" });
    }

    pub fn many(&mut self, key: &str, of: &'static [&'static str], chosen: Vec<&'static str>) {
        self.0.push((key.to_owned(), Answer::Many { of, chosen }));
    }

    /// Puts another answer into a field that is there, as a fault or a habit of writing.
    pub fn change(&mut self, key: &str, answer: &str) {
        for (_, old) in self.0.iter_mut().filter(|(field, _)| field == key) {
            *old = Answer::Text(answer.to_owned());
        }
    }

    /// The answer as one text.
    pub fn get(&self, key: &str) -> Option<String> {
        self.0.iter().find(|(field, _)| field == key).map(|(_, answer)| match answer {
            Answer::Text(text) => text.clone(),
            Answer::Number(number) => number.to_string(),
            Answer::Many { chosen, .. } => chosen.join(" "),
        })
    }

    /// As Ona's API gives it.
    pub fn json(&self) -> Value {
        let field = |(key, answer): &(String, Answer)| {
            let value = match answer {
                Answer::Text(text) if key == "_geolocation" => {
                    json!(text.split(' ').filter_map(|part| part.parse::<f64>().ok()).collect::<Vec<_>>())
                }
                Answer::Text(text) => json!(text),
                Answer::Number(number) => json!(number),
                Answer::Many { chosen, .. } => json!(chosen.join(" ")),
            };
            (key.clone(), value)
        };
        Value::Object(self.0.iter().map(field).collect::<Map<_, _>>())
    }

    /// As the CSV export gives it: columns and cells, several codes spread over a column each.
    pub fn columns(&self) -> Vec<(String, String)> {
        let column = |(key, answer): &(String, Answer)| {
            let key = key.replace('/', ".");
            match answer {
                Answer::Text(text) => vec![(key, text.clone())],
                Answer::Number(number) => vec![(key, number.to_string())],
                Answer::Many { of, chosen } => of
                    .iter()
                    .map(|code| {
                        (format!("{key}.{code}"), if chosen.contains(code) { "True" } else { "False" }.to_owned())
                    })
                    .collect(),
            }
        };
        self.0.iter().flat_map(column).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_codes_are_one_text_in_json_and_a_column_each_in_csv() {
        let mut answers = Answers::default();
        answers.many("section_D/D4_Natural_Disasters", &["fires", "floods"], vec!["floods"]);
        assert_eq!(answers.json(), json!({ "section_D/D4_Natural_Disasters": "floods" }));
        let columns = answers.columns();
        assert_eq!(columns[0], ("section_D.D4_Natural_Disasters.fires".to_owned(), "False".to_owned()));
        assert_eq!(columns[1].1, "True");
    }
}
