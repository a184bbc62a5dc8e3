//! Scenarios side by side: what is, and trials of it; which places changed places, and what each indicator has to do with it.

use crate::error::FlowError;
use crate::given::given;
use crate::library::Library;
use crate::look::{Look, Window};
use crate::workspace::Workspace;
use assess::vulnerability::contributions;
use city::assessment::Outcome;
use city::run::RunId;
use city::{Cell, PlaceId, PlaceKind, Stage, Value};
use std::collections::{BTreeMap, BTreeSet};
use store::CityFile;

/// Differences smaller than this are none.
const NOTHING: f64 = 1e-9;

/// One scenario: its folder, and the copy of it that whoever asks may see.
#[derive(Debug)]
pub struct Side<'a> {
    /// Its id; empty for what is.
    pub id: String,
    /// Its folder.
    pub workspace: Workspace,
    /// What may be seen of it.
    pub look: &'a Look,
    /// The case of its plan.
    pub case: Option<String>,
}

/// What a scenario says of a place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Standing {
    /// The score, 0 to 1.
    pub value: Option<f64>,
    /// Its rank, 1 for the highest score.
    pub rank: Option<f64>,
    /// Its class.
    pub class: Option<String>,
}

/// What an indicator has to do with a difference of scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its id.
    pub indicator: String,
    /// What people read.
    pub label: String,
    /// What it adds to the difference.
    pub part: f64,
}

/// A place that another rank was given to.
#[derive(Debug, Clone, PartialEq)]
pub struct Swapped {
    /// The place.
    pub place: PlaceId,
    /// Its name.
    pub name: String,
    /// The scenario.
    pub scenario: String,
    /// Its rank as things are.
    pub from: f64,
    /// Its rank there.
    pub to: f64,
    /// The difference of its scores; the parts add up to it.
    pub difference: f64,
    /// The parts, the largest first.
    pub why: Vec<Part>,
}

/// A figure of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// What it is.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// How much.
    pub value: f64,
}

/// Something that a plan builds.
#[derive(Debug, Clone, PartialEq)]
pub struct Build {
    /// The period.
    pub year: String,
    /// What.
    pub label: String,
    /// How many.
    pub count: f64,
    /// Where.
    pub place: String,
}

/// A plan of a scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlanSide {
    /// The scenario.
    pub id: String,
    /// The case.
    pub case: String,
    /// Its figures, by period.
    pub metrics: Vec<Metric>,
    /// What it builds.
    pub builds: Vec<Build>,
}

/// Scenarios side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Compared {
    /// The chain that is compared: its id, and what people read.
    pub chain: (String, String),
    /// All that could be.
    pub chains: Vec<(String, String)>,
    /// The indicator of the scores.
    pub indicator: String,
    /// Its label.
    pub label: String,
    /// Places, the highest score as things are first, with what each scenario says.
    pub places: Vec<(PlaceId, String, Vec<Standing>)>,
    /// Places that changed places.
    pub swapped: Vec<Swapped>,
    /// Scenarios whose numbers are older than what was changed, or than what came in: their differences are not explained.
    pub not_run: Vec<String>,
    /// Plans.
    pub plans: Vec<PlanSide>,
}

