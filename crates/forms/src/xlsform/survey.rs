//! The sheet `survey`: rows into questions, groups and repeats.

use super::header::Columns;
use super::rows::{Row, Said, below};
use super::types::{self, Type};
use crate::{Group, Item, Kind, Limits, Logic, Question, Repeat, Section, Sheet};
use city::Problem;

/// How deep groups may stand in one another.
pub(crate) const DEEPEST: usize = 50;

/// A group or repeat that is not ended yet.
struct Open {
    section: Section,
    /// `repeat_count` of a repeat.
    count: Option<String>,
    items: Vec<Item>,
}

struct Reading<'a, 'b> {
    sheet: &'a str,
    default_language: &'a str,
    open: Vec<Open>,
    items: Vec<Item>,
    too_deep: bool,
    said: &'a mut Said<'b>,
}

/// The items of the sheet.
pub(super) fn read(sheet: &Sheet, columns: &Columns, default_language: &str, said: &mut Said) -> Vec<Item> {
    let mut reading =
        Reading { sheet: &sheet.name, default_language, open: Vec::new(), items: Vec::new(), too_deep: false, said };
    for row in below(sheet, columns) {
        reading.row(row);
        if reading.too_deep {
            return Vec::new();
        }
    }
    while let Some(open) = reading.open.pop() {
        let problem = Problem::error("form_begin_unclosed").at_row(open.section.row).in_column("type");
        let end = if open.count.is_some() { "end_repeat" } else { "end_group" };
        reading.say(problem.found(&open.section.name).expected(end).hint("it was taken to end with the sheet"));
        reading.close(open);
    }
    reading.items
}

impl Reading<'_, '_> {
    fn say(&mut self, problem: Problem) {
        self.said.say(problem.in_sheet(self.sheet));
    }

    fn row(&mut self, row: Row) {
        if !row.expression("disabled").is_empty() {
            let hint = "the row was left out, as the column says; relevant is the better way";
            self.say(Problem::note("form_row_disabled").at_row(row.row.number).in_column("disabled").hint(hint));
            return;
        }
        let written = row.text("type");
        let number = row.row.number;
        if written.is_empty() {
            let named = row.filled().any(|(name, _)| matches!(name, "name" | "label"));
            let problem = if named { Problem::error("form_type_missing") } else { Problem::note("form_row_not_kept") };
            self.say(problem.at_row(number).in_column("type").hint("the row was left out: a question has a type"));
            return;
        }
        match types::read(&written) {
            Type::Question(kind) => self.question(kind, row),
            Type::BeginGroup => self.begin(row, None),
            Type::BeginRepeat => self.begin(row, Some(row.text("repeat_count"))),
            Type::EndGroup => self.end(number, &written, false),
            Type::EndRepeat => self.end(number, &written, true),
            Type::NotKept(why) => {
                let problem = Problem::error("form_type_not_kept").at_row(number).in_column("type").found(&written);
                self.say(problem.expected("a type of docs/forms.md").hint(format!("the row was left out: {why}")));
            }
            Type::Unknown => {
                let problem = Problem::error("form_type_unknown").at_row(number).in_column("type").found(&written);
                let hint = "the row was left out; capital and small letters count";
                self.say(problem.expected("a type of docs/forms.md").hint(hint));
            }
        }
    }

    fn put(&mut self, item: Item) {
        match self.open.last_mut() {
            Some(open) => open.items.push(item),
            None => self.items.push(item),
        }
    }

    fn close(&mut self, open: Open) {
        let Open { section, count, items } = open;
        self.put(match count {
            Some(count) => Item::Repeat(Repeat { section, count, items }),
            None => Item::Group(Group { section, items }),
        });
    }

    fn begin(&mut self, row: Row, count: Option<String>) {
        if self.open.len() == DEEPEST {
            let problem = Problem::error("form_too_deep").at_row(row.row.number).expected(format!("at most {DEEPEST}"));
            self.say(problem.found("groups in groups").hint("nothing was read: take groups out of one another"));
            self.too_deep = true;
            return;
        }
        let section = Section {
            name: row.text("name"),
            label: row.words("label", self.default_language),
            relevant: row.expression("relevant"),
            appearance: row.text("appearance"),
            row: row.row.number,
        };
        let mut kept = vec!["type", "name", "label", "relevant", "appearance", "disabled"];
        if count.is_some() {
            kept.push("repeat_count");
        }
        self.cells_not_kept(row, &kept);
        self.open.push(Open { section, count, items: Vec::new() });
    }

