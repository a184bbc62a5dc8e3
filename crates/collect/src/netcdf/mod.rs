//! `NetCDF`: grids with named variables, classic (CDF-1, CDF-2, CDF-5) and 4, by the library `netcdf-reader`.
//!
//! A variable with coordinates at even distances along two dimensions is a raster, read by hyperslabs; one along time or stations is
//! a table. Meanings are those of the CF conventions 1.11 (<https://cfconventions.org>).

mod axis;
mod cells;
mod file;
mod packed;
mod series;
mod system;
#[cfg(test)]
mod tests;
mod time;

use crate::records::{Records, Request};
use city::Problem;
use file::NetCdf;
use grid::RasterWindow;
use grid::crs::Crs;
use std::path::Path;

/// A grid of a file.
pub struct OpenGrid {
    /// Its cells, north up.
    pub cells: Box<dyn RasterWindow>,
    /// Its reference system, if the file says one.
    pub crs: Option<Crs>,
    /// Which variable and step was taken, its unit, and what else was settled.
    pub notes: Vec<Problem>,
}

/// The names of the variables that are grids.
///
/// # Errors
/// The problem of a file that cannot be opened.
pub fn grids(path: &Path) -> Result<Vec<String>, Problem> {
    Ok(cells::grids(&NetCdf::open(path)?).into_iter().map(|grid| grid.path).collect())
}

/// Opens a variable as a raster: `layer`, or the only grid; `band` counts the steps of its other dimensions from 1, the last
/// dimension running fastest.
///
/// # Errors
/// The problem of a file that cannot be opened, has several grids or none, or whose cells do not lie at even distances.
pub fn open(path: &Path, layer: &str, band: usize) -> Result<OpenGrid, Problem> {
    let file = NetCdf::open(path)?;
    let found = cells::grids(&file);
    let chosen = match (layer, found.as_slice()) {
        ("", [only]) => only,
        ("", [_, ..]) => {
            let names = found.iter().map(|grid| grid.path.as_str()).collect::<Vec<_>>().join(", ");
            let problem = Problem::error("layer_not_chosen").found(format!("{} grids", found.len()));
            return Err(problem.expected(format!("one of {names}")).hint("set `layer` of this source"));
        }
        _ => match found.iter().find(|grid| grid.path == layer) {
            Some(grid) => grid,
            None => return Err(no_grid(&file, layer)),
        },
    };
    let opened = chosen.open(file, band)?;
    Ok(OpenGrid { cells: Box::new(opened.cells), crs: opened.crs, notes: opened.notes })
}

/// Why there is no grid of this name, or none at all.
fn no_grid(file: &NetCdf, layer: &str) -> Problem {
    let variables = file.variables();
    let asked = |(path, v): &&(String, netcdf_reader::NcVariable)| {
        let other = axis::meaning(v) == axis::Meaning::Other;
        if layer.is_empty() { v.ndim() >= 2 && file::is_numeric(v) && other } else { path == layer }
    };
    if let Some((path, variable)) = variables.iter().find(asked) {
        return cells::why_no_grid(file, path, variable);
    }
    let names = variables.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>().join(", ");
    Problem::error("netcdf_no_grid")
        .found(layer)
        .expected(format!("a variable with two dimensions; the file has {names}"))
        .hint("a series without a map is read as a table: leave [source.raster] out")
}

/// Reads variables along time or stations as a table; moments become dates, missing numbers empty cells.
#[must_use]
pub fn read(request: &Request) -> Records {
    let read = NetCdf::open(request.path).and_then(|file| series::table(&file, request.layer));
    let mut records = read.unwrap_or_else(|problem| Records { problems: vec![problem], ..Records::default() });
    if records.rows.is_empty() && records.problems.is_empty() {
        records.problems.push(Problem::warning("no_rows").expected("a variable with values"));
    }
    for problem in &mut records.problems {
        request.file.clone_into(&mut problem.file);
    }
    records
}
