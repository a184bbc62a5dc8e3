//! Which share of a settlement lies in which district, and which shares of settlements lie on one another.

use super::districts::{Districts, surface};
use crate::evidence::{Cells, Evidence};
use city::{Place, PlaceId, PlaceKind, Problem};
use grid::concordance::{Basis, Concordance, ConcordanceRequest, Overlap, Zone, ZoneFault};
use std::collections::BTreeMap;

/// An overlap below this share of both is a line drawn twice and no overlap.
const LINE_DRAWN_TWICE: f64 = 0.02;
/// Share of a settlement outside all districts from which it is said.
const SAID_FROM: f64 = 0.005;

/// A district's part of a settlement.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// The district.
    pub(super) district: PlaceId,
    /// The share of the settlement's people that is the district's, 0 to 1.
    pub(super) weight: f64,
    /// The share of the district's area that lies in the settlement, 0 to 1; none where a boundary is missing.
    pub(super) share_of_district: Option<f64>,
}

/// Settlements laid on districts and on one another.
#[derive(Debug, Default)]
pub(super) struct Boundaries {
    /// Districts of each settlement; their weights sum to 1, or to less where a part lies outside all of them.
    parts: BTreeMap<PlaceId, Vec<Part>>,
    /// Where two settlements overlap.
    shared: Vec<Shared>,
    /// How settlements lie in several districts, in words.
    pub(super) splits: Vec<String>,
}

/// Where two settlements overlap.
#[derive(Debug)]
struct Shared {
    one: PlaceId,
    other: PlaceId,
    share_of_one: f64,
    share_of_other: f64,
}

impl Shared {
    fn partner(&self, settlement: &PlaceId) -> Option<&PlaceId> {
        match settlement {
            s if *s == self.one => Some(&self.other),
            s if *s == self.other => Some(&self.one),
            _ => None,
        }
    }

    /// The share of its people that each of the two cedes; it is the same for both.
    fn ceded(&self) -> f64 {
        self.share_of_one * self.share_of_other / (self.share_of_one + self.share_of_other)
    }
}

impl Boundaries {
    /// Lays the settlements on the districts and on one another; shares go by people where cells of people are at hand, else
    /// by area. Overlaps of settlements of less than 2 % of both are left out.
    pub(super) fn of(evidence: &Evidence, districts: &Districts, problems: &mut Vec<Problem>) -> Self {
        let settlements: Vec<&Place> = evidence.places.iter().filter(|p| p.kind == PlaceKind::Settlement).collect();
        let (from, to) = (zones(&settlements), zones(&districts.places));
        let names = names(evidence.places);
        let mut laid = Self::default();
        let of_settlements = ConcordanceRequest { sliver_share: LINE_DRAWN_TWICE, ..ConcordanceRequest::default() };
        let on_districts = between((&from, &to), ConcordanceRequest::default(), evidence.people_raster, problems);
        let on_each_other = between((&from, &from), of_settlements, evidence.people_raster, problems);
        laid.overlaps(&on_each_other);
        laid.in_districts(&on_districts, &names, !to.is_empty(), problems);
        laid.by_parents(&settlements, districts);
        problems.extend(on_districts.faults.iter().filter_map(|(_, id, fault)| unusable(name(&names, id), fault)));
        laid
    }

    /// The districts of a settlement.
    pub(super) fn parts(&self, settlement: &PlaceId) -> &[Part] {
        self.parts.get(settlement).map_or(&[], Vec::as_slice)
    }

