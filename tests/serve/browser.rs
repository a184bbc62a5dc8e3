//! The journeys of `tests/page/app.mjs` in a real browser, on cities that they change: a copy of the example city, and Cape Town.

use super::Server;
use super::common::{City, copy_of_example, data, root};
use std::path::Path;
use std::process::Command;

fn walk(dir: &Path, words: &[&str]) {
    let server = Server::start(dir, words);
    let ran = Command::new("node")
        .args([root().join("tests/page/app.mjs").as_os_str(), server.base().as_ref()])
        .output()
        .expect("Node.js 20 or later is installed (see README.md)");
    let [said, complained] = [&ran.stdout, &ran.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    assert!(ran.status.success(), "{said}\n{complained}");
}

#[test]
fn people_find_their_way_through_the_city_in_a_real_browser() {
    let (_folder, dir) = copy_of_example();
    walk(&dir, &[]);
}

#[test]
fn people_find_their_way_through_cape_town() {
    let city = City::collect("cape_town");
    city.run("assess", &[]);
    walk(&city.dir, &["--data", data().to_str().expect("UTF-8")]);
}
