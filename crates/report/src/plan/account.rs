//! Where the money goes: each metric that is money by what it is spent on, closing to the last unit with the objective that counts it.

use super::amounts::{title, unit_of_metric, words};
use crate::assessment::reading::threshold;
use city::network_plan::{MetricRow, NetworkPlan, ObjectiveRow};

/// What a line of an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A part of a metric.
    Part,
    /// A metric: the sum of the parts above it.
    Metric,
    /// All metrics.
    All,
}

/// A line of an account: amounts that close, in whole steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it is.
    pub kind: Kind,
    /// The metric; empty for all.
    pub metric: String,
    /// The part; empty for a sum.
    pub part: String,
    /// By period, not discounted.
    pub amounts: Vec<f64>,
    /// All periods, not discounted.
    pub all: f64,
    /// All periods, as objectives count it.
    pub worth: f64,
}

/// Where the money of a plan goes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Account {
    /// Lines: of each metric its parts and their sum, then all of them.
    pub lines: Vec<Line>,
    /// What the objective counts besides, or otherwise than, the sum of all lines: words, and amount.
    pub besides: Vec<(String, f64)>,
    /// The objective that counts the money: words, and what the plan comes to by it.
    pub objective: Option<(String, f64)>,
    /// The smallest step of the amounts.
    pub step: f64,
}

/// The metrics that are added up here: those in the plan's unit of money that know where they come from.
fn metrics(plan: &NetworkPlan) -> Vec<&MetricRow> {
    let is_money = |m: &&MetricRow| m.discounted && !m.built_in && m.unit == plan.money_unit && !m.parts.is_empty();
    plan.metrics.iter().filter(is_money).collect()
}

/// Amounts in whole steps whose sum is a whole that is in whole steps already: each is off by less than a step from its own, and one that
/// is nothing stays nothing.
pub fn closing(amounts: &[f64], whole: f64, step: f64) -> Vec<f64> {
    let last = amounts.iter().rposition(|amount| *amount != 0.0);
    let (mut sum, mut before) = (0.0, 0.0);
    let cell = |(at, amount): (usize, &f64)| {
        sum += amount;
        let up_to = if last.is_none_or(|last| at >= last) { whole } else { (sum / step).round() * step };
        up_to - std::mem::replace(&mut before, up_to)
    };
    amounts.iter().enumerate().map(cell).collect()
}

/// The account of a plan; none where nothing of it is money.
pub fn account(plan: &NetworkPlan) -> Option<Account> {
    let metrics = metrics(plan);
    let columns = plan.periods.len() + 1;
    // the last column is the worth
    let cells = |metric: &MetricRow, part: usize| -> Vec<f64> {
        let part = &metric.parts[part];
        let amount = |at: usize| part.amounts.get(at).copied().unwrap_or(0.0);
        (0..columns - 1).map(amount).chain([part.worth]).collect()
    };
    let exact: Vec<Vec<Vec<f64>>> =
        metrics.iter().map(|metric| (0..metric.parts.len()).map(|part| cells(metric, part)).collect()).collect();
    let of_column = |column: usize| exact.iter().flatten().map(|cells| cells[column]).sum::<f64>();
    let wholes: Vec<f64> = (0..columns).map(of_column).collect();
    if metrics.is_empty() || wholes.iter().all(|whole| *whole == 0.0) {
        return None;
    }
    let step = if wholes.iter().any(|whole| whole.abs() >= 1e4) { 1.0 } else { 0.01 };
    let round = |value: f64| (value / step).round() * step;
    let mut all = closing(&wholes[..columns - 1], round(wholes[..columns - 1].iter().sum()), step);
    all.push(round(wholes[columns - 1]));
    let lines = close(&exact, &all, step);
    let line = |kind: Kind, metric: &str, part: &str, cells: &[f64]| Line {
        kind,
        metric: metric.to_owned(),
        part: part.to_owned(),
        amounts: cells[..columns - 1].to_vec(),
        all: round(cells[..columns - 1].iter().sum()),
        worth: cells[columns - 1],
    };
    let mut account = Account { step, ..Account::default() };
    for (metric, cells) in metrics.iter().zip(&lines) {
        for (part, cells) in metric.parts.iter().zip(cells) {
            account.lines.push(line(Kind::Part, &metric.metric, &part.part, cells));
        }
        account.lines.extend(cells.last().map(|cells| line(Kind::Metric, &metric.metric, "", cells)));
    }
    account.lines.push(line(Kind::All, "", "", &all));
    count(plan, &metrics, &mut account);
    Some(account)
}

