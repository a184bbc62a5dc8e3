//! Rasters that the city names, and the concordance between editions of boundaries.

use crate::{CityFile, Stage, StoreError, contents};
use city::layer::RasterLayer;
use city::run::RunId;
use city::source::SourceId;
use city::{PlaceId, Problem};
use rusqlite::{ErrorCode, Row};

/// How much of one place lies in another, of another edition of boundaries.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// The place that has numbers.
    pub from: PlaceId,
    /// The place that wants them.
    pub to: PlaceId,
    /// Area that both share, in square metres.
    pub area_m2: f64,
    /// People in that area; none where no raster of people was given.
    pub population: Option<f64>,
    /// Part of `from` that lies in `to`, 0 to 1: by people where they are known, else by area.
    pub share_from: f64,
    /// The run that measured it.
    pub run: RunId,
}

const RASTER: &str = "name, title, measures, width, height, reference_system, checksum, source";

impl Stage<'_> {
    /// Names a raster that [`CityFile::write_raster`] put into place, instead of what was said of it before.
    ///
    /// # Errors
    /// [`StoreError::NoRaster`] where its file is not there, [`StoreError::Unknown`] for a source not put before,
    /// [`StoreError::LayerOfAnother`].
    pub fn put_raster(&mut self, raster: &RasterLayer) -> Result<(), StoreError> {
        self.require("source", raster.source.as_str(), || format!("the raster `{}`", raster.name))?;
        if let Some(old) = self.file().raster(&raster.name)?.filter(|old| old.source != raster.source) {
            let (layer, source_id, other) = (old.name, raster.source.0.clone(), old.source.0);
            return Err(StoreError::LayerOfAnother { layer, source_id, other });
        }
        let path = self.file().rasters_folder().join(format!("{}.tif", raster.name));
        if !path.is_file() {
            return Err(StoreError::NoRaster { name: raster.name.clone(), path });
        }
        let cells = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.db().execute(
            &format!("INSERT OR REPLACE INTO raster ({RASTER}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
            (
                &raster.name,
                &raster.title,
                &raster.measures,
                cells(raster.size.0),
                cells(raster.size.1),
                &raster.reference_system,
                &raster.checksum,
                raster.source.as_str(),
            ),
        )?;
        contents::touch(self.db(), "raster", &self.now)
    }

    /// Puts the concordance between places, in place of what was known of each pair.
    ///
    /// Returns a problem `concordance_invalid` for each pair that did not come in: a place that is not there, a negative
    /// area, or a share outside 0 to 1.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] for a run that was not put before.
    pub fn put_concordance(&mut self, shared: &[Shared]) -> Result<Vec<Problem>, StoreError> {
        let mut put = self.db().prepare(
            "INSERT OR REPLACE INTO concordance (from_place, to_place, area_m2, population, share_from, run)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let mut problems = Vec::new();
        for pair in shared {
            let Shared { from, to, area_m2, population, share_from, run } = pair;
            match put.execute((from.as_str(), to.as_str(), area_m2, population, share_from, run.as_str())) {
                Ok(_) => {}
                Err(e) if e.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                    self.require("run", run.as_str(), || format!("the concordance of `{from}` with `{to}`"))?;
                    problems.push(
                        Problem::error("concordance_invalid")
                            .found(format!("{from} in {to}: {area_m2} m2, share {share_from}"))
                            .expected("two places of the city, an area of at least 0, a share of 0 to 1"),
                    );
                }
                Err(e) => return Err(e.into()),
            }
        }
        contents::touch(self.db(), "concordance", &self.now)?;
        Ok(problems)
    }
}

impl CityFile {
    /// Every raster, by name.
    ///
    /// # Errors
    /// [`StoreError::Row`] for a row that another program changed beyond reading.
    pub fn rasters(&self) -> Result<Vec<RasterLayer>, StoreError> {
        self.rows(&format!("SELECT {RASTER} FROM raster ORDER BY name"), [], raster)
    }

    /// The raster of a name, where there is one.
    ///
    /// # Errors
    /// As [`Self::rasters`].
    pub fn raster(&self, name: &str) -> Result<Option<RasterLayer>, StoreError> {
        Ok(self.rows(&format!("SELECT {RASTER} FROM raster WHERE name = ?1"), [name], raster)?.pop())
    }

    /// The concordance, by both places.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn concordance(&self) -> Result<Vec<Shared>, StoreError> {
        let sql = "SELECT from_place, to_place, area_m2, population, share_from, run FROM concordance ORDER BY from_place, to_place";
        self.rows(sql, [], |row| {
            Ok(Shared {
                from: PlaceId(row.get(0)?),
                to: PlaceId(row.get(1)?),
                area_m2: row.get(2)?,
                population: row.get(3)?,
                share_from: row.get(4)?,
                run: RunId(row.get(5)?),
            })
        })
    }
}

fn raster(row: &Row<'_>) -> Result<RasterLayer, StoreError> {
    let name: String = row.get(0)?;
    let cells = |i: usize| -> Result<u64, StoreError> {
        u64::try_from(row.get::<_, i64>(i)?).map_err(|e| StoreError::row("raster", &name, e))
    };
    Ok(RasterLayer {
        title: row.get(1)?,
        measures: row.get(2)?,
        size: (cells(3)?, cells(4)?),
        reference_system: row.get(5)?,
        checksum: row.get(6)?,
        source: SourceId(row.get(7)?),
        name,
    })
}
