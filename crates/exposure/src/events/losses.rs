//! What a set of events does to things: by event, summed by group and place, and by thing.

use super::{Events, Shapes};
use crate::banded::Banded;
use crate::located::Grounds;
use crate::mosaic::Mosaic;
use crate::things::Things;
use assess::hazard::plane::Plane;
use city::Estimate;
use city::risk::Suffered;
use geo_types::Geometry;
use rayon::prelude::*;
use risk::frequency::{EventLoss, ExceedanceCurve, Reading};
use risk::{Apart, DamageFunction, Exposed, Groups, ImpactSum, Nearest, RiskError};
use std::collections::BTreeMap;

/// Things of one group and the same places: what is asked for apart is summed of these.
type Stratum = (Option<usize>, Vec<usize>);

/// Things laid upon the cells of a set of events.
pub struct Struck<'s, 'a> {
    pub(super) events: &'s Events,
    pub(super) things: &'s Things<'a>,
    /// Thing, cell and share of the thing.
    pub(super) pieces: Vec<(usize, u32, f64)>,
    strata: Vec<Stratum>,
    of_thing: Vec<u32>,
    periods: Vec<f64>,
    /// Share of each thing that lies in no cell.
    pub not_covered: Vec<f64>,
}

/// What is lost at each event in each stratum: low, best, high.
pub struct Table {
    by: [Vec<f64>; 3],
    /// In an average year, by thing.
    pub yearly: Vec<f64>,
    exposed: Vec<f64>,
}

/// Things laid upon the cells: the cell whose centre is nearest to a thing (to a point inside it), or each area by the share of the
/// thing that lies in it.
///
/// # Errors
/// Words that say why they cannot be: coordinates that are none, lines upon centres.
pub fn struck<'s, 'a>(
    events: &'s Events,
    things: &'s Things<'a>,
    plane: Option<&Plane>,
) -> Result<Struck<'s, 'a>, String> {
    let pieces = match &events.shapes {
        Shapes::Centres { latitude, longitude, nearest_m } => at_centres(things, (latitude, longitude), *nearest_m)?,
        Shapes::Areas(areas) => {
            let plane = plane.ok_or("things without a place")?;
            let mosaic = Mosaic::new(areas.iter(), plane);
            let of = |thing: usize| -> Vec<(usize, u32, f64)> {
                let shares = things.list.get(thing).and_then(|t| mosaic.shares(t.geometry?)).unwrap_or_default();
                let cell = |(cell, share)| Some((thing, u32::try_from(cell).ok()?, share));
                once(shares).into_iter().filter_map(cell).collect()
            };
            let found: Vec<Vec<_>> = (0..things.list.len()).into_par_iter().map(of).collect();
            found.into_iter().flatten().collect()
        }
    };
    let mut not_covered = vec![1.0; things.list.len()];
    for (thing, _, share) in &pieces {
        not_covered[*thing] = f64::max(not_covered[*thing] - share, 0.0);
    }
    let mut known: BTreeMap<Stratum, u32> = BTreeMap::new();
    let mut strata = Vec::new();
    let of_thing = things
        .list
        .iter()
        .map(|thing| {
            *known.entry((thing.group, thing.grounds.clone())).or_insert_with(|| {
                strata.push((thing.group, thing.grounds.clone()));
                u32::try_from(strata.len() - 1).unwrap_or(u32::MAX)
            })
        })
        .collect();
    Ok(Struck { events, things, pieces, strata, of_thing, periods: events.periods(), not_covered })
}

/// Shares of a thing that add up to the whole at most: what lies on the border of two cells belongs to the first.
fn once(mut shares: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    let mut left: f64 = 1.0;
    shares.retain_mut(|(_, share)| {
        *share = share.min(left);
        left -= *share;
        *share > 0.0
    });
    shares
}

fn at_centres(
    things: &Things,
    (latitude, longitude): (&[f64], &[f64]),
    nearest_m: f64,
) -> Result<Vec<(usize, u32, f64)>, String> {
    let words = |error: RiskError| error.to_string();
    let mut points = Vec::new();
    for (at, thing) in things.list.iter().enumerate() {
        match thing.geometry {
            Some(Geometry::Point(point)) => points.push((at, *point)),
            Some(Geometry::LineString(_) | Geometry::MultiLineString(_) | Geometry::Line(_)) => {
                return Err("lines, which only cells that are areas can cut".to_owned());
            }
            Some(other) => points.extend(grid::measure::interior_point(other).ok().flatten().map(|p| (at, p))),
            None => {}
        }
    }
    let nearest = Nearest::new(latitude, longitude).map_err(words)?;
    let (y, x): (Vec<f64>, Vec<f64>) = points.iter().map(|(_, p)| (p.y(), p.x())).unzip();
    let cells = nearest.cells(&y, &x, Apart::Metres, nearest_m).map_err(words)?;
    Ok(points.iter().zip(cells).filter_map(|((at, _), cell)| Some((*at, cell?, 1.0))).collect())
}

