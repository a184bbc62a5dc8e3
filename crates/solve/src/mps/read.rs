//! Reads MPS, in free and in fixed form.

use std::collections::HashMap;

use super::{MpsError, Named};
use crate::model::{Kind, Model, Sense};

/// Numbers as large as this are no bound.
const INFINITE: f64 = 1e30;

/// Reads a model from MPS: free form (words apart by blanks), else fixed form (names with blanks, in columns 5-12, 15-22
/// and 40-47).
///
/// RANGES, BOUNDS of every linear type, integer markers and OBJSENSE are known. The first `N` row is the objective, other
/// `N` rows are left out; the right-hand side of the objective is its constant with the sign turned. An integer column
/// between markers without any bound is 0 or 1, and a negative `UP` below a lower bound of zero takes that bound away, as
/// in other readers. Names of right-hand-side, range and bound sets are not looked at.
///
/// # Errors
/// [`MpsError`], with the line. A text cut off before `ENDATA` is refused.
///
/// ```
/// let text = "NAME\nROWS\n N cost\n G need\nCOLUMNS\n x cost 2 need 1\nRHS\n RHS need 3 cost -5\nENDATA\n";
/// let named = solve::mps::read(text)?;
/// assert_eq!((named.model.row_lower[0], named.model.offset), (3.0, 5.0));
/// # Ok::<(), solve::mps::MpsError>(())
/// ```
pub fn read(text: &str) -> Result<Named, MpsError> {
    let free = Reader::new(false).read(text);
    match free {
        Err(ref fault) if *fault != MpsError::CutOff => Reader::new(true).read(text).or(free),
        _ => free,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    None,
    Sense,
    Rows,
    Columns,
    RightHandSide,
    Ranges,
    Bounds,
    End,
}

impl Section {
    fn name(self) -> &'static str {
        match self {
            Self::None => "NAME",
            Self::Sense => "OBJSENSE",
            Self::Rows => "ROWS",
            Self::Columns => "COLUMNS",
            Self::RightHandSide => "RHS",
            Self::Ranges => "RANGES",
            Self::Bounds => "BOUNDS",
            Self::End => "ENDATA",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Objective,
    Left,
    Row(usize),
}

struct Row {
    sense: u8,
    right: Option<f64>,
    range: Option<f64>,
    last_column: usize,
}

struct Reader {
    fixed: bool,
    section: Section,
    line: usize,
    integer: bool,
    sense: Sense,
    offset: Option<f64>,
    objective: bool,
    targets: HashMap<String, Target>,
    row_names: Vec<String>,
    rows: Vec<Row>,
    columns: HashMap<String, usize>,
    column_names: Vec<String>,
    cost: Vec<f64>,
    cost_given: usize,
    lower: Vec<f64>,
    upper: Vec<f64>,
    kind: Vec<Kind>,
    bounded: Vec<bool>,
    entries: Vec<(usize, u32, f64)>,
}

impl Reader {
    fn new(fixed: bool) -> Self {
        Self {
            fixed,
            section: Section::None,
            line: 0,
            integer: false,
            sense: Sense::Minimise,
            offset: None,
            objective: false,
            targets: HashMap::new(),
            row_names: Vec::new(),
            rows: Vec::new(),
            columns: HashMap::new(),
            column_names: Vec::new(),
            cost: Vec::new(),
            cost_given: usize::MAX,
            lower: Vec::new(),
            upper: Vec::new(),
            kind: Vec::new(),
            bounded: Vec::new(),
            entries: Vec::new(),
        }
    }

    fn read(mut self, text: &str) -> Result<Named, MpsError> {
        for line in text.lines() {
            self.line += 1;
            if line.starts_with('*') || line.trim().is_empty() {
                continue;
            }
            if line.starts_with(|first: char| first.is_whitespace()) {
                self.data(line)?;
            } else {
                self.header(line)?;
            }
            if self.section == Section::End {
                return self.finish();
            }
        }
        Err(MpsError::CutOff)
    }

    fn header(&mut self, line: &str) -> Result<(), MpsError> {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        self.section = match name.to_ascii_uppercase().as_str() {
            "NAME" => Section::None,
            "OBJSENSE" => Section::Sense,
            "ROWS" => Section::Rows,
            "COLUMNS" => Section::Columns,
            "RHS" => Section::RightHandSide,
            "RANGES" => Section::Ranges,
            "BOUNDS" => Section::Bounds,
            "ENDATA" => Section::End,
            _ => return Err(MpsError::Section { line: self.line, name: shown(name) }),
        };
        match words.next() {
            Some(word) if self.section == Section::Sense => self.set_sense(word),
            _ => Ok(()),
        }
    }

    fn data(&mut self, line: &str) -> Result<(), MpsError> {
        let words = if self.fixed { fixed_fields(line) } else { line.split_whitespace().collect() };
        let misfit = || self.misfit(line);
        match (self.section, words.as_slice()) {
            (Section::Sense, [word]) => self.set_sense(word),
            (Section::Rows, [sense, name]) => match sense.to_ascii_uppercase().as_bytes() {
                [sense @ (b'N' | b'E' | b'L' | b'G')] => self.row(*sense, name),
                _ => Err(misfit()),
            },
            (Section::Columns, [_, marker, kind]) if marker == &"'MARKER'" => {
                self.integer = match kind.trim_matches('\'') {
                    "INTORG" => true,
                    "INTEND" => false,
                    _ => return Err(misfit()),
                };
                Ok(())
            }
            (Section::Columns, [name, pairs @ ..]) if matches!(pairs.len(), 2 | 4) => self.column(name, pairs),
            (Section::RightHandSide | Section::Ranges, words) if (2..=5).contains(&words.len()) => {
                let pairs = if words.len() % 2 == 1 { &words[1..] } else { words };
                let ranges = self.section == Section::Ranges;
                pairs.chunks_exact(2).try_for_each(|pair| self.row_value(ranges, pair[0], pair[1]))
            }
            (Section::Bounds, [kind, rest @ ..]) if (1..=3).contains(&rest.len()) => match self.bound_target(rest) {
                Some((column, value)) => self.bound(kind, column, value, line),
                None => {
                    Err(MpsError::Unknown { line: self.line, what: "column", name: shown(rest[rest.len().min(2) - 1]) })
                }
            },
            _ => Err(misfit()),
        }
    }

    fn misfit(&self, line: &str) -> MpsError {
        MpsError::Line { line: self.line, section: self.section.name(), text: shown(line.trim()) }
    }

    fn set_sense(&mut self, word: &str) -> Result<(), MpsError> {
        self.sense = match word.to_ascii_uppercase().as_str() {
            "MAX" | "MAXIMIZE" | "MAXIMISE" => Sense::Maximise,
            "MIN" | "MINIMIZE" | "MINIMISE" => Sense::Minimise,
            _ => return Err(self.misfit(word)),
        };
        Ok(())
    }

    fn row(&mut self, sense: u8, name: &str) -> Result<(), MpsError> {
        let target = if sense != b'N' {
            self.rows.push(Row { sense, right: None, range: None, last_column: usize::MAX });
            self.row_names.push(name.to_owned());
            Target::Row(self.rows.len() - 1)
        } else if std::mem::replace(&mut self.objective, true) {
            Target::Left
        } else {
            Target::Objective
        };
        match self.targets.insert(name.to_owned(), target) {
            Some(_) => Err(self.twice("row", name)),
            None => Ok(()),
        }
    }

    fn column(&mut self, name: &str, pairs: &[&str]) -> Result<(), MpsError> {
        let current = self.column_names.len();
        let column = if self.column_names.last().is_some_and(|last| last == name) {
            current - 1
        } else {
            if self.columns.insert(name.to_owned(), current).is_some() {
                return Err(self.twice("column", name));
            }
            self.column_names.push(name.to_owned());
            self.cost.push(0.0);
            self.lower.push(0.0);
            self.upper.push(f64::INFINITY);
            self.kind.push(if self.integer { Kind::Integer } else { Kind::Continuous });
            self.bounded.push(false);
            current
        };
        for pair in pairs.chunks_exact(2) {
            let value = self.finite(pair[1])?;
            match self.target(pair[0])? {
                Target::Left => {}
                Target::Objective => {
                    if std::mem::replace(&mut self.cost_given, column) == column {
                        return Err(self.twice("the cost of column", name));
                    }
                    self.cost[column] = value;
                }
                Target::Row(row) => {
                    if std::mem::replace(&mut self.rows[row].last_column, column) == column {
                        return Err(self.twice("a coefficient of column", name));
                    }
                    self.entries.push((row, u32::try_from(column).unwrap_or(u32::MAX), value));
                }
            }
        }
        Ok(())
    }

    fn row_value(&mut self, range: bool, name: &str, text: &str) -> Result<(), MpsError> {
        let value = self.number(text)?;
        let (before, what) = match (self.target(name)?, range) {
            (Target::Left, _) | (Target::Objective, true) => return Ok(()),
            (Target::Objective, false) => (self.offset.replace(-value), "the constant of"),
            (Target::Row(row), true) => (self.rows[row].range.replace(value), "the range of row"),
            (Target::Row(row), false) => (self.rows[row].right.replace(value), "the right-hand side of row"),
        };
        if before.is_some() { Err(self.twice(what, name)) } else { Ok(()) }
    }

    /// The column and the value of a bound, with or without the name of a set before them.
    fn bound_target<'a>(&self, words: &[&'a str]) -> Option<(usize, Option<&'a str>)> {
        let column = |name: &str| self.columns.get(name).copied();
        match *words {
            [name] => Some((column(name)?, None)),
            [first, second] => match (column(first), column(second)) {
                (_, Some(column)) if second.parse::<f64>().is_err() => Some((column, None)),
                (Some(column), _) => Some((column, Some(second))),
                (None, Some(column)) => Some((column, None)),
                (None, None) => None,
            },
            [_, name, value] => Some((column(name)?, Some(value))),
            _ => None,
        }
    }

    fn bound(&mut self, kind: &str, column: usize, value: Option<&str>, line: &str) -> Result<(), MpsError> {
        let kind = kind.to_ascii_uppercase();
        let valued = matches!(kind.as_str(), "UP" | "UI" | "LO" | "LI" | "FX" | "SC");
        let value = match value {
            Some(text) if valued => self.number(text)?,
            None if valued => return Err(self.misfit(line)),
            _ => 0.0,
        };
        self.bounded[column] = true;
        match kind.as_str() {
            "UP" | "UI" | "SC" => {
                self.upper[column] = value;
                if value < 0.0 && self.lower[column] == 0.0 {
                    self.lower[column] = f64::NEG_INFINITY;
                }
            }
            "LO" | "LI" => self.lower[column] = value,
            "FX" => (self.lower[column], self.upper[column]) = (value, value),
            "FR" => (self.lower[column], self.upper[column]) = (f64::NEG_INFINITY, f64::INFINITY),
            "MI" => self.lower[column] = f64::NEG_INFINITY,
            "PL" => self.upper[column] = f64::INFINITY,
            "BV" => (self.lower[column], self.upper[column]) = (0.0, 1.0),
            _ => return Err(self.misfit(line)),
        }
        match kind.as_str() {
            "UI" | "LI" | "BV" => self.kind[column] = Kind::Integer,
            "SC" => self.kind[column] = Kind::SemiContinuous,
            _ => {}
        }
        Ok(())
    }

    fn target(&self, name: &str) -> Result<Target, MpsError> {
        let unknown = || MpsError::Unknown { line: self.line, what: "row", name: shown(name) };
        self.targets.get(name).copied().ok_or_else(unknown)
    }

    fn number(&self, text: &str) -> Result<f64, MpsError> {
        let wrong = || MpsError::NotANumber { line: self.line, text: shown(text) };
        let value = text.parse::<f64>().or_else(|_| text.replace(['D', 'd'], "e").parse()).map_err(|_| wrong())?;
        if value.is_nan() {
            return Err(wrong());
        }
        Ok(if value.abs() >= INFINITE { f64::INFINITY.copysign(value) } else { value })
    }

    fn finite(&self, text: &str) -> Result<f64, MpsError> {
        let value = self.number(text)?;
        if value.is_finite() { Ok(value) } else { Err(MpsError::NotANumber { line: self.line, text: shown(text) }) }
    }

    fn twice(&self, what: &'static str, name: &str) -> MpsError {
        MpsError::Twice { line: self.line, what, name: shown(name) }
    }

    fn finish(mut self) -> Result<Named, MpsError> {
        for (column, bounded) in self.bounded.iter().enumerate() {
            if !bounded && self.kind[column] == Kind::Integer {
                self.upper[column] = 1.0;
            }
        }
        self.entries.sort_by_key(|entry| entry.0);
        let mut model = Model::with_capacity(self.sense, 0, self.rows.len(), self.entries.len());
        model.offset = self.offset.unwrap_or(0.0);
        (model.cost, model.lower, model.upper, model.kind) = (self.cost, self.lower, self.upper, self.kind);
        let mut entries = self.entries.into_iter().peekable();
        for (number, row) in self.rows.iter().enumerate() {
            while let Some((_, column, value)) = entries.next_if(|entry| entry.0 == number) {
                model.columns.push(column);
                model.values.push(value);
            }
            let (lower, upper) = limits(row);
            model.row_lower.push(lower);
            model.row_upper.push(upper);
            model.starts.push(model.values.len());
        }
        model.check()?;
        Ok(Named { model, column_names: self.column_names, row_names: self.row_names })
    }
}

fn limits(row: &Row) -> (f64, f64) {
    let right = row.right.unwrap_or(0.0);
    let width = row.range.unwrap_or(0.0).abs();
    match (row.sense, row.range) {
        (b'E', None) => (right, right),
        (b'E', Some(range)) if range < 0.0 => (right - width, right),
        (b'L', Some(_)) => (right - width, right),
        (b'L', None) => (f64::NEG_INFINITY, right),
        (_, Some(_)) => (right, right + width),
        (_, None) => (right, f64::INFINITY),
    }
}

/// The fields of the fixed form; columns are counted in characters.
fn fixed_fields(line: &str) -> Vec<&str> {
    const FIELDS: [(usize, usize); 6] = [(1, 3), (4, 12), (14, 22), (24, 36), (39, 47), (49, 61)];
    let place = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(place, _)| place);
    let fields = FIELDS.map(|(from, to)| line[place(from)..place(to)].trim());
    fields.into_iter().filter(|field| !field.is_empty()).collect()
}

/// At most the first 40 characters.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
