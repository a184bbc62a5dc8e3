//! What every fuzz target does: put the bytes where a reader finds them, read them, and hold the answer to what is promised.

use city::settings::{OsmLayerSettings, Reader, TextSettings};
use forms::expression::{Node, Path, Surroundings, compute, parse};
use std::cell::OnceCell;
use std::path::PathBuf;

/// A folder in memory, one a process, gone with it where the system clears it.
fn folder() -> PathBuf {
    thread_local! {
        static FOLDER: OnceCell<PathBuf> = const { OnceCell::new() };
    }
    FOLDER.with(|cell| {
        cell.get_or_init(|| {
            let memory = PathBuf::from("/dev/shm");
            let root = if memory.is_dir() { memory } else { std::env::temp_dir() };
            let folder = root.join(format!("makazi-fuzz-{}", std::process::id()));
            std::fs::create_dir_all(&folder).expect("a folder for the file to be read");
            folder
        })
        .clone()
    })
}

/// Reads the bytes as a file of this name with this reader: nothing may panic, and a file that gives nothing says why.
pub fn read(name: &str, reader: Reader, bytes: &[u8]) {
    let path = folder().join(name);
    std::fs::write(&path, bytes).expect("the file is written");
    let report = flow::check_as(&path, reader);
    let nothing = report.holds.is_empty() || report.holds.iter().any(|line| line.starts_with("0 rows"));
    assert!(!nothing || !report.problems.is_empty(), "nothing was read and nothing was said");
}

/// Reads several files that lie beside each other; the first is the one that is named. The bytes are parted by lengths of
/// three bytes before each part but the last.
pub fn read_beside(names: &[&str], reader: Reader, mut bytes: &[u8]) {
    for (at, name) in names.iter().enumerate() {
        let length = match bytes {
            [a, b, c, rest @ ..] if at + 1 < names.len() => {
                bytes = rest;
                (u32::from_le_bytes([*a, *b, *c, 0]) as usize).min(bytes.len())
            }
            _ => bytes.len(),
        };
        let (part, rest) = bytes.split_at(length);
        std::fs::write(folder().join(name), part).expect("the file is written");
        bytes = rest;
    }
    flow::check_as(&folder().join(names[0]), reader);
}

/// Checks the bytes as whatever they are.
pub fn sniff(name: &str, bytes: &[u8]) {
    let path = folder().join(name);
    std::fs::write(&path, bytes).expect("the file is written");
    flow::check(&path);
}

/// Takes points, lines and areas out of an OpenStreetMap extract.
pub fn extract(bytes: &[u8]) {
    let path = folder().join("a.osm.pbf");
    std::fs::write(&path, bytes).expect("the file is written");
    let text = TextSettings::default();
    let request = collect::Request { path: &path, file: "a.osm.pbf", layer: "", text: &text };
    let rule = |shape: &str, tag: &str| OsmLayerSettings {
        name: shape.to_owned(),
        title: String::new(),
        shape: shape.to_owned(),
        tags: vec![tag.to_owned()],
        columns: vec!["name".to_owned()],
    };
    let rules = [rule("point", "name"), rule("line", "highway"), rule("area", "landuse"), rule("area", "building")];
    let found = collect::osm::read_layers(&request, &rules);
    let nothing = found.counts.nodes == 0 && found.counts.ways == 0;
    assert!(!nothing || !found.problems.is_empty(), "nothing was read and nothing was said");
}

/// The columns that a fuzzed network may come to: a small model is assembled as well as a large one, and sooner.
const MOST_COLUMNS: usize = 200_000;

/// Reads the bytes as a network's files, each begun by a line `== name`, and resolves, checks and assembles it.
pub fn network(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let file = |part: &str| part.split_once('\n').map(|(name, text)| (name.trim().to_owned(), text.to_owned()));
    let files: Vec<(String, String)> = text.split("== ").filter_map(file).collect();
    let (tables, mut problems) = network::Tables::read(&files);
    let (found, more) = network::Network::resolve(&tables);
    problems.extend(more);
    problems.extend(network::check::check(&found));
    let nouns = found.technologies.len() + found.resources.len() + found.trades.len() + 1;
    let columns = (nouns * found.places.len() + found.links.len() + found.demands.len()) * found.slices();
    if problems.iter().any(|problem| problem.severity == city::Severity::Error) || columns > MOST_COLUMNS {
        return;
    }
    let mut assembled = network::assemble::assemble(&found);
    if let Some(objective) = found.objectives.first() {
        assembled.aim(&found, objective);
    }
    assembled.model.check().expect("a network without errors is a model");
}

/// Parses an expression of a form and computes it where nobody has answered.
pub fn expression(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(expression) = parse(text) {
        expression.references();
        let _ = compute(&expression, &Nobody);
    }
}

/// Nobody has answered: every path leads to no answer.
struct Nobody;

impl Surroundings for Nobody {
    fn nodes(&self, _: &Path) -> Result<Vec<Node>, String> {
        Ok(Vec::new())
    }

    fn position(&self, _: Option<&Path>) -> Result<usize, String> {
        Ok(1)
    }

    fn indexed(&self, _: &Path, _: &[(&Path, usize)]) -> Result<Vec<Node>, String> {
        Ok(Vec::new())
    }

    fn choice_name(&self, _: &Path, choice: &str) -> Result<String, String> {
        Ok(choice.to_owned())
    }

    fn today(&self) -> String {
        "2026-11-22".to_owned()
    }

    fn now(&self) -> String {
        "2026-11-22T10:00:00Z".to_owned()
    }
}
