//! Where a tile lies, and where a position lies in it.

use geo_types::Coord;
use std::f64::consts::PI;

/// Units across a tile.
pub(crate) const UNITS: u16 = 4096;
/// The same.
pub(crate) const EXTENT: f64 = UNITS as f64;
/// Units beyond its edges that a tile holds too, so that outlines do not show there.
pub(crate) const MARGIN: f64 = 64.0;

/// A tile of the web Mercator scheme: zoom, column from the west, row from the north.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Frame {
    z: u8,
    x: u32,
    y: u32,
}

impl Frame {
    /// None where there is no such tile.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let across = 1_u32.checked_shl(z.into())?;
        (x < across && y < across).then_some(Self { z, x, y })
    }

    pub fn zoom(self) -> u8 {
        self.z
    }

    fn across(self) -> f64 {
        f64::from(self.z).exp2()
    }

    /// West, south, east, north of the tile and its margin, in degrees.
    pub fn bounds(self) -> [f64; 4] {
        let margin = MARGIN / EXTENT;
        let longitude = |column: f64| column / self.across() * 360.0 - 180.0;
        let latitude = |row: f64| (PI * (1.0 - 2.0 * row / self.across())).sinh().atan().to_degrees();
        let (x, y) = (f64::from(self.x), f64::from(self.y));
        [longitude(x - margin), latitude(y + 1.0 + margin), longitude(x + 1.0 + margin), latitude(y - margin)]
    }

    /// Longitude and latitude of a place in the tile, in parts of it from the west and from the north.
    pub fn position(self, from_west: f64, from_north: f64) -> Coord<f64> {
        let x = (f64::from(self.x) + from_west) / self.across();
        let y = (f64::from(self.y) + from_north) / self.across();
        Coord { x: x * 360.0 - 180.0, y: (PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees() }
    }

    /// Degrees of longitude in so many units.
    pub fn degrees(self, units: f64) -> f64 {
        units / EXTENT / self.across() * 360.0
    }

    /// A position (longitude, latitude in degrees) in units from the tile's north-west corner, y to the south. Latitudes beyond
    /// the edge of the scheme are taken to be on it.
    pub fn place(self, at: Coord<f64>) -> Coord<f64> {
        let latitude = at.y.clamp(-85.051_128_779_806_59, 85.051_128_779_806_59).to_radians();
        let x = (at.x + 180.0) / 360.0;
        let y = 0.5 - latitude.tan().asinh() / (2.0 * PI);
        Coord {
            x: (x * self.across() - f64::from(self.x)) * EXTENT,
            y: (y * self.across() - f64::from(self.y)) * EXTENT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_of_a_tile_are_where_the_scheme_puts_them() {
        // OpenStreetMap wiki, Slippy map tilenames: 10/511/340 has its north-west corner at 51.6180165 N, 0.3515625 W.
        let frame = Frame::new(10, 511, 340).unwrap();
        let corner = frame.place(Coord { x: -0.351_562_5, y: 51.618_016_548_773_73 });
        assert!(corner.x.abs() < 1e-6 && corner.y.abs() < 1e-6, "{corner:?}");
        let same = frame.position(0.0, 0.0);
        assert!((same.x + 0.351_562_5).abs() < 1e-12 && (same.y - 51.618_016_548_773_73).abs() < 1e-12, "{same:?}");
        let [west, south, east, north] = frame.bounds();
        assert!(west < -0.3515 && north > 51.618 && east > 0.0 && south < 51.399);
        assert!(Frame::new(1, 2, 0).is_none());
    }
}
