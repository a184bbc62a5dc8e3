//! Two copies of one city joined into one, by ids and runs.

use crate::observation_table::said;
use crate::{CityFile, Stage, StoreError, raster_file};
use city::{Basis, Consent, Problem, Run, Stage as StageName};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

/// One thing that both copies have, and differently. Ours is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Table of the city file, such as `observation`.
    pub table: &'static str,
    /// What it is about: an id, or the key of an observation.
    pub key: String,
    /// The source it came from; empty where it has none.
    pub source: String,
    /// What our copy says.
    pub ours: String,
    /// What the other copy says.
    pub theirs: String,
}

/// What a merge did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// How much came in, by table.
    pub added: BTreeMap<&'static str, usize>,
    /// What both have differently, in the order of the tables.
    pub conflicts: Vec<Conflict>,
}

impl CityFile {
    /// Joins another copy of the same city into this one, in one stage.
    ///
    /// What only the other has comes in: consents, sources, runs, places, observations, layers, rasters with their files,
    /// the concordance, and the problems of new sources. What both have alike is left alone. What both have differently
    /// stays as it is here, is listed as a [`Conflict`] and kept as a problem `merge_conflict`.
    ///
    /// - A source that both have with different checksums is two editions under one id. Nothing of the other edition comes
    ///   in, since it would bear our checksum; what it says more or otherwise is listed.
    /// - A consent withdrawn in either copy is withdrawn, on the earlier day; that is listed too.
    /// - Results of the stage `profile` are not brought in: run that stage again on the joined city.
    ///
    /// # Errors
    /// [`StoreError::AnotherCity`] for a file of another city, and what either file can meet; ours is then as it was.
    pub fn merge(&mut self, other: &Self, run: &Run, now: &str) -> Result<Merged, StoreError> {
        let (ours, theirs) = (self.head()?, other.head()?);
        if ours.id != theirs.id {
            return Err(StoreError::AnotherCity { ours: ours.id, theirs: theirs.id });
        }
        let mut stage = self.begin_stage(now)?;
        stage.put_run(run)?;
        let mut merge = Merge { stage: &mut stage, other, merged: Merged::default(), held_back: BTreeSet::new() };
        if ours != theirs {
            merge.conflict(("makazi_city", ours.id.clone(), ""), format!("{ours:?}"), format!("{theirs:?}"));
        }
        merge.consents()?;
        let new_sources = merge.sources()?;
        merge.runs()?;
        merge.places()?;
        merge.observations()?;
        merge.layers()?;
        merge.rasters()?;
        merge.concordance()?;
        merge.problems(&new_sources)?;
        let merged = merge.merged;
        stage.commit()?;
        Ok(merged)
    }
}

struct Merge<'a, 'b> {
    stage: &'a mut Stage<'b>,
    other: &'a CityFile,
    merged: Merged,
    /// Sources that both copies have in different editions.
    held_back: BTreeSet<String>,
}

/// Things of theirs that we do not have, and pairs of ours and theirs that differ.
fn compare<T: Clone + PartialEq>(ours: &[T], theirs: Vec<T>, key: impl Fn(&T) -> String) -> (Vec<T>, Vec<(T, T)>) {
    let ours: BTreeMap<String, &T> = ours.iter().map(|thing| (key(thing), thing)).collect();
    let (mut new, mut different) = (Vec::new(), Vec::new());
    for thing in theirs {
        match ours.get(&key(&thing)) {
            None => new.push(thing),
            Some(known) if **known != thing => different.push(((*known).clone(), thing)),
            Some(_) => {}
        }
    }
    (new, different)
}

