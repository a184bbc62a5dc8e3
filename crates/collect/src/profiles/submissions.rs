//! Submissions: the rows of an export as keys and texts, whichever way the survey tool wrote them.

use super::form::{Meaning, ProfileForm};
use crate::findings::Findings;
use crate::submissions::Decoded;
use crate::{Request, encoding, opening};
use city::Problem;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One submission: what is answered, by what each column means. Fields that may not be read are not here.
#[derive(Debug, Clone, Default)]
pub(crate) struct Submission {
    /// Line of the CSV, or position in the JSON from 1.
    pub(crate) row: u64,
    /// Position of the field in the form, and the text.
    pub(crate) answers: Vec<(usize, String)>,
    /// Position of a field with several codes, one of its codes, and the text beside it.
    pub(crate) options: Vec<(usize, String, String)>,
}

/// Names of columns, and what each means, found out once.
pub(crate) struct Columns<'a> {
    form: &'a ProfileForm,
    meanings: BTreeMap<String, Meaning>,
    pub(crate) withheld: BTreeSet<String>,
    pub(crate) unknown: BTreeSet<String>,
    pub(crate) known: usize,
}

impl<'a> Columns<'a> {
    pub(crate) fn of(form: &'a ProfileForm) -> Self {
        Self { form, meanings: BTreeMap::new(), withheld: BTreeSet::new(), unknown: BTreeSet::new(), known: 0 }
    }

    fn meaning(&mut self, column: &str) -> Meaning {
        if let Some(meaning) = self.meanings.get(column) {
            return meaning.clone();
        }
        let meaning = self.form.meaning(column);
        match &meaning {
            Meaning::Withheld => {
                self.withheld.insert(column.to_owned());
            }
            Meaning::Unknown => {
                self.unknown.insert(column.to_owned());
            }
            Meaning::Answer(at) if self.form.at(*at).is_some_and(|f| !f.section.is_empty()) => self.known += 1,
            Meaning::Option(..) => self.known += 1,
            Meaning::Answer(_) | Meaning::Ignored => {}
        }
        self.meanings.insert(column.to_owned(), meaning.clone());
        meaning
    }

    fn take(&mut self, submission: &mut Submission, column: &str, text: String) {
        match self.meaning(column) {
            Meaning::Answer(at) => submission.answers.push((at, text)),
            Meaning::Option(at, code) => submission.options.push((at, code, text)),
            Meaning::Withheld | Meaning::Ignored | Meaning::Unknown => {}
        }
    }
}

/// The submissions of an Ona or Kobo JSON file: an array, one submission, or an object with them under `results`.
pub(crate) fn of_json(request: &Request, columns: &mut Columns, findings: &mut Findings) -> Vec<Submission> {
    let Some(text) = text(request, findings) else { return Vec::new() };
    let value: Value = match serde_json::from_str(&text) {
        Ok(value) => value,
        Err(error) => {
            let problem = Problem::error("json_unreadable").at_row(error.line() as u64).found(&error);
            findings
                .add(problem.expected("JSON as Ona or Kobo export it").hint("get the file again; it may be cut off"));
            return Vec::new();
        }
    };
    let Some(rows) = rows_of(value) else {
        let problem =
            Problem::error("not_a_settlement_profile").expected("an array of submissions, or `results` with one");
        findings.add(problem.hint("export the submissions of the form as JSON"));
        return Vec::new();
    };
    let mut submissions = Vec::with_capacity(rows.len());
    for (row, value) in (1..).zip(rows) {
        let mut submission = Submission { row, ..Submission::default() };
        if let Value::Object(object) = value {
            flatten(object, "", &mut |column, text| columns.take(&mut submission, column, text));
            submissions.push(submission);
        } else {
            let problem = Problem::error("row_unreadable").at_row(row).found(value);
            findings.add(problem.expected("a submission: an object of answers"));
        }
    }
    submissions
}

fn rows_of(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::Array(rows) => Some(rows),
        Value::Object(mut object) => match object.remove("results").or_else(|| object.remove("data")) {
            Some(Value::Array(rows)) => Some(rows),
            Some(_) => None,
            None => Some(vec![Value::Object(object)]),
        },
        _ => None,
    }
}

