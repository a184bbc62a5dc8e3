use super::*;
use city::settings::TextSettings;
use geo::Area;

fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 127 {
        bytes.push(u8::try_from(number & 127).unwrap() | 128);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap());
    bytes
}

fn zigzag(number: i64) -> u64 {
    (number << 1).cast_unsigned() ^ (number >> 63).cast_unsigned()
}

fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

fn bytes(field: u64, content: &[u8]) -> Vec<u8> {
    [varint(field << 3 | 2), varint(content.len() as u64), content.to_vec()].concat()
}

fn packed(field: u64, values: impl IntoIterator<Item = u64>) -> Vec<u8> {
    bytes(field, &values.into_iter().flat_map(varint).collect::<Vec<_>>())
}

fn deltas(values: &[i64]) -> Vec<u64> {
    let before = std::iter::once(0).chain(values.iter().copied());
    values.iter().zip(before).map(|(value, before)| zigzag(value - before)).collect()
}

fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
    let blob = bytes(1, content);
    let header = [bytes(1, kind.as_bytes()), number(3, blob.len() as u64)].concat();
    [u32::try_from(header.len()).unwrap().to_be_bytes().to_vec(), header, blob].concat()
}

/// Texts: 1 highway, 2 primary, 3 building, 4 yes, 5 type, 6 multipolygon, 7 inner, 8 outer, 9 name, 10 Nima.
const TEXTS: [&str; 11] =
    ["", "highway", "primary", "building", "yes", "type", "multipolygon", "inner", "outer", "name", "Nima"];

fn way(id: u64, tags: &[(u64, u64)], refs: &[i64]) -> Vec<u8> {
    let keys = packed(2, tags.iter().map(|t| t.0));
    let values = packed(3, tags.iter().map(|t| t.1));
    bytes(3, &[number(1, id), keys, values, packed(8, deltas(refs))].concat())
}

fn relation(id: u64, tags: &[(u64, u64)], members: &[(i64, u64)]) -> Vec<u8> {
    let ids: Vec<i64> = members.iter().map(|m| m.0).collect();
    let keys = packed(2, tags.iter().map(|t| t.0));
    let values = packed(3, tags.iter().map(|t| t.1));
    let roles = packed(8, members.iter().map(|m| m.1));
    let types = packed(10, members.iter().map(|_| 1));
    bytes(4, &[number(1, id), keys, values, roles, packed(9, deltas(&ids)), types].concat())
}

/// Nodes 1 to 8 at the corners of two squares, one inside the other; node 1 is a primary highway named Nima.
fn nodes() -> Vec<u8> {
    let places = [(0, 0), (0, 9), (9, 9), (9, 0), (1, 1), (1, 2), (2, 2), (2, 1)];
    let coordinate = |number: i32| i64::from(number) * 10_000_000;
    let ids: Vec<i64> = (1..=8).collect();
    let lons: Vec<i64> = places.iter().map(|p| coordinate(p.0)).collect();
    let lats: Vec<i64> = places.iter().map(|p| coordinate(p.1)).collect();
    let tags = packed(10, [1, 2, 9, 10, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes(2, &[packed(1, deltas(&ids)), packed(8, deltas(&lats)), packed(9, deltas(&lons)), tags].concat())
}

fn extract(groups: &[Vec<u8>]) -> Vec<u8> {
    let texts: Vec<u8> = TEXTS.iter().flat_map(|text| bytes(1, text.as_bytes())).collect();
    let header = blob("OSMHeader", &bytes(4, b"OsmSchema-V0.6"));
    let data = groups.iter().map(|group| blob("OSMData", &[bytes(1, &texts), bytes(2, group)].concat()));
    std::iter::once(header).chain(data).collect::<Vec<_>>().concat()
}

fn layer(shape: &str, tags: &[&str]) -> OsmLayerSettings {
    OsmLayerSettings {
        name: format!("{shape}s"),
        title: String::new(),
        shape: shape.to_owned(),
        tags: tags.iter().map(|&t| t.to_owned()).collect(),
        columns: vec!["name".to_owned()],
    }
}

fn read_bytes(bytes: &[u8], rules: &[OsmLayerSettings]) -> Extract {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let request = Request { path: file.path(), file: "a.osm.pbf", layer: "", text: &TextSettings::default() };
    read_layers(&request, rules)
}

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|p| p.code.as_str()).collect()
}

fn rules() -> Vec<OsmLayerSettings> {
    vec![layer("point", &["highway"]), layer("line", &["highway=primary|secondary"]), layer("area", &["building!=no"])]
}

fn city() -> Vec<u8> {
    let ways = [
        way(1, &[(1, 2)], &[1, 2, 3]),
        way(2, &[(3, 4)], &[1, 2, 3, 4, 1]),
        way(3, &[], &[1, 2, 3]),
        way(4, &[], &[1, 4, 3]),
        way(5, &[], &[5, 6, 7, 8, 5]),
    ];
    let relations = relation(9, &[(5, 6), (3, 4), (9, 10)], &[(3, 8), (4, 8), (5, 7)]);
    extract(&[nodes(), ways.concat(), relations])
}

