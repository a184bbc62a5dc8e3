/// Why a raster file could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The bytes are not a TIFF.
    #[error("this is not a TIFF: it begins with {found:02x?}")]
    NotTiff {
        /// The first bytes.
        found: Vec<u8>,
    },
    /// The file ends before what its header promises.
    #[error("the file ends at byte {length}, but {what} reaches to byte {needed}; it was cut off, fetch it again")]
    Truncated {
        /// What lies beyond the end.
        what: String,
        /// Where it would end.
        needed: u64,
        /// Length of the file in bytes.
        length: u64,
    },
    /// A tag that is missing or contradicts another.
    #[error("the header is damaged: {what}")]
    Damaged {
        /// The contradiction.
        what: String,
    },
    /// Something a TIFF may hold that is not read here.
    #[error("{what} is not read here; write it anew with gdal_translate {hint}")]
    Unsupported {
        /// What it is.
        what: String,
        /// Options for `gdal_translate`.
        hint: &'static str,
    },
    /// Cells that count or not by something that is not read.
    #[error(
        "the raster has {what}, which is not read here: cells that it hides would count; burn it in: gdalwarp -dstnodata -9999 IN.tif OUT.tif"
    )]
    Masked {
        /// What hides cells.
        what: &'static str,
    },
    /// A block that would take more memory than allowed.
    #[error("one block of this raster takes {bytes} bytes, the limit is {limit}; write it anew in tiles")]
    BlockTooLarge {
        /// Bytes of the decoded block.
        bytes: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A block whose compressed data do not decode.
    #[error("the block of cells from column {column}, row {row} cannot be read: {reason}")]
    Block {
        /// First column.
        column: usize,
        /// First row.
        row: usize,
        /// What the decoder said.
        reason: String,
    },
    /// A band that the raster does not have.
    #[error("band {asked} was asked for, the raster has bands 1 to {bands}")]
    NoSuchBand {
        /// The band asked for, counted from 1.
        asked: usize,
        /// Bands there are.
        bands: usize,
    },
    /// A raster that does not say where it lies.
    #[error("the raster does not say where it lies on the map: {what}")]
    NoPlace {
        /// What is missing or not understood.
        what: &'static str,
    },
    /// A nodata mark that is not a number.
    #[error("the nodata mark \"{text}\" is not a number")]
    Nodata {
        /// The mark.
        text: String,
    },
    /// A header line of an ASCII grid that is missing or cannot be read.
    #[error("line {line} of the ASCII grid: {expected} was expected, found \"{found}\"")]
    Header {
        /// Line, counted from 1.
        line: usize,
        /// What should have stood there.
        expected: &'static str,
        /// What stood there.
        found: String,
    },
    /// A value of an ASCII grid that is not a number.
    #[error("row {row}, value {value} of the ASCII grid is not a number with a decimal point: \"{found}\"")]
    Number {
        /// Row of cells, counted from 1.
        row: usize,
        /// Value in the row, counted from 1.
        value: usize,
        /// What stood there.
        found: String,
    },
    /// A row of an ASCII grid that is too short or too long.
    #[error("row {row} of the ASCII grid holds {found} values, {expected} were expected")]
    RowLength {
        /// Row of cells, counted from 1.
        row: usize,
        /// Columns the header promises.
        expected: usize,
        /// Values found.
        found: usize,
    },
    /// An ASCII grid with too few or too many rows.
    #[error("the ASCII grid holds {found} rows of cells, its header promises {expected}")]
    RowCount {
        /// Rows the header promises.
        expected: usize,
        /// Rows found (one more than promised stands for more).
        found: usize,
    },
    /// The source of bytes failed.
    #[error("the raster could not be read: {0}")]
    Io(#[from] std::io::Error),
}

impl DecodeError {
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}
