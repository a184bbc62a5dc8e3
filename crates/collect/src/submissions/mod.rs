//! Submissions of forms, as KoboToolbox and ODK export them: files opened and handed to `forms`, tables given as records.

mod open;
mod sniffing;

pub use open::files_read_with;
pub(crate) use open::{Decoded, open};
pub(crate) use sniffing::{in_json, in_table, in_text, in_zip};

use crate::findings::Findings;
use crate::opening;
use crate::records::{Record, Records, Request};
use city::settings::SourceSettings;
use city::{Problem, Severity};
use forms::submissions::{Asked, Export, Submissions, Table, Withheld, speaks_of_households};
use forms::{Form, xform, xlsform};
use std::path::Path;

/// What `layer` may call the table of submissions itself.
const MAIN: &str = "submissions";

/// The submissions of an export, or with `layer` the instances of a repeat, without their form.
///
/// Read are CSV, workbooks and JSON of KoboToolbox and Ona, the zip of CSV files and the `OData` of ODK Central, and instances
/// as XML (one, a folder of them, or a zip). What is about persons is left out and listed in a note `not_read`; photos and
/// recordings are counted, never opened. Further problems: `repeat_missing`, `repeats_found`, `files_named`, those of
/// [`forms::submissions`], and those of files, archives, workbooks and encodings.
#[must_use]
pub fn read(request: &Request) -> Records {
    let asked = Asked { missing: &request.text.missing, ..Asked::default() };
    read_as(request, &asked, Vec::new())
}

/// The submissions of a source, with the form and the columns that its settings name; `data` is the folder that paths start
/// from.
#[must_use]
pub fn read_source(source: &SourceSettings, request: &Request, data: &Path) -> Records {
    let (form, problems) = source.form.as_deref().map_or((None, Vec::new()), |file| form(data, file));
    let counted = source.categories.iter().any(|c| c.counts.as_deref() == Some("households"));
    let asked = Asked {
        form: form.as_ref(),
        also_read: &source.also_read,
        missing: &request.text.missing,
        header_row: request.text.header_row.unwrap_or(1),
        households: counted,
    };
    read_as(request, &asked, problems)
}

fn read_as(request: &Request, asked: &Asked, problems: Vec<Problem>) -> Records {
    let mut findings = Findings::of_file(request.file);
    findings.add_all(problems);
    let called = Path::new(request.file).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let households = asked.households || speaks_of_households(called) || speaks_of_households(request.layer);
    let records = match submissions(request, &Asked { households, ..*asked }, &mut findings) {
        Some(submissions) => table(submissions, request, &mut findings),
        None => Records::default(),
    };
    Records { problems: findings.into_problems(), ..records }
}

fn submissions(request: &Request, asked: &Asked, findings: &mut Findings) -> Option<Submissions> {
    let opened = open(request.path, request.text).map_err(|problem| findings.add(problem)).ok()?;
    findings.add_all(opened.problems);
    let export = match &opened.decoded {
        Decoded::Sheets(sheets) => Export::Sheets(sheets),
        Decoded::Json(text) => Export::Json(text),
        Decoded::Instances(texts) => Export::Instances(texts),
    };
    let mut submissions = forms::submissions::read(export, asked);
    findings.add_all(std::mem::take(&mut submissions.problems));
    if submissions.files_named > 0 || opened.files_beside > 0 {
        let found = format!("{} named, {} beside", submissions.files_named, opened.files_beside);
        let problem = Problem::note("files_named").found(found).expected("photos, recordings and other files");
        findings.add(problem.hint("counted, never opened"));
    }
    if !submissions.not_read.is_empty() {
        findings.add(not_read(&submissions.not_read));
    }
    Some(submissions)
}

fn not_read(columns: &[(String, Withheld)]) -> Problem {
    let mut reasons: Vec<Withheld> = columns.iter().map(|(_, why)| *why).collect();
    reasons.sort_unstable();
    reasons.dedup();
    let listed = reasons.into_iter().map(|reason| {
        let of_it = columns.iter().filter(|(_, why)| *why == reason).map(|(column, _)| column.as_str());
        format!("{}: {}", reason.in_words(), of_it.collect::<Vec<_>>().join(", "))
    });
    let problem = Problem::note("not_read").found(format!("{} columns", columns.len()));
    let problem =
        problem.expected(format!("what is about persons is not read; {}", listed.collect::<Vec<_>>().join("; ")));
    problem
        .hint("name a column in `also_read` of this source if it is about no person; a `form` says which are choices")
}

