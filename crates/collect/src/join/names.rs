//! The texts by which a source's rows name their places, each matched once and all together.

use super::{Known, normalised_name};
use city::PlaceId;
use city::settings::{Edition, JoinBy, JoinSettings};
use std::collections::{BTreeMap, BTreeSet};

/// What a text was found to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// One place, by its code, its exact name or an alias, or because a person accepted it.
    Place(PlaceId),
    /// One place, by its normalised name.
    Normalised(PlaceId),
    /// The city itself.
    City,
    /// A person said to leave it out.
    LeftOut,
    /// A person accepted a code that no place has.
    AcceptedUnknown(String),
    /// More than one place.
    Several(Vec<PlaceId>),
    /// None.
    Nothing,
}

/// A text of an edition, the rows that say it, and what it means.
#[derive(Debug, Clone)]
pub(crate) struct Named<'a> {
    pub text: String,
    pub edition: Option<&'a Edition>,
    pub edition_name: String,
    pub prefix: &'a str,
    pub rows: usize,
    pub first_row: u64,
    pub found: Found,
}

impl Named<'_> {
    /// The code that the text holds, without what the edition strips.
    pub fn code(&self) -> String {
        let strip = self.edition.map_or("", |e| e.strip.as_str());
        match self.text.strip_prefix(strip) {
            Some(rest) if !strip.is_empty() => {
                let bare = rest.trim_start_matches('0');
                if bare.is_empty() { "0".to_owned() } else { bare.to_owned() }
            }
            _ => self.text.clone(),
        }
    }

    pub fn place<'p>(&'p self, known: &'p Known) -> Option<&'p PlaceId> {
        match &self.found {
            Found::Place(id) | Found::Normalised(id) => Some(id),
            Found::City => Some(known.city()),
            _ => None,
        }
    }
}

