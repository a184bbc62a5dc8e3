//! People served by water points and toilet seats, from their number and capacity.

use crate::refusal::Refusal;
use city::Estimate;

/// A kind of point that serves a settlement.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Kind, as in `data/service_capacities.csv` or a city's own.
    pub kind: String,
    /// How many of them work; none where nobody counted.
    pub working: Option<f64>,
    /// Whom one of them serves.
    pub serves: Capacity,
}

/// Whom one point serves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Capacity {
    /// One household of the settlement's mean size: an individual tap or toilet.
    OneHousehold,
    /// So many people.
    People(f64),
    /// Nobody stated it: the point is named and left out.
    NotStated,
}

/// People served at one settlement.
#[derive(Debug, Clone, PartialEq)]
pub struct Served {
    /// People served, over the range of people.
    pub people: Estimate,
    /// Share served, 0 to 1: the low end where people are many.
    pub share: Estimate,
    /// People served by each kind, in the order handed in, at the best number of people.
    pub by_kind: Vec<(String, f64)>,
    /// Kinds that were left out because their number or capacity is not known: with them more may be served.
    pub left_out: Vec<String>,
}

/// A capacity that comes with makazi: persons to a point, and whose figure it is.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct StatedCapacity {
    /// Kind of point.
    pub point: String,
    /// Persons to one of them.
    pub persons: f64,
    /// `published`, or `to_check` where the figure is from general knowledge.
    pub certainty: String,
    /// Where it is from.
    pub citation: String,
}

/// The capacities that come with makazi, as CSV.
pub const SERVICE_CAPACITIES_CSV: &str = include_str!("../../../../data/service_capacities.csv");

/// Reads capacities from CSV with the columns of `data/service_capacities.csv`.
///
/// # Errors
/// [`Refusal::Rules`] with the line; [`Refusal::Value`] for a capacity that is not above zero.
pub fn capacities(text: &str) -> Result<Vec<StatedCapacity>, Refusal> {
    let unread = |e: csv::Error| Refusal::Rules { name: "service capacities".to_owned(), message: e.to_string() };
    let read: Vec<StatedCapacity> =
        csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().map_err(unread)?;
    match read.iter().enumerate().find(|(_, c)| !(c.persons > 0.0 && c.persons.is_finite())) {
        Some((at, bad)) => Err(Refusal::value((&bad.point, at), "persons", bad.persons, "a number above zero")),
        None => Ok(read),
    }
}

/// People served: each kind serves min(people not yet served, working x capacity), those of one household first.
///
/// `people` is the range of people, `household_size` persons. Households are never divided by twice, nobody is served twice, and no
/// more are served than live there. Method: notes of the Know Your City profiles, "people served", with a capacity stated for each
/// kind; it assumes that points are where people are, so that it is an upper bound.
///
/// # Errors
/// [`Refusal::Value`] for no people, no household size, or a negative number of points, with the place;
/// [`Refusal::Missing`] where no kind has both a number and a capacity: not known is not unserved.
///
/// ```
/// use assess::served::{served, Capacity, Point};
/// let people = city::Estimate { low: 5000.0, value: 5000.0, high: 6000.0 };
/// let seats = Point { kind: "toilet_seat".to_owned(), working: Some(12.0), serves: Capacity::People(20.0) };
/// let made = served("a settlement", people, 4.0, &[seats])?;
/// assert_eq!((made.people.value, made.share.low), (240.0, 0.04)); // 12 x 20; 240 of 6,000
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn served(place: &str, people: Estimate, household_size: f64, points: &[Point]) -> Result<Served, Refusal> {
    for (column, value) in [("people", people.low), ("household_size", household_size)] {
        if !(value > 0.0 && value.is_finite()) {
            return Err(Refusal::value((place, 0), column, value, "a number above zero"));
        }
    }
    if !(people.low <= people.value && people.value <= people.high && people.high.is_finite()) {
        let range = format!("{} to {}", people.low, people.high);
        return Err(Refusal::value((place, 0), "people", people.value, format!("within its range, {range}")));
    }
    let (mut kinds, mut left_out) = (Vec::new(), Vec::new());
    for (at, point) in points.iter().enumerate() {
        let capacity = match point.serves {
            Capacity::OneHousehold => Some(household_size),
            Capacity::People(people) => Some(people),
            Capacity::NotStated => None,
        };
        let (Some(working), Some(capacity)) = (point.working, capacity) else {
            left_out.push(point.kind.clone());
            continue;
        };
        for (column, number) in [("working", working), ("capacity", capacity)] {
            if !(number >= 0.0 && number.is_finite()) {
                let column = format!("{column} of {}", point.kind);
                return Err(Refusal::value((place, at), &column, number, "a number, zero or more"));
            }
        }
        kinds.push((point, working * capacity));
    }
    if kinds.is_empty() {
        let inputs = vec!["a number and a capacity of one kind of point".to_owned()];
        return Err(Refusal::Missing { method: format!("people served at {place}"), inputs });
    }
    let room: f64 = kinds.iter().map(|(_, room)| room).sum();
    let of = |living: f64| living.min(room);
    Ok(Served {
        people: Estimate { low: of(people.low), value: of(people.value), high: of(people.high) },
        share: Estimate {
            low: of(people.high) / people.high,
            value: of(people.value) / people.value,
            high: of(people.low) / people.low,
        },
        by_kind: split(&kinds, people.value),
        left_out,
    })
}

