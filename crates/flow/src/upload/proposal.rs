//! What the columns of an upload may be: indicators, places, periods, coordinates; proposed, never taken for sure.

use super::Upload;
use crate::error::FlowError;
use crate::library::Library;
use crate::workspace::Workspace;
use city::{Cell, FieldTable, Period, Place, PlaceKind};
use collect::join::normalised_name;
use collect::records::Records;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use store::CityFile;

/// Rows that are looked at.
const LOOKED_AT: usize = 500;
/// Examples of a column.
const EXAMPLES: usize = 5;
/// Least likeness of words for a proposal.
const LEAST_ALIKE: f64 = 0.5;

/// What a column may be.
#[derive(Debug, Clone, PartialEq)]
pub enum Proposed {
    /// An indicator, and how sure that is, 0 to 1.
    Indicator {
        /// Its id.
        id: String,
        /// What people call it.
        label: String,
        /// Its unit.
        unit: String,
        /// How alike the words are.
        sure: f64,
    },
    /// The places of a prefix, by code or name.
    Place {
        /// The prefix.
        prefix: String,
        /// `code` or `name`.
        by: &'static str,
    },
    /// When.
    Period,
    /// Degrees east.
    Longitude,
    /// Degrees north.
    Latitude,
}

/// A column, what stands in it, and what it may be.
#[derive(Debug, Clone, PartialEq)]
pub struct UploadColumn {
    /// Its name.
    pub name: String,
    /// What it holds: text, whole numbers, numbers.
    pub holds: String,
    /// What stands in its first rows.
    pub examples: Vec<String>,
    /// What it may be.
    pub proposed: Option<Proposed>,
}

/// The places of the city by code and by name.
#[derive(Debug, Default)]
pub(super) struct Places {
    codes: BTreeMap<String, BTreeSet<String>>,
    names: BTreeMap<String, BTreeSet<String>>,
}

impl Places {
    pub fn of(workspace: &Workspace) -> Result<Self, FlowError> {
        let path = workspace.city_file();
        let places = if path.is_file() { CityFile::open_read_only(&path)?.places()? } else { Vec::new() };
        let mut known = Self::default();
        for place in places.iter().filter(|p| p.kind != PlaceKind::City && p.kind != PlaceKind::Building) {
            known.add(place);
        }
        Ok(known)
    }

    fn add(&mut self, place: &Place) {
        let prefix = place.id.prefix();
        self.codes.entry(prefix.to_owned()).or_default().insert(place.id.code().to_owned());
        let names = self.names.entry(prefix.to_owned()).or_default();
        names.insert(normalised_name(&place.name));
        names.extend(place.aliases.iter().map(|alias| normalised_name(alias)));
    }

    /// The prefix whose codes or names most of the texts are, where most of them are.
    fn named(&self, texts: &BTreeSet<String>) -> Option<Proposed> {
        let count = |known: &BTreeSet<String>, name: &dyn Fn(&String) -> String| {
            texts.iter().filter(|text| known.contains(&name(text))).count()
        };
        let by_code = self.codes.iter().map(|(prefix, known)| (count(known, &|t| t.trim().to_owned()), prefix, "code"));
        let by_name = self.names.iter().map(|(prefix, known)| (count(known, &|t| normalised_name(t)), prefix, "name"));
        let best = by_code.chain(by_name).max_by_key(|(hits, ..)| *hits)?;
        let enough = best.0 * 5 >= texts.len() * 3 && best.0 >= 2.min(texts.len()) && best.0 > 0;
        enough.then(|| Proposed::Place { prefix: best.1.clone(), by: best.2 })
    }
}

/// The columns of a table.
pub(super) fn columns(records: &Records, places: &Places) -> Vec<UploadColumn> {
    let fields = Library::open().map(|library| &library.fields).ok();
    let column = |(at, column): (usize, &city::Column)| {
        let cells = records.rows.iter().take(LOOKED_AT).filter_map(|row| row.cells.get(at));
        let texts: Vec<String> = cells.filter(|cell| **cell != Cell::Empty).map(ToString::to_string).collect();
        let is_number = |text: &String| text.trim().parse::<f64>().is_ok();
        let all = !texts.is_empty() && texts.iter().all(is_number);
        let numbers = most(&texts, is_number);
        let holds = if all { "number".to_owned() } else { column.holds.to_string() };
        let proposed = proposed(&column.name, (&texts, numbers), places, fields);
        UploadColumn {
            name: column.name.clone(),
            holds,
            examples: texts.into_iter().take(EXAMPLES).collect(),
            proposed,
        }
    };
    records.columns.iter().enumerate().map(column).collect()
}

/// Whether something holds of most of the texts: one that is wrong does not make a column another.
fn most(texts: &[String], is: impl Fn(&String) -> bool) -> bool {
    !texts.is_empty() && texts.iter().filter(|text| is(text)).count() * 5 >= texts.len() * 3
}

