//! Counted: rows that are one household each, made into how many there are of each category.

use super::Table;
use super::combine::Parts;
use super::readings::{Category, Meaning};
use city::run::RunId;
use city::settings::CategorySettings;
use city::{Basis, Cell, Estimate, FieldTable, Group, Indicator, Observation, Period, PlaceId, Problem, Value};
use std::collections::BTreeMap;
use units::{NumberStyle, parse_number};

/// The most rows that are named where a number stands.
const MOST_NAMED: usize = 20;

/// Rows of one place and category.
#[derive(Default)]
struct Count {
    rows: Vec<u64>,
    sum: f64,
}

/// What `counts` asks for: for each place, the rows of each category, or the sum of their weights.
///
/// A row without an answer, or with one that has no code, is not counted; how many answered is said beside every number.
/// Each category column is counted by itself.
pub(super) fn observations(
    parts: &Parts<'_, '_>,
    fields: &FieldTable,
    run: &RunId,
    problems: &mut Vec<Problem>,
) -> Vec<Observation> {
    let mut observations = Vec::new();
    for settings in &parts.table.source.categories {
        let Some(indicator) = settings.counts.as_deref().and_then(|id| fields.get(id)) else { continue };
        let said = settings.period.as_ref().unwrap_or(&parts.table.source.date);
        let Ok(period) = said.parse::<Period>() else { continue };
        let category = Category::of(parts.table, settings);
        observations.extend(of_column(parts, (&category, indicator, &period), run, problems));
    }
    observations
}