    /// The share of a settlement's people that is left to it, 0 to 1, where those that are counted overlap it.
    ///
    /// People where two settlements overlap are shared out by how much of each settlement the overlap is: with a share s of
    /// the one and t of the other, the first keeps s / (s + t) of them. So a pocket inside a large settlement keeps almost
    /// all of its own, two outlines of one settlement get half each, and nobody is counted twice. A settlement that n others
    /// overlap keeps at least 1 / (n + 1) of its people.
    pub(super) fn kept(&self, settlement: &PlaceId, is_counted: impl Fn(&PlaceId) -> bool) -> f64 {
        let with = |shared: &&Shared| shared.partner(settlement).is_some_and(&is_counted);
        let (ceded, others) =
            self.shared.iter().filter(with).fold((0.0, 0_u32), |(sum, n), shared| (sum + shared.ceded(), n + 1));
        (1.0 - ceded).max(1.0 / (1.0 + f64::from(others)))
    }

    /// How overlaps were shared out, in words.
    pub(super) fn overlaps_in_words(&self, places: &[Place], is_counted: impl Fn(&PlaceId) -> bool) -> Vec<String> {
        let names = names(places);
        let words = |shared: &Shared| {
            let (one, other) = (name(&names, shared.one.as_str()), name(&names, shared.other.as_str()));
            let (s, t) = (shared.share_of_one, shared.share_of_other);
            let rest = match (is_counted(&shared.one), is_counted(&shared.other)) {
                (true, true) => {
                    format!("of the people there {} count to the first, the rest to the second", percent(s / (s + t)))
                }
                (true, false) => format!("{other} has no count, so {one} keeps the whole of its own"),
                (false, true) => format!("{one} has no count, so {other} keeps the whole of its own"),
                (false, false) => "neither has a count".to_owned(),
            };
            format!("{one} and {other} overlap ({} of the one, {} of the other): {rest}.", percent(s), percent(t))
        };
        self.shared.iter().map(words).collect()
    }

    fn overlaps(&mut self, table: &Concordance) {
        let people: BTreeMap<&str, f64> = table
            .overlaps
            .iter()
            .filter(|o| o.from == o.to)
            .filter_map(|o| Some((o.from.as_str(), o.people?)))
            .collect();
        for overlap in table.overlaps.iter().filter(|o| o.from < o.to && !o.sliver) {
            let (share_of_one, share_of_other) = shares(overlap, &people);
            if share_of_one + share_of_other > 0.0 {
                let (one, other) = (overlap.from.as_str().into(), overlap.to.as_str().into());
                self.shared.push(Shared { one, other, share_of_one, share_of_other });
            }
        }
    }

    fn in_districts(&mut self, table: &Concordance, names: &Names, drawn: bool, problems: &mut Vec<Problem>) {
        for overlap in table.overlaps.iter().filter(|o| o.share_of_from > 0.0) {
            let part = Part {
                district: overlap.to.as_str().into(),
                weight: overlap.weight,
                share_of_district: Some(overlap.share_of_to),
            };
            self.parts.entry(overlap.from.as_str().into()).or_default().push(part);
        }
        for source in table.sources.iter().filter(|_| drawn) {
            let settlement = name(names, &source.id);
            let parts = self.parts.get(&PlaceId(source.id.clone())).map_or(&[][..], Vec::as_slice);
            let weighed: Vec<&Part> = parts.iter().filter(|p| p.weight > 0.0).collect();
            if weighed.is_empty() {
                problems.push(outside(settlement));
                continue;
            }
            let lost = source.uncovered_weight;
            if weighed.len() < 2 && lost < SAID_FROM {
                continue;
            }
            let by = if source.basis == Basis::People { "people" } else { "area" };
            let mut shares: Vec<String> = weighed
                .iter()
                .map(|p| format!("{} in {}", percent(p.weight), name(names, p.district.as_str())))
                .collect();
            if lost >= SAID_FROM {
                shares.push(format!("{} outside all districts", percent(lost)));
            }
            self.splits.push(format!("{settlement}, by {by}: {}.", shares.join(", ")));
        }
    }

