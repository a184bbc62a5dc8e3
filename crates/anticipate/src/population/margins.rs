//! What is counted of a place, from which its population is made.

use crate::ages::{Band, Sex};

/// So many of a category.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// The code of the category.
    pub code: String,
    /// How many.
    pub count: f64,
}

/// What is counted of a place or of its formal or informal part. An empty list is a margin that nobody counted: it is left out, and
/// the attribute is then not known of anybody.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Margins {
    /// The place and part, such as `district:GH0701` or `settlement:S1/informal`; names its stream of random numbers.
    pub place: String,
    /// People.
    pub people: f64,
    /// Households; none where nobody counted them, then people over the mean size.
    pub households: Option<f64>,
    /// Mean persons in a household, used where households are not counted.
    pub mean_household_size: Option<f64>,
    /// Households by size: persons, or `10_plus` as the last.
    pub sizes: Vec<(u8, f64)>,
    /// Whether the last size is open.
    pub sizes_open: bool,
    /// People by band of ages and sex.
    pub ages: Vec<(Band, Sex, f64)>,
    /// Households by main source of drinking water.
    pub water: Vec<Count>,
    /// Households by toilet.
    pub toilet: Vec<Count>,
    /// Households by tenure.
    pub tenure: Vec<Count>,
    /// Share of persons of 15 and more who work, 0 to 1; none where nobody asked.
    pub working_share: Option<f64>,
}

impl Margins {
    /// Households: as counted, else the sum over sizes, else people over the mean size.
    #[must_use]
    pub fn household_count(&self) -> Option<f64> {
        let of_sizes = Some(self.sizes.iter().map(|(_, n)| n).sum::<f64>()).filter(|n| *n > 0.0);
        let of_mean = self.mean_household_size.filter(|s| *s >= 1.0).map(|s| self.people / s);
        self.households.or(of_sizes).or(of_mean).filter(|n| n.is_finite() && *n > 0.0)
    }

    /// What is not known of the place, in words.
    #[must_use]
    pub fn gaps(&self) -> Vec<&'static str> {
        let list = [
            (self.ages.is_empty(), "ages and sexes"),
            (self.sizes.is_empty(), "households by size"),
            (self.water.is_empty(), "households by source of water"),
            (self.toilet.is_empty(), "households by toilet"),
            (self.tenure.is_empty(), "households by tenure"),
            (self.working_share.is_none(), "who works"),
        ];
        list.into_iter().filter(|(gap, _)| *gap).map(|(_, name)| name).collect()
    }
}
