//! The spatial index of a layer, written whole: boxes packed from the leaves up into the nodes that SQLite's R-tree keeps.
//!
//! Putting boxes one by one into an R-tree takes most of the time in which a large layer is written. All boxes of a layer are
//! known when its last feature came in, so they are sorted into tiles (Leutenegger, Lopez and Edgington 1997, "STR: a simple
//! and efficient algorithm for R-tree packing") and written as the nodes of the tree; SQLite and other programs search and
//! change it afterwards as their own.

use crate::contents::quoted;
use rusqlite::Connection;

/// Bytes of an entry: an id and four sides.
const ENTRY: usize = 8 + 4 * 4;
/// Bytes before the entries: the depth of the tree (in the root), and how many entries there are.
const HEAD: usize = 4;
/// How full a node is made, in tenths: what is changed later finds room.
const FILLED_TENTHS: usize = 9;

/// A feature's box, as an R-tree keeps it: 32-bit sides that never cut anything off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    id: i64,
    /// West, east, south, north.
    sides: [f32; 4],
}

impl Entry {
    /// The box of a feature: west, south, east, north.
    pub(crate) fn of(fid: i64, [west, south, east, north]: [f64; 4]) -> Self {
        Self { id: fid, sides: [down(west), up(east), down(south), up(north)] }
    }

    fn around(id: i64, entries: &[Self]) -> Self {
        let mut sides = [f32::INFINITY, f32::NEG_INFINITY, f32::INFINITY, f32::NEG_INFINITY];
        for entry in entries {
            let [west, east, south, north] = entry.sides;
            sides = [sides[0].min(west), sides[1].max(east), sides[2].min(south), sides[3].max(north)];
        }
        Self { id, sides }
    }

    fn middle(&self, axis: usize) -> f32 {
        let [west, east, south, north] = self.sides;
        if axis == 0 { west / 2.0 + east / 2.0 } else { south / 2.0 + north / 2.0 }
    }
}

#[allow(clippy::cast_possible_truncation, reason = "what is cut off is put right")]
fn down(side: f64) -> f32 {
    let near = side as f32;
    if f64::from(near) > side { near.next_down() } else { near }
}

#[allow(clippy::cast_possible_truncation, reason = "what is cut off is put right")]
fn up(side: f64) -> f32 {
    let near = side as f32;
    if f64::from(near) < side { near.next_up() } else { near }
}

/// Fills the empty index over a geometry column.
pub(crate) fn fill(db: &Connection, table: &str, geometry: &str, mut entries: Vec<Entry>) -> rusqlite::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let name = |part: &str| quoted(&format!("rtree_{table}_{geometry}_{part}"));
    let root = format!("SELECT length(data) FROM {} WHERE nodeno = 1", name("node"));
    let bytes = usize::from(db.query_row(&root, [], |row| row.get::<_, u16>(0))?);
    let most = bytes.saturating_sub(HEAD) / ENTRY;
    let full = (most * FILLED_TENTHS / 10).max(2);
    let mut put_node = db.prepare(&format!("INSERT OR REPLACE INTO {} VALUES (?1, ?2)", name("node")))?;
    let mut put_parent = db.prepare(&format!("INSERT INTO {} VALUES (?1, ?2)", name("parent")))?;
    let mut homes: Vec<(i64, i64)> = Vec::with_capacity(entries.len());
    let (mut depth, mut next) = (0_u16, 2_i64);
    loop {
        let is_root = entries.len() <= most;
        let groups = if is_root { vec![entries.as_slice()] } else { tiles(&mut entries, full) };
        let mut above = Vec::with_capacity(groups.len());
        for group in groups {
            let number = if is_root { 1 } else { next };
            next += i64::from(!is_root);
            put_node.execute((number, node(if is_root { depth } else { 0 }, group, bytes)))?;
            for entry in group {
                if depth == 0 {
                    homes.push((entry.id, number));
                } else {
                    put_parent.execute((entry.id, number))?;
                }
            }
            above.push(Entry::around(number, group));
        }
        if is_root {
            break;
        }
        entries = above;
        depth += 1;
    }
    homes.sort_unstable();
    let mut put_home = db.prepare(&format!("INSERT INTO {} (rowid, nodeno) VALUES (?1, ?2)", name("rowid")))?;
    for home in homes {
        put_home.execute(home)?;
    }
    Ok(())
}

