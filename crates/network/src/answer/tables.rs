//! An answer as tables: CSV texts, one for each question.

use super::{Answer, Part};
use crate::network::{Network, Where};

/// The tables of an answer: name of the file, text. Amounts are over their period, in the units of `resources.csv` and `metrics.csv`.
#[must_use]
pub fn tables(network: &Network, answer: &Answer) -> Vec<(String, String)> {
    let file = |name: &str, header: &str, rows: Vec<String>| {
        (name.to_owned(), format!("{header}\n{}", rows.into_iter().map(|row| row + "\n").collect::<String>()))
    };
    vec![
        file("answer_objectives.csv", "objective,unit,value,bound,gap,ended_by", objectives(answer)),
        file("answer_metrics.csv", "metric,unit,period,amount,a_year", metrics(network, answer)),
        file("answer_spent.csv", "metric,part,unit,period,amount", spent(network, answer)),
        file(
            "answer_units.csv",
            "technology,place,period,new,working,activity,share_of_capacity_used,capital",
            units(network, answer),
        ),
        file(
            "answer_links.csv",
            "transport,from,to,period,built,starts,arrives,peak_rate,unit,capital",
            links(network, answer),
        ),
        file("answer_trade.csv", "direction,resource,place,period,amount,unit", trade(network, answer)),
        file(
            "answer_served.csv",
            "resource,place,group,period,demanded,served,unit,people,people_served",
            served(network, answer),
        ),
        file("answer_targets.csv", "resource,place,group,period,wanted,reached,distance", targets(network, answer)),
        file("answer_balances.csv", "resource,period,part,what,amount,unit", balances(network, answer)),
    ]
}

