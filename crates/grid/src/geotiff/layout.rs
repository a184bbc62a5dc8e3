use std::cmp::Ordering;
use std::io::{Read, Seek};

use super::DecodeError;
use super::directory::Directory;

/// How the cells of a raster lie in its blocks, checked before a decoder sees the file.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) bands: usize,
    /// Cells across and down in a full block.
    pub(crate) block: (usize, usize),
    /// Whether each band has blocks of its own.
    pub(crate) planar: bool,
    /// Blocks that are not in the file, in rising order: all of their cells are nodata, or zero where none is declared.
    pub(crate) absent: Vec<u32>,
    pub(crate) cell: CellType,
}

/// Type of the stored numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CellType {
    pub(crate) float: bool,
    pub(crate) bits: u64,
}

/// Most bytes of one decoded block.
pub(crate) const BLOCK_LIMIT: u64 = 256 << 20;
const MOST_CELLS_ACROSS: u64 = 1 << 28;
const MOST_BLOCKS: u64 = 1 << 28;

impl Layout {
    pub(crate) fn read<R: Read + Seek>(directory: &Directory, reader: &mut R) -> Result<Self, DecodeError> {
        let one = |reader: &mut R, tag: u16, default: u64| -> Result<u64, DecodeError> {
            Ok(directory.number(reader, tag)?.unwrap_or(default))
        };
        let (width, height) = (one(reader, 256, 0)?, one(reader, 257, 0)?);
        if width == 0 || height == 0 || width > MOST_CELLS_ACROSS || height > MOST_CELLS_ACROSS {
            return Err(DecodeError::damaged(format!("a raster of {width} x {height} cells")));
        }
        let bands = one(reader, 277, 1)?;
        let planar = one(reader, 284, 1)? == 2;
        if bands == 0 || bands > u64::from(u16::MAX) {
            return Err(DecodeError::damaged(format!("{bands} bands")));
        }
        check_compression(one(reader, 259, 1)?)?;
        let cell = cell_type(directory, reader)?;
        check_predictor(one(reader, 317, 1)?, cell)?;
        let tiled = directory.place(322).is_some();
        let block = if tiled {
            (one(reader, 322, 0)?, one(reader, 323, 0)?)
        } else {
            (width, one(reader, 278, height)?.min(height))
        };
        if block.0 == 0 || block.1 == 0 || block.0 > MOST_CELLS_ACROSS || block.1 > MOST_CELLS_ACROSS {
            return Err(DecodeError::damaged(format!("blocks of {} x {} cells", block.0, block.1)));
        }
        let samples = if planar { 1 } else { bands };
        let bytes = block.0.saturating_mul(block.1).saturating_mul(samples).saturating_mul(cell.bits / 8);
        if bytes > BLOCK_LIMIT {
            return Err(DecodeError::BlockTooLarge { bytes, limit: BLOCK_LIMIT });
        }
        let planes = if planar { bands } else { 1 };
        let blocks = width.div_ceil(block.0).saturating_mul(height.div_ceil(block.1)).saturating_mul(planes);
        let absent = check_blocks(directory, reader, tiled, blocks)?;
        let size = |number: u64| usize::try_from(number).map_err(|_| DecodeError::damaged("more cells than fit here"));
        Ok(Self {
            width: size(width)?,
            height: size(height)?,
            bands: size(bands)?,
            block: (size(block.0)?, size(block.1)?),
            planar,
            absent,
            cell,
        })
    }

    /// Blocks across.
    pub(crate) fn across(&self) -> usize {
        self.width.div_ceil(self.block.0)
    }

    /// The number of the block at a place among the blocks of a band counted from 0.
    pub(crate) fn number(&self, band: usize, column: usize, row: usize) -> Option<u32> {
        let plane = if self.planar { band.checked_mul(self.across() * self.height.div_ceil(self.block.1))? } else { 0 };
        u32::try_from(plane + row * self.across() + column).ok()
    }

    pub(crate) fn is_absent(&self, number: u32) -> bool {
        self.absent.binary_search(&number).is_ok()
    }
}

