//! Alkire-Foster measures at a cut-off: H, A, M0, M1, M2, headcounts by dimension and their contributions.

use super::alkire_foster::{Deprivations, Gaps};
use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// How many are poor at a cut-off, how deeply, and in what. Shares are of people, 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Poverty {
    /// Poor is who is deprived in dimensions of at least this weight.
    pub cutoff: f64,
    /// People of the rows that were kept.
    pub people: f64,
    /// H: share who are poor.
    pub headcount: f64,
    /// A: mean weighted share of deprivations among the poor; none where nobody is poor.
    pub intensity: Option<f64>,
    /// M0 = H x A.
    pub m0: f64,
    /// M1: M0 with each deprivation counted by its gap.
    pub m1: f64,
    /// M2: by its gap squared.
    pub m2: f64,
    /// For each dimension, the share deprived in it, poor or not.
    pub uncensored: Vec<f64>,
    /// For each dimension, the share poor and deprived in it.
    pub censored: Vec<f64>,
    /// For each dimension, its part of M0; empty where nobody is poor. They sum to 1.
    pub contributions: Vec<f64>,
}

/// The cut-off that makes a slum household: any one of the five.
pub const SLUM: f64 = 1.0;
/// The cut-off of severe deprivation: three of the five.
pub const SEVERE: f64 = 3.0;

impl Deprivations {
    /// The measures at a cut-off, in units of the weights: 1 with equal weights of 1 is the union, their sum the intersection.
    ///
    /// Source: Alkire and Foster 2011. A row counts as poor when its weighted deprivations reach the cut-off (to one part in
    /// 10^9 of the sum of weights, so that weights such as 1/3 add up).
    ///
    /// # Errors
    /// [`Refusal::Parameter`] unless 0 < cut-off <= sum of weights; [`Refusal::Missing`] where no row was kept.
    ///
    /// ```
    /// use assess::deprivation::{alkire_foster::Deprivations, poverty};
    /// let five = ["water", "sanitation", "space", "durability", "tenure"].map(|name| (name.to_owned(), 1.0));
    /// let deprived_in = |ways: usize| ("house".to_owned(), String::new(), 4.0, (0..5).map(|i| Some(i < ways)).collect());
    /// let rows = [deprived_in(0), deprived_in(1), deprived_in(3), deprived_in(5)];
    /// let houses = Deprivations::of_flags(&five, &rows)?;
    /// assert_eq!(houses.measure(poverty::SLUM)?.headcount, 0.75);
    /// assert_eq!(houses.measure(poverty::SEVERE)?.m0, 0.4); // (3 + 5) / 5 / 4
    /// # Ok::<(), assess::refusal::Refusal>(())
    /// ```
    pub fn measure(&self, cutoff: f64) -> Result<Poverty, Refusal> {
        self.check(cutoff)?;
        let rows: Vec<&Gaps> = self.rows.iter().collect();
        Ok(self.measured(cutoff, &rows))
    }

    /// The measures of each subgroup at a cut-off; weighted by their people they sum to those of all.
    ///
    /// # Errors
    /// As [`Deprivations::measure`].
    pub fn by_subgroup(&self, cutoff: f64) -> Result<BTreeMap<String, Poverty>, Refusal> {
        self.check(cutoff)?;
        let mut groups: BTreeMap<&str, Vec<&Gaps>> = BTreeMap::new();
        for row in &self.rows {
            groups.entry(&row.subgroup).or_default().push(row);
        }
        Ok(groups.into_iter().map(|(name, rows)| (name.to_owned(), self.measured(cutoff, &rows))).collect())
    }

    fn check(&self, cutoff: f64) -> Result<(), Refusal> {
        let most = self.total_weight();
        if !(cutoff > 0.0 && cutoff <= most * (1.0 + 1e-9)) {
            let expected = format!("above 0 and at most the sum of weights, {most}");
            return Err(Refusal::parameter("Alkire-Foster", "cut-off", cutoff, expected));
        }
        if self.rows.is_empty() {
            let inputs = vec!["a row with an answer in every dimension".to_owned()];
            return Err(Refusal::Missing { method: "Alkire-Foster".to_owned(), inputs });
        }
        Ok(())
    }

