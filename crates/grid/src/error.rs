use crate::window::Window;

/// Why the crate could not answer: each variant is a situation a person can act on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GridError {
    /// A cell size that is zero, infinite or not a number, or an origin that is not a number.
    #[error(
        "a raster needs a finite origin and cells wider and taller than zero, got origin {origin:?}, cell size {cell:?}"
    )]
    Transform {
        /// Origin x, y in map units.
        origin: (f64, f64),
        /// Cell width and height in map units.
        cell: (f64, f64),
    },
    /// A window that reaches beyond the raster.
    #[error("the window {window:?} reaches beyond the raster of {width} x {height} cells")]
    WindowOutside {
        /// What was asked for.
        window: Window,
        /// Cells across.
        width: usize,
        /// Cells down.
        height: usize,
    },
    /// A buffer whose length is not the number of cells of the window or raster.
    #[error("{expected} cells were expected, the buffer holds {found}")]
    BufferLength {
        /// Cells of the window.
        expected: usize,
        /// Length of the buffer.
        found: usize,
    },
    /// Two rasters that had to share one grid do not.
    #[error("the two rasters do not share one grid: {values} against {weights}")]
    GridsDiffer {
        /// Size, origin and cell size of the raster of values.
        values: String,
        /// Size, origin and cell size of the raster of weights.
        weights: String,
    },
    /// A quantile outside 0 to 1, or class breaks that do not rise.
    #[error("{what}: {value} was asked for")]
    Request {
        /// What was expected.
        what: &'static str,
        /// What was asked for.
        value: f64,
    },
    /// Quantiles or majorities would hold more distinct values in memory than allowed.
    #[error(
        "the zones being read hold more than {limit} distinct values; round the raster, or ask for shares by class instead of quantiles and majorities"
    )]
    TooManyDistinctValues {
        /// Values allowed at one time.
        limit: usize,
    },
    /// A corner of a zone that is not a number, infinite or 1e15 cells away: often the trace of a failed projection.
    #[error("a corner of the zone is at {x}, {y}, which is no place on the grid")]
    ZoneNotFinite {
        /// As given.
        x: f64,
        /// As given.
        y: f64,
    },
    /// A vertex of a line that is not a number, infinite or 1e15 cells away: often the trace of a failed projection.
    #[error("a vertex of the line is at {x}, {y}, which is no place on the grid")]
    LineNotFinite {
        /// As given.
        x: f64,
        /// As given.
        y: f64,
    },
    /// A zone without polygons, or whose corners lie on one line.
    #[error("the zone has no area")]
    ZoneWithoutArea,
    /// Two edges of a zone cross, so that what is inside is not defined; mend it (for instance with `ST_MakeValid`).
    #[error("the outline of the zone crosses itself at {x}, {y}")]
    ZoneCrossesItself {
        /// Where, in map units.
        x: f64,
        /// Where, in map units.
        y: f64,
    },
    /// Parts of a zone lie on one another or a hole lies outside its shell, so that cells would count twice or less than nothing.
    #[error("parts of the zone lie on one another, or a hole lies outside its shell, near {x}, {y}")]
    ZoneOverlapsItself {
        /// Middle of the cell, in map units.
        x: f64,
        /// Middle of the cell, in map units.
        y: f64,
    },
    /// What reading the file of a raster met.
    #[error(transparent)]
    Decode(#[from] crate::DecodeError),
    /// What bringing coordinates from one reference system to another met.
    #[error(transparent)]
    Crs(#[from] crate::crs::CrsError),
}
