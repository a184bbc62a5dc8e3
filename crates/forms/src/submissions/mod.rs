//! Submissions of forms, as KoboToolbox, Ona, ODK Central, Briefcase and Collect give them back.
//!
//! [`read`] makes the same tables of the same answers, whichever way they were exported: one table of submissions and one
//! for each repeat, answers by their full path (`group/question`), keys that lead from a repeat to its submission. With the
//! form, columns are typed by it and answers checked against it; without, by what stands in them. What is about a person
//! is not read unless it is named in [`Asked::also_read`], and everything that was not read is listed.

mod against;
mod json;
mod kinds;
mod links;
mod meta;
mod moment;
mod names;
mod parts;
mod personal;
mod raw;
mod shapes;
mod sheets;
mod table;
mod told;
mod xml;

pub use city::personal::speaks_of_households;
pub use personal::Withheld;
pub use table::{Row, Table};
pub use xml::{Heading, instance_answers, instance_heading};

use crate::{Form, Sheet};
use city::Problem;
use kinds::Kinds;
use names::Names;
use raw::Raw;

/// An export, decoded.
#[derive(Debug, Clone, Copy)]
pub enum Export<'a> {
    /// Sheets of a workbook, or CSV files by their names without the ending: the submissions and their repeats.
    Sheets(&'a [Sheet]),
    /// What an interface answers: KoboToolbox (`results`), Ona (an array), ODK Central (`value`).
    Json(&'a str),
    /// Instances as XML, each with the name under which problems know it.
    Instances(&'a [(String, String)]),
}

/// How an export is to be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The form of the submissions.
    pub form: Option<&'a Form>,
    /// Columns about persons that are read all the same: full paths, or names of questions.
    pub also_read: &'a [String],
    /// Texts that mean that nothing was answered, beside the empty text and `n/a`.
    pub missing: &'a [String],
    /// Row of the column names of a sheet; 0 and 1 mean the first.
    pub header_row: u64,
    /// Whether rows are known to be households: where they live is then not read.
    pub households: bool,
}

impl Asked<'_> {
    fn also_reads(&self, path: &str) -> bool {
        self.also_read.iter().any(|named| is_named(path, named))
    }
}

/// Whether a name of `also_read` means a column: its full path, however it is joined, or its question.
fn is_named(path: &str, named: &str) -> bool {
    let leaf = path.rsplit('/').next().unwrap_or(path);
    named == path || named == leaf || named.replace(['-', '.', ':'], "/") == path
}

/// What an export gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Submissions {
    /// The submissions, then each repeat after the table that it belongs to.
    pub tables: Vec<Table>,
    /// Columns that hold something and were not read, and why.
    pub not_read: Vec<(String, Withheld)>,
    /// Photos, recordings and other files that the submissions name.
    pub files_named: usize,
    /// What is wrong, and what was settled; `file` is left empty.
    pub problems: Vec<Problem>,
}

/// The tables of an export.
///
/// Choices in columns of their own become one column of names parted by spaces; parts of a point one place. A submission
/// that came twice comes in once; of two with one id the later is kept, by its `end`, else by when it was sent. Points,
/// lines and areas become geometries, longitude first: the first area of a row, else line, else point; others stay as text.
/// Answers that go against the form are reported and stay.
#[must_use]
pub fn read(export: Export, asked: &Asked) -> Submissions {
    let names = Names::of(asked.form);
    let mut raw = Raw::default();
    match export {
        Export::Sheets(sheets) => sheets::read(sheets, asked.header_row, &names, asked.missing, &mut raw),
        Export::Json(text) => json::read(text, &mut raw),
        Export::Instances(texts) => xml::read(texts, &names, &mut raw),
    }
    if raw.tables.is_empty() {
        return Submissions { problems: raw.problems, ..Submissions::default() };
    }
    told::tables_of_form(&mut raw, &names);
    for table in &mut raw.tables {
        parts::put_together(table, &names);
    }
    told::choices_by_name(&mut raw, &names);
    links::link(&mut raw);
    links::settle(&mut raw);
    let mut problems = std::mem::take(&mut raw.problems);
    problems.extend(told::notes(&raw));
    problems.extend(told::not_there(&raw, &names, asked.also_read));
    let kinds = Kinds::of(&raw, &names, asked, &mut problems);
    let hidden = kinds.withheld.keys().cloned().collect();
    problems.extend(against::check(&raw, &names, &hidden));
    let files_named = raw.media.max(told::files(&raw, &kinds));
    let tables = table::tables(&raw, &kinds, &mut problems);
    let not_read = kinds.withheld.into_iter().collect();
    Submissions { tables, not_read, files_named, problems }
}

#[cfg(test)]
mod made_up;
#[cfg(test)]
mod tests;
