//! A form as a workbook that people can go on editing.

use super::types;
use crate::{Form, FormsError, Group, Item, Kind, Question, Repeat, Section, Words};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};

/// Widest column, in characters.
const WIDEST: usize = 60;

/// A row: text by column.
type Line = Vec<(Column, String)>;

/// A column: its name and language.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Column {
    name: String,
    language: Option<String>,
}

impl Column {
    fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), language: None }
    }

    fn header(&self) -> String {
        match self.language.as_deref() {
            None | Some("") => self.name.clone(),
            Some(language) => format!("{}::{language}", self.name),
        }
    }
}

/// Columns of the survey in the order in which they are written.
const SURVEY: [&str; 16] = [
    "type",
    "name",
    "label",
    "hint",
    "required",
    "required_message",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "choice_filter",
    "repeat_count",
    "parameters",
    "default",
    "appearance",
    "read_only",
];

const SETTINGS: [&str; 7] =
    ["form_title", "form_id", "version", "default_language", "instance_name", "style", "allow_choice_duplicates"];

/// A form as a workbook (`.xlsx`); the same form gives the same bytes.
///
/// Columns that are not used are left out; a column with words has one for each language of the form. A title in several
/// languages is written in the default one, as XLSForm has one only. A question `..._other` that `or_other` stands for has no
/// row of its own.
///
/// # Errors
/// [`FormsError::Workbook`] where a workbook cannot hold the form.
///
/// ```
/// let form = forms::Form { id: "household".into(), ..forms::Form::default() };
/// assert_eq!(forms::xlsform::write(&form).unwrap()[..2], *b"PK");
/// ```
pub fn write(form: &Form) -> Result<Vec<u8>, FormsError> {
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(title(form)).set_creation_datetime(&day));
    for (name, columns, lines) in sheets(form) {
        sheet(&mut book, name, &columns, &lines)?;
    }
    Ok(book.save_to_buffer()?)
}

