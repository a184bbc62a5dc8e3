//! Columns: those that the mapping names and the file lacks.

use super::Table;
use super::places::columns_in;
use city::Problem;
use city::settings::{OneOrMany, SourceSettings};

/// Columns named in `city.toml` that the file does not have, each with the nearest name and all that there are.
#[must_use]
pub fn check_columns(table: &Table<'_>) -> Vec<Problem> {
    let names = table.records.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>();
    let mut problems = Vec::new();
    for (key, column) in wanted(table.source) {
        if names.contains(&column.as_str()) {
            continue;
        }
        let mut problem = table.error("column_missing").in_column(&column);
        problem = problem.expected(format!("a column of that name, which `{key}` asks for"));
        let there = format!("the file has {}", names.join(", "));
        problems.push(match nearest(&column, names.iter().copied()) {
            Some(near) => problem.hint(format!("is it `{near}`? {there}")),
            None => problem.hint(there),
        });
    }
    problems
}

/// The name that looks most like another, if one does.
pub fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = name.to_lowercase();
    let scored = names.map(|n| (strsim::jaro_winkler(&wanted, &n.to_lowercase()), n));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))?;
    (best.0 >= 0.75).then_some(best.1)
}

/// Every column that a source names, with the key that names it.
fn wanted(source: &SourceSettings) -> Vec<(String, String)> {
    let mut wanted = Wanted(Vec::new());
    wanted.all("keep", source.keep.keys());
    if let Some(places) = &source.places {
        wanted.all("places.code", places.code.as_slice());
        match columns_in(&places.name) {
            Some(columns) => wanted.all("places.name", &columns.into_iter().map(str::to_owned).collect::<Vec<_>>()),
            None => wanted.all("places.name", [&places.name]),
        }
        wanted.all("places.aliases", &places.aliases);
        wanted.all("places.parent.column", places.parent.as_ref().and_then(|p| p.column.as_ref()));
        wanted.all("places.settlement_type.column", places.settlement_type.as_ref().map(|s| &s.column));
    }
    wanted.all("longitude_latitude", source.longitude_latitude.iter().flatten());
    if let Some(join) = &source.join {
        wanted.all("join.column", join.column.iter().flat_map(OneOrMany::as_slice));
        wanted.all("join.editions.column", join.editions.as_ref().map(|e| &e.column));
    }
    for (i, value) in source.values.iter().enumerate() {
        wanted.all(&format!("values[{i}].column"), [&value.column]);
        wanted.all(&format!("values[{i}].period_column"), &value.period_column);
        wanted.all(&format!("values[{i}].zero_unknown_where"), value.zero_unknown_where.keys());
        wanted.all(&format!("values[{i}].low"), &value.low);
        wanted.all(&format!("values[{i}].high"), &value.high);
    }
    for (i, category) in source.categories.iter().enumerate() {
        wanted.all(&format!("categories[{i}].column"), [&category.column]);
        wanted.all(&format!("categories[{i}].weight_column"), &category.weight_column);
    }
    if let Some(layer) = &source.keep_layer {
        wanted.all("keep_layer.columns", layer.columns.keys());
        wanted.all("keep_layer.geometry_from.here", layer.geometry_from.as_ref().map(|g| &g.here));
    }
    wanted.0
}

struct Wanted(Vec<(String, String)>);

impl Wanted {
    fn all<'c>(&mut self, key: &str, columns: impl IntoIterator<Item = &'c String>) {
        for column in columns {
            if !self.0.iter().any(|(_, held)| held == column) {
                self.0.push((key.to_owned(), column.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up;
    use super::*;

    #[test]
    fn a_column_that_is_not_there_is_named_once_with_the_nearest() {
        let source = made_up::source(
            "[source.join]\nprefix='ward'\ncolumn='ward'\n[[source.values]]\ncolumn='Populaton'\nindicator='population'\nlow='Populaton'\n",
        );
        let records = made_up::records("ward,Population\n1,2\n");
        let problems = check_columns(&Table { source: &source, file: "a.csv", records: &records });
        assert_eq!(problems.len(), 1);
        let words = problems[0].to_string();
        assert!(
            words.contains("column Populaton") && words.contains("is it `Population`? the file has ward,"),
            "{words}"
        );
        assert!(words.contains("values[0].column"), "{words}");
    }
}