/// The cells of each metric's parts and then of their sum, by line and column: in each column metrics close to the whole, and parts to
/// their metric.
fn close(exact: &[Vec<Vec<f64>>], all: &[f64], step: f64) -> Vec<Vec<Vec<f64>>> {
    let mut lines: Vec<Vec<Vec<f64>>> = exact.iter().map(|parts| vec![Vec::new(); parts.len() + 1]).collect();
    for (column, whole) in all.iter().enumerate() {
        let sums: Vec<f64> = exact.iter().map(|parts| parts.iter().map(|cells| cells[column]).sum()).collect();
        for ((parts, lines), sum) in exact.iter().zip(&mut lines).zip(closing(&sums, *whole, step)) {
            let parts: Vec<f64> = parts.iter().map(|cells| cells[column]).collect();
            for (line, cell) in lines.iter_mut().zip(closing(&parts, sum, step).into_iter().chain([sum])) {
                line.push(cell);
            }
        }
    }
    lines
}

/// The first objective that counts any of the money.
fn counting<'a>(plan: &'a NetworkPlan, metrics: &[&MetricRow]) -> Option<&'a ObjectiveRow> {
    let counts = |o: &&ObjectiveRow| o.terms.iter().any(|term| metrics.iter().any(|m| m.metric == term.metric));
    plan.objectives.iter().find(counts)
}

/// What lies between the sum of all lines and the objective.
fn count(plan: &NetworkPlan, metrics: &[&MetricRow], account: &mut Account) {
    let Some(objective) = counting(plan, metrics) else { return };
    let whole = account.lines.last().map_or(0.0, |line| line.worth);
    let weight =
        |id: &str| objective.terms.iter().filter(|term| term.metric == id).map(|term| term.weight).sum::<f64>();
    let mut besides: Vec<(String, f64)> = Vec::new();
    for metric in metrics {
        let weight = weight(&metric.metric);
        if weight == 0.0 {
            besides.push((format!("Less {}, which it does not count", words(&metric.metric)), -metric.worth));
        } else if (weight - 1.0).abs() > 1e-12 {
            let words = format!("{} counts {} times", title(&metric.metric), threshold(weight));
            besides.push((words, (weight - 1.0) * metric.worth));
        }
    }
    for term in objective.terms.iter().filter(|term| !metrics.iter().any(|m| m.metric == term.metric)) {
        let Some(metric) = plan.metrics.iter().find(|metric| metric.metric == term.metric) else { continue };
        let unit = unit_of_metric(&metric.unit);
        let words = format!("{} a {unit} of {}", threshold(term.weight), words(&metric.metric));
        besides.push((words, term.weight * metric.worth));
    }
    let value = whole + besides.iter().map(|(_, amount)| amount).sum::<f64>();
    let value = (value / account.step).round() * account.step;
    let amounts: Vec<f64> = besides.iter().map(|(_, amount)| *amount).collect();
    let shown = closing(&amounts, value - whole, account.step);
    account.besides = besides.into_iter().zip(shown).map(|((words, _), amount)| (words, amount)).collect();
    account.objective = Some((objective.objective.clone(), value));
}

