//! What the cells and areas of footprints themselves give away.

use assess::evidence::{Cells, Footprint, Wet};
use city::Problem;
use grid::crs::{Crs, Transform};
use grid::{GridError, Window};
use rayon::prelude::*;
use risk::functions::IntensityUnit;
use std::collections::BTreeMap;

/// Cells read at once.
const CELLS_AT_ONCE: usize = 1 << 20;
/// Numbers below 0 that makers of rasters write where they know nothing.
const MARKS: [f64; 5] = [-9999.0, -99_999.0, -999.0, -32_768.0, -1e30];

/// What all cells of a raster have in common.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Found {
    /// Cells without a value.
    gaps: u64,
    /// Cells that are not struck and not below 0.
    dry: u64,
    /// Cells below 0.
    negative: u64,
    /// Of those, the ones that look like no value.
    marks: u64,
    /// Cells that are struck.
    struck: u64,
    /// Sum of all values above 0.
    sum: f64,
}

impl Found {
    fn add(mut self, value: f64, from: f64) -> Self {
        self.sum += if value.is_finite() { value.max(0.0) } else { 0.0 };
        if value.is_nan() {
            self.gaps += 1;
        } else if value < 0.0 {
            self.negative += 1;
            let is_mark = |mark: &f64| (value - mark).abs() < 0.5 || (*mark <= -1e30 && value <= *mark);
            self.marks += u64::from(MARKS.iter().any(is_mark));
        } else if value > from {
            self.struck += 1;
        } else {
            self.dry += 1;
        }
        self
    }

    fn and(self, other: Self) -> Self {
        Self {
            gaps: self.gaps + other.gaps,
            dry: self.dry + other.dry,
            negative: self.negative + other.negative,
            marks: self.marks + other.marks,
            struck: self.struck + other.struck,
            sum: self.sum + other.sum,
        }
    }
}

/// Every footprint's cells and areas looked at once: values that cannot be, cells that may be dry or not known, other reference
/// systems. A problem of a kind names all footprints that have it.
pub fn of_cells(footprints: &[Footprint]) -> Vec<Problem> {
    let mut said: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    let mut sums: Vec<(&Footprint, &Cells, f64)> = Vec::new();
    for footprint in footprints {
        match &footprint.wet {
            Wet::Depths(cells) => {
                if !has_degrees(cells) {
                    said.entry("hazard_reference_system").or_default().push(format!(
                        "{} in {}",
                        cells.title,
                        cells.crs.name()
                    ));
                }
                let found = scan(cells, footprint.settings.struck_above()).unwrap_or_default();
                sums.push((footprint, cells, found.sum));
                for (code, count) in faults(found, is_temperature(&footprint.settings.unit)) {
                    said.entry(code).or_default().push(format!("{} ({count} cells)", cells.title));
                }
            }
            Wet::Areas(areas) => {
                let title = || format!("{} {}", footprint.settings.layer, footprint.settings.scenario);
                let below = areas.iter().filter(|a| a.depth_m.is_some_and(|d| d < 0.0)).count();
                if below > 0 && !is_temperature(&footprint.settings.unit) {
                    said.entry("intensity_below_zero").or_default().push(format!("{} ({below} areas)", title()));
                }
                let odd = areas.iter().filter(|a| !(0.0..=1.0).contains(&a.share)).count();
                if odd > 0 {
                    said.entry("wet_share_wrong").or_default().push(format!("{} ({odd} areas)", title()));
                }
            }
        }
    }
    let told = |(code, mut titles): (&'static str, Vec<String>)| {
        titles.dedup();
        problem(code, &titles.join("; "))
    };
    said.into_iter().filter_map(told).chain(falls(sums)).collect()
}

/// Rasters of one hazard, model and scenario, on the same cells, that hold less in all at a longer return period.
fn falls(mut all: Vec<(&Footprint, &Cells, f64)>) -> Vec<Problem> {
    let years = |footprint: &Footprint| footprint.settings.return_period.unwrap_or(f64::NAN);
    all.retain(|(footprint, ..)| years(footprint) > 0.0);
    all.sort_by(|a, b| years(a.0).total_cmp(&years(b.0)));
    let mut problems = Vec::new();
    for (at, (rarer, cells, sum)) in all.iter().enumerate() {
        let same = |(other, grid, _): &&(&Footprint, &Cells, f64)| {
            let of = |f: &Footprint| {
                let settings = f.settings.clone();
                (settings.hazard, settings.model, settings.scenario, settings.unit)
            };
            let lies = |c: &Cells| (c.window.info().width, c.window.info().height, c.window.info().transform);
            of(other) == of(rarer) && years(other) < years(rarer) && lies(grid) == lies(cells)
        };
        let Some((oftener, of, more)) = all.iter().take(at).rev().find(same) else { continue };
        if *sum >= more * (1.0 - 1e-9) {
            continue;
        }
        let (width, height) = (cells.window.info().width, cells.window.info().height);
        #[expect(clippy::cast_precision_loss, reason = "it is only shown")]
        let mean = |sum: f64| sum / (width as f64 * height as f64);
        let unit = if rarer.settings.unit.is_empty() { "m" } else { &rarer.settings.unit };
        let found = format!(
            "{}, once in {} years: {:.3} {unit} on average over its cells, below {:.3} of {}, once in {} years",
            cells.title,
            years(rarer),
            mean(*sum),
            mean(*more),
            of.title,
            years(oftener)
        );
        let hint = "kept as it is: a rarer event that is weaker on the whole is worth a look (rasters that were exchanged, a return period \
                    that belongs to another raster, cells in another unit)";
        problems.push(
            Problem::warning("intensity_falls_with_period")
                .in_file("city.toml")
                .in_column("assess.footprint")
                .found(found)
                .expected("intensities that grow with the return period")
                .hint(hint),
        );
    }
    problems
}

