//! Mapbox Vector Tile, version 2.1 (github.com/mapbox/vector-tile-spec), written as Protocol Buffers.
//!
//! The crate `mvt` 0.15 was tried: it joins a ring to the one before where both share a point, and cannot be handed commands.

use city::Cell;
use std::collections::HashMap;

/// The kind of a feature's geometry, as the format numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawn {
    Point = 1,
    Line = 2,
    Area = 3,
}

/// Commands that draw a geometry in whole units.
#[derive(Debug, Default)]
pub(super) struct Commands {
    words: Vec<u32>,
    at: (i32, i32),
}

impl Commands {
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Points, each for itself.
    pub fn points(&mut self, points: &[(i32, i32)]) {
        if !points.is_empty() {
            self.words.push(command(1, points.len()));
            self.go(points);
        }
    }

    /// A line through at least two points.
    pub fn line(&mut self, points: &[(i32, i32)]) {
        let [first, rest @ ..] = points else { return };
        self.words.push(command(1, 1));
        self.go(&[*first]);
        self.words.push(command(2, rest.len()));
        self.go(rest);
    }

    /// A ring of at least three points, the first not repeated.
    pub fn ring(&mut self, points: &[(i32, i32)]) {
        self.line(points);
        self.words.push(command(7, 1));
    }

    fn go(&mut self, points: &[(i32, i32)]) {
        let step = |to: i32, from: i32| {
            let by = to.wrapping_sub(from);
            (by.wrapping_shl(1) ^ (by >> 31)).cast_unsigned()
        };
        for to in points {
            self.words.extend([step(to.0, self.at.0), step(to.1, self.at.1)]);
            self.at = *to;
        }
    }
}

fn command(id: u32, count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX) << 3 | id
}

/// What stands in a column, as something to find it by.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Value {
    Text(String),
    Integer(i64),
    Bits(u64),
    Flag(bool),
}

/// The one layer of a tile.
#[derive(Debug, Default)]
pub(super) struct Layer {
    features: Vec<u8>,
    /// Only looked up; the order of values is that of `written`.
    values: HashMap<Value, u32>,
    written: Vec<u8>,
}

impl Layer {
    /// Adds a feature; its cells are in the order of the layer's columns.
    pub fn add(&mut self, number: i64, drawn: Drawn, commands: &Commands, cells: &[Cell]) {
        let mut tags = Vec::with_capacity(2 * cells.len());
        for (column, cell) in (0_u32..).zip(cells) {
            let value = match cell {
                Cell::Empty => continue,
                Cell::Text(text) => Value::Text(text.clone()),
                Cell::Integer(number) => Value::Integer(*number),
                Cell::Real(number) => Value::Bits(number.to_bits()),
                Cell::Flag(flag) => Value::Flag(*flag),
            };
            tags.extend([column, self.value(value)]);
        }
        let mut feature = Vec::new();
        field(&mut feature, 1, number.unsigned_abs());
        if !tags.is_empty() {
            packed(&mut feature, 2, &tags);
        }
        field(&mut feature, 3, drawn as u64);
        packed(&mut feature, 4, &commands.words);
        bytes(&mut self.features, 2, &feature);
    }

    fn value(&mut self, value: Value) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        if let Some(known) = self.values.get(&value) {
            return *known;
        }
        let mut written = Vec::new();
        match &value {
            Value::Text(text) => bytes(&mut written, 1, text.as_bytes()),
            Value::Bits(bits) => {
                varint(&mut written, 3 << 3 | 1);
                written.extend(bits.to_le_bytes());
            }
            Value::Integer(number) => field(&mut written, 4, number.cast_unsigned()),
            Value::Flag(flag) => field(&mut written, 7, u64::from(*flag)),
        }
        bytes(&mut self.written, 4, &written);
        self.values.insert(value, next);
        next
    }

    /// The tile; no bytes where it holds no feature.
    pub fn finish<'c>(self, name: &str, columns: impl Iterator<Item = &'c str>, extent: u32) -> Vec<u8> {
        if self.features.is_empty() {
            return Vec::new();
        }
        let mut layer = Vec::with_capacity(self.features.len() + self.written.len() + 256);
        field(&mut layer, 15, 2);
        bytes(&mut layer, 1, name.as_bytes());
        layer.extend(self.features);
        columns.for_each(|column| bytes(&mut layer, 3, column.as_bytes()));
        layer.extend(self.written);
        field(&mut layer, 5, extent.into());
        let mut tile = Vec::with_capacity(layer.len() + 8);
        bytes(&mut tile, 3, &layer);
        tile
    }
}

fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

fn field(out: &mut Vec<u8>, id: u64, number: u64) {
    varint(out, id << 3);
    varint(out, number);
}

fn bytes(out: &mut Vec<u8>, id: u64, content: &[u8]) {
    varint(out, id << 3 | 2);
    varint(out, content.len() as u64);
    out.extend(content);
}

fn packed(out: &mut Vec<u8>, id: u64, words: &[u32]) {
    let mut content = Vec::with_capacity(2 * words.len());
    for word in words {
        varint(&mut content, (*word).into());
    }
    bytes(out, id, &content);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_those_of_the_specification() {
        // Vector Tile Specification 2.1, 4.3.5: the examples of a point, a line and two rings.
        let mut point = Commands::default();
        point.points(&[(25, 17)]);
        assert_eq!(point.words, [9, 50, 34]);
        let mut line = Commands::default();
        line.line(&[(2, 2), (2, 10), (10, 10)]);
        assert_eq!(line.words, [9, 4, 4, 18, 0, 16, 16, 0]);
        let mut area = Commands::default();
        area.ring(&[(0, 0), (10, 0), (10, 10), (0, 10)]);
        area.ring(&[(11, 11), (20, 11), (20, 20), (11, 20)]);
        area.ring(&[(13, 13), (13, 17), (17, 17), (17, 13)]);
        let published = [
            9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8, 8, 0, 0,
            7, 15,
        ];
        assert_eq!(area.words, published);
    }

    #[test]
    fn numbers_are_varints() {
        // Protocol Buffers, Encoding: 150 is 96 01.
        let mut out = Vec::new();
        varint(&mut out, 150);
        assert_eq!(out, [0x96, 0x01]);
    }
}
