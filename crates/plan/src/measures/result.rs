//! What a measure, or several together, avert at the things of one exposure.

use super::asked;
use super::sure::{Ranged, ranged};
use city::Estimate;
use city::risk::{Measure as Counted, MeasureResult, Rule};
use city::risk_settings::{Costing, ExposureKind, MeasureSettings, PlanSettings};
use exposure::RiskEvidence;
use exposure::standing::Standing;
use risk::RiskError;
use risk::measure::{Applied, Events, Losses, Measure, Overlap, Scenario};
use risk::valuation::{Appraisal, Costing as Way, Discount, FirstYear, Rate, Worth};
use std::borrow::Cow;

/// An exposure under one hazard as one model sees it, in its scenarios.
pub(super) struct Case<'c> {
    pub risk: &'c RiskEvidence<'c>,
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
        let range = worth.map(|worth| ranged(self, measures, worth)).transpose()?.flatten();
        let estimate = |number: Option<f64>, range: Option<(f64, f64)>| {
            let (low, high) = range.unwrap_or((f64::INFINITY, f64::NEG_INFINITY));
            number.and_then(|n| Estimate::range(low.min(n), n, high.max(n)).ok())
        };
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
            groups: averted_now(first, &pairs),
            cost: estimate(worth.map(|w| w.cost), range.as_ref().and_then(|r| r.cost)),
            benefit: estimate(worth.map(|w| w.benefit), range.as_ref().and_then(|r| r.benefit)),
            ratio: estimate(worth.and_then(|w| w.benefit_cost()), range.as_ref().and_then(|r| r.ratio)),
            without_value: if worth.is_some() { String::new() } else { self.without_value() },
            method: self.method(worth.is_some(), range.as_ref()),
            without,
            with,
        })
    }

    fn pair(&self, standing: &Standing, measures: &[&MeasureSettings]) -> Result<Pair, RiskError> {
        let scenario = self.scenario(standing, measures)?;
        let events = scenario.events().clone();
        let changes: Vec<Measure> =
            measures.iter().map(|m| asked::changes(m, &standing.groups, &standing.function_ids)).collect();
        let apply =
            |list: &[&Measure]| Applied::new(list, Overlap::Independent, &standing.functions, scenario.things());
        let without = scenario.without(&apply(&[])?, 1.0)?;
        let with = scenario.with(&apply(&changes.iter().collect::<Vec<_>>())?, 1.0, &without.at_event())?;
        Ok(Pair { events, without, with })
    }

    /// The things of one view under its events, ready for the standards of measures. A set is looked at event by event only where a
    /// measure asks for their rank.
    pub fn scenario(&self, standing: &Standing, measures: &[&MeasureSettings]) -> Result<Scenario, RiskError> {
        let ranked = measures.iter().any(|m| m.keeps_out_by_rank.is_some());
        let standing = if ranked { Cow::Borrowed(standing) } else { standing.in_a_year() };
        let standards = measures.iter().filter_map(|m| m.keeps_out_years);
        let scenario = Scenario::new(standing.sorted(false), standing.events(self.rule)?, standing.growth)?;
        Ok(scenario.ready_for(standards))
    }

    /// Costs and benefits over the years between the first scenario and the last; none without a discount rate or years, and where
    /// things are counted instead of valued.
    fn worth(&self, measures: &[&MeasureSettings], without: &[f64], with: &[f64]) -> Result<Option<Worth>, RiskError> {
        let (Some(appraisal), Some((first, last))) = (self.appraisal()?, self.ends()) else { return Ok(None) };
        let (Some(from), Some(to)) = (first.seen.year, last.seen.year) else { return Ok(None) };
        if from >= to || first.money.is_none() {
            return Ok(None);
        }
        let ends = |yearly: &[f64]| Some(vec![(from, *yearly.first()?), (to, *yearly.last()?)]);
        let (Some(without), Some(with)) = (ends(without), ends(with)) else { return Ok(None) };
        let benefit = appraisal.of_risk(&without)? - appraisal.of_risk(&with)?;
        let costs = measures
            .iter()
            .map(|m| appraisal.of_cost(&asked::cost(m, from), from, to))
            .collect::<Result<Vec<f64>, _>>()?;
        Worth::new(benefit, costs.iter().sum()).map(Some)
    }

    /// The first view and the last.
    pub fn ends(&self) -> Option<(&Standing, &Standing)> {
        Some((self.views.first()?, self.views.last()?))
    }

    /// How money of different years is made one; none without a discount rate.
    pub fn appraisal(&self) -> Result<Option<Appraisal>, RiskError> {
        let Some(rate) = self.plan.discount_rate else { return Ok(None) };
        let costing = match self.plan.costs {
            Costing::Discounted => Way::Discounted,
            Costing::Undiscounted => Way::Undiscounted,
        };
        let discount = Discount::new(Rate::Constant(rate), FirstYear::Full)?;
        Ok(Some(Appraisal { discount, costing, exponent: self.plan.change_exponent }))
    }

    /// Why there is no present value, in words.
    fn without_value(&self) -> String {
        let years: Vec<Option<i32>> = self.views.iter().map(|v| v.seen.year).collect();
        let borrowed = self.risk.settings.scenarios.iter().any(|s| !s.hazard_of.is_empty());
        if self.plan.discount_rate.is_none() {
            "nobody chose a discount rate (`discount_rate` of `[plan]`)".to_owned()
        } else if self.views.iter().any(|v| v.money.is_none()) {
            "what is protected is counted and not valued (`value` or `value_column` of the exposure)".to_owned()
        } else if years.len() < 2 && borrowed {
            "there is one scenario only: those that take their hazard from another (`hazard_of`) let values grow and are not planned \
             for; name footprints of a later year"
                .to_owned()
        } else if years.len() < 2 {
            "there is one scenario only; name footprints of a later one, and both years in `[[risk.scenario]]`"
                .to_owned()
        } else if years.iter().any(Option::is_none) {
            "a scenario has no year (`year` of `[[risk.scenario]]`)".to_owned()
        } else {
            "the first scenario and the last are of one year".to_owned()
        }
    }

    fn method(&self, valued: bool, range: Option<&Ranged>) -> String {
        let rule = match self.views.first() {
            Some(set) if set.is_set => {
                format!("an average year is the plain sum of frequency x loss over {} events", set.often.len())
            }
            _ => format!("expected in a year by the rule {}, {} beyond the rarest", self.rule.join, self.rule.beyond),
        };
        let (Some(rate), true) = (self.plan.discount_rate, valued) else { return rule };
        let years: Vec<String> = [self.views.first(), self.views.last()]
            .into_iter()
            .flatten()
            .filter_map(|v| v.seen.year)
            .map(|y| y.to_string())
            .collect();
        format!(
            "{rule}; risk changes from {} as t^{}; discounted at {} % a year, the first year in full; costs {}; {}",
            years.join(" to "),
            self.plan.change_exponent,
            100.0 * rate,
            self.plan.costs,
            range.map_or("no range: nobody gave one of what goes in", |range| &range.method)
        )
    }
}

/// What is averted in a year now, by group.
fn averted_now(first: &Standing, pairs: &[Pair]) -> Vec<(String, f64)> {
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

fn counted(standing: &Standing) -> Counted {
    match &standing.money {
        Some((currency, price_year)) => Counted::Money { currency: currency.clone(), price_year: *price_year },
        None => Counted::LostThings(ExposureKind::Things),
    }
}
