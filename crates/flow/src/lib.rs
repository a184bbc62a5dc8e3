#![doc = include_str!("../README.md")]

mod anticipate;
mod assess;
mod boundary;
mod check;
mod check_form;
mod city_toml;
mod collect;
mod compare;
mod correct;
mod demo;
pub mod desk;
mod door;
mod error;
mod explain;
mod export;
mod fingerprint;
mod forms;
mod given;
mod job;
mod library;
pub mod look;
mod matching;
mod merge;
mod new;
mod plan;
mod profile;
mod risk;
mod status;
mod travel;
mod trial;
mod upload;
mod withdraw;
mod workspace;

pub use self::anticipate::{AnticipateDone, anticipate, forecast_text};
pub use self::forms::{FormRequest, FormWritten, TemplateRequest, TemplateWritten, form, template};
pub use self::plan::{NetworkRequest, Search, Solved, WaterDone, WaterRequest, plan_network, plan_text, plan_water};
pub use self::risk::{RiskDone, risk, risk_text};
pub use assess::{AssessReport, AssessRequest, assess, assessment_text};
pub use boundary::{BoundaryAsked, DrawnBoundary, boundaries, draw};
pub use check::{FileReport, check, check_as};
pub use city_toml::Held;
pub use collect::{CollectReport, CollectRequest, SourceReport, SourceState, collect};
pub use compare::{Build, Compared, Metric, Part, PlanSide, Side, Standing, Swapped, compare};
pub use correct::{By, Corrected, CorrectionAsked, correct, corrections};
pub use demo::{Demo, demo};
pub use error::FlowError;
pub use explain::{Explained, explain};
pub use export::{ExportFormat, ExportRequest, Exported, export};
pub use job::{JobDone, run_job};
pub use matching::{Match, MatchCandidate, accept_match, matches};
pub use merge::merge;
pub use new::new_city;
pub use profile::{Profiled, TableFormat, profile, profile_table};
pub use report::export::HeldRow;
pub use status::{Status, status};
pub use store::{Dropped, Merged};
pub use travel::{TravelDone, travel, travel_text};
pub use trial::{Choice, ChoiceKind, Trial, choices, drop_trial, make_trial, trial, trial_workspace, trials};
pub use upload::{
    Accepted, Looked, Previewed, Proposed, Upload, UploadColumn, accept_upload, begin_upload, drop_upload,
    look_at_upload, plain_name, preview_upload, upload, uploads,
};
pub use withdraw::Withdrawn;
pub use workspace::Workspace;

/// The field table.
///
/// # Errors
/// [`FlowError::City`] where the table that comes with makazi cannot be read.
pub fn fields() -> Result<&'static city::FieldTable, FlowError> {
    Ok(&library::Library::open()?.fields)
}

/// Version of makazi, as runs record it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
