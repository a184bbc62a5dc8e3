//! The journeys of `tests/page/app.mjs` in a real browser, on a copy of the example city that they change.

use super::Server;
use super::common::{copy_of_example, root};
use std::process::Command;

#[test]
fn people_find_their_way_through_the_city_in_a_real_browser() {
    let (_folder, dir) = copy_of_example();
    let server = Server::start(&dir, &[]);
    let ran = Command::new("node")
        .args([root().join("tests/page/app.mjs").as_os_str(), server.base().as_ref()])
        .output()
        .expect("Node.js 20 or later is installed (see README.md)");
    let [said, complained] = [&ran.stdout, &ran.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    assert!(ran.status.success(), "{said}\n{complained}");
}
