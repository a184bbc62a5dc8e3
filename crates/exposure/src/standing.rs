//! What stands where a hazard strikes, piece by piece: what measures are applied to.

use crate::located::Grounds;
use crate::overlay::{Piece, Ready};
use crate::things::{Thing, Things};
use crate::views::Seen;
use crate::{RiskEvidence, plane, things, views};
use assess::profile::facts::Facts;
use city::Problem;
use city::risk::View;
use rayon::prelude::*;
use risk::DamageFunction;
use risk::functions::{FunctionLibrary, IntensityUnit, KnownFunction};
use risk::measure::{Class, Sorted};
use risk::uncertainty::Curves;
use std::collections::BTreeMap;

/// The things of one exposure in one view.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Id of the exposure.
    pub exposure: String,
    /// What it is called.
    pub title: String,
    /// Currency and price year of the values; none where things are counted instead of valued.
    pub money: Option<(String, Option<i32>)>,
    /// The view: its place among those of the report.
    pub view: usize,
    /// What a reader knows of it.
    pub seen: View,
    /// Growth of values since the present.
    pub growth: f64,
    /// Names of the groups.
    pub groups: Vec<String>,
    /// Damage functions, in the unit of the view.
    pub functions: Vec<DamageFunction>,
    /// The least and the most that each of them may be; none where nobody said.
    pub bands: Vec<Option<(DamageFunction, DamageFunction)>>,
    /// Their ids.
    pub function_ids: Vec<String>,
    /// What stands there in all: value (or number) by group and function.
    pub all: Vec<(u32, u32, f64)>,
    /// What is struck.
    pub pieces: Vec<Struck>,
}

impl Standing {
    /// Adds a damage function that no thing has yet, such as that of an upgraded structure, in the unit of the view; nothing for one
    /// that is not known.
    pub fn know(&mut self, library: &FunctionLibrary, id: &str) {
        let in_unit = || library.get(id).and_then(|f| f.in_unit(&IntensityUnit::parse(&self.seen.unit)?)).ok();
        if self.function_ids.iter().any(|known| known == id) {
            return;
        }
        if let Some(known) = in_unit() {
            self.function_ids.push(id.to_owned());
            self.bands.push(known.band());
            self.functions.push(known.function);
        }
    }
}

/// A part of a thing that is struck at an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Struck {
    /// The group: a place in [`Standing::groups`].
    pub group: u32,
    /// The function: a place in [`Standing::functions`].
    pub function: u32,
    /// The event: a place in the return periods of the view.
    pub event: u32,
    /// How hard.
    pub intensity: f64,
    /// What it is worth, without growth.
    pub value: f64,
    /// How many things it stands for.
    pub count: f64,
}

impl Standing {
    /// The struck pieces sorted, valued in money (or in number, where nothing has a value), or in `number`.
    #[must_use]
    pub fn sorted(&self, number: bool) -> Sorted {
        let mut value: BTreeMap<Class, f64> = BTreeMap::new();
        for (group, function, worth) in &self.all {
            *value.entry(Class { group: *group, function: *function }).or_default() += worth;
        }
        let part = |p: &Struck| {
            let amount = if number { p.count } else { p.value };
            (Class { group: p.group, function: p.function }, p.event as usize, p.intensity, amount)
        };
        Sorted::of_parts(self.seen.return_periods.len(), &value, &self.pieces.iter().map(part).collect::<Vec<_>>())
    }

    /// The functions with their bands; one without a band is the same at both ends. No ends where none has a band.
    #[must_use]
    pub fn curves(&self) -> Curves {
        let banded = self.bands.iter().any(Option::is_some);
        let end = |which: fn(&(DamageFunction, DamageFunction)) -> &DamageFunction| {
            let each = self.functions.iter().zip(&self.bands);
            banded.then(|| each.map(|(best, band)| band.as_ref().map_or(best, which).clone()).collect())
        };
        Curves { best: self.functions.clone(), lower: end(|band| &band.0), upper: end(|band| &band.1) }
    }
}

/// Exposures in every view of a hazard that is asked for: with damage functions, and with a return period at every event.
#[must_use]
pub fn standing(risk: &RiskEvidence, asked: impl Fn(&str, &View) -> bool) -> Vec<Standing> {
    let mut problems = Vec::new();
    let facts: Facts = risk.evidence.facts(&[]);
    let seen = views::views(risk, &mut problems);
    let things = things::things(risk, &Grounds::new(risk, &facts), &mut problems);
    let plane = plane(&things);
    let mut all = Vec::new();
    for exposure in &things {
        for (at, view) in seen.iter().enumerate() {
            let own = !view.events.is_empty() && (view.only.is_empty() || view.only == exposure.settings.id);
            let yearly = view.view.return_periods.len() > 1 && view.view.return_periods.iter().all(Option::is_some);
            if own && yearly && asked(&exposure.settings.id, &view.view) {
                all.extend(of_view(risk, exposure, (at, view), plane.as_ref(), &mut problems));
            }
        }
    }
    all
}

