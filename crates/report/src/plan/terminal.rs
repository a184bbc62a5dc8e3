//! A plan as text for a terminal: the answer and how good it is, who is served, what to build, costs, targets, futures.

use super::account::{Kind, account};
use super::amounts::{amount, group, money, named, people, percent, period, title, unit, unit_of_metric};
use super::answer::{BUILDS, STANDS, finite, gap, sentences, with_unit};
use super::chosen::{Total, groups, services};
use super::futures::{Advice, advice, tried};
use super::served::{is_reached, missing, points, whose};
use super::{build, money as metrics, size, spent as account_words};
use crate::number::Shown;
use crate::table::{aligned, one_line};
use crate::words::say;
use city::network_plan::{NetworkPlan, TargetRow};
use city::profile::{Sentence, Tone};
use std::fmt::Write;

/// So many targets and investments stand in the text.
const FIRST: usize = 8;

/// The plan as aligned text: the answer, objectives with bound and gap, served and not served by period and group, what to build by
/// period, metrics by period, distance to targets, and futures in three lines.
#[must_use]
pub fn text(plan: &NetworkPlan) -> String {
    let mut out = format!("{}\n", one_line(&super::name(plan)));
    if plan.heading.invented {
        let _ = writeln!(out, "{}. {}", say("invented-banner"), say("invented-text"));
    }
    if !plan.heading.notice.is_empty() {
        let _ = writeln!(out, "{}", one_line(&plan.heading.notice));
    }
    out.push('\n');
    for sentence in &sentences(plan) {
        let mark = if sentence.tone == Tone::Fact { " " } else { "!" };
        let _ = writeln!(out, "{mark} {}", one_line(&said(sentence)));
    }
    let _ = writeln!(out, "  {}", if plan.building { BUILDS } else { STANDS });
    out += &objectives(plan);
    out += &served(plan);
    out += &built(plan);
    out += &spent(plan);
    out += &costs(plan);
    out += &front(plan);
    out += &targets(plan);
    out += &futures(plan);
    for gap in plan.gaps.iter().take(FIRST) {
        let _ = writeln!(out, "! Not known: {}. It blocks: {}", one_line(&gap.what), one_line(&gap.blocks));
    }
    if plan.gaps.len() > FIRST {
        let _ = writeln!(out, "  … and {} more gaps", plan.gaps.len() - FIRST);
    }
    let heading = &plan.heading;
    let run =
        if heading.run.is_empty() { String::new() } else { format!("Run {}, seed {}. ", heading.run, heading.seed) };
    let _ = writeln!(out, "\n{run}Every number: --format csv or --json.");
    out
}

/// A sentence of the summary with its number and unit.
pub fn said(sentence: &Sentence) -> String {
    let sentence = with_unit(sentence);
    let number = sentence.value.as_ref().map(|v| Shown::new(v, sentence.kind, "", &[]).to_string() + " ");
    number.unwrap_or_default() + &sentence.text
}

fn heads(plan: &NetworkPlan, first: &[&str]) -> Vec<String> {
    first.iter().map(|w| (*w).to_owned()).chain(plan.periods.iter().map(period)).collect()
}

/// A table under a heading, numbers to the right from a column on.
fn block(heading: &str, lines: &[Vec<String>], from: usize) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    format!("\n{heading}\n{}", aligned(lines, &(from..columns).collect::<Vec<_>>()))
}

fn objectives(plan: &NetworkPlan) -> String {
    let mut out = String::new();
    for row in &plan.objectives {
        let unit = unit_of_metric(&row.unit);
        let _ = writeln!(
            out,
            "  {}: {} {unit}; no plan can be better than {} {unit} (gap {}); the search ended because {}",
            one_line(&title(&row.objective)),
            finite(row.value),
            finite(row.bound),
            gap(row.gap),
            one_line(&row.ended_by)
        );
    }
    out
}

fn served(plan: &NetworkPlan) -> String {
    if plan.served.is_empty() {
        return String::new();
    }
    let mut lines = vec![heads(plan, &["Served", "Who"])];
    for service in services(plan) {
        for id in groups(plan, service) {
            let mut line = vec![title(service), group(id)];
            for at in 0..plan.periods.len() {
                let mut rows =
                    plan.served.iter().filter(|r| r.resource == service && r.group == id && r.period == at).peekable();
                let unit = rows.peek().map_or_else(String::new, |r| unit(&r.unit, &plan.time_unit));
                line.push(Total::of(rows).map_or_else(|| "–".to_owned(), |t| in_words(&t, &unit)));
            }
            lines.push(line);
        }
    }
    block("Who is served and who is not", &lines, 2)
}

fn in_words(total: &Total, unit: &str) -> String {
    let share = total.share().map_or_else(|| "–".to_owned(), percent);
    if total.people > 0.0 {
        let not = (total.people - total.people_served).max(0.0);
        format!("{share}, {} people; {} not", people(total.people_served), people(not))
    } else {
        format!("{share}, {} of {} {unit}", amount(total.served), amount(total.demanded))
    }
}

