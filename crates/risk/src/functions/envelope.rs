//! The least and the most of several functions.

use crate::error::RiskError;
use crate::function::DamageFunction;

/// The least and the most of several functions at every intensity that any of them has a point at.
pub fn envelope(all: &[DamageFunction]) -> Result<(DamageFunction, DamageFunction), RiskError> {
    let id = all.first().map_or("", DamageFunction::id);
    let mut points: Vec<f64> = all.iter().flat_map(|f| f.intensity().iter().copied()).chain(crossings(all)).collect();
    points.sort_by(f64::total_cmp);
    points.dedup_by(|a, b| a.total_cmp(b).is_eq());
    let ends = |end: fn(f64, f64) -> f64, start: f64| -> Vec<f64> {
        points.iter().map(|x| all.iter().map(|f| f.ratio(*x)).fold(start, end)).collect()
    };
    let (low, high) = (ends(f64::min, f64::INFINITY), ends(f64::max, 0.0));
    Ok((
        DamageFunction::new(&format!("{id}_low"), points.clone(), low)?,
        DamageFunction::new(&format!("{id}_high"), points.clone(), high)?,
    ))
}

/// Where two of the functions cross between their points: there the least or the most has a bend.
fn crossings(all: &[DamageFunction]) -> Vec<f64> {
    let mut found = Vec::new();
    for (place, one) in all.iter().enumerate() {
        for other in all.iter().skip(place + 1) {
            let mut at: Vec<f64> = one.intensity().iter().chain(other.intensity()).copied().collect();
            at.sort_by(f64::total_cmp);
            for pair in at.windows(2) {
                let (a, b) = (one.ratio(pair[0]) - other.ratio(pair[0]), one.ratio(pair[1]) - other.ratio(pair[1]));
                if a * b < 0.0 {
                    found.push(pair[0] + (pair[1] - pair[0]) * a / (a - b));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_bends_where_functions_cross() {
        let f = |y: [f64; 2]| DamageFunction::new("f", vec![0.0, 1.0], y.to_vec()).unwrap();
        let (low, high) = envelope(&[f([0.0, 1.0]), f([0.5, 0.5])]).unwrap();
        assert!((high.ratio(0.25) - 0.5).abs() < 1e-15 && (low.ratio(0.75) - 0.5).abs() < 1e-15);
    }
}
