//! What the map can show: each chain in which places are ranked, and each hazard as modelled beside as lived.

use super::hazards;
use super::reading::{Reading, capital, class_word, kind_word, score};
use city::assessment::{Agreement, Agrees, ChainResult};
use city::{PlaceId, PlaceKind};
use serde_json::{Value, json};

/// Words of the colours of a hazard's view, by [`colour`].
const AGREEMENT: [&str; 6] = [
    "not compared",
    "model and residents say so",
    "only residents say so",
    "only the model says so",
    "",
    "neither says so",
];

/// What a view is about.
#[derive(Clone, Copy)]
pub enum About<'a> {
    /// A chain whose places are ranked.
    Chain(&'a ChainResult),
    /// A hazard at one kind of places.
    Hazard(&'a Agreement),
}

/// One thing that the map can show.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// What it is about.
    pub about: About<'a>,
    /// The kind of places it is about.
    pub kind: PlaceKind,
}

/// Every view of an assessment, the leading one first.
pub fn views<'a>(reading: &Reading<'a>) -> Vec<View<'a>> {
    let assessment = reading.assessment;
    let chains = assessment.chains.iter().filter(|c| c.ranked > 0);
    let mut all: Vec<View<'a>> = chains.map(|c| View { about: About::Chain(c), kind: c.kind }).collect();
    for agreement in &assessment.agreements {
        for kind in hazards::kinds(reading, agreement) {
            let of_kind = |id: &PlaceId| reading.place(id).is_some_and(|p| p.kind == kind);
            if agreement.places.iter().any(|p| p.agrees != Agrees::NotCompared && of_kind(&p.place)) {
                all.push(View { about: About::Hazard(agreement), kind });
            }
        }
    }
    all
}

impl<'a> View<'a> {
    /// What its heading and its choice say.
    pub fn label(&self) -> String {
        match self.about {
            About::Chain(result) => result.chain.label.clone(),
            About::Hazard(agreement) => agreement.label.clone(),
        }
    }

    /// The group of choices that it belongs to.
    pub fn group(&self) -> String {
        match self.about {
            About::Chain(_) => capital(kind_word(self.kind, 2)),
            About::Hazard(_) => "Hazards, as modelled and as lived".to_owned(),
        }
    }

    /// What stands behind its label in the choice.
    pub fn kind_of_answer(&self) -> String {
        match self.about {
            About::Chain(result) => result.outcome.as_str().to_owned(),
            About::Hazard(_) => kind_word(self.kind, 2).to_owned(),
        }
    }

    /// The colours it is shown in.
    pub fn ramp(&self) -> &'static str {
        match self.about {
            About::Chain(_) => "worse",
            About::Hazard(_) => "names",
        }
    }

    /// Places with their level (1 to 5; none where there is no answer) and what is told of it.
    pub fn levels(&self, reading: &Reading<'a>) -> Vec<(usize, Option<u8>, String)> {
        match self.about {
            About::Chain(result) => {
                let told = |class, number| match class {
                    Some(_) => format!("{}, {}", class_word(class), score(number)),
                    None => class_word(None).to_owned(),
                };
                let scores = result.scores.iter();
                scores.filter_map(|s| Some((reading.index(&s.place)?, s.class, told(s.class, s.score)))).collect()
            }
            About::Hazard(agreement) => {
                let places =
                    agreement.places.iter().filter(|p| reading.place(&p.place).is_some_and(|q| q.kind == self.kind));
                let level = |agrees| (colour(agrees), agreement_word(agrees).to_owned());
                places
                    .filter_map(|p| Some((reading.index(&p.place)?, level(p.agrees))))
                    .map(|(at, (level, words))| (at, level, words))
                    .collect()
            }
        }
    }

    /// What the page's script needs of it.
    pub fn data(&self, reading: &Reading<'a>) -> Value {
        let levels: Vec<Value> = match self.about {
            About::Chain(result) => {
                let scores = result.scores.iter();
                scores
                    .filter_map(|s| {
                        Some(json!([reading.index(&s.place)?, s.class, score(s.score), s.rank.map(|r| r.nominal)]))
                    })
                    .collect()
            }
            About::Hazard(_) => self.levels(reading).into_iter().map(|(at, level, _)| json!([at, level])).collect(),
        };
        let (ranked, words) = match self.about {
            About::Chain(result) => (result.ranked, std::array::from_fn(|at| class_word(u8::try_from(at).ok()))),
            About::Hazard(_) => (0, AGREEMENT),
        };
        json!({ "kind": self.kind.as_str(), "ramp": self.ramp(), "ranked": ranked, "words": words, "scores": levels })
    }
}

/// The level of an agreement, as the map colours it.
pub fn colour(agrees: Agrees) -> Option<u8> {
    match agrees {
        Agrees::Both => Some(1),
        Agrees::ResidentsOnly => Some(2),
        Agrees::ModelOnly => Some(3),
        Agrees::Neither => Some(5),
        Agrees::NotCompared => None,
    }
}

/// What an agreement says.
pub fn agreement_word(agrees: Agrees) -> &'static str {
    AGREEMENT.get(usize::from(colour(agrees).unwrap_or(0))).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;
    use PlaceKind::{District, Settlement};

    #[test]
    fn chains_come_before_hazards_and_what_nobody_ranked_is_no_view() {
        let mut assessment = testing::assessment();
        let kinds = |assessment: &city::assessment::Assessment| {
            let reading = Reading::new(assessment);
            views(&reading).iter().map(|v| (v.ramp(), v.kind)).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&assessment), [("worse", Settlement), ("worse", District), ("names", Settlement)]);
        assessment.chains.iter_mut().for_each(|c| c.ranked = 0);
        assert_eq!(kinds(&assessment), [("names", Settlement)]);
        assessment.agreements[0].places.iter_mut().for_each(|p| p.agrees = Agrees::NotCompared);
        assert!(kinds(&assessment).is_empty());
    }

    #[test]
    fn every_agreement_has_its_own_colour_and_words() {
        let mut words: Vec<&str> = Agrees::ALL.iter().map(|a| agreement_word(*a)).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Agrees::ALL.len());
        assert_eq!(agreement_word(Agrees::NotCompared), "not compared");
    }
}
