//! Check: everything wrong with the mapping in `city.toml`, before anything is read.

use super::columns::nearest;
use city::settings::{CitySettings, SourceSettings};
use city::{FieldTable, Group, Indicator, Period, Problem};
use std::collections::BTreeSet;

/// Everything wrong with what `city.toml` says, all at once; the column of a problem is the path of its key.
///
/// Looked at: ids and names that repeat or are not plain, indicators, units, periods, groups and codes that do not exist or
/// do not fit, prefixes that no earlier source makes, consents and geometry sources that are not there, values without a
/// place, settings of `[assess]`. Columns are looked at once a file is read ([`super::check_columns`]).
#[must_use]
pub fn check(settings: &CitySettings, fields: &FieldTable) -> Vec<Problem> {
    let mut checker = Checker { settings, fields, source: String::new(), problems: Vec::new() };
    checker.plain_name("city.id", &settings.city.id);
    checker.repeated_ids();
    checker.places();
    for source in &settings.sources {
        checker.source = source.id.to_string();
        checker.source_head(source);
        checker.values(source);
        checker.layers(source);
        checker.raster(source);
    }
    checker.source.clear();
    checker.concordances();
    checker.problems.extend(super::check_assess(&settings.assess, fields, None).1);
    checker.problems
}

/// The problems found so far, and what they are found in.
pub(super) struct Checker<'a> {
    pub settings: &'a CitySettings,
    pub fields: &'a FieldTable,
    pub source: String,
    pub problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    /// Adds a problem at a key; within a source the key is written after its id.
    pub fn add(&mut self, code: &str, key: &str, found: &str, expected: impl Into<String>, hint: impl Into<String>) {
        let path = if self.source.is_empty() { key.to_owned() } else { format!("source.{}.{key}", self.source) };
        let mut problem = Problem::error(code).in_file("city.toml").in_column(&path).found(found);
        problem.source.clone_from(&self.source);
        self.problems.push(problem.expected(expected).hint(hint));
    }

    /// The indicator of an id, or a problem with the nearest id.
    pub fn indicator(&mut self, key: &str, id: &str) -> Option<&'a Indicator> {
        let indicator = self.fields.get(id);
        if indicator.is_none() {
            let near = nearest(id, self.fields.iter().map(|i| i.id.as_str()));
            let hint = near.map_or_else(|| "see `data/indicators.csv`".to_owned(), |near| format!("is it `{near}`?"));
            self.add("indicator_unknown", key, id, "an id of the field table", hint);
        }
        indicator
    }

    /// Reports a text that is no period.
    pub fn period(&mut self, key: &str, text: &str) {
        if let Err(error) = text.parse::<Period>() {
            self.add("period_unreadable", key, text, "a period", error.to_string());
        }
    }

    /// Reports a text that is no group.
    pub fn group(&mut self, key: &str, text: &str) {
        if let Err(error) = text.parse::<Group>() {
            self.add("group_unreadable", key, text, "a group", error.to_string());
        }
    }

    fn plain_name(&mut self, key: &str, name: &str) {
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            self.add("name_not_plain", key, name, "letters, digits and `_`", "change the name");
        }
    }

    fn repeated_ids(&mut self) {
        let mut ids = BTreeSet::new();
        let mut tables = BTreeSet::new();
        for source in &self.settings.sources {
            self.source = source.id.to_string();
            if !ids.insert(source.id.as_str()) {
                self.add("id_repeated", "id", source.id.as_str(), "an id of its own", "another source has this id");
            }
            let raster = source.raster.as_ref().map(|r| ("raster.name", r.name.as_str()));
            let kept = source.keep_layer.as_ref().map(|l| ("keep_layer.name", l.name.as_str()));
            for (key, name) in source.osm.iter().map(|o| ("osm.name", o.name.as_str())).chain(raster).chain(kept) {
                self.plain_name(key, name);
                if !tables.insert(name.to_lowercase()) {
                    self.add("name_repeated", key, name, "a name of its own", "another layer or raster has this name");
                }
            }
        }
        self.source.clear();
    }

    fn source_head(&mut self, source: &SourceSettings) {
        self.plain_name("id", source.id.as_str());
        if source.files.as_slice().iter().all(|f| f.trim().is_empty()) {
            self.add("file_missing", "file", "", "a file, relative to the data folder", "name it");
        }
        if !source.date.is_empty() {
            self.period("date", &source.date);
        }
        if let Some(consent) = source.consent.as_ref().filter(|c| !self.settings.consents.contains_key(*c)) {
            let hint = format!("add `[consent.{consent}]`, or correct the id");
            self.add("consent_missing", "consent", consent, "a consent that city.toml holds", hint);
        }
        let text = &source.text;
        if text.thousands.is_some() && text.thousands == Some(text.decimal.unwrap_or('.')) {
            let mark = text.thousands.map_or_else(String::new, String::from);
            self.add(
                "marks_alike",
                "text.thousands",
                &mark,
                "a mark other than the decimal mark",
                "declare `text.decimal` too",
            );
        }
    }

    fn layers(&mut self, source: &SourceSettings) {
        let from = source.keep_layer.as_ref().and_then(|l| l.geometry_from.as_ref());
        if let Some(from) = from.filter(|from| !self.settings.sources.iter().any(|s| s.id == from.source)) {
            let near = nearest(from.source.as_str(), self.settings.sources.iter().map(|s| s.id.as_str()));
            let hint = near.map_or_else(|| "add the source".to_owned(), |near| format!("is it `{near}`?"));
            self.add(
                "geometry_source_missing",
                "keep_layer.geometry_from.source",
                from.source.as_str(),
                "the id of a source",
                hint,
            );
        }
        for (i, layer) in source.osm.iter().enumerate() {
            if !["point", "line", "area"].contains(&layer.shape.as_str()) {
                self.add(
                    "shape_unknown",
                    &format!("osm[{i}].shape"),
                    &layer.shape,
                    "point, line or area",
                    "correct it",
                );
            }
            if layer.tags.is_empty() {
                self.add(
                    "tags_missing",
                    &format!("osm[{i}].tags"),
                    "",
                    "at least one tag rule such as `highway`",
                    "add one",
                );
            }
        }
    }

    fn raster(&mut self, source: &SourceSettings) {
        let Some(raster) = &source.raster else { return };
        if raster.band == 0 {
            self.add("band_zero", "raster.band", "0", "a band from 1", "the first band is 1");
        }
        for (i, zonal) in raster.zonal.iter().enumerate() {
            let key = |name: &str| format!("raster.zonal[{i}].{name}");
            self.indicator(&key("indicator"), &zonal.indicator);
            self.period(&key("period"), &zonal.period);
            self.group(&key("group"), &zonal.group);
            if !city::settings::ZONAL_STATISTICS.contains(&zonal.statistic.as_str()) {
                self.add(
                    "statistic_unknown",
                    &key("statistic"),
                    &zonal.statistic,
                    "mean, min, max, sum or share_above",
                    "correct it",
                );
            }
            if raster.measures == "unknown" {
                let hint = "say what the raster measures, or drop the statistic";
                self.add(
                    "measures_unknown",
                    "raster.measures",
                    "unknown",
                    "a meaning and unit such as `depth_m`, for something is measured on it",
                    hint,
                );
            }
        }
    }

    fn concordances(&mut self) {
        for (i, concordance) in self.settings.concordances.iter().enumerate() {
            for id in &concordance.indicators {
                let key = format!("concordance[{i}].indicators");
                let adds = self.indicator(&key, id).map(|found| found.adds_up);
                if adds.is_some_and(|adds| adds != city::indicator::AddsUp::Sum) {
                    self.add(
                        "indicator_not_summed",
                        &key,
                        id,
                        "an indicator that adds up by sum",
                        "carry the counts it is made of",
                    );
                }
            }
            if let Some(weight) = &concordance.weight {
                let rasters = self.settings.sources.iter().filter_map(|s| s.raster.as_ref());
                if !rasters.into_iter().any(|r| r.name == *weight) {
                    let key = format!("concordance[{i}].weight");
                    self.add(
                        "raster_missing",
                        &key,
                        weight,
                        "the name of a raster that a source keeps",
                        "add the raster, or leave `weight` out",
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up;
    use super::*;

    fn found(sources: &str) -> Vec<(String, String)> {
        let problems = check(&made_up::settings(sources), &made_up::fields());
        assert!(problems.iter().all(|p| p.file == "city.toml" && !p.column.is_empty() && !p.expected.is_empty()));
        problems.into_iter().map(|p| (p.code, p.column)).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn a_mapping_without_faults_gives_no_problems() {
        let places = format!("{}[source.places]\nkind='district'\nprefix='ward'\ncode='c'\nname='n'\n", made_up::HEAD);
        let join = "[[source]]\nid='census'\ntitle='t'\nlicence='l'\nquality='high'\nfile='b.csv'\n[source.join]\nprefix='ward'\ncolumn='c'\n";
        let values = "[[source.values]]\ncolumn='v'\nindicator='area'\nunit='ha'\nperiod='2011'\ngroup='sex=female'\n[[source.categories]]\ncolumn='k'\ndimension='kind'\n[source.categories.codes]\na='x'\nb='indicator:area'\nc='-'\nd='*'\n";
        assert_eq!(found(&format!("{places}{join}{values}")), []);
    }

    #[test]
    fn ids_names_consents_and_sources_that_do_not_fit_are_all_said() {
        let one = format!(
            "{}consent='nobody'\n[source.keep_layer]\nname='a b'\ngeometry_from={{source='made_upp',there='a',here='b'}}\n",
            made_up::HEAD
        );
        let two = format!(
            "{}[source.raster]\nname='a b'\nmeasures='unknown'\n[[source.raster.zonal]]\nprefixes=['ward']\nstatistic='most'\nindicator='populatoin'\nperiod='then'\n",
            made_up::HEAD
        );
        assert_eq!(
            found(&format!("{one}{two}")),
            pairs(&[
                ("name_not_plain", "source.made_up.keep_layer.name"),
                ("id_repeated", "source.made_up.id"),
                ("name_not_plain", "source.made_up.raster.name"),
                ("name_repeated", "source.made_up.raster.name"),
                ("prefix_not_made", "source.made_up.raster.zonal[0].prefixes"),
                ("consent_missing", "source.made_up.consent"),
                ("geometry_source_missing", "source.made_up.keep_layer.geometry_from.source"),
                ("indicator_unknown", "source.made_up.raster.zonal[0].indicator"),
                ("period_unreadable", "source.made_up.raster.zonal[0].period"),
                ("statistic_unknown", "source.made_up.raster.zonal[0].statistic"),
                ("measures_unknown", "source.made_up.raster.measures"),
            ])
        );
    }

    #[test]
    fn an_indicator_that_is_not_there_has_the_nearest_beside_it() {
        let text = format!(
            "{}[source.join]\nprefix='city'\n[[source.values]]\ncolumn='v'\nindicator='populatoin'\nperiod='2011'\n",
            made_up::HEAD
        );
        let problems = check(&made_up::settings(&text), &made_up::fields());
        assert_eq!(problems[0].hint, "is it `population`?");
    }
}
