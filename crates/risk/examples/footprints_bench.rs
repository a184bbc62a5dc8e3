//! Two damages of every building on a raster of depths, by Delft-FIAT's rule and by our own:
//! `footprints_bench RASTER.tif BUILDINGS.csv EXPOSURE.csv CURVES.csv > OUT.csv`.
//!
//! BUILDINGS.csv has `WKT` (a polygon of one ring) and `object_id`; EXPOSURE.csv and CURVES.csv are those of Delft-FIAT 0.4.
//! `benches/peers/footprints.py` makes them and runs it beside the peer.
//!
//! Delft-FIAT: every touched cell deeper than 0.1 mm, plain mean, less the height of the floor; the curve is read at the depth
//! rounded to a centimetre; times the wet share of touched cells; rounded to 0.01. Ours: cells count by the share that the building
//! covers, the curve is read at the depth itself, nothing is rounded.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use grid::{Extracted, Extraction, GeoTiff, ZonalRequest, zonal_statistics};
use risk::DamageFunction;

type Fault = Box<dyn Error>;

/// Depth from which Delft-FIAT takes a cell as wet.
const WET_ABOVE_M: f64 = 1e-4;

/// What can be lost of a building, and by which function.
struct Building {
    floor_m: f64,
    functions: [usize; 2],
    values: [f64; 2],
}

/// Depth over the floor, wet share, and two damages.
type Answer = (f64, f64, [f64; 2]);

fn main() -> Result<(), Fault> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [raster, buildings, exposure, curves] = arguments.as_slice() else {
        return Err("usage: footprints_bench RASTER.tif BUILDINGS.csv EXPOSURE.csv CURVES.csv > OUT.csv".into());
    };
    let (ids, zones) = read_zones(buildings)?;
    let functions = read_functions(curves)?;
    let exposed = read_exposure(exposure, &functions)?;
    let raster = GeoTiff::open(BufReader::new(File::open(raster)?), 1)?;
    let request = ZonalRequest { above: Some(WET_ABOVE_M), ..ZonalRequest::default() };
    let answers = zonal_statistics(&raster, None, &zones, &request)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let fiat = "inun_depth,red_fact,damage_structure,damage_content,total_damage";
    writeln!(out, "object_id,{fiat},weighted_depth,weighted_share,weighted_structure,weighted_content")?;
    for (id, answer) in ids.iter().zip(answers) {
        let building = exposed.get(id).ok_or_else(|| format!("building {id} is in no row of {exposure}"))?;
        let zone = answer.map_err(|fault| format!("building {id}: {fault}"))?;
        let above = zone.above.ok_or("nothing was extracted")?;
        write!(out, "{id}")?;
        match fiat_rule(above.by(Extraction::Touched), building, &functions) {
            None => write!(out, ",nan,nan,nan,nan,0.00")?,
            Some((depth_m, share, [one, two])) => {
                write!(out, ",{depth_m},{share},{one:.2},{two:.2},{:.2}", hundredth(one) + hundredth(two))?;
            }
        }
        match own_rule(above.by(Extraction::AreaWeighted), building, &functions) {
            None => writeln!(out, ",,,,")?,
            Some((depth_m, share, [one, two])) => writeln!(out, ",{depth_m},{share},{one},{two}")?,
        }
    }
    Ok(())
}

/// To 0.01 as Python rounds: by the number's exact digits.
fn hundredth(number: f64) -> f64 {
    format!("{number:.2}").parse().unwrap_or(number)
}

fn fiat_rule(cells: &Extracted, building: &Building, functions: &[(String, DamageFunction)]) -> Option<Answer> {
    let (depth_m, share) = (cells.mean? - building.floor_m, cells.share_of_all()?);
    let damage = |(function, value): (&usize, &f64)| {
        functions.get(*function).map_or(f64::NAN, |(_, function)| function.ratio(hundredth(depth_m)) * value * share)
    };
    Some((depth_m, share, both(building, damage)))
}

