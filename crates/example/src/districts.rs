//! Districts: twelve of today and ten of the year 2010, cut by the coast, the river and a few wavy lines.

use crate::output::{ExampleError, Output};
use crate::position::{EPSG, PRJ, Spot, area_km2, utm};
use crate::terrain::{coast_km, river_km};
use serde_json::json;
use shapefile::{Point, Polygon, PolygonRing, ShapeWriter};
use std::io::{Cursor, Write};

/// Codes and names of today's districts, from the south-west, row by row.
pub(crate) const DISTRICTS: [(&str, &str); 12] = [
    ("D01", "Pwani ya Mfano"),
    ("D02", "Bandari Bunifu"),
    ("D03", "São Exemplo"),
    ("D04", "Rasi Kubuni"),
    ("D05", "Soko la Mfano"),
    ("D06", "Kati Kubuni"),
    ("D07", "Mto Bunifu"),
    ("D08", "Réservoir-Fictif"),
    ("D09", "Kilima Mfano"),
    ("D10", "Bonde la Kubuni"),
    ("D11", "Reli Mfano"),
    ("D12", "Msitu Bunifu"),
];

const OLD_NAMES: [&str; 10] = [
    "Pwani ya Mfano",
    "Bandari Bunifu",
    "São Exemplo",
    "Rasi Kubuni",
    "Soko la Mfano",
    "Kubuni ya Zamani",
    "Réservoir-Fictif",
    "Kilima Mfano",
    "Bonde la Zamani",
    "Msitu Bunifu",
];

/// A border that runs north: which of five, and moved east by so much.
type Meridian = (usize, f64);

