//! Model and residents beside each other: who says that a hazard happens, and the score of the two made one.

use super::catalogue::{Catalogue, Hazard};
use super::lived::Lived;
use super::modelled::{Inside, Modelled};
use city::assessment::{Agrees, PlaceAgreement};
use city::{Estimate, PlaceId};

/// What is known of a hazard at a place.
pub(super) struct Known<'k, 'a> {
    pub(super) place: &'k PlaceId,
    /// By the model that leads.
    pub(super) lead: Option<&'k Inside>,
    /// By other models of the same scenario.
    pub(super) beside: Vec<&'k Inside>,
    /// Whether models of other hazards know of it, where this one has no model.
    pub(super) elsewhere: Option<bool>,
    /// By residents.
    pub(super) lived: Option<&'k Lived<'a>>,
    /// People there.
    pub(super) people: Option<f64>,
}

impl Known<'_, '_> {
    /// Whether models and residents agree. Nobody asked, or nothing modelled, is no "no".
    pub(super) fn agrees(&self) -> Agrees {
        // A model of another hazard that is dry here says that no flood is known; one that is wet says nothing of this hazard.
        let modelled = match self.lead {
            Some(inside) => inside.happens(),
            None => self.elsewhere.filter(|known| !known),
        };
        match (modelled, self.lived.map(|lived| lived.happens)) {
            (Some(true), Some(true)) => Agrees::Both,
            (Some(true), Some(false)) => Agrees::ModelOnly,
            (Some(false), Some(true)) => Agrees::ResidentsOnly,
            (Some(false), Some(false)) => Agrees::Neither,
            (None, _) | (_, None) => Agrees::NotCompared,
        }
    }

    /// The score by the leading model: its share over the share that counts as 1.
    pub(super) fn modelled_score(&self, catalogue: &Catalogue) -> Option<f64> {
        score(self.lead?, catalogue)
    }

    /// The two made one: the larger, from the smallest to the largest that model, other models and residents say.
    pub(super) fn score(&self, catalogue: &Catalogue) -> Option<Estimate> {
        let lived = self.lived.map(|lived| lived.score);
        let value = self.modelled_score(catalogue).into_iter().chain(lived).reduce(f64::max)?;
        let beside = self.beside.iter().filter_map(|inside| score(inside, catalogue));
        let all: Vec<f64> = self.modelled_score(catalogue).into_iter().chain(lived).chain(beside).collect();
        let (low, high) = (all.iter().copied().fold(value, f64::min), all.iter().copied().fold(value, f64::max));
        Estimate::range(low, value, high).ok()
    }

    /// The row of a reader's table.
    pub(super) fn row(&self, catalogue: &Catalogue) -> PlaceAgreement {
        PlaceAgreement {
            place: self.place.clone(),
            agrees: self.agrees(),
            area_share: self.lead.and_then(|inside| inside.area),
            people_share: self.lead.and_then(|inside| inside.people),
            distance_m: self.lead.and_then(|inside| inside.distance_m),
            lived: self.lived.map(|lived| lived.words.clone()).unwrap_or_default(),
            lived_score: self.lived.map(|lived| lived.score),
            score: self.score(catalogue),
            people: self.people,
        }
    }
}

fn score(inside: &Inside, catalogue: &Catalogue) -> Option<f64> {
    Some((inside.share()? / catalogue.modelled.share_full_percent).clamp(0.0, 1.0))
}