/// Puts scenarios side by side; the first is what is. A score, a rank and a class are those that are stored, as far as they may be
/// seen; why they differ is computed again from the stored numbers under the chain of each scenario, and said only where that
/// gives the score that is stored.
///
/// # Errors
/// [`FlowError::Asked`] for a chain that is not there, [`FlowError::Store`], [`FlowError::Settings`].
pub fn compare(sides: &[Side], chain: Option<&str>, kind: Option<PlaceKind>) -> Result<Compared, FlowError> {
    let Some(first) = sides.first() else { return Ok(Compared::default()) };
    let library = Library::open()?;
    let settings = first.workspace.settings()?;
    let known = crate::assess::chains(&first.workspace, &settings.assess, library)?;
    let chains: Vec<(String, String)> = known.iter().map(|c| (c.id.clone(), c.label.clone())).collect();
    let scored = |id: &str| scores(first.look, id).len();
    let headline = Some(settings.assess.headline.as_str()).filter(|id| !id.is_empty() && scored(id) > 0);
    let best = chains.iter().map(|(id, _)| id.as_str()).max_by_key(|id| (scored(id), std::cmp::Reverse(*id)));
    let wanted = chain.or(headline).or(best).unwrap_or_default();
    let Some(chain) = chains.iter().find(|(id, _)| id == wanted).cloned() else {
        let known = chains.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(", ");
        return Err(FlowError::Asked { what: "impact chain", asked: wanted.to_owned(), known });
    };
    let kind = kind.unwrap_or_else(|| kind_of(first.look, &chain.0));
    let standings: Vec<BTreeMap<PlaceId, Standing>> =
        sides.iter().map(|side| standing(side.look, &chain.0, kind)).collect();
    let mut done = Compared { places: places(sides, &standings), chain, chains, ..Compared::default() };
    let parts: Vec<Explained> =
        sides.iter().map(|side| explained(side, &done.chain.0, kind)).collect::<Result<_, _>>()?;
    let risk = parts.first().is_some_and(|p| p.outcome == Outcome::Risk);
    (if risk { "risk_score" } else { "vulnerability_score" }).clone_into(&mut done.indicator);
    done.label = library.fields.get(&done.indicator).map(|field| field.label.clone()).unwrap_or_default();
    for (at, side) in sides.iter().enumerate() {
        let (Some(stands), Some(parts)) = (standings.get(at), parts.get(at)) else { continue };
        if !parts.agrees(stands) {
            done.not_run.push(side.id.clone());
        }
    }
    if let (Some(stands), Some(before)) = (standings.first(), parts.first()) {
        for ((side, stands_there), after) in sides.iter().zip(&standings).zip(&parts).skip(1) {
            let silent = done.not_run.contains(&side.id) || done.not_run.contains(&first.id);
            swapped((first.look, &side.id), (stands, stands_there), (before, after, silent), &mut done.swapped);
        }
    }
    done.plans = sides.iter().map(plan).collect::<Result<_, _>>()?;
    Ok(done)
}

fn of_chain<'a>(look: &'a Look, indicator: &'a str, chain: &'a str) -> impl Iterator<Item = &'a city::Observation> {
    look.observations_of(indicator).filter(move |o| o.group.get("chain") == Some(chain))
}

/// The score of each place: a risk where there is one.
fn scores(look: &Look, chain: &str) -> BTreeMap<PlaceId, f64> {
    let mut all = BTreeMap::new();
    for indicator in ["vulnerability_score", "risk_score"] {
        let of = |o: &city::Observation| Some((o.place.clone(), o.value.number()?));
        all.extend(of_chain(look, indicator, chain).filter_map(of));
    }
    all
}

fn kind_of(look: &Look, chain: &str) -> PlaceKind {
    let all = scores(look, chain);
    let settlement = all.keys().filter_map(|id| look.place(id.as_str())).any(|p| p.kind == PlaceKind::Settlement);
    if settlement { PlaceKind::Settlement } else { PlaceKind::District }
}

fn standing(look: &Look, chain: &str, kind: PlaceKind) -> BTreeMap<PlaceId, Standing> {
    let mut all: BTreeMap<PlaceId, Standing> = BTreeMap::new();
    // a chain that ranks by risk at one place ranks by risk at all of a kind
    let of_kind = |id: &PlaceId| look.place(id.as_str()).is_some_and(|place| place.kind == kind);
    let risk = of_chain(look, "risk_rank", chain).any(|o| of_kind(&o.place));
    let named = if risk {
        ["risk_score", "risk_rank", "risk_class"]
    } else {
        ["vulnerability_score", "vulnerability_rank", "vulnerability_class"]
    };
    for (at, indicator) in named.into_iter().enumerate() {
        for o in of_chain(look, indicator, chain).filter(|o| of_kind(&o.place)) {
            let stands = all.entry(o.place.clone()).or_default();
            match (at, &o.value) {
                (0, value) => stands.value = value.number(),
                (1, value) => stands.rank = value.number(),
                (_, Value::Classes(codes)) => stands.class = codes.first().cloned(),
                _ => {}
            }
        }
    }
    all
}

