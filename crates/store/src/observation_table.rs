//! Observations.

use crate::{CityFile, Stage, StoreError, contents, source_table};
use city::run::RunId;
use city::source::SourceId;
use city::{Basis, CityError, Estimate, Observation, PlaceId, Problem, Value};
use rusqlite::{ErrorCode, Row};
use serde_json::Value as Json;

const OBSERVATION: &str = "place, indicator, period, \"group\", low, value, high, classes, gap, quality, source, run, locator, method, inputs, note";

impl Stage<'_> {
    /// Puts observations. One that is there already, from whatever run, is left as it is.
    ///
    /// Returns a problem for each that did not come in: `observation_twice` (same place, indicator, period, group and
    /// source, another value: the first is kept), `place_unknown`, and `value_invalid` (a range that does not enclose its
    /// value, or a number that is not finite).
    ///
    /// # Errors
    /// [`StoreError::Unknown`] where a source or run was not put before: a number without a source cannot be stored.
    pub fn put_observations(&mut self, observations: &[Observation]) -> Result<Vec<Problem>, StoreError> {
        let sql = format!(
            "INSERT INTO observation ({OBSERVATION})
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
        );
        let mut put = self.db().prepare(&sql)?;
        let mut problems = Vec::new();
        for observation in observations {
            match insert(&mut put, observation) {
                Ok(_) => {}
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                    problems.extend(self.why_not(observation)?);
                }
                Err(error) => return Err(error.into()),
            }
        }
        contents::touch(self.db(), "observation", &self.now)?;
        Ok(problems)
    }

    /// What keeps an observation out; nothing where the same one is there.
    fn why_not(&self, new: &Observation) -> Result<Option<Problem>, StoreError> {
        let what = || format!("the observation {}", new.key());
        self.require("source", new.source.as_str(), what)?;
        self.require("run", new.run.as_str(), what)?;
        let problem = |code: &str| {
            let problem = Problem { source: new.source.0.clone(), ..Problem::error(code).found(new.key()) };
            match &new.basis {
                Basis::Reported { locator } => problem.in_column(locator),
                Basis::Derived { .. } => problem,
            }
        };
        if !source_table::is_there(self.db(), "place", new.place.as_str())? {
            return Ok(Some(problem("place_unknown").expected("a place that is in the city file")));
        }
        let same_key = self.file().rows(
            &format!(
                "SELECT {OBSERVATION} FROM observation
                 WHERE place = ?1 AND indicator = ?2 AND period = ?3 AND \"group\" = ?4 AND source = ?5"
            ),
            (new.place.as_str(), &new.indicator, new.period.as_str(), new.group.to_string(), new.source.as_str()),
            observation,
        )?;
        Ok(match same_key.into_iter().next() {
            Some(old) if (Observation { run: new.run.clone(), ..old.clone() }) == *new => None,
            Some(old) => Some(
                problem("observation_twice")
                    .expected(format!("{} once; {} is kept", new.indicator, said(&old.value)))
                    .hint(format!("{} was left out", said(&new.value))),
            ),
            None => {
                Some(problem("value_invalid").expected("finite numbers with low <= value <= high, and an indicator"))
            }
        })
    }
}

/// A value in words.
pub(crate) fn said(value: &Value) -> String {
    match value {
        Value::Estimate(e) if e.has_range() => format!("{} ({} to {})", e.value, e.low, e.high),
        Value::Estimate(e) => e.value.to_string(),
        Value::Classes(codes) => codes.join(", "),
        Value::Gap(gap) => gap.to_string(),
    }
}

