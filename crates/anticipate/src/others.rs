//! Users that are no households, as tables and layers have them: schools, clinics, firms, hotels by place.

use crate::day::Day;
use crate::forecast::OtherCount;
use assess::evidence::Evidence;
use assess::travel::LayerRead;
use city::anticipate_settings::{CitedSettings, UserCountSettings};
use city::forecast::{ForecastGap, Part};
use city::{Cell, Estimate, Feature, Gap, Place, PlaceKind, Problem};
use geo::{BoundingRect, Centroid, CoordsIter, Intersects};
use geo_types::{Geometry, Point, Rect};
use std::collections::BTreeMap;

/// Reads a table of other users: CSV with the columns `place`, `user`, `units`, `low`, `high`, `source`.
///
/// Rows that are sound come in; everything that is wrong is a problem with its row and column. A row without a source is refused.
///
/// ```
/// let (rows, problems) = anticipate::others::table(
///     "users.csv",
///     "place,user,units,low,high,source\nward:1,school,1200,,,EMIS 2024\nward:1,school,many,,,EMIS 2024\n",
/// );
/// assert_eq!((rows.len(), rows[0].units.value), (1, 1200.0));
/// assert_eq!((problems[0].row, problems[0].column.as_str()), (Some(3), "units"));
/// ```
#[must_use]
pub fn table(file: &str, text: &str) -> (Vec<OtherCount>, Vec<Problem>) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header: Vec<String> =
        reader.headers().map(|h| h.iter().map(|c| c.trim().to_owned()).collect()).unwrap_or_default();
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for column in ["place", "user", "units", "source"].into_iter().filter(|c| !header.iter().any(|h| h == c)) {
        let problem = Problem::error("missing_column").in_file(file).in_column(column).expected(header.join(", "));
        problems.push(problem.hint("place, user, units, low, high, source"));
    }
    if !problems.is_empty() {
        return (rows, problems);
    }
    for (at, record) in reader.records().enumerate() {
        let line = at as u64 + 2;
        let Ok(record) = record else {
            problems.push(Problem::error("not_csv").in_file(file).at_row(line).hint("quote cells that hold commas"));
            continue;
        };
        let cell = |name: &str| header.iter().position(|h| h == name).and_then(|c| record.get(c)).unwrap_or("").trim();
        let mut wrong = |code: &str, column: &str, expected: &str| {
            let problem = Problem::error(code).in_file(file).at_row(line).in_column(column).found(cell(column));
            problems.push(problem.expected(expected).hint("correct the cell; the row is left out"));
        };
        let end = |column: &str, value: f64| if cell(column).is_empty() { Some(value) } else { number(cell(column)) };
        let units = number(cell("units")).and_then(|n| Estimate::range(end("low", n)?, n, end("high", n)?).ok());
        match (units, cell("source"), cell("place"), cell("user")) {
            (None, ..) => wrong("not_a_number", "units", "units of at least 0, with low <= units <= high"),
            (_, "", ..) => wrong("row_without_source", "source", "who says so"),
            (_, _, "", _) => wrong("no_place", "place", "the id of a place"),
            (_, _, _, "") => wrong("unknown_user", "user", "a row of other_users.csv"),
            (Some(units), source, place, user) => {
                let (place, user, source) = (place.to_owned(), user.to_owned(), source.to_owned());
                rows.push(OtherCount { place, user, units, source, at: Some((file.to_owned(), line)) });
            }
        }
    }
    (rows, problems)
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0)
}

/// What layers say of other users.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counted {
    /// Units by place.
    pub counts: Vec<OtherCount>,
    /// What the layers do not tell.
    pub gaps: Vec<ForecastGap>,
    /// What is wrong with the settings.
    pub problems: Vec<Problem>,
}

/// Counts features of layers as users of water: in each settlement and each current district that they lie in.
///
/// - Inputs: `[[anticipate.count]]`, and the layers that it names; places with boundaries in EPSG:4326.
/// - A feature lies where its middle does; an area whose middle is outside it, where a corner of it does. What lies on a boundary is of the
///   first place in the order of ids.
/// - Units are what the column says, else `units_each` with its source. A feature of which neither is known is a gap, and not one without
///   users; so are features that lie in no place.
#[must_use]
pub fn counted(evidence: &Evidence, layers: &[LayerRead], (settings, day): (&[UserCountSettings], &Day)) -> Counted {
    let mut made = Counted::default();
    let grounds = Grounds::of(evidence.places);
    for (at, one) in settings.iter().enumerate() {
        count(&mut made, &grounds, layers, (one, at, day));
    }
    made
}

