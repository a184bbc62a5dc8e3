//! Who gains: averted loss by group, in people, in shares of income, and weighted for income.
//!
//! A loss averted in money favours those who have much to lose. The weighted figure multiplies the loss of a group by
//! (reference income / its income)^elasticity: what the money means to the group, in money of someone with the reference income.
//! Kind, Botzen and Aerts (2017), "Accounting for risk aversion, income distribution and social welfare in cost-benefit analysis
//! for flood risk management", `WIREs` Climate Change 8, e446, doi 10.1002/wcc.446. Without the aversion to risk that they add:
//! the weight looks at yearly figures only.
//!
//! Assumptions to be shown beside it: the elasticity (0 gives plain money; at 1 a share of income weighs the same in all groups;
//! 1.2 is what Deltares' `FloodAdapt` takes), the reference income, and that everyone in a group has its mean income.

use crate::error::RiskError;

/// What a group gains.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupGain {
    /// Its name: formal, informal, a district.
    pub group: String,
    /// People in it; none where not known.
    pub people: Option<f64>,
    /// Loss averted a year, in money.
    pub averted: f64,
    /// Income a person a year, in the same money; none where not known.
    pub income_per_person: Option<f64>,
}

/// The income whose weight is 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reference {
    /// The mean of all people in the groups.
    Mean,
    /// A given one, in the same money: of the city, or the country.
    Given(f64),
}

/// Averted loss by group, with the assumptions it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Equity {
    /// By group, in the order given.
    pub groups: Vec<GroupEquity>,
    /// Loss averted a year, in money.
    pub averted: f64,
    /// The same weighted; none where the income of a group that gains or loses is not known.
    pub weighted: Option<f64>,
    /// The income whose weight is 1; none where it cannot be known.
    pub reference_income: Option<f64>,
    /// The elasticity of the weights.
    pub elasticity: f64,
}

/// What a group gains, in several lights.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupEquity {
    /// Its name.
    pub group: String,
    /// Share of all people; none where those of a group are not known.
    pub share_of_people: Option<f64>,
    /// Share of all money averted; none where nothing is averted in all, or a group loses by it.
    pub share_of_averted: Option<f64>,
    /// Averted a person a year.
    pub averted_per_person: Option<f64>,
    /// Averted a year, as a share of yearly income.
    pub share_of_income: Option<f64>,
    /// What its money is multiplied by.
    pub weight: Option<f64>,
    /// Averted a year, weighted.
    pub weighted: Option<f64>,
}

/// Averted loss by group, weighted with an elasticity from 0.
///
/// A group without income or people has no weight, and no weighted figure is given of the whole while it gains or loses money.
///
/// # Errors
/// [`RiskError::Amount`] for an elasticity or a number of people below 0, an income or a reference income not above 0.
pub fn equity(gains: &[GroupGain], reference: Reference, elasticity: f64) -> Result<Equity, RiskError> {
    check(gains, reference, elasticity)?;
    let reference_income = match reference {
        Reference::Given(income) => Some(income),
        Reference::Mean => mean_income(gains),
    };
    let all: Option<f64> = gains.iter().map(|gain| gain.people).sum();
    let averted: f64 = gains.iter().map(|gain| gain.averted).sum();
    let shares = averted > 0.0 && gains.iter().all(|gain| gain.averted >= 0.0);
    let group = |gain: &GroupGain| {
        let people = gain.people.filter(|people| *people > 0.0);
        let averted_per_person = people.map(|people| gain.averted / people);
        let weight = reference_income.zip(gain.income_per_person).map(|(of, own)| (of / own).powf(elasticity));
        GroupEquity {
            group: gain.group.clone(),
            share_of_people: gain.people.zip(all.filter(|all| *all > 0.0)).map(|(people, all)| people / all),
            share_of_averted: shares.then(|| gain.averted / averted),
            averted_per_person,
            share_of_income: averted_per_person.zip(gain.income_per_person).map(|(averted, income)| averted / income),
            weight,
            weighted: weight.map(|weight| weight * gain.averted),
        }
    };
    let groups: Vec<GroupEquity> = gains.iter().map(group).collect();
    let counted = groups.iter().zip(gains).filter(|(_, gain)| gain.averted.abs() > 0.0);
    let weighted = counted.map(|(group, _)| group.weighted).sum();
    Ok(Equity { groups, averted, weighted, reference_income, elasticity })
}

