//! A time: things under events that come so often, with and without measures.

use super::CutOff;
use super::applied::{Applied, Part};
use super::sorted::{Class, Column, Sorted};
use crate::error::RiskError;
use crate::frequency::{FrequencyPoint, Join, Rule, expected_annual};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How often events come, and what each counts for in a yearly figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Events {
    /// Times a year by event.
    frequency: Vec<f64>,
    /// What the loss of each event is multiplied by for the yearly figure.
    weight: Vec<f64>,
    rule: Rule,
}

impl Events {
    /// Events by frequency a year, joined by a rule. Under [`Join::Sum`] each counts for its frequency. Under another rule each
    /// counts for its part of the axis; that is the rule itself as long as rarer events take no less.
    ///
    /// # Errors
    /// Those of [`expected_annual`]; [`RiskError::Amount`] under the sum for a frequency that is not above 0.
    pub fn new(frequency: Vec<f64>, rule: Rule) -> Result<Self, RiskError> {
        if let Some(&found) = frequency.iter().find(|f| !(f.is_finite() && **f > 0.0)) {
            let expected = "above 0 a year";
            return Err(RiskError::Amount { of: "event".to_owned(), what: "frequency", found, expected });
        }
        if rule.join == Join::Sum {
            return Ok(Self { weight: frequency.clone(), frequency, rule });
        }
        let mut order: Vec<usize> = (0..frequency.len()).collect();
        order.sort_by(|a, b| frequency[*a].total_cmp(&frequency[*b]));
        let (mut weight, mut before) = (vec![0.0; frequency.len()], 0.0);
        for (rank, &event) in order.iter().enumerate() {
            let reached = &order[..=rank];
            let point = |at: usize| FrequencyPoint {
                frequency: frequency[at],
                loss: if reached.contains(&at) { 1.0 } else { 0.0 },
            };
            let points: Vec<FrequencyPoint> = (0..frequency.len()).map(point).collect();
            let upto = expected_annual(&points, rule)?;
            weight[event] = upto - before;
            before = upto;
        }
        Ok(Self { frequency, weight, rule })
    }

    /// What is left of the weight of each event where everything of a return period up to `years` is kept out, as a share: none of
    /// what comes oftener, all of what is much rarer, and a part where the standard lies between two events. There the loss just
    /// beyond the standard is that of the curve, joined by the same rule.
    fn left_by_standard(&self, years: f64) -> Vec<f64> {
        let out = |f: f64| 1.0 / f <= years * (1.0 + 1e-12);
        let plain = || self.frequency.iter().map(|f| if out(*f) { 0.0 } else { 1.0 }).collect();
        let standard = 1.0 / years;
        let own = |f: &f64| (f * years - 1.0).abs() < 1e-9;
        let rarer = self.frequency.iter().copied().filter(|f| !out(*f)).max_by(f64::total_cmp);
        let oftener = self.frequency.iter().copied().filter(|f| out(*f)).min_by(f64::total_cmp);
        let Some(oftener) = oftener.filter(|_| self.rule.join != Join::Sum && !self.frequency.iter().any(own)) else {
            return plain();
        };
        // the loss at the standard is that of the rarer event less `part` of what it is more than the oftener one's
        let part = match (rarer, self.rule.join) {
            (None, _) | (_, Join::StepBelow) => 1.0,
            (_, Join::StepAbove) => 0.0,
            (Some(rarer), Join::LogLinear) => (standard / rarer).ln() / (oftener / rarer).ln(),
            (Some(rarer), _) => (standard - rarer) / (oftener - rarer),
        };
        let mut order: Vec<usize> = (0..self.frequency.len()).collect();
        order.sort_by(|a, b| self.frequency[*a].total_cmp(&self.frequency[*b]));
        let (mut left, mut before) = (vec![0.0; order.len()], 0.0);
        for (rank, &event) in order.iter().enumerate() {
            let loss = |f: f64| {
                f64::from(u8::from(order[..=rank].iter().any(|at| self.frequency[*at].to_bits() == f.to_bits())))
            };
            let at_standard = rarer.map_or(0.0, loss) * (1.0 - part) + loss(oftener) * part;
            let beyond =
                self.frequency.iter().filter(|f| !out(**f)).map(|f| FrequencyPoint { frequency: *f, loss: loss(*f) });
            let points: Vec<FrequencyPoint> =
                beyond.chain([FrequencyPoint { frequency: standard, loss: at_standard }]).collect();
            let upto = expected_annual(&points, self.rule).unwrap_or(before);
            left[event] = if self.weight[event] > 0.0 { (upto - before) / self.weight[event] } else { 0.0 };
            before = upto;
        }
        left
    }

    /// Times a year by event.
    #[must_use]
    pub fn frequency(&self) -> &[f64] {
        &self.frequency
    }

    /// What the loss of each event counts for in the yearly figure.
    #[must_use]
    pub fn weight(&self) -> &[f64] {
        &self.weight
    }
}

