use crate::stage::Stage;
use crate::writer_lock::WriterLock;
use crate::{StoreError, connection, contents, migration, raster_file};
use city::settings::CityHead;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long the end of a stage waits for those who read.
const PATIENCE_AT_THE_END: Duration = Duration::from_millis(500);

/// One city in one GeoPackage, with its rasters in the folder `rasters` beside it.
///
/// One process at a time may write; any number may read meanwhile, also QGIS. While it is open for writing the file has a
/// write-ahead log beside it (`-wal`, `-shm`), which [`Self::close`] (or dropping it) takes in again: the file alone is
/// then the whole city.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("city.gpkg");
/// let settings = city::settings::CitySettings::from_toml("city = { id = 'accra', name = 'Accra', country = 'GH' }")?;
/// let mut file = store::CityFile::create(&path, &settings.city, "2026-01-31T12:00:00Z")?;
/// let stage = file.begin_stage("2026-01-31T12:00:00Z")?;
/// stage.commit()?;
/// assert_eq!(file.head()?.name, "Accra");
/// file.close()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct CityFile {
    pub(crate) db: Connection,
    path: PathBuf,
    lock: Option<WriterLock>,
}

impl CityFile {
    /// A new city file. It is made aside and renamed into place: a process killed meanwhile leaves none, or a whole one.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where one is there, [`StoreError::Locked`], [`StoreError::Time`], and what the disk can meet.
    pub fn create(path: &Path, head: &CityHead, now: &str) -> Result<Self, StoreError> {
        let now = contents::timestamp(now)?;
        let lock = WriterLock::take(path)?;
        if path.metadata().is_ok_and(|about| about.len() > 0) {
            let known = connection::for_reading(path).and_then(|db| migration::version(&db, path));
            if !matches!(known, Ok(0)) {
                return Err(StoreError::Exists(path.to_owned()));
            }
        }
        let aside = aside(path);
        remove_with_logs(&aside)?;
        let mut db = connection::for_writing(&aside, true)?;
        migration::migrate(&mut db, path, migration::MIGRATIONS)?;
        db.execute("UPDATE gpkg_contents SET last_change = ?1", [&now])?;
        let mut file = Self { db, path: aside.clone(), lock: Some(lock) };
        file.put_head(head)?;
        fold_log(&file.db)?;
        let lock = file.lock.take();
        drop(file);
        remove_with_logs(path)?;
        std::fs::rename(&aside, path).map_err(StoreError::file(path))?;
        Ok(Self { db: connection::for_writing(path, false)?, path: path.to_owned(), lock })
    }