/// A line of cells.
pub(crate) fn row(cells: &[String]) -> String {
    let quoted = |cell: &String| {
        if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    cells.iter().map(quoted).collect::<Vec<_>>().join(",")
}

/// A number as it is written.
pub(crate) fn number(value: f64) -> String {
    // Twelve digits: what the optimiser is exact to, without the noise behind it.
    if value == 0.0 || value.abs() < 1e-9 {
        return "0".to_owned();
    }
    let text = format!("{value:.11e}");
    text.parse::<f64>().map_or(text, |rounded| rounded.to_string())
}

fn objectives(answer: &Answer) -> Vec<String> {
    let one = |r: &super::Reached| {
        let numbers = [number(r.value), number(r.bound), number(r.gap)];
        row(&[&[r.objective.clone(), r.unit.clone()][..], &numbers, &[format!("{:?}", r.status)]].concat())
    };
    answer.reached.iter().map(one).collect()
}

fn metrics(network: &Network, answer: &Answer) -> Vec<String> {
    let mut rows = Vec::new();
    for (metric, amounts) in network.metrics.iter().zip(&answer.metrics) {
        for (period, amount) in network.periods.iter().zip(amounts) {
            let numbers = [*amount, amount / period.years].map(number);
            rows.push(row(&[&[metric.id.clone(), metric.unit.clone(), period.id.clone()][..], &numbers].concat()));
        }
    }
    rows
}

/// Where every metric comes from; without a period: all of them, as objectives count it.
fn spent(network: &Network, answer: &Answer) -> Vec<String> {
    let mut rows = Vec::new();
    for part in &answer.parts {
        let metric = &network.metrics[part.metric];
        let names = [metric.id.clone(), part.source.word().to_owned(), metric.unit.clone()];
        let amounts = network.periods.iter().map(|period| period.id.clone()).zip(part.amounts.iter().copied());
        for (period, amount) in amounts.chain([(String::new(), part.worth)]) {
            rows.push(row(&[&names[..], &[period, number(amount)]].concat()));
        }
    }
    rows
}

/// An amount of money that may not be known.
fn money(amount: Option<f64>) -> String {
    amount.map_or_else(String::new, number)
}

fn units(network: &Network, answer: &Answer) -> Vec<String> {
    let one = |u: &super::Units| {
        let (technology, place) = (&network.technologies[u.technology].id, &network.places[u.place].id);
        let names = [technology.clone(), place.clone(), network.periods[u.period].id.clone()];
        row(&[&names[..], &[u.new, u.stock, u.activity, u.used].map(number), &[money(u.capital)]].concat())
    };
    answer.units.iter().map(one).collect()
}

fn links(network: &Network, answer: &Answer) -> Vec<String> {
    let one = |c: &super::Carried| {
        let link = &network.links[c.link];
        let transport = &network.transports[link.transport];
        let (from, to) = (network.places[link.from].id.clone(), network.places[link.to].id.clone());
        let names = [transport.id.clone(), from, to, network.periods[c.period].id.clone()];
        let unit = network.resources[transport.resource].unit.clone();
        row(&[&names[..], &[c.built, c.starts, c.arrives, c.peak].map(number), &[unit, money(c.capital)]].concat())
    };
    answer.carried.iter().map(one).collect()
}

fn trade(network: &Network, answer: &Answer) -> Vec<String> {
    let one = |t: &super::Traded| {
        let noun = &network.trades[t.trade];
        let resource = &network.resources[noun.resource];
        let direction = if noun.import { "import" } else { "export" }.to_owned();
        let (place, period) = (network.places[noun.place].id.clone(), network.periods[t.period].id.clone());
        row(&[direction, resource.id.clone(), place, period, number(t.amount), resource.unit.clone()])
    };
    answer.traded.iter().map(one).collect()
}

fn group(network: &Network, group: Option<usize>) -> String {
    group.map_or_else(String::new, |group| network.groups[group].clone())
}

fn served(network: &Network, answer: &Answer) -> Vec<String> {
    let one = |s: &super::ServedOf| {
        let demand = &network.demands[s.demand];
        let resource = &network.resources[demand.resource];
        let names = [resource.id.clone(), network.places[demand.place].id.clone(), group(network, demand.group)];
        let period = network.periods[s.period].id.clone();
        let amounts = [number(s.demanded), number(s.served), resource.unit.clone()];
        row(&[&names[..], &[period], &amounts, &[s.people, s.people_served].map(number)].concat())
    };
    answer.served.iter().map(one).collect()
}

fn targets(network: &Network, answer: &Answer) -> Vec<String> {
    let one = |d: &super::Distance| {
        let target = &network.targets[d.target];
        let place = d.place.map_or_else(String::new, |place| network.places[place].id.clone());
        let place = if matches!(target.place, Where::Together) { "all".to_owned() } else { place };
        let names = [network.resources[target.resource].id.clone(), place, group(network, target.group)];
        let numbers = [d.wanted, d.reached, (d.wanted - d.reached).max(0.0)].map(number);
        row(&[&names[..], &[network.periods[d.period].id.clone()], &numbers].concat())
    };
    answer.distances.iter().map(one).collect()
}

/// A part of a balance: its word, and what it is of.
#[must_use]
pub(crate) fn part_words(network: &Network, part: Part) -> (&'static str, String) {
    let technology = |at: usize| network.technologies[at].id.clone();
    let transport = |at: usize| network.transports[at].id.clone();
    match part {
        Part::Made(at) => ("made", technology(at)),
        Part::Used(at) => ("used", technology(at)),
        Part::MovingMakes(at) => ("made_by_moving", transport(at)),
        Part::Lost(at) => ("lost_or_used_on_the_way", transport(at)),
        Part::Import => ("import", String::new()),
        Part::Export => ("export", String::new()),
        Part::Arising => ("arising", String::new()),
        Part::Served => ("served", String::new()),
        Part::Left => ("left", String::new()),
        Part::Surplus => ("surplus", String::new()),
    }
}

fn balances(network: &Network, answer: &Answer) -> Vec<String> {
    let mut rows = Vec::new();
    for balance in &answer.balances {
        let resource = &network.resources[balance.resource];
        for (part, amount) in &balance.parts {
            let (word, what) = part_words(network, *part);
            let period = network.periods[balance.period].id.clone();
            let signed = if part.comes_in() { *amount } else { -amount };
            let names = [resource.id.clone(), period, word.to_owned(), what];
            rows.push(row(&[&names[..], &[number(signed), resource.unit.clone()]].concat()));
        }
    }
    rows
}
