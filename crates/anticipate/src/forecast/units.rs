//! The places and their formal and informal parts, with their people.

use super::gap;
use super::margins::{borrow, margins};
use super::whole::{Whole, wholes};
use crate::ages::Ages;
use crate::day::Day;
use crate::demand::Counts;
use crate::population::{FitSummary, Margins, from_margins};
use crate::project::Base;
use assess::evidence::Evidence;
use assess::profile::facts::Facts;
use city::forecast::{ForecastGap, ForecastReport, Part, PlaceFit};
use city::profile::SettlementType;
use city::{Gap, Group, Observation, Place, PlaceId, PlaceKind, Problem};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A part of a place that rows are made of.
pub(crate) struct Unit<'a> {
    pub place: &'a Place,
    pub part: Part,
    /// The observation that counts its people.
    pub counted: &'a Observation,
    pub base: Base,
    pub counts: Counts,
    /// Words that every row of it needs.
    pub note: String,
}

/// What the units are made of.
pub(crate) struct Scene<'a, 'f> {
    pub evidence: &'f Evidence<'a>,
    pub facts: &'f Facts<'a>,
    day: &'f Day,
    by_id: BTreeMap<&'a PlaceId, &'a Place>,
    city_people: f64,
}

pub(super) fn is_counted(kind: PlaceKind) -> bool {
    matches!(kind, PlaceKind::City | PlaceKind::District | PlaceKind::Settlement)
}

/// One gap for many places, where the same is missing in more than three.
fn together(list: Vec<ForecastGap>) -> Vec<ForecastGap> {
    let places: BTreeSet<&PlaceId> = list.iter().filter_map(|g| g.place.as_ref()).collect();
    let is_people = list.iter().any(|g| g.what == "people and demand");
    match list.first().filter(|_| places.len() > 3 && !is_people) {
        Some(first) => {
            let words = format!("in {} places: {}", places.len(), first.words);
            vec![ForecastGap { place: None, words, ..first.clone() }]
        }
        None => list,
    }
}

/// The people of a place: as the assessment counts them, else as last counted.
pub(super) fn counted<'a>(facts: &Facts<'a>, place: &PlaceId) -> Option<&'a Observation> {
    facts.number(place, "population_assessed").or_else(|| facts.number(place, "population"))
}

/// The people of the formal or informal part of a place, where its count tells them apart.
pub(super) fn apart<'a>(facts: &Facts<'a>, place: &PlaceId, part: Part) -> Option<&'a Observation> {
    facts.best(place, "population", &Group::all().with("settlement_type", part.as_str()))
}

/// A unit before its people are made.
struct Planned<'a> {
    place: &'a Place,
    part: Part,
    counted: &'a Observation,
    margins: Margins,
    borrowed: Option<(PlaceId, String)>,
}

/// What became of a plan: a unit and how well it fits, or why there is none.
struct Made<'a> {
    unit: Option<Unit<'a>>,
    fit: Option<PlaceFit>,
    gaps: Vec<ForecastGap>,
    problem: Option<Problem>,
}

impl<'a, 'f> Scene<'a, 'f> {
    pub(super) fn of(evidence: &'f Evidence<'a>, facts: &'f Facts<'a>, day: &'f Day) -> Self {
        let by_id: BTreeMap<&PlaceId, &Place> = evidence.places.iter().map(|p| (&p.id, p)).collect();
        let people = |kind: PlaceKind| -> f64 {
            let of = evidence.places.iter().filter(|p| p.kind == kind && p.valid_to.is_none());
            of.filter_map(|p| counted(facts, &p.id)?.value.number()).sum()
        };
        let kinds = [PlaceKind::City, PlaceKind::District, PlaceKind::Settlement];
        let city_people = kinds.into_iter().map(people).find(|n| *n > 0.0).unwrap_or(0.0);
        Self { evidence, facts, day, by_id, city_people }
    }

