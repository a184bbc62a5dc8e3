//! Surfaces: what is wet in one footprint at one return period, as outlines on the plane that do not overlap.

use super::plane::{Laid, Plane, gap_m};
use super::wet_cells;
use crate::evidence::{Cells, Footprint, Wet, WetArea};
use city::Problem;
use geo::{Area, unary_union};
use geo_types::Geometry;
use std::collections::BTreeMap;

/// What is wet in one footprint at one return period.
pub(super) struct Surface<'a> {
    /// The footprint that it is of.
    pub(super) footprint: &'a Footprint<'a>,
    /// Return period, years.
    pub(super) return_period: Option<f64>,
    /// Outlines (places in [`Outlines`]) and the share of each that is wet, 0 to 1.
    pub(super) pieces: Vec<(usize, f64)>,
    /// The raster that it was made from.
    pub(super) cells: Option<&'a Cells<'a>>,
}

impl Surface<'_> {
    /// Whether some outlines are wet in part only, so that a share is an average within them.
    pub(super) fn is_average(&self) -> bool {
        self.pieces.iter().any(|(_, share)| *share < 1.0)
    }
}

/// Outlines on the plane, each once: cells of a grid come again in every return period.
#[derive(Default)]
pub(super) struct Outlines {
    /// The outlines.
    pub(super) laid: Vec<Laid>,
    known: BTreeMap<Vec<u64>, usize>,
}

impl Outlines {
    fn add(&mut self, laid: Laid) -> usize {
        let corners = laid.surface.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        let key = corners.flat_map(|r| r.0.iter().flat_map(|c| [c.x.to_bits(), c.y.to_bits()])).collect();
        let next = self.laid.len();
        let place = *self.known.entry(key).or_insert(next);
        if place == next {
            self.laid.push(laid);
        }
        place
    }
}

/// Every return period of every footprint, permanent water left out.
pub(super) fn surfaces<'a>(
    footprints: &'a [Footprint<'a>],
    plane: &Plane,
    problems: &mut Vec<Problem>,
) -> (Vec<Surface<'a>>, Outlines) {
    let (mut surfaces, mut outlines) = (Vec::new(), Outlines::default());
    for footprint in footprints {
        match &footprint.wet {
            Wet::Areas(areas) => {
                for return_period in periods(footprint, areas) {
                    let wet = areas.iter().filter(|area| same(period_of(footprint, area), return_period));
                    let pieces = pieces(footprint, wet, plane, &mut outlines, problems);
                    surfaces.push(Surface { footprint, return_period, pieces, cells: None });
                }
            }
            Wet::Depths(cells) => match wet_cells::runs(cells, footprint.settings.struck_above(), plane) {
                Ok(runs) => {
                    let pieces = runs.into_iter().map(|run| (outlines.add(run), 1.0)).collect();
                    let return_period = footprint.settings.return_period;
                    surfaces.push(Surface { footprint, return_period, pieces, cells: Some(cells) });
                }
                Err(reason) => problems.push(
                    Problem::error("footprint_unread")
                        .found(format!("{}: {reason}", cells.title))
                        .hint("the footprint was left out; collect its raster again"),
                ),
            },
        }
    }
    (surfaces, outlines)
}

fn period_of(footprint: &Footprint, area: &WetArea) -> Option<f64> {
    area.return_period.or(footprint.settings.return_period)
}

pub(super) fn same(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// The return periods of a footprint, rising, without those that are no floods.
fn periods(footprint: &Footprint, areas: &[WetArea]) -> Vec<Option<f64>> {
    let mut periods: Vec<Option<f64>> = areas.iter().map(|area| period_of(footprint, area)).collect();
    periods.sort_by(|a, b| a.unwrap_or(-1.0).total_cmp(&b.unwrap_or(-1.0)));
    periods.dedup_by(|a, b| same(*a, *b));
    let left_out = &footprint.settings.leave_out;
    // A return period of 0 is permanent water by the dimension table, whether or not it is named.
    periods.retain(|p| p.is_none_or(|years| years > 0.0) && !left_out.iter().any(|out| same(Some(*out), *p)));
    if periods.is_empty() && areas.is_empty() {
        periods.push(footprint.settings.return_period);
    }
    periods
}

/// Areas deep enough, as outlines that do not overlap: where two do, the greater share counts.
fn pieces<'b>(
    footprint: &Footprint,
    areas: impl Iterator<Item = &'b WetArea>,
    plane: &Plane,
    outlines: &mut Outlines,
    problems: &mut Vec<Problem>,
) -> Vec<(usize, f64)> {
    let deep = |area: &&WetArea| area.depth_m.is_none_or(|depth| depth > footprint.settings.struck_above());
    let mut wet: Vec<(Laid, f64)> = Vec::new();
    let mut refused = 0_u64;
    for area in areas.filter(deep) {
        let laid = plane.lay(&Geometry::MultiPolygon(area.surface.clone()));
        match laid {
            Ok(Some(laid)) if area.share > 0.0 && area.share <= 1.0 => wet.push((laid, area.share)),
            Ok(_) if area.share.abs() <= 0.0 => {}
            _ => refused += 1,
        }
    }
    if refused > 0 {
        problems.push(
            Problem::error("wet_area_refused")
                .found(format!("{refused} areas of {}", footprint.source))
                .expected("an outline in longitude and latitude, and a wet share from 0 to 1")
                .hint("they were left out; correct the layer or its `share_column`"),
        );
    }
    apart(wet).into_iter().map(|(laid, share)| (outlines.add(laid), share)).collect()
}

/// Takes from every outline what an outline of a greater share covers.
fn apart(mut wet: Vec<(Laid, f64)>) -> Vec<(Laid, f64)> {
    let sum: f64 = wet.iter().map(|(laid, _)| laid.area_m2).sum();
    let whole = unary_union(wet.iter().map(|(laid, _)| &laid.surface)).unsigned_area();
    if sum <= whole * (1.0 + 1e-6) {
        return wet;
    }
    wet.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut kept: Vec<(Laid, f64)> = Vec::with_capacity(wet.len());
    for (laid, share) in wet {
        let over: Vec<&Laid> =
            kept.iter().map(|(other, _)| other).filter(|other| laid.overlap(other).is_some()).collect();
        if over.is_empty() {
            kept.push((laid, share));
        } else if let Some(rest) = laid.less(&over).filter(|rest| rest.area_m2 > 1e-6 * laid.area_m2) {
            kept.push((rest, share));
        }
    }
    kept
}

/// The outline of some pieces that is nearest, in metres; 0 where one touches.
pub(super) fn nearest_m(place: &Laid, pieces: &[(usize, f64)], outlines: &Outlines, gaps_m: &[f64]) -> Option<f64> {
    let gap = |piece: &(usize, f64)| gaps_m.get(piece.0).copied().unwrap_or(f64::INFINITY);
    let first = pieces.iter().min_by(|a, b| gap(a).total_cmp(&gap(b)))?;
    let mut least = place.distance_m(outlines.laid.get(first.0)?, f64::INFINITY);
    for piece in pieces {
        if least <= 0.0 {
            break;
        }
        if gap(piece) < least
            && let Some(outline) = outlines.laid.get(piece.0)
        {
            least = place.distance_m(outline, least);
        }
    }
    Some(least)
}

/// Metres between the box of a place and that of each outline.
pub(super) fn gaps_m(place: &Laid, outlines: &Outlines) -> Vec<f64> {
    outlines.laid.iter().map(|outline| gap_m(&place.bounds, &outline.bounds)).collect()
}
