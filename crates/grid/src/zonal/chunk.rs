use crate::coverage::Outline;
use crate::error::GridError;
use crate::window::{RasterInfo, Window};

/// A part of the raster that is read at once, and the zones that may lie in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chunk {
    /// The smallest window that holds what the zones need of the part.
    pub(super) window: Window,
    /// In rising order.
    pub(super) zones: Vec<usize>,
}

/// Cells of a chunk, if blocks allow: 2 MiB of values.
const CELLS: usize = 512 * 512;
/// A block with more cells than this is not read at once.
const MOST_CELLS: usize = 8 * CELLS;

/// The parts of the raster in which zones lie, row by row.
pub(super) fn chunks(info: &RasterInfo, outlines: &[Result<Outline, GridError>]) -> Vec<Chunk> {
    let (width, height) = chunk_size(info);
    let mut places = Vec::new();
    for (zone, outline) in outlines.iter().enumerate() {
        let Some(window) = outline.as_ref().ok().and_then(|outline| outline.window((info.width, info.height))) else {
            continue;
        };
        for row in window.row / height..(window.row + window.height).div_ceil(height) {
            for column in window.column / width..(window.column + window.width).div_ceil(width) {
                let part = Window { row: row * height, column: column * width, width, height };
                places.push(((row, column), zone, common(window, part)));
            }
        }
    }
    places.sort_by_key(|(place, zone, _)| (*place, *zone));
    let chunk = |places: &[(_, usize, Window)]| {
        let (_, _, first) = places.first()?;
        let window = places.iter().fold(*first, |window, (_, _, other)| together(window, *other));
        Some(Chunk { window, zones: places.iter().map(|(_, zone, _)| *zone).collect() })
    };
    places.chunk_by(|a, b| a.0 == b.0).filter_map(chunk).collect()
}

/// Width and height in cells: whole blocks, so that none is read twice.
pub(crate) fn chunk_size(info: &RasterInfo) -> (usize, usize) {
    let side = |block: usize, raster: usize| block.clamp(1, raster.max(1));
    let (block_width, block_height) = (side(info.block.0, info.width), side(info.block.1, info.height));
    if block_width.saturating_mul(block_height) > MOST_CELLS {
        return (block_width.min(MOST_CELLS), (MOST_CELLS / block_width).max(1));
    }
    let width = (block_width * 512_usize.div_ceil(block_width)).min(info.width.max(1));
    let height = block_height * (CELLS / width / block_height).max(1);
    (width, height)
}

fn common(a: Window, b: Window) -> Window {
    let (row, height) = overlap((a.row, a.height), (b.row, b.height));
    let (column, width) = overlap((a.column, a.width), (b.column, b.width));
    Window { row, column, width, height }
}

fn overlap(a: (usize, usize), b: (usize, usize)) -> (usize, usize) {
    let start = a.0.max(b.0);
    (start, (a.0 + a.1).min(b.0 + b.1).saturating_sub(start))
}

fn together(a: Window, b: Window) -> Window {
    let (row, column) = (a.row.min(b.row), a.column.min(b.column));
    let height = (a.row + a.height).max(b.row + b.height) - row;
    let width = (a.column + a.width).max(b.column + b.width) - column;
    Window { row, column, width, height }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::window::GeoTransform;
    use geo_types::wkt;

    fn info(block: (usize, usize)) -> RasterInfo {
        let transform = GeoTransform::new((0.0, 0.0), (1.0, 1.0)).unwrap();
        RasterInfo { width: 5000, height: 3000, transform, nodata: None, crs: None, block }
    }

    #[test]
    fn chunks_are_whole_blocks() {
        assert_eq!(chunk_size(&info((512, 512))), (512, 512));
        assert_eq!(chunk_size(&info((256, 256))), (512, 512));
        assert_eq!(chunk_size(&info((5000, 1))), (5000, 52));
        assert_eq!(chunk_size(&info((5000, 3000))), (5000, 419));
        assert_eq!(chunk_size(&RasterInfo { width: 300, ..info((300, 1)) }), (300, 873));
    }

    #[test]
    fn a_zone_across_blocks_reads_only_what_it_needs_of_each() {
        let transform = info((512, 512)).transform;
        let zone = wkt!(MULTIPOLYGON(((500.0 10.0, 520.0 10.0, 520.0 20.5, 500.0 20.5, 500.0 10.0))));
        let found = chunks(&info((512, 512)), &[Outline::new(&zone, &transform)]);
        let window = |column, width| Window { row: 10, column, width, height: 11 };
        assert_eq!(found.iter().map(|chunk| chunk.window).collect::<Vec<_>>(), [window(500, 12), window(512, 8)]);
    }
}
