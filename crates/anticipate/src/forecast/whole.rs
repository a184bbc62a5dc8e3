//! What a place is made of: a city is the sum of its districts, the formal and informal part of a place that of its settlements.

use super::Unit;
use super::units::{Scene, apart, counted};
use city::forecast::{ForecastDifference, Part};
use city::{Observation, Place, PlaceId, PlaceKind};
use std::collections::BTreeMap;

/// A sum leads where it holds this share of a place's own count, so that the place and what is in it are one number.
const LEADS_FROM: f64 = 0.98;

/// A part of a place, by which rows are found.
pub(crate) type Of<'a> = (&'a PlaceId, Part);

/// A part of a place that is a sum of parts of others.
#[derive(Debug)]
pub(crate) struct Whole<'a> {
    /// The place.
    pub place: &'a Place,
    /// Which of its people.
    pub part: Part,
    /// What it is the sum of; nobody is in it twice.
    pub of: Vec<Of<'a>>,
    /// That in words, such as `12 districts`.
    pub words: String,
    /// People counted in it, each when they were.
    pub people: f64,
    /// First and last year of these counts.
    pub counted: (i32, i32),
}

/// What is counted of a part of a place: people, when, and the observation where it is no sum.
#[derive(Debug, Clone, Copy)]
struct Count<'a> {
    people: f64,
    years: (i32, i32),
    by: Option<&'a Observation>,
}

/// Counts of units, and of what became a sum.
type Counts<'a> = BTreeMap<Of<'a>, Count<'a>>;

/// Finds what is a sum, districts before cities. Units that a sum takes the place of are taken out; a place whose own count differs is told.
pub(super) fn wholes<'a>(
    scene: &Scene<'a, '_>,
    units: &mut Vec<Unit<'a>>,
) -> (Vec<Whole<'a>>, Vec<ForecastDifference>) {
    let mut counts = Counts::new();
    for unit in units.iter() {
        let count =
            Count { people: unit.base.people.value, years: (unit.base.year, unit.base.year), by: Some(unit.counted) };
        counts.insert((&unit.place.id, unit.part), count);
    }
    let (mut wholes, mut differences) = (Vec::new(), Vec::new());
    for place in current(scene, PlaceKind::District).chain(current(scene, PlaceKind::City)) {
        for part in Part::ALL {
            let Some(whole) = made_of(scene, place, (*part, &counts)) else { continue };
            let own = own(scene, place, *part);
            let can_lead = counts.contains_key(&(&place.id, *part));
            let sum_leads = own.is_none_or(|own| !can_lead || whole.people >= LEADS_FROM * own.people);
            if let Some(own) = own.filter(|own| (own.people - whole.people).abs() > 0.5) {
                differences.push(ForecastDifference {
                    place: place.id.clone(),
                    part: *part,
                    what: "people counted".to_owned(),
                    own: own.people,
                    of: whole.words.clone(),
                    sum: whole.people,
                    sum_leads,
                    words: why(&whole, own, (&counts, can_lead)),
                });
            }
            if sum_leads {
                counts.insert((&place.id, *part), Count { people: whole.people, years: whole.counted, by: None });
                wholes.push(whole);
            }
        }
    }
    units.retain(|u| !wholes.iter().any(|w: &Whole| w.place.id == u.place.id && w.part == u.part));
    (wholes, differences)
}

/// A place's own count.
fn own<'a>(scene: &Scene<'a, '_>, place: &Place, part: Part) -> Option<Count<'a>> {
    let by = if part == Part::All { counted(scene.facts, &place.id) } else { apart(scene.facts, &place.id, part) }?;
    let year = by.period.last_year();
    Some(Count { people: by.value.number().filter(|n| *n > 0.0)?, years: (year, year), by: Some(by) })
}

fn current<'a>(scene: &Scene<'a, '_>, kind: PlaceKind) -> impl Iterator<Item = &'a Place> {
    scene.evidence.places.iter().filter(move |p| p.kind == kind && p.valid_to.is_none())
}

