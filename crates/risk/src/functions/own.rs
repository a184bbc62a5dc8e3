//! Functions of a person's own, and those of a CLIMADA workbook.

use super::known::{About, Certainty, FunctionsRead, KnownFunction, Spread};
use super::rows::{Row, Rows};
use super::unit::IntensityUnit;
use crate::function::DamageFunction;
use city::problem::Problem;
use std::collections::BTreeMap;

/// Functions out of CSV, a row a point:
/// `function,intensity,damage[,affected][,damage_low,damage_high][,deviation],unit[,label,hazard,element,continent,certainty,source]`.
///
/// Points of one function stand in rising order; a step is two points of one intensity. `damage`, its band and its deviation are
/// shares of what a thing is worth, `affected` the share of things struck. The unit must be said and be the same throughout a
/// function. A function with a fault is left out, and all its faults are told.
#[must_use]
pub fn read_functions_csv(text: &str, file: &str) -> FunctionsRead {
    let mut problems = Vec::new();
    let rows = Rows::of_csv(text, file, &mut problems);
    read(&rows, problems)
}

/// Functions out of rows of a sheet, the first row being headings: as [`read_functions_csv`], or the sheet `impact_functions` of
/// CLIMADA (`impact_fun_id, intensity, mdd, paa, peril_id, name, intensity_unit`). Where two perils share an id, the functions are
/// `PERIL_id`.
#[must_use]
pub fn read_function_rows(rows: &[Vec<String>], file: &str, sheet: &str) -> FunctionsRead {
    read(&Rows::of_sheet(rows, file, sheet), Vec::new())
}

/// Where the columns are.
struct Columns {
    id: Option<usize>,
    intensity: Option<usize>,
    damage: Option<usize>,
    unit: Option<usize>,
    affected: Option<usize>,
    low: Option<usize>,
    high: Option<usize>,
    deviation: Option<usize>,
    label: Option<usize>,
    hazard: Option<usize>,
    element: Option<usize>,
    made_for: Option<usize>,
    certainty: Option<usize>,
    source: Option<usize>,
}

fn read(rows: &Rows, mut problems: Vec<Problem>) -> FunctionsRead {
    let columns = Columns {
        id: rows.required(&["function", "impact_fun_id", "impf_id", "curve_id"], &mut problems),
        intensity: rows.required(&["intensity"], &mut problems),
        damage: rows.required(&["damage", "mdd"], &mut problems),
        unit: rows.required(&["unit", "intensity_unit"], &mut problems),
        affected: rows.column(&["affected", "paa"]),
        low: rows.column(&["damage_low"]),
        high: rows.column(&["damage_high"]),
        deviation: rows.column(&["deviation"]),
        label: rows.column(&["label", "name"]),
        hazard: rows.column(&["hazard", "peril_id"]),
        element: rows.column(&["element"]),
        made_for: rows.column(&["continent", "made_for"]),
        certainty: rows.column(&["certainty"]),
        source: rows.column(&["source", "citation"]),
    };
    if [columns.id, columns.intensity, columns.damage, columns.unit].contains(&None) {
        return FunctionsRead { functions: Vec::new(), problems };
    }
    let mut groups: Vec<((String, String), Vec<Row>)> = Vec::new();
    let (mut places, mut perils) = (BTreeMap::new(), BTreeMap::<String, usize>::new());
    for row in rows.iter() {
        let (id, hazard) = (whole(row.text(columns.id)), row.text(columns.hazard).to_owned());
        if id.is_empty() {
            problems
                .push(row.problem(Problem::error("function_without_id"), columns.id).expected("the id of a function"));
            continue;
        }
        let place = *places.entry((id, hazard)).or_insert_with_key(|key| {
            groups.push((key.clone(), Vec::new()));
            *perils.entry(key.0.clone()).or_default() += 1;
            groups.len() - 1
        });
        groups[place].1.push(row);
    }
    if groups.is_empty() {
        let hint = "the file has headings and no points: add a row for each point of each function";
        problems.push(rows.problem(Problem::error("no_points")).expected("at least one point").hint(hint));
    }
    let functions = groups.iter().filter_map(|((id, hazard), rows)| {
        let shared = perils.get(id).is_some_and(|count| *count > 1);
        let id = if shared { format!("{hazard}_{id}") } else { id.clone() };
        one(&id, rows, &columns, &mut problems)
    });
    FunctionsRead { functions: functions.collect(), problems }
}

/// An id as a person writes it: workbooks keep 101 as 101.0.
fn whole(id: &str) -> String {
    match id.strip_suffix(".0") {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => digits.to_owned(),
        _ => id.to_owned(),
    }
}

