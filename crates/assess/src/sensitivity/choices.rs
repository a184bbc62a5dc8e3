use super::rank_intervals::intervals;
use super::uncertain::{Uncertain, uncertain};
use super::{Draws, Indices, RankInterval, sobol_indices};
use crate::composite::{
    Aggregation, CompositeError, Folding, Recipe, Table, Term, aggregate, checked, normalise, ranks_into,
};

/// The choices behind an index, each with its alternatives; the first of each is the nominal one.
#[derive(Debug, Clone)]
pub struct Choices<'a> {
    /// Measured values.
    pub table: &'a Table,
    /// The lowest and the highest that each value may be, in tables of the same places and indicators; a gap says that the
    /// value is exact. Values are drawn evenly between the two, each place by itself.
    pub ranges: Option<(&'a Table, &'a Table)>,
    /// Alternative normalisations or thresholds, each for all indicators.
    pub normalisations: Vec<Vec<Recipe>>,
    /// Alternative aggregations.
    pub aggregations: Vec<Aggregation>,
    /// Nominal weights.
    pub weights: Vec<f64>,
    /// f of w (1 +/- f): how far each weight may be off, as a share of it, 0 to 1.
    pub weight_noise: f64,
    /// Below this share of the weight there is no score.
    pub least_coverage: f64,
}

/// Choices that were found possible, ready to be drawn many times.
#[derive(Debug, Clone)]
pub struct Prepared {
    normalised: Vec<Table>,
    normalisations: Vec<Vec<Recipe>>,
    uncertain: Vec<Uncertain>,
    aggregations: Vec<Aggregation>,
    weights: Vec<f64>,
    weight_noise: f64,
    least_coverage: f64,
    nominal: Vec<u32>,
    /// Indicators that some alternative leaves out, as [`crate::composite::Normalised::left_out`].
    pub left_out: Vec<CompositeError>,
}

/// Choices that come before the weights among the inputs.
const BEFORE_WEIGHTS: usize = 2;

#[derive(Default)]
struct Scratch {
    present: Vec<f64>,
    drawn: Vec<f64>,
}

impl Choices<'_> {
    /// Normalises by every alternative and tries every aggregation on each.
    ///
    /// # Errors
    /// No alternative, noise outside 0 to 1, wrong weights, ranges of another shape or the wrong way round, or an aggregation that cannot take the values of a normalisation.
    pub fn prepare(&self) -> Result<Prepared, CompositeError> {
        checked(self.table.indicators(), &self.weights)?;
        if !(0.0..=1.0).contains(&self.weight_noise) {
            let what = "weight noise".to_owned();
            return Err(CompositeError::OffScale { what, value: self.weight_noise, low: 0.0, high: 1.0 });
        }
        let (mut tables, mut left_out) = (Vec::new(), Vec::new());
        for recipes in &self.normalisations {
            let normalised = normalise(self.table, recipes)?;
            for aggregation in &self.aggregations {
                aggregate(&normalised.table, &self.weights, *aggregation, self.least_coverage)?;
            }
            tables.push(normalised.table);
            left_out
                .extend(normalised.left_out.into_iter().filter(|error| !left_out.contains(error)).collect::<Vec<_>>());
        }
        if tables.is_empty() || self.aggregations.is_empty() {
            return Err(CompositeError::NothingToAggregate);
        }
        let mut prepared = Prepared {
            normalised: tables,
            normalisations: self.normalisations.clone(),
            uncertain: uncertain(self.table, self.ranges)?,
            aggregations: self.aggregations.clone(),
            weights: self.weights.clone(),
            weight_noise: self.weight_noise,
            least_coverage: self.least_coverage,
            nominal: Vec::new(),
            left_out,
        };
        prepared.nominal = prepared.nominal_ranks();
        Ok(prepared)
    }
}

impl Prepared {
    /// Names of the inputs: normalisation, aggregation, the weight of each indicator, then the values of each indicator that
    /// has ranges (one input for the whole column).
    #[must_use]
    pub fn inputs(&self) -> Vec<String> {
        let fixed = ["normalisation", "aggregation"].map(str::to_owned).into_iter();
        let names = self.normalised.first().map_or(&[][..], Table::indicators);
        let weights = names.iter().map(|name| format!("weight of {name}"));
        let values = self.uncertain.iter().map(|column| format!("values of {}", names[column.indicator]));
        fixed.chain(weights).chain(values).collect()
    }

    /// Ranks under the nominal choices, 0 where there is no score.
    #[must_use]
    pub fn nominal(&self) -> &[u32] {
        &self.nominal
    }

    /// Median rank and 5 to 95 % interval of every place.
    ///
    /// # Errors
    /// As [`super::rank_intervals`]. A draw of values that the mean cannot take counts for no place.
    pub fn rank_intervals(&self, draws: (usize, Draws)) -> Result<Vec<Option<RankInterval>>, CompositeError> {
        let dimensions = self.dimensions();
        intervals(self.nominal.len(), dimensions, draws, |point, scores, scratch| self.score(point, scores, scratch))
    }