fn insert(put: &mut rusqlite::Statement<'_>, new: &Observation) -> rusqlite::Result<usize> {
    let estimate = new.value.estimate();
    let (classes, gap) = match &new.value {
        Value::Classes(codes) => (Some(Json::from(codes.clone()).to_string()), None),
        Value::Gap(gap) => (None, Some(gap.as_str())),
        Value::Estimate(_) => (None, None),
    };
    let (locator, method, inputs) = match &new.basis {
        Basis::Reported { locator } => (Some(locator), None, None),
        Basis::Derived { method, inputs } => (None, Some(method), Some(Json::from(inputs.clone()).to_string())),
    };
    put.execute((
        new.place.as_str(),
        &new.indicator,
        new.period.as_str(),
        new.group.to_string(),
        estimate.map(|e| e.low),
        estimate.map(|e| e.value),
        estimate.map(|e| e.high),
        classes,
        gap,
        new.quality.as_str(),
        new.source.as_str(),
        new.run.as_str(),
        locator,
        method,
        inputs,
        &new.note,
    ))
}

const ORDER: &str = "ORDER BY place, indicator, period, \"group\", source";

impl CityFile {
    /// Every observation, by place, indicator, period, group and source.
    ///
    /// # Errors
    /// [`StoreError::Row`] for a row that another program changed beyond reading.
    pub fn observations(&self) -> Result<Vec<Observation>, StoreError> {
        self.rows(&format!("SELECT {OBSERVATION} FROM observation {ORDER}"), [], observation)
    }

    /// What is known at a place.
    ///
    /// # Errors
    /// As [`Self::observations`].
    pub fn observations_at(&self, place: &PlaceId) -> Result<Vec<Observation>, StoreError> {
        let sql = format!("SELECT {OBSERVATION} FROM observation WHERE place = ?1 {ORDER}");
        self.rows(&sql, [place.as_str()], observation)
    }

    /// What is known of an indicator.
    ///
    /// # Errors
    /// As [`Self::observations`].
    pub fn observations_of(&self, indicator: &str) -> Result<Vec<Observation>, StoreError> {
        let sql = format!("SELECT {OBSERVATION} FROM observation WHERE indicator = ?1 {ORDER}");
        self.rows(&sql, [indicator], observation)
    }

    /// What one source gave, or was derived from it.
    ///
    /// # Errors
    /// As [`Self::observations`].
    pub fn observations_from(&self, source: &SourceId) -> Result<Vec<Observation>, StoreError> {
        let sql = format!("SELECT {OBSERVATION} FROM observation WHERE source = ?1 {ORDER}");
        self.rows(&sql, [source.as_str()], observation)
    }
}

fn observation(row: &Row<'_>) -> Result<Observation, StoreError> {
    let text = |i: usize| row.get::<_, String>(i);
    let (place, indicator) = (text(0)?, text(1)?);
    let wrong =
        |reason: &dyn std::fmt::Display| StoreError::row("observation", &format!("{indicator}@{place}"), reason);
    let named = |e: CityError| wrong(&e);
    let list = |json: String| serde_json::from_str::<Vec<String>>(&json).map_err(|e| wrong(&e));
    let optional = |i: usize| row.get::<_, Option<String>>(i);
    let value = match (row.get::<_, Option<f64>>(5)?, optional(7)?, optional(8)?) {
        (Some(best), None, None) => Value::Estimate(Estimate::range(row.get(4)?, best, row.get(6)?).map_err(named)?),
        (None, Some(codes), None) => Value::Classes(list(codes)?),
        (None, None, Some(gap)) => Value::Gap(gap.parse().map_err(named)?),
        _ => return Err(wrong(&"expected one of value, classes and gap")),
    };
    let basis = match (optional(12)?, optional(13)?, optional(14)?) {
        (Some(locator), None, None) => Basis::Reported { locator },
        (None, Some(method), Some(inputs)) => Basis::Derived { method, inputs: list(inputs)? },
        _ => return Err(wrong(&"expected either a locator, or a method with inputs")),
    };
    Ok(Observation {
        period: text(2)?.parse().map_err(named)?,
        group: text(3)?.parse().map_err(named)?,
        value,
        quality: text(9)?.parse().map_err(named)?,
        source: SourceId(text(10)?),
        run: RunId(text(11)?),
        basis,
        note: text(15)?,
        place: PlaceId(place),
        indicator,
    })
}
