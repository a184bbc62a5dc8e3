//! What a hazard does to things: the part that is struck and the part that is lost, of each thing at each return period.

use crate::banded::{Banded, banded};
use crate::overlay::{Met, Ready};
use crate::things::{Thing, Things};
use crate::views::Seen;
use assess::hazard::plane::Plane;
use city::Problem;
use rayon::prelude::*;
use risk::functions::FunctionLibrary;

/// What happens to one thing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Hit {
    /// Share of it that is struck, 0 to 1; of a single thing, how surely it is.
    pub struck: f64,
    /// Part that is lost, 0 to 1: low, best, high; none where no function is known for it.
    pub lost: Option<[f64; 3]>,
    /// Greatest intensity that it meets.
    pub intensity: Option<f64>,
    /// Share that the model does not cover, 0 to 1.
    pub not_covered: f64,
}

/// Every thing at every return period: an answer an event, of a hit a thing. An event that cannot be overlaid is a problem and
/// strikes nothing.
pub fn hits(
    things: &Things,
    seen: &Seen,
    (plane, functions): (Option<&Plane>, &FunctionLibrary),
    problems: &mut Vec<Problem>,
) -> Option<Vec<Vec<Hit>>> {
    let used = banded(things, seen, functions, problems);
    let mut all = Vec::with_capacity(seen.events.len());
    for strike in &seen.events {
        let ready = match Ready::new(strike, plane, &things.layer.layer.columns) {
            Ok(ready) => ready,
            Err(problem) => {
                let hint = "nothing was computed of this hazard and these things";
                problems.push(problem.in_column(&format!("risk.exposure.{}", things.settings.id)).hint(hint));
                return None;
            }
        };
        let single = things.are_single();
        let hit = |thing: &Thing| {
            let own = things.layer.features.get(thing.feature).map_or(&[][..], |f| &f.cells);
            let met = ready.meet(thing.geometry, own).map_err(|fault| (thing.feature, fault.to_string()))?;
            let function = thing.function.and_then(|f| used.get(f)?.as_ref());
            Ok(of_met(&met, single, function))
        };
        let found: Vec<Result<Hit, (usize, String)>> = things.list.par_iter().map(hit).collect();
        tell(things, &found, problems);
        all.push(found.into_iter().map(|hit| hit.unwrap_or(Hit { not_covered: 1.0, ..Hit::default() })).collect());
    }
    Some(all)
}

fn of_met(met: &Met, single: bool, function: Option<&Banded>) -> Hit {
    let shares = met.pieces.iter().map(|p| p.share * p.struck);
    let struck = if single { met.pieces.iter().map(|p| p.struck).fold(0.0, f64::max) } else { shares.sum() };
    let known = met.pieces.iter().all(|p| p.intensity.is_some());
    let lost = function.filter(|_| known).map(|function| {
        let mut lost = [0.0; 3];
        for piece in &met.pieces {
            let ratios = function.ratios(piece.intensity.unwrap_or(0.0));
            lost.iter_mut().zip(ratios).for_each(|(sum, ratio)| *sum += piece.share * piece.struck * ratio);
        }
        lost
    });
    let intensity = met.pieces.iter().filter_map(|p| p.intensity).max_by(f64::total_cmp);
    Hit { struck: struck.min(1.0), lost, intensity, not_covered: met.not_covered.clamp(0.0, 1.0) }
}

fn tell(things: &Things, found: &[Result<Hit, (usize, String)>], problems: &mut Vec<Problem>) {
    let faults: Vec<&(usize, String)> = found.iter().filter_map(|hit| hit.as_ref().err()).collect();
    if let Some((feature, fault)) = faults.first() {
        let mut problem = Problem::warning("thing_not_overlaid").in_file(&things.settings.layer);
        problem.row = Some(*feature as u64 + 1);
        let hint = "they count as not covered by the model: mend their shapes";
        problems.push(
            problem
                .found(format!("{fault}; {} features in all", faults.len()))
                .expected("shapes that the overlay can take")
                .hint(hint),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overlay::Piece;
    use risk::DamageFunction;

    fn piece(share: f64, struck: f64, intensity: f64) -> Piece {
        Piece { share, struck, intensity: Some(intensity) }
    }

    #[test]
    fn a_house_that_is_half_wet_is_struck_and_loses_by_the_depth_of_each_half() {
        let function = Banded::exact(DamageFunction::new("f", vec![0.0, 2.0], vec![0.0, 1.0]).unwrap());
        let met = Met { pieces: vec![piece(0.25, 1.0, 1.0), piece(0.25, 1.0, 2.0)], not_covered: 0.0 };
        let hit = of_met(&met, true, Some(&function));
        assert!((hit.struck - 1.0).abs() < 1e-12);
        assert!((hit.lost.unwrap()[1] - 0.375).abs() < 1e-12);
        assert!((of_met(&met, false, None).struck - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_thing_in_a_cell_of_which_a_tenth_is_struck_is_struck_with_that_chance() {
        let met = Met { pieces: vec![piece(1.0, 0.1, 1.0)], not_covered: 0.0 };
        assert!((of_met(&met, true, None).struck - 0.1).abs() < 1e-12);
        assert!(of_met(&met, true, None).lost.is_none());
    }
}