    /// Sobol indices of the mean absolute shift of ranks from the nominal ones: which choice matters most.
    ///
    /// # Errors
    /// As [`sobol_indices`], also for a draw in which no place has a score.
    pub fn sensitivity(&self, (draws, sequence): (usize, Draws)) -> Result<Indices, CompositeError> {
        sobol_indices(&self.inputs(), draws, sequence, |point| self.shift(point))
    }

    fn shift(&self, point: &[f64]) -> f64 {
        let (mut scores, mut ranks) = (vec![f64::NAN; self.nominal.len()], vec![0; self.nominal.len()]);
        self.score(point, &mut scores, &mut Scratch::default());
        ranks_into(&scores, &mut Vec::new(), &mut ranks);
        let both = self.nominal.iter().zip(&ranks).filter(|(a, b)| **a > 0 && **b > 0);
        let (sum, count) = both.fold((0.0, 0.0), |(sum, count), (a, b)| (sum + f64::from(a.abs_diff(*b)), count + 1.0));
        if count > 0.0 { sum / count } else { f64::NAN }
    }

    fn dimensions(&self) -> usize {
        BEFORE_WEIGHTS + self.weights.len() + self.uncertain.len()
    }

    fn nominal_ranks(&self) -> Vec<u32> {
        let places = self.normalised.first().map_or(0, |table| table.places().len());
        let mut point = vec![0.5; BEFORE_WEIGHTS + self.weights.len()];
        point.iter_mut().take(BEFORE_WEIGHTS).for_each(|choice| *choice = 0.0);
        let (mut scores, mut ranks) = (vec![f64::NAN; places], vec![0; places]);
        // a point without coordinates for the values takes them as measured
        self.score(&point, &mut scores, &mut Scratch::default());
        ranks_into(&scores, &mut Vec::new(), &mut ranks);
        ranks
    }

    /// Scores at a point of the unit cube, gaps as NaN.
    fn score(&self, point: &[f64], scores: &mut [f64], scratch: &mut Scratch) {
        scratch.present.resize(scores.len(), 0.0);
        let [normalisation, aggregation, rest @ ..] = point else { return };
        let (off, errors) = rest.split_at(self.weights.len().min(rest.len()));
        let (chosen, aggregation) =
            (pick(self.normalised.len(), *normalisation), pick(self.aggregations.len(), *aggregation));
        let aggregation = self.aggregations[aggregation];
        let mut folding = Folding { aggregation, sums: scores, present: &mut scratch.present };
        folding.start();
        let mut total = 0.0;
        let mut exact = Vec::with_capacity(self.weights.len());
        let mut uncertain = self.uncertain.iter().zip(errors).peekable();
        for (indicator, (weight, off)) in self.weights.iter().zip(off).enumerate() {
            let weight = weight * (1.0 + self.weight_noise * (2.0 * off - 1.0));
            let drawn = uncertain.next_if(|(column, _)| column.indicator == indicator);
            total += weight;
            if weight <= 0.0 {
                continue;
            }
            let certain = self.normalised[chosen].cells(indicator);
            let added = match drawn {
                None if aggregation == Aggregation::Arithmetic => {
                    exact.push(Term::of(certain, weight));
                    Ok(())
                }
                None => folding.add(certain, weight, |x| x),
                Some((column, coordinate)) => {
                    column.draw(*coordinate, &self.normalisations[chosen][indicator], &mut scratch.drawn);
                    folding.add(&scratch.drawn, weight, |x| x)
                }
            };
            if added.is_err() {
                folding.sums.fill(f64::NAN);
                return;
            }
        }
        folding.add_terms(&exact);
        folding.finish(total, self.least_coverage);
    }
}

