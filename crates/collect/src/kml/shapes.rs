//! Geometries of a placemark, put together to one.

use super::document::{Broken, Xml, element_text};
use super::placemark::{MOST_POINTS, children};
use crate::opening::table_too_large;
use city::Problem;
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};
use quick_xml::events::BytesStart;

/// How deep geometries may lie in each other.
const MOST_DEEP: usize = 32;

/// The geometries of one placemark as they come.
pub(super) struct Shapes<'l> {
    parts: Vec<Geometry<f64>>,
    problems: Vec<Problem>,
    left: &'l mut usize,
    /// The first and last time of tracks.
    pub first_time: Option<String>,
    pub last_time: Option<String>,
}

pub(super) fn is_geometry(name: &[u8]) -> bool {
    matches!(name, b"Point" | b"LineString" | b"LinearRing" | b"Polygon" | b"MultiGeometry" | b"Track" | b"MultiTrack")
}

impl<'l> Shapes<'l> {
    pub fn new(left: &'l mut usize) -> Self {
        Self { parts: Vec::new(), problems: Vec::new(), left, first_time: None, last_time: None }
    }

    /// Reads one geometry to its end.
    pub fn read(&mut self, reader: &mut Xml, start: &BytesStart, deep: usize) -> Result<(), Broken> {
        if deep > MOST_DEEP {
            return Err(Broken::TooDeep);
        }
        let made = match start.local_name().as_ref() {
            b"MultiGeometry" | b"MultiTrack" => {
                return children(reader, |reader, part| {
                    if is_geometry(part.local_name().as_ref()) {
                        return self.read(reader, part, deep + 1);
                    }
                    reader.read_to_end(part.name())?;
                    Ok(())
                });
            }
            b"Polygon" => self.polygon(reader)?,
            b"Track" => self.track(reader)?,
            name => {
                let is_point = name == b"Point";
                let path = self.path(reader)?;
                path.and_then(|path| if is_point { point(&path) } else { line(path) })
            }
        };
        match made {
            Ok(part) => self.parts.extend(part),
            Err(reason) => self
                .problems
                .push(Problem::error("geometry_unreadable").found(reason).expected("longitude,latitude of each point")),
        }
        Ok(())
    }

    /// The coordinates of an element, up to its end.
    fn path(&mut self, reader: &mut Xml) -> Result<Result<Vec<Coord<f64>>, String>, Broken> {
        let mut path = Ok(Vec::new());
        children(reader, |reader, part| {
            if part.local_name().as_ref() != b"coordinates" {
                reader.read_to_end(part.name())?;
                return Ok(());
            }
            let text = element_text(reader, part)?;
            path = coordinates(&text);
            self.count(path.as_ref().map_or(0, Vec::len))
        })?;
        Ok(path)
    }

    fn count(&mut self, points: usize) -> Result<(), Broken> {
        *self.left = self
            .left
            .checked_sub(points)
            .ok_or_else(|| Broken::Many(table_too_large(format!("more than {MOST_POINTS} points"), MOST_POINTS)))?;
        Ok(())
    }

    fn polygon(&mut self, reader: &mut Xml) -> Result<Result<Option<Geometry<f64>>, String>, Broken> {
        let mut outer: Option<LineString<f64>> = None;
        let mut holes = Vec::new();
        let mut wrong = None;
        children(reader, |reader, boundary| {
            let is_outer = match boundary.local_name().as_ref() {
                b"outerBoundaryIs" => true,
                b"innerBoundaryIs" => false,
                _ => {
                    reader.read_to_end(boundary.name())?;
                    return Ok(());
                }
            };
            children(reader, |reader, ring| {
                if ring.local_name().as_ref() != b"LinearRing" {
                    reader.read_to_end(ring.name())?;
                    return Ok(());
                }
                match self.path(reader)?.and_then(|path| closed(path, &mut self.problems)) {
                    Ok(None) => {}
                    Ok(Some(_)) if is_outer && outer.is_some() => {
                        wrong = Some("two outer boundaries in one polygon".to_owned());
                    }
                    Ok(Some(ring)) if is_outer => outer = Some(ring),
                    Ok(Some(ring)) => holes.push(ring),
                    Err(reason) => wrong = Some(reason),
                }
                Ok(())
            })
        })?;
        Ok(match (wrong, outer) {
            (Some(reason), _) => Err(reason),
            (None, Some(outer)) => Ok(Some(Polygon::new(outer, holes).into())),
            (None, None) if holes.is_empty() => Ok(None),
            (None, None) => Err("a polygon without an outer boundary".to_owned()),
        })
    }