/// How one edition cuts the land: for each row of districts its southern and northern border, and its meridians.
type Row = ([(usize, f64); 2], &'static [Meridian]);

const TODAY: [Row; 3] = [
    ([(0, 0.0), (1, 0.0)], &[(0, 0.0), (1, 0.0), (2, 0.0), (3, 0.0), (4, 0.0)]),
    ([(1, 0.0), (2, 0.0)], &[(0, 0.0), (1, 0.0), (2, 0.0), (3, 0.0), (4, 0.0)]),
    ([(2, 0.0), (3, 0.0)], &[(0, 0.0), (1, 0.0), (2, 0.0), (3, 0.0), (4, 0.0)]),
];

const OF_2010: [Row; 3] = [
    ([(0, 0.0), (1, 0.4)], &[(0, 0.0), (1, 0.0), (2, 0.0), (3, 0.0), (4, 0.0)]),
    ([(1, 0.4), (2, -0.5)], &[(0, 0.0), (1, 0.0), (3, -0.6), (4, 0.0)]),
    ([(2, -0.5), (3, 0.0)], &[(0, 0.0), (1, 0.9), (3, 0.0), (4, 0.0)]),
];

/// Population of the districts of 2010, as that census gave it.
pub(crate) const POPULATION_2010: [i64; 10] =
    [21_480, 38_115, 40_022, 19_876, 42_310, 73_944, 25_608, 17_233, 41_790, 14_605];

fn meridian_km((which, moved): Meridian, y: f64) -> f64 {
    moved
        + match which {
            0 => 0.45 + 0.15 * (0.9 * y).sin(),
            1 => 5.2 + 0.5 * (0.7 * y + 1.0).sin(),
            2 => river_km(y),
            3 => 14.6 + 0.6 * (0.6 * y + 2.0).sin(),
            _ => 19.5 + 0.2 * (0.8 * y + 1.0).sin(),
        }
}

fn parallel_km((which, moved): (usize, f64), x: f64) -> f64 {
    moved
        + match which {
            0 => coast_km(x),
            1 => 5.2 + 0.3 * (0.5 * x).sin(),
            2 => 9.6 + 0.3 * (0.6 * x + 1.0).sin(),
            _ => 14.5 + 0.15 * (0.7 * x).sin(),
        }
}

fn corner(meridian: Meridian, parallel: (usize, f64)) -> Spot {
    let start = [10.0, 7.0];
    (0..80).fold(start, |[_, y], _| {
        let x = meridian_km(meridian, y);
        [x, parallel_km(parallel, x)]
    })
}

/// A border between two corners, always in the same sense, so that neighbours share every point.
fn border(from: Spot, to: Spot, at: impl Fn(f64) -> Spot) -> Vec<Spot> {
    let between = (1..24).map(|i| at(f64::from(i) / 24.0));
    std::iter::once(from).chain(between).chain(std::iter::once(to)).collect()
}

fn ring(([south, north], meridians): &Row, place: usize) -> Option<Vec<Spot>> {
    let (west, east) = (*meridians.get(place)?, *meridians.get(place + 1)?);
    let along = |parallel| {
        let (a, b) = (corner(west, parallel), corner(east, parallel));
        border(a, b, |t| {
            let x = a[0] + t * (b[0] - a[0]);
            [x, parallel_km(parallel, x)]
        })
    };
    let up = |meridian| {
        let (a, b) = (corner(meridian, *south), corner(meridian, *north));
        border(a, b, |t| {
            let y = a[1] + t * (b[1] - a[1]);
            [meridian_km(meridian, y), y]
        })
    };
    let (mut points, mut right) = (along(*south), up(east));
    let (mut top, mut left) = (along(*north), up(west));
    top.reverse();
    left.reverse();
    for side in [&mut right, &mut top, &mut left] {
        points.pop();
        points.append(side);
    }
    Some(points)
}

fn rings(rows: &[Row; 3]) -> Vec<Vec<Spot>> {
    rows.iter().flat_map(|row| (0..row.1.len() - 1).filter_map(|place| ring(row, place))).collect()
}

/// Closed boundaries of today's districts, counter-clockwise, in the order of [`DISTRICTS`].
pub(crate) fn boundaries() -> Vec<Vec<Spot>> {
    rings(&TODAY)
}

/// Which of today's districts a spot lies in.
pub(crate) fn district_at(spot: Spot) -> Option<usize> {
    let east = (0..5).filter(|&i| meridian_km((i, 0.0), spot[1]) <= spot[0]).count();
    let north = (0..4).filter(|&i| parallel_km((i, 0.0), spot[0]) <= spot[1]).count();
    ((1..5).contains(&east) && (1..4).contains(&north)).then(|| (north - 1) * 4 + east - 1)
}

/// Writes today's districts as a zipped Shapefile and those of 2010 as `GeoJSON` in metres.
pub(crate) fn write(output: &mut Output) -> Result<(), ExampleError> {
    output.file("sources/districts_2018.zip", &zipped_shapefile()?)?;
    let features: Vec<_> = rings(&OF_2010)
        .iter()
        .zip(OLD_NAMES)
        .zip(1..)
        .map(|((ring, name), number)| {
            let points: Vec<_> = ring.iter().map(|p| utm(*p).map(|m| (m * 10.0).round() / 10.0)).collect();
            json!({ "type": "Feature", "properties": { "CODE": format!("W{number:02}"), "NAME": name, "YEAR": 2010 },
                "geometry": { "type": "Polygon", "coordinates": [points] } })
        })
        .collect();
    let crs = json!({ "type": "name", "properties": { "name": format!("urn:ogc:def:crs:EPSG::{EPSG}") } });
    output.json(
        "sources/districts_2010.geojson",
        &json!({ "type": "FeatureCollection",
        "name": "INVENTED: districts of Mfano, 2010", "crs": crs, "features": features }),
    )
}

fn zipped_shapefile() -> Result<Vec<u8>, ExampleError> {
    let boundaries = boundaries();
    let (shp, shx) = shapes(&boundaries)?;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let files = [("shp", shp), ("shx", shx), ("dbf", dbase(&boundaries)), ("prj", PRJ.into()), ("cpg", "UTF-8".into())];
    for (ending, bytes) in files {
        zip.start_file(format!("districts_2018.{ending}"), options).map_err(std::io::Error::from)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish().map_err(std::io::Error::from)?.into_inner())
}

/// The `.shp` and `.shx` of closed rings.
pub(crate) fn shapes(rings: &[Vec<Spot>]) -> Result<(Vec<u8>, Vec<u8>), ExampleError> {
    let (mut shp, mut shx) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
    let mut writer = ShapeWriter::with_shx(&mut shp, &mut shx);
    for ring in rings {
        let points = ring.iter().map(|p| utm(*p)).map(|[x, y]| Point::new(x, y)).collect();
        writer.write_shape(&Polygon::new(PolygonRing::Outer(points)))?;
    }
    writer.finalize()?;
    drop(writer);
    Ok((shp.into_inner(), shx.into_inner()))
}

/// The `.dbf`, dBASE III as every tool reads it, dated 1 November 2018 whenever it is written.
fn dbase(boundaries: &[Vec<Spot>]) -> Vec<u8> {
    let fields: [(&str, u8, u8, u8); 4] =
        [("DIST_CODE", b'C', 4, 0), ("DIST_NAME", b'C', 30, 0), ("NOTE", b'C', 10, 0), ("AREA_KM2", b'N', 9, 3)];
    let record_bytes = 1 + fields.iter().map(|f| u16::from(f.2)).sum::<u16>();
    let mut bytes = vec![3, 118, 11, 1];
    bytes.extend((boundaries.len() as u32).to_le_bytes());
    bytes.extend((33 + 32 * fields.len() as u16).to_le_bytes());
    bytes.extend(record_bytes.to_le_bytes());
    bytes.extend([0; 20]);
    for (name, kind, width, decimals) in fields {
        let mut field = [0_u8; 32];
        field.iter_mut().zip(name.bytes()).for_each(|(to, from)| *to = from);
        (field[11], field[16], field[17]) = (kind, width, decimals);
        bytes.extend(field);
    }
    bytes.push(b'\r');
    for (ring, (code, name)) in boundaries.iter().zip(DISTRICTS) {
        let area = format!("{:.3}", area_km2(ring));
        bytes.push(b' ');
        for (text, width) in [(code, 4), (name, 30), ("INVENTED", 10)] {
            let padding = std::iter::repeat_n(b' ', width - text.len());
            bytes.extend(text.bytes().chain(padding));
        }
        bytes.extend(format!("{area:>9}").bytes());
    }
    bytes.push(0x1a);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::position::inside;

    #[test]
    fn twelve_districts_share_their_borders_and_cover_the_land_once() {
        let boundaries = boundaries();
        assert_eq!(boundaries.len(), 12);
        for spot in (0..400).map(|i| [f64::from(i % 20) + 0.47, f64::from(i / 20) * 0.74 + 0.21]) {
            let holders: Vec<usize> = (0..12).filter(|&d| inside(&boundaries[d], spot)).collect();
            assert_eq!(holders, district_at(spot).into_iter().collect::<Vec<_>>(), "{spot:?}");
        }
        assert!(boundaries[0].iter().filter(|p| boundaries[1].contains(p)).count() >= 25);
    }

    #[test]
    fn both_editions_cover_the_same_land() {
        let whole = |rows| rings(rows).iter().map(|r| area_km2(r)).sum::<f64>();
        assert_eq!(rings(&OF_2010).len(), 10);
        assert!((whole(&TODAY) / whole(&OF_2010) - 1.0).abs() < 1e-3);
    }

    #[test]
    fn the_table_reads_back_with_its_accents() {
        let bytes = dbase(&boundaries());
        let start = 33 + 32 * 4;
        assert_eq!(bytes.len(), start + 12 * 54 + 1);
        assert!(String::from_utf8_lossy(&bytes[start..]).contains("São Exemplo"));
    }
}