fn places(sides: &[Side], standings: &[BTreeMap<PlaceId, Standing>]) -> Vec<(PlaceId, String, Vec<Standing>)> {
    let ids: BTreeSet<&PlaceId> = standings.iter().flat_map(BTreeMap::keys).collect();
    let name = |id: &PlaceId| {
        let place = sides.iter().find_map(|side| side.look.place(id.as_str()));
        place.map_or_else(|| id.to_string(), |place| place.name.clone())
    };
    let of = |id: &&PlaceId| standings.iter().map(|s| s.get(*id).cloned().unwrap_or_default()).collect();
    let mut rows: Vec<(PlaceId, String, Vec<Standing>)> =
        ids.iter().map(|id| ((*id).clone(), name(id), of(id))).collect();
    let height =
        |row: &(PlaceId, String, Vec<Standing>)| row.2.first().and_then(|s| s.value).unwrap_or(f64::NEG_INFINITY);
    rows.sort_by(|a, b| height(b).total_cmp(&height(a)).then_with(|| a.1.cmp(&b.1)));
    rows
}

/// What each leaf adds to the score of each place.
struct Explained {
    outcome: Outcome,
    /// Indicator (with its group where it has one) and label of each leaf.
    leaves: Vec<(String, String)>,
    scores: BTreeMap<PlaceId, (f64, Vec<f64>)>,
}

impl Explained {
    /// Whether these are the scores that are stored.
    fn agrees(&self, stands: &BTreeMap<PlaceId, Standing>) -> bool {
        let same = |(id, stands): (&PlaceId, &Standing)| {
            stands
                .value
                .is_none_or(|value| self.scores.get(id).is_some_and(|(score, _)| (score - value).abs() < NOTHING))
        };
        stands.iter().all(same)
    }

    fn parts(&self, place: &PlaceId) -> BTreeMap<&(String, String), f64> {
        let mut all = BTreeMap::new();
        for (leaf, part) in self.leaves.iter().zip(self.scores.get(place).map_or(&[][..], |(_, parts)| parts)) {
            *all.entry(leaf).or_insert(0.0) += part;
        }
        all
    }
}

fn explained(side: &Side, chain: &str, kind: PlaceKind) -> Result<Explained, FlowError> {
    let (workspace, library) = (&side.workspace, Library::open()?);
    let settings = workspace.settings()?;
    let chains = crate::assess::chains(workspace, &settings.assess, library)?;
    let file = CityFile::open_read_only(&workspace.city_file())?;
    let given = given(workspace, &file, &settings, &[Stage::Travel, Stage::Risk, Stage::Anticipate, Stage::Plan])?;
    let run = RunId("compare".to_owned());
    let evidence = given.evidence(workspace, library, &settings.assess, &run);
    let Some(chain) = chains.iter().find(|c| c.id == chain) else {
        return Ok(Explained { outcome: Outcome::Vulnerability, leaves: Vec::new(), scores: BTreeMap::new() });
    };
    let facts = evidence.facts(&[]);
    let (bound, _) = assess::chain::bind(chain, kind, &evidence, &facts);
    let (outcome, found) = contributions(&bound, settings.assess.least_coverage);
    let name = |leaf: &assess::chain::BoundLeaf| {
        let group = if leaf.leaf.group.is_empty() { String::new() } else { format!("[{}]", leaf.leaf.group) };
        (format!("{}{group}", leaf.leaf.indicator), leaf.shown.label.clone())
    };
    Ok(Explained {
        outcome,
        leaves: bound.leaves.iter().map(name).collect(),
        scores: found.into_iter().map(|c| (c.place, (c.score, c.parts))).collect(),
    })
}

type Stands = BTreeMap<PlaceId, Standing>;

fn swapped(
    (look, scenario): (&Look, &str),
    (stands, there): (&Stands, &Stands),
    (before, after, silent): (&Explained, &Explained, bool),
    into: &mut Vec<Swapped>,
) {
    for (id, now) in stands {
        let Some(then) = there.get(id) else { continue };
        let (Some(from), Some(to)) = (now.rank, then.rank) else { continue };
        let (Some(value), Some(new)) = (now.value, then.value) else { continue };
        if (from - to).abs() < 0.5 {
            continue;
        }
        let name = look.place(id.as_str()).map_or_else(|| id.to_string(), |place| place.name.clone());
        let why = if silent { Vec::new() } else { differences(id, before, after) };
        let (place, scenario) = (id.clone(), scenario.to_owned());
        into.push(Swapped { place, name, scenario, from, to, difference: new - value, why });
    }
    into.sort_by(|a, b| (b.from - b.to).abs().total_cmp(&(a.from - a.to).abs()).then_with(|| a.place.cmp(&b.place)));
}