fn mean_income(gains: &[GroupGain]) -> Option<f64> {
    let people: f64 = gains.iter().map(|gain| gain.people).sum::<Option<f64>>()?;
    let inhabited = gains.iter().filter(|gain| gain.people.is_some_and(|people| people > 0.0));
    let income: Option<f64> = inhabited.map(|gain| Some(gain.people? * gain.income_per_person?)).sum();
    income.filter(|_| people > 0.0).map(|income| income / people)
}

fn check(gains: &[GroupGain], reference: Reference, elasticity: f64) -> Result<(), RiskError> {
    let wrong = |of: &str, what, found, expected| Err(RiskError::Amount { of: of.to_owned(), what, found, expected });
    if !(elasticity.is_finite() && elasticity >= 0.0) {
        return wrong("equity", "elasticity", elasticity, "a number from 0");
    }
    if let Reference::Given(income) = reference
        && !(income.is_finite() && income > 0.0)
    {
        return wrong("equity", "reference income", income, "money above 0");
    }
    for gain in gains {
        let of = format!("group `{}`", gain.group);
        if let Some(found) = gain.people.filter(|people| !(people.is_finite() && *people >= 0.0)) {
            return wrong(&of, "number of people", found, "a number from 0");
        }
        if let Some(found) = gain.income_per_person.filter(|income| !(income.is_finite() && *income > 0.0)) {
            return wrong(&of, "income", found, "money above 0");
        }
        if !gain.averted.is_finite() {
            return wrong(&of, "averted loss", gain.averted, "a number");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gain(group: &str, people: f64, averted: f64, income: Option<f64>) -> GroupGain {
        GroupGain { group: group.into(), people: Some(people), averted, income_per_person: income }
    }

    /// By hand: 300 people with 400, 100 with 1,600: mean 700; weights 1.75 and 0.4375 at elasticity 1, squares at 2.
    #[test]
    fn weights_are_as_computed_by_hand() {
        let gains = [gain("informal", 300.0, 1200.0, Some(400.0)), gain("formal", 100.0, 4800.0, Some(1600.0))];
        let found = equity(&gains, Reference::Mean, 1.0).unwrap();
        assert_eq!(found.reference_income, Some(700.0));
        assert_eq!(found.averted.to_bits(), 6000.0_f64.to_bits());
        assert_eq!(found.weighted, Some(1.75 * 1200.0 + 0.4375 * 4800.0));
        let informal = &found.groups[0];
        assert_eq!((informal.share_of_people, informal.share_of_averted), (Some(0.75), Some(0.2)));
        assert_eq!((informal.averted_per_person, informal.share_of_income), (Some(4.0), Some(0.01)));
        let squared = equity(&gains, Reference::Mean, 2.0).unwrap();
        assert!((squared.weighted.unwrap() - (3.0625 * 1200.0 + 0.191_406_25 * 4800.0)).abs() < 1e-9);
        assert_eq!(equity(&gains, Reference::Mean, 0.0).unwrap().weighted, Some(6000.0));
        let given = equity(&gains, Reference::Given(800.0), 1.0).unwrap();
        assert_eq!(given.weighted, Some(2.0 * 1200.0 + 0.5 * 4800.0));
    }

    #[test]
    fn without_the_income_of_a_group_that_gains_there_is_no_weighted_figure() {
        let gains = [gain("informal", 300.0, 1200.0, None), gain("formal", 100.0, 4800.0, Some(1600.0))];
        let found = equity(&gains, Reference::Given(700.0), 1.0).unwrap();
        assert_eq!((found.weighted, found.groups[0].weight), (None, None));
        assert_eq!(equity(&gains, Reference::Mean, 1.0).unwrap().reference_income, None);
        let untouched = [gain("informal", 300.0, 0.0, None), gain("formal", 100.0, 4800.0, Some(1600.0))];
        assert_eq!(equity(&untouched, Reference::Given(1600.0), 1.0).unwrap().weighted, Some(4800.0));
    }

    #[test]
    fn incomes_of_nothing_and_falling_elasticities_are_refused() {
        assert!(equity(&[gain("a", 1.0, 1.0, Some(0.0))], Reference::Mean, 1.0).is_err());
        assert!(equity(&[gain("a", -1.0, 1.0, None)], Reference::Mean, 1.0).is_err());
        assert!(equity(&[], Reference::Mean, -1.0).is_err());
        assert!(equity(&[], Reference::Given(0.0), 1.0).is_err());
        assert_eq!(equity(&[], Reference::Mean, 1.0).unwrap().groups, []);
    }
}
