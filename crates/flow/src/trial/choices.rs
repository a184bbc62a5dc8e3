//! What of a city may be changed in a trial: weights and thresholds of impact chains, and settings of its stages.

use super::chosen::{self, Plain};
use crate::error::FlowError;
use crate::library::Library;
use crate::plan::files_of;
use crate::workspace::Workspace;
use city::assess_settings::{DistrictTotal, Vote};
use city::chain::{ChainLeaf, ImpactChain};
use city::job::JobStage;
use city::risk_settings::{Beyond, Costing, Join};
use city::settings::CitySettings;
use serde_json::{Value, json};

/// Most of a weight that is offered.
const MOST_WEIGHT: f64 = 10.0;

/// What a choice is.
#[derive(Debug, Clone, PartialEq)]
pub enum ChoiceKind {
    /// A number from the first to the second.
    Number(f64, f64),
    /// Yes or no.
    Flag,
    /// One of these: what is written, and what people read.
    Choice(Vec<(String, String)>),
}

/// Something that may be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Its path, such as `chain/river_flood/node/toilets/weight`.
    pub id: String,
    /// The stage that is to be run after it is changed.
    pub stage: JobStage,
    /// What it belongs to, for people.
    pub group: String,
    /// What people read.
    pub label: String,
    /// Its unit; empty for none.
    pub unit: String,
    /// What it may be.
    pub kind: ChoiceKind,
    /// What it is now; nothing where it is not said.
    pub now: Value,
    /// More that a reader needs.
    pub words: String,
}

impl Choice {
    pub(super) fn of(
        id: &str,
        stage: JobStage,
        (group, label): (&str, &str),
        (kind, now): (ChoiceKind, Value),
    ) -> Self {
        let [id, group, label] = [id, group, label].map(str::to_owned);
        Self { id, stage, group, label, unit: String::new(), kind, now, words: String::new() }
    }

    pub(super) fn unit(self, unit: &str) -> Self {
        Self { unit: unit.to_owned(), ..self }
    }

    pub(super) fn words(self, words: &str) -> Self {
        Self { words: words.to_owned(), ..self }
    }

    /// Whether a value may be taken; else what was expected.
    pub(super) fn takes(&self, value: &Value) -> Result<(), String> {
        match (&self.kind, value) {
            (_, value) if *value == self.now => Ok(()),
            (ChoiceKind::Number(low, high), Value::Number(number)) => {
                let within = number.as_f64().is_some_and(|n| n >= *low && n <= *high);
                if within { Ok(()) } else { Err(format!("a number from {low} to {high}")) }
            }
            (ChoiceKind::Number(low, high), _) => Err(format!("a number from {low} to {high}")),
            (ChoiceKind::Flag, Value::Bool(_)) => Ok(()),
            (ChoiceKind::Flag, _) => Err("true or false".to_owned()),
            (ChoiceKind::Choice(options), Value::String(text)) if options.iter().any(|(id, _)| id == text) => Ok(()),
            (ChoiceKind::Choice(options), _) => {
                let ids: Vec<&str> = options.iter().map(|(id, _)| id.as_str()).collect();
                Err(format!("one of {}", ids.join(", ")))
            }
        }
    }
}

/// Everything that may be changed in a trial of a city.
///
/// # Errors
/// [`FlowError::Settings`], [`FlowError::Disk`].
pub fn choices(workspace: &Workspace) -> Result<Vec<Choice>, FlowError> {
    let settings = workspace.settings()?;
    let library = Library::open()?;
    let chains = crate::assess::chains(workspace, &settings.assess, library)?;
    let mut all: Vec<Choice> = chains.iter().flat_map(|chain| of_chain(chain, library)).collect();
    let ids: Vec<(String, String)> = chains.iter().map(|c| (c.id.clone(), c.label.clone())).collect();
    all.extend(of_settings(&settings, ids));
    all.extend(of_water(workspace, &settings)?);
    Ok(all)
}

fn of_chain(chain: &ImpactChain, library: &Library) -> Vec<Choice> {
    let at = |rest: &str| format!("chain/{}/{rest}", chain.id);
    let weight = |id: String, label: &str, now: f64| {
        let kind = ChoiceKind::Number(0.0, MOST_WEIGHT.max(now));
        Choice::of(&id, JobStage::Assess, (&chain.label, label), (kind, json!(now)))
    };
    // weights that a workshop judged or shared out are not written, and not changed, one by one
    let judged = !chain.judgements.is_empty() || !chain.budgets.is_empty();
    let holds = |node: &str| chain.leaves.iter().any(|leaf| leaf.node == node);
    let nodes = chain.nodes.iter().filter(|node| !judged && holds(&node.id));
    let mut all: Vec<Choice> = nodes
        .map(|node| {
            let words = format!("weight among what counts as {}", node.kind.as_str().replace('_', " "));
            weight(at(&format!("node/{}/weight", node.id)), &format!("{}: weight", node.label), node.weight)
                .words(&words)
        })
        .collect();
    for (number, leaf) in chain.leaves.iter().enumerate() {
        let label = label(leaf, library);
        let words =
            format!("weight among the indicators of “{}”", chain.node(&leaf.node).map_or("", |node| &node.label));
        let id = at(&format!("leaf/{number}/weight"));
        all.push(weight(id, &format!("{label}: weight"), leaf.weight).words(&words));
        all.extend(thresholds(chain, (number, leaf), &label, library));
    }
    all
}

fn label(leaf: &ChainLeaf, library: &Library) -> String {
    let label = library.fields.get(&leaf.indicator).map_or(leaf.indicator.as_str(), |field| field.label.as_str());
    let group: Option<city::Group> = leaf.group.parse().ok().filter(|group: &city::Group| !group.is_all());
    match group.map(|group| assess::profile::groups::words(&group, &library.dimensions)) {
        Some(words) if !words.is_empty() => format!("{label} ({words})"),
        _ => label.to_owned(),
    }
}