fn count(
    made: &mut Counted,
    grounds: &Grounds,
    layers: &[LayerRead],
    (one, at, day): (&UserCountSettings, usize, &Day),
) {
    let mut tell = |column: &str, (found, expected): (&str, String), hint: &str| {
        let problem = Problem::error("count_not_read").in_file("city.toml").found(found).expected(expected).hint(hint);
        made.problems.push(problem.in_column(&format!("anticipate.count[{at}].{column}")));
    };
    let users = || day.other_users.iter().map(|u| u.user.as_str()).collect::<Vec<_>>().join(", ");
    let Some(user) = day.other_users.iter().find(|u| u.user == one.user) else {
        return tell("user", (&one.user, users()), "name a row of other_users.csv");
    };
    let Some(layer) = layers.iter().find(|l| l.layer.name == one.layer) else {
        let hint = "name a layer that a source of city.toml keeps, and collect that source";
        return tell("layer", (&one.layer, "a layer of the city file".to_owned()), hint);
    };
    let position = |name: &str| layer.layer.columns.iter().position(|c| c.name == name);
    let columns = || layer.layer.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ");
    for name in one.keep.keys().chain(Some(&one.units_column).filter(|c| !c.is_empty())) {
        if position(name).is_none() {
            return tell("keep", (name, format!("a column of {}: {}", one.layer, columns())), "name one of them");
        }
    }
    let each = one.units_each.as_ref().and_then(range);
    if let Some(cited) = one.units_each.as_ref().filter(|_| each.is_none()) {
        let expected = "low <= value <= high of at least 0, and a source".to_owned();
        return tell("units_each", (&cited.value.to_string(), expected), "a number needs who says so");
    }
    let mut tally = Tally::default();
    for feature in layer.features.iter().filter(|f| kept(one, layer, f)) {
        let cell = position(&one.units_column).and_then(|at| feature.cells.get(at));
        tally.add(grounds, feature, units(cell).or(each));
    }
    let source = match (&one.units_each, one.units_column.is_empty()) {
        (Some(cited), true) => cited.source.clone(),
        (Some(cited), false) => format!("column {} of {}, else {}", one.units_column, one.layer, cited.source),
        (None, _) => format!("column {} of {}", one.units_column, one.layer),
    };
    made.gaps.extend(tally.gaps(one, &user.unit));
    let source = format!("{} features of the layer {} ({source})", tally.features, one.layer);
    made.counts.extend(tally.by_place.into_iter().map(|(place, units)| OtherCount {
        place,
        user: one.user.clone(),
        units,
        source: source.clone(),
        at: None,
    }));
}

fn range(cited: &CitedSettings) -> Option<Estimate> {
    let low = cited.low.unwrap_or(cited.value);
    let range = Estimate::range(low, cited.value, cited.high.unwrap_or(cited.value)).ok();
    range.filter(|r| r.low >= 0.0 && !cited.source.trim().is_empty())
}

fn kept(one: &UserCountSettings, layer: &LayerRead, feature: &Feature) -> bool {
    one.keep.iter().all(|(column, values)| {
        let at = layer.layer.columns.iter().position(|c| c.name == *column);
        let cell = at.and_then(|at| feature.cells.get(at)).map(ToString::to_string).unwrap_or_default();
        values.as_slice().iter().any(|v| v.trim() == cell.trim())
    })
}

fn units(cell: Option<&Cell>) -> Option<Estimate> {
    let found = match cell? {
        Cell::Empty | Cell::Flag(_) => None,
        Cell::Text(text) => number(text),
        #[expect(clippy::cast_precision_loss, reason = "pupils and beds are far below 2^52")]
        Cell::Integer(n) => Some(*n as f64).filter(|n| *n >= 0.0),
        Cell::Real(n) => Some(*n).filter(|n| n.is_finite() && *n >= 0.0),
    };
    found.and_then(|n| Estimate::exact(n).ok())
}

/// Features counted so far.
#[derive(Default)]
struct Tally {
    by_place: BTreeMap<String, Estimate>,
    features: usize,
    without_units: usize,
    nowhere: usize,
}

impl Tally {
    fn add(&mut self, grounds: &Grounds, feature: &Feature, units: Option<Estimate>) {
        let Some(units) = units else {
            self.without_units += 1;
            return;
        };
        let places = feature.geometry.as_ref().and_then(inside).map(|p| grounds.at(p)).unwrap_or_default();
        if places.is_empty() {
            self.nowhere += 1;
            return;
        }
        self.features += 1;
        for place in places {
            let sum = self.by_place.entry(place.to_owned()).or_insert(Estimate { low: 0.0, value: 0.0, high: 0.0 });
            sum.low += units.low;
            sum.value += units.value;
            sum.high += units.high;
        }
    }

