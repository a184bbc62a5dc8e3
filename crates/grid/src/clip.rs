//! Rings cut to a window.

use geo_types::{Coord, LineString, Rect};

/// A little wider, so that cutting makes no new edges along those of the other outline.
#[must_use]
pub fn grown(bounds: Rect<f64>) -> Rect<f64> {
    let margin = 1.0 + 0.01 * (bounds.width() + bounds.height());
    Rect::new((bounds.min().x - margin, bounds.min().y - margin), (bounds.max().x + margin, bounds.max().y + margin))
}

/// Cuts a ring to a window, side by side (Sutherland and Hodgman 1974, Communications of the ACM 17, 32-42). Stretches
/// along the window that this may run twice enclose nothing.
#[must_use]
pub fn clip(ring: &LineString<f64>, window: Rect<f64>) -> Option<LineString<f64>> {
    let mut points: Vec<Coord<f64>> = ring.0.iter().skip(1).copied().collect();
    let (low, high) = (window.min(), window.max());
    for (across, border, sign) in [(true, low.x, 1.0), (true, high.x, -1.0), (false, low.y, 1.0), (false, high.y, -1.0)]
    {
        let depth = |at: Coord<f64>| ((if across { at.x } else { at.y }) - border) * sign;
        let mut kept = Vec::with_capacity(points.len() + 4);
        let mut before = *points.last()?;
        for point in &points {
            let (from, to) = (depth(before), depth(*point));
            if (from >= 0.0) != (to >= 0.0) {
                kept.push(before + (*point - before) * (from / (from - to)));
            }
            if to >= 0.0 {
                kept.push(*point);
            }
            before = *point;
        }
        points = kept;
    }
    (points.len() >= 3).then(|| {
        points.push(points[0]);
        LineString::new(points)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::wkt;

    #[test]
    fn a_square_cut_at_its_middle_is_half_a_square_and_one_elsewhere_is_nothing() {
        let square = wkt!(LINESTRING(0.0 0.0, 4.0 0.0, 4.0 4.0, 0.0 4.0, 0.0 0.0));
        let half = clip(&square, Rect::new((-1.0, -1.0), (2.0, 5.0))).unwrap();
        assert!(half.0.iter().all(|c| c.x <= 2.0) && half.0.iter().any(|c| c.x > 1.9));
        assert!(clip(&square, Rect::new((5.0, 5.0), (6.0, 6.0))).is_none());
    }
}
