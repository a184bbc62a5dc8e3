//! Names: what the columns of an export are called in the form.

use crate::{Form, Item, Kind, Question, Words};
use std::collections::{BTreeMap, BTreeSet};

/// The questions and repeats of a form by every name that an export gives them; empty without a form.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    questions: BTreeMap<String, Asked<'a>>,
    order: Vec<String>,
    repeats: BTreeSet<String>,
    /// Other ways of writing a path, and labels; none where two questions share one.
    other: BTreeMap<String, Option<String>>,
    leaves: BTreeMap<(String, String), Option<String>>,
    form: Option<&'a Form>,
}

/// A question and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Asked<'a> {
    pub question: &'a Question,
    /// Path of the repeat that it stands in.
    pub repeat: String,
}

/// How the groups of a header are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parted {
    Slash,
    Dash,
    Dot,
    Colon,
}

impl Parted {
    /// As the header's own columns show it.
    pub fn of<'h>(header: impl Iterator<Item = &'h str>) -> Self {
        let mut parted = Self::Slash;
        for name in header {
            match name {
                "meta-instanceID" | "KEY" => parted = Self::Dash,
                "meta.instanceID" => return Self::Dot,
                "meta:instanceID" => return Self::Colon,
                _ => {}
            }
        }
        parted
    }

    /// A name with its groups parted by `/`.
    pub fn slashed(self, name: &str) -> String {
        match self {
            Self::Slash => name.to_owned(),
            Self::Dash => name.replace('-', "/"),
            Self::Dot => name.replace('.', "/"),
            Self::Colon => name.replace(':', "/"),
        }
    }
}

impl<'a> Names<'a> {
    pub fn of(form: Option<&'a Form>) -> Self {
        let mut names = Self { form, ..Self::default() };
        for placed in form.map(Form::placed).unwrap_or_default() {
            match placed.item {
                Item::Question(question) => names.add(placed.path, placed.repeat, question),
                Item::Repeat(_) => {
                    names.repeats.insert(placed.path);
                }
                Item::Group(_) => {}
            }
        }
        names
    }

    fn add(&mut self, path: String, repeat: String, question: &'a Question) {
        let mut also = |key: String| {
            let held = self.other.entry(key).or_insert_with(|| Some(path.clone()));
            if held.as_ref() != Some(&path) {
                *held = None;
            }
        };
        for written in [path.replace('/', "-"), path.replace('/', "."), path.replace('/', ":")] {
            also(written);
        }
        for label in question.label.values() {
            also(label_key(label));
        }
        let leaf = self.leaves.entry((repeat.clone(), question.name.clone())).or_insert_with(|| Some(path.clone()));
        if leaf.as_ref() != Some(&path) {
            *leaf = None;
        }
        self.order.push(path.clone());
        self.questions.insert(path, Asked { question, repeat });
    }