/// The amounts of a part as the account shows them, all metrics together; none where there is no such line.
pub fn shown(account: &Account, part: &str) -> Option<Vec<f64>> {
    let lines = account.lines.iter().filter(|line| line.kind == Kind::Part && line.part == part);
    lines.map(|line| line.amounts.clone()).reduce(|a, b| a.iter().zip(&b).map(|(a, b)| a + b).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::network_plan::{MetricPart, PeriodRow, TermRow};

    fn metric(id: &str, parts: &[(&str, [f64; 2], f64)]) -> MetricRow {
        let part = |(part, amounts, worth): &(&str, [f64; 2], f64)| MetricPart {
            part: (*part).into(),
            amounts: amounts.to_vec(),
            worth: *worth,
        };
        MetricRow {
            metric: id.into(),
            unit: "USD_2023".into(),
            amounts: (0..2).map(|at| parts.iter().map(|part| part.1[at]).sum()).collect(),
            worth: parts.iter().map(|part| part.2).sum(),
            built_in: false,
            discounted: true,
            each_year: false,
            parts: parts.iter().map(part).collect(),
        }
    }

    fn plan(terms: &[(&str, f64)], value: f64) -> NetworkPlan {
        let term = |(metric, weight): &(&str, f64)| TermRow { metric: (*metric).into(), weight: *weight };
        let period = |year: f64| PeriodRow { period: format!("{year}"), start_year: year, years: 5.0 };
        NetworkPlan {
            money_unit: "USD_2023".into(),
            periods: vec![period(2025.0), period(2030.0)],
            metrics: vec![
                metric(
                    "capital",
                    &[
                        ("new_units", [100_000.4, 0.4], 90_000.3),
                        ("new_links", [20_000.4, 10_000.4], 25_000.3),
                        ("committed", [0.0, 7_000.0], 5_000.0),
                    ],
                ),
                metric("running", &[("running_units", [333.4, 444.4], 600.4), ("imports", [0.4, 11.4], 9.4)]),
            ],
            objectives: vec![ObjectiveRow {
                objective: "minimise capital + running".into(),
                unit: "USD_2023".into(),
                value,
                bound: value,
                gap: 0.0,
                ended_by: String::new(),
                terms: terms.iter().map(term).collect(),
            }],
            ..NetworkPlan::default()
        }
    }

    /// Every sum of an account, as a reader adds it up.
    fn closes(account: &Account, columns: usize) {
        let (mut parts, mut sums) = (vec![0.0; columns + 2], vec![0.0; columns + 2]);
        for line in &account.lines {
            let cells: Vec<f64> = line.amounts.iter().copied().chain([line.all, line.worth]).collect();
            assert!((line.amounts.iter().sum::<f64>() - line.all).abs() < 1e-9, "{line:?}");
            assert!(cells.iter().all(|cell| (cell / account.step - (cell / account.step).round()).abs() < 1e-6));
            match line.kind {
                Kind::Part => parts.iter_mut().zip(&cells).for_each(|(sum, cell)| *sum += cell),
                Kind::Metric => {
                    assert!(parts.iter().zip(&cells).all(|(sum, cell)| (sum - cell).abs() < 1e-9), "{line:?}");
                    sums.iter_mut().zip(&cells).for_each(|(sum, cell)| *sum += cell);
                    parts.fill(0.0);
                }
                Kind::All => assert!(sums.iter().zip(&cells).all(|(sum, cell)| (sum - cell).abs() < 1e-9), "{line:?}"),
            }
        }
        let worth = account.lines.last().unwrap().worth;
        let besides: f64 = account.besides.iter().map(|one| one.1).sum();
        assert!((worth + besides - account.objective.as_ref().unwrap().1).abs() < 1e-9);
    }

    #[test]
    fn an_account_closes_to_the_last_unit_though_every_part_is_rounded() {
        let plan = plan(&[("capital", 1.0), ("running", 1.0)], 120_610.4);
        let account = account(&plan).unwrap();
        closes(&account, 2);
        // 90,000.3 + 25,000.3 + 5,000 + 600.4 + 9.4 = 120,610.4
        assert_eq!(account.objective, Some(("minimise capital + running".into(), 120_610.0)));
        assert!(account.lines[2].amounts[0].abs() < 1e-9, "nothing committed in the first period stays nothing");
        assert!((shown(&account, "new_units").unwrap()[0] - 100_000.0).abs() < 1e-9);
    }

    #[test]
    fn what_an_objective_counts_otherwise_stands_between_the_sum_and_it() {
        let mut plan = plan(&[("capital", 0.1), ("ghg", 0.05)], 0.0);
        let mut ghg = metric("ghg", &[("imports", [100.0, 200.0], 300.0)]);
        (ghg.discounted, ghg.unit) = (false, "kgCO2e".into());
        plan.metrics.push(ghg);
        let account = account(&plan).unwrap();
        closes(&account, 2);
        // 0.1 x 120,000.6 + 0.05 x 300 = 12,015.06
        assert!((account.objective.as_ref().unwrap().1 - 12_015.0).abs() < 1e-9);
        assert_eq!(account.besides.len(), 3);
    }

    #[test]
    fn a_small_account_is_kept_to_the_hundredth() {
        let mut plan = plan(&[("capital", 1.0)], 0.0);
        plan.metrics =
            vec![metric("capital", &[("new_units", [30.0, 0.0], 30.0), ("imports", [15.555_556, 5.0], 20.555_556)])];
        let account = account(&plan).unwrap();
        closes(&account, 2);
        assert!((account.objective.as_ref().unwrap().1 - 50.56).abs() < 1e-9);
    }

    #[test]
    fn a_plan_without_money_has_no_account() {
        assert_eq!(account(&NetworkPlan::default()), None);
    }
}
