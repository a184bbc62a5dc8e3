//! Numbers of one edition of boundaries carried to another, so that totals are kept.

use super::{CollectReport, SourceState, Work};
use crate::error::FlowError;
use city::indicator::AddsUp;
use city::run::RunId;
use city::settings::ConcordanceSettings;
use city::{Basis, Estimate, Observation, Place, Problem, Quality, Value};
use geo_types::{Geometry, MultiPolygon};
use grid::concordance::{Concordance, ConcordanceRequest, Zone};
use grid::crs::Crs;
use std::collections::BTreeMap;
use store::Shared;

/// Makes every concordance that `city.toml` asks for, and carries the numbers of the sources that came in now.
pub(super) fn all(work: &Work, stage: &mut store::Stage, report: &mut CollectReport) -> Result<(), FlowError> {
    for settings in &work.settings.concordances {
        let places = stage.file().places()?;
        let mut problems = Vec::new();
        if let Some((found, by)) = between(settings, stage, &places, &mut problems) {
            problems.extend(stage.put_concordance(&shared(&found, &work.run.id))?);
            let carried = carry(work, settings, (&found, by), (stage, report), &mut problems)?;
            problems.extend(stage.put_observations(&carried)?);
        }
        let name = format!("concordance of {} with {}", settings.from, settings.to);
        for problem in &mut problems {
            problem.file.clone_from(&name);
        }
        stage.put_problems("", &problems)?;
        report.problems.extend(problems);
    }
    Ok(())
}

