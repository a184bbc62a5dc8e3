//! One stage as a job: which function, and what came of it in words.

use crate::error::FlowError;
use crate::plan::{Search, WaterRequest};
use crate::workspace::Workspace;
use crate::{AssessRequest, CollectRequest, SourceState};
use city::job::JobStage;
use city::{Problem, Progress, Severity, Stage};
use store::CityFile;

/// Seconds that a plan may be searched for in a job.
const MOST_SEARCH_S: f64 = 900.0;

/// What a job did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobDone {
    /// In words.
    pub words: String,
    /// What was found wrong; notes are left out.
    pub problems: Vec<Problem>,
}

impl JobDone {
    fn new(words: String, problems: Vec<Problem>) -> Self {
        let problems = problems.into_iter().filter(|p| p.severity != Severity::Note).collect();
        Self { words, problems }
    }
}

/// Runs a stage over a city's folder, or a trial's. `collect` describes the places again where something came in, and
/// assesses them again where they were assessed before.
///
/// # Errors
/// What the stage meets; [`FlowError::Cancelled`] where the person stopped it before anything was saved.
pub fn run_job(
    workspace: &Workspace,
    (stage, case): (JobStage, Option<&str>),
    progress: &dyn Progress,
) -> Result<JobDone, FlowError> {
    if progress.cancelled() {
        return Err(FlowError::Cancelled);
    }
    Ok(match stage {
        JobStage::Collect => collect(workspace, progress)?,
        JobStage::Profile => {
            let done = crate::profile(workspace, progress)?;
            JobDone::new(format!("{} places are described.", done.profile.places.len()), Vec::new())
        }
        JobStage::Assess => {
            let done = crate::assess(workspace, &AssessRequest::default(), progress)?;
            let chains = done.assessment.chains.len();
            JobDone::new(format!("{chains} results of impact chains."), done.assessment.problems)
        }
        JobStage::Risk => {
            JobDone::new("What hazards do was computed.".to_owned(), crate::risk(workspace, progress)?.report.problems)
        }
        JobStage::Travel => {
            let done = crate::travel(workspace, progress)?;
            JobDone::new("Ways to what people need were computed.".to_owned(), done.report.problems)
        }
        JobStage::Anticipate => {
            crate::anticipate(workspace)?;
            JobDone::new("People to come and what they need were computed.".to_owned(), Vec::new())
        }
        JobStage::PlanWater => {
            let search = Search { futures: Some(0), front: false, seconds: Some(MOST_SEARCH_S), ..Search::default() };
            let request = WaterRequest { case: case.map(str::to_owned), search };
            let done = crate::plan_water(workspace, &request, progress)?;
            let words =
                if done.solved.plan.is_some() { "A plan was made." } else { "There is no plan: see what is wrong." };
            JobDone::new(words.to_owned(), done.solved.problems)
        }
    })
}

fn collect(workspace: &Workspace, progress: &dyn Progress) -> Result<JobDone, FlowError> {
    let assessed = was_assessed(workspace)?;
    let done = crate::collect(workspace, &CollectRequest::default(), progress)?;
    let came = done.sources.iter().filter(|s| s.state == SourceState::Collected).count();
    let words = match (&done.run, came) {
        (None, _) => "Nothing had changed.".to_owned(),
        (Some(_), 1) => "1 source came in.".to_owned(),
        (Some(_), came) => format!("{came} sources came in."),
    };
    let mut problems = done.problems;
    if done.run.is_some() {
        crate::profile(workspace, progress)?;
        if assessed {
            problems.extend(crate::assess(workspace, &AssessRequest::default(), progress)?.assessment.problems);
        }
    }
    Ok(JobDone::new(words, problems))
}

/// Whether the city was assessed before.
fn was_assessed(workspace: &Workspace) -> Result<bool, FlowError> {
    let file = workspace.city_file();
    let runs = if file.is_file() { CityFile::open_read_only(&file)?.runs()? } else { Vec::new() };
    Ok(runs.iter().any(|run| run.stage == Stage::Assess))
}
