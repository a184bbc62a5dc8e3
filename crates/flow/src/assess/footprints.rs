//! Footprints of hazards out of the city file: layers of areas, and rasters of depths.

use crate::error::FlowError;
use assess::evidence::{Cells, Footprint, Wet, WetArea};
use city::assess_settings::{AssessSettings, FootprintSettings};
use city::source::SourceId;
use city::{Feature, Problem};
use geo_types::{Geometry, MultiPolygon};
use grid::crs::Crs;
use store::{CityFile, StoredRaster};

mod unit;

/// A footprint that was opened.
pub(crate) struct Opened {
    settings: FootprintSettings,
    pub(crate) source: SourceId,
    what: What,
}

enum What {
    Areas(Vec<WetArea>),
    /// Cells, their reference system, title and what they measure.
    Depths(Box<(StoredRaster, Crs, String, String)>),
}

/// Opens every footprint that `city.toml` names; one that is not there is a problem, the others are still used.
pub(crate) fn open(file: &CityFile, settings: &AssessSettings) -> Result<(Vec<Opened>, Vec<Problem>), FlowError> {
    let (mut opened, mut problems) = (Vec::new(), Vec::new());
    for footprint in settings.footprints.iter().flat_map(each) {
        let found = match (footprint.layer.as_str(), footprint.raster.as_str()) {
            (layer, "") if !layer.is_empty() => areas(file, &footprint, layer)?,
            ("", name) if !name.is_empty() && footprint.rasters.is_empty() => depths(file, &footprint, name)?,
            ("", "") if footprint.rasters.is_empty() => continue,
            _ => Err(problem(&footprint).expected("one of `layer`, `raster` and `rasters`")),
        };
        match found {
            Ok(mut footprint) => {
                problems.extend(unit::settle(&mut footprint.settings, footprint.what.measures()));
                opened.push(footprint);
            }
            Err(problem) => problems.push(problem),
        }
    }
    Ok((opened, problems))
}

/// A footprint that names several rasters as one footprint for each.
fn each(footprint: &FootprintSettings) -> Vec<FootprintSettings> {
    if footprint.rasters.is_empty() || !(footprint.layer.is_empty() && footprint.raster.is_empty()) {
        return vec![footprint.clone()];
    }
    let of_raster = |(name, years): (&String, &f64)| FootprintSettings {
        raster: name.clone(),
        rasters: std::collections::BTreeMap::new(),
        return_period: Some(*years),
        ..footprint.clone()
    };
    footprint.rasters.iter().map(of_raster).collect()
}

impl What {
    /// What a raster says that its cells measure.
    fn measures(&self) -> &str {
        match self {
            Self::Areas(_) => "",
            Self::Depths(depths) => &depths.3,
        }
    }
}

fn depths(file: &CityFile, footprint: &FootprintSettings, name: &str) -> Result<Result<Opened, Problem>, FlowError> {
    let measures = file.raster(name)?.map(|kept| kept.measures).unwrap_or_default();
    Ok(raster(file, name)?.map(|(cells, crs, source, title)| Opened {
        settings: footprint.clone(),
        source,
        what: What::Depths(Box::new((cells, crs, title, measures))),
    }))
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
                    let (window, crs, title, _) = &**depths;
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
    let find = |name: &str| found.columns.iter().position(|c| c.name == name);
    let wanted = [&footprint.share_column, &footprint.return_period_column, &footprint.depth_column];
    let said = wanted.into_iter().filter(|name| !name.is_empty());
    if let Some(name) = said.chain(footprint.depth_columns.keys()).find(|name| find(name).is_none()) {
        let known: Vec<&str> = found.columns.iter().map(|c| c.name.as_str()).collect();
        return Ok(Err(problem(footprint).found(name).expected(format!("a column of {layer}: {}", known.join(", ")))));
    }
    if !(footprint.depth_columns.is_empty() || footprint.depth_column.is_empty()) {
        return Ok(Err(problem(footprint).expected("either `depth_column` or `depth_columns`, not both")));
    }
    let [share, period, depth] = wanted.map(|name| find(name));
    let mut columns: Vec<(Option<usize>, Option<f64>)> =
        footprint.depth_columns.iter().map(|(name, years)| (find(name), Some(*years))).collect();
    if columns.is_empty() {
        columns.push((depth, footprint.return_period));
    }
    let mut areas = Vec::new();
    for feature in file.features_in(layer, None)? {
        areas.extend(of_feature(feature, (share, period), &columns));
    }
    if areas.is_empty() {
        let hint =
            "points and lines have no area: give the table the areas of its cells with `geometry_from` of its source";
        return Ok(Err(problem(footprint).found(layer).expected("a layer of areas").hint(hint)));
    }
    Ok(Ok(Opened { settings: footprint.clone(), source: found.source, what: What::Areas(areas) }))
}

/// The areas of a feature, one for each of some columns of depth with their return period.
fn of_feature(
    feature: Feature,
    (share, period): (Option<usize>, Option<usize>),
    columns: &[(Option<usize>, Option<f64>)],
) -> Vec<WetArea> {
    let surface = match feature.geometry {
        Some(Geometry::Polygon(polygon)) => MultiPolygon(vec![polygon]),
        Some(Geometry::MultiPolygon(polygons)) => polygons,
        _ => return Vec::new(),
    };
    let number = |at: Option<usize>| feature.cells.get(at?).and_then(exposure::as_number);
    let share = match share {
        None => Some(1.0),
        at => number(at),
    };
    let Some(share) = share else { return Vec::new() };
    let area = |(depth, years): &(Option<usize>, Option<f64>)| {
        let depth_m = number(*depth);
        // of a wide table an empty cell is dry, or not known: it is no footprint
        (columns.len() == 1 || depth_m.is_some()).then(|| WetArea {
            surface: surface.clone(),
            depth_m,
            share,
            return_period: number(period).or(*years),
        })
    };
    columns.iter().filter_map(area).collect()
}