/// One exposure in one view; none without damage functions, or where one of them is not known in the unit of the view.
pub(crate) fn of_view(
    risk: &RiskEvidence,
    things: &Things,
    (at, seen): (usize, &Seen),
    plane: Option<&assess::hazard::plane::Plane>,
    problems: &mut Vec<Problem>,
) -> Option<Standing> {
    let unit = IntensityUnit::parse(&seen.view.unit).ok()?;
    let known = |id: &String| risk.functions.get(id).and_then(|f| f.in_unit(&unit)).ok();
    let known: Vec<KnownFunction> = things.functions.iter().map(known).collect::<Option<_>>()?;
    if known.is_empty() {
        return None;
    }
    let valued = things.list.iter().any(|thing| thing.value.is_some());
    let worth = |thing: &Thing| if valued { thing.value.unwrap_or(0.0) } else { thing.count };
    let class = |thing: &Thing| Some((number(thing.group.unwrap_or(things.groups.len())), number(thing.function?)));
    let mut standing = Standing {
        exposure: things.settings.id.clone(),
        title: things.settings.title.clone(),
        money: valued.then(|| (things.settings.currency.clone(), things.settings.price_year)),
        view: at,
        seen: seen.view.clone(),
        growth: if valued { seen.growth } else { 1.0 },
        groups: things.groups.iter().cloned().chain(["others".to_owned()]).collect(),
        bands: known.iter().map(KnownFunction::band).collect(),
        functions: known.into_iter().map(|f| f.function).collect(),
        function_ids: things.functions.clone(),
        all: things.list.iter().filter_map(|t| class(t).map(|(group, function)| (group, function, worth(t)))).collect(),
        pieces: Vec::new(),
    };
    for (event, strike) in (0_u32..).zip(&seen.events) {
        let ready = Ready::new(strike, plane, &things.layer.layer.columns).map_err(|p| problems.push(p)).ok()?;
        let of_thing = |thing: &Thing| -> Vec<Struck> {
            let own = things.layer.features.get(thing.feature).map_or(&[][..], |f| &f.cells);
            let Some((group, function)) = class(thing) else { return Vec::new() };
            let met = ready.meet(thing.geometry, own).unwrap_or_default();
            let struck = |piece: &Piece| {
                let part = piece.share * piece.struck;
                let (value, count) = (worth(thing) * part, thing.count * part);
                Some(Struck { group, function, event, intensity: piece.intensity?, value, count })
            };
            // no damage is known of a thing of which a piece has no intensity
            met.pieces.iter().map(struck).collect::<Option<_>>().unwrap_or_default()
        };
        let found: Vec<Vec<Struck>> = things.list.par_iter().map(of_thing).collect();
        standing.pieces.extend(found.into_iter().flatten());
    }
    Some(standing)
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{house, layer, seen, things_of, with_risk};
    use assess::evidence::WetArea;
    use city::risk_settings::RiskSettings;
    use geo_types::{MultiPolygon, Rect};

    #[test]
    fn a_piece_counts_by_the_chance_that_its_area_is_struck() {
        let surface = MultiPolygon(vec![Rect::new((0.0, 0.0), (0.01, 0.01)).to_polygon()]);
        let areas = [WetArea { surface, depth_m: Some(1.0), share: 0.25, return_period: None }];
        let (read, settings) = layer(vec![house(0.005, 0.005)], "function = \"jrc_residential_africa\"");
        let things = things_of(&read, &settings);
        let plane = crate::plane(std::slice::from_ref(&things));
        let seen = seen("present", &[10.0], &areas);
        let standing = with_risk((&[], &[]), (&RiskSettings::default(), &[]), |risk| {
            of_view(risk, &things, (0, &seen), plane.as_ref(), &mut Vec::new())
        });
        let pieces = standing.unwrap().pieces;
        let [piece] = pieces.as_slice() else { panic!("{pieces:?}") };
        assert!((piece.value - 25.0).abs() < 1e-9 && (piece.count - 0.25).abs() < 1e-12, "{piece:?}");
    }
}