/// The parts of the difference of two scores of a place, the largest first; they add up to it.
fn differences(place: &PlaceId, before: &Explained, after: &Explained) -> Vec<Part> {
    let (old, new) = (before.parts(place), after.parts(place));
    let leaves: BTreeSet<&(String, String)> = old.keys().chain(new.keys()).copied().collect();
    let part = |leaf: &&(String, String)| {
        let part = new.get(*leaf).unwrap_or(&0.0) - old.get(*leaf).unwrap_or(&0.0);
        Part { indicator: leaf.0.clone(), label: leaf.1.clone(), part }
    };
    let mut parts: Vec<Part> = leaves.iter().map(part).filter(|part| part.part.abs() > 1e-15).collect();
    parts.sort_by(|a, b| b.part.abs().total_cmp(&a.part.abs()).then_with(|| a.indicator.cmp(&b.indicator)));
    parts
}

fn plan(side: &Side) -> Result<PlanSide, FlowError> {
    let case = side.case.clone().unwrap_or_default();
    let text = |cell: Option<&Cell>| match cell {
        Some(Cell::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let number = |cell: Option<&Cell>| match cell {
        Some(Cell::Real(number)) => Some(*number),
        _ => None,
    };
    let mut plan = PlanSide { id: side.id.clone(), case: case.clone(), ..PlanSide::default() };
    let all = |name: &str, visit: &mut dyn FnMut(&[Cell])| -> Result<(), FlowError> {
        let Some(layer) = side.look.layer(name) else { return Ok(()) };
        side.look.visit(layer, &Window::default(), |_, feature| visit(&feature.cells))
    };
    all("plan_water_plans", &mut |cells| {
        let (of, what, unit, period) =
            (text(cells.first()), text(cells.get(2)), text(cells.get(3)), text(cells.get(4)));
        if let Some(value) = number(cells.get(5)).filter(|_| of == case) {
            let label = if period.is_empty() { what } else { format!("{what}, {period}") };
            plan.metrics.push(Metric { label, unit, value });
        }
    })?;
    let units = if case.is_empty() { "plan_water_units".to_owned() } else { format!("plan_water_{case}_units") };
    all(&units, &mut |cells| {
        if let Some(count) = number(cells.get(3)).filter(|count| *count > 0.0) {
            let label = text(cells.first()).replace('_', " ");
            plan.builds.push(Build { year: text(cells.get(2)), label, count, place: text(cells.get(1)) });
        }
    })?;
    plan.builds.sort_by(|a, b| (&a.year, &a.label, &a.place).cmp(&(&b.year, &b.label, &b.place)));
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(leaves: &[&str], parts: &[f64]) -> Explained {
        let leaves = leaves.iter().map(|l| ((*l).to_owned(), (*l).to_uppercase())).collect();
        let scores = BTreeMap::from([("s:1".into(), (parts.iter().sum(), parts.to_vec()))]);
        Explained { outcome: Outcome::Risk, leaves, scores }
    }

    #[test]
    fn parts_add_up_to_the_difference_also_where_a_leaf_is_new_or_gone() {
        let (before, after) = (explained(&["a", "b", "b"], &[0.2, 0.1, 0.05]), explained(&["b", "c"], &[0.3, 0.25]));
        let parts = differences(&"s:1".into(), &before, &after);
        let said: Vec<(&str, String)> =
            parts.iter().map(|p| (p.indicator.as_str(), format!("{:.3}", p.part))).collect();
        assert_eq!(said, [("c", "0.250".into()), ("a", "-0.200".into()), ("b", "0.150".into())]);
        assert!((parts.iter().map(|p| p.part).sum::<f64>() - (0.55 - 0.35)).abs() < 1e-12);
    }

    #[test]
    fn scores_that_are_not_those_that_are_stored_are_not_explained() {
        let one = explained(&["a"], &[0.2]);
        let stands = |value| BTreeMap::from([("s:1".into(), Standing { value: Some(value), ..Standing::default() })]);
        assert!(one.agrees(&stands(0.2)) && !one.agrees(&stands(0.21)));
    }
}