    /// The current place of an id.
    pub(super) fn place(&self, id: &PlaceId) -> Option<&'a Place> {
        self.by_id.get(id).copied()
    }

    /// The places that a place lies in, the nearest first.
    pub(super) fn ancestors(&self, id: &PlaceId) -> impl Iterator<Item = &'a PlaceId> {
        let up = |place: &&'a Place| self.above(place);
        std::iter::successors(self.place(id).and_then(|p| self.above(p)), up).take(8).map(|p| &p.id)
    }

    /// Every part of every place with a count of people, and what is a sum of them; the others become gaps.
    pub(super) fn units(&self, seed: u64, report: &mut ForecastReport) -> (Vec<Unit<'a>>, Vec<Whole<'a>>) {
        let mut planned = Vec::new();
        let mut places: Vec<&'a Place> =
            self.evidence.places.iter().filter(|p| is_counted(p.kind) && p.valid_to.is_none()).collect();
        places.sort_by_key(|p| (super::order(p.kind), &p.id));
        for place in places {
            planned.extend(self.parts(place));
        }
        if !planned.iter().any(|p| p.part != Part::All) {
            let words = "no source tells formal and informal apart here; hint: bring settlements in with their type";
            report.gaps.push(gap(None, "formal and informal apart", words));
        }
        let made: Vec<_> = planned.into_par_iter().map(|p| self.made(p, seed)).collect();
        let (mut units, mut fits, mut margins) = (Vec::with_capacity(made.len()), Vec::new(), Vec::new());
        for Made { unit, fit, gaps, problem } in made {
            margins.extend(gaps);
            report.problems.extend(problem);
            fits.extend(fit);
            units.extend(unit);
        }
        let (wholes, differences) = wholes(self, &mut units);
        report.differences = differences;
        let is_sum = |place: &PlaceId, part: Part| wholes.iter().any(|w| w.place.id == *place && w.part == part);
        fits.retain(|f: &PlaceFit| !is_sum(&f.place, f.part));
        report.fits = fits;
        margins.retain(|g: &ForecastGap| !g.place.as_ref().is_some_and(|p| is_sum(p, g.part)));
        report.gaps.extend(self.uncounted(&wholes));
        let mut by_what: BTreeMap<String, Vec<ForecastGap>> = BTreeMap::new();
        for found in margins {
            by_what.entry(found.what.clone()).or_default().push(found);
        }
        report.gaps.extend(by_what.into_values().flat_map(together));
        (units, wholes)
    }

    /// Places whose people nobody counted, and which are no sum either.
    fn uncounted(&self, wholes: &[Whole]) -> Vec<ForecastGap> {
        let known = |p: &Place| counted(self.facts, &p.id).is_some_and(|o| o.value.number().is_some_and(|n| n > 0.0));
        let places = self.evidence.places.iter().filter(|p| is_counted(p.kind) && p.valid_to.is_none());
        let words = "nobody counted its people; hint: bring a count in";
        places
            .filter(|p| !known(p) && !wholes.iter().any(|w| w.place.id == p.id && w.part == Part::All))
            .map(|p| ForecastGap { reason: Gap::NotMeasuredHere, ..gap(Some(p), "people and demand", words) })
            .collect()
    }

    fn parts(&self, place: &'a Place) -> Vec<Planned<'a>> {
        let mut list = Vec::new();
        let own = margins(self.facts, &place.id, self.evidence.dimensions);
        let Some(all) = counted(self.facts, &place.id).filter(|o| o.value.number().is_some_and(|n| n > 0.0)) else {
            return list;
        };
        let kind = assess::travel::settlement_type(self.facts, &place.id);
        let part = match (place.kind, kind) {
            (PlaceKind::Settlement, Some(SettlementType::Formal)) => Part::Formal,
            (PlaceKind::Settlement, Some(SettlementType::Informal)) => Part::Informal,
            _ => Part::All,
        };
        list.push(self.planned(place, part, (all, own)));
        if place.kind == PlaceKind::Settlement {
            return list;
        }
        for part in [Part::Formal, Part::Informal] {
            let group = Group::all().with("settlement_type", part.as_str());
            let Some(found) = apart(self.facts, &place.id, part).filter(|o| o.value.number().is_some_and(|n| n > 0.0))
            else {
                continue;
            };
            let households = self.facts.best(&place.id, "households", &group).and_then(|o| o.value.number());
            list.push(self.planned(place, part, (found, Margins { households, ..Margins::default() })));
        }
        list
    }

    /// A unit with its own margins, and those of the place above where it has none.
    fn planned(&self, place: &'a Place, part: Part, (counted, own): (&'a Observation, Margins)) -> Planned<'a> {
        let people = counted.value.number().unwrap_or(0.0);
        let name = if part == Part::All { place.id.to_string() } else { format!("{}/{part}", place.id) };
        let mut margins = Margins { place: name, people, ..own };
        let mut borrowed: Option<(PlaceId, String)> = None;
        // a part of a place takes from the whole of it, a place from the one above
        let mut from =
            if part != Part::All && place.kind != PlaceKind::Settlement { Some(place) } else { self.above(place) };
        let mut steps = 0;
        while let Some(other) = from.filter(|_| steps < 8) {
            if margins.gaps().is_empty() && margins.household_count().is_some() {
                break;
            }
            let mut theirs = super::margins::margins(self.facts, &other.id, self.evidence.dimensions);
            let of_it = super::units::counted(self.facts, &other.id);
            theirs.people = of_it.and_then(|o| o.value.number()).unwrap_or(0.0);
            let which = borrow(&mut margins, &theirs);
            if !which.is_empty() && borrowed.is_none() {
                borrowed = Some((other.id.clone(), which.join(", ")));
            }
            from = self.above(other);
            steps += 1;
        }
        Planned { place, part, counted, margins, borrowed }
    }

    fn above(&self, place: &Place) -> Option<&'a Place> {
        place.parent.as_ref().and_then(|id| self.by_id.get(id).copied())
    }

    /// Makes the people of a unit, counts them by what changes their demand, and lets them go.
    fn made(&self, planned: Planned<'a>, seed: u64) -> Made<'a> {
        let Planned { place, part, counted, margins, borrowed } = planned;
        let mut gaps: Vec<ForecastGap> = Vec::new();
        let gap = |words_of: &str, words: &str| ForecastGap { part, ..gap(Some(place), words_of, words) };
        let synthesised = match from_margins(&margins, seed) {
            Ok(made) => made,
            Err(error) => {
                let words = format!("{error}; hint: bring households or their mean size in");
                gaps.push(gap("people and demand", &words));
                let problem = Problem::warning("no_population").in_column("households").found(&margins.place);
                let problem = problem.expected(error.to_string()).hint("bring a count of households in");
                return Made { unit: None, fit: None, gaps, problem: Some(problem) };
            }
        };
        if !synthesised.gaps.is_empty() {
            let what = synthesised.gaps.join(", ");
            gaps.push(gap(&what, "nobody counted them here, nor above; what needs them is left out"));
        }
        let people = counted.value.estimate().unwrap_or(city::Estimate { low: 0.0, value: 0.0, high: 0.0 });
        let counts = Counts::of(&synthesised.population, self.day).later(people.value, None);
        let summary = FitSummary::of(&synthesised.fit);
        let held = synthesised.population.households.iter().map(|h| u64::from(h.size)).sum();
        let fit = PlaceFit {
            place: place.id.clone(),
            part,
            households: synthesised.population.households.len() as u64,
            persons: held,
            worst: summary.worst,
            mean: summary.mean,
            margins: synthesised.fit.iter().map(|m| (m.name.clone(), m.target, m.made)).collect(),
            borrowed: borrowed.clone(),
        };
        let ages = (!margins.ages.is_empty()).then(|| Ages::from_bands(&margins.ages));
        let base = Base {
            year: counted.period.last_year(),
            people,
            ages,
            household_size: margins.household_count().map(|n| people.value / n),
            share_of_city: if self.city_people > 0.0 { people.value / self.city_people } else { 0.0 },
        };
        let note = borrowed.map_or_else(String::new, |(from, which)| {
            format!("{which} as in {from}, since none are known of these people themselves: services may be worse here")
        });
        let unit = Unit { place, part, counted, base, counts, note };
        Made { unit: Some(unit), fit: Some(fit), gaps, problem: None }
    }
}
