//! Opening the database, for writing, and for reading only.

use crate::{StoreError, spatial_functions};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// How long a statement waits for another program.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens for writing with a write-ahead log; a commit is on the disk when it returns.
pub(crate) fn for_writing(path: &Path, create: bool) -> Result<Connection, StoreError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, create);
    let db = Connection::open_with_flags(path, flags)?;
    settle(&db)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;")?;
    Ok(db)
}

/// Opens without ever changing the file or its folder, also where both are read-only.
pub(crate) fn for_reading(path: &Path) -> Result<Connection, StoreError> {
    require_sqlite(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    let looked = db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get::<_, i64>(0));
    let db = match looked {
        Err(e)
            if matches!(e.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)) && !has_log(path) =>
        {
            let text = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            Connection::open_with_flags(format!("file:{text}?immutable=1"), flags | OpenFlags::SQLITE_OPEN_URI)?
        }
        _ => db,
    };
    settle(&db)?;
    db.execute_batch("PRAGMA query_only = ON; PRAGMA cell_size_check = ON;")?;
    Ok(db)
}

fn settle(db: &Connection) -> Result<(), StoreError> {
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(64);
    db.execute_batch("PRAGMA trusted_schema = OFF;")?;
    spatial_functions::register(db)?;
    Ok(())
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|about| about.len() > 0)
}

/// That there is a file and that it begins as SQLite files do.
pub(crate) fn require_sqlite(path: &Path) -> Result<(), StoreError> {
    let not = |reason: &str| Err(StoreError::NotAGeoPackage { path: path.to_owned(), reason: reason.to_owned() });
    let mut file = match File::open(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Err(StoreError::Missing(path.to_owned())),
        other => other.map_err(StoreError::file(path))?,
    };
    if file.metadata().map_err(StoreError::file(path))?.is_dir() {
        return not("it is a folder");
    }
    let mut head = [0; 16];
    match file.read_exact(&mut head) {
        Ok(()) if &head == b"SQLite format 3\0" => Ok(()),
        Ok(()) => not("it does not begin as a GeoPackage does"),
        Err(_) => not("it is too short for a GeoPackage"),
    }
}
