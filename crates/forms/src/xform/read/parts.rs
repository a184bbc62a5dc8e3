//! Where everything stands: places of nodes, controls of the body, actions and lists of choices.

use super::{Control, Reading, distinct};
use crate::xform::places::Place;
use crate::xform::tree::Element;
use crate::xlsform::survey::DEEPEST;
use crate::{Choice, ChoiceList};

impl<'a> Reading<'a> {
    pub(super) fn find_places(&mut self, node: &'a Element, above: &Place, depth: usize) {
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

    pub(super) fn find_actions(&mut self, model: &'a Element) {
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

    pub(super) fn find_controls(&mut self, within: &'a Element, above: &str) {
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

    pub(super) fn find_lists(&mut self, model: &'a Element) {
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
}
