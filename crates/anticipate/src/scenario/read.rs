//! Reading a scenario: everything that is wrong is said at once, and a number without a citation is refused.

use super::reader::{Reader, Table, Value, join};
use super::{Births, Citation, Cited, Deaths, Scenario, Uptake};
use crate::ages::{Band, Sex};
use city::{Estimate, Problem};
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

const KEYS: [&str; 13] = [
    "id",
    "title",
    "city",
    "note",
    "years",
    "source",
    "growth_percent_year",
    "births",
    "deaths",
    "migration",
    "household_size_percent_year",
    "income_percent_year",
    "uptake",
];

/// Reads a scenario out of TOML. A number is a table of `value`, `low`, `high` and `source`, or stands in a table whose own `source`
/// covers all its numbers; `source` names a table `[source.ID]` with a `citation`.
///
/// # Errors
/// Everything that is wrong, each with file, line and key: a number without a citation (`number_without_citation`), a source that is
/// not there, a range that does not enclose its value, years that do not rise, shares of births that do not sum to 100, a share of
/// households over 100, a key that is not known.
///
/// ```
/// let text = r#"
/// id = "steady"
/// title = "Steady growth"
/// city = "mfano"
/// years = [2020, 2030]
/// [source.own]
/// citation = "Invented for this example"
/// [growth_percent_year]
/// value = 2.0
/// source = "own"
/// "#;
/// let scenario = anticipate::scenario::read("steady.toml", text).unwrap();
/// assert_eq!(scenario.growth_percent_year.unwrap().estimate.value, 2.0);
/// let problems = anticipate::scenario::read("steady.toml", &text.replace("source = \"own\"", "")).unwrap_err();
/// assert_eq!((problems[0].code.as_str(), problems[0].row), ("number_without_citation", Some(8)));
/// ```
pub fn read(file: &str, text: &str) -> Result<Scenario, Vec<Problem>> {
    let root = DeTable::parse(text).map_err(|e| {
        let line = e.span().and_then(|s| text.get(..s.start)).map(|t| t.matches('\n').count() as u64 + 1);
        let mut problem = Problem::error("not_toml").in_file(file).found(e.message());
        problem.row = line;
        vec![problem.expected("TOML").hint("see data/scenarios for examples")]
    })?;
    let mut reader = Reader { file, text, problems: Vec::new() };
    let scenario = scenario(&mut reader, root.get_ref());
    match scenario {
        Some(scenario) if reader.problems.is_empty() => Ok(scenario),
        _ => Err(reader.problems),
    }
}

fn scenario(reader: &mut Reader, root: Table) -> Option<Scenario> {
    reader.known(root, ("", &KEYS));
    let mut needed = |key: &str| {
        let text = reader.text(root, "", key).filter(|t| !t.trim().is_empty());
        if text.is_none() && !reader.problems.iter().any(|p| p.column == key) {
            reader.wrong("missing_key", (0, key), "a text", "write it at the top of the file");
        }
        text
    };
    let (id, title, city) = (needed("id"), needed("title"), needed("city"));
    let note = reader.text(root, "", "note").unwrap_or_default();
    let years = years(reader, root);
    let sources = sources(reader, root);
    let mut own = |key: &str| root.get(key).and_then(|value| cited(reader, (value, key), None, &sources));
    let growth_percent_year = own("growth_percent_year");
    let household_size_percent_year = own("household_size_percent_year");
    let income_percent_year = own("income_percent_year");
    let births = births(reader, root, &sources);
    let deaths = deaths(reader, root, &sources);
    let migration = migration(reader, root, &sources);
    let uptakes = uptakes(reader, root, (&sources, &years));
    if births.is_some() != deaths.is_some() && reader.problems.is_empty() {
        reader.wrong("half_a_cohort", (0, "births"), "births and deaths both, or neither", "give the other table too");
    }
    if growth_percent_year.is_none() && births.is_none() && reader.problems.is_empty() {
        let hint = "give the rate of the last censuses, ln(P2 / P1) / years, with its source";
        reader.wrong("no_growth", (0, "growth_percent_year"), "growth, or births and deaths", hint);
    }
    Some(Scenario {
        id: id?,
        title: title?,
        city: city?,
        note,
        years,
        growth_percent_year,
        births,
        deaths,
        migration,
        household_size_percent_year,
        income_percent_year,
        uptakes,
        sources,
    })
}

fn years(reader: &mut Reader, root: Table) -> Vec<i32> {
    let (expected, hint) = ("two or more years between 1900 and 2200 that rise", "years = [2021, 2025, 2030]");
    let Some(value) = root.get("years") else {
        reader.wrong("missing_key", (0, "years"), expected, hint);
        return Vec::new();
    };
    let year = |v: Value| match v.get_ref() {
        DeValue::Integer(number) => number.as_str().parse::<i32>().ok().filter(|y| (1900..=2200).contains(y)),
        _ => None,
    };
    let list: Option<Vec<i32>> = match value.get_ref() {
        DeValue::Array(list) => list.iter().map(year).collect(),
        _ => None,
    };
    let rising = list.filter(|l| l.len() >= 2 && l.windows(2).all(|pair| pair[0] < pair[1]));
    if rising.is_none() {
        reader.wrong_value("years_do_not_rise", (value, "years"), expected, hint);
    }
    rising.unwrap_or_default()
}

