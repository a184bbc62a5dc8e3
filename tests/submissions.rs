//! A household survey from its JSON to numbers of places: counted, checked against its form, nobody named.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use common::{makazi_ok, query};
use std::path::Path;

const CITY: &str = r#"[city]
id = "test"
name = "Test"
country = "XX"
invented = true

[[source]]
id = "wards"
title = "Wards"
licence = "CC0-1.0"
quality = "high"
file = "wards.geojson"
[source.places]
kind = "district"
prefix = "ward"
code = "code"
name = "code"

[[source]]
id = "survey"
title = "Household survey"
licence = "CC0-1.0"
quality = "medium"
date = "2024-03"
file = "survey.json"
form = "survey.xml"
[source.join]
prefix = "ward"
column = "ward"
[[source.categories]]
column = "house/water"
dimension = "water"
counts = "households"
codes = { piped = "piped_dwelling", tanker = "tanker" }
[source.keep_layer]
name = "surveyed"
"#;

const WARDS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"a"},"geometry":{"type":"Polygon","coordinates":[[[18,-34],[18.1,-34],[18.1,-33.9],[18,-33.9],[18,-34]]]}},
{"type":"Feature","properties":{"code":"b"},"geometry":{"type":"Polygon","coordinates":[[[18.1,-34],[18.2,-34],[18.2,-33.9],[18.1,-33.9],[18.1,-34]]]}}]}"#;

const FORM: &str = r#"<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:orx="http://openrosa.org/xforms">
<h:head><h:title>Household survey</h:title><model><instance><data id="survey" version="1"><ward/><head/><house><water/><rooms/></house><place/><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/ward" type="string"/><bind nodeset="/data/head" type="string"/><bind nodeset="/data/house/water" type="string"/>
<bind nodeset="/data/house/rooms" type="int" constraint=". &lt; 20"/><bind nodeset="/data/place" type="geopoint"/></model></h:head>
<h:body><select1 ref="/data/ward"><label>Ward</label><item><label>A</label><value>a</value></item><item><label>B</label><value>b</value></item></select1>
<input ref="/data/head"><label>Name of the head</label></input>
<group ref="/data/house"><select1 ref="/data/house/water"><label>Water</label><item><label>Piped</label><value>piped</value></item><item><label>Tanker</label><value>tanker</value></item></select1>
<input ref="/data/house/rooms"><label>Rooms</label></input></group>
<input ref="/data/place"><label>Where?</label></input></h:body></h:html>"#;

const SURVEY: &str = r#"{"results":[
{"_uuid":"1","_xform_id_string":"survey","ward":"a","head":"Amina N.","house/water":"piped","house/rooms":"2","place":"-33.95 18.05 0 0","_submission_time":"2024-03-01T10:00:00"},
{"_uuid":"2","_xform_id_string":"survey","ward":"a","head":"Joseph K.","house/water":"tanker","house/rooms":"3","place":"-33.95 18.06 0 0","_submission_time":"2024-03-01T11:00:00"},
{"_uuid":"3","_xform_id_string":"survey","ward":"a","head":"Esi B.","house/water":"piped","house/rooms":"99","place":"-33.96 18.05 0 0","_submission_time":"2024-03-01T12:00:00"},
{"_uuid":"3","_xform_id_string":"survey","ward":"a","head":"Esi B.","house/water":"piped","house/rooms":"99","place":"-33.96 18.05 0 0","_submission_time":"2024-03-01T12:00:00"},
{"_uuid":"4","_xform_id_string":"survey","ward":"b","head":"Yaw O.","house/water":"tanker","house/rooms":"1","place":"-33.95 18.15 0 0","_submission_time":"2024-03-02T10:00:00"}]}"#;

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

fn collected(dir: &Path) {
    for (name, text) in [("city.toml", CITY), ("wards.geojson", WARDS), ("survey.xml", FORM), ("survey.json", SURVEY)] {
        std::fs::write(dir.join(name), text).expect("written");
    }
    makazi_ok(&["collect", dir.to_str().expect("UTF-8")]);
}

#[test]
fn a_household_survey_is_counted_checked_and_names_nobody() {
    let folder = tempfile::tempdir().expect("temporary folder");
    collected(folder.path());
    let file = folder.path().join("city.gpkg");
    let numbers = query(
        &file,
        "SELECT place, \"group\", value FROM observation WHERE source = 'survey' ORDER BY place, \"group\"",
    );
    let numbers: Vec<String> = numbers.iter().map(|row| row.join(" ").trim_end_matches(".0").to_owned()).collect();
    assert_eq!(numbers, ["ward:a water=piped_dwelling 2", "ward:a water=tanker 1", "ward:b water=tanker 1"]);
    let problems = query(&file, "SELECT DISTINCT code FROM problem WHERE source = 'survey' ORDER BY code");
    let problems: Vec<&str> = problems.iter().filter_map(|row| row.first().map(String::as_str)).collect();
    assert_eq!(problems, ["answer_against_constraint", "not_read", "submission_repeated", "surveyed_not_all"]);
    let bytes = std::fs::read(&file).expect("read");
    for word in ["Amina", "Joseph", "Esi B", "18.05", "18.15"] {
        assert!(!holds(&bytes, word), "{word} is in the city file");
    }
}
