//! The rasters and reference systems of the three cities, read where they lie: `MAKAZI_DATA`, or `../../../shared/data`.

#![allow(clippy::expect_used, reason = "a test stops where its own ground gives way")]
#![expect(clippy::unwrap_used, reason = "this is a test, its own functions too")]

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use grid::crs::{Crs, Datum, Transform};
use grid::{AsciiGrid, GeoTiff, RasterWindow, Window};

fn data(path: &str) -> PathBuf {
    let root = std::env::var_os("MAKAZI_DATA").map_or_else(
        || Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../../shared/data"),
        PathBuf::from,
    );
    let file = root.join(path);
    assert!(file.exists(), "{} is not there: set MAKAZI_DATA to the folder of the three cities", file.display());
    file
}

struct Summary {
    count: u64,
    sum: f64,
    least: f64,
    most: f64,
}

fn summary(raster: &dyn RasterWindow) -> Summary {
    let (width, height) = (raster.info().width, raster.info().height);
    let mut all = Summary { count: 0, sum: 0.0, least: f64::INFINITY, most: f64::NEG_INFINITY };
    let mut cells = vec![0.0; width];
    for row in 0..height {
        raster.read(Window { row, column: 0, width, height: 1 }, &mut cells).unwrap();
        for cell in cells.iter().filter(|cell| !cell.is_nan()) {
            all.count += 1;
            all.sum += cell;
            all.least = all.least.min(*cell);
            all.most = all.most.max(*cell);
        }
    }
    all
}

// rasterio 1.4.4 (GDAL): count, sum, least and most of the cells that are neither nodata nor NaN.
#[test]
fn geotiffs_hold_what_gdal_finds_in_them() {
    let cases = [
        (
            "accra/climate/accra_rainfall.tif",
            4_112_056,
            986_009_158.631_568_1,
            185.075_887_332_553_98,
            315.338_236_570_358_3,
        ),
        ("accra/dem/accra_dem.tif", 10_653_984, 157_791_988.0, -43.0, 410.0),
        ("cape_town/dem/LO19_050M_3318CB.tif", 856_924, 47_654_288.398_033_9, 0.0, 373.25),
        (
            "cape_town/dem/LO19_050M_3318CD.tif",
            724_971,
            43_873_849.717_246_8,
            -15.729_999_542_236_328,
            1_106.420_043_945_312_5,
        ),
        (
            "jakarta/population/Population_Jakarta_UTM48N.tif",
            264_152,
            361_279_160.028_45,
            -19_812.796_875,
            8_775.203_125,
        ),
    ];
    for (path, count, sum, least, most) in cases {
        let raster = GeoTiff::open(File::open(data(path)).unwrap(), 1).unwrap();
        let found = summary(&raster);
        assert_eq!(found.count, count, "{path}");
        assert!((found.sum - sum).abs() <= 1e-9 * sum.abs(), "{path}: {}", found.sum);
        assert!(found.least.to_bits() == f64::to_bits(least) && found.most.to_bits() == f64::to_bits(most), "{path}");
    }
}

#[test]
fn geotiffs_name_their_reference_system() {
    let crs = |path: &str| {
        let raster = GeoTiff::open(File::open(data(path)).unwrap(), 1).unwrap();
        raster.crs().unwrap().cloned().unwrap()
    };
    assert_eq!(crs("accra/dem/accra_dem.tif").epsg(), Some(4326));
    assert_eq!(crs("jakarta/population/Population_Jakarta_UTM48N.tif").epsg(), Some(32648));
    let lo19 = crs("cape_town/dem/LO19_050M_3318CB.tif");
    assert!(matches!(lo19.datum(), Datum::Known(_)), "{lo19:?}");
    let corner = Transform::new(&lo19, &Crs::wgs84()).unwrap();
    // gdalinfo: upper left 18d18' 1.41"E, 33d29'48.35"S.
    let corner = corner.transform_point(geo_types::Coord { x: -65_012.5, y: -3_708_062.5 }).unwrap();
    assert!((corner.x - 18.300_391).abs() < 2e-6 && (corner.y + 33.496_763).abs() < 2e-6, "{corner:?}");
}

#[test]
fn jakarta_has_its_wet_cells_before_and_after_the_design() {
    for (name, expected) in
        [("Flood_Current_Depth_Jakarta_geographic", 76_169), ("Flood_Design_Depth_Jakarta_geographic", 51_985)]
    {
        let file = File::open(data(&format!("jakarta/hazard/{name}.asc"))).unwrap();
        let mut grid = AsciiGrid::open(BufReader::new(file)).unwrap();
        let (mut row, mut wet) = (Vec::new(), 0);
        while grid.next_row(&mut row).unwrap() {
            wet += row.iter().filter(|depth_m| **depth_m > 0.0).count();
        }
        assert_eq!(wet, expected, "{name}");
    }
}

#[test]
fn every_prj_file_of_the_cities_is_understood() {
    for city in ["accra", "cape_town", "jakarta"] {
        let folders = std::fs::read_dir(data(city)).unwrap().map(|folder| folder.unwrap().path());
        let files = folders.filter(|folder| folder.is_dir()).flat_map(|folder| std::fs::read_dir(folder).unwrap());
        for file in
            files.map(|file| file.unwrap().path()).filter(|file| file.extension().is_some_and(|end| end == "prj"))
        {
            let crs = Crs::parse(&std::fs::read_to_string(&file).unwrap())
                .unwrap_or_else(|reason| panic!("{}: {reason}", file.display()));
            let unknown = file.ends_with("grid_reference_500.prj");
            assert_eq!(crs.datum() == &Datum::Unknown, unknown, "{}: {:?}", file.display(), crs.datum());
        }
    }
}

#[test]
fn buildings_on_the_sphere_of_web_mercator_land_in_jakarta() {
    let crs = Crs::parse(&std::fs::read_to_string(data("jakarta/osm/jakarta_OSM_building.prj")).unwrap()).unwrap();
    let to_wgs84 = Transform::new(&crs, &Crs::wgs84()).unwrap();
    let file = data("jakarta/osm/jakarta_OSM_building.shp");
    let buildings = shapefile::read_shapes_as::<_, shapefile::Polygon>(file).unwrap();
    let place =
        |point: &shapefile::Point| to_wgs84.transform_point(geo_types::Coord { x: point.x, y: point.y }).unwrap();
    let corners: Vec<Vec<_>> = buildings
        .iter()
        .map(|building| building.rings().iter().flat_map(shapefile::PolygonRing::points).map(place).collect())
        .collect();
    assert_eq!(corners.len(), 22_266);
    // The box of kabupaten_jakarta.shp; the rest lies beyond the city border, down to Bogor. PROJ by EPSG:3857: 20,087.
    let inside = corners.iter().filter(|building: &&Vec<geo_types::Coord>| {
        (106.685..106.975).contains(&building[0].x) && (-6.373..-6.088).contains(&building[0].y)
    });
    assert_eq!(inside.count(), 20_087);
    // Istora Senayan as osm_buildings_attributes.geojson has it in longitude and latitude.
    let near = |at: &geo_types::Coord| (at.x - 106.805_309_5).abs() < 1e-7 && (at.y + 6.219_923_7).abs() < 1e-7;
    assert!(corners.iter().flatten().any(near));
}
