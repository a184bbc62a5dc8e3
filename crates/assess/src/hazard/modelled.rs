//! Hazards as modelled: what of each place lies inside each footprint at each return period, and how far the others are.

use super::catalogue::Catalogue;
use super::measure::{Ground, Measured};
use super::surface::Surface;
use crate::evidence::Evidence;
use city::assess_settings::FootprintSettings;
use city::dimension::DimensionTable;
use city::source::SourceId;
use city::{Group, Period, PlaceId, Quality};
use std::collections::BTreeMap;

/// One model's word on one hazard, scenario and return period.
#[derive(Debug, Clone)]
pub(super) struct Modelled {
    pub(super) hazard: String,
    pub(super) model: String,
    pub(super) scenario: String,
    pub(super) return_period: Option<f64>,
    /// From which intensity a place counts as struck, and its unit.
    pub(super) struck_from: Option<(f64, String)>,
    pub(super) leads: bool,
    /// Whether outlines are wet in part only, so that shares are averages within them.
    pub(super) average: bool,
    /// Whether it is measured here and not taken from observations.
    pub(super) measured: bool,
    pub(super) source: SourceId,
    pub(super) period: Period,
    pub(super) quality: Quality,
    pub(super) by_place: BTreeMap<PlaceId, Inside>,
}

/// What of a place is inside a footprint.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Inside {
    /// Percent of the area.
    pub(super) area: Option<f64>,
    /// Percent of the people, by a grid of people.
    pub(super) people: Option<f64>,
    /// Metres to it, 0 where it touches.
    pub(super) distance_m: Option<f64>,
    /// Key of the observation that says so, where there is one already.
    pub(super) key: Option<String>,
}

impl Inside {
    /// Percent that counts for the score: people where a grid of people is at hand, else area.
    pub(super) fn share(&self) -> Option<f64> {
        self.people.or(self.area)
    }

    /// Whether the model says that the hazard happens here.
    pub(super) fn happens(&self) -> Option<bool> {
        match (self.area, self.distance_m) {
            (Some(area), _) => Some(area > 0.0),
            (None, Some(metres)) => Some(metres <= 0.0),
            (None, None) => None,
        }
    }
}

/// The group of observations of a hazard as a model sees it in a scenario, at a return period.
#[must_use]
pub fn group((hazard, model, scenario): (&str, &str, &str), return_period: Option<f64>) -> Group {
    let mut group = Group::all().with("hazard", hazard);
    for (key, words) in [("model", model), ("scenario", scenario)] {
        if !words.is_empty() {
            group = group.with(key, &code(words));
        }
    }
    match return_period {
        Some(years) => group.with("return_period", &format!("{years}")),
        None => group,
    }
}

impl Modelled {
    /// The group of its observations.
    pub(super) fn group(&self) -> Group {
        group((&self.hazard, &self.model, &self.scenario), self.return_period)
    }

    /// Which footprint it is, in words: `NASADEM, Year 2018, Once in 100 years`.
    pub(super) fn words(&self, dimensions: &DimensionTable) -> String {
        let label =
            |key: &str, code: &str| dimensions.label(key, code).map_or_else(|| code.replace('_', " "), str::to_owned);
        let mut parts = vec![self.model.clone(), label("scenario", &self.scenario)];
        parts.extend(self.return_period.map(|years| label("return_period", &format!("{years}"))));
        let from = self.struck_from.as_ref().filter(|(from, _)| *from > 0.0);
        let word = |unit: &str| if unit == "m" { "wet" } else { "struck" };
        parts.extend(from.map(|(from, unit)| format!("{} from {from} {unit}", word(unit))));
        parts.retain(|part| !part.is_empty());
        parts.join(", ")
    }
}

/// A name as a code of a group: lower case, and nothing but letters, digits and `_`.
pub(super) fn code(words: &str) -> String {
    words.trim().chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect()
}

/// The unit of a footprint.
fn unit(settings: &FootprintSettings) -> String {
    if settings.unit.is_empty() { "m".to_owned() } else { settings.unit.clone() }
}