type Found = Option<(Concordance, &'static str)>;

fn between(
    settings: &ConcordanceSettings,
    stage: &store::Stage,
    places: &[Place],
    problems: &mut Vec<Problem>,
) -> Found {
    let (from, to) = (zones(places, &settings.from), zones(places, &settings.to));
    if from.is_empty() || to.is_empty() {
        let missing = if from.is_empty() { &settings.from } else { &settings.to };
        problems.push(
            Problem::error("concordance_without_boundaries")
                .found(missing)
                .expected("places with boundaries under this prefix")
                .hint("check `prefix` in [source.places]"),
        );
        return None;
    }
    let raster = match settings.weight.as_ref().map(|name| stage.file().open_raster(name)).transpose() {
        Ok(raster) => raster,
        Err(error) => {
            let problem = Problem::error("concordance_without_weight").found(error);
            problems.push(
                problem.expected("the raster of people that `weight` names").hint("name it under [source.raster]"),
            );
            return None;
        }
    };
    let crs = raster.as_ref().and_then(|r| r.crs().ok().flatten().cloned());
    let weight: Option<(&dyn grid::RasterWindow, &Crs)> = match (&raster, &crs) {
        (Some(raster), Some(crs)) => Some((raster, crs)),
        _ => None,
    };
    let request = ConcordanceRequest { population: weight, ..ConcordanceRequest::default() };
    match Concordance::between(&from, &to, &request) {
        Ok(found) => {
            problems.extend(found.faults.iter().map(|(edition, id, fault)| {
                Problem::warning("zone_doubtful")
                    .found(id)
                    .expected(format!("a sound boundary: {edition:?}, {fault:?}"))
            }));
            Some((found, if weight.is_some() { "people" } else { "area" }))
        }
        Err(error) => {
            problems.push(Problem::error("concordance_refused").found(error));
            None
        }
    }
}

fn zones(places: &[Place], prefix: &str) -> Vec<Zone> {
    let surface = |place: &Place| match &place.geometry {
        Some(Geometry::Polygon(polygon)) => Some(MultiPolygon::new(vec![polygon.clone()])),
        Some(Geometry::MultiPolygon(polygons)) => Some(polygons.clone()),
        _ => None,
    };
    let of_prefix = places.iter().filter(|p| p.id.prefix() == prefix);
    of_prefix.filter_map(|p| Some(Zone { id: p.id.to_string(), surface: surface(p)? })).collect()
}

fn shared(found: &Concordance, run: &RunId) -> Vec<Shared> {
    found
        .overlaps
        .iter()
        .filter(|o| o.weight > 0.0)
        .map(|o| Shared {
            from: o.from.as_str().into(),
            to: o.to.as_str().into(),
            area_m2: o.area_m2,
            population: o.people,
            share_from: o.weight.min(1.0),
            run: run.clone(),
        })
        .collect()
}

/// One number at every place: an indicator of one period, group and source.
type Key<'a> = (&'a str, &'a city::Period, &'a city::Group, &'a city::source::SourceId);

fn carry(
    work: &Work,
    settings: &ConcordanceSettings,
    (found, by): (&Concordance, &str),
    (stage, report): (&store::Stage, &CollectReport),
    problems: &mut Vec<Problem>,
) -> Result<Vec<Observation>, FlowError> {
    let now: Vec<_> = report.sources.iter().filter(|s| s.state == SourceState::Collected).map(|s| &s.id).collect();
    let mut numbers: BTreeMap<Key, Vec<&Observation>> = BTreeMap::new();
    let mut all = Vec::new();
    for indicator in &settings.indicators {
        if work.library.fields.get(indicator).is_some_and(|f| f.adds_up == AddsUp::Sum) {
            all.extend(stage.file().observations_of(indicator)?);
        } else {
            let problem = Problem::error("does_not_add_up").found(indicator);
            problems.push(problem.expected("an indicator that adds up by sum; shares and means cannot be carried"));
        }
    }
    for o in all.iter().filter(|o| o.place.prefix() == settings.from && now.contains(&&o.source)) {
        numbers.entry((&o.indicator, &o.period, &o.group, &o.source)).or_default().push(o);
    }
    let mut carried = Vec::new();
    for list in numbers.values() {
        carried.extend(one(list, settings, (found, by), &work.run.id, problems));
    }
    Ok(carried)
}

fn one(
    list: &[&Observation],
    settings: &ConcordanceSettings,
    (found, by): (&Concordance, &str),
    run: &RunId,
    problems: &mut Vec<Problem>,
) -> Vec<Observation> {
    let of = |part: fn(&Estimate) -> f64| {
        found.transfer(list.iter().filter_map(|o| Some((o.place.as_str(), part(&o.value.estimate()?)))))
    };
    let (low, value, high) = (of(|e| e.low), of(|e| e.value), of(|e| e.high));
    let outside: f64 = value.uncovered.values().sum();
    let Some(first) = list.first() else { return Vec::new() };
    if outside > 0.5 {
        problems.push(
            Problem::warning("not_covered")
                .found(format!("{outside:.0} of {:.0}, {}", value.total(), first.indicator))
                .expected(format!("places of {} everywhere; this part lies outside them", settings.to)),
        );
    }
    let overlaps = |to: &str| {
        found.overlaps.iter().filter(|o| o.to == to && o.weight > 0.0).map(|o| o.from.clone()).collect::<Vec<_>>()
    };
    let made = value.values.iter().filter_map(|(to, best)| {
        let end = |part: &grid::concordance::Transferred| part.values.get(to).copied().unwrap_or(*best);
        let estimate = Estimate::range(end(&low).min(*best), *best, end(&high).max(*best)).ok()?;
        let from = overlaps(to);
        let inputs = list.iter().filter(|o| from.iter().any(|id| id == o.place.as_str())).map(|o| o.key()).collect();
        Some(Observation {
            place: to.as_str().into(),
            value: Value::Estimate(estimate),
            quality: first.quality.max(Quality::Medium),
            run: run.clone(),
            basis: Basis::Derived {
                method: format!("carried from {} by shares of {by} in common", settings.from),
                inputs,
            },
            note: format!("Carried over from boundaries of another edition ({}).", settings.from),
            ..(*first).clone()
        })
    });
    made.collect()
}
