//! GeoTIFF and `BigTIFF`, block by block, from any source of bytes that can be read and sought.
//!
//! Tiles and strips; no compression, LZW, deflate or `PackBits`, with any predictor; whole numbers of 8 to 64 bits and
//! floating point of 16 to 64; bands side by side or one after another; blocks left out of the file; nodata by GDAL's
//! tag; scale and offset by GDAL's metadata. A raster with a mask or an alpha band is refused.

mod cache;
mod directory;
mod error;
mod geokeys;
mod layout;
mod meaning;
mod overlay;
mod place;

use std::io::{Read, Seek};
use std::sync::{Arc, Mutex, PoisonError};

use tiff::decoder::{Decoder, DecodingResult, Limits};

use crate::crs::{Crs, CrsError};
use crate::{GridError, RasterInfo, RasterWindow, Window};

use cache::{Block, Cache};
use directory::Directory;
use geokeys::GeoKeys;
use layout::{Layout, is_nodata};
use meaning::Meaning;
use overlay::Overlay;

pub use error::DecodeError;

const GDAL_NODATA: u16 = 42113;

/// Bytes of decoded blocks kept unless told otherwise.
pub const CACHE_BYTES: usize = 32 << 20;

/// One band of a GeoTIFF.
///
/// Memory: the decoded blocks in the cache (32 MiB unless set) and one block more for each thread that reads. Blocks are decoded
/// one at a time; threads share the rest of the work.
///
/// ```no_run
/// use grid::{GeoTiff, RasterWindow, Window};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bytes = std::io::Cursor::new(Vec::<u8>::new());
/// let raster = GeoTiff::open(bytes, 1)?;
/// let mut first_row = vec![0.0; raster.info().width];
/// raster.read(Window { row: 0, column: 0, width: raster.info().width, height: 1 }, &mut first_row)?;
/// # Ok(())
/// # }
/// ```
pub struct GeoTiff<R: Read + Seek> {
    info: RasterInfo,
    crs: Result<Option<Crs>, CrsError>,
    layout: Layout,
    band: usize,
    /// The mark of missing cells, as stored.
    missing: Option<f64>,
    meaning: Meaning,
    source: Mutex<Source<R>>,
}

struct Source<R: Read + Seek> {
    decoder: Decoder<Overlay<R>>,
    cache: Cache,
}

impl<R: Read + Seek> GeoTiff<R> {
    /// Reads the header and checks every block table against the length of the file. Bands count from 1.
    ///
    /// # Errors
    /// [`DecodeError`]: not a TIFF, cut off, damaged, not supported, without a place on the map, no such band.
    /// A reference system that is not understood is no error here; see [`Self::crs`].
    pub fn open(mut reader: R, band: usize) -> Result<Self, DecodeError> {
        let directory = Directory::read(&mut reader)?;
        Self::open_at(reader, band, &directory, &directory)
    }

