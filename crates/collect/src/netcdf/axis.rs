//! The axes of a variable: what each dimension means, and whether its cells lie at even distances.

use super::file::{NetCdf, lengths, text, unreadable};
use super::packed::Packing;
use super::time::TimeUnits;
use city::Problem;
use netcdf_reader::{NcType, NcVariable};

/// How far from its even place a coordinate may lie, in cells.
const UNEVEN: f64 = 0.02;
/// The most coordinates of an axis.
const MOST_COORDINATES: usize = 4_000_000;

/// What a dimension means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Degrees east.
    Longitude,
    /// Degrees north.
    Latitude,
    /// Easting on a projection.
    X,
    /// Northing on a projection.
    Y,
    /// Longitude of a grid with poles of its own.
    Turned,
    Time,
    Other,
}

/// What a coordinate variable says that it is.
pub(super) fn meaning(variable: &NcVariable) -> Meaning {
    let (standard, axis) = (text(variable, "standard_name"), text(variable, "axis"));
    let units = text(variable, "units").to_ascii_lowercase();
    let name = variable.name().to_ascii_lowercase();
    let degrees = |of: &str| {
        let forms = [format!("degrees_{of}"), format!("degree_{of}"), format!("degrees{of}"), format!("degree{of}")];
        forms.contains(&units) || units == format!("degrees_{}", &of[..1]) || units == format!("degree_{}", &of[..1])
    };
    match standard.as_str() {
        "longitude" => return Meaning::Longitude,
        "latitude" => return Meaning::Latitude,
        "projection_x_coordinate" => return Meaning::X,
        "projection_y_coordinate" => return Meaning::Y,
        "grid_longitude" | "grid_latitude" => return Meaning::Turned,
        "time" => return Meaning::Time,
        _ => {}
    }
    if degrees("east") {
        return Meaning::Longitude;
    }
    if degrees("north") {
        return Meaning::Latitude;
    }
    if units.contains(" since ") {
        return Meaning::Time;
    }
    let plain_degrees = units.is_empty() || units == "degrees" || units == "degree";
    match (axis.as_str(), name.as_str()) {
        (_, "lon" | "longitude") if plain_degrees => Meaning::Longitude,
        (_, "lat" | "latitude") if plain_degrees => Meaning::Latitude,
        ("X", _) | (_, "x" | "easting" | "eastings") => Meaning::X,
        ("Y", _) | (_, "y" | "northing" | "northings") => Meaning::Y,
        ("T", _) | (_, "time") => Meaning::Time,
        _ => Meaning::Other,
    }
}

/// One axis of the grid, brought to rise eastwards or fall southwards.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    /// Which dimension of the variable it is.
    pub dimension: usize,
    pub meaning: Meaning,
    pub length: usize,
    /// Outer edge of the first cell, and the step to the next, as the grid is given on.
    pub edge: f64,
    pub step: f64,
    /// Whether the file runs the other way.
    pub turned: bool,
    /// How many cells the first one given on lies behind the first of the file, round the globe.
    pub shifted: usize,
}

impl Axis {
    /// The index in the file of a cell counted as the grid is given on.
    pub(super) fn in_file(&self, cell: usize) -> usize {
        let cell = if self.length == 0 { 0 } else { (cell + self.shifted) % self.length };
        if self.turned { self.length - 1 - cell } else { cell }
    }
}

/// The axis of a dimension whose coordinates lie at even distances.
pub(super) fn even(
    file: &NetCdf,
    (path, variable): (&str, &NcVariable),
    dimension: usize,
    meaning: Meaning,
) -> Result<Axis, Problem> {
    let length = lengths(variable).first().copied().unwrap_or(0);
    if length > MOST_COORDINATES {
        return Err(uneven(path, format!("{length} coordinates"), "at most 4,000,000 cells across"));
    }
    let unit = unit(variable, meaning).map_err(|found| uneven(path, found, "metres, kilometres or degrees"))?;
    let packing = Packing::of(variable);
    let stored = file.line(path, length).map_err(|reason| unreadable(&reason))?;
    let places: Vec<f64> = stored.into_iter().map(|n| packing.meant(n) * unit).collect();
    let (Some(first), Some(last)) = (places.first().copied(), places.last().copied()) else {
        return Err(uneven(path, "no coordinates", "two or more"));
    };
    let step = match length {
        1 => width_of_one(file, (path, variable), unit)
            .ok_or_else(|| uneven(path, "one coordinate", "two or more, or `bounds` that say how wide its cell is"))?,
        _ => (last - first) / as_float(length - 1),
    };
    if !step.is_finite() || step.abs() <= 0.0 {
        return Err(uneven(path, format!("{first} to {last}"), "coordinates that rise or fall"));
    }
    let rounding = if *variable.dtype() == NcType::Float { 2.0 * f64::from(f32::EPSILON) } else { 1e-12 };
    let slack = UNEVEN * step.abs() + rounding * first.abs().max(last.abs());
    let off = (0_usize..).zip(&places).find(|(at, place)| {
        let even = first + as_float(*at) * step;
        (*place - even).abs() > slack || place.is_nan()
    });
    if let Some((at, place)) = off {
        return Err(uneven(path, format!("{place} at place {}", at + 1), "coordinates at even distances"));
    }
    let northwards = matches!(meaning, Meaning::Latitude | Meaning::Y);
    let turned = if northwards { step > 0.0 } else { step < 0.0 };
    let (first, step) = if turned { (last, -step) } else { (first, step) };
    Ok(Axis { dimension, meaning, length, edge: first - step / 2.0, step, turned, shifted: 0 })
}