impl Merge<'_, '_> {
    fn conflict(&mut self, (table, key, source): (&'static str, String, &str), ours: String, theirs: String) {
        self.merged.conflicts.push(Conflict { table, key, source: source.to_owned(), ours, theirs });
    }

    /// Lists pairs that differ.
    fn differ<T: Debug>(
        &mut self,
        table: &'static str,
        pairs: &[(T, T)],
        key: impl Fn(&T) -> String,
        source: impl Fn(&T) -> String,
    ) {
        for (ours, theirs) in pairs {
            self.conflict((table, key(ours), &source(ours)), format!("{ours:?}"), format!("{theirs:?}"));
        }
    }

    /// Parts what may come in from what is of a source in another edition, which is listed.
    fn held_back<T>(
        &mut self,
        table: &'static str,
        new: Vec<T>,
        about: impl Fn(&T) -> (String, String, String),
    ) -> Vec<T> {
        let mut kept = Vec::new();
        for thing in new {
            let (key, source, words) = about(&thing);
            if self.held_back.contains(&source) {
                self.conflict((table, key, &source), "not there".to_owned(), words);
            } else {
                kept.push(thing);
            }
        }
        if !kept.is_empty() {
            *self.merged.added.entry(table).or_default() += kept.len();
        }
        kept
    }

    fn added(&mut self, table: &'static str, count: usize) {
        if count > 0 {
            *self.merged.added.entry(table).or_default() += count;
        }
    }

    fn consents(&mut self) -> Result<(), StoreError> {
        let key = |consent: &Consent| consent.id.0.clone();
        let (new, different) = compare(&self.stage.file().consents()?, self.other.consents()?, key);
        for consent in &new {
            self.stage.put_consent(consent)?;
        }
        self.added("consent", new.len());
        for (ours, theirs) in &different {
            let withdrawn = [&ours.withdrawn, &theirs.withdrawn].into_iter().flatten().min().cloned();
            self.stage.put_consent(&Consent { withdrawn, ..ours.clone() })?;
        }
        self.differ("consent", &different, key, |_| String::new());
        Ok(())
    }

    fn sources(&mut self) -> Result<BTreeSet<String>, StoreError> {
        let key = |source: &city::Source| source.id.0.clone();
        let (new, different) = compare(&self.stage.file().sources()?, self.other.sources()?, key);
        for source in &new {
            self.stage.put_source(source)?;
        }
        self.added("source", new.len());
        let editions = different.iter().filter(|(ours, theirs)| ours.checksum != theirs.checksum);
        self.held_back.extend(editions.map(|(ours, _)| key(ours)));
        self.differ("source", &different, key, key);
        Ok(new.iter().map(key).collect())
    }

    fn runs(&mut self) -> Result<(), StoreError> {
        let undated = |runs: Vec<Run>| -> Vec<Run> {
            runs.into_iter().map(|run| Run { started: String::new(), finished: String::new(), ..run }).collect()
        };
        let key = |run: &Run| run.id.0.clone();
        let dated = self.other.runs()?;
        let (new, different) = compare(&undated(self.stage.file().runs()?), undated(dated.clone()), key);
        for run in dated.iter().filter(|run| new.iter().any(|new| new.id == run.id)) {
            self.stage.put_run(run)?;
        }
        self.added("run", new.len());
        self.differ("run", &different, key, |_| String::new());
        Ok(())
    }

    fn places(&mut self) -> Result<(), StoreError> {
        let key = |place: &city::Place| format!("{} by {}", place.id, place.source);
        let (new, different) = compare(&self.stage.file().places_as_given()?, self.other.places_as_given()?, key);
        let new = self.held_back("place", new, |place| (key(place), place.source.0.clone(), place.name.clone()));
        let problems = self.stage.put_places(&new)?;
        self.stage.put_problems("", &problems)?;
        for (ours, theirs) in &different {
            let (ours_said, theirs_said) = differing_fields(ours, theirs);
            self.conflict(("place", key(ours), ours.source.as_str()), ours_said, theirs_said);
        }
        Ok(())
    }

    fn observations(&mut self) -> Result<(), StoreError> {
        let profiled: BTreeSet<String> =
            self.other.runs()?.into_iter().filter(|run| run.stage == StageName::Profile).map(|run| run.id.0).collect();
        let is_result =
            |o: &city::Observation| matches!(o.basis, Basis::Derived { .. }) && profiled.contains(o.run.as_str());
        let theirs = self.other.observations()?.into_iter().filter(|o| !is_result(o)).collect();
        let (new, mut different) = compare(&self.stage.file().observations()?, theirs, city::Observation::key);
        different.retain(|(ours, theirs)| city::Observation { run: theirs.run.clone(), ..ours.clone() } != *theirs);
        let new = self.held_back("observation", new, |o| (o.key(), o.source.0.clone(), said(&o.value)));
        for problem in self.stage.put_observations(&new)? {
            self.stage.put_problems(&problem.source.clone(), &[problem])?;
        }
        for (ours, theirs) in &different {
            let words = |o: &city::Observation| format!("{}, quality {}, {:?}", said(&o.value), o.quality, o.basis);
            self.conflict(("observation", ours.key(), ours.source.as_str()), words(ours), words(theirs));
        }
        Ok(())
    }

    fn layers(&mut self) -> Result<(), StoreError> {
        let key = |layer: &city::Layer| layer.name.clone();
        let (ours, theirs) = (self.stage.file().layers()?, self.other.layers()?);
        let (new, different) = compare(&ours, theirs.clone(), key);
        for layer in ours.iter().filter(|layer| theirs.contains(layer)) {
            let (here, there) =
                (self.stage.file().features_in(&layer.name, None)?, self.other.features_in(&layer.name, None)?);
            if here != there {
                let words = |features: &[city::Feature]| format!("{} features, not the same", features.len());
                self.conflict(("layer", key(layer), layer.source.as_str()), words(&here), words(&there));
            }
        }
        for layer in self.held_back("layer", new, |layer| (key(layer), layer.source.0.clone(), layer.title.clone())) {
            let features = self.other.features_in(&layer.name, None)?;
            let problems = self.stage.put_layer(&layer, features)?;
            self.stage.put_problems(layer.source.as_str(), &problems)?;
        }
        self.differ("layer", &different, key, |layer| layer.source.0.clone());
        Ok(())
    }

    fn rasters(&mut self) -> Result<(), StoreError> {
        let key = |raster: &city::layer::RasterLayer| raster.name.clone();
        let (new, different) = compare(&self.stage.file().rasters()?, self.other.rasters()?, key);
        for raster in
            self.held_back("raster", new, |raster| (key(raster), raster.source.0.clone(), raster.title.clone()))
        {
            let (from, to) = (self.other.rasters_folder(), self.stage.file().rasters_folder());
            raster_file::copy_file(&from, &to, &raster.name)?;
            self.stage.put_raster(&raster)?;
        }
        self.differ("raster", &different, key, |raster| raster.source.0.clone());
        Ok(())
    }

    fn concordance(&mut self) -> Result<(), StoreError> {
        let key = |pair: &crate::Shared| format!("{} in {}", pair.from, pair.to);
        let (new, mut different) = compare(&self.stage.file().concordance()?, self.other.concordance()?, key);
        different.retain(|(ours, theirs)| crate::Shared { run: theirs.run.clone(), ..ours.clone() } != *theirs);
        let problems = self.stage.put_concordance(&new)?;
        self.added("concordance", new.len() - problems.len());
        self.stage.put_problems("", &problems)?;
        self.differ("concordance", &different, key, |_| String::new());
        Ok(())
    }

    /// The problems of sources that came in, and one for each conflict that is not among them already.
    fn problems(&mut self, new_sources: &BTreeSet<String>) -> Result<(), StoreError> {
        let known = self.stage.file().problems()?;
        let theirs = self.other.problems()?.into_iter().filter(|problem| new_sources.contains(&problem.source));
        let conflicts = self.merged.conflicts.iter().map(|conflict| Problem {
            source: conflict.source.clone(),
            ..Problem::warning("merge_conflict")
                .in_sheet(conflict.table)
                .in_column(&conflict.key)
                .found(&conflict.theirs)
                .expected(&conflict.ours)
                .hint("ours is kept; settle it in city.toml or in the source, then collect again")
        });
        let new: Vec<Problem> = theirs.chain(conflicts).filter(|problem| !known.contains(problem)).collect();
        self.added("problem", new.len());
        for problem in new {
            self.stage.put_problems(&problem.source.clone(), &[problem])?;
        }
        Ok(())
    }
}

/// The fields in which two editions of a place differ, as each has them.
fn differing_fields(ours: &city::Place, theirs: &city::Place) -> (String, String) {
    let fields = |place: &city::Place| {
        [
            ("kind", place.kind.to_string()),
            ("name", place.name.clone()),
            ("aliases", place.aliases.join(", ")),
            ("parent", place.parent.as_ref().map_or_else(String::new, ToString::to_string)),
            ("edition", place.edition.clone()),
            ("valid from", place.valid_from.map_or_else(String::new, |year| year.to_string())),
            ("valid to", place.valid_to.map_or_else(String::new, |year| year.to_string())),
        ]
    };
    let (mut ours_said, mut theirs_said) = (Vec::new(), Vec::new());
    for ((name, here), (_, there)) in fields(ours).into_iter().zip(fields(theirs)) {
        if here != there {
            ours_said.push(format!("{name} `{here}`"));
            theirs_said.push(format!("{name} `{there}`"));
        }
    }
    if ours.geometry != theirs.geometry {
        let words = |place: &city::Place| if place.geometry.is_some() { "another geometry" } else { "no geometry" };
        ours_said.push(words(ours).to_owned());
        theirs_said.push(words(theirs).to_owned());
    }
    (ours_said.join(", "), theirs_said.join(", "))
}