/// Keys of objects inside objects are joined by `/`; of arrays only two numbers, a place, are of use here.
fn flatten(object: serde_json::Map<String, Value>, above: &str, give: &mut impl FnMut(&str, String)) {
    for (key, value) in object {
        let column = if above.is_empty() { key } else { format!("{above}/{key}") };
        match value {
            Value::Null => give(&column, String::new()),
            Value::Bool(flag) => give(&column, flag.to_string()),
            Value::Number(number) => give(&column, number.to_string()),
            Value::String(text) => give(&column, text),
            Value::Object(object) => flatten(object, &column, give),
            Value::Array(array) => {
                let numbers: Vec<String> = array.iter().filter_map(Value::as_f64).map(|n| n.to_string()).collect();
                give(&column, if array.len() == 2 { numbers.join(" ") } else { String::new() });
            }
        }
    }
}

/// The submissions of an Ona or Kobo CSV export.
pub(crate) fn of_csv(request: &Request, columns: &mut Columns, findings: &mut Findings) -> Vec<Submission> {
    let Some(text) = text(request, findings) else { return Vec::new() };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(request.text.delimiter.and_then(|c| u8::try_from(c).ok()).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut header: Option<csv::StringRecord> = None;
    let mut submissions = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                findings.add(Problem::error("row_unreadable").at_row(line).found(error));
                continue;
            }
        };
        let row = record.position().map_or(0, csv::Position::line);
        let Some(names) = &header else {
            if row >= request.text.header_row.unwrap_or(1) {
                header = Some(record);
            }
            continue;
        };
        if record.len() != names.len() {
            let problem = Problem::error("ragged_row").at_row(row).found(format!("{} cells", record.len()));
            findings.add(problem.expected(format!("{} cells", names.len())).hint("export the form again"));
            continue;
        }
        let mut submission = Submission { row, ..Submission::default() };
        for (column, cell) in names.iter().zip(&record) {
            columns.take(&mut submission, column, cell.to_owned());
        }
        submissions.push(submission);
    }
    submissions
}

/// The submissions of a workbook.
pub(crate) fn of_workbook(request: &Request, columns: &mut Columns, findings: &mut Findings) -> Vec<Submission> {
    let records = crate::xlsx::read(request);
    findings.add_all(records.problems);
    let row = |record: crate::Record| {
        let mut submission = Submission { row: record.number, ..Submission::default() };
        for (column, cell) in records.columns.iter().zip(&record.cells) {
            columns.take(&mut submission, &column.name, cell.to_string());
        }
        submission
    };
    records.rows.into_iter().map(row).collect()
}

/// The submissions of instances as XML.
pub(crate) fn of_instances(request: &Request, columns: &mut Columns, findings: &mut Findings) -> Vec<Submission> {
    let opened = match crate::submissions::open(request.path, request.text) {
        Ok(opened) => opened,
        Err(problem) => {
            findings.add(problem);
            return Vec::new();
        }
    };
    let Decoded::Instances(texts) = opened.decoded else {
        findings.add(Problem::error("not_a_settlement_profile").expected("instances of the form as XML"));
        return Vec::new();
    };
    let mut submissions = Vec::new();
    for (name, text) in texts {
        let instances = match forms::submissions::instance_answers(&text) {
            Ok(instances) => instances,
            Err(problem) => {
                findings.add(problem.in_sheet(&name));
                continue;
            }
        };
        for answers in instances {
            let mut submission = Submission { row: submissions.len() as u64 + 1, ..Submission::default() };
            for (column, text) in answers {
                columns.take(&mut submission, &column, text);
            }
            submissions.push(submission);
        }
    }
    submissions
}

fn text(request: &Request, findings: &mut Findings) -> Option<String> {
    let bytes = opening::bytes(request.path).map_err(|problem| findings.add(problem)).ok()?;
    let (text, problems) = encoding::text(&bytes, request.text.encoding.as_deref());
    for problem in problems {
        findings.add(problem);
    }
    Some(text.into_owned())
}