    fn gaps(&self, one: &UserCountSettings, unit: &str) -> Vec<ForecastGap> {
        let gap = |what: String, words: String| ForecastGap {
            place: None,
            part: Part::All,
            years: Vec::new(),
            what,
            reason: Gap::NotMeasuredHere,
            words,
        };
        let all = self.features + self.without_units + self.nowhere;
        let mut list = Vec::new();
        if self.without_units > 0 {
            let words = format!(
                "{} of {all} features of {} do not tell them; hint: give units_each with its source",
                self.without_units, one.layer
            );
            list.push(gap(format!("{unit} of {} as users of water", one.user), words));
        }
        if self.nowhere > 0 {
            let words = format!("{} of {all} features of {} lie in no settlement or district", self.nowhere, one.layer);
            list.push(gap(format!("users of water outside all places, {}", one.user), words));
        }
        if all == 0 {
            let words = format!("no feature of {} is kept; hint: check the values of `keep`", one.layer);
            list.push(gap(format!("users of water, {}", one.user), words));
        }
        list
    }
}

/// Where a feature lies: its middle; a corner of an area that its middle is not in.
fn inside(geometry: &Geometry<f64>) -> Option<Point<f64>> {
    let finite = |p: &Point<f64>| p.x().is_finite() && p.y().is_finite();
    let middle = geometry.centroid().filter(finite)?;
    let is_area = matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_));
    if !is_area || geometry.intersects(&middle) {
        return Some(middle);
    }
    geometry.coords_iter().next().map(Point::from).filter(finite)
}

/// Settlements and current districts with their boundaries, by set.
struct Grounds<'a> {
    places: Vec<(&'a Place, &'a Geometry<f64>, Rect<f64>)>,
}

impl<'a> Grounds<'a> {
    fn of(places: &'a [Place]) -> Self {
        let wanted = |p: &&Place| matches!(p.kind, PlaceKind::District | PlaceKind::Settlement) && p.valid_to.is_none();
        let mut list: Vec<_> = places
            .iter()
            .filter(wanted)
            .filter_map(|p| {
                let geometry = p.geometry.as_ref()?;
                let is_area = matches!(geometry, Geometry::Polygon(_) | Geometry::MultiPolygon(_));
                Some((p, geometry, geometry.bounding_rect().filter(|_| is_area)?))
            })
            .collect();
        list.sort_by(|a, b| a.0.id.cmp(&b.0.id));
        Self { places: list }
    }

    /// The first place of each set that a point lies in.
    fn at(&self, point: Point<f64>) -> Vec<&'a str> {
        let mut found: Vec<(&str, &'a str)> = Vec::new();
        for (place, geometry, bounds) in &self.places {
            let set = place.id.prefix();
            if !found.iter().any(|(known, _)| *known == set) && bounds.intersects(&point) && geometry.intersects(&point)
            {
                found.push((set, place.id.as_str()));
            }
        }
        found.into_iter().map(|(_, id)| id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_gets_the_features_that_lie_in_it_and_what_is_not_told_is_a_gap() {
        let square = |id: &str, kind, from: f64, to: f64| {
            let mut place = Place::new(id.into(), kind, id, &"census".into());
            place.geometry = Some(Rect::new((from, 0.0), (to, 1.0)).to_polygon().into());
            place
        };
        let places = vec![
            square("district:1", PlaceKind::District, 0.0, 1.0),
            square("district:2", PlaceKind::District, 1.0, 2.0),
            square("settlement:a", PlaceKind::Settlement, 0.2, 0.4),
        ];
        let grounds = Grounds::of(&places);
        assert_eq!(grounds.at(Point::new(0.3, 0.5)), ["district:1", "settlement:a"]);
        assert_eq!(grounds.at(Point::new(1.0, 0.5)), ["district:1"], "on a boundary: the first, once");
        let feature = |x: f64| Feature { geometry: Some(Point::new(x, 0.5).into()), cells: Vec::new() };
        let mut tally = Tally::default();
        let pupils = Estimate::range(200.0, 300.0, 500.0).ok();
        tally.add(&grounds, &feature(0.3), pupils);
        tally.add(&grounds, &feature(0.9), pupils);
        tally.add(&grounds, &feature(1.5), None);
        tally.add(&grounds, &feature(9.0), pupils);
        assert_eq!((tally.features, tally.without_units, tally.nowhere), (2, 1, 1));
        assert!((tally.by_place["district:1"].value - 600.0).abs() < 1e-9 && tally.by_place.len() == 2);
    }

    proptest::proptest! {
        #[test]
        fn a_table_of_any_text_gives_problems_and_never_a_panic(text in "[a-z_,0-9;=.\n\"-]{0,200}") {
            let (rows, problems) = table("x.csv", &format!("place,user,units,low,high,source\n{text}"));
            proptest::prop_assert!(rows.iter().all(|r| !r.source.is_empty()) && problems.iter().all(|p| !p.code.is_empty()));
        }
    }
}
