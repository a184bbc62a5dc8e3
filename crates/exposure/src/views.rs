//! Hazards as models see them: footprints of one hazard, model and scenario put together, an event a return period.

use crate::RiskEvidence;
use crate::events::{self, Events};
use crate::heat::{self, Hot};
use assess::evidence::{Cells, Footprint, Wet, WetArea};
use assess::hazard::catalogue::Catalogue;
use city::Problem;
use city::risk::View;
use city::risk_settings::{KnownSettings, RiskSettings, ScenarioSettings};
use city::source::SourceId;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A hazard, a model and a scenario, with what it strikes at each return period.
pub struct Seen<'a> {
    /// For a reader.
    pub view: View,
    /// One for each return period of the view.
    pub events: Vec<Strike<'a>>,
    /// Events with frequencies of their own, in the place of those above.
    pub set: Option<Arc<Events>>,
    /// Days of heat, in the place of events.
    pub hot: Option<Hot<'a>>,
    /// The exposure beside whose things its intensities stand; empty where it stands by itself.
    pub only: &'a str,
    /// Factor on values: growth from the present to its year.
    pub growth: f64,
    /// Where it came from.
    pub sources: BTreeSet<SourceId>,
}

/// What is struck at one return period.
pub enum Strike<'a> {
    /// Cells, struck where deeper than a limit.
    Cells(&'a Cells<'a>, f64),
    /// Areas, struck where deeper than a limit; where no depth is known, all of them.
    Areas(Vec<&'a WetArea>, f64),
    /// A column of the exposure.
    Column(&'a str),
}

/// Every view: of footprints first, then of intensities that stand beside things, then of scenarios that take the hazard of
/// another.
pub fn views<'a>(risk: &RiskEvidence<'a>, problems: &mut Vec<Problem>) -> Vec<Seen<'a>> {
    let catalogue = Catalogue::shipped().ok();
    let label =
        |id: &str| catalogue.as_ref().and_then(|c| c.get(id)).map_or_else(|| id.to_owned(), |h| h.label.clone());
    let mut seen: Vec<Seen> = Vec::new();
    for footprint in risk.evidence.footprints {
        let settings = &footprint.settings;
        let same = |s: &&mut Seen| {
            s.only.is_empty()
                && (settings.unit.is_empty() || s.view.unit == settings.unit)
                && (s.view.hazard.as_str(), s.view.model.as_str(), s.view.scenario.as_str())
                    == (settings.hazard.as_str(), settings.model.as_str(), settings.scenario.as_str())
        };
        if seen.iter_mut().find(same).is_none() {
            let head = (settings.hazard.as_str(), settings.model.as_str(), settings.scenario.as_str());
            let unit = if settings.unit.is_empty() { "m" } else { settings.unit.as_str() };
            seen.push(empty(risk, head, label(&settings.hazard), (unit, "")));
        }
        if let Some(found) = seen.iter_mut().find(same) {
            add(found, footprint);
        }
    }
    for exposure in &risk.settings.exposures {
        for known in &exposure.known {
            seen.push(beside(risk, known, label(&known.hazard), &exposure.id));
        }
    }
    sets(risk, &mut seen, &label, problems);
    let borrowed: Vec<Seen> = risk.settings.scenarios.iter().flat_map(|s| borrowing(risk, s, &seen)).collect();
    seen.extend(borrowed);
    for one in &mut seen {
        in_order(one, problems);
    }
    seen.retain(|s| !s.events.is_empty() || s.set.is_some() || s.hot.is_some());
    // what is now comes before what may come, however they were written down
    seen.sort_by_key(|s| match (s.view.scenario.as_str(), s.view.year) {
        ("present", _) => (0, 0),
        (_, None) => (1, 0),
        (_, Some(year)) => (2, year),
    });
    seen
}

fn empty<'a>(
    risk: &RiskEvidence<'a>,
    (hazard, model, scenario): (&str, &str, &str),
    label: String,
    (unit, only): (&str, &'a str),
) -> Seen<'a> {
    let said = risk.settings.scenarios.iter().find(|s| s.id == scenario);
    let title = said.map(|s| s.title.clone()).filter(|t| !t.is_empty());
    Seen {
        view: View {
            hazard: hazard.to_owned(),
            label,
            model: model.to_owned(),
            together: false,
            by_period: true,
            scenario: scenario.to_owned(),
            scenario_title: title.unwrap_or_else(|| scenario.replace('_', " ")),
            year: said.and_then(|s| s.year),
            unit: unit.to_owned(),
            return_periods: Vec::new(),
            source: String::new(),
        },
        events: Vec::new(),
        set: None,
        hot: None,
        only,
        growth: said.map_or(1.0, |s| growth(risk.settings, s)),
        sources: BTreeSet::new(),
    }
}

/// Growth of values from the year of `present` to that of a scenario.
pub fn growth(settings: &RiskSettings, scenario: &ScenarioSettings) -> f64 {
    let present = settings.scenarios.iter().find(|s| s.id == "present").and_then(|s| s.year);
    match (present, scenario.year) {
        (Some(from), Some(to)) if scenario.growth_per_year > -1.0 && scenario.growth_per_year.is_finite() => {
            (1.0 + scenario.growth_per_year).powi(to.saturating_sub(from))
        }
        _ => 1.0,
    }
}

