//! Problems: what is wrong with a file, where exactly, and what to do about it.

use std::fmt;

names! {
    /// What a problem means for the result.
    Severity ("severity") {
        /// The thing named was left out.
        Error = "error",
        /// It came in, and needs somebody's eye.
        Warning = "warning",
        /// Something was recognised and settled by a stated rule.
        Note = "note",
    }
}

/// One thing that is wrong with, or was settled about, a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// What it means.
    pub severity: Severity,
    /// A short name of the kind of problem, such as `share_over_100`; the same in every language.
    pub code: String,
    /// Source in `city.toml`; empty where a file is checked by itself.
    pub source: String,
    /// File, relative to the data folder.
    pub file: String,
    /// Sheet of a workbook or layer of a GeoPackage; empty where there is one only.
    pub sheet: String,
    /// Row as a person counts it (a header is row 1); none where the whole file is meant.
    pub row: Option<u64>,
    /// Column name.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What was expected.
    pub expected: String,
    /// What to do.
    pub hint: String,
}

#[expect(clippy::derivable_impls, reason = "the names! macro derives no default")]
impl Default for Severity {
    fn default() -> Self {
        Self::Error
    }
}

impl Problem {
    /// A problem of a kind that leaves something out.
    #[must_use]
    pub fn error(code: &str) -> Self {
        Self { code: code.to_owned(), ..Self::default() }
    }

    /// A problem of a kind that needs somebody's eye.
    #[must_use]
    pub fn warning(code: &str) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code) }
    }

    /// Something settled by a stated rule.
    #[must_use]
    pub fn note(code: &str) -> Self {
        Self { severity: Severity::Note, ..Self::error(code) }
    }

    /// In which file.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        file.clone_into(&mut self.file);
        self
    }

    /// In which sheet or layer.
    #[must_use]
    pub fn in_sheet(mut self, sheet: &str) -> Self {
        sheet.clone_into(&mut self.sheet);
        self
    }

    /// In which row, as a person counts.
    #[must_use]
    pub fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// In which column (cut at 200 characters).
    #[must_use]
    pub fn in_column(mut self, column: &str) -> Self {
        self.column = cut(column.to_owned(), 200);
        self
    }

    /// What stands there (cut at 200 characters).
    #[must_use]
    pub fn found(mut self, value: impl fmt::Display) -> Self {
        self.value = cut(value.to_string(), 200);
        self
    }

    /// What was expected (cut at 2,000 characters: a table may have thousands of columns to choose from).
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = cut(expected.into(), 2_000);
        self
    }

    /// What to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

fn cut(mut text: String, most: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(most) {
        text.truncate(end);
    }
    text
}

/// Text out of a file, of which control characters are shown and not obeyed: they could clear a screen or end a line.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .chars()
            .try_for_each(|c| if c.is_control() { write!(f, "{}", c.escape_default()) } else { write!(f, "{c}") })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.severity, self.code)?;
        if !self.file.is_empty() {
            write!(f, " {}", Shown(&self.file))?;
        }
        if !self.sheet.is_empty() {
            write!(f, ", sheet {}", Shown(&self.sheet))?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", Shown(&self.column))?;
        }
        if !self.value.is_empty() {
            write!(f, ": found `{}`", Shown(&self.value))?;
        }
        if !self.expected.is_empty() {
            write!(f, "; expected {}", Shown(&self.expected))?;
        }
        if !self.hint.is_empty() {
            write!(f, "\n  hint: {}", self.hint)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_says_cannot_clear_the_screen_or_fill_it() {
        let problem =
            Problem::error("not_a_number").found("\u{1b}[2J7\n8").in_column(&"ü".repeat(5_000)).expected("a number");
        let words = problem.to_string();
        assert!(words.contains("found `\\u{1b}[2J7\\n8`; expected a number"), "{words}");
        assert_eq!(problem.column.chars().count(), 200);
    }
}
