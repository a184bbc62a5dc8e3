//! Things sorted into stacks by cell, function and group.

use crate::impact::block::{Block, CELLS, LANES, Row};
use crate::impact::curves::Curves;
use crate::impact::exposed::Exposed;
use rayon::prelude::*;

/// What stands, in blocks; only blocks in which something stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Standing {
    pub blocks: Vec<Block>,
    /// Where among the blocks each is that might be.
    pub block_at: Vec<Option<u32>>,
    /// For each thing its stack within its block.
    stack_of: Vec<u32>,
}

/// A thing on its way to its stack.
#[derive(Debug, Clone, Copy, Default)]
struct Coming {
    value: f64,
    thing: u32,
    function: u16,
    /// Cell within the block.
    cell: u16,
}

impl Standing {
    pub(crate) fn new(exposed: &Exposed, curves: &Curves, cells: usize, groups: Option<&[Option<u32>]>) -> Self {
        let (starts, coming) = by_block(exposed, cells);
        let filled: Vec<usize> = (0..starts.len() - 1).filter(|&block| starts[block + 1] > starts[block]).collect();
        let mut block_at = vec![None; starts.len() - 1];
        for (&block, at) in filled.iter().zip(0_u32..) {
            block_at[block] = Some(at);
        }
        let stacked = |&block: &usize| stack(&coming[starts[block]..starts[block + 1]], curves, groups);
        let (blocks, stacks): (Vec<Block>, Vec<Vec<u32>>) = filled.par_iter().map(stacked).unzip();
        let mut stack_of = vec![0; exposed.len()];
        for (coming, &stack) in coming.iter().zip(stacks.iter().flatten()) {
            stack_of[coming.thing as usize] = stack;
        }
        Self { blocks, block_at, stack_of }
    }

    /// The block in which a thing stands that can lose something, and its stack there.
    fn of(&self, exposed: &Exposed, thing: usize) -> Option<(&Block, usize)> {
        let cell = exposed.stands_in(thing)?;
        let block = (*self.block_at.get(cell as usize / CELLS)?)?;
        Some((&self.blocks[block as usize], self.stack_of[thing] as usize))
    }

    /// Expected loss of each thing.
    pub(crate) fn expected(&self, exposed: &Exposed) -> Vec<f64> {
        let expected = |(thing, value): (usize, &f64)| match self.of(exposed, thing) {
            Some((block, stack)) => value * block.rows[stack / LANES].expected[stack % LANES],
            None => 0.0,
        };
        exposed.value.par_iter().enumerate().with_min_len(4096).map(expected).collect()
    }
}

/// Things that can lose something, block after block; and where each block begins.
fn by_block(exposed: &Exposed, cells: usize) -> (Vec<usize>, Vec<Coming>) {
    let standing = || (0..exposed.len()).filter_map(|thing| Some((thing, exposed.stands_in(thing)? as usize)));
    let mut starts = vec![0_usize; cells.div_ceil(CELLS) + 1];
    for (_, cell) in standing() {
        starts[cell / CELLS + 1] += 1;
    }
    for block in 1..starts.len() {
        starts[block] += starts[block - 1];
    }
    let mut next = starts.clone();
    let mut coming = vec![Coming::default(); starts[starts.len() - 1]];
    for (thing, cell) in standing() {
        let place = &mut next[cell / CELLS];
        let (value, function) = (exposed.value[thing], exposed.function[thing]);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "things are told apart by 32 bits, functions and cells of a block by 16"
        )]
        let (thing, function, cell) = (thing as u32, function as u16, (cell % CELLS) as u16);
        coming[*place] = Coming { value, thing, function, cell };
        *place += 1;
    }
    (starts, coming)
}

/// The stacks of the things of one block; and for each thing its stack.
fn stack(coming: &[Coming], curves: &Curves, groups: Option<&[Option<u32>]>) -> (Block, Vec<u32>) {
    let group_of = |one: &Coming| groups.and_then(|groups| groups[one.thing as usize]);
    let mut here = if groups.is_some() { coming.iter().map(group_of).collect() } else { vec![None] };
    here.sort_unstable();
    here.dedup();
    #[expect(clippy::cast_possible_truncation, reason = "there are not more groups than things")]
    let kind = |one: &Coming| {
        let (axis, piece) = curves.of(one.function.into()).unwrap_or_default();
        let group = if groups.is_some() { here.partition_point(|known| *known < group_of(one)) as u32 } else { 0 };
        Kind { axis, group, piece }
    };
    let (first, mut order) = by_cell(coming, kind);
    let mut rows = Rows { rows: Vec::with_capacity(coming.len() / 2), lanes: LANES, last: None };
    let mut start = Box::new([0; CELLS + 1]);
    let mut stack_of = vec![0; coming.len()];
    for cell in 0..CELLS {
        let here = &mut order[first[cell] as usize..first[cell + 1] as usize];
        here.sort_unstable();
        rows.last = None;
        for &(kind, thing) in &*here {
            stack_of[thing as usize] = rows.add(kind, coming[thing as usize].value);
        }
        start[cell + 1] = rows.count();
    }
    (Block { start, rows: rows.rows, groups: here }, stack_of)
}

/// What makes things of one cell lose the same part, in the same group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct Kind {
    axis: u32,
    group: u32,
    piece: u32,
}

/// The things of a block, and their kinds, sorted by cell; and where those of each cell begin.
fn by_cell(coming: &[Coming], kind: impl Fn(&Coming) -> Kind) -> (Vec<u32>, Vec<(Kind, u32)>) {
    let mut first = vec![0_u32; CELLS + 1];
    for one in coming {
        first[usize::from(one.cell) + 1] += 1;
    }
    for cell in 0..CELLS {
        first[cell + 1] += first[cell];
    }
    let (mut next, mut order) = (first.clone(), vec![(Kind::default(), 0_u32); coming.len()]);
    for (one, thing) in coming.iter().zip(0_u32..) {
        let place = &mut next[usize::from(one.cell)];
        order[*place as usize] = (kind(one), thing);
        *place += 1;
    }
    (first, order)
}

/// Rows being filled.
struct Rows {
    rows: Vec<Row>,
    /// How many lanes of the last row are taken.
    lanes: usize,
    /// What came last in the same cell.
    last: Option<Kind>,
}

impl Rows {
    /// The stack to which a thing is added. Those of one cell come in the order of their kinds.
    #[expect(clippy::cast_possible_truncation, reason = "there are not many more lanes than things")]
    fn add(&mut self, kind: Kind, value: f64) -> u32 {
        let Kind { axis, group, piece } = kind;
        let beside = self.lanes < LANES && self.last.is_some_and(|last| (last.axis, last.group) == (axis, group));
        if self.last != Some(kind) && beside {
            self.lanes += 1;
        } else if self.last != Some(kind) {
            self.rows.push(Row { value: [0.0; LANES], piece: [piece; LANES], axis, group, expected: [0.0; LANES] });
            self.lanes = 1;
        }
        self.last = Some(kind);
        let (row, lane) = (self.rows.len() - 1, self.lanes - 1);
        self.rows[row].value[lane] += value;
        self.rows[row].piece[lane] = piece;
        (row * LANES + lane) as u32
    }

    #[expect(clippy::cast_possible_truncation, reason = "there are not more rows than things")]
    fn count(&self) -> u32 {
        self.rows.len() as u32
    }
}