    fn measured(&self, cutoff: f64, rows: &[&Gaps]) -> Poverty {
        let most = self.total_weight();
        let people: f64 = rows.iter().map(|r| r.people).sum();
        let is_poor = |row: &&&Gaps| row.score >= cutoff - most * 1e-9;
        let poor: Vec<&Gaps> = rows.iter().filter(is_poor).copied().collect();
        let share =
            |of: &[&Gaps], count: &dyn Fn(&Gaps) -> f64| of.iter().map(|r| r.people * count(r)).sum::<f64>() / people;
        let depth = |alpha: i32| {
            let of_row =
                |r: &Gaps| r.shortfalls.iter().zip(&self.weights).map(|(gap, w)| w * gap.powi(alpha)).sum::<f64>();
            share(&poor, &of_row) / most
        };
        let deprived = |of: &[&Gaps]| -> Vec<f64> {
            let in_one = |j: usize| move |r: &Gaps| f64::from(r.shortfalls.get(j).is_some_and(|gap| *gap > 0.0));
            (0..self.weights.len()).map(|j| share(of, &in_one(j))).collect()
        };
        let headcount = share(&poor, &|_| 1.0);
        let m0 = share(&poor, &|r| r.score) / most;
        let censored = deprived(&poor);
        let part = |(held, w): (&f64, &f64)| w * held / (most * m0);
        let contributions =
            if poor.is_empty() { Vec::new() } else { censored.iter().zip(&self.weights).map(part).collect() };
        Poverty {
            cutoff,
            people,
            headcount,
            intensity: (!poor.is_empty()).then(|| m0 / headcount),
            m0,
            m1: depth(1),
            m2: depth(2),
            uncensored: deprived(rows),
            censored,
            contributions,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn houses() -> Deprivations {
        let names = ["a", "b", "c"].map(|n| (n.to_owned(), 1.0 / 3.0));
        let row = |group: &str, people, flags: [bool; 3]| {
            ("house".to_owned(), group.to_owned(), people, flags.map(Some).to_vec())
        };
        let rows = [
            row("tenant", 3.0, [true, true, true]),
            row("tenant", 5.0, [false, true, false]),
            row("owner", 2.0, [false; 3]),
        ];
        Deprivations::of_flags(&names, &rows).unwrap()
    }

    #[test]
    fn subgroups_weighted_by_people_make_the_whole() {
        let all = houses().measure(1.0 / 3.0).unwrap();
        let parts = houses().by_subgroup(1.0 / 3.0).unwrap();
        let sum: f64 = parts.values().map(|p| p.people / all.people * p.m0).sum();
        assert!((all.m0 - sum).abs() < 1e-12 && all.m0 > 0.0);
        assert_eq!(parts["owner"].intensity, None);
        assert!(parts["owner"].contributions.is_empty());
    }

    #[test]
    fn thirds_add_up_to_the_intersection() {
        assert!((houses().measure(1.0).unwrap().headcount - 0.3).abs() < 1e-12);
    }

    #[test]
    fn a_cut_off_beyond_the_weights_is_refused() {
        assert!(houses().measure(1.5).unwrap_err().to_string().contains("cut-off is 1.5"));
        assert!(houses().measure(0.0).is_err());
        assert!(houses().measure(f64::NAN).is_err());
    }

    #[test]
    fn a_higher_cut_off_never_finds_more_poor() {
        let all = houses();
        let counts: Vec<f64> = [0.3, 0.6, 1.0].iter().map(|k| all.measure(*k).unwrap().headcount).collect();
        assert!(counts.windows(2).all(|w| w[0] >= w[1]), "{counts:?}");
    }
}
