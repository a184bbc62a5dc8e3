use geo::{Coord, Geometry, MapCoords};
use proj4rs::Proj;

use super::{Crs, CrsError};

/// Brings coordinates from one reference system to another, in the order x, y (longitude, latitude in degrees).
///
/// The way always leads over longitude and latitude on WGS84, with the shift each system declares. Heights are taken
/// as zero. Edges are not densified: only vertices move. Method: the projections of PROJ in the port `proj4rs`.
///
/// ```
/// use grid::crs::{Crs, Transform};
/// let to_utm = Transform::new(&Crs::wgs84(), &Crs::from_epsg(32748)?)?;
/// let monas = to_utm.transform_point(geo_types::Coord { x: 106.8272, y: -6.1754 })?;
/// assert_eq!((monas.x * 1e3).round(), 702_183_322.0);
/// assert_eq!((monas.y * 1e3).round(), 9_317_059_383.0);
/// # Ok::<(), grid::crs::CrsError>(())
/// ```
#[derive(Clone)]
pub struct Transform {
    from: Side,
    to: Side,
    hub: Proj,
    way: Way,
}

#[derive(Clone)]
struct Side {
    proj: Proj,
    name: String,
    geographic: bool,
    /// The largest easting and northing that can be meant, in map units.
    limit: (f64, f64),
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Same,
    Direct,
    OverWgs84,
}

/// Half the equator in metres: where Web Mercator ends in the east and the west.
const HALF_EQUATOR_M: f64 = 20_037_508.342_789_244;

impl Side {
    fn new(crs: &Crs, parameters: &super::Parameters) -> Result<Self, CrsError> {
        let unit = parameters.number("to_meter").unwrap_or(1.0);
        let limit = match parameters.get("proj") {
            Some("webmerc") => (HALF_EQUATOR_M + 1.0 + parameters.number("x_0").unwrap_or(0.0).abs(), 1e8),
            _ => (1e8, 1e8),
        };
        let limit = (limit.0 / unit, limit.1 / unit);
        Ok(Self { proj: parameters.set_up()?, name: crs.name().to_owned(), geographic: crs.is_geographic(), limit })
    }

    fn holds(&self, point: Coord<f64>) -> bool {
        let (x, y) = if self.geographic { (360.0, 90.0) } else { self.limit };
        point.x.abs() <= x && point.y.abs() <= y
    }

    fn refuse(&self, Coord { x, y }: Coord<f64>) -> CrsError {
        CrsError::OutOfDomain { x, y, name: self.name.clone() }
    }
}

impl Transform {
    /// Prepares the way from one system to another.
    ///
    /// # Errors
    /// [`CrsError::DatumUndeclared`] if the datum of either is not known and no choice was declared, or
    /// [`CrsError::Refused`] if its parameters cannot be set up.
    pub fn new(from: &Crs, to: &Crs) -> Result<Self, CrsError> {
        let (source, target) = (from.effective()?, to.effective()?);
        let wgs84 = Crs::wgs84().effective()?;
        let way = if source == target {
            Way::Same
        } else if source == wgs84 || target == wgs84 || source.earth() == target.earth() {
            Way::Direct
        } else {
            Way::OverWgs84
        };
        Ok(Self { from: Side::new(from, &source)?, to: Side::new(to, &target)?, hub: wgs84.set_up()?, way })
    }

