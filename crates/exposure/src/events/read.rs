//! Events read from layers: which rows hold, and what is wrong with the others.

use super::{Events, Shapes};
use crate::things::as_number;
use assess::travel::LayerRead;
use city::event_settings::EventsSettings;
use city::{Feature, Problem};
use geo_types::{Geometry, MultiPolygon, Point};
use risk::EventSet;
use std::collections::{BTreeMap, BTreeSet};

/// A set of events from the layers that its settings name; none where nothing can be computed with it. Rows that cannot hold are
/// left out and counted.
pub fn read(settings: &EventsSettings, layers: &[LayerRead], problems: &mut Vec<Problem>) -> Option<Events> {
    match of_layers(settings, layers, problems) {
        Ok(events) => Some(events),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

fn error(settings: &EventsSettings) -> Problem {
    Problem::error("events_not_read")
        .in_file("city.toml")
        .in_column("risk.events")
        .found(&settings.layer)
        .hint("nothing was computed of these events")
}

fn layer<'l>(settings: &EventsSettings, layers: &'l [LayerRead], name: &str) -> Result<&'l LayerRead, Problem> {
    let found = layers.iter().find(|l| l.layer.name == name);
    found.ok_or_else(|| error(settings).found(name).expected("a layer of the city file: collect its source"))
}

fn column(settings: &EventsSettings, layer: &LayerRead, name: &str) -> Result<usize, Problem> {
    let known = || layer.layer.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join(", ");
    let at = layer.layer.columns.iter().position(|c| c.name == name);
    at.ok_or_else(|| error(settings).found(name).expected(format!("a column of {}: {}", layer.layer.name, known())))
}

fn text(feature: &Feature, at: usize) -> Option<String> {
    feature.cells.get(at).map(ToString::to_string).filter(|text| !text.is_empty())
}

/// What is wrong with rows, counted.
#[derive(Default)]
struct Faults {
    unreadable: usize,
    negative: usize,
    no_cell: usize,
    twice: usize,
    no_frequency: BTreeSet<String>,
    two_frequencies: BTreeSet<String>,
}

fn of_layers(settings: &EventsSettings, layers: &[LayerRead], problems: &mut Vec<Problem>) -> Result<Events, Problem> {
    let rows = layer(settings, layers, &settings.layer)?;
    let mut faults = Faults::default();
    let frequencies = frequencies(settings, layers, rows, &mut faults)?;
    let (shapes, cell_of) = cells(settings, layers, rows)?;
    let event = column(settings, rows, &settings.event_column)?;
    let intensity = column(settings, rows, &settings.intensity_column)?;
    let mut reached: BTreeMap<String, BTreeMap<u32, f64>> =
        frequencies.keys().map(|event| (event.clone(), BTreeMap::new())).collect();
    for (at, row) in rows.features.iter().enumerate() {
        let (Some(event), Some(how_hard)) = (text(row, event), row.cells.get(intensity).and_then(as_number)) else {
            faults.unreadable += 1;
            continue;
        };
        if !(how_hard.is_finite() && how_hard >= 0.0) {
            faults.negative += 1;
        } else if let Some(cell) = cell_of(at, row) {
            let Some(cells) = reached.get_mut(&event) else {
                faults.no_frequency.insert(event);
                continue;
            };
            if how_hard > settings.struck_from {
                let known = cells.entry(cell).or_insert(how_hard);
                faults.twice += usize::from(known.to_bits() != how_hard.to_bits());
                *known = known.max(how_hard);
            }
        } else {
            faults.no_cell += 1;
        }
    }
    faults.tell(settings, problems);
    let (mut frequency, mut start, mut cell, mut intensity) = (Vec::new(), vec![0], Vec::new(), Vec::new());
    for (event, cells) in reached {
        frequency.extend(frequencies.get(&event));
        cell.extend(cells.keys());
        intensity.extend(cells.values());
        start.push(cell.len());
    }
    if frequency.is_empty() {
        return Err(error(settings).expected("at least one event with a frequency above 0 a year"));
    }
    let set = EventSet::new(shapes.len(), frequency, start, cell, intensity)
        .map_err(|why| error(settings).expected(why.to_string()))?;
    Ok(Events { set, shapes })
}

/// How often each event comes.
fn frequencies(
    settings: &EventsSettings,
    layers: &[LayerRead],
    rows: &LayerRead,
    faults: &mut Faults,
) -> Result<BTreeMap<String, f64>, Problem> {
    let own = settings.frequencies.is_empty();
    let table = if own { rows } else { layer(settings, layers, &settings.frequencies)? };
    let event = column(settings, table, &settings.event_column)?;
    let frequency = column(settings, table, &settings.frequency_column)?;
    let mut known: BTreeMap<String, f64> = BTreeMap::new();
    for row in &table.features {
        let Some(event) = text(row, event) else { continue };
        match row.cells.get(frequency).and_then(as_number) {
            Some(often) if often.is_finite() && often > 0.0 => {
                let first = *known.entry(event.clone()).or_insert(often);
                if first.to_bits() != often.to_bits() {
                    faults.two_frequencies.insert(event);
                }
            }
            _ => {
                faults.no_frequency.insert(event);
            }
        }
    }
    faults.no_frequency.retain(|event| !known.contains_key(event));
    Ok(known)
}

