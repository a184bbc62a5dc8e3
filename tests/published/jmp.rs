//! JMP ladders against households of Dhaka and the census of Greater Accra.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails where a number is missing")]

use assess::ladder::sanitation::{Sanitation, Toilet};
use assess::ladder::water::{Drinking, Water, WaterRules};
use assess::ladder::{CountsAs, JmpRules, Rung};
use std::path::PathBuf;

/// Rules of the survey, `data-raw/dhakaIndicators.R` of github.com/katilingban/washdata (CC0), in the words of its questionnaire.
const DHAKA_RULES: &str = r#"
[[water]]
version = "dhaka_2017"
citation = "katilingban/washdata, data-raw/dhakaIndicators.R"
improved = ["Deep tube well", "Piped water into dwelling", "Piped water to yard/plot", "Public tap/standpipe/kiosk", "Water lifted by motor", "Rainwater collection"]
packaged = ["Bottled water"]
delivered = ["Cart with small tank/drum or tanker-truck"]
unimproved = ["Tube well", "Neighbour's house", "From mosque", "Purchase water", "From water supply point", "Nearby factory", "Shallow tube well", "From market"]
surface = ["Surface water (river, dam, lake, pond, stream, canal, irrigation channels)"]
packaged_counts_as = "improved"
delivered_counts_as = "improved"
round_trip_minutes = 30.0

[[sanitation]]
version = "dhaka_2017"
citation = "katilingban/washdata, data-raw/dhakaIndicators.R"
improved = []
improved_if_contained = ["Flush/pour flush", "Pit latrine with slab or ventilated improved pit latrine (VIP)"]
unimproved = ["Pit latrine without slab/open pit", "Hanging toilet/hanging latrine", "Drain", "Ring and slab without pit latrine"]
open_defecation = ["No facilities or bush or field or lake or pond"]
contained = ["Piped sewer system", "Pit latrine", "Septic tank", "Don't know"]
open_discharge = ["Open drain/ditch/water body", "Adjacent pond"]
open_discharge_counts_as = "unclassified"
private = ["Household toilet"]
shared = ["Communal / shared toilet", "Other's toilet", "Public toilet", "Open place"]
"#;

/// What the survey asked; its own answers (`jmpWater*`, `jmpSan*`) are not read.
struct Row {
    kind: String,
    source: String,
    minutes: Option<f64>,
    toilet: String,
    leads_to: String,
    access: String,
}

