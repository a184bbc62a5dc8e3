//! Alkire-Foster: who is deprived in what, counted with weights. The measures are in [`super::poverty`].

use crate::refusal::Refusal;

/// One way of being deprived.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    /// Name.
    pub name: String,
    /// Deprived is who has less than this, in the unit of the achievement; above zero.
    pub line: f64,
    /// Weight, above zero.
    pub weight: f64,
}

/// A person or household.
#[derive(Debug, Clone, PartialEq)]
pub struct Achiever {
    /// Name that a refusal is reported under.
    pub place: String,
    /// Subgroup for the decomposition: a settlement, a sex, a tenure.
    pub subgroup: String,
    /// People that the row stands for, above zero.
    pub people: f64,
    /// What was achieved in each dimension, zero or more; none where it was not observed.
    pub achieved: Vec<Option<f64>>,
}

/// Rows with the gap of each dimension: 0 not deprived, else (line - achieved) / line.
#[derive(Debug, Clone, PartialEq)]
pub struct Deprivations {
    /// Names of the dimensions.
    pub names: Vec<String>,
    /// Their weights.
    pub weights: Vec<f64>,
    pub(super) rows: Vec<Gaps>,
    /// Rows that were left out, with the reason.
    pub left_out: Vec<Refusal>,
}

/// One row that was kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Gaps {
    pub subgroup: String,
    pub people: f64,
    pub shortfalls: Vec<f64>,
    pub score: f64,
}

const METHOD: &str = "Alkire-Foster";

impl Deprivations {
    /// Who is deprived in what: `[achieved < line]`, and by how much.
    ///
    /// A row with a missing, negative or infinite achievement is left out and named: nothing is filled in. Source: Alkire and
    /// Foster 2011, Journal of Public Economics 95.
    ///
    /// # Errors
    /// [`Refusal::Parameter`] for no dimensions, and a line or weight that is not above zero.
    pub fn of(dimensions: &[Dimension], people: &[Achiever]) -> Result<Self, Refusal> {
        if dimensions.is_empty() {
            return Err(Refusal::parameter(METHOD, "dimensions", 0, "one or more"));
        }
        for dimension in dimensions {
            for (what, number) in [("line", dimension.line), ("weight", dimension.weight)] {
                if !(number > 0.0 && number.is_finite()) {
                    let parameter = format!("{what} of {}", dimension.name);
                    return Err(Refusal::parameter(METHOD, &parameter, number, "a number above zero"));
                }
            }
        }
        let mut made = Self {
            names: dimensions.iter().map(|d| d.name.clone()).collect(),
            weights: dimensions.iter().map(|d| d.weight).collect(),
            rows: Vec::new(),
            left_out: Vec::new(),
        };
        for (at, row) in people.iter().enumerate() {
            match gaps(dimensions, row, at) {
                Ok(gaps) => made.rows.push(gaps),
                Err(refused) => made.left_out.push(refused),
            }
        }
        Ok(made)
    }

    /// The same where only yes and no are known, as with the five of the slum household: a deprived row's gap is 1, so that
    /// M0, M1 and M2 are one number. Each row is a name, a subgroup, its people and a flag for each dimension (true: deprived).
    ///
    /// # Errors
    /// As [`Deprivations::of`].
    pub fn of_flags(
        dimensions: &[(String, f64)],
        rows: &[(String, String, f64, Vec<Option<bool>>)],
    ) -> Result<Self, Refusal> {
        let dimensions: Vec<Dimension> = dimensions
            .iter()
            .map(|(name, weight)| Dimension { name: name.clone(), line: 1.0, weight: *weight })
            .collect();
        let people: Vec<Achiever> = rows
            .iter()
            .map(|(place, subgroup, people, flags)| Achiever {
                place: place.clone(),
                subgroup: subgroup.clone(),
                people: *people,
                achieved: flags.iter().map(|flag| flag.map(|deprived| if deprived { 0.0 } else { 1.0 })).collect(),
            })
            .collect();
        Self::of(&dimensions, &people)
    }

    /// Sum of the weights: the greatest score and the greatest cut-off.
    #[must_use]
    pub fn total_weight(&self) -> f64 {
        self.weights.iter().sum()
    }
}

fn gaps(dimensions: &[Dimension], row: &Achiever, at: usize) -> Result<Gaps, Refusal> {
    let place = (row.place.as_str(), at);
    if !(row.people > 0.0 && row.people.is_finite()) {
        return Err(Refusal::value(place, "people", row.people, "a number above zero"));
    }
    if row.achieved.len() != dimensions.len() {
        let expected = format!("{}, one for each dimension", dimensions.len());
        return Err(Refusal::value(place, "achievements", row.achieved.len(), expected));
    }
    let (mut shortfalls, mut score) = (Vec::with_capacity(dimensions.len()), 0.0);
    for (dimension, achieved) in dimensions.iter().zip(&row.achieved) {
        let Some(achieved) = *achieved else {
            return Err(Refusal::value(place, &dimension.name, "nothing", "a number"));
        };
        if !(achieved >= 0.0 && achieved.is_finite()) {
            return Err(Refusal::value(place, &dimension.name, achieved, "a number, zero or more"));
        }
        let deprived = achieved < dimension.line;
        score += if deprived { dimension.weight } else { 0.0 };
        shortfalls.push(if deprived { (dimension.line - achieved) / dimension.line } else { 0.0 });
    }
    Ok(Gaps { subgroup: row.subgroup.clone(), people: row.people, shortfalls, score })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Vec<(String, f64)> {
        vec![("water".into(), 1.0), ("tenure".into(), 1.0)]
    }

    #[test]
    fn a_row_without_an_answer_is_left_out_and_named() {
        let rows = [
            ("house 1".into(), String::new(), 1.0, vec![Some(true), None]),
            ("house 2".into(), String::new(), 1.0, vec![Some(true), Some(false)]),
        ];
        let made = Deprivations::of_flags(&two(), &rows).unwrap();
        assert_eq!(made.rows.len(), 1);
        let named = made.left_out[0].to_string();
        assert!(named.contains("house 1, row 1: tenure is nothing"), "{named}");
    }

    #[test]
    fn a_weight_below_zero_is_refused() {
        let refused = Deprivations::of_flags(&[("water".into(), -1.0)], &[]).unwrap_err();
        assert!(refused.to_string().contains("weight of water is -1"), "{refused}");
    }

    #[test]
    fn a_negative_number_of_people_is_left_out() {
        let rows = [("house 1".into(), String::new(), -3.0, vec![Some(true), Some(true)])];
        let made = Deprivations::of_flags(&two(), &rows).unwrap();
        assert!(made.left_out[0].to_string().contains("people is -3"));
    }
}
