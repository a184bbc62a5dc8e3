//! Why a shape is not kept or not read.

use crate::DEEPEST_COLLECTION;

/// Why a shape could not be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ShapeFault {
    /// It ends before it is complete.
    #[error("the geometry ends before it is complete")]
    Truncated,
    /// It is curved; ask for straight segments when exporting (`ogr2ogr -nlt CONVERT_TO_LINEAR`).
    #[error("{0} is curved or a surface, and only points, lines and areas of straight edges are read")]
    Curved(&'static str),
    /// Its type is none that the standard knows.
    #[error("type {0} is no geometry type of the standard")]
    UnknownType(u32),
    /// A part has another type than its whole allows.
    #[error("a part of the geometry has another type than the whole")]
    WrongPart,
    /// A coordinate is infinite or no number.
    #[error("a coordinate is infinite or no number")]
    NotFinite,
    /// Collections stand in collections beyond any use.
    #[error("collections are nested more than {DEEPEST_COLLECTION} deep")]
    TooDeep,
}

impl ShapeFault {
    /// The fault of a type that is not read, by its code in the standard.
    #[must_use]
    pub fn of_type(code: u32) -> Self {
        let curved = match code {
            8 => "CircularString",
            9 => "CompoundCurve",
            10 => "CurvePolygon",
            11 => "MultiCurve",
            12 => "MultiSurface",
            13 => "Curve",
            14 => "Surface",
            15 => "PolyhedralSurface",
            16 => "TIN",
            17 => "Triangle",
            _ => return Self::UnknownType(code),
        };
        Self::Curved(curved)
    }
}