impl Struck<'_, '_> {
    /// What is struck at each event: single things as soon as a part of them is, others by their share.
    pub fn struck(&self) -> Table {
        let set = &self.events.set;
        let mut of_cell: Vec<Vec<(usize, f64)>> = vec![Vec::new(); set.cells()];
        for (thing, cell, share) in &self.pieces {
            if let Some(list) = of_cell.get_mut(*cell as usize) {
                list.push((*thing, *share));
            }
        }
        let single = self.things.are_single();
        let strata = self.strata.len();
        let mut table = self.empty(|thing| self.things.list[thing].count);
        let mut share_of = vec![0.0_f64; self.things.list.len()];
        for (event, often) in set.frequency().iter().enumerate() {
            let mut touched = Vec::new();
            for (cell, _, fraction) in set.of(event) {
                for (thing, share) in of_cell.get(cell as usize).into_iter().flatten() {
                    if share_of[*thing] <= 0.0 {
                        touched.push(*thing);
                    }
                    let struck = share * fraction;
                    share_of[*thing] = if single { share_of[*thing].max(fraction) } else { share_of[*thing] + struck };
                }
            }
            for thing in touched {
                let share = std::mem::take(&mut share_of[thing]).min(1.0);
                let struck = share * self.things.list[thing].count;
                table.by[1][event * strata + self.of_thing[thing] as usize] += struck;
                table.yearly[thing] += often * share;
            }
        }
        let [low, best, high] = &mut table.by;
        low.clone_from(best);
        high.clone_from(best);
        table
    }

    /// What is lost at each event by the damage functions of the things; `money` counts what they are worth, with growth, else they
    /// are counted.
    ///
    /// # Errors
    /// What the engine refuses.
    pub fn lost(&self, functions: &[Option<Banded>], money: bool, growth: f64) -> Result<Table, RiskError> {
        let worth = |thing: usize| {
            let thing = &self.things.list[thing];
            if money { thing.value.unwrap_or(0.0) * growth } else { thing.count }
        };
        let mut table = self.empty(worth);
        let known =
            |thing: usize| self.things.list[thing].function.filter(|f| functions.get(*f).is_some_and(Option::is_some));
        let pieces: Vec<(usize, u32, f64, usize)> = self
            .pieces
            .iter()
            .filter_map(|(thing, cell, share)| Some((*thing, *cell, *share, known(*thing)?)))
            .collect();
        let exposed = Exposed {
            value: pieces.iter().map(|(thing, _, share, _)| worth(*thing) * share).collect(),
            function: pieces.iter().map(|piece| u32::try_from(piece.3).unwrap_or(u32::MAX)).collect(),
            cell: pieces.iter().map(|piece| Some(piece.1)).collect(),
        };
        let groups: Vec<Option<u32>> = pieces.iter().map(|piece| Some(self.of_thing[piece.0])).collect();
        let strata = u32::try_from(self.strata.len()).unwrap_or(u32::MAX);
        let of_band = |band: usize| -> Result<Vec<DamageFunction>, RiskError> {
            let none = || DamageFunction::new("none", vec![0.0], vec![0.0]);
            functions.iter().map(|f| f.as_ref().map_or_else(none, |f| Ok(f.of_band(band)))).collect()
        };
        let of_set = |band: usize| -> Result<risk::Impact, RiskError> {
            let groups = Some(Groups { of: &groups, count: strata });
            let mut sum = ImpactSum::new(&exposed, &of_band(band)?, self.events.set.cells(), groups)?;
            sum.add(&self.events.set)?;
            Ok(sum.finish())
        };
        let best = of_set(1)?;
        for (piece, lost) in pieces.iter().zip(best.expected_by_thing) {
            table.yearly[piece.0] += lost;
        }
        if functions.iter().flatten().any(Banded::has_band) {
            table.by = [of_set(0)?.by_event_and_group, best.by_event_and_group, of_set(2)?.by_event_and_group];
        } else {
            table.by = [(); 3].map(|()| best.by_event_and_group.clone());
        }
        Ok(table)
    }

