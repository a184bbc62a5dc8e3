//! Groups, repeats and questions, in the order of the instance.

use super::{Reading, distinct};
use crate::xform::places::Place;
use crate::xform::tree::Element;
use crate::{Group, Item, Repeat, Section};
use std::collections::BTreeSet;

impl<'a> Reading<'a> {
    pub(super) fn items(&mut self, node: &'a Element, above: &Place) -> Vec<Item> {
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
}
