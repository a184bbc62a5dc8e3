//! What the city's own figures have inside the boundary of a settlement.

use super::boundaries::Boundaries;
use super::districts::{Districts, surface};
use super::own::is_own;
use crate::evidence::{Cells, Evidence};
use crate::profile::facts::Facts;
use city::source::SourceId;
use city::{Estimate, Observation, Place, Problem, Quality};
use geo_types::MultiPolygon;
use grid::crs::{Crs, Transform};
use grid::{GridError, Outline, Window};
use std::collections::BTreeSet;

/// A place of which less than this share is covered by the raster has no number there.
const LEAST_COVERED: f64 = 0.5;

/// The city's figure for the inside of a boundary.
#[derive(Debug)]
pub(super) struct Inside<'a> {
    /// How many people, with its range.
    pub(super) count: Estimate,
    /// How it was measured, in words.
    pub(super) method: String,
    /// Sources that it comes from.
    pub(super) sources: BTreeSet<&'a SourceId>,
    /// What went in.
    pub(super) inputs: Vec<&'a Observation>,
    /// How far to trust it.
    pub(super) quality: Quality,
    /// Whether it was counted or modelled there, and not only averaged over a district.
    pub(super) is_local: bool,
}

/// The city's figure inside a settlement: the cells of people under its boundary; else what was measured there when the
/// sources were collected; else its districts' totals spread evenly over their area. None with the reason in words.
///
/// Cells count by the exact share of them that the boundary covers. The range runs from the cells that lie wholly inside to
/// all that the boundary touches; for a district spread evenly it runs from 0 to the whole district, which is all that its
/// total says of one part of it. Where settlements overlap, the share that is left to this one is taken.
pub(super) fn count<'a>(
    place: &Place,
    evidence: &Evidence<'a>,
    (facts, districts, boundaries): (&Facts<'a>, &Districts<'a>, &Boundaries),
    problems: &mut Vec<Problem>,
) -> Result<Inside<'a>, String> {
    let kept = boundaries.kept(&place.id, |_| true);
    let found = match (evidence.people_raster, surface(place)) {
        (Some(cells), Some(surface)) => on_cells(&surface, cells).inspect_err(|reason| {
            let problem = Problem::warning("people_not_measured").found(&place.name).expected(reason.as_str());
            problems.push(
                problem
                    .hint("check its boundary and the raster; the city's figure there is an average of its district"),
            );
        }),
        (Some(_), None) => Err("it has no boundary to count people in".to_owned()),
        (None, _) => Err("the city has no raster of people".to_owned()),
    };
    let inside = found.or_else(|reason| measured(place, facts).ok_or(reason));
    let inside =
        inside.or_else(|reason| spread(place, districts, boundaries).map_err(|why| format!("{reason}, and {why}")))?;
    Ok(Inside { count: times(inside.count, kept), ..inside })
}

/// An estimate times a share.
pub(super) fn times(count: Estimate, share: f64) -> Estimate {
    Estimate { low: share * count.low, value: share * count.value, high: share * count.high }
}

fn on_cells<'a>(surface: &MultiPolygon<f64>, cells: &'a Cells<'a>) -> Result<Inside<'a>, String> {
    let transform = Transform::new(&Crs::wgs84(), &cells.crs).map_err(|e| e.to_string())?;
    let zone = transform.transform(surface).map_err(|e| e.to_string())?;
    let sums = Sums::over(&zone, cells).map_err(|e| e.to_string())?;
    if sums.covered < LEAST_COVERED * sums.area {
        return Err(format!("{} covers {:.0} % of it", cells.title, 100.0 * sums.covered / sums.area));
    }
    if sums.least < 0.0 {
        return Err(format!("{} has cells below zero there, the least is {}", cells.title, sums.least));
    }
    let count = Estimate::range(sums.whole.min(sums.inside), sums.inside, sums.touched.max(sums.inside));
    Ok(Inside {
        count: count.map_err(|e| e.to_string())?,
        method: format!(
            "people of the cells under the boundary, by the share of each cell that it covers ({})",
            cells.title
        ),
        sources: BTreeSet::from([&cells.source]),
        inputs: Vec::new(),
        quality: Quality::Low,
        is_local: true,
    })
}

/// Sums of cells under a zone.
#[derive(Debug)]
struct Sums {
    /// Of cells that lie wholly inside.
    whole: f64,
    /// Of all cells by their share inside.
    inside: f64,
    /// Of all cells that are touched.
    touched: f64,
    /// Area of the zone on cells with a value, in cells.
    covered: f64,
    /// Area of the zone, in cells.
    area: f64,
    /// Least value of any cell.
    least: f64,
}

impl Sums {
    fn over(zone: &MultiPolygon<f64>, cells: &Cells) -> Result<Self, GridError> {
        let info = cells.window.info();
        let outline = Outline::new(zone, &info.transform)?;
        let mut sums = Self {
            whole: 0.0,
            inside: 0.0,
            touched: 0.0,
            covered: 0.0,
            area: outline.area_cells(),
            least: f64::INFINITY,
        };
        let Some(window) = outline.window((info.width, info.height)) else { return Ok(sums) };
        let mut values = vec![f64::NAN; window.width];
        let mut failed = None;
        outline.each_row(window, |row, spans| {
            if let Err(error) = cells.window.read(Window { row, height: 1, ..window }, &mut values) {
                failed = Some(error);
            }
            for span in spans {
                let from = span.columns.start.saturating_sub(window.column);
                let under = values.get(from..from + span.columns.len()).unwrap_or_default();
                under.iter().filter(|v| v.is_finite()).for_each(|v| sums.add(*v, span.coverage));
            }
        })?;
        failed.map_or(Ok(sums), Err)
    }

