//! Iterative proportional updating: weights of households that meet counts of households and of persons at once.

use crate::AnticipateError;

/// A count that weighted households have to meet.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    /// What is counted, such as `households, size 3` or `persons, female, 15 to 19`.
    pub name: String,
    /// The count asked for.
    pub target: f64,
    /// Households that count toward it (from 0), and how often each does; a household that is not named counts 0 times.
    pub uses: Vec<(usize, f64)>,
}

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IpuSettings {
    /// Passes over all constraints at most.
    pub most_iterations: u32,
    /// Stops when no weight changed by more than this share in a pass.
    pub tolerance: f64,
}

impl Default for IpuSettings {
    fn default() -> Self {
        Self { most_iterations: 20_000, tolerance: 1e-12 }
    }
}

/// How well one constraint is met.
#[derive(Debug, Clone, PartialEq)]
pub struct ConstraintFit {
    /// What is counted.
    pub name: String,
    /// The count asked for.
    pub target: f64,
    /// The count that the weights make.
    pub made: f64,
    /// |made - target| / target; where the target is 0, 0 when met and 1 when not.
    pub difference: f64,
    /// Why it cannot be met, where no household left counts toward it.
    pub unmet: Option<String>,
}

/// Weights, and how well they fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// A weight for each household, in their order; never below 0.
    pub weights: Vec<f64>,
    /// Passes over all constraints.
    pub iterations: u32,
    /// Whether the weights had come to rest.
    pub converged: bool,
    /// The largest difference of a constraint.
    pub worst: f64,
    /// The mean difference over constraints.
    pub mean: f64,
    /// One for each constraint, in their order.
    pub each: Vec<ConstraintFit>,
}

/// Weights of households so that counts of households and of persons are met: each constraint in turn scales the households that
/// count toward it by what is asked over what is made (the *sequential* variant: the next constraint sees the weights that the one
/// before left; other programs average or damp the steps and come to other weights).
///
/// - Inputs: `start`, a weight for each household (1 where nothing is known); `constraints` with their targets in households or
///   persons. A margin that is not known is no constraint: leave it out.
/// - Method: Ye, Konduri, Pendyala, Sana and Waddell 2009, "A methodology to match distributions of both household and person
///   attributes in the generation of synthetic populations", TRB 88th Annual Meeting.
/// - A target of 0 (zero margin) takes its households out first, with weight 0, as nobody of that kind lives there; Ye et al. put
///   0.001 in its place. A target above 0 toward which no household counts (zero cell), or none is left, cannot be met: it is left
///   out of the passes, stands in [`Fit::each`] with the reason, and counts in the worst and the mean difference.
/// - Constraints that contradict each other do not converge; the weights are then those after the last pass, and `converged` is false.
///
/// # Errors
/// [`AnticipateError::NoHouseholds`], [`AnticipateError::NoSuchHousehold`], [`AnticipateError::NotACount`] for a weight, target or
/// count that is negative or not finite.
///
/// ```
/// use anticipate::ipu::{Constraint, IpuSettings, ipu};
/// // a household of one person and a household of two; 20 of the first kind, 40 persons in all
/// let households = Constraint { name: "of one".into(), target: 20.0, uses: vec![(0, 1.0)] };
/// let persons = Constraint { name: "persons".into(), target: 40.0, uses: vec![(0, 1.0), (1, 2.0)] };
/// let fit = ipu(&[1.0, 1.0], &[households, persons], &IpuSettings::default())?;
/// assert!((fit.weights[0] - 20.0).abs() < 1e-6 && (fit.weights[1] - 10.0).abs() < 1e-6);
/// # Ok::<(), anticipate::AnticipateError>(())
/// ```
pub fn ipu(start: &[f64], constraints: &[Constraint], settings: &IpuSettings) -> Result<Fit, AnticipateError> {
    check(start, constraints)?;
    let mut weights = start.to_vec();
    for constraint in constraints.iter().filter(|c| c.target <= 0.0) {
        for (household, count) in &constraint.uses {
            if *count > 0.0 {
                weights[*household] = 0.0;
            }
        }
    }
    let unmet: Vec<Option<String>> = constraints.iter().map(|c| why_unmet(c, start, &weights)).collect();
    let active: Vec<&Constraint> =
        constraints.iter().zip(&unmet).filter(|(c, u)| c.target > 0.0 && u.is_none()).map(|(c, _)| c).collect();
    let (mut iterations, mut converged) = (0, active.is_empty());
    let mut before = weights.clone();
    while iterations < settings.most_iterations && !converged {
        iterations += 1;
        for constraint in &active {
            adjust(&mut weights, constraint);
        }
        converged = change(&before, &weights) <= settings.tolerance;
        before.copy_from_slice(&weights);
    }
    Ok(told(weights, constraints, unmet, (iterations, converged)))
}

