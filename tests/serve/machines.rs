//! The description of all routes is whole, and what it says holds when a program of another maker tries it (schemathesis).

use crate::Server;
use crate::common::{example, root};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every method of every path that is told at `/api`.
fn told(server: &Server) -> BTreeMap<String, Vec<String>> {
    let api = server.json("/api");
    assert_eq!(api["openapi"], "3.1.0");
    let methods = |path: &serde_json::Value| path.as_object().expect("methods").keys().cloned().collect();
    let paths = api["paths"].as_object().expect("paths");
    paths.iter().map(|(path, here)| (path.clone(), methods(here))).collect()
}

#[test]
fn every_route_is_told_with_all_parts_of_its_path_and_is_answered_by_the_methods_told() {
    let server = Server::start(example(), &[]);
    let api = server.json("/api");
    let told = told(&server);
    assert!(told.len() > 20, "{told:?}");
    for (path, methods) in &told {
        for method in methods {
            let operation = &api["paths"][path][method];
            assert!(operation["summary"].as_str().is_some_and(|about| about.len() > 3), "{method} {path}");
            let named = |name: &str| {
                operation["parameters"]
                    .as_array()
                    .expect("parameters")
                    .iter()
                    .any(|p| p["name"] == name && p["in"] == "path")
            };
            for part in path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                assert!(named(part), "{method} {path}: {part} is not told");
            }
        }
        // a method that nobody told of is refused, and the refusal lists those that are answered: the same
        let plain = path.replace(['{', '}'], "");
        let host = server.port;
        let refused =
            server.raw(&format!("PROPFIND {plain} HTTP/1.1\r\nHost: 127.0.0.1:{host}\r\nConnection: close\r\n\r\n"));
        // an invented token of a telephone is refused before all else
        assert!(
            refused.status == 405 || path.starts_with("/field/") && refused.status == 401,
            "{path}: {}",
            refused.status
        );
        let allowed = refused.head.lines().find_map(|line| line.strip_prefix("allow: ")).unwrap_or_default();
        let mut allowed: Vec<&str> = allowed.split(',').map(str::trim).collect();
        if !methods.contains(&"head".to_owned()) {
            allowed.retain(|one| *one != "head");
        }
        allowed.sort_unstable();
        let mut expected: Vec<&str> = methods.iter().map(String::as_str).collect();
        expected.sort_unstable();
        assert_eq!(allowed, expected, "{path}");
    }
}

/// Every file of a folder and those below.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn no_route_is_added_but_by_the_one_list() {
    let mut all = Vec::new();
    files(&root().join("crates/serve/src"), &mut all);
    let mut added = Vec::new();
    for file in all {
        let text = std::fs::read_to_string(&file).expect("UTF-8");
        for line in
            text.lines().filter(|line| [".route(", ".route_service(", ".nest("].iter().any(|word| line.contains(word)))
        {
            added.push(format!("{}: {}", file.strip_prefix(root()).expect("inside").display(), line.trim()));
        }
    }
    // the list itself, the descriptions, and the pages at `/`
    added.retain(|line| {
        !line.starts_with("crates/serve/src/machines/") && !line.ends_with(".route(\"/\", get(app::file))")
    });
    assert!(added.is_empty(), "{added:?}");
}

/// The Python environment that tests/setup.sh makes.
fn schemathesis() -> PathBuf {
    let target = Path::new(env!("CARGO_BIN_EXE_makazi")).parent().and_then(Path::parent).expect("the target folder");
    let program = target.join("serve-venv/bin/schemathesis");
    assert!(program.is_file(), "{} is not there: run bash tests/setup.sh test", program.display());
    program
}

#[test]
fn another_makers_program_finds_nothing_that_breaks_the_server() {
    let (_folder, dir) = crate::common::copy_of_example();
    let server = Server::start(&dir, &[]);
    let folder = tempfile::tempdir().expect("folder");
    let ran = Command::new(schemathesis())
        .args(["run", &format!("{}/api", server.base()), "--checks", "not_a_server_error"])
        .args(["--phases", "examples,coverage,fuzzing", "--max-examples", "10", "--seed", "7", "--workers", "2"])
        .args(["--request-timeout", "30", "--no-color"])
        .current_dir(folder.path())
        .output()
        .expect("schemathesis");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(ran.status.success(), "{}\n{}", said, String::from_utf8_lossy(&ran.stderr));
    assert!(said.contains("No issues found") || said.contains("passed"), "{said}");
    // it still answers
    assert_eq!(server.get("/api/city").status, 200);
}