fn proposed(
    name: &str,
    (texts, numbers): (&[String], bool),
    places: &Places,
    fields: Option<&FieldTable>,
) -> Option<Proposed> {
    let plain = normalised_name(name);
    match plain.as_str() {
        "longitude" | "lon" | "lng" | "long" if numbers => return Some(Proposed::Longitude),
        "latitude" | "lat" if numbers => return Some(Proposed::Latitude),
        _ => {}
    }
    let when = ["year", "date", "period", "annee", "ano", "fecha", "data", "jahr"].contains(&plain.as_str());
    if when && most(texts, |text| text.parse::<Period>().is_ok()) {
        return Some(Proposed::Period);
    }
    let indicator = fields.and_then(|fields| indicator(&plain, fields));
    if let Some(Proposed::Indicator { sure, .. }) = &indicator
        && *sure >= 0.99
        && numbers
    {
        return indicator;
    }
    places.named(&texts.iter().cloned().collect()).or_else(|| indicator.filter(|_| numbers))
}

/// The indicator whose id or label has the most words in common with the name.
fn indicator(name: &str, fields: &FieldTable) -> Option<Proposed> {
    let alike = |id: &str, label: &str| {
        let words =
            |text: &str| text.split([' ', '_']).filter(|w| !w.is_empty()).map(str::to_owned).collect::<BTreeSet<_>>();
        let name = words(name);
        let of = |other: BTreeSet<String>| {
            let both = u32::try_from(name.intersection(&other).count()).unwrap_or(0);
            let any = u32::try_from(name.union(&other).count()).unwrap_or(1).max(1);
            f64::from(both) / f64::from(any)
        };
        of(words(id)).max(of(words(&normalised_name(label))))
    };
    let all = fields.iter().map(|field| (alike(&field.id, &field.label), field));
    let best = all.fold(None, |best: Option<(f64, &city::Indicator)>, one| match best {
        Some(best) if best.0 >= one.0 => Some(best),
        _ => Some(one),
    });
    let (sure, field) = best.filter(|(sure, _)| *sure >= LEAST_ALIKE)?;
    Some(Proposed::Indicator { id: field.id.clone(), label: field.label.clone(), unit: field.unit.clone(), sure })
}

/// Settings to start from: what the columns may be, put together.
pub(super) fn settings(
    upload: &Upload,
    (records, columns): (&Records, &[UploadColumn]),
    workspace: &Workspace,
) -> Value {
    let stem = upload.name.rsplit_once('.').map_or(upload.name.as_str(), |(stem, _)| stem);
    let slug: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let id = if slug.starts_with(|c: char| c.is_ascii_alphabetic()) { slug } else { format!("upload_{slug}") };
    let mut settings =
        json!({ "id": id, "title": stem, "licence": "", "date": workspace.today(), "quality": "medium" });
    let find = |is: &dyn Fn(&Proposed) -> bool| columns.iter().find(|c| c.proposed.as_ref().is_some_and(is));
    let period = find(&|p| *p == Proposed::Period);
    if let Some(UploadColumn { name, proposed: Some(Proposed::Place { prefix, by }), .. }) =
        find(&|p| matches!(p, Proposed::Place { .. }))
    {
        settings["join"] = json!({ "prefix": prefix, "column": name, "by": by });
        let mut seen = BTreeSet::new();
        let values = columns.iter().filter_map(|column| match &column.proposed {
            Some(Proposed::Indicator { id, .. }) if seen.insert(id.clone()) => {
                let mut value = json!({ "column": column.name, "indicator": id });
                match period {
                    Some(period) => value["period_column"] = period.name.as_str().into(),
                    None => value["period"] = workspace.today().get(..4).unwrap_or_default().into(),
                }
                Some(value)
            }
            _ => None,
        });
        settings["values"] = values.collect();
    }
    let point = find(&|p| *p == Proposed::Longitude).zip(find(&|p| *p == Proposed::Latitude));
    if let Some((longitude, latitude)) = point {
        settings["longitude_latitude"] = json!([longitude.name, latitude.name]);
    }
    if point.is_some() || records.rows.iter().any(|row| row.geometry.is_some()) {
        settings["keep_layer"] = json!({ "name": settings["id"], "title": stem });
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_alike_propose_an_indicator_and_others_nothing() {
        let fields = &Library::open().unwrap().fields;
        let of = |name: &str| match indicator(&normalised_name(name), fields) {
            Some(Proposed::Indicator { id, .. }) => id,
            _ => String::new(),
        };
        assert_eq!(of("Population"), "population");
        assert_eq!(of("HOUSEHOLDS"), "households");
        assert_eq!(of("remark of the clerk"), "");
    }

    #[test]
    fn a_column_of_codes_or_names_of_places_is_known_by_what_stands_in_it() {
        let mut places = Places::default();
        for (id, name) in [("ward:1", "Ablekuma"), ("ward:2", "Ayawaso"), ("settlement:1", "Nima")] {
            places.add(&Place::new(id.into(), PlaceKind::District, name, &"s".into()));
        }
        let texts = |list: &[&str]| list.iter().map(|t| (*t).to_owned()).collect::<BTreeSet<_>>();
        let named = |list: &[&str]| places.named(&texts(list));
        assert_eq!(named(&["ABLEKUMA", "Ayawáso"]), Some(Proposed::Place { prefix: "ward".into(), by: "name" }));
        assert_eq!(named(&["1", "2"]), Some(Proposed::Place { prefix: "ward".into(), by: "code" }));
        assert_eq!(named(&["x", "y", "1"]), None);
    }
}
