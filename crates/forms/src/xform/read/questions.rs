//! One question: its kind, words and logic.

use super::{Control, Reading};
use crate::xform::places::Place;
use crate::xform::tree::Element;
use crate::{Kind, Limits, Logic, Question};
use city::Problem;
use std::collections::BTreeSet;

const RECORDED: [&str; 7] = ["start", "end", "today", "deviceid", "username", "phonenumber", "email"];

impl<'a> Reading<'a> {
    pub(super) fn question(
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
}
