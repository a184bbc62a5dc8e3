//! Things sorted into stacks by cell, function and group.

use crate::impact::block::{Block, CELLS, Stack};
use crate::impact::curves::Curves;
use crate::impact::exposed::Exposed;
use rayon::prelude::*;

/// A thing that can lose nothing.
const NONE: u32 = u32::MAX;

/// What stands, in blocks; only blocks in which something stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Standing {
    pub blocks: Vec<Block>,
    /// Where among the blocks each is that might be.
    pub block_at: Vec<Option<u32>>,
    /// For each thing its stack, counted over all blocks, or [`NONE`].
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
        let mut stack_of = vec![NONE; exposed.len()];
        let mut before = 0;
        for ((&block, held), stacks) in filled.iter().zip(&blocks).zip(&stacks) {
            for (one, stack) in coming[starts[block]..starts[block + 1]].iter().zip(stacks) {
                stack_of[one.thing as usize] = before + stack;
            }
            before += held.start[CELLS];
        }
        Self { blocks, block_at, stack_of }
    }

    /// Expected loss of each thing.
    pub(crate) fn expected(&self, exposed: &Exposed) -> Vec<f64> {
        let of_stacks: Vec<f64> =
            self.blocks.iter().flat_map(|block| &block.stacks).map(|stack| stack.expected).collect();
        let expected = |(value, &stack): (&f64, &u32)| of_stacks.get(stack as usize).map_or(0.0, |part| value * part);
        exposed.value.par_iter().zip(&self.stack_of).with_min_len(4096).map(expected).collect()
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
#[expect(clippy::cast_possible_truncation, reason = "there are not more stacks or groups than things, which fit")]
fn stack(coming: &[Coming], curves: &Curves, groups: Option<&[Option<u32>]>) -> (Block, Vec<u32>) {
    let group_of = |thing: usize| groups.and_then(|groups| groups[coming[thing].thing as usize]);
    let (first, mut order) = by_cell(coming);
    let mut start = Box::new([0; CELLS + 1]);
    let mut stacks: Vec<Stack> = Vec::with_capacity(coming.len());
    let mut of_stacks: Vec<Option<u32>> = Vec::new();
    let mut stack_of = vec![0; coming.len()];
    for cell in 0..CELLS {
        let here = &mut order[first[cell] as usize..first[cell + 1] as usize];
        here.sort_unstable();
        if groups.is_some() {
            here.sort_by_key(|one| (one.function(), group_of(one.thing())));
        }
        let mut last = None;
        for one in &*here {
            let kind = Some((one.function(), group_of(one.thing())));
            let value = coming[one.thing()].value;
            if let Some(stack) = stacks.last_mut().filter(|_| last == kind) {
                stack.value += value;
            } else {
                let (axis, piece) = curves.of(one.function()).unwrap_or_default();
                stacks.push(Stack { value, expected: 0.0, piece, axis });
                of_stacks.extend(groups.map(|_| group_of(one.thing())));
            }
            last = kind;
            stack_of[one.thing()] = stacks.len() as u32 - 1;
        }
        start[cell + 1] = stacks.len() as u32;
    }
    let mut groups_here = if groups.is_some() { of_stacks.clone() } else { vec![None] };
    groups_here.sort_unstable();
    groups_here.dedup();
    let group = of_stacks.iter().map(|group| groups_here.partition_point(|known| known < group) as u32).collect();
    (Block { start, stacks, group, groups: groups_here }, stack_of)
}

/// Function and thing of a block, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
struct FunctionThing(u64);

impl FunctionThing {
    fn function(self) -> u32 {
        (self.0 >> 32) as u32
    }

    #[expect(clippy::cast_possible_truncation, reason = "they are taken apart")]
    fn thing(self) -> usize {
        self.0 as u32 as usize
    }
}

/// The things of a block sorted by cell, and where those of each cell begin.
fn by_cell(coming: &[Coming]) -> (Vec<u32>, Vec<FunctionThing>) {
    let mut first = vec![0_u32; CELLS + 1];
    for one in coming {
        first[usize::from(one.cell) + 1] += 1;
    }
    for cell in 0..CELLS {
        first[cell + 1] += first[cell];
    }
    let (mut next, mut order) = (first.clone(), vec![FunctionThing::default(); coming.len()]);
    for (one, thing) in coming.iter().zip(0_u64..) {
        let place = &mut next[usize::from(one.cell)];
        order[*place as usize] = FunctionThing(u64::from(one.function) << 32 | thing);
        *place += 1;
    }
    (first, order)
}
