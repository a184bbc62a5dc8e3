//! Keys of a TOML file with their lines, and what is wrong with them.

use city::Problem;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file that is being read, and what was found wrong with it.
pub(super) struct Reader<'a> {
    pub file: &'a str,
    pub text: &'a str,
    pub problems: Vec<Problem>,
}

pub(super) type Table<'a, 'i> = &'a DeTable<'i>;
pub(super) type Value<'a, 'i> = &'a Spanned<DeValue<'i>>;

impl Reader<'_> {
    /// The line of a place in the text, from 1.
    fn line(&self, at: usize) -> u64 {
        let upto = self.text.get(..at.min(self.text.len())).unwrap_or(self.text);
        upto.bytes().filter(|b| *b == b'\n').count() as u64 + 1
    }

    /// Something wrong at a key; at 0 stands what is not in the file, and so on no line.
    pub fn wrong(&mut self, code: &str, (at, key): (usize, &str), expected: &str, hint: &str) {
        let mut problem = Problem::error(code).in_file(self.file).in_column(key);
        problem.row = (at > 0).then(|| self.line(at));
        self.problems.push(problem.expected(expected).hint(hint));
    }

    /// Something wrong with a value.
    pub fn wrong_value(&mut self, code: &str, (value, key): (Value, &str), expected: &str, hint: &str) {
        self.wrong(code, (value.span().start, key), expected, hint);
        let shown = self.text.get(value.span()).unwrap_or_default().to_owned();
        if let Some(problem) = self.problems.pop() {
            self.problems.push(problem.found(shown));
        }
    }

    /// Keys that are not known.
    pub fn known(&mut self, table: Table, (path, keys): (&str, &[&str])) {
        for key in table.keys().filter(|k| !keys.contains(&k.get_ref().as_ref())) {
            let name = join(path, key.get_ref());
            self.wrong("unknown_key", (key.span().start, &name), &keys.join(", "), "correct the key, or leave it out");
        }
    }

    /// The text of a key.
    pub fn text(&mut self, table: Table, path: &str, key: &str) -> Option<String> {
        let value = table.get(key)?;
        if let DeValue::String(text) = value.get_ref() {
            return Some(text.to_string());
        }
        self.wrong_value("not_a_text", (value, &join(path, key)), "text in quotes", "put it in quotes");
        None
    }

    /// A table under a key.
    pub fn table<'a, 'i>(&mut self, table: Table<'a, 'i>, path: &str, key: &str) -> Option<Table<'a, 'i>> {
        let value = table.get(key)?;
        if let DeValue::Table(inner) = value.get_ref() {
            return Some(inner);
        }
        self.wrong_value("not_a_table", (value, &join(path, key)), "a table", "write `[key]` above its keys");
        None
    }

    /// A finite number.
    pub fn number(&mut self, value: Value, key: &str) -> Option<f64> {
        let number = number(value.get_ref()).filter(|n| n.is_finite());
        if number.is_none() {
            self.wrong_value("not_a_number", (value, key), "a number", "write digits with a point, without a unit");
        }
        number
    }
}

pub(super) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn number(value: &DeValue) -> Option<f64> {
    match value {
        DeValue::Float(float) => float.as_str().parse().ok(),
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
        _ => None,
    }
}
