//! Rasters as they come: opened by their format, with the reference system found or declared.

use crate::reference::declared_datum;
use city::Problem;
use city::settings::{Reader, SourceSettings};
use grid::AsciiGrid;
use grid::crs::{Crs, CrsError};
use grid::{GridError, RasterInfo, RasterWindow, Window};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The most cells of a raster: a city of 100 km at 1 m.
const MOST_CELLS: usize = 10_000_000_000;
/// The most bytes of an `.aux.xml` that are looked at.
const MOST_AUX_BYTES: u64 = 4 << 20;
/// The most cells of a row, which is held in memory.
const MOST_CELLS_ACROSS: usize = 4_000_000;

/// A raster that can be read, and what its places mean.
pub struct OpenRaster {
    /// Its cells.
    pub raster: Box<dyn RasterWindow>,
    /// Its reference system.
    pub crs: Crs,
    /// What was settled, such as a declared value of missing cells.
    pub notes: Vec<Problem>,
}

/// Opens the raster of a source, all of it.
///
/// # Errors
/// The problem of a file that is not there, cannot be decoded, or does not say where it lies.
pub fn open(source: &SourceSettings, data: &Path) -> Result<OpenRaster, Problem> {
    open_within(source, data, None)
}

/// Opens the raster of a source within the city's extent (west, south, east, north in degrees) where one is known, unless
/// `whole` asks for all of it; see [`crate::crop`].
///
/// # Errors
/// Those of [`open`], and `raster_elsewhere`.
pub fn open_within(source: &SourceSettings, data: &Path, extent: Option<[f64; 4]>) -> Result<OpenRaster, Problem> {
    let file = source.files.as_slice().first().map_or("", String::as_str);
    let extent = extent.filter(|_| !source.raster.as_ref().is_some_and(|raster| raster.whole));
    open_file(source, &data.join(file), extent)
        .map_err(|problem| {
            let mut problem = problem.in_file(file);
            source.id.as_str().clone_into(&mut problem.source);
            problem
        })
        .map(|mut open| {
            for note in &mut open.notes {
                file.clone_into(&mut note.file);
            }
            open
        })
}

fn open_file(source: &SourceSettings, path: &Path, extent: Option<[f64; 4]>) -> Result<OpenRaster, Problem> {
    let Decoded { raster, crs: own, mut notes } = decoded(source, path)?;
    let crs = system(source, own)?;
    let declared = source.raster.as_ref().and_then(|r| r.nodata);
    if raster.info().nodata.is_none() && declared.is_none() {
        let note = Problem::note("nodata_undeclared");
        let note =
            note.expected("no value stands for missing cells in this raster: every cell that holds a number counts");
        notes.push(note.hint("declare `nodata` in [source.raster] if one does"));
    }
    let nodata = declared.or(raster.info().nodata);
    let info = RasterInfo { nodata, crs: Some(crs.definition()), ..raster.info().clone() };
    let open = OpenRaster { raster: Box::new(Described { raster, info, nodata: declared }), crs, notes };
    let open = match extent {
        Some(extent) => crate::crop::to_extent(open, extent)?,
        None => open,
    };
    too_large(open.raster.info()).map_or(Ok(open), Err)
}

/// The cells, the reference system that the file itself or the `.prj` beside it names, and what was settled.
struct Decoded {
    raster: Box<dyn RasterWindow>,
    crs: Option<Crs>,
    notes: Vec<Problem>,
}

fn decoded(source: &SourceSettings, path: &Path) -> Result<Decoded, Problem> {
    let reader = crate::bring::reader_of(source, path)?;
    let opened = File::open(path).map_err(|e| crate::opening::why_not(&e))?;
    let band = source.raster.as_ref().map_or(1, |r| usize::from(r.band));
    let broken = |error: &dyn std::fmt::Display| Problem::error("raster_unreadable").found(error.to_string());
    let unknown = |error: &CrsError| Problem::error("reference_system_unknown").expected(error.to_string());
    match reader {
        Reader::GeoTiff => {
            let tiff = grid::GeoTiff::open(BufReader::new(opened), band).map_err(|e| broken(&e))?;
            let own = tiff.crs().map_err(unknown)?.cloned();
            Ok(Decoded { raster: Box::new(tiff), crs: own, notes: beside(path)? })
        }
        Reader::AsciiGrid => {
            let grid = AsciiGrid::open(BufReader::new(opened)).map_err(|e| broken(&e))?;
            too_large(grid.info()).map_or(Ok(()), Err)?;
            let cells = grid.read_all().map_err(|e| broken(&e))?;
            let prj = crate::shapefile::beside(path, "prj").and_then(|prj| std::fs::read_to_string(prj).ok());
            let own = prj.map(|text| Crs::parse(&text)).transpose().map_err(|e| unknown(&e))?;
            Ok(Decoded { raster: Box::new(cells), crs: own, notes: Vec::new() })
        }
        Reader::NetCdf => {
            let open = crate::netcdf::open(path, &source.layer, band)?;
            Ok(Decoded { raster: open.cells, crs: open.crs, notes: open.notes })
        }
        other => Err(Problem::error("not_a_raster").found(other).expected("a GeoTIFF, an ESRI ASCII grid or NetCDF")),
    }
}

