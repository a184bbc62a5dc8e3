//! Places: what each source says of a place, and the one place that this makes.

use crate::{CityFile, Stage, StoreError, geopackage_binary};
use city::source::SourceId;
use city::{Place, PlaceId, Problem};
use rusqlite::{Connection, Row};

const GIVEN: &str = "place, kind, name, aliases, parent, edition, valid_from, valid_to, geometry, source";
const PLACE: &str = "id, kind, name, aliases, parent, edition, valid_from, valid_to, geometry, source";

/// A row of `place_given` or `place`, with its geometry as stored.
#[derive(Debug, Clone, PartialEq)]
struct Given {
    id: String,
    kind: String,
    name: String,
    aliases: Vec<String>,
    parent: Option<String>,
    edition: String,
    valid_from: Option<i32>,
    valid_to: Option<i32>,
    geometry: Option<Vec<u8>>,
    source: String,
}

impl Stage<'_> {
    /// Puts places. Where several sources give one place, it is one place: the source that came into the file first
    /// decides on kind, name and edition, the others fill what it left open (parent, years, geometry) and add their names
    /// as aliases. A boundary that somebody drew (see [`city::correction::DRAWN`]) goes before the others. Areas and lines are kept
    /// as multi-areas and multi-lines.
    ///
    /// Returns a problem for each place that came in otherwise than given: `place_twice` (its source gave it before, and
    /// differently: the first is kept; clear the source first) and `geometry_not_finite` (kept without geometry).
    ///
    /// # Errors
    /// [`StoreError::Unknown`] where a source was not put before.
    pub fn put_places(&mut self, places: &[Place]) -> Result<Vec<Problem>, StoreError> {
        let mut problems = Vec::new();
        for place in places {
            self.require("source", place.source.as_str(), || format!("the place `{}`", place.id))?;
            let geometry = match place.geometry.as_ref().map(geopackage_binary::encode).transpose() {
                Ok(geometry) => geometry,
                Err(fault) => {
                    problems.push(about(place, "geometry_not_finite").expected(fault.to_string()));
                    None
                }
            };
            let new = Given::from_place(place, geometry);
            let known = given(self.db(), &new.id)?;
            match known.iter().find(|old| old.source == new.source) {
                None => put_given(self.db(), &new)?,
                Some(old) if *old == new => continue,
                Some(_) => {
                    let hint = "the first is kept; give the second another code";
                    problems.push(about(place, "place_twice").expected("each id once in a source").hint(hint));
                    continue;
                }
            }
            if known.is_empty() {
                keep(self.db(), &new)?;
            } else {
                join(self.db(), &new.id)?;
            }
        }
        self.places_changed |= !places.is_empty();
        Ok(problems)
    }

    /// Puts places that their source gives anew: what it said of them before is forgotten.
    ///
    /// # Errors
    /// As [`Stage::put_places`].
    pub fn put_places_again(&mut self, places: &[Place]) -> Result<Vec<Problem>, StoreError> {
        for place in places {
            let sql = "DELETE FROM place_given WHERE place = ?1 AND source = ?2";
            self.db().execute(sql, [place.id.as_str(), place.source.as_str()])?;
        }
        self.put_places(places)
    }

    /// Takes away what a source gave of places, and joins anew what the others say of them.
    pub(crate) fn clear_places(&mut self, source: &SourceId) -> Result<(), StoreError> {
        let sql = "SELECT place FROM place_given WHERE source = ?1 ORDER BY place";
        let touched = self.file().rows(sql, [source.as_str()], |row| Ok(row.get::<_, String>(0)?))?;
        self.db().execute("DELETE FROM place_given WHERE source = ?1", [source.as_str()])?;
        for id in &touched {
            join(self.db(), id)?;
        }
        self.places_changed |= !touched.is_empty();
        Ok(())
    }

    /// Removes places that no source gives, with what was derived of them; those that are reported about stay, and are named.
    pub(crate) fn drop_places_not_given(&mut self) -> Result<(), StoreError> {
        self.clear_problems("place_no_longer_given")?;
        let sql =
            "SELECT id, source FROM place WHERE NOT EXISTS (SELECT 1 FROM place_given WHERE place = id) ORDER BY id";
        let leaving = self.file().rows(sql, [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let mut problems = Vec::new();
        for (id, source) in leaving {
            let db = self.db();
            db.prepare_cached("DELETE FROM observation WHERE place = ?1 AND method IS NOT NULL")?.execute([&id])?;
            db.prepare_cached("DELETE FROM concordance WHERE from_place = ?1 OR to_place = ?1")?.execute([&id])?;
            let about_it = "SELECT source FROM observation WHERE place = ?1 ORDER BY source LIMIT 1";
            let reporting = self.file().rows(about_it, [&id], |row| Ok(row.get::<_, String>(0)?))?;
            match reporting.first() {
                None => drop(self.db().prepare_cached("DELETE FROM place WHERE id = ?1")?.execute([&id])?),
                Some(reporter) => problems.push((
                    source,
                    Problem::warning("place_no_longer_given")
                        .found(&id)
                        .expected(format!("a source that gives the place: `{reporter}` still reports about it"))
                        .hint("collect that source again, or bring the place back"),
                )),
            }
        }
        for (source, problem) in problems {
            self.put_problems(&source, &[problem])?;
        }
        Ok(())
    }
}

fn about(place: &Place, code: &str) -> Problem {
    Problem { source: place.source.as_str().to_owned(), ..Problem::warning(code).found(&place.id) }
}

/// What the sources say of a place, the source that came in first before the others.
fn given(db: &Connection, id: &str) -> Result<Vec<Given>, StoreError> {
    let sql =
        "SELECT g.place, g.kind, g.name, g.aliases, g.parent, g.edition, g.valid_from, g.valid_to, g.geometry, g.source
               FROM place_given g JOIN source s ON s.id = g.source WHERE g.place = ?1 ORDER BY s.fid";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Given::from_row(row)?);
    }
    Ok(found)
}