impl CellType {
    /// A nodata mark as the file's own type holds it.
    pub(crate) fn rounded(self, nodata: f64) -> f64 {
        #[expect(clippy::cast_possible_truncation, reason = "rounding to the cell's own type is what is asked for")]
        if self.float && self.bits == 32 { f64::from(nodata as f32) } else { nodata }
    }
}

/// Whether a cell is the nodata mark.
pub(crate) fn is_nodata(cell: f64, nodata: Option<f64>) -> bool {
    nodata.is_some_and(|nodata| cell.partial_cmp(&nodata) == Some(Ordering::Equal))
}

fn check_compression(code: u64) -> Result<(), DecodeError> {
    let name = match code {
        1 | 5 | 8 | 32773 | 32946 => return Ok(()),
        6 | 7 => "JPEG",
        50000 => "Zstandard",
        50001 => "WebP",
        34887 => "LERC",
        34925 => "LZMA",
        2..=4 => "CCITT",
        _ => {
            return Err(DecodeError::Unsupported { what: format!("compression {code}"), hint: "-co COMPRESS=DEFLATE" });
        }
    };
    Err(DecodeError::Unsupported { what: format!("{name} compression"), hint: "-co COMPRESS=DEFLATE" })
}

fn check_predictor(code: u64, cell: CellType) -> Result<(), DecodeError> {
    match code {
        1 | 2 => Ok(()),
        3 if cell.float => Ok(()),
        3 => Err(DecodeError::damaged("a floating point predictor on whole numbers")),
        _ => Err(DecodeError::Unsupported { what: format!("predictor {code}"), hint: "-co PREDICTOR=1" }),
    }
}

fn cell_type<R: Read + Seek>(directory: &Directory, reader: &mut R) -> Result<CellType, DecodeError> {
    let formats = directory.unsigned(reader, 339)?.unwrap_or_else(|| vec![1]);
    let bits = directory.unsigned(reader, 258)?.unwrap_or_else(|| vec![1]);
    let format = formats.first().copied().unwrap_or(1);
    let bit = bits.first().copied().unwrap_or(1);
    if formats.iter().any(|other| *other != format) || bits.iter().any(|other| *other != bit) {
        return Err(DecodeError::Unsupported { what: "bands of different types".into(), hint: "-b to take one band" });
    }
    let float = match (format, bit) {
        (1 | 2 | 4, 8 | 16 | 32 | 64) => false,
        (3, 16 | 32 | 64) => true,
        (5 | 6, _) => return Err(DecodeError::Unsupported { what: "complex numbers".into(), hint: "-ot Float64" }),
        _ => return Err(DecodeError::Unsupported { what: format!("cells of {bit} bits"), hint: "-ot Byte" }),
    };
    if format == 4 {
        return Err(DecodeError::Unsupported { what: "cells of no stated type".into(), hint: "-ot Float64" });
    }
    Ok(CellType { float, bits: bit })
}

/// Looks at every entry of the block tables; gives the blocks that are left out.
fn check_blocks<R: Read + Seek>(
    directory: &Directory,
    reader: &mut R,
    tiled: bool,
    blocks: u64,
) -> Result<Vec<u32>, DecodeError> {
    let (offsets, counts) = if tiled { (324, 325) } else { (273, 279) };
    for tag in [offsets, counts] {
        let found = directory.place(tag).map_or(0, |(_, count)| count);
        if found != blocks || blocks > MOST_BLOCKS {
            return Err(DecodeError::damaged(format!("{blocks} blocks were expected, tag {tag} lists {found}")));
        }
    }
    let mut sizes = Vec::new();
    directory.each(reader, counts, |size| sizes.push(u32::try_from(size).unwrap_or(u32::MAX)))?;
    let (mut absent, mut furthest, mut number) = (Vec::new(), (0, 0), 0_u32);
    directory.each(reader, offsets, |offset| {
        let size = sizes.get(usize::try_from(number).unwrap_or(usize::MAX)).copied().unwrap_or(0);
        if offset == 0 && size == 0 {
            absent.push(number);
        }
        furthest = furthest.max((offset.saturating_add(u64::from(size)), number));
        number = number.saturating_add(1);
    })?;
    if furthest.0 > directory.length {
        return Err(directory.truncated(format!("block {} of {blocks}", furthest.1.saturating_add(1)), furthest.0));
    }
    Ok(absent)
}