fn check(start: &[f64], constraints: &[Constraint]) -> Result<(), AnticipateError> {
    if start.is_empty() {
        return Err(AnticipateError::NoHouseholds);
    }
    let count = |what: &str, value: f64| {
        let good = value.is_finite() && value >= 0.0;
        if good { Ok(()) } else { Err(AnticipateError::NotACount { what: what.to_owned(), value }) }
    };
    start.iter().try_for_each(|w| count("a starting weight", *w))?;
    for constraint in constraints {
        count(&constraint.name, constraint.target)?;
        for (household, uses) in &constraint.uses {
            count(&constraint.name, *uses)?;
            if *household >= start.len() {
                let (constraint, household, households) = (constraint.name.clone(), *household, start.len());
                return Err(AnticipateError::NoSuchHousehold { constraint, household, households });
            }
        }
    }
    Ok(())
}

fn made(weights: &[f64], constraint: &Constraint) -> f64 {
    constraint.uses.iter().map(|(household, count)| weights[*household] * count).sum()
}

fn adjust(weights: &mut [f64], constraint: &Constraint) {
    let made = made(weights, constraint);
    let factor = constraint.target / made;
    if !factor.is_finite() {
        return;
    }
    for (household, count) in &constraint.uses {
        if *count > 0.0 {
            weights[*household] *= factor;
        }
    }
}

fn why_unmet(constraint: &Constraint, start: &[f64], weights: &[f64]) -> Option<String> {
    if constraint.target <= 0.0 || made(weights, constraint) > 0.0 {
        return None;
    }
    Some(if made(start, constraint) > 0.0 {
        "every household that counts toward it is of a kind whose count is zero".to_owned()
    } else {
        "no household of the sample counts toward it".to_owned()
    })
}

/// The largest change of a weight, as a share of it.
fn change(before: &[f64], after: &[f64]) -> f64 {
    let share = |(b, a): (&f64, &f64)| if *b > 0.0 { (a - b).abs() / b } else { 0.0 };
    before.iter().zip(after).map(share).fold(0.0, f64::max)
}

fn told(weights: Vec<f64>, constraints: &[Constraint], unmet: Vec<Option<String>>, passes: (u32, bool)) -> Fit {
    let each: Vec<ConstraintFit> = constraints
        .iter()
        .zip(unmet)
        .map(|(constraint, unmet)| {
            let made = made(&weights, constraint);
            let difference = difference(made, constraint.target);
            ConstraintFit { name: constraint.name.clone(), target: constraint.target, made, difference, unmet }
        })
        .collect();
    let worst = each.iter().map(|c| c.difference).fold(0.0, f64::max);
    #[expect(clippy::cast_precision_loss, reason = "constraints are thousands at most")]
    let mean = each.iter().map(|c| c.difference).sum::<f64>() / (each.len().max(1) as f64);
    Fit { weights, iterations: passes.0, converged: passes.1, worst, mean, each }
}

