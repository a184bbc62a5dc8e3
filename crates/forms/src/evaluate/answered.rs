//! What an expression sees of a submission from where it stands.

use super::{Answers, World};
use crate::expression::{Node, Path, Start, Surroundings, To};
use crate::{Form, Item, Kind};
use std::cell::Cell;
use std::collections::BTreeMap;

/// The most answers that the expressions of one submission may look at.
const MOST_LOOKED_AT: u64 = 50_000_000;

/// A place in a submission.
#[derive(Debug, Clone)]
pub(super) struct Scene<'a> {
    /// Path from the form.
    pub path: String,
    /// Repeats on the way: path, instance counted from 0, and its answers.
    pub chain: Vec<(String, usize, &'a Answers)>,
    top: &'a Answers,
}

impl<'a> Scene<'a> {
    pub fn new(top: &'a Answers) -> Self {
        Self { path: String::new(), chain: Vec::new(), top }
    }

    pub fn step(&self, name: &str) -> Self {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}/{name}", self.path) };
        Self { path, ..self.clone() }
    }

    fn answers(&self) -> &'a Answers {
        self.chain.last().map_or(self.top, |(_, _, answers)| answers)
    }

    /// The path below the innermost repeat.
    fn local(&self) -> &str {
        let above = self.chain.last().map(|(path, ..)| path.as_str());
        above.map_or(self.path.as_str(), |above| self.path.strip_prefix(above).unwrap_or("").trim_start_matches('/'))
    }

    pub fn answer(&self) -> &'a str {
        self.answers().values.get(self.local()).map(|text| text.trim()).unwrap_or_default()
    }

    pub fn instances(&self) -> usize {
        self.answers().repeats.get(self.local()).map_or(0, Vec::len)
    }

    pub fn instance(&self, at: usize) -> Option<Self> {
        let answers = self.answers().repeats.get(self.local())?.get(at)?;
        let mut inside = self.clone();
        inside.chain.push((self.path.clone(), at, answers));
        Some(inside)
    }
}

/// What stands at a path of the form.
#[derive(Debug, Clone)]
struct Spot<'a> {
    /// Repeats that it stands in, the outermost first; for a repeat itself among them.
    repeats: Vec<String>,
    item: &'a Item,
}

/// A submission with its form, for expressions.
pub(super) struct Asking<'a> {
    form: &'a Form,
    top: &'a Answers,
    world: &'a World,
    spots: BTreeMap<String, Spot<'a>>,
    by_name: BTreeMap<&'a str, Option<String>>,
    looked_at: Cell<u64>,
}

impl<'a> Asking<'a> {
    pub fn new(form: &'a Form, top: &'a Answers, world: &'a World) -> Self {
        let (mut spots, mut by_name) = (BTreeMap::new(), BTreeMap::new());
        let placed = form.placed();
        for one in &placed {
            let above = spots.get(&one.repeat).map(|spot: &Spot| spot.repeats.clone()).unwrap_or_default();
            let mut repeats = above;
            if matches!(one.item, Item::Repeat(_)) {
                repeats.push(one.path.clone());
            }
            spots.insert(one.path.clone(), Spot { repeats, item: one.item });
            by_name.entry(one.item.name()).and_modify(|found| *found = None).or_insert(Some(one.path.clone()));
        }
        Self { form, top, world, spots, by_name, looked_at: Cell::new(0) }
    }

    pub fn at<'s>(&'s self, scene: &'s Scene<'a>) -> Here<'s, 'a> {
        Here { asking: self, scene }
    }

    fn count(&self, answers: u64) -> Result<(), String> {
        let looked_at = self.looked_at.get().saturating_add(answers);
        self.looked_at.set(looked_at);
        if looked_at > MOST_LOOKED_AT { Err("too many answers to look at".to_owned()) } else { Ok(()) }
    }
}

/// A submission from one place in it.
pub(super) struct Here<'s, 'a> {
    asking: &'s Asking<'a>,
    scene: &'s Scene<'a>,
}

