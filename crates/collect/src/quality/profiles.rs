//! Profiles: every check of settlement profiles, one after the other.

use super::places::ring_problem;
use super::{Context, misplaced, plausible, sums};
use crate::profiles::{Answer, Missing, ProfileForm, SettlementProfile, out_of_range};
use city::{FieldTable, Problem};
use geo_types::{Coord, Geometry};
use std::collections::BTreeMap;

/// Problems of one profile as they are found.
pub(super) struct Review<'a> {
    pub(super) profile: &'a SettlementProfile,
    pub(super) problems: Vec<Problem>,
}

impl Review<'_> {
    /// Adds a problem of a field.
    pub(super) fn add(&mut self, field: &str, problem: Problem) {
        self.problems.push(problem.in_file(&self.profile.file).at_row(self.profile.row).in_column(field));
    }

    pub(super) fn number(&self, field: &str) -> Option<f64> {
        self.profile.number(field)
    }
}

/// What is doubtful about settlement profiles.
///
/// Sums: ownership makes 100, structures by use and by permanence make their totals. Numbers: agreed and estimated
/// population further apart than a quarter of the greater, more than 2,471 people to the hectare, under 1.5 or over 40 to
/// a structure, more structures than people, households of under 1 or over 12, more working than there are, more
/// households with electricity than households, percentages over 100. Places: a boundary that crosses itself or was
/// not closed, longitude and latitude exchanged, outside the city. Dates to come, years that mark nothing known, and
/// a submission that stands twice. What the form computed is computed anew and compared.
#[must_use]
pub fn check_profiles(profiles: &[SettlementProfile], context: &Context, fields: &FieldTable) -> Vec<Problem> {
    let form = match ProfileForm::embedded() {
        Ok(form) => form,
        Err(error) => return vec![error.into()],
    };
    let mut problems = repeated(profiles);
    for profile in profiles {
        let mut review = Review { profile, problems: Vec::new() };
        sums::check(&mut review);
        plausible::check(&mut review);
        places(&mut review, context);
        dates(&mut review, context);
        limits(&mut review, form, fields);
        problems.append(&mut review.problems);
    }
    problems
}

/// Submissions of one form with one number that stand twice.
fn repeated(profiles: &[SettlementProfile]) -> Vec<Problem> {
    let mut first: BTreeMap<(&str, &str), &SettlementProfile> = BTreeMap::new();
    let mut problems = Vec::new();
    for profile in profiles.iter().filter(|p| !p.submission.is_empty()) {
        let Some(earlier) = first.get(&(profile.form.as_str(), profile.submission.as_str())) else {
            first.insert((&profile.form, &profile.submission), profile);
            continue;
        };
        let problem =
            Problem::warning("submission_repeated").in_file(&profile.file).at_row(profile.row).in_column("_id");
        let problem = problem.found(&profile.submission);
        let problem =
            problem.expected(format!("a submission once; it stands in {}, row {} too", earlier.file, earlier.row));
        problems.push(problem.hint("take one of the two out"));
    }
    problems
}

fn places(review: &mut Review, context: &Context) {
    let profile = review.profile;
    if let Some(boundary) = &profile.boundary {
        if !profile.boundary_was_closed {
            let problem = Problem::note("ring_unclosed").expected("a last corner that is the first");
            review.add("verification/A0_Boundary", problem.hint("closed with a straight line"));
        }
        if let Some(problem) = ring_problem(&Geometry::Polygon(boundary.clone())) {
            review.add("verification/A0_Boundary", problem);
        }
    }
    let corner = profile.boundary.as_ref().and_then(|b| b.exterior().0.first().copied());
    if let Some(problem) = corner.and_then(|at| misplaced(at, context)) {
        review.add("verification/A0_Boundary", problem);
    } else if let Some(problem) = profile.location.and_then(|at| misplaced(Coord::from(at), context)) {
        review.add("section_B/B1_GPS", problem);
    }
}

fn dates(review: &mut Review, context: &Context) {
    if let Some(date) = review.profile.date.as_ref().filter(|date| context.is_to_come(date)) {
        let problem = Problem::warning("date_to_come").found(date).expected("a day that has been");
        review.add("section_A/A1_Profile_DateTime", problem.hint("correct the day in the survey tool"));
    }
    let field = "section_B/B10b_Year_Established";
    match review.profile.answers.get("B10b_Year_Established") {
        Some(Answer::Missing(Missing::YearMark)) => {
            let problem = Problem::note("year_not_known").found("1800 or 1905").expected("the year of first settling");
            review.add(field, problem.hint("the form's mark for a year that is not known; read as missing"));
        }
        Some(Answer::Number(year)) => {
            let day = review.profile.date.as_ref().or(context.today.as_ref());
            if day.is_some_and(|day| f64::from(day.last_year()) < *year) {
                let problem = Problem::warning("year_after_profile").found(year).expected("a year before the profile");
                review.add(field, problem.hint("the settlement would be younger than its profile"));
            }
        }
        _ => {}
    }
}

/// Numbers that cannot be true by the field table, such as a percentage of 105.
fn limits(review: &mut Review, form: &ProfileForm, fields: &FieldTable) {
    for field in form.iter().filter(|field| !field.indicator.is_empty()) {
        let (Some(number), Some(indicator)) = (review.number(&field.field), fields.get(&field.indicator)) else {
            continue;
        };
        if let Some(problem) = out_of_range(indicator, number, number, number) {
            review.add(&field.path(), problem);
        }
    }
}
