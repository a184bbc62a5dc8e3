//! The cells of one variable, read by hyperslabs.

use super::axis::{self, Axis, Meaning};
use super::file::{NetCdf, Span, is_numeric, lengths, text};
use super::packed::Packing;
use super::system;
use city::Problem;
use grid::crs::Crs;
use grid::{DecodeError, GeoTransform, GridError, RasterInfo, RasterWindow, Window};
use netcdf_reader::NcVariable;
use std::collections::BTreeSet;

/// Cells of a block that is read at once.
const BLOCK_ROWS: usize = 64;

/// One variable as a raster, north up.
pub(super) struct Cells {
    file: NetCdf,
    path: String,
    info: RasterInfo,
    packing: Packing,
    across: Axis,
    down: Axis,
    /// The place taken in every dimension; those of the grid are replaced for each reading.
    at: Vec<usize>,
}

/// A grid found in a file, not yet opened.
pub(super) struct Grid {
    pub path: String,
    across: (usize, String, Meaning),
    down: (usize, String, Meaning),
}

/// The variables of a file that are grids, in its order.
pub(super) fn grids(file: &NetCdf) -> Vec<Grid> {
    let variables = file.variables();
    let bounds: BTreeSet<String> =
        variables.iter().flat_map(|(_, v)| [text(v, "bounds"), text(v, "climatology")]).collect();
    let wanted = variables.iter().filter(|(_, v)| is_numeric(v) && v.ndim() >= 2 && !bounds.contains(v.name()));
    wanted.filter_map(|(path, variable)| grid_of(file, path, variable)).collect()
}

fn grid_of(file: &NetCdf, path: &str, variable: &NcVariable) -> Option<Grid> {
    let mut axes = (None, None);
    for (at, dimension) in variable.dimensions().iter().enumerate() {
        let Some((name, coordinate)) = file.beside(path, &dimension.name).filter(|(_, c)| c.ndim() == 1) else {
            continue;
        };
        match axis::meaning(coordinate) {
            found @ (Meaning::Longitude | Meaning::X) => axes.0 = axes.0.or(Some((at, name, found))),
            found @ (Meaning::Latitude | Meaning::Y) => axes.1 = axes.1.or(Some((at, name, found))),
            _ => {}
        }
    }
    Some(Grid { path: path.to_owned(), across: axes.0?, down: axes.1? })
}

/// Why a variable that was asked for is no grid: its coordinates, in words.
pub(super) fn why_no_grid(file: &NetCdf, path: &str, variable: &NcVariable) -> Problem {
    let coordinates = text(variable, "coordinates");
    let curved = coordinates.split_whitespace().any(|name| file.beside(path, name).is_some_and(|(_, c)| c.ndim() == 2));
    let turned = variable
        .dimensions()
        .iter()
        .any(|dimension| file.beside(path, &dimension.name).is_some_and(|(_, c)| axis::meaning(c) == Meaning::Turned));
    let mend = "bring it to an even grid, for instance with gdalwarp -geoloc or cdo remapbil, and use that file";
    if turned || curved {
        let found = if turned { "a grid with poles of its own" } else { "a curvilinear grid" };
        return Problem::error("netcdf_irregular")
            .in_column(path)
            .found(format!("{found} ({coordinates})"))
            .expected("coordinates at even distances along two dimensions")
            .hint(mend);
    }
    let dimensions =
        variable.dimensions().iter().map(|d| format!("{} ({})", d.name, d.size)).collect::<Vec<_>>().join(" x ");
    Problem::error("netcdf_no_grid")
        .in_column(path)
        .found(dimensions)
        .expected("two dimensions with coordinates of their own: longitude and latitude, or x and y")
        .hint("a series without a map is read as a table: leave [source.raster] out")
}

/// A grid with what was settled about it.
pub(super) struct Opened {
    pub cells: Cells,
    pub crs: Option<Crs>,
    pub notes: Vec<Problem>,
}

impl Grid {
    /// Opens step `band` (1 is the first) of the other dimensions.
    pub(super) fn open(&self, file: NetCdf, band: usize) -> Result<Opened, Problem> {
        let missing = || Problem::error("netcdf_unreadable").in_column(&self.path).expected("a variable of this name");
        let variable = file.variable(&self.path).ok_or_else(missing)?;
        let sizes = lengths(variable);
        let (at, words) = self.step(&file, variable, &sizes, band)?;
        let even = |(dimension, path, meaning): &(usize, String, Meaning)| {
            let coordinate = file.variable(path).ok_or_else(missing)?;
            axis::even(&file, (path, coordinate), *dimension, *meaning)
        };
        let (mut across, down) = (even(&self.across)?, even(&self.down)?);
        let differ =
            sizes.get(across.dimension) != Some(&across.length) || sizes.get(down.dimension) != Some(&down.length);
        if differ {
            return Err(missing().found("coordinates of another length than the dimension"));
        }
        let degrees = across.meaning == Meaning::Longitude;
        let crs = system::of(&file, (&self.path, variable), degrees)?;
        let packing = Packing::of(variable);
        let mut notes = vec![taken(&self.path, variable, &packing, &words)];
        if degrees && text(variable, "grid_mapping").is_empty() {
            notes.push(
                Problem::note("degrees_taken")
                    .found("degrees")
                    .expected("taken as EPSG:4326: no `grid_mapping` is named"),
            );
        }
        if degrees && !axis::to_west(&mut across) {
            notes.push(
                Problem::warning("longitudes_beyond_180")
                    .found(format!("{} to {}", across.edge, across.edge + axis::as_float(across.length) * across.step))
                    .expected("longitudes from -180 to 180: what lies beyond 180 meets no place")
                    .hint("cut the grid at 180 degrees"),
            );
        }
        let broken = |error: GridError| missing().found(error.to_string());
        let info = RasterInfo {
            width: across.length,
            height: down.length,
            transform: GeoTransform::new((across.edge, down.edge), (across.step, down.step)).map_err(broken)?,
            nodata: packing.missing(),
            crs: crs.as_ref().map(Crs::definition),
            block: (across.length, BLOCK_ROWS.min(down.length)),
        };
        let cells = Cells { path: self.path.clone(), info, packing, across, down, at, file };
        Ok(Opened { cells, crs, notes })
    }

