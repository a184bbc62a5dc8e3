//! Profiles: what settlements said about themselves in the Know Your City form, as Ona and Kobo export it.
//!
//! [`read`] gives typed profiles of one file, [`into_nouns`] makes places and observations of the profiles of a city.
//! Names, telephones, photos and free words are not read; a file that holds them is told so.

mod answer;
mod assembly;
mod day;
mod form;
mod limits;
mod nouns;
mod people;
mod series;
mod shape;
mod submissions;

pub use answer::{Answer, Missing};
pub use assembly::SettlementProfile;
pub use day::day;
pub use form::{FieldType, FormError, FormField, ProfileForm, SETTLEMENT_PROFILE_CSV, Withheld};
pub use limits::out_of_range;
pub(crate) use nouns::M2_PER_ACRE;
pub use nouns::{ProfileNouns, into_nouns};
pub(crate) use people::{DOUBTFUL_DIFFERENCE, relative_difference};
pub use people::{households_times_size, population};

use crate::Request;
use crate::findings::Findings;
use assembly::Assembly;
use city::Problem;
use submissions::Columns;

/// How a file of profiles is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// JSON of the Ona or Kobo interface.
    Json,
    /// CSV export.
    Csv,
    /// Excel workbook of an export: one sheet by `layer`, else the first.
    Xlsx,
    /// Instances as XML: one file, a folder of them or a zip.
    Xml,
}

/// The profiles of one file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProfileReading {
    /// The profiles, in the order of the file.
    pub profiles: Vec<SettlementProfile>,
    /// What is wrong with the file.
    pub problems: Vec<Problem>,
    /// Columns that were there and were not read: names of people, telephones, photos and free words.
    pub not_read: Vec<String>,
}

/// The settlement profiles of a file.
///
/// Answers follow the serialisation rules of the form: `n/a`, empty and `null` are missing; `NaN` and `Infinity` are
/// missing with their reason; thousands have commas; days come in four ways; points and rings have latitude first.
/// What cannot be read is missing and reported; the rest of the profile still comes in.
#[must_use]
pub fn read(request: &Request, form: Form) -> ProfileReading {
    let mut findings = Findings::of_file(request.file);
    let table = match ProfileForm::embedded() {
        Ok(table) => table,
        Err(error) => return ProfileReading { problems: vec![error.into()], ..ProfileReading::default() },
    };
    let mut columns = Columns::of(table);
    let mut submissions = match form {
        Form::Json => submissions::of_json(request, &mut columns, &mut findings),
        Form::Csv => submissions::of_csv(request, &mut columns, &mut findings),
        Form::Xlsx => submissions::of_workbook(request, &mut columns, &mut findings),
        Form::Xml => submissions::of_instances(request, &mut columns, &mut findings),
    };
    submissions.retain(|submission| !refused(submission, table, &mut findings));
    if !submissions.is_empty() && columns.known == 0 {
        let problem = Problem::error("not_a_settlement_profile").expected("columns such as `section_C/C9_Households`");
        findings.add(problem.hint("name another reader in city.toml"));
        return ProfileReading { problems: findings.into_problems(), ..ProfileReading::default() };
    }
    for column in &columns.unknown {
        let problem = Problem::note("unknown_column").in_column(column).expected("a field of the settlement profile");
        findings.add(problem.hint("not read; the field table of the form may need it"));
    }
    let mut assembly = Assembly::new(table, request, &mut findings);
    let profiles = submissions.iter().map(|submission| assembly.profile(submission)).collect();
    ProfileReading { profiles, problems: findings.into_problems(), not_read: columns.withheld.into_iter().collect() }
}

/// Whether a submission says that no consent was given: then nothing of it is read, and a note says so.
fn refused(submission: &submissions::Submission, table: &ProfileForm, findings: &mut Findings) -> bool {
    let asked = |at: usize| table.at(at).is_some_and(|field| field.field == "consent_given");
    let answered = submission.answers.iter().find(|(at, _)| asked(*at));
    let refused = answered.is_some_and(|(_, text)| answer::flag(text) == Some(false));
    if refused {
        let problem = Problem::note("consent_not_given").at_row(submission.row).in_column("consent/consent_given");
        findings.add(problem.found("no").hint("nothing of this submission is read"));
    }
    refused
}

#[cfg(test)]
mod tests;
