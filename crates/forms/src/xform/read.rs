//! A form out of XForm XML.

mod items;
mod parts;
mod questions;
mod texts;

use super::places::{Place, Places};
use super::tree::{Element, parse};
use crate::xlsform::id_of_file;
use crate::xlsform::survey::DEEPEST;
use crate::{Form, Item, Kind, Question, Words};
use city::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// A form out of XForm XML, and everything that is wrong with it or was not kept: what [`check`](crate::check()) says too.
///
/// Reads what [`write`](super::write()), pyxform and `KoboToolbox` write. Paths become `${name}` where the name stands once in the
/// form. A text that is only shown is a note; words of what is never shown are kept only where `itext` has them; an audit
/// comes after what else the tool records at the start.
///
/// None where the XML cannot be read or holds no form.
#[must_use]
pub fn read(file: &str, text: &str) -> (Option<Form>, Vec<Problem>) {
    let refuse = |problem: Problem, line: u64, found: String| {
        let problem = problem.in_file(file).at_row(line).found(found);
        (None, vec![problem.expected("an ODK XForm").hint("get it again from the server, or convert the XLSForm anew")])
    };
    let tree = match parse(text) {
        Ok(tree) => tree,
        Err((line, reason)) => return refuse(Problem::error("form_xml_unreadable"), line, reason),
    };
    let Some(model) = tree.child("head").and_then(|head| head.child("model")) else {
        return refuse(
            Problem::error("form_xml_unreadable"),
            tree.line,
            format!("<{}> without head and model", tree.name),
        );
    };
    let root = model
        .elements()
        .find(|e| e.name == "instance" && e.attribute("src").is_none())
        .and_then(|e| e.elements().next());
    let Some(root) = root else {
        return refuse(Problem::error("form_xml_unreadable"), model.line, "a model without an instance".to_owned());
    };
    let mut reading = Reading::of(file, model, root);
    reading.places.root.clone_from(&root.name);
    reading.find_places(root, &Place::default(), 0);
    if reading.too_deep {
        return refuse(Problem::error("form_too_deep"), root.line, format!("groups in groups, more than {DEEPEST}"));
    }
    reading.find_itext(model);
    reading.find_actions(model);
    let body = tree.child("body");
    if let Some(body) = body {
        reading.find_controls(body, "");
        body.attribute("class").unwrap_or_default().clone_into(&mut reading.form.style);
    }
    reading.find_lists(model);
    reading.form.items = reading.items(root, &Place::default());
    reading.finish(root, tree.child("head").and_then(|head| head.child("title")))
}

/// A control, with the group around a repeat.
#[derive(Debug, Clone, Copy)]
struct Control<'a> {
    element: &'a Element,
    label_of: Option<&'a Element>,
}

struct Reading<'a> {
    file: &'a str,
    form: Form,
    problems: Vec<Problem>,
    places: Places,
    too_deep: bool,
    binds: BTreeMap<String, &'a Element>,
    controls: BTreeMap<String, Control<'a>>,
    /// Repeats by path, and their `jr:count`.
    repeats: BTreeMap<String, Option<String>>,
    itext: BTreeMap<String, Vec<(String, &'a Element)>>,
    defaults: BTreeMap<String, String>,
    started_places: BTreeSet<String>,
    lists_of_controls: BTreeMap<String, String>,
    not_kept: BTreeMap<String, (u64, u64)>,
    audit: bool,
}

impl<'a> Reading<'a> {
    fn of(file: &'a str, model: &'a Element, root: &'a Element) -> Self {
        let mut binds = BTreeMap::new();
        for bind in model.elements().filter(|e| e.name == "bind") {
            if let Some(path) = bind.attribute("nodeset").or_else(|| bind.attribute("ref")) {
                binds.entry(path.trim().to_owned()).or_insert(bind);
            }
        }
        let attribute = |name: &str| root.attribute(name).unwrap_or_default().to_owned();
        let form = Form { id: attribute("id"), version: attribute("version"), ..Form::default() };
        Self {
            file,
            form,
            problems: Vec::new(),
            places: Places::default(),
            too_deep: false,
            binds,
            controls: BTreeMap::new(),
            repeats: BTreeMap::new(),
            itext: BTreeMap::new(),
            defaults: BTreeMap::new(),
            started_places: BTreeSet::new(),
            lists_of_controls: BTreeMap::new(),
            not_kept: BTreeMap::new(),
            audit: false,
        }
    }

