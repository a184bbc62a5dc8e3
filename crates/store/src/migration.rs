//! Versions of the city file, and the way from each to the next.

use crate::StoreError;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// The way to each version from the one before it: the first makes a new file.
pub(crate) const MIGRATIONS: &[&str] =
    &[concat!(include_str!("../migrations/0001_first.sql"), include_str!("../migrations/0001_words.sql"))];

/// `GPKG`, the mark of a GeoPackage.
const APPLICATION: i64 = 0x4750_4B47;
/// GeoPackage 1.3: later versions are warned about by programs in use.
const GEOPACKAGE: i64 = 10_300;

/// The version that [`MIGRATIONS`] lead to.
pub(crate) fn newest(migrations: &[&str]) -> i64 {
    i64::try_from(migrations.len()).unwrap_or(i64::MAX)
}

/// The version of the file; 0 where it has no tables yet.
pub(crate) fn version(db: &Connection, path: &Path) -> Result<i64, StoreError> {
    let not = |reason: &str| StoreError::NotACity { path: path.to_owned(), reason: reason.to_owned() };
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    if tables == 0 {
        return Ok(0);
    }
    let ours: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'makazi_version')",
        [],
        |row| row.get(0),
    )?;
    if !ours {
        return Err(not("it is a GeoPackage or database of another program; name it as a source in city.toml instead"));
    }
    db.query_row("SELECT max(version) FROM makazi_version", [], |row| row.get::<_, Option<i64>>(0))?
        .ok_or_else(|| not("it has no version"))
}

/// Brings the file to the newest version in one transaction.
pub(crate) fn migrate(db: &mut Connection, path: &Path, migrations: &[&str]) -> Result<(), StoreError> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction, path)?;
    let known = newest(migrations);
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    for sql in migrations.iter().skip(usize::try_from(found).unwrap_or(usize::MAX)) {
        transaction.execute_batch(sql)?;
    }
    if found < known {
        transaction
            .execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {GEOPACKAGE};"))?;
        transaction.execute("DELETE FROM makazi_version", [])?;
        transaction.execute("INSERT INTO makazi_version VALUES (?1)", [known])?;
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_file_is_brought_up_to_date_and_keeps_what_it_holds() {
        let path = Path::new("city.gpkg");
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db, path, MIGRATIONS).unwrap();
        db.execute("INSERT INTO makazi_city VALUES ('a', 'A', 'GH', NULL, '', 0, '')", []).unwrap();
        let next = [MIGRATIONS, &["ALTER TABLE makazi_city ADD COLUMN motto TEXT NOT NULL DEFAULT 'none'"]].concat();
        migrate(&mut db, path, &next).unwrap();
        let motto: String = db.query_row("SELECT id || motto FROM makazi_city", [], |row| row.get(0)).unwrap();
        assert_eq!(motto, "anone");
        assert_eq!(version(&db, path).unwrap(), newest(&next));
        assert!(matches!(migrate(&mut db, path, MIGRATIONS), Err(StoreError::Newer { found: 2, known: 1, .. })));
    }

    #[test]
    fn a_migration_that_fails_leaves_the_file_as_it_was() {
        let path = Path::new("city.gpkg");
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db, path, MIGRATIONS).unwrap();
        let broken = [MIGRATIONS, &["CREATE TABLE half (a); SELECT nonsense"]].concat();
        assert!(migrate(&mut db, path, &broken).is_err());
        assert_eq!(version(&db, path).unwrap(), newest(MIGRATIONS));
        assert!(db.prepare("SELECT * FROM half").is_err());
    }
}