fn uneven(path: &str, found: impl std::fmt::Display, expected: &str) -> Problem {
    Problem::error("netcdf_irregular")
        .in_column(path)
        .found(found)
        .expected(expected)
        .hint("bring it to an even grid, for instance with gdalwarp or cdo remapcon, and use that file")
}

/// How many metres or degrees a unit of the coordinate is.
fn unit(variable: &NcVariable, meaning: Meaning) -> Result<f64, String> {
    let units = text(variable, "units").to_ascii_lowercase();
    match units.as_str() {
        "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => Ok(1000.0),
        "" | "m" | "meter" | "meters" | "metre" | "metres" | "1" => Ok(1.0),
        _ if matches!(meaning, Meaning::Longitude | Meaning::Latitude) && units.starts_with("degree") => Ok(1.0),
        _ => Err(units),
    }
}

/// The width of an only cell, by its bounds.
fn width_of_one(file: &NetCdf, (path, variable): (&str, &NcVariable), unit: f64) -> Option<f64> {
    let (bounds, of) = file.beside(path, &text(variable, "bounds"))?;
    if lengths(of) != [1, 2] {
        return None;
    }
    match file.numbers(&bounds, &[(0, 1), (0, 2)]).ok()?.as_slice() {
        [low, high] => Some((high - low) * unit),
        _ => None,
    }
}

/// Brings longitudes beyond 180 to the west, where the grid goes round the globe or lies wholly there; false where a grid lies on
/// both sides of 180 and stays as it is.
pub(super) fn to_west(axis: &mut Axis) -> bool {
    let end = axis.edge + as_float(axis.length) * axis.step;
    let slack = axis.step * UNEVEN;
    if end <= 180.0 + axis.step / 2.0 + slack {
        return true;
    }
    if axis.edge >= 180.0 - axis.step / 2.0 - slack {
        axis.edge -= 360.0;
        return true;
    }
    if ((end - axis.edge) - 360.0).abs() > axis.step.abs() / 2.0 {
        return false;
    }
    let centre = |cell: usize| axis.edge + (as_float(cell) + 0.5) * axis.step;
    let first = (0..axis.length).find(|cell| centre(*cell) >= 180.0 - slack).unwrap_or(0);
    axis.shifted = first;
    axis.edge += as_float(first) * axis.step - 360.0;
    true
}

/// A coordinate in words: a moment where it is a time, else the number and its unit.
pub(super) fn words(file: &NetCdf, (path, variable): (&str, &NcVariable), at: usize) -> String {
    let Some(value) = file.numbers(path, &[(at, 1)]).ok().and_then(|n| n.first().copied()) else {
        return String::new();
    };
    let value = Packing::of(variable).meant(value);
    let units = text(variable, "units");
    let moment = TimeUnits::parse(&units, &text(variable, "calendar")).and_then(|time| time.moment(value));
    moment.unwrap_or_else(|| format!("{value} {units}").trim().to_owned())
}

#[expect(clippy::cast_precision_loss, reason = "no axis has 2^53 cells")]
pub(super) fn as_float(cells: usize) -> f64 {
    cells as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(length: usize, first: f64, step: f64) -> Axis {
        let edge = first - step / 2.0;
        Axis { dimension: 0, meaning: Meaning::Longitude, length, edge, step, turned: false, shifted: 0 }
    }

    #[test]
    fn a_grid_round_the_globe_begins_at_180_west() {
        let mut era5 = round(1440, 0.0, 0.25);
        assert!(to_west(&mut era5));
        assert_eq!((era5.edge, era5.shifted, era5.in_file(0), era5.in_file(720)), (-180.125, 720, 720, 0));
        let mut halves = round(720, 0.25, 0.5);
        assert!(to_west(&mut halves));
        assert_eq!((halves.edge, halves.in_file(0)), (-180.0, 360));
    }

    #[test]
    fn a_part_of_the_globe_moves_whole_or_not_at_all() {
        let mut west = round(100, 200.0, 0.5);
        assert!(to_west(&mut west));
        assert_eq!((west.edge, west.shifted), (-160.25, 0));
        let mut both = round(100, 170.0, 0.5);
        assert!(!to_west(&mut both));
        let mut east = round(360, -179.5, 1.0);
        assert!(to_west(&mut east) && east.shifted == 0);
    }
}
