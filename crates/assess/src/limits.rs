//! Numbers that cannot be true: beyond the limits that the field table gives their indicator.

use city::{FieldTable, Observation, Problem};

/// The problem of a number below the least or above the most that its indicator can be; none where it can be true.
pub(crate) fn outside_limits(observation: &Observation, fields: &FieldTable) -> Option<Problem> {
    const ROUNDING: f64 = 1e-6;
    let (field, number) = (fields.get(&observation.indicator)?, observation.value.estimate()?);
    let low = field.least.filter(|least| number.low < least - ROUNDING);
    let high = field.most.filter(|most| number.high > most + ROUNDING);
    if low.is_none() && high.is_none() {
        return None;
    }
    let expected = match (field.least, field.most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("{least} or more"),
        (_, most) => format!("at most {}", most.unwrap_or_default()),
    };
    let mut problem = Problem::error("value_outside_limits")
        .in_column(&observation.indicator)
        .found(format!("{} at {}", if low.is_some() { number.low } else { number.high }, observation.place))
        .expected(expected)
        .hint(format!("{} of {} is left out; correct it at its source", field.label, observation.place));
    problem.source.clone_from(&observation.source.0);
    Some(problem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::number;

    #[test]
    fn a_household_of_177_is_named_with_its_place_and_one_of_five_is_not() {
        let fields = FieldTable::embedded().unwrap();
        let problem = outside_limits(&number("settlement:1", "household_size", 177.0, "2011"), &fields).unwrap();
        assert_eq!((problem.value.as_str(), problem.expected.as_str()), ("177 at settlement:1", "1 to 30"));
        assert_eq!(outside_limits(&number("settlement:1", "household_size", 5.0, "2011"), &fields), None);
    }
}