fn add<'a>(seen: &mut Seen<'a>, footprint: &'a Footprint<'a>) {
    let settings = &footprint.settings;
    seen.sources.insert(footprint.source.clone());
    match &footprint.wet {
        Wet::Depths(cells) => {
            seen.view.return_periods.push(settings.return_period);
            seen.events.push(Strike::Cells(cells, settings.struck_above()));
        }
        Wet::Areas(areas) => {
            let mut periods: Vec<Option<f64>> = areas.iter().map(|a| a.return_period).collect();
            periods.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
            periods.dedup();
            let left_out = |period: &Option<f64>| {
                period.is_some_and(|p| settings.leave_out.iter().any(|l| l.to_bits() == p.to_bits()))
            };
            for period in periods.into_iter().filter(|p| !left_out(p)) {
                let of_period = areas.iter().filter(|a| a.return_period == period).collect();
                seen.view.return_periods.push(period);
                seen.events.push(Strike::Areas(of_period, settings.struck_above()));
            }
        }
    }
}

fn beside<'a>(risk: &RiskEvidence<'a>, known: &'a KnownSettings, label: String, exposure: &'a str) -> Seen<'a> {
    let head = (known.hazard.as_str(), known.model.as_str(), known.scenario.as_str());
    let mut seen = empty(risk, head, label, (&known.unit, exposure));
    for (column, years) in &known.columns {
        seen.view.return_periods.push(Some(*years));
        seen.events.push(Strike::Column(column));
    }
    seen
}

/// Sets of events, and days of heat.
fn sets<'a>(
    risk: &RiskEvidence<'a>,
    seen: &mut Vec<Seen<'a>>,
    label: &dyn Fn(&str) -> String,
    problems: &mut Vec<Problem>,
) {
    let source = |name: &str| risk.layers.iter().find(|l| l.layer.name == name).map(|l| l.layer.source.clone());
    for settings in &risk.settings.event_sets {
        if let Some(set) = events::read(settings, risk.layers, problems) {
            let head = (settings.hazard.as_str(), settings.model.as_str(), settings.scenario.as_str());
            let mut one = empty(risk, head, label(&settings.hazard), (&settings.unit, ""));
            one.view.return_periods = set.periods().into_iter().map(Some).collect();
            one.sources.extend(source(&settings.layer));
            one.set = Some(Arc::new(set));
            one.view.by_period = false;
            seen.push(one);
        }
    }
    for settings in &risk.settings.heat {
        if let Some(hot) = heat::read(settings, risk.layers, problems) {
            let head = (settings.hazard.as_str(), settings.model.as_str(), settings.scenario.as_str());
            let mut one = empty(risk, head, hot.label(&label(&settings.hazard)), (&settings.unit, ""));
            one.sources.extend(source(&settings.layer));
            one.hot = Some(hot);
            one.view.by_period = false;
            seen.push(one);
        }
    }
}

/// A scenario that takes the hazard of another, with its own growth.
fn borrowing<'a>(risk: &RiskEvidence<'a>, scenario: &'a ScenarioSettings, seen: &[Seen<'a>]) -> Vec<Seen<'a>> {
    if scenario.hazard_of.is_empty() {
        return Vec::new();
    }
    seen.iter()
        .filter(|s| s.view.scenario == scenario.hazard_of && s.hot.is_none())
        .map(|from| {
            let head = (from.view.hazard.as_str(), from.view.model.as_str(), scenario.id.as_str());
            let mut taken = empty(risk, head, from.view.label.clone(), (&from.view.unit, from.only));
            taken.view.return_periods.clone_from(&from.view.return_periods);
            taken.events = from.events.iter().map(same).collect();
            taken.set.clone_from(&from.set);
            taken.view.by_period = from.view.by_period;
            taken.sources.clone_from(&from.sources);
            taken
        })
        .collect()
}

fn same<'a>(strike: &Strike<'a>) -> Strike<'a> {
    match strike {
        Strike::Cells(cells, from) => Strike::Cells(cells, *from),
        Strike::Areas(areas, from) => Strike::Areas(areas.clone(), *from),
        Strike::Column(column) => Strike::Column(column),
    }
}

/// Sorts events by return period; one whose period is not above 0 or comes twice is a problem and left out.
fn in_order(seen: &mut Seen, problems: &mut Vec<Problem>) {
    if seen.set.is_some() {
        return;
    }
    let mut both: Vec<(Option<f64>, Strike)> =
        std::mem::take(&mut seen.view.return_periods).into_iter().zip(std::mem::take(&mut seen.events)).collect();
    both.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal));
    let name = crate::checks::name(seen);
    let column =
        if seen.only.is_empty() { "assess.footprint".to_owned() } else { format!("risk.exposure.{}.known", seen.only) };
    let mut last: Option<Option<f64>> = None;
    for (years, strike) in both {
        let wrong = match years {
            Some(years) if !(years.is_finite() && years > 0.0) => Some("a return period above 0 years"),
            _ if last == Some(years) => Some("each return period once"),
            _ => None,
        };
        if let Some(expected) = wrong {
            let own =
                if let Strike::Column(column) = strike { format!(" of column `{column}`") } else { String::new() };
            let found = format!("{}{own} in {name}", years.map_or_else(|| "none".to_owned(), |y| y.to_string()));
            let hint = "it was left out: with it every expected figure of a year would be wrong; list it in `leave_out` if it is no flood";
            problems.push(
                Problem::error("return_period_wrong")
                    .in_file("city.toml")
                    .in_column(&column)
                    .found(found)
                    .expected(expected)
                    .hint(hint),
            );
            continue;
        }
        last = Some(years);
        seen.view.return_periods.push(years);
        seen.events.push(strike);
    }
}
