//! Which datum the Cape Town grid was drawn on, found by its own flood table.
//!
//! `coastal_flood_nasadem_2018.csv` gives the share of each 500 m cell that is flooded, and `NASADEM_0100.shp` the flood
//! polygons of the 100-year flood that the shares were made from. The grid's .prj names `D_unknown` on Clarke 1880: the
//! right way to bring its cells to WGS84 is the one under which the shares agree best. Correlation over the cells that
//! either the table or the polygons call flooded.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is a test, its own functions too")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use grid::concordance::{Concordance, ConcordanceRequest, Zone};
use grid::crs::{Crs, Datum, DatumChoice, Transform};
use shapefile::record::{PolygonRing, polygon::GenericPolygon};

fn data(path: &str) -> PathBuf {
    let root = std::env::var_os("MAKAZI_DATA").map_or_else(
        || Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../../shared/data"),
        PathBuf::from,
    );
    let file = root.join(path);
    assert!(file.exists(), "{} is not there: set MAKAZI_DATA to the folder of the three cities", file.display());
    file
}

fn surface<P: Copy + shapefile::record::traits::HasXY>(polygon: &GenericPolygon<P>) -> MultiPolygon<f64> {
    let mut parts: Vec<(LineString<f64>, Vec<LineString<f64>>)> = Vec::new();
    for ring in polygon.rings() {
        let line = ring.points().iter().map(|point| Coord { x: point.x(), y: point.y() }).collect();
        match ring {
            PolygonRing::Outer(_) => parts.push((line, Vec::new())),
            PolygonRing::Inner(_) => parts.last_mut().expect("a hole after its shell").1.push(line),
        }
    }
    parts.into_iter().map(|(shell, holes)| Polygon::new(shell, holes)).collect()
}

/// The cells by their id, in the coordinates of the file.
fn cells() -> BTreeMap<u32, MultiPolygon<f64>> {
    let mut reader = shapefile::Reader::from_path(data("cape_town/hazard/grid_reference_500.shp")).unwrap();
    let records = reader.iter_shapes_and_records_as::<shapefile::Polygon, shapefile::dbase::Record>();
    let cell = |(shape, record): (shapefile::Polygon, shapefile::dbase::Record)| {
        let id = match record.get("ID") {
            Some(shapefile::dbase::FieldValue::Numeric(Some(id))) => format!("{id:.0}").parse().unwrap(),
            other => panic!("a cell without id: {other:?}"),
        };
        (id, surface(&shape))
    };
    records.map(|record| cell(record.unwrap())).collect()
}

/// The flood polygons, which overlap one another, put together.
fn flood() -> Vec<Zone> {
    let shapes = shapefile::read_shapes_as::<_, shapefile::Polygon>(data("cape_town/hazard/NASADEM_0100.shp")).unwrap();
    let polygons: Vec<Polygon<f64>> = shapes.iter().flat_map(surface).collect();
    let parts = geo::unary_union(&polygons);
    let zone = |(number, part): (usize, Polygon<f64>)| Zone { id: number.to_string(), surface: part.into() };
    parts.into_iter().enumerate().map(zone).collect()
}

/// The share of each cell that the table calls flooded in the 100-year flood.
fn table() -> BTreeMap<u32, f64> {
    let mut reader = csv::Reader::from_path(data("cape_town/hazard/coastal_flood_nasadem_2018.csv")).unwrap();
    let rows = reader.deserialize::<(u32, f64, f64, f64, u32)>().map(Result::unwrap);
    rows.filter(|row| row.4 == 100).map(|row| (row.0, row.3)).collect()
}

fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let count = f64::from(u32::try_from(pairs.len()).unwrap());
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|pair| of(pair.0 - x, pair.1 - y)).sum::<f64>();
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt()
}

fn agreement(choice: DatumChoice, cells: &BTreeMap<u32, MultiPolygon<f64>>, flood: &[Zone]) -> f64 {
    let prj = std::fs::read_to_string(data("cape_town/hazard/grid_reference_500.prj")).unwrap();
    let crs = Crs::parse(&prj).unwrap();
    assert_eq!(crs.datum(), &Datum::Unknown);
    let to_wgs84 = Transform::new(&crs.with_datum(choice), &Crs::wgs84()).unwrap();
    let zones: Vec<Zone> = cells
        .iter()
        .map(|(id, cell)| Zone { id: id.to_string(), surface: to_wgs84.transform(cell).unwrap() })
        .collect();
    let request = ConcordanceRequest { sliver_share: 0.0, ..ConcordanceRequest::default() };
    let concordance = Concordance::between(&zones, flood, &request).unwrap();
    let covered: BTreeMap<u32, f64> =
        concordance.sources.iter().map(|cell| (cell.id.parse().unwrap(), cell.covered_share)).collect();
    let told = table();
    let pairs: Vec<(f64, f64)> = cells
        .keys()
        .map(|id| (covered.get(id).copied().unwrap_or(0.0), told.get(id).copied().unwrap_or(0.0)))
        .filter(|(covered, told)| *covered > 0.0 || *told > 0.0)
        .collect();
    correlation(&pairs)
}

#[test]
fn the_declared_ellipsoid_without_a_shift_fits_the_flood_table_best() {
    let (cells, flood) = (cells(), flood());
    assert_eq!(cells.len(), 24_014);
    let no_shift = agreement(DatumChoice::NoShift, &cells, &flood);
    let cape = agreement(DatumChoice::shift_m("Cape, EPSG:1129", [-134.73, -110.92, -292.66]), &cells, &flood);
    let cape_1128 = agreement(DatumChoice::shift_m("Cape, EPSG:1128", [-136.0, -108.0, -292.0]), &cells, &flood);
    let wgs84 = agreement(DatumChoice::AsWgs84Ellipsoid, &cells, &flood);
    assert!((no_shift - 0.973).abs() < 0.0005, "{no_shift}");
    assert!((cape - 0.934).abs() < 0.0005, "{cape}");
    assert!((cape_1128 - 0.938).abs() < 0.0005, "{cape_1128}");
    assert!((wgs84 - 0.667).abs() < 0.0005, "{wgs84}");
}
