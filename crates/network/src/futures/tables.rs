//! Futures as tables: CSV texts, one for each question.

use super::{Advice, Built, Futures, Range, things};
use crate::answer::{number, row};
use crate::network::Network;

/// The tables of a plan tried under futures: name of the file, text.
#[must_use]
pub fn tables(network: &Network, futures: &Futures) -> Vec<(String, String)> {
    let file = |name: &str, header: String, rows: Vec<String>| {
        (name.to_owned(), format!("{header}\n{}", rows.into_iter().map(|row| row + "\n").collect::<String>()))
    };
    let investments = "kind,what,place,to,period,futures,share,units_5,units_50,units_95,planned,advice".to_owned();
    vec![
        file("futures_ranges.csv", "what,unit,low_5,median,high_95,futures".to_owned(), ranges(futures)),
        file("futures_investments.csv", investments, investment_rows(network, futures)),
        file("futures_signposts.csv", "signpost,right,balanced".to_owned(), signposts(futures)),
        file("futures_runs.csv", runs_header(network, futures), runs(futures)),
    ]
}

fn ranges(futures: &Futures) -> Vec<String> {
    let with_plan = futures.runs.len() - futures.without_plan;
    let kept = with_plan - futures.plan_fails;
    let each = [
        ("what each future alone would build", futures.free, with_plan),
        ("with what the plan builds first", futures.held, kept),
        ("regret of building that first", futures.regret, kept),
    ];
    let mut rows = Vec::new();
    for (what, range, count) in each {
        let Some(Range { low, median, high }) = range else { continue };
        let what = format!("{}: {what}", futures.objective);
        let numbers = [low, median, high].map(number);
        rows.push(row(&[&[what, futures.unit.clone()][..], &numbers, &[count.to_string()]].concat()));
    }
    for (what, count) in [("no plan at all", futures.without_plan), ("the plan fails", futures.plan_fails)] {
        rows.push(row(&[
            what.into(),
            "futures".into(),
            String::new(),
            String::new(),
            String::new(),
            count.to_string(),
        ]));
    }
    rows
}

const fn word(advice: Advice) -> &'static str {
    match advice {
        Advice::BuildNow => "build now",
        Advice::NotNow => "in the plan, seldom wanted: not now",
        Advice::Missing => "wanted nearly always, not in the plan",
        Advice::Depends => "depends: see signposts",
        Advice::Later => "wanted nearly always, later",
        Advice::Seldom => "seldom",
    }
}

fn investment_rows(network: &Network, futures: &Futures) -> Vec<String> {
    let mut rows = Vec::new();
    for investment in &futures.investments {
        let [kind, what, place, to] = match investment.built {
            Built::Technology(technology, place) => {
                let names = (network.technologies[technology].id.clone(), network.places[place].id.clone());
                ["technology".to_owned(), names.0, names.1, String::new()]
            }
            Built::Link(link) => {
                let link = &network.links[link];
                let ends = (network.places[link.from].id.clone(), network.places[link.to].id.clone());
                ["transport".to_owned(), network.transports[link.transport].id.clone(), ends.0, ends.1]
            }
        };
        let Range { low, median, high } = investment.units;
        let numbers = [investment.share, low, median, high, investment.planned].map(number);
        let period = network.periods[investment.period].id.clone();
        let names = [kind, what, place, to, period, investment.futures.to_string()];
        rows.push(row(&[&names[..], &numbers, &[word(investment.advice).to_owned()]].concat()));
    }
    rows
}

fn signposts(futures: &Futures) -> Vec<String> {
    futures.signposts.iter().map(|s| row(&[s.words.clone(), number(s.right), number(s.balanced)])).collect()
}

fn runs_header(network: &Network, futures: &Futures) -> String {
    let things = futures.things.iter().map(|thing| things::in_words(network, thing));
    let names: Vec<String> = ["future".to_owned()].into_iter().chain(things).collect();
    format!("{},free,held,regret", row(&names))
}

fn runs(futures: &Futures) -> Vec<String> {
    let one = |(at, run): (usize, &super::Run)| {
        let values = run.values.iter().map(|value| number(*value));
        let answers = [run.free, run.held, run.regret].map(|found| found.map_or_else(String::new, number));
        row(&[(at + 1).to_string()].into_iter().chain(values).chain(answers).collect::<Vec<_>>())
    };
    futures.runs.iter().enumerate().map(one).collect()
}
