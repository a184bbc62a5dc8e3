//! Measures brought to functions: what each class of things is like when they stand.

use super::sorted::{Class, Sorted};
use super::{CutOff, Hazard, Measure, Transfer};
use crate::error::RiskError;
use crate::function::DamageFunction;

/// More measures that each reach only a part of a group than this are not followed through all their combinations.
const MOST_PARTS: usize = 10;

/// Which things are reached by several measures that each reach a part of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overlap {
    /// Each measure reaches things without regard to the others.
    #[default]
    Independent,
    /// The same things are reached first by all.
    Nested,
}

/// Measures brought to the functions of a set of things: applied together, so that nothing is saved twice.
///
/// Made once, asked for any number of scenarios and draws.
#[derive(Debug, Clone)]
pub struct Applied {
    pub(super) classes: Vec<Class>,
    pub(super) parts: Vec<Vec<Part>>,
    pub(super) transfers: Vec<Transfer>,
}

/// A part of a class: the same measures stand there.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub weight: f64,
    pub function: DamageFunction,
    pub cut_offs: Vec<CutOff>,
}

impl Applied {
    /// Measures (none: things as they are) upon the classes of `things`, whose functions are these.
    ///
    /// # Errors
    /// [`RiskError::Amount`] of [`Measure::check`], [`RiskError::UnknownFunction`], [`RiskError::TooManyParts`].
    pub fn new(
        measures: &[&Measure],
        overlap: Overlap,
        functions: &[DamageFunction],
        things: &Sorted,
    ) -> Result<Self, RiskError> {
        measures.iter().try_for_each(|measure| measure.check())?;
        let classes = things.classes().to_vec();
        let parts =
            classes.iter().map(|class| parts(*class, measures, overlap, functions)).collect::<Result<_, _>>()?;
        Ok(Self { classes, parts, transfers: measures.iter().filter_map(|measure| measure.transfer).collect() })
    }
}

fn parts(
    class: Class,
    all: &[&Measure],
    overlap: Overlap,
    functions: &[DamageFunction],
) -> Result<Vec<Part>, RiskError> {
    let here: Vec<&Measure> = all.iter().filter(|m| m.reaches(class.group) && m.share > 0.0).copied().collect();
    let partly: Vec<usize> = (0..here.len()).filter(|at| here[*at].share < 1.0).collect();
    let mut parts = Vec::new();
    for (weight, without) in combinations(&here, &partly, overlap)? {
        let standing: Vec<&Measure> =
            here.iter().enumerate().filter(|(at, _)| !without.contains(at)).map(|(_, m)| *m).collect();
        parts.push(Part {
            weight: weight
                * standing
                    .iter()
                    .filter_map(|m| m.warning)
                    .map(|w| 1.0 - w.movable * w.saved * w.heeded)
                    .product::<f64>(),
            function: changed(class.function, &standing, functions)?,
            cut_offs: standing.iter().filter_map(|m| m.cut_off).collect(),
        });
    }
    Ok(parts)
}

/// Shares of a class and the measures (of those that reach it partly) that do not stand there.
fn combinations(here: &[&Measure], partly: &[usize], overlap: Overlap) -> Result<Vec<(f64, Vec<usize>)>, RiskError> {
    let found = match overlap {
        Overlap::Nested => {
            let mut order = partly.to_vec();
            order.sort_by(|a, b| here[*b].share.total_cmp(&here[*a].share));
            let share = |rank: usize| match rank.checked_sub(1) {
                None => 1.0,
                Some(before) => order.get(before).map_or(0.0, |at| here[*at].share),
            };
            (0..=order.len()).map(|rank| (share(rank) - share(rank + 1), order[rank..].to_vec())).collect()
        }
        Overlap::Independent if partly.len() > MOST_PARTS => {
            return Err(RiskError::TooManyParts { found: partly.len(), most: MOST_PARTS });
        }
        Overlap::Independent => partly.iter().fold(vec![(1.0, Vec::new())], |known: Vec<(f64, Vec<usize>)>, at| {
            let share = here[*at].share;
            let split = |(weight, without): (f64, Vec<usize>)| {
                let lacking: Vec<usize> = without.iter().copied().chain([*at]).collect();
                [(weight * share, without), (weight * (1.0 - share), lacking)]
            };
            known.into_iter().flat_map(split).collect()
        }),
    };
    Ok(found.into_iter().filter(|(weight, _)| *weight > 0.0).collect())
}

