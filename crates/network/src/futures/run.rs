//! Solving every future twice: free, and with what the plan builds first held.

use super::again::Again;
use super::things::{Thing, draw, things, vary};
use super::{Built, Futures, Run, signpost, summary};
use crate::answer::{Answer, in_words, unit};
use crate::assemble::{Assembled, assemble, there};
use crate::error::NetworkError;
use crate::network::Network;
use crate::tables::{Hold, Objective};
use city::Progress;
use rayon::prelude::*;
use solve::{Basis, Model, Sense};
use std::sync::atomic::{AtomicU64, Ordering};

/// Futures that one open model goes through; fixed, so that no answer hangs on the number of threads.
const CHUNK: usize = 25;

/// Fewer units than this are none.
const SEEN: f64 = 1e-6;

/// What can be built: what, in which period, and its column.
pub(super) type Choice = (Built, usize, usize);

struct Ready<'a> {
    network: &'a Network,
    objective: &'a Objective,
    things: Vec<Thing>,
    choices: Vec<Choice>,
    /// Columns that are held, and at what.
    held: Vec<(usize, f64)>,
    base: Model,
    basis: Option<Basis>,
    at_least: bool,
    seed: u32,
}

/// Tries a plan under the futures that `[futures]` of the network asks for.
///
/// Every future is solved twice, both times without whole numbers (the relaxation): once free, and once with what `plan` builds in the
/// first periods (`now`) held. The difference in the first objective is the regret of having decided now. `plan` is an answer to this
/// same network; `seed` scrambles the draws. Rows, columns and their order are those of the forecast: each future only changes bounds
/// and costs of an open model (and, where a budget is of a metric with uncertain costs, coefficients of its row), and starts from the
/// basis of the forecast. The same digits come out on one thread or many.
///
/// A future without any plan, and one in which what is held leaves no plan, are counted and kept in [`Futures::runs`].
///
/// Wells for 1 a m3/d, demand of 80 to 120 where 100 are forecast, and a plan for 100 that may be added to:
///
/// ```
/// use network::{Network, Tables, answer, futures};
/// let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
/// let settings = "[[objective]]\nminimise = { cost = 1 }\n[futures]\ncount = 200\nhold = 'at_least'\n\
///     demand = { potable = [0.8, 1.2] }\n";
/// let (tables, _) = Tables::read(&[
///     file("network.toml", settings),
///     file("metrics.csv", "metric,unit\ncost,USD\n"),
///     file("resources.csv", "resource,unit\npotable,m3\n"),
///     file("places.csv", "place\nA\n"),
///     file("technologies.csv", "technology,capacity\nwell,1\n"),
///     file("coefficients.csv", "technology,resource,amount\nwell,potable,1\n"),
///     file("demands.csv", "place,resource,amount\nA,potable,100\n"),
///     file("costs.csv", "metric,kind,id,per,amount\ncost,technology,well,unit,1\n"),
/// ]);
/// let (network, _) = Network::resolve(&tables);
/// let plan = answer::answer(&network, &answer::Asked::default(), &mut solve::Quiet)?;
/// let tried = futures::futures(&network, &plan, 1, &city::Silent)?;
/// let range = tried.free.ok_or("no future has a plan")?;
/// assert!((range.low - 82.0).abs() < 0.5 && (range.high - 118.0).abs() < 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`NetworkError::NoObjective`], [`NetworkError::NothingUncertain`], [`NetworkError::Impossible`] where the forecast itself has no
/// plan, [`NetworkError::Stopped`], and a failing optimiser.
pub fn futures(network: &Network, plan: &Answer, seed: u32, progress: &dyn Progress) -> Result<Futures, NetworkError> {
    let settings = network.futures.as_ref().ok_or(NetworkError::NothingUncertain)?;
    let things = things(network, settings);
    if things.is_empty() {
        return Err(NetworkError::NothingUncertain);
    }
    let objective = network.objectives.first().ok_or(NetworkError::NoObjective)?;
    let mut assembled = assemble(network);
    assembled.aim(network, objective);
    let choices = choices(network, &assembled);
    let value = |column: usize| plan.values.get(column).copied().unwrap_or(0.0);
    let held = choices.iter().filter(|choice| choice.1 < settings.now).map(|choice| (choice.2, value(choice.2)));
    let held: Vec<(usize, f64)> = held.collect();
    let planned: Vec<f64> = choices.iter().map(|choice| value(choice.2)).collect();
    let (base, at_least) = (assembled.model, settings.hold == Hold::AtLeast);
    let mut ready = Ready { network, objective, things, choices, held, base, basis: None, at_least, seed };
    let forecast = ready.forecast()?;
    let (done, total) = (AtomicU64::new(0), settings.count as u64);
    let chunks: Vec<usize> = (0..settings.count).step_by(CHUNK).collect();
    let runs: Result<Vec<Vec<Run>>, NetworkError> = chunks
        .into_par_iter()
        .map(|first| {
            let mut again = Again::open(&ready.base)?;
            let one = |future: usize| {
                if progress.cancelled() {
                    return Err(NetworkError::Stopped);
                }
                let values = draw(&ready.things, future, ready.seed);
                let run = ready.run(&mut again, values);
                progress.at("futures", done.fetch_add(1, Ordering::Relaxed) + 1, total);
                run
            };
            (first..(first + CHUNK).min(settings.count)).map(one).collect()
        })
        .collect();
    let runs: Vec<Run> = runs?.into_iter().flatten().collect();
    let mut found = summary::of(&ready.choices, &planned, forecast, runs, settings.now);
    (found.objective, found.unit, found.things) = (in_words(objective), unit(network, objective), ready.things);
    found.signposts = signpost::all(network, &found);
    Ok(found)
}

