//! `SoVI` by principal components, beside an independent calculation.
//!
//! Steps as in github.com/geoss/sovi-validity (Spielman, Tuccillo, Folch, Schweikert, Davies, Wood and Tate 2020, "Evaluating
//! social vulnerability indicators: criteria and their application to the Social Vulnerability Index", Natural Hazards 100,
//! 417-436). Its scores were reproduced elsewhere to 4e-11, but neither they nor its census data are at hand, so that they are
//! not tested here. The numbers below were worked out by `sovi.py` beside this file, which shares no code with Makazi, from the
//! pillars of the ASEM index (`COINr`, MIT), Environ turned round. Countries of Asia and Europe are no settlements: this is a
//! test of arithmetic and says nothing about them.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where its own ground gives way")]

use assess::composite::sovi::{Cases, sovi};
use assess::composite::{Direction, Table};
use std::path::PathBuf;

const PILLARS: [&str; 8] = ["Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin"];
const VARIANCES: [f64; 3] = [3.504_923_857_231, 1.818_852_984_611, 1.095_470_511_449];
const LOADINGS: [[f64; 8]; 3] = [
    [
        0.809_644_984_168,
        0.162_815_015_214,
        0.861_447_034_745,
        0.887_607_550_790,
        0.687_515_963_996,
        0.015_496_765_874,
        0.904_172_366_877,
        -0.050_059_467_128,
    ],
    [
        0.353_777_690_440,
        0.893_840_684_631,
        -0.419_699_300_734,
        0.112_951_548_410,
        0.610_908_883_707,
        0.523_977_329_678,
        0.229_314_403_904,
        -0.074_098_606_500,
    ],
    [
        0.062_623_145_201,
        -0.113_476_176_486,
        -0.012_969_093_184,
        -0.082_942_890_409,
        -0.183_149_703_443,
        0.425_155_946_174,
        -0.020_582_997_391,
        0.925_688_520_960,
    ],
];
const SCORES: [(&str, f64); 51] = [
    ("AUT", 0.846_242_027_366),
    ("BEL", 1.692_791_687_879),
    ("BGR", 0.236_092_057_856),
    ("HRV", -0.825_430_633_673),
    ("CYP", -2.366_831_728_512),
    ("CZE", 2.237_942_383_804),
    ("DNK", 1.162_385_980_224),
    ("EST", 3.661_262_554_225),
    ("FIN", 1.732_963_146_202),
    ("FRA", -0.766_549_150_110),
    ("DEU", 1.157_389_064_200),
    ("GRC", -2.932_254_510_271),
    ("HUN", 0.650_899_965_887),
    ("IRL", 0.728_024_841_167),
    ("ITA", -2.424_982_427_742),
    ("LVA", 1.021_310_332_873),
    ("LTU", 1.380_594_724_685),
    ("LUX", 1.739_524_939_307),
    ("MLT", 1.368_604_355_227),
    ("NLD", 1.892_959_678_697),
    ("NOR", 0.691_890_344_664),
    ("POL", 0.793_582_271_669),
    ("PRT", -0.571_190_057_805),
    ("ROU", 0.180_644_706_319),
    ("SVK", 0.542_064_873_794),
    ("SVN", 2.015_424_945_722),
    ("ESP", -0.825_695_883_058),
    ("SWE", 1.133_218_555_307),
    ("CHE", 1.042_469_166_334),
    ("GBR", -0.287_233_598_881),
    ("AUS", 0.861_634_692_423),
    ("BGD", -2.528_800_142_604),
    ("BRN", 0.878_585_053_817),
    ("KHM", -0.853_405_110_722),
    ("CHN", -0.221_833_319_880),
    ("IND", -3.077_741_899_962),
    ("IDN", -2.516_435_743_066),
    ("JPN", -1.517_592_211_989),
    ("KAZ", 0.409_420_390_173),
    ("KOR", 1.483_644_186_808),
    ("LAO", -2.447_767_772_178),
    ("MYS", 0.987_116_225_100),
    ("MNG", -0.094_442_025_228),
    ("MMR", -2.003_817_310_725),
    ("NZL", -0.366_478_337_870),
    ("PAK", -4.286_557_363_284),
    ("PHL", -2.617_955_646_734),
    ("RUS", -0.786_936_486_190),
    ("SGP", 3.391_251_957_740),
    ("THA", -1.368_517_799_589),
    ("VNM", -0.231_485_949_395),
];

fn pillars() -> Table {
    let beside =
        || PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../../shared/reference");
    let folder = std::env::var_os("MAKAZI_REFERENCE").map_or_else(beside, PathBuf::from);
    let path = folder.join("coinr/golden_full_example.csv");
    let mut reader =
        csv::Reader::from_path(path).expect("coinr/golden_full_example.csv; set MAKAZI_REFERENCE to its folder");
    let header = reader.headers().expect("a header").clone();
    let position = |name: &str| header.iter().position(|h| h == name).expect("a column");
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("rows");
    let column = |name: &str| rows.iter().map(|row| row[position(name)].parse().ok()).collect();
    let places = rows.iter().map(|row| row[position("uCode")].to_owned()).collect();
    Table::new(places, PILLARS.iter().map(|name| ((*name).to_owned(), column(name))).collect()).expect("table")
}

#[test]
fn loadings_and_scores_are_those_of_the_independent_script() {
    let table = pillars();
    let way = |name: &&str| if *name == "Environ" { Direction::Lowers } else { Direction::Raises };
    let found = sovi(&table, &PILLARS.iter().map(way).collect::<Vec<_>>(), Cases::Enough).expect("scores");
    assert_eq!(found.factors.len(), VARIANCES.len());
    for ((factor, variance), loadings) in found.factors.iter().zip(VARIANCES).zip(LOADINGS) {
        assert!((factor.variance - variance).abs() < 1e-9, "{}", factor.variance);
        assert!(factor.loadings.iter().zip(loadings).all(|(a, b)| (a - b).abs() < 1e-9), "{:?}", factor.loadings);
    }
    for ((place, score), (code, wanted)) in table.places().iter().zip(&found.scores).zip(SCORES) {
        assert!(place == code && (score - wanted).abs() < 1e-9, "{place}: {score} is not {wanted}");
    }
}
