//! Functions given by a formula: flood mortality, wind, fragility.
//!
//! The engine knows one kind of function, points with straight lines between, so that there is one interpolation everywhere. A
//! formula becomes such points by [`Parametric::sampled`] with a stated greatest error; [`Parametric::ratio`] is the formula itself.

use crate::error::RiskError;
use crate::function::DamageFunction;

/// A damage function by formula.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Parametric {
    /// `top / (1 + exp(shift - slope x))` above 0, and 0 at or below it: what is dry is not harmed.
    Logistic {
        /// The part that is lost in the extreme.
        top: f64,
        /// Where it begins.
        shift: f64,
        /// How fast it grows with intensity.
        slope: f64,
    },
    /// `top v^3 / (1 + v^3)` with `v = (x - threshold) / (half - threshold)`, 0 up to the threshold (Emanuel 2011, for wind).
    Cubic {
        /// The intensity up to which nothing is lost.
        threshold: f64,
        /// The intensity at which half of the top is lost.
        half: f64,
        /// The part that is lost in the extreme.
        top: f64,
    },
    /// The chance that a state is reached: the normal distribution of `ln(x / median) / dispersion`.
    LogNormal {
        /// The intensity at which half of the things have reached it.
        median: f64,
        /// Standard deviation of the logarithm.
        dispersion: f64,
    },
}

/// Most points that one formula is sampled at.
const MOST_POINTS: usize = 10_000;

/// Pieces that a range is cut into before they are halved.
const FIRST_PIECES: u32 = 32;

impl Parametric {
    /// The part of people in the water who die, by its depth in metres (after Jonkman 2008):
    /// `.985 / (1 + exp(6.32 - 1.412 d))`, 0 where it is dry.
    ///
    /// ```
    /// let died = risk::parametric::Parametric::jonkman();
    /// assert!((died.ratio(6.32 / 1.412) - 0.985 / 2.0).abs() < 1e-12);
    /// assert_eq!(died.ratio(0.0), 0.0);
    /// ```
    #[must_use]
    pub fn jonkman() -> Self {
        Self::Logistic { top: 0.985, shift: 6.32, slope: 1.412 }
    }

    /// A logistic fragility by its median and the dispersion of its distribution: half have reached the state at the median.
    ///
    /// # Errors
    /// [`RiskError::Parameter`].
    pub fn logistic_fragility(median: f64, dispersion: f64) -> Result<Self, RiskError> {
        let checked = Self::LogNormal { median, dispersion }.checked()?;
        Ok(match checked {
            Self::LogNormal { median, dispersion } => {
                Self::Logistic { top: 1.0, shift: median / dispersion, slope: 1.0 / dispersion }
            }
            other => other,
        })
    }

    /// Itself, where its numbers can be.
    ///
    /// # Errors
    /// [`RiskError::Parameter`] for a top outside 0 to 1, a half at or below its threshold, a slope, median or dispersion not above
    /// 0, or no number.
    pub fn checked(self) -> Result<Self, RiskError> {
        let wrong = |name, found, expected| Err(RiskError::Parameter { name, found, expected });
        let above_zero = |x: f64| x.is_finite() && x > 0.0;
        match self {
            Self::Logistic { top, .. } | Self::Cubic { top, .. } if !(0.0..=1.0).contains(&top) => {
                wrong("top", top, "from 0 to 1")
            }
            Self::Logistic { shift, .. } if !shift.is_finite() => wrong("shift", shift, "a number"),
            Self::Logistic { slope, .. } if !above_zero(slope) => wrong("slope", slope, "above 0"),
            Self::Cubic { threshold, .. } if !threshold.is_finite() => wrong("threshold", threshold, "a number"),
            Self::Cubic { threshold, half, .. } if !(half.is_finite() && half > threshold) => {
                wrong("half", half, "above the threshold")
            }
            Self::LogNormal { median, .. } if !above_zero(median) => wrong("median", median, "above 0"),
            Self::LogNormal { dispersion, .. } if !above_zero(dispersion) => wrong("dispersion", dispersion, "above 0"),
            _ => Ok(self),
        }
    }

