//! The example city from nothing to its pages.

use crate::anticipate::{AnticipateDone, anticipate};
use crate::assess::{AssessReport, AssessRequest, assess};
use crate::collect::{CollectReport, CollectRequest, collect};
use crate::error::{FlowError, disk};
use crate::export::{ExportFormat, ExportRequest, Exported, export};
use crate::plan::{Search, WaterDone, WaterRequest, plan_water};
use crate::profile::{Profiled, profile};
use crate::risk::{RiskDone, risk};
use crate::travel::{TravelDone, travel};
use crate::workspace::Workspace;
use city::Progress;
use city::source::Level;
use std::path::Path;

/// What the demonstration made.
#[derive(Debug)]
pub struct Demo {
    /// What came in.
    pub collected: CollectReport,
    /// The profile and its page.
    pub profiled: Profiled,
    /// The assessment and its page.
    pub assessed: AssessReport,
    /// What floods do, how often, and what could be done, and its page.
    pub risked: RiskDone,
    /// How far people are from what they need, and its page.
    pub travelled: TravelDone,
    /// How many people there will be and what they need, and its page.
    pub anticipated: AnticipateDone,
    /// What water and toilets to build where and when, and its page.
    pub planned: WaterDone,
    /// What anyone may have.
    pub exported: Exported,
}

/// Writes the invented example city into a folder, brings it in, describes it, assesses it, says what floods do and what
/// could be done, how far people are from what they need, how many there will be and what to build for them, and writes what anyone may have.
///
/// # Errors
/// [`FlowError::CityThere`] where the folder holds another city; what the stages meet.
pub fn demo(dir: &Path, seed: u64, now: &str, progress: &dyn Progress) -> Result<Demo, FlowError> {
    let file = dir.join("city.toml");
    if file.exists() {
        let text = std::fs::read_to_string(&file).map_err(disk(&file))?;
        if text.lines().next() != example::CITY_TOML.lines().next() {
            return Err(FlowError::CityThere(dir.to_owned()));
        }
    }
    example::write(dir, seed)?;
    let workspace = Workspace::open(dir, None, seed, now)?;
    let collected = collect(&workspace, &CollectRequest::default(), progress)?;
    let profiled = profile(&workspace, progress)?;
    let assessed = assess(&workspace, &AssessRequest::default(), progress)?;
    let risked = risk(&workspace, progress)?;
    let travelled = travel(&workspace, progress)?;
    let anticipated = anticipate(&workspace)?;
    let search = Search { futures: Some(100), front: false, ..Search::default() };
    let planned = plan_water(&workspace, &WaterRequest { case: None, search }, progress)?;
    let formats = [ExportFormat::Gpkg, ExportFormat::Csv, ExportFormat::GeoParquet, ExportFormat::Xlsx].into();
    let request = ExportRequest { role: Level::Public, with_sealed: false, formats, out: None, places: Vec::new() };
    let exported = export(&workspace, &request, progress)?;
    Ok(Demo { collected, profiled, assessed, risked, travelled, anticipated, planned, exported })
}
