//! What the field sent: whole as it came, never overwritten, and what was decided of it.

use super::Desk;
use crate::StoreError;
use city::desk::{Attachment, Decision, Submission};
use rusqlite::{Connection, OptionalExtension, Row};

pub(super) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS submission (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    form TEXT NOT NULL, instance TEXT NOT NULL, edition INTEGER NOT NULL, digest TEXT NOT NULL,
    form_version TEXT NOT NULL, received TEXT NOT NULL, sender TEXT NOT NULL, xml BLOB NOT NULL,
    state TEXT NOT NULL, owner TEXT NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL, decided_by TEXT NOT NULL,
    decided TEXT NOT NULL,
    UNIQUE (form, instance, edition), UNIQUE (form, instance, digest)
) STRICT;
CREATE INDEX IF NOT EXISTS submission_state ON submission (state, form);
CREATE TABLE IF NOT EXISTS attachment (
    submission INTEGER NOT NULL REFERENCES submission (id), name TEXT NOT NULL, digest TEXT NOT NULL,
    kind TEXT NOT NULL, bytes INTEGER NOT NULL, path TEXT NOT NULL,
    PRIMARY KEY (submission, name, digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS decision (
    submission INTEGER NOT NULL REFERENCES submission (id), at TEXT NOT NULL, by TEXT NOT NULL,
    state TEXT NOT NULL, owner TEXT NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;";

/// Something that came, to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Came<'a> {
    /// The form that it answers.
    pub form: &'a str,
    /// The version of the form.
    pub form_version: &'a str,
    /// What the form's program calls it.
    pub instance: &'a str,
    /// SHA-256 of the XML, in hexadecimal.
    pub digest: &'a str,
    /// The XML, whole as it came.
    pub xml: &'a [u8],
    /// The account that sent it.
    pub sender: &'a str,
    /// When, RFC 3339.
    pub received: &'a str,
}

/// A file that came along and is on the disk already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAttachment {
    /// What is told of it.
    pub about: Attachment,
    /// Where it lies, relative to the city's folder.
    pub path: String,
}

/// What became of something that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrived {
    /// Its number.
    pub id: i64,
    /// 1; more where the same instance had come with other content.
    pub edition: u32,
    /// Whether it is new; the same again is not.
    pub new: bool,
}

const COLUMNS: &str =
    "id, form, form_version, instance, edition, received, sender, state, owner, reason, decided_by, decided, source";

impl Desk {
    /// Keeps what came with its files, in one transaction. The same again changes nothing, except that files which had not come
    /// are added; the same instance with other content is kept as a further edition.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn receive(&self, came: &Came, files: &[NewAttachment]) -> Result<Arrived, StoreError> {
        self.write(|db| {
            let same = "SELECT id, edition FROM submission WHERE form = ?1 AND instance = ?2 AND digest = ?3";
            let found = db
                .prepare_cached(same)?
                .query_row([came.form, came.instance, came.digest], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let arrived = match found {
                Some((id, edition)) => Arrived { id, edition, new: false },
                None => insert(db, came)?,
            };
            let sql = "INSERT INTO attachment VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING";
            let mut statement = db.prepare_cached(sql)?;
            for NewAttachment { about, path } in files {
                let bytes = i64::try_from(about.bytes).unwrap_or(i64::MAX);
                statement.execute((arrived.id, &about.name, &about.digest, &about.kind, bytes, path))?;
            }
            Ok(arrived)
        })
    }

    /// What came, by number, the latest first: of a form and a state where these are named, and before a number.
    ///
    /// # Errors
    /// [`StoreError::Row`], and what the disk can meet.
    pub fn submissions(
        &self,
        (form, state): (Option<&str>, Option<&str>),
        before: Option<i64>,
        most: u32,
    ) -> Result<Vec<Submission>, StoreError> {
        self.read(|db| {
            let sql = format!(
                "SELECT {COLUMNS} FROM submission WHERE (?1 IS NULL OR form = ?1) AND (?2 IS NULL OR state = ?2) \
                 AND (?4 IS NULL OR id < ?4) ORDER BY id DESC LIMIT ?3"
            );
            let mut statement = db.prepare_cached(&sql)?;
            let rows = statement.query_map((form, state, most, before), texts)?.collect::<Result<Vec<_>, _>>()?;
            rows.into_iter().map(submission).collect()
        })
    }