    fn say(&mut self, problem: Problem) {
        self.problems.push(problem.in_file(self.file));
    }

    /// Counts a part that is not kept, to be said once with how often it was there.
    fn leave(&mut self, what: &str, line: u64) {
        self.not_kept.entry(what.to_owned()).or_insert((line, 0)).1 += 1;
    }

    fn bind(&self, path: &str, name: &str) -> Option<&'a str> {
        self.binds.get(path).and_then(|bind| bind.attribute(name))
    }

    fn expression(&self, path: &str, name: &str, place: &Place) -> String {
        let text = self.bind(path, name).unwrap_or_default();
        let named = self.places.with_names(text, &place.steps);
        let named = named.trim().to_owned();
        if named == "false()" && name != "relevant" { String::new() } else { named }
    }

    /// Counts the attributes of a bind that are not kept.
    fn leave_binds(&mut self, path: &str, kept: &[&str]) {
        let Some(bind) = self.binds.get(path).copied() else { return };
        for (name, _) in bind.attributes.iter().filter(|(name, _)| !kept.contains(&name.as_str())) {
            self.leave(&format!("{name} of a bind"), bind.line);
        }
    }

    fn finish(mut self, root: &Element, title: Option<&Element>) -> (Option<Form>, Vec<Problem>) {
        if self.form.id.is_empty() {
            self.form.id = id_of_file(self.file);
            let problem = Problem::warning("form_id_missing").at_row(root.line).found(&self.form.id);
            self.say(problem.hint("the name of the file was taken"));
        }
        let title = title.map(Element::text).filter(|title| !title.is_empty() && *title != self.form.id);
        self.form.title = title.map(|title| Words::from([(String::new(), title)])).unwrap_or_default();
        if self.audit {
            let audit = Kind::Recorded("audit".to_owned());
            let recorded = |item: &Item| matches!(item, Item::Question(q) if matches!(q.kind, Kind::Recorded(_)));
            let at = self.form.items.iter().take_while(|item| recorded(item)).count();
            let question = Question { name: "audit".to_owned(), kind: audit, ..Question::default() };
            self.form.items.insert(at, Item::Question(question));
        }
        self.take_out_other();
        for list in self.form.choices.values() {
            let names: BTreeSet<&String> = list.choices.iter().map(|choice| &choice.name).collect();
            self.form.repeated_choices |= names.len() < list.choices.len();
        }
        self.form.name_plain_language();
        for (what, (line, times)) in std::mem::take(&mut self.not_kept) {
            let problem = Problem::warning("form_part_not_kept").at_row(line).found(format!("{what}, {times} times"));
            self.say(problem.hint("docs/forms.md names what is read"));
        }
        let found = crate::check(&self.form);
        self.problems.extend(found.into_iter().map(|problem| problem.in_file(self.file)));
        (Some(self.form), self.problems)
    }

    /// Takes the choice that `or_other` stands for out of its list.
    fn take_out_other(&mut self) {
        let placed = self.form.placed();
        let kinds = placed.iter().filter_map(|p| if let Item::Question(q) = p.item { Some(&q.kind) } else { None });
        let lists: BTreeSet<String> =
            kinds.filter(|k| k.or_other()).filter_map(Kind::list).map(str::to_owned).collect();
        for list in lists {
            if let Some(list) = self.form.choices.get_mut(&list)
                && list
                    .choices
                    .last()
                    .is_some_and(|c| c.name == "other" && c.label.values().all(|text| text == "Other"))
            {
                list.choices.pop();
            }
        }
    }
}

/// Children with names of their own: of a repeat that stands several times only the first.
fn distinct(node: &Element) -> impl Iterator<Item = &Element> {
    let mut seen = BTreeSet::new();
    node.elements().filter(move |child| seen.insert(child.name.clone()))
}
