//! People: how many live in a settlement, when a count from households and an agreed number may differ.

use super::SettlementProfile;
use city::{Estimate, Gap, Quality, Value};

/// Relative difference between the two numbers of people over which neither is trusted much.
pub(crate) const DOUBTFUL_DIFFERENCE: f64 = 0.25;

/// How many people live in the settlement, how far to trust it, and why, in words.
///
/// The number that the community agreed on in an open forum (C12) is the value; the range spans it and the count from
/// households (C9 times C10, computed anew; else C11 as stated). The two can differ tenfold, so both always show.
/// A number of 0 is an empty field, not an empty settlement. Nothing known is a gap.
#[must_use]
pub fn population(profile: &SettlementProfile) -> (Value, Quality, String) {
    let agreed = profile.number("C12_Total_Population").filter(|n| *n > 0.0);
    let counted = households_times_size(profile).or_else(|| stated(profile)).map(f64::round);
    let (value, other, quality, note) = match (agreed, counted) {
        (Some(agreed), Some(counted)) => {
            let differ = relative_difference(agreed, counted) > DOUBTFUL_DIFFERENCE;
            let note = format!("agreed by the community: {agreed}; from households: {counted}");
            (agreed, counted, if differ { Quality::Low } else { Quality::Medium }, note)
        }
        (Some(agreed), None) => (agreed, agreed, Quality::Medium, "agreed by the community".to_owned()),
        (None, Some(counted)) => (counted, counted, Quality::Low, "from households; not agreed on".to_owned()),
        (None, None) => {
            let note = "the profile gives no number of people; 0 is read as not known";
            return (Value::Gap(Gap::NotEstimated), Quality::Low, note.to_owned());
        }
    };
    match Estimate::range(value.min(other), value, value.max(other)) {
        Ok(estimate) => (Value::Estimate(estimate), quality, note),
        Err(error) => (Value::Gap(Gap::NotEstimated), Quality::Low, error.to_string()),
    }
}

/// Households times their mean size (C9 and C10); none where either is missing or 0.
#[must_use]
pub fn households_times_size(profile: &SettlementProfile) -> Option<f64> {
    let households = profile.number("C9_Households").filter(|n| *n > 0.0)?;
    let size = profile.number("C10_Household_Size").filter(|n| *n > 0.0)?;
    Some(households * size)
}

fn stated(profile: &SettlementProfile) -> Option<f64> {
    profile.number("C11_Population_Estimate").filter(|n| *n > 0.0)
}

/// The difference of two numbers over the greater of them.
pub(crate) fn relative_difference(a: f64, b: f64) -> f64 {
    let most = a.abs().max(b.abs());
    if most > 0.0 { (a - b).abs() / most } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::Answer;

    fn profile(answers: &[(&str, f64)]) -> SettlementProfile {
        let answers = answers.iter().map(|(field, number)| ((*field).to_owned(), Answer::Number(*number)));
        SettlementProfile { answers: answers.collect(), ..SettlementProfile::default() }
    }

    #[test]
    fn the_agreed_number_stands_and_the_range_spans_both() {
        let (value, quality, _) = population(&profile(&[
            ("C9_Households", 100.0),
            ("C10_Household_Size", 4.5),
            ("C11_Population_Estimate", 9_999.0),
            ("C12_Total_Population", 4_500.0),
        ]));
        assert_eq!(value, Value::Estimate(Estimate::range(450.0, 4_500.0, 4_500.0).unwrap()));
        assert_eq!(quality, Quality::Low);
    }

    #[test]
    fn nobody_is_not_zero_people() {
        let (value, _, note) = population(&profile(&[("C12_Total_Population", 0.0), ("C9_Households", 0.0)]));
        assert_eq!(value, Value::Gap(Gap::NotEstimated));
        assert!(note.contains("not known"));
    }

    #[test]
    fn without_an_agreed_number_the_count_from_households_is_a_hint() {
        let (value, quality, _) = population(&profile(&[("C11_Population_Estimate", 320.0)]));
        assert_eq!((value.number(), quality), (Some(320.0), Quality::Low));
    }
}