fn thresholds(chain: &ImpactChain, (number, leaf): (usize, &ChainLeaf), label: &str, library: &Library) -> Vec<Choice> {
    let field = library.fields.get(&leaf.indicator);
    let width = (leaf.high - leaf.low).abs().max(f64::MIN_POSITIVE);
    let least = field.and_then(|f| f.least).unwrap_or(leaf.low - width);
    let most = field.and_then(|f| f.most).unwrap_or(leaf.high + 2.0 * width);
    let unit = field.map_or("", |f| f.unit.as_str());
    let one = |end: &str, what: &str, now: f64| {
        let id = format!("chain/{}/leaf/{number}/{end}", chain.id);
        let kind = ChoiceKind::Number(least.min(now), most.max(now));
        let choice = Choice::of(&id, JobStage::Assess, (&chain.label, &format!("{label}: {what}")), (kind, json!(now)));
        choice.unit(unit).words(&leaf.reason)
    };
    vec![one("low", "lower threshold", leaf.low), one("high", "upper threshold", leaf.high)]
}

/// The names of a closed list as they may be chosen.
fn options(names: &[&str]) -> ChoiceKind {
    ChoiceKind::Choice(names.iter().map(|name| ((*name).to_owned(), name.replace('_', " "))).collect())
}

fn of_settings(settings: &CitySettings, chains: Vec<(String, String)>) -> Vec<Choice> {
    let (a, r, p) = (&settings.assess, &settings.risk, &settings.plan);
    let names = |all: Vec<&'static str>| options(&all);
    let assess = |key: &str, label: &str, kind, now| {
        Choice::of(&format!("assess/{key}"), JobStage::Assess, ("Settings of the assessment", label), (kind, now))
    };
    let risk = |key: &str, label: &str, kind, now| {
        Choice::of(key, JobStage::Risk, ("Settings of climate risk", label), (kind, now))
    };
    vec![
        assess("headline", "The chain that leads", ChoiceKind::Choice(chains), json!(a.headline)),
        assess(
            "least_coverage",
            "Least share of weights that must be known",
            ChoiceKind::Number(0.0, 1.0),
            json!(a.least_coverage),
        ),
        assess("weight_noise", "How far weights are varied", ChoiceKind::Number(0.0, 1.0), json!(a.weight_noise)),
        assess("samples", "Draws of the uncertainty analysis", ChoiceKind::Number(1.0, 10_000.0), json!(a.samples)),
        assess(
            "vote",
            "How settlements' priorities weigh",
            names(Vote::ALL.iter().map(|v| v.as_str()).collect()),
            json!(a.vote),
        ),
        assess(
            "district_total",
            "Where a settlement counts more than the census",
            names(DistrictTotal::ALL.iter().map(|v| v.as_str()).collect()),
            json!(a.district_total),
        ),
        risk(
            "risk/join",
            "How return periods are joined",
            names(Join::ALL.iter().map(|v| v.as_str()).collect()),
            json!(r.join),
        ),
        risk(
            "risk/beyond",
            "Beyond the rarest event",
            names(Beyond::ALL.iter().map(|v| v.as_str()).collect()),
            json!(r.beyond),
        ),
        risk("risk/samples", "Draws of the uncertainty analysis", ChoiceKind::Number(1.0, 10_000.0), json!(r.samples)),
        risk("risk/calibrate", "Let residents' reports move the rate of events", ChoiceKind::Flag, json!(r.calibrate)),
        risk("plan/discount_rate", "Discount rate, a year", ChoiceKind::Number(0.0, 0.2), json!(p.discount_rate)),
        risk(
            "plan/costs",
            "What is done with costs",
            names(Costing::ALL.iter().map(|v| v.as_str()).collect()),
            json!(p.costs),
        ),
    ]
}

fn of_water(workspace: &Workspace, settings: &CitySettings) -> Result<Vec<Choice>, FlowError> {
    let water = &settings.plan.water;
    let folder = workspace.dir.join(&water.folder);
    let group = "Water and sanitation";
    let of = |key: &str, label: &str, kind, now| {
        Choice::of(&format!("water/{key}"), JobStage::PlanWater, (group, label), (kind, now))
    };
    let litres = ChoiceKind::Number(5.0, 500.0);
    let mut all = vec![
        of("litres_per_person_day", "Water that is planned for", litres.clone(), json!(water.litres_per_person_day))
            .unit("l/person/d"),
        of(
            "wastewater_litres_per_person_day",
            "Wastewater that is planned for",
            litres,
            json!(water.wastewater_litres_per_person_day),
        )
        .unit("l/person/d"),
        of(
            "longest_link_km",
            "Longest straight line between places",
            ChoiceKind::Number(0.1, 1000.0),
            json!(water.longest_link_km),
        )
        .unit("km"),
        of("parts_of_day", "Plan by parts of the day", ChoiceKind::Flag, json!(water.parts_of_day)),
    ];
    let cases = cases(&folder.join("cases"));
    if !cases.is_empty() {
        let first = [(String::new(), "none".to_owned())];
        let options = first.into_iter().chain(cases.into_iter().map(|case| (case.clone(), case.replace('_', " "))));
        all.push(of("case", "Case", ChoiceKind::Choice(options.collect()), json!("")));
    }
    for (name, text) in files_of(&folder, "csv")? {
        all.extend(chosen::of_table(&Plain { name: &name, text: &text }));
    }
    Ok(all)
}

fn cases(folder: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}