fn sources(reader: &mut Reader, root: Table) -> BTreeMap<String, Citation> {
    let mut sources = BTreeMap::new();
    for (id, value) in reader.table(root, "", "source").into_iter().flatten() {
        let path = join("source", id.get_ref());
        let DeValue::Table(table) = value.get_ref() else {
            reader.wrong_value("not_a_table", (value, &path), "a table", "write `[source.ID]` above its keys");
            continue;
        };
        reader.known(table, (&path, &["citation", "address"]));
        let citation = reader.text(table, &path, "citation").filter(|c| c.trim().len() >= 10);
        let address = reader.text(table, &path, "address").unwrap_or_default();
        match citation {
            Some(citation) => drop(sources.insert(id.get_ref().to_string(), Citation { citation, address })),
            None => reader.wrong(
                "source_without_citation",
                (id.span().start, &path),
                "author, year, title",
                "say who published it, when, and where in it the number stands",
            ),
        }
    }
    sources
}

type Sources = BTreeMap<String, Citation>;

/// A number: a table of its own, or a bare number in a table with a source.
fn cited(reader: &mut Reader, (value, key): (Value, &str), covers: Option<&str>, sources: &Sources) -> Option<Cited> {
    let DeValue::Table(table) = value.get_ref() else {
        let number = reader.number(value, key)?;
        let source = sourced(reader, (value, key), covers.map(str::to_owned), sources)?;
        return Some(Cited { estimate: Estimate::exact(number).ok()?, source });
    };
    reader.known(table, (key, &["value", "low", "high", "source"]));
    let mut number = |name: &str| table.get(name).and_then(|v| reader.number(v, &join(key, name)));
    let (number, low, high) = (number("value"), number("low"), number("high"));
    let own = reader.text(table, key, "source").or_else(|| covers.map(str::to_owned));
    let source = sourced(reader, (value, key), own, sources);
    let Some(number) = number else {
        if !table.contains_key("value") {
            reader.wrong("missing_key", (value.span().start, key), "`value`", "give the number itself");
        }
        return None;
    };
    let Ok(estimate) = Estimate::range(low.unwrap_or(number), number, high.unwrap_or(number)) else {
        let hint = "low is at most the value, high at least";
        reader.wrong_value("range_does_not_enclose", (value, key), "low <= value <= high", hint);
        return None;
    };
    Some(Cited { estimate, source: source? })
}

fn sourced(reader: &mut Reader, at: (Value, &str), source: Option<String>, sources: &Sources) -> Option<String> {
    let (code, expected) = match &source {
        Some(id) if sources.contains_key(id) => return source,
        Some(id) => ("unknown_source", format!("a `[source.{id}]` with its citation")),
        None => ("number_without_citation", "`source = \"ID\"` beside the number".to_owned()),
    };
    let known: Vec<&str> = sources.keys().map(String::as_str).collect();
    let hint = format!("a number that nobody can be asked about is left out; sources here: {}", known.join(", "));
    reader.wrong_value(code, at, &expected, &hint);
    None
}

/// Numbers by band of ages, under one source or each with its own.
fn by_band(reader: &mut Reader, table: Table, (path, sources): (&str, &Sources)) -> Vec<(Band, Cited)> {
    let covers = reader.text(table, path, "source");
    let mut list: Vec<(Band, Cited)> = Vec::new();
    for (key, value) in table.iter().filter(|(key, _)| key.get_ref().as_ref() != "source") {
        let name = join(path, key.get_ref());
        let Ok(band) = key.get_ref().parse::<Band>() else {
            let expected = "a band of ages: `15_19`, `0`, `75_plus`";
            reader.wrong("no_band", (key.span().start, &name), expected, "write first and last age");
            continue;
        };
        list.extend(cited(reader, (value, &name), covers.as_deref(), sources).map(|cited| (band, cited)));
    }
    list.sort_by_key(|(band, _)| *band);
    let twice = list.windows(2).find(|pair| pair[0].0.to.is_none_or(|to| to >= pair[1].0.from)).map(|pair| pair[1].0);
    if let Some(band) = twice {
        reader.wrong("bands_overlap", (0, &join(path, &band.to_string())), "bands side by side", "count nobody twice");
    }
    list
}

