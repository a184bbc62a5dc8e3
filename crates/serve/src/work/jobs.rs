//! Jobs: a queue, and one thread that works through it, so that the city has one writer at a time.

use crate::current::{Server, now};
use city::job::{Job, JobStage, JobState};
use city::{Problem, Progress};
use flow::{FlowError, run_job};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

/// How many jobs may wait.
const MOST_WAITING: usize = 50;
/// How long a job waits for another program that writes to the city.
const PATIENCE: Duration = Duration::from_mins(10);
/// Problems of a job that are kept.
const MOST_PROBLEMS: usize = 500;

/// The jobs of a server, the newest last, and the one that is at work.
pub(crate) struct Jobs {
    all: Mutex<Vec<Job>>,
    wake: Condvar,
    /// Whether the job at work is asked to stop.
    stop: AtomicBool,
}

/// What is asked of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JobAsked {
    pub stage: JobStage,
    pub case: Option<String>,
    pub trial: Option<String>,
    pub who: String,
}

impl Jobs {
    /// Takes over the jobs that are known, says of those that a program left that they are broken, and starts the thread.
    pub fn start(server: &Arc<Server>) -> Arc<Self> {
        let mut known = match server.desk_if_there() {
            Ok(Some(desk)) => desk.settle_jobs(&now()).and_then(|_| desk.jobs()).unwrap_or_default(),
            _ => Vec::new(),
        };
        known.reverse();
        let jobs = Arc::new(Self { all: Mutex::new(known), wake: Condvar::new(), stop: AtomicBool::new(false) });
        let (server, working) = (Arc::downgrade(server), Arc::clone(&jobs));
        std::thread::spawn(move || working.work(&server));
        jobs
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Vec<Job>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every job, the newest first.
    pub fn all(&self) -> Vec<Job> {
        self.locked().iter().rev().cloned().collect()
    }

    /// One of them.
    pub fn one(&self, id: u64) -> Option<Job> {
        self.locked().iter().find(|job| job.id == id).cloned()
    }

    /// Whether a trial is wanted by a job that is not over.
    pub fn uses(&self, trial: &str) -> bool {
        self.locked().iter().any(|job| !job.state.is_over() && job.trial.as_deref() == Some(trial))
    }

    /// Adds the job that brings in what has changed; gives its number for a page.
    pub fn collect(&self, server: &Server, who: &str) -> serde_json::Value {
        let asked = JobAsked { stage: JobStage::Collect, case: None, trial: None, who: who.to_owned() };
        self.add(server, asked).map_or(serde_json::Value::Null, |id| id.to_string().into())
    }

    /// Adds a job; one that waits already and would do the same is taken in its place. None where too many wait.
    pub fn add(&self, server: &Server, asked: JobAsked) -> Option<u64> {
        let mut all = self.locked();
        let same = |job: &&Job| {
            job.state == JobState::Waiting
                && (job.stage, &job.case, &job.trial) == (asked.stage, &asked.case, &asked.trial)
        };
        if let Some(same) = all.iter().find(same) {
            return Some(same.id);
        }
        if all.iter().filter(|job| job.state == JobState::Waiting).count() >= MOST_WAITING {
            return None;
        }
        let id = all.iter().map(|job| job.id).max().unwrap_or_default() + 1;
        let job = Job {
            id,
            stage: asked.stage,
            case: asked.case,
            trial: asked.trial,
            state: JobState::Waiting,
            label: String::new(),
            done: 0,
            total: 0,
            asked: now(),
            began: None,
            ended: None,
            who: asked.who,
            words: String::new(),
            problems: Vec::new(),
        };
        keep(server, &job);
        all.push(job);
        drop(all);
        self.wake.notify_all();
        Some(id)
    }

    /// Stops a job, or takes it out of the queue; nothing where it is over. Whether there is such a job.
    pub fn cancel(&self, server: &Server, id: u64) -> bool {
        let mut all = self.locked();
        let Some(job) = all.iter_mut().find(|job| job.id == id) else { return false };
        match job.state {
            JobState::Waiting => {
                job.state = JobState::Cancelled;
                job.ended = Some(now());
                "Stopped before it began.".clone_into(&mut job.words);
                keep(server, job);
            }
            JobState::Running => {
                "Asked to stop.".clone_into(&mut job.words);
                self.stop.store(true, Ordering::Release);
            }
            _ => {}
        }
        true
    }

    fn change(&self, server: &Server, id: u64, change: impl FnOnce(&mut Job)) {
        let mut all = self.locked();
        let Some(job) = all.iter_mut().find(|job| job.id == id) else { return };
        change(job);
        keep(server, job);
    }

    /// Works until the server is gone.
    fn work(&self, server: &Weak<Server>) {
        loop {
            let next = {
                let all = self.locked();
                let waits = |job: &&Job| job.state == JobState::Waiting;
                let next = all.iter().find(waits).cloned();
                if next.is_none() {
                    let _ = self.wake.wait_timeout(all, Duration::from_secs(1));
                }
                next
            };
            let Some(server) = server.upgrade() else { return };
            if let Some(job) = next {
                self.run(&server, &job);
            }
        }
    }

    fn run(&self, server: &Server, job: &Job) {
        self.stop.store(false, Ordering::Release);
        let mut begun = false;
        self.change(server, job.id, |job| {
            begun = job.state == JobState::Waiting;
            if begun {
                (job.state, job.began) = (JobState::Running, Some(now()));
            }
        });
        if !begun {
            return;
        }
        let told = Told { jobs: self, id: job.id };
        let done = catch_unwind(AssertUnwindSafe(|| patiently(server, job, &told)));
        self.change(server, job.id, |job| {
            job.ended = Some(now());
            (job.state, job.words, job.problems) = match done {
                Ok(Ok(done)) => (JobState::Done, done.words, cut(done.problems)),
                Ok(Err(_)) if told.cancelled() => {
                    (JobState::Cancelled, "Stopped. The city is as it was before.".to_owned(), Vec::new())
                }
                Ok(Err(FlowError::Refused(problems))) => {
                    (JobState::Failed, "What is asked cannot be done.".to_owned(), cut(problems))
                }
                Ok(Err(error)) => (JobState::Failed, error.to_string(), Vec::new()),
                Err(_) => {
                    (JobState::Failed, "The work broke off. The city is as it was before.".to_owned(), Vec::new())
                }
            };
        });
    }
}

/// Runs a job; where another program writes to the city, waits for it.
fn patiently(server: &Server, job: &Job, told: &Told) -> Result<flow::JobDone, FlowError> {
    let begun = Instant::now();
    loop {
        let workspace = match &job.trial {
            Some(trial) => flow::trial_workspace(&server.workspace()?, trial)?,
            None => server.workspace()?,
        };
        let case = match (&job.case, &job.trial) {
            (None, Some(trial)) => flow::trial(&server.workspace()?, trial)?.case,
            (case, _) => case.clone(),
        };
        let done = run_job(&workspace, (job.stage, case.as_deref()), told);
        match done {
            Err(error) if error.is_locked() && begun.elapsed() < PATIENCE => {
                if told.cancelled() {
                    return Err(FlowError::Cancelled);
                }
                told.at("waiting for another program that writes to the city", 0, 0);
                std::thread::sleep(Duration::from_millis(200));
            }
            other => return other,
        }
    }
}

fn cut(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.truncate(MOST_PROBLEMS);
    problems
}

/// Puts a job into the desk. One that cannot be put is known until the program ends.
fn keep(server: &Server, job: &Job) {
    if let Ok(desk) = server.desk() {
        let _ = desk.put_job(job);
    }
}

/// Hears how far a job is.
struct Told<'a> {
    jobs: &'a Jobs,
    id: u64,
}

impl Progress for Told<'_> {
    fn at(&self, label: &str, done: u64, total: u64) {
        let mut all = self.jobs.locked();
        if let Some(job) = all.iter_mut().find(|job| job.id == self.id) {
            label.clone_into(&mut job.label);
            (job.done, job.total) = (done, total);
        }
    }

    fn cancelled(&self) -> bool {
        self.jobs.stop.load(Ordering::Acquire)
    }
}
