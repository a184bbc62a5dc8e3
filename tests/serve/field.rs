//! The field's answers: an `OpenRosa` session over the wire, what waits, what is confirmed, and a server that is killed meanwhile.

use crate::common::{copy_of_example, makazi, makazi_ok, query, text};
use crate::people::{Client, account, added};
use crate::{Answer, Server};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

const PROFILE: &str = "makazi_settlement_profile";
const SURVEY: &str = "makazi_household_survey";
const OWNER: &str = "Federation of the Settlements of Mfano (invented)";
const PHOTO: &[u8] = b"\xff\xd8\xff\xe0 a photo of somebody \r\n--not a boundary\r\n";

/// An instance of a form as XML.
fn instance(form: &str, id: &str, inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><data xmlns:orx=\"http://openrosa.org/xforms\" id=\"{form}\" version=\"1\">{inside}\
         <orx:meta><orx:instanceID>{id}</orx:instanceID></orx:meta></data>"
    )
}

/// A profile with names and a telephone number in it, which nobody may be shown.
fn profile(id: &str, name: &str, households: u32) -> String {
    instance(
        PROFILE,
        id,
        &format!(
            "<consent><consent_given>yes</consent_given><consent_level>public</consent_level></consent>\
             <section_A><A1_Profile_Date>2026-10-01</A1_Profile_Date><A2a_Profiled_By>Amina Njeri</A2a_Profiled_By>\
             <A2b_Profiler_Contact>0722 123456</A2b_Profiler_Contact></section_A>\
             <section_B><B1_GPS>-1.48 -20.55 0 0</B1_GPS><B7_Settlement_Name_Community>{name}</B7_Settlement_Name_Community></section_B>\
             <section_C><C9_Households>{households}</C9_Households></section_C>"
        ),
    )
}

fn multipart(xml: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |name: &str, file: &str, kind: &str, bytes: &[u8]| {
        let head = format!(
            "--field1\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: {kind}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    part("xml_submission_file", "submission.xml", "text/xml", xml.as_bytes());
    for (name, bytes) in files {
        part(name, name, "image/jpeg", bytes);
    }
    body.extend_from_slice(b"--field1--\r\n");
    body
}

fn head(port: u16, path: &str, headers: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nX-OpenRosa-Version: 1.0\r\n{headers}\
         Content-Type: multipart/form-data; boundary=field1\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// Sends a submission; none where the connection broke off before an answer came.
fn sent(port: u16, path: &str, headers: &str, body: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.write_all(head(port, path, headers, body.len()).as_bytes()).ok()?;
    // a server that refuses may close before all is written
    let _ = stream.write_all(body);
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let at = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..at]).to_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head, body: bytes[at + 4..].to_vec() })
}

fn status(port: u16, path: &str, headers: &str, body: &[u8]) -> u16 {
    sent(port, path, headers, body).expect("an answer").status
}

fn files_in(folder: &Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut all = Vec::new();
    for path in entries.map(|entry| entry.expect("entry").path()) {
        if path.is_dir() { all.extend(files_in(&path)) } else { all.push(path) }
    }
    all
}

