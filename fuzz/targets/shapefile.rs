#![no_main]

use city::settings::Reader;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::read_beside(&["a.shp", "a.dbf", "a.shx", "a.prj", "a.cpg"], Reader::Shapefile, bytes));
