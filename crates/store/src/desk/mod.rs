//! What is private to those who serve a city: a database of its own beside the city file. It never travels with the city, and no
//! export reads it.

mod accounts;
mod jobs;
mod reads;
mod sessions;
mod submissions;

pub use accounts::Kept;
pub use submissions::{Arrived, Came, NewAttachment};

use crate::StoreError;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The tables of each module; each statement leaves alone what is there.
const SCHEMAS: [&str; 5] = [jobs::SCHEMA, accounts::SCHEMA, sessions::SCHEMA, submissions::SCHEMA, reads::SCHEMA];

/// `MAKZ`: the mark of this database.
const APPLICATION: i32 = 0x4D41_4B5A;
/// How long a statement waits for another process.
const PATIENCE: Duration = Duration::from_secs(20);

/// The desk of a city: `desk.sqlite` in its folder. What is written is on the disk when a call returns. It may be used from many
/// threads and processes at once; each call waits for the one before it.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// assert!(!store::desk::Desk::is_there(folder.path()));
/// let desk = store::desk::Desk::open(folder.path())?;
/// assert!(desk.accounts()?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Desk {
    /// Writes; whoever only reads does not wait for the disk.
    db: Mutex<Connection>,
    reader: Mutex<Connection>,
    dir: PathBuf,
}

impl Desk {
    /// Where the desk of a city is.
    #[must_use]
    pub fn file(dir: &Path) -> PathBuf {
        dir.join("desk.sqlite")
    }

    /// Whether a city has a desk.
    #[must_use]
    pub fn is_there(dir: &Path) -> bool {
        Self::file(dir).is_file()
    }

    /// Opens the desk of a city's folder, and makes it where there is none.
    ///
    /// # Errors
    /// [`StoreError::NotACity`] where the file is something else, and what the disk can meet.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let path = Self::file(dir);
        private(&path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(&path, flags)?;
        db.busy_timeout(PATIENCE)?;
        db.set_prepared_statement_cache_capacity(64);
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON;")?;
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let tables: i64 = transaction.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
        let mark: i32 = transaction.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        if tables > 0 && mark != APPLICATION {
            return Err(StoreError::NotACity { path, reason: "it is a database of another program".to_owned() });
        }
        transaction.execute_batch(&format!("PRAGMA application_id = {APPLICATION};"))?;
        for schema in SCHEMAS {
            transaction.execute_batch(schema)?;
        }
        transaction.commit()?;
        let reader =
            Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        reader.busy_timeout(PATIENCE)?;
        reader.set_prepared_statement_cache_capacity(64);
        reader.execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;")?;
        Ok(Self { db: Mutex::new(db), reader: Mutex::new(reader), dir: dir.to_owned() })
    }

    /// The folder of the city.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Reads.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        work(&self.reader.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes in one transaction, which is on the disk when this returns, or is nothing.
    fn write<T>(&self, work: impl FnOnce(&Transaction) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut db = self.db.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

/// Makes the file for its owner alone, before SQLite writes to it; its logs take the same permissions.
fn private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(StoreError::writing(path))
}

#[cfg(test)]
mod tests;
