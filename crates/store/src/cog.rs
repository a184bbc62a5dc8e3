//! Cloud-optimised GeoTIFF by the crate `geotiff-writer`, behind a trait of our own: it is young and may be replaced.

use crate::geokeys;
use crate::raster_file::TILE;
use geotiff_writer::{
    CogBuilder, CogTileWriter, Compression, GeoTiffBuilder, GeoTransform, NumericSample, Predictor, WriteSample,
};
use grid::RasterInfo;
use ndarray::ArrayView2;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

/// Takes the tiles of a raster.
pub(crate) trait TileSink {
    /// Takes the tile whose first cell is at `column`, `row` and which is `across` cells wide; false where one of its cells
    /// cannot be held exactly.
    fn put(&mut self, column: usize, row: usize, across: usize, cells: &[f64]) -> Result<bool, geotiff_writer::Error>;

    /// Writes the file.
    fn finish(self: Box<Self>) -> Result<(), geotiff_writer::Error>;
}

/// A cell type, and whether it holds a number exactly.
pub(crate) trait CellType: NumericSample + WriteSample {
    fn exactly(cell: f64) -> Option<Self>;
}

impl CellType for f64 {
    fn exactly(cell: f64) -> Option<Self> {
        Some(cell)
    }
}

impl CellType for f32 {
    fn exactly(cell: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, reason = "checked in the next line")]
        let single = cell as f32;
        (f64::from(single).to_bits() == cell.to_bits() || cell.is_nan()).then_some(single)
    }
}

pub(crate) struct Cog<T: CellType> {
    tiles: CogTileWriter<T, BufWriter<File>>,
}

impl<T: CellType> Cog<T> {
    pub(crate) fn create(path: &Path, info: &RasterInfo) -> Result<Self, geotiff_writer::Error> {
        let cells = |count: usize| {
            let count = u32::try_from(count).ok().filter(|count| *count > 0);
            count.ok_or_else(|| geotiff_writer::Error::InvalidConfig("it has no cells, or too many".to_owned()))
        };
        let (origin_x, origin_y) = info.transform.origin();
        let (pixel_width, pixel_height) = info.transform.cell();
        let tile = u32::try_from(TILE).unwrap_or(256);
        let builder = GeoTiffBuilder::new(cells(info.width)?, cells(info.height)?)
            .transform(GeoTransform { origin_x, pixel_width, skew_x: 0.0, origin_y, skew_y: 0.0, pixel_height })
            .nodata("nan")
            .tile_size(tile, tile)
            .compression(Compression::Deflate)
            .predictor(Predictor::FloatingPoint);
        let builder = geokeys::with_reference_system(builder, info.crs.as_deref());
        let longest = info.width.max(info.height);
        let levels = (1..31).map(|power| 1_u32 << power).take_while(|level| longest / *level as usize >= TILE / 2);
        let cog = CogBuilder::new(builder).overview_levels(levels.collect());
        Ok(Self { tiles: cog.tile_writer_file(path)? })
    }
}

impl<T: CellType> TileSink for Cog<T> {
    fn put(&mut self, column: usize, row: usize, across: usize, cells: &[f64]) -> Result<bool, geotiff_writer::Error> {
        let Some(exact) = cells.iter().map(|cell| T::exactly(*cell)).collect::<Option<Vec<T>>>() else {
            return Ok(false);
        };
        let shape = (cells.len() / across.max(1), across);
        let tile =
            ArrayView2::from_shape(shape, &exact).map_err(|e| geotiff_writer::Error::InvalidConfig(e.to_string()))?;
        self.tiles.write_tile(column, row, &tile)?;
        Ok(true)
    }

    fn finish(self: Box<Self>) -> Result<(), geotiff_writer::Error> {
        let buffer = self.tiles.finish()?;
        buffer.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        Ok(())
    }
}
