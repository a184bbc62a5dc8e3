//! From one edition of boundaries to another: which zones overlap, by how much, and what of each goes where.
//!
//! Boundaries of census years, wards and grids seldom agree. A concordance is the table of their overlaps; with it,
//! figures of one edition are carried to another so that totals stay. Overlaps are computed pair by pair on a plane that
//! keeps the areas of the ellipsoid; a zone that crosses or overlaps itself is taken as the places that lie within an odd
//! number of its rings, and said to be doubtful. Overlaps that come from unlike digitising of one line (slivers) are left out.

mod plane;
mod population;
mod transfer;

use geo::{Area, BoundingRect};
use geo_types::{Geometry, MultiPolygon, Rect};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::GridError;
use crate::RasterWindow;
use crate::crs::{Crs, CrsError};
use crate::measure::check;
use plane::{Plane, Shape};

pub use transfer::Transferred;

/// A zone of one edition of boundaries, in longitude and latitude on WGS84.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// Its id, unique in its edition.
    pub id: String,
    /// Its surface.
    pub surface: MultiPolygon<f64>,
}

/// How overlaps are judged.
#[derive(Clone, Copy)]
pub struct ConcordanceRequest<'a> {
    /// An overlap whose share is below this on both sides is a sliver and left out.
    pub sliver_share: f64,
    /// A zone covered to at least this share counts as covered in full: nothing of it is lost.
    pub full_cover_share: f64,
    /// A raster of people and its reference system: shares then go by the people in each overlap, not by its area.
    pub population: Option<(&'a dyn RasterWindow, &'a Crs)>,
}

impl Default for ConcordanceRequest<'_> {
    /// Slivers below 0.5 %, full cover from 99.5 %, by area.
    fn default() -> Self {
        Self { sliver_share: 0.005, full_cover_share: 0.995, population: None }
    }
}

/// What two zones have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// Zone of the edition that figures come from.
    pub from: String,
    /// Zone of the edition that figures go to.
    pub to: String,
    /// Common area in square metres.
    pub area_m2: f64,
    /// Of the area of `from`, 0 to 1.
    pub share_of_from: f64,
    /// Of the area of `to`, 0 to 1.
    pub share_of_to: f64,
    /// People in the common surface, where a raster was given and reaches it.
    pub people: Option<f64>,
    /// The share of a figure of `from` that goes to `to`; zero for a sliver.
    pub weight: f64,
    /// Whether it was left out as a sliver.
    pub sliver: bool,
}

/// By what a figure was shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Area in common.
    Area,
    /// People in common.
    People,
}

/// What became of one zone that figures come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Its area in square metres.
    pub area_m2: f64,
    /// Share of its area that the other edition covers; above 1 where zones of that edition overlap one another.
    pub covered_share: f64,
    /// Share of a figure that goes nowhere: zero if it is covered in full.
    pub uncovered_weight: f64,
    /// Share of its area in slivers left out, which the others took over.
    pub sliver_share: f64,
    /// By what its figures are shared out: by area too where the raster holds no people for it.
    pub basis: Basis,
}

/// A zone that could not be used, or only with doubt.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ZoneFault {
    /// A coordinate that is no longitude and latitude: the zone was left out.
    Place(CrsError),
    /// A zone without surface: left out.
    Empty,
    /// An id that stands twice in its edition: the second was left out.
    Twice,
    /// Rings that cross or overlap: taken as the places within an odd number of rings.
    Doubtful {
        /// Shells less holes, square metres.
        stated_m2: f64,
        /// What was taken, square metres.
        taken_m2: f64,
    },
}

/// Which edition a zone belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// The one that figures come from.
    From,
    /// The one that figures go to.
    To,
}

/// The table of overlaps between two editions of boundaries.
#[derive(Debug, Clone, PartialEq)]
pub struct Concordance {
    /// All overlaps in the order of the zones given, slivers with them.
    pub overlaps: Vec<Overlap>,
    /// The zones that figures come from, in their order; those left out are missing.
    pub sources: Vec<Source>,
    /// Zones left out or doubtful.
    pub faults: Vec<(Edition, String, ZoneFault)>,
}