fn births(reader: &mut Reader, root: Table, sources: &Sources) -> Option<Births> {
    let table = reader.table(root, "", "births")?;
    reader.known(table, ("births", &["total_fertility", "share_percent", "boys_per_100_girls"]));
    let mut own = |key: &str| {
        let Some(value) = table.get(key) else {
            reader.wrong("missing_key", (0, &join("births", key)), "a cited number", "births need all three");
            return None;
        };
        cited(reader, (value, &join("births", key)), None, sources)
    };
    let (total_fertility, boys_per_100_girls) = (own("total_fertility"), own("boys_per_100_girls"));
    let shares = reader.table(table, "births", "share_percent");
    let share_percent = shares.map(|t| by_band(reader, t, ("births.share_percent", sources))).unwrap_or_default();
    let sum: f64 = share_percent.iter().map(|(_, c)| c.estimate.value).sum();
    if (sum - 100.0).abs() > 0.5 {
        let hint = format!("they sum to {sum:.2}");
        reader.wrong(
            "shares_do_not_sum",
            (0, "births.share_percent"),
            "shares by age of mother that sum to 100",
            &hint,
        );
    }
    Some(Births { total_fertility: total_fertility?, share_percent, boys_per_100_girls: boys_per_100_girls? })
}

fn deaths(reader: &mut Reader, root: Table, sources: &Sources) -> Option<Deaths> {
    let table = reader.table(root, "", "deaths")?;
    reader.known(table, ("deaths", &["female", "male"]));
    let mut of = |key: &str| {
        let path = join("deaths", key);
        let list = reader.table(table, "deaths", key).map(|t| by_band(reader, t, (&path, sources))).unwrap_or_default();
        let whole = list.first().is_some_and(|(b, _)| b.from == 0) && list.last().is_some_and(|(b, _)| b.to.is_none());
        if !whole || list.windows(2).any(|p| p[0].0.to.is_some_and(|to| to + 1 != p[1].0.from)) {
            let hint = "give rates for all ages: from 0 to an open band such as `75_plus`, without a hole";
            reader.wrong("ages_missing", (0, &path), "deaths per person and year for every age", hint);
        }
        if list.iter().any(|(_, c)| c.estimate.low < 0.0 || c.estimate.high > 1.0) {
            reader.wrong("not_a_rate", (0, &path), "0 to 1", "deaths per person and year, not per 1,000");
        }
        list
    };
    let (female, male) = (of("female"), of("male"));
    Some(Deaths { female, male })
}

fn migration(reader: &mut Reader, root: Table, sources: &Sources) -> Vec<(Band, Sex, Cited)> {
    let Some(table) = reader.table(root, "", "migration") else { return Vec::new() };
    reader.known(table, ("migration", &["female", "male"]));
    let mut list = Vec::new();
    for sex in Sex::BOTH {
        let path = join("migration", sex.as_str());
        let Some(inner) = reader.table(table, "migration", sex.as_str()) else { continue };
        list.extend(by_band(reader, inner, (&path, sources)).into_iter().map(|(band, cited)| (band, sex, cited)));
    }
    list
}

fn uptakes(reader: &mut Reader, root: Table, (sources, years): (&Sources, &[i32])) -> Vec<Uptake> {
    let Some(value) = root.get("uptake") else { return Vec::new() };
    let DeValue::Array(list) = value.get_ref() else {
        reader.wrong_value("not_a_list", (value, "uptake"), "a list of tables", "write `[[uptake]]` above each");
        return Vec::new();
    };
    list.iter().filter_map(|one| uptake(reader, one, (sources, years))).collect()
}

fn uptake(reader: &mut Reader, value: Value, (sources, years): (&Sources, &[i32])) -> Option<Uptake> {
    let DeValue::Table(table) = value.get_ref() else {
        reader.wrong_value("not_a_table", (value, "uptake"), "a table", "write `[[uptake]]` above its keys");
        return None;
    };
    reader.known(table, ("uptake", &["dimension", "to", "percent", "by"]));
    let dimension = reader.text(table, "uptake", "dimension");
    if !matches!(dimension.as_deref(), Some("water" | "toilet")) {
        reader.wrong_value("unknown_dimension", (value, "uptake.dimension"), "`water` or `toilet`", "name one of them");
    }
    let to = reader.text(table, "uptake", "to");
    let by = table.get("by").and_then(|v| reader.number(v, "uptake.by"));
    #[expect(clippy::cast_possible_truncation, reason = "kept within years that a scenario can have")]
    let by = by.filter(|y| (1900.0..=2200.0).contains(y)).map(|y| y as i32);
    if by.is_none_or(|by| years.first().is_some_and(|first| by <= *first)) {
        reader.wrong_value("no_year", (value, "uptake.by"), "a year after the first", "say when it is reached");
    }
    let percent = table.get("percent").and_then(|v| cited(reader, (v, "uptake.percent"), None, sources));
    let over = percent.as_ref().is_some_and(|p| p.estimate.low < 0.0 || p.estimate.high > 100.0);
    if let Some(value) = table.get("percent").filter(|_| over) {
        reader.wrong_value("not_a_share", (value, "uptake.percent"), "0 to 100", "percent of households");
        return None;
    }
    Some(Uptake { dimension: dimension?, to: to?, percent: percent?, by: by? })
}