/// One function of its rows; none where a row of it has a fault.
fn one(id: &str, rows: &[Row], columns: &Columns, problems: &mut Vec<Problem>) -> Option<KnownFunction> {
    let before = problems.len();
    let first = rows.first()?;
    let mut column =
        |at: Option<usize>| -> Vec<f64> { rows.iter().filter_map(|row| row.number_in(at, problems)).collect() };
    let intensity = column(columns.intensity);
    let damage = column(columns.damage);
    let asked = |at: Option<usize>| at.filter(|_| rows.iter().any(|row| !row.text(at).is_empty()));
    let affected = asked(columns.affected).map(|at| column(Some(at)));
    let band = asked(columns.low).or(asked(columns.high)).map(|_| (column(columns.low), column(columns.high)));
    let deviation = asked(columns.deviation).map(|at| column(Some(at)));
    let unit = unit_of(rows, columns, problems);
    rising(id, rows, (columns.intensity, &intensity), problems);
    let (low, high) = (band.as_ref().map(|b| &b.0), band.as_ref().map(|b| &b.1));
    let damages = [Some(&damage), affected.as_ref(), low, high, deviation.as_ref()];
    let places = [columns.damage, columns.affected, columns.low, columns.high, columns.deviation];
    for (values, place) in damages.iter().zip(places) {
        if let Some(values) = values.filter(|values| values.len() == rows.len()) {
            shares(id, rows, (place, values), problems);
        }
    }
    if problems[before..].iter().any(|p| p.severity == city::problem::Severity::Error) {
        return None;
    }
    if let Some((low, high)) = &band {
        let crossed = (0..rows.len()).find(|&i| low[i] > damage[i] || high[i] < damage[i]);
        if let Some(row) = crossed.and_then(|i| rows.get(i)) {
            let hint = "the range of results would not hold the result: damage_low <= damage <= damage_high";
            problems.push(row.problem(Problem::warning("band_beside_function"), columns.low).found(id).hint(hint));
        }
    }
    let function = DamageFunction::new(id, intensity, damage).ok()?;
    let function = match affected {
        Some(shares) => function.with_affected(shares).ok()?,
        None => function,
    };
    tell_fall(&function, rows, columns.damage, problems);
    let certainty = first.text(columns.certainty).parse().unwrap_or(Certainty::Assumption);
    let text = |at| first.text(at).to_owned();
    let about = About {
        label: if first.text(columns.label).is_empty() { id.to_owned() } else { text(columns.label) },
        hazard: text(columns.hazard),
        intensity: String::new(),
        unit: unit?,
        element: text(columns.element),
        made_for: text(columns.made_for),
        source: text(columns.source),
        certainty,
    };
    let spread = match (band, deviation) {
        (Some((low, high)), _) => Spread::Band { low, high },
        (None, Some(deviation)) => Spread::Deviation(deviation),
        (None, None) => Spread::Unknown,
    };
    Some(KnownFunction { function, about, spread })
}

fn unit_of(rows: &[Row], columns: &Columns, problems: &mut Vec<Problem>) -> Option<IntensityUnit> {
    let first = rows.first()?;
    let text = first.text(columns.unit);
    if let Some(row) = rows.iter().find(|row| row.text(columns.unit) != text) {
        problems.push(
            row.problem(Problem::error("function_in_two_units"), columns.unit)
                .found(row.text(columns.unit))
                .expected(format!("`{text}`, as in row {}", first.number()))
                .hint("write all points of one function in one unit"),
        );
        return None;
    }
    IntensityUnit::parse(text)
        .map_err(|error| {
            let hint = "a depth in cm looked up as metres would make a puddle a total loss: say the unit";
            let problem = row_problem(first, "unit_not_known", columns.unit);
            problems.push(problem.found(text).expected(error.to_string()).hint(hint));
        })
        .ok()
}

fn row_problem(row: &Row, code: &str, column: Option<usize>) -> Problem {
    row.problem(Problem::error(code), column)
}

fn rising(id: &str, rows: &[Row], (column, values): (Option<usize>, &[f64]), problems: &mut Vec<Problem>) {
    if values.len() != rows.len() {
        return;
    }
    if let Some(at) = (1..values.len()).find(|&i| values[i] < values[i - 1]) {
        let hint = "write the points of a function from the least intensity to the most; a function may not come twice";
        problems.push(
            row_problem(&rows[at], "intensity_falls", column)
                .found(format!("{id}: {} after {}", values[at], values[at - 1]))
                .expected("an intensity at or above that of the point before")
                .hint(hint),
        );
    }
}

/// Shares below 0 or far above 1 leave a function out; a little above 1 is told.
fn shares(id: &str, rows: &[Row], (column, values): (Option<usize>, &[f64]), problems: &mut Vec<Problem>) {
    let most = values.iter().copied().fold(0.0, f64::max);
    let percent = "the numbers are probably percent: divide by 100, or every loss would be a hundred times too large";
    let (code, wrong, hint) = if let Some(at) = values.iter().position(|y| *y < 0.0) {
        ("damage_below_zero", at, "water does not make a house worth more: the function is left out")
    } else if most >= 2.0 {
        ("damage_in_percent", values.iter().position(|y| *y >= 2.0).unwrap_or(0), percent)
    } else if most > 1.0 {
        (
            "damage_above_one",
            values.iter().position(|y| *y > 1.0).unwrap_or(0),
            "more than all is lost there; kept as it is",
        )
    } else {
        return;
    };
    let problem = if code == "damage_above_one" { Problem::warning(code) } else { Problem::error(code) };
    let found = format!("{id}: {}", values[wrong]);
    problems.push(rows[wrong].problem(problem, column).found(found).expected("a share from 0 to 1").hint(hint));
}

