//! Rasters beside the city file: written aside as cloud-optimised GeoTIFF, then renamed into place.

use crate::cog::{Cog, TileSink};
use crate::{CityFile, StoreError};
use grid::{GeoTiff, RasterWindow, Window};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::Path;

/// Cells across and down of a tile.
pub(crate) const TILE: usize = 256;
/// Tiles that are read at once, side by side.
const TILES_AT_ONCE: usize = 16;

/// What was written, as [`city::layer::RasterLayer`] wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenRaster {
    /// Columns and rows of cells.
    pub size: (u64, u64),
    /// The reference system as the raster named it; empty where it named none.
    pub reference_system: String,
    /// SHA-256 of the file, in hexadecimal.
    pub checksum: String,
}

/// An open raster of the city: windows of its cells.
pub type StoredRaster = GeoTiff<BufReader<File>>;

impl CityFile {
    /// Writes a raster to `rasters/NAME.tif`, in place of what was there, as cloud-optimised GeoTIFF (deflate, tiles of
    /// 256 x 256, overviews that take the nearest cell). Name it in a stage afterwards: see [`crate::Stage::put_raster`].
    ///
    /// Cells are kept as 32-bit floating point where that holds every one of them exactly, else as 64-bit; gaps as NaN.
    /// It is written as `NAME.tif.partial` first, so that a process killed meanwhile leaves the old raster in place.
    /// Memory: 16 tiles, whatever the raster.
    ///
    /// # Errors
    /// [`StoreError::Raster`] for a name other than letters, digits, `_` and `-`, and for what reading the cells can meet;
    /// [`StoreError::File`].
    pub fn write_raster(&self, name: &str, raster: &dyn RasterWindow) -> Result<WrittenRaster, StoreError> {
        write(&self.rasters_folder(), name, raster)
    }

    /// Opens a raster that was written and named in a stage.
    ///
    /// # Errors
    /// [`StoreError::NoRaster`], also where its file is still there and a stage has cleared it, and [`StoreError::Raster`] for a file that another program changed beyond reading.
    pub fn open_raster(&self, name: &str) -> Result<StoredRaster, StoreError> {
        let file = self.raster_bytes(name)?;
        GeoTiff::open(file, 1).map_err(|e| wrong(name, &e))
    }

    /// Opens an overview of a raster, each half as wide and high as the one before; 0 is the raster itself. None where it has not
    /// so many.
    ///
    /// # Errors
    /// As [`Self::open_raster`].
    pub fn open_overview(&self, name: &str, level: usize) -> Result<Option<StoredRaster>, StoreError> {
        let file = self.raster_bytes(name)?;
        GeoTiff::open_overview(file, 1, level).map_err(|e| wrong(name, &e))
    }

    fn raster_bytes(&self, name: &str) -> Result<BufReader<File>, StoreError> {
        let path = self.rasters_folder().join(format!("{name}.tif"));
        if self.raster(name)?.is_none() {
            return Err(StoreError::NoRaster { name: name.to_owned(), path });
        }
        let file = File::open(&path).map_err(|cause| match cause.kind() {
            std::io::ErrorKind::NotFound => StoreError::NoRaster { name: name.to_owned(), path: path.clone() },
            _ => StoreError::File { path: path.clone(), cause },
        })?;
        Ok(BufReader::new(file))
    }

    /// Whether the file of a raster is the one that was written when the stage named it.
    ///
    /// # Errors
    /// [`StoreError::File`] where it cannot be read.
    pub fn raster_is_whole(&self, raster: &city::layer::RasterLayer) -> Result<bool, StoreError> {
        let path = self.rasters_folder().join(format!("{}.tif", raster.name));
        Ok(path.exists() && checksum(&path)? == raster.checksum)
    }
}

fn wrong(name: &str, reason: &dyn std::fmt::Display) -> StoreError {
    StoreError::Raster { name: name.to_owned(), reason: reason.to_string() }
}

