//! Where a household stands on a ladder when not all is known about it.

use crate::refusal::Refusal;
use city::Estimate;
use std::collections::BTreeMap;

/// Where a household stands on a ladder.
#[derive(Debug, Clone, PartialEq)]
pub enum Rung<L> {
    /// On this rung.
    At(L),
    /// On one of the rungs from the first to the second: what would decide was not observed.
    Between(L, L),
    /// On none that the rules know: the column and the code.
    Unclassified(&'static str, String),
}

impl<L: Copy> Rung<L> {
    /// The rung it stands on at least; none where it is on none.
    pub fn at_least(&self) -> Option<L> {
        match self {
            Self::At(level) | Self::Between(level, _) => Some(*level),
            Self::Unclassified(..) => None,
        }
    }
}

/// For each rung, the share of people who surely stand on it, who stand on it as far as is known, and who may.
///
/// Input is the rung of each household with its people. The value takes a household at its lowest rung ("at least basic" is
/// basic); the upper end adds those who may stand there and those on no rung. A household without a number above zero of people
/// is left out and named.
///
/// ```
/// use assess::ladder::{bounds, hygiene::Hygiene, Rung};
/// let (shares, _) = bounds(&[(Rung::At(Hygiene::Basic), 3.0), (Rung::Between(Hygiene::Limited, Hygiene::Basic), 1.0)]);
/// assert_eq!((shares[&Hygiene::Basic].low, shares[&Hygiene::Basic].high), (0.75, 1.0));
/// ```
pub fn bounds<L: Ord + Copy>(rungs: &[(Rung<L>, f64)]) -> (BTreeMap<L, Estimate>, Vec<Refusal>) {
    let mut left_out = Vec::new();
    let mut kept: Vec<(&Rung<L>, f64)> = Vec::new();
    for (at, (rung, people)) in rungs.iter().enumerate() {
        if *people > 0.0 && people.is_finite() {
            kept.push((rung, *people));
        } else {
            left_out.push(Refusal::value(("a household", at), "people", people, "a number above zero"));
        }
    }
    let total: f64 = kept.iter().map(|(_, people)| people).sum();
    let mut levels: BTreeMap<L, Estimate> = BTreeMap::new();
    let ends = kept.iter().flat_map(|(rung, _)| match rung {
        Rung::At(level) => vec![*level],
        Rung::Between(low, high) => vec![*low, *high],
        Rung::Unclassified(..) => Vec::new(),
    });
    for level in ends.collect::<std::collections::BTreeSet<L>>() {
        let share = |counts: &dyn Fn(&Rung<L>) -> bool| {
            kept.iter().filter(|(rung, _)| counts(rung)).map(|(_, people)| people).sum::<f64>() / total
        };
        let surely = share(&|rung| matches!(rung, Rung::At(at) if *at == level));
        let known = share(&|rung| rung.at_least() == Some(level));
        let may = share(&|rung| match rung {
            Rung::At(at) => *at == level,
            Rung::Between(low, high) => (*low..=*high).contains(&level),
            Rung::Unclassified(..) => true,
        });
        levels.insert(level, Estimate { low: surely, value: known, high: may });
    }
    (levels, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_on_no_rung_widen_every_rung() {
        let rungs = [(Rung::At(1), 1.0), (Rung::At(2), 2.0), (Rung::Unclassified("toilet", "moon".into()), 1.0)];
        let (shares, left_out) = bounds(&rungs);
        assert!(left_out.is_empty());
        assert_eq!(shares[&1], Estimate { low: 0.25, value: 0.25, high: 0.5 });
        assert_eq!(shares[&2], Estimate { low: 0.5, value: 0.5, high: 0.75 });
    }

    #[test]
    fn a_household_without_people_is_named() {
        let (shares, left_out) = bounds(&[(Rung::At(1), 0.0)]);
        assert!(shares.is_empty() && left_out[0].to_string().contains("row 1: people is 0"));
    }
}