    /// Opens a city file for writing, brings an old one up to date, and removes what a killed run left half written.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotACity`], [`StoreError::Newer`], [`StoreError::Locked`] (which says by
    /// whom), [`StoreError::Damaged`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        connection::require_sqlite(path)?;
        let lock = WriterLock::take(path)?;
        let mut db = connection::for_writing(path, false)?;
        require_city(&db, path)?;
        migration::migrate(&mut db, path, migration::MIGRATIONS)?;
        let file = Self { db, path: path.to_owned(), lock: Some(lock) };
        raster_file::remove_partial(&file.rasters_folder())?;
        Ok(file)
    }

    /// Opens a city file for reading, also while another process writes it: what is read is the last finished stage.
    ///
    /// # Errors
    /// As [`Self::open`], without the lock; [`StoreError::Older`] for a file that would have to be brought up to date.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let db = connection::for_reading(path)?;
        let found = require_city(&db, path)?;
        let known = migration::newest(migration::MIGRATIONS);
        let path = path.to_owned();
        match found.cmp(&known) {
            std::cmp::Ordering::Less => Err(StoreError::Older { path, found, known }),
            std::cmp::Ordering::Greater => Err(StoreError::Newer { path, found, known }),
            std::cmp::Ordering::Equal => Ok(Self { db, path, lock: None }),
        }
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder of its rasters: `rasters` beside the file.
    #[must_use]
    pub fn rasters_folder(&self) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join("rasters")
    }

    /// Begins a stage: one transaction. `now` (RFC 3339) is the date that what it changes will bear.
    ///
    /// # Errors
    /// [`StoreError::Time`], [`StoreError::ReadOnly`] where it was opened for reading, [`StoreError::Busy`] where another
    /// program (not makazi) is writing.
    pub fn begin_stage(&mut self, now: &str) -> Result<Stage<'_>, StoreError> {
        let now = contents::timestamp(now)?;
        let lock = self.lock.as_mut().ok_or(StoreError::ReadOnly)?;
        lock.say(&format!("process {}, in a stage begun at {now}", std::process::id()))?;
        Stage::begin(self, now)
    }

    /// Writes the whole file anew, so that no byte of what was ever removed is left between what stays.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], [`StoreError::Busy`], and what the disk can meet: it needs room for a second copy.
    pub fn rewrite(&mut self) -> Result<(), StoreError> {
        if self.lock.is_none() {
            return Err(StoreError::ReadOnly);
        }
        self.db.execute_batch("PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY;")?;
        Ok(())
    }

    /// Takes the log into the file and leaves the write-ahead mode, so that the file alone can be copied. Where another
    /// program (often QGIS) reads meanwhile, all is saved as well, but a log may stay beside the file until it is opened
    /// for writing the next time.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn close(self) -> Result<(), StoreError> {
        match self.lock.as_ref().map_or(Ok(()), |_| fold_log(&self.db)) {
            Err(StoreError::Busy) => Ok(()),
            done => done,
        }
    }

    pub(crate) fn put_head(&self, head: &CityHead) -> Result<(), StoreError> {
        let extent = head.extent.map(|sides| serde_json::Value::from(sides.to_vec()).to_string());
        self.db.execute("DELETE FROM makazi_city", [])?;
        self.db.execute(
            "INSERT INTO makazi_city VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (&head.id, &head.name, &head.country, extent, &head.currency, head.invented, &head.notice),
        )?;
        Ok(())
    }

    /// What the city is.
    ///
    /// # Errors
    /// [`StoreError::Row`] where another program changed it beyond reading.
    pub fn head(&self) -> Result<CityHead, StoreError> {
        let sql = "SELECT id, name, country, extent, currency, invented, notice FROM makazi_city";
        let (head, extent) = self.db.query_row(sql, [], |row| {
            let extent: Option<String> = row.get(3)?;
            let head = CityHead {
                id: row.get(0)?,
                name: row.get(1)?,
                country: row.get(2)?,
                extent: None,
                currency: row.get(4)?,
                invented: row.get(5)?,
                notice: row.get(6)?,
            };
            Ok((head, extent))
        })?;
        let extent = extent.map(|text| serde_json::from_str(&text)).transpose();
        Ok(CityHead { extent: extent.map_err(|e| StoreError::row("makazi_city", &head.id, e))?, ..head })
    }
}

impl Drop for CityFile {
    fn drop(&mut self) {
        if self.lock.is_some() {
            let _ = fold_log(&self.db);
        }
    }
}

/// Where a city file is made before it is renamed into place.
fn aside(path: &Path) -> PathBuf {
    with_ending(path, ".partial")
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Removes a database that holds nothing, and what SQLite keeps beside it.
fn remove_with_logs(path: &Path) -> Result<(), StoreError> {
    for ending in ["-wal", "-shm", "-journal", ""] {
        let file = with_ending(path, ending);
        match std::fs::remove_file(&file) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::file(&file)(e)),
            _ => {}
        }
    }
    Ok(())
}

fn fold_log(db: &Connection) -> Result<(), StoreError> {
    let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
    if mode == "delete" {
        return Ok(());
    }
    db.flush_prepared_statement_cache();
    // What readers do not hold back goes into the file at once; the rest is tried for a moment only.
    db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
    db.busy_timeout(PATIENCE_AT_THE_END)?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    db.pragma_update(None, "journal_mode", "DELETE")?;
    Ok(())
}

/// The version of the file, which must be a city.
fn require_city(db: &Connection, path: &Path) -> Result<i64, StoreError> {
    match migration::version(db, path)? {
        0 => Err(StoreError::NotACity { path: path.to_owned(), reason: "it is empty".to_owned() }),
        version => Ok(version),
    }
}