fn write(folder: &Path, name: &str, raster: &dyn RasterWindow) -> Result<WrittenRaster, StoreError> {
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
        return Err(wrong(name, &"its name can have letters, digits, `_` and `-` only"));
    }
    fs::create_dir_all(folder).map_err(StoreError::writing(folder))?;
    let partial = folder.join(format!("{name}.tif.partial"));
    let info = raster.info();
    let single = Cog::<f32>::create(&partial, info).map_err(|e| wrong(name, &e))?;
    if !copy(raster, name, Box::new(single))? {
        let double = Cog::<f64>::create(&partial, info).map_err(|e| wrong(name, &e))?;
        copy(raster, name, Box::new(double))?;
    }
    let checksum = checksum(&partial)?;
    into_place(folder, &partial, name)?;
    Ok(WrittenRaster {
        size: (info.width as u64, info.height as u64),
        reference_system: info.crs.clone().unwrap_or_default(),
        checksum,
    })
}

/// Renames a file that is written into the place of the raster, on the disk.
fn into_place(folder: &Path, partial: &Path, name: &str) -> Result<(), StoreError> {
    let written = File::open(partial).and_then(|file| file.sync_all());
    written.map_err(StoreError::file(partial))?;
    let place = folder.join(format!("{name}.tif"));
    fs::rename(partial, &place).map_err(StoreError::file(&place))?;
    #[cfg(unix)]
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::file(folder))?;
    Ok(())
}

/// Copies the file of a raster from another city's folder.
pub(crate) fn copy_file(from: &Path, to: &Path, name: &str) -> Result<(), StoreError> {
    fs::create_dir_all(to).map_err(StoreError::file(to))?;
    let (from, partial) = (from.join(format!("{name}.tif")), to.join(format!("{name}.tif.partial")));
    fs::copy(&from, &partial).map_err(StoreError::file(&from))?;
    into_place(to, &partial, name)
}

/// Copies every cell; false where a cell did not fit the sink's cells exactly.
fn copy(raster: &dyn RasterWindow, name: &str, mut sink: Box<dyn TileSink>) -> Result<bool, StoreError> {
    let (width, height) = (raster.info().width, raster.info().height);
    let mut band = vec![0.0; (TILE * TILES_AT_ONCE).min(width) * TILE.min(height)];
    for row in (0..height).step_by(TILE) {
        for column in (0..width).step_by(TILE * TILES_AT_ONCE) {
            let window = Window {
                row,
                column,
                width: (TILE * TILES_AT_ONCE).min(width - column),
                height: TILE.min(height - row),
            };
            let cells = band.get_mut(..window.cells()).unwrap_or_default();
            raster.read(window, cells).map_err(|e| wrong(name, &e))?;
            for first in (0..window.width).step_by(TILE) {
                let across = TILE.min(window.width - first);
                let tile: Vec<f64> =
                    cells.chunks_exact(window.width).flat_map(|line| &line[first..first + across]).copied().collect();
                if !sink.put(column + first, row, across, &tile).map_err(|e| wrong(name, &e))? {
                    return Ok(false);
                }
            }
        }
    }
    sink.finish().map_err(|e| wrong(name, &e))?;
    Ok(true)
}

fn checksum(path: &Path) -> Result<String, StoreError> {
    let mut file = File::open(path).map_err(StoreError::file(path))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer).map_err(StoreError::file(path))?;
        if read == 0 {
            return Ok(format!("{:x}", hash.finalize()));
        }
        hash.update(buffer.get(..read).unwrap_or_default());
    }
}

