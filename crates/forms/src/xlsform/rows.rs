//! Rows of a sheet, cell by cell, with the problems of what stands in them.

use super::header::{Columns, Meaning};
use crate::{Sheet, SheetRow, Words};
use city::{Cell, Problem};

/// Problems of one file, where they were found.
#[derive(Debug)]
pub(super) struct Said<'a> {
    pub file: &'a str,
    pub problems: Vec<Problem>,
}

impl Said<'_> {
    pub fn say(&mut self, problem: Problem) {
        self.problems.push(problem.in_file(self.file));
    }
}

/// One row of a sheet with its columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    pub columns: &'a Columns,
    pub row: &'a SheetRow,
}

impl Row<'_> {
    /// The text of a column that has no language.
    pub fn text(&self, name: &str) -> String {
        self.kept()
            .find(|(kept, _, text)| *kept == name && !text.is_empty())
            .map(|(_, _, text)| text)
            .unwrap_or_default()
    }

    /// An expression: as its text, `yes` and `true` as `true()`, `no` and `false` as nothing.
    pub fn expression(&self, name: &str) -> String {
        match self.text(name).as_str() {
            "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "true()" => "true()".to_owned(),
            "no" | "No" | "NO" | "false" | "False" | "FALSE" | "false()" if name != "relevant" => String::new(),
            "no" | "No" | "NO" | "false" | "False" | "FALSE" => "false()".to_owned(),
            other => other.to_owned(),
        }
    }

    /// The words of a column in each language. What stands in a column without a language is in the default language where
    /// the column has languages and the form a default one.
    pub fn words(&self, name: &str, default_language: &str) -> Words {
        let mut words = Words::new();
        for (_, language, text) in self.kept().filter(|(kept, _, text)| *kept == name && !text.is_empty()) {
            words.entry(language.to_owned()).or_insert(text);
        }
        let in_languages = self
            .columns
            .columns
            .iter()
            .any(|c| matches!(&c.meaning, Meaning::Kept(k, l) if *k == name && !l.is_empty()));
        if in_languages
            && !default_language.is_empty()
            && let Some(plain) = words.remove("")
        {
            words.entry(default_language.to_owned()).or_insert(plain);
        }
        words
    }

    /// Cells of columns that no form tool knows: header and text.
    pub fn others(&self) -> impl Iterator<Item = (&str, String)> {
        let others = self.columns.columns.iter().zip(&self.row.cells).filter(|(c, _)| c.meaning == Meaning::Other);
        others
            .map(|(column, cell)| (column.header.as_str(), text(cell)))
            .filter(|(h, text)| !h.is_empty() && !text.is_empty())
    }

    /// Names of read columns in which something stands, with their header.
    pub fn filled(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.columns.columns.iter().zip(&self.row.cells).filter_map(|(column, cell)| match &column.meaning {
            Meaning::Kept(kept, _) if !text(cell).is_empty() => Some((*kept, column.header.as_str())),
            _ => None,
        })
    }

    pub fn is_empty(&self) -> bool {
        self.row.cells.iter().all(|cell| text(cell).is_empty())
    }

    fn kept(&self) -> impl Iterator<Item = (&'static str, &str, String)> {
        self.columns.columns.iter().zip(&self.row.cells).filter_map(|(column, cell)| match &column.meaning {
            Meaning::Kept(kept, language) => Some((*kept, language.as_str(), text(cell))),
            _ => None,
        })
    }
}

/// What stands in a cell, as the form tools take it: blanks made one, quotation marks of word processors made straight.
pub(super) fn text(cell: &Cell) -> String {
    let written = match cell {
        Cell::Flag(true) => "TRUE".to_owned(),
        Cell::Flag(false) => "FALSE".to_owned(),
        other => other.to_string(),
    };
    let mut text = String::with_capacity(written.len());
    let mut blank = false;
    for c in written.trim().chars() {
        if c == ' ' && blank {
            continue;
        }
        blank = c == ' ';
        text.push(match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201C}' | '\u{201D}' => '"',
            other => other,
        });
    }
    text
}

/// The rows below the header.
pub(super) fn below<'a>(sheet: &'a Sheet, columns: &'a Columns) -> impl Iterator<Item = Row<'a>> {
    let rows = sheet.rows.iter().filter(|row| columns.row > 0 && row.number > columns.row);
    rows.map(|row| Row { columns, row }).filter(|row| !row.is_empty())
}

/// Says every column that is not read and in which something stands, and headers that mean the same.
pub(super) fn columns_not_kept(sheet: &Sheet, columns: &Columns, others_are_kept: bool, said: &mut Said) {
    for (header, before) in columns.repeated() {
        let problem = Problem::error("form_column_repeated").in_sheet(&sheet.name).at_row(columns.row);
        let hint = "what stands in the first of the two is taken where both are filled";
        said.say(problem.in_column(header).found(format!("it means the same as {before}")).hint(hint));
    }
    for (at, column) in columns.columns.iter().enumerate() {
        let problem = match &column.meaning {
            Meaning::NotKept => Problem::warning("form_column_not_kept"),
            Meaning::Other if !others_are_kept => Problem::note("form_column_not_kept"),
            _ => continue,
        };
        let filled =
            || below(sheet, columns).filter(|row| row.row.cells.get(at).is_some_and(|cell| !text(cell).is_empty()));
        if let Some(first) = filled().next() {
            let problem = problem.in_sheet(&sheet.name).at_row(first.row.number).in_column(&column.header);
            let found = format!("{} cells", filled().count());
            said.say(problem.found(found).hint("docs/forms.md names the columns that are read"));
        }
    }
}
