//! Damage functions: from the intensity of an event to the part of a thing that is lost.

use crate::error::RiskError;

/// From the intensity of an event to the part of a thing that is lost, 0 to 1, linear between points and as the nearest point
/// beyond them.
///
/// The part is the mean degree of damage of what is struck times the share that is struck; each is interpolated by itself, as
/// CLIMADA does. Where no share is given, all is struck.
///
/// ```
/// let function = risk::DamageFunction::new("house", vec![0.0, 1.0, 3.0], vec![0.0, 0.5, 1.0])?;
/// assert_eq!(function.ratio(0.5), 0.25);
/// assert_eq!(function.ratio(9.0), 1.0);
/// # Ok::<(), risk::RiskError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DamageFunction {
    id: String,
    intensity: Vec<f64>,
    degree: Vec<f64>,
    affected: Option<Vec<f64>>,
}

impl DamageFunction {
    /// A function through these points; intensities in the unit of the hazard, rising (two may be equal: a step), degrees as
    /// shares.
    ///
    /// # Errors
    /// [`RiskError::FunctionLengths`], [`RiskError::FunctionPoint`] for a number that is none, an intensity that falls, or a
    /// degree below 0. A degree above 1 and a degree that falls are allowed: published functions have both; see
    /// [`DamageFunction::falls_at`].
    pub fn new(id: &str, intensity: Vec<f64>, degree: Vec<f64>) -> Result<Self, RiskError> {
        if intensity.is_empty() || intensity.len() != degree.len() {
            let (intensities, ratios) = (intensity.len(), degree.len());
            return Err(RiskError::FunctionLengths { id: id.to_owned(), intensities, ratios });
        }
        let wrong = |point: usize, found, expected| {
            Err(RiskError::FunctionPoint { id: id.to_owned(), point: point + 1, found, expected })
        };
        for (point, (&x, &y)) in intensity.iter().zip(&degree).enumerate() {
            if !x.is_finite() {
                return wrong(point, x, "an intensity");
            }
            if point > 0 && x < intensity[point - 1] {
                return wrong(point, x, "an intensity at or above the one before");
            }
            if !(y.is_finite() && y >= 0.0) {
                return wrong(point, y, "a share from 0");
            }
        }
        Ok(Self { id: id.to_owned(), intensity, degree, affected: None })
    }

