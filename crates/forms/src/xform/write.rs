//! A form as the XML of an ODK XForm, node by node as pyxform writes it.

use super::body::body;
use super::places::{Place, Places};
use super::text::{Itext, attribute, escaped};
use crate::check::{is_computed, simple};
use crate::{Form, Item, Kind, Logic, Question};
use std::fmt::Write as _;

/// Spaces of the names, as pyxform writes them.
const SPACES: &str = r#"xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms""#;

/// What is written of a form, with what all parts of it ask for.
pub(super) struct Writing<'a> {
    pub form: &'a Form,
    pub places: Places,
    pub itext: Itext,
    pub out: String,
}

/// A form as XForm XML.
///
/// Instance, binds, controls, texts and lists are those that pyxform gives for the same form; `tests/forms.rs` compares them.
///
/// ```
/// use forms::{Form, Item, Question, Words};
/// let label = Words::from([(String::new(), "How many?".to_owned())]);
/// let question = Question { name: "n".into(), kind: forms::Kind::Integer, label, ..Question::default() };
/// let xml = forms::xform::write(&Form { id: "f".into(), items: vec![Item::Question(question)], ..Form::default() });
/// assert!(xml.contains(r#"<bind nodeset="/data/n" type="int"/>"#));
/// ```
#[must_use]
pub fn write(form: &Form) -> String {
    let places = Places::of(form);
    let itext = Itext::of(form, &places);
    let mut writing = Writing { form, places, itext, out: String::new() };
    let title = form.title.get("").or_else(|| form.title.get(&form.default_language));
    let title = title.or_else(|| form.title.values().next()).unwrap_or(&form.id);
    writing.out += "<?xml version=\"1.0\"?>\n<h:html ";
    writing.out += SPACES;
    _ = write!(
        writing.out,
        ">\n<h:head>\n<h:title>{}</h:title>\n<model odk:xforms-version=\"1.0.0\">\n",
        escaped(title)
    );
    writing.out += &writing.itext.xml();
    writing.instance();
    writing.lists();
    writing.binds(&form.items, &Place::default());
    writing.meta_binds();
    writing.out += "</model>\n</h:head>\n";
    body(&mut writing);
    writing.out += "</h:html>\n";
    writing.out
}