#[test]
fn a_telephone_gets_its_forms_and_sends_what_it_found_once_and_again() {
    let (_folder, dir) = copy_of_example();
    makazi(&["collect", text(&dir)]);
    added(&dir, "root", "administrator", &[]);
    added(&dir, "amina", "community", &[OWNER]);
    let (_, said) = account(&["token", text(&dir), "amina"], "");
    let path = said.lines().next().expect("a path").to_owned();
    let server = Server::start(&dir, &[]);
    let list = server.get(&format!("{path}/formList"));
    let list = (list.status, list.head, String::from_utf8(list.body).expect("UTF-8"));
    assert!(list.0 == 200 && list.1.contains("x-openrosa-version: 1.0") && list.1.contains("\ndate: "), "{list:?}");
    assert!(list.2.contains("<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">"));
    for form in [PROFILE, SURVEY] {
        assert!(list.2.contains(&format!("<formID>{form}</formID>")));
        let at = format!("<downloadUrl>{}{path}/forms/{form}.xml</downloadUrl>", server.base());
        assert!(list.2.contains(&at), "{}", list.2);
        let xform = server.get(&format!("{path}/forms/{form}.xml"));
        assert!(xform.status == 200 && xform.body.starts_with(b"<?xml"));
        assert_eq!(server.get(&format!("{path}/forms/{form}/manifest")).status, 200);
    }
    assert_eq!(server.get("/field/0000/openrosa/formList").status, 401);
    assert_eq!(
        server.get(&format!("{}/api/city", path.trim_end_matches("/openrosa"))).status,
        404,
        "a token opens nothing else"
    );

    let to = format!("{path}/submission");
    let whole = multipart(&profile("uuid:1", "Mji &lt;script&gt;alert(1)&lt;/script&gt;", 120), &[("me.jpg", PHOTO)]);
    let first = sent(server.port, &to, "", &whole).expect("an answer");
    assert_eq!(first.status, 201, "{}", String::from_utf8_lossy(&first.body));
    assert!(
        String::from_utf8_lossy(&first.body).contains("<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\">")
    );
    assert_eq!(status(server.port, &to, "", &whole), 201, "the same twice");
    let more =
        multipart(&profile("uuid:1", "Mji &lt;script&gt;alert(1)&lt;/script&gt;", 120), &[("more.jpg", b"another")]);
    assert_eq!(status(server.port, &to, "", &more), 201, "more files of the same");
    let other = multipart(&profile("uuid:1", "Mji'; DROP TABLE submission;--", 121), &[]);
    assert_eq!(status(server.port, &to, "", &other), 201, "the same id with other content");

    let amina = Client::signed_in(&server, "amina");
    let inbox = amina.json("/api/inbox?state=waiting");
    let all = inbox.as_array().expect("a list");
    assert_eq!(all.iter().map(|one| one["edition"].as_u64().expect("edition")).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(all[0]["settlement"], "Mji'; DROP TABLE submission;--");
    assert_eq!(all[1]["settlement"], "Mji <script>alert(1)</script>");
    assert_eq!(all[1]["attachments"].as_array().expect("files").len(), 2);
    assert!(all[1]["summary"].as_array().expect("rows").iter().any(|row| row["value"] == "120"));
    let words = inbox.to_string();
    for sealed in ["Amina Njeri", "123456", "me.jpg"] {
        assert!(!words.contains(sealed), "{sealed}");
    }
    let photo = files_in(&dir.join("inbox")).into_iter().find(|path| std::fs::read(path).expect("read") == PHOTO);
    assert!(photo.is_some(), "whole as it came");
}

#[test]
fn what_is_cut_off_too_large_poisoned_or_from_nobody_is_not_taken() {
    let (_folder, dir) = copy_of_example();
    makazi(&["collect", text(&dir)]);
    added(&dir, "root", "administrator", &[]);
    added(&dir, "phone", "viewer", &[]);
    let server = Server::start(&dir, &[]);
    let to = "/openrosa/submission";
    // `phone:korongo mweupe juu`, and the same with a wrong password
    let (right, wrong) = (
        "Authorization: Basic cGhvbmU6a29yb25nbyBtd2V1cGUganV1\r\n",
        "Authorization: Basic cGhvbmU6YSB3cm9uZyBwYXNzd29yZA==\r\n",
    );
    let good = multipart(&profile("uuid:1", "Mji", 120), &[("a.jpg", PHOTO)]);
    assert_eq!(status(server.port, to, "", &good), 401);
    let refused = sent(server.port, to, wrong, &good).expect("an answer");
    assert!(refused.status == 401 && refused.head.contains("www-authenticate: basic"));
    for body in [&good[..good.len() / 2], &good[..good.len() - 40]] {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).expect("it listens");
        stream.write_all(head(server.port, to, right, good.len()).as_bytes()).expect("sent");
        stream.write_all(body).expect("sent");
        drop(stream);
    }
    let bomb = "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><data id=\"makazi_settlement_profile\"><x>&b;</x><meta><instanceID>uuid:2</instanceID></meta></data>";
    let deep = format!("<data id=\"{PROFILE}\">{}{}</data>", "<a>".repeat(50_000), "</a>".repeat(50_000));
    let large =
        instance(PROFILE, "uuid:3", &"<x>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</x>".repeat(80_000));
    let unknown = instance("not_ours", "uuid:4", "");
    let nameless = format!("<data id=\"{PROFILE}\"/>");
    for (xml, expected) in
        [(bomb, 400), (&deep, 400), (&large, 413), (&unknown, 404), (&nameless, 400), ("nonsense", 400)]
    {
        let found = sent(server.port, to, right, &multipart(xml, &[])).map(|answer| answer.status);
        assert_eq!(found, Some(expected), "{}", xml.get(..60).unwrap_or(xml));
    }
    let many: Vec<(String, &[u8])> = (0..120).map(|n| (format!("{n}.jpg"), &b"x"[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    assert_eq!(status(server.port, to, right, &multipart(&profile("uuid:5", "Mji", 1), &many)), 413);
    let huge = head(server.port, to, right, 200 << 20);
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).expect("it listens");
    stream.write_all(huge.as_bytes()).expect("sent");
    drop(stream);
    // a name that leads elsewhere is only a name
    let astray = multipart(&profile("uuid:6", "Mji", 7), &[("../../../astray.jpg", PHOTO), ("..\\city.toml", b"x")]);
    assert_eq!(status(server.port, to, right, &astray), 201);
    assert!(!dir.join("../astray.jpg").exists() && !dir.join("inbox/../astray.jpg").exists());
    assert!(std::fs::read_to_string(dir.join("city.toml")).expect("city.toml").contains("[city]"));
    let kept = query(&dir.join("desk.sqlite"), "SELECT instance FROM submission");
    assert_eq!(kept, [["uuid:6"]], "nothing of the others");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(files_in(&dir.join("inbox/coming")).is_empty(), "nothing half is left");
}

#[test]
fn a_profile_from_the_field_waits_is_confirmed_stands_on_its_place_and_goes_when_it_is_withdrawn() {
    let (_folder, dir) = copy_of_example();
    makazi(&["collect", text(&dir)]);
    let before = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    let server = Server::start(&dir, &["--as", "city"]);
    let here = Client::stranger(&server);
    assert_eq!(
        status(server.port, "/openrosa/submission", "", &multipart(&profile("uuid:7", "Kwa Mpya", 137), &[])),
        201
    );
    makazi(&["collect", text(&dir)]);
    assert_ne!(here.json("/api/places?q=Kwa%20Mpya")[0]["name"], "Kwa Mpya", "it waits");
    let id = here.json("/api/inbox")[0]["id"].clone();
    let confirm = json!({ "owner": OWNER, "level": "city", "boundary": false });
    let answer = here.ask("POST", &format!("/api/inbox/{id}/confirm"), Some(&confirm));
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    assert_eq!(here.ask("POST", &format!("/api/inbox/{id}/confirm"), Some(&confirm)).status, 400, "once");
    let after = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    assert!(after.contains("[consent.field_1]") && after.contains("id = \"field_1\""), "{after}");
    assert!(before.lines().filter(|line| line.starts_with('#')).all(|line| after.contains(line)), "comments are kept");
    // what is confirmed is brought in by a job
    let over =
        |job: &Value| ["done", "failed", "cancelled", "broken"].contains(&job["state"].as_str().unwrap_or_default());
    let all_over = || here.json("/api/jobs").as_array().is_some_and(|jobs| jobs.iter().all(over));
    let mut seconds = std::iter::repeat_with(|| std::thread::sleep(std::time::Duration::from_secs(1)));
    assert!(seconds.by_ref().take(120).any(|()| all_over()), "{}", here.json("/api/jobs"));
    let shown = |client: &Client| -> Vec<Value> {
        let found = || {
            let found = client.json("/api/places?q=Kwa%20Mpya");
            found.as_array().expect("places").iter().find(|place| place["name"] == "Kwa Mpya").cloned()
        };
        // a new copy is made aside meanwhile
        let seconds = std::iter::repeat_with(|| std::thread::sleep(std::time::Duration::from_secs(1)));
        let Some(place) = seconds.take(60).find_map(|()| found()) else { return Vec::new() };
        let page = client.json(&format!("/api/places/{}", place["id"].as_str().expect("an id")));
        page["rows"].as_array().expect("rows").clone()
    };
    let rows = shown(&here);
    assert!(rows.iter().any(|row| row["indicator"] == "households" && row["value"] == 137.0), "{rows:#?}");
    let withdrawn =
        here.ask("POST", &format!("/api/inbox/{id}/withdraw"), Some(&json!({ "reason": "we changed our minds" })));
    assert_eq!(withdrawn.status, 204, "{}", String::from_utf8_lossy(&withdrawn.body));
    makazi(&["collect", text(&dir)]);
    let left = query(&dir.join("city.gpkg"), "SELECT count(*) FROM observation WHERE source = 'field_1'");
    assert_eq!(left, [["0"]]);
    assert_eq!(here.json("/api/inbox")[0]["state"], "withdrawn");
    makazi_ok(&["status", text(&dir)]);
}

/// How many submissions are sent to a server that is killed now and then; by hand `MAKAZI_SUBMISSIONS=10000`.
fn many() -> usize {
    std::env::var("MAKAZI_SUBMISSIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(300)
}

#[test]
fn every_submission_that_was_acknowledged_is_there_once_however_often_the_server_is_killed() {
    let (_folder, dir) = copy_of_example();
    makazi(&["collect", text(&dir)]);
    let (count, mut kills) = (many(), 0);
    let mut server = Server::start(&dir, &[]);
    let mut acknowledged = vec![false; count];
    // a sequence of numbers that is the same each time, to kill at moments that nobody chose
    let mut state = 20_261_122_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let begun = std::time::Instant::now();
    while acknowledged.contains(&false) {
        let port = server.port;
        let waiting: Vec<usize> = (0..count).filter(|n| !acknowledged[*n]).collect();
        // in the end nobody is killed any more
        let patience = if kills < 8 { 50 + next() % 900 } else { 600_000 };
        let until = std::time::Instant::now() + std::time::Duration::from_millis(patience);
        let killer = (kills < 8).then(|| {
            let pid = server.id();
            std::thread::spawn(move || {
                std::thread::sleep(until.saturating_duration_since(std::time::Instant::now()));
                let _ = std::process::Command::new("kill").args(["-9", &pid.to_string()]).status();
            })
        });
        let said: Vec<(usize, bool)> = std::thread::scope(|scope| {
            let parts = (0..4).map(|part| {
                let mine: Vec<usize> = waiting.iter().copied().filter(|n| n % 4 == part).collect();
                scope.spawn(move || {
                    let one = |n: &usize| {
                        let xml = instance(
                            SURVEY,
                            &format!("uuid:{n:08}"),
                            &format!("<place><settlement_code>{n}</settlement_code></place>"),
                        );
                        let photo = format!("photo {n}");
                        sent(port, "/openrosa/submission", "", &multipart(&xml, &[("a.jpg", photo.as_bytes())]))
                            .is_some_and(|answer| answer.status == 201)
                    };
                    // who is not answered sends the same again later
                    mine.iter().map(|n| (*n, one(n))).take_while(|(_, done)| *done).collect::<Vec<_>>()
                })
            });
            let parts: Vec<_> = parts.collect();
            parts.into_iter().flat_map(|part| part.join().expect("sent")).collect()
        });
        for (n, done) in &said {
            acknowledged[*n] |= *done;
        }
        if let Some(killer) = killer {
            killer.join().expect("killed");
            kills += 1;
            drop(server);
            server = Server::start(&dir, &[]);
        }
    }
    eprintln!("{count} submissions, {kills} kills, {:.1} s", begun.elapsed().as_secs_f64());
    drop(server);
    let desk = dir.join("desk.sqlite");
    let rows = query(&desk, "SELECT count(*), count(DISTINCT instance), max(edition) FROM submission");
    let count = count.to_string();
    assert_eq!(rows, [[count.as_str(), count.as_str(), "1"]]);
    let files = query(&desk, "SELECT path, bytes, digest FROM attachment");
    assert_eq!(files.len().to_string(), count);
    for file in files {
        let bytes = std::fs::read(dir.join(&file[0])).expect("the file that the desk names");
        assert_eq!(bytes.len().to_string(), file[1]);
        assert!(bytes.starts_with(b"photo "));
    }
}