/// A function that falls is told and kept.
pub(super) fn tell_fall(function: &DamageFunction, rows: &[Row], column: Option<usize>, problems: &mut Vec<Problem>) {
    let Some(at) = function.falls_at() else { return };
    let Some(row) = rows.get(at - 1) else { return };
    let (before, after) = (function.degree()[at - 2], function.degree()[at - 1]);
    problems.push(
        row.problem(Problem::warning("function_falls"), column)
            .found(format!("{}: {after} after {before}", function.id()))
            .expected("a damage at or above that of the point before")
            .hint("a stronger event would cost less there; the function is kept as it was published"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "function,intensity,damage,unit\n";

    fn codes(read: &FunctionsRead) -> Vec<(&str, Option<u64>)> {
        read.problems.iter().map(|p| (p.code.as_str(), p.row)).collect()
    }

    #[test]
    fn a_function_of_ones_own_comes_with_its_band_and_unit() {
        let text = "function,intensity,damage,damage_low,damage_high,affected,unit,label\n\
                    shack,0,0,0,0,1,cm,\"Shack, iron sheets\"\nshack,50,0.5,0.3,0.8,1,cm,\nshack,100,0.9,0.7,1,1,cm,\n";
        let read = read_functions_csv(text, "own.csv");
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        let shack = &read.functions[0];
        assert_eq!((shack.about.label.as_str(), shack.about.unit.as_str()), ("Shack, iron sheets", "cm"));
        let (low, high) = shack.band().unwrap();
        assert!((low.ratio(50.0) - 0.3).abs() < 1e-15 && (high.ratio(50.0) - 0.8).abs() < 1e-15);
    }

    #[test]
    fn the_sheet_of_climada_is_read_with_its_own_headings() {
        let rows: Vec<Vec<String>> = [
            ["impact_fun_id", "intensity", "mdd", "paa", "peril_id", "name", "intensity_unit"],
            ["101.0", "0", "0", "1", "FL", "house", "m"],
            ["101", "1.5", "0.8", "0.5", "FL", "house", "m"],
            ["101", "30", "0", "1", "TC", "house in wind", "m/s"],
        ]
        .iter()
        .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
        .collect();
        let read = read_function_rows(&rows, "entity.xlsx", "impact_functions");
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        let ids: Vec<&str> = read.functions.iter().map(|f| f.function.id()).collect();
        assert_eq!(ids, ["FL_101", "TC_101"]);
        assert!((read.functions[0].function.ratio(1.5) - 0.4).abs() < 1e-15);
    }

    #[test]
    fn every_fault_is_told_by_its_row_and_the_sound_functions_are_kept() {
        let text = format!(
            "{HEAD}good,0,0,m\ngood,1,0.5,m\nhole,0,0,m\nhole,1,much,m\npercent,0,0,m\npercent,1,45,m\nunits,0,0,m\nunits,1,0.2,cm\n\
             back,1,0.5,m\nback,0,0,m\nless,0,-0.2,m\n,0,0,m\nodd,0,0,bananas\nfalls,0,0.2,m\nfalls,1,0.1,m\n"
        );
        let read = read_functions_csv(&text, "own.csv");
        let ids: Vec<&str> = read.functions.iter().map(|f| f.function.id()).collect();
        assert_eq!(ids, ["good", "falls"]);
        let expected = [
            ("function_without_id", Some(13)),
            ("not_a_number", Some(5)),
            ("damage_in_percent", Some(7)),
            ("function_in_two_units", Some(9)),
            ("intensity_falls", Some(11)),
            ("damage_below_zero", Some(12)),
            ("unit_not_known", Some(14)),
            ("function_falls", Some(16)),
        ];
        assert_eq!(codes(&read), expected);
        assert!(read.problems.iter().all(|p| p.file == "own.csv" && !p.column.is_empty()));
    }

    #[test]
    fn missing_columns_and_empty_files_are_told() {
        let read = read_functions_csv("function,depth\na,1\n", "own.csv");
        let missing: Vec<&str> = read.problems.iter().map(|p| p.column.as_str()).collect();
        assert_eq!(missing, ["intensity", "damage", "unit"]);
        assert_eq!(codes(&read_functions_csv(HEAD, "own.csv")), [("no_points", None)]);
        assert!(!read_functions_csv("", "own.csv").problems.is_empty());
    }
}
