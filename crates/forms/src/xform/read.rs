//! A form out of XForm XML.

use super::places::{Place, Places};
use super::text::DEFAULT;
use super::tree::{Element, Inside, parse};
use crate::xlsform::id_of_file;
use crate::xlsform::survey::DEEPEST;
use crate::{Choice, ChoiceList, Form, Group, Item, Kind, Limits, Logic, Question, Repeat, Section, Words};
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

    fn find_places(&mut self, node: &'a Element, above: &Place, depth: usize) {
        if depth > DEEPEST {
            self.too_deep = true;
            return;
        }
        for child in distinct(node) {
            let place = above.below(&child.name, false);
            self.places.put(&child.name, place.clone());
            self.find_places(child, &place, depth + 1);
        }
    }

    fn find_itext(&mut self, model: &'a Element) {
        let Some(itext) = model.child("itext") else { return };
        for translation in itext.elements().filter(|e| e.name == "translation") {
            let language = translation.attribute("lang").unwrap_or(DEFAULT);
            let language = if language == DEFAULT { String::new() } else { language.to_owned() };
            if translation.attribute("default").is_some() {
                self.form.default_language.clone_from(&language);
            }
            self.form.languages.push(language.clone());
            for text in translation.elements().filter(|e| e.name == "text") {
                let id = text.attribute("id").unwrap_or_default().to_owned();
                for value in text.elements().filter(|e| e.name == "value") {
                    match value.attribute("form") {
                        None | Some("long") => {
                            self.itext.entry(id.clone()).or_default().push((language.clone(), value));
                        }
                        Some(other) => self.leave(&format!("{other} in itext"), value.line),
                    }
                }
            }
        }
    }

    fn find_actions(&mut self, model: &'a Element) {
        for action in model.elements() {
            let path = action.attribute("ref").unwrap_or_default().to_owned();
            match (action.name.as_str(), action.attribute("event")) {
                ("setvalue", Some(event)) if event.contains("first-load") => {
                    let value = action.attribute("value").map_or_else(|| action.text(), str::to_owned);
                    self.defaults.insert(path, value);
                }
                ("setgeopoint", _) => _ = self.started_places.insert(path),
                ("setvalue" | "recordaudio" | "submission" | "entity", _) => self.leave(&action.name, action.line),
                _ => {}
            }
        }
    }

    fn find_controls(&mut self, within: &'a Element, above: &str) {
        for element in within.elements() {
            let path = element.attribute("ref").or_else(|| element.attribute("nodeset")).map(str::trim);
            let path = path
                .map(|p| if p.starts_with('/') || above.is_empty() { p.to_owned() } else { format!("{above}/{p}") });
            match (element.name.as_str(), path) {
                ("label" | "hint" | "setvalue" | "value" | "itemset" | "item", _) => {}
                ("group", path) => {
                    let repeat = element.child("repeat");
                    match &path {
                        Some(path) if repeat.is_none() => {
                            self.controls.insert(path.clone(), Control { element, label_of: Some(element) });
                        }
                        None if repeat.is_none() => self.leave("a group of the screen alone", element.line),
                        _ => {}
                    }
                    self.find_controls(element, path.as_deref().unwrap_or(above));
                }
                ("repeat", Some(path)) => {
                    self.repeats.insert(path.clone(), element.attribute("count").map(str::to_owned));
                    let label_of = Some(within).filter(|around| around.name == "group");
                    self.controls.insert(path.clone(), Control { element, label_of });
                    self.find_controls(element, &path);
                }
                (_, Some(path)) => {
                    for inner in element.elements().filter(|e| matches!(e.name.as_str(), "setvalue" | "setgeopoint")) {
                        self.leave("setvalue when an answer changes", inner.line);
                    }
                    if self.controls.insert(path, Control { element, label_of: Some(element) }).is_some() {
                        self.leave("a second control of the same question", element.line);
                    }
                }
                (name, None) => self.leave(&format!("<{name}> of the body"), element.line),
            }
        }
    }

    /// Words of a label, hint or message.
    fn words(&mut self, element: &'a Element, from: &Place) -> Words {
        if let Some(id) = element.attribute("ref").and_then(itext_id) {
            return self.texts(id, Some(from));
        }
        let text = self.with_names(element, Some(from));
        if text.is_empty() { Words::new() } else { Words::from([(String::new(), text)]) }
    }

    fn texts(&mut self, id: &str, from: Option<&Place>) -> Words {
        let found = self.itext.get(id).cloned().unwrap_or_default();
        let texts = found.into_iter().map(|(language, value)| (language, self.with_names(value, from)));
        texts.collect::<Vec<_>>().into_iter().filter(|(_, text)| !text.is_empty() && text != "-").collect()
    }

    /// The text of an element, every `output` as `${name}`.
    fn with_names(&mut self, element: &Element, from: Option<&Place>) -> String {
        let mut text = String::new();
        for inside in &element.inside {
            match inside {
                Inside::Text(words) => text += words,
                Inside::Element(output) if output.name == "output" => {
                    let path = output.attribute("value").or_else(|| output.attribute("ref")).unwrap_or_default();
                    let steps = from.map(|place| place.steps.as_slice()).unwrap_or_default();
                    let named = self.places.with_names(path.trim(), steps);
                    if crate::check::simple(&named).is_some() {
                        text += &named;
                    } else {
                        self.leave("an output that is computed", output.line);
                        text += "…";
                    }
                }
                Inside::Element(other) => self.leave(&format!("<{}> in a text", other.name), other.line),
            }
        }
        text.trim().to_owned()
    }

    fn find_lists(&mut self, model: &'a Element) {
        for instance in model.elements().filter(|e| e.name == "instance") {
            let Some(id) = instance.attribute("id") else { continue };
            if instance.attribute("src").is_some() {
                self.leave("data from another file", instance.line);
                continue;
            }
            let Some(items) = instance.elements().next() else { continue };
            let items: Vec<&Element> = items.elements().filter(|e| e.name == "item").collect();
            let choices = items.into_iter().map(|item| self.choice(item)).collect();
            self.form.choices.insert(id.to_owned(), ChoiceList { choices });
        }
        let with_items: Vec<(String, &Element)> = self
            .controls
            .iter()
            .filter(|(_, control)| control.element.child("item").is_some())
            .map(|(path, control)| (path.clone(), control.element))
            .collect();
        for (path, control) in with_items {
            let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
            let list =
                if self.form.choices.contains_key(&name) { path.trim_matches('/').replace('/', "_") } else { name };
            let mut choices = Vec::new();
            for item in control.elements().filter(|e| e.name == "item") {
                let label = item.child("label").map(|l| self.words(l, &Place::default())).unwrap_or_default();
                let name = item.child("value").map(Element::text).unwrap_or_default();
                choices.push(Choice { name, label, ..Choice::default() });
            }
            self.form.choices.insert(list.clone(), ChoiceList { choices });
            self.lists_of_controls.insert(path, list);
        }
    }

    fn choice(&mut self, item: &'a Element) -> Choice {
        let mut choice = Choice::default();
        for part in item.elements() {
            match part.name.as_str() {
                "name" => choice.name = part.text(),
                "itextId" => choice.label = self.texts(&part.text(), None),
                "label" => {
                    let text = part.text();
                    if !text.is_empty() {
                        choice.label.insert(String::new(), text);
                    }
                }
                other => choice.more.push((other.to_owned(), part.text())),
            }
        }
        choice
    }

    fn items(&mut self, node: &'a Element, above: &Place) -> Vec<Item> {
        let mut items = Vec::new();
        let mut done = BTreeSet::new();
        let children: Vec<&Element> = distinct(node).collect();
        let names: BTreeSet<&str> = children.iter().map(|child| child.name.as_str()).collect();
        for child in children {
            let place = above.below(&child.name, false);
            let path = place.path(&self.places.root);
            if done.contains(&child.name) {
                continue;
            }
            if above.steps.is_empty() && child.name == "meta" {
                self.meta(child);
                continue;
            }
            let is_section = child.elements().next().is_some() || self.repeats.contains_key(&path);
            let is_section = is_section || self.controls.get(&path).is_some_and(|c| c.element.name == "group");
            if is_section {
                items.push(self.section(child, &place, &path));
                continue;
            }
            if self.is_count(child, &path, above) {
                continue;
            }
            if let Some(question) = self.question(child, &place, &path, &names, &mut done) {
                items.push(Item::Question(question));
            }
        }
        items
    }

    /// Whether a node only holds the computed number of a repeat beside it.
    fn is_count(&self, child: &Element, path: &str, above: &Place) -> bool {
        let Some(repeat) = child.name.strip_suffix("_count") else { return false };
        let repeat_path = above.below(repeat, false).path(&self.places.root);
        let counted = self.repeats.get(&repeat_path).cloned().flatten().is_some_and(|count| {
            self.places.with_names(count.trim(), &above.below(repeat, false).steps) == format!("${{{}}}", child.name)
        });
        counted && !self.controls.contains_key(path) && self.bind(path, "calculate").is_some()
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

    fn section(&mut self, child: &'a Element, place: &Place, path: &str) -> Item {
        let control = self.controls.get(path).copied();
        let label = control.and_then(|c| c.label_of).and_then(|e| e.child("label"));
        let label = label.map(|label| self.words(label, place)).unwrap_or_default();
        self.leave_binds(path, &["nodeset", "relevant", "type", "id"]);
        let of_repeat = control.and_then(|c| c.element.attribute("appearance"));
        let around = control.and_then(|c| c.label_of).and_then(|e| e.attribute("appearance"));
        let section = Section {
            name: child.name.clone(),
            label,
            relevant: self.expression(path, "relevant", place),
            appearance: of_repeat.or(around).unwrap_or_default().to_owned(),
            row: 0,
        };
        let items = self.items(child, place);
        let Some(count) = self.repeats.get(path).cloned() else { return Item::Group(Group { section, items }) };
        let mut count =
            count.map(|count| self.places.with_names(&count, &place.steps).trim().to_owned()).unwrap_or_default();
        let counted = format!("{}_count", section.name);
        if count == format!("${{{counted}}}") {
            let mut beside = place.clone();
            beside.steps.pop();
            let beside = beside.below(&counted, false);
            let beside_path = beside.path(&self.places.root);
            if !self.controls.contains_key(&beside_path) && self.bind(&beside_path, "calculate").is_some() {
                count = self.expression(&beside_path, "calculate", &beside);
            }
        }
        Item::Repeat(Repeat { section, count, items })
    }

    /// Counts the attributes of a bind that are not kept.
    fn leave_binds(&mut self, path: &str, kept: &[&str]) {
        let Some(bind) = self.binds.get(path).copied() else { return };
        for (name, _) in bind.attributes.iter().filter(|(name, _)| !kept.contains(&name.as_str())) {
            self.leave(&format!("{name} of a bind"), bind.line);
        }
    }

    fn meta(&mut self, meta: &'a Element) {
        for child in meta.elements() {
            match child.name.as_str() {
                "instanceID" => {}
                "instanceName" => {
                    let place = Place::default().below("meta", false).below("instanceName", false);
                    let path = place.path(&self.places.root);
                    self.form.instance_name = self.expression(&path, "calculate", &place);
                }
                "audit" => self.audit = true,
                other => self.leave(&format!("{other} of meta"), child.line),
            }
        }
    }

    fn question(
        &mut self,
        child: &'a Element,
        place: &Place,
        path: &str,
        beside: &BTreeSet<&str>,
        done: &mut BTreeSet<String>,
    ) -> Option<Question> {
        let control = self.controls.get(path).copied();
        let mut kind = self.kind(child, path, control)?;
        let other = format!("{}_other", child.name);
        if let Some(list) = kind.list().filter(|_| beside.contains(other.as_str())) {
            let other_path = format!("{path}_other");
            let asked = self.bind(&other_path, "relevant").unwrap_or_default();
            let written = format!("selected(../{}, 'other')", child.name);
            let said = self.controls.get(&other_path).and_then(|c| c.element.child("label")).map(Element::text);
            if asked == written && said.as_deref() == Some("Specify other.") && self.form.choices.contains_key(list) {
                done.insert(other);
                match &mut kind {
                    Kind::SelectOne { or_other, .. } | Kind::SelectMultiple { or_other, .. } => *or_other = true,
                    _ => {}
                }
            }
        }
        let part = |name: &str| control.and_then(|c| c.element.child(name));
        let (label, hint) = (part("label"), part("hint"));
        let label = match label {
            Some(label) => self.words(label, place),
            None => self.texts(&format!("{path}:label"), Some(place)),
        };
        let hint = hint.map(|hint| self.words(hint, place)).unwrap_or_default();
        let is_note = kind == Kind::Note;
        let read_only = self.expression(path, "readonly", place);
        let logic = Logic {
            relevant: self.expression(path, "relevant", place),
            constraint: self.expression(path, "constraint", place),
            constraint_message: self.message(path, "constraintMsg", place),
            required: self.expression(path, "required", place),
            required_message: self.message(path, "requiredMsg", place),
            read_only: if is_note { String::new() } else { read_only },
            calculation: self.expression(path, "calculate", place),
            choice_filter: control.map(|c| self.choice_filter(c.element, place)).unwrap_or_default(),
        };
        self.leave_binds(
            path,
            &[
                "nodeset",
                "id",
                "type",
                "relevant",
                "constraint",
                "constraintMsg",
                "required",
                "requiredMsg",
                "readonly",
                "calculate",
                "preload",
                "preloadParams",
            ],
        );
        let written = child.text();
        let written = if kind == Kind::Image { written.trim_start_matches("jr://images/").to_owned() } else { written };
        let computed =
            self.defaults.get(path).map(|value| self.places.with_names(value, &place.steps).trim().to_owned());
        Some(Question {
            name: child.name.clone(),
            kind,
            label,
            hint,
            logic,
            appearance: control.and_then(|c| c.element.attribute("appearance")).unwrap_or_default().to_owned(),
            default: computed.unwrap_or(written),
            row: 0,
        })
    }

    fn message(&mut self, path: &str, name: &str, place: &Place) -> Words {
        let Some(text) = self.bind(path, name) else { return Words::new() };
        match itext_id(text) {
            Some(id) => self.texts(id, Some(place)),
            None => Words::from([(String::new(), text.to_owned())]),
        }
    }

    fn choice_filter(&mut self, control: &Element, place: &Place) -> String {
        let Some(itemset) = control.child("itemset") else { return String::new() };
        let nodeset = itemset.attribute("nodeset").unwrap_or_default().trim();
        let nodeset = match nodeset.strip_prefix("randomize(") {
            Some(inner) => {
                self.leave("choices in random order", itemset.line);
                inner
            }
            None => nodeset,
        };
        let filter = nodeset.split_once('[').and_then(|(_, rest)| rest.rsplit_once(']')).map(|(filter, _)| filter);
        filter.map(|filter| self.places.with_names(filter, &place.steps).trim().to_owned()).unwrap_or_default()
    }

    fn kind(&mut self, child: &Element, path: &str, control: Option<Control>) -> Option<Kind> {
        let kind = self.bind(path, "type").unwrap_or("string");
        let kind = kind.rsplit(':').next().unwrap_or(kind);
        let Some(control) = control else { return Some(self.unseen(path, kind)) };
        let element = control.element;
        let list = || self.list(path, element);
        let refused = |what: &str| {
            Problem::error("form_type_not_kept").at_row(element.line).found(format!("{}: {what}", child.name))
        };
        Some(match element.name.as_str() {
            "select1" | "select" | "rank" => {
                let Some(list) = list() else {
                    let problem = refused("choices from elsewhere")
                        .hint("the question was left out: its choices are not in the form");
                    self.say(problem);
                    return None;
                };
                match element.name.as_str() {
                    "select1" => Kind::SelectOne { list, or_other: false },
                    "select" => Kind::SelectMultiple { list, or_other: false },
                    _ => Kind::Rank { list },
                }
            }
            "range" => {
                let number = |name: &str| element.attribute(name).and_then(|text| text.trim().parse::<f64>().ok());
                let limits = (number("start"), number("end"), number("step"));
                let (Some(start), Some(end), Some(step)) = limits else {
                    let problem = refused("a range without numbers")
                        .expected("start, end and step")
                        .hint("the question was left out");
                    self.say(problem);
                    return None;
                };
                Kind::Range(Limits { start, end, step })
            }
            "upload" => match element.attribute("mediatype").unwrap_or_default().split('/').next() {
                Some("image") => Kind::Image,
                Some("audio") => Kind::Audio,
                Some("video") => Kind::Video,
                _ => Kind::File,
            },
            "trigger" => Kind::Acknowledge,
            "input" | "secret" => match kind {
                "int" | "integer" | "long" => Kind::Integer,
                "decimal" | "double" | "float" => Kind::Decimal,
                "geopoint" => Kind::Geopoint,
                "geotrace" => Kind::Geotrace,
                "geoshape" => Kind::Geoshape,
                "date" => Kind::Date,
                "time" => Kind::Time,
                "dateTime" => Kind::DateTime,
                "barcode" => Kind::Barcode,
                _ if self.bind(path, "readonly").is_some_and(|r| r.trim() == "true()") => Kind::Note,
                _ => Kind::Text,
            },
            other => {
                let problem = refused(&format!("<{other}>")).hint("the question was left out");
                self.say(problem);
                return None;
            }
        })
    }

    fn unseen(&self, path: &str, kind: &str) -> Kind {
        let recorded = self.bind(path, "preloadParams").filter(|_| self.bind(path, "preload").is_some());
        match recorded {
            Some(what) if RECORDED.contains(&what) => Kind::Recorded(what.to_owned()),
            _ if kind == "geopoint" && self.started_places.contains(path) => {
                Kind::Recorded("start-geopoint".to_owned())
            }
            _ if self.bind(path, "calculate").is_some() => Kind::Calculate,
            _ => Kind::Hidden,
        }
    }

    fn list(&self, path: &str, control: &Element) -> Option<String> {
        if let Some(list) = self.lists_of_controls.get(path) {
            return Some(list.clone());
        }
        let nodeset = control.child("itemset")?.attribute("nodeset")?;
        let (_, rest) = nodeset.split_once("instance(")?;
        let id = rest.split(')').next()?.trim().trim_matches(['\'', '"']);
        self.form.choices.contains_key(id).then(|| id.to_owned())
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

const RECORDED: [&str; 7] = ["start", "end", "today", "deviceid", "username", "phonenumber", "email"];

/// Children with names of their own: of a repeat that stands several times only the first.
fn distinct(node: &Element) -> impl Iterator<Item = &Element> {
    let mut seen = BTreeSet::new();
    node.elements().filter(move |child| seen.insert(child.name.clone()))
}

fn itext_id(reference: &str) -> Option<&str> {
    let inside = reference.trim().strip_prefix("jr:itext(")?.strip_suffix(')')?.trim();
    Some(inside.trim_matches(['\'', '"']))
}
