//! Which place each row of a table is about.

use super::Table;
use crate::join::{Candidate, Found, Known, Named, Proposal, match_names, taken};
use city::settings::{JoinBy, JoinSettings};
use city::{Place, PlaceId, PlaceKind, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// The names of a table's rows, and which row has which.
pub(super) struct Rows<'a> {
    pub names: Vec<Named<'a>>,
    pub of_row: Vec<Option<usize>>,
}

/// Places made, what was settled, and what waits for a person.
#[derive(Default)]
pub(super) struct Settled {
    pub created: Vec<Place>,
    pub problems: Vec<Problem>,
    pub proposals: Vec<Proposal>,
}

impl<'a> Rows<'a> {
    /// Names every row: by its own place, by its join, or by the city.
    pub fn of(table: &Table<'a>, known: &Known, problems: &mut Vec<Problem>) -> Self {
        let mut rows = Self { names: Vec::new(), of_row: vec![None; table.records.rows.len()] };
        match (&table.source.places, &table.source.join) {
            (Some(places), _) => rows.take_own(table, &places.prefix),
            (None, Some(join)) if join.by == JoinBy::Location => rows.take_located(table, join, known, problems),
            (None, Some(join)) => {
                rows.take_joined(table, join, problems);
                match_names(&mut rows.names, join, known);
            }
            (None, None) => {}
        }
        rows
    }

    fn take_own(&mut self, table: &Table<'a>, prefix: &'a str) {
        for ((row, id), record) in self.of_row.iter_mut().zip(own_places(table)).zip(&table.records.rows) {
            if let Some(id) = id {
                *row = Some(self.names.len());
                self.names.push(Named {
                    text: id.code().to_owned(),
                    edition: None,
                    edition_name: String::new(),
                    prefix,
                    rows: 1,
                    first_row: record.number,
                    found: Found::Place(id),
                });
            }
        }
    }

    fn take_joined(&mut self, table: &Table<'a>, join: &'a JoinSettings, problems: &mut Vec<Problem>) {
        let columns = join.column.as_ref().map(|c| table.positions(c.as_slice()));
        let edition_column = join.editions.as_ref().and_then(|e| table.records.column(&e.column));
        let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut unlisted: BTreeMap<String, (u64, usize)> = BTreeMap::new();
        let mut without: Vec<u64> = Vec::new();
        for (at, record) in table.records.rows.iter().enumerate() {
            let edition_name = table.text(record, edition_column).unwrap_or_default();
            let edition = join.editions.as_ref().and_then(|e| e.is.get(&edition_name));
            if join.editions.is_some() && edition.is_none() {
                unlisted.entry(edition_name).or_insert((record.number, 0)).1 += 1;
                continue;
            }
            let text = columns.as_ref().map_or_else(|| Some(String::new()), |columns| table.joined(record, columns));
            let Some(text) = text else {
                without.push(record.number);
                continue;
            };
            let found = if columns.is_none() { Found::City } else { Found::Nothing };
            let name = *seen.entry((edition_name.clone(), text.clone())).or_insert_with(|| {
                let prefix = edition.map_or(join.prefix.as_str(), |e| e.prefix.as_str());
                self.names.push(Named {
                    text,
                    edition,
                    edition_name,
                    prefix,
                    rows: 0,
                    first_row: record.number,
                    found,
                });
                self.names.len() - 1
            });
            if let Some(named) = self.names.get_mut(name) {
                named.rows += 1;
            }
            if let Some(row) = self.of_row.get_mut(at) {
                *row = Some(name);
            }
        }
        problems.extend(left_out(table, join, &unlisted, &without));
    }

