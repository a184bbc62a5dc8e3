//! Before normalising: divide, fill, screen.

use super::{CompositeError, Table};
use std::collections::BTreeMap;

/// Values over what they are to be measured by, such as seats over people; a gap in either gives a gap.
///
/// # Errors
/// A divisor that is zero or less, with its place; lists of another length than the places.
pub fn denominate(
    indicator: &str,
    places: &[String],
    (values, divisors): (&[Option<f64>], &[Option<f64>]),
) -> Result<Vec<Option<f64>>, CompositeError> {
    for list in [values, divisors] {
        if list.len() != places.len() {
            let what = indicator.to_owned();
            return Err(CompositeError::Shape { what, found: list.len(), expected: places.len() });
        }
    }
    let wrong = |place: &String, divisor| CompositeError::WrongDivisor {
        place: place.clone(),
        indicator: indicator.to_owned(),
        divisor,
    };
    let rows = places.iter().zip(values.iter().zip(divisors));
    rows.map(|(place, pair)| match pair {
        (Some(_), Some(divisor)) if *divisor <= 0.0 => Err(wrong(place, *divisor)),
        (Some(value), Some(divisor)) => Ok(Some(value / divisor)),
        _ => Ok(None),
    })
    .collect()
}

/// Gaps filled with the mean of the place's group; a gap stays where nobody of the group has a value.
///
/// This invents values: say where it was used. Never for groups of people.
///
/// # Errors
/// Another number of groups than of places.
pub fn impute_group_mean(table: &Table, groups: &[String]) -> Result<Table, CompositeError> {
    if groups.len() != table.places().len() {
        let (found, expected) = (groups.len(), table.places().len());
        return Err(CompositeError::Shape { what: "groups".to_owned(), found, expected });
    }
    let columns = table.indicators().iter().enumerate().map(|(indicator, name)| {
        let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for (group, value) in groups.iter().zip(table.column(indicator)) {
            if let Some(value) = value {
                let (sum, count) = sums.entry(group).or_default();
                (*sum, *count) = (*sum + value, *count + 1.0);
            }
        }
        let mean = |group: &String| sums.get(group.as_str()).map(|(sum, count)| sum / count);
        (name.clone(), groups.iter().zip(table.column(indicator)).map(|(g, v)| v.or_else(|| mean(g))).collect())
    });
    Table::new(table.places().to_vec(), columns.collect())
}

/// Places that have values for less than this share of the indicators, with their share.
#[must_use]
pub fn below_coverage(table: &Table, least: f64) -> Vec<(String, f64)> {
    let covered = table.places().iter().zip(table.coverage());
    covered.filter(|(_, share)| *share < least).map(|(place, share)| (place.clone(), share)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_divided_by_zero_and_gaps_stay_gaps() {
        let places = ["a".to_owned(), "b".to_owned()];
        let found = denominate("seats", &places, (&[Some(6.0), None], &[Some(2.0), Some(0.0)])).unwrap();
        assert_eq!(found, [Some(3.0), None]);
        let wrong = denominate("seats", &places, (&[Some(6.0), Some(1.0)], &[Some(2.0), Some(0.0)])).unwrap_err();
        assert!(matches!(wrong, CompositeError::WrongDivisor { place, .. } if place == "b"));
    }

    #[test]
    fn a_gap_stays_where_the_whole_group_is_missing() {
        let places = ["a", "b", "c"].map(str::to_owned).to_vec();
        let table = Table::new(places, vec![("x".into(), vec![Some(2.0), None, None])]).unwrap();
        let filled = impute_group_mean(&table, &["g", "g", "h"].map(str::to_owned)).unwrap();
        assert_eq!(filled.column(0).collect::<Vec<_>>(), [Some(2.0), Some(2.0), None]);
    }
}
