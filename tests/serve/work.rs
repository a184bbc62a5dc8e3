//! Work from the page, over the wire: trials, corrections, names, uploads, boundaries, and jobs that are stopped or killed.

use super::{Answer, Server};
use crate::common::{makazi_ok, text};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

const CITY: &str = r#"# The keeper's own words stay.
[city]
id = "town"
name = "Town"
country = "GH"
extent = [0.0, 0.0, 1.0, 1.0]
invented = true

[assess]
chains = ["crowd"]
samples = 20
least_coverage = 0.1 # low, for a test

[consent.federation]
owner = "Federation"
purpose = "tests"
level = "community"

[[source]]
id = "wards"
title = "Wards"
licence = "CC0-1.0"
date = "2021"
quality = "high"
file = "wards.geojson"
[source.places]
kind = "district"
prefix = "ward"
code = "code"
name = "name"

[[source]]
id = "camps"
title = "Settlements"
licence = "CC0-1.0"
date = "2021"
quality = "high"
file = "camps.geojson"
[source.places]
kind = "settlement"
prefix = "settlement"
code = "code"
name = "name"

[[source]]
id = "census"
title = "Census"
licence = "CC0-1.0"
date = "2021"
quality = "high"
file = "census.csv"
[source.join]
prefix = "ward"
column = "ward"
by = "name"
[[source.values]]
column = "size"
indicator = "household_size"
period = "2021"
[[source.values]]
column = "jobless"
indicator = "unemployment_rate"
period = "2021"
"#;

const CHAIN: &str = r#"id = "crowd"
label = "Crowded homes"
framing = "ar5"
summary = "For a test."
citation = "nobody"
places = ["district"]
[[node]]
id = "signal"
kind = "hazard"
label = "A signal"
qualitative = true
[[node]]
id = "people"
kind = "exposure"
label = "People"
qualitative = true
[[node]]
id = "homes"
kind = "sensitivity"
label = "Homes"
[[node]]
id = "work"
kind = "sensitivity"
label = "Work"
[[node]]
id = "loss"
kind = "risk"
label = "Loss"
[[edge]]
from = "signal"
to = "loss"
claim = "a"
source = "b"
[[edge]]
from = "people"
to = "loss"
claim = "a"
source = "b"
[[edge]]
from = "homes"
to = "loss"
claim = "a"
source = "b"
[[edge]]
from = "work"
to = "loss"
claim = "a"
source = "b"
[[leaf]]
node = "homes"
indicator = "household_size"
low = 2.0
high = 8.0
effect = "raises"
reason = "r"
source = "s"
filled_by = "f"
[[leaf]]
node = "work"
indicator = "unemployment_rate"
low = 0.0
high = 100.0
effect = "raises"
reason = "r"
source = "s"
filled_by = "f"
"#;

fn square(code: &str, name: &str, west: f64, width: f64) -> Value {
    let (a, b) = (west, west + width);
    json!({ "type": "Feature", "properties": { "code": code, "name": name },
        "geometry": { "type": "Polygon", "coordinates": [[[a, 0.0], [b, 0.0], [b, width], [a, width], [a, 0.0]]] } })
}

/// A town of three wards, collected and assessed.
fn town(dir: &Path) {
    let write = |name: &str, text: &str| std::fs::write(dir.join(name), text).expect("written");
    write("city.toml", CITY);
    std::fs::create_dir_all(dir.join("chains")).expect("made");
    write("chains/crowd.toml", CHAIN);
    let wards =
        [square("1", "Asafo", 0.0, 0.1), square("2", "Bantama", 0.2, 0.1), square("3", "Cantonments", 0.4, 0.1)];
    write("wards.geojson", &json!({ "type": "FeatureCollection", "features": wards }).to_string());
    let camps = [square("n", "Nima", 0.02, 0.01)];
    write("camps.geojson", &json!({ "type": "FeatureCollection", "features": camps }).to_string());
    write("census.csv", "ward,size,jobless\nAsafo,6,10\nBantama,4,40\nCantonments,3,20\nBantamma East,9,9\n");
    makazi_ok(&["collect", text(dir)]);
    makazi_ok(&["profile", text(dir)]);
    makazi_ok(&["assess", text(dir)]);
}