/// Removes what a killed run left half written.
pub(crate) fn remove_partial(folder: &Path) -> Result<(), StoreError> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry.map_err(StoreError::file(folder))?.path();
        if path.to_string_lossy().ends_with(".tif.partial") {
            fs::remove_file(&path).map_err(StoreError::file(&path))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use grid::{GeoTransform, MemoryRaster};

    fn cells(raster: &dyn RasterWindow) -> Vec<f64> {
        let (width, height) = (raster.info().width, raster.info().height);
        let mut cells = vec![0.0; width * height];
        raster.read(Window { row: 0, column: 0, width, height }, &mut cells).unwrap();
        cells
    }

    fn raster(width: usize, height: usize, value: impl Fn(usize) -> f64) -> MemoryRaster {
        let transform = GeoTransform::new((262_000.0, 6_243_000.0), (50.0, -25.0)).unwrap();
        MemoryRaster::new((width, height), transform, Some(-9.0), (0..width * height).map(value).collect()).unwrap()
    }

    fn reopened(folder: &Path) -> StoredRaster {
        GeoTiff::open(BufReader::new(File::open(folder.join("depth_m.tif")).unwrap()), 1).unwrap()
    }

    #[test]
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    fn every_cell_comes_back_as_it_was_with_its_place_and_gaps() {
        let folder = tempfile::tempdir().unwrap();
        for sharpness in [0.5, 0.1] {
            let before =
                raster(5_000, 300, |i| if i % 7 == 0 { -9.0 } else { i as f64 * sharpness }).with_crs("EPSG:32734");
            let written = write(folder.path(), "depth_m", &before).unwrap();
            assert_eq!(written.size, (5_000, 300));
            let after = reopened(folder.path());
            assert!(after.info().same_grid(before.info()));
            assert_eq!(after.info().crs.as_deref(), Some("EPSG:32734"));
            let bits = |cells: Vec<f64>| {
                cells.into_iter().map(|c| if c.is_nan() { 1 } else { c.to_bits() }).collect::<Vec<_>>()
            };
            assert_eq!(bits(cells(&after)), bits(cells(&before)));
        }
    }

    #[test]
    fn a_reference_system_of_its_own_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let lo19 = "PROJCS[\"Transverse_Mercator\",GEOGCS[\"GCS_unnamed ellipse\",DATUM[\"D_unknown\",SPHEROID[\"Unknown\",6378249.145,293.4663076999949]],PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.017453292519943295]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],PARAMETER[\"central_meridian\",19],PARAMETER[\"scale_factor\",1],PARAMETER[\"false_easting\",0],PARAMETER[\"false_northing\",0],UNIT[\"Meter\",1]]";
        for text in [
            lo19,
            "+proj=tmerc +lat_0=0 +lon_0=19 +k_0=1 +x_0=0 +y_0=0 +a=6378137 +rf=298.2572236",
            "+proj=longlat +datum=WGS84",
            "+proj=cass +lat_0=1 +lon_0=2 +x_0=3 +y_0=4 +ellps=bessel",
        ] {
            write(folder.path(), "depth_m", &raster(3, 2, |_| 1.0).with_crs(text)).unwrap();
            let (before, after) = (grid::crs::Crs::parse(text).unwrap(), reopened(folder.path()));
            let after = after.crs().unwrap().unwrap();
            assert_eq!(before.needs_datum_choice(), after.needs_datum_choice(), "{text}");
            let corner = |crs: &grid::crs::Crs| {
                let known = if crs.needs_datum_choice() {
                    crs.clone().with_datum(grid::crs::DatumChoice::NoShift)
                } else {
                    crs.clone()
                };
                let transform = grid::crs::Transform::new(&known, &grid::crs::Crs::wgs84()).unwrap();
                transform.transform_point((12.0, 21.0).into()).unwrap()
            };
            let (a, b) = (corner(&before), corner(after));
            assert!((a.x - b.x).abs() < 1e-9 && (a.y - b.y).abs() < 1e-9, "{text}: {a:?} {b:?}");
        }
    }

    #[test]
    fn a_name_cannot_leave_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["", "../a", "a/b", "a.b"] {
            assert!(
                matches!(write(folder.path(), name, &raster(1, 1, |_| 0.0)), Err(StoreError::Raster { .. })),
                "{name}"
            );
        }
    }

    #[test]
    fn a_raster_that_cannot_be_read_leaves_the_old_one_in_place() {
        struct Broken(MemoryRaster);
        impl RasterWindow for Broken {
            fn info(&self) -> &grid::RasterInfo {
                self.0.info()
            }
            fn read(&self, _: Window, _: &mut [f64]) -> Result<(), grid::GridError> {
                Err(grid::GridError::ZoneWithoutArea)
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let before = write(folder.path(), "depth_m", &raster(3, 2, |_| 1.0)).unwrap();
        assert!(write(folder.path(), "depth_m", &Broken(raster(3, 2, |_| 2.0))).is_err());
        assert_eq!(checksum(&folder.path().join("depth_m.tif")).unwrap(), before.checksum);
        remove_partial(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
