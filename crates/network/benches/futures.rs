//! Futures by live re-solving beside rebuilding each from cold, in CPU seconds: `RTN_NETWORK=FOLDER [FUTURES=100] [COLD=5] cargo bench
//! -p network --bench futures`. The folder is made by `benches/peers/rtn_files.py`. Every future has its own demand by resource and place
//! (+-20 % each), rain, and capital costs of 0.7 to 1.5 of each technology. Without a folder it does nothing.

use network::answer::Answer;
use network::assemble::assemble;
use network::futures::{draw, futures, things, vary};
use network::tables::{CostKind, FuturesSettings, Hold, Per};
use network::{Network, Tables};
use solve::{Limits, Live, Model, Quiet};
use std::error::Error;
use std::io::Write;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let Ok(folder) = std::env::var("RTN_NETWORK") else { return Ok(()) };
    let number = |name: &str, left_out: usize| -> Result<usize> {
        std::env::var(name).map_or(Ok(left_out), |text| Ok(text.parse()?))
    };
    let (count, cold_count) = (number("FUTURES", 100)?, number("COLD", 5)?);
    let network = network(&folder, count)?;
    let base = aimed(&network)?;
    let before = cpu_seconds()?;
    let plan = solved(&base)?;
    let first = cpu_seconds()? - before;
    let answer = Answer { values: plan.values.clone(), ..Answer::default() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let before = cpu_seconds()?;
    let found = pool.install(|| futures(&network, &answer, 1, &city::Silent))?;
    #[expect(clippy::cast_precision_loss, reason = "few futures")]
    let live = (cpu_seconds()? - before - first) / count as f64;
    let settings = network.futures.clone().unwrap_or_default();
    let things = things(&network, &settings);
    let (mut free, mut held, mut worst) = (0.0, 0.0, 0.0_f64);
    for future in 0..cold_count {
        let before = cpu_seconds()?;
        let varied = vary(&network, &things, &draw(&things, future, 1));
        let model = aimed(&varied)?;
        let solution = solved(&model)?;
        free += cpu_seconds()? - before;
        worst = worst.max(found.runs[future].free.map_or(0.0, |live| (live / solution.objective - 1.0).abs()));
        let before = cpu_seconds()?;
        solved(&hold(aimed(&varied)?, &network, &plan.values))?;
        held += cpu_seconds()? - before;
    }
    #[expect(clippy::cast_precision_loss, reason = "few futures")]
    let each = (free / cold_count as f64, held / cold_count as f64);
    writeln!(
        std::io::stdout(),
        "{folder}: {count} futures live, both solves: {live:.3} CPU s each (the forecast, once: {first:.2}); from cold, mean of \
         {cold_count}: free {:.3}, held {:.3}, both {:.3} CPU s; live takes {:.3} of both, objectives equal to {worst:.1e}; \
         {} things, {} without a plan, {} where the plan fails, regret 5-50-95 %: {:?}, {} signposts",
        each.0,
        each.1,
        each.0 + each.1,
        live / (each.0 + each.1),
        found.things.len(),
        found.without_plan,
        found.plan_fails,
        found.regret,
        found.signposts.len()
    )?;
    Ok(())
}

fn network(folder: &str, count: usize) -> Result<Network> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        files.push((name, std::fs::read_to_string(&path)?));
    }
    let (mut tables, _) = Tables::read(&files);
    for cost in tables.costs.iter_mut().filter(|c| c.kind == CostKind::Technology && c.per == Per::Unit) {
        (cost.low, cost.high) = (Some(cost.amount * 0.7), Some(cost.amount * 1.5));
    }
    let hold = Hold::AtLeast;
    let mut settings =
        FuturesSettings { count, hold, demand_by_place: Some(0.2), costs: true, ..FuturesSettings::default() };
    settings.demand.insert("potable;wastewater".to_owned(), [0.8, 1.2]);
    settings.demand.insert("faecal_sludge".to_owned(), [0.8, 1.2]);
    settings.imports.insert("raw_surface".to_owned(), [0.7, 1.0]);
    tables.settings.futures = Some(settings);
    let (network, problems) = Network::resolve(&tables);
    if problems.is_empty() { Ok(network) } else { Err(format!("{problems:?}").into()) }
}

fn aimed(network: &Network) -> Result<Model> {
    let mut assembled = assemble(network);
    assembled.aim(network, network.objectives.first().ok_or("no objective")?);
    Ok(assembled.model)
}

fn solved(model: &Model) -> Result<solve::Solution> {
    let mut live = Live::open(model, &Limits::default())?;
    live.relax()?;
    Ok(live.solve(&mut Quiet)?)
}

fn hold(mut model: Model, network: &Network, plan: &[f64]) -> Model {
    let layout = assemble(network).layout;
    let periods = network.periods.len();
    let firsts = layout.new.iter().step_by(periods).chain(layout.built.iter().step_by(periods));
    for column in firsts.filter(|column| **column != u32::MAX).map(|column| *column as usize) {
        model.lower[column] = plan[column];
    }
    model
}

/// CPU seconds of this process, all threads.
fn cpu_seconds() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/self/stat")?;
    let after = text.rsplit(')').next().ok_or("no time")?;
    let ticks: Vec<&str> = after.split_whitespace().collect();
    Ok((ticks[11].parse::<f64>()? + ticks[12].parse::<f64>()?) / 100.0)
}
