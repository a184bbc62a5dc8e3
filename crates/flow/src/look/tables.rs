//! Tables of a copy, as its export would write them, part by part: none is ever in memory whole.

use super::{Look, LookLayer};
use crate::error::FlowError;
use crate::library::Library;
use city::PlaceId;
use city::layer::Shape;
use geo_types::Geometry;
use report::export::{Export, NAMES, Shapes, Table};
use std::collections::BTreeMap;
use std::io::Write;
use store::Window;

/// Rows of a part.
const ROWS: usize = 2000;

/// How far a table has been given.
#[derive(Debug)]
pub struct TableParts {
    name: String,
    shapes: Shapes,
    /// Rows given; of a layer, the number of the last one.
    rows: usize,
    number: i64,
    parts: usize,
    done: bool,
}

impl TableParts {
    /// Whether the part that was given last is the first.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.parts == 1
    }

    /// Writes a part as CSV, as [`report::export::csv`] writes the whole; the first has the names of the columns.
    ///
    /// # Errors
    /// [`FlowError::Report`].
    pub fn csv(&self, table: &Table, out: impl Write) -> Result<(), FlowError> {
        Ok(report::export::csv_part(table, self.shapes, self.is_first(), out)?)
    }
}

impl Look {
    /// Begins a table: `places`, `observations`, `indicators`, `sources`, `runs`, `held_back`, or a layer of the file. None where
    /// there is no such table.
    ///
    /// # Errors
    /// [`FlowError::Store`].
    pub fn table(&self, name: &str) -> Result<Option<TableParts>, FlowError> {
        let shapes = match (NAMES.contains(&name), self.layer(name)) {
            (true, _) if name == "places" => shapes(self.places.iter().map(|place| place.geometry.as_ref())),
            (true, _) => Shapes::None,
            (false, Some(layer)) => self.shapes_of(layer)?,
            (false, None) => return Ok(None),
        };
        let name = name.to_owned();
        Ok(Some(TableParts { name, shapes, rows: 0, number: i64::MIN, parts: 0, done: false }))
    }

    /// The next part of a table; none when all of it was given. The first is given even where it has no rows.
    ///
    /// # Errors
    /// [`FlowError::Store`].
    pub fn table_part(&self, parts: &mut TableParts) -> Result<Option<Table>, FlowError> {
        if parts.done {
            return Ok(None);
        }
        let (table, whole) = match self.layer(&parts.name).filter(|_| !NAMES.contains(&parts.name.as_str())) {
            Some(layer) => (self.layer_part(layer, parts)?, false),
            None => self.own_part(parts)?,
        };
        parts.done = whole || table.rows.len() < ROWS;
        parts.rows += table.rows.len();
        parts.parts += 1;
        Ok((parts.parts == 1 || !table.rows.is_empty()).then_some(table))
    }

    fn layer_part(&self, layer: &LookLayer, parts: &mut TableParts) -> Result<Table, FlowError> {
        let window = Window { after: Some(parts.number), limit: Some(ROWS as u64), ..Window::default() };
        let mut features = Vec::with_capacity(ROWS);
        self.visit(layer, &window, |number, feature| {
            parts.number = number;
            features.push(feature);
        })?;
        Ok(report::export::layer(&layer.layer, features))
    }

    /// A part of a table that is no layer, and whether it is all of it: the small ones are given at once.
    fn own_part(&self, parts: &TableParts) -> Result<(Table, bool), FlowError> {
        fn part<T>(all: &[T], from: usize) -> &[T] {
            all.get(from..all.len().min(from + ROWS)).unwrap_or_default()
        }
        let library = Library::open()?;
        let long = ["places", "observations"].contains(&parts.name.as_str());
        let (mut places, mut observations) = (&*self.places, &*self.observations);
        if long {
            (places, observations) = (part(places, parts.rows), part(observations, parts.rows));
        }
        let role = self.role().to_string();
        let export = Export {
            head: &self.head,
            role: &role,
            generated: self.made(),
            version: crate::VERSION,
            places,
            coarse: &self.copied.coarse,
            points: &BTreeMap::<PlaceId, [f64; 2]>::new(),
            observations,
            sources: &self.sources,
            consents: &self.consents,
            runs: &self.runs,
            fields: &library.fields,
            wide: &[],
            held: &self.copied.held,
        };
        let none = || FlowError::Disk { path: self.copied.file(), source: std::io::ErrorKind::NotFound.into() };
        Ok((report::export::one(&export, &parts.name).ok_or_else(none)?, !long))
    }

    /// How the shapes of a layer are written: by all of its features, as an export does.
    fn shapes_of(&self, layer: &LookLayer) -> Result<Shapes, FlowError> {
        match layer.layer.shape {
            Shape::None => Ok(Shapes::None),
            Shape::Line | Shape::Area => Ok(Shapes::Text),
            Shape::Point | Shape::Mixed => {
                let (mut any, mut all) = (false, true);
                self.visit(layer, &Window::default(), |_, feature| {
                    any |= feature.geometry.is_some();
                    all &= is_point(feature.geometry.as_ref());
                })?;
                Ok(if any && all { Shapes::Points } else { Shapes::Text })
            }
        }
    }
}

fn is_point(shape: Option<&Geometry<f64>>) -> bool {
    matches!(shape, None | Some(Geometry::Point(_)))
}

fn shapes<'a>(mut all: impl Iterator<Item = Option<&'a Geometry<f64>>> + Clone) -> Shapes {
    let any = all.clone().any(|shape| shape.is_some());
    if any && all.all(is_point) { Shapes::Points } else { Shapes::Text }
}
