//! Assembly: a submission put together as a profile.

use super::answer::{Answer, Missing, Writing, answer, flag};
use super::form::{FieldType, FormField, ProfileForm};
use super::shape;
use super::submissions::Submission;
use crate::Request;
use crate::findings::Findings;
use city::dimension::DimensionTable;
use city::{Period, Problem};
use geo_types::{Point, Polygon};
use std::collections::{BTreeMap, BTreeSet};
use units::NumberStyle;

/// What a settlement said about itself on a day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SettlementProfile {
    /// The file it stands in, as problems name it.
    pub file: String,
    /// Line of a CSV, or position in a JSON file from 1.
    pub row: u64,
    /// The form's id, such as `sdi_settlement_profile_Aug2015`; empty where the file does not say.
    pub form: String,
    /// The survey tool's number of the submission; empty where the file does not say.
    pub submission: String,
    /// Day of the last update, else of the profile; none where neither can be read.
    pub date: Option<Period>,
    /// The settlement's code; empty where not given.
    pub settlement_id: String,
    /// What the community calls it, then the municipality, then history.
    pub names: Vec<String>,
    /// Boundary, longitude first, closed.
    pub boundary: Option<Polygon<f64>>,
    /// Whether the form itself closed the boundary.
    pub boundary_was_closed: bool,
    /// A point in the settlement.
    pub location: Option<Point<f64>>,
    /// Whether somebody verified the profile; none where the form does not say.
    pub verified: Option<bool>,
    /// Answers by field.
    pub answers: BTreeMap<String, Answer>,
}