/// The rule by which the two make one score, in words.
pub(super) fn rule(catalogue: &Catalogue, hazard: &Hazard, lead: Option<&Modelled>) -> String {
    let (lived, modelled) = (&catalogue.lived, &catalogue.modelled);
    let model = match lead {
        Some(_) => format!(
            "Score = the larger of model and residents; its range runs from the smallest to the largest of them and of other models of the same scenario. \
             Model: percent of people inside (of area where no grid of people is at hand) / {}, at most 1; it says that the hazard happens where any part of the place is inside.",
            modelled.share_full_percent
        ),
        None => "No model of this hazard is at hand: the score is that of residents' answers.".to_owned(),
    };
    let residents = format!(
        "Residents: times / {}, at most 1 (named without saying how often counts as {}, known to be struck again and again as {}, a trouble of the place as {}, or {} where it is held to be dangerous); \
         structures destroyed / {}, at most 1, close {} of what is missing to 1. \
         What only residents say counts in full and is marked low quality; where nobody asked, nothing is taken to be no.",
        lived.frequency_full,
        lived.named_counts_as,
        lived.again_and_again_counts_as,
        lived.trouble_counts_as,
        lived.trouble_held_dangerous_counts_as,
        lived.destroyed_full,
        lived.destroyed_weight,
    );
    let near = hazard.lived_within_m.map(|metres| {
        format!("Residents' word \"flood\" is taken to mean this one up to {metres} m from its footprint; farther away it counts as a flood from rain.")
    });
    let period = lead.and_then(|m| m.return_period).map(|_| {
        let years = modelled.return_period_years;
        format!("Where a model gives several return periods, the one nearest to once in {years} years leads.")
    });
    let why = [lead.map(|_| &modelled.reason), Some(&lived.reason)].into_iter().flatten().cloned();
    [model, residents].into_iter().chain(near).chain(period).chain(why).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(area: f64, people: Option<f64>) -> Inside {
        Inside { area: Some(area), people, distance_m: Some(0.0), key: None }
    }

    fn lived(happens: bool, score: f64) -> Lived<'static> {
        Lived { happens, score, words: "floods".to_owned(), inputs: Vec::new() }
    }

    fn known<'k>(
        place: &'k PlaceId,
        lead: Option<&'k Inside>,
        lived: Option<&'k Lived<'static>>,
    ) -> Known<'k, 'static> {
        Known { place, lead, beside: Vec::new(), elsewhere: None, lived, people: None }
    }

    #[test]
    fn what_only_residents_say_counts_in_full_and_what_nobody_asked_is_not_no() {
        let (catalogue, place) = (Catalogue::shipped().unwrap(), PlaceId::from("settlement:a"));
        let (dry, yes, no) = (inside(0.0, None), lived(true, 2.0 / 3.0), lived(false, 0.0));
        let residents = known(&place, Some(&dry), Some(&yes));
        assert_eq!(residents.agrees(), Agrees::ResidentsOnly);
        assert_eq!(residents.score(&catalogue), Estimate::range(0.0, 2.0 / 3.0, 2.0 / 3.0).ok());
        let unasked = known(&place, Some(&dry), None);
        assert_eq!(unasked.agrees(), Agrees::NotCompared);
        assert_eq!(unasked.score(&catalogue), Estimate::exact(0.0).ok());
        assert_eq!(known(&place, Some(&dry), Some(&no)).agrees(), Agrees::Neither);
        let unmodelled = known(&place, None, Some(&yes));
        assert_eq!(
            (unmodelled.agrees(), unmodelled.score(&catalogue)),
            (Agrees::NotCompared, Estimate::exact(2.0 / 3.0).ok())
        );
        assert_eq!(known(&place, None, None).score(&catalogue), None);
    }

    #[test]
    fn a_dry_model_of_another_flood_makes_it_residents_only_and_a_wet_one_says_nothing() {
        let (place, yes) = (PlaceId::from("settlement:a"), lived(true, 0.5));
        let at = |elsewhere| Known { elsewhere, ..known(&place, None, Some(&yes)) }.agrees();
        assert_eq!(at(Some(false)), Agrees::ResidentsOnly);
        assert_eq!(at(Some(true)), Agrees::NotCompared);
    }

    #[test]
    fn more_of_a_place_inside_never_lowers_its_score() {
        let (catalogue, place) = (Catalogue::shipped().unwrap(), PlaceId::from("settlement:a"));
        let said = lived(true, 1.0 / 3.0);
        let mut before = 0.0;
        for step in 0..=100 {
            let inside = inside(f64::from(step), None);
            let value = known(&place, Some(&inside), Some(&said)).score(&catalogue).unwrap().value;
            assert!(value >= before, "{step}");
            before = value;
        }
        assert!((before - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_grid_of_people_goes_before_the_share_of_area_and_other_models_widen_the_range() {
        let (catalogue, place) = (Catalogue::shipped().unwrap(), PlaceId::from("settlement:a"));
        let (lead, other) = (inside(10.0, Some(20.0)), inside(40.0, None));
        let found = Known { beside: vec![&other], ..known(&place, Some(&lead), None) }.score(&catalogue).unwrap();
        assert_eq!((found.low, found.value, found.high), (0.4, 0.4, 0.8));
    }
}
