//! Fewer points where more could not be seen.

use geo_types::Coord;

/// Units that a shape must measure to be seen: half a pixel where a tile is 1024 pixels wide.
pub(super) const SMALLEST: f64 = 2.0;
/// A line may leave its course by so many units.
const TOLERANCE: f64 = 1.5;

/// A line without the points that lie nearer than the tolerance to the line without them (Douglas and Peucker 1973).
pub(super) fn line(points: &[Coord<f64>]) -> Vec<Coord<f64>> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let mut keep = vec![false; points.len()];
    let last = points.len() - 1;
    (keep[0], keep[last]) = (true, true);
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let between = (from + 1..to).map(|at| (at, distance(points[at], points[from], points[to])));
        if let Some((at, far)) = between.max_by(|a, b| a.1.total_cmp(&b.1))
            && far > TOLERANCE
        {
            keep[at] = true;
            open.extend([(from, at), (at, to)]);
        }
    }
    points.iter().zip(&keep).filter(|(_, kept)| **kept).map(|(point, _)| *point).collect()
}

/// From a point to the line between two others, in units.
fn distance(at: Coord<f64>, from: Coord<f64>, to: Coord<f64>) -> f64 {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let square = dx * dx + dy * dy;
    let part =
        if square > 0.0 { (((at.x - from.x) * dx + (at.y - from.y) * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
    (at.x - from.x - part * dx).hypot(at.y - from.y - part * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bend_stays_and_a_ripple_goes() {
        let c = |x: f64, y: f64| Coord { x, y };
        let line = line(&[c(0.0, 0.0), c(50.0, 1.0), c(100.0, 0.0), c(100.0, 100.0)]);
        assert_eq!(line, [c(0.0, 0.0), c(100.0, 0.0), c(100.0, 100.0)]);
    }
}