/// `data-raw/indicatorsDataBGD.csv` of github.com/katilingban/washdata (CC0): 1,282 households of Dhaka, March 2017.
fn dhaka() -> Vec<Row> {
    let beside =
        PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../../shared/reference");
    let folder = std::env::var_os("MAKAZI_REFERENCE").map_or(beside, PathBuf::from);
    let path = folder.join("wash/indicatorsDataBGD.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|e| {
        panic!("{} cannot be read ({e}); set MAKAZI_REFERENCE to the folder of reference files", path.display())
    });
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap_or_else(|| panic!("no column {name}"));
    let columns = ["type", "waterSource", "water7", "san3", "san4", "san1"].map(column);
    let row = |record: csv::StringRecord| {
        let [kind, source, minutes, toilet, leads_to, access] = columns.map(|at| record[at].to_owned());
        Row { kind, source, minutes: minutes.parse().ok(), toilet, leads_to, access }
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn count<L: PartialEq + Copy>(rungs: &[Rung<L>], levels: [L; 4]) -> [usize; 5] {
    let on = |level: Option<L>| rungs.iter().filter(|rung| rung.at_least() == level).count();
    let [a, b, c, d] = levels.map(Some).map(on);
    [a, b, c, d, on(None)]
}

fn water(rows: &[Row]) -> [usize; 5] {
    let rules = JmpRules::read(DHAKA_RULES).unwrap().water.remove(0);
    let drinking =
        |r: &Row| rules.rung(&Drinking { source: &r.source, round_trip_minutes: r.minutes, ..Drinking::default() });
    let rungs: Vec<Rung<Water>> = rows.iter().map(drinking).collect();
    count(&rungs, [Water::Surface, Water::Unimproved, Water::Limited, Water::Basic])
}

fn sanitation(rows: &[Row], open_discharge: CountsAs) -> [usize; 5] {
    let mut rules = JmpRules::read(DHAKA_RULES).unwrap().sanitation.remove(0);
    rules.open_discharge_counts_as = open_discharge;
    let toilet = |r: &Row| {
        let (leads_to, access) = (Some(r.leads_to.as_str()), Some(r.access.as_str()));
        rules.rung(&Toilet { kind: &r.toilet, leads_to, access, safely_disposed: None })
    };
    let rungs: Vec<Rung<Sanitation>> = rows.iter().map(toilet).collect();
    let levels = [Sanitation::OpenDefecation, Sanitation::Unimproved, Sanitation::Limited, Sanitation::Basic];
    count(&rungs, levels)
}

#[test]
fn dhaka_households_stand_on_the_published_rungs() {
    let rows = dhaka();
    assert_eq!(rows.len(), 1282);
    assert_eq!(water(&rows), [0, 66, 9, 1207, 0]);
    assert_eq!(sanitation(&rows, CountsAs::Unclassified), [7, 92, 453, 389, 341]);
    assert_eq!(sanitation(&rows, CountsAs::Unimproved), [7, 433, 453, 389, 0]);
}

#[test]
fn both_samples_of_dhaka_stand_on_the_published_rungs() {
    let (poor, other): (Vec<Row>, Vec<Row>) = dhaka().into_iter().partition(|row| row.kind == "1");
    assert_eq!((poor.len(), other.len()), (688, 594));
    assert_eq!(water(&poor), [0, 35, 7, 646, 0]);
    assert_eq!(water(&other), [0, 31, 2, 561, 0]);
    assert_eq!(sanitation(&poor, CountsAs::Unclassified), [6, 48, 342, 10, 282]);
    assert_eq!(sanitation(&other, CountsAs::Unclassified), [1, 44, 111, 379, 59]);
}

/// Ghana Statistical Service, 2021 Population and Housing Census, households of Greater Accra by main source of drinking water, all
/// localities (the service's own improved sources: 1,670,102 of 1,698,371).
const GREATER_ACCRA: [(&str, f64); 16] = [
    ("piped_dwelling", 136_052.0),
    ("piped_compound", 84_955.0),
    ("piped_neighbour", 95_787.0),
    ("public_tap", 64_779.0),
    ("borehole", 17_051.0),
    ("protected_well", 5_158.0),
    ("protected_spring", 110.0),
    ("rain", 1_482.0),
    ("bottled", 63_978.0),
    ("sachet", 1_200_750.0),
    ("tanker_vendor", 22_272.0),
    ("unprotected_well", 649.0),
    ("unprotected_spring", 82.0),
    ("river", 3_785.0),
    ("surface", 1_139.0),
    ("other", 342.0),
];

#[test]
fn what_packaged_and_delivered_water_count_as_decides_in_accra() {
    for (version, published) in [("ghana_census_2021", 0.983_355), ("mdg", 0.238_684), ("jmp_2017", 0.996_469)] {
        let made = WaterRules::version(version).unwrap().improved_share(&GREATER_ACCRA).unwrap();
        assert!((made.total - 1_698_371.0).abs() < 0.5);
        assert!((made.share.value - published).abs() < 5e-7, "{version}: {}", made.share.value);
        assert!(made.unknown.is_empty() && made.left_out.is_empty());
    }
}

#[test]
fn packaged_water_is_a_parameter_of_any_version() {
    let mut rules = WaterRules::version("jmp_2017").unwrap();
    rules.packaged_counts_as = CountsAs::Unimproved;
    let without = rules.improved_share(&GREATER_ACCRA).unwrap().share.value;
    assert!((without - (0.238_684 + 22_272.0 / 1_698_371.0)).abs() < 1e-6, "{without}");
}
