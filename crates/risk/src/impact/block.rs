//! Some neighbouring cells, what stands in them, and what events do to it.
//!
//! All things of one cell, function and group lose the same part, so they count as one: a stack.

use crate::events::EventSet;
use crate::impact::curves::Curves;

/// Cells in a block: what is known of it stays near the processor while all events pass over it.
pub(crate) const CELLS: usize = 2048;

/// Things of one cell, function and group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stack {
    /// Worth of all of them.
    pub value: f64,
    /// Sum of frequency times part lost.
    pub expected: f64,
    /// The first piece of their function.
    pub piece: u32,
    pub axis: u16,
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
    /// Where the stacks of each cell begin, and the end.
    pub start: Box<[u32; CELLS + 1]>,
    pub stacks: Vec<Stack>,
    /// For each stack its place in `groups`; empty where all are in the one.
    pub group: Vec<u32>,
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
        let mut lost = vec![0.0; reaches.len() * self.groups.len()];
        for (reach, lost) in reaches.iter().zip(lost.chunks_exact_mut(self.groups.len())) {
            match (&events.fraction, self.group.is_empty()) {
                (None, true) => self.pass::<_, false, false>(curves, events, *reach, lost),
                (None, false) => self.pass::<_, false, true>(curves, events, *reach, lost),
                (Some(_), true) => self.pass::<_, true, false>(curves, events, *reach, lost),
                (Some(_), false) => self.pass::<_, true, true>(curves, events, *reach, lost),
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
        let mut in_all = 0.0;
        for (at, (&cell, &intensity)) in cells.iter().zip(intensities).enumerate() {
            let place = cell as usize % CELLS;
            let (first, end) = (self.start[place] as usize, self.start[place + 1] as usize);
            let Some(here) = self.stacks.get_mut(first..end) else { continue };
            let intensity: f64 = intensity.into();
            let mut fraction = 1.0;
            if FRACTION {
                fraction = events.fraction.as_ref().map_or(1.0, |fractions| fractions[reach.from + at].into());
            }
            let (mut axis, mut position) = (None, 0);
            for (k, stack) in here.iter_mut().enumerate() {
                if axis != Some(stack.axis) {
                    axis = Some(stack.axis);
                    position = curves.axes[usize::from(stack.axis)].position(intensity);
                }
                let part = curves.pieces[stack.piece as usize + position].ratio(intensity) * fraction;
                stack.expected += frequency * part;
                if GROUPED {
                    lost[self.group[first + k] as usize] += stack.value * part;
                } else {
                    in_all += stack.value * part;
                }
            }
        }
        if !GROUPED {
            lost[0] += in_all;
        }
    }
}
