//! Intensities that stand in columns beside each thing: numbers that are none, and those that fall as events get rarer.

use crate::things::{Things, as_number};
use crate::views::{Seen, Strike};
use city::Problem;
use std::collections::BTreeSet;

/// What is odd in the columns of a view.
pub fn of_columns(things: &Things, seen: &Seen) -> Vec<Problem> {
    let columns: Vec<(&str, usize)> = seen
        .events
        .iter()
        .filter_map(|strike| if let Strike::Column(name) = strike { Some(*name) } else { None })
        .filter_map(|name| Some((name, things.layer.layer.columns.iter().position(|c| c.name == name)?)))
        .collect();
    if columns.is_empty() {
        return Vec::new();
    }
    let number = |feature: usize, column: usize| {
        things.layer.features.get(feature).and_then(|f| f.cells.get(column)).and_then(as_number)
    };
    let rows = || things.list.iter().map(|thing| thing.feature);
    let mut problems = Vec::new();
    for (name, column) in &columns {
        let odd: Vec<usize> = rows().filter(|row| number(*row, *column).is_some_and(|x| !x.is_finite())).collect();
        let hint = "they count as not covered by the model: give the intensity, or leave the cell empty";
        problems.extend(told(things, ("intensity_not_finite", &odd), (name, "numbers", hint)));
    }
    let falls = |row: usize, first: usize, second: usize| {
        let both = number(row, first).zip(number(row, second));
        both.is_some_and(|(often, rare)| rare < often - 1e-9 * often.abs() && often.is_finite())
    };
    let (mut odd, mut pairs) = (BTreeSet::new(), Vec::new());
    for pair in columns.windows(2) {
        let [(often, first), (rare, second)] = pair else { continue };
        let found: Vec<usize> = rows().filter(|row| falls(*row, *first, *second)).collect();
        if !found.is_empty() {
            pairs.push(format!("{rare} below {often} ({})", found.len()));
        }
        odd.extend(found);
    }
    let hint = "kept as they are: a rarer event that is weaker at the same place is worth a look (columns that were exchanged, a \
                return period that belongs to another column)";
    let odd: Vec<usize> = odd.into_iter().collect();
    let expected = "intensities that grow with the return period";
    problems.extend(told(things, ("intensity_falls_with_period", &odd), (&pairs.join(", "), expected, hint)));
    problems
}

fn told(
    things: &Things,
    (code, rows): (&str, &[usize]),
    (columns, expected, hint): (&str, &str, &str),
) -> Option<Problem> {
    let first = rows.first()?;
    let of = things.list.len();
    let mut problem = Problem::warning(code)
        .in_file(&things.settings.layer)
        .in_column(columns)
        .found(format!("{} of {of} features", rows.len()))
        .expected(expected)
        .hint(hint);
    problem.row = Some(*first as u64 + 1);
    Some(problem)
}
