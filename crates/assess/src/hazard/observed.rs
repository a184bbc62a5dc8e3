//! Shares of area that collected rasters gave already, taken as a model's word.

use super::catalogue::{Catalogue, Hazard};
use super::modelled::{Inside, Modelled, code};
use super::surface::same;
use crate::evidence::Evidence;
use crate::profile::facts::Facts;
use city::assess_settings::FootprintSettings;
use city::{Group, Observation, PlaceKind, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// Models that only observations tell of: those that a `[[assess.footprint]]` without layer and raster names, and, where a
/// hazard has no model at all, those that are its by default.
pub(super) fn models(
    evidence: &Evidence,
    (catalogue, facts): (&Catalogue, &Facts),
    measured: &[Modelled],
    problems: &mut Vec<Problem>,
) -> Vec<Modelled> {
    let mut found = Vec::new();
    for settings in evidence.settings.footprints.iter().filter(|f| f.layer.is_empty() && f.raster.is_empty()) {
        let Some(hazard) = catalogue.get(&settings.hazard) else { continue };
        let meant = groups(evidence, hazard).into_iter().filter(|group| meant(group, settings));
        let named: Vec<Modelled> = meant.filter_map(|g| model(evidence, (hazard, facts), &g, settings)).collect();
        if named.is_empty() {
            problems.push(
                Problem::error("footprint_not_observed")
                    .in_file("city.toml")
                    .found(format!("{}, scenario {}", settings.hazard, settings.scenario))
                    .expected("a layer, a raster, or collected shares of area of that scenario")
                    .hint(
                        "name `layer` or `raster` in [[assess.footprint]], or collect shares of area from the raster",
                    ),
            );
        }
        found.extend(named);
    }
    for hazard in catalogue.hazards.iter().filter(|h| h.observed_by_default) {
        if measured.iter().chain(&found).all(|m| m.hazard != hazard.id) {
            let rest = by_default(evidence, (hazard, facts), &found, problems);
            found.extend(rest);
        }
    }
    found
}

/// Collected shares of which nobody says of which hazard they are; the present scenario first.
fn by_default(
    evidence: &Evidence,
    (hazard, facts): (&Hazard, &Facts),
    found: &[Modelled],
    problems: &mut Vec<Problem>,
) -> Vec<Modelled> {
    let taken = |g: &Group| found.iter().any(|m| named(g, &m.scenario) && same(years(g), m.return_period));
    let mut rest: Vec<Group> = groups(evidence, hazard).into_iter().filter(|group| !taken(group)).collect();
    rest.sort_by_key(|group| !named(group, "present"));
    let of = |group: &Group| model(evidence, (hazard, facts), group, &implied(hazard, group));
    let models: Vec<Modelled> = rest.iter().filter_map(of).collect();
    if !models.is_empty() {
        problems.push(
            Problem::note("hazard_assumed")
                .found(format!("{} of {} scenarios and return periods", hazard.observed_shares, models.len()))
                .expected(format!("taken as {}", hazard.id))
                .hint("say of which hazard they are with [[assess.footprint]] in city.toml (hazard, scenario, return_period)"),
        );
    }
    models
}

fn implied(hazard: &Hazard, group: &Group) -> FootprintSettings {
    FootprintSettings {
        hazard: hazard.id.clone(),
        layer: String::new(),
        raster: String::new(),
        rasters: BTreeMap::new(),
        depth_column: String::new(),
        depth_columns: BTreeMap::new(),
        share_column: String::new(),
        return_period_column: String::new(),
        return_period: None,
        leave_out: vec![0.0],
        wet_from_m: 0.0,
        unit: String::new(),
        struck_from: None,
        scenario: group.get("scenario").unwrap_or("present").to_owned(),
        model: group.get("model").unwrap_or_default().to_owned(),
        leads: false,
    }
}

/// Groups of collected shares that no footprint measures again.
fn groups(evidence: &Evidence, hazard: &Hazard) -> BTreeSet<Group> {
    let again: BTreeSet<_> = evidence.footprints.iter().map(|f| &f.source).collect();
    let known = |group: &Group| group.iter().all(|(key, _)| matches!(key, "scenario" | "return_period" | "model"));
    let of = |o: &&Observation| {
        o.indicator == hazard.observed_shares
            && o.value.number().is_some()
            && known(&o.group)
            && !again.contains(&o.source)
    };
    evidence.observations.iter().filter(of).map(|o| o.group.clone()).collect()
}

fn named(group: &Group, scenario: &str) -> bool {
    code(group.get("scenario").unwrap_or("present")) == code(scenario)
}

fn years(group: &Group) -> Option<f64> {
    group.get("return_period").and_then(|years| years.parse().ok())
}

fn meant(group: &Group, settings: &FootprintSettings) -> bool {
    let period = settings.return_period.is_none() || same(years(group), settings.return_period);
    let model = group.get("model").is_none_or(|model| code(model) == code(&settings.model));
    named(group, &settings.scenario) && period && model
}

fn model(
    evidence: &Evidence,
    (hazard, facts): (&Hazard, &Facts),
    group: &Group,
    settings: &FootprintSettings,
) -> Option<Modelled> {
    if settings.leave_out.iter().any(|out| same(Some(*out), years(group))) {
        return None;
    }
    let places = evidence.places.iter().filter(|p| matches!(p.kind, PlaceKind::Settlement | PlaceKind::District));
    let told: Vec<&Observation> = places
        .filter_map(|p| facts.best(&p.id, &hazard.observed_shares, group))
        .filter(|o| o.value.number().is_some())
        .collect();
    let first = told.first()?;
    let inside = |o: &&Observation| {
        let inside = Inside { area: o.value.number(), people: None, distance_m: None, key: Some(o.key()) };
        (o.place.clone(), inside)
    };
    Some(Modelled {
        hazard: hazard.id.clone(),
        model: settings.model.clone(),
        scenario: settings.scenario.clone(),
        return_period: years(group),
        struck_from: None,
        leads: settings.leads,
        average: false,
        measured: false,
        source: first.source.clone(),
        period: told.iter().map(|o| &o.period).max()?.clone(),
        quality: told.iter().map(|o| o.quality).max()?,
        by_place: told.iter().map(inside).collect::<BTreeMap<_, _>>(),
    })
}
