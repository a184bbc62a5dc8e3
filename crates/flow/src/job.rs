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
    go_on(progress)?;
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

/// Whether to go on to what cannot be taken back.
///
/// # Errors
/// [`FlowError::Cancelled`] where the person asked to stop.
pub(crate) fn go_on(progress: &dyn Progress) -> Result<(), FlowError> {
    if progress.cancelled() { Err(FlowError::Cancelled) } else { Ok(()) }
}

/// Progress of what follows from something saved already: it is carried through.
struct CarriedThrough<'a>(&'a dyn Progress);

impl Progress for CarriedThrough<'_> {
    fn at(&self, label: &str, done: u64, total: u64) {
        self.0.at(label, done, total);
    }
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
        let progress = CarriedThrough(progress);
        crate::profile(workspace, &progress)?;
        if assessed {
            problems.extend(crate::assess(workspace, &AssessRequest::default(), &progress)?.assessment.problems);
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// Stops from this step on.
    struct StopsAt(&'static str, Mutex<bool>);

    impl Progress for StopsAt {
        fn at(&self, label: &str, _done: u64, _total: u64) {
            *self.1.lock().unwrap() |= label == self.0;
        }

        fn cancelled(&self) -> bool {
            *self.1.lock().unwrap()
        }
    }

    #[test]
    fn a_job_that_is_stopped_midway_leaves_the_city_as_it_was_and_one_that_saved_something_is_carried_through() {
        let folder = tempfile::tempdir().unwrap();
        example::write(folder.path(), 1).unwrap();
        let workspace = Workspace::open(folder.path(), None, 1, "2026-01-01T00:00:00Z").unwrap();
        let runs = || CityFile::open_read_only(&workspace.city_file()).unwrap().runs().unwrap();
        run_job(&workspace, (JobStage::Collect, None), &StopsAt("shares and totals", Mutex::new(false))).unwrap();
        let before = runs();
        assert!(before.iter().any(|run| run.stage == Stage::Profile), "carried through");
        for (stage, step) in
            [(JobStage::Profile, "shares and totals"), (JobStage::Assess, "services"), (JobStage::Risk, "people")]
        {
            let stopped = run_job(&workspace, (stage, None), &StopsAt(step, Mutex::new(false)));
            assert!(matches!(stopped, Err(FlowError::Cancelled)), "{stage:?}: {stopped:?}");
            let since: Vec<Stage> = runs().iter().filter(|run| !before.contains(run)).map(|run| run.stage).collect();
            assert!(since.iter().all(|stage| *stage == Stage::Profile), "{stage:?}: {since:?}");
        }
    }
}