    fn end(&mut self, row: u64, written: &str, repeat: bool) {
        match self.open.pop() {
            Some(open) if open.count.is_some() == repeat => self.close(open),
            other => {
                let begun =
                    other.as_ref().map_or("nothing that was begun".to_owned(), |o| format!("{} first", o.section.name));
                self.open.extend(other);
                let problem = Problem::error("form_end_unmatched").at_row(row).in_column("type").found(written);
                self.say(problem.expected(format!("the end of {begun}")).hint("the row was left out"));
            }
        }
    }

    fn question(&mut self, mut kind: Kind, row: Row) {
        let number = row.row.number;
        let mut name = row.text("name");
        if name.is_empty() && kind == Kind::Note {
            name = format!("generated_note_name_{number}");
        }
        if kind == Kind::Recorded("audit".to_owned()) {
            if !matches!(name.as_str(), "" | "audit") {
                let problem = Problem::error("form_name_invalid").at_row(number).in_column("name").found(&name);
                self.say(problem.expected("audit").hint("an audit has no other name"));
            }
            "audit".clone_into(&mut name);
        }
        self.parameters(&mut kind, row);
        let calculation = row.text("calculation");
        let default = row.text("default");
        kind = match kind {
            Kind::Hidden if !calculation.is_empty() => Kind::Calculate,
            Kind::Calculate if calculation.is_empty() && !default.is_empty() => Kind::Hidden,
            kind => kind,
        };
        let mut kept = vec![
            "type",
            "name",
            "label",
            "hint",
            "relevant",
            "constraint",
            "constraint_message",
            "required",
            "required_message",
            "read_only",
            "calculation",
            "default",
            "appearance",
            "parameters",
            "disabled",
        ];
        if kind.list().is_some() {
            kept.push("choice_filter");
        }
        self.cells_not_kept(row, &kept);
        let words = |name: &str| row.words(name, self.default_language);
        let question = Question {
            name,
            label: words("label"),
            hint: words("hint"),
            logic: Logic {
                relevant: row.expression("relevant"),
                constraint: row.text("constraint"),
                constraint_message: words("constraint_message"),
                required: row.expression("required"),
                required_message: words("required_message"),
                read_only: row.expression("read_only"),
                calculation,
                choice_filter: if kind.list().is_some() { row.text("choice_filter") } else { String::new() },
            },
            appearance: row.text("appearance"),
            default,
            row: number,
            kind,
        };
        self.put(Item::Question(question));
    }

    /// Says cells in columns that mean nothing for this row.
    fn cells_not_kept(&mut self, row: Row, kept: &[&str]) {
        for (name, header) in row.filled() {
            if !kept.contains(&name) {
                let problem = Problem::warning("form_cell_not_kept").at_row(row.row.number).in_column(header);
                let problem = problem.found(row.text("type"));
                self.say(problem.hint("this column means nothing here, and the cell was left out"));
            }
        }
    }

    fn parameters(&mut self, kind: &mut Kind, row: Row) {
        let written = row.text("parameters");
        let pairs: Vec<(String, String)> = written
            .split(|c: char| c.is_whitespace() || c == ',' || c == ';')
            .filter(|part| !part.is_empty())
            .map(|part| part.split_once('=').map_or((part, ""), |(key, value)| (key, value)))
            .map(|(key, value)| (key.trim().to_lowercase(), value.trim().to_owned()))
            .collect();
        for (key, value) in pairs {
            let problem = |problem: Problem| {
                problem.at_row(row.row.number).in_column("parameters").found(format!("{key}={value}"))
            };
            let limit = match (&mut *kind, key.as_str()) {
                (Kind::Range(limits), "start") => &mut limits.start,
                (Kind::Range(limits), "end") => &mut limits.end,
                (Kind::Range(limits), "step") => &mut limits.step,
                _ => {
                    let problem = problem(Problem::warning("form_parameter_not_kept"));
                    self.say(problem.hint("only start, end and step of a range are read"));
                    continue;
                }
            };
            if let Some(number) = value.parse::<f64>().ok().filter(|number| number.is_finite()) {
                *limit = number;
            } else {
                let problem = problem(Problem::error("form_parameter_invalid")).expected("a number");
                self.say(problem.hint("write start=0 end=10 step=1"));
            }
        }
        if let Kind::Range(Limits { start, end, step }) = kind {
            let width = (*end - *start).abs();
            if *step <= 0.0 || *step > width {
                let problem = Problem::error("form_parameter_invalid").at_row(row.row.number).in_column("parameters");
                let problem = problem.found(format!("step={step}")).expected(format!("above 0, at most {width}"));
                self.say(problem.hint("the step goes from start to end"));
            }
        }
    }
}