/// Entries in groups of `full` that lie near each other: strips from west to east, tiles from south to north in each.
fn tiles(entries: &mut [Entry], full: usize) -> Vec<&[Entry]> {
    let groups = entries.len().div_ceil(full);
    let strips = groups.isqrt().max(1);
    let in_strip = groups.div_ceil(strips) * full;
    let by = |axis: usize| move |a: &Entry, b: &Entry| a.middle(axis).total_cmp(&b.middle(axis)).then(a.id.cmp(&b.id));
    entries.sort_unstable_by(by(0));
    for strip in entries.chunks_mut(in_strip) {
        strip.sort_unstable_by(by(1));
    }
    entries.chunks(in_strip).flat_map(|strip| strip.chunks(full)).collect()
}

/// A node as SQLite keeps it: numbers with the high byte first, the rest zero.
fn node(depth: u16, entries: &[Entry], bytes: usize) -> Vec<u8> {
    let mut node = Vec::with_capacity(bytes);
    node.extend(depth.to_be_bytes());
    node.extend(u16::try_from(entries.len()).unwrap_or(u16::MAX).to_be_bytes());
    for entry in entries {
        node.extend(entry.id.to_be_bytes());
        for side in entry.sides {
            node.extend(side.to_be_bytes());
        }
    }
    node.resize(bytes, 0);
    node
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contents;

    fn index(boxes: &[[f64; 4]]) -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE gpkg_extensions (a, b, c, d, e)").unwrap();
        contents::create_index(&db, "t", "g").unwrap();
        let entries = (1..).zip(boxes).map(|(fid, sides)| Entry::of(fid, *sides)).collect();
        fill(&db, "t", "g", entries).unwrap();
        db
    }

    /// Boxes strewn over a degree, with a few large ones.
    fn strewn(count: u32) -> Vec<[f64; 4]> {
        let at = |n: u32, step: u32| f64::from(n.wrapping_mul(step) % 10_007) / 10_007.0;
        let one = |n: u32| {
            let (x, y, size) = (at(n, 7_919), at(n, 6_101), if n.is_multiple_of(97) { 0.3 } else { 0.001 });
            [36.0 + x, -1.0 - y, 36.0 + x + size, -1.0 - y + size]
        };
        (0..count).map(one).collect()
    }

    fn within(db: &Connection, [west, south, east, north]: [f64; 4]) -> Vec<i64> {
        let sql = "SELECT id FROM rtree_t_g WHERE maxx >= ?1 AND maxy >= ?2 AND minx <= ?3 AND miny <= ?4 ORDER BY id";
        let mut statement = db.prepare(sql).unwrap();
        let found = statement.query_map((west, south, east, north), |row| row.get(0)).unwrap();
        found.map(Result::unwrap).collect()
    }

    #[test]
    fn sqlite_finds_the_index_whole_and_every_box_in_it() {
        for count in [0, 1, 2, 51, 52, 500, 2_400, 30_000] {
            let boxes = strewn(count);
            let db = index(&boxes);
            let sound: String = db.query_row("SELECT rtreecheck('rtree_t_g')", [], |row| row.get(0)).unwrap();
            assert_eq!(sound, "ok", "{count}");
            let asked = [36.2, -1.5, 36.4, -1.4];
            let touches = |b: &[f64; 4]| b[2] >= asked[0] && b[3] >= asked[1] && b[0] <= asked[2] && b[1] <= asked[3];
            let expected: Vec<i64> = (1..).zip(&boxes).filter(|(_, b)| touches(b)).map(|(fid, _)| fid).collect();
            let found = within(&db, asked);
            assert!(expected.iter().all(|fid| found.contains(fid)), "{count}: a box is not found");
            assert!(found.len() <= expected.len() + 2, "{count}: {} found of {}", found.len(), expected.len());
        }
    }

    #[test]
    fn the_index_can_be_changed_afterwards() {
        let db = index(&strewn(5_000));
        db.execute_batch("DELETE FROM rtree_t_g WHERE id % 3 = 0; INSERT INTO rtree_t_g VALUES (9999, 1, 2, 3, 4);")
            .unwrap();
        let sound: String = db.query_row("SELECT rtreecheck('rtree_t_g')", [], |row| row.get(0)).unwrap();
        assert_eq!((sound.as_str(), within(&db, [1.5, 3.5, 1.6, 3.6])), ("ok", vec![9_999]));
    }
}