    /// What came under a number, with its XML.
    ///
    /// # Errors
    /// As [`Self::submissions`].
    pub fn submission(&self, id: i64) -> Result<Option<(Submission, Vec<u8>)>, StoreError> {
        self.read(|db| {
            let sql = format!("SELECT {COLUMNS}, xml FROM submission WHERE id = ?1");
            let row = db.prepare_cached(&sql)?.query_row([id], |row| Ok((texts(row)?, row.get(13)?))).optional()?;
            row.map(|(texts, xml)| Ok((submission(texts)?, xml))).transpose()
        })
    }

    /// The files that came with a submission, and where each lies.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn attachments(&self, id: i64) -> Result<Vec<NewAttachment>, StoreError> {
        self.read(|db| {
            let sql =
                "SELECT name, kind, bytes, digest, path FROM attachment WHERE submission = ?1 ORDER BY name, digest";
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([id], |row| {
                let bytes = u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0);
                let about = Attachment { name: row.get(0)?, kind: row.get(1)?, bytes, digest: row.get(3)? };
                Ok(NewAttachment { about, path: row.get(4)? })
            })?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        })
    }

    /// Another edition of the same instance that was confirmed; none where none was.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn confirmed_edition(&self, of: &Submission) -> Result<Option<i64>, StoreError> {
        self.read(|db| {
            let sql =
                "SELECT id FROM submission WHERE form = ?1 AND instance = ?2 AND id <> ?3 AND state = 'confirmed'";
            Ok(db.prepare_cached(sql)?.query_row((&of.form, &of.instance, of.id), |row| row.get(0)).optional()?)
        })
    }

    /// How many submissions of a source are confirmed.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn confirmed_in(&self, source: &str) -> Result<u64, StoreError> {
        self.read(|db| {
            let sql = "SELECT count(*) FROM submission WHERE source = ?1 AND state = 'confirmed'";
            let count: i64 = db.query_row(sql, [source], |row| row.get(0))?;
            Ok(u64::try_from(count).unwrap_or(0))
        })
    }

    /// How many there are.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn submission_count(&self) -> Result<u64, StoreError> {
        self.read(|db| {
            let count: i64 = db.query_row("SELECT count(*) FROM submission", [], |row| row.get(0))?;
            Ok(u64::try_from(count).unwrap_or(0))
        })
    }

    /// Keeps a decision, where the submission still stands as `from`; false where it does not any more.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn decide(&self, id: i64, from: city::desk::State, decision: &Decision) -> Result<bool, StoreError> {
        let Decision { state, owner, source, reason, by, when } = decision;
        self.write(|db| {
            let sql = "UPDATE submission SET state = ?3, owner = ?4, reason = ?5, decided_by = ?6, decided = ?7, source = ?8 \
                       WHERE id = ?1 AND state = ?2";
            let values = (id, from.as_str(), state.as_str(), owner, reason, by, when, source);
            if db.execute(sql, values)? == 0 {
                return Ok(false);
            }
            let values = (id, when, by, state.as_str(), owner, source, reason);
            db.execute("INSERT INTO decision VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", values)?;
            Ok(true)
        })
    }
}

fn insert(db: &Connection, came: &Came) -> Result<Arrived, StoreError> {
    let edition = "SELECT coalesce(max(edition), 0) + 1 FROM submission WHERE form = ?1 AND instance = ?2";
    let edition: u32 = db.prepare_cached(edition)?.query_row([came.form, came.instance], |row| row.get(0))?;
    let sql = "INSERT INTO submission (form, instance, edition, digest, form_version, received, sender, xml, state, owner, \
               source, reason, decided_by, decided) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'waiting', '', '', '', '', '')";
    db.prepare_cached(sql)?.execute((
        came.form,
        came.instance,
        edition,
        came.digest,
        came.form_version,
        came.received,
        came.sender,
        came.xml,
    ))?;
    Ok(Arrived { id: db.last_insert_rowid(), edition, new: true })
}

type Texts = (i64, u32, [String; 11]);

fn texts(row: &Row) -> rusqlite::Result<Texts> {
    let mut words: [String; 11] = Default::default();
    for (word, column) in words.iter_mut().zip([1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12]) {
        *word = row.get(column)?;
    }
    Ok((row.get(0)?, row.get(4)?, words))
}

fn submission((id, edition, words): Texts) -> Result<Submission, StoreError> {
    let [form, form_version, instance, received, sender, state, owner, reason, decided_by, decided, source] = words;
    let state = state.parse().map_err(|e| StoreError::row("submission", &id.to_string(), e))?;
    Ok(Submission {
        id,
        form,
        form_version,
        instance,
        edition,
        received,
        sender,
        state,
        owner,
        source,
        reason,
        decided_by,
        decided,
    })
}
