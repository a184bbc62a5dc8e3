//! Tiles that were asked for before, packed as they are sent, as many as fit into so many bytes; the oldest go first. What many ask for at
//! once is made once, and no more tiles are made at a time than there are processors.

use super::frame::Frame;
use crate::answer::{Content, Found, Problem};
use axum::body::Bytes;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{Read, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Revision of the copy, layer or raster, tile.
type Key = (String, String, Frame);
/// Tiles of fewer bytes are not packed: they would not become smaller.
const WORTH_PACKING: usize = 64;

/// A tile as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    bytes: Bytes,
    packed: bool,
}

impl Kept {
    /// Packs a tile where that is worth it.
    pub fn new(tile: Vec<u8>) -> Self {
        let pack = || {
            let mut packer = GzEncoder::new(Vec::with_capacity(tile.len() / 2), Compression::fast());
            packer.write_all(&tile)?;
            packer.finish()
        };
        match pack() {
            Ok(bytes) if tile.len() >= WORTH_PACKING => Self { bytes: bytes.into(), packed: true },
            _ => Self::as_is(tile),
        }
    }

    /// A tile that is packed already by its own format.
    pub fn as_is(tile: Vec<u8>) -> Self {
        Self { bytes: tile.into(), packed: false }
    }

    /// As an answer, for a client that takes what is packed or one that does not.
    pub fn found(self, kind: &'static str, packed: bool) -> Result<Found, Problem> {
        let body = match (self.packed, packed) {
            (true, true) => Content::Packed(self.bytes),
            (false, _) => Content::Whole(self.bytes),
            (true, false) => {
                let mut tile = Vec::new();
                let read = MultiGzDecoder::new(&*self.bytes).read_to_end(&mut tile);
                read.map_err(|_| Problem::inside("a kept tile cannot be unpacked"))?;
                Content::Whole(tile.into())
            }
        };
        Ok(Found { kind, body, file: None })
    }
}

/// Kept tiles.
pub(crate) struct Cache {
    most: usize,
    at_once: usize,
    kept: Mutex<All>,
    made: Condvar,
}

#[derive(Default)]
struct All {
    tiles: BTreeMap<Key, Kept>,
    order: VecDeque<Key>,
    bytes: usize,
    making: BTreeSet<Key>,
}

/// What a tile costs beside its own bytes.
const BESIDE: usize = 200;

impl Cache {
    pub fn new(most: usize) -> Self {
        let at_once = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { most, at_once, kept: Mutex::new(All::default()), made: Condvar::new() }
    }

    /// A tile as it was kept, or else made now; who asks while another makes it waits for that.
    pub fn kept_or(&self, key: Key, make: impl FnOnce() -> Result<Kept, Problem>) -> Result<Kept, Problem> {
        let mut all = self.lock();
        loop {
            if let Some(kept) = all.tiles.get(&key) {
                return Ok(kept.clone());
            }
            if all.making.len() < self.at_once && all.making.insert(key.clone()) {
                break;
            }
            all = self.made.wait(all).unwrap_or_else(PoisonError::into_inner);
        }
        drop(all);
        let turn = Turn { cache: self, key };
        let tile = make()?;
        Ok(self.put(turn.key.clone(), tile))
    }

    fn lock(&self) -> MutexGuard<'_, All> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a tile, and gives it back.
    fn put(&self, key: Key, tile: Kept) -> Kept {
        let size = tile.bytes.len() + BESIDE;
        if size > self.most / 4 {
            return tile;
        }
        let mut kept = self.lock();
        if let Some(before) = kept.tiles.insert(key.clone(), tile.clone()) {
            kept.bytes = kept.bytes + tile.bytes.len() - before.bytes.len();
            return tile;
        }
        kept.order.push_back(key);
        kept.bytes += size;
        while kept.bytes > self.most
            && let Some(oldest) = kept.order.pop_front()
        {
            if let Some(gone) = kept.tiles.remove(&oldest) {
                kept.bytes -= gone.bytes.len() + BESIDE;
            }
        }
        tile
    }

    /// Forgets all of them: those of an earlier copy are not asked for again.
    pub fn forget(&self) {
        let mut kept = self.lock();
        let making = std::mem::take(&mut kept.making);
        *kept = All { making, ..All::default() };
    }
}

/// While a tile is made; ends however the making ends.
struct Turn<'a> {
    cache: &'a Cache,
    key: Key,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.cache.lock().making.remove(&self.key);
        self.cache.made.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(x: u32) -> Key {
        ("r".to_owned(), "roads".to_owned(), Frame::new(10, x, 0).unwrap())
    }

    #[test]
    fn no_more_is_kept_than_was_said_and_the_newest_stays() {
        let cache = Cache::new(10_000);
        (0..100).for_each(|x| drop(cache.put(key(x), Kept::as_is(vec![0; 800]))));
        let all = cache.lock();
        assert!(!all.tiles.contains_key(&key(0)) && all.tiles.contains_key(&key(99)));
        assert!(all.bytes <= 10_000);
        drop(all);
        cache.forget();
        assert!(cache.lock().tiles.is_empty());
    }

    #[test]
    fn what_many_ask_for_at_once_is_made_once_and_a_tile_that_fails_is_tried_again() {
        let cache = Cache::new(1_000_000);
        let times = std::sync::atomic::AtomicUsize::new(0);
        let ask = || {
            cache.kept_or(key(1), || {
                times.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                std::thread::sleep(std::time::Duration::from_millis(20));
                Ok(Kept::as_is(vec![7; 100]))
            })
        };
        std::thread::scope(|scope| {
            let asked: Vec<_> = (0..16).map(|_| scope.spawn(ask)).collect();
            for one in asked {
                assert_eq!(one.join().unwrap().unwrap().bytes.len(), 100);
            }
        });
        assert_eq!(times.load(std::sync::atomic::Ordering::SeqCst), 1);
        assert!(cache.kept_or(key(2), || Err(Problem::inside("no"))).is_err());
        assert!(cache.kept_or(key(2), || Ok(Kept::as_is(vec![1]))).is_ok());
        assert!(cache.lock().making.is_empty());
    }

    #[test]
    fn a_packed_tile_is_the_same_to_who_does_not_take_packed_ones() {
        let tile: Vec<u8> = (0..5000_u16).map(|n| (n % 7).to_le_bytes()[0]).collect();
        let kept = Kept::new(tile.clone());
        assert!(kept.packed && kept.bytes.len() < 500);
        let Content::Whole(bytes) = kept.clone().found("", false).unwrap().body else { panic!("packed") };
        assert_eq!(bytes, tile);
        assert!(matches!(kept.found("", true).unwrap().body, Content::Packed(_)));
        assert!(matches!(Kept::new(vec![1]).found("", true).unwrap().body, Content::Whole(_)));
    }
}
