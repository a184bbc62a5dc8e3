//! Services: what stops when facilities are struck, and what then stops for want of them.

use crate::strike::Hit;
use crate::supply::{self, Supply};
use crate::things::Things;
use crate::views::Seen;
use crate::yearly::suffered;
use city::risk::{Rule, ServiceCause, ServiceStop, Suffered};
use city::risk_settings::{ExposureKind, RiskSettings, ServiceSettings};
use risk::cascade::{Cascade, ServiceLoss};
use std::collections::BTreeMap;

/// Hits of exposures by id and view: an answer an event, of a hit a thing.
pub type Hits = BTreeMap<(String, usize), Vec<Vec<Hit>>>;

/// How sure a strike has to be: in the least, in what is taken to be, and in the most that can be.
const SURE: [f64; 3] = [1.0 - 1e-9, 0.5, f64::MIN_POSITIVE];

/// What stops of each service in each view in which its facilities were asked.
pub fn stops(settings: &RiskSettings, seen: &[Seen], supply: &Supply, hits: &Hits) -> Vec<ServiceStop> {
    let mut all = Vec::new();
    for (at, view) in seen.iter().enumerate() {
        let events = view.view.return_periods.len();
        let scene = Scene { settings, supply, hits, view: at, seen: view };
        // each event three times over: least, best, most
        let cascades: Vec<[Cascade; 3]> = (0..events).filter_map(|event| scene.cascades(event)).collect();
        if cascades.len() != events || events == 0 {
            continue;
        }
        for (service, own) in settings.services.iter().enumerate() {
            if hits.contains_key(&(own.exposure.clone(), at)) && supply.count(service) > 0 {
                all.push(scene.stop((service, own), &cascades));
            }
        }
    }
    all
}

struct Scene<'s, 'a> {
    settings: &'s RiskSettings,
    supply: &'s Supply<'a>,
    hits: &'s Hits,
    view: usize,
    seen: &'s Seen<'a>,
}

impl Scene<'_, '_> {
    fn hit(&self, facility: &supply::At, event: usize) -> Option<Hit> {
        let settings = self.settings.services.get(facility.service)?;
        self.hits.get(&(settings.exposure.clone(), self.view))?.get(event)?.get(facility.thing).copied()
    }

    fn cascades(&self, event: usize) -> Option<[Cascade; 3]> {
        let mut made = Vec::with_capacity(SURE.len());
        for (way, sure) in SURE.iter().enumerate() {
            let most = way + 1 == SURE.len();
            let intensity = |facility: &supply::At| {
                let hit = self.hit(facility, event)?;
                meets(&hit, self.supply.things(facility.service)?, *sure, self.limit(facility.service), most)
            };
            let intensities: Vec<Option<f64>> = self.supply.at.iter().map(intensity).collect();
            made.push(self.supply.network.after(&intensities).ok()?);
        }
        made.try_into().ok()
    }

    fn limit(&self, service: usize) -> Option<f64> {
        self.settings.services.get(service)?.fails_from
    }

