#![no_main]

use city::settings::Reader;
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::read("a.csv", Reader::Corrections, bytes));
