//! Statistics of the cells under zones.

mod above;
mod chunk;
mod distinct;
mod moments;
mod request;
mod statistics;
mod tally;

use geo_types::MultiPolygon;
use rayon::prelude::*;

pub use above::{AboveThreshold, Extracted, Extraction};
pub(crate) use chunk::chunk_size;
pub use request::ZonalRequest;
pub use statistics::ZoneStatistics;

use crate::coverage::Outline;
use crate::error::GridError;
use crate::window::{RasterInfo, RasterWindow};
use chunk::{Chunk, chunks};
use tally::{Layers, Tally};

/// Chunks that are read before their tallies are put together: bounds memory, and never changes an answer.
const CHUNKS_AT_ONCE: usize = 32;

/// Statistics of the cells of a raster under each zone, one answer a zone in the order of the zones.
///
/// `zones` are in the raster's reference system. `weights`, if given, is a raster on the same cells (people, area, ...) for
/// `weighted_sum` and `weighted_mean`.
///
/// Every cell counts by the share of it that the zone covers, computed exactly (see [`Outline`]). The raster is read in windows of
/// about 262,144 cells on the borders of its blocks, each once and only where zones lie; all zones of a window are served from it.
/// Windows are shared out among the threads of the current rayon pool, and what they found is put together in the order of the
/// windows: one thread or many give the same bits. Memory holds a few windows, the outlines, and, if asked for, distinct values.
///
/// Gaps (NaN) count in no statistic but `missing_cells`. A zone without a valid cell, and one beyond the raster, has `None` for its
/// statistics, never zero.
///
/// # Errors
/// For one zone: what [`Outline::new`] and [`Outline::each_row`] refuse; the others are answered all the same. For the whole:
/// [`GridError::Request`], [`GridError::GridsDiffer`], [`GridError::TooManyDistinctValues`] and what reading meets.
///
/// ```
/// use geo_types::wkt;
/// use grid::{GeoTransform, MemoryRaster, ZonalRequest, zonal_statistics};
/// let transform = GeoTransform::new((0.0, 1.0), (1.0, -1.0))?;
/// let depth_m = MemoryRaster::new((3, 1), transform, Some(-9999.0), vec![1.0, 4.0, -9999.0])?;
/// let zones = [wkt!(MULTIPOLYGON(((0.5 0.0, 3.0 0.0, 3.0 1.0, 0.5 1.0, 0.5 0.0))))];
/// let answers = zonal_statistics(&depth_m, None, &zones, &ZonalRequest::default())?;
/// let ward = answers[0].as_ref().expect("a sound zone");
/// assert_eq!(ward.count, 1.5);
/// assert_eq!(ward.mean, Some(3.0)); // (0.5 x 1 + 1 x 4) / 1.5
/// assert_eq!(ward.missing_share(), Some(0.4)); // 1 of 2.5 cells
/// # Ok::<(), grid::GridError>(())
/// ```
pub fn zonal_statistics(
    values: &dyn RasterWindow,
    weights: Option<&dyn RasterWindow>,
    zones: &[MultiPolygon<f64>],
    request: &ZonalRequest,
) -> Result<Vec<Result<ZoneStatistics, GridError>>, GridError> {
    request.check()?;
    let info = values.info();
    if let Some(other) = weights.map(RasterWindow::info).filter(|other| !info.same_grid(other)) {
        return Err(GridError::GridsDiffer { values: describe(info), weights: describe(other) });
    }
    let outlines: Vec<_> = zones.par_iter().map(|zone| Outline::new(zone, &info.transform)).collect();
    let chunks = chunks(info, &outlines);
    let layers = Layers { values, weights, request };
    let mut answers = Answers::new(outlines.len(), &chunks, request);
    for some in chunks.chunks(CHUNKS_AT_ONCE) {
        let found: Vec<_> = some.par_iter().map(|chunk| layers.tally(chunk, &outlines)).collect();
        for tallies in found {
            for (zone, tally) in tallies? {
                answers.add(zone, tally, &outlines)?;
            }
        }
    }
    Ok(answers.finish(outlines))
}

fn describe(info: &RasterInfo) -> String {
    let (origin, cell) = (info.transform.origin(), info.transform.cell());
    format!("{} x {} cells of {:?} from {:?}", info.width, info.height, cell, origin)
}

/// What is known of each zone so far. A zone whose last chunk has been added is finished and its distinct values let go.
struct Answers<'a> {
    request: &'a ZonalRequest,
    zones: Vec<Answer>,
    distinct_values: usize,
}

enum Answer {
    Open { tally: Tally, chunks_left: usize },
    Done(ZoneStatistics),
    Fault(GridError),
}

impl<'a> Answers<'a> {
    fn new(count: usize, chunks: &[Chunk], request: &'a ZonalRequest) -> Self {
        let mut chunks_left = vec![0; count];
        for zone in chunks.iter().flat_map(|chunk| &chunk.zones) {
            chunks_left[*zone] += 1;
        }
        let open = |chunks_left| Answer::Open { tally: Tally::new(request), chunks_left };
        Self { request, zones: chunks_left.into_iter().map(open).collect(), distinct_values: 0 }
    }

    fn add(
        &mut self,
        zone: usize,
        found: Result<Tally, GridError>,
        outlines: &[Result<Outline, GridError>],
    ) -> Result<(), GridError> {
        let (Some(answer), Some(Ok(outline))) = (self.zones.get_mut(zone), outlines.get(zone)) else { return Ok(()) };
        let Answer::Open { tally, chunks_left } = answer else { return Ok(()) };
        self.distinct_values -= tally.distinct_values();
        match found {
            Err(fault) => *answer = Answer::Fault(fault),
            Ok(found) => {
                tally.merge(found);
                *chunks_left -= 1;
                if *chunks_left == 0 {
                    let tally = std::mem::replace(tally, Tally::new(self.request));
                    *answer = Answer::Done(ZoneStatistics::of(tally, outline.area_cells(), self.request));
                } else {
                    self.distinct_values += tally.distinct_values();
                }
            }
        }
        if self.distinct_values > self.request.distinct_values_limit { self.join_distinct() } else { Ok(()) }
    }

    /// Joins equal values in all open zones, to see how many are left.
    fn join_distinct(&mut self) -> Result<(), GridError> {
        self.distinct_values = 0;
        for answer in &mut self.zones {
            if let Answer::Open { tally, .. } = answer {
                tally.join_distinct();
                self.distinct_values += tally.distinct_values();
            }
        }
        let limit = self.request.distinct_values_limit;
        if self.distinct_values > limit { Err(GridError::TooManyDistinctValues { limit }) } else { Ok(()) }
    }

    fn finish(self, outlines: Vec<Result<Outline, GridError>>) -> Vec<Result<ZoneStatistics, GridError>> {
        let of = |(answer, outline): (Answer, Result<Outline, GridError>)| match answer {
            Answer::Done(statistics) => Ok(statistics),
            Answer::Fault(fault) => Err(fault),
            Answer::Open { tally, .. } => {
                outline.map(|outline| ZoneStatistics::of(tally, outline.area_cells(), self.request))
            }
        };
        self.zones.into_iter().zip(outlines).map(of).collect()
    }
}