    /// Reads an overview of the file: the same raster in fewer, larger cells; 0 is the raster itself. None where the file has not
    /// so many, or where what follows is no smaller picture of the raster. Its cells lie where those of the raster do, as far as
    /// whole numbers of cells allow.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_overview(mut reader: R, band: usize, level: usize) -> Result<Option<Self>, DecodeError> {
        let first = Directory::read(&mut reader)?;
        let whole = Layout::read(&first, &mut reader)?;
        let (mut directory, mut before) = (Directory::read(&mut reader)?, (whole.width, whole.height));
        for _ in 0..level {
            if directory.next == 0 {
                return Ok(None);
            }
            directory = directory.another(&mut reader, directory.next)?;
            let layout = Layout::read(&directory, &mut reader)?;
            if layout.width > before.0 || layout.height > before.1 || layout.bands != whole.bands {
                return Ok(None);
            }
            before = (layout.width, layout.height);
        }
        Self::open_at(reader, band, &first, &directory).map(Some)
    }

    /// Opens a directory of a file whose first says where the raster lies and what its cells mean.
    fn open_at(mut reader: R, band: usize, first: &Directory, directory: &Directory) -> Result<Self, DecodeError> {
        let layout = Layout::read(directory, &mut reader)?;
        if band == 0 || band > layout.bands {
            return Err(DecodeError::NoSuchBand { asked: band, bands: layout.bands });
        }
        let keys = GeoKeys::read(first, &mut reader)?;
        let nodata = nodata(first.text(&mut reader, GDAL_NODATA)?)?.map(|mark| layout.cell.rounded(mark));
        meaning::refuse_masks(first, &mut reader)?;
        let meaning = Meaning::read(first, &mut reader, band - 1)?;
        let mut transform = place::transform(first, &mut reader, keys.pixel_is_point())?;
        if first.at != directory.at {
            let whole = Layout::read(first, &mut reader)?;
            let coarser = transform.coarser((whole.width, whole.height), (layout.width, layout.height));
            transform = coarser.map_err(|reason| DecodeError::damaged(reason.to_string()))?;
        }
        let crs = keys.crs();
        let name = crs.as_ref().ok().and_then(Option::as_ref).map(crs_text);
        let info = RasterInfo {
            width: layout.width,
            height: layout.height,
            transform,
            nodata: nodata.map(|mark| meaning.of(mark)),
            crs: name,
            block: layout.block,
        };
        let decoder = decoder(reader, directory)?;
        let cache = Cache::new(CACHE_BYTES);
        let source = Mutex::new(Source { decoder, cache });
        Ok(Self { info, crs, layout, band: band - 1, missing: nodata, meaning, source })
    }

    /// The same raster, keeping this many bytes of decoded blocks.
    #[must_use]
    pub fn with_cache_bytes(self, bytes: usize) -> Self {
        self.source.lock().unwrap_or_else(PoisonError::into_inner).cache.limit = bytes;
        self
    }

    /// How many bands the file has.
    #[must_use]
    pub fn bands(&self) -> usize {
        self.layout.bands
    }

    /// The reference system by the file's keys, if it has any.
    ///
    /// # Errors
    /// What in the keys is not understood.
    pub fn crs(&self) -> Result<Option<&Crs>, &CrsError> {
        self.crs.as_ref().map(Option::as_ref)
    }

    fn block(&self, column: usize, row: usize) -> Result<Block, DecodeError> {
        let number =
            self.layout.number(self.band, column, row).ok_or_else(|| DecodeError::damaged("too many blocks"))?;
        if self.layout.is_absent(number) {
            return Ok(Block::Absent);
        }
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cells) = source.cache.get(number) {
            return Ok(Block::Cells(cells));
        }
        let cells = Arc::new(source.decoder.read_chunk(number).map_err(|reason| DecodeError::Block {
            column: column * self.layout.block.0,
            row: row * self.layout.block.1,
            reason: reason.to_string(),
        })?);
        source.cache.put(number, &cells);
        Ok(Block::Cells(cells))
    }

    /// Copies the part of a window that lies in one block.
    fn copy(&self, block: &Block, at: (usize, usize), window: Window, out: &mut [f64]) -> Result<(), DecodeError> {
        let (block_width, block_height) = self.layout.block;
        let (left, top) = (at.0 * block_width, at.1 * block_height);
        let across = left.max(window.column)..(left + block_width).min(window.column + window.width);
        let down = top.max(window.row)..(top + block_height).min(window.row + window.height);
        let stored = block_width.min(self.layout.width - left);
        let (step, first) = if self.layout.planar { (1, 0) } else { (self.layout.bands, self.band) };
        for row in down {
            let begin = (row - window.row) * window.width + (across.start - window.column);
            let target = out.get_mut(begin..begin + across.len());
            let from = ((row - top) * stored + (across.start - left)) * step + first;
            let complete = target.is_some_and(|target| match block {
                Block::Absent => {
                    target.fill(if self.missing.is_some() { f64::NAN } else { self.meaning.of(0.0) });
                    true
                }
                Block::Cells(cells) => {
                    let complete = copy_row(cells, from, step, self.missing, target);
                    if self.meaning != Meaning::AS_STORED {
                        for cell in target.iter_mut() {
                            *cell = self.meaning.of(*cell);
                        }
                    }
                    complete
                }
            });
            if !complete {
                let reason = "the block is shorter than its header says".to_owned();
                return Err(DecodeError::Block { column: left, row: top, reason });
            }
        }
        Ok(())
    }
}

impl<R: Read + Seek + Send> RasterWindow for GeoTiff<R> {
    fn info(&self) -> &RasterInfo {
        &self.info
    }

