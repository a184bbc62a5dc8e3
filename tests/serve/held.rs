//! What an export for a role holds back, no address gives away: every table, tile, feature, place and reason is looked through.

use crate::Server;
use crate::common::{copy_of_example, makazi, makazi_ok, text};
use crate::planted::plant;

/// Everything that a server answers, layer by layer and place by place.
fn everything(server: &Server) -> Vec<(String, Vec<u8>)> {
    let mut paths = ["/api/city", "/api/places", "/api/gaps", "/api/layers", "/ogc", "/ogc/api", "/ogc/collections"]
        .map(str::to_owned)
        .to_vec();
    for table in ["places", "observations", "indicators", "sources", "runs", "held_back"] {
        paths.extend([format!("/api/tables/{table}.csv"), format!("/api/tables/{table}.json")]);
    }
    for layer in server.json("/api/layers").as_array().expect("layers") {
        let name = layer["name"].as_str().expect("a name");
        paths.extend([format!("/ogc/collections/{name}/items?limit=10000"), format!("/api/tables/{name}.csv")]);
        if layer["shape"] != "none" {
            paths.extend([
                format!("/tiles/{name}.json"),
                format!("/tiles/{name}/0/0/0.mvt"),
                format!("/tiles/{name}/8/113/129.mvt"),
            ]);
        }
    }
    for place in server.json("/api/places").as_array().expect("places") {
        let id = place["id"].as_str().expect("an id");
        if place["kind"] == "settlement" {
            paths.push(format!("/api/places/{id}"));
            paths.extend(
                ["population", "households", "tenure_security"].map(|i| format!("/api/why?place={id}&indicator={i}")),
            );
        }
    }
    paths.into_iter().map(|path| (path.clone(), server.get(&path).body)).collect()
}

fn holds(bytes: &[u8], what: &str) -> bool {
    bytes.windows(what.len()).any(|window| window == what.as_bytes())
}

#[test]
fn nothing_that_is_held_back_from_a_role_is_in_any_answer_to_it() {
    let (_folder, dir) = copy_of_example();
    let planted = plant(&dir);
    makazi(&["collect", text(&dir)]);
    makazi_ok(&["profile", text(&dir)]);
    let toml = std::fs::read_to_string(dir.join("city.toml")).expect("city.toml");
    let gone = toml.replace("[consent.gone]\n", "[consent.gone]\nwithdrawn = \"2020-01-01\"\n");
    assert_ne!(toml, gone);
    std::fs::write(dir.join("city.toml"), gone).expect("city.toml");
    let whole = std::fs::read(dir.join("city.gpkg")).expect("city.gpkg");
    let sealed = ["535353.25", "eviction_threat_current", "eviction_seriousness"];
    let of_the_community = ["settlement_status", "squatter_share", "unsafe_at_night_share"];
    assert!(planted.words.iter().any(|word| holds(&whole, word)), "nothing was planted");
    for role in ["public", "city", "community"] {
        let server = Server::start(&dir, &["--as", role]);
        let all = everything(&server);
        assert!(all.len() > 100);
        for (path, body) in
            all.iter().filter(|(path, _)| !path.ends_with("indicators.csv") && !path.ends_with("indicators.json"))
        {
            for word in planted.words.iter().chain(&sealed) {
                assert!(!holds(body, word), "{role}: {word} in {path}");
            }
            for number in planted.numbers.iter().filter(|number| number.abs() > 1000.0) {
                assert!(!holds(body, &number.to_string()), "{role}: {number} in {path}");
            }
            for word in of_the_community.iter().filter(|_| role == "public") {
                assert!(!holds(body, word), "{role}: {word} in {path}");
            }
        }
        // the community does see what is its own
        let own = all.iter().any(|(_, body)| holds(body, "settlement_status"));
        assert_eq!(own, role == "community", "{role}");
    }
}