/// |made - target| / target; where the target is 0, 0 when met and 1 when not.
#[must_use]
pub fn difference(made: f64, target: f64) -> f64 {
    if target > 0.0 { (made - target).abs() / target } else { f64::from(u8::from(made > 0.0)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn constraint(name: &str, target: f64, uses: &[(usize, f64)]) -> Constraint {
        Constraint { name: name.to_owned(), target, uses: uses.to_vec() }
    }

    #[test]
    fn a_kind_that_the_sample_lacks_is_named_and_the_rest_is_met() {
        let asked = [constraint("tents", 5.0, &[]), constraint("houses", 10.0, &[(0, 1.0), (1, 1.0)])];
        let fit = ipu(&[1.0, 1.0], &asked, &IpuSettings::default()).unwrap();
        assert!(fit.each[0].unmet.as_deref().unwrap().contains("no household"));
        assert!((fit.worst - 1.0).abs() < 1e-12 && (fit.each[1].made - 10.0).abs() < 1e-9);
    }

    #[test]
    fn a_margin_of_zero_leaves_nobody_of_that_kind() {
        let asked = [
            constraint("tanker", 0.0, &[(0, 1.0)]),
            constraint("all", 12.0, &[(0, 1.0), (1, 1.0)]),
            constraint("in tents", 3.0, &[(0, 1.0)]),
        ];
        let fit = ipu(&[1.0, 1.0], &asked, &IpuSettings::default()).unwrap();
        assert_eq!(fit.weights, [0.0, 12.0]);
        assert!(fit.each[2].unmet.as_deref().unwrap().contains("zero"));
    }

    #[test]
    fn margins_that_contradict_each_other_do_not_converge_and_say_so() {
        let asked = [constraint("a", 10.0, &[(0, 1.0)]), constraint("b", 20.0, &[(0, 1.0)])];
        let fit = ipu(&[1.0], &asked, &IpuSettings { most_iterations: 50, tolerance: 1e-9 }).unwrap();
        assert!((fit.worst - 1.0).abs() < 1e-9, "{fit:?}");
    }

    #[test]
    fn what_is_no_count_is_refused() {
        let settings = IpuSettings::default();
        assert!(ipu(&[], &[], &settings).is_err());
        assert!(ipu(&[1.0], &[constraint("a", -1.0, &[(0, 1.0)])], &settings).is_err());
        assert!(ipu(&[1.0], &[constraint("a", f64::NAN, &[(0, 1.0)])], &settings).is_err());
        assert!(ipu(&[1.0], &[constraint("a", 1.0, &[(1, 1.0)])], &settings).is_err());
    }

    proptest! {
        #[test]
        fn households_with_equal_columns_get_equal_weights(
            columns in prop::collection::vec((0_u8..2, 0_u8..4, 0_u8..4), 2..12), twin in 0_usize..12,
        ) {
            let mut columns = columns;
            columns.push(columns[twin % columns.len()]);
            let uses = |of: &dyn Fn(&(u8, u8, u8)) -> u8| {
                columns.iter().enumerate().map(|(h, c)| (h, f64::from(of(c)))).filter(|(_, n)| *n > 0.0).collect::<Vec<_>>()
            };
            let asked = [
                constraint("a", 35.0, &uses(&|c| u8::from(c.0 == 0))),
                constraint("b", 65.0, &uses(&|c| u8::from(c.0 == 1))),
                constraint("p", 90.0, &uses(&|c| c.1)),
                constraint("q", 70.0, &uses(&|c| c.2)),
            ];
            let settings = IpuSettings { most_iterations: 200, ..IpuSettings::default() };
            let fit = ipu(&vec![1.0; columns.len()], &asked, &settings).unwrap();
            let (first, last) = (twin % (columns.len() - 1), columns.len() - 1);
            prop_assert!((fit.weights[first] - fit.weights[last]).abs() <= 1e-12 * fit.weights[first].abs());
            prop_assert!(fit.weights.iter().all(|w| w.is_finite() && *w >= 0.0));
        }
    }
}
