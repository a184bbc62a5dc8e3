use std::io::{Read, Seek};

use super::DecodeError;
use super::directory::Directory;
use crate::GeoTransform;

const PIXEL_SCALE: u16 = 33550;
const TIEPOINT: u16 = 33922;
const TRANSFORMATION: u16 = 34264;

/// Where the cells lie. With `pixel_is_point` the place given is that of a cell's centre, half a cell from its corner.
pub(crate) fn transform<R: Read + Seek>(
    directory: &Directory,
    reader: &mut R,
    pixel_is_point: bool,
) -> Result<GeoTransform, DecodeError> {
    let half = if pixel_is_point { 0.5 } else { 0.0 };
    let (origin, cell) = if let Some(matrix) = directory.doubles(reader, TRANSFORMATION)? {
        let [width, turn, _, x, other_turn, height, _, y, ..] = matrix[..] else {
            return Err(DecodeError::NoPlace { what: "its transformation has fewer than 16 numbers" });
        };
        if turn.abs() > 1e-9 * width.abs() || other_turn.abs() > 1e-9 * height.abs() {
            return Err(DecodeError::Unsupported { what: "a rotated raster".into(), hint: "after gdalwarp" });
        }
        ((x - half * width, y - half * height), (width, height))
    } else {
        let scale = directory.doubles(reader, PIXEL_SCALE)?.unwrap_or_default();
        let tie = directory.doubles(reader, TIEPOINT)?.unwrap_or_default();
        let [width, height, ..] = scale[..] else {
            return Err(DecodeError::NoPlace { what: "it has no cell size (a world file beside it is not read)" });
        };
        let [column, row, _, x, y, _, ..] = tie[..] else {
            return Err(DecodeError::NoPlace { what: "no cell of it is tied to the map" });
        };
        let height = height.abs();
        ((x - (column + half) * width, y + (row + half) * height), (width, -height))
    };
    GeoTransform::new(origin, cell).map_err(|_| DecodeError::NoPlace { what: "its cell size is zero or not a number" })
}
