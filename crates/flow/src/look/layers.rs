//! Layers of a copy: those of its file, and one for each kind of place.

use super::Look;
use crate::error::FlowError;
use city::layer::Shape;
use city::{Cell, Column, ColumnType, Feature, Layer, Place, PlaceKind, Source, Style};
use geo_types::Geometry;
use std::collections::BTreeSet;
use store::{CityFile, Window};

/// A layer that can be looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct LookLayer {
    /// Name, title, columns, style; its source is empty where its features are of several.
    pub layer: Layer,
    /// How many features.
    pub count: u64,
    /// West, south, east, north; none where it has no shapes.
    pub bounds: Option<[f64; 4]>,
    /// Title of the source.
    pub source: String,
    /// Under which licence.
    pub licence: String,
    /// The kind of place where it is one of places: its features are the places, in order of id.
    kind: Option<PlaceKind>,
}

/// The layers of places first, then those of the file, by name.
pub(super) fn all(file: &CityFile, places: &[Place], sources: &[Source]) -> Result<Vec<LookLayer>, FlowError> {
    let in_file = file.layers()?;
    let taken: BTreeSet<&str> = in_file.iter().map(|layer| layer.name.as_str()).collect();
    let of_places = PlaceKind::ALL.iter().filter_map(|kind| of_places(*kind, places, sources));
    let mut layers: Vec<LookLayer> = of_places.filter(|one| !taken.contains(one.layer.name.as_str())).collect();
    for layer in in_file {
        let source = sources.iter().find(|s| s.id == layer.source);
        layers.push(LookLayer {
            count: file.count_window(&layer.name, &Window::default())?,
            bounds: file.layer_extent(&layer.name)?,
            source: source.map(|s| s.title.clone()).unwrap_or_default(),
            licence: source.map(|s| s.licence.clone()).unwrap_or_default(),
            kind: None,
            layer,
        });
    }
    Ok(layers)
}

fn of_places(kind: PlaceKind, places: &[Place], sources: &[Source]) -> Option<LookLayer> {
    let (title, colour) = match kind {
        PlaceKind::City => ("City", "#4d4d4d"),
        PlaceKind::District => ("Districts", "#5b8db8"),
        PlaceKind::Settlement => ("Settlements", "#d95f0e"),
        PlaceKind::Cell => ("Grid cells", "#9e9ac8"),
        PlaceKind::Building => ("Buildings", "#8c6d31"),
        PlaceKind::Facility => ("Facilities", "#238b45"),
    };
    let list: Vec<&Place> = places.iter().filter(|place| place.kind == kind).collect();
    let used: BTreeSet<_> = list.iter().map(|place| &place.source).collect();
    let used: Vec<&Source> = sources.iter().filter(|source| used.contains(&source.id)).collect();
    let joined = |of: &dyn Fn(&Source) -> String| {
        let texts: BTreeSet<String> = used.iter().map(|s| of(s)).filter(|text| !text.is_empty()).collect();
        texts.into_iter().collect::<Vec<_>>().join("; ")
    };
    let column = |name: &str, holds, description: &str| Column {
        description: description.to_owned(),
        ..Column::new(name, holds)
    };
    let (text, whole, real) = (ColumnType::Text, ColumnType::Integer, ColumnType::Real);
    let layer = Layer {
        name: format!("place_{kind}"),
        title: title.to_owned(),
        description: "Places of one kind, with the people who live there".to_owned(),
        shape: shape(&list),
        columns: vec![
            column("id", text, "Id of the place"),
            column("name", text, "Its name"),
            column("parent", text, "Id of the place that it lies in"),
            column("edition", text, "Edition of its boundary"),
            column("valid_from", whole, "First year for which the boundary held"),
            column("valid_to", whole, "Last year for which the boundary held"),
            column("population", real, "People, the preferred number, persons"),
        ],
        style: Style::Single(colour.to_owned()),
        source: "".into(),
    };
    let extents = list.iter().filter_map(|place| extent(place));
    let bounds = extents.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    let count = list.len() as u64;
    let (source, licence) = (joined(&|s| s.title.clone()), joined(&|s| s.licence.clone()));
    (count > 0).then_some(LookLayer { layer, count, bounds, source, licence, kind: Some(kind) })
}