/// Things at a time, under the events of that time.
#[derive(Debug, Clone)]
pub struct Scenario {
    things: Sorted,
    events: Events,
    /// What values are multiplied by: growth since they were taken.
    growth: f64,
    /// What is left of things by class and event behind a standard, by the bits of its years.
    behind: BTreeMap<u64, Vec<Vec<Column>>>,
}

impl Scenario {
    /// Things under events, values multiplied by `growth` (1: as they are).
    ///
    /// # Errors
    /// [`RiskError::Lengths`], [`RiskError::Amount`] for a growth below 0.
    pub fn new(things: Sorted, events: Events, growth: f64) -> Result<Self, RiskError> {
        if things.events != events.frequency.len() {
            return Err(RiskError::Lengths {
                what: "frequencies",
                found: events.frequency.len(),
                expected: things.events,
            });
        }
        if !(growth.is_finite() && growth >= 0.0) {
            let of = "scenario".to_owned();
            return Err(RiskError::Amount { of, what: "growth", found: growth, expected: "a factor from 0" });
        }
        Ok(Self { things, events, growth, behind: BTreeMap::new() })
    }

    /// The same, made ready for [`CutOff::ByOwnPeriod`] of these years: a set of events then answers many draws as fast as return
    /// periods do. Changes no figure.
    #[must_use]
    pub fn ready_for(mut self, years: impl IntoIterator<Item = f64>) -> Self {
        for years in years.into_iter().filter(|_| self.things.by_place) {
            let left = |columns: &Vec<Column>| columns.iter().map(|column| column.rarer_than(1.0 / years)).collect();
            self.behind.insert(years.to_bits(), self.things.columns.iter().map(left).collect());
        }
        self
    }

    /// The things.
    #[must_use]
    pub fn things(&self) -> &Sorted {
        &self.things
    }

    /// The events.
    #[must_use]
    pub fn events(&self) -> &Events {
        &self.events
    }

    /// Losses as things are: `bare` is made of no measures. All intensities are multiplied by `stretch`, above 0.
    ///
    /// # Errors
    /// [`RiskError::Lengths`] where it was made for other things.
    pub fn without(&self, bare: &Applied, stretch: f64) -> Result<Losses, RiskError> {
        self.with(bare, stretch, &[])
    }

    /// Losses where measures stand; `before` are the losses by event without them, by which [`CutOff::ByRankOfLoss`] ranks.
    ///
    /// # Errors
    /// [`RiskError::Lengths`] where it was made for other things.
    pub fn with(&self, standing: &Applied, stretch: f64, before: &[f64]) -> Result<Losses, RiskError> {
        let mut losses = self.borne(standing, stretch, before)?;
        losses.transfer(standing);
        Ok(losses)
    }

    /// As [`Scenario::with`], before anything is transferred: linear in the functions.
    pub(crate) fn borne(&self, standing: &Applied, stretch: f64, before: &[f64]) -> Result<Losses, RiskError> {
        if standing.classes != self.things.classes {
            let (found, expected) = (standing.classes.len(), self.things.classes.len());
            return Err(RiskError::Lengths { what: "classes that measures were applied to", found, expected });
        }
        let by_rank = |part: &Part| part.cut_offs.iter().any(|cut_off| matches!(cut_off, CutOff::ByRankOfLoss { .. }));
        if before.len() != self.things.events && standing.parts.iter().flatten().any(by_rank) {
            return Err(RiskError::Lengths {
                what: "losses before",
                found: before.len(),
                expected: self.things.events,
            });
        }
        let rank = self.cumulated(before);
        let left =
            |cut_off: &CutOff, event: usize| match *cut_off {
                CutOff::ByRankOfLoss { frequency } => {
                    if rank.get(event).is_some_and(|cumulated| *cumulated > frequency) { 0.0 } else { 1.0 }
                }
                // what is kept out place by place is not in the column
                CutOff::ByOwnPeriod { .. } if self.things.by_place => 1.0,
                CutOff::ByOwnPeriod { years } => self.events.left_by_standard(years).get(event).copied().unwrap_or(1.0),
            };
        let mut cells = Vec::with_capacity(self.things.classes.len() * self.things.events);
        for (class, parts) in standing.parts.iter().enumerate() {
            for event in 0..self.things.events {
                let open = |part: &Part| part.cut_offs.iter().map(|cut_off| left(cut_off, event)).fold(1.0, f64::min);
                let loss = |part: &Part| match (open(part), self.column(class, event, part)) {
                    (left, Some(column)) if left > 0.0 => left * part.weight * column.loss(&part.function, stretch),
                    _ => 0.0,
                };
                cells.push(self.growth * parts.iter().map(loss).sum::<f64>());
            }
        }
        let events = self.things.events;
        Ok(Losses { classes: self.things.classes.clone(), events, cells, borne_by_others: vec![0.0; events] })
    }

