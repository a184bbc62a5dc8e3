use super::CompositeError;
use super::ahp::Judgements;

/// Where the weights of indicators come from.
#[derive(Debug, Clone)]
pub enum Weighting {
    /// All the same.
    Equal,
    /// As given, in the order of the indicators.
    Given(Vec<f64>),
    /// Points that each person shared out over the indicators; every person counts the same, whatever they shared out in all.
    Budget(Vec<Vec<f64>>),
    /// Principal eigenvector of pairwise judgements.
    Pairwise(Judgements),
}

impl Weighting {
    /// One weight for every indicator, summing to one.
    ///
    /// # Errors
    /// Weights or points that are negative, all zero or of another number; judgements on another number of indicators.
    pub fn weights(&self, indicators: &[String]) -> Result<Vec<f64>, CompositeError> {
        match self {
            Self::Equal => shares(indicators, &vec![1.0; indicators.len()]),
            Self::Given(weights) => shares(indicators, weights),
            Self::Budget(people) => {
                let mut sums = vec![0.0; indicators.len()];
                for points in people {
                    let shares = shares(indicators, points)?;
                    sums.iter_mut().zip(shares).for_each(|(sum, share)| *sum += share);
                }
                shares(indicators, &sums)
            }
            Self::Pairwise(judgements) => {
                let named = indicators.iter().map(|name| judgements.position(name));
                let order = named.collect::<Result<Vec<_>, _>>()?;
                let weights = judgements.priorities()?.weights;
                if weights.len() != indicators.len() {
                    let (found, expected) = (weights.len(), indicators.len());
                    return Err(CompositeError::Shape { what: "judgements".to_owned(), found, expected });
                }
                Ok(order.into_iter().map(|place| weights[place]).collect())
            }
        }
    }
}

fn shares(indicators: &[String], weights: &[f64]) -> Result<Vec<f64>, CompositeError> {
    let total = checked(indicators, weights)?;
    Ok(weights.iter().map(|weight| weight / total).collect())
}

/// The sum of weights that are fit for these indicators.
pub(crate) fn checked(indicators: &[String], weights: &[f64]) -> Result<f64, CompositeError> {
    if weights.len() != indicators.len() {
        let (found, expected) = (weights.len(), indicators.len());
        return Err(CompositeError::Shape { what: "weights".to_owned(), found, expected });
    }
    for (indicator, &weight) in indicators.iter().zip(weights) {
        if weight < 0.0 || !weight.is_finite() {
            return Err(CompositeError::WrongWeight { indicator: indicator.clone(), weight });
        }
    }
    let total: f64 = weights.iter().sum();
    if total > 0.0 { Ok(total) } else { Err(CompositeError::NothingToAggregate) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        vec!["flood".into(), "heat".into()]
    }

    #[test]
    fn everybody_counts_the_same_in_a_budget() {
        let budget = Weighting::Budget(vec![vec![100.0, 0.0], vec![1.0, 1.0]]);
        assert_eq!(budget.weights(&names()).unwrap(), [0.75, 0.25]);
        assert_eq!(Weighting::Equal.weights(&names()).unwrap(), [0.5, 0.5]);
    }

    #[test]
    fn judgements_are_matched_by_name() {
        let judgements = Judgements::new(&["heat", "flood"], &[("heat", "flood", 3.0)]).unwrap();
        let weights = Weighting::Pairwise(judgements).weights(&names()).unwrap();
        assert!((weights[0] - 0.25).abs() < 1e-12 && (weights[1] - 0.75).abs() < 1e-12);
    }

    #[test]
    fn a_person_without_points_and_a_budget_without_people_are_refused() {
        let nobody = Weighting::Budget(Vec::new()).weights(&names());
        assert_eq!(nobody.unwrap_err(), CompositeError::NothingToAggregate);
        let wrong = Weighting::Given(vec![1.0, f64::NAN]).weights(&names());
        assert!(matches!(wrong, Err(CompositeError::WrongWeight { indicator, .. }) if indicator == "heat"));
    }
}
