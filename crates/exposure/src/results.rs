//! What is struck and lost, summed: everything together, by group, by settlement and district.

use crate::days::{Asked, Counting};
use crate::located::Grounds;
use crate::strike::Hit;
use crate::things::{Thing, Things};
use crate::views::Seen;
use crate::yearly::suffered;
use city::risk::{Measure, RiskResult, Rule, Suffered};
use city::risk_settings::ExposureKind;
use std::collections::BTreeMap;

/// The results of one exposure in one view: what is struck, what is lost, and in money where values are known.
pub fn results(
    things: &Things,
    (at, seen): (usize, &Seen),
    hits: &[Vec<Hit>],
    more: &[Asked],
    (grounds, rule): (&Grounds, Rule),
) -> Vec<RiskResult> {
    let kind = things.settings.kind;
    let mut asked: Vec<(Measure, Plain)> = Vec::new();
    let lost = hits.iter().flatten().any(|hit| hit.lost.is_some());
    if kind == ExposureKind::Lines {
        asked.push((Measure::Metres, struck));
    } else {
        asked.push((Measure::Struck(kind), struck));
        if lost {
            asked.push((Measure::LostThings(kind), lost_things));
        }
    }
    if lost && things.list.iter().any(|thing| thing.value.is_some()) {
        let (currency, price_year) = (things.settings.currency.clone(), things.settings.price_year);
        asked.push((Measure::Money { currency, price_year }, money));
    }
    let scene = Scene { things, seen, hits, grounds, rule };
    let plain = asked.into_iter().map(|(measure, plain)| {
        let (id, title, method) = (&*things.settings.id, &*things.settings.title, scene.method(&measure));
        let counting: Counting = Box::new(move |_, thing, hit, growth| plain(thing, hit, growth));
        scene.result(at, &Asked { id, title, measure, counting, method, by_loss: false })
    });
    plain.chain(more.iter().filter(|asked| lost || !asked.by_loss).map(|asked| scene.result(at, asked))).collect()
}

/// What one thing has and loses: exposed, and low, best and high at an event.
type Plain = fn(&Thing, &Hit, f64) -> (f64, [f64; 3]);

fn struck(thing: &Thing, hit: &Hit, _: f64) -> (f64, [f64; 3]) {
    (thing.count, [thing.count * hit.struck; 3])
}

fn lost_things(thing: &Thing, hit: &Hit, _: f64) -> (f64, [f64; 3]) {
    let known = if thing.function.is_some() { thing.count } else { 0.0 };
    (known, hit.lost.unwrap_or_default().map(|ratio| known * ratio))
}

fn money(thing: &Thing, hit: &Hit, growth: f64) -> (f64, [f64; 3]) {
    let value = thing.value.filter(|_| thing.function.is_some()).unwrap_or(0.0) * growth;
    (value, hit.lost.unwrap_or_default().map(|ratio| value * ratio))
}

struct Scene<'s, 'a> {
    things: &'s Things<'a>,
    seen: &'s Seen<'a>,
    hits: &'s [Vec<Hit>],
    grounds: &'s Grounds<'a>,
    rule: Rule,
}

/// A sum of things.
#[derive(Clone)]
struct Sum {
    exposed: f64,
    events: Vec<[f64; 3]>,
}

impl Sum {
    fn add(&mut self, exposed: f64, events: &[[f64; 3]]) {
        self.exposed += exposed;
        for (sum, event) in self.events.iter_mut().zip(events) {
            sum.iter_mut().zip(event).for_each(|(sum, x)| *sum += x);
        }
    }
}

