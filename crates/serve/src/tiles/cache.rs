//! Tiles that were asked for before, packed as they are sent, as many as fit into so many bytes; the oldest go first.

use super::frame::Frame;
use crate::answer::{Content, Found, Problem};
use axum::body::Bytes;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::collections::{BTreeMap, VecDeque};
use std::io::{Read, Write};
use std::sync::{Mutex, PoisonError};

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
    kept: Mutex<All>,
}

#[derive(Default)]
struct All {
    tiles: BTreeMap<Key, Kept>,
    order: VecDeque<Key>,
    bytes: usize,
}

/// What a tile costs beside its own bytes.
const BESIDE: usize = 200;

impl Cache {
    pub fn new(most: usize) -> Self {
        Self { most, kept: Mutex::new(All::default()) }
    }

    pub fn get(&self, key: &Key) -> Option<Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).tiles.get(key).cloned()
    }

    /// Keeps a tile, and gives it back.
    pub fn put(&self, key: Key, tile: Kept) -> Kept {
        let size = tile.bytes.len() + BESIDE;
        if size > self.most / 4 {
            return tile;
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
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
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = All::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_kept_than_was_said_and_the_newest_stays() {
        let cache = Cache::new(10_000);
        let key = |x: u32| ("r".to_owned(), "roads".to_owned(), Frame::new(10, x, 0).unwrap());
        (0..100).for_each(|x| drop(cache.put(key(x), Kept::as_is(vec![0; 800]))));
        assert!(cache.get(&key(0)).is_none() && cache.get(&key(99)).is_some());
        assert!(cache.kept.lock().unwrap().bytes <= 10_000);
        cache.forget();
        assert!(cache.get(&key(99)).is_none());
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