/// The three sheets: name, columns and lines.
fn sheets(form: &Form) -> [(&'static str, Vec<Column>, Vec<Line>); 3] {
    let languages = languages(form);
    let mut survey = Vec::new();
    items(&form.items, &mut survey);
    let choices = choice_lines(form);
    let mut settings = Line::new();
    put(&mut settings, "form_title", &title(form));
    put(&mut settings, "form_id", &form.id);
    put(&mut settings, "version", &form.version);
    put(&mut settings, "default_language", &form.default_language);
    put(&mut settings, "instance_name", &form.instance_name);
    put(&mut settings, "style", &form.style);
    put(&mut settings, "allow_choice_duplicates", if form.repeated_choices { "yes" } else { "" });
    let settings = vec![settings];
    [
        ("survey", columns(&SURVEY, 3, &survey, &languages), survey),
        ("choices", columns(&["list_name", "name", "label"], 3, &choices, &languages), choices),
        ("settings", columns(&SETTINGS, 4, &settings, &[]), settings),
    ]
}

/// The cells of the sheets, as texts.
#[cfg(test)]
pub(super) fn tables(form: &Form) -> Vec<(&'static str, Vec<Vec<String>>)> {
    let table = |(name, columns, lines): (&'static str, Vec<Column>, Vec<Line>)| {
        let mut rows = vec![columns.iter().map(Column::header).collect::<Vec<_>>()];
        for line in &lines {
            let cell = |column: &Column| {
                line.iter().find(|(c, _)| c == column).map(|(_, text)| text.clone()).unwrap_or_default()
            };
            rows.push(columns.iter().map(cell).collect());
        }
        (name, rows)
    };
    sheets(form).into_iter().map(table).collect()
}

fn title(form: &Form) -> String {
    let preferred = form.title.get("").or_else(|| form.title.get(&form.default_language));
    preferred.or_else(|| form.title.values().next()).cloned().unwrap_or_default()
}

/// Languages of the form, and those of words that it does not name.
fn languages(form: &Form) -> Vec<String> {
    let mut languages = form.languages.clone();
    let mut add = |words: &Words| {
        for language in words.keys() {
            if !languages.contains(language) {
                languages.push(language.clone());
            }
        }
    };
    for placed in form.placed() {
        match placed.item {
            Item::Question(question) => {
                add(&question.label);
                add(&question.hint);
                add(&question.logic.constraint_message);
                add(&question.logic.required_message);
            }
            Item::Group(Group { section, .. }) | Item::Repeat(Repeat { section, .. }) => add(&section.label),
        }
    }
    form.choices.values().flat_map(|list| &list.choices).for_each(|choice| add(&choice.label));
    if languages.is_empty() { vec![String::new()] } else { languages }
}

fn put(line: &mut Line, name: &str, text: &str) {
    if !text.is_empty() {
        line.push((Column::plain(name), text.to_owned()));
    }
}

fn say(line: &mut Line, name: &str, words: &Words) {
    for (language, text) in words.iter().filter(|(_, text)| !text.is_empty()) {
        line.push((Column { name: name.to_owned(), language: Some(language.clone()) }, text.clone()));
    }
}

fn items(items: &[Item], lines: &mut Vec<Line>) {
    for item in items {
        match item {
            Item::Question(one) => lines.push(question(one)),
            Item::Group(group) => {
                lines.push(section("begin_group", &group.section, ""));
                self::items(&group.items, lines);
                lines.push(vec![(Column::plain("type"), "end_group".to_owned())]);
            }
            Item::Repeat(repeat) => {
                lines.push(section("begin_repeat", &repeat.section, &repeat.count));
                self::items(&repeat.items, lines);
                lines.push(vec![(Column::plain("type"), "end_repeat".to_owned())]);
            }
        }
    }
}

fn section(kind: &str, section: &Section, count: &str) -> Line {
    let mut line = Line::new();
    put(&mut line, "type", kind);
    put(&mut line, "name", &section.name);
    say(&mut line, "label", &section.label);
    put(&mut line, "relevant", &section.relevant);
    put(&mut line, "appearance", &section.appearance);
    put(&mut line, "repeat_count", count);
    line
}

fn question(question: &Question) -> Line {
    let yes = |expression: &str| if expression == "true()" { "yes".to_owned() } else { expression.to_owned() };
    let logic = &question.logic;
    let mut line = Line::new();
    put(&mut line, "type", &types::written(&question.kind));
    put(&mut line, "name", &question.name);
    say(&mut line, "label", &question.label);
    say(&mut line, "hint", &question.hint);
    put(&mut line, "relevant", &logic.relevant);
    put(&mut line, "constraint", &logic.constraint);
    say(&mut line, "constraint_message", &logic.constraint_message);
    put(&mut line, "required", &yes(&logic.required));
    say(&mut line, "required_message", &logic.required_message);
    put(&mut line, "read_only", &yes(&logic.read_only));
    put(&mut line, "calculation", &logic.calculation);
    put(&mut line, "choice_filter", &logic.choice_filter);
    put(&mut line, "appearance", &question.appearance);
    put(&mut line, "default", &question.default);
    if let Kind::Range(limits) = question.kind {
        put(&mut line, "parameters", &format!("start={} end={} step={}", limits.start, limits.end, limits.step));
    }
    line
}

fn choice_lines(form: &Form) -> Vec<Line> {
    let mut lines = Vec::new();
    for (list, choices) in &form.choices {
        for choice in &choices.choices {
            let mut line = Line::new();
            put(&mut line, "list_name", list);
            put(&mut line, "name", &choice.name);
            say(&mut line, "label", &choice.label);
            for (name, text) in &choice.more {
                put(&mut line, name, text);
            }
            lines.push(line);
        }
    }
    lines
}

/// The columns that are used (the first `always` in any case), each in every language where it has words, then those that are
/// not named here.
fn columns(names: &[&str], always: usize, lines: &[Line], languages: &[String]) -> Vec<Column> {
    let mut columns = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let used = || lines.iter().flatten().filter(|(column, _)| column.name == *name);
        if ["label", "hint", "constraint_message", "required_message"].contains(name) {
            if at < always || used().next().is_some() {
                let each = languages.iter();
                columns.extend(each.map(|l| Column { name: (*name).to_owned(), language: Some(l.clone()) }));
            }
        } else if at < always || used().next().is_some() {
            columns.push(Column::plain(name));
        }
    }
    for (column, _) in lines.iter().flatten() {
        if !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    columns
}

fn sheet(book: &mut Workbook, name: &str, columns: &[Column], lines: &[Line]) -> Result<(), FormsError> {
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, if name == "settings" { 0 } else { 2 })?;
    let header = Format::new().set_bold().set_background_color("D9E5E0").set_align(FormatAlign::Top);
    let cell = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let section = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_background_color("F2F2EC");
    for (at, column) in columns.iter().enumerate() {
        let at = place(at);
        sheet.write_string_with_format(0, at, column.header(), &header)?;
        sheet.set_column_width(at, width(column, lines))?;
    }
    for (number, line) in lines.iter().enumerate() {
        let row = u32::try_from(number + 1).unwrap_or(u32::MAX);
        let first = line.first().map(|(_, text)| text.as_str()).unwrap_or_default();
        let of_section = name == "survey" && (first.starts_with("begin_") || first.starts_with("end_"));
        cells(sheet, row, columns, line, if of_section { &section } else { &cell })?;
    }
    Ok(())
}

fn cells(sheet: &mut Worksheet, row: u32, columns: &[Column], line: &Line, format: &Format) -> Result<(), FormsError> {
    for (column, text) in line {
        if let Some(at) = columns.iter().position(|c| c == column) {
            sheet.write_string_with_format(row, place(at), text, format)?;
        }
    }
    Ok(())
}

fn place(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn width(column: &Column, lines: &[Line]) -> f64 {
    let longest = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let texts = lines.iter().flatten().filter(|(c, _)| c == column).map(|(_, text)| longest(text));
    let widest = texts.max().unwrap_or(0).max(column.header().chars().count()).clamp(8, WIDEST);
    f64::from(u8::try_from(widest + 2).unwrap_or(u8::MAX))
}