/// Whether cells lie on longitude and latitude as they are.
fn has_degrees(cells: &Cells) -> bool {
    let (x, y) = cells.window.info().transform.origin();
    let moved =
        Transform::new(&cells.crs, &Crs::wgs84()).and_then(|way| way.transform_point(geo_types::Coord { x, y }));
    moved.is_ok_and(|moved| (moved.x - x).abs() < 1e-9 && (moved.y - y).abs() < 1e-9)
}

fn is_temperature(unit: &str) -> bool {
    let celsius = IntensityUnit::parse("degC");
    matches!((IntensityUnit::parse(unit), celsius), (Ok(unit), Ok(celsius)) if unit.convert(0.0, &celsius).is_ok())
}

fn faults(found: Found, temperature: bool) -> Vec<(&'static str, u64)> {
    let mut faults = Vec::new();
    if found.marks > 0 {
        faults.push(("cells_like_no_value", found.marks));
    }
    if found.negative > found.marks && !temperature {
        faults.push(("intensity_below_zero", found.negative - found.marks));
    }
    if found.gaps == 0 && found.dry > 0 {
        faults.push(("dry_cells_are_zero", found.dry));
    }
    if found.gaps > 0 && found.dry == 0 && found.negative == 0 && found.struck > 0 {
        faults.push(("dry_cells_not_told", found.gaps));
    }
    faults
}

fn problem(code: &'static str, titles: &str) -> Option<Problem> {
    let (problem, expected, hint) = match code {
        "hazard_reference_system" => (
            Problem::note("hazard_reference_system"),
            "EPSG:4326, as the city file has it",
            "things were brought to the cells, which stay as they are: nothing was lost; nothing to do",
        ),
        "cells_like_no_value" => (
            Problem::warning("cells_like_no_value"),
            "no -9999 or the like among the values",
            "they count as not struck, though nobody knows: declare `nodata` in [source.raster] and collect again; they are then \
             not covered",
        ),
        "intensity_below_zero" => (
            Problem::warning("intensity_below_zero"),
            "intensities from 0",
            "they count as not struck: correct them, or declare what they stand for",
        ),
        "dry_cells_are_zero" => (
            Problem::note("dry_cells_are_zero"),
            "nothing that is unknown",
            "no cell lacks a value, so every cell that is not struck is taken for safe: if 0 also means that the model does not \
             know, declare it as `nodata`",
        ),
        "dry_cells_not_told" => (
            Problem::warning("dry_cells_not_told"),
            "cells of 0 where the model says that it is dry",
            "all cells with a value are struck, and cells without one may be dry or beyond the model: things there are `not \
             covered`, not safe; write 0 where the model knows that it is dry",
        ),
        "wet_share_wrong" => (
            Problem::warning("wet_share_wrong"),
            "a share of each area from 0 to 1",
            "these areas strike nothing: correct `share_column`; percent are to be divided by 100",
        ),
        _ => return None,
    };
    Some(problem.in_file("city.toml").in_column("assess.footprint").found(titles).expected(expected).hint(hint))
}

/// Looks at every cell, rows at a time, on as many threads as there are.
fn scan(cells: &Cells, from: f64) -> Result<Found, GridError> {
    let info = cells.window.info();
    let rows_at_once = (CELLS_AT_ONCE / info.width.max(1)).max(1);
    let starts: Vec<usize> = (0..info.height).step_by(rows_at_once).collect();
    let some = |row: &usize| -> Result<Found, GridError> {
        let height = rows_at_once.min(info.height - row);
        let mut values = vec![f64::NAN; height * info.width];
        cells.window.read(Window { row: *row, column: 0, width: info.width, height }, &mut values)?;
        Ok(values.into_iter().fold(Found::default(), |found, value| found.add(value, from)))
    };
    let found: Vec<Found> = starts.par_iter().map(some).collect::<Result<_, _>>()?;
    Ok(found.into_iter().fold(Found::default(), Found::and))
}
