//! Who read what of a community's: a row a day, account, owner, kind of request and thing.

use super::Desk;
use crate::StoreError;
use city::desk::Read;

pub(super) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS read_log (
    owner TEXT NOT NULL, day TEXT NOT NULL, account TEXT NOT NULL, kind TEXT NOT NULL, thing TEXT NOT NULL,
    first TEXT NOT NULL, last TEXT NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (owner, day, account, kind, thing)
) STRICT, WITHOUT ROWID;";

impl Desk {
    /// Adds what was read, all of it at once.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn log_reads(&self, reads: &[Read]) -> Result<(), StoreError> {
        self.write(|db| {
            let sql = "INSERT INTO read_log VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
                       ON CONFLICT DO UPDATE SET last = max(last, excluded.last), times = times + excluded.times";
            let mut statement = db.prepare_cached(sql)?;
            for r in reads {
                let times = i64::try_from(r.times).unwrap_or(i64::MAX);
                statement.execute((&r.owner, &r.day, &r.account, &r.kind, &r.thing, &r.first, &r.last, times))?;
            }
            Ok(())
        })
    }

    /// What was read of these owners' data, the latest first; of everybody's where none is named.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn reads(&self, owners: Option<&[String]>, most: u32) -> Result<Vec<Read>, StoreError> {
        self.read(|db| {
            let sql = "SELECT owner, day, account, kind, thing, first, last, times FROM read_log \
                       WHERE ?1 IS NULL OR owner IN (SELECT value FROM json_each(?1)) \
                       ORDER BY last DESC, owner, account, kind, thing LIMIT ?2";
            let owners = owners.map(|owners| serde_json::Value::from(owners.to_vec()).to_string());
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map((owners, most), |row| {
                Ok(Read {
                    owner: row.get(0)?,
                    day: row.get(1)?,
                    account: row.get(2)?,
                    kind: row.get(3)?,
                    thing: row.get(4)?,
                    first: row.get(5)?,
                    last: row.get(6)?,
                    times: u64::try_from(row.get::<_, i64>(7)?).unwrap_or(0),
                })
            })?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        })
    }
}