/// Which of so many alternatives a coordinate stands for.
fn pick(alternatives: usize, share: f64) -> usize {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a handful"
    )]
    let place = (alternatives as f64 * share) as usize;
    place.min(alternatives.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::composite::{Direction, Normalisation, Zeros};

    fn table() -> Table {
        let column = |j: u32| (0..40).map(|i| (i != 7).then(|| f64::from((i * (13 + j * 6) + j) % 41 + 1))).collect();
        let columns = (0..4).map(|j| (format!("x{j}"), column(j)));
        Table::new((0..40).map(|i| format!("place {i}")).collect(), columns.collect()).unwrap()
    }

    fn choices(table: &Table, weight_noise: f64) -> Choices<'_> {
        let by = |normalisation| vec![Recipe { normalisation, direction: Direction::Raises }; 4];
        let min_max = by(Normalisation::MinMax { low: 1.0, high: 100.0 });
        Choices {
            table,
            ranges: None,
            normalisations: vec![min_max],
            aggregations: vec![Aggregation::Arithmetic],
            weights: vec![1.0; 4],
            weight_noise,
            least_coverage: 0.6,
        }
    }

    #[test]
    fn without_any_choice_every_interval_is_the_nominal_rank() {
        let table = table();
        let prepared = choices(&table, 0.0).prepare().unwrap();
        let found = prepared.rank_intervals((64, Draws::owen_sobol(1))).unwrap();
        for (interval, nominal) in found.iter().zip(prepared.nominal()) {
            let ends = interval.map_or([0.0; 2], |i| [i.low, i.high]);
            assert!(ends.iter().all(|end| (end - f64::from(*nominal)).abs() < 1e-12));
        }
        assert_eq!((found[7], prepared.nominal()[7]), (None, 0));
        assert!(prepared.sensitivity((64, Draws::owen_sobol(1))).unwrap().inputs.iter().all(|i| i.total.abs() < 1e-15));
    }

    #[test]
    fn the_same_seed_gives_the_same_intervals_on_one_thread_or_many() {
        let table = table();
        let mut choices = choices(&table, 0.5);
        choices.aggregations.push(Aggregation::Geometric { zeros: Zeros::Refused });
        let prepared = choices.prepare().unwrap();
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| prepared.rank_intervals((500, Draws::random(9)))).unwrap()
        };
        assert_eq!(run(1), run(3));
        assert!(run(1).iter().flatten().any(|interval| interval.high > interval.low));
    }

    #[test]
    fn the_one_weight_that_is_uncertain_explains_all() {
        let table = table();
        let mut choices = choices(&table, 1.0);
        choices.weights = vec![1.0, 0.0, 0.0, 1e-9];
        let found = choices.prepare().unwrap().sensitivity((256, Draws::owen_sobol(5))).unwrap();
        assert_eq!(found.inputs[3].input, "weight of x1");
        assert!(found.inputs[3].total.abs() < 1e-15);
    }

    #[test]
    fn an_aggregation_that_cannot_take_a_normalisation_is_refused_before_any_draw() {
        let table = table();
        let mut choices = choices(&table, 0.2);
        choices.aggregations = vec![Aggregation::Geometric { zeros: Zeros::Refused }];
        choices.normalisations[0][2].normalisation = Normalisation::ZScore { mean: 0.0, deviation: 1.0 };
        assert!(matches!(choices.prepare(), Err(CompositeError::NotPositive { indicator, .. }) if indicator == "x2"));
    }

    /// `table` with every value moved by so much.
    fn moved(table: &Table, by: f64) -> Table {
        let columns = table.indicators().iter().enumerate();
        let columns = columns.map(|(i, name)| (name.clone(), table.column(i).map(|v| v.map(|v| v + by)).collect()));
        Table::new(table.places().to_vec(), columns.collect()).unwrap()
    }

    #[test]
    fn wider_ranges_of_the_values_give_wider_intervals_and_no_range_gives_none() {
        let table = table();
        let width = |by: f64| {
            let (low, high) = (moved(&table, -by), moved(&table, by));
            let choices = Choices { ranges: Some((&low, &high)), ..choices(&table, 0.0) };
            let found = choices.prepare().unwrap().rank_intervals((512, Draws::owen_sobol(3))).unwrap();
            found.iter().flatten().map(|i| i.high - i.low).sum::<f64>()
        };
        assert!(width(0.0).abs() < 1e-12);
        assert!(width(1.0) > 10.0 && width(5.0) > 2.0 * width(1.0));
    }

    #[test]
    fn the_column_with_the_widest_ranges_matters_most() {
        let table = table();
        let wide = |by: f64| {
            let (all, some) = (moved(&table, by), moved(&table, by / 10.0));
            let columns = ["x0", "x1", "x2", "x3"].map(|name| {
                let from = if name == "x2" { &all } else { &some };
                (name.to_owned(), from.column(from.position(name).unwrap()).collect())
            });
            Table::new(table.places().to_vec(), columns.to_vec()).unwrap()
        };
        let (low, high) = (wide(-6.0), wide(6.0));
        let choices = Choices { ranges: Some((&low, &high)), ..choices(&table, 0.0) };
        let found = choices.prepare().unwrap().sensitivity((1024, Draws::owen_sobol(3))).unwrap();
        let most = found.inputs.iter().max_by(|a, b| a.total.total_cmp(&b.total)).unwrap();
        assert_eq!(most.input, "values of x2");
    }

    #[test]
    fn a_range_the_wrong_way_round_is_named_with_its_place() {
        let table = table();
        let high = moved(&table, -1.0);
        let wrong = Choices { ranges: Some((&table, &high)), ..choices(&table, 0.0) }.prepare().unwrap_err();
        assert!(
            matches!(wrong, CompositeError::OutsideItsRange { place, indicator, .. } if place == "place 0" && indicator == "x0")
        );
    }
}
