#![doc = include_str!("../README.md")]

mod anticipate;
mod assess;
mod check;
mod check_form;
mod collect;
mod demo;
mod door;
mod error;
mod explain;
mod export;
mod fingerprint;
mod forms;
mod given;
mod library;
pub mod look;
mod merge;
mod new;
mod plan;
mod profile;
mod risk;
mod status;
mod travel;
mod withdraw;
mod workspace;

pub use self::anticipate::{AnticipateDone, anticipate, forecast_text};
pub use self::forms::{FormRequest, FormWritten, TemplateRequest, TemplateWritten, form, template};
pub use self::plan::{NetworkRequest, Search, Solved, WaterDone, WaterRequest, plan_network, plan_text, plan_water};
pub use self::risk::{RiskDone, risk, risk_text};
pub use assess::{AssessReport, AssessRequest, assess, assessment_text};
pub use check::{FileReport, check, check_as};
pub use collect::{CollectReport, CollectRequest, SourceReport, SourceState, collect};
pub use demo::{Demo, demo};
pub use error::FlowError;
pub use explain::{Explained, explain};
pub use export::{ExportFormat, ExportRequest, Exported, export};
pub use merge::merge;
pub use new::new_city;
pub use profile::{Profiled, TableFormat, profile, profile_table};
pub use report::export::HeldRow;
pub use status::{Status, status};
pub use store::{Dropped, Merged};
pub use travel::{TravelDone, travel, travel_text};
pub use withdraw::Withdrawn;
pub use workspace::Workspace;

/// Version of makazi, as runs record it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