    /// A settlement without a surface, or whose parent has none, counts to its parent as a whole.
    fn by_parents(&mut self, settlements: &[&Place], districts: &Districts) {
        for settlement in settlements.iter().filter(|s| !self.parts.contains_key(&s.id)).collect::<Vec<_>>() {
            let parent = settlement.parent.as_ref().and_then(|id| districts.places.iter().find(|d| d.id == *id));
            if let Some(parent) = parent.filter(|p| surface(settlement).is_none() || surface(p).is_none()) {
                let part = Part { district: parent.id.clone(), weight: 1.0, share_of_district: None };
                self.parts.insert(settlement.id.clone(), vec![part]);
            }
        }
    }
}

type Names<'a> = BTreeMap<&'a str, &'a str>;

fn names(places: &[Place]) -> Names<'_> {
    places.iter().map(|p| (p.id.as_str(), p.name.as_str())).collect()
}

fn name<'a>(names: &Names<'a>, id: &'a str) -> &'a str {
    names.get(id).copied().filter(|n| !n.is_empty()).unwrap_or(id)
}

fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.01 { "under 1 %".to_owned() } else { format!("{:.0} %", 100.0 * share) }
}

fn zones(places: &[&Place]) -> Vec<Zone> {
    places.iter().filter_map(|p| Some(Zone { id: p.id.to_string(), surface: surface(p)? })).collect()
}

/// The share of each of the two that their overlap is: by people where both have any, else by area.
fn shares(overlap: &Overlap, people: &BTreeMap<&str, f64>) -> (f64, f64) {
    let of = |id: &String| people.get(id.as_str()).copied().filter(|n| *n > 0.0);
    match (overlap.people, of(&overlap.from), of(&overlap.to)) {
        (Some(both), Some(one), Some(other)) if both >= 0.0 => ((both / one).min(1.0), (both / other).min(1.0)),
        _ => (overlap.share_of_from.min(1.0), overlap.share_of_to.min(1.0)),
    }
}

/// Overlaps by people; by area where there are no cells of people or they cannot be read.
fn between(
    (from, to): (&[Zone], &[Zone]),
    by_area: ConcordanceRequest,
    cells: Option<&Cells>,
    problems: &mut Vec<Problem>,
) -> Concordance {
    let by_people = ConcordanceRequest { population: cells.map(|c| (c.window, &c.crs)), ..by_area };
    let table = Concordance::between(from, to, &by_people).or_else(|error| {
        let title = cells.map_or("", |c| c.title.as_str());
        let problem = Problem::warning("people_raster_unreadable").found(title).expected(error.to_string());
        problems.push(problem.hint("settlements were split by area; write the raster anew and collect it again"));
        Concordance::between(from, to, &by_area)
    });
    table.unwrap_or_else(|error| {
        let problem = Problem::error("boundaries_not_laid").found(error.to_string());
        problems.push(
            problem.hint("settlements could not be laid on districts; mend the boundaries and collect them again"),
        );
        Concordance { overlaps: Vec::new(), sources: Vec::new(), faults: Vec::new() }
    })
}

fn outside(settlement: &str) -> Problem {
    Problem::warning("settlement_outside_city")
        .in_column("boundary")
        .found(settlement)
        .expected("a boundary inside the districts of the city")
        .hint("check the order of its coordinates and its reference system, or whether the districts end before the city does; its people are in no district's total")
}

