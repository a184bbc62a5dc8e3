//! Sources and consents.

use crate::{CityFile, Stage, StoreError};
use city::source::{ConsentId, SourceId};
use city::{Consent, Source};
use rusqlite::{Connection, Row};

const SOURCE: &str = "id, title, publisher, licence, address, date, quality, raw, files, checksum, bytes, reference_system, consent, fingerprint";
const CONSENT: &str = "id, owner, purpose, level, boundary, until, withdrawn";

impl Stage<'_> {
    /// Puts a source, in place of what was said of it before. What it gave stays: see [`Self::clear_source`].
    ///
    /// # Errors
    /// [`StoreError::Unknown`] where its consent is not put before it.
    pub fn put_source(&mut self, source: &Source) -> Result<(), StoreError> {
        if let Some(consent) = &source.consent {
            self.require("consent", consent.as_str(), || format!("the source `{}`", source.id))?;
        }
        self.db()
            .prepare_cached(&format!(
                "INSERT INTO source ({SOURCE}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, publisher = excluded.publisher,
                 licence = excluded.licence, address = excluded.address, date = excluded.date, quality = excluded.quality,
                 raw = excluded.raw, files = excluded.files, checksum = excluded.checksum, bytes = excluded.bytes,
                 reference_system = excluded.reference_system, consent = excluded.consent,
                 fingerprint = excluded.fingerprint"
            ))?
            .execute((
                source.id.as_str(),
                &source.title,
                &source.publisher,
                &source.licence,
                &source.address,
                &source.date,
                source.quality.as_str(),
                source.raw,
                serde_json::Value::from(source.files.clone()).to_string(),
                &source.checksum,
                i64::try_from(source.bytes).unwrap_or(i64::MAX),
                &source.reference_system,
                source.consent.as_ref().map(ConsentId::as_str),
                &source.fingerprint,
            ))?;
        crate::contents::touch(self.db(), "source", &self.now)
    }

    /// Puts a consent, in place of what was there under its id.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn put_consent(&mut self, consent: &Consent) -> Result<(), StoreError> {
        self.db()
            .prepare_cached(&format!(
                "INSERT INTO consent ({CONSENT}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, purpose = excluded.purpose, level = excluded.level,
                 boundary = excluded.boundary, until = excluded.until, withdrawn = excluded.withdrawn"
            ))?
            .execute((
                consent.id.as_str(),
                &consent.owner,
                &consent.purpose,
                consent.level.as_str(),
                consent.boundary,
                &consent.until,
                &consent.withdrawn,
            ))?;
        crate::contents::touch(self.db(), "consent", &self.now)
    }

    /// Removes what a source gave, before it is collected again: its observations, layers, rasters, problems, and its
    /// places where no other source gives them. The source itself stays, and with it its rank among the sources.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn clear_source(&mut self, source: &SourceId) -> Result<(), StoreError> {
        let id = source.as_str();
        self.db().execute("DELETE FROM observation WHERE source = ?1", [id])?;
        self.db().execute("DELETE FROM problem WHERE source = ?1", [id])?;
        for layer in self.file().layers()?.into_iter().filter(|layer| layer.source == *source) {
            self.drop_layer(&layer.name)?;
        }
        let rasters = self.file().rasters()?.into_iter().filter(|raster| raster.source == *source);
        self.rasters_left.extend(rasters.map(|raster| raster.name));
        self.db().execute("DELETE FROM raster WHERE source = ?1", [id])?;
        self.clear_places(source)?;
        self.cleared = true;
        Ok(())
    }

    /// That a source, run or consent with this id is there.
    pub(crate) fn require(&self, noun: &'static str, id: &str, what: impl Fn() -> String) -> Result<(), StoreError> {
        if is_there(self.db(), noun, id)? {
            return Ok(());
        }
        Err(StoreError::Unknown { what: what(), noun, id: id.to_owned() })
    }
}

/// Whether a table has a row with this id.
pub(crate) fn is_there(db: &Connection, table: &'static str, id: &str) -> Result<bool, StoreError> {
    Ok(db.prepare_cached(&format!("SELECT 1 FROM {table} WHERE id = ?1"))?.exists([id])?)
}

impl CityFile {
    /// Every source, in the order in which they first came in.
    ///
    /// # Errors
    /// [`StoreError::Row`] for a row that another program changed beyond reading.
    pub fn sources(&self) -> Result<Vec<Source>, StoreError> {
        self.rows(&format!("SELECT {SOURCE} FROM source ORDER BY fid"), [], source)
    }

    /// Id, checksum and fingerprint of every source, by which an unchanged one is known.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn source_checksums(&self) -> Result<Vec<(SourceId, String, String)>, StoreError> {
        let sql = "SELECT id, checksum, fingerprint FROM source ORDER BY fid";
        self.rows(sql, [], |row| Ok((SourceId(row.get(0)?), row.get(1)?, row.get(2)?)))
    }

    /// Every consent, by id.
    ///
    /// # Errors
    /// [`StoreError::Row`] for a row that another program changed beyond reading.
    pub fn consents(&self) -> Result<Vec<Consent>, StoreError> {
        self.rows(&format!("SELECT {CONSENT} FROM consent ORDER BY id"), [], consent)
    }

    /// Rows of a query as nouns.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(parameters)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }
}

fn source(row: &Row<'_>) -> Result<Source, StoreError> {
    let id: String = row.get(0)?;
    let wrong = |reason: &dyn std::fmt::Display| StoreError::row("source", &id, reason);
    Ok(Source {
        title: row.get(1)?,
        publisher: row.get(2)?,
        licence: row.get(3)?,
        address: row.get(4)?,
        date: row.get(5)?,
        quality: row.get_ref(6)?.as_str().unwrap_or_default().parse().map_err(|e| wrong(&e))?,
        raw: row.get(7)?,
        files: serde_json::from_str(&row.get::<_, String>(8)?).map_err(|e| wrong(&e))?,
        checksum: row.get(9)?,
        bytes: u64::try_from(row.get::<_, i64>(10)?).map_err(|e| wrong(&e))?,
        reference_system: row.get(11)?,
        consent: row.get::<_, Option<String>>(12)?.map(ConsentId),
        fingerprint: row.get(13)?,
        id: SourceId(id),
    })
}

fn consent(row: &Row<'_>) -> Result<Consent, StoreError> {
    let id: String = row.get(0)?;
    let level = row.get_ref(3)?.as_str().unwrap_or_default().parse();
    Ok(Consent {
        owner: row.get(1)?,
        purpose: row.get(2)?,
        level: level.map_err(|e: city::CityError| StoreError::row("consent", &id, e))?,
        boundary: row.get(4)?,
        until: row.get(5)?,
        withdrawn: row.get(6)?,
        id: ConsentId(id),
    })
}