impl Concordance {
    /// Overlays two editions. Work is shared out among the threads of the current rayon pool; the table is the same on
    /// one thread or many. A zone across the 180th meridian has to be cut there.
    ///
    /// # Errors
    /// [`GridError`] from reading the raster of people or bringing overlaps to its reference system. What is wrong with
    /// a single zone is told in `faults`.
    ///
    /// ```
    /// use geo_types::wkt;
    /// use grid::concordance::{Concordance, ConcordanceRequest, Zone};
    /// let zone = |id: &str, surface| Zone { id: id.into(), surface };
    /// let old = [zone("ward", wkt!(MULTIPOLYGON(((0.0 0.0, 0.2 0.0, 0.2 0.1, 0.0 0.1, 0.0 0.0)))))];
    /// let new = [
    ///     zone("west", wkt!(MULTIPOLYGON(((0.0 0.0, 0.05 0.0, 0.05 0.1, 0.0 0.1, 0.0 0.0))))),
    ///     zone("east", wkt!(MULTIPOLYGON(((0.05 0.0, 0.2 0.0, 0.2 0.1, 0.05 0.1, 0.05 0.0))))),
    /// ];
    /// let table = Concordance::between(&old, &new, &ConcordanceRequest::default())?;
    /// let people = table.transfer([("ward", 4000.0)]);
    /// assert_eq!(people.values["west"].round(), 1000.0);
    /// assert_eq!(people.values["east"].round(), 3000.0);
    /// # Ok::<(), grid::GridError>(())
    /// ```
    pub fn between(from: &[Zone], to: &[Zone], request: &ConcordanceRequest) -> Result<Self, GridError> {
        let mut faults = Vec::new();
        let from = usable(from, Edition::From, &mut faults);
        let to = usable(to, Edition::To, &mut faults);
        let plane = Plane::new()?;
        let (found, doubtful) = overlay(&plane, (&from, &to), request)?;
        faults.extend(doubtful);
        let (sources, overlaps): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        Ok(Self { overlaps: overlaps.into_iter().flatten().collect(), sources, faults })
    }
}

type Usable<'a> = Vec<(&'a Zone, Rect<f64>)>;
/// The zones that have a surface on the earth, with their boxes.
fn usable<'a>(zones: &'a [Zone], edition: Edition, faults: &mut Vec<(Edition, String, ZoneFault)>) -> Usable<'a> {
    let mut seen = std::collections::BTreeSet::new();
    let mut usable = Vec::with_capacity(zones.len());
    for zone in zones {
        let placed = check(&Geometry::from(zone.surface.clone()));
        let fault = match (placed, zone.surface.bounding_rect()) {
            (Err(reason), _) => ZoneFault::Place(reason),
            (Ok(()), None) => ZoneFault::Empty,
            (Ok(()), Some(_)) if !seen.insert(&zone.id) => ZoneFault::Twice,
            (Ok(()), Some(bounds)) => {
                usable.push((zone, bounds));
                continue;
            }
        };
        faults.push((edition, zone.id.clone(), fault));
    }
    usable
}

type Found = (Source, Vec<Overlap>);
type Told = (Edition, String, ZoneFault);

/// Overlays every zone with those that it meets.
fn overlay(
    plane: &Plane,
    (from, to): (&Usable, &Usable),
    request: &ConcordanceRequest,
) -> Result<(Vec<Found>, Vec<Told>), GridError> {
    let boxed = |(place, (_, bounds)): (usize, &(&Zone, Rect<f64>))| {
        GeomWithData::new(
            Rectangle::from_corners([bounds.min().x, bounds.min().y], [bounds.max().x, bounds.max().y]),
            place,
        )
    };
    let tree = RTree::bulk_load(to.iter().enumerate().map(boxed).collect());
    let lay = |zones: &Usable| -> Result<Vec<Laid>, CrsError> {
        zones.par_iter().map(|(zone, _)| Laid::new(plane, &zone.surface)).collect()
    };
    let (sources, targets) = (lay(from)?, lay(to)?);
    let mut told = Vec::new();
    for (edition, zones, laid) in [(Edition::From, from, &sources), (Edition::To, to, &targets)] {
        let doubtful =
            zones.iter().zip(laid).filter_map(|((zone, _), laid)| Some((edition, zone.id.clone(), laid.fault()?)));
        told.extend(doubtful);
    }
    let share = |((zone, bounds), source): (&(&Zone, Rect<f64>), &Laid)| {
        let partners = meet(&tree, *bounds)
            .into_iter()
            .filter_map(|place| Some((to.get(place)?.0.id.as_str(), targets.get(place)?)));
        share_out(plane, zone, source, &partners.collect::<Vec<_>>(), request)
    };
    let found = from.par_iter().zip(&sources).map(share).collect::<Result<Vec<_>, GridError>>()?;
    Ok((found, told))
}