    fn add(&mut self, value: f64, coverage: f64) {
        if coverage >= 1.0 - 1e-9 {
            self.whole += value;
        }
        self.inside += coverage * value;
        self.touched += value;
        self.covered += coverage;
        self.least = self.least.min(value);
    }
}

/// What was measured on a raster or carried over from other boundaries when the sources were collected.
fn measured<'a>(place: &Place, facts: &Facts<'a>) -> Option<Inside<'a>> {
    let is_figure = |o: &&&Observation| o.group.is_all() && !is_own(o, place);
    let found = facts.all(&place.id, "population").iter().find(is_figure).copied()?;
    Some(Inside {
        count: found.value.estimate().filter(|e| e.low >= 0.0)?,
        method: match &found.basis {
            city::Basis::Derived { method, .. } => method.clone(),
            city::Basis::Reported { .. } => String::new(),
        },
        sources: BTreeSet::from([&found.source]),
        inputs: vec![found],
        quality: found.quality,
        is_local: true,
    })
}

/// Totals of districts spread evenly over their areas.
fn spread<'a>(place: &Place, districts: &Districts<'a>, boundaries: &Boundaries) -> Result<Inside<'a>, String> {
    let parts = boundaries.parts(&place.id);
    if parts.is_empty() {
        let reason = if districts.places.is_empty() { "the city has no districts" } else { "it lies in no district" };
        return Err(reason.to_owned());
    }
    let (mut low, mut value, mut high) = (0.0, 0.0, 0.0);
    let mut inputs = Vec::new();
    for part in parts.iter().filter(|p| p.weight > 0.0) {
        let share =
            part.share_of_district.ok_or("a boundary is missing, so no share of the district's area is known")?;
        let total = districts.official.get(&part.district).copied();
        let total = total.ok_or_else(|| format!("nobody gives the people of {}", part.district))?;
        let people = total.value.estimate().ok_or("its district has no number of people")?;
        let share = share.min(1.0);
        low += if share >= 1.0 { people.low } else { 0.0 };
        value += share * people.value;
        high += people.high;
        inputs.push(total);
    }
    Ok(Inside {
        count: Estimate::range(low, value, high).map_err(|e| e.to_string())?,
        method: "total of the district times the share of its area inside the boundary, as if people were spread evenly; the truth can be anything from none to all of them".to_owned(),
        sources: inputs.iter().map(|o| &o.source).collect(),
        inputs,
        quality: Quality::Low,
        is_local: false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Scene, square};
    use super::*;
    use crate::profile::testing::number;

    fn figure(scene: &Scene) -> Result<([f64; 3], bool), String> {
        let evidence = scene.evidence();
        let facts = evidence.facts(&[]);
        let mut problems = Vec::new();
        let districts = Districts::of(&evidence, &facts, &mut problems);
        let boundaries = Boundaries::of(&evidence, &districts, &mut problems);
        let inside = count(&scene.places[0], &evidence, (&facts, &districts, &boundaries), &mut problems)?;
        Ok(([inside.count.low, inside.count.value, inside.count.high], inside.is_local))
    }

    fn near(a: [f64; 3], b: [f64; 3]) {
        assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 0.02 * b.max(1.0)), "{a:?} is not {b:?}");
    }

    #[test]
    fn a_quarter_of_a_districts_area_has_a_quarter_of_its_people_and_perhaps_all_or_none() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(0.0, 0.0, 2.0)).district("ward:1", square(0.0, 0.0, 4.0));
        scene.observations.push(number("ward:1", "population", 1600.0, "2011"));
        let (count, is_local) = figure(&scene).unwrap();
        near(count, [0.0, 400.0, 1600.0]);
        assert!(!is_local);
    }

    #[test]
    fn a_district_without_a_total_is_a_gap_and_not_zero() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(0.0, 0.0, 2.0)).district("ward:1", square(0.0, 0.0, 4.0));
        let reason = figure(&scene).unwrap_err();
        assert_eq!(reason, "the city has no raster of people, and nobody gives the people of ward:1");
    }

    #[test]
    fn cells_count_by_their_share_inside_and_the_range_by_those_wholly_inside_and_touched() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(0.5, 0.0, 2.0)).cells(4, &[10.0; 16]);
        let (count, is_local) = figure(&scene).unwrap();
        near(count, [20.0, 40.0, 60.0]);
        assert!(is_local);
    }

    #[test]
    fn a_settlement_mostly_beyond_the_raster_has_no_figure() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(3.0, 3.0, 4.0)).cells(4, &[10.0; 16]);
        assert!(figure(&scene).is_err());
    }

    #[test]
    fn overlapping_settlements_share_the_cells_under_both() {
        let mut scene = Scene::default();
        scene.settlement("settlement:a", square(0.0, 0.0, 2.0)).settlement("settlement:b", square(0.0, 0.0, 2.0));
        scene.cells(4, &[10.0; 16]);
        near(figure(&scene).unwrap().0, [20.0, 20.0, 20.0]);
    }
}
