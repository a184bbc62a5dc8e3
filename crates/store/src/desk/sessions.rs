//! Who is signed in. Only hashes of the ids are kept: who reads the database cannot sign in with it.

use super::Desk;
use super::accounts::{kept, texts};
use crate::StoreError;
use city::desk::Account;
use rusqlite::OptionalExtension;

pub(super) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS session (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    began TEXT NOT NULL, ends TEXT NOT NULL
) STRICT;";

impl Desk {
    /// Begins a session, and forgets those that have ended. Times are RFC 3339 in UTC, all written alike.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn begin_session(&self, hash: &str, account: &str, (now, ends): (&str, &str)) -> Result<(), StoreError> {
        self.write(|db| {
            db.execute("DELETE FROM session WHERE ends <= ?1", [now])?;
            db.execute("INSERT INTO session VALUES (?1, ?2, ?3, ?4)", (hash, account, now, ends))?;
            Ok(())
        })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn end_session(&self, hash: &str) -> Result<(), StoreError> {
        self.write(|db| {
            db.execute("DELETE FROM session WHERE hash = ?1", [hash])?;
            Ok(())
        })
    }

    /// Who is signed in with an id; none where it has ended.
    ///
    /// # Errors
    /// As [`Self::accounts`].
    pub fn signed_in(&self, hash: &str, now: &str) -> Result<Option<Account>, StoreError> {
        self.read(|db| {
            let sql = "SELECT a.name, a.role, a.owners, a.made, a.password FROM session s JOIN account a ON a.name = s.account \
                       WHERE s.hash = ?1 AND s.ends > ?2";
            let found = db.prepare_cached(sql)?.query_row([hash, now], texts).optional()?;
            found.map(|row| kept(row).map(|kept| kept.account)).transpose()
        })
    }
}
