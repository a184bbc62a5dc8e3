use std::io::Cursor;

use super::*;

const SMALL: &[u8] = include_bytes!("../../tests/rasters/point.tif");
const TILED: &[u8] = include_bytes!("../../tests/rasters/tiled_deflate_f32_predictor3.tif");
const BIG: &[u8] = include_bytes!("../../tests/rasters/tiled_u32_big.tif");

fn whole(bytes: &[u8]) -> Result<Vec<f64>, GridError> {
    let raster = GeoTiff::open(Cursor::new(bytes.to_vec()), 1)?;
    let (width, height) = (raster.info().width, raster.info().height);
    let mut cells = vec![0.0; width * height];
    raster.read(Window { row: 0, column: 0, width, height }, &mut cells)?;
    Ok(cells)
}

/// Sets the value of a tag in the first directory of a little-endian file that is not a `BigTIFF`.
fn with_tag(bytes: &[u8], tag: u16, value: u32) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
    let count = usize::from(u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap()));
    let entry = (0..count).map(|place| at + 2 + 12 * place).find(|place| bytes[*place..place + 2] == tag.to_le_bytes());
    let entry = entry.unwrap();
    bytes[entry + 2..entry + 4].copy_from_slice(&4_u16.to_le_bytes());
    bytes[entry + 8..entry + 12].copy_from_slice(&value.to_le_bytes());
    bytes
}

#[test]
fn cells_tied_by_their_centres_begin_half_a_cell_before() {
    let raster = GeoTiff::open(Cursor::new(SMALL), 1).unwrap();
    assert_eq!(raster.info().transform.origin(), (18.0, -33.0));
    assert_eq!(raster.info().transform.cell(), (0.5, -0.5));
    assert_eq!(raster.info().crs.as_deref(), Some("EPSG:4326"));
    assert_eq!(whole(SMALL).unwrap(), vec![1.0, 2.0, 3.0, 4.0]);
}

#[test]
fn what_is_no_tiff_is_said_to_be_none() {
    for bytes in [&b""[..], b"PK\x03\x04 a zip file", b"II*", b"II*\0\x08\0\0\0"] {
        let refused = GeoTiff::open(Cursor::new(bytes), 1);
        assert!(matches!(refused, Err(DecodeError::NotTiff { .. } | DecodeError::Truncated { .. })), "{bytes:?}");
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused_and_never_panics() {
    for file in [SMALL, TILED, BIG] {
        for length in 0..file.len() {
            if let Ok(cells) = whole(&file[..length]) {
                assert_eq!(cells.len(), whole(file).unwrap().len(), "cut at {length}");
            }
        }
        let cut = whole(&file[..file.len() / 2]).unwrap_err().to_string();
        assert!(cut.contains("ends at byte"), "{cut}");
    }
}

#[test]
fn any_single_damaged_byte_gives_cells_or_an_error() {
    for file in [SMALL, TILED, BIG] {
        for place in 0..file.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut damaged = file.to_vec();
                damaged[place] = value;
                if let Ok(raster) = GeoTiff::open(Cursor::new(damaged), 1) {
                    let info = raster.info().clone();
                    let (width, height) = (info.width.min(64), info.height.min(64));
                    let mut cells = vec![0.0; width * height];
                    let _ = raster.read(Window { row: 0, column: 0, width, height }, &mut cells);
                }
            }
        }
    }
}

#[test]
fn a_header_that_claims_a_huge_raster_is_refused() {
    let wide = with_tag(SMALL, 256, u32::MAX);
    assert!(matches!(GeoTiff::open(Cursor::new(wide), 1), Err(DecodeError::Damaged { .. })));
    let tall = with_tag(&with_tag(SMALL, 256, 1 << 20), 257, 1 << 20);
    let tall = with_tag(&tall, 278, 1 << 20);
    assert!(matches!(GeoTiff::open(Cursor::new(tall), 1), Err(DecodeError::BlockTooLarge { .. })));
    let blocks = with_tag(&with_tag(SMALL, 257, 1 << 24), 278, 1);
    assert!(matches!(GeoTiff::open(Cursor::new(blocks), 1), Err(DecodeError::Damaged { .. })));
}

#[test]
fn a_band_that_is_not_there_is_refused() {
    for band in [0, 2] {
        assert!(matches!(GeoTiff::open(Cursor::new(SMALL), band), Err(DecodeError::NoSuchBand { bands: 1, .. })));
    }
}

#[test]
fn nodata_marks_are_read_as_they_are_written() {
    assert_eq!(nodata(Some("-9999 ".into())).unwrap(), Some(-9999.0));
    assert_eq!(nodata(Some("3.4028234663852886e+038\0".into())).unwrap(), Some(f64::from(f32::MAX)));
    assert_eq!(nodata(Some("nan".into())).unwrap(), None);
    assert_eq!(nodata(None).unwrap(), None);
    assert!(matches!(nodata(Some("none".into())), Err(DecodeError::Nodata { .. })));
}

#[test]
fn a_small_cache_gives_the_same_cells() {
    let raster = GeoTiff::open(Cursor::new(TILED), 1).unwrap().with_cache_bytes(1);
    let window = Window { row: 3, column: 5, width: 29, height: 20 };
    let mut cells = vec![0.0; window.cells()];
    raster.read(window, &mut cells).unwrap();
    let all = whole(TILED).unwrap();
    for (place, cell) in cells.iter().enumerate() {
        let expected = all[(3 + place / 29) * 37 + 5 + place % 29];
        assert_eq!(cell.to_bits(), expected.to_bits());
    }
}
