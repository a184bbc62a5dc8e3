//! OpenStreetMap extracts (`.osm.pbf`): layers by tag rules.
//!
//! Ways and relations come before the nodes and ways they need are known, so the file is passed through up to three
//! times; only what a rule takes in is kept in memory.

mod assembly;
mod pass;
mod rules;

use crate::findings::Findings;
use crate::records::{Record, Records, Request};
use assembly::{Missing, Parts};
use city::settings::OsmLayerSettings;
use city::{Cell, Column, ColumnType, Problem};
use osmpbf::{Element, RelMemberType};
use rules::{Rules, Shape};
use std::collections::{BTreeSet, HashMap};

/// How much an extract holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OsmCounts {
    /// Nodes.
    pub nodes: u64,
    /// Ways.
    pub ways: u64,
    /// Relations.
    pub relations: u64,
}

/// What was taken out of an extract.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extract {
    /// A layer for each rule that could be read: its position among the rules, and its features.
    pub layers: Vec<(usize, Records)>,
    /// How much the extract holds.
    pub counts: OsmCounts,
    /// What is wrong with the file and the rules; problems of features are with their layers.
    pub problems: Vec<Problem>,
}

/// A way or relation that a rule takes in.
struct Taken {
    kind: &'static str,
    id: i64,
    tags: Vec<(String, String)>,
    layers: Vec<usize>,
    parts: Parts,
}

/// The layers that `rules` ask for, in EPSG:4326.
///
/// A tag rule is `key`, `key=a|b` or `key!=a|b` (there, and none of these); any of a layer's rules takes a feature in. A
/// `point` layer holds nodes, a `line` layer ways, an `area` layer closed ways and relations of type multipolygon or
/// boundary. Columns are `osm_id`, `osm_type` (`node`, `way`, `relation`) and the tags that are asked for; a tag that is
/// not there is `Empty`.
///
/// Nodes that are not in the extract are left out of lines (`node_missing`, with how many and the first ids); an area of
/// which a node or way is missing, or whose rings do not close, has no geometry (`node_missing`, `way_missing`,
/// `ring_unclosed`). Ways that are taken in by an area layer and not closed are left out and counted (`way_not_closed`).
/// Problems of the whole: `not_osm_pbf`, `file_truncated`, `osm_unreadable`, `osm_history`, `tag_rule_unreadable`,
/// `shape_unknown`, and those of files.
#[must_use]
pub fn read_layers(request: &Request, rules: &[OsmLayerSettings]) -> Extract {
    let mut findings = Findings::of_file(request.file);
    let rules = Rules::new(rules, &mut findings);
    let mut extract =
        Extract { layers: rules.layers().map(|(at, layer)| (at, empty(layer))).collect(), ..Extract::default() };
    let mut taken = Vec::new();
    let counts = &mut extract.counts;
    let layers = &mut extract.layers;
    if let Err(problem) =
        pass::elements(request.path, &mut |element| first_pass(element, &rules, counts, layers, &mut taken))
    {
        findings.add(problem);
    }
    if extract.counts.nodes == 0 && extract.counts.ways == 0 {
        findings.add(Problem::warning("no_rows").expected("nodes and ways in the extract"));
    }
    let (ways, nodes) = needed(request, &taken);
    let mut found: Vec<Found> = rules.layers().map(|(_, layer)| Found::of_layer(&layer.name, request.file)).collect();
    for feature in &taken {
        place(feature, &ways, &nodes, &mut extract.layers, &mut found, &rules);
    }
    for ((_, records), found) in extract.layers.iter_mut().zip(found) {
        records.problems = found.into_problems(records.rows.is_empty());
    }
    extract.problems = findings.into_problems();
    extract
}

fn empty(layer: &OsmLayerSettings) -> Records {
    let mut columns = vec![Column::new("osm_id", ColumnType::Integer), Column::new("osm_type", ColumnType::Text)];
    columns.extend(layer.columns.iter().map(|tag| Column::new(tag, ColumnType::Text)));
    Records { sheet: layer.name.clone(), columns, reference_system: Some("EPSG:4326".to_owned()), ..Records::default() }
}

/// Counts everything, makes rows of the nodes that are wanted, and takes in ways and relations.
fn first_pass(
    element: Element,
    rules: &Rules,
    counts: &mut OsmCounts,
    layers: &mut [(usize, Records)],
    taken: &mut Vec<Taken>,
) {
    match element {
        Element::Node(node) => {
            counts.nodes += 1;
            let tags: Vec<_> = node.tags().collect();
            point(node.id(), (node.lon(), node.lat()), &tags, rules, layers);
        }
        Element::DenseNode(node) => {
            counts.nodes += 1;
            let tags: Vec<_> = node.tags().collect();
            point(node.id(), (node.lon(), node.lat()), &tags, rules, layers);
        }
        Element::Way(way) => {
            counts.ways += 1;
            let tags: Vec<_> = way.tags().collect();
            let layers = rules.taking(&tags, &[Shape::Line, Shape::Area]);
            if !layers.is_empty() {
                let parts = Parts::Way(way.refs().collect());
                taken.push(Taken { kind: "way", id: way.id(), tags: owned(&tags), layers, parts });
            }
        }
        Element::Relation(relation) => {
            counts.relations += 1;
            let tags: Vec<_> = relation.tags().collect();
            let is_area =
                tags.iter().any(|(key, value)| *key == "type" && ["multipolygon", "boundary"].contains(value));
            let layers = if is_area { rules.taking(&tags, &[Shape::Area]) } else { Vec::new() };
            if !layers.is_empty() {
                let ways = relation.members().filter(|member| member.member_type == RelMemberType::Way);
                let ways = ways.map(|member| (member.member_id, member.role().unwrap_or_default() == "inner"));
                let parts = Parts::Relation(ways.collect());
                taken.push(Taken { kind: "relation", id: relation.id(), tags: owned(&tags), layers, parts });
            }
        }
    }
}