/// The function of a class where these measures stand.
fn changed(function: u32, standing: &[&Measure], functions: &[DamageFunction]) -> Result<DamageFunction, RiskError> {
    let upgrade = |from: u32, measure: &&Measure| {
        measure.upgraded.iter().find(|(old, _)| *old == from).map_or(from, |(_, new)| *new)
    };
    let of = standing.iter().fold(function, upgrade) as usize;
    let known = functions.get(of).ok_or(RiskError::UnknownFunction { function: of, functions: functions.len() })?;
    let vulnerable = standing.iter().fold(known.clone(), |f, m| {
        if m.degree == (1.0, 0.0) && m.affected == (1.0, 0.0) { f } else { f.changed(m.degree, m.affected) }
    });
    let raised = standing.iter().map(|m| m.raised_floor).fold(0.0, f64::max);
    let standing_high = if raised > 0.0 { seen_through(&vulnerable, 1.0, raised)? } else { vulnerable };
    standing.iter().rev().try_fold(standing_high, |f, m| match m.hazard {
        Hazard::Unchanged => Ok(f),
        Hazard::Intensity { factor, less } => seen_through(&f, factor, less),
        Hazard::CurveAxis { factor, shift } => Ok(f.on_moved_axis(factor, shift)),
    })
}

/// The function of `factor * intensity - less`.
fn seen_through(function: &DamageFunction, factor: f64, less: f64) -> Result<DamageFunction, RiskError> {
    let (axis, degree, affected) = if factor > 0.0 {
        let axis = function.intensity().iter().map(|x| (x + less) / factor).collect();
        (axis, function.degree().to_vec(), function.affected().map(<[f64]>::to_vec))
    } else {
        (vec![0.0], vec![function.ratio(-less)], None)
    };
    let seen = DamageFunction::new(function.id(), axis, degree)?;
    affected.map_or(Ok(seen.clone()), |shares| seen.with_affected(shares))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> DamageFunction {
        DamageFunction::new("line", vec![0.0, 2.0], vec![0.0, 1.0]).unwrap()
    }

    #[test]
    fn hazard_then_floor_then_structure() {
        let half = Measure { hazard: Hazard::Intensity { factor: 0.5, less: 0.0 }, ..Measure::named("half") };
        let less = Measure { hazard: Hazard::Intensity { factor: 1.0, less: 0.4 }, ..Measure::named("less") };
        let floor = Measure { raised_floor: 0.3, upgraded: vec![(0, 1)], ..Measure::named("floor") };
        let functions = [line(), line().changed((0.5, 0.0), (1.0, 0.0))];
        let first = changed(0, &[&floor, &half, &less], &functions).unwrap();
        assert!((first.ratio(2.0) - 0.25 * (1.0 - 0.4 - 0.3)).abs() < 1e-15, "{}", first.ratio(2.0));
        let other = changed(0, &[&less, &half], &functions).unwrap();
        assert!((other.ratio(2.0) - 0.5 * 0.8).abs() < 1e-15, "{}", other.ratio(2.0));
        let none = Measure { hazard: Hazard::Intensity { factor: 0.0, less: 0.0 }, ..Measure::named("all kept out") };
        assert!(changed(0, &[&none], &functions).unwrap().ratio(9.0).abs() < 1e-15);
    }

    #[test]
    fn of_two_raised_floors_the_higher_one_counts() {
        let raised = |raised_floor| Measure { raised_floor, ..Measure::named("floor") };
        let both = changed(0, &[&raised(0.3), &raised(0.2)], &[line()]).unwrap();
        assert!((both.ratio(2.0) - 0.5 * (2.0 - 0.3)).abs() < 1e-15, "{}", both.ratio(2.0));
    }

    #[test]
    fn parts_reached_by_several_measures_add_up_to_all() {
        let of = |share| Measure { share, ..Measure::named("m") };
        let (a, b) = (of(0.5), of(0.2));
        let here = [&a, &b];
        let independent = combinations(&here, &[0, 1], Overlap::Independent).unwrap();
        let both = independent.iter().find(|(_, without)| without.is_empty()).unwrap();
        assert!((both.0 - 0.1).abs() < 1e-15 && independent.len() == 4);
        let nested = combinations(&here, &[0, 1], Overlap::Nested).unwrap();
        let weights: Vec<(f64, usize)> = nested.iter().map(|(w, without)| (*w, without.len())).collect();
        assert_eq!(weights, [(0.5, 2), (0.3, 1), (0.2, 0)]);
        let many: Vec<Measure> = (0..11).map(|_| of(0.5)).collect();
        let many: Vec<&Measure> = many.iter().collect();
        let all: Vec<usize> = (0..11).collect();
        assert!(combinations(&many, &all, Overlap::Independent).is_err());
        assert_eq!(combinations(&many, &all, Overlap::Nested).unwrap().len(), 2);
    }
}
