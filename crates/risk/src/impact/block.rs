//! Some neighbouring cells, what stands in them, and what events do to it.
//!
//! All things of one cell, function and group lose the same part, so they count as one: a stack. Stacks lie in rows of a few, so that
//! the processor goes along whole rows and need not guess where each cell ends.

use crate::events::EventSet;
use crate::impact::curves::Curves;

/// Cells in a block: what is known of it stays near the processor while all events pass over it.
pub(crate) const CELLS: usize = 2048;

/// Stacks in a row.
pub(crate) const LANES: usize = 2;

/// Stacks of one cell and group, of functions with the same axis. Where there are fewer, the rest of the row is worth nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    /// Worth of all things in each stack.
    pub value: [f64; LANES],
    /// The first piece of the function of each.
    pub piece: [u32; LANES],
    pub axis: u32,
    /// Place of its group in the groups of the block.
    pub group: u32,
    /// Sum of frequency times part lost, of each stack.
    pub expected: [f64; LANES],
}

/// The part of an event that lies in a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reach {
    pub event: usize,
    pub from: usize,
    pub to: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Block {
    /// Where the rows of each cell begin, and the end.
    pub start: Box<[u32; CELLS + 1]>,
    pub rows: Vec<Row>,
    /// The groups that are here.
    pub groups: Vec<Option<u32>>,
}

impl Block {
    /// Adds what events expect of each stack; gives what each loses, by reach and group.
    pub(crate) fn strike<Number: Copy + Into<f64>>(
        &mut self,
        curves: &Curves,
        events: &EventSet<Number>,
        reaches: &[Reach],
    ) -> Vec<f64> {
        let groups = self.groups.len();
        let mut lost = vec![0.0; reaches.len() * groups];
        for (reach, lost) in reaches.iter().zip(lost.chunks_exact_mut(groups)) {
            match (&events.fraction, groups) {
                (None, 1) => self.pass::<_, false, false>(curves, events, *reach, lost),
                (None, _) => self.pass::<_, false, true>(curves, events, *reach, lost),
                (Some(_), 1) => self.pass::<_, true, false>(curves, events, *reach, lost),
                (Some(_), _) => self.pass::<_, true, true>(curves, events, *reach, lost),
            }
        }
        lost
    }

    fn pass<Number: Copy + Into<f64>, const FRACTION: bool, const GROUPED: bool>(
        &mut self,
        curves: &Curves,
        events: &EventSet<Number>,
        reach: Reach,
        lost: &mut [f64],
    ) {
        let frequency = events.frequency[reach.event];
        let range = reach.from..reach.to;
        let (cells, intensities) = (&events.cell[range.clone()], &events.intensity[range]);
        let mut in_all = [0.0; LANES];
        for (at, (&cell, &intensity)) in cells.iter().zip(intensities).enumerate() {
            let place = cell as usize % CELLS;
            let here = self.start[place] as usize..self.start[place + 1] as usize;
            let Some(rows) = self.rows.get_mut(here) else { continue };
            let intensity: f64 = intensity.into();
            let mut fraction = 1.0;
            if FRACTION {
                fraction = events.fraction.as_ref().map_or(1.0, |fractions| fractions[reach.from + at].into());
            }
            let (mut axis, mut position) = (u32::MAX, 0);
            for row in rows {
                if row.axis != axis {
                    axis = row.axis;
                    position = curves.axes[axis as usize].position(intensity);
                }
                let part = row.piece.map(|piece| curves.pieces[piece as usize + position].ratio(intensity) * fraction);
                for lane in 0..LANES {
                    row.expected[lane] += frequency * part[lane];
                }
                if GROUPED {
                    lost[row.group as usize] += (0..LANES).map(|lane| row.value[lane] * part[lane]).sum::<f64>();
                } else {
                    for lane in 0..LANES {
                        in_all[lane] += row.value[lane] * part[lane];
                    }
                }
            }
        }
        if !GROUPED {
            lost[0] += in_all.iter().sum::<f64>();
        }
    }
}
