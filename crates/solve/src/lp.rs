//! The LP format, which a person can read, written so that any other solver can check an answer.

use std::fmt::Write as _;

use crate::model::{Kind, Model, Sense};
use crate::names::{Names, distinct};

/// Terms on one line; readers of this format limit the length of lines.
const TERMS_PER_LINE: usize = 6;

/// The model in the LP format of CPLEX. A row with two sides is written twice, as `name_low` and `name_high`; a row
/// without sides is left out. Signs that the format cannot hold become `_`, and a name it would misread gets `n_` before
/// it.
///
/// ```
/// use solve::{Kind, Model, Numbered, Sense, lp};
/// let mut model = Model::new(Sense::Minimise);
/// let x = model.column(2.0, 0.0, 4.0, Kind::Continuous);
/// model.row(1.0, f64::INFINITY, &[(x, 3.0)]);
/// assert!(lp::write(&model, &Numbered).contains("r0: + 3 c0 >= 1"));
/// ```
#[must_use]
pub fn write(model: &Model, names: &dyn Names) -> String {
    let columns = distinct(model.column_count(), "c", |column| word(&names.column(column)));
    let rows = distinct(model.row_count(), "r", |row| word(&names.row(row)));
    let mut out = String::with_capacity(40 * (model.values.len() + model.column_count()));
    out.push_str(if model.sense == Sense::Maximise { "Maximize\n" } else { "Minimize\n" });
    let _ = write!(out, " {}:", word(&names.objective()));
    objective(&mut out, model, &columns);
    out.push_str("Subject To\n");
    for (row, name) in rows.iter().enumerate() {
        sides(&mut out, model, row, name, &columns);
    }
    bounds(&mut out, model, &columns);
    of_kind(&mut out, "General", model, Kind::Integer, &columns);
    of_kind(&mut out, "Semi-Continuous", model, Kind::SemiContinuous, &columns);
    out.push_str("End\n");
    out
}

fn objective(out: &mut String, model: &Model, columns: &[String]) {
    let mut in_a_row = vec![false; columns.len()];
    for &column in &model.columns {
        if let Some(seen) = in_a_row.get_mut(column as usize) {
            *seen = true;
        }
    }
    let wanted = |column: usize| model.cost[column] != 0.0 || !in_a_row[column];
    terms(out, (0..columns.len()).filter(|&column| wanted(column)).map(|column| (column, model.cost[column])), columns);
    if model.offset != 0.0 {
        out.push(' ');
        signed(out, model.offset);
    }
    out.push('\n');
}

fn sides(out: &mut String, model: &Model, row: usize, name: &str, columns: &[String]) {
    let (lower, upper) = (model.row_lower[row], model.row_upper[row]);
    let equal = lower.is_finite() && (upper - lower).abs() <= 0.0;
    let both = lower.is_finite() && upper.is_finite() && !equal;
    let mut side = |suffix: &str, sign: &str, value: f64| {
        let _ = write!(out, " {name}{suffix}:");
        let mut entries = model.entries(row).filter(|entry| entry.0 < columns.len()).peekable();
        match columns.first() {
            Some(first) if entries.peek().is_none() => {
                let _ = write!(out, " 0 {first}");
            }
            _ => terms(out, entries, columns),
        }
        let _ = writeln!(out, " {sign} {}", plain(value));
    };
    if equal {
        side("", "=", lower);
        return;
    }
    if lower.is_finite() {
        side(if both { "_low" } else { "" }, ">=", lower);
    }
    if upper.is_finite() {
        side(if both { "_high" } else { "" }, "<=", upper);
    }
}

fn terms(out: &mut String, terms: impl Iterator<Item = (usize, f64)>, columns: &[String]) {
    for (number, (column, value)) in terms.enumerate() {
        out.push_str(if number > 0 && number % TERMS_PER_LINE == 0 { "\n  " } else { " " });
        signed(out, value);
        let _ = write!(out, " {}", columns[column]);
    }
}

fn bounds(out: &mut String, model: &Model, columns: &[String]) {
    out.push_str("Bounds\n");
    for (column, name) in columns.iter().enumerate() {
        let (lower, upper) = (model.lower[column], model.upper[column]);
        let _ = match (lower.is_finite(), upper.is_finite()) {
            (false, false) => writeln!(out, " {name} free"),
            (true, true) if (upper - lower).abs() <= 0.0 => writeln!(out, " {name} = {}", plain(lower)),
            (true, false) if lower == 0.0 => Ok(()),
            (true, false) => writeln!(out, " {name} >= {}", plain(lower)),
            (false, true) => writeln!(out, " -inf <= {name} <= {}", plain(upper)),
            (true, true) => writeln!(out, " {} <= {name} <= {}", plain(lower), plain(upper)),
        };
    }
}

fn of_kind(out: &mut String, heading: &str, model: &Model, kind: Kind, columns: &[String]) {
    let mut names = columns.iter().zip(&model.kind).filter(|pair| *pair.1 == kind).peekable();
    if names.peek().is_some() {
        let _ = writeln!(out, "{heading}");
        for (name, _) in names {
            let _ = writeln!(out, " {name}");
        }
    }
}

fn signed(out: &mut String, value: f64) {
    let _ = write!(out, "{} {}", if value.is_sign_negative() { '-' } else { '+' }, plain(value.abs()));
}

/// Short where it can be: 1200 as it is, 1e-9 and 1e30 with an exponent.
fn plain(value: f64) -> String {
    let size = value.abs();
    if value == 0.0 || (1e-4..1e15).contains(&size) { format!("{value}") } else { format!("{value:e}") }
}

fn word(name: &str) -> String {
    const KEYWORDS: [&str; 19] = [
        "min", "minimum", "minimize", "max", "maximum", "maximize", "st", "subject", "such", "bounds", "bound", "free",
        "inf", "infinity", "general", "binary", "semi", "sos", "nan",
    ];
    let allowed = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '.';
    let word: String = name.chars().map(|sign| if allowed(sign) { sign } else { '_' }).collect();
    let safe_start = word.starts_with(|first: char| first.is_ascii_alphabetic() && !first.eq_ignore_ascii_case(&'e'));
    let singular = word.trim_end_matches('s');
    let keyword = KEYWORDS.iter().any(|key| word.eq_ignore_ascii_case(key) || singular.eq_ignore_ascii_case(key));
    let keyword = keyword
        || ["gen", "bin", "int", "integer", "end", "continuous"].iter().any(|key| singular.eq_ignore_ascii_case(key));
    if word.is_empty() || (safe_start && !keyword) { word } else { format!("n_{word}") }
}