impl Writing<'_> {
    pub fn path(&self, place: &Place) -> String {
        self.places.path_of(place)
    }

    fn instance(&mut self) {
        let form = self.form;
        self.out += "<instance>\n<data";
        self.out += &attribute("id", &form.id);
        if !form.version.is_empty() {
            self.out += &attribute("version", &form.version);
        }
        self.out += ">\n";
        self.nodes(&form.items, false);
        self.out += "<meta>\n";
        if has_audit(&form.items) {
            self.out += "<audit/>\n";
        }
        self.out += "<instanceID/>\n";
        if !form.instance_name.is_empty() {
            self.out += "<instanceName/>\n";
        }
        self.out += "</meta>\n</data>\n</instance>\n";
    }

    /// The nodes of the instance; a repeat as its template and, outside of templates, once more as its first instance.
    fn nodes(&mut self, items: &[Item], in_template: bool) {
        for item in items {
            match item {
                Item::Question(question) => self.node(question),
                Item::Group(group) => {
                    _ = writeln!(self.out, "<{}>", group.section.name);
                    self.nodes(&group.items, in_template);
                    _ = writeln!(self.out, "</{}>", group.section.name);
                }
                Item::Repeat(repeat) => {
                    let name = &repeat.section.name;
                    if is_counted(&repeat.count) {
                        _ = writeln!(self.out, "<{name}_count/>");
                    }
                    _ = writeln!(self.out, "<{name} jr:template=\"\">");
                    self.nodes(&repeat.items, true);
                    _ = writeln!(self.out, "</{name}>");
                    if !in_template {
                        _ = writeln!(self.out, "<{name}>");
                        self.first_instance(&repeat.items);
                        _ = writeln!(self.out, "</{name}>");
                    }
                }
            }
        }
    }

    fn first_instance(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Question(question) => self.node(question),
                Item::Group(group) => {
                    _ = writeln!(self.out, "<{}>", group.section.name);
                    self.first_instance(&group.items);
                    _ = writeln!(self.out, "</{}>", group.section.name);
                }
                Item::Repeat(repeat) => {
                    if is_counted(&repeat.count) {
                        _ = writeln!(self.out, "<{}_count/>", repeat.section.name);
                    }
                    _ = writeln!(self.out, "<{}>", repeat.section.name);
                    self.first_instance(&repeat.items);
                    _ = writeln!(self.out, "</{}>", repeat.section.name);
                }
            }
        }
    }

    fn node(&mut self, question: &Question) {
        if is_audit(question) {
            return;
        }
        let name = &question.name;
        if question.default.is_empty() || is_computed(&question.default, &question.kind) {
            _ = writeln!(self.out, "<{name}/>");
        } else {
            let image = question.kind == Kind::Image && !question.default.starts_with("jr://");
            let before = if image { "jr://images/" } else { "" };
            _ = writeln!(self.out, "<{name}>{before}{}</{name}>", escaped(&question.default));
        }
        if question.kind.or_other() {
            _ = writeln!(self.out, "<{name}_other/>");
        }
    }

    fn lists(&mut self) {
        for (name, choices) in &self.itext.lists {
            _ = write!(self.out, "<instance{}>\n<root>\n", attribute("id", name));
            for choice in choices {
                self.out += "<item>\n";
                if let Some(id) = &choice.itext_id {
                    _ = writeln!(self.out, "<itextId>{}</itextId>", escaped(id));
                }
                _ = writeln!(self.out, "<name>{}</name>", escaped(&choice.name));
                if let Some(label) = &choice.label {
                    _ = writeln!(self.out, "<label>{}</label>", escaped(label));
                }
                for (column, text) in choice.more.iter().filter(|(_, text)| !text.is_empty()) {
                    _ = writeln!(self.out, "<{column}>{}</{column}>", escaped(text));
                }
                self.out += "</item>\n";
            }
            self.out += "</root>\n</instance>\n";
        }
    }

    fn binds(&mut self, items: &[Item], above: &Place) {
        for item in items {
            let place = above.below(item.name(), matches!(item, Item::Repeat(_)));
            match item {
                Item::Question(question) => self.question(question, &place, above),
                Item::Group(group) => {
                    self.section(&group.section.relevant, &place);
                    self.binds(&group.items, &place);
                }
                Item::Repeat(repeat) => {
                    if is_counted(&repeat.count) {
                        let count = above.below(&format!("{}_count", repeat.section.name), false);
                        let computed = self.places.with_paths(&repeat.count, Some(&count), false);
                        self.bind(&count, "string", &[("readonly", "true()"), ("calculate", &computed)]);
                    }
                    self.section(&repeat.section.relevant, &place);
                    self.binds(&repeat.items, &place);
                }
            }
        }
    }

    fn section(&mut self, relevant: &str, place: &Place) {
        if !relevant.is_empty() {
            let relevant = self.places.with_paths(relevant, Some(place), false);
            let path = self.path(place);
            _ = writeln!(self.out, "<bind{}{}/>", attribute("nodeset", &path), attribute("relevant", &relevant));
        }
    }

    fn bind(&mut self, place: &Place, kind: &str, more: &[(&str, &str)]) {
        let path = self.path(place);
        _ = write!(self.out, "<bind{}{}", attribute("nodeset", &path), attribute("type", kind));
        for (name, value) in more.iter().filter(|(_, value)| !value.is_empty()) {
            self.out += &attribute(name, value);
        }
        self.out += "/>\n";
    }

    fn question(&mut self, question: &Question, place: &Place, above: &Place) {
        if is_audit(question) {
            return;
        }
        let Logic { relevant, constraint, required, read_only, calculation, .. } = &question.logic;
        let path = self.path(place);
        let paths = |text: &str| self.places.with_paths(text, Some(place), false);
        let note = if question.kind == Kind::Note { "true()" } else { "" };
        let read_only = if read_only.is_empty() { note.to_owned() } else { paths(read_only) };
        let constraint_message = Itext::message(&question.logic.constraint_message, &path, "constraintMsg");
        let required_message = Itext::message(&question.logic.required_message, &path, "requiredMsg");
        let (preload, parameters) = match &question.kind {
            Kind::Recorded(what) => preload(what),
            _ => ("", String::new()),
        };
        let more = [
            ("relevant", paths(relevant)),
            ("constraint", paths(constraint)),
            ("jr:constraintMsg", constraint_message),
            ("required", paths(required)),
            ("jr:requiredMsg", required_message),
            ("readonly", read_only),
            ("calculate", paths(calculation)),
            ("jr:preload", preload.to_owned()),
            ("jr:preloadParams", parameters),
        ];
        let value = paths(&question.default);
        let more: Vec<(&str, &str)> = more.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.bind(place, bind_type(&question.kind), &more);
        if question.kind == Kind::Recorded("start-geopoint".to_owned()) {
            _ = writeln!(self.out, "<odk:setgeopoint{} event=\"odk-instance-first-load\"/>", attribute("ref", &path));
        } else if is_computed(&question.default, &question.kind) {
            let value = attribute("value", &value);
            _ = writeln!(self.out, "<setvalue{} event=\"odk-instance-first-load\"{value}/>", attribute("ref", &path));
        }
        if question.kind.or_other() {
            let other = above.below(&format!("{}_other", question.name), false);
            let asked = format!("selected(../{}, 'other')", question.name);
            self.bind(&other, "string", &[("relevant", &asked)]);
        }
    }

    fn meta_binds(&mut self) {
        let meta = Place::default().below("meta", false);
        if has_audit(&self.form.items) {
            self.bind(&meta.below("audit", false), "binary", &[]);
        }
        let id = meta.below("instanceID", false);
        self.bind(&id, "string", &[("readonly", "true()"), ("jr:preload", "uid")]);
        if !self.form.instance_name.is_empty() {
            let name = meta.below("instanceName", false);
            let computed = self.places.with_paths(&self.form.instance_name, Some(&name), false);
            self.bind(&name, "string", &[("calculate", &computed)]);
        }
    }
}

