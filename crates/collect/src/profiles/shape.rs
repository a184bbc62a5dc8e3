//! Shapes: points and rings as ODK writes them, latitude first.

use city::Problem;
use geo_types::{Coord, LineString, Point, Polygon};

/// A ring and whether the form closed it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ring {
    pub(crate) polygon: Polygon<f64>,
    pub(crate) was_closed: bool,
}

/// Point out of `latitude longitude altitude accuracy`.
pub(crate) fn point(text: &str) -> Result<Point<f64>, Problem> {
    coordinate(text).map(Point::from)
}

/// Area out of `latitude longitude altitude accuracy;...`; a ring that is not closed is closed.
pub(crate) fn ring(text: &str) -> Result<Ring, Problem> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let mut corners = parts.map(coordinate).collect::<Result<Vec<_>, _>>()?;
    let was_closed = corners.len() > 1 && corners.first() == corners.last();
    corners.dedup();
    let distinct = corners.len() - usize::from(was_closed && corners.len() > 1);
    if distinct < 3 {
        let problem = Problem::error("boundary_too_short").found(text).expected("three corners or more");
        return Err(problem.hint("walk the boundary again; the settlement comes in without it"));
    }
    Ok(Ring { polygon: Polygon::new(LineString::new(corners), Vec::new()), was_closed })
}

fn coordinate(text: &str) -> Result<Coord<f64>, Problem> {
    let mut numbers = text.split_whitespace().map(|number| number.parse::<f64>().ok().filter(|n| n.is_finite()));
    let (Some(Some(latitude)), Some(Some(longitude))) = (numbers.next(), numbers.next()) else {
        let problem = Problem::error("coordinates_unreadable").found(text);
        return Err(problem.expected("latitude and longitude in degrees, parted by a space"));
    };
    if latitude.abs() > 90.0 || longitude.abs() > 180.0 {
        let problem =
            Problem::error("coordinates_out_of_range").found(text).expected("latitude -90 to 90 first, then longitude");
        return Err(problem.hint("latitude and longitude may have changed places"));
    }
    Ok(Coord { x: longitude, y: latitude })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latitude_comes_first_and_longitude_ends_up_in_x() {
        assert_eq!(point("5.55 -0.21 12 4").unwrap(), Point::new(-0.21, 5.55));
        assert_eq!(point("5.55 -0.21").unwrap(), Point::new(-0.21, 5.55));
    }

    #[test]
    fn an_open_ring_is_closed_and_a_closed_one_stays() {
        let open = ring("0 0 0 0;0 1 0 0;1 1 0 0;").unwrap();
        let closed = ring("0 0 0 0;0 1 0 0;1 1 0 0;0 0 0 0").unwrap();
        assert_eq!(open.polygon, closed.polygon);
        assert_eq!((open.was_closed, closed.was_closed), (false, true));
    }

    #[test]
    fn shapes_that_are_none_are_refused_with_a_reason() {
        let code = |text: &str| ring(text).unwrap_err().code;
        assert_eq!(code("0 0;0 1"), "boundary_too_short");
        assert_eq!(code("0 0;0 1;0 0"), "boundary_too_short");
        assert_eq!(code(""), "boundary_too_short");
        assert_eq!(code("0 0;x 1;1 1"), "coordinates_unreadable");
        assert_eq!(code("106.8 -6.2;106.9 -6.2;106.9 -6.3"), "coordinates_out_of_range");
        assert_eq!(code("NaN 1;2 2;3 3"), "coordinates_unreadable");
    }
}
