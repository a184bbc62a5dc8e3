//! Withdrawal: a source leaves the city file, with everything that relied on it.

use crate::{Stage, StoreError};
use city::source::SourceId;
use city::{Basis, Observation, PlaceId};
use std::collections::BTreeSet;

/// What left with a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dropped {
    /// Places that it alone gave.
    pub places: Vec<PlaceId>,
    /// Observations that it reported.
    pub observations: u64,
    /// Its layers.
    pub layers: Vec<String>,
    /// Its rasters.
    pub rasters: Vec<String>,
    /// Keys of other observations that relied on it, by any number of steps, or were about places that it alone gave.
    pub relied: Vec<String>,
}

impl Dropped {
    /// Whether nothing left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Stage<'_> {
    /// Removes what a source gave and every observation that relied on it, also those that other sources report about places
    /// that it alone gave, and those that `also` names. The source itself stays, by its name. Traces of what stood in the file
    /// before stay until [`crate::CityFile::rewrite`].
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn drop_source(
        &mut self,
        source: &SourceId,
        also: &dyn Fn(&Observation) -> bool,
    ) -> Result<Dropped, StoreError> {
        self.db().pragma_update(None, "secure_delete", true)?;
        let mut dropped = Dropped { places: self.given_by_it_alone(source)?, ..Dropped::default() };
        let places: BTreeSet<&PlaceId> = dropped.places.iter().collect();
        let goes = |o: &Observation| o.source == *source || places.contains(&o.place) || also(o);
        let leaving = relying(self.file().observations()?, source, &goes);
        for observation in &leaving {
            self.drop_observation(observation)?;
            match observation.basis {
                Basis::Reported { .. } if observation.source == *source => dropped.observations += 1,
                _ => dropped.relied.push(observation.key()),
            }
        }
        let layers = self.file().layers()?.into_iter().filter(|l| l.source == *source);
        dropped.layers = layers.map(|l| l.name).collect();
        let rasters = self.file().rasters()?.into_iter().filter(|r| r.source == *source);
        dropped.rasters = rasters.map(|r| r.name).collect();
        self.clear_source(source)?;
        self.drop_places_not_given()?;
        Ok(dropped)
    }

    /// Removes what places of one edition of boundaries share with those of another, by the beginnings of their ids.
    ///
    /// # Errors
    /// What the disk can meet.
    pub fn drop_concordance(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        let of = |column: &str, at: u8| format!("substr({column}, 1, length(?{at}) + 1) = ?{at} || ':'");
        let sql = format!("DELETE FROM concordance WHERE {} AND {}", of("from_place", 1), of("to_place", 2));
        self.db().execute(&sql, [from, to])?;
        Ok(())
    }

    fn given_by_it_alone(&self, source: &SourceId) -> Result<Vec<PlaceId>, StoreError> {
        let sql = "SELECT place FROM place_given g WHERE source = ?1 AND NOT EXISTS
                   (SELECT 1 FROM place_given o WHERE o.place = g.place AND o.source <> g.source) ORDER BY place";
        self.file().rows(sql, [source.as_str()], |row| Ok(PlaceId(row.get(0)?)))
    }

    fn drop_observation(&self, observation: &Observation) -> Result<(), StoreError> {
        let sql = "DELETE FROM observation
                   WHERE place = ?1 AND indicator = ?2 AND period = ?3 AND \"group\" = ?4 AND source = ?5";
        self.db().prepare_cached(sql)?.execute((
            observation.place.as_str(),
            &observation.indicator,
            observation.period.as_str(),
            observation.group.to_string(),
            observation.source.as_str(),
        ))?;
        Ok(())
    }
}

/// Observations that go, and those computed from them by any number of steps, in the order of the file.
fn relying(observations: Vec<Observation>, source: &SourceId, goes: &dyn Fn(&Observation) -> bool) -> Vec<Observation> {
    let ending = format!("#{source}");
    let mut keyed: Vec<(String, Observation, bool)> =
        observations.into_iter().map(|o| (o.key(), goes(&o), o)).map(|(key, leaves, o)| (key, o, leaves)).collect();
    let mut gone: BTreeSet<String> = keyed.iter().filter(|(.., leaves)| *leaves).map(|(key, ..)| key.clone()).collect();
    loop {
        let before = gone.len();
        for (key, observation, leaves) in keyed.iter_mut().filter(|(.., leaves)| !*leaves) {
            let Basis::Derived { inputs, .. } = &observation.basis else { continue };
            if inputs.iter().any(|input| gone.contains(input) || input.ends_with(&ending)) {
                *leaves = true;
                gone.insert(key.clone());
            }
        }
        if gone.len() == before {
            return keyed.into_iter().filter(|(.., leaves)| *leaves).map(|(_, o, _)| o).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::{Estimate, Group, Quality, Value};

    fn number(place: &str, indicator: &str, source: &str, inputs: Option<&[&Observation]>) -> Observation {
        Observation {
            place: place.into(),
            indicator: indicator.to_owned(),
            period: "2020".parse().unwrap(),
            group: Group::all(),
            value: Value::Estimate(Estimate::exact(1.0).unwrap()),
            quality: Quality::High,
            source: source.into(),
            run: "r".into(),
            basis: inputs.map_or(Basis::Reported { locator: "row 1".into() }, |inputs| Basis::Derived {
                method: "m".into(),
                inputs: inputs.iter().map(|o| o.key()).collect(),
            }),
            note: String::new(),
        }
    }

    #[test]
    fn what_was_computed_from_what_was_computed_from_it_goes_too() {
        let own = number("a:1", "people", "profiles", None);
        let open = number("a:1", "area", "city", None);
        let density = number("a:1", "density", "city", Some(&[&open, &own]));
        let class = number("a:1", "class", "city", Some(&[&density]));
        let unseen = number("a:1", "other", "city", Some(&[&number("a:9", "people", "profiles", None)]));
        // The order is the worst: each stands before what it was computed from.
        let all = vec![class.clone(), density.clone(), open.clone(), own.clone(), unseen.clone()];
        let goes = |o: &Observation| o.source == SourceId::from("profiles");
        assert_eq!(relying(all, &"profiles".into(), &goes), [class, density, own, unseen]);
    }
}