    fn take_located(&mut self, table: &Table<'a>, join: &'a JoinSettings, known: &Known, problems: &mut Vec<Problem>) {
        let (areas, ids) = known.areas(&join.prefix);
        let mut seen: BTreeMap<PlaceId, usize> = BTreeMap::new();
        for (row, record) in self.of_row.iter_mut().zip(&table.records.rows) {
            let shares = record.geometry.as_ref().map_or_else(Vec::new, |g| areas.shares(g));
            problems.extend(located(table, join, record.number, &shares, &ids));
            let Some(id) = shares.first().and_then(|(at, _)| ids.get(*at)) else { continue };
            let name = *seen.entry(id.clone()).or_insert_with(|| {
                let (text, found) = (id.code().to_owned(), Found::Place(id.clone()));
                let edition_name = String::new();
                let first_row = record.number;
                self.names.push(Named {
                    text,
                    edition: None,
                    edition_name,
                    prefix: &join.prefix,
                    rows: 0,
                    first_row,
                    found,
                });
                self.names.len() - 1
            });
            if let Some(named) = self.names.get_mut(name) {
                named.rows += 1;
            }
            *row = Some(name);
        }
    }

    /// Reports matches that are not exact, makes the places that the join may make, and proposes what is left.
    ///
    /// `sums` holds the names that equal the sum of others, with the words that say so.
    pub fn settle(&mut self, table: &Table<'a>, known: &Known, sums: &BTreeMap<usize, String>) -> Settled {
        let mut settled = Settled::default();
        let Some(join) = table.source.join.as_ref().filter(|_| table.source.places.is_none()) else { return settled };
        let taken = taken(&self.names);
        let mut made: BTreeMap<PlaceId, usize> = BTreeMap::new();
        for (at, named) in self.names.iter_mut().enumerate() {
            let column = join.column.as_ref().map_or_else(String::new, |c| c.as_slice().join("/"));
            let at_name = |p: Problem| table.about(p).at_row(named.first_row).in_column(&column).found(&named.text);
            match &named.found {
                Found::Normalised(id) => settled.problems.push(at_name(settled_by_name(id, known))),
                Found::AcceptedUnknown(code) => {
                    let problem = Problem::error("accepted_code_unknown");
                    let expected = format!(
                        "a place `{}:{code}`, which `accept` names; {} rows were left out",
                        named.prefix, named.rows
                    );
                    settled.problems.push(at_name(
                        problem.expected(expected).hint("correct the code under `[source.join] accept`"),
                    ));
                }
                Found::Nothing if creates(named, join) && !sums.contains_key(&at) => {
                    let id = PlaceId::new(named.prefix, &named.code());
                    made.entry(id.clone()).or_insert_with(|| {
                        let mut place = Place::new(id.clone(), PlaceKind::District, &named.code(), &table.source.id);
                        place.edition.clone_from(&named.edition_name);
                        settled.created.push(place);
                        at
                    });
                    named.found = Found::Place(id);
                }
                Found::Nothing | Found::Several(_) => {
                    let proposal = propose(table, named, known, sums.get(&at), &taken);
                    settled.problems.push(at_problem(table, &proposal, named.prefix, &column));
                    settled.proposals.push(proposal);
                }
                Found::Place(_) | Found::City | Found::LeftOut => {}
            }
        }
        settled
    }
}

/// Whether a name that is not known makes a place.
pub(super) fn creates(named: &Named<'_>, join: &JoinSettings) -> bool {
    named.edition.map_or(join.create, |e| e.create)
}

/// The id that each row's own place has; none for rows without a code and for repetitions.
pub(super) fn own_places(table: &Table<'_>) -> Vec<Option<PlaceId>> {
    let Some(places) = &table.source.places else { return Vec::new() };
    let columns = table.positions(places.code.as_slice());
    let mut seen = BTreeSet::new();
    let rows = table.records.rows.iter().map(|record| {
        let id = PlaceId::new(&places.prefix, &table.joined(record, &columns)?);
        seen.insert(id.clone()).then_some(id)
    });
    rows.collect()
}

fn at_problem(table: &Table<'_>, proposal: &Proposal, prefix: &str, column: &str) -> Problem {
    table.about(proposal.problem(prefix)).in_column(column)
}

fn settled_by_name(id: &PlaceId, known: &Known) -> Problem {
    let name = known.name(id).unwrap_or_default();
    let expected = format!("`{name}`; matched to it ({id}) by its normalised name, which no other has");
    Problem::note("place_by_normalised_name").expected(expected)
}

