//! Tables of a copy, as its export would write them.

use super::Look;
use crate::error::FlowError;
use crate::library::Library;
use city::PlaceId;
use report::export::{Export, Table};
use std::collections::BTreeMap;
use std::io::Write;
use store::Window;

impl Look {
    /// Writes a table as CSV: `places`, `observations`, `indicators`, `sources`, `runs`, `held_back`, or a layer of the file. Gives
    /// false where there is no such table.
    ///
    /// # Errors
    /// [`FlowError::Store`], [`FlowError::Report`].
    pub fn table_csv(&self, name: &str, out: impl Write) -> Result<bool, FlowError> {
        let Some(table) = self.table(name)? else { return Ok(false) };
        report::export::csv(&table, out)?;
        Ok(true)
    }

    /// A table; none where there is none of that name.
    ///
    /// # Errors
    /// [`FlowError::Store`].
    pub fn table(&self, name: &str) -> Result<Option<Table>, FlowError> {
        let library = Library::open()?;
        let points = if name == "places" { self.points() } else { BTreeMap::new() };
        let role = self.role().to_string();
        let export = Export {
            head: &self.head,
            role: &role,
            generated: self.made(),
            version: crate::VERSION,
            places: &self.places,
            coarse: &self.copied.coarse,
            points: &points,
            observations: &self.observations,
            sources: &self.sources,
            consents: &self.consents,
            runs: &self.runs,
            fields: &library.fields,
            wide: &[],
            held: &self.copied.held,
        };
        if let Some(table) = report::export::all(&export).into_iter().find(|table| table.name == name) {
            return Ok(Some(table));
        }
        let Some(layer) = self.layer(name) else { return Ok(None) };
        let mut features = Vec::new();
        self.visit(layer, &Window::default(), |_, feature| features.push(feature))?;
        Ok(Some(report::export::layer(&layer.layer, features)))
    }

    fn points(&self) -> BTreeMap<PlaceId, [f64; 2]> {
        let point = |place: &city::Place| {
            let point = grid::measure::interior_point(place.geometry.as_ref()?).ok()??;
            Some((place.id.clone(), [point.x(), point.y()]))
        };
        self.places.iter().filter_map(point).collect()
    }
}
