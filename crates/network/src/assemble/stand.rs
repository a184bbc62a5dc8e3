//! How many units stand in a period without anything new.

use crate::network::Network;

/// Units of a technology in a place that work in each major period, from what stands and what is committed.
pub(crate) fn standing_units(network: &Network) -> std::collections::BTreeMap<(usize, usize), Vec<f64>> {
    let mut units = std::collections::BTreeMap::new();
    for standing in &network.standing {
        let at = units.entry((standing.technology, standing.place)).or_insert_with(|| vec![0.0; network.periods.len()]);
        for (units, period) in at.iter_mut().zip(&network.periods) {
            let begun = standing.from_year.is_none_or(|year| year <= period.start_year);
            let ended = standing.until_year.is_some_and(|year| year <= period.start_year);
            if begun && !ended {
                *units += standing.units;
            }
        }
    }
    units
}
