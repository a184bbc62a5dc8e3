//! Tables to a plan: read, check, solve, and name what came out.

use super::Search;
use crate::error::FlowError;
use city::network_plan::NetworkPlan;
use city::{Problem, Progress, Severity};
use network::answer::{Asked, answer, answer_front, tables};
use network::{Network, Tables, Told, check, report};

/// A network solved, or what keeps it from being solved.
#[derive(Debug, Default)]
pub struct Solved {
    /// The plan; none where an error stands among the problems.
    pub plan: Option<NetworkPlan>,
    /// The answer as tables: name of the file, text.
    pub tables: Vec<(String, String)>,
    /// Everything that is wrong with the network.
    pub problems: Vec<Problem>,
}

/// Whether a problem keeps a network from being solved.
pub(crate) fn stops(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// Solves tables; nothing is solved while there is an error in them.
pub(crate) fn solve(
    given: &Tables,
    mut problems: Vec<Problem>,
    search: &Search,
    seed: u64,
    progress: &dyn Progress,
) -> Result<(Network, Solved), FlowError> {
    let (mut network, found) = Network::resolve(given);
    problems.extend(found);
    problems.extend(check::check(&network));
    if stops(&problems) {
        return Ok((network, Solved { problems, ..Solved::default() }));
    }
    let asked = Asked {
        build: search.build,
        gap: search.gap,
        seconds: search.seconds,
        threads: search.threads,
        seed: u32::try_from(seed % 1_000_000).unwrap_or(1),
    };
    let found = answer(&network, &asked, &mut Told(progress))?;
    let mut plan = report::report(&network, &found, &asked);
    if search.front && search.build && network.front.is_some() {
        plan.front = report::front(&network, &answer_front(&network, &asked, &mut Told(progress))?);
    }
    let mut tables = tables(&network, &found);
    if let Some(tried) = futures(&mut network, &found, (search, asked.seed), progress)? {
        plan.futures = Some(report::futures(&network, &tried));
        tables.extend(network::futures::tables(&network, &tried));
    }
    plan.problems.clone_from(&problems);
    Ok((network, Solved { plan: Some(plan), tables, problems }))
}

/// The plan under many futures, where the network or the person asks for them.
fn futures(
    network: &mut Network,
    found: &network::answer::Answer,
    (search, seed): (&Search, u32),
    progress: &dyn Progress,
) -> Result<Option<network::futures::Futures>, FlowError> {
    let Some(settings) = &mut network.futures else { return Ok(None) };
    settings.count = search.futures.unwrap_or(settings.count);
    if settings.count == 0 || !search.build {
        return Ok(None);
    }
    Ok(Some(network::futures::futures(network, found, seed, progress)?))
}
