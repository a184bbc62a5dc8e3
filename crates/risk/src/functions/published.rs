//! The 198 published curves for infrastructure under flood, wind, earthquake and landslide, out of a person's files.

use super::known::{About, Certainty, FunctionsRead, KnownFunction, Spread};
use super::own::tell_fall;
use super::rows::{Row, Rows};
use super::unit::IntensityUnit;
use crate::function::DamageFunction;
use city::problem::Problem;
use std::collections::BTreeMap;

/// The curves of `curves.csv` (`curve_id,point_index,intensity,damage`) with what `metadata.csv` says of each (`curve_id`,
/// `hazard_name`, `intensity_axis`, `intensity_unit`, `exposed_element`, `source`), as Nirandjan, Koks and others collected them
/// (2024) and snail passes them on. In the order of the metadata. A curve that falls is told and kept; one with a fault, or that
/// the other file does not know, is told and left out.
#[must_use]
pub fn read_published_curves(
    (curves, curves_file): (&str, &str),
    (metadata, metadata_file): (&str, &str),
) -> FunctionsRead {
    let mut problems = Vec::new();
    let points = Rows::of_csv(curves, curves_file, &mut problems);
    let about = Rows::of_csv(metadata, metadata_file, &mut problems);
    let at = ["curve_id", "point_index", "intensity", "damage"].map(|name| points.required(&[name], &mut problems));
    let of = ["curve_id", "hazard_name", "intensity_axis", "intensity_unit", "exposed_element", "source"]
        .map(|name| about.required(&[name], &mut problems));
    if at.contains(&None) || of.contains(&None) {
        return FunctionsRead { functions: Vec::new(), problems };
    }
    let mut by_curve: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    let mut order = Vec::new();
    for row in points.iter() {
        let rows = by_curve.entry(row.text(at[0])).or_default();
        if rows.is_empty() {
            order.push(row);
        }
        rows.push(row);
    }
    let mut functions = Vec::new();
    let mut taken: BTreeMap<&str, u64> = BTreeMap::new();
    for row in about.iter() {
        let id = row.text(of[0]);
        if let Some(first) = taken.insert(id, row.number()) {
            let problem = row.problem(Problem::error("curve_twice"), of[0]).found(id);
            problems.push(
                problem.expected(format!("one row of each curve; it stands in row {first}")).hint("the first is kept"),
            );
            continue;
        }
        match by_curve.get(id) {
            Some(rows) => functions.extend(one(rows, &at, (row, &of), &mut problems)),
            None => problems.push(
                row.problem(Problem::error("no_points"), of[0])
                    .found(id)
                    .expected(format!("its points in {curves_file}"))
                    .hint("the curve is left out"),
            ),
        }
    }
    for row in order.iter().filter(|row| !taken.contains_key(row.text(at[0]))) {
        problems.push(
            row.problem(Problem::error("curve_not_known"), at[0])
                .found(row.text(at[0]))
                .expected(format!("a curve of {metadata_file}"))
                .hint("hazard and unit of it are not known, so it is left out"),
        );
    }
    FunctionsRead { functions, problems }
}

/// One curve of its rows, sorted by their index.
fn one(
    rows: &[Row],
    at: &[Option<usize>; 4],
    (about, of): (Row, &[Option<usize>; 6]),
    problems: &mut Vec<Problem>,
) -> Option<KnownFunction> {
    let before = problems.len();
    let mut points = Vec::new();
    for row in rows {
        let index = row.number_in(at[1], problems);
        let (x, y) = (row.number_in(at[2], problems), row.number_in(at[3], problems));
        points.extend(index.zip(x).zip(y).map(|((index, x), y)| (index, x, y, *row)));
    }
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.3.number().cmp(&b.3.number())));
    for pair in points.windows(2).filter(|pair| pair[0].0.total_cmp(&pair[1].0).is_eq()) {
        problems.push(
            pair[1]
                .3
                .problem(Problem::error("point_twice"), at[1])
                .found(pair[1].0)
                .expected(format!("an index of its own; row {} has it", pair[0].3.number()))
                .hint("which of both is meant cannot be known: the curve is left out"),
        );
    }
    let unit = IntensityUnit::parse(about.text(of[3])).map_err(|error| {
        let problem = about.problem(Problem::error("unit_not_known"), of[3]).found(about.text(of[3]));
        problems.push(problem.expected(error.to_string()).hint("the curve is left out"));
    });
    let id = about.text(of[0]);
    let function = DamageFunction::new(id, points.iter().map(|p| p.1).collect(), points.iter().map(|p| p.2).collect());
    if problems.len() > before {
        return None;
    }
    let function = function
        .map_err(|error| {
            let problem = about.problem(Problem::error("function_not_usable"), of[0]).found(id);
            problems.push(problem.expected(error.to_string()).hint("the curve is left out"));
        })
        .ok()?;
    let sorted: Vec<Row> = points.iter().map(|p| p.3).collect();
    tell_fall(&function, &sorted, at[3], problems);
    let text = |column: usize| about.text(of[column]).to_owned();
    let known = About {
        label: format!("{} ({id})", about.text(of[4])),
        hazard: text(1),
        intensity: text(2),
        unit: unit.ok()?,
        element: text(4),
        made_for: String::new(),
        source: text(5),
        certainty: Certainty::Published,
    };
    Some(KnownFunction { function, about: known, spread: Spread::Unknown })
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: &str = "curve_id,hazard_name,intensity_axis,intensity_unit,exposed_element,source\n";

    #[test]
    fn every_fault_is_told_and_sound_curves_are_kept() {
        let curves = "curve_id,point_index,intensity,damage\nA,1,1,0.5\nA,0,0,0\nB,0,0,0\nB,0,1,0.5\nC,0,0,x\nD,0,0,0\nE,0,1,0\nE,1,0,0\n";
        let meta = format!(
            "{META}A,flood,Depth,m,road,S\nB,flood,Depth,m,road,S\nC,flood,Depth,m,road,S\nA,flood,Depth,m,road,S\nF,wind,Speed,m/s,mast,S\nE,flood,Depth,m,road,S\n"
        );
        let read = read_published_curves((curves, "curves.csv"), (&meta, "metadata.csv"));
        let ids: Vec<&str> = read.functions.iter().map(|f| f.function.id()).collect();
        assert_eq!(ids, ["A"]);
        assert!((read.functions[0].function.ratio(0.5) - 0.25).abs() < 1e-15, "points sorted by their index");
        let found: Vec<_> = read.problems.iter().map(|p| (p.code.as_str(), p.file.as_str(), p.row)).collect();
        assert_eq!(
            found,
            [
                ("point_twice", "curves.csv", Some(5)),
                ("not_a_number", "curves.csv", Some(6)),
                ("curve_twice", "metadata.csv", Some(5)),
                ("no_points", "metadata.csv", Some(6)),
                ("function_not_usable", "metadata.csv", Some(7)),
                ("curve_not_known", "curves.csv", Some(7)),
            ]
        );
    }

    #[test]
    fn missing_columns_of_both_files_are_told_at_once() {
        let read = read_published_curves(("curve_id,intensity\n", "c"), ("curve_id\n", "m"));
        assert_eq!(read.problems.len(), 2 + 5);
        assert!(read.functions.is_empty());
    }
}
