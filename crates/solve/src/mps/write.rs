//! Writes MPS in free form.

use std::fmt::Write as _;

use crate::model::{Kind, Model, Sense};
use crate::names::{Names, distinct};

/// The model in free MPS, names made of one word each. Rows with two sides use RANGES, the objective's constant is the
/// right-hand side of the objective with its sign turned, and a row without sides keeps its place with a side of 1e30.
///
/// A model that [`Model::check`] refuses gives a text that no reader will take.
///
/// ```
/// use solve::{Kind, Model, Numbered, Sense, mps};
/// let mut model = Model::new(Sense::Maximise);
/// let x = model.column(2.0, 0.0, 4.0, Kind::Integer);
/// model.row(1.0, 3.0, &[(x, 1.0)]);
/// assert_eq!(mps::read(&mps::write(&model, &Numbered))?.model, model);
/// # Ok::<(), mps::MpsError>(())
/// ```
#[must_use]
pub fn write(model: &Model, names: &dyn Names) -> String {
    let columns = distinct(model.column_count(), "c", |column| one_word(&names.column(column)));
    let rows = distinct(model.row_count() + 1, "r", |row| match row.checked_sub(1) {
        None => one_word(&names.objective()),
        Some(row) => one_word(&names.row(row)),
    });
    let mut out = String::with_capacity(40 * (model.values.len() + model.column_count()));
    out.push_str("NAME model FREE\n");
    if model.sense == Sense::Maximise {
        out.push_str("OBJSENSE\n MAX\n");
    }
    rows_and_columns(&mut out, model, &rows, &columns);
    sides(&mut out, model, &rows);
    bounds(&mut out, model, &columns);
    out.push_str("ENDATA\n");
    out
}

fn sense(lower: f64, upper: f64) -> char {
    match (lower.is_finite(), upper.is_finite()) {
        (true, true) if (upper - lower).abs() <= 0.0 => 'E',
        (true, _) => 'G',
        _ => 'L',
    }
}

fn rows_and_columns(out: &mut String, model: &Model, rows: &[String], columns: &[String]) {
    let _ = writeln!(out, "ROWS\n N {}", rows[0]);
    for (row, (&lower, &upper)) in model.row_lower.iter().zip(&model.row_upper).enumerate() {
        let _ = writeln!(out, " {} {}", sense(lower, upper), rows[row + 1]);
    }
    let mut of_column: Vec<Vec<(usize, f64)>> = vec![Vec::new(); columns.len()];
    for row in 0..model.row_count() {
        for (column, value) in model.entries(row) {
            if let Some(entries) = of_column.get_mut(column) {
                entries.push((row, value));
            }
        }
    }
    out.push_str("COLUMNS\n");
    let mut integer = false;
    for (column, entries) in of_column.iter().enumerate() {
        if integer != (model.kind[column] == Kind::Integer) {
            integer = !integer;
            let _ = writeln!(out, " MARKER 'MARKER' '{}'", if integer { "INTORG" } else { "INTEND" });
        }
        if model.cost[column] != 0.0 || entries.is_empty() {
            let _ = writeln!(out, " {} {} {:e}", columns[column], rows[0], model.cost[column]);
        }
        for (row, value) in entries {
            let _ = writeln!(out, " {} {} {value:e}", columns[column], rows[row + 1]);
        }
    }
    if integer {
        out.push_str(" MARKER 'MARKER' 'INTEND'\n");
    }
}

fn sides(out: &mut String, model: &Model, rows: &[String]) {
    out.push_str("RHS\n");
    if model.offset != 0.0 {
        let _ = writeln!(out, " RHS {} {:e}", rows[0], -model.offset);
    }
    for (row, (&lower, &upper)) in model.row_lower.iter().zip(&model.row_upper).enumerate() {
        let side = if lower.is_finite() { lower } else { upper.min(1e30) };
        if side != 0.0 {
            let _ = writeln!(out, " RHS {} {side:e}", rows[row + 1]);
        }
    }
    out.push_str("RANGES\n");
    for (row, (&lower, &upper)) in model.row_lower.iter().zip(&model.row_upper).enumerate() {
        if lower.is_finite() && upper.is_finite() && sense(lower, upper) != 'E' {
            let _ = writeln!(out, " RANGE {} {:e}", rows[row + 1], upper - lower);
        }
    }
}

fn bounds(out: &mut String, model: &Model, columns: &[String]) {
    out.push_str("BOUNDS\n");
    for (column, name) in columns.iter().enumerate() {
        let (lower, upper, kind) = (model.lower[column], model.upper[column], model.kind[column]);
        let mut bound = |kind: &str, value: Option<f64>| {
            let _ = match value {
                Some(value) => writeln!(out, " {kind} BOUND {name} {value:e}"),
                None => writeln!(out, " {kind} BOUND {name}"),
            };
        };
        if kind == Kind::SemiContinuous {
            bound("LO", Some(lower));
            bound("SC", Some(upper));
            continue;
        }
        match (lower.is_finite(), upper.is_finite()) {
            (true, true) if (upper - lower).abs() <= 0.0 => bound("FX", Some(lower)),
            (false, false) => bound("FR", None),
            (lower_finite, upper_finite) => {
                if !lower_finite {
                    bound("MI", None);
                } else if lower != 0.0 {
                    bound("LO", Some(lower));
                }
                if upper_finite {
                    bound("UP", Some(upper));
                } else if kind == Kind::Integer {
                    bound("PL", None);
                }
            }
        }
    }
}

fn one_word(name: &str) -> String {
    let word: String =
        name.chars().map(|sign| if sign.is_whitespace() || sign.is_control() { '_' } else { sign }).collect();
    if word.starts_with(['$', '\'', '*']) { format!("n{word}") } else { word }
}