impl Places {
    pub fn path_of(&self, place: &Place) -> String {
        place.path(&self.root)
    }
}

/// Whether the number of repeats is computed in a node of its own.
pub(super) fn is_counted(count: &str) -> bool {
    !count.is_empty() && simple(count).is_none()
}

fn is_audit(question: &Question) -> bool {
    matches!(&question.kind, Kind::Recorded(what) if what == "audit")
}

fn has_audit(items: &[Item]) -> bool {
    items.iter().any(|item| match item {
        Item::Question(question) => is_audit(question),
        Item::Group(group) => has_audit(&group.items),
        Item::Repeat(repeat) => has_audit(&repeat.items),
    })
}

fn preload(what: &str) -> (&'static str, String) {
    match what {
        "start" | "end" => ("timestamp", what.to_owned()),
        "today" => ("date", what.to_owned()),
        "start-geopoint" => ("", String::new()),
        _ => ("property", what.to_owned()),
    }
}

fn bind_type(kind: &Kind) -> &'static str {
    match kind {
        Kind::Integer => "int",
        Kind::Decimal => "decimal",
        Kind::Range(limits) => {
            let whole = [limits.start, limits.end, limits.step].iter().all(|n| n.fract().abs() < f64::MIN_POSITIVE);
            if whole { "int" } else { "decimal" }
        }
        Kind::Rank { .. } => "odk:rank",
        Kind::Geopoint => "geopoint",
        Kind::Geotrace => "geotrace",
        Kind::Geoshape => "geoshape",
        Kind::Date => "date",
        Kind::Time => "time",
        Kind::DateTime => "dateTime",
        Kind::Image | Kind::Audio | Kind::Video | Kind::File => "binary",
        Kind::Barcode => "barcode",
        Kind::Recorded(what) => match what.as_str() {
            "start" | "end" => "dateTime",
            "today" => "date",
            "start-geopoint" => "geopoint",
            _ => "string",
        },
        _ => "string",
    }
}