impl<'a> Here<'_, 'a> {
    /// The path from the form that a path leads to.
    fn location(&self, path: &Path) -> Result<String, String> {
        let mut steps: Vec<&str> = match &path.start {
            Start::Root => Vec::new(),
            Start::Here | Start::Current => self.scene.path.split('/').filter(|step| !step.is_empty()).collect(),
            Start::Named(name) => match self.asking.by_name.get(name.as_str()) {
                Some(Some(found)) => found.split('/').collect(),
                Some(None) => return Err(format!("${{{name}}} stands several times in the form")),
                None => self.added(name)?,
            },
            Start::Of(_) => return Err("looking into a list by a path is not computed".to_owned()),
        };
        let skipped = usize::from(path.start == Start::Root);
        for step in path.steps.iter().skip(skipped) {
            if !step.predicates.is_empty() {
                return Err("conditions in brackets are not computed".to_owned());
            }
            match &step.to {
                To::Itself => {}
                To::Parent => {
                    steps.pop().ok_or("a path that leads out of the form")?;
                }
                To::Child(name) => steps.push(name),
                To::AnyChild | To::Attribute(_) => return Err("* and @ in paths are not computed".to_owned()),
            }
        }
        Ok(steps.join("/"))
    }

    /// The path of a question that `or_other` adds.
    fn added<'n>(&'n self, name: &'n str) -> Result<Vec<&'n str>, String> {
        let unknown = || format!("${{{name}}} is not in the form");
        let of = name.strip_suffix("_other").ok_or_else(unknown)?;
        let path = self.asking.by_name.get(of).and_then(Option::as_ref).ok_or_else(unknown)?;
        let mut steps: Vec<&str> = path.split('/').collect();
        steps.pop();
        steps.push(name);
        Ok(steps)
    }

    /// The answers at a path from the form: of the instances that this place shares with it, of all instances below, and of
    /// those that `fixed` names.
    fn answers_at(&self, location: &str, fixed: &BTreeMap<String, usize>) -> Result<Vec<Node>, String> {
        let spots = &self.asking.spots;
        let spot = spots.get(location);
        // A repeat that is asked for itself means all of its instances.
        let above = || location.rsplit_once('/').and_then(|(above, _)| spots.get(above));
        let repeats = spot.or_else(above).map(|spot| spot.repeats.clone()).unwrap_or_default();
        let mut found: Vec<&'a Answers> = vec![self.asking.top];
        let mut above = "";
        let mut shared = true;
        for (depth, repeat) in repeats.iter().enumerate() {
            let local = repeat.strip_prefix(above).unwrap_or(repeat).trim_start_matches('/');
            let ours = self.scene.chain.get(depth).filter(|(path, ..)| shared && path == repeat);
            shared = ours.is_some() && !fixed.contains_key(repeat);
            let index = match fixed.get(repeat) {
                Some(at) => Some(*at),
                None if repeat == location => None,
                None => ours.map(|(_, at, _)| *at),
            };
            let mut next = Vec::new();
            for answers in found {
                let instances = answers.repeats.get(local).map(Vec::as_slice).unwrap_or_default();
                match index {
                    Some(at) => next.extend(instances.get(at)),
                    None => next.extend(instances),
                }
            }
            self.asking.count(next.len() as u64)?;
            found = next;
            above = repeat;
        }
        let local = location.strip_prefix(above).unwrap_or(location).trim_start_matches('/');
        let moment = spot.is_some_and(|spot| is_moment(spot.item));
        let text = |answers: &Answers| answers.values.get(local).map(|text| text.trim().to_owned()).unwrap_or_default();
        Ok(found.into_iter().map(|answers| Node { text: text(answers), moment }).collect())
    }
}

fn is_moment(item: &Item) -> bool {
    let Item::Question(question) = item else { return false };
    match &question.kind {
        Kind::Date | Kind::DateTime => true,
        Kind::Recorded(what) => matches!(what.as_str(), "start" | "end" | "today"),
        _ => false,
    }
}

impl Surroundings for Here<'_, '_> {
    fn nodes(&self, path: &Path) -> Result<Vec<Node>, String> {
        let location = self.location(path)?;
        self.asking.count(1)?;
        self.answers_at(&location, &BTreeMap::new())
    }

    fn position(&self, path: Option<&Path>) -> Result<usize, String> {
        let Some(path) = path else { return Err("position() without a path is not computed".to_owned()) };
        let location = self.location(path)?;
        let ours = self.scene.chain.iter().find(|(repeat, ..)| *repeat == location);
        ours.map(|(_, at, _)| at + 1).ok_or_else(|| "position() of what is no repeat around the question".to_owned())
    }

    fn indexed(&self, path: &Path, instances: &[(&Path, usize)]) -> Result<Vec<Node>, String> {
        let mut fixed = BTreeMap::new();
        for (repeat, number) in instances {
            fixed.insert(self.location(repeat)?, number.checked_sub(1).unwrap_or(usize::MAX));
        }
        self.answers_at(&self.location(path)?, &fixed)
    }

    fn choice_name(&self, question: &Path, choice: &str) -> Result<String, String> {
        let location = self.location(question)?;
        let Some(Item::Question(question)) = self.asking.spots.get(&location).map(|spot| spot.item) else {
            return Err("jr:choice-name() of what is no question".to_owned());
        };
        let list = question
            .kind
            .list()
            .and_then(|list| self.asking.form.choices.get(list))
            .ok_or("a question without choices")?;
        let found = list.choices.iter().find(|c| c.name == choice);
        let label =
            found.and_then(|c| c.label.get(&self.asking.form.default_language).or_else(|| c.label.values().next()));
        Ok(label.cloned().unwrap_or_default())
    }

    fn today(&self) -> String {
        self.asking.world.today.clone()
    }

    fn now(&self) -> String {
        self.asking.world.now.clone()
    }
}
