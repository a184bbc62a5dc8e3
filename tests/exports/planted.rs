//! What must be in no export, put into a copy of the example city.

use crate::common::append_to_city_toml;
use std::path::Path;

/// What must be in no export: each is planted in the city.
pub struct Planted {
    pub words: Vec<&'static str>,
    pub numbers: Vec<f64>,
}

/// Sources that what is planted comes from.
const PLANTED: &str = r#"
[consent.quiet]
owner = "Quiet Row"
purpose = "test"
level = "public"
[consent.gone]
owner = "Row"
purpose = "test"
level = "public"
boundary = true
[consent.sealed]
owner = "Row"
purpose = "test"
level = "sealed"

[[source]]
id = "homes"
title = "Homes"
licence = "CC0-1.0"
quality = "high"
file = "sources/homes.csv"
longitude_latitude = ["lon", "lat"]
keep_layer = { name = "homes" }

[[source]]
id = "taps_of_the_works"
title = "Taps"
licence = "CC0-1.0"
quality = "high"
file = "sources/taps.csv"
longitude_latitude = ["lon", "lat"]
keep_layer = { name = "taps_of_the_works" }

[[source]]
id = "shelter"
title = "Shelter count"
licence = "CC0-1.0"
date = "2021-01-01"
quality = "high"
file = "sources/shelter.csv"
consent = "federation"
join = { prefix = "settlement", column = "code" }
values = [
  { column = "all", indicator = "households", period = "2021" },
  { column = "pit", indicator = "households", period = "2021", group = "toilet=pit" },
  { column = "bucket", indicator = "households", period = "2021", group = "toilet=bucket" },
  { column = "flush", indicator = "households", period = "2021", group = "toilet=flush_sewer" },
]

[[source]]
id = "quiet"
title = "Quiet Row"
licence = "CC0-1.0"
quality = "high"
file = "sources/quiet.geojson"
consent = "quiet"
places = { kind = "settlement", prefix = "quiet", code = "code", name = "name" }
keep_layer = { name = "quiet" }

[[source]]
id = "gone"
title = "Gone"
licence = "CC0-1.0"
quality = "high"
file = "sources/gone.csv"
consent = "gone"
longitude_latitude = ["lon", "lat"]
places = { kind = "settlement", prefix = "gone", code = "code", name = "name" }
values = [{ column = "people", indicator = "population", period = "2021" }]

[[source]]
id = "closed"
title = "Closed"
licence = "CC0-1.0"
quality = "high"
file = "sources/partner.csv"
consent = "sealed"
join = { prefix = "settlement", column = "code" }
values = [{ column = "people", indicator = "population", period = "2021" }]
"#;

pub fn plant(dir: &Path) -> Planted {
    let write = |name: &str, text: &str| std::fs::write(dir.join("sources").join(name), text).expect("a source");
    write(
        "homes.csv",
        "household_id,head_name,telephone,roof,lon,lat\nHH-SECRET-1,Amina Geheimnis,0555-SECRET-1,tin,-20.551234567,-1.491234567\n",
    );
    write("taps.csv", "tap,telephone,lon,lat\n=1+cmd,0777-SECRET-2,-20.55,-1.49\n");
    write(
        "shelter.csv",
        "code,all,pit,bucket,flush\nMF001,523,3,40,480\nMF002,617,\"Juma Geheimnis said 17\",117,500\n",
    );
    write(
        "quiet.geojson",
        r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "Q1", "name": "Quiet Row"},
            "geometry": {"type": "Polygon", "coordinates": [[[-20.561234567, -1.481234567], [-20.560234567, -1.481234567],
            [-20.560234567, -1.480234567], [-20.561234567, -1.481234567]]]}}]}"#,
    );
    write("gone.csv", "code,name,people,lon,lat\nG1,Verschwunden Row,424242.125,-20.571234567,-1.471234567\n");
    write("partner.csv", "code,people\nMF003,535353.25\n");
    append_to_city_toml(dir, PLANTED);
    Planted {
        words: vec![
            "SECRET",
            "Geheimnis",
            "Verschwunden",
            "561234567",
            "560234567",
            "551234567",
            "571234567",
            "424242.125",
        ],
        numbers: vec![424_242.125, -20.561_234_567, -1.481_234_567, -20.571_234_567, -20.551_234_567],
    }
}
