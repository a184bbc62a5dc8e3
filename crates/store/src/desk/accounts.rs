//! Who may sign in, and tokens for telephones.

use super::Desk;
use crate::StoreError;
use city::desk::Account;
use rusqlite::{OptionalExtension, Row};

pub(super) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS account (
    name TEXT PRIMARY KEY, role TEXT NOT NULL, owners TEXT NOT NULL, made TEXT NOT NULL, password TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS token (
    hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE, made TEXT NOT NULL
) STRICT;";

/// An account with what its password was made into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The account.
    pub account: Account,
    /// The hash of its password, with how it was made.
    pub password: String,
}

const COLUMNS: &str = "name, role, owners, made, password";

impl Desk {
    /// All accounts, by name.
    ///
    /// # Errors
    /// [`StoreError::Row`], and what the disk can meet.
    pub fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM account ORDER BY name"))?;
            let rows = statement.query_map([], texts)?.collect::<Result<Vec<_>, _>>()?;
            rows.into_iter().map(|row| kept(row).map(|kept| kept.account)).collect()
        })
    }

    /// Whether there is any account.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn has_accounts(&self) -> Result<bool, StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM account)")?;
            Ok(statement.query_row([], |row| row.get(0))?)
        })
    }

    /// An account by its name.
    ///
    /// # Errors
    /// As [`Self::accounts`].
    pub fn account(&self, name: &str) -> Result<Option<Kept>, StoreError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM account WHERE name = ?1"))?;
            statement.query_row([name], texts).optional()?.map(kept).transpose()
        })
    }

    /// Makes an account; false where there is one of that name.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn add_account(&self, kept: &Kept) -> Result<bool, StoreError> {
        let Account { name, role, owners, made } = &kept.account;
        let owners = serde_json::Value::from(owners.clone()).to_string();
        self.write(|db| {
            let values = (name, role.as_str(), owners, made, &kept.password);
            Ok(db.execute("INSERT INTO account VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING", values)? == 1)
        })
    }

    /// Changes an account; whoever is signed in with it has to do so again, and its tokens end with a new password. False where
    /// there is none.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn change_account(&self, kept: &Kept) -> Result<bool, StoreError> {
        let Account { name, role, owners, .. } = &kept.account;
        let owners = serde_json::Value::from(owners.clone()).to_string();
        self.write(|db| {
            let before = "SELECT password FROM account WHERE name = ?1";
            let before: Option<String> = db.query_row(before, [name], |row| row.get(0)).optional()?;
            if before.is_some_and(|before| before != kept.password) {
                db.execute("DELETE FROM token WHERE account = ?1", [name])?;
            }
            db.execute("DELETE FROM session WHERE account = ?1", [name])?;
            let values = (name, role.as_str(), owners, &kept.password);
            Ok(db.execute("UPDATE account SET role = ?2, owners = ?3, password = ?4 WHERE name = ?1", values)? == 1)
        })
    }

    /// Removes an account with its sessions and tokens; what it sent and decided stays. False where there is none.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn remove_account(&self, name: &str) -> Result<bool, StoreError> {
        self.write(|db| Ok(db.execute("DELETE FROM account WHERE name = ?1", [name])? == 1))
    }

    /// Keeps the hash of a token; the token itself is nowhere.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn add_token(&self, hash: &str, account: &str, now: &str) -> Result<(), StoreError> {
        self.write(|db| {
            db.execute("INSERT INTO token VALUES (?1, ?2, ?3)", (hash, account, now))?;
            Ok(())
        })
    }

    /// Ends all tokens of an account; how many there were.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn remove_tokens(&self, account: &str) -> Result<usize, StoreError> {
        self.write(|db| Ok(db.execute("DELETE FROM token WHERE account = ?1", [account])?))
    }

    /// Whose token it is.
    ///
    /// # Errors
    /// As [`Self::accounts`].
    pub fn account_of_token(&self, hash: &str) -> Result<Option<Account>, StoreError> {
        self.read(|db| {
            let sql = format!("SELECT {COLUMNS} FROM account WHERE name = (SELECT account FROM token WHERE hash = ?1)");
            let found = db.prepare_cached(&sql)?.query_row([hash], texts).optional()?;
            found.map(|row| kept(row).map(|kept| kept.account)).transpose()
        })
    }
}

pub(super) type Texts = [String; 5];

pub(super) fn texts(row: &Row) -> rusqlite::Result<Texts> {
    Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])
}

pub(super) fn kept([name, role, owners, made, password]: Texts) -> Result<Kept, StoreError> {
    let role = role.parse().map_err(|e| StoreError::row("account", &name, e))?;
    let owners = serde_json::from_str(&owners).map_err(|e| StoreError::row("account", &name, e))?;
    Ok(Kept { account: Account { name, role, owners, made }, password })
}
