//! Zonal statistics of a GeoTIFF under the polygons of a GeoJSON file, as CSV: `zonal_bench RASTER.tif ZONES.geojson > OUT.csv`.
//!
//! Zones need a property `id` and the raster's reference system. `benches/peers/zonal.py` runs it beside exactextract.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};

use geo_types::MultiPolygon;
use grid::{GeoTiff, ZonalRequest, zonal_statistics};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [raster, zones] = arguments.as_slice() else {
        return Err("usage: zonal_bench RASTER.tif ZONES.geojson > OUT.csv".into());
    };
    let (names, zones) = read_zones(zones)?;
    let raster = GeoTiff::open(BufReader::new(File::open(raster)?), 1)?;
    let answers = zonal_statistics(&raster, None, &zones, &ZonalRequest::default())?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "id,mean,sum,count,min,max")?;
    for (name, answer) in names.iter().zip(answers) {
        let zone = answer.map_err(|fault| format!("zone {name}: {fault}"))?;
        let text = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        writeln!(
            out,
            "{name},{},{},{},{},{}",
            text(zone.mean),
            text(zone.sum),
            zone.count,
            text(zone.min),
            text(zone.max)
        )?;
    }
    Ok(())
}

type Zones = (Vec<String>, Vec<MultiPolygon<f64>>);

fn read_zones(path: &str) -> Result<Zones, Box<dyn Error>> {
    let features = geojson::FeatureReader::from_reader(BufReader::new(File::open(path)?));
    let mut zones = (Vec::new(), Vec::new());
    for feature in features.features() {
        let feature = feature?;
        zones.0.push(feature.property("id").map(ToString::to_string).unwrap_or_default());
        let geometry: geo_types::Geometry<f64> = feature.geometry.ok_or("a zone has no geometry")?.try_into()?;
        zones.1.push(match geometry {
            geo_types::Geometry::Polygon(polygon) => polygon.into(),
            geo_types::Geometry::MultiPolygon(polygons) => polygons,
            _ => return Err("a zone is not a polygon".into()),
        });
    }
    Ok(zones)
}