/// What was measured on the surfaces, by model and return period; permanent water is in none of them.
pub(super) fn of_surfaces(
    evidence: &Evidence,
    surfaces: &[Surface],
    grounds: &[Ground],
    measured: &[Vec<Measured>],
) -> Vec<Modelled> {
    let one = |(place, surface): (usize, &Surface)| -> Option<Modelled> {
        let settings = &surface.footprint.settings;
        let source = evidence.sources.iter().find(|s| s.id == surface.footprint.source);
        let by_place = grounds.iter().zip(measured).filter_map(|(ground, row)| {
            let found = row.get(place)?;
            let (area, people, distance_m) = (found.area, found.people, found.distance_m);
            Some((ground.id.clone(), Inside { area, people, distance_m, key: None }))
        });
        Some(Modelled {
            hazard: settings.hazard.clone(),
            model: settings.model.clone(),
            scenario: settings.scenario.clone(),
            return_period: surface.return_period,
            struck_from: Some((settings.struck_above(), unit(settings))),
            leads: settings.leads,
            average: surface.is_average(),
            measured: true,
            source: surface.footprint.source.clone(),
            period: source.and_then(|s| s.date.parse().ok()).or_else(|| evidence.today.parse().ok())?,
            quality: source.map_or(Quality::Medium, |s| s.quality),
            by_place: by_place.collect(),
        })
    };
    surfaces.iter().enumerate().filter_map(one).collect()
}

/// The model that leads a hazard, its return period chosen: [`ModelledRule::return_period_years`] or the nearest to it.
///
/// [`ModelledRule::return_period_years`]: super::catalogue::ModelledRule::return_period_years
pub(super) fn leading<'m>(models: &'m [Modelled], hazard: &str, catalogue: &Catalogue) -> Option<&'m Modelled> {
    let of = || models.iter().filter(|m| m.hazard == hazard);
    let first = of().find(|m| m.leads).or_else(|| of().next())?;
    let same = of().filter(|m| m.model == first.model && m.scenario == first.scenario && m.leads == first.leads);
    nearest(same, Some(catalogue.modelled.return_period_years))
}

/// The one nearest to a return period by ratio; of two as near, the rarer; the first where none has one.
pub(super) fn nearest<'m>(models: impl Iterator<Item = &'m Modelled>, years: Option<f64>) -> Option<&'m Modelled> {
    let away = |m: &Modelled| match (m.return_period, years) {
        (Some(own), Some(years)) if own > 0.0 && years > 0.0 => (own / years).ln().abs(),
        (None, None) => 0.0,
        _ => f64::INFINITY,
    };
    models.reduce(|best, next| {
        let (a, b) = (away(best), away(next));
        let rarer = next.return_period > best.return_period;
        if b < a - 1e-9 || ((b - a).abs() <= 1e-9 && rarer) { next } else { best }
    })
}

/// Other models of the same hazard and scenario, each at the return period nearest to the leader's.
pub(super) fn beside<'m>(models: &'m [Modelled], lead: &Modelled) -> Vec<&'m Modelled> {
    let others =
        || models.iter().filter(|m| m.hazard == lead.hazard && m.scenario == lead.scenario && m.model != lead.model);
    let mut names: Vec<&str> = others().map(|m| m.model.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().filter_map(|name| nearest(others().filter(|m| m.model == name), lead.return_period)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(name: &str, years: f64, leads: bool) -> Modelled {
        Modelled {
            hazard: "coastal_flood".to_owned(),
            model: name.to_owned(),
            scenario: "2018".to_owned(),
            return_period: Some(years),
            struck_from: Some((0.0, "m".to_owned())),
            leads,
            average: false,
            measured: true,
            source: "cells".into(),
            period: "2018".parse().unwrap(),
            quality: Quality::Medium,
            by_place: BTreeMap::new(),
        }
    }

    #[test]
    fn once_in_a_hundred_years_leads_and_of_two_as_near_the_rarer() {
        let catalogue = Catalogue::shipped().unwrap();
        let models = [model("NASADEM", 25.0, false), model("NASADEM", 100.0, false), model("MERIT", 100.0, false)];
        assert_eq!(leading(&models, "coastal_flood", &catalogue).unwrap().return_period, Some(100.0));
        let models = [model("NASADEM", 50.0, false), model("NASADEM", 200.0, false), model("MERIT", 100.0, true)];
        assert_eq!(leading(&models, "coastal_flood", &catalogue).unwrap().model, "MERIT");
        assert_eq!(leading(&models[..2], "coastal_flood", &catalogue).unwrap().return_period, Some(200.0));
        assert_eq!(beside(&models, &models[2])[0].return_period, Some(200.0));
    }

    #[test]
    fn the_group_names_hazard_model_scenario_and_return_period() {
        assert_eq!(
            model("MERIT DEM", 2.0, false).group().to_string(),
            "hazard=coastal_flood;model=merit_dem;return_period=2;scenario=2018"
        );
    }
}
