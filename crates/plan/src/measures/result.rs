//! What a measure, or several together, avert at the things of one exposure.

use super::asked;
use exposure::standing::Standing;
use city::Estimate;
use city::risk::{Measure as Counted, MeasureResult, Rule};
use city::risk_settings::{Costing, ExposureKind, MeasureSettings, PlanSettings};
use risk::RiskError;
use risk::frequency::{Beyond, Join};
use risk::measure::{Applied, Class, Events, Losses, Measure, Overlap, Scenario, Sorted};
use risk::valuation::{Appraisal, Costing as Way, Discount, FirstYear, Rate, Worth};
use std::collections::BTreeMap;

/// An exposure under one hazard as one model sees it, in its scenarios.
pub(super) struct Case<'c> {
    /// The scenarios, in the order of their years.
    pub views: &'c [&'c Standing],
    pub plan: &'c PlanSettings,
    pub rule: Rule,
}

/// Losses of a scenario without and with measures.
struct Pair {
    events: Events,
    without: Losses,
    with: Losses,
}

impl Case<'_> {
    /// What measures avert, together.
    pub fn result(&self, measures: &[&MeasureSettings]) -> Result<MeasureResult, RiskError> {
        let pairs: Vec<Pair> = self.views.iter().map(|view| self.pair(view, measures)).collect::<Result<_, _>>()?;
        let without: Vec<f64> = pairs.iter().map(|p| p.without.annual(&p.events)).collect();
        let with: Vec<f64> = pairs.iter().map(|p| p.with.annual(&p.events)).collect();
        let worth = self.worth(measures, &without, &with)?;
        let exact = |number: Option<f64>| number.and_then(|n| Estimate::exact(n).ok());
        let [first, ..] = self.views else { return Err(RiskError::Lengths { what: "views", found: 0, expected: 1 }) };
        let one = measures.first().filter(|_| measures.len() == 1);
        let each: Vec<String> = measures.iter().map(|m| asked::words(m, first)).collect();
        Ok(MeasureResult {
            id: one.map_or_else(|| "together".to_owned(), |m| m.id.clone()),
            title: one.map_or_else(|| format!("All {} together", measures.len()), |m| m.title.clone()),
            exposure: first.exposure.clone(),
            changes: one.map_or_else(
                || "applied to the same things at once: what one has saved no other saves again".to_owned(),
                |_| each.join("; "),
            ),
            views: self.views.iter().map(|v| v.view).collect(),
            measure: counted(first),
            groups: self.groups(first, &pairs),
            cost: exact(worth.map(|w| w.cost)),
            benefit: exact(worth.map(|w| w.benefit)),
            ratio: exact(worth.and_then(|w| w.benefit_cost())),
            method: self.method(worth.is_some()),
            without,
            with,
        })
    }

    fn pair(&self, standing: &Standing, measures: &[&MeasureSettings]) -> Result<Pair, RiskError> {
        let years = standing.seen.return_periods.iter().flatten();
        let events = Events::new(years.map(|years| 1.0 / years).collect(), self.rule())?;
        let mut value: BTreeMap<Class, f64> = BTreeMap::new();
        for (group, function, worth) in &standing.all {
            *value.entry(Class { group: *group, function: *function }).or_default() += worth;
        }
        let part = |p: &exposure::standing::Struck| {
            (Class { group: p.group, function: p.function }, p.event as usize, p.intensity, p.value)
        };
        let parts: Vec<_> = standing.pieces.iter().map(part).collect();
        let scenario = Scenario::new(
            Sorted::of_parts(standing.seen.return_periods.len(), &value, &parts),
            events.clone(),
            standing.growth,
        )?;
        let changes: Vec<Measure> =
            measures.iter().map(|m| asked::changes(m, &standing.groups, &standing.function_ids)).collect();
        let apply =
            |list: &[&Measure]| Applied::new(list, Overlap::Independent, &standing.functions, scenario.things());
        let without = scenario.without(&apply(&[])?, 1.0)?;
        let with = scenario.with(&apply(&changes.iter().collect::<Vec<_>>())?, 1.0, &without.at_event())?;
        Ok(Pair { events, without, with })
    }

    fn rule(&self) -> risk::frequency::Rule {
        let join = self.rule.join.as_str().parse().unwrap_or(Join::LogLinear);
        let beyond = self.rule.beyond.as_str().parse().unwrap_or(Beyond::Flat);
        risk::frequency::Rule { join, beyond }
    }

    /// Costs and benefits over the years between the first scenario and the last; none without a discount rate or years, and where
    /// things are counted instead of valued.
    fn worth(&self, measures: &[&MeasureSettings], without: &[f64], with: &[f64]) -> Result<Option<Worth>, RiskError> {
        let (Some(rate), Some(first), Some(last)) = (self.plan.discount_rate, self.views.first(), self.views.last())
        else {
            return Ok(None);
        };
        let (Some(from), Some(to)) = (first.seen.year, last.seen.year) else { return Ok(None) };
        if from >= to || first.money.is_none() {
            return Ok(None);
        }
        let costing = match self.plan.costs {
            Costing::Discounted => Way::Discounted,
            Costing::Undiscounted => Way::Undiscounted,
        };
        let discount = Discount::new(Rate::Constant(rate), FirstYear::Full)?;
        let appraisal = Appraisal { discount, costing, exponent: self.plan.change_exponent };
        let ends = |yearly: &[f64]| Some(vec![(from, *yearly.first()?), (to, *yearly.last()?)]);
        let (Some(without), Some(with)) = (ends(without), ends(with)) else { return Ok(None) };
        let benefit = appraisal.of_risk(&without)? - appraisal.of_risk(&with)?;
        let costs = measures
            .iter()
            .map(|m| appraisal.of_cost(&asked::cost(m, from), from, to))
            .collect::<Result<Vec<f64>, _>>()?;
        Worth::new(benefit, costs.iter().sum()).map(Some)
    }

    /// What is averted in a year now, by group.
    fn groups(&self, first: &Standing, pairs: &[Pair]) -> Vec<(String, f64)> {
        let Some(now) = pairs.first() else { return Vec::new() };
        let mut groups: Vec<(String, f64)> = (0_u32..)
            .zip(&first.groups)
            .filter(|(group, _)| first.all.iter().any(|(of, ..)| of == group))
            .map(|(group, name)| {
                (name.clone(), now.without.annual_of(group, &now.events) - now.with.annual_of(group, &now.events))
            })
            .collect();
        groups.sort_by(|a, b| a.0.cmp(&b.0));
        groups
    }

    fn method(&self, valued: bool) -> String {
        let rule = format!("expected in a year by the rule {}, {} beyond the rarest", self.rule.join, self.rule.beyond);
        let (Some(rate), true) = (self.plan.discount_rate, valued) else { return rule };
        let years: Vec<String> = [self.views.first(), self.views.last()]
            .into_iter()
            .flatten()
            .filter_map(|v| v.seen.year)
            .map(|y| y.to_string())
            .collect();
        format!(
            "{rule}; risk changes from {} as t^{}; discounted at {} % a year, the first year in full; costs {}",
            years.join(" to "),
            self.plan.change_exponent,
            100.0 * rate,
            self.plan.costs
        )
    }
}

fn counted(standing: &Standing) -> Counted {
    match &standing.money {
        Some((currency, price_year)) => Counted::Money { currency: currency.clone(), price_year: *price_year },
        None => Counted::LostThings(ExposureKind::Things),
    }
}