fn unusable(name: &str, fault: &ZoneFault) -> Option<Problem> {
    let (problem, reason) = match fault {
        ZoneFault::Doubtful { stated_m2, taken_m2 } if (stated_m2 - taken_m2).abs() <= 0.01 * taken_m2 => return None,
        ZoneFault::Doubtful { stated_m2, taken_m2 } => (
            Problem::note("boundary_doubtful"),
            format!(
                "an outline that does not cross itself; its rings enclose {stated_m2:.0} m2, {taken_m2:.0} m2 were taken"
            ),
        ),
        ZoneFault::Twice => (Problem::warning("boundary_unusable"), "one boundary for each place".to_owned()),
        ZoneFault::Place(error) => (Problem::warning("boundary_unusable"), error.to_string()),
        _ => (Problem::warning("boundary_unusable"), "an outline with a surface".to_owned()),
    };
    Some(problem.in_column("boundary").found(name).expected(reason).hint("mend the boundary of this place"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Scene, square};
    use super::*;

    fn laid(scene: &Scene) -> (Boundaries, Vec<Problem>) {
        let evidence = scene.evidence();
        let mut problems = Vec::new();
        let districts = Districts::of(&evidence, &evidence.facts(&[]), &mut problems);
        (Boundaries::of(&evidence, &districts, &mut problems), problems)
    }

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-3, "{a} is not {b}");
    }

    #[test]
    fn a_settlement_over_two_districts_is_split_by_area_and_its_shares_sum_to_one() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(3.0, 0.0, 4.0));
        scene.district("ward:1", square(0.0, 0.0, 4.0)).district("ward:2", square(4.0, 0.0, 4.0));
        let (laid, problems) = laid(&scene);
        let parts = laid.parts(&"settlement:a".into());
        near(parts.iter().map(|p| p.weight).sum::<f64>(), 1.0);
        near(parts[0].weight, 0.25);
        assert_eq!(laid.splits, ["settlement:a, by area: 25 % in ward:1, 75 % in ward:2."]);
        assert_eq!(problems, []);
    }

    #[test]
    fn a_settlement_partly_outside_loses_that_part_and_says_so() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(3.0, 0.0, 4.0)).district("ward:1", square(0.0, 0.0, 4.0));
        let (laid, _) = laid(&scene);
        near(laid.parts(&"settlement:a".into())[0].weight, 0.25);
        assert_eq!(laid.splits, ["settlement:a, by area: 25 % in ward:1, 75 % outside all districts."]);
    }

    #[test]
    fn a_settlement_outside_all_districts_is_a_problem() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(9.0, 9.0, 1.0)).district("ward:1", square(0.0, 0.0, 4.0));
        let (laid, problems) = laid(&scene);
        assert_eq!(laid.parts(&"settlement:a".into()), []);
        assert_eq!(problems[0].code, "settlement_outside_city");
    }

    #[test]
    fn two_outlines_of_one_settlement_keep_half_each_and_three_a_third() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(0.0, 0.0, 2.0)).settlement("settlement:b", square(0.0, 0.0, 2.0));
        near(laid(&scene).0.kept(&"settlement:a".into(), |_| true), 0.5);
        scene.settlement("settlement:c", square(0.0, 0.0, 2.0));
        near(laid(&scene).0.kept(&"settlement:a".into(), |_| true), 1.0 / 3.0);
    }

    #[test]
    fn people_where_a_pocket_lies_in_a_large_settlement_are_counted_once_and_the_pocket_keeps_most_of_its_own() {
        let mut scene = Scene::default();
        scene
            .settlement("settlement:large", square(0.0, 0.0, 4.0))
            .settlement("settlement:pocket", square(1.0, 1.0, 1.0));
        let (laid, _) = laid(&scene);
        let (large, pocket) =
            (laid.kept(&"settlement:large".into(), |_| true), laid.kept(&"settlement:pocket".into(), |_| true));
        near(pocket, 16.0 / 17.0);
        near(16.0 * large + pocket, 16.0);
        near(laid.kept(&"settlement:large".into(), |_| false), 1.0);
    }

    #[test]
    fn a_settlement_without_a_boundary_counts_to_its_parent() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(0.0, 0.0, 1.0)).district("ward:1", square(0.0, 0.0, 4.0));
        scene.places[0].geometry = None;
        scene.places[0].parent = Some("ward:1".into());
        let (laid, _) = laid(&scene);
        let whole = Part { district: "ward:1".into(), weight: 1.0, share_of_district: None };
        assert_eq!(laid.parts(&"settlement:a".into()), [whole]);
    }
}