/// West, south, east, north of a place.
fn extent(place: &Place) -> Option<[f64; 4]> {
    let rect = grid::measure::bounding_box(place.geometry.as_ref()?).ok()??;
    Some([rect.min().x, rect.min().y, rect.max().x, rect.max().y])
}

fn shape(places: &[&Place]) -> Shape {
    let one = |geometry: &Geometry<f64>| match geometry {
        Geometry::Point(_) | Geometry::MultiPoint(_) => Shape::Point,
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => Shape::Line,
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => Shape::Area,
        Geometry::GeometryCollection(_) => Shape::Mixed,
    };
    let shapes = places.iter().filter_map(|place| place.geometry.as_ref()).map(one);
    shapes.reduce(|all, one| if all == one { all } else { Shape::Mixed }).unwrap_or(Shape::None)
}

impl Look {
    /// Every layer: those of places first, then those of the file, by name.
    #[must_use]
    pub fn layers(&self) -> &[LookLayer] {
        &self.layers
    }

    /// A layer by its name.
    #[must_use]
    pub fn layer(&self, name: &str) -> Option<&LookLayer> {
        self.layers.iter().find(|one| one.layer.name == name)
    }

    /// The features of a layer in a window, one at a time with their numbers, in the order of these.
    ///
    /// # Errors
    /// [`FlowError::Store`].
    pub fn visit(
        &self,
        layer: &LookLayer,
        window: &Window,
        mut visit: impl FnMut(i64, Feature),
    ) -> Result<(), FlowError> {
        let Some(kind) = layer.kind else {
            return self.with_file(|file| Ok(file.visit_window(&layer.layer.name, window, visit)?));
        };
        let skip = usize::try_from(window.offset).unwrap_or(usize::MAX);
        let take = window.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        for (number, feature) in self.places_in(kind, window).skip(skip).take(take) {
            visit(number, feature);
        }
        Ok(())
    }

    /// How many features a window holds, whatever its limit and offset.
    ///
    /// # Errors
    /// [`FlowError::Store`].
    pub fn count(&self, layer: &LookLayer, window: &Window) -> Result<u64, FlowError> {
        match layer.kind {
            Some(kind) => Ok(self.places_in(kind, window).count() as u64),
            None => self.with_file(|file| Ok(file.count_window(&layer.layer.name, window)?)),
        }
    }

    /// Places of a kind as features, numbered in order of id.
    fn places_in<'a>(&'a self, kind: PlaceKind, window: &'a Window) -> impl Iterator<Item = (i64, Feature)> + 'a {
        let of_kind = self.places.iter().filter(move |place| place.kind == kind);
        of_kind.zip(1..).filter_map(move |(place, number)| {
            let numbered =
                window.number.is_none_or(|wanted| wanted == number) && window.after.is_none_or(|after| number > after);
            let wanted = numbered && touches(place, window);
            let cells = || self.cells(place);
            let equal = |cells: &Vec<Cell>| window.equals.iter().all(|(at, cell)| cells.get(*at) == Some(cell));
            let cells = wanted.then(cells).filter(equal)?;
            Some((number, Feature { geometry: place.geometry.clone(), cells }))
        })
    }

    fn cells(&self, place: &Place) -> Vec<Cell> {
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let year = |year: Option<i32>| year.map_or(Cell::Empty, |year| Cell::Integer(year.into()));
        vec![
            text(place.id.as_str()),
            text(&place.name),
            place.parent.as_ref().map_or(Cell::Empty, |parent| text(parent.as_str())),
            text(&place.edition),
            year(place.valid_from),
            year(place.valid_to),
            self.people(&place.id).map_or(Cell::Empty, |people| Cell::Real(people.count.value)),
        ]
    }
}

/// Whether the box of a place is in a window, as the file's own index would say.
fn touches(place: &Place, window: &Window) -> bool {
    if window.bbox.is_none() && window.meets.is_none() && window.larger_than.is_none() {
        return true;
    }
    let Some([w, s, e, n]) = extent(place) else { return false };
    let large = window.larger_than.is_none_or(|size| e - w > size || n - s > size);
    let within = |[west, south, east, north]: [f64; 4]| {
        let across = if west > east { e >= west || w <= east } else { e >= west && w <= east };
        across && n >= south && s <= north
    };
    let met = |sides| place.geometry.as_ref().is_some_and(|shape| within(sides) && grid::measure::meets(shape, sides));
    large && window.bbox.is_none_or(within) && window.meets.is_none_or(met)
}
