//! The arcs of a topology, and shapes put together from them.

use super::list;
use city::Problem;
use geo_types::{Coord, LineString};
use serde_json::Value;

/// The most points of all shapes together: a few arcs can be named by many shapes.
const MOST_POINTS: usize = 20_000_000;

/// Arcs as coordinates, and how many points shapes may still take from them.
pub(super) struct Arcs {
    lines: Vec<Vec<Coord<f64>>>,
    transform: Option<([f64; 2], [f64; 2])>,
    left: usize,
}

impl Arcs {
    pub(super) fn of(topology: &Value) -> Result<Self, Problem> {
        let broken = |reason: String| {
            let problem = Problem::error("not_topojson").found(reason).expected("`arcs`, and a `transform` of numbers");
            problem.hint("get the file again from its source")
        };
        let pair = |value: &Value| match value.as_array().map(Vec::as_slice) {
            Some([x, y]) => x.as_f64().zip(y.as_f64()).map(|(x, y)| [x, y]),
            _ => None,
        };
        let transform = match topology.get("transform") {
            None | Some(Value::Null) => None,
            Some(value) => {
                let both = value.get("scale").and_then(pair).zip(value.get("translate").and_then(pair));
                Some(both.ok_or_else(|| broken(value.to_string().chars().take(80).collect()))?)
            }
        };
        let mut arcs = Self { lines: Vec::new(), transform, left: MOST_POINTS };
        let none = Value::Array(Vec::new());
        for arc in list(topology.get("arcs").unwrap_or(&none)).map_err(broken)? {
            let arc = arcs.arc(arc).map_err(broken)?;
            arcs.lines.push(arc);
        }
        Ok(arcs)
    }

    /// Positions one after another: with a transform each is the step from the one before.
    fn arc(&self, value: &Value) -> Result<Vec<Coord<f64>>, String> {
        let (mut x, mut y) = (0.0, 0.0);
        let mut points = Vec::new();
        for position in list(value)? {
            let (here_x, here_y) = numbers(position)?;
            (x, y) = if self.transform.is_some() { (x + here_x, y + here_y) } else { (here_x, here_y) };
            points.push(self.placed(x, y)?);
        }
        Ok(points)
    }

    fn placed(&self, x: f64, y: f64) -> Result<Coord<f64>, String> {
        let place = self
            .transform
            .map_or(Coord { x, y }, |([across, up], [west, south])| Coord { x: x * across + west, y: y * up + south });
        if place.x.is_finite() && place.y.is_finite() {
            Ok(place)
        } else {
            Err("a position that is not finite".to_owned())
        }
    }

    /// A position that stands by itself.
    pub(super) fn position(&self, value: &Value) -> Result<Coord<f64>, String> {
        let (x, y) = numbers(value)?;
        self.placed(x, y)
    }

    /// The arcs of a line, end to end; `~n` is arc n the other way round.
    pub(super) fn line(&mut self, value: &Value) -> Result<LineString<f64>, String> {
        let mut points: Vec<Coord<f64>> = Vec::new();
        for number in list(value)? {
            let number = number.as_i64().ok_or("an arc that is no whole number")?;
            let at = usize::try_from(if number < 0 { !number } else { number }).unwrap_or(usize::MAX);
            let arc = self.lines.get(at).ok_or_else(|| format!("arc {number}, of {}", self.lines.len()))?;
            self.left = self.left.checked_sub(arc.len()).ok_or_else(|| format!("more than {MOST_POINTS} points"))?;
            // The first point of an arc is the last of the one before it.
            let first = usize::from(!points.is_empty());
            if number < 0 {
                points.extend(arc.iter().rev().skip(first));
            } else {
                points.extend(arc.iter().skip(first));
            }
        }
        if points.len() < 2 { Err(format!("a line of {} points", points.len())) } else { Ok(LineString(points)) }
    }

    pub(super) fn ring(&mut self, value: &Value) -> Result<LineString<f64>, String> {
        let mut ring = self.line(value)?;
        ring.close();
        if ring.0.len() < 4 { Err(format!("a ring of {} points", ring.0.len())) } else { Ok(ring) }
    }
}

fn numbers(position: &Value) -> Result<(f64, f64), String> {
    match list(position)? {
        [x, y, ..] => x.as_f64().zip(y.as_f64()).ok_or_else(|| "a position that is no number".to_owned()),
        short => Err(format!("a position of {} numbers", short.len())),
    }
}
