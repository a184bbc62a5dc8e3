use crate::{CityFile, StoreError, metadata, place_views};
use city::Stage as StageName;
use city::settings::CityHead;
use rusqlite::Connection;
use std::collections::BTreeSet;

/// One stage of work on a city file: one transaction. Dropped without [`Self::commit`], it leaves the file as it was.
#[derive(Debug)]
pub struct Stage<'a> {
    file: &'a mut CityFile,
    pub(crate) now: String,
    open: bool,
    pub(crate) places_changed: bool,
    pub(crate) cleared: bool,
    pub(crate) rasters_left: BTreeSet<String>,
}

/// How a stage stood: see [`Stage::mark`].
#[derive(Debug)]
#[must_use = "go back to it, or go on"]
pub struct Mark {
    places_changed: bool,
    cleared: bool,
    rasters_left: BTreeSet<String>,
}

impl<'a> Stage<'a> {
    pub(crate) fn begin(file: &'a mut CityFile, now: String) -> Result<Self, StoreError> {
        file.db.execute_batch("BEGIN IMMEDIATE")?;
        let rasters_left = BTreeSet::new();
        Ok(Self { file, now, open: true, places_changed: false, cleared: false, rasters_left })
    }

    pub(crate) fn db(&self) -> &Connection {
        &self.file.db
    }

    /// The city file as this stage sees it, with what it has put so far.
    #[must_use]
    pub fn file(&self) -> &CityFile {
        self.file
    }

    /// Puts what the city is, in place of what was there.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn put_head(&mut self, head: &CityHead) -> Result<(), StoreError> {
        self.file.put_head(head)
    }

    /// Removes what runs of a stage derived: their observations and concordances. What sources report stays.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn clear_stage(&mut self, stage: StageName) -> Result<(), StoreError> {
        let of_runs = "run IN (SELECT id FROM run WHERE stage = ?1)";
        for sql in [
            format!("DELETE FROM observation WHERE method IS NOT NULL AND {of_runs}"),
            format!("DELETE FROM concordance WHERE {of_runs}"),
        ] {
            self.db().execute(&sql, [stage.as_str()])?;
        }
        Ok(())
    }

    /// Marks how the stage stands, to go back there where what comes next turns out not to be readable.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn mark(&mut self) -> Result<Mark, StoreError> {
        self.db().execute_batch("SAVEPOINT mark")?;
        let (places_changed, cleared, rasters_left) = (self.places_changed, self.cleared, self.rasters_left.clone());
        Ok(Mark { places_changed, cleared, rasters_left })
    }

    /// Takes back all that was put and cleared since the mark, and forgets the mark. Rasters that were written are not
    /// taken back.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn go_back(&mut self, mark: Mark) -> Result<(), StoreError> {
        self.db().execute_batch("ROLLBACK TO mark; RELEASE mark")?;
        (self.places_changed, self.cleared, self.rasters_left) = (mark.places_changed, mark.cleared, mark.rasters_left);
        Ok(())
    }

    /// Forgets the mark; all that was put and cleared since then stays.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn go_on(&mut self, _mark: Mark) -> Result<(), StoreError> {
        Ok(self.db().execute_batch("RELEASE mark")?)
    }

    /// Ends the stage: from here on the file holds all of it, also after a power cut.
    ///
    /// Places that no source gives any more leave, with what was derived of them; those about which another source still
    /// reports stay, with a problem `place_no_longer_given`. Rasters that were cleared and not put again lose their file.
    ///
    /// # Errors
    /// What the disk can meet; the file then is as it was before the stage.
    pub fn commit(mut self) -> Result<(), StoreError> {
        if self.cleared {
            self.drop_places_not_given()?;
        }
        if self.places_changed {
            place_views::refresh(self.db(), &self.now)?;
        }
        metadata::refresh(self.db(), &self.now)?;
        self.db().execute_batch("COMMIT")?;
        self.open = false;
        for name in &self.rasters_left {
            if matches!(self.file.raster(name), Ok(None)) {
                // The stage is saved: a file that cannot be removed is named by nobody and does no harm.
                let _ = std::fs::remove_file(self.file.rasters_folder().join(format!("{name}.tif")));
            }
        }
        Ok(())
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        if self.open {
            let _ = self.file.db.execute_batch("ROLLBACK");
        }
    }
}
