use std::collections::BTreeMap;
use std::sync::Arc;

use tiff::decoder::DecodingResult;

/// A block as it was decoded, in the file's own type.
#[derive(Clone)]
pub(crate) enum Block {
    Cells(Arc<DecodingResult>),
    Absent,
}

/// Decoded blocks up to a number of bytes; the one unused for longest goes first.
#[derive(Default)]
pub(crate) struct Cache {
    blocks: BTreeMap<u32, (u64, Arc<DecodingResult>)>,
    uses: BTreeMap<u64, u32>,
    clock: u64,
    bytes: usize,
    pub(crate) limit: usize,
}

impl Cache {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }

    pub(crate) fn get(&mut self, number: u32) -> Option<Arc<DecodingResult>> {
        let (used, cells) = self.blocks.get_mut(&number)?;
        self.clock += 1;
        self.uses.remove(used);
        *used = self.clock;
        self.uses.insert(self.clock, number);
        Some(Arc::clone(cells))
    }

    pub(crate) fn put(&mut self, number: u32, cells: &Arc<DecodingResult>) {
        self.bytes += bytes(cells);
        self.clock += 1;
        self.uses.insert(self.clock, number);
        if let Some((used, before)) = self.blocks.insert(number, (self.clock, Arc::clone(cells))) {
            self.uses.remove(&used);
            self.bytes -= bytes(&before);
        }
        while self.bytes > self.limit && self.blocks.len() > 1 {
            let Some((_, oldest)) = self.uses.pop_first() else { break };
            if let Some((_, gone)) = self.blocks.remove(&oldest) {
                self.bytes -= bytes(&gone);
            }
        }
    }
}

fn bytes(cells: &DecodingResult) -> usize {
    match cells {
        DecodingResult::U8(cells) => cells.len(),
        DecodingResult::I8(cells) => cells.len(),
        DecodingResult::U16(cells) => 2 * cells.len(),
        DecodingResult::I16(cells) => 2 * cells.len(),
        DecodingResult::F16(cells) => 2 * cells.len(),
        DecodingResult::U32(cells) => 4 * cells.len(),
        DecodingResult::I32(cells) => 4 * cells.len(),
        DecodingResult::F32(cells) => 4 * cells.len(),
        DecodingResult::U64(cells) => 8 * cells.len(),
        DecodingResult::I64(cells) => 8 * cells.len(),
        DecodingResult::F64(cells) => 8 * cells.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_unused_for_longest_goes_first() {
        let mut cache = Cache::new(20);
        let block = Arc::new(DecodingResult::U8(vec![0; 10]));
        cache.put(1, &block);
        cache.put(2, &block);
        assert!(cache.get(1).is_some());
        cache.put(3, &block);
        assert!(cache.get(2).is_none() && cache.get(1).is_some() && cache.get(3).is_some());
    }

    #[test]
    fn a_block_larger_than_the_limit_is_kept_alone() {
        let mut cache = Cache::new(5);
        let block = Arc::new(DecodingResult::U8(vec![0; 10]));
        cache.put(1, &block);
        assert!(cache.get(1).is_some());
        cache.put(2, &block);
        assert!(cache.get(1).is_none() && cache.get(2).is_some());
    }
}
