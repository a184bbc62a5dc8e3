//! Tiles that were asked for before, as many as fit into so many bytes; the oldest go first.

use super::frame::Frame;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

type Key = (String, String, Frame);

/// Kept tiles.
pub(crate) struct Cache {
    most: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    tiles: BTreeMap<Key, Arc<[u8]>>,
    order: VecDeque<Key>,
    bytes: usize,
}

/// What a tile costs beside its own bytes.
const BESIDE: usize = 200;

impl Cache {
    pub fn new(most: usize) -> Self {
        Self { most, kept: Mutex::new(Kept::default()) }
    }

    pub fn get(&self, key: &Key) -> Option<Arc<[u8]>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).tiles.get(key).cloned()
    }

    pub fn put(&self, key: Key, tile: Vec<u8>) {
        let size = tile.len() + BESIDE;
        if size > self.most / 4 {
            return;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.tiles.insert(key.clone(), tile.into()).is_some() {
            return;
        }
        kept.order.push_back(key);
        kept.bytes += size;
        while kept.bytes > self.most
            && let Some(oldest) = kept.order.pop_front()
        {
            if let Some(gone) = kept.tiles.remove(&oldest) {
                kept.bytes -= gone.len() + BESIDE;
            }
        }
    }

    /// Forgets all of them: those of an earlier copy are not asked for again.
    pub fn forget(&self) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Kept::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_kept_than_was_said_and_the_newest_stays() {
        let cache = Cache::new(10_000);
        let key = |x: u32| ("r".to_owned(), "roads".to_owned(), Frame::new(10, x, 0).unwrap());
        (0..100).for_each(|x| cache.put(key(x), vec![0; 800]));
        assert!(cache.get(&key(0)).is_none() && cache.get(&key(99)).is_some());
        assert!(cache.kept.lock().unwrap().bytes <= 10_000);
        cache.forget();
        assert!(cache.get(&key(99)).is_none());
    }
}