    fn empty(&self, worth: impl Fn(usize) -> f64) -> Table {
        let mut exposed = vec![0.0; self.strata.len()];
        for (thing, stratum) in self.of_thing.iter().enumerate() {
            exposed[*stratum as usize] += worth(thing);
        }
        let zeros = vec![0.0; self.events.set.len() * self.strata.len()];
        Table { by: [zeros.clone(), zeros.clone(), zeros], yearly: vec![0.0; self.things.list.len()], exposed }
    }

    /// The greatest intensity that each thing meets.
    pub fn greatest(&self) -> Vec<Option<f64>> {
        let mut of_cell = vec![None; self.events.set.cells()];
        for event in 0..self.events.set.len() {
            for (cell, intensity, _) in self.events.set.of(event) {
                if let Some(most) = of_cell.get_mut(cell as usize) {
                    *most = Some(f64::max(most.unwrap_or(0.0), intensity));
                }
            }
        }
        let mut most = vec![None; self.things.list.len()];
        for (thing, cell, _) in &self.pieces {
            let here: Option<f64> = of_cell.get(*cell as usize).copied().flatten();
            most[*thing] = [most[*thing], here].into_iter().flatten().reduce(f64::max);
        }
        most
    }

    /// What everything suffers.
    pub fn whole(&self, table: &Table) -> Suffered {
        self.suffered(table, &(0..self.strata.len()).collect::<Vec<_>>())
    }

    /// What each group suffers, by name.
    pub fn groups(&self, table: &Table) -> Vec<(String, Suffered)> {
        let of = |group: &usize| self.having(|(own, _)| *own == Some(*group));
        let mut groups: Vec<usize> = self.strata.iter().filter_map(|(group, _)| *group).collect();
        groups.sort_unstable();
        groups.dedup();
        let name = |group: &usize| self.things.groups.get(*group).cloned().unwrap_or_default();
        let mut all: Vec<_> = groups.iter().map(|group| (name(group), self.suffered(table, &of(group)))).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }

    /// What each place suffers.
    pub fn places(&self, table: &Table, grounds: &Grounds) -> Vec<(city::PlaceId, Suffered)> {
        let mut places: Vec<usize> = self.strata.iter().flat_map(|(_, grounds)| grounds.iter().copied()).collect();
        places.sort_unstable();
        places.dedup();
        let of = |place: &usize| self.having(|(_, grounds)| grounds.contains(place));
        let id = |place: &usize| grounds.places.get(*place).map(|p| p.id.clone());
        places.iter().filter_map(|place| Some((id(place)?, self.suffered(table, &of(place))))).collect()
    }

    fn having(&self, wanted: impl Fn(&Stratum) -> bool) -> Vec<usize> {
        self.strata.iter().enumerate().filter(|(_, stratum)| wanted(stratum)).map(|(at, _)| at).collect()
    }

    /// Some strata together: a year is the plain sum of frequency x loss; events at return periods are read off their own curve of
    /// losses sorted and frequencies added up.
    fn suffered(&self, table: &Table, strata: &[usize]) -> Suffered {
        let frequency = self.events.set.frequency();
        let width = self.strata.len();
        let of = |band: usize, event: usize| -> f64 {
            strata.iter().filter_map(|s| table.by[band].get(event * width + s)).sum()
        };
        let losses: Vec<[f64; 3]> = (0..frequency.len())
            .map(|event| {
                let best = of(1, event);
                [of(0, event).min(best), best, of(2, event).max(best)]
            })
            .collect();
        let year = |band: usize| losses.iter().zip(frequency).map(|(loss, often)| often * loss[band]).sum::<f64>();
        let curve = |band: usize| {
            let list =
                losses.iter().zip(frequency).map(|(loss, often)| EventLoss { frequency: *often, loss: loss[band] });
            ExceedanceCurve::from_events(&list.collect::<Vec<_>>()).ok()
        };
        let curves = [curve(0), curve(1), curve(2)];
        let at = |years: &f64| {
            let [low, best, high] =
                [0, 1, 2].map(|b| curves[b].as_ref().map(|c| c.loss_at(*years, Reading::LogFrequency)));
            Estimate::range(low?.min(best?), best?, high?.max(best?)).ok()
        };
        Suffered {
            exposed: strata.iter().filter_map(|s| table.exposed.get(*s)).sum(),
            events: self.periods.iter().map(at).collect(),
            annual: Estimate::range(year(0), year(1), year(2)).ok(),
            by_rule: Vec::new(),
        }
    }
}
