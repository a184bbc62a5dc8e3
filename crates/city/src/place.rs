//! Places: the areas and points that everything else is about.

use crate::source::SourceId;
use geo_types::Geometry;
use std::fmt;

/// An id of a place that never changes, such as `ward:19100024` or `settlement:NORFOU001`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct PlaceId(pub String);

impl PlaceId {
    /// The id made of a set's prefix and the code that the source gives the place.
    ///
    /// ```
    /// assert_eq!(city::PlaceId::new("ward", " 19100024 ").0, "ward:19100024");
    /// ```
    #[must_use]
    pub fn new(prefix: &str, code: &str) -> Self {
        Self(format!("{prefix}:{}", code.trim()))
    }

    /// The code after the prefix, or the whole id where there is none.
    #[must_use]
    pub fn code(&self) -> &str {
        self.0.split_once(':').map_or(&self.0, |(_, code)| code)
    }

    /// The text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for PlaceId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl PlaceId {
    /// What stands before the code: the set of places it belongs to.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.0.split_once(':').map_or("", |(prefix, _)| prefix)
    }
}

impl fmt::Display for PlaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

names! {
    /// What a place is.
    PlaceKind ("place kind") {
        /// The whole city or city region.
        City = "city",
        /// A part that the city is divided into: ward, district, neighbourhood unit.
        District = "district",
        /// A settlement, formal or informal, that counted itself or was counted.
        Settlement = "settlement",
        /// A cell of a grid.
        Cell = "cell",
        /// One building.
        Building = "building",
        /// A clinic, school, toilet block, tap.
        Facility = "facility",
    }
}

/// A named area or point.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Never changes.
    pub id: PlaceId,
    /// What it is.
    pub kind: PlaceKind,
    /// What people call it.
    pub name: String,
    /// Other names and codes by which sources know it, for joining.
    pub aliases: Vec<String>,
    /// The place it is part of.
    pub parent: Option<PlaceId>,
    /// The edition of boundaries it belongs to, such as `2011`; empty where there is only one.
    pub edition: String,
    /// First year for which the boundary held.
    pub valid_from: Option<i32>,
    /// Last year for which the boundary held; none while it still holds.
    pub valid_to: Option<i32>,
    /// Boundary or point in EPSG:4326, longitude first; none where only a name is known.
    pub geometry: Option<Geometry<f64>>,
    /// Where the place came from.
    pub source: SourceId,
}

impl Place {
    /// A place of a kind with an id and a name, nothing else known.
    #[must_use]
    pub fn new(id: PlaceId, kind: PlaceKind, name: &str, source: &SourceId) -> Self {
        Self {
            id,
            kind,
            name: name.to_owned(),
            aliases: Vec::new(),
            parent: None,
            edition: String::new(),
            valid_from: None,
            valid_to: None,
            geometry: None,
            source: source.clone(),
        }
    }
}