fn made_of<'a>(scene: &Scene<'a, '_>, place: &'a Place, (part, counts): (Part, &Counts<'a>)) -> Option<Whole<'a>> {
    let of = match (place.kind, part) {
        (PlaceKind::City, Part::All) => districts(scene, place, counts)?,
        (_, Part::All) => return None,
        (PlaceKind::City, _) => {
            let districts = districts(scene, place, counts).unwrap_or_default();
            let apart = districts.iter().map(|(id, _)| (*id, part)).filter(|of| counts.contains_key(of));
            // settlements that lie in no district of the set are a part of the city by themselves
            let outside = settlements(scene, place, (part, counts)).into_iter();
            let outside = outside.filter(|(id, _)| !scene.ancestors(id).any(|up| districts.iter().any(|d| d.0 == up)));
            apart.chain(outside).collect()
        }
        _ => settlements(scene, place, (part, counts)),
    };
    let of_kind = |kind: PlaceKind| of.iter().filter(|(id, _)| scene.place(id).is_some_and(|p| p.kind == kind)).count();
    let named = |n: usize, one: &str| (n > 0).then(|| format!("{n} {one}{}", if n == 1 { "" } else { "s" }));
    let words = [named(of_kind(PlaceKind::District), "district"), named(of_kind(PlaceKind::Settlement), "settlement")];
    let words = words.into_iter().flatten().collect::<Vec<_>>().join(" and ");
    let known: Vec<&Count> = of.iter().filter_map(|of| counts.get(of)).collect();
    let people = known.iter().map(|c| c.people).sum();
    let counted = (known.iter().map(|c| c.years.0).min()?, known.iter().map(|c| c.years.1).max()?);
    Some(Whole { place, part, of, words, people, counted })
}

/// The districts of the set that holds the most people, where each of them has a count.
fn districts<'a>(scene: &Scene<'a, '_>, city: &Place, counts: &Counts<'a>) -> Option<Vec<Of<'a>>> {
    let mut sets: BTreeMap<&str, Vec<Of<'a>>> = BTreeMap::new();
    let inside = |p: &Place| p.parent.is_none() || scene.ancestors(&p.id).any(|up| *up == city.id);
    for place in current(scene, PlaceKind::District).filter(|p| inside(p)) {
        sets.entry(place.id.prefix()).or_default().push((&place.id, Part::All));
    }
    let people = |list: &[Of<'a>]| -> Option<f64> { list.iter().map(|of| Some(counts.get(of)?.people)).sum() };
    let known = sets.into_values().filter_map(|list| Some((people(&list)?, list)));
    known.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, list)| list)
}

/// Settlements of a part that lie in a place, of the set that holds the most people: two sets may hold the same people.
fn settlements<'a>(scene: &Scene<'a, '_>, place: &Place, (part, counts): (Part, &Counts<'a>)) -> Vec<Of<'a>> {
    let mut sets: BTreeMap<&str, (f64, Vec<Of<'a>>)> = BTreeMap::new();
    for ((id, of), count) in counts {
        let is_settlement = scene.place(id).is_some_and(|p| p.kind == PlaceKind::Settlement);
        if *of == part && is_settlement && scene.ancestors(id).any(|up| *up == place.id) {
            let set = sets.entry(id.prefix()).or_default();
            set.0 += count.people;
            set.1.push((id, *of));
        }
    }
    sets.into_values().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, list)| list).unwrap_or_default()
}

/// Why a place's own count is not the sum of those in it.
fn why(whole: &Whole, own: Count, (counts, can_lead): (&Counts, bool)) -> String {
    let Some(by) = own.by else { return "the counts were made apart".to_owned() };
    let of: Vec<&Observation> = whole.of.iter().filter_map(|of| counts.get(of)?.by).collect();
    let mut sources: Vec<&str> = of.iter().map(|o| o.source.0.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    let years = |(from, to): (i32, i32)| if from == to { from.to_string() } else { format!("{from} to {to}") };
    let mut list = Vec::new();
    if !sources.is_empty() && sources != [by.source.0.as_str()] {
        let (own, theirs) = (years(own.years), years(whole.counted));
        list.push(format!("its own count is of {} ({own}), theirs of {} ({theirs})", by.source, sources.join(", ")));
    } else if own.years != whole.counted {
        list.push(format!("its own count is of {}, theirs of {}", years(own.years), years(whole.counted)));
    }
    let joined = |o: &Observation| o.indicator == "population_assessed";
    if of.iter().any(|o| joined(o)) && !joined(by) {
        list.push("theirs are as the assessment joins two counts".to_owned());
    }
    if !can_lead {
        list.push("no households are known of it by itself".to_owned());
    }
    if list.is_empty() {
        list.push("one source says both: it lacks a place, or people live outside all of them".to_owned());
    }
    list.join("; ")
}