fn table(submissions: Submissions, request: &Request, findings: &mut Findings) -> Records {
    let repeats: Vec<String> = submissions.tables.iter().skip(1).map(|table| table.path.clone()).collect();
    let asked = request.layer.trim().trim_matches('/');
    let leaf = |table: &Table| table.path.rsplit('/').next().unwrap_or_default() == asked;
    let tables = submissions.tables;
    let at = if asked.is_empty() || asked == MAIN {
        (!tables.is_empty()).then_some(0)
    } else {
        tables
            .iter()
            .position(|table| table.path == asked)
            .or_else(|| tables.iter().skip(1).position(leaf).map(|at| at + 1))
    };
    let said = if repeats.is_empty() { "no repeats".to_owned() } else { repeats.join(", ") };
    let Some(table) = at.and_then(|at| tables.into_iter().nth(at)) else {
        if !asked.is_empty() {
            findings.add(
                Problem::error("repeat_missing").found(asked).expected(format!("one of {said}")).hint("change `layer`"),
            );
        }
        return Records::default();
    };
    if asked.is_empty() && !repeats.is_empty() {
        let problem = Problem::note("repeats_found").found(said).expected("the submissions, which were read");
        findings.add(
            problem
                .hint("a source with `layer` reads the instances of a repeat; `_parent_key` leads to the submission"),
        );
    }
    let row = |row: forms::submissions::Row| Record { number: row.number, geometry: row.geometry, cells: row.cells };
    Records {
        sheet: table.path,
        columns: table.columns,
        rows: table.rows.into_iter().map(row).collect(),
        reference_system: Some("EPSG:4326".to_owned()),
        problems: Vec::new(),
    }
}

/// The tables that `layer` may name: nothing where there are no repeats.
///
/// # Errors
/// The problem of a file that cannot be opened.
pub(crate) fn repeats(path: &Path) -> Result<Vec<String>, Problem> {
    let text = city::settings::TextSettings::default();
    let opened = open(path, &text)?;
    let export = match &opened.decoded {
        Decoded::Sheets(sheets) => Export::Sheets(sheets),
        Decoded::Json(text) => Export::Json(text),
        Decoded::Instances(texts) => Export::Instances(texts),
    };
    let tables = forms::submissions::read(export, &Asked::default()).tables;
    let names = tables.into_iter().map(|table| if table.path.is_empty() { MAIN.to_owned() } else { table.path });
    let names: Vec<String> = names.collect();
    Ok(if names.len() < 2 { Vec::new() } else { names })
}

/// The form in a file: an `XLSForm`, or an `XForm` where it begins as XML; what is wrong with the form is not repeated here.
fn form(data: &Path, file: &str) -> (Option<Form>, Vec<Problem>) {
    let path = data.join(file);
    let bytes = match opening::bytes(&path) {
        Ok(bytes) => bytes,
        Err(problem) => return (None, vec![problem.in_file(file)]),
    };
    let (form, problems) = if bytes.starts_with(b"PK") {
        match open::sheets(&path) {
            Ok(sheets) => xlsform::read(file, &sheets),
            Err(problem) => return (None, vec![problem.in_file(file)]),
        }
    } else {
        xform::read(file, &crate::encoding::text(&bytes, None).0)
    };
    // What the form does not say well is for `makazi check FORM`; what keeps it from being read is for here.
    let mut problems: Vec<Problem> =
        problems.into_iter().filter(|p| form.is_none() && p.severity == Severity::Error).collect();
    if form.is_none() {
        let problem = Problem::error("form_unreadable").in_file(file).expected("an XLSForm (.xlsx) or XForm (.xml)");
        problems.push(problem.hint("the submissions were read without it"));
    }
    (form, problems)
}

#[cfg(test)]
mod tests;