fn located(
    table: &Table<'_>,
    join: &JoinSettings,
    row: u64,
    shares: &[(usize, f64)],
    ids: &[PlaceId],
) -> Option<Problem> {
    let Some((_, most)) = shares.first() else {
        let problem = table.error("outside_all_places").at_row(row);
        let expected = format!("a shape that lies in one of the places `{}:`; it lies in none", join.prefix);
        return Some(problem.expected(expected).hint("the row was left out"));
    };
    if *most > 95.0 {
        return None;
    }
    let named = shares.iter().filter(|(_, share)| *share >= 0.5).take(3);
    let words = named.filter_map(|(at, share)| Some(format!("{share:.0} % in {}", ids.get(*at)?))).collect::<Vec<_>>();
    let problem = if *most < 50.0 { table.warning("over_several_places") } else { table.note("over_several_places") };
    let problem = problem.at_row(row).expected(format!("a shape within one place; {}", words.join(", ")));
    Some(problem.hint("the place with most of it was taken"))
}

fn propose(
    table: &Table<'_>,
    named: &Named<'_>,
    known: &Known,
    sum: Option<&String>,
    taken: &BTreeSet<PlaceId>,
) -> Proposal {
    let mut candidates = Vec::new();
    if sum.is_some() {
        candidates.push(Candidate { accept: "city".to_owned(), name: "the city".to_owned(), score: 1.0 });
    } else if let Found::Several(ids) = &named.found {
        let name = |id: &PlaceId| known.name(id).unwrap_or_default().to_owned();
        candidates.extend(ids.iter().map(|id| Candidate { accept: id.code().to_owned(), name: name(id), score: 1.0 }));
    } else {
        candidates = known.look_alikes(named.prefix, &named.code(), taken);
    }
    let reason = match (&named.found, sum) {
        (_, Some(words)) => words.clone(),
        (Found::Several(_), None) => "several places have this name".to_owned(),
        _ => String::new(),
    };
    let (source, text) = (table.source.id.clone(), named.text.clone());
    Proposal { source, text, rows: named.rows, first_row: named.first_row, candidates, reason }
}