impl SettlementProfile {
    /// The number that a field holds.
    #[must_use]
    pub fn number(&self, field: &str) -> Option<f64> {
        match self.answers.get(field) {
            Some(Answer::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The codes that a field holds.
    #[must_use]
    pub fn codes(&self, field: &str) -> &[String] {
        match self.answers.get(field) {
            Some(Answer::Codes(codes)) => codes,
            _ => &[],
        }
    }

    /// The words that a field holds.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.answers.get(field) {
            Some(Answer::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Name for people: the first that is given, else the code, else nothing.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.first().map_or(&self.settlement_id, String::as_str)
    }
}

/// The fields that hold names, in order.
const NAMES: [&str; 3] =
    ["B7_Settlement_Name_Community", "B8_Settlement_Name_Municipality", "B9_Settlement_Name_History"];

/// The fields that hold the day, the best first.
const DAYS: [&str; 3] = ["A1a_Last_Updated", "A1_Profile_DateTime", "A1_Profile_Date"];

/// Puts profiles together.
pub(crate) struct Assembly<'a> {
    form: &'a ProfileForm,
    file: &'a str,
    writing: Writing,
    dimensions: DimensionTable,
    findings: &'a mut Findings,
    unlisted: BTreeSet<(String, String)>,
}

impl<'a> Assembly<'a> {
    pub(crate) fn new(form: &'a ProfileForm, request: &Request<'a>, findings: &'a mut Findings) -> Self {
        let decimal = request.text.decimal.unwrap_or('.');
        let thousands = request.text.thousands.or(Some(if decimal == ',' { '.' } else { ',' }));
        let writing = Writing { numbers: NumberStyle { decimal, thousands }, missing: request.text.missing.clone() };
        let dimensions = DimensionTable::embedded().unwrap_or_default();
        Self { form, file: request.file, writing, dimensions, findings, unlisted: BTreeSet::new() }
    }

    pub(crate) fn profile(&mut self, submission: &Submission) -> SettlementProfile {
        let mut profile =
            SettlementProfile { file: self.file.to_owned(), row: submission.row, ..SettlementProfile::default() };
        for (at, text) in &submission.answers {
            if let Some(field) = self.form.at(*at) {
                self.take(&mut profile, field, text);
            }
        }
        self.take_options(&mut profile, submission);
        for field in NAMES {
            let name = profile.text(field).map(str::to_owned);
            profile.names.extend(name.filter(|name| !profile.names.contains(name)));
        }
        self.date(&mut profile);
        profile
    }

    fn take(&mut self, profile: &mut SettlementProfile, field: &FormField, text: &str) {
        match (field.kind, field.field.as_str()) {
            (FieldType::System, name) => system(profile, name, text.trim()),
            (FieldType::Geometry, "A0_Boundary") => self.boundary(profile, field, text),
            (FieldType::Geometry, _) => self.location(profile, field, text),
            (FieldType::Flag, "DataVerified" | "verification_DataVerified") => profile.verified = flag(text),
            (_, name) => {
                let (answer, problem) = answer(field, text, &self.writing);
                if let Some(problem) = problem {
                    self.findings.add(problem.at_row(profile.row));
                }
                self.report_unlisted(profile.row, field, &answer);
                if let (Answer::Text(code), "Settlement_ID") = (&answer, name) {
                    profile.settlement_id.clone_from(code);
                }
                // A column that stands twice, once empty, keeps what is answered.
                let old = profile.answers.get(name);
                if old.is_none_or(|old| matches!(old, Answer::Missing(_))) {
                    profile.answers.insert(name.to_owned(), answer);
                }
            }
        }
    }

    fn take_options(&mut self, profile: &mut SettlementProfile, submission: &Submission) {
        for (at, code, text) in &submission.options {
            let Some(field) = self.form.at(*at) else { continue };
            let chosen = flag(text);
            if chosen.is_none() && !self.writing.is_missing(text) {
                let problem = Problem::error("answer_unreadable").at_row(profile.row).found(text);
                self.findings.add(problem.in_column(&format!("{}/{code}", field.path())).expected("TRUE or FALSE"));
            }
            let nothing = Answer::Missing(Missing::NotStated);
            let answer = profile.answers.entry(field.field.clone()).or_insert(nothing);
            if chosen != Some(true) {
                continue;
            }
            match answer {
                Answer::Codes(codes) if codes.contains(code) => {}
                Answer::Codes(codes) => codes.push(code.clone()),
                other => *other = Answer::Codes(vec![code.clone()]),
            }
            self.report_unlisted(profile.row, field, &Answer::Codes(vec![code.clone()]));
        }
    }

    /// Codes that the table does not list come in all the same: the form has variants for each country.
    fn report_unlisted(&mut self, row: u64, field: &FormField, answer: &Answer) {
        let Answer::Codes(codes) = answer else { return };
        for code in codes {
            let listed = field.codes.is_empty() || self.dimensions.get(&field.codes, code).is_some();
            if !listed && self.unlisted.insert((field.field.clone(), code.clone())) {
                let problem = Problem::note("code_not_listed").at_row(row).in_column(&field.path()).found(code);
                let problem = problem.expected(format!("a code of `{}`", field.codes));
                self.findings.add(problem.hint("kept as it stands; said once for each code"));
            }
        }
    }

    fn boundary(&mut self, profile: &mut SettlementProfile, field: &FormField, text: &str) {
        if self.writing.is_missing(text) {
            return;
        }
        match shape::ring(text) {
            Ok(ring) => {
                profile.boundary_was_closed = ring.was_closed;
                profile.boundary = Some(ring.polygon);
            }
            Err(problem) => self.findings.add(problem.at_row(profile.row).in_column(&field.path())),
        }
    }

    fn location(&mut self, profile: &mut SettlementProfile, field: &FormField, text: &str) {
        if self.writing.is_missing(text) {
            return;
        }
        match shape::point(text) {
            Ok(point) => profile.location = Some(point),
            Err(problem) => self.findings.add(problem.at_row(profile.row).in_column(&field.path())),
        }
    }

    fn date(&mut self, profile: &mut SettlementProfile) {
        let said = DAYS.iter().find_map(|field| profile.text(field));
        if let Some(day) = said {
            profile.date = day.parse().ok();
            return;
        }
        let sent = profile.text("_submission_time").and_then(super::day).and_then(|day| day.parse().ok());
        let problem = if sent.is_some() {
            Problem::warning("date_of_submission")
                .hint("the day when it was sent in is taken as the day of the profile")
        } else {
            Problem::error("profile_without_date").hint("its answers are left out: give the day in the survey tool")
        };
        let problem = problem.at_row(profile.row).in_column("section_A/A1_Profile_DateTime");
        self.findings.add(problem.expected("the day of the profile"));
        profile.date = sent;
    }
}

fn system(profile: &mut SettlementProfile, name: &str, text: &str) {
    match name {
        "_id" => text.clone_into(&mut profile.submission),
        "_xform_id_string" => text.clone_into(&mut profile.form),
        "_xform_id" if profile.form.is_empty() => text.clone_into(&mut profile.form),
        "_geolocation" if profile.location.is_none() => {
            profile.location = shape::point(text.trim_matches(['[', ']']).replace(',', " ").trim()).ok();
        }
        "_submission_time" => {
            profile.answers.insert(name.to_owned(), Answer::Text(text.to_owned()));
        }
        _ => {}
    }
}
