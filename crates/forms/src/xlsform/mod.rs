//! XLSForm: a form as a workbook with the sheets `survey`, `choices` and `settings`.

mod header;
mod rows;
pub(crate) mod survey;
mod types;
mod write;

pub use write::write;

use crate::{Choice, ChoiceList, Form, Item, Sheet, Words};
use city::Problem;
use header::{CHOICES, Columns, Meaning, SETTINGS, SURVEY};
use rows::{Said, below, columns_not_kept};
use std::collections::BTreeMap;

/// Whether sheets are those of an XLSForm: one called `survey` with columns `type` and `name`.
#[must_use]
pub fn is_one(sheets: &[Sheet]) -> bool {
    sheet(sheets, "survey").is_some_and(|survey| {
        let columns = Columns::of(survey, SURVEY);
        columns.has("type") && columns.has("name")
    })
}

/// A form out of the sheets of a workbook, and everything that is wrong with it or was not kept: what [`check`](crate::check())
/// says too, all at once, with sheet, row and column.
///
/// None where there is no sheet `survey` with columns `type` and `name`, or where groups stand more than 50 deep.
///
/// ```
/// use city::Cell;
/// use forms::{Sheet, SheetRow};
/// let row = |number, cells: [&str; 3]| SheetRow { number, cells: cells.map(|c| Cell::Text(c.into())).to_vec() };
/// let rows = vec![row(1, ["type", "name", "label"]), row(2, ["integer", "households", "How many households?"])];
/// let (form, problems) = forms::xlsform::read("f.xlsx", &[Sheet { name: "survey".into(), rows }]);
/// assert_eq!(form.unwrap().items[0].name(), "households");
/// assert_eq!(problems.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["form_id_missing"]);
/// ```
#[must_use]
pub fn read(file: &str, sheets: &[Sheet]) -> (Option<Form>, Vec<Problem>) {
    let mut said = Said { file, problems: Vec::new() };
    let Some(survey) = sheet(sheets, "survey") else {
        let problem = Problem::error("form_sheet_missing").found(names(sheets)).expected("a sheet called survey");
        said.say(problem.hint("an XLSForm asks its questions there"));
        return (None, said.problems);
    };
    let columns = Columns::of(survey, SURVEY);
    for name in ["type", "name"] {
        if !columns.has(name) {
            let problem = Problem::error("form_column_missing").in_sheet(&survey.name).at_row(columns.row.max(1));
            said.say(problem.in_column(name).expected("a column of that name").hint("nothing was read"));
        }
    }
    if !said.problems.is_empty() {
        return (None, said.problems);
    }
    let mut form = Form::default();
    if let Some(sheet) = sheet(sheets, "settings") {
        settings(sheet, &mut form, &mut said);
    }
    if form.id.is_empty() {
        form.id = id_of_file(file);
        let problem = Problem::warning("form_id_missing").in_sheet("settings").in_column("form_id").found(&form.id);
        said.say(problem.hint("the name of the file was taken: give the form an id that stays the same"));
    }
    columns_not_kept(survey, &columns, false, &mut said);
    form.items = survey::read(survey, &columns, &form.default_language, &mut said);
    let mut languages = columns.languages(&form.default_language);
    if let Some(sheet) = sheet(sheets, "choices") {
        let columns = Columns::of(sheet, CHOICES);
        choices(sheet, &columns, &mut form, &mut said);
        languages.extend(
            columns
                .languages(&form.default_language)
                .into_iter()
                .filter(|l| !languages.contains(l))
                .collect::<Vec<_>>(),
        );
    }
    form.languages = languages;
    form.name_plain_language();
    for other in sheets.iter().filter(|s| !["survey", "choices", "settings"].contains(&key(&s.name).as_str())) {
        let known = ["external_choices", "osm", "entities"].contains(&key(&other.name).as_str());
        let problem =
            if known { Problem::warning("form_sheet_not_kept") } else { Problem::note("form_sheet_not_kept") };
        said.say(problem.in_sheet(&other.name).hint("only survey, choices and settings are read"));
    }
    if said.problems.iter().any(|problem| problem.code == "form_too_deep") {
        return (None, said.problems);
    }
    let found = crate::check(&form);
    said.problems.extend(found.into_iter().map(|problem| problem.in_file(file)));
    (Some(form), said.problems)
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn sheet<'a>(sheets: &'a [Sheet], name: &str) -> Option<&'a Sheet> {
    sheets.iter().find(|sheet| key(&sheet.name) == name)
}