fn built(plan: &NetworkPlan) -> String {
    let mut lines = vec![heads(plan, &["New units"])];
    for (technology, cells) in build::sums(plan) {
        let cell = |(units, cost): (f64, Option<f64>)| match cost {
            _ if units <= 0.0 => "–".to_owned(),
            Some(cost) => format!("{} for {}", amount(units), amount(cost)),
            None => amount(units),
        };
        let size = size::of_unit(plan, technology);
        let name = if size.is_empty() { title(technology) } else { format!("{} ({size})", title(technology)) };
        lines.push(std::iter::once(name).chain(cells.into_iter().map(cell)).collect());
    }
    for (technology, cells) in build::in_use(plan) {
        let cells = cells.into_iter().map(|rows| size::done(plan, &rows).unwrap_or_else(|| "–".to_owned()));
        lines.push(std::iter::once(format!("{}, in use", title(technology))).chain(cells).collect());
    }
    let by_period = |at: usize| plan.links.iter().filter(|l| l.period == at).map(|l| l.built).sum::<f64>();
    if plan.links.iter().any(|l| l.built > 0.0) {
        let cells = (0..plan.periods.len()).map(|at| amount(by_period(at)));
        lines.push(std::iter::once("Links between places".to_owned()).chain(cells).collect());
    }
    if lines.len() == 1 {
        return String::new();
    }
    block(&format!("What to build, with its cost in {}", money(plan)), &lines, 1)
}

/// Where the money goes, closing with the objective.
fn spent(plan: &NetworkPlan) -> String {
    let Some(account) = account(plan) else { return String::new() };
    let mut head = heads(plan, &["Spent on"]);
    head.extend(["All periods".to_owned(), "Discounted".to_owned()]);
    let mut lines = vec![head];
    let shown = |value: f64| account_words::to_the_step(value, account.step);
    for line in &account.lines {
        let name = match line.kind {
            Kind::Part => format!("  {}", account_words::part_words(&line.part)),
            Kind::Metric => title(&line.metric),
            Kind::All => "All of it".to_owned(),
        };
        let cells = line.amounts.iter().chain([&line.all, &line.worth]).map(|value| shown(*value));
        lines.push(std::iter::once(name).chain(cells).collect());
    }
    let objective = account.objective.iter().map(|(words, value)| (format!("Objective: {words}"), *value));
    for (name, value) in account.besides.iter().cloned().chain(objective) {
        let empty = std::iter::repeat_n(String::new(), plan.periods.len() + 1);
        lines.push(std::iter::once(name).chain(empty).chain([shown(value)]).collect());
    }
    block(&format!("Where the money goes, {}", money(plan)), &lines, 1)
}

/// The points of a front.
fn front(plan: &NetworkPlan) -> String {
    let Some(rows) = plan.front.as_ref().filter(|front| !front.points.is_empty()) else { return String::new() };
    let words = |(metric, unit): &(String, String)| format!("{}, {}", title(metric), unit_of_metric(unit));
    let mut lines = vec![vec![words(&rows.against), words(&rows.minimised), "Gap".to_owned()]];
    let mut points = rows.points.clone();
    points.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)));
    lines.extend(points.iter().map(|(minimised, against, of)| vec![amount(*against), amount(*minimised), gap(*of)]));
    block("What more of one costs of the other: each line is a plan of its own", &lines, 0)
}

fn costs(plan: &NetworkPlan) -> String {
    let mut lines = vec![heads(plan, &["Metric", "Unit"])];
    if let Some(head) = lines.first_mut() {
        head.push("All, as counted".to_owned());
    }
    for row in plan.metrics.iter().filter(|m| !m.built_in) {
        let shown = metrics::shown(plan, row);
        let all = if row.each_year { "–".to_owned() } else { amount(row.worth) };
        let named = [title(&row.metric), metrics::unit(row)].into_iter();
        lines.push(named.chain(shown.iter().map(|a| amount(*a))).chain([all]).collect());
    }
    if lines.len() == 1 {
        return String::new();
    }
    block("What it costs and does", &lines, 2) + &format!("  {}\n", metrics::worth_words(plan))
}

fn targets(plan: &NetworkPlan) -> String {
    if plan.targets.is_empty() {
        return String::new();
    }
    let mut short: Vec<&TargetRow> = plan.targets.iter().filter(|t| !is_reached(t)).collect();
    short.sort_by(|a, b| missing(b).total_cmp(&missing(a)).then(a.period.cmp(&b.period)));
    let mut out = format!("\nTargets: {} of {} are reached\n", plan.targets.len() - short.len(), plan.targets.len());
    let line = |t: &&TargetRow| {
        let when = super::amounts::period_at(plan, t.period);
        let wanted = format!("{} of {}", percent(t.reached), percent(t.wanted));
        vec![format!("  {}", title(&t.resource)), whose(plan, t), when, wanted, format!("{} short", points(missing(t)))]
    };
    out += &aligned(&short.iter().take(FIRST).map(line).collect::<Vec<_>>(), &[3, 4]);
    if short.len() > FIRST {
        let _ = writeln!(out, "  … and {} more", short.len() - FIRST);
    }
    out
}

fn futures(plan: &NetworkPlan) -> String {
    let Some(rows) = plan.futures.as_ref().filter(|f| f.count > 0) else { return String::new() };
    let range =
        |(low, middle, high): (f64, f64, f64)| format!("{} ({} – {})", finite(middle), finite(low), finite(high));
    let of = |wanted: Advice| {
        let names: Vec<String> = rows
            .investments
            .iter()
            .filter(|i| advice(i) == wanted)
            .take(FIRST)
            .map(|i| one_line(&format!("{} in {}", title(&i.what), named(plan, &i.place))))
            .collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join("; ") }
    };
    format!(
        "\n{}\n  The objective then: {} {unit}; regret {}\n  Build now: {}. Wait for a signpost: {}.\n",
        tried(plan, rows),
        range(rows.with_plan),
        range(rows.regret),
        of(Advice::Now),
        of(Advice::Wait),
        unit = unit_of_metric(&rows.unit)
    )
}