/// Finds what every text means: accepted, then by code or exact name, then by normalised name where that is alone both ways.
pub(crate) fn match_names(names: &mut [Named<'_>], join: &JoinSettings, known: &Known) {
    for named in names.iter_mut().filter(|named| named.found == Found::Nothing) {
        named.found = exactly(named, join, known);
    }
    if join.by == JoinBy::Name {
        normalised(names, known);
    }
}

/// Places that a text was matched to already.
pub(crate) fn taken(names: &[Named<'_>]) -> BTreeSet<PlaceId> {
    let places = names.iter().filter_map(|named| match &named.found {
        Found::Place(id) | Found::Normalised(id) => Some(id.clone()),
        _ => None,
    });
    places.collect()
}

fn exactly(named: &Named<'_>, join: &JoinSettings, known: &Known) -> Found {
    if let Some(accepted) = join.accept.get(&named.text) {
        return accept(accepted, named.prefix, known);
    }
    let matches = match join.by {
        JoinBy::Code => known.by_code(named.prefix, &named.code()),
        JoinBy::Name => known.by_name(named.prefix, &named.text),
        JoinBy::Location => Vec::new(),
    };
    match matches.as_slice() {
        [] => Found::Nothing,
        [one] => Found::Place(one.clone()),
        [..] => Found::Several(matches),
    }
}

fn accept(accepted: &str, prefix: &str, known: &Known) -> Found {
    match accepted {
        "city" => Found::City,
        "-" => Found::LeftOut,
        code => {
            let id = PlaceId(code.to_owned());
            match known.by_code(prefix, code).as_slice() {
                [one] => Found::Place(one.clone()),
                _ if known.holds(&id) => Found::Place(id),
                _ => Found::AcceptedUnknown(code.to_owned()),
            }
        }
    }
}

fn normalised(names: &mut [Named<'_>], known: &Known) {
    let taken = taken(names);
    let mut alike: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
    for (position, named) in names.iter().enumerate().filter(|(_, n)| n.found == Found::Nothing) {
        alike.entry((named.prefix, normalised_name(&named.text))).or_default().push(position);
    }
    let alone = alike.into_iter().filter_map(|((prefix, name), positions)| match positions.as_slice() {
        [position] => Some((*position, known.by_normalised(prefix, &name))),
        _ => None,
    });
    for (position, places) in alone.collect::<Vec<_>>() {
        let Some(text) = names.get_mut(position) else { continue };
        match places.as_slice() {
            [one] if !taken.contains(one) => text.found = Found::Normalised(one.clone()),
            [_, _, ..] => text.found = Found::Several(places),
            [..] => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use city::{Place, PlaceKind};

    // `ADM2_EN` of the district file and `District` of the census table, as they stand there.
    const DISTRICTS: [&str; 29] = [
        "Ablekuma Central Municipal",
        "Ablekuma North Municipal",
        "Ablekuma West Municipal",
        "Accra Metropolis",
        "Ada East",
        "Ada West",
        "Adenta Municipal",
        "Ashaiman Municipal",
        "Ayawaso Central Municipal",
        "Ayawaso East Municipal",
        "Ayawaso North Municipal",
        "Ayawaso West",
        "Ga Central Municipal",
        "Ga East",
        "Ga North Municipal",
        "Ga South Municipal",
        "Ga West Municipal",
        "Korle Klottey Municipal",
        "Kpone Katamanso",
        "Krowor Municipal",
        "La Dade-Kotopon",
        "La-Nkwantanang-Madina",
        "Ledzokuku Municipal",
        "Ningo/Prampram",
        "Okaikwei North Municipal",
        "Shai Osudoku",
        "Tema Metropolitan",
        "Tema West Municipal",
        "Weija Gbawe Municipal",
    ];
    const CENSUS: [&str; 31] = [
        "Ghana",
        "Greater Accra",
        "Ga South Municipal",
        "Weija Gbawe Municipal",
        "Ga Central Municipal",
        "Ablekuma North Municipal",
        "Ablekuma West Municipal",
        "Ablekuma Central Municipal",
        "Accra Metropolitan Area (AMA)",
        "Korle Klottey Municipal",
        "Ayawaso Central Municipal",
        "Ayawaso East Municipal",
        "Ayawaso North Municipal",
        "La Dade-Kotopon Municipal",
        "Ledzokuku Municipal",
        "Krowor Municipal",
        "Adentan Municipal",
        "Ayawaso West Municipal",
        "Okaikoi North Municipal",
        "Ga North Municipal",
        "Ga West Municipal",
        "Ga East Municipal",
        "La Nkwantanang Madina Municipal",
        "Kpone Katamanso Municipal",
        "Ashaiman Municipal",
        "Tema West Municipal",
        "Tema Metropolitan Area (TMA)",
        "Ningo-Prampram",
        "Shai-Osudoku",
        "Ada West",
        "Ada East",
    ];

    fn known() -> Known {
        let place = |(i, name): (usize, &&str)| {
            let id = PlaceId::new("district", &format!("GH07{:02}", i + 1));
            Place::new(id, PlaceKind::District, name, &"districts".into())
        };
        let places = DISTRICTS.iter().enumerate().map(place).collect::<Vec<_>>();
        Known::of(&PlaceId::new("city", "accra"), &places)
    }

    fn named<'a>(text: &str) -> Named<'a> {
        let (edition_name, found) = (String::new(), Found::Nothing);
        Named { text: text.to_owned(), edition: None, edition_name, prefix: "district", rows: 1, first_row: 2, found }
    }

    fn join(accept: &[(&str, &str)]) -> JoinSettings {
        let accept = accept.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let (prefix, by) = ("district".to_owned(), JoinBy::Name);
        JoinSettings { prefix, column: None, by, accept, editions: None, create: false }
    }

    fn count(names: &[Named<'_>], like: impl Fn(&Found) -> bool) -> usize {
        names.iter().filter(|n| like(&n.found)).count()
    }

    #[test]
    fn eighteen_districts_of_accra_match_exactly_and_the_rest_is_never_silent() {
        let (known, mut names) = (known(), CENSUS.map(named));
        match_names(&mut names, &join(&[]), &known);
        assert_eq!(count(&names, |f| matches!(f, Found::Place(_))), 18);
        assert_eq!(count(&names, |f| matches!(f, Found::Normalised(_))), 9);
        let left: Vec<_> = names.iter().filter(|n| n.found == Found::Nothing).collect();
        let texts: Vec<_> = left.iter().map(|n| n.text.as_str()).collect();
        assert_eq!(texts, ["Ghana", "Greater Accra", "Adentan Municipal", "Okaikoi North Municipal"]);
        let taken = taken(&names);
        let first = |text: &str| known.look_alikes("district", text, &taken).into_iter().next().unwrap().name;
        assert_eq!(first("Adentan Municipal"), "Adenta Municipal");
        assert_eq!(first("Okaikoi North Municipal"), "Okaikwei North Municipal");
    }

    #[test]
    fn accepted_lines_join_all_districts() {
        let accepted = [
            ("Ghana", "-"),
            ("Greater Accra", "city"),
            ("Adentan Municipal", "GH0707"),
            ("Okaikoi North Municipal", "GH0725"),
        ];
        let (known, mut names) = (known(), CENSUS.map(named));
        match_names(&mut names, &join(&accepted), &known);
        assert_eq!(taken(&names).len(), 29);
        assert_eq!(count(&names, |f| matches!(f, Found::City | Found::LeftOut)), 2);
    }

    #[test]
    fn a_normalised_name_that_is_not_alone_is_left_to_a_person() {
        let known = known();
        let mut two = ["Tema Municipal", "TEMA"].map(named);
        match_names(&mut two, &join(&[]), &known);
        assert_eq!(count(&two, |f| *f == Found::Nothing), 2);
        let mut after_exact = ["Ga East", "Ga East Municipal"].map(named);
        match_names(&mut after_exact, &join(&[]), &known);
        assert_eq!(after_exact[1].found, Found::Nothing);
    }

    #[test]
    fn an_accepted_code_that_no_place_has_is_no_match() {
        let mut names = [named("Ghana")];
        match_names(&mut names, &join(&[("Ghana", "GH99")]), &known());
        assert_eq!(names[0].found, Found::AcceptedUnknown("GH99".to_owned()));
    }

    #[test]
    fn an_edition_strips_its_front_and_leading_zeros() {
        let edition = Edition {
            prefix: "ward".into(),
            create: false,
            strip: "19100".into(),
            indicator: None,
            note: String::new(),
        };
        for (text, code) in [("19100024", "24"), ("19100000", "0"), ("19100116", "116"), ("CPT", "CPT"), ("19100", "0")]
        {
            assert_eq!(Named { edition: Some(&edition), ..named(text) }.code(), code);
        }
    }
}