/// From a row, and its place among the rows, to its cell.
type CellOf<'r> = Box<dyn Fn(usize, &Feature) -> Option<u32> + 'r>;

/// The cells, and which of them each row means.
fn cells<'r>(
    settings: &EventsSettings,
    layers: &[LayerRead],
    rows: &'r LayerRead,
) -> Result<(Shapes, CellOf<'r>), Problem> {
    if settings.cells.is_empty() {
        let mut known: BTreeMap<Vec<u64>, u32> = BTreeMap::new();
        let (mut shapes, mut of_row) = (Vec::new(), Vec::with_capacity(rows.features.len()));
        for row in &rows.features {
            let cell = row.geometry.as_ref().map(|geometry| {
                let next = number(shapes.len());
                let cell = *known.entry(key(geometry)).or_insert(next);
                if cell == next {
                    shapes.push(geometry);
                }
                cell
            });
            of_row.push(cell);
        }
        return Ok((of_shapes(settings, &shapes)?, Box::new(move |at, _| of_row.get(at).copied().flatten())));
    }
    let grid = layer(settings, layers, &settings.cells)?;
    let (there, here) =
        (column(settings, grid, &settings.cell_column)?, column(settings, rows, &settings.cell_column)?);
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let mut shapes = Vec::new();
    for feature in &grid.features {
        if let (Some(id), Some(geometry)) = (text(feature, there), feature.geometry.as_ref()) {
            known.entry(id).or_insert_with(|| {
                shapes.push(geometry);
                number(shapes.len() - 1)
            });
        }
    }
    let cell = move |_: usize, row: &Feature| known.get(&text(row, here)?).copied();
    Ok((of_shapes(settings, &shapes)?, Box::new(cell)))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn key(geometry: &Geometry<f64>) -> Vec<u64> {
    use geo::CoordsIter;
    geometry.coords_iter().flat_map(|c| [c.x.to_bits(), c.y.to_bits()]).collect()
}

fn of_shapes(settings: &EventsSettings, shapes: &[&Geometry<f64>]) -> Result<Shapes, Problem> {
    let points: Option<Vec<&Point<f64>>> = shapes
        .iter()
        .map(|geometry| match geometry {
            Geometry::Point(point) => Some(point),
            _ => None,
        })
        .collect();
    if let Some(points) = points.filter(|points| !points.is_empty()) {
        let Some(nearest_m) = settings.nearest_m.filter(|reach| *reach > 0.0) else {
            let hint = "say in `nearest_m` how far a cell reaches from its centre, m: half the diagonal of a cell";
            return Err(error(settings).found("cells that are points").expected("`nearest_m` above 0").hint(hint));
        };
        let (latitude, longitude) = points.iter().map(|p| (p.y(), p.x())).unzip();
        return Ok(Shapes::Centres { latitude, longitude, nearest_m });
    }
    let area = |geometry: &&Geometry<f64>| match geometry {
        Geometry::Polygon(polygon) => Some(MultiPolygon(vec![polygon.clone()])),
        Geometry::MultiPolygon(polygons) => Some(polygons.clone()),
        _ => None,
    };
    let areas: Option<Vec<MultiPolygon<f64>>> = shapes.iter().map(area).collect();
    areas
        .filter(|areas| !areas.is_empty())
        .map(Shapes::Areas)
        .ok_or_else(|| error(settings).expected("cells that are all points or all areas, in `cells` or in the rows"))
}

impl Shapes {
    /// How many cells there are.
    fn len(&self) -> usize {
        match self {
            Self::Centres { latitude, .. } => latitude.len(),
            Self::Areas(areas) => areas.len(),
        }
    }
}

impl Faults {
    fn tell(self, settings: &EventsSettings, problems: &mut Vec<Problem>) {
        let mut warn = |code: &str, found: String, expected: &str, hint: &str| {
            problems.push(Problem::warning(code).in_file(&settings.layer).found(found).expected(expected).hint(hint));
        };
        let rows = |count: usize| format!("{count} rows");
        if self.unreadable > 0 {
            let hint = "left out: nothing is struck by them";
            warn("event_row_unreadable", rows(self.unreadable), "an event and a number in each row", hint);
        }
        if self.negative > 0 {
            let hint = "left out: nothing is struck by them; correct them";
            warn("intensity_below_zero", rows(self.negative), "intensities from 0", hint);
        }
        if self.no_cell > 0 {
            let hint = "left out: what stands in these cells is not struck, and every loss is too low";
            warn("event_cell_unknown", rows(self.no_cell), "a cell that is there", hint);
        }
        if self.twice > 0 {
            let hint = "the greatest was taken: where they are different events, losses are too low";
            warn("event_cell_twice", rows(self.twice), "one intensity for an event and cell", hint);
        }
        let list = |events: &BTreeSet<String>| {
            let first: Vec<&str> = events.iter().take(5).map(String::as_str).collect();
            format!("{} events: {}", events.len(), first.join(", "))
        };
        if !self.no_frequency.is_empty() {
            let hint = "left out: what they do is in no average year, which is too low";
            warn("event_without_frequency", list(&self.no_frequency), "times a year above 0 for each event", hint);
        }
        if !self.two_frequencies.is_empty() {
            let hint = "the first was taken: say one frequency for each event";
            warn("event_with_two_frequencies", list(&self.two_frequencies), "one frequency for an event", hint);
        }
    }
}
