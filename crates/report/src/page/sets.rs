//! Sets: places of one kind and edition, which are listed and coloured together because they divide the same ground.

use crate::reading::key_entry;
use crate::shade::{Shading, shade};
use crate::words::{fill, say};
use city::PlaceKind;
use city::indicator::{Direction, IndicatorKind};
use city::profile::{CityProfile, KeyIndicator, PlaceProfile};

/// A map of more places than this is not the one to begin with.
const EASY_PLACES: usize = 400;
/// Nor one of fewer.
const ENOUGH_PLACES: usize = 6;

/// Places of one kind and edition.
pub struct Set {
    /// What a person reads.
    pub label: String,
    /// Indices of its places.
    pub places: Vec<usize>,
    /// Whether any of them can be drawn.
    pub drawn: bool,
    /// Classes by key indicator.
    pub shadings: Vec<Shading>,
}

impl Set {
    /// Numbers of the key indicators that any of its places has.
    pub fn keys(&self) -> Vec<usize> {
        let known = |(i, s): (usize, &Shading)| (!s.classes.is_empty()).then_some(i);
        self.shadings.iter().enumerate().filter_map(known).collect()
    }
}

/// All sets, and what the map shows first.
pub struct Sets {
    /// Larger places first; those that cannot be drawn last.
    pub list: Vec<Set>,
    /// The set that is shown first.
    pub first: usize,
    /// The key indicator that is shown first.
    pub key: usize,
    /// Set of each place, and where in it.
    at: Vec<Option<(usize, usize)>>,
}

impl Sets {
    /// The sets of a profile.
    pub fn new(profile: &CityProfile) -> Self {
        let mut list = grouped(profile);
        for set in &mut list {
            set.shadings = profile.key.iter().map(|key| shading(profile, key, &set.places)).collect();
        }
        let (key, first) = telling(profile, &list);
        let mut at = vec![None; profile.places.len()];
        for (number, set) in list.iter().enumerate() {
            for (n, place) in set.places.iter().enumerate() {
                if let Some(slot) = at.get_mut(*place) {
                    *slot = Some((number, n));
                }
            }
        }
        Self { list, first, key, at }
    }

    /// The colour of a place by a key indicator.
    pub fn colour(&self, key: usize, place: usize) -> Option<u8> {
        let (set, at) = self.at.get(place).copied().flatten()?;
        self.list.get(set)?.shadings.get(key)?.colours.get(at).copied().flatten()
    }
}

fn shading(profile: &CityProfile, key: &KeyIndicator, places: &[usize]) -> Shading {
    let of_set = places.iter().filter_map(|i| profile.places.get(*i));
    shade(&of_set.map(|p| key_entry(p, key)).collect::<Vec<_>>(), key.kind)
}

/// The first key indicator that is good or bad news, of which most places of a set are known, where the set is neither too
/// coarse nor too fine to be read at once; the finest of such sets.
fn telling(profile: &CityProfile, sets: &[Set]) -> (usize, usize) {
    let known = |set: &Set, key: usize| set.shadings.get(key).map_or(0, |s| s.colours.iter().flatten().count());
    let varies = |set: &Set, key: usize| set.shadings.get(key).is_some_and(|s| s.classes.len() > 1);
    let fits = |set: &Set, key: usize, least: usize, most: usize| {
        let places = set.places.len();
        set.drawn && (least..=most).contains(&places) && known(set, key) * 2 >= places && varies(set, key)
    };
    let news = |key: &KeyIndicator| {
        key.direction != Direction::Neither && !matches!(key.kind, IndicatorKind::Class | IndicatorKind::Flag)
    };
    let best = |key: usize, least, most| {
        (0..sets.len())
            .filter(|s| sets.get(*s).is_some_and(|s| fits(s, key, least, most)))
            .max_by_key(|s| sets.get(*s).map(|s| s.places.len()))
    };
    let keys = || profile.key.iter().enumerate();
    let easy = keys().filter(|(_, k)| news(k)).find_map(|(k, _)| Some((k, best(k, ENOUGH_PLACES, EASY_PLACES)?)));
    let any = || keys().find_map(|(k, _)| Some((k, best(k, 1, usize::MAX)?)));
    let with_number = || (0..profile.key.len()).find_map(|k| Some((k, sets.iter().position(|s| known(s, k) > 0)?)));
    easy.or_else(any).or_else(with_number).unwrap_or((0, 0))
}

/// Kind, prefix of the ids, and edition.
type Which<'a> = (PlaceKind, &'a str, &'a str);

fn grouped(profile: &CityProfile) -> Vec<Set> {
    let mut found: Vec<(Which<'_>, Vec<usize>)> = Vec::new();
    for (i, place) in profile.places.iter().enumerate().filter(|(_, p)| p.kind != PlaceKind::City) {
        let key = (place.kind, prefix(place), place.edition.as_str());
        match found.iter_mut().find(|(k, _)| *k == key) {
            Some((_, places)) => places.push(i),
            None => found.push((key, vec![i])),
        }
    }
    let is_drawn =
        |places: &[usize]| places.iter().any(|i| profile.places.get(*i).is_some_and(|p| p.geometry.is_some()));
    found.sort_by_key(|((kind, ..), places)| (!is_drawn(places), *kind, places.len()));
    let set = |((kind, prefix, edition), places): (Which<'_>, Vec<usize>)| Set {
        label: label(kind, prefix, edition),
        drawn: is_drawn(&places),
        shadings: Vec::new(),
        places,
    };
    found.into_iter().map(set).collect()
}

/// The part of an id before its colon, without the year of an edition: `ward_2011:19100001` is a ward.
fn prefix(place: &PlaceProfile) -> &str {
    let prefix = place.id.as_str().split_once(':').map_or("", |(prefix, _)| prefix);
    prefix.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_')
}

fn label(kind: PlaceKind, prefix: &str, edition: &str) -> String {
    let id = format!("level-{prefix}");
    let words = match say(&id) {
        unknown if unknown == id => match kind {
            _ if !prefix.is_empty() && prefix != kind.as_str() => capital(&prefix.replace('_', " ")),
            PlaceKind::City => say("kinds-city").to_owned(),
            PlaceKind::District => say("kinds-district").to_owned(),
            PlaceKind::Settlement => say("kinds-settlement").to_owned(),
            PlaceKind::Cell => say("kinds-cell").to_owned(),
            PlaceKind::Building => say("kinds-building").to_owned(),
            PlaceKind::Facility => say("kinds-facility").to_owned(),
        },
        words => words.to_owned(),
    };
    if edition.is_empty() { words } else { fill("level-of-edition", &[("level", &words), ("edition", edition)]) }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