    /// What an event strikes of a class; of a set of events, what the standards of a part leave.
    fn column(&self, class: usize, event: usize, part: &Part) -> Option<Cow<'_, Column>> {
        let all = self.things.columns.get(class)?.get(event)?;
        let own = |cut_off: &CutOff| match *cut_off {
            CutOff::ByOwnPeriod { years } => Some(years),
            CutOff::ByRankOfLoss { .. } => None,
        };
        let Some(years) = part.cut_offs.iter().filter_map(own).reduce(f64::max).filter(|_| self.things.by_place) else {
            return Some(Cow::Borrowed(all));
        };
        let ready = self.behind.get(&years.to_bits()).and_then(|columns| columns.get(class)?.get(event));
        Some(ready.map_or_else(|| Cow::Owned(all.rarer_than(1.0 / years)), Cow::Borrowed))
    }

    /// Frequency of each event and of all with larger losses.
    fn cumulated(&self, losses: &[f64]) -> Vec<f64> {
        let mut order: Vec<usize> = (0..losses.len()).collect();
        order.sort_by(|a, b| losses[*b].total_cmp(&losses[*a]));
        let (mut cumulated, mut sum) = (vec![0.0; losses.len()], 0.0);
        for event in order {
            sum += self.events.frequency.get(event).copied().unwrap_or(0.0);
            cumulated[event] = sum;
        }
        cumulated
    }
}

/// Losses by class of things and event.
#[derive(Debug, Clone, PartialEq)]
pub struct Losses {
    classes: Vec<Class>,
    events: usize,
    /// By class, then by event.
    cells: Vec<f64>,
    borne_by_others: Vec<f64>,
}

impl Losses {
    /// The total of each event.
    #[must_use]
    pub fn at_event(&self) -> Vec<f64> {
        self.at_event_where(|_| true)
    }

    /// The total of each event in one group.
    #[must_use]
    pub fn at_event_of(&self, group: u32) -> Vec<f64> {
        self.at_event_where(|class| class.group == group)
    }

    /// The yearly figure of all.
    #[must_use]
    pub fn annual(&self, events: &Events) -> f64 {
        yearly(&self.at_event(), events)
    }

    /// The yearly figure of one group.
    #[must_use]
    pub fn annual_of(&self, group: u32, events: &Events) -> f64 {
        yearly(&self.at_event_of(group), events)
    }

    /// The yearly figure of each group, in their order.
    #[must_use]
    pub fn annual_by_group(&self, events: &Events) -> BTreeMap<u32, f64> {
        let mut annual = BTreeMap::new();
        for (row, class) in self.cells.chunks(self.events.max(1)).zip(&self.classes) {
            *annual.entry(class.group).or_insert(0.0) += yearly(row, events);
        }
        annual
    }

    /// What others bear of each event through transfers; not in the losses.
    #[must_use]
    pub fn borne_by_others(&self) -> &[f64] {
        &self.borne_by_others
    }

    /// Several measures combined as CLIMADA does: what each averts by itself is added, at most the whole loss of an event. Counts
    /// twice what two measures each avert; apply them together with [`Applied::new`] instead.
    ///
    /// # Errors
    /// [`RiskError::Lengths`] for losses of other things.
    pub fn added(&self, each: &[Losses]) -> Result<Vec<f64>, RiskError> {
        let before = self.at_event();
        let mut left = before.clone();
        for losses in each {
            let after = losses.at_event();
            if after.len() != before.len() {
                return Err(RiskError::Lengths { what: "events", found: after.len(), expected: before.len() });
            }
            for ((left, before), after) in left.iter_mut().zip(&before).zip(&after) {
                *left -= before - after;
            }
        }
        Ok(left.into_iter().map(|loss| loss.max(0.0)).collect())
    }

    /// `(1 - part) * self + part * other`.
    pub(crate) fn mixed(mut self, other: &Self, part: f64) -> Self {
        for (cell, other) in self.cells.iter_mut().zip(&other.cells) {
            *cell += part * (other - *cell);
        }
        self
    }

    pub(crate) fn scaled(&mut self, factor: f64) {
        self.cells.iter_mut().for_each(|cell| *cell *= factor);
    }

    /// Takes what others bear off all things alike.
    pub(crate) fn transfer(&mut self, standing: &Applied) {
        for transfer in &standing.transfers {
            for (event, total) in self.at_event().into_iter().enumerate() {
                let others = (total - transfer.attachment).clamp(0.0, transfer.cover);
                if others > 0.0 {
                    self.borne_by_others[event] += others;
                    let left = 1.0 - others / total;
                    self.cells.iter_mut().skip(event).step_by(self.events).for_each(|cell| *cell *= left);
                }
            }
        }
    }

    fn at_event_where(&self, wanted: impl Fn(Class) -> bool) -> Vec<f64> {
        let mut totals = vec![0.0; self.events];
        for (row, _) in self.cells.chunks(self.events.max(1)).zip(&self.classes).filter(|(_, class)| wanted(**class)) {
            totals.iter_mut().zip(row).for_each(|(total, cell)| *total += cell);
        }
        totals
    }
}

/// Losses by event times what each event counts for.
fn yearly(losses: &[f64], events: &Events) -> f64 {
    losses.iter().zip(&events.weight).map(|(loss, weight)| loss * weight).sum()
}

#[cfg(test)]
mod tests;