fn meet(tree: &RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>, bounds: Rect<f64>) -> Vec<usize> {
    let reach = AABB::from_corners([bounds.min().x, bounds.min().y], [bounds.max().x, bounds.max().y]);
    let mut places: Vec<usize> = tree.locate_in_envelope_intersecting(reach).map(|other| other.data).collect();
    places.sort_unstable();
    places
}

/// A zone laid on a plane.
struct Laid {
    shape: Shape,
    area_m2: f64,
    stated_m2: f64,
}

impl Laid {
    fn new(plane: &Plane, surface: &MultiPolygon<f64>) -> Result<Self, CrsError> {
        let shape = plane.project(surface)?;
        let area_m2 = shape.area_m2();
        Ok(Self { area_m2, stated_m2: Shape::stated_area_m2(surface, plane)?, shape })
    }

    fn fault(&self) -> Option<ZoneFault> {
        let differs = (self.area_m2 - self.stated_m2).abs() > 1e-6 * self.area_m2.max(self.stated_m2) + 0.01;
        differs.then_some(ZoneFault::Doubtful { stated_m2: self.stated_m2, taken_m2: self.area_m2 })
    }
}

/// The overlaps of one zone, and which share of its figures each takes.
fn share_out(
    plane: &Plane,
    zone: &Zone,
    source: &Laid,
    partners: &[(&str, &Laid)],
    request: &ConcordanceRequest,
) -> Result<(Source, Vec<Overlap>), GridError> {
    let share = |area: f64, whole: f64| if whole > 0.0 { area / whole } else { 0.0 };
    let mut overlaps = Vec::new();
    let mut pieces = Vec::new();
    for (id, partner) in partners {
        let piece = source.shape.intersection(&partner.shape);
        let area_m2 = piece.unsigned_area();
        let (of_from, of_to) = (share(area_m2, source.area_m2), share(area_m2, partner.area_m2));
        if of_from.max(of_to) <= 1e-9 {
            continue;
        }
        overlaps.push(Overlap {
            from: zone.id.clone(),
            to: (*id).to_owned(),
            area_m2,
            share_of_from: of_from,
            share_of_to: of_to,
            people: None,
            weight: 0.0,
            sliver: of_from < request.sliver_share && of_to < request.sliver_share,
        });
        pieces.push(piece);
    }
    let basis = match request.population {
        Some(raster) => population::count(plane, raster, &pieces, &mut overlaps)?,
        None => Basis::Area,
    };
    let source = weigh(zone, source.area_m2, basis, request, &mut overlaps);
    Ok((source, overlaps))
}

/// Gives each overlap its weight. Slivers leave theirs to the others; a zone that is covered in full, or more than once,
/// gives away exactly what it has; of one covered in part, the rest goes nowhere and is told.
fn weigh(zone: &Zone, area_m2: f64, basis: Basis, request: &ConcordanceRequest, overlaps: &mut [Overlap]) -> Source {
    let covered_share: f64 = overlaps.iter().map(|overlap| overlap.share_of_from).sum();
    let sliver_share: f64 = overlaps.iter().filter(|overlap| overlap.sliver).map(|overlap| overlap.share_of_from).sum();
    let measure = |overlap: &Overlap| match basis {
        Basis::Area => overlap.share_of_from,
        Basis::People => overlap.people.unwrap_or(0.0),
    };
    let kept: f64 = overlaps.iter().filter(|overlap| !overlap.sliver).map(measure).sum();
    let given = if kept <= 0.0 {
        0.0
    } else if covered_share >= request.full_cover_share {
        1.0
    } else {
        covered_share
    };
    for overlap in overlaps.iter_mut().filter(|overlap| !overlap.sliver && kept > 0.0) {
        overlap.weight = given * measure(overlap) / kept;
    }
    Source { id: zone.id.clone(), area_m2, covered_share, uncovered_weight: 1.0 - given, sliver_share, basis }
}

#[cfg(test)]
mod tests;