fn left_out(
    table: &Table<'_>,
    join: &JoinSettings,
    unlisted: &BTreeMap<String, (u64, usize)>,
    without: &[u64],
) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(editions) = &join.editions {
        let listed = editions.is.keys().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
        for (text, (row, rows)) in unlisted {
            let problem = table.error("edition_not_listed").at_row(*row).in_column(&editions.column).found(text);
            let problem = problem.expected(format!("one of {listed}; {rows} rows were left out"));
            problems.push(problem.hint(format!("list `{text}` under `join.editions.is`, or leave it out with `keep`")));
        }
    }
    if let Some(first) = without.first() {
        let column = join.column.as_ref().map_or_else(String::new, |c| c.as_slice().join("/"));
        let problem = table.error("place_empty").at_row(*first).in_column(&column);
        problems
            .push(problem.expected(format!("the place that the row is about; {} rows were left out", without.len())));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up::{observe, said, wrong};
    use city::Severity;

    const VALUE: &str = "[[source.values]]\ncolumn='v'\nindicator='population'\nperiod='2011'\n";

    #[test]
    fn each_edition_has_its_own_places_note_and_indicator() {
        let join = "[source.join]\nprefix='ward'\ncolumn='c'\naccept={CPT='city'}\n[source.join.editions]\ncolumn='y'\n[source.join.editions.is.2011]\nprefix='ward11'\ncreate=true\n[source.join.editions.is.2016]\nprefix='ward'\nstrip='19100'\nindicator='toilets_households'\nnote='Ward of 2016.'\n";
        let csv = "c,y,v\n19100001,2011,10\n19100002,2011,25\nCPT,2011,35\n19100001,2016,3\n19100009,2016,4\nCPT,2016,9\n19100001,1996,1\n";
        let observed = observe(&format!("{join}{VALUE}"), csv);
        assert_eq!(
            said(&observed.observations),
            [
                "ward11:19100001 population [] 10",
                "ward11:19100002 population [] 25",
                "city:town population [] 35",
                "ward:1 toilets_households [] 3",
                "city:town toilets_households [] 9"
            ]
        );
        let made: Vec<_> =
            observed.created.iter().map(|p| (p.id.as_str(), p.edition.as_str(), p.geometry.is_none())).collect();
        assert_eq!(made, [("ward11:19100001", "2011", true), ("ward11:19100002", "2011", true)]);
        assert_eq!(observed.observations[3].note, "Ward of 2016.");
        assert_eq!(
            wrong(&observed),
            [("edition_not_listed", Some(8)), ("place_not_known", Some(6)), ("city_row_beside_parts", None)]
        );
    }

    #[test]
    fn normalised_matches_are_noted_and_the_rest_is_proposed() {
        let join = "[source.join]\nprefix='ward'\ncolumn='c'\nby='name'\n";
        let observed = observe(&format!("{join}{VALUE}"), "c,v\nQuarter 1,1\nQUARTER-2 District,2\nQuarrter 3,3\n,4\n");
        assert_eq!(said(&observed.observations), ["ward:1 population [] 1", "ward:2 population [] 2"]);
        let kinds: Vec<_> = observed.problems.iter().map(|p| (p.code.as_str(), p.severity)).collect();
        assert_eq!(
            kinds,
            [
                ("place_empty", Severity::Error),
                ("place_by_normalised_name", Severity::Note),
                ("place_not_known", Severity::Error)
            ]
        );
        assert_eq!(observed.proposals[0].candidates[0].name, "Quarter 3");
        let hint = &observed.problems[2].hint;
        assert!(hint.contains(r#"`accept."Quarrter 3" = "3"` (Quarter 3, alike 0.9"#), "{hint}");
    }

    #[test]
    fn a_row_that_is_the_sum_of_the_others_is_proposed_as_the_city() {
        for create in ["", "create=true\n"] {
            let join = format!("[source.join]\nprefix='ward'\ncolumn='c'\n{create}");
            let observed = observe(&format!("{join}{VALUE}"), "c,v\n1,1200\n2,900\n3,2300\n4,1000\nTOWN,5401\n");
            assert_eq!(observed.observations.len(), 4);
            assert!(observed.created.is_empty());
            assert_eq!(observed.proposals[0].candidates[0].accept, "city");
            assert!(observed.problems[0].hint.contains("it is the sum of 4 other rows' places in 1 of 1 numbers"));
        }
    }

    #[test]
    fn a_row_without_a_join_column_is_about_the_city() {
        let observed = observe(&format!("[source.join]\nprefix='city'\n{VALUE}"), "c,v\nx,7\n");
        assert_eq!(said(&observed.observations), ["city:town population [] 7"]);
    }

    #[test]
    fn a_shape_is_about_the_place_that_holds_most_of_it() {
        use super::super::table::made_up;
        use super::{Rows, Table};
        use crate::join::Known;
        use city::{Place, PlaceId, PlaceKind};
        let square = |west: f64, side: f64| Some(geo::Rect::new((west, 0.0), (west + side, side)).to_polygon().into());
        let place = |n: i32| {
            let id = PlaceId::new("ward", &n.to_string());
            Place { geometry: square(f64::from(n), 1.0), ..Place::new(id, PlaceKind::District, "w", &"w".into()) }
        };
        let known = Known::of(&PlaceId::new("city", "town"), &[place(1), place(2)]);
        let source = made_up::source("[source.join]\nprefix='ward'\nby='location'\n");
        let mut records = made_up::records("v\n1\n2\n3\n4\n");
        for (row, west) in records.rows.iter_mut().zip([1.1, 1.75, 7.0]) {
            row.geometry = square(west, 0.5);
        }
        let mut problems = Vec::new();
        let rows = Rows::of(&Table { source: &source, file: "a.shp", records: &records }, &known, &mut problems);
        let found: Vec<_> = rows.of_row.iter().map(|r| r.map(|n| rows.names[n].text.as_str())).collect();
        assert_eq!(found, [Some("1"), Some("1"), None, None]);
        let words: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.row)).collect();
        assert_eq!(
            words,
            [("over_several_places", Some(3)), ("outside_all_places", Some(4)), ("outside_all_places", Some(5))]
        );
    }
}
