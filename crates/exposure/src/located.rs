//! Which settlement and district a thing lies in.

use crate::RiskEvidence;
use crate::people::settlement_type;
use assess::profile::facts::Facts;
use city::profile::SettlementType;
use city::{Place, PlaceKind};
use geo::Intersects;
use geo_types::{Geometry, Point};
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

/// Settlements, and districts that still hold.
pub struct Grounds<'a> {
    /// The places, by kind, name and id.
    pub places: Vec<&'a Place>,
    /// Formal or informal, of each.
    types: Vec<Option<SettlementType>>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl<'a> Grounds<'a> {
    /// The places of a city.
    pub fn new(risk: &RiskEvidence<'a>, facts: &Facts) -> Self {
        let asked = &risk.evidence.settings.districts;
        let of_set = |p: &Place| asked.is_empty() || p.id.as_str().starts_with(&format!("{asked}:"));
        let wanted = |p: &&Place| match p.kind {
            PlaceKind::Settlement => true,
            PlaceKind::District => p.valid_to.is_none() && p.geometry.is_some() && of_set(p),
            _ => false,
        };
        let mut places: Vec<&Place> = risk.evidence.places.iter().filter(wanted).collect();
        places.sort_by_key(|p| (p.kind, &p.name, &p.id));
        let boxed = |(at, place): (usize, &&Place)| {
            let bounds = grid::measure::bounding_box(place.geometry.as_ref()?).ok()??;
            let (low, high) = (bounds.min(), bounds.max());
            Some(GeomWithData::new(Rectangle::from_corners([low.x, low.y], [high.x, high.y]), at))
        };
        let tree = RTree::bulk_load(places.iter().enumerate().filter_map(boxed).collect());
        let types = places.iter().map(|p| settlement_type(facts, &p.id)).collect();
        Self { places, types, tree }
    }

    /// No place at all.
    #[cfg(test)]
    pub fn none() -> Self {
        Self { places: Vec::new(), types: Vec::new(), tree: RTree::new() }
    }

    /// Where a thing in these places stands, in words: in formal or informal settlements, or elsewhere.
    pub fn of_type(&self, grounds: &[usize]) -> String {
        let settlements = |at: &&usize| self.places.get(**at).is_some_and(|p| p.kind == PlaceKind::Settlement);
        match grounds.iter().find(settlements) {
            None => "elsewhere".to_owned(),
            Some(at) => match self.types.get(*at).copied().flatten() {
                Some(kind) => format!("in {kind} settlements"),
                None => "in settlements of a type that nobody stated".to_owned(),
            },
        }
    }

    /// Whether one of these places is a settlement.
    pub fn in_settlement(&self, grounds: &[usize]) -> bool {
        grounds.iter().any(|at| self.places.get(*at).is_some_and(|p| p.kind == PlaceKind::Settlement))
    }

    /// Whether there is any settlement.
    pub fn has_settlements(&self) -> bool {
        self.places.iter().any(|p| p.kind == PlaceKind::Settlement)
    }

    /// The places that hold a point inside a geometry.
    pub fn of(&self, geometry: &Geometry<f64>) -> Vec<usize> {
        let point = match geometry {
            Geometry::Point(point) => Some(*point),
            other => grid::measure::interior_point(other).ok().flatten(),
        };
        let Some(point) = point else { return Vec::new() };
        self.holding(point)
    }

    /// A place by its id, and the district that it is part of.
    pub fn named(&self, id: Option<&city::Cell>) -> Vec<usize> {
        let Some(city::Cell::Text(id)) = id else { return Vec::new() };
        let at = |id: &str| self.places.iter().position(|p| p.id.as_str() == id);
        let Some(own) = at(id) else { return Vec::new() };
        let parent = self.places.get(own).and_then(|p| p.parent.as_ref()).and_then(|p| at(p.as_str()));
        std::iter::once(own).chain(parent).collect()
    }

    fn holding(&self, point: Point<f64>) -> Vec<usize> {
        let near = self.tree.locate_in_envelope_intersecting(AABB::from_point([point.x(), point.y()]));
        let inside =
            |at: &usize| self.places.get(*at).and_then(|p| p.geometry.as_ref()).is_some_and(|g| g.intersects(&point));
        let mut found: Vec<usize> = near.map(|one| one.data).filter(inside).collect();
        found.sort_unstable();
        found
    }
}
