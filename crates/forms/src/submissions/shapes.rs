//! Shapes: points, lines and areas as forms write them, latitude first.

use city::Problem;
use geo_types::{Coord, Geometry, LineString, Point, Polygon};

/// What a question about a place takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    Area,
    Line,
    Point,
}

/// The geometry of an answer such as `-1.3 36.8 1700 4.5` or `lat lon alt acc;lat lon alt acc;...`, longitude first; an
/// area that is not closed is closed.
///
/// # Errors
/// `coordinates_unreadable`, `coordinates_out_of_range`, and `shape_too_short` for a line of one corner or an area of two.
pub(super) fn geometry(text: &str, shape: Shape) -> Result<Geometry<f64>, Problem> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let mut corners = parts.map(corner).collect::<Result<Vec<_>, _>>()?;
    let too_short = |expected: &str| {
        let problem = Problem::error("shape_too_short").found(text).expected(expected);
        Err(problem.hint("the row comes in without its shape: walk it again"))
    };
    match shape {
        Shape::Point => match corners.as_slice() {
            [corner] => Ok(Geometry::Point(Point::from(*corner))),
            _ => too_short("one latitude and longitude"),
        },
        Shape::Line => {
            corners.dedup();
            if corners.len() < 2 {
                too_short("two corners or more")
            } else {
                Ok(Geometry::LineString(LineString::new(corners)))
            }
        }
        Shape::Area => {
            corners.dedup();
            let closed = corners.len() > 1 && corners.first() == corners.last();
            if corners.len() - usize::from(closed) < 3 {
                return too_short("three corners or more");
            }
            Ok(Geometry::Polygon(Polygon::new(LineString::new(corners), Vec::new())))
        }
    }
}

fn corner(text: &str) -> Result<Coord<f64>, Problem> {
    let mut numbers = text.split_whitespace().map(|number| number.parse::<f64>().ok().filter(|n| n.is_finite()));
    let (Some(Some(latitude)), Some(Some(longitude))) = (numbers.next(), numbers.next()) else {
        let problem = Problem::error("coordinates_unreadable").found(text);
        return Err(problem.expected("latitude and longitude in degrees, parted by a space"));
    };
    if latitude.abs() > 90.0 || longitude.abs() > 180.0 {
        let problem = Problem::error("coordinates_out_of_range").found(text);
        let problem = problem.expected("latitude -90 to 90 first, then longitude -180 to 180");
        return Err(problem.hint("latitude and longitude may have changed places; the row comes in without its shape"));
    }
    Ok(Coord { x: longitude, y: latitude })
}

/// What shape all these answers look like, without a form; none where one of them is no place.
pub(super) fn looks_like<'t>(texts: impl Iterator<Item = &'t str>) -> Option<Shape> {
    let (mut any, mut several, mut open) = (false, false, false);
    for text in texts {
        any = true;
        let corners: Vec<&str> = text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
        if corners.is_empty() || !corners.iter().all(|corner| looks_like_corner(corner)) {
            return None;
        }
        several |= corners.len() > 1;
        let ends = [corners.first(), corners.last()]
            .map(|corner| corner.map(|c| c.split_whitespace().take(2).collect::<Vec<_>>()));
        open |= ends[0] != ends[1] || corners.len() < 4;
    }
    any.then_some(match (several, open) {
        (false, _) => Shape::Point,
        (true, true) => Shape::Line,
        (true, false) => Shape::Area,
    })
}

/// Two to four numbers, of which one of the first two has decimals.
fn looks_like_corner(text: &str) -> bool {
    let numbers: Vec<&str> = text.split_whitespace().collect();
    let degrees = |text: &&str| text.parse::<f64>().is_ok_and(|n| n.abs() <= 180.0);
    (2..=4).contains(&numbers.len())
        && numbers.iter().all(|n| n.parse::<f64>().is_ok_and(f64::is_finite))
        && numbers.iter().take(2).all(degrees)
        && numbers.iter().take(2).any(|n| n.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longitude_comes_out_first_and_areas_closed() {
        assert_eq!(geometry("-1.3 36.8 1700 4.5", Shape::Point).unwrap(), Point::new(36.8, -1.3).into());
        let Geometry::Polygon(area) = geometry("0 0 0 0;0 1 0 0;1 1 0 0;", Shape::Area).unwrap() else { panic!() };
        assert_eq!(area.exterior().0.len(), 4);
        assert_eq!(area.exterior().0[1], Coord { x: 1.0, y: 0.0 });
        let code = |text, shape| geometry(text, shape).unwrap_err().code;
        assert_eq!(code("106.8 -6.2 0 0", Shape::Point), "coordinates_out_of_range");
        assert_eq!(code("0 0;0 1", Shape::Area), "shape_too_short");
        assert_eq!(code("0 0", Shape::Line), "shape_too_short");
        assert_eq!(code("0 x", Shape::Point), "coordinates_unreadable");
    }

    #[test]
    fn places_are_told_from_choices_that_are_numbers() {
        let like = |texts: &[&str]| looks_like(texts.iter().copied());
        assert_eq!(like(&["-1.3 36.8 1700 4.5", "-1.31 36.8 0 0"]), Some(Shape::Point));
        assert_eq!(like(&["0.1 0 0 0;0 1.1 0 0;1 1.1 0 0;0.1 0 0 0"]), Some(Shape::Area));
        assert_eq!(like(&["0.1 0 0 0;0 1.1 0 0;1 1.1 0 0"]), Some(Shape::Line));
        assert_eq!((like(&["1 2 3", "2 4"]), like(&[]), like(&["-1.3 36.8", "none"])), (None, None, None));
    }
}
