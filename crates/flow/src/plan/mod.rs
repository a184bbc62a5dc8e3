//! The stage that says what to build where and when: any network in a folder, and the water and sanitation of a city.

mod beside;
mod folder;
mod save;
mod solved;
mod water;

pub(crate) use folder::files_of;
pub use folder::{NetworkRequest, plan_network};
pub use solved::Solved;
pub use water::{WaterDone, WaterRequest, plan_water};

use crate::error::FlowError;
use crate::profile::TableFormat;
use city::network_plan::NetworkPlan;

/// What of a network is asked, beside what its files say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// Whether anything new may be built.
    pub build: bool,
    /// Relative gap at which to stop.
    pub gap: Option<f64>,
    /// Seconds after which to stop.
    pub seconds: Option<f64>,
    /// Threads.
    pub threads: usize,
    /// Whether the front is asked for, where the network names one.
    pub front: bool,
    /// Futures to try, instead of what the network says; 0 for none.
    pub futures: Option<usize>,
}

impl Default for Search {
    fn default() -> Self {
        Self { build: true, gap: None, seconds: None, threads: 2, front: true, futures: None }
    }
}

/// A plan as a table for a terminal, as CSV or as JSON.
///
/// # Errors
/// [`FlowError::Report`].
pub fn plan_text(plan: &NetworkPlan, format: TableFormat) -> Result<String, FlowError> {
    Ok(match format {
        TableFormat::Text => report::plan::text(plan),
        TableFormat::Csv => report::plan::csv(plan)?,
        TableFormat::Json => report::plan::json(plan)?,
    })
}
