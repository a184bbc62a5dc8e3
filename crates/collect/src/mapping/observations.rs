//! Observations: columns and categories of rows made into what is known of places.

use super::combine::{Parts, combine};
use super::make_total::make_totals;
use super::rows::{Rows, own_places};
use super::table::written;
use super::{SETTLEMENT_TYPE, Table, city_row, counted, readings, total_categories};
use crate::join::{Known, Proposal};
use city::run::RunId;
use city::{Basis, FieldTable, Group, Observation, Period, Place, Problem, Value};
use std::collections::BTreeMap;

/// What a table says of places, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observed {
    /// In the order of the file.
    pub observations: Vec<Observation>,
    /// Places that the join was told to make, without a geometry.
    pub created: Vec<Place>,
    /// What was left out or settled, row by row.
    pub problems: Vec<Problem>,
    /// Texts that wait for a person (each is also among the problems).
    pub proposals: Vec<Proposal>,
}

/// The observations of a table by what its source's `values`, `categories`, `join` and `places` say.
///
/// Units are converted to the indicator's. A cell without a value is a gap ("not measured here"); an impossible value is
/// reported and becomes a gap with a note, and the rest of its row stays. Categories given one code are summed. Categories
/// that are sums of their neighbours are recognised within rounding (half a unit a part, or 0.05 %) and not added up; the
/// city's own row is compared with its parts and reported. Rows whose place is not certain are left out and proposed.
#[must_use]
pub fn observations_of(table: &Table<'_>, known: &Known, fields: &FieldTable, run: &RunId) -> Observed {
    let mut problems = Vec::new();
    let mut rows = Rows::of(table, known, &mut problems);
    let readings = readings::read(table, &rows, fields, &mut problems);
    let totals = total_categories::find_categories(&readings);
    let sums = total_categories::find_rows(&rows, &readings);
    let settled = rows.settle(table, known, &sums);
    problems.extend(settled.problems);
    problems.extend(total_categories::report(table, &readings, &totals));
    let parts = Parts { table, known, rows: &rows, readings: &readings, totals: &totals };
    let mut observations = combine(&parts, run, &mut problems);
    observations.extend(counted::observations(&parts, fields, run, &mut problems));
    make_totals(table, fields, &mut observations);
    problems.extend(city_row::compare(table, (known.city(), &parts.city_numbers()), fields, &observations));
    observations.extend(settlement_types(table, run, &mut problems));
    let problems = table.listed(problems);
    Observed { observations, created: settled.created, problems, proposals: settled.proposals }
}

/// The period of what a source says without a period of its own: that of its first values, else its date.
pub(super) fn period_of_places(table: &Table<'_>) -> Option<Period> {
    let declared = table.source.values.iter().find_map(|v| v.period.as_ref());
    declared.unwrap_or(&table.source.date).parse().ok()
}

fn settlement_types(table: &Table<'_>, run: &RunId, problems: &mut Vec<Problem>) -> Vec<Observation> {
    let Some(mapped) = table.source.places.as_ref().and_then(|p| p.settlement_type.as_ref()) else { return Vec::new() };
    let Some(period) = period_of_places(table) else { return Vec::new() };
    let position = table.records.column(&mapped.column);
    let mut unlisted: BTreeMap<String, (u64, usize)> = BTreeMap::new();
    let mut observations = Vec::new();
    for (place, record) in own_places(table).into_iter().zip(&table.records.rows) {
        let Some(place) = place else { continue };
        let text = position.and_then(|p| record.cells.get(p)).map(written).unwrap_or_default();
        let Some(code) = mapped.codes.get(&text) else {
            unlisted.entry(text).or_insert((record.number, 0)).1 += 1;
            continue;
        };
        observations.push(Observation {
            place,
            indicator: SETTLEMENT_TYPE.to_owned(),
            period: period.clone(),
            group: Group::all(),
            value: Value::Classes(vec![code.clone()]),
            quality: table.source.quality,
            source: table.source.id.clone(),
            run: run.clone(),
            basis: Basis::Reported { locator: table.locator(&[record.number], &mapped.column) },
            note: String::new(),
        });
    }
    for (text, (row, rows)) in unlisted {
        let problem = table.warning("settlement_type_not_listed").at_row(row).in_column(&mapped.column).found(&text);
        let problem =
            problem.expected(format!("a text that `settlement_type.codes` gives a code; {rows} places have no type"));
        problems.push(problem.hint(format!("add `{text}` to `places.settlement_type.codes`")));
    }
    observations
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up::{observe, said, wrong};

    #[test]
    fn values_of_own_places_and_their_types_come_with_them() {
        let settings = "[source.places]\nkind='settlement'\nprefix='settlement'\ncode='c'\nname='c'\nsettlement_type={column='t',codes={Shacks='informal',RDP='formal'}}\n[[source.values]]\ncolumn='n'\nindicator='population'\nperiod_column='when'\n";
        let observed =
            observe(settings, "c,t,n,when\nA,Shacks,10,2014-05-17T10:00:00\nA,RDP,11,2014\nB,Tents,12,May\n");
        assert_eq!(
            said(&observed.observations),
            ["settlement:A population [] 10", "settlement:A settlement_type [] informal"]
        );
        assert_eq!(observed.observations[0].period.as_str(), "2014-05-17");
        assert_eq!(observed.observations[1].period.as_str(), "2011-10-09");
        assert_eq!(wrong(&observed), [("period_unreadable", Some(4)), ("settlement_type_not_listed", Some(4))]);
    }

    #[test]
    fn wide_columns_have_their_group_beside_the_category() {
        let settings = "[source.join]\nprefix='ward'\ncolumn='ward'\n[[source.values]]\ncolumn='All'\nindicator='households'\nperiod='2021'\n[[source.values]]\ncolumn='Rural'\nindicator='households'\nperiod='2021'\ngroup='locality=rural'\n[[source.categories]]\ncolumn='k'\ndimension='structure'\ncodes={Kiosks='kiosk'}\n";
        let observed = observe(settings, "All,Rural,k,ward\n9,2,Kiosks,1\n");
        assert_eq!(
            said(&observed.observations),
            ["ward:1 households [structure=kiosk] 9", "ward:1 households [locality=rural;structure=kiosk] 2"]
        );
    }

    #[test]
    fn the_citys_row_is_compared_with_its_parts_and_not_added() {
        let settings = "[source.join]\nprefix='ward'\ncolumn='c'\naccept={CPT='city'}\n[[source.values]]\ncolumn='n'\nindicator='population'\nperiod='2011'\n";
        let observed = observe(settings, "c,n\n1,1740000\n2,2000028\nCPT,3740026\n");
        assert_eq!(observed.observations.len(), 3);
        let words = observed.problems[0].to_string();
        assert!(words.starts_with("note[city_row_beside_parts]"), "{words}");
        assert!(
            words.contains("3,740,026 for the city")
                && words.contains("3,740,028 in 2 places `ward:`")
                && words.contains("2 less"),
            "{words}"
        );
    }
}