impl Scene<'_, '_> {
    fn result(&self, view: usize, asked: &Asked) -> RiskResult {
        let nothing = Sum { exposed: 0.0, events: vec![[0.0; 3]; self.hits.len()] };
        let (mut whole, mut not_covered) = (nothing.clone(), 0.0);
        let mut groups: BTreeMap<usize, Sum> = BTreeMap::new();
        let mut places: BTreeMap<usize, Sum> = BTreeMap::new();
        let mut events = vec![[0.0; 3]; self.hits.len()];
        for (at, thing) in self.things.list.iter().enumerate() {
            let (mut exposed, mut uncovered) = (0.0, 0.0_f64);
            for (event, hits) in events.iter_mut().zip(self.hits) {
                let hit = hits.get(at).copied().unwrap_or_default();
                (exposed, *event) = (asked.counting)(at, thing, &hit, self.seen.growth);
                uncovered = uncovered.max(hit.not_covered);
            }
            whole.add(exposed, &events);
            not_covered += exposed * uncovered;
            if let Some(group) = thing.group {
                groups.entry(group).or_insert_with(|| nothing.clone()).add(exposed, &events);
            }
            for ground in &thing.grounds {
                places.entry(*ground).or_insert_with(|| nothing.clone()).add(exposed, &events);
            }
        }
        let name = |group: usize| self.things.groups.get(group).cloned().unwrap_or_default();
        let place = |at: usize| self.grounds.places.get(at).map(|p| p.id.clone());
        let mut groups: Vec<_> = groups.into_iter().map(|(group, sum)| (name(group), self.suffered(&sum))).collect();
        groups.sort_by(|a, b| a.0.cmp(&b.0));
        RiskResult {
            exposure: asked.id.to_owned(),
            title: asked.title.to_owned(),
            method: asked.method.clone(),
            measure: asked.measure.clone(),
            view,
            not_covered: if whole.exposed > 0.0 { not_covered / whole.exposed } else { 0.0 },
            whole: self.suffered(&whole),
            groups,
            places: places.into_iter().filter_map(|(at, sum)| Some((place(at)?, self.suffered(&sum)))).collect(),
        }
    }

    fn suffered(&self, sum: &Sum) -> Suffered {
        suffered(sum.exposed, &self.seen.view.return_periods, &sum.events, self.rule)
    }

    fn method(&self, measure: &Measure) -> String {
        let single = if self.things.are_single() {
            "a thing is struck where any part of it is, with the chance that the share of the cell or area gives"
        } else {
            "by the share of each feature that is struck"
        };
        match measure {
            Measure::Money { .. } => {
                let source = &self.things.settings.value_source;
                let whose =
                    if source.is_empty() { "value from the layer".to_owned() } else { format!("value: {source}") };
                let growth = if (self.seen.growth - 1.0).abs() > 1e-12 {
                    format!("; values x {:.4} by growth", self.seen.growth)
                } else {
                    String::new()
                };
                format!(
                    "value x part lost at the intensity of each piece of it ({}), {}; {whose}{growth}",
                    self.functions(),
                    currency(&self.things.settings.currency, self.things.settings.price_year)
                )
            }
            Measure::LostThings(_) => format!("each thing by the part of it that is lost ({})", self.functions()),
            _ => single.to_owned(),
        }
    }

    fn functions(&self) -> String {
        let ids = self.things.functions.join(", ");
        format!("damage functions {ids}, linear between points")
    }
}

/// What money is in, in words.
pub fn currency(currency: &str, price_year: Option<i32>) -> String {
    let currency = if currency.is_empty() { "in a currency that nobody stated" } else { &format!("in {currency}") };
    price_year.map_or_else(|| currency.to_owned(), |year| format!("{currency} of {year}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{house, layer, seen, things_of};

    #[test]
    fn what_one_event_does_not_cover_is_not_covered_and_groups_add_up_to_all() {
        let (read, settings) = layer(vec![house(0.0, 0.0), house(1.0, 0.0)], "currency = \"USD\"\nfunction = \"f\"");
        let mut things = things_of(&read, &settings);
        (things.groups, things.list[0].group, things.list[1].group) = (vec!["b".into(), "a".into()], Some(0), Some(1));
        let struck = |lost: f64| Hit { struck: 1.0, lost: Some([lost; 3]), intensity: Some(1.0), not_covered: 0.0 };
        let open = Hit { not_covered: 1.0, ..Hit::default() };
        let hits = [vec![open, Hit::default()], vec![struck(0.25), struck(0.5)]];
        let seen = seen("present", &[10.0, 100.0], &[]);
        let made = results(&things, (0, &seen), &hits, &[], (&Grounds::none(), Rule::default()));
        let money = made.iter().find(|r| matches!(r.measure, Measure::Money { .. })).unwrap();
        assert!((money.not_covered - 0.5).abs() < 1e-12, "{money:?}");
        let at = |s: &Suffered| s.events[1].unwrap().value;
        assert!((at(&money.whole) - 75.0).abs() < 1e-12 && (money.whole.exposed - 200.0).abs() < 1e-12);
        let groups: Vec<(&str, f64)> = money.groups.iter().map(|(name, s)| (name.as_str(), at(s))).collect();
        assert_eq!(groups, [("a", 50.0), ("b", 25.0)]);
        assert!(money.method.contains("in USD"), "{}", money.method);
    }
}
