//! Rasters kept beside the city file, and what places measure on them.

use super::Work;
use crate::error::FlowError;
use city::layer::RasterLayer;
use city::settings::{RasterSettings, SourceSettings, ZonalSettings};
use city::{Basis, Estimate, Gap, Group, Observation, Place, Problem, Quality, Source, Value};
use collect::bring::{Collected, has_area};
use collect::raster::OpenRaster;
use geo_types::{Geometry, MultiPolygon};
use grid::crs::{Crs, Transform};
use grid::{CellValue, OnGrid, RasterWindow, ZonalRequest, ZoneStatistics, zonal_statistics};
use store::StoredRaster;

/// A place of which less than this share is covered by the raster has no number there, only a gap.
const LEAST_COVERED: f64 = 0.5;
/// A place of which less than this share is covered has a number of low quality.
const WELL_COVERED: f64 = 0.99;

impl Work<'_> {
    /// Keeps the raster of a source and measures places on it; gives how many rasters came in.
    pub(super) fn raster(
        &self,
        stage: &mut store::Stage,
        source: &Source,
        settings: &SourceSettings,
        collected: &mut Collected,
    ) -> Result<usize, FlowError> {
        let Some(wanted) = &settings.raster else { return Ok(0) };
        let mut open =
            match collect::raster::open_within(settings, self.workspace.base_of(settings), self.settings.city.extent) {
                Ok(open) => open,
                Err(problem) => {
                    collected.problems.push(problem);
                    collected.read = false;
                    return Ok(0);
                }
            };
        collected.problems.append(&mut open.notes);
        collected.problems.extend(below_zero(wanted, &open));
        let written = match stage.file().write_raster(&wanted.name, open.raster.as_ref()) {
            Ok(written) => written,
            Err(error) => {
                collected.problems.push(Problem::error("raster_unreadable").found(error.to_string()));
                collected.read = false;
                return Ok(0);
            }
        };
        let info = open.raster.info();
        stage.put_raster(&RasterLayer {
            name: wanted.name.clone(),
            title: settings.title.clone(),
            measures: wanted.measures.clone(),
            size: (info.width as u64, info.height as u64),
            reference_system: open.crs.definition(),
            checksum: written.checksum,
            source: source.id.clone(),
        })?;
        let mut described = source.clone();
        described.reference_system = format!("{}, kept as it is", open.crs.name());
        stage.put_source(&described)?;
        if wanted.measures == "unknown" && !wanted.zonal.is_empty() {
            collected.problems.push(
                Problem::error("measure_unknown")
                    .expected("what the cells measure, before anything is measured on them")
                    .hint("say it in `measures`, such as `persons` or `persons_per_km2`"),
            );
            return Ok(1);
        }
        let places = stage.file().places()?;
        let measured = self.measure(settings, wanted, &open, (stage, &places), &mut collected.problems);
        collected.problems.extend(stage.put_observations(&measured)?);
        collected.observations = measured;
        Ok(1)
    }

    fn measure(
        &self,
        settings: &SourceSettings,
        wanted: &RasterSettings,
        open: &OpenRaster,
        (stage, places): (&store::Stage, &[Place]),
        problems: &mut Vec<Problem>,
    ) -> Vec<Observation> {
        let mut observations = Vec::new();
        for zonal in &wanted.zonal {
            let of: Vec<&Place> =
                places.iter().filter(|p| zonal.prefixes.iter().any(|x| x == p.id.prefix()) && has_area(p)).collect();
            let weight = match zonal.weight.as_ref().map(|name| stage.file().open_raster(name)).transpose() {
                Ok(weight) => weight,
                Err(error) => {
                    let hint = "name a raster of a source that stands before this one";
                    problems.push(Problem::error("weight_missing").found(error).hint(hint));
                    continue;
                }
            };
            match statistics(&of, open, zonal, weight.as_ref()) {
                Err(problem) => problems.push(problem),
                Ok(list) => {
                    let made = of.iter().zip(list).filter_map(|(place, found)| match found {
                        Ok(found) => self.observation(place, &found, settings, zonal),
                        Err(problem) => {
                            problems.push(problem.found(&place.name));
                            None
                        }
                    });
                    observations.extend(made);
                }
            }
        }
        observations
    }

    fn observation(
        &self,
        place: &Place,
        found: &ZoneStatistics,
        settings: &SourceSettings,
        zonal: &ZonalSettings,
    ) -> Option<Observation> {
        let covered = found.count / found.area_cells;
        let value = match zonal.statistic.as_str() {
            "mean" => found.mean,
            "min" => found.min,
            "max" => found.max,
            "sum" => found.sum,
            "stdev" => found.stdev(),
            "median" => found.quantiles.first().copied(),
            "majority" => found.majority,
            "weighted_mean" => found.weighted_mean,
            "share_above" => found.class_shares.get(1).map(|share| 100.0 * share),
            _ => None,
        };
        let estimate = value.filter(|_| covered >= LEAST_COVERED).and_then(|v| Estimate::exact(v).ok());
        let words = match zonal.statistic.as_str() {
            "share_above" => format!("share over {}", zonal.threshold),
            other => other.to_owned(),
        };
        Some(Observation {
            place: place.id.clone(),
            indicator: zonal.indicator.clone(),
            period: zonal.period.parse().ok()?,
            group: zonal.group.parse::<Group>().ok()?,
            value: estimate.map_or(Value::Gap(Gap::NotMeasuredHere), Value::Estimate),
            quality: if covered >= WELL_COVERED { settings.quality } else { Quality::Low },
            source: settings.id.clone(),
            run: self.run.id.clone(),
            basis: Basis::Derived {
                method: format!("{words} of the raster's cells under the boundary, by exact coverage fractions"),
                inputs: Vec::new(),
            },
            note: if covered < WELL_COVERED {
                format!("The raster covers {:.0} % of the place.", 100.0 * covered.max(0.0))
            } else {
                String::new()
            },
        })
    }
}

