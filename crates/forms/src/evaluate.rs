//! Answers against the form that asked for them.

mod answered;

use crate::expression::{Expression, compute, parse};
use crate::{Form, Item, Kind, Question, Section, Words};
use answered::{Asking, Scene};
use std::collections::{BTreeMap, BTreeSet};

/// Answers of one submission, or of one instance of a repeat, as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// Answers by path from the form, or from the repeat that this is an instance of: `group/question`. What is missing or
    /// empty was not answered.
    pub values: BTreeMap<String, String>,
    /// Instances of each repeat, by the path of the repeat in the same manner.
    pub repeats: BTreeMap<String, Vec<Answers>>,
}

/// What an expression may ask of the world: handed in, so that the same answers always give the same result.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct World {
    /// `today()`: `2026-07-01`.
    pub today: String,
    /// `now()`: `2026-07-01T09:30:00.000+02:00`.
    pub now: String,
}

/// How an answer goes against its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// The answer does not fulfil the constraint.
    Constraint,
    /// Answered although it was not to be asked.
    NotRelevant,
    /// Not answered although it must be.
    Required,
    /// The expression could not be computed, so that nothing is known.
    NotEvaluated,
}

/// One answer that goes against its form.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    /// How.
    pub against: Against,
    /// Path of the question from the form, repeats included: `households/member/age`.
    pub path: String,
    /// Instance of each repeat on the way, counted from 1.
    pub instances: Vec<usize>,
    /// The answer.
    pub answer: String,
    /// The expression that is not fulfilled or could not be computed.
    pub expression: String,
    /// What the form says to it; for `NotEvaluated` why not, in no named language.
    pub message: Words,
}

/// Every answer that goes against its form: constraints that are broken, answers where nothing was to be asked, and no answer
/// where there must be one, as ODK's form tools judge them.
///
/// An empty answer breaks no constraint. Computed answers are taken as recorded. An expression that cannot be computed is
/// reported once for its question as `NotEvaluated`, and nothing is held against its answers.
///
/// ```
/// use forms::{Against, Answers, Form, Item, Kind, Logic, Question, World};
/// let logic = Logic { constraint: ". >= 0 and . < 120".into(), ..Logic::default() };
/// let age = Question { name: "age".into(), kind: Kind::Integer, logic, ..Question::default() };
/// let form = Form { items: vec![Item::Question(age)], ..Form::default() };
/// let mut answers = Answers::default();
/// answers.values.insert("age".into(), "130".into());
/// let breaches = forms::evaluate(&form, &answers, &World::default());
/// assert_eq!((breaches.len(), breaches[0].against), (1, Against::Constraint));
/// ```
#[must_use]
pub fn evaluate(form: &Form, answers: &Answers, world: &World) -> Vec<Breach> {
    let asking = Asking::new(form, answers, world);
    let mut judging = Judging { asking: &asking, parsed: BTreeMap::new(), said: BTreeSet::new(), breaches: Vec::new() };
    judging.items(&form.items, &Scene::new(answers), Ok(()));
    judging.breaches
}

/// Whether an item is asked: yes, or the expression for which it is not (empty where that is not known).
type Relevant<'a> = Result<(), &'a str>;

struct Judging<'a> {
    asking: &'a Asking<'a>,
    parsed: BTreeMap<&'a str, Result<Expression, String>>,
    /// Paths and expressions that were said not to be computed.
    said: BTreeSet<(String, &'a str)>,
    breaches: Vec<Breach>,
}

impl<'a> Judging<'a> {
    fn items(&mut self, items: &'a [Item], scene: &Scene<'a>, relevant: Relevant<'a>) {
        for item in items {
            match item {
                Item::Question(question) => self.question(question, &scene.step(&question.name), relevant),
                Item::Group(group) => {
                    let inside = scene.step(&group.section.name);
                    let relevant = self.section(&group.section, &inside, relevant);
                    self.items(&group.items, &inside, relevant);
                }
                Item::Repeat(repeat) => {
                    let of_repeat = scene.step(&repeat.section.name);
                    for at in 0..of_repeat.instances() {
                        let Some(inside) = of_repeat.instance(at) else { continue };
                        let relevant = self.section(&repeat.section, &inside, relevant);
                        self.items(&repeat.items, &inside, relevant);
                    }
                }
            }
        }
    }

    fn section(&mut self, section: &'a Section, scene: &Scene<'a>, relevant: Relevant<'a>) -> Relevant<'a> {
        relevant?;
        match self.flag(&section.relevant, scene) {
            Some(false) => Err(&section.relevant),
            Some(true) => Ok(()),
            None => Err(""),
        }
    }

    fn question(&mut self, question: &'a Question, scene: &Scene<'a>, relevant: Relevant<'a>) {
        if !question.kind.is_shown() || question.kind == Kind::Note {
            return;
        }
        let answer = scene.answer();
        let logic = &question.logic;
        let relevant = relevant.and_then(|()| match self.flag(&logic.relevant, scene) {
            Some(true) => Ok(()),
            Some(false) => Err(logic.relevant.as_str()),
            None => Err(""),
        });
        if let Err(expression) = relevant {
            if !answer.is_empty() && !expression.is_empty() {
                self.breach(Against::NotRelevant, scene, expression, Words::new());
            }
            return;
        }
        if answer.is_empty() {
            if !logic.required.is_empty() && self.flag(&logic.required, scene) == Some(true) {
                self.breach(Against::Required, scene, &logic.required, logic.required_message.clone());
            }
        } else if self.flag(&logic.constraint, scene) == Some(false) {
            self.breach(Against::Constraint, scene, &logic.constraint, logic.constraint_message.clone());
        }
    }

    /// Yes or no of an expression, yes where there is none; nothing where it cannot be computed, which is said.
    fn flag(&mut self, expression: &'a str, scene: &Scene<'a>) -> Option<bool> {
        if expression.is_empty() {
            return Some(true);
        }
        let parsed = self.parsed.entry(expression).or_insert_with(|| parse(expression));
        let value = parsed.as_ref().map_err(Clone::clone).and_then(|parsed| compute(parsed, &self.asking.at(scene)));
        match value {
            Ok(value) => Some(value.flag()),
            Err(reason) => {
                if self.said.insert((scene.path.clone(), expression)) {
                    let why = Words::from([(String::new(), reason)]);
                    self.breach(Against::NotEvaluated, scene, expression, why);
                }
                None
            }
        }
    }

    fn breach(&mut self, against: Against, scene: &Scene, expression: &str, message: Words) {
        self.breaches.push(Breach {
            against,
            path: scene.path.clone(),
            instances: scene.chain.iter().map(|(_, at, _)| at + 1).collect(),
            answer: scene.answer().to_owned(),
            expression: expression.to_owned(),
            message,
        });
    }
}

#[cfg(test)]
mod tests;
