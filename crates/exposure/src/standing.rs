//! What stands where a hazard strikes, piece by piece: what measures are applied to.

use crate::located::Grounds;
use crate::overlay::{Piece, Ready};
use crate::things::{Thing, Things};
use crate::views::Seen;
use crate::{RiskEvidence, events, plane, things, views};
use assess::profile::facts::Facts;
use city::Problem;
use city::risk::{Rule, View};
use rayon::prelude::*;
use risk::frequency::{Beyond, Join};
use risk::functions::{FunctionLibrary, IntensityUnit, KnownFunction};
use risk::measure::{Class, Events, PartStruck, Sorted};
use risk::uncertainty::Curves;
use risk::{DamageFunction, RiskError};
use std::borrow::Cow;
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
    /// Times a year of each event; none of an event without a return period.
    pub often: Vec<Option<f64>>,
    /// Whether events are those of a set: an average year is then the plain sum of frequency x loss.
    pub is_set: bool,
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
    /// The event: a place in [`Standing::often`].
    pub event: u32,
    /// How hard.
    pub intensity: f64,
    /// What it is worth, without growth.
    pub value: f64,
    /// How many things it stands for.
    pub count: f64,
    /// Of a set of events: times a year that so much or more is met there, over all events; none of return periods.
    pub reached: Option<f64>,
}

impl Standing {
    /// How often events come, and what makes a year of them: `rule`, but of a set of events always the plain sum.
    ///
    /// # Errors
    /// Those of [`Events::new`].
    pub fn events(&self, rule: Rule) -> Result<Events, RiskError> {
        Events::new(self.often.iter().flatten().copied().collect(), self.rule(rule))
    }

    /// A set of events as one that comes once a year, its values times their frequencies: it does what they all do in an average year,
    /// whatever a measure changes of intensities, standards at a place, or parts lost. No event can be told from another any more.
    /// Return periods stay as they are.
    #[must_use]
    pub fn in_a_year(&self) -> Cow<'_, Self> {
        if !self.is_set {
            return Cow::Borrowed(self);
        }
        let of = |piece: &Struck| {
            let often = self.often.get(piece.event as usize).copied().flatten().unwrap_or(0.0);
            Struck { event: 0, value: piece.value * often, count: piece.count * often, ..*piece }
        };
        Cow::Owned(Self {
            often: vec![Some(1.0)],
            pieces: self.pieces.iter().map(of).collect(),
            exposure: self.exposure.clone(),
            title: self.title.clone(),
            money: self.money.clone(),
            seen: self.seen.clone(),
            groups: self.groups.clone(),
            functions: self.functions.clone(),
            bands: self.bands.clone(),
            function_ids: self.function_ids.clone(),
            all: self.all.clone(),
            ..*self
        })
    }

    /// What makes a year of events: `rule`, but of a set always the plain sum.
    #[must_use]
    pub fn rule(&self, rule: Rule) -> Rule {
        if self.is_set { Rule { join: Join::Sum, beyond: Beyond::Nothing } } else { rule }
    }

    /// The struck pieces sorted, valued in money (or in number, where nothing has a value), or in `number`.
    #[must_use]
    pub fn sorted(&self, number: bool) -> Sorted {
        let mut value: BTreeMap<Class, f64> = BTreeMap::new();
        for (group, function, worth) in &self.all {
            *value.entry(Class { group: *group, function: *function }).or_default() += worth;
        }
        let part = |p: &Struck| {
            let class = Class { group: p.group, function: p.function };
            let value = if number { p.count } else { p.value };
            PartStruck { class, event: p.event as usize, intensity: p.intensity, value, reached: p.reached }
        };
        Sorted::of_parts(self.often.len(), &value, &self.pieces.iter().map(part).collect::<Vec<_>>())
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

/// Exposures in every view of a hazard that is asked for: with damage functions, and with a return period or a frequency at every event.
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
            let periods = &view.view.return_periods;
            let yearly =
                view.set.is_some() || view.events.len() > 1 && periods.len() > 1 && periods.iter().all(Option::is_some);
            if own && yearly && asked(&exposure.settings.id, &view.view) {
                all.extend(of_view(risk, exposure, (at, view), plane.as_ref(), &mut problems));
            }
        }
    }
    all
}

/// One exposure in one view; none without damage functions, where one of them is not known in the unit of the view, or where things
/// cannot be laid upon the hazard.
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
        often: match &seen.set {
            Some(set) => set.set.frequency().iter().copied().map(Some).collect(),
            None => seen.view.return_periods.iter().map(|years| years.map(|years| 1.0 / years)).collect(),
        },
        is_set: seen.set.is_some(),
        growth: if valued { seen.growth } else { 1.0 },
        groups: things.groups.iter().cloned().chain(["others".to_owned()]).collect(),
        bands: known.iter().map(KnownFunction::band).collect(),
        functions: known.into_iter().map(|f| f.function).collect(),
        function_ids: things.functions.clone(),
        all: things.list.iter().filter_map(|t| class(t).map(|(group, function)| (group, function, worth(t)))).collect(),
        pieces: Vec::new(),
    };
    if let Some(set) = seen.set.as_deref() {
        let laid = events::struck(set, things, plane).ok()?;
        standing.pieces = events::pieces(&laid, class, worth);
        return Some(standing);
    }
    for (event, strike) in (0_u32..).zip(&seen.events) {
        let ready = Ready::new(strike, plane, &things.layer.layer.columns).map_err(|p| problems.push(p)).ok()?;
        let of_thing = |thing: &Thing| -> Vec<Struck> {
            let own = things.layer.features.get(thing.feature).map_or(&[][..], |f| &f.cells);
            let Some((group, function)) = class(thing) else { return Vec::new() };
            let met = ready.meet(thing.geometry, own).unwrap_or_default();
            let struck = |piece: &Piece| {
                let part = piece.share * piece.struck;
                let (value, count) = (worth(thing) * part, thing.count * part);
                Some(Struck { group, function, event, intensity: piece.intensity?, value, count, reached: None })
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
