//! Shapes out of well-known binary, however damaged.
//!
//! Written by hand because the libraries at hand set aside memory by the counts that a file claims, and follow nested
//! collections without end: a damaged file would end the program.

use crate::{DEEPEST_COLLECTION, ShapeFault, extent};
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};

/// The geometry of binary as ISO 13249-3 or PostGIS (EWKB) writes it, without its heights, measures and reference system;
/// none where it has no coordinates.
///
/// # Errors
/// What is wrong with it; a count that the bytes cannot hold is [`ShapeFault::Truncated`], and no memory is set aside for
/// it.
pub fn read(bytes: &[u8]) -> Result<Option<Geometry<f64>>, ShapeFault> {
    let geometry = Input { bytes }.geometry(0)?;
    Ok(geometry.filter(|geometry| extent(geometry).is_some()))
}

struct Input<'a> {
    bytes: &'a [u8],
}

/// What stands before each part.
#[derive(Clone, Copy)]
struct Head {
    little_endian: bool,
    code: u32,
    dimensions: usize,
}

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], ShapeFault> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or(ShapeFault::Truncated)?;
        self.bytes = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ShapeFault> {
        self.take(N)?.try_into().map_err(|_| ShapeFault::Truncated)
    }

    fn integer(&mut self, little_endian: bool) -> Result<u32, ShapeFault> {
        let bytes = self.array()?;
        Ok(if little_endian { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    /// A count that the bytes left can hold.
    fn count(&mut self, head: Head, least_bytes: usize) -> Result<usize, ShapeFault> {
        let count = usize::try_from(self.integer(head.little_endian)?).map_err(|_| ShapeFault::Truncated)?;
        if count.checked_mul(least_bytes).is_some_and(|bytes| bytes <= self.bytes.len()) {
            Ok(count)
        } else {
            Err(ShapeFault::Truncated)
        }
    }

    fn head(&mut self) -> Result<Head, ShapeFault> {
        let [order] = self.array()?;
        let little_endian = order != 0;
        let written = self.integer(little_endian)?;
        let (code, dimensions) = if written & 0xE000_0000 == 0 {
            let dimensions = match written / 1000 {
                0 => 2,
                1 | 2 => 3,
                3 => 4,
                _ => return Err(ShapeFault::UnknownType(written)),
            };
            (written % 1000, dimensions)
        } else {
            if written & 0x2000_0000 != 0 {
                self.take(4)?;
            }
            let flag = |bit: u32| usize::from(written & bit != 0);
            (written & 0xFF, 2 + flag(0x8000_0000) + flag(0x4000_0000))
        };
        Ok(Head { little_endian, code, dimensions })
    }

    fn coordinate(&mut self, head: Head) -> Result<Coord<f64>, ShapeFault> {
        let mut number = || -> Result<f64, ShapeFault> {
            let bytes = self.array()?;
            Ok(if head.little_endian { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
        };
        let coordinate = Coord { x: number()?, y: number()? };
        for _ in 2..head.dimensions {
            number()?;
        }
        Ok(coordinate)
    }

    fn line(&mut self, head: Head) -> Result<LineString<f64>, ShapeFault> {
        let count = self.count(head, 8 * head.dimensions)?;
        let coordinates = (0..count).map(|_| self.coordinate(head)).collect::<Result<Vec<_>, _>>()?;
        if coordinates.iter().all(|c| c.x.is_finite() && c.y.is_finite()) {
            Ok(LineString(coordinates))
        } else {
            Err(ShapeFault::NotFinite)
        }
    }

    fn polygon(&mut self, head: Head) -> Result<Polygon<f64>, ShapeFault> {
        let count = self.count(head, 4)?;
        let mut rings = (0..count).map(|_| self.line(head)).collect::<Result<Vec<_>, _>>()?.into_iter();
        let shell = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        Ok(Polygon::new(shell, rings.collect()))
    }

    /// A point; none where it is written as empty.
    fn point(&mut self, head: Head) -> Result<Option<Point<f64>>, ShapeFault> {
        let Coord { x, y } = self.coordinate(head)?;
        if x.is_nan() && y.is_nan() {
            Ok(None)
        } else if x.is_finite() && y.is_finite() {
            Ok(Some(Point::new(x, y)))
        } else {
            Err(ShapeFault::NotFinite)
        }
    }

    /// The parts of a whole, each of which must have the code given.
    fn parts<T>(
        &mut self,
        head: Head,
        code: u32,
        read: impl Fn(&mut Self, Head) -> Result<T, ShapeFault>,
    ) -> Result<Vec<T>, ShapeFault> {
        let count = self.count(head, 5)?;
        let mut parts = Vec::with_capacity(count);
        for _ in 0..count {
            let part = self.head()?;
            if part.code != code {
                return Err(match ShapeFault::of_type(part.code) {
                    curved @ ShapeFault::Curved(_) => curved,
                    _ => ShapeFault::WrongPart,
                });
            }
            parts.push(read(self, part)?);
        }
        Ok(parts)
    }

    fn geometry(&mut self, depth: u8) -> Result<Option<Geometry<f64>>, ShapeFault> {
        if depth > DEEPEST_COLLECTION {
            return Err(ShapeFault::TooDeep);
        }
        let head = self.head()?;
        Ok(Some(match head.code {
            1 => return Ok(self.point(head)?.map(Geometry::Point)),
            2 => self.line(head)?.into(),
            3 => self.polygon(head)?.into(),
            4 => MultiPoint(self.parts(head, 1, Self::point)?.into_iter().flatten().collect()).into(),
            5 => MultiLineString(self.parts(head, 2, Self::line)?).into(),
            6 => MultiPolygon(self.parts(head, 3, Self::polygon)?).into(),
            7 => {
                let count = self.count(head, 5)?;
                let parts = (0..count).map(|_| self.geometry(depth + 1)).collect::<Result<Vec<_>, _>>()?;
                Geometry::GeometryCollection(GeometryCollection(parts.into_iter().flatten().collect()))
            }
            code => return Err(ShapeFault::of_type(code)),
        }))
    }
}