    /// The part that is lost at an intensity, by the formula. NaN for NaN.
    #[must_use]
    pub fn ratio(&self, intensity: f64) -> f64 {
        if intensity.is_nan() {
            return f64::NAN;
        }
        match *self {
            Self::Logistic { .. } | Self::LogNormal { .. } if intensity <= 0.0 => 0.0,
            Self::Logistic { top, shift, slope } => top / (1.0 + (shift - slope * intensity).exp()),
            Self::Cubic { threshold, half, top } => {
                let cubed = ((intensity - threshold).max(0.0) / (half - threshold)).powi(3);
                if cubed.is_finite() { top * cubed / (1.0 + cubed) } else { top }
            }
            Self::LogNormal { median, dispersion } => normal((intensity / median).ln() / dispersion),
        }
    }

    /// The formula as points from one intensity to another, nowhere further from it between them than the greatest error; beyond
    /// the last it stays. A formula that jumps at 0 rises over the first millionth of the range.
    ///
    /// # Errors
    /// [`RiskError::Parameter`] for a formula of [`Parametric::checked`], a range that is none, or an error that is below 1e-7 or takes
    /// more than 10,000 points.
    pub fn sampled(self, id: &str, range: (f64, f64), greatest_error: f64) -> Result<DamageFunction, RiskError> {
        let curve = self.checked()?;
        let (from, to) = range;
        if !(from.is_finite() && to.is_finite() && to > from) {
            return Err(RiskError::Parameter { name: "to", found: to, expected: "an intensity above the first" });
        }
        if !(greatest_error.is_finite() && greatest_error >= 1e-7) {
            let expected = "at least 0.0000001";
            return Err(RiskError::Parameter { name: "greatest error", found: greatest_error, expected });
        }
        let mut ends: Vec<f64> =
            (0..=FIRST_PIECES).map(|i| from + (to - from) * f64::from(i) / f64::from(FIRST_PIECES)).collect();
        let bends = match curve {
            Self::Cubic { threshold, .. } => [threshold, threshold],
            _ => [0.0, (to - from) * 1e-6],
        };
        ends.extend(bends.iter().filter(|x| **x > from && **x < to));
        ends.sort_by(f64::total_cmp);
        ends.dedup_by(|a, b| a.total_cmp(b).is_eq());
        let mut points = vec![(from, curve.ratio(from))];
        for pair in ends.windows(2) {
            let jump = pair[0] <= 0.0 && !matches!(curve, Self::Cubic { .. });
            if !curve.fill(&mut points, pair[1], if jump { f64::INFINITY } else { greatest_error }) {
                let expected = "so large that 10,000 points are enough";
                return Err(RiskError::Parameter { name: "greatest error", found: greatest_error, expected });
            }
        }
        DamageFunction::new(id, points.iter().map(|p| p.0).collect(), points.iter().map(|p| p.1).collect())
    }

    /// Points up to an end, the pieces halved until they are close; false where that takes too many.
    fn fill(&self, points: &mut Vec<(f64, f64)>, end: f64, greatest_error: f64) -> bool {
        let mut ahead = vec![end];
        while let (Some(&(x0, y0)), Some(&x1)) = (points.last(), ahead.last()) {
            let y1 = self.ratio(x1);
            let off = |part: f64| (self.ratio(x0 + (x1 - x0) * part) - (y0 + (y1 - y0) * part)).abs();
            // a piece is checked inside it at seven places, against half of what is allowed
            let far = (1..8).any(|eighth| off(f64::from(eighth) / 8.0) > greatest_error / 2.0);
            let middle = f64::midpoint(x0, x1);
            if points.len() + ahead.len() > MOST_POINTS {
                return false;
            }
            if far && middle > x0 && middle < x1 {
                ahead.push(middle);
            } else {
                points.push((x1, y1));
                ahead.pop();
            }
        }
        true
    }
}

