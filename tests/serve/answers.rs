//! Routes, tags, what is refused, and what happens when the city changes.

use crate::Server;
use crate::common::{copy_of_example, example, makazi, makazi_ok, text};

#[test]
fn the_city_its_places_and_why_are_told_as_the_command_line_tells_them() {
    let server = Server::start(example(), &[]);
    let city = server.json("/api/city");
    assert_eq!(city["name"], "Mfano");
    assert!(city["sentences"].as_array().expect("sentences").len() > 3);
    let places = server.json("/api/places?kind=settlement");
    assert_eq!(city["places"]["settlement"], places.as_array().expect("places").len());
    let named = places[0]["name"].as_str().expect("a name").to_uppercase().replace(' ', "%20");
    assert_eq!(server.json(&format!("/api/places?q={named}"))[0]["id"], places[0]["id"]);
    let id =
        places.as_array().expect("places").iter().find(|p| !p["population"].is_null()).expect("people")["id"].clone();
    let id = id.as_str().expect("an id");
    let place = server.json(&format!("/api/places/{id}"));
    let row =
        place["rows"].as_array().expect("rows").iter().find(|row| row["indicator"] == "population").expect("people");
    assert!(row["value"].as_f64().expect("a number") > 0.0 && row["low"].as_f64() <= row["high"].as_f64());
    let why = server.json(&format!("/api/why?place={id}&indicator=population"));
    let told: serde_json::Value =
        serde_json::from_str(&makazi_ok(&["explain", text(example()), "population", id, "--json"])).expect("JSON");
    assert_eq!(why[0]["value"], told[0]["value"]);
    assert_eq!(why[0]["source"]["id"], told[0]["source"]["id"]);
    assert_eq!(why[0]["basis"], told[0]["basis"]);
    let gaps = server.json("/api/gaps");
    for row in gaps.as_array().expect("rows") {
        let gaps: u64 = row["gaps"].as_object().expect("gaps").values().filter_map(serde_json::Value::as_u64).sum();
        let all = row["known"].as_u64().expect("known") + gaps + row["absent"].as_u64().expect("absent");
        assert_eq!(city["places"][row["kind"].as_str().expect("kind")], all, "{row}");
    }
}

#[test]
fn who_has_it_already_is_told_so_and_every_answer_keeps_pages_to_this_address() {
    let server = Server::start(example(), &[]);
    let first = server.get("/api/layers");
    let tag = first.head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag").to_owned();
    let again = server.get_with("/api/layers", &format!("If-None-Match: {}\r\n", tag.replace("w/", "W/")));
    assert_eq!((again.status, again.body.len()), (304, 0));
    let packed = server.get_with("/api/layers", "Accept-Encoding: gzip\r\n");
    assert!(packed.head.contains("content-encoding: gzip"));
    for path in ["/", "/api/city", "/nothing.here", "/ogc"] {
        let head = server.get(path).head;
        assert!(head.contains("content-security-policy: default-src 'self'") && head.contains("nosniff"), "{path}");
        assert!(!head.contains("unsafe-inline"), "{path}");
    }
}

#[test]
fn what_cannot_be_understood_is_refused_and_what_is_not_there_is_not_found() {
    let server = Server::start(example(), &[]);
    let items = "/ogc/collections/streets/items";
    let refused = [
        "?bbox=1,2",
        "?bbox=a,b,c,d",
        "?limit=0",
        "?limit=x",
        "?offset=-1",
        "?colour=red",
        "?limit=1&limit=2",
        "?datetime=soon",
        "?f=html",
    ];
    let refused = refused.map(|query| format!("{items}{query}"));
    let more = ["/api/places?kind=moon", "/api/why", "/api/why?place=x", "/api/city?x=1", "/tiles/streets/a/0/0.mvt"];
    for path in refused.iter().map(String::as_str).chain(more) {
        let answer = server.get(path);
        assert_eq!(answer.status, 400, "{path}");
        assert!(answer.head.contains("content-type: application/problem+json"), "{path}");
        let problem: serde_json::Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert!(
            problem["status"] == 400 && problem["hint"].as_str().is_some_and(|hint| !hint.is_empty()),
            "{path}: {problem}"
        );
    }
    let absent = [
        "/api/nothing",
        "/api/places/nothing",
        "/api/tables/nothing.csv",
        "/api/tables/places.exe",
        "/api/tables/..%2F..%2Fcity.toml",
        "/tiles/nothing.json",
        "/tiles/streets/3/9/0.mvt",
        "/tiles/streets/40/0/0.mvt",
        "/ogc/collections/nothing",
        "/ogc/collections/streets/items/0",
        "/ogc/collections/sqlite_master/items",
        "/ogc/collections/observation/items",
        "/assets/../../Cargo.toml",
        "/city.toml",
        "/..%2f..%2fcity.toml",
        "/.makazi/serve",
        "//etc/passwd.txt",
    ];
    for path in absent {
        let status = server.get(path).status;
        assert!(status == 404 || path.starts_with("/.makazi") && status != 500, "{path}: {status}");
    }
    let injected = server.json(&format!("{items}?name=x'%20OR%20'1'='1"));
    assert_eq!(injected["numberMatched"], 0);
}

#[test]
fn only_this_machine_is_answered_by_its_own_names_and_nothing_is_changed() {
    let server = Server::start(example(), &[]);
    let asked = |host: &str| server.raw(&format!("GET /api/city HTTP/1.1\r\n{host}Connection: close\r\n\r\n")).status;
    assert_eq!(asked("Host: localhost\r\n"), 200);
    for host in ["Host: example.org\r\n", "Host: 127.0.0.1.example.org\r\n", "Host: \r\n", ""] {
        assert!([400, 421].contains(&asked(host)), "{host}");
    }
    let posted =
        server.raw("POST /api/city HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    assert_eq!(posted.status, 405);
    let refused = makazi(&["serve", text(example()), "--bind", "0.0.0.0", "--port", "0"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        !refused.status.success() && said.contains("no administrator has an account") && said.contains("hint:"),
        "{said}"
    );
    let taken = makazi(&["serve", text(example()), "--port", &server.port.to_string()]);
    assert!(!taken.status.success() && String::from_utf8_lossy(&taken.stderr).contains("--port"));
}

#[test]
fn a_city_that_changes_is_shown_anew_and_two_servers_stand_beside_each_other() {
    let (_folder, dir) = copy_of_example();
    let (one, two) = (Server::start(&dir, &[]), Server::start(&dir, &["--as", "community"]));
    let before = one.json("/api/city");
    assert_eq!(two.json("/api/city")["role"], "community");
    let toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    std::fs::write(dir.join("city.toml"), toml.replace("quality = \"high\"", "quality = \"medium\""))
        .expect("city.toml");
    makazi_ok(&["collect", text(&dir)]);
    let mut after = one.json("/api/city");
    for _ in 0..120 {
        if after["revision"] != before["revision"] {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(500));
        after = one.json("/api/city");
    }
    assert_ne!(after["revision"], before["revision"]);
    assert_eq!(after["places"], before["places"]);
}