/// What lies beside a GeoTIFF and is not applied, but would change its cells; a mask is refused.
fn beside(path: &Path) -> Result<Vec<Problem>, Problem> {
    let ending = |text: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(text);
        std::path::PathBuf::from(name)
    };
    if [".msk", ".MSK"].iter().any(|mask| ending(mask).exists()) {
        return Err(Problem::error("raster_unreadable")
            .found("a mask beside it (.msk)")
            .expected("cells that all count, or a value of missing cells: the mask is not read")
            .hint("burn it in: gdalwarp -dstnodata -9999 IN.tif OUT.tif"));
    }
    let mut bytes = Vec::new();
    let read = File::open(ending(".aux.xml")).and_then(|file| file.take(MOST_AUX_BYTES).read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let said = ["<NoDataValue", "<Scale", "<Offset"].into_iter().filter(|tag| read.is_ok() && text.contains(tag));
    let said = said.map(|tag| tag.trim_start_matches('<')).collect::<Vec<_>>().join(", ");
    let warning = Problem::warning("aux_not_applied")
        .found(said.clone())
        .expected("what changes cells in the raster itself; the .aux.xml beside it was not applied")
        .hint("declare `nodata`, or write the raster anew: gdal_translate IN.tif OUT.tif");
    Ok(if said.is_empty() { Vec::new() } else { vec![warning] })
}

/// The reference system to read in: the declared one, else the file's own, with its datum known or declared.
fn system(source: &SourceSettings, own: Option<Crs>) -> Result<Crs, Problem> {
    let hint = "declare `reference_system = \"EPSG:...\"` for this source in city.toml";
    let refused = |error: CrsError| Problem::error("reference_system_unknown").expected(error.to_string()).hint(hint);
    let declared = source.reference_system.as_deref().map(Crs::parse).transpose().map_err(refused)?;
    let crs = declared.or(own).ok_or_else(|| {
        let expected = "a reference system in the file or a .prj beside it";
        Problem::error("reference_system_missing").expected(expected).hint(hint)
    })?;
    let crs = declared_datum(crs, source.datum.as_deref()).map_err(refused)?;
    if crs.needs_datum_choice() {
        return Err(Problem::error("datum_unknown").found(crs.name()).expected("a declared datum").hint(
            "declare `datum = \"ellipsoid\"`, `\"wgs84\"` or `\"shift dx dy dz\"` for this source in city.toml",
        ));
    }
    Ok(crs)
}

/// That a raster is beyond any city: a header of a few bytes may claim billions of cells.
fn too_large(info: &RasterInfo) -> Option<Problem> {
    let (width, height) = (info.width, info.height);
    let fits = width <= MOST_CELLS_ACROSS && width.checked_mul(height).is_some_and(|cells| cells <= MOST_CELLS);
    (!fits).then(|| {
        Problem::error("raster_too_large")
            .found(format!("{width} x {height} cells"))
            .expected(format!("at most {MOST_CELLS} cells, and {MOST_CELLS_ACROSS} across"))
            .hint("cut it to the city: gdalwarp -te WEST SOUTH EAST NORTH -te_srs EPSG:4326")
    })
}

/// A raster with the reference system, and the value of missing cells, that were declared or found beside it. A cell that
/// holds no finite number is missing.
struct Described {
    raster: Box<dyn RasterWindow>,
    info: RasterInfo,
    nodata: Option<f64>,
}

impl RasterWindow for Described {
    fn info(&self) -> &RasterInfo {
        &self.info
    }

    fn read(&self, window: Window, out: &mut [f64]) -> Result<(), GridError> {
        self.raster.read(window, out)?;
        let declared = |value: f64| self.nodata.is_some_and(|n| (value - n).abs() <= f64::EPSILON * n.abs());
        let missing = |value: f64| !value.is_finite() || declared(value);
        out.iter_mut().filter(|value| missing(**value)).for_each(|value| *value = f64::NAN);
        Ok(())
    }
}
