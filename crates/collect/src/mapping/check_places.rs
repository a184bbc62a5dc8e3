//! Check of places: prefixes that a join, parent, raster or concordance wants, and that an earlier source makes.

use super::check::Checker;
use super::columns::nearest;
use city::settings::{JoinBy, SourceSettings};
use std::collections::BTreeSet;

impl Checker<'_> {
    /// Reports every prefix that is wanted before a source makes it, or never made.
    pub fn places(&mut self) {
        let settings = self.settings;
        let all: BTreeSet<&str> = settings.sources.iter().flat_map(made).collect();
        let mut so_far = BTreeSet::from(["city"]);
        for source in &settings.sources {
            self.source = source.id.to_string();
            for (key, prefix) in wanted(source) {
                self.wanted(&key, prefix, &so_far, &all);
            }
            so_far.extend(made(source));
            self.one_way(source);
            self.editions(source);
        }
        self.source.clear();
        for (i, concordance) in settings.concordances.iter().enumerate() {
            self.wanted(&format!("concordance[{i}].from"), &concordance.from, &so_far, &all);
            self.wanted(&format!("concordance[{i}].to"), &concordance.to, &so_far, &all);
        }
    }

    fn wanted(&mut self, key: &str, prefix: &str, so_far: &BTreeSet<&str>, all: &BTreeSet<&str>) {
        if so_far.contains(prefix) {
            return;
        }
        let hint = if all.contains(prefix) {
            "a later source makes it: move that source up".to_owned()
        } else {
            match nearest(prefix, all.iter().copied()) {
                Some(near) => format!("is it `{near}`?"),
                None => "no source makes such places: add `[source.places]`, or `create = true` to the join".to_owned(),
            }
        };
        self.add("prefix_not_made", key, prefix, "the prefix of places that an earlier source makes", hint);
    }

    fn one_way(&mut self, source: &SourceSettings) {
        if source.places.is_some() && source.join.is_some() {
            self.add("places_and_join", "join", "", "either `places` or `join`", "make two sources of the file");
        }
        let Some(join) = &source.join else { return };
        if join.editions.is_some() && join.create {
            let expected = "`create` in each edition that makes places";
            self.add("create_beside_editions", "join.create", "true", expected, "move it into `join.editions.is`");
        }
        if join.column.as_ref().is_some_and(|c| c.as_slice().is_empty()) {
            self.add(
                "column_missing",
                "join.column",
                "[]",
                "a column",
                "name one, or leave the key out for rows about the city",
            );
        }
    }

    fn editions(&mut self, source: &SourceSettings) {
        let Some(editions) = source.join.as_ref().and_then(|j| j.editions.as_ref()) else { return };
        for (name, edition) in &editions.is {
            if let Some(id) = &edition.indicator {
                self.indicator(&format!("join.editions.is.{name}.indicator"), id);
            }
        }
    }
}

fn made(source: &SourceSettings) -> Vec<&str> {
    let mut made = Vec::new();
    made.extend(source.places.as_ref().map(|p| p.prefix.as_str()));
    made.extend(source.profiles.as_ref().map(|p| p.prefix.as_str()));
    if let Some(join) = &source.join {
        match &join.editions {
            Some(editions) => made.extend(editions.is.values().filter(|e| e.create).map(|e| e.prefix.as_str())),
            None if join.create => made.push(&join.prefix),
            None => {}
        }
    }
    made
}

fn wanted(source: &SourceSettings) -> Vec<(String, &str)> {
    let mut wanted: Vec<(String, &str)> = Vec::new();
    if let Some(parent) = source.places.as_ref().and_then(|p| p.parent.as_ref()) {
        wanted.push(("places.parent.prefix".to_owned(), &parent.prefix));
    }
    if let Some(parent) = source.profiles.as_ref().and_then(|p| p.parent.as_ref()) {
        wanted.push(("profiles.parent".to_owned(), parent));
    }
    if let Some(join) = &source.join {
        match &join.editions {
            Some(editions) => {
                let known = editions.is.iter().filter(|(_, e)| !e.create);
                wanted.extend(known.map(|(name, e)| (format!("join.editions.is.{name}.prefix"), e.prefix.as_str())));
            }
            None if (join.column.is_some() || join.by == JoinBy::Location) && !join.create => {
                wanted.push(("join.prefix".to_owned(), &join.prefix));
            }
            None => {}
        }
    }
    for (i, zonal) in source.raster.iter().flat_map(|r| r.zonal.iter().enumerate()) {
        wanted.extend(zonal.prefixes.iter().map(|p| (format!("raster.zonal[{i}].prefixes"), p.as_str())));
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up;
    use crate::mapping::check;

    const WARDS: &str = "[[source]]\nid='wards'\ntitle='t'\nlicence='l'\nquality='high'\nfile='w.shp'\n[source.places]\nkind='district'\nprefix='ward'\ncode='c'\nname='n'\n";

    fn hints(sources: &str) -> Vec<String> {
        check(&made_up::settings(sources), &made_up::fields()).into_iter().map(|p| p.hint).collect()
    }

    #[test]
    fn a_prefix_is_made_before_it_is_wanted() {
        let join = format!("{}[source.join]\nprefix='ward'\ncolumn='c'\n", made_up::HEAD);
        assert_eq!(hints(&format!("{WARDS}{join}")), [""; 0]);
        assert_eq!(hints(&format!("{join}{WARDS}")), ["a later source makes it: move that source up"]);
        let near = join.replace("'ward'", "'wards'");
        assert_eq!(hints(&format!("{WARDS}{near}")), ["is it `ward`?"]);
    }

    #[test]
    fn editions_make_the_places_that_they_say() {
        let editions = "[source.join]\nprefix='ward'\ncolumn='c'\n[source.join.editions]\ncolumn='year'\n[source.join.editions.is.2011]\nprefix='ward11'\ncreate=true\n[source.join.editions.is.2016]\nprefix='ward16'\nindicator='nothing'\n";
        let problems = check(&made_up::settings(&format!("{WARDS}{}{editions}", made_up::HEAD)), &made_up::fields());
        let found: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.column.as_str())).collect();
        assert_eq!(
            found,
            [
                ("prefix_not_made", "source.made_up.join.editions.is.2016.prefix"),
                ("indicator_unknown", "source.made_up.join.editions.is.2016.indicator")
            ]
        );
    }
}