    pub fn form(&self) -> Option<&'a Form> {
        self.form
    }

    pub fn repeats(&self) -> &BTreeSet<String> {
        &self.repeats
    }

    pub fn question(&self, path: &str) -> Option<&Asked<'a>> {
        self.questions.get(path)
    }

    /// The questions of a name, wherever they stand.
    pub fn called(&self, name: &str) -> impl Iterator<Item = &'a Question> {
        self.questions.values().map(|asked| asked.question).filter(move |question| question.name == name)
    }

    /// Paths of the questions of a repeat (empty: of none), in the order of asking.
    pub fn in_order(&self, repeat: &str) -> impl Iterator<Item = &str> {
        let stands_there = move |path: &&String| self.questions.get(*path).is_some_and(|asked| asked.repeat == repeat);
        self.order.iter().filter(stands_there).map(String::as_str)
    }

    /// The path of the repeat that a table of this name is, below another.
    pub fn repeat(&self, above: &str, name: &str) -> String {
        let whole = if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") };
        if self.repeats.contains(&whole) {
            return whole;
        }
        let leaf = name.rsplit('/').next().unwrap_or(name);
        let below = |path: &&String| {
            path.rsplit('/').next() == Some(leaf)
                && (above.is_empty() || path.strip_prefix(above).is_some_and(|rest| rest.starts_with('/')))
        };
        let mut found = self.repeats.iter().filter(below);
        match (found.next(), found.next()) {
            (Some(path), None) => path.clone(),
            _ => whole,
        }
    }

    /// The path of a column of a table; as written, groups parted by `/`, where the form does not know it.
    pub fn column(&self, table: &str, written: &str, parted: Parted) -> String {
        if let Some(path) = self.known(table, written, parted) {
            return path;
        }
        // One choice of a question with several, or one part of a point.
        for (at, _) in written.char_indices().rev().filter(|(_, c)| ['/', '-', '.', ':'].contains(c)) {
            let (head, tail) = (written.get(..at).unwrap_or_default(), written.get(at + 1..).unwrap_or_default());
            let Some(path) = self.known(table, head, parted) else { continue };
            let question = self.questions.get(&path).map(|asked| &asked.question.kind);
            match question {
                Some(Kind::SelectMultiple { list, .. }) => return format!("{path}/{}", self.choice(list, tail)),
                Some(Kind::Geopoint) => return format!("{path}/{tail}"),
                _ => {}
            }
        }
        let slashed = parted.slashed(written);
        if table.is_empty() || slashed.strip_prefix(table).is_some_and(|rest| rest.starts_with('/')) {
            slashed
        } else {
            format!("{table}/{slashed}")
        }
    }

    fn known(&self, table: &str, written: &str, parted: Parted) -> Option<String> {
        self.form?;
        let slashed = parted.slashed(written);
        let inside = |name: &str| if table.is_empty() { name.to_owned() } else { format!("{table}/{name}") };
        let candidates = [inside(written), inside(&slashed), written.to_owned(), slashed];
        if let Some(path) = candidates.iter().find(|path| self.questions.contains_key(*path)) {
            return Some(path.clone());
        }
        let dashed =
            if table.is_empty() { written.to_owned() } else { format!("{}-{written}", table.replace('/', "-")) };
        let other = [dashed.as_str(), written].iter().find_map(|key| self.other.get(*key).cloned().flatten());
        let leaf = || self.leaves.get(&(table.to_owned(), written.to_owned())).cloned().flatten();
        other.or_else(leaf).or_else(|| self.labelled(written))
    }

    /// A column that is headed by a label, of groups too: `Household/How old?`.
    fn labelled(&self, written: &str) -> Option<String> {
        let ends = written.match_indices('/').map(|(at, _)| at + 1);
        let mut endings = std::iter::once(0).chain(ends).filter_map(|at| written.get(at..));
        endings.find_map(|ending| self.other.get(&label_key(ending)).cloned().flatten())
    }

    /// The name of a choice by its name or one of its labels; as written where the list has neither.
    pub fn choice(&self, list: &str, written: &str) -> String {
        let Some(list) = self.form.and_then(|form| form.choices.get(list)) else { return written.to_owned() };
        if list.choices.iter().any(|choice| choice.name == written) {
            return written.to_owned();
        }
        let key = label_key(written);
        let has_label = |words: &Words| words.values().any(|label| label_key(label) == key);
        let by_label = list.choices.iter().find(|choice| has_label(&choice.label));
        by_label.map_or_else(|| written.to_owned(), |choice| choice.name.clone())
    }
}

/// A label as headers hold it: no spaces around it, one between words.
fn label_key(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    format!("\u{1}{}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::made_up::form;
    use super::*;

    #[test]
    fn columns_are_found_however_their_groups_are_parted() {
        let form = form();
        let names = Names::of(Some(&form));
        for written in
            ["house/water", "house-water", "house.water", "house:water", "water", "House/Where is  water from?"]
        {
            assert_eq!(names.column("", written, Parted::Slash), "house/water", "{written}");
        }
        assert_eq!(names.column("member", "age", Parted::Dash), "member/age");
        assert_eq!(names.column("", "house-assets/radio", Parted::Dash), "house/assets/radio");
        assert_eq!(names.column("", "place-Latitude", Parted::Dash), "place/Latitude");
        assert_eq!(names.column("", "new-question", Parted::Dash), "new/question");
        assert_eq!(names.repeat("member", "illness"), "member/illness");
    }

    #[test]
    fn without_a_form_names_are_as_written() {
        let names = Names::of(None);
        assert_eq!(names.column("member", "age", Parted::Dash), "member/age");
        assert_eq!(names.column("member", "member/age", Parted::Slash), "member/age");
    }
}