fn own_rule(cells: &Extracted, building: &Building, functions: &[(String, DamageFunction)]) -> Option<Answer> {
    let (depth_m, share) = (cells.mean? - building.floor_m, cells.share()?);
    let damage = |(function, value): (&usize, &f64)| {
        functions.get(*function).map_or(f64::NAN, |(_, function)| function.ratio(depth_m) * value * share)
    };
    Some((depth_m, share, both(building, damage)))
}

fn both(building: &Building, damage: impl Fn((&usize, &f64)) -> f64) -> [f64; 2] {
    let [one, two] = [0, 1].map(|place| (&building.functions[place], &building.values[place]));
    [damage(one), damage(two)]
}

type Zones = (Vec<u64>, Vec<MultiPolygon<f64>>);

fn read_zones(path: &str) -> Result<Zones, Fault> {
    let mut rows = csv::Reader::from_path(path)?;
    let (wkt, id) = (column(rows.headers()?, "WKT")?, column(rows.headers()?, "object_id")?);
    let mut zones = (Vec::new(), Vec::new());
    let mut row = csv::StringRecord::new();
    while rows.read_record(&mut row)? {
        zones.0.push(row.get(id).unwrap_or_default().parse()?);
        let text = row.get(wkt).unwrap_or_default();
        let ring = text.strip_prefix("POLYGON ((").and_then(|text| text.strip_suffix("))"));
        let ring = ring.filter(|ring| !ring.contains('(')).ok_or("a building is a polygon of one ring")?;
        zones.1.push(Polygon::new(ring.split(',').map(vertex).collect::<Result<LineString<f64>, _>>()?, vec![]).into());
    }
    Ok(zones)
}

fn vertex(text: &str) -> Result<Coord<f64>, Fault> {
    let (x, y) = text.trim().split_once(' ').ok_or("a corner is `x y`")?;
    Ok(Coord { x: x.parse()?, y: y.parse()? })
}

fn read_functions(path: &str) -> Result<Vec<(String, DamageFunction)>, Fault> {
    let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(path)?;
    let names: Vec<String> = rows.headers()?.iter().skip(1).map(str::to_owned).collect();
    let points = rows.deserialize().collect::<Result<Vec<Vec<f64>>, _>>()?;
    let at = |place: usize| -> Vec<f64> { points.iter().filter_map(|point| point.get(place).copied()).collect() };
    let function =
        |(place, name): (usize, String)| Ok((name.clone(), DamageFunction::new(&name, at(0), at(place + 1))?));
    names.into_iter().enumerate().map(function).collect()
}

fn read_exposure(path: &str, functions: &[(String, DamageFunction)]) -> Result<BTreeMap<u64, Building>, Fault> {
    let mut rows = csv::Reader::from_path(path)?;
    let names = [
        "object_id",
        "ground_flht",
        "fn_damage_structure",
        "fn_damage_content",
        "max_damage_structure",
        "max_damage_content",
    ];
    let headers = rows.headers()?.clone();
    let [id, floor, structure, content, most_structure, most_content] = names.map(|name| column(&headers, name));
    let (id, floor) = (id?, floor?);
    let (of, values) = ([structure?, content?], [most_structure?, most_content?]);
    let mut exposed = BTreeMap::new();
    let mut row = csv::StringRecord::new();
    while rows.read_record(&mut row)? {
        let text = |place: usize| row.get(place).unwrap_or_default();
        let function = |place: usize| functions.iter().position(|(name, _)| name == text(place)).ok_or("no such curve");
        let building = Building {
            floor_m: text(floor).parse()?,
            functions: [function(of[0])?, function(of[1])?],
            values: [text(values[0]).parse()?, text(values[1]).parse()?],
        };
        exposed.insert(text(id).parse()?, building);
    }
    Ok(exposed)
}

fn column(headers: &csv::StringRecord, name: &str) -> Result<usize, Fault> {
    headers.iter().position(|header| header == name).ok_or_else(|| format!("there is no column {name}").into())
}