fn owned(tags: &[(&str, &str)]) -> Vec<(String, String)> {
    tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn point(id: i64, (x, y): (f64, f64), tags: &[(&str, &str)], rules: &Rules, layers: &mut [(usize, Records)]) {
    if tags.is_empty() {
        return;
    }
    for at in rules.taking(tags, &[Shape::Point]) {
        if let Some((_, records)) = layers.get_mut(at) {
            let tag = |key: &str| tags.iter().find(|(k, _)| *k == key).map(|(_, value)| *value);
            let geometry = Some(geo_types::Point::new(x, y).into());
            push(records, "node", id, tag, geometry);
        }
    }
}

fn push<'a>(
    records: &mut Records,
    kind: &str,
    id: i64,
    tag: impl Fn(&str) -> Option<&'a str>,
    geometry: Option<geo_types::Geometry<f64>>,
) {
    let mut cells = vec![Cell::Integer(id), Cell::Text(kind.to_owned())];
    let tags = records.columns.iter().skip(2);
    cells.extend(tags.map(|column| tag(&column.name).map_or(Cell::Empty, |value| Cell::Text(value.to_owned()))));
    records.rows.push(Record { number: records.rows.len() as u64 + 1, geometry, cells });
}

/// Nodes of ways, and coordinates of nodes.
type Ways = HashMap<i64, Vec<i64>>;
type Nodes = HashMap<i64, (f64, f64)>;

/// The second and third pass: ways that relations need, then nodes that ways need. What the file's damage hides is
/// missing there, and reported with the features that miss it; the damage itself was reported by the first pass.
fn needed(request: &Request, taken: &[Taken]) -> (Ways, Nodes) {
    let members = taken.iter().filter_map(|t| if let Parts::Relation(ways) = &t.parts { Some(ways) } else { None });
    let wanted: BTreeSet<i64> = members.flatten().map(|(id, _)| *id).collect();
    let mut ways = Ways::new();
    if !wanted.is_empty() {
        let _reported = pass::elements(request.path, &mut |element| {
            if let Element::Way(way) = element
                && wanted.contains(&way.id())
            {
                ways.insert(way.id(), way.refs().collect());
            }
        });
    }
    let own = taken.iter().filter_map(|t| if let Parts::Way(nodes) = &t.parts { Some(nodes) } else { None });
    #[expect(clippy::iter_over_hash_type, reason = "only collected into a sorted list")]
    let mut wanted: Vec<i64> = {
        let mut all: Vec<i64> = own.flatten().copied().collect();
        for refs in ways.values() {
            all.extend(refs);
        }
        all
    };
    wanted.sort_unstable();
    wanted.dedup();
    let mut nodes = Nodes::with_capacity(wanted.len());
    if !wanted.is_empty() {
        let _reported = pass::elements(request.path, &mut |element| {
            let (id, place) = match element {
                Element::Node(node) => (node.id(), (node.lon(), node.lat())),
                Element::DenseNode(node) => (node.id(), (node.lon(), node.lat())),
                _ => return,
            };
            if wanted.binary_search(&id).is_ok() {
                nodes.insert(id, place);
            }
        });
    }
    (ways, nodes)
}

/// Puts a way or relation into its layers.
fn place(
    feature: &Taken,
    ways: &Ways,
    nodes: &Nodes,
    layers: &mut [(usize, Records)],
    found: &mut [Found],
    rules: &Rules,
) {
    for &at in &feature.layers {
        let (Some((_, records)), Some(found)) = (layers.get_mut(at), found.get_mut(at)) else { continue };
        let row = records.rows.len() as u64 + 1;
        let geometry = match (&feature.parts, rules.shape(at)) {
            (Parts::Way(refs), Some(Shape::Line)) => assembly::line(refs, nodes, &mut found.missing),
            (Parts::Way(refs), _) => {
                if !assembly::is_closed(refs) {
                    found.open_ways += 1;
                    continue;
                }
                let own = vec![(feature.id, false)];
                let only = Ways::from([(feature.id, refs.clone())]);
                assembly::area(&own, &only, nodes, &mut found.missing)
            }
            (Parts::Relation(members), _) => assembly::area(members, ways, nodes, &mut found.missing),
        };
        let geometry = geometry.unwrap_or_else(|reason| {
            let problem = Problem::error(reason.code)
                .at_row(row)
                .found(format!("{} {}: {}", feature.kind, feature.id, reason.found));
            found.findings.add(problem.expected(reason.expected).hint("the feature came in without a geometry"));
            None
        });
        let tag = |key: &str| feature.tags.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str());
        push(records, feature.kind, feature.id, tag, geometry);
    }
}

/// What is found out about one layer.
struct Found {
    findings: Findings,
    missing: Missing,
    open_ways: u64,
}

impl Found {
    fn of_layer(layer: &str, file: &str) -> Self {
        let mut findings = Findings::of_file(file);
        findings.in_sheet(layer);
        Self { findings, missing: Missing::default(), open_ways: 0 }
    }

    fn into_problems(mut self, nothing: bool) -> Vec<Problem> {
        if self.open_ways > 0 {
            let problem =
                Problem::note("way_not_closed").found(format!("{} ways", self.open_ways)).expected("closed ways");
            self.findings.add(problem.hint("the tags of these ways fit, but lines are no areas: they were left out"));
        }
        if let Some(problem) = self.missing.problem() {
            self.findings.add(problem);
        }
        if nothing {
            self.findings.add(Problem::warning("no_rows").expected("features that the tag rules take in"));
        }
        self.findings.into_problems()
    }
}

#[cfg(test)]
mod tests;
