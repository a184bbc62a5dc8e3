//! The controls of a form.

use super::places::{Place, Places};
use super::text::{Itext, attribute, needs_itext, with_outputs};
use super::write::{Writing, is_counted};
use crate::check::is_computed;
use crate::{Group, Item, Kind, Question, Repeat, Words};
use std::fmt::Write as _;

pub(super) fn body(writing: &mut Writing) {
    let class = if writing.form.style.is_empty() { String::new() } else { attribute("class", &writing.form.style) };
    let mut body = Body { itext: &writing.itext, places: &writing.places, out: String::new() };
    body.items(&writing.form.items, &Place::default());
    let controls = body.out;
    _ = write!(writing.out, "<h:body{class}>\n{controls}</h:body>\n");
}

struct Body<'a> {
    itext: &'a Itext,
    places: &'a Places,
    out: String,
}

impl Body<'_> {
    fn items(&mut self, items: &[Item], above: &Place) {
        for item in items {
            let place = above.below(item.name(), matches!(item, Item::Repeat(_)));
            match item {
                Item::Question(question) if question.kind.is_shown() => self.question(question, &place, above),
                Item::Question(_) => {}
                Item::Group(group) => self.group(group, &place),
                Item::Repeat(repeat) => self.repeat(repeat, &place),
            }
        }
    }

    fn words(&mut self, tag: &str, words: &Words, place: &Place, always: bool) {
        if needs_itext(words) {
            let id = format!("jr:itext('{}:{tag}')", self.places.path_of(place));
            _ = writeln!(self.out, "<{tag}{}/>", attribute("ref", &id));
        } else if let Some(text) = words.get("").filter(|text| !text.is_empty()) {
            _ = writeln!(self.out, "<{tag}>{}</{tag}>", with_outputs(text, self.places, Some(place)));
        } else if always {
            _ = writeln!(self.out, "<{tag}/>");
        }
    }

    fn group(&mut self, group: &Group, place: &Place) {
        let appearance = appearance(&group.section.appearance);
        _ = writeln!(self.out, "<group{appearance}{}>", attribute("ref", &self.places.path_of(place)));
        self.words("label", &group.section.label, place, false);
        self.items(&group.items, place);
        self.out += "</group>\n";
    }

    fn repeat(&mut self, repeat: &Repeat, place: &Place) {
        let path = self.places.path_of(place);
        _ = writeln!(self.out, "<group{}>", attribute("ref", &path));
        self.words("label", &repeat.section.label, place, true);
        _ = write!(self.out, "<repeat{}{}", attribute("nodeset", &path), appearance(&repeat.section.appearance));
        if !repeat.count.is_empty() {
            let counted = format!("${{{}_count}}", repeat.section.name);
            let count = if is_counted(&repeat.count) { &counted } else { &repeat.count };
            self.out += &attribute("jr:count", &self.places.with_paths(count, Some(place), false));
        }
        self.out += ">\n";
        self.items(&repeat.items, place);
        self.new_repeat(&repeat.items, place);
        self.out += "</repeat>\n</group>\n";
    }

    /// Defaults that are computed anew in every instance; inner repeats set their own.
    fn new_repeat(&mut self, items: &[Item], above: &Place) {
        for item in items {
            match item {
                Item::Question(question) if is_computed(&question.default, &question.kind) => {
                    let place = above.below(&question.name, false);
                    let value = self.places.with_paths(&question.default, Some(&place), false);
                    let (path, value) = (attribute("ref", &self.places.path_of(&place)), attribute("value", &value));
                    _ = writeln!(self.out, "<setvalue{path} event=\"odk-new-repeat\"{value}/>");
                }
                Item::Group(group) => self.new_repeat(&group.items, &above.below(&group.section.name, false)),
                Item::Question(_) | Item::Repeat(_) => {}
            }
        }
    }

    fn question(&mut self, question: &Question, place: &Place, above: &Place) {
        let tag = match &question.kind {
            Kind::SelectOne { .. } => "select1",
            Kind::SelectMultiple { .. } => "select",
            Kind::Rank { .. } => "odk:rank",
            Kind::Range(_) => "range",
            Kind::Image | Kind::Audio | Kind::Video | Kind::File => "upload",
            Kind::Acknowledge => "trigger",
            _ => "input",
        };
        _ = write!(
            self.out,
            "<{tag}{}{}",
            attribute("ref", &self.places.path_of(place)),
            appearance(&question.appearance)
        );
        match &question.kind {
            Kind::Image => self.out += " mediatype=\"image/*\"",
            Kind::Audio => self.out += " mediatype=\"audio/*\"",
            Kind::Video => self.out += " mediatype=\"video/*\"",
            Kind::File => self.out += " mediatype=\"application/*\"",
            Kind::Range(limits) => {
                _ = write!(self.out, " start=\"{}\" end=\"{}\" step=\"{}\"", limits.start, limits.end, limits.step);
            }
            _ => {}
        }
        self.out += ">\n";
        self.words("label", &question.label, place, true);
        self.words("hint", &question.hint, place, false);
        if let Some(list) = question.kind.list() {
            self.choices(question, list, place);
        }
        _ = writeln!(self.out, "</{tag}>");
        if question.kind.or_other() {
            let other = above.below(&format!("{}_other", question.name), false);
            let path = attribute("ref", &self.places.path_of(&other));
            _ = write!(self.out, "<input{path}>\n<label>Specify other.</label>\n</input>\n");
        }
    }

    fn choices(&mut self, question: &Question, list: &str, place: &Place) {
        let mut nodeset = format!("instance('{list}')/root/item");
        if !question.logic.choice_filter.is_empty() {
            let filter = self.places.with_paths(&question.logic.choice_filter, Some(place), true);
            _ = write!(nodeset, "[{filter}]");
        }
        let label = if self.itext.lists_of_texts.contains(list) { "jr:itext(itextId)" } else { "label" };
        _ = writeln!(self.out, "<itemset{}>", attribute("nodeset", &nodeset));
        _ = write!(self.out, "<value ref=\"name\"/>\n<label ref=\"{label}\"/>\n</itemset>\n");
    }
}

fn appearance(appearance: &str) -> String {
    if appearance.is_empty() { String::new() } else { attribute("appearance", appearance) }
}
