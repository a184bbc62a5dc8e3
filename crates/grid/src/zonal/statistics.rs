use super::above::{Above, AboveThreshold};
use super::distinct::{majority, minority, quantiles};
use super::request::ZonalRequest;
use super::tally::Tally;

/// Statistics of the cells under one zone, each cell counting by the share of it that the zone covers.
///
/// Where no covered cell has a value, everything but the counts of cells is `None` or empty.
#[derive(Debug, Clone, PartialEq)]
pub struct ZoneStatistics {
    /// Area of the zone in cells, with what lies beyond the raster.
    pub area_cells: f64,
    /// Covered cells with a value.
    pub count: f64,
    /// Covered cells that are gaps in the raster.
    pub missing_cells: f64,
    /// Sum of the values.
    pub sum: Option<f64>,
    /// Mean of the values.
    pub mean: Option<f64>,
    /// Least value of any covered cell, however little of it is covered.
    pub min: Option<f64>,
    /// Greatest value of any covered cell, however little of it is covered.
    pub max: Option<f64>,
    /// Mean squared distance from the mean (of the population: divided by the count).
    pub variance: Option<f64>,
    /// Quantiles in the order asked for, weighted by coverage. Value i of the n distinct ones, with coverage w and coverage W of
    /// lower values, stands at i w + (n - 1) W; the quantile for p is read at p (n - 1) times the count, on the straight line
    /// between the values on either side (the definition of exactextract; R's type 7 where coverages are equal).
    pub quantiles: Vec<f64>,
    /// Value that covers most of the zone; of several, the greatest.
    pub majority: Option<f64>,
    /// Value that covers least of the zone; of several, the least.
    pub minority: Option<f64>,
    /// Number of distinct values.
    pub variety: Option<usize>,
    /// Each distinct value, rising, and its share of the count; shares sum to one.
    pub value_shares: Vec<(f64, f64)>,
    /// Share of the count in each class of the breaks asked for; shares sum to one.
    pub class_shares: Vec<f64>,
    /// The cells above the threshold asked for.
    pub above: Option<AboveThreshold>,
    /// Sum of value times weight.
    pub weighted_sum: Option<f64>,
    /// Sum of the weights where the value is known.
    pub weight: Option<f64>,
    /// Mean of the values by weight; `None` too where all weights are zero.
    pub weighted_mean: Option<f64>,
    /// Covered cells that have a value but no weight, left out of the weighted statistics.
    pub weight_missing_cells: Option<f64>,
}

impl ZoneStatistics {
    /// Share of the covered part of the raster that is gaps; `None` for a zone beyond the raster.
    #[must_use]
    pub fn missing_share(&self) -> Option<f64> {
        let covered = self.count + self.missing_cells;
        (covered > 0.0).then(|| self.missing_cells / covered)
    }

    /// Share of the zone that lies beyond the raster, 0 within rounding (1e-9).
    #[must_use]
    pub fn outside_share(&self) -> f64 {
        let share = 1.0 - (self.count + self.missing_cells) / self.area_cells;
        if share < 1e-9 { 0.0 } else { share }
    }

    /// Root of the variance.
    #[must_use]
    pub fn stdev(&self) -> Option<f64> {
        self.variance.map(f64::sqrt)
    }

    pub(super) fn of(tally: Tally, area_cells: f64, request: &ZonalRequest) -> Self {
        let moments = tally.moments;
        let known = moments.count > 0.0;
        let weighted = tally.weighted.filter(|weighted| weighted.count > 0.0);
        let mut statistics = Self {
            area_cells,
            count: moments.count,
            missing_cells: moments.missing,
            sum: known.then_some(moments.sum),
            mean: known.then(|| moments.sum / moments.count),
            min: known.then_some(moments.min),
            max: known.then_some(moments.max),
            variance: known.then(|| moments.squares / moments.count),
            quantiles: Vec::new(),
            majority: None,
            minority: None,
            variety: None,
            value_shares: Vec::new(),
            class_shares: Vec::new(),
            above: tally.above.map(Above::finish),
            weighted_sum: weighted.map(|weighted| weighted.sum),
            weight: weighted.map(|weighted| weighted.weight),
            weighted_mean: weighted
                .filter(|weighted| weighted.weight.abs() > 0.0)
                .map(|weighted| weighted.sum / weighted.weight),
            weight_missing_cells: tally.weighted.map(|weighted| weighted.missing),
        };
        if known {
            statistics.class_shares = tally.classes.iter().map(|class| class / moments.count).collect();
            statistics.add_distinct(tally, request);
        }
        statistics
    }

    fn add_distinct(&mut self, tally: Tally, request: &ZonalRequest) {
        let values = tally.into_distinct();
        self.quantiles = quantiles(&values, &request.quantiles);
        if request.majority {
            self.majority = majority(&values);
            self.minority = minority(&values);
            self.variety = Some(values.len());
        }
        if request.value_shares {
            let covered: f64 = values.iter().map(|met| met.coverage).sum();
            self.value_shares = values.iter().map(|met| (met.value, met.coverage / covered)).collect();
        }
    }
}