impl Server {
    fn send(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Answer {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.port,
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("sent");
        // a body that is refused midway is not read to its end
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let at = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&bytes[..at]).to_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Answer { status, head, body: bytes[at + 4..].to_vec() }
    }

    fn post(&self, path: &str, body: &Value, wanted: u16) -> Value {
        let answer = self.send("POST", path, "application/json", body.to_string().as_bytes());
        let said = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, wanted, "{path} {body}: {said}");
        serde_json::from_str(&said).unwrap_or(Value::Null)
    }

    fn until_over(&self, id: &Value) -> Value {
        let (id, begun) = (id.as_str().expect("the number of a job"), Instant::now());
        loop {
            let job = self.json(&format!("/api/jobs/{id}"));
            if !["waiting", "running"].contains(&job["state"].as_str().expect("a state")) {
                return job;
            }
            assert!(begun.elapsed() < Duration::from_mins(2), "{job}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    fn done(&self, id: &Value) {
        let job = self.until_over(id);
        assert_eq!(job["state"], "done", "{job}");
    }

    /// A page of the copy that answers, once it shows what is wanted.
    fn until(&self, path: &str, shows: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let page = self.json(path);
            if shows(&page) {
                return page;
            }
            assert!(begun.elapsed() < Duration::from_mins(1), "{path}: {page:#}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn row<'a>(page: &'a Value, indicator: &str) -> Vec<&'a Value> {
    page["rows"].as_array().expect("rows").iter().filter(|row| row["indicator"] == indicator).collect()
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[test]
fn a_weight_is_changed_in_a_trial_and_what_swapped_is_told_with_parts_that_add_up() {
    let folder = tempfile::tempdir().expect("a folder");
    town(folder.path());
    let before = std::fs::read(folder.path().join("chains/crowd.toml")).expect("read");
    let server = Server::start(folder.path(), &[]);
    let choices = server.json("/api/choices");
    let weight = choices
        .as_array()
        .expect("a list")
        .iter()
        .find(|c| c["id"] == "chain/crowd/node/work/weight")
        .expect("offered");
    assert_eq!((&weight["now"], &weight["low"], &weight["high"]), (&json!(1.0), &json!(0.0), &json!(10.0)));
    let wrong = json!({ "name": "x", "changes": { "chain/crowd/node/work/weight": 11, "assess/vote": "nobody", "city/id": "y", "../../a": 1 } });
    let refused = server.post("/api/trials", &wrong, 422);
    let columns: Vec<&str> =
        refused["problems"].as_array().expect("all").iter().filter_map(|p| p["column"].as_str()).collect();
    assert_eq!(columns, ["chain/crowd/node/work/weight", "assess/vote", "city/id", "../../a"], "all at once");
    let trial = server.post(
        "/api/trials",
        &json!({ "name": "Work first", "changes": { "chain/crowd/node/work/weight": 4 } }),
        201,
    );
    let id = trial["id"].as_str().expect("an id").to_owned();
    let job = server.post("/api/jobs", &json!({ "stage": "assess", "trial": id }), 202);
    server.done(&job["id"]);
    let found = server.json(&format!("/api/compare?with={id}"));
    let ranks = |at: usize| -> Vec<(String, f64)> {
        let of = |p: &Value| {
            (p["name"].as_str().expect("a name").to_owned(), p["scenarios"][at]["rank"].as_f64().expect("a rank"))
        };
        found["places"].as_array().expect("places").iter().map(of).collect()
    };
    let named = |list: [(&str, f64); 3]| list.map(|(name, rank)| (name.to_owned(), rank)).to_vec();
    assert_eq!(ranks(0), named([("Asafo", 1.0), ("Bantama", 2.0), ("Cantonments", 3.0)]));
    assert_eq!(ranks(1), named([("Asafo", 2.0), ("Bantama", 1.0), ("Cantonments", 3.0)]));
    assert_eq!(found["not_run"], json!([]));
    let swapped = found["swapped"].as_array().expect("swapped");
    assert_eq!(swapped.len(), 2);
    for one in swapped {
        let parts: f64 = one["why"].as_array().expect("why").iter().filter_map(|p| p["part"].as_f64()).sum();
        let place =
            found["places"].as_array().expect("places").iter().find(|p| p["id"] == one["place"]).expect("there");
        let of = |at: usize| place["scenarios"][at]["value"].as_f64().expect("a score");
        assert!((parts - (of(1) - of(0))).abs() < 1e-9, "{one} {place}");
    }
    // by hand: Asafo 4/6 and 0.1; weights 1:1, then 1:4
    let asafo = swapped.iter().find(|s| s["place"] == "ward:1").expect("Asafo");
    let expected = ((4.0 / 6.0 + 4.0 * 0.1) / 5.0) - f64::midpoint(4.0 / 6.0, 0.1);
    assert!((asafo["difference"].as_f64().expect("a number") - expected).abs() < 1e-9, "{asafo}");
    assert_eq!(std::fs::read(folder.path().join("chains/crowd.toml")).expect("read"), before, "the city is as it was");
    let ran = server.json("/api/trials")[0]["stages"].clone();
    assert!(ran.as_array().is_some_and(|ran| ran.contains(&json!("assess"))), "{ran}");
    assert_eq!(server.send("DELETE", &format!("/api/trials/{id}"), "", b"").status, 204);
    assert_eq!(server.json("/api/trials"), json!([]));
    for id in ["..", "%2e%2e%2f", "t9", ".t1"] {
        assert_eq!(server.send("DELETE", &format!("/api/trials/{id}"), "", b"").status, 404, "{id}");
    }
}

#[test]
fn a_number_is_corrected_and_the_old_one_is_told_beside_it_by_the_page_and_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    town(folder.path());
    let server = Server::start(folder.path(), &[]);
    let asked = |value: Value, reason: &str| json!({ "place": "ward:1", "indicator": "household_size", "period": "2021", "value": value, "reason": reason });
    let refused = server.post("/api/corrections", &asked(json!(99), ""), 422);
    let codes: Vec<&str> =
        refused["problems"].as_array().expect("all").iter().filter_map(|p| p["code"].as_str()).collect();
    assert_eq!(codes, ["correction_without_reason", "value_outside_limits"]);
    assert!(!folder.path().join("corrections.csv").exists(), "nothing was changed");
    let spoken = "Counted again, \"on foot\" <script>alert(1)</script>\n=1+1";
    let done = server.post("/api/corrections", &asked(json!(5.5), spoken), 201);
    assert_eq!((&done["correction"]["was"]["value"], &done["correction"]["replaces"]), (&json!(6.0), &json!("census")));
    server.done(&done["job"]);
    let shows = |page: &Value| row(page, "household_size").iter().any(|row| row["value"] == 5.5);
    let page = server.until("/api/places/ward:1", shows);
    let rows = row(&page, "household_size");
    assert_eq!(rows.len(), 1, "the old one is not shown beside it: {rows:?}");
    let why = server.json("/api/why?place=ward:1&indicator=household_size").to_string();
    assert!(why.contains("Counted again") && why.contains("census"), "{why}");
    let told = makazi_ok(&["explain", text(folder.path()), "household_size", "ward:1"]);
    assert!(told.contains("5.5") && told.contains("Counted again") && told.contains("2021 6"), "{told}");
    let kept = std::fs::read_to_string(folder.path().join("city.toml")).expect("read");
    assert!(kept.starts_with(CITY) && kept.contains("reader = \"corrections\""), "comments and order stay");
    let list = server.json("/api/corrections?place=ward:1");
    assert_eq!((list.as_array().map(Vec::len), &list[0]["value"]), (Some(1), &json!(5.5)));
    // what the command line alone makes of the same files
    let again = tempfile::tempdir().expect("a folder");
    for name in ["city.toml", "corrections.csv", "wards.geojson", "camps.geojson", "census.csv"] {
        std::fs::copy(folder.path().join(name), again.path().join(name)).expect("copied");
    }
    makazi_ok(&["collect", text(again.path())]);
    makazi_ok(&["profile", text(again.path())]);
    assert!(makazi_ok(&["explain", text(again.path()), "household_size", "ward:1"]).contains("5.5"));
}

#[test]
fn a_name_that_matches_nothing_is_accepted_and_its_rows_come_in() {
    let folder = tempfile::tempdir().expect("a folder");
    town(folder.path());
    let server = Server::start(folder.path(), &[]);
    let open = server.json("/api/matches");
    assert_eq!((&open[0]["text"], &open[0]["prefix"]), (&json!("Bantamma East"), &json!("ward")), "{open}");
    let wrong = json!({ "source": "census", "text": "Bantamma East", "accept": "no such" });
    server.post("/api/matches", &wrong, 422);
    server.post("/api/matches", &json!({ "source": "nobody", "text": "x", "accept": "-" }), 404);
    let done = server.post("/api/matches", &json!({ "source": "census", "text": "Bantamma East", "accept": "-" }), 200);
    server.done(&done["job"]);
    assert_eq!(server.json("/api/matches"), json!([]));
    let kept = std::fs::read_to_string(folder.path().join("city.toml")).expect("read");
    assert!(
        kept.contains("\"Bantamma East\" = \"-\"") && kept.contains("least_coverage = 0.1 # low, for a test"),
        "{kept}"
    );
}

#[test]
fn a_faulty_table_is_told_all_its_faults_mended_and_then_stands_on_the_page() {
    let folder = tempfile::tempdir().expect("a folder");
    town(folder.path());
    let server = Server::start(folder.path(), &[]);
    let upload = |name: &str, body: &[u8]| {
        server.send("POST", &format!("/api/uploads?name={}", encoded(name)), "application/octet-stream", body)
    };
    let faulty = upload(
        "../../people.csv",
        b"Ward,Population,Year\nAsafo,1200,2020\nBantama,many,2020\nNowhere,5,2020\nCantonments,7,20x0\n",
    );
    assert_eq!(faulty.status, 201, "{}", String::from_utf8_lossy(&faulty.body));
    let found: Value = serde_json::from_slice(&faulty.body).expect("JSON");
    assert_eq!((&found["name"], &found["rows"]), (&json!("people.csv"), &json!(4)), "no path climbs");
    assert_eq!(found["columns"][1]["proposed"]["indicator"], "population", "{found:#}");
    assert_eq!(found["columns"][0]["proposed"], json!({ "place": "name", "prefix": "ward" }));
    let settings = json!({
        "id": "people", "title": "People", "licence": "CC0-1.0", "quality": "medium",
        "join": { "prefix": "ward", "column": "Ward", "by": "name" },
        "values": [{ "column": "Population", "indicator": "population", "period_column": "Year" }],
    });
    let id = found["id"].as_str().expect("an id");
    let shown = server.post(&format!("/api/uploads/{id}/preview"), &json!({ "settings": settings }), 200);
    let said: Vec<(&str, i64, &str)> = shown["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .filter(|p| p["severity"] == "error")
        .map(|p| (p["code"].as_str().unwrap_or(""), p["row"].as_i64().unwrap_or(0), p["column"].as_str().unwrap_or("")))
        .collect();
    for wanted in [("not_a_number", 3, "Population"), ("place_not_known", 4, "Ward"), ("period_unreadable", 5, "Year")]
    {
        assert!(said.contains(&wanted), "{wanted:?} in {said:?}");
    }
    assert_eq!(shown["observations"][0]["value"], 1200.0, "{shown:#}");
    let bad = json!({ "id": "census", "title": "", "licence": "", "quality": "x", "file": "../../secret" });
    server.post(&format!("/api/uploads/{id}/accept"), &json!({ "settings": bad }), 422);
    assert_eq!(server.send("DELETE", &format!("/api/uploads/{id}"), "", b"").status, 204);
    let mended = upload("people.csv", b"Ward,Population,Year\nAsafo,1200,2020\nBantama,900,2020\nCantonments,7,2020\n");
    let found: Value = serde_json::from_slice(&mended.body).expect("JSON");
    let id = found["id"].as_str().expect("an id");
    let done = server.post(&format!("/api/uploads/{id}/accept"), &json!({ "settings": settings }), 201);
    assert_eq!((&done["source"], &done["file"]), (&json!("people"), &json!("uploads/people.csv")));
    server.done(&done["job"]);
    server.until("/api/places/ward:2", |page| row(page, "population").iter().any(|row| row["value"] == 900.0));
    assert_eq!(server.send("GET", &format!("/api/uploads/{id}"), "", b"").status, 404);
}

#[test]
fn bombs_and_what_is_no_table_are_refused_through_the_route() {
    use std::io::Write;
    let folder = tempfile::tempdir().expect("a folder");
    town(folder.path());
    let server = Server::start(folder.path(), &[]);
    let upload = |name: &str, body: &[u8]| -> Value {
        let answer =
            server.send("POST", &format!("/api/uploads?name={}", encoded(name)), "application/octet-stream", body);
        serde_json::from_slice(&answer.body).unwrap_or(Value::Null)
    };
    let codes = |found: &Value| -> Vec<String> {
        let all = found["problems"].as_array().cloned().unwrap_or_default();
        all.iter().filter_map(|p| p["code"].as_str().map(str::to_owned)).collect()
    };
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        zip.start_file(name, options).expect("begun");
        let large = if name.ends_with("sheet1.xml") { 600 } else { 1 };
        for _ in 0..large {
            zip.write_all(&vec![b' '; 1 << 20]).expect("written");
        }
    }
    let bomb = zip.finish().expect("whole").into_inner();
    let begun = Instant::now();
    let found = upload("bomb.xlsx", &bomb);
    assert!(!codes(&found).is_empty(), "{found}");
    let entity = br#"<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
        <kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>&c;</name></Placemark></Document></kml>"#;
    let found = upload("lol.kml", entity).to_string();
    assert!(!found.contains("aaaaaaaaaaaaaaaaaaaa"), "entities are not expanded: {found}");
    let found = upload("page.csv", b"<!DOCTYPE html><html></html>");
    assert_eq!(codes(&found), ["format_unsupported"], "{found}");
    assert!(begun.elapsed() < Duration::from_mins(1));
    for name in ["", "..", "city.toml"] {
        let answer = server.send("POST", &format!("/api/uploads?name={}", encoded(name)), "text/csv", b"a,b\n1,2\n");
        assert_eq!(answer.status, 422, "{name}");
    }
    assert_eq!(server.send("POST", "/api/uploads?name=a.csv", "text/csv", b"").status, 400);
}

#[test]
fn a_boundary_is_drawn_the_old_one_is_kept_and_the_public_does_not_see_the_new_one_of_a_settlement() {
    let folder = tempfile::tempdir().expect("a folder");
    town(folder.path());
    let server = Server::start(folder.path(), &["--as", "city"]);
    let ring = |points: Value| json!({ "type": "Polygon", "coordinates": [points] });
    let asked = |place: &str, geometry: Value| json!({ "place": place, "geometry": geometry, "reason": "walked with the committee" });
    let open = ring(json!([[0.0, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.1]]));
    let refused = server.post("/api/boundaries", &asked("ward:1", open), 422);
    assert_eq!(refused["problems"][0]["code"], "boundary_no_area");
    let far = ring(json!([[5.0, 5.0], [5.1, 5.0], [5.1, 5.1], [5.0, 5.0]]));
    let refused = server.post("/api/boundaries", &asked("ward:1", far), 422);
    assert_eq!(refused["problems"][0]["code"], "boundary_outside_city");
    let new = ring(json!([[0.02, 0.0], [0.06, 0.0], [0.06, 0.03], [0.02, 0.03], [0.02, 0.0]]));
    let done = server.post("/api/boundaries", &asked("settlement:n", new), 201);
    server.done(&done["job"]);
    let wide = |page: &Value| page["bounds"][2].as_f64().is_some_and(|east| (east - 0.06).abs() < 1e-9);
    server.until("/api/places/settlement:n", wide);
    assert_eq!(server.json("/api/boundaries")[0]["consent"], "drawn_here");
    drop(server);
    let public = Server::start(folder.path(), &[]);
    let page = public.json("/api/places/settlement:n");
    assert!((page["bounds"][2].as_f64().expect("the old one") - 0.03).abs() < 1e-9, "{page}");
    let tiles = public.get("/ogc/collections/place_settlement/items");
    assert!(!String::from_utf8_lossy(&tiles.body).contains("0.06"), "not in features either");
}

#[test]
fn a_job_that_a_killed_server_left_is_broken_and_the_city_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    town(folder.path());
    let server = Server::start(folder.path(), &[]);
    let slow = json!({ "name": "Slow", "changes": { "assess/samples": 10_000 } });
    let trial = server.post("/api/trials", &slow, 201)["id"].clone();
    let ids: Vec<Value> = (0..2)
        .flat_map(|_| ["assess", "profile", "assess", "collect"])
        .map(|stage| server.post("/api/jobs", &json!({ "stage": stage, "trial": trial }), 202)["id"].clone())
        .collect();
    // one at a time, while readers are answered
    let jobs = server.json("/api/jobs");
    let at_work = jobs.as_array().expect("jobs").iter().filter(|j| j["state"] == "running").count();
    assert!(at_work <= 1, "{jobs}");
    let begun = Instant::now();
    assert_eq!(server.get("/api/city").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(5));
    drop(server);
    let server = Server::start(folder.path(), &[]);
    let jobs = server.json("/api/jobs");
    let of =
        |id: &Value| jobs.as_array().expect("jobs").iter().find(|j| j["id"] == *id).expect("kept")["state"].clone();
    assert!(ids.iter().all(|id| of(id) == "broken" || of(id) == "done"), "{jobs}");
    assert!(jobs.to_string().contains("broken"), "{jobs}");
    let again = server.post("/api/jobs", &json!({ "stage": "profile" }), 202);
    server.done(&again["id"]);
    makazi_ok(&["status", text(folder.path())]);
}

#[test]
fn a_job_that_waits_is_taken_out_and_what_is_not_there_is_not_run() {
    let folder = tempfile::tempdir().expect("a folder");
    town(folder.path());
    let server = Server::start(folder.path(), &[]);
    let first = server.post("/api/jobs", &json!({ "stage": "assess" }), 202);
    let second = server.post("/api/jobs", &json!({ "stage": "collect" }), 202);
    let stopped = server.send("DELETE", &format!("/api/jobs/{}", second["id"].as_str().expect("an id")), "", b"");
    assert_eq!(stopped.status, 204);
    let job = server.until_over(&second["id"]);
    assert!(["cancelled", "done"].contains(&job["state"].as_str().expect("a state")), "{job}");
    server.done(&first["id"]);
    server.post("/api/jobs", &json!({ "stage": "assess", "trial": "../.." }), 404);
    server.post("/api/jobs", &json!({ "stage": "everything at once" }), 400);
    assert_eq!(server.send("DELETE", "/api/jobs/77", "", b"").status, 404);
    let failed = server.post("/api/jobs", &json!({ "stage": "travel" }), 202);
    let job = server.until_over(&failed["id"]);
    assert_eq!(job["state"], "failed");
    assert!(job["words"].as_str().is_some_and(|words| words.contains("[[travel]]")), "{job}");
}