/// Everything that can be built, in the order of the layout.
fn choices(network: &Network, assembled: &Assembled) -> Vec<Choice> {
    let mut choices = Vec::new();
    let layout = &assembled.layout;
    for technology in 0..network.technologies.len() {
        for place in 0..network.places.len() {
            for period in 0..network.periods.len() {
                let column = there(layout.new[layout.unit(technology, place, period)]);
                choices.extend(column.map(|column| (Built::Technology(technology, place), period, column)));
            }
        }
    }
    for link in 0..network.links.len() {
        for period in 0..network.periods.len() {
            let column = there(layout.built[layout.link(link, period)]);
            choices.extend(column.map(|column| (Built::Link(link), period, column)));
        }
    }
    choices
}

impl Ready<'_> {
    /// Solves the forecast as it is, and keeps its basis.
    fn forecast(&mut self) -> Result<Run, NetworkError> {
        let mut again = Again::open(&self.base)?;
        let values: Vec<f64> = self.things.iter().map(super::things::unchanged).collect();
        let Some(free) = again.again(&self.base)? else {
            return Err(NetworkError::Impossible("the forecast itself has no plan".to_owned()));
        };
        self.basis = again.basis();
        let held = again.again(&self.hold(self.base.clone()))?;
        Ok(self.read(values, Some(&free), held.map(|held| held.objective)))
    }

    fn run(&self, again: &mut Again, values: Vec<f64>) -> Result<Run, NetworkError> {
        let future = vary(self.network, &self.things, &values);
        let mut assembled = assemble(&future);
        assembled.aim(&future, self.objective);
        let Some(free) = again.solve(&assembled.model, (&self.base, self.basis.as_ref()))? else {
            return Ok(self.read(values, None, None));
        };
        let held = again.again(&self.hold(assembled.model))?;
        Ok(self.read(values, Some(&free), held.map(|held| held.objective)))
    }

    /// The model with what the plan builds first held.
    fn hold(&self, mut model: Model) -> Model {
        for (column, value) in &self.held {
            let value = value.clamp(model.lower[*column], model.upper[*column]);
            model.lower[*column] = value;
            if !self.at_least {
                model.upper[*column] = value;
            }
        }
        model
    }

    fn read(&self, values: Vec<f64>, free: Option<&solve::Solution>, held: Option<f64>) -> Run {
        let mut units = Vec::new();
        if let Some(free) = free {
            for (at, choice) in (0_u32..).zip(&self.choices) {
                let value = free.values.get(choice.2).copied().unwrap_or(0.0);
                if value > SEEN {
                    units.push((at, value));
                }
            }
        }
        let free = free.map(|free| free.objective);
        let worse = |free: f64, held: f64| if self.base.sense == Sense::Minimise { held - free } else { free - held };
        let regret = free.zip(held).map(|(free, held)| worse(free, held).max(0.0));
        Run { values, free, held, regret, units }
    }
}