    /// A track of `when` and `gx:coord`: a line, or a point where it has one.
    fn track(&mut self, reader: &mut Xml) -> Result<Result<Option<Geometry<f64>>, String>, Broken> {
        let mut path = Ok(Vec::new());
        children(reader, |reader, part| {
            match part.local_name().as_ref() {
                b"when" => {
                    let time = element_text(reader, part)?.trim().to_owned();
                    self.first_time.get_or_insert_with(|| time.clone());
                    self.last_time = Some(time);
                }
                b"coord" => {
                    let text = element_text(reader, part)?;
                    self.count(1)?;
                    let coord = spaced(&text);
                    if let Ok(points) = &mut path {
                        match coord {
                            Some(coord) => points.push(coord),
                            None if text.trim().is_empty() => {}
                            None => path = Err(text.trim().to_owned()),
                        }
                    }
                }
                _ => {
                    reader.read_to_end(part.name())?;
                }
            }
            Ok(())
        })?;
        Ok(path.and_then(|path| if path.len() == 1 { point(&path) } else { line(path) }))
    }

    /// One geometry of all parts: of one kind where they are, else a collection; none where a part is broken.
    pub fn into_geometry(mut self) -> (Option<Geometry<f64>>, Vec<Problem>) {
        let broken = self.problems.iter().any(|problem| problem.code == "geometry_unreadable");
        if broken || self.parts.is_empty() {
            return (None, self.problems);
        }
        if self.parts.len() == 1 {
            return (self.parts.pop(), self.problems);
        }
        let parts = self.parts;
        let geometry = if parts.iter().all(|part| matches!(part, Geometry::Point(_))) {
            MultiPoint(parts.into_iter().filter_map(|part| Point::try_from(part).ok()).collect()).into()
        } else if parts.iter().all(|part| matches!(part, Geometry::LineString(_))) {
            MultiLineString(parts.into_iter().filter_map(|part| LineString::try_from(part).ok()).collect()).into()
        } else if parts.iter().all(|part| matches!(part, Geometry::Polygon(_))) {
            MultiPolygon(parts.into_iter().filter_map(|part| Polygon::try_from(part).ok()).collect()).into()
        } else {
            Geometry::GeometryCollection(GeometryCollection(parts))
        };
        (Some(geometry), self.problems)
    }
}

type Made = Result<Option<Geometry<f64>>, String>;

fn point(path: &[Coord<f64>]) -> Made {
    match path {
        [] => Ok(None),
        [one] => Ok(Some(Point(*one).into())),
        many => Err(format!("a point of {} positions", many.len())),
    }
}

fn line(path: Vec<Coord<f64>>) -> Made {
    match path.len() {
        0 => Ok(None),
        1 => Err("a line of one point".to_owned()),
        _ => Ok(Some(LineString(path).into())),
    }
}

fn closed(mut path: Vec<Coord<f64>>, problems: &mut Vec<Problem>) -> Result<Option<LineString<f64>>, String> {
    let (Some(first), Some(last)) = (path.first().copied(), path.last().copied()) else { return Ok(None) };
    if first != last {
        path.push(first);
        let found = format!("a ring that starts at {} {}", first.x, first.y);
        let problem = Problem::warning("ring_unclosed").found(found).expected("its first point as its last");
        problems.push(problem.hint("closed"));
    }
    if path.len() < 4 { Err(format!("a ring of {} points", path.len())) } else { Ok(Some(LineString(path))) }
}

/// Positions `longitude,latitude` or `longitude,latitude,height`, between spaces or line ends; spaces beside a comma, which
/// the standard forbids and people write, do not end one.
pub(super) fn coordinates(text: &str) -> Result<Vec<Coord<f64>>, String> {
    let mut path = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let mut numbers = [0.0; 3];
        let mut count = 0;
        loop {
            let end = rest.find(|c: char| c == ',' || c.is_whitespace()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            let number = word.parse::<f64>().ok().filter(|number| number.is_finite());
            let (Some(number), Some(place)) = (number, numbers.get_mut(count)) else {
                return Err(if word.is_empty() { "an empty number".to_owned() } else { word.to_owned() });
            };
            *place = number;
            count += 1;
            rest = after.trim_start();
            match rest.strip_prefix(',') {
                // A comma at the very end, or before the next position, says that there is no height.
                Some(after) if count == 2 && after.chars().next().is_none_or(char::is_whitespace) && !joined(after) => {
                    rest = after.trim_start();
                    break;
                }
                Some(after) => rest = after.trim_start(),
                None => break,
            }
        }
        if count < 2 {
            return Err(format!("a position of {count} number"));
        }
        path.push(Coord { x: numbers[0], y: numbers[1] });
    }
    Ok(path)
}

/// Whether the number after a comma and a space stands alone: then it is a height.
fn joined(after: &str) -> bool {
    let word = after.split_whitespace().next().unwrap_or_default();
    let rest = after.trim_start().get(word.len()..).unwrap_or_default().trim_start();
    !word.is_empty() && !word.contains(',') && !rest.starts_with(',')
}

/// A position of numbers between spaces, as tracks write it.
fn spaced(text: &str) -> Option<Coord<f64>> {
    let mut numbers = text.split_whitespace().map(|word| word.parse::<f64>().ok().filter(|n| n.is_finite()));
    Some(Coord { x: numbers.next()??, y: numbers.next()?? })
}
