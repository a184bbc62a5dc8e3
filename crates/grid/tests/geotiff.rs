//! The small rasters of `tests/rasters`, which GDAL wrote by `make.py`, read cell by cell.

#![allow(clippy::expect_used, reason = "a test stops where its own ground gives way")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "this is a test, its own functions too")]

use std::fs::File;

use grid::{GeoTiff, RasterWindow, Window};

const WIDTH: usize = 37;
const HEIGHT: usize = 29;

fn open(name: &str, band: usize) -> GeoTiff<File> {
    let path = format!("{}/tests/rasters/{name}.tif", std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    GeoTiff::open(File::open(&path).unwrap_or_else(|reason| panic!("{path}: {reason}")), band)
        .unwrap_or_else(|reason| panic!("{name}: {reason}"))
}

fn cells(raster: &GeoTiff<File>) -> Vec<f64> {
    let mut cells = vec![0.0; WIDTH * HEIGHT];
    raster.read(Window { row: 0, column: 0, width: WIDTH, height: HEIGHT }, &mut cells).unwrap();
    cells
}

fn expect(name: &str, band: usize, expected: impl Fn(usize, usize) -> f64) {
    let raster = open(name, band);
    assert_eq!((raster.info().width, raster.info().height), (WIDTH, HEIGHT), "{name}");
    for (place, cell) in cells(&raster).into_iter().enumerate() {
        let (row, column) = (place / WIDTH, place % WIDTH);
        let wanted = expected(row, column);
        assert!(
            cell.to_bits() == wanted.to_bits() || (cell.is_nan() && wanted.is_nan()),
            "{name} {row} {column}: {cell} {wanted}"
        );
    }
}

fn number(row: usize, column: usize) -> f64 {
    f64::from(u32::try_from(column + 100 * row).unwrap())
}

#[test]
fn tiles_and_strips_of_every_compression_and_type_are_read() {
    for name in ["tiled_lzw_u16", "striped_deflate_f32_predictor2", "tiled_u32_big", "tiled_i32_big_endian"] {
        expect(name, 1, number);
    }
}

#[test]
fn nodata_comes_as_a_gap() {
    expect(
        "striped_packbits_i16",
        1,
        |row, column| if (row, column) == (0, 5) { f64::NAN } else { number(row, column) },
    );
    for name in ["striped_none_f64_nan", "tiled_deflate_f32_predictor3"] {
        expect(name, 1, |row, column| if (row, column) == (3, 4) { f64::NAN } else { number(row, column) });
    }
}

#[test]
fn blocks_left_out_of_the_file_are_gaps() {
    expect("sparse_u16", 1, |row, column| {
        if row < 16 && column < 16 && (row, column) != (0, 7) { number(row, column) } else { f64::NAN }
    });
}

#[test]
fn each_band_is_read_whatever_their_order_and_meaning() {
    for name in ["pixel_bands_i16", "planar_bands_i16", "planar_strips_i16", "colour_u16"] {
        assert_eq!(open(name, 1).bands(), if name == "colour_u16" { 4 } else { 3 });
        for band in 1..=open(name, 1).bands() {
            let offset = 5000.0 * f64::from(u32::try_from(band - 1).unwrap());
            expect(name, band, |row, column| number(row, column) + offset);
        }
    }
}

#[test]
fn a_colour_table_and_white_as_zero_do_not_change_values() {
    for name in ["palette_u8", "miniswhite_u8"] {
        expect(name, 1, |row, column| number(row, column) % 256.0);
    }
}

#[test]
fn place_and_reference_system_are_read() {
    for name in ["tiled_lzw_u16", "tiled_u32_big", "tiled_i32_big_endian"] {
        let raster = open(name, 1);
        assert_eq!(raster.info().transform.origin(), (200_000.0, 9_900_000.0));
        assert_eq!(raster.info().transform.cell(), (10.0, -10.0));
        assert_eq!(raster.crs().unwrap().unwrap().epsg(), Some(32748));
    }
    assert_eq!(open("tiled_lzw_u16", 1).info().block, (16, 16));
    assert_eq!(open("planar_strips_i16", 1).info().block, (WIDTH, 4));
}

#[test]
fn scale_and_offset_of_a_band_are_applied_and_gaps_are_found_before() {
    let raster = open("scaled_i16", 2);
    let mut cells = vec![0.0; 4];
    raster.read(Window { row: 0, column: 0, width: 2, height: 2 }, &mut cells).unwrap();
    assert_eq!(cells[..2], [10.5, 11.0]);
    assert!(cells[2].is_nan());
    assert_eq!(raster.info().nodata.map(f64::to_bits), Some(11.5_f64.to_bits()));
    let plain = open("scaled_i16", 1);
    plain.read(Window { row: 0, column: 0, width: 2, height: 2 }, &mut cells).unwrap();
    assert_eq!((cells[0].to_bits(), cells[3].to_bits()), (1.0_f64.to_bits(), 4.0_f64.to_bits()));
}

#[test]
fn a_mask_or_an_alpha_band_is_refused_and_not_ignored() {
    for (name, what) in [("masked_u8", "a mask"), ("alpha_u8", "an alpha band")] {
        let path = format!("{}/tests/rasters/{name}.tif", std::env::var("CARGO_MANIFEST_DIR").unwrap());
        let refused = GeoTiff::open(File::open(path).unwrap(), 1).err().unwrap().to_string();
        assert!(refused.contains(what) && refused.contains("gdalwarp"), "{refused}");
    }
}