    fn read(&self, window: Window, out: &mut [f64]) -> Result<(), GridError> {
        self.info.check(window, out.len())?;
        if window.cells() == 0 {
            return Ok(());
        }
        let (width, height) = self.layout.block;
        for row in window.row / height..(window.row + window.height).div_ceil(height) {
            for column in window.column / width..(window.column + window.width).div_ceil(width) {
                let block = self.block(column, row)?;
                self.copy(&block, (column, row), window, out)?;
            }
        }
        Ok(())
    }
}

/// A decoder standing at the file's first directory, with limits that its own blocks need.
fn decoder<R: Read + Seek>(reader: R, directory: &Directory) -> Result<Decoder<Overlay<R>>, DecodeError> {
    if !directory.big && directory.length > u64::from(u32::MAX) - 1024 {
        return Err(DecodeError::Unsupported {
            what: "a TIFF of 4 GiB that is no BigTIFF".into(),
            hint: "-co BIGTIFF=YES",
        });
    }
    let broken = |reason: tiff::TiffError| DecodeError::damaged(reason.to_string());
    let mut limits = Limits::default();
    limits.decoding_buffer_size = usize::try_from(layout::BLOCK_LIMIT).unwrap_or(usize::MAX);
    limits.intermediate_buffer_size = limits.decoding_buffer_size;
    limits.ifd_value_size = usize::try_from(directory.length.saturating_mul(16)).unwrap_or(usize::MAX).min(1 << 30);
    let mut decoder = Decoder::new(Overlay::new(reader, directory)?).map_err(broken)?.with_limits(limits);
    decoder.next_image().map_err(broken)?;
    Ok(decoder)
}

fn crs_text(crs: &Crs) -> String {
    crs.epsg().map_or_else(|| crs.definition(), |code| format!("EPSG:{code}"))
}

fn nodata(text: Option<String>) -> Result<Option<f64>, DecodeError> {
    let Some(text) = text else { return Ok(None) };
    let mark = text.trim_matches([' ', '\0', '\n', '\r']);
    if mark.is_empty() || mark.to_ascii_lowercase().contains("nan") {
        return Ok(None);
    }
    mark.parse().map(Some).map_err(|_| DecodeError::Nodata { text: mark.to_owned() })
}

/// Copies one row of cells, every `step`-th from `from` on; false if the block has too few.
fn copy_row(cells: &DecodingResult, from: usize, step: usize, nodata: Option<f64>, target: &mut [f64]) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "whole numbers beyond 2^53 are not told apart by measurements")]
    match cells {
        DecodingResult::U8(cells) => copy_cells(cells, from, step, nodata, target, f64::from),
        DecodingResult::U16(cells) => copy_cells(cells, from, step, nodata, target, f64::from),
        DecodingResult::U32(cells) => copy_cells(cells, from, step, nodata, target, f64::from),
        DecodingResult::U64(cells) => copy_cells(cells, from, step, nodata, target, |cell| cell as f64),
        DecodingResult::I8(cells) => copy_cells(cells, from, step, nodata, target, f64::from),
        DecodingResult::I16(cells) => copy_cells(cells, from, step, nodata, target, f64::from),
        DecodingResult::I32(cells) => copy_cells(cells, from, step, nodata, target, f64::from),
        DecodingResult::I64(cells) => copy_cells(cells, from, step, nodata, target, |cell| cell as f64),
        DecodingResult::F16(cells) => copy_cells(cells, from, step, nodata, target, f64::from),
        DecodingResult::F32(cells) => copy_cells(cells, from, step, nodata, target, f64::from),
        DecodingResult::F64(cells) => copy_cells(cells, from, step, nodata, target, |cell| cell),
    }
}

fn copy_cells<T: Copy>(
    cells: &[T],
    from: usize,
    step: usize,
    nodata: Option<f64>,
    target: &mut [f64],
    value: impl Fn(T) -> f64,
) -> bool {
    let last = from + target.len().saturating_sub(1) * step;
    let Some(cells) = cells.get(from..=last) else { return false };
    for (out, cell) in target.iter_mut().zip(cells.iter().step_by(step)) {
        let cell = value(*cell);
        *out = if is_nodata(cell, nodata) { f64::NAN } else { cell };
    }
    true
}

#[cfg(test)]
mod tests;
