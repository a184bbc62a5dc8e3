//! Zonal statistics of 250 stars on 2,000 x 2,000 cells in memory. The case beside exactextract is `benches/peers/zonal.py`.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use grid::{GeoTransform, GridError, MemoryRaster, ZonalRequest, zonal_statistics};

const SIDE: u32 = 2000;

fn main() {
    divan::main();
}

fn raster() -> Result<MemoryRaster, GridError> {
    let cells = (0..SIDE * SIDE).map(|place| f64::from(place % 1000) / 8.0).collect();
    let transform = GeoTransform::new((0.0, 0.0), (1.0, 1.0))?;
    Ok(MemoryRaster::new((SIDE as usize, SIDE as usize), transform, None, cells)?.with_block((512, 512)))
}

fn zones() -> Vec<MultiPolygon<f64>> {
    let star = |place: u32| {
        let (x, y) = (f64::from(place * 7919 % SIDE), f64::from(place * 104_729 % SIDE));
        let corner = |step: u32| {
            let angle = std::f64::consts::TAU * f64::from(step) / 24.0;
            let radius = 30.0 + f64::from((place + step * 37) % 50);
            Coord { x: x + radius * angle.cos(), y: y + radius * angle.sin() }
        };
        Polygon::new(LineString((0..24).map(corner).collect()), Vec::new()).into()
    };
    (0..250).map(star).collect()
}

fn bench(bencher: divan::Bencher, request: &ZonalRequest) {
    let (raster, zones) = (raster(), zones());
    bencher.bench(|| {
        raster.as_ref().map(|raster| zonal_statistics(raster, None, &zones, request).map(|zones| zones.len()))
    });
}

#[divan::bench]
fn moments(bencher: divan::Bencher) {
    bench(bencher, &ZonalRequest::default());
}

#[divan::bench]
fn quantiles_and_majority(bencher: divan::Bencher) {
    bench(bencher, &ZonalRequest { quantiles: vec![0.1, 0.5, 0.9], majority: true, ..ZonalRequest::default() });
}