    /// The same function with the share of things that are struck at each point.
    ///
    /// # Errors
    /// [`RiskError::FunctionLengths`], [`RiskError::FunctionPoint`] for a share below 0 or no number.
    pub fn with_affected(self, affected: Vec<f64>) -> Result<Self, RiskError> {
        if affected.len() != self.intensity.len() {
            let (intensities, ratios) = (self.intensity.len(), affected.len());
            return Err(RiskError::FunctionLengths { id: self.id, intensities, ratios });
        }
        if let Some((point, &found)) = affected.iter().enumerate().find(|(_, y)| !(y.is_finite() && **y >= 0.0)) {
            return Err(RiskError::FunctionPoint { id: self.id, point: point + 1, found, expected: "a share from 0" });
        }
        Ok(Self { affected: Some(affected), ..self })
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Intensities of its points.
    #[must_use]
    pub fn intensity(&self) -> &[f64] {
        &self.intensity
    }

    /// Mean degrees of damage at its points.
    #[must_use]
    pub fn degree(&self) -> &[f64] {
        &self.degree
    }

    /// Shares of things struck at its points; none where all are.
    #[must_use]
    pub fn affected(&self) -> Option<&[f64]> {
        self.affected.as_deref()
    }

    /// The part that is lost at an intensity. NaN for NaN.
    #[must_use]
    pub fn ratio(&self, intensity: f64) -> f64 {
        let degree = between(&self.intensity, &self.degree, intensity);
        match &self.affected {
            None => degree,
            Some(affected) => degree * between(&self.intensity, affected, intensity),
        }
    }

    /// The first point, counted from 1, at which the degree is below the one before; none where it never falls.
    #[must_use]
    pub fn falls_at(&self) -> Option<usize> {
        self.degree.windows(2).position(|pair| pair[1] < pair[0]).map(|at| at + 2)
    }

    /// The function with its intensities changed to `factor * intensity - shift`, at least 0: as things are that stand higher or
    /// drain faster.
    ///
    /// ```
    /// let function = risk::DamageFunction::new("house", vec![0.0, 1.0], vec![0.0, 1.0])?;
    /// assert_eq!(function.on_moved_axis(1.0, -0.5).ratio(1.0), 0.5); // raised by half a metre
    /// # Ok::<(), risk::RiskError>(())
    /// ```
    #[must_use]
    pub fn on_moved_axis(&self, factor: f64, shift: f64) -> Self {
        let intensity = self.intensity.iter().map(|x| (x * factor - shift).max(0.0)).collect();
        Self { intensity, ..self.clone() }
    }

    /// The function with its degrees changed to `factor * degree + shift`, and its shares likewise, at least 0.
    #[must_use]
    pub fn changed(&self, degree: (f64, f64), affected: (f64, f64)) -> Self {
        let change = |ys: &[f64], (factor, shift): (f64, f64)| -> Vec<f64> {
            ys.iter().map(|y| (y * factor + shift).max(0.0)).collect()
        };
        let shares = match &self.affected {
            Some(ys) => Some(change(ys, affected)),
            None if affected == (1.0, 0.0) => None,
            None => Some(change(&vec![1.0; self.degree.len()], affected)),
        };
        Self { degree: change(&self.degree, degree), affected: shares, ..self.clone() }
    }
}

/// Linear between points, as the nearest point beyond them; at two points of one intensity, the later one. `numpy.interp`.
fn between(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    if x.is_nan() {
        return f64::NAN;
    }
    let after = xs.partition_point(|known| *known <= x);
    let (Some(last), Some(first)) = (ys.last(), ys.first()) else { return f64::NAN };
    if after == 0 {
        return *first;
    }
    let (Some(x1), Some(y1)) = (xs.get(after), ys.get(after)) else { return *last };
    let (x0, y0) = (xs[after - 1], ys[after - 1]);
    (y1 - y0) / (x1 - x0) * (x - x0) + y0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_linear_between_points_and_flat_beyond() {
        let f = DamageFunction::new("f", vec![0.5, 1.0, 1.0, 2.0], vec![0.1, 0.2, 0.6, 1.0]).unwrap();
        let found: Vec<f64> = [0.0, 0.5, 0.75, 1.0, 1.5, 2.0, 7.0].iter().map(|x| f.ratio(*x)).collect();
        for (found, expected) in found.iter().zip([0.1, 0.1, 0.15, 0.6, 0.8, 1.0, 1.0]) {
            assert!((found - expected).abs() < 1e-15, "{found} {expected}");
        }
        assert!(f.ratio(f64::NAN).is_nan());
    }

    #[test]
    fn degree_and_share_are_interpolated_by_themselves() {
        let f =
            DamageFunction::new("f", vec![0.0, 2.0], vec![0.0, 1.0]).unwrap().with_affected(vec![0.0, 1.0]).unwrap();
        assert!((f.ratio(1.0) - 0.25).abs() < 1e-15);
    }

    #[test]
    fn points_that_are_none_are_refused_by_their_place() {
        assert!(DamageFunction::new("f", vec![], vec![]).is_err());
        let wrong = DamageFunction::new("f", vec![0.0, 2.0, 1.0], vec![0.0; 3]).unwrap_err();
        assert!(wrong.to_string().contains("point 3"), "{wrong}");
        assert!(DamageFunction::new("f", vec![0.0], vec![f64::NAN]).is_err());
        assert!(DamageFunction::new("f", vec![0.0], vec![-0.1]).is_err());
    }

    #[test]
    fn a_function_that_falls_is_kept_and_says_where() {
        let f = DamageFunction::new("E21.18", vec![0.0, 1.0, 2.0], vec![0.0, 0.5, 0.4]).unwrap();
        assert_eq!(f.falls_at(), Some(3));
    }
}