fn put_given(db: &Connection, new: &Given) -> Result<(), StoreError> {
    let sql = format!("INSERT INTO place_given ({GIVEN}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    new.write(db, &sql)?;
    Ok(())
}

/// Makes one place of what the sources say of it; leaves a place that none gives as it is, for the end of the stage.
fn join(db: &Connection, id: &str) -> Result<(), StoreError> {
    let mut all = given(db, id)?.into_iter();
    let Some(mut place) = all.next() else { return Ok(()) };
    for other in all {
        for name in std::iter::once(other.name).chain(other.aliases) {
            if name != place.name && !name.is_empty() && !place.aliases.contains(&name) {
                place.aliases.push(name);
            }
        }
        place.parent = place.parent.or(other.parent);
        if place.valid_from.is_none() && place.valid_to.is_none() {
            (place.valid_from, place.valid_to) = (other.valid_from, other.valid_to);
        }
        if other.geometry.is_some() && city::correction::is_drawn(&other.source) {
            // who may see a boundary is said by the source that gives it
            (place.geometry, place.source) = (other.geometry, other.source);
        } else {
            place.geometry = place.geometry.or(other.geometry);
        }
    }
    keep(db, &place)
}

fn keep(db: &Connection, place: &Given) -> Result<(), StoreError> {
    // Not one statement that inserts or updates: the triggers of the spatial index would inherit its way with conflicts.
    let update = "UPDATE place SET kind = ?2, name = ?3, aliases = ?4, parent = ?5, edition = ?6, valid_from = ?7,
                  valid_to = ?8, geometry = ?9, source = ?10 WHERE id = ?1";
    if place.write(db, update)? == 0 {
        let insert = format!("INSERT INTO place ({PLACE}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
        place.write(db, &insert)?;
    }
    Ok(())
}

impl Given {
    fn from_place(place: &Place, geometry: Option<Vec<u8>>) -> Self {
        Self {
            id: place.id.0.clone(),
            kind: place.kind.to_string(),
            name: place.name.clone(),
            aliases: place.aliases.clone(),
            parent: place.parent.as_ref().map(|parent| parent.0.clone()),
            edition: place.edition.clone(),
            valid_from: place.valid_from,
            valid_to: place.valid_to,
            geometry,
            source: place.source.0.clone(),
        }
    }

    fn from_row(row: &Row<'_>) -> Result<Self, StoreError> {
        let id: String = row.get(0)?;
        let aliases = serde_json::from_str(row.get_ref(3)?.as_str().unwrap_or_default());
        Ok(Self {
            kind: row.get(1)?,
            name: row.get(2)?,
            aliases: aliases.map_err(|e| StoreError::row("place", &id, e))?,
            parent: row.get(4)?,
            edition: row.get(5)?,
            valid_from: row.get(6)?,
            valid_to: row.get(7)?,
            geometry: row.get(8)?,
            source: row.get(9)?,
            id,
        })
    }

    fn into_place(self) -> Result<Place, StoreError> {
        let wrong = |reason: &dyn std::fmt::Display| StoreError::row("place", &self.id, reason);
        let geometry =
            self.geometry.as_deref().map(geopackage_binary::decode).transpose().map_err(|e| wrong(&e))?.flatten();
        Ok(Place {
            kind: self.kind.parse().map_err(|e: city::CityError| wrong(&e))?,
            geometry,
            id: PlaceId(self.id),
            name: self.name,
            aliases: self.aliases,
            parent: self.parent.map(PlaceId),
            edition: self.edition,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            source: SourceId(self.source),
        })
    }

    /// Runs a statement with the fields as parameters; gives the rows it changed.
    fn write(&self, db: &Connection, sql: &str) -> Result<usize, StoreError> {
        Ok(db.prepare_cached(sql)?.execute((
            &self.id,
            &self.kind,
            &self.name,
            serde_json::Value::from(self.aliases.clone()).to_string(),
            &self.parent,
            &self.edition,
            self.valid_from,
            self.valid_to,
            &self.geometry,
            &self.source,
        ))?)
    }
}

impl CityFile {
    /// Every place, by id.
    ///
    /// # Errors
    /// [`StoreError::Row`] for a place that another program changed beyond reading.
    pub fn places(&self) -> Result<Vec<Place>, StoreError> {
        self.rows(&format!("SELECT {PLACE} FROM place ORDER BY id"), [], |row| Given::from_row(row)?.into_place())
    }

    /// Every place as each source gives it, by id and source; [`Self::places`] joins them.
    ///
    /// # Errors
    /// As [`Self::places`].
    pub fn places_as_given(&self) -> Result<Vec<Place>, StoreError> {
        let sql = format!("SELECT {GIVEN} FROM place_given ORDER BY place, source");
        self.rows(&sql, [], |row| Given::from_row(row)?.into_place())
    }
}