fn split(kinds: &[(&Point, f64)], people: f64) -> Vec<(String, f64)> {
    let own = |point: &Point| point.serves == Capacity::OneHousehold;
    let own_room: f64 = kinds.iter().filter(|(p, _)| own(p)).map(|(_, room)| room).sum();
    let (mut first, mut rest) = (people, (people - own_room).max(0.0));
    kinds
        .iter()
        .map(|(point, room)| {
            let remaining = if own(point) { &mut first } else { &mut rest };
            let now = room.min(*remaining);
            *remaining -= now;
            (point.kind.clone(), now)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: Estimate = Estimate { low: 900.0, value: 1000.0, high: 1250.0 };

    fn point(kind: &str, working: Option<f64>, serves: Capacity) -> Point {
        Point { kind: kind.into(), working, serves }
    }

    #[test]
    fn shared_taps_count_in_full_beside_individual_ones() {
        let points = [
            point("tap", Some(2.0), Capacity::People(250.0)),
            point("individual_tap", Some(50.0), Capacity::OneHousehold),
        ];
        let made = served("a", PEOPLE, 4.0, &points).unwrap();
        assert_eq!(made.by_kind, [("tap".to_owned(), 500.0), ("individual_tap".to_owned(), 200.0)]);
        assert!((made.share.value - 0.7).abs() < 1e-12);
        assert!((made.share.low - 0.56).abs() < 1e-12);
    }

    #[test]
    fn nobody_is_served_twice_and_no_more_than_live_there() {
        let points = [
            point("tap", Some(9.0), Capacity::People(250.0)),
            point("individual_tap", Some(200.0), Capacity::OneHousehold),
        ];
        let made = served("a", PEOPLE, 4.0, &points).unwrap();
        assert!((made.people.value - 1000.0).abs() < 1e-12);
        assert_eq!(made.by_kind, [("tap".to_owned(), 200.0), ("individual_tap".to_owned(), 800.0)]);
    }

    #[test]
    fn uncounted_points_are_named_and_not_taken_as_none() {
        let well = point("well", Some(3.0), Capacity::NotStated);
        let tap = point("tap", None, Capacity::People(250.0));
        assert!(served("a", PEOPLE, 4.0, &[well.clone(), tap.clone()]).is_err());
        let seat = point("toilet_seat", Some(0.0), Capacity::People(20.0));
        let made = served("a", PEOPLE, 4.0, &[well, tap, seat]).unwrap();
        assert_eq!(made.left_out, ["well", "tap"]);
        assert!(made.people.value.abs() < 1e-12);
    }

    #[test]
    fn a_negative_number_of_taps_is_refused_with_the_place() {
        let refused = served("Kibera", PEOPLE, 4.0, &[point("tap", Some(-1.0), Capacity::People(250.0))]).unwrap_err();
        assert!(refused.to_string().contains("Kibera, row 1: working of tap is -1"), "{refused}");
        assert!(served("Kibera", Estimate { low: 0.0, value: 0.0, high: 0.0 }, 4.0, &[]).is_err());
    }

    #[test]
    fn the_capacities_that_come_with_makazi_read() {
        let all = capacities(SERVICE_CAPACITIES_CSV).unwrap();
        assert_eq!(all.iter().map(|c| c.persons).collect::<Vec<_>>(), [250.0, 500.0, 20.0]);
        assert!(capacities(&SERVICE_CAPACITIES_CSV.replace(",250,", ",-250,")).is_err());
    }
}
