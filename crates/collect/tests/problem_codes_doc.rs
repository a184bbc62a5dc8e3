//! `docs/quality-checks.md` describes every code of a problem that the source can give, and no other.

#![expect(clippy::unwrap_used, reason = "this is a test, its own functions too")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Folders whose sources make problems.
const MAKERS: [&str; 9] = [
    "collect/src",
    "columnar/src",
    "forms/src",
    "store/src",
    "flow/src",
    "exposure/src",
    "anticipate/src",
    "plan/src",
    "risk/src",
];

/// What stands before a code: the first text in the argument, or in the statement, that follows is one.
const CALLS: [&str; 10] = [
    "error(",
    "warning(",
    "note(",
    "warn(",
    "self.add(",
    "problem(",
    "about(place, ",
    "self.differs(reading, held, ",
    "wrong(",
    "code: ",
];

/// What begins a statement that chooses between codes.
const CHOICES: [&str; 2] = ["let code = ", "let (code, "];

/// All sources of a folder, without their tests.
fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            into.push(path);
        }
    }
}

/// Whether a text is written as codes are.
fn is_code(text: &str) -> bool {
    text.contains('_')
        && text.len() > 1
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The codes in a source, up to its unit tests.
fn codes(source: &str) -> Vec<&str> {
    let source = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let mut found = Vec::new();
    for call in CALLS {
        for after in source.split(call).skip(1) {
            let argument = after.split([',', ')', '}']).next().unwrap_or_default();
            found.extend(argument.split('"').skip(1).step_by(2).filter(|text| is_code(text)));
            // An argument that chooses: `error(if comma { "decimal_comma" } else { ... })`.
            if let Some((choice, _)) = after.split_once(')').filter(|_| after.starts_with("if ")) {
                found.extend(choice.split('"').skip(1).step_by(2).filter(|text| is_code(text)));
            }
        }
    }
    for choice in CHOICES {
        for after in source.split(choice).skip(1) {
            let statement = after.split(';').next().unwrap_or_default();
            found.extend(statement.split('"').skip(1).step_by(2).filter(|text| is_code(text)));
        }
    }
    found
}

/// Codes in the first column of the page's tables.
fn described(page: &str) -> BTreeSet<&str> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split('`').next()).collect()
}

#[test]
fn every_problem_has_its_row_and_no_row_is_out_of_date() {
    let crates = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("..");
    let mut given: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut files = Vec::new();
    for maker in MAKERS {
        sources(&crates.join(maker), &mut files);
    }
    let mut everything = String::new();
    for file in files {
        let source = std::fs::read_to_string(&file).unwrap();
        everything.push_str(source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default());
        given.extend(codes(&source).into_iter().map(|code| (code.to_owned(), file.clone())));
    }
    let page = std::fs::read_to_string(crates.join("../docs/quality-checks.md")).unwrap();
    let described = described(&page);
    let missing: Vec<_> = given.iter().filter(|(code, _)| !described.contains(code.as_str())).collect();
    assert!(missing.is_empty(), "docs/quality-checks.md does not describe {missing:#?}");
    let gone: Vec<_> = described.iter().filter(|code| !everything.contains(&format!("\"{code}\""))).collect();
    assert!(gone.is_empty(), "docs/quality-checks.md describes what nothing gives: {gone:?}");
}