/// Whether another reference system puts cells of the raster where its own does, to a thousandth of a cell.
fn lie_alike(other: &Crs, open: &OpenRaster) -> bool {
    let info = open.raster.info();
    let Ok(transform) = Transform::new(&open.crs, other) else { return false };
    [(0.0, 0.0), (100.0, 100.0)].into_iter().all(|(column, row)| {
        let (x, y) = info.transform.to_map(column, row);
        let moved = transform.transform_point(geo_types::Coord { x, y });
        let (width, height) = info.transform.cell();
        moved.is_ok_and(|m| (m.x - x).abs() < 1e-3 * width.abs() && (m.y - y).abs() < 1e-3 * height.abs())
    })
}

/// People, depths and sums of rain are never below zero: cells that are get a warning, and what would be measured on them.
fn below_zero(wanted: &RasterSettings, open: &OpenRaster) -> Option<Problem> {
    let counts = ["persons", "people", "households", "depth_m", "rainfall_mm"];
    counts.iter().find(|word| wanted.measures.starts_with(**word))?;
    let (least, ..) = crate::check::extremes(open.raster.as_ref()).ok()?;
    (least < 0.0).then(|| {
        Problem::warning("cells_below_zero")
            .found(least)
            .expected(format!("cells of {} at or above 0", wanted.measures))
            .hint("sums over places that hold such cells are too small: use the raster as its maker published it")
    })
}

type Found = Vec<Result<ZoneStatistics, Problem>>;

/// Statistics of each place, whose boundary is brought to the raster's reference system.
fn statistics(
    places: &[&Place],
    open: &OpenRaster,
    zonal: &ZonalSettings,
    weight: Option<&StoredRaster>,
) -> Result<Found, Problem> {
    let refused = |error: &dyn std::fmt::Display| Problem::error("zones_refused").found(error.to_string());
    let transform = Transform::new(&Crs::wgs84(), &open.crs).map_err(|e| refused(&e))?;
    let nothing = MultiPolygon::new(Vec::new());
    let zones: Vec<MultiPolygon<f64>> = places
        .iter()
        .map(|place| {
            let moved = place.geometry.as_ref().and_then(|g| transform.transform_geometry(g).ok());
            match moved {
                Some(Geometry::Polygon(polygon)) => MultiPolygon::new(vec![polygon]),
                Some(Geometry::MultiPolygon(polygons)) => polygons,
                _ => nothing.clone(),
            }
        })
        .collect();
    let breaks = if zonal.statistic == "share_above" { vec![zonal.threshold.next_up()] } else { Vec::new() };
    let request = ZonalRequest {
        class_breaks: breaks,
        quantiles: if zonal.statistic == "median" { vec![0.5] } else { Vec::new() },
        majority: zonal.statistic == "majority",
        ..ZonalRequest::default()
    };
    if let Some(weight) = weight
        && !weight.crs().ok().flatten().is_some_and(|crs| lie_alike(crs, open))
    {
        let hint = "bring the weighing raster to the reference system of this one";
        return Err(Problem::error("weight_elsewhere").expected(open.crs.name()).hint(hint));
    }
    let weight = weight.map(|w| OnGrid::new(w, open.raster.info(), CellValue::Amount));
    let weight = weight.as_ref().map(|w| -> &dyn RasterWindow { w });
    let answers = zonal_statistics(open.raster.as_ref(), weight, &zones, &request).map_err(|e| refused(&e))?;
    let zone = |error: grid::GridError| {
        Problem::warning("zone_not_measured").expected(error.to_string()).hint("mend the boundary of this place")
    };
    Ok(answers.into_iter().map(|answer| answer.map_err(zone)).collect())
}
