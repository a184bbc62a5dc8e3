//! Footprints of hazards out of the city file: layers of areas, and rasters of depths.

use crate::error::FlowError;
use assess::evidence::{Cells, Footprint, Wet, WetArea};
use city::assess_settings::{AssessSettings, FootprintSettings};
use city::source::SourceId;
use city::{Cell, Feature, Problem};
use geo_types::{Geometry, MultiPolygon};
use grid::crs::Crs;
use store::{CityFile, StoredRaster};

/// A footprint that was opened.
pub(crate) struct Opened {
    settings: FootprintSettings,
    pub(crate) source: SourceId,
    what: What,
}

enum What {
    Areas(Vec<WetArea>),
    Depths(Box<(StoredRaster, Crs, String)>),
}

/// Opens every footprint that `city.toml` names; one that is not there is a problem, the others are still used.
pub(crate) fn open(file: &CityFile, settings: &AssessSettings) -> Result<(Vec<Opened>, Vec<Problem>), FlowError> {
    let (mut opened, mut problems) = (Vec::new(), Vec::new());
    for footprint in &settings.footprints {
        let found = match (footprint.layer.as_str(), footprint.raster.as_str()) {
            (layer, "") if !layer.is_empty() => areas(file, footprint, layer)?,
            ("", name) if !name.is_empty() => raster(file, name)?.map(|(cells, crs, source, title)| Opened {
                settings: footprint.clone(),
                source,
                what: What::Depths(Box::new((cells, crs, title))),
            }),
            ("", "") => continue,
            _ => Err(problem(footprint).expected("either `layer` or `raster`, not both")),
        };
        match found {
            Ok(footprint) => opened.push(footprint),
            Err(problem) => problems.push(problem),
        }
    }
    Ok((opened, problems))
}

/// Footprints as `assess` takes them; areas are handed on, rasters stay open here.
pub(crate) fn evidence(opened: &mut [Opened]) -> Vec<Footprint<'_>> {
    opened
        .iter_mut()
        .map(|opened| {
            let (settings, source) = (opened.settings.clone(), opened.source.clone());
            let wet = match &mut opened.what {
                What::Areas(areas) => Wet::Areas(std::mem::take(areas)),
                What::Depths(depths) => {
                    let (window, crs, title) = &**depths;
                    let (crs, title) = (crs.clone(), title.clone());
                    Wet::Depths(Box::new(Cells { window, crs, source: source.clone(), title }))
                }
            };
            Footprint { settings, source, wet }
        })
        .collect()
}

/// A raster of the city file, its reference system, source and title; a problem where it is not there.
#[expect(clippy::type_complexity, reason = "a raster and what is said of it")]
pub(crate) fn raster(
    file: &CityFile,
    name: &str,
) -> Result<Result<(StoredRaster, Crs, SourceId, String), Problem>, FlowError> {
    let missing =
        |what: String| Problem::error("raster_missing").found(what).hint("name a raster of a source in city.toml");
    let Some(kept) = file.rasters()?.into_iter().find(|r| r.name == name) else {
        return Ok(Err(missing(name.to_owned())));
    };
    let crs = match Crs::parse(&kept.reference_system) {
        Ok(crs) => crs,
        Err(error) => return Ok(Err(missing(format!("{name}: {error}")))),
    };
    Ok(match file.open_raster(name) {
        Ok(cells) => Ok((cells, crs, kept.source, kept.title)),
        Err(error) => Err(missing(format!("{name}: {error}"))),
    })
}

fn problem(footprint: &FootprintSettings) -> Problem {
    Problem::error("footprint_not_read").in_file("city.toml").in_column("assess.footprint").found(&footprint.hazard)
}

fn areas(file: &CityFile, footprint: &FootprintSettings, layer: &str) -> Result<Result<Opened, Problem>, FlowError> {
    let Some(found) = file.layers()?.into_iter().find(|l| l.name == layer) else {
        let hint = "name a layer that a source of city.toml keeps, and collect that source";
        return Ok(Err(problem(footprint).found(layer).expected("a layer of the city file").hint(hint)));
    };
    let columns = [&footprint.depth_column, &footprint.share_column, &footprint.return_period_column];
    let at: Vec<Option<usize>> =
        columns.iter().map(|name| found.columns.iter().position(|c| !name.is_empty() && c.name == **name)).collect();
    for (name, at) in columns.iter().zip(&at) {
        if !name.is_empty() && at.is_none() {
            let known: Vec<&str> = found.columns.iter().map(|c| c.name.as_str()).collect();
            return Ok(Err(problem(footprint)
                .found(name)
                .expected(format!("a column of {layer}: {}", known.join(", ")))));
        }
    }
    let mut areas = Vec::new();
    for feature in file.features_in(layer, None)? {
        areas.extend(area(feature, &at, footprint.return_period));
    }
    Ok(Ok(Opened { settings: footprint.clone(), source: found.source, what: What::Areas(areas) }))
}

fn area(feature: Feature, at: &[Option<usize>], return_period: Option<f64>) -> Option<WetArea> {
    let surface = match feature.geometry? {
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
        Geometry::MultiPolygon(polygons) => polygons,
        _ => return None,
    };
    let number = |which: usize| match feature.cells.get((*at.get(which)?)?)? {
        Cell::Integer(whole) => f64::from(i32::try_from(*whole).ok()?).into(),
        Cell::Real(number) => Some(*number),
        _ => None,
    };
    let share = if at.get(1).copied().flatten().is_some() { number(1)? } else { 1.0 };
    Some(WetArea { surface, depth_m: number(0), share, return_period: number(2).or(return_period) })
}
