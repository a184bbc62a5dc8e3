//! What stands where a hazard strikes, piece by piece: what measures are applied to.

use assess::profile::facts::Facts;
use crate::located::Grounds;
use crate::overlay::Ready;
use crate::things::{Thing, Things};
use crate::views::Seen;
use crate::{RiskEvidence, plane, things, views};
use risk::DamageFunction;
use risk::functions::IntensityUnit;
use city::Problem;
use city::risk::View;
use rayon::prelude::*;

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
    /// Their ids.
    pub function_ids: Vec<String>,
    /// What stands there in all: value (or number) by group and function.
    pub all: Vec<(u32, u32, f64)>,
    /// What is struck.
    pub pieces: Vec<Struck>,
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
}

/// Exposures in every view of a hazard: with damage functions, and with a return period at every event.
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
            let own = view.only.is_empty() || view.only == exposure.settings.id;
            let yearly = view.view.return_periods.len() > 1 && view.view.return_periods.iter().all(Option::is_some);
            if own && yearly && asked(&exposure.settings.id, &view.view) {
                all.extend(of_view(risk, exposure, (at, view), plane.as_ref(), &mut problems));
            }
        }
    }
    all
}

fn of_view(
    risk: &RiskEvidence,
    things: &Things,
    (at, seen): (usize, &Seen),
    plane: Option<&assess::hazard::plane::Plane>,
    problems: &mut Vec<Problem>,
) -> Option<Standing> {
    let unit = IntensityUnit::parse(&seen.view.unit).ok()?;
    let known = |id: &String| risk.functions.get(id).and_then(|f| f.in_unit(&unit)).ok().map(|f| f.function);
    let functions: Vec<DamageFunction> = things.functions.iter().map(known).collect::<Option<_>>()?;
    if functions.is_empty() {
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
        functions,
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
            let struck = met.pieces.iter().filter_map(|piece| {
                let value = worth(thing) * piece.share * piece.struck;
                Some(Struck { group, function, event, intensity: piece.intensity?, value })
            });
            struck.collect()
        };
        let found: Vec<Vec<Struck>> = things.list.par_iter().map(of_thing).collect();
        standing.pieces.extend(found.into_iter().flatten());
    }
    Some(standing)
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