    fn stop(&self, (service, settings): (usize, &ServiceSettings), cascades: &[[Cascade; 3]]) -> ServiceStop {
        let of = |cascade: &Cascade| cascade.of_service(&self.supply.network, service);
        let losses: Vec<[ServiceLoss; 3]> = cascades.iter().map(|three| three.each_ref().map(of)).collect();
        let own =
            || self.supply.at.iter().zip(self.supply.network.facilities()).filter(|(at, _)| at.service == service);
        let served: Vec<f64> = own().filter_map(|(_, facility)| facility.served).collect();
        let counted = |count: &dyn Fn(&ServiceLoss) -> f64, whole: f64| -> Suffered {
            let events: Vec<[f64; 3]> = losses.iter().map(|three| three.each_ref().map(count)).collect();
            suffered(
                whole,
                &self.seen.view.return_periods,
                &events,
                Rule { join: self.settings.join, beyond: self.settings.beyond },
            )
        };
        let all = number(self.supply.count(service));
        let people = |loss: &ServiceLoss| loss.people.unwrap_or(0.0);
        let uncovered = |at: &supply::At| {
            (0..self.seen.view.return_periods.len())
                .any(|event| self.hit(at, event).is_none_or(|hit| hit.not_covered >= 0.5))
        };
        ServiceStop {
            id: settings.id.clone(),
            title: settings.title.clone(),
            exposure: settings.exposure.clone(),
            view: self.view,
            stopped: counted(&|loss| number(loss.stopped()), all),
            struck: counted(&|loss| number(loss.struck), all),
            people: (!served.is_empty()).then(|| counted(&people, served.iter().sum())),
            unsaid: own().filter(|(_, facility)| facility.served.is_none()).count() as u64,
            not_covered: own().filter(|(at, _)| uncovered(at)).count() as u64,
            causes: losses.iter().map(|[_, best, _]| self.causes(best)).collect(),
            method: self.method(settings),
        }
    }

    fn causes(&self, loss: &ServiceLoss) -> Vec<ServiceCause> {
        let mut by_service: BTreeMap<usize, ServiceCause> = BTreeMap::new();
        for cause in &loss.first_causes {
            let Some(at) = self.supply.at.get(cause.facility) else { continue };
            let title = self.settings.services.get(at.service).map(|s| s.title.clone()).unwrap_or_default();
            let found = by_service.entry(at.service).or_insert_with(|| ServiceCause {
                service: title,
                first: at.name.clone(),
                stops: 0,
            });
            found.stops += cause.stops as u64;
        }
        let mut all: Vec<ServiceCause> = by_service.into_values().collect();
        all.sort_by_key(|cause| std::cmp::Reverse(cause.stops));
        all
    }

    fn method(&self, settings: &ServiceSettings) -> String {
        let fails = match settings.fails_from {
            Some(limit) => format!("a facility stops from {limit} {}", self.seen.view.unit),
            None => "a facility stops wherever it is struck".to_owned(),
        };
        let title = |id: &str| {
            let found = self.settings.services.iter().find(|s| s.id == id);
            found.map_or_else(|| id.to_owned(), |s| s.title.clone())
        };
        let need = |need: &city::risk_settings::NeedSettings| {
            let whom = match need.link_column.as_str() {
                "" => format!("the nearest of {}", title(&need.service)),
                column => format!("{} of {} that `{column}` names", need.enough, title(&need.service)),
            };
            if need.backup_hours > 0.0 { format!("{whom} (goes on {} hours without)", need.backup_hours) } else { whom }
        };
        let needs: Vec<String> = settings.needs.iter().map(need).collect();
        let needs = if needs.is_empty() {
            "it needs nothing of the others".to_owned()
        } else {
            format!("it needs {}", needs.join("; and "))
        };
        let out = match settings.out_hours {
            Some(hours) => format!("struck ones are out for {hours} hours"),
            None => "nobody said how long struck ones are out: no backup lasts".to_owned(),
        };
        format!(
            "{fails}; {needs}; {out}. The range: what is struck for sure, and what may be. Somebody whom two facilities serve counts twice"
        )
    }
}

/// The intensity that a facility meets where it is struck as surely as asked: none where it is not. Where only the footprint is
/// known, it is taken to stop if it stops wherever it is struck, else in the most that can be.
fn meets(hit: &Hit, things: &Things, sure: f64, limit: Option<f64>, most: bool) -> Option<f64> {
    // of a line the number is the share of its length: it is cut where any of it is
    let chance = if things.settings.kind == ExposureKind::Lines && hit.struck > 0.0 { 1.0 } else { hit.struck };
    if chance < sure {
        return None;
    }
    match (hit.intensity, limit) {
        (Some(intensity), _) => Some(intensity),
        (None, None) => Some(f64::INFINITY),
        (None, Some(_)) => most.then_some(f64::INFINITY),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of facilities are far below 2^53")]
fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
