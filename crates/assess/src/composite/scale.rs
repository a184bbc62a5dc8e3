//! Scales fitted to a column.

use super::moments::{extent, mean_and_deviation};
use super::weighted_sum::Term;
use super::{CompositeError, Direction, Normalisation, Recipe, ranks_into};

/// (x - origin) / span x height + base, kept between two ends. Divides, so that thirds and fifths fall on class limits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Linear {
    origin: f64,
    span: f64,
    height: f64,
    base: f64,
    lowest: f64,
    highest: f64,
    /// Whether the ends are those of the column itself, so that only rounding can leave them.
    own_ends: bool,
}

impl Linear {
    fn new(origin: f64, span: f64) -> Self {
        let (lowest, highest) = (f64::NEG_INFINITY, f64::INFINITY);
        Self { origin, span, height: 1.0, base: 0.0, lowest, highest, own_ends: false }
    }

    /// From one end to the other, turned round where the direction lowers.
    fn between((low, high): (f64, f64), direction: Direction) -> Self {
        match direction {
            Direction::Raises => Self::new(low, high - low),
            Direction::Lowers => Self::new(high, low - high),
        }
    }

    fn onto(self, height: f64, base: f64) -> Self {
        Self { height, base, ..self }
    }

    fn kept(self, lowest: f64, highest: f64) -> Self {
        Self { lowest, highest, ..self }
    }

    fn of_its_own(self, lowest: f64, highest: f64) -> Self {
        Self { own_ends: true, ..self.kept(lowest, highest) }
    }

    /// What the scaled values start from: where x is at the origin.
    pub(super) fn base(&self) -> f64 {
        self.base
    }

    /// What the scaled values lie between.
    pub(super) fn ends(&self) -> (f64, f64) {
        (self.lowest, self.highest)
    }

    /// Weight x (scaled value - base) as one product, to rounding; nothing for another base, or a span too short or too long.
    pub(super) fn term<'a>(&self, cells: &'a [f64], weight: f64, base: f64) -> Option<Term<'a>> {
        let slope = weight * self.height / self.span;
        let ends = (!self.own_ends && self.lowest.max(-self.highest) > f64::NEG_INFINITY)
            .then_some((weight * (self.lowest - base), weight * (self.highest - base)));
        let same_base = self.base.to_bits() == base.to_bits();
        (same_base && slope.is_normal()).then_some(Term { cells, weight, origin: self.origin, slope, ends })
    }

    /// The scaled value; NaN stays NaN.
    #[inline]
    pub(super) fn apply(&self, x: f64) -> f64 {
        let y = (x - self.origin) / self.span * self.height + self.base;
        let y = if y < self.lowest { self.lowest } else { y };
        if y > self.highest { self.highest } else { y }
    }
}

/// What a column becomes.
pub(super) enum Fitted {
    /// All gaps.
    LeftOut,
    /// A scale to apply.
    Linear(Linear),
    /// Values that need the whole column, such as ranks; gaps as NaN.
    Column(Vec<f64>),
}

/// The scale of one column, gaps as NaN.
pub(super) fn fit(indicator: &str, cells: &[f64], recipe: &Recipe) -> Result<Fitted, CompositeError> {
    let direction = recipe.direction;
    if cells.iter().all(|v| v.is_nan()) {
        return Err(CompositeError::NothingMeasured { indicator: indicator.to_owned() });
    }
    let linear = match recipe.normalisation {
        Normalisation::MinMax { low, high } => {
            in_order(indicator, low, high)?;
            Linear::between(range(indicator, cells)?, direction).onto(high - low, low).of_its_own(low, high)
        }
        Normalisation::DistanceToMaximum => Linear::between(range(indicator, cells)?, direction).of_its_own(0.0, 1.0),
        Normalisation::ZScore { mean, deviation } => {
            range(indicator, cells)?;
            let (centre, spread) = mean_and_deviation(cells);
            let spread = if direction == Direction::Raises { spread } else { -spread };
            Linear::new(centre, spread).onto(deviation, mean)
        }
        Normalisation::Goalposts { low, high, scale, truncate } => {
            in_order(indicator, low, high)?;
            let linear = Linear::between((low, high), direction).onto(scale, 0.0);
            if truncate { linear.kept(scale.min(0.0), scale.max(0.0)) } else { linear }
        }
        Normalisation::DistanceToTarget { target, cap } => {
            let linear = to_target(indicator, cells, (target, direction))?;
            if cap { linear.kept(f64::NEG_INFINITY, 1.0) } else { linear }
        }
        Normalisation::PercentileRank => return Ok(Fitted::Column(ranked(cells, direction, true))),
        Normalisation::Borda => return Ok(Fitted::Column(ranked(cells, direction, false))),
    };
    Ok(Fitted::Linear(linear))
}

fn in_order(indicator: &str, low: f64, high: f64) -> Result<(), CompositeError> {
    if low < high && low.is_finite() && high.is_finite() {
        Ok(())
    } else {
        Err(CompositeError::ThresholdsReversed { indicator: indicator.to_owned(), low, high })
    }
}

fn range(indicator: &str, cells: &[f64]) -> Result<(f64, f64), CompositeError> {
    match extent(cells) {
        (low, high) if low < high => Ok((low, high)),
        (value, _) => Err(CompositeError::AllEqual { indicator: indicator.to_owned(), value }),
    }
}

fn to_target(indicator: &str, cells: &[f64], (target, direction): (f64, Direction)) -> Result<Linear, CompositeError> {
    let (low, high) = extent(cells);
    let (worst, short) = match direction {
        Direction::Raises => (low, low < target),
        Direction::Lowers => (high, high > target),
    };
    let passed = || CompositeError::TargetPassed { indicator: indicator.to_owned(), target, worst };
    if short { Ok(Linear::new(worst, target - worst)) } else { Err(passed()) }
}

/// Number of values below each, over n - 1 if as a share; a single value is half way up.
fn ranked(cells: &[f64], direction: Direction, as_share: bool) -> Vec<f64> {
    let sign = if direction == Direction::Raises { -1.0 } else { 1.0 };
    let (signed, mut ranks) = (cells.iter().map(|v| sign * v).collect::<Vec<_>>(), vec![0; cells.len()]);
    let mut order = Vec::with_capacity(cells.len());
    ranks_into(&signed, &mut order, &mut ranks);
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 places")]
    let steps = order.len().saturating_sub(1) as f64;
    let below = ranks.into_iter().map(|rank| rank.checked_sub(1).map_or(f64::NAN, f64::from));
    match (as_share, order.len()) {
        (false, _) => below.collect(),
        (true, 1) => below.map(|below| below + 0.5).collect(),
        (true, _) => below.map(|below| below / steps).collect(),
    }
}
