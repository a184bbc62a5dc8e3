//! Runs and problems.

use crate::{CityFile, Stage, StoreError};
use city::run::RunId;
use city::source::SourceId;
use city::{Problem, Run};
use rusqlite::Row;

const RUN: &str = "id, stage, started, finished, version, seed, parameters, inputs";
const PROBLEM: &str = "severity, code, source, file, sheet, row, \"column\", value, expected, hint";

impl Stage<'_> {
    /// Puts a run; the same work run again has the same id and only its dates change.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn put_run(&mut self, run: &Run) -> Result<(), StoreError> {
        let inputs = serde_json::to_string(&run.inputs).map_err(|e| StoreError::row("run", run.id.as_str(), e))?;
        self.db()
            .prepare_cached(&format!(
                "INSERT INTO run ({RUN}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, started = excluded.started,
                 finished = excluded.finished, version = excluded.version, seed = excluded.seed,
                 parameters = excluded.parameters, inputs = excluded.inputs"
            ))?
            .execute((
                run.id.as_str(),
                run.stage.as_str(),
                &run.started,
                &run.finished,
                &run.version,
                run.seed.to_string(),
                &run.parameters,
                inputs,
            ))?;
        crate::contents::touch(self.db(), "run", &self.now)
    }

    /// Adds problems of a source (empty: of the city) to those that are there.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn put_problems(&mut self, source: &str, problems: &[Problem]) -> Result<(), StoreError> {
        let mut put = self.db().prepare_cached(&format!(
            "INSERT INTO problem ({PROBLEM}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
        ))?;
        for problem in problems {
            put.execute((
                problem.severity.as_str(),
                &problem.code,
                source,
                &problem.file,
                &problem.sheet,
                problem.row.map(|row| i64::try_from(row).unwrap_or(i64::MAX)),
                &problem.column,
                &problem.value,
                &problem.expected,
                &problem.hint,
            ))?;
        }
        crate::contents::touch(self.db(), "problem", &self.now)
    }

    /// Removes the problems of a source, before they are looked for again.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn clear_problems_of(&mut self, source: &city::source::SourceId) -> Result<(), StoreError> {
        self.db().execute("DELETE FROM problem WHERE source = ?1", [source.as_str()])?;
        crate::contents::touch(self.db(), "problem", &self.now)
    }

    /// Removes problems of one code, before they are looked for again.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn clear_problems(&mut self, code: &str) -> Result<(), StoreError> {
        self.db().execute("DELETE FROM problem WHERE code = ?1", [code])?;
        Ok(())
    }
}

impl CityFile {
    /// Every run, in the order in which they first came in.
    ///
    /// # Errors
    /// [`StoreError::Row`] for a row that another program changed beyond reading.
    pub fn runs(&self) -> Result<Vec<Run>, StoreError> {
        self.rows(&format!("SELECT {RUN} FROM run ORDER BY fid"), [], run)
    }

    /// Every problem, in the order in which they were found.
    ///
    /// # Errors
    /// [`StoreError::Row`] for a row that another program changed beyond reading.
    pub fn problems(&self) -> Result<Vec<Problem>, StoreError> {
        self.rows(&format!("SELECT {PROBLEM} FROM problem ORDER BY fid"), [], problem)
    }
}

fn run(row: &Row<'_>) -> Result<Run, StoreError> {
    let id: String = row.get(0)?;
    let wrong = |reason: &dyn std::fmt::Display| StoreError::row("run", &id, reason);
    let inputs: Vec<(SourceId, String)> =
        serde_json::from_str(row.get_ref(7)?.as_str().unwrap_or_default()).map_err(|e| wrong(&e))?;
    Ok(Run {
        stage: row.get_ref(1)?.as_str().unwrap_or_default().parse().map_err(|e| wrong(&e))?,
        started: row.get(2)?,
        finished: row.get(3)?,
        version: row.get(4)?,
        seed: row.get_ref(5)?.as_str().unwrap_or_default().parse().map_err(|e| wrong(&e))?,
        parameters: row.get(6)?,
        inputs,
        id: RunId(id),
    })
}

fn problem(row: &Row<'_>) -> Result<Problem, StoreError> {
    let severity = row.get_ref(0)?.as_str().unwrap_or_default().parse();
    Ok(Problem {
        severity: severity.map_err(|e: city::CityError| StoreError::row("problem", "severity", e))?,
        code: row.get(1)?,
        source: row.get(2)?,
        file: row.get(3)?,
        sheet: row.get(4)?,
        row: row.get::<_, Option<i64>>(5)?.and_then(|row| u64::try_from(row).ok()),
        column: row.get(6)?,
        value: row.get(7)?,
        expected: row.get(8)?,
        hint: row.get(9)?,
    })
}