fn of_column(
    parts: &Parts<'_, '_>,
    (category, indicator, period): (&Category<'_>, &Indicator, &Period),
    run: &RunId,
    problems: &mut Vec<Problem>,
) -> Vec<Observation> {
    let table = parts.table;
    let mut counts: BTreeMap<(PlaceId, String, Group), Count> = BTreeMap::new();
    let mut answered: BTreeMap<PlaceId, usize> = BTreeMap::new();
    let mut unlisted: BTreeMap<usize, usize> = BTreeMap::new();
    let (mut empty, mut unweighted) = (0_usize, 0_usize);
    for (at, record) in table.records.rows.iter().enumerate() {
        let named = parts.rows.of_row.get(at).copied().flatten().and_then(|name| parts.rows.names.get(name));
        let Some(place) = named.and_then(|named| named.place(parts.known)) else { continue };
        let text = category.of_row.get(at).copied().unwrap_or_default();
        if table.source.text.missing.iter().any(|m| m == category.text(text)) || category.text(text).is_empty() {
            empty += 1;
            continue;
        }
        let (id, group) = match category.meaning(text) {
            Meaning::Code(code) => (indicator.id.as_str(), Group::all().with(&category.settings.dimension, code)),
            Meaning::All => (indicator.id.as_str(), Group::all()),
            Meaning::Indicator(id) => (id, Group::all()),
            Meaning::LeftOut => continue,
            Meaning::Unlisted => {
                *unlisted.entry(text).or_default() += 1;
                continue;
            }
        };
        let Some(weight) = weight(table, category.settings, record) else {
            unweighted += 1;
            continue;
        };
        *answered.entry(place.clone()).or_default() += 1;
        let count = counts.entry((place.clone(), id.to_owned(), group)).or_default();
        count.rows.push(record.number);
        count.sum += weight;
    }
    report(table, category, (&unlisted, empty, unweighted), problems);
    problems.extend(surveyed(table, category.settings, indicator, &answered));
    let observation = |((place, id, group), count): ((PlaceId, String, Group), Count)| {
        let all = answered.get(&place).copied().unwrap_or_default();
        Some(Observation {
            indicator: id,
            period: period.clone(),
            group,
            value: Value::Estimate(Estimate::exact(count.sum).ok()?),
            quality: table.source.quality,
            source: table.source.id.clone(),
            run: run.clone(),
            basis: Basis::Reported { locator: locator(table, &count.rows, &category.settings.column) },
            note: note(category.settings, count.rows.len(), all),
            place,
        })
    };
    counts.into_iter().filter_map(observation).collect()
}

/// What a row stands for; none where its weight cannot be read or is less than nothing.
fn weight(table: &Table<'_>, settings: &CategorySettings, record: &crate::records::Record) -> Option<f64> {
    let Some(column) = &settings.weight_column else { return Some(1.0) };
    let weight = match record.cells.get(table.records.column(column)?)? {
        Cell::Integer(_) | Cell::Real(_) | Cell::Text(_) => {
            let text = &table.source.text;
            let style = NumberStyle { decimal: text.decimal.unwrap_or('.'), thousands: text.thousands };
            parse_number(&table.text(record, table.records.column(column))?, &style).ok()?
        }
        Cell::Empty | Cell::Flag(_) => return None,
    };
    (weight >= 0.0).then_some(weight)
}

fn note(settings: &CategorySettings, rows: usize, all: usize) -> String {
    match &settings.weight_column {
        Some(column) => format!("{rows} of {all} rows, weighted by {column}"),
        None => format!("{rows} of {all} surveyed; not all that live there"),
    }
}

fn locator(table: &Table<'_>, rows: &[u64], column: &str) -> String {
    let named = rows.get(..rows.len().min(MOST_NAMED)).unwrap_or_default();
    let more = rows.len() - named.len();
    let locator = table.locator(named, column);
    if more == 0 { locator } else { format!("{locator}, and {more} rows more") }
}

fn surveyed(
    table: &Table<'_>,
    settings: &CategorySettings,
    indicator: &Indicator,
    answered: &BTreeMap<PlaceId, usize>,
) -> Option<Problem> {
    if settings.weight_column.is_some() || answered.is_empty() {
        return None;
    }
    let rows: usize = answered.values().sum();
    let problem = table.note("surveyed_not_all").in_column(&settings.column);
    let problem = problem.found(format!("{rows} rows in {} places", answered.len()));
    let problem = problem.expected(format!("`{}` of those surveyed, not of all that live there", indicator.id));
    Some(problem.hint("shares may be told from them where the sample was fair; `weight_column` makes totals"))
}

fn report(
    table: &Table<'_>,
    category: &Category<'_>,
    (unlisted, empty, unweighted): (&BTreeMap<usize, usize>, usize, usize),
    problems: &mut Vec<Problem>,
) {
    let column = &category.settings.column;
    for (text, rows) in unlisted {
        let row = category.first_rows.get(*text).copied().unwrap_or_default();
        let problem = table.error("category_not_listed").in_column(column).found(category.text(*text)).at_row(row);
        let problem = problem.expected(format!("a text that `codes` gives a code; {rows} rows were left out"));
        problems.push(problem.hint(format!("add it to the `codes` of `{column}`, or `-` to leave it out")));
    }
    if empty > 0 {
        let problem = table.note("not_answered").in_column(column).found(format!("{empty} rows"));
        problems.push(problem.expected("an answer").hint("not counted in any category"));
    }
    if unweighted > 0 {
        let weight = category.settings.weight_column.as_deref().unwrap_or_default();
        let problem = table.error("weight_unreadable").in_column(weight).found(format!("{unweighted} rows"));
        problems.push(problem.expected("a number of 0 or more").hint("these rows were not counted"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up::{observe, said, wrong};

    const HEAD: &str = "[source.join]\nprefix='ward'\ncolumn='ward'\n";
    const WATER: &str = "[[source.categories]]\ncolumn='w'\ndimension='water'\ncounts='households'\nperiod='2024'\nmake_total=true\ncodes={piped='piped',tanker='tanker'}\n";

    #[test]
    fn each_row_is_one_household_and_columns_are_counted_by_themselves() {
        let toilet = "[[source.categories]]\ncolumn='t'\ndimension='toilet'\ncounts='households'\ncodes={pit='pit'}\n";
        let csv = "ward,w,t\n1,piped,pit\n1,tanker,\n1,piped,pit\n2,river,pit\n2,,pit\n";
        let observed = observe(&format!("{HEAD}{WATER}{toilet}"), csv);
        assert_eq!(
            said(&observed.observations),
            [
                "ward:1 households [water=piped] 2",
                "ward:1 households [water=tanker] 1",
                "ward:1 households [toilet=pit] 2",
                "ward:2 households [toilet=pit] 2",
                "ward:1 households [] 3",
            ]
        );
        assert_eq!(observed.observations[0].note, "2 of 3 surveyed; not all that live there");
        assert_eq!(
            wrong(&observed),
            [
                ("category_not_listed", Some(5)),
                ("not_answered", None),
                ("surveyed_not_all", None),
                ("not_answered", None),
                ("surveyed_not_all", None)
            ]
        );
    }

    #[test]
    fn weights_make_totals_and_a_weight_that_is_none_is_said() {
        let weighted = WATER.replace("make_total=true", "weight_column='n'");
        let csv = "ward,w,n\n1,piped,10.5\n1,piped,4\n1,tanker,\n1,tanker,-1\n";
        let observed = observe(&format!("{HEAD}{weighted}"), csv);
        assert_eq!(said(&observed.observations), ["ward:1 households [water=piped] 14.5"]);
        assert_eq!(observed.observations[0].note, "2 of 2 rows, weighted by n");
        assert_eq!(wrong(&observed), [("weight_unreadable", None)]);
    }
}