fn names(sheets: &[Sheet]) -> String {
    sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// An id out of the name of a file: without folders and ending, what no id may hold as `_`.
pub(crate) fn id_of_file(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let id: String = stem.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    if id.is_empty() { "form".to_owned() } else { id }
}

fn settings(sheet: &Sheet, form: &mut Form, said: &mut Said) {
    let columns = Columns::of(sheet, SETTINGS);
    columns_not_kept(sheet, &columns, false, said);
    let mut rows = below(sheet, &columns);
    let Some(row) = rows.next() else { return };
    if let Some(more) = rows.next() {
        let problem = Problem::warning("form_row_not_kept").in_sheet(&sheet.name).at_row(more.row.number);
        said.say(problem.hint("settings have one row: the others were left out"));
    }
    form.id = row.text("form_id");
    form.version = row.text("version");
    form.default_language = row.text("default_language");
    form.instance_name = row.text("instance_name");
    form.style = row.text("style");
    form.repeated_choices = row.expression("allow_choice_duplicates") == "true()";
    let title = row.text("form_title");
    if !title.is_empty() {
        form.title = Words::from([(String::new(), title)]);
    }
}

fn choices(sheet: &Sheet, columns: &Columns, form: &mut Form, said: &mut Said) {
    for name in ["list_name", "name"] {
        if !columns.has(name) && !sheet.rows.is_empty() {
            let problem = Problem::error("form_column_missing").in_sheet(&sheet.name).at_row(columns.row.max(1));
            said.say(problem.in_column(name).expected("a column of that name").hint("no choice was read"));
            return;
        }
    }
    columns_not_kept(sheet, columns, true, said);
    let unfit: Vec<&str> = columns
        .columns
        .iter()
        .filter(|c| {
            c.meaning == Meaning::Other && !c.header.is_empty() && !crate::expression::lexer::is_name(&c.header)
        })
        .map(|c| c.header.as_str())
        .collect();
    for header in &unfit {
        let problem = Problem::note("form_column_not_kept").in_sheet(&sheet.name).at_row(columns.row).in_column(header);
        said.say(problem.hint("its header is no name, so that no filter could use it"));
    }
    let mut lists: BTreeMap<String, ChoiceList> = BTreeMap::new();
    for row in below(sheet, columns) {
        let (list, name) = (row.text("list_name"), row.text("name"));
        if list.is_empty() {
            let problem = Problem::warning("form_row_not_kept").in_sheet(&sheet.name).at_row(row.row.number);
            said.say(problem.in_column("list_name").hint("the choice was left out: it belongs to no list"));
            continue;
        }
        let more = row.others().filter(|(header, _)| !unfit.contains(header));
        let choice = Choice {
            name,
            label: row.words("label", &form.default_language),
            more: more.map(|(header, text)| (header.to_owned(), text)).collect(),
            row: row.row.number,
        };
        lists.entry(list).or_default().choices.push(choice);
    }
    form.choices = lists;
}

impl Form {
    /// Puts `""` first among the languages where something is said in no named language.
    pub(crate) fn name_plain_language(&mut self) {
        self.languages.retain(|language| !language.is_empty());
        if self.says_in_plain_language() {
            self.languages.insert(0, String::new());
        }
    }

    fn says_in_plain_language(&self) -> bool {
        let plain = |words: &Words| words.contains_key("");
        self.choices.values().flat_map(|list| &list.choices).any(|choice| plain(&choice.label))
            || self.placed().iter().any(|placed| match placed.item {
                Item::Question(q) => {
                    [&q.label, &q.hint, &q.logic.constraint_message, &q.logic.required_message].into_iter().any(plain)
                }
                Item::Group(group) => plain(&group.section.label),
                Item::Repeat(repeat) => plain(&repeat.section.label),
            })
    }
}

#[cfg(test)]
mod tests;
