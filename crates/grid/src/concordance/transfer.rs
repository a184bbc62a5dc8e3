use std::collections::BTreeMap;

use super::Concordance;

/// Figures of one edition of boundaries carried to another.
///
/// The sum of `values`, `uncovered` and `unknown` is the sum of what was given.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Transferred {
    /// What each zone of the other edition received.
    pub values: BTreeMap<String, f64>,
    /// What lies where the other edition has no zone, by the zone it comes from.
    pub uncovered: BTreeMap<String, f64>,
    /// Figures of ids that the concordance does not have.
    pub unknown: BTreeMap<String, f64>,
}

impl Transferred {
    /// Everything, wherever it went.
    #[must_use]
    pub fn total(&self) -> f64 {
        [&self.values, &self.uncovered, &self.unknown].into_iter().flat_map(BTreeMap::values).sum()
    }
}

impl Concordance {
    /// Carries figures that add up (people, households, toilets) from their zones to those of the other edition.
    ///
    /// The last zone to receive of a figure takes what the others left of it, so that its parts make it up again to the
    /// last digit but one. Shares, means and densities do not add up and must not be carried so.
    #[must_use]
    pub fn transfer<'a>(&self, figures: impl IntoIterator<Item = (&'a str, f64)>) -> Transferred {
        let mut receivers: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
        for overlap in self.overlaps.iter().filter(|overlap| overlap.weight > 0.0) {
            receivers.entry(&overlap.from).or_default().push((&overlap.to, overlap.weight));
        }
        let sources: BTreeMap<&str, f64> =
            self.sources.iter().map(|source| (source.id.as_str(), source.uncovered_weight)).collect();
        let mut transferred = Transferred::default();
        for (id, figure) in figures {
            let Some(uncovered) = sources.get(id) else {
                *transferred.unknown.entry(id.to_owned()).or_default() += figure;
                continue;
            };
            let lost = figure * uncovered;
            if *uncovered > 0.0 {
                *transferred.uncovered.entry(id.to_owned()).or_default() += lost;
            }
            let parts = receivers.get(id).map(Vec::as_slice).unwrap_or_default();
            let mut left = figure - lost;
            for (place, (to, weight)) in parts.iter().enumerate() {
                let part = if place + 1 == parts.len() { left } else { figure * weight };
                left -= part;
                *transferred.values.entry((*to).to_owned()).or_default() += part;
            }
        }
        transferred
    }
}