    /// The place in each dimension that `band` stands for, the last dimension running fastest, and what it means in words.
    fn step(
        &self,
        file: &NetCdf,
        variable: &NcVariable,
        sizes: &[usize],
        band: usize,
    ) -> Result<(Vec<usize>, String), Problem> {
        let others: Vec<usize> = (0..sizes.len()).filter(|at| *at != self.across.0 && *at != self.down.0).collect();
        let size = |at: usize| sizes.get(at).copied().unwrap_or(0);
        let steps = others.iter().try_fold(1_usize, |all, at| all.checked_mul(size(*at))).unwrap_or(usize::MAX);
        if band == 0 || band > steps {
            return Err(Problem::error("raster_unreadable")
                .in_column(&self.path)
                .found(format!("band {band}"))
                .expected(format!("one of the {steps} steps of this variable"))
                .hint("set `band` in [source.raster]"));
        }
        let (mut left, mut at) = (band - 1, vec![0; sizes.len()]);
        for dimension in others.iter().rev() {
            if let Some(place) = at.get_mut(*dimension) {
                *place = left % size(*dimension).max(1);
            }
            left /= size(*dimension).max(1);
        }
        let words = others.iter().filter_map(|dimension| {
            let (name, place) = (&variable.dimensions().get(*dimension)?.name, at.get(*dimension)?);
            let value = file.beside(&self.path, name).filter(|(_, c)| c.ndim() == 1);
            let value = value.map_or_else(String::new, |(path, c)| axis::words(file, (&path, c), *place));
            Some(format!("{name} {} of {} = {value}", place + 1, size(*dimension)))
        });
        let words = words.collect::<Vec<_>>().join(", ");
        Ok((at, words))
    }
}

/// What was taken out of the file, in words.
fn taken(path: &str, variable: &NcVariable, packing: &Packing, step: &str) -> Problem {
    let long = text(variable, "long_name");
    let units = Some(text(variable, "units"))
        .filter(|u| !u.is_empty())
        .map_or("no unit stated".to_owned(), |u| format!("in {u}"));
    let words = [long, units, step.to_owned(), packing.words()];
    let words = words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join("; ");
    Problem::note("netcdf_taken")
        .found(path)
        .expected(words)
        .hint("choose another with `layer`, another step with `band`")
}

impl Cells {
    /// Cells of one run of columns that are neighbours in the file, laid into `out` from column `first` of the window.
    fn run(&self, window: Window, first: usize, count: usize, out: &mut [f64]) -> Result<(), String> {
        let columns = span(&self.across, window.column + first, count);
        let rows = span(&self.down, window.row, window.height);
        let spans: Vec<Span> = (0..self.at.len())
            .map(|dimension| match dimension {
                _ if dimension == self.across.dimension => columns,
                _ if dimension == self.down.dimension => rows,
                _ => (self.at.get(dimension).copied().unwrap_or(0), 1),
            })
            .collect();
        let stored = self.file.numbers(&self.path, &spans)?;
        let rows_first = self.down.dimension < self.across.dimension;
        for row in 0..window.height {
            let from_row = if self.down.turned { window.height - 1 - row } else { row };
            for column in 0..count {
                let from_column = if self.across.turned { count - 1 - column } else { column };
                let from =
                    if rows_first { from_row * count + from_column } else { from_column * window.height + from_row };
                let target = out.get_mut(row * window.width + first + column);
                if let (Some(target), Some(stored)) = (target, stored.get(from)) {
                    *target = self.packing.meant(*stored);
                }
            }
        }
        Ok(())
    }
}

/// Where so many neighbouring cells lie in the file.
fn span(axis: &Axis, first: usize, count: usize) -> Span {
    let (one, other) = (axis.in_file(first), axis.in_file(first + count - 1));
    (one.min(other), count)
}

impl RasterWindow for Cells {
    fn info(&self) -> &RasterInfo {
        &self.info
    }

    fn read(&self, window: Window, out: &mut [f64]) -> Result<(), GridError> {
        self.info.check(window, out.len())?;
        if window.cells() == 0 {
            return Ok(());
        }
        // Where the grid was cut round the globe, its two ends are read one after the other.
        let seam = self.across.length - self.across.shifted;
        let left = seam.saturating_sub(window.column).min(window.width);
        for (first, count) in [(0, left), (left, window.width - left)] {
            if count > 0 {
                self.run(window, first, count, out).map_err(|reason| {
                    GridError::Decode(DecodeError::Block { column: window.column + first, row: window.row, reason })
                })?;
            }
        }
        Ok(())
    }
}
