//! Places: rows made into places.

use super::Table;
use crate::join::Known;
use crate::records::Record;
use city::settings::{ParentSettings, PlacesSettings};
use city::{Place, PlaceId, Problem};
use std::collections::BTreeMap;

/// The places of a table's rows, by what `[source.places]` says.
///
/// A row without a code, or with the code of an earlier row, is reported and left out. A parent named by a column is looked
/// up among `known` places by code, then name; without a column it is left to [`super::assign_parents_by_location`].
#[must_use]
pub fn places_of(table: &Table<'_>, known: &Known) -> (Vec<Place>, Vec<Problem>) {
    let Some(settings) = &table.source.places else { return (Vec::new(), Vec::new()) };
    let mut making = Making { table, settings, known, problems: Vec::new(), nameless: Vec::new() };
    let columns = table.positions(settings.code.as_slice());
    let mut first_rows: BTreeMap<PlaceId, u64> = BTreeMap::new();
    let mut places = Vec::new();
    for record in &table.records.rows {
        let Some(code) = table.joined(record, &columns) else {
            making.code_empty(record);
            continue;
        };
        let id = PlaceId::new(&settings.prefix, &code);
        if let Some(first) = first_rows.get(&id) {
            making.code_repeated(record, &code, *first);
            continue;
        }
        first_rows.insert(id.clone(), record.number);
        places.push(making.place(id, record));
    }
    making.report_nameless();
    (places, table.listed(making.problems))
}

/// The columns in braces of a name made of words and columns; none where it is the name of a column.
pub(super) fn columns_in(name: &str) -> Option<Vec<&str>> {
    let columns = name.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(column, _)| column);
    let columns = columns.collect::<Vec<_>>();
    (!columns.is_empty()).then_some(columns)
}

struct Making<'m, 'a> {
    table: &'m Table<'a>,
    settings: &'a PlacesSettings,
    known: &'m Known,
    problems: Vec<Problem>,
    nameless: Vec<u64>,
}

impl Making<'_, '_> {
    fn code_column(&self) -> String {
        self.settings.code.as_slice().join("/")
    }

    fn code_empty(&mut self, record: &Record) {
        let problem = self.table.error("place_code_empty").at_row(record.number).in_column(&self.code_column());
        let problem = problem.expected("a code that makes the place's id");
        self.problems.push(problem.hint("the row was left out; give it a code, or make the id of other columns"));
    }

    fn code_repeated(&mut self, record: &Record, code: &str, first: u64) {
        let problem = self.table.error("place_code_repeated").at_row(record.number).in_column(&self.code_column());
        let problem = problem.found(code).expected(format!("a code of its own; row {first} has it too"));
        self.problems.push(problem.hint(
            "the first row stays and this one was left out; add a column to `places.code` if they are two places",
        ));
    }

    fn report_nameless(&mut self) {
        if let Some(first) = self.nameless.first() {
            let problem = self.table.warning("place_name_empty").at_row(*first).in_column(&self.settings.name);
            let rows = self.nameless.len();
            self.problems.push(problem.expected(format!("a name; {rows} places bear their code instead")));
        }
    }

    fn place(&mut self, id: PlaceId, record: &Record) -> Place {
        let name = self.name(record).unwrap_or_else(|| {
            self.nameless.push(record.number);
            id.code().to_owned()
        });
        let mut place = Place::new(id, self.settings.kind, &name, &self.table.source.id);
        for column in &self.settings.aliases {
            let alias = self.table.text(record, self.table.records.column(column));
            place.aliases.extend(alias.filter(|a| *a != name && !place.aliases.contains(a)));
        }
        place.edition.clone_from(&self.settings.edition);
        (place.valid_from, place.valid_to) = (self.settings.from, self.settings.to);
        place.parent = self.settings.parent.as_ref().and_then(|parent| self.parent(parent, record));
        place.geometry.clone_from(&record.geometry);
        place
    }

    fn name(&self, record: &Record) -> Option<String> {
        let text = |column: &str| self.table.text(record, self.table.records.column(column));
        let Some(columns) = columns_in(&self.settings.name) else { return text(&self.settings.name) };
        let mut name = self.settings.name.clone();
        let mut held = false;
        for column in columns {
            let text = text(column);
            held |= text.is_some();
            name = name.replace(&format!("{{{column}}}"), &text.unwrap_or_default());
        }
        held.then(|| name.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn parent(&mut self, parent: &ParentSettings, record: &Record) -> Option<PlaceId> {
        let column = parent.column.as_ref()?;
        let text = self.table.text(record, self.table.records.column(column));
        let found = text.as_deref().and_then(|text| self.known.one(&parent.prefix, text));
        if found.is_none() {
            let problem = self.table.warning("parent_not_known").at_row(record.number).in_column(column);
            let problem = problem.found(text.unwrap_or_default());
            let problem = problem.expected(format!("the code or name of one place `{}:`", parent.prefix));
            self.problems.push(problem.hint("the place came in without a parent; without `parent.column` the place is found in which most of it lies"));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up;
    use super::*;

    const SETTINGS: &str = "[source.places]\nkind='settlement'\nprefix='settlement'\ncode=['area','code']\nname='name'\naliases=['old']\nparent={prefix='ward',column='ward'}\nfrom=2011\n";

    fn places(csv: &str) -> (Vec<Place>, Vec<Problem>) {
        let (source, records) = (made_up::source(SETTINGS), made_up::records(csv));
        let ward = Place::new(PlaceId::new("ward", "7"), city::PlaceKind::District, "Old Fadama Ward", &"w".into());
        let known = Known::of(&PlaceId::new("city", "town"), &[ward]);
        places_of(&Table { source: &source, file: "a.csv", records: &records }, &known)
    }

    #[test]
    fn a_place_has_its_code_name_aliases_parent_and_point() {
        let (places, problems) =
            places("area,code,name,old,x,y,ward\nA,1,Sika,Gold,18.5,-33.9,7\nA,2,,2,18,-34,old fadama\n");
        assert_eq!(places[0].id.as_str(), "settlement:A/1");
        assert_eq!((places[0].name.as_str(), places[0].aliases.as_slice()), ("Sika", ["Gold".to_owned()].as_slice()));
        assert_eq!(places[1].name, "A/2");
        assert!(places.iter().all(|p| p.parent == Some(PlaceId::new("ward", "7")) && p.valid_from == Some(2011)));
        assert_eq!(problems.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["place_name_empty"]);
    }

    #[test]
    fn codes_that_are_empty_or_repeated_are_reported_and_the_first_stays() {
        let (places, problems) =
            places("area,code,name,old,x,y,ward\nA,1,Sika,,1,1,7\nA,1,Twice,,1,1,7\nA,,None,,1,1,7\n");
        assert_eq!(places.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["Sika"]);
        let found: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.row)).collect();
        assert_eq!(found, [("place_code_repeated", Some(3)), ("place_code_empty", Some(4))]);
        assert!(problems[0].expected.contains("row 2"));
    }

    #[test]
    fn a_name_is_made_of_words_and_columns() {
        let source =
            made_up::source("[source.places]\nkind='district'\nprefix='rw'\ncode='c'\nname='RW {rw}, {kel}'\n");
        let records = made_up::records("c,rw,kel\n1,5,ANCOL\n2,,ANCOL\n3,,\n");
        let table = Table { source: &source, file: "a.csv", records: &records };
        let (places, problems) = places_of(&table, &Known::new(&PlaceId::new("city", "town")));
        assert_eq!(places.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["RW 5, ANCOL", "RW , ANCOL", "3"]);
        assert_eq!(problems.len(), 1);
    }
}