/// The normal distribution up to z, within 1e-15 (Hart 1968, as West, Better approximations to cumulative normal functions,
/// 2005, gives it).
fn normal(z: f64) -> f64 {
    const ABOVE: [f64; 7] = [
        3.526_249_659_989_11e-2,
        0.700_383_064_443_688,
        6.373_962_203_531_65,
        33.912_866_078_383,
        112.079_291_497_871,
        221.213_596_169_931,
        220.206_867_912_376,
    ];
    const BELOW: [f64; 8] = [
        8.838_834_764_831_84e-2,
        1.755_667_163_182_64,
        16.064_177_579_207,
        86.780_732_202_946_1,
        296.564_248_779_674,
        637.333_633_378_831,
        793.826_512_519_948,
        440.413_735_824_752,
    ];
    let far = z.abs();
    if far > 37.0 {
        return if z > 0.0 { 1.0 } else { 0.0 };
    }
    let bell = (-far * far / 2.0).exp();
    let along = |coefficients: &[f64]| coefficients.iter().fold(0.0, |sum, c| sum * far + c);
    let tail = if far < 7.071_067_811_865_47 {
        bell * along(&ABOVE) / along(&BELOW)
    } else {
        let fraction = [4.0, 3.0, 2.0, 1.0].iter().fold(far + 0.65, |below, above| far + above / below);
        bell / fraction / 2.506_628_274_631
    };
    if z > 0.0 { 1.0 - tail } else { tail }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formulas() -> [(Parametric, f64); 4] {
        [
            (Parametric::jonkman(), 12.0),
            (Parametric::Cubic { threshold: 25.7, half: 74.7, top: 1.0 }, 250.0),
            (Parametric::LogNormal { median: 0.4, dispersion: 0.6 }, 4.0),
            (Parametric::logistic_fragility(2.0, 0.3).unwrap(), 6.0),
        ]
    }

    #[test]
    fn points_stay_within_the_greatest_error_of_the_formula() {
        for (curve, to) in formulas() {
            for greatest in [1e-3, 1e-6, 1e-7] {
                let points = curve.sampled("f", (0.0, to), greatest).unwrap();
                let first = to * 1e-6; // the jump at 0
                for i in 0..=20_000 {
                    let x = first + (to - first) * f64::from(i) / 20_000.0;
                    let off = (points.ratio(x) - curve.ratio(x)).abs();
                    assert!(off <= greatest, "{curve:?} at {x}: {off} with {} points", points.intensity().len());
                }
                assert!(points.intensity().len() < 10_000, "{}", points.intensity().len());
            }
        }
    }

    #[test]
    fn more_never_costs_less_and_a_share_stays_a_share() {
        for (curve, to) in formulas() {
            let points = curve.sampled("f", (0.0, to), 1e-5).unwrap();
            assert_eq!(points.falls_at(), None);
            let at = |i: i32| to * f64::from(i) / 400.0;
            let sampled: Vec<f64> = (-50..500).map(|i| points.ratio(at(i))).collect();
            let exact: Vec<f64> = (-50..500).map(|i| curve.ratio(at(i))).collect();
            for all in [sampled, exact] {
                assert!(all.windows(2).all(|pair| pair[0] <= pair[1]) && all.iter().all(|y| (0.0..=1.0).contains(y)));
            }
        }
    }

    #[test]
    fn the_normal_distribution_has_its_tabled_values() {
        for (z, expected) in [
            (0.0, 0.5),
            (1.0, 0.841_344_746_068_542_9),
            (1.959_963_984_540_054, 0.975),
            (-3.0, 0.001_349_898_031_630_094_6),
            (-8.0, 6.220_960_574_271_785e-16),
        ] {
            assert!(
                (normal(z) - expected).abs() < 1e-15 && (normal(z) / expected - 1.0_f64).abs() < 1e-8,
                "{z}: {}",
                normal(z)
            );
        }
    }

    #[test]
    fn half_is_lost_where_half_is_said() {
        assert!((Parametric::Cubic { threshold: 25.7, half: 74.7, top: 1.0 }.ratio(74.7) - 0.5).abs() < 1e-15);
        assert!((Parametric::LogNormal { median: 0.4, dispersion: 0.6 }.ratio(0.4) - 0.5).abs() < 1e-15);
        assert!((Parametric::logistic_fragility(2.0, 0.3).unwrap().ratio(2.0) - 0.5).abs() < 1e-15);
        assert!(Parametric::jonkman().ratio(-1.0).abs() < 1e-300 && Parametric::jonkman().ratio(f64::NAN).is_nan());
        assert!((Parametric::jonkman().ratio(1e9) - 0.985).abs() < 1e-15);
    }

    #[test]
    fn parameters_that_cannot_be_are_named() {
        let message = |curve: Parametric| curve.checked().unwrap_err().to_string();
        assert!(message(Parametric::Cubic { threshold: 30.0, half: 30.0, top: 1.0 }).contains("half"));
        assert!(message(Parametric::LogNormal { median: -1.0, dispersion: 1.0 }).contains("median"));
        assert!(message(Parametric::Logistic { top: 2.0, shift: 0.0, slope: 1.0 }).contains("top"));
        assert!(Parametric::jonkman().sampled("f", (1.0, 1.0), 1e-3).is_err());
        assert!(Parametric::jonkman().sampled("f", (0.0, 1.0), 0.0).is_err());
    }
}
