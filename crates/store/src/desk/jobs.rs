//! Jobs, kept so that they are known after the program ended.

use super::Desk;
use crate::StoreError;
use city::job::{Job, JobState};

/// Each job whole as JSON: nothing is asked of the table but all, and one.
pub(super) const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS job (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    state TEXT NOT NULL,
    job TEXT NOT NULL
) STRICT;";

/// How many jobs are kept; the oldest that are over go.
const KEPT: u32 = 500;

impl Desk {
    /// Jobs that a program left when it ended are broken from now on: those at work, and those that waited for their turn. Gives
    /// how many.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn settle_jobs(&self, now: &str) -> Result<usize, StoreError> {
        let left: Vec<Job> = self.jobs()?.into_iter().filter(|job| !job.state.is_over()).collect();
        for job in &left {
            let words = if job.state == JobState::Running {
                "The program ended while this was at work. The city is as it was before: run it again."
            } else {
                "The program ended before this began: run it again."
            };
            let broken =
                Job { state: JobState::Broken, ended: Some(now.to_owned()), words: words.to_owned(), ..job.clone() };
            self.put_job(&broken)?;
        }
        Ok(left.len())
    }

    /// Puts a job, in place of what was known of it.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn put_job(&self, job: &Job) -> Result<(), StoreError> {
        let text = serde_json::to_string(job).map_err(|e| StoreError::row("job", &job.id.to_string(), e))?;
        let id = i64::try_from(job.id).unwrap_or(i64::MAX);
        let sql = "INSERT INTO job (id, state, job) VALUES (?1, ?2, ?3)
                   ON CONFLICT (id) DO UPDATE SET state = excluded.state, job = excluded.job";
        let over = "DELETE FROM job WHERE state NOT IN ('waiting', 'running')
                    AND id <= (SELECT max(id) FROM job) - ?1";
        self.write(|db| {
            db.execute(sql, (id, job.state.as_str(), text))?;
            db.execute(over, [KEPT])?;
            Ok(())
        })
    }

    /// Every job, the newest first; one that cannot be read is left out.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn jobs(&self) -> Result<Vec<Job>, StoreError> {
        let texts = self.read(|db| {
            let mut found = db.prepare("SELECT job FROM job ORDER BY id DESC")?;
            Ok(found.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?)
        })?;
        Ok(texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::job::JobStage;

    fn job(id: u64, state: JobState) -> Job {
        Job {
            id,
            stage: JobStage::Assess,
            case: None,
            trial: None,
            state,
            label: String::new(),
            done: 0,
            total: 0,
            asked: "2026-11-22T10:00:00Z".into(),
            began: None,
            ended: None,
            who: String::new(),
            words: String::new(),
            problems: Vec::new(),
        }
    }

    #[test]
    fn what_was_at_work_when_the_program_ended_is_broken_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let book = Desk::open(folder.path()).unwrap();
        for (id, state) in [(1, JobState::Done), (2, JobState::Running), (3, JobState::Waiting)] {
            book.put_job(&job(id, state)).unwrap();
        }
        drop(book);
        let book = Desk::open(folder.path()).unwrap();
        assert_eq!(book.settle_jobs("2026-11-22T11:00:00Z").unwrap(), 2);
        let all = book.jobs().unwrap();
        let states: Vec<_> = all.iter().map(|j| (j.id, j.state)).collect();
        assert_eq!(states, [(3, JobState::Broken), (2, JobState::Broken), (1, JobState::Done)]);
        assert!(all[1].words.contains("as it was before") && all[1].ended.is_some());
    }

    #[test]
    fn only_the_last_jobs_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let book = Desk::open(folder.path()).unwrap();
        book.put_job(&job(1, JobState::Waiting)).unwrap();
        for id in 2..=u64::from(KEPT) + 10 {
            book.put_job(&job(id, JobState::Done)).unwrap();
        }
        let all = book.jobs().unwrap();
        assert_eq!(all.len(), KEPT as usize + 1, "and the one that still waits");
        assert_eq!(all.last().map(|j| j.id), Some(1));
    }
}
