//! What a set of events strikes, cell by cell: pieces that measures and samples are applied to.

use super::Struck;
use crate::standing;
use crate::things::Thing;
use risk::EventSet;
use std::collections::BTreeMap;

/// Group and function of a thing: their places in the lists of both.
type Class = (u32, u32);

/// A piece for each event, cell it reaches, and class of things that stand there: as a loss is value x part lost, things of one class at
/// one intensity lose together what they lose one by one. `class` is none for things without a function; `worth` is without growth.
pub fn pieces(
    laid: &Struck,
    class: impl Fn(&Thing) -> Option<Class>,
    worth: impl Fn(&Thing) -> f64,
) -> Vec<standing::Struck> {
    let set = &laid.events.set;
    let mut of_cell: Vec<BTreeMap<Class, (f64, f64)>> = vec![BTreeMap::new(); set.cells()];
    for (thing, cell, share) in &laid.pieces {
        let Some(thing) = laid.things.list.get(*thing) else { continue };
        if let Some((class, here)) = class(thing).zip(of_cell.get_mut(*cell as usize)) {
            let (value, count) = here.entry(class).or_default();
            *value += worth(thing) * share;
            *count += thing.count * share;
        }
    }
    let reached = reached(set, |cell| of_cell.get(cell as usize).is_some_and(|here| !here.is_empty()));
    let mut pieces = Vec::new();
    for event in 0..set.len() {
        for (cell, intensity, fraction) in set.of(event) {
            let often = reached.get(&cell).map(|curve| often(curve, intensity));
            for ((group, function), (value, count)) in of_cell.get(cell as usize).into_iter().flatten() {
                pieces.push(standing::Struck {
                    group: *group,
                    function: *function,
                    event: u32::try_from(event).unwrap_or(u32::MAX),
                    intensity,
                    value: value * fraction,
                    count: count * fraction,
                    reached: often,
                });
            }
        }
    }
    pieces
}

/// Intensities that a cell meets, the strongest first, and how often each is reached or exceeded there, times a year.
type Curve = Vec<(f64, f64)>;

/// Of each cell that is asked for: its events sorted by intensity, their frequencies added up.
fn reached(set: &EventSet, wanted: impl Fn(u32) -> bool) -> BTreeMap<u32, Curve> {
    let mut curves: BTreeMap<u32, Curve> = BTreeMap::new();
    for (event, often) in set.frequency().iter().enumerate() {
        for (cell, intensity, _) in set.of(event).filter(|(cell, ..)| wanted(*cell)) {
            curves.entry(cell).or_default().push((intensity, *often));
        }
    }
    for curve in curves.values_mut() {
        curve.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut sum = 0.0;
        for (_, often) in curve.iter_mut() {
            sum += *often;
            *often = sum;
        }
    }
    curves
}

/// How often an intensity is reached or exceeded; events of the same intensity count together.
fn often(curve: &Curve, intensity: f64) -> f64 {
    let end = curve.partition_point(|(known, _)| *known >= intensity);
    end.checked_sub(1).and_then(|at| curve.get(at)).map_or(0.0, |(_, often)| *often)
}
