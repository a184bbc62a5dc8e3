//! Position: from the city's own kilometres to UTM zone 27S and to degrees, in the open Atlantic, where nobody lives.

/// A spot of the city: kilometres east and north of its south-west corner.
pub(crate) type Spot = [f64; 2];

/// Width and height of the city.
pub(crate) const SIZE_KM: Spot = [20.0, 15.0];

/// Easting and northing of the south-west corner, UTM zone 27S (EPSG:32727), in metres.
pub(crate) const CORNER_M: [f64; 2] = [540_000.0, 9_828_000.0];

/// EPSG code of the city's projected reference system.
pub(crate) const EPSG: u16 = 32727;

/// WKT of the reference system as ESRI writes it: without a code.
pub(crate) const PRJ: &str = "PROJCS[\"WGS_1984_UTM_Zone_27S\",GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",\
SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],\
PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",10000000.0],\
PARAMETER[\"Central_Meridian\",-21.0],PARAMETER[\"Scale_Factor\",0.9996],PARAMETER[\"Latitude_Of_Origin\",0.0],\
UNIT[\"Meter\",1.0]]";

/// Easting and northing in metres.
pub(crate) fn utm(spot: Spot) -> [f64; 2] {
    [CORNER_M[0] + 1000.0 * spot[0], CORNER_M[1] + 1000.0 * spot[1]]
}

/// Longitude and latitude in degrees, by Krüger's series to the third order (well under a millimetre here).
pub(crate) fn degrees(spot: Spot) -> [f64; 2] {
    let [easting, northing] = utm(spot);
    let f: f64 = 1.0 / 298.257_223_563;
    let n = f / (2.0 - f);
    let (n2, n3) = (n * n, n * n * n);
    let radius = 6_378_137.0 / (1.0 + n) * (1.0 + n2 / 4.0 + n2 * n2 / 64.0);
    let xi = (northing - 10_000_000.0) / (0.9996 * radius);
    let eta = (easting - 500_000.0) / (0.9996 * radius);
    let beta = [n / 2.0 - 2.0 / 3.0 * n2 + 37.0 / 96.0 * n3, n2 / 48.0 + n3 / 15.0, 17.0 / 480.0 * n3];
    let (mut xi1, mut eta1) = (xi, eta);
    for (j, b) in (1_u32..).zip(beta) {
        let k = 2.0 * f64::from(j);
        xi1 -= b * (k * xi).sin() * (k * eta).cosh();
        eta1 -= b * (k * xi).cos() * (k * eta).sinh();
    }
    let chi = (xi1.sin() / eta1.cosh()).asin();
    let delta = [2.0 * n - 2.0 / 3.0 * n2 - 2.0 * n3, 7.0 / 3.0 * n2 - 8.0 / 5.0 * n3, 56.0 / 15.0 * n3];
    let latitude = (1_u32..).zip(delta).fold(chi, |sum, (j, d)| sum + d * (2.0 * f64::from(j) * chi).sin());
    [-21.0 + eta1.sinh().atan2(xi1.cos()).to_degrees(), latitude.to_degrees()]
}

/// Degrees with the seven decimals (a centimetre) that the files carry.
pub(crate) fn rounded_degrees(spot: Spot) -> [f64; 2] {
    degrees(spot).map(|d| (d * 1e7).round() / 1e7)
}

/// Straight distance in kilometres.
pub(crate) fn distance_km(a: Spot, b: Spot) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// Distance in kilometres to the nearest point of a line.
pub(crate) fn distance_to_line_km(spot: Spot, line: &[Spot]) -> f64 {
    let to_segment = |[a, b]: [Spot; 2]| {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let along = ((spot[0] - a[0]) * dx + (spot[1] - a[1]) * dy) / (dx * dx + dy * dy);
        let along = along.clamp(0.0, 1.0);
        distance_km(spot, [a[0] + along * dx, a[1] + along * dy])
    };
    line.array_windows().copied().map(to_segment).fold(f64::INFINITY, f64::min)
}

/// Area of a closed ring in square kilometres.
pub(crate) fn area_km2(ring: &[Spot]) -> f64 {
    ring.array_windows().map(|[a, b]| a[0] * b[1] - b[0] * a[1]).sum::<f64>().abs() / 2.0
}

/// Whether a spot lies in a closed ring.
pub(crate) fn inside(ring: &[Spot], spot: Spot) -> bool {
    let crossed = |[a, b]: &[Spot; 2]| {
        (a[1] > spot[1]) != (b[1] > spot[1]) && spot[0] < (b[0] - a[0]) * (spot[1] - a[1]) / (b[1] - a[1]) + a[0]
    };
    ring.array_windows().filter(|side| crossed(side)).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_agree_with_proj_to_a_tenth_of_a_millimetre() {
        let zone = proj4rs::Proj::from_proj_string("+proj=utm +zone=27 +south +datum=WGS84 +units=m").unwrap();
        let wgs84 = proj4rs::Proj::from_proj_string("+proj=longlat +datum=WGS84").unwrap();
        for spot in [[0.0, 0.0], [20.0, 15.0], [3.3, 14.2]] {
            let [x, y] = utm(spot);
            let mut point = (x, y, 0.0);
            proj4rs::transform::transform(&zone, &wgs84, &mut point).unwrap();
            let [longitude, latitude] = degrees(spot);
            assert!((longitude - point.0.to_degrees()).abs() < 1e-9, "{longitude}");
            assert!((latitude - point.1.to_degrees()).abs() < 1e-9, "{latitude}");
        }
    }

    #[test]
    fn a_square_holds_its_middle_and_measures_its_side_squared() {
        let square = [[1.0, 1.0], [3.0, 1.0], [3.0, 3.0], [1.0, 3.0], [1.0, 1.0]];
        assert!(inside(&square, [2.0, 2.0]) && !inside(&square, [3.5, 2.0]));
        assert!((area_km2(&square) - 4.0).abs() < 1e-12);
        assert!((distance_to_line_km([2.0, 0.0], &square) - 1.0).abs() < 1e-12);
    }
}
