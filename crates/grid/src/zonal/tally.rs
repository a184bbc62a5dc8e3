use super::above::Above;
use super::chunk::Chunk;
use super::distinct::{DistinctValues, Met};
use super::moments::{Moments, Weighted};
use super::request::ZonalRequest;
use crate::coverage::Outline;
use crate::error::GridError;
use crate::window::{RasterWindow, Window};

/// What has been counted of one zone.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    pub(super) moments: Moments,
    pub(super) weighted: Option<Weighted>,
    /// Coverage by class of the request's breaks.
    pub(super) classes: Vec<f64>,
    pub(super) above: Option<Above>,
    distinct: DistinctValues,
}

impl Tally {
    pub(super) fn new(request: &ZonalRequest) -> Self {
        let classes = if request.class_breaks.is_empty() { 0 } else { request.class_breaks.len() + 1 };
        Self {
            moments: Moments::NONE,
            weighted: None,
            classes: vec![0.0; classes],
            above: request.above.map(Above::new),
            distinct: DistinctValues::default(),
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.moments = self.moments.and(other.moments);
        self.weighted = match (self.weighted, other.weighted) {
            (Some(a), Some(b)) => Some(a.and(b)),
            (a, b) => a.or(b),
        };
        for (to, from) in self.classes.iter_mut().zip(other.classes) {
            *to += from;
        }
        if let (Some(above), Some(other)) = (&mut self.above, &other.above) {
            above.merge(other);
        }
        self.distinct.append(other.distinct);
    }

    pub(super) fn distinct_values(&self) -> usize {
        self.distinct.len()
    }

    pub(super) fn join_distinct(&mut self) {
        self.distinct.sort_and_join();
    }

    pub(super) fn into_distinct(self) -> Vec<Met> {
        self.distinct.join()
    }

    fn add(&mut self, cells: &[f64], weights: Option<&[f64]>, coverage: f64, request: &ZonalRequest) {
        self.moments = self.moments.and(Moments::of(cells, coverage));
        if let Some(weights) = weights {
            self.weighted = Some(self.weighted.unwrap_or_default().and(Weighted::of(cells, weights, coverage)));
        }
        if let Some(above) = &mut self.above {
            above.add(cells, coverage);
        }
        if request.holds_values() {
            self.distinct.add(cells, coverage);
        }
        if !self.classes.is_empty() {
            for cell in cells.iter().filter(|cell| !cell.is_nan()) {
                let class = request.class_breaks.partition_point(|border| border <= cell);
                if let Some(share) = self.classes.get_mut(class) {
                    *share += coverage;
                }
            }
        }
    }
}

/// The rasters to read and what to count of them.
pub(super) struct Layers<'a> {
    pub(super) values: &'a dyn RasterWindow,
    pub(super) weights: Option<&'a dyn RasterWindow>,
    pub(super) request: &'a ZonalRequest,
}

/// A zone by its place among the zones, and what one chunk holds of it.
type Found = (usize, Result<Tally, GridError>);

impl Layers<'_> {
    /// Reads one chunk and counts it for each of its zones.
    pub(super) fn tally(
        &self,
        chunk: &Chunk,
        outlines: &[Result<Outline, GridError>],
    ) -> Result<Vec<Found>, GridError> {
        let read = |raster: &dyn RasterWindow| {
            let mut cells = vec![0.0; chunk.window.cells()];
            raster.read(chunk.window, &mut cells).map(|()| cells)
        };
        let values = read(self.values)?;
        let weights = self.weights.map(read).transpose()?;
        let sound = chunk.zones.iter().filter_map(|&zone| Some((zone, outlines.get(zone)?.as_ref().ok()?)));
        Ok(sound.map(|(zone, outline)| (zone, self.zone(outline, chunk.window, &values, weights.as_deref()))).collect())
    }

    fn zone(
        &self,
        outline: &Outline,
        window: Window,
        values: &[f64],
        weights: Option<&[f64]>,
    ) -> Result<Tally, GridError> {
        let mut tally = Tally::new(self.request);
        outline.each_row(window, |row, spans| {
            let before_row = (row - window.row) * window.width;
            for span in spans {
                let start = before_row + span.columns.start - window.column;
                let cells = start..start + span.columns.len();
                tally.add(&values[cells.clone()], weights.map(|weights| &weights[cells]), span.coverage, self.request);
            }
        })?;
        Ok(tally)
    }
}