#[test]
fn nodes_ways_and_relations_become_points_lines_and_areas() {
    let extract = read_bytes(&city(), &rules());
    assert_eq!(extract.counts, OsmCounts { nodes: 8, ways: 5, relations: 1 });
    assert_eq!(extract.problems, []);
    let [(0, points), (1, lines), (2, areas)] = extract.layers.as_slice() else { panic!("{:?}", extract.layers) };
    let text = |t: &str| Cell::Text(t.to_owned());
    assert_eq!(points.rows[0].cells, [Cell::Integer(1), text("node"), text("Nima")]);
    assert_eq!(lines.rows[0].cells, [Cell::Integer(1), text("way"), Cell::Empty]);
    assert_eq!((points.rows.len(), lines.rows.len(), areas.rows.len()), (1, 1, 2));
    let sizes: Vec<f64> = areas.rows.iter().map(|r| r.geometry.as_ref().unwrap().unsigned_area()).collect();
    assert!((sizes[0] - 81.0).abs() < 1e-9 && (sizes[1] - 80.0).abs() < 1e-9, "{sizes:?}");
    assert_eq!(areas.rows[1].cells[1], text("relation"));
    assert_eq!(areas.reference_system.as_deref(), Some("EPSG:4326"));
    assert!(extract.layers.iter().all(|(_, records)| records.problems.is_empty()));
}

#[test]
fn what_is_missing_in_the_extract_is_counted_and_named() {
    let ways = [way(1, &[(1, 2)], &[1, 77, 3, 78]), way(2, &[(3, 4)], &[1, 77, 3, 1]), way(3, &[(3, 4)], &[1, 2])];
    let relations = [relation(9, &[(5, 6), (3, 4)], &[(55, 8)]), relation(10, &[(5, 6), (3, 4)], &[(3, 8)])];
    let extract = read_bytes(&extract(&[nodes(), ways.concat(), relations.concat()]), &rules());
    let (lines, areas) = (&extract.layers[1].1, &extract.layers[2].1);
    assert_eq!(codes(&lines.problems), ["node_missing"]);
    assert_eq!(lines.problems[0].value, "2 nodes, such as 77, 78");
    assert!(lines.rows[0].geometry.is_some());
    assert_eq!(
        codes(&areas.problems),
        ["node_missing", "way_missing", "ring_unclosed", "way_not_closed", "node_missing"]
    );
    assert_eq!(areas.rows.iter().filter(|r| r.geometry.is_none()).count(), 3);
}

#[test]
fn rules_that_cannot_be_read_are_named_and_the_others_still_count() {
    let wrong = [layer("blob", &["highway"]), layer("line", &["=x"]), layer("point", &[]), layer("line", &["highway"])];
    let extract = read_bytes(&city(), &wrong);
    assert_eq!(codes(&extract.problems), ["shape_unknown", "tag_rule_unreadable", "tag_rule_unreadable"]);
    assert_eq!((extract.layers.len(), extract.layers[0].0, extract.layers[0].1.rows.len()), (1, 3, 1));
}

#[test]
fn an_extract_cut_short_anywhere_but_between_its_parts_is_an_error() {
    let city = city();
    let whole = |length: usize| {
        let mut at = 0;
        while at < length {
            let header = u32::from_be_bytes(city[at..at + 4].try_into().unwrap()) as usize;
            let kind = 2 + usize::from(city[at + 5]);
            // The header is the kind, then field 3 with the size of the blob.
            let size =
                city[at + 4 + kind + 1..at + 4 + header].iter().rev().fold(0, |n, b| n << 7 | usize::from(b & 127));
            at += 4 + header + size;
        }
        at == length
    };
    for length in 0..city.len() {
        let extract = read_bytes(&city[..length], &rules());
        let error = extract.problems.iter().any(|p| p.severity == city::Severity::Error);
        assert_eq!(error, length == 0 || !whole(length), "{length}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]
    #[test]
    fn whatever_the_bytes_there_is_no_panic(
        noise in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80),
        at in 0_usize..400,
        byte in proptest::prelude::any::<u8>(),
    ) {
        read_bytes(&noise, &rules());
        let mut city = city();
        let at = at % city.len();
        city[at] = byte;
        read_bytes(&city, &rules());
        read_bytes(&extract(&[noise]), &rules());
    }
}

#[test]
fn relations_that_are_members_of_each_other_come_to_an_end() {
    let member = |id: u64, of: i64| {
        let tags = [packed(2, [5]), packed(3, [6])].concat();
        bytes(4, &[number(1, id), tags, packed(8, [8]), packed(9, deltas(&[of])), packed(10, [2])].concat())
    };
    let found = read_bytes(&extract(&[nodes(), member(1, 2), member(2, 1), member(3, 3)]), &[layer("area", &["type"])]);
    assert_eq!((found.counts.relations, found.layers[0].1.rows.len()), (3, 3));
    assert!(found.layers[0].1.rows.iter().all(|row| row.geometry.is_none()));
}

#[test]
fn an_extract_of_nothing_says_so() {
    assert_eq!(codes(&read_bytes(&extract(&[]), &[]).problems), ["no_rows"]);
}
