//! Make total: the sum of a dimension's categories, where no row gives the number for all of them.

use super::Table;
use city::indicator::AddsUp;
use city::{Basis, Estimate, FieldTable, Gap, Group, Observation, Period, PlaceId, Value};
use std::collections::{BTreeMap, BTreeSet};

type Key<'o> = (&'o PlaceId, &'o str, &'o Period, Group);

/// The totals that `make_total` asks for: of each place, indicator, period and rest of the group, the sum over a dimension.
///
/// Only indicators that add up by sum; none where a row gives the total; a gap where one of the categories is a gap.
pub(super) fn make_totals(table: &Table<'_>, fields: &FieldTable, observations: &mut Vec<Observation>) {
    for category in table.source.categories.iter().filter(|c| c.make_total) {
        let given: BTreeSet<Key<'_>> = observations.iter().map(|o| key(o, o.group.clone())).collect();
        let mut sums: BTreeMap<Key<'_>, Vec<&Observation>> = BTreeMap::new();
        for observation in observations.iter().filter(|o| o.group.get(&category.dimension).is_some()) {
            let whole = key(observation, observation.group.clone().without(&category.dimension));
            if !given.contains(&whole) && fields.get(whole.1).is_some_and(|i| i.adds_up == AddsUp::Sum) {
                sums.entry(whole).or_default().push(observation);
            }
        }
        let method = format!("sum over `{}` of the categories in column {}", category.dimension, category.column);
        let made =
            sums.into_iter().filter_map(|((.., group), parts)| total(group, &parts, &method)).collect::<Vec<_>>();
        observations.extend(made);
    }
}

fn key(observation: &Observation, group: Group) -> Key<'_> {
    (&observation.place, &observation.indicator, &observation.period, group)
}

fn total(group: Group, parts: &[&Observation], method: &str) -> Option<Observation> {
    let estimates = parts.iter().map(|o| o.value.estimate()).collect::<Option<Vec<_>>>();
    let sum = |end: fn(&Estimate) -> f64| estimates.iter().flatten().map(end).sum::<f64>();
    let whole = Estimate::range(sum(|e| e.low), sum(|e| e.value), sum(|e| e.high));
    let first = *parts.first()?;
    let mut total = Observation { group, ..first.clone() };
    total.value = match (&estimates, whole) {
        (Some(_), Ok(whole)) => Value::Estimate(whole),
        _ => Value::Gap(Gap::NotEstimated),
    };
    if estimates.is_none() {
        "one of the categories is not known".clone_into(&mut total.note);
    }
    total.basis = Basis::Derived { method: method.to_owned(), inputs: parts.iter().map(|o| o.key()).collect() };
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::super::table::made_up::{observe, said};
    use city::Basis;

    #[test]
    fn a_total_is_made_where_no_row_gives_it() {
        let settings = "[source.join]\nprefix='ward'\ncolumn='ward'\n[[source.values]]\ncolumn='n'\nindicator='households'\nperiod='2021'\n[[source.categories]]\ncolumn='k'\ndimension='toilet'\nmake_total=true\ncodes={All='*',Flush='flush',None='none'}\n";
        let observed = observe(settings, "ward,k,n\n1,Flush,5\n1,None,2\n2,All,9\n2,Flush,4\n3,Flush,1\n3,None,\n");
        let totals: Vec<_> = observed.observations.iter().filter(|o| o.group.is_all()).cloned().collect();
        assert_eq!(
            said(&totals),
            ["ward:2 households [] 9", "ward:1 households [] 7", "ward:3 households [] not_estimated"]
        );
        let Basis::Derived { inputs, .. } = &totals[1].basis else { panic!("not derived") };
        assert_eq!(inputs[0], "households@ward:1[toilet=flush]2021#made_up");
    }
}