    /// Whether coordinates stay as they are.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.way == Way::Same
    }

    /// The coordinate in the target system.
    ///
    /// # Errors
    /// [`CrsError::OutOfDomain`] with the coordinate that is not finite or lies outside either system
    /// (a latitude beyond 90, an easting beyond the edge of Web Mercator).
    pub fn transform_point(&self, point: Coord<f64>) -> Result<Coord<f64>, CrsError> {
        if !self.from.holds(point) {
            return Err(self.from.refuse(point));
        }
        if self.way == Way::Same {
            return Ok(point);
        }
        let scale = |side: &Side| if side.geographic { std::f64::consts::PI / 180.0 } else { 1.0 };
        let mut place = (point.x * scale(&self.from), point.y * scale(&self.from));
        let moved = if self.way == Way::Direct {
            proj4rs::transform::transform(&self.from.proj, &self.to.proj, &mut place)
        } else {
            proj4rs::transform::transform(&self.from.proj, &self.hub, &mut place)
                .and_then(|()| proj4rs::transform::transform(&self.hub, &self.to.proj, &mut place))
        };
        let moved = moved.map(|()| Coord { x: place.0 / scale(&self.to), y: place.1 / scale(&self.to) });
        moved.ok().filter(|moved| self.to.holds(*moved)).ok_or_else(|| self.to.refuse(point))
    }

    /// Brings many coordinates over in their places.
    ///
    /// # Errors
    /// [`CrsError::OutOfDomain`] with the first coordinate that cannot be brought over; those before it have been.
    pub fn transform_coordinates(&self, points: &mut [Coord<f64>]) -> Result<(), CrsError> {
        points.iter_mut().try_for_each(|point| {
            *point = self.transform_point(*point)?;
            Ok(())
        })
    }

    /// The geometry in the target system.
    ///
    /// # Errors
    /// [`CrsError::OutOfDomain`] with the first coordinate that cannot be brought over.
    pub fn transform_geometry(&self, geometry: &Geometry<f64>) -> Result<Geometry<f64>, CrsError> {
        self.transform(geometry)
    }

    /// The geometry of a given kind in the target system.
    ///
    /// # Errors
    /// As [`Self::transform_geometry`].
    pub fn transform<G>(&self, geometry: &G) -> Result<G::Output, CrsError>
    where
        G: MapCoords<f64, f64>,
    {
        geometry.try_map_coords(|point| self.transform_point(point))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(from: &str, to: &str, x: f64, y: f64) -> Coord<f64> {
        let transform = Transform::new(&Crs::parse(from).unwrap(), &Crs::parse(to).unwrap()).unwrap();
        transform.transform_point(Coord { x, y }).unwrap()
    }

    // PROJ 9 via pyproj 3.7.2, always_xy.
    #[test]
    fn projections_agree_with_proj_to_a_micrometre() {
        let cases = [
            ("EPSG:32748", 106.8272, -6.1754, 702_183.322_050_977_3, 9_317_059.383_028_07),
            ("EPSG:32748", 105.0, -6.9, 499_999.999_999_997_2, 9_237_305.764_149_418),
            ("EPSG:32748", 107.9, -6.0, 821_076.386_319_177_9, 9_335_945.530_555_123),
            ("EPSG:32648", 106.8272, -6.1754, 702_183.322_050_977_3, -682_940.616_971_930_3),
            ("EPSG:32648", 103.85, 1.29, 372_057.368_225_543_5, 142_612.910_535_018_43),
            ("EPSG:32734", 18.4241, -33.9249, 261_881.598_523_994_67, 6_243_182.354_517_815),
            ("EPSG:32630", -0.187, 5.6037, 811_654.205_365_584_7, 620_144.518_038_501_1),
            ("EPSG:3857", 18.4241, -33.9249, 2_050_961.430_324_351_4, -4_018_722.383_190_345_5),
            ("EPSG:3857", 106.8272, -6.1754, 11_891_949.506_871_196, -688_777.237_179_769_3),
            ("EPSG:3857", -179.9, 85.0, -20_026_376.393_709_917, 19_971_868.880_408_566),
            ("EPSG:3395", 106.8272, -6.1754, 11_891_949.506_871_196, -684_184.022_914_885_7),
            (
                "+proj=tmerc +lat_0=0 +lon_0=19 +k=1 +datum=WGS84",
                18.4241,
                -33.9249,
                -53_251.514_947_159_28,
                -3_755_480.587_885_415,
            ),
            (
                "+proj=tmerc +lat_0=0 +lon_0=19 +k=1 +datum=WGS84",
                18.6,
                -34.05,
                -36_932.361_689_360_456,
                -3_769_279.768_175_801_3,
            ),
            ("EPSG:2048", 18.4241, -33.9249, 53_251.514_947_159_28, 3_755_480.587_885_415),
            ("EPSG:25000", -0.187, 5.6037, 364_346.577_756_100_04, 103_339.951_705_464_15),
            ("EPSG:2154", 2.35, 48.85, 652_301.564_830_528_1, 6_861_302.725_899_576),
            ("EPSG:3035", 2.35, 48.85, 3_760_536.822_902_320_4, 2_888_771.020_950_191),
            (
                "+proj=aea +lat_1=20 +lat_2=-23 +lat_0=0 +lon_0=25 +x_0=0 +y_0=0 +datum=WGS84",
                18.4241,
                -33.9249,
                -670_937.130_662_147,
                -3_833_455.863_025_028_7,
            ),
        ];
        for (to, longitude, latitude, x, y) in cases {
            let there = moved("EPSG:4326", to, longitude, latitude);
            assert!((there.x - x).abs() < 1e-6 && (there.y - y).abs() < 1e-6, "{to}: {there:?}");
            let back = moved(to, "EPSG:4326", x, y);
            // The way back drops the height that a datum shift brought about: under a millimetre.
            let tolerance = if to == "EPSG:25000" { 1e-8 } else { 1e-10 };
            assert!(
                (back.x - longitude).abs() < tolerance && (back.y - latitude).abs() < tolerance,
                "{to} back: {back:?}"
            );
        }
    }

    #[test]
    fn no_shift_on_one_side_does_not_undo_the_shift_of_the_other() {
        let plain = Crs::parse("+proj=longlat +a=6378249.145 +rf=293.4663077")
            .unwrap()
            .with_datum(super::super::DatumChoice::NoShift);
        let cape = Crs::from_epsg(4222).unwrap();
        let point = Coord { x: 18.4, y: -33.9 };
        let direct = Transform::new(&plain, &cape).unwrap().transform_point(point).unwrap();
        let as_wgs84 = Transform::new(&Crs::wgs84(), &cape).unwrap().transform_point(point).unwrap();
        assert!((direct.x - as_wgs84.x).abs() < 1e-9 && (direct.y - as_wgs84.y).abs() < 1e-9);
        assert!((direct.x - point.x).abs() > 1e-4);
    }

    #[test]
    fn coordinates_out_of_range_are_shown() {
        let transform = Transform::new(&Crs::wgs84(), &Crs::from_epsg(3857).unwrap()).unwrap();
        for (x, y) in
            [(18.0, 91.0), (f64::INFINITY, 0.0), (0.0, f64::NAN), (400.0, 0.0), (0.0, 90.0), (-3_708_062.0, 5.0)]
        {
            let refused = transform.transform_point(Coord { x, y });
            assert!(matches!(refused, Err(CrsError::OutOfDomain { .. })), "{x}, {y}: {refused:?}");
        }
        let back = Transform::new(&Crs::from_epsg(3857).unwrap(), &Crs::wgs84()).unwrap();
        assert!(back.transform_point(Coord { x: 3e7, y: 0.0 }).is_err());
    }

    #[test]
    fn a_geometry_with_one_bad_vertex_is_refused_with_it() {
        let transform = Transform::new(&Crs::wgs84(), &Crs::from_epsg(32748).unwrap()).unwrap();
        let line = Geometry::LineString(vec![(106.8, -6.1), (106.9, -96.2)].into());
        assert_eq!(
            transform.transform_geometry(&line).unwrap_err(),
            CrsError::OutOfDomain { x: 106.9, y: -96.2, name: "WGS 84".into() }
        );
    }

    #[test]
    fn wgs84_to_itself_changes_nothing() {
        let transform = Transform::new(&Crs::wgs84(), &Crs::parse("urn:ogc:def:crs:OGC:1.3:CRS84").unwrap()).unwrap();
        assert!(transform.is_identity());
        let point = Coord { x: 0.1 + 0.2, y: 1.0 / 3.0 };
        assert_eq!(transform.transform_point(point).unwrap(), point);
    }

    #[test]
    fn a_transform_may_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Transform>();
    }
}
